"""The playground itself: its widget, what each control and each click does."""

from types import SimpleNamespace

import ipywidgets as widgets
import numpy as np

from mlpkit.explore.base import Explorer
from mlpkit.explore.controls import bar, button, choice, slider
from mlpkit.explore.fast_text import apart, words
from mlpkit.explore.images import quick_image
from mlpkit.explore.player import Player
from mlpkit.explore.playground.by_hand import FARTHEST, ByHand
from mlpkit.explore.playground.controls import all_controls, arranged, hide, settings_of
from mlpkit.explore.playground.data import FEATURES, REACH, as_points
from mlpkit.explore.playground.drawing import LAYOUTS, PALE, NetworkPicture, draw_thumbnails, scatter_points
from mlpkit.explore.playground.hands import FEATURE_MAPS, Hands
from mlpkit.explore.playground.model import SIDE, Training
from mlpkit.explore.playground.settings import MOST_LAYERS, Settings
from mlpkit.palette import BLUE, RED

FIRST_POINTS = ((-3.0, -3.0, 0), (3.0, 3.0, 0), (-3.0, 3.0, 1), (3.0, -3.0, 1))
FRAME = (-REACH, REACH, -REACH, REACH)
HINT = "Hover a unit to see it large; click + and −, an input, an edge"


