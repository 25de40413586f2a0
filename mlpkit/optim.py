"""How weights move against their gradient: one pure step for each rule, and optimisers that remember.

An optimiser changes the arrays of `params` in place, in `step(grads)`, a block of rows at a time. Weight decay acts
on arrays with two axes, the weight matrices, and leaves the biases alone.
"""

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from mlpkit.validate import checked, count, fraction, not_negative, positive


@checked(w="...", dw="...", lr=positive, weight_decay=not_negative)
def sgd_step(w: NDArray, dw: NDArray, lr: float, weight_decay: float = 0.0) -> NDArray:
    """One step of gradient descent, with weight decay: downhill, and a little towards zero.

    w: weights; dw: ∂L/∂w, of the same shape, without the penalty's part; lr: the learning rate η; weight_decay: the
    strength λ of the L2 penalty. Returns a new array.

    Formula: w − η (∂L/∂w + λ w). λ w is the gradient of the penalty ½ λ ‖w‖².

    >>> sgd_step(np.array([1.0, -2.0]), np.array([3.0, 0.0]), lr=0.1, weight_decay=0.5)
    array([ 0.65, -1.9 ])
    """
    return w - lr * (dw + weight_decay * w)


@checked(w="...", dw="...", v="...", lr=positive, momentum=fraction)
def momentum_step(w: NDArray, dw: NDArray, v: NDArray, lr: float, momentum: float = 0.9):
    """One step of gradient descent with momentum: renew the velocity, then walk along it.

    w: weights; dw: ∂L/∂w and v: the velocity, both of w's shape, v zero before the first step; lr: the learning rate η;
    momentum: γ. The rate multiplies the velocity and is not in it. Returns new arrays (w, v).

    Formula: v ← γ v + ∂L/∂w, then w ← w − η v, with the new v.

    Source: Polyak 1964. Others put η inside v, which differs when the rate changes.

    >>> momentum_step(np.array([1.0]), np.array([2.0]), np.array([10.0]), lr=0.1, momentum=0.5)
    (array([0.3]), array([7.]))
    """
    v = momentum * v + dw
    return w - lr * v, v


@checked(w="...", dw="...", m="...", s="...", t=count, lr=positive, beta1=fraction, beta2=fraction, eps=positive)
def adam_step(
    w: NDArray,
    dw: NDArray,
    m: NDArray,
    s: NDArray,
    t: int,
    lr: float = 0.001,
    beta1: float = 0.9,
    beta2: float = 0.999,
    eps: float = 1e-8,
):
    """One step of Adam: running means of the gradient and of its square set the length of the step, weight by weight.

    w: weights; dw: ∂L/∂w; m and s: the two running means, of w's shape, zero before the first step and kept
    uncorrected; t: the number of this step, from 1; lr: η; beta1 and beta2: how much of the old means is kept; eps: ε,
    added to the root. Returns new arrays (w, m, s).

    Formula: m ← β₁ m + (1 − β₁) g and s ← β₂ s + (1 − β₂) g², with g = ∂L/∂w; m̂ = m / (1 − β₁ᵗ) and ŝ = s / (1 − β₂ᵗ);
    w ← w − η m̂ / (√ŝ + ε).

    Source: Kingma and Ba 2015.

    >>> w, m, s = adam_step(np.array([1.0]), np.array([-4.0]), np.zeros(1), np.zeros(1), t=1, lr=0.1)
    >>> w.round(6), m.round(6), s.round(6)
    (array([1.1]), array([-0.4]), array([0.016]))
    """
    m = beta1 * m + (1 - beta1) * dw
    s = beta2 * s + (1 - beta2) * dw * dw
    return w - lr * (m / (1 - beta1**t)) / (np.sqrt(s / (1 - beta2**t)) + eps), m, s


# So many bytes of each array fit into a core's cache together, and stay there from one pass of a formula to the next.
# On whole matrices every pass would fetch them from memory again: half the speed at 2,048 × 2,048.
BLOCK = 2**17


