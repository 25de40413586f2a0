"""Lecture 02: the derivatives of five activations, derived line by line."""

from autograder.checking.derivation.task import derivation
from autograder.checking.exercise import exercise

HYPERBOLIC = "tanh sinh cosh"

exercise(
    "sigmoid_derivation",
    lecture="02",
    points=2,
    topics="F3 H14",
    task=derivation(
        first="d(1 / (1 + exp(-z)), z)",
        names={"z": ("", -4, 4)},
        given={"s": "1 / (1 + exp(-z))"},
        through={
            "the derivative carried out, before s is put in for the fraction": (
                "exp(-z) / (1 + exp(-z))**2",
                "s**2 * exp(-z)",
                "s * exp(-z) / (1 + exp(-z))",
            )
        },
        last="s",
        without=HYPERBOLIC,
        solution="""
d(1 / (1 + exp(-z)), z)
= -1 / (1 + exp(-z))**2 * d(1 + exp(-z), z)
= exp(-z) / (1 + exp(-z))**2
= 1 / (1 + exp(-z)) * exp(-z) / (1 + exp(-z))
= s * (1 - s)
""",
    ),
    wrong={
        "minus of the chain rule lost": (
            "-exp(-z) / (1 + exp(-z))**2",
            "There are two minus signs, one from the power −1 and one from the exponent −z, and they cancel.",
        ),
        "quotient rule without the square": (
            "exp(-z) / (1 + exp(-z))",
            "The denominator is not squared: d(1/u) is −1/u**2 times d(u).",
        ),
        "inner derivative lost": (
            ("-1 / (1 + exp(-z))**2", "1 / (1 + exp(-z))**2"),
            "The inner derivative is missing: by the chain rule d(1 + exp(−z), z) is a factor.",
        ),
        "tanh's rule": ("1 - s**2", "1 − f² is the rule for tanh. For the sigmoid exp(−z)/(1 + exp(−z)) is 1 − s."),
        "numerator taken for s": ("s * s", "exp(−z)/(1 + exp(−z)) is not s: the exponential stands above as well."),
    },
    hints=(
        "Which rule fits one over something? And what is inside that something?",
        "d(1/u, z) = −1/u² · d(u, z), here with u = 1 + exp(−z). Both minus signs meet.",
        "Write the square below as a product of two fractions, one of them s. In the other add 1 and subtract 1 above.",
    ),
)

exercise(
    "tanh_derivation",
    lecture="02",
    points=2,
    topics="F4 H14",
    task=derivation(
        first="d((exp(z) - exp(-z)) / (exp(z) + exp(-z)), z)",
        names={"z": ("", -3, 3)},
        given={"t": "(exp(z) - exp(-z)) / (exp(z) + exp(-z))"},
        through={
            "the quotient rule carried out": (
                "((exp(z) + exp(-z))**2 - (exp(z) - exp(-z))**2) / (exp(z) + exp(-z))**2",
                "1 - t * (exp(z) - exp(-z)) / (exp(z) + exp(-z))",
            )
        },
        last="t",
        without=HYPERBOLIC,
        solution="""
d((exp(z) - exp(-z)) / (exp(z) + exp(-z)), z)
= ((exp(z) + exp(-z)) * (exp(z) + exp(-z)) - (exp(z) - exp(-z)) * (exp(z) - exp(-z))) / (exp(z) + exp(-z))**2
= 1 - (exp(z) - exp(-z))**2 / (exp(z) + exp(-z))**2
= 1 - t**2
""",
    ),
    wrong={
        "quotient rule the wrong way round": (
            "((exp(z) - exp(-z))**2 - (exp(z) + exp(-z))**2) / (exp(z) + exp(-z))**2",
            "The two products are exchanged: the quotient rule begins with the derivative of the numerator.",
        ),
        "quotient rule without the square": (
            "((exp(z) + exp(-z))**2 - (exp(z) - exp(-z))**2) / (exp(z) + exp(-z))",
            "The denominator of the quotient rule is squared.",
        ),
        "plus in the quotient rule": (
            "((exp(z) + exp(-z))**2 + (exp(z) - exp(-z))**2) / (exp(z) + exp(-z))**2",
            "The two products of the quotient rule are subtracted.",
        ),
        "numerator and denominator one by one": (
            "(exp(z) + exp(-z)) / (exp(z) - exp(-z))",
            "A quotient is not differentiated above and below: it takes the quotient rule.",
        ),
        "sigmoid's rule": ("t * (1 - t)", "f(1 − f) is the rule for the sigmoid; here it is 1 − t²."),
    },
    hints=(
        "What is the derivative of the numerator, and what that of the denominator? Where have you seen them before?",
        "d(u/v) = (u′ v − u v′)/v². Here u′ = v and v′ = u.",
        "Split (v² − u²)/v² into two fractions: the first is 1, the second is a square of something that has a name.",
    ),
)

