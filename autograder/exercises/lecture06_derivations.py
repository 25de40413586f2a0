"""Lecture 06: the deltas, the weight gradient in indices and as a matrix, and a canonical link, line by line."""

from autograder.checking.derivation.task import derivation
from autograder.checking.exercise import exercise

HYPERBOLIC = "tanh sinh cosh"

exercise(
    "output_delta_derivation",
    lecture="06",
    points=2,
    topics="F16 H18 H20 O16",
    task=derivation(
        first="d(sum((A - T)**2) / (2 * N), Z[n, k])",
        names={"Z": "N K", "T": ("N K", 0.0, 1.0)},
        given={"A": "1 / (1 + exp(-Z))"},
        indices={"n": "N", "k": "K", "i": "N", "j": "K"},
        through={
            "the chain rule, with the derivative of the activation still to be taken": (
                "(A[n, k] - T[n, k]) / N * d(A[n, k], Z[n, k])",
                "d((A[n, k] - T[n, k])**2, Z[n, k]) / (2 * N)",
                "sum(i, sum(j, d((A[i, j] - T[i, j])**2, Z[n, k]))) / (2 * N)",
                "sum(i, sum(j, (A[i, j] - T[i, j]) * d(A[i, j], Z[n, k]))) / N",
            )
        },
        last="A T N",
        last_functions="",
        solution="""
d(sum((A - T)**2) / (2 * N), Z[n, k])
= d((A[n, k] - T[n, k])**2, Z[n, k]) / (2 * N)
= 2 * (A[n, k] - T[n, k]) * d(A[n, k], Z[n, k]) / (2 * N)
= (A[n, k] - T[n, k]) / N * A[n, k] * (1 - A[n, k])
""",
    ),
    wrong={
        "slope lost": (
            "(A[n, k] - T[n, k]) / N",
            "The derivative stops at A. One link is missing: from A back to Z, where the logistic has its slope.",
        ),
        "sum instead of mean": (
            "(A[n, k] - T[n, k]) * A[n, k] * (1 - A[n, k])",
            "The loss is a mean over the N examples: its 1/N is a factor of the delta.",
        ),
        "two not cancelled": (
            "2 * (A[n, k] - T[n, k]) / N * A[n, k] * (1 - A[n, k])",
            "The 2 of the power rule and the 1/2 of the loss cancel.",
        ),
        "sign": ("(T[n, k] - A[n, k]) / N * A[n, k] * (1 - A[n, k])", "The inner derivative of A − T by A is +1."),
        "slope taken at z": (
            "(A[n, k] - T[n, k]) / N * Z[n, k] * (1 - Z[n, k])",
            "a(1 − a) is the slope of the logistic in terms of its output a, not of z.",
        ),
    },
    hints=(
        "Which of the N·K squares contains Z[n, k], and through what?",
        "First the chain rule to A, which gives (A − T)/N; then the slope of the logistic, which you know from its "
        "output.",
        "Keep one term of the sum, write 2·(A − T) times the derivative of A, cancel the 2, and put in A·(1 − A).",
    ),
)

exercise(
    "hidden_delta_derivation",
    lecture="06",
    points=3,
    topics="F16 K12 K15 H20",
    task=derivation(
        first="d(sum(j, g[j] * (sum(i, W[j, i] * tanh(z[i])) + b[j])), z[k])",
        names={"z": "I", "W": "J I", "b": "J", "g": "J"},
        given={"a": "tanh(z)"},
        indices={"j": "J", "i": "I", "k": "I"},
        through={
            "the sum over the next layer, before a is put in for tanh(z)": (
                "sum(j, g[j] * W[j, k]) * (1 - tanh(z[k])**2)",
                "sum(j, g[j] * d(sum(i, W[j, i] * tanh(z[i])) + b[j], z[k]))",
                "sum(j, g[j] * W[j, k] * d(tanh(z[k]), z[k]))",
                "sum(j, g[j] * W[j, k]) * d(tanh(z[k]), z[k])",
                "sum(j, g[j] * sum(i, W[j, i] * d(tanh(z[i]), z[k])))",
                "sum(j, g[j] * d(sum(i, W[j, i] * tanh(z[i])), z[k]))",
                "sum(j, g[j] * d(W[j, k] * tanh(z[k]), z[k]))",
            )
        },
        last="a W g",
        last_functions="sum",
        solution="""
d(sum(j, g[j] * (sum(i, W[j, i] * tanh(z[i])) + b[j])), z[k])
= sum(j, g[j] * d(sum(i, W[j, i] * tanh(z[i])), z[k]))
= sum(j, g[j] * W[j, k] * d(tanh(z[k]), z[k]))
= (1 - a[k]**2) * sum(j, g[j] * W[j, k])
""",
    ),
    wrong={
        "slope lost": ("sum(j, g[j] * W[j, k])", "The slope of the activation is missing: this is ∂L/∂a, not ∂L/∂z."),
        "bias kept": (
            "(1 - a[k]**2) * sum(j, g[j] * (W[j, k] + b[j]))",
            "The biases of the next layer do not depend on z: their derivative is 0.",
        ),
        "all units of this layer": (
            "sum(j, g[j] * sum(i, W[j, i] * (1 - a[i]**2)))",
            "Only unit k is moved. Of the inner sum one term follows it.",
        ),
        "logistic's slope": (
            "a[k] * (1 - a[k]) * sum(j, g[j] * W[j, k])",
            "a(1 − a) is the slope of the logistic; that of tanh is 1 − a².",
        ),
        "activation kept": (
            "a[k] * sum(j, g[j] * W[j, k])",
            "tanh(z) stands here undifferentiated; its derivative is 1 − a².",
        ),
    },
    hints=(
        "Through which units of the next layer does z[k] act, and through which weights?",
        "A derivative goes into a sum. In the inner sum the term i = k is left; tanh has the slope 1 − a².",
        "Pull d(…, z[k]) into both sums, drop b[j], keep W[j, k], and take the slope out of the sum over j.",
    ),
)

