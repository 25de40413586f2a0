"""Lecture 04: softmax, its logarithm and its Jacobian, cross-entropy, softmax regression, one step downhill."""

import numpy as np

from autograder.checking.exercise import EXTREME, ORDINARY, Inputs, Property, exercise
from mlpkit import linear, optim
from mlpkit import losses as lib
from mlpkit.activations import sigmoid

# A small number added inside a logarithm shows in float64 only: a group of its own, which costs a part of the points.
PRECISION = {"float32": ORDINARY, "float64": "double precision"}
BOTH = {"float32": ORDINARY, "float64": ORDINARY}
# So is an array with more or fewer axes than two.
AXES = "other numbers of axes"


def logits(groups, sizes=(200.0, 1e3, 1e4), shapes=((1, 2), (4, 5), (7, 3), (3,), (2, 3, 4))):
    """Logits of several shapes; then rows in which all are very large, or all very small."""

    def draw(rng):
        for dtype, group in groups.items():
            for shape in shapes:
                Z = rng.normal(0, 1.5, shape).astype(dtype)
                yield Inputs((Z,), group if Z.ndim == 2 else AXES)
        for dtype in groups:
            for size in sizes:
                Z = np.array([[size, size - 1, 0.0], [-size, 1 - size, -size], [0.0, size, -size]])
                yield Inputs((Z.astype(dtype),), EXTREME)

    return draw


def rows_sum_to(total):
    """Whether the sums along the last axis are all `total`."""

    def broken(run, case, outputs):
        sums = np.asarray(outputs[0], np.float64).sum(axis=-1).ravel()
        room = 1e-4 if case.args[0].dtype == np.float32 else 1e-10
        off = np.flatnonzero(~(np.abs(sums - total) < room))
        if not off.size:
            return None
        found = next(s for digits in (4, 8, 17) if (s := f"{sums[off[0]]:.{digits}g}") != f"{total}")
        return f"the numbers of a row add up to {found}, not to {total}"

    return Property(f"every row adds up to {total}", broken)


def _shift_changes(run, case, outputs):
    moved = np.asarray(run(case.args[0] + case.args[0].dtype.type(2))[0])
    same = np.allclose(moved, outputs[0], rtol=0, atol=1e-4 if moved.dtype == np.float32 else 1e-10)
    return None if same else "adding 2 to every logit changes the result; it should not"


SHIFT = Property("adding the same number to every logit changes nothing", _shift_changes)


def over(E, axis=-1):
    return E / E.sum(axis=axis, keepdims=True)


def shifted(Z, axis=-1):
    return np.exp(Z - Z.max(axis=axis, keepdims=True))


def in_place(Z):
    Z -= Z.max(axis=-1, keepdims=True)
    return over(np.exp(Z))


exercise(
    lib.softmax,
    lecture="04",
    points=2,
    topics="F13 S5",
    cases=logits(BOTH),
    forbid="scipy.special.softmax",
    holds=[rows_sum_to(1), SHIFT],
    wrong={
        "exponentials overflow": (
            lambda Z: over(np.exp(Z)),
            "For logits of 1000, e^z overflows and infinity over infinity is NaN; for logits of −1000, 0 over 0 is. "
            "Adding a number to a whole row changes nothing: choose one after which no exponent is large.",
        ),
        "one maximum for the whole array": (
            lambda Z: over(np.exp(Z - Z.max())),
            "A row whose logits are all far below the largest of the array ends as 0/0. Each row needs its own "
            "largest logit taken off, not the largest of all rows.",
        ),
        "logits cut off": (
            lambda Z: over(np.exp(np.clip(Z, -50, 50))),
            "Logits beyond ±50 are treated as ±50, so that 1000 and 999 come out equally probable. Shift the row "
            "instead of cutting it: a shift changes nothing.",
        ),
        "one sum for the whole array": (
            lambda Z: shifted(Z, None) / shifted(Z, None).sum(),
            "All rows together add up to 1. Each row is one example and needs a sum of its own.",
        ),
        "first axis": (
            lambda Z: over(shifted(Z, 0), 0),
            "The sums run down the first axis, over different examples. The classes of an example lie along the last.",
        ),
        "each logit on its own": (
            lambda Z: sigmoid(Z),
            "This is the logistic of each logit on its own: K separate yes-or-no answers, whose sum is not 1.",
        ),
        "logits over their sum": (
            lambda Z: over(Z),
            "This divides the logits themselves by their sum. Logits may be negative: take exponentials first.",
        ),
        "powers of two": (
            lambda Z: over(np.exp2(Z - Z.max(axis=-1, keepdims=True))),
            "These are powers of 2 over their sum. The base is e: np.exp.",
        ),
        "changes Z": (
            in_place,
            "The logits themselves are overwritten. Whoever called may still need them: build a new array.",
        ),
    },
    hints=(
        "What is np.exp(1000)? And which number may you take off every logit of a row without changing the result?",
        "p = e^(z − m) / Σ e^(z − m) with m the largest logit of the row. Every exponent is then at most 0.",
        "Both the largest logit and the sum run along axis=-1; keepdims=True keeps them as a column, so that they "
        "broadcast against Z. Give the exponentials a name of their own: you need them twice.",
    ),
    step="sections 2 and 3",
)

