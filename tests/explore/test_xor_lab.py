"""The XOR lab, driven from Python."""

import asyncio
import re

import numpy as np
import pytest

from mlpkit import explore
from mlpkit.activations import ACTIVATIONS, Activation
from mlpkit.constructions import xor_hidden, xor_net
from mlpkit.explore.show_xor_lab import NUMBERS, PLACES, PLANE, SIDE, X
from mlpkit.gradcheck import numerical_gradient
from mlpkit.palette import class_style


def outputs(lab):
    """y for the four corners, as the line of numbers says."""
    return np.array([float(v.replace("−", "-")) for v in re.findall(r"y\(\d, \d\) = (−?\d+\.\d+)", lab.readout.value)])


def hidden(lab):
    """a for the four corners, as the hidden plane shows."""
    zeros, ones = (np.transpose(mark.get_data()) for mark in lab._art.marks[1])
    return np.array([zeros[0], ones[0], ones[1], zeros[1]])


def test_classes_look_as_in_every_figure():
    for marks in explore.xor_lab()._art.marks:
        assert [{"color": m.get_color(), "marker": m.get_marker()} for m in marks] == [class_style(0), class_style(1)]


def test_the_hand_made_net_is_the_lectures():
    lab = explore.xor_lab()
    np.testing.assert_allclose(outputs(lab), xor_net(X))
    np.testing.assert_allclose(hidden(lab), xor_hidden(X))
    assert "<b>4 of 4</b> right, loss <b>0.0000</b>" in lab.readout.value
    np.testing.assert_allclose(lab._art.fill.get_array(), xor_net(PLANE).reshape(SIDE, SIDE), atol=1e-12)


def test_a_slider_breaks_it():
    assert "<b>1 of 4</b> right" in explore.xor_lab(v2=0.0, c=0.6, v1=-1.0).readout.value
    lab = explore.xor_lab(c=0.25)
    np.testing.assert_allclose(outputs(lab), xor_net(X) + 0.25)


def test_the_gradient_of_all_nine_numbers():
    lab = explore.xor_lab(f="tanh", w11=0.3, w12=-0.7, b1=0.2, w21=1.1, w22=0.4, b2=-0.5, v1=0.9, v2=-1.3, c=0.1)

    def loss(values):
        s = lab.state
        vars(s).update(zip(NUMBERS, values, strict=True))
        return lab.loss(s)[0]

    s = lab.state
    slopes = [lab.loss(s)[1][n] for n in NUMBERS]
    expected = numerical_gradient(loss, np.array([getattr(s, n) for n in NUMBERS]))
    np.testing.assert_allclose(slopes, expected, atol=1e-8)


def test_training_from_a_random_start_solves_it_and_moves_the_sliders():
    lab = explore.xor_lab(f="tanh", rate=0.3)
    lab.draw_weights()
    before = lab.state
    for _ in range(200):
        lab.step()
    lab.redraw()
    assert "<b>4 of 4</b> right" in lab.readout.value and len(lab.losses) == 2000
    assert lab.losses[-1] < 0.01 < lab.losses[0] and lab.state.w11 != before.w11
    lab.by_hand.click()
    assert lab.losses == [] and lab.state.v2 == -2.0


def test_the_border_in_the_hidden_plane_is_where_y_is_one_half():
    lab = explore.xor_lab(c=0.1)
    for h in np.transpose(lab._art.border.get_data()):
        assert h[0] - 2 * h[1] + 0.1 == pytest.approx(0.5)


def test_the_loss_has_a_curve_once_there_is_one_and_its_end_is_the_loss_of_now():
    lab = explore.xor_lab()
    assert lab._art.losses == [] and len(lab._figure.axes[0].child_axes) == 0
    lab.step()
    lab.redraw()
    curve, now = (line.get_data() for line in lab._art.losses)
    assert np.array_equal(now, [[10], [lab.loss(lab.state)[0]]]) and curve[1][-1] == now[1][0]
    lab.by_hand.click()
    assert lab._art.losses == []


def test_names_of_corners_that_are_close_do_not_cover_each_other():
    lab = explore.xor_lab(w11=0.6, w21=1.4)
    for b1 in (-0.9, -0.8, 0.2):
        names = [name for name in lab.set(b1=b1)._art.names if name.get_text()]
        places = [name.get_window_extent(lab._figure.canvas.get_renderer()) for name in names]
        assert not any(a.overlaps(b) for k, a in enumerate(places) for b in places[k + 1 :]), b1


def test_corners_that_meet_share_a_name():
    lab = explore.xor_lab()
    assert [name.get_text() for name in lab._art.names] == ["00", "01, 10", "", "11"]
    assert [name.get_text() for name in lab.set(w11=0.0)._art.names] == ["00, 10", "01", "", "11"]


def test_a_step_of_descent_goes_downhill_and_a_minimum_ends_the_play():
    lab = explore.xor_lab(c=0.2)
    first = lab.loss(lab.state)[0]
    lab.step()
    assert lab.loss(lab.state)[0] < first
    solved = explore.xor_lab()
    solved.player.once()
    assert "the slope is gone, 4 of 4 right, a minimum" in solved.readout.value
    dead = explore.xor_lab(b1=-4.0, b2=-4.0)
    dead.set(c=0.5).player.once()
    assert "2 of 4 right, a flat place that is not a solution" in dead.readout.value
    dead.by_hand.click()
    assert "slope is gone" not in dead.readout.value


