"""The two figures of an assignment: how points are distributed, and how far students came in each exercise."""

from __future__ import annotations

import base64
import io
import math

from markupsafe import Markup

from autograder.checking.result import number
from autograder.report.tally import BLANK, FULL, NONE, PARTIAL, WAITING, Tally

_WIDTH, _SHARP = 5.6, 144


def distribution(t: Tally) -> Markup:
    """Histogram of points with the median."""
    from matplotlib.ticker import MaxNLocator

    from mlpkit.palette import BLACK, BLUE
    from mlpkit.plots import describe, panels
    from mlpkit.plots.base import finish

    fig, (axes,) = panels(1, 1, _WIDTH, 2.9)
    top = max(t.possible, max(t.scores.values()), 1.0)
    bins = min(20, max(4, math.ceil(top)))
    counts, edges, _ = axes.hist(list(t.scores.values()), bins=bins, range=(0, top), color=BLUE, rwidth=0.92)
    axes.axvline(t.median, color=BLACK, linewidth=1.6, linestyle="--")
    end = "right" if t.median > top / 2 else "left"
    axes.annotate(
        f" median {number(t.median)} ", (t.median, 1.0), xycoords=("data", "axes fraction"), ha=end, va="bottom",
        fontsize=9,
    )  # fmt: skip
    axes.yaxis.set_major_locator(MaxNLocator("auto", steps=[1, 2, 2.5, 5, 10], integer=True))
    title = f"Half of the class has {number(t.median)} of {number(t.possible)} points or more"
    finish(axes, title, "points", "students")
    axes.title.set_position((0, 1.1))
    axes.set_title(axes.get_title(loc="left"), loc="left", fontsize=11, pad=18)
    shown = ", ".join(
        f"{number(a)} to {number(b)}: {int(n)}" for n, a, b in zip(counts, edges[:-1], edges[1:], strict=True) if n
    )
    return _image(describe(fig, f"{title}. Students by points, {shown}."))


def success(t: Tally) -> Markup:
    """One bar for each exercise, divided by how far the students came. The table beside it has the numbers."""
    from mlpkit.palette import BLUE, GREY, ORANGE, SKY, YELLOW
    from mlpkit.plots import describe, panels
    from mlpkit.plots.base import finish

    cells = list(t.cells.values())[::-1]
    fig, (axes,) = panels(1, 1, _WIDTH, 1.3 + 0.24 * len(cells))
    left = [0.0] * len(cells)
    for kind, colour in ((FULL, BLUE), (PARTIAL, SKY), (NONE, ORANGE), (BLANK, GREY), (WAITING, YELLOW)):
        shares = [100 * c.share(kind) for c in cells]
        if any(shares):
            label = {FULL: "all points", PARTIAL: "some", NONE: "none"}.get(kind, kind)
            axes.barh([c.name for c in cells], shares, left=left, color=colour, label=label, height=0.78)
        left = [a + b for a, b in zip(left, shares, strict=True)]
    axes.set_xlim(0, 100)
    axes.set_ylim(-0.6, len(cells) - 0.4)
    title = hardest(t)
    finish(axes, title, "% of the submissions", "")
    axes.grid(False)
    fig.legend(loc="outside lower center", ncols=5, frameon=False, fontsize=9)
    return _image(describe(fig, f"{title}. The numbers are in the table."))


def hardest(t: Tally) -> str:
    """What the figure says, in one sentence."""
    ranked = t.hardest()
    if not ranked:
        return "Nothing here was graded by a check"
    if ranked[0].share(FULL) == 1:
        return "Everyone got everything right"
    return f"Hardest is {ranked[0].name}: {ranked[0].share(FULL):.0%} earned all its points"


def _image(fig) -> Markup:
    from mlpkit.plots import alt_text

    file = io.BytesIO()
    fig.savefig(file, dpi=_SHARP)
    width = round(fig.get_figwidth() * 100)
    encoded = base64.b64encode(file.getvalue()).decode("ascii")
    picture = Markup('<p><img width="{}" alt="{}" src="data:image/png;base64,{}"></p>')
    return picture.format(width, alt_text(fig), encoded)
