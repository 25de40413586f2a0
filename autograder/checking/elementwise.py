"""Entry by entry, f(z) of one array: on which numbers an answer is right, and which other function it is."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import numpy as np
from scipy.special import erf, ndtr

from autograder.checking.compare import alike, within
from autograder.checking.factors import Pairs

ACCIDENT = 0.1
# So many different numbers have to lie on a line, on a curve or on one side for it to be more than chance.
SEVERAL, FEW = 4, 2
# How far numbers may lie apart that are compared exactly afterwards.
CLOSE = 1e-3


def _elementwise(pairs: Pairs) -> tuple[np.ndarray, np.ndarray] | None:
    """(the numbers that went in, which outputs are right) where an output has the first array's shape; else None."""
    if not all(isinstance(c.args[0], np.ndarray) and c.args[0].shape == s.shape and s.size for c, s, _ in pairs):
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
        rest = ~mask & (z != 0)
        if mask.any() and rest.any() and good[rest].all() and good[mask].mean() < ACCIDENT:
            return f"Of the numbers tried, it is right for those {other} 0 and wrong for those {side} 0."
    return None


def beyond(pairs: Pairs) -> str | None:
    """Elementwise: right between two numbers and wrong outside, as after a limit; or right outside of them only."""
    found = _elementwise(pairs)
    if found is None:
        return None
    z, good = found
    for inside, words in ((good, "right {} and wrong for all others"), (~good, "wrong {} and right for all others")):
        if len(set(z[inside].tolist())) < SEVERAL or len(set(z[~inside].tolist())) < FEW:
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
    ("Φ({})", ndtr),
    ("erf({})", erf),
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
    mine = np.concatenate([np.ravel(s) for _, s, _ in pairs])
    with np.errstate(all="ignore"):
        each = list(_parts(pairs, arguments))
        at = np.linspace(0, mine.size - 1, LOOKS).astype(int)
        parts = np.array([values[at] for _, values in each])
        for k in np.flatnonzero(np.isclose(mine[at], parts, rtol=CLOSE, atol=CLOSE, equal_nan=True).all(axis=1)):
            if _are(mine, each[k][1], pairs):
                return f"It is {each[k][0]}, another function."
        return _of_two(mine, each, pairs, at, parts)


# So many outputs are looked at first, to leave out nearly all functions, and pairs of them, at once.
LOOKS = 4


def _of_two(
    mine: np.ndarray, each: list[tuple[str, np.ndarray]], pairs: Pairs, at: np.ndarray, parts: np.ndarray
) -> str | None:
    """The product, half the product or the sum of two well-known functions; of each, `parts` are those `at` places."""
    for words, act in (
        ("{} times {}", lambda a, b: a * b),
        ("half of {} times {}", lambda a, b: a * b / 2),
        ("{} plus {}", lambda a, b: a + b),
    ):
        # The first place alone leaves few.
        first = np.triu(_close(act(parts[:, None, 0], parts[None, :, 0]), mine[at[0]]), 1)
        some = np.argwhere(first)
        for j, k in some[_close(act(parts[some[:, 0]], parts[some[:, 1]]), mine[at]).all(axis=1)]:
            if _are(mine, act(each[j][1], each[k][1]), pairs):
                return f"It is {words.format(each[j][0], each[k][0])}, another function."
    return None


def _close(made: np.ndarray, mine: np.ndarray) -> np.ndarray:
    return np.abs(made - mine) <= CLOSE * (1 + np.abs(mine))


def _parts(pairs: Pairs, arguments: Sequence[str | None]) -> Iterator[tuple[str, np.ndarray]]:
    """Well-known functions of the array, and of it times a number among the arguments: in words, and their values."""
    z = [np.ravel(np.asarray(c.args[0], np.float64)) for c, _, _ in pairs]
    every, first = np.concatenate(z), arguments[0] or ""
    inner = [(first, every), (f"{first}/2", every / 2), (f"2{first}", 2 * every), (f"{first}/√2", every / 2**0.5)]
    for k, name in enumerate(arguments[1:], 1):
        numbers = [c.args[k] if k < len(c.args) else 1.0 for c, _, _ in pairs]
        if name and all(isinstance(n, (int, float)) for n in numbers) and len(set(numbers)) > 1:
            inner.append((f"{name}·{arguments[0]}", np.concatenate([n * a for n, a in zip(numbers, z, strict=True)])))
    for of, u in inner:
        yield of, u
        for word, f in _OTHERS:
            yield word.replace("{}", of if word.count("{}") == 1 or len(of) == 1 else f"({of})"), f(u)


def _are(mine: np.ndarray, values: np.ndarray, pairs: Pairs) -> bool:
    """Whether outputs are these values, one case after the other; at once for all, then with each case's rounding."""
    if not np.allclose(mine, values, rtol=CLOSE, atol=CLOSE, equal_nan=True):
        return False
    begin = 0
    for _, s, e in pairs:
        if not alike(s, values[begin : begin + s.size].reshape(s.shape), e):
            return False
        begin += s.size
    return True
