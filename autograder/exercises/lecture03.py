"""Lecture 03: what training makes small, and the entropies behind it."""

import numpy as np

from autograder.checking.exercise import EXTREME, ORDINARY, Inputs, exercise
from mlpkit import losses as lib
from mlpkit.activations import sigmoid, softplus

ZEROS = "rows with zeros"
# A small number added inside a logarithm shows in float64 only: a group of its own, which costs a part of the points.
PRECISION = {"float32": ORDINARY, "float64": "double precision"}
# So is an array with more or fewer axes than two.
AXES = "other numbers of axes"
SHAPES = ((1, 1), (1, 3), (4, 1), (7, 3), (5,))


def outputs_and_targets(*parameters: tuple, hits: int = 1):
    """Outputs Y and targets T of each shape and dtype; the first `hits` outputs are on target."""

    def draw(rng):
        for dtype in ("float32", "float64"):
            for shape in SHAPES:
                for more in parameters or ((),):
                    Y, T = rng.normal(0, 2, (2, *shape)).astype(dtype)
                    if Y.size > hits:
                        T.flat[:hits] = Y.flat[:hits]
                    yield Inputs((Y, T, *more), ORDINARY if Y.ndim == 2 else AXES)

    return draw


def on_target(Y, T, *more):
    """Where |y − t| has its kink."""
    return np.intersect1d(Y, T)


def absolute(D):
    return float(np.sum(np.abs(D)))


exercise(
    lib.mse,
    lecture="03",
    points=2,
    topics="F14 S3 S6 O13",
    cases=outputs_and_targets(),
    outputs=("the loss", "dY"),
    wrong={
        "loss summed over the examples": (
            lambda Y, T: (float(np.sum((Y - T) ** 2)) / 2, (Y - T) / len(Y)),
            "The loss grows with the number of rows: it is the sum over the examples. Divide it by N, their number.",
        ),
        "loss averaged over the outputs too": (
            lambda Y, T: (float(np.mean((Y - T) ** 2)) / 2, (Y - T) / len(Y)),
            "The loss is divided by the number of outputs K as well. Here an example's outputs are added up; "
            "only the examples are averaged.",
        ),
        "mean of all squares": (
            lambda Y, T: (float(np.mean((Y - T) ** 2)), (Y - T) / len(Y)),
            "The loss is the plain mean of all N·K squares. Two conventions differ here: this course has a ½ in front "
            "of each square, and adds up the outputs of an example instead of averaging them.",
        ),
        "no half": (
            lambda Y, T: (float(np.sum((Y - T) ** 2)) / len(Y), (Y - T) / len(Y)),
            "The loss is exactly twice what it should be: the ½ in front of the square is missing.",
        ),
        "gradient of the sum": (
            lambda Y, T: (float(np.sum((Y - T) ** 2)) / 2 / len(Y), Y - T),
            "dY is Y − T, the gradient of the sum over the examples. The loss is their mean, so dY carries 1/N too.",
        ),
        "gradient without the half": (
            lambda Y, T: (float(np.sum((Y - T) ** 2)) / 2 / len(Y), 2 * (Y - T) / len(Y)),
            "dY is exactly twice what it should be. The 2 that comes down from the square meets the ½ in front of it.",
        ),
        "gradient divided by all": (
            lambda Y, T: (float(np.sum((Y - T) ** 2)) / 2 / len(Y), (Y - T) / Y.size),
            "dY is divided by all N·K numbers. The loss is a mean over the N examples only, so its gradient is too.",
        ),
        "gradient uphill for the output": (
            lambda Y, T: (float(np.sum((Y - T) ** 2)) / 2 / len(Y), (T - Y) / len(Y)),
            "dY has the wrong sign. Where an output is above its target, raising it raises the loss: dY is positive.",
        ),
    },
    hints=(
        "Both results start from how far each output is from its target. What is added up, and what is averaged?",
        "With d = y − t: the loss is the sum of all d²/2, divided by the number of rows N. Its derivative with respect "
        "to one y is d/N.",
        "len(Y) is N, whether Y has one axis or two. np.sum without an axis adds up everything; float(…) makes a "
        "Python number of it. Return the loss, then an array shaped like Y.",
    ),
    step="the section on squared error",
)

