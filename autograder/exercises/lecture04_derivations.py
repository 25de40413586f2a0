"""Lecture 04: the two cases of the softmax Jacobian, and the gradient of cross-entropy by both routes, line by line."""

from autograder.checking.derivation.task import derivation
from autograder.checking.exercise import exercise

exercise(
    "softmax_diagonal_derivation",
    lecture="04",
    points=2,
    topics="H4",
    task=derivation(
        first="d(exp(z[k]) / sum(j, exp(z[j])), z[k])",
        names={"z": "K"},
        given={"p": "exp(z) / sum(exp(z))"},
        indices={"k": "K", "j": "K"},
        through={
            "the quotient rule carried out": (
                "(exp(z[k]) * sum(j, exp(z[j])) - exp(z[k]) * exp(z[k])) / sum(j, exp(z[j]))**2",
                "exp(z[k]) / sum(j, exp(z[j])) - exp(z[k])**2 / sum(j, exp(z[j]))**2",
                "p[k] - exp(z[k])**2 / sum(j, exp(z[j]))**2",
                "p[k] * (1 - exp(z[k]) / sum(j, exp(z[j])))",
            )
        },
        last="p",
        last_functions="",
        solution="""
d(exp(z[k]) / sum(j, exp(z[j])), z[k])
= (exp(z[k]) * sum(j, exp(z[j])) - exp(z[k]) * exp(z[k])) / sum(j, exp(z[j]))**2
= exp(z[k]) / sum(j, exp(z[j])) - (exp(z[k]) / sum(j, exp(z[j])))**2
= p[k] * (1 - p[k])
""",
    ),
    wrong={
        "denominator taken for a constant": (
            "p[k]",
            "The logit stands in the denominator as well: its exponential is one of the terms of the sum.",
        ),
        "quotient rule the wrong way round": (
            "p[k]**2 - p[k]",
            "The two products are exchanged: the quotient rule begins with the derivative of the numerator.",
        ),
        "quotient rule without the square": (
            "(exp(z[k]) * sum(j, exp(z[j])) - exp(z[k])**2) / sum(j, exp(z[j]))",
            "The denominator of the quotient rule is squared.",
        ),
        "plus in the quotient rule": ("p[k] + p[k]**2", "The two products of the quotient rule are subtracted."),
        "the other case": (
            "-p[k] * p[k]",
            "That is the case of two different classes, where the numerator stands still.",
        ),
    },
    hints=(
        "In how many places of the fraction does the logit z[k] stand?",
        "(u/v)′ = (u′ v − u v′)/v². Numerator and denominator both have the derivative exp(z[k]).",
        "Split the fraction in two. The first is p[k], the second is its square; then factor out p[k].",
    ),
)

exercise(
    "softmax_off_diagonal_derivation",
    lecture="04",
    points=2,
    topics="H4",
    task=derivation(
        first="d(exp(z[i]) / sum(j, exp(z[j])), z[k])",
        names={"z": "K"},
        given={"p": "exp(z) / sum(exp(z))"},
        indices={"i": "K", "k": "K", "j": "K"},
        distinct=True,
        through={
            "the quotient rule carried out": (
                "-exp(z[i]) * exp(z[k]) / sum(j, exp(z[j]))**2",
                "-p[i] * exp(z[k]) / sum(j, exp(z[j]))",
                "-p[k] * exp(z[i]) / sum(j, exp(z[j]))",
            )
        },
        last="p",
        last_functions="",
        solution="""
d(exp(z[i]) / sum(j, exp(z[j])), z[k])
= (0 * sum(j, exp(z[j])) - exp(z[i]) * exp(z[k])) / sum(j, exp(z[j]))**2
= -exp(z[i]) / sum(j, exp(z[j])) * exp(z[k]) / sum(j, exp(z[j]))
= -p[i] * p[k]
""",
    ),
    wrong={
        "the other case": (
            "p[i] * (1 - p[k])",
            "Here i and k are different classes: exp(z[i]) does not contain z[k], so its derivative is 0.",
        ),
        "sign": ("p[i] * p[k]", "A minus is lost: the second product of the quotient rule is subtracted."),
        "quotient rule without the square": (
            "-exp(z[i]) * exp(z[k]) / sum(j, exp(z[j]))",
            "The denominator of the quotient rule is squared.",
        ),
        "nothing changes": ("0", "The numerator does not contain z[k], but the denominator does."),
        "derivative of the whole sum": (
            "-p[i]",
            "Of the sum in the denominator only one term follows z[k], so its derivative is exp(z[k]), not the sum.",
        ),
    },
    hints=(
        "The classes i and k are different. Where in the fraction does z[k] stand then?",
        "The quotient rule with u′ = 0 leaves −u v′/v², and v′ = exp(z[k]).",
        "Write the square below as a product, and give one factor to each of the two exponentials.",
    ),
)

