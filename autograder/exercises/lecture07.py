"""Lecture 07: layers that remember and pass on, and the chain that they make."""

from itertools import pairwise

import numpy as np

from autograder.checking.exercise import EXTREME, Inputs, exercise
from autograder.exercises.lecture07_watch import first_slip, watch_chain
from autograder.runtime.observe import Seeded
from mlpkit import activations, layers, losses, sequential
from mlpkit.activations import Activation

BOTH = ("float32", "float64")
SHAPES = ((4, 3, 3), (3, 2, 4), (1, 3, 2), (5, 1, 2), (2, 4, 1))


def batches(rng):
    for dtype in BOTH:
        for N, n_in, n_out in SHAPES:
            X, dZ = rng.normal(size=(N, n_in)), rng.normal(size=(N, n_out))
            bias = float(rng.uniform(0.5, 2.0))
            yield Inputs((X.astype(dtype), dZ.astype(dtype), bias, Seeded(int(rng.integers(1 << 30)))))


def even(n_out, n_in, rng, dtype):
    """An init of its own: even numbers in [-2, 2), the same in both dtypes up to rounding."""
    return rng.uniform(-2, 2, (n_out, n_in)).astype(dtype)


def run_dense(Dense, X, dZ, bias, rng):
    """Two batches through one layer, the second one counts; then what input_grad does."""
    layer = Dense(X.shape[1], dZ.shape[1], rng=rng, init=even, bias=bias, dtype=X.dtype)
    other = Dense(X.shape[1], dZ.shape[1], rng=np.random.default_rng(0), init=even, dtype=X.dtype)
    layer.forward(2 * X + 1)
    layer.backward(1 - 3 * dZ)
    Z = layer.forward(X)
    other.forward(3 * X)
    dX = layer.backward(dZ)
    first = Dense(X.shape[1], dZ.shape[1], rng=rng, init=even, dtype=X.dtype, input_grad=False)
    first.forward(X)
    left_out = first.backward(dZ) is None
    return Z, dX, layer.dW, layer.db, float(left_out), first.dW, first.db, layer.forward(X)


class DenseAccumulates(layers.Dense):
    def backward(self, dZ):
        dW, db = self.dW, self.db
        dX = super().backward(dZ)
        self.dW, self.db = dW + self.dW, db + self.db
        return dX


class DenseWithoutBias(layers.Dense):
    def forward(self, X):
        return super().forward(X) - self.b


class DenseAverages(layers.Dense):
    def backward(self, dZ):
        dX = super().backward(dZ)
        self.dW, self.db = self.dW / len(dZ), self.db / np.float32(len(dZ))
        return dX


class DenseKeepsTheOutput(layers.Dense):
    def backward(self, dZ):
        dX = super().backward(dZ)
        self.dW = dZ.T @ np.resize(self.X @ self.W.T + self.b, self.X.shape)
        return dX


class DenseKeepsTheFirst(layers.Dense):
    def forward(self, X):
        first = getattr(self, "X", None)
        Z = super().forward(X)
        self.X = X if first is None else first
        return Z


class DenseLearns(layers.Dense):
    rate = 0.1

    def backward(self, dZ):
        dX = super().backward(dZ)
        self.W, self.b = self.W - self.rate * self.dW, self.b - self.rate * self.db
        return dX


class DenseLearnsFirst(DenseLearns):
    def backward(self, dZ):
        super().backward(dZ)
        return dZ @ self.W if self.input_grad else None


LEARNS = "W or b is not what it was before backward. A layer only stores dW and db; the optimiser moves the weights."


class DenseAlwaysBack(layers.Dense):
    def __init__(self, n_in, n_out, *, input_grad=True, **settings):
        super().__init__(n_in, n_out, **settings)


class DenseBackThroughGradient(layers.Dense):
    def backward(self, dZ):
        super().backward(dZ)
        return dZ @ self.dW if self.input_grad else None


