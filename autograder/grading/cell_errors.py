"""Why a name is not defined: the error that ended the cell which would have defined it."""

from __future__ import annotations

import platform
import re
from dataclasses import replace

from nbformat.notebooknode import NotebookNode

from autograder.checking.result import Finding

_DEFINES = re.compile(r"^(?:(?:async\s+)?def|class)\s+(\w+)|^(\w+)\s*(?::[^=\n]+)?=(?!=)", re.MULTILINE)
_UNDEFINED = re.compile(r"(?:NameError: )?(?:name ')?(\w+)'? is not defined")
_CALLED = re.compile(r"^NameError: name '(\w+)' is not defined", re.MULTILINE)


class CellErrors:
    """The errors that ended cells, by the names that these cells would have defined."""

    def __init__(self) -> None:
        self.by_name: dict[str, str] = {}

    def ran(self, cell: NotebookNode, outputs: list[dict]) -> None:
        """A cell has run: remember its last error for what it defines, or forget an earlier one."""
        ended = [o for o in outputs if o["output_type"] == "error"]
        names = {a or b for a, b in _DEFINES.findall(cell.source)}
        names |= {cell.metadata.get("nbgrader", {}).get("grade_id", "")} - {""}
        for name in names:
            if ended:
                self.by_name[name] = _said(ended[-1])
            else:
                self.by_name.pop(name, None)

    def explained(self, findings: list[Finding]) -> list[Finding]:
        """These findings, where one says that a name is not defined with the error that is behind it."""
        return [self._explained(f) for f in findings]

    def _explained(self, finding: Finding) -> Finding:
        if finding.status != "no":
            return finding
        if (missing := _UNDEFINED.match(finding.text)) and (why := self.by_name.get(missing[1])):
            return replace(finding, text=f"{missing[1]} is not defined: the cell above did not run to its end:\n{why}")
        if (missing := _CALLED.search(finding.text)) and (why := self.by_name.get(missing[1])):
            text = f"{finding.text}\nthe cell that defines {missing[1]} did not run to its end:\n{why}"
            return replace(finding, text=text)
        return finding


def _said(error: dict) -> str:
    text = f"{error['ename']}: {error['evalue']}"[:400]
    if error["ename"] in ("SyntaxError", "IndentationError", "TabError"):
        text += f" (read by Python {platform.python_version()}, the grader's)"
    return text
