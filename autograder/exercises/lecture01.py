"""Lecture 01: one linear unit, two ways to train it, and how many numbers a network has to learn."""

from collections.abc import Iterator
from itertools import pairwise

import numpy as np

from autograder.checking.exercise import Inputs, exercise
from autograder.checking.given_own import Step
from mlpkit import linear as lib

CORNERS = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
IMPLIES = np.array([1.0, 1.0, 0.0, 1.0])


def _quarters(rng: np.random.Generator, shape: tuple, dtype: str = "float64") -> np.ndarray:
    """Multiples of 1/4: sums and products are exact, so that no rounding decides on which side of 0 a sum lies."""
    return (rng.integers(-8, 9, shape) / 4).astype(dtype)


def _units(rng: np.random.Generator) -> Iterator[Inputs]:
    """Single rows, one-row and larger batches; corners of a square with some exactly on the boundary."""
    for dtype in ("float32", "float64"):
        for shape in ((3,), (1, 4), (9, 2), (2, 3, 5)):
            w = _quarters(rng, shape[-1:], dtype)
            yield Inputs((_quarters(rng, shape, dtype), w, float(_quarters(rng, ()))))
        yield Inputs((CORNERS.astype(dtype), np.array([1, 1], dtype), float(rng.choice([-1, -2]))))
        yield Inputs((np.array([0.5, -1.5], dtype), np.array([3, 1], dtype), 0.0))
    # On either side of a half, and at it.
    yield Inputs((np.array([[0.25], [0.5], [0.75], [-0.5]]), np.ones(1), 0.0))


def _threshold(test, high=1, low=0, bias=1.0):
    return lambda x, w, b: np.where(test(x @ w + bias * b), high, low)


exercise(
    lib.neuron,
    lecture="01",
    points=2,
    topics="S1 S2 O2 O5 H10",
    cases=_units,
    exact=True,
    wrong={
        "0 at zero": (
            _threshold(lambda z: z > 0),
            "Where w · x + b is exactly 0 this answers 0. The step of this course is 1 at zero: the boundary itself "
            "belongs to class 1.",
        ),
        "no bias": (
            _threshold(lambda z: z >= 0, bias=0.0),
            "b has no effect: this is the unit whose boundary passes through the origin.",
        ),
        "bias subtracted": (
            _threshold(lambda z: z >= 0, bias=-1.0),
            "b is subtracted. A threshold θ is subtracted, a bias is added: b = −θ.",
        ),
        "threshold of one half": (
            _threshold(lambda z: z >= 0.5),
            "Where w · x + b lies between 0 and ½ this answers 0. The unit fires from 0 on; ½ is where a probability "
            "is cut.",
        ),
        "rounded": (
            lambda x, w, b: np.clip(np.round(x @ w + b), 0, 1).astype(int),
            "Where w · x + b is between 0 and ½, or ½, this answers 0, as rounding does. The unit fires from 0 on.",
        ),
        "no step": (
            lambda x, w, b: x @ w + b,
            "This is the pre-activation z = w · x + b. The unit still has to decide: 1 or 0.",
        ),
        "exchanged": (
            _threshold(lambda z: z >= 0, high=0, low=1),
            "The answers are exchanged: this says 0 where z ≥ 0 and 1 where it is not.",
        ),
        "true and false": (
            lambda x, w, b: x @ w + b >= 0,
            "The decisions are right but come as True and False, where the docstring asks for the integers 1 and 0.",
        ),
        "plus and minus one": (
            _threshold(lambda z: z >= 0, low=-1),
            "The silent unit answers −1 here. That is another common coding of two classes; this course uses 1 and 0.",
        ),
    },
    hints=(
        "Which number is made from all inputs, and which question is asked about it? On which axis do inputs lie?",
        "z = Σᵢ wᵢ xᵢ + b, and the answer is 1 where z ≥ 0, else 0.",
        "The operator @ sums over the last axis of x. np.where(condition, a, b) picks a where the condition holds.",
    ),
)


