"""Lecture 12: a test of dropout, and an early stop to mend."""

import numpy as np

from autograder.checking.exercise import Inputs, exercise
from autograder.checking.kinds.repair import repair
from autograder.checking.kinds.testing import test_of


def mended_early_stop(errors, patience):
    """The epoch whose weights an early stop keeps, counted from 0.

    errors: the validation error after each epoch, at least one. Training ends when `patience` epochs in a row have
    brought no new lowest error; what would come later is never seen. Of equal errors the first one counts.
    """
    best = 0
    for epoch, error in enumerate(errors):
        if error < errors[best]:
            best = epoch
        if epoch - best >= patience:
            break
    return best


def faulty_early_stop(errors, patience):
    best = 0
    for epoch, error in enumerate(errors):
        if error < errors[best]:
            best = epoch
        if epoch - best >= patience:
            break
    return epoch


def _series(rng):
    yield Inputs(([3.0, 1.0, 2.0, 2.0, 0.5], 2))
    yield Inputs(([3.0, 1.0, 2.0, 2.0, 0.5], 3))
    yield Inputs(([2.0, 1.0, 1.0, 1.5, 0.0], 2))
    yield Inputs(([4.0, 3.0, 2.0, 1.0, 1.5], 3))
    for patience in (1, 2, 4):
        yield Inputs(([float(e) for e in rng.integers(1, 30, 12) + np.linspace(8, 0, 12)], patience))


def _stops(better=lambda error, best: error < best, out=lambda waited, patience: waited >= patience):
    def stop(errors, patience):
        best = 0
        for epoch, error in enumerate(errors):
            if better(error, errors[best]):
                best = epoch
            if out(epoch - best, patience):
                break
        return best

    return stop


def _counted_back(errors, patience):
    best = 0
    for epoch, error in enumerate(errors):
        if error < errors[best]:
            best = epoch
        if epoch - best >= patience:
            return epoch - patience + 1
    return best


exercise(
    mended_early_stop,
    lecture="12",
    points=1,
    topics="H19",
    task=repair(
        faulty_early_stop,
        "With the errors 3, 1, 2, 2, ½ and a patience of 2 it returns 3, where the error is 2 and already rising.",
    ),
    cases=_series,
    outputs=("the epoch",),
    wrong={
        "never stops": (
            _stops(out=lambda waited, patience: False),
            "Now it looks at all errors, those after the stop as well: training would have ended before them.",
        ),
        "an epoch too long": (
            _stops(out=lambda waited, patience: waited > patience),
            "Now it waits an epoch longer than the patience says.",
        ),
        "the last of equal errors": (
            _stops(better=lambda error, best: error <= best),
            "Of equal errors the last one counts now: an error that is no lower is no improvement.",
        ),
        "its error": (
            lambda errors, patience: float(errors[_stops()(errors, patience)]),
            "Now it returns the lowest error. The epoch at which it was reached is asked for.",
        ),
        "counted back from the stop": (
            _counted_back,
            "Now it counts back from the stop, and arrives an epoch after the one with the lowest error.",
        ),
    },
    hints=(
        "Which two epochs does the loop know when it ends, and which of them has the weights that you want back?",
        "The stop comes `patience` epochs after the lowest error, and it is the lowest error that counts.",
        "One line, the last one.",
    ),
)


def dropout_test(dropout):
    """Whether dropout(A, U, p) does what it should: nothing if it does, an AssertionError if it does not.

    A (N, n) are activations, U uniform random numbers of that shape, p the probability of being dropped. It returns the
    activations after dropout, and the mask that the way back is multiplied by. Where U is below p an activation is
    dropped; the others grow so that the mean stays what it was.
    """
    rng = np.random.default_rng(1)
    A, U = rng.normal(size=(6, 5)), rng.uniform(size=(6, 5))
    for p in (0.0, 0.25, 0.5):
        dropped, mask = dropout(A, U, p)
        kept = U >= p
        assert dropped.shape == mask.shape == A.shape
        assert np.allclose(mask, kept / (1 - p))
        assert np.allclose(dropped, A * mask)


# Written out, for what a test is tried on goes to the student's process, where answers of this lecture must not go.
def _by_mask(A, U, p):
    mask = (U >= p) / (1 - p)
    return A * mask, mask


def _by_where(A, U, p):
    mask = np.where(U < p, 0.0, 1 / (1 - p))
    return np.where(U < p, 0.0, A / (1 - p)), mask


exercise(
    dropout_test,
    lecture="12",
    points=2,
    topics="H19",
    task=test_of({"dropout": (_by_mask,), "without a product": (_by_where,)}),
    wrong={
        "not scaled": (
            lambda f: (lambda A, U, p: tuple((1 - p) * x for x in f(A, U, p)),),
            "what is kept does not grow, so that the mean falls to (1 − p) of what it was.",
        ),
        "kept for dropped": (
            lambda f: (lambda A, U, p: f(A, U, 1 - p) if p else f(A, U, p),),
            "it drops with probability 1 − p, which is the same for p = ½ alone.",
        ),
        "whole rows": (
            lambda f: (lambda A, U, p: f(A, np.repeat(U[:, :1], U.shape[1], axis=1), p),),
            "it drops all activations of an example or none.",
        ),
        "the other end": (
            lambda f: (lambda A, U, p: f(A, 1 - U, p),),
            "it drops where U is above 1 − p: as many, but not those.",
        ),
        "a mask without the factor": (
            lambda f: (lambda A, U, p: (f(A, U, p)[0], (f(A, U, p)[1] > 0).astype(float)),),
            "its activations are right, but the mask has ones, so that the way back lacks the factor.",
        ),
        "always one half": (
            lambda f: (lambda A, U, p: f(A, U, 0.5),),
            "it drops with probability ½, whatever p is.",
        ),
        "no dropout fails": (
            lambda f: (lambda A, U, p: f(A, U, p) if p else (np.nan * A, np.nan * A),),
            "with p = 0 it returns NaN.",
        ),
    },
    hints=(
        "Which activations have to be 0, what has to become of the others, and what has the mask to do with both?",
        "The mask is 1/(1 − p) where U ≥ p and 0 elsewhere, and what comes out is A times the mask.",
        "Draw A and U once. Loop over several p, 0 among them and not only ½, and compare mask and product with "
        "np.allclose.",
    ),
)
