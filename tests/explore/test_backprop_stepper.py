"""The backprop stepper, driven from Python."""

import re
from itertools import combinations

import numpy as np
import pytest
from matplotlib.text import Text

from mlpkit import backprop, explore
from mlpkit.activations import ACTIVATIONS, Activation
from mlpkit.explore.backprop_steps import STEPS
from mlpkit.explore.show_backprop_stepper import EDGES, NAMES
from mlpkit.gradcheck import numerical_gradient


def texts(stepper):
    return [t.get_text() for t in stepper._art.weights + stepper._art.values + stepper._art.below]


@pytest.mark.parametrize("f", ["tanh", "sigmoid", "swish"])
def test_every_gradient_is_the_numerical_one(f):
    stepper = explore.backprop_stepper(f=f, x1=0.7, x2=-1.2, t1=0.5, t2=-1.0)
    v = stepper.numbers(stepper.state)
    arrays = [*stepper.weights, *stepper.biases]
    for k, gradient in enumerate([*v.dW, *v.db]):

        def loss(value, k=k):
            changed = [value if i == k else array for i, array in enumerate(arrays)]
            return stepper.numbers(stepper.state, changed[:2], changed[2:]).loss

        np.testing.assert_allclose(gradient, numerical_gradient(loss, arrays[k]), atol=1e-8)


def test_numbers_appear_step_by_step():
    stepper, seen = explore.backprop_stepper(), []
    for step in range(len(STEPS)):
        stepper.set(step=step)
        assert f"Step {step}: {STEPS[step]}" in stepper.readout.value and stepper.problem.value == ""
        shown = "\n".join(texts(stepper))
        seen.append([len(re.findall(f"{letter}[₁₂₃]? ", shown)) for letter in "zayδ∂"])
    assert seen[0] == [0, 0, 0, 0, 0] and seen[3] == [3, 3, 2, 0, 0] and seen[5] == [3, 3, 2, 2, 0]
    assert seen[6][4] == 8 and seen[8] == [3, 3, 2, 5, 17]


def test_formulas_hold_the_worked_numbers():
    stepper = explore.backprop_stepper(step=1, f="relu", x1=1.0, x2=-0.5)
    assert "z<sub>1</sub> = 0.60 · 1.00 + (−0.40) · (−0.50) + 0.10 = <b>0.900</b>" in stepper.readout.value
    assert "relu(−0.30) = <b>0.000</b>" in stepper.set(step=2).readout.value
    assert "y<sub>1</sub> = 0.70 · 0.90" in stepper.set(step=3).readout.value


def test_buttons_step_and_the_last_one_updates():
    stepper = explore.backprop_stepper(step=len(STEPS) - 1)
    loss, before = stepper.numbers(stepper.state).loss, stepper.weights[0].copy()
    promised = stepper.readout.value.rsplit("<b>", 1)[1].split("<")[0]
    stepper.forward.click()
    after = stepper.numbers(stepper.state).loss
    assert stepper.state.step == 0 and not np.array_equal(before, stepper.weights[0])
    assert after < loss and f"{after:.4f}" == promised
    stepper.forward.click()
    assert stepper.state.step == 1
    assert "round 2" in stepper.readout.value
    stepper.back.click()
    stepper.back.click()  # takes the update back
    assert stepper.state.step == 9 and stepper.numbers(stepper.state).loss == loss
    np.testing.assert_array_equal(before, stepper.weights[0])
    stepper.set(step=0)
    stepper.back.click()
    assert stepper.state.step == 0 and stepper.problem.value == ""
    stepper.reset.click()
    np.testing.assert_array_equal(before, stepper.weights[0])


def test_an_edited_number_changes_everything_downstream_and_nothing_upstream():
    stepper = explore.backprop_stepper(step=4)
    stepper.edit.value = NAMES["output 1 ← hidden 2"]
    assert stepper.value.value == pytest.approx(stepper.weights[1][0, 1])
    before = texts(stepper)
    stepper.value.value = 1.5
    changed = [new for new, old in zip(texts(stepper), before, strict=True) if new != old]
    assert len(changed) == 2 and changed[0] == "1.50" and changed[1].startswith("y₁ ")
    stepper.edit.value = NAMES["bias of hidden 3"]
    stepper.value.value = -1.0
    assert stepper.biases[0][2] == -1.0


def test_a_click_on_a_unit_marks_its_terms_and_one_on_an_edge_offers_its_weight():
    stepper = explore.backprop_stepper(step=1)
    ax = stepper._figure.axes[0]
    stepper.touched("down", ax, 4.0, 0.1)  # the second hidden unit
    assert "<mark>z<sub>2</sub>" in stepper.readout.value and stepper.readout.value.count("<mark>") == 1
    assert stepper.edit.value == NAMES["bias of hidden 2"] and stepper.value.value == -0.2
    stepper.touched("down", ax, 0.5 * (4 + 8), 0.5 * (3 + 1.8))
    assert stepper.edit.value == NAMES["output 1 ← hidden 1"] and stepper.value.value == pytest.approx(0.7)
    assert "<mark>y<sub>1</sub>" in stepper.set(step=3).readout.value


def test_numbers_have_true_minus_signs_and_no_minus_before_zero():
    stepper = explore.backprop_stepper(f="relu", x1=0.0, x2=0.0)
    for step in range(len(STEPS)):
        stepper.set(step=step)
        shown = "\n".join(texts(stepper)) + stepper.readout.value
        assert not re.search(r"-\d", shown) and not re.search(r"−0\.0+(?!\d)", shown)
        assert "((" not in stepper.readout.value.replace("((−", "")


