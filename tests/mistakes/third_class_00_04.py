"""Wrong answers of a third class to lectures 00 to 04, written from the notebooks alone."""

import itertools

import numpy as np
from scipy.special import erf

from mlpkit.activations import sigmoid, softplus


def _standardise_sample(X):
    s = X.std(axis=0, ddof=1)
    return ((X - X.mean(axis=0)) / np.where(s == 0, 1, s)).astype(X.dtype)


def _standardise_unit_variance_only(X):
    s = X.std(axis=0)
    return X / np.where(s > 0, s, 1)


def _standardise_by_variance(X):
    v = X.var(axis=0)
    return (X - X.mean(axis=0)) / np.where(v == 0, 1, v)


def _standardise_nan_for_constant(X):
    return (X - X.mean(axis=0)) / X.std(axis=0)


def _standardise_min_max(X):
    low, high = X.min(axis=0), X.max(axis=0)
    return (X - low) / np.where(high > low, high - low, 1)


def _one_hot_from_one(t, n_classes, dtype=np.float32):
    out = np.zeros((len(t), n_classes + 1), dtype=dtype)
    out[np.arange(len(t)), t] = 1
    return out[:, 1:]


def _one_hot_size_of_labels(t, n_classes, dtype=np.float32):
    return np.eye(max(t) + 1, dtype=dtype)[t]


def _one_hot_columns(t, n_classes, dtype=np.float32):
    return (np.arange(n_classes)[:, None] == t).astype(dtype)


def _one_hot_int(t, n_classes, dtype=np.float32):
    return (np.arange(n_classes) == t[:, None]).astype(int)


def _neuron_minus_bias(x, w, b):
    return (x @ w >= b).astype(np.int64)


def _neuron_half(x, w, b):
    return (x @ w + b >= 0.5).astype(np.int64)


def _neuron_one_example(x, w, b):
    return 1 if np.sum(x * w) + b >= 0 else 0


def _neuron_signs(x, w, b):
    return np.where(x @ w + b >= 0, 1, -1)


def _perceptron_always(w, b, x, t, lr=1.0):
    return w + lr * (2 * t - 1) * x, b + lr * (2 * t - 1)


def _perceptron_bias_without_rate(w, b, x, t, lr=1.0):
    miss = t - int(w @ x + b >= 0)
    return w + (lr * miss * x).astype(w.dtype), b + miss


def _perceptron_above_zero(w, b, x, t, lr=1.0):
    y = 1 if w @ x + b > 0 else 0
    return w + lr * (t - y) * x, b + lr * (t - y)


def _perceptron_wrong_way(w, b, x, t, lr=1.0):
    y = 1 if w @ x + b >= 0 else 0
    return w + lr * (y - t) * x, b + lr * (y - t)


def _perceptron_on_zero(w, b, x, t, lr=1.0):
    y = 1 if w @ x + b >= 0 else 0
    if y != t:
        w += lr * (t - y) * x
        b += lr * (t - y)
    return w, b


def _adaline_doubled(w, b, x, t, lr=0.1):
    e = t - (w @ x + b)
    return w + 2 * lr * e * x, b + 2 * lr * e


def _adaline_threshold(w, b, x, t, lr=0.1):
    e = t - float(w @ x + b >= 0)
    return w + lr * e * x, b + lr * e


def _adaline_new_w(w, b, x, t, lr=0.1):
    w = w + lr * (t - (w @ x + b)) * x
    b = b + lr * (t - (w @ x + b))
    return w, b


def _adaline_no_bias(w, b, x, t, lr=0.1):
    e = t - w @ x
    return w + lr * e * x, b + lr * e


def _normal_equations(share=True, free_b=True, centred=True):
    def answer(X, t, l2=0.0):
        n, d = X.shape
        if not centred:
            return np.linalg.solve(X.T @ X / n + l2 * np.eye(d), X.T @ t / n), 0.0
        A = np.hstack([X, np.ones((n, 1))])
        P = np.eye(d + 1)
        if free_b:
            P[-1, -1] = 0
        sol = np.linalg.solve(A.T @ A + l2 * (n if share else 1) * P, A.T @ t)
        return sol[:-1], sol[-1]

    return answer


def _count_bias_in_inputs(sizes, bias=True):
    return sum(a * b for a, b in itertools.pairwise(sizes)) + (sum(sizes) if bias else 0)


