"""Lecture 02 by other formulas, some of which overflow on the way to the right value."""

import numpy as np
from scipy.special import erf


def step(z):
    return np.heaviside(z, 1).astype(z.dtype)


def sigmoid(z, slope=1):
    return (np.tanh(slope * z / 2) + 1) / 2


def sigmoid_grad(z, slope=1):
    return slope * (1 - np.tanh(slope * z / 2) ** 2) / 4


def tanh(z):
    return 1 - 2 / (np.exp(2 * z) + 1)


def tanh_grad(z):
    return 1 - np.square(np.tanh(z))


def relu(z):
    return (z + np.abs(z)) / 2 if np.abs(z).max(initial=0) < 1e30 else z * (z > 0)


def relu_grad(z):
    return (z > 0).astype(z.dtype)


def leaky_relu(z, alpha=0.01, scale=1):
    return scale * z * np.where(z > 0, 1, alpha).astype(z.dtype)


def leaky_relu_grad(z, alpha=0.01, scale=1):
    return (scale * (alpha + (1 - alpha) * (z > 0))).astype(z.dtype)


def prelu(z, alpha=0.25):
    return (z * np.where(z > 0, 1, alpha)).astype(z.dtype)


def elu(z, alpha=1):
    return np.where(z > 0, z, alpha * np.exp(z) - alpha)


def elu_grad(z, alpha=1):
    return np.where(z > 0, 1, alpha * np.exp(z)).astype(z.dtype)


def selu(z, alpha=1.6732632423543772, scale=1.0507009873554805):
    return np.where(z > 0, scale * z, scale * alpha * np.expm1(z))


def selu_grad(z, alpha=1.6732632423543772, scale=1.0507009873554805):
    return np.where(z > 0, scale, scale * alpha * np.exp(z)).astype(z.dtype)


def softplus(z):
    return np.logaddexp(z, 0).astype(z.dtype)


def softplus_grad(z):
    return 1 / (1 + np.exp(-z))


def softsign(z):
    return z / (1 + np.sqrt(z * z)) if np.abs(z).max(initial=0) < 1e15 else np.sign(z)


def softsign_grad(z):
    return (1 - np.abs(z / (1 + np.abs(z)))) ** 2


def swish(z, beta=1):
    return z / (1 + np.exp(-beta * z))


def swish_grad(z, beta=1):
    s = (1 + np.tanh(beta * z / 2)) / 2
    return s + np.where(s * (1 - s) > 0, beta * z * s * (1 - s), 0)


def gelu(z):
    half = 0.5 * z
    return half + half * erf(z / np.sqrt(2).astype(z.dtype))


def gelu_grad(z):
    root = np.sqrt(2).astype(z.dtype)
    x = np.clip(z, -30, 30)
    return 0.5 * (1 + erf(x / root)) + x * np.exp(-x * x / 2) / np.sqrt(2 * np.pi).astype(z.dtype)
