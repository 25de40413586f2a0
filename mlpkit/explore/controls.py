"""The controls of the explorers: ipywidgets with a visible label, a tooltip and one look."""

import ipywidgets as widgets

_STYLE = {"description_width": "initial"}


def slider(label, value, low, high, step=None, hint="", fmt=".2f"):
    """A slider for a real number, or for a whole one when value, low and high are all `int`."""
    whole = all(isinstance(v, int) for v in (value, low, high))
    kind = widgets.IntSlider if whole else widgets.FloatSlider
    extra = {} if whole else {"readout_format": fmt}
    step = step or (1 if whole else (high - low) / 100)
    return kind(value, min=low, max=high, step=step, **extra, **_common(label, hint, "300px"))


def log_slider(label, value, low, high, hint=""):
    """A slider over powers of ten: `low` and `high` are exponents, `value` is the number itself."""
    common = _common(label, hint, "300px")
    return widgets.FloatLogSlider(value, min=low, max=high, step=0.05, readout_format=".3g", **common)


def choice(label, options, value=None, hint=""):
    """A drop-down list; `options` are values, or pairs of a label and a value."""
    first = options[0]
    value = value if value is not None else (first[1] if isinstance(first, tuple) else first)
    return widgets.Dropdown(options=options, value=value, **_common(label, hint, "auto"))


def tick(label, value=False, hint=""):
    """A box to tick."""
    layout = widgets.Layout(width="auto", margin="2px 10px 2px 2px")
    return widgets.Checkbox(value, indent=False, description=label, tooltip=hint, layout=layout)


def button(label, press, hint=""):
    """A button; `press` is called without arguments."""
    made = widgets.Button(description=label, tooltip=hint or label, layout=widgets.Layout(width="auto"))
    made.on_click(lambda _: press())
    return made


def caption(text):
    """Words in front of a group of controls."""
    return widgets.Label(text, layout=widgets.Layout(margin="2px 10px 2px 2px"))


def row(*children):
    """Children side by side, going on below where the window is narrow."""
    layout = widgets.Layout(flex_flow="row wrap", max_width="100%", align_items="center")
    return widgets.Box(list(children), layout=layout)


def _common(label, hint, width):
    layout = widgets.Layout(width=width, max_width="100%", margin="2px 14px 2px 2px")
    return {"description": label, "tooltip": hint or label, "style": _STYLE, "layout": layout}
