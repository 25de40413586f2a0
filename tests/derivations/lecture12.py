"""Overfitting. WRONG: (number of the first line that does not follow, the text)."""

_ERROR = "mean((y - u)**2)\n"
_STEP = "w - eta * d(L + lam / 2 * w**2, w)\n"
_OUT = "mean((y - ybar)**2) + 2 * mean(y - ybar) * (ybar - u) + (ybar - u)**2"

RIGHT = {
    "bias_variance_derivation": (
        _ERROR + f"= {_OUT}\n= mean((y - ybar)**2) + (ybar - u)**2\n= var + bias**2\n",
        _ERROR
        + """= mean(((y - ybar) + bias)**2)
= mean((y - ybar)**2 + 2 * (y - ybar) * bias + bias**2)
= var + 2 * bias * mean(y - ybar) + bias**2
= bias**2 + var
""",
        _ERROR
        + """= mean((y - ybar)**2) + 2 * mean((y - ybar) * (ybar - u)) + (ybar - u)**2
= var + 2 * (ybar - u) * (mean(y) - ybar) + (ybar - u)**2
= var + bias**2
""",
    ),
    "weight_decay_derivation": (
        _STEP + "= w - eta * (d(L, w) + lam * w)\n= w * (1 - eta * lam) - eta * g\n",
        _STEP
        + """= w - eta * (d(L, w) + d(lam / 2 * w**2, w))
= w - eta * d(L, w) - eta * lam * w
= w * (1 - lam * eta) - g * eta
""",
        _STEP + "= w - eta * (d(L, w) + lam / 2 * 2 * w)\n= w - eta * g - eta * lam * w\n",
    ),
}

WRONG = {
    "bias_variance_derivation": (
        (2, _ERROR + "= var + bias\n"),
        (2, _ERROR + "= mean((y - ybar)**2) + (ybar - u)\n= var + bias**2\n"),
        (3, _ERROR + f"= {_OUT}\n= var + 2 * bias + bias**2\n"),
        (3, _ERROR + f"= {_OUT}\n= bias**2 - var\n"),
        (3, _ERROR + f"= {_OUT}\n= bias**2\n"),
        (2, _ERROR + "= mean((y - ybar)**2)\n= var\n"),
    ),
    "weight_decay_derivation": (
        (2, _STEP + "= w - eta * (g + lam / 2 * w)\n"),
        (2, _STEP + "= w - eta * (d(L, w) + lam / 2 * w**2)\n"),
        (3, _STEP + "= w - eta * (g + lam * w)\n= (1 + eta * lam) * w - eta * g\n"),
        (3, _STEP + "= w - eta * (g + lam * w)\n= (1 - lam) * w - eta * g\n"),
        (2, _STEP + "= w - eta * g\n"),
        (2, _STEP + "= w + eta * (g + lam * w)\n"),
    ),
}
