"""The digit pad at work in a page: its script, and the weights of a network trained while the site is built."""

from __future__ import annotations

import base64
import json
from functools import cache
from pathlib import Path

import numpy as np

from mlpkit.explore import pad
from mlpkit.explore.show_digit_pad import small_net
from mlpkit.layers import Dense

_SCRIPT = Path(__file__).parent / "digit_pad.js"
_EXPORT = "export default {"


@cache
def page_pad() -> str:
    """HTML of the pad with the weights: what `explore.digit_pad()` shows."""
    layers = [layer for layer in small_net().layers if isinstance(layer, Dense)]
    data = [{"W": _packed(layer.W), "b": _packed(layer.b)} for layer in layers]
    return (
        f'<figure class="mlpkit-digit-pad"><script type="application/json">{json.dumps(data)}</script>\n'
        '<script defer src="_static/digit_pad.js"></script>\n'
        "<noscript>To draw a digit here, switch JavaScript on.</noscript></figure>\n"
    )


def write_script(place: Path) -> None:
    """The page's script: the notebook's own pad and what the page does with its ink."""
    source = (Path(pad.__file__).parent / "pad.js").read_text(encoding="utf-8")
    assert source.count(_EXPORT) == 1
    own = _SCRIPT.read_text(encoding="utf-8").replace("PAD_SIDE", str(pad.SIDE))
    place.write_text(f"(() => {{\n{source.replace(_EXPORT, 'const pad = {')}\n{own}}})();\n", encoding="utf-8")


def _packed(values: np.ndarray) -> str:
    """Numbers as little-endian float32 in base64."""
    return base64.b64encode(np.ascontiguousarray(values, "<f4").tobytes()).decode()