class DenseStoresNothing(layers.Dense):
    def backward(self, dZ):
        before = self.dW, self.db
        dX = super().backward(dZ)
        if not self.input_grad:
            self.dW, self.db = before
        return dX


class DenseLyingDown(layers.Dense):
    def __init__(self, n_in, n_out, **settings):
        super().__init__(n_in, n_out, **settings)
        self.W = self.W.T

    def forward(self, X):
        self.X = X
        return X @ self.W + self.b

    def backward(self, dZ):
        self.dW, self.db = self.X.T @ dZ, dZ.sum(axis=0)
        return dZ @ self.W.T if self.input_grad else None


exercise(
    layers.Dense,
    lecture="07",
    points=4,
    topics="H23 H26 H27",
    cases=batches,
    call=run_dense,
    outputs=(
        "Z of forward",
        "dX of backward",
        "dW",
        "db",
        "whether input_grad=False leaves out dX (1 for yes)",
        "dW with input_grad=False",
        "db with input_grad=False",
        "Z of a forward after backward",
    ),
    weights=(2, 2, 2, 2, 2, 1, 1, 2),
    free=(4,),
    wrong={
        "learns in backward": (DenseLearns, LEARNS),
        "learns before dX": (DenseLearnsFirst, LEARNS),
        "adds to the last gradients": (
            DenseAccumulates,
            "The gradients of the batch before are still in these. Each call of backward replaces dW and db: it does "
            "not add to them.",
        ),
        "no bias in forward": (
            DenseWithoutBias,
            "The bias is missing in forward: every row of Z also gets b.",
        ),
        "divided by N": (
            DenseAverages,
            "This divides by the number of rows. The 1/N of the mean is in dZ already, put there by the loss: a layer "
            "adds up.",
        ),
        "outputs cached": (
            DenseKeepsTheOutput,
            "dW is made of the layer's outputs. A weight is multiplied by the layer's input: that is what forward "
            "has to cache.",
        ),
        "first input kept": (
            DenseKeepsTheFirst,
            "dW is made of the X of the first call of forward. Each call caches its own: what counts is the last one.",
        ),
        "dX always": (
            DenseAlwaysBack,
            "With input_grad=False backward should return None: the first layer's dX is as large a product as dW, and "
            "nobody needs it.",
        ),
        "back through dW": (
            DenseBackThroughGradient,
            "dX is dZ times dW. It comes back along the weights themselves: times W.",
        ),
        "nothing stored without input_grad": (
            DenseStoresNothing,
            "With input_grad=False dW and db are not set either. Only dX is left out: the layer learns all the same.",
        ),
        "W lies on its side": (
            DenseLyingDown,
            "dW is (n_in, n_out). In this course W and dW are (n_out, n_in): row j holds the weights that lead to "
            "unit j.",
        ),
    },
    hints=(
        "Which of the three gradients needs something that only forward has seen, and where can a method leave it for "
        "another method of the same object?",
        "Z = X Wᵀ + b; dW = dZᵀ X, db = Σₙ dZₙ, dX = dZ W.",
        "In forward set self.X before you return. In backward two of the gradients become self.dW and self.db, and the "
        "third one is returned, unless self.input_grad is false.",
    ),
    step="section 3",
)


def activities(rng):
    kinds = (("tanh", {}), ("sigmoid", {"slope": 2.0}), ("leaky_relu", {"alpha": 0.25}), ("softplus", {}))
    for dtype in BOTH:
        for shape in ((4, 3), (1, 5)):
            for name, params in kinds:
                Z, dA = rng.normal(0, 1.5, (2, *shape)).astype(dtype)
                yield Inputs((Z, dA, name, params))


def cubic_layer(ActivationLayer):
    """A layer of z³, given as an `Activation`."""
    return ActivationLayer(Activation(lambda z: z * z * z, lambda z: 3 * z * z))


