"""Cases that are drawn from the shapes in `@checked`."""

import numpy as np

from autograder.checking.drawn_cases import drawn
from autograder.checking.exercise import ORDINARY
from mlpkit.validate import checked


@checked(f="N")
def mean(f, k=2):
    return f.mean()


@checked(X="N D")
def means(X):
    return X.mean(axis=0)


def test_groups_of_vectors_are_named_for_vectors():
    groups = [{inputs.group for inputs in drawn(f)(np.random.default_rng(0))} for f in (mean, means)]
    assert groups == [
        {ORDINARY, "other lengths", "a single entry"},
        {ORDINARY, "axes of different length", "a single row"},
    ]
