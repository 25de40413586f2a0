"""A weight or bias of the playground's network, chosen by name and edited with a slider."""

import numpy as np

FARTHEST = 5.0  # that the slider reaches, unless what is chosen is farther from 0


class ByHand:
    """The part of the playground that lists its weights, and writes the value of its slider into one of them."""

    def names(self, settings):
        """The names of all units: a list for the inputs, one for each layer, one for the output."""
        hidden = [[f"h{r + 1}.{j + 1}" for j in range(w)] for r, (w, _) in enumerate(settings.layers)]
        return [list(settings.features), *hidden, ["output"]]

    def name_weights(self, settings):
        """Fill the list of weights and biases to edit."""
        names = self.names(settings)
        weights = self.training.weights()
        options = [
            (f"{names[r + 1][j]} ← {names[r][i]}", (r, j, i))
            for r, W in enumerate(weights)
            for j, i in np.ndindex(*W.shape)
        ]
        options += [(f"bias of {names[r + 1][j]}", (r, j)) for r, W in enumerate(weights) for j in range(len(W))]
        self.edge.options = options

    def array(self, key):
        """The array that holds a weight (layer, to, from) or a bias (layer, unit), and its place there."""
        layer, *place = key
        return (self.training.weights() if len(place) == 2 else self.training.biases())[layer], tuple(place)

    def weigh(self, change):
        """Write the slider's value into the network, and measure its losses."""
        if not self._syncing:
            array, place = self.array(self.edge.value)
            array[place] = change["new"]
            self.forgive()
            self.guarded(self.training.look_again)  # which runs the reader's functions
            self.changed()

    def show_weight(self, value):
        """Put the slider at the value of what is chosen; it reaches as far as that, in steps of a power of two."""
        reach = FARTHEST * 2.0 ** max(0, np.ceil(np.log2(max(abs(value), 1) / FARTHEST)))
        self._syncing = True
        if reach != self.weight.max:
            self.weight.set_trait("value", 0.0)
            self.weight.min, self.weight.max = -reach, reach
        self.weight.value, self._syncing = value, False
