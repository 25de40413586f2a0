"""Right answers of a second class to lectures 05 to 13: recursion, einsum, buffers, float64 and comprehensions."""

import math
from collections import Counter
from functools import reduce
from itertools import pairwise

import numpy as np

from mlpkit.autodiff import Record
from mlpkit.layers.dense import Affine


def _s(z):
    return 0.5 * (1 + np.tanh(z / 2))


def _forward_by_unit_dot(x, weights, biases, activations):
    zs, activities = [], [x]
    for k in range(len(weights)):
        z = []
        for row, offset in zip(weights[k], biases[k], strict=True):
            z.append(row.dot(activities[k]) + offset)
        zs.append(np.array(z, dtype=x.dtype))
        activities.append(activations[k].f(zs[k]))
    return zs, activities


def _forward_by_unit_reduce(x, weights, biases, activations):
    def layer(state, parts):
        W, b, act = parts
        z = (W * state[1][-1]).sum(axis=1) + b
        return [*state[0], z], [*state[1], act.f(z)]

    return reduce(layer, zip(weights, biases, activations, strict=True), ([], [x]))


def _sawtooth_fold(x, depth):
    for _ in range(depth):
        x = 1 - np.abs(2 * x - 1)
    return x


def _sawtooth_relu(x, depth):
    y = np.array(x, copy=True)
    for _ in range(depth):
        y = 2 * np.maximum(y, 0) - 4 * np.maximum(y - 0.5, 0)
    return y


def _bump_tanh(x, left, right, height=1.0, steepness=100.0):
    return height / 2 * (np.tanh(steepness * (x - left) / 2) - np.tanh(steepness * (x - right) / 2))


def _bump_outer(x, left, right, height=1.0, steepness=100.0):
    edges = np.array([left, right])
    up, down = np.moveaxis(_s(steepness * (x[..., None] - edges.astype(x.dtype))), -1, 0)
    return height * (up - down)


def _numerical_list(f, x, eps=1e-5):
    def slope(k):
        E = np.zeros(x.size)
        E[k] = eps
        E = E.reshape(x.shape)
        return (f(x + E) - f(x - E)) / (2 * eps)

    return np.array([slope(k) for k in range(x.size)], dtype=np.float64).reshape(x.shape)


def _numerical_nditer(f, x, eps=1e-5):
    out = np.empty(x.shape)
    it = np.nditer(x, flags=["multi_index"])
    for v in it:
        up, down = np.array(x), np.array(x)
        up[it.multi_index] = v + eps
        down[it.multi_index] = v - eps
        out[it.multi_index] = 0.5 / eps * (f(up) - f(down))
    return out


def _hidden_einsum(dZ, W, slope):
    return np.einsum("nj,ji,ni->ni", dZ, W, slope)


def _hidden_out(dZ, W, slope):
    out = np.matmul(dZ, W)
    np.multiply(out, slope, out=out)
    return out


def _backward_units_recursive(dA, zs, activities, weights, activations):
    if not weights:
        return [], []
    d = dA * activations[-1].grad(zs[-1])
    back = np.array([sum(d[j] * weights[-1][j, i] for j in range(len(d))) for i in range(weights[-1].shape[1])])
    Ws, bs = _backward_units_recursive(back.astype(d.dtype), zs[:-1], activities[:-1], weights[:-1], activations[:-1])
    return [*Ws, d[:, None] * activities[-2][None, :]], [*bs, d]


def _backward_units_einsum(dA, zs, activities, weights, activations):
    R = len(weights)
    dWs, dbs = [None] * R, [None] * R
    g = dA
    for r in reversed(range(R)):
        dbs[r] = np.multiply(activations[r].grad(zs[r]), g)
        dWs[r] = np.einsum("j,i->ji", dbs[r], activities[r])
        g = np.einsum("j,ji->i", dbs[r], weights[r])
    return dWs, dbs


def _relative_hypot(claimed, measured):
    longer = max(np.linalg.norm(claimed), np.linalg.norm(measured))
    return float(np.linalg.norm(claimed - measured) / longer) if longer else 0.0


def _relative_if(claimed, measured):
    length = np.linalg.norm(claimed)
    length = np.maximum(length, np.linalg.norm(measured))
    return float(np.linalg.norm(claimed - measured) / length) if length else 0.0


class _DenseEinsum(Affine):
    def forward(self, X):
        self.kept = X.copy()
        return np.einsum("ni,ji->nj", X, self.W) + self.b

    def backward(self, dZ):
        self.dW[...] = np.einsum("nj,ni->ji", dZ, self.kept)
        self.db[...] = np.add.reduce(dZ, axis=0)
        if not self.input_grad:
            return None
        return np.einsum("nj,ji->ni", dZ, self.W)


