import builtins
from math import erf, sqrt

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mlpkit import datasets


def generator(seed=0):
    return np.random.default_rng(seed)


@given(n=st.integers(1, 40), batch_size=st.integers(1, 50), seed=st.integers(0, 10**6))
@settings(max_examples=40, deadline=None)
def test_minibatches_give_every_row_once_with_its_own_target(n, batch_size, seed):
    X = np.arange(3 * n, dtype=np.float32).reshape(n, 3)
    T = np.stack([X[:, 0] / 3, -X[:, 0]], axis=1)
    batches = list(datasets.minibatches(X, T, batch_size, generator(seed)))
    sizes = [len(x) for x, _ in batches]
    assert sizes[:-1] == [batch_size] * (len(sizes) - 1)
    assert sizes[-1] == n - batch_size * (len(sizes) - 1) > 0
    rows = np.concatenate([x for x, _ in batches])
    targets = np.concatenate([t for _, t in batches])
    assert rows.dtype == np.float32
    np.testing.assert_array_equal(np.sort(rows[:, 0]), X[:, 0])
    np.testing.assert_array_equal(targets, np.stack([rows[:, 0] / 3, -rows[:, 0]], axis=1))


def test_minibatches_shuffle_anew_each_epoch_and_repeat_with_the_seed():
    X = np.arange(100.0)[:, None]
    t = np.arange(100)

    def two_epochs(seed):
        rng = generator(seed)
        return [np.concatenate([b for _, b in datasets.minibatches(X, t, 7, rng)]) for _ in range(2)]

    first, second = two_epochs(1)
    assert not np.array_equal(first, t)
    assert not np.array_equal(first, second)
    np.testing.assert_array_equal(two_epochs(1), [first, second])
    assert not np.array_equal(two_epochs(2)[0], first)
    # Single rows move, not just whole batches: the neighbours in a batch differ between epochs.
    assert {frozenset(first[i : i + 7]) for i in range(0, 98, 7)} != {
        frozenset(second[i : i + 7]) for i in range(0, 98, 7)
    }


def test_minibatches_leave_their_inputs_alone_and_hand_out_copies():
    X, t = np.ones((4, 2), np.float32), np.arange(4)
    for x_batch, t_batch in datasets.minibatches(X, t, 2, generator()):
        x_batch += 1
        t_batch += 1
    assert (X == 1).all()
    assert t.tolist() == [0, 1, 2, 3]


@pytest.mark.parametrize("size", [0, -1, 2.0, "2", None, True])
def test_minibatches_refuse_a_bad_size_at_the_call(size):
    with pytest.raises(ValueError, match="batch_size must be an integer of at least 1, got"):
        datasets.minibatches(np.ones((3, 1)), np.ones(3), size, generator())


def test_minibatches_refuse_what_does_not_match():
    with pytest.raises(ValueError, match=r"t must have shape \(N\) or \(N, K\) with N = 3, got \(4,\)"):
        datasets.minibatches(np.ones((3, 1)), np.ones(4), 2, generator())
    with pytest.raises(ValueError, match="X is empty"):
        datasets.minibatches(np.ones((0, 1)), np.ones(0), 2, generator())
    with pytest.raises(ValueError, match=r"numpy\.random\.Generator, got int"):
        datasets.minibatches(np.ones((3, 1)), np.ones(3), 2, 0)


def test_xor():
    X, t = datasets.xor()
    assert X.dtype == np.float32 and t.dtype == np.int64
    assert sorted(map(tuple, X.tolist())) == [(0, 0), (0, 1), (1, 0), (1, 1)]
    for (a, b), label in zip(X.astype(bool), t, strict=True):
        assert label == (a != b)


@pytest.mark.parametrize("make", [datasets.gaussians, datasets.circles, datasets.spirals])
@given(per_class=st.integers(1, 20), extra=st.integers(0, 1), classes=st.integers(2, 5), seed=st.integers(0, 99))
@settings(max_examples=15, deadline=None)
def test_classes_are_balanced_shuffled_and_repeatable(make, per_class, extra, classes, seed):
    n = per_class * classes + extra
    X, t = make(generator(seed), n, classes)
    assert X.shape == (n, 2) and X.dtype == np.float32
    assert t.shape == (n,) and t.dtype == np.int64
    counts = np.bincount(t, minlength=classes)
    assert len(counts) == classes and np.ptp(counts) == extra
    again, labels = make(generator(seed), n, classes)
    np.testing.assert_array_equal(again, X)
    np.testing.assert_array_equal(labels, t)


@pytest.mark.parametrize("make", [datasets.gaussians, datasets.circles, datasets.spirals])
def test_labels_come_in_random_order_and_too_few_examples_are_refused(make):
    assert np.any(np.diff(make(generator(), 40)[1]) < 0) and np.any(np.diff(make(generator(), 40)[1]) == 0)
    with pytest.raises(ValueError, match="got n = 2 and classes = 3"):
        make(generator(), 2, 3)


