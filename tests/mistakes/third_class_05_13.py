"""Wrong answers of a third class to lectures 05 to 13, written from the notebooks alone."""

import math

import numpy as np

from mlpkit.activations import ACTIVATIONS, Activation, relu, sigmoid, softplus
from mlpkit.layers import Layer
from mlpkit.layers.dense import Affine
from mlpkit.losses import softmax_cross_entropy


def _forward_by_unit(inputs="before", sum_biases=True, f=True, with_x=True, as_list=False):
    def answer(x, weights, biases, activations):
        a, zs, activities = x, [], [x] if with_x else []
        for W, b, act in zip(weights, biases, activations, strict=True):
            z = np.zeros(len(W), dtype=x.dtype)
            for j in range(len(W)):
                for i in range(len(W[j])):
                    z[j] += W[j][i] * a[i]
                if sum_biases:
                    z[j] += b[0 if inputs == "first bias" else j]
            zs.append(list(z) if as_list else z)
            a = act.f(z) if f else z
            activities.append(a)
        return zs, activities

    return answer


def _forward_pass(last=True, keep_x=True, exchanged=False, same=False):
    def answer(X, weights, biases, activations):
        A, Zs, As = X, [], [X] if keep_x else []
        for r, (W, b) in enumerate(zip(weights, biases, strict=True)):
            Z = A @ W.T + b
            f = activations[0 if same else r].f
            A = Z if not last and r == len(weights) - 1 else f(Z)
            Zs.append(Z)
            As.append(A)
        return (As, Zs) if exchanged else (Zs, As)

    return answer


def _bump(sign=1, both=True, inside=True):
    def answer(x, left, right, height=1.0, steepness=100.0):
        up = sigmoid(steepness * (x - left)) if inside else sigmoid(steepness * x - left)
        down = sigmoid(steepness * (x - right)) if inside else sigmoid(steepness * x - right)
        return (height if both else 1.0) * (up - sign * down)

    return answer


def _bump_product(x, left, right, height=1.0, steepness=100.0):
    return height * sigmoid(steepness * (x - left)) * sigmoid(steepness * (x - right))


def _bump_steps(x, left, right, height=1.0, steepness=100.0):
    return height * ((x >= left) & (x <= right)).astype(x.dtype)


def _sawtooth_once(x, depth):
    return 2 * relu(x) - 4 * relu(x - 0.5)


def _sawtooth_one_more(x, depth):
    for _ in range(depth + 1):
        x = 2 * relu(x) - 4 * relu(x - 0.5)
    return x


def _sawtooth_slope(x, depth):
    for _ in range(depth):
        x = 2 * relu(x) - 2 * relu(x - 0.5)
    return x


def _sawtooth_times(x, depth):
    tent = 2 * relu(x) - 4 * relu(x - 0.5)
    return tent * depth


def _sawtooth_in_place(x, depth):
    for _ in range(depth):
        x[...] = np.where(x < 0.5, 2 * x, 2 - 2 * x)
    return x


def _numerical(step=2.0, forward=False, eps_used=True, flat=False, spoil=False):
    def answer(f, x, eps=1e-05):
        h = eps if eps_used else 1e-5
        grad = np.zeros(x.size)
        for k in range(x.size):
            up, down = (x, x) if spoil else (x.copy(), x.copy())
            up.flat[k] += h
            high = f(up)
            if spoil:
                x.flat[k] -= 2 * h
            elif not forward:
                down.flat[k] -= h
            low = f(down)
            grad[k] = (high - low) / (h if forward else step * h)
        return grad if flat else grad.reshape(x.shape)

    return answer


def _numerical_all_at_once(f, x, eps=1e-05):
    return np.full(x.shape, (f(x + eps) - f(x - eps)) / (2 * eps))


def _bias_gradient_rows(dZ):
    return dZ.sum(axis=1)


def _bias_gradient_ones(dZ):
    return np.ones(dZ.shape[1], dtype=dZ.dtype)


def _bias_gradient_keepdims(dZ):
    return dZ.sum(axis=0, keepdims=True)


def _bias_gradient_loop_first(dZ):
    db = dZ[0]
    for row in dZ[1:]:
        db += row
    return db


def _backward_pass(slope="Z", reverse=True, mean=False, slope_at_output=False):
    def answer(dZ, Zs, As, weights, activations):
        dWs, dbs = [], []
        if slope_at_output:
            dZ = dZ * activations[-1].grad(Zs[-1])
        for r in reversed(range(len(weights))):
            dWs.append(dZ.T @ As[r] / (len(dZ) if mean else 1))
            dbs.append(dZ.sum(axis=0) / (len(dZ) if mean else 1))
            if r > 0:
                grad = activations[r - 1].grad
                s = grad(Zs[r - 1]) if slope == "Z" else grad(As[r]) if slope == "A" else 1
                dZ = (dZ @ weights[r]) * s
        return (dWs[::-1], dbs[::-1]) if reverse else (dWs, dbs[::-1])

    return answer


def _relative_error(size=np.linalg.norm, top=np.linalg.norm, longest=max):
    def answer(claimed, measured):
        length = longest(size(claimed), size(measured))
        return float(top(claimed - measured) / length) if length else 0.0

    return answer


