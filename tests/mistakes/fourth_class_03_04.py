"""Wrong answers of a fourth class to lectures 03 to 04, written from the notebooks alone: each as it was typed."""

from tests.support.typed import NAMED, typed

_TYPED = {
    "bce_with_logits": (
        (
            "log of the sigmoid",
            """
def bce_with_logits(Z, T):
    P = sigmoid(Z)
    L = -(T * np.log(P) + (1 - T) * np.log(1 - P))
    return float(np.sum(L) / len(Z)), (P - T) / len(Z)
""",
        ),
        (
            "guarded",
            """
def bce_with_logits(Z, T):
    P = np.clip(sigmoid(Z), 1e-7, 1 - 1e-7)
    L = -(T * np.log(P) + (1 - T) * np.log(1 - P))
    return float(np.sum(L) / len(Z)), (P - T) / len(Z)
""",
        ),
        (
            "targets exchanged",
            """
def bce_with_logits(Z, T):
    L = T * softplus(Z) + (1 - T) * softplus(-Z)
    return float(np.sum(L) / len(Z)), (sigmoid(Z) - T) / len(Z)
""",
        ),
        (
            "only the positive term",
            """
def bce_with_logits(Z, T):
    L = T * softplus(-Z)
    return float(np.sum(L) / len(Z)), (sigmoid(Z) - T) / len(Z)
""",
        ),
        (
            "gradient with the sigmoid's slope",
            """
def bce_with_logits(Z, T):
    L = T * softplus(-Z) + (1 - T) * softplus(Z)
    P = sigmoid(Z)
    return float(np.sum(L) / len(Z)), (P - T) * P * (1 - P) / len(Z)
""",
        ),
        (
            "gradient with respect to p",
            """
def bce_with_logits(Z, T):
    L = T * softplus(-Z) + (1 - T) * softplus(Z)
    P = sigmoid(Z)
    return float(np.sum(L) / len(Z)), (P - T) / (P * (1 - P)) / len(Z)
""",
        ),
        (
            "mean over all",
            """
def bce_with_logits(Z, T):
    L = T * softplus(-Z) + (1 - T) * softplus(Z)
    return float(np.mean(L)), (sigmoid(Z) - T) / Z.size
""",
        ),
        (
            "hard targets by rounding",
            """
def bce_with_logits(Z, T):
    L = np.where(T > 0.5, softplus(-Z), softplus(Z))
    return float(np.sum(L) / len(Z)), (sigmoid(Z) - (T > 0.5)) / len(Z)
""",
        ),
        (
            "Z minus T",
            """
def bce_with_logits(Z, T):
    L = T * softplus(-Z) + (1 - T) * softplus(Z)
    return float(np.sum(L) / len(Z)), (Z - T) / len(Z)
""",
        ),
        (
            "log forgotten sign: negative loss",
            """
def bce_with_logits(Z, T):
    L = T * softplus(-Z) + (1 - T) * softplus(Z)
    return -float(np.sum(L) / len(Z)), (sigmoid(Z) - T) / len(Z)
""",
        ),
        (
            "gradient by softplus's own derivative only",
            """
def bce_with_logits(Z, T):
    L = T * softplus(-Z) + (1 - T) * softplus(Z)
    return float(np.sum(L) / len(Z)), (T * sigmoid(-Z) + (1 - T) * sigmoid(Z)) / len(Z)
""",
        ),
        (
            "bits",
            """
def bce_with_logits(Z, T):
    L = T * softplus(-Z) + (1 - T) * softplus(Z)
    return float(np.sum(L) / len(Z) / np.log(2)), (sigmoid(Z) - T) / len(Z)
""",
        ),
    ),
    "entropy": (
        (
            "sign",
            """
def entropy(P):
    return np.sum(xlogy(P, P), axis=-1)
""",
        ),
        (
            "bits",
            """
def entropy(P):
    return -np.sum(xlogy(P, P), axis=-1) / np.log(2)
""",
        ),
        (
            "total",
            """
def entropy(P):
    return -np.sum(xlogy(P, P))
""",
        ),
        (
            "0 log 0 nan",
            """
def entropy(P):
    return -np.sum(P * np.log(P), axis=-1)
""",
        ),
        (
            "mean",
            """
def entropy(P):
    return -np.mean(xlogy(P, P), axis=-1)
""",
        ),
        (
            "axis 0",
            """
def entropy(P):
    return -np.sum(xlogy(P, P), axis=0)
""",
        ),
        (
            "axis 1 fails for one distribution and for three axes",
            """
def entropy(P):
    return -np.sum(xlogy(P, P), axis=1)
""",
        ),
        (
            "surprise without weights",
            """
def entropy(P):
    return -np.sum(np.log(np.maximum(P, 1e-12)), axis=-1)
""",
        ),
        (
            "keeps the axis",
            """
def entropy(P):
    return -np.sum(xlogy(P, P), axis=-1, keepdims=True)
""",
        ),
        (
            "binary entropy terms",
            """
def entropy(P):
    return -np.sum(xlogy(P, P) + xlogy(1 - P, 1 - P), axis=-1)
""",
        ),
        (
            "divided by log K",
            """
def entropy(P):
    return -np.sum(xlogy(P, P), axis=-1) / np.log(P.shape[-1])
""",
        ),
        (
            "Gini",
            """
def entropy(P):
    return 1 - np.sum(P ** 2, axis=-1)
""",
        ),
    ),
    "guarded_counterexample": (
        (
            "far logit with the matching target",
            """
guarded_counterexample = np.array([[100.0]]), np.array([[1.0]])
""",
        ),
        (
            "moderate",
            """
guarded_counterexample = np.array([[2.0]]), np.array([[0.0]])
""",
        ),
        (
            "targets forgotten",
            """
guarded_counterexample = np.array([[100.0]])
""",
        ),
        (
            "target not in [0,1]",
            """
guarded_counterexample = np.array([[100.0]]), np.array([[-1.0]])
""",
        ),
        (
            "numbers, not arrays",
            """
guarded_counterexample = 100.0, 0.0
""",
        ),
        (
            "nan",
            """
guarded_counterexample = np.array([[np.nan]]), np.array([[0.0]])
""",
        ),
        (
            "infinite logit",
            """
guarded_counterexample = np.array([[np.inf]]), np.array([[0.0]])
""",
        ),
    ),
    "huber": (
        (
            "clipped after the division",
            """
def huber(Y, T, delta=1.0):
    D = Y - T
    A = np.abs(D)
    each = np.where(A <= delta, 0.5 * D ** 2, delta * (A - 0.5 * delta))
    return float(each.sum() / len(Y)), np.clip(D / len(Y), -delta, delta)
""",
        ),
        (
            "straight piece does not join (half delta forgotten)",
            """
def huber(Y, T, delta=1.0):
    D = Y - T
    A = np.abs(D)
    each = np.where(A <= delta, 0.5 * D ** 2, delta * A)
    return float(each.sum() / len(Y)), np.clip(D, -delta, delta) / len(Y)
""",
        ),
        (
            "delta ignored (1)",
            """
def huber(Y, T, delta=1.0):
    D = Y - T
    A = np.abs(D)
    each = np.where(A <= 1, 0.5 * D ** 2, A - 0.5)
    return float(each.sum() / len(Y)), np.clip(D, -1, 1) / len(Y)
""",
        ),
        (
            "slope 1 outside instead of delta",
            """
def huber(Y, T, delta=1.0):
    D = Y - T
    A = np.abs(D)
    each = np.where(A <= delta, 0.5 * D ** 2, A - 0.5 * delta)
    g = np.where(A <= delta, D, np.sign(D))
    return float(each.sum() / len(Y)), g / len(Y)
""",
        ),
        (
            "delta squared instead of half delta squared",
            """
def huber(Y, T, delta=1.0):
    D = Y - T
    A = np.abs(D)
    each = np.where(A <= delta, 0.5 * D ** 2, delta * (A - delta))
    return float(each.sum() / len(Y)), np.clip(D, -delta, delta) / len(Y)
""",
        ),
        (
            "pieces exchanged",
            """
def huber(Y, T, delta=1.0):
    D = Y - T
    A = np.abs(D)
    each = np.where(A > delta, 0.5 * D ** 2, delta * (A - 0.5 * delta))
    return float(each.sum() / len(Y)), np.clip(D, -delta, delta) / len(Y)
""",
        ),
        (
            "branch decided by signed error",
            """
def huber(Y, T, delta=1.0):
    D = Y - T
    each = np.where(D <= delta, 0.5 * D ** 2, delta * (D - 0.5 * delta))
    g = np.where(D <= delta, D, delta)
    return float(each.sum() / len(Y)), g / len(Y)
""",
        ),
        (
            "the sign lost in the gradient outside",
            """
def huber(Y, T, delta=1.0):
    D = Y - T
    A = np.abs(D)
    each = np.where(A <= delta, 0.5 * D ** 2, delta * (A - 0.5 * delta))
    g = np.where(A <= delta, D, delta)
    return float(each.sum() / len(Y)), g / len(Y)
""",
        ),
        (
            "whole-array if: max error decides the branch",
            """
def huber(Y, T, delta=1.0):
    D = Y - T
    if np.max(np.abs(D)) <= delta:
        return float(np.sum(D ** 2) / 2 / len(Y)), D / len(Y)
    return float(np.sum(delta * (np.abs(D) - delta / 2)) / len(Y)), delta * np.sign(D) / len(Y)
""",
        ),
        (
            "mean over all entries in the loss",
            """
def huber(Y, T, delta=1.0):
    D = Y - T
    A = np.abs(D)
    each = np.where(A <= delta, 0.5 * D ** 2, delta * (A - 0.5 * delta))
    return float(each.mean()), np.clip(D, -delta, delta) / len(Y)
""",
        ),
        (
            "capped loss: constant beyond delta",
            """
def huber(Y, T, delta=1.0):
    D = Y - T
    c = np.clip(D, -delta, delta)
    return float(np.sum(c ** 2) / 2 / len(Y)), c / len(Y)
""",
        ),
    ),
    "kl_divergence": (
        (
            "cross-entropy",
            """
def kl_divergence(P, Q):
    return -np.sum(xlogy(P, Q), axis=-1)
""",
        ),
        (
            "P and Q exchanged",
            """
def kl_divergence(P, Q):
    return np.sum(xlogy(Q, Q) - xlogy(Q, P), axis=-1)
""",
        ),
        (
            "sign",
            """
def kl_divergence(P, Q):
    return np.sum(xlogy(P, Q) - xlogy(P, P), axis=-1)
""",
        ),
        (
            "each with its own weight",
            """
def kl_divergence(P, Q):
    return np.sum(xlogy(P, P) - xlogy(Q, Q), axis=-1)
""",
        ),
        (
            "naive, nan at 0",
            """
def kl_divergence(P, Q):
    return np.sum(P * np.log(P / Q), axis=-1)
""",
        ),
        (
            "guarded: finite where it should be infinite",
            """
def kl_divergence(P, Q):
    return np.sum(xlogy(P, P) - xlogy(P, Q + 1e-12), axis=-1)
""",
        ),
        (
            "symmetric mean",
            """
def kl_divergence(P, Q):
    a = np.sum(xlogy(P, P) - xlogy(P, Q), axis=-1)
    b = np.sum(xlogy(Q, Q) - xlogy(Q, P), axis=-1)
    return (a + b) / 2
""",
        ),
        (
            "mean over rows",
            """
def kl_divergence(P, Q):
    return float(np.mean(np.sum(xlogy(P, P) - xlogy(P, Q), axis=-1)))
""",
        ),
        (
            "absolute values of terms",
            """
def kl_divergence(P, Q):
    return np.sum(np.abs(xlogy(P, P) - xlogy(P, Q)), axis=-1)
""",
        ),
        (
            "skips entries with q = 0",
            """
def kl_divergence(P, Q):
    ok = (P > 0) & (Q > 0)
    terms = np.where(ok, P * np.log(np.where(ok, P, 1) / np.where(ok, Q, 1)), 0)
    return terms.sum(axis=-1)
""",
        ),
        (
            "log of the difference",
            """
def kl_divergence(P, Q):
    return np.sum(xlogy(P, 1 + P - Q), axis=-1)
""",
        ),
    ),
    "log_softmax": (
        (
            "log of softmax",
            """
def log_softmax(Z):
    return np.log(softmax(Z))
""",
        ),
        (
            "log of softmax + tiny",
            """
def log_softmax(Z):
    return np.log(softmax(Z) + 1e-12)
""",
        ),
        (
            "shift only in the sum",
            """
def log_softmax(Z):
    m = Z.max(axis=-1, keepdims=True)
    return Z - np.log(np.exp(Z - m).sum(axis=-1, keepdims=True))
""",
        ),
        (
            "no shift",
            """
def log_softmax(Z):
    return Z - np.log(np.exp(Z).sum(axis=-1, keepdims=True))
""",
        ),
        (
            "log of the sum of logits, exp forgotten",
            """
def log_softmax(Z):
    S = Z - Z.max(axis=-1, keepdims=True)
    return S - np.log(np.abs(S.sum(axis=-1, keepdims=True)) + 1)
""",
        ),
        (
            "one maximum",
            """
def log_softmax(Z):
    S = Z - Z.max()
    return S - np.log(np.exp(S).sum(axis=-1, keepdims=True))
""",
        ),
        (
            "axis 0",
            """
def log_softmax(Z):
    S = Z - Z.max(axis=0, keepdims=True)
    return S - np.log(np.exp(S).sum(axis=0, keepdims=True))
""",
        ),
        (
            "plus",
            """
def log_softmax(Z):
    S = Z - Z.max(axis=-1, keepdims=True)
    return S + np.log(np.exp(S).sum(axis=-1, keepdims=True))
""",
        ),
        (
            "negative log",
            """
def log_softmax(Z):
    S = Z - Z.max(axis=-1, keepdims=True)
    return np.log(np.exp(S).sum(axis=-1, keepdims=True)) - S
""",
        ),
        (
            "sum of logs instead of the log of the sum",
            """
def log_softmax(Z):
    S = Z - Z.max(axis=-1, keepdims=True)
    return S - np.log(np.exp(S)).sum(axis=-1, keepdims=True)
""",
        ),
        (
            "mean of exponentials",
            """
def log_softmax(Z):
    S = Z - Z.max(axis=-1, keepdims=True)
    return S - np.log(np.mean(np.exp(S), axis=-1, keepdims=True))
""",
        ),
        (
            "division of logs",
            """
def log_softmax(Z):
    S = Z - Z.max(axis=-1, keepdims=True)
    E = np.exp(S)
    return np.log(E) / np.log(E.sum(axis=-1, keepdims=True))
""",
        ),
    ),
    "log_softmax_counterexample": (
        (
            "large but close",
            """
log_softmax_counterexample = np.array([[1000.0, 1001.0]])
""",
        ),
        (
            "100 apart",
            """
log_softmax_counterexample = np.array([[0.0, 100.0]])
""",
        ),
        (
            "inf",
            """
log_softmax_counterexample = np.array([[0.0, np.inf]])
""",
        ),
        (
            "single logit",
            """
log_softmax_counterexample = np.array([[1000.0]])
""",
        ),
        (
            "with -inf",
            """
log_softmax_counterexample = np.array([[0.0, -np.inf]])
""",
        ),
        (
            "str",
            """
log_softmax_counterexample = "[[0, 1000]]"
""",
        ),
    ),
    "loss_gradient_test": (
        (
            "direction of ones",
            """
def loss_gradient_test(loss):
    rng = np.random.default_rng(0)
    Y, T = rng.normal(size=(3, 2)), rng.normal(size=(3, 2))
    h = 1e-5
    cost, dY = loss(Y, T)
    num = (loss(Y + h, T)[0] - loss(Y - h, T)[0]) / (2 * h)
    assert np.isclose(dY.sum(), num, atol=1e-6)
""",
        ),
        (
            "N = 1",
            """
def loss_gradient_test(loss):
    rng = np.random.default_rng(0)
    Y, T, V = rng.normal(size=(1, 4)), rng.normal(size=(1, 4)), rng.normal(size=(1, 4))
    h = 1e-5
    _, dY = loss(Y, T)
    assert dY.shape == Y.shape
    num = (loss(Y + h * V, T)[0] - loss(Y - h * V, T)[0]) / (2 * h)
    assert np.isclose((dY * V).sum(), num, atol=1e-6)
""",
        ),
        (
            "returns the answer",
            """
def loss_gradient_test(loss):
    rng = np.random.default_rng(0)
    Y, T, V = (rng.normal(size=(4, 3)) for _ in range(3))
    h = 1e-5
    _, dY = loss(Y, T)
    num = (loss(Y + h * V, T)[0] - loss(Y - h * V, T)[0]) / (2 * h)
    return np.isclose((dY * V).sum(), num)
""",
        ),
        (
            "compares with the formula of mse",
            """
def loss_gradient_test(loss):
    rng = np.random.default_rng(0)
    Y, T = rng.normal(size=(4, 3)), rng.normal(size=(4, 3))
    _, dY = loss(Y, T)
    assert dY.shape == Y.shape
    assert np.allclose(dY, (Y - T) / len(Y))
""",
        ),
        (
            "absolute values: sign not noticed",
            """
def loss_gradient_test(loss):
    rng = np.random.default_rng(0)
    for _ in range(10):
        Y, T, V = (rng.normal(size=(4, 3)) for _ in range(3))
        h = 1e-5
        _, dY = loss(Y, T)
        assert dY.shape == Y.shape
        num = (loss(Y + h * V, T)[0] - loss(Y - h * V, T)[0]) / (2 * h)
        assert np.isclose(abs((dY * V).sum()), abs(num), atol=1e-6)
""",
        ),
        (
            "forgets the 2 in the difference",
            """
def loss_gradient_test(loss):
    rng = np.random.default_rng(0)
    Y, T, V = (rng.normal(size=(4, 3)) for _ in range(3))
    h = 1e-5
    _, dY = loss(Y, T)
    num = (loss(Y + h * V, T)[0] - loss(Y - h * V, T)[0]) / h
    assert np.isclose((dY * V).sum(), num)
""",
        ),
        (
            "moves T instead of Y",
            """
def loss_gradient_test(loss):
    rng = np.random.default_rng(0)
    Y, T, V = (rng.normal(size=(4, 3)) for _ in range(3))
    h = 1e-5
    _, dY = loss(Y, T)
    num = (loss(Y, T + h * V)[0] - loss(Y, T - h * V)[0]) / (2 * h)
    assert np.isclose((dY * V).sum(), num)
""",
        ),
        (
            "mean instead of sum over the entries",
            """
def loss_gradient_test(loss):
    rng = np.random.default_rng(0)
    Y, T, V = (rng.normal(size=(4, 3)) for _ in range(3))
    h = 1e-5
    _, dY = loss(Y, T)
    num = (loss(Y + h * V, T)[0] - loss(Y - h * V, T)[0]) / (2 * h)
    assert np.isclose(np.mean(dY * V), num)
""",
        ),
        (
            "small errors only",
            """
def loss_gradient_test(loss):
    rng = np.random.default_rng(0)
    Y = rng.normal(size=(4, 3))
    T = Y + 0.01 * rng.normal(size=(4, 3))
    V = rng.normal(size=(4, 3))
    h = 1e-6
    _, dY = loss(Y, T)
    num = (loss(Y + h * V, T)[0] - loss(Y - h * V, T)[0]) / (2 * h)
    assert np.isclose((dY * V).sum(), num, atol=1e-5)
""",
        ),
    ),
    "mae": (
        (
            "half",
            """
def mae(Y, T):
    D = Y - T
    return float(np.sum(np.abs(D)) / (2 * len(Y))), np.sign(D) / len(Y)
""",
        ),
        (
            "mean over all",
            """
def mae(Y, T):
    D = Y - T
    return float(np.mean(np.abs(D))), np.sign(D) / D.size
""",
        ),
        (
            "gradient of squares",
            """
def mae(Y, T):
    D = Y - T
    return float(np.sum(np.abs(D)) / len(Y)), D / len(Y)
""",
        ),
        (
            "2 at kink: step",
            """
def mae(Y, T):
    D = Y - T
    return float(np.sum(np.abs(D)) / len(Y)), np.where(D > 0, 1, -1) / len(Y)
""",
        ),
        (
            "sign turned",
            """
def mae(Y, T):
    D = T - Y
    return float(np.sum(np.abs(D)) / len(Y)), np.sign(D) / len(Y)
""",
        ),
        (
            "abs of the sum",
            """
def mae(Y, T):
    D = Y - T
    return float(abs(np.sum(D)) / len(Y)), np.sign(D) / len(Y)
""",
        ),
        (
            "N forgotten in gradient",
            """
def mae(Y, T):
    D = Y - T
    return float(np.sum(np.abs(D)) / len(Y)), np.sign(D)
""",
        ),
        (
            "abs per row first summed then abs",
            """
def mae(Y, T):
    D = Y - T
    if D.ndim == 1:
        D = D[:, None]
    return float(np.abs(D.sum(axis=1)).mean()), np.sign(Y - T) / len(Y)
""",
        ),
        (
            "d over |d|, nan at the kink",
            """
def mae(Y, T):
    D = Y - T
    return float(np.sum(np.abs(D)) / len(Y)), D / np.abs(D) / len(Y)
""",
        ),
        (
            "loss as numpy float32 with shape ()",
            """
def mae(Y, T):
    D = Y - T
    return np.abs(D).mean(axis=0), np.sign(D) / len(Y)
""",
        ),
    ),
    "mended_log_cosh": (
        (
            "log 2 forgotten",
            """
def mended_log_cosh(Y, T):
    D = Y - T
    A = np.abs(D)
    each = A + np.log1p(np.exp(-2 * A))
    return float(np.sum(each) / len(D)), np.tanh(D) / len(D)
""",
        ),
        (
            "the 2 in the exponent forgotten",
            """
def mended_log_cosh(Y, T):
    D = Y - T
    A = np.abs(D)
    each = A + np.log1p(np.exp(-A)) - np.log(2)
    return float(np.sum(each) / len(D)), np.tanh(D) / len(D)
""",
        ),
        (
            "abs forgotten",
            """
def mended_log_cosh(Y, T):
    D = Y - T
    each = D + np.log1p(np.exp(-2 * D)) - np.log(2)
    return float(np.sum(each) / len(D)), np.tanh(D) / len(D)
""",
        ),
        (
            "clip",
            """
def mended_log_cosh(Y, T):
    D = np.clip(Y - T, -100, 100)
    each = np.log(np.cosh(D))
    return float(np.sum(each) / len(D)), np.tanh(D) / len(D)
""",
        ),
        (
            "plus log 2",
            """
def mended_log_cosh(Y, T):
    D = Y - T
    A = np.abs(D)
    each = A + np.log1p(np.exp(-2 * A)) + np.log(2)
    return float(np.sum(each) / len(D)), np.tanh(D) / len(D)
""",
        ),
        (
            "inf replaced by a large number",
            """
def mended_log_cosh(Y, T):
    D = Y - T
    with np.errstate(over="ignore"):
        each = np.nan_to_num(np.log(np.cosh(D)), posinf=1000.0)
    return float(np.sum(each) / len(D)), np.tanh(D) / len(D)
""",
        ),
        (
            "only the large branch used",
            """
def mended_log_cosh(Y, T):
    D = Y - T
    each = np.abs(D) - np.log(2)
    return float(np.sum(each) / len(D)), np.tanh(D) / len(D)
""",
        ),
    ),
    "mse": (
        (
            "half lost in the loss",
            """
def mse(Y, T):
    D = Y - T
    return float(np.sum(D ** 2) / len(Y)), D / len(Y)
""",
        ),
        (
            "mean over everything",
            """
def mse(Y, T):
    D = Y - T
    return float(np.mean(D ** 2) / 2), D / D.size
""",
        ),
        (
            "gradient not divided by N",
            """
def mse(Y, T):
    D = Y - T
    loss = np.sum(D ** 2) / (2 * len(Y))
    return float(loss), D
""",
        ),
        (
            "sign",
            """
def mse(Y, T):
    D = T - Y
    return float(np.sum(D ** 2) / (2 * len(Y))), D / len(Y)
""",
        ),
        (
            "factor 2 in the gradient",
            """
def mse(Y, T):
    D = Y - T
    return float(np.sum(D ** 2) / (2 * len(Y))), 2 * D / len(Y)
""",
        ),
        (
            "divides by K",
            """
def mse(Y, T):
    D = Y - T
    n = Y.shape[-1]
    return float(np.sum(D ** 2) / (2 * n)), D / n
""",
        ),
        (
            "the norm, with a root",
            """
def mse(Y, T):
    D = Y - T
    return float(np.sqrt(np.sum(D ** 2)) / (2 * len(Y))), D / len(Y)
""",
        ),
        (
            "loss as an array with one per example",
            """
def mse(Y, T):
    D = Y - T
    return np.sum(D ** 2, axis=-1) / 2, D / len(Y)
""",
        ),
        (
            "squared before the difference",
            """
def mse(Y, T):
    D = Y ** 2 - T ** 2
    return float(np.sum(D) / (2 * len(Y))), (Y - T) / len(Y)
""",
        ),
        (
            "only two-dimensional arrays",
            """
def mse(Y, T):
    N, K = Y.shape
    D = Y - T
    return float(np.sum(D ** 2) / (2 * N)), D / N
""",
        ),
        (
            "order of the outputs",
            """
def mse(Y, T):
    D = Y - T
    return D / len(Y), float(np.sum(D ** 2) / (2 * len(Y)))
""",
        ),
        (
            "in place, targets subtracted from the caller's Y",
            """
def mse(Y, T):
    Y -= T
    return float(np.sum(Y ** 2) / (2 * len(Y))), Y / len(Y)
""",
        ),
    ),
    "sgd_step": (
        (
            "rate missing at decay",
            """
def sgd_step(w, dw, lr, weight_decay=0.0):
    return w - lr * dw - weight_decay * w
""",
        ),
        (
            "uphill",
            """
def sgd_step(w, dw, lr, weight_decay=0.0):
    return w + lr * (dw + weight_decay * w)
""",
        ),
        (
            "in place",
            """
def sgd_step(w, dw, lr, weight_decay=0.0):
    w -= lr * (dw + weight_decay * w)
    return w
""",
        ),
        (
            "decay after step, on new w",
            """
def sgd_step(w, dw, lr, weight_decay=0.0):
    w = w - lr * dw
    return w - lr * weight_decay * w
""",
        ),
        (
            "decay ignored",
            """
def sgd_step(w, dw, lr, weight_decay=0.0):
    return w - lr * dw
""",
        ),
        (
            "decay of the gradient",
            """
def sgd_step(w, dw, lr, weight_decay=0.0):
    return w - lr * (1 + weight_decay) * dw
""",
        ),
        (
            "sign of decay",
            """
def sgd_step(w, dw, lr, weight_decay=0.0):
    return w - lr * (dw - weight_decay * w)
""",
        ),
        (
            "half the decay",
            """
def sgd_step(w, dw, lr, weight_decay=0.0):
    return w - lr * (dw + 0.5 * weight_decay * w)
""",
        ),
        (
            "decay times sign",
            """
def sgd_step(w, dw, lr, weight_decay=0.0):
    return w - lr * (dw + weight_decay * np.sign(w))
""",
        ),
        (
            "dw changed in place",
            """
def sgd_step(w, dw, lr, weight_decay=0.0):
    dw += weight_decay * w
    return w - lr * dw
""",
        ),
        (
            "normalised step",
            """
def sgd_step(w, dw, lr, weight_decay=0.0):
    g = dw + weight_decay * w
    return w - lr * g / np.linalg.norm(g)
""",
        ),
        (
            "decay with w squared",
            """
def sgd_step(w, dw, lr, weight_decay=0.0):
    return w - lr * (dw + weight_decay * w ** 2 / 2)
""",
        ),
    ),
    "softmax": (
        (
            "no shift",
            """
def softmax(Z):
    E = np.exp(Z)
    return E / E.sum(axis=-1, keepdims=True)
""",
        ),
        (
            "one maximum for all",
            """
def softmax(Z):
    E = np.exp(Z - Z.max())
    return E / E.sum(axis=-1, keepdims=True)
""",
        ),
        (
            "axis 0",
            """
def softmax(Z):
    E = np.exp(Z - Z.max(axis=0))
    return E / E.sum(axis=0)
""",
        ),
        (
            "axis 1: no single row",
            """
def softmax(Z):
    E = np.exp(Z - Z.max(axis=1, keepdims=True))
    return E / E.sum(axis=1, keepdims=True)
""",
        ),
        (
            "whole sum",
            """
def softmax(Z):
    E = np.exp(Z - np.max(Z, axis=-1, keepdims=True))
    return E / np.sum(E)
""",
        ),
        (
            "divided by the maximum, not shifted",
            """
def softmax(Z):
    E = np.exp(Z / np.max(np.abs(Z), axis=-1, keepdims=True))
    return E / E.sum(axis=-1, keepdims=True)
""",
        ),
        (
            "sigmoid of each, normalised",
            """
def softmax(Z):
    S = (1 + np.tanh(Z / 2)) / 2
    return S / S.sum(axis=-1, keepdims=True)
""",
        ),
        (
            "minus the minimum",
            """
def softmax(Z):
    E = np.exp(Z - Z.min(axis=-1, keepdims=True))
    return E / E.sum(axis=-1, keepdims=True)
""",
        ),
        (
            "mean subtracted",
            """
def softmax(Z):
    E = np.exp(Z - Z.mean(axis=-1, keepdims=True))
    return E / E.sum(axis=-1, keepdims=True)
""",
        ),
        (
            "small number below",
            """
def softmax(Z):
    E = np.exp(Z - Z.max(axis=-1, keepdims=True))
    return E / (E.sum(axis=-1, keepdims=True) + 1e-3)
""",
        ),
        (
            "clipped logits",
            """
def softmax(Z):
    E = np.exp(np.clip(Z, -50, 50))
    return E / E.sum(axis=-1, keepdims=True)
""",
        ),
        (
            "one hot of the largest",
            """
def softmax(Z):
    return (Z == Z.max(axis=-1, keepdims=True)).astype(Z.dtype)
""",
        ),
        (
            "base 2",
            """
def softmax(Z):
    E = 2.0 ** (Z - Z.max(axis=-1, keepdims=True))
    return (E / E.sum(axis=-1, keepdims=True)).astype(Z.dtype)
""",
        ),
        (
            "in place",
            """
def softmax(Z):
    Z -= Z.max(axis=-1, keepdims=True)
    np.exp(Z, out=Z)
    Z /= Z.sum(axis=-1, keepdims=True)
    return Z
""",
        ),
        (
            "minus sign",
            """
def softmax(Z):
    E = np.exp(Z.min(axis=-1, keepdims=True) - Z)
    return E / E.sum(axis=-1, keepdims=True)
""",
        ),
    ),
    "softmax_cross_entropy": (
        (
            "log of probabilities",
            """
def softmax_cross_entropy(Z, T):
    P = softmax(Z)
    return -float(np.sum(T * np.log(P))) / len(Z), ((P - T) / len(Z)).astype(Z.dtype)
""",
        ),
        (
            "not divided by N",
            """
def softmax_cross_entropy(Z, T):
    L = log_softmax(Z)
    return -float(np.sum(T * L)), (np.exp(L) - T).astype(Z.dtype)
""",
        ),
        (
            "mean over all",
            """
def softmax_cross_entropy(Z, T):
    L = log_softmax(Z)
    return -float(np.mean(T * L)), ((np.exp(L) - T) / len(Z)).astype(Z.dtype)
""",
        ),
        (
            "gradient not divided",
            """
def softmax_cross_entropy(Z, T):
    L = log_softmax(Z)
    return -float(np.sum(T * L)) / len(Z), (np.exp(L) - T).astype(Z.dtype)
""",
        ),
        (
            "exp forgotten",
            """
def softmax_cross_entropy(Z, T):
    L = log_softmax(Z)
    return -float(np.sum(T * L)) / len(Z), ((L - T) / len(Z)).astype(Z.dtype)
""",
        ),
        (
            "sign",
            """
def softmax_cross_entropy(Z, T):
    L = log_softmax(Z)
    return float(np.sum(T * L)) / len(Z), ((T - np.exp(L)) / len(Z)).astype(Z.dtype)
""",
        ),
        (
            "argmax of target: one-hot only",
            """
def softmax_cross_entropy(Z, T):
    L = log_softmax(Z)
    t = T.argmax(axis=1)
    n = np.arange(len(Z))
    loss = -float(L[n, t].mean())
    dZ = np.exp(L)
    dZ[n, t] -= 1
    return loss, dZ / len(Z)
""",
        ),
        (
            "dtype",
            """
def softmax_cross_entropy(Z, T):
    L = log_softmax(Z)
    return -float(np.sum(T * L)) / len(Z), (np.exp(L) - T.astype(np.float64)) / len(Z)
""",
        ),
        (
            "with the other terms 1-t (binary cross-entropy)",
            """
def softmax_cross_entropy(Z, T):
    L = log_softmax(Z)
    P = np.exp(L)
    loss = -np.sum(T * L + (1 - T) * np.log1p(-np.minimum(P, 1 - 1e-7)))
    return float(loss) / len(Z), ((P - T) / len(Z)).astype(Z.dtype)
""",
        ),
        (
            "gradient only at the target",
            """
def softmax_cross_entropy(Z, T):
    L = log_softmax(Z)
    return -float(np.sum(T * L)) / len(Z), (T * (np.exp(L) - 1) / len(Z)).astype(Z.dtype)
""",
        ),
        (
            "gradient times slope p(1-p)",
            """
def softmax_cross_entropy(Z, T):
    L = log_softmax(Z)
    P = np.exp(L)
    return -float(np.sum(T * L)) / len(Z), ((P - T) * P * (1 - P) / len(Z)).astype(Z.dtype)
""",
        ),
        (
            "divides by K",
            """
def softmax_cross_entropy(Z, T):
    L = log_softmax(Z)
    K = Z.shape[1]
    return -float(np.sum(T * L)) / K, ((np.exp(L) - T) / K).astype(Z.dtype)
""",
        ),
        (
            "gradient by p",
            """
def softmax_cross_entropy(Z, T):
    L = log_softmax(Z)
    return -float(np.sum(T * L)) / len(Z), (-T / np.exp(L) / len(Z)).astype(Z.dtype)
""",
        ),
        (
            "clip against log 0",
            """
def softmax_cross_entropy(Z, T):
    P = np.clip(softmax(Z), 1e-10, 1)
    loss = -np.mean(np.sum(T * np.log(P), axis=1))
    return float(loss), ((P - T) / len(Z)).astype(Z.dtype)
""",
        ),
    ),
    "softmax_jacobian": (
        (
            "sign",
            """
def softmax_jacobian(Z):
    P = softmax(Z)
    K = Z.shape[-1]
    return P[..., :, None] * (P[..., None, :] - np.eye(K, dtype=P.dtype))
""",
        ),
        (
            "diagonal only",
            """
def softmax_jacobian(Z):
    P = softmax(Z)
    K = Z.shape[-1]
    return (P * (1 - P))[..., None] * np.eye(K, dtype=P.dtype)
""",
        ),
        (
            "eye in float64",
            """
def softmax_jacobian(Z):
    P = softmax(Z)
    K = Z.shape[-1]
    return P[..., :, None] * (np.eye(K) - P[..., None, :])
""",
        ),
        (
            "delta - p without leading p",
            """
def softmax_jacobian(Z):
    P = softmax(Z)
    K = Z.shape[-1]
    return np.eye(K, dtype=P.dtype) - P[..., :, None] * P[..., None, :]
""",
        ),
        (
            "one row only",
            """
def softmax_jacobian(Z):
    p = softmax(Z)
    return np.diag(p) - np.outer(p, p)
""",
        ),
        (
            "transposed factor (not symmetric)",
            """
def softmax_jacobian(Z):
    P = softmax(Z)
    K = Z.shape[-1]
    return P[..., :, None] * (np.eye(K, dtype=P.dtype) - P[..., :, None])
""",
        ),
        (
            "plus outside",
            """
def softmax_jacobian(Z):
    P = softmax(Z)
    out = P[..., :, None] * P[..., None, :]
    i = np.arange(Z.shape[-1])
    out[..., i, i] = P * (1 - P)
    return out
""",
        ),
        (
            "uses Z in place of P",
            """
def softmax_jacobian(Z):
    K = Z.shape[-1]
    return Z[..., :, None] * (np.eye(K, dtype=Z.dtype) - Z[..., None, :])
""",
        ),
        (
            "batch axis last",
            """
def softmax_jacobian(Z):
    P = softmax(Z)
    K = Z.shape[-1]
    J = P[..., :, None] * (np.eye(K, dtype=P.dtype) - P[..., None, :])
    return np.moveaxis(J, 0, -1) if J.ndim > 2 else J
""",
        ),
        (
            "sum over rows",
            """
def softmax_jacobian(Z):
    P = np.atleast_2d(softmax(Z))
    J = 0
    for p in P:
        J = J + np.diag(p) - np.outer(p, p)
    return J
""",
        ),
        (
            "diag entries p squared lost",
            """
def softmax_jacobian(Z):
    P = softmax(Z)
    J = -P[..., :, None] * P[..., None, :]
    i = np.arange(Z.shape[-1])
    J[..., i, i] = P
    return J
""",
        ),
    ),
    "softmax_regression_cost": (
        (
            "half lost",
            """
def softmax_regression_cost(W, b, X, T, l2=0.0):
    loss, dZ = softmax_cross_entropy(X @ W.T + b, T)
    return loss + l2 * float(np.sum(W ** 2)), dZ.T @ X + l2 * W, dZ.sum(axis=0)
""",
        ),
        (
            "penalty gradient lost",
            """
def softmax_regression_cost(W, b, X, T, l2=0.0):
    loss, dZ = softmax_cross_entropy(X @ W.T + b, T)
    return loss + l2 / 2 * float(np.sum(W ** 2)), dZ.T @ X, dZ.sum(axis=0)
""",
        ),
        (
            "bias penalised",
            """
def softmax_regression_cost(W, b, X, T, l2=0.0):
    loss, dZ = softmax_cross_entropy(X @ W.T + b, T)
    cost = loss + l2 / 2 * float(np.sum(W ** 2) + np.sum(b ** 2))
    return cost, dZ.T @ X + l2 * W, dZ.sum(axis=0) + l2 * b
""",
        ),
        (
            "divided by N again",
            """
def softmax_regression_cost(W, b, X, T, l2=0.0):
    N = len(X)
    loss, dZ = softmax_cross_entropy(X @ W.T + b, T)
    return loss + l2 / 2 * float(np.sum(W ** 2)), dZ.T @ X / N + l2 * W, dZ.sum(axis=0) / N
""",
        ),
        (
            "db mean",
            """
def softmax_regression_cost(W, b, X, T, l2=0.0):
    loss, dZ = softmax_cross_entropy(X @ W.T + b, T)
    return loss + l2 / 2 * float(np.sum(W ** 2)), dZ.T @ X + l2 * W, dZ.mean(axis=0)
""",
        ),
        (
            "penalty over N",
            """
def softmax_regression_cost(W, b, X, T, l2=0.0):
    N = len(X)
    loss, dZ = softmax_cross_entropy(X @ W.T + b, T)
    return loss + l2 / (2 * N) * float(np.sum(W ** 2)), dZ.T @ X + l2 / N * W, dZ.sum(axis=0)
""",
        ),
        (
            "transposed dW",
            """
def softmax_regression_cost(W, b, X, T, l2=0.0):
    loss, dZ = softmax_cross_entropy(X @ W.T + b, T)
    return loss + l2 / 2 * float(np.sum(W ** 2)), X.T @ dZ + l2 * W.T, dZ.sum(axis=0)
""",
        ),
        (
            "bias forgotten in logits",
            """
def softmax_regression_cost(W, b, X, T, l2=0.0):
    loss, dZ = softmax_cross_entropy(X @ W.T, T)
    return loss + l2 / 2 * float(np.sum(W ** 2)), dZ.T @ X + l2 * W, dZ.sum(axis=0)
""",
        ),
        (
            "l1 penalty",
            """
def softmax_regression_cost(W, b, X, T, l2=0.0):
    loss, dZ = softmax_cross_entropy(X @ W.T + b, T)
    return loss + l2 * float(np.sum(np.abs(W))), dZ.T @ X + l2 * np.sign(W), dZ.sum(axis=0)
""",
        ),
        (
            "db and dW exchanged",
            """
def softmax_regression_cost(W, b, X, T, l2=0.0):
    loss, dZ = softmax_cross_entropy(X @ W.T + b, T)
    dW = dZ.T @ X + l2 * W
    db = np.sum(dZ, axis=0)
    return loss + l2 / 2 * float(np.sum(W ** 2)), db, dW
""",
        ),
        (
            "norm instead of squared norm",
            """
def softmax_regression_cost(W, b, X, T, l2=0.0):
    loss, dZ = softmax_cross_entropy(X @ W.T + b, T)
    return loss + l2 / 2 * float(np.linalg.norm(W)), dZ.T @ X + l2 * W, dZ.sum(axis=0)
""",
        ),
        (
            "penalty subtracted in the gradient",
            """
def softmax_regression_cost(W, b, X, T, l2=0.0):
    loss, dZ = softmax_cross_entropy(X @ W.T + b, T)
    return loss + l2 / 2 * float(np.sum(W ** 2)), dZ.T @ X - l2 * W, dZ.sum(axis=0)
""",
        ),
        (
            "cost without the penalty",
            """
def softmax_regression_cost(W, b, X, T, l2=0.0):
    loss, dZ = softmax_cross_entropy(X @ W.T + b, T)
    return loss, dZ.T @ X + l2 * W, dZ.sum(axis=0)
""",
        ),
    ),
    "softmax_test": (
        (
            "sum is one",
            """
def softmax_test(f):
    rng = np.random.default_rng(0)
    P = f(rng.normal(size=(4, 3)))
    assert np.allclose(P.sum(axis=1), 1)
""",
        ),
        (
            "sum, positive, order",
            """
def softmax_test(f):
    rng = np.random.default_rng(0)
    Z = rng.normal(size=(4, 3)) * 100
    P = f(Z)
    assert P.shape == Z.shape
    assert np.all(P >= 0)
    assert np.allclose(P.sum(axis=1), 1)
    assert np.all(P.argmax(axis=1) == Z.argmax(axis=1))
""",
        ),
        (
            "one row",
            """
def softmax_test(f):
    Z = np.array([[1.0, 2.0, 3.0]])
    e = np.exp(Z)
    assert np.allclose(f(Z), e / e.sum())
""",
        ),
        (
            "compares with the naive formula also for large",
            """
def softmax_test(f):
    Z = np.array([[1.0, 2.0, 3.0], [1000.0, 1001.0, 1002.0]])
    with np.errstate(all="ignore"):
        e = np.exp(Z)
        want = e / e.sum(axis=1, keepdims=True)
    assert np.allclose(f(Z), want)
""",
        ),
        (
            "no large logits",
            """
def softmax_test(f):
    rng = np.random.default_rng(0)
    Z = rng.normal(size=(4, 3))
    e = np.exp(Z)
    assert np.allclose(f(Z), e / e.sum(axis=1, keepdims=True))
""",
        ),
        (
            "positive strictly: refuses right ones for large logits",
            """
def softmax_test(f):
    Z = np.array([[0.0, 1000.0], [3.0, -1.0], [500.0, 500.0]])
    P = f(Z)
    assert np.all(P > 0)
    assert np.allclose(P.sum(axis=1), 1)
    assert np.allclose(P[1, 0] / P[1, 1], np.exp(4))
""",
        ),
        (
            "transposed expectation",
            """
def softmax_test(f):
    rng = np.random.default_rng(0)
    Z = rng.normal(size=(4, 4)) * 10
    e = np.exp(Z - Z.max(axis=0))
    assert np.allclose(f(Z), e / e.sum(axis=0))
""",
        ),
        (
            "loose tolerance",
            """
def softmax_test(f):
    rng = np.random.default_rng(0)
    for scale in (1, 1000):
        Z = rng.normal(size=(4, 3)) * scale
        e = np.exp(Z - Z.max(axis=1, keepdims=True))
        assert np.allclose(f(Z), e / e.sum(axis=1, keepdims=True), atol=0.3)
""",
        ),
        (
            "all rows alike",
            """
def softmax_test(f):
    for z in ([0.0, 1.0, 2.0], [1000.0, 1001.0, 1002.0]):
        Z = np.array([z] * 3)
        e = np.exp(Z - Z.max(axis=1, keepdims=True))
        assert np.allclose(f(Z), e / e.sum(axis=1, keepdims=True))
""",
        ),
        (
            "single vector input: f raises",
            """
def softmax_test(f):
    z = np.array([1.0, 2.0, 1000.0])
    p = f(z)
    assert np.isclose(p.sum(), 1)
""",
        ),
    ),
}

WRONG = {
    name: tuple((what, typed(name, source), NAMED) for what, source in answers) for name, answers in _TYPED.items()
}