class _DenseLoop(Affine):
    def forward(self, X):
        self._rows = list(X)
        return np.stack([self.W.dot(x) + self.b for x in X])

    def backward(self, dZ):
        self.dW = sum(np.outer(d, x) for d, x in zip(dZ, self._rows, strict=True))
        self.db = sum(dZ)
        if self.input_grad:
            return np.stack([self.W.T.dot(d) for d in dZ])


class _NodeNamed(Record):
    def __add__(self, other):
        rows = other.value.ndim < self.value.ndim

        def to_other(g):
            return np.add.reduce(g, axis=0) if rows else g

        return _NodeNamed(np.add(self.value, other.value), ((self, lambda g: g), (other, to_other)))

    def __mul__(self, other):
        a, b = self.value, other.value
        return _NodeNamed(a * b, [(self, lambda g: b * g), (other, lambda g: a * g)])

    def __matmul__(self, other):
        a, b = self.value, other.value
        pairs = [(self, lambda g: np.einsum("nk,dk->nd", g, b)), (other, lambda g: np.einsum("nd,nk->dk", a, g))]
        return _NodeNamed(np.dot(a, b), pairs)

    @property
    def T(self):
        return _NodeNamed(self.value.transpose(), [(self, np.transpose)])

    def apply(self, activation):
        slope = activation.grad(self.value)
        return _NodeNamed(activation.f(self.value), [(self, lambda g: slope * g)])

    def sum(self):
        return _NodeNamed(np.sum(self.value), [(self, lambda g: g * np.ones_like(self.value))])


def _backpropagate_count(end):
    waiting, todo, seen = Counter(), [end], {id(end)}
    nodes = [end]
    while todo:
        node = todo.pop()
        for parent, _ in node.parents:
            waiting[id(parent)] += 1
            if id(parent) not in seen:
                seen.add(id(parent))
                nodes.append(parent)
                todo.append(parent)
    for node in nodes:
        node.grad = np.zeros(np.shape(node.value), np.asarray(node.value).dtype)
    end.grad = np.ones_like(end.value)
    ready = [end]
    while ready:
        node = ready.pop()
        for parent, pull in node.parents:
            parent.grad = parent.grad + pull(node.grad)
            waiting[id(parent)] -= 1
            if not waiting[id(parent)]:
                ready.append(parent)


def _backpropagate_paths(end):
    order = []

    def visit(node):
        if all(node is not o for o in order):
            for parent, _ in node.parents:
                visit(parent)
            order.append(node)

    visit(end)
    end.grad = np.ones_like(end.value)
    for k, node in enumerate(reversed(order)):
        if k:
            later = order[len(order) - k :]
            parts = [pull(o.grad) for o in later for parent, pull in o.parents if parent is node]
            node.grad = sum(parts[1:], parts[0])


def _dense_backward_outer(X, W, dZ):
    dX = dZ @ W
    dW = dZ.T @ X
    db = dZ.sum(axis=0)
    return dX, dW, db


def _dense_backward_ones(X, W, dZ):
    dX = dZ @ W
    dW = dZ.T @ X
    db = np.ones(len(dZ), dZ.dtype) @ dZ
    return dX, dW, db


def _dense_backward_times(X, W, dZ):
    dX = dZ @ W
    dW = dZ.T @ X
    db = np.einsum("nk->k", dZ)
    return dX, dW, db


def _layer_test_full(layer):
    rng = np.random.default_rng(11)
    for N, D in ((4, 3), (2, 5), (1, 2)):
        X, dY = rng.normal(size=(N, D)), rng.normal(size=(N, D))
        dX = layer(X.copy(), dY.copy())[1]
        assert dX.shape == X.shape
        for i in np.ndindex(X.shape):
            up, down = X.copy(), X.copy()
            up[i] += 1e-6
            down[i] -= 1e-6
            slope = np.sum(dY * (layer(up, dY)[0] - layer(down, dY)[0])) / 2e-6
            assert abs(slope - dX[i]) < 1e-4 * max(1, abs(slope))


def _layer_test_directions(layer):
    rng = np.random.default_rng(3)
    for _ in range(30):
        X, dY, V = (rng.normal(size=(3, 4)) for _ in range(3))
        left = np.vdot(layer(X, dY)[1], V)
        right = np.vdot(dY, layer(X + 1e-6 * V, dY)[0] - layer(X - 1e-6 * V, dY)[0]) / 2e-6
        if not np.isclose(left, right, rtol=1e-4, atol=1e-5):
            raise AssertionError((left, right))


