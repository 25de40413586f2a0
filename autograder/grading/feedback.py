"""The page a student gets back: their cells, what these showed, and the reason for every point. No script can run."""

from __future__ import annotations

import functools
import html
import re
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from urllib.parse import unquote

import mistune
from jinja2 import Environment, FileSystemLoader
from markupsafe import Markup
from nbformat import NotebookNode

from autograder.checking.result import number
from autograder.gradebook.marks import Mark, Part
from autograder.grading.assignment import Assignment, AssignmentNotebook
from autograder.grading.grade import Graded, GradedNotebook
from autograder.grading.mathml import formulas
from autograder.grading.pictures import KINDS
from autograder.grading.rebuild import MOVED
from autograder.runtime.deadline import OutOfTime, deadline

_PAGES = Environment(loader=FileSystemLoader(Path(__file__).parent / "pages"), autoescape=True, auto_reload=False)
UNCONFINED = "Graded without confinement (--sandbox none): the code of this class could read and change anything here."
_ATTACHED = re.compile(r'src="attachment:([^"]*)"')
# An attachment of a cell is its own kind of address, which no browser knows and some releases of mistune refuse.
_RENDERED = mistune.create_markdown(
    renderer=mistune.HTMLRenderer(allow_harmful_protocols=("attachment:",)),
    plugins=["strikethrough", "footnotes", "table", formulas],
)
INSIDE = " (tested beside your code)"
LONGEST_COMMENT = 300
# Of the processor, and in characters of HTML. A person's text of a hundred pages takes a tenth of it.
PAGE_SECONDS, LARGEST_PAGE = 5.0, 8_000_000
_ANSI = re.compile(r"\x1b\[[0-9;]*[A-Za-z]")


def page(title: str, body: Markup, unconfined: bool, style: str = "") -> str:
    """A whole HTML page that runs no script and loads nothing."""
    warning = UNCONFINED if unconfined else ""
    return _PAGES.get_template("page.html").render(title=title, body=body, warning=warning, style=Markup(style)) + "\n"


def feedback(assignment: Assignment, graded: Graded, notebook: GradedNotebook, mark: Mark, unconfined: bool) -> str:
    """The feedback page of one notebook: the points of `mark`, hand marks, comments and penalty with them."""
    template, executed, name = assignment.templates[notebook.name], notebook.notebook, notebook.name
    reasons = [f["text"] for found in notebook.findings.values() for f in found][:1]
    parts = mark.of_notebook(name)
    comments = {cell: said for (where, cell), said in mark.comments.items() if where == name}
    if executed is None:
        shown = [_comment(said, f" on {cell}") for cell, said in sorted(comments.items())]
    else:
        shown = list(_parts(template, executed, parts, comments))
    return (
        _PAGES.get_template("feedback.html").render(
            title=f"{name}: {graded.student}",
            warning=UNCONFINED if unconfined else "",
            name=name,
            student=graded.student,
            total=_total(mark, parts.values(), name),
            rows=list(_rows(notebook, parts)) if executed is not None else [],
            odd=graded.odd[:20],
            reason=" ".join(reasons) if executed is None else None,
            parts=shown,
        )
        + "\n"
    )


def _total(mark: Mark, parts: Iterable[Part], name: str) -> str:
    """`9.9 of 17 points`, and what lateness took off."""
    raw, penalty = sum(p.score for p in parts), mark.penalties.get(name, 0.0)
    possible = sum(p.max_score for p in parts)
    total = f"{number(max(0.0, raw - penalty))} of {number(possible)} points"
    return f"{total} ({number(raw)}, less {number(penalty)} because it was late)" if penalty else total


def _rows(notebook: GradedNotebook, parts: dict[str, Part]) -> Iterator[dict]:
    """Points by exercise; where some are missing, why, in a line."""
    for grade_id, part in parts.items():
        lost = not part.is_waiting and part.score < part.max_score
        yield {
            "id": grade_id,
            "name": part.exercise,
            "points": _points(part) + (INSIDE if grade_id in notebook.inside else ""),
            "lost": lost,
            "why": _reason(notebook, part) if lost else "",
        }


def _points(part: Part) -> str:
    if part.is_waiting:
        return "to be graded by a person"
    extra = f" ({number(part.extra_credit)} of them extra)" if part.extra_credit else ""
    old = ", for an earlier version; to be graded again" if part.is_old else ""
    return f"{number(part.score)} of {number(part.max_score)}{extra}{old}"


def _reason(notebook: GradedNotebook, part: Part) -> str:
    """Why points are missing: a person's words before those of the check."""
    if part.comment:
        said = " ".join(part.comment.split())
        said = said if len(said) <= LONGEST_COMMENT else f"{said[:LONGEST_COMMENT]} …"
        return f"on an earlier version: {said}" if part.is_old else said
    if part.is_by_hand:
        return "marked by a person"
    why = _why(notebook.findings.get(part.grade_id, []))
    return why or "nothing was written here" * (part.exercise in notebook.untouched)


