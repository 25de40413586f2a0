"""From what the student's side says a cell showed to the outputs of a notebook: known kinds, text only, cleaned."""

from __future__ import annotations

import time
from typing import Any

import bleach

from autograder.grading.pictures import KINDS, is_picture
from autograder.grading.safe_text import harmless, without_schemes
from autograder.runtime.deadline import OutOfTime, deadline
from autograder.sandbox.replies import plain

_TEXT = ("text/plain", "text/markdown", "text/latex")
_TAGS = frozenset("b i em strong code pre br p div span table thead tbody tr th td ul ol li h3 h4 sub sup".split())
LONGEST_TEXT, LONGEST_PICTURE, LONGEST_HTML = 200_000, 4_000_000, 100_000
MOST_SHOWN = 12_000_000
# Of the processor, for the HTML of one notebook: tags that are never closed take the square of their number.
MOST_SECONDS = 30.0


def notebook_outputs(reported: Any, room: Room | None = None) -> list[dict]:
    """Outputs in nbformat's form, of whatever the student's side reported."""
    room = room or Room()
    made = [_output(o, room) for o in reported[:300] if isinstance(o, dict)] if isinstance(reported, list) else []
    return [o for o in made if o]


class Room:
    """What the cells of one notebook may show together."""

    def __init__(self, characters: int = MOST_SHOWN, seconds: float = MOST_SECONDS):
        self.left, self.seconds = characters, seconds

    def cleaned(self, html: str) -> str:
        """HTML without what could do harm; "" where that takes too long, and from then on."""
        if self.seconds <= 0:
            return ""
        began = time.process_time()
        try:
            with deadline(self.seconds, waiting=False):
                return without_schemes(bleach.clean(html, tags=_TAGS, attributes={}, strip=True))
        except OutOfTime:
            return ""
        finally:
            self.seconds -= time.process_time() - began

    def taken(self, outputs: list[dict]) -> list[dict]:
        """These outputs while there is room; then one line."""
        size = sum(map(_size, outputs))
        if size <= self.left:
            self.left -= size
            return outputs
        errors = [o for o in outputs if o["output_type"] == "error"][-1:]
        said = f"(not shown: the cells of a notebook show at most {MOST_SHOWN // 1_000_000} MB together)\n"
        return [{"output_type": "stream", "name": "stdout", "text": said}, *errors]


def _size(output: dict) -> int:
    return sum(len(x) for x in (output.get("text", ""), *output.get("data", {}).values(), *output.get("traceback", ())))


def _output(o: dict, room: Room) -> dict | None:
    kind = o.get("kind")
    if kind == "stream":
        name = "stderr" if o.get("name") == "stderr" else "stdout"
        return {"output_type": "stream", "name": name, "text": plain(o.get("text"), LONGEST_TEXT)}
    if kind == "error":
        lines = o.get("lines")
        told = [plain(x, 500) for x in lines[:60]] if isinstance(lines, list) else []
        return error(plain(o.get("name"), 100), plain(o.get("value"), 2000), told)
    if kind in ("execute_result", "display_data") and isinstance(o.get("data"), dict):
        data = _data(o["data"], room)
        count = {"execution_count": None} if kind == "execute_result" else {}
        return {"output_type": kind, "data": data, "metadata": {}, **count} if data else None
    return None


def error(name: str, value: str, lines: list[str] | None = None) -> dict:
    """An error output."""
    return {"output_type": "error", "ename": name, "evalue": value, "traceback": lines or [f"{name}: {value}"]}


def _data(given: dict, room: Room) -> dict:
    data = {k: plain(given[k], LONGEST_TEXT) for k in _TEXT if k in given}
    data |= {k: harmless(data[k]) for k in ("text/markdown", "text/latex") if k in data}
    for kind, magic in KINDS.items():
        if kind in given and len(given[kind]) <= LONGEST_PICTURE and is_picture(given[kind], magic):
            data[kind] = given[kind].strip()
    shown = any(kind in data for kind in KINDS)  # else a viewer would prefer what is left of the HTML
    if not shown and isinstance(given.get("text/html"), str) and len(given["text/html"]) < LONGEST_HTML:
        if cleaned := room.cleaned(plain(given["text/html"], LONGEST_HTML)):
            data["text/html"] = cleaned
    return data
