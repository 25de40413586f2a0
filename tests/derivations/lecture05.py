"""The height of a bump in its middle. WRONG: (number of the first line that does not follow, the text)."""

_FIRST = "h * (1 / (1 + exp(-beta * w / 2)) - 1 / (1 + exp(beta * w / 2)))\n"
_IN_S = "= h * (s - exp(-beta * w / 2) / (1 + exp(-beta * w / 2)))\n"

RIGHT = {
    "bump_height_derivation": (
        _FIRST + _IN_S + "= 2 * h * s - h",
        """
let u = beta * w / 2
h * (1 / (1 + exp(-u)) - 1 / (1 + exp(u)))
= h * (s - (1 - 1 / (1 + exp(-u))))     # σ(−u) = 1 − σ(u)
= h * (s - 1 + s)
""",
        _FIRST
        + """= h * (exp(beta*w/2) - 1) / (1 + exp(beta*w/2))
= h * (1 - exp(-beta*w/2)) / (1 + exp(-beta*w/2))
= h * s * (2 - 1/s)
""",
        _FIRST + "= h * tanh(beta * w / 4)\n= h * (2 * s - 1)",
    ),
}

WRONG = {
    "bump_height_derivation": (
        (2, _FIRST + "= h * (1 / (1 + exp(-beta * w / 2)) + 1 / (1 + exp(beta * w / 2)))\n= h * (2 * s - 1)"),
        (2, _FIRST + "= h"),
        (3, _FIRST + _IN_S + "= h * (1 - s)"),
        (3, _FIRST + _IN_S + "= h * (1 - 2 * s)"),
        (3, _FIRST + _IN_S + "= h * (s - s**2)"),
        (2, _FIRST + "= h * (s - 1/2)\n= h * s - h / 2"),
    ),
}
