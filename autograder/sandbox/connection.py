"""The connection to one student's process: requests, replies, callbacks, and what happens when the process dies."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from autograder.runtime.channel import Channel, Closed, Silence
from autograder.runtime.frames import pack
from autograder.runtime.objects import Outgoing
from autograder.runtime.plain_data import NotPlain, ProtocolError
from autograder.runtime.raised import Raised, RemoteError, remote_error
from autograder.sandbox.call_batches import Portion, portions
from autograder.sandbox.callbacks import CallbackTable
from autograder.sandbox.launcher import Sandbox
from autograder.sandbox.limits import Limits
from autograder.sandbox.proxy import Proxy
from autograder.sandbox.replies import Reply, cause, failed, raised, reply
from autograder.sandbox.stopwatch import STEP, RequestTimer, Stopwatch

# Bytes that the replies to one portion of calls, and all that is said in a check, may take here.
MOST_HELD, MOST_IN_A_CHECK = 96 << 20, 96 << 20
_NOTHING = object()


class TooMuch(ProtocolError):
    """Replies that would take more memory than a student's process may have here."""


class Connection:
    """One student's process: asked, listened to, ended when it fails, and brought to the same point by replay."""

    def __init__(self, sandbox: Sandbox, limits: Limits):
        self.sandbox, self.limits = sandbox, limits
        self.channel: Channel | None = None
        self.history: list[tuple[str, tuple]] = []
        self.life = self.objects = self.held = 0
        self.deaths: list[str] = []
        self.callbacks = CallbackTable()
        self.may_say = math.inf
        self.stopwatch = Stopwatch(limits, sandbox.used)
        self.asking = False
        # What a test needed that does not travel: its outcome says nothing about the student then.
        self.uncrossed: list[str] = []
        # Which special methods the objects of a class have, by the name of the class.
        self.protocol: dict[str, frozenset[str]] = {}
        # Why a call of this test was ended: not an error of the function that a test may expect.
        self.stopped = ""

    def ask(self, operation: str, *arguments: Any, seconds: float, sent: list | None = None) -> Any:
        """One request. Raises RemoteError when the answer is an error, or when the process dies over it.

        `sent` receives the objects that are made again there.
        """
        self.ensure_running()
        outgoing = self.callbacks.outgoing()
        try:
            frame = pack([operation, *arguments], self._describer(outgoing))
            if sent is not None:
                sent += outgoing.things
        except NotPlain as error:
            self.uncrossed.append(str(error))
            raise
        try:
            said = self._exchange(frame, seconds)
        except (Silence, Closed, ProtocolError) as error:
            raise RemoteError(self._died(error, seconds)) from None
        if _status(said) == "ok":
            return said[1]
        problem = raised(said[1])
        if problem.kind == NotPlain.__name__:
            self.uncrossed.append(problem.message)
        raise remote_error(problem)

    def calls(self, function: Proxy, every: Sequence[Portion]) -> Iterator[Reply]:
        """Replies of `function` to the calls of these portions; stops at the first that raised."""
        for calls, frame in every:
            self.held = 0
            for said in self._portion(function, calls, frame):
                yield said
                if said.raised is not None:
                    return

    def _portion(self, function: Proxy, calls: Sequence[tuple], frame: bytes) -> list[Reply]:
        """A reply to each of these calls; at the last one it may have raised, or the process died."""
        replies: list[Reply] = []
        try:
            self.ensure_running()
            self._send(pack(["calls", function], Proxy._current_) + frame, self.limits.call)
            while True:
                said = self._receive(self.limits.call)
                if _status(said) == "ok":
                    break
                self._hold()
                replies += _batch(said, len(calls) - len(replies))
            if len(replies) < len(calls) and not (replies and replies[-1].raised):
                raise ProtocolError("not a reply to each call")
        except RemoteError as error:
            replies.append(failed(error.raised))
        except (Silence, Closed, ProtocolError) as error:
            died = self._died(error, self.limits.call)
            # A process that died when it had replied to all that count harms none of these calls.
            left = () if replies and replies[-1].raised else calls[len(replies) :]
            left = left[:1] if isinstance(error, TooMuch) else left
            replies += self._one_by_one(function, left) if len(left) > 1 else [failed(died)] * len(left)
        return replies

    def _hold(self) -> None:
        """Count the frame that came last among the replies that are held."""
        self.held += self._reached().size
        if self.held > MOST_HELD:
            raise TooMuch(f"more than {MOST_HELD >> 20} MB in reply to a few small calls")

    def _say(self) -> None:
        """Count the frame that came last among those of a check."""
        self.may_say -= self._reached().size
        if self.may_say < 0:
            raise TooMuch(f"more than {MOST_IN_A_CHECK >> 20} MB in one check")

    def _one_by_one(self, function: Proxy, calls: Sequence[tuple]) -> list[Reply]:
        """Ask again after a death: replies travel together, so which of these calls it was is not known."""
        replies, known = [], len(self.deaths)
        for args in calls:
            replies += self._portion(function, [args], portions([args])[0][1])
            if replies[-1].raised is not None:
                break
        if len(self.deaths) > known:
            # The same death, seen twice.
            del self.deaths[known - 1]
        return replies

    def _exchange(self, frame: bytes, seconds: float) -> list:
        self._send(frame, seconds)
        if _status(said := self._receive(seconds)) is None:
            raise ProtocolError("not an answer")
        return said

    def _send(self, frame: bytes, seconds: float) -> None:
        if self.stopwatch.over():
            raise Silence
        # A process that the machine keeps waiting reads later, too.
        self._reached().send(frame, seconds * self.limits.patience)

    def _receive(self, seconds: float) -> Any:
        """The next frame; on the way to it, functions that were lent are called as often as there is time."""
        request = RequestTimer(self.stopwatch, seconds + self.limits.grace)
        while True:
            self.stopwatch.listen()
            try:
                # In short steps, since a full disk has to be noticed while the student's code runs.
                said = self._reached().receive(min(STEP, seconds), self._proxy)
                self._say()
            except Silence:
                said = _NOTHING
            if said is not _NOTHING and not (isinstance(said, list) and _word(said) == "callback"):
                return said
            due = self.stopwatch.due
            if which := request.over():
                raise Silence(which)
            if (due or said is _NOTHING) and self.sandbox.excess():
                raise Silence
            if isinstance(said, list):
                self._called_back(said, seconds)

    def _called_back(self, said: list, seconds: float) -> None:
        """Answer a call of a lent function, which may itself ask this process something."""
        before, self.asking = self.asking, True
        try:
            with self.stopwatch.answering():
                value = self.callbacks.reply(said, seconds, self._describer(self.callbacks.outgoing()))
        finally:
            self.asking = before
        self.ensure_running(restart=False)
        self._reached().send(value, seconds * self.limits.patience)

    def _reached(self) -> Channel:
        """The channel to the process, as long as there is one. Raises Closed."""
        if self.channel is None:
            raise Closed
        return self.channel

    def ensure_running(self, restart: bool = True) -> None:
        """Restart a process that has ended; one that ended while it waited for a lent function lets its call fail."""
        if self.channel is None:
            if self.asking or not restart:
                raise RemoteError(Raised("Lost", f"the Python process ended in between: {self.deaths[-1]}"))
            self._revive()

    @staticmethod
    def _describer(outgoing: Outgoing) -> Callable[[Any], Any]:
        """How an object that is not plain data travels: a proxy as its number, anything else by its description."""
        return lambda thing: thing._current_() if isinstance(thing, Proxy) else outgoing(thing)

    def _died(self, error: Exception, seconds: float) -> Raised:
        excess = self.sandbox.excess()
        status = self.sandbox.end()
        self.channel = None
        why = cause(error, status, seconds)
        if excess:
            why = excess
        elif over := self.stopwatch.over():
            why = Raised("OutOfTime", over)
        self.deaths.append(f"{why.kind}: {why.message}")
        self.stopped = self.deaths[-1]
        return why

    def _revive(self) -> None:
        """A new process, brought to the same point by running the same cells again."""
        if len(self.deaths) > self.limits.deaths or self.stopwatch.over():
            raise RemoteError(
                Raised("Stopped", f"not run, because of what ended the Python process before: {self.deaths[-1]}")
            )
        self.channel = self.sandbox.fork()
        self.life, self.objects = self.life + 1, 0
        for operation, arguments in list(self.history):
            try:
                self._exchange(pack([operation, *arguments]), self.limits.cell)
            except (Silence, Closed, ProtocolError) as error:
                raise RemoteError(self._died(error, self.limits.cell)) from None

    def _proxy(self, described: Any) -> Any:
        """What stands here for an object of the student's process."""
        raise NotImplementedError

    def close(self) -> None:
        """End the student's process."""
        if self.channel is not None:
            self.sandbox.end()
            self.channel = None


def _batch(said: Any, room: int) -> list[Reply]:
    """The replies of one frame, which holds at least one and no more than are still awaited."""
    if type(said) is not list or _word(said) != "replies":
        raise ProtocolError("neither replies nor their end")
    if not 0 < len(said) - 1 <= room:
        raise ProtocolError(f"{len(said) - 1} replies where {room} are awaited")
    return [reply(x) for x in said[1:]]


def _word(said: list) -> str | None:
    """The word that an untrusted list begins with, or None. By its type: comparing an array gives an array."""
    return said[0] if said and type(said[0]) is str else None


def _status(said: Any) -> str | None:
    """ "ok" or "error", as an untrusted reply says of its request; None for what is not a reply."""
    word = _word(said) if type(said) is list and len(said) == 2 else None
    return word if word in ("ok", "error") else None
