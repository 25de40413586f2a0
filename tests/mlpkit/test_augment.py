from functools import partial

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import ndimage

from mlpkit.datasets.augment import affine_grid, augment, smooth_noise, warp, waves

STILL = {"rotation": 0, "shift": 0, "scale": 0, "shear": 0, "elastic": 0}


def generator(seed=0):
    return np.random.default_rng(seed)


def images(n=3, side=7, dtype=np.float32, seed=0):
    return generator(seed).random((n, side, side)).astype(dtype)


def moved(image, angle=0.0, size=1.0, slant=0.0, down=0.0, right=0.0):
    """One image (side, side) through one affine map with known parameters."""
    one = (np.array([float(value)]) for value in (angle, size, slant, down, right))
    return warp(image[None], *affine_grid(*one, len(image), image.dtype))[0]


dtypes = st.sampled_from([np.float32, np.float64])


@given(n=st.integers(1, 4), side=st.integers(1, 9), dtype=dtypes, seed=st.integers(0, 10**6))
@settings(max_examples=30, deadline=None)
def test_zero_strength_is_the_identity_to_the_last_bit(n, side, dtype, seed):
    X = (100 * generator(seed).standard_normal((n, side**2))).astype(dtype)
    out = augment(generator(seed), X, side, **STILL)
    assert out.dtype == dtype and out is not X
    np.testing.assert_array_equal(out, X)


@given(side=st.integers(2, 9), dtype=dtypes, seed=st.integers(0, 10**6))
@settings(max_examples=30, deadline=None)
def test_warp_agrees_with_scipy(side, dtype, seed):
    rng = generator(seed)
    X = rng.standard_normal((3, side, side + 1)).astype(dtype)
    rows, columns = rng.uniform(-4, side + 4, (2, 3, side, side + 1)).astype(dtype)
    before = rows.copy(), columns.copy(), X.copy()
    out = warp(X, rows, columns)
    assert out.dtype == dtype
    for image, r, c, got in zip(X, rows, columns, out, strict=True):
        peer = ndimage.map_coordinates(
            np.pad(image, 1).astype(float), [r.astype(float) + 1, c.astype(float) + 1], order=1
        )
        np.testing.assert_allclose(got, peer, atol=3e-6 if dtype == np.float32 else 1e-13)
    for now, then in zip((rows, columns, X), before, strict=True):
        np.testing.assert_array_equal(now, then)


def test_warp_half_way_between_pixels_by_hand():
    image = np.array([[[1.0, 3.0], [5.0, 11.0]]])
    at = np.array([[[0.5, 0.0], [1.5, -1.0]]]), np.array([[[0.5, 0.25], [1.0, 0.0]]])
    np.testing.assert_array_equal(warp(image, *at), [[[5.0, 1.5], [5.5, 0.0]]])


