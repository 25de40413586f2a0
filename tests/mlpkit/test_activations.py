import doctest
import inspect

import mpmath
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from mlpkit import activations
from mlpkit.activations import ACTIVATIONS, classic, rectified, smooth
from mlpkit.gradcheck import gradcheck

DTYPES = (np.float32, np.float64)
FUNCTIONS = [getattr(activations, name) for name in activations.__all__ if name != "ACTIVATIONS"]
OF_Z_ALONE = pytest.mark.parametrize("f", FUNCTIONS, ids=lambda f: f.__name__)
SLOPE, SCALE, UPPER = mpmath.mpf(0.3), mpmath.mpf(1.7), mpmath.mpf(2.5)


def klambauer():
    """SELU's alpha and scale from their defining equations: mean 0 and variance 1 are a fixed point."""
    erfc, exp, sqrt, pi = mpmath.erfc, mpmath.exp, mpmath.sqrt, mpmath.pi
    alpha = -sqrt(2 / pi) / (erfc(1 / sqrt(mpmath.mpf(2))) * exp(mpmath.mpf(1) / 2) - 1)
    root = sqrt(mpmath.mpf(2))
    second = (erfc(root) * exp(2) - 2 * erfc(1 / root) * exp(mpmath.mpf(1) / 2) + 1) / 2
    return alpha, 1 / sqrt(alpha**2 * second + mpmath.mpf(1) / 2)


def phi(z):
    return mpmath.exp(-z * z / 2) / mpmath.sqrt(2 * mpmath.pi)


def logistic(z):
    return 1 / (1 + mpmath.exp(-z))


# name -> (keyword parameters, the same mathematics in 60 digits)
TRUTH = {
    "sigmoid": ({}, logistic),
    "sigmoid_grad": ({}, lambda z: logistic(z) * logistic(-z)),
    "tanh": ({}, mpmath.tanh),
    "tanh_grad": ({}, lambda z: mpmath.sech(z) ** 2),
    "leaky_relu": ({"alpha": 0.3, "scale": 1.7}, lambda z: SCALE * (z if z > 0 else SLOPE * z)),
    "leaky_relu_grad": ({"alpha": 0.3, "scale": 1.7}, lambda z: SCALE * (1 if z > 0 else SLOPE)),
    "elu": ({"alpha": 2.5}, lambda z: z if z > 0 else UPPER * mpmath.expm1(z)),
    "elu_grad": ({"alpha": 2.5}, lambda z: 1 if z > 0 else UPPER * mpmath.exp(z)),
    "selu": ({}, lambda z: klambauer()[1] * (z if z > 0 else klambauer()[0] * mpmath.expm1(z))),
    "selu_grad": ({}, lambda z: klambauer()[1] * (1 if z > 0 else klambauer()[0] * mpmath.exp(z))),
    "softplus": ({}, lambda z: mpmath.log1p(mpmath.exp(z))),
    "softplus_grad": ({}, logistic),
    "softsign": ({}, lambda z: z / (1 + abs(z))),
    "softsign_grad": ({}, lambda z: 1 / (1 + abs(z)) ** 2),
    "swish": ({"beta": 1.7}, lambda z: z * logistic(SCALE * z)),
    "swish_grad": (
        {"beta": 1.7},
        lambda z: logistic(SCALE * z) * (1 + SCALE * z * logistic(-SCALE * z)),
    ),
    "gelu": ({}, lambda z: z * mpmath.ncdf(z)),
    "gelu_grad": ({}, lambda z: mpmath.ncdf(z) + z * phi(z)),
}


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("name", TRUTH)
def test_relative_accuracy_against_sixty_digits(name, dtype):
    parameters, truth = TRUTH[name]
    z = np.concatenate([np.linspace(-30, 30, 41), [-1e3, -1e-3, -1e-20, 1e-20, 1e-3, 1e3]]).astype(dtype)
    with mpmath.workdps(60):
        exact = [truth(mpmath.mpf(float(v))) for v in z]
    expected = np.array([float(v) for v in exact])
    # e^z turns an error of eps in z into |z| eps, the Gaussian's e^(-z^2/2) into z^2 eps; near a root
    # of the derivatives only the absolute error can be small.
    eps = np.finfo(dtype).eps
    condition = 4 + 2 * np.abs(z) + (z.astype(float) ** 2 if "gelu" in name else 0)
    near_root = 8 * eps if name in ("swish_grad", "gelu_grad") else 0
    allowed = np.where(np.abs(z) < 3, near_root, 0) + eps * condition * np.abs(expected) + 1e3 * np.finfo(dtype).tiny
    error = np.abs(getattr(activations, name)(z, **parameters).astype(float) - expected)
    assert (error <= allowed).all(), list(zip(z[error > allowed], error[error > allowed], strict=True))


