"""Lecture 12: the error splits into bias and variance, and a penalty shrinks the weights, line by line."""

from autograder.checking.derivation.task import derivation
from autograder.checking.exercise import exercise

exercise(
    "bias_variance_derivation",
    lecture="12",
    points=2,
    topics="K19",
    task=derivation(
        first="mean((y - u)**2)",
        names={"y": "R", "u": ""},
        given={"ybar": "mean(y)", "bias": "mean(y) - u", "var": "mean((y - mean(y))**2)"},
        through={
            "the two squares without the cross term, or with it by name": (
                "mean((y - ybar)**2) + (ybar - u)**2",
                "mean((y - ybar)**2) + bias**2",
                "var + (ybar - u)**2",
                "mean((y - ybar)**2) + 2 * mean(y - ybar) * (ybar - u) + bias**2",
                "mean((y - ybar)**2) + 2 * mean(y - ybar) * bias + bias**2",
                "var + 2 * mean(y - ybar) * (ybar - u) + bias**2",
                "mean(y**2) - ybar**2 + (ybar - u)**2",
                "mean(y**2) - ybar**2 + bias**2",
                "var + 2 * mean(y - ybar) * bias + bias**2",
                "var + 2 * mean(y - ybar) * (ybar - u) + (ybar - u)**2",
            )
        },
        last="bias var",
        last_functions="",
        solution="""
mean((y - u)**2)
= mean((y - ybar + ybar - u)**2)
= mean((y - ybar)**2 + 2 * (y - ybar) * (ybar - u) + (ybar - u)**2)
= mean((y - ybar)**2) + 2 * mean(y - ybar) * (ybar - u) + (ybar - u)**2
= mean((y - ybar)**2) + 2 * 0 * (ybar - u) + (ybar - u)**2
= var + bias**2
""",
    ),
    wrong={
        "bias not squared": ("var + bias", "The bias enters with its square."),
        "variance subtracted": ("bias**2 - var", "The squares are added: nothing in (a + b)² has a minus."),
        "cross term kept": (
            "var + 2 * bias + bias**2",
            "The cross term has the factor mean(y − ybar), which is 0 because ybar is the mean.",
        ),
        "variance forgotten": ("bias**2", "The networks scatter around their mean; that part of the error is missing."),
        "bias forgotten": ("var", "The mean of the networks may miss the truth; that part of the error is missing."),
    },
    hints=(
        "What can you add and subtract inside the square, so that each network is compared with their mean?",
        "(y − u)² = ((y − ybar) + (ybar − u))² = (y − ybar)² + 2(y − ybar)(ybar − u) + (ybar − u)².",
        "Take the mean term by term. ybar − u is a constant and comes out; mean(y − ybar) is 0; the rest has names.",
    ),
)

exercise(
    "weight_decay_derivation",
    lecture="12",
    points=1,
    topics="H19",
    task=derivation(
        first="w - eta * d(L + lam / 2 * w**2, w)",
        names={"w": "", "eta": ("", 0.01, 0.5), "lam": ("", 0.1, 2), "_u": "", "_v": ""},
        given={"L": "(_u * w - _v)**2 / 2", "g": "_u * (_u * w - _v)"},
        said={"L": "a loss, which depends on w", "g": "the derivative of L with respect to w"},
        through={
            "the derivative of the cost": (
                "w - eta * (d(L, w) + lam * w)",
                "w - eta * (d(L, w) + d(lam / 2 * w**2, w))",
            )
        },
        last="w eta lam g",
        last_functions="",
        solution="""
w - eta * d(L + lam / 2 * w**2, w)
= w - eta * (d(L, w) + lam * w)
= w - eta * lam * w - eta * g
= (1 - eta * lam) * w - eta * g
""",
    ),
    wrong={
        "half kept": ("w - eta * (g + lam / 2 * w)", "The power rule brings a 2, which cancels the half."),
        "penalty not differentiated": (
            "w - eta * (g + lam / 2 * w**2)",
            "This adds the penalty itself. The step needs its derivative.",
        ),
        "weight grows": ("(1 + eta * lam) * w - eta * g", "The step is subtracted, so the factor is below 1."),
        "rate lost": ("(1 - lam) * w - eta * g", "The learning rate multiplies the derivative of the penalty as well."),
        "penalty lost": ("w - eta * g", "The derivative of the penalty is missing."),
    },
    hints=(
        "Which two terms are differentiated, and which of them do you know explicitly?",
        "∂/∂w (½ λ w²) = λ w, and g stands for ∂L/∂w.",
        "Multiply the bracket by eta, and factor w out of the two terms that contain it.",
    ),
)
