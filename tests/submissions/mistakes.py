"""What some of the sample class write: exercise -> source of the cell."""

FIRST = {
    "sigmoid": """
def sigmoid(z, slope=1):
    e = np.exp(slope * z)
    return e / (1 + e)
""",
    "sigmoid_grad": """
def sigmoid_grad(z, slope=1):
    s = sigmoid(z, slope)
    return s * (1 - s)
""",
    "relu": """
def relu(z):
    z[z < 0] = 0
    return z
""",
    "relu_grad": """
def relu_grad(z):
    return z > 0
""",
    "elu": """
def elu(z, alpha=1):
    return np.where(z > 0, z, alpha * np.exp(z) - 1)
""",
    "softplus": """
def softplus(z):
    return np.log(1 + np.exp(z))
""",
    "swish": """
def swish(z, beta=1):
    return z * sigmoid(z)
""",
    "gelu": """
def gelu(z):
    return 0.5 * z * (1 + np.tanh(np.sqrt(2 / np.pi) * (z + 0.044715 * z**3)))
""",
}

SECOND = {
    "sigmoid": FIRST["sigmoid"],
    "tanh": """
def tanh(z):
    return sigmoid(2 * z) - 1
""",
    "prelu": """
def prelu(z, alpha=0.25):
    return np.maximum(z, alpha * z)
""",
    "elu": """
def elu(z):
    return np.where(z > 0, z, np.exp(np.minimum(z, 0)))
""",
    "softplus": FIRST["softplus"],
    "swish": """
def swish(z, beta=1):
    return sigmoid(beta * z)
""",
}

SHAPES = {
    "sigmoid": """
def sigmoid(z, slope=1):
    return float(1 / (1 + np.exp(-slope * z.ravel()[0])))
""",
    "tanh": """
def tanh(z):
    return list(np.tanh(z))
""",
    "relu": """
def relu(z):
    return np.maximum(z, 0).T
""",
    "relu_grad": """
def relu_grad(z):
    print(z > 0)
""",
    "softplus": """
def softplus(z):
    return np.log1p(np.exp(z)).sum(axis=-1)
""",
}
