"""What a report says where no listed mistake fits: one slip in a right answer, other functions, multiples, limits."""

import numpy as np
import pytest
from scipy.special import xlogy

from autograder import EXERCISES
from autograder.checking.slipped import slippery
from autograder.runtime import observe as observing
from mlpkit import activations
from tests.support.answers import judged, said, wrong_as


def logistic(z):
    e = np.exp(-np.abs(z))
    return np.where(z >= 0, 1, e) / (1 + e)


def perceptron(rate):
    def step(w, b, x, t, lr=1.0):
        miss = t - float(w @ x + b >= 0)
        return w + rate * lr * miss * x, b + lr * miss

    return step


def difference_of_logits(Z, T):
    high = Z.max(axis=1, keepdims=True)
    each = high[:, 0] + np.log(np.exp(Z - high).sum(axis=1)) - np.sum(Z * T, axis=1)
    return float(each.mean()), (Z - T) / len(Z)


def kl(P, Q):
    return np.sum(xlogy(P, P) - xlogy(P, Q), axis=-1)


def on_half_the_square(w, b, x, t, lr=0.1):
    error = float(w @ x + b - t) ** 2 / 2
    return w - lr * error * x, b - lr * error


def largest(dZ, Zs, weights, activations):
    sizes = [float(np.abs(dZ).max())]
    for r in range(len(weights) - 1, 0, -1):
        dZ = dZ @ weights[r] * activations[r - 1].grad(Zs[r - 1])
        sizes.insert(0, float(np.abs(dZ).max()))
    return sizes


def deaf_to_what_comes_back(layers, dZ):
    for layer in reversed(layers):
        dX = layer.backward(dZ)
    return dX


def one_array(w, dw, m, s, t, lr=0.001, beta1=0.9, beta2=0.999, eps=1e-8):
    means = beta1 * m + (1 - beta1) * dw
    step = means / (1 - beta1**t)
    new_m = new_s = means
    new_s[...] = beta2 * s + (1 - beta2) * dw * dw
    return w - lr * step / (np.sqrt(new_s / (1 - beta2**t)) + eps), new_m, new_s


def by_steps(a):
    a = 2 * a
    b = np.where(a > 0, a, -a)
    return b


SAID = (
    ("sigmoid_grad", lambda z, slope=1: slope * (1 - logistic(slope * z)) ** 2, "one factor is taken twice"),
    ("sigmoid_grad", lambda z, slope=1: slope * logistic(z * slope) * logistic(-z * slope) ** 2, "is squared that"),
    ("tanh", np.arctan, "It is arctan"),
    ("softplus", lambda z: -np.logaddexp(0, -z), "It is log σ"),
    ("sigmoid", lambda z, slope=1: logistic(slope * z).round(3), "rounded to 3 decimals"),
    ("sigmoid", lambda z, slope=1: logistic(np.clip(z, -2, 2) * slope), "right for those from -2 to 2"),
    ("mse", lambda Y, T: (float(((Y - T) ** 2).sum()), (Y - T) / len(Y)), "2 times the expected value, and that times"),
    ("output_delta", lambda A, T, slope: (A - T) * slope / A.shape[1], "number of rows and divided by that of columns"),
    ("swish", lambda z, beta=1: z * logistic(beta**2 * z), "beta² in place of beta"),
    ("perceptron_step", perceptron(3), "The change of w is 3 times what it should be"),
    ("bias_gradient", lambda dZ: dZ[-1], "the last row of dZ alone"),
    ("hidden_delta", lambda dZ, W, slope: (dZ @ W) * slope[0], "the first of its rows is right"),
    ("unit", lambda x, w, b: int(float(x @ w) + b >= 0), "a decision, 1 or 0"),
    ("swish", lambda z, beta=1: z * np.tanh(beta * z), "It is z times tanh(beta·z)"),
    ("swish", activations.swish_grad, "It is what `swish_grad` gives"),
    ("softmax_cross_entropy", difference_of_logits, "dZ: It is Z − T divided by the number of rows"),
    ("one_hot", lambda t, n, dtype=np.float32: np.eye(n, dtype=dtype)[t] * t[:, None].astype(dtype), "times t, row by"),
    ("kl_divergence", lambda P, Q: (kl(P, Q) + kl(Q, P)) / 2, "mean of what is right and of what would be right"),
    ("hidden_delta", lambda dZ, W, slope: (dZ @ W * slope)[:, ::-1], "columns are right and come in the reverse order"),
    ("hidden_delta", lambda dZ, W, slope: np.sort(dZ @ W * slope, None).reshape(slope.shape), "in other places"),
    ("prelu", lambda z, alpha=0.25: np.where(z > 0, z, 0 * z + alpha), "right for those above 0 and wrong"),
    ("adaline_step", on_half_the_square, "half the square of a difference stands where the difference"),
    ("output_delta", lambda A, T, slope: (A + T) / slope / len(A), "with two changes: a term is added"),
    ("standardise", lambda X: X / np.where(X.std(0), X.std(0), 1) - X.mean(0), "a bracket is missing"),
    ("delta_sizes", largest, "`max` stands where `mean` has to"),
    ("hidden_delta", lambda dZ, W, slope: dZ @ W * slope * np.abs(slope).max(), "differs from one case to another"),
    ("hidden_delta", lambda dZ, W, slope: (dZ @ W * slope).max(0) + 0 * slope, "all its rows are the same"),
    ("tanh", lambda z: np.tanh(z) * (z / z), "exactly where z is 0"),
    ("adam_step", one_array, "the new m and the new s share their memory"),
    ("backward_chain", deaf_to_what_comes_back, "Call by call: backward of layer 3 is given dZ as it was"),
)

