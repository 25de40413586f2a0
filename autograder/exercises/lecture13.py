"""Lecture 13: mini-batches, and counting right answers."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from autograder.checking.exercise import UNTOLD, Inputs, Property, exercise
from autograder.runtime.observe import RemoteCallable, Seeded
from autograder.runtime.raised import RemoteError
from mlpkit import datasets, metrics

ENOUGH_TO_SHUFFLE = 12


def _examples(rng: np.random.Generator) -> Iterator[Inputs]:
    """Rows that can be told apart, with targets that name their row; sizes that divide N and sizes that do not."""
    for dtype in ("float32", "float64"):
        for n, batch_size, one_hot in ((23, 5, False), (24, 6, True), (17, 40, False), (1, 1, False), (3, 2, True)):
            X = rng.normal(size=(n, 2)).astype(dtype)
            X[:, 0] = np.arange(n)
            t = np.arange(n) * 10
            seed = int(rng.integers(1 << 30))
            yield Inputs((X, np.column_stack([t, -t]) if one_hot else t, batch_size, seed))


def _epoch(function: Callable, X, t, batch_size: int, seed: int) -> list:
    """All batches of one epoch, wherever the function lives."""
    if not isinstance(function, RemoteCallable):
        batches = function(X, t, batch_size, np.random.default_rng(seed))
        return list(itertools.islice(batches, 2 * len(X) + 2))
    batches = function(X, t, batch_size, Seeded(seed))
    if not isinstance(batches, RemoteCallable):
        return list(batches)
    got, following = [], batches.send
    while len(got) < 2 * len(X) + 2:
        try:
            got.append(following(None))
        except RemoteError as error:
            if error.raised.kind == "StopIteration":
                break
            raise
    return got


def _one_epoch(function: Callable, X, t, batch_size: int, seed: int) -> tuple:
    """What does not depend on the order drawn: sizes, rows and targets put back, and what was shuffled."""
    batches = _epoch(function, X, t, batch_size, seed)
    if not batches or any(len(pair) != 2 for pair in batches):
        raise ValueError("every batch must be a pair (X_batch, t_batch), and there must be at least one")
    rows, targets = (np.concatenate([np.atleast_1d(pair[i]) for pair in batches]) for i in (0, 1))
    back = np.argsort(rows[:, 0], kind="stable")
    sizes = np.array([len(x) for x, _ in batches])
    return sizes, rows[back], targets[back[: len(targets)]], _shuffled(function, X, t, batch_size, seed, batches)


def _shuffled(function, X, t, batch_size, seed, batches) -> np.ndarray:
    """1 for yes: not the given order, rows mixed within a batch, another order for another seed, repeatable."""
    if len(X) < ENOUGH_TO_SHUFFLE:
        return np.ones(4)
    order = _order(batches)
    # Of a few batches that only change places, two may come in one order by chance.
    again, *others = (_order(_epoch(function, X, t, batch_size, seed + k)) for k in range(5))
    mixed = any(np.any(np.diff(x[:, 0]) != 1) for x, _ in batches)
    new = any(one != list(range(len(X))) for one in (order, *others))
    return np.array([new, mixed, any(order != one for one in others), order == again], dtype=float)


def _order(batches: list) -> list[int]:
    return [int(row) for x, _ in batches for row in x[:, 0]]


def _batches_by(
    order_of: Callable, targets: Callable | None = None, whole_only: bool = False, even_none: bool = False
) -> Callable:
    """Mini-batches in the order `order_of(n, batch_size, rng)`, targets in another one if asked."""

    def batches(X, t, batch_size, rng):
        order = order_of(len(X), batch_size, rng)
        other = targets(len(X), rng) if targets else order
        end = len(X) - len(X) % batch_size if whole_only and (even_none or len(X) >= batch_size) else len(X)
        for start in range(0, end, batch_size):
            rows = slice(start, start + batch_size)
            yield X[order[rows]], t[other[rows]]

    return batches


def _order_of_batches(n: int, batch_size: int, rng: np.random.Generator) -> np.ndarray:
    """Blocks in a new order, the rows in each as they were; a smaller block stays at the end."""
    whole = np.arange(n - n % batch_size).reshape(-1, batch_size)
    return np.concatenate([rng.permutation(whole).ravel(), np.arange(n - n % batch_size, n)])


def _blocks_in_any_order(X, t, batch_size, rng):
    """As a loop over shuffled starts gives them: a smaller block may come anywhere."""
    for start in rng.permutation(np.arange(0, len(X), batch_size)):
        yield X[start : start + batch_size], t[start : start + batch_size]


def _in_place(X, t, batch_size, rng):
    order = rng.permutation(len(X))
    X[:], t[:] = X[order], t[order]
    for start in range(0, len(X), batch_size):
        yield X[start : start + batch_size], t[start : start + batch_size]


def _random_order(n, _, rng):
    return rng.permutation(n)


def _rows_come_twice(run: Callable, case: Any, outputs: tuple) -> str | None:
    rows, given = (np.asarray(X)[:, 0].tolist() for X in (outputs[1], case.args[0]))
    if sorted(rows) == sorted(given):
        return None
    if len(rows) != len(given) or not set(rows) < set(given):
        return UNTOLD
    return "Some rows come twice and others not at all, as if drawn with replacement. An epoch visits each row once."


exercise(
    datasets.minibatches,
    lecture="13",
    points=2,
    topics="H25",
    cases=_examples,
    call=_one_epoch,
    outputs=(
        "the list of batch sizes",
        "X (put back in order)",
        "t (put back in the order of X)",
        "what was shuffled (new order, rows mixed within a batch, other seed other order, same seed same order)",
    ),
    weights=(1, 1, 3, 3),
    free=(1, 2),
    holds=(Property("every row comes once", _rows_come_twice),),
    wrong={
        "not shuffled": (
            _batches_by(lambda n, *_: np.arange(n)),
            "The rows come in the order in which they were given. Each epoch is to visit them in a new random one.",
        ),
        "the rest left out": (
            _batches_by(_random_order, whole_only=True),
            "What does not fill a whole batch is left out. The last batch holds what is left over, and may be smaller.",
        ),
        "shuffled apart": (
            _batches_by(_random_order, targets=lambda n, rng: rng.permutation(n)),
            "Rows and targets are shuffled apart: the images get other images' labels. Draw one order, and use it for "
            "both.",
        ),
        "targets left behind": (
            _batches_by(_random_order, targets=lambda n, rng: np.arange(n)),
            "The rows are shuffled and the targets are not: the images get other images' labels. One order for both.",
        ),
        "a seed of its own": (
            _batches_by(lambda n, _, rng: np.random.default_rng(0).permutation(n)),
            "The order is the same whatever generator is passed in, so that every epoch repeats the first. Draw from "
            "`rng`.",
        ),
        "batches in any order": (
            _blocks_in_any_order,
            "Whole batches change places, the smaller one too, and the same rows stay together. Shuffle the rows.",
        ),
        "only the order of batches": (
            _batches_by(_order_of_batches),
            "The batches come in a new order, but the same rows stay together in a batch, epoch after epoch. Shuffle "
            "the rows.",
        ),
        "with replacement": (
            _batches_by(lambda n, _, rng: rng.integers(0, n, n)),
            "Rows are drawn with replacement: some come twice, and others not at all. An epoch visits each row once.",
        ),
        "changes its inputs": (
            _in_place,
            "X and t are shuffled themselves. The caller's arrays must stay as they were.",
        ),
        "whole batches only": (
            _batches_by(_random_order, whole_only=True, even_none=True),
            "What does not fill a whole batch is left out, so that few rows give no batch at all. The last batch holds "
            "what is left over, and may be smaller.",
        ),
    },
    hints=(
        "Do not shuffle the examples. Shuffle their numbers, and use the numbers to pick rows of X and of t.",
        "One permutation of 0, …, N − 1; then portions of it: from 0 to batch_size, from there to twice that, and so "
        "on until N.",
        "rng.permutation gives the order. A for loop over range with three arguments gives the starts. A slice may "
        "reach beyond the end. `yield` the rows of X and of t that the slice of the order names.",
    ),
)


def _labels(rng: np.random.Generator) -> Iterator[Inputs]:
    """True labels and answers, of which most are right; a class without examples; one example."""
    for n, classes in ((40, 3), (60, 5), (9, 10), (1, 4)):
        t = rng.integers(0, classes, n)
        y = np.where(rng.random(n) < 0.6, t, rng.integers(0, classes, n))
        y[0] = (t[0] + 1) % classes
        yield Inputs((t, y, classes))
    # More of one pair than 8 bits count.
    yield Inputs((np.zeros(300, int), np.repeat([0, 1], [280, 20]), 2))
    yield Inputs((rng.integers(0, 2, 12), rng.integers(0, 3, 12), 4), "classes that do not occur")


def _confusion(t, y, n_classes):
    C = np.zeros((n_classes, n_classes), dtype=np.int64)
    np.add.at(C, (t, y), 1)
    return C


def _counted_once(t, y, n_classes):
    C = np.zeros((n_classes, n_classes), dtype=np.int64)
    C[t, y] += 1
    return C


def _as_shares(t, y, n_classes):
    C = _confusion(t, y, n_classes)
    return C / np.maximum(C.sum(axis=1, keepdims=True), 1)


exercise(
    metrics.confusion_matrix,
    lecture="13",
    points=2,
    topics="H25",
    cases=_labels,
    forbid="sklearn.metrics.confusion_matrix",
    wrong={
        "rows and columns exchanged": (
            lambda t, y, n_classes: _confusion(y, t, n_classes),
            "Rows and columns have changed places: the answers stand in the rows. Rows are the truth here.",
        ),
        "each pair counted once": (
            _counted_once,
            "No entry is above 1. `C[t, y] += 1` adds 1 to each pair that occurs, once, however often it occurs.",
        ),
        "shares": (
            _as_shares,
            "Each row is divided by its sum. The docstring asks for counts.",
        ),
        "right answers alone": (
            lambda t, y, n_classes: _confusion(t, y, n_classes) * np.eye(n_classes, dtype=np.int64),
            "Off the diagonal all is 0: only right answers are counted. Mistakes count too, in the row of the truth.",
        ),
        "mistakes alone": (
            lambda t, y, n_classes: _confusion(t, y, n_classes) * ~np.eye(n_classes, dtype=bool),
            "The diagonal is 0. The right answers count too: the whole matrix adds up to N.",
        ),
        "as many classes as occur": (
            lambda t, y, n_classes: _confusion(t, y, max(t.max(), y.max()) + 1),
            "The size is taken from the largest label that occurs. It is n_classes, even if some class has no example.",
        ),
        "eight bits": (
            lambda t, y, n_classes: _confusion(t, y, n_classes).astype(np.uint8).astype(np.int64),
            "It counts to 255 and begins again at 0, as integers of eight bits do. Count in np.int64.",
        ),
        "floats": (
            lambda t, y, n_classes: _confusion(t, y, n_classes).astype(float),
            "The numbers are right, but they are floats. Counts are integers: say so where the zeros are made.",
        ),
    },
    hints=(
        "Begin with zeros. Every example adds 1 to one cell: which row, which column?",
        "C[i, j] = number of n with tₙ = i and yₙ = j. A loop over the examples is fine.",
        "np.zeros with a shape of two numbers and dtype=np.int64; `zip` runs over t and y together; or look up "
        "np.add.at, which counts a pair as often as it comes.",
    ),
)