def _chain_replaced(layers, loss, X, T, lr, weight_decay=0.0):
    Y = reduce(lambda A, layer: layer.forward(A), layers, X)
    value = loss.forward(Y, T)
    reduce(lambda g, layer: layer.backward(g), reversed(layers), loss.backward())
    for layer in layers:
        grads = dict(layer.grads)
        for name in layer.params:
            p = getattr(layer, name)
            decay = weight_decay if np.ndim(p) == 2 else 0
            p[...] = p - lr * (grads[name] + decay * p)
    return value


def _permute_take(W1, b1, W2, order):
    return np.take(W1, order, axis=0), np.take(b1, order), np.take(W2, order, axis=1)


def _permute_matrix(W1, b1, W2, order):
    P = np.eye(len(b1), dtype=W1.dtype)[list(order)]
    return P @ W1, P @ b1, W2 @ P.T


def _permute_lists(W1, b1, W2, order):
    return (
        np.array([W1[i] for i in order]),
        np.array([b1[i] for i in order]),
        np.stack([W2[:, i] for i in order], axis=1),
    )


def _flip_diag(W1, b1, W2, signs):
    S = np.diag(signs).astype(W1.dtype)
    return S @ W1, S @ b1, W2 @ S


def _flip_loop(W1, b1, W2, signs):
    W1, b1, W2 = W1.copy(), b1.copy(), W2.copy()
    for i, sign in enumerate(signs):
        if sign < 0:
            W1[i] *= -1
            b1[i] *= -1
            W2[:, i] *= -1
    return W1, b1, W2


def _flip_where(W1, b1, W2, signs):
    minus = np.asarray(signs) < 0
    return np.where(minus[:, None], -W1, W1), np.where(minus, -b1, b1), np.where(minus, -W2, W2)


def _he_scaled(n_out, n_in, rng, dtype=np.float32):
    W = rng.standard_normal(n_out * n_in).reshape(n_out, n_in)
    return (W * np.sqrt(2 / n_in)).astype(dtype)


def _he_rows(n_out, n_in, rng, dtype=np.float32):
    return np.array([rng.normal(scale=(2 / n_in) ** 0.5, size=n_in) for _ in range(n_out)], dtype=dtype)


def _he_filled(n_out, n_in, rng, dtype=np.float32):
    W = np.empty((n_out, n_in), dtype)
    W[...] = rng.normal(0, math.sqrt(2) / math.sqrt(n_in), W.shape)
    return W


def _sizes_recursive(dZ, Zs, weights, activations):
    own = math.sqrt(np.mean(np.square(dZ)))
    if len(weights) == 1:
        return [own]
    back = (dZ @ weights[-1]) * activations[-2].grad(Zs[-2])
    return [*_sizes_recursive(back, Zs[:-1], weights[:-1], activations[:-1]), own]


def _sizes_norm(dZ, Zs, weights, activations):
    out = [0.0] * len(weights)
    for r in range(len(weights) - 1, -1, -1):
        out[r] = float(np.linalg.norm(dZ) / np.sqrt(dZ.size))
        if r:
            dZ = np.einsum("nj,ji->ni", dZ, weights[r]) * activations[r - 1].grad(Zs[r - 1])
    return out


def _plateau_index(lr, errors, patience=3, factor=0.5):
    since, lowered = 0, 0
    for k in range(len(errors)):
        if k == 0 or errors[k] < min(errors[:k]):
            since = 0
        else:
            since += 1
            if since % patience == 0:
                lowered += 1
    return lr * factor**lowered


def _plateau_recursive(lr, errors, patience=3, factor=0.5, best=math.inf, waited=0):
    if len(errors) == 0:
        return lr
    first, *rest = errors
    if first < best:
        return _plateau_recursive(lr, rest, patience, factor, first, 0)
    if waited + 1 == patience:
        return _plateau_recursive(lr * factor, rest, patience, factor, best, 0)
    return _plateau_recursive(lr, rest, patience, factor, best, waited + 1)


def _cosine_square(lr, t, total, low=0.0):
    return low + (lr - low) * math.cos(math.pi * t / (2 * total)) ** 2


def _cosine_mixture(lr, t, total, low=0.0):
    a = (1 + np.cos(np.pi * t / total)) / 2
    return float(a * lr + (1 - a) * low)


def _momentum_out(w, dw, v, lr, momentum=0.9):
    new = np.empty_like(v)
    np.multiply(v, momentum, out=new)
    new += dw
    return np.subtract(w, lr * new), new


def _momentum_expanded(w, dw, v, lr, momentum=0.9):
    return w - lr * momentum * v - lr * dw, dw + momentum * v


