"""Wrong answers of a sixth class, one lecture after the other: written and judged before the checks saw them."""

from tests.support.typed import NAMED, typed

_TYPED = {
    "standardise": (
        (
            "divides by the range (max - min) of each column, not by its standard deviation",
            """
def standardise(X):
    spread = X.max(axis=0) - X.min(axis=0)
    spread[spread == 0] = 1
    return (X - X.mean(axis=0)) / spread
""",
        ),
        (
            "brackets missing: only the mean is divided by the deviation, X - mean / std",
            """
def standardise(X):
    mu = np.mean(X, axis=0)
    sigma = np.std(X, axis=0)
    sigma = np.where(sigma == 0, 1, sigma)
    return X - mu / sigma
""",
        ),
        (
            "one constant column turns the whole table into zeros",
            """
def standardise(X):
    mu, sigma = X.mean(0), X.std(0)
    if (sigma == 0).any():
        return np.zeros_like(X)
    return (X - mu) / sigma
""",
        ),
    ),
    "one_hot": (
        (
            "labels taken as counting from 1: the 1 stands one place too far left, class 0 at the end",
            """
def one_hot(t, n_classes, dtype=np.float32):
    identity = np.eye(n_classes, dtype=dtype)
    return identity[t - 1]
""",
        ),
        (
            "transposed: a column for each label, (K, N) in place of (N, K)",
            """
def one_hot(t, n_classes, dtype=np.float32):
    classes = np.arange(n_classes)[:, None]
    return (classes == t).astype(dtype)
""",
        ),
    ),
    "adaline_normal_equations": (
        (
            "the 0 of I' stands in the first corner although the ones are the last column",
            """
def adaline_normal_equations(X, t, l2=0.0):
    N, D = X.shape
    Xt = np.column_stack([X, np.ones(N)])
    I = np.eye(D + 1)
    I[0, 0] = 0
    u = np.linalg.solve(Xt.T @ Xt + N * l2 * I, Xt.T @ t)
    return u[:-1], u[-1]
""",
        ),
        (
            "the ones are the last column but b is read from the first place of the solution",
            """
def adaline_normal_equations(X, t, l2=0.0):
    N, D = X.shape
    A = np.hstack((X, np.ones((N, 1))))
    penalty = np.diag([1.0] * D + [0.0])
    solution = np.linalg.solve(A.T @ A + N * l2 * penalty, A.T @ t)
    b, w = solution[0], solution[1:]
    return w, b
""",
        ),
    ),
    "prelu": (
        (
            "the slopes go with the rows of z, not with its columns",
            """
def prelu(z, alpha=0.25):
    if np.ndim(alpha) == 1:
        alpha = alpha[:, None]
    return np.where(z > 0, z, alpha * z)
""",
        ),
        (
            "sign of the left branch: it rises to the left, -alpha z",
            """
def prelu(z, alpha=0.25):
    positive = np.maximum(z, 0)
    negative = np.minimum(z, 0)
    return positive - alpha * negative
""",
        ),
    ),
    "huber": (
        (
            "the straight piece is delta |d| - delta/2: the offset lacks the square of delta",
            """
def huber(Y, T, delta=1.0):
    d = Y - T
    N = len(Y)
    small = np.abs(d) <= delta
    each = np.where(small, 0.5 * d**2, delta * np.abs(d) - 0.5 * delta)
    return float(each.sum() / N), np.clip(d, -delta, delta) / N
""",
        ),
        (
            "the gradient of the straight piece is the sign alone, without delta",
            """
def huber(Y, T, delta=1.0):
    d = Y - T
    N = len(Y)
    small = np.abs(d) <= delta
    loss = np.sum(np.where(small, d * d / 2, delta * (np.abs(d) - delta / 2))) / N
    dY = np.where(small, d, np.sign(d)) / N
    return float(loss), dY
""",
        ),
        (
            "one branch for the whole array: a single large error puts all of them on the straight piece",
            """
def huber(Y, T, delta=1.0):
    d = Y - T
    n = len(Y)
    if np.all(np.abs(d) <= delta):
        return float(np.sum(d**2) / 2 / n), d / n
    else:
        loss = delta * np.sum(np.abs(d) - delta / 2) / n
        return float(loss), delta * np.sign(d) / n
""",
        ),
    ),
    "bce_with_logits": (
        (
            "the two terms are exchanged: t goes with softplus(z), 1 - t with softplus(-z)",
            """
from mlpkit.activations import sigmoid
from mlpkit.activations import softplus


def bce_with_logits(Z, T):
    N = len(Z)
    loss = np.sum(T * softplus(Z) + (1 - T) * softplus(-Z)) / N
    dZ = (sigmoid(Z) - T) / N
    return float(loss), dZ
""",
        ),
        (
            "the gradient has the sigmoid's slope p (1 - p) as a further factor",
            """
from mlpkit.activations import sigmoid
from mlpkit.activations import softplus


def bce_with_logits(Z, T):
    N = len(Z)
    p = sigmoid(Z)
    loss = float(np.sum(T * softplus(-Z) + (1 - T) * softplus(Z)) / N)
    return loss, (p - T) * p * (1 - p) / N
""",
        ),
        (
            "log(1 + exp(-z)) without |z| beside max(z, 0): wrong for negative logits",
            """
from mlpkit.activations import sigmoid


def bce_with_logits(Z, T):
    each = np.maximum(Z, 0) - Z * T + np.log1p(np.exp(-Z))
    dZ = (sigmoid(Z) - T) / Z.shape[0]
    return float(each.sum() / Z.shape[0]), dZ
""",
        ),
    ),
    "kl_divergence": (
        (
            "terms with q = 0 are left out although p > 0: finite where it must be infinite",
            """
def kl_divergence(P, Q):
    both = (P > 0) & (Q > 0)
    ratio = np.divide(P, Q, out=np.ones_like(P), where=both)
    return np.sum(P * np.log(ratio), axis=-1)
""",
        ),
        (
            "in bits (log to base 2), not in nats",
            """
import math
from scipy.special import xlogy


def kl_divergence(P, Q):
    return np.sum(xlogy(P, P) - xlogy(P, Q), axis=-1) / math.log(2)
""",
        ),
        (
            "averaged with what is believed (Q) in place of what is true (P)",
            """
from scipy.special import xlogy


def kl_divergence(P, Q):
    difference = xlogy(Q, P) - xlogy(Q, Q)
    return difference.sum(axis=-1)
""",
        ),
    ),
    "softmax_jacobian": (
        (
            "the diagonal has 1 in place of p: eye - p p^T, not diag(p) - p p^T",
            """
def softmax_jacobian(Z):
    P = softmax(Z)
    K = Z.shape[-1]
    outer = P[..., :, None] * P[..., None, :]
    return np.eye(K, dtype=P.dtype) - outer
""",
        ),
        (
            "only the diagonal p (1 - p) is filled in; the entries off it, -p_i p_k, are 0",
            """
def softmax_jacobian(Z):
    P = softmax(Z)
    K = Z.shape[-1]
    J = np.zeros(Z.shape + (K,), dtype=Z.dtype)
    for i in range(K):
        J[..., i, i] = P[..., i] * (1 - P[..., i])
    return J
""",
        ),
    ),
    "softmax_regression_cost": (
        (
            "dW is divided by N a second time: dZ has the 1/N already",
            """
def softmax_regression_cost(W, b, X, T, l2=0.0):
    N = X.shape[0]
    loss, dZ = softmax_cross_entropy(X @ W.T + b, T)
    cost = loss + float(0.5 * l2 * np.sum(W ** 2))
    dW = dZ.T @ X / N + l2 * W
    db = dZ.sum(axis=0)
    return cost, dW, db
""",
        ),
        (
            "the penalty in the cost is the length of W, not the square of its length",
            """
def softmax_regression_cost(W, b, X, T, l2=0.0):
    loss, dZ = softmax_cross_entropy(X @ W.T + b, T)
    cost = loss + l2 / 2 * float(np.linalg.norm(W))
    return cost, dZ.T @ X + l2 * W, dZ.sum(axis=0)
""",
        ),
        (
            "the bias is forgotten in the logits",
            """
def softmax_regression_cost(W, b, X, T, l2=0.0):
    Z = X @ W.T
    loss, dZ = softmax_cross_entropy(Z, T)
    cost = loss + l2 / 2 * float((W * W).sum())
    dW = dZ.T @ X + l2 * W
    db = np.sum(dZ, axis=0)
    return cost, dW, db
""",
        ),
    ),
    "forward_pass": (
        (
            "the last layer's activation is left out: the output is taken to be linear",
            """
def forward_pass(X, weights, biases, activations):
    Zs, As = [], [X]
    R = len(weights)
    for r in range(R):
        Zs.append(As[-1] @ weights[r].T + biases[r])
        if r < R - 1:
            As.append(activations[r].f(Zs[-1]))
        else:
            As.append(Zs[-1])
    return Zs, As
""",
        ),
        (
            "the bias is added after the activation, not before it",
            """
def forward_pass(X, weights, biases, activations):
    Zs = []
    As = [X]
    for W, b, activation in zip(weights, biases, activations):
        Z = As[-1] @ W.T
        A = activation.f(Z) + b
        Zs.append(Z)
        As.append(A)
    return Zs, As
""",
        ),
    ),
    "numerical_gradient": (
        (
            "up and down are the same array (no copy), so that the difference is always 0",
            """
def numerical_gradient(f, x, eps=1e-05):
    grad = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        up = x.copy()
        down = up
        up[i] += eps
        down[i] -= eps
        grad[i] = (f(up) - f(down)) / (2 * eps)
    return grad
""",
        ),
        (
            "the step is relative to the entry: at an entry of 0 there is no step, and 0 / 0 is nan",
            """
def numerical_gradient(f, x, eps=1e-05):
    grad = np.empty_like(x)
    for i in np.ndindex(x.shape):
        h = np.zeros_like(x)
        h[i] = eps * x[i]
        grad[i] = (f(x + h) - f(x - h)) / (2 * h[i])
    return grad
""",
        ),
    ),
    "backward_by_unit": (
        (
            "the slope is taken at the activity a = f(z), not at z",
            """
def backward_by_unit(dA, zs, activities, weights, activations):
    R = len(weights)
    dWs, dbs = [None] * R, [None] * R
    back = dA
    for r in range(R, 0, -1):
        delta = back * activations[r - 1].grad(activities[r])
        dWs[r - 1] = np.outer(delta, activities[r - 1])
        dbs[r - 1] = delta
        back = weights[r - 1].T @ delta
    return dWs, dbs
""",
        ),
        (
            "the sum over the units of the next layer is overwritten: only the last of them counts",
            """
def backward_by_unit(dA, zs, activities, weights, activations):
    dWs = [np.zeros(W.shape) for W in weights]
    dbs = [np.zeros(z.shape) for z in zs]
    for r in range(len(zs), 0, -1):
        slope = activations[r - 1].grad(zs[r - 1])
        for i in range(len(zs[r - 1])):
            if r == len(zs):
                s = dA[i]
            else:
                for j in range(len(zs[r])):
                    s = dbs[r][j] * weights[r][j, i]
            dbs[r - 1][i] = s * slope[i]
            for k in range(len(activities[r - 1])):
                dWs[r - 1][i, k] = dbs[r - 1][i] * activities[r - 1][k]
    return dWs, dbs
""",
        ),
        (
            "the lists begin with the last layer",
            """
def backward_by_unit(dA, zs, activities, weights, activations):
    dWs, dbs = [], []
    delta = dA * activations[-1].grad(zs[-1])
    for r in range(len(weights), 0, -1):
        dWs.append(delta[:, None] * activities[r - 1][None, :])
        dbs.append(delta)
        if r > 1:
            delta = (delta @ weights[r - 1]) * activations[r - 2].grad(zs[r - 2])
    return dWs, dbs
""",
        ),
    ),
    "backward_pass": (
        (
            "the output's slope is multiplied in although dZ has it already",
            """
def backward_pass(dZ, Zs, As, weights, activations):
    R = len(weights)
    delta = dZ * activations[-1].grad(Zs[-1])
    dWs = [delta.T @ As[R - 1]]
    dbs = [np.sum(delta, axis=0)]
    for r in range(R - 1, 0, -1):
        delta = (delta @ weights[r]) * activations[r - 1].grad(Zs[r - 1])
        dWs = [delta.T @ As[r - 1]] + dWs
        dbs = [np.sum(delta, axis=0)] + dbs
    return dWs, dbs
""",
        ),
        (
            "db is taken after dZ has been replaced: it belongs to the layer before",
            """
def backward_pass(dZ, Zs, As, weights, activations):
    dWs, dbs = [], []
    for r in range(len(weights), 0, -1):
        dWs.insert(0, weight_gradient(dZ, As[r - 1]))
        if r > 1:
            dZ = hidden_delta(dZ, weights[r - 1], activations[r - 2].grad(Zs[r - 2]))
        dbs.insert(0, bias_gradient(dZ))
    return dWs, dbs
""",
        ),
    ),
    "Dense": (
        (
            "without input_grad backward returns before dW and db are stored",
            """
from mlpkit.layers.dense import Affine


class Dense(Affine):
    def forward(self, X):
        self.X = X
        return X @ self.W.T + self.b

    def backward(self, dZ):
        if not self.input_grad:
            return None
        self.dW = dZ.T @ self.X
        self.db = dZ.sum(axis=0)
        return dZ @ self.W
""",
        ),
        (
            "dX is made with the gradient dW in place of the weights W",
            """
from mlpkit.layers.dense import Affine


class Dense(Affine):
    def forward(self, X):
        self.X = X
        return X @ self.W.T + self.b

    def backward(self, dZ):
        self.dW = dZ.T @ self.X
        self.db = np.sum(dZ, axis=0)
        if self.input_grad:
            return dZ @ self.dW
""",
        ),
        (
            "dW and db are averaged over the batch; the 1/N of the mean is in dZ already",
            """
from mlpkit.layers.dense import Affine


class Dense(Affine):
    def forward(self, X):
        self.inputs = X
        Z = np.dot(X, self.W.T)
        return Z + self.b

    def backward(self, dZ):
        N = dZ.shape[0]
        self.dW = np.dot(dZ.T, self.inputs) / N
        self.db = dZ.mean(axis=0)
        return np.dot(dZ, self.W) if self.input_grad else None
""",
        ),
    ),
    "chain_step": (
        (
            "returns the loss after the update",
            """
def chain_step(layers, loss, X, T, lr, weight_decay=0.0):
    loss.forward(forward_chain(layers, X), T)
    backward_chain(layers, loss.backward())
    for layer in layers:
        for name, w in layer.params.items():
            decay = weight_decay if w.ndim == 2 else 0.0
            w -= lr * (layer.grads[name] + decay * w)
    return loss.forward(forward_chain(layers, X), T)
""",
        ),
        (
            "w = w - ... gives the loop's name a new array; the layers never change",
            """
def chain_step(layers, loss, X, T, lr, weight_decay=0.0):
    Y = forward_chain(layers, X)
    value = loss.forward(Y, T)
    backward_chain(layers, loss.backward())
    for layer in layers:
        for name, w in layer.params.items():
            g = layer.grads[name]
            if w.ndim == 2:
                g = g + weight_decay * w
            w = w - lr * g
    return value
""",
        ),
        (
            "the decay is not multiplied by the learning rate",
            """
def chain_step(layers, loss, X, T, lr, weight_decay=0.0):
    value = loss.forward(forward_chain(layers, X), T)
    backward_chain(layers, loss.backward())
    for layer in layers:
        params, grads = layer.params, layer.grads
        for name in params:
            w = params[name]
            if w.ndim == 2:
                w -= lr * grads[name] + weight_decay * w
            else:
                w -= lr * grads[name]
    return value
""",
        ),
    ),
    "Node": (
        (
            "apply takes the slope at the output f(z), not at z",
            """
from mlpkit.autodiff import Record


class Node(Record):
    def __add__(self, other):
        def to_other(dY):
            return dY.sum(axis=0) if other.value.ndim < self.value.ndim else dY

        return Node(self.value + other.value, [(self, lambda dY: dY), (other, to_other)])

    def __mul__(self, other):
        pulls = [(self, lambda dY: dY * other.value), (other, lambda dY: dY * self.value)]
        return Node(self.value * other.value, pulls)

    def __matmul__(self, other):
        return Node(
            self.value @ other.value,
            [(self, lambda dY: dY @ other.value.T), (other, lambda dY: self.value.T @ dY)],
        )

    @property
    def T(self):
        return Node(self.value.T, [(self, lambda dY: dY.T)])

    def apply(self, activation):
        A = activation.f(self.value)
        return Node(A, [(self, lambda dA: dA * activation.grad(A))])

    def sum(self):
        return Node(self.value.sum(), [(self, lambda dY: dY * np.ones_like(self.value))])
""",
        ),
        (
            "a row is recognised by its one axis alone: the sum of two vectors of equal shape is added up as well",
            """
from mlpkit.autodiff import Record


class Node(Record):
    def __add__(self, other):
        def pull_other(dY):
            if other.value.ndim == 1:
                return dY.sum(axis=0)
            return dY
        return Node(self.value + other.value, [(self, lambda dY: dY), (other, pull_other)])

    def __mul__(self, other):
        pulls = [(self, lambda dY: dY * other.value), (other, lambda dY: dY * self.value)]
        return Node(self.value * other.value, pulls)

    def __matmul__(self, other):
        a, b = self.value, other.value
        return Node(a @ b, [(self, lambda dY: dY @ b.T), (other, lambda dY: a.T @ dY)])

    @property
    def T(self):
        return Node(self.value.T, [(self, lambda dY: dY.T)])

    def apply(self, activation):
        return Node(activation.f(self.value), [(self, lambda dA: dA * activation.grad(self.value))])

    def sum(self):
        return Node(np.sum(self.value), [(self, lambda dY: np.full(self.value.shape, dY))])
""",
        ),
        (
            "the matrix product's pull to the right factor is dY^T A, the transpose of A^T dY",
            """
from mlpkit.autodiff import Record


class Node(Record):
    def __add__(self, other):
        if other.value.ndim < self.value.ndim:
            parents = [(self, lambda dY: dY), (other, lambda dY: dY.sum(axis=0))]
        else:
            parents = [(self, lambda dY: dY), (other, lambda dY: dY)]
        return Node(self.value + other.value, parents)

    def __mul__(self, other):
        pulls = [(self, lambda dY: other.value * dY), (other, lambda dY: self.value * dY)]
        return Node(self.value * other.value, pulls)

    def __matmul__(self, other):
        def left(dY):
            return dY @ other.value.T

        def right(dY):
            return dY.T @ self.value

        return Node(self.value @ other.value, [(self, left), (other, right)])

    @property
    def T(self):
        return Node(self.value.T, [(self, lambda dY: dY.T)])

    def apply(self, activation):
        return Node(activation.f(self.value), [(self, lambda dA: dA * activation.grad(self.value))])

    def sum(self):
        return Node(np.sum(self.value), [(self, lambda dY: np.full(self.value.shape, dY))])
""",
        ),
    ),
    "backpropagate": (
        (
            "a node is put in the list before its parents' turn (pre-order)",
            """
def backpropagate(end):
    order, seen = [], set()

    def visit(node):
        if node in seen:
            return
        seen.add(node)
        order.append(node)
        for parent, _ in node.parents:
            visit(parent)

    visit(end)
    for node in order:
        node.grad = np.zeros_like(node.value)
    end.grad = np.ones_like(end.value)
    for node in order:
        for parent, pull in node.parents:
            parent.grad = parent.grad + pull(node.grad)
""",
        ),
        (
            "the first gradient is kept without a copy and added to in place: two nodes share one array",
            """
def backpropagate(end):
    order, seen = [], set()

    def visit(node):
        if node not in seen:
            seen.add(node)
            for parent, _ in node.parents:
                visit(parent)
            order.append(node)

    visit(end)
    for node in order:
        node.grad = None
    end.grad = np.ones_like(end.value)
    for node in reversed(order):
        for parent, pull in node.parents:
            if parent.grad is None:
                parent.grad = pull(node.grad)
            else:
                parent.grad += pull(node.grad)
""",
        ),
    ),
    "flip_signs": (
        (
            "the signs multiply the columns of W1 (its inputs), not its rows (the units)",
            """
def flip_signs(W1, b1, W2, signs):
    s = signs.astype(W1.dtype)
    return W1 * s, b1 * s, W2 * s
""",
        ),
        (
            "the biases keep their signs",
            """
def flip_signs(W1, b1, W2, signs):
    s = np.asarray(signs, dtype=W1.dtype)
    return s[:, None] * W1, b1.copy(), W2 * s
""",
        ),
        (
            "changes the given arrays in place",
            """
def flip_signs(W1, b1, W2, signs):
    for i in range(len(signs)):
        if signs[i] == -1:
            W1[i] = -W1[i]
            b1[i] = -b1[i]
            W2[:, i] = -W2[:, i]
    return W1, b1, W2
""",
        ),
    ),
    "delta_sizes": (
        (
            "the standard deviation, which takes the mean off, in place of the root mean square",
            """
from mlpkit.backprop import hidden_delta


def delta_sizes(dZ, Zs, weights, activations):
    sizes = [float(dZ.std())]
    for r in range(len(weights) - 1, 0, -1):
        dZ = hidden_delta(dZ, weights[r], activations[r - 1].grad(Zs[r - 1]))
        sizes.insert(0, float(dZ.std()))
    return sizes
""",
        ),
        (
            "a root mean square for each example and then their mean",
            """
from mlpkit.backprop import hidden_delta


def delta_sizes(dZ, Zs, weights, activations):
    def size(d):
        return float(np.mean(np.sqrt(np.mean(d**2, axis=1))))

    sizes = [size(dZ)]
    for r in range(len(weights) - 1, 0, -1):
        dZ = hidden_delta(dZ, weights[r], activations[r - 1].grad(Zs[r - 1]))
        sizes = [size(dZ)] + sizes
    return sizes
""",
        ),
        (
            "the slope f'(z) is left out on the way back: only the weights multiply",
            """
from mlpkit.diagnostics import root_mean_square


def delta_sizes(dZ, Zs, weights, activations):
    sizes = [float(root_mean_square(dZ))]
    for W in reversed(weights[1:]):
        dZ = dZ @ W
        sizes.append(float(root_mean_square(dZ)))
    return sizes[::-1]
""",
        ),
    ),
    "plateau": (
        (
            "forgets the smallest error when the rate is lowered: the next error is a new best one",
            """
def plateau(lr, errors, patience=3, factor=0.5):
    best, count = float("inf"), 0
    for e in errors:
        if e < best:
            best, count = e, 0
        else:
            count += 1
            if count == patience:
                lr *= factor
                best, count = float("inf"), 0
    return lr
""",
        ),
        (
            "only the epochs since the last best one count: lowerings before it are forgotten",
            """
def plateau(lr, errors, patience=3, factor=0.5):
    if len(errors) == 0:
        return lr
    errors = list(errors)
    since = len(errors) - 1 - errors.index(min(errors))
    return lr * factor ** (since // patience)
""",
        ),
        (
            "the epochs without a best error are counted all together, not in a row",
            """
def plateau(lr, errors, patience=3, factor=0.5):
    smallest = np.inf
    bad = 0
    for error in errors:
        if error < smallest:
            smallest = error
        else:
            bad += 1
        if bad == patience:
            lr = lr * factor
            bad = 0
    return lr
""",
        ),
    ),
    "adam_step": (
        (
            "m without the factor 1 - beta1: a velocity as in momentum, not a mean",
            """
def adam_step(w, dw, m, s, t, lr=0.001, beta1=0.9, beta2=0.999, eps=1e-08):
    m = beta1 * m + dw
    s = beta2 * s + (1 - beta2) * dw**2
    m_hat = m / (1 - beta1**t)
    s_hat = s / (1 - beta2**t)
    return w - lr * m_hat / (np.sqrt(s_hat) + eps), m, s
""",
        ),
        (
            "the corrections use t + 1, as if t counted from 0",
            """
def adam_step(w, dw, m, s, t, lr=0.001, beta1=0.9, beta2=0.999, eps=1e-08):
    m = beta1 * m + (1 - beta1) * dw
    s = beta2 * s + (1 - beta2) * dw * dw
    mhat = m / (1 - beta1 ** (t + 1))
    shat = s / (1 - beta2 ** (t + 1))
    w = w - lr * mhat / (np.sqrt(shat) + eps)
    return w, m, s
""",
        ),
        (
            "s is corrected with beta1 in place of beta2",
            """
def adam_step(w, dw, m, s, t, lr=0.001, beta1=0.9, beta2=0.999, eps=1e-08):
    m = beta1 * m + (1 - beta1) * dw
    s = beta2 * s + (1 - beta2) * np.square(dw)
    m_hat = m / (1 - beta1**t)
    s_hat = s / (1 - beta1**t)
    return w - lr * m_hat / (s_hat**0.5 + eps), m, s
""",
        ),
    ),
    "clip_by_norm": (
        (
            "scales always: gradients shorter than the limit are lengthened to it",
            """
def clip_by_norm(grads, limit):
    length = float(np.sqrt(sum(float(np.sum(g**2)) for g in grads)))
    return [g * (limit / length) for g in grads]
""",
        ),
        (
            "the lengths of the arrays are added up; the common length is the root of the sum of their squares",
            """
def clip_by_norm(grads, limit):
    length = sum(float(np.linalg.norm(g)) for g in grads)
    factor = limit / length if length > limit else 1.0
    return [g * factor for g in grads]
""",
        ),
        (
            "short gradients are handed back as the same arrays, not as new ones",
            """
def clip_by_norm(grads, limit):
    length = float(np.sqrt(sum(float(np.sum(g * g)) for g in grads)))
    if length <= limit:
        return grads
    return [g * (limit / length) for g in grads]
""",
        ),
    ),
    "regression_head": (
        (
            "with an upper limit alone the output falls with z: high - softplus(z)",
            """
from mlpkit.activations import sigmoid
from mlpkit.activations import softplus


def regression_head(Z, low=-np.inf, high=np.inf):
    lower, upper = np.isfinite(low), np.isfinite(high)
    if lower and upper:
        s = sigmoid(Z)
        return low + (high - low) * s, (high - low) * s * sigmoid(-Z)
    if lower:
        return low + softplus(Z), sigmoid(Z)
    if upper:
        return high - softplus(Z), -sigmoid(Z)
    return Z.copy(), np.ones_like(Z)
""",
        ),
        (
            "between two limits the sigmoid is stretched by high, not by high - low",
            """
from mlpkit.activations import sigmoid
from mlpkit.activations import softplus


def regression_head(Z, low=-np.inf, high=np.inf):
    if np.isfinite(low) and np.isfinite(high):
        return low + high * sigmoid(Z), high * sigmoid(Z) * sigmoid(-Z)
    elif np.isfinite(low):
        return low + softplus(Z), sigmoid(Z)
    elif np.isfinite(high):
        return high - softplus(-Z), sigmoid(-Z)
    else:
        return Z + 0, np.ones_like(Z)
""",
        ),
    ),
    "r_squared": (
        (
            "the targets are compared with the mean of the outputs, not with their own mean",
            """
def r_squared(Y, T):
    left = np.sum((T - Y) ** 2)
    total = np.sum((T - Y.mean(axis=0)) ** 2)
    return float(1 - left / total)
""",
        ),
        (
            "what the outputs vary over what the targets vary (explained variation), not 1 less what is left over",
            """
def r_squared(Y, T):
    mean = T.mean(axis=0)
    explained = ((Y - mean) ** 2).sum()
    total = ((T - mean) ** 2).sum()
    return float(explained / total)
""",
        ),
        (
            "an R^2 for each column and then their mean, not one fraction of two sums over all entries",
            """
def r_squared(Y, T):
    residual = np.sum((T - Y) ** 2, axis=0)
    total = np.sum((T - np.mean(T, axis=0)) ** 2, axis=0)
    return float(np.mean(1 - residual / total))
""",
        ),
    ),
    "dropout": (
        (
            "scaled by the fraction that happened to survive, not by the probability 1 - p",
            """
def dropout(A, U, p):
    mask = (U >= p).astype(A.dtype)
    mask = mask / mask.mean()
    return A * mask, mask
""",
        ),
        (
            "a number equal to p is dropped as well (U > p in place of U >= p)",
            """
def dropout(A, U, p):
    scale = 1 / (1 - p)
    mask = np.where(U > p, scale, 0.0).astype(A.dtype)
    return A * mask, mask
""",
        ),
    ),
    "minibatches": (
        (
            "a new order is drawn for every batch: rows come twice and others not at all",
            """
def minibatches(X, t, batch_size, rng):
    N = len(X)
    for start in range(0, N, batch_size):
        order = rng.permutation(N)
        rows = order[start:start + batch_size]
        yield X[rows], t[rows]
""",
        ),
        (
            "only the batches change places: the rows inside a batch are always the same neighbours",
            """
def minibatches(X, t, batch_size, rng):
    starts = list(range(0, len(X), batch_size))
    last = starts[-1]
    others = rng.permutation(starts[:-1]).astype(int)
    for start in [*others, last]:
        yield X[start:start + batch_size], t[start:start + batch_size]
""",
        ),
    ),
    "confusion_matrix": (
        (
            "histogram2d without a range: its bins span the labels that occur, not 0 ... K - 1",
            """
def confusion_matrix(t, y, n_classes):
    counts, _, _ = np.histogram2d(t, y, bins=n_classes)
    return counts.astype(np.int64)
""",
        ),
        (
            "bincount without minlength: too few counts where the last cells are empty",
            """
def confusion_matrix(t, y, n_classes):
    pairs = t * n_classes + y
    return np.bincount(pairs).reshape(n_classes, n_classes)
""",
        ),
        (
            "float64 counts: the result has to be int64",
            """
def confusion_matrix(t, y, n_classes):
    identity = np.eye(n_classes)
    return identity[t].T @ identity[y]
""",
        ),
    ),
    "calibration_error": (
        (
            "all bins that are not empty count alike, whatever the number of their answers",
            """
def calibration_error(sure, right, bins=10):
    which = np.minimum((sure * bins).astype(int), bins - 1)
    gaps = []
    for k in range(bins):
        inside = which == k
        if inside.any():
            gaps.append(abs(right[inside].mean() - sure[inside].mean()))
    return float(np.mean(gaps))
""",
        ),
        (
            "compares the accuracy with the middle of the bin, not with the mean probability in it",
            """
def calibration_error(sure, right, bins=10):
    N = len(sure)
    k = np.minimum(np.floor(bins * sure), bins - 1)
    total = 0.0
    for b in range(bins):
        chosen = right[k == b]
        if len(chosen):
            middle = (b + 0.5) / bins
            total += len(chosen) / N * abs(chosen.mean() - middle)
    return float(total)
""",
        ),
        (
            "bins without their lower and with their upper edge: a probability on an edge falls in the bin below",
            """
def calibration_error(sure, right, bins=10):
    error = 0.0
    for k in range(bins):
        inside = (sure > k / bins) & (sure <= (k + 1) / bins)
        if inside.sum() > 0:
            error += inside.sum() * abs(right[inside].mean() - sure[inside].mean())
    return float(error / len(sure))
""",
        ),
    ),
    "mended_pooling_backward": (
        (
            "mended for the columns only: along the rows copies still lie one after another (tile)",
            """
def mended_pooling_backward(dY, size):
    wide = np.repeat(dY, size, axis=2)
    return np.tile(wide, (1, size, 1)) / size**2
""",
        ),
        (
            "repeats along the axes 0 and 1, examples and rows, in place of rows and columns (1 and 2)",
            """
def mended_pooling_backward(dY, size):
    return np.repeat(np.repeat(dY, size, axis=0), size, axis=1) / size**2
""",
        ),
        (
            "divides by size, the side of a square, in place of its number of pixels, size^2",
            """
def mended_pooling_backward(dY, size):
    return dY.repeat(size, axis=1).repeat(size, axis=2) / size
""",
        ),
    ),
}

WRONG = {name: [(what, typed(name, source), NAMED) for what, source in answers] for name, answers in _TYPED.items()}
