"""Lecture 03: the gradients of squared error, of its likelihood and of binary cross-entropy, line by line."""

from autograder.checking.derivation.task import derivation
from autograder.checking.exercise import exercise

exercise(
    "mse_derivation",
    lecture="03",
    points=2,
    topics="F14 S6 O13",
    task=derivation(
        first="d(C, Y[n, k])",
        names={"Y": "N K", "T": "N K"},
        given={"C": "sum((Y - T)**2) / (2 * N)"},
        indices={"n": "N", "k": "K", "i": "N", "j": "K"},
        through={
            "which term of the sum is left": (
                "d((Y[n, k] - T[n, k])**2, Y[n, k]) / (2 * N)",
                "d((Y[n, k] - T[n, k])**2 / (2 * N), Y[n, k])",
                "sum(i, sum(j, d((Y[i, j] - T[i, j])**2, Y[n, k]))) / (2 * N)",
                "sum(i, sum(j, d((Y[i, j] - T[i, j])**2 / (2 * N), Y[n, k])))",
                "sum(i, sum(j, 2 * (Y[i, j] - T[i, j]) * d(Y[i, j] - T[i, j], Y[n, k]))) / (2 * N)",
                "sum(i, sum(j, 2 * (Y[i, j] - T[i, j]) * d(Y[i, j], Y[n, k]))) / (2 * N)",
                "(Y[n, k] - T[n, k]) * d(Y[n, k] - T[n, k], Y[n, k]) / N",
            )
        },
        last="Y T N",
        last_functions="",
        solution="""
d(C, Y[n, k])
= sum(i, sum(j, d((Y[i, j] - T[i, j])**2, Y[n, k]))) / (2 * N)
= d((Y[n, k] - T[n, k])**2, Y[n, k]) / (2 * N)
= 2 * (Y[n, k] - T[n, k]) / (2 * N)
= (Y[n, k] - T[n, k]) / N
""",
    ),
    wrong={
        "sum instead of mean": (
            "Y[n, k] - T[n, k]",
            "The cost is a mean over the N examples: its 1/N is a factor of the gradient as well.",
        ),
        "two not cancelled": (
            ("2 * (Y[n, k] - T[n, k]) / N", "(Y[n, k] - T[n, k]) / (2 * N)"),
            "The 2 of the power rule and the 1/2 of the cost cancel.",
        ),
        "sign": ("(T[n, k] - Y[n, k]) / N", "The inner derivative is that of Y − T by Y, which is +1."),
        "whole sum kept": (
            ("sum(i, sum(j, Y[i, j] - T[i, j])) / N", "sum(Y - T) / N"),
            "Only one term of the sum contains Y[n, k]; the derivatives of all others are 0.",
        ),
        "sum over the outputs kept": (
            "sum(j, Y[n, j] - T[n, j]) / N",
            "Of the outputs of example n only output k is moved; the others do not follow it.",
        ),
        "power not lowered": ("(Y[n, k] - T[n, k])**2 / N", "The power rule lowers the exponent: u**2 gives 2·u."),
    },
    hints=(
        "How many of the N·K terms of the sum follow one entry of Y when it is moved?",
        "A derivative goes into a sum; the term with i = n and j = k is left, and the chain rule gives 2·(Y − T)·1.",
        "Write 2·(Y[n, k] − T[n, k]) over 2·N and cancel.",
    ),
)

