"""Wrong answers of a second class to lectures 09 to 13."""

import itertools
import math

import numpy as np


def _s(z):
    return 0.5 * (1 + np.tanh(z / 2))


def _drawn(std, kind="normal"):
    def answer(n_out, n_in, rng, dtype=np.float32):
        if kind == "uniform":
            a = std(n_out, n_in)
            return rng.uniform(-a, a, (n_out, n_in)).astype(dtype)
        return (rng.standard_normal((n_out, n_in)) * std(n_out, n_in)).astype(dtype)

    return answer


def _he_transposed(n_out, n_in, rng, dtype=np.float32):
    return rng.normal(0, math.sqrt(2 / n_in), (n_in, n_out)).astype(dtype)


def _he_own_seed(n_out, n_in, rng, dtype=np.float32):
    rng = np.random.default_rng(0)
    return rng.normal(0, math.sqrt(2 / n_in), (n_out, n_in)).astype(dtype)


def _he_dtype_lost(n_out, n_in, rng, dtype=np.float32):
    return rng.normal(0, math.sqrt(2 / n_in), (n_out, n_in))


def _sizes(dZ, Zs, weights, activations, measure=lambda d: float(np.sqrt(np.mean(d * d))), slope=True, order=-1):
    out = [measure(dZ)]
    for r in range(len(weights) - 1, 0, -1):
        dZ = dZ @ weights[r]
        if slope:
            dZ = dZ * activations[r - 1].grad(Zs[r - 1])
        out.append(measure(dZ))
    return out[::order]


def _sizes_one_less(dZ, Zs, weights, activations):
    return _sizes(dZ, Zs, weights, activations)[:-1]


def _plateau_strict(lr, errors, patience=3, factor=0.5):
    best, waited = math.inf, 0
    for e in errors:
        if e <= best:
            best, waited = e, 0
        else:
            waited += 1
            if waited == patience:
                lr, waited = lr * factor, 0
    return lr


def _plateau_late(lr, errors, patience=3, factor=0.5):
    best, waited = math.inf, 0
    for e in errors:
        if e < best:
            best, waited = e, 0
        else:
            waited += 1
            if waited > patience:
                lr, waited = lr * factor, 0
    return lr


def _plateau_neighbour(lr, errors, patience=3, factor=0.5):
    waited = 0
    for before, e in itertools.pairwise(errors):
        waited = 0 if e < before else waited + 1
        if waited == patience:
            lr, waited = lr * factor, 0
    return lr


def _plateau_silent(lr, errors, patience=3, factor=0.5):
    best, waited = math.inf, 0
    for e in errors:
        if e < best:
            best, waited = e, 0
        else:
            waited += 1
            if waited == patience:
                return lr * factor
    return lr


def _cosine_rises(lr, t, total, low=0.0):
    return low + (lr - low) * (1 - math.cos(math.pi * t / total)) / 2


def _cosine_quarter(lr, t, total, low=0.0):
    return low + (lr - low) * math.cos(math.pi / 2 * t / total)


def _cosine_low_added(lr, t, total, low=0.0):
    return low + lr * (1 + math.cos(math.pi * t / total)) / 2


def _cosine_whole(lr, t, total, low=0.0):
    return low + (lr - low) * (1 + math.cos(2 * math.pi * t / total)) / 2


def _momentum_lr_inside(w, dw, v, lr, momentum=0.9):
    v = momentum * v + lr * dw
    return w - v, v


def _momentum_average(w, dw, v, lr, momentum=0.9):
    v = momentum * v + (1 - momentum) * dw
    return w - lr * v, v


def _momentum_old(w, dw, v, lr, momentum=0.9):
    return w - lr * v, momentum * v + dw


def _momentum_in_place(w, dw, v, lr, momentum=0.9):
    v *= momentum
    v += dw
    return w - lr * v, v


