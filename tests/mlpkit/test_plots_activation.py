import functools

import numpy as np
import pytest

from mlpkit import plots
from mlpkit.activations import ACTIVATIONS, Activation, prelu, sigmoid
from mlpkit.palette import BLUE


def drawn(fig, label):
    """x and y of the one line whose label contains `label`."""
    lines = [line for ax in fig.axes for line in ax.lines if label in line.get_label()]
    assert len(lines) == 1
    return lines[0].get_xdata(), lines[0].get_ydata()


def without_gaps(x, y):
    assert np.array_equal(np.isnan(x), np.isnan(y))
    return x[~np.isnan(x)], y[~np.isnan(y)]


def shaded(fig, label="of the steepest"):
    """The intervals of z of the shaded areas, left to right."""
    areas = [area for area in fig.axes[0].collections if label in area.get_label()]
    return sorted((p[:, 0].min(), p[:, 0].max()) for area in areas for p in (q.vertices for q in area.get_paths()))


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_the_function_and_its_derivative_are_drawn_where_they_are(name):
    fig = plots.activation(name, limits=(-3, 4))
    z, a = without_gaps(*drawn(fig, "$f(z)$"))
    assert (z[0], z[-1], len(z)) == (-3, 4, 1001)
    np.testing.assert_array_equal(a, ACTIVATIONS[name].f(z))
    z, slope = without_gaps(*drawn(fig, "slope"))
    np.testing.assert_array_equal(slope, ACTIVATIONS[name].grad(z))


def test_parameters_reach_function_and_derivative():
    fig = plots.activation("prelu", alpha=0.5)
    z, a = drawn(fig, "$f(z)$")
    np.testing.assert_array_equal(a, prelu(z, 0.5))
    assert without_gaps(*drawn(fig, "slope"))[1].min() == 0.5


def test_an_activation_and_a_plain_function_are_drawn_too():
    mine = Activation(lambda z: z**2, lambda z: 7 * z)
    assert drawn(plots.activation(mine), "slope")[1][-1] == 35
    z, slope = drawn(plots.activation(lambda z, k: k * np.sin(z), k=2), "slope")
    np.testing.assert_allclose(slope, 2 * np.cos(z), atol=1e-9)


def test_jumps_are_gaps_and_steep_slopes_are_not():
    for label, name in (("$f(z)$", "step"), ("slope", "relu")):
        x, y = drawn(plots.activation(name), label)
        assert np.isnan(y).sum() == 1
        at = int(np.flatnonzero(np.isnan(y))[0])
        assert x[at - 1] <= 0 <= x[at + 1] and abs(y[at + 1] - y[at - 1]) == 1
    assert not np.isnan(drawn(plots.activation("sigmoid", slope=8), "$f(z)$")[1]).any()


def test_shade_is_where_the_slope_is_small():
    (left, right) = shaded(plots.activation("sigmoid"))
    edge = np.log(np.roots([0.0125, -0.975, 0.0125]).max())  # s (1 - s) = 0.05 / 4 at e^z with 0.0125 (1 + e^z)² = e^z
    assert left == pytest.approx((-5, -edge), abs=0.011) and right == pytest.approx((edge, 5), abs=0.011)
    assert shaded(plots.activation("relu")) == [(-5, 0)]
    assert shaded(plots.activation("step")) == [(-5, 5)] and shaded(plots.activation("identity")) == []
    assert shaded(plots.activation("tanh", saturation=0.5))[1][0] == pytest.approx(np.arctanh(0.5**0.5), abs=0.011)


def test_tangent_touches_with_the_slope_of_the_function():
    fig = plots.activation("sigmoid", tangent=1.0)
    (z1, z2), (a1, a2) = drawn(fig, "tangent at $z$ = 1")
    assert (z1 + z2) / 2 == 1 and (a1 + a2) / 2 == pytest.approx(sigmoid(1.0))
    assert (a2 - a1) / (z2 - z1) == pytest.approx(sigmoid(1.0) * sigmoid(-1.0))
    assert "At z = 1 the slope is 0.197" in fig.axes[0].get_title(loc="left").replace("\n", " ")
    markers = [line for line in fig.axes[0].lines if line.get_marker() == "o"]
    assert [line.get_xydata().tolist() for line in markers] == [[[1, pytest.approx(sigmoid(1.0))]]]


def test_a_second_function_and_the_difference():
    fig = plots.activation("gelu", compare="swish")
    z, difference = drawn(fig, "f(z) - g(z)")
    expected = ACTIVATIONS["gelu"].f(z) - ACTIVATIONS["swish"].f(z)
    np.testing.assert_array_equal(difference, expected)
    np.testing.assert_array_equal(drawn(fig, "swish")[1], ACTIVATIONS["swish"].f(z))
    title = fig.axes[0].get_title(loc="left").replace("\n", " ")
    assert title == f"gelu and swish differ by at most {abs(expected).max():.3f}, at z = ±1.97."
    assert "between the two" in [area.get_label() for area in fig.axes[0].collections]
    assert not [line for line in fig.axes[0].lines if "slope" in line.get_label()]
    one_sided = plots.activation("elu", compare="relu").axes[0].get_title(loc="left")
    assert one_sided.replace("\n", " ").endswith("at z = −5.")
    same = plots.activation("sigmoid", compare=functools.partial(sigmoid, slope=1))
    assert same.axes[0].get_title(loc="left") == "sigmoid and sigmoid are the same."


def test_labels_titles_and_alternative_text():
    fig = plots.activation("leaky_relu")
    (ax,) = fig.axes
    assert (ax.get_xlabel(), ax.get_ylabel()) == ("$z$", "$f(z)$ and its slope")
    said = "leaky relu: slopes from 0.01 to 1, and almost none in the shade (below 5 % of the steepest)."
    assert ax.get_title(loc="left").replace("\n", " ") == said
    assert plots.alt_text(fig) == f"Graph of leaky relu for z from −5 to 5. {said}"
    assert plots.activation("step").axes[0].get_title(loc="left") == "step: the slope is 0 everywhere."
    nearly = plots.activation("tanh").axes[0].get_title(loc="left")
    assert nearly.replace("\n", " ").startswith("tanh: slopes from nearly 0 to 1, and")
    mine = plots.activation(lambda z: z, title="Mine", name="line")
    assert mine.axes[0].get_title(loc="left") == "Mine" and drawn(mine, "line: $f(z)$")
    assert "your function" in plots.alt_text(plots.activation(lambda z: z))


def test_it_draws_into_given_axes_with_the_shared_colours():
    fig, (first, second) = plots.panels(1, 2)
    assert plots.activation("tanh", ax=second) is fig
    assert not first.lines and [line.get_color() for line in second.lines if "tanh" in line.get_label()] == [BLUE]


def test_unknown_names_are_refused():
    with pytest.raises(ValueError, match=r"unknown activation 'rleu'; known: .*relu"):
        plots.activation("rleu")