def _blocks(*lists: Sequence[NDArray]) -> Iterator[Sequence[NDArray]]:
    """The arrays that stand at the same place of each list, a block of rows at a time, as views."""
    for arrays in zip(*lists, strict=True):
        if arrays[0].nbytes <= BLOCK:
            yield arrays
            continue
        rows = max(1, BLOCK // arrays[0][0].nbytes)
        for start in range(0, len(arrays[0]), rows):
            yield [array[start : start + rows] for array in arrays]


def _forget_traces(t: int, *lists: Sequence[NDArray]) -> None:
    """Every 64 steps: 0 in place of what has faded to almost nothing. t counts the steps.

    Where a unit is dead its gradient is 0, and a running sum fades until it is a subnormal number, below 1e-38 in
    float32. Processors are slow with those: where half the units were dead, an update took 15 to 25 times as long.
    """
    if t % 64 == 0:
        for array in (array for arrays in lists for array in arrays):
            array[np.abs(array) < 1e8 * np.finfo(array.dtype).tiny] = 0


def _require_alike(params: Sequence[NDArray], grads: Sequence[NDArray]) -> None:
    """ValueError unless there is one gradient of the right shape for every parameter."""
    expected, given = [w.shape for w in params], [np.shape(dw) for dw in grads]
    if expected != given:
        raise ValueError(f"grads must have the shapes of params, {expected}, got {given}")


class SGD:
    """v ← γ v + ∂L/∂w + λ w, then w ← w − η v: `momentum_step` in place, with weight decay λ on matrices only.

    `params` is the list of arrays to change; `lr` may be set between steps, as a schedule does.

    >>> w = np.array([[1.0, -2.0]])
    >>> optimizer = SGD([w], lr=0.1, momentum=0.5, weight_decay=0.5)
    >>> optimizer.step([np.array([[3.0, 0.0]])]); w                # v = (3.5, −1)
    array([[ 0.65, -1.9 ]])
    >>> optimizer.step([np.array([[0.0, 0.0]])]); w.round(4)       # v = (1.75 + 0.325, −0.5 − 0.95)
    array([[ 0.4425, -1.755 ]])
    """

    @checked(lr=positive, momentum=fraction, weight_decay=not_negative)
    def __init__(self, params: Sequence[NDArray], lr=0.1, momentum=0.0, weight_decay=0.0):
        self.params = list(params)
        self.lr, self.momentum, self.weight_decay = lr, momentum, weight_decay
        self.t = 0
        self._v = [np.zeros_like(w) for w in self.params]

    def step(self, grads: Sequence[NDArray]) -> None:
        """One update of every parameter from its gradient. The gradients are left as they were."""
        _require_alike(self.params, grads)
        self.t += 1
        lr = float(self.lr)  # a NumPy float64 would make the update of float32 arrays float64
        for w, dw, v in _blocks(self.params, grads, self._v):
            if self.weight_decay and w.ndim > 1:
                dw = dw + self.weight_decay * w
            # Without momentum the velocity is the gradient itself, and needs no pass of its own.
            if self.momentum:
                v *= self.momentum
                v += dw
                dw = v
            w -= lr * dw
        if self.momentum:
            _forget_traces(self.t, self._v)


class Adam:
    """`adam_step` in place, and weight decay w ← w − η λ w beside it, on matrices only.

    The decay stays out of the running means (Loshchilov and Hutter 2019, "AdamW"): inside, Adam would divide
    it by the gradient's size, and weights with large gradients would hardly decay.
    """

    @checked(lr=positive, beta1=fraction, beta2=fraction, eps=positive, weight_decay=not_negative)
    def __init__(self, params: Sequence[NDArray], lr=0.001, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.0):
        self.params = list(params)
        self.lr, self.beta1, self.beta2, self.eps, self.weight_decay = lr, beta1, beta2, eps, weight_decay
        self.t = 0
        self._m = [np.zeros_like(w) for w in self.params]
        self._s = [np.zeros_like(w) for w in self.params]

    def step(self, grads: Sequence[NDArray]) -> None:
        """One update of every parameter from its gradient. The gradients are left as they were."""
        _require_alike(self.params, grads)
        self.t += 1
        # m and s are kept as sums, without their factors 1 − β, and these and both corrections go into two numbers:
        # the same update in eleven passes over the arrays instead of sixteen.
        scale = np.sqrt((1 - self.beta2) / (1 - self.beta2**self.t)).item()
        rate = float(self.lr) * (1 - self.beta1) / ((1 - self.beta1**self.t) * scale)
        eps = self.eps / scale
        for w, dw, m, s in _blocks(self.params, grads, self._m, self._s):
            if self.weight_decay and w.ndim > 1:
                w *= 1 - float(self.lr) * self.weight_decay
            m *= self.beta1
            m += dw
            s *= self.beta2
            s += dw * dw
            # rate · m / (√s + eps), in one array instead of four
            update = np.sqrt(s)
            update += eps
            np.divide(m, update, out=update)
            update *= rate
            w -= update
        _forget_traces(self.t, self._m, self._s)
