"""The playground's points in the square [-6, 6]², and the features computed from them."""

import numpy as np

from mlpkit import datasets

REACH = 6.0  # the square reaches from −REACH to REACH

MANY = 20  # points of the reader's own from which on some are kept for testing

FEATURES = {
    "x1": lambda X: X[:, 0],
    "x2": lambda X: X[:, 1],
    "x1^2": lambda X: X[:, 0] ** 2,
    "x2^2": lambda X: X[:, 1] ** 2,
    "x1*x2": lambda X: X[:, 0] * X[:, 1],
    "sin(x1)": lambda X: np.sin(X[:, 0]),
    "sin(x2)": lambda X: np.sin(X[:, 1]),
}


def features(X, names):
    """The named features of points X (N, 2): (N, len(names)) float32."""
    return np.column_stack([FEATURES[name](X) for name in names]).astype(np.float32)


def _circle(rng, n, noise):
    X, t = datasets.circles(rng, n, noise=0.0)
    return _jitter(rng, 5 * X, noise), 1 - t


def _xor(rng, n, noise):
    X = rng.uniform(-5, 5, (n, 2))
    X += 0.3 * np.sign(X)
    return _jitter(rng, X, noise), (X.prod(axis=1) > 0).astype(np.int64)


def _gaussians(rng, n, noise):
    X, t = datasets.gaussians(rng, n, spread=0.3)
    return _jitter(rng, 2.5 * X @ np.array([[1.0, 1.0], [-1.0, 1.0]]) / 2**0.5, noise), t


def _spiral(rng, n, noise):
    X, t = datasets.spirals(rng, n, turns=1.5, noise=0.0)
    return _jitter(rng, 5.3 * X, noise), t


def _plane(rng, n, noise):
    X = rng.uniform(-REACH, REACH, (n, 2))
    return X, _values(rng, X.sum(axis=1) / 10, noise)


def _hills(rng, n, noise):
    X = rng.uniform(-REACH, REACH, (n, 2))
    centres = np.array([[-4, 2.5], [0, 2.5], [4, 2.5], [-4, -2.5], [0, -2.5], [4, -2.5]])
    signs = np.array([1, -1, 1, -1, 1, -1])
    distance = np.linalg.norm(X[:, None] - centres, axis=2)
    return X, _values(rng, (signs * np.clip(1 - distance / 2, 0, 1)).sum(axis=1), noise)


def _jitter(rng, X, noise):
    return X + noise * rng.standard_normal(X.shape)


def _values(rng, y, noise):
    return y + 0.2 * noise * rng.standard_normal(len(y))


CLASSIFICATION = {"circle": _circle, "xor": _xor, "gaussians": _gaussians, "spiral": _spiral}
REGRESSION = {"plane": _plane, "hills": _hills}
DATA = CLASSIFICATION | REGRESSION


def as_points(X, t):
    """The reader's own data as clicked points: X (N, 2), moved and scaled into the square if too large; t 0 or 1."""
    X, t = np.asarray(X, float), np.asarray(t)
    if X.ndim != 2 or X.shape[1] != 2 or t.shape != (len(X),):
        raise ValueError(f"X must be (N, 2) and t (N,), got {X.shape} and {t.shape}")
    if not np.isin(t, (0, 1)).all():
        raise ValueError(f"t must hold labels 0 and 1, got {np.unique(t)[:5]}")
    if not np.isfinite(X).all():
        raise ValueError("X must be finite")
    if len(X) and np.abs(X).max() > REACH:
        low, high = X.min(axis=0), X.max(axis=0)
        X = (2 * (X - low) / np.where(high > low, high - low, 1) - 1) * 0.9 * REACH
    return tuple((round(float(a), 2), round(float(b), 2), int(label)) for (a, b), label in zip(X, t, strict=True))


def draw(settings):
    """The points of `settings`, training ones first: X (N, 2), targets (N,) and how many are for training."""
    rng = np.random.default_rng(settings.seed)
    if settings.data == "clicked":
        points = np.array(settings.points, float).reshape(-1, 3)
        n_train = len(points)
        if n_train > MANY:
            points, n_train = rng.permutation(points), round(n_train * settings.train)
        return points[:, :2], points[:, 2].astype(np.int64), n_train
    X, t = DATA[settings.data](rng, settings.n, settings.noise)
    return np.clip(X, -REACH, REACH), t, max(2, round(settings.n * settings.train))
