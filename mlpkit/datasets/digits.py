"""Handwritten digits for one experiment: MNIST where it can be had, else the small ones; split once and for all.

Training examples teach, validation examples choose, test examples judge what was chosen, once.
"""

import socket
import threading
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache
from time import monotonic
from typing import Any
from urllib.parse import urlsplit
from urllib.request import getproxies

import numpy as np
from numpy.typing import NDArray

from mlpkit.datasets.mnist import MNIST, Source, load_mnist
from mlpkit.home import in_browser


def load_digits() -> tuple[NDArray[np.float32], NDArray[np.int64]]:
    """scikit-learn's 1,797 bundled 8×8 digits: real handwriting, needs no network, and is NOT MNIST.

    Returns X (1797, 64) float32 in [0, 1] and t (1797,) int64 labels 0 to 9. They come from another set
    (Optical Recognition of Handwritten Digits, Alpaydin and Kaynak 1998): other people, other images, one
    part in twelve of MNIST's pixels. Accuracies on the two cannot be compared. ImportError without
    scikit-learn.
    """
    try:
        from sklearn.datasets import load_digits as bundled
    except ImportError as error:
        raise ImportError(
            "load_digits reads the digits that come with scikit-learn, which is not installed here. "
            "Install it with: python -m pip install scikit-learn"
        ) from error
    X, t = bundled(return_X_y=True)
    return (X / 16).astype(np.float32), t.astype(np.int64)


@dataclass(frozen=True)
class Handwriting:
    """Images X (N, side²) float32 in [0, 1] and labels t (N,) int64, in three parts; `name` says which digits.

    `note` says in one line where they come from, and, for the small ones, why they are not MNIST.
    """

    name: str
    note: str
    side: int
    X: NDArray[np.float32]
    t: NDArray[np.int64]
    X_val: NDArray[np.float32]
    t_val: NDArray[np.int64]
    X_test: NDArray[np.float32]
    t_test: NDArray[np.int64]


def load_handwriting(*, small: bool = False, wait: float = 1.0, source: Source = MNIST, cache=None) -> Handwriting:
    """MNIST from MLPKIT_DATA, the cache or a mirror that answers within `wait` seconds; else the 8×8 digits.

    small: the 8×8 digits at once. Without a network this returns after about `wait` seconds; it never passes one
    for the other: read `name`. MNIST keeps its own 10,000 test images, and its last 10,000 training images validate.
    """
    if small:
        return small_digits("asked for")
    try:
        return _split_mnist(load_mnist(source=replace(source, mirrors=()), cache=cache))
    except FileNotFoundError:
        mirrors = reachable(source.mirrors, wait)
    if not mirrors:
        return small_digits("MNIST is not on this machine, and no mirror can be reached")
    try:
        return _split_mnist(load_mnist(source=replace(source, mirrors=mirrors), cache=cache))
    except FileNotFoundError:
        return small_digits("MNIST is not on this machine, and no mirror gave it")


def _split_mnist(arrays: tuple) -> Handwriting:
    X, t, X_test, t_test = arrays
    chosen = 5 * len(X) // 6
    parts = (X[:chosen], t[:chosen], X[chosen:], t[chosen:], X_test, t_test)
    side = round(X.shape[1] ** 0.5)
    return Handwriting("MNIST", f"MNIST, {side}×{side} pixels: {_sizes(parts)}.", side, *parts)


@cache
def small_digits(why: str = "asked for") -> Handwriting:
    """scikit-learn's 8×8 digits: 1,097 to train on, 300 to validate, 400 to test, in a fixed random order."""
    X, t = load_digits()
    order = np.split(np.random.default_rng(0).permutation(len(X)), [1097, 1397])
    parts: tuple[Any, ...] = tuple(a[rows] for rows in order for a in (X, t))
    note = f"The 8×8 digits of scikit-learn, NOT MNIST ({why}): {_sizes(parts)}."
    return Handwriting("8×8 digits", note, 8, *parts)


def _sizes(parts: tuple) -> str:
    train, validation, test = (len(parts[i]) for i in (0, 2, 4))
    return f"{train:,} training, {validation:,} validation and {test:,} test images"


def reachable(mirrors: Iterable[str], wait: float) -> tuple[str, ...]:
    """Those of the addresses whose host, or the proxy in front of it, takes a connection within `wait` seconds.

    All are asked at the same time, and looking up a name counts: it may take longer than any socket's timeout.
    In a browser, which opens no sockets, all of them: each says at once whether it gives pages anything.
    """
    if in_browser():
        return tuple(mirrors)
    mirrors, answered = tuple(mirrors), set()

    def ask(mirror: str) -> None:
        try:
            socket.create_connection(_door(mirror), timeout=wait).close()
            answered.add(mirror)
        except OSError:
            pass

    threads = [threading.Thread(target=ask, args=(mirror,), daemon=True) for mirror in mirrors]
    for thread in threads:
        thread.start()
    end = monotonic() + wait
    for thread in threads:
        thread.join(max(0.0, end - monotonic()))
    return tuple(mirror for mirror in mirrors if mirror in answered)


def _door(address: str) -> tuple[str, int]:
    """Host and port to connect to for an address."""
    parts = urlsplit(address)
    parts = urlsplit(getproxies().get(parts.scheme, address))
    return parts.hostname or "", parts.port or {"https": 443}.get(parts.scheme, 80)
