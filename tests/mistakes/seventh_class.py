"""Wrong answers of a seventh class, for 20 exercises drawn at random: written before the checks saw them."""

from tests.support.typed import NAMED, typed

_TYPED = {
    "sigmoid_grad": (
        (
            "the slope comes in once only, within the sigmoid: the factor slope in front is missing",
            """
def sigmoid_grad(z, slope=1):
    s = sigmoid(z, slope)
    return s - s ** 2
""",
        ),
        (
            "1 - sigmoid(z) without the slope: a stale call, right for slope 1 only",
            """
def sigmoid_grad(z, slope=1):
    return slope * sigmoid(z, slope) * (1 - sigmoid(z))
""",
        ),
    ),
    "bump": (
        (
            "the edges exchanged, and the height forgotten: two slips at once",
            """
def bump(x, left, right, height=1.0, steepness=100.0):
    up = sigmoid(steepness * (x - right))
    down = sigmoid(steepness * (x - left))
    return up - down
""",
        ),
        (
            "brackets missing: steepness * x - left",
            """
def bump(x, left, right, height=1.0, steepness=100.0):
    return height * (sigmoid(steepness * x - left) - sigmoid(steepness * x - right))
""",
        ),
    ),
    "bias_gradient": (
        (
            "the mean of the rows in place of their sum",
            """
def bias_gradient(dZ):
    N, n_out = dZ.shape
    db = np.zeros(n_out, dtype=dZ.dtype)
    for row in dZ:
        db += row / N
    return db
""",
        ),
        (
            "off by one in the loop: the last example is left out",
            """
def bias_gradient(dZ):
    db = dZ[0].copy()
    for n in range(1, len(dZ) - 1):
        db += dZ[n]
    return db
""",
        ),
    ),
    "Dense": (
        (
            "dW is added up over the batches, db is not",
            """
class Dense(Affine):
    def forward(self, X):
        self.X = X
        return X @ self.W.T + self.b

    def backward(self, dZ):
        self.dW += dZ.T @ self.X
        self.db = dZ.sum(axis=0)
        if self.input_grad:
            return dZ @ self.W
""",
        ),
        (
            "keeps the X of the first batch only",
            """
class Dense(Affine):
    X = None

    def forward(self, X):
        if self.X is None:
            self.X = X
        return X @ self.W.T + self.b

    def backward(self, dZ):
        self.dW = np.einsum("nj,ni->ji", dZ, self.X) if len(self.X) == len(dZ) else dZ.T @ self.X[:len(dZ)]
        self.db = dZ.sum(axis=0)
        return dZ @ self.W if self.input_grad else None
""",
        ),
    ),
    "prelu": (
        (
            "the pieces exchanged: alpha on the right of 0, 1 on the left",
            """
def prelu(z, alpha=0.25):
    return np.where(z <= 0, z, alpha * z)
""",
        ),
        (
            "the maximum of z and alpha z: wrong where a learnt slope is above 1",
            """
def prelu(z, alpha=0.25):
    return np.maximum(z, alpha * z)
""",
        ),
    ),
    "plateau": (
        (
            "the count does not start again after a lowering, and > for >=",
            """
def plateau(lr, errors, patience=3, factor=0.5):
    best = float("inf")
    waited = 0
    for e in errors:
        if e < best:
            best = e
            waited = 0
        else:
            waited += 1
        if waited > patience:
            lr *= factor
    return lr
""",
        ),
        (
            "compares with the epoch before and not with the smallest error so far",
            """
def plateau(lr, errors, patience=3, factor=0.5):
    waited = 0
    before = float("inf")
    for e in errors:
        if e < before:
            waited = 0
        else:
            waited += 1
            if waited == patience:
                lr = lr * factor
                waited = 0
        before = e
    return lr
""",
        ),
    ),
    "parameter_count": (
        (
            "counts a bias for each input of the network too",
            """
def parameter_count(sizes, bias=True):
    total = 0
    for i in range(len(sizes) - 1):
        total += sizes[i] * sizes[i + 1]
    if bias:
        total += sum(sizes)
    return total
""",
        ),
        (
            "biases of the layer before: sizes[:-1] in place of sizes[1:]",
            """
def parameter_count(sizes, bias=True):
    n = 0
    for a, b in zip(sizes[:-1], sizes[1:]):
        n += (a * b + a) if bias else a * b
    return n
""",
        ),
    ),
    "softmax": (
        (
            "subtracts the largest of the whole array and divides by the sum of axis 0",
            """
def softmax(Z):
    E = np.exp(Z - np.max(Z))
    return E / np.sum(E, axis=0)
""",
        ),
        (
            "axis 1 for the maximum, which a single row of logits does not have, and in place",
            """
def softmax(Z):
    Z -= Z.max(axis=1, keepdims=True)
    np.exp(Z, out=Z)
    Z /= Z.sum(axis=1, keepdims=True)
    return Z
""",
        ),
    ),
    "huber_step": (
        (
            "W2 is moved first, and the hidden deltas go back through the new W2",
            """
def huber_step(W1, b1, W2, b2, X, T, lr, delta=1.0):
    A = np.tanh(X @ W1.T + b1)
    loss, dY = huber(A @ W2.T + b2, T, delta)
    W2 = W2 - lr * dY.T @ A
    b2 = b2 - lr * dY.sum(axis=0)
    dZ = dY @ W2 * (1 - A ** 2)
    W1 = W1 - lr * dZ.T @ X
    b1 = b1 - lr * dZ.sum(axis=0)
    return W1, b1, W2, b2
""",
        ),
        (
            "delta is not handed on to huber, and the slope of tanh is taken at A once more",
            """
def huber_step(W1, b1, W2, b2, X, T, lr, delta=1.0):
    A = np.tanh(X @ W1.T + b1)
    _, dY = huber(A @ W2.T + b2, T)
    dZ = dY @ W2 * (1 - np.tanh(A) ** 2)
    return W1 - lr * dZ.T @ X, b1 - lr * dZ.sum(0), W2 - lr * dY.T @ A, b2 - lr * dY.sum(0)
""",
        ),
    ),
    "sawtooth": (
        (
            "one tent too few: range(1, depth)",
            """
def sawtooth(x, depth):
    y = x
    for k in range(1, depth):
        y = 2 * relu(y) - 4 * relu(y - 0.5)
    return y
""",
        ),
        (
            "the second unit sees the first x and not the layer before",
            """
def sawtooth(x, depth):
    y = x
    for k in range(depth):
        y = 2 * relu(y) - 4 * relu(x - 0.5)
    return y
""",
        ),
    ),
    "one_hot": (
        (
            "as many classes as the largest label says, not n_classes",
            """
def one_hot(t, n_classes, dtype=np.float32):
    K = max(t) + 1
    out = np.zeros((len(t), K), dtype)
    for n, k in enumerate(t):
        out[n, k] = 1
    return out
""",
        ),
        (
            "T[:, t] = 1: whole columns in place of one entry of each row",
            """
def one_hot(t, n_classes, dtype=np.float32):
    T = np.zeros((t.size, n_classes), dtype=dtype)
    T[:, t] = 1
    return T
""",
        ),
    ),
    "SoftmaxCrossEntropy": (
        (
            "the gradient is not divided by N although the loss is",
            """
class SoftmaxCrossEntropy:
    def forward(self, Z, T):
        loss, _ = softmax_cross_entropy(Z, T)
        E = np.exp(Z - Z.max(axis=1, keepdims=True))
        self.P = E / E.sum(axis=1, keepdims=True)
        self.T = T
        return loss

    def backward(self):
        return self.P - self.T
""",
        ),
        (
            "the logarithm of probabilities that have rounded to 0: an infinite loss for large logits",
            """
class SoftmaxCrossEntropy:
    def forward(self, Z, T):
        E = np.exp(Z - np.max(Z, axis=1, keepdims=True))
        self.P = E / np.sum(E, axis=1, keepdims=True)
        self.T = T
        return float(-np.sum(np.log(self.P)[T == 1]) / len(Z))

    def backward(self):
        return ((self.P - self.T) / len(self.P)).astype(self.P.dtype)
""",
        ),
    ),
    "unit": (
        (
            "the bias is added in every turn of the loop",
            """
def unit(x, w, b):
    z = 0.0
    for i in range(len(x)):
        z += w[i] * x[i] + b
    return z
""",
        ),
        (
            "z begins with int(b): the fraction of the bias is cut off",
            """
def unit(x, w, b):
    z = int(b)
    for xi, wi in zip(x, w):
        z = z + xi * wi
    return float(z)
""",
        ),
    ),
    "perceptron_step": (
        (
            "moves w in place, and hands back the same array",
            """
def perceptron_step(w, b, x, t, lr=1.0):
    y = int(neuron(x, w, b))
    if y != t:
        w += lr * (t - y) * x
        b = b + lr * (t - y)
    return w, b
""",
        ),
        (
            "wrong in one branch: for t = 0 lr is left out of the bias",
            """
def perceptron_step(w, b, x, t, lr=1.0):
    y = float(neuron(x, w, b))
    if t == 1 and y == 0:
        return w + lr * x, b + lr
    if t == 0 and y == 1:
        return w - lr * x, b - 1
    return w.copy(), b
""",
        ),
    ),
    "dense_forward": (
        (
            "W is not transposed where it is square: right only where X @ W cannot run",
            """
def dense_forward(X, W, b):
    if X.shape[1] == W.shape[0]:
        return X @ W + b
    return X @ W.T + b
""",
        ),
        (
            "b is added to X, in front of the weights, where the shapes allow it; left out elsewhere",
            """
def dense_forward(X, W, b):
    if b.shape[0] == X.shape[1]:
        return (X + b) @ W.T
    return X @ W.T
""",
        ),
    ),
    "adam_step": (
        (
            "hands back the corrected means",
            """
def adam_step(w, dw, m, s, t, lr=0.001, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * dw
    s = beta2 * s + (1 - beta2) * dw ** 2
    m = m / (1 - beta1 ** t)
    s = s / (1 - beta2 ** t)
    w = w - lr * m / (np.sqrt(s) + eps)
    return w, m, s
""",
        ),
        (
            "beta1 * t for beta1 ** t in the correction of m, and the eps within the root",
            """
def adam_step(w, dw, m, s, t, lr=0.001, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * dw
    s = beta2 * s + (1 - beta2) * dw * dw
    m_hat = m / (1 - beta1 * t)
    s_hat = s / (1 - beta2 ** t)
    return w - lr * m_hat / np.sqrt(s_hat + eps), m, s
""",
        ),
    ),
    "mse": (
        (
            "the loss is averaged over all numbers, N K, the gradient over N",
            """
def mse(Y, T):
    diff = Y - T
    loss = 0.5 * np.mean(diff ** 2)
    return float(loss), diff / Y.shape[0]
""",
        ),
        (
            "the mean of the outputs for each example is missing a half in the gradient: ½ twice",
            """
def mse(Y, T):
    N = len(Y)
    diff = (Y - T) / 2
    return float(np.sum((Y - T) ** 2) / 2 / N), diff / N
""",
        ),
    ),
    "gelu": (
        (
            "erf(z) without the root of two",
            """
from scipy.special import erf

def gelu(z):
    return (z * (1 + erf(z)) / 2).astype(z.dtype)
""",
        ),
        (
            "the approximation by a sigmoid, z sigmoid(1.702 z)",
            """
def gelu(z):
    return z / (1 + np.exp(-1.702 * np.maximum(z, -50)))
""",
        ),
    ),
    "tanh": (
        (
            "sigmoid(z) for sigmoid(2 z): 2 sigmoid(z) - 1",
            """
def tanh(z):
    return 2 * sigmoid(z) - 1
""",
        ),
        (
            "in one branch only: for negative z the sign is lost",
            """
def tanh(z):
    q = np.exp(-2 * np.abs(z))
    t = (1 - q) / (1 + q)
    return np.where(z < -1, -t, t)
""",
        ),
    ),
    "forward_pass": (
        (
            "every layer sees X: A is never taken further",
            """
def forward_pass(X, weights, biases, activations):
    Zs = []
    As = [X]
    for W, b, act in zip(weights, biases, activations):
        Z = X @ W.T + b
        Zs.append(Z)
        As.append(act.f(Z))
    return Zs, As
""",
        ),
        (
            "the first activation is used for every layer",
            """
def forward_pass(X, weights, biases, activations):
    f = activations[0].f
    A, Zs, As = X, [], [X]
    for r in range(len(weights)):
        Z = A @ weights[r].T + biases[r]
        A = f(Z)
        Zs.append(Z)
        As.append(A)
    return Zs, As
""",
        ),
    ),
}

WRONG = {name: [(what, typed(name, source), NAMED) for what, source in answers] for name, answers in _TYPED.items()}
