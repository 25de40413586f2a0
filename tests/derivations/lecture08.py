"""The sign of a tanh unit. WRONG: (number of the first line that does not follow, the text)."""

_SIGN = "g * v * tanh(g * z)\n"

RIGHT = {
    "sign_derivation": (
        _SIGN + "= g * v * g * tanh(z)\n= v * tanh(z)\n",
        _SIGN + "= g**2 * v * tanh(z)\n= v * tanh(z)\n",
        _SIGN + "= v * g * (g * tanh(z))\n= tanh(z) * v\n",
    ),
}

WRONG = {
    "sign_derivation": (
        (2, _SIGN + "= g * v * tanh(z)"),
        (2, _SIGN + "= v * tanh(z) * g**3"),
        (2, _SIGN + "= v * tanh(z)**2"),
        (3, _SIGN + "= g**2 * v * tanh(z)\n= -v * tanh(z)"),
        (3, _SIGN + "= g**2 * v * tanh(z)\n= 2 * v * tanh(z)"),
        (3, _SIGN + "= g**2 * v * tanh(z)\n= v + tanh(z)"),
    ),
}
