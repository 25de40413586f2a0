"""More examples from those there are: small affine and elastic distortions of images, many at a time.

A 3 turned a little, or drawn by a shakier hand, is still a 3. `augment` takes (rng, X) and gives an array
like X, so that `fit(..., augment=augment)` shows the network every image anew in each epoch. An image is a
row of X (N, side²), its rows of pixels one after another; what lies outside it is 0.
"""

from functools import cache

import numpy as np
from numpy.typing import DTypeLike, NDArray
from scipy.ndimage import gaussian_filter1d

from mlpkit.types import FloatArray
from mlpkit.validate import checked, count, fraction, not_negative, positive, require_generator

# Images at a time: their coordinates and neighbours stay in a core's cache from one formula to the next.
TOGETHER = 16


@checked(
    "X",
    rng=require_generator,
    X="N D",
    side=count,
    rotation=not_negative,
    shift=not_negative,
    scale=fraction,
    shear=not_negative,
    elastic=not_negative,
    smoothness=positive,
)
def augment(
    rng: np.random.Generator,
    X: FloatArray,
    side: int = 28,
    *,
    rotation: float = 10.0,
    shift: float = 1.0,
    scale: float = 0.1,
    shear: float = 0.1,
    elastic: float = 0.8,
    smoothness: float = 4.0,
) -> FloatArray:
    """Every image of X (N, side²) distorted in its own way, as a new array of X's dtype.

    Affine, about the middle: turned by up to `rotation` degrees, moved by up to `shift` pixels along each
    axis, 1 - `scale` to 1 + `scale` times as large, slanted by up to `shear` columns a row; all uniform.
    Elastic: every pixel moves by N(0, elastic²) pixels along each axis, together with its neighbours within
    about `smoothness` pixels (Simard, Steinkraus and Platt 2003, with their displacements normalised). With
    all strengths 0 the result equals X exactly. ValueError for other shapes and anything but float32 or 64.
    """
    if X.shape[1] != side**2 or X.dtype not in (np.float32, np.float64):
        expected = f"(N, {side**2}) for side {side}, float32 or float64"
        raise ValueError(f"X must have shape {expected}, got {X.shape}, {X.dtype}")
    n = len(X)
    angle, slant, down, right = (rng.uniform(-limit, limit, n) for limit in (np.deg2rad(rotation), shear, shift, shift))
    affine = np.stack([angle, rng.uniform(1 - scale, 1 + scale, n), slant, down, right])
    out = np.empty_like(X)
    for start in range(0, n, TOGETHER):
        some = slice(start, start + TOGETHER)
        angle, size, slant, down, right = affine[:, some]
        rows, columns = affine_grid(angle, size, slant, down, right, side, X.dtype)
        if elastic:
            for coordinate in (rows, columns):
                coordinate += elastic * smooth_noise(rng, len(rows), side, smoothness, X.dtype)
        out[some] = warp(X[some].reshape(rows.shape), rows, columns).reshape(out[some].shape)
    return out


def affine_grid(
    angle: NDArray, size: NDArray, slant: NDArray, down: NDArray, right: NDArray, side: int, dtype: DTypeLike
) -> tuple[FloatArray, FloatArray]:
    """Where n images take their pixels from, so that they come out moved, then slanted, turned and resized.

    Parameters (n,) each: angle anticlockwise in radians, size 1 for none, slant and shifts in pixels. Gives
    rows and columns (n, side, side) for `warp`. With p counted from the middle the pixel at p comes from
        rows: (p_r cos a + p_c sin a) / size - down,   columns: (p_c cos a - p_r sin a) / size + slant · rows
    - right, which undoes the distortion: a distorted image is filled by asking each pixel where it was.
    """
    cos, sin = np.cos(angle) / size, np.sin(angle) / size
    middle = (side - 1) / 2
    p = (np.arange(side) - middle).astype(dtype)

    def coordinate(for_row: NDArray, for_column: NDArray, offset: NDArray) -> FloatArray:
        a, b, start = (value.astype(dtype)[:, None, None] for value in (for_row, for_column, middle + offset))
        return a * p[:, None] + (b * p + start)

    return coordinate(cos, sin, -down), coordinate(slant * cos - sin, slant * sin + cos, -right)


def smooth_noise(rng: np.random.Generator, n: int, side: int, smoothness: float, dtype: DTypeLike) -> FloatArray:
    """n fields (n, side, side), N(0, 1) at each pixel and alike within about `smoothness` pixels.

    White noise through a Gaussian filter along rows and columns, made from far fewer draws: L V Lᵀ with V of
    k × k independent N(0, 1), where L has the covariance of the filter, see `waves`.
    """
    L = waves(side, smoothness).astype(dtype)
    V = rng.standard_normal((n, L.shape[1], L.shape[1]), dtype=dtype)
    return L @ (V.reshape(-1, L.shape[1]) @ L.T).reshape(n, L.shape[1], side)


@cache
def waves(side: int, smoothness: float) -> NDArray[np.float64]:
    """L (side, k): its columns are the k waves of which nearly all of what a Gaussian filter lets through is made.

    Filtered noise G u has the covariance G Gᵀ, and so has L v for the columns of G's singular value decomposition,
    U S. Those with less than a millionth of the variance are left out; rows of length 1 keep it at 1 to the edge.
    """
    G = gaussian_filter1d(np.eye(side), smoothness, axis=0, mode="constant")
    U, S, _ = np.linalg.svd(G / np.linalg.norm(G, axis=1, keepdims=True))
    L = (U * S)[:, S**2 > 1e-6 * np.sum(S**2)]
    return L / np.linalg.norm(L, axis=1, keepdims=True)


def warp(images: FloatArray, rows: FloatArray, columns: FloatArray) -> FloatArray:
    """out[k, i, j] = images[k] at (rows[k, i, j], columns[k, i, j]), linearly between pixels, 0 outside.

    All (n, height, width). A pixel is a + share · (b − a) of its neighbours, so at whole coordinates
    it comes back exactly. Same as scipy.ndimage.map_coordinates(order=1) on each image with
    one pixel of zeros around it, and several times as fast for many small images.
    """
    n, height, width = images.shape
    padded = np.zeros((n, height + 2, width + 2), images.dtype)
    padded[:, 1:-1, 1:-1] = images
    rows = np.clip(rows, -1, height)
    columns = np.clip(columns, -1, width)
    top = np.minimum(np.floor(rows), height - 1)
    left = np.minimum(np.floor(columns), width - 1)
    rows -= top
    columns -= left
    # Where the pixel above and to the left stands in `padded`, as one number for all images.
    first = (top.astype(np.intp) + 1) * (width + 2) + (left.astype(np.intp) + 1)
    first += np.arange(n)[:, None, None] * ((height + 2) * (width + 2))
    above = _between(padded, first, columns)
    first += width + 2
    below = _between(padded, first, columns)
    below -= above
    below *= rows
    above += below
    return above


def _between(padded: FloatArray, first: NDArray[np.intp], share: FloatArray) -> FloatArray:
    """a + share · (b − a) for the pixels a at `first` and b to the right of them."""
    a = padded.take(first)
    b = padded.take(first + 1)
    b -= a
    b *= share
    a += b
    return a
