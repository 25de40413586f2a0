"""Lecture 20, batch normalisation: the forward pass, its gradient, and what a network predicts with."""

from collections.abc import Iterator

import batch_normalisation
import numpy as np

from autograder.checking.exercise import EXTREME, ORDINARY, Inputs, exercise

BOTH = ("float32", "float64")
# Where rows and columns are as many, a wrong axis ends in wrong numbers, not in an error.
SHAPES = {(4, 4): ORDINARY, (3, 3): ORDINARY, (6, 2): "rows and columns of different number"}
ONE_ROW, FAR = "a batch of one row", "a mean far from 0"


def _batches(rng: np.random.Generator, dtype: str) -> Iterator[tuple]:
    """(group, X, γ, eps): columns of unlike mean and spread, and an eps that is not small beside the variance."""
    for shape, group in SHAPES.items():
        D = shape[1]
        X = rng.normal(rng.uniform(-2, 2, D), rng.uniform(0.5, 2, D), shape)
        yield group, X.astype(dtype), rng.uniform(0.5, 2, D).astype(dtype), float(rng.uniform(0.1, 0.5))


def _forward(rng: np.random.Generator) -> Iterator[Inputs]:
    for dtype in BOTH:
        for group, X, gamma, eps in _batches(rng, dtype):
            yield Inputs((X, gamma, rng.normal(size=len(gamma)).astype(dtype), eps), group)
        X, gamma, beta = (rng.normal(size=s).astype(dtype) for s in ((5, 3), 3, 3))
        yield Inputs((X, gamma, beta), "eps left to its default")
        yield Inputs((X[:1], gamma, beta, 0.1), ONE_ROW)
        yield Inputs((X + X.dtype.type(300), gamma, beta), FAR)
        yield Inputs((1e15 * X, gamma, beta), EXTREME)


def _changed(centre=lambda X: X - X.mean(axis=0), spread=lambda v, eps: np.sqrt(v + eps), join=None, ddof=0):
    """The forward pass with one thing changed."""

    def forward(X, gamma, beta, eps=1e-5):
        scaled = centre(X) / spread(X.var(axis=0, ddof=ddof), eps)
        return join(scaled, gamma, beta) if join else gamma * scaled + beta

    return forward


def _over_features(X, gamma, beta, eps=1e-5):
    mean, var = X.mean(axis=1, keepdims=True), X.var(axis=1, keepdims=True)
    return gamma * (X - mean) / np.sqrt(var + eps) + beta


exercise(
    batch_normalisation.batch_norm,
    lecture="20",
    points=2,
    topics="",
    cases=_forward,
    outputs=("Y",),
    wrong={
        "variance not rooted": (
            _changed(spread=lambda v, eps: v + eps),
            "It is divided by σ² + ε. Divide by its square root: a variance has squared units, its root those of x.",
        ),
        "eps beside the root": (
            _changed(spread=lambda v, eps: np.sqrt(v) + eps),
            "ε is added to σ. It stands under the root, with the variance: √(σ² + ε).",
        ),
        "no eps": (_changed(spread=lambda v, eps: np.sqrt(v)), "ε has no effect. It is added to the variance."),
        "not centred": (
            _changed(centre=lambda X: X),
            "The mean is not subtracted from what is scaled.",
        ),
        "along the rows": (
            _over_features,
            "Mean and variance are taken along each row, over the units. That is layer normalisation. Here each unit "
            "has its own, taken down its column, over the batch.",
        ),
        "divided by N - 1": (
            _changed(ddof=1),
            "The variance is divided by N − 1. Within the batch it is the mean of the squares, divided by N.",
        ),
        "beta scaled": (
            _changed(join=lambda scaled, gamma, beta: gamma * (scaled + beta)),
            "γ multiplies β as well. First γ x̂, then + β.",
        ),
        "scaled only": (
            _changed(join=lambda scaled, gamma, beta: scaled),
            "This is x̂: γ and β have no effect.",
        ),
    },
    hints=(
        "Two numbers for each column, then every entry is moved and stretched by them. Down which axis do they run?",
        "x̂ₙ = (xₙ − μ) / √(σ² + ε), with σ² = 1/N Σₙ (xₙ − μ)²; then yₙ = γ x̂ₙ + β.",
        "Subtract the means along axis 0 and keep the result. The mean of its squares along the same axis, plus eps, "
        "under np.sqrt, is what it is divided by. γ and β (D,) broadcast over the rows.",
    ),
)


def _backward(rng: np.random.Generator) -> Iterator[Inputs]:
    for dtype in BOTH:
        for group, X, gamma, eps in _batches(rng, dtype):
            yield Inputs((rng.normal(0.5, 1, X.shape).astype(dtype), X, gamma, eps), group)
        dY, X = rng.normal(0.5, 1, (2, 5, 3)).astype(dtype)
        yield Inputs((dY, X, X[0] + 2), "eps left to its default")
        yield Inputs((dY[:1], X[:1], X[0] + 2, 0.1), ONE_ROW)


def _scaled(X, eps):
    spread = np.sqrt(X.var(axis=0) + eps)
    return (X - X.mean(axis=0)) / spread, spread


def _gradient(dX=None, dgamma=lambda dY, X, scaled: (dY * scaled).sum(axis=0), dbeta=lambda dY: dY.sum(axis=0)):
    """The gradient with one of its parts changed; dX is given dY, x̂, the spread and γ."""

    def gradient(dY, X, gamma, eps=1e-5):
        scaled, spread = _scaled(X, eps)
        return (dX or _right)(dY, scaled, spread, gamma), dgamma(dY, X, scaled), dbeta(dY)

    return gradient


