"""An explorer of one's own: controls from arguments, a picture from a function."""

import numpy as np
import pytest

from mlpkit import explore
from mlpkit.plots.base import LectureAxes


def wave(ax, k, loud=False):
    """A wave with so many bows"""
    x = np.linspace(0, 1, 50)
    ax.plot(x, (2 if loud else 1) * np.sin(k * np.pi * x))
    return f"{k} bows"


def test_ten_lines_make_an_explorer_with_all_that_others_have():
    shown = explore.slider(wave, k=(1, 31, 2), loud=False)
    assert (
        shown.state.k == 17
        and shown.readout.value == "17 bows"
        and shown.picture.alt == ("A wave with so many bows: k = 17, loud = False")
    )
    shown.set(k=3, loud=True)
    line = shown.static().axes[0].lines[0].get_ydata()
    np.testing.assert_allclose(line, 2 * np.sin(3 * np.pi * np.linspace(0, 1, 50)))
    assert [f.numbers for f in shown.frames(k=[1, 3])] == ["1 bows", "3 bows"]


def test_axes_are_made_ready_once_for_a_picture_and_not_again_when_they_are_thrown_away(monkeypatch):
    shown, cleared = explore.slider(wave, k=(1, 31, 2)), []
    clear = LectureAxes.clear
    monkeypatch.setattr(LectureAxes, "clear", lambda ax: cleared.append(ax) or clear(ax))
    shown.set(k=3)
    assert shown.readout.value == "3 bows" and len(cleared) == 1


def test_what_plot_returns_is_no_line_of_text_but_a_number_is():
    for says, shown in ((["a line"], ""), (None, ""), (3, "3"), (np.int64(4), "4"), ("<b>5</b>", "<b>5</b>")):
        made = explore.slider(lambda ax, k, says=says: (ax.plot([0, k]), says)[1], k=(1, 3))
        assert made.readout.value == shown and made.problem.value == ""


def test_a_function_that_draws_elsewhere_is_told_so_and_one_that_only_writes_is_not():
    assert "use ax.plot, not plt.plot" in explore.slider(lambda ax, k: None, k=(1, 3)).problem.value
    for write in (
        lambda ax, k: ax.text(0, 0, k),
        lambda ax, k: ax.set_title(f"{k}"),
        lambda ax, k: ax.inset_axes([0, 0, 1, 1]),
    ):
        assert explore.slider(write, k=(1, 3)).problem.value == ""


def test_one_panel_is_as_wide_as_a_wide_page_and_its_still_picture_is_not():
    shown = explore.slider(wave, k=(1, 31, 2))
    still = shown.static().get_figwidth()
    shown.picture.room, shown.picture.tall = 1488, 1080
    assert shown.picture.width == pytest.approx(1488, abs=2)
    assert shown.static().get_figwidth() == still == 6


def test_lists_ranges_of_numbers_and_several_panels():
    def draw(axes, kind, at):
        for ax in axes:
            ax.plot([0, at])

    shown = explore.slider(draw, panels=2, kind=["a", "b"], at=(0.0, 1.0), alt="{kind} at {at:.1f}")
    assert shown.picture.alt == "a at 0.5" and len(shown.static().axes) == 2 and shown.readout.value == ""
    assert list(shown.controls["kind"].options) == ["a", "b"]


def test_a_function_that_raises_and_arguments_that_are_none():
    assert "ZeroDivisionError" in explore.slider(lambda ax, k: 1 / 0, k=(1, 3)).problem.value
    with pytest.raises(ValueError, match=r"k must be \(low, high\), .* got \(3, 1\)"):
        explore.slider(wave, k=(3, 1))
    for wrong in (("a", "b"), (1, 3, 0), (1,), 5, []):
        with pytest.raises(ValueError, match="k must be"):
            explore.slider(wave, k=wrong)
    assert explore.slider(wave, k=(np.int64(1), np.int64(3))).readout.value == "2 bows"
    with pytest.raises(ValueError, match="at least one argument"):
        explore.slider(wave)


@pytest.mark.parametrize(("panels", "label"), [(1, ""), (1, "x"), (2, ""), (2, "x")])
def test_axes_reach_down_to_the_numbers_of_the_picture_or_to_their_label(panels, label):
    def draw(ax, k):
        for one in ax if panels > 1 else [ax]:
            one.plot([0, k])
            one.set_xlabel(label)

    figure = explore.slider(draw, panels=panels, k=(1, 3)).static()
    figure.canvas.draw()
    lowest = min(ax.get_tightbbox().y0 for ax in figure.axes)
    assert 0 <= lowest < 0.15 * figure.dpi


def test_play_moves_the_first_slider_to_its_end_and_begins_again():
    shown = explore.slider(wave, loud=True, k=(1, 5, 2))
    assert shown.state.k == 3
    for expected in (5, 1, 3):
        shown.player.once()
        assert shown.state.k == expected and shown.readout.value == f"{expected} bows"
    assert shown.sweep() is False, "it ends at the end"
    assert not hasattr(explore.slider(wave, k=[1, 2]), "player"), "a list has nothing to run through"
