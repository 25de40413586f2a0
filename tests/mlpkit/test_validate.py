"""The checks at the door: what they let through, and the words with which they refuse."""

import numpy as np
import pytest

from mlpkit.activations import ACTIVATIONS
from mlpkit.validate import (
    checked,
    count,
    fraction,
    look_up,
    not_negative,
    positive,
    require_generator,
    require_labels,
    unchecked,
)


@checked("x", x="N D | D", w="D", b="", y="N ...", z="... D", pair="2")
def door(x, w=None, b=0.0, y=None, z=None, pair=None):
    """As it was."""
    return x, b


ok = np.ones((3, 2))


@checked(X="N D", w="D")
def product(X, w):
    return X @ w


def test_shapes_that_have_passed_do_not_let_others_through():
    assert product(ok, np.ones(2)).shape == (3,)
    assert product(ok, np.ones(2)).shape == (3,)
    for X, w in ((np.ones((3, 4)), np.ones(2)), (ok, np.ones(4)), (np.ones(2), np.ones(2))):
        with pytest.raises(ValueError, match="must have shape"):
            product(X, w)


def test_lets_through_what_fits():
    assert door(ok)[0] is ok
    door(ok, np.ones(2), 0.5, np.ones((3, 7, 8)), np.ones((7, 8, 2)), np.ones(2))
    door(ok, y=np.ones(3), z=np.ones(2))
    door(ok, z=np.ones((4, 5, 2)))
    door(np.ones(2), np.ones(2))
    door(ok.astype(bool), b=True)
    door(np.full((3, 2), np.finfo(float).max))
    assert door.__doc__ == "As it was." and door.__name__ == "door"


@pytest.mark.parametrize(
    "arguments, message",
    [
        ({"x": ok[None]}, r"x must have shape \(N, D\) or \(D\), got \(1, 3, 2\)"),
        ({"x": ok, "w": np.ones(3)}, r"w must have shape \(D\) with D = 2, got \(3,\)"),
        ({"x": ok, "b": np.ones(1)}, r"b must have shape \(\), got \(1,\)"),
        ({"x": ok, "y": np.ones((2, 2))}, r"y must have shape \(N, \.\.\.\) with N = 3, got \(2, 2\)"),
        ({"x": ok, "y": np.array(1.0)}, r"y must be|y must have shape"),
        ({"x": ok, "z": np.ones((2, 3))}, r"z must have shape \(\.\.\., D\) with D = 2, got \(2, 3\)"),
        ({"x": ok, "pair": np.ones(3)}, r"pair must have shape \(2\), got \(3,\)"),
        ({"x": np.ones((0, 2))}, r"x is empty: its shape is \(0, 2\)"),
        ({"x": [[1, 2]]}, "x must be a NumPy array, got list"),
        ({"x": ok.astype(object)}, "x must hold real numbers, got dtype object"),
        ({"x": ok * 1j}, "x must hold real numbers, got dtype complex128"),
        (
            {"x": np.array([1.0, np.inf, np.nan])},
            r"x must be finite, got 2 NaN or infinite values, the first at \(1,\)",
        ),
        ({"x": np.array([1.0, -np.inf])}, r"x must be finite, got 1 NaN"),
        ({"x": ok, "b": "1"}, "b must hold real numbers, got dtype <U1"),
    ],
)
def test_refuses_what_does_not(arguments, message):
    with pytest.raises(ValueError, match=message):
        door(**arguments)


def test_the_same_dots_mean_the_same_axes():
    @checked(a="N ...", b="N ...", square="K K | 1")
    def both(a=None, b=None, square=None):
        pass

    both(np.ones((2, 3, 4)), np.ones((2, 3, 4)))
    with pytest.raises(ValueError, match=r"b must have shape .* with N = 2, \.\.\. = \(3, 4\), got \(2, 4, 3\)"):
        both(np.ones((2, 3, 4)), np.ones((2, 4, 3)))
    both(square=np.ones((2, 2)))
    with pytest.raises(ValueError, match="square must have shape"):
        both(square=np.ones((2, 3)))


def test_numpy_scalars_come_as_python_numbers():
    assert type(door(ok, b=np.float64(2))[1]) is float
    assert type(door(ok, np.ones(2), np.float32(2))[1]) is float


