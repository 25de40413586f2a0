"""Run a notebook from top to bottom: say which cell runs, never wait for a kernel that has nothing left to do."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from queue import Empty
from typing import Any

import nbformat
import zmq
from jupyter_client.asynchronous.client import AsyncKernelClient
from jupyter_client.channels import AsyncZMQSocketChannel
from jupyter_core.utils import run_sync
from nbclient import NotebookClient
from nbclient.exceptions import CellTimeoutError
from traitlets import Type

from autograder.authoring.lectures import BuildError

# After so many seconds without a word from the kernel, and without work in it, nothing will come any more.
SILENCE = 40.0
IDLE_PERCENT = 5.0
SECONDS_PER_CELL = 600
# (number of the cell, how many there are, its first line)
OnCell = Callable[[int, int, str], None]


class _ShellChannel(AsyncZMQSocketChannel):
    """Sending looks for what has come in meanwhile.

    The socket tells asyncio once that a message is there. `send`, which goes around asyncio, takes that word away: a
    reply that has come in just before is then never read. A front end that answers widgets while a cell runs, as
    nbclient's for `interact`, waits for such a reply for ever.
    """

    def send(self, msg: dict[str, Any]) -> None:
        super().send(msg)
        self.socket.get(zmq.EVENTS)  # asks again, and wakes whoever waits


class _Client(AsyncKernelClient):
    shell_channel_class = Type(_ShellChannel)


class DeadWait(Exception):
    """The kernel has nothing left to do, and the end of a cell was never announced."""


class Runner(NotebookClient):
    """nbclient's client, with both ends of every wait in sight."""

    def __init__(self, notebook: nbformat.NotebookNode, on_cell: OnCell = lambda n, of, line: None, **settings: Any):
        super().__init__(
            notebook, timeout=SECONDS_PER_CELL, kernel_name="python3", extra_arguments=["--log-level=40"],
            iopub_timeout=SILENCE, raise_on_iopub_timeout=True, **settings,
        )  # fmt: skip
        self.on_cell_execute, self.on_cell_executed = self._begins, self._ended
        self.told, self.busy, self.heard = on_cell, False, time.monotonic()
        self.running: tuple[int, str] | None = None

    def create_kernel_manager(self):
        """The usual one, whose clients read what comes in while they send."""
        manager = super().create_kernel_manager()
        manager.client_factory = _Client
        return manager

    def process_message(self, msg, cell, cell_index):
        """Whatever the kernel says is a sign of life."""
        self.heard = time.monotonic()
        return super().process_message(msg, cell, cell_index)

    async def run(self, **start: Any) -> None:
        """Run the notebook; DeadWait, with the cell, where nothing will come any more."""
        others = asyncio.all_tasks()
        work = asyncio.ensure_future(self.async_execute(**start))
        watch = asyncio.ensure_future(self._nothing_to_come())
        await asyncio.wait((work, watch), return_when=asyncio.FIRST_COMPLETED)
        dead = not work.done()
        (work if dead else watch).cancel()
        await asyncio.gather(work, watch, return_exceptions=True)
        # Where a cell was given up, nbclient's watch goes on, over a kernel that is gone.
        left = asyncio.all_tasks() - others
        for task in left:
            task.cancel()
        await asyncio.gather(*left, return_exceptions=True)
        if dead:
            raise DeadWait(self.where())
        try:
            work.result()
        except CellTimeoutError as error:
            if "IOPub" not in str(error):
                raise
            raise DeadWait(self.where()) from None

    async def _nothing_to_come(self) -> None:
        """Ends when a cell has been running for long without a word, and without work, in the kernel."""
        quiet = time.monotonic()
        while time.monotonic() - max(quiet, self.heard) < SILENCE:
            await asyncio.sleep(min(5.0, SILENCE / 4))
            spoke = time.monotonic() - self.heard < SILENCE / 4
            if spoke or not self.busy or await self._works():
                quiet = time.monotonic()

    async def _works(self) -> bool:
        """Whether the kernel's processes used the processor since the last question; if it does not say, yes."""
        if self.kc is None:
            return True
        try:
            self.kc.control_channel.send(self.kc.session.msg("usage_request"))
            reply = await self.kc.control_channel.get_msg(timeout=5)
        except (Empty, AttributeError, zmq.ZMQError):
            return True
        return float(reply["content"].get("kernel_cpu", 100)) >= IDLE_PERCENT

    def where(self) -> str:
        """Number and first line of the cell that runs, or ran last."""
        return f"cell {self.running[0]} of {len(self.nb.cells)} ({self.running[1]})" if self.running else "the start"

    def _begins(self, cell, cell_index: int) -> None:
        self.heard, self.busy = time.monotonic(), True
        line = next((x.strip() for x in cell.source.splitlines() if x.strip()), "")[:60]
        self.running = (cell_index + 1, line)
        self.told(cell_index + 1, len(self.nb.cells), line)

    def _ended(self, cell, cell_index: int, execute_reply) -> None:
        self.heard, self.busy = time.monotonic(), False


def run_notebook(
    notebook: nbformat.NotebookNode,
    folder: Path,
    env: Mapping[str, str],
    on_cell: OnCell = lambda n, of, line: None,
    on_retry: Callable[[str], None] = lambda why: None,
) -> None:
    """Run a notebook in place, with `folder` as its own. The first error ends it with its traceback.

    Where the end of a cell is never announced, all of it is run once more with a new kernel; BuildError if that happens
    again.
    """
    resources = {"metadata": {"path": str(folder)}}
    for last in (False, True):
        runner = Runner(notebook, on_cell, resources=resources)
        try:
            return run_sync(runner.run)(env=dict(env))
        except DeadWait as where:
            said = f"{where}: the kernel is idle, and the end of the cell was not announced"
            if last:
                raise BuildError(f"{said}, for the second time. Does it wait for something that never comes?") from None
            on_retry(f"{said}; once more from the top")
