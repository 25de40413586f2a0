"""A page shows a number rounded to the steps of its slider, and says so: the explorer keeps the number."""

import ipywidgets as widgets
import pytest

from mlpkit import explore
from tests.explore.test_observers import parts
from tests.support.explorers import EXPLORERS, made


def steps(slider):
    """Two values beside each other that the page can show, and one between them."""
    low, high = slider.min + 3 * slider.step, slider.min + 4 * slider.step
    between = low + 0.3 * slider.step
    found = (low, between, high)
    return [slider.base**v for v in found] if isinstance(slider, widgets.FloatLogSlider) else list(found)


@pytest.mark.parametrize("name", EXPLORERS)
def test_what_a_page_rounds_is_kept_and_what_a_hand_moves_is_taken(name):
    explorer = made(name)[0]
    for part in parts(explorer):
        if isinstance(part, widgets.FloatSlider | widgets.FloatLogSlider):
            low, between, high = steps(part)
            with explorer.hold(redraw=False):
                part.value = between
                part.set_state({"value": low})
                assert part.value == between, part.description
                part.set_state({"value": high})
                assert part.value == high, part.description
                part.set_state({"value": low})
                assert part.value == low, part.description


def test_fitted_heights_stay_fitted_in_the_page():
    shown = explore.bumps()
    shown.fit_button.click()
    heights = list(shown.heights)
    shown.controls["height"].set_state({"value": round(heights[0], 2)})
    assert list(shown.heights) == heights and shown.by_hand is None


def test_what_a_page_says_late_of_a_number_that_has_moved_on_is_not_a_hand():
    made = explore.playground("data=xor")
    told = [0.51, 0.58, 0.66, 0.74]
    for value in told:  # as while it plays
        made.training.weights()[0][0, 0] = value
        made.redraw()
    for value in (0.5, 0.6):  # what the page makes of two of them
        made.weight.set_state({"value": value})
        assert made.training.weights()[0][0, 0] == told[-1]
    made.weight.set_state({"value": 0.5})  # the page had passed it, so that this is the reader
    assert made.training.weights()[0][0, 0] == 0.5


def test_a_late_rounding_is_not_taken_for_a_move_of_the_hand():
    shown = explore.bumps()
    shown.fit_button.click()
    early = shown.state.height
    shown.set(n=9)
    shown.controls["height"].set_state({"value": round(early, 2)})  # the page has not yet heard of nine bumps
    assert shown.by_hand is None and shown.state.height == shown.heights[0] != early
    shown.controls["height"].set_state({"value": round(shown.heights[0], 2)})
    shown.controls["height"].set_state({"value": round(early, 2)})  # and now a hand moves it there
    assert shown.state.height == shown.heights[0] == round(early, 2)


def test_a_hand_that_goes_back_at_once_to_where_it_was_is_a_hand():
    lab = explore.xor_lab()
    number = lab.controls["w11"]
    for _ in range(2):
        number.set_state({"value": 4.0})
        assert number.value == 4.0
        lab.by_hand.click()
        assert number.value == 1.0
