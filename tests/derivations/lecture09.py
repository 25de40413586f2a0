"""The variance of a sum of random weights. WRONG: (number of the first line that does not follow, the text)."""

_FIRST = "sum(i, sum(k, c[i, k] * a[i] * a[k]))\n"

RIGHT = {
    "signal_variance_derivation": (
        _FIRST + "= sum(i, s**2 * a[i]**2)\n= s**2 * sum(i, a[i]**2)\n= s**2 * n * q\n",
        _FIRST + "= s**2 * sum(i, a[i] * a[i])\n= n * s**2 * mean(a**2)\n= n * s**2 * q\n",
        _FIRST + "= sum(i, s**2 * a[i] * sum(k, delta(i, k) * a[k]))\n= sum(i, s**2 * a[i] * a[i])\n= n * q * s**2\n",
    )
}

WRONG = {
    "signal_variance_derivation": (
        (2, _FIRST + "= s**2 * sum(i, a[i])**2\n= n * s**2 * q\n"),
        (3, _FIRST + "= s**2 * sum(i, a[i]**2)\n= s**2 * q\n"),
        (3, _FIRST + "= s**2 * sum(i, a[i]**2)\n= n**2 * s**2 * q\n"),
        (3, _FIRST + "= s**2 * sum(i, a[i]**2)\n= n * s * q\n"),
        (2, _FIRST + "= sum(i, s * a[i]**2)\n= n * s * q\n"),
        (3, _FIRST + "= s**2 * sum(i, a[i]**2)\n= n * s**2 * q**2\n"),
    )
}
