"""ADALINE's gradient. WRONG: (number of the first line that does not follow, the text)."""

_FIRST = "d((y - t)**2 / 2, w[i])\n"

RIGHT = {
    "adaline_derivation": (
        """
d((y - t)**2 / 2, w[i])
= (y - t) * d(y, w[i])
= (y - t) * x[i]
""",
        """
d((y - t)**2 / 2, w[i])
= 2 * (y - t) / 2 * d(y - t, w[i])
= (y - t) * d(sum(j, w[j] * x[j]), w[i])
= (y - t) * sum(j, delta(j, i) * x[j])
= y * x[i] - t * x[i]
""",
        """
let e = y - t
d(e**2 / 2, w[i])
= e * d(e, w[i])
= e * d(y, w[i])
= (y - t) * x[i]
""",
    ),
}

WRONG = {
    "adaline_derivation": (
        (2, _FIRST + "= y - t\n= (y - t) * x[i]"),
        (3, _FIRST + "= (y - t) * d(y, w[i])\n= 2 * (y - t) * x[i]"),
        (3, _FIRST + "= (y - t) * d(y, w[i])\n= (t - y) * x[i]"),
        (3, _FIRST + "= (y - t) * d(y, w[i])\n= (y - t) * w[i]"),
        (3, _FIRST + "= (y - t) * d(y, w[i])\n= (y - t) * sum(x)"),
        (2, _FIRST + "= (y - t)**2 * x[i]"),
    ),
}
