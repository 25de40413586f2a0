"""Tests, counterexamples, repairs and predictions: what earns points, what does not, and what is said of it."""

import json
from dataclasses import replace

import numpy as np
import pytest

from autograder import EXERCISES, check
from autograder.authoring import notebooks
from autograder.authoring.task_cells import task_cells
from autograder.checking.cases import cases_for
from autograder.checking.check import NotWrittenYet
from autograder.checking.exercise import Exercise
from autograder.checking.judge import Unsolved, judge
from autograder.checking.kinds import prediction as predictions
from autograder.checking.kinds.prediction import committed, predict, prediction, reveal
from autograder.checking.kinds.repair import HANDED_OUT
from autograder.checking.kinds.testing import test_of as make_test

OF_KIND = {k: [e for e in EXERCISES.values() if e.kind == k] for k in ("test", "counterexample", "repair")}
EVERY = [e for items in OF_KIND.values() for e in items]
SEEDS = [None, "a grading seed", "another"]


def named(value):
    return getattr(value, "name", None) or str(value)


def handed_in(exercise, which):
    """The value of the solution cell (0) or of the stub (1)."""
    space = {"np": np}
    exec(task_cells(exercise, set())[which], space)
    return space[exercise.name]


def judged(exercise, answer, seed=None):
    return judge(exercise, answer, cases_for(exercise, seed))


@pytest.mark.parametrize("exercise", EVERY, ids=named)
@pytest.mark.parametrize("seed", SEEDS)
def test_the_model_answer_earns_all_points(exercise, seed):
    result = judged(exercise, handed_in(exercise, 0), seed)
    assert result.passed, str(result)


@pytest.mark.parametrize("exercise", EVERY, ids=named)
def test_an_answer_of_another_kind_earns_nothing(exercise):
    for answer in ("text", 3.0, [], {}):
        result = judged(exercise, answer)
        assert float(result) == 0 or (exercise.kind == "counterexample" and answer == 3.0), str(result)
        assert all(len(f.text) > 10 for f in result.findings)


@pytest.mark.parametrize("exercise", EVERY, ids=named)
def test_a_description_is_whole(exercise):
    assert len(exercise.hints) == 3 and exercise.points > 0
    count = len(exercise.wrong)
    assert count >= 2, f"a {exercise.kind} has at least 2 wrong answers; {exercise.name} has {count}"


# Tests


@pytest.mark.parametrize("exercise", OF_KIND["test"], ids=named)
def test_what_is_tested_stands_before_its_test(exercise):
    """In grading a function goes to a student's test only when the answer to its exercise is open."""
    names = {e.reference: e for e in EXERCISES.values() if e.reference is not None}
    for args in exercise.task.right.values():
        for function in (f for f in args if f in names):
            earlier = names[function]
            assert earlier.lecture < exercise.lecture or cell_of(earlier) < cell_of(exercise)


def cell_of(exercise):
    """Where the cell of an exercise stands in its lecture."""
    (source,) = notebooks.sources([exercise.lecture])
    return source.read_text(encoding="utf-8").index(f'exercise="{exercise.name}"')


@pytest.mark.parametrize(("exercise", "name"), [(e, name) for e in OF_KIND["test"] for name in e.wrong], ids=named)
def test_a_wrong_implementation_that_passes_is_named(exercise, name):
    """A test that knows all wrong ones but one."""
    now = []

    def telling(mutate, called):
        return lambda *args: now.append(called) or mutate(*args)

    def blind(*args):
        if now[-1:] != [name]:
            exercise.model(*args)

    wrong = {called: (telling(mutate, called), said) for called, (mutate, said) in exercise.wrong.items()}
    result = judged(replace(exercise, wrong=wrong), blind)
    assert result.misconceptions == [name], str(result)
    assert exercise.wrong[name][1] in str(result).replace("\n      ", "\n")
    share = (len(exercise.wrong) - 1) / len(exercise.wrong)
    assert float(result) == pytest.approx(exercise.points * share, abs=0.01)


@pytest.mark.parametrize("exercise", OF_KIND["test"], ids=named)
def test_implementations_are_told_apart_by_what_they_do_alone(exercise):
    seen = set()
    judged(exercise, lambda *given: seen.update((f.__name__, f.__module__, f.__code__) for f in given))
    assert len(seen) == 1


@pytest.mark.parametrize("exercise", OF_KIND["test"], ids=named)
def test_a_test_that_accepts_or_refuses_everything_earns_nothing(exercise):
    def refuses(*args):
        raise AssertionError("never good enough")

    result = judged(exercise, lambda *a: None)
    assert float(result) == 0 and result.misconceptions == [next(iter(exercise.wrong))]
    for strict in (refuses, lambda *a: 1 / 0, lambda: True):
        result = judged(exercise, strict)
        assert float(result) == 0 and "refuses an implementation that is right" in str(result)
    calls = iter(range(999))

    def counts(*args):
        assert next(calls) < len(exercise.task.right)

    assert float(judged(exercise, counts)) == 0


