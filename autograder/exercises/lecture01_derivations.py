"""Lecture 01: the gradient of ADALINE's squared error, derived line by line."""

from autograder.checking.derivation.task import derivation
from autograder.checking.exercise import exercise

exercise(
    "adaline_derivation",
    lecture="01",
    points=2,
    topics="H11 K1",
    task=derivation(
        first="d((y - t)**2 / 2, w[i])",
        names={"w": "D", "x": "D", "b": "", "t": ""},
        given={"y": "sum(j, w[j] * x[j]) + b"},
        indices={"i": "D", "j": "D"},
        through={
            "the chain rule": (
                "(y - t) * d(y, w[i])",
                "(y - t) * d(y - t, w[i])",
                "(y - t) * d(sum(j, w[j] * x[j]), w[i])",
                "(y - t) * d(sum(j, w[j] * x[j]) + b, w[i])",
                "(y - t) * sum(j, d(w[j] * x[j], w[i]))",
                "(y - t) * sum(j, d(w[j], w[i]) * x[j])",
                "(y - t) * d(w[i] * x[i], w[i])",
            )
        },
        last="y t x",
        last_functions="",
        solution="""
d((y - t)**2 / 2, w[i])
= (y - t) * d(y - t, w[i])
= (y - t) * d(y, w[i])
= (y - t) * d(sum(j, w[j] * x[j]) + b, w[i])
= (y - t) * x[i]
""",
    ),
    wrong={
        "inner derivative lost": (
            "y - t",
            "The inner derivative is missing: by the chain rule d(y, w[i]) is a factor, and it is x[i].",
        ),
        "two not cancelled": (
            ("2 * (y - t) * x[i]", "(y - t) * x[i] / 2"),
            "The 2 of the power rule and the 1/2 of the loss cancel.",
        ),
        "sign": ("(t - y) * x[i]", "The derivative of y − t by y is +1; the minus of gradient descent comes later."),
        "weight for input": ("(y - t) * w[i]", "The derivative of w[i]·x[i] by w[i] is x[i], not w[i]."),
        "whole sum kept": (
            ("(y - t) * sum(x)", "(y - t) * sum(j, x[j])"),
            "Only one term of the sum contains w[i]; the derivatives of all others are 0.",
        ),
        "square kept": ("(y - t)**2 * x[i]", "The power rule lowers the exponent: u**2 / 2 gives u."),
    },
    hints=(
        "Which rule is for a square of something, and how does that something follow one weight?",
        "Half the square of u has the derivative u times that of u, here with u = y − t.",
        "Of the sum in y only the term w[i]·x[i] contains w[i], and its derivative is the other factor.",
    ),
)
