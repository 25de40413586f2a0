"""Derivations: right ones in any writing earn all points, wrong ones fail at their first false line."""

import ast
import importlib
import pkgutil
import re

import pytest

from autograder import EXERCISES
from autograder.authoring.task_cells import task_cells
from autograder.checking.cases import cases_for
from autograder.checking.derivation.parse import read
from autograder.checking.derivation.task import STEP_TO, derivation
from autograder.checking.derivation.typeset import latex
from autograder.checking.exercise import COURSE, Exercise
from autograder.checking.judge import Unsolved, judge
from autograder.grading import feedback
from tests import derivations

MODULES = [importlib.import_module(f"tests.derivations.{m.name}") for m in pkgutil.iter_modules(derivations.__path__)]
DERIVATIONS = [e for e in EXERCISES.values() if e.kind == "derivation"]
RIGHT = [(name, text) for m in MODULES for name, texts in m.RIGHT.items() for text in texts]
WRONG = [(name, line, text) for m in MODULES for name, rows in m.WRONG.items() for line, text in rows]
SEEDS = [None, "a grading seed", "another"]


def named(value):
    return value.name if isinstance(value, Exercise) else value if isinstance(value, str) and "\n" not in value else ""


def checked(name, text, seed=None):
    exercise = EXERCISES[name]
    return judge(exercise, text, cases_for(exercise, seed))


@pytest.mark.parametrize("exercise", DERIVATIONS, ids=named)
@pytest.mark.parametrize("seed", SEEDS)
def test_the_model_derivation_earns_all_points(exercise, seed):
    result = checked(exercise.name, exercise.task.solution, seed)
    assert result.passed, str(result)


@pytest.mark.parametrize("exercise", DERIVATIONS, ids=named)
def test_the_stub_is_no_answer(exercise):
    for text in (f"\n{exercise.task.first}\n= ...\n", exercise.task.first, "", "\n= ...\n"):
        with pytest.raises(Unsolved):
            checked(exercise.name, text)


@pytest.mark.parametrize(("name", "text"), RIGHT, ids=named)
@pytest.mark.parametrize("seed", SEEDS)
def test_a_right_derivation_in_another_writing_earns_all_points(name, text, seed):
    result = checked(name, text, seed)
    assert result.passed, str(result)


@pytest.mark.parametrize(("name", "line", "text"), WRONG, ids=named)
@pytest.mark.parametrize("seed", SEEDS)
def test_a_wrong_derivation_fails_at_its_first_false_line(name, line, text, seed):
    result = checked(name, text, seed)
    assert float(result) < result.max_points
    said = next(f.text for f in result.findings if f.status == "no")
    assert said.startswith(f"line {line} "), str(result)
    assert result.misconceptions, str(result)
    assert set(result.misconceptions) <= set(EXERCISES[name].misconceptions)


@pytest.mark.parametrize("exercise", [e for e in DERIVATIONS if e.lecture in COURSE], ids=named)
def test_enough_derivations_were_tried(exercise):
    assert len([1 for name, _ in RIGHT if name == exercise.name]) >= 3
    assert len([1 for name, *_ in WRONG if name == exercise.name]) >= 6


@pytest.mark.parametrize("exercise", [e for e in DERIVATIONS if e.task.through], ids=named)
@pytest.mark.parametrize("seed", SEEDS)
def test_the_last_line_alone_earns_nothing(exercise, seed):
    last = read(exercise.task.solution, exercise.task.words).lines[-1].text
    for between in ("", f"= 0 + {exercise.task.first} * 1\n", f"= 1 * ({last})\n"):
        result = checked(exercise.name, f"{exercise.task.first}\n{between}= {last}", seed)
        assert float(result) == 0, str(result)
        assert any("no step stands between" in f.text for f in result.findings)


@pytest.mark.parametrize(("exercise", "slip"), [(e, slip) for e in DERIVATIONS for slip in e.task.slips], ids=named)
@pytest.mark.parametrize("seed", SEEDS)
def test_a_listed_slip_is_false_and_is_named(exercise, slip, seed):
    for form in exercise.task.slips[slip]:
        result = checked(exercise.name, f"{exercise.task.first}\n= {form}", seed)
        assert result.misconceptions[0] == slip, str(result)
        assert exercise.wrong[slip][1] in result.findings[0].text
        assert float(result) == 0


