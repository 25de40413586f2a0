"""What a report shows of a wrong answer: numbers that differ, places that can be found, inputs that can be typed."""

import dataclasses

import numpy as np
import pytest

from autograder import EXERCISES
from autograder.checking.cases import cases_for
from autograder.checking.compare import worst
from autograder.checking.expected import Expected
from autograder.checking.result import Finding, Result
from autograder.checking.value_text import shown
from autograder.runtime.raised import own_line
from mlpkit.layers.dense import Affine
from tests.support.answers import judged, said, wrong_as


def smallest(result):
    """The lines of the smallest input."""
    note = next(f.text for f in result.findings if f.text.startswith("The smallest input"))
    return [line.strip() for line in note.splitlines()[1:]]


def test_the_two_outputs_that_are_shown_differ_as_text():
    for name, answer in (
        ("gelu", lambda z: 0.5 * z * (1 + np.tanh(np.sqrt(2 / np.pi) * (z + 0.044715 * z**3)))),
        ("sigmoid", lambda z, slope=1: (1 + 1e-9) / (1 + np.exp(-slope * z.astype(float)))),
    ):
        lines = smallest(judged(EXERCISES[name], answer))
        mine, true = (next(x for x in lines if x.startswith(word)) for word in ("yours:", "expected:"))
        assert mine.split(":")[1].strip() != true.split(":")[1].strip()


def test_arrays_of_the_smallest_input_can_be_typed():
    lines = smallest(judged(EXERCISES["standardise"], lambda X: X - X.mean(axis=0)))
    scope = {"np": np}
    exec(" ".join(lines[: next(n for n, line in enumerate(lines) if line.startswith("yours"))]), scope)
    assert isinstance(scope["X"], np.ndarray)


def test_what_rounding_cannot_tell_from_zero_is_shown_as_zero():
    result = judged(EXERCISES["mae"], lambda Y, T: (np.abs(Y - T).sum(axis=-1), np.sign(Y - T) / len(Y)))
    assert "expected (the loss): 0" in smallest(result)
    assert shown(np.array([-0.0, 1.0])) == "[0., 1.]"


def test_whole_numbers_are_shown_as_whole_numbers():
    lines = smallest(judged(EXERCISES["neuron"], lambda x, w, b: (x @ w + b > 0).astype(np.int64)))
    assert lines[-1].startswith("expected: [1")
    assert "." not in lines[-1]
    exact = np.array([1, 2])
    assert Expected(exact, exact).middle.dtype.kind == "i"


def test_right_numbers_in_lists_are_called_lists_and_nothing_else():
    def lists(x, weights, biases, activations):
        zs, activities = EXERCISES["forward_by_unit"].reference(x, weights, biases, activations)
        return [z.tolist() for z in zs], activities

    result = judged(EXERCISES["forward_by_unit"], lists)
    assert said(result).endswith("returns a list instead of an array"), str(result)
    assert float(result) == 2.25


class AddsUp(Affine):
    """Wrong in dW, and in what input_grad does, which every input shows."""

    def forward(self, X):
        self.X = X
        return X @ self.W.T + self.b

    def backward(self, dZ):
        self.dW += dZ.T @ self.X
        self.db = dZ.mean(axis=0)
        return dZ @ self.W


def test_the_smallest_input_shows_the_output_that_is_named_first():
    result = judged(EXERCISES["Dense"], AddsUp)
    assert next(f.text for f in result.findings if f.status == "no").startswith("dW")
    assert any(line.startswith("yours (dW)") for line in smallest(result))


def test_inputs_that_cannot_be_typed_are_shown_by_what_they_are_made_of():
    def forgets(end):
        end.grad = np.ones_like(end.value)
        for parent, pull in end.parents:
            parent.grad = pull(end.grad)
            forgets(parent)

    how, first, *_ = smallest(judged(EXERCISES["backpropagate"], forgets))
    assert "h = tanh(X @ W.T + b)" in how
    assert first.startswith("X = np.array(")


def test_a_value_is_wrong_at_a_corner_not_at_an_index():
    result = judged(EXERCISES["xor_with_steps"], ([[1, -1], [1, -1]], [-0.5, -0.5], [1, 1], -0.5))
    assert "wrong at (0, 1): yours is 0, expected is near 1" in said(result)


def test_a_range_is_said_with_both_ends():
    """0.2 is as right as 0.1 where an author accepts 0 to 0.2: "near 0.1" would be false."""
    expected = Expected(np.zeros(2), np.array([0.2, 0.2]))
    assert worst(np.array([0.1, 0.25]), expected)[1] == "yours is 0.25, expected is 0 to 0.2"
    assert worst(np.array([-1e-4, 0.1]), expected)[1] == "yours is -0.0001, expected is 0 to 0.2"
    assert worst(np.array([2.0]), Expected(np.ones(1), np.ones(1)))[1] == "yours is 2, expected is near 1"


