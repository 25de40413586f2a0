"""The class, student by student, each with a link to the feedback; in two orders, since the page has no script."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from urllib.parse import quote

from markupsafe import Markup

from autograder.checking.result import number
from autograder.report.gather import Chapter, Gathered
from autograder.report.parts import folded, one_of, table
from autograder.report.tally import FULL


class Roster:
    """The students of one assignment, as the page calls them."""

    def __init__(self, g: Gathered, c: Chapter):
        self.tally, self.names = c.tally, {student: g.hide.name(student) for student in c.tally.scores}
        self.links = {student: self._linked(g, student) for student in self.names}

    def named(self, who: Iterable[str]) -> Markup:
        """Students in a line, in the order of what is shown, each with a link to the feedback."""
        return Markup(", ").join(self.links[s] for s in sorted(who, key=lambda s: self.names[s].casefold()))

    def tables(self) -> Markup:
        """Two folded tables: by name, and fewest points first."""
        t = self.tally
        by_name = sorted(t.scores, key=lambda s: self.names[s].casefold())
        orders = {"by name": by_name, "fewest points first": sorted(by_name, key=lambda s: t.scores[s])}
        rows, head = self._rows(), ("student", "points", "exercises in full", "misconceptions", "to look at")
        shown = [
            folded(f"Students, {order}", table(head, [rows[s] for s in who], f"{t.name}, {order}"))
            for order, who in orders.items()
        ]
        return Markup('<div id="students-{}">{}</div>').format(t.name, Markup("").join(shown))

    def _rows(self) -> dict[str, tuple[str, ...]]:
        t = self.tally
        full = Counter(s for cell in t.cells.values() for s, came in cell.came.items() if came == FULL)
        mistakes = Counter(s for made_it in t.mistakes.values() for s in made_it)
        crashed, odd = (Counter(s for s, _ in said) for said in (t.failures, t.odd))
        rows: dict[str, tuple[str, ...]] = {}
        for student, score in t.scores.items():
            notes = [one_of(n[student], what) for n, what in ((crashed, "failure"), (odd, "oddity")) if n[student]]
            earned = f"{number(score)} of {number(t.possible)}"
            done = f"{full[student]} of {len(t.cells)}"
            rows[student] = self.links[student], earned, done, str(mistakes[student]), ", ".join(notes)
        return rows

    def _linked(self, g: Gathered, student: str) -> str | Markup:
        """The name or pseudonym; a name leads to the feedback, where it has been written."""
        name, place = self.names[student], f"feedback/{student}/{self.tally.name}"
        pages = [] if g.hide.everywhere else sorted((g.out / place).glob("*.html"))
        return Markup('<a href="{}">{}</a>').format(quote(f"{place}/{pages[0].name}"), name) if pages else name