@pytest.mark.parametrize("exercise", OF_KIND["test"], ids=named)
def test_a_test_that_returns_its_verdict_is_told_to_assert_it(exercise):
    def returned(*args):
        try:
            exercise.model(*args)
        except AssertionError:
            return False
        return True

    for answer, what in (
        (returned, "True"),
        (lambda *a: np.False_, "False"),
        (lambda *a: 1, "a value of type int"),
        (lambda *a: np.zeros(2), "a value of type ndarray"),
        (lambda *a: (None, None), "a value of type tuple"),
    ):
        result = judged(exercise, answer)
        assert float(result) == 0 and f"returns {what}: write `assert`" in str(result)


@pytest.mark.parametrize("exercise", OF_KIND["test"], ids=named)
def test_a_test_without_an_answer_is_not_judged(exercise):
    def unwritten(*args):
        raise NotImplementedError

    with pytest.raises(Unsolved):
        judged(exercise, unwritten)


def test_a_gradient_check_with_ones_lets_wrong_rows_pass():
    """The classic blind test: a step by the same amount in every direction."""

    def with_ones(loss):
        Y, T = np.random.default_rng(0).normal(0, 2, (2, 5, 4))
        ones, h = np.ones_like(Y), 1e-5
        slope = (loss(Y + h * ones, T)[0] - loss(Y - h * ones, T)[0]) / (2 * h)
        assert np.isclose(np.sum(loss(Y, T)[1]), slope, rtol=1e-5)

    result = judged(EXERCISES["loss_gradient_test"], with_ones)
    assert result.misconceptions == ["spread over the outputs"], str(result)
    assert 0 < float(result) < 2


def test_an_exact_comparison_is_told_of_rounding():
    def exact(f, f_grad):
        z = np.linspace(-3, 3, 7)
        assert (f_grad(z) == (f(z + 1e-5) - f(z - 1e-5)) / 2e-5).all()

    assert "allow a tolerance" in str(judged(EXERCISES["derivative_test"], exact))


def test_an_error_in_a_test_is_put_in_words():
    def compared(split):
        assert split(50, 1) == split(50, 1)

    assert "np.array_equal" in str(judged(EXERCISES["split_test"], compared))


def no_shorter(a, b):
    assert len(a) >= len(b)


def test_a_test_that_asserts_nothing_is_told_so():
    def looks(split):
        np.array_equal(np.sort(np.concatenate(split(100, 0))), np.arange(100))

    def asserts(split):
        no_shorter(split(100, 0), ())

    def of_numpy(split):
        np.testing.assert_equal(len(split(100, 0)), 3)

    assert "there is no `assert` in it that could fail" in str(judged(EXERCISES["split_test"], looks))
    for other in (asserts, of_numpy, eval("lambda split: None")):
        assert "for none of them an assert fails" in str(judged(EXERCISES["split_test"], other))


# Counterexamples


def test_an_input_on_which_both_agree_is_no_counterexample():
    exercise = EXERCISES["softplus_counterexample"]
    for z, said in ((1.0, "moderate"), (-30.0, "negative"), (500.0, "between"), ([0.5, 2.0], "moderate")):
        result = judged(exercise, z)
        assert (float(result), result.misconceptions) == (0.0, [said]), str(result)
        # Far below 0 the two differ in their third digit, and by less than anybody sees.
        agrees = "less than a millionth apart" if said == "negative" else "both give the same here, to six digits"
        assert agrees in str(result)


@pytest.mark.parametrize("z", [1000.0, 710, np.array([800.0]), np.array([0.0, 2000.0]), np.float64(5000), (900.0,)])
def test_any_input_that_shows_it_is_right(z):
    exercise = EXERCISES["softplus_counterexample"]
    result = judged(exercise, z)
    assert result.passed, str(result)
    assert "a counterexample: the function gives" in str(result)


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        ((1.0, 2.0), "the input is z: 1 value, and not 2"),
        (np.nan, "finite"),
        (np.inf, "finite"),
        (np.zeros(20_000), "a small input shows it as well"),
        (np.array(["a"]), "where a number or an array of numbers is expected"),
        (lambda: 3, "where a number"),
        (1j, "where a number"),
        ([[1.0], [1.0, 2.0]], "neither a number nor an array"),
    ],
)
def test_what_is_no_input_is_told(answer, said):
    result = judged(EXERCISES["softplus_counterexample"], answer)
    assert float(result) == 0 and said in str(result), str(result)


