import numpy as np
import pytest

from mlpkit import plots
from mlpkit.network import MLP
from mlpkit.palette import LINES
from mlpkit.train import History, fit


def title(ax):
    return ax.get_title(loc="left").replace("\n", " ")


def lines(ax):
    """y values by label."""
    return {line.get_label(): line.get_ydata().tolist() for line in ax.lines if line.get_linestyle() != "None"}


def dots(ax):
    return [
        tuple(line.get_xydata()[0]) for line in ax.lines if line.get_linestyle() == "None" or len(line.get_xdata()) == 1
    ]


RUN = History(loss=[2.0, 0.5, 0.1], error=[0.5, 0.25, 0.2], val_loss=[1.5, 0.75, 0.8], val_error=[0.4, 0.3, 0.35])
OTHER = History(loss=[3.0, 2.0], error=[0.9, 0.8])


def test_training_curves_draw_what_the_history_holds():
    fig = plots.training_curves(RUN)
    loss, error = fig.axes
    for ax, kind in ((loss, "loss"), (error, "error")):
        for label, prefix in (("training", ""), ("validation", "val_")):
            (line,) = (line for line in ax.lines if line.get_label() == label)
            assert line.get_xdata().tolist() == [1, 2, 3]
            assert line.get_ydata().tolist() == getattr(RUN, prefix + kind)
            assert line.get_linestyle() == ("-" if label == "training" else "--")
    assert (loss.get_xlabel(), loss.get_ylabel()) == ("epoch", "loss")
    assert (error.get_xlabel(), error.get_ylabel()) == ("epoch", "error (fraction of examples)")
    assert error.get_ylim()[0] == 0 and error.yaxis.get_major_formatter()(0.25) == "25 %"


def test_the_best_epoch_is_marked_and_named():
    loss, error = plots.training_curves(RUN).axes
    assert dots(loss) == [(2, 0.75)] and dots(error) == [(2, 0.3)]
    assert title(loss) == "Lowest validation loss: 0.75 (epoch 2 of 3)"
    assert title(error) == "Lowest validation error: 30 % (epoch 2 of 3)"
    assert plots.alt_text(loss.figure) == (
        "Loss against epochs. Lowest validation loss: 0.75 (epoch 2 of 3). "
        "Error against epochs. Lowest validation error: 30 % (epoch 2 of 3)."
    )
    loss, error = plots.training_curves(OTHER, title="Mine").axes
    assert dots(loss) == [(2, 2.0)] and title(loss) == "Mine"
    assert title(error) == "Lowest training error: 80 % (epoch 2 of 2)"


def test_several_histories_share_the_axes_in_colours_of_their_own():
    loss, _ = plots.training_curves({"SGD": RUN, "Adam": OTHER}).axes
    assert lines(loss) == {
        "SGD: training": RUN.loss,
        "SGD: validation": RUN.val_loss,
        "Adam: training": OTHER.loss,
    } | {k: v for k, v in lines(loss).items() if k.startswith("_")}
    colours = {line.get_label(): line.get_color() for line in loss.lines}
    assert colours["SGD: training"] == colours["SGD: validation"] == LINES[0]
    assert colours["Adam: training"] == LINES[1]
    assert title(loss) == "Lowest validation loss: SGD 0.75 (epoch 2 of 3), Adam 2 (epoch 2 of 2)"
    assert [text.get_text() for text in loss.get_legend().get_texts()] == [
        "SGD: training",
        "SGD: validation",
        "Adam: training",
    ]


def test_the_loss_has_a_logarithmic_axis_where_it_helps():
    assert plots.training_curves(RUN).axes[0].get_yscale() == "log"
    assert plots.training_curves(OTHER).axes[0].get_yscale() == "linear"
    assert plots.training_curves(History(loss=[5.0, 0.0], error=[1, 0])).axes[0].get_yscale() == "linear"


def test_a_regression_has_one_panel_and_given_axes_are_used():
    run = History(loss=[2.0, 1.0], error=[2.0, 1.0])
    assert len(plots.training_curves(run).axes) == 1
    fig, axes = plots.panels(1, 3)
    assert plots.training_curves(RUN, axes=axes[1:]) is fig
    assert not axes[0].lines and axes[1].lines and axes[2].lines


def test_a_diverged_run_is_drawn_as_far_as_it_goes():
    run = History(loss=[2.0, float("nan")], error=[0.5, 0.9])
    assert title(plots.training_curves(run).axes[0]) == "Lowest training loss: 2 (epoch 1 of 2)"
    lost = History(loss=[float("inf")], error=[0.9])
    assert title(plots.training_curves(lost).axes[0]) == "Lowest training loss: never finite"
    with pytest.raises(ValueError, match="at least one epoch"):
        plots.training_curves(History())


def test_a_real_history_is_drawn():
    X = np.random.default_rng(0).standard_normal((20, 2)).astype(np.float32)
    history = fit(MLP([2, 3, 2]), X, (X[:, 0] > 0).astype(int), epochs=3, batch_size=10, progress=False)
    assert lines(plots.training_curves(history).axes[0])["training"] == history.loss


def test_gradient_size_is_the_root_mean_square_of_each_weight_gradient():
    gradients = [np.full((3, 4), 0.3), np.ones(3), np.array([[3.0, 4.0]]), np.ones(1)]
    fig = plots.gradient_size_by_layer(gradients)
    (ax,) = fig.axes
    (line,) = ax.lines
    assert line.get_xdata().tolist() == [1, 2]
    np.testing.assert_allclose(line.get_ydata(), [0.3, 12.5**0.5])
    assert ax.get_yscale() == "log" and ax.get_legend() is None
    assert ax.get_xlabel() == "layer" and "partial L" in ax.get_ylabel()
    assert title(ax) == "Gradient of the first layer against the last: 1/12"
    assert title(ax) in plots.alt_text(fig)


def test_gradient_sizes_of_several_networks_and_how_their_ratios_read():
    def pair(first, last):
        return [np.full((2, 2), first), np.full((2, 2), last)]

    runs = {"a": pair(1e-7, 0.0177), "b": pair(3.1, 1.0), "c": pair(0.0, 1.0), "d": pair(1.0, 0.0)}
    (ax,) = plots.gradient_size_by_layer(runs).axes
    assert [line.get_label() for line in ax.lines] == list("abcd")
    assert len({line.get_color() for line in ax.lines}) == len({line.get_marker() for line in ax.lines}) == 4
    assert title(ax) == (
        "Gradient of the first layer against the last: "
        "a 1/200,000, b 3.1 times, c 0 in the first layer, d 0 in the last layer"
    )
    assert ax.get_yscale() == "linear" and ax.get_legend() is not None


def test_the_gradients_of_a_network_can_be_given_as_they_are():
    net = MLP([3, 5, 4, 2])
    Z = net.forward(np.ones((2, 3), np.float32))
    net.backward(np.ones_like(Z))
    (line,) = plots.gradient_size_by_layer(net.grads, title="Mine").axes[0].lines
    np.testing.assert_allclose(line.get_ydata(), [np.sqrt(np.mean(g**2)) for g in net.grads[::2]], rtol=1e-5)
    with pytest.raises(ValueError, match="at least one array of two axes"):
        plots.gradient_size_by_layer({"a": [np.ones(3)]})
