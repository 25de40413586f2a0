"""How far training has come: a line below a cell that takes long, a bar in a terminal. Each goes when it is done."""

from __future__ import annotations

import html
import os
import sys
import uuid
from time import perf_counter
from typing import ClassVar

from tqdm import tqdm

__all__ = ["Progress"]

PATIENCE = 5.0  # seconds that a cell may train without a word
PAUSE = 0.5  # seconds between two words


class Progress:
    """`tell(done, said)` as often as you like: `done` of `epochs`, and what there is to say about them.

    The environment variable TQDM_DISABLE=1 keeps it quiet, as it does with tqdm's own bars.
    """

    def __init__(self, epochs: int, shown: bool) -> None:
        self.epochs, self.said = epochs, ""
        self.cell: _Cell | None = None
        self.bar: _Bar | None = None
        if shown and os.environ.get("TQDM_DISABLE", "0") in ("", "0"):
            self.cell = _cell()
            self.bar = None if self.cell else _Bar(total=epochs, desc="training", unit="epoch")
        if self.cell:
            self.cell.runs += 1

    def __enter__(self) -> Progress:
        return self

    def __exit__(self, *_) -> None:
        if self.bar is not None:
            self.bar.close()

    def tell(self, done: float, said: str = "") -> None:
        """`done` epochs of all, and a few words."""
        if self.cell is not None:
            self.said = said or self.said
            self.cell.tell(done, self.epochs, self.said)
        elif self.bar is not None and said:
            self.bar.set_postfix_str(said)
            self.bar.update(int(done) - self.bar.n)


class _Bar(tqdm):
    """A bar without the thread that tqdm keeps beside it: a browser starts none."""

    monitor_interval = 0


class _Cell:
    """The line below the cell that runs; all trainings in the cell share it, and it goes with the cell's end."""

    now: ClassVar[_Cell | None] = None

    def __init__(self, shell) -> None:
        self.shell, self.begun, self.told, self.runs, self.line = shell, perf_counter(), 0.0, 0, ""
        shell.events.register("post_run_cell", self.end)

    def tell(self, done: float, epochs: int, said: str) -> None:
        now = perf_counter()
        if now - self.begun < PATIENCE or now - self.told < PAUSE:
            return
        self.told = now
        text = f"training {self.runs} in this cell, epoch {min(int(done) + 1, epochs)} of {epochs}"
        text = f"{text}: {said}" if said else text
        bar = f'<progress value="{done:.2f}" max="{epochs}" aria-label="training"></progress>'
        self._show({"text/html": f"{bar} {html.escape(text)} ({now - self.begun:.0f} s)", "text/plain": text})

    def _show(self, data: dict) -> None:
        new, self.line = not self.line, self.line or uuid.uuid4().hex
        self.shell.display_pub.publish(data, transient={"display_id": self.line}, update=not new)

    def end(self, _=None) -> None:
        """Leave nothing to see, in the page and in the saved notebook."""
        self.shell.events.unregister("post_run_cell", self.end)
        _Cell.now = None
        if self.line:
            self._show({})


def _cell() -> _Cell | None:
    """The line of the cell that runs in a Jupyter kernel; None elsewhere."""
    shell = getattr(sys.modules.get("IPython"), "get_ipython", lambda: None)()
    if shell is None or not hasattr(shell, "kernel"):
        return None
    if _Cell.now is None:
        _Cell.now = _Cell(shell)
    return _Cell.now