def test_an_input_outside_of_the_domain_is_refused():
    result = judged(EXERCISES["guarded_counterexample"], (np.array([1000.0]), np.array([2.0])))
    assert float(result) == 0 and "every target lies between 0 and 1" in str(result)


def test_an_input_on_which_only_far_digits_differ_is_no_counterexample():
    for answer in ((np.array([1.0]), np.array([0.0])), (np.array([[2.0, -1.0]]), np.array([[0.0, 1.0]]))):
        result = judged(EXERCISES["guarded_counterexample"], answer)
        assert float(result) == 0 and "both give the same here, to six digits or more" in str(result), str(result)
    for answer in (([[100.0]], [[0.0]]), (np.array([50.0, 0.0]), np.array([0.5, 1.0]))):
        assert judged(EXERCISES["guarded_counterexample"], answer).passed


def test_another_dtype_alone_is_no_counterexample():
    answer = (np.array([1.0], np.float32), np.array([0.0]))
    assert float(judged(EXERCISES["guarded_counterexample"], answer)) == 0


def test_right_implementations_take_any_size():
    """A test of a student's own chooses the sizes."""
    rng = np.random.default_rng(0)
    for (layer,) in EXERCISES["backward_test"].task.right.values():
        for N, D in ((1, 1), (2, 3), (3, 9), (40, 30)):
            X, dY = rng.normal(size=(2, N, D))
            assert [part.shape for part in layer(X, dY)] == [(N, D), (N, D)]


def test_no_input_yet_is_no_answer():
    with pytest.raises(NotWrittenYet):
        check("softplus_counterexample", None)


# Repairs


@pytest.mark.parametrize("exercise", OF_KIND["repair"], ids=named)
@pytest.mark.parametrize("seed", SEEDS)
def test_as_it_was_handed_out_it_earns_nothing_and_the_symptom_is_told(exercise, seed):
    result = judged(exercise, handed_in(exercise, 1), seed)
    assert float(result) == 0
    assert result.misconceptions == [HANDED_OUT]
    assert exercise.task.symptom in str(result).replace("\n      ", "\n")


@pytest.mark.parametrize(("exercise", "name"), [(e, name) for e in OF_KIND["repair"] for name in e.wrong], ids=named)
@pytest.mark.parametrize("seed", SEEDS)
def test_a_listed_wrong_repair_loses_points_and_is_named(exercise, name, seed):
    result = judged(exercise, exercise.wrong[name][0], seed)
    assert float(result) < exercise.points
    assert name in result.misconceptions, str(result)


@pytest.mark.parametrize("exercise", OF_KIND["repair"], ids=named)
def test_the_stub_differs_from_the_solution_in_few_lines(exercise):
    solution, stub = task_cells(exercise, set())
    mended, faulty = ([x for x in s.splitlines() if "SOLUTION" not in x] for s in (solution, stub))
    assert len(mended) == len(faulty)
    assert 1 <= sum(a != b for a, b in zip(mended, faulty, strict=True)) <= 2


def test_breaking_what_was_right_costs_the_mended_part():
    def half(X, W, dZ):
        return dZ @ W, -dZ.T @ X, dZ.sum(axis=0)

    exercise = EXERCISES["mended_dense_backward"]
    assert float(judged(exercise, half)) == 0

    def same_fault_and_more(X, W, dZ):
        return dZ @ W, dZ.T @ X / len(X), dZ.mean(axis=0)

    result = judged(exercise, same_fault_and_more)
    assert exercise.task.symptom not in str(result), "the symptom says that dW is right"

    def same_fault_in_float64(X, W, dZ):
        return tuple(part.astype(float) for part in exercise.task.fault(X, W, dZ))

    result = judged(exercise, same_fault_in_float64)
    assert HANDED_OUT in result.misconceptions
    assert "the values here are as wrong as they were when it was handed out" in str(result)


# Predictions


@pytest.fixture
def asked(monkeypatch, tmp_path):
    """Three predictions, known for one test."""
    monkeypatch.setenv("MLPKIT_HOME", str(tmp_path))
    made = {}
    tasks = {
        "slope": prediction("How steep is tanh at 0?"),
        "fraction": prediction("What fraction is right?", possible=(0, 1)),
        "count": prediction("How many of the three?", possible=range(4)),
        "factor": prediction("How many times as large?", possible=(0, np.inf)),
        "winner": prediction("Which one trains faster?", choices=("relu", "sigmoid")),
        "curve": prediction("How does the loss fall?", points=4),
    }
    for name, task in tasks.items():
        made[name] = Exercise(name, None, "02", 0.0, (), None, {}, (), task=task)
    monkeypatch.setattr(predictions, "EXERCISES", made)
    return made


