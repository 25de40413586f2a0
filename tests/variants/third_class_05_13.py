"""Right answers of a third class to lectures 05 to 13, written from the notebooks alone."""

import itertools
import math
import random
from collections import deque
from functools import cached_property, reduce

import numpy as np
from scipy.special import expit

from mlpkit.activations import ACTIVATIONS, Activation
from mlpkit.layers import Layer
from mlpkit.layers.dense import Affine
from mlpkit.losses import huber, softmax_cross_entropy
from mlpkit.validate import look_up


def _units_generator(x, weights, biases, activations):
    zs, activities = [], [x.copy()]
    for W, b, g in zip(weights, biases, activations, strict=True):
        zs.append(np.fromiter((sum(w * a for w, a in zip(row, activities[-1], strict=True)) + c
                               for row, c in zip(W, b, strict=True)), dtype=x.dtype))  # fmt: skip
        activities.append(g.f(zs[-1]))
    return tuple(zs), tuple(activities)


def _units_matrix(x, weights, biases, activations):
    zs, a = [], [x]
    while len(zs) < len(weights):
        r = len(zs)
        zs += [np.einsum("ji,i->j", weights[r], a[r]) + biases[r]]
        a += [activations[r].f(zs[r])]
    return zs, a


def _pass_deque(X, weights, biases, activations):
    Zs, As = deque(), deque([X])
    for r in range(1, len(weights) + 1):
        Zs.append(np.einsum("ni,ji->nj", As[-1], weights[r - 1]) + biases[r - 1][None, :])
        As.append(activations[r - 1].f(Zs[-1]))
    return list(Zs), list(As)


def _pass_reduce(X, weights, biases, activations):
    def layer(done, part):
        W, b, act = part
        Z = (W @ done[1][-1].T).T + b
        return [*done[0], Z], [*done[1], act.f(Z)]

    return reduce(layer, zip(weights, biases, activations, strict=True), ([], [X]))


def _bump_tanh(x, left, right, height=1.0, steepness=100.0):
    def up(a):
        return (1 + np.tanh(steepness * (x - a) / 2)) / 2

    return (height * (up(left) - up(right))).astype(x.dtype)


def _bump_expit(x, left, right, height=1.0, steepness=100.0):
    edges = np.array([left, right], dtype=x.dtype)
    s = expit(steepness * (np.asarray(x)[..., None] - edges))
    return height * (s[..., 0] - s[..., 1])


def _sawtooth_recursive(x, depth):
    if depth == 0:
        return x.copy()
    return _sawtooth_recursive(1 - np.abs(2 * x - 1), depth - 1)


def _sawtooth_min(x, depth):
    for _ in itertools.repeat(None, depth):
        x = np.minimum(2 * x, 2 - 2 * x)
    return x


def _sawtooth_network(x, depth):
    W1, b1, w2 = np.array([1.0, 1.0]), np.array([0.0, -0.5]), np.array([2.0, -4.0])
    y = np.asarray(x)
    for _ in range(depth):
        y = (np.maximum(y[..., None] * W1 + b1, 0) @ w2).astype(x.dtype)
    return y


def _gradient_units(f, x, eps=1e-05):
    eye = np.eye(x.size).reshape(x.size, *x.shape) * eps
    return np.array([(f(x + e) - f(x - e)) / (2 * eps) for e in eye]).reshape(x.shape)


def _gradient_nditer(f, x, eps=1e-05):
    g, y = np.zeros_like(x), x.copy()
    for i, v in np.ndenumerate(x):
        y[i] = v + eps
        g[i] = f(y)
        y[i] = v - eps
        g[i] -= f(y)
        y[i] = v
    return g / 2 / eps


def _bias_einsum(dZ):
    return np.einsum("nj->j", dZ)


def _bias_ones(dZ):
    return np.ones(len(dZ), dZ.dtype) @ dZ


def _bias_reduce(dZ):
    return reduce(np.add, dZ, np.zeros(dZ.shape[1], dZ.dtype))


def _hidden_loops(dZ, W, slope):
    n, h = slope.shape
    out = np.zeros_like(slope)
    for a in range(n):
        for i in range(h):
            out[a, i] = slope[a, i] * sum(dZ[a, j] * W[j, i] for j in range(W.shape[0]))
    return out


