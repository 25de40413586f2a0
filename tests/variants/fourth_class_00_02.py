"""Right answers of a fourth class to lectures 00 to 02, written from the notebooks alone: each as it was typed."""

from tests.support.typed import typed

_TYPED = {
    "adaline_normal_equations": (
        (
            "as in the hint",
            """
def adaline_normal_equations(X, t, l2=0.0):
    N, D = X.shape
    Xt = np.column_stack([X, np.ones(N)])
    I = np.diag([1.0] * D + [0.0])
    u = np.linalg.solve(Xt.T @ Xt + N * l2 * I, Xt.T @ t)
    return u[:-1], u[-1]
""",
        ),
        (
            "centred data, bias from the means",
            """
def adaline_normal_equations(X, t, l2=0.0):
    N, D = X.shape
    mx, mt = X.mean(axis=0), t.mean()
    Xc, tc = X - mx, t - mt
    w = np.linalg.solve(Xc.T @ Xc + N * l2 * np.eye(D), Xc.T @ tc)
    return w, mt - w @ mx
""",
        ),
    ),
    "adaline_step": (
        (
            "one line",
            """
def adaline_step(w, b, x, t, lr=0.1):
    e = w @ x + b - t
    return w - lr * e * x, b - lr * e
""",
        ),
        (
            "sum with loop",
            """
def adaline_step(w, b, x, t, lr=0.1):
    y = b
    for i in range(len(x)):
        y += w[i] * x[i]
    grad_w = (y - t) * x
    grad_b = y - t
    new_w = w - lr * grad_w
    new_b = b - lr * grad_b
    return new_w, new_b
""",
        ),
    ),
    "derivative_test": (
        (
            "central difference with shapes, near and far",
            """
def derivative_test(f, f_grad):
    h = 1e-6
    z = np.linspace(-8.03, 8.01, 400)
    g = f_grad(z)
    assert g.shape == z.shape
    assert np.allclose(g, (f(z + h) - f(z - h)) / (2 * h), atol=1e-5)
    far = np.array([-2000.0, -900.0, -200.0, 200.0, 900.0, 2000.0])
    g = f_grad(far)
    assert np.all(np.isfinite(g))
    assert np.allclose(g, (f(far + 1e-3) - f(far - 1e-3)) / 2e-3, atol=1e-4)
    M = z[:12].reshape(3, 4)
    assert np.shape(f_grad(M)) == (3, 4)
    assert np.allclose(f_grad(M), (f(M + h) - f(M - h)) / (2 * h), atol=1e-5)
""",
        ),
        (
            "random points of several magnitudes in a matrix",
            """
def derivative_test(f, f_grad):
    rng = np.random.default_rng(1)
    for size in (0.1, 1.0, 10.0, 100.0, 1000.0):
        z = rng.normal(0, size, (20, 3))
        h = 1e-6 * max(1.0, size)
        with np.errstate(all="ignore"):
            want = (f(z + h) - f(z - h)) / (2 * h)
            got = np.asarray(f_grad(z))
        assert got.shape == z.shape, "shape"
        assert np.isfinite(got).all(), "not finite"
        assert np.allclose(got, want, rtol=1e-3, atol=1e-4), "wrong derivative"
""",
        ),
    ),
    "elu": (
        (
            "expm1 and minimum",
            """
def elu(z, alpha=1):
    return np.where(z > 0, z, alpha * np.expm1(np.minimum(z, 0)))
""",
        ),
        (
            "sum",
            """
def elu(z, alpha=1):
    return np.maximum(z, 0) + alpha * (np.exp(np.minimum(z, 0)) - 1)
""",
        ),
        (
            "where evaluates exp of large numbers",
            """
def elu(z, alpha=1):
    return np.where(z > 0, z, alpha * (np.exp(z) - 1))
""",
        ),
    ),
    "float32_counterexample": (
        (
            "time stamps",
            """
float32_counterexample = np.array([[1.6e9], [1.6e9 + 1], [1.6e9 + 5]])
""",
        ),
        (
            "two columns, one ordinary",
            """
float32_counterexample = np.column_stack([1e9 + np.arange(6.0), np.arange(6.0)])
""",
        ),
        (
            "too large, overflows to inf",
            """
float32_counterexample = np.array([[1e300], [2e300], [3e300]])
""",
        ),
        (
            "a list",
            """
float32_counterexample = [[1e9], [1e9 + 1], [1e9 + 2]]
""",
        ),
    ),
    "gelu": (
        (
            "ndtr",
            """
def gelu(z):
    return z * ndtr(z)
""",
        ),
        (
            "erf",
            """
def gelu(z):
    from scipy.special import erf
    return 0.5 * z * (1 + erf(z / 2 ** 0.5))
""",
        ),
    ),
    "implication": (
        (
            "small bias",
            """
implication = (-1, 1, 0.5)
""",
        ),
        (
            "b zero allowed since step(0) is 1",
            """
w1, w2, b = -2.0, 2.0, 0
implication = (w1, w2, b)
""",
        ),
        (
            "list of numbers",
            """
implication = [-3, 4, 1]
""",
        ),
    ),
    "leaky_counterexample": (
        (
            "alpha 2",
            """
leaky_counterexample = np.array([-1.0]), 2.0
""",
        ),
        (
            "several numbers",
            """
leaky_counterexample = np.array([-3.0, 0.0, 3.0]), 1.5
""",
        ),
        (
            "a matrix and alpha 3",
            """
leaky_counterexample = (np.array([[-2.0, 1.0], [0.5, -0.1]]), 3)
""",
        ),
    ),
    "mended_fractions": (
        (
            "keepdims",
            """
def mended_fractions(X):
    return X / X.sum(axis=1, keepdims=True)
""",
        ),
        (
            "None index",
            """
def mended_fractions(X):
    sums = np.sum(X, axis=1)
    return X / sums[:, None]
""",
        ),
        (
            "transposes twice",
            """
def mended_fractions(X):
    return (X.T / X.sum(axis=1)).T
""",
        ),
    ),
    "mended_swish_grad": (
        (
            "factor added",
            """
def mended_swish_grad(z, beta=1):
    s = (1 + np.tanh(beta * z / 2)) / 2
    return s + beta * z * s * (1 - s)
""",
        ),
        (
            "factored",
            """
def mended_swish_grad(z, beta=1):
    s = 0.5 * (1 + np.tanh(0.5 * beta * z))
    return s * (1 + beta * z * (1 - s))
""",
        ),
    ),
    "neuron": (
        (
            "where",
            """
def neuron(x, w, b):
    z = x @ w + b
    return np.where(z >= 0, 1, 0)
""",
        ),
        (
            "astype int64 of the comparison",
            """
def neuron(x, w, b):
    s = np.dot(x, w) + b
    return np.asarray(s >= 0).astype(np.int64)
""",
        ),
        (
            "sum over the last axis",
            """
def neuron(x, w, b):
    z = np.sum(x * w, axis=-1) + b
    return np.array(z >= 0, dtype=np.int64)
""",
        ),
    ),
    "neuron_counterexample": (
        (
            "right angles",
            """
neuron_counterexample = np.array([1.0, 1.0]), np.array([1.0, -1.0]), 0.0
""",
        ),
        (
            "bias cancels the sum",
            """
neuron_counterexample = (np.array([2.0]), np.array([3.0]), -6.0)
""",
        ),
        (
            "zeros",
            """
x = np.zeros(3)
neuron_counterexample = x, np.array([1.0, 2.0, 3.0]), 0
""",
        ),
    ),
    "one_hot": (
        (
            "zeros and fancy indexing",
            """
def one_hot(t, n_classes, dtype=np.float32):
    T = np.zeros((len(t), n_classes), dtype=dtype)
    T[np.arange(len(t)), t] = 1
    return T
""",
        ),
        (
            "comparison with all class numbers",
            """
def one_hot(t, n_classes, dtype=np.float32):
    return (t[:, None] == np.arange(n_classes)[None, :]).astype(dtype)
""",
        ),
        (
            "python loop",
            """
def one_hot(t, n_classes, dtype=np.float32):
    rows = []
    for label in t:
        row = [0] * n_classes
        row[label] = 1
        rows.append(row)
    return np.array(rows, dtype=dtype).reshape(len(t), n_classes)
""",
        ),
    ),
    "parameter_count": (
        (
            "pairwise",
            """
def parameter_count(sizes, bias=True):
    n = 0
    for a, b in pairwise(sizes):
        n += a * b
        if bias:
            n += b
    return n
""",
        ),
        (
            "range",
            """
def parameter_count(sizes, bias=True):
    weights = sum(sizes[i] * sizes[i + 1] for i in range(len(sizes) - 1))
    return weights + (sum(sizes[1:]) if bias else 0)
""",
        ),
        (
            "trick with bias as a number",
            """
def parameter_count(sizes, bias=True):
    return sum((m + bool(bias)) * n for m, n in zip(sizes, sizes[1:]))
""",
        ),
    ),
    "perceptron_step": (
        (
            "with neuron",
            """
def perceptron_step(w, b, x, t, lr=1.0):
    error = t - neuron(x, w, b)
    return w + lr * error * x, b + lr * error
""",
        ),
        (
            "without helper",
            """
def perceptron_step(w, b, x, t, lr=1.0):
    y = 1 if np.dot(w, x) + b >= 0 else 0
    if y == t:
        return w.copy(), b
    sign = 1 if t == 1 else -1
    new_w = w + sign * lr * x
    new_b = b + sign * lr
    return new_w, new_b
""",
        ),
    ),
    "prelu": (
        (
            "where",
            """
def prelu(z, alpha=0.25):
    return np.where(z > 0, z, alpha * z)
""",
        ),
        (
            "max and min",
            """
def prelu(z, alpha=0.25):
    return np.maximum(z, 0) + alpha * np.minimum(z, 0)
""",
        ),
    ),
    "relu": (
        (
            "maximum",
            """
def relu(z):
    return np.maximum(z, 0)
""",
        ),
        (
            "where",
            """
def relu(z):
    return np.where(z > 0, z, 0).astype(z.dtype)
""",
        ),
        (
            "times mask",
            """
def relu(z):
    return z * (z > 0)
""",
        ),
    ),
    "relu_grad": (
        (
            "mask",
            """
def relu_grad(z):
    return (z > 0).astype(z.dtype)
""",
        ),
        (
            "1 at zero",
            """
def relu_grad(z):
    return np.where(z < 0, 0, 1).astype(z.dtype)
""",
        ),
    ),
    "sigmoid": (
        (
            "e of minus abs",
            """
def sigmoid(z, slope=1):
    u = slope * z
    e = np.exp(-np.abs(u))
    return np.where(u >= 0, 1 / (1 + e), e / (1 + e))
""",
        ),
        (
            "masks",
            """
def sigmoid(z, slope=1):
    z = z * slope
    out = np.empty_like(z)
    pos = z >= 0
    out[pos] = 1 / (1 + np.exp(-z[pos]))
    e = np.exp(z[~pos])
    out[~pos] = e / (1 + e)
    return out
""",
        ),
        (
            "through the minimum of z and 0",
            """
def sigmoid(z, slope=1):
    a = slope * z
    return np.exp(np.minimum(a, 0)) / (1 + np.exp(-np.abs(a)))
""",
        ),
        (
            "naive",
            """
def sigmoid(z, slope=1):
    return 1 / (1 + np.exp(-slope * z))
""",
        ),
        (
            "where evaluates both branches: overflow warning",
            """
def sigmoid(z, slope=1):
    u = slope * z
    return np.where(u >= 0, 1 / (1 + np.exp(-u)), np.exp(u) / (1 + np.exp(u)))
""",
        ),
    ),
    "sigmoid_grad": (
        (
            "product",
            """
def sigmoid_grad(z, slope=1):
    s = sigmoid(z, slope)
    return slope * s * (1 - s)
""",
        ),
        (
            "helper with scaled argument",
            """
def sigmoid_grad(z, slope=1):
    u = slope * z
    return slope * sigmoid(u) * sigmoid(-u)
""",
        ),
    ),
    "softplus": (
        (
            "log1p",
            """
def softplus(z):
    return np.maximum(z, 0) + np.log1p(np.exp(-np.abs(z)))
""",
        ),
        (
            "logaddexp",
            """
def softplus(z):
    return np.logaddexp(z, 0).astype(z.dtype)
""",
        ),
        (
            "log(1+) loses small ones at the left",
            """
def softplus(z):
    return np.maximum(z, 0) + np.log(1 + np.exp(-np.abs(z)))
""",
        ),
        (
            "threshold 20, warns",
            """
def softplus(z):
    return np.where(z > 20, z, np.log1p(np.exp(z)))
""",
        ),
    ),
    "softplus_counterexample": (
        (
            "1000",
            """
softplus_counterexample = np.array([1000.0])
""",
        ),
        (
            "several",
            """
softplus_counterexample = np.array([0.0, 5.0, 710.0, 800.0])
""",
        ),
    ),
    "standardise": (
        (
            "mean, std, np.where",
            """
def standardise(X):
    mu = X.mean(axis=0)
    s = X.std(axis=0)
    s = np.where(s == 0, 1, s)
    return (X - mu) / s
""",
        ),
        (
            "loop over columns, computed in float64, constant columns found by max == min",
            """
def standardise(X):
    Z = np.zeros_like(X)
    for d in range(X.shape[1]):
        col = X[:, d].astype(np.float64)
        if col.max() == col.min():
            continue
        col = col - col.sum() / len(col)
        Z[:, d] = col / np.sqrt((col ** 2).mean())
    return Z
""",
        ),
        (
            "nan from 0/0 replaced afterwards, warnings silenced",
            """
def standardise(X):
    with np.errstate(divide="ignore", invalid="ignore"):
        S = (X - np.mean(X, axis=0, keepdims=True)) / np.std(X, axis=0, keepdims=True)
    S[:, X.std(axis=0) == 0] = 0
    return S
""",
        ),
    ),
    "step": (
        (
            "astype",
            """
def step(z):
    return (z >= 0).astype(z.dtype)
""",
        ),
        (
            "where with ones_like",
            """
def step(z):
    return np.where(z >= 0, np.ones_like(z), np.zeros_like(z))
""",
        ),
        (
            "heaviside",
            """
def step(z):
    return np.heaviside(z, 1).astype(z.dtype)
""",
        ),
    ),
    "swish": (
        (
            "slope",
            """
def swish(z, beta=1):
    return z * sigmoid(z, beta)
""",
        ),
        (
            "by hand without helper",
            """
def swish(z, beta=1):
    u = beta * z
    e = np.exp(-np.abs(u))
    return z * np.where(u >= 0, 1, e) / (1 + e)
""",
        ),
        (
            "the naive sigmoid",
            """
def swish(z, beta=1):
    return z / (1 + np.exp(-beta * z))
""",
        ),
    ),
    "tanh": (
        (
            "by sigmoid",
            """
def tanh(z):
    return 2 * sigmoid(2 * z) - 1
""",
        ),
        (
            "with exp of minus abs",
            """
def tanh(z):
    e = np.exp(-2 * np.abs(z))
    return np.sign(z) * (1 - e) / (1 + e)
""",
        ),
        (
            "numpy's",
            """
def tanh(z):
    return np.tanh(z)
""",
        ),
    ),
}

RIGHT = {name: tuple(typed(name, source) for _, source in answers) for name, answers in _TYPED.items()}
