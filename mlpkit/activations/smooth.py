"""Activations with a curved left half: ELU, SELU, softplus, softsign, swish and GELU."""

import numpy as np
from scipy.special import ndtr

from mlpkit.activations.base import elementwise
from mlpkit.activations.classic import sigmoid


@elementwise
def elu(z, alpha=1):
    """The exponential linear unit, elementwise: z on the right, a curve that levels off at -alpha on the left.

    z: float array of any shape; alpha: a positive number. Returns the same shape and dtype, right for every z.

    >>> elu(np.array([-1.0, 0.0, 100.0])).round(4)
    array([ -0.6321,   0.    , 100.    ])

    Formula: f(z) = z where z > 0, alpha (e^z - 1) where z <= 0.

    Source: UNICAMP, IIT Kharagpur.
    """
    return np.maximum(z, 0) + alpha * np.expm1(np.minimum(z, 0))


@elementwise
def elu_grad(z, alpha=1):
    """f'(z) = 1 where z > 0, alpha e^z where z <= 0, elementwise; at 0, if alpha is not 1, f'(0) = alpha.

    z, alpha: as in elu. Returns the same shape and dtype, without a warning for every z, however large.

    >>> elu_grad(np.array([-1.0, 0.0, 1000.0]), alpha=2).round(4)
    array([0.7358, 2.    , 1.    ])

    Source: UNICAMP, IIT Kharagpur.
    """
    return np.where(z > 0, 1, alpha * np.exp(np.minimum(z, 0)))


@elementwise
def selu(z, alpha=1.6732632423543772, scale=1.0507009873554805):
    """f(z) = scale z where z > 0, scale alpha (e^z - 1) where z <= 0, elementwise.

    z: float array of any shape. With these alpha and scale (UNICAMP's a and λ), a layer with
    inputs of mean 0 and variance 1 and weights of variance 1/n, n its inputs, keeps both.
    Returns the same shape and dtype, without a warning for every z, however large.

    >>> selu(np.array([-1.0, 0.0, 100.0])).round(4)
    array([ -1.1113,   0.    , 105.0701])

    Source: UNICAMP; Klambauer et al. 2017.
    """
    return scale * elu(z, alpha)


@elementwise
def selu_grad(z, alpha=1.6732632423543772, scale=1.0507009873554805):
    """f'(z) = scale where z > 0, scale alpha e^z where z <= 0, elementwise; at 0 f'(0) = scale alpha.

    z, alpha, scale: as in selu. Returns the same shape and dtype, without a warning for every z.

    >>> selu_grad(np.array([-1.0, 0.0, 1000.0])).round(4)
    array([0.6468, 1.7581, 1.0507])

    Source: UNICAMP.
    """
    return scale * elu_grad(z, alpha)


@elementwise
def softplus(z):
    """Softplus, elementwise: relu with the corner rounded off.

    z: float array of any shape. Returns the same shape and dtype, finite and right for every finite z,
    however large.

    >>> softplus(np.array([0.0, -2.0, 100.0])).round(4)
    array([  0.6931,   0.1269, 100.    ])

    Formula: f(z) = log(1 + e^z) = max(z, 0) + log(1 + e^-|z|).

    Source: UNICAMP, IIT Kharagpur, Tsinghua.
    """
    return np.maximum(z, 0) + np.log1p(np.exp(-np.abs(z)))


@elementwise
def softplus_grad(z):
    """f'(z) = e^z / (1 + e^z) = 1 / (1 + e^-z), elementwise.

    z: float array of any shape. Returns the same shape and dtype, without a warning for every z.

    >>> softplus_grad(np.array([0.0, -2.0, 1000.0])).round(4)
    array([0.5   , 0.1192, 1.    ])

    Source: UNICAMP, IIT Kharagpur.
    """
    return sigmoid(z)


