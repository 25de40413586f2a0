"""Right answers of a fourth class: copies, sums of booleans, any kind of setting."""

import numpy as np


def _chosen_by_position(settings, validation_error):
    errors = [validation_error(s) for s in settings]
    k = int(np.argmin(errors))
    return settings[k], errors[k]


def _chosen_asking_twice(settings, validation_error):
    best = settings[0]
    for setting in settings:
        if validation_error(setting) < validation_error(best):
            best = setting
    return best, validation_error(best)


def _clipped_copies(grads, limit):
    whole = np.concatenate([np.asarray(g, float).ravel() for g in grads])
    length = float(np.linalg.norm(whole))
    if length <= limit:
        return [g.copy() for g in grads]
    return tuple((g * (limit / length)).astype(g.dtype) for g in grads)


def _confusion_of_booleans(t, y, n_classes):
    pairs = [[int(np.sum((t == i) & (y == j))) for j in range(n_classes)] for i in range(n_classes)]
    return np.array(pairs, dtype=np.int64)


def _split_test_counted(split):
    for n in (20, 57):
        parts = split(n, 0)
        assert len(parts) == 3 and all(len(part) for part in parts)
        counts = np.bincount(np.concatenate(parts), minlength=n)
        assert len(counts) == n and (counts == 1).all()
        assert any(np.any(np.diff(part) < 0) for part in parts)
        assert all(np.array_equal(p, q) for p, q in zip(parts, split(n, 0), strict=True))
        assert not all(np.array_equal(p, q) for p, q in zip(parts, split(n, 1), strict=True))


RIGHT = {
    "choose_on_validation": (_chosen_by_position, _chosen_asking_twice),
    "clip_by_norm": (_clipped_copies,),
    "confusion_matrix": (_confusion_of_booleans,),
    "split_test": (_split_test_counted,),
}
