"""Live training that shares the kernel: work in small slices on its event loop, and stop when asked."""

import asyncio
import signal
import threading
import weakref
from contextlib import ExitStack
from time import perf_counter

from mlpkit.explore.controls import bar, button

FRAME = 0.04  # seconds from picture to picture; what comes between still leaves 20 pictures a second
LEAST, MOST = 0.006, 0.03  # seconds of work for a picture, whatever the rest of the frame takes
FOLLOW = 0.15  # seconds after which the controls follow: their messages cost the page more than a picture does
AHEAD = 2  # frames that may be on their way to the page
PATIENCE = 5.0  # seconds until a page that shows nothing more is taken to be gone
_playing = lambda: None  # noqa: E731 (a weak reference to the player at work, or to none)


class Player:
    """Buttons play/pause and step for an explorer whose `step()` does one piece of work; False ends the play.

    One player works at a time: two would only share the processor. It stops at pause, at an error, at Kernel →
    Interrupt, and when another explorer is made, as by running the cell again. pace: seconds for one step and its
    picture, where steps are to be watched; 0 takes as many steps for each picture as fit into a slice.
    """

    def __init__(self, explorer, step, hint="train; press again to pause", pace=0.0):
        self._explorer, self._step, self._pace = weakref.proxy(explorer), step, pace
        self.playing, self._task, self._share = False, None, 0.0 if pace else LEAST
        self.play_button = button("▶ play", self.toggle, hint)
        self.step_button = button("step", self.once, "one step, then draw")
        self.box = bar(self.play_button, self.step_button)

    def toggle(self):
        """Play, or pause."""
        self.pause() if self.playing else self.play()

    def play(self):
        """Start working on the running event loop."""
        global _playing
        pause_all()
        try:
            loop = asyncio.get_running_loop()
        except RuntimeError as error:
            return self._explorer.fail("Play needs a running notebook; step works without.", error)
        self.playing, _playing = True, weakref.ref(self)
        self.play_button.description = "❚❚ pause"
        self._task = loop.create_task(self._run())

    def pause(self):
        """Stop after the piece of work at hand."""
        self.playing, self.play_button.description = False, "▶ play"

    def once(self):
        """One step and a picture, paused."""
        self.pause()
        self._guarded(self._step)
        self._explorer.changed()

    def attempt(self):
        """One step, no picture: what it returns, or None after an exception, which a line then tells."""
        return self._guarded(self._step)

    async def _run(self):
        self._explorer.picture.watch(True)
        while self.playing:
            with ExitStack() as told_once:  # of each control, however often it changes, the page is told in the end
                for control in self._explorer.controls.values():
                    told_once.enter_context(control.hold_sync())
                until = perf_counter() + FOLLOW
                await self._frame()
                while self.playing and perf_counter() < until:
                    await self._frame()
        self._explorer.picture.watch(False)

    async def _frame(self):
        """Work, and a picture of it; the sooner this one was on its way, the more work there is for the next."""
        _listen_for_interrupts()
        begun = perf_counter()
        self._work(begun + self._share)
        worked = perf_counter()
        self._explorer.redraw()
        await asyncio.sleep(max(0.001, begun + self._pace - perf_counter()))
        await self._wait_for_the_page()
        if not self._pace:
            self._share = min(max(FRAME - (perf_counter() - worked), LEAST), MOST)

    def _work(self, until):
        """Steps, one at least, until this time."""
        while self.playing:
            if self._guarded(self._step) is False:
                self.pause()
            if perf_counter() >= until:
                break

    async def _wait_for_the_page(self):
        """Let a slow page catch up: frames that queue up would make its controls feel dead."""
        until = perf_counter() + PATIENCE
        while self.playing and self._explorer.picture.behind > AHEAD and perf_counter() < until:
            await asyncio.sleep(0.005)

    def _guarded(self, step):
        try:
            return step()
        except Exception as error:
            self.pause()
            self._explorer.fail("Training stopped.", error)
        except KeyboardInterrupt:
            self.pause()


def pause_all():
    """Pause the player at work, if there is one."""
    player = _playing()
    if player is not None:
        player.pause()


def _listen_for_interrupts():
    """Between cells a kernel ignores the interrupt signal, so a player at work has to hear it for itself."""
    if threading.current_thread() is threading.main_thread():
        if signal.getsignal(signal.SIGINT) == signal.SIG_IGN:
            signal.signal(signal.SIGINT, lambda *_: pause_all())
