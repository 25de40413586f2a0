"""Every exercise of the course: stub, reference, listed wrong answers, right answers in other styles."""

import importlib
import pkgutil
import re
import warnings

import numpy as np
import pytest

from autograder import EXERCISES, check
from autograder.authoring.stub_source import BEGIN, END, exercise_source
from autograder.checking.cases import cases_for
from autograder.checking.check import NotWrittenYet
from autograder.checking.exercise import COURSE, LECTURES
from autograder.checking.guard import opened
from autograder.checking.judge import Unsolved, judge
from tests import variants

FUNCTIONS = [e for e in EXERCISES.values() if not e.is_value]
# Kinds with a task of their own have tests of their own.
WRONG = [(e, name) for e in EXERCISES.values() if e.task is None for name in e.wrong]


def names(argument):
    return getattr(argument, "name", None) or getattr(argument, "__name__", None) or str(argument)


def solution(exercise):
    """The function as a student has it: run from the cell's source, without the library's decorators."""
    space = {"np": np}
    for other in EXERCISES.of(exercise.lecture):
        if other.name != exercise.name and other.reference is not None:
            space[other.name] = other.reference
    exec(exercise_source(exercise.reference, set(space)), space)
    return space[exercise.name]


def stub(exercise):
    """The solution's source with the part between the markers replaced, as nbgrader replaces it."""
    lines, skipping = [], False
    for line in exercise_source(exercise.reference).splitlines():
        if BEGIN in line:
            skipping = True
            lines.append(line.replace(BEGIN, "raise NotImplementedError()"))
        elif END in line:
            skipping = False
        elif not skipping:
            lines.append(line)
    space = {"np": np}
    exec("\n".join(lines), space)
    return space[exercise.name]


@pytest.mark.parametrize("exercise", FUNCTIONS, ids=names)
def test_the_stub_earns_nothing(exercise, monkeypatch):
    with pytest.raises(Unsolved):
        judge(exercise, stub(exercise), cases_for(exercise))
    with pytest.raises(NotWrittenYet, match="is not written yet"):
        check(exercise.name, stub(exercise))
    monkeypatch.setenv("NBGRADER_EXECUTION", "autograde")
    assert float(check(exercise.name, stub(exercise))) == 0


@pytest.mark.parametrize("exercise", FUNCTIONS, ids=names)
@pytest.mark.parametrize("seed", [None, "a grading seed", "another"])
def test_the_reference_earns_all_points(exercise, seed):
    result = judge(exercise, solution(exercise), cases_for(exercise, seed))
    points, most = float(result), exercise.points
    assert points == most, f"the reference does not earn all points\n{result}"
    assert {len(c.expected) for c in cases_for(exercise, seed)} == {len(exercise.outputs)}, "a name for each output"


# What is a mistake from NumPy 2 on: before, a float64 scalar leaves float32 arrays as they are.
FROM_NUMPY_2 = {("gelu", "float64 by a constant")}


@pytest.mark.parametrize(("exercise", "name"), WRONG, ids=names)
@pytest.mark.parametrize("seed", [None, "a grading seed"])
def test_a_listed_wrong_answer_loses_points_and_is_named(exercise, name, seed):
    if (exercise.name, name) in FROM_NUMPY_2 and np.lib.NumpyVersion(np.__version__) < "2.0.0":
        pytest.skip("no mistake with NumPy 1")
    function, said = exercise.wrong[name]
    result = judge(exercise, opened(function), cases_for(exercise, seed))
    points, most, named = float(result), exercise.points, result.misconceptions
    assert points < most, f"wrong answer {name!r} earns all points: add a case on which it differs\n{result}"
    assert name in named, f"wrong answer {name!r} is taken for another, or stopped by an error: see **cases**\n{result}"
    assert said in str(result).replace("\n      ", "\n")


@pytest.mark.parametrize("exercise", [e for e in FUNCTIONS if e.lecture], ids=names)
def test_the_stub_does_not_give_the_formula_away(exercise):
    source = exercise_source(exercise.reference)
    assert not re.search("[Σ√←σ]", re.search(r'""".*?(>>>|""")', source, re.DOTALL).group())


