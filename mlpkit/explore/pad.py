"""A square to draw on, with mouse, finger, pen or the arrow keys."""

import pathlib

import anywidget
import traitlets

SIDE = 112


class Pad(anywidget.AnyWidget):
    """`ink` holds the drawing: SIDE × SIDE bytes, row by row from the top, 0 where nothing is drawn."""

    _esm = pathlib.Path(__file__).with_name("pad.js")

    side = traitlets.Int(SIDE).tag(sync=True)
    ink = traitlets.Bytes(bytes(SIDE * SIDE)).tag(
        sync=True, echo_update=False, from_json=lambda received, _: bytes(received)
    )

    def clear(self):
        """Wipe it."""
        self.ink = bytes(SIDE * SIDE)
