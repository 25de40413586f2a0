import numpy as np
import pytest
from matplotlib.collections import PathCollection
from matplotlib.colors import to_hex

from mlpkit import plots
from mlpkit.palette import LINES

SQUARE = np.array([[0.0, 0.0], [0.0, 2.0], [4.0, 0.0], [4.0, 2.0]])


def title(fig):
    return fig.axes[0].get_title(loc="left").replace("\n", " ")


def right_half(points):
    return (points[:, 0] > 2).astype(int)


def scattered(ax):
    """Points by legend label."""
    return {
        c.get_label(): np.asarray(c.get_offsets()).tolist() for c in ax.collections if isinstance(c, PathCollection)
    }


def test_decision_boundary_colours_the_plane_as_predict_does():
    t = np.array([0, 0, 1, 1])
    fig = plots.decision_boundary(right_half, SQUARE, t, resolution=50)
    (ax,) = fig.axes
    mesh = ax.collections[0]
    x, y = np.linspace(-0.4, 4.4, 50), np.linspace(-0.2, 2.2, 50)
    regions = np.asarray(mesh.get_array()).reshape(50, 50)
    np.testing.assert_array_equal(regions, np.tile(x > 2, (50, 1)))
    assert ax.get_xlim()[0] == pytest.approx(x[0] - (x[1] - x[0]) / 2, abs=0.01)
    assert [to_hex(mesh.cmap(mesh.norm(k))) for k in (0, 1)] == LINES[:2]
    above = plots.decision_boundary(lambda p: (p[:, 1] > 1).astype(int), SQUARE, t, resolution=50)
    regions = np.asarray(above.axes[0].collections[0].get_array()).reshape(50, 50)
    np.testing.assert_array_equal(regions, np.tile((y > 1)[:, None], (1, 50)))


def test_the_boundary_itself_is_a_line_where_the_decision_changes():
    (ax,) = plots.decision_boundary(right_half, SQUARE, np.array([0, 0, 1, 1]), resolution=101).axes
    (contour,) = (c for c in ax.collections if type(c).__name__ == "QuadContourSet")
    where = np.concatenate([path.vertices for path in contour.get_paths()])
    np.testing.assert_allclose(where[:, 0], 2, atol=0.05)
    assert np.ptp(where[:, 1]) == pytest.approx(2.4)


def test_examples_are_drawn_by_class_and_wrong_ones_ringed():
    t = np.array([0, 1, 1, 1])
    fig = plots.decision_boundary(right_half, SQUARE, t)
    (ax,) = fig.axes
    assert scattered(ax) == {
        "class 0": [[0, 0]],
        "class 1": [[0, 2], [4, 0], [4, 2]],
        "wrong": [[0, 2]],
    }
    assert title(fig) == "3 of 4 examples are on the right side"
    assert "2 classes" in plots.alt_text(fig) and title(fig) in plots.alt_text(fig)
    assert (ax.get_xlabel(), ax.get_ylabel()) == ("$x_1$", "$x_2$")
    markers = [c.get_paths()[0].vertices.shape for c in ax.collections if c.get_label().startswith("class")]
    assert markers[0] != markers[1]
    right = plots.decision_boundary(right_half, SQUARE, np.array([0, 0, 1, 1]), title="Mine")
    assert "wrong" not in scattered(right.axes[0]) and title(right) == "Mine"


def test_scores_and_one_hot_targets_are_understood():
    def scores(points):
        return np.stack([2 - points[:, 0], points[:, 0] - 2, np.full(len(points), -9.0)], axis=1)

    T = np.eye(3)[[0, 0, 1, 2]]
    fig = plots.decision_boundary(scores, SQUARE, T)
    assert title(fig) == "3 of 4 examples are on the right side"
    assert list(scattered(fig.axes[0])) == ["class 0", "class 1", "class 2", "wrong"]
    column = plots.decision_boundary(lambda p: right_half(p)[:, None], SQUARE, np.array([0, 0, 1, 1]))
    assert title(column) == "4 of 4 examples are on the right side"


def test_predict_sees_the_dtype_of_the_examples():
    seen = []
    plots.decision_boundary(lambda p: seen.append(p.dtype) or right_half(p), SQUARE.astype(np.float32), np.ones(4))
    assert set(seen) == {np.dtype(np.float32)}


def test_decision_boundary_refuses_what_it_cannot_draw():
    with pytest.raises(ValueError, match=r"X must have shape \(N, 2\), got \(4, 3\)"):
        plots.decision_boundary(right_half, np.ones((4, 3)), np.ones(4))
    with pytest.raises(ValueError, match="whole labels"):
        plots.decision_boundary(lambda p: np.full(len(p), 0.5), SQUARE, np.ones(4))


def cells(ax):
    """Text in the cells by (row, column)."""
    return {(round(t.get_position()[1]), round(t.get_position()[0])): t.get_text() for t in ax.texts}


TRUE = np.array([0, 0, 0, 0, 1, 1, 2])
PREDICTED = np.array([0, 0, 1, 2, 1, 0, 2])