def _hidden_einsum(dZ, W, slope):
    return np.einsum("nj,ji,ni->ni", dZ, W, slope)


def _backward_recursive(dZ, Zs, As, weights, activations):
    *before, A = As[: len(weights)]
    dW, db = np.einsum("nj,ni->ji", dZ, A), np.einsum("nj->j", dZ)
    if not before:
        return [dW], [db]
    dA = dZ @ weights[-1]
    dWs, dbs = _backward_recursive(
        dA * activations[len(weights) - 2].grad(Zs[len(weights) - 2]), Zs[:-1], before, weights[:-1], activations[:-1]
    )
    return [*dWs, dW], [*dbs, db]


def _backward_insert(dZ, Zs, As, weights, activations):
    R = len(weights)
    dWs, dbs = [None] * R, [None] * R
    delta = dZ
    for r in range(R, 0, -1):
        dWs[r - 1] = (As[r - 1].T @ delta).T
        dbs[r - 1] = delta.sum(0)
        if r > 1:
            delta = np.multiply(activations[r - 2].grad(Zs[r - 2]), delta @ weights[r - 1])
    return dWs, dbs


def _relative_hypot(claimed, measured):
    def size(g):
        return math.sqrt(float(np.sum(g * g)))

    length = max(size(claimed), size(measured))
    return 0.0 if length == 0 else float(size(claimed - measured) / length)


def _relative_edit(claimed, measured):
    length = max(np.linalg.norm(claimed), np.linalg.norm(measured))
    return float(np.linalg.norm(claimed - measured) / length) if length else 0.0


class _DenseTuple(Affine):
    def forward(self, X):
        self.cache = (X,)
        return np.einsum("ni,ji->nj", X, self.W) + self.b

    def backward(self, dZ):
        (X,) = self.cache
        self.dW[...] = np.einsum("nj,ni->ji", dZ, X)
        self.db[...] = dZ.sum(axis=0)
        if self.input_grad:
            return np.einsum("nj,ji->ni", dZ, self.W)


class _DenseClosure(Affine):
    def forward(self, X):
        def back(dZ):
            self.dW, self.db = (X.T @ dZ).T, np.ones(len(dZ), dZ.dtype) @ dZ
            return dZ @ self.W if self.input_grad else None

        self._back = back
        return (self.W @ X.T).T + self.b

    def backward(self, dZ):
        return self._back(dZ)


class _ActivationSlots(Layer):
    def __init__(self, activation, **settings):
        self._pair = look_up(ACTIVATIONS, activation, "activation") if isinstance(activation, str) else activation
        self._settings = dict(settings)

    def forward(self, Z):
        self._slope = lambda: self._pair.grad(Z, **self._settings)
        return self._pair.f(Z, **self._settings)

    def backward(self, dA):
        return self._slope() * dA


class _ActivationProperty(Layer):
    def __init__(self, activation, **settings):
        self.activation, self.settings = activation, settings

    @property
    def function(self):
        return self.activation if isinstance(self.activation, Activation) else ACTIVATIONS[self.activation]

    def forward(self, Z):
        self.kept = Z
        return self.function.f(Z, **self.settings)

    def backward(self, dA):
        return np.multiply(dA, self.function.grad(self.kept, **self.settings))


class _LossTuple:
    __slots__ = ("both",)

    def forward(self, Z, T):
        self.both = softmax_cross_entropy(Z, T)
        return self.both[0]

    def backward(self):
        return self.both[1]


class _LossLate:
    def forward(self, Z, T):
        self.Z, self.T = Z, T
        self.__dict__.pop("gradient", None)
        m = Z.max(axis=1, keepdims=True)
        return float(np.mean(np.log(np.exp(Z - m).sum(1)) - (T * (Z - m)).sum(1)))

    @cached_property
    def gradient(self):
        e = np.exp(self.Z - self.Z.max(axis=1, keepdims=True))
        return ((e / e.sum(axis=1, keepdims=True) - self.T) / len(self.Z)).astype(self.Z.dtype)

    def backward(self):
        return self.gradient


