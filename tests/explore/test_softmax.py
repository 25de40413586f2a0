"""The softmax explorer, driven from Python."""

import numpy as np
import pytest
from scipy.special import softmax as scipy_softmax

from mlpkit import explore
from mlpkit.explore.fast_text import extent


def heights(explorer, panel=0):
    return np.array([bar.get_height() for bar in explorer._art.bars[panel]])


def test_bars_are_the_probabilities_and_the_gradient():
    shown = explore.softmax(z0=1.0, z1=2.0, z2=-1.0, z3=0.0, temperature=2.0, target=1)
    p = scipy_softmax(np.array([1.0, 2.0, -1.0, 0.0]) / 2)
    np.testing.assert_allclose(heights(shown), p)
    np.testing.assert_allclose(heights(shown, 1), p - [0, 1, 0, 0])
    np.testing.assert_allclose(shown._art.heat.get_array(), np.diag(p) - np.outer(p, p), atol=1e-12)
    assert f"<b>{-np.log(p[1]):.3f}</b>" in shown.readout.value


def test_a_shift_changes_nothing():
    shown = explore.softmax()
    before = heights(shown)
    np.testing.assert_allclose(heights(shown.set(shift=1000.0)), before, rtol=1e-9)


def test_a_softmax_without_the_shift_shows_what_goes_wrong():
    def naive(Z):
        return np.exp(Z) / np.exp(Z).sum(axis=-1, keepdims=True)

    shown = explore.softmax(student={"softmax": naive})
    assert "sums to <b>1.000</b>" in shown.readout.value
    assert "sums to <b>nan</b>" in shown.set(shift=1000.0).readout.value and shown.problem.value == ""


def test_a_softmax_that_raises_is_named_and_the_library_stands_in():
    shown = explore.softmax(student={"softmax": lambda Z: Z @ Z})
    assert "Your softmax did not run. ValueError" in shown.problem.value
    assert heights(shown).sum() == pytest.approx(1)


def test_a_replaced_gradient_shows(monkeypatch):
    from mlpkit.losses import LOSSES, softmax_cross_entropy

    monkeypatch.setitem(LOSSES, "softmax_cross_entropy", lambda Z, T: (softmax_cross_entropy(Z, T)[0], 0 * Z))
    assert (heights(explore.softmax(), 1) == 0).all()


def test_a_bar_is_dragged_to_its_height_and_the_other_logits_stay():
    shown = explore.softmax(temperature=2.0)
    ax = shown._figure.axes[0]
    shown.touched("down", ax, 1.2, 0.5)
    assert heights(shown)[1] == pytest.approx(0.5, abs=0.02)
    shown.touched("move", ax, 2.9, 0.7)  # the same bar, wherever the pointer is by now
    assert heights(shown)[1] == pytest.approx(0.7, abs=0.02)
    assert [shown.state.z0, shown.state.z2, shown.state.z3] == [2.0, 0.0, -1.0]


def test_a_bar_whose_slider_ends_still_follows_by_a_shift_of_all_logits():
    shown = explore.softmax(z0=6.0, z1=6.0, z2=6.0, z3=5.0)
    ax = shown._figure.axes[0]
    for kind, y in (("down", 0.3), ("move", 0.5), ("move", 0.8)):
        shown.touched(kind, ax, 0.0, y)
        assert heights(shown)[0] == pytest.approx(y, abs=0.02)
    s = shown.state
    assert s.z0 == 6.0 and s.z1 == s.z2 == pytest.approx(s.z3 + 1)


def test_a_dragged_logit_is_the_number_that_its_slider_shows():
    shown = explore.softmax()
    shown.touched("down", shown._figure.axes[0], 0.0, 0.777)
    assert shown.state.z0 == round(shown.state.z0, 1)


def test_at_another_temperature_a_line_says_what_is_differentiated():
    assert "logit / temperature" not in explore.softmax().readout.value
    assert "in both derivatives z is logit / temperature" in explore.softmax(temperature=2.0).readout.value


def test_saturated_numbers_have_no_minus_before_zero():
    shown = explore.softmax(z0=6.0, temperature=0.1)
    texts = [cell.get_text() for row in shown._art.cells for cell in row] + [t.get_text() for t in shown._art.over[1]]
    assert "0.000" in texts and not any(text in ("-0.000", "−0.000") for text in texts)


def test_the_library_stands_behind_only_where_the_function_is_the_readers_and_a_line_says_so():
    def seen(shown):
        return [patches[0].get_visible() for patches in shown._art.ours], "pale: the library's" in shown.readout.value

    assert seen(explore.softmax()) == ([False, False], False)
    mine = lambda Z: np.full_like(Z, 1 / Z.shape[-1])  # noqa: E731
    assert seen(explore.softmax(student={"softmax": mine})) == ([True, False], True)


def test_numbers_stand_clear_of_their_bars():
    shown = explore.softmax(z0=6.0, target=2)
    for panel, bars in enumerate(shown._art.bars):
        inches = shown._figure.axes[2 * panel].get_position().height * shown._figure.get_figheight()
        scale = inches / np.ptp(shown._figure.axes[2 * panel].get_ylim())
        for text, bar in zip(shown._art.over[panel], bars, strict=True):
            assert abs(text.get_position()[1] - bar.get_height()) * scale > extent("0.0")[1] / 2
