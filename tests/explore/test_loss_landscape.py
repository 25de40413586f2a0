"""The loss-landscape explorer, driven from Python."""

import numpy as np
import pytest

from mlpkit import MLP, explore
from mlpkit.datasets import gaussians
from mlpkit.explore.show_loss_landscape import DIRECTIONS, EXAMPLES, SIDE, Landscape, Surface, by_units, flat
from mlpkit.optim import SGD
from mlpkit.train import evaluate, fit


@pytest.fixture(scope="module")
def trained():
    X, t = gaussians(np.random.default_rng(0), 60, spread=0.6)
    net = MLP([2, 5, 2], "tanh", seed=0)
    path = [[w.copy() for w in net.params]]
    keep = lambda net, history: path.append([w.copy() for w in net.params])  # noqa: E731
    fit(net, X, t, epochs=12, batch_size=10, optimizer=SGD(net.params, lr=0.3), progress=False, on_epoch=keep)
    return net, X, t, path


def test_the_middle_is_the_trained_network_and_looking_changes_nothing(trained):
    net, X, t, _ = trained
    before = flat(net.params)
    shown = explore.loss_landscape(*trained)
    shown.set(x=0.4, y=-0.6, reach=1.4)
    np.testing.assert_array_equal(flat(net.params), before)
    loss = evaluate(net, X, t)[0]
    assert shown.set(x=0.0, y=0.0).heights[12, 12] == pytest.approx(loss, rel=1e-5)
    assert f"at the cross, (0.00, 0.00): <b>{loss:.4g}</b>" in shown.readout.value


def test_the_path_leads_from_the_first_weights_to_the_middle(trained):
    landscape = Landscape(*trained)
    directions = landscape.directions(DIRECTIONS[0], 0)
    way = landscape.coordinates(directions)
    assert len(way) == 13 and np.abs(way).max() == pytest.approx(1, abs=1e-3)
    np.testing.assert_allclose(way[-1], 0, atol=1e-6)
    assert abs(directions[0] @ directions[1]) < 1e-6 * np.linalg.norm(directions[0]) ** 2
    start = landscape.last + way[0] @ directions  # in the plane, nearly the first weights
    missed = np.linalg.norm(start - landscape.path[0]) / np.linalg.norm(landscape.last - landscape.path[0])
    assert missed < 0.5


def test_a_random_direction_is_as_large_as_each_units_weights(trained):
    params = trained[0].params
    direction, at = by_units(np.random.default_rng(0), params), 0
    for w in params:
        part = direction[at : at + w.size].reshape(w.shape)
        at += w.size
        if w.ndim == 2:
            np.testing.assert_allclose(np.linalg.norm(part, axis=1), np.linalg.norm(w, axis=1), rtol=1e-6)


def test_the_cuts_lead_through_the_point_and_are_the_loss_between_the_points_of_the_grid_too(trained):
    shown = explore.loss_landscape(*trained, x=0.46, y=-0.54)
    landscape, (along_x, along_y) = shown.landscape, shown._art.cuts
    for cut, place in ((along_x, lambda v: (v, -0.54)), (along_y, lambda v: (0.46, v))):
        points = cut.get_xydata()[::7]
        expected = [landscape.loss(landscape.last + np.array(place(v)) @ shown.directions) for v in points[:, 0]]
        np.testing.assert_allclose(points[:, 1], expected, rtol=0.01)
    here = landscape.loss(landscape.last + np.array([0.46, -0.54]) @ shown.directions)
    spots = [dot.get_xydata()[0].tolist() for dot in shown._art.here]
    assert spots == [[pytest.approx(v), pytest.approx(here, rel=0.01)] for v in (0.46, -0.54)]


def test_a_surface_is_smooth_and_one_with_a_hole_stays_between_its_heights():
    axis = np.linspace(-1, 1, SIDE)
    heights = np.exp(2 * axis[:, None] ** 2 + axis**2)
    smooth = Surface(axis, heights)
    np.testing.assert_allclose(smooth.logs, 2 * smooth.axis[:, None] ** 2 + smooth.axis**2, atol=1e-3)
    heights[3, 5], heights[9, 9] = np.inf, np.nan
    holed = Surface(axis, heights)
    assert np.isfinite(holed.logs).all() and holed.logs.min() >= 0