def _chain_reduce(layers, loss, X, T, lr, weight_decay=0.0):
    before = loss.forward(reduce(lambda A, layer: layer.forward(A), layers, X), T)
    reduce(lambda d, layer: layer.backward(d), layers[::-1], loss.backward())
    for layer in layers:
        for w, g in zip(layer.params.values(), layer.grads.values(), strict=True):
            if w.ndim > 1:
                w *= 1 - lr * weight_decay
            w -= lr * g
    return before


def _chain_replaced(layers, loss, X, T, lr, weight_decay=0.0):
    A = X
    for layer in layers:
        A = layer.forward(A)
    value, d = loss.forward(A, T), loss.backward()
    steps = []
    for layer in reversed(layers):
        d = layer.backward(d)
        for key, w in layer.params.items():
            g = layer.grads[key] + (weight_decay * w if len(w.shape) == 2 else 0)
            steps.append((w, lr * g))
    for w, step in steps:
        np.subtract(w, step, out=w, casting="same_kind")
    return value


def _propagate_counts(end):
    users, todo, met = {}, [end], {id(end)}
    while todo:
        node = todo.pop()
        node.grad = np.zeros(np.shape(node.value), node.value.dtype)
        for parent, _ in node.parents:
            users[id(parent)] = users.get(id(parent), 0) + 1
            if id(parent) not in met:
                met.add(id(parent))
                todo.append(parent)
    end.grad = np.ones(np.shape(end.value), end.value.dtype)
    ready = deque([end])
    while ready:
        node = ready.popleft()
        for parent, pull in node.parents:
            parent.grad = parent.grad + pull(node.grad)
            users[id(parent)] -= 1
            if not users[id(parent)]:
                ready.append(parent)


def _propagate_sorted(end):
    order = []

    def visit(node):
        if not any(node is seen for seen in order):
            for parent, _ in node.parents:
                visit(parent)
            order.append(node)

    visit(end)
    grads = {id(node): 0.0 for node in order}
    grads[id(end)] = np.ones_like(end.value)
    for node in order[::-1]:
        node.grad = grads[id(node)]
        for parent, pull in node.parents:
            grads[id(parent)] = grads[id(parent)] + pull(node.grad)


def _dense_back_einsum(X, W, dZ):
    return np.einsum("nk,kd->nd", dZ, W), np.einsum("nk,nd->kd", dZ, X), np.einsum("nk->k", dZ)


def _dense_back_edit(X, W, dZ):
    dX = dZ @ W
    dW = dZ.T @ X
    db = dZ.sum(axis=0)
    return dX, dW, db


def _layer_test_random(layer):
    rng = np.random.default_rng(4)
    for shape in ((3, 4), (1, 2), (5, 3)):
        X, D = rng.normal(size=shape), rng.normal(size=shape)
        dX, h = layer(X, D)[1], 1e-5
        for i in np.ndindex(*shape):
            E = np.zeros(shape)
            E[i] = h
            measured = ((layer(X + E, D)[0] - layer(X - E, D)[0]) * D).sum() / (2 * h)
            assert abs(measured - dX[i]) < 1e-4 * max(1, abs(measured)), i


def _layer_test_direction(layer):
    rng = np.random.default_rng(8)
    for _ in range(20):
        X, D, V = rng.normal(size=(3, 4, 3))
        h = 1e-5
        measured = np.vdot(layer(X + h * V, D)[0] - layer(X - h * V, D)[0], D) / (2 * h)
        assert np.isclose(measured, np.vdot(layer(X, D)[1], V), rtol=1e-3, atol=1e-5)


def _permute_take(W1, b1, W2, order):
    return np.take(W1, order, 0), np.take(b1, order), np.take(W2, order, axis=1)


def _permute_matrix(W1, b1, W2, order):
    P = np.eye(len(b1), dtype=W1.dtype)[list(order)]
    return P @ W1, P @ b1, W2 @ P.T


def _permute_lists(W1, b1, W2, order):
    return (np.array([W1[i] for i in order]), np.array([b1[i] for i in order]),
            np.array([[row[i] for i in order] for row in W2]))  # fmt: skip


def _flip_diag(W1, b1, W2, signs):
    S = np.diag(signs).astype(W1.dtype)
    return S @ W1, S @ b1, W2 @ S


def _flip_loop(W1, b1, W2, signs):
    W1, b1, W2 = W1.copy(), b1.copy(), W2.copy()
    for i, s in enumerate(signs):
        if s < 0:
            W1[i] *= -1
            b1[i] *= -1
            W2[:, i] *= -1
    return W1, b1, W2


