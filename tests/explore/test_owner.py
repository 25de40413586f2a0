"""One thread owns the explorers, whichever thread a message comes in."""

import asyncio
import threading
from types import SimpleNamespace

from mlpkit.explore.base import Explorer
from mlpkit.explore.controls import bar, button, slider
from mlpkit.explore.player import Player


class Watched(Explorer):
    """Notes the thread of everything that is called in it."""

    def __init__(self):
        self.threads, self.note_button = [], button("press", self.note)
        self.player = Player(self, self.step)
        super().__init__(x=slider("x", 0.0, 0.0, 1.0))

    def above(self):
        return [bar(self.player.box, self.note_button)]

    def note(self):
        self.threads.append(threading.current_thread())

    def step(self):
        self.note()
        return True

    def build(self, fig, s):
        self.note()
        (ax,) = self.grid(fig, 1)
        return SimpleNamespace(line=ax.plot([], [])[0])

    def update(self, art, s):
        self.note()
        return f"{s.x}"

    def touched(self, kind, axes, x, y):
        self.note()

    def alt(self, s):
        return "a line"


def message(widget, **data):
    """A message from the page, as ipykernel hands it to a comm."""
    widget.comm._msg_callback({"content": {"data": data}, "buffers": []})


def test_messages_in_another_thread_are_worked_on_in_the_main_one():
    async def in_a_kernel():
        made = Watched()
        made.threads.clear()

        def in_a_subshell():
            for x in (0.25, 0.5, 0.75):
                message(made.controls["x"], method="update", state={"value": x})
            message(made.note_button, method="custom", content={"event": "click"})
            message(made.picture, method="custom", content={"kind": "down", "x": 0.5, "y": 0.5})
            message(made.player.play_button, method="custom", content={"event": "click"})

        thread = threading.Thread(target=in_a_subshell)
        thread.start()
        await asyncio.to_thread(thread.join)
        await asyncio.sleep(0.1)
        made.player.pause()
        await made.player._task
        return made

    made = asyncio.run(in_a_kernel())
    assert made.state.x == 0.75 and made.readout.value == "0.75" and made.problem.value == ""
    assert len(made.threads) > 4 and set(made.threads) == {threading.main_thread()}