def test_methods_may_name_their_attributes():
    class Box:
        D = 3

        @checked(x="N D", free="D2")
        def put(self, x, free=None):
            return x.shape

    assert Box().put(np.ones((1, 3)), free=np.ones(9)) == (1, 3)
    with pytest.raises(ValueError, match=r"x must have shape \(N, D\) with D = 3, got \(1, 2\)"):
        Box().put(np.ones((1, 2)))


def test_what_has_passed_once_excuses_nothing_else():
    class Box:
        @checked(x="N D", w="D")
        def put(self, x, w):
            return x.shape

    small, large = Box(), Box()
    small.D, large.D = 2, 3
    for _ in range(2):
        assert small.put(ok, np.ones(2)) == (3, 2)
        with pytest.raises(ValueError, match=r"x must have shape \(N, D\) with D = 3, got \(3, 2\)"):
            large.put(ok, np.ones(2))
        with pytest.raises(ValueError, match=r"w must have shape \(D\) with D = 2, got \(3,\)"):
            small.put(ok, np.ones(3))
        with pytest.raises(ValueError, match="x must hold real numbers, got dtype complex128"):
            small.put(ok * 1j, np.ones(2))
        with pytest.raises(ValueError, match="w must be a NumPy array, got list"):
            small.put(ok, [1, 1])


def test_finite_data_and_numbers_are_looked_at_every_time():
    @checked("x", x="N D", lr=positive)
    def step(x, lr):
        return lr

    assert step(ok, np.float64(1)) == 1
    for _ in range(2):
        with pytest.raises(ValueError, match="x must be finite"):
            door(ok * np.nan)
        with pytest.raises(ValueError, match="x must be finite"):
            step(ok * np.inf, 1)
        with pytest.raises(ValueError, match="lr must be"):
            step(ok, -1)
        door(ok)


@pytest.mark.parametrize(
    "rule, good, bad",
    [
        (positive, [1, 0.5, np.float32(2)], [0, -1, np.nan, np.inf, "1", None, np.ones(2), 1j]),
        (not_negative, [0, 1, 0.5], [-1e-9, np.nan, np.inf, "1", None, 1j]),
        (fraction, [0, 0.5, 0.999], [1, -0.1, np.nan, "0", None]),
        (count, [1, 7, np.int64(3)], [0, -1, 1.0, True, "1", None]),
    ],
)
def test_number_rules(rule, good, bad):
    for value in good:
        rule("x", value)
    for value in bad:
        with pytest.raises(ValueError, match="x must be "):
            rule("x", value)


def test_labels():
    require_labels("t", np.array([0, 2], np.uint8), 3)
    for bad, message in [
        ([0, 1], "t must be a 1-D array of integer labels, got list"),
        (np.array([[0]]), r"integer labels, got int64 \(1, 1\)"),
        (np.array([True]), "integer labels, got bool"),
        (np.array([], int), "t is empty"),
        (np.array([3]), "t must hold labels 0 to 2 for 3 classes, got 3 to 3"),
        (np.array([-1, 0]), "got -1 to 0"),
        (np.array([0, 3]), "got 0 to 3"),
    ]:
        with pytest.raises(ValueError, match=message):
            require_labels("t", bad, 3)


def test_a_generator():
    require_generator("rng", np.random.default_rng(0))
    for bad in (0, None, np.random.RandomState(0)):
        with pytest.raises(ValueError, match=r"rng must be a numpy\.random\.Generator, got"):
            require_generator("rng", bad)


def test_look_up():
    assert look_up({"a": 1}, "a", "thing") == 1
    for name in ("c", None, ["a"]):
        with pytest.raises(ValueError, match=r"unknown thing .*; known: a, b$"):
            look_up({"b": 1, "a": 2}, name, "thing")


def test_unchecked_lets_all_pass_until_it_ends():
    @checked(n=count)
    def twice(n):
        return 2 * n

    with unchecked():
        assert twice(0) == 0
        with unchecked():
            assert twice(-1) == -2
        assert twice(0) == 0
    with pytest.raises(KeyError), unchecked():
        raise KeyError
    with pytest.raises(ValueError, match="n must be an integer of at least 1, got 0"):
        twice(0)


def test_unchecked_activations_keep_the_dtype():
    z = np.linspace(-2, 2, 7, dtype=np.float32)
    for name, activation in ACTIVATIONS.items():
        with unchecked():
            assert activation.f(z).dtype == activation.grad(z).dtype == np.float32, name
