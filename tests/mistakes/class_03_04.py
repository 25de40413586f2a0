"""Wrong answers of a class to lectures 03 and 04."""

import numpy as np


def _log_softmax(Z):
    return Z - np.logaddexp.reduce(Z, axis=-1, keepdims=True)


def _sce(Z, T, axis=1, n=None, clip=0.0):
    L = Z - np.logaddexp.reduce(Z, axis=axis, keepdims=True)
    n = len(Z) if n is None else n
    P = np.exp(L)
    if clip:
        L = np.log(np.clip(P, clip, 1))
    return float(-(L * T).sum()) / n, (P - T) / n


def _s(z):
    return 0.5 * (1 + np.tanh(z / 2))


def _bce(Z, T):
    return float((np.logaddexp(0, Z) - T * Z).sum()) / len(Z), (_s(Z) - T) / len(Z)


def _huber(Y, T, delta=1.0, beyond=lambda a, d: d * (a - d / 2), strict=False, n=None):
    D = Y - T
    a = np.abs(D)
    inside = a <= delta
    return float(np.where(inside, D * D / 2, beyond(a, delta)).sum()) / (n or len(Y)), np.clip(D, -delta, delta) / len(
        Y
    )


def _h(P, base=None, axis=-1, eps=0.0):
    L = np.log(np.where(P > 0, P, 1)) if not eps else np.log(P + np.array(eps, P.dtype))
    return -(P * L).sum(axis=axis)


def _kl(P, Q, eps=0.0):
    with np.errstate(all="ignore"):
        if eps:
            return (P * np.log((P + np.array(eps, P.dtype)) / (Q + np.array(eps, P.dtype)))).sum(-1)
        return np.where(P > 0, P * (np.log(P) - np.log(Q)), 0).sum(-1)


def _cost(W, b, X, T, l2=0.0, bias=1.0, axis=1, in_cost=0.5, in_grad=1.0, on_b=0.0, sum_=False):
    loss, dZ = _sce(X @ W.T + bias * b, T, axis)
    n = len(X) if sum_ else 1
    penalty = in_cost * l2 * float((W * W).sum())
    return n * loss + penalty, n * dZ.T @ X + in_grad * l2 * W, n * dZ.sum(0) + on_b * l2 * b


def _swap(f):
    return lambda *a: f(*a)[::-1]


