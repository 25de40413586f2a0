"""Derivatives of activations. WRONG: (number of the first line that does not follow, the text)."""

RIGHT = {
    "sigmoid_derivation": (
        """
d(1 / (1 + exp(-z)), z)
= exp(-z) / (1 + exp(-z))**2
= s * (1 - s)
""",
        """
d(1 / (1 + exp(-z)), z)
= d((1 + exp(-z))**(-1), z)
= -(1 + exp(-z))**(-2) * (-exp(-z))
= s**2 * exp(-z)                    # s**2 is the square below
= s**2 * (1/s - 1)
= s - s**2
""",
        """
let u = 1 + exp(-z)
let p = 1/u
d(1/u, z) = d(1/u, u) * d(u, z) = -1/u**2 * (-exp(-z)) = exp(-z)/u**2
= (u - 1)/u**2
= p - p*p
""",
        """
= -1 / (1 + exp(-z))**2
  * d(exp(-z), z)
= exp(-z) * s * s
= (1 + exp(-z) - 1) * s * s
= s * (1 − s)
""",
    ),
    "tanh_derivation": (
        """
d((exp(z) - exp(-z)) / (exp(z) + exp(-z)), z)
= ((exp(z) + exp(-z))**2 - (exp(z) - exp(-z))**2) / (exp(z) + exp(-z))**2
= 1 - t**2
""",
        """
let u = exp(z) - exp(-z)
let v = exp(z) + exp(-z)
d(u / v, z)
= (d(u, z) * v - u * d(v, z)) / v**2
= (v*v - u*u) / v**2
= 1 - (u/v)**2
= (1 - t) * (1 + t)
""",
        """
d((exp(z) - exp(-z)) / (exp(z) + exp(-z)), z)
= d((exp(2*z) - 1) / (exp(2*z) + 1), z)
= (2*exp(2*z) * (exp(2*z) + 1) - (exp(2*z) - 1) * 2*exp(2*z)) / (exp(2*z) + 1)**2
= 4 * exp(2*z) / (exp(2*z) + 1)**2
= 1 - t*t
""",
    ),
    "softplus_derivation": (
        """
d(log(1 + exp(z)), z)
= exp(z) / (1 + exp(z))
= s
""",
        """
d(ln(1 + exp(z)), z)
= d(1 + exp(z), z) / (1 + exp(z))
= exp(z) / (1 + exp(z))
= 1 / (1 + exp(-z))
= s
""",
        """
let u = 1 + exp(z)
d(log(u), u) * d(u, z)
= 1/u * exp(z)
= (u - 1)/u
= 1 - 1/u
= 1 - (1 - s)
""",
    ),
    "swish_derivation": (
        """
d(z / (1 + exp(-beta * z)), z)
= d(z, z) * s + z * d(s, z)
= s + beta * z * s * (1 - s)
""",
        """
d(z / (1 + exp(-beta * z)), z)
= (1 + exp(-beta*z) + z * beta * exp(-beta*z)) / (1 + exp(-beta*z))**2
= s + z * beta * exp(-beta*z) * s**2
= s + z * beta * (1/s - 1) * s**2
= s + z * beta * (s - s**2)
""",
        """
let f = z * s
d(f, z)
= s + z * d(1 / (1 + exp(-beta * z)), z)
= s + z * beta * s * (1 - s)
= beta * f + s * (1 - beta * f) - beta * z * s + beta * z * s
= beta * z * s + s * (1 - beta * z * s)
""",
    ),
    "gelu_derivation": (
        """
d(z * Phi, z)
= Phi + z * d(Phi, z)
= Phi + z * exp(-z**2 / 2) / sqrt(2 * pi)
= Phi + z * phi
""",
        """
d(z * Phi, z)
= d(z, z) * Phi + z * d(Phi, z)
= Phi + z / 2 * d(erf(z / sqrt(2)), z)
= Phi + z / 2 * 2 / sqrt(pi) * exp(-(z / sqrt(2))**2) * d(z / sqrt(2), z)
= Phi + z / 2 * 2 / sqrt(pi) * exp(-(z / sqrt(2))**2) / sqrt(2)
= z * phi + Phi
""",
        """
let u = z / sqrt(2)
d(z * (1 + erf(u)) / 2, z)
= Phi + z * d(1 + erf(u), z) / 2
= Phi + z * d(erf(u), u) * d(u, z) / 2
= Phi + z * 2 / sqrt(pi) * exp(-u**2) / sqrt(2) / 2
= Phi + z * (2*pi)**(-1/2) * exp(-z**2/2)
= Phi + z * phi
""",
    ),
}

