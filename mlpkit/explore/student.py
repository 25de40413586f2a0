"""Which function is the reader's and which the library's."""

import inspect

import numpy as np

import mlpkit.activations
import mlpkit.losses
import mlpkit.probability
from mlpkit.activations import Activation


def library_activation(name):
    """The library's own pair, whatever the registry holds."""
    return Activation(getattr(mlpkit.activations, name), getattr(mlpkit.activations, f"{name}_grad"))


def library_function(name):
    """The library's own loss or distribution of this name."""
    for module in (mlpkit.losses, mlpkit.probability):
        if hasattr(module, name):
            return getattr(module, name)
    raise ValueError(f"unknown function {name!r}")


def pick(name, student):
    """The function to run: the one passed by the reader, else the registry's, else the library's."""
    return student.get(name) or mlpkit.losses.LOSSES.get(name) or library_function(name)


def is_yours(name, student):
    """Whether `pick` is not the library's own, which is then worth showing beside it."""
    return pick(name, student) is not library_function(name)


def check_names(student, known):
    """ValueError for a function that no part of the explorer would run."""
    for name in student:
        if name not in known:
            raise ValueError(f"unknown function {name!r}; there are {', '.join(known)}")


def parameters(name):
    """The numbers that the library's activation takes after z, with their defaults."""
    takes = inspect.signature(getattr(mlpkit.activations, name)).parameters
    return {k: float(p.default) for k, p in takes.items() if isinstance(p.default, int | float)}


def call(f, z, values):
    """f(z), given those of the parameters that it takes."""
    takes = inspect.signature(f).parameters
    return np.asarray(f(z, **{k: v for k, v in values.items() if k in takes}), dtype=float)


def own(name, student):
    """The reader's pair for an activation; None stands for a function that is still the library's."""
    known, ours = mlpkit.activations.ACTIVATIONS[name], library_activation(name)
    f = student.get(name, known.f if known.f is not ours.f else None)
    grad = student.get(f"{name}_grad", known.grad if known.grad is not ours.grad else None)
    return f if isinstance(f, Activation) else Activation(f, grad)