def run_activation(ActivationLayer, Z, dA, name, params):
    """Two batches through one layer, the second one counts; and other numbers through one that has no name."""
    layer, own = ActivationLayer(name, **params), cubic_layer(ActivationLayer)
    layer.forward(Z[:1] + 1)
    A = layer.forward(Z)
    own.forward(Z + 1)
    return A, layer.backward(dA), own.backward(dA)


def activation_layer(backward, forward=None):
    """ActivationLayer with another backward(self, dA), and perhaps another forward."""

    class Wrong(layers.ActivationLayer):
        pass

    Wrong.backward = backward
    if forward:
        Wrong.forward = forward
    return Wrong


def keeps_on_the_class(self, Z):
    type(self).Z = Z
    return self.activation.f(Z, **self.settings)


ON_THE_CLASS = (
    "What one layer caches is used by another of the same class. Keep it on self: an attribute of the class, or a "
    "global name, belongs to all layers at once."
)


def keeps_the_first(self, Z):
    self.Z = getattr(self, "Z", Z)
    return self.activation.f(Z, **self.settings)


exercise(
    layers.ActivationLayer,
    lecture="07",
    points=2,
    topics="H23 H26 H27",
    cases=activities,
    call=run_activation,
    outputs=("A of forward", "dZ of backward", "dZ for an activation that has no name"),
    wrong={
        "cache on the class": (
            activation_layer(lambda self, dA: dA * self.activation.grad(self.Z, **self.settings), keeps_on_the_class),
            ON_THE_CLASS,
        ),
        "slope taken at A": (
            activation_layer(
                lambda self, dA: dA * self.activation.grad(self.activation.f(self.Z, **self.settings), **self.settings),
            ),
            "The slope is taken at A. f' wants what f was given: forward has to remember Z, not A.",
        ),
        "dA not used": (
            activation_layer(lambda self, dA: self.activation.grad(self.Z, **self.settings)),
            "This is f'(Z) alone. What came back from the next layer, dA, has to be multiplied by it, entry by entry.",
        ),
        "first input kept": (
            activation_layer(lambda self, dA: dA * self.activation.grad(self.Z, **self.settings), keeps_the_first),
            "The slope is taken at the Z of the first call of forward. Each call caches its own: what counts is the "
            "last one.",
        ),
        "no slope": (
            activation_layer(lambda self, dA: dA.copy()),
            "dA goes through unchanged: the factor f'(Z) is missing.",
        ),
        "f in place of its slope": (
            activation_layer(lambda self, dA: dA * self.activation.f(self.Z, **self.settings)),
            "This multiplies by f(Z). The chain rule asks for the derivative, f'(Z).",
        ),
        "parameters forgotten in backward": (
            activation_layer(lambda self, dA: dA * self.activation.grad(self.Z)),
            "The parameters (such as alpha or slope) reach f, but not f'. Both need them.",
        ),
    },
    hints=(
        "The slope is taken at which number, and which of the two methods has seen it?",
        "dzₙⱼ = daₙⱼ f'(zₙⱼ), with the z of the last forward pass.",
        "In __init__: self.activation is look_up(ACTIVATIONS, activation, 'activation') for a name, else the "
        "argument; keep the settings, too. forward caches Z and calls .f(Z, **self.settings); backward multiplies by "
        ".grad of the same.",
    ),
    step="section 4",
)


def run_loss(Loss, Y, T):
    """Another batch first: what counts is the last one that this layer saw, however often it is asked."""
    layer, other = Loss(), Loss()
    layer.forward(Y[:1] + 1, T[:1])
    loss = layer.forward(Y, T)
    other.forward(Y[:1] - 1, T[:1])
    return loss, np.array(layer.backward()), layer.backward()


def loss_layer(formula):
    """A loss layer from formula(Y, T) -> (loss, gradient)."""

    class Wrong:
        def forward(self, Y, T):
            value, self.gradient = formula(Y, T)
            return value

        def backward(self):
            return self.gradient

    return Wrong


