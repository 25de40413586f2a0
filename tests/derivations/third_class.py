"""Derivations of a third class, from the notebooks alone. WRONG: (first line that does not follow, the text)."""

_ADALINE = "d((y - t)**2 / 2, w[i])\n"
_SOFTPLUS = "d(log(1 + exp(z)), z)\n"
_SWISH = "d(z / (1 + exp(-beta * z)), z)\n"
_MSE = "d(C, Y[n, k])\n"
_BCE = "d(t * log(1 + exp(-z)) + (1 - t) * log(1 + exp(z)), z)\n"
_OFF = "d(exp(z[i]) / sum(j, exp(z[j])), z[k])\n"
_DIRECT = "d(log(sum(j, exp(z[j]))) - sum(j, t[j] * z[j]), z[k])\n"
_HIDDEN = "d(sum(j, g[j] * (sum(i, W[j, i] * tanh(z[i])) + b[j])), z[k])\n"
_ERROR = "mean((y - u)**2)\n"
_SUM = "gamma * v2 + g3\n"
_SCALE = "d(sum(n, sum(j, D[n, j] * (g[j] * X[n, j] + b[j]))), g[k])\n"

RIGHT = {
    "adaline_derivation": (
        _ADALINE + "= 2 * (y - t) / 2 * d(sum(j, w[j] * x[j]) + b - t, w[i])\n= x[i] * (y - t)",
        _ADALINE + "= d(y**2 / 2 - y * t + t**2 / 2, w[i])\n= y * d(y, w[i]) - t * d(y, w[i])\n= y * x[i] - t * x[i]",
    ),
    "softplus_derivation": (
        _SOFTPLUS + "= exp(z) / (1 + exp(z))\n= 1 / (1 + exp(-z))\n= s",
        "let u = 1 + exp(z)\n" + _SOFTPLUS + "= d(u, z) / u\n= (u - 1) / u\n= 1 - 1 / (1 + exp(z))\n= s",
    ),
    "swish_derivation": (
        _SWISH + "= d(z * s, z)\n= s + z * d(s, z)\n= s + z * beta * s * (1 - s)",
        _SWISH
        + "= ((1 + exp(-beta*z)) + z * beta * exp(-beta*z)) / (1 + exp(-beta*z))**2\n"
        + "= s + beta * z * exp(-beta*z) * s**2\n= s + beta*z*(1 - s)*s",
    ),
    "mse_derivation": (
        _MSE + "= sum(i, sum(j, d((Y[i, j] - T[i, j])**2, Y[n, k]))) / (2*N)\n= 2 * (Y[n, k] - T[n, k]) / (2 * N)\n"
        "= (Y[n, k] - T[n, k]) / N",
        _MSE + "= 1 / (2*N) * d((Y[n, k] - T[n, k])**2, Y[n, k])\n= (Y[n,k] - T[n,k]) / N",
    ),
    "bce_derivation": (
        _BCE
        + "= -t * exp(-z) / (1 + exp(-z)) + (1 - t) * exp(z) / (1 + exp(z))\n= -t * (1 - p) + (1 - t) * p\n= p - t",
        _BCE + "= d(log(1 + exp(z)) - t * z, z)\n= exp(z) / (1 + exp(z)) - t\n= p - t",
    ),
    "cross_entropy_derivation": (
        _DIRECT
        + "= d(log(sum(j, exp(z[j]))), z[k]) - d(sum(j, t[j] * z[j]), z[k])\n= exp(z[k]) / sum(j, exp(z[j])) - t[k]\n"
        "= p[k] - t[k]",
        _DIRECT
        + "= d(sum(j, exp(z[j])), z[k]) / sum(j, exp(z[j])) - t[k]\n= exp(z[k]) / sum(exp(z)) - t[k]\n= -(t[k] - p[k])",
    ),
    "hidden_delta_derivation": (
        _HIDDEN + "= sum(j, g[j] * W[j, k] * d(tanh(z[k]), z[k]))\n= sum(j, g[j] * W[j, k]) * (1 - a[k]**2)",
        _HIDDEN
        + "= sum(j, g[j] * sum(i, W[j, i] * d(tanh(z[i]), z[k])))\n= sum(j, W[j, k] * g[j] * (1 - tanh(z[k])**2))\n"
        + "= (1 - a[k]) * (1 + a[k]) * sum(j, W[j, k] * g[j])",
    ),
    "bias_variance_derivation": (
        _ERROR
        + "= mean((y - ybar + ybar - u)**2)\n"
        + "= mean((y - ybar)**2) + 2 * mean((y - ybar) * (ybar - u)) + (ybar - u)**2\n"
        + "= var + 2 * (ybar - u) * mean(y - ybar) + bias**2\n= var + bias**2",
        _ERROR + "= mean(y**2) - 2 * u * ybar + u**2\n= (mean(y**2) - ybar**2) + (ybar - u)**2\n= var + bias**2",
    ),
    "momentum_sum_derivation": (
        _SUM + "= gamma * (gamma * v1 + g2) + g3\n= gamma**2 * g1 + gamma * g2 + g3",
        _SUM + "= g3 + gamma * (gamma * g1 + g2)\n= g3 + gamma * g2 + gamma * gamma * g1",
    ),
    "scale_derivation": (
        _SCALE + "= sum(n, d(D[n, k] * X[n, k] * g[k], g[k]))\n= sum(n, D[n, k] * X[n, k])",
        _SCALE
        + "= sum(n, sum(j, d(D[n, j] * g[j] * X[n, j], g[k])))\n= sum(n, sum(j, D[n, j] * delta(j, k) * X[n, j]))\n"
        + "= sum(n, X[n, k] * D[n, k])",
    ),
}