exercise(
    "weight_gradient_derivation",
    lecture="06",
    points=2,
    topics="H20 H21",
    task=derivation(
        first="d(sum(n, sum(m, D[n, m] * (A @ W.T)[n, m])), W[j, i])",
        names={"A": "N I", "W": "J I", "D": "N J"},
        indices={"n": "N", "m": "J", "j": "J", "i": "I", "l": "I"},
        through={
            "the derivative inside the sum over the examples": (
                "sum(n, D[n, j] * d((A @ W.T)[n, j], W[j, i]))",
                "sum(n, sum(m, D[n, m] * d((A @ W.T)[n, m], W[j, i])))",
                "sum(n, D[n, j] * d(A[n, i] * W[j, i], W[j, i]))",
                "sum(n, d(D[n, j] * A[n, i] * W[j, i], W[j, i]))",
                "sum(n, d(sum(m, D[n, m] * (A @ W.T)[n, m]), W[j, i]))",
                "sum(n, D[n, j] * sum(l, d(A[n, l] * W[j, l], W[j, i])))",
            )
        },
        last="D A",
        last_functions="sum",
        solution="""
d(sum(n, sum(m, D[n, m] * (A @ W.T)[n, m])), W[j, i])
= sum(n, sum(m, D[n, m] * d(sum(l, A[n, l] * W[m, l]), W[j, i])))
= sum(n, D[n, j] * d(A[n, i] * W[j, i], W[j, i]))
= sum(n, D[n, j] * A[n, i])
= (D.T @ A)[j, i]
""",
    ),
    wrong={
        "sums multiplied": (
            "sum(n, D[n, j]) * sum(n, A[n, i])",
            "The sum of products is not the product of sums: the delta of one example meets its own input only.",
        ),
        "mean over the examples": (
            ("sum(n, D[n, j] * A[n, i]) / N", "mean(n, D[n, j] * A[n, i])"),
            "The 1/N of the mean is in the deltas already: here the examples only add up.",
        ),
        "sum over the units": (
            ("sum(n, sum(m, D[n, m] * A[n, i]))", "sum(n, sum(m, D[n, m]) * A[n, i])"),
            "Of the units only m = j has this weight: the sum over m keeps one term.",
        ),
    },
    hints=(
        "Which of the products in A @ W.T contain the one weight W[j, i]? And for how many examples?",
        "Write such an entry as a sum over l of A[n, l]·W[m, l], where only m = j and l = i follow the weight.",
        "What is left is a sum over n of D[n, j]·A[n, i]. A matrix product sums over neighbouring indices: turn D.",
    ),
)

exercise(
    "canonical_derivation",
    lecture="06",
    points=2,
    topics="K14",
    task=derivation(
        first="d(-log(s**t * (1 - s)**(1 - t)), z)",
        names={"z": ("", -3, 3), "t": ("", 0.0, 1.0)},
        given={"s": "1 / (1 + exp(-z))"},
        through={
            "the logarithm of the probability": (
                "d(log(1 + exp(z)) - t * z, z)",
                "-t * d(log(s), z) - (1 - t) * d(log(1 - s), z)",
                "-t / s * d(s, z) + (1 - t) / (1 - s) * d(s, z)",
                "d(log(1 + exp(z)), z) - t",
                "d(log(1 + exp(z)), z) - d(t * z, z)",
            )
        },
        last="s t",
        last_functions="",
        without=HYPERBOLIC,
        solution="""
d(-log(s**t * (1 - s)**(1 - t)), z)
= d(-t * log(s) - (1 - t) * log(1 - s), z)
= d(-t * (z - log(1 + exp(z))) + (1 - t) * log(1 + exp(z)), z)
= d(log(1 + exp(z)) - t * z, z)
= exp(z) / (1 + exp(z)) - t
= s - t
""",
    ),
    wrong={
        "target minus output": ("t - s", "The sign is turned: the loss is minus the logarithm of the probability."),
        "slope kept": (
            "(s - t) * s * (1 - s)",
            "A factor s(1 − s) is left over. That is the squared error's gradient; here the logarithm cancels it.",
        ),
        "derivative with respect to s": (
            "(s - t) / (s * (1 - s))",
            "This is the derivative with respect to s. One link is missing: the slope of the logistic.",
        ),
        "only the yes": ("-t * (1 - s)", "The second factor of the probability is left out; it contains z as well."),
    },
    hints=(
        "What does a logarithm make of a product and of powers? What is log(1 − s), written with z?",
        "log(s) = z − log(1 + exp(z)) and log(1 − s) = −log(1 + exp(z)).",
        "Put both in: the terms with log(1 + exp(z)) come together, and t·z is left. Then differentiate.",
    ),
)
