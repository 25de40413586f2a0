"""check(): one result carries score and reasons, and nothing a student's function does gets past it unnamed."""

import re
import sys

import numpy as np
import pytest

import mlpkit.activations
from autograder import check, start
from autograder.checking.cases import Case
from autograder.checking.check import NotWrittenYet, Placeholder
from autograder.checking.diagnose import relation, weak_relation
from autograder.checking.exercise import EXERCISES
from autograder.checking.expected import Expected
from autograder.checking.result import MIME, Finding, Result
from autograder.runtime.observe import Observation


def relu(z):
    return np.maximum(z, 0)


def texts(result, status="no"):
    return [f.text for f in result.findings if f.status == status]


def test_a_right_answer_earns_all_points_and_says_what_was_tried():
    result = check("relu", relu)
    assert float(result) == result.max_points == EXERCISES["relu"].points
    assert result.passed
    assert not texts(result)
    assert any("drawn cases" in t for t in texts(result, "ok"))


def test_the_result_is_a_bare_number_to_nbgrader_and_a_report_to_a_reader():
    result = Result(0.75, "relu", 1, [Finding("no", "a <b> & c", "name")])
    assert repr(result) == "0.75"
    assert float(repr(result)) == 0.75
    bundle = result._repr_mimebundle_()
    assert bundle["text/plain"] == "0.75"
    assert "a &lt;b&gt; &amp; c" in bundle["text/html"]
    assert "<b> &" not in bundle["text/html"]
    assert bundle[MIME]["findings"] == [{"status": "no", "text": "a <b> & c", "misconception": "name"}]
    assert "0.75 of 1 points" in str(result)


def test_where_a_result_is_missing_all_are_named():
    (said,) = texts(check("mse", lambda Y, T: np.mean((Y - T) ** 2) / 2))
    assert said == "returns 1 value where 2 are expected: the loss and dY"
    assert texts(check("mse", lambda Y, T: None)) == ["returns None: is a `return` missing?"]


def test_marks_are_read_on_any_ground_rows_are_not_striped_and_backticks_are_code():
    findings = [Finding(status, "is a `return` missing, or `<b>`?") for status in ("ok", "no", "skipped", "note")]
    result = Result(0.5, "relu", 1, findings)
    page = result._repr_html_()
    for mark in ("ok", "NO", "--", "note"):
        style = re.search(rf'style="([^"]*)">{mark}<', page)[1]
        ground, ink = (re.search(rf"(?<![\w-]){part}:(#\w+)", style)[1] for part in ("background-color", "color"))
        assert contrast(ground, ink) > 4.5
        assert f"  {mark:<4} is a" in str(result)
    assert page.count('<tr style="background:none">') == page.count("<tr") == 4
    assert "is a <code>return</code> missing, or <code>&lt;b&gt;</code>?" in page


def contrast(first, second):
    """How much two colours differ in lightness, as WCAG measures it."""
    parts = [np.array([int(c[k : k + 2], 16) for k in (1, 3, 5)]) / 255 for c in (first, second)]
    light = [np.where(p <= 0.04045, p / 12.92, ((p + 0.055) / 1.055) ** 2.4) @ [0.2126, 0.7152, 0.0722] for p in parts]
    return (max(light) + 0.05) / (min(light) + 0.05)


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (lambda z: None, "None where an array is expected"),
        (lambda z: [0.0], "returns a list instead of an array"),
        (lambda z: np.maximum(z, 0).ravel()[:1], "the shape is"),
        (lambda z: np.maximum(z, 0).astype(str), "instead of numbers"),
        (lambda z: 1 / 0, "ZeroDivisionError"),
        (lambda z: sys.exit(3), "SystemExit"),
        (lambda: 0, "is called with 1 argument: begin it with  def relu(z):"),
        (lambda z: (z, z), "returns 2 values"),
        (np.zeros(3), "not a function"),
        (mlpkit.activations.relu, "mlpkit's own"),
        (lambda z: mlpkit.activations.relu(z), "what you are writing here"),
        (lambda z: np.full_like(z, np.nan), "gives NaN"),
        (lambda z: 3 * np.maximum(z, 0), "It is 3 times the expected value"),
        (lambda z: -np.maximum(z, 0), "wrong sign"),
        (lambda z: np.maximum(z, 0) + 5, "larger than the expected value by the same amount everywhere: 5"),
        (lambda z: np.zeros_like(z), "It is 0 everywhere."),
        (lambda z: np.where(z < 0, z / 3, z), "right for those above 0 and wrong for those below 0"),
    ],
)
def test_each_way_to_be_wrong_is_named_and_earns_nothing(answer, said):
    result = check("relu", answer)
    assert float(result) == 0
    assert said in " ".join(texts(result)), str(result)


def test_an_error_shows_the_students_own_line():
    def broken(z):
        y = z * 2
        return y[0, 0, 0, 0]  # here

    result = check("relu", broken)
    assert "return y[0, 0, 0, 0]" in texts(result)[0]
    assert "judge.py" not in str(result)


