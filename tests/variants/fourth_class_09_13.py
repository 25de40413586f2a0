"""Right answers of a fourth class to lectures 09 to 13, written from the notebooks alone: each as it was typed."""

from tests.support.typed import typed

_TYPED = {
    "adam_step": (
        (
            "as in the hints",
            """
def adam_step(w, dw, m, s, t, lr=0.001, beta1=0.9, beta2=0.999, eps=1e-08):
    m = beta1 * m + (1 - beta1) * dw
    s = beta2 * s + (1 - beta2) * dw**2
    m_hat = m / (1 - beta1**t)
    s_hat = s / (1 - beta2**t)
    return w - lr * m_hat / (np.sqrt(s_hat) + eps), m, s
""",
        ),
        (
            "means as m + (1 − β)(g − m)",
            """
def adam_step(w, dw, m, s, t, lr=0.001, beta1=0.9, beta2=0.999, eps=1e-08):
    new_m = m + (1 - beta1) * (dw - m)
    new_s = s + (1 - beta2) * (dw * dw - s)
    step = (new_m / (1 - beta1**t)) / ((new_s / (1 - beta2**t)) ** 0.5 + eps)
    new_w = w - lr * step
    return new_w, new_m, new_s
""",
        ),
    ),
    "bias_variance": (
        (
            "as in the hints",
            """
def bias_variance(Y, truth):
    mean = Y.mean(axis=0)
    return float(np.mean((mean - truth) ** 2)), float(np.mean((Y - mean) ** 2))
""",
        ),
        (
            "point by point",
            """
def bias_variance(Y, truth):
    R, N = Y.shape
    bias2, var = 0.0, 0.0
    for n in range(N):
        m = sum(Y[:, n]) / R
        bias2 += (m - truth[n]) ** 2 / N
        var += sum((Y[r, n] - m) ** 2 for r in range(R)) / (R * N)
    return float(bias2), float(var)
""",
        ),
    ),
    "calibration_error": (
        (
            "loop with a mask",
            """
def calibration_error(sure, right, bins=10):
    which = np.minimum((sure * bins).astype(int), bins - 1)
    total = 0.0
    for k in range(bins):
        inside = which == k
        if inside.any():
            total += inside.sum() * abs(right[inside].mean() - sure[inside].mean())
    return float(total / len(sure))
""",
        ),
        (
            "sums per bin with bincount",
            """
def calibration_error(sure, right, bins=10):
    k = np.clip(np.floor(bins * np.asarray(sure)).astype(np.int64), 0, bins - 1)
    hits = np.bincount(k, weights=right, minlength=bins)
    hopes = np.bincount(k, weights=sure, minlength=bins)
    return float(np.abs(hits - hopes).sum() / len(sure))
""",
        ),
    ),
    "choose_on_validation": (
        (
            "min with key",
            """
def choose_on_validation(settings, validation_error):
    pairs = [(validation_error(s), s) for s in settings]
    error, setting = min(pairs, key=lambda pair: pair[0])
    return setting, error
""",
        ),
        (
            "loop",
            """
def choose_on_validation(settings, validation_error):
    best, smallest = None, None
    for setting in settings:
        error = validation_error(setting)
        if smallest is None or error < smallest:
            best, smallest = setting, error
    return best, smallest
""",
        ),
        (
            "calls the error function again and again (costly, but right to the letter of the docstring)",
            """
def choose_on_validation(settings, validation_error):
    best = settings[0]
    for s in settings:
        if validation_error(s) < validation_error(best):
            best = s
    return best, validation_error(best)
""",
        ),
    ),
    "clip_by_norm": (
        (
            "as in the hints",
            """
def clip_by_norm(grads, limit):
    length = sum(float((g**2).sum()) for g in grads) ** 0.5
    factor = limit / length if length > limit else 1.0
    return [g * factor for g in grads]
""",
        ),
        (
            "one long vector in float64",
            """
def clip_by_norm(grads, limit):
    whole = np.concatenate([np.asarray(g, dtype=float).ravel() for g in grads])
    norm = float(np.linalg.norm(whole))
    if norm <= limit:
        return [g.copy() for g in grads]
    return [(g * (float(limit) / norm)).astype(g.dtype) for g in grads]
""",
        ),
    ),
    "confusion_matrix": (
        (
            "loop",
            """
def confusion_matrix(t, y, n_classes):
    C = np.zeros((n_classes, n_classes), dtype=np.int64)
    for i, j in zip(t, y):
        C[i, j] += 1
    return C
""",
        ),
        (
            "bincount",
            """
def confusion_matrix(t, y, n_classes):
    t, y = np.asarray(t, dtype=np.int64), np.asarray(y, dtype=np.int64)
    flat = np.bincount(t * n_classes + y, minlength=n_classes**2)
    return flat.reshape(n_classes, n_classes).astype(np.int64)
""",
        ),
        (
            "comprehension over the cells",
            """
def confusion_matrix(t, y, n_classes):
    return np.array([[np.sum((t == i) & (y == j)) for j in range(n_classes)] for i in range(n_classes)], dtype=np.int64)
""",
        ),
    ),
    "correlation_counterexample": (
        (
            "ten times the targets",
            """
T = np.array([1.0, 2.0, 4.0])
correlation_counterexample = (10 * T, T)
""",
        ),
        (
            "moved and turned",
            """
correlation_counterexample = (np.array([5.0, 4.0, 3.0, 2.5]), np.array([1.0, 2.0, 3.0, 3.5]))
""",
        ),
    ),
    "cosine": (
        (
            "as in the hints",
            """
def cosine(lr, t, total, low=0.0):
    return low + (lr - low) * (1 + cos(pi * t / total)) / 2
""",
        ),
        (
            "as a weighted mean",
            """
def cosine(lr, t, total, low=0.0):
    u = 0.5 + 0.5 * cos(t / total * pi)
    return u * lr + (1 - u) * low
""",
        ),
        (
            "cos² of half the angle",
            """
def cosine(lr, t, total, low=0.0):
    return low + (lr - low) * cos(pi * t / (2 * total)) ** 2
""",
        ),
    ),
    "delta_sizes": (
        (
            "as in the hints",
            """
def delta_sizes(dZ, Zs, weights, activations):
    sizes = [root_mean_square(dZ)]
    for r in reversed(range(1, len(weights))):
        dZ = hidden_delta(dZ, weights[r], activations[r - 1].grad(Zs[r - 1]))
        sizes.insert(0, root_mean_square(dZ))
    return sizes
""",
        ),
        (
            "by hand, list turned at the end",
            """
def delta_sizes(dZ, Zs, weights, activations):
    out = [float(np.sqrt(np.mean(dZ**2)))]
    for W, Z, act in zip(weights[:0:-1], Zs[-2::-1], activations[-2::-1]):
        dZ = (dZ @ W) * act.grad(Z)
        out.append(float(np.sqrt(np.mean(dZ**2))))
    return out[::-1]
""",
        ),
    ),
    "dropout": (
        (
            "mask in the dtype",
            """
def dropout(A, U, p):
    mask = (U >= p) * A.dtype.type(1 / (1 - p))
    return A * mask, mask
""",
        ),
        (
            "where",
            """
def dropout(A, U, p):
    mask = np.where(U < p, 0.0, 1.0 / (1.0 - p)).astype(A.dtype)
    return mask * A, mask
""",
        ),
        (
            "zeros, then filled",
            """
def dropout(A, U, p):
    mask = np.zeros_like(A)
    mask[~(U < p)] = 1 / (1 - p)
    return np.multiply(A, mask), mask
""",
        ),
    ),
    "dropout_test": (
        (
            "several p, mask and product",
            """
def dropout_test(dropout):
    rng = np.random.default_rng(0)
    A, U = rng.normal(size=(6, 5)), rng.random((6, 5))
    for p in (0.0, 0.2, 0.5, 0.8):
        before, given = A.copy(), U.copy()
        out, mask = dropout(A, U, p)
        expected = np.where(given >= p, 1 / (1 - p), 0.0)
        assert np.allclose(mask, expected)
        assert np.allclose(out, before * expected)
        assert np.array_equal(A, before) and np.array_equal(U, given)
""",
        ),
        (
            "entry by entry, fixed numbers",
            """
def dropout_test(dropout):
    A = np.array([[1.0, -2.0, 3.0], [0.5, 4.0, -1.5]])
    U = np.array([[0.05, 0.35, 0.95], [0.65, 0.15, 0.85]])
    for p in (0.0, 0.1, 0.3, 0.6, 0.9):
        out, mask = dropout(A.copy(), U.copy(), p)
        assert out.shape == A.shape and mask.shape == A.shape
        for i in range(2):
            for j in range(3):
                m = 0 if U[i, j] < p else 1 / (1 - p)
                assert abs(mask[i, j] - m) < 1e-6
                assert abs(out[i, j] - m * A[i, j]) < 1e-6
""",
        ),
    ),
    "feedback_alignment": (
        (
            "the backward pass of lecture 06 with other matrices",
            """
def feedback_alignment(dZ, Zs, As, feedback, activations):
    return lib_backprop.backward_pass(dZ, Zs, As, feedback, activations)
""",
        ),
        (
            "written out",
            """
def feedback_alignment(dZ, Zs, As, feedback, activations):
    dWs, dbs = [], []
    for r in range(len(feedback), 0, -1):
        dWs.insert(0, weight_gradient(dZ, As[r - 1]))
        dbs.insert(0, bias_gradient(dZ))
        if r > 1:
            dZ = hidden_delta(dZ, feedback[r - 1], activations[r - 2].grad(Zs[r - 2]))
    return dWs, dbs
""",
        ),
    ),
    "he": (
        (
            "standard_normal with dtype",
            """
def he(n_out, n_in, rng, dtype=np.float32):
    return rng.standard_normal((n_out, n_in), dtype=dtype) * (2 / n_in) ** 0.5
""",
        ),
        (
            "normal with the standard deviation, then cast",
            """
def he(n_out, n_in, rng, dtype=np.float32):
    s = np.sqrt(2.0 / n_in)
    W = rng.normal(loc=0.0, scale=s, size=(n_out, n_in))
    return W.astype(dtype)
""",
        ),
    ),
    "huber_step": (
        (
            "with huber",
            """
def huber_step(W1, b1, W2, b2, X, T, lr, delta=1.0):
    A = np.tanh(X @ W1.T + b1)
    Y = A @ W2.T + b2
    _, dY = huber(Y, T, delta)
    dZ = (dY @ W2) * (1 - A**2)
    return W1 - lr * dZ.T @ X, b1 - lr * dZ.sum(axis=0), W2 - lr * dY.T @ A, b2 - lr * dY.sum(axis=0)
""",
        ),
        (
            "slope by hand",
            """
def huber_step(W1, b1, W2, b2, X, T, lr, delta=1.0):
    N = X.shape[0]
    H = np.tanh(np.dot(X, W1.T) + b1)
    diff = np.dot(H, W2.T) + b2 - T
    dY = np.clip(diff, -delta, delta) / N
    gW2, gb2 = np.dot(dY.T, H), dY.sum(0)
    back = np.dot(dY, W2) * (1 - H * H)
    gW1, gb1 = np.dot(back.T, X), back.sum(0)
    return W1 - lr * gW1, b1 - lr * gb1, W2 - lr * gW2, b2 - lr * gb2
""",
        ),
    ),
    "mended_early_stop": (
        (
            "returns best",
            """
def mended_early_stop(errors, patience):
    best = 0
    for epoch, error in enumerate(errors):
        if error < errors[best]:
            best = epoch
        if epoch - best >= patience:
            break
    return best
""",
        ),
        (
            "written anew",
            """
def mended_early_stop(errors, patience):
    lowest, at, waited = errors[0], 0, 0
    for i in range(1, len(errors)):
        if errors[i] < lowest:
            lowest, at, waited = errors[i], i, 0
        else:
            waited += 1
            if waited == patience:
                return at
    return at
""",
        ),
    ),
    "mended_layer_norm": (
        (
            "axis=1 twice",
            """
def mended_layer_norm(Z, scale, shift, eps):
    mean = Z.mean(axis=1, keepdims=True)
    variance = ((Z - mean) ** 2).mean(axis=1, keepdims=True)
    return scale * (Z - mean) / np.sqrt(variance + eps) + shift
""",
        ),
        (
            "with var, axis −1, cast at the end",
            """
def mended_layer_norm(Z, scale, shift, eps):
    centred = Z - Z.mean(axis=-1, keepdims=True)
    normal = centred / np.sqrt(Z.var(axis=-1, keepdims=True) + eps)
    return (normal * scale + shift).astype(Z.dtype)
""",
        ),
    ),
    "mended_warm_up": (
        (
            "count from the end of the warm-up",
            """
def mended_warm_up(lr, t, warm, steps):
    if t < warm:
        return lr * t / warm
    done = (t - warm) / (steps - warm)
    return float(lr / 2 * (1 + np.cos(np.pi * done)))
""",
        ),
        (
            "the sign of both differences turned, which a cosine does not notice and a quotient neither",
            """
def mended_warm_up(lr, t, warm, steps):
    if t >= warm:
        left = (steps - t) / (steps - warm)
        return float(lr * (1 - np.cos(np.pi * left)) / 2)
    return lr * (t / warm)
""",
        ),
    ),
    "minibatches": (
        (
            "as in the hints",
            """
def minibatches(X, t, batch_size, rng):
    order = rng.permutation(len(X))
    for start in range(0, len(X), batch_size):
        rows = order[start : start + batch_size]
        yield X[rows], t[rows]
""",
        ),
        (
            "while, own shuffle of the numbers",
            """
def minibatches(X, t, batch_size, rng):
    index = np.arange(X.shape[0])
    rng.shuffle(index)
    while index.size > 0:
        batch, index = index[:batch_size], index[batch_size:]
        yield np.take(X, batch, axis=0), np.take(t, batch, axis=0)
""",
        ),
    ),
    "momentum_step": (
        (
            "two lines",
            """
def momentum_step(w, dw, v, lr, momentum=0.9):
    v = momentum * v + dw
    return w - lr * v, v
""",
        ),
        (
            "names written out",
            """
def momentum_step(w, dw, v, lr, momentum=0.9):
    velocity = np.add(np.multiply(momentum, v), dw)
    w_new = w - np.multiply(lr, velocity)
    return (w_new, velocity)
""",
        ),
    ),
    "plateau": (
        (
            "as in the hints",
            """
def plateau(lr, errors, patience=3, factor=0.5):
    best, count = float("inf"), 0
    for error in errors:
        if error < best:
            best, count = error, 0
        else:
            count += 1
            if count == patience:
                lr *= factor
                count = 0
    return lr
""",
        ),
        (
            "counts the lowerings, power at the end",
            """
def plateau(lr, errors, patience=3, factor=0.5):
    lowered, since, smallest = 0, 0, np.inf
    for e in errors:
        since = 0 if e < smallest else since + 1
        smallest = min(smallest, e)
        if since >= patience:
            lowered, since = lowered + 1, 0
    return lr * factor**lowered
""",
        ),
    ),
    "r_squared": (
        (
            "two sums",
            """
def r_squared(Y, T):
    left = np.sum((T - Y) ** 2)
    total = np.sum((T - T.mean(axis=0)) ** 2)
    return float(1 - left / total)
""",
        ),
        (
            "as a fraction of the difference, means instead of sums",
            """
def r_squared(Y, T):
    mean_target = np.mean(T, axis=0, keepdims=True)
    a = ((Y - T) ** 2).mean()
    b = ((mean_target - T) ** 2).mean()
    return float((b - a) / b)
""",
        ),
    ),
    "regression_head": (
        (
            "four cases in order",
            """
def regression_head(Z, low=-np.inf, high=np.inf):
    has_low, has_high = np.isfinite(low), np.isfinite(high)
    if has_low and has_high:
        s = sigmoid(Z)
        return low + (high - low) * s, (high - low) * s * sigmoid(-Z)
    if has_low:
        return low + softplus(Z), sigmoid(Z)
    if has_high:
        return high - softplus(-Z), sigmoid(-Z)
    return Z.copy(), np.ones_like(Z)
""",
        ),
        (
            "comparisons with infinity, nested",
            """
def regression_head(Z, low=-np.inf, high=np.inf):
    if low == -np.inf:
        if high == np.inf:
            Y, slope = 1 * Z, 0 * Z + 1
        else:
            Y, slope = high - softplus(-Z), 1 - sigmoid(Z)
    elif high == np.inf:
        Y, slope = softplus(Z) + low, sigmoid(Z)
    else:
        width, p, q = high - low, sigmoid(Z), sigmoid(-Z)
        Y, slope = low + width * p, width * p * q
    return Y.astype(Z.dtype), slope.astype(Z.dtype)
""",
        ),
    ),
    "split_test": (
        (
            "all promises, in several sizes",
            """
def split_test(split):
    for n in (20, 57):
        parts = split(n, 0)
        assert len(parts) == 3
        for part in parts:
            assert len(part) > 0
        rows = np.concatenate(parts)
        assert len(rows) == n
        assert np.array_equal(np.sort(rows), np.arange(n))
        assert not np.array_equal(rows, np.arange(n))
        again = split(n, 0)
        assert all(np.array_equal(p, q) for p, q in zip(parts, again))
        other = split(n, 1)
        assert not np.array_equal(rows, np.concatenate(other))
        for part in parts:
            assert not np.array_equal(part, np.sort(part))
""",
        ),
        (
            "sets and counters, larger n",
            """
def split_test(split):
    n = 200
    first, same, other = split(n, 7), split(n, 7), split(n, 8)
    seen = []
    for part in first:
        assert len(part), "a part is empty"
        seen.extend(int(i) for i in part)
    assert sorted(seen) == list(range(n)), "not every row once"
    assert [list(p) for p in first] == [list(p) for p in same], "same seed, other division"
    assert [sorted(p) for p in first] != [sorted(p) for p in other], "other seed, same division"
    assert seen != sorted(seen), "rows are in order"
    runs = sum(b == a + 1 for a, b in zip(seen, seen[1:]))
    assert runs < n / 2, "rows are nearly in order"
""",
        ),
    ),
}

RIGHT = {name: tuple(typed(name, source) for _, source in answers) for name, answers in _TYPED.items()}
