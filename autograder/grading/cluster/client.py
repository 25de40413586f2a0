"""The thin layer over dask.distributed: connect without its chatter, give a task to one worker, read its answer."""

from __future__ import annotations

import contextlib
import json
import logging
from collections.abc import Callable, Iterator
from concurrent.futures import CancelledError

from autograder.course.extras import needs
from autograder.grading.cluster.registry import Lost

try:
    import dask
    import distributed
except ModuleNotFoundError as missing:
    raise ValueError(needs("--scheduler", [str(missing.name)], "campus")) from None

FETCH_SECONDS, LEAVE_SECONDS = 20, 10
_SETTINGS = {"distributed.comm.timeouts.connect": "10s", "distributed.admin.large-graph-warning-threshold": "1GB"}


@contextlib.contextmanager
def connected(address: str) -> Iterator[distributed.Client]:
    """A client of the scheduler. Raises Lost when none answers."""
    # What dask has to say of a lost connection is said here in one line.
    logger = logging.getLogger("distributed")
    level = logger.level
    logger.setLevel(logging.CRITICAL + 1)
    try:
        with dask.config.set(_SETTINGS):
            client = _client(address)
            try:
                yield client
            finally:
                client.close(timeout=2)
    finally:
        logger.setLevel(level)


def _client(address: str) -> distributed.Client:
    try:
        return distributed.Client(address, timeout=10, set_as_default=False, name="grading")
    except (OSError, ValueError, TypeError) as error:
        raise Lost(
            f"no scheduler answers at {address} ({error}): start one with `dask scheduler`, and give the address that "
            "it prints, such as tcp://10.0.0.5:8786"
        ) from None


def submit(client: distributed.Client, key: str, worker: str, task: Callable, *arguments) -> distributed.Future:
    """Give a task to this worker and no other."""
    return client.submit(task, *arguments, key=key, workers=[worker], pure=False)


def answer(future: distributed.Future) -> dict | None:
    """What a task said; None when its worker is gone. Raises CancelledError when the scheduler is."""
    if future.status == "cancelled":
        raise CancelledError("the connection is lost")
    try:
        return json.loads(future.result(timeout=FETCH_SECONDS))
    except (TimeoutError, distributed.KilledWorker):
        return None
    except (OSError, CancelledError):
        raise
    except Exception as error:
        text = f"the course's code does not run there: {type(error).__name__}: {error}"
        return {"failure": text, "refused": text}


def wait_a_little(client: distributed.Client, futures: list[distributed.Future]) -> None:
    """Until these are done, but not for long; they are done even when nobody waits."""
    if not futures:
        return
    distributed.fire_and_forget(futures)
    with contextlib.suppress(TimeoutError, CancelledError, OSError), client.as_current():
        distributed.wait(futures, timeout=LEAVE_SECONDS)
