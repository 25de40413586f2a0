"""Run notebook cells in an IPython shell inside this process and keep what they show, without a kernel.

Runs in the sandbox, on the student's side of the border.
"""

from __future__ import annotations

import contextlib
import io
import os
import sys
import traceback
from typing import Any

from IPython.core.displayhook import DisplayHook
from IPython.core.displaypub import DisplayPublisher
from IPython.core.interactiveshell import InteractiveShell
from IPython.utils.text import SList

from autograder.runtime.deadline import deadline
from autograder.runtime.raised import message_of
from autograder.sandbox.inside import going_on

SHOWN = ("text/plain", "text/html", "text/markdown", "text/latex", "image/png", "image/jpeg")


class Record:
    """The outputs of one cell, in order, cut off at a size."""

    def __init__(self, room: int):
        self.outputs: list[dict] = []
        self.room, self.cut = room, False

    def stream(self, name: str, text: str) -> None:
        text = self._fitting(text)
        if not text:
            return
        last = self.outputs[-1] if self.outputs else {}
        if last.get("kind") == "stream" and last["name"] == name:
            last["text"].append(text)
        else:
            self.outputs.append({"kind": "stream", "name": name, "text": [text]})

    def bundle(self, kind: str, data: dict) -> None:
        kept = {k: v for k, v in data.items() if k in SHOWN and isinstance(v, str)}
        # A picture has ten times the room of text.
        kept = {k: v for k, v in kept.items() if len(v) < 10 * self.room or k == "text/plain"}
        if "text/plain" in kept:
            kept["text/plain"] = self._fitting(kept["text/plain"])
        if kept and len(self.outputs) < 200:
            self.outputs.append({"kind": kind, "data": kept})

    def error(self, name: str, value: str, lines: list[str]) -> None:
        self.outputs.append(
            {"kind": "error", "name": name, "value": value[:2000], "lines": [x[:500] for x in lines[-40:]]}
        )

    def _fitting(self, text: str) -> str:
        if len(text) > self.room:
            text, self.cut = text[: self.room], True
        self.room -= len(text)
        return text

    def finished(self) -> list[dict]:
        for o in self.outputs:
            if o["kind"] == "stream":
                o["text"] = "".join(o["text"])
        if self.cut:
            self.outputs.append(
                {"kind": "stream", "name": "stdout", "text": "\n(the rest of the output was cut off)\n"}
            )
        return self.outputs


class _Stream(io.TextIOBase):
    """sys.stdout or sys.stderr while cells run."""

    encoding, errors = "utf-8", "replace"

    def __init__(self, name: str):
        self.name = name

    def writable(self) -> bool:
        return True

    def write(self, text: Any) -> int:
        text = text if type(text) is str else str(text)
        Shell.record.stream(self.name, text)
        return len(text)

    def writelines(self, lines: Any) -> None:
        for line in lines:
            self.write(line)

    def flush(self) -> None:
        pass

    def isatty(self) -> bool:
        return False

    def fileno(self) -> int:
        raise io.UnsupportedOperation("no file behind this stream")


class _Published(DisplayPublisher):
    def publish(self, data, metadata=None, source=None, *, transient=None, update=False, **more):
        Shell.record.bundle("display_data", data)


class _Hook(DisplayHook):
    def write_output_prompt(self):
        pass

    def write_format_data(self, format_dict, md_dict=None):
        Shell.record.bundle("execute_result", format_dict)

    def log_output(self, format_dict):
        pass


# Magics that run code of the cell: an error in it ends the cell, as in a kernel.
_RUNS_CODE = frozenset("time timeit prun run mprun memit lprun".split())
_INSTALLS = frozenset("pip conda mamba micromamba uv".split())
_PROGRAMS = frozenset("bash sh script perl ruby python python2 python3 pypy cmd system sx !".split())


