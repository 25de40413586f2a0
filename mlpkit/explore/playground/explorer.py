"""The playground itself: its widget, what each control and each click does."""

from dataclasses import fields, replace
from types import SimpleNamespace

import ipywidgets as widgets
import numpy as np

from mlpkit.activations import sigmoid
from mlpkit.explore.base import Explorer
from mlpkit.explore.controls import button, choice, row, slider
from mlpkit.explore.player import Player
from mlpkit.explore.playground.controls import all_controls, arranged, hide
from mlpkit.explore.playground.data import FEATURES, REACH
from mlpkit.explore.playground.drawing import PALE, NetworkPicture, scatter_points
from mlpkit.explore.playground.model import SIDE, Training
from mlpkit.explore.playground.settings import Settings
from mlpkit.palette import BLUE, RED

LATER = ("rate", "schedule", "optimiser", "momentum", "l1", "l2", "batch")  # may change while it learns
FIRST_POINTS = ((-3.0, -3.0, 0), (3.0, 3.0, 0), (-3.0, 3.0, 1), (3.0, -3.0, 1))
FRAME = (-REACH, REACH, -REACH, REACH)


class Playground(Explorer):
    """See `playground`."""

    def __init__(self):
        self.points, self.training, self._syncing = FIRST_POINTS, None, False
        self.player = Player(self, self.step)
        self.reset_button = button("reset", self.reset, "new weights from the same seed")
        self.undo = button("remove last point", lambda: self.set_points(self.points[:-1]), "of those clicked")
        self.edge = choice("weight", [("", (0, 0, 0))], (0, 0, 0), "or click on a line of the network")
        self.weight = slider("its value", 0.0, -5.0, 5.0, 0.05, "edit a weight by hand")
        self.text = widgets.Text(description="settings", continuous_update=False, layout={"width": "96%"})
        self.text.tooltip = "share or hand in; type or paste a line and press Enter"
        super().__init__(**all_controls())
        self.picture.pointer = True
        self.edge.observe(self.changed, "value")
        self.weight.observe(self.weigh, "value")
        self.text.observe(self.read, "value")

    def arrange(self):
        last = row(self.controls["show_test"], self.controls["smooth"], self.edge, self.weight)
        return arranged(self.controls, row(self.player.box, self.reset_button), self.undo, last, self.text)

    def settings(self, s):
        """What the controls say."""
        plain = {f.name: getattr(s, f.name) for f in fields(Settings) if hasattr(s, f.name)}
        chosen = tuple(name for name in FEATURES if getattr(s, f"use_{name}")) or ("x1",)
        layers = tuple((getattr(s, f"width{i}"), getattr(s, f"act{i}")) for i in range(s.depth))
        points = self.points if s.data == "clicked" else ()
        return Settings(**plain, features=chosen, layers=layers, points=points)

    def apply(self, settings):
        """Set all controls to `settings`."""
        values = {name: getattr(settings, name) for name in vars(self.state) if hasattr(settings, name)}
        values |= {f"use_{name}": name in settings.features for name in FEATURES}
        values["depth"] = len(settings.layers)
        for i, (width, activation) in enumerate(settings.layers):
            values |= {f"width{i}": width, f"act{i}": activation}
        self.points = settings.points or self.points
        for name in ("rate", "l1", "l2"):  # a text may hold a number that the list does not
            options = self.controls[name].options
            self.controls[name].options = sorted({*options, values[name]})
        with self.hold():
            self.set(**values)

    def read(self, _=None):
        """Settings from the line of text, unless it is the line that the controls wrote."""
        if self.text.value == self.training.settings.text:
            return
        try:
            self.apply(Settings.from_text(self.text.value))
        except ValueError as error:
            self.fail("These settings cannot be used.", error)

    def set_points(self, points):
        """Other clicked points, at least one of them."""
        self.points = tuple(points) or self.points
        self.changed()

    def step(self):
        return self.training.epoch()

    def reset(self):
        self.training = Training(self.training.settings)
        self.changed()

    def prepare(self, s):
        wanted = self.settings(s)
        has = self.training and self.training.settings
        if not has or replace(has, **{name: getattr(wanted, name) for name in LATER}) != wanted:
            self.training = Training(wanted)
            self.name_weights(wanted)
        else:
            self.training.change(wanted)
        hide(self.controls, s.depth)
        for control in (self.controls["paint"], self.undo):
            control.layout.display = "" if s.data == "clicked" else "none"
        self.text.value = wanted.text

    def name_weights(self, settings):
        """Fill the list of weights to edit."""
        names = [list(settings.features)]
        names += [[f"h{r + 1}.{j + 1}" for j in range(w)] for r, (w, _) in enumerate(settings.layers)]
        names.append(["output"])
        options = [
            (f"{names[r + 1][j]} ← {names[r][i]}", (r, j, i))
            for r, W in enumerate(self.training.weights())
            for j, i in np.ndindex(*W.shape)
        ]
        self.edge.options = options

    def weigh(self, change):
        """Write the slider's value into the network."""
        if not self._syncing:
            layer, j, i = self.edge.value
            self.training.weights()[layer][j, i] = change["new"]
            self.changed()

    def shape(self, s):
        t = self.training
        limit = max(50, 2 ** int(np.ceil(np.log2(t.epochs + 1))))
        return id(t), s.show_test, limit

    def build(self, fig, s):
        t = self.training
        left, middle, right = self.grid(fig, 3, 4.0, 4.0)
        network = NetworkPicture(left, t.settings.features, [w for w, _ in t.settings.layers])
        middle.set(xlim=FRAME[:2], ylim=FRAME[2:], xlabel="x₁", ylabel="x₂", aspect="equal")
        middle.set_title("click to add points" if s.data == "clicked" else "what the network says", fontsize=10)
        surface = middle.imshow(np.zeros((SIDE, SIDE)), extent=FRAME, origin="lower", cmap=PALE, vmin=-1, vmax=1)
        points = scatter_points(middle, t, s.show_test)
        limit = self.shape(s)[-1]
        first = np.nanmax([t.train_loss[0], t.test_loss[0]])
        right.set(xlim=(0, limit), ylim=(0, 1.3 * first if np.isfinite(first) else 1), xlabel="epoch", title="loss")
        curves = [right.plot([], [], "-", color=BLUE, label="training")[0]]
        curves.append(right.plot([], [], "--", color=RED, label="test")[0])
        right.legend(loc="upper right", fontsize="small")
        moving = [network.image, network.edges, network.chosen]
        return SimpleNamespace(network=network, moving=moving, surface=surface, points=points, curves=curves)

    def update(self, art, s):
        t = self.training
        surfaces, weights = t.surfaces(), t.weights()
        art.network.show(surfaces, weights, t.settings.regression, self.edge.value)
        out = surfaces[-1][0] if t.settings.regression else 2 * sigmoid(surfaces[-1][0]) - 1
        art.surface.set_data(out if s.smooth else np.sign(out))
        art.surface.set_interpolation("bilinear" if s.smooth else "nearest")
        for curve, losses in zip(art.curves, (t.train_loss, t.test_loss), strict=True):
            curve.set_data(np.arange(len(losses)), losses)
        layer, j, i = self.edge.value
        self._syncing = True
        self.weight.value = float(np.clip(np.nan_to_num(weights[layer][j, i]), -5, 5))
        self._syncing = False
        return self.numbers(t)

    def numbers(self, t):
        said = f"epoch <b>{t.epochs}</b>, loss on training points <b>{t.train_loss[-1]:.4f}</b>"
        said += f", on test points <b>{t.test_loss[-1]:.4f}</b>" if t.n_train < len(t.t) else ""
        if t.diverged:
            return said + "; the loss is no longer finite: a smaller rate, then reset"
        if not t.settings.regression:
            train, test = t.accuracy()
            said += f"; right: <b>{train:.1%}</b>" + ("" if np.isnan(test) else f" and <b>{test:.1%}</b>")
        return said + f"; {sum(w.size for w in t.net.params)} parameters"

    def touched(self, kind, axes, x, y):
        if kind != "down" or self._art is None:
            return
        network = self._art.network
        if axes is network.image.axes:
            self.edge.value = network.nearest(x, y) or self.edge.value
        elif axes is self._art.surface.axes and self.state.data == "clicked":
            self.set_points((*self.points, (round(x, 2), round(y, 2), self.state.paint)))

    def alt(self, s):
        t = self.training
        layers = ", ".join(f"{w} {f}" for w, f in t.settings.layers) or "none"
        return (
            f"a network on the {t.settings.data} data with hidden layers {layers}, each unit a map over the plane; "
            f"the decision surface with the points; training loss {t.train_loss[-1]:.3f} and test loss "
            f"{t.test_loss[-1]:.3f} after {t.epochs} epochs"
        )


def playground(settings="", *, epochs=0, **values):
    """Explore how a network learns: data, features, layers with an activation each, optimiser, penalties.

    settings: a line as the playground shows it, such as "data=spiral layers=8:tanh,8:relu rate=0.01".
    epochs: how many are done before the first picture.
    values: first values of controls, such as smooth=False. Activations, losses and layers are the registries',
    so that those of your own functions that are in use there are the ones that learn here.
    """
    made = Playground()
    made.apply(Settings.from_text(settings))
    made.set(**values)
    if epochs:
        made.redraw()  # now, so that the network is that of the settings
        while made.training and made.training.epochs < epochs and made.player.attempt():
            pass
        made.changed()
    return made