def _flip_einsum(W1, b1, W2, signs):
    s = np.asarray(signs, dtype=W1.dtype)
    return np.einsum("h,hd->hd", s, W1), s * b1, np.einsum("kh,h->kh", W2, s)


def _he_standard(n_out, n_in, rng, dtype=np.float32):
    W = rng.standard_normal(size=(n_out, n_in), dtype=np.float64)
    W *= np.sqrt(2.0 / n_in)
    return W.astype(dtype)


def _he_rows(n_out, n_in, rng, dtype=np.float32):
    return np.stack([rng.normal(scale=(2 / n_in) ** 0.5, size=n_in) for _ in range(n_out)]).astype(dtype)


def _he_columns(n_out, n_in, rng, dtype=np.float32):
    return (rng.standard_normal((n_in, n_out)).T * np.sqrt(2 / n_in)).astype(dtype)


def _sizes_recursive(dZ, Zs, weights, activations):
    here = [math.sqrt(float(np.mean(np.square(dZ))))]
    if len(weights) == 1:
        return here
    back = dZ @ weights[-1] * activations[len(weights) - 2].grad(Zs[len(weights) - 2])
    return _sizes_recursive(back, Zs[:-1], weights[:-1], activations) + here


def _sizes_norm(dZ, Zs, weights, activations):
    out = [0.0] * len(weights)
    for r in range(len(weights) - 1, -1, -1):
        out[r] = float(np.linalg.norm(dZ) / np.sqrt(dZ.size))
        if r:
            dZ = np.einsum("nj,ji->ni", dZ, weights[r]) * activations[r - 1].grad(Zs[r - 1])
    return out


def _plateau_iter(lr, errors, patience=3, factor=0.5):
    least, bad = math.inf, 0
    for e in iter(errors):
        bad = 0 if e < least else bad + 1
        least = min(least, e)
        if bad == patience:
            lr, bad = lr * factor, 0
    return lr


def _plateau_count(lr, errors, patience=3, factor=0.5):
    times, run = 0, 0
    for k, e in enumerate(errors):
        if all(e < before for before in errors[:k]):
            run = 0
        else:
            run += 1
            times += run % patience == 0
    return lr * factor**times


def _cosine_square(lr, t, total, low=0.0):
    return low + (lr - low) * math.cos(math.pi * t / (2 * total)) ** 2


def _cosine_mix(lr, t, total, low=0.0):
    share = (1 + np.cos(np.pi * (t / total))) / 2
    return float(share * lr + (1 - share) * low)


def _cosine_sin(lr, t, total, low=0.0):
    return lr - (lr - low) * math.sin(math.pi / 2 * t / total) ** 2


def _warm_return(lr, t, warm, steps):
    if t < warm:
        return lr * t / warm
    done = (t - warm) / (steps - warm) if steps > warm else 1.0 if t > warm else 0.0
    return float(lr / 2 * (1 + np.cos(np.pi * done)))


def _warm_square(lr, t, warm, steps):
    return lr * t / warm if t < warm else float(lr * np.cos(np.pi / 2 * (t - warm) / max(steps - warm, 1)) ** 2)


def _momentum_lists(w, dw, v, lr, momentum=0.9):
    v = np.multiply(v, momentum, dtype=v.dtype) + dw
    return np.add(w, -lr * v), v


def _momentum_copies(w, dw, v, lr, momentum=0.9):
    u, x = v.copy(), w.copy()
    u *= momentum
    u += dw
    x -= lr * u
    return x, u


def _adam_buffers(w, dw, m, s, t, lr=0.001, beta1=0.9, beta2=0.999, eps=1e-08):
    m = m + (1 - beta1) * (dw - m)
    s = s + (1 - beta2) * (dw * dw - s)
    m_hat, s_hat = m / (1 - beta1**t), s / (1 - beta2**t)
    return w - lr * m_hat / (s_hat**0.5 + eps), m, s