def _dense(keep="X", dw="sum", db="sum", dx=True, bias=True, ignore_input_grad=False):
    class Dense(Affine):
        def forward(self, X):
            if keep == "first" and hasattr(self, "X"):
                return X @ self.W.T + self.b
            self.X = X
            return X @ self.W.T + (self.b if bias else 0)

        def backward(self, dZ):
            dW, d = dZ.T @ self.X, dZ.sum(axis=0)
            if dw == "mean":
                dW, d = dW / len(dZ), d / len(dZ)
            if dw == "add":
                self.dW += dW
                self.db += d
            else:
                self.dW, self.db = dW, d if db == "sum" else dZ.mean(axis=0)
            if not self.input_grad and not ignore_input_grad:
                return None
            return dZ @ self.W if dx else dZ @ self.W * 2

    return Dense


def _activation_layer(at="Z", settings=True, times=True):
    class ActivationLayer(Layer):
        def __init__(self, activation, **kw):
            if isinstance(activation, Activation):
                self.activation = activation
            else:
                self.activation = ACTIVATIONS[activation]
            self.settings = kw
            self.more = kw if settings is True else {}

        def forward(self, Z):
            self.Z = Z
            self.A = self.activation.f(Z, **self.settings)
            return self.A

        def backward(self, dA):
            where = self.Z if at == "Z" else self.A
            g = self.activation.grad(where, **self.more)
            return dA * g if times else g

    return ActivationLayer


def _softmax_loss(grad=lambda P, T: (P - T) / len(P), once=False):
    class SoftmaxCrossEntropy:
        def forward(self, Z, T):
            loss, _ = softmax_cross_entropy(Z, T)
            e = np.exp(Z - Z.max(axis=1, keepdims=True))
            P = e / e.sum(axis=1, keepdims=True)
            if not once or not hasattr(self, "dZ"):
                self.dZ = grad(P, T).astype(Z.dtype)
            return loss

        def backward(self):
            return self.dZ

    return SoftmaxCrossEntropy


def _chain_step(order=reversed, decay_on_bias=False, after=False, decay=True, sign=1):
    def answer(layers, loss, X, T, lr, weight_decay=0.0):
        A = X
        for layer in layers:
            A = layer.forward(A)
        value = loss.forward(A, T)
        d = loss.backward()
        for layer in order(layers):
            d = layer.backward(d)
        for layer in layers:
            for name in layer.params:
                w, g = layer.params[name], layer.grads[name]
                l2 = weight_decay if decay and (w.ndim == 2 or decay_on_bias) else 0.0
                w -= sign * lr * (g + l2 * w)
        if after:
            A = X
            for layer in layers:
                A = layer.forward(A)
            value = loss.forward(A, T)
        return value

    return answer


def _chain_step_weights_only(layers, loss, X, T, lr, weight_decay=0.0):
    A = X
    for layer in layers:
        A = layer.forward(A)
    value = loss.forward(A, T)
    d = loss.backward()
    for layer in reversed(layers):
        d = layer.backward(d)
        if hasattr(layer, "W"):
            layer.W -= lr * (layer.dW + weight_decay * layer.W)
    return value


def _backpropagate(reset=True, add=True, seed=1.0):
    def answer(end):
        seen, nodes = set(), []

        def visit(node):
            if id(node) in seen:
                return
            seen.add(id(node))
            for parent, _ in node.parents:
                visit(parent)
            nodes.append(node)

        visit(end)
        if reset:
            for node in nodes:
                node.grad = np.zeros_like(node.value)
        elif not hasattr(end, "grad") or end.grad is None:
            for node in nodes:
                node.grad = np.zeros_like(node.value)
        end.grad = np.full_like(end.value, seed)
        for node in reversed(nodes):
            for parent, pull in node.parents:
                parent.grad = parent.grad + pull(node.grad) if add else pull(node.grad)

    return answer


def _backpropagate_depth_first(end):
    def clear(node):
        node.grad = np.zeros_like(node.value)
        for parent, _ in node.parents:
            clear(parent)

    def walk(node):
        for parent, pull in node.parents:
            parent.grad = parent.grad + pull(node.grad)
            walk(parent)

    clear(end)
    end.grad = np.ones_like(end.value)
    walk(end)


def _dense_backward(db="sum", dw=1.0):
    def answer(X, W, dZ):
        b = {"sum": dZ.sum(axis=0), "rows": dZ.sum(axis=1), "keep": dZ.sum(axis=0, keepdims=True)}[db]
        return dZ @ W, dw * (dZ.T @ X), b

    return answer


def _backward_test_ones(layer):
    X = np.random.default_rng(0).normal(size=(3, 4))
    D = np.ones_like(X)
    h = 1e-6
    _Y, dX = layer(X, D)
    for i in np.ndindex(X.shape):
        U, L = X.copy(), X.copy()
        U[i] += h
        L[i] -= h
        assert abs((layer(U, D)[0].sum() - layer(L, D)[0].sum()) / (2 * h) - dX[i]) < 1e-4


def _backward_test_shape(layer):
    X = np.ones((3, 4))
    Y, dX = layer(X, np.ones((3, 4)))
    assert Y.shape == dX.shape == X.shape


def _backward_test_elementwise(layer):
    X = np.random.default_rng(0).normal(size=(3, 4))
    D = np.random.default_rng(1).normal(size=(3, 4))
    h = 1e-6
    assert np.allclose(layer(X, D)[1], D * (layer(X + h, D)[0] - layer(X - h, D)[0]) / (2 * h), atol=1e-4)


def _permute(bias=True, out=True, inverse=False, in_place=False):
    def answer(W1, b1, W2, order):
        order = list(np.argsort(order)) if inverse else order
        if in_place:
            W1[:], b1[:], W2[:] = W1[order], b1[order], W2[:, order]
            return W1, b1, W2
        return W1[order], b1[order] if bias else b1, (W2[:, order] if out else W2)

    return answer


def _permute_rows_of_w2(W1, b1, W2, order):
    return W1[order], b1[order], W2[order]


