"""Explorers in a page without a kernel: recorded pictures with a slider for each control that was recorded."""

from __future__ import annotations

import ast
import hashlib
import html
import json
from functools import cache
from pathlib import Path
from typing import Any

from autograder.site import digit_pad
from mlpkit import explore

MOST, CAP = 13, 180_000  # values of a control; bytes for the pictures of one explorer: sixteen stay below 3 MB


def called(source: str) -> str | None:
    """The first call of an explorer in a cell, `explore.softmax(z0=1)`, if its arguments are all written out."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and ast.unparse(node.func).startswith("explore."):
            try:
                for argument in (*node.args, *(k.value for k in node.keywords)):
                    ast.literal_eval(argument)
            except ValueError:  # it needs what the notebook has computed
                return None
            return ast.unparse(node)
    return None


@cache
def from_call(call: str, folder: Path) -> str:
    """HTML of the explorer that `called` found: the digit pad at work, a recording of another; "" if neither."""
    node = ast.parse(call, mode="eval").body
    assert isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
    name, args = node.func.attr, [ast.literal_eval(a) for a in node.args]
    if name == "digit_pad":
        return digit_pad.page_pad()
    explorer = getattr(explore, name)(*args, **{str(k.arg): ast.literal_eval(k.value) for k in node.keywords})
    return recorded(explorer, f"{name}-{hashlib.sha1(call.encode()).hexdigest()[:6]}", folder)


def recorded(explorer: Any, name: str, folder: Path, **positions: object) -> str:
    """HTML of a recording of the explorer, its pictures written into `folder/frames`; "" where nothing is recorded."""
    frames = explorer.frames(MOST, CAP, **positions)
    if not frames:
        return ""
    place = folder / "frames"
    place.mkdir(exist_ok=True)
    shown = []
    for number, frame in enumerate(frames):
        file = place / f"{name}-{number:02}.webp"
        file.write_bytes(frame.image)
        shown.append({"src": f"frames/{file.name}", "alt": frame.alt, "numbers": frame.numbers})
    controls = [_control(explorer, control, [f.values for f in frames]) for control in frames[0].values]
    first = _index(controls, [c["at"] for c in controls])
    width, height = frames[first].size
    data = json.dumps({"controls": controls, "frames": shown}).replace("<", "\\u003c")
    return (
        f'<figure class="mlpkit-recording"><div class="picture"><img src="{shown[first]["src"]}" '
        f'alt="{html.escape(shown[first]["alt"])}" '
        f'width="{width}" height="{height}" loading="lazy" decoding="async"></div>\n'
        f'<figcaption class="numbers">{shown[first]["numbers"]}</figcaption>\n'
        f'<script type="application/json">{data}</script></figure>\n'
    )


def _control(explorer, name: str, all_values: list[dict]) -> dict:
    """What the page's slider needs: its label, the words of its values, and at which of them it stands first."""
    values = list(dict.fromkeys(v[name] for v in all_values))
    if name == "play":
        return {"label": "steps", "values": [str(v) for v in values], "at": len(values) - 1, "plays": True}
    control = explorer.controls[name]
    at = min(range(len(values)), key=lambda k: _distance(values[k], control.value))
    return {"label": control.description, "values": [_words(control, v) for v in values], "at": at, "plays": False}


def _distance(value, now) -> float:
    return abs(value - now) if isinstance(value, int | float) else float(value != now)


def _words(control, value) -> str:
    """A value as the explorer's own control writes it."""
    for option in getattr(control, "options", ()):
        if isinstance(option, tuple) and option[1] == value:
            return str(option[0])
    if isinstance(value, float):
        return format(value, control.readout_format).replace("-", "−")
    return str(value).replace("-", "−") if isinstance(value, int) else str(value)


def _index(controls: list[dict], at: list[int]) -> int:
    """The number of the frame at these places of the controls, of which the last changes fastest."""
    number = 0
    for control, place in zip(controls, at, strict=True):
        number = number * len(control["values"]) + place
    return number


def raw(text: str) -> str:
    """HTML as MyST takes it."""
    return f"```{{raw}} html\n{text}```\n"
