"""Losses as last layers: forward gives the loss, backward the gradient that starts the way back."""

from numpy.typing import NDArray

from mlpkit.losses import mse, softmax_cross_entropy


class EuclideanLoss:
    """L = 1/N Σₙ ½ ‖yₙ − tₙ‖², as a last layer: `forward(Y, T)` is the loss, `backward()` is dY = (Y − T) / N.

    >>> loss = EuclideanLoss()
    >>> loss.forward(np.array([[1.0, 2.0], [3.0, 0.0]]), np.array([[0.0, 2.0], [1.0, 1.0]]))
    1.5
    >>> loss.backward()                                            # (½ (1 + 0) + ½ (4 + 1)) / 2, and (Y − T) / 2
    array([[ 0.5,  0. ],
           [ 1. , -0.5]])
    """

    def forward(self, Y: NDArray, T: NDArray) -> float:
        """The loss of outputs Y (N, K) against targets T (N, K). Caches dY, which is (Y − T) / N."""
        loss, self.dY = mse(Y, T)
        return loss

    def backward(self) -> NDArray:
        """dY = (Y − T) / N, with the Y and T that forward saw."""
        return self.dY


class SoftmaxCrossEntropy:
    """Softmax and cross-entropy as one last layer: `forward(Z, T)` is the loss, `backward()` its gradient dZ.

    The loss is the mean over the examples. Two layers would need softmax's Jacobian, and would divide by probabilities
    that have rounded to 0.

    Formula: L = −1/N Σₙ Σₖ tₙₖ log softmax(zₙ)ₖ, and dZ = (P − T) / N.

    >>> loss = SoftmaxCrossEntropy()
    >>> loss.forward(np.array([[0.0, 1000.0]]), np.array([[1, 0]]))
    1000.0
    >>> loss.backward()                                            # P = (0, 1), T = (1, 0)
    array([[-1.,  1.]])
    """

    def forward(self, Z: NDArray, T: NDArray) -> float:
        """The loss of logits Z (N, K) against one-hot T (N, K). Caches what `backward` returns."""
        loss, self.dZ = softmax_cross_entropy(Z, T)
        return loss

    def backward(self) -> NDArray:
        """dZ (N, K), for the Z and T that forward saw."""
        return self.dZ
