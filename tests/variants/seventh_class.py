"""Right answers of a seventh class, in odd styles, for 20 exercises drawn at random: written before the checks ran."""

from tests.support.typed import typed

_TYPED = {
    "sigmoid_grad": (
        """
def sigmoid_grad(z, slope=1):
    half = np.exp(-slope * np.abs(z) / 2)
    return slope * (half / (1 + half * half)) ** 2
""",
    ),
    "bump": (
        """
def bump(x, left, right, height=1.0, steepness=100.0):
    edges = ((left, 1), (right, -1))
    return sum(sign * height * sigmoid((x - edge) * steepness) for edge, sign in edges)
""",
    ),
    "bias_gradient": (
        """
def bias_gradient(dZ):
    return np.ones(len(dZ), dtype=dZ.dtype) @ dZ
""",
    ),
    "Dense": (
        """
class Dense(Affine):
    def forward(self, X):
        self._wide = np.column_stack([X, np.ones(len(X), dtype=X.dtype)])
        return self._wide @ np.column_stack([self.W, self.b]).T

    def backward(self, dZ):
        both = np.einsum("nj,ni->ji", dZ, self._wide)
        self.dW, self.db = both[:, :-1].copy(), both[:, -1].copy()
        if not self.input_grad:
            return None
        return np.tensordot(dZ, self.W, 1)
""",
    ),
    "prelu": (
        """
def prelu(z, alpha=0.25):
    return ((1 + alpha) * z + (1 - alpha) * np.abs(z)) / 2
""",
    ),
    "plateau": (
        """
def plateau(lr, errors, patience=3, factor=0.5):
    if not len(errors):
        return lr
    last, times = 0, 0
    for n in range(1, len(errors)):
        if errors[n] < min(errors[:n]):
            last = n
        elif n - last == patience:
            last, times = n, times + 1
    return lr * factor ** times
""",
    ),
    "parameter_count": (
        """
def parameter_count(sizes, bias=True):
    n_in, *others = sizes
    if not others:
        return 0
    return others[0] * (n_in + int(bias)) + parameter_count(others, bias)
""",
    ),
    "softmax": (
        """
def softmax(Z):
    L = Z - np.maximum.reduce(Z, axis=-1)[..., None]
    return np.exp(L - np.log(np.add.reduce(np.exp(L), axis=-1))[..., None])
""",
    ),
    "huber_step": (
        """
def huber_step(W1, b1, W2, b2, X, T, lr, delta=1.0):
    theta = [np.array(p) for p in (W1, b1, W2, b2)]
    A = np.tanh(np.einsum("nd,hd->nh", X, W1) + b1)
    miss = A @ W2.T + b2 - T
    dY = np.clip(miss, -delta, delta) / len(X)
    dA = dY @ W2
    dZ = dA - dA * A * A
    for p, d in zip(theta, (dZ.T @ X, dZ.sum(0), dY.T @ A, dY.sum(0))):
        p -= lr * d
    return tuple(theta)
""",
    ),
    "sawtooth": (
        """
def sawtooth(x, depth):
    if depth == 0:
        return x
    return sawtooth(1 - np.abs(2 * x - 1), depth - 1)
""",
    ),
    "one_hot": (
        """
def one_hot(t, n_classes, dtype=np.float32):
    flat = np.zeros(len(t) * n_classes, dtype)
    flat[np.arange(len(t)) * n_classes + t] = True
    return flat.reshape(-1, n_classes) if len(t) else np.zeros((0, n_classes), dtype)
""",
    ),
    "SoftmaxCrossEntropy": (
        """
class SoftmaxCrossEntropy:
    __slots__ = ("_pair",)

    def forward(self, Z, T):
        shifted = Z - Z.max(axis=1, keepdims=True)
        log_p = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
        self._pair = log_p, T
        return -float(np.mean(np.sum(log_p * T, axis=1)))

    def backward(self):
        log_p, T = self._pair
        return ((np.exp(log_p) - T) / len(T)).astype(log_p.dtype)
""",
    ),
    "unit": (
        """
def unit(x, w, b):
    pairs = list(zip(map(float, w), map(float, x)))
    while pairs:
        wi, xi = pairs.pop()
        b = b + wi * xi
    return b
""",
    ),
    "perceptron_step": (
        """
def perceptron_step(w, b, x, t, lr=1.0):
    miss = int(t) - int(neuron(x, w, b))
    return np.array([float(wi + lr * miss * xi) for wi, xi in zip(w, x)], dtype=w.dtype), b + lr * miss
""",
    ),
    "dense_forward": (
        """
def dense_forward(X, W, b):
    Z = np.tile(b, (len(X), 1))
    for i in range(X.shape[1]):
        Z += np.outer(X[:, i], W[:, i])
    return Z
""",
    ),
    "adam_step": (
        """
def adam_step(w, dw, m, s, t, lr=0.001, beta1=0.9, beta2=0.999, eps=1e-8):
    new_m = m + (1 - beta1) * (dw - m)
    new_s = s + (1 - beta2) * (dw * dw - s)
    root = np.sqrt(1 - beta2**t)
    step = lr * root / (1 - beta1**t)
    return w - float(step) * new_m / (np.sqrt(new_s) + float(eps * root)), new_m, new_s
""",
    ),
    "mse": (
        """
def mse(Y, T):
    D = (Y - T).reshape(len(Y), -1)
    loss = sum(float(d @ d) for d in D) / 2 / len(D)
    return loss, (D / len(D)).reshape(Y.shape)
""",
    ),
    "gelu": (
        """
import math

def gelu(z):
    out = np.empty_like(z)
    for place, v in np.ndenumerate(z):
        out[place] = float(v) * 0.5 * math.erfc(-float(v) / math.sqrt(2))
    return out
""",
    ),
    "tanh": (
        """
def tanh(z):
    return np.sign(z) * -np.expm1(-2 * np.abs(z)) / (1 + np.exp(-2 * np.abs(z)))
""",
    ),
    "forward_pass": (
        """
def forward_pass(X, weights, biases, activations):
    if not len(weights):
        return [], [X]
    *earlier_W, W = weights
    *earlier_b, b = biases
    *earlier_f, last = activations
    Zs, As = forward_pass(X, earlier_W, earlier_b, earlier_f)
    Z = dense_forward(As[-1], W, b)
    return [*Zs, Z], [*As, last.f(Z)]
""",
    ),
}

RIGHT = {name: [typed(name, source) for source in sources] for name, sources in _TYPED.items()}
