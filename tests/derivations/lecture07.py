"""The gradient of a scale. WRONG: (number of the first line that does not follow, the text)."""

_SCALE = "d(sum(n, sum(j, D[n, j] * (g[j] * X[n, j] + b[j]))), g[k])\n"
_INSIDE = "sum(n, D[n, k] * d(g[k] * X[n, k] + b[k], g[k]))"

RIGHT = {
    "scale_derivation": (
        _SCALE + f"= {_INSIDE}\n= sum(n, D[n, k] * X[n, k])\n",
        _SCALE
        + """= sum(n, sum(j, D[n, j] * d(g[j] * X[n, j], g[k])))
= sum(n, D[n, k] * X[n, k])
= (D.T @ X)[k, k]
""",
        _SCALE
        + """= sum(n, d(sum(j, D[n, j] * (g[j] * X[n, j] + b[j])), g[k]))
= sum(n, D[n, k] * X[n, k])
= sum(n, (X * D)[n, k])
""",
    ),
}

WRONG = {
    "scale_derivation": (
        (2, _SCALE + "= sum(n, D[n, k]) * sum(n, X[n, k])"),
        (3, _SCALE + f"= {_INSIDE}\n= sum(n, D[n, k])"),
        (3, _SCALE + f"= {_INSIDE}\n= sum(n, sum(j, D[n, j] * X[n, j]))"),
        (3, _SCALE + f"= {_INSIDE}\n= mean(n, D[n, k] * X[n, k])"),
        (3, _SCALE + f"= {_INSIDE}\n= sum(n, D[n, k] * g[k])"),
        (3, _SCALE + f"= {_INSIDE}\n= -sum(n, D[n, k] * X[n, k])"),
    ),
}