def _count_one_bias_a_layer(sizes, bias=True):
    n = 0
    for i in range(len(sizes) - 1):
        n += sizes[i] * sizes[i + 1]
        if bias:
            n += 1
    return n


def _count_no_bias_when_asked(sizes, bias=True):
    return sum((a + 1) * b for a, b in itertools.pairwise(sizes))


def _count_ends(sizes, bias=True):
    return sizes[0] * sizes[1] + sizes[-2] * sizes[-1] + (sum(sizes[1:]) if bias else 0)


def _sigmoid_slope_outside(z, slope=1):
    return (slope / (1 + np.exp(-np.clip(z, -80, 80)))).astype(z.dtype)


def _sigmoid_sign(z, slope=1):
    return 1 / (1 + np.exp(slope * z))


def _sigmoid_clipped_early(z, slope=1):
    return 1 / (1 + np.exp(-np.clip(slope * z, -10, 10)))


def _sigmoid_int(z, slope=1):
    return np.round(1 / (1 + np.exp(-slope * z)), 4)


def _sigmoid_grad_no_slope(z, slope=1):
    s = sigmoid(z, slope)
    return s * (1 - s)


def _sigmoid_grad_slope_outside_only(z, slope=1):
    s = sigmoid(z)
    return slope * s * (1 - s)


def _sigmoid_grad_squared(z, slope=1):
    s = sigmoid(z, slope)
    return slope * s * (1 - s) ** 2


def _sigmoid_grad_of_output(z, slope=1):
    return slope * z * (1 - z)


def _relu_grad_z(z):
    return np.maximum(z, 0)


def _relu_grad_bool(z):
    return z > 0


def _relu_grad_quotient(z):
    return np.maximum(z, 0) / z


def _relu_grad_half(z):
    return (0.5 * (1 + np.sign(z))).astype(z.dtype)


def _prelu_abs(z, alpha=0.25):
    return np.maximum(z, 0) + alpha * np.abs(np.minimum(z, 0))


def _prelu_default(z, alpha=0.25):
    return np.where(z > 0, z, 0.25 * z).astype(z.dtype)


def _prelu_minimum_twice(z, alpha=0.25):
    return z + alpha * np.minimum(z, 0)


def _prelu_max(z, alpha=0.25):
    return np.maximum(z, alpha * z)


def _elu_alpha_inside(z, alpha=1):
    return np.where(z > 0, z, np.expm1(np.minimum(alpha * z, 0))).astype(z.dtype)


def _elu_no_one(z, alpha=1):
    return np.where(z > 0, z, alpha * np.exp(np.minimum(z, 0)))


def _elu_everywhere(z, alpha=1):
    return alpha * np.expm1(np.minimum(z, 50))


def _elu_positive(z, alpha=1):
    return np.where(z >= 0, z, alpha * (1 - np.exp(np.minimum(z, 0))))


def _derivative_test_one_point(f, f_grad):
    z = np.array([1.0])
    h = 1e-6
    assert np.allclose((f(z + h) - f(z - h)) / (2 * h), f_grad(z), atol=1e-4)


def _derivative_test_positive(f, f_grad):
    z = np.linspace(0.1, 5, 50)
    h = 1e-5
    assert np.allclose((f(z + h) - f(z - h)) / (2 * h), f_grad(z), rtol=1e-4, atol=1e-6)


def _derivative_test_forward_tight(f, f_grad):
    z = np.linspace(-3, 3, 31)
    h = 1e-3
    assert np.allclose((f(z + h) - f(z)) / h, f_grad(z), atol=1e-8)


def _derivative_test_returns(f, f_grad):
    z = np.linspace(-3, 3, 30)
    return np.allclose((f(z + 1e-6) - f(z - 1e-6)) / 2e-6, f_grad(z), atol=1e-4)


def _derivative_test_mean(f, f_grad):
    z = np.linspace(-3, 3, 30)
    error = (f(z + 1e-6) - f(z - 1e-6)) / 2e-6 - f_grad(z)
    assert abs(error.mean()) < 1e-4


def _swish_beta_outside(z, beta=1):
    return beta * z * sigmoid(z)


def _swish_gate_only(z, beta=1):
    return sigmoid(beta * z)


def _swish_no_beta(z, beta=1):
    return z * sigmoid(z)