def test_three_results_in_another_order_are_named():
    def answer(*args):
        w, m, s = EXERCISES["adam_step"].reference(*args)
        return m, s, w

    assert "another order: return the new w, the new m and the new s" in said(judged(EXERCISES["adam_step"], answer))


class Broken(Affine):
    def forward(self, X):
        return X @ self.W


def test_the_line_of_an_error_is_found_in_a_class_without_init():
    with pytest.raises(ValueError, match="matmul") as caught:
        Broken(2, 3, rng=np.random.default_rng(0)).forward(np.ones((1, 2)))
    assert own_line(caught.value, Broken)[1] == "return X @ self.W"


def test_a_sentence_that_says_what_is_right_is_not_said_when_it_is_wrong():
    """Of a listed mistake that touches one output alone."""

    def old_velocity(w, dw, v, lr, momentum=0.9):
        return w - lr * v, momentum * v + dw

    exercise = EXERCISES["momentum_step"]
    told = "v is right, and w moves with the old one."
    exercise = dataclasses.replace(exercise, wrong={"old velocity": (old_velocity, told)})
    assert told in said(judged(exercise, old_velocity))
    assert told not in said(judged(exercise, lambda w, dw, v, *more: (old_velocity(w, dw, v, *more)[0], v - dw)))


def test_equal_numbers_are_nudged_alike():
    """A constant column stays constant, so that what is accepted for it is not widened."""
    for name in ("standardise", "dropout", "calibration_error"):
        for case in cases_for(EXERCISES[name]):
            assert np.max(case.expected[0].tolerance) < 1e-2, (name, case.group)


def test_right_on_one_side_is_not_said_of_a_few_wrong_numbers():
    def answer(X):
        spread = X.std(axis=0)
        return np.where(spread > 0, (X - X.mean(axis=0)) / np.where(spread > 0, spread, 1), X).astype(X.dtype)

    assert "right" not in said(judged(EXERCISES["standardise"], answer))


def test_indented_lines_are_set_in_columns():
    page = Result(0, "f", 1, [Finding("note", "Seen:\n  x = [[<1>,\n       2]]")])._repr_html_()
    assert page.count("<code style=") == 2
    assert "&lt;1&gt;" in page


def test_a_prediction_that_cannot_be_kept_has_no_green_edge():
    green = Result(0, "p", 0, [Finding("ok", "committed")])._repr_html_().split(";")[0]
    assert Result(0, "p", 0, [Finding("no", "a number is asked for")])._repr_html_().split(";")[0] != green


@pytest.mark.parametrize("name", ["xor_with_steps", "implication"])
def test_none_is_told_as_none(name):
    assert f"{name} is None: give it a value" in said(judged(EXERCISES[name], None))


def test_what_the_weights_of_a_digit_network_show_is_said():
    exercise = EXERCISES["digit_net"]
    diverged = judged(exercise, [np.full((10, 64), 1e7), np.zeros(10)])
    assert "The largest weight is 1e+07" in said(diverged)
    assert "no hidden layer" in said(judged(exercise, [np.zeros((10, 64)), np.zeros(10)]))


def test_the_smallest_input_is_that_of_the_call_whose_results_are_shown():
    """Of two calls in a case."""

    def whole_rows(f, x, eps=1e-5):
        found = np.zeros_like(x)
        for k in range(len(x)):
            step = np.zeros_like(x)
            step[k] = eps
            found[k] = (f(x + step) - f(x - step)) / (2 * eps)
        return found

    result = judged(EXERCISES["numerical_gradient"], whole_rows)
    mine = shown(whole_rows(*result.case)).split()
    assert " ".join(["yours (the gradient):", *mine]) in " ".join(" ".join(smallest(result)).split())


def test_a_slip_is_told_only_where_every_wrong_output_is_what_it_gives():
    answer = wrong_as("sixth_class", "backpropagate", "a node is put in the list before")
    assert "right answer with" not in said(judged(EXERCISES["backpropagate"], answer))


def test_a_property_is_not_said_to_hold_where_nothing_tells():
    def cut_short(X, t, batch_size, rng):
        order = rng.permutation(len(X))[: len(X) // batch_size * batch_size]
        for n in range(0, len(order), batch_size):
            yield X[order[n : n + batch_size]], t[order[n : n + batch_size]]

    assert "every row comes once" not in str(judged(EXERCISES["minibatches"], cut_short))
