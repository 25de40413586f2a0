"""Stubs and hints: no formula in a stub whose lecture derives it, no source, and no hint that says a thing twice."""

import inspect
import re

import pytest

from autograder import EXERCISES
from autograder.authoring.notebooks import _exercise_cells
from autograder.authoring.stub_source import BEGIN, END, exercise_source
from autograder.authoring.task_cells import task_cells

# A hint says a thing twice when so many of its words and signs, in a row, stood in the stub or the hint before it.
RUN = 7
_WRITTEN = str.maketrans("·×−–ᵀ", "**--T")


def words(text):
    """Words, numbers and signs; a formula is the same however it is spaced, with or without brackets and dollars."""
    text = re.sub(r"\\[,;! ]|\\(left|right|quad|text|mathrm)\b|[`$()\[\]{}]", " ", text.translate(_WRITTEN))
    return [w.lower() for w in re.findall(r"\w+|[^\w\s]", text)]


def longest_run(text, before):
    """How many words and signs of `text` in a row stand in `before`, at the most."""
    text, before = words(text), words(before)
    best, ends = 0, [0] * (len(before) + 1)
    for word in text:
        ends = [0] + [ends[j] + 1 if word == other else 0 for j, other in enumerate(before)]
        best = max(best, *ends)
    return best


def stub_of(exercise):
    """What a student reads before the first hint."""
    if exercise.task is not None:
        solution, stub = task_cells(exercise, set())
        return stub if stub is not None else without_solution(solution)
    if exercise.reference is None:
        return ""
    return without_solution(exercise_source(exercise.reference, set(), exercise.shows_formula, exercise.forbid))


def without_solution(source):
    return re.sub(rf"{BEGIN}.*?{END}", "", source, flags=re.S)


def repeated(exercise):
    """(hint, words in a row, where) for each hint that says again what the stub or the hint before it says."""
    stub, hints = stub_of(exercise), exercise.hints
    pairs = [(n, hint, stub, "the stub") for n, hint in enumerate(hints, 1)]
    pairs += [(n, hint, hints[n - 2], f"hint {n - 1}") for n, hint in enumerate(hints, 1) if n > 1]
    runs = [(n, longest_run(hint, before), where) for n, hint, before, where in pairs]
    return [(n, run, where) for n, run, where in runs if run >= RUN]


@pytest.mark.parametrize("exercise", EXERCISES.values(), ids=lambda e: e.name)
def test_no_hint_says_what_stands_before_it(exercise):
    for n, run, where in repeated(exercise):
        pytest.fail(f"hint {n} of {exercise.name} repeats {run} words and signs in a row of {where}")


def test_the_measure_sees_a_formula_in_another_spacing():
    stub = "The logistic sigmoid: f(z) = 1 / (1 + e^(−a z)), elementwise, between 0 and 1."
    assert longest_run("Write $f(z) = 1/(1 + e^{-a z})$ with a care for signs.", stub) >= RUN
    assert longest_run("Where does the exponential become too large? Look at each half of the axis.", stub) < 4


@pytest.mark.parametrize("exercise", [e for e in EXERCISES.values() if e.reference or e.model], ids=lambda e: e.name)
def test_a_stub_names_no_source_and_gives_no_formula_away(exercise):
    stub = stub_of(exercise)
    assert "Source:" not in stub
    assert exercise.shows_formula or "Formula:" not in stub
    compile(stub, exercise.name, "exec")


def documented(x):
    """What it is, in words.

    x: any number. Source: a book.

    Formula: x² + 1,
    for every x.

    >>> documented(1)
    2

    Source: another book,
    and a third one.
    """
    return x * x + 1


class Documented:
    """A class. Source: a paper."""

    def forward(self, x):
        """x twice.

        Formula: 2 x.
        """
        return 2 * x

    def backward(self, x):
        """Half of x.

        Formula: x / 2.
        """
        return x / 2


def test_only_those_parts_of_a_docstring_are_left_out():
    space = {}
    exec(exercise_source(documented), space)
    assert inspect.getdoc(space["documented"]) == ("What it is, in words.\n\nx: any number.\n\n>>> documented(1)\n2")
    exec(exercise_source(documented, set(), True), space)
    assert "Formula: x² + 1,\nfor every x." in inspect.getdoc(space["documented"])
    exec(exercise_source(Documented), space)
    assert space["Documented"].__doc__ == "A class."
    assert inspect.getdoc(space["Documented"].forward).strip() == "x twice."
    assert space["Documented"].backward.__doc__ == "Half of x."
    assert space["documented"](3) == 10 and space["Documented"]().forward(3) == 6


def test_a_notebook_has_the_same_stub():
    exercise = EXERCISES["softmax"]
    cell, *_ = _exercise_cells(exercise, "", set())
    assert without_solution(cell.source) == stub_of(exercise)


@pytest.mark.parametrize("exercise", [e for e in EXERCISES.values() if e.forbid], ids=lambda e: e.name)
def test_a_stub_announces_what_its_check_refuses(exercise):
    cell, *_ = _exercise_cells(exercise, "", set())
    first = cell.source.splitlines()[0]
    assert first.startswith("# The check refuses ")
    assert all(dotted in first for dotted in exercise.forbid)
