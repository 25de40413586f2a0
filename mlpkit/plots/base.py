"""What all figures share: one house style, alternative text, and that they show themselves.

The style belongs to the axes (`LectureAxes`), not to global settings, so that lectures and explorers have the
same one: `panels` makes such axes, and `fig.subplots(subplot_kw={"axes_class": LectureAxes})` does in any figure.
Nothing here or in the other figures touches pyplot: no current figure, no global settings, nothing to close.
"""

import base64
import html
import io
import re
import textwrap
from typing import Any, cast

import numpy as np
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.ticker import LogLocator, NullFormatter, NullLocator

from mlpkit.dark import paper
from mlpkit.palette import GREY, LINES

SMALL = 9  # points: legends, labels at lines, numbers in cells


class Picture(Figure):
    """A figure that a notebook shows as PNG with its alternative text, whether or not pyplot is loaded.

    JupyterLab leaves out the text that comes with a PNG, so it gets an HTML image that has it.
    """

    def suptitle(self, t, **kwargs):
        """What several panels say together, at the left as the titles of panels."""
        return super().suptitle(t, **{"x": 0.01, "ha": "left", "fontsize": 11, **kwargs})

    def _repr_mimebundle_(self, include=None, exclude=None):
        file, alt = io.BytesIO(), alt_text(self)
        FigureCanvasAgg(self).print_png(file)
        source = base64.b64encode(file.getvalue()).decode("ascii")
        image = f'<img alt="{html.escape(alt)}" src="data:image/png;base64,{source}">'
        image = f'<div class="mlpkit-figure" style="--mlpkit-paper: {paper(self)}">{image}</div>'
        return {"text/html": image, "image/png": file.getvalue(), "text/plain": alt}, {"image/png": {"alt": alt}}


class FewTicks(LogLocator):
    """Powers of ten; over less than two decades 1, 2, 5 and their multiples, so that at least two are labelled."""

    def tick_values(self, vmin, vmax):
        few = 0 < vmin and vmax < 100 * vmin
        self.set_params(subs=(1.0, 2.0, 5.0) if few else (1.0,))
        return super().tick_values(vmin, vmax)


class LectureAxes(Axes):
    """Axes in the house style: no frame at the top and right, a light grid, the title at the left and broken into
    lines that fit, legends without a box, and on logarithmic axes no minor ticks."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.spines[["top", "right"]].set_visible(False)
        self.grid(color=GREY, alpha=0.25, linewidth=0.6)
        self.set_axisbelow(True)
        self.set_prop_cycle(color=LINES)

    def set_title(self, label, fontdict=None, loc="left", **kwargs):
        size = {} if fontdict or "fontsize" in kwargs else {"fontsize": 11}
        return super().set_title(self._broken(label), fontdict, loc, **size, **kwargs)

    def _broken(self, title):
        """The title in lines as wide as the axes; never broken inside a formula, or beside an equals sign."""
        if "\n" in title:
            return title
        width = self.get_position().width * self.figure.get_figwidth()
        whole = re.sub(r"\$.+?\$|\S+ = \S+", lambda formula: formula[0].replace(" ", "\N{NO-BREAK SPACE}"), title)
        return textwrap.fill(whole, max(20, int(13 * width))).replace("\N{NO-BREAK SPACE}", " ")

    def legend(self, *args, **kwargs):
        # "best" is said, not left to the default, about which matplotlib warns on a busy machine.
        return super().legend(*args, **{"loc": "best", "frameon": False, "fontsize": SMALL, **kwargs})

    def set_xscale(self, value, **kwargs):
        super().set_xscale(value, **kwargs)
        _few_ticks(self.xaxis, value)

    def set_yscale(self, value, **kwargs):
        super().set_yscale(value, **kwargs)
        _few_ticks(self.yaxis, value)

    def imshow(self, *args, **kwargs):
        image = super().imshow(*args, **kwargs)
        self.grid(False)
        return image


def _few_ticks(axis, scale: str) -> None:
    if scale == "log":
        axis.set_major_locator(FewTicks())
        axis.set_major_formatter(_tick)
        axis.set_minor_locator(NullLocator())
        axis.set_minor_formatter(NullFormatter())


def _tick(value: float, _=None) -> str:
    """0.01, 1, 5000; beyond, a power of ten."""
    if 1e-3 <= value < 1e4:
        return f"{value:g}"
    exponent = int(np.floor(np.log10(value) + 1e-9))
    factor = round(value / 10.0**exponent)
    return f"$10^{{{exponent}}}$" if factor == 1 else rf"${factor} \cdot 10^{{{exponent}}}$"


def panels(rows: int = 1, columns: int = 1, width: float = 6.0, height: float = 3.6) -> tuple[Picture, list[Axes]]:
    """An empty figure with rows × columns axes of width × height inches each, and the axes row by row."""
    fig = Picture(figsize=(columns * width, rows * height), dpi=100)
    fig.set_layout_engine("constrained", w_pad=0.1, h_pad=0.08)
    return fig, list(fig.subplots(rows, columns, squeeze=False, subplot_kw={"axes_class": LectureAxes}).ravel())


def axes_or_new(ax: Axes | None, width: float = 6.0, height: float = 3.6) -> Axes:
    """`ax`, or the axes of a new figure where it is None."""
    return panels(1, 1, width, height)[1][0] if ax is None else ax


def describe(target: Any, text: str) -> Any:
    """Give a figure, or one of its axes, the sentence that stands for it where it cannot be seen."""
    target.alt = text
    return target


def alt_text(fig: Figure) -> str:
    """The figure's own alternative text, or else those of its axes one after another."""
    alts = [getattr(ax, "alt", "") for ax in fig.axes]
    return getattr(fig, "alt", "") or " ".join(filter(None, alts))


def finish(ax: Axes, title: str, xlabel: str, ylabel: str, legend: bool = False) -> Figure:
    """Title (what the figure says) and axis labels; returns the figure."""
    ax.set(title=title, xlabel=xlabel, ylabel=ylabel)
    if legend:
        ax.legend()
    return figure_of(ax)


def figure_of(ax: Axes) -> Figure:
    """The figure that the axes stand in."""
    return cast(Figure, ax.figure)


def colour_bar(ax: Axes, image, label: str, **options) -> None:
    """The scale of `image`, as high as the axes it belongs to."""
    bar = ax.figure.colorbar(image, cax=ax.inset_axes((1.03, 0, 0.04, 1)), **options)
    bar.set_label(label)