def test_the_counterexample_is_true():
    """The numbers of the sentence, computed here again."""
    from math import exp

    result = checked("sigmoid_derivation", "d(1 / (1 + exp(-z)), z)\n= exp(-z) / (1 + exp(-z))")
    said = result.findings[0].text.replace("−", "-")
    z, mine, other = map(float, re.search(r"at z = (\S+) it is (\S+) instead of (\S+)\n", said).groups())
    assert mine == pytest.approx(exp(-z) / (1 + exp(-z)), rel=0.05)
    assert other == pytest.approx(exp(-z) / (1 + exp(-z)) ** 2, rel=0.05)


def test_a_constant_factor_is_named():
    result = checked("softplus_derivation", "d(log(1 + exp(z)), z)\n= 2 * exp(z) / (1 + exp(z))")
    assert "It is 2 times line 1 wherever it was tried." in str(result)


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        ("mean((y - u)**2)", "mean(y - u)**2", "if the power were taken of the mean, not of each term"),
        ("sum(y)**3", "sum(y**3)", "if the power were taken of each term, not of the sum"),
        ("log(sum(exp(y)))", "sum(y)", "if log were taken of each term, not of the sum"),
        ("sum(i, exp(u * y[i]))", "exp(u * sum(y))", "if exp were taken of the sum, not of each term"),
        ("u**2 - (u + 1) * sum(y)", "u**2 - u * sum(y) + sum(y)", "with a minus in place of a plus"),
        ("exp(u) + exp(-u)", "2 * exp(u)", "without a minus"),
    ],
)
def test_one_change_that_gives_a_false_line_is_named(before, after, words):
    exercise = made(before, "y", before, names={"y": "R", "u": ""}, indices={"i": "R"})
    said = str(judged(exercise, f"{before}\n= {after}"))
    assert f"It is what line 1 would be {words}, wherever it was tried." in said


@pytest.mark.parametrize(("before", "after"), [("exp(u) + 1", "exp(u) + 1.3"), ("u + u", "0")])
def test_a_false_line_that_no_one_change_gives_or_many_do_is_told_by_its_numbers_alone(before, after):
    exercise = made(before, "u", before, names={"u": ""})
    said = str(judged(exercise, f"{before}\n= {after}"))
    assert "line 2 is not line 1" in said and "would be" not in said


def test_a_slip_that_is_carried_on_is_no_further_mistake():
    result = checked("sigmoid_derivation", "d(1 / (1 + exp(-z)), z)\n= exp(-z) / (1 + exp(-z))\n= 1 - s\n= s")
    marks = [line.split()[0] for line in str(result).split("What was read:\n")[1].splitlines()]
    assert marks == ["ok", "NO", "--", "NO"]


def test_points_are_earned_up_to_the_first_false_line():
    text = "d(1 / (1 + exp(-z)), z)\n= exp(-z) / (1 + exp(-z))**2\n= s * s"
    assert float(checked("sigmoid_derivation", text)) == 1.0


def test_the_last_line_has_the_form_asked_for():
    result = checked("sigmoid_derivation", "d(1 / (1 + exp(-z)), z)\n= exp(-z) / (1 + exp(-z))**2\n= s**2 * exp(-z)")
    assert float(result) == 1.0
    assert "the last line still has z: it is to be written with s" in str(result)


@pytest.mark.parametrize("answer", [None, 3.0, ["d(z, z)"], b"d(z, z)"])
def test_what_is_no_text_is_told(answer):
    result = checked("sigmoid_derivation", answer)
    assert float(result) == 0
    assert "not text: a derivation stands between three quotes" in str(result)