exercise(
    "softplus_derivation",
    lecture="02",
    points=1,
    topics="S8 H35",
    task=derivation(
        first="d(log(1 + exp(z)), z)",
        names={"z": ("", -4, 4)},
        given={"s": "1 / (1 + exp(-z))"},
        through={"the chain rule carried out": "exp(z) / (1 + exp(z))"},
        last="s",
        without=HYPERBOLIC,
        solution="""
d(log(1 + exp(z)), z)
= 1 / (1 + exp(z)) * d(1 + exp(z), z)
= exp(z) / (1 + exp(z))
= 1 / (exp(-z) + 1)
= s
""",
    ),
    wrong={
        "inner derivative lost": (
            "1 / (1 + exp(z))",
            "The inner derivative is missing: by the chain rule d(1 + exp(z), z) is a factor.",
        ),
        "sigmoid of minus z": ("1 - s", "1/(1 + exp(z)) is 1 − s, the sigmoid of −z."),
        "logarithm kept": ("log(1 + exp(z)) * exp(z)", "The derivative of log(u) is 1/u times that of u."),
        "sum taken apart": ("1 + exp(z)", "log(1 + exp(z)) is not a sum of logarithms: its derivative has a quotient."),
    },
    hints=(
        "A logarithm of something: which rule, and what is the something?",
        "d(log(u), z) = d(u, z)/u.",
        "Divide above and below by exp(z); then the fraction has a name.",
    ),
)

exercise(
    "swish_derivation",
    lecture="02",
    points=2,
    topics="S8 S10",
    task=derivation(
        first="d(z / (1 + exp(-beta * z)), z)",
        names={"z": ("", -3, 3), "beta": ("", 0.2, 2)},
        given={"s": "1 / (1 + exp(-beta * z))"},
        through={
            "the product or the quotient rule": (
                "s + z * d(s, z)",
                "d(z, z) * s + z * d(s, z)",
                "1 / (1 + exp(-beta * z)) + z * d(1 / (1 + exp(-beta * z)), z)",
                "d(z, z) / (1 + exp(-beta * z)) + z * d(1 / (1 + exp(-beta * z)), z)",
                "s + z * d(1 / (1 + exp(-beta * z)), z)",
                "(1 + exp(-beta * z) - z * d(1 + exp(-beta * z), z)) / (1 + exp(-beta * z))**2",
                "(1 + exp(-beta * z) - z * d(exp(-beta * z), z)) / (1 + exp(-beta * z))**2",
                "(1 + exp(-beta * z) + z * beta * exp(-beta * z)) / (1 + exp(-beta * z))**2",
                "s + z * beta * exp(-beta * z) / (1 + exp(-beta * z))**2",
                "s + z * beta * exp(-beta * z) * s**2",
            )
        },
        last="z beta s",
        last_functions="",
        without=HYPERBOLIC,
        solution="""
d(z / (1 + exp(-beta * z)), z)
= d(z * s, z)
= s + z * d(s, z)
= s + z * beta * s * (1 - s)
""",
    ),
    wrong={
        "beta lost": (
            "s + z * s * (1 - s)",
            "The inner derivative of s is missing: its exponent is −beta·z, which gives a factor beta.",
        ),
        "product rule with one term": (
            ("z * beta * s * (1 - s)", "s", "beta * s * (1 - s)"),
            "The product rule has two terms: each factor is differentiated once, and the other one is kept.",
        ),
        "product of the derivatives": ("d(z, z) * d(s, z)", "The derivative of a product is not the product of both."),
        "sign": ("s - z * beta * s * (1 - s)", "s rises with z, for beta above 0: the second term has a plus sign."),
        "sigmoid's rule for all of it": (
            "z * s * (1 - z * s)",
            "f(1 − f) is the rule for the sigmoid; swish is z times it.",
        ),
        "derivative with respect to beta": ("z**2 * s * (1 - s)", "This is the derivative with respect to beta."),
    },
    hints=(
        "Two factors depend on z. Which rule is that, and which of the derivatives do you know already?",
        "d(z·s, z) = s + z·d(s, z), and s is a sigmoid of beta·z.",
        "In d(s, z) the sigmoid's own rule is multiplied by the derivative of what is inside, beta·z.",
    ),
)

