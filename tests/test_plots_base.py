import base64
import subprocess
import sys

import numpy as np
import pytest
from matplotlib.figure import Figure

from mlpkit.palette import LINES
from mlpkit.plots import alt_text, describe, panels
from mlpkit.plots.base import axes_or_new, finish


def test_a_figure_shows_itself_as_png_with_its_alternative_text():
    fig = describe(panels()[0], 'A line "going up".')
    assert '<img alt="A line &quot;going up&quot;." src="data:' in fig._repr_mimebundle_()[0]["text/html"]
    describe(fig, "A line going up.").axes[0].plot([0, 1])
    data, metadata = fig._repr_mimebundle_()
    assert base64.b64encode(data["image/png"]).decode() in data["text/html"]
    assert data["image/png"].startswith(b"\x89PNG\r\n\x1a\n") and len(data["image/png"]) > 1000
    assert data["text/plain"] == metadata["image/png"]["alt"] == "A line going up."


def test_alternative_text_of_several_axes_is_joined_unless_the_figure_has_its_own():
    fig, (left, _, right) = panels(1, 3)
    assert alt_text(fig) == ""
    assert describe(left, "One.") is left
    describe(right, "Two.")
    assert alt_text(fig) == "One. Two."
    assert alt_text(describe(fig, "Both.")) == "Both."
    assert alt_text(Figure()) == ""


def test_panels_have_the_stated_size_and_order():
    fig, axes = panels(2, 3, width=2.0, height=1.5)
    assert fig.get_size_inches().tolist() == [6, 3]
    fig.draw_without_rendering()
    corners = [(ax.get_position().y0, ax.get_position().x0) for ax in axes]
    assert len(corners) == 6 and corners == sorted(corners, key=lambda at: (-round(at[0], 3), at[1]))
    assert axes_or_new(axes[1]) is axes[1]
    assert axes_or_new(None).figure.get_size_inches().tolist() == [6, 3.6]


def test_titles_stay_within_their_axes():
    fig, axes = panels(1, 2, width=4.0)
    for ax in axes:
        finish(ax, "A rather long title that says at some length what there is to be seen in here", "$x$", "$y$")
    fig.draw_without_rendering()
    for ax in axes:
        assert "\n" in ax.get_title(loc="left")
        text = next(t for t in ax.get_children() if getattr(t, "get_text", str)() == ax.get_title(loc="left"))
        assert text.get_window_extent().x1 <= ax.get_window_extent().x1 + 0.1 * ax.get_window_extent().width


def test_figures_never_load_pyplot():
    code = "import sys; from mlpkit import plots; plots.activation('relu'); print('matplotlib.pyplot' in sys.modules)"
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert out == "False\n"


def test_the_palette_can_be_told_apart():
    rgb = np.array([[int(colour[i : i + 2], 16) for i in (1, 3, 5)] for colour in LINES])
    assert len(set(LINES)) == len(LINES) == 7
    apart = np.abs(rgb[:, None] - rgb[None]).sum(axis=2) + 1000 * np.eye(7)
    assert apart.min() > 80


def test_ipython_shows_the_picture_and_keeps_the_alternative_text():
    formatters = pytest.importorskip("IPython.core.formatters", reason="IPython is not installed")
    fig = describe(panels()[0], "A line going up.")
    data, metadata = formatters.DisplayFormatter().format(fig)
    assert data["image/png"].startswith(b"\x89PNG") and data["text/plain"] == "A line going up."
    assert metadata["image/png"] == {"alt": "A line going up."}
