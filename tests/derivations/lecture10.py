"""Momentum and Adam. WRONG: (number of the first line that does not follow, the text)."""

_SUM = "gamma * v2 + g3\n"
_MEAN = "b * m2 + (1 - b) * g\n"
_OPEN = "b * (b * m1 + (1 - b) * g) + (1 - b) * g"

RIGHT = {
    "momentum_sum_derivation": (
        _SUM + "= gamma * (gamma * v1 + g2) + g3\n= gamma * (gamma * g1 + g2) + g3\n",
        _SUM + "= gamma**2 * v1 + gamma * g2 + g3\n= gamma**2 * g1 + gamma * g2 + g3\n",
        _SUM
        + "= g3 + gamma * (g2 + gamma * v1)\n= g3 + gamma * (g2 + gamma * g1)\n= g3 + gamma * g2 + gamma**2 * g1\n",
    ),
    "adam_correction_derivation": (
        _MEAN + f"= {_OPEN}\n= (1 - b) * g * (b**2 + b + 1)\n= (1 - b**3) * g\n",
        _MEAN
        + "= b**2 * m1 + b * (1 - b) * g + (1 - b) * g\n= b**2 * (1 - b) * g + (1 - b**2) * g\n= g * (1 - b**3)\n",
        _MEAN + f"= {_OPEN}\n= g - b**3 * g\n",
    ),
}

WRONG = {
    "momentum_sum_derivation": (
        (2, _SUM + "= gamma * (g1 + g2) + g3\n= gamma * g1 + gamma * g2 + g3\n"),
        (2, _SUM + "= gamma**2 * v1 + g2 + g3\n"),
        (3, _SUM + "= gamma * (gamma * v1 + g2) + g3\n= g1 + gamma * g2 + gamma**2 * g3\n"),
        (2, _SUM + "= (g1 + g2 + g3) / 3\n"),
        (2, _SUM + "= gamma * v2 + (1 - gamma) * g3\n"),
        (3, _SUM + "= gamma * (gamma * v1 + g2) + g3\n= gamma**3 * g1 + gamma * g2 + g3\n"),
    ),
    "adam_correction_derivation": (
        (2, _MEAN + "= (1 - b) * g\n"),
        (3, _MEAN + f"= {_OPEN}\n= b**2 * g + b * (1 - b) * g + (1 - b) * g\n"),
        (3, _MEAN + f"= {_OPEN}\n= (1 - b**2) * g\n"),
        (3, _MEAN + f"= {_OPEN}\n= (1 - b)**3 * g\n"),
        (3, _MEAN + f"= {_OPEN}\n= (1 + b + b**2) * g\n"),
        (2, _MEAN + "= b * (b * m1 + g) + (1 - b) * g\n"),
    ),
}
