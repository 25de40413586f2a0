"""What all figures share: they show themselves, carry alternative text, and have plain axes.

Nothing here or in the other figures touches pyplot: no current figure, no global settings, nothing to close.
"""

import base64
import html
import io
import textwrap

from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from mlpkit.palette import GREY


class Picture(Figure):
    """A figure that a notebook shows as PNG with its alternative text, whether or not pyplot is loaded.

    JupyterLab leaves out the text that comes with a PNG, so it gets an HTML image that has it.
    """

    def _repr_mimebundle_(self, include=None, exclude=None):
        file, alt = io.BytesIO(), alt_text(self)
        FigureCanvasAgg(self).print_png(file)
        source = base64.b64encode(file.getvalue()).decode("ascii")
        image = f'<img alt="{html.escape(alt)}" src="data:image/png;base64,{source}">'
        return {"text/html": image, "image/png": file.getvalue(), "text/plain": alt}, {"image/png": {"alt": alt}}


def panels(rows: int = 1, columns: int = 1, width: float = 6.0, height: float = 3.6) -> tuple[Picture, list[Axes]]:
    """An empty figure with rows × columns axes of width × height inches each, and the axes row by row."""
    fig = Picture(figsize=(columns * width, rows * height), dpi=100, layout="constrained")
    fig.get_layout_engine().set(w_pad=0.1, h_pad=0.08)
    return fig, list(fig.subplots(rows, columns, squeeze=False).ravel())


def axes_or_new(ax: Axes | None, width: float = 6.0, height: float = 3.6) -> Axes:
    """`ax`, or the axes of a new figure where it is None."""
    return panels(1, 1, width, height)[1][0] if ax is None else ax


def describe(target: Figure | Axes, text: str):
    """Give a figure, or one of its axes, the sentence that stands for it where it cannot be seen."""
    target.alt = text
    return target


def alt_text(fig: Figure) -> str:
    """The figure's own alternative text, or else those of its axes one after another."""
    own = getattr(fig, "alt", "")
    return own or " ".join(ax.alt for ax in fig.axes if getattr(ax, "alt", ""))


def finish(ax: Axes, title: str, xlabel: str, ylabel: str, legend: bool = False) -> Figure:
    """Title (what the figure says, broken into lines that fit), axis labels, no frame; returns the figure."""
    width = ax.get_position().width * ax.figure.get_figwidth()
    ax.set_title(textwrap.fill(title, max(20, int(13 * width))), loc="left", fontsize=11)
    ax.set_xlabel(xlabel)
    ax.set_ylabel(ylabel)
    ax.spines[["top", "right"]].set_visible(False)
    ax.grid(color=GREY, alpha=0.25, linewidth=0.6)
    ax.set_axisbelow(True)
    if legend:
        ax.legend(frameon=False, fontsize=9)
    return ax.figure


def colour_bar(ax: Axes, image, label: str, **options) -> None:
    """The scale of `image`, as high as the axes it belongs to."""
    bar = ax.figure.colorbar(image, cax=ax.inset_axes((1.03, 0, 0.04, 1)), **options)
    bar.set_label(label)