WRONG = {
    "adaline_derivation": (
        (2, _ADALINE + "= (y - t) * d(t, w[i])\n= (y - t) * x[i]"),
        (2, _ADALINE + "= (y - t) * sum(j, x[j])\n= (y - t) * x[i]"),
        (4, _ADALINE + "= (y - t) * d(y - t, w[i])\n= (y - t) * d(y, w[i])\n= y - t * x[i]"),
    ),
    "softplus_derivation": (
        (2, _SOFTPLUS + "= 1 / (1 + exp(z))\n= s"),
        (3, _SOFTPLUS + "= exp(z) / (1 + exp(z))\n= 1 - s\n= s"),
        (2, _SOFTPLUS + "= z * exp(z) / (1 + exp(z))\n= s"),
    ),
    "swish_derivation": (
        (3, _SWISH + "= d(z * s, z)\n= s + z * s * (1 - s)"),
        (3, _SWISH + "= d(z * s, z)\n= beta * s * (1 - s)"),
        (4, _SWISH + "= d(z * s, z)\n= s + z * d(s, z)\n= s - z * beta * s * (1 - s)"),
    ),
    "mse_derivation": (
        (2, _MSE + "= sum(2 * (Y - T)) / (2 * N)\n= (Y[n, k] - T[n, k]) / N"),
        (3, _MSE + "= d((Y[n, k] - T[n, k])**2, Y[n, k]) / (2 * N)\n= (Y[n, k] - T[n, k])**2 / N"),
        (3, _MSE + "= 2 * (Y[n, k] - T[n, k]) / (2 * N)\n= Y[n, k] - T[n, k]"),
    ),
    "bce_derivation": (
        (2, _BCE + "= t * exp(-z) / (1 + exp(-z)) + (1 - t) * exp(z) / (1 + exp(z))\n= p - t"),
        (
            3,
            _BCE
            + "= -t * exp(-z) / (1 + exp(-z)) + (1 - t) * exp(z) / (1 + exp(z))\n= -t * p + (1 - t) * (1 - p)\n= p - t",
        ),
        (3, _BCE + "= -t * (1 - p) + (1 - t) * p\n= t - p"),
    ),
    "cross_entropy_derivation": (
        (2, _DIRECT + "= 1 / sum(j, exp(z[j])) - t[k]\n= p[k] - t[k]"),
        (2, _DIRECT + "= exp(z[k]) / sum(j, exp(z[j])) - sum(j, t[j])\n= p[k] - t[k]"),
        (3, _DIRECT + "= exp(z[k]) / sum(j, exp(z[j])) - t[k]\n= p[k] * (1 - p[k]) - t[k]"),
    ),
    "softmax_off_diagonal_derivation": (
        (2, _OFF + "= p[i] * (1 - p[k])\n= -p[i] * p[k]"),
        (2, _OFF + "= -exp(z[i]) / sum(j, exp(z[j]))**2\n= -p[i] * p[k]"),
        (3, _OFF + "= -exp(z[i]) * exp(z[k]) / sum(j, exp(z[j]))**2\n= p[i] * p[k]"),
    ),
    "hidden_delta_derivation": (
        (2, _HIDDEN + "= sum(j, g[j] * W[j, k] * (1 - z[k]**2))\n= sum(j, g[j] * W[j, k]) * (1 - a[k]**2)"),
        (3, _HIDDEN + "= sum(j, g[j] * W[j, k] * (1 - tanh(z[k])**2))\n= g[k] * W[k, k] * (1 - a[k]**2)"),
        (2, _HIDDEN + "= sum(j, W[j, k]) * (1 - a[k]**2)\n= sum(j, g[j] * W[j, k]) * (1 - a[k]**2)"),
    ),
    "bias_variance_derivation": (
        (2, _ERROR + "= (mean(y) - u)**2\n= bias**2 + var"),
        (3, _ERROR + "= mean((y - ybar)**2) + (ybar - u)**2\n= var + bias"),
        (2, _ERROR + "= mean(y**2) - u**2\n= bias**2 + var"),
    ),
    "momentum_sum_derivation": (
        (2, _SUM + "= gamma * (gamma * v1 + g3) + g3\n= gamma**2 * g1 + gamma * g2 + g3"),
        (3, _SUM + "= gamma * (gamma * g1 + g2) + g3\n= gamma**2 * g1 + g2 + g3"),
        (2, _SUM + "= gamma**3 * g1 + gamma**2 * g2 + gamma * g3"),
    ),
    "scale_derivation": (
        (2, _SCALE + "= D[n, k] * X[n, k]"),
        (2, _SCALE + "= sum(n, D[n, k] * (X[n, k] + b[k]))\n= sum(n, D[n, k] * X[n, k])"),
        (2, _SCALE + "= sum(n, sum(j, D[n, j] * X[n, j]))"),
    ),
}