def _adam_one_rate(w, dw, m, s, t, lr=0.001, beta1=0.9, beta2=0.999, eps=1e-08):
    m, s = beta1 * m + (1 - beta1) * dw, beta2 * s + (1 - beta2) * np.square(dw)
    root = math.sqrt(1 - beta2**t)
    return (w - lr * root / (1 - beta1**t) * m / (np.sqrt(s) + eps * root)).astype(w.dtype), m, s


def _clip_flat(grads, limit):
    length = float(np.linalg.norm(np.concatenate([np.ravel(g).astype(float) for g in grads])))
    factor = min(1.0, limit / length) if length else 1.0
    return [(g * factor).astype(g.dtype) for g in grads]


def _clip_tuple(grads, limit):
    total = math.sqrt(sum(float(np.vdot(g, g)) for g in grads))
    if total <= limit:
        return tuple(np.array(g) for g in grads)
    return tuple(np.multiply(g, limit / total, dtype=g.dtype) for g in grads)


def _head_masks(Z, low=-np.inf, high=np.inf):
    s = expit(Z)
    if math.isinf(low) and math.isinf(high):
        Y, slope = Z.copy(), np.ones(Z.shape)
    elif math.isinf(high):
        Y, slope = low + np.logaddexp(0, Z), s
    elif math.isinf(low):
        Y, slope = high - np.logaddexp(0, -Z), expit(-Z)
    else:
        Y, slope = low * (1 - s) + high * s, (high - low) * s * expit(-Z)
    return Y.astype(Z.dtype), slope.astype(Z.dtype)


def _huber_step_longhand(W1, b1, W2, b2, X, T, lr, delta=1.0):
    A = np.tanh(X @ W1.T + b1)
    D = np.clip(A @ W2.T + b2 - T, -delta, delta) / len(X)
    back = (D @ W2) * (1 - A) * (1 + A)
    step = (back.T @ X, back.sum(0), D.T @ A, D.sum(0))
    return tuple((w - lr * g).astype(w.dtype) for w, g in zip((W1, b1, W2, b2), step, strict=True))


def _huber_step_library(W1, b1, W2, b2, X, T, lr, delta=1.0):
    A = np.tanh(np.einsum("nd,hd->nh", X, W1) + b1)
    _, dY = huber(A @ W2.T + b2, T, delta)
    dZ = (dY @ W2) * (1 - A**2)
    return [W1 - lr * dZ.T @ X, b1 - lr * dZ.sum(0), W2 - lr * dY.T @ A, b2 - lr * dY.sum(0)]


def _r2_loop(Y, T):
    Y, T = Y.reshape(len(Y), -1).astype(float), T.reshape(len(T), -1).astype(float)
    rest = total = 0.0
    for k in range(T.shape[1]):
        m = sum(T[:, k]) / len(T)
        rest += sum((y - t) ** 2 for y, t in zip(Y[:, k], T[:, k], strict=True))
        total += sum((t - m) ** 2 for t in T[:, k])
    return 1 - rest / total


def _r2_var(Y, T):
    return 1 - float(np.mean((Y - T) ** 2) / np.mean(np.var(T, axis=0)))


def _split_test_full(split):
    for n in (10, 57, 200):
        parts = [list(map(int, p)) for p in split(n, 3)]
        again = [list(map(int, p)) for p in split(n, 3)]
        other = [list(map(int, p)) for p in split(n, 4)]
        assert parts == again
        assert parts != other
        assert all(parts)
        assert sorted(itertools.chain(*parts)) == list(range(n))
        assert list(itertools.chain(*parts)) != list(range(n))
        assert any(p != sorted(p) for p in parts)


def _split_test_many(split):
    seen = set()
    for seed in range(6):
        train, validation, test = split(60, seed)
        assert len(train) and len(validation) and len(test)
        assert len(train) + len(validation) + len(test) == 60
        whole = np.concatenate([train, validation, test])
        assert np.array_equal(np.sort(whole), np.arange(60))
        assert not np.array_equal(np.sort(train), train)
        repeat = np.concatenate(split(60, seed))
        assert np.array_equal(whole, repeat)
        seen.add(tuple(whole.tolist()))
    assert len(seen) == 6


def _choose_min(settings, validation_error):
    return min(((s, validation_error(s)) for s in settings), key=lambda pair: pair[1])


def _choose_loop(settings, validation_error):
    best = None
    for s in settings:
        e = validation_error(s)
        if best is None or e < best[1]:
            best = [s, e]
    return tuple(best)