class Shell(InteractiveShell):
    """An IPython shell with what a kernel's shell has; its output goes into the current record.

    What a notebook asks of the machine it was written on (programs, packages, windows, a person at the keyboard) is
    answered by one line, and the cell goes on.
    """

    record = Record(0)

    def enable_gui(self, gui=None):
        """No window is opened while grading."""

    def enable_matplotlib(self, gui=None):
        """Figures are shown inline, whatever is asked for."""
        return "inline", os.environ["MPLBACKEND"]

    def ask_exit(self):
        """A kernel finishes the cell, too, before it leaves."""
        print("exit has no effect while grading; the cell goes on")

    def system(self, cmd):
        print(f"not run while grading: {cmd.strip()[:80]}")
        self.user_ns["_exit_code"] = 127

    system_piped = system_raw = system

    def getoutput(self, cmd, split=True, depth=0):
        self.system(cmd)
        return SList([]) if split else ""

    def run_line_magic(self, magic_name, line, _stack_depth=1):
        if magic_name in _INSTALLS:
            return self.system(f"%{magic_name} {line}")
        if magic_name in _RUNS_CODE and self.find_line_magic(magic_name):
            return self._run_code(magic_name, line, _stack_depth + 1)
        try:
            return super().run_line_magic(magic_name, line, _stack_depth=_stack_depth + 1)
        except Exception as error:
            print(f"%{magic_name}: does not work while grading ({type(error).__name__}: {message_of(error)[:200]})")

    def _run_code(self, magic_name, line, depth):
        try:
            return super().run_line_magic(magic_name, line, _stack_depth=depth + 1)
        except Exception as error:
            # %run says so of a file that is not there: it stayed on its author's machine.
            if type(error) is not Exception:
                raise
            print(f"%{magic_name}: {message_of(error)[:200]}")

    def run_cell_magic(self, magic_name, line, cell):
        if magic_name in _PROGRAMS:
            return self.system(f"%%{magic_name}")
        if self.find_cell_magic(magic_name) is None:
            # Made by an extension that is not installed here: most of those run the cell and measure something.
            print(f"%%{magic_name}: not available while grading; the cell is run without it")
            return self.run_cell(cell, store_history=False)
        return super().run_cell_magic(magic_name, line, cell)

    def init_history(self):
        super().init_history()
        self.history_manager.enabled = False

    def showtraceback(
        self, exc_tuple=None, filename=None, tb_offset=None, exception_only=False, running_compiled_code=False
    ):
        kind, error, tb = exc_tuple or sys.exc_info()
        if isinstance(error, SyntaxError):
            lines = traceback.format_exception_only(kind, error)
        elif hasattr(error, "_render_traceback_"):
            lines = [str(x) for x in error._render_traceback_()]
        else:
            lines = _lines(kind, error, tb)
        self.record.error(kind.__name__, message_of(error), "".join(f"{x.rstrip()}\n" for x in lines).splitlines())

    def showsyntaxerror(self, filename=None, running_compiled_code=False):
        self.showtraceback()


def _lines(kind: type, error: BaseException, tb: Any) -> list[str]:
    """A traceback from the first frame of a cell on."""
    frames = traceback.extract_tb(tb, limit=200)
    first = next((i for i, f in enumerate(frames) if "ipykernel" in f.filename or f.filename.startswith("<ipython")), 0)
    return [*traceback.format_list(frames[first:][-12:]), f"{kind.__name__}: {message_of(error)}"]


def make_shell() -> Shell:
    """The shell of this process, with figures shown inline."""
    shell = Shell.instance(display_pub_class=_Published, displayhook_class=_Hook)
    if shell.history_manager is not None:
        shell.history_manager.enabled = False
    shell.colors = "nocolor"
    with contextlib.suppress(ImportError):
        from matplotlib_inline.backend_inline import configure_inline_support, flush_figures

        configure_inline_support(shell, os.environ["MPLBACKEND"])
        with contextlib.suppress(ValueError):
            shell.events.unregister("post_execute", flush_figures)
        shell.events.register("post_execute", flush_figures)
    sys.stdout, sys.stderr = _Stream("stdout"), _Stream("stderr")
    going_on.refuse_keyboard()
    going_on.leave_modes()
    return shell


def run_cell(shell: Shell, source: str, seconds: float, room: int) -> list[dict]:
    """Run one cell; its outputs as plain data."""
    Shell.record = record = Record(room)
    try:
        with deadline(seconds):
            # What a cell is gone on with is no cell of its own: `In` and `Out` count as in a kernel.
            going_on.run(lambda text: shell.run_cell(text, store_history=text == source), source, shell.transform_cell)
    except BaseException as error:
        shell.showtraceback((type(error), error, error.__traceback__))
    Shell.record = Record(0)
    return record.finished()
