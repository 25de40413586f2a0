"""Softmax and cross-entropy. WRONG: (number of the first line that does not follow, the text)."""

_DIAGONAL = "d(exp(z[k]) / sum(j, exp(z[j])), z[k])\n"
_OTHER = "d(exp(z[i]) / sum(j, exp(z[j])), z[k])\n"
_DIRECT = "d(log(sum(j, exp(z[j]))) - sum(j, t[j] * z[j]), z[k])\n"
_LONG = "sum(i, d(-sum(j, t[j] * log(p[j])), p[i]) * p[i] * (delta(i, k) - p[k]))\n"
_SPLIT = "exp(z[k]) / sum(exp(z)) - exp(z[k])**2 / sum(exp(z))**2"
_SLOPE = "exp(z[k]) / sum(exp(z)) - t[k]"
_CANCELLED = "-sum(i, t[i] * (delta(i, k) - p[k]))"

RIGHT = {
    "softmax_diagonal_derivation": (
        _DIAGONAL
        + """= (exp(z[k]) * sum(exp(z)) - exp(z[k])**2) / sum(exp(z))**2
= exp(z[k]) / sum(exp(z)) * (sum(exp(z)) - exp(z[k])) / sum(exp(z))
= p[k] * (1 - p[k])
""",
        _DIAGONAL
        + """= exp(z[k]) / sum(j, exp(z[j])) - exp(z[k])**2 / sum(j, exp(z[j]))**2
= p[k] - p[k]**2
""",
        """
let u = sum(j, exp(z[j]))
d(exp(z[k]) / sum(j, exp(z[j])), z[k])
= (d(exp(z[k]), z[k]) * u - exp(z[k]) * d(u, z[k])) / u**2
= (exp(z[k]) * u - exp(z[k]) * exp(z[k])) / u**2
= exp(z[k]) / u * (u - exp(z[k])) / u
= p[k] * (1 - p[k])
""",
    ),
    "softmax_off_diagonal_derivation": (
        _OTHER
        + """= (d(exp(z[i]), z[k]) * sum(exp(z)) - exp(z[i]) * d(sum(exp(z)), z[k])) / sum(exp(z))**2
= -exp(z[i]) * exp(z[k]) / sum(exp(z))**2
= -(p[i] * p[k])
""",
        _OTHER
        + """= exp(z[i]) * d(1 / sum(j, exp(z[j])), z[k])
= -exp(z[i]) / sum(j, exp(z[j]))**2 * exp(z[k])
= -p[k] * p[i]
""",
        """
let u = sum(exp(z))
d(exp(z[i]) / sum(j, exp(z[j])), z[k])
= -exp(z[i]) * d(u, z[k]) / u**2
= -exp(z[i]) * exp(z[k]) / u**2
= -p[i] * p[k]
""",
    ),
    "cross_entropy_derivation": (
        _DIRECT
        + """= 1 / sum(exp(z)) * d(sum(exp(z)), z[k]) - t[k]
= (p - t)[k]
""",
        _DIRECT
        + """= d(log(sum(j, exp(z[j]))), z[k]) - d(sum(j, t[j] * z[j]), z[k])
= exp(z[k]) / sum(j, exp(z[j])) - t[k]
= p[k] - t[k]
""",
        """
let u = sum(exp(z))
d(log(sum(j, exp(z[j]))) - sum(j, t[j] * z[j]), z[k])
= d(u, z[k]) / u - t[k]
= exp(z[k]) / u - t[k]
= -t[k] + p[k]
""",
    ),
    "cross_entropy_jacobian_derivation": (
        _LONG
        + """= sum(i, -t[i] / p[i] * p[i] * (delta(i, k) - p[k]))
= -sum(i, t[i] * delta(i, k)) + p[k] * sum(i, t[i])
= p[k] - t[k]
""",
        _LONG
        + """= -sum(i, t[i] * (delta(i, k) - p[k]))
= p[k] - t[k]
""",
        _LONG
        + """= sum(i, -t[i] * delta(i, k)) + sum(i, t[i] * p[k])
= -t[k] + p[k] * sum(i, t[i])
= p[k] - t[k]
""",
    ),
}

WRONG = {
    "softmax_diagonal_derivation": (
        (2, _DIAGONAL + "= exp(z[k]) / sum(j, exp(z[j]))\n= p[k]"),
        (3, _DIAGONAL + f"= {_SPLIT}\n= p[k] + p[k]**2"),
        (2, _DIAGONAL + "= -p[k] * p[k]"),
        (2, _DIAGONAL + "= p[k]**2 - p[k]"),
        (2, _DIAGONAL + "= (exp(z[k]) * sum(j, exp(z[j])) - exp(z[k])**2) / sum(j, exp(z[j]))"),
        (3, _DIAGONAL + f"= {_SPLIT}\n= 1 - p[k]"),
    ),
    "softmax_off_diagonal_derivation": (
        (2, _OTHER + "= exp(z[i]) * exp(z[k]) / sum(exp(z))**2\n= p[i] * p[k]"),
        (2, _OTHER + "= p[i] * (1 - p[k])"),
        (2, _OTHER + "= 0"),
        (2, _OTHER + "= -exp(z[i]) * exp(z[k]) / sum(exp(z))"),
        (2, _OTHER + "= -p[i]"),
        (3, _OTHER + "= -exp(z[i]) * exp(z[k]) / sum(exp(z))**2\n= p[i] * p[k]"),
    ),
    "cross_entropy_derivation": (
        (2, _DIRECT + "= 1 / sum(j, exp(z[j])) - t[k]"),
        (3, _DIRECT + f"= {_SLOPE}\n= t[k] - p[k]"),
        (3, _DIRECT + f"= {_SLOPE}\n= p[k] - sum(j, t[j])"),
        (2, _DIRECT + "= 1 - t[k]"),
        (2, _DIRECT + "= p[k] - t[k] * z[k]"),
        (3, _DIRECT + f"= {_SLOPE}\n= p[k] + t[k]"),
    ),
    "cross_entropy_jacobian_derivation": (
        (2, _LONG + "= -t[k] * (1 - p[k])"),
        (3, _LONG + f"= {_CANCELLED}\n= -t[k]"),
        (3, _LONG + f"= {_CANCELLED}\n= t[k] - p[k]"),
        (2, _LONG + "= sum(i, -t[i] * (delta(i, k) - p[k]) / p[i])"),
        (2, _LONG + "= sum(i, t[i] * (delta(i, k) - p[k]))"),
        (3, _LONG + f"= {_CANCELLED}\n= p[k]"),
    ),
}
