"""Whatever plain data a hostile process answers with: an error of the student's, or harmless data, and no more."""

import contextlib

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from autograder.grading import test_cells
from autograder.grading.test_cells import InstructorRunner
from autograder.runtime.channel import Silence
from autograder.runtime.frames import pack, unpack_frame
from autograder.runtime.observe import observe_each
from autograder.runtime.raised import Raised, RemoteError
from autograder.sandbox.call_batches import portions
from autograder.sandbox.limits import Limits
from autograder.sandbox.proxy import Proxy
from autograder.sandbox.session import Session
from tests.sandbox.test_frames import plain
from tests.support import grading_class as small

words = st.sampled_from(["ok", "error", "callback", "value", "replies"]) | plain
answers = st.tuples(plain) | st.tuples(plain, plain, plain, plain, plain)
batches = st.lists(answers, max_size=4).map(lambda batch: ["replies", *batch])
# What begins like a reply, and goes on as it likes.
replies = plain | st.lists(words, max_size=5) | batches | st.just(["ok", None])


class Hostile:
    """A sandbox whose process answers with these values, then falls silent for good."""

    size = 120

    def __init__(self, values):
        self.values = list(values)

    def fork(self):
        return self

    def end(self):
        return -9

    def excess(self):
        return Raised("DiskFull", "more than 64 MB or 2000 files were written")

    def used(self):
        return 0.0

    def send(self, frame, seconds=0.0):
        pass

    def receive(self, seconds=None, handle=None):
        if not self.values:
            raise Silence
        return unpack_frame(pack(self.values.pop(0)), handle)


def session(values):
    of = Session(Hostile(values), Limits(call=0.01, grace=0.0, notebook=5.0))
    of.ensure_running()
    return of


def remote(of):
    return Proxy(of, {"id": 0, "type": "function", "name": "relu", "signature": [["z", 1, False]]})


CALLS = [(np.ones(2),), (np.zeros(3),), (np.zeros(1),)]


def called(of):
    return list(of.calls(remote(of), portions(CALLS)))


REQUESTS = {
    "cell": lambda s: s.cell("1 + 1"),
    "names": lambda s: s.names(["relu", "z"]),
    "attribute": lambda s: remote(s).shape,
    "set": lambda s: setattr(remote(s), "lr", 0.1),
    "instance": lambda s: isinstance(remote(s), remote(s)),
    "call": lambda s: remote(s)(np.ones(2)),
    "calls": lambda s: called(s),
    "observed": lambda s: [(o.outputs, o.raised, o.changed) for o in observe_each(remote(s), CALLS)],
}


@pytest.mark.parametrize("request_", REQUESTS)
@settings(max_examples=60, deadline=None)
@given(st.lists(replies, max_size=6))
def test_no_answer_does_more_than_fail(request_, values):
    try:
        REQUESTS[request_](session(values))
    except (RemoteError, TypeError, AttributeError):
        # What a check on the trusted side expects of a student's object.
        pass


@settings(max_examples=200, deadline=None)
@given(st.lists(replies, max_size=8))
@example([["replies", (1.0,)], ["replies"], ["replies", (2.0,), (3.0,)], ["ok", 3]])
@example([["replies", (1.0,), (2.0,), (3.0,), (4.0,)]])
@example([["replies", (1.0,), (2.0,), (3.0,)]])
def test_each_call_has_one_reply_or_one_that_raised_is_the_last(values):
    """Whatever is said, and wherever it ends: a check can pair replies with its cases."""
    found = called(session(values))
    assert 0 < len(found) <= len(CALLS)
    assert len(found) == len(CALLS) or found[-1].raised
    assert not any(said.raised for said in found[:-1])


def test_batches_of_any_size_end_where_it_is_said():
    values = [["replies", (1.0,)], ["replies", (2.0,), (3.0,)], ["ok", 3]]
    found = called(session(values))
    assert [said.result for said in found] == [1.0, 2.0, 3.0]


def test_what_a_process_used_is_asked_once_for_all_that_it_said_in_one_message():
    asked = []
    of = session([["replies", *[(1.0,)] * 3], ["ok", 3]] * 2)
    of.stopwatch._used = lambda: asked.append(1) or float(len(asked))
    spent = []
    for _ in range(2):
        for _ in of.calls(remote(of), portions(CALLS)):
            spent.append(remote(of)._spent_())
    assert spent == [1.0, 1.0, 1.0, 2.0, 2.0, 2.0]


def test_replies_that_take_too_much_memory_end_the_calls():
    made = session([["replies", (1.0,)], ["replies", (2.0,)], ["replies", (3.0,)], ["ok", 3]])
    made.sandbox.size, made.sandbox.excess = 40 << 20, lambda: None
    found = called(made)
    assert [said.result for said in found] == [1.0, 2.0, None] and "more than 96 MB" in found[-1].raised.message


@pytest.mark.parametrize(("check", "kept"), [(True, 2), (False, 4)])
def test_what_is_said_in_a_check_takes_little_memory_one_by_one_too(check, kept):
    made = session([["ok", {"x": n}] for n in range(4)])
    made.sandbox.size, made.sandbox.excess = 40 << 20, lambda: None
    made.new_test(check)
    found = [made.names(["x"])["x"] for _ in range(kept)]
    assert found == [*range(kept)]
    if check:
        with pytest.raises(RemoteError, match="more than 96 MB in one check"):
            made.names(["x"])


@settings(max_examples=60, deadline=None)
@given(st.lists(replies, max_size=30))
@example([["ok", {}]])
def test_a_check_cell_ends_with_a_score(values):
    template = small.make_assignment().templates[small.NAME]
    outcome = InstructorRunner(session(values), template).run(template.tests["check-relu"])
    assert 0.0 <= outcome.score < template.tests["check-relu"].points and not outcome.failure


def test_when_the_time_of_a_test_is_up_nothing_of_it_is_left(monkeypatch):
    """Its alarm may ring at any moment: none may be set any more while the rest of what it changed is put back."""
    running, seen = [], []

    @contextlib.contextmanager
    def noting(seconds, waiting):
        running.append(seconds)
        try:
            yield
        finally:
            running.pop()

    @contextlib.contextmanager
    def looking(texts):
        try:
            yield
        finally:
            seen.append(list(running))

    monkeypatch.setattr(test_cells, "deadline", noting)
    monkeypatch.setattr(test_cells, "readable", looking)
    template = small.make_assignment().templates[small.NAME]
    InstructorRunner(session([["ok", {}]]), template).run(template.tests["check-double"])
    assert seen == [[]] and running == []
