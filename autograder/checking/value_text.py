"""Arrays, arguments, outputs and results as short text, for a report."""

from __future__ import annotations

import inspect
import re
from collections import Counter
from collections.abc import Sequence
from typing import Any

import numpy as np

from autograder.checking.cases import Case
from autograder.checking.exercise import Exercise
from autograder.checking.expected import Expected
from autograder.runtime.observe import Observation

# Arrays of so many numbers are shown whole.
WHOLE = 40


def argument_names(exercise: Exercise) -> tuple[str | None, ...]:
    """Names of a case's arguments; None for those that the way of calling it collects."""
    called = exercise.call or exercise.reference
    if called is None:
        return ()
    parameters = list(inspect.signature(called).parameters.values())[bool(exercise.call) :]
    several = (inspect.Parameter.VAR_POSITIONAL, inspect.Parameter.VAR_KEYWORD)
    names = [p.name for p in parameters if p.kind not in several]
    return (*names, *[None] * 12) if len(names) < len(parameters) else tuple(names)


def own_names(exercise: Exercise) -> tuple[str | None, ...]:
    """Names of a case's arguments as far as the function that is asked for has them itself; None for others."""
    names = argument_names(exercise)
    if not exercise.call or not inspect.isfunction(inspect.unwrap(exercise.reference or len)):
        return names
    known = inspect.signature(exercise.reference).parameters if exercise.reference else {}
    return tuple(name if name in known else None for name in names)


def inputs_in_words(names: Sequence[str | None], args: tuple) -> str:
    """What a function is called with in a few words: small arrays in full, larger ones by shape; no objects."""
    words = []
    for k, value in enumerate(args):
        said = _in_words(value)
        name = names[k] if k < len(names) else f"argument {k + 1}"
        if said and name:
            words.append(f"{name} {said}")
    return "; ".join(words)


def _in_words(value: Any) -> str | None:
    if isinstance(value, np.ndarray) and value.size > 3:
        return f"of shape {value.shape}, {value.dtype}"
    if isinstance(value, np.ndarray):
        return f"= {np.array2string(value, precision=4, separator=', ')}, {value.dtype}"
    if isinstance(value, (list, tuple)) and any(isinstance(v, np.ndarray) for v in value):
        return f"of shapes {', '.join(str(np.shape(v)) for v in value)}"
    if isinstance(value, (list, tuple)) and len(value) > 8:
        return f"with {len(value)} entries"
    text = shown(value)
    return f"= {text[:60]}" if text is not None else None


def returns(seen: list[tuple[Case, Observation]]) -> str:
    """What the answer returned in every case: arrays and numbers, their dtypes, inputs left alone."""
    case = seen[0][0]
    kinds = _counted([_kind(seen, i) for i in range(len(case.expected))])
    arrays = [a for c, _ in seen for a in c.args if isinstance(a, np.ndarray) and a.dtype.kind == "f"]
    flat = [e for part in case.expected for e in (part if isinstance(part, tuple) else (part,))]
    both = {"float32", "float64"} <= {a.dtype.name for a in arrays}
    kept = ", float32 and float64 kept" if both and any(e.dtype is not None for e in flat) else ""
    return f"returns {kinds}{kept}; leaves its inputs unchanged"


def _kind(seen: list[tuple[Case, Observation]], i: int) -> str:
    expected = [case.expected[i] for case, _ in seen]
    shapes = [e.shape for e in expected if isinstance(e, Expected)]
    if len(shapes) < len(expected):
        return "a list of arrays of the right shapes"
    if all(shapes):
        return "an array of the right shape"
    return "a number" if not any(shapes) else "a number or an array, whichever is asked for"


def _counted(kinds: list[str]) -> str:
    """ "an array of the right shape and a number", or "6 arrays of the right shape"."""
    return " and ".join(kind if n == 1 else _plural(kind, n) for kind, n in Counter(kinds).items())


def _plural(kind: str, n: int) -> str:
    _, noun, *rest = kind.split(" ")
    return " ".join([str(n), f"{noun}s", *rest])


# What NumPy warns of, and what that means.
_ON_THE_WAY = (
    ("overflow encountered in exp", "an exponential overflows"),
    ("divide by zero encountered in log", "the logarithm of 0 is taken"),
    ("invalid value encountered in log", "the logarithm of a negative number is taken"),
    ("invalid value encountered in sqrt", "the root of a negative number is taken"),
    ("divide by zero encountered in", "something is divided by 0"),
    ("overflow encountered in", "a number becomes too large"),
)


def not_finite(output: Any, warned: Sequence[str] = ()) -> str | None:
    """ "gives NaN", if an output is not a finite number somewhere; `warned` may tell where that comes from."""
    parts = output if isinstance(output, (list, tuple)) else [output]
    # Anything else is left alone: an object of a student's process is not an array, and says so with an error.
    arrays = [np.asarray(p) for p in parts if isinstance(p, (np.ndarray, np.generic, int, float))]
    arrays = [a.astype(float) for a in arrays if a.dtype.kind in "iuf"]
    kinds = [w for w, test in (("NaN", np.isnan), ("infinity", np.isinf)) if any(test(a).any() for a in arrays)]
    if not kinds:
        return None
    causes = [next((said for words, said in _ON_THE_WAY if words in w), None) for w in warned]
    came = " and ".join(dict.fromkeys(c for c in causes if c))
    return f"gives {' and '.join(kinds)}" + (f"; on the way {came}" if came else "")


def shown(value: Any, digits: int = 4, array: str = "{}") -> str | None:
    """A value as it would be typed, arrays as `array` says; None for one that cannot be, or that is too long."""
    if isinstance(value, (np.ndarray, np.generic)) and np.ndim(value):
        if value.size > WHOLE:
            return None
        flat = np.asarray(value)
        flat = flat + 0.0 if flat.dtype.kind == "f" else flat  # no zeros with a minus sign
        text = np.array2string(flat, precision=digits, separator=", ", max_line_width=90)
        before = array.partition("{}")[0]
        return array.format(text.replace("\n", "\n" + " " * len(before)))
    if isinstance(value, np.ndarray):
        value = value[()]
    if isinstance(value, (bool, str, type(None))):
        return repr(value)
    if isinstance(value, (float, np.floating)):
        return f"{float(value) + 0.0:.{digits + 2}g}"
    if isinstance(value, (int, np.integer)):
        return str(int(value))
    if isinstance(value, (list, tuple)):
        texts = [shown(v, digits, array) for v in value]
        parts = [re.sub(r"\s*\n\s*", " ", text) for text in texts if text is not None]
        return f"[{', '.join(parts)}]" if len(parts) == len(value) else None
    return _named(value)


def _named(value: Any) -> str | None:
    if inspect.isfunction(value) and value.__doc__:
        return f"{value.__name__}, that is {value.__doc__.splitlines()[0]}"
    return value.__name__ if isinstance(value, type) else None


def assignments(names: Sequence[str | None], args: tuple) -> list[str]:
    """ "x = np.array([1., 2.])" for each argument that can be shown."""
    lines = []
    for k, value in enumerate(args):
        text = shown(value, array="np.array({})")
        name = (names[k] if k < len(names) else None) or f"argument {k + 1}"
        if text is not None:
            lines.append(f"{name} = {text}".replace("\n", "\n" + " " * (len(name) + 3)))
    return lines