def _comment(said: str, on: str = "") -> dict:
    return {"kind": "comment", "on": on, "lines": said.strip().splitlines()}


def _why(findings: list[dict]) -> str:
    """The first thing that a check found wrong: a mistake it knows before anything else."""
    wrong = [f for f in findings if f["status"] == "no"]
    wrong.sort(key=lambda f: not f.get("misconception"))
    lines = wrong[0]["text"].splitlines() if wrong else []
    # What a colon announces belongs to the line.
    return " ".join(x.strip() for x in lines[: 2 if lines[0].endswith(":") else 1])[:300] if lines else ""


def _parts(
    template: AssignmentNotebook, executed: NotebookNode, parts: dict[str, Part], comments: dict[str, str]
) -> Iterator[dict]:
    """What the student wrote, what their checks say, and comments; of the lecture's own cells none.

    A heading stands where an exercise begins: at its answer, or where that is none, at its test.
    """
    hidden = {c["id"] for c in template.released.cells if not c.metadata.get("nbgrader")} | {MOVED}
    begun, texts = set(), Texts()
    for cell in executed.cells:
        flags = cell.metadata.get("nbgrader", {})
        grade_id = flags.get("grade_id", "")
        if cell["id"] in hidden or grade_id == "setup":
            continue
        exercise = next((g for g in (grade_id, f"check-{grade_id}") if g in parts), None)
        if exercise and exercise not in begun:
            begun.add(exercise)
            yield {"kind": "heading", "id": exercise, "text": parts[exercise].exercise}
        test = template.tests.get(grade_id)
        yield from _cell(cell, texts, shown=not (test and test.exercises))
        if grade_id in comments:
            old = exercise is not None and parts[exercise].is_old
            yield _comment(comments[grade_id], " on an earlier version" * old)


def _cell(cell: NotebookNode, texts: Texts, shown: bool) -> Iterator[dict]:
    """A cell with its outputs; the line that calls a check says nothing, its report does."""
    if cell.cell_type != "code":
        yield _html(_ATTACHED.sub(lambda found: _attached(cell, found[1]), texts.html(cell.source)))
        return
    if shown and cell.source.strip():
        yield {"kind": "source", "text": cell.source}
    yield from map(_output, cell.outputs)


def _attached(cell, name: str) -> str:
    """Where a text shows an attachment of its cell: the picture itself."""
    bundle = cell.get("attachments", {}).get(html.unescape(unquote(name)), {})
    kind, text = next(((k, v) for k, v in bundle.items() if k in KINDS), ("", ""))
    return f'src="data:{kind};base64,{text}"' if text else 'src=""'


class Texts:
    """The texts of one page as HTML: when their time or room is used up, those that are left are shown as typed."""

    def __init__(self) -> None:
        self.seconds, self.room = PAGE_SECONDS, LARGEST_PAGE

    def html(self, source: str) -> str:
        """A text as HTML, drawn if there is time for it."""
        if self.seconds <= 0:
            return _as_it_is(source)
        began = time.process_time()
        drawn = _markdown(source)
        self.seconds -= time.process_time() - began
        if len(drawn) > self.room:
            return _as_it_is(source)
        self.room -= len(drawn)
        return drawn


@functools.lru_cache(maxsize=512)
def _markdown(source: str) -> str:
    """Markdown with all HTML of its own escaped."""
    try:
        # Some texts take the square of their length.
        with deadline(1.0, waiting=False):
            return str(_RENDERED(source) if len(source) < 100_000 else _as_it_is(source))
    except (Exception, OutOfTime):
        return _as_it_is(source)


def _as_it_is(source: str) -> str:
    return f'<pre class="out">{html.escape(source)}</pre>'


def _output(o: dict) -> dict:
    if o["output_type"] == "stream":
        return _pre(o["text"])
    if o["output_type"] == "error":
        return _pre("\n".join(o["traceback"]), "out error")
    data = o["data"]
    for kind in ("image/png", "image/jpeg"):
        if kind in data:
            return {"kind": "picture", "type": kind, "text": data[kind].replace("\n", "")}
    if "text/html" in data:
        # Either a check's own report, which escapes what it quotes, or cleaned when it crossed the border.
        return _html(data["text/html"])
    return _pre(data.get("text/plain", ""))


def _html(text: str) -> dict:
    return {"kind": "html", "text": Markup(text)}


def _pre(text: str, kind: str = "out") -> dict:
    return {"kind": kind, "text": _ANSI.sub("", text)}