exercise(
    lib.mae,
    lecture="03",
    points=2,
    topics="F14",
    cases=outputs_and_targets(),
    kinks=on_target,
    outputs=("the loss", "dY"),
    wrong={
        "loss summed over the examples": (
            lambda Y, T: (absolute(Y - T), np.sign(Y - T) / len(Y)),
            "The loss grows with the number of rows: it is the sum over the examples. Divide it by N, their number.",
        ),
        "loss averaged over the outputs too": (
            lambda Y, T: (float(np.mean(np.abs(Y - T))), np.sign(Y - T) / len(Y)),
            "The loss is divided by the number of outputs K as well. Here an example's outputs are added up.",
        ),
        "errors cancel": (
            lambda Y, T: (float(np.sum(Y - T)) / len(Y), np.sign(Y - T) / len(Y)),
            "Errors above and below the target cancel in this loss: the absolute value of each is missing.",
        ),
        "absolute value of the sum": (
            lambda Y, T: (float(np.abs(np.sum(Y - T))) / len(Y), np.sign(Y - T) / len(Y)),
            "The errors are added up before the absolute value is taken, so that they cancel. Take that of each first.",
        ),
        "gradient of the square": (
            lambda Y, T: (absolute(Y - T) / len(Y), (Y - T) / len(Y)),
            "dY is (Y − T)/N, the gradient of half the square. The slope of |d| has the same size however large d is.",
        ),
        "gradient of the sum": (
            lambda Y, T: (absolute(Y - T) / len(Y), np.sign(Y - T)),
            "dY is the gradient of the sum over the examples. The loss is their mean, so dY carries 1/N too.",
        ),
        "gradient uphill for the output": (
            lambda Y, T: (absolute(Y - T) / len(Y), np.sign(T - Y) / len(Y)),
            "dY has the wrong sign. Where an output is above its target, raising it raises the loss: dY is positive.",
        ),
        "0/0 on target": (
            lambda Y, T: (absolute(Y - T) / len(Y), (Y - T) / np.abs(Y - T) / len(Y)),
            "dY is NaN where an output is exactly on its target: d/|d| is 0/0 there. Any number from −1/N to 1/N would "
            "do; this course takes 0.",
        ),
    },
    hints=(
        "Draw |d|. What is its slope on the right of 0, and on the left?",
        "With d = y − t: the loss is the sum of all |d|, divided by N. The derivative with respect to one y is +1/N "
        "where d > 0, −1/N where d < 0; take 0 where d = 0.",
        "NumPy has a function that gives −1, 0 or 1 for each number. It goes into dY; np.abs goes into the loss.",
    ),
    step="the section on outliers",
)


def huber_sum(D, delta):
    size = np.abs(D)
    return float(np.sum(np.where(size <= delta, D * D / 2, delta * (size - delta / 2))))