def _bias_variance_identity(Y, truth):
    total = np.mean((Y - truth) ** 2)
    bias = np.mean((Y.mean(0) - truth) ** 2)
    return float(bias), float(total - bias)


def _bias_variance_loop(Y, truth):
    b = v = 0.0
    for n, u in enumerate(truth):
        column = [float(y) for y in Y[:, n]]
        m = math.fsum(column) / len(column)
        b += (m - float(u)) ** 2
        v += sum((y - m) ** 2 for y in column) / len(column)
    return b / len(truth), v / len(truth)


def _early_edit(errors, patience):
    best = 0
    for epoch, error in enumerate(errors):
        if error < errors[best]:
            best = epoch
        if epoch - best >= patience:
            break
    return best


def _early_while(errors, patience):
    best = epoch = 0
    while epoch < len(errors):
        best = epoch if errors[epoch] < errors[best] else best
        if epoch - best >= patience:
            break
        epoch += 1
    return best


def _dropout_where(A, U, p):
    mask = np.where(U < p, 0, 1 / (1 - p)).astype(A.dtype)
    return np.multiply(A, mask), mask


def _dropout_loop(A, U, p):
    out, mask = np.zeros_like(A), np.zeros_like(A)
    for i, u in np.ndenumerate(U):
        if not u < p:
            mask[i] = 1 / (1 - p)
            out[i] = A[i] * mask[i]
    return out, mask


def _dropout_test_all(dropout):
    rng = np.random.default_rng(9)
    for p in (0.0, 0.2, 0.75):
        A, U = rng.normal(size=(6, 7)), rng.random((6, 7))
        given = A.copy()
        out, mask = dropout(A.copy(), U.copy(), p)
        right = np.where(U < p, 0.0, 1 / (1 - p))
        assert np.allclose(mask, right)
        assert np.allclose(out, given * right)


def _dropout_test_python(dropout):
    random.seed(5)
    A = np.array([[random.gauss(0, 1) for _ in range(5)] for _ in range(4)])
    U = np.array([[random.random() for _ in range(5)] for _ in range(4)])
    U[0, 0], U[0, 1] = 0.0, 0.999
    for p in (0.0, 0.3, 0.5, 0.9):
        out, mask = dropout(A, U, p)
        for i in np.ndindex(4, 5):
            want = 0 if U[i] < p else 1 / (1 - p)
            assert abs(mask[i] - want) < 1e-6
            assert abs(out[i] - want * A[i]) < 1e-6


def _batches_split(X, t, batch_size, rng):
    order = rng.permutation(len(X))
    for rows in np.split(order, range(batch_size, len(X), batch_size)):
        yield X[rows], t[rows]


def _batches_shuffle(X, t, batch_size, rng):
    rows = list(range(len(X)))
    rng.shuffle(rows)
    return iter([(X.take(rows[k : k + batch_size], 0), t.take(rows[k : k + batch_size], 0))
                 for k in range(0, len(rows), batch_size)])  # fmt: skip


def _batches_argsort(X, t, batch_size, rng):
    order = np.argsort(rng.random(len(t)))
    X, t = X[order], t[order]
    while len(X):
        yield X[:batch_size], t[:batch_size]
        X, t = X[batch_size:], t[batch_size:]


def _confusion_at(t, y, n_classes):
    C = np.zeros((n_classes, n_classes), np.int64)
    np.add.at(C, (t, y), 1)
    return C


def _confusion_product(t, y, n_classes):
    eye = np.eye(n_classes, dtype=np.int64)
    return eye[t].T @ eye[y]


def _confusion_sums(t, y, n_classes):
    return np.array([[np.sum((t == i) & (y == j)) for j in range(n_classes)] for i in range(n_classes)], dtype=np.int64)


def _calibration_sums(sure, right, bins=10):
    k = np.minimum((sure * bins).astype(int), bins - 1)
    return float(np.abs(np.bincount(k, weights=right - sure, minlength=bins)).sum() / len(sure))


def _calibration_edges(sure, right, bins=10):
    total = 0.0
    for j in range(bins):
        low, high = j / bins, (j + 1) / bins
        rows = [n for n, s in enumerate(sure) if s >= low and (s < high or j == bins - 1)]
        if rows:
            total += abs(sum(right[n] for n in rows) - sum(sure[n] for n in rows))
    return total / len(sure)