def _weighted(value, X):
    numbers = np.asarray(value, dtype=float)
    if numbers.shape != (3,):
        raise ValueError(f"implication needs three numbers (w1, w2, b), not something of shape {numbers.shape}")
    return np.where(X @ numbers[:2] + numbers[2] >= 0, 1.0, 0.0)


exercise(
    "implication",
    lecture="01",
    points=1,
    topics="O5 H10",
    cases=lambda rng: [Inputs((CORNERS,))],
    call=_weighted,
    accept=lambda X: ((IMPLIES, IMPLIES),),
    outputs=("the unit's answer to each of (0,0), (0,1), (1,0), (1,1)",),
    wrong={
        "OR": ((1, 1, -0.5), "This unit computes OR: it says 0 at (0,0) and 1 elsewhere."),
        "AND": ((1, 1, -1.5), "This unit computes AND: it says 1 at (1,1) only."),
        "the other way round": (
            (1, -1, 0.5),
            "This is “x₂ implies x₁”: it is 0 at (0,1). The only 0 belongs at (1,0).",
        ),
        "not": ((1, -1, -0.5), "This is the exact opposite: it says 1 at (1,0) only, where it should say 0."),
        "always 1": ((0, 0, 1), "This unit says 1 everywhere; at (1,0) it should say 0."),
    },
    hints=(
        "Only one corner is to be 0. Which of the two inputs speaks for the answer 1, and which against it?",
        "Three inequalities z ≥ 0 and one z < 0: b ≥ 0, w₂ + b ≥ 0, w₁ + b < 0, w₁ + w₂ + b ≥ 0.",
        "Let b be a small positive number. Then make w₁ negative enough for the third inequality, and w₂ large enough "
        "for the fourth.",
    ),
)


def _sizes(rng: np.random.Generator) -> Iterator[Inputs]:
    for length in (2, 3, 4, 5):
        sizes = [int(n) for n in rng.integers(1, 12, length)]
        yield Inputs((sizes,))
        yield Inputs((sizes, False))
    yield Inputs(([3, 4, 2], True))


def _pairs(sizes):
    return list(pairwise(sizes))


exercise(
    lib.parameter_count,
    lecture="01",
    points=1,
    topics="O4",
    cases=_sizes,
    wrong={
        "weights only": (
            lambda sizes, bias=True: sum(a * b for a, b in _pairs(sizes)),
            "These are the weights alone, whatever `bias` says: every unit that is not an input has a bias as well.",
        ),
        "biases always": (
            lambda sizes, bias=True: sum(a * b + b for a, b in _pairs(sizes)),
            "The biases are counted even with bias=False.",
        ),
        "first pair only": (
            lambda sizes, bias=True: sizes[0] * sizes[1] + bias * sizes[1],
            "Only the first two layers count. Add up over all neighbouring pairs.",
        ),
        "biases of the layer before": (
            lambda sizes, bias=True: sum(a * b + bias * a for a, b in _pairs(sizes)),
            "Each pair adds as many biases as the layer before has units. The biases belong to the layer that follows; "
            "the inputs have none, and the outputs have one each.",
        ),
        "inputs have biases": (
            lambda sizes, bias=True: sum(a * b for a, b in _pairs(sizes)) + bias * sum(sizes),
            "The inputs are given a bias each. An input is a number that arrives; it computes nothing.",
        ),
        "one bias a layer": (
            lambda sizes, bias=True: sum(a * b + bias for a, b in _pairs(sizes)),
            "This counts one bias for each layer. A drawing shows one bias unit for each layer, but a line leads from "
            "it to every unit of the next, and each line is a parameter.",
        ),
        "units": (
            lambda sizes, bias=True: sum(sizes),
            "This is the number of units. The parameters sit on the connections between them.",
        ),
        "output without biases": (
            lambda sizes, bias=True: sum(a * b for a, b in _pairs(sizes)) + bias * sum(sizes[1:-1]),
            "The output units have no bias here; they have one each, like every unit that computes something.",
        ),
    },
    hints=(
        "Look at two neighbouring layers at a time. How many lines run between them?",
        "From a layer of n units to one of m units: m·n weights, and m biases. Add that up over neighbouring pairs.",
        "Loop over the pairs (sizes[0], sizes[1]), (sizes[1], sizes[2]), …; itertools.pairwise or zip makes them. "
        "Leave out the biases when `bias` is false.",
    ),
)