class LossOnTheClass:
    """The gradient lies on the class."""

    def forward(self, Y, T):
        value, type(self).gradient = losses.softmax_cross_entropy(Y, T)
        return value

    def backward(self):
        return self.gradient


def logits_and_targets(rng):
    for dtype in BOTH:
        for N, K in ((4, 3), (1, 5), (6, 2)):
            Z = rng.normal(0, 2, (N, K)).astype(dtype)
            yield Inputs((Z, np.eye(K, dtype=dtype)[rng.integers(0, K, N)]))
        for size in (200.0, 1e4):
            Z = size * rng.normal(size=(3, 4))
            yield Inputs((Z.astype(dtype), np.eye(4, dtype=dtype)[rng.integers(0, 4, 3)]), EXTREME)


def naive_softmax_cross_entropy(Z, T):
    P = np.exp(Z) / np.exp(Z).sum(axis=1, keepdims=True)
    return -float(np.sum(T * np.log(P))) / len(Z), (P - T) / len(Z)


def two_layers(Z, T):
    """Cross-entropy and softmax as layers of their own."""
    P = losses.softmax(Z)
    dP = -T / P / len(Z)
    return -float(np.sum(T * np.log(P))) / len(Z), P * (dP - (dP * P).sum(axis=1, keepdims=True))


def value_of(Z, T):
    return -float(np.sum(T * losses.log_softmax(Z))) / len(Z)


exercise(
    layers.SoftmaxCrossEntropy,
    lecture="07",
    points=2,
    topics="H26 H27",
    cases=logits_and_targets,
    call=run_loss,
    outputs=("the loss", "dZ", "dZ of a second backward"),
    wrong={
        "gradient on the class": (LossOnTheClass, ON_THE_CLASS),
        "gradient of the sum": (
            loss_layer(lambda Z, T: (value_of(Z, T), losses.softmax(Z) - T)),
            "dZ is the gradient of the sum over the examples. The loss is their mean: dZ carries 1/N.",
        ),
        "target forgotten": (
            loss_layer(lambda Z, T: (value_of(Z, T), losses.softmax(Z) / len(Z))),
            "dZ is P/N: the target does not enter. It must be subtracted from P.",
        ),
        "gradient at the probabilities": (
            loss_layer(lambda Z, T: (value_of(Z, T), -T / losses.softmax(Z) / len(Z))),
            "This is ∂L/∂P. The layer begins at the logits, so its gradient has to go back through softmax too.",
        ),
        "overflow": (
            loss_layer(naive_softmax_cross_entropy),
            "Right for small logits; for large ones the exponentials overflow, or a probability rounds to 0 and its "
            "logarithm is −∞. Stay in log space.",
        ),
        "two layers": (
            loss_layer(two_layers),
            "Right for small logits; for large ones a probability rounds to 0, and both its logarithm and the division "
            "by it are lost. That is why softmax and cross-entropy are one layer.",
        ),
        "target minus probability": (
            loss_layer(lambda Z, T: (value_of(Z, T), (T - losses.softmax(Z)) / len(Z))),
            "The sign of dZ is turned: it is P − T. Where the target is 1 the logit should grow, so its gradient is "
            "negative.",
        ),
    },
    hints=(
        "backward gets no argument. Whatever it returns, which method must have computed it?",
        "L = −1/N Σₙ Σₖ tₙₖ log pₙₖ in log space, and dZ = (P − T) / N.",
        "softmax_cross_entropy of lecture 04 returns the pair (loss, gradient). Keep the second part on self.",
    ),
    step="section 6",
)