def test_confusion_matrix_counts_true_by_row_and_predicted_by_column():
    fig = plots.confusion_matrix(TRUE, PREDICTED)
    ax = fig.axes[0]
    assert cells(ax) == {(0, 0): "2", (0, 1): "1", (0, 2): "1", (1, 0): "1", (1, 1): "1", (2, 2): "1"}
    shown = ax.images[0].get_array().filled(np.nan)
    np.testing.assert_allclose(shown, [[np.nan, 0.25, 0.25], [0.5, np.nan, 0], [0, 0, np.nan]])
    assert ax.images[0].get_clim() == (0, 0.5)
    assert (ax.get_xlabel(), ax.get_ylabel()) == ("predicted class", "true class")
    assert [tick.get_text() for tick in ax.get_xticklabels()] == ["0", "1", "2"]
    assert title(fig) == "4 of 7 are right; no mistake occurs twice"
    twice = plots.confusion_matrix(np.append(TRUE, 0), np.append(PREDICTED, 2))
    assert title(twice) == "4 of 8 are right; most often 0 is taken for 2 (2 times)"
    both = plots.confusion_matrix(np.array([0, 0, 1, 1, 2, 2]), np.array([1, 1, 2, 2, 2, 0]))
    assert title(both) == "1 of 6 are right; most often 0 is taken for 1, and 1 for 2 (2 times)"
    three = plots.confusion_matrix(np.array([0, 0, 1, 1, 2, 2]), np.array([1, 1, 2, 2, 0, 0]))
    assert title(three) == "0 of 6 are right; no mistake occurs more than 2 times"
    assert "3 classes" in plots.alt_text(fig)
    assert {t.get_color() for t in ax.texts if t.get_position() == (0, 1)} == {"white"}


def test_confusion_matrix_with_names_and_without_mistakes():
    fig = plots.confusion_matrix(TRUE, TRUE, names=["cat", "dog", "cow", "owl"])
    assert title(fig) == "All 7 are right"
    assert [tick.get_text() for tick in fig.axes[0].get_yticklabels()] == ["cat", "dog", "cow", "owl"]
    assert cells(fig.axes[0]) == {(0, 0): "4", (1, 1): "2", (2, 2): "1"}
    named = plots.confusion_matrix(np.array([0, 1, 1]), np.array([0, 0, 0]), names=["cat", "dog"], title="Mine")
    assert title(named) == "Mine"
    unnamed = plots.confusion_matrix(np.array([0, 1, 1]), np.array([0, 0, 0]), names=["cat", "dog"])
    assert title(unnamed) == "1 of 3 are right; most often dog is taken for cat (2 times)"


def test_confusion_matrix_refuses_what_does_not_match():
    with pytest.raises(ValueError, match="got 7 and 6"):
        plots.confusion_matrix(TRUE, PREDICTED[:-1])
    with pytest.raises(ValueError, match="true must hold labels 0 to 1 for 2 classes"):
        plots.confusion_matrix(TRUE, PREDICTED, names=["a", "b"])
    with pytest.raises(ValueError, match="predicted must be a 1-D array of integer labels"):
        plots.confusion_matrix(TRUE, PREDICTED / 2)


def test_weight_images_stand_in_reading_order_on_one_scale():
    W = np.arange(18.0).reshape(3, 6) - 4
    fig = plots.weight_images(W, (2, 3), columns=2)
    sheet = fig.axes[0].images[0].get_array().filled(np.nan)
    assert sheet.shape == (5, 7)
    for k, (i, j) in enumerate([(0, 0), (0, 4), (3, 0)]):
        np.testing.assert_array_equal(sheet[i : i + 2, j : j + 3], W[k].reshape(2, 3))
    assert np.isnan(sheet[2]).all() and np.isnan(sheet[:, 3]).all() and np.isnan(sheet[3:, 4:]).all()
    assert fig.axes[0].images[0].get_clim() == (-13, 13)
    assert title(fig) == "The weights into 3 units, from −4 to 13"
    assert "3 images of 2 by 3 pixels" in plots.alt_text(fig)


def test_names_stand_above_their_images():
    W = np.arange(1.0, 9.0).reshape(2, 4)
    ax = plots.weight_images(W, (2, 2), columns=1, names=["a", "b"], title="Mine").axes[0]
    sheet = ax.images[0].get_array().filled(np.nan)
    np.testing.assert_array_equal(sheet[1:3], W[0].reshape(2, 2))
    np.testing.assert_array_equal(sheet[5:7], W[1].reshape(2, 2))
    assert [(t.get_text(), t.get_position()) for t in ax.texts] == [
        ("a", pytest.approx((0.5, 0.3))),
        ("b", pytest.approx((0.5, 4.3))),
    ]
    assert ax.get_title(loc="left") == "Mine"


def test_weight_images_of_many_units_make_a_sheet_and_wrong_sizes_are_refused():
    sheet = plots.weight_images(np.ones((40, 4)), (2, 2)).axes[0].images[0].get_array()
    assert sheet.shape == (5 * 3 - 1, 8 * 3 - 1)
    with pytest.raises(ValueError, match=r"W must have shape \(M, 6\) for images \(2, 3\), got \(3, 5\)"):
        plots.weight_images(np.ones((3, 5)), (2, 3))