def _steps(rng: np.random.Generator) -> Iterator[Inputs]:
    """One example at a time: answered rightly and wrongly, on the boundary, with and without a rate.

    In float64 alone: `neuron` gives integers, and an integer of NumPy's times a rate is a float64 number.
    """
    for size in (1, 2, 3, 5, 1, 2):
        for target in (0.0, 1.0):
            w, x = _quarters(rng, (size,)), _quarters(rng, (size,))
            x[0] = x[0] or 1
            b = float(_quarters(rng, ()))
            yield Inputs((w, b, x, target))
            yield Inputs((w, b, x, 1 - target, float(rng.choice([0.25, 0.5, 2.0]))))
            yield Inputs((w, -float(w @ x), x, target, 0.5))


def _update(answer, by_bias=1.0, sign=1.0, rated=True, keep=None):
    """w and b moved by η (t − answer) x, as a family of near misses; `keep` leaves one of them as it was."""

    def step(w, b, x, t, lr=1.0):
        rate = lr if rated else 1.0
        miss = sign * (t - answer(float(w @ x + by_bias * b), t))
        return (w, b + rate * miss) if keep == "w" else (w + rate * miss * x, b if keep == "b" else b + rate * miss)

    return step


def _w_goes_with_b(change):
    """The change of b, `change(w, b, x, t, lr)`, and that of w which goes with the answer's own change of b."""

    def follows(outputs, w, b, x, t, lr=None):
        yield Step(1, "the change of b", outputs[1], b + change(w, b, x, t, *(() if lr is None else (lr,))))
        yield Step(0, "how the change of w differs from that of b", outputs[0], w + (outputs[1] - b) * x)

    return follows


def _heaviside(z, t):
    return float(z >= 0)


def _perceptron_in_place(w, b, x, t, lr=1.0):
    miss = t - float(w @ x + b >= 0)
    w += lr * miss * x
    return w, b + lr * miss