def chains(rng):
    for dtype in BOTH:
        for N, sizes in ((2, (3, 3, 3)), (4, (3, 2, 4)), (1, (2, 3, 2)), (5, (1, 4, 3))):
            params = []
            for n_in, n_out in pairwise(sizes):
                params += [rng.normal(size=(n_out, n_in)), rng.normal(size=n_out)]
            arrays = (rng.normal(size=(N, sizes[0])), rng.normal(size=(N, sizes[-1])), *params)
            yield Inputs(tuple(a.astype(dtype) for a in arrays))


class Halve(layers.Layer):
    """z / 2 and, on the way back, dz / 2: a layer without weights."""

    def forward(self, Z):
        return Z / 2

    def backward(self, dA):
        return dA / 2


def build(W0, b0, W1, b1):
    """Dense, tanh, dense, halve: a chain with these weights."""
    made = []
    for W, b in ((W0, b0), (W1, b1)):
        dense = layers.Dense(W.shape[1], W.shape[0], rng=np.random.default_rng(0), dtype=W.dtype)
        dense.W, dense.b = W.copy(), b.copy()
        made += [dense, layers.ActivationLayer(Activation(activations.tanh, activations.tanh_grad))]
    return [*made[:3], Halve()]


def is_kept(given, made):
    """1.0 where the list that a function was given still holds the same layers in the same order."""
    return float([*map(id, given)] == [*map(id, made)])


KEPT = "whether the list of layers is left as it was (1 for yes)"


def run_forward(forward, X, T, W0, b0, W1, b1):
    """Through four layers, Dense(W0, b0), tanh, Dense(W1, b1) and one that halves; and through the first alone."""
    made = build(W0, b0, W1, b1)
    given = [*made]
    return forward(given, X), forward(made[:1], X), is_kept(given, made)


def watched(answer, *args):
    """What an answer returns, and whether it stops with an error before it does."""
    try:
        return answer(*args), False
    except Exception:  # whatever a student's code raises: what it called before is what counts
        return None, True


def watch_forward(forward, X, T, W0, b0, W1, b1):
    """In which call of a layer an answer goes wrong."""
    made = build(W0, b0, W1, b1)
    watch = watch_chain(made)
    returned, stopped = watched(forward, [*made], X)
    due = [(f"layer {n}", "forward") for n in (1, 2, 3, 4)]
    return first_slip(watch.calls, due, X, "X", returned, stopped)


def through(part):
    """Forward through part(layers) only."""

    def forward(stack, X):
        for layer in part(stack):
            X = layer.forward(X)
        return X

    return forward


def used_up(end, method):
    """Through all layers, each taken out of the list."""

    def run(stack, value):
        while stack:
            value = getattr(stack.pop(end), method)(value)
        return value

    return run


exercise(
    sequential.forward_chain,
    lecture="07",
    points=1,
    topics="H23",
    cases=chains,
    call=run_forward,
    watch=watch_forward,
    outputs=("the output of four layers", "the output of one layer", KEPT),
    free=(2,),
    wrong={
        "list used up": (
            used_up(0, "forward"),
            "The list that was passed in is changed: afterwards its layers are gone, or stand in another order. Loop "
            "over it and leave it as it is, without pop, reverse or append.",
        ),
        "last layer left out": (
            through(lambda stack: stack[:-1]),
            "The last layer is left out: with one layer in the list, X comes out as it went in.",
        ),
        "second time through": (
            through(lambda stack: [*stack, stack[-1]]),
            "The last layer is applied twice.",
        ),
        "first layer only": (
            lambda stack, X: stack[0].forward(X),
            "Only the first layer is applied. Does the loop return too early?",
        ),
    },
    hints=(
        "What does the second layer get as its input, and the third?",
        "A₀ = X, and Aᵣ is layer r's forward of Aᵣ₋₁. The last of them is the result.",
        "A loop over the layers in which one name holds what goes in and then what came out; the return stands after "
        "the loop.",
    ),
    step="section 7",
)