@pytest.mark.parametrize("exercise", EXERCISES.values(), ids=names)
def test_the_name_of_an_output_reads_well_before_agrees(exercise):
    for name in exercise.outputs:
        noun = re.split(" (?:of|for|to|in|at|within|after|from) |,", name)[0].split()[-1]
        plural = len(noun) > 3 and noun.endswith("s") and not noun.endswith(("ss", "bias"))
        assert not plural or name.startswith(("what ", "whether ")), (
            f'a check says "{name} agrees": name it in the singular, or begin with "what" or "whether"'
        )


@pytest.mark.parametrize("lecture", sorted({e.lecture for e in EXERCISES.values()}))
def test_there_are_enough_wrong_answers(lecture):
    code = [len(e.wrong) for e in EXERCISES.of(lecture) if e.kind in ("function", "class")]
    mean = np.mean(code) if code else 4
    assert mean >= 4, f"functions and classes have at least 4 wrong answers in the mean; lecture {lecture}: {mean:.1f}"


def right_answers():
    """(exercise, style, function) for every function in tests/variants/*, found by its name."""
    for module in pkgutil.iter_modules(variants.__path__):
        found = importlib.import_module(f"tests.variants.{module.name}")
        for name in dir(found):
            if name in EXERCISES and getattr(getattr(found, name), "__module__", "") == found.__name__:
                yield EXERCISES[name], module.name, getattr(found, name)


RIGHT = list(right_answers())


@pytest.mark.parametrize(("exercise", "style", "function"), RIGHT, ids=names)
@pytest.mark.parametrize("seed", [None, "a grading seed"])
def test_right_answers_in_other_styles_earn_all_points(exercise, style, function, seed):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        result = judge(exercise, function, cases_for(exercise, seed))
    points, most = float(result), exercise.points
    assert points == most, f"the right answer of {style}.py does not earn all points\n{result}"


@pytest.mark.slow
@pytest.mark.parametrize("threads", [1, 2])
@pytest.mark.parametrize(("exercise", "style", "function"), RIGHT, ids=names)
def test_no_seed_and_no_number_of_threads_fails_a_right_answer(exercise, style, function, threads):
    limits = pytest.importorskip("threadpoolctl", reason="threadpoolctl (with scikit-learn) sets BLAS threads")
    with limits.threadpool_limits(threads), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for seed in range(20):
            result = judge(exercise, function, cases_for.__wrapped__(exercise, f"seed {seed}"))
            assert float(result) == exercise.points, f"seed {seed}: {result}"


@pytest.mark.parametrize("exercise", [e for e in EXERCISES.of("02") if e.kind == "function"], ids=names)
def test_every_activation_has_five_right_answers_in_other_styles(exercise):
    assert len({style for e, style, _ in RIGHT if e is exercise}) >= 5


def test_no_sentence_has_marks_that_a_report_shows_as_they_are():
    starred = re.compile(r"(?<![*\w])\*\w[^*`]*\w\*(?![*\w])")
    each = [said for e in EXERCISES.values() for said in e.misconceptions.values()]
    assert not [said for said in each if starred.search(re.sub("`[^`]*`", "", said))]


@pytest.mark.parametrize("exercise", EXERCISES.values(), ids=names)
def test_a_description_is_whole(exercise):
    prediction = exercise.kind == "prediction"
    assert (exercise.points > 0) != prediction
    assert exercise.topics or prediction or exercise.lecture not in COURSE
    assert exercise.lecture in LECTURES
    short = [hint for hint in exercise.hints if len(hint) <= 20]
    assert not short, f"a hint is a sentence of more than 20 characters; make one of {short}"
    bare = [said for said in exercise.misconceptions.values() if not said.strip().endswith((".", "?"))]
    assert not bare, f"a wrong answer is described in sentences, with a full stop: {bare}"
