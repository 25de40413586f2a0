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
    best = int(re.search(r"on new ones degree <b>(\d+)</b> is best", shown.readout.value)[1])
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


def test_a_constant_has_one_coefficient_and_its_dots_are_whole():
    shown = explore.overfitting(degree=0)
    assert "1 coefficient for" in shown.readout.value and shown._figure.axes[1].get_xlim()[0] < 0
