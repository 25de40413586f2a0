"""Squared error and likelihood. WRONG: (number of the first line that does not follow, the text)."""

_MSE = "d(C, Y[n, k])\n"
_LIKELIHOOD = "d(-sum(i, log(p[i])), y[n])\n"
_BCE = "d(t * log(1 + exp(-z)) + (1 - t) * log(1 + exp(z)), z)\n"

RIGHT = {
    "mse_derivation": (
        """
d(C, Y[n, k])
= d((Y[n, k] - T[n, k])**2, Y[n, k]) / (2 * N)
= (Y[n, k] - T[n, k]) / N
""",
        """
d(C, Y[n, k])
= sum(i, sum(j, 2 * (Y[i, j] - T[i, j]) * d(Y[i, j] - T[i, j], Y[n, k]))) / (2 * N)
= sum(i, sum(j, (Y[i, j] - T[i, j]) * delta(i, n) * delta(j, k))) / N
= ((Y - T) / N)[n, k]
""",
        """
let e = Y - T
d(sum(e**2) / (2*N), Y[n, k])
= 1/(2*N) * d(sum(i, sum(j, e[i, j]**2)), Y[n, k])
= 1/(2*N) * d(e[n, k]**2, Y[n, k])
= 1/N * e[n, k] * d(e[n, k], Y[n, k])
= Y[n, k] / N - T[n, k] / N
""",
    ),
    "likelihood_derivation": (
        """
d(-sum(i, log(p[i])), y[n])
= d((t[n] - y[n])**2 / (2 * s**2), y[n])
= (y[n] - t[n]) / s**2
""",
        """
d(-sum(i, log(p[i])), y[n])
= d(sum(i, (t[i] - y[i])**2 / (2*s**2) + log(sqrt(2*pi)*s)), y[n])
= d(sum(i, (t[i] - y[i])**2), y[n]) / (2*s**2)
= 1/(2*s**2) * sum(i, 2 * (t[i] - y[i]) * (-delta(i, n)))
= -(t[n] - y[n]) / s**2
""",
        """
d(-sum(i, log(p[i])), y[n])
= -sum(i, d(log(p[i]), y[n]))
= -1/p[n] * d(p[n], y[n])
= -d(-(t[n] - y[n])**2 / (2*s**2), y[n])
= (t[n] - y[n]) / s**2 * (-1)
""",
    ),
    "bce_derivation": (
        """
d(t * log(1 + exp(-z)) + (1 - t) * log(1 + exp(z)), z)
= -t / (1 + exp(z)) + (1 - t) / (1 + exp(-z))
= p - t
""",
        """
d(t * log(1 + exp(-z)) + (1 - t) * log(1 + exp(z)), z)
= t * d(1 + exp(-z), z) / (1 + exp(-z)) + (1 - t) * d(1 + exp(z), z) / (1 + exp(z))
= -t * exp(-z) * p + (1 - t) * exp(z) / (1 + exp(z))
= -t + t*p + p - t*p
= -t + p
""",
        """
let a = 1 + exp(-z)
let b = 1 + exp(z)
d(t * log(a) + (1 - t) * log(b), z)
= t * d(a, z) / a + (1 - t) * d(b, z) / b
= -t * exp(-z) / a + (1 - t) * exp(z) / b
= -t * (1 - p) + (1 - t) * p
= p - t
""",
    ),
}

WRONG = {
    "mse_derivation": (
        (2, _MSE + "= d((Y[n, k] - T[n, k])**2, Y[n, k]) / 2\n= Y[n, k] - T[n, k]"),
        (3, _MSE + "= d((Y[n, k] - T[n, k])**2, Y[n, k]) / (2 * N)\n= 2 * (Y[n, k] - T[n, k]) / N"),
        (3, _MSE + "= d((Y[n, k] - T[n, k])**2, Y[n, k]) / (2 * N)\n= (T[n, k] - Y[n, k]) / N"),
        (2, _MSE + "= sum(i, sum(j, Y[i, j] - T[i, j])) / N"),
        (2, _MSE + "= sum(j, Y[n, j] - T[n, j]) / N"),
        (3, _MSE + "= d((Y[n, k] - T[n, k])**2, Y[n, k]) / (2 * N)\n= (Y[n, k] - T[n, k])**2 / N"),
        (2, _MSE + "= (Y - T) / N"),
        (3, _MSE + "= sum(i, sum(j, d((Y[i, j] - T[i, j])**2, Y[n, k]))) / (2 * N)\n= sum(i, Y[i, k] - T[i, k]) / N"),
    ),
    "likelihood_derivation": (
        (3, _LIKELIHOOD + "= d((t[n] - y[n])**2, y[n]) / (2 * s**2)\n= (t[n] - y[n]) / s**2"),
        (3, _LIKELIHOOD + "= d((t[n] - y[n])**2, y[n]) / (2 * s**2)\n= (y[n] - t[n]) / (2 * s**2)"),
        (2, _LIKELIHOOD + "= d((t[n] - y[n])**2, y[n]) / (2 * s)\n= (y[n] - t[n]) / s"),
        (2, _LIKELIHOOD + "= sum(i, y[i] - t[i]) / s**2"),
        (2, _LIKELIHOOD + "= -sum(i, 1 / p[i])"),
        (
            3,
            _LIKELIHOOD + "= -d(log(p[n]), y[n])\n= d(-(t[n] - y[n])**2 / (2 * s**2), y[n])\n= (t[n] - y[n])/s**2",
        ),
        (2, _LIKELIHOOD + "= d((t[n] - y[n])**2, t[n]) / (2 * s**2)\n= (t[n] - y[n]) / s**2"),
    ),
    "bce_derivation": (
        (2, _BCE + "= t / (1 + exp(z)) + (1 - t) / (1 + exp(-z))\n= p"),
        (3, _BCE + "= -t / (1 + exp(z)) + (1 - t) / (1 + exp(-z))\n= t - p"),
        (2, _BCE + "= -t / (1 + exp(-z)) + (1 - t) / (1 + exp(z))"),
        (3, _BCE + "= -t / (1 + exp(z)) + (1 - t) / (1 + exp(-z))\n= -t * p + (1 - t) * (1 - p)"),
        (2, _BCE + "= (p - t) * p * (1 - p)"),
        (2, _BCE + "= -t * exp(-z) / (1 + exp(-z))\n= -t * (1 - p)"),
    ),
}