def run_backward(backward, X, dY, W0, b0, W1, b1):
    """Back through four layers: one that halves, Dense(W1, b1), tanh, Dense(W0, b0)."""
    made = build(W0, b0, W1, b1)
    sequential.forward_chain(made, X)
    given = [*made]
    dX = backward(given, dY)
    return dX, made[0].dW, made[0].db, made[2].dW, made[2].db, is_kept(given, made)


def watch_backward(backward, X, dY, W0, b0, W1, b1):
    """In which call of a layer an answer goes wrong on the way back."""
    made = build(W0, b0, W1, b1)
    sequential.forward_chain(made, X)
    watch = watch_chain(made)
    returned, stopped = watched(backward, [*made], dY)
    due = [(f"layer {n}", "backward") for n in (4, 3, 2, 1)]
    return first_slip(watch.calls, due, dY, "dZ", returned, stopped)


def back_through(part):
    """Backward through part(layers) only."""

    def backward(stack, dZ):
        for layer in reversed(part(stack)):
            dZ = layer.backward(dZ)
        return dZ

    return backward


exercise(
    sequential.backward_chain,
    lecture="07",
    points=1,
    topics="H23",
    cases=chains,
    call=run_backward,
    watch=watch_backward,
    outputs=(
        "dX",
        "dW of the first layer",
        "db of the first layer",
        "dW of the second dense layer",
        "db of the second dense layer",
        KEPT,
    ),
    free=(5,),
    wrong={
        "list used up": (
            used_up(-1, "backward"),
            "The list that was passed in is changed: afterwards its layers are gone, or stand in another order. "
            "reversed(layers) leaves the list as it is; pop and layers.reverse() do not.",
        ),
        "activations left out": (
            back_through(lambda stack: [s for s in stack if not isinstance(s, layers.ActivationLayer)]),
            "The activation layer is passed over on the way back. Layers without weights have a derivative too.",
        ),
        "last layer left out": (
            back_through(lambda stack: stack[:-1]),
            "The last layer is left out: the one before it gets the gradient as it came in. The last layer's backward "
            "comes first.",
        ),
        "stops before the first layer": (
            back_through(lambda stack: stack[1:]),
            "The first layer is left out: its gradients are still 0, and the gradient that comes back is that of its "
            "output.",
        ),
    },
    hints=(
        "Whose backward can be called first, when all you have is the gradient at the very end?",
        "From dZ at the end: each layer's backward turns ∂L/∂(its output) into ∂L/∂(its input).",
        "reversed(layers) gives the last layer first. Again one name serves for what goes in and what came out.",
    ),
    step="section 7",
)


def steps(rng):
    for inputs in chains(rng):
        X, T, *params = inputs.args
        for decay, loss in ((0.0, "EuclideanLoss"), (float(rng.uniform(0.2, 1.0)), "SoftmaxCrossEntropy")):
            yield Inputs((X, T, *params, float(rng.uniform(0.05, 0.3)), decay, loss))


def run_step(step, X, T, W0, b0, W1, b1, lr, weight_decay, loss):
    """One step of the four layers Dense(W0, b0), tanh, Dense(W1, b1) and one that halves."""
    made = build(W0, b0, W1, b1)
    value = step(made, getattr(layers, loss)(), X, T, lr, weight_decay)
    return value, made[0].W, made[0].b, made[2].W, made[2].b


def watch_step(step, X, T, W0, b0, W1, b1, lr, decay, loss):
    """In which call of a layer or of the loss a step goes wrong, and whether weights move in between."""
    made, last = build(W0, b0, W1, b1), getattr(layers, loss)()
    before = {"layer 1": (made[0], W0, b0), "layer 3": (made[2], W1, b1)}

    def unmoved(name):
        return all(np.array_equal(layer.W, W) and np.array_equal(layer.b, b) for layer, W, b in [before[name]])

    watch = watch_chain(made, lambda name: name not in before or unmoved(name))
    watch.over(last, "the loss", "forward", "backward")
    _, stopped = watched(step, made, last, X, T, lr, decay)
    forth = [*((f"layer {n}", "forward") for n in (1, 2, 3, 4)), ("the loss", "forward")]
    back = [("the loss", "backward"), *((f"layer {n}", "backward") for n in (4, 3, 2, 1))]
    return first_slip(watch.calls, [*forth, *back], X, "X", stopped=stopped, alone=False)


