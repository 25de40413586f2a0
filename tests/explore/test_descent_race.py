"""The descent race, driven from Python."""

import asyncio

import numpy as np
import pytest

from mlpkit import explore
from mlpkit.explore.descent_surfaces import SURFACES
from mlpkit.explore.show_descent_race import STEPS
from mlpkit.gradcheck import numerical_gradient


@pytest.mark.parametrize("name", SURFACES)
def test_gradients_of_the_surfaces(name):
    surface = SURFACES[name]
    for w in (np.array(surface.start), np.array([0.3, -0.7])):
        np.testing.assert_allclose(surface.grad(w), numerical_gradient(lambda v: float(surface.f(v)), w), rtol=1e-6)


def test_gradient_descent_in_the_ravine_is_the_closed_form():
    race = explore.descent_race(surface="a ravine", rate=0.01)
    factors = 1 - race.state.rate * np.array([0.1, 10.0])
    expected = np.array(SURFACES["a ravine"].start) * factors ** np.arange(STEPS + 1)[:, None]
    np.testing.assert_allclose(race.paths["gradient descent"], expected, rtol=1e-9)


def test_momentum_wins_in_the_ravine_and_zero_momentum_is_gradient_descent():
    race = explore.descent_race(surface="a ravine", rate=0.02)
    loss = {name: SURFACES["a ravine"].f(points)[-1] for name, points in race.paths.items()}
    assert loss["with momentum"] < 0.01 * loss["gradient descent"]
    race.set(momentum=0.0, schedule="constant")
    np.testing.assert_allclose(race.paths["with momentum"], race.paths["gradient descent"])
    np.testing.assert_allclose(race.paths["with the schedule"], race.paths["gradient descent"])


def test_a_rate_that_is_too_large_is_said():
    race = explore.descent_race(surface="a ravine", rate=1.0, step=STEPS)
    assert "gradient descent: <b>gone to infinity</b>" in race.readout.value and race.problem.value == ""


def test_who_comes_back_from_far_away_is_not_lost():
    race = explore.descent_race(surface="a ravine", rate=0.63)
    losses = SURFACES["a ravine"].f(race.paths["with the schedule"])
    assert race.problem.value == ""
    assert losses.max() > 1e6 > 1 > losses[-1]
    for step in range(0, STEPS + 1, 10):
        assert "with the schedule: <b>gone" not in race.set(step=step).readout.value
    assert "gradient descent: <b>gone to infinity</b>" in race.readout.value


def test_the_lowest_point_is_marked():
    for name, lowest in (("Rosenbrock's valley", (1, 1)), ("a ravine", (0, 0)), ("loss of a neuron", (-4, 1))):
        race = explore.descent_race(surface=name)
        star = race._figure.axes[0].collections[-1].get_offsets()[0]
        np.testing.assert_allclose(star, lowest, atol=1e-9 if name[-1] != "n" else 2)
        assert np.linalg.norm(SURFACES[name].grad(np.array(star))) < 0.02
    assert "after 1 step:" in race.set(step=1).readout.value


def test_a_click_is_a_new_start_for_all():
    race = explore.descent_race()
    race.touched("down", race._figure.axes[0], 0.5, -0.5)
    assert all(tuple(points[0]) == (0.5, -0.5) for points in race.paths.values())
    race.touched("down", race._figure.axes[1], 9.0, 9.0)
    assert (race.state.w1, race.state.w2) == (0.5, -0.5)
    race.touched("move", race._figure.axes[0], -0.5, 9.0)  # out of the picture: it stays in it
    assert all(tuple(points[0]) == (-0.5, 3.0) for points in race.paths.values())
    race.set(surface="a ravine")
    assert all(tuple(points[0]) == SURFACES["a ravine"].start for points in race.paths.values())


def test_the_start_is_set_by_two_sliders_as_far_as_the_surface_is_drawn():
    race = explore.descent_race(surface="loss of a neuron", w1=-6.0, w2=4.5)
    assert all(tuple(points[0]) == (-6.0, 4.5) for points in race.paths.values())
    assert [(race.controls[w].min, race.controls[w].max) for w in ("w1", "w2")] == [(-7, 3), (-5, 5)]
    race.set(surface="a ravine")
    assert [(race.controls[w].min, race.controls[w].max) for w in ("w1", "w2")] == [(-4, 4), (-2, 2)]


def test_the_step_says_how_much_of_the_paths_is_drawn():
    race = explore.descent_race(step=10)
    line = race._art.paths["Adam"].get_xydata()
    np.testing.assert_allclose(line, race.paths["Adam"][:11])
    race.player.once()
    assert race.state.step == 12 and "after 12 steps" in race.readout.value


def test_it_opens_at_the_start_and_its_still_picture_is_the_whole_race():
    race = explore.descent_race()
    assert race.state.step == 0 and "after 0 steps" in race.readout.value
    assert len(race.static().axes[0].lines[0].get_xdata()) == STEPS + 1


@pytest.mark.parametrize("name", SURFACES)
def test_as_it_opens_all_four_run_apart_and_none_is_lost(name):
    race = explore.descent_race(surface=name, step=STEPS)
    assert "infinity" not in race.readout.value
    runs = list(race.paths.values())
    width = np.ptp(SURFACES[name].frame[:2])
    for n, one in enumerate(runs):
        for other in runs[:n]:
            assert np.abs(one - other).max() > width / 30


def test_a_second_of_play_is_a_race_to_watch():
    race = explore.descent_race()

    async def play():
        before = race.picture.frame
        race.player.play()
        while race.picture.frame < before + 5:
            await asyncio.sleep(0.01)
        race.player.pause()
        await race.player._task
        return race.picture.frame - before

    frames = asyncio.run(play())
    assert race.state.step == 2 * frames  # two steps in a picture, however fast the machine is
    race.set(speed=10).player.once()
    assert race.state.step == 2 * frames + 10


def test_they_run_to_the_end():
    race = explore.descent_race(step=STEPS - 8)

    async def play():
        race.player.play()
        await race.player._task

    asyncio.run(play())
    assert race.state.step == STEPS and not race.player.playing


def test_the_readers_rule_runs():
    race = explore.descent_race(student={"sgd_step": lambda w, dw, lr: w + lr * dw}, surface="a ravine", rate=0.01)
    losses = SURFACES["a ravine"].f(race.paths["gradient descent"])
    assert losses[10] > losses[0]  # uphill
    broken = explore.descent_race(student={"adam_step": lambda *_, **__: 1 / 0})
    assert "Your adam_step did not run. ZeroDivisionError" in broken.problem.value
    assert "with momentum: <b>" in broken.readout.value
    with pytest.raises(ValueError, match="unknown function 'sgd'"):
        explore.descent_race(student={"sgd": None})