def test_a_rate_that_is_too_large_is_said_and_a_good_one_is_not():
    lab = explore.xor_lab(f="tanh", rate=10.0)
    lab.draw_weights()
    for _ in range(5):
        lab.player.once()
    rose = re.search(r"The loss rose in (\d) of the last 9 steps: the rate is too large", lab.readout.value)
    assert int(rose[1]) == np.sum(np.diff(lab.losses[-10:]) > 0)
    lab.set(rate=0.3).draw_weights()
    for _ in range(5):
        lab.player.once()
        assert "rate is too large" not in lab.readout.value


def test_a_number_is_dragged_in_the_network():
    lab = explore.xor_lab()
    ax = lab._figure.axes[0]
    x, y = PLACES["v2"]
    lab.touched("down", ax, x, y)
    lab.touched("move", ax, x, y + 0.5)
    assert lab.state.v2 == pytest.approx(-1.5) and lab.number.value == "v2"
    assert lab._art.numbers["v2"].get_text() == "−1.50"
    shown = [n for n in NUMBERS if lab.controls[n].layout.display != "none"]
    assert shown == ["v2"]
    lab.touched("up", ax, x, y)
    lab.touched("down", ax, 8.5, 3.5)  # nothing is here
    lab.touched("move", ax, 8.5, 1.0)
    assert lab.state.v2 == pytest.approx(-1.5)


def test_a_wrong_relu_of_the_reader_is_the_one_that_runs(monkeypatch):
    monkeypatch.setitem(ACTIVATIONS, "relu", Activation(lambda z: np.minimum(z, 0), lambda z: 1.0 * (z < 0)))
    np.testing.assert_allclose(hidden(explore.xor_lab()), [[0, -1], [0, 0], [0, 0], [0, 0]])
    monkeypatch.setitem(ACTIVATIONS, "relu", Activation(lambda z: z.nothing, lambda z: z))
    assert "AttributeError" in explore.xor_lab().problem.value


def test_no_number_of_the_network_covers_a_unit_or_another_number_and_the_name_of_the_curve_is_right_of_its_axis():
    shown = explore.xor_lab(c=0.2)
    shown.step()
    shown.redraw()
    figure, art = shown._figure, shown._art
    renderer = figure.canvas.get_renderer()
    places = [text.get_window_extent(renderer) for text in art.numbers.values()]
    for k, place in enumerate(places):
        assert not any(place.overlaps(other) for other in places[k + 1 :])
        for node in art.nodes:
            middle, radius = node.get_transform().transform(node.get_xydata()[0]), 13 * figure.dpi / 72
            gap = np.maximum(np.subtract(place.min, middle), np.subtract(middle, place.max)).clip(0)
            assert np.hypot(*gap) > radius
    loss = art.losses[0].axes
    assert loss.get_title(loc="right") == "loss by step" and loss.get_title(loc="left") == ""


def test_a_training_can_be_watched(monkeypatch):
    """Ten steps a picture: at full speed a whole training would pass between two pictures."""
    lab, shown = explore.xor_lab(), []
    lab.draw_weights()
    update = lab.update
    monkeypatch.setattr(lab, "update", lambda art, s: shown.append(len(lab.losses)) or update(art, s))

    async def play():
        lab.player.play()
        while lab.player.playing and len(shown) < 4:
            await asyncio.sleep(0.01)
        lab.player.pause()
        await lab.player._task

    asyncio.run(play())
    assert len(shown) > 1 and max(np.diff(shown)) <= 10, shown


def test_a_loss_that_rises_at_a_kink_and_falls_on_is_no_rate_too_large():
    lab, falling = explore.xor_lab(), iter([0.2, 0.25, 0.1, 0.12, *np.linspace(0.09, 0.05, 6), 0.05])
    lab.losses = [0.5, 0.4, 0.3]
    lab.loss = lambda s: (next(falling), dict.fromkeys(NUMBERS, 0.01))
    lab.step()
    assert np.any(np.diff(lab.losses) > 0) and lab.remark == ""


def test_a_loss_that_the_reader_raised_is_no_rate_too_large():
    lab, loss = explore.xor_lab(), iter([])
    lab.loss = lambda s: (next(loss), dict.fromkeys(NUMBERS, 0.01))

    def after(*losses):
        nonlocal loss
        loss = iter(losses)
        lab.step()
        return lab.remark

    assert after(*np.linspace(0.2, 0.1, 10), 0.1) == ""
    lab.set(v1=3.0)
    assert after(0.9, 0.95, *np.linspace(0.8, 0.6, 8), 0.6) == ""
    assert after(0.55, 0.57, *np.linspace(0.55, 0.5, 8), 0.5) == ""  # less than since the hand, more than before it
    assert "the rate is too large" in after(*np.linspace(0.6, 0.9, 10), 0.9)


def test_a_number_that_is_held_at_the_end_of_its_slider_is_said():
    lab = explore.xor_lab(w11=3.9)
    slopes = dict.fromkeys(NUMBERS, 0.001) | {"w11": -2.0}
    lab.loss = lambda s: (0.3, slopes)
    lab.step()
    assert lab.state.w11 == 4 and lab.remark == " Held at ±4, where the sliders end: w11."
    slopes["w11"] = 2.0
    lab.step()
    assert lab.remark == ""


def test_the_lines_say_what_they_are():
    lab = explore.xor_lab()
    _, left, middle = lab._figure.axes[:3]
    assert "z₁ = 0 dashed, z₂ = 0 dotted" in left.get_xlabel() and "y = ½" in middle.get_xlabel()
    assert [line.get_linestyle() for line in lab._art.lines] == ["--", ":"]


def test_the_page_answers_for_the_number_in_sight_alone():
    """A slider that hears of a value between its steps sends it back rounded: nine of them would hold up training."""
    lab = explore.xor_lab()
    lab.number.value = "b2"
    assert [n for n in NUMBERS if lab.controls[n].continuous_update] == ["b2"]
