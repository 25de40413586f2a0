"""Right answers of a fifth class in unusual styles, one lecture after the other: each as it was typed."""

from tests.support.typed import typed

_TYPED = {
    "standardise": (
        """
def standardise(X):
    out = np.zeros_like(X)
    for j, column in enumerate(X.T):
        centred = column - np.average(column)
        size = np.sqrt(np.average(centred ** 2))
        if np.ptp(column):
            out[:, j] = centred / size
    return out
""",
        """
def standardise(X):
    with np.errstate(all="ignore"):
        Z = (X - X.mean(0, keepdims=True)) / X.std(0, keepdims=True)
    constant = (X == X[0]).all(axis=0)
    return np.where(constant, X.dtype.type(0), Z)
""",
    ),
    "one_hot": (
        """
def one_hot(t, n_classes, dtype=np.float32):
    return np.array([[k == c for k in range(n_classes)] for c in t], dtype=dtype).reshape(len(t), n_classes)
""",
        """
def one_hot(t, n_classes, dtype=np.float32):
    flat = np.zeros(len(t) * n_classes, dtype)
    flat[np.arange(len(t)) * n_classes + t] = 1
    return flat.reshape(-1, n_classes)
""",
    ),
    "perceptron_step": (
        """
def perceptron_step(w, b, x, t, lr=1.0):
    y = neuron(x, w, b)
    if y == t:
        return np.array(w), b
    sign = 1 if t else -1
    return w + sign * lr * x, b + sign * lr
""",
        """
def perceptron_step(w, b, x, t, lr=1.0):
    move = {(0, 1): lr, (1, 0): -lr}.get((int(np.dot(x, w) + b >= 0), int(t)), 0.0)
    new = w.copy()
    for i in range(len(new)):
        new[i] += move * x[i]
    return new, b + move
""",
    ),
    "adaline_step": (
        """
def adaline_step(w, b, x, t, lr=0.1):
    wb = np.append(w, b).astype(w.dtype)
    x1 = np.append(x, 1).astype(w.dtype)
    wb = wb - lr * (wb @ x1 - t) * x1
    return wb[:-1].astype(w.dtype), float(wb[-1])
""",
        """
def adaline_step(w, b, x, t, lr=0.1):
    pull = lr * (t - sum(float(a) * float(c) for a, c in zip(w, x)) - b)
    return np.asarray([float(a) + pull * float(c) for a, c in zip(w, x)], w.dtype), b + pull
""",
    ),
    "prelu": (
        """
def prelu(z, alpha=0.25):
    return np.clip(z, 0, None) + alpha * np.clip(z, None, 0)
""",
        """
def prelu(z, alpha=0.25):
    a = np.broadcast_to(np.asarray(alpha, z.dtype), z.shape)
    out = z.copy()
    left = z < 0
    out[left] *= a[left]
    return out
""",
    ),
    "swish": (
        """
def swish(z, beta=1):
    gate = (1 + np.tanh(beta * z / 2)) / 2
    return (z * gate).astype(z.dtype)
""",
        """
def swish(z, beta=1):
    z64 = np.asarray(z, np.float64)
    return (z64 * np.exp(-np.logaddexp(0, -beta * z64))).astype(z.dtype)
""",
    ),
    "huber": (
        """
def huber(Y, T, delta=1.0):
    d = Y - T
    c = np.clip(d, -delta, delta)
    n = d.shape[0]
    return float(np.sum(c * (d - c / 2)) / n), (c / n).astype(Y.dtype)
""",
        """
def huber(Y, T, delta=1.0):
    loss, dY = 0.0, np.empty_like(Y)
    for at in np.ndindex(Y.shape):
        d = float(Y[at]) - float(T[at])
        if -delta <= d <= delta:
            loss, dY[at] = loss + d * d / 2, d / len(Y)
        else:
            side = 1 if d > 0 else -1
            loss, dY[at] = loss + delta * (side * d - delta / 2), side * delta / len(Y)
    return loss / len(Y), dY
""",
    ),
    "kl_divergence": (
        """
def kl_divergence(P, Q):
    with np.errstate(all="ignore"):
        terms = np.where(P > 0, P * (np.log(P) - np.log(Q)), 0)
    return terms.sum(axis=-1)
""",
        """
def kl_divergence(P, Q):
    with np.errstate(divide="ignore"):
        ratio = np.divide(P, Q, out=np.full_like(P, np.inf), where=Q > 0)
        return np.einsum("...k->...", xlogy(P, np.where(P > 0, ratio, 1)))
""",
    ),
    "softmax_jacobian": (
        """
def softmax_jacobian(Z):
    P = softmax(Z)
    K = P.shape[-1]
    J = -np.einsum("...i,...k->...ik", P, P)
    J[..., np.arange(K), np.arange(K)] += P
    return J
""",
        """
def softmax_jacobian(Z):
    flat = softmax(Z).reshape(-1, Z.shape[-1])
    return np.array([np.diag(p) - np.outer(p, p) for p in flat], Z.dtype).reshape(*Z.shape, Z.shape[-1])
""",
    ),
    "softmax_cross_entropy": (
        """
def softmax_cross_entropy(Z, T):
    S = Z - Z.max(axis=-1, keepdims=True)
    logP = S - np.log(np.exp(S).sum(axis=-1, keepdims=True))
    return float(np.mean(-np.einsum("nk,nk->n", T, logP))), ((np.exp(logP) - T) / Z.shape[0]).astype(Z.dtype)
""",
        """
def softmax_cross_entropy(Z, T):
    total, dZ = 0.0, np.zeros_like(Z)
    for n, (z, t) in enumerate(zip(Z, T)):
        lse = np.logaddexp.reduce(z)
        total += float(sum(t[k] * (lse - z[k]) for k in range(len(z))))
        dZ[n] = (np.exp(z - lse) - t) / len(Z)
    return total / len(Z), dZ
""",
    ),
    "forward_pass": (
        """
def forward_pass(X, weights, biases, activations):
    if not weights:
        return [], [X]
    Z = X @ weights[0].T + biases[0]
    Zs, As = forward_pass(activations[0].f(Z), weights[1:], biases[1:], activations[1:])
    return [Z, *Zs], [X, *As]
""",
        """
def forward_pass(X, weights, biases, activations):
    As = [X]
    Zs = [(As.append(act.f(Z := np.einsum("ni,ji->nj", As[-1], W) + b)), Z)[1]
          for W, b, act in zip(weights, biases, activations)]
    return Zs, As
""",
    ),
    "bump": (
        """
def bump(x, left, right, height=1.0, steepness=100.0):
    up, down = (sigmoid(steepness * (x - edge)) for edge in (left, right))
    return height * up - height * down
""",
        """
def bump(x, left, right, height=1.0, steepness=100.0):
    W = np.array([steepness, steepness], x.dtype)
    b = np.array([-steepness * left, -steepness * right])
    hidden = sigmoid((x[..., None] * W + b).astype(x.dtype))
    return hidden @ np.array([height, -height], x.dtype)
""",
    ),
    "backward_by_unit": (
        """
def backward_by_unit(dA, zs, activities, weights, activations):
    if not weights:
        return [], []
    db = dA * activations[-1].grad(zs[-1])
    before = np.array([sum(weights[-1][j, i] * db[j] for j in range(len(db))) for i in range(weights[-1].shape[1])])
    dWs, dbs = backward_by_unit(before, zs[:-1], activities[:-1], weights[:-1], activations[:-1])
    return dWs + [np.outer(db, activities[-2])], dbs + [db]
""",
        """
def backward_by_unit(dA, zs, activities, weights, activations):
    dWs = [np.empty_like(W) for W in weights]
    dbs = [np.empty_like(z) for z in zs]
    for r in range(len(weights), 0, -1):
        slope = activations[r - 1].grad(zs[r - 1])
        for j in range(len(zs[r - 1])):
            dbs[r - 1][j] = dA[j] * slope[j]
            for i in range(len(activities[r - 1])):
                dWs[r - 1][j, i] = dbs[r - 1][j] * activities[r - 1][i]
        dA = [sum(weights[r - 1][j, i] * dbs[r - 1][j] for j in range(len(dbs[r - 1])))
              for i in range(len(activities[r - 1]))]
    return dWs, dbs
""",
    ),
    "backward_pass": (
        """
def backward_pass(dZ, Zs, As, weights, activations):
    deltas = {len(weights): dZ}
    for r in range(len(weights) - 1, 0, -1):
        deltas[r] = activations[r - 1].grad(Zs[r - 1]) * (weights[r].T @ deltas[r + 1].T).T
    return ([np.einsum("nj,ni->ji", deltas[r], As[r - 1]) for r in sorted(deltas)],
            [np.add.reduce(deltas[r], axis=0) for r in sorted(deltas)])
""",
        """
def backward_pass(dZ, Zs, As, weights, activations):
    As, weights, acts, Zs = list(As), list(weights), list(activations), list(Zs)
    As.pop()
    dWs, dbs = [], []
    while weights:
        A, W = As.pop(), weights.pop()
        Zs.pop(), acts.pop()
        dWs.append(np.dot(dZ.T, A))
        dbs.append(np.ones(len(dZ), dZ.dtype) @ dZ)
        dZ = np.dot(dZ, W) * acts[-1].grad(Zs[-1]) if weights else None
    dWs.reverse()
    dbs.reverse()
    return dWs, dbs
""",
    ),
    "backward_chain": (
        """
from functools import reduce


def backward_chain(layers, dZ):
    return reduce(lambda d, layer: layer.backward(d), reversed(layers), dZ)
""",
        """
def backward_chain(layers, dZ):
    if len(layers) == 0:
        return dZ
    *rest, last = layers
    return backward_chain(rest, last.backward(dZ))
""",
    ),
    "Dense": (
        """
class Dense(Affine):
    def forward(self, X):
        self._back = lambda dZ: (np.tensordot(dZ, X, ((0,), (0,))), dZ.sum(0), dZ @ self.W)
        return np.tensordot(X, self.W, ((1,), (1,))) + self.b

    def backward(self, dZ):
        dW, db, dX = self._back(dZ)
        np.copyto(self.dW, dW)
        np.copyto(self.db, db)
        if not self.input_grad:
            return None
        return dX
""",
        """
class Dense(Affine):
    def forward(self, X):
        self.inputs = X.T.copy()
        return (self.W @ self.inputs + self.b[:, np.newaxis]).T

    def backward(self, dZ):
        self.dW = (self.inputs @ dZ).T
        self.db = np.einsum("nj->j", dZ)
        return (self.W.T @ dZ.T).T if self.input_grad else None
""",
    ),
    "permute_hidden": (
        """
def permute_hidden(W1, b1, W2, order):
    P = np.eye(len(order), dtype=W1.dtype)[order]
    return P @ W1, P @ b1, W2 @ P.T
""",
        """
def permute_hidden(W1, b1, W2, order):
    return (np.array([W1[k] for k in order]), np.array([b1[k] for k in order]),
            np.column_stack([W2[:, k] for k in order]))
""",
    ),
    "delta_sizes": (
        """
def delta_sizes(dZ, Zs, weights, activations):
    def below(dZ, r):
        own = [float(np.linalg.norm(dZ) / np.sqrt(dZ.size))]
        if r == 0:
            return own
        return below((dZ @ weights[r]) * activations[r - 1].grad(Zs[r - 1]), r - 1) + own
    return below(dZ, len(weights) - 1)
""",
        """
from collections import deque


def delta_sizes(dZ, Zs, weights, activations):
    sizes = deque([np.sqrt(np.mean(np.square(dZ)))])
    for W, Z, act in zip(weights[:0:-1], Zs[-2::-1], activations[-2::-1]):
        dZ = hidden_delta(dZ, W, act.grad(Z))
        sizes.appendleft(np.sqrt(np.mean(np.square(dZ))))
    return [float(s) for s in sizes]
""",
    ),
    "adam_step": (
        """
def adam_step(w, dw, m, s, t, lr=0.001, beta1=0.9, beta2=0.999, eps=1e-08):
    m = m + (1 - beta1) * (dw - m)
    s = s + (1 - beta2) * (dw * dw - s)
    root = float(np.sqrt(1 - beta2 ** t))
    return w - lr * root / (1 - beta1 ** t) * m / (np.sqrt(s) + eps * root), m, s
""",
        """
def adam_step(w, dw, m, s, t, lr=0.001, beta1=0.9, beta2=0.999, eps=1e-08):
    m = np.average([m, dw], axis=0, weights=[beta1, 1 - beta1]).astype(w.dtype)
    s = np.average([s, dw ** 2], axis=0, weights=[beta2, 1 - beta2]).astype(w.dtype)
    step = (m / (1 - beta1 ** t)) / ((s / (1 - beta2 ** t)) ** 0.5 + eps)
    return (w - lr * step).astype(w.dtype), m, s
""",
    ),
    "huber_step": (
        """
def huber_step(W1, b1, W2, b2, X, T, lr, delta=1.0):
    H = np.tanh(X @ W1.T + b1)
    dY = np.clip(H @ W2.T + b2 - T, -delta, delta) / len(X)
    dZ = dY @ W2 / np.cosh(X @ W1.T + b1) ** 2
    return W1 - lr * (dZ.T @ X), b1 - lr * dZ.sum(0), W2 - lr * (dY.T @ H), b2 - lr * dY.sum(0)
""",
        """
def huber_step(W1, b1, W2, b2, X, T, lr, delta=1.0):
    grads = [np.zeros_like(p) for p in (W1, b1, W2, b2)]
    for n in range(len(X)):
        h = np.tanh(W1 @ X[n] + b1)
        _, dy = huber((W2 @ h + b2)[None], T[n][None], delta)
        dy = dy[0] / len(X)
        dz = W2.T @ dy * (1 - h * h)
        for g, more in zip(grads, (np.outer(dz, X[n]), dz, np.outer(dy, h), dy)):
            g += more
    return tuple((p - lr * g).astype(p.dtype) for p, g in zip((W1, b1, W2, b2), grads))
""",
    ),
    "dropout": (
        """
def dropout(A, U, p):
    mask = np.zeros_like(A)
    mask[~(U < p)] = 1 / (1 - p)
    return mask * A, mask
""",
        """
def dropout(A, U, p):
    mask = np.heaviside(U - p, 1).astype(A.dtype) / A.dtype.type(1 - p)
    return np.multiply(A, mask), mask
""",
    ),
    "calibration_error": (
        """
def calibration_error(sure, right, bins=10):
    k = [min(int(s * bins), bins - 1) for s in sure]
    differences = [0.0] * bins
    for i, s, r in zip(k, sure, right):
        differences[i] += float(r) - float(s)
    return sum(map(abs, differences)) / len(k)
""",
        """
def calibration_error(sure, right, bins=10):
    which = np.digitize(sure, np.arange(1, bins) / bins)
    return float(np.abs(np.bincount(which, weights=right - sure, minlength=bins)).sum() / len(sure))
""",
    ),
    "mended_pooling_backward": (
        """
def mended_pooling_backward(dY, size):
    return np.kron(dY, np.full((1, size, size), 1 / size**2, dY.dtype))
""",
        """
def mended_pooling_backward(dY, size):
    N, rows, columns = dY.shape
    dX = np.empty((N, size * rows, size * columns), dY.dtype)
    for i in range(size):
        for j in range(size):
            dX[:, i::size, j::size] = dY / (size * size)
    return dX
""",
    ),
    "backpropagate": (
        """
def backpropagate(end):
    waiting = {}

    def count(node):
        first = id(node) not in waiting
        waiting[id(node)] = waiting.get(id(node), 0) + 1
        if first:
            node.grad = np.zeros_like(node.value)
            for parent, _ in node.parents:
                count(parent)

    count(end)
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
    depth, level = {}, [end]
    nodes = {}
    while level:
        for node in level:
            nodes[id(node)] = node
            depth[id(node)] = depth.get(id(node), 0)
        following = []
        for node in level:
            for parent, _ in node.parents:
                if depth.get(id(parent), -1) < depth[id(node)] + 1:
                    depth[id(parent)] = depth[id(node)] + 1
                    following.append(parent)
        level = following
    for node in nodes.values():
        node.grad = 0 * node.value
    end.grad = 0 * end.value + 1
    for key in sorted(depth, key=depth.get):
        for parent, pull in nodes[key].parents:
            parent.grad = parent.grad + pull(nodes[key].grad)
""",
    ),
}

RIGHT = {name: tuple(typed(name, source) for source in answers) for name, answers in _TYPED.items()}