class Playground(Hands, ByHand, Explorer):
    """See `playground`."""

    recorded = (("play", range(0, 121, 20)),)

    def __init__(self):
        self.points, self.training, self.under, self._syncing = FIRST_POINTS, None, None, False
        self.flow, self.anew, self.acted, self.player = 0, "", False, Player(self, self.step)
        self.reset_button = button("reset", self.reset, "new weights from the same seed")
        self.new_data = button("new data", lambda: self.set(seed=(self.state.seed + 1) % 51), "another seed")
        self.layers = [button(f"{sign} layer", lambda by=by: self.add_layer(by)) for sign, by in (("+", 1), ("−", -1))]
        self.undo = button("remove last point", lambda: self.set_points(self.points[:-1]), "of those clicked")
        self.clear = button("clear points", lambda: self.set_points(self.points[:1]), "all but the first one")
        self.edge = choice("weight or bias", [("", (0, 0, 0))], (0, 0, 0), "or click on it in the network")
        self.weight = slider("its value", 0.0, -FARTHEST, FARTHEST, 0.05, "edit it by hand")
        self.text = widgets.Text(description="settings", continuous_update=False, layout={"width": "auto"})
        self.text.tooltip = "share or hand in; type or paste a line and press Enter"
        super().__init__(**all_controls())
        self.picture.pointer = self.picture.hover = True
        self.edge.observe(self.changed, "value")
        self.weight.observe(self.weigh, "value")
        self.text.observe(self.read, "value")

    def above(self):
        return [bar(self.player.box, self.reset_button, self.new_data, *self.layers)]

    def below(self):
        return [*arranged(self.controls, (self.undo, self.clear), self.edge, self.weight), self.text]

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
        """Settings from the line of text, unless the controls wrote it."""
        if self._syncing:
            return
        self.forgive()
        try:
            self.apply(Settings.from_text(self.text.value))
        except ValueError as error:
            self.fail("These settings cannot be used.", error)

    def set_points(self, points):
        """Other clicked points, at least one of them."""
        self.points = tuple(points) or self.points
        self.changed()

    def add_layer(self, by):
        """One hidden layer more or less, at the end."""
        self.set(depth=int(np.clip(self.state.depth + by, 0, MOST_LAYERS)))

    def step(self):
        return self.training.epoch()

    def reset(self):
        self.training, self.anew = Training(self.training.settings), ""
        self.changed()

    def forgive(self):
        """As any explorer's; the reader's next act makes what began a training again old news, too."""
        self.acted = True
        super().forgive()

    def prepare(self, s):
        if not any(getattr(s, f"use_{name}") for name in FEATURES):  # a network needs an input
            s.use_x1 = True
            with self.hold(redraw=False):
                self.controls["use_x1"].value = True
        wanted = settings_of(s, self.points)
        has = self.training and self.training.settings
        if not has or wanted.fixed_changes(has):
            self.anew = self.why_anew(has, wanted)
            self.training, self.under = Training(wanted), None
            self.name_weights(wanted)
        else:
            self.training.change(wanted)
            self.anew = "" if self.acted else self.anew
        self.acted = False
        hide(self.controls, wanted, (self.undo, self.clear))
        if wanted != has or not self._failure:  # else the line that could not be read stays, to be mended
            self._syncing, self.text.value, self._syncing = True, wanted.text, False

    def why_anew(self, has, wanted):
        """Which settings made a training begin again, for the line of numbers."""
        if not has:
            return ""
        names = wanted.fixed_changes(has)
        names = [name for name in names if name != "points" or "data" not in names]  # those belong to the data
        said = [self.controls[name].description if name in self.controls else name for name in names]
        *others, last = [f"<i>{name}</i>" for name in said]
        why = f"; begun again, as {', '.join(others)}{' and ' if others else ''}{last} changed"
        return why if self.training.epochs or why == self.anew else ""  # without an epoch nothing was lost

    def shape(self, s):
        t = self.training
        limit = max(50, 2 ** int(np.ceil(np.log2(t.epochs + 1))))
        return id(t), s.show_test, limit, self.highest_loss(t)

    def highest_loss(self, t):
        """A power of √2 above the losses at the start and now."""
        losses = [v for part in (t.train_loss, t.test_loss) for v in (part[0], part[-1]) if np.isfinite(v)]
        top = 1.1 * max([1e-6, *(v for v in losses if v < 20 * (losses[0] + 1e-6))])
        return float(2 ** (np.ceil(2 * np.log2(top)) / 2))

    def build(self, fig, s):
        t = self.training
        room = next((room for room in LAYOUTS if self.narrow(fig, room)), np.inf)
        thumbs, left, middle, right = self.places(fig, *LAYOUTS[room])
        draw_thumbnails(thumbs, self.points)
        network = NetworkPicture(left, t.settings.features, [w for w, _ in t.settings.layers])
        left.set_title(HINT, fontsize=9)
        middle.set(xlim=FRAME[:2], ylim=FRAME[2:], aspect="equal", xticks=(-6, 0, 6), yticks=(-6, 0, 6))
        surface = quick_image(middle, np.zeros((SIDE, SIDE)), extent=FRAME, origin="lower", cmap=PALE, vmin=-1, vmax=1)
        points = scatter_points(middle, t, s.show_test)
        *_, limit, top = self.shape(s)
        right.set(xlim=(0, 1.3 * limit), ylim=(0, top), xticks=(0, limit))
        right.set_title("Loss by epoch", fontsize=10)
        curves = [right.plot([], [], ls, color=c)[0] for ls, c in (("-", BLUE), ("--", RED))]
        labels = [words(right, 0, 0, n, ha="left", color=c) for n, c in (("training", BLUE), ("test", RED))]
        title = words(middle, 0, 1.05, ha="left", size=10, transform=middle.transAxes)
        moving = [network.image, network.edges, network.chosen, network.card]
        return SimpleNamespace(
            network=network, moving=moving, surface=surface, points=points, curves=curves, labels=labels,
            title=title, thumbs=thumbs,
        )  # fmt: skip

    def update(self, art, s):
        t = self.training
        surfaces, weights, regression = t.surfaces(), t.weights(), t.settings.regression
        self.flow = self.flow + 1 if self.player.playing else 0
        art.network.show(surfaces, weights, t.biases(), FEATURE_MAPS, regression, self.edge.value, self.flow)
        self.show_under(art, s, surfaces)
        high = art.curves[0].axes.get_ylim()[1]
        ends = []
        for curve, losses in zip(art.curves, (t.train_loss, t.test_loss), strict=True):
            curve.set_data(np.arange(len(losses)), losses)
            ends.append(float(np.clip(np.nan_to_num(losses[-1], nan=2 * high), 0, high)))
        room = 0.03 * art.curves[0].axes.get_xlim()[1]
        for label, y in zip(art.labels, apart(ends, 0.1 * high, low=0.05 * high, high=high), strict=True):
            label.set(x=t.epochs + room, y=y)
        art.labels[1].set_visible(t.n_train < len(t.t))
        array, place = self.array(self.edge.value)
        self.show_weight(float(np.nan_to_num(array[place])))
        return self.numbers(t)

    def numbers(self, t):
        said = f"epoch <b>{t.epochs}</b>, loss on training points <b>{t.train_loss[-1]:.4f}</b>"
        said += f", on test points <b>{t.test_loss[-1]:.4f}</b>" if t.n_train < len(t.t) else ""
        if t.diverged:
            return said + "; the loss is no longer finite: a smaller rate, then reset"
        if not t.settings.regression:
            train, test = t.accuracy()
            said += f"; accuracy: <b>{train:.1%}</b>" + ("" if np.isnan(test) else f" and <b>{test:.1%}</b>")
        return said + f"; {sum(w.size for w in t.net.params)} parameters{self.anew}"

    def alt(self, s):
        t = self.training
        layers = ", ".join(f"{w} {f}" for w, f in t.settings.layers) or "none"
        return (
            f"a network on the {t.settings.data} data with hidden layers {layers}, each unit a map over the plane; "
            f"the decision surface with the points; training loss {t.train_loss[-1]:.3f} and test loss "
            f"{t.test_loss[-1]:.3f} after {t.epochs} epochs"
        )


def playground(settings="", t=None, *, epochs=0, **values):
    """Explore how a network learns: data, features, layers with an activation each, optimiser, penalties.

    settings: a line as the playground shows it, such as "data=spiral layers=8:tanh,8:relu rate=0.01"; or your own
    data, playground(X, t): X (N, 2), moved and scaled into the square from −6 to 6 if it reaches out of it, with
    labels t (N,) of 0 and 1; a part of more than 20 points is kept for testing.
    epochs: how many are done before the first picture.
    values: first values of controls, such as smooth=False. Activations, losses and layers are the registries',
    so that those of your own functions that are in use there are the ones that learn here.
    """
    own = {} if t is None else {"data": "clicked", "points": as_points(settings, t)}
    made = Playground()
    made.apply(Settings(**own) if own else Settings.from_text(settings))
    made.set(**values)
    if epochs:
        made.redraw()  # now, so that the network is that of the settings
        while made.training and made.training.epochs < epochs and made.player.attempt():
            pass
        made.changed()
    return made
