"""Fast text in a figure: words that were drawn before come from a store, which takes a tenth of the time."""

import io
import re
from functools import lru_cache
from pathlib import Path

import numpy as np
from matplotlib.colors import to_rgba
from matplotlib.font_manager import FontProperties, findfont
from matplotlib.ft2font import FT2Font
from matplotlib.text import Text

from mlpkit.plots import lines
from mlpkit.plots.base import SMALL
from mlpkit.show import RAISED

_NEGATIVE = re.compile(r"(<[^>]*>)|(?<![\w)])-(\d[\d.]*\d|\d)")  # a tag, which stays as it is, or a negative number
_POWER = re.compile(r"(?<=\d)e([+-]\d{2,})\b")  # as Python prints it
READABLE = 4.5  # the contrast that text needs
_PAPER = 2  # pixels of white around words that stand on a line


class Words(Text):
    """A `Text` without rotation or formulas; `paper` puts white behind it."""

    def __init__(self, *args, paper=False, **kwargs):
        self.paper = paper
        super().__init__(*args, **kwargs)

    def draw(self, renderer):
        if not self.get_visible() or not self.get_text():
            return
        if not hasattr(renderer, "buffer_rgba"):  # not pixels, such as SVG
            super().draw(renderer)
            return
        x, y = self.get_transform().transform(self.get_unitless_position())
        if not (np.isfinite(x) and np.isfinite(y)):
            return
        mask = _mask(self.get_text(), self.get_fontsize(), self.get_weight(), renderer.dpi, self.get_ha())
        height, width = mask.shape
        left = round(x - {"left": 0, "center": width / 2, "right": width}[self.get_ha()])
        above = {"top": 0, "center": height / 2, "bottom": height, "baseline": 0.8 * height}[self.get_va()]
        top = round(renderer.height - y - above)
        lines = self.get_text().split("\n")
        empty = next(k for k, line in enumerate(lines) if line) * height // len(lines)  # no paper behind empty lines
        pixels = np.asarray(renderer.buffer_rgba())
        _blend(pixels, mask[empty:], left, top + empty, ink(self.get_color()), self.paper)


@lru_cache
def ink(colour):
    """RGBA of letters in a colour: the colour itself, or a darker shade of it that can be read on white."""
    *rgb, alpha = to_rgba(colour)
    while contrast_with_white(rgb) < READABLE:
        rgb = [0.97 * part for part in rgb]
    return (*rgb, alpha)


def contrast_with_white(rgb):
    """From 1 to 21, as the Web Content Accessibility Guidelines count it."""
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in rgb]
    return 1.05 / (0.05 + 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2])


def signed(value, digits=2):
    """A number with a true minus sign, and none before a zero.

    >>> signed(-0.0001, 3), signed(-0.5, 1)
    ('0.000', '−0.5')
    """
    text = f"{value:.{digits}f}"
    return text.lstrip("-") if not float(text) else text.replace("-", "−")


def brief(value, digits=3):
    """As `signed`, in at most seven letters or so: the larger, the fewer digits.

    >>> brief(-0.5194), brief(-1312.365), brief(2.4e9), brief(264.156, 2)
    ('−0.519', '−1312', '2 · 10⁹', '264.2')
    """
    size = abs(value)
    if size < 1e5:
        return signed(value, digits if size < 100 else 1 if size < 1000 else 0)
    return typeset(f"{value:.0e}")


def percent(p, digits=1, over="over ", under="under "):
    """A probability in percent; one that softmax can give is never rounded to nothing or to certainty.

    >>> percent(0.975), percent(0.99996), percent(0.0001), percent(0.999, 0, ">")
    ('97.5%', 'over 99.9%', 'under 0.1%', '>99%')
    """
    least = 10.0 ** -(2 + digits)
    beyond = over if p > 1 - least / 2 else under if p < least / 2 else ""
    return f"{beyond}{np.clip(p, least, 1 - least) if beyond else p:.{digits}%}"


