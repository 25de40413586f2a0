"""An exception as one line a student can act on, and the place where an explorer shows it."""

import html
import pathlib
import traceback

import numpy as np

_LIBRARIES = ("site-packages", "dist-packages", "lib/python", str(pathlib.Path(__file__).parents[1]))


def in_one_line(error):
    """The kind of the error, what it says, and the last line of the reader's own code on its way."""
    says = str(error).strip().splitlines()
    if type(error).__name__ == "WaitsForYours":  # a function that the reader has yet to write: that line says all
        return says[0]
    text = type(error).__name__ + (f": {says[0]}" if says else "")
    own = [f for f in traceback.extract_tb(error.__traceback__) if not _in_library(f.filename)]
    if own:
        text += f" (in {own[-1].name}, line {own[-1].lineno}: {own[-1].line})"
    return text


def _in_library(filename):
    path = filename.replace("\\", "/")
    return path.startswith("<string>") or any(part.replace("\\", "/") in path for part in _LIBRARIES)


class Complaints:
    """The part of an explorer that tells errors: lines in `problem`, above the controls."""

    _faulty = None  # the part of which an observer failed last

    def complain(self, text, error=None):
        """Show `text` and the error, if there is one, as a line above the picture; to be called while redrawing."""
        line = text if error is None else f"{text} {in_one_line(error)}"
        if line not in self._complaints:
            self._complaints.append(line)

    def fail(self, text, error):
        """As `complain`, between two redraws; the next picture still says it."""
        self._complaints = []
        self.complain(text, error)
        self._failure = self._complaints
        self._show_complaints()

    def forgive(self):
        """Forget what `fail` said."""
        self._failure = []

    def heard(self, tell, change):
        """Tell the observers of a change; where one raises, a line says so until the same part changes again."""
        if self._faulty is change["owner"]:
            self._faulty = None
            self.forgive()
        try:
            tell(change)
        except Exception as error:
            self._faulty = change["owner"]
            self.fail("This did not work.", error)

    def attempt(self, name, f, *args, otherwise=np.nan):
        """f(*args), which runs the reader's function `name`; where that raises, a line says so."""
        try:
            return f(*args)
        except Exception as error:
            self.complain(f"Your {name} did not run.", error)
            return otherwise

    def _show_complaints(self):
        lines = "<br>".join(html.escape(line) for line in self._complaints)
        self.problem.value = f'<div role="alert">{lines}</div>' if lines else ""