WRONG = {
    "mse": (
        (
            "no half",
            lambda Y, T: (float(((Y - T) ** 2).sum()) / len(Y), (Y - T) / len(Y)),
            "loss.*(2 times|½|twice|half)|½",
        ),
        ("mean over all", lambda Y, T: (float(((Y - T) ** 2).mean()) / 2, (Y - T) / Y.size), "mean over|outputs|all"),
        ("sum", lambda Y, T: (float(((Y - T) ** 2).sum()) / 2, Y - T), "sum|N|rows"),
        (
            "loss right, dY twice",
            lambda Y, T: (float(((Y - T) ** 2).sum()) / 2 / len(Y), 2 * (Y - T) / len(Y)),
            "dY.*(2 times|twice)|½|half",
        ),
        ("dY has the wrong sign", lambda Y, T: (float(((Y - T) ** 2).sum()) / 2 / len(Y), (T - Y) / len(Y)), "sign"),
        ("exchanged", lambda Y, T: ((Y - T) / len(Y), float(((Y - T) ** 2).sum()) / 2 / len(Y)), "exchanged|order"),
        ("dY not averaged", lambda Y, T: (float(((Y - T) ** 2).sum()) / 2 / len(Y), Y - T), "N|rows"),
        (
            "dY is the difference squared",
            lambda Y, T: (float(((Y - T) ** 2).sum()) / 2 / len(Y), (Y - T) ** 2 / len(Y)),
            "square",
        ),
        ("root", lambda Y, T: (float(np.sqrt(((Y - T) ** 2).sum() / len(Y) / 2)), (Y - T) / len(Y)), "root"),
        ("loss only", lambda Y, T: float(((Y - T) ** 2).sum()) / 2 / len(Y), "returns 1|one|two|2"),
    ),
    "mae": (
        (
            "dY 3/N at the kink",
            lambda Y, T: (
                float(abs(Y - T).sum()) / len(Y),
                np.where(Y == T, 3, np.sign(Y - T)).astype(Y.dtype) / len(Y),
            ),
            "kink|y = t|differs",
        ),
        ("dY without N", lambda Y, T: (float(abs(Y - T).sum()) / len(Y), np.sign(Y - T)), "N|rows"),
        (
            "mean over outputs too",
            lambda Y, T: (float(abs(Y - T).mean()), np.sign(Y - T) / Y.size),
            "outputs|elements|all",
        ),
        ("no abs", lambda Y, T: (float((Y - T).sum()) / len(Y), np.sign(Y - T) / len(Y)), "abs|cancel"),
        ("sign in dY", lambda Y, T: (float(abs(Y - T).sum()) / len(Y), np.sign(T - Y) / len(Y)), "sign"),
        ("squared", lambda Y, T: (float(((Y - T) ** 2).sum()) / len(Y), np.sign(Y - T) / len(Y)), "square"),
        ("dY is the difference", lambda Y, T: (float(abs(Y - T).sum()) / len(Y), (Y - T) / len(Y)), "mse|squared|sign"),
    ),
    "huber": (
        (
            "delta ignored in dY",
            lambda Y, T, delta=1.0: (_huber(Y, T, delta)[0], np.clip(Y - T, -1, 1) / len(Y)),
            "delta.*no effect|δ.*no effect",
        ),
        ("no half", lambda Y, T, delta=1.0: _huber(Y, T, delta, lambda a, d: d * (a - d)), "½|half|jump"),
        (
            "pieces exchanged",
            lambda Y, T, delta=1.0: (
                float(np.where(abs(Y - T) > delta, (Y - T) ** 2 / 2, delta * (abs(Y - T) - delta / 2)).sum()) / len(Y),
                np.clip(Y - T, -delta, delta) / len(Y),
            ),
            "exchanged|wrong way|pieces",
        ),
        ("no delta factor", lambda Y, T, delta=1.0: _huber(Y, T, delta, lambda a, d: a - d / 2), "δ|delta"),
        (
            "no abs in the test",
            lambda Y, T, delta=1.0: (
                float(np.where(Y - T <= delta, (Y - T) ** 2 / 2, delta * (abs(Y - T) - delta / 2)).sum()) / len(Y),
                np.clip(Y - T, -delta, delta) / len(Y),
            ),
            "abs|\\|d\\||negative",
        ),
        ("all ignored", lambda Y, T, delta=1.0: _huber(Y, T, 1.0), "delta.*no effect|δ.*no effect"),
        ("dY not over N", lambda Y, T, delta=1.0: (_huber(Y, T, delta)[0], np.clip(Y - T, -delta, delta)), "N|rows"),
        ("dY not limited", lambda Y, T, delta=1.0: (_huber(Y, T, delta)[0], (Y - T) / len(Y)), "limit|mse|squared"),
    ),
    "entropy": (
        ("log2", lambda P: _h(P) / np.log(np.array(2, P.dtype)), "bits|ln 2|log"),
        ("sign", lambda P: -_h(P), "sign|minus"),
        ("1e-9", lambda P: _h(P, eps=1e-9), "1e-|small|added|digits"),
        ("nan at 0", lambda P: -(P * np.log(P)).sum(-1), "0 log 0|NaN"),
        ("axis 0", lambda P: _h(P, axis=0), "axis|shape|row"),
        ("sum over all", lambda P: float(_h(P).sum()), "shape|row|number"),
        ("mean", lambda P: -(P * np.log(np.where(P > 0, P, 1))).mean(-1), "mean|columns|number of"),
    ),
    "kl_divergence": (
        ("exchanged", lambda P, Q: _kl(Q, P), "exchanged|wrong way|Q"),
        ("sign", lambda P, Q: -_kl(P, Q), "sign"),
        ("1e-7", lambda P, Q: _kl(P, Q, 1e-7), "small|added|finite|infinite|digits"),
        ("cross-entropy", lambda P, Q: np.where(P > 0, -P * np.log(Q), 0).sum(-1), "cross"),
        ("log forgotten for q", lambda P, Q: (P * (np.log(np.where(P > 0, P, 1)) - Q)).sum(-1), "log"),
    ),
    "bce_with_logits": (
        (
            "clipped",
            lambda Z, T: (
                float(
                    -(T * np.log(np.clip(_s(Z), 1e-7, 1 - 1e-7)) + (1 - T) * np.log(np.clip(1 - _s(Z), 1e-7, 1))).sum()
                )
                / len(Z),
                (_s(Z) - T) / len(Z),
            ),
            "clip|limited",
        ),
        (
            "naive log",
            lambda Z, T: (
                float(-(T * np.log(_s(Z)) + (1 - T) * np.log(1 - _s(Z))).sum()) / len(Z),
                (_s(Z) - T) / len(Z),
            ),
            "log|infinity|NaN|round",
        ),
        (
            "first term only",
            lambda Z, T: (float((T * np.logaddexp(0, -Z)).sum()) / len(Z), (_s(Z) - T) / len(Z)),
            "term|1 − t|t = 0",
        ),
        (
            "exchanged",
            lambda Z, T: (
                float((T * np.logaddexp(0, Z) + (1 - T) * np.logaddexp(0, -Z)).sum()) / len(Z),
                (_s(Z) - T) / len(Z),
            ),
            "exchanged|sign",
        ),
        (
            "dZ has sigma'",
            lambda Z, T: (_bce(Z, T)[0], (_s(Z) - T) * _s(Z) * (1 - _s(Z)) / len(Z)),
            "σ|slope|sigma|derivative",
        ),
        ("dZ sign", lambda Z, T: (_bce(Z, T)[0], -_bce(Z, T)[1]), "sign"),
        (
            "mean over all",
            lambda Z, T: (_bce(Z, T)[0] * len(Z) / Z.size, (_s(Z) - T) / Z.size),
            "mean|outputs|elements",
        ),
        ("dZ from the logits", lambda Z, T: (_bce(Z, T)[0], (Z - T) / len(Z)), "logit|σ|probabilit"),
    ),
    "softmax": (
        ("naive", lambda Z: np.exp(Z) / np.exp(Z).sum(-1, keepdims=True), "overflow|NaN|infinity"),
        ("axis 0", lambda Z: np.exp(Z - Z.max(0)) / np.exp(Z - Z.max(0)).sum(0), "column|axis"),
        ("over all", lambda Z: np.exp(Z - Z.max()) / np.exp(Z - Z.max()).sum(), "whole|all"),
        (
            "only 2-D",
            lambda Z: np.exp(Z - Z.max(1, keepdims=True)) / np.exp(Z - Z.max(1, keepdims=True)).sum(1, keepdims=True),
            "axis|error|dimension",
        ),
        ("not exp", lambda Z: Z / Z.sum(-1, keepdims=True), "exp"),
        ("sigmoid", lambda Z: _s(Z), "sigmoid|sum"),
        (
            "max of everything",
            lambda Z: np.exp(Z - Z.max()) / np.exp(Z - Z.max()).sum(-1, keepdims=True),
            "row|NaN|largest",
        ),
        ("log", lambda Z: _log_softmax(Z), "log"),
        ("float64", lambda Z: np.exp(_log_softmax(Z.astype(np.float64))), "float64"),
        (
            "denominator + 1e-6",
            lambda Z: (
                np.exp(Z - Z.max(-1, keepdims=True))
                / (np.exp(Z - Z.max(-1, keepdims=True)).sum(-1, keepdims=True) + 1e-3)
            ),
            "small|added|sum to 1|digits",
        ),
    ),
    "log_softmax": (
        ("log of softmax", lambda Z: np.log(np.exp(_log_softmax(Z))), "infinity|round|log"),
        ("naive", lambda Z: Z - np.log(np.exp(Z).sum(-1, keepdims=True)), "overflow|infinity|NaN"),
        ("axis 0", lambda Z: Z - np.logaddexp.reduce(Z, axis=0, keepdims=True), "axis|column"),
        ("sign", lambda Z: -_log_softmax(Z), "sign"),
        (
            "max not added",
            lambda Z: Z - np.log(np.exp(Z - Z.max(-1, keepdims=True)).sum(-1, keepdims=True)),
            "largest|max",
        ),
        ("softmax", lambda Z: np.exp(_log_softmax(Z)), "log"),
    ),
    "softmax_jacobian": (
        (
            "diagonal only",
            lambda Z: (
                np.exp(_log_softmax(Z))[..., None]
                * (1 - np.exp(_log_softmax(Z)))[..., None]
                * np.eye(Z.shape[-1], dtype=Z.dtype)
            ),
            "diagonal|off",
        ),
        (
            "sign off diagonal",
            lambda Z: np.abs(
                np.exp(_log_softmax(Z))[..., None]
                * (np.eye(Z.shape[-1], dtype=Z.dtype) - np.exp(_log_softmax(Z))[..., None, :])
            ),
            "sign|off",
        ),
        (
            "minus",
            lambda Z: (
                np.exp(_log_softmax(Z))[..., None]
                * (np.exp(_log_softmax(Z))[..., None, :] - np.eye(Z.shape[-1], dtype=Z.dtype))
            ),
            "sign",
        ),
        ("vector", lambda Z: np.exp(_log_softmax(Z)) * (1 - np.exp(_log_softmax(Z))), "matrix|shape"),
        (
            "no outer",
            lambda Z: (
                np.eye(Z.shape[-1], dtype=Z.dtype) * np.exp(_log_softmax(Z))[..., None] - np.zeros_like(Z)[..., None]
            ),
            "outer|off|diagonal",
        ),
    ),
    "softmax_cross_entropy": (
        ("sum", lambda Z, T: _sce(Z, T, n=1), "sum|N"),
        ("dZ not over N", lambda Z, T: (_sce(Z, T)[0], _sce(Z, T, n=1)[1]), "N|rows"),
        ("axis", lambda Z, T: _sce(Z, T, axis=0), "axis|column"),
        ("T - P", lambda Z, T: (_sce(Z, T)[0], -_sce(Z, T)[1]), "sign"),
        ("loss negative", lambda Z, T: (-_sce(Z, T)[0], _sce(Z, T)[1]), "loss.*sign|minus"),
        ("clip", lambda Z, T: _sce(Z, T, clip=1e-7), "clip|limited"),
        ("over N K", lambda Z, T: _sce(Z, T, n=Z.size), "classes|K|elements|outputs"),
        ("exchanged", _swap(_sce), "exchanged|order"),
        ("no softmax in dZ", lambda Z, T: (_sce(Z, T)[0], (Z - T) / len(Z)), "logit|softmax"),
        (
            "right class only",
            lambda Z, T: (_sce(Z, T)[0], (np.exp(_log_softmax(Z)) - 1) * T / len(Z)),
            "other|right class|one-hot",
        ),
        ("float64 inside and out", lambda Z, T: (_sce(Z, T)[0], _sce(Z.astype(float), T)[1]), "float64"),
    ),
    "softmax_regression_cost": (
        (
            "b left out",
            lambda W, b, X, T, l2=0.0: _cost(W, b, X, T, l2, bias=0.0),
            "without b|b.*left out|b has no effect",
        ),
        ("no half", lambda W, b, X, T, l2=0.0: _cost(W, b, X, T, l2, in_cost=1.0), "½|half|twice"),
        ("l2 on b", lambda W, b, X, T, l2=0.0: _cost(W, b, X, T, l2, on_b=1.0), "db|bias|b is"),
        ("l2 missing in dW", lambda W, b, X, T, l2=0.0: _cost(W, b, X, T, l2, in_grad=0.0), "λ W|penalty|dW"),
        ("l2 ignored", lambda W, b, X, T, l2=0.0: _cost(W, b, X, T), "no effect"),
        ("2 l2 W", lambda W, b, X, T, l2=0.0: _cost(W, b, X, T, l2, in_grad=2.0), "2|twice"),
        ("sum", lambda W, b, X, T, l2=0.0: _cost(W, b, X, T, l2, sum_=True), "sum|N"),
        (
            "dW transposed",
            lambda W, b, X, T, l2=0.0: (lambda c, dW, db: (c, dW.T, db))(*_cost(W, b, X, T, l2)),
            "transpose",
        ),
        (
            "dW and db exchanged",
            lambda W, b, X, T, l2=0.0: (lambda c, dW, db: (c, db, dW))(*_cost(W, b, X, T, l2)),
            "exchanged|order",
        ),
    ),
    "sgd_step": (
        ("uphill", lambda w, dw, lr, weight_decay=0.0: w + lr * (dw + weight_decay * w), "uphill|sign|adds"),
        (
            "decay ignored",
            lambda w, dw, lr, weight_decay=0.0: w - lr * dw,
            "weight_decay.*no effect|λ.*no effect|decay",
        ),
        ("decay not times lr", lambda w, dw, lr, weight_decay=0.0: w - lr * dw - weight_decay * w, "lr|η|rate"),
        (
            "the step alone",
            lambda w, dw, lr, weight_decay=0.0: -lr * (dw + weight_decay * w),
            "step alone|added to|w itself",
        ),
        (
            "in place",
            lambda w, dw, lr, weight_decay=0.0: np.subtract(w, lr * (dw + weight_decay * w), out=w),
            "overwrit|changed",
        ),
        ("no step", lambda w, dw, lr, weight_decay=0.0: w.copy(), "passed in|no step|never"),
        ("decay of dw", lambda w, dw, lr, weight_decay=0.0: w - lr * (dw + weight_decay * dw), "decay|λ"),
        (
            "lr ignored",
            lambda w, dw, lr, weight_decay=0.0: w - 0.1 * (dw + weight_decay * w),
            "lr.*no effect|rate.*no effect|η.*no effect",
        ),
        ("list", lambda w, dw, lr, weight_decay=0.0: list(w - lr * (dw + weight_decay * w)), "list"),
    ),
}
