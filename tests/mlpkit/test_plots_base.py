import base64
import subprocess
import sys
from itertools import pairwise

import numpy as np
import pytest
from matplotlib.figure import Figure

from mlpkit.palette import CLASSES, LINES, class_style
from mlpkit.plots import alt_text, curve, describe, label_lines, panels, same_range
from mlpkit.plots.base import LectureAxes, axes_or_new, finish


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


def test_a_legend_is_placed_without_a_warning_on_a_machine_that_is_busy(monkeypatch):
    clock = iter(range(0, 10**6, 10))
    monkeypatch.setattr("matplotlib.legend.time.perf_counter", lambda: next(clock))
    fig, (ax,) = panels()
    ax.plot([0, 1], label="a line")
    ax.legend()
    assert fig._repr_mimebundle_()


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


def test_every_class_has_a_colour_and_a_marker_of_its_own():
    styles = [class_style(k) for k in range(len(CLASSES))]
    assert len({s["color"] for s in styles}) == len({s["marker"] for s in styles}) == 7
    assert class_style(7) == styles[0]


def test_axes_are_in_the_house_style_whoever_makes_the_figure():
    for ax in (panels()[1][0], Figure().subplots(subplot_kw={"axes_class": LectureAxes})):
        assert not ax.spines["top"].get_visible() and not ax.spines["right"].get_visible()
        assert all(line.get_visible() for line in ax.get_xgridlines())
        ax.set(title="The message")
        assert ax.get_title(loc="left") == "The message" and ax.get_title(loc="center") == ""
        assert ax.plot([0, 1], label="a line")[0].get_color() == LINES[0]
        assert not ax.legend().get_frame_on()


def test_a_title_of_several_panels_stands_at_the_left():
    fig, _ = panels(1, 2)
    title = fig.suptitle("Both say this")
    assert (title.get_ha(), title.get_fontsize()) == ("left", 11)


def test_a_title_is_not_broken_inside_a_formula():
    ax = panels(width=2.2)[1][0]
    ax.set(title="so far so good $a + b + c + d + e$ is whole")
    assert "$a + b + c + d + e$" in ax.get_title(loc="left")
    ax.set(title="nor just before or after the sign τ = 100")
    assert ax.get_title(loc="left").endswith("τ = 100")
    assert "\n" in ax.get_title(loc="left")


def labels(axis):
    return [t.get_text() for t in axis.get_ticklabels() if t.get_text()]


@pytest.mark.parametrize(
    ("low", "high", "some"),
    # Of even and odd powers, versions of Matplotlib choose differently.
    [(1e-8, 1e2, {"$10^{-4}$", "$10^{-5}$"}), (0.03, 0.4, {"0.2"}), (1, 40, {"5"}), (1e4, 3e5, {r"$2 \cdot 10^{4}$"})],
)
def test_logarithmic_axes_have_few_ticks_and_all_of_them_labelled(low, high, some):
    fig, (ax,) = panels()
    ax.semilogy([0, 1], [low, high])
    fig.draw_without_rendering()
    assert some & set(labels(ax.yaxis))
    assert 2 <= len([t for t in ax.get_yticks() if low <= t <= high]) <= 12
    assert not [t for t in ax.yaxis.get_minorticklabels() if t.get_text()] and not len(ax.yaxis.get_minorticklocs())


def test_a_curve_that_diverges_ends_and_is_marked():
    ax = panels()[1][0]
    line = curve(ax, [1, 2, 3, 4], [1.0, 2.0, np.inf, 3.0], label="rate 1")
    assert line.get_xdata().tolist() == [1, 2]
    assert ax.lines[1].get_xdata().tolist() == [3] and ax.lines[1].get_marker() == "X"
    assert [t.get_text() for t in ax.texts] == ["rate 1: diverges"]
    label_lines(ax)
    assert len(ax.texts) == 1, "the cross has the label already"
    assert curve(ax, [1, 2], [5.0, 50.0], limit=10, label="rate 2").get_ydata().tolist() == [5]
    assert len(curve(ax, [1, 2], [5.0, 6.0]).get_ydata()) == 2 and len(ax.texts) == 2


