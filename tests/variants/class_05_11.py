"""Right answers of a class to lectures 05 to 11: loops, einsum, recursion, masks, sorted and counted otherwise."""

import math
import statistics

import numpy as np


def _s(z):
    return 0.5 * (1 + np.tanh(z / 2))


def _forward_by_unit(x, weights, biases, activations):
    zs, acts = [], [x]
    for W, b, f in zip(weights, biases, activations, strict=True):
        z = np.array([sum(W[j][i] * acts[-1][i] for i in range(len(acts[-1]))) + b[j] for j in range(len(b))])
        zs.append(z)
        acts.append(np.array([f.f(np.array(v)) for v in z]))
    return zs, acts


def _forward_pass(X, weights, biases, activations):
    if not weights:
        return [], [X]
    Z = np.einsum("ni,ji->nj", X, weights[0]) + biases[0]
    Zs, As = _forward_pass(activations[0].f(Z), weights[1:], biases[1:], activations[1:])
    return [Z, *Zs], [X, *As]


def _forward_pass_index(X, weights, biases, activations):
    Zs, As = [None] * len(weights), [X] + [None] * len(weights)
    for r in range(len(weights)):
        Zs[r] = (weights[r] @ As[r].T).T + biases[r]
        As[r + 1] = activations[r].f(Zs[r])
    return Zs, As


def _sawtooth_recursive(x, depth):
    if depth == 0:
        return x
    return _sawtooth_recursive(np.where(x < 0.5, 2 * x, 2 - 2 * x), depth - 1)


def _unit_dot(x, w, b):
    return float(np.dot(x, w)) + b


def _numerical_flat(f, x, eps=1e-5):
    g = []
    for i in range(x.size):
        up, down = x.copy(), x.copy()
        up.flat[i] += eps
        down.flat[i] -= eps
        g.append((f(up) - f(down)) / (up.flat[i] - down.flat[i]))
    return np.array(g, dtype=float).reshape(x.shape)


def _numerical_eye(f, x, eps=1e-5):
    E = eps * np.eye(x.size).reshape(x.size, *x.shape)
    return np.array([f(x + e) - f(x - e) for e in E]).reshape(x.shape) / (2 * eps)


def _weight_gradient_loop(dZ, A):
    G = np.zeros((dZ.shape[1], A.shape[1]), dZ.dtype)
    for d, a in zip(dZ, A, strict=True):
        G += np.outer(d, a)
    return G


def _hidden_loop(dZ, W, slope):
    out = np.zeros_like(slope)
    for n in range(len(dZ)):
        for i in range(W.shape[1]):
            out[n, i] = slope[n, i] * sum(dZ[n, j] * W[j, i] for j in range(W.shape[0]))
    return out


def _backward_by_unit(dA, zs, activities, weights, activations):
    deltas = [dA * activations[-1].grad(zs[-1])]
    for r in range(len(zs) - 2, -1, -1):
        deltas = [weights[r + 1].T @ deltas[0] * activations[r].grad(zs[r]), *deltas]
    return [d[:, None] * a[None, :] for d, a in zip(deltas, activities, strict=False)], deltas


def _backward_pass(dZ, Zs, As, weights, activations):
    dWs, dbs = [], []
    for r in range(len(weights) - 1, -1, -1):
        dWs.append(np.einsum("nj,ni->ji", dZ, As[r]))
        dbs.append(dZ.sum(0))
        if r:
            dZ = np.einsum("nj,ji->ni", dZ, weights[r]) * activations[r - 1].grad(Zs[r - 1])
    return dWs[::-1], dbs[::-1]


def _backward_deltas_first(dZ, Zs, As, weights, activations):
    deltas = [dZ]
    for W, Z, f in zip(weights[:0:-1], Zs[-2::-1], activations[-2::-1], strict=True):
        deltas.append((deltas[-1] @ W) * f.grad(Z))
    deltas.reverse()
    return [d.T @ A for d, A in zip(deltas, As, strict=False)], [np.sum(d, axis=0) for d in deltas]


def _forward_chain(layers, X):
    return _forward_chain(layers[1:], layers[0].forward(X)) if layers else X


def _backward_chain(layers, dZ):
    for i in range(len(layers) - 1, -1, -1):
        dZ = layers[i].backward(dZ)
    return dZ


def _chain_step(layers, loss, X, T, lr, weight_decay=0.0):
    A = X
    for layer in layers:
        A = layer.forward(A)
    value = loss.forward(A, T)
    d = loss.backward()
    for layer in layers[::-1]:
        d = layer.backward(d)
    for layer in layers:
        if hasattr(layer, "W"):
            layer.W -= lr * (layer.dW + weight_decay * layer.W)
            layer.b -= lr * layer.db
    return value


