"""All names that describe exercises, in one place: `from autograder.describe import exercise, Inputs, Seeded`."""

from autograder.checking.cases import elementwise, kinks_at
from autograder.checking.derivation.task import derivation
from autograder.checking.drawn_cases import drawn
from autograder.checking.exercise import Inputs, Property, exercise
from autograder.checking.given_own import Step
from autograder.checking.kinds.choice import choice
from autograder.checking.kinds.counterexample import counterexample
from autograder.checking.kinds.prediction import committed, predict, prediction, reveal
from autograder.checking.kinds.repair import repair
from autograder.checking.kinds.testing import test_of
from autograder.runtime.observe import Seeded

__all__ = [
    "Inputs",
    "Property",
    "Seeded",
    "Step",
    "choice",
    "committed",
    "counterexample",
    "derivation",
    "drawn",
    "elementwise",
    "exercise",
    "kinks_at",
    "predict",
    "prediction",
    "repair",
    "reveal",
    "test_of",
]
