"""What the pointer does in the playground: look, choose, add and leave out."""

import numpy as np

from mlpkit.explore.playground.data import FEATURES, features
from mlpkit.explore.playground.drawing import KINDS
from mlpkit.explore.playground.model import GRID, SIDE
from mlpkit.explore.playground.settings import MOST_UNITS

FEATURE_MAPS = features(GRID, list(FEATURES)).T.reshape(-1, SIDE, SIDE)


class Hands:
    """The part of the playground that answers the pointer; `under` is what it is on: a unit, a weight, or None."""

    def touched(self, kind, axes, x, y):
        if self._art is None:
            return
        network = self._art.network
        if kind in ("hover", "leave"):
            on = axes is network.image.axes
            under = (network.unit(x, y) or network.nearest(x, y)) if on else None
            if under != self.under:
                self.under = under
                self.changed()
        elif kind == "down" and axes is network.image.axes:
            self.press(network, x, y)
        elif kind == "down" and axes is self._art.thumbs:
            self.set(data=KINDS[int(np.clip(y // (axes.get_ylim()[0] / len(KINDS)), 0, len(KINDS) - 1))])
        elif kind == "down" and axes is self._art.surface.axes and self.state.data == "clicked":
            self.set_points((*self.points, (round(x, 2), round(y, 2), self.state.paint)))

    def press(self, network, x, y):
        """A click in the network: on + or −, an input, a unit (its bias) or a weight."""
        if change := network.button(x, y):
            layer, width = change
            self.set(**{f"width{layer}": int(np.clip(width, 1, MOST_UNITS))})
        elif unit := network.unit(x, y):
            column, row = unit
            if column == 0:
                name = list(FEATURES)[row]
                self.set(**{f"use_{name}": not getattr(self.state, f"use_{name}")})
            else:
                self.edge.value = (column - 1, row)
        elif near := network.nearest(x, y):
            self.edge.value = near

    def show_under(self, art, s, surfaces):
        """In the large map: the network's answer, or the unit under the pointer; and a card for a weight."""
        t, network, names = self.training, art.network, self.names(self.training.settings)
        layer, row = self.under if self.under and len(self.under) == 2 else (len(surfaces) - 1, 0)
        if layer == 0:
            values, title = FEATURE_MAPS[row], f"The input {list(FEATURES)[row]}"
        else:
            values, title = surfaces[layer][row], f"What unit {names[layer][row]} says"
        if layer == len(surfaces) - 1:
            title = "Click to add points" if s.data == "clicked" else "What the network says"
        out = network.scaled(layer, values, t.settings.regression)
        art.surface.set_data(out if s.smooth else np.sign(out))
        art.surface.set_interpolation("bilinear" if s.smooth else "nearest")
        art.title.set_text(title)
        if self.under and len(self.under) == 3:
            r, j, i = self.under
            at = np.mean(network.ends(r, j, i), axis=0)
            network.show_card(at, f"{names[r + 1][j]} ← {names[r][i]}", t.weights()[r][j, i])
        elif self.under and layer > 0:
            x, y = network.corner(layer, row)
            network.show_card((x + SIDE / 2, y), f"bias of {names[layer][row]}", t.biases()[layer - 1][row])
        else:
            network.show_card(None, "", 0)