def _right(dY, scaled, spread, gamma):
    return gamma / spread * (dY - dY.mean(axis=0) - scaled * (dY * scaled).mean(axis=0))


exercise(
    batch_normalisation.batch_norm_grad,
    lecture="20",
    points=4,
    topics="",
    cases=_backward,
    outputs=("dX", "dγ", "dβ"),
    step="step 6 of the derivation",
    wrong={
        "statistics held fixed": (
            _gradient(lambda dY, scaled, spread, gamma: gamma / spread * dY),
            "dX is γ dY / √(σ² + ε): μ and σ² are treated as constants. They depend on every x of the batch, which "
            "gives two more terms.",
        ),
        "variance held fixed": (
            _gradient(lambda dY, scaled, spread, gamma: gamma / spread * (dY - dY.mean(axis=0))),
            "The path through μ is there, the one through σ² is missing: the term with x̂ₙ.",
        ),
        "mean held fixed": (
            _gradient(lambda dY, scaled, spread, gamma: gamma / spread * (dY - scaled * (dY * scaled).mean(axis=0))),
            "The path through σ² is there, the one through μ is missing: the mean of dY is not subtracted.",
        ),
        "gamma left out": (
            _gradient(lambda dY, scaled, spread, gamma: _right(dY, scaled, spread, 1)),
            "γ has no effect on dX. On the way back every dyₙ passes γ first.",
        ),
        "sums for means": (
            _gradient(
                lambda dY, scaled, spread, gamma: (
                    gamma / spread * (dY - dY.sum(axis=0) - scaled * (dY * scaled).sum(axis=0))
                )
            ),
            "In dX the two terms that are subtracted are sums over the batch. They are means: μ and σ² carry a 1/N.",
        ),
        "divided by the variance": (
            _gradient(lambda dY, scaled, spread, gamma: _right(dY, scaled, spread**2, gamma)),
            "dX is divided by σ² + ε. It is divided by the root of that.",
        ),
        "means for sums": (
            _gradient(dgamma=lambda dY, X, s: (dY * s).mean(axis=0), dbeta=lambda dY: dY.mean(axis=0)),
            "dγ and dβ are means over the batch. They are sums: each example adds its part, and a loss that is a mean "
            "has put its 1/N into dY.",
        ),
        "x instead of its scaled form": (
            _gradient(dgamma=lambda dY, X, scaled: (dY * X).sum(axis=0)),
            "dγ is Σ dyₙ xₙ. What γ multiplies in the forward pass is x̂ₙ, not xₙ.",
        ),
    },
    hints=(
        "γ and β first: what does each multiply in y? Then dX has three terms, one for each path from xₙ to the loss.",
        "dβ = Σ dyₙ, dγ = Σ dyₙ x̂ₙ, dxₙ = γ / √(σ² + ε) · (dyₙ − mean of dy − x̂ₙ · mean of dy x̂).",
        "Compute the spread √(σ² + ε) and x̂ as in the forward pass. In the bracket stand dY, minus its mean along "
        "axis 0, minus x̂ times the mean of dY times x̂ along axis 0. Return three arrays.",
    ),
)


def _so_far(rng: np.random.Generator) -> Iterator[Inputs]:
    for dtype in BOTH:
        for group, X, variance, eps in _batches(rng, dtype):
            mean = rng.normal(size=len(variance)).astype(dtype)
            yield Inputs((mean, variance, X, 0.5 + eps), group)
            last = mean, variance, X
        yield Inputs(last, "momentum left to its default")


def _averages(update=lambda m, old, new: m * old + (1 - m) * new, spread=lambda X: X.var(axis=0, ddof=1), axis=0):
    def running(mean, variance, X, momentum=0.9):
        return update(momentum, mean, X.mean(axis=axis)), update(momentum, variance, spread(X))

    return running


exercise(
    batch_normalisation.running_statistics,
    lecture="20",
    points=2,
    topics="",
    cases=_so_far,
    outputs=("the mean", "the variance"),
    wrong={
        "divided by N": (
            _averages(spread=lambda X: X.var(axis=0)),
            "The batch's variance is divided by N. For the running variance it is divided by N − 1: the squares around "
            "the batch's own mean are a little too small.",
        ),
        "momentum the other way": (
            _averages(update=lambda m, old, new: (1 - m) * old + m * new),
            "Old and new have exchanged their weights: this keeps the share 1 − m. In PyTorch's convention it would be "
            "right; here the momentum is the share that is kept.",
        ),
        "new alone": (
            _averages(update=lambda m, old, new: new + 0 * old),
            "These are the statistics of this batch: what came before is forgotten.",
        ),
        "nothing kept back": (
            _averages(update=lambda m, old, new: m * old + new),
            "The new statistics are added whole. They get the share 1 − m, so that the weights add up to 1.",
        ),
        "spread for variance": (
            _averages(spread=lambda X: X.std(axis=0, ddof=1)),
            "The standard deviation is averaged. It is the variance that is.",
        ),
    },
    hints=(
        "An average that moves: keep most of the old value, mix in a little of the new one.",
        "m · old + (1 − m) · new, for the mean and for the variance; the new variance is Σₙ (xₙ − μ)² / (N − 1).",
        "Take the mean of X along axis 0. Sum the squared distances from it along axis 0 and divide by len(X) − 1. "
        "Then mix each with what was there.",
    ),
)
