"""The picture of an explorer in the page: an <img> with alternative text that reports pointer and size."""

import pathlib

import anywidget
import traitlets

from mlpkit.dark import RULES

HERE = pathlib.Path(__file__).parent
REPORTED = {"sync": True, "echo_update": False}  # the page says it, and need not hear it again


class Picture(anywidget.AnyWidget):
    """Shows `png`; reports the room it has, the screen's pixel ratio, the pointer, and each frame once shown, if asked.

    Coordinates of the pointer are fractions of the picture, from the left and from the bottom.
    """

    _esm = HERE / "picture.js"
    _css = (HERE / "explorer.css").read_text(encoding="utf-8") + RULES

    png = traitlets.Bytes().tag(sync=True)
    alt = traitlets.Unicode().tag(sync=True)
    width = traitlets.Int(900, help="width in CSS pixels").tag(sync=True)
    paper = traitlets.Unicode(help="what a dark page turns round, as a CSS shape").tag(sync=True)
    frame = traitlets.Int(0, help="number of the newest frame").tag(sync=True)
    pointer = traitlets.Bool(False, help="report the pointer while a button is down").tag(sync=True)
    hover = traitlets.Bool(False, help="report the pointer while no button is down, too").tag(sync=True)
    room = traitlets.Int(0, help="CSS pixels the page has for it; 0 until a page shows it").tag(**REPORTED)
    tall = traitlets.Int(0, help="height of the window in CSS pixels").tag(**REPORTED)
    ratio = traitlets.Float(1.0, help="device pixels for each CSS pixel").tag(**REPORTED)
    drawn_for = traitlets.Int(0, help="the room that the newest frame was drawn for").tag(sync=True)
    watched = traitlets.Bool(False, help="whether the page says which frame is on screen").tag(sync=True)
    seen = traitlets.Int(0, help="number of the newest frame on screen").tag(**REPORTED)

    def show(self, png, alt, width):
        """Send one frame: bytes and text travel in one message, so that they never disagree."""
        with self.hold_sync():
            self.png, self.alt, self.width, self.drawn_for = png, alt, width, self.room
            self.frame += 1

    def watch(self, on):
        """Whether the page is asked to say which frames are on screen; nothing is behind when it begins."""
        with self.hold_sync():
            self.seen, self.watched = self.frame, on

    @property
    def behind(self):
        """Frames sent but not yet on screen; 0 when no page shows the picture."""
        return self.frame - self.seen if self.room else 0