exercise(
    lib.huber,
    lecture="03",
    points=3,
    topics="F14 O18",
    cases=outputs_and_targets((), (0.5,), (2.0,), hits=0),
    outputs=("the loss", "dY"),
    wrong={
        "delta ignored in the loss": (
            lambda Y, T, delta=1.0: (huber_sum(Y - T, 1.0) / len(Y), np.clip(Y - T, -delta, delta) / len(Y)),
            "The loss always changes over at |d| = 1: the argument delta has no effect on it.",
        ),
        "pieces do not meet": (
            lambda Y, T, delta=1.0: (
                float(np.sum(np.where(np.abs(Y - T) <= delta, (Y - T) ** 2 / 2, delta * np.abs(Y - T)))) / len(Y),
                np.clip(Y - T, -delta, delta) / len(Y),
            ),
            "The loss jumps at |d| = δ, from δ²/2 to δ². The straight piece is lower: δ (|d| − δ/2).",
        ),
        "straight piece without its slope": (
            lambda Y, T, delta=1.0: (
                float(np.sum(np.where(np.abs(Y - T) <= delta, (Y - T) ** 2 / 2, np.abs(Y - T) - delta / 2))) / len(Y),
                np.clip(Y - T, -delta, delta) / len(Y),
            ),
            "The straight piece is |d| − δ/2: right for δ = 1 only. Its slope is δ, the slope of the parabola at the "
            "point where they meet.",
        ),
        "half of delta for its square": (
            lambda Y, T, delta=1.0: (
                float(np.sum(np.where(np.abs(Y - T) <= delta, (Y - T) ** 2 / 2, delta * np.abs(Y - T) - delta / 2)))
                / len(Y),
                np.clip(Y - T, -delta, delta) / len(Y),
            ),
            "The straight piece is δ |d| − δ/2: right for δ = 1 only. What is subtracted is δ²/2, so that the pieces "
            "meet.",
        ),
        "one piece for all": (
            lambda Y, T, delta=1.0: (
                (huber_sum(Y - T, np.inf) / len(Y), (Y - T) / len(Y))
                if np.all(np.abs(Y - T) <= delta)
                else (delta * float(np.sum(np.abs(Y - T) - delta / 2)) / len(Y), delta * np.sign(Y - T) / len(Y))
            ),
            "As soon as one error is beyond δ, all of them are treated so. Each error decides for itself: np.where or "
            "np.clip, entry by entry.",
        ),
        "slope 1 beyond delta": (
            lambda Y, T, delta=1.0: (
                huber_sum(Y - T, delta) / len(Y),
                np.where(np.abs(Y - T) <= delta, Y - T, np.sign(Y - T)) / len(Y),
            ),
            "Beyond |d| = δ, dY is ±1/N: right for δ = 1 only. The slope there is δ or −δ, as at the point where the "
            "pieces meet.",
        ),
        "squared error everywhere": (
            lambda Y, T, delta=1.0: (
                float(np.sum((Y - T) ** 2)) / 2 / len(Y),
                np.clip(Y - T, -delta, delta) / len(Y),
            ),
            "The loss is half the square everywhere. Beyond |d| = δ it should go on as a straight line.",
        ),
        "loss summed over the examples": (
            lambda Y, T, delta=1.0: (huber_sum(Y - T, delta), np.clip(Y - T, -delta, delta) / len(Y)),
            "The loss grows with the number of rows: it is the sum over the examples. Divide it by N, their number.",
        ),
        "pieces exchanged": (
            lambda Y, T, delta=1.0: (
                float(np.sum(np.where(np.abs(Y - T) > delta, (Y - T) ** 2 / 2, delta * (np.abs(Y - T) - delta / 2))))
                / len(Y),
                np.clip(Y - T, -delta, delta) / len(Y),
            ),
            "The two pieces of the loss are exchanged: the parabola belongs near the target, where |d| ≤ δ.",
        ),
        "large negative differences squared": (
            lambda Y, T, delta=1.0: (
                float(np.sum(np.where(Y - T <= delta, (Y - T) ** 2 / 2, delta * (np.abs(Y - T) - delta / 2)))) / len(Y),
                np.clip(Y - T, -delta, delta) / len(Y),
            ),
            "Outputs far below their targets get the parabola: d ≤ δ is tested instead of |d| ≤ δ.",
        ),
        "half of delta missing": (
            lambda Y, T, delta=1.0: (
                float(np.sum(np.where(np.abs(Y - T) <= delta, (Y - T) ** 2 / 2, delta * (np.abs(Y - T) - delta))))
                / len(Y),
                np.clip(Y - T, -delta, delta) / len(Y),
            ),
            "Beyond δ the loss is δ(|d| − δ): the pieces do not meet. At |d| = δ both should be ½ δ².",
        ),
        "gradient not limited": (
            lambda Y, T, delta=1.0: (huber_sum(Y - T, delta) / len(Y), (Y - T) / len(Y)),
            "dY is (Y − T)/N everywhere, as for squared error: an outlier pulls with all its size. Limit d to ±δ.",
        ),
        "limited after the division": (
            lambda Y, T, delta=1.0: (huber_sum(Y - T, delta) / len(Y), np.clip((Y - T) / len(Y), -delta, delta)),
            "dY is limited to ±δ after the division by N. First limit d itself to ±δ, then divide.",
        ),
        "gradient of the sum": (
            lambda Y, T, delta=1.0: (huber_sum(Y - T, delta) / len(Y), np.clip(Y - T, -delta, delta)),
            "dY is the gradient of the sum over the examples. The loss is their mean, so dY carries 1/N too.",
        ),
        "absolute error's gradient": (
            lambda Y, T, delta=1.0: (huber_sum(Y - T, delta) / len(Y), delta * np.sign(Y - T) / len(Y)),
            "dY has the same size δ/N everywhere. Within δ of the target the loss is a parabola, with slope d.",
        ),
        "square without the half": (
            lambda Y, T, delta=1.0: (
                float(np.sum(np.where(np.abs(Y - T) <= delta, (Y - T) ** 2, delta * (np.abs(Y - T) - delta / 2))))
                / len(Y),
                np.clip(Y - T, -delta, delta) / len(Y),
            ),
            "Within δ the loss is the whole square: the ½ is missing, and the two pieces do not meet.",
        ),
        "large negative differences unlimited": (
            lambda Y, T, delta=1.0: (huber_sum(Y - T, delta) / len(Y), np.minimum(Y - T, delta) / len(Y)),
            "dY has no limit below: where an output is far below its target, the slope is −δ.",
        ),
    },
    hints=(
        "Which piece does an error belong to, and how large must the slope be where the pieces meet?",
        "With d = y − t: ½d² where |d| ≤ δ, and δ(|d| − ½δ) elsewhere. The slope is d in the first piece and ±δ in the "
        "second: d, limited to the interval from −δ to δ.",
        "np.where chooses between two arrays, element by element. np.clip limits an array to an interval. Add up, "
        "divide both results by N.",
    ),
    step="the section on outliers",
)