def typeset(text):
    """The HTML with true minus signs before its numbers, none before a zero, and powers of ten raised.

    >>> typeset('f(-0.5) = <b style="margin:-2px">-0.00</b>, 1.4e-50')
    'f(−0.5) = <b style="margin:-2px">0.00</b>, 1.4 · 10⁻⁵⁰'
    """
    text = _POWER.sub(lambda found: f" · 10{str(int(found[1])).translate(RAISED)}", text or "")
    return _NEGATIVE.sub(lambda found: found[1] or ("" if set(found[2]) <= set("0.") else "−") + found[2], text)


def apart(values, gap, low=-np.inf, high=np.inf):
    """The values, moved as little as may be so that any two are at least `gap` apart, and all from `low` to `high`."""
    values = np.nan_to_num(values)
    order = np.argsort(values, kind="stable")
    moved = lines.apart([values[k] for k in order], gap)
    moved = [min(value, high - gap * (len(moved) - 1 - k)) for k, value in enumerate(moved)]
    moved = [max(value, low + gap * k) for k, value in enumerate(moved)]
    return [moved[list(order).index(k)] for k in range(len(values))]


def words(ax, x, y, text="", size=SMALL, **style):
    """Put `Words` into the axes, centred where nothing else is said."""
    made = Words(x, y, text, **{"ha": "center", "va": "center", "fontsize": size, "zorder": 3, **style})
    made.set_transform(style.get("transform", ax.transData))
    ax.add_artist(made)
    made.set_clip_on(False)
    return made


def extent(text, size=SMALL):
    """Width and height of words in inches."""
    height, width = _mask(text, size, "normal", 100, "left").shape
    return width / 100, height / 100


@lru_cache(maxsize=4000)
def _mask(text, size, weight, dpi, align):
    """How opaque each pixel of the text is, from 0 to 1; lines below each other."""
    lines = [_line(line, size, weight, dpi) for line in text.split("\n")]
    width = max(line.shape[1] for line in lines)
    before = {"left": 0.0, "center": 0.5, "right": 1.0}[align]
    padded = []
    for line in lines:
        spare = width - line.shape[1]
        left = round(spare * before)
        padded.append(np.pad(line, ((0, 0), (left, spare - left))))
    return np.concatenate(padded)


@lru_cache(maxsize=4)
def _font(weight):
    """The font, read once: from an open file, each letter of each text costs three times as much."""
    return FT2Font(io.BytesIO(Path(findfont(FontProperties(weight=weight))).read_bytes()))


def _line(text, size, weight, dpi):
    """One line: its letters between the same top and bottom, whatever they are."""
    font = _font(weight)
    font.set_size(size, dpi)
    font.set_text(text, 0.0)
    font.draw_glyphs_to_bitmap(antialiased=True)
    letters = np.asarray(font.get_image(), np.float32) / 255
    descent = round(font.get_descent() / 64)
    em = size * dpi / 72
    line = np.zeros((round(1.25 * em), letters.shape[1]), np.float32)
    top = round(0.98 * em) + descent - letters.shape[0]
    visible = letters[max(0, -top) :][: len(line) - max(0, top)]
    line[max(0, top) : max(0, top) + len(visible)] = visible
    return line


def _blend(pixels, mask, left, top, colour, paper):
    if paper:
        area = pixels[max(0, top - 1) : top + len(mask) + 1, max(0, left - _PAPER) : left + mask.shape[1] + _PAPER]
        area[...] = 255
    rows, columns = pixels.shape[:2]
    inside = mask[max(0, -top) : rows - top, max(0, -left) : columns - left, None]
    area = pixels[max(0, top) : top + len(mask), max(0, left) : left + mask.shape[1], :3]
    if area.size and inside.size:
        ink = inside * colour[3]
        area[...] = np.rint(area + ink * (255 * np.array(colour[:3], np.float32) - area))