def _flip(w1=True, b1_=True, w2=True):
    def answer(W1, b1, W2, signs):
        return (
            W1 * signs[:, None] if w1 else W1,
            b1 * signs if b1_ else b1,
            W2 * signs if w2 else W2,
        )

    return answer


def _he(spread=lambda n_out, n_in: math.sqrt(2 / n_in), mean=0.0, draw="normal", shape=lambda a, b: (a, b)):
    def answer(n_out, n_in, rng, dtype=np.float32):
        std = spread(n_out, n_in)
        if draw == "uniform":
            return rng.uniform(-std, std, shape(n_out, n_in)).astype(dtype)
        if draw == "positive":
            return np.abs(rng.normal(mean, std, shape(n_out, n_in))).astype(dtype)
        return rng.normal(mean, std, shape(n_out, n_in)).astype(dtype)

    return answer


def _delta_sizes(slope=True, size=lambda d: float(np.sqrt(np.mean(d * d))), reverse=True, last=True):
    def answer(dZ, Zs, weights, activations):
        sizes = [size(dZ)] if last else []
        for r in range(len(weights) - 1, 0, -1):
            dZ = dZ @ weights[r]
            if slope:
                dZ = dZ * activations[r - 1].grad(Zs[r - 1])
            sizes.append(size(dZ))
        return sizes[::-1] if reverse else sizes

    return answer


def _plateau(equal=False, reset_count=True, reset_best=False, late=0, factor_used=True, first=float("inf")):
    def answer(lr, errors, patience=3, factor=0.5):
        best, waited = first, 0
        for e in errors:
            if e < best or (equal and e == best):
                best, waited = e, 0
            else:
                waited += 1
            if waited == patience + late:
                lr *= factor if factor_used else 0.5
                if reset_count:
                    waited = 0
                if reset_best:
                    best = float("inf")
        return lr

    return answer


def _plateau_every_epoch(lr, errors, patience=3, factor=0.5):
    best, waited = float("inf"), 0
    for e in errors:
        if e < best:
            best, waited = e, 0
        else:
            waited += 1
        if waited >= patience:
            lr *= factor
    return lr


def _cosine(low_used=True, half=True, minus=False, add_low=False, last=0):
    def answer(lr, t, total, low=0.0):
        span = lr - low if low_used else lr
        if add_low:
            span = lr
        c = math.cos(math.pi * t / (total - last))
        return (low if low_used or add_low else 0) + (0.5 if half else 1) * span * ((1 - c) if minus else (1 + c))

    return answer


def _cosine_quarter(lr, t, total, low=0.0):
    return low + (lr - low) * math.cos(math.pi * t / total / 2)


def _warm_up(done=lambda t, warm, steps: (t - warm) / (steps - warm), grow=lambda lr, t, warm: lr * t / warm, edge=0):
    def answer(lr, t, warm, steps):
        if t < warm + edge:
            return float(grow(lr, t, warm))
        return float(lr / 2 * (1 + np.cos(np.pi * done(t, warm, steps))))

    return answer


def _momentum(nesterov=False, rate_inside=False, damp=False, plus=False, order=False, old=False, in_place=False):
    def answer(w, dw, v, lr, momentum=0.9):
        if in_place:
            v *= momentum
            v += dw
            return w - lr * v, v
        new = momentum * v + ((1 - momentum) * dw if damp else lr * dw if rate_inside else dw)
        step = new if rate_inside else lr * (momentum * new + dw) if nesterov else lr * new
        if old:
            step = lr * v
        w = w + step if plus else w - step
        return (new, w) if order else (w, new)

    return answer


def _adam(correct_m=True, correct_s=True, eps_inside=False, keep_corrected=False, first=0, root=True, square=True):
    def answer(w, dw, m, s, t, lr=0.001, beta1=0.9, beta2=0.999, eps=1e-08):
        m = beta1 * m + (1 - beta1) * dw
        s = beta2 * s + (1 - beta2) * (dw**2 if square else np.abs(dw))
        M = m / (1 - beta1 ** (t + first)) if correct_m else m
        S = s / (1 - beta2 ** (t + first)) if correct_s else s
        down = np.sqrt(S + eps) if eps_inside else (np.sqrt(S) if root else S) + eps
        w = w - lr * M / down
        return (w, M, S) if keep_corrected else (w, m, s)

    return answer


def _clip(each=False, always=False, squared=False, entries=False, total=None):
    def answer(grads, limit):
        if entries:
            return [np.clip(g, -limit, limit) for g in grads]
        if each:
            return [g * min(1, limit / max(float(np.linalg.norm(g)), 1e-30)) for g in grads]
        n2 = sum(float((g * g).sum()) for g in grads)
        n = n2 if squared else total(grads) if total else math.sqrt(n2)
        if n <= limit and not always:
            return [g.copy() for g in grads]
        return [(g * (limit / n)).astype(g.dtype) for g in grads]

    return answer


def _clip_new_limit(grads, limit):
    n = math.sqrt(sum(float((g * g).sum()) for g in grads))
    return [g / n for g in grads] if n > limit else [g + 0 for g in grads]


def _head(both_slope=True, above=True, falsy=False, falling=False, slope_of_low=True):
    def answer(Z, low=-np.inf, high=np.inf):
        has_low = bool(low) and low != -np.inf if falsy else low != -np.inf
        has_high = high != np.inf
        s = sigmoid(Z)
        if has_low and has_high:
            Y, g = low + (high - low) * s, s * (1 - s) * ((high - low) if both_slope else 1)
        elif has_low:
            Y, g = low + softplus(Z), s if slope_of_low else np.ones_like(Z)
        elif has_high:
            Y, g = (high - softplus(Z), -s) if falling else (high - softplus(-Z), 1 - s)
            if not above:
                Y = high + softplus(-Z)
        else:
            Y, g = Z, np.ones_like(Z)
        return Y.astype(Z.dtype), g.astype(Z.dtype)

    return answer


