"""The depth-and-signal explorer, driven from Python."""

import re

import numpy as np
import pytest

from mlpkit import explore
from mlpkit.activations import ACTIVATIONS, Activation
from mlpkit.explore.show_depth_and_signal import signal
from tests.support.explorers import NUMBER, value


def numbers(shown):
    return [value(v) for v in re.findall(f"<b>({NUMBER})</b>", shown.readout.value)]


def titles(shown):
    return [title.get_text() for title in shown._art.titles]


def test_identity_layers_keep_the_size_with_xavier_and_grow_by_root_two_with_he():
    forward, backward, _ = signal(8, 128, "xavier", ACTIVATIONS["identity"])
    assert 0.7 < forward[-1] < 1.4 and 0.7 < backward[0] < 1.4
    forward, _, _ = signal(8, 128, "he", ACTIVATIONS["identity"])
    assert forward[-1] / forward[0] == pytest.approx(2**3.5, rel=0.3)


def test_he_keeps_relu_alive_and_small_weights_let_it_vanish():
    alive = explore.depth_and_signal(f="relu", init="he", depth=20, width=128)
    dead = explore.depth_and_signal(f="relu", init="gaussian", depth=20)
    assert 0.3 < numbers(alive)[1] < 3 and numbers(dead)[1] < 1e-12


def test_sigmoid_loses_the_gradient_a_quarter_at_a_time_or_more():
    _, backward, _ = signal(12, 64, "xavier", ACTIVATIONS["sigmoid"])
    ratios = np.array(backward[:-1]) / backward[1:]
    assert (ratios < 0.3).all()


def test_gradients_are_those_of_the_chain():
    """One layer, by hand: dZ = dA ⊙ f'(Z) with the same draws."""
    rng = np.random.default_rng(3)
    A = rng.standard_normal((100, 16))
    W = rng.standard_normal((16, 16)) / 4
    Z = A @ W.T
    dZ = rng.standard_normal((100, 16)) * (1 - np.tanh(Z) ** 2)
    forward, backward, _ = signal(1, 16, "xavier", ACTIVATIONS["tanh"], seed=3)
    assert forward == pytest.approx([np.sqrt(np.mean(np.tanh(Z) ** 2))])
    assert backward == pytest.approx([np.sqrt(np.mean(dZ**2))])


def test_the_histogram_is_of_the_chosen_layer_also_when_it_no_longer_exists():
    shown = explore.depth_and_signal(f="sigmoid", layer=3)
    heights = np.asarray(shown._art.histogram.get_data().values)
    assert heights.sum() == pytest.approx(1) and heights[:25].sum() == 0  # a sigmoid is positive
    shown.set(layer=30, depth=4)
    assert (shown.problem.value, shown.state.layer, shown.controls["layer"].max) == ("", 4, 4)
    assert shown.set(layer=25, depth=30).state.layer == 25


def test_the_bars_of_relu_are_at_zero_and_those_of_a_saturated_tanh_alike():
    relu = explore.depth_and_signal(f="relu", init="he").set(layer=1)
    (middle,) = np.flatnonzero(relu.bars(relu.state) > 0.4)
    edges = relu._art.histogram.get_data().edges
    assert edges[middle] == pytest.approx(-edges[middle + 1])
    tanh = explore.depth_and_signal(f="tanh", scale=10.0)
    heights = tanh.bars(tanh.state)
    np.testing.assert_allclose(heights, heights[::-1], atol=0.03)
    far = explore.depth_and_signal(f="identity", scale=10.0)
    assert far.bars(far.state)[[0, -1]].sum() > 0.99 and "beyond" in far._figure.axes[2].get_xlabel()


def test_a_wrong_tanh_of_the_reader_stands_over_the_library(monkeypatch):
    right = numbers(explore.depth_and_signal(f="tanh"))
    monkeypatch.setitem(ACTIVATIONS, "tanh", Activation(lambda z: 2 * np.tanh(z), lambda z: 0 * z))
    shown = explore.depth_and_signal(f="tanh")
    assert numbers(shown)[0] == pytest.approx(2 * right[0], rel=0.01) and numbers(shown)[2] == 0
    library, mine = (line.get_ydata() for line in shown._art.lines["forward"])
    assert mine[0] > 1.9 * library[0]
    assert shown._art.others["xavier"][0][1].get_position()[1] == pytest.approx(mine[-1])  # its name is at its end
    monkeypatch.setitem(ACTIVATIONS, "tanh", Activation(lambda z: z.nothing, np.cosh))
    assert "Your tanh did not run. AttributeError" in explore.depth_and_signal(f="tanh").problem.value


