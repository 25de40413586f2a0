"""Which function is the reader's and which the library's."""

import mlpkit.activations
import mlpkit.distributions
import mlpkit.losses
from mlpkit.types import Activation


def library_activation(name):
    """The library's own pair, whatever the registry holds."""
    return Activation(getattr(mlpkit.activations, name), getattr(mlpkit.activations, f"{name}_grad"))


def library_function(name):
    """The library's own loss or distribution of this name."""
    for module in (mlpkit.losses, mlpkit.distributions):
        if hasattr(module, name):
            return getattr(module, name)
    raise ValueError(f"unknown function {name!r}")


def pick(name, student):
    """The function to run: the one passed by the reader, else the registry's, else the library's."""
    return student.get(name) or mlpkit.losses.LOSSES.get(name) or library_function(name)


def check_names(student, known):
    """ValueError for a function that no part of the explorer would run."""
    for name in student:
        if name not in known:
            raise ValueError(f"unknown function {name!r}; there are {', '.join(known)}")