def _adam(correct=True, before=False, order=0, square=True, inside=False):
    def answer(w, dw, m, s, t, lr=0.001, beta1=0.9, beta2=0.999, eps=1e-8):
        m = beta1 * m + (1 - beta1) * dw
        s = beta2 * s + (1 - beta2) * dw * (dw if square else 1)
        mh, sh = (m / (1 - beta1**t), s / (1 - beta2**t)) if correct else (m, s)
        new = w - lr * mh / (np.sqrt(sh + eps) if inside else np.sqrt(sh) + eps)
        if before:
            return new, mh, sh
        return (m, s, new) if order else (new, m, s)

    return answer


def _clip_each(grads, limit):
    return [g * min(1.0, limit / (np.linalg.norm(g) or 1)) for g in grads]


def _clip_always(grads, limit):
    n = math.sqrt(sum(float((g * g).sum()) for g in grads))
    return [g * (limit / n) if n else g.copy() for g in grads]


def _clip_entries(grads, limit):
    return [np.clip(g, -limit, limit) for g in grads]


def _clip_sum_of_lengths(grads, limit):
    n = sum(float(np.linalg.norm(g)) for g in grads)
    return [g * min(1.0, limit / n) if n else g.copy() for g in grads]


def _norm(mean, spread, **instead):
    def answer(Z, scale, shift, eps):
        shift, eps = instead.get("shift", shift), instead.get("eps", eps)
        centred = Z - Z.mean(axis=mean, keepdims=True)
        variance = np.square(centred).mean(axis=spread, keepdims=True)
        return (scale * centred / np.sqrt(variance + eps) + shift).astype(Z.dtype)

    return answer


def _warm_from_steps(lr, t, warm, steps):
    if t < warm:
        return lr * t / warm
    return float(lr / 2 * (1 + np.cos(np.pi * (t - warm) / steps)))


def _warm_one_more(lr, t, warm, steps):
    if t < warm:
        return lr * (t + 1) / warm
    return float(lr / 2 * (1 + np.cos(np.pi * (t - warm) / (steps - warm))))


def _warm_unchanged(lr, t, warm, steps):
    if t < warm:
        return lr * t / warm
    return float(lr / 2 * (1 + np.cos(np.pi * t / steps)))


def _warm_linear(lr, t, warm, steps):
    if t < warm:
        return lr * t / warm
    return float(lr * (1 - (t - warm) / (steps - warm)))


def _head(both=None, low_=None, high_=None, none=None):
    def answer(Z, low=-np.inf, high=np.inf):
        if np.isfinite(low) and np.isfinite(high):
            if both:
                return both(Z, low, high)
            return low + (high - low) * _s(Z), (high - low) * _s(Z) * _s(-Z)
        if np.isfinite(low):
            return low_(Z, low) if low_ else (low + np.logaddexp(0, Z), _s(Z))
        if np.isfinite(high):
            return high_(Z, high) if high_ else (high - np.logaddexp(0, -Z), _s(-Z))
        return none(Z) if none else (Z.copy(), np.ones_like(Z))

    return answer


def _huber_train(late=False, deriv=True, n=True, delta_on=True, scale=1.0, half=(1, 1, 1, 1)):
    def answer(W1, b1, W2, b2, X, T, lr, delta=1.0):
        A = np.tanh(X @ W1.T + b1)
        E = A @ W2.T + b2 - T
        d = (np.clip(E, -delta, delta) if delta_on else E) / (len(X) if n else 1)
        H = (d @ W2) * ((1 - A**2) if deriv else A)
        grads = H.T @ X, H.sum(0), d.T @ A, d.sum(0)
        return tuple(p - k * lr * g for p, k, g in zip((W1, b1, W2, b2), half, grads, strict=True))

    return answer


def _r2(top=lambda Y, T: ((Y - T) ** 2).sum(), below=lambda Y, T: ((T - T.mean(0)) ** 2).sum(), one=True):
    return lambda Y, T: float(1 - top(Y, T) / below(Y, T)) if one else float(top(Y, T) / below(Y, T))


def _r2_per_column(Y, T):
    return 1 - ((Y - T) ** 2).sum(axis=0) / ((T - T.mean(axis=0)) ** 2).sum(axis=0)


