"""A failed assert of a student's test tells what it compared."""

import linecache

import numpy as np
import pytest

from autograder.runtime.observe import observe

ROWS = np.array([[1.0, 2.0], [3.0, np.nan]])


def typed(line, before="a = ROWS + [[0, 0], [0.5, 0]]"):
    """A function of a notebook's cell that ends with this line."""
    source, file = f"def test(implementation):\n    {before}\n    {line}\n", f"<cell {line}>"
    linecache.cache[file] = (len(source), None, source.splitlines(keepends=True), file)
    space = {"np": np, "ROWS": ROWS}
    exec(compile(source, file, "exec"), space)
    return space["test"]


def said(line, **more):
    return observe(typed(line, **more), (calls.append,)).raised.message


calls: list = []


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("assert np.isclose(a[0, 0], 2 * a[0, 1])", "a[0, 0] is 1, 2 * a[0, 1] is 4"),
        ("assert np.allclose(a, ROWS)", "the two differ most at [1, 0], where they are 3.5 and 3"),
        ("assert not np.array_equal(a[0], a[0] + 0)", "the two are equal"),
        ("assert (a[0] == a[1]).all()", "the two differ most at [1], where they are 2 and nan"),
        ("assert np.all(np.abs(a[0] - 1) < 0.5)", "np.abs(a[0] - 1) is [0., 1.]"),
        ("assert len(a) == 3 and a.size == 4", "len(a) is 2, a.size is 4"),
        ("assert a.shape == (2, 3)", "a.shape is (2, 2)"),
        ("assert np.isclose(a[0, 0], 2), 'the first is wrong'", "the first is wrong"),
        ("assert False", ""),
    ],
)
def test_it_tells_the_values_of_both_sides(line, words):
    assert said(line) == words


def test_nothing_that_was_passed_in_is_called_again_and_nothing_is_drawn():
    calls.clear()
    assert said("assert implementation(1) == len(a)") == "len(a) is 2"
    assert said("assert np.random.normal() == rng.normal()", before="rng = np.random.default_rng(0)") == ""
    assert calls == [1]


def test_what_cannot_be_said_of_a_number_is_not_said():
    assert said("assert 10 ** 5000 * len(a) == 1") == ""
    linecache.cache.pop("<cell assert len(a) == 1>", None)
    test = typed("assert len(a) == 1")
    linecache.cache["<cell assert len(a) == 1>"] = (1, None, [None], "")
    assert observe(test, (len,)).raised.kind == "AssertionError"


def test_an_error_of_another_kind_is_left_as_it_is():
    assert said("assert a == 1 / 0") == "division by zero"
    assert said("raise AssertionError") == ""
    assert said("raise ValueError") == ""