@pytest.mark.parametrize(
    ("line", "where", "said"),
    [
        ("= exp(-z) / (1 + exp(-z))^2", (2, 26), "for a power write **"),
        ("= 2exp(-z)", (2, 4), "a * is missing here"),
        ("= s (1 - s)", (2, 3), "s is not a function"),
        ("= s(1 - s)", (2, 3), "s is not a function: for a product write s * (…)"),
        ("= (1 + s)(1 - s)", (2, 10), "a * is missing here"),
        ("= ((1 + s)", (2, 3), "this bracket is never closed"),
        ("= 1 + s)", (2, 8), "this ) closes no bracket"),
        ("= s * q", (2, 7), "the name q has no meaning here. Allowed are"),
        ("= s * (1 -)", (2, 11), "cannot be read as an expression"),
        ("= f'(z)", (2, 4), "for a derivative write d(expression, name)"),
        ("= s * (1 - s\u0455)", (2, 13), "CYRILLIC SMALL LETTER DZE"),
        ("= tanh(z)", (2, 3), "there is no function tanh here"),
        ("= exp", (2, 3), "exp is a function: it needs brackets"),
        ("= d(s)", (2, 3), "d has 1 argument(s) here; write d(expression, name)"),
        ("= d(s, 2)", (2, 8), "the second argument of d is the name that is varied"),
        ("= s.__class__", (2, 5), "after a point only T is allowed"),
        ("= = s", (2, 1), "nothing between two = signs"),
        ("s * (1 - s)", (2, 1), "a further line of a derivation begins with ="),
        ("= s * 10000000000", (2, 7), "a number above"),
        ("= 1j", (2, 4), "a * is missing here"),
        ("= True", (2, 3), "only plain numbers"),
        ("= s if s else z", (2, 4), "a * is missing here"),
        ("= s * $z$", (2, 7), "this sign (DOLLAR SIGN) cannot be used"),
        ("let s = 2", (2, 5), "s has a meaning already"),
        ("= sum(q, z)", (2, 3), "the index it runs over: this exercise has none"),
    ],
)
def test_what_cannot_be_read_is_told_with_line_and_column(line, where, said):
    result = checked("sigmoid_derivation", f"\nd(1 / (1 + exp(-z)), z)\n{line}\n")
    told = next(f.text for f in result.findings if f.text.startswith("line 2 of the text"))
    assert said in told, told
    assert told.startswith(f"line {where[0]} of the text, column {where[1]}: "), told
    assert float(result) == 0


def test_what_was_read_is_typeset():
    result = checked("sigmoid_derivation", EXERCISES["sigmoid_derivation"].task.solution)
    page = result._repr_html_()
    assert r"\frac{\partial}{\partial z}\left(\frac{1}{1 + e^{-z}}\right)" in page
    assert r"s\, \left(1 - s\right)" in page
    assert "= s * (1 - s)" in str(result)
    assert repr(result) == "2.0"


def test_a_page_that_sets_no_formulas_can_hide_what_is_typeset():
    page = checked("sigmoid_derivation", EXERCISES["sigmoid_derivation"].task.solution)._repr_html_()
    assert "\\" in page
    without = re.sub(r'<td class="mlpkit-latex".*?</td>', "", page)
    assert "\\" not in without and "$" not in without and "s * (1 - s)" in without
    assert ".mlpkit-latex { display: none }" in feedback.page("title", "", False)


def made(first, last, solution, wrong=None, **more):
    task = derivation(first, last=last, solution=solution, **more)
    wrong = wrong or {}
    return Exercise("made", None, "02", 2.0, (), None, wrong, ("", "", ""), task=task.described_by(wrong))


def judged(exercise, text, seed=None):
    return judge(exercise, text, cases_for(exercise, seed))


SOFTMAX = made(
    "d(h[i], a[k])",
    "h",
    "d(h[i], a[k])\n= (exp(a[i]) * delta(i, k) * sum(j, exp(a[j])) - exp(a[i]) * exp(a[k])) / sum(j, exp(a[j]))**2\n"
    "= h[i] * (delta(i, k) - h[k])",
    names={"a": "K"},
    given={"h": "exp(a) / sum(exp(a))"},
    indices={"i": "K", "k": "K", "j": "K"},
    wrong={"one case for both": ("h[i] * (1 - h[i])", "That is the case i = k alone.")},
)
GRADIENT = made(
    "d(C, W)",
    "N Y T X",
    "d(C, W)\n= d(sum((X @ W.T - T)**2) / (2 * N), W)\n= (X @ W.T - T).T @ X / N\n= (Y - T).T @ X / N",
    names={"X": "N D", "W": "K D", "T": "N K"},
    given={"Y": "X @ W.T", "C": "sum((Y - T)**2) / (2 * N)"},
    indices={"n": "N", "j": "K", "i": "D"},
)


@pytest.mark.parametrize("exercise", [SOFTMAX, GRADIENT])
@pytest.mark.parametrize("seed", SEEDS)
def test_vectors_and_matrices(exercise, seed):
    result = judged(exercise, exercise.task.solution, seed)
    assert result.passed, str(result)


