import doctest

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mlpkit import gradcheck as gradcheck_module
from mlpkit.gradcheck import gradcheck, numerical_gradient


def softmax(Z):
    E = np.exp(Z - Z.max(axis=-1, keepdims=True))
    return E / E.sum(axis=-1, keepdims=True)


def softmax_vjp(Z, dA):
    A = softmax(Z)
    return A * (dA - (A * dA).sum(axis=-1, keepdims=True))


def test_numerical_gradient_of_a_quadratic_is_exact_up_to_rounding():
    A = np.array([[2.0, 1.0], [1.0, 3.0]])
    x = np.array([1.0, -2.0])
    np.testing.assert_allclose(numerical_gradient(lambda x: x @ A @ x / 2, x), [0.0, -5.0], atol=1e-9)


@given(shape=st.lists(st.integers(0, 3), max_size=3).map(tuple), seed=st.integers(0, 999))
@settings(max_examples=30, deadline=None)
def test_numerical_gradient_has_the_shape_of_x_and_leaves_it_alone(shape, seed):
    x = np.random.default_rng(seed).normal(size=shape).astype(np.float32)
    before = x.copy()
    gradient = numerical_gradient(lambda x: np.sin(x).sum(), x)
    assert gradient.shape == shape and gradient.dtype == np.float64
    np.testing.assert_allclose(gradient, np.cos(x.astype(np.float64)), atol=1e-9)
    np.testing.assert_array_equal(x, before)


def test_numerical_gradient_is_central():
    assert abs(numerical_gradient(lambda x: abs(x), 0.0)) < 1e-12
    np.testing.assert_allclose(numerical_gradient(lambda x: x**3, 0.0, eps=0.1), 0.01)
    np.testing.assert_allclose(numerical_gradient(lambda x: x**3, 0.0), 1e-10)  # ε² for the default ε = 1e-5


@given(rows=st.integers(1, 4), columns=st.integers(2, 5), seed=st.integers(0, 999))
@settings(max_examples=30, deadline=None)
def test_right_gradients_pass(rows, columns, seed):
    rng = np.random.default_rng(seed)
    Z = rng.normal(size=(rows, columns))
    assert gradcheck(softmax, softmax_vjp, Z, rng=rng) < 1e-6
    assert gradcheck(lambda Z: (Z**2).sum() / 2, lambda Z, dL: dL * Z, Z, rng=rng) < 1e-6


WRONG = {
    "sign": lambda Z, dA: -softmax_vjp(Z, dA),
    "factor": lambda Z, dA: 1.01 * softmax_vjp(Z, dA),
    "zero, which all-ones cotangents would accept": lambda Z, dA: np.zeros_like(Z),
    "the sum of the Jacobian's rows forgotten": lambda Z, dA: softmax(Z) * dA,
    "cotangent ignored": lambda Z, dA: softmax_vjp(Z, np.ones_like(Z)),
}


@pytest.mark.parametrize("name", WRONG)
def test_wrong_gradients_are_caught(name):
    Z = np.random.default_rng(1).normal(size=(4, 3))
    assert gradcheck(softmax, WRONG[name], Z) > 5e-3


def test_the_error_is_relative_to_the_sum_of_the_parts():
    right, claimed = np.array([3.0, -4.0, 2.0]), np.array([3.0, -4.0, 5.0])
    rng = np.random.default_rng(7)
    dY, v = rng.normal(), rng.normal(size=3)
    expected = abs(dY * (claimed - right) @ v) / max(abs(dY * right @ v), np.abs(dY * claimed * v).sum())
    arguments = (lambda x: right @ x, lambda x, dY: dY * claimed, np.zeros(3))
    found = gradcheck(*arguments, rng=np.random.default_rng(7), directions=1)
    np.testing.assert_allclose(found, expected, rtol=1e-8)
    assert gradcheck(*arguments) == gradcheck(*arguments, rng=np.random.default_rng(0))


def test_the_default_is_reproducible_and_a_generator_moves_on():
    Z = np.random.default_rng(2).normal(size=(3, 3))
    first = gradcheck(softmax, WRONG["factor"], Z)
    assert first == gradcheck(softmax, WRONG["factor"], Z)
    rng = np.random.default_rng(5)
    assert gradcheck(softmax, softmax_vjp, Z, rng=rng) != gradcheck(softmax, softmax_vjp, Z, rng=rng)


def test_a_constant_function_has_error_zero_and_type_float():
    error = gradcheck(lambda x: np.ones(2), lambda x, dY: np.zeros_like(x), [1.0, 2.0, 3.0])
    assert error == 0 and type(error) is float


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: numerical_gradient(lambda x: x, [1.0, 2.0]), r"expected f\(x\) of shape \(\), got \(2,\)"),
        (lambda: numerical_gradient(np.sum, [1.0, np.nan]), "x must be finite"),
        (lambda: numerical_gradient(np.sum, [1.0], eps=0), "eps must be a positive number, got 0"),
        (lambda: numerical_gradient(np.sum, [1.0], eps=np.nan), "eps must be a positive number"),
        (lambda: numerical_gradient(lambda x: np.inf, [1.0]), r"f\(x\) is not finite"),
        (lambda: gradcheck(np.sin, lambda x, dY: dY[:1], [1.0, 2.0]), r"shape \(2,\), got \(1,\)"),
        (lambda: gradcheck(np.sin, lambda x, dY: dY * np.nan, [1.0]), "the gradient is not finite"),
        (lambda: gradcheck(np.sin, lambda x, dY: dY, [np.inf]), "x must be finite"),
        (lambda: gradcheck(np.sin, lambda x, dY: dY, [1.0], directions=0), "directions must be at least 1"),
    ],
)
def test_bad_input_gets_a_clear_error(call, message):
    with pytest.raises(ValueError, match=message):
        call()


def test_the_worked_examples():
    assert doctest.testmod(gradcheck_module).attempted == 1
    assert doctest.testmod(gradcheck_module).failed == 0