def _choose_last(settings, validation_error):
    best, low = None, math.inf
    for s in settings:
        if validation_error(s) <= low:
            best, low = s, validation_error(s)
    return best, low


def _choose_index(settings, validation_error):
    errors = [validation_error(s) for s in settings]
    return errors.index(min(errors)), min(errors)


def _choose_absolute(settings, validation_error):
    best = min(settings, key=lambda s: abs(validation_error(s)))
    return best, validation_error(best)


def _choose_skips_first(settings, validation_error):
    best, low = settings[0], validation_error(settings[-1])
    for s in settings[1:]:
        e = validation_error(s)
        if e < low:
            best, low = s, e
    return best, low


def _split_test_union(split):
    a, b, c = split(20, 0)
    assert len(a) + len(b) + len(c) == 20


def _split_test_sizes(split):
    parts = split(100, 1)
    assert [len(p) for p in parts] == [60, 20, 20]


def _split_test_sorted(split):
    a, b, c = split(30, 3)
    assert sorted(np.concatenate([a, b, c])) == list(range(30))
    a2, _, _ = split(30, 3)
    assert np.array_equal(a, a2)


def _split_test_seed(split):
    a, _, _ = split(10, 0)
    b, _, _ = split(10, 1)
    assert not np.array_equal(a, b)


def _bv(bias=lambda Y, t: ((Y.mean(0) - t) ** 2).mean(), variance=lambda Y: ((Y - Y.mean(0)) ** 2).mean(), swap=False):
    def answer(Y, truth):
        out = float(bias(Y, truth)), float(variance(Y))
        return out[::-1] if swap else out

    return answer


def _dropout(keep=lambda U, p: p <= U, scale=lambda p: 1 / (1 - p), mask=True, out=None):
    def answer(A, U, p):
        M = (keep(U, p) * scale(p)).astype(A.dtype)
        return (A * M if out is None else out(A, M)), (M if mask else (M > 0).astype(A.dtype))

    return answer


def _dropout_in_place(A, U, p):
    M = ((p <= U) / (1 - p)).astype(A.dtype)
    A *= M
    return A, M


def _early_index_of_stop(errors, patience):
    best = 0
    for epoch, error in enumerate(errors):
        if error < errors[best]:
            best = epoch
        if epoch - best >= patience:
            return epoch - patience + 1
    return best


def _early_smallest(errors, patience):
    return int(np.argmin(errors))


def _early_error(errors, patience):
    best = 0
    for epoch, error in enumerate(errors):
        if error < errors[best]:
            best = epoch
        if epoch - best >= patience:
            break
    return errors[best]


def _early_none(errors, patience):
    best = 0
    for epoch, error in enumerate(errors):
        if error < errors[best]:
            best = epoch
        if epoch - best >= patience:
            return best


def _dropout_test_half(dropout):
    rng = np.random.default_rng(0)
    A, U = rng.normal(size=(4, 3)), rng.uniform(size=(4, 3))
    out, _ = dropout(A, U, 0.5)
    assert np.allclose(out, A * (U >= 0.5) * 2)


def _dropout_test_mean(dropout):
    rng = np.random.default_rng(0)
    A, U = np.ones((300, 30)), rng.uniform(size=(300, 30))
    for p in (0.1, 0.5, 0.8):
        assert abs(dropout(A, U, p)[0].mean() - 1) < 0.05


def _dropout_test_unscaled(dropout):
    rng = np.random.default_rng(0)
    A, U = rng.normal(size=(4, 3)), rng.uniform(size=(4, 3))
    out, _ = dropout(A, U, 0.3)
    assert np.allclose(out, A * (U >= 0.3))


def _dropout_test_shape(dropout):
    A, U = np.ones((4, 3)), np.full((4, 3), 0.5)
    out, mask = dropout(A, U, 0.25)
    assert out.shape == A.shape
    assert mask.shape == A.shape


