"""Right answers of a sixth class, written before the checks saw them."""

from tests.support.typed import typed

_TYPED = {
    "standardise": (
        """
def standardise(X):
    out = np.zeros_like(X)
    for d in range(X.shape[1]):
        column = X[:, d].astype(np.float64)
        if column.max() == column.min():
            continue
        centred = column - sum(column) / len(column)
        out[:, d] = centred / (sum(centred * centred) / len(column)) ** 0.5
    return out
""",
        """
def standardise(X):
    D = X - X.mean(axis=0)
    s = np.sqrt(np.einsum("nd,nd->d", D, D) / len(X)).astype(X.dtype)
    return np.divide(D, s, out=np.zeros_like(D), where=s > 0)
""",
    ),
    "one_hot": (
        """
def one_hot(t, n_classes, dtype=np.float32):
    rows = [[1 if k == label else 0 for k in range(n_classes)] for label in t]
    return np.array(rows, dtype=dtype).reshape(len(t), n_classes)
""",
    ),
    "adaline_normal_equations": (
        """
def adaline_normal_equations(X, t, l2=0.0):
    N, D = X.shape
    centre, level = X.mean(axis=0), t.mean()
    C = X - centre
    w = np.linalg.solve(C.T @ C + N * l2 * np.eye(D), C.T @ (t - level))
    return w, level - centre @ w
""",
        """
def adaline_normal_equations(X, t, l2=0.0):
    n, d = X.shape
    extra = np.hstack([np.sqrt(n * l2) * np.eye(d), np.zeros((d, 1))])
    A = np.vstack([np.hstack([X, np.ones((n, 1))]), extra])
    *w, b = np.linalg.lstsq(A, np.concatenate([t, np.zeros(d)]), rcond=None)[0]
    return np.array(w), b
""",
    ),
    "sigmoid_grad": (
        """
def sigmoid_grad(z, slope=1):
    up, down = sigmoid(z, slope), sigmoid(-z, slope)
    return slope * up * down
""",
    ),
    "prelu": (
        """
def prelu(z, alpha=0.25):
    gate = (z > 0).astype(z.dtype)
    return z * (gate + alpha * (1 - gate))
""",
        """
def prelu(z, alpha=0.25):
    slopes = np.broadcast_to(np.asarray(alpha, dtype=z.dtype), z.shape)
    out = np.empty_like(z)
    for i in np.ndindex(z.shape):
        out[i] = z[i] if z[i] > 0 else slopes[i] * z[i]
    return out
""",
    ),
    "huber": (
        """
def huber(Y, T, delta=1.0):
    N, total = len(Y), 0.0
    dY = np.zeros_like(Y)
    for i in np.ndindex(Y.shape):
        d = float(Y[i]) - float(T[i])
        if abs(d) <= delta:
            total += d * d / 2
            dY[i] = d / N
        else:
            total += delta * (abs(d) - delta / 2)
            dY[i] = delta / N if d > 0 else -delta / N
    return total / N, dY
""",
    ),
    "bce_with_logits": (
        """
def bce_with_logits(Z, T):
    N = Z.shape[0]
    cost = (T * np.logaddexp(0, -Z) + (1 - T) * np.logaddexp(0, Z)).sum() / N
    P = (1 + np.tanh(Z / 2)) / 2
    return float(cost), ((P - T) / N).astype(Z.dtype)
""",
        """
from math import exp
from math import log1p


def bce_with_logits(Z, T):
    total, dZ = 0.0, np.zeros_like(Z)
    for i in np.ndindex(Z.shape):
        z, t = float(Z[i]), float(T[i])
        e = exp(-abs(z))
        total += t * (max(-z, 0.0) + log1p(e)) + (1 - t) * (max(z, 0.0) + log1p(e))
        dZ[i] = ((1 if z >= 0 else e) / (1 + e) - t) / len(Z)
    return total / len(Z), dZ
""",
    ),
    "kl_divergence": (
        """
from math import inf
from math import log


def kl_divergence(P, Q):
    if P.ndim > 1:
        return np.array([kl_divergence(p, q) for p, q in zip(P, Q)])
    total = 0.0
    for p, q in zip(P.tolist(), Q.tolist()):
        if p > 0:
            total += p * (log(p) - log(q)) if q > 0 else inf
    return P.dtype.type(total)
""",
    ),
    "softmax_jacobian": (
        """
def softmax_jacobian(Z):
    K = Z.shape[-1]
    rows = softmax(Z).reshape(-1, K)
    matrices = [np.diag(p) - np.outer(p, p) for p in rows]
    return np.array(matrices, dtype=Z.dtype).reshape(Z.shape + (K,))
""",
        """
def softmax_jacobian(Z):
    P = softmax(Z)
    diagonal = np.einsum("...i,ik->...ik", P, np.eye(Z.shape[-1], dtype=P.dtype))
    return diagonal - np.einsum("...i,...k->...ik", P, P)
""",
    ),
    "softmax_regression_cost": (
        """
def softmax_regression_cost(W, b, X, T, l2=0.0):
    N, K = T.shape
    cost = l2 / 2 * float(np.vdot(W, W))
    dW, db = l2 * W, np.zeros_like(b)
    for x, t in zip(X, T):
        z = W @ x + b
        log_p = z - np.logaddexp.reduce(z)
        cost -= float(t @ log_p) / N
        delta = ((np.exp(log_p) - t) / N).astype(W.dtype)
        dW = dW + np.outer(delta, x)
        db = db + delta
    return cost, dW, db
""",
        """
def softmax_regression_cost(W, b, X, T, l2=0.0):
    X1 = np.column_stack([X, np.ones_like(X[:, 0])])
    loss, dZ = softmax_cross_entropy(X1 @ np.column_stack([W, b]).T, T)
    both = np.einsum("nk,nd->kd", dZ, X1)
    return loss + 0.5 * l2 * float(np.square(W).sum()), both[:, :-1] + l2 * W, both[:, -1]
""",
    ),
    "forward_pass": (
        """
def forward_pass(X, weights, biases, activations):
    if len(weights) == 0:
        return [], [X]
    Z = np.einsum("ni,ji->nj", X, weights[0]) + biases[0]
    later_Zs, later_As = forward_pass(activations[0].f(Z), weights[1:], biases[1:], activations[1:])
    return [Z, *later_Zs], [X, *later_As]
""",
        """
def forward_pass(X, weights, biases, activations):
    R = len(weights)
    Zs, As = [None] * R, [X] + [None] * R
    for r in range(1, R + 1):
        Zs[r - 1] = (weights[r - 1] @ As[r - 1].T + biases[r - 1][:, None]).T
        As[r] = activations[r - 1].f(Zs[r - 1])
    return Zs, As
""",
    ),
    "numerical_gradient": (
        """
def numerical_gradient(f, x, eps=1e-05):
    steps = [e.reshape(x.shape) for e in eps * np.eye(x.size)]
    return np.array([(f(x + h) - f(x - h)) / (2 * eps) for h in steps]).reshape(x.shape)
""",
        """
def numerical_gradient(f, x, eps=1e-05):
    def slope(place):
        values = []
        for sign in (1, -1):
            moved = x.copy()
            moved.flat[place] += sign * eps
            values.append(f(moved))
        return 0.5 * (values[0] - values[1]) / eps

    grad = np.empty(x.shape)
    grad.flat = [slope(k) for k in range(x.size)]
    return grad
""",
    ),
    "backward_by_unit": (
        """
def backward_by_unit(dA, zs, activities, weights, activations):
    def deltas(r):
        slope = activations[r - 1].grad(zs[r - 1])
        if r == len(zs):
            return [dA * slope]
        later = deltas(r + 1)
        return [weights[r].T @ later[0] * slope, *later]

    dbs = deltas(1)
    return [np.outer(d, a) for d, a in zip(dbs, activities)], dbs
""",
        """
def backward_by_unit(dA, zs, activities, weights, activations):
    dWs, dbs, back = [], [], list(dA)
    for z, a, W, act in zip(zs[::-1], activities[-2::-1], weights[::-1], activations[::-1]):
        slopes = act.grad(z)
        delta = [g * s for g, s in zip(back, slopes)]
        dbs.append(np.array(delta))
        dWs.append(np.array([[d * x for x in a] for d in delta]))
        back = [sum(delta[j] * W[j, i] for j in range(len(delta))) for i in range(len(a))]
    return dWs[::-1], dbs[::-1]
""",
    ),
    "backward_pass": (
        """
def backward_pass(dZ, Zs, As, weights, activations):
    if not weights:
        return [], []
    *below, W = weights
    dWs, dbs = [], []
    if below:
        before = (dZ @ W) * activations[len(below) - 1].grad(Zs[len(below) - 1])
        dWs, dbs = backward_pass(before, Zs[:-1], As[:-1], below, activations[:-1])
    return [*dWs, dZ.T @ As[len(below)]], [*dbs, dZ.sum(axis=0)]
""",
        """
def backward_pass(dZ, Zs, As, weights, activations):
    R = len(weights)
    deltas = {R: dZ}
    for r in reversed(range(1, R)):
        deltas[r] = np.einsum("nj,ji,ni->ni", deltas[r + 1], weights[r], activations[r - 1].grad(Zs[r - 1]))
    dWs = [np.einsum("nj,ni->ji", deltas[r], As[r - 1]) for r in range(1, R + 1)]
    return dWs, [np.einsum("nj->j", deltas[r]) for r in range(1, R + 1)]
""",
    ),
    "Dense": (
        """
from mlpkit.layers.dense import Affine


class Dense(Affine):
    def forward(self, batch):
        self._seen = batch
        return np.einsum("ni,ji->nj", batch, self.W) + self.b

    def backward(self, delta):
        self.dW = np.einsum("nj,ni->ji", delta, self._seen)
        self.db = np.ones(len(delta), dtype=delta.dtype) @ delta
        return np.einsum("nj,ji->ni", delta, self.W) if self.input_grad else None
""",
        """
from mlpkit.layers.dense import Affine


class Dense(Affine):
    def forward(self, X):
        self.kept = X
        return np.stack([self.W @ x + self.b for x in X])

    def backward(self, dZ):
        self.dW[...] = 0
        self.db[...] = 0
        for dz, x in zip(dZ, self.kept):
            self.dW += np.outer(dz, x)
            self.db += dz
        if self.input_grad:
            return np.stack([dz @ self.W for dz in dZ])
""",
    ),
    "chain_step": (
        """
def chain_step(layers, loss, X, T, lr, weight_decay=0.0):
    for layer in layers:
        X = layer.forward(X)
    value = loss.forward(X, T)
    back = loss.backward()
    for layer in layers[::-1]:
        back = layer.backward(back)
    for layer in layers:
        for name, w in layer.params.items():
            if w.ndim == 2:
                w *= 1 - lr * weight_decay
            w -= lr * layer.grads[name]
    return value
""",
        """
from functools import reduce
from mlpkit.optim import sgd_step


def chain_step(layers, loss, X, T, lr, weight_decay=0.0):
    before = loss.forward(reduce(lambda A, layer: layer.forward(A), layers, X), T)
    reduce(lambda g, layer: layer.backward(g), reversed(layers), loss.backward())
    for learns, grads in ((layer.params, layer.grads) for layer in layers):
        for name in learns:
            strength = weight_decay if learns[name].ndim == 2 else 0.0
            learns[name][...] = sgd_step(learns[name], grads[name], lr, strength)
    return before
""",
    ),
    "Node": (
        """
from mlpkit.autodiff import Record


class Node(Record):
    def __add__(self, other):
        extra = tuple(range(self.value.ndim - other.value.ndim))
        pulls = [(self, lambda g: g + 0), (other, lambda g: g.sum(axis=extra) if extra else g + 0)]
        return Node(self.value + other.value, pulls)

    def __mul__(self, other):
        u, v = self.value, other.value
        return Node(u * v, [(self, lambda g: g * v), (other, lambda g: g * u)])

    def __matmul__(self, other):
        A, B = self.value, other.value
        to_left = lambda g: np.einsum("nk,dk->nd", g, B)
        to_right = lambda g: np.einsum("nd,nk->dk", A, g)
        return Node(np.einsum("nd,dk->nk", A, B), [(self, to_left), (other, to_right)])

    @property
    def T(self):
        return Node(np.swapaxes(self.value, 0, 1), [(self, np.transpose)])

    def apply(self, activation):
        z = self.value
        return Node(activation.f(z), [(self, lambda g: g * activation.grad(z))])

    def sum(self):
        shape = self.value.shape
        return Node(np.add.reduce(self.value, axis=None), [(self, lambda g: np.broadcast_to(g, shape).copy())])
""",
    ),
    "backpropagate": (
        """
def backpropagate(end):
    nodes, waiting, stack = {id(end): end}, {id(end): 0}, [end]
    while stack:
        for parent, _ in stack.pop().parents:
            if id(parent) not in nodes:
                nodes[id(parent)] = parent
                waiting[id(parent)] = 0
                stack.append(parent)
            waiting[id(parent)] += 1
    for node in nodes.values():
        node.grad = np.zeros_like(node.value)
    end.grad = np.ones_like(end.value)
    ready = [end]
    while ready:
        node = ready.pop()
        for parent, pull in node.parents:
            parent.grad = parent.grad + pull(node.grad)
            waiting[id(parent)] -= 1
            if waiting[id(parent)] == 0:
                ready.append(parent)
""",
        """
def backpropagate(end):
    order, done, stack = [], set(), [(end, False)]
    while stack:
        node, parents_listed = stack.pop()
        if parents_listed:
            order.append(node)
        elif id(node) not in done:
            done.add(id(node))
            stack.append((node, True))
            stack.extend((parent, False) for parent, _ in node.parents)
    sums = {id(node): np.zeros_like(node.value) for node in order}
    sums[id(end)] = np.ones_like(end.value)
    for node in order[::-1]:
        node.grad = sums[id(node)]
        for parent, pull in node.parents:
            sums[id(parent)] = sums[id(parent)] + pull(node.grad)
""",
    ),
    "delta_sizes": (
        """
def delta_sizes(dZ, Zs, weights, activations):
    here = float(np.sqrt(np.mean(np.square(dZ))))
    if len(weights) == 1:
        return [here]
    below = np.einsum("nj,ji->ni", dZ, weights[-1]) * activations[len(weights) - 2].grad(Zs[len(weights) - 2])
    return delta_sizes(below, Zs[:-1], weights[:-1], activations[:-1]) + [here]
""",
        """
def delta_sizes(dZ, Zs, weights, activations):
    deltas = [dZ]
    for W, Z, activation in zip(weights[:0:-1], Zs[-2::-1], activations[-2::-1]):
        deltas.append((deltas[-1] @ W) * activation.grad(Z))
    return [float(np.linalg.norm(d)) / d.size**0.5 for d in reversed(deltas)]
""",
    ),
    "plateau": (
        """
from itertools import groupby


def plateau(lr, errors, patience=3, factor=0.5):
    lowest, better = float("inf"), []
    for e in errors:
        better.append(e < lowest)
        lowest = min(lowest, e)
    times = sum(len(list(run)) // patience for good, run in groupby(better) if not good)
    return lr * factor**times
""",
        """
def plateau(lr, errors, patience=3, factor=0.5):
    def walk(rate, i, best, waited):
        if waited == patience:
            return walk(rate * factor, i, best, 0)
        if i == len(errors):
            return rate
        if errors[i] < best:
            return walk(rate, i + 1, errors[i], 0)
        return walk(rate, i + 1, best, waited + 1)

    return walk(lr, 0, float("inf"), 0)
""",
    ),
    "adam_step": (
        """
def adam_step(w, dw, m, s, t, lr=0.001, beta1=0.9, beta2=0.999, eps=1e-08):
    m = m + (1 - beta1) * (dw - m)
    s = s + (1 - beta2) * (dw * dw - s)
    root = float((1 - beta2**t) ** 0.5)
    rate = lr * root / float(1 - beta1**t)
    return w - rate * m / (np.sqrt(s) + eps * root), m, s
""",
        """
def adam_step(w, dw, m, s, t, lr=0.001, beta1=0.9, beta2=0.999, eps=1e-08):
    new_w, new_m, new_s = np.empty_like(w), np.empty_like(m), np.empty_like(s)
    for i in np.ndindex(w.shape):
        g = float(dw[i])
        mean = beta1 * float(m[i]) + (1 - beta1) * g
        square = beta2 * float(s[i]) + (1 - beta2) * g * g
        step = (mean / (1 - beta1**t)) / ((square / (1 - beta2**t)) ** 0.5 + eps)
        new_w[i], new_m[i], new_s[i] = float(w[i]) - lr * step, mean, square
    return new_w, new_m, new_s
""",
    ),
    "clip_by_norm": (
        """
def clip_by_norm(grads, limit):
    flat = np.concatenate([np.ravel(g).astype(np.float64) for g in grads])
    length = float(np.linalg.norm(flat))
    if length <= limit:
        return [g.copy() for g in grads]
    return [(g / length * limit).astype(g.dtype) for g in grads]
""",
        """
from math import hypot


def clip_by_norm(grads, limit):
    length = hypot(*(float(x) for g in grads for x in g.flat))
    factor = limit / length if length > limit else 1.0
    return [factor * g for g in grads]
""",
    ),
    "regression_head": (
        """
def regression_head(Z, low=-np.inf, high=np.inf):
    e = np.exp(-np.abs(Z))
    up = np.where(Z >= 0, 1 / (1 + e), e / (1 + e))
    down = np.where(Z >= 0, e / (1 + e), 1 / (1 + e))
    if low > -np.inf and high < np.inf:
        Y, slope = low * down + high * up, (high - low) * up * down
    elif low > -np.inf:
        Y, slope = low + np.maximum(Z, 0) + np.log1p(e), up
    elif high < np.inf:
        Y, slope = high + np.minimum(Z, 0) - np.log1p(e), down
    else:
        Y, slope = +Z, np.ones_like(Z)
    return Y.astype(Z.dtype), slope.astype(Z.dtype)
""",
        """
from mlpkit.activations import sigmoid
from mlpkit.activations import softplus


def regression_head(Z, low=-np.inf, high=np.inf):
    limits = (bool(np.isfinite(low)), bool(np.isfinite(high)))
    cases = {
        (False, False): lambda: (Z.copy(), np.full_like(Z, 1)),
        (True, False): lambda: (softplus(Z) + low, sigmoid(Z)),
        (False, True): lambda: (-(softplus(-Z) - high), sigmoid(-Z)),
        (True, True): lambda: (sigmoid(Z) * (high - low) + low, sigmoid(-Z) * sigmoid(Z) * (high - low)),
    }
    return cases[limits]()
""",
    ),
    "r_squared": (
        """
def r_squared(Y, T):
    unexplained = np.mean((Y - T) ** 2, axis=0)
    return float(1 - np.sum(unexplained) / np.sum(np.var(T, axis=0)))
""",
        """
def r_squared(Y, T):
    outputs, targets = Y.reshape(len(Y), -1).T.tolist(), T.reshape(len(T), -1).T.tolist()
    left = total = 0.0
    for column, truth in zip(outputs, targets):
        mean = sum(truth) / len(truth)
        left += sum((t - y) ** 2 for y, t in zip(column, truth))
        total += sum((t - mean) ** 2 for t in truth)
    return (total - left) / total
""",
    ),
    "dropout": (
        """
def dropout(A, U, p):
    mask = np.heaviside(U - p, 1).astype(A.dtype) / (1 - p)
    return np.multiply(mask, A), mask
""",
        """
def dropout(A, U, p):
    mask = np.zeros_like(A)
    for place in np.ndindex(A.shape):
        if not U[place] < p:
            mask[place] = 1 / (1 - p)
    return A * mask, mask
""",
    ),
    "minibatches": (
        """
def minibatches(X, t, batch_size, rng):
    order = np.argsort(rng.random(len(X)))
    return ((X[rows], t[rows]) for rows in np.split(order, range(batch_size, len(X), batch_size)))
""",
        """
def minibatches(X, t, batch_size, rng):
    left = list(range(len(X)))
    rng.shuffle(left)
    while left:
        rows, left = left[:batch_size], left[batch_size:]
        yield np.stack([X[n] for n in rows]), np.stack([t[n] for n in rows])
""",
    ),
    "confusion_matrix": (
        """
from collections import Counter


def confusion_matrix(t, y, n_classes):
    count = Counter(zip(t.tolist(), y.tolist()))
    return np.array([[count[i, j] for j in range(n_classes)] for i in range(n_classes)], dtype=np.int64)
""",
        """
def confusion_matrix(truth, answer, n_classes):
    k = np.arange(n_classes)
    is_class, got_label = (truth[:, None] == k).astype(np.int64), (answer[:, None] == k).astype(np.int64)
    return np.einsum("ni,nj->ij", is_class, got_label)
""",
    ),
    "calibration_error": (
        """
def calibration_error(sure, right, bins=10):
    k = np.minimum((sure * bins).astype(int), bins - 1)
    return float(np.abs(np.bincount(k, weights=right - sure)).sum() / len(sure))
""",
        """
def calibration_error(sure, right, bins=10):
    groups = {}
    for p, u in zip(sure, right):
        groups.setdefault(min(int(p * bins), bins - 1), []).append((float(p), float(u)))
    total = 0.0
    for pairs in groups.values():
        chance, hit = (sum(column) / len(pairs) for column in zip(*pairs))
        total += len(pairs) * abs(hit - chance)
    return total / len(sure)
""",
    ),
    "mended_pooling_backward": (
        """
def mended_pooling_backward(dY, size):
    square = np.ones((1, size, size), dtype=dY.dtype)
    return np.kron(dY, square) / size**2
""",
        """
def mended_pooling_backward(dY, size):
    N, rows, columns = dY.shape
    out = np.empty((N, size * rows, size * columns), dtype=dY.dtype)
    for i in range(size * rows):
        for j in range(size * columns):
            out[:, i, j] = dY[:, i // size, j // size] / size**2
    return out
""",
    ),
}

RIGHT = {name: [typed(name, source) for source in sources] for name, sources in _TYPED.items()}
