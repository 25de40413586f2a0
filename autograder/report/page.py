"""The class report's HTML: what a lecturer needs in ten seconds, then each assignment in detail. No script."""

from __future__ import annotations

from collections.abc import Iterable

from markupsafe import Markup

from autograder.checking.exercise import EXERCISES
from autograder.checking.result import number
from autograder.report.alike import look_alikes
from autograder.report.figures import distribution, hardest, success
from autograder.report.gather import Chapter, Gathered
from autograder.report.hide import Hide
from autograder.report.parts import code, folded, heading, lines, list_of, one_of, paragraph, scrolls, table
from autograder.report.students import Roster
from autograder.report.tally import BLANK, FULL, NONE, PARTIAL, WAITING, Tally

CONFINED = {
    "none": "Student code was not confined.",
    "bwrap": "Student code ran in bubblewrap: no network, nothing of this machine but Python and its libraries.",
    "landlock": "Student code ran under Landlock and a system-call filter: no network, no other files.",
}
MOST_MISTAKES = 25


def body(g: Gathered) -> Markup:
    """Everything between the page's head and its end."""
    parts = [heading(1, "Class report"), *(_glance(c) for c in g.chapters)]
    for chapter in g.chapters:
        parts += _chapter(g, chapter)
    said = [("", x) for x in g.hide.texts(g.lines)]
    parts += [lines("About the files that were handed in", "", said, "", ()), _about(g)]
    return Markup("\n").join(parts)


def _glance(c: Chapter) -> Markup:
    """The ten seconds: one line for each question that a lecturer asks."""
    t = c.tally
    middle = Markup("<b>{}</b>; median <b>{}</b>, mean {}, of {} points.")
    counted = (number(n) for n in (t.median, t.mean, t.possible))
    said: list[str] = [middle.format(one_of(len(t.scores), "submission"), *counted), hardest(t) + "."]
    for exercise, mistake, students in t.ranked()[:1]:
        most = Markup("Most frequent misconception, <b>{} ×</b>, in {}: {}")
        said.append(most.format(len(students), code(exercise), _said(exercise, mistake)))
    for count, what, part in (
        (len(c.groups), "group of submissions that look alike", "alike"),
        (len(c.suspects), "check that deserves a look", "checks"),
        (len({s for s, _ in t.failures}), "student whose code crashed, hung or could not be read", "failures"),
        (len({s for s, _ in t.odd}), "student whose file was tampered with or odd", "odd"),
    ):
        if count:
            said.append(Markup('<a href="#{}-{}">{}</a>.').format(part, t.name, one_of(count, what)))
    if t.inside:
        forgeable = Markup("{} ran beside the students' code, which could forge them: {}.")
        names = Markup(", ").join(map(code, sorted(t.inside)))
        said.append(forgeable.format(one_of(len(t.inside), "test"), names))
    if t.waiting:
        said.append(f"{one_of(t.waiting, 'answer')} still to be graded by a person; until then counted as 0.")
    if t.old:
        said.append(f"{one_of(t.old, 'answer')} changed after a person had marked it: the old mark counts until then.")
    return Markup("<section>{}{}</section>").format(heading(2, f"{t.name} at a glance"), list_of(said))


def _chapter(g: Gathered, c: Chapter) -> list[Markup]:
    t, hide, name, roster = c.tally, g.hide, c.tally.name, Roster(g, c)
    return [
        heading(2, name), heading(3, "Points"), distribution(t), _counted(t), roster.tables(),
        heading(3, "Exercises"), success(t), _exercises(t), _mistakes(c, hide, roster), look_alikes(g, c),
        _checks(c, hide),
        lines("Failures", f"failures-{name}", _hidden(hide, t.failures), "Code that crashed, hung or could not be "
              "read. What it left unanswered counts 0; the rest was graded.", ("student", "what happened")),
        lines("Tampering and oddities", f"odd-{name}", _hidden(hide, t.odd), "All without effect: what is graded is "
              "rebuilt from the lecture's notebook.", ("student", "what was odd")),
    ]  # fmt: skip