def _batches(rows=lambda N, rng: rng.permutation(N), same=True, rest=True, step=None):
    def answer(X, t, batch_size, rng):
        order = rows(len(X), rng)
        other = order if same else rows(len(X), rng)
        for k in range(0, len(X), batch_size):
            if not rest and k + batch_size > len(X):
                return
            stop = k + batch_size - (step or 0)
            yield X[order[k:stop]], t[other[k:stop]]

    return answer


def _confusion(order="ty", dtype=np.int64, share=False, once=False):
    def answer(t, y, n_classes):
        C = np.zeros((n_classes, n_classes), dtype)
        for a, b in zip(t, y, strict=True):
            i, j = (a, b) if order == "ty" else (b, a)
            C[i, j] = 1 if once else C[i, j] + 1
        return C / C.sum(axis=1, keepdims=True) if share else C

    return answer


def _calibration(weight=True, absolute=True, top=True, middle=False, closed=False):
    def answer(sure, right, bins=10):
        k = np.floor(sure * bins).astype(int)
        if closed:
            k = np.maximum(np.ceil(sure * bins).astype(int) - 1, 0)
        if top:
            k = np.minimum(k, bins - 1)
        total = 0.0
        for b in range(bins):
            here = k == b
            if here.any():
                mean = (b + 0.5) / bins if middle else sure[here].mean()
                gap = right[here].mean() - mean
                total += (here.mean() if weight else 1 / bins) * (abs(gap) if absolute else gap)
        return float(total)

    return answer