def _adam_rearranged(w, dw, m, s, t, lr=0.001, beta1=0.9, beta2=0.999, eps=1e-8):
    m = m + (1 - beta1) * (dw - m)
    s = s + (1 - beta2) * (dw**2 - s)
    root = np.sqrt(s / (1 - beta2**t))
    return w - (lr / (1 - beta1**t)) * m / (root + eps), m, s


def _adam_float64(w, dw, m, s, t, lr=0.001, beta1=0.9, beta2=0.999, eps=1e-8):
    kind = w.dtype
    w, dw, m, s = (a.astype(np.float64) for a in (w, dw, m, s))
    m = beta1 * m + (1 - beta1) * dw
    s = beta2 * s + (1 - beta2) * dw * dw
    w = w - lr * (m / (1 - beta1**t)) / ((s / (1 - beta2**t)) ** 0.5 + eps)
    return w.astype(kind), m.astype(kind), s.astype(kind)


def _clip_concatenated(grads, limit):
    n = np.linalg.norm(np.concatenate([np.ravel(g) for g in grads]))
    return [g * g.dtype.type(limit / n) for g in grads] if n > limit else [g.copy() for g in grads]


def _clip_hypot(grads, limit):
    n = math.hypot(*[float(v) for g in grads for v in g.ravel()])
    scale = 1.0 if n <= limit else limit / n
    return [(g * scale).astype(g.dtype) for g in grads]


def _layer_norm_loop(Z, scale, shift, eps):
    rows = []
    for z in Z:
        s2 = np.mean((z - z.mean()) ** 2)
        rows.append((z - z.mean()) / np.sqrt(s2 + eps) * scale + shift)
    return np.array(rows, Z.dtype)


def _layer_norm_var(Z, scale, shift, eps):
    mean, var = Z.mean(1)[:, None], Z.var(1)[:, None]
    return (Z - mean) * (var + eps) ** -0.5 * scale + shift


def _layer_norm_transposed(Z, scale, shift, eps):
    C = Z.T - Z.T.mean(axis=0)
    return (C / np.sqrt((C * C).sum(axis=0) / len(C) + eps)).T * scale + shift


def _warm_right(lr, t, warm, steps):
    if t < warm:
        return lr * t / warm
    done = (t - warm) / (steps - warm)
    return float(lr / 2 * (1 + np.cos(np.pi * done)))


def _warm_other_name(lr, t, warm, steps):
    if t < warm:
        return lr * t / warm
    done = 1 - (steps - t) / (steps - warm)
    return float(lr / 2 * (1 + np.cos(np.pi * done)))


def _head_softplus(z):
    return np.where(z > 0, z, 0) + np.log1p(np.exp(-np.abs(z)))


def _head_flags(Z, low=-np.inf, high=np.inf):
    has = (low > -np.inf, high < np.inf)
    if has == (False, False):
        return Z.copy(), np.ones(Z.shape, Z.dtype)
    if has == (True, False):
        return (low + _head_softplus(Z)).astype(Z.dtype), _s(Z).astype(Z.dtype)
    if has == (False, True):
        return (high - _head_softplus(-Z)).astype(Z.dtype), _s(-Z).astype(Z.dtype)
    p, q = _s(Z), _s(-Z)
    return (high * p + low * q).astype(Z.dtype), ((high - low) * p * q).astype(Z.dtype)


def _head_isinf(Z, low=-np.inf, high=np.inf):
    if np.isinf(low):
        if np.isinf(high):
            return Z + 0, Z * 0 + 1
        return high - np.logaddexp(0, -Z), 1 - _s(Z)
    if np.isinf(high):
        return low + np.logaddexp(0, Z), _s(Z)
    half = np.tanh(Z / 2)
    return (low + high) / 2 + (high - low) / 2 * half, (high - low) * (1 - half) * (1 + half) / 4


def _huber_step_examples(W1, b1, W2, b2, X, T, lr, delta=1.0):
    G = [np.zeros_like(p) for p in (W1, b1, W2, b2)]
    for x, t in zip(X, T, strict=True):
        a = np.tanh(W1 @ x + b1)
        d = np.maximum(-delta, np.minimum(delta, W2 @ a + b2 - t)) / len(X)
        h = (W2.T @ d) * (1 + a) * (1 - a)
        for g, part in zip(G, (np.outer(h, x), h, np.outer(d, a), d), strict=True):
            g += part
    return tuple(p - lr * g for p, g in zip((W1, b1, W2, b2), G, strict=True))