exercise(
    lib.log_softmax,
    lecture="04",
    points=2,
    topics="S5",
    cases=logits(PRECISION),
    forbid="scipy.special.log_softmax scipy.special.logsumexp",
    wrong={
        "logarithm of a rounded probability": (
            lambda Z: np.log(over(shifted(Z))),
            "Where the probability has rounded to 0 this gives −∞. The logarithm on paper is an ordinary number, about "
            "−1000 for a logit that is 1000 below the largest: never compute the probability.",
        ),
        "eps in the logarithm": (
            lambda Z: np.log(over(shifted(Z)) + 1e-12),
            "It is off as if 1e-12 were added to the probability inside the logarithm. No probability is needed.",
        ),
        "exponentials overflow": (
            lambda Z: Z - np.log(np.exp(Z).sum(axis=-1, keepdims=True)),
            "For large logits e^z overflows inside the sum, and for very negative ones all are 0. Take the row's "
            "largest logit off before the exponentials.",
        ),
        "shift forgotten on one side": (
            lambda Z: Z - np.log(shifted(Z).sum(axis=-1, keepdims=True)),
            "Each row is too large by its largest logit: that was taken off inside the sum, but not from z itself.",
        ),
        "sum without logarithm": (
            lambda Z: Z - Z.max(axis=-1, keepdims=True) - shifted(Z).sum(axis=-1, keepdims=True),
            "The sum of the exponentials is subtracted itself; its logarithm should be.",
        ),
        "softmax": (
            lambda Z: over(shifted(Z)),
            "These are the probabilities. What is wanted are their logarithms, which are never above 0.",
        ),
        "sign": (
            lambda Z: np.log(shifted(Z).sum(axis=-1, keepdims=True)) - Z + Z.max(axis=-1, keepdims=True),
            "This is −log p: the sign is turned round. Logarithms of probabilities are never above 0.",
        ),
        "one sum for the whole array": (
            lambda Z: Z - Z.max() - np.log(shifted(Z, None).sum()),
            "The sum runs over the whole array. Each row is one example and needs a sum of its own.",
        ),
        "first axis": (
            lambda Z: Z - Z.max(axis=0) - np.log(shifted(Z, 0).sum(axis=0)),
            "The sum runs down the first axis, over different examples. The classes of an example lie along the last.",
        ),
    },
    hints=(
        "What becomes of the logarithm of a fraction, and of the logarithm of an exponential, if you work them out on "
        "paper before you compute anything?",
        "log p = s − log Σ e^s with s = z − m, m the largest logit of the row. Some e^s may be 0: in the sum that does "
        "no harm, because one of them is 1.",
        "First the shifted logits, under a name; then subtract from them the logarithm of a sum along axis=-1 with "
        "keepdims=True.",
    ),
    step="section 4",
)


def outer(P, Q):
    return P[..., :, None] * Q[..., None, :]


def eye_like(P):
    return np.eye(P.shape[-1], dtype=P.dtype)


def probabilities(Z):
    return over(shifted(Z))


MANY = "several rows at once"


