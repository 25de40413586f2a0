"""Networks made by hand: what a few units can do when nobody trains them."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from mlpkit.activations import relu, sigmoid
from mlpkit.validate import checked, count, positive


@checked(x="...", left="", right="", height="", steepness=positive)
def bump(x: NDArray, left: float, right: float, height: float = 1.0, steepness: float = 100.0) -> NDArray:
    """A bump of the given height on [left, right], made of two sigmoid units: a step up, and a step down.

    x of any shape; the larger the steepness, the sharper the edges. Sums of narrow bumps come as close to a
    continuous function as you like.

    Formula: height · σ(steepness (x − left)) − height · σ(steepness (x − right)).

    Source: Nielsen, Neural Networks and Deep Learning, chapter 4.

    >>> bump(np.array([0.0, 0.5, 1.0]), left=0.25, right=0.75, height=2.0).round(6)
    array([0., 2., 0.])
    """
    return height * (sigmoid(steepness * (x - left)) - sigmoid(steepness * (x - right)))


@checked(x="...", depth=count)
def sawtooth(x: NDArray, depth: int) -> NDArray:
    """The tent, which goes up from 0 to 1 and down again, applied to its own output, depth times in all.

    x in [0, 1], of any shape. Two ReLU units a layer, and 2^depth straight pieces; a single hidden layer needs
    about one unit for each piece.

    Formula: g(g(… g(x))) with g(x) = 2 relu(x) − 4 relu(x − ½).

    Source: Telgarsky 2016.

    >>> sawtooth(np.array([0.0, 0.25, 0.5, 0.75, 1.0]), depth=2)
    array([0., 1., 0., 1., 0.])
    """
    for _ in range(depth):
        x = 2 * relu(x) - 4 * relu(x - 0.5)
    return x


@checked(X="N 2")
def xor_hidden(X: NDArray) -> NDArray:
    """h₁ = relu(x₁ + x₂), h₂ = relu(x₁ + x₂ − 1): the two hidden units of `xor_net`. X (N, 2) gives (N, 2).

    >>> xor_hidden(np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]]))     # (0,1) and (1,0) coincide
    array([[0., 0.],
           [1., 0.],
           [1., 0.],
           [2., 1.]])
    """
    W = np.array([[1, 1], [1, 1]], dtype=X.dtype)
    b = np.array([0, -1], dtype=X.dtype)
    return relu(X @ W.T + b)


@checked(X="N 2")
def xor_net(X: NDArray) -> NDArray:
    """y = h₁ − 2 h₂ with h = xor_hidden(X): 0, 1, 1, 0 on the four corners. X (N, 2) gives (N,).

    In the hidden plane a line separates the classes, which no line does in the plane of the inputs.

    >>> xor_net(np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]]))
    array([0., 1., 1., 0.])
    """
    return xor_hidden(X) @ np.array([1, -2], dtype=X.dtype)


@checked(W1="H D", b1="H", W2="K H")
def permute_hidden(W1: NDArray, b1: NDArray, W2: NDArray, order: Sequence[int]):
    """The same network with its hidden units in another order: new (W1, b1, W2), unit i being the old order[i].

    W1 (H, D) and b1 (H,) lead to the hidden layer, W2 (K, H) away from it. The given arrays stay as they are.

    Formula: the new W1 is W1[order], the new b1 is b1[order], the new W2 is W2[:, order].

    >>> permute_hidden(np.array([[1.0], [2.0]]), np.array([3.0, 4.0]), np.array([[5.0, 6.0]]), [1, 0])
    (array([[2.],
           [1.]]), array([4., 3.]), array([[6., 5.]]))
    """
    order = np.asarray(order)
    return W1[order], b1[order], W2[:, order]


@checked(W1="H D", b1="H", W2="K H", signs="H")
def flip_signs(W1: NDArray, b1: NDArray, W2: NDArray, signs: NDArray):
    """The same network with the weights into and out of hidden unit i multiplied by signs[i], 1 or −1.

    W1 (H, D) and b1 (H,) lead to the hidden layer, W2 (K, H) away from it, and the activation is odd, as tanh is. New
    arrays (W1, b1, W2), in the dtype of the weights.

    >>> flip_signs(np.array([[1.0], [2.0]]), np.array([3.0, 4.0]), np.array([[5.0, 6.0]]), np.array([1, -1]))
    (array([[ 1.],
           [-2.]]), array([ 3., -4.]), array([[ 5., -6.]]))
    """
    signs = signs.astype(W1.dtype)
    return W1 * signs[:, None], b1 * signs, W2 * signs
