"""The computational graph, driven from Python."""

import re

import numpy as np
import pytest

from mlpkit import explore
from mlpkit.explore.expression import _placed, _untidy, parse, places, run
from mlpkit.explore.fast_text import extent
from mlpkit.explore.show_graph import WIDEST
from mlpkit.gradcheck import numerical_gradient

EXPRESSIONS = [
    "(w*x + b - t)**2",
    "tanh(w*x + b) * x",
    "sigmoid(a) / exp(b) - log(c)",
    "-relu(x - y) + x*x",
    "x + x + x",
    "log(x) * x",
    "x * tanh(log(exp(x)))",
    "(a*x + b - c)**2 / (1 + exp(a*b))",  # 14 nodes, as the next one
    "relu(w*x + b)*v + tanh(u*x) + u*w",
]


@pytest.mark.parametrize("text", EXPRESSIONS)
def test_all_gradients_are_numerical_ones(text):
    nodes = parse(text)
    names = [node.label for node in nodes if node.value is None]
    at = np.array([0.7, -0.4, 1.3, 0.9, 0.6])[: len(names)]

    def value(x):
        return run(nodes, dict(zip(names, x, strict=True)))[0][-1]

    gradients = run(nodes, dict(zip(names, at, strict=True)))[1]
    mine = [g for node, g in zip(nodes, gradients, strict=True) if node.value is None]
    np.testing.assert_allclose(mine, numerical_gradient(value, at), atol=1e-7)


@pytest.mark.parametrize("text", EXPRESSIONS)
def test_no_two_nodes_share_a_place_and_edges_lead_to_the_right(text):
    nodes, spots = parse(text), places(parse(text))
    assert len({(x, round(y, 2)) for x, y in spots}) == len(nodes)
    assert all(spots[i][0] < spots[n][0] for n, node in enumerate(nodes) for i in node.inputs)


def test_signs_as_on_paper_are_read():
    paper, python = (parse(text) for text in ("w·x^2 − 1×b", "w*x**2 - 1*b"))
    assert [(n.label, n.inputs) for n in paper] == [(n.label, n.inputs) for n in python]


def test_nodes_are_placed_so_that_few_edges_cross():
    crossing = parse("(a+b)*(b+c)*(c+d)*(d+a)/exp(a)")
    as_written, as_placed = (_untidy(crossing, spots)[0] for spots in (_placed(crossing, range(13)), places(crossing)))
    assert as_written == 11 and as_placed <= 4
    easy = parse("w*x + b")
    assert places(easy) == _placed(easy, range(len(easy))), "inputs from the top, as they are read"


def test_the_numbers_of_a_node_lie_over_the_edges_and_none_over_another():
    shown = explore.graph("a*x + a*y")
    art, renderer, pixels = shown._art, shown._figure.canvas.get_renderer(), shown._canvas.pixels
    for value, gradient in zip(art.values, art.gradients, strict=True):
        assert value.paper and gradient.paper and value.zorder > 1
        if gradient.get_text():
            box = value.get_window_extent(renderer)
            top, bottom = (int(renderer.height - y) for y in (box.y1, box.y0))
            area = pixels([value, gradient])[top:bottom, int(box.x0) : int(box.x1), :3]
            assert area.min() < 100, "the paper behind the gradient leaves the value"


@pytest.mark.parametrize("room", [584, 1000, 1300])
def test_many_rows_leave_a_wide_page_no_empty_side(room):
    shown = explore.graph("relu(w*x + b)*v + tanh(u*x) + u*w")
    shown.picture.room, shown.picture.tall = room, 768
    shown.redraw()
    assert room - 2 <= shown.picture.width <= room or shown.picture.width >= 0.8 * 96 * WIDEST - 2


