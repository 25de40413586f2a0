"""The functions and settings of a lecture, without running its experiments."""

import ast
import symtable
from pathlib import Path

import jupytext

from autograder.authoring import notebooks


def code_of(lecture: str) -> list[str]:
    """The code cells of a lecture that do not draw."""
    (source,) = notebooks.sources([lecture])
    cells = jupytext.reads(Path(source).read_text(encoding="utf-8"), fmt="py:percent").cells
    return [cell.source for cell in cells if cell.cell_type == "code" and not cell.metadata.get("drawing")]


def definitions(lecture: str, **given) -> dict:
    """A namespace with the imports, functions, classes and CONSTANTS of a lecture ("04"), and with `given`.

    What the functions of a lecture take from the notebook around them (data, layers) is for the caller to give.
    """
    kept = [node for cell in code_of(lecture) for node in ast.parse(cell).body if _defines(node)]
    namespace = dict(given)
    exec(compile(ast.Module(kept, []), f"lecture {lecture}", "exec"), namespace)
    return namespace


def _defines(node: ast.stmt) -> bool:
    if isinstance(node, ast.Assign):
        names = [n for t in node.targets for n in (t.elts if isinstance(t, ast.Tuple) else [t])]
        return all(isinstance(n, ast.Name) and n.id.isupper() and len(n.id) > 1 for n in names)
    return isinstance(node, (ast.Import, ast.ImportFrom, ast.FunctionDef, ast.ClassDef))


def taken_from_drawings(source: Path) -> list[tuple[str, str]]:
    """Names that open code reads and folded code gave their value: (name, first line of the open cell)."""
    drawn, taken = set(), []
    for cell in jupytext.reads(source.read_text(encoding="utf-8"), fmt="py:percent").cells:
        if cell.cell_type != "code":
            continue
        top = symtable.symtable(cell.source, source.name, "exec")
        given = {s.get_name() for s in top.get_symbols() if s.is_assigned() or s.is_imported()}
        if cell.metadata.get("drawing"):
            drawn |= given
        else:
            read = _read(top) - given
            taken += [(name, cell.source.partition("\n")[0]) for name in sorted(read & drawn)]
            drawn -= given
    return taken


def _read(table: symtable.SymbolTable) -> set[str]:
    """The names of the notebook that code reads, in functions too."""
    outermost = table.get_type() == "module"
    here = {s.get_name() for s in table.get_symbols() if s.is_referenced() and (outermost or s.is_global())}
    return here.union(*map(_read, table.get_children()))
