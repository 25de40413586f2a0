"""Lecture 09: a layer normalisation to mend."""

import numpy as np

from autograder.checking.exercise import Inputs, exercise
from autograder.checking.kinds.repair import repair


def mended_layer_norm(Z, scale, shift, eps):
    """Layer normalisation: in each example the pre-activations get mean 0 and variance 1; then scale and shift.

    Z (N, H): a row for each example, a column for each unit; scale and shift (H,): a number for each unit; eps: added
    to the variance, a mean of squares, so that nobody divides by 0. Returns a new array of Z's shape and dtype. What
    comes out for an example must not depend on the other examples.
    """
    mean = Z.mean(axis=1, keepdims=True)
    variance = ((Z - mean) ** 2).mean(axis=1, keepdims=True)
    return scale * (Z - mean) / np.sqrt(variance + eps) + shift


def faulty_layer_norm(Z, scale, shift, eps):
    mean = Z.mean(axis=0, keepdims=True)
    variance = ((Z - mean) ** 2).mean(axis=0, keepdims=True)
    return scale * (Z - mean) / np.sqrt(variance + eps) + shift


def _batches(rng):
    for rows, units in ((4, 3), (3, 3), (2, 6), (5, 2)):
        for dtype in (np.float32, np.float64):
            Z = rng.normal(rng.normal(size=(rows, 1)), rng.uniform(0.5, 3, (rows, 1)), (rows, units)).astype(dtype)
            scale, shift = (rng.uniform(0.5, 2, units).astype(dtype) for _ in range(2))
            yield Inputs((Z, scale, shift, float(rng.uniform(0.1, 1))))
    Z = rng.normal(size=(1, 4))
    yield Inputs((Z, np.full(4, 2.0), np.full(4, -1.0), 0.5), "a single example")


def _by(mean=1, spread=1, root=lambda variance, eps: np.sqrt(variance + eps)):
    def normalise(Z, scale, shift, eps):
        centre = Z.mean(axis=mean, keepdims=True)
        variance = ((Z - centre) ** 2).mean(axis=spread, keepdims=True)
        return scale * (Z - centre) / root(variance, eps) + shift

    return normalise


exercise(
    mended_layer_norm,
    lecture="09",
    points=1,
    topics="H22",
    task=repair(
        faulty_layer_norm,
        "Before scale and shift every column of the result has mean 0, and no row has. An example comes out otherwise "
        "when the other examples change.",
    ),
    cases=_batches,
    outputs=("the normalised batch",),
    wrong={
        "only the mean": (
            _by(mean=1, spread=0),
            "The mean is taken over the units of an example, and the variance still over the examples.",
        ),
        "only the variance": (
            _by(mean=0, spread=1),
            "The variance is taken over the units of an example, and the mean still over the examples.",
        ),
        "over everything": (
            _by(mean=None, spread=None),
            "Mean and variance are taken over all numbers of the batch, so an example still depends on the others.",
        ),
        "ε outside of the root": (
            _by(root=lambda variance, eps: np.sqrt(variance) + eps),
            "Now ε is added to the root of the variance. It was added to the variance, and that part was right.",
        ),
        "no root": (
            _by(root=lambda variance, eps: variance + eps),
            "Now the variance is divided by, not its root, and that part was right.",
        ),
        "scaled before it is shifted back": (
            lambda Z, scale, shift, eps: scale * (_by()(Z, 1, 0, eps) + shift),
            "Now the shift is multiplied by the scale, and that part was right: first scale, then shift.",
        ),
    },
    hints=(
        "Over what does batch normalisation take its means, and over what does layer normalisation?",
        "With H units, μ = 1/H Σⱼ zₙⱼ and the variance is 1/H Σⱼ (zₙⱼ − μ)²: both sums run over the units j of one "
        "example.",
        "Z has a row for each example. `axis` names the direction that a mean removes, in both lines.",
    ),
)