@pytest.mark.parametrize("text", EXPRESSIONS)
def test_no_edge_runs_through_a_node_and_no_slope_stands_on_one(text):
    shown = explore.graph(text)
    figure, renderer = shown._figure, shown._figure.canvas.get_renderer()
    to_pixels, radius = shown._figure.axes[0].transData.transform, 17 * figure.dpi / 72
    nodes = to_pixels(shown._art.spots)
    for (n, k), label in shown._art.slopes.items():
        i = shown.nodes[n].inputs[k]
        along = np.linspace(nodes[i], nodes[n], 200)
        for other in set(range(len(nodes))) - {i, n}:
            assert np.abs(along - nodes[other]).max(axis=1).min() > radius, (text, n, k, other)
        box = label.get_window_extent(renderer)
        for node in nodes:
            gap = np.maximum(np.subtract(box.min, node), np.subtract(node, box.max)).clip(0)
            assert not label.get_text() or np.hypot(*gap) > radius, (text, label.get_text())


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("w*", "cannot read 'w\\*'"),
        ("1 + 2", "has no input"),
        ("x if y else z", "cannot use"),
        ("open(x)", "cannot use 'open\\(x\\)'"),
        ("x", "nothing to work out"),
        ("x**y", "a number as its exponent"),
        ("a+b+c+d+e+f+g+h+i", "17 nodes"),
    ],
)
def test_what_is_no_expression_is_told(text, says):
    with pytest.raises(ValueError, match=says):
        explore.graph(text)
    shown = explore.graph()
    before = shown.readout.value
    shown.text.value = text
    assert "This expression cannot be used. ValueError" in shown.problem.value and shown.readout.value == before


def test_both_passes_operation_by_operation_and_another_expression():
    shown = explore.graph(step=0, w=-2.0)
    assert "the inputs" in shown.readout.value and shown.controls["step"].max == 8
    forward = ["−2.000 × 2.000 = <b>−4.000</b>", "−4.000 + (−1.500) = <b>−5.500</b>", "−5.500 − 1.500 = <b>−7.000</b>"]
    for said in [*forward, "(−7.000)<sup>2</sup> = <b>49.000</b>"]:
        shown.forward.click()
        assert shown.readout.value == f"<b>forward</b>: {said}"
    shown.forward.click()
    assert (
        "from node ^, gradient × local derivative, to node −: 1.000 × (−14.000) = <b>−14.000</b>" in shown.readout.value
    )
    shown.forward.click()
    assert (
        "to node +: −14.000 × 1.000 = <b>−14.000</b>; to t: −14.000 × (−1.000) = <b>14.000</b>" in shown.readout.value
    )
    shown.set(step=shown.controls["step"].max)
    said = {n: float(v.replace("−", "-")) for n, v in re.findall(r"∂/∂(\w) = <b>([^<]+)</b>", shown.readout.value)}
    assert said == pytest.approx({"w": -28, "x": 28, "b": -14, "t": 14})
    shown.text.value = "tanh(q)"
    assert shown.problem.value == "" and shown.controls["v0"].description == "q"
    assert shown.controls["v1"].layout.display == "none" and shown.controls["step"].max == 2


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (
            "relu(w*x) + w**2",
            "to w: 1.000 × 2.000 = <b>2.000</b>, in all <b>4.000</b>; to x: 1.000 × 1.000 = <b>1.000</b>",
        ),
        ("x*x", "to x: 1.000 × 1.000 = <b>1.000</b>; to x: 1.000 × 1.000 = <b>1.000</b>, in all <b>2.000</b>"),
    ],
)
def test_what_a_fork_adds_up_is_said(text, says):
    shown = explore.graph(text)
    assert says in shown.readout.value and shown.readout.value.count("in all") == 1


