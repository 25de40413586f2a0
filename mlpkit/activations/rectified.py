"""ReLU and its relatives with a straight, tilted left half: leaky, parametric and randomised."""

import numpy as np

from mlpkit.activations.base import elementwise


@elementwise
def relu(z):
    """The rectified linear unit: z where it is positive and 0 elsewhere, elementwise.

    z: float array of any shape. Returns the same shape and dtype.

    >>> relu(np.array([-2.0, 0.0, 3.0]))
    array([0., 0., 3.])

    Source: UNICAMP, Tsinghua, IIT Kharagpur, UMass Amherst.
    """
    return np.maximum(z, 0)


@elementwise
def relu_grad(z):
    """The derivative of relu, elementwise; at the kink, z = 0, it is 0 here, and 1 is as good.

    z: float array of any shape. Returns the same shape and dtype.

    >>> relu_grad(np.array([-2.0, 0.0, 3.0]))
    array([0., 0., 1.])

    Formula: relu'(z) = 1 where z > 0, otherwise 0.

    Source: UNICAMP (Tsinghua and IIT Kharagpur choose 1 at the kink).
    """
    return (z > 0).astype(z.dtype)


@elementwise
def leaky_relu(z, alpha=0.01, scale=1):
    """f(z) = scale z where z > 0, scale alpha z where z <= 0, elementwise.

    z: float array of any shape; alpha: any number, also above 1; scale: a positive number.
    Returns the same shape and dtype.

    >>> leaky_relu(np.array([-2.0, 0.0, 3.0]), alpha=0.1)
    array([-0.2,  0. ,  3. ])
    >>> leaky_relu(np.array([-2.0, 0.0, 3.0]), alpha=0.1, scale=2)
    array([-0.4,  0. ,  6. ])

    Source: IIT Kharagpur, Tsinghua; UNICAMP has the scale.
    """
    return scale * (np.maximum(z, 0) + alpha * np.minimum(z, 0))


@elementwise
def leaky_relu_grad(z, alpha=0.01, scale=1):
    """f'(z) = scale where z > 0, scale alpha where z <= 0, elementwise; at the kink f'(0) = scale alpha.

    z: float array of any shape; alpha, scale: as in leaky_relu. Returns the same shape and dtype.

    >>> leaky_relu_grad(np.array([-2.0, 0.0, 3.0]), alpha=0.1, scale=2)
    array([0.2, 0.2, 2. ])

    Source: UNICAMP, IIT Kharagpur.
    """
    return np.where(z > 0, scale, scale * alpha).astype(z.dtype)


@elementwise
def prelu(z, alpha=0.25):
    """Parametric ReLU, elementwise: on the left of 0 a line with a slope alpha that is learnt.

    z: float array, usually (N, n): one row per example, one column per unit.
    alpha: a number, or an array of z's dtype that broadcasts against z: (n,) is one slope per unit.
    Returns z's shape and dtype. Training starts at alpha = 0.25 (He et al. 2015).

    >>> prelu(np.array([[-2.0, -2.0], [4.0, -4.0]]), np.array([0.5, 0.25]))
    array([[-1. , -0.5],
           [ 4. , -1. ]])

    Formula: f(z) = z where z > 0, alpha z where z <= 0.

    Source: Tsinghua; He et al. 2015.
    """
    return np.maximum(z, 0) + alpha * np.minimum(z, 0)


@elementwise
def prelu_grad(z, alpha=0.25):
    """df/dz = 1 where z > 0, alpha where z <= 0, elementwise; at the kink f'(0) = alpha.

    z, alpha: as in prelu. Returns z's shape and dtype.

    >>> prelu_grad(np.array([[-2.0, -2.0], [4.0, -4.0]]), np.array([0.5, 0.25]))
    array([[0.5 , 0.25],
           [1.  , 0.25]])

    Source: Tsinghua.
    """
    return np.where(z > 0, 1, alpha).astype(z.dtype)


@elementwise
def prelu_grad_alpha(z):
    """df/dalpha = min(z, 0), elementwise: the part of each example in the gradient of prelu's slope.

    z: float array of any shape. Returns the same shape and dtype; a slope shared by several entries
    gets the sum of (dL/da) (df/dalpha) over them. Source: He et al. 2015.
    """
    return np.minimum(z, 0)


def rrelu_slopes(z, lower, upper, rng):
    """Slopes for rrelu: drawn from U(lower, upper), one per entry of z, or their mean when rng is None."""
    return (lower + upper) / 2 if rng is None else rng.uniform(lower, upper, z.shape).astype(z.dtype)


@elementwise
def rrelu(z, lower=1 / 8, upper=1 / 3, rng=None):
    """f(z) = z where z > 0, r z where z <= 0, elementwise, with a random slope r for every entry.

    z: float array of any shape; 0 <= lower <= upper. In training rng is a numpy Generator and r is drawn
    from U(lower, upper). Without it r is the mean slope (lower + upper) / 2, the test-time rule.
    Returns the same shape and dtype.

    >>> rrelu(np.array([-48.0, 0.0, 3.0]))
    array([-11.,   0.,   3.])

    Source: Tsinghua; Xu et al. 2015 draw the divisor 1 / r from U(3, 8) and test with its mean, r = 2 / 11.
    """
    return prelu(z, rrelu_slopes(z, lower, upper, rng))


@elementwise
def rrelu_grad(z, lower=1 / 8, upper=1 / 3, rng=None):
    """df/dz = 1 where z > 0, r where z <= 0, elementwise; at the kink f'(0) = r.

    z, lower, upper: as in rrelu. For the derivative of one random forward pass, hand over a Generator
    in the state in which rrelu received it: it draws the same slopes r. Source: Tsinghua.
    """
    return prelu_grad(z, rrelu_slopes(z, lower, upper, rng))