def rows_of_probabilities(how_many: int):
    """One or two arrays of probabilities with rows of sum 1; then rows in which some are exactly 0."""

    def draw(rng):
        for dtype, group in PRECISION.items():
            for shape in ((1, 2), (4, 5), (7, 3), (3,), (2, 3, 4)):
                P = tuple(_rows(rng, shape).astype(dtype) for _ in range(how_many))
                yield Inputs(P, group if len(shape) == 2 else AXES)
        for dtype in ("float32", "float64"):
            certain = np.array([[0.0, 1.0, 0.0], [0.25, 0.0, 0.75]], dtype)
            full = np.array([[0.5, 0.25, 0.25], [0.25, 0.5, 0.25]], dtype)
            for more in ((certain,),) if how_many == 1 else ((certain, full), (certain, certain), (full, certain)):
                yield Inputs(more, ZEROS)

    return draw


def _rows(rng, shape):
    P = rng.uniform(0.05, 1, shape)
    return P / P.sum(axis=-1, keepdims=True)


exercise(
    lib.entropy,
    lecture="03",
    points=2,
    topics="H2",
    cases=rows_of_probabilities(1),
    forbid="scipy.special.entr scipy.stats.entropy",
    wrong={
        "0 log 0": (
            lambda P: -np.sum(P * np.log(P), axis=-1),
            "Where p = 0 this computes 0 · (−∞), which is NaN. Such a term is 0: p log p tends to 0 with p.",
        ),
        "eps in the logarithm": (
            lambda P: -np.sum(P * np.log(P + 1e-12), axis=-1),
            "It is off as if 1e-12 were added inside the logarithm. Nothing needs adding if terms with p = 0 are 0.",
        ),
        "minus sign": (
            lambda P: np.sum(P * np.log(np.where(P > 0, P, 1)), axis=-1),
            "Every result is negative or 0. Logarithms of probabilities are negative; the minus in front is missing.",
        ),
        "bits": (
            lambda P: -np.sum(P * np.log2(np.where(P > 0, P, 1)), axis=-1),
            "This is the entropy in bits, with the logarithm to base 2. Here it is in nats: natural logarithms.",
        ),
        "everything added up": (
            lambda P: -np.sum(P * np.log(np.where(P > 0, P, 1))),
            "All rows are added up into one number. Each row is a distribution of its own and has its own entropy.",
        ),
        "first axis": (
            lambda P: -np.sum(P * np.log(np.where(P > 0, P, 1)), axis=0),
            "The sum runs down the first axis, over different rows. The probabilities of one distribution lie along "
            "the last axis.",
        ),
        "mean instead of sum": (
            lambda P: -np.mean(P * np.log(np.where(P > 0, P, 1)), axis=-1),
            "This is the mean of the K terms. The weights p are in the sum already: nothing is divided by K.",
        ),
        "logarithms without their weights": (
            lambda P: -np.sum(np.log(P), axis=-1),
            "The logarithms are added up unweighted. Each counts as often as it happens: multiply it by its p.",
        ),
    },
    hints=(
        "It is an average surprise: how surprising is each outcome, and how often does it happen?",
        "H(p) = −Σ p log p along the last axis. Where p = 0 the term is 0, although log 0 is not a number you can use.",
        "xlogy(a, b) is a times the logarithm of b, and 0 wherever a is 0. Here a and b are the same array. Give "
        "np.sum the last axis.",
    ),
    step="the section on surprise",
)