def _swish_clipped(z, beta=1):
    z = np.clip(z, -50, 50)
    return z / (1 + np.exp(-beta * z))


def _mended_swish_everywhere(z, beta=1):
    s = (1 + np.tanh(beta * z / 2)) / 2
    return beta * (s + z * s * (1 - s))


def _mended_swish_lost(z, beta=1):
    s = (1 + np.tanh(beta * z / 2)) / 2
    return s + beta * s * (1 - s)


def _mended_swish_inside(z, beta=1):
    s = (1 + np.tanh(z / 2)) / 2
    return s + beta * z * s * (1 - s)


def _gelu_tanh(z):
    return (0.5 * z * (1 + np.tanh(np.sqrt(2 / np.pi) * (z + 0.044715 * z**3)))).astype(z.dtype)


def _gelu_sigmoid(z):
    return (z * sigmoid(1.702 * z)).astype(z.dtype)


def _gelu_density(z):
    return z * np.exp(-(z**2) / 2) / np.sqrt(2 * np.pi).astype(z.dtype)


def _gelu_no_root(z):
    return 0.5 * z * (1 + erf(z))


def _mse_over_all(Y, T):
    d = Y - T
    return float(0.5 * np.mean(d**2)), d / d.size


def _mse_no_half(Y, T):
    d = Y - T
    return float(np.sum(d**2) / len(Y)), d / len(Y)


def _mse_dy_not_mean(Y, T):
    d = Y - T
    return float(np.sum(d**2) / (2 * len(Y))), d


def _mse_rows(Y, T):
    d = Y - T
    return float(np.sum(d**2) / (2 * Y.shape[-1])), d / Y.shape[-1]


def _mse_dy_sign(Y, T):
    return float(((Y - T) ** 2).sum() / 2 / len(Y)), (T - Y) / len(Y)


def _huber(limit=True, value=True, size=len, slope=True, inside=0.5):
    def answer(Y, T, delta=1.0):
        d = Y - T
        a = np.abs(d)
        near = a <= (delta if limit else 1.0)
        far = delta * (a - delta / 2) if value else delta * a
        loss = np.where(near, inside * d * d, far)
        g = np.where(near, d, (delta if slope else 1.0) * np.sign(d)).astype(Y.dtype)
        return float(loss.sum() / size(Y)), g / size(Y)

    return answer


def _loss_test_directional(loss):
    Y, T = np.ones((1, 1)), np.zeros((1, 1))
    dY = loss(Y, T)[1]
    h = 1e-5
    assert abs((loss(Y + h, T)[0] - loss(Y - h, T)[0]) / (2 * h) - dY.sum()) < 1e-4


def _loss_test_sum(loss):
    rng = np.random.default_rng(0)
    Y, T = rng.random((4, 3)), rng.random((4, 3))
    dY = loss(Y, T)[1]
    h = 1e-5
    assert abs((loss(Y + h, T)[0] - loss(Y - h, T)[0]) / (2 * h) - dY.sum()) < 1e-5


def _loss_test_mse(loss):
    rng = np.random.default_rng(0)
    Y, T = rng.random((4, 3)), rng.random((4, 3))
    assert np.allclose(loss(Y, T)[1], (Y - T) / 4)


def _bce(p=None, times=1.0, over=len, swap=False, sign=1):
    def answer(Z, T):
        P = sigmoid(Z) if p is None else p(Z)
        if p is None:
            each = softplus(Z) - (1 - T if swap else T) * Z
        else:
            each = -(T * np.log(P) + (1 - T) * np.log(1 - P))
        return float(each.sum() / over(Z)), (sign * times * (P - T) / over(Z)).astype(Z.dtype)

    return answer


def _bce_clipped(Z):
    return np.clip(sigmoid(Z), 1e-7, 1 - 1e-7)


def _log_cosh_far(Y, T):
    D = Y - T
    each = np.where(np.abs(D) > 10, np.abs(D), np.log(np.cosh(np.clip(D, -10, 10))))
    return float(np.sum(each) / len(D)), np.tanh(D) / len(D)


def _log_cosh_clipped(Y, T):
    D = np.clip(Y - T, -300, 300)
    return float(np.sum(np.log(np.cosh(D))) / len(D)), np.tanh(D) / len(D)