WRONG = {
    "sigmoid_derivation": (
        (2, "d(1 / (1 + exp(-z)), z)\n= -exp(-z) / (1 + exp(-z))**2\n= s * (1 - s)"),
        (2, "d(1 / (1 + exp(-z)), z)\n= exp(-z) / (1 + exp(-z))\n= 1 - s"),
        (2, "d(1 / (1 + exp(-z)), z)\n= -1 / (1 + exp(-z))**2\n= -s**2"),
        (3, "d(1 / (1 + exp(-z)), z)\n= exp(-z) / (1 + exp(-z))**2\n= 1 - s**2"),
        (3, "d(1 / (1 + exp(-z)), z)\n= exp(-z) / (1 + exp(-z))**2\n= s * s"),
        (4, "d(1 / (1 + exp(-z)), z)\n= exp(-z) / (1 + exp(-z))**2\n= s**2 * exp(-z)\n= s**2 * (1 - 1/s)"),
        (2, "d(1 / (1 + exp(-z)), z)\n= 1 / d(1 + exp(-z), z)\n= -exp(z)"),
        (3, "d(1 / (1 + exp(-z)), z)\n= -(1 + exp(-z))**(-2) * d(1 + exp(-z), z)\n= (1 + exp(-z))**(-2) * exp(z)"),
    ),
    "tanh_derivation": (
        (2, "d((exp(z) - exp(-z)) / (exp(z) + exp(-z)), z)\n= (exp(z) + exp(-z)) / (exp(z) - exp(-z))\n= 1/t"),
        (
            2,
            "d((exp(z) - exp(-z)) / (exp(z) + exp(-z)), z)\n"
            "= ((exp(z) - exp(-z))**2 - (exp(z) + exp(-z))**2) / (exp(z) + exp(-z))**2\n= t**2 - 1",
        ),
        (
            2,
            "d((exp(z) - exp(-z)) / (exp(z) + exp(-z)), z)\n"
            "= ((exp(z) + exp(-z))**2 - (exp(z) - exp(-z))**2) / (exp(z) + exp(-z))\n= 1 - t**2",
        ),
        (
            2,
            "d((exp(z) - exp(-z)) / (exp(z) + exp(-z)), z)\n"
            "= ((exp(z) + exp(-z))**2 + (exp(z) - exp(-z))**2) / (exp(z) + exp(-z))**2\n= 1 + t**2",
        ),
        (
            3,
            "d((exp(z) - exp(-z)) / (exp(z) + exp(-z)), z)\n"
            "= ((exp(z) + exp(-z))**2 - (exp(z) - exp(-z))**2) / (exp(z) + exp(-z))**2\n= (1 - t)**2",
        ),
        (
            3,
            "d((exp(z) - exp(-z)) / (exp(z) + exp(-z)), z)\n"
            "= ((exp(z) + exp(-z))**2 - (exp(z) - exp(-z))**2) / (exp(z) + exp(-z))**2\n= t * (1 - t)",
        ),
    ),
    "softplus_derivation": (
        (2, "d(log(1 + exp(z)), z)\n= 1 / (1 + exp(z))\n= s"),
        (3, "d(log(1 + exp(z)), z)\n= exp(z) / (1 + exp(z))\n= 1 - s"),
        (2, "d(log(1 + exp(z)), z)\n= d(log(1), z) + d(z, z)\n= 1"),
        (2, "d(log(1 + exp(z)), z)\n= log(1 + exp(z)) * exp(z)"),
        (3, "d(log(1 + exp(z)), z)\n= exp(z) / (1 + exp(z))\n= 1 / (1 + exp(z))\n= s"),
        (2, "d(log(1 + exp(z)), z)\n= 1 + exp(z)\n= s"),
    ),
    "swish_derivation": (
        (3, "d(z / (1 + exp(-beta * z)), z)\n= s + z * d(s, z)\n= s + z * s * (1 - s)"),
        (2, "d(z / (1 + exp(-beta * z)), z)\n= d(z, z) * d(s, z)\n= beta * s * (1 - s)"),
        (2, "d(z / (1 + exp(-beta * z)), z)\n= z * d(s, z)\n= z * beta * s * (1 - s)"),
        (3, "d(z / (1 + exp(-beta * z)), z)\n= s + z * d(s, z)\n= s - z * beta * s * (1 - s)"),
        (2, "d(z / (1 + exp(-beta * z)), z)\n= z * s * (1 - z * s)"),
        (2, "d(z / (1 + exp(-beta * z)), z)\n= d(z * s, beta)\n= z**2 * s * (1 - s)"),
        (
            2,
            "d(z / (1 + exp(-beta * z)), z)\n"
            "= (1 + exp(-beta*z) - z * beta * exp(-beta*z)) / (1 + exp(-beta*z))**2\n= s - z * beta * s * (1 - s)",
        ),
    ),
    "gelu_derivation": (
        (2, "d(z * Phi, z)\n= z * d(Phi, z)\n= z * phi"),
        (3, "d(z * Phi, z)\n= Phi + z * d(Phi, z)\n= Phi + z * exp(-z**2 / 2) / sqrt(pi)\n= Phi + z * phi"),
        (3, "d(z * Phi, z)\n= Phi + z * d(Phi, z)\n= Phi + z * d(erf(z / sqrt(2)), z)\n= Phi + 2 * z * phi"),
        (3, "d(z * Phi, z)\n= Phi + z * d(Phi, z)\n= phi + z * Phi"),
        (3, "d(z * Phi, z)\n= Phi + z * d(Phi, z)\n= Phi + z * Phi * (1 - Phi)"),
        (3, "d(z * Phi, z)\n= Phi + z * d(Phi, z)\n= Phi + z * exp(-z**2) / sqrt(2 * pi)\n= Phi + z * phi"),
        (3, "d(z * Phi, z)\n= Phi + z * d(Phi, z)\n= Phi - z * exp(-z**2 / 2) / sqrt(2 * pi)\n= Phi - z * phi"),
    ),
}
