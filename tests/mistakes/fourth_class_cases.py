"""Wrong answers of a fourth class that look right on few cases: in eight bits, through sets, in the same arrays."""

import numpy as np

from mlpkit import backprop


def _chosen_from_an_array(settings, validation_error):
    settings = np.array(settings)
    errors = np.array([validation_error(s) for s in settings])
    return settings[errors.argmin()], errors.min()


def _chosen_as_a_number(settings, validation_error):
    best = min(settings, key=validation_error)
    return float(best), validation_error(best)


def _chosen_while_true(settings, validation_error):
    best = None
    for setting in settings:
        if not best or validation_error(setting) < validation_error(best):
            best = setting
    return best, validation_error(best)


def _split_test_of_sets(split):
    a, b, c = split(100, 0)
    assert set(a) | set(b) | set(c) == set(range(100))
    assert not set(a) & set(b) and not set(a) & set(c) and not set(b) & set(c)
    assert len(a) and len(b) and len(c)
    assert list(a) != sorted(a)
    assert all(np.array_equal(p, q) for p, q in zip((a, b, c), split(100, 0), strict=True))
    assert not np.array_equal(split(100, 1)[0], a)


def _counted_in(dtype):
    def confusion_matrix(t, y, n_classes):
        C = np.zeros((n_classes, n_classes), dtype)
        np.add.at(C, (t, y), 1)
        return C.astype(np.int64)

    return confusion_matrix


def _clipped(short, long):
    def clip_by_norm(grads, limit):
        length = float(np.sqrt(sum(np.sum(g.astype(float) ** 2) for g in grads)))
        return short(grads) if length <= limit else long(grads, limit / length)

    return clip_by_norm


def _scaled(grads, factor):
    return [g * factor for g in grads]


def _scaled_in_place(grads, factor):
    for g in grads:
        g *= factor
    return grads


def _he_repeated(axis):
    def he(n_out, n_in, rng, dtype=np.float32):
        W = rng.standard_normal((n_out, n_in)) * np.sqrt(2 / n_in)
        one = W[:1] if axis == 0 else W[:, :1]
        return np.ascontiguousarray(np.broadcast_to(one, W.shape)).astype(dtype)

    return he


def _deaf_to_feedback(dZ, Zs, As, feedback, activations):
    rng = np.random.default_rng(0)
    own = [rng.normal(size=B.shape).astype(B.dtype) for B in feedback]
    return backprop.backward_pass(dZ, Zs, As, own, activations)


def _warm_up_too_long(lr, t, warm, steps):
    if t < warm:
        return lr * t / warm
    return float(lr / 2 * (1 + np.cos(np.pi * (t - warm) / (steps + warm))))


def _flipped(change):
    def flip_signs(W1, b1, W2, signs):
        s = change(signs.copy()).astype(W1.dtype)
        return W1 * s[:, None], b1 * s, W2 * s

    return flip_signs


def _first_set(value):
    def change(signs):
        signs[0] = value
        return signs

    return change


def _layer_test(x=(-2, 2), difference=abs):
    def backward_test(layer):
        rng = np.random.default_rng(0)
        X, (dY, V), h = rng.uniform(*x, (6, 3)), rng.normal(size=(2, 6, 3)), 1e-5
        slope = np.sum(dY * (layer(X + h * V, dY)[0] - layer(X - h * V, dY)[0])) / (2 * h)
        assert difference(np.sum(layer(X, dY)[1] * V) - slope) < 1e-6

    return backward_test


def _size_of_the_last(dZ, Zs, weights, activations):
    return [float(np.sqrt(np.mean(dZ**2)))] * len(weights)


WRONG = {
    "delta_sizes": (("the last one for all", _size_of_the_last, r"size of dZ itself"),),
    "flip_signs": (
        ("the smallest sign for all", _flipped(lambda s: np.full_like(s, s.min())), r"one sign is −1 every unit"),
        ("the first always", _flipped(_first_set(-1)), r"first unit is flipped whatever"),
        ("the first never", _flipped(_first_set(1)), r"W1|signs"),
    ),
    "backward_test": (
        ("positive inputs", _layer_test(x=(0.5, 2)), r"0 where X is negative"),
        ("no absolute value", _layer_test(difference=lambda d: d), r"counts without its sign|lets"),
        ("no absolute value, the other way", _layer_test(difference=lambda d: -d), r"counts without its sign|lets"),
    ),
    "choose_on_validation": (
        ("through an array", _chosen_from_an_array, r"settings \[\(8, 0.0\).*stops"),
        ("None taken for nothing", _chosen_while_true, r"\[0.1, None, 0.01\].*another"),
        ("as a float", _chosen_as_a_number, r"settings \[\(8, 0.0\).*stops"),
    ),
    "split_test": (("sets", _split_test_of_sets, r"in its part twice"),),
    "confusion_matrix": (
        ("eight bits", _counted_in(np.uint8), r"255"),
        ("eight bits, one for the sign", _counted_in(np.int8), r"255|more than"),
    ),
    "clip_by_norm": (
        ("short ones as they came", _clipped(list, _scaled), r"come back themselves.*new ones"),
        ("views of short ones", _clipped(lambda grads: [g[:] for g in grads], _scaled), r"come back themselves"),
        ("in place", _clipped(list, _scaled_in_place), r"changed by the call"),
    ),
    "he": (
        ("one row for all", _he_repeated(0), r"all rows of W are the same"),
        ("one column for all", _he_repeated(1), r"all columns of W are the same"),
    ),
    "feedback_alignment": (("other matrices", _deaf_to_feedback, r"feedback has no effect"),),
    "mended_warm_up": (("longer by the warm-up", _warm_up_too_long, r"steps \+ warm"),),
}
