"""The overfitting explorer, driven from Python."""

import re

import numpy as np
import pytest

from mlpkit import explore
from mlpkit.explore.show_overfitting import HIGHEST, fit, sample


def test_the_fit_is_numpys_and_training_error_only_falls():
    (x, y), _ = sample("wave", 40, 0.3, 0)
    expected = np.polynomial.Legendre.fit(x, y, 5, domain=[-1, 1]).coef
    np.testing.assert_allclose(fit(x, y, 5, 0.0), expected, rtol=1e-6)
    shown = explore.overfitting(n=40)
    assert (np.diff(shown.errors[0]) < 1e-6).all()


def test_the_penalty_is_that_of_its_normal_equations():
    (x, y), _ = sample("kink", 30, 0.2, 1)
    A = np.polynomial.legendre.legvander(x, 4)
    pull = 0.1 * len(x) * np.diag([0, 1, 1, 1, 1])
    np.testing.assert_allclose(fit(x, y, 4, 0.1), np.linalg.solve(A.T @ A + pull, A.T @ y), rtol=1e-9)


def test_few_points_and_many_coefficients_overfit_and_more_points_or_a_penalty_help():
    shown = explore.overfitting(degree=12, n=15)
    assert "overfitted" in shown.readout.value and shown.errors[0, 12] < 0.3 < shown.errors[1, 12]
    few = shown.errors[1, 12]
    assert shown.set(penalty=0.01).errors[1, 12] < few
    assert shown.set(penalty=1e-8, n=200).errors[1, 12] < 0.4
    assert "too stiff" in shown.set(degree=0).readout.value


def test_the_degree_is_dragged():
    shown = explore.overfitting()
    shown.touched("down", shown._figure.axes[1], 4.2, 0.5)
    shown.touched("move", shown._figure.axes[1], 99.0, 0.5)
    assert shown.state.degree == HIGHEST
    best = int(re.search(r"best is degree <b>(\d+)</b>", shown.readout.value)[1])
    assert best == np.argmin(shown.errors[1]) and best == pytest.approx(4, abs=3)


def test_the_title_says_what_the_error_on_new_points_does():
    shown = explore.overfitting()
    assert shown._art.title.get_text() == "The error on new points turns up again"
    shown.set(n=200, noise=0.1)
    assert shown._art.title.get_text() == "The error on new points stays low"


def test_a_penalty_that_leaves_a_constant_is_not_called_right():
    shown = explore.overfitting(penalty=10.0, n=3, degree=20)
    assert shown._art.title.get_text() == "The error on new points stays high"
    assert "hardly better than a constant" in shown.readout.value
    assert "a constant is hardly beaten here" in shown.set(degree=0).readout.value


def test_a_constant_has_one_coefficient_and_its_dots_are_whole():
    shown = explore.overfitting(degree=0)
    assert "1 coefficient for" in shown.readout.value and shown._figure.axes[1].get_xlim()[0] < 0


def test_without_noise_what_fits_is_right_and_the_smallest_degree_that_does_is_best():
    shown = explore.overfitting(n=100, noise=0.0, degree=15)
    assert "about right" in shown.readout.value and int(re.search(r"degree <b>(\d+)", shown.readout.value)[1]) <= 9
    assert shown._art.title.get_text() == "The error on new points stays low"


def test_what_goes_through_all_points_is_never_called_right():
    shown = explore.overfitting(n=3, noise=1.0, degree=15)
    assert "overfitted, yet as good as any" in shown.readout.value
    assert shown._art.title.get_text() == "The error on new points goes up and down"


def test_the_penalty_goes_from_none_to_ten_in_the_notation_of_the_field():
    penalty = explore.overfitting(penalty=1e-8).controls["penalty"]
    assert penalty.label == "10⁻⁸" and penalty.index == 1 and len(penalty.options) == 11
    shown = explore.overfitting(degree=14)
    assert "error <b>0.000</b> on them, <b>19981</b> on new" in shown.readout.value
    with pytest.raises(ValueError, match="penalty is one of 0"):
        shown.set(penalty=0.03)
