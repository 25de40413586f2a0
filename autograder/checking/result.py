"""What a check answers: a score that is a plain float to nbgrader and a report to a reader."""

from __future__ import annotations

import html
import re
import sys
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass

MIME = "application/vnd.mlpkit.check+json"
MARK = {"ok": "ok", "no": "NO", "skipped": "--", "note": "note"}
_COLOUR = {"ok": "#00704f", "no": "#b33c00", "skipped": "#666666", "note": "#005a91"}


@dataclass(frozen=True)
class Finding:
    """One line of a report. `status` is ok, no, skipped or note; `misconception` names a listed wrong answer."""

    status: str
    text: str
    misconception: str | None = None


def badge(status: str) -> str:
    """The mark of a status on a ground of its own: it can be read on a light page and on a dark one."""
    look = f"background-color:{_COLOUR[status]};color:#ffffff;padding:0 5px;border-radius:3px"
    return f'<b style="{look}">{MARK[status]}</b>'


def rows(cells: Iterable[str]) -> str:
    """A table of a report: `cells` are the <td>s of a row each. No line of it is striped, as notebooks' tables are."""
    inside = "".join(f'<tr style="background:none">{c}</tr>' for c in cells)
    return f'<table role="presentation" style="border-collapse:collapse;margin:4px 0">{inside}</table>'


def _as_html(text: str) -> str:
    """What stands between backticks is code, and so are indented lines: their columns stand below one another."""
    said = re.sub(r"`([^`\n]+)`", r"<code>\1</code>", html.escape(text))
    return re.sub(r"^  .*$", '<code style="padding:0;background:none">\\g<0></code>', said, flags=re.M)


def number(points: float) -> str:
    """Points as a reader writes them: 2, 1.5, 0.25."""
    return f"{points:.2f}".rstrip("0").rstrip(".")


def on_console(text: str) -> str:
    """The text in characters that standard output can write: on Windows a pipe often knows no true minus sign."""
    encoding = getattr(sys.stdout, "encoding", None) or "utf-8"
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        text = text.replace("\N{MINUS SIGN}", "-").encode(encoding, "replace").decode(encoding)
    return text


class Result(float):
    """A score out of `max_points`, with the findings behind it.

    A float subclass with a bare `repr`: nbgrader reads that text as partial credit. JupyterLab and nbgrader's
    feedback page show `_repr_html_`; `print(result)` gives the same report as text.
    """

    name: str
    max_points: float
    findings: tuple[Finding, ...]
    shown: tuple[str, str]
    case: tuple

    def __new__(
        cls,
        score: float,
        name: str,
        max_points: float,
        findings: Sequence[Finding],
        shown: tuple[str, str] = ("", ""),
        case: tuple = (),
    ) -> Result:
        """`shown` is what else a report shows below its lines, as HTML and as plain text.

        `case` are the arguments of a call that goes wrong: `f(*result.case)` runs it.
        """
        self = super().__new__(cls, score)
        self.case = case
        self.name, self.max_points, self.findings, self.shown = name, float(max_points), tuple(findings), shown
        return self

    def __reduce__(self):
        return Result, (float(self), self.name, self.max_points, self.findings, self.shown)

    @property
    def passed(self) -> bool:
        """Whether all points were earned."""
        return float(self) == self.max_points

    @property
    def misconceptions(self) -> list[str]:
        """Names of the listed wrong answers that this one behaves like."""
        return [f.misconception for f in self.findings if f.misconception]

    @property
    def _points(self) -> str:
        """The score in words; nothing where there are no points to earn."""
        return f"{number(self)} of {number(self.max_points)} points" if self.max_points else ""

    def __repr__(self) -> str:
        return float.__repr__(float(self))

    def __str__(self) -> str:
        head = f"{self.name:<50} {self._points}".rstrip()
        lines = [f"  {MARK[f.status]:<4} {f.text.replace(chr(10), chr(10) + ' ' * 7)}" for f in self.findings]
        return on_console("\n".join([head, *lines, *(self.shown[1:] if self.shown[1] else ())]))

    def as_dict(self) -> dict:
        """The report as plain data."""
        return {
            "exercise": self.name,
            "score": float(self),
            "max_points": self.max_points,
            "findings": [asdict(f) for f in self.findings],
        }

    def _repr_mimebundle_(self, include=None, exclude=None) -> dict:
        return {"text/plain": repr(self), "text/html": self._repr_html_(), MIME: self.as_dict()}

    def _repr_html_(self) -> str:
        mark = '<td style="text-align:left;vertical-align:top;padding:2px 10px 2px 0">{}</td>'
        said = '<td style="text-align:left;white-space:pre-wrap;padding:2px 0">{}</td>'
        table = rows(mark.format(badge(f.status)) + said.format(_as_html(f.text)) for f in self.findings)
        well = self.passed and all(f.status != "no" for f in self.findings)
        edge = _COLOUR["ok" if well else "no"]
        return (
            f'<div role="status" class="mlpkit-check" style="border-left:4px solid {edge};padding:4px 0 4px 12px;'
            f'max-width:60em"><div><code><b>{html.escape(self.name)}</b></code> &nbsp; <b>{self._points}</b></div>'
            f"{table}{self.shown[0]}</div>"
        )