def _head_clip(Z, low=-np.inf, high=np.inf):
    return np.clip(Z, low, high), ((low < Z) & (high > Z)).astype(Z.dtype)


def _r2(mean=lambda T: T.mean(axis=0), clip=False, about=lambda Y, T: T, one_minus=True, root=False):
    def answer(Y, T):
        miss, spread = ((Y - T) ** 2).sum(), ((about(Y, T) - mean(about(Y, T))) ** 2).sum()
        r = 1 - miss / spread if one_minus else miss / spread
        r = math.sqrt(abs(r)) if root else r
        return float(max(r, 0) if clip else r)

    return answer


def _r2_columns(Y, T):
    miss, spread = ((Y - T) ** 2).sum(axis=0), ((T - T.mean(axis=0)) ** 2).sum(axis=0)
    return float(np.mean(1 - miss / spread))


def _split_test_sizes(split):
    parts = split(100, 0)
    assert sum(map(len, parts)) == 100
    assert all(map(len, parts))


def _split_test_sets(split):
    a, b, c = split(50, 1)
    assert set(a) | set(b) | set(c) == set(range(50))


def _split_test_eighty(split):
    a, b, c = split(100, 3)
    assert sorted([*a, *b, *c]) == list(range(100))
    assert (len(a), len(b), len(c)) == (80, 10, 10)


def _split_test_no_other_seed(split):
    one, two = split(40, 5), split(40, 5)
    assert all(np.array_equal(p, q) for p, q in zip(one, two, strict=True))
    assert sorted(np.concatenate(one)) == list(range(40))


def _choose(last=False, worst=False, index=False, only=None, sort=False):
    def answer(settings, validation_error):
        errors = [validation_error(s) for s in settings]
        if sort:
            s = min(sorted(settings), key=validation_error)
            return s, validation_error(s)
        e = max(errors) if worst else min(errors)
        k = len(errors) - 1 - errors[::-1].index(e) if last else errors.index(e)
        if index:
            return k, e
        return (e, settings[k]) if only == "exchanged" else settings[k] if only == "setting" else (settings[k], e)

    return answer


def _choose_below_one(settings, validation_error):
    best, least = None, 1.0
    for s in settings:
        if validation_error(s) < least:
            best, least = s, validation_error(s)
    return best, least


def _bias_variance(square=True, ddof=0, about="mean", bias_of_mean=False, exchanged=False, root=False):
    def answer(Y, truth):
        m = Y.mean(axis=0)
        b = np.mean((m - truth) ** 2) if square else np.mean(m - truth)
        if bias_of_mean:
            b = np.mean(m - truth) ** 2
        v = np.mean(Y.var(axis=0, ddof=ddof)) if about == "mean" else np.mean((Y - truth) ** 2)
        if about == "all":
            v = Y.var()
        if root:
            v = np.mean(Y.std(axis=0))
        return (float(v), float(b)) if exchanged else (float(b), float(v))

    return answer


def _early_stop(strict=True, stop=True, back=0, off=0):
    def answer(errors, patience):
        best = 0
        for epoch, error in enumerate(errors):
            if error < errors[best] or (not strict and error == errors[best]):
                best = epoch
            if stop and epoch - best >= patience + off:
                break
        return best + back

    return answer


def _dropout(grow=True, keep=lambda U, p: U >= p, mask="scaled", by=lambda p: 1 - p, in_place=False):
    def answer(A, U, p):
        on = keep(U, p)
        if in_place:
            A *= on / (1 - p)
            return A, (on / (1 - p)).astype(A.dtype)
        scaled = (on / by(p) if grow else on * 1.0).astype(A.dtype)
        return A * scaled, on.astype(A.dtype) if mask == "bare" else on if mask == "bool" else scaled

    return answer


def _dropout_test_zeros(dropout):
    rng = np.random.default_rng(0)
    A, U = np.ones((20, 30)), rng.random((20, 30))
    out, _mask = dropout(A, U, 0.3)
    assert np.all((out == 0) == (U < 0.3))


def _dropout_test_mean(dropout):
    rng = np.random.default_rng(0)
    A, U = np.ones((200, 300)), rng.random((200, 300))
    assert abs(dropout(A, U, 0.5)[0].mean() - 1) < 0.05


def _dropout_test_half(dropout):
    A = np.array([[1.0, 2.0, 4.0]])
    out, mask = dropout(A, np.array([[0.7, 0.1, 0.5]]), 0.5)
    assert np.allclose(out, [[2, 0, 8]])
    assert np.allclose(mask, [[2, 0, 2]])


def _dropout_test_exact_mean(dropout):
    rng = np.random.default_rng(0)
    A, U = rng.random((4, 5)), rng.random((4, 5))
    out, _mask = dropout(A, U, 0.5)
    assert np.isclose(out.mean(), A.mean())


def _batches(shuffle=True, drop=False, apart=False, fixed=False, replace=False, one_more=False):
    def answer(X, t, batch_size, rng):
        n = len(X)
        order = rng.permutation(n) if shuffle else np.arange(n)
        if fixed:
            order = np.random.default_rng(0).permutation(n)
        if replace:
            order = rng.integers(0, n, n)
        other = rng.permutation(n) if apart else order
        stop = n - n % batch_size if drop else n + (1 if one_more else 0)
        for k in range(0, stop, batch_size):
            yield X[order[k : k + batch_size]], t[other[k : k + batch_size]]

    return answer