def _huber_step_einsum(W1, b1, W2, b2, X, T, lr, delta=1.0):
    Z = np.einsum("nd,hd->nh", X, W1) + b1
    E = np.einsum("nh,kh->nk", np.tanh(Z), W2) + b2 - T
    D = np.where(np.abs(E) > delta, delta * np.sign(E), E) / len(E)
    H = np.einsum("nk,kh->nh", D, W2) / np.cosh(Z) ** 2
    new = (
        W1 - lr * np.einsum("nh,nd->hd", H, X),
        b1 - lr * np.einsum("nh->h", H),
        W2 - lr * np.einsum("nk,nh->kh", D, np.tanh(Z)),
        b2 - lr * np.einsum("nk->k", D),
    )
    return tuple(p.astype(W1.dtype) for p in new)


def _r2_loops(Y, T):
    Y, T = Y.reshape(len(Y), -1).astype(float), T.reshape(len(T), -1).astype(float)
    left = total = 0.0
    for k in range(T.shape[1]):
        mean = sum(T[:, k]) / len(T)
        for n in range(len(T)):
            left += (T[n, k] - Y[n, k]) ** 2
            total += (T[n, k] - mean) ** 2
    return 1 - left / total


def _r2_var(Y, T):
    return float(1 - np.mean((Y - T) ** 2) / np.mean(np.var(T, axis=0)))


def _r2_norm(Y, T):
    return 1 - float(np.linalg.norm(Y - T) ** 2 / np.linalg.norm(T - T.mean(axis=0)) ** 2)


def _r2_ratio(Y, T):
    D = T - T.mean(axis=0)
    return float((np.vdot(D, D) - np.vdot(T - Y, T - Y)) / np.vdot(D, D))


def _choose_pairs(settings, validation_error):
    pairs = [(validation_error(s), k) for k, s in enumerate(settings)]
    e, k = min(pairs)
    return settings[k], e


def _choose_fold(settings, validation_error):
    known = [(s, validation_error(s)) for s in settings]
    return reduce(lambda best, one: one if one[1] < best[1] else best, known)


def _choose_argmin(settings, validation_error):
    errors = [validation_error(s) for s in settings]
    k = int(np.argmin(errors))
    return settings[k], errors[k]


def _choose_sorted(settings, validation_error):
    best = sorted(settings, key=validation_error)[0]
    return best, validation_error(best)


def _split_test_all(split):
    for n in (10, 37, 60):
        for seed in range(4):
            parts = split(n, seed)
            again = split(n, seed)
            assert len(parts) == 3
            assert all(len(p) > 0 for p in parts)
            rows = np.concatenate(parts)
            assert np.array_equal(np.sort(rows), np.arange(n))
            assert all(np.array_equal(a, b) for a, b in zip(parts, again, strict=True))
    first = [np.concatenate(split(60, s)).tolist() for s in range(4)]
    assert all(list(range(60)) != rows for rows in first)
    assert all(a != b for k, a in enumerate(first) for b in first[:k])


def _split_test_sets(split):
    n = 50
    a, b, c = (list(map(int, p)) for p in split(n, 5))
    if not a or not b or not c:
        raise AssertionError("a part is empty")
    if len(a) + len(b) + len(c) != n or set(a) | set(b) | set(c) != set(range(n)):
        raise AssertionError("not every row once")
    if [list(map(int, p)) for p in split(n, 5)] != [a, b, c]:
        raise AssertionError("another division for the same seed")
    if a + b + c == sorted(a + b + c) or [list(map(int, p)) for p in split(n, 6)] == [a, b, c]:
        raise AssertionError("not drawn")


def _bv_loops(Y, truth):
    R, N = Y.shape
    bias = variance = 0.0
    for n in range(N):
        mean = sum(Y[r, n] for r in range(R)) / R
        bias += (mean - truth[n]) ** 2
        variance += sum((Y[r, n] - mean) ** 2 for r in range(R)) / R
    return float(bias / N), float(variance / N)


def _bv_var(Y, truth):
    return float(np.square(np.mean(Y, axis=0) - truth).mean()), float(np.var(Y, axis=0).mean())


def _bv_difference(Y, truth):
    error = float(np.mean((Y - truth) ** 2, dtype=float))
    bias = float(np.mean((Y.mean(axis=0) - truth) ** 2))
    return bias, error - bias


def _bv_float64(Y, truth):
    Y, truth = Y.astype(np.float64), np.asarray(truth, np.float64)
    m = np.einsum("rn->n", Y) / Y.shape[0]
    return float(np.dot(m - truth, m - truth) / m.size), float(np.einsum("rn,rn->", Y - m, Y - m) / Y.size)


def _dropout_where(A, U, p):
    mask = np.where(U < p, 0, 1 / (1 - p)).astype(A.dtype)
    return np.multiply(A, mask), mask


def _dropout_zero(A, U, p):
    mask = np.full(A.shape, 1 / (1 - p), A.dtype)
    mask[U < p] = 0
    out = A.copy()
    out[U < p] = 0
    return (out / (1 - p)).astype(A.dtype), mask


