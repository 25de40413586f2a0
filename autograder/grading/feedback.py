"""The page a student gets back: their cells, what these showed, and the reason for every point. No script can run."""

from __future__ import annotations

import functools
import html
import re
from collections.abc import Iterator
from urllib.parse import unquote

import mistune
from nbformat import NotebookNode

from autograder.checking.result import number
from autograder.grading.assignment import Assignment, AssignmentNotebook
from autograder.grading.grade import Graded, GradedNotebook
from autograder.grading.pictures import KINDS
from autograder.grading.rebuild import MOVED

_POLICY = "default-src 'none'; img-src data:; style-src 'unsafe-inline'"
_STYLE = """
body { font: 16px/1.5 system-ui, sans-serif; max-width: 60em; margin: 2em auto; padding: 0 1em; color: #1a1a1a }
pre { background: #f5f5f5; padding: .6em .8em; overflow-x: auto; font-size: 14px; line-height: 1.4 }
pre.out { background: #fff; border-left: 3px solid #ddd } pre.error { border-left-color: #b33c00 }
table { border-collapse: collapse } td, th { padding: 2px 10px 2px 0; text-align: left; vertical-align: top }
tr.lost td:nth-child(2) { color: #b33c00; font-weight: bold } td:nth-child(2):not(:last-child) { white-space: nowrap }
@media (max-width: 40em) { .below tr { display: grid; grid-template-columns: 10em 1fr }
  .below tr > :nth-child(3) { grid-column: 1 / -1; padding-bottom: .5em } .below td:empty { display: none } }
img { max-width: 100% } .warn { border: 2px solid #b33c00; padding: .5em 1em } h2 { margin-top: 2em }
"""
UNCONFINED = "Graded without confinement (--sandbox none): the code of this class could read and change anything here."
_ATTACHED = re.compile(r'src="attachment:([^"]*)"')
INSIDE = " (tested beside your code)"
_ANSI = re.compile(r"\x1b\[[0-9;]*[A-Za-z]")


def page(title: str, body: str, unconfined: bool, style: str = "") -> str:
    """A whole HTML page that runs no script and loads nothing."""
    warning = f'<p class="warn">{html.escape(UNCONFINED)}</p>' if unconfined else ""
    return (
        f'<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>{html.escape(title)}</title>'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">'
        f'<meta name="viewport" content="width=device-width"><style>{_STYLE}{style}</style></head>'
        f"<body>{warning}{body}</body></html>\n"
    )


def feedback(bundle: Assignment, graded: Graded, notebook: GradedNotebook, unconfined: bool) -> str:
    """The feedback page of one notebook."""
    template = bundle.templates[notebook.name]
    total = sum(s or 0 for s in notebook.scores.values())
    possible = sum(notebook.points.values())
    parts = [
        f"<h1>{html.escape(notebook.name)}</h1>",
        f"<p><b>{html.escape(graded.student)}</b>: {number(total)} of {number(possible)} points</p>",
        *([_table(notebook)] if notebook.notebook else []),
    ]
    if graded.odd:
        parts.append("<p>Odd about the file, and without effect on the points:</p>" + _list(graded.odd))
    if notebook.notebook is None:
        reasons = [f["text"] for found in notebook.findings.values() for f in found][:1]
        parts.append(f"<p>Nothing could be graded: {html.escape(' '.join(reasons))}.</p>")
    else:
        parts += _cells(template, notebook, notebook.notebook)
    return page(f"{notebook.name}: {graded.student}", "\n".join(parts), unconfined)


def _table(notebook: GradedNotebook) -> str:
    """Points by exercise; where some are missing, why, in a line."""
    rows = []
    for grade_id, score in notebook.scores.items():
        possible = notebook.points[grade_id]
        points = "to be graded by a person" if score is None else f"{number(score)} of {number(possible)}"
        points += INSIDE if grade_id in notebook.inside else ""
        lost = score is not None and score < possible
        why = html.escape(_why(notebook.findings.get(grade_id, []))) if lost else ""
        name = f'<a href="#{html.escape(grade_id)}">{html.escape(_name(grade_id))}</a>'
        kind = ' class="lost"' if lost else ""
        rows.append(f"<tr{kind}><td>{name}</td><td>{points}</td><td>{why}</td></tr>")
    head = "".join(f'<th scope="col">{x}</th>' for x in ("exercise", "points", "what cost points"))
    return f'<table class="below"><thead><tr>{head}</tr></thead><tbody>{"".join(rows)}</tbody></table>'