# Answers of a class: the module, the exercise, how what is wrong with it begins, and what is said.
OF_A_CLASS = (
    ("sixth_class", "standardise", "divides by the range", "own for each column"),
    (
        "sixth_class",
        "adaline_normal_equations",
        "the 0 of I'",
        "it is right in each in which l2 is left out",
    ),
    ("third_class_00_04", "mended_log_cosh", "clipped at 300", "too small, or not finite, where"),
    ("third_class_00_04", "mended_log_cosh", "log 2 lost far away", "by the same amount everywhere: 0.6931"),
    ("sixth_class", "backpropagate", "the first gradient is kept", "two nodes have one array as their gradient"),
    ("sixth_class", "kl_divergence", "terms with q = 0", "wrong exactly where infinity is expected"),
    ("sixth_class", "delta_sizes", "a root mean square for each", "for each row alone, averaged over the rows"),
    ("seventh_class", "bias_gradient", "off by one", "with the last row of dZ, one of several, left out"),
    ("seventh_class", "Dense", "dW is added up", "kept as `dW` is added to what was kept before"),
    ("seventh_class", "plateau", "the count does not start", "it has to be set back to 0"),
)


@pytest.mark.parametrize(("module", "name", "what", "words"), OF_A_CLASS, ids=[f"{n} {w}" for _, n, w, _ in OF_A_CLASS])
def test_a_relation_is_said_of_an_answer_of_a_class(module, name, what, words):
    assert words in said(judged(EXERCISES[name], wrong_as(module, name, what)))


@pytest.mark.parametrize(("name", "answer", "words"), SAID, ids=[f"{n} {w}" for n, _, w in SAID])
def test_a_relation_is_said(name, answer, words):
    assert words in said(judged(EXERCISES[name], answer))


def test_slips_are_steps_in_the_wrong_order_and_one_decision_for_all():
    made, a = slippery(by_steps), np.array([-1.0, 3.0])
    for words, due in (("two steps stand in the wrong order", np.abs(a)), ("so for all of its", -2 * a)):
        made.chosen = next(chosen for text, chosen in made.single() if words in text)
        assert np.array_equal(made.function(a), due)


def test_no_effect_is_said_of_what_a_decision_hides():
    assert "no effect" not in said(judged(EXERCISES["unit"], lambda x, w, b: int(float(x @ w) + b >= 0)))


def test_nothing_is_said_of_an_argument_that_has_its_effect_on_one_side_only():
    for module, what in (("seventh_class", "wrong in one branch"), ("fourth_class_00_02", "only corrects missed")):
        found = said(judged(EXERCISES["perceptron_step"], wrong_as(module, "perceptron_step", what)))
        assert "no effect" not in found
        assert "left out" not in found


def test_at_a_kink_what_is_expected_is_nearest_to_what_came():
    found = judged(EXERCISES["relu_grad"], lambda z: np.maximum(z, 0))
    assert "0.5" not in next(f.text for f in found.findings if f.text.startswith("The smallest input"))


@pytest.mark.parametrize("name", ["entropy", "softmax_cross_entropy", "kl_divergence"])
def test_rows_of_small_inputs_are_distributions(name):
    def answer(*args):
        found = EXERCISES[name].reference(*args)
        return (found[0] + 1, found[1]) if isinstance(found, tuple) else found + 1

    rows = judged(EXERCISES[name], answer).case[-1]
    assert np.allclose(np.sum(rows, axis=-1), 1)


def test_a_dtype_is_kept_only_where_one_is_to_be_kept():
    found = said(judged(EXERCISES["neuron"], lambda x, w, b: np.where(x @ w + b >= 0, 1.0, 0.0)))
    assert "float64 where int64" in found
    assert "returns the dtype that it was given" not in found


def test_a_changed_argument_has_the_name_that_the_function_gives_it():
    def clip(grads, limit):
        for g in grads:
            g *= min(1, limit / float(np.sqrt(sum(np.sum(h.astype(float) ** 2) for h in grads)) or 1))
        return grads

    assert "argument 2" not in said(judged(EXERCISES["clip_by_norm"], clip))


def test_a_loop_that_does_not_end_for_other_arguments_ends_the_questions(monkeypatch):
    monkeypatch.setattr(observing, "SECONDS_PER_CALL", 0.2)
    calls = []

    def until_right(w, b, x, t, lr=1.0):
        calls.append(t)
        while t not in (0, 1) or float(w @ x + b >= 0) != t:
            miss = t - float(w @ x + b >= 0)
            w, b = w + lr * miss * x, b + lr * miss
        return w, b

    assert float(judged(EXERCISES["perceptron_step"], until_right)) < 2
    assert set(calls) <= {0.0, 1.0}