def _dropout_out(A, U, p):
    mask = np.zeros_like(A)
    np.divide(np.ones_like(A), 1 - p, out=mask, where=U >= p)
    return A * mask, mask


def _dropout_each(A, U, p):
    mask = np.array([0.0 if u < p else 1 / (1 - p) for u in U.ravel()], dtype=A.dtype).reshape(A.shape)
    return mask * A, mask


def _early_right(errors, patience):
    best = 0
    for epoch, error in enumerate(errors):
        if error < errors[best]:
            best = epoch
        if epoch - best >= patience:
            break
    return best


def _early_return(errors, patience):
    best = 0
    for epoch, error in enumerate(errors):
        if error < errors[best]:
            best = epoch
        if epoch - best >= patience:
            return best
    return best


def _early_index(errors, patience):
    best = 0
    for epoch, error in enumerate(errors):
        if error < errors[best]:
            best = epoch
        if epoch - best >= patience:
            break
    return errors.index(min(errors[: epoch + 1]))


def _dropout_test_each(dropout):
    rng = np.random.default_rng(5)
    A, U = rng.normal(size=(4, 5)), rng.random((4, 5))
    for p in (0.0, 0.3, 0.7):
        out, mask = dropout(A.copy(), U.copy(), p)
        for i in np.ndindex(A.shape):
            want = 0 if U[i] < p else 1 / (1 - p)
            assert abs(mask[i] - want) < 1e-9
            assert abs(out[i] - want * A[i]) < 1e-9


def _dropout_test_close(dropout):
    for p, seed in ((0.0, 1), (0.2, 2), (0.6, 3)):
        rng = np.random.default_rng(seed)
        A, U = rng.normal(size=(7, 2)), rng.uniform(size=(7, 2))
        out, mask = dropout(A, U, p)
        np.testing.assert_allclose(mask[U >= p] * (1 - p), 1)
        np.testing.assert_array_equal(mask[U < p], 0)
        np.testing.assert_allclose(out, mask * A)


def _batches_split(X, t, batch_size, rng):
    order = np.argsort(rng.random(len(X)))
    for rows in np.array_split(order, np.arange(batch_size, len(X), batch_size)):
        yield X[rows], t[rows]


def _batches_shuffle(X, t, batch_size, rng):
    order = list(range(len(X)))
    rng.shuffle(order)
    while order:
        rows, order = order[:batch_size], order[batch_size:]
        yield X.take(rows, axis=0), t.take(rows, axis=0)


def _batches_pairs(X, t, batch_size, rng):
    order = rng.permutation(len(X))
    edges = [*range(0, len(X), batch_size), len(X)]
    return [(X[order[a:b]], t[order[a:b]]) for a, b in pairwise(edges)]


def _confusion_matmul(t, y, n_classes):
    one = np.eye(n_classes, dtype=np.int64)
    return one[t].T @ one[y]


def _confusion_counter(t, y, n_classes):
    seen = Counter(zip(np.asarray(t).tolist(), np.asarray(y).tolist(), strict=True))
    return np.array([[seen[i, j] for j in range(n_classes)] for i in range(n_classes)], dtype=np.int64)


def _confusion_masks(t, y, n_classes):
    C = np.empty((n_classes, n_classes), np.int64)
    for i, j in np.ndindex(C.shape):
        C[i, j] = np.count_nonzero((t == i) & (y == j))
    return C


def _calibration_bincount(sure, right, bins=10):
    k = np.minimum((sure * bins).astype(int), bins - 1)
    gap = np.bincount(k, weights=right, minlength=bins) - np.bincount(k, weights=sure, minlength=bins)
    return float(np.abs(gap).sum() / len(sure))


def _calibration_loop(sure, right, bins=10):
    groups = {}
    for p, r in zip(sure.tolist(), right.tolist(), strict=True):
        groups.setdefault(min(int(p * bins), bins - 1), []).append((p, r))
    return sum(abs(sum(r - p for p, r in g)) for g in groups.values()) / len(sure)


