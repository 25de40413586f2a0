"""Deltas, weight gradients, a canonical link. WRONG: (number of the first line that does not follow, the text)."""

_OUTPUT = "d(sum((A - T)**2) / (2 * N), Z[n, k])\n"
_HIDDEN = "d(sum(j, g[j] * (sum(i, W[j, i] * tanh(z[i])) + b[j])), z[k])\n"
_WEIGHT = "d(sum(n, sum(m, D[n, m] * (A @ W.T)[n, m])), W[j, i])\n"
_LINK = "d(-log(s**t * (1 - s)**(1 - t)), z)\n"
_LINKED = "(A[n, k] - T[n, k]) / N * d(A[n, k], Z[n, k])"
_THROUGH = "sum(j, g[j] * W[j, k]) * d(tanh(z[k]), z[k])"

RIGHT = {
    "output_delta_derivation": (
        """
let E = A - T
d(sum((A - T)**2) / (2 * N), Z[n, k])
= d(E[n, k]**2, Z[n, k]) / (2 * N)
= E[n, k] * d(A[n, k], Z[n, k]) / N
= (A[n, k] - T[n, k]) * A[n, k] * (1 - A[n, k]) / N
""",
        _OUTPUT
        + """= (A[n, k] - T[n, k]) / N * d(A[n, k], Z[n, k])
= (A[n, k] - T[n, k]) * (A[n, k] - A[n, k]**2) / N
""",
        _OUTPUT
        + """= sum(i, sum(j, (A[i, j] - T[i, j]) * d(A[i, j], Z[n, k]))) / N
= (A[n, k] - T[n, k]) * d(A[n, k], Z[n, k]) / N
= ((A - T) * A * (1 - A) / N)[n, k]
""",
    ),
    "hidden_delta_derivation": (
        _HIDDEN
        + """= sum(j, g[j] * d(W[j, k] * tanh(z[k]), z[k]))
= sum(j, g[j] * W[j, k] * (1 - a[k]**2))
""",
        _HIDDEN
        + """= sum(j, g[j] * W[j, k]) * d(tanh(z[k]), z[k])
= sum(j, g[j] * W[j, k]) * (1 - a[k]**2)
""",
        _HIDDEN
        + """= sum(j, g[j] * sum(i, W[j, i] * d(tanh(z[i]), z[k])))
= sum(j, g[j] * W[j, k] * (1 - tanh(z[k])**2))
= (1 - a[k]**2) * (g @ W)[k]
""",
    ),
    "weight_gradient_derivation": (
        """
let P = A @ W.T
d(sum(n, sum(m, D[n, m] * (A @ W.T)[n, m])), W[j, i])
= sum(n, D[n, j] * d(P[n, j], W[j, i]))
= sum(n, D[n, j] * A[n, i])
= (D.T @ A)[j, i]
""",
        _WEIGHT
        + """= sum(n, D[n, j] * d(A[n, i] * W[j, i], W[j, i]))
= (D.T @ A)[j, i]
""",
        _WEIGHT
        + """= sum(n, sum(m, D[n, m] * d(sum(l, A[n, l] * W[m, l]), W[j, i])))
= sum(n, D[n, j] * d(sum(l, A[n, l] * W[j, l]), W[j, i]))
= sum(n, D[n, j] * A[n, i])
= (A.T @ D).T[j, i]
""",
    ),
    "canonical_derivation": (
        _LINK
        + """= d(-t * log(s) - (1 - t) * log(1 - s), z)
= -t / s * d(s, z) + (1 - t) / (1 - s) * d(s, z)
= (-t / s + (1 - t) / (1 - s)) * s * (1 - s)
= -t * (1 - s) + (1 - t) * s
= s - t
""",
        _LINK
        + """= -t * d(log(s), z) - (1 - t) * d(log(1 - s), z)
= -t * (1 - s) + (1 - t) * s
= s - t
""",
        _LINK
        + """= d(log(1 + exp(z)) - t * z, z)
= exp(z) / (1 + exp(z)) - t
= s - t
""",
    ),
}

WRONG = {
    "output_delta_derivation": (
        (2, _OUTPUT + "= (A[n, k] - T[n, k]) / N"),
        (3, _OUTPUT + f"= {_LINKED}\n= (A[n, k] - T[n, k]) * A[n, k] * (1 - A[n, k])"),
        (3, _OUTPUT + f"= {_LINKED}\n= (T[n, k] - A[n, k]) / N * A[n, k] * (1 - A[n, k])"),
        (3, _OUTPUT + f"= {_LINKED}\n= 2 * (A[n, k] - T[n, k]) / N * A[n, k] * (1 - A[n, k])"),
        (3, _OUTPUT + f"= {_LINKED}\n= (A[n, k] - T[n, k]) / N * Z[n, k] * (1 - Z[n, k])"),
        (2, _OUTPUT + "= (A[n, k] - T[n, k]) * d(A[n, k], Z[n, k])"),
        (3, _OUTPUT + f"= {_LINKED}\n= (A[n, k] - T[n, k]) / N * (1 - A[n, k]**2)"),
    ),
    "hidden_delta_derivation": (
        (2, _HIDDEN + "= sum(j, g[j] * W[j, k])"),
        (3, _HIDDEN + f"= {_THROUGH}\n= a[k] * (1 - a[k]) * sum(j, g[j] * W[j, k])"),
        (3, _HIDDEN + f"= {_THROUGH}\n= a[k] * sum(j, g[j] * W[j, k])"),
        (3, _HIDDEN + f"= {_THROUGH}\n= (1 - a[k]) * sum(j, g[j] * W[j, k])"),
        (2, _HIDDEN + "= (1 - a[k]**2) * sum(j, g[j] * (W[j, k] + b[j]))"),
        (2, _HIDDEN + "= sum(j, g[j] * sum(i, W[j, i] * (1 - a[i]**2)))"),
        (3, _HIDDEN + f"= {_THROUGH}\n= (1 - a[k]**2) * sum(j, g[j]) * sum(j, W[j, k])"),
    ),
    "weight_gradient_derivation": (
        (2, _WEIGHT + "= sum(n, D[n, j]) * sum(n, A[n, i])"),
        (2, _WEIGHT + "= sum(n, D[n, j] + A[n, i])"),
        (2, _WEIGHT + "= sum(n, D[n, j] * A[n, i]) / N"),
        (2, _WEIGHT + "= sum(n, sum(m, D[n, m] * A[n, i]))"),
        (3, _WEIGHT + "= sum(n, D[n, j] * A[n, i])\n= mean(n, D[n, j] * A[n, i])"),
        (3, _WEIGHT + "= sum(n, D[n, j] * A[n, i])\n= sum(n, D[n, j]) * sum(n, A[n, i])"),
    ),
    "canonical_derivation": (
        (3, _LINK + "= d(log(1 + exp(z)) - t * z, z)\n= t - s"),
        (2, _LINK + "= (s - t) * s * (1 - s)"),
        (2, _LINK + "= (s - t) / (s * (1 - s))"),
        (2, _LINK + "= -t * (1 - s)"),
        (2, _LINK + "= d(log(1 + exp(z)) + t * z, z)"),
        (3, _LINK + "= d(log(1 + exp(z)) - t * z, z)\n= 1 / (1 + exp(z)) - t"),
    ),
}
