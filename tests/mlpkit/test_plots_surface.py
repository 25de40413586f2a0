import numpy as np
import pytest

from mlpkit import plots
from mlpkit.network import MLP
from mlpkit.plots.surface import Plane
from mlpkit.train import evaluate

PARAMS = [np.array([[3.0, 4.0], [0.0, 0.5]]), np.array([1.0, 2.0])]


def generator(seed=0):
    return np.random.default_rng(seed)


def two_directions(params, seed=0):
    rng = generator(seed)
    return [plots.random_direction(rng, params) for _ in range(2)]


def test_a_random_direction_is_gaussian_and_as_long_as_the_weights():
    big = [np.full((300, 200), 2.0, np.float32), np.zeros(100, np.float32)]
    d = plots.random_direction(generator(), big)
    assert [(a.shape, a.dtype) for a in d] == [(a.shape, a.dtype) for a in big]
    length = np.sqrt(sum(np.sum(a.astype(float) ** 2) for a in d))
    assert length == pytest.approx(2 * 60_000**0.5, rel=1e-5)
    assert d[0].std() == pytest.approx(d[1].std(), rel=0.2)
    assert abs(np.mean(d[0])) < 0.05 and np.mean(np.abs(d[0]) < d[0].std()) == pytest.approx(0.683, abs=0.01)
    first, second = two_directions(PARAMS)
    assert not np.array_equal(first[0], second[0])
    np.testing.assert_array_equal(two_directions(PARAMS)[0][0], first[0])
    with pytest.raises(ValueError, match="Generator, got int"):
        plots.random_direction(0, PARAMS)


def test_filter_normalisation_by_hand():
    direction = [np.array([[0.0, 0.5], [6.0, 8.0]]), np.array([5.0, 5.0])]
    normalised = plots.filter_normalised(direction, PARAMS)
    np.testing.assert_allclose(normalised[0], [[0, 5], [0.3, 0.4]])
    np.testing.assert_array_equal(normalised[1], [0, 0])
    zero = plots.filter_normalised([np.zeros((2, 2)), np.zeros(2)], PARAMS)
    np.testing.assert_array_equal(zero[0], np.zeros((2, 2)))


def test_loss_plane_moves_along_both_directions_and_puts_the_weights_back():
    w, b = np.array([[0.1]]), np.array([0.7])
    plane = plots.loss_plane(
        lambda: float(10 * w[0, 0] + b[0]),
        [w, b],
        [np.array([[1.0]]), np.array([0.0])],
        [np.array([[0.0]]), np.array([1.0])],
        reach=2,
        steps=5,
    )
    np.testing.assert_array_equal(plane.alphas, [-2, -1, 0, 1, 2])
    np.testing.assert_array_equal(plane.betas, plane.alphas)
    np.testing.assert_allclose(plane.loss, 10 * (0.1 + plane.alphas) + (0.7 + plane.betas)[:, None])
    assert w[0, 0] == 0.1 and b[0] == 0.7


def test_the_plane_reaches_as_far_as_the_weights_are_long_unless_told():
    assert plots.loss_plane(lambda: 0.0, PARAMS, PARAMS, PARAMS).alphas[[0, 10, -1]].tolist() == [-1, 0, 1]


def test_weights_are_put_back_to_the_last_bit_even_after_an_error():
    params = [generator().standard_normal((4, 3)).astype(np.float32)]
    before = params[0].copy()
    calls = []

    def fails():
        calls.append(1)
        if len(calls) == 5:
            raise KeyboardInterrupt
        return 0.0

    with pytest.raises(KeyboardInterrupt):
        plots.loss_plane(fails, params, *two_directions(params), steps=3)
    np.testing.assert_array_equal(params[0], before)


