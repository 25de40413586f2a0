"""Wrong answers of a second class to lectures 00 to 04."""

import numpy as np
from scipy.special import erf, xlogy


def _s(z):
    return 0.5 * (1 + np.tanh(z / 2))


def _softmax(Z):
    E = np.exp(Z - Z.max(-1, keepdims=True))
    return E / E.sum(-1, keepdims=True)


def _standardise_rows(X):
    m = X.mean(axis=1, keepdims=True)
    s = X.std(axis=1, keepdims=True)
    return (X - m) / np.where(s == 0, 1, s)


def _standardise_in_place(X):
    X -= X.mean(axis=0)
    s = X.std(axis=0)
    s[s == 0] = 1
    X /= s
    return X


def _standardise_one_scale(X):
    s = X.std()
    return (X - X.mean(axis=0)) / (s if s > 0 else 1)


def _standardise_constant_kept(X):
    s = X.std(axis=0)
    out = X.copy()
    out[:, s > 0] = (X[:, s > 0] - X.mean(axis=0)[s > 0]) / s[s > 0]
    return out


def _one_hot_from_one(t, n_classes, dtype=np.float32):
    out = np.zeros((len(t), n_classes), dtype)
    for n, k in enumerate(t):
        out[n, k - 1] = 1
    return out


def _one_hot_columns(t, n_classes, dtype=np.float32):
    return (np.arange(n_classes)[:, None] == t).astype(dtype)


def _one_hot_own_size(t, n_classes, dtype=np.float32):
    return np.eye(t.max() + 1, dtype=dtype)[t]


def _one_hot_bool(t, n_classes, dtype=np.float32):
    return np.arange(n_classes) == t[:, None]


def _neuron_first_row(x, w, b):
    z = x @ w + b
    if np.ndim(z) == 0:
        return int(z >= 0)
    return np.array([1 if v > 0 else 0 for v in np.ravel(z)]).reshape(np.shape(z))


def _neuron_silent(x, w, b):
    z = x @ w + b
    if np.any(z >= 0):
        return (z >= 0).astype(np.int64)


def _perceptron_in_place(w, b, x, t, lr=1.0):
    y = 1 if x @ w + b >= 0 else 0
    w += lr * (t - y) * x
    return w, b + lr * (t - y)


def _perceptron_always(w, b, x, t, lr=1.0):
    if t == 1:
        return w + lr * x, b + lr
    return w - lr * x, b - lr


def _perceptron_bias_free(w, b, x, t, lr=1.0):
    y = 1 if x @ w >= 0 else 0
    return w + lr * (t - y) * x, b + lr * (t - y)


def _perceptron_bias_unscaled(w, b, x, t, lr=1.0):
    y = 1 if x @ w + b >= 0 else 0
    return w + lr * (t - y) * x, b + (t - y)


def _normal(centre=True, times=1.0, bias=False, solve=np.linalg.solve, swap=False):
    def answer(X, t, l2=0.0):
        N = len(X)
        A = np.hstack([X, np.ones((N, 1), X.dtype)]) if centre else X
        L = times * N * l2 * np.eye(A.shape[1], dtype=X.dtype)
        if centre and not bias:
            L[-1, -1] = 0
        v = solve(A.T @ A + L, A.T @ t)
        w, b = (v[:-1], v[-1]) if centre else (v, t.mean() - 0 * v[0])
        return (b, w) if swap else (w, b)

    return answer


def _sigmoid_outer_slope(z, slope=1):
    return slope * _s(z)


def _sigmoid_divided(z, slope=1):
    return _s(z / slope)


def _sigmoid_two_cases_same(z, slope=1):
    u = slope * z
    e = np.exp(-np.abs(u))
    return np.where(u >= 0, 1 / (1 + e), 1 / (1 + e))


def _sigmoid_plus(z, slope=1):
    with np.errstate(over="ignore"):
        return 1 / (1 + np.exp(slope * z))


def _elu_scalar(z, alpha=1):
    out = np.empty_like(z)
    for i in np.ndindex(z.shape):
        out[i] = z[i] if z[i] > 0 else alpha * np.exp(min(z[i], 0)) - 1
    return out


def _elu_alpha_inside(z, alpha=1):
    return np.where(z > 0, z, np.exp(alpha * np.minimum(z, 0)) - 1)