@elementwise
def softsign(z):
    """f(z) = z / (1 + |z|), elementwise.

    z: float array of any shape, finite. Returns the same shape and dtype, in [-1, 1].

    >>> softsign(np.array([-1.0, 0.0, 3.0]))
    array([-0.5 ,  0.  ,  0.75])

    Source: Tsinghua.
    """
    # The largest float stands in for infinity, since inf / inf is undefined.
    limit = np.finfo(z.dtype).max
    z = np.clip(z, -limit, limit)
    return z / (1 + np.abs(z))


@elementwise
def softsign_grad(z):
    """f'(z) = 1 / (1 + |z|)^2, elementwise.

    z: float array of any shape. Returns the same shape and dtype. The largest value is 1, at z = 0.

    >>> softsign_grad(np.array([-1.0, 0.0, 3.0]))
    array([0.25  , 1.    , 0.0625])

    Source: Tsinghua.
    """
    # The reciprocal is squared, not the sum: (1 + |z|)^2 overflows from 1e154 on.
    return (1 / (1 + np.abs(z))) ** 2


@elementwise
def swish(z, beta=1):
    """Swish, elementwise: z times a gate, the sigmoid of beta z. With beta = 1 it is SiLU.

    z: float array of any shape, finite; beta: a number, 0 or more.
    Returns the same shape and dtype, right for every finite z, however large.

    >>> swish(np.array([-1.0, 0.0, 2.0, -1000.0])).round(4)
    array([-0.2689,  0.    ,  1.7616, -0.    ])
    >>> swish(np.array([-1.0, 0.0, 2.0]), beta=2).round(4)
    array([-0.1192,  0.    ,  1.964 ])

    Formula: f(z) = z sigmoid(beta z) = z / (1 + e^(-beta z)).

    Source: IIT Kharagpur.
    """
    # The lowest float stands in for -inf, since -inf times 0 is undefined; the limit is 0.
    return np.maximum(z, np.finfo(z.dtype).min) * sigmoid(z, beta)


@elementwise
def swish_grad(z, beta=1):
    """f'(z) = s + beta z s (1 - s) with s = sigmoid(beta z), elementwise.

    z, beta: as in swish. Returns the same shape and dtype, without a warning for every finite z.

    >>> swish_grad(np.array([-2.0, 0.0, 2.0, -1000.0])).round(4)
    array([-0.0908,  0.5   ,  1.0908, -0.    ])

    Source: IIT Kharagpur.
    """
    limit = np.finfo(z.dtype).max
    u = np.clip(beta * z, -limit, limit)
    return sigmoid(u) * (1 + u * sigmoid(-u))


@elementwise
def gelu(z):
    """The exact GELU, elementwise: z times a gate, the distribution function Phi of the standard normal.

    z: float array of any shape, finite. Not the approximation by tanh that many programs use.
    Returns the same shape and dtype, right for every finite z.

    >>> gelu(np.array([-1.0, 0.0, 2.0])).round(4)
    array([-0.1587,  0.    ,  1.9545])

    Formula: f(z) = z Phi(z), Phi(z) = (1 + erf(z / sqrt(2))) / 2.

    Source: IIT Kharagpur.
    """
    return np.maximum(z, np.finfo(z.dtype).min) * ndtr(z)


@elementwise
def gelu_grad(z):
    """f'(z) = Phi(z) + z phi(z), elementwise, with the normal density phi(z) = e^(-z^2 / 2) / sqrt(2 pi).

    z: float array of any shape, finite; Phi as in gelu.
    Returns the same shape and dtype.

    >>> gelu_grad(np.array([-1.0, 0.0, 2.0])).round(4)
    array([-0.0833,  0.5   ,  1.0852])

    Source: IIT Kharagpur.
    """
    # Beyond 40 the density is 0 in every float, and the square of a larger number might overflow.
    u = np.clip(z, -40, 40)
    return ndtr(z) + u * np.exp(-u * u / 2) / (2 * np.pi) ** 0.5
