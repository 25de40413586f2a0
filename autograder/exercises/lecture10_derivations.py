"""Lecture 10: momentum is a sum of gradients, and Adam's mean is too small by a known factor, line by line."""

from autograder.checking.derivation.task import derivation
from autograder.checking.exercise import exercise

exercise(
    "momentum_sum_derivation",
    lecture="10",
    points=1,
    topics="H32",
    task=derivation(
        first="gamma * v2 + g3",
        names={"gamma": ("", 0.2, 0.9), "g1": "", "g2": "", "g3": ""},
        given={"v1": "g1", "v2": "gamma * g1 + g2"},
        through={
            "the second velocity written out": (
                "gamma * (gamma * v1 + g2) + g3",
                "gamma**2 * v1 + gamma * g2 + g3",
            )
        },
        last="gamma g1 g2 g3",
        last_functions="",
        solution="""
gamma * v2 + g3
= gamma * (gamma * v1 + g2) + g3
= gamma**2 * v1 + gamma * g2 + g3
= g3 + gamma * g2 + gamma**2 * g1
""",
    ),
    wrong={
        "no square": (
            "gamma * g1 + gamma * g2 + g3",
            "The first gradient must be multiplied by γ twice: once in v2, and once here.",
        ),
        "bracket forgotten": (
            "gamma**2 * v1 + g2 + g3",
            "γ multiplies all of v2, its gradient too: open the bracket.",
        ),
        "oldest first": (
            "g1 + gamma * g2 + gamma**2 * g3",
            "The newest gradient must have the weight 1, and older ones are multiplied by γ more often.",
        ),
        "a mean": (
            "(g1 + g2 + g3) / 3",
            "The three gradients do not count alike.",
        ),
        "weights one minus gamma": (
            "(1 - gamma) * g3 + gamma * v2",
            "In this momentum the new gradient has the weight 1, not 1 − γ.",
        ),
    },
    hints=(
        "What is v2, and what is v1?",
        "v2 = γ v1 + g2, and v1 = g1, because the velocity was 0 before.",
        "Put γ v1 + g2 for v2, open the bracket, and put g1 for v1.",
    ),
)

exercise(
    "adam_correction_derivation",
    lecture="10",
    points=2,
    topics="H32",
    task=derivation(
        first="b * m2 + (1 - b) * g",
        names={"b": ("", 0.3, 0.95), "g": ""},
        given={"m1": "(1 - b) * g", "m2": "b * (1 - b) * g + (1 - b) * g"},
        through={
            "m2 written out, with m1 still in it": (
                "b * (b * m1 + (1 - b) * g) + (1 - b) * g",
                "b**2 * m1 + b * (1 - b) * g + (1 - b) * g",
            )
        },
        last="b g",
        last_functions="",
        solution="""
b * m2 + (1 - b) * g
= b * (b * m1 + (1 - b) * g) + (1 - b) * g
= b**2 * (1 - b) * g + b * (1 - b) * g + (1 - b) * g
= (1 - b) * (1 + b + b**2) * g
= (1 - b**3) * g
""",
    ),
    wrong={
        "one minus b": ("(1 - b) * g", "That is the mean after one step. After three the oldest two have added to it."),
        "first mean taken for g": (
            "b**2 * g + b * (1 - b) * g + (1 - b) * g",
            "The mean starts at 0, so m1 is (1 − b)·g and not g.",
        ),
        "power of b too small": ("(1 - b**2) * g", "Three steps leave b³ of the zero at the start, not b²."),
        "cube of the bracket": ("(1 - b)**3 * g", "(1 − b)(1 + b + b²) is 1 − b³, which is not the cube of 1 − b."),
        "sum instead of mean": (
            "(1 + b + b**2) * g",
            "Each gradient enters with the weight 1 − b, which is missing.",
        ),
    },
    hints=(
        "What are m2 and m1, if the mean was 0 before the first step?",
        "m2 = b m1 + (1 − b) g with m1 = (1 − b) g, and (1 − b)(1 + b + b²) = 1 − b³.",
        "Write m2 out, put (1 − b)·g for m1, and factor out (1 − b)·g. What is left is a geometric sum.",
    ),
)