exercise(
    lib.perceptron_step,
    lecture="01",
    points=2,
    topics="H10",
    cases=_steps,
    follows=_w_goes_with_b(lambda w, b, x, t, lr=1.0: lr * (t - float(w @ x + b >= 0))),
    exact=True,
    outputs=("the new w", "the new b"),
    wrong={
        "wrong direction": (
            _update(_heaviside, sign=-1.0),
            "The step goes the wrong way: after it the same mistake is worse. Where the answer was too low (t = 1, "
            "y = 0), w must move towards x.",
        ),
        "bias left out": (
            _update(_heaviside, keep="b"),
            "b never changes. It learns as the weight of an input that is always 1.",
        ),
        "weights left out": (_update(_heaviside, keep="w"), "w never changes, only b does."),
        "no decision": (
            _update(lambda z, t: z),
            "The difference is taken from z itself, before the step, so that w moves after right answers too. "
            "That is ADALINE's rule; the perceptron compares t with the decision, 0 or 1.",
        ),
        "always moves": (
            _update(lambda z, t: 1 - t),
            "This moves after every example, also after a right answer, where t − y is 0 and nothing should change.",
        ),
        "rate ignored": (
            _update(_heaviside, rated=False),
            "The rate η has no effect: both changes are multiplied by it.",
        ),
        "answer without bias": (
            _update(_heaviside, by_bias=0.0),
            "The answer y is computed without b.",
        ),
        "x forgotten": (
            lambda w, b, x, t, lr=1.0: (
                w + lr * (t - _heaviside(w @ x + b, t)) + 0 * x,
                b + lr * (t - _heaviside(w @ x + b, t)),
            ),
            "The change of w is not multiplied by x: every weight moves by the same amount, whatever its input was.",
        ),
        "changes w": (
            _perceptron_in_place,
            "The array w that was passed in is overwritten, as by `w += …`. Return a new one; the caller may need it.",
        ),
        "plus and minus one": (
            _update(lambda z, t: 1.0 if z >= 0 else -1.0),
            "A silent unit counts as −1 here, so a right 0 still causes a step. With targets 0 and 1, y is 0 or 1 too.",
        ),
        "strict": (
            _update(lambda z, t: float(z > 0)),
            "On the boundary, z = 0, this takes the answer to be 0. This course's step is 1 there: use `neuron`.",
        ),
        "bias without the rate": (
            lambda w, b, x, t, lr=1.0: (_update(_heaviside)(w, b, x, t, lr)[0], _update(_heaviside)(w, b, x, t)[1]),
            "The change of b lacks the rate η, which multiplies both changes.",
        ),
    },
    hints=(
        "What does the unit output for x, and how far is the target from that?",
        "The error is t − y: 0, 1 or −1. w becomes w + η (t − y) x, and b becomes b + η (t − y).",
        "One line for the error, made with your `neuron`; one line that returns the pair. "
        "Write w + …, not w += …, which would overwrite the caller's array.",
    ),
)


def _linear(z, t):
    return z


def _adaline_cases(rng: np.random.Generator) -> Iterator[Inputs]:
    for dtype in ("float32", "float64"):
        for size in (1, 2, 5):
            w, x = rng.normal(size=(2, size)).astype(dtype)
            b, t = (float(v) for v in rng.normal(size=2))
            yield Inputs((w, b, x, t))
            yield Inputs((w, b, x, float(rng.integers(2)), float(rng.choice([0.01, 0.5, 1.0]))))


def _widrow(f, lr=0.1):
    """The same near misses, with ADALINE's default rate."""
    return lambda w, b, x, t, lr=lr: f(w, b, x, t, lr)


def _adaline_in_turn(w, b, x, t, lr=0.1):
    w = w - lr * float(w @ x + b - t) * x
    return w, b - lr * float(w @ x + b - t)


def _adaline_in_place(w, b, x, t, lr=0.1):
    miss = float(w @ x + b) - t
    w -= lr * miss * x
    return w, b - lr * miss


exercise(
    lib.adaline_step,
    lecture="01",
    points=2,
    topics="H11 K1",
    cases=_adaline_cases,
    follows=_w_goes_with_b(lambda w, b, x, t, lr=0.1: lr * (t - float(w @ x + b))),
    outputs=("the new w", "the new b"),
    wrong={
        "uphill": (
            _widrow(_update(_linear, sign=-1.0)),
            "This climbs: the error grows. The gradient points uphill, so it is subtracted.",
        ),
        "threshold first": (
            _widrow(_update(_heaviside)),
            "This compares t with the decision, 0 or 1. That is the perceptron's rule; ADALINE compares t with "
            "y = w · x + b before any threshold.",
        ),
        "factor two": (
            lambda w, b, x, t, lr=0.1: _update(_linear)(w, b, x, t, 2 * lr),
            "Both changes are twice too large: that is the slope of (y − t)². The error here is ½ (y − t)², and its "
            "½ cancels the 2.",
        ),
        "bias left out": (_widrow(_update(_linear, keep="b")), "b never changes: its slope is y − t, which is not 0."),
        "answer without bias": (
            _widrow(_update(_linear, by_bias=0.0)),
            "The answer y is computed without b.",
        ),
        "rate ignored": (
            _widrow(_update(_linear, rated=False)),
            "The rate η has no effect: both changes are multiplied by it.",
        ),
        "bias from the new w": (
            _adaline_in_turn,
            "The change of b is computed with the new w. Both changes belong to one error y − t, that of the old w "
            "and b.",
        ),
        "x forgotten": (
            lambda w, b, x, t, lr=0.1: (w - lr * float(w @ x + b - t) + 0 * x, b - lr * float(w @ x + b - t)),
            "The change of w is not multiplied by x: every weight moves by the same amount, whatever its input was.",
        ),
        "changes w": (
            _adaline_in_place,
            "The array w that was passed in is overwritten, as by `w -= …`. Return a new one; the caller may need it.",
        ),
    },
    hints=(
        "What is compared with t here, and which way is downhill?",
        "y = w · x + b, with no step after it. w becomes w − η (y − t) x, and b becomes b − η (y − t).",
        "One line for the error y − t, a number; one line that returns the two new values. Both subtract the rate "
        "times the error; only one of them is multiplied by x.",
    ),
)