def _counted(t: Tally) -> Markup:
    said = [f"{one_of(t.by_hand, 'submission')} with scores given by hand or extra credit"] if t.by_hand else []
    said += [f"{one_of(t.late, 'submission')} with a late penalty"] if t.late else []
    return paragraph(f"Counted as in the gradebook: {', '.join(said)}." if said else "")


def _exercises(t: Tally) -> Markup:
    kinds = [k for k in (FULL, PARTIAL, NONE, BLANK, WAITING) if any(c.share(k) for c in t.cells.values())]
    head = ("exercise", "points", *(f"{k}, %" for k in kinds))
    rows = [(code(c.name), number(c.points), *(f"{100 * c.share(k):.0f}" for k in kinds)) for c in t.cells.values()]
    attempts = "How many attempts an answer took is not known: a submitted notebook holds the last version alone, and "
    attempts += "the record of attempts stays on the student's own machine."
    return folded("The numbers as a table", table(head, rows)) + paragraph(attempts)


def _mistakes(c: Chapter, hide: Hide, roster: Roster) -> Markup:
    ranked = c.tally.ranked()
    if not ranked:
        return Markup("")
    rows = []
    for exercise, mistake, made_it in ranked[:MOST_MISTAKES]:
        example, what = c.example(exercise, mistake), paragraph(_said(exercise, mistake))
        if example:
            what += folded("an example", scrolls(hide.always(example)))
        rows.append((folded(str(len(made_it)), roster.named(made_it)), code(exercise), what))
    note = "Recognised by what the function computes. Open a number to see who. Examples are students' own, without "
    note += "comments and names."
    if len(ranked) > MOST_MISTAKES:
        note += f" The {MOST_MISTAKES} most frequent of {len(ranked)}; all are in results.json."
    title = heading(3, "Misconceptions")
    return title + paragraph(note) + table(("students", "exercise", "what the check said"), rows)


def _checks(c: Chapter, hide: Hide) -> Markup:
    """Exercises whose check may be at fault."""
    if not c.suspects:
        return Markup("")
    rows = []
    for s in c.suspects:
        quote = scrolls(hide.always(s.quote)[:600]) if s.quote else ""
        who = folded(one_of(len(s.students), "student"), ", ".join(hide.names(s.students)[:40]))
        rows.append((code(s.exercise), paragraph(s.why) + quote + who))
    note = "A check may be too strict, or its exercise unclear, where many fail alike or strong students fail. It may "
    note += "also be that the exercise is hard, or that some copied one answer: read some before you decide."
    title = heading(3, "Checks that deserve a look", f"checks-{c.tally.name}")
    return title + paragraph(note) + table(("exercise", "why"), rows)


def _about(g: Gathered) -> Markup:
    said = heading(2, "How this was graded") + paragraph(CONFINED[g.mode])
    if g.hide.everywhere:
        return said + paragraph(
            "Students appear under pseudonyms, the same in every output of this course, and in their order; who has "
            "the course folder can find them out, nobody else."
        )
    return said + paragraph(
        Markup("With the seed in {} in the course folder a regrade repeats exactly; until the last one keep it secret.")
        .format(Markup("<code>grading_seed.txt</code>"))
    )  # fmt: skip


def _hidden(hide: Hide, said: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """(name, all that is said of them), one row for each student."""
    found: dict[str, list[str]] = {}
    for student, text in said:
        found.setdefault(student, []).append(hide.text(text))
    rows = [(hide.name(student), "; ".join(texts)) for student, texts in found.items()]
    return sorted(rows) if hide.everywhere else rows


def _said(exercise: str, name: str) -> str:
    return EXERCISES[exercise].misconceptions.get(name, name) if exercise in EXERCISES else name
