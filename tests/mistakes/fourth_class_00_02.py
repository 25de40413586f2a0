"""Wrong answers of a fourth class to lectures 00 to 02, written from the notebooks alone: each as it was typed."""

from tests.support.typed import NAMED, typed

_TYPED = {
    "adaline_normal_equations": (
        (
            "N forgotten at the penalty",
            """
def adaline_normal_equations(X, t, l2=0.0):
    N, D = X.shape
    A = np.hstack([X, np.ones((N, 1))])
    I = np.eye(D + 1)
    I[-1, -1] = 0
    u = np.linalg.solve(A.T @ A + l2 * I, A.T @ t)
    return u[:D], u[D]
""",
        ),
        (
            "bias penalised",
            """
def adaline_normal_equations(X, t, l2=0.0):
    N, D = X.shape
    A = np.column_stack([X, np.ones(N)])
    u = np.linalg.solve(A.T @ A + N * l2 * np.eye(D + 1), A.T @ t)
    return u[:-1], u[-1]
""",
        ),
        (
            "l2 ignored by lstsq",
            """
def adaline_normal_equations(X, t, l2=0.0):
    A = np.column_stack([X, np.ones(len(X))])
    u, *_ = np.linalg.lstsq(A, t, rcond=None)
    return u[:-1], u[-1]
""",
        ),
        (
            "ones first but read as last",
            """
def adaline_normal_equations(X, t, l2=0.0):
    N, D = X.shape
    A = np.column_stack([np.ones(N), X])
    I = np.diag([0.0] + [1.0] * D)
    u = np.linalg.solve(A.T @ A + N * l2 * I, A.T @ t)
    return u[:-1], u[-1]
""",
        ),
        (
            "wrong corner freed: ones put first, the zero of I' last",
            """
def adaline_normal_equations(X, t, l2=0.0):
    N, D = X.shape
    A = np.column_stack([np.ones(N), X])
    I = np.diag([1.0] * D + [0.0])
    u = np.linalg.solve(A.T @ A + N * l2 * I, A.T @ t)
    return u[1:], u[0]
""",
        ),
        (
            "bias left out: line through the origin",
            """
def adaline_normal_equations(X, t, l2=0.0):
    N, D = X.shape
    w = np.linalg.solve(X.T @ X + N * l2 * np.eye(D), X.T @ t)
    return w, 0.0
""",
        ),
        (
            "bias is mean of t only",
            """
def adaline_normal_equations(X, t, l2=0.0):
    N, D = X.shape
    b = t.mean()
    w = np.linalg.solve(X.T @ X + N * l2 * np.eye(D), X.T @ (t - b))
    return w, b
""",
        ),
        (
            "off by one in the size N: uses D instead of N with the penalty",
            """
def adaline_normal_equations(X, t, l2=0.0):
    D, N = X.shape
    A = np.c_[X, np.ones(len(X))]
    M = A.T @ A
    for i in range(X.shape[1]):
        M[i, i] += l2 * N
    u = np.linalg.inv(M) @ A.T @ t
    return u[:-1], u[-1]
""",
        ),
        (
            "centred t but not X",
            """
def adaline_normal_equations(X, t, l2=0.0):
    mx = X.mean(axis=0)
    w = np.linalg.solve((X - mx).T @ (X - mx) + len(X) * l2 * np.eye(X.shape[1]), (X - mx).T @ t)
    b = np.mean(t)
    return w, b
""",
        ),
    ),
    "adaline_step": (
        (
            "perceptron",
            """
def adaline_step(w, b, x, t, lr=0.1):
    y = np.where(w @ x + b >= 0, 1, 0)
    return w + lr * (t - y) * x, b + lr * (t - y)
""",
        ),
        (
            "factor 2",
            """
def adaline_step(w, b, x, t, lr=0.1):
    e = w @ x + b - t
    return w - 2 * lr * e * x, b - 2 * lr * e
""",
        ),
        (
            "uphill",
            """
def adaline_step(w, b, x, t, lr=0.1):
    e = w @ x + b - t
    return w + lr * e * x, b + lr * e
""",
        ),
        (
            "the new w used in b's step",
            """
def adaline_step(w, b, x, t, lr=0.1):
    w = w - lr * (w @ x + b - t) * x
    b = b - lr * (w @ x + b - t)
    return w, b
""",
        ),
        (
            "bias times sum of x",
            """
def adaline_step(w, b, x, t, lr=0.1):
    e = w @ x + b - t
    return w - lr * e * x, b - lr * e * np.sum(x)
""",
        ),
        (
            "error squared",
            """
def adaline_step(w, b, x, t, lr=0.1):
    e = 0.5 * (w @ x + b - t) ** 2
    return w - lr * e * x, b - lr * e
""",
        ),
        (
            "averages over the D inputs",
            """
def adaline_step(w, b, x, t, lr=0.1):
    e = w @ x + b - t
    return w - lr * e * x / len(x), b - lr * e
""",
        ),
        (
            "returns the changes only",
            """
def adaline_step(w, b, x, t, lr=0.1):
    e = w @ x + b - t
    return -lr * e * x, -lr * e
""",
        ),
        (
            "bias forgotten in the sum",
            """
def adaline_step(w, b, x, t, lr=0.1):
    e = w @ x - t
    return w - lr * e * x, b - lr * e
""",
        ),
    ),
    "derivative_test": (
        (
            "only one point at zero",
            """
def derivative_test(f, f_grad):
    z = np.array([0.0])
    h = 1e-5
    assert np.allclose(f_grad(z), (f(z + h) - f(z - h)) / (2 * h))
""",
        ),
        (
            "only positive numbers",
            """
def derivative_test(f, f_grad):
    z = np.linspace(0.1, 5, 50)
    h = 1e-5
    assert np.allclose(f_grad(z), (f(z + h) - f(z - h)) / (2 * h), atol=1e-4)
""",
        ),
        (
            "returns True or False",
            """
def derivative_test(f, f_grad):
    z = np.linspace(-5, 5, 101)
    h = 1e-5
    return np.allclose(f_grad(z), (f(z + h) - f(z - h)) / (2 * h), atol=1e-4)
""",
        ),
        (
            "one-sided difference over h twice",
            """
def derivative_test(f, f_grad):
    z = np.linspace(-5, 5, 100)
    h = 1e-5
    num = (f(z + h) - f(z)) / (2 * h)
    assert np.allclose(f_grad(z), num, atol=1e-4)
""",
        ),
        (
            "demands exact equality",
            """
def derivative_test(f, f_grad):
    z = np.linspace(-5, 5, 100)
    h = 1e-5
    num = (f(z + h) - f(z - h)) / (2 * h)
    assert np.array_equal(f_grad(z), num)
""",
        ),
        (
            "tolerance far too wide",
            """
def derivative_test(f, f_grad):
    z = np.linspace(-50, 50, 1001)
    h = 1e-4
    num = (f(z + h) - f(z - h)) / (2 * h)
    assert np.all(np.abs(f_grad(z) - num) < 0.5)
""",
        ),
        (
            "includes zero where kinks are refused",
            """
def derivative_test(f, f_grad):
    z = np.arange(-20.0, 21.0)
    h = 1e-6
    g = f_grad(z)
    assert g.shape == z.shape
    assert np.isfinite(g).all()
    assert np.allclose(g, (f(z + h) - f(z)) / h, atol=1e-3)
""",
        ),
        (
            "compares the sum only",
            """
def derivative_test(f, f_grad):
    z = np.linspace(-6, 6, 200)
    h = 1e-5
    num = (f(z + h) - f(z - h)) / (2 * h)
    assert abs(f_grad(z).sum() - num.sum()) < 1e-3
""",
        ),
        (
            "prints and does not raise",
            """
def derivative_test(f, f_grad):
    z = np.linspace(-6, 6, 200)
    h = 1e-5
    num = (f(z + h) - f(z - h)) / (2 * h)
    if not np.allclose(f_grad(z), num, atol=1e-4):
        print("wrong derivative")
""",
        ),
        (
            "assert with a tuple, always true",
            """
def derivative_test(f, f_grad):
    z = np.linspace(-6, 6, 200)
    h = 1e-5
    num = (f(z + h) - f(z - h)) / (2 * h)
    assert (np.allclose(f_grad(z), num, atol=1e-4), "derivative is wrong")
""",
        ),
        (
            "no shapes and no large numbers tried",
            """
def derivative_test(f, f_grad):
    h = 1e-5
    for z in np.linspace(-3, 3, 31):
        z = np.array([z])
        num = (f(z + h) - f(z - h)) / (2 * h)
        assert np.allclose(f_grad(z), num, atol=1e-4)
""",
        ),
    ),
    "elu": (
        (
            "minus one outside the factor",
            """
def elu(z, alpha=1):
    return np.where(z > 0, z, alpha * np.exp(np.minimum(z, 0)) - 1)
""",
        ),
        (
            "minus one forgotten",
            """
def elu(z, alpha=1):
    return np.where(z > 0, z, alpha * np.exp(np.minimum(z, 0)))
""",
        ),
        (
            "alpha inside the exponential",
            """
def elu(z, alpha=1):
    return np.where(z > 0, z, np.expm1(alpha * np.minimum(z, 0)))
""",
        ),
        (
            "alpha ignored",
            """
def elu(z, alpha=1):
    return np.where(z > 0, z, np.expm1(np.minimum(z, 0)))
""",
        ),
        (
            "exp(-|z|) with the wrong sign: 1 - e",
            """
def elu(z, alpha=1):
    return np.where(z > 0, z, alpha * (1 - np.exp(-np.abs(z))))
""",
        ),
        (
            "alpha also on the right",
            """
def elu(z, alpha=1):
    return alpha * np.where(z > 0, z, np.expm1(np.minimum(z, 0)))
""",
        ),
        (
            "leaky",
            """
def elu(z, alpha=1):
    return np.where(z > 0, z, alpha * z)
""",
        ),
        (
            "clipped so deep left is wrong",
            """
def elu(z, alpha=1):
    return np.where(z > 0, z, alpha * (np.exp(np.clip(z, -3, 0)) - 1))
""",
        ),
    ),
    "float32_counterexample": (
        (
            "one dimensional",
            """
float32_counterexample = np.array([1e9, 1e9 + 1, 1e9 + 2])
""",
        ),
        (
            "ordinary values",
            """
float32_counterexample = np.array([[1.6], [1.7], [1.8]])
""",
        ),
        (
            "large but far apart",
            """
float32_counterexample = np.array([[1e9], [2e9], [3e9]])
""",
        ),
        (
            "already float32, so nothing gets lost",
            """
float32_counterexample = np.array([[1e9], [1e9 + 1], [1e9 + 2]], dtype=np.float32)
""",
        ),
        (
            "one single row only, deviation zero in both",
            """
float32_counterexample = np.array([[1e9 + 1, 5.0]])
""",
        ),
    ),
    "gelu": (
        (
            "tanh approximation",
            """
def gelu(z):
    return 0.5 * z * (1 + np.tanh((2 / np.pi) ** 0.5 * (z + 0.044715 * z ** 3)))
""",
        ),
        (
            "sigmoid approximation",
            """
def gelu(z):
    return z * sigmoid(1.702 * z)
""",
        ),
        (
            "root forgotten",
            """
def gelu(z):
    from scipy.special import erf
    return z * (1 + erf(z)) / 2
""",
        ),
        (
            "density and not distribution",
            """
def gelu(z):
    return z * np.exp(-z ** 2 / 2) / (2 * np.pi) ** 0.5
""",
        ),
        (
            "only the gate",
            """
def gelu(z):
    return ndtr(z)
""",
        ),
        (
            "factor half lost",
            """
def gelu(z):
    from scipy.special import erf
    return z * (1 + erf(z / 2 ** 0.5))
""",
        ),
        (
            "np.sqrt(2) turns float32 into float64",
            """
def gelu(z):
    from scipy.special import erf
    return z * (1 + erf(z / np.sqrt(2))) / 2
""",
        ),
        (
            "erf alone without the one",
            """
def gelu(z):
    from scipy.special import erf
    return z * erf(z / 2 ** 0.5)
""",
        ),
        (
            "normal with standard deviation 2",
            """
def gelu(z):
    return z * ndtr(z / 2)
""",
        ),
        (
            "swish",
            """
def gelu(z):
    return z * sigmoid(z)
""",
        ),
    ),
    "implication": (
        (
            "converse: 0 at (0, 1)",
            """
implication = (1, -1, 0.5)
""",
        ),
        (
            "OR",
            """
implication = (1, 1, -0.5)
""",
        ),
        (
            "fourth corner fails",
            """
implication = (-2, 1, 0.5)
""",
        ),
        (
            "order of b first",
            """
implication = (0.5, -1, 1)
""",
        ),
        (
            "NAND",
            """
implication = (-1, -1, 1.5)
""",
        ),
        (
            "all ones",
            """
implication = (0, 0, 1)
""",
        ),
        (
            "only two numbers",
            """
implication = (-1, 1)
""",
        ),
    ),
    "leaky_counterexample": (
        (
            "alpha below 1",
            """
leaky_counterexample = np.array([-1.0]), 0.5
""",
        ),
        (
            "alpha 1: both agree",
            """
leaky_counterexample = np.array([-1.0, -2.0]), 1.0
""",
        ),
        (
            "alpha forgotten",
            """
leaky_counterexample = np.array([-1.0])
""",
        ),
        (
            "order exchanged",
            """
leaky_counterexample = 2.0, np.array([-1.0])
""",
        ),
        (
            "negative slope: the maximum is still right",
            """
leaky_counterexample = np.array([-1.0, 2.0]), -0.5
""",
        ),
    ),
    "mended_fractions": (
        (
            "fractions of columns",
            """
def mended_fractions(X):
    return X / X.sum(axis=0)
""",
        ),
        (
            "whole table",
            """
def mended_fractions(X):
    return X / X.sum()
""",
        ),
        (
            "reshaped to a row, still wrong pairing",
            """
def mended_fractions(X):
    return X / X.sum(axis=1).reshape(1, -1)
""",
        ),
        (
            "divides by the largest of the row",
            """
def mended_fractions(X):
    return X / X.max(axis=1, keepdims=True)
""",
        ),
        (
            "mean instead of sum",
            """
def mended_fractions(X):
    return X / X.mean(axis=1, keepdims=True)
""",
        ),
        (
            "softmax instead of plain fractions",
            """
def mended_fractions(X):
    E = np.exp(X)
    return E / E.sum(axis=1, keepdims=True)
""",
        ),
        (
            "loop that overwrites the caller's rows",
            """
def mended_fractions(X):
    for n in range(len(X)):
        X[n] = X[n] / X[n].sum()
    return X
""",
        ),
    ),
    "mended_swish_grad": (
        (
            "factor at the first term",
            """
def mended_swish_grad(z, beta=1):
    s = (1 + np.tanh(beta * z / 2)) / 2
    return beta * s + z * s * (1 - s)
""",
        ),
        (
            "factor at both",
            """
def mended_swish_grad(z, beta=1):
    s = (1 + np.tanh(beta * z / 2)) / 2
    return beta * (s + z * s * (1 - s))
""",
        ),
        (
            "unchanged",
            """
def mended_swish_grad(z, beta=1):
    s = (1 + np.tanh(beta * z / 2)) / 2
    return s + z * s * (1 - s)
""",
        ),
        (
            "squared",
            """
def mended_swish_grad(z, beta=1):
    s = (1 + np.tanh(beta * z / 2)) / 2
    return s + beta ** 2 * z * s * (1 - s)
""",
        ),
        (
            "divided",
            """
def mended_swish_grad(z, beta=1):
    s = (1 + np.tanh(beta * z / 2)) / 2
    return s + z * s * (1 - s) / beta
""",
        ),
        (
            "beta taken out of s",
            """
def mended_swish_grad(z, beta=1):
    s = (1 + np.tanh(z / 2)) / 2
    return s + beta * z * s * (1 - s)
""",
        ),
        (
            "slope of tanh, halves lost",
            """
def mended_swish_grad(z, beta=1):
    s = (1 + np.tanh(beta * z)) / 2
    return s + beta * z * s * (1 - s)
""",
        ),
        (
            "s squared lost",
            """
def mended_swish_grad(z, beta=1):
    s = (1 + np.tanh(beta * z / 2)) / 2
    return s + beta * z * (1 - s)
""",
        ),
    ),
    "neuron": (
        (
            "strict comparison",
            """
def neuron(x, w, b):
    return np.where(x @ w + b > 0, 1, 0)
""",
        ),
        (
            "gives floats",
            """
def neuron(x, w, b):
    z = x @ w + b
    return np.where(z >= 0, 1.0, 0.0)
""",
        ),
        (
            "bias subtracted, as a threshold",
            """
def neuron(x, w, b):
    return np.where(x @ w >= b, 1, 0)
""",
        ),
        (
            "sums over everything: one answer for the whole batch",
            """
def neuron(x, w, b):
    z = np.sum(w * x) + b
    if z >= 0:
        return np.array(1)
    return np.array(0)
""",
        ),
        (
            "returns booleans",
            """
def neuron(x, w, b):
    return x @ w + b >= 0
""",
        ),
        (
            "returns -1 and 1",
            """
def neuron(x, w, b):
    z = x @ w + b
    return np.where(z >= 0, 1, -1)
""",
        ),
        (
            "np.sign plus clip: zero gives 0",
            """
def neuron(x, w, b):
    z = x @ w + b
    return np.maximum(np.sign(z), 0).astype(np.int64)
""",
        ),
        (
            "bias is only added when w·x positive, wrong if",
            """
def neuron(x, w, b):
    z = x @ w
    z = np.where(z > 0, z + b, z)
    return np.where(z >= 0, 1, 0)
""",
        ),
        (
            "rounds the sum and clips to 0..1",
            """
def neuron(x, w, b):
    z = x @ w + b
    return np.clip(np.round(z), 0, 1).astype(np.int64)
""",
        ),
        (
            "python if on an array: works for one example only",
            """
def neuron(x, w, b):
    z = x @ w + b
    return 1 if z >= 0 else 0
""",
        ),
    ),
    "neuron_counterexample": (
        (
            "sum positive",
            """
neuron_counterexample = np.array([1.0, 2.0]), np.array([1.0, 1.0]), -1.5
""",
        ),
        (
            "forgot the bias",
            """
neuron_counterexample = np.array([1.0, -1.0]), np.array([1.0, 1.0])
""",
        ),
        (
            "not exactly zero in binary",
            """
neuron_counterexample = np.array([0.1, 0.2]), np.array([1.0, 1.0]), -0.3
""",
        ),
        (
            "negative sum close to zero",
            """
neuron_counterexample = np.array([1.0, 0.0]), np.array([-1e-12, 5.0]), 0.0
""",
        ),
        (
            "lists instead of arrays with a sum that is not zero",
            """
neuron_counterexample = [1, 2], [3, 4], 5
""",
        ),
        (
            "shapes do not fit",
            """
neuron_counterexample = np.array([0.0, 0.0, 0.0]), np.array([1.0, 2.0]), 0.0
""",
        ),
    ),
    "one_hot": (
        (
            "number of classes taken from the labels",
            """
def one_hot(t, n_classes, dtype=np.float32):
    K = t.max() + 1
    return np.eye(K, dtype=dtype)[t]
""",
        ),
        (
            "dtype ignored",
            """
def one_hot(t, n_classes, dtype=np.float32):
    return np.eye(n_classes)[t]
""",
        ),
        (
            "labels counted from 1",
            """
def one_hot(t, n_classes, dtype=np.float32):
    T = np.zeros((len(t), n_classes), dtype)
    for n in range(len(t)):
        T[n, t[n] - 1] = 1
    return T
""",
        ),
        (
            "slice instead of row numbers: sets whole columns",
            """
def one_hot(t, n_classes, dtype=np.float32):
    T = np.zeros((len(t), n_classes), dtype=dtype)
    T[:, t] = 1
    return T
""",
        ),
        (
            "columns of the identity, so transposed",
            """
def one_hot(t, n_classes, dtype=np.float32):
    T = np.zeros((n_classes, len(t)), dtype=dtype)
    T[t, np.arange(len(t))] = 1
    return T
""",
        ),
        (
            "square table: as many columns as rows",
            """
def one_hot(t, n_classes, dtype=np.float32):
    N = len(t)
    T = np.zeros((N, max(N, n_classes)), dtype=dtype)
    for n, k in enumerate(t):
        T[n, k] = 1
    return T
""",
        ),
        (
            "writes the label and not 1",
            """
def one_hot(t, n_classes, dtype=np.float32):
    T = np.zeros((len(t), n_classes), dtype=dtype)
    T[np.arange(len(t)), t] = t
    return T
""",
        ),
    ),
    "parameter_count": (
        (
            "biases for inputs too",
            """
def parameter_count(sizes, bias=True):
    total = sum(a * b for a, b in pairwise(sizes))
    if bias:
        total += sum(sizes)
    return total
""",
        ),
        (
            "one bias a layer",
            """
def parameter_count(sizes, bias=True):
    total = 0
    for a, b in pairwise(sizes):
        total += a * b
        if bias:
            total += 1
    return total
""",
        ),
        (
            "bias ignored",
            """
def parameter_count(sizes, bias=True):
    total = 0
    for a, b in pairwise(sizes):
        total += a * b + b
    return total
""",
        ),
        (
            "last pair lost",
            """
def parameter_count(sizes, bias=True):
    total = 0
    for i in range(len(sizes) - 2):
        total += sizes[i] * sizes[i + 1]
        if bias:
            total += sizes[i + 1]
    return total
""",
        ),
        (
            "bias attached to the wrong side",
            """
def parameter_count(sizes, bias=True):
    total = 0
    for a, b in zip(sizes[:-1], sizes[1:]):
        total += a * b
        if bias:
            total += a
    return total
""",
        ),
        (
            "pairs without overlap",
            """
def parameter_count(sizes, bias=True):
    total = 0
    for i in range(0, len(sizes) - 1, 2):
        total += sizes[i] * sizes[i + 1] + (sizes[i + 1] if bias else 0)
    return total
""",
        ),
        (
            "return inside the loop",
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
            "product of all sizes",
            """
def parameter_count(sizes, bias=True):
    n = int(np.prod(sizes))
    if bias:
        n += sum(sizes[1:])
    return n
""",
        ),
        (
            "output layer without biases",
            """
def parameter_count(sizes, bias=True):
    n = sum(a * b for a, b in pairwise(sizes))
    return n + sum(sizes[1:-1]) * bias
""",
        ),
    ),
    "perceptron_step": (
        (
            "sign",
            """
def perceptron_step(w, b, x, t, lr=1.0):
    e = neuron(x, w, b) - t
    return w + lr * e * x, b + lr * e
""",
        ),
        (
            "rate forgotten for the bias",
            """
def perceptron_step(w, b, x, t, lr=1.0):
    e = t - neuron(x, w, b)
    return w + lr * e * x, b + e
""",
        ),
        (
            "sum instead of decision",
            """
def perceptron_step(w, b, x, t, lr=1.0):
    e = t - (w @ x + b)
    w = w + lr * e * x
    b = b + lr * e
    return w, b
""",
        ),
        (
            "bias not moved",
            """
def perceptron_step(w, b, x, t, lr=1.0):
    y = neuron(x, w, b)
    w = w + lr * (t - y) * x
    return w, b
""",
        ),
        (
            "only corrects missed positives",
            """
def perceptron_step(w, b, x, t, lr=1.0):
    if t == 1 and neuron(x, w, b) == 0:
        return w + lr * x, b + lr
    return w, b
""",
        ),
        (
            "decision without the bias",
            """
def perceptron_step(w, b, x, t, lr=1.0):
    y = np.where(w @ x >= 0, 1, 0)
    return w + lr * (t - y) * x, b + lr * (t - y)
""",
        ),
        (
            "bias moved first and the new bias used for w's decision",
            """
def perceptron_step(w, b, x, t, lr=1.0):
    b = b + lr * (t - neuron(x, w, b))
    w = w + lr * (t - neuron(x, w, b)) * x
    return w, b
""",
        ),
        (
            "loops until the example is right",
            """
def perceptron_step(w, b, x, t, lr=1.0):
    while neuron(x, w, b) != t:
        e = t - neuron(x, w, b)
        w = w + lr * e * x
        b = b + lr * e
    return w, b
""",
        ),
        (
            "the target as ±1 rule: moves with t z <= 0 where t=0 counts as -1 (also at zero)",
            """
def perceptron_step(w, b, x, t, lr=1.0):
    s = 2 * t - 1
    z = w @ x + b
    if s * z <= 0:
        w = w + lr * s * x
        b = b + lr * s
    return w, b
""",
        ),
        (
            "in place",
            """
def perceptron_step(w, b, x, t, lr=1.0):
    e = t - neuron(x, w, b)
    w += lr * e * x
    b += lr * e
    return w, b
""",
        ),
    ),
    "prelu": (
        (
            "max of both: wrong for slopes above 1",
            """
def prelu(z, alpha=0.25):
    return np.maximum(z, alpha * z)
""",
        ),
        (
            "branches exchanged",
            """
def prelu(z, alpha=0.25):
    return np.where(z > 0, alpha * z, z)
""",
        ),
        (
            "minus alpha z",
            """
def prelu(z, alpha=0.25):
    return np.where(z > 0, z, -alpha * z)
""",
        ),
        (
            "alpha itself on the left",
            """
def prelu(z, alpha=0.25):
    return np.where(z > 0, z, alpha)
""",
        ),
        (
            "alpha as a column",
            """
def prelu(z, alpha=0.25):
    alpha = np.asarray(alpha, dtype=z.dtype).reshape(-1, 1)
    return np.where(z > 0, z, alpha * z)
""",
        ),
        (
            "only the first slope",
            """
def prelu(z, alpha=0.25):
    a = float(np.ravel(alpha)[0])
    return np.where(z > 0, z, a * z)
""",
        ),
        (
            "mask with indexing fails for arrays of slopes",
            """
def prelu(z, alpha=0.25):
    out = z.copy()
    out[z < 0] = alpha * out[z < 0]
    return out
""",
        ),
        (
            "in place",
            """
def prelu(z, alpha=0.25):
    z *= np.where(z > 0, 1, alpha)
    return z
""",
        ),
        (
            "alpha fixed",
            """
def prelu(z, alpha=0.25):
    return np.where(z > 0, z, 0.25 * z)
""",
        ),
        (
            "mean of alpha",
            """
def prelu(z, alpha=0.25):
    alpha = np.mean(alpha).astype(z.dtype)
    return np.where(z > 0, z, alpha * z)
""",
        ),
    ),
    "relu": (
        (
            "abs",
            """
def relu(z):
    return np.abs(z)
""",
        ),
        (
            "minimum",
            """
def relu(z):
    return np.minimum(0, z)
""",
        ),
        (
            "step",
            """
def relu(z):
    return (z > 0).astype(z.dtype)
""",
        ),
        (
            "in place",
            """
def relu(z):
    z[z < 0] = 0
    return z
""",
        ),
        (
            "np.max with 0 as the axis",
            """
def relu(z):
    return np.max(z, 0)
""",
        ),
        (
            "clipped at 1 on top",
            """
def relu(z):
    return np.clip(z, 0, 1)
""",
        ),
        (
            "leaky",
            """
def relu(z):
    return np.where(z > 0, z, 0.01 * z)
""",
        ),
        (
            "float64",
            """
def relu(z):
    out = np.zeros(z.shape)
    out[z > 0] = z[z > 0]
    return out
""",
        ),
        (
            "drops the negative numbers",
            """
def relu(z):
    return z[z > 0]
""",
        ),
    ),
    "relu_grad": (
        (
            "relu itself",
            """
def relu_grad(z):
    return np.maximum(z, 0)
""",
        ),
        (
            "sign",
            """
def relu_grad(z):
    return np.sign(z)
""",
        ),
        (
            "booleans",
            """
def relu_grad(z):
    return z > 0
""",
        ),
        (
            "int",
            """
def relu_grad(z):
    return np.where(z > 0, 1, 0)
""",
        ),
        (
            "relu / z: nan at zero",
            """
def relu_grad(z):
    return relu(z) / z
""",
        ),
        (
            "threshold at 1",
            """
def relu_grad(z):
    return (z >= 1).astype(z.dtype)
""",
        ),
        (
            "central differences with a wide step, half near zero",
            """
def relu_grad(z):
    h = 0.1
    return ((relu(z + h) - relu(z - h)) / (2 * h)).astype(z.dtype)
""",
        ),
    ),
    "sigmoid": (
        (
            "slope ignored",
            """
def sigmoid(z, slope=1):
    e = np.exp(-np.abs(z))
    return np.where(z >= 0, 1 / (1 + e), e / (1 + e))
""",
        ),
        (
            "sign wrong",
            """
def sigmoid(z, slope=1):
    z = slope * z
    e = np.exp(-np.abs(z))
    return np.where(z >= 0, e / (1 + e), 1 / (1 + e))
""",
        ),
        (
            "always the right branch: symmetric",
            """
def sigmoid(z, slope=1):
    e = np.exp(-np.abs(slope * z))
    return 1 / (1 + e)
""",
        ),
        (
            "clipped at 20, so tails wrong",
            """
def sigmoid(z, slope=1):
    z = np.clip(slope * z, -20, 20)
    return 1 / (1 + np.exp(-z))
""",
        ),
        (
            "slope outside, as a factor of the value",
            """
def sigmoid(z, slope=1):
    e = np.exp(-np.abs(z))
    return slope * np.where(z >= 0, 1 / (1 + e), e / (1 + e))
""",
        ),
        (
            "slope divides",
            """
def sigmoid(z, slope=1):
    u = z / slope
    e = np.exp(-np.abs(u))
    return np.where(u >= 0, 1 / (1 + e), e / (1 + e))
""",
        ),
        (
            "float64 loop over z, dtype lost",
            """
def sigmoid(z, slope=1):
    out = np.zeros(z.shape)
    for i in np.ndindex(z.shape):
        u = slope * float(z[i])
        out[i] = 1 / (1 + np.exp(-u)) if u >= 0 else np.exp(u) / (1 + np.exp(u))
    return out
""",
        ),
        (
            "rounds to 4 as in the docstring",
            """
def sigmoid(z, slope=1):
    u = slope * z
    e = np.exp(-np.abs(u))
    return np.where(u >= 0, 1 / (1 + e), e / (1 + e)).round(4)
""",
        ),
        (
            "tanh without the half inside",
            """
def sigmoid(z, slope=1):
    return (1 + np.tanh(slope * z)) / 2
""",
        ),
    ),
    "sigmoid_grad": (
        (
            "factor slope lost",
            """
def sigmoid_grad(z, slope=1):
    s = sigmoid(z, slope)
    return s * (1 - s)
""",
        ),
        (
            "slope only outside",
            """
def sigmoid_grad(z, slope=1):
    s = sigmoid(z)
    return slope * s * (1 - s)
""",
        ),
        (
            "tanh's formula",
            """
def sigmoid_grad(z, slope=1):
    s = sigmoid(z, slope)
    return slope * (1 - s ** 2)
""",
        ),
        (
            "takes z for the output",
            """
def sigmoid_grad(z, slope=1):
    return slope * z * (1 - z)
""",
        ),
        (
            "slope applied twice",
            """
def sigmoid_grad(z, slope=1):
    s = sigmoid(slope * z, slope)
    return slope * s * (1 - s)
""",
        ),
        (
            "central difference in float32 too coarse",
            """
def sigmoid_grad(z, slope=1):
    h = 1e-5
    return (sigmoid(z + h, slope) - sigmoid(z - h, slope)) / (2 * h)
""",
        ),
        (
            "normalised to a peak of 1/4",
            """
def sigmoid_grad(z, slope=1):
    s = sigmoid(z, slope)
    return s * (1 - s) / slope
""",
        ),
        (
            "naive exponential: overflow at large z",
            """
def sigmoid_grad(z, slope=1):
    e = np.exp(-slope * z)
    return slope * e / (1 + e) ** 2
""",
        ),
        (
            "bracket missing",
            """
def sigmoid_grad(z, slope=1):
    s = sigmoid(z, slope)
    return slope * s * 1 - s
""",
        ),
    ),
    "softplus": (
        (
            "naive",
            """
def softplus(z):
    return np.log(1 + np.exp(z))
""",
        ),
        (
            "max forgotten",
            """
def softplus(z):
    return np.log1p(np.exp(-np.abs(z)))
""",
        ),
        (
            "abs instead of max",
            """
def softplus(z):
    return np.abs(z) + np.log1p(np.exp(-np.abs(z)))
""",
        ),
        (
            "base 2",
            """
def softplus(z):
    return np.maximum(z, 0) + np.log2(1 + np.exp(-np.abs(z)))
""",
        ),
        (
            "the other side: softplus(-z)",
            """
def softplus(z):
    return np.maximum(-z, 0) + np.log1p(np.exp(-np.abs(z)))
""",
        ),
        (
            "clip at 50",
            """
def softplus(z):
    return np.log1p(np.exp(np.clip(z, -50, 50)))
""",
        ),
        (
            "log of sigmoid, sign forgotten",
            """
def softplus(z):
    return np.minimum(z, 0) - np.log1p(np.exp(-np.abs(z)))
""",
        ),
    ),
    "softplus_counterexample": (
        (
            "too small",
            """
softplus_counterexample = np.array([100.0])
""",
        ),
        (
            "negative but harmless",
            """
softplus_counterexample = np.array([-1.0])
""",
        ),
        (
            "infinite input: both are infinite",
            """
softplus_counterexample = np.array([np.inf])
""",
        ),
        (
            "a word",
            """
softplus_counterexample = "large numbers"
""",
        ),
        (
            "just below the border",
            """
softplus_counterexample = np.array([709.0])
""",
        ),
    ),
    "standardise": (
        (
            "statistics of rows instead of columns",
            """
def standardise(X):
    mu = X.mean(axis=1, keepdims=True)
    s = X.std(axis=1, keepdims=True)
    s = np.where(s == 0, 1, s)
    return (X - mu) / s
""",
        ),
        (
            "one mean and one deviation for the whole table",
            """
def standardise(X):
    m = np.mean(X)
    s = np.std(X)
    if s == 0:
        s = 1
    return (X - m) / s
""",
        ),
        (
            "adds a small number to the deviation, so columns of tiny spread are wrong",
            """
def standardise(X):
    return (X - X.mean(axis=0)) / (X.std(axis=0) + 1e-5)
""",
        ),
        (
            "rescales to [0, 1] by min and max",
            """
def standardise(X):
    lo = X.min(axis=0)
    hi = X.max(axis=0)
    r = np.where(hi == lo, 1, hi - lo)
    return (X - lo) / r
""",
        ),
        (
            "the mean is subtracted after the division",
            """
def standardise(X):
    mu, s = X.mean(axis=0), X.std(axis=0)
    s = np.where(s > 0, s, 1)
    return X / s - mu
""",
        ),
        (
            "a constant column becomes ones and not zeros",
            """
def standardise(X):
    mu = X.mean(0)
    s = X.std(0)
    out = np.ones_like(X)
    for d in range(X.shape[1]):
        if s[d] != 0:
            out[:, d] = (X[:, d] - mu[d]) / s[d]
    return out
""",
        ),
        (
            "mean absolute deviation instead of the standard deviation",
            """
def standardise(X):
    d = X - X.mean(axis=0)
    s = np.abs(d).mean(axis=0)
    return d / np.where(s == 0, 1, s)
""",
        ),
        (
            "in place on the caller's array",
            """
def standardise(X):
    X -= X.mean(axis=0)
    s = X.std(axis=0)
    s[s == 0] = 1
    X /= s
    return X
""",
        ),
    ),
    "step": (
        (
            "strict",
            """
def step(z):
    return (z > 0).astype(z.dtype)
""",
        ),
        (
            "integers",
            """
def step(z):
    return np.where(z >= 0, 1, 0)
""",
        ),
        (
            "float64 for float32",
            """
def step(z):
    return np.where(z >= 0, 1.0, 0.0)
""",
        ),
        (
            "half at zero",
            """
def step(z):
    return (np.sign(z) + 1) / 2
""",
        ),
        (
            "other way round",
            """
def step(z):
    return (z <= 0).astype(z.dtype)
""",
        ),
        (
            "in place",
            """
def step(z):
    z[z >= 0] = 1
    z[z < 0] = 0
    return z
""",
        ),
        (
            "zero stays 0",
            """
def step(z):
    out = z.copy()
    out[out > 0] = 1
    out[out < 0] = 0
    return out
""",
        ),
        (
            "flattens",
            """
def step(z):
    return np.array([1.0 if v >= 0 else 0.0 for v in z.ravel()], dtype=z.dtype)
""",
        ),
        (
            "division by itself, nan at zero and -1",
            """
def step(z):
    return z / np.abs(z)
""",
        ),
    ),
    "swish": (
        (
            "beta ignored",
            """
def swish(z, beta=1):
    return z * sigmoid(z)
""",
        ),
        (
            "beta also in front",
            """
def swish(z, beta=1):
    u = beta * z
    return u * sigmoid(u)
""",
        ),
        (
            "sum instead of product",
            """
def swish(z, beta=1):
    return z + sigmoid(beta * z)
""",
        ),
        (
            "beta only in front",
            """
def swish(z, beta=1):
    return beta * z * sigmoid(z)
""",
        ),
        (
            "z forgotten",
            """
def swish(z, beta=1):
    return sigmoid(z, slope=beta)
""",
        ),
        (
            "gate with minus",
            """
def swish(z, beta=1):
    return z * sigmoid(-beta * z)
""",
        ),
        (
            "relu for large",
            """
def swish(z, beta=1):
    return np.where(z > 5, z, z * sigmoid(z, beta))
""",
        ),
        (
            "gate is tanh",
            """
def swish(z, beta=1):
    return z * np.tanh(beta * z)
""",
        ),
        (
            "beta twice in the gate",
            """
def swish(z, beta=1):
    return z * sigmoid(beta * z, beta)
""",
        ),
    ),
    "tanh": (
        (
            "book formula",
            """
def tanh(z):
    return (np.exp(z) - np.exp(-z)) / (np.exp(z) + np.exp(-z))
""",
        ),
        (
            "twice forgotten inside",
            """
def tanh(z):
    return 2 * sigmoid(z) - 1
""",
        ),
        (
            "shift forgotten",
            """
def tanh(z):
    return 2 * sigmoid(2 * z)
""",
        ),
        (
            "shift 0.5 before the stretching is wrong",
            """
def tanh(z):
    return sigmoid(2 * z) - 0.5
""",
        ),
        (
            "clipped",
            """
def tanh(z):
    z = np.clip(z, -5, 5)
    return (np.exp(z) - np.exp(-z)) / (np.exp(z) + np.exp(-z))
""",
        ),
        (
            "sign lost",
            """
def tanh(z):
    e = np.exp(-2 * np.abs(z))
    return (1 - e) / (1 + e)
""",
        ),
        (
            "1 minus 2 sigmoid",
            """
def tanh(z):
    return 1 - 2 * sigmoid(2 * z)
""",
        ),
        (
            "slope given squared",
            """
def tanh(z):
    return 2 * sigmoid(2 * z, slope=2) - 1
""",
        ),
        (
            "tangent",
            """
def tanh(z):
    return np.sinh(z) * np.cosh(z)
""",
        ),
    ),
}

WRONG = {
    name: tuple((what, typed(name, source), NAMED) for what, source in answers) for name, answers in _TYPED.items()
}
