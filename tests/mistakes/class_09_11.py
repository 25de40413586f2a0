"""Wrong answers of a class to lectures 09 to 11."""

import math

import numpy as np


def _s(z):
    return 0.5 * (1 + np.tanh(z / 2))


def _normal(std):
    return lambda n_out, n_in, rng, dtype=np.float32: (rng.standard_normal((n_out, n_in)) * std(n_out, n_in)).astype(
        dtype
    )


def _uniform(std):
    return lambda n_out, n_in, rng, dtype=np.float32: (
        rng.uniform(-1, 1, (n_out, n_in)) * std(n_out, n_in) * 3**0.5
    ).astype(dtype)


def _plateau(
    lr,
    errors,
    patience=3,
    factor=0.5,
    start=math.inf,
    better=lambda e, best: e < best,
    reset=True,
    once=False,
    keep=True,
):
    best, waited, cut = start, 0, False
    for e in errors:
        if better(e, best):
            best, waited = e, 0
        else:
            waited += 1
        if waited >= patience and not (once and cut):
            lr, cut = lr * factor, True
            if reset:
                waited = 0
            if not keep:
                best = math.inf
    return lr


def _plateau_first(lr, errors, patience=3, factor=0.5):
    return _plateau(lr, errors[1:], patience, factor, start=errors[0])


def _adam(
    w,
    dw,
    m,
    s,
    t,
    lr=0.001,
    b1=0.9,
    b2=0.999,
    eps=1e-8,
    correct=True,
    root=True,
    inside=False,
    sq=True,
    t0=0,
    old=False,
):
    m1 = b1 * m + (1 - b1) * dw
    s1 = b2 * s + (1 - b2) * (dw * dw if sq else np.abs(dw))
    um, us = (m, s) if old else (m1, s1)
    mh = um / (1 - b1 ** (t + t0)) if correct else um
    sh = us / (1 - b2 ** (t + t0)) if correct else us
    below = np.sqrt(sh + eps) if inside else (np.sqrt(sh) if root else sh) + eps
    return w - lr * mh / below, m1, s1


def _cos(A, B):
    return float((A * B).sum() / (np.linalg.norm(A) * np.linalg.norm(B)))


def _sizes(dZ, Zs, weights, fs, measure=lambda d: float(np.sqrt(np.mean(d**2))), slope=True, order=1, own=0):
    out = [measure(dZ)]
    for r in range(len(weights) - 1, 0, -1):
        dZ = dZ @ weights[r] * (fs[r - 1].grad(Zs[r - 1]) if slope else 1.0)
        out.append(measure(dZ))
    return out[::-order]


def _head(Z, low=-np.inf, high=np.inf, zero=False, slope=True, both=True):
    has_low = (np.isfinite(low) and bool(low)) if zero else np.isfinite(low)
    has_high = (np.isfinite(high) and bool(high)) if zero else np.isfinite(high)
    if has_low and has_high:
        w = high - low
        return low + w * _s(Z), (w if slope else 1) * _s(Z) * _s(-Z)
    if has_low:
        return low + np.logaddexp(0, Z), _s(Z)
    if has_high:
        return high - np.logaddexp(0, -Z), _s(-Z)
    return Z * 1, np.ones_like(Z)


def _huber(W1, b1, W2, b2, X, T, lr, delta=1.0, moved=(1, 1, 1, 1), new=False, n=True, only=False):
    A = np.tanh(X @ W1.T + b1)
    g = np.clip(A @ W2.T + b2 - T, -delta, delta) / (len(X) if n else 1)
    d2 = g.T @ A
    W = W2 - lr * d2 if new else W2
    d = g @ W * (1 - A * A)
    grads = d.T @ X, d.sum(0), d2, g.sum(0)
    if only:
        return grads
    return tuple(p - k * lr * q for p, q, k in zip((W1, b1, W2, b2), grads, moved, strict=True))


def _batches(order, take_t=None, keep_last=True):
    def cut(X, t, batch_size, rng):
        o = order(len(X), rng)
        ot = take_t(len(X), rng, o) if take_t else o
        stop = len(X) if keep_last else len(X) - len(X) % batch_size
        for i in range(0, stop, batch_size):
            yield X[o[i : i + batch_size]], t[ot[i : i + batch_size]]

    return cut