WRONG = {
    "he": (
        ("n_out for n_in", _drawn(lambda n_out, n_in: (2 / n_out) ** 0.5), r"n_out"),
        ("a variance for a deviation", _drawn(lambda n_out, n_in: 2 / n_in), r"root|variance|√"),
        ("uniform up to the deviation", _drawn(lambda n_out, n_in: (2 / n_in) ** 0.5, "uniform"), r"uniform|normal"),
        ("transposed", _he_transposed, r"shape|transpose|n_out, n_in"),
        ("a seed of its own", _he_own_seed, r"rng|seed|same"),
        ("dtype lost", _he_dtype_lost, r"dtype|float64"),
    ),
    "delta_sizes": (
        (
            "means of absolute values",
            lambda *a: _sizes(*a, measure=lambda d: float(np.abs(d).mean())),
            r"absolute|square",
        ),
        ("last layer first", lambda *a: _sizes(*a, order=1), r"order|reverse|last"),
        ("no slopes", lambda *a: _sizes(*a, slope=False), r"slope|f'|f′"),
        ("the last layer left out", _sizes_one_less, r"last|dZ|length|list has"),
    ),
    "plateau": (
        ("an equal error is an improvement", _plateau_strict, r"equal"),
        ("one epoch too late", _plateau_late, r"epoch|patience|late"),
        ("compared with the epoch before", _plateau_neighbour, r"before|smallest|neighbour|previous"),
        ("once only", _plateau_silent, r"once|first lowering|again"),
    ),
    "cosine": (
        ("rises", _cosine_rises, r"rises|1 minus|sign"),
        ("a quarter wave", _cosine_quarter, r"quarter|half|π"),
        ("low is added on top", _cosine_low_added, r"low"),
        ("a whole wave", _cosine_whole, r"whole|twice|2|half|total"),
    ),
    "momentum_step": (
        ("the rate in the velocity", _momentum_lr_inside, r"lr|rate|η"),
        ("a running mean", _momentum_average, r"mean|1 − γ|1 - |momentum"),
        ("walks along the old velocity", _momentum_old, r"old|v\b|velocity|passed in"),
        ("writes into v", _momentum_in_place, r"chang|in place|passed in"),
    ),
    "adam_step": (
        ("no correction", _adam(correct=False), r"correct"),
        ("corrected means are kept", _adam(before=True), r"correct"),
        ("another order of results", _adam(order=1), r"exchange|order|is what|expected as"),
        ("the mean of the gradient in s", _adam(square=False), r"square"),
    ),
    "clip_by_norm": (
        ("each array by itself", _clip_each, r"each|itself|own|together"),
        ("always to the limit", _clip_always, r"short|always|longer|grow"),
        ("entry by entry", _clip_entries, r"entr|never goes|limit"),
        ("the lengths added up", _clip_sum_of_lengths, r"add|sum|square"),
    ),
    "mended_layer_norm": (
        ("as handed out", _norm(0, 0), r"column|handed|other examples"),
        ("one line only", _norm(1, 0), r"variance|examples"),
        ("no ε", _norm(1, 1, eps=0.0), r"ε|eps"),
        ("shift forgotten", _norm(1, 1, shift=0.0), r"shift"),
    ),
    "mended_warm_up": (
        ("the length of the fall forgotten", _warm_from_steps, r"steps|end|0|fall"),
        ("a step too early", _warm_one_more, r"t = 0|one|grow|first|step"),
        ("as handed out", _warm_unchanged, r"handed|fault|unchanged|still|jump|largest"),
        ("a line down", _warm_linear, r"line|cosine"),
    ),
    "regression_head": (
        (
            "relu for softplus",
            _head(low_=lambda Z, a: (a + np.maximum(Z, 0), (Z > 0).astype(Z.dtype))),
            r"relu|softplus|kink",
        ),
        ("σ for the slope with both", _head(both=lambda Z, a, b: (a + (b - a) * _s(Z), (b - a) * _s(Z))), r"slope"),
        (
            "the limits exchanged",
            _head(both=lambda Z, a, b: (b + (a - b) * _s(Z), (a - b) * _s(Z) * _s(-Z))),
            r"fall|exchange|sign",
        ),
        ("a slope of a single 1", _head(none=lambda Z: (Z.copy(), 1.0)), r"shape|slope"),
        ("None without limits", _head(none=lambda Z: None), r"None"),
    ),
    "huber_step": (
        ("a for its slope", _huber_train(deriv=False), r"slope|1 − a|tanh"),
        ("no mean", _huber_train(n=False), r"N|mean|sum|rows|examples"),
        ("hidden layer not moved", _huber_train(half=(0, 0, 1, 1)), r"passed in|not move|W1"),
        ("output layer twice as fast", _huber_train(half=(1, 1, 2, 2)), r"2|twice"),
    ),
    "r_squared": (
        ("a number for each column", _r2_per_column, r"column|shape|number"),
        (
            "means below, sums above",
            _r2(below=lambda Y, T: ((T - T.mean(0)) ** 2).mean()),
            r"mean|sum|N|units|number of",
        ),
        ("compared with zero", _r2(below=lambda Y, T: (T**2).sum()), r"mean|0|zero"),
        ("the share left over", _r2(one=False), r"1 minus"),
    ),
    "choose_on_validation": (
        ("the last one of ties", _choose_last, r"tie|first|equal|last"),
        ("the position", _choose_index, r"position|index|setting"),
        ("the error nearest to 0", _choose_absolute, r"absolute|nearest|below 0|negative|sign"),
        ("starts with two different ones", _choose_skips_first, r"first|setting"),
    ),
    "split_test": (
        ("sizes alone", _split_test_union, r"accepts|let|not notice|pass"),
        ("its own sizes", _split_test_sizes, r"right|correct|rejects|turns down|fails"),
        ("no order, no other seed", _split_test_sorted, r"accepts|let|not notice|pass"),
        ("seeds alone", _split_test_seed, r"accepts|let|not notice|pass"),
    ),
    "correlation_counterexample": (
        (
            "perfect outputs",
            (np.array([1.0, 2.0, 3.0]), np.array([1.0, 2.0, 3.0])),
            r"same|both|agree|no difference|round",
        ),
        ("constant targets", (np.array([1.0, 2.0]), np.array([1.0, 1.0])), r"vary|constant"),
        ("different lengths", (np.array([1.0, 2.0]), np.array([1.0, 2.0, 3.0])), r"shape|length|fit"),
        (
            "a fitted line",
            (np.array([1.5, 2.0, 2.5]), np.array([1.0, 3.0, 2.0])),
            r"same|both|agree|no difference|round",
        ),
    ),
    "bias_variance": (
        ("exchanged", _bv(swap=True), r"exchange"),
        ("axis exchanged", _bv(variance=lambda Y: Y.var(axis=1).mean()), r"points|axis|networks"),
        ("squared after the mean", _bv(bias=lambda Y, t: (Y - t).mean() ** 2), r"square|cancel|after"),
        ("the variance of everything", _bv(variance=lambda Y: Y.var()), r"all|each point|whole|points"),
    ),
    "dropout": (
        (
            "keeps with probability p",
            _dropout(keep=lambda U, p: p > U, scale=lambda p: 1 / p if p else 1.0),
            r"keep|drop|p\b",
        ),
        ("the mask is not scaled", _dropout(mask=False), r"mask"),
        ("divides by p", _dropout(scale=lambda p: 1 / p if p else 1.0), r"1/p|1 − p"),
        ("writes into A", _dropout_in_place, r"chang|in place|passed in"),
        ("> at the edge", _dropout(keep=lambda U, p: p < U), r"equal|edge|≥|>=|smaller than p|exactly"),
    ),
    "mended_early_stop": (
        ("counted back, one off", _early_index_of_stop, r"one|larger|epoch"),
        ("the smallest of all", _early_smallest, r"after the stop|all errors"),
        ("the error itself", _early_error, r"error|epoch|int|float"),
        ("None without a stop", _early_none, r"None"),
    ),
    "dropout_test": (
        ("one half only, no mask", _dropout_test_half, r"accepts|let|not notice|pass"),
        ("means", _dropout_test_mean, r"accepts|let|not notice|pass"),
        ("no factor", _dropout_test_unscaled, r"right|correct|rejects|turns down|fails"),
        ("shapes", _dropout_test_shape, r"accepts|let|not notice|pass"),
    ),
    "minibatches": (
        ("not shuffled", _batches(rows=lambda N, rng: np.arange(N)), r"order|shuffle|random"),
        ("targets shuffled apart", _batches(same=False), r"apart|together|targets"),
        ("the rest lost", _batches(rest=False), r"last|left over|rest|rows"),
        ("drawn with repetition", _batches(rows=lambda N, rng: rng.integers(0, N, N)), r"once|twice|repe|every row"),
        ("one row of each batch lost", _batches(step=1), r"rows|lost|batch"),
    ),
    "confusion_matrix": (
        ("transposed", _confusion("yt"), r"transpose|rows and columns|exchange"),
        ("shares", _confusion(share=True), r"float|share|divid|int"),
        ("ones", _confusion(once=True), r"1|once|count"),
        ("floats", _confusion(dtype=float), r"float64"),
    ),
    "calibration_error": (
        ("bins not weighed", _calibration(weight=False), r"weigh|n_bin|number|each bin|equally"),
        ("signed", _calibration(absolute=False), r"sign|absolute|cancel"),
        ("1 in no bin", _calibration(top=False), r"1|last bin"),
        ("the bins' middles", _calibration(middle=True), r"middle|mean probability"),
        ("closed above", _calibration(closed=True), r"edge|below|above|bin"),
    ),
}


def _aligned(back="feedback", slope=True, transposed=False, reverse=False):
    def answer(dZ, Zs, As, feedback, activations):
        dWs, dbs = [], []
        for r in range(len(Zs) - 1, -1, -1):
            dWs.append(As[r].T @ dZ if transposed else dZ.T @ As[r])
            dbs.append(dZ.mean(0) if back == "mean" else dZ.sum(0))
            if r:
                dZ = dZ @ feedback[r] * (activations[r - 1].grad(Zs[r - 1]) if slope else 1)
        return (dWs, dbs) if reverse else (dWs[::-1], dbs[::-1])

    return answer


WRONG["feedback_alignment"] = (
    ("no slope", _aligned(slope=False), r"slope|f'|f′"),
    ("gradients transposed", _aligned(transposed=True), r"transpose|rows and columns|shape"),
    ("last layer first", _aligned(reverse=True), r"first|last|order"),
    ("means of the biases", _aligned(back="mean"), r"mean|N|rows|examples"),
)