class _EuclideanKept:
    def forward(self, Y, T):
        self.Y, self.T = Y.copy(), T.copy()
        return 0.5 * float(np.mean(np.sum((Y - T) ** 2, axis=1)))

    def backward(self):
        return (self.Y - self.T) / len(self.Y)


class _EuclideanLoop:
    def __init__(self):
        self.pairs = None

    def forward(self, Y, T):
        self.pairs = (Y, T)
        return sum(0.5 * float(np.dot(y - t, y - t)) for y, t in zip(Y, T, strict=True)) / len(Y)

    def backward(self):
        Y, T = self.pairs
        return np.stack([(y - t) / len(Y) for y, t in zip(Y, T, strict=True)])


def _xor_hidden_columns(X):
    s = X.sum(axis=1)
    return np.stack([np.maximum(s, 0), np.maximum(s - 1, 0)], axis=1)


def _xor_hidden_loop(X):
    out = np.zeros((len(X), 2), X.dtype)
    for n, (a, b) in enumerate(X):
        out[n] = max(a + b, 0), max(a + b - 1, 0)
    return out


def _permute_loop(W1, b1, W2, order):
    A, b, C = np.empty_like(W1), np.empty_like(b1), np.empty_like(W2)
    for i, o in enumerate(order):
        A[i], b[i], C[:, i] = W1[o], b1[o], W2[:, o]
    return A, b, C


def _flip_diag(W1, b1, W2, signs):
    S = np.diag(signs).astype(W1.dtype)
    return S @ W1, S @ b1, W2 @ S


def _delta_sizes(dZ, Zs, weights, activations):
    deltas = [dZ]
    for r in range(len(weights) - 1, 0, -1):
        deltas.insert(0, np.einsum("nj,ji->ni", deltas[0], weights[r]) * activations[r - 1].grad(Zs[r - 1]))
    return [float(np.linalg.norm(d)) / math.sqrt(d.size) for d in deltas]


def _plateau_index(lr, errors, patience=3, factor=0.5):
    best, last, cuts = math.inf, -1, 0
    for i, e in enumerate(errors):
        if e < best:
            best, last = e, i
        elif i - last >= patience:
            cuts, last = cuts + 1, i
    return lr * factor**cuts


def _cyclical(lr, t, low=0.0, half_cycle=2):
    phase = t % (2 * half_cycle)
    return low + (lr - low) * (phase if phase <= half_cycle else 2 * half_cycle - phase) / half_cycle


def _adam(w, dw, m, s, t, lr=0.001, beta1=0.9, beta2=0.999, eps=1e-8):
    m = m + (1 - beta1) * (dw - m)
    s = s + (1 - beta2) * (dw**2 - s)
    mhat, shat = m / (1 - beta1**t), s / (1 - beta2**t)
    return w - lr * mhat / (shat**0.5 + eps), m, s


def _angle_acos(A, B):
    a, b = A.ravel().astype(float), B.ravel().astype(float)
    c = a @ b / math.sqrt((a @ a) * (b @ b))
    return math.degrees(math.acos(max(-1, min(1, c))))


def _angle_clip(A, B):
    c = (A * B).sum() / (np.sqrt((A**2).sum()) * np.sqrt((B * B).sum()))
    return float(np.rad2deg(np.arccos(np.clip(float(c), -1, 1))))


def _head(Z, low=-np.inf, high=np.inf):
    sp = lambda v: np.logaddexp(0, v)  # noqa: E731
    if low == -np.inf and high == np.inf:
        return Z * 1, Z * 0 + 1
    if high == np.inf:
        return low + sp(Z), _s(Z)
    if low == -np.inf:
        return high - sp(-Z), _s(-Z)
    return low + (high - low) * _s(Z), (high - low) * _s(Z) * (1 - _s(Z))


def _huber_step(W1, b1, W2, b2, X, T, lr, delta=1.0):
    H = np.tanh(np.einsum("nd,hd->nh", X, W1) + b1)
    D = H @ W2.T + b2 - T
    g = np.where(np.abs(D) <= delta, D, delta * np.sign(D)) / len(X)
    d = np.einsum("nk,kh->nh", g, W2) * (1 - H**2)
    return (
        W1 - lr * np.einsum("nh,nd->hd", d, X),
        b1 - lr * d.sum(0),
        W2 - lr * np.einsum("nk,nh->kh", g, H),
        b2 - lr * g.sum(0),
    )


def _choose_loop(settings, validation_error):
    best, low = None, None
    for s in settings:
        e = validation_error(s)
        if low is None or e < low:
            best, low = s, e
    return best, low


def _batches_argsort(X, t, batch_size, rng):
    order = np.argsort(rng.random(len(X)))
    Xs, ts = X[order], t[order]
    for i in range(math.ceil(len(X) / batch_size)):
        yield Xs[i * batch_size : (i + 1) * batch_size], ts[i * batch_size : (i + 1) * batch_size]