exercise(
    "likelihood_derivation",
    lecture="03",
    points=2,
    topics="S3 S6",
    task=derivation(
        first="d(-sum(i, log(p[i])), y[n])",
        names={"t": "N", "y": "N", "s": ("", 0.5, 2.0)},
        given={"p": "exp(-(t - y)**2 / (2 * s**2)) / sqrt(2 * pi * s**2)"},
        indices={"n": "N", "i": "N"},
        through={
            "the density put in, and its logarithm taken": (
                "d((t[n] - y[n])**2 / (2 * s**2), y[n])",
                "d((t[n] - y[n])**2, y[n]) / (2 * s**2)",
                "d((t[n] - y[n])**2 / (2 * s**2) + log(2 * pi * s**2) / 2, y[n])",
                "d((t[n] - y[n])**2 / (2 * s**2), y[n]) + d(log(2 * pi * s**2) / 2, y[n])",
                "d((t[n] - y[n])**2 / (2 * s**2) + log(2 * pi) / 2 + log(s), y[n])",
                "sum(i, d((t[i] - y[i])**2 / (2 * s**2), y[n]))",
                "sum(i, d((t[i] - y[i])**2, y[n])) / (2 * s**2)",
                "d(sum(i, (t[i] - y[i])**2 / (2 * s**2)), y[n])",
                "d(sum(i, (t[i] - y[i])**2), y[n]) / (2 * s**2)",
                "d(sum(i, (t[i] - y[i])**2 / (2 * s**2) + log(2 * pi * s**2) / 2), y[n])",
                "sum(i, d((t[i] - y[i])**2 / (2 * s**2) + log(2 * pi * s**2) / 2, y[n]))",
            )
        },
        last="t y s",
        last_functions="",
        solution="""
d(-sum(i, log(p[i])), y[n])
= -d(log(p[n]), y[n])
= -d(-(t[n] - y[n])**2 / (2 * s**2) - log(sqrt(2 * pi * s**2)), y[n])
= d((t[n] - y[n])**2, y[n]) / (2 * s**2)
= -2 * (t[n] - y[n]) / (2 * s**2)
= (y[n] - t[n]) / s**2
""",
    ),
    wrong={
        "sign": (
            "(t[n] - y[n]) / s**2",
            "A minus is lost: there is one before the sum, one in the exponent, and one before y in t − y.",
        ),
        "two not cancelled": (
            ("(y[n] - t[n]) / (2 * s**2)", "2 * (y[n] - t[n]) / s**2"),
            "The 2 of the power rule and the 2 below cancel.",
        ),
        "s without its square": ("(y[n] - t[n]) / s", "The variance s² stands below, not s."),
        "whole sum kept": (
            "sum(i, y[i] - t[i]) / s**2",
            "Only one term of the sum contains y[n]; the derivatives of all others are 0.",
        ),
        "exponential kept": (
            "(y[n] - t[n]) / s**2 * p[n]",
            "The logarithm undoes the exponential: the density is no factor any more.",
        ),
        "square kept": (
            "(t[n] - y[n])**2 / (2 * s**2)",
            "That is the term itself; its derivative is still to come.",
        ),
    },
    hints=(
        "What does a logarithm do to a product, and what to an exponential? How many terms of the sum contain y[n]?",
        "−log p[n] = (t[n] − y[n])²/(2·s²) + log of the square root; the second term does not contain y.",
        "The chain rule on the square gives 2·(t − y) times −1; cancel the 2 and turn the bracket round.",
    ),
)

exercise(
    "bce_derivation",
    lecture="03",
    points=2,
    topics="F14 S4 F12",
    task=derivation(
        first="d(t * log(1 + exp(-z)) + (1 - t) * log(1 + exp(z)), z)",
        names={"z": ("", -3, 3), "t": ("", 0.1, 0.9)},
        given={"p": "1 / (1 + exp(-z))"},
        through={
            "both logarithms differentiated, before p is put in": (
                "-t * exp(-z) / (1 + exp(-z)) + (1 - t) * exp(z) / (1 + exp(z))",
                "-t / (1 + exp(z)) + (1 - t) / (1 + exp(-z))",
                "-t * exp(-z) / (1 + exp(-z)) + (1 - t) / (1 + exp(-z))",
                "-t / (1 + exp(z)) + (1 - t) * exp(z) / (1 + exp(z))",
                "-t * exp(-z) * p + (1 - t) * exp(z) / (1 + exp(z))",
                "-t * exp(-z) * p + (1 - t) * p",
                "-t * exp(-z) / (1 + exp(-z)) + (1 - t) * p",
                "-t / (1 + exp(z)) + (1 - t) * p",
                "-t * (1 - p) + (1 - t) * exp(z) / (1 + exp(z))",
            )
        },
        last="p t",
        last_functions="",
        solution="""
d(t * log(1 + exp(-z)) + (1 - t) * log(1 + exp(z)), z)
= t * d(log(1 + exp(-z)), z) + (1 - t) * d(log(1 + exp(z)), z)
= -t * exp(-z) / (1 + exp(-z)) + (1 - t) * exp(z) / (1 + exp(z))
= -t * (1 - p) + (1 - t) * p
= p - t
""",
    ),
    wrong={
        "sign": ("t - p", "Where t is 0, raising z raises the loss: the derivative is positive there."),
        "minus of the chain rule lost": (
            ("t * (1 - p) + (1 - t) * p", "t * exp(-z) / (1 + exp(-z)) + (1 - t) * exp(z) / (1 + exp(z))"),
            "In the first logarithm −z is inside, and its derivative −1 is a factor.",
        ),
        "one minus p taken for p": (
            ("-t * p + (1 - t) * (1 - p)", "-t * p + (1 - t) * p", "-t * (1 - p) + (1 - t) * (1 - p)"),
            "exp(z)/(1 + exp(z)) is p, and exp(−z)/(1 + exp(−z)) is 1 − p.",
        ),
        "inner derivative lost": (
            ("t / (1 + exp(-z)) + (1 - t) / (1 + exp(z))", "-t / (1 + exp(-z)) + (1 - t) / (1 + exp(z))"),
            "The derivative of log u is that of u over u, and the derivative of 1 + exp(z) is exp(z), not 1.",
        ),
        "slope of the logistic left in": (
            "(p - t) * p * (1 - p)",
            "That is the gradient of squared error through the logistic. Here no factor p (1 − p) is left over.",
        ),
        "only the first term": ("-t * (1 - p)", "The second term follows z as well, whatever t is."),
    },
    hints=(
        "What is the derivative of the logarithm of something, and how does that something move with z?",
        "d(log(u), z) = d(u, z)/u. The first fraction is −(1 − p), the second is p.",
        "Put the two fractions in, multiply out, and see the products t·p cancel.",
    ),
)