def test_the_range_follows_the_signal_other_initialisations_are_drawn_and_a_layer_is_clicked():
    shown = explore.depth_and_signal(f="sigmoid", depth=30)
    low = shown.limits()[0]
    assert low < min(shown.mine[1]) < 1e-10 and explore.depth_and_signal(f="tanh").limits() == (0.1, 10.0)
    line = shown._art.others["he"][0][0]
    assert len(line.get_xdata()) == 30 and not np.allclose(line.get_ydata(), shown.signals["xavier"][0])
    shown.touched("down", shown._figure.axes[1], 7.2, 1.0)
    assert shown.state.layer == 7 and titles(shown)[2].startswith("Layer 7: ")


@pytest.mark.parametrize(
    ("settings", "activations", "gradients"),
    [
        ({"f": "relu", "init": "he", "width": 128}, "keep their size", "keep their size"),
        ({"f": "identity", "init": "xavier", "scale": 10.0}, "grow", "grow"),
        ({"f": "sigmoid", "init": "xavier", "depth": 20}, "keep their size", "shrink"),
        ({"f": "relu", "init": "gaussian", "depth": 20}, "shrink", "shrink"),
    ],
)
def test_the_titles_say_what_becomes_of_the_signal(settings, activations, gradients):
    shown = explore.depth_and_signal(**settings)
    said, (first, last, top, bottom) = titles(shown), numbers(shown)
    assert said[0].startswith(f"Activations {activations}") and said[1].startswith(f"Gradients {gradients}")
    for title, before, after in ((said[0], first, last), (said[1], top, bottom)):
        times = re.search(r"([\d.]+)(?: · 10([⁰¹²³⁴⁵⁶⁷⁸⁹]+))? times", title)
        if times:
            power = int((times[2] or "0").translate(str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")))
            assert float(times[1]) * 10**power == pytest.approx(max(after / before, before / after), rel=0.06)
        else:
            assert 0.66 < after / before < 1.51
    if "within" in said[2]:
        high = 1.05 * value(said[2].split("±")[1])
        low = -high
    else:
        low, high = map(value, re.search(r"90 % from (\S+) to (\S+)", said[2]).groups())
    layer = shown.mine[2][shown.state.layer - 1]
    assert np.mean((layer > low - 0.006) & (layer < high + 0.006)) >= 0.9


def test_the_titles_say_when_nothing_is_left_or_numbers_end(monkeypatch):
    monkeypatch.setitem(ACTIVATIONS, "tanh", Activation(np.zeros_like, np.zeros_like))
    assert titles(explore.depth_and_signal(f="tanh"))[:2] == ["Activations vanish", "Gradients vanish"]
    monkeypatch.setitem(ACTIVATIONS, "tanh", Activation(lambda z: z * np.inf, lambda z: z * np.nan))
    assert titles(explore.depth_and_signal(f="tanh"))[:2] == ["Activations overflow", "Gradients overflow"]


def test_a_curve_that_leaves_the_picture_is_pointed_at():
    shown = explore.depth_and_signal(f="relu", init="he", depth=20)
    labels = {init: [text.get_text() for _, text in pair] for init, pair in shown._art.others.items()}
    assert labels == {"he": ["he", "he"], "xavier": ["xavier ↓", "xavier"], "gaussian": ["gaussian ↓", "gaussian"]}


@pytest.mark.parametrize("settings", [{"f": "relu", "init": "he"}, {"f": "sigmoid"}, {"f": "tanh", "scale": 10.0}])
def test_the_histogram_is_as_high_as_its_axes(settings):
    shown = explore.depth_and_signal(**settings)
    highest = shown._art.histogram.get_data().values.max()
    assert 0.4 < highest / shown._figure.axes[2].get_ylim()[1] < 1 or highest < 0.06


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"f": "identity", "scale": 10.0, "depth": 30}, "90 % within ±"),
        ({"f": "relu", "scale": 10.0, "depth": 30}, "90 % within ±"),
        ({"init": "gaussian", "depth": 30}, "90 % within ±"),
        ({}, "90 % from −"),
    ],
)
def test_the_title_of_the_histogram_fits_whatever_the_numbers(settings, said):
    shown = explore.depth_and_signal(**settings, layer=20)
    title = shown._art.titles[2]
    assert said in title.get_text() and title.get_window_extent(shown._figure.canvas.get_renderer()).x1 <= (
        shown._figure.bbox.x1
    )
