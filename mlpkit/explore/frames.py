"""Still pictures over one or two controls, or over the steps of a training, for a page without a kernel."""

import io
import itertools
from dataclasses import dataclass

import ipywidgets as widgets
import numpy as np
from PIL import Image

CAP = 700_000  # bytes for all frames of one explorer
# Numbers of colours, tried one after another. A drawing in few colours, without loss, is the smallest and stays sharp;
# in a smaller one nobody could read the letters.
_COLOURS = (256, 64, 32, 24)


@dataclass(frozen=True)
class Frame:
    """One picture: the values of its controls, WebP bytes, width and height, alternative text, the line of numbers."""

    values: dict
    image: bytes
    size: tuple[int, int]
    alt: str
    numbers: str


def record(explorer, positions, cap=CAP):
    """A list of `Frame`, the last control changing fastest; all images together have at most `cap` bytes.

    positions: {control: values}, as `positions_of` makes them. The control "play" stands for so many steps of the
    explorer's player, from where it is now; it has to be alone. Other controls are put back afterwards.
    ValueError: a control that does not exist, or a cap that no number of colours keeps.
    """
    if "play" in positions and len(positions) > 1:
        raise ValueError("frames over play can have no other control")
    known = {"play"} & {"play" if hasattr(explorer, "player") else ""} | vars(explorer.state).keys()
    if unknown := positions.keys() - known:
        raise ValueError(f"no control {unknown.pop()!r}; there are {', '.join(sorted(known))}")
    drawn = list(_played(explorer, positions["play"]) if "play" in positions else _moved(explorer, positions))
    for colours in _COLOURS:
        made = [
            Frame(values, _encoded(image, colours), image.size, alt, numbers) for values, image, alt, numbers in drawn
        ]
        if sum(len(frame.image) for frame in made) <= cap:
            return made
    raise ValueError(f"{len(drawn)} pictures do not fit into {cap} bytes: ask for fewer")


def default_positions(explorer, most):
    """Up to `most` values for each control in `recorded`, which has their number or the values themselves."""
    made = {}
    for name, values in explorer.recorded:
        if not isinstance(values, int):
            places = np.linspace(0, len(values) - 1, min(most, len(values))).round()
            made[name] = [values[int(place)] for place in places]
        elif name == "play":
            made[name] = range(0, values + 1, max(1, values // most))
        else:
            made[name] = positions_of(explorer.controls[name], min(most, values))
    return made


def positions_of(control, most):
    """At most so many values of a control, from its first to its last one, all of which it can take."""
    if isinstance(control, widgets.Checkbox):
        return [False, True]
    if isinstance(control, widgets.Dropdown):
        return [option[1] if isinstance(option, tuple) else option for option in control.options][:most]
    steps = round((control.max - control.min) / control.step)
    taken = np.unique(np.linspace(0, steps, min(most, steps + 1)).round())
    values = [control.min + control.step * k for k in taken]
    if isinstance(control, widgets.FloatLogSlider):
        return [float(control.base**v) for v in values]
    return [round(v) if isinstance(control.value, int) else round(float(v), 10) for v in values]


def _moved(explorer, positions):
    before = {name: explorer.controls[name].value for name in positions}
    try:
        for values in itertools.product(*positions.values()):
            named = dict(zip(positions, values, strict=True))
            with explorer.hold(redraw=False):
                explorer.set(**named)
            yield named, *_picture(explorer)
    finally:
        explorer.set(**before)


def _played(explorer, steps):
    done = 0
    for goal in steps:
        while done < goal and explorer.player.attempt() is True:
            done += 1
        yield {"play": goal}, *_picture(explorer)
        if done < goal:  # it has ended by itself
            return


def _picture(explorer):
    figure, numbers = explorer.still()
    figure.canvas.draw()
    return Image.fromarray(np.asarray(figure.canvas.buffer_rgba())).convert("RGB"), figure.alt, numbers


def _encoded(image, colours):
    file = io.BytesIO()
    image.quantize(colours, dither=Image.Dither.NONE).convert("RGB").save(file, "webp", lossless=True)
    return file.getvalue()
