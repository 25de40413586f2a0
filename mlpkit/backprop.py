"""Forward and backward through a whole network as matrices: one line a layer, nothing remembered for you.

Layers are counted from 0. weights[r] (n_out, n_in) and biases[r] (n_out,) lead to layer r's pre-activations
Zs[r] (N, n_out); As[0] is X and As[r + 1] = f_r(Zs[r]). activations[r] is the `Activation` of layer r.
"""

from collections.abc import Sequence

from numpy.typing import NDArray

from mlpkit.activations import Activation
from mlpkit.validate import checked


@checked(X="N n_in", W="n_out n_in", b="n_out")
def dense_forward(X: NDArray, W: NDArray, b: NDArray) -> NDArray:
    """Z = X Wᵀ + b: row n of Z holds the pre-activations of all units for example n.

    X (N, n_in), W (n_out, n_in), b (n_out,) give Z (N, n_out). W[j, i] goes to unit j from input i.

    >>> dense_forward(np.array([[1.0, 2.0]]), np.array([[3.0, -1.0], [0.0, 1.0]]), np.array([0.5, 0.0]))
    array([[1.5, 2. ]])
    """
    return X @ W.T + b


@checked(X="N D")
def forward_pass(
    X: NDArray, weights: Sequence[NDArray], biases: Sequence[NDArray], activations: Sequence[Activation]
) -> tuple[list[NDArray], list[NDArray]]:
    """Zs and As of every layer: Zᵣ = Aᵣ Wᵣᵀ + bᵣ, Aᵣ₊₁ = fᵣ(Zᵣ), starting from A₀ = X (N, D).

    weights[r] (n_out, n_in), biases[r] (n_out,); activations: one object for each layer, with `.f` for the function.
    Zs has one array for each layer, As one more, since it begins with X; As[-1] is the network's output.

    >>> from mlpkit.activations import ACTIVATIONS
    >>> W, b = np.array([[3.0], [1.0]]), np.array([1.0, -5.0])
    >>> Zs, As = forward_pass(np.array([[2.0]]), [W], [b], [ACTIVATIONS["relu"]])
    >>> Zs[0], As[1]                                               # 3 · 2 + 1 and 1 · 2 − 5; relu of both
    (array([[ 7., -3.]]), array([[7., 0.]]))
    """
    Zs, As = [], [X]
    for W, b, activation in zip(weights, biases, activations, strict=True):
        Zs.append(dense_forward(As[-1], W, b))
        As.append(activation.f(Zs[-1]))
    return Zs, As


@checked(A="N K", T="N K", slope="N K")
def output_delta(A: NDArray, T: NDArray, slope: NDArray) -> NDArray:
    """δ = (A − T) ⊙ f'(Z) / N: ∂L/∂Z at the output for the squared error L = 1/N Σₙ ½ Σₖ (aₙₖ − tₙₖ)².

    A (N, K): outputs f(Z); T (N, K): targets; slope (N, K): f'(Z). For a loss with its canonical output
    activation (squared error and identity, cross-entropy and softmax or sigmoid) f' drops out: slope = 1.

    >>> output_delta(np.array([[0.8], [0.5]]), np.array([[1.0], [0.0]]), np.array([[0.16], [0.25]]))
    array([[-0.016 ],
           [ 0.0625]])
    """
    return (A - T) * slope / len(A)


@checked(dZ="N n_out", W="n_out n_in", slope="N n_in")
def hidden_delta(dZ: NDArray, W: NDArray, slope: NDArray) -> NDArray:
    """δᵢ = f'(zᵢ) Σⱼ δⱼ wⱼᵢ: the deltas of a layer from those of the next, whose weights are W.

    dZ (N, n_out): deltas of the next layer; W (n_out, n_in); slope (N, n_in): f'(Z) of this layer.

    >>> hidden_delta(np.array([[1.0, 2.0]]), np.array([[3.0, 0.0], [1.0, -1.0]]), np.array([[0.5, 1.0]]))
    array([[ 2.5, -2. ]])
    """
    return dZ @ W * slope


@checked(dZ="N n_out", A="N n_in")
def weight_gradient(dZ: NDArray, A: NDArray) -> NDArray:
    """∂L/∂wⱼᵢ = Σₙ δₙⱼ aₙᵢ: what flows out of a weight times what flowed in, summed over the examples.

    dZ (N, n_out): deltas, which carry the 1/N of a mean; A (N, n_in): the layer's inputs. Returns (n_out, n_in).

    >>> weight_gradient(np.array([[1.0], [2.0]]), np.array([[3.0, 0.0], [1.0, 5.0]]))
    array([[ 5., 10.]])
    """
    return dZ.T @ A