def rows_of_logits(rng):
    """Single rows, then the same rows several at a time: a matrix each; then very large ones."""
    for dtype in BOTH:
        for K in (2, 5, 3, 4):
            yield Inputs((rng.normal(0, 1.5, K).astype(dtype),))
        for shape in ((1, 2), (4, 5), (2, 3, 4)):
            yield Inputs((rng.normal(0, 1.5, shape).astype(dtype),), MANY)
        for size in (200.0, 1e4):
            yield Inputs((np.array([size, size - 1, 0.0], dtype),), EXTREME)
            yield Inputs((np.array([-size, 1 - size, -size], dtype),), EXTREME)


exercise(
    lib.softmax_jacobian,
    lecture="04",
    points=2,
    topics="H3 H4",
    cases=rows_of_logits,
    holds=[rows_sum_to(0)],
    wrong={
        "diagonal only": (
            lambda Z: eye_like(Z) * (probabilities(Z) * (1 - probabilities(Z)))[..., None, :],
            "Everything off the diagonal is 0. Raising one logit lowers all the other probabilities: those entries are "
            "−pᵢ pₖ.",
        ),
        "one row instead of a matrix": (
            lambda Z: probabilities(Z) * (1 - probabilities(Z)),
            "This is p(1 − p) for each class, the diagonal alone. Each row of Z has a whole K × K matrix.",
        ),
        "plus": (
            lambda Z: eye_like(Z) * probabilities(Z)[..., None, :] + outer(probabilities(Z), probabilities(Z)),
            "The product pᵢ pₖ is added; it should be subtracted. A row of the Jacobian adds up to 0, because the "
            "probabilities add up to 1 whatever z is.",
        ),
        "no diagonal term": (
            lambda Z: -outer(probabilities(Z), probabilities(Z)),
            "This is −pᵢ pₖ everywhere. On the diagonal there is pᵢ more: the case i = k of the quotient rule.",
        ),
        "factor in front missing": (
            lambda Z: eye_like(Z) - outer(np.ones_like(Z), probabilities(Z)),
            "This is Δᵢₖ − pₖ: the factor pᵢ in front is missing.",
        ),
        "probability missing on the diagonal": (
            lambda Z: eye_like(Z) - outer(probabilities(Z), probabilities(Z)),
            "This is Δᵢₖ − pᵢ pₖ. The factor pᵢ belongs to Δᵢₖ as well: the diagonal is pᵢ − pᵢ².",
        ),
        "turned round": (
            lambda Z: outer(probabilities(Z), probabilities(Z)) - eye_like(Z) * probabilities(Z)[..., None, :],
            "Every entry has the wrong sign. Raising a logit raises its own probability: the diagonal is positive.",
        ),
        "exponentials overflow": (
            lambda Z: outer(over(np.exp(Z)), np.ones_like(Z)) * (eye_like(Z) - over(np.exp(Z))[..., None, :]),
            "Large logits end in NaN: the softmax inside overflows. Use the one that you wrote above.",
        ),
    },
    hints=(
        "What does the entry [i, k] of one row's matrix need: which two probabilities, and which question about i and "
        "k? Solve it for a single row of logits first. How can the same line serve many rows?",
        "For one row pᵢ (Δᵢₖ − pₖ), which is diag(p) − p pᵀ. np.eye(K) holds Δ.",
        "Index with None to make room: P[..., :, None] is a column of pᵢ for each row, P[..., None, :] a row of pₖ, "
        "and together they broadcast to a matrix for each row. Give np.eye the dtype of P, or float32 is lost.",
    ),
    step="section 5",
)


def logits_and_targets(rng):
    """Logits with hard and soft targets; then logits that are sure and right, or sure and wrong."""
    for dtype, group in PRECISION.items():
        for N, K in ((1, 2), (1, 4), (3, 3), (7, 5)):
            Z = rng.normal(0, 1.2, (N, K)).astype(dtype)
            yield Inputs((Z, np.eye(K, dtype=dtype)[rng.integers(0, K, N)]), group)
            soft = over(rng.uniform(0.1, 1, (N, K)))
            yield Inputs((Z, soft.astype(dtype)), group)
    for dtype in PRECISION:
        for size in (200.0, 1e3, 1e4):
            Z = np.array([[size, 0, -size], [size, size - 2, 0]], dtype)
            yield Inputs((Z, np.array([[1, 0, 0], [0, 1, 0]], dtype)), EXTREME)
            yield Inputs((Z, np.array([[0, 0, 1], [0, 0, 1]], dtype)), EXTREME)


