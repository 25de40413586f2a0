"""Forward and backward through a whole network as matrices: one line a layer, nothing cached for you.

Layers are counted from 1, and lists hold layer r at index r − 1: weights[r - 1] is W_r (n_r, n_{r−1}), Zs[r - 1] is
Z_r (N, n_r). The list of activations begins with the input: As[0] is A₀ = X, and As[r] is A_r = f_r(Z_r).
"""

from collections.abc import Sequence

from numpy.typing import NDArray

from mlpkit.activations import Activation
from mlpkit.validate import checked


@checked(X="N n_in", W="n_out n_in", b="n_out")
def dense_forward(X: NDArray, W: NDArray, b: NDArray) -> NDArray:
    """The pre-activations of a whole layer for a whole batch: row n holds those of all units for example n.

    X (N, n_in), W (n_out, n_in), b (n_out,) give Z (N, n_out). W[j, i] goes to unit j from input i.

    Formula: Z = X Wᵀ + b.

    >>> dense_forward(np.array([[1.0, 2.0]]), np.array([[3.0, -1.0], [0.0, 1.0]]), np.array([0.5, 0.0]))
    array([[1.5, 2. ]])
    """
    return X @ W.T + b


@checked(X="N D")
def forward_pass(
    X: NDArray, weights: Sequence[NDArray], biases: Sequence[NDArray], activations: Sequence[Activation]
) -> tuple[list[NDArray], list[NDArray]]:
    """Pre-activations Zs and activations As of every layer, from the first to the last.

    X (N, D); for layer r = 1, 2, … weights[r - 1] (n_out, n_in), biases[r - 1] (n_out,) and activations[r - 1], an
    object with `.f` for the function. Zs has one array for each layer, as the weights; As has one more, since it
    begins with X: As[r] is what layer r puts out, and As[-1] is the network's output.

    Formula: A₀ = X; Zᵣ = Aᵣ₋₁ Wᵣᵀ + bᵣ and Aᵣ = fᵣ(Zᵣ) for r = 1, 2, …

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
    """∂L/∂Z at the output, for the squared error L: the mean over examples of half the sum of squares.

    A (N, K): outputs f(Z); T (N, K): targets; slope (N, K): f'(Z). Returns (N, K), with the dtype of A. (A loss with
    its canonical output, such as cross-entropy with softmax, is the case slope = 1.)

    Formula: δₙₖ = (aₙₖ − tₙₖ) f'(zₙₖ) / N, for L = 1/N Σₙ ½ Σₖ (aₙₖ − tₙₖ)².

    >>> output_delta(np.array([[0.8], [0.5]]), np.array([[1.0], [0.0]]), np.array([[0.16], [0.25]]))
    array([[-0.016 ],
           [ 0.0625]])
    """
    return (A - T) * slope / len(A)


@checked(dZ="N n_out", W="n_out n_in", slope="N n_in")
def hidden_delta(dZ: NDArray, W: NDArray, slope: NDArray) -> NDArray:
    """The deltas of a hidden layer, from those of the next layer and the weights that lead there.

    dZ (N, n_out): deltas of the next layer; W (n_out, n_in): its weights; slope (N, n_in): f'(Z) of this layer.
    Returns (N, n_in).

    Formula: δₙᵢ = f'(zₙᵢ) Σⱼ δₙⱼ wⱼᵢ.

    >>> hidden_delta(np.array([[1.0, 2.0]]), np.array([[3.0, 0.0], [1.0, -1.0]]), np.array([[0.5, 1.0]]))
    array([[ 2.5, -2. ]])
    """
    return dZ @ W * slope


@checked(dZ="N n_out", A="N n_in")
def weight_gradient(dZ: NDArray, A: NDArray) -> NDArray:
    """∂L/∂W of a layer: the delta after the weight times the activation before it, added up over the examples.

    dZ (N, n_out): deltas, which carry the 1/N of a mean; A (N, n_in): the layer's inputs. Returns (n_out, n_in).

    Formula: ∂L/∂wⱼᵢ = Σₙ δₙⱼ aₙᵢ.

    >>> weight_gradient(np.array([[1.0], [2.0]]), np.array([[3.0, 0.0], [1.0, 5.0]]))
    array([[ 5., 10.]])
    """
    return dZ.T @ A


@checked(dZ="N n_out")
def bias_gradient(dZ: NDArray) -> NDArray:
    """∂L/∂b of a layer from its deltas: a bias is a weight whose input is always 1.

    dZ (N, n_out) gives (n_out,).

    Formula: ∂L/∂bⱼ = Σₙ δₙⱼ.

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

    Zs and As are what `forward_pass` returns. Layers are counted from 1 and stand at index r − 1: Zs[r - 1] (N, n_r)
    are the pre-activations of layer r, weights[r - 1] (n_r, n_before) leads into it, activations[r - 1].grad is its f'.
    As begins with the input X, so that As[r - 1] are the inputs of layer r. dWs[r - 1] has the shape of
    weights[r - 1].

    Formula: dWᵣ = dZᵣᵀ Aᵣ₋₁; dbᵣ = the column sums of dZᵣ; dZᵣ₋₁ = dZᵣ Wᵣ ⊙ fᵣ₋₁'(Zᵣ₋₁); from the last r to the first.

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
    for r in range(len(weights), 0, -1):  # layer r stands at index r − 1
        dWs.insert(0, weight_gradient(dZ, As[r - 1]))
        dbs.insert(0, bias_gradient(dZ))
        if r > 1:
            dZ = hidden_delta(dZ, weights[r - 1], activations[r - 2].grad(Zs[r - 2]))
    return dWs, dbs


@checked(dZ="N K")
def feedback_alignment(
    dZ: NDArray,
    Zs: Sequence[NDArray],
    As: Sequence[NDArray],
    feedback: Sequence[NDArray],
    activations: Sequence[Activation],
) -> tuple[list[NDArray], list[NDArray]]:
    """All gradients as in `backward_pass`, with fixed random matrices in place of the weights on the way back.

    Returns (dWs, dbs), first layer first; feedback[r - 1] has the shape of the weights of layer r, as dWs[r - 1] has.
    Zs and As are what `forward_pass` returns. These are not the gradients, and yet a network learns from them:
    its weights come to point the way of the feedback.

    Formula: δᵢ = f'(zᵢ) Σⱼ δⱼ vⱼᵢ, with V the feedback matrix of the next layer.

    Source: Lillicrap et al. 2016, Liao et al. 2016.

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
    for r in range(len(feedback), 0, -1):  # layer r stands at index r − 1
        dWs.insert(0, weight_gradient(dZ, As[r - 1]))
        dbs.insert(0, bias_gradient(dZ))
        if r > 1:
            dZ = hidden_delta(dZ, feedback[r - 1], activations[r - 2].grad(Zs[r - 2]))
    return dWs, dbs
