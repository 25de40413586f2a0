"""Wrong answers of a fourth class to lectures 05 to 06, written from the notebooks alone: each as it was typed."""

from tests.support.typed import NAMED, typed

_TYPED = {
    "backward_by_unit": (
        (
            "slope at output lost",
            """
def backward_by_unit(dA, zs, activities, weights, activations):
    dWs, dbs = [], []
    delta = dA
    for r in range(len(zs), 0, -1):
        if r < len(zs):
            delta = (delta @ weights[r]) * activations[r - 1].grad(zs[r - 1])
        dWs.insert(0, np.outer(delta, activities[r - 1]))
        dbs.insert(0, delta)
    return dWs, dbs
""",
        ),
        (
            "order of the lists",
            """
def backward_by_unit(dA, zs, activities, weights, activations):
    dWs, dbs = [], []
    g = dA
    for r in range(len(zs), 0, -1):
        delta = g * activations[r - 1].grad(zs[r - 1])
        dWs.append(np.outer(delta, activities[r - 1]))
        dbs.append(delta)
        g = weights[r - 1].T @ delta
    return dWs, dbs
""",
        ),
        (
            "slope in hidden layers lost",
            """
def backward_by_unit(dA, zs, activities, weights, activations):
    dWs, dbs = [], []
    delta = dA * activations[-1].grad(zs[-1])
    for r in range(len(zs), 0, -1):
        dWs.insert(0, np.outer(delta, activities[r - 1]))
        dbs.insert(0, delta)
        delta = weights[r - 1].T @ delta
    return dWs, dbs
""",
        ),
        (
            "slope taken at the activity",
            """
def backward_by_unit(dA, zs, activities, weights, activations):
    dWs, dbs = [], []
    g = dA
    for r in range(len(zs), 0, -1):
        delta = g * activations[r - 1].grad(activities[r])
        dWs.insert(0, np.outer(delta, activities[r - 1]))
        dbs.insert(0, delta)
        g = weights[r - 1].T @ delta
    return dWs, dbs
""",
        ),
        (
            "f in place of grad",
            """
def backward_by_unit(dA, zs, activities, weights, activations):
    dWs, dbs = [], []
    g = dA
    for r in range(len(zs), 0, -1):
        delta = g * activations[r - 1].f(zs[r - 1])
        dWs.insert(0, np.outer(delta, activities[r - 1]))
        dbs.insert(0, delta)
        g = weights[r - 1].T @ delta
    return dWs, dbs
""",
        ),
        (
            "sum overwritten: only the last next unit counts",
            """
def backward_by_unit(dA, zs, activities, weights, activations):
    dWs = [np.zeros_like(W) for W in weights]
    dbs = [np.zeros_like(z) for z in zs]
    R = len(zs)
    for r in range(R, 0, -1):
        slope = activations[r - 1].grad(zs[r - 1])
        for i in range(len(zs[r - 1])):
            if r == R:
                s = dA[i]
            else:
                for j in range(len(zs[r])):
                    s = dbs[r][j] * weights[r][j, i]
            dbs[r - 1][i] = s * slope[i]
            dWs[r - 1][i] = dbs[r - 1][i] * activities[r - 1]
    return dWs, dbs
""",
        ),
        (
            "sum not reset between units",
            """
def backward_by_unit(dA, zs, activities, weights, activations):
    dWs = [np.zeros_like(W) for W in weights]
    dbs = [np.zeros_like(z) for z in zs]
    R = len(zs)
    for r in range(R, 0, -1):
        slope = activations[r - 1].grad(zs[r - 1])
        s = 0.0
        for i in range(len(zs[r - 1])):
            if r == R:
                s = dA[i]
            else:
                for j in range(len(zs[r])):
                    s += dbs[r][j] * weights[r][j, i]
            dbs[r - 1][i] = s * slope[i]
            dWs[r - 1][i] = dbs[r - 1][i] * activities[r - 1]
    return dWs, dbs
""",
        ),
        (
            "inputs of the wrong layer (activities[r]) when shapes allow",
            """
def backward_by_unit(dA, zs, activities, weights, activations):
    dWs, dbs = [], []
    g = dA
    for r in range(len(zs), 0, -1):
        delta = g * activations[r - 1].grad(zs[r - 1])
        dWs.insert(0, np.outer(delta, activities[r]))
        dbs.insert(0, delta)
        g = weights[r - 1].T @ delta
    return dWs, dbs
""",
        ),
        (
            "first layer left out",
            """
def backward_by_unit(dA, zs, activities, weights, activations):
    dWs = [np.zeros_like(W) for W in weights]
    dbs = [np.zeros_like(z) for z in zs]
    g = dA
    for r in range(len(zs), 1, -1):
        delta = g * activations[r - 1].grad(zs[r - 1])
        dWs[r - 1] = np.outer(delta, activities[r - 1])
        dbs[r - 1] = delta
        g = weights[r - 1].T @ delta
    return dWs, dbs
""",
        ),
        (
            "weight gradients with pre-activations instead of activities",
            """
def backward_by_unit(dA, zs, activities, weights, activations):
    dWs, dbs = [], []
    inputs = [activities[0]] + list(zs[:-1])
    g = dA
    for r in range(len(zs), 0, -1):
        delta = g * activations[r - 1].grad(zs[r - 1])
        dWs.insert(0, np.outer(delta, inputs[r - 1]))
        dbs.insert(0, delta)
        g = weights[r - 1].T @ delta
    return dWs, dbs
""",
        ),
        (
            "bias gradients summed to one number",
            """
def backward_by_unit(dA, zs, activities, weights, activations):
    dWs, dbs = [], []
    g = dA
    for r in range(len(zs), 0, -1):
        delta = g * activations[r - 1].grad(zs[r - 1])
        dWs.insert(0, np.outer(delta, activities[r - 1]))
        dbs.insert(0, np.sum(delta))
        g = weights[r - 1].T @ delta
    return dWs, dbs
""",
        ),
        (
            "activation of the last layer everywhere",
            """
def backward_by_unit(dA, zs, activities, weights, activations):
    dWs, dbs = [], []
    g = dA
    for r in range(len(zs), 0, -1):
        delta = g * activations[-1].grad(zs[r - 1])
        dWs.insert(0, np.outer(delta, activities[r - 1]))
        dbs.insert(0, delta)
        g = weights[r - 1].T @ delta
    return dWs, dbs
""",
        ),
        (
            "g not carried on with delta but with g",
            """
def backward_by_unit(dA, zs, activities, weights, activations):
    dWs, dbs = [], []
    g = dA
    for r in range(len(zs), 0, -1):
        delta = g * activations[r - 1].grad(zs[r - 1])
        dWs.insert(0, np.outer(delta, activities[r - 1]))
        dbs.insert(0, delta)
        g = weights[r - 1].T @ g
    return dWs, dbs
""",
        ),
    ),
    "backward_pass": (
        (
            "reversed lists",
            """
def backward_pass(dZ, Zs, As, weights, activations):
    dWs, dbs = [], []
    for r in range(len(weights), 0, -1):
        dWs.append(weight_gradient(dZ, As[r - 1]))
        dbs.append(bias_gradient(dZ))
        if r > 1:
            dZ = hidden_delta(dZ, weights[r - 1], activations[r - 2].grad(Zs[r - 2]))
    return dWs, dbs
""",
        ),
        (
            "slope at As",
            """
def backward_pass(dZ, Zs, As, weights, activations):
    dWs, dbs = [], []
    for r in range(len(weights), 0, -1):
        dWs.insert(0, weight_gradient(dZ, As[r - 1]))
        dbs.insert(0, bias_gradient(dZ))
        if r > 1:
            dZ = hidden_delta(dZ, weights[r - 1], activations[r - 2].grad(As[r - 1]))
    return dWs, dbs
""",
        ),
        (
            "slope lost",
            """
def backward_pass(dZ, Zs, As, weights, activations):
    dWs, dbs = [], []
    for r in range(len(weights), 0, -1):
        dWs.insert(0, dZ.T @ As[r - 1])
        dbs.insert(0, dZ.sum(axis=0))
        dZ = dZ @ weights[r - 1]
    return dWs, dbs
""",
        ),
        (
            "output slope applied once more",
            """
def backward_pass(dZ, Zs, As, weights, activations):
    dWs, dbs = [], []
    dZ = dZ * activations[-1].grad(Zs[-1])
    for r in range(len(weights), 0, -1):
        dWs.insert(0, weight_gradient(dZ, As[r - 1]))
        dbs.insert(0, bias_gradient(dZ))
        if r > 1:
            dZ = hidden_delta(dZ, weights[r - 1], activations[r - 2].grad(Zs[r - 2]))
    return dWs, dbs
""",
        ),
        (
            "divided by N",
            """
def backward_pass(dZ, Zs, As, weights, activations):
    N = len(dZ)
    dWs, dbs = [], []
    for r in range(len(weights), 0, -1):
        dWs.insert(0, weight_gradient(dZ, As[r - 1]) / N)
        dbs.insert(0, bias_gradient(dZ) / N)
        if r > 1:
            dZ = hidden_delta(dZ, weights[r - 1], activations[r - 2].grad(Zs[r - 2]))
    return dWs, dbs
""",
        ),
        (
            "divided by N in every round",
            """
def backward_pass(dZ, Zs, As, weights, activations):
    dWs, dbs = [], []
    for r in range(len(weights), 0, -1):
        dWs.insert(0, weight_gradient(dZ, As[r - 1]))
        dbs.insert(0, bias_gradient(dZ))
        if r > 1:
            dZ = hidden_delta(dZ, weights[r - 1], activations[r - 2].grad(Zs[r - 2])) / len(dZ)
    return dWs, dbs
""",
        ),
        (
            "activation one off (r-1)",
            """
def backward_pass(dZ, Zs, As, weights, activations):
    dWs, dbs = [], []
    for r in range(len(weights), 0, -1):
        dWs.insert(0, weight_gradient(dZ, As[r - 1]))
        dbs.insert(0, bias_gradient(dZ))
        if r > 1:
            dZ = hidden_delta(dZ, weights[r - 1], activations[r - 1].grad(Zs[r - 2]))
    return dWs, dbs
""",
        ),
        (
            "returns dWs transposed",
            """
def backward_pass(dZ, Zs, As, weights, activations):
    dWs, dbs = [], []
    for r in range(len(weights), 0, -1):
        dWs.insert(0, As[r - 1].T @ dZ)
        dbs.insert(0, dZ.sum(axis=0))
        if r > 1:
            dZ = dZ @ weights[r - 1] * activations[r - 2].grad(Zs[r - 2])
    return dWs, dbs
""",
        ),
        (
            "first layer missing",
            """
def backward_pass(dZ, Zs, As, weights, activations):
    dWs, dbs = [], []
    for r in range(len(weights), 1, -1):
        dWs.insert(0, weight_gradient(dZ, As[r - 1]))
        dbs.insert(0, bias_gradient(dZ))
        dZ = hidden_delta(dZ, weights[r - 1], activations[r - 2].grad(Zs[r - 2]))
    return dWs, dbs
""",
        ),
        (
            "weights of the layer before: index r-2 where it fits",
            """
def backward_pass(dZ, Zs, As, weights, activations):
    dWs, dbs = [], []
    for r in range(len(weights), 0, -1):
        dWs.insert(0, weight_gradient(dZ, As[r - 1]))
        dbs.insert(0, bias_gradient(dZ))
        if r > 1:
            dZ = hidden_delta(dZ, weights[r - 2], activations[r - 2].grad(Zs[r - 2]))
    return dWs, dbs
""",
        ),
        (
            "relu's slope hard-wired",
            """
def backward_pass(dZ, Zs, As, weights, activations):
    dWs, dbs = [], []
    for r in range(len(weights), 0, -1):
        dWs.insert(0, dZ.T @ As[r - 1])
        dbs.insert(0, dZ.sum(axis=0))
        if r > 1:
            dZ = dZ @ weights[r - 1] * (Zs[r - 2] > 0)
    return dWs, dbs
""",
        ),
        (
            "Zs instead of As as inputs",
            """
def backward_pass(dZ, Zs, As, weights, activations):
    dWs, dbs = [], []
    ins = [As[0]] + Zs[:-1]
    for r in range(len(weights), 0, -1):
        dWs.insert(0, weight_gradient(dZ, ins[r - 1]))
        dbs.insert(0, bias_gradient(dZ))
        if r > 1:
            dZ = hidden_delta(dZ, weights[r - 1], activations[r - 2].grad(Zs[r - 2]))
    return dWs, dbs
""",
        ),
        (
            "dZ changed in place",
            """
def backward_pass(dZ, Zs, As, weights, activations):
    dWs, dbs = [], []
    dZ *= 1.0 / len(dZ)
    for r in range(len(weights), 0, -1):
        dWs.insert(0, weight_gradient(dZ, As[r - 1]))
        dbs.insert(0, bias_gradient(dZ))
        if r > 1:
            dZ = hidden_delta(dZ, weights[r - 1], activations[r - 2].grad(Zs[r - 2]))
    return dWs, dbs
""",
        ),
        (
            "updates the weights on the way",
            """
def backward_pass(dZ, Zs, As, weights, activations):
    dWs, dbs = [], []
    for r in range(len(weights), 0, -1):
        dW = weight_gradient(dZ, As[r - 1])
        dWs.insert(0, dW)
        dbs.insert(0, bias_gradient(dZ))
        W = weights[r - 1] - 0.1 * dW
        if r > 1:
            dZ = hidden_delta(dZ, W, activations[r - 2].grad(Zs[r - 2]))
    return dWs, dbs
""",
        ),
        (
            "only for two layers",
            """
def backward_pass(dZ, Zs, As, weights, activations):
    dZ1 = dZ @ weights[1] * activations[0].grad(Zs[0])
    return [dZ1.T @ As[0], dZ.T @ As[1]], [dZ1.sum(axis=0), dZ.sum(axis=0)]
""",
        ),
    ),
    "bias_gradient": (
        (
            "mean",
            """
def bias_gradient(dZ):
    return dZ.mean(axis=0)
""",
        ),
        (
            "axis 1",
            """
def bias_gradient(dZ):
    return dZ.sum(axis=1)
""",
        ),
        (
            "all",
            """
def bias_gradient(dZ):
    return dZ.sum()
""",
        ),
        (
            "keepdims",
            """
def bias_gradient(dZ):
    return dZ.sum(axis=0, keepdims=True)
""",
        ),
        (
            "dZ itself",
            """
def bias_gradient(dZ):
    return dZ
""",
        ),
        (
            "ones",
            """
def bias_gradient(dZ):
    return np.ones(dZ.shape[1])
""",
        ),
        (
            "first",
            """
def bias_gradient(dZ):
    return dZ[0]
""",
        ),
        (
            "last example",
            """
def bias_gradient(dZ):
    for d in dZ:
        db = d
    return db
""",
        ),
        (
            "minus",
            """
def bias_gradient(dZ):
    return -np.sum(dZ, 0)
""",
        ),
        (
            "cumulated in place of the first row",
            """
def bias_gradient(dZ):
    db = dZ[0]
    for n in range(1, len(dZ)):
        db += dZ[n]
    return db
""",
        ),
        (
            "column with a new axis",
            """
def bias_gradient(dZ):
    return dZ.sum(axis=0)[:, None]
""",
        ),
    ),
    "bump": (
        (
            "plus",
            """
def bump(x, left, right, height=1.0, steepness=100.0):
    return height * (sigmoid(steepness * (x - left)) + sigmoid(steepness * (x - right)))
""",
        ),
        (
            "steepness ignored",
            """
def bump(x, left, right, height=1.0, steepness=100.0):
    return height * (sigmoid(100 * (x - left)) - sigmoid(100 * (x - right)))
""",
        ),
        (
            "steepness times x only",
            """
def bump(x, left, right, height=1.0, steepness=100.0):
    return height * (sigmoid(steepness * x - left) - sigmoid(steepness * x - right))
""",
        ),
        (
            "product of the two",
            """
def bump(x, left, right, height=1.0, steepness=100.0):
    return height * sigmoid(steepness * (x - left)) * sigmoid(steepness * (right - x))
""",
        ),
        (
            "hard edges",
            """
def bump(x, left, right, height=1.0, steepness=100.0):
    return np.where((x >= left) & (x <= right), height, 0.0)
""",
        ),
        (
            "height lost",
            """
def bump(x, left, right, height=1.0, steepness=100.0):
    return sigmoid(steepness * (x - left)) - sigmoid(steepness * (x - right))
""",
        ),
        (
            "height at the first only",
            """
def bump(x, left, right, height=1.0, steepness=100.0):
    return height * sigmoid(steepness * (x - left)) - sigmoid(steepness * (x - right))
""",
        ),
        (
            "upside down",
            """
def bump(x, left, right, height=1.0, steepness=100.0):
    return height * (sigmoid(steepness * (x - right)) - sigmoid(steepness * (x - left)))
""",
        ),
        (
            "height inside the sigmoid",
            """
def bump(x, left, right, height=1.0, steepness=100.0):
    return sigmoid(height * steepness * (x - left)) - sigmoid(height * steepness * (x - right))
""",
        ),
        (
            "right read as width",
            """
def bump(x, left, right, height=1.0, steepness=100.0):
    return height * (sigmoid(steepness * (x - left)) - sigmoid(steepness * (x - left - right)))
""",
        ),
        (
            "tanh with factor one",
            """
def bump(x, left, right, height=1.0, steepness=100.0):
    return height * (np.tanh(steepness * (x - left)) - np.tanh(steepness * (x - right)))
""",
        ),
        (
            "scaled so that the middle has exactly the height",
            """
def bump(x, left, right, height=1.0, steepness=100.0):
    m = (left + right) / 2
    f = lambda v: sigmoid(steepness * (v - left)) - sigmoid(steepness * (v - right))
    return height * f(x) / f(np.asarray(m, dtype=float))
""",
        ),
    ),
    "dense_forward": (
        (
            "not transposed",
            """
def dense_forward(X, W, b):
    return X @ W + b
""",
        ),
        (
            "bias lost",
            """
def dense_forward(X, W, b):
    return X @ W.T
""",
        ),
        (
            "transposed result",
            """
def dense_forward(X, W, b):
    return W @ X.T + b[:, None]
""",
        ),
        (
            "reshape",
            """
def dense_forward(X, W, b):
    return X @ W.reshape(X.shape[1], -1) + b
""",
        ),
        (
            "mean over inputs",
            """
def dense_forward(X, W, b):
    return X @ W.T / X.shape[1] + b
""",
        ),
        (
            "bias before the product",
            """
def dense_forward(X, W, b):
    return (X + b[: X.shape[1]].sum()) @ W.T
""",
        ),
        (
            "bias subtracted",
            """
def dense_forward(X, W, b):
    return X @ W.T - b
""",
        ),
        (
            "relu applied",
            """
def dense_forward(X, W, b):
    return np.maximum(X @ W.T + b, 0)
""",
        ),
        (
            "only first bias",
            """
def dense_forward(X, W, b):
    return X @ W.T + b[0]
""",
        ),
        (
            "first example only",
            """
def dense_forward(X, W, b):
    Z = np.zeros((len(X), len(b)))
    for j in range(len(b)):
        Z[:, j] = X[0] @ W[j] + b[j]
    return Z
""",
        ),
        (
            "sum of the bias",
            """
def dense_forward(X, W, b):
    return X @ W.T + np.sum(b)
""",
        ),
        (
            "tries one way, then the other (wrong for square)",
            """
def dense_forward(X, W, b):
    try:
        return X @ W + b
    except ValueError:
        return X @ W.T + b
""",
        ),
    ),
    "forward_by_unit": (
        (
            "always from x",
            """
def forward_by_unit(x, weights, biases, activations):
    zs, activities = [], [x]
    for W, b, activation in zip(weights, biases, activations):
        z = np.zeros(len(b))
        for j in range(len(b)):
            z[j] = unit(x[: W.shape[1]] if len(x) >= W.shape[1] else np.resize(x, W.shape[1]), W[j], b[j])
        zs.append(z)
        activities.append(activation.f(z))
    return zs, activities
""",
        ),
        (
            "x not first",
            """
def forward_by_unit(x, weights, biases, activations):
    zs, activities = [], []
    a = x
    for W, b, act in zip(weights, biases, activations):
        z = np.array([unit(a, W[j], b[j]) for j in range(len(b))])
        a = act.f(z)
        zs.append(z)
        activities.append(a)
    return zs, activities
""",
        ),
        (
            "z passed on, activation only stored",
            """
def forward_by_unit(x, weights, biases, activations):
    zs, activities = [], [x]
    a = x
    for W, b, act in zip(weights, biases, activations):
        z = np.array([unit(a, W[j], b[j]) for j in range(len(b))])
        zs.append(z)
        activities.append(act.f(z))
        a = z
    return zs, activities
""",
        ),
        (
            "same arrays reused for all layers",
            """
def forward_by_unit(x, weights, biases, activations):
    zs, activities = [], [x]
    n = max(len(b) for b in biases)
    z, a = np.zeros(n), np.zeros(n)
    for W, b, act in zip(weights, biases, activations):
        prev = activities[-1].copy()
        for j in range(len(b)):
            z[j] = unit(prev[: W.shape[1]], W[j], b[j])
            a[j] = act.f(z[j])
        zs.append(z[: len(b)])
        activities.append(a[: len(b)])
    return zs, activities
""",
        ),
        (
            "bias forgotten",
            """
def forward_by_unit(x, weights, biases, activations):
    zs, activities = [], [x]
    for W, b, act in zip(weights, biases, activations):
        z = np.array([unit(activities[-1], W[j], 0) for j in range(len(W))])
        zs.append(z)
        activities.append(act.f(z))
    return zs, activities
""",
        ),
        (
            "first activation everywhere",
            """
def forward_by_unit(x, weights, biases, activations):
    zs, activities = [], [x]
    act = activations[0]
    for W, b in zip(weights, biases):
        z = np.array([unit(activities[-1], W[j], b[j]) for j in range(len(b))])
        zs.append(z)
        activities.append(act.f(z))
    return zs, activities
""",
        ),
        (
            "no activation at the last layer",
            """
def forward_by_unit(x, weights, biases, activations):
    zs, activities = [], [x]
    for r, (W, b, act) in enumerate(zip(weights, biases, activations)):
        z = np.array([unit(activities[-1], W[j], b[j]) for j in range(len(b))])
        zs.append(z)
        activities.append(act.f(z) if r < len(weights) - 1 else z)
    return zs, activities
""",
        ),
        (
            "returns the last only",
            """
def forward_by_unit(x, weights, biases, activations):
    a = x
    for W, b, act in zip(weights, biases, activations):
        z = np.array([unit(a, W[j], b[j]) for j in range(len(b))])
        a = act.f(z)
    return z, a
""",
        ),
        (
            "outputs exchanged",
            """
def forward_by_unit(x, weights, biases, activations):
    zs, activities = [], [x]
    for W, b, act in zip(weights, biases, activations):
        z = np.array([unit(activities[-1], W[j], b[j]) for j in range(len(b))])
        zs.append(z)
        activities.append(act.f(z))
    return activities, zs
""",
        ),
        (
            "grad in place of f",
            """
def forward_by_unit(x, weights, biases, activations):
    zs, activities = [], [x]
    for W, b, act in zip(weights, biases, activations):
        z = np.array([unit(activities[-1], W[j], b[j]) for j in range(len(b))])
        zs.append(z)
        activities.append(act.grad(z))
    return zs, activities
""",
        ),
        (
            "integer array for z",
            """
def forward_by_unit(x, weights, biases, activations):
    zs, activities = [], [x]
    for W, b, act in zip(weights, biases, activations):
        z = np.zeros(len(b), dtype=int)
        for j in range(len(b)):
            z[j] = unit(activities[-1], W[j], b[j])
        zs.append(z)
        activities.append(act.f(z.astype(float)))
    return zs, activities
""",
        ),
        (
            "last unit of each layer lost",
            """
def forward_by_unit(x, weights, biases, activations):
    zs, activities = [], [x]
    for W, b, act in zip(weights, biases, activations):
        z = np.zeros(len(b))
        for j in range(len(b) - 1):
            z[j] = unit(activities[-1], W[j], b[j])
        zs.append(z)
        activities.append(act.f(z))
    return zs, activities
""",
        ),
    ),
    "forward_pass": (
        (
            "X missing",
            """
def forward_pass(X, weights, biases, activations):
    Zs, As = [], []
    A = X
    for W, b, act in zip(weights, biases, activations):
        Z = dense_forward(A, W, b)
        A = act.f(Z)
        Zs.append(Z)
        As.append(A)
    return Zs, As
""",
        ),
        (
            "Z passed on",
            """
def forward_pass(X, weights, biases, activations):
    Zs, As = [], [X]
    Z = X
    for W, b, act in zip(weights, biases, activations):
        Z = dense_forward(Z, W, b)
        Zs.append(Z)
        As.append(act.f(Z))
    return Zs, As
""",
        ),
        (
            "exchanged",
            """
def forward_pass(X, weights, biases, activations):
    Zs, As = [], [X]
    for W, b, act in zip(weights, biases, activations):
        Zs.append(dense_forward(As[-1], W, b))
        As.append(act.f(Zs[-1]))
    return As, Zs
""",
        ),
        (
            "last layer linear",
            """
def forward_pass(X, weights, biases, activations):
    Zs, As = [], [X]
    for W, b, act in zip(weights[:-1], biases[:-1], activations[:-1]):
        Zs.append(dense_forward(As[-1], W, b))
        As.append(act.f(Zs[-1]))
    Z = dense_forward(As[-1], weights[-1], biases[-1])
    Zs.append(Z)
    As.append(Z)
    return Zs, As
""",
        ),
        (
            "last layer missing",
            """
def forward_pass(X, weights, biases, activations):
    Zs, As = [], [X]
    for r in range(len(weights) - 1):
        Zs.append(dense_forward(As[-1], weights[r], biases[r]))
        As.append(activations[r].f(Zs[-1]))
    return Zs, As
""",
        ),
        (
            "only first example",
            """
def forward_pass(X, weights, biases, activations):
    Zs, As = [], [X]
    for W, b, act in zip(weights, biases, activations):
        Z = np.array([W @ As[-1][0] + b] * len(X))
        Zs.append(Z)
        As.append(act.f(Z))
    return Zs, As
""",
        ),
        (
            "activation in place",
            """
def forward_pass(X, weights, biases, activations):
    Zs, As = [], [X]
    for W, b, act in zip(weights, biases, activations):
        Z = dense_forward(As[-1], W, b)
        Zs.append(Z)
        Z[...] = act.f(Z)
        As.append(Z)
    return Zs, As
""",
        ),
        (
            "relu everywhere",
            """
def forward_pass(X, weights, biases, activations):
    Zs, As = [], [X]
    for W, b in zip(weights, biases):
        Zs.append(dense_forward(As[-1], W, b))
        As.append(np.maximum(Zs[-1], 0))
    return Zs, As
""",
        ),
        (
            "biases reversed",
            """
def forward_pass(X, weights, biases, activations):
    Zs, As = [], [X]
    for W, act in zip(weights, activations):
        Zs.append(As[-1] @ W.T)
        As.append(act.f(Zs[-1]))
    return Zs, As
""",
        ),
        (
            "activation applied twice",
            """
def forward_pass(X, weights, biases, activations):
    Zs, As = [], [X]
    for W, b, act in zip(weights, biases, activations):
        Zs.append(dense_forward(act.f(As[-1]), W, b))
        As.append(act.f(Zs[-1]))
    return Zs, As
""",
        ),
        (
            "X also in Zs",
            """
def forward_pass(X, weights, biases, activations):
    Zs, As = [X], [X]
    for W, b, act in zip(weights, biases, activations):
        Zs.append(dense_forward(As[-1], W, b))
        As.append(act.f(Zs[-1]))
    return Zs, As
""",
        ),
    ),
    "hidden_delta": (
        (
            "transposed W",
            """
def hidden_delta(dZ, W, slope):
    return dZ @ W.T * slope
""",
        ),
        (
            "slope lost",
            """
def hidden_delta(dZ, W, slope):
    return dZ @ W
""",
        ),
        (
            "divided by N",
            """
def hidden_delta(dZ, W, slope):
    return dZ @ W * slope / len(dZ)
""",
        ),
        (
            "matrix product with the slope",
            """
def hidden_delta(dZ, W, slope):
    return (dZ @ W) @ slope.T
""",
        ),
        (
            "slope of a sigmoid from slope",
            """
def hidden_delta(dZ, W, slope):
    return dZ @ W * slope * (1 - slope)
""",
        ),
        (
            "only the first next unit",
            """
def hidden_delta(dZ, W, slope):
    return dZ[:, :1] * W[0] * slope
""",
        ),
        (
            "sum of weights without deltas",
            """
def hidden_delta(dZ, W, slope):
    return dZ.sum(axis=1, keepdims=True) * W.sum(axis=0) * slope
""",
        ),
        (
            "mean over next units",
            """
def hidden_delta(dZ, W, slope):
    return dZ @ W / W.shape[0] * slope
""",
        ),
        (
            "minus",
            """
def hidden_delta(dZ, W, slope):
    return -(dZ @ W) * slope
""",
        ),
        (
            "slope of first example",
            """
def hidden_delta(dZ, W, slope):
    return dZ @ W * slope[0]
""",
        ),
        (
            "absolute weights",
            """
def hidden_delta(dZ, W, slope):
    return dZ @ np.abs(W) * slope
""",
        ),
        (
            "largest contribution",
            """
def hidden_delta(dZ, W, slope):
    out = np.zeros_like(slope)
    for n in range(len(dZ)):
        for i in range(W.shape[1]):
            for j in range(W.shape[0]):
                out[n, i] = slope[n, i] * dZ[n, j] * W[j, i]
    return out
""",
        ),
        (
            "reshape",
            """
def hidden_delta(dZ, W, slope):
    return (W.reshape(W.shape[1], -1) @ dZ.T).T * slope
""",
        ),
    ),
    "maximum": (
        (
            "two units: right for positive x2 only",
            """
maximum = (np.array([[1.0, -1.0], [0.0, 1.0]]), np.zeros(2), np.array([[1.0, 1.0]]), np.zeros(1))
""",
        ),
        (
            "sign of the third wrong: |x2|",
            """
maximum = (np.array([[1.0, -1.0], [0.0, 1.0], [0.0, -1.0]]), np.zeros(3), np.array([[1.0, 1.0, 1.0]]), np.zeros(1))
""",
        ),
        (
            "minimum",
            """
maximum = (np.array([[1.0, -1.0], [1.0, 0.0], [-1.0, 0.0]]), np.zeros(3), np.array([[-1.0, 1.0, -1.0]]), np.zeros(1))
""",
        ),
        (
            "W1 transposed",
            """
maximum = (np.array([[1.0, 0.0, 0.0], [-1.0, 1.0, -1.0]]), np.zeros(3), np.array([[1.0, 1.0, -1.0]]), np.zeros(1))
""",
        ),
        (
            "x1 + relu(x1 - x2)",
            """
maximum = (np.array([[1.0, -1.0], [1.0, 0.0], [-1.0, 0.0]]), np.zeros(3), np.array([[1.0, 1.0, -1.0]]), np.zeros(1))
""",
        ),
        (
            "b1 not zero",
            """
maximum = (np.array([[1.0, -1.0], [0.0, 1.0], [0.0, -1.0]]), np.array([1.0, 0.0, 0.0]), np.array([[1.0, 1.0, -1.0]]), np.array([-1.0]))
""",
        ),
        (
            "big bias trick, right only for x2 > -10",
            """
maximum = (np.array([[1.0, -1.0], [0.0, 1.0]]), np.array([0.0, 10.0]), np.array([[1.0, 1.0]]), np.array([-10.0]))
""",
        ),
        (
            "the function max itself",
            """
def maximum(x1, x2):
    return max(x1, x2)
""",
        ),
        (
            "only three arrays",
            """
maximum = (np.array([[1.0, -1.0], [0.0, 1.0], [0.0, -1.0]]), np.array([[1.0, 1.0, -1.0]]), np.zeros(1))
""",
        ),
    ),
    "mended_relative_error": (
        (
            "measured in place of claimed",
            """
def mended_relative_error(claimed, measured):
    length = np.linalg.norm(measured)
    return float(np.linalg.norm(claimed - measured) / length) if length else 0.0
""",
        ),
        (
            "sum",
            """
def mended_relative_error(claimed, measured):
    length = np.linalg.norm(claimed) + np.linalg.norm(measured)
    return float(np.linalg.norm(claimed - measured) / length) if length else 0.0
""",
        ),
        (
            "mean of both",
            """
def mended_relative_error(claimed, measured):
    length = (np.linalg.norm(claimed) + np.linalg.norm(measured)) / 2
    return float(np.linalg.norm(claimed - measured) / length) if length else 0.0
""",
        ),
        (
            "minimum",
            """
def mended_relative_error(claimed, measured):
    length = min(np.linalg.norm(claimed), np.linalg.norm(measured))
    return float(np.linalg.norm(claimed - measured) / length) if length else 0.0
""",
        ),
        (
            "zero case lost",
            """
def mended_relative_error(claimed, measured):
    length = max(np.linalg.norm(claimed), np.linalg.norm(measured))
    return float(np.linalg.norm(claimed - measured) / length)
""",
        ),
        (
            "norm of the concatenation",
            """
def mended_relative_error(claimed, measured):
    length = np.sqrt(np.linalg.norm(claimed) ** 2 + np.linalg.norm(measured) ** 2)
    return float(np.linalg.norm(claimed - measured) / length) if length else 0.0
""",
        ),
        (
            "largest entry",
            """
def mended_relative_error(claimed, measured):
    length = max(np.abs(claimed).max(), np.abs(measured).max())
    return float(np.abs(claimed - measured).max() / length) if length else 0.0
""",
        ),
        (
            "added small number",
            """
def mended_relative_error(claimed, measured):
    length = max(np.linalg.norm(claimed), np.linalg.norm(measured)) + 1e-3
    return float(np.linalg.norm(claimed - measured) / length)
""",
        ),
        (
            "difference of the norms",
            """
def mended_relative_error(claimed, measured):
    a, b = np.linalg.norm(claimed), np.linalg.norm(measured)
    length = max(a, b)
    return float(abs(a - b) / length) if length else 0.0
""",
        ),
        (
            "unchanged",
            """
def mended_relative_error(claimed, measured):
    length = np.linalg.norm(claimed)
    return float(np.linalg.norm(claimed - measured) / length) if length else 0.0
""",
        ),
    ),
    "numerical_gradient": (
        (
            "one-sided",
            """
def numerical_gradient(f, x, eps=1e-05):
    g = np.zeros_like(x)
    f0 = f(x)
    for i in np.ndindex(x.shape):
        step = np.zeros_like(x)
        step[i] = eps
        g[i] = (f(x + step) - f0) / eps
    return g
""",
        ),
        (
            "by eps",
            """
def numerical_gradient(f, x, eps=1e-05):
    g = np.zeros_like(x)
    for i in np.ndindex(x.shape):
        step = np.zeros_like(x)
        step[i] = eps
        g[i] = (f(x + step) - f(x - step)) / eps
    return g
""",
        ),
        (
            "only vectors",
            """
def numerical_gradient(f, x, eps=1e-05):
    g = np.zeros_like(x)
    for i in range(len(x)):
        step = np.zeros_like(x)
        step[i] = eps
        g[i] = (f(x + step) - f(x - step)) / (2 * eps)
    return g
""",
        ),
        (
            "all entries moved",
            """
def numerical_gradient(f, x, eps=1e-05):
    slope = (f(x + eps) - f(x - eps)) / (2 * eps)
    return np.full(x.shape, slope)
""",
        ),
        (
            "step not taken away again (accumulates)",
            """
def numerical_gradient(f, x, eps=1e-05):
    g = np.zeros_like(x)
    step = np.zeros_like(x)
    for i in np.ndindex(x.shape):
        step[i] = eps
        g[i] = (f(x + step) - f(x - step)) / (2 * eps)
    return g
""",
        ),
        (
            "in place, not restored",
            """
def numerical_gradient(f, x, eps=1e-05):
    g = np.zeros_like(x)
    for i in np.ndindex(x.shape):
        x[i] += eps
        up = f(x)
        x[i] -= 2 * eps
        down = f(x)
        g[i] = (up - down) / (2 * eps)
    return g
""",
        ),
        (
            "eps ignored",
            """
def numerical_gradient(f, x, eps=1e-05):
    h = 1e-2
    g = np.zeros_like(x)
    for i in np.ndindex(x.shape):
        step = np.zeros_like(x)
        step[i] = h
        g[i] = (f(x + step) - f(x - step)) / (2 * h)
    return g
""",
        ),
        (
            "bracket missing in the denominator",
            """
def numerical_gradient(f, x, eps=1e-05):
    g = np.zeros_like(x)
    for i in np.ndindex(x.shape):
        step = np.zeros_like(x)
        step[i] = eps
        g[i] = (f(x + step) - f(x - step)) / 2 * eps
    return g
""",
        ),
        (
            "flat result",
            """
def numerical_gradient(f, x, eps=1e-05):
    g = []
    for i in np.ndindex(x.shape):
        step = np.zeros_like(x)
        step[i] = eps
        g.append((f(x + step) - f(x - step)) / (2 * eps))
    return np.array(g)
""",
        ),
        (
            "sign",
            """
def numerical_gradient(f, x, eps=1e-05):
    g = np.zeros_like(x)
    for i in np.ndindex(x.shape):
        step = np.zeros_like(x)
        step[i] = eps
        g[i] = (f(x - step) - f(x + step)) / (2 * eps)
    return g
""",
        ),
        (
            "last entry missing",
            """
def numerical_gradient(f, x, eps=1e-05):
    g = np.zeros_like(x)
    for k in range(x.size - 1):
        step = np.zeros_like(x)
        step.flat[k] = eps
        g.flat[k] = (f(x + step) - f(x - step)) / (2 * eps)
    return g
""",
        ),
        (
            "relative step x*(1+eps)",
            """
def numerical_gradient(f, x, eps=1e-05):
    g = np.zeros_like(x)
    for i in np.ndindex(x.shape):
        step = np.zeros_like(x)
        step[i] = eps * x[i]
        g[i] = (f(x + step) - f(x - step)) / (2 * eps)
    return g
""",
        ),
        (
            "second derivative",
            """
def numerical_gradient(f, x, eps=1e-05):
    g = np.zeros_like(x)
    for i in np.ndindex(x.shape):
        step = np.zeros_like(x)
        step[i] = eps
        g[i] = (f(x + step) - 2 * f(x) + f(x - step)) / eps ** 2
    return g
""",
        ),
        (
            "moves i and evaluates only at one changed copy (aliasing)",
            """
def numerical_gradient(f, x, eps=1e-05):
    g = np.zeros_like(x)
    for i in np.ndindex(x.shape):
        up = x.copy()
        down = up
        up[i] += eps
        down[i] -= eps
        g[i] = (f(up) - f(down)) / (2 * eps)
    return g
""",
        ),
    ),
    "output_delta": (
        (
            "N lost",
            """
def output_delta(A, T, slope):
    return (A - T) * slope
""",
        ),
        (
            "sign",
            """
def output_delta(A, T, slope):
    return (T - A) / len(A) * slope
""",
        ),
        (
            "factor 2",
            """
def output_delta(A, T, slope):
    return 2 * (A - T) * slope / len(A)
""",
        ),
        (
            "slope lost",
            """
def output_delta(A, T, slope):
    return (A - T) / len(A)
""",
        ),
        (
            "N times K",
            """
def output_delta(A, T, slope):
    return (A - T) * slope / A.size
""",
        ),
        (
            "by K",
            """
def output_delta(A, T, slope):
    return (A - T) * slope / A.shape[1]
""",
        ),
        (
            "sigmoid slope from A, slope ignored",
            """
def output_delta(A, T, slope):
    return (A - T) * A * (1 - A) / len(A)
""",
        ),
        (
            "matrix product",
            """
def output_delta(A, T, slope):
    return (A - T) @ slope.T / len(A)
""",
        ),
        (
            "slope of slope",
            """
def output_delta(A, T, slope):
    return (A - T) * slope * (1 - slope) / len(A)
""",
        ),
        (
            "square",
            """
def output_delta(A, T, slope):
    return 0.5 * (A - T) ** 2 * slope / len(A)
""",
        ),
        (
            "mean over the examples",
            """
def output_delta(A, T, slope):
    return np.mean((A - T) * slope, axis=0, keepdims=True) * np.ones_like(A)
""",
        ),
        (
            "bracket: A - T/N",
            """
def output_delta(A, T, slope):
    N = A.shape[0]
    return (A - T / N) * slope
""",
        ),
        (
            "divided by slope",
            """
def output_delta(A, T, slope):
    return (A - T) / slope / len(A)
""",
        ),
    ),
    "reshape_counterexample": (
        (
            "symmetric",
            """
reshape_counterexample = np.array([[1.0, 2.0]]), np.array([[1.0, 2.0], [2.0, 4.0]]), np.zeros(2)
""",
        ),
        (
            "one unit",
            """
reshape_counterexample = np.array([[1.0, 2.0]]), np.array([[1.0, 2.0]]), np.zeros(1)
""",
        ),
        (
            "identity",
            """
reshape_counterexample = np.ones((3, 2)), np.eye(2), np.ones(2)
""",
        ),
        (
            "X zeros",
            """
reshape_counterexample = np.zeros((3, 2)), np.array([[1.0, 2.0], [3.0, 4.0]]), np.ones(2)
""",
        ),
        (
            "W already transposed: shapes do not fit the convention",
            """
reshape_counterexample = np.ones((2, 3)), np.arange(12.0).reshape(3, 4), np.ones(4)
""",
        ),
        (
            "bias forgotten",
            """
reshape_counterexample = np.array([[1.0, 2.0]]), np.array([[1.0, 2.0], [3.0, 4.0]])
""",
        ),
        (
            "x is a vector",
            """
reshape_counterexample = np.array([1.0, 2.0]), np.array([[1.0, 2.0], [3.0, 4.0]]), np.zeros(2)
""",
        ),
    ),
    "sawtooth": (
        (
            "one tent more",
            """
def sawtooth(x, depth):
    for _ in range(depth + 1):
        x = 2 * relu(x) - 4 * relu(x - 0.5)
    return x
""",
        ),
        (
            "one tent fewer",
            """
def sawtooth(x, depth):
    for _ in range(1, depth):
        x = 2 * relu(x) - 4 * relu(x - 0.5)
    return x
""",
        ),
        (
            "depth ignored",
            """
def sawtooth(x, depth):
    return 2 * relu(x) - 4 * relu(x - 0.5)
""",
        ),
        (
            "multiplied by depth",
            """
def sawtooth(x, depth):
    return depth * (2 * relu(x) - 4 * relu(x - 0.5))
""",
        ),
        (
            "always applied to x: y never fed on",
            """
def sawtooth(x, depth):
    for _ in range(depth):
        y = 2 * relu(x) - 4 * relu(x - 0.5)
    return y
""",
        ),
        (
            "minus 2",
            """
def sawtooth(x, depth):
    for _ in range(depth):
        x = 2 * relu(x) - 2 * relu(x - 0.5)
    return x
""",
        ),
        (
            "real sawtooth without going down",
            """
def sawtooth(x, depth):
    return (x * 2 ** depth) % 1
""",
        ),
        (
            "added up",
            """
def sawtooth(x, depth):
    g = x
    total = np.zeros_like(x)
    for _ in range(depth):
        g = 2 * relu(g) - 4 * relu(g - 0.5)
        total = total + g
    return total
""",
        ),
        (
            "in place",
            """
def sawtooth(x, depth):
    for _ in range(depth):
        x[...] = 2 * relu(x) - 4 * relu(x - 0.5)
    return x
""",
        ),
        (
            "power of the tent",
            """
def sawtooth(x, depth):
    return (2 * relu(x) - 4 * relu(x - 0.5)) ** depth
""",
        ),
        (
            "depth 2 hard-wired",
            """
def sawtooth(x, depth):
    g = 2 * relu(x) - 4 * relu(x - 0.5)
    return 2 * relu(g) - 4 * relu(g - 0.5)
""",
        ),
        (
            "frequency grows linearly: tent of (depth*x mod 1)",
            """
def sawtooth(x, depth):
    y = (depth * x) % 1
    return 1 - np.abs(2 * y - 1)
""",
        ),
    ),
    "unit": (
        (
            "begins with 0",
            """
def unit(x, w, b):
    z = 0
    for i in range(len(x)):
        z += w[i] * x[i]
    return z
""",
        ),
        (
            "b added each time",
            """
def unit(x, w, b):
    z = 0
    for i in range(len(x)):
        z += w[i] * x[i] + b
    return z
""",
        ),
        (
            "return in the loop",
            """
def unit(x, w, b):
    z = b
    for i in range(len(x)):
        z += w[i] * x[i]
        return z
""",
        ),
        (
            "= instead of +=",
            """
def unit(x, w, b):
    z = b
    for i in range(len(x)):
        z = w[i] * x[i]
    return z
""",
        ),
        (
            "starts at index 1",
            """
def unit(x, w, b):
    z = b
    for i in range(1, len(x)):
        z += w[i] * x[i]
    return z
""",
        ),
        (
            "a vector of products",
            """
def unit(x, w, b):
    return w * x + b
""",
        ),
        (
            "last input lost",
            """
def unit(x, w, b):
    z = b
    i = 0
    while i < len(x) - 1:
        z += w[i] * x[i]
        i += 1
    return z
""",
        ),
        (
            "step at the end",
            """
def unit(x, w, b):
    z = b + w @ x
    return 1 if z >= 0 else 0
""",
        ),
        (
            "product of sums",
            """
def unit(x, w, b):
    return sum(w) * sum(x) + b
""",
        ),
        (
            "bias subtracted",
            """
def unit(x, w, b):
    z = -b
    for wi, xi in zip(w, x):
        z += wi * xi
    return z
""",
        ),
        (
            "only two inputs",
            """
def unit(x, w, b):
    return b + w[0] * x[0] + w[1] * x[1]
""",
        ),
    ),
    "weight_gradient": (
        (
            "transposed",
            """
def weight_gradient(dZ, A):
    return A.T @ dZ
""",
        ),
        (
            "divided by N",
            """
def weight_gradient(dZ, A):
    return dZ.T @ A / len(dZ)
""",
        ),
        (
            "wrong sum",
            """
def weight_gradient(dZ, A):
    return dZ @ A.T
""",
        ),
        (
            "only last example (= instead of +=)",
            """
def weight_gradient(dZ, A):
    for d, a in zip(dZ, A):
        dW = np.outer(d, a)
    return dW
""",
        ),
        (
            "sums first",
            """
def weight_gradient(dZ, A):
    return np.outer(dZ.sum(axis=0), A.sum(axis=0))
""",
        ),
        (
            "means",
            """
def weight_gradient(dZ, A):
    return np.outer(dZ.sum(axis=0), A.mean(axis=0))
""",
        ),
        (
            "minus",
            """
def weight_gradient(dZ, A):
    return -dZ.T @ A
""",
        ),
        (
            "not summed",
            """
def weight_gradient(dZ, A):
    return dZ[:, :, None] * A[:, None, :]
""",
        ),
        (
            "first example forgotten",
            """
def weight_gradient(dZ, A):
    dW = np.zeros((dZ.shape[1], A.shape[1]))
    for n in range(1, len(dZ)):
        dW += dZ[n][:, None] * A[n][None, :]
    return dW
""",
        ),
        (
            "reshape",
            """
def weight_gradient(dZ, A):
    return dZ.reshape(dZ.shape[1], -1) @ A
""",
        ),
        (
            "absolute values",
            """
def weight_gradient(dZ, A):
    return np.abs(dZ).T @ A
""",
        ),
    ),
}

WRONG = {
    name: tuple((what, typed(name, source), NAMED) for what, source in answers) for name, answers in _TYPED.items()
}