exercise(
    "cross_entropy_derivation",
    lecture="04",
    points=2,
    topics="H4 H5 K13",
    task=derivation(
        first="d(log(sum(j, exp(z[j]))) - sum(j, t[j] * z[j]), z[k])",
        names={"z": "K", "t": ("K", 0.0, 1.0)},
        given={"p": "exp(z) / sum(exp(z))"},
        indices={"k": "K", "j": "K"},
        through={
            "the logarithm differentiated": (
                "1 / sum(j, exp(z[j])) * d(sum(j, exp(z[j])), z[k]) - t[k]",
                "1 / sum(j, exp(z[j])) * d(sum(j, exp(z[j])), z[k]) - d(sum(j, t[j] * z[j]), z[k])",
                "exp(z[k]) / sum(j, exp(z[j])) - t[k]",
                "exp(z[k]) / sum(j, exp(z[j])) - d(sum(j, t[j] * z[j]), z[k])",
            )
        },
        last="p t",
        last_functions="",
        solution="""
d(log(sum(j, exp(z[j]))) - sum(j, t[j] * z[j]), z[k])
= 1 / sum(j, exp(z[j])) * d(sum(j, exp(z[j])), z[k]) - d(sum(j, t[j] * z[j]), z[k])
= exp(z[k]) / sum(j, exp(z[j])) - t[k]
= p[k] - t[k]
""",
    ),
    wrong={
        "targets minus probabilities": ("t[k] - p[k]", "The sign is turned: log-sum-exp stands first, with a plus."),
        "inner derivative lost": (
            "1 / sum(j, exp(z[j])) - t[k]",
            "The inner derivative is missing: the sum of exponentials changes with z[k] by exp(z[k]).",
        ),
        "whole sum differentiated": (
            "1 - t[k]",
            "Of the sum of exponentials only one term follows z[k]; its derivative is not the sum itself.",
        ),
        "all targets kept": ("p[k] - sum(j, t[j])", "Only the term j = k of the second sum contains z[k]."),
        "logit kept": ("p[k] - t[k] * z[k]", "The derivative of t[k]·z[k] with respect to z[k] is t[k]."),
    },
    hints=(
        "What is the derivative of a logarithm of something, and which terms of the two sums contain z[k]?",
        "d(log(u)) = d(u)/u, here with u the sum of exponentials, whose derivative is exp(z[k]).",
        "The first part is exp(z[k]) over the sum, which has a name. The second sum leaves the target of class k.",
    ),
)

exercise(
    "cross_entropy_jacobian_derivation",
    lecture="04",
    points=3,
    topics="H3 H4",
    task=derivation(
        first="sum(i, d(-sum(j, t[j] * log(p[j])), p[i]) * p[i] * (delta(i, k) - p[k]))",
        names={"p": ("K", 0.1, 0.9), "_w": ("K", 0.1, 1.0)},
        given={"t": "_w / sum(_w)"},
        said={"t": "a vector of K, all positive, with the sum 1"},
        indices={"k": "K", "i": "K", "j": "K"},
        through={
            "the derivative of the loss put in, before the targets are added up": (
                "-t[k] + p[k] * sum(i, t[i])",
                "-sum(i, t[i] * delta(i, k)) + p[k] * sum(i, t[i])",
                "-sum(i, t[i] * (delta(i, k) - p[k]))",
                "sum(i, -t[i] / p[i] * p[i] * (delta(i, k) - p[k]))",
            )
        },
        last="p t",
        last_functions="",
        solution="""
sum(i, d(-sum(j, t[j] * log(p[j])), p[i]) * p[i] * (delta(i, k) - p[k]))
= sum(i, -t[i] / p[i] * p[i] * (delta(i, k) - p[k]))
= -sum(i, t[i] * (delta(i, k) - p[k]))
= -sum(i, t[i] * delta(i, k)) + p[k] * sum(i, t[i])
= -t[k] + p[k] * sum(i, t[i])
= p[k] - t[k]              # the targets add up to 1
""",
    ),
    wrong={
        "targets minus probabilities": ("t[k] - p[k]", "A minus is lost: the loss is minus the sum of t log p."),
        "diagonal only": (
            ("-t[k] * (1 - p[k])", "t[k] * (p[k] - 1)"),
            "Only i = k is left of the sum. Every p[i] moves with z[k], so all terms of the sum count.",
        ),
        "delta left out": (
            ("-t[k]", "p[k]"),
            "The bracket has two terms, delta(i, k) and −p[k], and both of them leave something.",
        ),
        "probabilities do not cancel": (
            "sum(i, -t[i] * (delta(i, k) - p[k]) / p[i])",
            "The p[i] of the Jacobian and the p[i] under the target cancel.",
        ),
    },
    hints=(
        "Which term of the loss contains p[i]? And of which terms does the sum with delta(i, k) consist?",
        "The derivative of the loss is −t[i]/p[i], which cancels p[i]; a sum with delta(i, k) keeps only i = k.",
        "Split the sum in two. In the second, p[k] does not depend on i and comes out; what is left is the sum of "
        "targets.",
    ),
)
