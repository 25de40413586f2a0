"""Plain loops, lists in place of attributes with the library's names, and gradients by hand."""

import math

import numpy as np

from mlpkit.activations import ACTIVATIONS
from mlpkit.init import INITS


class Dense:
    def __init__(self, n_in, n_out, *, rng, init="he", bias=0.0, dtype=np.float32, input_grad=True):
        make = INITS[init] if isinstance(init, str) else init
        self.n_in, self.n_out = n_in, n_out
        self.input_grad = input_grad
        self.W = make(n_out, n_in, rng, dtype)
        self.b = np.array([bias] * n_out, dtype)
        self.dW, self.db = 0 * self.W, 0 * self.b

    def forward(self, X):
        self.seen = X
        Z = np.empty((len(X), self.n_out), X.dtype)
        for n, x in enumerate(X):
            for j in range(self.n_out):
                Z[n, j] = sum(w * v for w, v in zip(self.W[j], x, strict=True)) + self.b[j]
        return Z

    def backward(self, dZ):
        self.dW, self.db = np.zeros_like(self.W), np.zeros_like(self.b)
        dX = np.zeros_like(self.seen)
        for n in range(len(dZ)):
            for j in range(self.n_out):
                self.db[j] += dZ[n, j]
                self.dW[j] += dZ[n, j] * self.seen[n]
                dX[n] += dZ[n, j] * self.W[j]
        if not self.input_grad:
            return None
        return dX


class ActivationLayer:
    def __init__(self, activation, **params):
        self.pair = ACTIVATIONS[activation] if isinstance(activation, str) else activation
        self.params = params

    def forward(self, Z):
        self.rows = [z for z in Z]
        return np.stack([self.pair.f(z, **self.params) for z in self.rows])

    def backward(self, dA):
        slopes = [self.pair.grad(z, **self.params) for z in self.rows]
        return np.stack([d * s for d, s in zip(dA, slopes, strict=True)])


class SoftmaxCrossEntropy:
    def forward(self, Z, T):
        self.dZ, total = np.empty_like(Z), 0.0
        for n in range(len(Z)):
            top = max(Z[n].tolist())
            log_sum = math.log(sum(math.exp(z - top) for z in Z[n].tolist())) + top
            for k, z in enumerate(Z[n].tolist()):
                total -= float(T[n, k]) * (z - log_sum)
                self.dZ[n, k] = (math.exp(z - log_sum) - float(T[n, k])) / len(Z)
        return total / len(Z)

    def backward(self):
        return self.dZ


def forward_chain(layers, X):
    for r in range(len(layers)):
        X = layers[r].forward(X)
    return X


def backward_chain(layers, dZ):
    r = len(layers)
    while r > 0:
        r -= 1
        dZ = layers[r].backward(dZ)
    return dZ


def chain_step(layers, loss, X, T, lr, weight_decay=0.0):
    for layer in layers:
        X = layer.forward(X)
    value, back = loss.forward(X, T), loss.backward()
    for layer in layers[::-1]:
        back = layer.backward(back)
    for layer in [one for one in layers if hasattr(one, "W")]:
        for j in range(len(layer.W)):
            layer.W[j] = (1 - lr * weight_decay) * layer.W[j] - lr * layer.dW[j]
        layer.b -= lr * layer.db
    return value