def _elu_alpha_everywhere(z, alpha=1):
    return alpha * np.where(z > 0, z, np.expm1(np.minimum(z, 0)))


def _elu_in_place(z, alpha=1):
    z[z < 0] = alpha * np.expm1(z[z < 0])
    return z


def _prelu_swapped(z, alpha=0.25):
    return np.where(z > 0, alpha * z, z)


def _prelu_sum(z, alpha=0.25):
    return np.maximum(z, 0) - alpha * np.minimum(z, 0)


def _prelu_fixed(z, alpha=0.25):
    return np.where(z > 0, z, 0.25 * z)


def _prelu_max(z, alpha=0.25):
    return np.maximum(z, alpha * z)


def _test_one_point(f, f_grad):
    z = np.array([1.0])
    h = 1e-5
    assert abs((f(z + h) - f(z - h)) / (2 * h) - f_grad(z)).max() < 1e-4


def _test_forgets_half(f, f_grad):
    z = np.linspace(-3, 3, 31)
    h = 1e-5
    assert np.allclose((f(z + h) - f(z - h)) / h, f_grad(z), atol=1e-4)


def _test_returns_bool(f, f_grad):
    z = np.linspace(-3, 3, 30)
    h = 1e-5
    return bool(np.allclose((f(z + h) - f(z - h)) / (2 * h), f_grad(z), atol=1e-4))


def _test_mean_error(f, f_grad):
    z = np.linspace(-3.05, 3.05, 40)
    h = 1e-4
    error = (f(z + h) - f(z - h)) / (2 * h) - f_grad(z)
    assert abs(error.mean()) < 1e-2


def _swish_grad_no_beta(z, beta=1):
    s = (1 + np.tanh(z / 2)) / 2
    return s + z * s * (1 - s)


def _swish_grad_beta_twice(z, beta=1):
    s = (1 + np.tanh(beta * z / 2)) / 2
    return beta * s + beta * z * s * (1 - s)


def _swish_grad_z_lost(z, beta=1):
    s = (1 + np.tanh(beta * z / 2)) / 2
    return s + beta * s * (1 - s)


def _swish_grad_minus(z, beta=1):
    s = (1 + np.tanh(beta * z / 2)) / 2
    return s - beta * z * s * (1 - s)


def _gelu_tanh(z):
    return 0.5 * z * (1 + np.tanh(np.sqrt(2 / np.pi) * (z + 0.044715 * z**3)))


def _gelu_erf_no_root(z):
    return 0.5 * z * (1 + erf(z))


def _gelu_sigmoid(z):
    return z * _s(1.702 * z)


def _gelu_density(z):
    return z * np.exp(-(z**2) / 2) / np.sqrt(2 * np.pi)


def _mae_all(Y, T):
    return float(np.mean(np.abs(Y - T))), np.sign(Y - T) / Y.size


def _mae_no_n(Y, T):
    return float(np.sum(np.abs(Y - T)) / len(Y)), np.sign(Y - T)


def _mae_sign_reversed(Y, T):
    return float(np.sum(np.abs(Y - T)) / len(Y)), np.sign(T - Y) / len(Y)


def _mae_array(Y, T):
    return np.abs(Y - T).sum(axis=-1), np.sign(Y - T) / len(Y)


def _huber(inner=lambda d, t: d * d / 2, outer=lambda d, t: t * (np.abs(d) - t / 2), grad=None, div=len, test=np.abs):
    def answer(Y, T, delta=1.0):
        d = Y - T
        near = test(d) <= delta
        loss = float(np.sum(np.where(near, inner(d, delta), outer(d, delta))) / div(Y))
        g = np.where(near, d, delta * np.sign(d)) if grad is None else grad(d, delta)
        return loss, (g / div(Y)).astype(Y.dtype)

    return answer


def _bce(loss=lambda Z, T: np.logaddexp(0, Z) - T * Z, grad=lambda Z, T: _s(Z) - T, n=len, m=len):
    def answer(Z, T):
        return float(np.sum(loss(Z, T)) / n(Z)), (grad(Z, T) / m(Z)).astype(Z.dtype)

    return answer


def _loss_test_first_entry(loss):
    rng = np.random.default_rng(0)
    Y, T = rng.normal(size=(4, 3)), rng.normal(size=(4, 3))
    h, E = 1e-6, np.zeros((4, 3))
    E[0, 0] = 1e-6
    assert abs((loss(Y + E, T)[0] - loss(Y - E, T)[0]) / (2 * h) - loss(Y, T)[1][0, 0]) < 1e-5


