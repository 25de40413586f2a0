"""When a test seeds Python's or NumPy's random numbers, those of the student's process are seeded as well."""

from __future__ import annotations

import contextlib
import random
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from autograder.runtime.raised import RemoteError
from autograder.sandbox.session import Session


@contextlib.contextmanager
def shared(session: Session) -> Iterator[None]:
    """While this lasts, `random.seed` and `numpy.random.seed` set both sides; afterwards ours is as it was."""
    before = random.getstate(), np.random.get_state()  # noqa: NPY002
    ours = random.seed, np.random.seed

    def on_both(kind: str, seed: Callable) -> Callable:
        def seeded(*args: Any, **kwargs: Any) -> None:
            seed(*args, **kwargs)
            with contextlib.suppress(RemoteError):
                session.ask("seed", kind, args or tuple(kwargs.values()), seconds=session.limits.call)

        return seeded

    random.seed, np.random.seed = on_both("random", ours[0]), on_both("numpy", ours[1])
    try:
        yield
    finally:
        random.seed, np.random.seed = ours
        random.setstate(before[0])
        np.random.set_state(before[1])  # noqa: NPY002