@pytest.mark.parametrize("side", [6, 7])
def test_affine_maps_with_a_known_result(side):
    image = images(1, side, np.float64)[0]
    np.testing.assert_allclose(moved(image, angle=np.pi / 2), np.rot90(image), atol=1e-12)
    np.testing.assert_allclose(moved(image, angle=-np.pi / 2), np.rot90(image, -1), atol=1e-12)
    down = np.vstack([np.zeros((2, side)), image[:-2]])
    np.testing.assert_array_equal(moved(image, down=2), down)
    np.testing.assert_array_equal(moved(image.T, right=2), down.T)
    inner = np.zeros((2 * side, 2 * side))
    inner[side // 2 : side // 2 + side, side // 2 : side // 2 + side] = image
    grown = moved(inner, size=2)
    rows = (np.arange(2 * side) - side + 0.5) / 2 + side - 0.5
    peer = ndimage.map_coordinates(inner, np.meshgrid(rows, rows, indexing="ij"), order=1)
    np.testing.assert_allclose(grown, peer, atol=1e-12)


def test_a_slant_moves_each_row_in_proportion_to_its_height():
    image = images(1, 7, np.float64)[0]
    out = moved(image, slant=1)
    for i in range(7):
        np.testing.assert_array_equal(out[i], np.roll(np.pad(image[i], 7), 3 - i)[7:14])


def test_a_turned_and_slanted_and_resized_image_is_filled_from_where_the_docstring_says():
    angle, size, slant, down, right = 0.3, 1.2, 0.4, 0.5, -0.7
    one = (np.array([value]) for value in (angle, size, slant, down, right))
    rows, columns = affine_grid(*one, 5, np.float64)
    p_r, p_c = -2.0, 1.0
    r = (p_r * np.cos(angle) + p_c * np.sin(angle)) / size
    c = (p_c * np.cos(angle) - p_r * np.sin(angle)) / size + slant * r
    assert rows[0, 0, 3] == pytest.approx(2 + r - down)
    assert columns[0, 0, 3] == pytest.approx(2 + c - right)


@pytest.mark.parametrize("smoothness", [0.3, 1.0, 3.0, 8.0])
def test_smooth_noise_has_the_covariance_of_scipys_filtered_noise(smoothness):
    L = waves(28, smoothness)
    G = ndimage.gaussian_filter1d(np.eye(28), smoothness, axis=0, mode="constant")
    covariance = G @ G.T
    size = np.sqrt(np.diag(covariance))
    np.testing.assert_allclose(L @ L.T, covariance / size[:, None] / size, atol=1e-3)
    V = generator(1).standard_normal((2, L.shape[1], L.shape[1]))
    np.testing.assert_allclose(
        smooth_noise(generator(1), 2, 28, smoothness, np.float64), np.einsum("ai,nij,bj->nab", L, V, L), atol=1e-12
    )


def test_smooth_noise_has_unit_variance_to_the_edge_and_the_stated_reach():
    field = smooth_noise(generator(), 20_000, 12, 2.0, np.float32)
    assert field.dtype == np.float32
    np.testing.assert_allclose(field.mean(axis=0), 0, atol=0.03)
    np.testing.assert_allclose(field.std(axis=0), 1, atol=0.03)
    # Far from the edge, noise through a Gaussian of width s is correlated as exp(-d² / 4s²).
    wide = smooth_noise(generator(), 4_000, 28, 2.0, np.float32)
    for d in (1, 2, 4):
        assert np.mean(wide[:, 14, 12] * wide[:, 14, 12 + d]) == pytest.approx(np.exp(-(d**2) / 16), abs=0.06)


@pytest.mark.parametrize("strength", ["rotation", "shift", "scale", "shear", "elastic"])
def test_each_strength_alone_changes_every_image_in_its_own_way(strength):
    X = np.repeat(images(1, 9).reshape(1, 81), 6, axis=0)
    value = {"rotation": 20, "shift": 2, "scale": 0.3, "shear": 0.3, "elastic": 1}[strength]
    out = augment(generator(), X, 9, **STILL | {strength: value})
    assert len(np.unique(np.vstack([X[:1], out]), axis=0)) == 7


def bright_spot(side, at):
    spot = np.zeros((side, side))
    spot[at] = 1
    return spot.ravel()


def centre_of_mass(flat, side):
    image = flat.reshape(-1, side, side)
    i, j = np.mgrid[:side, :side] - (side - 1) / 2
    return np.stack([(image * axis).sum(axis=(1, 2)) / image.sum(axis=(1, 2)) for axis in (i, j)])


def test_shifts_fill_the_stated_range_on_both_axes():
    X = np.tile(bright_spot(11, (5, 5)), (2000, 1))
    where = centre_of_mass(augment(generator(), X, 11, **STILL | {"shift": 2.0}), 11)
    np.testing.assert_allclose(where.max(axis=1), 2, atol=0.02)
    np.testing.assert_allclose(where.min(axis=1), -2, atol=0.02)
    assert abs(np.corrcoef(where)[0, 1]) < 0.1


def test_rotation_scale_and_shear_stay_in_the_stated_range():
    X = np.tile(bright_spot(21, (10, 16)), (2000, 1))
    i, j = centre_of_mass(augment(generator(), X, 21, **STILL | {"rotation": 30.0}), 21)
    angle = np.rad2deg(np.arctan2(-i, j))
    assert 29 < angle.max() < 31 and -31 < angle.min() < -29
    wide = np.tile(bright_spot(21, np.s_[10, 13:17]), (2000, 1))
    _, j = centre_of_mass(augment(generator(), wide, 21, **STILL | {"scale": 0.2}), 21)
    assert 4.5 * 1.15 < j.max() < 4.5 * 1.25 and 4.5 * 0.75 < j.min() < 4.5 * 0.85
    X = np.tile(bright_spot(21, (6, 10)), (2000, 1))
    i, j = centre_of_mass(augment(generator(), X, 21, **STILL | {"shear": 0.5}), 21)
    np.testing.assert_allclose(i, -4, atol=1e-6)
    assert 1.9 < j.max() < 2.1 and -2.1 < j.min() < -1.9


def test_elastic_strength_is_the_displacement_in_pixels_and_differs_by_axis():
    ramp = np.arange(28.0) + np.zeros((28, 28))
    for X in (ramp, ramp.T):
        out = augment(generator(), np.tile(X.ravel(), (500, 1)), 28, **STILL | {"elastic": 0.8})
        moved_by = (out.reshape(-1, 28, 28) - X)[:, 8:20, 8:20]
        assert moved_by.std() == pytest.approx(0.8, rel=0.1)
    diagonal = ramp - ramp.T
    out = augment(generator(), np.tile(diagonal.ravel(), (500, 1)), 28, **STILL | {"elastic": 0.8})
    assert (out.reshape(-1, 28, 28) - diagonal)[:, 8:20, 8:20].std() == pytest.approx(0.8 * 2**0.5, rel=0.1)


@given(dtype=dtypes, seed=st.integers(0, 10**6))
@settings(max_examples=20, deadline=None)
def test_images_stay_in_their_range_and_repeat_with_the_seed(dtype, seed):
    X = images(4, 28, dtype, seed).reshape(4, 784)
    before = X.copy()
    out = augment(generator(seed), X)
    np.testing.assert_array_equal(X, before)
    assert out.shape == X.shape and out.dtype == dtype and out.flags.c_contiguous
    assert out.min() >= 0 and out.max() <= 1 + 1e-6
    assert not np.array_equal(out, X)
    np.testing.assert_array_equal(augment(generator(seed), X), out)
    assert not np.array_equal(augment(generator(seed + 1), X), out)


def test_lectures_can_rely_on_the_defaults():
    X = images(2, 28).reshape(2, 784)
    stated = {"rotation": 10.0, "shift": 1.0, "scale": 0.1, "shear": 0.1, "elastic": 0.8, "smoothness": 4.0}
    np.testing.assert_array_equal(augment(generator(), X), augment(generator(), X, 28, **stated))


def test_strengths_can_be_fixed_for_fit():
    turn = partial(augment, **STILL | {"rotation": 15.0})
    X = images(2, 28).reshape(2, 784)
    assert turn(generator(), X).shape == X.shape


def test_bad_arguments_are_refused_with_expected_and_actual():
    X = images(2, 7).reshape(2, 49)
    with pytest.raises(ValueError, match=r"\(N, 784\) for side 28, float32 or float64, got \(2, 49\)"):
        augment(generator(), X)
    with pytest.raises(ValueError, match=r"float32 or float64, got .* uint8"):
        augment(generator(), X.astype(np.uint8), 7)
    with pytest.raises(ValueError, match="X must be finite"):
        augment(generator(), np.full((1, 49), np.nan), 7)
    with pytest.raises(ValueError, match="X is empty"):
        augment(generator(), X[:0], 7)
    with pytest.raises(ValueError, match=r"Generator, got int"):
        augment(0, X, 7)
    with pytest.raises(ValueError, match="scale must be at least 0 and below 1, got 1"):
        augment(generator(), X, 7, scale=1.0)
    with pytest.raises(ValueError, match="smoothness must be a finite number above 0, got 0"):
        augment(generator(), X, 7, smoothness=0)
