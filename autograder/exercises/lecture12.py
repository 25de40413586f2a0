"""Lecture 12: bias and variance, measured."""

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
    },
    hints=(
        "What would one network say that is the mean of all R, and how far is it from the truth? And how far is each "
        "of the R from it?",
        "bias² = 1/N Σₙ (ȳₙ − truthₙ)² and variance = 1/(R N) Σᵣ Σₙ (yᵣₙ − ȳₙ)², with ȳₙ the mean over the networks.",
        "Take Y.mean over axis 0. The mean of its squared differences from truth is the first result, the mean of the "
        "squared differences of Y from it the second; return both as plain floats.",
    ),
    step="section 1",
)
