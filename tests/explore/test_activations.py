"""The activations explorer, driven from Python."""

import numpy as np
import pytest

import mlpkit.activations as library
from mlpkit import explore
from mlpkit.activations import Activation


def lines(explorer, panel):
    return {line.get_label(): line.get_xydata() for line in explorer.static().axes[panel].lines}


def test_the_numbers_are_those_of_the_function():
    shown = explore.activations(["tanh"], z=0.5)
    assert f"tanh(0.50) = <b>{np.tanh(0.5):.3f}</b>" in shown.readout.value
    assert f"slope f′ = <b>{1 - np.tanh(0.5) ** 2:.3f}</b>" in shown.readout.value


@pytest.mark.parametrize("name", library.ACTIVATIONS)
def test_every_activation_is_drawn(name):
    shown = explore.activations(name=name)
    curve = lines(shown, 0)[name]
    assert shown.problem.value == ""
    np.testing.assert_allclose(curve[:, 1], library.ACTIVATIONS[name].f(curve[:, 0]), rtol=1e-12)


def test_a_parameter_changes_the_curve_and_only_its_own_sliders_are_shown():
    shown = explore.activations(name="swish", swish_beta=2.0)
    curve = lines(shown, 0)["swish"]
    np.testing.assert_allclose(curve[:, 1], library.swish(curve[:, 0], beta=2.0), rtol=1e-12)
    visible = {key for key, control in shown.controls.items() if control.layout.display != "none"}
    assert "swish_beta" in visible and "elu_alpha" not in visible


def test_the_tangent_touches():
    shown = explore.activations(["softplus"], z=-1.0)
    tangent = lines(shown, 0)["tangent"]
    middle = tangent.mean(axis=0)
    slope = np.diff(tangent[:, 1]) / np.diff(tangent[:, 0])
    np.testing.assert_allclose(middle, [-1.0, library.softplus(-1.0)], atol=1e-4)
    assert slope == pytest.approx(library.sigmoid(-1.0), abs=1e-4)


def test_saturation_is_the_part_of_the_inputs_with_nearly_no_slope():
    assert "50% of the inputs" in explore.activations(["relu"]).readout.value
    assert " 0% of the inputs" in explore.activations(["identity"]).readout.value
    assert "100% of the inputs" in explore.activations(["step"]).readout.value
    assert "84% of the inputs" in explore.activations(["relu"], mean=-1.0).readout.value  # Φ(1) = 0.84


def test_the_distribution_of_the_inputs_matters():
    shown = explore.activations(["identity"], source="uniform", mean=1.0, spread=0.5)
    assert "mean 1.00, standard deviation 0.50" in shown.readout.value


@pytest.mark.parametrize("spread", [0.1, 1.0, 4.0])
def test_the_histograms_fill_their_panel(spread):
    shown = explore.activations(["sigmoid", "tanh"], spread=spread)
    for sample in ("before", "after"):
        top, high = getattr(shown._art, sample).get_data().values.max(), shown._art.before.axes.get_ylim()[1]
        assert top <= high or high == 0.5
    tops = [getattr(shown._art, sample).get_data().values.max() for sample in ("before", "after")]
    assert max(tops) >= 0.4 * high or high == 0.125


def test_others_are_drawn_too():
    shown = explore.activations(name="relu", show_elu=True, show_gelu=True)
    assert {"relu", "elu", "gelu"} <= lines(shown, 0).keys()


def test_the_readers_function_is_drawn_over_the_library_with_the_difference():
    def relu(z):
        return np.where(z > 0, z, 0.25 * z)

    shown = explore.activations(["relu"], student={"relu": relu})
    axes = shown.static().axes
    assert {"library", "yours"} <= lines(shown, 0).keys() and len(axes) == 4
    gap = lines(shown, 3)["f"]
    np.testing.assert_allclose(gap[:, 1], np.minimum(0.25 * gap[:, 0], 0))
    assert "your relu is off by at most <b>−1.5</b>, at z = −6.00" in shown.readout.value
    assert gap[:, 1].min() >= axes[3].get_ylim()[0]


def test_a_wrong_tanh_in_the_registry_shows_without_being_passed(monkeypatch):
    wrong = Activation(lambda z: 2 * library.tanh(z), library.tanh_grad)
    monkeypatch.setitem(library.ACTIVATIONS, "tanh", wrong)
    shown = explore.activations(name="tanh")
    assert "your tanh is off by at most" in shown.readout.value and "tanh_grad" not in shown.readout.value


def test_a_function_with_fewer_parameters_than_the_library_is_called_all_the_same():
    shown = explore.activations(student={"sigmoid": lambda z: library.sigmoid(z)}, name="sigmoid")
    assert shown.problem.value == "" and "your sigmoid agrees with the library's" in shown.readout.value
    assert len(shown.static().axes) == 3  # no empty panel for a difference of nothing


