"""Wrong answers of a fourth class to lecture 07: state in the wrong place, lists used up, the wrong order."""

import numpy as np

from mlpkit import sequential
from mlpkit.layers import ActivationLayer, EuclideanLoss
from mlpkit.layers.dense import Affine
from mlpkit.losses import softmax


class _SharedZ(ActivationLayer):
    def forward(self, Z):
        _SharedZ.Z = Z
        return self.activation.f(Z, **self.settings)

    def backward(self, dA):
        return dA * self.activation.grad(_SharedZ.Z, **self.settings)


class _DividesItsCache:
    def forward(self, Y, T):
        self.diff = softmax(Y) - T
        return float(-np.sum(T * np.log(softmax(Y)))) / len(Y)

    def backward(self):
        self.diff /= len(self.diff)
        return self.diff


class _StepsInBackward(Affine):
    def forward(self, X):
        self.X = X
        return X @ self.W.T + self.b

    def backward(self, dZ):
        self.dW, self.db = dZ.T @ self.X, dZ.sum(axis=0)
        self.W -= 0.1 * self.dW
        self.b -= 0.1 * self.db
        return dZ @ self.W if self.input_grad else None


def _pops(layers, X):
    while layers:
        X = layers.pop(0).forward(X)
    return X


def _reverses(layers, dZ):
    layers.reverse()
    for layer in layers:
        dZ = layer.backward(dZ)
    return dZ


def _step(loss=None, early=False):
    def answer(layers, given, X, T, lr, weight_decay=0.0):
        last = loss or given

        def move():
            for layer in layers:
                for name, w in layer.params.items():
                    w -= lr * (layer.grads[name] + (weight_decay * w if w.ndim == 2 else 0))

        if early:
            move()
        value = last.forward(sequential.forward_chain(layers, X), T)
        sequential.backward_chain(layers, last.backward())
        if not early:
            move()
        return value

    return answer


WRONG = {
    "ActivationLayer": (("the class remembers", _SharedZ, r"class"),),
    "SoftmaxCrossEntropy": (("divides its own cache", _DividesItsCache, r"second backward"),),
    "Dense": (("learns in backward", _StepsInBackward, r"optimiser|stores"),),
    "forward_chain": (("pop", _pops, r"list that was passed in is changed"),),
    "backward_chain": (("reverse", _reverses, r"list that was passed in is changed"),),
    "chain_step": (
        ("its own loss", _step(loss=EuclideanLoss()), r"argument `loss`"),
        ("moves first", _step(early=True), r"before the gradients"),
    ),
}
