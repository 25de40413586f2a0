"""How good are the answers: counts over labels, and choosing between settings by them."""

from collections.abc import Callable, Iterable
from functools import wraps
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from mlpkit.validate import checked, count, require_labels

Setting = TypeVar("Setting")


def _labels_in_range(count_pairs: Callable) -> Callable:
    """Check the labels against n_classes; a negative one would count from the end without a word."""

    @wraps(count_pairs)
    def call(t, y, n_classes):
        require_labels("t", t, n_classes)
        require_labels("y", y, n_classes)
        return count_pairs(t, y, n_classes)

    return call


@checked(t="N", y="N", n_classes=count)
@_labels_in_range
def confusion_matrix(t: NDArray, y: NDArray, n_classes: int) -> NDArray[np.int64]:
    """C[i, j]: how many examples of class i got the label j. Rows are the truth, columns the answers.

    t, y (N,) labels 0 … n_classes − 1. Returns (n_classes, n_classes) int64; the diagonal is what was right.

    >>> confusion_matrix(np.array([0, 0, 1, 2]), np.array([0, 1, 1, 1]), 3)
    array([[1, 1, 0],
           [0, 1, 0],
           [0, 1, 0]])
    """
    C = np.zeros((n_classes, n_classes), dtype=np.int64)
    np.add.at(C, (t, y), 1)
    return C


@checked(t="N ...", y="N ...")
def accuracy_score(t: NDArray, y: NDArray) -> float:
    """The fraction of answers y (N,) that equal the truth t (N,).

    >>> accuracy_score(np.array([0, 0, 1, 2]), np.array([0, 1, 1, 1]))
    0.5
    """
    return float(np.count_nonzero(t == y)) / np.size(t)


@checked("sure", "right", sure="N", right="N", bins=count)
def calibration_error(sure: NDArray, right: NDArray, bins: int = 10) -> float:
    """How far apart accuracy and mean probability lie, averaged over bins of answers: 0 where chances are honest.

    sure (N,): the probability, from 0 to 1, that each answer was given; right (N,): 1 where the answer was right, else
    0. Bin k holds the probabilities from k / bins up to, but without, (k + 1) / bins; the last one includes 1. A bin
    without answers counts 0.

    Formula: Σ over bins of (n_bin / N) · |accuracy in the bin − mean probability in the bin|.

    Source: Naeini, Cooper and Hauskrecht 2015, "expected calibration error".

    >>> calibration_error(np.array([0.75, 0.75, 0.25]), np.array([1.0, 0.0, 0.0]), bins=2)   # (2 · ¼ + 1 · ¼) / 3
    0.25
    """
    k = np.minimum((sure * bins).astype(int), bins - 1)
    gaps = np.bincount(k, weights=right - sure, minlength=bins)
    return float(np.abs(gaps).sum()) / len(sure)


def _not_empty(choose: Callable) -> Callable:
    """Check that there are settings at all."""

    @wraps(choose)
    def call(settings, validation_error):
        settings = list(settings)
        if not settings:
            raise ValueError("settings is empty: there is nothing to choose from")
        return choose(settings, validation_error)

    return call


@_not_empty
def choose_on_validation(
    settings: Iterable[Setting], validation_error: Callable[[Setting], float]
) -> tuple[Setting, float]:
    """The setting with the smallest validation_error(setting), and that error; the first one if several tie.

    The test data play no part: they judge the choice afterwards, once.

    >>> choose_on_validation([0.001, 0.1, 10.0], lambda lr: abs(lr - 0.2))
    (0.1, 0.1)
    """
    errors = [(validation_error(setting), setting) for setting in settings]
    error, setting = min(errors, key=lambda pair: pair[0])
    return setting, error
