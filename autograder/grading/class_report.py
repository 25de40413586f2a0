"""The instructor's page: how the class did, what it finds hard, what went wrong, and what was tampered with."""

from __future__ import annotations

import base64
import html
import io
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from autograder.exercise import EXERCISES
from autograder.grading.feedback import page
from autograder.grading.store import records, write_whole
from autograder.result import number

_BLUE, _ORANGE = "#0072b2", "#d55e00"


@dataclass
class Tally:
    """One assignment, counted; as large as the assignment, not the class."""

    scores: list[float] = field(default_factory=list)
    possible: float = 0.0
    earned: dict[str, float] = field(default_factory=lambda: defaultdict(float))
    full: Counter = field(default_factory=Counter)
    points: dict[str, float] = field(default_factory=dict)
    mistakes: Counter = field(default_factory=Counter)
    failures: list[tuple[str, str]] = field(default_factory=list)
    odd: list[tuple[str, str]] = field(default_factory=list)
    manual: int = 0

    def add(self, record: dict) -> None:
        self.scores.append(record["score"])
        self.possible = max(self.possible, record["max_score"])
        self.failures += [(record["student"], x) for x in (*record["failures"], *record["deaths"])]
        self.odd += [(record["student"], x) for x in record["odd"]]
        for notebook in record["notebooks"]:
            for grade_id, score in notebook["scores"].items():
                self._cell(grade_id, score, notebook["points"][grade_id], notebook["findings"].get(grade_id, []))

    def _cell(self, grade_id: str, score: float | None, points: float, findings: list[dict]) -> None:
        name = grade_id.removeprefix("check-")
        self.points[name] = points
        self.manual += score is None
        self.earned[name] += score or 0.0
        self.full[name] += score == points
        self.mistakes.update({(name, f["misconception"]) for f in findings if f.get("misconception")})


def tally(every: Iterable[dict]) -> dict[str, Tally]:
    """assignment -> counts."""
    found: dict[str, Tally] = {}
    for record in every:
        found.setdefault(record["assignment"], Tally()).add(record)
    return found


def write_report(out: Path, mode: str, lines: list[str], seed: str) -> Path:
    """class_report.html of a results folder."""
    said = {
        "none": "Student code was not confined.",
        "bwrap": "Student code ran in bubblewrap: no network, nothing of this machine but Python and its libraries.",
        "landlock": "Student code ran under Landlock and a system-call filter: no network, no other files.",
    }
    parts = ["<h1>Class report</h1>", f"<p>{said[mode]} Grading seed: <code>{html.escape(seed)}</code>; with it a "
             "regrade repeats exactly. Keep it to yourself until the last regrade.</p>"]  # fmt: skip
    parts += _lines("About the files that were handed in", [("", x) for x in lines])
    for assignment, counted in sorted(tally(records(out)).items()):
        parts += _assignment(assignment, counted)
    path = out / "class_report.html"
    write_whole(path, page("Class report", "\n".join(parts), mode == "none"))
    return path


def _assignment(name: str, t: Tally) -> list[str]:
    mean = sum(t.scores) / len(t.scores)
    head = f"{len(t.scores)} submissions, mean {number(mean)} of {number(t.possible)} points"
    head += f", {t.manual} answers to be graded by a person" if t.manual else ""
    return [
        f"<h2>{html.escape(name)}</h2><p>{head}.</p>",
        _distribution(t), _success(t), *_mistakes(t),
        *_lines("Failures: code that crashed, hung or could not be read", t.failures),
        *_lines("Tampering and oddities, all without effect", t.odd),
    ]  # fmt: skip


def _picture(draw, width: float, height: float, alt: str) -> str:
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure(figsize=(width, height), layout="constrained")
    FigureCanvasAgg(figure)
    axes = figure.subplots()
    axes.spines[["top", "right"]].set_visible(False)
    draw(axes)
    file = io.BytesIO()
    figure.savefig(file, dpi=110)
    encoded = base64.b64encode(file.getvalue()).decode()
    return f'<p><img alt="{html.escape(alt)}" src="data:image/png;base64,{encoded}"></p>'


def _distribution(t: Tally) -> str:
    def draw(axes):
        axes.hist(t.scores, bins=min(20, max(5, int(t.possible))), range=(0, t.possible or 1), color=_BLUE, rwidth=0.92)
        axes.set_xlabel("points")
        axes.set_ylabel("students")

    return _picture(draw, 7, 2.8, "distribution of points")


def _success(t: Tally) -> str:
    names = list(t.points)[::-1]
    shares = [t.earned[n] / (len(t.scores) * t.points[n]) if t.points[n] else 0.0 for n in names]
    colours = [_ORANGE if s < 0.5 else _BLUE for s in shares]

    def draw(axes):
        axes.barh(names, [100 * s for s in shares], color=colours)
        axes.set_xlim(0, 100)
        axes.set_xlabel("points earned, % of possible (orange: below half)")

    return _picture(draw, 7, 0.8 + 0.24 * len(names), "success by exercise")


def _mistakes(t: Tally) -> list[str]:
    if not t.mistakes:
        return []
    head = "<tr><th>students</th><th>exercise</th><th></th></tr>"
    head = "<tr><th>students</th><th>exercise</th><th></th></tr>"
    rows = [
        f"<tr><td>{n}</td><td><code>{html.escape(e)}</code></td><td>{html.escape(_said(e, m))}</td></tr>"
        for (e, m), n in sorted(t.mistakes.items(), key=lambda x: (-x[1], x[0]))[:15]
    ]
    return [f"<h3>Most frequent misconceptions</h3><table>{head}{''.join(rows)}</table>"]


def _said(exercise: str, name: str) -> str:
    return EXERCISES[exercise].misconceptions.get(name, name) if exercise in EXERCISES else name


def _lines(title: str, lines: list[tuple[str, str]], most: int = 200) -> list[str]:
    if not lines:
        return []
    rows = "".join(f"<tr><td>{html.escape(s)}</td><td>{html.escape(x)}</td></tr>" for s, x in lines[:most])
    more = f"<p>and {len(lines) - most} more, in results.json</p>" if len(lines) > most else ""
    return [f"<h3>{html.escape(title)}</h3><table>{rows}</table>{more}"]
