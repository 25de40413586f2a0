"""Predictions: what is drawn, what is shown when, and what is told."""

import numpy as np
import pytest

from mlpkit import explore
from mlpkit.activations import tanh_grad
from mlpkit.explore.show_predictions import POINTS


def test_a_curve_is_drawn_then_compared_and_told_once():
    told = []
    shown = explore.predictions(np.sin, "sine", x=(0.0, 6.0), y=(-1.0, 1.0), on_reveal=lambda x, y: told.append((x, y)))
    ax = shown._figure.axes[0]
    shown.touched("down", ax, 0.0, 0.0)
    shown.touched("move", ax, 6.0, 0.6)
    np.testing.assert_allclose(shown.drawn, np.linspace(0, 0.6, POINTS), atol=1e-12)
    assert "100% of the curve is drawn" in shown.readout.value and len(shown._art.truth.get_xdata()) == 0
    shown.show_button.click()
    gap = np.abs(np.linspace(0, 0.6, POINTS) - np.sin(np.linspace(0, 6, POINTS)))
    assert f"<b>{gap.mean():.3f}</b>" in shown.readout.value and f"<b>{gap.max():.3f}</b>" in shown.readout.value
    np.testing.assert_allclose(shown._art.truth.get_ydata(), np.sin(shown.x))
    before = shown.drawn.copy()
    shown.touched("down", ax, 3.0, 0.0)  # no second guess
    np.testing.assert_array_equal(shown.drawn, before)
    shown.show_button.click()
    assert len(told) == 1 and (told[0][1] == before).all()


@pytest.mark.parametrize(
    "guess",
    [
        tanh_grad,
        lambda z: 1.24 - 0.85 * abs(z),
        lambda z: 1.2 - 0.4 * abs(z + 0.4),
        lambda z: 0.45 + 0 * z,
        lambda z: np.where(z < -2.4, np.nan, z / 4),
        np.tanh,
    ],
)
def test_names_stand_outside_of_both_curves_where_these_are_furthest_apart(guess):
    shown = explore.predictions()
    shown.drawn[:] = guess(shown.x)
    assert not any(text.get_visible() for text in shown._art.names)
    shown.show_button.click()
    art, renderer, bbox = shown._art, shown._figure.canvas.get_renderer(), shown._figure.axes[0].bbox
    to_pixels = shown._figure.axes[0].transData.transform
    boxes = [text.get_window_extent(renderer) for text in art.names]
    assert not boxes[0].overlaps(boxes[1])
    for text in art.names:
        box = text.get_window_extent(renderer)
        assert text.get_visible() and bbox.x0 <= box.x0 and box.x1 <= bbox.x1
        for line in (art.drawn, art.truth):
            points = to_pixels(line.get_xydata())
            assert not box.count_contains(points[np.isfinite(points).all(axis=1)])


def test_nothing_is_shown_before_something_is_drawn_and_the_keyboard_draws():
    shown = explore.predictions()
    with pytest.raises(ValueError, match="draw first"):
        shown.reveal()
    shown.set(x=-4.0).controls["y"].value = 0.8
    assert shown.drawn[0] == pytest.approx(0.8) and np.isnan(shown.drawn[1:]).all()
    shown.set(x=4.0)
    for height in (0.7, 0.5, 0.3):  # press by press, the whole line follows
        shown.controls["y"].value = height
    np.testing.assert_allclose(shown.drawn, np.linspace(0.8, 0.3, POINTS))  # joined to the point before
    shown.set(x=0.0).controls["y"].value = 1.0
    np.testing.assert_allclose(shown.drawn, np.interp(np.arange(POINTS), [0, 120, 240], [0.8, 1.0, 0.3]))
    shown.again.click()
    assert np.isnan(shown.drawn).all() and not shown.revealed


def test_the_button_waits_until_something_is_drawn_and_one_may_begin_left_of_the_axis():
    shown = explore.predictions()
    assert shown.show_button.disabled and "drag in the picture" in shown.readout.value
    for kind, x in (("down", 0.05), ("move", 0.6), ("up", 0.6)):
        shown._pointer(None, {"kind": kind, "x": x, "y": 0.5}, [])
    assert (
        np.isfinite(shown.drawn[:120]).all() and shown.show_button.disabled and "waits for 80%" in shown.readout.value
    )
    for kind, x in (("down", 0.6), ("move", 0.99), ("up", 0.99)):
        shown._pointer(None, {"kind": kind, "x": x, "y": 0.5}, [])
    assert np.isfinite(shown.drawn).all() and not shown.show_button.disabled
    shown.again.click()
    assert shown.show_button.disabled


def test_what_is_shown_says_how_to_begin_anew():
    shown = explore.predictions()
    shown.drawn[:] = 1.0
    shown.reveal()
    assert all(control.disabled for control in shown.controls.values())
    assert "most at z = −4.00: <b>0.999</b> too high" in shown.readout.value
    assert shown.show_button.disabled and "<i>draw again</i> begins anew" in shown.readout.value


def test_the_keyboard_takes_up_what_the_pointer_drew():
    shown = explore.predictions()
    ax = shown._figure.axes[0]
    shown.touched("down", ax, -4.0, 0.0)
    shown.touched("move", ax, 4.0, 0.8)
    assert (shown.state.x, shown.state.y) == (4.0, 0.8)
    shown.set(x=0.0)
    assert shown.state.y == pytest.approx(0.4) and shown.drawn[120] == pytest.approx(0.4)
    assert shown._art.pen.get_xydata()[0] == pytest.approx([0.0, 0.4])
    shown.controls["y"].value = 1.0  # what the pointer drew stays, but for the next of it
    np.testing.assert_allclose(shown.drawn[[116, 120, 124]], [0.4 - 0.4 / 30, 1.0, 0.4 + 0.4 / 30])


def test_a_slanted_line_has_no_steps():
    shown = explore.predictions()
    ax = shown._figure.axes[0]
    to, back = ax.transData.transform, ax.transData.inverted().transform
    (left, low), (right, high) = to((-4.0, 0.0)), to((4.0, 1.0))
    for k, t in enumerate(np.linspace(0, 1, 47)):
        shown.touched("move" if k else "down", ax, *back((left + t * (right - left), low + t * (high - low))))
    assert np.abs(shown.drawn - np.linspace(0, 1, POINTS)).max() < 0.0025


def test_a_pole_of_the_true_curve_is_left_out():
    shown = explore.predictions(lambda x: 1 / x, "1/x", x=(-1.0, 1.0), y=(-3.0, 3.0))
    shown.drawn[:] = 0.0
    shown.reveal()
    assert "inf" not in shown.readout.value and shown.problem.value == ""