def test_gaussians_have_the_stated_centres_spread_and_best_error():
    X, t = datasets.gaussians(generator(), 40_000, spread=0.5)
    np.testing.assert_allclose(X[t == 0].mean(axis=0), [1, 0], atol=0.02)
    np.testing.assert_allclose(X[t == 1].mean(axis=0), [-1, 0], atol=0.02)
    np.testing.assert_allclose(X[t == 0].std(axis=0), 0.5, rtol=0.02)
    error = np.mean((X[:, 0] < 0) != (t == 1))
    assert error == pytest.approx(0.5 * (1 + erf(-2 / sqrt(2))), abs=0.003)


def test_rings_and_arms_lie_where_the_formula_says():
    X, t = datasets.circles(generator(), 300, classes=3, noise=0)
    np.testing.assert_allclose(np.linalg.norm(X, axis=1), (t + 1) / 3, rtol=1e-6)
    X, t = datasets.circles(generator(), 20_000, classes=1, noise=0)
    np.testing.assert_allclose(X.mean(axis=0), 0, atol=0.02)  # once around, no side more than the other
    np.testing.assert_allclose((X**2).mean(axis=0), 0.5, atol=0.02)
    X, t = datasets.spirals(generator(), 300, classes=3, turns=0.75, noise=0)
    s = np.linalg.norm(X, axis=1)
    assert 0.1 <= s.min() < 0.15 and 0.95 < s.max() <= 1
    off = np.arctan2(X[:, 1], X[:, 0]) / (2 * np.pi) - 0.75 * s - t / 3
    np.testing.assert_allclose(off, np.round(off), atol=1e-5)


@pytest.mark.parametrize("make", [datasets.circles, datasets.spirals, datasets.sine])
def test_noise_has_the_stated_size(make):
    which = 1 if make is datasets.sine else 0  # a regression's noise is on its targets
    clean, noisy = (make(generator(3), 20_000, noise=size)[which] for size in (0, 0.2))
    assert (noisy - clean).std() == pytest.approx(0.2, rel=0.02)


@pytest.mark.parametrize(
    ("make", "stated"),
    [
        (datasets.gaussians, {"n": 200, "classes": 2, "spread": 0.4}),
        (datasets.circles, {"n": 200, "classes": 2, "noise": 0.05}),
        (datasets.spirals, {"n": 200, "classes": 2, "turns": 1.5, "noise": 0.02}),
        (datasets.sine, {"n": 100, "noise": 0.1}),
    ],
)
def test_lectures_can_rely_on_the_defaults(make, stated):
    for by_default, explicit in zip(make(generator()), make(generator(), **stated), strict=True):
        np.testing.assert_array_equal(by_default, explicit)


@pytest.mark.parametrize("make", [datasets.gaussians, datasets.circles, datasets.spirals, datasets.sine])
def test_toy_sets_refuse_a_seed_for_a_generator_and_impossible_numbers(make):
    with pytest.raises(ValueError, match=r"rng must be a numpy\.random\.Generator, got int"):
        make(0)
    with pytest.raises(ValueError, match="n must be an integer"):
        make(generator(), 10.5)
    with pytest.raises(ValueError, match=r"(noise|spread) must be a finite number of at least 0"):
        make(generator(), **{"spread" if make is datasets.gaussians else "noise": -1})


def test_sine_has_the_stated_curve_and_noise():
    X, Y = datasets.sine(generator(), 20_000, noise=0.3)
    assert X.shape == Y.shape == (20_000, 1)
    assert X.dtype == Y.dtype == np.float32
    assert -1 <= X.min() < -0.99 and 0.99 < X.max() <= 1
    assert np.mean((Y - np.sin(np.pi * X)) ** 2) == pytest.approx(0.09, rel=0.05)
    X, Y = datasets.sine(generator(), 50, noise=0)
    np.testing.assert_allclose(Y, np.sin(np.pi * X), atol=1e-6)
    with pytest.raises(ValueError, match="n must be an integer of at least 1, got 0"):
        datasets.sine(generator(), 0)


def test_load_digits():
    pytest.importorskip("sklearn", reason="scikit-learn is not installed")
    X, t = datasets.load_digits()
    assert X.shape == (1797, 64) and X.dtype == np.float32
    assert X.min() == 0 and X.max() == 1
    assert t.dtype == np.int64 and set(t) == set(range(10))


def test_load_digits_without_scikit_learn_says_what_to_install(monkeypatch):
    real = builtins.__import__

    def refuse(name, *args, **kwargs):
        if name.startswith("sklearn"):
            raise ImportError(name)
        return real(name, *args, **kwargs)

    monkeypatch.setattr(builtins, "__import__", refuse)
    with pytest.raises(ImportError, match="pip install scikit-learn"):
        datasets.load_digits()