def _loss_test_one_row(loss):
    rng = np.random.default_rng(0)
    Y, T = rng.normal(size=(1, 1)), rng.normal(size=(1, 1))
    E = np.full((1, 1), 1e-6)
    assert np.allclose((loss(Y + E, T)[0] - loss(Y - E, T)[0]) / 2e-6, loss(Y, T)[1], atol=1e-5)


def _loss_test_shape(loss):
    Y, T = np.ones((4, 3)), np.zeros((4, 3))
    cost, dY = loss(Y, T)
    assert np.ndim(cost) == 0
    assert dY.shape == Y.shape


def _loss_test_by_t(loss):
    rng = np.random.default_rng(0)
    Y, T = rng.normal(size=(4, 3)), rng.normal(size=(4, 3))
    G = np.zeros_like(Y)
    for i in np.ndindex(Y.shape):
        E = np.zeros_like(Y)
        E[i] = 1e-6
        G[i] = (loss(Y, T + E)[0] - loss(Y, T - E)[0]) / 2e-6
    assert np.allclose(G, loss(Y, T)[1], atol=1e-5)


def _log_cosh_no_log2(Y, T):
    D = Y - T
    each = np.abs(D) + np.log1p(np.exp(-2 * np.abs(D)))
    return float(np.sum(each) / len(D)), np.tanh(D) / len(D)


def _log_cosh_clipped(Y, T):
    D = np.clip(Y - T, -50, 50)
    each = np.log(np.cosh(D))
    return float(np.sum(each) / len(D)), np.tanh(D) / len(D)


def _log_cosh_signed(Y, T):
    D = Y - T
    each = D + np.log1p(np.exp(-2 * np.abs(D))) - np.log(2)
    return float(np.sum(each) / len(D)), np.tanh(D) / len(D)


def _log_cosh_mean(Y, T):
    D = Y - T
    each = np.logaddexp(D, -D) - np.log(2)
    return float(np.mean(each)), np.tanh(D) / D.size


def _jacobian_diagonal(Z):
    P = _softmax(Z)
    return np.eye(Z.shape[-1]) * (P * (1 - P))[..., None]


def _jacobian_sign(Z):
    P = _softmax(Z)
    return P[..., :, None] * P[..., None, :] - P[..., None] * np.eye(Z.shape[-1], dtype=Z.dtype)


def _jacobian_one_row(Z):
    P = _softmax(Z)
    return np.diag(P) - np.outer(P, P)


def _jacobian_log(Z):
    P = _softmax(Z)
    return np.eye(Z.shape[-1], dtype=Z.dtype) - np.broadcast_to(P[..., None, :], (*P.shape, P.shape[-1]))


def _regression(penalty=0.5, pull=1.0, bias=0.0, mean=True, axis=0):
    def answer(W, b, X, T, l2=0.0):
        Z = X @ W.T + b
        m = Z.max(1, keepdims=True)
        lse = m[:, 0] + np.log(np.exp(Z - m).sum(1))
        n = len(X) if mean else 1
        cost = float((lse - (T * Z).sum(1)).sum() / n) + penalty * l2 * float((W * W).sum())
        dZ = (_softmax(Z) - T) / n
        return cost, dZ.T @ X + pull * l2 * W, dZ.sum(axis) + bias * l2 * b

    return answer


def _sgd_decay_alone(w, dw, lr, weight_decay=0.0):
    return (1 - weight_decay) * w - lr * dw


def _sgd_wrong_sign(w, dw, lr, weight_decay=0.0):
    return w - lr * (dw - weight_decay * w)


def _sgd_in_place(w, dw, lr, weight_decay=0.0):
    w *= 1 - lr * weight_decay
    w -= lr * dw
    return w


def _sgd_half(w, dw, lr, weight_decay=0.0):
    return w - lr * dw - lr * weight_decay / 2 * w


def _softmax_test_sums(f):
    Z = np.random.default_rng(0).normal(size=(5, 3))
    assert np.allclose(f(Z).sum(axis=1), 1)


def _softmax_test_small(f):
    Z = np.random.default_rng(0).normal(size=(4, 4))
    E = np.exp(Z)
    assert np.allclose(f(Z), E / E.sum(axis=1, keepdims=True))