def _batches_in_place(X, t, batch_size, rng):
    order = rng.permutation(len(X))
    X[:], t[:] = X[order], t[order]
    for k in range(0, len(X), batch_size):
        yield X[k : k + batch_size], t[k : k + batch_size]


def _confusion(transposed=False, share=False, size=None, kind=np.int64):
    def answer(t, y, n_classes):
        n = size(t, y) if size else n_classes
        C = np.zeros((n, n), dtype=kind)
        for a, b in zip(t, y, strict=True):
            C[(b, a) if transposed else (a, b)] += 1
        return C / len(t) if share else C

    return answer


def _confusion_fancy(t, y, n_classes):
    C = np.zeros((n_classes, n_classes), dtype=np.int64)
    C[t, y] += 1
    return C


def _confusion_right_only(t, y, n_classes):
    return np.diag(np.bincount(t[t == y], minlength=n_classes))


def _calibration(weigh=True, absolute=True, top=True, mean_sure=True, square=False, bins_used=True):
    def answer(sure, right, bins=10):
        bins = bins if bins_used else 10
        k = np.floor(sure * bins).astype(int)
        if top:
            k = np.minimum(k, bins - 1)
        total, met = 0.0, 0
        for j in range(bins):
            on = k == j
            if on.any():
                gap = right[on].mean() - (sure[on].mean() if mean_sure else (j + 0.5) / bins)
                gap = gap**2 if square else abs(gap) if absolute else gap
                total += gap * (on.mean() if weigh else 1)
                met += 1
        return float(total if weigh else total / met)

    return answer


