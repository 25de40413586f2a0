"""Index notation, closures kept by forward for backward, recursion over the chain."""

import numpy as np

from mlpkit.activations import ACTIVATIONS
from mlpkit.init import INITS


class Dense:
    def __init__(self, n_in, n_out, *, rng, init="he", bias=0.0, dtype=np.float32, input_grad=True):
        self.n_in, self.n_out, self.input_grad = n_in, n_out, input_grad
        self.W = INITS.get(init, init)(n_out, n_in, rng, dtype)
        self.b = np.zeros(n_out, dtype) + np.asarray(bias, dtype)
        self.dW, self.db = np.zeros_like(self.W), np.zeros_like(self.b)

    def forward(self, X):
        def back(dZ):
            self.dW, self.db = np.einsum("nj,ni->ji", dZ, X), np.einsum("nj->j", dZ)
            return np.einsum("nj,ji->ni", dZ, self.W) if self.input_grad else None

        self.backward = back
        return np.einsum("ni,ji->nj", X, self.W) + self.b[None, :]

    def backward(self, dZ):
        raise RuntimeError("forward comes first")


class ActivationLayer:
    def __init__(self, activation, **params):
        if isinstance(activation, str):
            activation = ACTIVATIONS[activation]
        self.f = lambda Z: activation.f(Z, **params)
        self.slope = lambda Z: activation.grad(Z, **params)

    def forward(self, Z):
        self.local = self.slope(Z)
        return self.f(Z)

    def backward(self, dA):
        return np.multiply(dA, self.local)


class SoftmaxCrossEntropy:
    def forward(self, Z, T):
        self.T = T
        shifted = Z - np.max(Z, axis=1)[:, None]
        E = np.exp(shifted)
        self.P = E / E.sum(axis=1)[:, None]
        log_P = shifted - np.log(E.sum(axis=1))[:, None]
        return -float(np.einsum("nk,nk->n", T, log_P).mean())

    def backward(self):
        return (self.P - self.T) / len(self.T)


def forward_chain(layers, X):
    return forward_chain(layers[1:], layers[0].forward(X)) if layers else X


def backward_chain(layers, dZ):
    return layers[0].backward(backward_chain(layers[1:], dZ)) if layers else dZ


def chain_step(layers, loss, X, T, lr, weight_decay=0.0):
    from functools import reduce

    value = loss.forward(reduce(lambda A, layer: layer.forward(A), layers, X), T)
    reduce(lambda d, layer: layer.backward(d), reversed(layers), loss.backward())
    for layer in layers:
        if getattr(layer, "W", None) is not None:
            layer.W = layer.W * (1 - lr * weight_decay) - lr * layer.dW
            layer.b = layer.b - lr * layer.db
    return value