def _log_cosh_mean(Y, T):
    D = Y - T
    a = np.abs(D)
    return float(np.mean(a + np.log1p(np.exp(-2 * a)) - np.log(2))), np.tanh(D) / len(D)


def _kl(first=lambda P, Q: P, axis=-1, base=1.0, small=0.0, total=False):
    def answer(P, Q):
        with np.errstate(all="ignore"):
            terms = np.where(P > 0, first(P, Q) * (np.log(P + small) - np.log(Q + small)), 0) / base
        return terms.sum() if total else terms.sum(axis=axis)

    return answer


def _softmax_whole(Z):
    e = np.exp(Z - Z.max())
    return e / e.sum()


def _softmax_columns(Z):
    e = np.exp(Z - Z.max(axis=0))
    return e / e.sum(axis=0)


def _softmax_one_shift(Z):
    e = np.exp(Z - Z.max())
    return e / e.sum(axis=-1, keepdims=True)


def _softmax_small(Z):
    e = np.exp(Z - Z.max(axis=-1, keepdims=True))
    return e / (e.sum(axis=-1, keepdims=True) + 1e-6)


def _softmax_divided(Z):
    e = np.exp(Z / Z.max(axis=-1, keepdims=True))
    return e / e.sum(axis=-1, keepdims=True)


def _softmax_test_sums(f):
    P = f(np.random.default_rng(0).normal(size=(4, 5)))
    assert np.allclose(P.sum(axis=1), 1)
    assert (P >= 0).all()


def _softmax_test_small(f):
    Z = np.random.default_rng(1).normal(size=(3, 3))
    assert np.allclose(f(Z), np.exp(Z) / np.exp(Z).sum(axis=1, keepdims=True))


def _softmax_test_naive_large(f):
    Z = np.array([[1000.0, 0.0], [1.0, 2.0]])
    e = np.exp(Z)
    assert np.allclose(f(Z), e / e.sum(axis=1, keepdims=True))


def _softmax_test_row(f):
    assert np.allclose(f(np.array([[0.0, np.log(3.0)]])), [[0.25, 0.75]])
    assert np.all(np.isfinite(f(np.array([[0.0, 1000.0]]))))


def _jacobian(diagonal=1.0, sign=1, whole=True):
    def answer(Z):
        e = np.exp(Z - Z.max(axis=-1, keepdims=True))
        P = e / e.sum(axis=-1, keepdims=True)
        J = sign * (diagonal * np.eye(Z.shape[-1], dtype=Z.dtype) * P[..., None, :] - P[..., :, None] * P[..., None, :])
        return J if whole else np.diagonal(J, axis1=-2, axis2=-1)

    return answer


def _jacobian_one_row(Z):
    e = np.exp(Z - Z.max())
    p = (e / e.sum()).ravel()
    return np.diag(p) - np.outer(p, p)


def _ce(over=len, from_p=False, small=0.0, target=lambda T: T, dz=True):
    def answer(Z, T):
        T = target(np.asarray(T))
        m = Z - Z.max(axis=-1, keepdims=True)
        P = np.exp(m) / np.exp(m).sum(axis=-1, keepdims=True)
        with np.errstate(all="ignore"):
            logs = np.log(P + small) if from_p else m - np.log(np.exp(m).sum(axis=-1, keepdims=True))
            loss = float(-(T * logs).sum() / over(Z))
        return loss, ((P - T) / (over(Z) if dz else 1)).astype(Z.dtype)

    return answer


def _regression(penalty=0.5, grad=1.0, on_b=0.0, cost_penalty=True, transposed=False, mean_b=False):
    def answer(W, b, X, T, l2=0.0):
        Z = X @ W.T + b
        m = Z - Z.max(axis=1, keepdims=True)
        logs = m - np.log(np.exp(m).sum(axis=1, keepdims=True))
        D = (np.exp(logs) - T) / len(X)
        cost = -(T * logs).sum() / len(X) + (l2 * penalty * (W**2).sum() if cost_penalty else 0)
        dW = D.T @ X + grad * l2 * W
        db = D.mean(axis=0) if mean_b else D.sum(axis=0)
        return float(cost), (dW.T if transposed else dW).astype(W.dtype), (db + on_b * l2 * b).astype(W.dtype)

    return answer