def log_p(Z):
    S = Z - Z.max(axis=-1, keepdims=True)
    return S - np.log(np.exp(S).sum(axis=-1, keepdims=True))


def cross_entropy(Z, T):
    return -float(np.sum(T * log_p(Z))) / len(Z)


def gradient(Z, T):
    return (probabilities(Z) - T) / len(Z)


def label_of(T):
    return np.eye(T.shape[1], dtype=T.dtype)[T.argmax(axis=1)]


exercise(
    lib.softmax_cross_entropy,
    lecture="04",
    points=4,
    topics="H4 H5 K13 S5",
    cases=logits_and_targets,
    outputs=("the loss", "dZ"),
    forbid="scipy.special.log_softmax scipy.special.logsumexp scipy.special.softmax",
    wrong={
        "loss summed over the examples": (
            lambda Z, T: (cross_entropy(Z, T) * len(Z), gradient(Z, T)),
            "The loss grows with the number of rows: it is the sum over the examples. Divide it by N, their number.",
        ),
        "loss averaged over the classes too": (
            lambda Z, T: (cross_entropy(Z, T) / Z.shape[1], gradient(Z, T)),
            "The loss is divided by the number of classes K as well. The sum over classes stays a sum; only the N "
            "examples are averaged.",
        ),
        "logarithm of a rounded probability": (
            lambda Z, T: (-float(np.sum(T * np.log(probabilities(Z)))) / len(Z), gradient(Z, T)),
            "Where a probability has rounded to 0, its logarithm is −∞, and 0 · (−∞) is NaN. Stay with log p all the "
            "way: it is an ordinary number.",
        ),
        "eps in the logarithm": (
            lambda Z, T: (-float(np.sum(T * np.log(probabilities(Z) + 1e-12))) / len(Z), gradient(Z, T)),
            "It is off as if 1e-12 were added to the probabilities inside the logarithm: a true loss of 1000 shows as "
            "28.",
        ),
        "probabilities clipped": (
            lambda Z, T: (
                -float(np.sum(T * np.log(np.clip(probabilities(Z), 1e-7, 1)))) / len(Z),
                gradient(Z, T),
            ),
            "The loss stops growing for logits that are very wrong, as if probabilities were kept above 1e-7: a true "
            "loss of 1000 shows as 16.",
        ),
        "only the most probable class of the target": (
            lambda Z, T: (cross_entropy(Z, label_of(T)), gradient(Z, T)),
            "Each row's loss is −log p of one class, the largest of its target. That is enough for one-hot targets; "
            "where a target is spread over several classes, each counts with its own weight.",
        ),
        "sign of the loss": (
            lambda Z, T: (-cross_entropy(Z, T), gradient(Z, T)),
            "The loss is negative: the minus in front of the sum is missing. Logarithms of probabilities are below 0.",
        ),
        "gradient of the sum": (
            lambda Z, T: (cross_entropy(Z, T), probabilities(Z) - T),
            "dZ is P − T, the gradient of the sum over the examples. The loss is their mean, so dZ carries 1/N too.",
        ),
        "gradient divided by all": (
            lambda Z, T: (cross_entropy(Z, T), (probabilities(Z) - T) / Z.size),
            "dZ is divided by all N·K numbers. The loss is a mean over the N examples only, so its gradient is too.",
        ),
        "gradient uphill": (
            lambda Z, T: (cross_entropy(Z, T), -gradient(Z, T)),
            "dZ has the wrong sign. Raising a logit whose class is not the target raises the loss: dZ is positive.",
        ),
        "gradient with respect to the probabilities": (
            lambda Z, T: (cross_entropy(Z, T), -T / probabilities(Z) / len(Z)),
            "This is −T/(N P), the gradient with respect to the probabilities. The softmax between p and z is left "
            "out: its Jacobian comes in by the chain rule.",
        ),
        "gradient for the target class only": (
            lambda Z, T: (cross_entropy(Z, T), gradient(Z, T) * (T > 0)),
            "dZ is 0 for the classes whose target is 0. Their logits are in the sum below the fraction: lowering them "
            "lowers the loss as well.",
        ),
        "gradient forgets the target": (
            lambda Z, T: (cross_entropy(Z, T), probabilities(Z) / len(Z)),
            "dZ is P/N: the target does not enter. It must be subtracted from P.",
        ),
        "logistic instead of softmax": (
            lambda Z, T: (cross_entropy(Z, T), (sigmoid(Z) - T) / len(Z)),
            "dZ has the logistic of each logit where the softmax of the row belongs.",
        ),
    },
    hints=(
        "Which of your two functions gives both of what you need, log p for the loss and p for the gradient, without "
        "ever taking the logarithm of a probability?",
        "L = −1/N Σ t log p, a sum over rows and classes; ∂L/∂z = (p − t)/N, and p = e^(log p).",
        "Call log_softmax once and keep the result. The loss is an elementwise product, np.sum, a minus, a division by "
        "len(Z), float(…). dZ needs np.exp of what you kept.",
    ),
    step="sections 6 and 7",
)


