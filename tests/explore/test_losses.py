"""The losses explorer, driven from Python."""

import re

import numpy as np
import pytest

from mlpkit import explore, losses
from mlpkit.activations import sigmoid
from mlpkit.explore.show_losses import POINTS, X, fit_line


def cell(explorer, name, column):
    """The number in the row of a loss and a column of the table."""
    row = re.search(rf"<td>{name}</td>(.*?)</tr>", explorer.readout.value)[1]
    numbers = re.findall(r"<b>(\S+?)</b>", row)
    return float(numbers[("loss", "gradient", "fitted slope").index(column)].replace("−", "-"))


def said(explorer, pattern):
    return float(re.search(pattern.replace("@", r"<b>(\S+)</b>"), explorer.readout.value)[1].replace("−", "-"))


def test_values_and_gradients_are_the_worked_ones():
    shown = explore.losses(y=2.0, target=-1.0, delta=1.0)  # d = 3: ½ · 9, 3, 3 − ½
    assert [cell(shown, n, "loss") for n in ("mse", "mae", "huber")] == [4.5, 3.0, 2.5]
    assert [cell(shown, n, "gradient") for n in ("mse", "mae", "huber")] == [3.0, 1.0, 1.0]
    assert cell(shown.set(delta=2.0), "huber", "loss") == 4.0


@pytest.mark.parametrize("loss", [losses.mse, losses.mae, losses.huber])
def test_the_fitted_line_is_a_minimum(loss):
    x, y = np.append(X, 0.8), np.append(POINTS, -2.0)
    w = fit_line(loss, x, y)
    here = loss(np.polyval(w, x), y)[0]
    for step in 0.05 * np.array([[1, 0], [-1, 0], [0, 1], [0, -1], [1, 1], [1, -1]]):
        assert loss(np.polyval(w + step, x), y)[0] > here - 2e-4


def test_the_outlier_pulls_the_squared_error_most_and_can_be_dragged():
    shown = explore.losses()
    slope = {n: cell(shown, n, "fitted slope") for n in ("mse", "mae", "huber")}
    assert slope["mse"] < slope["huber"] < slope["mae"]
    shown.touched("move", shown._figure.axes[0], 0.0, 0.0)
    assert shown.state.outlier_y == -2.0
    shown.touched("move", shown._figure.axes[2], 0.8, 9.0)
    assert shown.state.outlier_y == 4.0 and cell(shown, "mse", "fitted slope") > slope["mse"] + 0.5


def test_the_readers_loss_is_drawn_over_the_library(monkeypatch):
    def mse(Y, T):
        return float(np.mean((Y - T) ** 2)), 2 * (Y - T) / len(Y)

    assert cell(explore.losses(student={"mse": mse}, y=2.0), "mse", "loss") == 4.0
    monkeypatch.setitem(losses.LOSSES, "mse", mse)
    shown = explore.losses(y=2.0)
    assert cell(shown, "mse", "loss") == 4.0
    library, yours = (line.get_ydata().max() for line in shown._art.value["mse"])
    assert yours == 2 * library


def test_a_loss_that_raises_is_named_once():
    shown = explore.losses(student={"huber": lambda Y, T: 1 / 0})
    assert shown.problem.value.count("Your huber did not run") == 1 and cell(shown, "mse", "loss") == 2.0


def test_cross_entropy_keeps_its_slope_where_squared_error_goes_flat():
    shown = explore.losses("logit", z=-4.0, t=1.0)
    p = sigmoid(-4.0)
    assert said(shown, r"cross-entropy on σ\(z\): gradient @") == pytest.approx(p - 1, abs=1e-4)
    assert said(shown, r"squared error on σ\(z\): gradient @") == pytest.approx((p - 1) * p * (1 - p), abs=1e-4)
    assert "cross-entropy on z itself: not defined" in shown.readout.value
    assert said(shown.set(z=0.5, t=0.0), r"on z itself: gradient @") == pytest.approx(2.0, abs=1e-3)


@pytest.mark.parametrize("t", [1.0, 0.0])
def test_names_stand_beside_the_curves_of_a_logit_in_their_colours_and_on_none(t):
    art = explore.losses("logit", t=t)._art
    for lines, texts in ((art.value, art.beside[0]), (art.slope, art.beside[1])):
        ax, renderer = texts[0].axes, texts[0].figure.canvas.get_renderer()
        drawn = [ax.transData.transform(np.nan_to_num(line.get_xydata(), nan=99)) for _, line in lines.values()]
        for (_, line), text in zip(lines.values(), texts, strict=True):
            assert line.get_color() == text.get_color() and text.get_text().replace("\n", " ") == line.get_label()
            box = text.get_window_extent(renderer)
            assert ax.bbox.x0 <= box.x0 and box.x1 <= ax.bbox.x1
            assert not any(box.count_contains(points) for points in drawn)


def test_bad_arguments():
    with pytest.raises(ValueError, match="about must be"):
        explore.losses("logits")
    with pytest.raises(ValueError, match="unknown function 'msee'; there are mse, mae"):
        explore.losses(student={"msee": losses.mse})


def test_y_is_dragged_along_the_curve():
    shown = explore.losses()
    shown.touched("down", shown._figure.axes[0], -1.5, 2.0)
    assert shown.state.y == -1.5 and cell(shown, "mse", "gradient") == -1.5


def test_a_logit_is_dragged_and_the_library_stands_behind_only_what_is_the_readers():
    shown = explore.losses("logit")
    shown.touched("down", shown._figure.axes[1], 2.0, 0.0)
    assert shown.state.z == 2.0
    pale = [line for line, _ in shown._art.value.values()]
    assert not any(line.get_visible() for line in pale)
    yours = explore.losses("logit", student={"bce_with_logits": lambda Z, T: losses.bce_with_logits(Z, T)})
    assert all(line.get_visible() for line, _ in yours._art.value.values())


def test_what_is_dragged_stands_on_the_steps_that_the_page_shows():
    shown = explore.losses()
    shown.touched("down", shown._figure.axes[0], 1.268, 2.0)
    assert shown.state.y == 1.3 and cell(shown, "mae", "loss") == 1.3
    shown.touched("down", shown._figure.axes[2], 0.513, 1.98)
    assert (shown.state.outlier_x, shown.state.outlier_y) == (0.5, 2.0)
    shown = explore.losses("logit")
    shown.touched("down", shown._figure.axes[0], 0.04, 2.0)
    assert shown.state.z == 0.0 and "σ(z) = 0.5000" in shown.readout.value


def test_the_gradient_of_the_absolute_error_jumps_at_the_target():
    shown = explore.losses(target=0.3, y=0.3)
    slope = dict(zip(*shown._art.slope["mae"][1].get_data(), strict=True))
    assert {v for y, v in slope.items() if abs(y - 0.3) > 1e-9} == {-1.0, 1.0}
    assert cell(shown, "mae", "gradient") == 0.0
    assert "arrows: a step of 0.6 down the gradient" in shown.readout.value


def test_the_loss_that_is_defined_between_0_and_1_only_leaves_the_picture_at_one_end_and_meets_the_axis_at_the_other():
    shown = explore.losses("logit")
    bare = np.array(shown._art.value["cross-entropy on z itself"][1].get_data())
    inside = bare[:, ~np.isnan(bare[1])]
    assert inside[1].max() > 6 and inside[1].min() < 0.01
