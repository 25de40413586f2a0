"""float64 inside and cast back, updates in place, everything on one attribute."""

import numpy as np

from mlpkit.activations import ACTIVATIONS
from mlpkit.init import INITS


class Dense:
    def __init__(self, n_in, n_out, *, rng, init="he", bias=0.0, dtype=np.float32, input_grad=True):
        self.n_in, self.n_out, self.input_grad, self.dtype = n_in, n_out, input_grad, dtype
        if not callable(init):
            init = INITS[init]
        self.W = init(n_out, n_in, rng, dtype)
        self.b = np.ones(n_out, dtype) * np.asarray(bias, dtype)
        self.dW, self.db = np.zeros_like(self.W), np.zeros_like(self.b)

    def forward(self, X):
        self.cache = X.astype(np.float64)
        return (self.W.astype(np.float64) @ self.cache.T + self.b[:, None]).T.astype(X.dtype)

    def backward(self, dZ):
        wide = dZ.astype(np.float64)
        self.dW[...] = sum(np.outer(d, x) for d, x in zip(wide, self.cache, strict=True))
        self.db[...] = np.ones(len(dZ)) @ wide
        if self.input_grad:
            return (self.W.T.astype(np.float64) @ wide.T).T.astype(dZ.dtype)


class ActivationLayer:
    def __init__(self, activation, **params):
        self.params = params
        self.activation = ACTIVATIONS.get(activation) if isinstance(activation, str) else activation

    def forward(self, Z):
        self.cache = Z.copy()
        return self.activation.f(self.cache, **self.params)

    def backward(self, dA):
        slope = self.activation.grad(self.cache.astype(np.float64), **self.params)
        return (dA * slope).astype(dA.dtype)


class SoftmaxCrossEntropy:
    def forward(self, Z, T):
        wide = Z.astype(np.float64)
        log_P = wide - np.logaddexp.reduce(wide, axis=1, keepdims=True)
        self.cache = ((np.exp(log_P) - T) / len(Z)).astype(Z.dtype)
        return -np.where(T > 0, T * log_P, 0).sum() / len(Z)

    def backward(self):
        return self.cache


def forward_chain(layers, X):
    outputs = [X]
    for layer in layers:
        outputs.append(layer.forward(outputs[-1]))
    return outputs[-1]


def backward_chain(layers, dZ):
    back = [dZ]
    for layer in layers[::-1]:
        back.append(layer.backward(back[-1]))
    return back.pop()


def chain_step(layers, loss, X, T, lr, weight_decay=0.0):
    before = loss.forward(forward_chain(layers, X), T)
    backward_chain(layers, loss.backward())
    for layer in layers:
        if hasattr(layer, "W"):
            layer.W -= lr * weight_decay * layer.W
            layer.W -= lr * layer.dW
            layer.b -= lr * layer.db
    return before