exercise(
    "gelu_derivation",
    lecture="02",
    points=2,
    topics="S11",
    task=derivation(
        first="d(z * Phi, z)",
        names={"z": ("", -3, 3)},
        given={"Phi": "(1 + erf(z / sqrt(2))) / 2", "phi": "exp(-z**2 / 2) / sqrt(2 * pi)"},
        through={
            "the product rule": (
                "Phi + z * d(Phi, z)",
                "d(z, z) * Phi + z * d(Phi, z)",
                "Phi + z * d((1 + erf(z / sqrt(2))) / 2, z)",
                "Phi + z * d(1 + erf(z / sqrt(2)), z) / 2",
                "Phi + z * d(erf(z / sqrt(2)), z) / 2",
            ),
            "the derivative of Phi written out": ("Phi + z * exp(-z**2 / 2) / sqrt(2 * pi)",),
        },
        last="z Phi phi",
        last_functions="",
        solution="""
d(z * Phi, z)
= Phi + z * d(Phi, z)
= Phi + z * d(erf(z / sqrt(2)), z) / 2
= Phi + z * exp(-z**2 / 2) / sqrt(2 * pi)
= Phi + z * phi
""",
    ),
    wrong={
        "product rule with one term": (
            ("z * phi", "Phi", "phi"),
            "The product rule has two terms: each factor is differentiated once, and the other one is kept.",
        ),
        "the two exchanged": ("phi + z * Phi", "Phi and phi are exchanged: the factor that is kept is Phi."),
        "inner derivative of erf": (
            ("Phi + z * exp(-z**2 / 2) / sqrt(pi)", "Phi + z * exp(-z**2) / sqrt(pi)"),
            "erf(u) has the derivative 2/sqrt(pi)·exp(−u²); with u = z/sqrt(2) its inner derivative is 1/sqrt(2).",
        ),
        "phi not halved": ("Phi + 2 * z * phi", "The factor 1/2 in front of erf belongs to its derivative as well."),
        "sign": ("Phi - z * phi", "Phi rises with z: the second term has a plus sign."),
        "swish's rule": (
            "Phi + z * Phi * (1 - Phi)",
            "Phi(1 − Phi) would be the rule for a sigmoid; the derivative of Phi is the bell curve phi.",
        ),
    },
    hints=(
        "What is the first rule to use, and what is the derivative of an area under a curve?",
        "The product rule gives Phi + z·d(Phi, z); erf(u) has twice exp(−u²), divided by the root of pi.",
        "Call the inside u. The three square roots combine to one, of 2·pi, and what remains has a name.",
    ),
)