@pytest.mark.parametrize(
    ("broken", "says"),
    [(lambda z: z / [], "Your relu did not run."), (lambda z: z[:3], "ValueError"), (lambda: 1, "TypeError")],
)
def test_a_function_that_raises_is_named_and_the_library_still_shows(broken, says):
    shown = explore.activations(student={"relu": broken}, name="relu", z=2.0)
    assert says in shown.problem.value and "Your relu did not run." in shown.problem.value
    assert "relu(2.00) = <b>2.000</b>" in shown.readout.value
    assert shown.set(name="tanh").problem.value == ""


def test_an_unknown_name_says_what_there_is():
    with pytest.raises(ValueError, match="unknown activation 'rleu'; there are identity, step"):
        explore.activations(["rleu"])


def test_it_opens_on_a_function_that_bends_or_on_what_was_asked_for():
    first = explore.activations().state.name
    assert np.ptp(library.ACTIVATIONS[first].grad(np.linspace(-6, 6, 99))) > 0.1
    assert explore.activations(name="identity").state.name == "identity"
    assert explore.activations(["identity", "relu"]).state.name == "identity"


def test_z_is_dragged_on_the_curve():
    shown = explore.activations(name="tanh")
    shown.touched("down", shown._figure.axes[0], -0.52, 0.3)
    assert shown.state.z == pytest.approx(-0.5, abs=0.03)
    shown.touched("move", shown._figure.axes[1], 99.0, 0.3)
    assert shown.state.z == 6.0


def test_a_dragged_z_is_the_number_that_its_slider_shows():
    shown = explore.activations(name="identity")
    shown.touched("down", shown._figure.axes[0], -0.2406, 0.3)
    assert shown.state.z == -0.25 and "identity(−0.25) = <b>−0.250</b>" in shown.readout.value


@pytest.mark.parametrize(("name", "parameter", "value"), [("leaky_relu", "alpha", 3.0), ("sigmoid", "slope", 3.0)])
def test_a_parameter_leads_no_slope_out_of_its_panel(name, parameter, value):
    shown = explore.activations(name=name).set(**{f"{name}_{parameter}": value})
    low, high = shown._figure.axes[1].get_ylim()
    slopes = shown._art.grad.get_ydata()
    assert low < slopes.min() and slopes.max() < high


def test_the_names_of_all_functions_stand_inside_the_panel():
    shown = explore.activations(name="swish", **{f"show_{name}": True for name in library.ACTIVATIONS})
    box = shown._art.legend.get_window_extent(shown._figure.canvas.get_renderer())
    panel = shown._figure.axes[0].bbox
    assert box.x1 < panel.x0 + 0.6 * panel.width and box.y0 > panel.y0 + 0.5 * panel.height
    assert shown.controls["show_swish"].disabled and not shown.controls["show_tanh"].disabled


def test_what_differs_by_rounding_alone_agrees_though_its_slope_is_wrong():
    def sigmoid(z):
        return 1 / (1 + np.exp(-z))

    def sigmoid_grad(z):
        return sigmoid(z) * (1 - sigmoid(z)) + 0.02

    shown = explore.activations(student={"sigmoid_grad": sigmoid_grad, "sigmoid": sigmoid})
    assert shown.state.name == "sigmoid"
    assert "your sigmoid agrees" in shown.readout.value and "your sigmoid_grad is off by" in shown.readout.value
    gaps = shown._figure.axes[3]
    names = gaps.get_legend().get_window_extent(shown._figure.canvas.get_renderer())
    assert gaps.transData.transform((0, 0.02))[1] < names.y0


def test_the_legend_over_the_hatching_stands_on_white_paper():
    shown = explore.activations(name="tanh")
    legend = shown._art.legend
    box = legend.get_window_extent(shown._figure.canvas.get_renderer())
    assert legend.get_frame().get_visible() and legend.get_frame().get_facecolor() == (1, 1, 1, 1)
    curve = shown._art.flat
    assert legend.get_zorder() > curve.get_zorder() and box.width > 0


@pytest.mark.parametrize("name", ["identity", "tanh", "elu", "relu"])
def test_the_dot_stays_in_the_picture_and_no_bar_under_the_names(name):
    shown = explore.activations(name=name, z=-6.0)
    (y,), (low, high) = shown._art.dots[0].get_ydata(), shown._figure.axes[0].get_ylim()
    assert low <= y <= high
    right = shown._figure.axes[2]
    names = right.get_legend().get_window_extent(shown._figure.canvas.get_renderer())
    edge, floor = right.transData.inverted().transform((names.x1, names.y0))
    heights, edges, _ = shown._art.after.get_data()
    assert heights[edges[:-1] < edge].max() < floor