def test_selu_constants_solve_the_fixed_point_equations():
    with mpmath.workdps(40):
        alpha, scale = (float(v) for v in klambauer())
    for f in (activations.selu, activations.selu_grad):
        defaults = {name: p.default for name, p in inspect.signature(f).parameters.items()}
        assert (defaults["alpha"], defaults["scale"]) == (alpha, scale)


LIMITS = {
    "identity": (-np.inf, np.inf, 1, 1),
    "step": (0, 1, 0, 0),
    "sigmoid": (0, 1, 0, 0),
    "tanh": (-1, 1, 0, 0),
    "relu": (0, np.inf, 0, 1),
    "leaky_relu": (-np.inf, np.inf, 0.01, 1),
    "prelu": (-np.inf, np.inf, 0.25, 1),
    "rrelu": (-np.inf, np.inf, 11 / 48, 1),
    "elu": (-1, np.inf, 0, 1),
    "selu": (-1.6732632423543772 * 1.0507009873554805, np.inf, 0, 1.0507009873554805),
    "softplus": (0, np.inf, 0, 1),
    "softsign": (-1, 1, 0, 0),
    "swish": (0, np.inf, 0, 1),
    "gelu": (0, np.inf, 0, 1),
}


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("name", ACTIVATIONS)
def test_values_at_infinity(name, dtype):
    ends = np.array([-np.inf, np.inf], dtype)
    with np.errstate(all="raise", under="ignore"):
        values = [*ACTIVATIONS[name].f(ends), *ACTIVATIONS[name].grad(ends)]
    np.testing.assert_array_equal(values, np.array(LIMITS[name], dtype))


@pytest.mark.parametrize("dtype", DTYPES)
@OF_Z_ALONE
def test_the_whole_float_range_is_silent_also_without_the_decorator(f, dtype):
    largest, smallest = np.finfo(dtype).max, np.finfo(dtype).smallest_subnormal
    ends = np.array([smallest, 1e-30, 20, 88, 89, 709, 710, 745, 1000, 1e19, 1e30, largest, np.inf])
    z = np.concatenate([-ends[::-1], [-0.0, 0.0], ends]).astype(dtype)
    largest_overflows = "ignore" if f.__name__ == "selu" else "raise"
    with np.errstate(all="raise", under="ignore", over=largest_overflows):
        a = f(z)
        np.testing.assert_array_equal(inspect.unwrap(f)(z), a)
    assert not np.isnan(a).any()
    if not f.__name__.endswith(("_grad", "_alpha")):
        dips = f.__name__ in ("swish", "gelu")
        rising = a[z >= 0] if dips else a
        assert (rising[1:] >= rising[:-1]).all()


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (activations.sigmoid(-1000), 0.0),
        (activations.sigmoid(1e308, slope=1e10), 1.0),
        (activations.softplus(1000), 1000.0),
        (activations.swish(-1e30), 0.0),
        (activations.swish_grad(np.float32(-1e30)), 0.0),
        (activations.swish_grad(1e308, beta=1e10), 1.0),
        (activations.gelu_grad(np.float32(1e30)), 1.0),
        (activations.gelu_grad(-1e30), 0.0),
        (activations.elu(-1e30, alpha=3), -3.0),
        (activations.leaky_relu(np.inf, alpha=0), np.inf),
        (activations.softsign(np.float32(np.finfo(np.float32).max)), 1.0),
        (activations.softsign_grad(1e160), 1e-320),
    ],
)
def test_extreme_values(value, expected):
    assert value == expected


@OF_Z_ALONE
def test_nan_in_gives_nan_out_except_where_the_derivative_is_constant(f):
    out = f(np.array([np.nan, 1.0]))
    branches = ("identity_grad", "step_grad", "relu_grad", "leaky_relu_grad", "prelu_grad", "rrelu_grad")
    assert np.isnan(out[0]) != (f.__name__ in branches)
    assert not np.isnan(out[1])


