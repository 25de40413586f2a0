"""The page itself: what a lecturer needs in ten seconds, then each assignment in detail. No script, no other file."""

from __future__ import annotations

import html
from collections.abc import Iterable

from autograder.checking.exercise import EXERCISES
from autograder.checking.result import number
from autograder.report.alike import look_alikes
from autograder.report.figures import distribution, hardest, success
from autograder.report.gather import Chapter, Gathered
from autograder.report.hide import Hide
from autograder.report.parts import code, folded, lines, list_of, one_of, scrolls, table
from autograder.report.students import Roster
from autograder.report.tally import BLANK, FULL, NONE, PARTIAL, WAITING, Tally

CONFINED = {
    "none": "Student code was not confined.",
    "bwrap": "Student code ran in bubblewrap: no network, nothing of this machine but Python and its libraries.",
    "landlock": "Student code ran under Landlock and a system-call filter: no network, no other files.",
}
MOST_MISTAKES = 25


def body(g: Gathered) -> str:
    """Everything between the page's head and its end."""
    parts = ["<h1>Class report</h1>", *(_glance(c) for c in g.chapters)]
    for chapter in g.chapters:
        parts += _chapter(g, chapter)
    said = [("", x) for x in g.hide.texts(g.lines)]
    parts += [lines("About the files that were handed in", "", said, "", ()), _about(g)]
    return "\n".join(parts)


def _glance(c: Chapter) -> str:
    """The ten seconds: one line for each question that a lecturer asks."""
    t, name = c.tally, html.escape(c.tally.name)
    said = [f"<b>{one_of(len(t.scores), 'submission')}</b>; median <b>{number(t.median)}</b>, mean {number(t.mean)}, "
            f"of {number(t.possible)} points.", html.escape(hardest(t)) + "."]  # fmt: skip
    for exercise, mistake, students in t.ranked()[:1]:
        what = html.escape(_said(exercise, mistake))
        said.append(f"Most frequent misconception, <b>{len(students)} ×</b>, in {code(exercise)}: {what}")
    for count, what, part in (
        (len(c.groups), "group of submissions that look alike", "alike"),
        (len(c.suspects), "check that deserves a look", "checks"),
        (len({s for s, _ in t.failures}), "student whose code crashed, hung or could not be read", "failures"),
        (len({s for s, _ in t.odd}), "student whose file was tampered with or odd", "odd"),
    ):
        if count:
            said.append(f'<a href="#{part}-{name}">{one_of(count, what)}</a>.')
    if t.inside:
        names = ", ".join(map(code, sorted(t.inside)))
        said.append(f"{one_of(len(t.inside), 'test')} ran beside the students' code, which could forge them: {names}.")
    if t.waiting:
        said.append(f"{one_of(t.waiting, 'answer')} still to be graded by a person; until then counted as 0.")
    if t.old:
        said.append(f"{one_of(t.old, 'answer')} changed after a person had marked it: the old mark counts until then.")
    return f"<section><h2>{name} at a glance</h2>{list_of(said)}</section>"


def _chapter(g: Gathered, c: Chapter) -> list[str]:
    t, hide, name, roster = c.tally, g.hide, html.escape(c.tally.name), Roster(g, c)
    return [
        f"<h2>{name}</h2><h3>Points</h3>", distribution(t), _counted(t), roster.tables(),
        "<h3>Exercises</h3>", success(t), _exercises(t), _mistakes(c, hide, roster), look_alikes(g, c),
        _checks(c, hide),
        lines("Failures", f"failures-{name}", _hidden(hide, t.failures), "Code that crashed, hung or could not be "
              "read. What it left unanswered counts 0; the rest was graded.", ("student", "what happened")),
        lines("Tampering and oddities", f"odd-{name}", _hidden(hide, t.odd), "All without effect: what is graded is "
              "rebuilt from the lecture's notebook.", ("student", "what was odd")),
    ]  # fmt: skip


def _counted(t: Tally) -> str:
    said = [f"{one_of(t.by_hand, 'submission')} with scores given by hand or extra credit"] if t.by_hand else []
    said += [f"{one_of(t.late, 'submission')} with a late penalty"] if t.late else []
    return f"<p>Counted as in the gradebook: {', '.join(said)}.</p>" if said else ""


def _exercises(t: Tally) -> str:
    kinds = [k for k in (FULL, PARTIAL, NONE, BLANK, WAITING) if any(c.share(k) for c in t.cells.values())]
    head = ("exercise", "points", *(f"{k}, %" for k in kinds))
    rows = [(code(c.name), number(c.points), *(f"{100 * c.share(k):.0f}" for k in kinds)) for c in t.cells.values()]
    attempts = "How many attempts an answer took is not known: a submitted notebook holds the last version alone, and "
    attempts += "the record of attempts stays on the student's own machine."
    return folded("The numbers as a table", table(head, rows)) + f"<p>{attempts}</p>"


def _mistakes(c: Chapter, hide: Hide, roster: Roster) -> str:
    ranked = c.tally.ranked()
    if not ranked:
        return ""
    rows = []
    for exercise, mistake, made_it in ranked[:MOST_MISTAKES]:
        example, what = c.example(exercise, mistake), f"<p>{html.escape(_said(exercise, mistake))}</p>"
        if example:
            what += folded("an example", scrolls(hide.always(example)))
        rows.append((folded(str(len(made_it)), roster.named(made_it)), code(exercise), what))
    note = "Recognised by what the function computes. Open a number to see who. Examples are students' own, without "
    note += "comments and names."
    if len(ranked) > MOST_MISTAKES:
        note += f" The {MOST_MISTAKES} most frequent of {len(ranked)}; all are in results.json."
    return f"<h3>Misconceptions</h3><p>{note}</p>" + table(("students", "exercise", "what the check said"), rows)


def _checks(c: Chapter, hide: Hide) -> str:
    """Exercises whose check may be at fault."""
    if not c.suspects:
        return ""
    rows = []
    for s in c.suspects:
        quote = scrolls(hide.always(s.quote)[:600]) if s.quote else ""
        who = folded(one_of(len(s.students), "student"), html.escape(", ".join(hide.names(s.students)[:40])))
        rows.append((code(s.exercise), f"<p>{html.escape(s.why)}</p>{quote}{who}"))
    note = "A check may be too strict, or its exercise unclear, where many fail alike or strong students fail. It may "
    note += "also be that the exercise is hard, or that some copied one answer: read some before you decide."
    title = f'<h3 id="checks-{html.escape(c.tally.name)}">Checks that deserve a look</h3>'
    return f"{title}<p>{note}</p>" + table(("exercise", "why"), rows)


def _about(g: Gathered) -> str:
    said = f"<h2>How this was graded</h2><p>{CONFINED[g.mode]}</p>"
    if g.hide.everywhere:
        return said + (
            "<p>Students appear under pseudonyms, the same in every output of this course, and in their order; who has "
            "the course folder can find them out, nobody else.</p>"
        )
    kept = "<code>grading_seed.txt</code> in the course folder"
    return said + f"<p>With the seed in {kept} a regrade repeats exactly; until the last one keep it secret.</p>"


def _hidden(hide: Hide, said: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """(name, all that is said of them), one row for each student."""
    found: dict[str, list[str]] = {}
    for student, text in said:
        found.setdefault(student, []).append(hide.text(text))
    rows = [(hide.name(student), "; ".join(texts)) for student, texts in found.items()]
    return sorted(rows) if hide.everywhere else rows


def _said(exercise: str, name: str) -> str:
    return EXERCISES[exercise].misconceptions.get(name, name) if exercise in EXERCISES else name
