"""Whatever plain data a hostile process answers with: an error of the student's, or harmless data, and no more."""

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from autograder.grading.test_cells import InstructorRunner
from autograder.runtime.frames import Silence, pack, unpack_frame
from autograder.runtime.observe import RemoteError, observe_each
from autograder.sandbox.call_batches import portions
from autograder.sandbox.limits import Limits
from autograder.sandbox.proxy import Proxy
from autograder.sandbox.session import Session
from tests.sandbox.test_frames import plain
from tests.support import grading_class as small

words = st.sampled_from(["ok", "error", "callback", "value"]) | plain
# What begins like a reply, and goes on as it likes.
replies = plain | st.lists(words, max_size=5) | st.lists(st.tuples(plain, plain) | st.tuples(plain), max_size=4)


class Hostile:
    """A sandbox whose process answers with these values, then falls silent for good."""

    def __init__(self, values):
        self.values = list(values)

    def fork(self):
        return self

    def end(self):
        return -9

    def crowded(self):
        return True

    def send(self, frame, seconds=0.0):
        pass

    def receive(self, seconds=None, handle=None):
        if not self.values:
            raise Silence
        return unpack_frame(pack(self.values.pop(0)), handle)


def session(values):
    return Session(Hostile(values), Limits(call=0.01, grace=0.0, notebook=5.0))


def remote(of):
    return Proxy(of, {"id": 0, "type": "function", "name": "relu", "signature": [["z", 1, False]]})


CALLS = [(np.ones(2),), (np.zeros(3),), (np.zeros(1),)]
REQUESTS = {
    "cell": lambda s: s.cell("1 + 1"),
    "names": lambda s: s.names(["relu", "z"]),
    "attribute": lambda s: remote(s).shape,
    "set": lambda s: setattr(remote(s), "lr", 0.1),
    "instance": lambda s: isinstance(remote(s), remote(s)),
    "call": lambda s: remote(s)(np.ones(2)),
    "calls": lambda s: list(s.calls(remote(s), portions(CALLS))),
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


@settings(max_examples=60, deadline=None)
@given(st.lists(replies, max_size=30))
@example([["ok", {}]])
def test_a_check_cell_ends_with_a_score(values):
    template = small.make_bundle().templates[small.NAME]
    outcome = InstructorRunner(session(values), template).run(template.tests["check-relu"])
    assert 0.0 <= outcome.score < template.tests["check-relu"].points and not outcome.failure