def test_an_endless_loop_costs_its_exercise_and_returns(monkeypatch):
    monkeypatch.setattr("autograder.runtime.observe.SECONDS_PER_CALL", 0.2)

    def endless(z):
        while True:
            try:
                while True:
                    pass
            except Exception:
                pass

    result = check("relu", endless)
    assert float(result) == 0
    assert "does a loop never end?" in texts(result)[0]


def test_another_dtype_costs_a_quarter_and_so_does_a_changed_input():
    wider = check("relu", lambda z: np.maximum(z, 0).astype(np.float64))
    assert float(wider) == 0.75 * wider.max_points
    assert "float64 where float32 is expected" in texts(wider)[0]
    changed = check("relu", lambda z: np.maximum(z, 0, out=z))
    assert float(changed) == 0.75 * changed.max_points
    assert "changed by the call" in texts(changed)[0]


def test_warnings_and_prints_cost_nothing_and_show_nothing(capfd):
    import warnings

    def noisy(z):
        print("x" * 1000)
        print("y", file=sys.stderr)
        warnings.warn("careful", stacklevel=1)
        return relu(z)

    result = check("relu", noisy)
    assert result.passed
    assert capfd.readouterr() == ("", "")
    assert len(texts(result, "note")) == 2


def test_renamed_arguments_are_right():
    assert check("relu", lambda x: np.maximum(x, 0)).passed


def test_an_unknown_exercise_is_named_with_the_nearest():
    with pytest.raises(ValueError, match=r"no exercise 'rely'; did you mean relu"):
        check("rely", relu)


def test_a_placeholder_says_what_to_do():
    with pytest.raises(NotWrittenYet, match="did not run, or ended with an error"):
        check("relu", Placeholder("relu"))
    with pytest.raises(NotWrittenYet, match="run the cell that defines it"):
        Placeholder("relu")(1)
    assert NotWrittenYet("a line")._render_traceback_() == ["a line"]


def test_start_leaves_what_is_defined_and_puts_placeholders_for_the_rest():
    space = {"relu": relu, "start": start}
    exec("opening = start('02')", space)
    assert space["relu"] is relu
    assert isinstance(space["sigmoid"], Placeholder)
    assert f"{len(EXERCISES.of('02'))} exercises" in repr(space["opening"])
    with pytest.raises(ValueError, match="lecture must be one of 00, 01"):
        start("99")


def test_a_mistake_in_a_helper_is_charged_once():
    space = {"np": np, "sigmoid": lambda z, slope=1.0: z}
    exec("def swish(z, beta=1):\n    return z * sigmoid(z, beta)", space)
    assert check("swish", space["swish"]).passed
    assert space["sigmoid"](3) == 3


def test_grading_draws_other_and_more_cases(monkeypatch):
    from autograder.checking.cases import cases_for

    public, secret = cases_for(EXERCISES["relu"]), cases_for(EXERCISES["relu"], "s")
    assert len(secret) > len(public)
    assert not any(np.array_equal(p.args[0], s.args[0]) for p in public[:4] for s in secret[:4])
    again = cases_for.__wrapped__(EXERCISES["relu"], "s")
    assert all(np.array_equal(a.args[0], b.args[0]) for a, b in zip(secret, again, strict=True))


def test_a_mistake_that_spoils_several_outputs_is_explained_once():
    def backward_pass(dZ, Zs, As, weights, activations):
        dWs, dbs = [], []
        for r in reversed(range(len(weights))):
            dWs.insert(0, dZ.T @ As[r])
            dbs.insert(0, dZ.sum(axis=0))
            dZ = dZ @ weights[r]
        return dWs, dbs

    report = str(check("backward_pass", backward_pass))
    assert report.count(EXERCISES["backward_pass"].misconceptions["no slope"]) == 1
    assert report.count("dbs: the same mistake as in dWs") == 1
    assert "returns 2 lists of arrays of the right shapes" in report


def test_a_value_that_is_not_there_yet_is_said_to_be_missing():
    space = {"start": start}
    exec("start('08')", space)
    with pytest.raises(NotWrittenYet, match="trained_xor is not defined"):
        check("trained_xor", space["trained_xor"])


def test_an_equivalent_that_is_imported_only_when_the_answer_runs_is_refused(monkeypatch):
    def confusion_matrix(t, y, n_classes):
        from sklearn import metrics

        return metrics.confusion_matrix(t, y, labels=range(n_classes))

    import sklearn

    monkeypatch.delitem(sys.modules, "sklearn.metrics", raising=False)
    monkeypatch.delattr(sklearn, "metrics", raising=False)
    result = check("confusion_matrix", confusion_matrix)
    assert float(result) == 0 and "sklearn.metrics.confusion_matrix" in str(result)


@pytest.mark.parametrize(("width", "said"), [(0.0, "2 times the expected value"), (0.006, None)])
def test_a_multiple_is_a_multiple_of_a_number_and_not_of_the_middle_of_a_range(width, said):
    expected = (Expected(np.array(0.5 - width), np.array(0.5 + width), 1e-9),)
    seen = [(Case((np.zeros(n),), "", expected, {}), Observation((np.array(1.0),))) for n in (2, 3)]
    found = relation(seen, 0)
    assert said in found.text if said else found is None and weak_relation(seen, 0) is None
