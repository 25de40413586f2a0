"""Frames for a page without a kernel."""

import io

import numpy as np
import pytest
from PIL import Image

from autograder.site import moving
from mlpkit import explore
from mlpkit.explore.controls import choice, log_slider, slider, tick
from mlpkit.explore.frames import positions_of
from tests.support.explorers import EXPLORERS, made


def opened(frame):
    return np.asarray(Image.open(io.BytesIO(frame.image)).convert("RGB")).astype(int)


def test_values_are_those_that_a_control_can_take():
    assert positions_of(slider("a", 1, 1, 31, 2), 4) == [1, 11, 21, 31]
    assert positions_of(slider("a", 0.0, 0.0, 1.0, 0.5), 9) == [0.0, 0.5, 1.0]
    assert positions_of(tick("b"), 9) == [False, True]
    assert positions_of(choice("c", [("one", 1), ("two", 2)]), 9) == [1, 2]
    assert positions_of(log_slider("d", 0.1, -2, 0), 3) == pytest.approx([0.01, 0.1, 1.0])


def test_two_controls_the_last_fastest_each_with_its_own_picture_and_text():
    shown = explore.softmax()
    frames = shown.frames(z0=[-2.0, 2.0], target=[0, 3])
    assert [f.values for f in frames] == [{"z0": z, "target": t} for z in (-2.0, 2.0) for t in (0, 3)]
    assert len({f.alt for f in frames}) == 4 and len({f.numbers for f in frames}) == 4
    assert all(opened(f).shape[1::-1] == f.size for f in frames)
    assert np.abs(opened(frames[0]) - opened(frames[3])).max() > 100
    assert shown.state.z0 == 2.0 and shown.state.target == 0 and shown.problem.value == ""


@pytest.mark.parametrize("name", EXPLORERS)
def test_every_explorer_has_some_below_the_cap_or_is_drawn_on_by_hand(name):
    frames = made(name)[0].frames(most=3, cap=200_000)
    by_hand = name in ("digit_pad", "predictions", "slider")
    assert len(frames) == (0 if by_hand else max(3, len(frames))) and sum(len(f.image) for f in frames) <= 200_000
    assert all(f.alt for f in frames) and len({f.image for f in frames}) == len(frames)


@pytest.mark.parametrize("name", EXPLORERS)
def test_what_is_recorded_for_the_site_has_letters_of_full_size(name):
    explorer = made(name)[0]
    frames = explorer.frames(moving.MOST, moving.CAP)
    still, _ = explorer.still()
    assert all(f.size == tuple(still.canvas.get_width_height()) for f in frames)


def test_a_small_cap_costs_colours_and_a_tiny_one_is_refused():
    shown = explore.bumps()
    large = shown.frames(most=4)
    cap = sum(len(f.image) for f in large) - 1
    small = shown.frames(most=4, cap=cap)
    assert sum(len(f.image) for f in small) <= cap and small[0].size == large[0].size
    colours = [len(np.unique(opened(f).reshape(-1, 3), axis=0)) for f in (small[0], large[0])]
    assert colours[0] < colours[1]
    with pytest.raises(ValueError, match="4 pictures do not fit into 100 bytes: ask for fewer"):
        shown.frames(most=4, cap=100)


def test_training_is_recorded_as_it_goes_and_ends_where_it_ends():
    play = explore.playground("rate=0.3")
    frames = play.frames(play=[0, 1, 3])
    assert [f"epoch <b>{n}</b>" in f.numbers for n, f in zip((0, 1, 3), frames, strict=True)] == [True] * 3
    solved = explore.xor_lab().frames(play=[0, 5, 10])
    assert len(solved) == 2  # the hand-made weights are a minimum: nothing moves
    with pytest.raises(ValueError, match="can have no other control"):
        play.frames(play=[1], seed=[1, 2])
    with pytest.raises(ValueError, match="no control 'sed'; there are"):
        play.frames(sed=[1])
