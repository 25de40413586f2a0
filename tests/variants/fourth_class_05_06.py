"""Right answers of a fourth class to lectures 05 to 06, written from the notebooks alone: each as it was typed."""

from tests.support.typed import typed

_TYPED = {
    "backward_by_unit": (
        (
            "loops",
            """
def backward_by_unit(dA, zs, activities, weights, activations):
    dWs = [np.zeros(W.shape) for W in weights]
    dbs = [np.zeros(z.shape) for z in zs]
    R = len(zs)
    for r in range(R, 0, -1):
        for i in range(len(zs[r - 1])):
            if r == R:
                s = dA[i]
            else:
                s = 0.0
                for j in range(len(zs[r])):
                    s += dbs[r][j] * weights[r][j, i]
            delta = s * activations[r - 1].grad(zs[r - 1])[i]
            dbs[r - 1][i] = delta
            for k in range(len(activities[r - 1])):
                dWs[r - 1][i, k] = delta * activities[r - 1][k]
    return dWs, dbs
""",
        ),
        (
            "vectorised",
            """
def backward_by_unit(dA, zs, activities, weights, activations):
    dWs, dbs = [], []
    g = dA
    for z, a, W, act in zip(zs[::-1], activities[-2::-1], weights[::-1], activations[::-1]):
        delta = g * act.grad(z)
        dWs.insert(0, np.outer(delta, a))
        dbs.insert(0, delta)
        g = W.T @ delta
    return dWs, dbs
""",
        ),
    ),
    "backward_pass": (
        (
            "helpers",
            """
def backward_pass(dZ, Zs, As, weights, activations):
    dWs, dbs = [], []
    for r in range(len(weights), 0, -1):
        dWs.insert(0, weight_gradient(dZ, As[r - 1]))
        dbs.insert(0, bias_gradient(dZ))
        if r > 1:
            dZ = hidden_delta(dZ, weights[r - 1], activations[r - 2].grad(Zs[r - 2]))
    return dWs, dbs
""",
        ),
        (
            "plain numpy, reversed at the end",
            """
def backward_pass(dZ, Zs, As, weights, activations):
    dWs, dbs = [], []
    for k in reversed(range(len(weights))):
        dWs.append(dZ.T @ As[k])
        dbs.append(dZ.sum(axis=0))
        if k:
            dZ = (dZ @ weights[k]) * activations[k - 1].grad(Zs[k - 1])
    return dWs[::-1], dbs[::-1]
""",
        ),
    ),
    "bias_gradient": (
        (
            "sum",
            """
def bias_gradient(dZ):
    return dZ.sum(axis=0)
""",
        ),
        (
            "ones",
            """
def bias_gradient(dZ):
    return np.ones(len(dZ), dtype=dZ.dtype) @ dZ
""",
        ),
    ),
    "bump": (
        (
            "difference",
            """
def bump(x, left, right, height=1.0, steepness=100.0):
    return height * (sigmoid(steepness * (x - left)) - sigmoid(steepness * (x - right)))
""",
        ),
        (
            "up and down",
            """
def bump(x, left, right, height=1.0, steepness=100.0):
    up = sigmoid(x - left, slope=steepness)
    down = sigmoid(right - x, slope=steepness)
    return height * up + height * down - height
""",
        ),
    ),
    "dense_forward": (
        (
            "matmul",
            """
def dense_forward(X, W, b):
    return X @ W.T + b
""",
        ),
        (
            "einsum",
            """
def dense_forward(X, W, b):
    return np.einsum("ni,ji->nj", X, W) + b
""",
        ),
        (
            "loop of units",
            """
def dense_forward(X, W, b):
    Z = np.zeros((len(X), len(W)), dtype=X.dtype)
    for n in range(len(X)):
        for j in range(len(W)):
            Z[n, j] = np.sum(X[n] * W[j]) + b[j]
    return Z
""",
        ),
    ),
    "forward_by_unit": (
        (
            "loops",
            """
def forward_by_unit(x, weights, biases, activations):
    zs, activities = [], [x]
    for W, b, activation in zip(weights, biases, activations):
        z = np.zeros(len(b))
        a = np.zeros(len(b))
        for j in range(len(b)):
            z[j] = unit(activities[-1], W[j], b[j])
            a[j] = activation.f(z[j])
        zs.append(z)
        activities.append(a)
    return zs, activities
""",
        ),
        (
            "comprehension, function on the vector",
            """
def forward_by_unit(x, weights, biases, activations):
    zs = []
    activities = [x]
    for r in range(len(weights)):
        a = activities[r]
        z = np.array([b + sum(w_ji * a_i for w_ji, a_i in zip(row, a)) for row, b in zip(weights[r], biases[r])])
        zs.append(z)
        activities.append(activations[r].f(z))
    return zs, activities
""",
        ),
    ),
    "forward_pass": (
        (
            "helper",
            """
def forward_pass(X, weights, biases, activations):
    Zs, As = [], [X]
    for W, b, activation in zip(weights, biases, activations):
        Zs.append(dense_forward(As[-1], W, b))
        As.append(activation.f(Zs[-1]))
    return Zs, As
""",
        ),
        (
            "indices",
            """
def forward_pass(X, weights, biases, activations):
    A = X
    Zs = []
    As = [A]
    for r in range(len(weights)):
        Z = A @ weights[r].T + biases[r]
        A = activations[r].f(Z)
        Zs = Zs + [Z]
        As = As + [A]
    return Zs, As
""",
        ),
    ),
    "hidden_delta": (
        (
            "matmul",
            """
def hidden_delta(dZ, W, slope):
    return dZ @ W * slope
""",
        ),
        (
            "einsum",
            """
def hidden_delta(dZ, W, slope):
    back = np.einsum("nj,ji->ni", dZ, W)
    return slope * back
""",
        ),
    ),
    "maximum": (
        (
            "hint",
            """
W1 = np.array([[1.0, -1.0], [0.0, 1.0], [0.0, -1.0]])
b1 = np.zeros(3)
W2 = np.array([[1.0, 1.0, -1.0]])
b2 = np.zeros(1)
maximum = (W1, b1, W2, b2)
""",
        ),
        (
            "(sum + |difference|)/2 with four units",
            """
W1 = np.array([[1.0, 1.0], [-1.0, -1.0], [1.0, -1.0], [-1.0, 1.0]])
W2 = np.array([[0.5, -0.5, 0.5, 0.5]])
maximum = (W1, np.zeros(4), W2, np.zeros(1))
""",
        ),
    ),
    "mended_relative_error": (
        (
            "max",
            """
def mended_relative_error(claimed, measured):
    length = max(np.linalg.norm(claimed), np.linalg.norm(measured))
    return float(np.linalg.norm(claimed - measured) / length) if length else 0.0
""",
        ),
        (
            "if else",
            """
def mended_relative_error(claimed, measured):
    a, b = np.linalg.norm(claimed), np.linalg.norm(measured)
    if a == 0 and b == 0:
        return 0.0
    longer = a if a > b else b
    return float(np.linalg.norm(claimed - measured) / longer)
""",
        ),
    ),
    "numerical_gradient": (
        (
            "ndindex",
            """
def numerical_gradient(f, x, eps=1e-05):
    g = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        step = np.zeros(x.shape)
        step[i] = eps
        g[i] = (f(x + step) - f(x - step)) / (2 * eps)
    return g
""",
        ),
        (
            "copies and flat",
            """
def numerical_gradient(f, x, eps=1e-05):
    grad = np.zeros_like(x)
    for k in range(x.size):
        up, down = x.copy(), x.copy()
        up.flat[k] += eps
        down.flat[k] -= eps
        grad.flat[k] = (f(up) - f(down)) / (2 * eps)
    return grad
""",
        ),
    ),
    "output_delta": (
        (
            "product",
            """
def output_delta(A, T, slope):
    return (A - T) / len(A) * slope
""",
        ),
        (
            "loops",
            """
def output_delta(A, T, slope):
    N, K = A.shape
    dZ = np.empty_like(A)
    for n in range(N):
        for k in range(K):
            dZ[n, k] = slope[n, k] * (A[n, k] - T[n, k]) / N
    return dZ
""",
        ),
    ),
    "reshape_counterexample": (
        (
            "2x2",
            """
reshape_counterexample = np.array([[1.0, 2.0]]), np.array([[1.0, 2.0], [3.0, 4.0]]), np.zeros(2)
""",
        ),
        (
            "rectangular",
            """
reshape_counterexample = (np.arange(6.0).reshape(2, 3), np.arange(12.0).reshape(4, 3), np.ones(4))
""",
        ),
    ),
    "sawtooth": (
        (
            "loop",
            """
def sawtooth(x, depth):
    for _ in range(depth):
        x = 2 * relu(x) - 4 * relu(x - 0.5)
    return x
""",
        ),
        (
            "recursion",
            """
def sawtooth(x, depth):
    if depth == 0:
        return x
    y = sawtooth(x, depth - 1)
    return 1 - np.abs(2 * y - 1)
""",
        ),
    ),
    "unit": (
        (
            "loop",
            """
def unit(x, w, b):
    z = b
    for i in range(len(x)):
        z = z + w[i] * x[i]
    return z
""",
        ),
        (
            "zip sum",
            """
def unit(x, w, b):
    return sum((wi * xi for wi, xi in zip(w, x)), b)
""",
        ),
        (
            "dot",
            """
def unit(x, w, b):
    return np.dot(w, x) + b
""",
        ),
    ),
    "weight_gradient": (
        (
            "matmul",
            """
def weight_gradient(dZ, A):
    return dZ.T @ A
""",
        ),
        (
            "sum of outer products",
            """
def weight_gradient(dZ, A):
    dW = np.zeros((dZ.shape[1], A.shape[1]), dtype=dZ.dtype)
    for d, a in zip(dZ, A):
        dW += np.outer(d, a)
    return dW
""",
        ),
    ),
}

RIGHT = {name: tuple(typed(name, source) for _, source in answers) for name, answers in _TYPED.items()}
