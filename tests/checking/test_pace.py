"""A busy machine changes no report: what is searched for, and for how long, depends on the answer alone."""

import re
import time

import numpy as np
import pytest

from autograder import EXERCISES
from autograder.checking import pace
from autograder.checking.cases import Case
from autograder.checking.exercise import Property
from autograder.checking.properties import unmet
from autograder.runtime.observe import Observation
from autograder.runtime.raised import Raised, RemoteError
from tests.support.answers import judged

SLOWER = 45


@pytest.fixture
def busy(monkeypatch):
    """Clocks on a machine that gives a check a forty-fifth of its processor."""
    for name in ("perf_counter", "monotonic"):
        monkeypatch.setattr(time, name, lambda: SLOWER * time.process_time())


def spinning(seconds, answer):
    """`answer` after so much work."""

    def slow(*args):
        until = time.process_time() + seconds
        while time.process_time() < until:
            pass
        return answer(*args)

    return slow


def two_rows(Y, T):
    """mse that forgets all rows but the first two: no input of one row or two shows it."""
    D = (Y - T).astype(np.float64)
    D[2:] = 0
    return float((D**2).sum() / 2 / len(Y)), ((Y - T) / len(Y)).astype(Y.dtype)


def test_the_smallest_input_is_found_on_a_busy_machine_too(busy):
    result = judged(EXERCISES["mse"], spinning(0.003, two_rows))
    assert "The smallest input found" in str(result)


def test_a_check_is_not_stopped_because_the_machine_is_busy(busy, monkeypatch):
    monkeypatch.setattr(pace, "SECONDS_PER_CHECK", 0.5)
    result = judged(EXERCISES["mse"], spinning(0.003, EXERCISES["mse"].reference))
    assert result.passed, str(result)


def test_a_check_is_stopped_when_the_answer_itself_takes_long(monkeypatch):
    monkeypatch.setattr(pace, "SECONDS_PER_CHECK", 0.02)
    assert "stopped after" in str(judged(EXERCISES["mse"], spinning(0.01, two_rows)))


def test_no_smaller_input_is_asked_for_where_each_takes_long():
    result = judged(EXERCISES["mse"], spinning(0.02, two_rows))
    assert "The smallest input" not in str(result)
    assert re.search(r"seen for .*: the loss: yours is [\d.]+, expected is near [\d.]+$", str(result))


def test_what_ended_the_process_is_not_called_again_to_say_more():
    called = []

    def crashes(Y, T):
        called.append(Y)
        raise RemoteError(Raised("Crashed", "the Python process was ended by SIGSEGV"))

    assert "SIGSEGV" in str(judged(EXERCISES["mse"], crashes))
    again = len(called)
    called.clear()

    def stops(Y, T):
        called.append(Y)
        raise ValueError("no")

    judged(EXERCISES["mse"], stops)
    assert again < len(called)


@pytest.mark.parametrize(("once", "calls"), [(True, 1), (False, 3)])
def test_what_does_not_depend_on_the_case_is_tried_once(once, calls):
    called = []
    prop = Property("at 0 it is 0", lambda run, case, outputs: None if run(0.0)[0] == 0 else "not 0", once)
    seen = [(Case((float(n),), "", (), {}), Observation((float(n),))) for n in range(3)]
    assert unmet(prop, lambda z: called.append(z) or z, None, seen) is None
    assert called == [0.0] * calls


def test_no_further_case_is_tried_once_a_property_is_broken():
    tried = []
    prop = Property("it is right", lambda run, case, outputs: tried.append(case) or "it is not")
    seen = [(Case((float(n),), "", (), {}), Observation((float(n),))) for n in range(3)]
    assert unmet(prop, abs, None, seen) == "it is not"
    assert len(tried) == 1
