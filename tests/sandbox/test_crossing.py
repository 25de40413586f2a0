"""What a test does with a student's objects, and a student's function with a test's: as in one kernel."""

import itertools
import time
from types import SimpleNamespace

import numpy as np
import pytest

from autograder import EXERCISES
from autograder.checking import judge, pace
from autograder.checking.cases import cases_for
from autograder.sandbox.session import Session
from autograder.sandbox.stopwatch import Stopwatch
from mlpkit import autodiff
from tests.support import grading_class as small

STUDENT = """
import numpy as np

class Count:
    def __init__(self):
        self.n, self.parts = 0, []
    def more(self):
        self.n += 1
        return self
    def __add__(self, other):
        made = Count()
        made.parts = [self, other]
        return made

def raise_by_one(count):
    count.n += 1

def backward(end):
    order, seen = [], set()
    def visit(node):
        if node not in seen:
            seen.add(node)
            for parent, _ in node.parents:
                visit(parent)
            order.append(node)
    visit(end)
    for node in order:
        node.grad = np.zeros_like(node.value)
    end.grad = np.ones_like(end.value)
    for node in reversed(order):
        for parent, pull in node.parents:
            parent.grad = parent.grad + pull(node.grad)

def shuffled(first, second):
    return first is second, first.integers(100), second.integers(100)
"""


@pytest.fixture(scope="module")
def session():
    backend = next((b for b, why in small.BACKENDS.items() if not why()), None)
    if backend is None:
        pytest.skip("no confinement on this machine")
    assignment = small.make_assignment()
    with small.Machine(backend, assignment) as sandbox:
        session = Session(sandbox, assignment.limits)
        session.protocol = {"Count": frozenset({"__add__"})}
        session.cell(STUDENT)
        yield session
        assert session.deaths == []
        session.close()


@pytest.fixture
def there(session):
    return session.names(["Count", "raise_by_one", "backward", "shuffled"])


def test_an_object_that_comes_twice_is_one_object(there):
    count = there["Count"]()
    assert count.more() is count and count.n == 1
    parts = (count + count).parts
    assert parts[0] is count and parts[1] is count


def test_a_function_changes_the_object_that_it_is_given(there):
    count = there["Count"]()
    there["raise_by_one"](count)
    assert count.n == 1


def test_what_a_function_writes_into_objects_within_objects_is_there(there):
    x, w = autodiff.Node(np.array([[1.0, 2.0]])), autodiff.Node(np.array([[3.0, 4.0]]))
    product = x * w
    there["backward"]((product * product + product).sum())
    wanted = 2 * product.value + 1
    assert np.array_equal(product.grad, wanted) and np.array_equal(x.grad, wanted * w.value)


def test_a_generator_that_is_given_twice_is_one(there):
    rng, same = np.random.default_rng(3), np.random.default_rng(3)
    assert there["shuffled"](rng, rng) == (True, *same.integers(100, size=2))
    assert rng.integers(100) == same.integers(100)


@pytest.mark.parametrize("who", ["this side", "the student"])
def test_a_check_counts_the_students_time_alone(session, who, monkeypatch):
    """Not what `call`, the grader and a loaded machine take: those cost no points."""
    session.cell("def relu(z):\n    return np.maximum(z, 0)")
    hours = itertools.count(0.0, 3600.0)
    if who == "this side":
        slow = SimpleNamespace(perf_counter=lambda: next(hours), process_time=time.process_time)
        monkeypatch.setattr(pace, "time", slow)
    else:
        monkeypatch.setattr(Stopwatch, "charged", property(lambda watch: next(hours)))
    exercise = EXERCISES["relu"]
    result = judge.judge(exercise, session.names(["relu"])["relu"], cases_for(exercise))
    assert result.passed == (who == "this side"), str(result)
    assert ("stopped after 3600 s, with 1 of" in str(result)) == (who == "the student")