@pytest.mark.parametrize("seed", SEEDS)
def test_the_indexed_form_of_a_matrix_equation(seed):
    entry = made(
        "d(C, W[j, i])",
        "N Y T X",
        "d(C, W[j, i])\n= sum(n, d(C, Y[n, j]) * d(Y[n, j], W[j, i]))\n= sum(n, (Y[n, j] - T[n, j]) * X[n, i]) / N\n"
        "= ((Y - T).T @ X / N)[j, i]",
        names={"X": "N D", "W": "K D", "T": "N K"},
        given={"Y": "X @ W.T", "C": "sum((Y - T)**2) / (2 * N)"},
        indices={"n": "N", "j": "K", "i": "D"},
    )
    result = judged(entry, entry.task.solution, seed)
    assert result.passed, str(result)


@pytest.mark.parametrize("seed", SEEDS)
def test_one_case_of_two_is_not_enough(seed):
    result = judged(SOFTMAX, "d(h[i], a[k])\n= h[i] * (1 - h[i])", seed)
    assert result.misconceptions == ["one case for both"], str(result)


def test_a_transposed_line_is_told_by_its_shape():
    result = judged(GRADIENT, "d(C, W)\n= X.T @ (Y - T) / N")
    assert "line 2 is not line 1: it is a matrix (D, K), where a matrix (K, D) stood before: transposed" in str(result)


def test_shapes_that_do_not_fit_are_told_in_letters():
    result = judged(GRADIENT, "d(C, W)\n= (Y - T) @ X / N")
    assert "line 2 cannot be computed: (N, K) @ (N, D): the inner sizes differ" in str(result)


def test_a_factor_that_is_a_size_is_named():
    result = judged(GRADIENT, "d(C, W)\n= (Y - T).T @ X")
    assert "It is N times line 1 wherever it was tried." in str(result)


def test_a_second_derivative():
    second = made("d(d(exp(z) * z, z), z)", "z", "d(d(exp(z) * z, z), z)\n= exp(z) * (z + 2)", names={"z": ""})
    assert judged(second, second.task.solution).passed
    assert not judged(second, "d(d(exp(z) * z, z), z)\n= exp(z) * (z + 2.001)").passed


def test_the_form_of_the_first_line_is_kept_when_it_is_left_out():
    assert checked("sigmoid_derivation", "= exp(-z) / (1 + exp(-z))**2\n= s * (1 - s)").passed


def test_the_author_cannot_ask_for_what_is_false():
    """Every form asked for is equal to the first line, with names as they depend on one another."""
    for exercise in DERIVATIONS:
        for said, forms in exercise.task.through.items():
            for form in forms:
                result = checked(exercise.name, f"{exercise.task.first}\n= {form}")
                assert f"shows {said}" in str(result), f"{exercise.name}: {form}\n{result}"


def test_a_reader_is_told_no_name_that_they_may_not_write():
    for exercise in DERIVATIONS:
        told = task_cells(exercise, frozenset())[1]
        assert not re.search(r"\b_\w", told), told
    with pytest.raises(ValueError, match="said= must tell"):
        derivation("t * z", names={"z": "", "_u": ""}, given={"t": "exp(_u)"}, last="t z", solution="t * z\n= z * t")


def test_steps_are_what_the_class_report_counts():
    result = checked("sigmoid_derivation", "d(1 / (1 + exp(-z)), z)\n= exp(-z) / (1 + exp(-z))**2\n= s + 7")
    assert result.misconceptions == [STEP_TO + "the last line"]


def test_nothing_of_a_text_is_kept_that_was_not_read():
    """Words of a reader reach the report only through the tree."""
    result = checked("sigmoid_derivation", "d(1 / (1 + exp(-z)), z)\n= <script>alert(1)</script>")
    assert "script" not in result._repr_html_()


def test_reading_runs_nothing(monkeypatch):
    def refuse(*args, **kwargs):
        raise AssertionError("a derivation was compiled")

    monkeypatch.setattr("builtins.eval", refuse)
    monkeypatch.setattr("builtins.exec", refuse)
    assert ast.unparse(read("d(z, z)", EXERCISES["sigmoid_derivation"].task.words).lines[0].tree) == "d(z, z)"
    assert checked("sigmoid_derivation", EXERCISES["sigmoid_derivation"].task.solution).passed


@pytest.mark.parametrize(
    ("written", "typeset"),
    [
        ("W.T", r"W^{\top}"),
        ("delta(i, k)", r"\Delta_{i k}"),
        ("phi", r"\varphi"),
        ("lam * w", r"\lambda\, w"),
        ("ybar", r"\bar{y}"),
        ("bar", r"\mathrm{bar}"),
    ],
)
def test_what_was_read_is_shown_in_the_letters_of_the_lectures(written, typeset):
    assert latex(ast.parse(written, mode="eval").body) == typeset