def test_small_numbers_large_ones_and_negative_exponents_are_shown():
    shown = explore.graph("1/(1 + exp(-30*x))", x=0.5)
    assert "∂/∂x = <b>9.2 · 10⁻⁶</b>" in shown.readout.value
    assert "0.000" not in "".join(text.get_text() for text in shown._art.gradients + list(shown._art.slopes.values()))
    shown.text.value = "1e9*x"
    assert "∂/∂x = <b>1 · 10⁹</b>" in shown.readout.value
    shown.text.value = "x**-1"
    assert shown.problem.value == "" and "∂/∂x = <b>−4.000</b>" in shown.readout.value
    assert "0.500<sup>−1</sup> = <b>2.000</b>" in shown.set(step=1).readout.value


def test_a_number_gets_no_gradient_and_what_has_no_value_is_said_and_no_error():
    shown = explore.graph("(w*x + 2)**3", step=0)
    constants = [n for n, node in enumerate(shown.nodes) if node.label in "23"]
    for step in range(shown.controls["step"].max + 1):
        shown.set(step=step)
        assert not any("∂" in shown._art.gradients[n].get_text() for n in constants)
        assert "to 3" not in shown.readout.value and "to 2" not in shown.readout.value
        assert "for these inputs" not in shown.readout.value
    for text in ("1/x", "x**0.5", "log(x)"):
        undefined = explore.graph(text, x=-1.0).set(v0=0.0).set(v0=-2.0)
        assert undefined.problem.value == "", text
        assert ("for these inputs (nan or inf)" in undefined.readout.value) == (text != "1/x")
        assert ("∂/∂x = <b>nan</b>" in undefined.readout.value) == (text != "1/x")


def test_an_input_is_dragged():
    shown = explore.graph()
    x, y = shown._art.spots[0]
    shown.touched("down", shown._figure.axes[0], x, y)
    shown.touched("move", shown._figure.axes[0], x, y + 0.5)
    assert shown.state.v0 == 2.0
    with pytest.raises(ValueError, match="no input 'z'; there are w, x, b, t"):
        explore.graph(z=1.0)


def test_an_expression_that_is_mended_takes_the_answer_to_the_wrong_one_away():
    shown = explore.graph()
    shown.text.value = "w*x +"
    assert "cannot be used" in shown.problem.value
    shown.text.value = "sigmoid(w*x + b)"
    assert shown.problem.value == "" and "∂/∂b" in shown.readout.value
    shown.set(step=3).text.value = "a*b*c*d + e"  # of more nodes, and both passes are done again
    assert "∂/∂e" in shown.readout.value


def test_the_name_of_a_long_function_stays_inside_its_circle():
    shown = explore.graph("sigmoid(w*x + b)")
    renderer = shown._figure.canvas.get_renderer()
    for box, label in zip(shown._art.boxes, shown._art.labels, strict=True):
        assert label.get_window_extent(renderer).width < box.get_markersize() * shown._figure.dpi / 72


def test_values_are_black_and_gradients_have_the_colour_of_the_way_back():
    shown = explore.graph()
    for value, gradient in zip(shown._art.values, shown._art.gradients, strict=True):
        assert value.get_color() != gradient.get_color() and "∂" not in value.get_text()
        assert not gradient.get_text() or gradient.get_text()[0] == "\n", "the gradient stands below the value"


@pytest.mark.parametrize("text", ["tanh(tanh(x))", "w*x + b", "(a+b)*(b+c)*(c+d)*(d+a)/exp(a)"])
def test_numbers_stand_right_below_their_node_and_above_the_next(text):
    art = explore.graph(text)._art
    inches = art.boxes[0].axes.bbox.height / art.boxes[0].figure.dpi / np.ptp(art.boxes[0].axes.get_ylim())
    below = [(spot[1] - number.get_position()[1]) * inches for spot, number in zip(art.spots, art.values, strict=True)]
    assert all(17 / 72 < inch < 0.4 for inch in below)  # 17 points: half a node
    lines = 2 * extent("∂")[1]
    for column in set(art.spots[:, 0]):
        heights = np.sort(art.spots[art.spots[:, 0] == column, 1]) * inches
        assert (np.diff(heights) > below[0] + lines + 17 / 72).all()
