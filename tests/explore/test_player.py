"""Live training: it shares the event loop, and it stops when it should."""

import asyncio
import os
import signal
import time
from types import SimpleNamespace

import pytest

from mlpkit.explore import player
from mlpkit.explore.base import Explorer
from mlpkit.explore.controls import slider
from mlpkit.explore.player import Player


class Counter(Explorer):
    """Counts its steps; a step takes a millisecond."""

    def __init__(self):
        self.steps, self.frames, self.bad, self.last = 0, 0, None, None
        self.player = Player(self, self.step)
        super().__init__(x=slider("x", 0.0, 0.0, 1.0))

    def step(self):
        self.steps += 1
        if self.steps == self.bad:
            raise ValueError("a step that fails")
        time.sleep(0.001)
        return self.steps != self.last

    def build(self, fig, s):
        return SimpleNamespace()

    def update(self, art, s):
        self.frames += 1
        return f"{self.steps} steps"

    def alt(self, s):
        return f"{self.steps} steps"


def playing(counter, seconds=0.3, meanwhile=None):
    async def play():
        counter.player.play()
        for _ in range(10):
            await asyncio.sleep(seconds / 10)
            if meanwhile:
                meanwhile()
        was = counter.player.playing
        counter.player.pause()
        await counter.player._task
        return was

    return asyncio.run(play())


def test_it_works_draws_and_lets_others_run():
    counter, others = Counter(), []
    assert playing(counter, meanwhile=lambda: others.append(counter.steps))
    assert len(others) == 10 and len(set(others)) > 2  # other work ran while it played
    assert counter.frames > 2 and counter.readout.value == f"{counter.steps} steps"
    assert not counter.player.playing and counter.player.play_button.description == "▶ play"


def test_the_buttons_toggle_and_step():
    counter = Counter()

    async def press():
        counter.player.play_button.click()
        assert counter.player.playing and "pause" in counter.player.play_button.description
        await asyncio.sleep(0.05)
        counter.player.play_button.click()
        assert not counter.player.playing
        await counter.player._task

    asyncio.run(press())
    steps = counter.steps
    counter.player.step_button.click()
    assert counter.steps == steps + 1 and counter.readout.value == f"{counter.steps} steps"


def test_a_step_that_says_false_ends_the_play():
    counter = Counter()
    counter.last = 3
    assert not playing(counter, 0.1)
    assert counter.steps == 3


def test_an_error_pauses_and_stays_readable():
    counter = Counter()
    counter.bad = 3
    assert not playing(counter, 0.1)
    assert counter.steps == 3 and "Training stopped. ValueError: a step that fails" in counter.problem.value
    counter.controls["x"].value = 0.5
    assert counter.problem.value == ""


def test_one_plays_at_a_time_and_a_new_explorer_pauses_it():
    first, second = Counter(), Counter()

    async def both():
        first.player.play()
        second.player.play()
        await asyncio.sleep(0)
        state = first.player.playing, second.player.playing
        Counter()
        return *state, second.player.playing

    assert asyncio.run(both()) == (False, True, False)


@pytest.mark.skipif(os.name == "nt", reason="a Windows kernel is interrupted by other means")
def test_an_interrupt_pauses_it_as_in_a_kernel_between_cells():
    counter = Counter()
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)  # as ipykernel does
    try:
        assert not playing(counter, 0.2, meanwhile=lambda: counter.steps and os.kill(os.getpid(), signal.SIGINT))
    finally:
        signal.signal(signal.SIGINT, before)


def test_a_page_that_cannot_keep_up_slows_it_down():
    counter = Counter()
    counter.picture.room = 500  # a page shows it, but reports no frame as seen
    sent = counter.picture.frame
    playing(counter, 1.3)
    assert counter.picture.frame - sent <= player.AHEAD + 1


def test_the_page_is_asked_what_it_shows_only_while_something_plays():
    counter, asked = Counter(), []
    counter.picture.room = 500
    sent = counter.picture.frame
    playing(counter, meanwhile=lambda: asked.append((counter.picture.watched, counter.picture.seen)))
    assert all(watched for watched, _ in asked[1:]) and asked[-1][1] == sent and not counter.picture.watched


def test_a_page_that_has_gone_does_not_stop_it(monkeypatch):
    monkeypatch.setattr(player, "PATIENCE", 0.05)
    counter = Counter()
    counter.picture.room = 500
    sent = counter.picture.frame
    playing(counter, 0.6)
    assert counter.picture.frame - sent > player.AHEAD + 1


def test_without_an_event_loop_play_says_so():
    counter = Counter()
    counter.player.play()
    assert "Play needs a running notebook" in counter.problem.value and not counter.player.playing
    assert player._playing() is not counter.player


def test_what_went_wrong_is_still_said_after_many_pictures_and_forgotten_after_the_next_move():
    counter = Counter()
    counter.fail("This cannot be used.", ValueError("no number"))

    async def play():
        counter.player.play()
        while counter.frames < 6:
            await asyncio.sleep(0.01)
        assert "no number" in counter.problem.value
        counter.controls["x"].value = 0.5
        seen = counter.frames
        while counter.frames < seen + 4:
            await asyncio.sleep(0.01)
        counter.player.pause()
        await counter.player._task

    asyncio.run(play())
    assert counter.problem.value == ""


@pytest.mark.parametrize(("follow", "once"), [(60.0, True), (0.0, False)])
def test_a_control_that_every_step_moves_is_sent_to_the_page_now_and_then_and_in_the_end(follow, once, monkeypatch):
    monkeypatch.setattr(player, "FOLLOW", follow)
    counter, sent = Counter(), []
    step = counter.step

    def moves():
        with counter.hold(redraw=False):
            counter.controls["x"].value = counter.steps / 1e6
        return step()

    counter.player._step = moves
    counter.controls["x"].send_state = lambda key=None: sent.append(counter.controls["x"].value)
    playing(counter)
    assert counter.frames > 2  # so that there is something to save
    assert len(sent) == 1 if once else 1 < len(sent) <= counter.frames
    assert sent[-1] == counter.controls["x"].value