def _softmax_test_naive_large(f):
    Z = np.array([[1.0, 2.0, 5.0], [1000.0, 0.0, -1000.0]])
    E = np.exp(Z)
    assert np.allclose(f(Z), E / E.sum(axis=1, keepdims=True))


def _softmax_test_columns(f):
    Z = np.random.default_rng(0).normal(size=(4, 3))
    E = np.exp(Z)
    assert np.allclose(f(Z), E / E.sum(axis=0))


def _entropy_rows_lost(P):
    return -np.sum(xlogy(P, P))


def _entropy_log2(P):
    return -np.sum(xlogy(P, P), axis=-1) / np.log(2)


def _entropy_sign(P):
    return np.sum(xlogy(P, P), axis=-1)


def _entropy_first_axis(P):
    return -np.sum(xlogy(P, P), axis=0)


WRONG = {
    "standardise": (
        ("rows instead of columns", _standardise_rows, r"row|axis"),
        ("writes into X", _standardise_in_place, r"chang|in place|passed in"),
        ("one deviation for the whole table", _standardise_one_scale, r"one (standard )?deviation|whole|all columns"),
        ("constant columns stay as they are", _standardise_constant_kept, r"constant"),
    ),
    "one_hot": (
        ("classes from 1", _one_hot_from_one, r"one (place|column)|counted from 1|shift|from 1"),
        ("transposed", _one_hot_columns, r"transpose|rows and columns"),
        ("as many columns as classes seen", _one_hot_own_size, r"n_classes|largest|labels"),
        ("booleans", _one_hot_bool, r"bool"),
    ),
    "neuron": (
        ("a loop with > instead of >=, and an int for one example", _neuron_first_row, r"zero|0|int"),
        ("None where nothing fires", _neuron_silent, r"None"),
        (
            "b is left out",
            lambda x, w, b: (x @ w >= 0).astype(np.int64),
            r"b\b.*(left out|forgot|no effect|ignored)|bias",
        ),
        ("float result", lambda x, w, b: (x @ w + b >= 0).astype(float), r"float64"),
    ),
    "perceptron_step": (
        ("writes into w", _perceptron_in_place, r"chang|in place|passed in"),
        ("moves though the decision is right", _perceptron_always, r"right|every|always|wrong"),
        ("the decision without b", _perceptron_bias_free, r"\bb\b|bias"),
        ("b moves without the learning rate", _perceptron_bias_unscaled, r"lr|learning rate|η"),
    ),
    "adaline_normal_equations": (
        ("no column of ones", _normal(centre=False), r"ones|bias|\bb\b"),
        ("the penalty on b as well", _normal(bias=True), r"penal|\bb\b"),
        ("the penalty twice", _normal(times=2.0), r"2|twice|l2|λ|penal"),
        ("b and w exchanged", _normal(swap=True), r"exchanged|order|swapped"),
    ),
    "sigmoid": (
        ("slope multiplies the result", _sigmoid_outer_slope, r"slope"),
        ("slope divides", _sigmoid_divided, r"slope"),
        ("the left branch is the right one", _sigmoid_two_cases_same, r"below 0|negative|1 minus|left"),
        ("sign of the exponent", _sigmoid_plus, r"1 minus|falls|sign|−z|-z"),
    ),
    "elu": (
        ("alpha times e^z, then minus 1", _elu_scalar, r"alpha|α|bracket"),
        ("alpha inside the exponential", _elu_alpha_inside, r"alpha|α"),
        ("alpha on both sides", _elu_alpha_everywhere, r"alpha|α"),
        ("writes into z", _elu_in_place, r"chang|in place|passed in"),
    ),
    "prelu": (
        ("the sides are exchanged", _prelu_swapped, r"side|exchange|above|right|left"),
        ("minus the left part", _prelu_sum, r"sign|\|z\||absolute|below|left"),
        ("alpha is 0.25 whatever is passed", _prelu_fixed, r"alpha|α"),
        ("the larger of z and alpha z", _prelu_max, r"alpha|α|larger|above 1"),
    ),
    "derivative_test": (
        ("one point only", _test_one_point, r"accepts|let|not notice|pass"),
        ("divides by h", _test_forgets_half, r"right|correct|rejects|turns down|fails"),
        ("returns a bool", _test_returns_bool, r"return|assert|raise|True"),
        ("the mean of the errors", _test_mean_error, r"accepts|let|not notice|pass"),
    ),
    "mended_swish_grad": (
        ("beta left out of the gate", _swish_grad_no_beta, r"beta|β"),
        ("beta at both terms", _swish_grad_beta_twice, r"beta|β"),
        ("z lost", _swish_grad_z_lost, r"\bz\b"),
        ("minus", _swish_grad_minus, r"sign|minus|−"),
    ),
    "gelu": (
        ("the tanh approximation", _gelu_tanh, r"tanh|approx"),
        ("erf without the root of 2", _gelu_erf_no_root, r"√2|root|sqrt|erf"),
        ("the logistic approximation", _gelu_sigmoid, r"1\.702|logistic|sigmoid"),
        ("the density for the distribution", _gelu_density, r"densit|φ"),
    ),
    "mae": (
        ("the mean over all entries", _mae_all, r"mean|K|entries|outputs|columns"),
        ("the gradient without 1/N", _mae_no_n, r"N|rows|examples"),
        ("the gradient of the target", _mae_sign_reversed, r"sign|minus|−"),
        ("one loss for each row", _mae_array, r"shape|number|each example|row"),
    ),
    "huber": (
        ("no half in the square", _huber(inner=lambda d, t: d * d), r"½|half|twice"),
        ("the line does not meet", _huber(outer=lambda d, t: t * np.abs(d)), r"½|meet|line|δ"),
        ("signed test", _huber(test=lambda d: d), r"\|d\||absolute|below|negative|side"),
        (
            "the gradient beyond delta is 1",
            _huber(grad=lambda d, t: np.where(np.abs(d) <= t, d, np.sign(d))),
            r"delta|δ",
        ),
    ),
    "bce_with_logits": (
        ("mean over all entries", _bce(n=np.size, m=np.size), r"K|entries|outputs|columns|questions"),
        ("the gradient without the mean", _bce(m=lambda Z: 1), r"N|rows|examples"),
        (
            "naive logarithms",
            _bce(loss=lambda Z, T: -T * np.log(_s(Z)) - (1 - T) * np.log(1 - _s(Z))),
            r"NaN|nan|inf|log",
        ),
        ("targets of 1 only", _bce(loss=lambda Z, T: T * np.logaddexp(0, -Z)), r"1 − t|1 - t|target|t = 0|half"),
    ),
    "entropy": (
        ("one number for all rows", _entropy_rows_lost, r"row|axis|shape"),
        ("bits", _entropy_log2, r"bits|log2|base|nats|1\.44"),
        ("sign", _entropy_sign, r"sign|minus|−1|negative"),
        ("over the first axis", _entropy_first_axis, r"axis|column"),
    ),
    "loss_gradient_test": (
        ("one entry only", _loss_test_first_entry, r"accepts|let|not notice|pass"),
        ("a single number", _loss_test_one_row, r"accepts|let|not notice|pass"),
        ("shapes alone", _loss_test_shape, r"accepts|let|not notice|pass"),
        ("moves the targets", _loss_test_by_t, r"right|correct|rejects|turns down|fails"),
    ),
    "mended_log_cosh": (
        ("log 2 forgotten", _log_cosh_no_log2, r"log 2|0\.693|larger|same amount"),
        ("errors clipped", _log_cosh_clipped, r"clip|limit|above|never goes"),
        ("the error with its sign", _log_cosh_signed, r"sign|below|negative|absolute"),
        ("mean over all entries", _log_cosh_mean, r"columns|outputs|entries|K"),
    ),
    "softmax_jacobian": (
        ("zeros off the diagonal", _jacobian_diagonal, r"diagonal"),
        ("minus", _jacobian_sign, r"sign|−1|minus|negative"),
        ("a single row only", _jacobian_one_row, r"row|shape|error"),
        ("the Jacobian of the logarithm", _jacobian_log, r"log|pᵢ|factor"),
    ),
    "softmax_regression_cost": (
        ("the penalty without the half", _regression(penalty=1.0), r"½|half|penalty"),
        ("the penalty's gradient twice", _regression(pull=2.0), r"penalty|2|twice|l2"),
        ("the penalty on b as well", _regression(bias=1.0), r"\bb\b|bias"),
        ("a sum over the examples", _regression(mean=False), r"mean|N|examples|rows"),
    ),
    "sgd_step": (
        ("decay without the learning rate", _sgd_decay_alone, r"lr|learning rate|η"),
        ("decay pushes away from zero", _sgd_wrong_sign, r"sign|away|grow|minus"),
        ("writes into w", _sgd_in_place, r"chang|in place|passed in"),
        ("half the decay", _sgd_half, r"half|½|decay"),
    ),
    "softmax_test": (
        ("sums only", _softmax_test_sums, r"accepts|let|not notice|pass"),
        ("small logits of a square batch", _softmax_test_small, r"accepts|let|not notice|pass"),
        ("expects NaN of large logits", _softmax_test_naive_large, r"right|correct|rejects|turns down|fails"),
        ("columns", _softmax_test_columns, r"right|correct|rejects|turns down|fails"),
    ),
}

