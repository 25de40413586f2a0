"""Right answers of a fourth class to lectures 03 to 04, written from the notebooks alone: each as it was typed."""

from tests.support.typed import typed

_TYPED = {
    "bce_with_logits": (
        (
            "softplus twice",
            """
def bce_with_logits(Z, T):
    N = len(Z)
    L = T * softplus(-Z) + (1 - T) * softplus(Z)
    return float(np.sum(L) / N), (sigmoid(Z) - T) / N
""",
        ),
        (
            "max - zt + log1p",
            """
def bce_with_logits(Z, T):
    each = np.maximum(Z, 0) - Z * T + np.log1p(np.exp(-np.abs(Z)))
    dZ = (sigmoid(Z) - T) / Z.shape[0]
    return float(each.sum()) / Z.shape[0], dZ.astype(Z.dtype)
""",
        ),
    ),
    "entropy": (
        (
            "xlogy",
            """
def entropy(P):
    return -np.sum(xlogy(P, P), axis=-1)
""",
        ),
        (
            "where",
            """
def entropy(P):
    safe = np.where(P > 0, P, 1)
    return -(P * np.log(safe)).sum(axis=-1)
""",
        ),
    ),
    "guarded_counterexample": (
        (
            "one far logit",
            """
guarded_counterexample = np.array([[100.0]]), np.array([[0.0]])
""",
        ),
        (
            "wrong side negative",
            """
guarded_counterexample = np.array([[-50.0, 1.0]]), np.array([[1.0, 1.0]])
""",
        ),
    ),
    "huber": (
        (
            "where and clip",
            """
def huber(Y, T, delta=1.0):
    D = Y - T
    A = np.abs(D)
    each = np.where(A <= delta, 0.5 * D ** 2, delta * (A - 0.5 * delta))
    return float(each.sum() / len(Y)), np.clip(D, -delta, delta) / len(Y)
""",
        ),
        (
            "via the clipped part",
            """
def huber(Y, T, delta=1.0):
    N = Y.shape[0]
    d = Y - T
    c = np.maximum(np.minimum(d, delta), -delta)
    loss = float(np.sum(c * d - c ** 2 / 2)) / N
    return loss, (c / N).astype(Y.dtype)
""",
        ),
    ),
    "kl_divergence": (
        (
            "difference of xlogy",
            """
def kl_divergence(P, Q):
    return np.sum(xlogy(P, P) - xlogy(P, Q), axis=-1)
""",
        ),
    ),
    "log_softmax": (
        (
            "standard",
            """
def log_softmax(Z):
    S = Z - Z.max(axis=-1, keepdims=True)
    return S - np.log(np.exp(S).sum(axis=-1, keepdims=True))
""",
        ),
    ),
    "log_softmax_counterexample": (
        (
            "1000 apart",
            """
log_softmax_counterexample = np.array([[0.0, 1000.0]])
""",
        ),
        (
            "negative",
            """
log_softmax_counterexample = np.array([[-2000.0, 0.0, 3.0], [0.0, 1.0, 2.0]])
""",
        ),
    ),
    "loss_gradient_test": (
        (
            "random direction, shape",
            """
def loss_gradient_test(loss):
    rng = np.random.default_rng(3)
    for N, K in ((4, 3), (1, 1), (5, 2), (7, 1), (2, 6)):
        for _ in range(5):
            Y = rng.normal(0, 2, (N, K))
            T = rng.normal(0, 2, (N, K))
            V = rng.normal(size=(N, K))
            _, dY = loss(Y, T)
            assert np.shape(dY) == (N, K)
            h = 1e-6
            slope = (loss(Y + h * V, T)[0] - loss(Y - h * V, T)[0]) / (2 * h)
            assert np.isclose(np.sum(dY * V), slope, rtol=1e-4, atol=1e-6)
""",
        ),
        (
            "entry by entry",
            """
def loss_gradient_test(loss):
    rng = np.random.default_rng(0)
    for scale in (0.3, 1.0, 5.0):
        Y, T = rng.normal(0, scale, (4, 3)), rng.normal(0, scale, (4, 3))
        cost, dY = loss(Y.copy(), T.copy())
        assert dY.shape == Y.shape, "shape of the gradient"
        num = np.zeros((4, 3))
        for n in range(4):
            for k in range(3):
                up, down = Y.copy(), Y.copy()
                up[n, k] += 1e-6
                down[n, k] -= 1e-6
                num[n, k] = (loss(up, T)[0] - loss(down, T)[0]) / 2e-6
        assert np.allclose(dY, num, rtol=1e-4, atol=1e-6), "gradient"
""",
        ),
    ),
    "mae": (
        (
            "sign",
            """
def mae(Y, T):
    D = Y - T
    return float(np.sum(np.abs(D)) / len(Y)), np.sign(D) / len(Y)
""",
        ),
        (
            "where",
            """
def mae(Y, T):
    N = len(Y)
    d = Y - T
    dY = np.zeros_like(Y)
    dY[d > 0] = 1 / N
    dY[d < 0] = -1 / N
    return float(abs(d).sum()) / N, dY
""",
        ),
    ),
    "mended_log_cosh": (
        (
            "three terms",
            """
def mended_log_cosh(Y, T):
    D = Y - T
    A = np.abs(D)
    each = A + np.log1p(np.exp(-2 * A)) - np.log(2)
    return float(np.sum(each) / len(D)), np.tanh(D) / len(D)
""",
        ),
        (
            "logaddexp",
            """
def mended_log_cosh(Y, T):
    D = Y - T
    each = np.logaddexp(D, -D) - np.log(2)
    return float(np.sum(each) / len(D)), np.tanh(D) / len(D)
""",
        ),
        (
            "where, both sides still evaluated: warning of overflow",
            """
def mended_log_cosh(Y, T):
    D = Y - T
    each = np.where(np.abs(D) > 20, np.abs(D) - np.log(2), np.log(np.cosh(D)))
    return float(np.sum(each) / len(D)), np.tanh(D) / len(D)
""",
        ),
    ),
    "mse": (
        (
            "short",
            """
def mse(Y, T):
    D = Y - T
    return float(np.sum(D ** 2) / 2 / len(Y)), D / len(Y)
""",
        ),
        (
            "by mean over axis 0",
            """
def mse(Y, T):
    N = Y.shape[0]
    diff = (Y - T).astype(Y.dtype)
    loss = 0.5 * float((diff * diff).mean(axis=0).sum())
    return loss, diff / N
""",
        ),
    ),
    "sgd_step": (
        (
            "line",
            """
def sgd_step(w, dw, lr, weight_decay=0.0):
    return w - lr * (dw + weight_decay * w)
""",
        ),
        (
            "shrink first, same",
            """
def sgd_step(w, dw, lr, weight_decay=0.0):
    shrunk = (1 - lr * weight_decay) * w
    return shrunk - lr * dw
""",
        ),
    ),
    "softmax": (
        (
            "shifted",
            """
def softmax(Z):
    E = np.exp(Z - Z.max(axis=-1, keepdims=True))
    return E / E.sum(axis=-1, keepdims=True)
""",
        ),
        (
            "None index",
            """
def softmax(Z):
    m = np.max(Z, axis=-1)
    e = np.exp(Z - m[..., None])
    s = np.sum(e, axis=-1)
    return e / s[..., None]
""",
        ),
        (
            "exponentials of log-probabilities",
            """
def softmax(Z):
    S = Z - np.amax(Z, -1, keepdims=True)
    return np.exp(S - np.log(np.sum(np.exp(S), -1, keepdims=True)))
""",
        ),
    ),
    "softmax_cross_entropy": (
        (
            "log_softmax once",
            """
def softmax_cross_entropy(Z, T):
    L = log_softmax(Z)
    loss = -float(np.sum(T * L)) / len(Z)
    return loss, ((np.exp(L) - T) / len(Z)).astype(Z.dtype)
""",
        ),
        (
            "with softmax too",
            """
def softmax_cross_entropy(Z, T):
    N = Z.shape[0]
    P = softmax(Z)
    dZ = (P - T.astype(Z.dtype)) / N
    loss = float(np.mean(-(T * log_softmax(Z)).sum(axis=1)))
    return loss, dZ
""",
        ),
    ),
    "softmax_jacobian": (
        (
            "broadcasting",
            """
def softmax_jacobian(Z):
    P = softmax(Z)
    K = Z.shape[-1]
    return P[..., :, None] * (np.eye(K, dtype=P.dtype) - P[..., None, :])
""",
        ),
        (
            "einsum and diag",
            """
def softmax_jacobian(Z):
    P = softmax(Z)
    J = -np.einsum("...i,...k->...ik", P, P)
    idx = np.arange(Z.shape[-1])
    J[..., idx, idx] += P
    return J
""",
        ),
    ),
    "softmax_regression_cost": (
        (
            "helper",
            """
def softmax_regression_cost(W, b, X, T, l2=0.0):
    loss, dZ = softmax_cross_entropy(X @ W.T + b, T)
    return loss + l2 / 2 * float(np.sum(W ** 2)), dZ.T @ X + l2 * W, dZ.sum(axis=0)
""",
        ),
    ),
    "softmax_test": (
        (
            "log ratios and large",
            """
def softmax_test(f):
    rng = np.random.default_rng(5)
    Z = rng.normal(0, 2, (5, 4))
    P = f(Z)
    assert P.shape == Z.shape
    assert np.allclose(P.sum(axis=1), 1)
    for i in range(4):
        assert np.allclose(np.log(P[:, i] / P[:, 0]), Z[:, i] - Z[:, 0])
    big = f(np.array([[1000.0, 1001.0, 999.0], [-1000.0, -1001.0, -999.0], [0.0, 1.0, -1.0]]))
    e = np.exp(np.array([0.0, 1.0, -1.0]))
    e = e / e.sum()
    assert np.all(np.isfinite(big))
    assert np.allclose(big[0], e)
    assert np.allclose(big[2], e)
    e2 = np.exp(np.array([0.0, -1.0, 1.0]))
    assert np.allclose(big[1], e2 / e2.sum())
""",
        ),
        (
            "compares with an own loop",
            """
def softmax_test(f):
    rng = np.random.default_rng(0)
    for scale in (1, 10, 1000):
        for N, K in ((3, 3), (2, 5), (6, 2)):
            Z = rng.normal(0, scale, (N, K)) + rng.normal(0, scale, (N, 1))
            want = np.zeros((N, K))
            for n in range(N):
                e = np.exp(Z[n] - max(Z[n]))
                want[n] = e / sum(e)
            got = f(Z.copy())
            assert np.shape(got) == (N, K)
            assert np.allclose(got, want)
""",
        ),
    ),
}

RIGHT = {name: tuple(typed(name, source) for _, source in answers) for name, answers in _TYPED.items()}