WRONG = {
    "forward_by_unit": (
        ("every unit has the first bias", _forward_by_unit("first bias"), r"bias"),
        ("no biases", _forward_by_unit(sum_biases=False), r"bias"),
        ("no activation", _forward_by_unit(f=False), r"activation|\bf\b|pre-activation"),
        ("without x", _forward_by_unit(with_x=False), r"x first|input|begin|one more|x\b"),
        ("zs as lists", _forward_by_unit(as_list=True), r"list"),
    ),
    "forward_pass": (
        ("no f at the end", _forward_pass(last=False), r"last|output"),
        ("without X", _forward_pass(keep_x=False), r"X|begin|one more"),
        ("As and Zs exchanged", _forward_pass(exchanged=True), r"exchang|order|other way"),
        ("the first activation everywhere", _forward_pass(same=True), r"first|each layer|own activation|activation"),
    ),
    "maximum": (
        ("sum", ([[1, 0], [0, 1]], [0, 0], [[1, 1]], [0]), r"\("),
        ("no negative second input", ([[1, -1], [0, 1]], [0, 0], [[1, 1]], [0]), r"negative|below 0|-|−"),
        ("minimum", ([[1, -1], [0, 1], [0, -1]], [0, 0, 0], [[-1, 1, -1]], [0]), r"minimum|smaller|\("),
    ),
    "bump": (
        ("steps added", _bump(sign=-1), r"down|minus|sum|add|right"),
        ("height has no effect", _bump(both=False), r"height"),
        ("steepness times x alone", _bump(inside=False), r"steepness|bracket|edge|left"),
        ("product of two rises", _bump_product, r"product|down|right"),
        ("steps", _bump_steps, r"steepness|step|sharp"),
    ),
    "sawtooth": (
        ("once", _sawtooth_once, r"depth|once"),
        ("once more", _sawtooth_one_more, r"once more|too often|depth \+ 1|one more|depth"),
        ("flat on the right", _sawtooth_slope, r"down|right|½|flat|0\.5|-4|level"),
        ("times depth", _sawtooth_times, r"depth|times"),
        ("writes into x", _sawtooth_in_place, r"chang|in place|passed in"),
    ),
    "numerical_gradient": (
        ("2 lost", _numerical(step=1.0), r"twice|2 times|2ε|2 eps|half"),
        ("forward difference", _numerical(forward=True), r"forward|one.sided|central|one side"),
        ("eps has no effect", _numerical(eps_used=False), r"eps"),
        ("flat", _numerical(flat=True), r"shape"),
        ("all entries at once", _numerical_all_at_once, r"sum|all|at once|one after another|every entry|same"),
        ("x spoilt", _numerical(spoil=True), r"chang|in place|passed in|spoil"),
    ),
    "bias_gradient": (
        ("rows added up", _bias_gradient_rows, r"row|axis|shape"),
        ("ones", _bias_gradient_ones, r"ones|1\b|deltas?"),
        ("keepdims", _bias_gradient_keepdims, r"shape|keepdims"),
        ("adds into the first row", _bias_gradient_loop_first, r"chang|in place|passed in"),
    ),
    "hidden_delta": (
        ("slope has no effect", lambda dZ, W, slope: dZ @ W, r"slope"),
        ("mean over N", lambda dZ, W, slope: dZ @ W * slope / len(dZ), r"N|mean|rows|examples|divid"),
        ("divided by slope", lambda dZ, W, slope: dZ @ W / slope, r"divid|slope"),
        ("columns of W added first", lambda dZ, W, slope: dZ.sum(1, keepdims=True) * W.sum(0) * slope, r"sum|W"),
        ("slope only of the first row", lambda dZ, W, slope: dZ @ W * slope[0], r"first|row|slope|example"),
    ),
    "backward_pass": (
        ("slope at A", _backward_pass(slope="A"), r"at a\b|at A|slope|activation"),
        ("no slope", _backward_pass(slope="none"), r"slope|f'|f′"),
        ("dWs last layer first", _backward_pass(reverse=False), r"order|last layer first|revers|first"),
        ("mean once more", _backward_pass(mean=True), r"N|mean|twice|divid|rows"),
        ("slope of the output once more", _backward_pass(slope_at_output=True), r"output|last|slope"),
    ),
    "mended_relative_error": (
        ("shorter one", _relative_error(longest=min), r"short|longer|smaller"),
        ("sum of both", _relative_error(longest=lambda a, b: a + b), r"sum|longer|half|½"),
        (
            "largest entries",
            _relative_error(lambda g: np.abs(g).max(), lambda g: np.abs(g).max()),
            r"largest|entr|length|norm",
        ),
        ("the second one", _relative_error(longest=lambda a, b: b), r"exchang|measured|longer"),
    ),
    "Dense": (
        ("adds up gradients", _dense(dw="add"), r"add|batch|before|second"),
        ("means", _dense(dw="mean"), r"mean|N|divid|rows"),
        ("db a mean", _dense(db="mean"), r"mean|db"),
        ("first X kept", _dense(keep="first"), r"first|second|batch|before"),
        ("dX doubled", _dense(dx=False), r"twice|2 times|dX"),
        ("dX always", _dense(ignore_input_grad=True), r"input_grad|None"),
        ("no bias", _dense(bias=False), r"bias|\bb\b"),
    ),
    "ActivationLayer": (
        ("slope at A", _activation_layer(at="A"), r"at a\b|at A|Z\b|pre-activation"),
        ("settings lost on the way back", _activation_layer(settings=False), r"setting|slope"),
        ("not times dA", _activation_layer(times=False), r"dA|times|multipl"),
    ),
    "SoftmaxCrossEntropy": (
        ("not a mean", _softmax_loss(lambda P, T: P - T), r"N|mean|rows|examples"),
        ("sign", _softmax_loss(lambda P, T: (T - P) / len(P)), r"sign|minus|negative|−1"),
        ("probabilities", _softmax_loss(lambda P, T: P / len(P)), r"T|target|probabilit|P\b"),
        ("first batch kept", _softmax_loss(once=True), r"second|first|before"),
        ("all entries", _softmax_loss(lambda P, T: (P - T) / P.size), r"K|all|column|number"),
    ),
    "chain_step": (
        ("layers backward in the forward order", _chain_step(order=list), r"order|last|first|stops|revers"),
        ("decay on biases", _chain_step(decay_on_bias=True), r"bias|\bb\b"),
        ("loss after the update", _chain_step(after=True), r"after|before"),
        ("weight_decay has no effect", _chain_step(decay=False), r"weight_decay|decay|penalty"),
        ("uphill", _chain_step(sign=-1), r"uphill|sign|wrong (way|direction)|opposite"),
        ("W alone", _chain_step_weights_only, r"bias|params|\bb\b"),
    ),
    "backpropagate": (
        ("last one wins", _backpropagate(add=False), r"add|several|twice|sum|overwrit|more than one"),
        ("old grad kept", _backpropagate(reset=False), r"earlier|second|before|old|left"),
        ("starts with 2", _backpropagate(seed=2.0), r"1|twice|2 times"),
        ("before complete", _backpropagate_depth_first, r"complete|twice|before|several"),
    ),
    "mended_dense_backward": (
        ("rows added", _dense_backward(db="rows"), r"row|axis|shape"),
        ("keepdims", _dense_backward(db="keep"), r"shape|keepdims"),
        ("dW spoilt", _dense_backward(dw=2.0), r"dW|twice|2 times"),
    ),
    "backward_test": (
        ("dY of ones", _backward_test_ones, r"dY|ones|lets|pass|accept|miss|noticed"),
        ("shape", _backward_test_shape, r"lets|pass|accept|miss|noticed"),
        ("elementwise only", _backward_test_elementwise, r"right|reject|refus|fails|couple"),
    ),
    "parity_with_relus": (
        (
            "XOR of the first two",
            ([[1, 1, 0], [1, 1, 0], [0, 0, 0]], [0, -1, 0], [1, -2, 0], 0),
            r"\(0, ?0, ?1\)|\(1, ?1, ?1\)|corner",
        ),
        ("at three ones 0", ([[1, 1, 1]] * 3, [0, -1, -2], [1, -2, 1], 0), r"\(1, ?1, ?1\)|1, 1, 1"),
        ("two units", ([[1, 1, 1]] * 2, [0, -1], [1, -2], 0), r"three|3|rows|shape"),
    ),
    "xor_with_steps": (
        ("or and and, added", ([[1, 1], [1, 1]], [-0.5, -1.5], [1, 1], -0.5), r"\(1, ?1\)"),
        ("border at 0", ([[1, 1], [1, 1]], [0, -1.5], [1, -1], -0.5), r"\(0, ?0\)"),
        ("equivalence", ([[1, 1], [1, 1]], [-0.5, -1.5], [-1, 1], 0.5), r"other way|exchang|opposite|XNOR|corner|\("),
    ),
    "permute_hidden": (
        ("biases stay", _permute(bias=False), r"bias|b1"),
        ("W2 stays", _permute(out=False), r"W2"),
        ("the inverse order", _permute(inverse=True), r"inverse|other way|old"),
        ("writes into its inputs", _permute(in_place=True), r"chang|in place|passed in"),
        ("rows of W2", _permute_rows_of_w2, r"W2|column|row"),
    ),
    "flip_signs": (
        ("biases stay", _flip(b1_=False), r"bias|b1"),
        ("W2 stays", _flip(w2=False), r"W2"),
        ("W1 stays", _flip(w1=False), r"W1"),
    ),
    "he": (
        ("1/n", _he(lambda a, b: math.sqrt(1 / b)), r"√2|2|half|½|Xavier|Glorot|LeCun|deviation"),
        ("by n_out", _he(lambda a, b: math.sqrt(2 / a)), r"n_out|units"),
        ("variance for deviation", _he(lambda a, b: 2 / b), r"variance|root"),
        ("transposed", _he(shape=lambda a, b: (b, a)), r"transpose|shape"),
        ("uniform to √(2/n)", _he(draw="uniform"), r"uniform|normal|deviation"),
        ("never negative", _he(draw="positive"), r"negative|sign|mean|below 0|positive"),
    ),
    "delta_sizes": (
        ("no slope", _delta_sizes(slope=False), r"slope|f'|f′|grad"),
        ("mean of |δ|", _delta_sizes(size=lambda d: float(np.abs(d).mean())), r"\|δ\||absolute|root|square"),
        ("norm", _delta_sizes(size=lambda d: float(np.sqrt((d * d).sum()))), r"norm|mean|sum|number|divid|length"),
        ("root lost", _delta_sizes(size=lambda d: float(np.mean(d * d))), r"root|square"),
        ("last layer first", _delta_sizes(reverse=False), r"order|last layer first|revers|first"),
        ("without dZ", _delta_sizes(last=False), r"last|dZ|len|too few|one"),
    ),
    "plateau": (
        ("equal is an improvement", _plateau(equal=True), r"equal"),
        ("every epoch from then on", _plateau_every_epoch, r"count|again|every|each"),
        ("best forgotten", _plateau(reset_best=True), r"smallest|best"),
        ("one epoch late", _plateau(late=1), r"late|patience|one more|epoch"),
        ("factor ½ always", _plateau(factor_used=False), r"factor"),
        ("best begins at 1", _plateau(first=1.0), r"1\b|first|above 1"),
    ),
    "cosine": (
        ("low has no effect", _cosine(low_used=False), r"low"),
        ("½ lost", _cosine(half=False), r"½|twice|2 times|half|first rate"),
        ("rises", _cosine(minus=True), r"ris|grow|up|sign|begin|other way"),
        ("low added on top", _cosine(low_used=False, add_low=True), r"low|\+"),
        ("total − 1", _cosine(last=1), r"total|one|early|epoch"),
        ("a quarter", _cosine_quarter, r"quarter|half|π/2"),
    ),
    "mended_warm_up": (
        ("not over the rest", _warm_up(lambda t, warm, steps: (t - warm) / steps), r"steps|rest|end|0 at"),
        ("starts at lr / warm", _warm_up(grow=lambda lr, t, warm: lr * (t + 1) / warm), r"0|t \+ 1|first|grow"),
        ("from warm on at the end", _warm_up(lambda t, warm, steps: t / (steps - warm)), r"warm|end|begin|from|cosine"),
    ),
    "momentum_step": (
        ("mean of gradients", _momentum(damp=True), r"1 − γ|1 - γ|momentum|mean|\(1"),
        ("rate in the velocity", _momentum(rate_inside=True), r"rate|lr|η|velocity"),
        ("uphill", _momentum(plus=True), r"uphill|sign|plus|opposite|wrong (way|direction)"),
        ("Nesterov", _momentum(nesterov=True), r"Nesterov|look"),
        ("old velocity", _momentum(old=True), r"old|new velocity|before"),
        ("exchanged", _momentum(order=True), r"exchang|order"),
        ("writes into v", _momentum(in_place=True), r"chang|in place|passed in"),
    ),
    "adam_step": (
        ("m not corrected", _adam(correct_m=False), r"m\b|correct"),
        ("s not corrected", _adam(correct_s=False), r"s\b|correct"),
        ("ε in the root", _adam(eps_inside=True), r"ε|eps"),
        ("corrected ones kept", _adam(keep_corrected=True), r"correct"),
        ("t + 1", _adam(first=1), r"t \+ 1|t\b|from 0|one"),
        ("root lost", _adam(root=False), r"root"),
        ("|g| in s", _adam(square=False), r"square|\|g\||absolute"),
    ),
    "clip_by_norm": (
        ("each alone", _clip(each=True), r"each|together|alone|common|own"),
        ("always", _clip(always=True), r"short|stay|always|stretch|lengthen|as they are"),
        ("square of the length", _clip(squared=True), r"root|square"),
        ("entries", _clip(entries=True), r"entr|direction|clip"),
        (
            "sum of the lengths",
            _clip(total=lambda g: sum(float(np.linalg.norm(a)) for a in g)),
            r"sum|length|root|square",
        ),
        ("length 1", _clip_new_limit, r"limit"),
    ),
    "regression_head": (
        ("slope without the range", _head(both_slope=False), r"high − low|high - low|range|width|slope"),
        ("above high", _head(above=False), r"high|above|between|limit"),
        ("0 taken for absent", _head(falsy=True), r"0\b|absent|limit"),
        ("falls", _head(falling=True), r"fall|ris|sign"),
        ("slope 1 with low alone", _head(slope_of_low=False), r"slope|low"),
        ("clipped", _head_clip, r"clip|slope|straight"),
    ),
    "r_squared": (
        ("mean of everything", _r2(mean=lambda T: T.mean()), r"column"),
        ("clipped at 0", _r2(clip=True), r"negative|0\b|clip"),
        ("about the outputs' mean", _r2(about=lambda Y, T: Y), r"output|Y|target"),
        ("without 1 −", _r2(one_minus=False), r"1 −|1 -|one minus|less|mirror"),
        ("mean over columns", _r2_columns, r"column"),
        ("root", _r2(root=True), r"root|negative"),
    ),
    "correlation_counterexample": (
        ("the same", (np.array([1.0, 2.0, 3.0]), np.array([1.0, 2.0, 3.0])), r"same|agree|both"),
        ("constant targets", (np.array([1.0, 2.0]), np.array([1.0, 1.0])), r"vary|constant|T\b"),
        ("other lengths", (np.array([1.0, 2.0]), np.array([1.0, 2.0, 3.0])), r"length|shape|fit|match|Error"),
    ),
    "split_test": (
        ("sizes only", _split_test_sizes, r"lets|pass|accept|miss|noticed|not caught"),
        ("sets", _split_test_sets, r"lets|pass|accept|miss|noticed|twice"),
        ("80, 10, 10", _split_test_eighty, r"right|reject|refus|fails|size|large"),
        ("no other seed", _split_test_no_other_seed, r"seed|order|lets|pass|accept|miss"),
    ),
    "choose_on_validation": (
        ("last of several", _choose(last=True), r"tie|first|last|equal"),
        ("largest", _choose(worst=True), r"largest|smallest"),
        ("index", _choose(index=True), r"index|number|place|position|setting"),
        ("exchanged", _choose(only="exchanged"), r"exchang|order"),
        ("setting alone", _choose(only="setting"), r"two|2|error too|1 value|and that error|pair"),
        ("sorted first", _choose(sort=True), r"sort|order|first|tie"),
        ("below 1", _choose_below_one, r"1\b|above|begin|None"),
    ),
    "bias_variance": (
        ("bias not squared", _bias_variance(square=False), r"square"),
        ("R − 1", _bias_variance(ddof=1), r"R − 1|R - 1|divides"),
        ("mean error squared", _bias_variance(bias_of_mean=True), r"square|point|mean|cancel"),
        ("variance about the truth", _bias_variance(about="truth"), r"truth|mean"),
        ("variance of everything", _bias_variance(about="all"), r"all|point|whole|mean"),
        ("exchanged", _bias_variance(exchanged=True), r"exchang|order"),
        ("deviation", _bias_variance(root=True), r"root|deviation|square"),
    ),
    "mended_early_stop": (
        ("of equal errors the last", _early_stop(strict=False), r"equal|first|last"),
        ("never stops", _early_stop(stop=False), r"patience|never|later|all|whole"),
        ("counted from 1", _early_stop(back=1), r"from 0|from 1|one too|1 too|plus 1|one more"),
        ("one epoch early", _early_stop(off=-1), r"patience − 1|too early|less"),
        ("one epoch late", _early_stop(off=1), r"late|patience|one"),
    ),
    "dropout": (
        ("not larger", _dropout(grow=False), r"1 − p|1 - p|mean|grow|scal|divid"),
        ("dropped and kept exchanged", _dropout(keep=lambda U, p: U < p), r"kept|exchang|drop|other way"),
        ("bare mask", _dropout(mask="bare"), r"mask"),
        ("bool mask", _dropout(mask="bool"), r"bool|dtype"),
        ("divided by p", _dropout(by=lambda p: p), r"\bp\b|1 − p|1 - p"),
        ("at p dropped", _dropout(keep=lambda U, p: p < U), r"equal|U = p|smaller|at p"),
        ("writes into A", _dropout(in_place=True), r"chang|in place|passed in"),
    ),
    "dropout_test": (
        ("zeros only", _dropout_test_zeros, r"lets|pass|accept|miss|noticed"),
        ("mean only", _dropout_test_mean, r"lets|pass|accept|miss|noticed"),
        ("p = ½ only", _dropout_test_half, r"lets|pass|accept|miss|noticed"),
        ("exact mean", _dropout_test_exact_mean, r"right|reject|refus|fails"),
    ),
    "minibatches": (
        ("no shuffling", _batches(shuffle=False), r"order|shuffl"),
        ("left over dropped", _batches(drop=True), r"last|left over|rows|smaller|drop"),
        ("shuffled apart", _batches(apart=True), r"together|apart|belong|own"),
        ("seed 0", _batches(fixed=True), r"rng|same order|seed|anew|order"),
        ("with replacement", _batches(replace=True), r"once|twice|replac|more than once"),
        ("in place", _batches_in_place, r"chang|in place|passed in"),
        ("an empty batch at the end", _batches(one_more=True), r"empty|0 rows|batches|last"),
    ),
    "confusion_matrix": (
        ("transposed", _confusion(transposed=True), r"transpose|rows|exchang"),
        ("fractions", _confusion(share=True), r"divid|number|N|fraction|count|float"),
        (
            "size of the labels",
            _confusion(size=lambda t, y: max(t.max(), y.max()) + 1),
            r"n_classes|shape|class|largest",
        ),
        ("once each", _confusion_fancy, r"once|1\b|each pair|more than|count"),
        ("diagonal alone", _confusion_right_only, r"diagonal|wrong"),
        ("float", _confusion(kind=float), r"float|dtype|int"),
    ),
    "calibration_error": (
        ("bins equal", _calibration(weigh=False), r"weigh|number|each bin|equal|how many"),
        ("signs kept", _calibration(absolute=False), r"sign|absolute|cancel"),
        ("1 lost", _calibration(top=False), r"1\b|last bin"),
        ("middles", _calibration(mean_sure=False), r"middle|mean probability|centre"),
        ("squares", _calibration(square=True), r"square"),
        ("bins has no effect", _calibration(bins_used=False), r"bins"),
    ),
}
