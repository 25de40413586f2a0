"""What an error of Python or NumPy means for the arrays that a function was called with."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np

from autograder.runtime.raised import Raised

_SHAPE = r"\(([\d, ]*)\)"


def meaning(raised: Raised, names: Sequence[str | None], args: tuple) -> str | None:
    """What the error says of the arrays, by their names where their shape tells which they are; None for others."""
    for pattern, said in _MEANINGS:
        found = re.search(pattern, raised.message)
        if found:
            text = said(found, lambda shape: _named(shape, names, args))
            return re.sub(r",(?=[.,:])", "", text)  # the comma that ends an aside, at the end of a sentence
    return None


def _shape(text: str) -> tuple[int, ...]:
    return tuple(int(n) for n in re.findall(r"\d+", text))


def _named(shape: tuple[int, ...], names: Sequence[str | None], args: tuple) -> str:
    """ "(4, 2), the shape of W", where one argument alone has this shape."""
    having = [name for name, array in _arrays(names, args) if array.shape == shape]
    turned = [name for name, array in _arrays(names, args) if array.ndim == 2 and array.shape[::-1] == shape]
    shown = str(shape)
    if len(having) == 1:
        return f"{shown}, as {having[0]} has it,"
    return f"{shown}, that of {turned[0]} transposed," if not having and len(turned) == 1 else shown


def _arrays(names: Sequence[str | None], args: tuple) -> Iterator[tuple[str, np.ndarray]]:
    for k, value in enumerate(args):
        name = names[k] if k < len(names) else None
        each: Sequence[Any] = value if isinstance(value, (list, tuple)) else [value]
        for n, one in enumerate(each):
            if name and isinstance(one, np.ndarray):
                yield (name if one is value else f"{name}[{n}]"), one


def _broadcast(found: re.Match, named: Callable) -> str:
    first, second = _shape(found[1]), _shape(found[2])
    more = ""
    if len(first) == len(second) == 2 and first == second[::-1]:
        more = " One of them lies on its side: a transpose is missing, or one too many."
    elif len(second) < len(first) and second and second[-1] == first[0]:
        more = " The vector fits along the rows, not along the columns: it needs a second axis, as with keepdims=True."
    elif len(first) < len(second) and first and first[-1] == second[0]:
        more = " The vector fits along the rows, not along the columns: it needs a second axis, as with keepdims=True."
    return f"It combines two arrays entry by entry whose shapes do not fit: {named(first)} and {named(second)}.{more}"


def _product(found: re.Match, named: Callable) -> str:
    return (
        f"In a matrix product the inner lengths differ: {found[2]} along the last axis of the left factor, {found[1]} "
        "along the first of the right one. Write down both shapes: which of the two has to be transposed?"
    )


def _dot(found: re.Match, named: Callable) -> str:
    first, second = _shape(found[1]), _shape(found[2])
    return (
        f"A product of {named(first)} and {named(second)} is not possible: the last axis of the left factor and the "
        "first of the right one differ in length. Which of the two has to be transposed?"
    )


_MEANINGS: tuple[tuple[str, Callable[[re.Match, Callable], str]], ...] = (
    (rf"could not be broadcast together with shapes {_SHAPE} {_SHAPE}", _broadcast),
    (rf"could not broadcast input array from shape {_SHAPE} into shape {_SHAPE}", lambda m, named: (
        f"An array of shape {named(_shape(m[1]))} is put into a place of another shape, {named(_shape(m[2]))}."
    )),
    (rf"output operand with shape {_SHAPE} doesn't match the broadcast shape {_SHAPE}", lambda m, named: (
        f"It changes an array of shape {named(_shape(m[1]))} in place, and what comes out has the shape "
        f"{named(_shape(m[2]))}."
    )),
    (r"matmul: .*\(size (\d+) is different from (\d+)\)", _product),
    (rf"shapes {_SHAPE} and {_SHAPE} not aligned", _dot),
    (r"axis (-?\d+) is out of bounds for array of dimension (\d+)", lambda m, named: (
        f"It asks for axis {m[1]} of an array with {_axes(m[2])}. axis=-1 is the last one, however many there are."
    )),
    (r"not enough values to unpack \(expected (\d+), got (\d+)\)", lambda m, named: (
        f"It takes {m[1]} things out of one that has {m[2]}: a shape with {_axes(m[2])}, for one."
    )),
    (r"too many values to unpack \(expected (\d+)", lambda m, named: (
        f"It takes {m[1]} things out of one that has more: a shape with more axes, for one."
    )),
    (r"tuple index out of range", lambda m, named: "It asks for the length along an axis that is not there."),
    (r"index (-?\d+) is out of bounds for axis (\d+) with size (\d+)", lambda m, named: (
        f"It asks for index {m[1]} along an axis of length {m[3]}: which axis of which array is meant to be counted?"
    )),
    (r"too many indices for array: array is (\d+)-dimensional, but (\d+) were indexed", lambda m, named: (
        f"It takes {m[2]} indices to an array with {_axes(m[1])}."
    )),
    (r"boolean index did not match", lambda m, named: "A mask is used on an array of another shape than its own."),
    (r"list index out of range", lambda m, named: "It asks for an entry of a list behind its last one."),
    (r"truth value of an array with more than one element", lambda m, named: (
        "`if`, `assert`, `and`, `or`, `max` or the == of two lists has to decide about a whole array at once. "
        "np.where decides for each entry, np.array_equal whether two arrays are equal."
    )),
    (r"only (length-1|0-dimensional) arrays can be converted", lambda m, named: (
        "An array is passed to a function that takes one number, such as those of `math`; NumPy's take arrays."
    )),
    (r"unsupported operand type\(s\) for .*'list'", lambda m, named: (
        "It computes with a Python list as if it were an array: np.array makes one of it."
    )),
    (r"can't multiply sequence by non-int", lambda m, named: (
        "It multiplies a Python list as if it were an array: np.array makes one of it."
    )),
    (r"NoneType", lambda m, named: "Something is None where a value should be: was it ever set or returned?"),
    (r"Cannot cast ufunc .* output from dtype\('(\w+)'\) to dtype\('(\w+)'\)", lambda m, named: (
        f"It changes an array of {m[2]} in place, and what comes out is {m[1]}. Make a new array."
    )),
)  # fmt: skip


def _axes(count: str) -> str:
    return {"0": "no axes", "1": "one axis"}.get(count, f"{count} axes")