def test_the_first_answer_is_kept_and_compared(asked, tmp_path):
    assert "committed: 0.9" in str(predict("slope", 0.9))
    assert "committed: 0.9" in str(predict("slope", 0.9))
    later = str(predict("slope", 1.0))
    assert "Your first answer, 0.9, is kept, and this one is not." in later and "committed" not in later
    assert committed("slope") == 0.9
    said = str(reveal("slope", 1.0))
    assert "You expected: 0.9. The answer is: 1." in said and "1 of 1 of your predictions were near" in said
    predict("winner", "sigmoid")
    assert "1 of 2 of your predictions" in str(reveal("winner", "relu"))
    predict("curve", [4, 2, 1, 0.5])
    assert "2 of 3" in str(reveal("curve", np.array([4, 2.2, 1, 0.4])))
    assert set(json.loads((tmp_path / "predictions.json").read_text())) == {"slope", "winner", "curve"}


def test_a_check_commits_the_answer(monkeypatch, tmp_path):
    monkeypatch.setenv("MLPKIT_HOME", str(tmp_path))
    assert "Write down what you expect" in str(check("curves_prediction", None))
    assert committed("curves_prediction") is None
    said = check("curves_prediction", 4)
    assert "committed: 4" in str(said) and "points" not in str(said) + said._repr_html_()
    check("curves_prediction", 5)
    assert committed("curves_prediction") == 4
    assert not (tmp_path / "progress.json").exists(), "a prediction is no attempt"
    monkeypatch.setenv("NBGRADER_EXECUTION", "autograde")
    check("arrivals_prediction", 3)
    assert committed("arrivals_prediction") is None, "nobody predicts in grading"


def test_what_is_revealed_is_an_answer_to_the_question(asked):
    with pytest.raises(ValueError, match="must be one of relu, sigmoid, not 'tanh'"):
        reveal("winner", "tanh")


@pytest.mark.parametrize("answer", [1000, 1e3, np.float64(1000), "1000", " 1,000"])
def test_a_choice_that_is_a_number_may_be_written_as_one(asked, answer):
    task = prediction("How many times?", choices=("1", "1,000"))
    asked["often"] = Exercise("often", None, "02", 0.0, (), None, {}, (), task=task)
    assert "committed: 1,000" in str(predict("often", answer))
    assert committed("often") == "1,000"
    assert "choose one of: '1', '1,000'" in str(predict("often", 7))


def test_what_is_no_prediction_is_not_kept(asked):
    for name, answer, said in (
        ("slope", "steep", "a number is asked for"),
        ("slope", [1, 2], "one number is asked for"),
        ("slope", np.nan, "only finite"),
        ("fraction", 95, "a number from 0 to 1 is asked for"),
        ("fraction", -0.1, "a number from 0 to 1 is asked for"),
        ("count", 4, "a whole number from 0 to 3 is asked for"),
        ("count", 2.5, "a whole number from 0 to 3 is asked for"),
        ("factor", -2, "a number, 0 or more, is asked for"),
        ("winner", "tanh", "choose one of: 'relu', 'sigmoid'"),
        ("curve", [1, 2], "the curve has 4 heights"),
    ):
        assert said in str(predict(name, answer))
        assert committed(name) is None
    assert "Write down what you expect first. How steep is tanh at 0?" in str(predict("slope", None))
    assert "You have not said what you expected" in str(reveal("slope", 1.0))


def test_a_spoilt_record_of_predictions_stops_nobody(asked, tmp_path):
    for text in ("", "[]", '{"slope": 3}', "no"):
        (tmp_path / "predictions.json").write_text(text)
        assert "The answer is: 1." in str(reveal("slope", 1.0))
    (tmp_path / "predictions.json").unlink()
    (tmp_path / "predictions.json").mkdir()
    assert "committed" in str(predict("slope", 1.0))


def test_a_prediction_is_worth_nothing(asked):
    result = judge(asked["slope"], 0.9, ())
    assert (float(result), result.max_points) == (0.0, 0.0)
    assert repr(result) == "0.0"


def test_a_test_of_one_implementation_says_so():
    task = make_test({"twice": (lambda x: 2 * x,)})
    exercise = Exercise("t", None, "02", 1.0, (), None, {"none": (lambda f: (lambda x: x,), "once.")}, (), task=task)

    def tests(double):
        assert double(3) == 6

    assert "accepts the right one" in str(judged(exercise, tests))


def test_every_listed_mistake_has_a_sentence_that_stands_by_itself():
    for exercise in EXERCISES.values():
        assert set(exercise.wrong) <= set(exercise.misconceptions)
        if exercise.kind == "test":
            said = [exercise.misconceptions[name] for name in exercise.wrong]
            assert said and all(s.startswith("lets a wrong implementation pass: ") for s in said)
