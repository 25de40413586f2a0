"""Lecture 02, computed in float64 and rounded to the dtype of the input at the end."""

import numpy as np
from scipy.special import ndtr


def step(z):
    return (z.astype(np.float64) >= 0).astype(z.dtype)


def sigmoid(z, slope=1):
    return np.exp(-np.logaddexp(0, -slope * z.astype(np.float64))).astype(z.dtype)


def sigmoid_grad(z, slope=1):
    x = slope * z.astype(np.float64)
    return (slope * np.exp(-np.logaddexp(0, -x) - np.logaddexp(0, x))).astype(z.dtype)


def tanh(z):
    return np.tanh(z.astype(np.float64)).astype(z.dtype)


def tanh_grad(z):
    return (1 / np.cosh(np.clip(z.astype(np.float64), -300, 300)) ** 2).astype(z.dtype)


def relu(z):
    return np.clip(z.astype(np.float64), 0, None).astype(z.dtype)


def relu_grad(z):
    return np.heaviside(z.astype(np.float64), 0).astype(z.dtype)


def leaky_relu(z, alpha=0.01, scale=1):
    x = z.astype(np.float64)
    return (scale * (np.maximum(x, 0) + alpha * np.minimum(x, 0))).astype(z.dtype)


def leaky_relu_grad(z, alpha=0.01, scale=1):
    positive = (z > 0).astype(np.float64)
    return (scale * (positive + alpha * (1 - positive))).astype(z.dtype)


def prelu(z, alpha=0.25):
    x = z.astype(np.float64)
    return (np.maximum(x, 0) + np.asarray(alpha, np.float64) * np.minimum(x, 0)).astype(z.dtype)


def elu(z, alpha=1):
    x = z.astype(np.float64)
    return (np.maximum(x, 0) + alpha * (np.exp(np.minimum(x, 0)) - 1)).astype(z.dtype)


def elu_grad(z, alpha=1):
    x = z.astype(np.float64)
    return np.where(x > 0, 1.0, alpha * np.exp(np.minimum(x, 0))).astype(z.dtype)


def selu(z, alpha=1.6732632423543772, scale=1.0507009873554805):
    x = z.astype(np.float64)
    return (scale * np.maximum(x, 0) + scale * alpha * np.expm1(np.minimum(x, 0))).astype(z.dtype)


def selu_grad(z, alpha=1.6732632423543772, scale=1.0507009873554805):
    x = z.astype(np.float64)
    return (scale * np.where(x > 0, 1, alpha * np.exp(np.minimum(x, 0)))).astype(z.dtype)


def softplus(z):
    return np.logaddexp(z.astype(np.float64), 0).astype(z.dtype)


def softplus_grad(z):
    return ((1 + np.tanh(z.astype(np.float64) / 2)) / 2).astype(z.dtype)


def softsign(z):
    x = z.astype(np.float64)
    return (np.sign(x) - np.sign(x) / (1 + np.abs(x))).astype(z.dtype)


def softsign_grad(z):
    return np.power(1 + np.abs(z.astype(np.float64)), -2.0).astype(z.dtype)


def swish(z, beta=1):
    x = z.astype(np.float64)
    return (x * np.exp(-np.logaddexp(0, -beta * x))).astype(z.dtype)


def swish_grad(z, beta=1):
    u = np.clip(beta * z.astype(np.float64), -700, 700)
    s = 1 / (1 + np.exp(-u))
    return (s * (1 + u * (1 - s))).astype(z.dtype)


def gelu(z):
    x = z.astype(np.float64)
    return (x * ndtr(x)).astype(z.dtype)


def gelu_grad(z):
    x = np.clip(z.astype(np.float64), -50, 50)
    return (ndtr(x) + x * np.exp(-0.5 * x**2) / np.sqrt(2 * np.pi)).astype(z.dtype)
