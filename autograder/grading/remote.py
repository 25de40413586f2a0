"""The trusted side of the border: a student's names as proxies, and what happens when the student's process dies."""

from __future__ import annotations

import contextlib
import inspect
import keyword
import re
import signal
import time
import warnings
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np

from autograder.exercise import Exercise
from autograder.grading.edition import answer_source
from autograder.grading.limits import Limits
from autograder.grading.objects import copy_state, describe, instances, plain_state, trusted_values
from autograder.grading.sandbox import Sandbox
from autograder.grading.wire import Closed, NotPlain, ProtocolError, Silence, pack
from autograder.guard import helpers
from autograder.observe import Elsewhere, Observation, Raised, RemoteError, Seeded
from autograder.placeholder import Placeholder

_KINDS = list(inspect._ParameterKind)
_PIPE = 32_000


class Session:
    """One student's process: runs cells, answers questions about names, and is rebuilt by replay when it dies."""

    def __init__(self, sandbox: Sandbox, limits: Limits):
        self.sandbox, self.limits = sandbox, limits
        self.channel = None
        self.history: list[tuple[str, tuple]] = []
        self.life = 0
        self.deaths: list[str] = []
        self.callbacks: list[Callable] = []
        self.ends = time.monotonic() + limits.notebook

    def cell(self, source: str) -> list[dict]:
        """Run a cell; its outputs as the student's side reports them."""
        try:
            outputs = self.ask("cell", source, seconds=self.limits.cell)
        except RemoteError as error:
            return [{"kind": "error", "name": error.raised.kind, "value": error.raised.message, "lines": []}]
        self.history.append(("cell", (source,)))
        return outputs if isinstance(outputs, list) else []

    def names(self, names: list[str]) -> dict[str, Any]:
        """Those of `names` that exist, plain values as themselves, anything else as a proxy."""
        found = self.ask("names", names, seconds=self.limits.call)
        if not isinstance(found, dict):
            return {}
        for name, value in found.items():
            if isinstance(value, Remote):
                object.__setattr__(value, "_name_", name)
        return {n: found[n] for n in names if n in found}

    def open(self, exercise: Exercise) -> None:
        """Put the library's answer to a graded exercise back in its place."""
        if exercise.reference is not None:
            order = ("open", answer_source(exercise.reference))
            with contextlib.suppress(RemoteError):
                self.ask(order[0], *order[1], seconds=self.limits.call)
            self.history.append(order)

    def ask(self, operation: str, *arguments: Any, seconds: float) -> Any:
        """One request. Raises RemoteError when the answer is an error, or when the process dies over it."""
        if self.channel is None:
            self._revive()
        try:
            answer = self._exchange(pack([operation, *arguments], self._describe), seconds)
        except (Silence, Closed, ProtocolError) as error:
            raise RemoteError(self._died(error, seconds)) from None
        if answer[0] == "ok":
            return answer[1]
        raise RemoteError(_raised(answer[1]))

    def calls(self, function: Remote, calls: Sequence[tuple]) -> Iterator[tuple]:
        """Answers of `function` to each tuple of arguments, sent ahead in portions; stops at the first that raised."""
        for portion in _portions([_frame(c) for c in calls]):
            try:
                head = pack(["calls", function, len(portion)], self._describe)
            except RemoteError as error:
                yield None, {}, error.raised, (), False
                return
            answers = self._portion(head + b"".join(portion), len(portion))
            for answer in answers:
                yield answer
                if answer[2] is not None:
                    return

    def _portion(self, frames: bytes, count: int) -> list[tuple]:
        answers = []
        try:
            self._send(frames, self.limits.call)
            while len(answers) < count and (not answers or answers[-1][2] is None):
                answers.append(_answer(self._receive(self.limits.call)))
            self._receive(self.limits.call)
        except (Silence, Closed, ProtocolError) as error:
            answers.append((None, {}, self._died(error, self.limits.call), (), False))
        return answers

    def _exchange(self, frame: bytes, seconds: float) -> list:
        self._send(frame, seconds)
        answer = self._receive(seconds)
        if not (isinstance(answer, list) and len(answer) == 2 and answer[0] in ("ok", "error")):
            raise ProtocolError("not an answer")
        return answer

    def _send(self, frame: bytes, seconds: float) -> None:
        if time.monotonic() >= self.ends:
            raise Silence
        self.channel.send(frame, seconds)

    def _receive(self, seconds: float) -> Any:
        end = min(time.monotonic() + seconds + self.limits.grace, self.ends)
        while True:
            try:
                # In short steps, since a full disk has to be noticed while the student's code runs.
                answer = self.channel.receive(max(0, min(0.5, end - time.monotonic())), self._proxy)
                if not (isinstance(answer, list) and answer[:1] == ["callback"]):
                    return answer
                self.channel.send(self._called_back(answer), seconds)
            except Silence:
                if time.monotonic() >= end or self.sandbox.crowded():
                    raise

    def _called_back(self, asked: list) -> bytes:
        """The value of a function that the student's side was lent for this request only."""
        _, number, args = asked if len(asked) == 3 else (None, None, None)
        if type(number) is not int or not 0 <= number < len(self.callbacks) or not isinstance(args, tuple):
            raise ProtocolError("a function that was not lent")
        try:
            with warnings.catch_warnings(), np.errstate(all="ignore"):
                warnings.simplefilter("ignore")
                value = self.callbacks[number](*args)
                return pack([True, value, [plain_state(x) for x in instances(args)]], self._describe)
        except Exception as error:
            return pack([False, f"{type(error).__name__}: {str(error)[:300]}", []])

    def _describe(self, thing: Any) -> Any:
        """How an object that is not plain data travels: a proxy as its number, anything else by its description."""
        return thing._current_() if isinstance(thing, Remote) else describe(thing, self.callbacks)

    def _died(self, error: Exception, seconds: float) -> Raised:
        full = self.sandbox.crowded()
        status = self.sandbox.end()
        self.channel = None
        kind, message = _cause(error, status, seconds)
        if full:
            kind, message = "DiskFull", f"more than {self.limits.scratch} MB of files were written"
        elif time.monotonic() >= self.ends:
            kind, message = "OutOfTime", f"the notebook's {self.limits.notebook:g} s were used up"
        self.deaths.append(f"{kind}: {message}")
        return Raised(kind, message)

    def _revive(self) -> None:
        """A new process, brought to the same point by running the same cells again."""
        if len(self.deaths) > self.limits.deaths or time.monotonic() >= self.ends:
            raise RemoteError(Raised("Stopped", f"not run any more, since earlier: {self.deaths[-1]}"))
        self.channel = self.sandbox.fork()
        self.life += 1
        for operation, arguments in list(self.history):
            try:
                self._exchange(pack([operation, *arguments]), self.limits.cell)
            except (Silence, Closed, ProtocolError) as error:
                raise RemoteError(self._died(error, self.limits.cell)) from None

    def _proxy(self, described: Any) -> Any:
        if not isinstance(described, dict):
            raise ProtocolError("not a description")
        if "generator" in described or "dtype" in described:
            return trusted_values(described)
        if "placeholder" in described:
            return Placeholder(str(described["placeholder"])[:100])
        return make_remote(self, described)

    def close(self) -> None:
        """End the student's process."""
        if self.channel is not None:
            self.sandbox.end()
            self.channel = None