def test_without_a_path_only_random_directions_and_a_click_moves_the_spot(trained):
    lone = explore.loss_landscape(*trained[:3], path=trained[3][:1])  # as after a single epoch
    assert lone.problem.value == "" and list(lone.controls["kind"].options) == [DIRECTIONS[1]]
    shown = explore.loss_landscape(*trained[:3])
    assert list(shown.controls["kind"].options) == [DIRECTIONS[1]]
    before = shown.heights.copy()
    shown.touched("down", shown._figure.axes[0], 0.31, -0.4)
    assert (shown.state.x, shown.state.y) == pytest.approx((0.31, -0.4), abs=0.03)
    assert not np.array_equal(shown.set(seed=3).heights, before)


def test_much_data_are_cut_and_a_loss_that_raises_is_told(trained, monkeypatch):
    from mlpkit.losses import LOSSES

    net, X, t, _ = trained
    assert len(Landscape(net, np.tile(X, (20, 1)), np.tile(t, 20), None).X) == EXAMPLES
    monkeypatch.setitem(LOSSES, "softmax_cross_entropy", lambda Z, T: Z.nothing)
    before = flat(net.params)
    assert "AttributeError" in explore.loss_landscape(net, X, t).problem.value
    np.testing.assert_array_equal(flat(net.params), before)


def test_the_way_is_walked(trained):
    shown = explore.loss_landscape(*trained)
    last = shown.controls["epoch"].max
    assert shown.state.epoch == last == 13  # as many as were kept
    shown.player.once()
    assert shown.state.epoch == 1 and len(shown._art.way.get_xdata()) == 1
    shown.player.once()
    np.testing.assert_allclose(shown._art.walker.get_xydata()[0], shown.way[1])
    loss = shown.landscape.loss(shown.landscape.path[1])
    assert f"after epoch 2 (circle): <b>{loss:.4g}</b>" in shown.readout.value


def test_the_dots_on_the_cuts_move_one_number_each(trained):
    shown = explore.loss_landscape(*trained, x=-0.5, y=0.5)
    cuts = shown._figure.axes[1]
    for kind, x in (("down", 0.45), ("move", -0.7)):  # past the other dot
        shown.touched(kind, cuts, x, 1.0)
    assert (shown.state.x, shown.state.y) == pytest.approx((-0.5, -0.7))
    shown.touched("up", cuts, 0.1, 1.0)
    shown.touched("down", cuts, -0.44, 1.0)
    assert (shown.state.x, shown.state.y) == pytest.approx((-0.44, -0.7))


def test_other_random_directions_are_offered_where_they_are_random(trained):
    shown = explore.loss_landscape(*trained)
    before = shown.heights
    assert shown.others.layout.display == "none" and shown.set(seed=3).heights is before
    assert shown.set(kind=DIRECTIONS[1]).others.layout.display == ""


def test_all_of_the_way_and_of_the_cuts_is_inside_the_picture(trained):
    shown = explore.loss_landscape(*trained)
    (low, high), cuts = shown._figure.axes[0].get_xlim(), shown._figure.axes[1]
    assert low < shown.way.min() and shown.way.max() < high
    assert shown.heights.max() < cuts.get_ylim()[1] and cuts.get_ylabel() == "loss"


def test_the_point_goes_as_far_as_the_picture_and_its_sliders_say_the_same(trained):
    shown = explore.loss_landscape(*trained, x=1.7, reach=2.0)
    assert shown.state.x == pytest.approx(1.7) and "(1.70, 0.00)" in shown.readout.value
    shown.set(reach=0.5)
    assert shown.controls["x"].max == shown.state.x == 0.5 and "(0.50, 0.00)" in shown.readout.value
    shown.touched("down", shown._figure.axes[0], -0.2345, 7.0)
    assert (shown.state.x, shown.state.y) == pytest.approx((-0.24, 0.5)) and "(−0.24, 0.50)" in shown.readout.value


def test_a_plane_that_does_not_hold_the_way_is_named(trained):
    shown = explore.loss_landscape(*trained)
    assert "hardly leads" not in shown.readout.value
    shown.way = 0.01 * shown.way
    shown.redraw()
    assert "hardly leads through this plane" in shown.readout.value
