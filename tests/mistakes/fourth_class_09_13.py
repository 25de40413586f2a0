"""Wrong answers of a fourth class to lectures 09 to 13, written from the notebooks alone: each as it was typed."""

from tests.support.typed import NAMED, typed

_TYPED = {
    "adam_step": (
        (
            "no correction",
            """
def adam_step(w, dw, m, s, t, lr=0.001, beta1=0.9, beta2=0.999, eps=1e-08):
    m = beta1 * m + (1 - beta1) * dw
    s = beta2 * s + (1 - beta2) * dw**2
    return w - lr * m / (np.sqrt(s) + eps), m, s
""",
        ),
        (
            "corrected means returned",
            """
def adam_step(w, dw, m, s, t, lr=0.001, beta1=0.9, beta2=0.999, eps=1e-08):
    m = beta1 * m + (1 - beta1) * dw
    s = beta2 * s + (1 - beta2) * dw**2
    m = m / (1 - beta1**t)
    s = s / (1 - beta2**t)
    return w - lr * m / (np.sqrt(s) + eps), m, s
""",
        ),
        (
            "eps under the root",
            """
def adam_step(w, dw, m, s, t, lr=0.001, beta1=0.9, beta2=0.999, eps=1e-08):
    m = beta1 * m + (1 - beta1) * dw
    s = beta2 * s + (1 - beta2) * dw**2
    m_hat, s_hat = m / (1 - beta1**t), s / (1 - beta2**t)
    return w - lr * m_hat / np.sqrt(s_hat + eps), m, s
""",
        ),
        (
            "the root is corrected after the root: /(1 − β₂ᵗ) outside",
            """
def adam_step(w, dw, m, s, t, lr=0.001, beta1=0.9, beta2=0.999, eps=1e-08):
    m = beta1 * m + (1 - beta1) * dw
    s = beta2 * s + (1 - beta2) * dw**2
    root = np.sqrt(s) / (1 - beta2**t)
    return w - lr * (m / (1 - beta1**t)) / (root + eps), m, s
""",
        ),
        (
            "the step counts from 0: t + 1",
            """
def adam_step(w, dw, m, s, t, lr=0.001, beta1=0.9, beta2=0.999, eps=1e-08):
    t = t + 1
    m = beta1 * m + (1 - beta1) * dw
    s = beta2 * s + (1 - beta2) * dw**2
    m_hat, s_hat = m / (1 - beta1**t), s / (1 - beta2**t)
    return w - lr * m_hat / (np.sqrt(s_hat) + eps), m, s
""",
        ),
        (
            "β·t instead of β to the power t (right for t = 1)",
            """
def adam_step(w, dw, m, s, t, lr=0.001, beta1=0.9, beta2=0.999, eps=1e-08):
    m = beta1 * m + (1 - beta1) * dw
    s = beta2 * s + (1 - beta2) * dw**2
    m_hat, s_hat = m / (1 - beta1 * t), s / (1 - beta2 * t)
    return w - lr * m_hat / (np.sqrt(np.abs(s_hat)) + eps), m, s
""",
        ),
        (
            "decay rates exchanged",
            """
def adam_step(w, dw, m, s, t, lr=0.001, beta1=0.9, beta2=0.999, eps=1e-08):
    m = beta2 * m + (1 - beta2) * dw
    s = beta1 * s + (1 - beta1) * dw**2
    m_hat, s_hat = m / (1 - beta2**t), s / (1 - beta1**t)
    return w - lr * m_hat / (np.sqrt(s_hat) + eps), m, s
""",
        ),
        (
            "second mean of (g − m)² (that is AdaBelief)",
            """
def adam_step(w, dw, m, s, t, lr=0.001, beta1=0.9, beta2=0.999, eps=1e-08):
    m = beta1 * m + (1 - beta1) * dw
    s = beta2 * s + (1 - beta2) * (dw - m) ** 2
    m_hat, s_hat = m / (1 - beta1**t), s / (1 - beta2**t)
    return w - lr * m_hat / (np.sqrt(s_hat) + eps), m, s
""",
        ),
        (
            "the gradient instead of its mean in the step (RMSProp)",
            """
def adam_step(w, dw, m, s, t, lr=0.001, beta1=0.9, beta2=0.999, eps=1e-08):
    m = beta1 * m + (1 - beta1) * dw
    s = beta2 * s + (1 - beta2) * dw**2
    s_hat = s / (1 - beta2**t)
    return w - lr * dw / (np.sqrt(s_hat) + eps), m, s
""",
        ),
        (
            "means are changed in place",
            """
def adam_step(w, dw, m, s, t, lr=0.001, beta1=0.9, beta2=0.999, eps=1e-08):
    m *= beta1
    m += (1 - beta1) * dw
    s *= beta2
    s += (1 - beta2) * dw**2
    return w - lr * (m / (1 - beta1**t)) / (np.sqrt(s / (1 - beta2**t)) + eps), m, s
""",
        ),
        (
            "one correction with NumPy scalars, eps before the correction (the paper's short form): float64 and another ε",
            """
def adam_step(w, dw, m, s, t, lr=0.001, beta1=0.9, beta2=0.999, eps=1e-08):
    m = beta1 * m + (1 - beta1) * dw
    s = beta2 * s + (1 - beta2) * dw**2
    rate = lr * np.sqrt(1 - beta2**t) / (1 - beta1**t)
    return w - rate * m / (np.sqrt(s) + eps), m, s
""",
        ),
    ),
    "bias_variance": (
        (
            "mean along the points",
            """
def bias_variance(Y, truth):
    mean = Y.mean(axis=1, keepdims=True)
    return float(np.mean((mean - truth) ** 2)), float(np.mean((Y - mean) ** 2))
""",
        ),
        (
            "variance with R − 1",
            """
def bias_variance(Y, truth):
    mean = Y.mean(axis=0)
    return float(np.mean((mean - truth) ** 2)), float(Y.var(axis=0, ddof=1).mean())
""",
        ),
        (
            "average of the bias before squaring",
            """
def bias_variance(Y, truth):
    mean = Y.mean(axis=0)
    return float(np.mean(mean - truth) ** 2), float(np.mean((Y - mean) ** 2))
""",
        ),
        (
            "variance about the truth",
            """
def bias_variance(Y, truth):
    mean = Y.mean(axis=0)
    return float(np.mean((mean - truth) ** 2)), float(np.mean((Y - truth) ** 2))
""",
        ),
        (
            "outputs exchanged",
            """
def bias_variance(Y, truth):
    mean = Y.mean(axis=0)
    bias2 = float(np.mean((mean - truth) ** 2))
    var = float(np.mean((Y - mean) ** 2))
    return var, bias2
""",
        ),
        (
            "sum over the points",
            """
def bias_variance(Y, truth):
    mean = Y.mean(axis=0)
    return float(np.sum((mean - truth) ** 2)), float(Y.var(axis=0).sum())
""",
        ),
        (
            "variance of all numbers together",
            """
def bias_variance(Y, truth):
    mean = Y.mean(axis=0)
    return float(np.mean((mean - truth) ** 2)), float(np.var(Y))
""",
        ),
        (
            "median network in place of the mean one (same for two networks)",
            """
def bias_variance(Y, truth):
    m = np.median(Y, axis=0)
    return float(np.mean((m - truth) ** 2)), float(np.mean((Y - m) ** 2))
""",
        ),
        (
            "arrays for each point instead of means",
            """
def bias_variance(Y, truth):
    mean = Y.mean(axis=0)
    return (mean - truth) ** 2, Y.var(axis=0)
""",
        ),
        (
            'mean squared error of each network as "bias" and what is left as variance',
            """
def bias_variance(Y, truth):
    mse = np.mean((Y - truth) ** 2)
    var = Y.std(axis=0).mean() ** 2
    return float(mse - var), float(var)
""",
        ),
    ),
    "calibration_error": (
        (
            "1 falls out of the last bin",
            """
def calibration_error(sure, right, bins=10):
    total = 0.0
    for k in range(bins):
        inside = (sure >= k / bins) & (sure < (k + 1) / bins)
        if inside.any():
            total += inside.sum() * abs(right[inside].mean() - sure[inside].mean())
    return float(total / len(sure))
""",
        ),
        (
            "bins open on the left: the edge belongs to the bin below",
            """
def calibration_error(sure, right, bins=10):
    total = 0.0
    for k in range(bins):
        inside = (sure > k / bins) & (sure <= (k + 1) / bins)
        if inside.any():
            total += inside.sum() * abs(right[inside].mean() - sure[inside].mean())
    return float(total / len(sure))
""",
        ),
        (
            "bins not weighted by their size",
            """
def calibration_error(sure, right, bins=10):
    which = np.minimum((sure * bins).astype(int), bins - 1)
    gaps = [abs(right[which == k].mean() - sure[which == k].mean()) for k in range(bins) if (which == k).any()]
    return float(np.mean(gaps))
""",
        ),
        (
            "the middle of the bin stands for the mean probability (right in the example)",
            """
def calibration_error(sure, right, bins=10):
    which = np.minimum((sure * bins).astype(int), bins - 1)
    total = 0.0
    for k in range(bins):
        inside = which == k
        if inside.any():
            total += inside.sum() * abs(right[inside].mean() - (k + 0.5) / bins)
    return float(total / len(sure))
""",
        ),
        (
            "gap of each answer by itself, no bins",
            """
def calibration_error(sure, right, bins=10):
    return float(np.mean(np.abs(right - sure)))
""",
        ),
        (
            "no absolute value: over- and under-confidence cancel",
            """
def calibration_error(sure, right, bins=10):
    which = np.minimum((sure * bins).astype(int), bins - 1)
    total = 0.0
    for k in range(bins):
        inside = which == k
        if inside.any():
            total += inside.sum() * (sure[inside].mean() - right[inside].mean())
    return float(abs(total) / len(sure))
""",
        ),
        (
            "empty bins give nan",
            """
def calibration_error(sure, right, bins=10):
    which = np.minimum((sure * bins).astype(int), bins - 1)
    total = 0.0
    with np.errstate(all="ignore"):
        for k in range(bins):
            inside = which == k
            total += inside.sum() * abs(right[inside].sum() / inside.sum() - sure[inside].sum() / inside.sum())
    return float(total / len(sure))
""",
        ),
        (
            "always ten bins",
            """
def calibration_error(sure, right, bins=10):
    which = np.minimum((sure * 10).astype(int), 9)
    total = 0.0
    for k in range(10):
        inside = which == k
        if inside.any():
            total += inside.sum() * abs(right[inside].mean() - sure[inside].mean())
    return float(total / len(sure))
""",
        ),
        (
            "bins from the smallest to the largest probability (np.histogram's default)",
            """
def calibration_error(sure, right, bins=10):
    edges = np.linspace(sure.min(), sure.max(), bins + 1)
    which = np.clip(np.digitize(sure, edges) - 1, 0, bins - 1)
    total = 0.0
    for k in range(bins):
        inside = which == k
        if inside.any():
            total += inside.sum() * abs(right[inside].mean() - sure[inside].mean())
    return float(total / len(sure))
""",
        ),
        (
            "rounds to the nearest bin",
            """
def calibration_error(sure, right, bins=10):
    which = np.minimum(np.round(sure * bins).astype(int), bins - 1)
    total = 0.0
    for k in range(bins):
        inside = which == k
        if inside.any():
            total += inside.sum() * abs(right[inside].mean() - sure[inside].mean())
    return float(total / len(sure))
""",
        ),
        (
            "the largest gap (maximum calibration error)",
            """
def calibration_error(sure, right, bins=10):
    which = np.minimum((sure * bins).astype(int), bins - 1)
    gaps = [abs(right[which == k].mean() - sure[which == k].mean()) for k in range(bins) if (which == k).any()]
    return float(max(gaps))
""",
        ),
    ),
    "choose_on_validation": (
        (
            "min without a key: settings are compared where errors tie",
            """
def choose_on_validation(settings, validation_error):
    error, setting = min((validation_error(s), s) for s in settings)
    return setting, error
""",
        ),
        (
            "the last of several",
            """
def choose_on_validation(settings, validation_error):
    best, smallest = None, float("inf")
    for s in settings:
        e = validation_error(s)
        if e <= smallest:
            best, smallest = s, e
    return best, smallest
""",
        ),
        (
            "a dict by error keeps the last of several",
            """
def choose_on_validation(settings, validation_error):
    table = {validation_error(s): s for s in settings}
    e = min(table)
    return table[e], e
""",
        ),
        (
            "error first",
            """
def choose_on_validation(settings, validation_error):
    errors = [validation_error(s) for s in settings]
    i = errors.index(min(errors))
    return errors[i], settings[i]
""",
        ),
        (
            "begins with an error of 1",
            """
def choose_on_validation(settings, validation_error):
    best, smallest = settings[0], 1.0
    for s in settings:
        e = validation_error(s)
        if e < smallest:
            best, smallest = s, e
    return best, smallest
""",
        ),
        (
            "the largest",
            """
def choose_on_validation(settings, validation_error):
    best = max(settings, key=validation_error)
    return best, validation_error(best)
""",
        ),
        (
            "only the setting",
            """
def choose_on_validation(settings, validation_error):
    return min(settings, key=validation_error)
""",
        ),
        (
            "sizes of errors: absolute values",
            """
def choose_on_validation(settings, validation_error):
    errors = [abs(validation_error(s)) for s in settings]
    i = int(np.argmin(errors))
    return settings[i], errors[i]
""",
        ),
    ),
    "clip_by_norm": (
        (
            "each array by itself",
            """
def clip_by_norm(grads, limit):
    out = []
    for g in grads:
        n = float(np.sqrt((g**2).sum()))
        out.append(g * (limit / n) if n > limit else g.copy())
    return out
""",
        ),
        (
            "entry by entry",
            """
def clip_by_norm(grads, limit):
    return [np.clip(g, -limit, limit) for g in grads]
""",
        ),
        (
            "short gradients are lengthened",
            """
def clip_by_norm(grads, limit):
    length = sum(float((g**2).sum()) for g in grads) ** 0.5
    return [g * (limit / length) for g in grads]
""",
        ),
        (
            "in place",
            """
def clip_by_norm(grads, limit):
    length = sum(float((g**2).sum()) for g in grads) ** 0.5
    if length > limit:
        for g in grads:
            g *= limit / length
    return grads
""",
        ),
        (
            "the lengths of the arrays are added",
            """
def clip_by_norm(grads, limit):
    length = float(sum(np.linalg.norm(g) for g in grads))
    factor = min(1.0, limit / length) if length else 1.0
    return [g * factor for g in grads]
""",
        ),
        (
            "root forgotten",
            """
def clip_by_norm(grads, limit):
    length = sum(float((g**2).sum()) for g in grads)
    factor = limit / length if length > limit else 1.0
    return [g * factor for g in grads]
""",
        ),
        (
            "a NumPy scalar turns float32 into float64",
            """
def clip_by_norm(grads, limit):
    length = np.sqrt(np.sum([np.sum(g.astype(np.float64) ** 2) for g in grads]))
    factor = limit / length if length > limit else np.float64(1)
    return [g * factor for g in grads]
""",
        ),
        (
            "the largest entry decides",
            """
def clip_by_norm(grads, limit):
    largest = max(float(np.abs(g).max()) for g in grads)
    factor = limit / largest if largest > limit else 1.0
    return [g * factor for g in grads]
""",
        ),
        (
            "min without care: division by zero for a zero gradient",
            """
def clip_by_norm(grads, limit):
    length = sum(float((g**2).sum()) for g in grads) ** 0.5
    factor = min(1.0, limit / length)
    return [g * factor for g in grads]
""",
        ),
    ),
    "confusion_matrix": (
        (
            "transposed",
            """
def confusion_matrix(t, y, n_classes):
    C = np.zeros((n_classes, n_classes), dtype=np.int64)
    for i, j in zip(t, y):
        C[j, i] += 1
    return C
""",
        ),
        (
            "a pair that comes several times counts once",
            """
def confusion_matrix(t, y, n_classes):
    C = np.zeros((n_classes, n_classes), dtype=np.int64)
    C[t, y] += 1
    return C
""",
        ),
        (
            "floats",
            """
def confusion_matrix(t, y, n_classes):
    C = np.zeros((n_classes, n_classes))
    for i, j in zip(t, y):
        C[i, j] += 1
    return C
""",
        ),
        (
            "size from the labels that occur",
            """
def confusion_matrix(t, y, n_classes):
    K = max(t.max(), y.max()) + 1
    C = np.zeros((K, K), dtype=np.int64)
    for i, j in zip(t, y):
        C[i, j] += 1
    return C
""",
        ),
        (
            "rows as fractions",
            """
def confusion_matrix(t, y, n_classes):
    C = np.zeros((n_classes, n_classes))
    np.add.at(C, (t, y), 1)
    return C / np.maximum(C.sum(axis=1, keepdims=True), 1)
""",
        ),
        (
            'only mistakes counted, the diagonal twice as "right"',
            """
def confusion_matrix(t, y, n_classes):
    C = np.zeros((n_classes, n_classes), dtype=np.int64)
    for i, j in zip(t, y):
        if i != j:
            C[i, j] += 1
    return C
""",
        ),
        (
            "counters of 8 bits overflow at 256",
            """
def confusion_matrix(t, y, n_classes):
    C = np.zeros((n_classes, n_classes), dtype=np.uint8)
    np.add.at(C, (t, y), 1)
    return C.astype(np.int64)
""",
        ),
        (
            "class 0 left out by truthiness",
            """
def confusion_matrix(t, y, n_classes):
    C = np.zeros((n_classes, n_classes), dtype=np.int64)
    for i, j in zip(t, y):
        if i and j:
            C[i, j] += 1
    return C
""",
        ),
        (
            "int32",
            """
def confusion_matrix(t, y, n_classes):
    C = np.zeros((n_classes, n_classes), dtype=np.int32)
    np.add.at(C, (t, y), 1)
    return C
""",
        ),
        (
            "labels from 1: last row and column shifted",
            """
def confusion_matrix(t, y, n_classes):
    C = np.zeros((n_classes, n_classes), dtype=np.int64)
    for n in range(len(t)):
        C[t[n] - 1, y[n] - 1] += 1
    return C
""",
        ),
    ),
    "correlation_counterexample": (
        (
            "outputs equal targets",
            """
correlation_counterexample = (np.array([1.0, 2.0, 3.0]), np.array([1.0, 2.0, 3.0]))
""",
        ),
        (
            "targets do not vary",
            """
correlation_counterexample = (np.array([1.0, 2.0, 3.0]), np.array([2.0, 2.0, 2.0]))
""",
        ),
        (
            "a fitted straight line, where both agree",
            """
x = np.array([0.0, 1.0, 2.0, 3.0])
T = np.array([1.0, 0.0, 2.0, 3.0])
slope, cut = np.polyfit(x, T, 1)
correlation_counterexample = (slope * x + cut, T)
""",
        ),
        (
            "different lengths",
            """
correlation_counterexample = (np.array([1.0, 2.0, 3.0]), np.array([1.0, 2.0]))
""",
        ),
        (
            "only the outputs",
            """
correlation_counterexample = np.array([10.0, 20.0, 30.0])
""",
        ),
        (
            "two examples as columns",
            """
correlation_counterexample = (np.array([[10.0], [20.0], [30.0]]), np.array([[1.0], [2.0], [3.0]]))
""",
        ),
        (
            "single numbers",
            """
correlation_counterexample = (10, 1)
""",
        ),
    ),
    "cosine": (
        (
            "distance from 0 instead of from low",
            """
def cosine(lr, t, total, low=0.0):
    return low + lr * (1 + cos(pi * t / total)) / 2
""",
        ),
        (
            "low as a floor",
            """
def cosine(lr, t, total, low=0.0):
    return max(low, lr * (1 + cos(pi * t / total)) / 2)
""",
        ),
        (
            "a full cosine: goes up again",
            """
def cosine(lr, t, total, low=0.0):
    return low + (lr - low) * (1 + cos(2 * pi * t / total)) / 2
""",
        ),
        (
            "quarter of a cosine",
            """
def cosine(lr, t, total, low=0.0):
    return low + (lr - low) * cos(pi * t / (2 * total))
""",
        ),
        (
            "whole epochs only",
            """
def cosine(lr, t, total, low=0.0):
    return low + (lr - low) * (1 + cos(pi * int(t) / total)) / 2
""",
        ),
        (
            "total − 1 as in a range of epochs",
            """
def cosine(lr, t, total, low=0.0):
    return low + (lr - low) * (1 + cos(pi * t / (total - 1))) / 2
""",
        ),
        (
            "low ignored",
            """
def cosine(lr, t, total, low=0.0):
    return lr * 0.5 * (1 + cos(pi * t / total))
""",
        ),
        (
            "rounds to three places as in the example",
            """
def cosine(lr, t, total, low=0.0):
    return round(low + (lr - low) * (1 + cos(pi * t / total)) / 2, 3)
""",
        ),
        (
            "linear",
            """
def cosine(lr, t, total, low=0.0):
    return lr + (low - lr) * t / total
""",
        ),
        (
            "a bracket: adds 1 outside",
            """
def cosine(lr, t, total, low=0.0):
    return low + (lr - low) * 1 + cos(pi * t / total) / 2
""",
        ),
    ),
    "delta_sizes": (
        (
            "last layer first",
            """
def delta_sizes(dZ, Zs, weights, activations):
    sizes = [root_mean_square(dZ)]
    for r in reversed(range(1, len(weights))):
        dZ = hidden_delta(dZ, weights[r], activations[r - 1].grad(Zs[r - 1]))
        sizes.append(root_mean_square(dZ))
    return sizes
""",
        ),
        (
            "activation of the next layer (same Z)",
            """
def delta_sizes(dZ, Zs, weights, activations):
    sizes = [root_mean_square(dZ)]
    for r in reversed(range(1, len(weights))):
        dZ = hidden_delta(dZ, weights[r], activations[r].grad(Zs[r - 1]))
        sizes.insert(0, root_mean_square(dZ))
    return sizes
""",
        ),
        (
            "no slope",
            """
def delta_sizes(dZ, Zs, weights, activations):
    sizes = [root_mean_square(dZ)]
    for r in reversed(range(1, len(weights))):
        dZ = dZ @ weights[r]
        sizes.insert(0, root_mean_square(dZ))
    return sizes
""",
        ),
        (
            "standard deviation instead of root mean square",
            """
def delta_sizes(dZ, Zs, weights, activations):
    sizes = [float(dZ.std())]
    for r in reversed(range(1, len(weights))):
        dZ = hidden_delta(dZ, weights[r], activations[r - 1].grad(Zs[r - 1]))
        sizes.insert(0, float(dZ.std()))
    return sizes
""",
        ),
        (
            "goes on to the input: one number too many",
            """
def delta_sizes(dZ, Zs, weights, activations):
    sizes = [root_mean_square(dZ)]
    for r in reversed(range(len(weights))):
        slope = activations[r - 1].grad(Zs[r - 1]) if r > 0 else 1.0
        dZ = (dZ @ weights[r]) * slope
        sizes.insert(0, root_mean_square(dZ))
    return sizes
""",
        ),
        (
            "length of each example's delta (sum over units instead of mean)",
            """
def delta_sizes(dZ, Zs, weights, activations):
    def size(d):
        return float(np.sqrt((d**2).sum(axis=1).mean()))
    sizes = [size(dZ)]
    for r in reversed(range(1, len(weights))):
        dZ = hidden_delta(dZ, weights[r], activations[r - 1].grad(Zs[r - 1]))
        sizes.insert(0, size(dZ))
    return sizes
""",
        ),
        (
            "the size of the product of sizes: mean slope and norm used layer by layer",
            """
def delta_sizes(dZ, Zs, weights, activations):
    size = root_mean_square(dZ)
    sizes = [size]
    for r in reversed(range(1, len(weights))):
        slope = root_mean_square(activations[r - 1].grad(Zs[r - 1]))
        size = size * slope * np.sqrt(weights[r].shape[0]) * root_mean_square(weights[r])
        sizes.insert(0, float(size))
    return sizes
""",
        ),
        (
            "slope applied to the last layer first as well",
            """
def delta_sizes(dZ, Zs, weights, activations):
    dZ = dZ * activations[-1].grad(Zs[-1])
    sizes = [root_mean_square(dZ)]
    for r in reversed(range(1, len(weights))):
        dZ = hidden_delta(dZ, weights[r], activations[r - 1].grad(Zs[r - 1]))
        sizes.insert(0, root_mean_square(dZ))
    return sizes
""",
        ),
        (
            "always starts from the same dZ",
            """
def delta_sizes(dZ, Zs, weights, activations):
    sizes = [root_mean_square(dZ)]
    d = dZ
    for r in reversed(range(1, len(weights))):
        d = hidden_delta(d, weights[r], activations[r - 1].grad(Zs[r - 1]))
        sizes.insert(0, root_mean_square(dZ))
    return sizes
""",
        ),
        (
            "mean of absolute values",
            """
def delta_sizes(dZ, Zs, weights, activations):
    sizes = [float(np.abs(dZ).mean())]
    for r in reversed(range(1, len(weights))):
        dZ = hidden_delta(dZ, weights[r], activations[r - 1].grad(Zs[r - 1]))
        sizes.insert(0, float(np.abs(dZ).mean()))
    return sizes
""",
        ),
    ),
    "dropout": (
        (
            "survivors not scaled up",
            """
def dropout(A, U, p):
    mask = (U >= p).astype(A.dtype)
    return A * mask, mask
""",
        ),
        (
            "divides by p (same at ½)",
            """
def dropout(A, U, p):
    mask = (U >= p).astype(A.dtype) / p
    return A * mask, mask
""",
        ),
        (
            "drops where U ≥ p… keeps the others",
            """
def dropout(A, U, p):
    mask = (U < p).astype(A.dtype) / (1 - p)
    return A * mask, mask
""",
        ),
        (
            "mask returned without the scale",
            """
def dropout(A, U, p):
    mask = (U >= p).astype(A.dtype)
    return A * mask / (1 - p), mask
""",
        ),
        (
            "scaled by the fraction that really survived",
            """
def dropout(A, U, p):
    keep = U >= p
    mask = (keep / keep.mean()).astype(A.dtype)
    return A * mask, mask
""",
        ),
        (
            "float64",
            """
def dropout(A, U, p):
    mask = np.where(U >= p, 1 / (1 - p), 0.0)
    return A * mask, mask
""",
        ),
        (
            "equality drops",
            """
def dropout(A, U, p):
    mask = (U > p).astype(A.dtype) / (1 - p)
    return A * mask, mask
""",
        ),
        (
            "changes A in place",
            """
def dropout(A, U, p):
    mask = (U >= p).astype(A.dtype) / (1 - p)
    A *= mask
    return A, mask
""",
        ),
        (
            "own random numbers",
            """
def dropout(A, U, p):
    U = np.random.default_rng(0).random(A.shape)
    mask = ((U >= p) / (1 - p)).astype(A.dtype)
    return A * mask, mask
""",
        ),
        (
            "tests A instead of U",
            """
def dropout(A, U, p):
    mask = ((A >= p) / (1 - p)).astype(A.dtype)
    return A * mask, mask
""",
        ),
        (
            "whole units of the batch are dropped (first row's numbers for all)",
            """
def dropout(A, U, p):
    mask = ((U[:1] >= p) / (1 - p)).astype(A.dtype) * np.ones_like(A)
    return A * mask, mask
""",
        ),
    ),
    "dropout_test": (
        (
            "bool instead of assert",
            """
def dropout_test(dropout):
    rng = np.random.default_rng(0)
    A, U = rng.normal(size=(6, 5)), rng.random((6, 5))
    ok = True
    for p in (0.0, 0.3, 0.7):
        out, mask = dropout(A, U, p)
        ok = ok and np.allclose(mask, (U >= p) / (1 - p)) and np.allclose(out, A * mask)
    return ok
""",
        ),
        (
            "only p = ½",
            """
def dropout_test(dropout):
    rng = np.random.default_rng(0)
    A, U = rng.normal(size=(6, 5)), rng.random((6, 5))
    out, mask = dropout(A, U, 0.5)
    expected = (U >= 0.5) * 2.0
    assert np.allclose(mask, expected)
    assert np.allclose(out, A * expected)
""",
        ),
        (
            "the mask is not looked at",
            """
def dropout_test(dropout):
    rng = np.random.default_rng(0)
    A, U = rng.normal(size=(6, 5)), rng.random((6, 5))
    for p in (0.0, 0.3, 0.7):
        out, _ = dropout(A, U, p)
        assert np.allclose(out, np.where(U >= p, A / (1 - p), 0))
""",
        ),
        (
            "only that the mean is kept",
            """
def dropout_test(dropout):
    rng = np.random.default_rng(0)
    A, U = np.ones((200, 200)), rng.random((200, 200))
    for p in (0.1, 0.5, 0.8):
        out, mask = dropout(A, U, p)
        assert abs(out.mean() - 1) < 0.05
""",
        ),
        (
            "p = 1 among them: refuses right ones",
            """
def dropout_test(dropout):
    rng = np.random.default_rng(0)
    A, U = rng.normal(size=(6, 5)), rng.random((6, 5))
    for p in (0.0, 0.5, 1.0):
        out, mask = dropout(A, U, p)
        assert np.allclose(mask, (U >= p) / (1 - p))
        assert np.allclose(out, A * mask)
""",
        ),
        (
            "product compared with the returned mask only: the mask may be anything",
            """
def dropout_test(dropout):
    rng = np.random.default_rng(0)
    A, U = rng.normal(size=(6, 5)), rng.random((6, 5))
    for p in (0.0, 0.3, 0.7):
        out, mask = dropout(A, U, p)
        assert np.allclose(out, A * mask)
        assert np.all(mask[U < p] == 0)
""",
        ),
        (
            "expects the unscaled mask",
            """
def dropout_test(dropout):
    rng = np.random.default_rng(0)
    A, U = rng.normal(size=(6, 5)), rng.random((6, 5))
    for p in (0.0, 0.3, 0.7):
        out, mask = dropout(A, U, p)
        assert np.array_equal(mask, (U >= p).astype(float))
        assert np.allclose(out, A * mask / (1 - p))
""",
        ),
        (
            "an assert on an array",
            """
def dropout_test(dropout):
    rng = np.random.default_rng(0)
    A, U = rng.normal(size=(6, 5)), rng.random((6, 5))
    for p in (0.0, 0.3, 0.7):
        out, mask = dropout(A, U, p)
        assert mask == (U >= p) / (1 - p)
        assert out == A * mask
""",
        ),
    ),
    "feedback_alignment": (
        (
            "activation of layer r instead of r − 1",
            """
def feedback_alignment(dZ, Zs, As, feedback, activations):
    dWs, dbs = [], []
    for r in range(len(feedback), 0, -1):
        dWs.insert(0, dZ.T @ As[r - 1])
        dbs.insert(0, dZ.sum(axis=0))
        if r > 1:
            dZ = (dZ @ feedback[r - 1]) * activations[r - 1].grad(Zs[r - 2])
    return dWs, dbs
""",
        ),
        (
            "no slope",
            """
def feedback_alignment(dZ, Zs, As, feedback, activations):
    dWs, dbs = [], []
    for r in range(len(feedback), 0, -1):
        dWs.insert(0, dZ.T @ As[r - 1])
        dbs.insert(0, dZ.sum(axis=0))
        if r > 1:
            dZ = dZ @ feedback[r - 1]
    return dWs, dbs
""",
        ),
        (
            "new random matrices in each call",
            """
def feedback_alignment(dZ, Zs, As, feedback, activations):
    rng = np.random.default_rng(0)
    random = [rng.normal(size=B.shape) for B in feedback]
    return lib_backprop.backward_pass(dZ, Zs, As, random, activations)
""",
        ),
        (
            "outputs of a layer in place of its inputs",
            """
def feedback_alignment(dZ, Zs, As, feedback, activations):
    dWs, dbs = [], []
    for r in range(len(feedback), 0, -1):
        dWs.insert(0, dZ.T @ np.maximum(Zs[r - 2], 0) if r > 1 else dZ.T @ As[0])
        dbs.insert(0, dZ.sum(axis=0))
        if r > 1:
            dZ = (dZ @ feedback[r - 1]) * activations[r - 2].grad(Zs[r - 2])
    return dWs, dbs
""",
        ),
        (
            "last layer first",
            """
def feedback_alignment(dZ, Zs, As, feedback, activations):
    dWs, dbs = [], []
    for r in range(len(feedback), 0, -1):
        dWs.append(dZ.T @ As[r - 1])
        dbs.append(dZ.sum(axis=0))
        if r > 1:
            dZ = (dZ @ feedback[r - 1]) * activations[r - 2].grad(Zs[r - 2])
    return dWs, dbs
""",
        ),
        (
            "direct feedback: every layer gets the output error (right with two layers)",
            """
def feedback_alignment(dZ, Zs, As, feedback, activations):
    dWs, dbs = [], []
    R = len(feedback)
    for r in range(1, R + 1):
        if r == R:
            d = dZ
        else:
            B = feedback[R - 1]
            for q in range(R - 1, r, -1):
                B = B @ feedback[q - 1]
            d = (dZ @ B) * activations[r - 1].grad(Zs[r - 1])
        dWs.append(d.T @ As[r - 1])
        dbs.append(d.sum(axis=0))
    return dWs, dbs
""",
        ),
        (
            "db averaged",
            """
def feedback_alignment(dZ, Zs, As, feedback, activations):
    dWs, dbs = lib_backprop.backward_pass(dZ, Zs, As, feedback, activations)
    return [dW / len(dZ) for dW in dWs], [db / len(dZ) for db in dbs]
""",
        ),
        (
            "pairs (dW, db) per layer instead of two lists",
            """
def feedback_alignment(dZ, Zs, As, feedback, activations):
    dWs, dbs = lib_backprop.backward_pass(dZ, Zs, As, feedback, activations)
    return list(zip(dWs, dbs))
""",
        ),
    ),
    "he": (
        (
            "fan-out",
            """
def he(n_out, n_in, rng, dtype=np.float32):
    return rng.normal(0, np.sqrt(2 / n_out), (n_out, n_in)).astype(dtype)
""",
        ),
        (
            "variance given as the standard deviation",
            """
def he(n_out, n_in, rng, dtype=np.float32):
    return rng.normal(0, 2 / n_in, (n_out, n_in)).astype(dtype)
""",
        ),
        (
            "a NumPy scalar makes float64 of float32",
            """
def he(n_out, n_in, rng, dtype=np.float32):
    return np.sqrt(2 / n_in) * rng.standard_normal((n_out, n_in), dtype=dtype)
""",
        ),
        (
            "uniform of the right variance",
            """
def he(n_out, n_in, rng, dtype=np.float32):
    u = (6 / n_in) ** 0.5
    return rng.uniform(-u, u, (n_out, n_in)).astype(dtype)
""",
        ),
        (
            "own generator with a fixed seed",
            """
def he(n_out, n_in, rng, dtype=np.float32):
    rng = np.random.default_rng(0)
    return (rng.standard_normal((n_out, n_in)) * np.sqrt(2 / n_in)).astype(dtype)
""",
        ),
        (
            "2/√n",
            """
def he(n_out, n_in, rng, dtype=np.float32):
    return (2 / np.sqrt(n_in) * rng.standard_normal((n_out, n_in))).astype(dtype)
""",
        ),
        (
            "mean of fan-in and fan-out (Glorot's other formula)",
            """
def he(n_out, n_in, rng, dtype=np.float32):
    s = np.sqrt(4 / (n_in + n_out))
    return rng.normal(0, s, (n_out, n_in)).astype(dtype)
""",
        ),
        (
            "float32 whatever is asked",
            """
def he(n_out, n_in, rng, dtype=np.float32):
    return rng.normal(0, (2 / n_in) ** 0.5, (n_out, n_in)).astype(np.float32)
""",
        ),
        (
            'rounds to three places "as in the example"',
            """
def he(n_out, n_in, rng, dtype=np.float32):
    return rng.normal(0, round((2 / n_in) ** 0.5, 2), (n_out, n_in)).astype(dtype)
""",
        ),
        (
            "one row drawn and repeated: all units equal",
            """
def he(n_out, n_in, rng, dtype=np.float32):
    row = rng.normal(0, (2 / n_in) ** 0.5, n_in)
    return np.tile(row, (n_out, 1)).astype(dtype)
""",
        ),
    ),
    "huber_step": (
        (
            "W2 updated before the way back",
            """
def huber_step(W1, b1, W2, b2, X, T, lr, delta=1.0):
    A = np.tanh(X @ W1.T + b1)
    _, dY = huber(A @ W2.T + b2, T, delta)
    W2 = W2 - lr * dY.T @ A
    b2 = b2 - lr * dY.sum(axis=0)
    dZ = (dY @ W2) * (1 - A**2)
    W1 = W1 - lr * dZ.T @ X
    b1 = b1 - lr * dZ.sum(axis=0)
    return W1, b1, W2, b2
""",
        ),
        (
            "delta not passed on",
            """
def huber_step(W1, b1, W2, b2, X, T, lr, delta=1.0):
    A = np.tanh(X @ W1.T + b1)
    _, dY = huber(A @ W2.T + b2, T)
    dZ = (dY @ W2) * (1 - A**2)
    return W1 - lr * dZ.T @ X, b1 - lr * dZ.sum(axis=0), W2 - lr * dY.T @ A, b2 - lr * dY.sum(axis=0)
""",
        ),
        (
            "divides by N a second time",
            """
def huber_step(W1, b1, W2, b2, X, T, lr, delta=1.0):
    A = np.tanh(X @ W1.T + b1)
    _, dY = huber(A @ W2.T + b2, T, delta)
    dY = dY / len(X)
    dZ = (dY @ W2) * (1 - A**2)
    return W1 - lr * dZ.T @ X, b1 - lr * dZ.sum(axis=0), W2 - lr * dY.T @ A, b2 - lr * dY.sum(axis=0)
""",
        ),
        (
            "slope of tanh of tanh",
            """
def huber_step(W1, b1, W2, b2, X, T, lr, delta=1.0):
    A = np.tanh(X @ W1.T + b1)
    _, dY = huber(A @ W2.T + b2, T, delta)
    dZ = (dY @ W2) * (1 - np.tanh(A) ** 2)
    return W1 - lr * dZ.T @ X, b1 - lr * dZ.sum(axis=0), W2 - lr * dY.T @ A, b2 - lr * dY.sum(axis=0)
""",
        ),
        (
            "limit after dividing by N: the limit is N times as wide",
            """
def huber_step(W1, b1, W2, b2, X, T, lr, delta=1.0):
    A = np.tanh(X @ W1.T + b1)
    dY = np.clip((A @ W2.T + b2 - T) / len(X), -delta, delta)
    dZ = (dY @ W2) * (1 - A**2)
    return W1 - lr * dZ.T @ X, b1 - lr * dZ.sum(axis=0), W2 - lr * dY.T @ A, b2 - lr * dY.sum(axis=0)
""",
        ),
        (
            "squared error, delta ignored",
            """
def huber_step(W1, b1, W2, b2, X, T, lr, delta=1.0):
    A = np.tanh(X @ W1.T + b1)
    dY = (A @ W2.T + b2 - T) / len(X)
    dZ = (dY @ W2) * (1 - A**2)
    return W1 - lr * dZ.T @ X, b1 - lr * dZ.sum(axis=0), W2 - lr * dY.T @ A, b2 - lr * dY.sum(axis=0)
""",
        ),
        (
            "in place",
            """
def huber_step(W1, b1, W2, b2, X, T, lr, delta=1.0):
    A = np.tanh(X @ W1.T + b1)
    _, dY = huber(A @ W2.T + b2, T, delta)
    dZ = (dY @ W2) * (1 - A**2)
    W1 -= lr * dZ.T @ X
    b1 -= lr * dZ.sum(axis=0)
    W2 -= lr * dY.T @ A
    b2 -= lr * dY.sum(axis=0)
    return W1, b1, W2, b2
""",
        ),
        (
            "beyond delta the slope is 1 instead of delta",
            """
def huber_step(W1, b1, W2, b2, X, T, lr, delta=1.0):
    A = np.tanh(X @ W1.T + b1)
    u = A @ W2.T + b2 - T
    dY = np.where(np.abs(u) <= delta, u, np.sign(u)) / len(X)
    dZ = (dY @ W2) * (1 - A**2)
    return W1 - lr * dZ.T @ X, b1 - lr * dZ.sum(axis=0), W2 - lr * dY.T @ A, b2 - lr * dY.sum(axis=0)
""",
        ),
        (
            "hidden bias not moved",
            """
def huber_step(W1, b1, W2, b2, X, T, lr, delta=1.0):
    A = np.tanh(X @ W1.T + b1)
    _, dY = huber(A @ W2.T + b2, T, delta)
    dZ = (dY @ W2) * (1 - A**2)
    return W1 - lr * dZ.T @ X, b1, W2 - lr * dY.T @ A, b2 - lr * dY.sum(axis=0)
""",
        ),
        (
            "the hidden slope is that of a ReLU",
            """
def huber_step(W1, b1, W2, b2, X, T, lr, delta=1.0):
    Z = X @ W1.T + b1
    A = np.tanh(Z)
    _, dY = huber(A @ W2.T + b2, T, delta)
    dZ = (dY @ W2) * (Z >= 0)
    return W1 - lr * dZ.T @ X, b1 - lr * dZ.sum(axis=0), W2 - lr * dY.T @ A, b2 - lr * dY.sum(axis=0)
""",
        ),
    ),
    "mended_early_stop": (
        (
            "goes back by patience, also where it never stopped",
            """
def mended_early_stop(errors, patience):
    best = 0
    for epoch, error in enumerate(errors):
        if error < errors[best]:
            best = epoch
        if epoch - best >= patience:
            break
    return epoch - patience
""",
        ),
        (
            "the minimum of everything",
            """
def mended_early_stop(errors, patience):
    return int(np.argmin(errors))
""",
        ),
        (
            "counted from 1",
            """
def mended_early_stop(errors, patience):
    best = 0
    for epoch, error in enumerate(errors):
        if error < errors[best]:
            best = epoch
        if epoch - best >= patience:
            break
    return best + 1
""",
        ),
        (
            "the last of equal errors",
            """
def mended_early_stop(errors, patience):
    best = 0
    for epoch, error in enumerate(errors):
        if error <= errors[best]:
            best = epoch
        if epoch - best >= patience:
            break
    return best
""",
        ),
        (
            "the error instead of the epoch",
            """
def mended_early_stop(errors, patience):
    best = 0
    for epoch, error in enumerate(errors):
        if error < errors[best]:
            best = epoch
        if epoch - best >= patience:
            break
    return errors[best]
""",
        ),
        (
            "waits one epoch too long",
            """
def mended_early_stop(errors, patience):
    best = 0
    for epoch, error in enumerate(errors):
        if error < errors[best]:
            best = epoch
        if epoch - best > patience:
            break
    return best
""",
        ),
        (
            "compares with the epoch before",
            """
def mended_early_stop(errors, patience):
    best, bad = 0, 0
    for epoch in range(1, len(errors)):
        if errors[epoch] < errors[epoch - 1]:
            bad = 0
            best = epoch
        else:
            bad += 1
        if bad >= patience:
            break
    return best
""",
        ),
        (
            "unchanged",
            """
def mended_early_stop(errors, patience):
    best = 0
    for epoch, error in enumerate(errors):
        if error < errors[best]:
            best = epoch
        if epoch - best >= patience:
            break
    return epoch
""",
        ),
    ),
    "mended_layer_norm": (
        (
            "only the mean mended",
            """
def mended_layer_norm(Z, scale, shift, eps):
    mean = Z.mean(axis=1, keepdims=True)
    variance = ((Z - mean) ** 2).mean(axis=0, keepdims=True)
    return scale * (Z - mean) / np.sqrt(variance + eps) + shift
""",
        ),
        (
            "only the variance mended",
            """
def mended_layer_norm(Z, scale, shift, eps):
    mean = Z.mean(axis=0, keepdims=True)
    variance = ((Z - mean) ** 2).mean(axis=1, keepdims=True)
    return scale * (Z - mean) / np.sqrt(variance + eps) + shift
""",
        ),
        (
            "one mean over the whole batch",
            """
def mended_layer_norm(Z, scale, shift, eps):
    mean = Z.mean()
    variance = ((Z - mean) ** 2).mean()
    return scale * (Z - mean) / np.sqrt(variance + eps) + shift
""",
        ),
        (
            "eps added to the standard deviation",
            """
def mended_layer_norm(Z, scale, shift, eps):
    mean = Z.mean(axis=1, keepdims=True)
    variance = ((Z - mean) ** 2).mean(axis=1, keepdims=True)
    return scale * (Z - mean) / (np.sqrt(variance) + eps) + shift
""",
        ),
        (
            "variance with n − 1",
            """
def mended_layer_norm(Z, scale, shift, eps):
    mean = Z.mean(axis=1, keepdims=True)
    variance = Z.var(axis=1, ddof=1, keepdims=True)
    return scale * (Z - mean) / np.sqrt(variance + eps) + shift
""",
        ),
        (
            "divides by the variance",
            """
def mended_layer_norm(Z, scale, shift, eps):
    mean = Z.mean(axis=1, keepdims=True)
    variance = ((Z - mean) ** 2).mean(axis=1, keepdims=True)
    return scale * (Z - mean) / (variance + eps) + shift
""",
        ),
        (
            "changes Z in place",
            """
def mended_layer_norm(Z, scale, shift, eps):
    Z -= Z.mean(axis=1, keepdims=True)
    Z /= np.sqrt((Z**2).mean(axis=1, keepdims=True) + eps)
    return scale * Z + shift
""",
        ),
        (
            "handed in unchanged",
            """
def mended_layer_norm(Z, scale, shift, eps):
    mean = Z.mean(axis=0, keepdims=True)
    variance = ((Z - mean) ** 2).mean(axis=0, keepdims=True)
    return scale * (Z - mean) / np.sqrt(variance + eps) + shift
""",
        ),
        (
            "without subtracting the mean in the variance (RMS of Z)",
            """
def mended_layer_norm(Z, scale, shift, eps):
    mean = Z.mean(axis=1, keepdims=True)
    variance = (Z ** 2).mean(axis=1, keepdims=True)
    return scale * (Z - mean) / np.sqrt(variance + eps) + shift
""",
        ),
        (
            "shift inside the scaling",
            """
def mended_layer_norm(Z, scale, shift, eps):
    mean = Z.mean(axis=1, keepdims=True)
    variance = ((Z - mean) ** 2).mean(axis=1, keepdims=True)
    return scale * ((Z - mean) / np.sqrt(variance + eps) + shift)
""",
        ),
    ),
    "mended_warm_up": (
        (
            "only the numerator",
            """
def mended_warm_up(lr, t, warm, steps):
    if t < warm:
        return lr * t / warm
    done = (t - warm) / steps
    return float(lr / 2 * (1 + np.cos(np.pi * done)))
""",
        ),
        (
            "only the denominator",
            """
def mended_warm_up(lr, t, warm, steps):
    if t < warm:
        return lr * t / warm
    done = t / (steps - warm)
    return float(lr / 2 * (1 + np.cos(np.pi * done)))
""",
        ),
        (
            "unchanged",
            """
def mended_warm_up(lr, t, warm, steps):
    if t < warm:
        return lr * t / warm
    done = t / steps
    return float(lr / 2 * (1 + np.cos(np.pi * done)))
""",
        ),
        (
            "warm-up starts at lr / warm",
            """
def mended_warm_up(lr, t, warm, steps):
    if t < warm:
        return lr * (t + 1) / warm
    done = (t - warm) / (steps - warm)
    return float(lr / 2 * (1 + np.cos(np.pi * done)))
""",
        ),
        (
            "missing bracket",
            """
def mended_warm_up(lr, t, warm, steps):
    if t < warm:
        return lr * t / warm
    done = t - warm / steps - warm
    return float(lr / 2 * (1 + np.cos(np.pi * done)))
""",
        ),
        (
            "whole number division",
            """
def mended_warm_up(lr, t, warm, steps):
    if t < warm:
        return lr * t / warm
    done = (t - warm) // (steps - warm)
    return float(lr / 2 * (1 + np.cos(np.pi * done)))
""",
        ),
        (
            "warm-up also by the cosine rule of lecture: half a cosine up",
            """
def mended_warm_up(lr, t, warm, steps):
    if t < warm:
        return float(lr / 2 * (1 - np.cos(np.pi * t / warm)))
    done = (t - warm) / (steps - warm)
    return float(lr / 2 * (1 + np.cos(np.pi * done)))
""",
        ),
        (
            "steps are taken to be those after the warm-up",
            """
def mended_warm_up(lr, t, warm, steps):
    if t < warm:
        return lr * t / warm
    done = (t - warm) / (steps + warm)
    return float(lr / 2 * (1 + np.cos(np.pi * done)))
""",
        ),
    ),
    "minibatches": (
        (
            "shuffled separately",
            """
def minibatches(X, t, batch_size, rng):
    X, t = rng.permutation(X), rng.permutation(t)
    for start in range(0, len(X), batch_size):
        yield X[start : start + batch_size], t[start : start + batch_size]
""",
        ),
        (
            "the last batch is left out",
            """
def minibatches(X, t, batch_size, rng):
    order = rng.permutation(len(X))
    for i in range(len(X) // batch_size):
        rows = order[i * batch_size : (i + 1) * batch_size]
        yield X[rows], t[rows]
""",
        ),
        (
            "not shuffled",
            """
def minibatches(X, t, batch_size, rng):
    for start in range(0, len(X), batch_size):
        yield X[start : start + batch_size], t[start : start + batch_size]
""",
        ),
        (
            "a new order for every batch: rows repeat and others are missing",
            """
def minibatches(X, t, batch_size, rng):
    for start in range(0, len(X), batch_size):
        order = rng.permutation(len(X))
        rows = order[start : start + batch_size]
        yield X[rows], t[rows]
""",
        ),
        (
            "a fixed seed: the same order in each call",
            """
def minibatches(X, t, batch_size, rng):
    rng = np.random.default_rng(42)
    order = rng.permutation(len(X))
    for start in range(0, len(X), batch_size):
        rows = order[start : start + batch_size]
        yield X[rows], t[rows]
""",
        ),
        (
            "shuffles X and t in place with the same order",
            """
def minibatches(X, t, batch_size, rng):
    order = rng.permutation(len(X))
    X[:] = X[order]
    t[:] = t[order]
    for start in range(0, len(X), batch_size):
        yield X[start : start + batch_size], t[start : start + batch_size]
""",
        ),
        (
            "equal portions: 7 in 3s gives 3, 2, 2",
            """
def minibatches(X, t, batch_size, rng):
    order = rng.permutation(len(X))
    for rows in np.array_split(order, -(-len(X) // batch_size)):
        yield X[rows], t[rows]
""",
        ),
        (
            "draws with replacement",
            """
def minibatches(X, t, batch_size, rng):
    for start in range(0, len(X), batch_size):
        size = min(batch_size, len(X) - start)
        rows = rng.choice(len(X), size)
        yield X[rows], t[rows]
""",
        ),
        (
            "an empty batch at the end when N is a multiple",
            """
def minibatches(X, t, batch_size, rng):
    order = rng.permutation(len(X))
    for i in range(len(X) // batch_size + 1):
        rows = order[i * batch_size : (i + 1) * batch_size]
        yield X[rows], t[rows]
""",
        ),
        (
            "only the batches are shuffled, not the rows",
            """
def minibatches(X, t, batch_size, rng):
    starts = rng.permutation(np.arange(0, len(X), batch_size))
    for start in starts:
        yield X[start : start + batch_size], t[start : start + batch_size]
""",
        ),
        (
            "casts to float32",
            """
def minibatches(X, t, batch_size, rng):
    order = rng.permutation(len(X))
    for start in range(0, len(X), batch_size):
        rows = order[start : start + batch_size]
        yield X[rows].astype(np.float32), t[rows].astype(np.int64)
""",
        ),
    ),
    "momentum_step": (
        (
            "walks along the old velocity",
            """
def momentum_step(w, dw, v, lr, momentum=0.9):
    w_new = w - lr * v
    v_new = momentum * v + dw
    return w_new, v_new
""",
        ),
        (
            "rate in the velocity",
            """
def momentum_step(w, dw, v, lr, momentum=0.9):
    v = momentum * v + lr * dw
    return w - v, v
""",
        ),
        (
            "running mean",
            """
def momentum_step(w, dw, v, lr, momentum=0.9):
    v = momentum * v + (1 - momentum) * dw
    return w - lr * v, v
""",
        ),
        (
            "in place",
            """
def momentum_step(w, dw, v, lr, momentum=0.9):
    v *= momentum
    v += dw
    w -= lr * v
    return w, v
""",
        ),
        (
            "Nesterov",
            """
def momentum_step(w, dw, v, lr, momentum=0.9):
    v = momentum * v + dw
    return w - lr * (momentum * v + dw), v
""",
        ),
        (
            "velocity with minus sign (walks downhill all the same)",
            """
def momentum_step(w, dw, v, lr, momentum=0.9):
    v = momentum * v - dw
    return w + lr * v, v
""",
        ),
        (
            "returns velocity first",
            """
def momentum_step(w, dw, v, lr, momentum=0.9):
    v = momentum * v + dw
    w = w - lr * v
    return v, w
""",
        ),
        (
            "0.9 fixed",
            """
def momentum_step(w, dw, v, lr, momentum=0.9):
    v = 0.9 * v + dw
    return w - lr * v, v
""",
        ),
        (
            "old velocity returned",
            """
def momentum_step(w, dw, v, lr, momentum=0.9):
    w_new = w - lr * (momentum * v + dw)
    return w_new, v
""",
        ),
        (
            "rate multiplies the gradient only, velocity kept without it",
            """
def momentum_step(w, dw, v, lr, momentum=0.9):
    v_new = momentum * v + dw
    return w - (momentum * v + lr * dw), v_new
""",
        ),
    ),
    "plateau": (
        (
            "compares with the previous error",
            """
def plateau(lr, errors, patience=3, factor=0.5):
    count, last = 0, float("inf")
    for error in errors:
        if error < last:
            count = 0
        else:
            count += 1
            if count == patience:
                lr *= factor
                count = 0
        last = error
    return lr
""",
        ),
        (
            "an equal error counts as an improvement",
            """
def plateau(lr, errors, patience=3, factor=0.5):
    best, count = float("inf"), 0
    for error in errors:
        if error <= best:
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
            "the smallest error is forgotten after a lowering",
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
                best = error
    return lr
""",
        ),
        (
            "halves whatever the factor",
            """
def plateau(lr, errors, patience=3, factor=0.5):
    best, count = float("inf"), 0
    for error in errors:
        if error < best:
            best, count = error, 0
        else:
            count += 1
        if count == patience:
            lr = lr / 2
            count = 0
    return lr
""",
        ),
        (
            "count not set back by an improvement",
            """
def plateau(lr, errors, patience=3, factor=0.5):
    best, count = float("inf"), 0
    for error in errors:
        if error < best:
            best = error
        else:
            count += 1
            if count == patience:
                lr *= factor
                count = 0
    return lr
""",
        ),
        (
            "returns at the first lowering",
            """
def plateau(lr, errors, patience=3, factor=0.5):
    best, count = float("inf"), 0
    for error in errors:
        if error < best:
            best, count = error, 0
        else:
            count += 1
            if count == patience:
                return lr * factor
    return lr
""",
        ),
        (
            "lowers in every further epoch once the patience is over",
            """
def plateau(lr, errors, patience=3, factor=0.5):
    best, count = float("inf"), 0
    for error in errors:
        if error < best:
            best, count = error, 0
        else:
            count += 1
            if count >= patience:
                lr *= factor
    return lr
""",
        ),
        (
            "distance from the best epoch, integer division: counts only the last stretch",
            """
def plateau(lr, errors, patience=3, factor=0.5):
    best = int(np.argmin(errors))
    return lr * factor ** ((len(errors) - 1 - best) // patience)
""",
        ),
        (
            "waits for more than patience",
            """
def plateau(lr, errors, patience=3, factor=0.5):
    best, count = float("inf"), 0
    for error in errors:
        if error < best:
            best, count = error, 0
        else:
            count += 1
            if count > patience:
                lr *= factor
                count = 0
    return lr
""",
        ),
        (
            "begins with the best error 1",
            """
def plateau(lr, errors, patience=3, factor=0.5):
    best, count = 1.0, 0
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
    ),
    "r_squared": (
        (
            "one mean for all columns",
            """
def r_squared(Y, T):
    return float(1 - np.sum((T - Y) ** 2) / np.sum((T - T.mean()) ** 2))
""",
        ),
        (
            "mean over the columns of the R² of each",
            """
def r_squared(Y, T):
    r = 1 - ((T - Y) ** 2).sum(axis=0) / ((T - T.mean(axis=0)) ** 2).sum(axis=0)
    return float(np.mean(r))
""",
        ),
        (
            "mean of the outputs",
            """
def r_squared(Y, T):
    return float(1 - np.sum((T - Y) ** 2) / np.sum((T - Y.mean(axis=0)) ** 2))
""",
        ),
        (
            "explained sum of squares over total",
            """
def r_squared(Y, T):
    mean = T.mean(axis=0)
    return float(np.sum((Y - mean) ** 2) / np.sum((T - mean) ** 2))
""",
        ),
        (
            "variance of the residuals: a constant offset costs nothing",
            """
def r_squared(Y, T):
    return float(1 - np.var(T - Y, axis=0).sum() / np.var(T, axis=0).sum())
""",
        ),
        (
            "squared correlation",
            """
def r_squared(Y, T):
    return float(np.corrcoef(Y.ravel(), T.ravel())[0, 1] ** 2)
""",
        ),
        (
            "negative scores cut off at 0",
            """
def r_squared(Y, T):
    left = np.sum((T - Y) ** 2)
    total = np.sum((T - T.mean(axis=0)) ** 2)
    return float(max(0.0, 1 - left / total))
""",
        ),
        (
            "roots of the sums",
            """
def r_squared(Y, T):
    left = np.sqrt(np.sum((T - Y) ** 2))
    total = np.sqrt(np.sum((T - T.mean(axis=0)) ** 2))
    return float(1 - left / total)
""",
        ),
        (
            "mean of squares over the unbiased variance",
            """
def r_squared(Y, T):
    return float(1 - np.mean((T - Y) ** 2) / np.var(T, axis=0, ddof=1).mean())
""",
        ),
        (
            "targets and outputs mixed up",
            """
def r_squared(Y, T):
    left = np.sum((T - Y) ** 2)
    total = np.sum((Y - Y.mean(axis=0)) ** 2)
    return float(1 - left / total)
""",
        ),
    ),
    "regression_head": (
        (
            "cut off by minimum and maximum",
            """
def regression_head(Z, low=-np.inf, high=np.inf):
    Y = np.clip(Z, low, high)
    slope = ((Z > low) & (Z < high)).astype(Z.dtype)
    return Y, slope
""",
        ),
        (
            "upper limit alone: falls with z",
            """
def regression_head(Z, low=-np.inf, high=np.inf):
    if np.isfinite(low) and np.isfinite(high):
        s = sigmoid(Z)
        return low + (high - low) * s, (high - low) * s * sigmoid(-Z)
    if np.isfinite(low):
        return low + softplus(Z), sigmoid(Z)
    if np.isfinite(high):
        return high - softplus(Z), -sigmoid(Z)
    return Z, np.ones_like(Z)
""",
        ),
        (
            "the case of both limits is never reached",
            """
def regression_head(Z, low=-np.inf, high=np.inf):
    if np.isfinite(low):
        return low + softplus(Z), sigmoid(Z)
    elif np.isfinite(high):
        return high - softplus(-Z), sigmoid(-Z)
    elif np.isfinite(low) and np.isfinite(high):
        s = sigmoid(Z)
        return low + (high - low) * s, (high - low) * s * sigmoid(-Z)
    return Z, np.ones_like(Z)
""",
        ),
        (
            "slope between two limits without the width",
            """
def regression_head(Z, low=-np.inf, high=np.inf):
    if np.isfinite(low) and np.isfinite(high):
        s = sigmoid(Z)
        return low + (high - low) * s, s * (1 - s)
    if np.isfinite(low):
        return low + softplus(Z), sigmoid(Z)
    if np.isfinite(high):
        return high - softplus(-Z), sigmoid(-Z)
    return Z, np.ones_like(Z)
""",
        ),
        (
            "slope without limits is the number 1",
            """
def regression_head(Z, low=-np.inf, high=np.inf):
    if np.isfinite(low) and np.isfinite(high):
        s = sigmoid(Z)
        return low + (high - low) * s, (high - low) * s * (1 - s)
    if np.isfinite(low):
        return low + softplus(Z), sigmoid(Z)
    if np.isfinite(high):
        return high - softplus(-Z), sigmoid(-Z)
    return Z, 1.0
""",
        ),
        (
            "slope at the upper limit taken from the wrong side (sign of the inner derivative twice)",
            """
def regression_head(Z, low=-np.inf, high=np.inf):
    if np.isfinite(low) and np.isfinite(high):
        s = sigmoid(Z)
        return low + (high - low) * s, (high - low) * s * (1 - s)
    if np.isfinite(low):
        return low + softplus(Z), sigmoid(Z)
    if np.isfinite(high):
        return high - softplus(-Z), -sigmoid(-Z)
    return Z, np.ones_like(Z)
""",
        ),
        (
            "naive softplus and sigmoid overflow",
            """
def regression_head(Z, low=-np.inf, high=np.inf):
    sig = lambda z: np.exp(z) / (1 + np.exp(z))
    sp = lambda z: np.log(1 + np.exp(z))
    if np.isfinite(low) and np.isfinite(high):
        return low + (high - low) * sig(Z), (high - low) * sig(Z) * sig(-Z)
    if np.isfinite(low):
        return low + sp(Z), sig(Z)
    if np.isfinite(high):
        return high - sp(-Z), sig(-Z)
    return Z, np.ones_like(Z)
""",
        ),
        (
            "a limit of 0 counts as absent",
            """
def regression_head(Z, low=-np.inf, high=np.inf):
    low = low if low and np.isfinite(low) else None
    high = high if high and np.isfinite(high) else None
    if low and high:
        s = sigmoid(Z)
        return low + (high - low) * s, (high - low) * s * (1 - s)
    if low:
        return low + softplus(Z), sigmoid(Z)
    if high:
        return high - softplus(-Z), sigmoid(-Z)
    return Z, np.ones_like(Z)
""",
        ),
        (
            "logistic without the lower end",
            """
def regression_head(Z, low=-np.inf, high=np.inf):
    if np.isfinite(low) and np.isfinite(high):
        s = sigmoid(Z)
        return high * s + low, high * s * (1 - s)
    if np.isfinite(low):
        return low + softplus(Z), sigmoid(Z)
    if np.isfinite(high):
        return high - softplus(-Z), sigmoid(-Z)
    return Z, np.ones_like(Z)
""",
        ),
        (
            "tanh between two limits",
            """
def regression_head(Z, low=-np.inf, high=np.inf):
    if np.isfinite(low) and np.isfinite(high):
        mid, half = (low + high) / 2, (high - low) / 2
        T = np.tanh(Z)
        return mid + half * T, half * (1 - T**2)
    if np.isfinite(low):
        return low + softplus(Z), sigmoid(Z)
    if np.isfinite(high):
        return high - softplus(-Z), sigmoid(-Z)
    return Z, np.ones_like(Z)
""",
        ),
    ),
    "split_test": (
        (
            "only the sizes",
            """
def split_test(split):
    train, val, test = split(100, 0)
    assert len(train) + len(val) + len(test) == 100
    assert len(train) > 0 and len(val) > 0 and len(test) > 0
""",
        ),
        (
            "demands 60, 20 and 20 %",
            """
def split_test(split):
    a, b, c = split(100, 0)
    assert len(a) == 60 and len(b) == 20 and len(c) == 20
    assert np.array_equal(np.sort(np.concatenate([a, b, c])), np.arange(100))
    assert not np.array_equal(np.concatenate([a, b, c]), np.arange(100))
    assert all(np.array_equal(p, q) for p, q in zip((a, b, c), split(100, 0)))
    assert not np.array_equal(np.concatenate(split(100, 1)), np.concatenate([a, b, c]))
""",
        ),
        (
            "the seed is not tried",
            """
def split_test(split):
    parts = split(50, 0)
    rows = np.concatenate(parts)
    assert np.array_equal(np.sort(rows), np.arange(50))
    assert all(len(p) > 0 for p in parts)
    assert not np.array_equal(rows, np.arange(50))
""",
        ),
        (
            "returns True and False",
            """
def split_test(split):
    parts = split(50, 0)
    rows = np.concatenate(parts)
    if not np.array_equal(np.sort(rows), np.arange(50)):
        return False
    if np.array_equal(rows, np.arange(50)):
        return False
    return all(np.array_equal(p, q) for p, q in zip(parts, split(50, 0)))
""",
        ),
        (
            "rows must be in order: forgets to sort, refuses every right one",
            """
def split_test(split):
    parts = split(50, 0)
    assert np.array_equal(np.concatenate(parts), np.arange(50))
    assert all(np.array_equal(p, q) for p, q in zip(parts, split(50, 0)))
""",
        ),
        (
            "only overlaps, missing rows pass",
            """
def split_test(split):
    a, b, c = split(100, 3)
    assert len(np.intersect1d(a, b)) == 0
    assert len(np.intersect1d(a, c)) == 0
    assert len(np.intersect1d(b, c)) == 0
    assert all(np.array_equal(p, q) for p, q in zip((a, b, c), split(100, 3)))
    assert not np.array_equal(a, split(100, 4)[0])
    assert not np.array_equal(a, np.sort(a))
""",
        ),
        (
            "does not try an empty part",
            """
def split_test(split):
    parts = split(30, 0)
    rows = np.concatenate(parts)
    assert sorted(rows) == list(range(30))
    assert list(rows) != sorted(rows)
    assert np.array_equal(rows, np.concatenate(split(30, 0)))
    assert not np.array_equal(rows, np.concatenate(split(30, 1)))
""",
        ),
    ),
}

WRONG = {
    name: tuple((what, typed(name, source), NAMED) for what, source in answers) for name, answers in _TYPED.items()
}