def _cause(error: Exception, status: int | None, seconds: float) -> tuple[str, str]:
    if isinstance(error, Silence):
        return "OutOfTime", f"no answer after {seconds:g} s: does a loop never end?"
    if isinstance(error, ProtocolError):
        return "Refused", f"what came back was not data: {error}"
    if status is None:
        return "Crashed", "the sandbox was brought down"
    if status == -signal.SIGXCPU:
        return "OutOfTime", "the processor time of the notebook was used up"
    if status < 0:
        name = signal.Signals(-status).name if -status in list(signal.Signals) else f"signal {-status}"
        return "Crashed", f"the Python process was ended by {name}"
    return "Exited", f"the code ended the Python process (exit code {status})"


def _raised(parts: Any) -> Raised:
    """An exception as text, from untrusted parts."""
    if not (isinstance(parts, (tuple, list)) and len(parts) == 4):
        return Raised("Error", "")
    kind, message, number, line = parts
    kind = kind if isinstance(kind, str) and kind.isidentifier() else "Error"
    number = number if type(number) is int else None
    return Raised(kind[:80], str(message)[:2000], number, line[:300] if isinstance(line, str) else "")


_FRAMES: dict[int, tuple[tuple, bytes]] = {}


def _frame(args: tuple) -> bytes:
    """Arguments as a frame. Cases live as long as this process, so those of data alone are packed once."""
    known = _FRAMES.get(id(args))
    if known is not None and known[0] is args:
        return known[1]
    frame = pack(args, _refuse)
    if not any(isinstance(a, Remote) for a in args) and len(_FRAMES) < 100_000 and len(frame) < 10_000:
        _FRAMES[id(args)] = args, frame
    return frame