WRONG = {
    "standardise": (
        ("divides by N - 1", _standardise_sample, r"N - 1|N − 1|ddof"),
        ("mean stays", _standardise_unit_variance_only, r"mean"),
        ("by the variance", _standardise_by_variance, r"variance"),
        ("NaN for a constant column", _standardise_nan_for_constant, r"constant|NaN"),
        ("from 0 to 1", _standardise_min_max, r"0 to 1|smallest|min|mean"),
    ),
    "one_hot": (
        ("labels from 1", _one_hot_from_one, r"from 1|next|shift|one place|class 0|column"),
        ("as many columns as the largest label needs", _one_hot_size_of_labels, r"largest|n_classes|columns"),
        ("classes in rows", _one_hot_columns, r"transpose"),
        ("integers", _one_hot_int, r"dtype|int64"),
    ),
    "neuron": (
        ("b as a threshold", _neuron_minus_bias, r"subtract|minus|threshold|−b|sign of b"),
        ("threshold ½", _neuron_half, r"½|0\.5|half|at zero|threshold"),
        ("one example only", _neuron_one_example, r"one example|one number|row|shape|single"),
        ("−1 and 1", _neuron_signs, r"-1|−1"),
    ),
    "implication": (
        ("AND", (1, 1, -1.5), r"\(0, ?0\)|\(0, ?1\)|corner"),
        ("the other implication", (1, -1, 0.5), r"\(0, ?1\)|\(1, ?0\)|exchang"),
        ("zero at the border wrong", (-1, 1, 1), r"\(1, ?0\)"),
        ("two numbers", (-1, 1), r"three|2|two"),
    ),
    "neuron_counterexample": (
        ("nothing on the border", (np.array([1.0, 2.0]), np.array([1.0, 1.0]), -1.0), r"same|agree|both"),
        ("two arguments", (np.array([1.0]), np.array([1.0])), r"three|x, w|2|two"),
        ("shapes that do not fit", (np.ones(3), np.ones(2), -2.0), r"shape|fit|match|mismatch|Error"),
    ),
    "perceptron_step": (
        ("moves always", _perceptron_always, r"right|always|correct|wrong decision"),
        ("b without η", _perceptron_bias_without_rate, r"η|lr|rate"),
        ("0 at zero", _perceptron_above_zero, r"zero|at 0|exactly"),
        ("the wrong way", _perceptron_wrong_way, r"away|wrong (way|direction)|sign|opposite"),
        ("writes into w", _perceptron_on_zero, r"chang|in place|passed in"),
    ),
    "adaline_step": (
        ("twice the gradient", _adaline_doubled, r"twice|2 times|½|half|two times|doubl"),
        ("with the decision", _adaline_threshold, r"threshold|decision|perceptron|step"),
        ("b from the new w", _adaline_new_w, r"new w|old|after"),
        ("b left out of the sum", _adaline_no_bias, r"b\b|bias"),
    ),
    "adaline_normal_equations": (
        ("penalty not times N", _normal_equations(share=False), r"N|mean|divid|penalty"),
        ("penalty on b", _normal_equations(free_b=False), r"b\b|bias"),
        ("no b", _normal_equations(centred=False), r"\bb\b|ones|bias"),
        ("l2 has no effect", lambda X, t, l2=0.0: _normal_equations()(X, t), r"l2|λ|penalty"),
    ),
    "parameter_count": (
        ("biases for the inputs", _count_bias_in_inputs, r"input"),
        ("one bias a layer", _count_one_bias_a_layer, r"one bias|each unit|a unit|per layer|a layer"),
        ("bias has no effect", _count_no_bias_when_asked, r"bias"),
        ("first and last layer only", _count_ends, r"layer|between|middle|hidden"),
    ),
    "sigmoid": (
        ("slope outside", _sigmoid_slope_outside, r"slope"),
        ("sign lost", _sigmoid_sign, r"minus|sign|1 − |one minus|1 less|mirror"),
        ("clipped at 10", _sigmoid_clipped_early, r"clip|limit|4 digits|5 digits|level|digits"),
        ("rounded", _sigmoid_int, r"round|digits"),
    ),
    "sigmoid_grad": (
        ("slope not in front", _sigmoid_grad_no_slope, r"slope"),
        ("slope only in front", _sigmoid_grad_slope_outside_only, r"slope"),
        ("1 - s squared", _sigmoid_grad_squared, r"square|1 − s|1 - s|too"),
        ("z taken for the output", _sigmoid_grad_of_output, r"z"),
    ),
    "relu_grad": (
        ("relu itself", _relu_grad_z, r"relu|itself|function"),
        ("bool", _relu_grad_bool, r"bool"),
        ("NaN at 0", _relu_grad_quotient, r"NaN|at 0|0 / 0|z = 0|0 by 0"),
    ),
    "prelu": (
        ("|z| on the left", _prelu_abs, r"sign|\|z\||absolute|left|below 0"),
        ("alpha has no effect", _prelu_default, r"alpha"),
        ("added to z", _prelu_minimum_twice, r"1 \+|plus|too|left|added|below"),
        ("maximum", _prelu_max, r"maximum|larger|above 1|alpha > 1|alpha"),
    ),
    "elu": (
        ("alpha in the exponent", _elu_alpha_inside, r"alpha|exponent"),
        ("−1 lost", _elu_no_one, r"− ?1|- ?1|alpha too|plus alpha|jump"),
        ("exponential on the right", _elu_everywhere, r"right|above 0|positive|> 0"),
        ("1 − e^z", _elu_positive, r"sign|minus|negative"),
    ),
    "derivative_test": (
        ("one point", _derivative_test_one_point, r"point|only|far|left|negative"),
        ("only above 0", _derivative_test_positive, r"negative|left|below 0|z < 0|far"),
        ("forward difference, too tight", _derivative_test_forward_tight, r"right one|reject|refus|fails"),
        ("returns in place of asserting", _derivative_test_returns, r"return|assert|raise|nothing"),
        ("mean of the errors", _derivative_test_mean, r"miss|not noticed|passes|accept|lets|caught"),
    ),
    "swish": (
        ("beta outside", _swish_beta_outside, r"beta|β"),
        ("the gate alone", _swish_gate_only, r"gate|sigmoid|times z|z times|factor"),
        ("no beta", _swish_no_beta, r"beta|β"),
        ("z clipped", _swish_clipped, r"clip|limit|large|50|far"),
    ),
    "mended_swish_grad": (
        ("beta everywhere", _mended_swish_everywhere, r"beta|β"),
        ("z lost", _mended_swish_lost, r"z"),
        ("beta not in the gate", _mended_swish_inside, r"beta|β"),
    ),
    "gelu": (
        ("by tanh", _gelu_tanh, r"tanh|approximat"),
        ("by sigmoid", _gelu_sigmoid, r"sigmoid|approximat"),
        ("density", _gelu_density, r"density|φ"),
        ("erf(z)", _gelu_no_root, r"√2|root|sqrt|erf"),
    ),
    "softplus_counterexample": (
        ("far below 0", (np.array([-40.0]),), r"Far below 0"),
        ("moderate", (np.array([3.0]),), r"this size"),
        ("not far enough", [100.0], r"1\.8·10³⁰⁸"),
    ),
    "leaky_counterexample": (
        ("alpha below 1", (np.array([-2.0]), 0.5), r"same|agree|both"),
        ("z right of 0 and alpha 1", (np.array([2.0]), 1.0), r"same|agree|both"),
        ("one argument", (np.array([-2.0]),), r"two|alpha|1|one"),
    ),
    "mse": (
        ("mean of all", _mse_over_all, r"K|column|all|N K|too small|divided"),
        ("½ lost", _mse_no_half, r"½|twice|2 times|half"),
        ("dY not a mean", _mse_dy_not_mean, r"N|rows|examples|mean"),
        ("divides by K", _mse_rows, r"K|N|column|rows|examples"),
        ("sign of dY", _mse_dy_sign, r"sign|minus|−1|negative|T - Y|T − Y"),
    ),
    "huber": (
        ("limit 1", _huber(limit=False), r"delta|δ|limit|1"),
        ("δ/2 lost", _huber(value=False), r"δ²|delta|meet|jump|½|δ/2"),
        ("all entries", _huber(size=np.size), r"K|all|column|number"),
        ("slope beyond δ is 1", _huber(slope=False), r"delta|δ"),
        ("½ lost", _huber(inside=1.0), r"½|half|twice|2 times"),
    ),
    "loss_gradient_test": (
        ("one number", _loss_test_directional, r"N|batch|more than one|several|one example|lets|pass|accept|miss"),
        ("sum of the entries", _loss_test_sum, r"lets|pass|accept|miss|sum"),
        ("mse only", _loss_test_mse, r"right|other loss|reject|refus|fails"),
    ),
    "guarded_counterexample": (
        ("moderate", (np.array([[0.5]]), np.array([[1.0]])), r"same|agree|both"),
        ("right and sure", (np.array([[40.0]]), np.array([[1.0]])), r"same|agree|both"),
        ("target not allowed", (np.array([[-40.0]]), np.array([[3.0]])), r"0|1|target|T"),
    ),
    "bce_with_logits": (
        ("clipped", _bce(_bce_clipped), r"clip|limit|confident|16|large"),
        ("through p", _bce(sigmoid), r"inf|NaN|large|confident|overflow|log"),
        ("over all entries", _bce(over=np.size), r"K|all|column|N K"),
        ("targets exchanged in the loss", _bce(swap=True), r"1 − T|1 - T|exchang|target|T"),
        ("sign of dZ", _bce(sign=-1), r"sign|minus|negative|T - P|T − P"),
    ),
    "mended_log_cosh": (
        ("log 2 lost far away", _log_cosh_far, r"log 2|log\(2\)|0\.69|far|large"),
        ("clipped at 300", _log_cosh_clipped, r"clip|far|large|300|limit"),
        ("mean of all", _log_cosh_mean, r"K|all|column|divided|number"),
    ),
    "kl_divergence": (
        ("Q in front", _kl(lambda P, Q: Q), r"Q|exchang|weigh"),
        ("bits", _kl(base=np.log(2)), r"bits|log2|log 2|base"),
        ("one number", _kl(total=True), r"row|one number|shape|axis"),
        ("down the columns", _kl(axis=0), r"axis|column|shape"),
        ("1e-9 in the logarithm", _kl(small=1e-9), r"small|1e-|infinite|inf|digits"),
    ),
    "softmax": (
        ("one sum for all", _softmax_whole, r"row|axis|whole|all"),
        ("down the columns", _softmax_columns, r"column|axis|first"),
        ("one maximum for all rows", _softmax_one_shift, r"row|maximum|NaN|whole"),
        ("1e-6 in the sum", _softmax_small, r"digits|small|1e-"),
        ("divided by the maximum", _softmax_divided, r"divid|maximum|subtract|scale|shift"),
    ),
    "softmax_test": (
        ("sums only", _softmax_test_sums, r"lets|pass|accept|miss"),
        ("small logits", _softmax_test_small, r"large|overflow"),
        ("naive at 1000", _softmax_test_naive_large, r"right|reject|refus|fails"),
        ("one row", _softmax_test_row, r"row|axis|lets|pass|accept|miss"),
    ),
    "softmax_jacobian": (
        ("no diagonal", _jacobian(diagonal=0.0), r"diagonal"),
        ("sign", _jacobian(sign=-1), r"sign|minus|−1|negative"),
        ("diagonal alone", _jacobian(whole=False), r"diagonal"),
        ("one row only", _jacobian_one_row, r"row|shape|batch"),
    ),
    "softmax_cross_entropy": (
        ("sum", _ce(over=lambda Z: 1), r"N|mean|sum|divid"),
        ("over all entries", _ce(over=np.size), r"K|all|column|number"),
        ("log of p", _ce(from_p=True), r"inf|NaN|log|confident|large"),
        ("log of p + 1e-12", _ce(from_p=True, small=1e-12), r"1e-|small|confident|large|27"),
        ("dZ not a mean", _ce(dz=False), r"N|mean|examples|rows"),
        (
            "labels of the largest",
            _ce(target=lambda T: np.eye(T.shape[1])[T.argmax(1)]),
            r"one-hot|probabilit|largest|label|soft",
        ),
    ),
    "softmax_regression_cost": (
        ("½ of the penalty lost", _regression(penalty=1.0), r"½|half|twice|penalty|l2"),
        ("penalty on b", _regression(on_b=1.0), r"\bb\b|bias|db"),
        ("penalty not in the cost", _regression(cost_penalty=False), r"penalty|l2"),
        ("penalty not in dW", _regression(grad=0.0), r"penalty|l2"),
        ("dW transposed", _regression(transposed=True), r"transpose"),
        ("db a mean", _regression(mean_b=True), r"mean|N|rows|sum|examples"),
    ),
}