def _why(findings: list[dict]) -> str:
    """The first thing that a check found wrong: a mistake it knows before anything else."""
    wrong = [f for f in findings if f["status"] == "no"]
    wrong.sort(key=lambda f: not f.get("misconception"))
    lines = wrong[0]["text"].splitlines() if wrong else []
    # What a colon announces belongs to the line.
    return " ".join(x.strip() for x in lines[: 2 if lines[0].endswith(":") else 1])[:300] if lines else ""


def _name(grade_id: str) -> str:
    return grade_id.removeprefix("check-")


def _list(lines: list[str]) -> str:
    return f"<ul>{''.join(f'<li>{html.escape(x)}</li>' for x in lines[:20])}</ul>"


def _cells(template: AssignmentNotebook, notebook: GradedNotebook, executed: NotebookNode) -> Iterator[str]:
    """What the student wrote, and what their checks say; of the lecture's own cells none.

    A heading stands where an exercise begins: at its answer, or where that is none, at its test.
    """
    hidden = {c["id"] for c in template.released.cells if not c.metadata.get("nbgrader")} | {MOVED}
    begun = set()
    for cell in executed.cells:
        flags = cell.metadata.get("nbgrader", {})
        grade_id = flags.get("grade_id", "")
        if cell["id"] in hidden or grade_id == "setup":
            continue
        exercise = next((g for g in (grade_id, f"check-{grade_id}") if g in notebook.scores), None)
        if exercise and exercise not in begun:
            begun.add(exercise)
            yield f'<h2 id="{html.escape(exercise)}">{html.escape(_name(exercise))}</h2>'
        test = template.tests.get(grade_id)
        yield _cell(cell, shown=not (test and test.exercises))


def _cell(cell, shown: bool) -> str:
    """A cell with its outputs; the line that calls a check says nothing, its report does."""
    if cell.cell_type != "code":
        return _ATTACHED.sub(lambda found: _attached(cell, found[1]), _markdown(cell.source))
    source = f"<pre>{html.escape(cell.source)}</pre>" if shown and cell.source.strip() else ""
    return source + "".join(map(_output, cell.outputs))


def _attached(cell, name: str) -> str:
    """Where a text shows an attachment of its cell: the picture itself."""
    bundle = cell.get("attachments", {}).get(html.unescape(unquote(name)), {})
    kind, text = next(((k, v) for k, v in bundle.items() if k in KINDS), ("", ""))
    return f'src="data:{kind};base64,{text}"' if text else 'src=""'


@functools.lru_cache(maxsize=512)
def _markdown(source: str) -> str:
    """Markdown with all HTML of its own escaped."""
    try:
        return str(mistune.html(html.escape(source, quote=False)) if len(source) < 100_000 else _pre(source))
    except Exception:
        return _pre(source)


def _pre(text: str, kind: str = "out") -> str:
    return f'<pre class="{kind}">{html.escape(_ANSI.sub("", text))}</pre>'


def _output(o: dict) -> str:
    if o["output_type"] == "stream":
        return _pre(o["text"])
    if o["output_type"] == "error":
        return _pre("\n".join(o["traceback"]), "out error")
    data = o["data"]
    for kind in ("image/png", "image/jpeg"):
        if kind in data:
            return f'<p><img alt="figure" src="data:{kind};base64,{data[kind].replace(chr(10), "")}"></p>'
    if "text/html" in data:
        # Either a check's own report, which escapes what it quotes, or cleaned when it crossed the border.
        return data["text/html"]
    return _pre(data.get("text/plain", ""))