def regression_problems(rng):
    """Weights, biases, examples and one-hot targets of several sizes, with and without a penalty."""
    for dtype in ("float32", "float64"):
        for N, D, K in ((1, 3, 2), (4, 2, 3), (7, 5, 3)):
            W, b, X = rng.normal(0, 0.7, (K, D)), rng.normal(0, 0.7, K), rng.normal(0, 1, (N, D))
            T = np.eye(K)[rng.integers(0, K, N)]
            given = tuple(a.astype(dtype) for a in (W, b, X, T))
            yield Inputs(given)
            yield Inputs((*given, 0.3))


def but(change):
    """The right cost and gradients of softmax regression, after `change(cost, dW, db, W, b, X, l2)`."""

    def answer(W, b, X, T, l2=0.0):
        Z = X @ W.T + b
        dZ = gradient(Z, T)
        cost = cross_entropy(Z, T) + l2 / 2 * float(np.sum(W * W))
        return change(cost, dZ.T @ X + l2 * W, dZ.sum(axis=0), W, b, X, l2)

    return answer


def squares(W):
    return float(np.sum(W * W))


exercise(
    linear.softmax_regression_cost,
    lecture="04",
    points=3,
    topics="H4 H5 H7 H9 K13",
    cases=regression_problems,
    outputs=("the cost", "dW", "db"),
    wrong={
        "penalty without the half": (
            but(lambda cost, dW, db, W, b, X, l2: (cost + l2 / 2 * squares(W), dW, db)),
            "The penalty in the cost is λ Σ w²: the ½ is missing. With it, the derivative is λ w without a 2.",
        ),
        "penalty left out of the cost": (
            but(lambda cost, dW, db, W, b, X, l2: (cost - l2 / 2 * squares(W), dW, db)),
            "The cost has no penalty in it: ½ λ Σ w² is missing, whatever λ is.",
        ),
        "penalty averaged over the examples": (
            but(lambda cost, dW, db, W, b, X, l2: (cost - l2 / 2 * squares(W) * (1 - 1 / len(X)), dW, db)),
            "The penalty in the cost is divided by N. It stands outside the mean over examples: ½ λ Σ w².",
        ),
        "length instead of its square": (
            but(
                lambda cost, dW, db, W, b, X, l2: (
                    cost + l2 / 2 * (float(np.sqrt(squares(W))) - squares(W)),
                    dW,
                    db,
                )
            ),
            "The penalty in the cost is ½ λ times the length of W; it should be the square of the length, Σ w².",
        ),
        "bias in the penalty": (
            but(lambda cost, dW, db, W, b, X, l2: (cost + l2 / 2 * squares(b), dW, db)),
            "The cost penalises the biases as well. The penalty is for W only: a bias says how common a class is.",
        ),
        "penalty left out of dW": (
            but(lambda cost, dW, db, W, b, X, l2: (cost, dW - l2 * W, db)),
            "dW does not change with λ: the derivative of ½ λ Σ w², which is λ W, is missing.",
        ),
        "penalty doubled in dW": (
            but(lambda cost, dW, db, W, b, X, l2: (cost, dW + l2 * W, db)),
            "dW has 2 λ W in it. The ½ of the penalty cancels the 2 of the square: λ W.",
        ),
        "dW divided by N once more": (
            but(lambda cost, dW, db, W, b, X, l2: (cost, (dW - l2 * W) / len(X) + l2 * W, db)),
            "The data's part of dW is divided by N twice. dZ carries the 1/N already; Dᵀ X adds up, and that is all.",
        ),
        "dW of the sum": (
            but(lambda cost, dW, db, W, b, X, l2: (cost, (dW - l2 * W) * len(X) + l2 * W, db)),
            "The data's part of dW is the gradient of the sum over the examples. The cost has their mean: divide by N.",
        ),
        "dW transposed": (
            but(lambda cost, dW, db, W, b, X, l2: (cost, dW.T.copy(), db)),
            "dW is the transpose of what it should be. It has the shape of W, (K, D): one row for each class.",
        ),
        "penalty in db": (
            but(lambda cost, dW, db, W, b, X, l2: (cost, dW, db + l2 * b)),
            "db has λ b in it. The biases are not regularised.",
        ),
        "db averaged once more": (
            but(lambda cost, dW, db, W, b, X, l2: (cost, dW, db / len(X))),
            "db is divided by N twice. dZ carries the 1/N already: add its rows up, do not average them.",
        ),
        "db of the sum": (
            but(lambda cost, dW, db, W, b, X, l2: (cost, dW, db * len(X))),
            "db is the gradient of the sum over the examples. The cost has their mean: divide by N.",
        ),
    },
    hints=(
        "Which exercise of this lecture gives the loss and dZ, once you have the logits? And what does each weight, "
        "and each bias, multiply on its way to a logit?",
        "Z = X Wᵀ + b. The data's gradients are dZᵀ X and the sum of the rows of dZ, with the 1/N inside dZ. The "
        "penalty adds ½ λ Σ w² to the cost and λ W to dW, and nothing to db.",
        "One line for loss and dZ, one for three results: the loss plus l2 / 2 times a float of a sum; a matrix "
        "product of shape (K, N) times (N, D), plus l2 times W; a sum over axis 0.",
    ),
    step="section 8",
)