def _calibration(sure, right, bins=10, bin_of=lambda s, b: np.minimum((s * b).astype(int), b - 1), measure=abs):
    k = bin_of(sure, bins)
    return float(sum(abs((right - sure)[k == j].sum()) for j in range(-1, bins + 1))) / len(sure)


def _calibration_plain(sure, right, bins=10):
    k = np.minimum((sure * bins).astype(int), bins - 1)
    return float(np.mean([abs((right - sure)[k == j].mean()) for j in range(bins) if (k == j).any()]))


def _confusion_sized(t, y, n_classes):
    n = int(max(t.max(), y.max())) + 1
    C = np.zeros((n, n), np.int64)
    np.add.at(C, (t, y), 1)
    return C


def _confusion_plus(t, y, n_classes):
    C = np.zeros((n_classes, n_classes), np.int64)
    C[t, y] += 1
    return C


def _confusion(t, y, n):
    return np.bincount(n * t + y, minlength=n * n).reshape(n, n)


def _choose(settings, validation_error):
    best, low = None, 1.0
    for s in settings:
        if validation_error(s) < low:
            best, low = s, validation_error(s)
    return best, low


def _pairs(settings, validation_error):
    return [(s, validation_error(s)) for s in settings]


WRONG = {
    "gaussian": (
        (
            "variance for deviation",
            lambda n_out, n_in, rng, dtype=np.float32, std=0.01: rng.normal(0, std**0.5, (n_out, n_in)).astype(dtype),
            "√|root|deviation",
        ),
        (
            "shape",
            lambda n_out, n_in, rng, dtype=np.float32, std=0.01: rng.normal(0, std, (n_in, n_out)).astype(dtype),
            "shape|transpose",
        ),
        (
            "std ignored",
            lambda n_out, n_in, rng, dtype=np.float32, std=0.01: rng.normal(0, 0.01, (n_out, n_in)).astype(dtype),
            "std.*no effect",
        ),
        (
            "uniform",
            lambda n_out, n_in, rng, dtype=np.float32, std=0.01: rng.uniform(-std, std, (n_out, n_in)).astype(dtype),
            "uniform|normal|deviation",
        ),
        (
            "own generator",
            lambda n_out, n_in, rng, dtype=np.float32, std=0.01: (
                np.random.default_rng(0).normal(0, std, (n_out, n_in)).astype(dtype)
            ),
            "rng|generator|seed",
        ),
        (
            "float64",
            lambda n_out, n_in, rng, dtype=np.float32, std=0.01: rng.normal(0, std, (n_out, n_in)),
            "float64|dtype",
        ),
        (
            "ten times",
            lambda n_out, n_in, rng, dtype=np.float32, std=0.01: rng.normal(0, 10 * std, (n_out, n_in)).astype(dtype),
            "deviation|10 times",
        ),
    ),
    "xavier": (
        ("n_out", _normal(lambda o, i: o**-0.5), "n_out"),
        ("no root", _normal(lambda o, i: 1 / i), "root|√|1/n|deviation"),
        ("he", _normal(lambda o, i: (2 / i) ** 0.5), "2|he|deviation|He"),
        ("glorot", _normal(lambda o, i: (2 / (i + o)) ** 0.5), "n_out|Glorot|deviation"),
        ("uniform", _uniform(lambda o, i: i**-0.5), "uniform|normal"),
        (
            "dtype ignored",
            lambda n_out, n_in, rng, dtype=np.float32: (
                rng.standard_normal((n_out, n_in), np.float32) / np.float32(n_in**0.5)
            ),
            "dtype|float32",
        ),
    ),
    "he": (
        ("n_out", _normal(lambda o, i: (2 / o) ** 0.5), "n_out"),
        ("xavier", _normal(lambda o, i: (1 / i) ** 0.5), "xavier|Xavier|2"),
        ("2/n", _normal(lambda o, i: 2 / i), "root|√|deviation"),
        ("√2/n", _normal(lambda o, i: 2**0.5 / i), "root|√|deviation"),
        (
            "positive",
            lambda n_out, n_in, rng, dtype=np.float32: (
                np.abs(rng.standard_normal((n_out, n_in), dtype)) * (2 / n_in) ** 0.5
            ),
            "positive|mean|negative",
        ),
    ),
    "step_halving": (
        ("every ignored", lambda lr, t, every=10: lr / 2 ** (t // 10), "every.*no effect"),
        ("no floor", lambda lr, t, every=10: lr / 2 ** (t / every), "floor|smooth|stair|step"),
        ("ceil", lambda lr, t, every=10: lr / 2 ** math.ceil(t / every), "ceil|early|t = 0|too soon"),
        ("off by one", lambda lr, t, every=10: lr / 2 ** ((t + 1) // every), "one epoch|early|t \\+ 1"),
        ("halved once", lambda lr, t, every=10: lr / 2 if t >= every else lr, "once"),
        ("divided", lambda lr, t, every=10: lr / (1 + t // every), "power|2\\^|divid"),
        ("complex", lambda lr, t, every=10: lr * (-1) ** 0.5, "complex"),
        ("tenth", lambda lr, t, every=10: lr * 0.1 ** (t // every), "0.1|half|tenth"),
        ("lr ignored", lambda lr, t, every=10: 0.5 ** (t // every), "lr"),
    ),
    "inverse_time": (
        ("half_time ignored", lambda lr, t, half_time=10: lr * 10 / (10 + t), "half_time.*no effect"),
        ("a forgotten", lambda lr, t, half_time=10: lr / (half_time + t), "a|half_time|b η"),
        ("1 + t", lambda lr, t, half_time=10: lr / (1 + t), "half_time"),
        ("squared", lambda lr, t, half_time=10: lr * (half_time / (half_time + t)) ** 2, "square"),
        ("exponential", lambda lr, t, half_time=10: lr * 0.5 ** (t / half_time), "exponent|half"),
    ),
    "plateau": (
        (
            "best = 1",
            lambda lr, errors, patience=3, factor=0.5: _plateau(lr, errors, patience, factor, start=1.0),
            "above 1|starts? at|begin",
        ),
        (
            "equal counts",
            lambda lr, errors, patience=3, factor=0.5: _plateau(
                lr, errors, patience, factor, better=lambda e, b: e <= b
            ),
            "equal",
        ),
        (
            "not reset",
            lambda lr, errors, patience=3, factor=0.5: _plateau(lr, errors, patience, factor, reset=False),
            "start|again|reset|count",
        ),
        ("once", lambda lr, errors, patience=3, factor=0.5: _plateau(lr, errors, patience, factor, once=True), "once"),
        (
            "factor ignored",
            lambda lr, errors, patience=3, factor=0.5: _plateau(lr, errors, patience, 0.5),
            "factor.*no effect",
        ),
        (
            "patience ignored",
            lambda lr, errors, patience=3, factor=0.5: _plateau(lr, errors, 3, factor),
            "patience.*no effect",
        ),
        ("divided", lambda lr, errors, patience=3, factor=0.5: lr**2 / _plateau(lr, errors, patience, factor), "divid"),
        (
            "best forgotten",
            lambda lr, errors, patience=3, factor=0.5: _plateau(lr, errors, patience, factor, keep=False),
            "smallest|kept|forgot",
        ),
        ("errors[0]", _plateau_first, "empty|no error"),
        (
            "patience + 1",
            lambda lr, errors, patience=3, factor=0.5: _plateau(lr, errors, patience + 1, factor),
            "late|one epoch|patience",
        ),
    ),
    "cosine": (
        (
            "no half",
            lambda lr, t, total, low=0.0: low + (lr - low) * (1 + math.cos(math.pi * t / total)),
            "½|half|2 times",
        ),
        (
            "degrees",
            lambda lr, t, total, low=0.0: low + (lr - low) * (1 + math.cos(180 * t / total)) / 2,
            "degree|radian",
        ),
        ("low ignored", lambda lr, t, total, low=0.0: lr * (1 + math.cos(math.pi * t / total)) / 2, "low.*no effect"),
        (
            "1 - cos",
            lambda lr, t, total, low=0.0: low + (lr - low) * (1 - math.cos(math.pi * t / total)) / 2,
            "1 −|sign|rises|wrong way|plus",
        ),
        (
            "2 pi",
            lambda lr, t, total, low=0.0: low + (lr - low) * (1 + math.cos(2 * math.pi * t / total)) / 2,
            "2π|whole|full",
        ),
        ("lr not lr - low", lambda lr, t, total, low=0.0: low + lr * (1 + math.cos(math.pi * t / total)) / 2, "low"),
    ),
    "cyclical": (
        (
            "half_cycle ignored",
            lambda lr, t, low=0.0, half_cycle=2: low + (lr - low) * (1 - abs(t / 2 % 2 - 1)),
            "half_cycle.*no effect",
        ),
        ("low ignored", lambda lr, t, low=0.0, half_cycle=2: lr * (1 - abs(t / half_cycle % 2 - 1)), "low.*no effect"),
        (
            "sawtooth",
            lambda lr, t, low=0.0, half_cycle=2: low + (lr - low) * (t % half_cycle) / half_cycle,
            "saw|down|falls",
        ),
        (
            "starts at the top",
            lambda lr, t, low=0.0, half_cycle=2: low + (lr - low) * abs(t / half_cycle % 2 - 1),
            "top|upside|η₀|exchanged",
        ),
        (
            "first cycle only",
            lambda lr, t, low=0.0, half_cycle=2: low + (lr - low) * (1 - abs(t / half_cycle - 1)),
            "first|again",
        ),
    ),
    "momentum_step": (
        (
            "momentum ignored",
            lambda w, dw, v, lr, momentum=0.9: (w - lr * (0.9 * v + dw), 0.9 * v + dw),
            "momentum.*no effect",
        ),
        (
            "sign form",
            lambda w, dw, v, lr, momentum=0.9: (w + momentum * v - lr * dw, momentum * v - lr * dw),
            "inside|other form|Keras|lr|sign",
        ),
        ("old v", lambda w, dw, v, lr, momentum=0.9: (w - lr * v, momentum * v + dw), "old"),
        (
            "exchanged",
            lambda w, dw, v, lr, momentum=0.9: (momentum * v + dw, w - lr * (momentum * v + dw)),
            "exchanged|order",
        ),
        ("w not moved", lambda w, dw, v, lr, momentum=0.9: (w, momentum * v + dw), "passed in|not move|never|new w"),
        (
            "uphill",
            lambda w, dw, v, lr, momentum=0.9: (w + lr * (momentum * v + dw), momentum * v + dw),
            "uphill|sign|adds",
        ),
        (
            "1 - γ",
            lambda w, dw, v, lr, momentum=0.9: (
                w - lr * (momentum * v + (1 - momentum) * dw),
                momentum * v + (1 - momentum) * dw,
            ),
            "1 − γ|mean|average",
        ),
        (
            "lr in v",
            lambda w, dw, v, lr, momentum=0.9: (w - (momentum * v + lr * dw), momentum * v + lr * dw),
            "inside|η|lr",
        ),
    ),
    "adam_step": (
        ("no correction", lambda *a: _adam(*a, correct=False), "correct"),
        ("no root", lambda *a: _adam(*a, root=False), "root"),
        ("eps inside", lambda *a: _adam(*a, inside=True), "inside|ε|eps"),
        ("t from 0", lambda *a: _adam(*a, t0=1), "t \\+ 1|one step|t "),
        ("|g|", lambda *a: _adam(*a, sq=False), "square"),
        ("moments of before", lambda *a: _adam(*a, old=True), "before|old"),
        (
            "betas exchanged",
            lambda w, dw, m, s, t, lr=0.001, b1=0.9, b2=0.999, eps=1e-8: _adam(w, dw, m, s, t, lr, b2, b1, eps),
            "exchanged",
        ),
        ("m and s exchanged", lambda *a: (lambda w, m, s: (w, s, m))(*_adam(*a)), "exchanged"),
        ("lr ignored", lambda w, dw, m, s, t, lr=0.001, *a: _adam(w, dw, m, s, t, 0.001, *a), "lr.*no effect|rate"),
        ("step alone", lambda w, *a: (_adam(w, *a)[0] - w, *_adam(w, *a)[1:]), "step alone|added to|w itself"),
    ),
    "angle": (
        ("radians", lambda A, B: math.acos(max(-1, min(1, _cos(A, B)))), "radian"),
        (
            "no limit",
            lambda A, B: float(np.degrees(np.arccos((A * B).sum() / (np.linalg.norm(A) * np.linalg.norm(B))))),
            "NaN|beyond|limit",
        ),
        ("acos", lambda A, B: math.degrees(math.acos(_cos(A, B))), "beyond|domain|limit"),
        ("cosine", _cos, "cosine"),
        ("no norm", lambda A, B: math.degrees(math.acos(max(-1, min(1, float((A * B).sum()))))), "norm|length"),
        ("complex", lambda A, B: math.degrees(math.acos(max(-1, min(1, _cos(A, B))))) + 0j, "complex"),
        ("abs", lambda A, B: math.degrees(math.acos(min(1, abs(_cos(A, B))))), "abs|90|sign"),
        ("asin", lambda A, B: math.degrees(math.asin(max(-1, min(1, _cos(A, B))))), "sine|90"),
    ),
    "delta_sizes": (
        ("no slope", lambda *a: _sizes(*a, slope=False), "slope|f'"),
        ("last first", lambda *a: _sizes(*a, order=-1), "order|first|last|reverse"),
        ("no root", lambda *a: _sizes(*a, measure=lambda d: float(np.mean(d**2))), "root"),
        ("mean of |δ|", lambda *a: _sizes(*a, measure=lambda d: float(np.abs(d).mean())), "mean|abs|\\|δ\\|"),
        ("norm", lambda *a: _sizes(*a, measure=lambda d: float(np.linalg.norm(d))), "norm|mean|number"),
        ("std", lambda *a: _sizes(*a, measure=lambda d: float(d.std())), "deviation|mean"),
        ("one missing", lambda *a: _sizes(*a)[1:], "3|returns|numbers|layer"),
    ),
    "regression_head": (
        ("0 taken for absent", lambda *a: _head(*a, zero=True), "limit of 0|0 .*absent|0 is"),
        ("low ignored", lambda Z, low=-np.inf, high=np.inf: _head(Z, -np.inf, high), "low.*no effect"),
        ("high ignored", lambda Z, low=-np.inf, high=np.inf: _head(Z, low), "high.*no effect"),
        ("slope lacks the width", lambda *a: _head(*a, slope=False), "high − low|width|factor"),
        ("exchanged", lambda *a: _head(*a)[::-1], "exchanged|order"),
        (
            "clipped",
            lambda Z, low=-np.inf, high=np.inf: (np.clip(Z, low, high), ((low < Z) & (high > Z)).astype(Z.dtype)),
            "clip|cut",
        ),
        ("slope is 1", lambda *a: (_head(*a)[0], np.ones_like(a[0])), "slope"),
    ),
    "huber_step": (
        ("biases not moved", lambda *a: _huber(*a, moved=(1, 0, 1, 0)), "b1.*(passed in|never|not move)|biases"),
        ("hidden layer not moved", lambda *a: _huber(*a, moved=(0, 0, 1, 1)), "W1.*(passed in|never|not move)|hidden"),
        ("gradients", lambda *a: _huber(*a, only=True), "gradient"),
        ("new W2", lambda *a: _huber(*a, new=True), "old weights|new W2|already"),
        ("no N", lambda *a: _huber(*a, n=False), "N|rows"),
        (
            "delta ignored",
            lambda W1, b1, W2, b2, X, T, lr, delta=1.0: _huber(W1, b1, W2, b2, X, T, lr),
            "delta.*no effect|δ.*no effect",
        ),
        ("uphill", lambda *a: _huber(*a, moved=(-1, -1, -1, -1)), "uphill|sign|wrong way|plus"),
        ("nothing moved", lambda *a: a[:4], "passed in|never|not move"),
    ),
    "r_squared": (
        (
            "share unexplained",
            lambda Y, T: float(((T - Y) ** 2).sum() / ((T - T.mean(0)) ** 2).sum()),
            "1 minus|1 −|one minus",
        ),
        ("mean over all", lambda Y, T: 1 - float(((T - Y) ** 2).sum() / ((T - T.mean()) ** 2).sum()), "column|mean"),
        (
            "clipped",
            lambda Y, T: max(0.0, 1 - float(((T - Y) ** 2).sum() / ((T - T.mean(0)) ** 2).sum())),
            "clip|negative|below 0",
        ),
        (
            "mean of Y",
            lambda Y, T: 1 - float(((T - Y) ** 2).sum() / ((Y - Y.mean(0)) ** 2).sum()),
            "Y|outputs|exchanged",
        ),
        ("correlation", lambda Y, T: float(np.corrcoef(Y.ravel(), T.ravel())[0, 1] ** 2), "correlation"),
        (
            "per column",
            lambda Y, T: float(np.mean(1 - ((T - Y) ** 2).sum(0) / ((T - T.mean(0)) ** 2).sum(0))),
            "column",
        ),
        (
            "exchanged",
            lambda Y, T: 1 - float(((T - Y) ** 2).sum() / ((Y - Y.mean(0)) ** 2).sum()),
            "Y|outputs|exchanged",
        ),
    ),
    "choose_on_validation": (
        ("starts at 1", _choose, "above 1|1.0|None"),
        ("largest", lambda s, e: max(_pairs(s, e), key=lambda p: p[1]), "largest"),
        ("last tie", lambda s, e: min(_pairs(s, e)[::-1], key=lambda p: p[1]), "first|tie|last"),
        ("exchanged", lambda s, e: min(_pairs(s, e), key=lambda p: p[1])[::-1], "exchanged|order"),
        ("setting only", lambda s, e: min(s, key=e), "returns|error"),
        ("smallest setting", lambda s, e: min(_pairs(s, e)), "smallest setting|setting"),
    ),
    "minibatches": (
        ("no shuffling", _batches(lambda n, rng: np.arange(n)), "shuffl|order"),
        (
            "X and t apart",
            _batches(lambda n, rng: rng.permutation(n), lambda n, rng, o: rng.permutation(n)),
            "apart|together|same order|stay",
        ),
        (
            "t not shuffled",
            _batches(lambda n, rng: rng.permutation(n), lambda n, rng, o: np.arange(n)),
            "apart|together|same order|stay",
        ),
        ("last left out", _batches(lambda n, rng: rng.permutation(n), keep_last=False), "last|left over|rest"),
        ("drawn with replacement", _batches(lambda n, rng: rng.integers(0, n, n)), "once|twice|replacement"),
        ("own seed", _batches(lambda n, rng: np.random.default_rng(0).permutation(n)), "rng|seed|generator"),
    ),
    "confusion_matrix": (
        ("transposed", lambda t, y, n: _confusion(y, t, n), "transpose|rows|exchanged"),
        ("sized by labels", _confusion_sized, "n_classes|labels|shape"),
        ("C[t, y] += 1", _confusion_plus, "repeated|once|add.at|more than"),
        ("shares", lambda t, y, n: _confusion(t, y, n) / len(t), "share|count|divid|int64|rows"),
        ("list", lambda t, y, n: _confusion(t, y, n).tolist(), "list"),
        ("diagonal", lambda t, y, n: np.diag(np.diag(_confusion(t, y, n))), "diagonal|right answers|wrong answers"),
        ("float", lambda t, y, n: _confusion(t, y, n).astype(float), "float64|int64"),
    ),
    "accuracy_score": (
        ("count", lambda t, y: int((t == y).sum()), "number of|divid|count|rows|elements"),
        ("error rate", lambda t, y: float((t != y).mean()), "1 minus|one minus|wrong answers|error"),
        ("percent", lambda t, y: 100 * float((t == y).mean()), "100|percent|per cent"),
        ("array", lambda t, y: t == y, "array|shape|True"),
    ),
    "calibration_error": (
        (
            "closed above",
            lambda s, r, bins=10: _calibration(
                s, r, bins, lambda s, b: np.clip(np.ceil(s * b) - 1, 0, b - 1).astype(int)
            ),
            "edge|above|border|upper",
        ),
        ("bins ignored", lambda s, r, bins=10: _calibration(s, r, 10), "bins.*no effect"),
        ("not weighted", _calibration_plain, "weight|n_bin"),
        ("no bins", lambda s, r, bins=10: abs(float(np.mean(r - s))), "bin"),
        ("no abs", lambda s, r, bins=10: float(np.mean(r - s)), "abs|cancel"),
        ("squared", lambda s, r, bins=10: float(np.mean((r - s) ** 2)), "square|Brier"),
    ),
}