def step_by(weights, biases, value=lambda before, after: before, moved_first=False):
    """A step with weights(W, dW, lr, decay) and biases(b, db, lr, decay)."""

    def move(stack, lr, decay):
        for layer in stack:
            for name, w in layer.params.items():
                w[...] = (weights if w.ndim == 2 else biases)(w, layer.grads[name], lr, decay)

    def step(stack, loss, X, T, lr, weight_decay=0.0):
        if moved_first:
            move(stack, lr, weight_decay)
        before = loss.forward(sequential.forward_chain(stack, X), T)
        sequential.backward_chain(stack, loss.backward())
        if not moved_first:
            move(stack, lr, weight_decay)
        return value(before, lambda: loss.forward(sequential.forward_chain(stack, X), T))

    return step


def with_own_loss(stack, given, X, T, lr, weight_decay=0.0):
    return step_by(right, plain)(stack, layers.EuclideanLoss(), X, T, lr, weight_decay)


def right(w, dw, lr, decay):
    return w - lr * (dw + decay * w)


def plain(w, dw, lr, decay):
    return w - lr * dw


exercise(
    sequential.chain_step,
    lecture="07",
    points=3,
    topics="H19 H23",
    cases=steps,
    call=run_step,
    watch=watch_step,
    outputs=(
        "the loss",
        "W of the first layer",
        "b of the first layer",
        "W of the second dense layer",
        "b of the second dense layer",
    ),
    wrong={
        "a loss of its own": (
            with_own_loss,
            "The loss is always the squared error, also where another one was passed in. Use the argument `loss`.",
        ),
        "moves before backward": (
            step_by(right, plain, moved_first=True),
            "The arrays move before the gradients of this batch are there: forward, the loss and backward come first.",
        ),
        "biases decay too": (
            step_by(right, right),
            "The biases are pulled towards 0 as well. The penalty is on the weights alone.",
        ),
        "no decay": (
            step_by(plain, plain),
            "weight_decay has no effect: the weights move by the gradient of the loss alone.",
        ),
        "decay without the rate": (
            step_by(lambda w, dw, lr, decay: w - lr * dw - decay * w, plain),
            "The decay is not multiplied by the learning rate: λW is part of the gradient, so η multiplies both.",
        ),
        "uphill": (
            step_by(lambda w, dw, lr, decay: w + lr * (dw + decay * w), lambda b, db, lr, decay: b + lr * db),
            "This climbs: the step goes along the gradient instead of against it.",
        ),
        "decay has the wrong sign": (
            step_by(lambda w, dw, lr, decay: w - lr * (dw - decay * w), plain),
            "The decay pushes the weights away from 0. The gradient of ½ λ ‖W‖² is + λW, and the step subtracts it.",
        ),
        "loss after the update": (
            step_by(right, plain, lambda before, after: after()),
            "The loss returned is that after the update. Return the one that the gradient belongs to, from before.",
        ),
        "biases stay": (
            step_by(right, lambda b, db, lr, decay: b),
            "The biases do not move. They have gradients too: db.",
        ),
    },
    hints=(
        "Which four things happen in a step, and which of them must come before the weights move?",
        "W ← W − η (dW + λ W) and b ← b − η db. A layer without weights has an empty params.",
        "loss.forward takes the chain's output and T; loss.backward() starts your backward_chain. Then go through "
        "layer.params.items() of every layer, and change each array in place with layer.grads[name]; the decay is for "
        "arrays with w.ndim == 2.",
    ),
    step="section 9",
)