def test_the_readers_rule_fills_in_the_backward_pass():
    def hidden_delta(dZ, W, slope):
        return dZ @ W  # the slope is forgotten

    right, wrong = (
        explore.backprop_stepper(step=8),
        explore.backprop_stepper(step=8, student={"hidden_delta": hidden_delta}),
    )
    assert texts(right) != texts(wrong)
    v = wrong.numbers(wrong.state)
    np.testing.assert_allclose(v.d1, v.d2 @ wrong.weights[1])
    with pytest.raises(ValueError, match="unknown function 'delta'; there are output_delta"):
        explore.backprop_stepper(student={"delta": backprop.hidden_delta})


@pytest.mark.parametrize(
    ("rule", "says"),
    [
        (lambda dZ, W, slope: None, "it returns None where an array of shape (1, 3) is expected"),
        (lambda dZ, W, slope: dZ @ W.T, "matmul"),
        (lambda dZ, W, slope: dZ, "an array of shape (1, 2) where"),
    ],
)
def test_a_rule_that_fails_is_named_and_leaves_the_other_numbers(rule, says):
    stepper = explore.backprop_stepper(step=9, student={"hidden_delta": rule})
    assert "Your hidden_delta did not run." in stepper.problem.value and says in stepper.problem.value
    assert stepper.problem.value.count("Your") == 1
    shown = "\n".join(texts(stepper))
    assert "y₁ 0.481" in shown and "δ₁ −0.519" in shown and "δ₁ nan" in shown


def test_a_formula_worked_out_with_the_numbers_that_it_shows_gives_its_result():
    stepper = explore.backprop_stepper(x1=-1.3, x2=0.7, t1=0.5, t2=-1.5, f="sigmoid")
    for _ in range(2):  # after an update weights have more than two digits, too
        for step in (1, 3, 4, 5, 6, 7, 8):
            said = stepper.set(step=step).readout.value.translate(str.maketrans("−·²[]½", "-*2()h"))
            found = re.findall(r"(?:=|:|,) ([-+*/h() \d.]+)((?:(?<=\))2)?[^=]*?) = <b>(-?[\d.]+)</b>", said)
            assert len(found) >= {4: 1}.get(step, 2)
            for formula, _, result in found:
                value = eval(formula.replace("h", "0.5 *").replace(")2", ")**2"))
                assert value == pytest.approx(float(result), abs=0.0021), (formula, result)
        stepper.set(step=9).forward.click()


@pytest.mark.parametrize("room", [332, 934])
def test_large_numbers_stay_in_their_nodes(room):
    stepper = explore.backprop_stepper(step=9, x1=2.0, x2=2.0)
    stepper.weights[0] *= 4000
    stepper.picture.room, stepper.picture.tall = room, 768
    stepper.set(f="relu").changed()
    figure, art = stepper._figure, stepper._art
    for node, box in zip(art.nodes, boxes(art.values, figure.canvas.get_renderer()), strict=True):
        assert box.width < node.get_markersize() * figure.dpi / 72


def test_a_wrong_tanh_in_the_registry_shows(monkeypatch):
    monkeypatch.setitem(ACTIVATIONS, "tanh", Activation(lambda z: z + 10, lambda z: np.ones_like(z)))
    assert "tanh(0.90) = <b>10.900</b>" in explore.backprop_stepper(step=2).readout.value


def boxes(texts, renderer):
    """The rectangles of texts in pixels, however they are drawn."""
    return [Text.get_window_extent(text, renderer) for text in texts if text.get_text()]


@pytest.mark.parametrize("room", [934, 1100, 1500])
def test_a_laptop_shows_large_numbers_over_the_whole_width_and_none_on_another(room):
    stepper = explore.backprop_stepper(step=9, x1=-1.5)
    stepper.picture.room, stepper.picture.tall = room, 768
    figure, art = stepper._figure, stepper._art
    shown = art.weights + art.values + art.below
    assert min(text.get_fontsize() for text in shown) * figure.dpi / 96 >= 9
    assert figure.bbox.width >= min(0.95 * room, 920) and figure.bbox.height <= 768 / 2
    found = boxes(art.weights + art.below, figure.canvas.get_renderer())
    assert not [(a, b) for a, b in combinations(found, 2) if a.overlaps(b)]
    for node, box in zip(art.nodes, boxes(art.values, figure.canvas.get_renderer()), strict=True):
        assert box.width < node.get_markersize() * figure.dpi / 72


def test_reset_puts_everything_back_as_it_was_made():
    stepper, first = (explore.backprop_stepper(step=9, x2=0.5) for _ in range(2))
    stepper.set(x1=-2.0, f="relu", rate=1.0)
    stepper.forward.click()
    stepper.reset.click()
    assert vars(stepper.state) == vars(first.state) and texts(stepper) == texts(first)


def test_the_loss_stands_beside_the_outputs_and_what_an_update_makes_of_it():
    stepper = explore.backprop_stepper(step=3)
    assert stepper._art.loss.get_text() == ""
    before = re.search(r"<b>(\S+)</b>", stepper.set(step=4).readout.value.split("= ")[-1])[1]
    assert stepper._art.loss.get_text() == f"loss {before}"
    after = re.search(r"to <b>(\S+)</b>", stepper.set(step=9).readout.value)[1]
    assert stepper._art.loss.get_text() == f"loss {before}\n→ {after}"


def test_of_the_edges_at_work_those_of_the_unit_that_was_clicked_stand_out():
    stepper = explore.backprop_stepper(step=7)

    def widths():
        return dict(zip(EDGES, (line.get_linewidth() for line in stepper._art.edges), strict=True))

    assert all((width > 1) == (r == 1) for (r, _, _), width in widths().items())
    stepper.touched("down", stepper._figure.axes[0], 4.0, 0.1)  # the second hidden unit
    assert {edge for edge, width in widths().items() if width > 1} == {(1, 0, 1), (1, 1, 1)}