def _regressions(rng: np.random.Generator) -> Iterator[Inputs]:
    yield Inputs((CORNERS, np.array([0.0, 1.0, 1.0, 0.0])))
    for rows, features in ((6, 2), (12, 3), (20, 1)):
        X = rng.normal(size=(rows, features)) + 0.5
        t = X @ rng.normal(size=features) + rng.normal() + 0.3 * rng.normal(size=rows)
        yield Inputs((X, t))
        yield Inputs((X, t, float(rng.uniform(0.1, 1.0))))
    yield Inputs((rng.normal(size=(1, 2)), rng.normal(size=1), 0.5), "a single example, with λ")


def _normal(penalty=lambda N, D, l2: N * l2 * np.diag([1.0] * D + [0.0]), take=lambda v: (v[:-1], v[-1])):
    """The right way with another penalty matrix, or with the solution taken apart otherwise."""

    def solve(X, t, l2=0.0):
        ones = np.column_stack([X, np.ones(len(X))])
        return take(np.linalg.solve(ones.T @ ones + penalty(len(X), X.shape[1], l2), ones.T @ t))

    return solve


def _no_bias(X, t, l2=0.0):
    return np.linalg.solve(X.T @ X + len(X) * l2 * np.eye(X.shape[1]), X.T @ t), 0.0


exercise(
    lib.adaline_normal_equations,
    lecture="01",
    points=3,
    topics="H11 H12",
    cases=_regressions,
    outputs=("w", "b"),
    forbid="mlpkit.linear.linear_regression",
    step="“One equation for each parameter” above",
    wrong={
        "penalty not times N": (
            _normal(lambda N, D, l2: l2 * np.diag([1.0] * D + [0.0])),
            "The penalty is N times too small. The cost is a mean over N examples; multiplying the equations by N to "
            "be rid of 1/N multiplies λ too.",
        ),
        "bias regularised": (
            _normal(lambda N, D, l2: N * l2 * np.eye(D + 1)),
            "b is pulled towards 0 as well. The penalty is on w alone: the last entry of its diagonal is 0.",
        ),
        "no penalty": (
            _normal(lambda N, D, l2: np.zeros((D + 1, D + 1))),
            "λ has no effect: this is the solution for λ = 0.",
        ),
        "no bias": (_no_bias, "b is always 0: there is no column of ones, so the plane is forced through the origin."),
        "bias first": (
            _normal(take=lambda v: (v[1:], v[0])),
            "The solution is taken apart at the wrong end: the unknown that belongs to the column of ones is b.",
        ),
    },
    hints=(
        "How can b become one more weight, and which system of equations is left?",
        "(X̃ᵀX̃ + N λ I′) [w; b] = X̃ᵀ t, where X̃ = [X 1] and I′ is the identity matrix with 0 in its last corner.",
        "np.column_stack joins columns; np.diag makes a matrix from the list of ones with a 0 at its end; "
        "np.linalg.solve(A, v) solves A u = v. The first D entries of the solution are w, the last is b.",
    ),
)