def _portions(frames: list[bytes]) -> Iterator[list[bytes]]:
    """As many frames at a time as fit into an empty pipe, so that neither side ever waits for the other to read."""
    portion, size = [], 0
    for frame in frames:
        if portion and size + len(frame) > _PIPE:
            yield portion
            portion, size = [], 0
        portion.append(frame)
        size += len(frame)
    if portion:
        yield portion


def _refuse(thing: Any) -> Any:
    """Only plain data is sent ahead."""
    raise NotPlain(f"a {type(thing).__name__} is not plain data")


class Remote(Elsewhere):
    """An object that lives in the student's process. Compares by identity, is not an array, and is never copied."""

    __array_ufunc__ = None
    __hash__ = object.__hash__

    def __init__(self, session: Session, described: dict):
        fill = object.__setattr__
        fill(self, "_session_", session)
        fill(self, "_id_", described.get("id"))
        fill(self, "_life_", session.life)
        fill(self, "_name_", None)
        name = described.get("name")
        if isinstance(name, str) and name.isidentifier():
            fill(self, "__name__", name)
        signature = _signature(described.get("signature"))
        if signature is not None:
            fill(self, "__signature__", signature)

    def _current_(self) -> int:
        """Its number in the process that lives now."""
        session = self._session_
        if session.channel is None:
            session._revive()
        if self._life_ != session.life:
            again = session.names([self._name_]).get(self._name_) if self._name_ else None
            if not isinstance(again, Remote):
                raise RemoteError(Raised("Lost", "an object was lost when the Python process ended"))
            object.__setattr__(self, "_id_", again._id_)
            object.__setattr__(self, "_life_", again._life_)
        return self._id_

    def _call_(self, args: tuple, kwargs: dict) -> tuple:
        self._current_()
        try:
            answer = self._session_.ask("call", self, args, kwargs, seconds=self._session_.limits.call)
        except RemoteError as error:
            return None, {}, error.raised, (), False
        return _answer(answer)

    def _answers_(self, calls: Sequence[tuple]) -> Iterator[tuple]:
        """One answer a call. Plain data is sent ahead; what calls back, or is made again there, goes one by one."""
        try:
            frames = [_frame(c) for c in calls]
        except NotPlain:
            frames = None
        if frames is not None:
            yield from self._session_.calls(self, calls)
            return
        for args in calls:
            answer = self._call_(tuple(a.generator() if isinstance(a, Seeded) else a for a in args), {})
            yield answer
            if answer[2] is not None:
                return

    def _observe_(self, calls: Sequence[tuple]) -> Iterator[Observation]:
        for result, changed, raised, warned, printed in self._answers_(calls):
            outputs = () if raised else result if isinstance(result, tuple) else (result,)
            touched = tuple(sorted(i for i in changed if i >= 0))
            yield Observation(outputs, raised, touched, warned, printed, result)

    @contextlib.contextmanager
    def _guarded_(self, exercise: Exercise) -> Iterator[None]:
        lent = [(name, inspect.unwrap(f).__module__) for name, f in helpers(exercise)]
        session = self._session_
        with contextlib.suppress(RemoteError):
            session.ask("lend", lent, seconds=session.limits.call)
        session.history.append(("lend", (lent,)))
        try:
            yield
        finally:
            session.history.pop()
            session.callbacks = []
            with contextlib.suppress(RemoteError):
                if session.channel is not None:
                    session.ask("return", seconds=session.limits.call)

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        result, changed, raised, warned, printed = self._call_(args, kwargs)
        for i, value in changed.items():
            _copy_back(args, i, value)
        for n, thing in enumerate(instances([args, kwargs])):
            copy_state(thing, changed.get(-1 - n))
        for text in warned:
            warnings.warn(text, RuntimeWarning, stacklevel=2)
        if printed:
            print(f"{getattr(self, '__name__', 'it')} printed something")
        if raised:
            raise RemoteError(raised)
        return result

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_") and name.endswith("_"):
            raise AttributeError(name)
        try:
            self._current_()
            return self._session_.ask("attribute", self, name, seconds=self._session_.limits.call)
        except RemoteError as error:
            if error.raised.kind == "AttributeError":
                raise AttributeError(error.raised.message) from None
            raise

    def __setattr__(self, name: str, value: Any) -> None:
        self._current_()
        self._session_.ask("set", self, name, value, seconds=self._session_.limits.call)

    def __instancecheck__(self, thing: Any) -> bool:
        if not isinstance(thing, Elsewhere):
            return False
        return self._session_.ask("instance", thing, self, seconds=self._session_.limits.call) is True

    def __eq__(self, other: Any) -> bool:
        return self is other

    def __bool__(self) -> bool:
        raise TypeError(f"a {type(self).__name__} is neither true nor false here: it is not plain data")

    def __array__(self, *args: Any, **kwargs: Any) -> Any:
        raise TypeError(f"a {type(self).__name__} is not an array")

    def __deepcopy__(self, memo: dict) -> Remote:
        return self

    def __reduce__(self) -> Any:
        raise TypeError("objects of a student's process do not travel")


