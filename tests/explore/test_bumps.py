"""The bumps explorer, driven from Python."""

import re

import numpy as np
import pytest

from mlpkit import explore
from mlpkit.activations import ACTIVATIONS, Activation
from mlpkit.constructions import bump
from mlpkit.explore.show_bumps import HIGHEST, LOWEST, TARGETS, X, bumps_sum, tower


def error(explorer, which):
    return float(re.search(rf"{which} error <b>(\S+)</b>", explorer.readout.value)[1])


def test_the_sum_is_that_of_the_librarys_bumps():
    heights = [0.5, -0.2, 0.9]
    total, each = bumps_sum(heights, 50.0)
    edges = np.linspace(0, 1, 4)
    expected = [bump(X, a, b, h, 50.0) for a, b, h in zip(edges, edges[1:], heights, strict=False)]
    np.testing.assert_allclose(each, expected, atol=1e-12)
    np.testing.assert_allclose(total, np.sum(expected, axis=0), atol=1e-12)


def test_more_bumps_come_closer():
    errors = []
    for n in (2, 5, 16):
        shown = explore.bumps(n=n, steepness=300.0)
        shown.fit_button.click()
        errors.append(error(shown, "mean"))
    assert errors[0] > errors[1] > errors[2] and errors[2] < 0.05


@pytest.mark.parametrize("steepness", [3.2, 12.0, 100.0])
@pytest.mark.parametrize("target", TARGETS)
def test_fitted_heights_are_the_best_that_the_slider_reaches(target, steepness):
    shown = explore.bumps(n=5, target=target, steepness=steepness)
    shown.fit_button.click()
    wanted, fitted = TARGETS[target](X), shown.heights

    def squared(heights):
        return np.mean((bumps_sum(heights, steepness)[0] - wanted) ** 2)

    assert (fitted >= LOWEST).all() and (fitted <= HIGHEST).all()
    assert squared(fitted) <= squared(wanted[40::80])  # as high as the target in the middle of each
    for k in range(5):
        for step in (-0.02, 0.02):
            other = fitted + step * (np.arange(5) == k)
            assert squared(np.clip(other, LOWEST, HIGHEST)) >= squared(fitted) - 1e-12


def test_a_bump_is_dragged():
    shown = explore.bumps(n=4)
    shown.touched("down", shown._figure.axes[0], 0.6, 1.2)
    assert shown.heights[2] == pytest.approx(1.2) and shown.state.bump == 3 and shown.state.height == 1.2
    shown.touched("move", shown._figure.axes[0], 0.1, 7.0)
    assert shown.heights[0] == 1.5 and shown.heights[3] == 0.5


def test_bumps_that_are_added_are_fitted_too_or_keep_the_shape():
    shown = explore.bumps(n=4)
    shown.fit_button.click()
    few = error(shown, "mean")
    shown.set(n=12)
    assert error(shown, "mean") < few and len(shown.heights) == 12
    by_hand = explore.bumps(n=2, h1=1.0, h2=-0.5)
    assert list(by_hand.set(n=4).heights) == [1.0, 1.0, -0.5, -0.5]
    by_hand.one_more.click()
    by_hand.one_less.click()
    assert by_hand.state.n == 4 and by_hand.heights[0] == 1.0
    for _ in range(4):
        by_hand.one_more.click()
    assert list(by_hand.heights) == [1.0] * 4 + [-0.5] * 4, "one at a time the shape stays as well"


def test_the_keyboard_sets_any_height_and_the_tower_is_dragged_by_its_edges():
    shown = explore.bumps(n=4)
    shown.set(bump=4)
    shown.controls["height"].value = -0.7
    assert shown.heights[3] == -0.7
    shown.set(bump=1)
    assert shown.state.height == 0.5 and list(shown.heights) == [0.5, 0.5, 0.5, -0.7]
    shown.touched("down", shown._art.image.axes, 0.2, 0.5)
    assert shown.state.left == pytest.approx(0.2) and shown.state.right == 0.7


def test_an_edge_of_the_tower_is_taken_hold_of_from_any_side_and_kept_in_hand():
    shown = explore.bumps(left=0.3, right=0.7)
    axes = shown._art.image.axes
    shown.touched("down", axes, 0.5, 0.72)  # the edge at the top
    shown.touched("move", axes, 0.4, 0.8)
    assert (shown.state.left, shown.state.right) == (0.3, pytest.approx(0.8))
    shown.touched("move", axes, 0.4, 0.1)  # through the other one
    assert (shown.state.left, shown.state.right) == (0.3, pytest.approx(0.1))


def test_bump_goes_as_far_as_there_are_bumps():
    shown = explore.bumps()
    assert shown.controls["bump"].max == 5
    assert explore.bumps(n=12, bump=10).state.bump == 10
    with pytest.raises(ValueError, match="no bump 9; there are 5"):
        explore.bumps(h9=1.0)
    with pytest.raises(ValueError, match="no bump 0"):
        explore.bumps(h0=1.0)


def test_fitted_heights_follow_the_target_and_those_by_hand_do_not():
    shown = explore.bumps(n=8)
    shown.fit_button.click()
    shown.set(target="step")
    assert error(shown, "mean") < 0.1 and shown.state.height == pytest.approx(shown.heights[0])
    by_hand = explore.bumps(h1=1.0)
    assert by_hand.set(target="step").heights[0] == 1.0


@pytest.mark.parametrize("height", [0.75, -0.75, -0.001])
def test_the_chosen_bump_is_written_as_its_two_units(height):
    shown = explore.bumps(n=4, bump=2, h2=height, steepness=100.0)
    formula = shown.readout.value.split("bump 2 = ")[1].replace("−", "-")
    x = np.linspace(0, 1, 9)
    python = re.sub(r"(\d) (σ|x)", r"\1 * \2", formula)
    drawn = eval(python, {"σ": ACTIVATIONS["sigmoid"].f, "x": x})
    np.testing.assert_allclose(drawn, bumps_sum(shown.heights, 100.0, x)[1][1], atol=1.1e-3)
    assert "-0.00" not in formula


def test_the_tower_stands_over_its_square_only():
    image = tower(0.3, 0.7, 300.0)
    assert image[60, 60] > 0.99 and image[10, 10] < 0.01 and image[60, 10] < 0.01


@pytest.mark.parametrize("target", TARGETS)
def test_targets_fit_into_the_picture(target):
    assert explore.bumps(target=target).problem.value == "" and np.abs(TARGETS[target](X)).max() <= 1.5


def test_a_wrong_sigmoid_of_the_reader_shows(monkeypatch):
    monkeypatch.setitem(ACTIVATIONS, "sigmoid", Activation(lambda z: 0 * z, lambda z: 0 * z))
    total = explore.bumps()._art.total.get_ydata()
    assert (total == 0).all()


def test_edges_of_the_tower_may_change_places():
    shown = explore.bumps(left=0.7, right=0.3)
    assert shown._art.image.get_array().max() > 0.9
