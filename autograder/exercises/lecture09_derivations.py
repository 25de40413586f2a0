"""Lecture 09: the mean square of a sum of random weights, line by line."""

from autograder.checking.derivation.task import derivation
from autograder.checking.exercise import exercise

exercise(
    "signal_variance_derivation",
    lecture="09",
    points=2,
    topics="H28",
    task=derivation(
        first="sum(i, sum(k, c[i, k] * a[i] * a[k]))",
        names={"a": "M", "s": ("", 0.1, 2)},
        given={"c": "s**2 * diag(ones(M))", "n": "sum(ones(M))", "q": "mean(a**2)"},
        indices={"i": "M", "k": "M"},
        through={
            "the terms with i = k alone": (
                "s**2 * sum(i, a[i]**2)",
                "sum(i, sum(k, s**2 * delta(i, k) * a[i] * a[k]))",
            )
        },
        last="n s q",
        last_functions="",
        solution="""
sum(i, sum(k, c[i, k] * a[i] * a[k]))
= sum(i, sum(k, s**2 * delta(i, k) * a[i] * a[k]))
= sum(i, s**2 * a[i] * a[i])
= s**2 * sum(i, a[i]**2)
= n * s**2 * q
""",
    ),
    wrong={
        "square of the sum": (
            "s**2 * sum(i, a[i])**2",
            "delta(i, k) keeps the terms with i = k only. The square of a sum holds all the others as well.",
        ),
        "number of inputs forgotten": ("s**2 * q", "q is the mean of the squares. Their sum is n times as large."),
        "n counted twice": ("n**2 * s**2 * q", "Of the n² terms only the n with i = k are left."),
        "standard deviation for variance": ("n * s * q", "The variance of a weight is s², the square of s."),
        "q squared": ("n * s**2 * q**2", "q is a mean of squares already."),
    },
    hints=(
        "For which pairs of i and k is a term of the double sum not 0?",
        "Σᵢ Σₖ Δᵢₖ aᵢ aₖ = Σᵢ aᵢ², and Σᵢ aᵢ² = n q.",
        "Take s² out of what is left of the sum, and replace the sum of the squares by n times their mean.",
    ),
)