def _answer(answer: Any) -> tuple:
    """(result, {position: changed argument}, Raised or None, warnings, whether it printed) of an untrusted answer."""
    if not (isinstance(answer, tuple) and len(answer) == 5):
        return None, {}, Raised("Refused", "what came back was not an answer"), (), False
    result, changed, raised, warned, printed = answer
    changed = {i: v for i, v in changed.items() if type(i) is int} if isinstance(changed, dict) else {}
    warned = tuple(str(w)[:200] for w in warned[:20]) if isinstance(warned, list) else ()
    return result, changed, _raised(raised) if raised is not None else None, warned, bool(printed is True)


def make_remote(session: Session, described: dict) -> Remote:
    """A proxy whose type carries the name of the student's type."""
    name = re.sub(r"\W+", " ", str(described.get("type", "object")))[:60]
    return type(name, (Remote,), {})(session, described)


def _signature(parts: Any) -> inspect.Signature | None:
    try:
        made = [
            inspect.Parameter(n, _KINDS[k], default=None if d else inspect.Parameter.empty)
            for n, k, d in parts
            if n.isidentifier() and not keyword.iskeyword(n)
        ]
        return inspect.Signature(made) if len(made) < 50 else None
    except (TypeError, ValueError, IndexError, AttributeError):
        return None


def _copy_back(args: tuple, i: Any, value: Any) -> None:
    """Show the caller what the call did to its argument."""
    if type(i) is not int or not 0 <= i < len(args):
        return
    mine = args[i]
    if isinstance(mine, np.ndarray) and isinstance(value, np.ndarray) and mine.shape == value.shape:
        mine[...] = value
    elif isinstance(mine, list) and isinstance(value, list):
        mine[:] = value
    elif isinstance(mine, dict) and isinstance(value, dict):
        mine.clear()
        mine.update(value)