def steps(rng):
    """Weights and gradients of several shapes; default and given decay."""
    for dtype in ("float32", "float64"):
        for shape in ((1,), (4,), (2, 3)):
            w, dw = rng.normal(0, 1, (2, *shape)).astype(dtype)
            for more in ((0.1,), (0.5, 0.2), (2.0, 0.05)):
                yield Inputs((w, dw, *more))


def overwrite(w, dw, lr, weight_decay=0.0):
    w -= lr * (dw + weight_decay * w)
    return w


exercise(
    optim.sgd_step,
    lecture="04",
    points=1,
    topics="H8 H7",
    cases=steps,
    outputs=("the new w",),
    wrong={
        "uphill": (
            lambda w, dw, lr, weight_decay=0.0: w + lr * (dw + weight_decay * w),
            "This goes uphill: the gradient is added. It points where the loss grows, so subtract it.",
        ),
        "decay ignored": (
            lambda w, dw, lr, weight_decay=0.0: w - lr * dw,
            "The weight decay has no effect: λ w belongs to the gradient.",
        ),
        "decay without the rate": (
            lambda w, dw, lr, weight_decay=0.0: w - lr * dw - weight_decay * w,
            "The decay λ w is subtracted without the factor η. It is a part of the gradient, and the rate multiplies "
            "all of it.",
        ),
        "decay pushes outwards": (
            lambda w, dw, lr, weight_decay=0.0: w - lr * (dw - weight_decay * w),
            "The decay drives the weights away from 0: its sign is turned round.",
        ),
        "rate ignored": (
            lambda w, dw, lr, weight_decay=0.0: w - (dw + weight_decay * w),
            "The learning rate has no effect: the step is η times the gradient.",
        ),
        "decay twice": (
            lambda w, dw, lr, weight_decay=0.0: w - lr * (dw + 2 * weight_decay * w),
            "The decay is 2 λ w. The penalty ½ λ ‖w‖² has the gradient λ w.",
        ),
        "changes w": (
            overwrite,
            "The old weights are overwritten. Here the step returns new weights and leaves the old ones alone.",
        ),
    },
    hints=(
        "The gradient points uphill. Where do you go, and how far? And what is the gradient of the penalty?",
        "w_new = w − η (∂L/∂w + λ w).",
        "One line: a difference. On its right stands the rate times a bracket, and in the bracket dw plus weight_decay "
        "times w.",
    ),
    step="section 9",
)
