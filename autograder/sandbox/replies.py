"""What a student's process says, made harmless: replies, exceptions, signatures, and why the process ended."""

from __future__ import annotations

import inspect
import keyword
import re
import signal
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

from autograder.runtime.channel import Silence
from autograder.runtime.plain_data import ProtocolError
from autograder.runtime.raised import Raised

_KINDS = list(inspect._ParameterKind)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")


class Reply(NamedTuple):
    """What a call in the student's process did; `changed` holds its arguments by position where they are others now."""

    result: Any = None
    changed: Mapping[int, Any] = MappingProxyType({})
    raised: Raised | None = None
    warned: tuple[str, ...] = ()
    printed: bool = False
    text: str = ""


def failed(raised: Raised) -> Reply:
    """The reply of a call that only raised."""
    return Reply(raised=raised)


def reply(said: Any) -> Reply:
    """An untrusted reply made harmless."""
    if isinstance(said, tuple) and len(said) == 1:
        return Reply(said[0])
    if not (isinstance(said, tuple) and len(said) == 5):
        return failed(Raised("Refused", "what came back was not a reply"))
    result, changed, error, warned, printed = said
    changed = {i: v for i, v in changed.items() if type(i) is int} if isinstance(changed, dict) else {}
    warned = tuple(str(w)[:200] for w in warned[:20]) if isinstance(warned, list) else ()
    text = plain(printed, 20_000)
    why = raised(error) if error is not None else None
    return Reply(result, changed, why, warned, bool(text) or printed is True, text)


def raised(parts: Any) -> Raised:
    """An exception as text, from untrusted parts."""
    if not (isinstance(parts, (tuple, list)) and len(parts) == 5):
        return Raised("Error", "")
    kind, message, number, line, base = parts
    kind = kind if isinstance(kind, str) and kind.isidentifier() else "Error"
    number = number if type(number) is int else None
    return Raised(kind[:80], plain(str(message), 2000), number, plain(line, 300), plain(base, 80) or "Exception")


def signature(parts: Any) -> inspect.Signature | None:
    """The signature that a function claims; None for anything that is not one."""
    try:
        made = [
            inspect.Parameter(n, _KINDS[k], default=_plain_default(*value) if d else inspect.Parameter.empty)
            for n, k, d, *value in parts
            if len(n) < 100 and n.isidentifier() and not keyword.iskeyword(n)
        ]
        return inspect.Signature(made) if len(made) < 50 else None
    except (TypeError, ValueError, IndexError, AttributeError):
        return None


def _plain_default(value: Any = None) -> Any:
    return value if type(value) in (int, float, str, bool) else None


def plain(text: Any, longest: int) -> str:
    """Text without control characters, cut to a length."""
    return _CONTROL.sub("\ufffd", text[:longest]) if isinstance(text, str) else ""


def cause(error: Exception, status: int | None, seconds: float) -> Raised:
    """Why a process had to end or ended: what its channel gave, and its exit code or minus its signal."""
    if isinstance(error, Silence):
        which = f" {error}" if str(error) else ""
        return Raised("OutOfTime", f"no answer after {seconds:g} s{which}: does a loop never end?")
    if isinstance(error, ProtocolError):
        return Raised("Refused", f"what came back was not data: {error}")
    if status is None:
        return Raised("Crashed", "the sandbox was brought down")
    if status == -signal.SIGXCPU:
        return Raised("OutOfTime", "the processor time of the notebook was used up")
    if status < 0:
        name = signal.Signals(-status).name if -status in list(signal.Signals) else f"signal {-status}"
        return Raised("Crashed", f"the Python process was ended by {name}")
    return Raised("Exited", f"the code ended the Python process (exit code {status})")