def test_crosses_of_curves_that_diverge_at_one_place_stand_below_each_other():
    _, (ax,) = panels(1, 1)
    for name in "abc":
        curve(ax, [1, 2], [1.0, np.inf if name < "c" else 1.0], label=name)
    curve(ax, [1, 3], [1.0, np.inf], label="d")
    crosses = [line for line in ax.lines if line.get_marker() == "X"]
    height = [line.get_transform().transform((line.get_xdata()[0], 1.0))[1] for line in crosses]
    said = [text.get_window_extent().y1 for text in ax.texts]
    assert height[0] > height[1] + 5 and height[2] == height[0]
    assert said[0] > said[1] + 5 and said[2] == said[0]
    assert ax.get_xlim()[1] > 3, "the axes reach as far as the last cross"


def test_lines_are_labelled_at_their_ends_in_their_colours_and_apart():
    fig, (ax,) = panels()
    for k, end in enumerate((1.0, 1.001, 1.002, 5.0)):
        ax.plot([0, 1], [0, end], label=f"line {k}")
    ax.axhline(0)
    label_lines(ax)
    fig.draw_without_rendering()
    assert [t.get_text() for t in ax.texts] == ["line 0", "line 1", "line 2", "line 3"]
    assert [t.get_color() for t in ax.texts] == [line.get_color() for line in ax.lines[:4]]
    boxes = [t.get_window_extent() for t in ax.texts]
    assert all(a.y1 <= b.y0 + 1 for a, b in pairwise(boxes))
    assert boxes[1].x0 > ax.transData.transform((1, 1))[0]
    assert boxes[-1].x1 <= fig.bbox.x1


def test_a_label_stands_beside_the_end_of_its_line_also_on_logarithmic_axes():
    fig, (ax,) = panels()
    for end in (1e-3, 1e5):
        ax.loglog([1, 100], [1, end], label=f"to {end:g}")
    label_lines(ax)
    fig.draw_without_rendering()
    for text, end in zip(ax.texts, (1e-3, 1e5), strict=True):
        box = text.get_window_extent()
        assert abs((box.y0 + box.y1) / 2 - ax.transData.transform((100, end))[1]) < 4


def test_compared_axes_get_the_same_range():
    axes = panels(1, 2)[1]
    axes[0].plot([0, 1], [0, 1])
    axes[1].plot([0, 1], [-3, 0.5])
    same_range(axes)
    assert axes[0].get_ylim() == axes[1].get_ylim() and axes[0].get_ylim()[0] < -3 < 1 < axes[0].get_ylim()[1]


def test_ipython_shows_the_picture_and_keeps_the_alternative_text():
    formatters = pytest.importorskip("IPython.core.formatters", reason="IPython is not installed")
    fig = describe(panels()[0], "A line going up.")
    data, metadata = formatters.DisplayFormatter().format(fig)
    assert data["image/png"].startswith(b"\x89PNG") and data["text/plain"] == "A line going up."
    assert metadata["image/png"] == {"alt": "A line going up."}


def test_a_label_of_a_line_that_ends_on_the_axis_stands_above_it():
    fig, (ax,) = panels(1, 1)
    for name, last in (("at zero", 0), ("near it", 0.01), ("high", 1)):
        ax.plot([0, 1], [1, last], label=name)
    ax.set_ylim(0, 1)
    label_lines(ax)
    fig.canvas.draw()
    bottom = ax.get_window_extent().y0
    boxes = sorted((t.get_window_extent() for t in ax.texts), key=lambda box: box.y0)
    assert boxes[0].y0 >= bottom and boxes[1].y0 >= boxes[0].y1 - 1
