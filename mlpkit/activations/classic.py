"""The oldest activations: identity, step, logistic sigmoid and hyperbolic tangent."""

import numpy as np

from mlpkit.activations.base import elementwise


@elementwise
def identity(z):
    """The identity, elementwise: the activation of a linear unit.

    z: float array of any shape. Returns a new array of the same shape and dtype.

    Formula: f(z) = z.

    Source: IIT Kharagpur.
    """
    return +z


@elementwise
def identity_grad(z):
    """The derivative of the identity, 1 everywhere.

    z: float array of any shape. Returns the same shape and dtype. Source: IIT Kharagpur.
    """
    return np.ones_like(z)


@elementwise
def step(z):
    """Heaviside's step, elementwise: silent below 0, firing at 0 and above, so that step(0) = 1.

    z: float array of any shape. Returns zeros and ones with the same shape and dtype.

    >>> step(np.array([-2.0, -0.5, 0.0, 3.0]))
    array([0., 0., 1., 1.])

    Formula: step(z) = 1 where z >= 0, and 0 where z < 0.

    Source: UMass Amherst (IIT Kharagpur takes the sign, -1 and 1).
    """
    return np.heaviside(z, 1)


@elementwise
def step_grad(z):
    """The derivative of the step, 0 everywhere, elementwise; at the jump z = 0, where there is none, 0 is used too.

    z: float array of any shape. Returns the same shape and dtype. Source: Tsinghua, IIT Kharagpur.
    """
    return np.zeros_like(z)


@elementwise
def sigmoid(z, slope=1):
    """The logistic sigmoid of slope times z, elementwise.

    z: float array of any shape; slope: a positive number.
    Returns the same shape and dtype, in [0, 1], right for every z, however large.

    >>> sigmoid(np.array([0.0, 2.0, -2.0])).round(4)
    array([0.5   , 0.8808, 0.1192])
    >>> sigmoid(np.array([1.0, -1000.0]), slope=2).round(4)
    array([0.8808, 0.    ])

    Formula: f(z) = 1 / (1 + e^(-slope z)) = e^(slope z) / (1 + e^(slope z)).

    Source: UNICAMP, Tsinghua, IIT Kharagpur, UMass Amherst.
    """
    e = np.exp(-np.abs(slope * z))
    return np.where(z >= 0, 1, e) / (1 + e)


@elementwise
def sigmoid_grad(z, slope=1):
    """The derivative of sigmoid(z, slope) with respect to z, elementwise.

    z: float array of any shape; slope: a positive number.
    Returns the same shape and dtype. The largest value is β/4, at z = 0.

    >>> sigmoid_grad(np.array([0.0, 2.0, -2.0])).round(4)
    array([0.25 , 0.105, 0.105])
    >>> sigmoid_grad(np.array([0.0, 1.0]), slope=2).round(4)
    array([0.5 , 0.21])

    Formula: f'(z) = slope f(z) (1 - f(z)) with f(z) = sigmoid(z, slope).

    Source: UNICAMP, Tsinghua.
    """
    return slope * sigmoid(z, slope) * sigmoid(-z, slope)


@elementwise
def tanh(z):
    """The hyperbolic tangent, elementwise.

    z: float array of any shape. Returns the same shape and dtype, in [-1, 1], right for every z,
    however large.

    >>> tanh(np.array([0.0, 1.0, -1000.0])).round(4)
    array([ 0.    ,  0.7616, -1.    ])

    Formula: tanh(z) = (e^z - e^-z) / (e^z + e^-z) = 2 sigmoid(2z) - 1.

    Source: UNICAMP, Tsinghua, IIT Kharagpur, UMass Amherst.
    """
    return np.tanh(z)


@elementwise
def tanh_grad(z):
    """The derivative of the hyperbolic tangent, elementwise.

    z: float array of any shape. Returns the same shape and dtype. The largest value is 1, at z = 0.

    >>> tanh_grad(np.array([0.0, 1.0, -1.0])).round(4)
    array([1.  , 0.42, 0.42])

    Formula: tanh'(z) = 1 - tanh(z)^2.

    Source: UNICAMP, Tsinghua.
    """
    # 4 e^(-2|z|) / (1 + e^(-2|z|))^2 is the same number; 1 - tanh^2 cancels to 0 beyond |z| = 19.
    e = np.exp(-np.abs(z)) ** 2
    return 4 * e / (1 + e) ** 2