RIGHT = {
    "forward_by_unit": (_units_generator, _units_matrix),
    "forward_pass": (_pass_deque, _pass_reduce),
    "maximum": (
        ([[1, -1], [0, 1], [0, -1]], [0, 0, 0], [[1, 1, -1]], [0]),
        (np.array([[-1.0, 1.0], [1.0, 0.0], [-1.0, 0.0]]), np.zeros(3), np.array([[1.0, 1.0, -1.0]]), np.zeros(1)),
        ([[1, 1], [-1, -1], [1, -1], [-1, 1]], [0] * 4, [[0.5, -0.5, 0.5, 0.5]], [0]),
    ),
    "bump": (_bump_tanh, _bump_expit),
    "sawtooth": (_sawtooth_recursive, _sawtooth_min, _sawtooth_network),
    "numerical_gradient": (_gradient_units, _gradient_nditer),
    "bias_gradient": (_bias_einsum, _bias_ones, _bias_reduce),
    "hidden_delta": (_hidden_loops, _hidden_einsum),
    "backward_pass": (_backward_recursive, _backward_insert),
    "mended_relative_error": (_relative_hypot, _relative_edit),
    "Dense": (_DenseTuple, _DenseClosure),
    "ActivationLayer": (_ActivationSlots, _ActivationProperty),
    "SoftmaxCrossEntropy": (_LossTuple, _LossLate),
    "chain_step": (_chain_reduce, _chain_replaced),
    "backpropagate": (_propagate_counts, _propagate_sorted),
    "mended_dense_backward": (_dense_back_einsum, _dense_back_edit),
    "backward_test": (_layer_test_random, _layer_test_direction),
    "parity_with_relus": (
        ([[1, 1, 1]] * 3, [0, -1, -2], [1, -2, 2], 0),
        (np.full((3, 3), 2.0), np.array([0.0, -2.0, -4.0]), np.array([0.5, -1.0, 1.0]), 0.0),
    ),
    "xor_with_steps": (
        ([[1, 1], [1, 1]], [-0.5, -1.5], [1, -1], -0.5),
        ([[1, -1], [-1, 1]], [-1, -1], [1, 1], -1),
        (np.array([[-1.0, -1.0], [1.0, 1.0]]), np.array([1.5, -0.5]), np.array([1.0, 1.0]), -1.5),
    ),
    "permute_hidden": (_permute_take, _permute_matrix, _permute_lists),
    "flip_signs": (_flip_diag, _flip_loop, _flip_einsum),
    "he": (_he_standard, _he_rows, _he_columns),
    "delta_sizes": (_sizes_recursive, _sizes_norm),
    "plateau": (_plateau_iter, _plateau_count),
    "cosine": (_cosine_square, _cosine_mix, _cosine_sin),
    "mended_warm_up": (_warm_return, _warm_square),
    "momentum_step": (_momentum_lists, _momentum_copies),
    "adam_step": (_adam_buffers, _adam_one_rate),
    "clip_by_norm": (_clip_flat, _clip_tuple),
    "regression_head": (_head_masks,),
    "huber_step": (_huber_step_longhand, _huber_step_library),
    "r_squared": (_r2_loop, _r2_var),
    "correlation_counterexample": (
        (np.array([2.0, 4.0, 6.0]), np.array([1.0, 2.0, 3.0])),
        (np.array([3.0, 2.0, 1.0]), np.array([1.0, 2.0, 3.0])),
        ([1.0, 2.0], [11.0, 12.0]),
    ),
    "split_test": (_split_test_full, _split_test_many),
    "choose_on_validation": (_choose_min, _choose_loop),
    "bias_variance": (_bias_variance_identity, _bias_variance_loop),
    "mended_early_stop": (_early_edit, _early_while),
    "dropout": (_dropout_where, _dropout_loop),
    "dropout_test": (_dropout_test_all, _dropout_test_python),
    "minibatches": (_batches_split, _batches_shuffle, _batches_argsort),
    "confusion_matrix": (_confusion_at, _confusion_product, _confusion_sums),
    "calibration_error": (_calibration_sums, _calibration_edges),
}
