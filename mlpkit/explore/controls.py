"""The controls of the explorers: ipywidgets with a visible label, a tooltip and one look."""

import math
from array import array
from functools import partial
from time import perf_counter

import ipywidgets as widgets

from mlpkit.explore.fast_text import typeset

LATEST, MOST = 3.0, 200  # seconds after which a page has answered what it was told, and values that are remembered
_STYLE = {"description_width": "92px"}  # one width, so that what belongs together stands in line


def slider(label, value, low, high, step=None, hint="", fmt=".2f"):
    """A slider for a real number, or for a whole one when value, low and high are all `int`."""
    whole = all(isinstance(v, int) for v in (value, low, high))
    kind = widgets.IntSlider if whole else widgets.FloatSlider
    extra = {} if whole else {"readout_format": fmt}
    step = step or (1 if whole else (high - low) / 100)
    return kind(value, min=low, max=high, step=step, **extra, **_common(label, hint, "auto"))


def log_slider(label, value, low, high, hint="", fmt=".2g"):
    """A slider over powers of ten: `low` and `high` are exponents, `value` is the number itself."""
    common = _common(label, hint, "auto")
    return widgets.FloatLogSlider(value, min=low, max=high, step=0.05, readout_format=fmt, **common)


def ladder(label, values, value, hint=""):
    """A slider over a few numbers of any size, such as 0 and powers of ten: one press of a key for each."""
    options = [(typeset(f"{v:.3g}").removeprefix("1 · "), v) for v in values]
    made = widgets.SelectionSlider(options=options, value=value, **_common(label, hint, "auto"))
    made.add_class("mlpkit-ladder")
    return made


def keep_between_steps(part):
    """A slider keeps a number that lies between two of its steps, though the page rounds it and says so.

    While something plays, the page says so of a number that is no longer the slider's: `told` remembers the latest.
    """
    if isinstance(part, widgets.FloatSlider | widgets.FloatLogSlider):
        told = array("d", (perf_counter(), part.value))  # of each value when, and what
        part.observe(lambda change: _note(told, change["new"]), "value")
        part.set_state = partial(_unless_rounded, part, part.set_state, told)


def _note(told, value):
    told.extend((perf_counter(), value))
    del told[: -2 * MOST]


def _unless_rounded(slider, take, told, state):
    scale = (lambda v: math.log(v, slider.base)) if isinstance(slider, widgets.FloatLogSlider) else float
    if "value" in state:
        del told[: 2 * sum(when < perf_counter() - LATEST for when in told[:-2:2])]
        at = scale(state["value"])
        away = [abs(at - scale(value)) / slider.step for value in told[1::2]]
        echoes = [k for k, steps in enumerate(away) if steps < 0.499]
        if echoes:
            state = {name: value for name, value in state.items() if name != "value"}
        del told[: 2 * (echoes[-1] if echoes else len(away))]  # older ones the page has passed; a hand makes all old
    take(state)
    if "value" in state:
        del told[:2]  # the page knows what came from it


def put(control, name, value):
    """Give a control a value; one that it does not offer is answered with those that it does."""
    offered = dict(getattr(control, "_options_full", ())).values()
    if offered and value not in offered:
        raise ValueError(f"{name} is one of {', '.join(map(str, offered))}; not {value}")
    control.value = value


def on_step(slider, value):
    """The number nearest to `value` to which a hand moves the slider: what the page shows is what is computed with."""
    steps = round((min(max(value, slider.min), slider.max) - slider.min) / slider.step)
    return round(slider.min + steps * slider.step, 9)


def choice(label, options, value=None, hint=""):
    """A drop-down list; `options` are values, or pairs of a label and a value."""
    first = options[0]
    value = value if value is not None else (first[1] if isinstance(first, tuple) else first)
    return widgets.Dropdown(options=options, value=value, **_common(label, hint, "auto"))


def tick(label, value=False, hint=""):
    """A box to tick."""
    return widgets.Checkbox(value, indent=False, description=label, tooltip=hint, layout={"width": "auto"})


def button(label, press, hint=""):
    """A button; `press` is called without arguments, by the explorer that the button stands in."""
    made = widgets.Button(description=label, tooltip=hint or label, layout={"width": "auto"})
    made.guard = lambda work: work()
    made.on_click(lambda _: made.guard(press))
    return made


def bar(*children):
    """Buttons and what belongs beside them, above the picture; going on below where the window is narrow."""
    return _box("bar", children)


def group(heading, *children, wide=False):
    """A heading over controls below each other, or in columns; boxes to tick stand together at the end."""
    ticks = [c for c in children if isinstance(c, widgets.Checkbox)]
    others = [c for c in children if c not in ticks]
    head = [_heading(heading)] if heading else []
    made = _box("group", [*head, *others, *([_box("ticks", ticks)] if ticks else [])])
    if wide:
        made.add_class("mlpkit-wide")
    return made


def groups(*children):
    """Groups side by side, below each other where the window is narrow."""
    return _box("groups", children)


def more(*children, label="more"):
    """Groups of rare controls behind a button, which a key opens as well."""
    fold = widgets.ToggleButton(description=f"▸ {label}", tooltip="controls that are rarely needed")
    fold.layout.width = "auto"
    inside = groups(*children)
    inside.layout.display = "none"

    def turn(_):
        fold.description = f"{'▾' if fold.value else '▸'} {label}"
        inside.layout.display = "" if fold.value else "none"

    fold.observe(turn, "value")
    return widgets.VBox([bar(fold), inside])


def _heading(text):
    made = widgets.HTML(text)
    made.add_class("mlpkit-heading")
    return made


def _box(name, children):
    made = widgets.Box(list(children), layout={"display": ""})
    made.add_class(f"mlpkit-{name}")
    return made


def _common(label, hint, width):
    return {"description": label, "tooltip": hint or label, "style": _STYLE, "layout": {"width": width}}