def _batches_shuffle(X, t, batch_size, rng):
    order = np.arange(len(X))
    rng.shuffle(order)
    return [(X[order[i : i + batch_size]], t[order[i : i + batch_size]]) for i in range(0, len(X), batch_size)]


def _confusion_loop(t, y, n_classes):
    C = np.zeros((n_classes, n_classes), int)
    for a, b in zip(t, y, strict=True):
        C[a, b] += 1
    return C


def _calibration_loop(sure, right, bins=10):
    total = 0.0
    for k in range(bins):
        upper = (sure < (k + 1) / bins) if k < bins - 1 else sure <= 1
        mask = (sure >= k / bins) & upper
        if mask.any():
            total += mask.mean() * abs(right[mask].mean() - sure[mask].mean())
    return float(total)


RIGHT = {
    "unit": [
        _unit_dot,
        lambda x, w, b: sum(float(p) * float(q) for p, q in zip(x, w, strict=True)) + b,
        lambda x, w, b: math.fsum([b, *(float(v) for v in w.astype(float) * x)]),
    ],
    "dense_forward": [
        lambda X, W, b: np.einsum("ni,ji->nj", X, W) + b,
        lambda X, W, b: np.array([W @ x + b for x in X]),
        lambda X, W, b: np.hstack([X, np.ones((len(X), 1), X.dtype)]) @ np.hstack([W, b[:, None]]).T,
        lambda X, W, b: (W.dot(X.T) + b[:, None]).T,
    ],
    "forward_pass": [_forward_pass, _forward_pass_index],
    "bump": [
        lambda x, left, right, height=1.0, steepness=100.0: (
            height * _s(steepness * (x - left)) - height * _s(steepness * (x - right))
        ),
        lambda x, left, right, height=1.0, steepness=100.0: (
            height / 2 * (np.tanh(steepness * (x - left) / 2) - np.tanh(steepness * (x - right) / 2))
        ),
    ],
    "sawtooth": [_sawtooth_recursive],
    "numerical_gradient": [_numerical_flat, _numerical_eye],
    "output_delta": [
        lambda A, T, slope: np.multiply(A - T, slope) / A.shape[0],
        lambda A, T, slope: slope * (A - T) / np.array(len(T), A.dtype),
        lambda A, T, slope: -(T - A) / len(A) * slope,
    ],
    "weight_gradient": [
        _weight_gradient_loop,
        lambda dZ, A: np.einsum("nj,ni->ji", dZ, A),
        lambda dZ, A: (A.T @ dZ).T,
        lambda dZ, A: (dZ[:, :, None] * A[:, None, :]).sum(axis=0),
    ],
    "bias_gradient": [
        lambda dZ: np.einsum("nj->j", dZ),
        lambda dZ: np.ones(len(dZ), dZ.dtype) @ dZ,
        lambda dZ: np.array([sum(c) for c in dZ.T], dZ.dtype),
        lambda dZ: dZ.mean(axis=0) * len(dZ),
    ],
    "hidden_delta": [
        _hidden_loop,
        lambda dZ, W, slope: slope * np.einsum("nj,ji->ni", dZ, W),
        lambda dZ, W, slope: (W.T @ dZ.T).T * slope,
    ],
    "backward_by_unit": [_backward_by_unit],
    "backward_pass": [_backward_pass, _backward_deltas_first],
    "forward_chain": [_forward_chain],
    "backward_chain": [_backward_chain],
    "chain_step": [_chain_step],
    "EuclideanLoss": [_EuclideanKept, _EuclideanLoop],
    "xor_hidden": [_xor_hidden_columns, _xor_hidden_loop],
    "xor_net": [
        lambda X: np.maximum(X.sum(1), 0) - 2 * np.maximum(X.sum(1) - 1, 0),
        lambda X: _xor_hidden_columns(X)[:, 0] - 2 * _xor_hidden_columns(X)[:, 1],
    ],
    "permute_hidden": [_permute_loop, lambda W1, b1, W2, o: (W1[list(o), :], b1[list(o)], W2.T[list(o)].T)],
    "flip_signs": [
        _flip_diag,
        lambda A, b, C, s: ((A.T * s.astype(A.dtype)).T, b * s.astype(b.dtype), C * s.astype(C.dtype)),
    ],
    "delta_sizes": [_delta_sizes, lambda *a: tuple(_delta_sizes(*a)), lambda *a: np.array(_delta_sizes(*a))],
    "gaussian": [
        lambda n_out, n_in, rng, dtype=np.float32, std=0.01: rng.normal(0, std, (n_out, n_in)).astype(dtype),
        lambda n_out, n_in, rng, dtype=np.float32, std=0.01: (std * rng.standard_normal((n_out, n_in))).astype(dtype),
    ],
    "xavier": [
        lambda n_out, n_in, rng, dtype=np.float32: rng.normal(0, 1 / math.sqrt(n_in), (n_out, n_in)).astype(dtype),
        lambda n_out, n_in, rng, dtype=np.float32: np.array(
            [[rng.normal() / n_in**0.5 for _ in range(n_in)] for _ in range(n_out)], dtype
        ),
    ],
    "he": [
        lambda n_out, n_in, rng, dtype=np.float32: rng.normal(0, math.sqrt(2 / n_in), (n_out, n_in)).astype(dtype),
        lambda n_out, n_in, rng, dtype=np.float32: rng.standard_normal((n_in, n_out), dtype).T * math.sqrt(2 / n_in),
    ],
    "step_halving": [
        lambda lr, t, every=10: lr / 2 ** math.floor(t / every),
        lambda lr, t, every=10: lr / 2 ** (t // every),
    ],
    "inverse_time": [
        lambda lr, t, half_time=10: lr / (1 + t / half_time),
        lambda lr, t, half_time=10: (half_time * lr) / (half_time + t),
    ],
    "plateau": [_plateau_index],
    "cosine": [
        lambda lr, t, total, low=0.0: low + (lr - low) * math.cos(math.pi * t / total / 2) ** 2,
        lambda lr, t, total, low=0.0: float(low + 0.5 * (lr - low) * (1 + np.cos(np.pi * t / total))),
    ],
    "cyclical": [_cyclical],
    "momentum_step": [
        lambda w, dw, v, lr, momentum=0.9: (w - lr * (dw + momentum * v), dw + momentum * v),
        lambda w, dw, v, lr, momentum=0.9: (w - lr * momentum * v - lr * dw, np.add(v * momentum, dw)),
    ],
    "adam_step": [_adam],
    "angle": [_angle_acos, _angle_clip],
    "regression_head": [_head],
    "huber_step": [_huber_step],
    "r_squared": [
        lambda Y, T: 1 - float(np.square(T - Y).sum() / np.square(T - T.mean(0)).sum()),
        lambda Y, T: 1 - float(((T - Y) ** 2).sum()) / float(T.var(axis=0).sum() * len(T)),
    ],
    "choose_on_validation": [_choose_loop, lambda s, e: min(((x, e(x)) for x in s), key=lambda p: p[1])],
    "minibatches": [_batches_argsort, _batches_shuffle],
    "confusion_matrix": [
        _confusion_loop,
        lambda t, y, n: np.bincount(n * t + y, minlength=n * n).reshape(n, n),
        lambda t, y, n: np.eye(n, dtype=np.int64)[t].T @ np.eye(n, dtype=np.int64)[y],
        lambda t, y, n: np.array([[int(((t == i) & (y == j)).sum()) for j in range(n)] for i in range(n)]),
    ],
    "accuracy_score": [
        lambda t, y: float(np.mean(t == y)),
        lambda t, y: sum(a == b for a, b in zip(t, y, strict=True)) / len(t),
        lambda t, y: statistics.mean([1.0 if a == b else 0.0 for a, b in zip(t, y, strict=True)]),
        lambda t, y: 1 - np.count_nonzero(t - y) / t.size,
    ],
    "calibration_error": [_calibration_loop],
}


RIGHT["momentum_step"] += [lambda w, dw, v, lr, momentum=0.9: [w - lr * (momentum * v + dw), momentum * v + dw]]
RIGHT["cosine"] += [lambda lr, t, total, low=0.0: (lr + low) / 2 + (lr - low) / 2 * math.cos(math.pi * t / total)]
RIGHT["cyclical"] += [lambda lr, t, low=0.0, half_cycle=2: low + (lr - low) * (1 - abs((t / half_cycle) % 2 - 1))]
RIGHT["inverse_time"] += [lambda lr, t, half_time=10: 1 / (1 / lr + t / (lr * half_time))]
RIGHT["step_halving"] += [lambda lr, t, every=10: lr * math.pow(2, -int(t / every))]
RIGHT["angle"] += [lambda A, B: 180 - _angle_acos(A, -B)]
RIGHT["adam_step"] += [lambda *a: list(_adam(*a))]
RIGHT["r_squared"] += [lambda Y, T: float(1 - np.linalg.norm(Y - T) ** 2 / np.linalg.norm(T - T.mean(axis=0)) ** 2)]


def _single(x, weights, biases, activations):
    Zs, As = _forward_pass_index(x[None, :], weights, biases, activations)
    return [Z[0] for Z in Zs], [A[0] for A in As]


RIGHT["forward_by_unit"] = [_forward_by_unit, _single]
