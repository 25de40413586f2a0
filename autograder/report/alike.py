"""The part of the page on submissions that look alike: who, how much, and the code side by side."""

from __future__ import annotations

from markupsafe import Markup

from autograder.report.gather import Chapter, Gathered
from autograder.report.parts import folded, heading, list_of, one_of, paragraph, scrolls
from autograder.report.similar import LEAST_FRAGMENTS, LEAST_PLACES, LEAST_SHARE, Group, Pair, common
from autograder.report.source import plain, written

MOST_GROUPS, MOST_PAIRS, MOST_CELLS = 30, 10, 4


def look_alikes(g: Gathered, c: Chapter) -> Markup:
    """The section; it says what the measure is and what it is not."""
    if not c.groups:
        return Markup("")
    limit = common(len(c.tally.scores))
    note = Markup("<b>A place to look, not a verdict.</b> ") + (
        "Students who learn together, or from one source, also write alike. "
        "Compared are fragments of the code without comments, formatting and the names students chose, one exercise "
        f"with the same exercise. What the lecture gives, and what more than {one_of(limit, 'student')} of the class "
        "wrote, does not count (nor, therefore, a copy that so many share); very short functions have no fragments. "
        f"Listed are pairs in which the one with fewer uncommon fragments shares at least {LEAST_SHARE:.0%} of them, "
        f"and at least {LEAST_FRAGMENTS}, in {LEAST_PLACES} exercises or more, with the other."
    )
    title = heading(3, "Submissions that look alike", f"alike-{c.tally.name}")
    more = f"and {len(c.groups) - MOST_GROUPS} more groups" if len(c.groups) > MOST_GROUPS else ""
    # Equals stand in the order of what is shown: the roster's would say who is who.
    ordered = sorted(c.groups, key=lambda x: (-x.pairs[0].share, g.hide.names(x.students)))
    groups = Markup("").join(_group(g, c, x) for x in ordered[:MOST_GROUPS])
    return title + paragraph(note) + groups + paragraph(more)


def _group(g: Gathered, c: Chapter, group: Group) -> Markup:
    names = ", ".join(g.hide.names(group.students))
    ordered = sorted(group.pairs, key=lambda p: (-p.share, -p.fragments, g.hide.names((p.one, p.two))))
    first, *rest = ordered[:MOST_PAIRS]
    inner = paragraph(_measure(g, first)) + _side_by_side(g, c, first)
    if rest:
        inner += paragraph("Other pairs of the group:") + list_of(_measure(g, p) for p in rest)
    return folded(f"{names}: {first.share:.0%}", inner)


def _measure(g: Gathered, p: Pair) -> str:
    one, two = g.hide.names((p.one, p.two))
    return (
        f"{one} and {two} share {p.share:.0%} of the uncommon code "
        f"({one_of(p.fragments, 'fragment')}, in {one_of(len(p.places), 'exercise')})."
    )


def _side_by_side(g: Gathered, c: Chapter, p: Pair) -> Markup:
    """The exercises in which most is shared, as written; in an anonymised report without comments."""
    one, two = (written(g.out, s, c.tally.name, c.several) for s in (p.one, p.two))
    blocks = []
    for place in p.places[:MOST_CELLS]:
        columns = Markup("").join(
            Markup("<div><p><b>{}</b></p>{}</div>").format(g.hide.name(s), scrolls(_shown(g, cells[place])))
            for s, cells in sorted(((p.one, one), (p.two, two)), key=lambda pair: g.hide.name(pair[0]))
        )
        blocks.append(Markup('<h4><code>{}</code></h4><div class="pair">{}</div>').format(place, columns))
    return Markup("").join(blocks)


def _shown(g: Gathered, source: str) -> str:
    return g.hide.text(plain(source) if g.hide.everywhere else source)
