"""Lecture 12: bias and variance, measured; dropout."""

import numpy as np

from autograder.checking.exercise import Inputs, exercise
from mlpkit import generalisation


def answers_and_truths(rng):
    """Answers of R networks at N points, all sizes different; one network alone, one point alone."""
    for dtype in ("float64", "float32"):
        for networks, points in ((2, 3), (5, 2), (1, 4), (6, 1), (3, 7)):
            truth = rng.normal(size=points)
            said = truth + rng.normal(size=points) + 0.5 * rng.normal(size=(networks, points))
            yield Inputs((said.astype(dtype), truth.astype(dtype)))


def measured(
    bias=lambda Y, t: np.mean((Y.mean(axis=0) - t) ** 2),
    variance=lambda Y, t: np.mean((Y - Y.mean(axis=0)) ** 2),
):
    return lambda Y, truth: (float(bias(Y, truth)), float(variance(Y, truth)))


exercise(
    generalisation.bias_variance,
    lecture="12",
    points=2,
    topics="K19",
    cases=answers_and_truths,
    outputs=("the squared bias", "the variance"),
    wrong={
        "mean squared error for bias": (
            measured(bias=lambda Y, t: np.mean((Y - t) ** 2)),
            "The bias is taken from every single answer: that is the mean squared error, which holds the variance as "
            "well. First the mean over the networks, then its distance from the truth.",
        ),
        "bias not squared": (
            measured(bias=lambda Y, t: np.mean(np.abs(Y.mean(axis=0) - t))),
            "The bias is the absolute distance. It is squared, point by point, before the mean over the points.",
        ),
        "mean of the signed distance": (
            measured(bias=lambda Y, t: np.mean(Y.mean(axis=0) - t)),
            "The first result is the mean of the bias itself, with its sign, so that too high here and too low there "
            "cancel. Square it at each point, and then take the mean.",
        ),
        "squared after the mean": (
            measured(bias=lambda Y, t: np.mean(Y.mean(axis=0) - t) ** 2),
            "The bias is averaged over the points and then squared, so that too high here and too low there cancel. "
            "Square first.",
        ),
        "standard deviation": (
            measured(variance=lambda Y, t: np.mean(Y.std(axis=0))),
            "The second result is a standard deviation. The variance is its square.",
        ),
        "variance by R − 1": (
            measured(variance=lambda Y, t: np.sum((Y - Y.mean(axis=0)) ** 2) / max(len(Y) - 1, 1) / Y.shape[1]),
            "The variance divides by R − 1. Here it divides by R, so that bias² and variance add up to the error.",
        ),
        "variance by R − 1 even for one": (
            measured(variance=lambda Y, t: np.mean(Y.var(axis=0, ddof=1))),
            "The variance divides by R − 1, which is 0/0 for a single network. Here it divides by R, so that bias² and "
            "variance add up to the error.",
        ),
        "variance over the points": (
            measured(variance=lambda Y, t: np.mean(Y.var(axis=1))),
            "The variance is taken over the points, which says how much one network's curve goes up and down. It is "
            "taken over the networks, at each point.",
        ),
        "variance around the truth": (
            measured(variance=lambda Y, t: np.mean((Y - t) ** 2)),
            "The variance is measured from the truth. It is the spread of the networks around their own mean.",
        ),
        "sums over the points": (
            lambda Y, t: tuple(len(t) * v for v in measured()(Y, t)),
            "Both are sums over the points where they should be means.",
        ),
        "variance of everything": (
            measured(variance=lambda Y, t: np.var(Y)),
            "The variance is taken over all numbers of Y together. It is taken over the networks at each point, and "
            "then averaged over the points.",
        ),
    },
    hints=(
        "What would one network say that is the mean of all R, and how far is it from the truth? And how far is each "
        "of the R from it?",
        "bias² = 1/N Σₙ (ȳₙ − truthₙ)² and variance = 1/(R N) Σᵣ Σₙ (yᵣₙ − ȳₙ)², with ȳₙ the mean over the networks.",
        "Take Y.mean over axis 0. The mean of its squared differences from truth is the first result, the mean of the "
        "squared differences of Y from it the second; return both as plain floats.",
    ),
    step="section 2",
)


def activations_and_numbers(rng):
    """Activations with signs, uniform numbers, and probabilities; a number that equals p, and p = 0."""
    for dtype in ("float64", "float32"):
        for shape, p in (((3, 4), 0.5), ((2, 5), 0.25), ((4, 1), 0.8), ((1, 3), 0.0), ((6,), 0.4)):
            U = rng.random(shape)
            U.flat[0] = p
            yield Inputs((rng.normal(size=shape).astype(dtype), U.astype(dtype), p))


def masked(mask, result=lambda A, mask: A * mask):
    def forward(A, U, p):
        found = np.asarray(mask(U, p)).astype(A.dtype)
        return result(A, found), found

    return forward


exercise(
    generalisation.dropout,
    lecture="12",
    points=2,
    topics="H19",
    cases=activations_and_numbers,
    exact=True,
    outputs=("A after dropout", "the mask"),
    wrong={
        "not scaled": (
            masked(lambda U, p: U >= p),
            "What is left is not scaled up: on average the next layer then gets only 1 − p of what it got before.",
        ),
        "scaled by what happened to be left": (
            masked(lambda U, p: (U >= p) / np.mean(U >= p)),
            "The scale is 1 over the fraction that happens to be left. It is 1/(1 − p), the same for every batch.",
        ),
        "scaled by 1/p": (
            masked(lambda U, p: (U >= p) / (p or 1)),
            "The scale is 1/p. A fraction 1 − p is left, so the mean stays with 1/(1 − p).",
        ),
        "scaled by 1/p, for 0 as well": (
            masked(lambda U, p: (U >= p) / np.float64(p)),
            "The scale is 1/p, which does not exist for p = 0. A fraction 1 − p is left, so the mean stays with "
            "1/(1 − p).",
        ),
        "kept with probability p": (
            masked(lambda U, p: (U < p) / (p or 1)),
            "This keeps where U is smaller than p. It should drop there: p is the probability of being dropped.",
        ),
        "mask alone": (
            masked(lambda U, p: (U >= p) / (1 - p), result=lambda A, mask: mask),
            "The first result is the mask. It should be the activations times the mask.",
        ),
        "one decision for a whole row": (
            masked(lambda U, p: np.broadcast_to(U[..., :1] >= p, U.shape) / (1 - p)),
            "All activations of a row share one decision. Each has a uniform number of its own.",
        ),
        "p itself dropped": (
            masked(lambda U, p: (U > p) / (1 - p)),
            "A number equal to p drops its activation here. Only smaller ones should: with p = 0 nothing may be "
            "dropped.",
        ),
        "mask of ones": (
            lambda A, U, p: (A * ((U >= p) / (1 - p)).astype(A.dtype), (U >= p).astype(A.dtype)),
            "The mask has ones where activations are kept. Backward, the gradient needs the factor 1/(1 − p) as well: "
            "return the mask that A was multiplied by.",
        ),
        "the wrong ones kept": (
            masked(lambda U, p: (U < p) / (1 - p)),
            "This keeps where U is smaller than p. It should drop there: p is the probability of being dropped.",
        ),
    },
    hints=(
        "An activation survives with probability 1 − p. By what must it be multiplied so that its mean stays a?",
        "(1 − p) · a/(1 − p) + p · 0 = a. The mask is 1/(1 − p) where U ≥ p, else 0.",
        "A comparison gives booleans; times a number they become 0 and that number. Give the number A's dtype before "
        "you multiply, then multiply A by the mask, and return both.",
    ),
    step="section 5",
)
