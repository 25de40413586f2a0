"""Lecture 07: the gradient of a layer that the course has not met, line by line."""

from autograder.checking.derivation.task import derivation
from autograder.checking.exercise import exercise

exercise(
    "scale_derivation",
    lecture="07",
    points=2,
    topics="H26 H27",
    task=derivation(
        first="d(sum(n, sum(j, D[n, j] * (g[j] * X[n, j] + b[j]))), g[k])",
        names={"X": "N K", "D": "N K", "g": "K", "b": "K"},
        indices={"n": "N", "j": "K", "k": "K"},
        through={
            "the derivative inside the sum over the examples": (
                "sum(n, D[n, k] * d(g[k] * X[n, k] + b[k], g[k]))",
                "sum(n, D[n, k] * d(g[k] * X[n, k], g[k]))",
                "sum(n, d(D[n, k] * g[k] * X[n, k], g[k]))",
                "sum(n, sum(j, D[n, j] * d(g[j] * X[n, j] + b[j], g[k])))",
                "sum(n, sum(j, D[n, j] * d(g[j] * X[n, j], g[k])))",
                "sum(n, sum(j, d(D[n, j] * g[j] * X[n, j], g[k])))",
                "sum(n, d(sum(j, D[n, j] * (g[j] * X[n, j] + b[j])), g[k]))",
            )
        },
        last="D X",
        last_functions="sum",
        solution="""
d(sum(n, sum(j, D[n, j] * (g[j] * X[n, j] + b[j]))), g[k])
= sum(n, sum(j, D[n, j] * d(g[j] * X[n, j] + b[j], g[k])))
= sum(n, D[n, k] * d(g[k] * X[n, k], g[k]))
= sum(n, D[n, k] * X[n, k])
""",
    ),
    wrong={
        "sums multiplied": (
            "sum(n, D[n, k]) * sum(n, X[n, k])",
            "The sum of products is not the product of sums: what comes back for one example meets its own input only.",
        ),
        "input lost": (
            "sum(n, D[n, k])",
            "The factor X is missing. This is what the shift gets: it is added, and has the derivative 1.",
        ),
        "over the units too": (
            ("sum(n, sum(j, D[n, j] * X[n, j]))", "sum(D * X)"),
            "Of the sum over the units one term contains this factor: j = k.",
        ),
        "mean over the examples": (
            "mean(n, D[n, k] * X[n, k])",
            "The 1/N of the mean is in D already, because the loss has put it there. Here the examples only add up.",
        ),
        "derivative with respect to x": (
            "sum(n, D[n, k] * g[k])",
            "g[k] is the derivative with respect to X. With respect to g it is X.",
        ),
    },
    hints=(
        "Which of the outputs contain g[k]: how many of a row, and in how many rows?",
        "A derivative goes into a sum. The shift does not depend on g, and of the sum over j the term j = k is left.",
        "Write d(…) inside both sums, then keep j = k and drop b; the derivative of g[k]·X[n, k] by g[k] is X[n, k].",
    ),
)
