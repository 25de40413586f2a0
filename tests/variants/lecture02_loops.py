"""Lecture 02, one number at a time with the math module."""

import math

import numpy as np


def each(f, z, *more):
    """f on every element, into a new array like z."""
    out = np.empty_like(z)
    for index in np.ndindex(z.shape):
        out[index] = f(float(z[index]), *more)
    return out


def step(z):
    out = np.empty_like(z)
    for index in np.ndindex(z.shape):
        out[index] = 1 if z[index] >= 0 else 0
    return out


def sigmoid(z, slope=1):
    def one(x):
        x = slope * x
        if x >= 0:
            return 1 / (1 + math.exp(-x))
        e = math.exp(x)
        return e / (1 + e)

    return each(one, z)


def sigmoid_grad(z, slope=1):
    def one(x):
        e = math.exp(-abs(slope * x))
        return slope * e / (1 + e) ** 2

    return each(one, z)


def tanh(z):
    return each(math.tanh, z)


def tanh_grad(z):
    def one(x):
        return 1 - math.tanh(x) ** 2

    return each(one, z)


def relu(z):
    out = z.copy()
    for index in np.ndindex(z.shape):
        if out[index] < 0:
            out[index] = 0
    return out


def relu_grad(z):
    def one(x):
        return 1.0 if x > 0 else 0.0

    return each(one, z)


def leaky_relu(z, alpha=0.01, scale=1):
    def one(x):
        return scale * (x if x > 0 else alpha * x)

    return each(one, z)


def leaky_relu_grad(z, alpha=0.01, scale=1):
    def one(x):
        return scale * (1 if x > 0 else alpha)

    return each(one, z)


def prelu(z, alpha=0.25):
    slopes = np.broadcast_to(alpha, z.shape)
    out = z.copy()
    for index in np.ndindex(z.shape):
        if z[index] <= 0:
            out[index] = slopes[index] * z[index]
    return out


def elu(z, alpha=1):
    def one(x):
        return x if x > 0 else alpha * (math.exp(x) - 1)

    return each(one, z)


def elu_grad(z, alpha=1):
    def one(x):
        return 1 if x > 0 else alpha * math.exp(x)

    return each(one, z)


def selu(z, alpha=1.6732632423543772, scale=1.0507009873554805):
    def one(x):
        return scale * (x if x > 0 else alpha * (math.exp(x) - 1))

    return each(one, z)


def selu_grad(z, alpha=1.6732632423543772, scale=1.0507009873554805):
    def one(x):
        return scale * (1 if x > 0 else alpha * math.exp(x))

    return each(one, z)


def softplus(z):
    def one(x):
        return x + math.log(1 + math.exp(-x)) if x > 0 else math.log(1 + math.exp(x))

    return each(one, z)


def softplus_grad(z):
    def one(x):
        return 1 / (1 + math.exp(-x)) if x >= 0 else math.exp(x) / (1 + math.exp(x))

    return each(one, z)


def softsign(z):
    def one(x):
        return x / (1 + abs(x))

    return each(one, z)


def softsign_grad(z):
    def one(x):
        return (1 / (1 + abs(x))) ** 2

    return each(one, z)


def _sigma(x):
    return 1 / (1 + math.exp(-x)) if x >= 0 else math.exp(x) / (1 + math.exp(x))


def swish(z, beta=1):
    def one(x):
        return x * _sigma(beta * x)

    return each(one, z)


def swish_grad(z, beta=1):
    def one(x):
        s = _sigma(beta * x)
        t = _sigma(-beta * x)
        return s + (beta * x * s) * t if s > 0 and t > 0 else s

    return each(one, z)


def gelu(z):
    def one(x):
        return x / 2 * math.erfc(-x / math.sqrt(2))

    return each(one, z)


def gelu_grad(z):
    def one(x):
        density = math.exp(-min(x * x, 1e3) / 2) / math.sqrt(2 * math.pi)
        return math.erfc(-x / math.sqrt(2)) / 2 + (x * density if density > 0 else 0)

    return each(one, z)
