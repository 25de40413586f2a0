"""The playground's many controls, and how they stand together."""

from dataclasses import fields

from mlpkit.activations import ACTIVATIONS
from mlpkit.explore.controls import choice, group, groups, more, slider, tick
from mlpkit.explore.playground.data import DATA, FEATURES, MANY
from mlpkit.explore.playground.settings import MOST_LAYERS, MOST_UNITS, OPTIMISERS, Settings
from mlpkit.init import INITS
from mlpkit.schedules import SCHEDULES

RATES = [0.0001, 0.0003, 0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1.0, 3.0, 10.0]
PENALTIES = [0.0, 0.0001, 0.0003, 0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1.0]


def all_controls():
    """Every control by name."""
    return _data_controls() | _network_controls() | _training_controls()


def settings_of(s, points):
    """What the controls say, in the state `s`; `points` are those clicked."""
    plain = {f.name: getattr(s, f.name) for f in fields(Settings) if hasattr(s, f.name)}
    chosen = tuple(name for name in FEATURES if getattr(s, f"use_{name}"))
    layers = tuple((getattr(s, f"width{i}"), getattr(s, f"act{i}")) for i in range(s.depth))
    return Settings(**plain, features=chosen, layers=layers, points=points if s.data == "clicked" else ())


def arranged(c, point_buttons, edge, weight):
    """The controls `c` and the explorer's own widgets in groups, the rare ones folded away."""
    training = group("training", c["rate"], c["optimiser"], c["momentum"], c["batch"])
    points = group("data", c["data"], c["noise"], c["n"], c["train"], c["paint"], *point_buttons)
    by_hand = group("by hand; or click in the network", edge, weight, c["show_test"], c["smooth"])
    layers = [c[f"{name}{i}"] for i in range(MOST_LAYERS) for name in ("width", "act")]
    rare = group("more on training", c["schedule"], c["l1"], c["l2"], c["init"], c["seed"])
    inputs = group("inputs", *(c[f"use_{name}"] for name in FEATURES))
    return [groups(training, points, by_hand), more(group("layers", c["depth"], *layers, wide=True), rare, inputs)]


def hide(c, settings, point_buttons):
    """Show the controls of the layers that there are, of the kind of data, and of the optimiser."""
    depth, clicked = len(settings.layers), settings.data == "clicked"
    c["momentum"].layout.display = "" if settings.optimiser == "sgd" else "none"
    c["train"].layout.display = "none" if clicked and len(settings.points) <= MANY else ""
    for i in range(MOST_LAYERS):
        for name in (f"width{i}", f"act{i}"):
            c[name].layout.display = "" if i < depth else "none"
    for control in (c["noise"], c["n"]):
        control.layout.display = "none" if clicked else ""
    for control in (c["paint"], *point_buttons):
        control.layout.display = "" if clicked else "none"


def _data_controls():
    return {
        "data": choice("data", [*DATA, "clicked"], hint="clicked: points that you place"),
        "noise": slider("noise", 0.2, 0.0, 2.0, 0.1, "how far points stray"),
        "n": slider("points", 300, 20, 600, 10, "training and test together"),
        "train": slider("for training", 0.5, 0.1, 0.9, 0.1, "the rest is for testing", fmt=".0%"),
        "paint": choice("next point", [("class 0, circle", 0), ("class 1, square", 1)], 1, "class of the next click"),
        **{f"use_{name}": tick(name, name in ("x1", "x2"), f"give {name} to the network") for name in FEATURES},
    }


def _network_controls():
    controls = {"depth": slider("hidden layers", 2, 0, MOST_LAYERS, hint="how many")}
    for i in range(MOST_LAYERS):
        units = 4 if i == 0 else 2
        controls[f"width{i}"] = slider(f"units {i + 1}", units, 1, MOST_UNITS, hint=f"in hidden layer {i + 1}")
        controls[f"act{i}"] = choice(f"activation {i + 1}", list(ACTIVATIONS), "tanh", f"of hidden layer {i + 1}")
    controls["init"] = choice("initialisation", list(INITS), "xavier", "from which the weights are drawn")
    controls["seed"] = slider("seed", 0, 0, 50, hint="other points, other initial weights")
    return controls


def _training_controls():
    return {
        "rate": choice("learning rate", RATES, 0.03, "η"),
        "optimiser": choice("optimiser", list(OPTIMISERS)),
        "momentum": slider("momentum", 0.0, 0.0, 0.99, 0.01, "γ, for sgd"),
        "schedule": choice("schedule", list(SCHEDULES), "constant", "how the rate changes"),
        "l1": choice("L1", PENALTIES, 0.0, "penalty on |w|"),
        "l2": choice("L2", PENALTIES, 0.0, "penalty on w²"),
        "batch": slider("batch", 10, 1, 100, hint="points in a step"),
        "show_test": tick("show test points", hint="with a black edge"),
        "smooth": tick("smooth surface", True, "else only the decision"),
    }