def network_plane(scale, normalise):
    """The plane around a ReLU network whose hidden units are `scale` times as large and count 1/scale."""
    net = MLP([3, 6, 2], seed=1, bias=0.1, dtype=np.float64)
    X = generator(3).standard_normal((30, 3))
    t = (X[:, 0] > X[:, 1]).astype(int)
    raw = two_directions(net.params)
    W1, b1, W2, _ = net.params
    W1 *= scale
    b1 *= scale
    W2 /= scale
    directions = [plots.filter_normalised(d, net.params) if normalise else d for d in raw]
    return plots.loss_plane(lambda: evaluate(net, X, t)[0], net.params, *directions, steps=5).loss


def test_filter_normalised_surfaces_do_not_depend_on_the_scale_of_units_and_random_ones_do():
    np.testing.assert_allclose(network_plane(10.0, True), network_plane(1.0, True), rtol=1e-9)
    assert not np.allclose(network_plane(10.0, False), network_plane(1.0, False), rtol=0.1)


def test_loss_plane_refuses_what_does_not_fit():
    with pytest.raises(ValueError, match=r"first must have the shapes of params, \[\(2, 2\), \(2,\)\]"):
        plots.loss_plane(lambda: 0.0, PARAMS, [np.ones(3)], PARAMS)
    with pytest.raises(ValueError, match="second must have the shapes"):
        plots.loss_plane(lambda: 0.0, PARAMS, PARAMS, PARAMS[:1])
    for steps in (1, 4):
        with pytest.raises(ValueError, match=f"steps must be an odd number of at least 3, got {steps}"):
            plots.loss_plane(lambda: 0.0, PARAMS, PARAMS, PARAMS, steps=steps)


def plane(loss):
    along = np.linspace(-1, 1, len(loss))
    return Plane(along, along, np.asarray(loss, float))


def test_loss_surface_draws_the_plane():
    a = np.linspace(-1, 1, 41)
    shown = plane(0.5 + 4 * a**2 + a[:, None] ** 2)
    fig = plots.loss_surface(shown)
    ax = fig.axes[0]
    contours = ax.collections[0]
    np.testing.assert_allclose([contours.levels[0], contours.levels[-1]], [0.5, 5.5])
    np.testing.assert_allclose(np.diff(np.log(contours.levels)), np.log(11) / 13)
    assert contours.norm(0.5 * 11**0.5) == pytest.approx(0.5)
    assert (ax.get_xlabel(), ax.get_ylabel()) == (r"$\alpha$ (along $d_1$)", r"$\beta$ (along $d_2$)")
    title = ax.get_title(loc="left").replace("\n", " ")
    assert title == "Loss 0.5 at the weights (cross), between 0.5 and 5.5 around them"
    assert title in plots.alt_text(fig)
    assert [line.get_xydata().tolist() for line in ax.lines] == [[[0, 0]]]
    # Steep along α, gentle along β: a contour reaches twice as far along the vertical axis.
    one = plots.loss_surface(shown, levels=[0.6, 0.75], title="Mine").axes[0]
    lines = one.collections[1]
    reach = np.abs(np.concatenate([path.vertices for path in lines.get_paths()])).max(axis=0)
    np.testing.assert_allclose(reach, [0.25, 0.5], atol=0.01)
    assert one.get_title(loc="left") == "Mine"


def test_surfaces_with_zero_flat_and_infinite_losses_are_drawn():
    a = np.linspace(-1, 1, 5)
    low = plots.loss_surface(plane(a**2 + a[:, None] ** 2)).axes[0].collections[0]
    np.testing.assert_allclose(np.diff(low.levels), 2 / 13)
    for flat in (np.ones((3, 3)), np.zeros((3, 3))):
        plots.loss_surface(plane(flat)).draw_without_rendering()
    wild = np.ones((3, 3))
    wild[0, 0], wild[2, 2] = np.inf, 3
    title = plots.loss_surface(plane(wild)).axes[0].get_title(loc="left").replace("\n", " ")
    assert title == "Loss 1 at the weights (cross), between 1 and 3 around them"
