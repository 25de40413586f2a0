"""Lecture 13: whether probabilities are honest."""

from collections.abc import Iterator

import numpy as np

from autograder.checking.exercise import Inputs, exercise
from mlpkit import metrics


def _chances(rng: np.random.Generator) -> Iterator[Inputs]:
    """Probabilities away from the edges of the bins, where rounding would decide; 0 and 1 too; empty bins."""
    for dtype in ("float32", "float64"):
        for n, bins, lowest in ((60, 10, 0), (40, 4, 0), (30, 10, 6), (1, 5, 0)):
            sure = (rng.integers(lowest, bins, n) + rng.uniform(0.1, 0.9, n)) / bins
            if n > 30:
                sure[:2] = 0, 1
            right = rng.random(n) < sure**2
            if n > 30:
                # In the last bin alone a single mistake, at probability 1: leaving it out must show.
                right[sure * bins >= bins - 1], right[1] = True, False
            more = () if bins == 10 and lowest else (bins,)
            yield Inputs((sure.astype(dtype), right.astype(dtype), *more))
        for bins in (2, 4):
            sure = np.append(rng.integers(0, 5, 6) / 4, [0.5, 0.25]).astype(dtype)
            right = np.append(rng.integers(0, 2, 6), [1, 0]).astype(dtype)
            yield Inputs((sure, right, bins), "probabilities on the edge of a bin")


def _calibration(sure, right, bins=10, gap=np.abs, last=True, weigh=True):
    k = (sure * bins).astype(int)
    k = np.minimum(k, bins - 1) if last else k
    total = sum(
        gap(right[k == j].mean() - sure[k == j].mean()) * (np.sum(k == j) if weigh else 1) for j in set(k.tolist())
    )
    return float(total) / (len(sure) if weigh else bins)


def _calibration_of(k, sure, right):
    return float(sum(abs((right - sure)[k == j].sum()) for j in set(k.tolist()))) / len(sure)


def _over_full_bins(sure, right, bins=10):
    k = np.minimum((sure * bins).astype(int), bins - 1)
    return _calibration(sure, right, bins, weigh=False) * bins / len(set(k.tolist()))


def _without_the_sure(sure, right, bins=10):
    inside = sure < 1
    return _calibration(sure[inside], right[inside], bins) * float(inside.mean())


def _with_middles(sure, right, bins=10):
    k = np.minimum((sure * bins).astype(int), bins - 1)
    return _calibration_of(k, (k + 0.5) / bins, right)


exercise(
    metrics.calibration_error,
    lecture="13",
    points=2,
    topics="O19 H25",
    cases=_chances,
    exact=True,
    wrong={
        "gaps cancel": (
            lambda sure, right, bins=10: float(np.abs(np.mean(right - sure))),
            "There are no bins in this number: it is |accuracy − mean probability| over all answers. Too "
            "confident here and too modest there cancel in it.",
        ),
        "no absolute value": (
            lambda sure, right, bins=10: _calibration(sure, right, bins, gap=lambda d: d),
            "The gaps of the bins are added with their signs, so that they cancel. Each counts by its size.",
        ),
        "closed above": (
            lambda sure, right, bins=10: _calibration_of(np.clip(np.ceil(sure * bins) - 1, 0, bins - 1), sure, right),
            "A probability on the edge of two bins is counted in the lower one. A bin begins with its lower edge and "
            "ends before its upper one.",
        ),
        "bins ignored": (
            lambda sure, right, bins=10: _calibration(sure, right, 10),
            "`bins` has no effect: there are always 10.",
        ),
        "squared": (
            lambda sure, right, bins=10: _calibration(sure, right, bins, gap=np.square),
            "The gaps are squared. Here each counts by its absolute value.",
        ),
        "every bin alike": (
            lambda sure, right, bins=10: _calibration(sure, right, bins, weigh=False),
            "Every bin counts alike, the empty ones too. A bin counts by its fraction of the answers, n_bin / N.",
        ),
        "every full bin alike": (
            _over_full_bins,
            "Every bin that holds an answer counts alike. A bin counts by its fraction of the answers, n_bin / N.",
        ),
        "per answer": (
            lambda sure, right, bins=10: float(np.mean(np.abs(right - sure))),
            "This is the mean of |right − probability| over single answers. A single answer is right or wrong; only a "
            "group of them can be right as often as it says. Average within each bin first.",
        ),
        "sum": (
            lambda sure, right, bins=10: _calibration(sure, right, bins) * len(sure),
            "This is N times the right number: the counts of the bins are not divided by N.",
        ),
        "the sure ones left out": (
            _without_the_sure,
            "Answers with probability exactly 1 fall into no bin here, and do not count. The last bin includes 1.",
        ),
        "one bin too many": (
            lambda sure, right, bins=10: _calibration(sure, right, bins, last=False),
            "Answers with probability exactly 1 have a bin of their own here. The last bin includes 1.",
        ),
        "middles of the bins": (
            _with_middles,
            "The accuracy is compared with the middle of the bin. Compare it with the mean of the probabilities in it.",
        ),
    },
    hints=(
        "Sort the answers into bins by their probability. In each compare two means: how sure, and how often right.",
        "Answer n belongs to bin ⌊bins · pₙ⌋, or to the last one if pₙ = 1. Bin k adds (N_k / N) · |mean of right − "
        "mean of p|, over the answers in it.",
        "A loop over the bins with a mask works: skip a bin without answers, take two means, their distance, times the "
        "number of answers; divide the sum by N at the end. `bins - 1` is the largest number that a bin has.",
    ),
)