def ratio_of_logs(P, Q, log=np.log):
    """log(p/q) where p > 0, and 0 elsewhere."""
    return np.where(P > 0, log(np.where(P > 0, P, 1)) - log(np.where(P > 0, Q, 1)), 0)


exercise(
    lib.kl_divergence,
    lecture="03",
    points=2,
    topics="H2",
    cases=rows_of_probabilities(2),
    forbid="scipy.special.rel_entr scipy.special.kl_div scipy.stats.entropy",
    wrong={
        "the other direction": (
            lambda P, Q: np.sum(Q * ratio_of_logs(Q, P), axis=-1),
            "This is KL(q ‖ p), the other direction. The average is taken over the first argument, p.",
        ),
        "cross-entropy": (
            lambda P, Q: -np.sum(P * np.log(np.where(P > 0, Q, 1)), axis=-1),
            "This is the cross-entropy −Σ p log q. The divergence is what remains of it when H(p) is taken off.",
        ),
        "averaged over the second": (
            lambda P, Q: np.sum(Q * ratio_of_logs(P, Q), axis=-1),
            "The average is taken over the second argument, q. What happens, and how often, is p: weigh with p.",
        ),
        "sign": (
            lambda P, Q: -np.sum(P * ratio_of_logs(P, Q), axis=-1),
            "The sign is wrong: the quotient inside the logarithm is p over q. A divergence is never negative.",
        ),
        "0 log 0": (
            lambda P, Q: np.sum(P * np.log(P / Q), axis=-1),
            "Where p = 0 this computes 0 · (−∞), which is NaN. Such a term is 0.",
        ),
        "eps in the logarithm": (
            lambda P, Q: np.sum(P * (np.log(P + 1e-12) - np.log(Q + 1e-12)), axis=-1),
            "It is off as if 1e-12 were added inside the logarithms. Nothing needs adding: terms with p = 0 are 0, and "
            "where q = 0 < p the divergence is infinite, because q rules out what does happen.",
        ),
        "logarithms without their weights": (
            lambda P, Q: np.sum(ratio_of_logs(P, Q), axis=-1),
            "The logarithms are added up unweighted. Each counts as often as it happens: multiply it by its p.",
        ),
        "bits": (
            lambda P, Q: np.sum(P * ratio_of_logs(P, Q, np.log2), axis=-1),
            "This is the divergence in bits, with the logarithm to base 2. Here it is in nats: natural logarithms.",
        ),
        "everything added up": (
            lambda P, Q: np.sum(P * ratio_of_logs(P, Q)),
            "All rows are added up into one number. Each row is a distribution of its own and has its own divergence.",
        ),
    },
    hints=(
        "How much more surprised is somebody who believes q than somebody who knows p? Averaged with which weights?",
        "KL(p ‖ q) = Σ p log(p/q) = Σ (p log p − p log q) along the last axis; terms with p = 0 are 0.",
        "Two calls of xlogy, one for p log p and one for p log q. A difference, a sum along the last axis.",
    ),
    step="the section on surprise",
)


