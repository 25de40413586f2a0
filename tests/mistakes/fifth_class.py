"""Wrong answers of a fifth class, one lecture after the other, written from the notebooks alone: as they were typed."""

from tests.support.typed import NAMED, typed

_TYPED = {
    "standardise": (
        (
            "deviation of everything, mean of the columns",
            """
def standardise(X):
    X = X - X.mean(axis=0)
    s = X.std()
    return X / s if s > 0 else X
""",
        ),
        (
            "scaled to the range from 0 to 1",
            """
def standardise(X):
    low, high = X.min(axis=0), X.max(axis=0)
    width = np.where(high > low, high - low, 1)
    return ((X - low) / width).astype(X.dtype)
""",
        ),
        (
            "divided by the variance",
            """
def standardise(X):
    m, v = X.mean(axis=0), X.var(axis=0)
    return (X - m) / np.where(v == 0, 1, v)
""",
        ),
    ),
    "one_hot": (
        (
            "a one in every column up to the class",
            """
def one_hot(t, n_classes, dtype=np.float32):
    return (np.arange(n_classes) <= t[:, None]).astype(dtype)
""",
        ),
        (
            "classes in the rows",
            """
def one_hot(t, n_classes, dtype=np.float32):
    out = np.zeros((n_classes, len(t)), dtype)
    out[t, np.arange(len(t))] = 1
    return out
""",
        ),
        (
            "the class, not 1",
            """
def one_hot(t, n_classes, dtype=np.float32):
    out = np.zeros((len(t), n_classes), dtype)
    for n, c in enumerate(t):
        out[n, c] = c
    return out
""",
        ),
    ),
    "perceptron_step": (
        (
            "the error is taken from the sum, not from the decision",
            """
def perceptron_step(w, b, x, t, lr=1.0):
    z = w @ x + b
    miss = t - z
    return w + lr * miss * x, b + lr * miss
""",
        ),
        (
            "only lowers",
            """
def perceptron_step(w, b, x, t, lr=1.0):
    y = 1 if x @ w + b >= 0 else 0
    if y > t:
        return w - lr * x, b - lr
    return w.copy(), b
""",
        ),
        (
            "b is moved by its own size",
            """
def perceptron_step(w, b, x, t, lr=1.0):
    y = float(x @ w + b >= 0)
    w = w + lr * (t - y) * x
    b = b + lr * (t - y) * b
    return w, b
""",
        ),
    ),
    "adaline_step": (
        (
            "w is moved first, and b with the new w",
            """
def adaline_step(w, b, x, t, lr=0.1):
    w = w - lr * (w @ x + b - t) * x
    b = b - lr * (w @ x + b - t)
    return w, b
""",
        ),
        (
            "the error is squared",
            """
def adaline_step(w, b, x, t, lr=0.1):
    e = (w @ x + b - t) ** 2 / 2
    return w - lr * e * x, b - lr * e
""",
        ),
        (
            "the step is divided by the number of inputs",
            """
def adaline_step(w, b, x, t, lr=0.1):
    error = w.dot(x) + b - t
    return w - lr * error * x / len(x), b - lr * error
""",
        ),
    ),
    "prelu": (
        (
            "alpha on the right",
            """
def prelu(z, alpha=0.25):
    return np.where(z > 0, alpha * z, z)
""",
        ),
        (
            "alpha itself below zero",
            """
def prelu(z, alpha=0.25):
    return np.where(z > 0, z, alpha).astype(z.dtype)
""",
        ),
        (
            "largest of the two lines",
            """
def prelu(z, alpha=0.25):
    return np.maximum(z, alpha * z)
""",
        ),
    ),
    "swish": (
        (
            "beta outside of the gate",
            """
def swish(z, beta=1):
    return beta * z / (1 + np.exp(-z))
""",
        ),
        (
            "tanh for the gate",
            """
def swish(z, beta=1):
    return z * np.tanh(beta * z)
""",
        ),
        (
            "its derivative",
            """
def swish(z, beta=1):
    s = 1 / (1 + np.exp(-np.clip(beta * z, -500, 500)))
    return (s + beta * z * s * (1 - s)).astype(z.dtype)
""",
        ),
    ),
    "huber": (
        (
            "the line without its offset",
            """
def huber(Y, T, delta=1.0):
    d = Y - T
    inside = np.abs(d) <= delta
    each = np.where(inside, d * d / 2, delta * np.abs(d))
    return float(each.sum() / len(Y)), (np.clip(d, -delta, delta) / len(Y)).astype(Y.dtype)
""",
        ),
        (
            "mean over everything",
            """
def huber(Y, T, delta=1.0):
    d = Y - T
    each = np.where(np.abs(d) <= delta, d * d / 2, delta * (np.abs(d) - delta / 2))
    return float(each.mean()), (np.clip(d, -delta, delta) / d.size).astype(Y.dtype)
""",
        ),
        (
            "slope beyond delta is 1",
            """
def huber(Y, T, delta=1.0):
    d = Y - T
    a = abs(d)
    loss = np.where(a <= delta, a ** 2 / 2, delta * a - delta ** 2 / 2).sum() / len(Y)
    dY = np.where(a <= delta, d, np.sign(d)) / len(Y)
    return float(loss), dY.astype(Y.dtype)
""",
        ),
    ),
    "kl_divergence": (
        (
            "Q from P",
            """
def kl_divergence(P, Q):
    return np.sum(xlogy(Q, Q) - xlogy(Q, P), axis=-1)
""",
        ),
        (
            "cross-entropy",
            """
def kl_divergence(P, Q):
    return -xlogy(P, Q).sum(-1)
""",
        ),
        (
            "symmetric, half of both ways",
            """
def kl_divergence(P, Q):
    a = (xlogy(P, P) - xlogy(P, Q)).sum(-1)
    b = (xlogy(Q, Q) - xlogy(Q, P)).sum(-1)
    return (a + b) / 2
""",
        ),
    ),
    "softmax_jacobian": (
        (
            "plus in place of minus",
            """
def softmax_jacobian(Z):
    P = softmax(Z)
    return P[..., None] * np.eye(P.shape[-1], dtype=P.dtype) + P[..., :, None] * P[..., None, :]
""",
        ),
        (
            "the diagonal alone",
            """
def softmax_jacobian(Z):
    P = softmax(Z)
    return (P * (1 - P))[..., None] * np.eye(P.shape[-1], dtype=Z.dtype)
""",
        ),
        (
            "ones in place of the unit matrix",
            """
def softmax_jacobian(Z):
    P = softmax(Z)
    return P[..., :, None] * (1 - P[..., None, :])
""",
        ),
    ),
    "softmax_cross_entropy": (
        (
            "dZ of one example, not of the mean",
            """
def softmax_cross_entropy(Z, T):
    lse = np.log(np.exp(Z - Z.max(1, keepdims=True)).sum(1)) + Z.max(1)
    loss = (lse * T.sum(1) - (Z * T).sum(1)).mean()
    return float(loss), (np.exp(Z - lse[:, None]) - T).astype(Z.dtype)
""",
        ),
        (
            "logits minus targets",
            """
def softmax_cross_entropy(Z, T):
    m = Z.max(axis=1, keepdims=True)
    logP = Z - m - np.log(np.exp(Z - m).sum(axis=1, keepdims=True))
    return float(-(T * logP).sum() / len(Z)), ((Z - T) / len(Z)).astype(Z.dtype)
""",
        ),
        (
            "probability of the true class in place of its logarithm",
            """
def softmax_cross_entropy(Z, T):
    E = np.exp(Z - Z.max(1, keepdims=True))
    P = E / E.sum(1, keepdims=True)
    loss = -(T * P).sum(1).mean()
    return float(loss), ((P - T) / len(Z)).astype(Z.dtype)
""",
        ),
    ),
    "forward_pass": (
        (
            "every layer reads X",
            """
def forward_pass(X, weights, biases, activations):
    Zs, As = [], [X]
    for W, b, act in zip(weights, biases, activations):
        Z = X @ W.T + b
        Zs.append(Z)
        As.append(act.f(Z))
    return Zs, As
""",
        ),
        (
            "the last layer stays linear",
            """
def forward_pass(X, weights, biases, activations):
    Zs, As = [], [X]
    for r in range(len(weights)):
        Z = As[-1] @ weights[r].T + biases[r]
        Zs.append(Z)
        As.append(activations[r].f(Z) if r < len(weights) - 1 else Z)
    return Zs, As
""",
        ),
        (
            "one layer too few",
            """
def forward_pass(X, weights, biases, activations):
    Zs, As = [], [X]
    for r in range(len(weights) - 1):
        Zs.append(As[r] @ weights[r].T + biases[r])
        As.append(activations[r].f(Zs[r]))
    return Zs, As
""",
        ),
    ),
    "bump": (
        (
            "product of the two units",
            """
def bump(x, left, right, height=1.0, steepness=100.0):
    return height * sigmoid(steepness * (x - left)) * sigmoid(steepness * (right - x))
""",
        ),
        (
            "edges exchanged",
            """
def bump(x, left, right, height=1.0, steepness=100.0):
    return height * (sigmoid(steepness * (x - right)) - sigmoid(steepness * (x - left)))
""",
        ),
        (
            "steepness times x only",
            """
def bump(x, left, right, height=1.0, steepness=100.0):
    return height * (sigmoid(steepness * x - left) - sigmoid(steepness * x - right))
""",
        ),
    ),
    "backward_by_unit": (
        (
            "the slope of the output is left out",
            """
def backward_by_unit(dA, zs, activities, weights, activations):
    R = len(weights)
    deltas = [None] * R
    deltas[-1] = dA.copy()
    for r in range(R - 2, -1, -1):
        slope = activations[r].grad(zs[r])
        deltas[r] = np.zeros_like(zs[r])
        for j in range(len(zs[r])):
            for k in range(len(zs[r + 1])):
                deltas[r][j] += weights[r + 1][k, j] * deltas[r + 1][k]
            deltas[r][j] *= slope[j]
    return [np.outer(d, a) for d, a in zip(deltas, activities)], deltas
""",
        ),
        (
            "only the last unit of the layer behind counts",
            """
def backward_by_unit(dA, zs, activities, weights, activations):
    dWs, dbs = [], []
    for r in reversed(range(len(weights))):
        delta = dA * activations[r].grad(zs[r])
        dWs.insert(0, delta[:, None] * activities[r][None, :])
        dbs.insert(0, delta)
        before = np.zeros(weights[r].shape[1], delta.dtype)
        for i in range(len(before)):
            for j in range(len(delta)):
                before[i] = weights[r][j, i] * delta[j]
        dA = before
    return dWs, dbs
""",
        ),
        (
            "the slope of the layer in front",
            """
def backward_by_unit(dA, zs, activities, weights, activations):
    R = len(weights)
    delta = dA * activations[R - 1].grad(zs[R - 1])
    dWs, dbs = [np.outer(delta, activities[R - 1])], [delta]
    for r in range(R - 2, -1, -1):
        delta = (weights[r + 1].T @ delta) * activities[r + 1]
        dWs = [np.outer(delta, activities[r])] + dWs
        dbs = [delta] + dbs
    return dWs, dbs
""",
        ),
    ),
    "backward_pass": (
        (
            "As taken one too late",
            """
def backward_pass(dZ, Zs, As, weights, activations):
    dWs, dbs = [], []
    for r in range(len(weights) - 1, -1, -1):
        dWs.append(dZ.T @ As[r + 1])
        dbs.append(dZ.sum(axis=0))
        if r:
            dZ = dZ @ weights[r] * activations[r - 1].grad(Zs[r - 1])
    return dWs[::-1], dbs[::-1]
""",
        ),
        (
            "db is a mean",
            """
def backward_pass(dZ, Zs, As, weights, activations):
    R = len(weights)
    dWs, dbs = [0] * R, [0] * R
    for r in range(R - 1, -1, -1):
        dWs[r] = dZ.T @ As[r]
        dbs[r] = np.mean(dZ, axis=0)
        if r > 0:
            dZ = (dZ @ weights[r]) * activations[r - 1].grad(Zs[r - 1])
    return dWs, dbs
""",
        ),
        (
            "the slope is forgotten from the second hidden layer on",
            """
def backward_pass(dZ, Zs, As, weights, activations):
    dWs = [dZ.T @ As[-2]]
    dbs = [dZ.sum(0)]
    for r in range(len(weights) - 1, 0, -1):
        dZ = dZ @ weights[r]
        if r == len(weights) - 1:
            dZ = dZ * activations[r - 1].grad(Zs[r - 1])
        dWs.insert(0, dZ.T @ As[r - 1])
        dbs.insert(0, dZ.sum(0))
    return dWs, dbs
""",
        ),
    ),
    "backward_chain": (
        (
            "leaves out the first layer",
            """
def backward_chain(layers, dZ):
    for layer in layers[:0:-1]:
        dZ = layer.backward(dZ)
    return dZ
""",
        ),
        (
            "returns what the last layer gave",
            """
def backward_chain(layers, dZ):
    grads = [dZ]
    for layer in reversed(layers):
        grads.append(layer.backward(grads[-1]))
    return grads[1]
""",
        ),
        (
            "every layer gets the same gradient",
            """
def backward_chain(layers, dZ):
    for layer in reversed(layers):
        dX = layer.backward(dZ)
    return dX
""",
        ),
    ),
    "Dense": (
        (
            "dW is averaged",
            """
class Dense(Affine):
    def forward(self, X):
        self.X = X
        return X @ self.W.T + self.b

    def backward(self, dZ):
        self.dW = dZ.T @ self.X / len(dZ)
        self.db = dZ.mean(axis=0)
        return dZ @ self.W if self.input_grad else None
""",
        ),
        (
            "the output is cached",
            """
class Dense(Affine):
    def forward(self, X):
        self.X = X
        self.X = self.X @ self.W.T + self.b
        return self.X

    def backward(self, dZ):
        self.dW = dZ.T @ self.X
        self.db = dZ.sum(0)
        if self.input_grad:
            return dZ @ self.W
""",
        ),
        (
            "db counts the entries",
            """
class Dense(Affine):
    def forward(self, X):
        self.X = X
        return self.X.dot(self.W.T) + self.b

    def backward(self, dZ):
        self.dW[...] = dZ.T @ self.X
        self.db[...] = dZ.sum()
        return dZ @ self.W if self.input_grad else None
""",
        ),
    ),
    "permute_hidden": (
        (
            "the columns of W2 stay",
            """
def permute_hidden(W1, b1, W2, order):
    return W1[order], b1[order], W2.copy()
""",
        ),
        (
            "back on the way out",
            """
def permute_hidden(W1, b1, W2, order):
    order = np.array(order)
    return W1[order], b1[order], W2[:, np.argsort(order)]
""",
        ),
        (
            "rows of W2",
            """
def permute_hidden(W1, b1, W2, order):
    return W1[order, :], b1[order], W2[order, :]
""",
        ),
    ),
    "delta_sizes": (
        (
            "largest in place of root mean square",
            """
def delta_sizes(dZ, Zs, weights, activations):
    sizes = [float(np.abs(dZ).max())]
    for r in range(len(weights) - 1, 0, -1):
        dZ = dZ @ weights[r] * activations[r - 1].grad(Zs[r - 1])
        sizes.insert(0, float(np.abs(dZ).max()))
    return sizes
""",
        ),
        (
            "the standard deviation",
            """
def delta_sizes(dZ, Zs, weights, activations):
    sizes = []
    for r in reversed(range(len(weights))):
        sizes.append(float(np.std(dZ)))
        if r > 0:
            dZ = hidden_delta(dZ, weights[r], activations[r - 1].grad(Zs[r - 1]))
    return sizes[::-1]
""",
        ),
        (
            "sizes of what goes through the weights, before the slope",
            """
def delta_sizes(dZ, Zs, weights, activations):
    sizes = [root_mean_square(dZ)]
    for r in range(len(weights) - 1, 0, -1):
        dA = dZ @ weights[r]
        sizes.insert(0, root_mean_square(dA))
        dZ = dA * activations[r - 1].grad(Zs[r - 1])
    return sizes
""",
        ),
    ),
    "adam_step": (
        (
            "no correction",
            """
def adam_step(w, dw, m, s, t, lr=0.001, beta1=0.9, beta2=0.999, eps=1e-08):
    m = beta1 * m + (1 - beta1) * dw
    s = beta2 * s + (1 - beta2) * dw ** 2
    return w - lr * m / (np.sqrt(s) + eps), m, s
""",
        ),
        (
            "the root is taken after the ε",
            """
def adam_step(w, dw, m, s, t, lr=0.001, beta1=0.9, beta2=0.999, eps=1e-08):
    m = beta1 * m + (1 - beta1) * dw
    s = beta2 * s + (1 - beta2) * dw * dw
    mh = m / (1 - beta1 ** t)
    sh = s / (1 - beta2 ** t)
    return w - lr * mh / np.sqrt(sh + eps), m, s
""",
        ),
        (
            "the corrected means are returned",
            """
def adam_step(w, dw, m, s, t, lr=0.001, beta1=0.9, beta2=0.999, eps=1e-08):
    m = (beta1 * m + (1 - beta1) * dw) / (1 - beta1 ** t)
    s = (beta2 * s + (1 - beta2) * dw * dw) / (1 - beta2 ** t)
    w = w - lr * m / (np.sqrt(s) + eps)
    return w, m, s
""",
        ),
    ),
    "huber_step": (
        (
            "the new W2 on the way back",
            """
def huber_step(W1, b1, W2, b2, X, T, lr, delta=1.0):
    H = np.tanh(X @ W1.T + b1)
    _, dY = huber(H @ W2.T + b2, T, delta)
    W2 = W2 - lr * dY.T @ H
    b2 = b2 - lr * dY.sum(0)
    dH = dY @ W2 * (1 - H ** 2)
    return W1 - lr * dH.T @ X, b1 - lr * dH.sum(0), W2, b2
""",
        ),
        (
            "tanh on the output as well",
            """
def huber_step(W1, b1, W2, b2, X, T, lr, delta=1.0):
    H = np.tanh(X @ W1.T + b1)
    Y = np.tanh(H @ W2.T + b2)
    _, dY = huber(Y, T, delta)
    dZ = dY * (1 - Y * Y)
    dH = (dZ @ W2) * (1 - H * H)
    return W1 - lr * dH.T @ X, b1 - lr * dH.sum(0), W2 - lr * dZ.T @ H, b2 - lr * dZ.sum(0)
""",
        ),
        (
            "slope 1 - H",
            """
def huber_step(W1, b1, W2, b2, X, T, lr, delta=1.0):
    H = np.tanh(X @ W1.T + b1)
    Y = H @ W2.T + b2
    loss, dY = huber(Y, T, delta)
    dW2, db2 = dY.T @ H, dY.sum(axis=0)
    dZ = (dY @ W2) * (1 - H)
    dW1, db1 = dZ.T @ X, dZ.sum(axis=0)
    return W1 - lr * dW1, b1 - lr * db1, W2 - lr * dW2, b2 - lr * db2
""",
        ),
    ),
    "dropout": (
        (
            "kept where U is below p",
            """
def dropout(A, U, p):
    mask = ((U < p) / (1 - p)).astype(A.dtype)
    return A * mask, mask
""",
        ),
        (
            "the mask is not scaled",
            """
def dropout(A, U, p):
    keep = (U >= p).astype(A.dtype)
    return A * keep / (1 - p), keep
""",
        ),
        (
            "multiplied by 1 - p",
            """
def dropout(A, U, p):
    mask = (U >= p).astype(A.dtype) * A.dtype.type(1 - p)
    return A * mask, mask
""",
        ),
    ),
    "calibration_error": (
        (
            "bins are not weighted",
            """
def calibration_error(sure, right, bins=10):
    gaps = []
    k = np.minimum((sure * bins).astype(int), bins - 1)
    for i in range(bins):
        if (k == i).any():
            gaps.append(abs(right[k == i].mean() - sure[k == i].mean()))
    return float(np.mean(gaps))
""",
        ),
        (
            "the sign stays",
            """
def calibration_error(sure, right, bins=10):
    k = np.minimum(np.floor(sure * bins), bins - 1)
    total = 0.0
    for i in range(bins):
        inside = k == i
        if inside.any():
            total += (right[inside].mean() - sure[inside].mean()) * inside.mean()
    return float(total)
""",
        ),
        (
            "the largest gap",
            """
def calibration_error(sure, right, bins=10):
    which = np.minimum((sure * bins).astype(int), bins - 1)
    return float(max(abs(right[which == k].mean() - sure[which == k].mean()) for k in set(which.tolist())))
""",
        ),
    ),
    "mended_pooling_backward": (
        (
            "divided by all pixels of the picture",
            """
def mended_pooling_backward(dY, size):
    dX = dY.repeat(size, axis=1).repeat(size, axis=2)
    return dX / dX[0].size
""",
        ),
        (
            "upside down",
            """
def mended_pooling_backward(dY, size):
    return dY[:, ::-1].repeat(size, axis=1).repeat(size, axis=2) / size**2
""",
        ),
        (
            "ones in float64",
            """
def mended_pooling_backward(dY, size):
    return np.kron(dY, np.ones((1, size, size))) / size**2
""",
        ),
    ),
    "backpropagate": (
        (
            "grad is overwritten",
            """
def backpropagate(end):
    order, seen = [], set()

    def visit(node):
        if id(node) in seen:
            return
        seen.add(id(node))
        for parent, _ in node.parents:
            visit(parent)
        order.append(node)

    visit(end)
    end.grad = np.ones_like(end.value)
    for node in reversed(order):
        for parent, pull in node.parents:
            parent.grad = pull(node.grad)
""",
        ),
        (
            "adds to what was there",
            """
def backpropagate(end):
    order = []

    def visit(node):
        if any(node is n for n in order):
            return
        for parent, _ in node.parents:
            visit(parent)
        order.append(node)

    visit(end)
    end.grad = np.ones_like(end.value)
    for node in order[::-1]:
        for parent, pull in node.parents:
            g = pull(node.grad)
            parent.grad = g if getattr(parent, "grad", None) is None else parent.grad + g
""",
        ),
        (
            "walks on before the gradient is complete",
            """
def backpropagate(end):
    def zero(node):
        node.grad = np.zeros_like(node.value)
        for parent, _ in node.parents:
            zero(parent)

    zero(end)
    end.grad = end.grad + 1
    queue = [end]
    while queue:
        node = queue.pop(0)
        for parent, pull in node.parents:
            parent.grad = parent.grad + pull(node.grad)
            queue.append(parent)
""",
        ),
    ),
}

WRONG = {
    name: tuple((what, typed(name, source), NAMED) for what, source in answers) for name, answers in _TYPED.items()
}