RIGHT = {
    "forward_by_unit": (_forward_by_unit_dot, _forward_by_unit_reduce),
    "sawtooth": (_sawtooth_fold, _sawtooth_relu),
    "bump": (_bump_tanh, _bump_outer),
    "numerical_gradient": (_numerical_list, _numerical_nditer),
    "hidden_delta": (_hidden_einsum, _hidden_out),
    "backward_by_unit": (_backward_units_recursive, _backward_units_einsum),
    "mended_relative_error": (_relative_hypot, _relative_if),
    "Dense": (_DenseEinsum, _DenseLoop),
    "Node": (_NodeNamed,),
    "backpropagate": (_backpropagate_count, _backpropagate_paths),
    "mended_dense_backward": (_dense_backward_outer, _dense_backward_ones, _dense_backward_times),
    "backward_test": (_layer_test_full, _layer_test_directions),
    "chain_step": (_chain_replaced,),
    "permute_hidden": (_permute_take, _permute_matrix, _permute_lists),
    "flip_signs": (_flip_diag, _flip_loop, _flip_where),
    "xor_with_steps": (
        ([[1, 1], [1, 1]], [-0.5, -1.5], [1, -1], -0.5),
        (np.array([[1, -1], [-1, 1]]), np.array([-1, -1]), np.array([1, 1]), -1),
        ([[-1, -1], [1, 1]], [1.5, -0.5], [2, 2], -3),
        (np.array([[2.0, 2.0], [-3.0, -3.0]]), (-1, 4), (0.5, 0.5), np.float64(-0.75)),
    ),
    "maximum": (
        ([[1, -1], [0, 1], [0, -1]], [0, 0, 0], [1, 1, -1], 0),
        (np.array([[-1.0, 1.0], [1.0, 0.0], [-1.0, 0.0]]), np.zeros(3), np.array([[1.0, 1.0, -1.0]]), np.zeros(1)),
        ([[1, 1], [-1, -1], [1, -1], [-1, 1]], [0] * 4, [0.5, -0.5, 0.5, 0.5], 0.0),
    ),
    "he": (_he_scaled, _he_rows, _he_filled),
    "delta_sizes": (_sizes_recursive, _sizes_norm),
    "plateau": (_plateau_index, _plateau_recursive),
    "cosine": (_cosine_square, _cosine_mixture),
    "momentum_step": (_momentum_out, _momentum_expanded),
    "adam_step": (_adam_rearranged, _adam_float64),
    "clip_by_norm": (_clip_concatenated, _clip_hypot),
    "mended_layer_norm": (_layer_norm_loop, _layer_norm_var, _layer_norm_transposed),
    "mended_warm_up": (_warm_right, _warm_other_name),
    "regression_head": (_head_flags, _head_isinf),
    "huber_step": (_huber_step_examples, _huber_step_einsum),
    "r_squared": (_r2_loops, _r2_var, _r2_norm, _r2_ratio),
    "choose_on_validation": (_choose_pairs, _choose_fold, _choose_argmin, _choose_sorted),
    "split_test": (_split_test_all, _split_test_sets),
    "correlation_counterexample": (
        (np.array([2.0, 4.0, 6.0]), np.array([1.0, 2.0, 3.0])),
        ([3.0, 2.0, 1.0], [1.0, 2.0, 3.0]),
        (np.array([11.0, 12.0]), np.array([1.0, 2.0])),
        (np.array([0.0, 1.0, 0.0, 5.0]), np.array([1.0, 2.0, 4.0, 3.0])),
    ),
    "bias_variance": (_bv_loops, _bv_var, _bv_difference, _bv_float64),
    "dropout": (_dropout_where, _dropout_zero, _dropout_out, _dropout_each),
    "mended_early_stop": (_early_right, _early_return, _early_index),
    "dropout_test": (_dropout_test_each, _dropout_test_close),
    "minibatches": (_batches_split, _batches_shuffle, _batches_pairs),
    "confusion_matrix": (_confusion_matmul, _confusion_counter, _confusion_masks),
    "calibration_error": (_calibration_bincount, _calibration_loop),
}


class _NodeGraph(Record):
    """Every operation by one helper."""

    @classmethod
    def _made(cls, value, *pairs):
        return cls(value, list(pairs))

    def __add__(self, other):
        def back(g):
            return g.sum(axis=tuple(range(g.ndim - other.value.ndim)))

        return self._made(self.value + other.value, (self, lambda g: g.copy()), (other, back))

    def __mul__(self, other):
        return self._made(self.value * other.value, *((a, lambda g, b=b: g * b.value) for a, b in self._swapped(other)))

    def _swapped(self, other):
        return (self, other), (other, self)

    def __matmul__(self, other):
        left = (self, lambda g: np.tensordot(g, other.value, axes=(1, 1)))
        return self._made(self.value @ other.value, left, (other, lambda g: np.tensordot(self.value, g, axes=(0, 0))))

    @property
    def T(self):
        return self._made(np.swapaxes(self.value, 0, 1), (self, lambda g: np.swapaxes(g, 0, 1)))

    def apply(self, activation):
        return self._made(activation.f(self.value), (self, lambda g: np.multiply(g, activation.grad(self.value))))

    def sum(self):
        return self._made(np.add.reduce(self.value.ravel()), (self, lambda g: np.zeros_like(self.value) + g))


