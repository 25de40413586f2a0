"""An exception as one line a student can act on."""

import pathlib
import traceback

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
    return any(part.replace("\\", "/") in path for part in _LIBRARIES)