ARRAYS = st.sampled_from(DTYPES).flatmap(
    lambda dtype: hnp.arrays(
        dtype,
        hnp.array_shapes(min_dims=0, max_dims=3, min_side=0, max_side=4),
        elements=st.floats(-1e4, 1e4, width=32),
    )
)


@OF_Z_ALONE
@given(z=ARRAYS)
@settings(max_examples=30, deadline=None)
def test_shape_dtype_and_input_are_kept(f, z):
    before = z.copy()
    a = f(z)
    assert np.shape(a) == z.shape and a.dtype == z.dtype
    np.testing.assert_array_equal(z, before)
    assert not np.shares_memory(a, z)
    strided = np.repeat(z[..., None], 2, axis=-1)[..., 0]
    np.testing.assert_array_equal(f(strided), a)


@OF_Z_ALONE
def test_scalars_lists_integers_and_booleans_become_float64(f):
    expected = f(np.array([-2.0, 0.0, 1.0]))
    np.testing.assert_array_equal(f([-2, 0, 1]), expected)
    np.testing.assert_array_equal(f(np.array([-2, 0, 1], np.int8)), expected)
    assert f(-2) == expected[0] and f(-2.0) == expected[0] and f(np.array(True)) == expected[2]
    assert f(-2).dtype == np.float64 and f(np.uint8(1)).dtype == np.float64
    assert f([]).shape == (0,)


@OF_Z_ALONE
@pytest.mark.parametrize("bad", [1j, "one", None, [[1, 2], "x"]])
def test_anything_else_is_refused(f, bad):
    with pytest.raises((TypeError, ValueError), match=f"{f.__name__} needs real numbers|inhomogeneous"):
        f(bad)


@pytest.mark.parametrize("name", [n for n in ACTIVATIONS if n != "step"])
def test_derivatives_agree_with_differences(name):
    rng = np.random.default_rng(7)
    z = rng.normal(scale=2, size=(50, 3))
    z[np.abs(z) < 1e-3] = 0.5
    f, grad = ACTIVATIONS[name].f, ACTIVATIONS[name].grad
    assert gradcheck(f, lambda z, dA: dA * grad(z), z, rng=rng) < 1e-8


@pytest.mark.parametrize(
    ("name", "parameters"),
    [
        ("sigmoid", {"slope": 2.5}),
        ("leaky_relu", {"alpha": 1.5, "scale": 0.4}),
        ("prelu", {"alpha": np.array([0.1, -0.5, 2.0])}),
        ("elu", {"alpha": 0.3}),
        ("selu", {"alpha": 0.7, "scale": 3}),
        ("swish", {"beta": 0}),
        ("swish", {"beta": 4}),
    ],
)
def test_derivatives_with_parameters(name, parameters):
    z = np.random.default_rng(8).uniform(0.01, 3, (20, 3)) * [1, -1, 1]
    f, grad = ACTIVATIONS[name].f, ACTIVATIONS[name].grad
    assert gradcheck(lambda z: f(z, **parameters), lambda z, dA: dA * grad(z, **parameters), z) < 1e-8


def test_prelu_gradient_with_respect_to_its_slopes():
    z = np.random.default_rng(9).normal(size=(20, 3))
    alpha = np.array([0.1, 0.25, 2.0])
    error = gradcheck(
        lambda alpha: activations.prelu(z, alpha),
        lambda alpha, dA: (dA * activations.prelu_grad_alpha(z)).sum(axis=0),
        alpha,
    )
    assert error < 1e-9


def test_conventions_at_the_kink():
    zero = np.zeros(1)
    grads = {name: a.grad(zero)[0] for name, a in ACTIVATIONS.items()}
    assert activations.step(zero) == 1 and grads["step"] == 0 and grads["relu"] == 0
    assert grads["leaky_relu"] == 0.01 and grads["prelu"] == 0.25
    assert activations.leaky_relu_grad(zero, alpha=0.5, scale=3) == 1.5
    assert activations.elu_grad(zero, alpha=2) == 2
    assert grads["selu"] == 1.6732632423543772 * 1.0507009873554805


def test_parameters_of_higher_precision_do_not_promote():
    z = np.linspace(-2, 2, 6, dtype=np.float32).reshape(2, 3)
    for f in (activations.prelu, activations.prelu_grad):
        assert f(z, np.array([0.1, 0.2, 0.3])).dtype == np.float32
    assert activations.sigmoid(z, slope=np.float64(2)).dtype == np.float32
    assert activations.rrelu(z, rng=np.random.default_rng(0)).dtype == np.float32


