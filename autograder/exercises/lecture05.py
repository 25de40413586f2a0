"""Lecture 05: the forward pass, unit by unit and in matrices, and what a network can be built to compute."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

import numpy as np

from autograder.checking.exercise import EXTREME, ORDINARY, Inputs, exercise
from autograder.checking.given_own import Step
from mlpkit import activations, backprop, constructions, loops
from mlpkit.activations import Activation

BOTH = ("float32", "float64")
# A different f in each layer, so that a wrong one, or none, shows.
LAYERS = (
    Activation(activations.tanh, activations.tanh_grad),
    Activation(activations.softplus, activations.softplus_grad),
    Activation(activations.sigmoid, activations.sigmoid_grad),
)
# Where all sizes are equal, no mistake ends in an error about shapes, and each shows its own numbers.
SAME_SIZES = ((3, 3, 3), (1, 1, 1), (2, 2, 2, 2))
OTHER_SIZES = ((2, 3, 1), (4, 2, 3, 2), (1, 2, 2))
SIZES = "layers of different sizes"


def _vectors(rng: np.random.Generator) -> Iterator[Inputs]:
    for dtype in BOTH:
        for size in (1, 3, 6):
            x, w = rng.normal(size=(2, size)).astype(dtype)
            yield Inputs((x, w, float(rng.normal())))


exercise(
    loops.unit,
    lecture="05",
    points=1,
    topics="K7 K10 O12",
    cases=_vectors,
    outputs=("z",),
    wrong={
        "no bias": (lambda x, w, b: float(sum(w * x)), "b is missing: the sum has to start from b, not from 0."),
        "bias at every input": (
            lambda x, w, b: float(sum(w * x + b)),
            "b is added once for every input. A unit has one bias: start the sum with it, before the loop.",
        ),
        "only the last": (
            lambda x, w, b: float(w[-1] * x[-1] + b),
            "Only the last input counts, as if each round of a loop replaced the sum (=) instead of adding to it (+=).",
        ),
        "sums first": (
            lambda x, w, b: float(sum(w) * sum(x) + b),
            "This multiplies the sum of the weights by the sum of the inputs. Each input meets its own weight first.",
        ),
        "first input only": (
            lambda x, w, b: float(w[0] * x[0] + b),
            "Only the first input counts, as where `return` stands inside a loop, and ends it in the first round.",
        ),
        "last input left out": (
            lambda x, w, b: float(sum(w[:-1] * x[:-1]) + b),
            "The last input has no effect, as where a loop ends one index too early.",
        ),
        "bias subtracted": (
            lambda x, w, b: float(sum(w * x) - b),
            "b is subtracted; it is added.",
        ),
        "first input left out": (
            lambda x, w, b: float(sum(w[1:] * x[1:]) + b),
            "The first input has no effect, as where a loop starts at index 1. The bias is apart; index 0 is an input.",
        ),
    },
    hints=(
        "What does the sum begin with, and what is added for each input?",
        "z = b + w₁x₁ + w₂x₂ + … + w_D x_D.",
        "Let z begin as b. For each index i of x, z grows by the i-th weight times the i-th input. Then return z.",
    ),
)


def _networks(dtypes: Sequence[str], rows: Sequence[int | None]):
    """Networks of several shapes, an example or a batch for each: (x, W1, b1, W2, b2, …)."""

    def draw(rng: np.random.Generator) -> Iterator[Inputs]:
        for dtype in dtypes:
            for n, sizes in enumerate(SAME_SIZES + OTHER_SIZES):
                count = rows[n % len(rows)]
                x = rng.normal(size=sizes[:1] if count is None else (count, sizes[0]))
                arrays = [x]
                for n_in, n_out in pairwise(sizes):
                    arrays += [rng.normal(size=(n_out, n_in)), rng.normal(size=n_out)]
                group = ORDINARY if sizes in SAME_SIZES else SIZES
                yield Inputs(tuple(a.astype(dtype) for a in arrays), group)

    return draw


def _run(forward, x, *arrays):
    """Call a forward pass on plain arrays."""
    return forward(x, list(arrays[::2]), list(arrays[1::2]), list(LAYERS[: len(arrays) // 2]))


def _forward(into=lambda a, W, b: a @ W.T + b, out=lambda f, z, last: f(z), feed="a", keep="z", first=True):
    """The forward pass with one thing changed: the sum, the activation, what is fed on, what is kept."""

    def run(x, weights, biases, acts):
        zs, outs, a = [], [x] if first else [], x
        for r, (W, b, activation) in enumerate(zip(weights, biases, acts, strict=True)):
            z = into(a, W, b)
            outs.append(out(activation.f, z, r == len(weights) - 1))
            zs.append(z if keep == "z" else outs[-1])
            a = {"a": outs[-1], "z": z, "x": x}[feed]
        return zs, outs

    return run


def layer_by_layer(outputs, x, *arrays):
    """What each pre-activation and each activity should be, given those before it."""
    zs, activities = outputs
    R = len(arrays) // 2
    yield Step(1, "the first activity, which is the input itself", activities[0], x)
    for r, activation in enumerate(LAYERS[:R]):
        z = activities[r] @ arrays[2 * r].T + arrays[2 * r + 1]
        yield Step(0, "how a layer's pre-activations come from the activities before it", zs[r], z, (r, R))
        yield Step(
            1, "how a layer's activities come from its pre-activations", activities[r + 1], activation.f(zs[r]), (r, R)
        )


def _first_activation(x, weights, biases, acts):
    return _forward()(x, weights, biases, [acts[0]] * len(acts))


_FORWARD_WRONG = {
    "no activation": (
        _forward(out=lambda f, z, last: z),
        "No activation is applied: the whole network is one linear model. What a unit passes on is f(z), not z.",
    ),
    "linear output": (
        _forward(out=lambda f, z, last: z if last else f(z)),
        "The last layer's activation is left out. It is in the list like the others; a linear output has the identity "
        "there.",
    ),
    "z is fed on": (
        _forward(feed="z"),
        "The next layer is given the pre-activations z. It should get the activities a = f(z).",
    ),
    "relu everywhere": (
        _forward(out=lambda f, z, last: np.maximum(z, 0)),
        "Every layer uses relu, whatever is in the list. Layer r has its own activation, activations[r].",
    ),
    "no biases": (_forward(into=lambda a, W, b: a @ W.T), "The biases have no effect."),
    "first activation everywhere": (
        _first_activation,
        "Every layer uses the first activation of the list. Layer r has its own, activations[r].",
    ),
    "activities kept twice": (
        _forward(keep="a"),
        "The first list holds the activities f(z) again. Backpropagation will need the pre-activations z there.",
    ),
    "input missing": (
        _forward(first=False),
        "The input itself is missing from the activities. It is the first entry of the second list, before all layers.",
    ),
    "weights transposed": (
        _forward(into=lambda a, W, b: a @ W + b),
        "The weights are read the other way round. W[j, i] goes to unit j from unit i: unit j's weights are row j.",
    ),
    "input fed to every layer": (
        _forward(feed="x"),
        "Every layer is given x. Only the first one sees the input; each other layer sees the activities before it.",
    ),
}

exercise(
    loops.forward_by_unit,
    lecture="05",
    points=3,
    topics="K10 F1 O12",
    cases=_networks(("float64",), (None,)),
    call=_run,
    outputs=("the list of pre-activations", "the list of activities"),
    follows=layer_by_layer,
    forbid="mlpkit.backprop.forward_pass",
    wrong=_FORWARD_WRONG,
    hints=(
        "Which three loops are nested, and which of them have you written already?",
        "Start with activities = [x]. For each layer, and for each of its units j: zⱼ = bⱼ + Σᵢ wⱼᵢ aᵢ, where a is the "
        "last entry of activities, and aⱼ = f(zⱼ).",
        "Loop over zip(weights, biases, activations). Make two arrays of zeros, as long as that layer's b. For each j "
        "fill in z[j] with your `unit`, given the last activities, row j of W and b[j]; then a[j] with activation.f. "
        "Append both arrays to their lists.",
    ),
)


def _layers(rng: np.random.Generator) -> Iterator[Inputs]:
    for dtype in BOTH:
        for rows, n_in, n_out in ((5, 4, 4), (1, 3, 3), (2, 2, 2), (7, 2, 2), (1, 3, 2), (7, 2, 3), (4, 1, 5)):
            shapes = ((rows, n_in), (n_out, n_in), (n_out,))
            group = ORDINARY if n_in == n_out else "n_in and n_out different"
            yield Inputs(tuple(rng.normal(size=s).astype(dtype) for s in shapes), group)


exercise(
    backprop.dense_forward,
    lecture="05",
    points=2,
    topics="H15 O9 O10 O11",
    cases=_layers,
    outputs=("Z",),
    forbid="mlpkit.layers.Dense",
    wrong={
        "W not transposed": (
            lambda X, W, b: X @ W + b,
            "W is not transposed. Row j of W holds the weights of unit j, and a row of X has to meet rows of W: "
            "with X on the left that is X Wᵀ.",
        ),
        "no bias": (lambda X, W, b: X @ W.T, "b has no effect."),
        "columns as examples": (
            lambda X, W, b: W @ X.T + b[:, None],
            "Every number is right and the array lies on its side: this is W Xᵀ with one example a column. "
            "In this course examples are rows.",
        ),
        "always float64": (
            lambda X, W, b: (X @ W.T + b).astype(np.float64),
            "The numbers are right, and float64 whatever came in. np.zeros makes float64 unless it is given a dtype.",
        ),
        "biases added up": (
            lambda X, W, b: X @ W.T + b.sum(),
            "Every unit gets the sum of all biases. Each has its own: b goes with the columns of Z.",
        ),
        "bias subtracted": (lambda X, W, b: X @ W.T - b, "b is subtracted; it is added."),
        "bias weighted": (
            lambda X, W, b: (X + 1) @ W.T + 0 * b,
            "What is added to Z is the sum of each unit's weights, not its bias.",
        ),
        "first bias everywhere": (
            lambda X, W, b: X @ W.T + b[0],
            "Every unit gets the first bias. Each has its own: b goes with the columns of Z.",
        ),
    },
    hints=(
        "Write down the shapes: (N, n_in), (n_out, n_in), and the result (N, n_out). Which product of the first two "
        "gives the third?",
        "zₙⱼ = Σᵢ xₙᵢ wⱼᵢ + bⱼ: row n of X times row j of W. In matrices, Z = X Wᵀ + b.",
        "The operator @ multiplies row by column, so the rows of W have to become columns first: .T. A vector of "
        "length n_out is added to every row by broadcasting.",
    ),
)

exercise(
    backprop.forward_pass,
    lecture="05",
    points=2,
    topics="H15 S12 F1",
    cases=_networks(BOTH, (5, 1, 3, 4)),
    call=_run,
    outputs=("Zs", "As"),
    follows=layer_by_layer,
    forbid="mlpkit.loops.forward_by_unit",
    wrong=_FORWARD_WRONG,
    hints=(
        "Which of the three loops stays, and what takes the place of the other two?",
        "As = [X]. For each layer: Z = A Wᵀ + b with A the last entry of As; then append f(Z) to As and Z to Zs.",
        "Loop over zip(weights, biases, activations). In each round one line appends to Zs what `dense_forward` makes "
        "of the last entry of As, and one line appends to As what activation.f makes of the last entry of Zs.",
    ),
)


def _in_order(value, X):
    """The outputs of the network (W1, b1, W2, b2) with relu in its hidden layer."""
    if not isinstance(value, (tuple, list)) or len(value) != 4:
        raise ValueError("maximum needs four arrays: (W1, b1, W2, b2)")
    W1, b1, W2, b2 = (np.asarray(v, dtype=float) for v in value)
    hidden = len(b1) if b1.ndim == 1 else 0
    for name, array, shapes in (
        ("W1", W1, [(hidden, 2)]),
        ("b1", b1, [(hidden,)]),
        ("W2", W2, [(1, hidden), (hidden,)]),
        ("b2", b2, [(1,), ()]),
    ):
        if array.shape not in shapes:
            wanted = " or ".join(map(str, shapes))
            raise ValueError(f"with H = {hidden} hidden units {name} has shape {wanted}, not {array.shape}")
    return np.maximum(X @ W1.T + b1, 0) @ W2.ravel() + b2.ravel()


def _pairs_of_numbers(rng: np.random.Generator) -> Iterator[Inputs]:
    corners = np.array([[2.0, 1.0], [1.0, 2.0], [-2.0, -1.0], [-1.0, -2.0], [3.0, -1.0], [-1.0, 3.0], [0.0, 0.0]])
    yield Inputs((corners,))
    yield Inputs((1000.0 * corners,))
    yield Inputs((rng.normal(0, 3, (20, 2)),))


exercise(
    "maximum",
    lecture="05",
    points=2,
    topics="O9 O10 O12 H15",
    cases=_pairs_of_numbers,
    call=_in_order,
    accept=lambda X: ((X.max(axis=1) - 1e-6, X.max(axis=1) + 1e-6),),
    outputs=("the network's output",),
    wrong={
        "negative x2 lost": (
            ([[1, -1], [0, 1]], [0, 0], [[1, 1]], [0]),
            "This is right while x₂ ≥ 0. A negative x₂ is lost: relu(x₂) is 0 then. It takes two units to carry a "
            "number of either sign through a relu.",
        ),
        "difference only": (
            ([[1, -1]], [0], [[1]], [0]),
            "This is how much x₁ is larger than x₂, and 0 if it is not. What is missing is x₂ itself.",
        ),
        "minimum": (
            ([[1, -1], [1, 0], [-1, 0]], [0, 0, 0], [[-1, 1, -1]], [0]),
            "This is the smaller of the two, min(x₁, x₂) = x₁ − relu(x₁ − x₂).",
        ),
        "sum": (
            ([[1, 1], [-1, -1]], [0, 0], [[1, -1]], [0]),
            "This is x₁ + x₂: the two relus put the sum together again, and nothing chooses.",
        ),
    },
    hints=(
        "What must be added to x₂ to get the maximum, and when is that 0?",
        "max(x₁, x₂) = x₂ + relu(x₁ − x₂). But x₂ has to come through relu units too: how do two of them do it?",
        "A number is relu of itself minus relu of its negative. So take three hidden units with biases 0, for x₁ − x₂, "
        "x₂ and −x₂, a row of W1 each, and add them up with signs in W2.",
    ),
)


def _edges(rng: np.random.Generator) -> Iterator[Inputs]:
    for dtype in BOTH:
        for shape in ((7,), (1,), (3, 4)):
            left, width, height = rng.uniform(0, 0.5), rng.uniform(0.2, 0.5), rng.uniform(1.5, 3)
            x = rng.uniform(-0.2, 1.2, shape).astype(dtype)
            sharp = float(rng.uniform(2, 12))
            yield Inputs((x, float(left), float(left + width), float(-height if rng.random() < 0.3 else height), sharp))
        yield Inputs((rng.uniform(0, 1, 5).astype(dtype), 0.25, 0.75))
        yield Inputs((np.array([-20.0, 0.5, 20.0], dtype), 0.25, 0.75, 2.0, 500.0), EXTREME)


def _s(z):
    return activations.sigmoid(z)


def _naive(z):
    return np.exp(z) / (1 + np.exp(z))


exercise(
    constructions.bump,
    lecture="05",
    points=2,
    topics="S13 S14",
    cases=_edges,
    outputs=("the bump",),
    wrong={
        "sum of steps": (
            lambda x, left, right, height=1.0, steepness=100.0: (
                height * (_s(steepness * (x - left)) + _s(steepness * (x - right)))
            ),
            "The two steps are added, so it goes up twice and never comes down: right of the bump it stays at 2h.",
        ),
        "exponentials overflow": (
            lambda x, left, right, height=1.0, steepness=100.0: (
                height * (_naive(steepness * (x - left)) - _naive(steepness * (x - right)))
            ),
            "Far from an edge the exponential overflows, and infinity over infinity is NaN. Use the sigmoid that is "
            "imported above.",
        ),
        "upside down": (
            lambda x, left, right, height=1.0, steepness=100.0: (
                height * (_s(steepness * (x - right)) - _s(steepness * (x - left)))
            ),
            "The bump hangs down: the step at the left edge goes up (+), the one at the right edge takes it back (−).",
        ),
        "steepness on x only": (
            lambda x, left, right, height=1.0, steepness=100.0: (
                height * (_s(steepness * x - left) - _s(steepness * x - right))
            ),
            "The edges are in the wrong place: σ(s x − left) has its middle at x = left / s. The steepness multiplies "
            "the whole difference x − left.",
        ),
        "height on one step": (
            lambda x, left, right, height=1.0, steepness=100.0: (
                height * _s(steepness * (x - left)) - _s(steepness * (x - right))
            ),
            "Only the first step is h high, so the second cannot take it back. Both have the height h.",
        ),
        "steepness ignored": (
            lambda x, left, right, height=1.0, steepness=100.0: height * (_s(x - left) - _s(x - right)),
            "The steepness has no effect.",
        ),
        "one edge": (
            lambda x, left, right, height=1.0, steepness=100.0: height * _s(steepness * (x - left)),
            "It goes up at the left edge and stays up: the right edge is missing.",
        ),
        "product of steps": (
            lambda x, left, right, height=1.0, steepness=100.0: (
                height * _s(steepness * (x - left)) * _s(steepness * (x - right))
            ),
            "The two steps are multiplied. Both go up, so that the product is up only right of the second edge.",
        ),
    },
    hints=(
        "One steep sigmoid is a step up. What has to be added further right so that it comes down again?",
        "h σ(s (x − left)) − h σ(s (x − right)).",
        "The sigmoid is imported above. Give it the steepness times the distance from the left edge, then the same for "
        "the right edge; the difference of the two is the bump, times its height.",
    ),
)


def _tent(x, second=4, edge=0.5):
    return 2 * np.maximum(x, 0) - second * np.maximum(x - edge, 0)


def _repeat(times, tent=_tent):
    def saw(x, depth):
        for _ in range(times(depth)):
            x = tent(x)
        return x

    return saw


def _sixtyfourths(rng: np.random.Generator) -> Iterator[Inputs]:
    """Multiples of 1/64 in [0, 1]: the tents are then exact, however deep."""
    for dtype in BOTH:
        for shape, depth in (((9,), 1), ((1,), 2), ((4, 3), 3), ((12,), 5)):
            yield Inputs(((rng.integers(1, 64, shape) / 64).astype(dtype), depth))


exercise(
    constructions.sawtooth,
    lecture="05",
    points=2,
    topics="S15",
    cases=_sixtyfourths,
    outputs=("the sawtooth",),
    wrong={
        "once": (
            _repeat(lambda depth: 1),
            "The tent is applied once, whatever the depth: one tooth. Feed its output back in, depth times in all.",
        ),
        "one too many": (
            _repeat(lambda depth: depth + 1),
            "The tent is applied once too often: there are 2^depth teeth of two pieces each, not 2^depth pieces.",
        ),
        "one too few": (
            _repeat(lambda depth: depth - 1),
            "The tent is applied once too seldom: depth 1 should already be one tooth.",
        ),
        "added up": (
            lambda x, depth: depth * _tent(x),
            "The tent is added up depth times: that makes it higher, not finer. Depth is composition: g(g(x)).",
        ),
        "slope 2 twice": (
            _repeat(lambda depth: depth, lambda x: _tent(x, second=2)),
            "After ½ this tent stays flat. To turn an upward slope of 2 into a downward slope of 2 the second relu has "
            "to take away 4.",
        ),
        "jumps": (
            lambda x, depth: (x * 2**depth) % 1,
            "This rises and jumps back to 0. A relu network has no jumps: the teeth go up and down at the same slope.",
        ),
    },
    hints=(
        "What is fed to the second tent, and what to the third?",
        "g(x) = 2 relu(x) − 4 relu(x − ½); the sawtooth of depth 3 is g(g(g(x))).",
        "A loop that runs depth times and replaces x by g(x). relu is imported above. Do not use *= or -=, which would "
        "change the caller's array.",
    ),
)
