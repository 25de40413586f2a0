"""Entry by entry, f(z) of one array: on which numbers an answer is right, and which other function it is."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from autograder.checking.compare import alike, within
from autograder.checking.factors import Pairs

ACCIDENT = 0.1
# So many different numbers have to lie on a line, on a curve or on one side for it to be more than chance.
SEVERAL = 4


def _elementwise(pairs: Pairs) -> tuple[np.ndarray, np.ndarray] | None:
    """(the numbers that went in, which outputs are right) of f(z) for one array; None for other functions."""
    if not all([np.shape(a) for a in c.args if isinstance(a, np.ndarray)] == [s.shape] for c, s, _ in pairs):
        return None
    if not all(isinstance(c.args[0], np.ndarray) for c, _, _ in pairs):
        return None
    z = np.concatenate([np.ravel(c.args[0]).astype(np.float64) for c, _, _ in pairs])
    return z, np.concatenate([np.ravel(within(s, e)) for _, s, e in pairs])


def half(pairs: Pairs) -> str | None:
    """Elementwise, f(z) of one array: wrong on one side of zero only."""
    found = _elementwise(pairs)
    if found is None:
        return None
    z, good = found
    for side, other, mask in (("below", "above", z < 0), ("above", "below", z > 0)):
        # On its wrong side it may be right by accident, but not often.
        if mask.any() and (~mask & (z != 0)).any() and good[~mask].all() and good[mask].mean() < ACCIDENT:
            return f"Of the numbers tried, it is right for those {other} 0 and wrong for those {side} 0."
    return None


def beyond(pairs: Pairs) -> str | None:
    """Elementwise: right between two numbers and wrong outside, as after a limit; or right outside of them only."""
    found = _elementwise(pairs)
    if found is None:
        return None
    z, good = found
    for inside, words in ((good, "right {} and wrong for all others"), (~good, "wrong {} and right for all others")):
        if min(len(set(z[side].tolist())) for side in (inside, ~inside)) < SEVERAL:
            continue
        low, high = z[inside].min(), z[inside].max()
        if np.any((z[~inside] >= low) & (z[~inside] <= high)):
            continue
        return f"Of the numbers tried, it is {words.format(f'for those from {low:.3g} to {high:.3g}')}."
    return None


_OTHERS: tuple[tuple[str, Callable], ...] = (
    ("step({})", lambda z: np.heaviside(z, 1.0)),
    ("sign({})", np.sign),
    ("|{}|", np.abs),
    ("{}²", np.square),
    ("relu({})", lambda z: np.maximum(z, 0)),
    ("−relu(−{})", lambda z: np.minimum(z, 0)),
    ("{} kept between 0 and 1", lambda z: np.clip(z, 0, 1)),
    ("{} kept between −1 and 1", lambda z: np.clip(z, -1, 1)),
    ("σ({})", lambda z: 1 / (1 + np.exp(-z))),
    ("σ(−{})", lambda z: 1 / (1 + np.exp(z))),
    ("the slope of σ at {}", lambda z: np.exp(-np.abs(z)) / (1 + np.exp(-np.abs(z))) ** 2),
    ("log σ({})", lambda z: -np.logaddexp(0, -z)),
    ("tanh({})", np.tanh),
    ("the slope of tanh at {}", lambda z: 1 - np.tanh(z) ** 2),
    ("arctan({})", np.arctan),
    ("sinh({})", np.sinh),
    ("cosh({})", np.cosh),
    ("softplus({})", lambda z: np.logaddexp(0, z)),
    ("{} · σ({})", lambda z: z / (1 + np.exp(-z))),
    ("{} / (1 + |{}|)", lambda z: z / (1 + np.abs(z))),
    ("e^{}", np.exp),
    ("e^(−{})", lambda z: np.exp(-z)),
    ("e^{} − 1", np.expm1),
    ("e^(−{}²)", lambda z: np.exp(-z * z)),
    ("log({})", np.log),
    ("sin({})", np.sin),
    ("cos({})", np.cos),
    ("1 − {}²", lambda z: 1 - z * z),
    ("{}(1 − {})", lambda z: z * (1 - z)),
    ("{}/2", lambda z: z / 2),
)


def another(pairs: Pairs, arguments: Sequence[str | None]) -> str | None:
    """Another well-known function of the argument, entry by entry."""
    if _elementwise(pairs) is None or not arguments or arguments[0] is None:
        return None
    with np.errstate(all="ignore"):
        for word, f in _OTHERS:
            if all(alike(s, f(np.asarray(c.args[0], np.float64)), e) for c, s, e in pairs):
                return f"It is {word.replace('{}', arguments[0])}, another function."
    return None