@checked(dZ="N n_out")
def bias_gradient(dZ: NDArray) -> NDArray:
    """∂L/∂bⱼ = Σₙ δₙⱼ: a bias is a weight whose input is always 1. dZ (N, n_out) gives (n_out,).

    >>> bias_gradient(np.array([[1.0, -1.0], [2.0, 0.5]]))
    array([ 3. , -0.5])
    """
    return dZ.sum(axis=0)


@checked(dZ="N K")
def backward_pass(
    dZ: NDArray,
    Zs: Sequence[NDArray],
    As: Sequence[NDArray],
    weights: Sequence[NDArray],
    activations: Sequence[Activation],
) -> tuple[list[NDArray], list[NDArray]]:
    """All gradients from the output's dZ (N, K): (dWs, dbs), two lists in the order of the layers, first one first.

    Zs and As are what `forward_pass` returns: Zs[r] (N, n_r) the pre-activations of layer r, As[r] its inputs, with
    As[0] = X and As[r + 1] = f(Zs[r]); weights[r] (n_r, n_before) leads into layer r, and activations[r].grad is
    its f'. From the last layer to the first: dW and db from the layer's deltas and inputs, then the deltas of the
    layer before. dWs[r] has the shape of weights[r].

    >>> double = Activation(lambda z: 2 * z, lambda z: 2 + 0 * z)
    >>> weights, X = [np.array([[1.0], [3.0]]), np.array([[1.0, -1.0]])], np.array([[0.5]])
    >>> Zs, As = forward_pass(X, weights, [np.zeros(2), np.zeros(1)], [double, double])
    >>> dWs, dbs = backward_pass(np.array([[-8.0]]), Zs, As, weights, [double, double])
    >>> dbs                                                        # −8 · 1 · 2 and −8 · (−1) · 2, then −8 itself
    [array([-16.,  16.]), array([-8.])]
    >>> dWs[0].ravel(), dWs[1].ravel()                             # times the inputs: ½, and (1, 3)
    (array([-8.,  8.]), array([ -8., -24.]))
    """
    dWs, dbs = [], []
    for r in reversed(range(len(weights))):
        dWs.insert(0, weight_gradient(dZ, As[r]))
        dbs.insert(0, bias_gradient(dZ))
        if r > 0:
            dZ = hidden_delta(dZ, weights[r], activations[r - 1].grad(Zs[r - 1]))
    return dWs, dbs


@checked(dZ="N K")
def feedback_alignment(
    dZ: NDArray,
    Zs: Sequence[NDArray],
    As: Sequence[NDArray],
    feedback: Sequence[NDArray],
    activations: Sequence[Activation],
) -> tuple[list[NDArray], list[NDArray]]:
    """All gradients, with fixed random matrices in place of the weights on the way back: δᵢ = f'(zᵢ) Σⱼ δⱼ bⱼᵢ.

    Returns (dWs, dbs), first layer first; dWs[r] has the shape of feedback[r], which is that of weights[r].
    Zs and As are what `forward_pass` returns. These are not the gradients, and yet a network
    learns from them: its weights come to point the way of the feedback. (Lillicrap et al. 2016, Liao et al. 2016)

    >>> double = Activation(lambda z: 2 * z, lambda z: 2 + 0 * z)
    >>> weights, X = [np.array([[1.0], [3.0]]), np.array([[1.0, -1.0]])], np.array([[0.5]])
    >>> Zs, As = forward_pass(X, weights, [np.zeros(2), np.zeros(1)], [double, double])
    >>> feedback = [np.array([[7.0], [7.0]]), np.array([[0.5, 2.0]])]
    >>> dWs, dbs = feedback_alignment(np.array([[-8.0]]), Zs, As, feedback, [double, double])
    >>> dbs                                                        # −8 · ½ · 2 and −8 · 2 · 2, then −8 itself
    [array([ -8., -32.]), array([-8.])]
    >>> dWs[0].ravel(), dWs[1].ravel()                             # times the inputs: ½, and (1, 3)
    (array([ -4., -16.]), array([ -8., -24.]))
    """
    dWs, dbs = [], []
    for r in reversed(range(len(feedback))):
        dWs.insert(0, weight_gradient(dZ, As[r]))
        dbs.insert(0, bias_gradient(dZ))
        if r > 0:
            dZ = hidden_delta(dZ, feedback[r], activations[r - 1].grad(Zs[r - 1]))
    return dWs, dbs
