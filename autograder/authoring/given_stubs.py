"""nbgrader's ClearSolutions, for cells that bring their own stub: a derivation's first line, a function to repair."""

from __future__ import annotations

from nbgrader.preprocessors import ClearSolutions

STUB = "stub"
_KEY = "mlpkit"


def with_stub(metadata: dict, stub: str | None) -> dict:
    """Metadata of a solution cell whose stub is this text; None leaves it to nbgrader."""
    return metadata if stub is None else {**metadata, _KEY: {STUB: stub}}


class GivenStubs(ClearSolutions):
    """Puts in the stub that a solution cell brings; clears any other as nbgrader does."""

    def preprocess_cell(self, cell, resources, cell_index):
        """One cell; the stub is taken out of its metadata."""
        given = cell.metadata.pop(_KEY, {}).get(STUB)
        if given is None:
            return super().preprocess_cell(cell, resources, cell_index)
        cell.source = given
        return cell, resources
