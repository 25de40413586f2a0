"""Python's special methods of a student's objects: operators, items, iteration, text, asked of the student's process.

A student's object must not answer for itself where a plain value is expected: one that equals everything would pass
every test. So an object has only those methods that its class has in the instructor's own notebook, and operators and
comparisons work between two objects, never with a value of the test's.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from autograder.runtime.observe import RemoteCallable
from autograder.runtime.plain_data import NotPlain
from autograder.runtime.raised import RemoteError

if TYPE_CHECKING:
    from autograder.sandbox.proxy import Proxy

_BINARY = tuple(
    f"__{r}{n}__"
    for n in ("add", "sub", "mul", "matmul", "truediv", "floordiv", "mod", "pow", "and", "or", "xor")
    for r in ("", "r", "i")
)
_COMPARED = ("__eq__", "__ne__", "__lt__", "__le__", "__gt__", "__ge__")
_UNARY = ("__neg__", "__pos__", "__abs__", "__invert__", "__iter__", "__enter__", "__reversed__")
_ITEMS = ("__getitem__", "__setitem__", "__delitem__")
# What a value of these methods has to be.
_EXACT = {"__len__": int, "__int__": int, "__index__": int, "__float__": float, "__str__": str, "__repr__": str,
          "__bool__": bool, "__contains__": bool}  # fmt: skip
# Python's own iterators and views: their items are asked for one by one.
BUILT_IN = {
    **dict.fromkeys(
        "generator zip map filter enumerate reversed chain islice product permutations combinations count "
        "list_iterator tuple_iterator set_iterator str_iterator str_ascii_iterator range_iterator list_reverseiterator "
        "dict_keyiterator dict_valueiterator dict_itemiterator".split(),
        frozenset(("__iter__", "__next__")),
    ),
    **dict.fromkeys(("dict_keys", "dict_values", "dict_items"), frozenset(("__iter__", "__len__"))),
}


def methods(names: frozenset[str]) -> dict[str, Any]:
    """The special methods of a proxy's type: those of `names` that can be asked for."""
    made: dict[str, Any] = {}
    for name in names:
        if name in _BINARY or name in _COMPARED:
            made[name] = _between(name)
        elif name in _UNARY or name in _ITEMS:
            made[name] = _asked(name)
        elif name in _EXACT:
            made[name] = _exact(name, _EXACT[name])
    if "__next__" in names:
        made["__next__"] = _next
    if "__exit__" in names:
        made["__exit__"] = _exit
    if "__len__" in names and "__bool__" not in names:
        made["__bool__"] = lambda self: len(self) > 0
    if "__eq__" in made:
        made["__hash__"] = object.__hash__
    return made


def ask(proxy: Proxy, name: str, *args: Any) -> Any:
    """What a special method of the student's object gives."""
    session = proxy._session_
    proxy._current_()
    value = session.ask("method", proxy, name, args, seconds=session.limits.call)
    session.charge(value)
    return value


def _asked(name: str) -> Callable:
    return lambda self, *args: ask(self, name, *args)


def _between(name: str) -> Callable:
    def method(self: Proxy, other: Any) -> Any:
        return ask(self, name, other) if isinstance(other, RemoteCallable) else NotImplemented

    return method


def _exact(name: str, kind: type) -> Callable:
    def method(self: Proxy, *args: Any) -> Any:
        value = ask(self, name, *args)
        if type(value) is not kind:
            raise TypeError(f"{name} of a {type(self).__name__} gave no {kind.__name__}")
        return value

    return method


def _next(self: Proxy) -> Any:
    try:
        return ask(self, "__next__")
    except RemoteError as error:
        if error.raised.kind == "StopIteration":
            raise StopIteration from None
        raise


def _exit(self: Proxy, kind: Any, error: Any, traceback: Any) -> bool:
    if kind is not None:
        raise NotPlain("an error within `with` on a student's object")
    return ask(self, "__exit__", None, None, None) is True