def test_rrelu_draws_one_slope_per_entry_and_its_derivative_the_same_ones():
    z = np.full((200, 100), -1.0)
    slopes = -activations.rrelu(z, rng=np.random.default_rng(3))
    assert np.unique(slopes).size == slopes.size
    assert 1 / 8 <= slopes.min() < 0.126 and 0.332 < slopes.max() <= 1 / 3
    assert abs(slopes.mean() - 11 / 48) < 0.002
    np.testing.assert_array_equal(activations.rrelu_grad(z, rng=np.random.default_rng(3)), slopes)
    np.testing.assert_array_equal(activations.rrelu([3.0], rng=np.random.default_rng(3)), [3.0])
    assert activations.rrelu(-1.0, lower=0.5, upper=1.5) == -1.0


def test_identities_between_functions():
    z = np.linspace(-8, 8, 101)
    sigmoid, softplus = activations.sigmoid, activations.softplus
    np.testing.assert_allclose(activations.tanh(z), 2 * sigmoid(2 * z) - 1, atol=1e-15)
    np.testing.assert_allclose(sigmoid(-z), 1 - sigmoid(z), atol=1e-15)
    np.testing.assert_allclose(softplus(z) - softplus(-z), z, rtol=1e-13, atol=1e-14)
    np.testing.assert_allclose(activations.tanh_grad(z), 1 - np.tanh(z) ** 2, atol=1e-15)
    np.testing.assert_allclose(activations.swish(z, beta=0), z / 2)


def test_scipy_agrees():
    special = pytest.importorskip("scipy.special")
    z = np.linspace(-40, 40, 400)
    np.testing.assert_allclose(activations.sigmoid(z), special.expit(z), rtol=1e-14)
    np.testing.assert_allclose(activations.softplus(z), -special.log_expit(-z), rtol=1e-14)
    np.testing.assert_allclose(activations.gelu(z), z * (1 + special.erf(z / 2**0.5)) / 2, rtol=1e-13, atol=1e-14)


TORCH_NAMES = {
    "sigmoid": "sigmoid",
    "tanh": "tanh",
    "relu": "relu",
    "leaky_relu": "leaky_relu",
    "elu": "elu",
    "selu": "selu",
    "softplus": "softplus",
    "softsign": "softsign",
    "swish": "silu",
    "gelu": "gelu",
    "rrelu": "rrelu",
}


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize(("name", "peer"), TORCH_NAMES.items())
def test_pytorch_agrees_on_values_and_derivatives_at_kinks_too(name, peer, dtype):
    torch = pytest.importorskip("torch", reason="PyTorch is only in the bench extra")
    z = np.concatenate([np.linspace(-30, 30, 61), [-1e-3, 1e-3]]).astype(dtype)
    tensor = torch.tensor(z, requires_grad=True)
    a = getattr(torch.nn.functional, peer)(tensor)
    a.sum().backward()
    close = {"rtol": 50 * np.finfo(dtype).eps, "atol": 10 * np.finfo(dtype).eps}
    if name == "softplus":
        close["atol"] = 3e-9  # PyTorch returns z itself beyond its threshold of 20
    np.testing.assert_allclose(ACTIVATIONS[name].f(z), a.detach().numpy(), **close)
    np.testing.assert_allclose(ACTIVATIONS[name].grad(z), tensor.grad.numpy(), **close)


@pytest.mark.parametrize("name", activations.__all__)
def test_every_function_is_registered_or_a_derivative_of_one_that_is(name):
    if name != "ACTIVATIONS":
        family = ACTIVATIONS[name.removesuffix("_alpha").removesuffix("_grad")]
        assert getattr(activations, name) in (family.f, family.grad, activations.prelu_grad_alpha)


@pytest.mark.parametrize("module", [classic, rectified, smooth])
def test_examples_in_docstrings(module):
    examples = doctest.DocTestFinder().find(module)
    assert sum(len(test.examples) for test in examples) >= 5
    runner = doctest.DocTestRunner()
    for test in examples:
        runner.run(test)
    assert runner.failures == 0


def test_a_number_gives_a_number():
    for z in (1.5, np.float32(1.5), np.array(1.5)):
        assert isinstance(ACTIVATIONS["relu"].f(z), np.floating)