class _NodeBuffers(_NodeNamed):
    def sum(self):
        def back(g):
            out = np.empty_like(self.value)
            out[...] = g
            return out

        return _NodeBuffers(self.value.sum(), [(self, back)])


def _backpropagate_passes(end):
    """As many passes as there are nodes: each sums up what its children have."""
    nodes = [end]
    for node in nodes:
        nodes.extend(p for p, _ in node.parents if all(p is not known for known in nodes))
    for node in nodes:
        node.grad = np.ones_like(node.value) if node is end else np.zeros_like(node.value)
    for _ in nodes:
        sent = {id(node): np.zeros_like(node.value) for node in nodes}
        for node in nodes:
            for parent, pull in node.parents:
                sent[id(parent)] = sent[id(parent)] + pull(node.grad)
        for node in nodes[1:]:
            node.grad = sent[id(node)]


def _relative_where(claimed, measured):
    length = float(np.sqrt(max((claimed**2).sum(), (measured**2).sum())))
    return float(np.linalg.norm(claimed - measured) / length) if length else 0.0


def _layer_test_jacobian(layer):
    rng = np.random.default_rng(8)
    X = rng.normal(size=(3, 4))
    J = np.empty((12, 12))
    for k in range(12):
        V = np.zeros(12)
        V[k] = 1e-6
        V = V.reshape(3, 4)
        J[:, k] = (layer(X + V, X)[0] - layer(X - V, X)[0]).ravel() / 2e-6
    for _ in range(3):
        dY = rng.normal(size=(3, 4))
        np.testing.assert_allclose(layer(X, dY)[1], (dY.ravel() @ J).reshape(3, 4), rtol=1e-4, atol=1e-5)


def _warm_fraction(lr, t, warm, steps):
    if t < warm:
        return lr * t / warm
    done = 0.0 if steps == warm else (t - warm) / (steps - warm)
    return float(lr / 2 * (1 + np.cos(np.pi * done)))


def _split_test_counts(split):
    for n, seed in ((12, 0), (45, 2)):
        parts = [np.asarray(p).tolist() for p in split(n, seed)]
        assert min(map(len, parts)) > 0
        assert Counter(row for part in parts for row in part) == Counter(range(n))
        assert [np.asarray(p).tolist() for p in split(n, seed)] == parts
    orders = {tuple(np.concatenate(split(45, seed)).tolist()) for seed in range(5)}
    assert len(orders) == 5
    assert tuple(range(45)) not in orders


def _dropout_test_back(dropout):
    rng = np.random.default_rng(6)
    for p in (0.0, 0.1, 0.75):
        A, U = rng.normal(size=(5, 4)), rng.random((5, 4))
        out, mask = dropout(A, U, p)
        want = np.zeros_like(A)
        np.divide(A, 1 - p, out=want, where=U >= p)
        assert np.abs(out - want).max() < 1e-9
        assert np.abs(mask - (U >= p) / (1 - p)).max() < 1e-9


RIGHT["Node"] += (_NodeGraph, _NodeBuffers)
RIGHT["backpropagate"] += (_backpropagate_passes,)
RIGHT["mended_relative_error"] += (_relative_where,)
RIGHT["backward_test"] += (_layer_test_jacobian,)
RIGHT["mended_warm_up"] += (_warm_fraction,)
RIGHT["split_test"] += (_split_test_counts,)
RIGHT["dropout_test"] += (_dropout_test_back,)
RIGHT |= {
    "reshape_counterexample": (
        (np.array([[1.0, 0.0]]), np.array([[1.0, 2.0], [3.0, 4.0]]), np.zeros(2)),
        ([[1, 2, 3]], [[1, 2, 3], [4, 5, 6]], [0, 0]),
        (np.eye(3), np.arange(12.0).reshape(4, 3), np.ones(4)),
    ),
    "parity_with_relus": (
        (np.ones((3, 3)), [0, -1, -2], [1, -2, 2], 0),
        ([[2, 2, 2], [1, 1, 1], [1, 1, 1]], np.array([-4, 0, -1]), (1, 1, -2), 0.0),
        ([[-1, -1, -1], [1, 1, 1], [1, 1, 1]], [1, -1, -2], [-1, -1, 2], 1),
    ),
    "trained_xor": (
        ([[10, 10], [10, 10]], [-5, -15], [10, -10], -10),
        (np.array([[6.0, -6.0], [-6.0, 6.0]]), np.array([-3.0, -3.0]), np.array([[8.0, 8.0]]), np.array([8.0])),
        (np.array([[10, 10], [10, 10], [0, 0]]), [-5, -15, 0.1], [10, -10, 0.5], np.float64(-10)),
    ),
}
