"""Wrong answers of a class to lectures 00 to 02."""

import itertools
import math

import numpy as np


def _s(z):
    return 0.5 * (1 + np.tanh(z / 2))


def _erf(z):
    return np.vectorize(math.erf, otypes=[float])(np.asarray(z, np.float64)).astype(np.asarray(z).dtype)


def _standardise_in_place(X):
    X -= X.mean(axis=0)
    s = X.std(axis=0)
    X /= np.where(s > 1e-6, s, 1)
    return X


def _perceptron(y, sign=1.0, out=lambda w, b: (w, b)):
    def step(w, b, x, t, lr=1.0):
        miss = sign * (t - y(w, b, x))
        return out(w + lr * miss * x, b + lr * miss)

    return step


def _y(w, b, x):
    return float(w @ x + b >= 0)


def _both(z, up, down):
    out = np.empty_like(z)
    out[z > 0], out[z <= 0] = up(z[z > 0]), down(z[z <= 0])
    return out


def _only_matrices(z):
    out = np.zeros(z.shape, z.dtype)
    for i in range(z.shape[0]):
        for j in range(z.shape[1]):
            out[i, j] = max(z[i, j], 0)
    return out


def _normal(X, t, l2=0.0, scale=True, order=slice(None), keep=True):
    N, D = X.shape
    A = np.column_stack([X, np.ones(N)])
    R = np.eye(D + 1)
    if keep:
        R[-1, -1] = 0
    return np.linalg.solve(A.T @ A + (N if scale else 1) * l2 * R, A.T @ t)