# Inputs, numbers and lines.
WRONG |= {
    "mended_fractions": (
        ("as handed out", lambda X: X / X.sum(axis=1), r"square|row|error|handed out"),
        ("columns", lambda X: X / X.sum(axis=0, keepdims=True), r"column"),
        ("sums instead of fractions", lambda X: X.sum(axis=1, keepdims=True), r"shape|sum"),
        ("in percent", lambda X: 100 * X / X.sum(axis=1, keepdims=True), r"100|factor|times"),
    ),
    "float32_counterexample": (
        ("a constant column", np.full((3, 1), 1e9), r"constant"),
        ("far apart", np.array([[1.0, 2.0], [3.0, 5.0]]), r"near|float32 rounds"),
        ("a vector", np.array([1e9, 1e9 + 1]), r"table|shape"),
        ("infinite", np.array([[np.inf], [0.0]]), r"finite"),
    ),
    "neuron_counterexample": (
        ("a point above", (np.array([1.0, 1.0]), np.array([1.0, 1.0]), -1.5), r"same|both|agree|no difference"),
        ("a point below", (np.array([0.0, 0.0]), np.array([1.0, 1.0]), -1.5), r"same|both|agree|no difference"),
        ("shapes that do not fit", (np.array([0.0, 0.0]), np.array([1.0]), 0.0), r"shape|fit|error|length"),
        ("only two of the three", (np.array([0.0]), np.array([1.0])), r"three|3|input"),
    ),
    "softplus_counterexample": (
        ("moderate", np.array([10.0]), r"same|both|agree|no difference|round"),
        ("far on the left", np.array([-1000.0]), r"same|both|agree|no difference|round"),
        ("infinite", np.array([np.inf]), r"finite"),
        ("text", "1000", r"text|str|array|number"),
    ),
    "leaky_counterexample": (
        ("positive z", (np.array([2.0]), 0.1), r"same|both|agree|no difference"),
        ("alpha of 1", (np.array([-2.0]), 1.0), r"same|both|agree|no difference"),
        ("z of 0", (np.array([0.0]), 5.0), r"same|both|agree|no difference"),
        ("alpha forgotten", np.array([-2.0]), r"alpha|two|2|input"),
    ),
    "guarded_counterexample": (
        ("confident and right", (np.array([[40.0]]), np.array([[1.0]])), r"same|both|agree|no difference|round"),
        ("not confident", (np.array([[1.0]]), np.array([[0.0]])), r"same|both|agree|no difference|round"),
        ("a target of 2", (np.array([[5.0]]), np.array([[2.0]])), r"target|0.*1|between"),
        ("a logit alone", np.array([[100.0]]), r"T|two|2|input"),
    ),
    "log_softmax_counterexample": (
        ("equal logits", np.zeros((1, 3)), r"same|both|agree|no difference|round"),
        ("small logits", np.array([[1.0, 2.0, 3.0]]), r"same|both|agree|no difference|round"),
        ("large and equal", np.array([[1000.0, 1000.0]]), r"same|both|agree|no difference|round"),
        ("a row is empty", np.zeros((1, 0)), r"empty|entr|size|shape|axis"),
    ),
    "implication": (
        ("AND", (1.0, 1.0, -1.5), r"\(0, 0\)|corner|\(1, 0\)|\(0, 1\)"),
        ("OR", (1.0, 1.0, -0.5), r"\(1, 0\)|\(0, 0\)|corner"),
        ("the other implication", (1.0, -1.0, 0.5), r"\(1, 0\)|\(0, 1\)|corner|exchanged"),
        ("two numbers", (-1.0, 1.0), r"three|3|number"),
    ),
}