def logits_and_targets(rng):
    """Logits and targets in [0, 1], hard and soft; then logits so large that σ rounds to 0 or 1."""
    for dtype, group in PRECISION.items():
        for shape in SHAPES:
            Z, where = rng.uniform(-2.5, 2.5, shape), group if len(shape) == 2 else AXES
            yield Inputs((Z.astype(dtype), rng.integers(0, 2, shape).astype(dtype)), where)
            yield Inputs((Z.astype(dtype), rng.uniform(0, 1, shape).astype(dtype)), where)
    for dtype in ("float32", "float64"):
        for size in (120.0, 1e3, 1e4):
            Z = np.array([[size, -size], [size, -size]], dtype)
            yield Inputs((Z, np.array([[1, 0], [0, 1]], dtype)), EXTREME)


def bce_from(P, T):
    return float(-np.sum(T * np.log(P) + (1 - T) * np.log(1 - P))) / len(P)


def bce_sum(Z, T):
    return float(np.sum(T * softplus(-Z) + (1 - T) * softplus(Z)))


exercise(
    lib.bce_with_logits,
    lecture="03",
    points=3,
    topics="F14 H1 S4 S6 F12",
    cases=logits_and_targets,
    outputs=("the loss", "dZ"),
    wrong={
        "logarithm of a rounded probability": (
            lambda Z, T: (bce_from(sigmoid(Z), T), (sigmoid(Z) - T) / len(Z)),
            "Far from 0, σ(z) is rounded to 0 or 1, and the logarithm of 0 ends in infinity or NaN. The true loss is "
            "an ordinary number, about |z|. Take the logarithm on paper first.",
        ),
        "eps in the logarithm": (
            lambda Z, T: (
                float(-np.sum(T * np.log(sigmoid(Z) + 1e-12) + (1 - T) * np.log(1 - sigmoid(Z) + 1e-12))) / len(Z),
                (sigmoid(Z) - T) / len(Z),
            ),
            "It is off as if 1e-12 were added inside the logarithms. That hides the infinity, and the mistake with it: "
            "a true loss of 1000 shows as 28.",
        ),
        "probabilities clipped": (
            lambda Z, T: (bce_from(np.clip(sigmoid(Z), 1e-6, 1 - 1e-6), T), (sigmoid(Z) - T) / len(Z)),
            "The loss stops growing for logits that are very wrong: a true loss of 1000 shows as 14. Probabilities "
            "kept away from 0 and 1 hide how wrong they are.",
        ),
        "probabilities clipped at 1e-7": (
            lambda Z, T: (
                bce_from(np.clip(sigmoid(Z), 1e-7, 1 - 1e-7), T),
                (np.clip(sigmoid(Z), 1e-7, 1 - 1e-7) - T) / len(Z),
            ),
            "The probabilities are kept between 1e-7 and 1 − 1e-7, so that the loss stops growing for logits that are "
            "very wrong: a true loss of 1000 shows as 16. Begin with the logits.",
        ),
        "half of the sum": (
            lambda Z, T: (float(np.sum(T * softplus(-Z))) / len(Z), (sigmoid(Z) - T) / len(Z)),
            "Only the examples with t = 1 count in this loss: the part with 1 − t is missing.",
        ),
        "logits taken for probabilities": (
            lambda Z, T: (bce_sum(Z, T) / len(Z), (Z - T) / len(Z)),
            "dZ is (Z − T)/N: the logits are taken for probabilities. It is σ(Z) − T, over N.",
        ),
        "exponential of the logit itself": (
            lambda Z, T: (
                float(np.sum(np.maximum(Z, 0) - Z * T + np.log1p(np.exp(-Z)))) / len(Z),
                (sigmoid(Z) - T) / len(Z),
            ),
            "The loss has e^(−z) beside max(z, 0), and is |z| too large for every negative logit. It is e^(−|z|).",
        ),
        "hard targets only": (
            lambda Z, T: (float(np.sum(softplus((1 - 2 * T) * Z))) / len(Z), (sigmoid(Z) - T) / len(Z)),
            "The loss is −log σ((2t − 1) z). That is right for t = 0 and t = 1, but not for targets between them.",
        ),
        "loss summed over the examples": (
            lambda Z, T: (bce_sum(Z, T), (sigmoid(Z) - T) / len(Z)),
            "The loss grows with the number of rows: it is the sum over the examples. Divide it by N, their number.",
        ),
        "loss averaged over the outputs too": (
            lambda Z, T: (bce_sum(Z, T) / Z.size, (sigmoid(Z) - T) / len(Z)),
            "The loss is divided by the number of outputs K as well. Here an example's outputs are added up.",
        ),
        "gradient of the sum": (
            lambda Z, T: (bce_sum(Z, T) / len(Z), sigmoid(Z) - T),
            "dZ is σ(Z) − T, the gradient of the sum over the examples. The loss is their mean, so dZ carries 1/N too.",
        ),
        "slope of the sigmoid left in": (
            lambda Z, T: (bce_sum(Z, T) / len(Z), (sigmoid(Z) - T) * sigmoid(Z) * (1 - sigmoid(Z)) / len(Z)),
            "dZ carries an extra factor σ(z)(1 − σ(z)). That is the gradient of squared error through a sigmoid; in "
            "cross-entropy this factor cancels.",
        ),
        "gradient with respect to the probability": (
            lambda Z, T: (
                bce_sum(Z, T) / len(Z),
                (sigmoid(Z) - T) / (sigmoid(Z) * (1 - sigmoid(Z))) / len(Z),
            ),
            "This is the gradient with respect to p = σ(z). One factor of the chain rule is left: dp/dz = p(1 − p).",
        ),
        "gradient uphill": (
            lambda Z, T: (bce_sum(Z, T) / len(Z), (T - sigmoid(Z)) / len(Z)),
            "dZ has the wrong sign. Where t = 0, raising z raises the loss: dZ is positive there.",
        ),
    },
    hints=(
        "What is −log σ(z) if you put σ(z) = 1/(1 + e^(−z)) in? Which function of lecture 02 is that?",
        "−log σ(z) = softplus(−z) and −log(1 − σ(z)) = softplus(z). The first counts t times, the second 1 − t times. "
        "The gradient of one term with respect to z is σ(z) − t.",
        "Two calls of softplus, each multiplied by its weight, added; np.sum; divide by N and make it a float. dZ "
        "needs sigmoid, once.",
    ),
    step="the section on yes-or-no questions",
)