WRONG = {
    "standardise": (
        ("adds 1e-8 to the deviation", lambda X: (X - X.mean(0)) / (X.std(0) + 1e-8), "1e-8|small|digits"),
        ("the whole array's mean", lambda X: (X - X.mean()) / X.std(), "whole|all columns|each column"),
        ("along rows", lambda X: (X - X.mean(1, keepdims=True)) / X.std(1, keepdims=True), "row|axis"),
        ("N - 1", lambda X: (X - X.mean(0)) / np.where(np.ptp(X, axis=0) > 0, X.std(0, ddof=1), 1), "N . 1|ddof"),
        ("only centred", lambda X: X - X.mean(0), "divid|deviation|scaled"),
        ("changes X", _standardise_in_place, "overwrit|changed|copy"),
        (
            "scaled to [0, 1]",
            lambda X: (X - X.min(0)) / np.where(np.ptp(X, axis=0) > 0, np.ptp(X, axis=0), 1),
            "0 to 1|minimum|smallest",
        ),
        ("a constant column is NaN", lambda X: (X - X.mean(0)) / X.std(0), "constant"),
    ),
    "one_hot": (
        ("dtype ignored", lambda t, n_classes, dtype=np.float32: np.eye(n_classes, dtype=np.float32)[t], "dtype"),
        ("float64 always", lambda t, n_classes, dtype=np.float32: np.eye(n_classes)[t], "dtype|float64"),
        ("transposed", lambda t, n, dtype=np.float32: np.eye(n, dtype=dtype)[t].T, "transpose|row"),
        ("one cold", lambda t, n, dtype=np.float32: 1 - np.eye(n, dtype=dtype)[t], "1 minus|one minus|exchanged"),
        (
            "sized by its labels",
            lambda t, n, dtype=np.float32: np.eye(int(t.max()) + 1, dtype=dtype)[t],
            "n_classes|labels",
        ),
        (
            "a class late",
            lambda t, n, dtype=np.float32: np.eye(n, dtype=dtype)[(t + 1) % n],
            "off by|late|count from|shift",
        ),
        ("list of lists", lambda t, n, dtype=np.float32: [[float(k == i) for k in range(n)] for i in t], "list"),
    ),
    "neuron": (
        ("> for >=", lambda x, w, b: np.where(x @ w + b > 0, 1, 0), "0 at zero|exactly 0|boundary"),
        ("b ignored", lambda x, w, b: np.where(x @ w >= 0, 1, 0), r"\bb\b.*no effect|b.*ignored"),
        ("b subtracted", lambda x, w, b: np.where(x @ w - b >= 0, 1, 0), "subtract"),
        ("exchanged", lambda x, w, b: np.where(x @ w + b >= 0, 0, 1), "wrong way|exchanged|1 minus|one minus|opposite"),
        ("bools", lambda x, w, b: (x @ w + b) >= 0, "True and False|bool"),
        ("floats", lambda x, w, b: np.where(x @ w + b >= 0, 1.0, 0.0), "float64|int"),
        ("pre-activation", lambda x, w, b: np.dot(x, w) + b, "pre-activation|decide"),
        ("-1 and 1", lambda x, w, b: np.where(x @ w + b >= 0, 1, -1), "−1|-1"),
        ("one example only", lambda x, w, b: 1 if (x @ w + b) >= 0 else 0, "error|truth value|single"),
        ("sum over everything", lambda x, w, b: np.where((x * w).sum() + b >= 0, 1, 0), "shape"),
        ("last input left out", lambda x, w, b: np.where(x[..., :-1] @ w[:-1] + b >= 0, 1, 0), "last"),
    ),
    "parameter_count": (
        (
            "bias ignored",
            lambda sizes, bias=True: sum(a * b + b for a, b in itertools.pairwise(sizes)),
            "bias",
        ),
        (
            "biases of the layer before",
            lambda sizes, bias=True: sum(
                (n + bias) * m if False else n * m + bias * n for n, m in itertools.pairwise(sizes)
            ),
            "input|before|output",
        ),
        (
            "hidden only",
            lambda sizes, bias=True: sum(a * b for a, b in itertools.pairwise(sizes)) + bias * sum(sizes[1:-1]),
            "output",
        ),
        ("first pair only", lambda sizes, bias=True: sizes[0] * sizes[1] + bias * sizes[1], "first|later|layer"),
        ("complex", lambda sizes, bias=True: (-1.0) ** 0.5 * sum(sizes), "complex"),
    ),
    "perceptron_step": (
        ("wrong sign", _perceptron(_y, -1.0), "wrong way|sign"),
        ("outputs exchanged", _perceptron(_y, out=lambda w, b: (b, w)), "exchanged|order"),
        (">", _perceptron(lambda w, b, x: float(w @ x + b > 0)), "boundary|z = 0"),
        ("b left out of the answer", _perceptron(lambda w, b, x: float(w @ x >= 0)), "without b|b.*left out|b has no"),
        (
            "x forgotten",
            lambda w, b, x, t, lr=1.0: (w + lr * (t - _y(w, b, x)), b + lr * (t - _y(w, b, x))),
            "x.*missing|times x|by x|input",
        ),
        ("lr ignored", lambda w, b, x, t, lr=1.0: (w + (t - _y(w, b, x)) * x, b + t - _y(w, b, x)), "lr|rate"),
        (
            "the step alone",
            lambda w, b, x, t, lr=1.0: (lr * (t - _y(w, b, x)) * x, lr * (t - _y(w, b, x))),
            "step alone|added to",
        ),
        ("no step at all", lambda w, b, x, t, lr=1.0: (w, b), "passed in|never|does not move|unchanged"),
        ("w only", lambda w, b, x, t, lr=1.0: w + lr * (t - _y(w, b, x)) * x, "returns 1|one value|two|2"),
        (
            "sign wrong in b only",
            lambda w, b, x, t, lr=1.0: (w + lr * (t - _y(w, b, x)) * x, b - lr * (t - _y(w, b, x))),
            "new b.*(sign|wrong way)",
        ),
    ),
    "adaline_step": (
        (
            "step of the perceptron",
            lambda w, b, x, t, lr=0.1: _perceptron(_y)(w, b, x, t, lr),
            "perceptron|decision|threshold",
        ),
        (
            "uphill",
            lambda w, b, x, t, lr=0.1: (w + lr * (w @ x + b - t) * x, b + lr * float(w @ x + b - t)),
            "climb|uphill",
        ),
        (
            "lr ignored",
            lambda w, b, x, t, lr=0.1: (w - 0.1 * float(w @ x + b - t) * x, b - 0.1 * float(w @ x + b - t)),
            "lr|rate",
        ),
        (
            "2",
            lambda w, b, x, t, lr=0.1: (w - 2 * lr * float(w @ x + b - t) * x, b - 2 * lr * float(w @ x + b - t)),
            "twice",
        ),
        (
            "b after w moved",
            lambda w, b, x, t, lr=0.1: ((v := w - lr * float(w @ x + b - t) * x), b - lr * float(v @ x + b - t)),
            "new b",
        ),
        (
            "x forgotten",
            lambda w, b, x, t, lr=0.1: (w - lr * float(w @ x + b - t), b - lr * float(w @ x + b - t)),
            "by x|input|x.*missing",
        ),
        ("gradients", lambda w, b, x, t, lr=0.1: (float(w @ x + b - t) * x, float(w @ x + b - t)), "gradient"),
    ),
    "adaline_normal_equations": (
        (
            "lambda not times N",
            lambda X, t, l2=0.0: (_normal(X, t, l2, scale=False)[:-1], _normal(X, t, l2, scale=False)[-1]),
            "N times",
        ),
        (
            "bias regularised",
            lambda X, t, l2=0.0: (_normal(X, t, l2, keep=False)[:-1], _normal(X, t, l2, keep=False)[-1]),
            "bias|b is pulled",
        ),
        ("l2 ignored", lambda X, t, l2=0.0: (_normal(X, t)[:-1], _normal(X, t)[-1]), "no effect"),
        ("outputs exchanged", lambda X, t, l2=0.0: (_normal(X, t, l2)[-1], _normal(X, t, l2)[:-1]), "exchanged|order"),
        ("minus", lambda X, t, l2=0.0: (-_normal(X, t, l2)[:-1], -_normal(X, t, l2)[-1]), "sign"),
        ("one vector", _normal, "returns 1|one|two|2"),
    ),
    "step": (
        (">", lambda z: (z > 0).astype(z.dtype), "0 at zero|at 0|zero"),
        ("sign", lambda z: np.sign(z), "−1|-1|sign"),
        ("falls", lambda z: (z <= 0).astype(z.dtype), "wrong way|below"),
        ("halves", lambda z: np.heaviside(z, 0.5), "1/2|½|0.5"),
        ("float64", lambda z: np.array([1.0 if v >= 0 else 0.0 for v in z.ravel()]).reshape(z.shape), "float64"),
        ("int", lambda z: np.where(z >= 0, 1, 0), "int64"),
        ("relu", lambda z: np.maximum(z, 0), "relu|instead of"),
    ),
    "sigmoid": (
        ("naive other form", lambda z, slope=1: np.exp(slope * z) / (np.exp(slope * z) + 1), "overflow"),
        ("slope ignored", lambda z, slope=1: _s(z), "slope.*no effect"),
        ("sign", lambda z, slope=1: _s(-slope * z), "falls|sign|minus"),
        ("slope divided", lambda z, slope=1: _s(z / slope), "slope|divid"),
        ("tanh", lambda z, slope=1: np.tanh(slope * z), "tanh"),
        ("twice", lambda z, slope=1: 2 * _s(slope * z), "2 times"),
        ("shifted", lambda z, slope=1: _s(slope * z) - 0.5, "0.5|½|1/2"),
        ("clipped", lambda z, slope=1: 1 / (1 + np.exp(-np.clip(slope * z, -2, 2))), "clip|limited"),
        ("float64", lambda z, slope=1: _s(slope * z).astype(np.float64), "float64"),
        ("1 - s", lambda z, slope=1: 1 - _s(slope * z), "falls|minus|sign"),
    ),
    "sigmoid_grad": (
        ("slope forgotten", lambda z, slope=1: _s(slope * z) * (1 - _s(slope * z)), "inner|factor"),
        ("of the output", lambda z, slope=1: slope * z * (1 - z), "output|pre-activation"),
        ("f", lambda z, slope=1: _s(slope * z), "itself"),
        ("squared", lambda z, slope=1: slope * _s(slope * z) * (1 - _s(slope * z) ** 2), "square"),
        ("sign", lambda z, slope=1: -slope * _s(slope * z) * (1 - _s(slope * z)), "sign"),
        ("f squared", lambda z, slope=1: slope * _s(slope * z) ** 2, "square"),
        ("slope squared", lambda z, slope=1: slope**2 * _s(slope * z) * _s(-slope * z), "slope"),
    ),
    "tanh": (
        ("naive", lambda z: (np.exp(z) - np.exp(-z)) / (np.exp(z) + np.exp(-z)), "overflow|NaN"),
        ("2 forgotten", lambda z: 2 * _s(z) - 1, "2 inside|z/2"),
        ("coth", lambda z: 1 / np.tanh(z), "coth|upside|reciprocal|1/tanh|1 divided"),
        ("exchanged", lambda z: np.tanh(-z), "sign|exchanged|−tanh"),
        ("sinh", lambda z: np.sinh(np.clip(z, -50, 50)), "sinh|denominator"),
        ("arctan", lambda z: np.arctan(z), "arctan"),
    ),
    "tanh_grad": (
        ("no square", lambda z: 1 - np.tanh(z), "square"),
        ("of the output", lambda z: 1 - z**2, "output|pre-activation"),
        ("sign", lambda z: np.tanh(z) ** 2 - 1, "sign|negative"),
        ("twice", lambda z: 2 * (1 - np.tanh(z) ** 2), "2 times"),
        ("1 + tanh2", lambda z: 1 + np.tanh(z) ** 2, "1 \\+|sign|plus"),
    ),
    "relu": (
        ("abs", lambda z: np.abs(z), r"\|z\|"),
        ("min", lambda z: np.minimum(z, 0), "min"),
        ("only matrices", _only_matrices, "error|IndexError"),
        ("python max", lambda z: max(z, 0), "error|truth value|element"),
        ("in place", lambda z: np.maximum(z, 0, out=z), "overwrit|changed"),
        ("float32", lambda z: np.maximum(z, 0).astype(np.float32), "float32|float64"),
        ("leaky", lambda z: np.where(z > 0, z, 0.01 * z), "below 0|leak"),
        ("> 1", lambda z: np.where(z > 1, z, 0), "between|differs most|right for"),
        ("None", lambda z: None, "None"),
        ("list", lambda z: [max(float(v), 0.0) for v in z.ravel()], "list"),
    ),
    "relu_grad": (
        ("relu", lambda z: np.maximum(z, 0), "itself"),
        ("sign", lambda z: np.sign(z), "−1"),
        ("bool", lambda z: z > 0, "True and False"),
        ("ones", lambda z: np.ones_like(z), "below 0|everywhere"),
        ("zeros", lambda z: np.zeros_like(z), "0 everywhere"),
        ("reversed", lambda z: (z < 0).astype(z.dtype), "wrong way"),
        ("½ at the kink", lambda z: (np.sign(z) + 1) / 2, "at z = 0 it is 0.5"),
    ),
    "leaky_relu": (
        (
            "alpha ignored",
            lambda z, alpha=0.01, scale=1: scale * np.where(z > 0, z, 0.01 * z),
            "alpha.*no effect|α.*no effect",
        ),
        ("scale ignored", lambda z, alpha=0.01, scale=1: np.where(z > 0, z, alpha * z), "scale.*no effect"),
        ("max", lambda z, alpha=0.01, scale=1: scale * np.maximum(z, alpha * z), "larger of"),
        (
            "alpha on the right",
            lambda z, alpha=0.01, scale=1: scale * np.where(z > 0, alpha * z, z),
            "exchanged|wrong side",
        ),
        ("alpha subtracted", lambda z, alpha=0.01, scale=1: scale * np.where(z > 0, z, z - alpha), "below 0"),
        ("relu", lambda z, alpha=0.01, scale=1: scale * np.maximum(z, 0), "plain relu"),
    ),
    "leaky_relu_grad": (
        (
            "alpha ignored",
            lambda z, alpha=0.01, scale=1: scale * np.where(z > 0, 1, 0.01).astype(z.dtype),
            "alpha.*no effect|α.*no effect",
        ),
        ("scale twice", lambda z, alpha=0.01, scale=1: scale**2 * np.where(z > 0, 1, alpha).astype(z.dtype), "scale"),
        ("function", lambda z, alpha=0.01, scale=1: scale * np.where(z > 0, z, alpha * z), "itself"),
        ("float64", lambda z, alpha=0.01, scale=1: np.where(z > 0, scale, np.float64(scale * alpha)), "float64"),
    ),
    "elu": (
        (
            "alpha ignored",
            lambda z, alpha=1: np.where(z > 0, z, np.expm1(np.minimum(z, 0))),
            "alpha.*no effect|α.*no effect",
        ),
        (
            "- 1 outside",
            lambda z, alpha=1: np.where(z > 0, z, alpha * np.exp(np.minimum(z, 0)) - 1),
            "bracket|outside|1.*α|belongs",
        ),
        ("- 1 forgotten", lambda z, alpha=1: np.where(z > 0, z, alpha * np.exp(np.minimum(z, 0))), "1"),
        ("e^-z", lambda z, alpha=1: np.where(z > 0, z, alpha * (np.exp(-np.clip(z, -50, 50)) - 1)), "sign|−z"),
        ("max", lambda z, alpha=1: np.maximum(z, alpha * np.expm1(np.minimum(z, 0))), "larger|max"),
    ),
    "softplus": (
        ("naive", lambda z: np.log(1 + np.exp(z)), "overflow|infinity"),
        ("log2", lambda z: np.logaddexp(0, z) / np.log(np.array(2, z.dtype)), "ln 2"),
        ("exp(-z)", lambda z: np.logaddexp(0, -z), "−z|sign"),
        ("1 forgotten", lambda z: z * 1, "z itself|1 .*|passed in"),
        ("log10", lambda z: np.logaddexp(0, z) / np.log(np.array(10, z.dtype)), "0.4343|log10|ln 10"),
        ("clipped", lambda z: np.log1p(np.exp(np.minimum(z, 5))), "limited|clip|above"),
    ),
    "softplus_grad": (
        ("naive", lambda z: np.exp(z) / (1 + np.exp(z)), "overflow|NaN"),
        ("softplus", lambda z: np.logaddexp(0, z), "itself"),
        ("sigmoid'", lambda z: _s(z) * (1 - _s(z)), "derivative|twice|s\\(1|σ"),
        ("sign", lambda z: _s(-z), "sign|minus|−z"),
    ),
    "softsign": (
        ("square", lambda z: z / (1 + np.clip(z, -1e15, 1e15) ** 2), "square"),
        ("no abs", lambda z: z / (1 + z), "absolute|\\|z\\||below 0"),
        ("root", lambda z: z / np.sqrt(1 + z * z), "root"),
        ("sign", lambda z: np.sign(z), "sign"),
    ),
    "softsign_grad": (
        ("no square", lambda z: 1 / (1 + np.abs(z)), "square"),
        ("no abs", lambda z: 1 / (1 + z) ** 2, "absolute|\\|z\\||below 0"),
        ("sign", lambda z: np.sign(z) / (1 + np.abs(z)) ** 2, "sign|below 0"),
        ("function", lambda z: z / (1 + np.abs(z)), "itself"),
    ),
    "swish": (
        ("beta ignored", lambda z, beta=1: z * _s(z), "β.*no effect|beta.*no effect"),
        ("no z", lambda z, beta=1: _s(beta * z), "factor z|times z|sigmoid"),
        ("beta outside", lambda z, beta=1: beta * z * _s(beta * z), "β|beta"),
        ("sign", lambda z, beta=1: z * _s(-beta * z), "sign|minus"),
    ),
    "gelu": (
        (
            "tanh copy",
            lambda z: 0.5 * z * (1 + np.tanh(np.sqrt(2 / np.pi).astype(z.dtype) * (z + 0.044715 * z**3))),
            "tanh|approx",
        ),
        ("no root", lambda z: 0.5 * z * (1 + _erf(z)), "2"),
        ("no half", lambda z: z * (1 + _erf(z / 2**0.5)), "2 times"),
        ("Phi", lambda z: 0.5 * (1 + _erf(z / 2**0.5)), "times z|factor z|Φ|Phi"),
        ("1.702", lambda z: z * _s(1.702 * z), "1.702|sigmoid|approx"),
    ),
}
