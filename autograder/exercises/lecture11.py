"""Lecture 11: output units with a range, training on Huber's loss, a score without units, an honest choice."""

from collections.abc import Iterator

import numpy as np

from autograder.checking.exercise import EXTREME, Inputs, Property, exercise
from autograder.checking.given_own import Step
from mlpkit import metrics
from mlpkit import regression as lib

RANGES = ((), (1.5,), (0.0,), (-np.inf, -0.5), (-np.inf, 0.0), (-2.0, 3.0), (0.0, 5.0), (10.0, 12.0))


def _logits(rng: np.random.Generator) -> Iterator[Inputs]:
    """Each kind of range on a batch, a single row and a vector; then logits far out."""
    for dtype in ("float32", "float64"):
        for shape in ((5, 2), (1, 3), (4,)):
            for limits in RANGES:
                yield Inputs((rng.normal(0, 2, shape).astype(dtype), *limits))
        for size in (100.0, 1000.0):
            for limits in RANGES:
                yield Inputs((np.array([[size, -size]], dtype), *limits), EXTREME)


def _sigmoid(z):
    e = np.exp(-np.abs(z))
    return np.where(z >= 0, 1 / (1 + e), e / (1 + e))


def _softplus(z):
    return np.maximum(z, 0) + np.log1p(np.exp(-np.abs(z)))


def _head(both=None, lower=None, upper=None):
    """The right head with another formula for some kinds of range: each gives (Y, slope)."""
    both = both or (lambda Z, a, b: (a + (b - a) * _sigmoid(Z), (b - a) * _sigmoid(Z) * _sigmoid(-Z)))
    lower = lower or (lambda Z, a: (a + _softplus(Z), _sigmoid(Z)))
    upper = upper or (lambda Z, b: (b - _softplus(-Z), _sigmoid(-Z)))

    def head(Z, low=-np.inf, high=np.inf):
        if np.isfinite(low):
            return both(Z, low, high) if np.isfinite(high) else lower(Z, low)
        return upper(Z, high) if np.isfinite(high) else (Z.copy(), np.ones_like(Z))

    return head


def _naive_both(Z, a, b):
    e = np.exp(-Z)
    return a + (b - a) / (1 + e), (b - a) * e / (1 + e) ** 2


def _outside(run, case, outputs):
    limits = [*case.args[1:], *[-np.inf, np.inf][len(case.args) - 1 :]]
    low, high = limits
    return None if np.all((outputs[0] >= low) & (outputs[0] <= high)) else "an output lies outside its limits"


exercise(
    lib.regression_head,
    lecture="11",
    points=3,
    topics="F11",
    cases=_logits,
    outputs=("Y", "the slope"),
    holds=(Property("every output lies within its limits", _outside),),
    wrong={
        "a limit of 0 taken for absent": (
            lambda Z, low=-np.inf, high=np.inf: _head()(
                Z, low if np.isfinite(low) and low else -np.inf, high if np.isfinite(high) and high else np.inf
            ),
            "A limit of 0 is taken for no limit at all: `if low` is false for 0. A limit is absent when it is "
            "infinite: np.isfinite says so.",
        ),
        "a lower limit of 0 taken for absent": (
            lambda Z, low=-np.inf, high=np.inf: _head()(Z, low or -np.inf, high),
            "A lower limit of 0 is taken for no limit at all: `if low` is false for 0. A limit is absent when it is "
            "infinite: np.isfinite says so.",
        ),
        "cut off": (
            lambda Z, low=-np.inf, high=np.inf: (np.clip(Z, low, high), ((Z > low) & (Z < high)).astype(Z.dtype)),
            "This cuts z off at the limits. Beyond them the slope is 0, and a network that starts there never gets "
            "away. Use the smooth functions of the table.",
        ),
        "logistic not stretched": (
            _head(both=lambda Z, a, b: (a + _sigmoid(Z), (b - a) * _sigmoid(Z) * _sigmoid(-Z))),
            "With both limits, σ(z) is shifted by low and not stretched: it covers a range of length 1 instead of "
            "high − low.",
        ),
        "slope not stretched": (
            _head(both=lambda Z, a, b: (a + (b - a) * _sigmoid(Z), _sigmoid(Z) * _sigmoid(-Z))),
            "With both limits, the slope lacks the factor high − low: what stretches the output stretches its slope.",
        ),
        "upper limit falls": (
            _head(upper=lambda Z, b: (b - _softplus(Z), -_sigmoid(Z))),
            "With an upper limit alone, this output falls as z rises. Mirror softplus twice: high − softplus(−z).",
        ),
        "upper slope": (
            _head(upper=lambda Z, b: (b - _softplus(-Z), -_sigmoid(-Z))),
            "With an upper limit alone, the slope has the wrong sign. There are two minus signs: one before softplus, "
            "one from the derivative of −z.",
        ),
        "lower limit forgotten": (
            _head(lower=lambda Z, a: (_softplus(Z), _sigmoid(Z))),
            "With a lower limit alone, the outputs start at 0 instead of at low.",
        ),
        "slope is the output": (
            _head(lower=lambda Z, a: (a + _softplus(Z), _softplus(Z))),
            "With a lower limit alone, the slope given is softplus itself. The derivative of softplus is σ.",
        ),
        "overflow": (
            _head(both=_naive_both),
            "Right for ordinary logits, with both limits as well; far out, e^(−z) overflows in the slope. Write the "
            "slope as (high − low) σ(z) σ(−z), with the library's sigmoid.",
        ),
        "relu for softplus": (
            _head(lower=lambda Z, a: (a + np.maximum(Z, 0), (Z > 0).astype(Z.dtype))),
            "With a lower limit alone, this is a relu: below 0 its slope is 0, and a unit there never gets away. Use "
            "softplus.",
        ),
        "slope of the logistic is not itself": (
            _head(both=lambda Z, a, b: (a + (b - a) * _sigmoid(Z), (b - a) * _sigmoid(Z))),
            "With both limits, the slope given is (high − low) σ(z). The derivative of σ(z) is σ(z) σ(−z).",
        ),
        "limits exchanged": (
            _head(both=lambda Z, a, b: (b + (a - b) * _sigmoid(Z), (a - b) * _sigmoid(Z) * _sigmoid(-Z))),
            "With both limits, they are exchanged: the output falls from high to low as z rises.",
        ),
    },
    hints=(
        "Four cases: which of the two limits are there? Infinity means that a limit is absent.",
        "The table above has y and its slope for each case. softplus′ = σ; and σ′(z) = σ(z) σ(−z).",
        "np.isfinite(low) says whether there is a lower limit. mlpkit.activations has `sigmoid` and `softplus`, which "
        "do not overflow. Each case returns a pair; without limits, the slope is an array of ones shaped like Z.",
    ),
)


def _steps(rng: np.random.Generator) -> Iterator[Inputs]:
    """Networks with errors on both sides of δ, a single example among them."""
    for dtype in ("float32", "float64"):
        for N, D, H, K in ((6, 3, 4, 2), (1, 1, 3, 1), (9, 2, 2, 1)):
            shapes = ((H, D), (H,), (K, H), (K,), (N, D), (N, K))
            W1, b1, W2, b2, X, T = (rng.normal(size=s).astype(dtype) for s in shapes)
            lr = float(rng.choice([0.05, 0.1, 0.3]))
            yield Inputs((W1, b1, W2, b2, X, (2 * T).astype(dtype), lr))
            yield Inputs((W1, b1, W2, b2, X, (2 * T).astype(dtype), lr, float(rng.choice([0.5, 2.0]))))


def _limited(D, N, delta):
    return np.clip(D, -delta, delta) / N


def _trained(slope=_limited, bend=lambda A: 1 - A * A, sign=-1.0, late=False, old_delta=None, mean=True):
    """The right step with one thing changed."""

    def step(W1, b1, W2, b2, X, T, lr, delta=1.0):
        A = np.tanh(X @ W1.T + b1)
        dY = slope(A @ W2.T + b2 - T, len(X) if mean else 1, old_delta or delta)
        V2 = W2 + sign * lr * (dY.T @ A)
        dZ = (dY @ (V2 if late else W2)) * bend(A)
        return W1 + sign * lr * (dZ.T @ X), b1 + sign * lr * dZ.sum(0), V2, b2 + sign * lr * dY.sum(0)

    return step


def _back_from_the_output(outputs, W1, b1, W2, b2, X, T, lr, delta=1.0):
    """For one example: the change of b2, and what the answer's own changes lead to on the way back."""
    if len(X) > 1:
        return
    V1, c1, V2, c2 = map(np.asarray, outputs)
    A = np.tanh(X @ W1.T + b1)[0]
    yield Step(3, "the change of b2", c2, b2 - lr * _limited(A @ W2.T + b2 - T[0], 1, delta))
    yield Step(2, "how the change of W2 goes with that of b2", V2, W2 + np.outer(c2 - b2, A))
    yield Step(1, "how the change of b1 comes from that of b2", c1, b1 + (c2 - b2) @ W2 * (1 - A * A))
    yield Step(0, "how the change of W1 goes with that of b1", V1, W1 + np.outer(c1 - b1, X[0]))


def _averaged_biases(W1, b1, W2, b2, X, T, lr, delta=1.0):
    V1, c1, V2, c2 = _trained()(W1, b1, W2, b2, X, T, lr, delta)
    return V1, b1 + (c1 - b1) / len(X), V2, b2 + (c2 - b2) / len(X)


def _in_place(W1, b1, W2, b2, X, T, lr, delta=1.0):
    new = _trained()(W1, b1, W2, b2, X, T, lr, delta)
    for old, value in zip((W1, b1, W2, b2), new, strict=True):
        old[...] = value
    return W1, b1, W2, b2


exercise(
    lib.huber_step,
    lecture="11",
    points=3,
    topics="O12 O18",
    cases=_steps,
    follows=_back_from_the_output,
    outputs=("W1", "b1", "W2", "b2"),
    step="“One step” above",
    wrong={
        "squared error": (
            _trained(slope=lambda D, N, delta: D / N),
            "This is a step on the squared error: the differences are not limited to ±δ.",
        ),
        "absolute error": (
            _trained(slope=lambda D, N, delta: delta * np.sign(D) / N),
            "Every example pulls with δ here, near or far: that is absolute error. Within δ the pull is the "
            "difference itself.",
        ),
        "delta ignored": (_trained(old_delta=1.0), "δ has no effect: this is the step for δ = 1."),
        "uphill": (_trained(sign=1.0), "The step goes uphill: the gradient is added. Subtract it."),
        "no slope of tanh": (
            _trained(bend=lambda A: np.ones_like(A)),
            "The way back through the hidden layer lacks the slope of tanh, 1 − a².",
        ),
        "slope at a": (
            _trained(bend=lambda A: 1 - np.tanh(A) ** 2),
            "The slope of tanh is taken at a instead of at z, as if tanh were applied twice. With a = tanh(z) at hand, "
            "it is 1 − a².",
        ),
        "sum instead of mean": (
            _trained(mean=False),
            "The gradient is that of a sum over the examples: N times too long. The loss is their mean.",
        ),
        "new output weights too early": (
            _trained(late=True),
            "The hidden layer's gradient is computed with the new W2. All gradients belong to the old weights: "
            "compute all four first.",
        ),
        "biases averaged": (
            _averaged_biases,
            "The gradients of the biases are divided by N twice. The 1/N is in ∂L/∂Y already; after that, add up.",
        ),
        "in place": (
            _in_place,
            "The new weights are written into the arrays that were passed in, as by `W1 -= …`. Return new ones.",
        ),
        "activation for its slope": (
            _trained(bend=lambda A: A),
            "On the way back the activation a itself is the factor. The slope of tanh is 1 − a².",
        ),
    },
    hints=(
        "Four stations: hidden layer, loss and its slope, back through the hidden layer, four updates. `huber` of "
        "lecture 03 returns the loss and the slope.",
        "A = tanh(X W1ᵀ + b1); dY from `huber`; dZ = (dY W2) ⊙ (1 − A²); ∂L/∂W2 = dYᵀ A, ∂L/∂b2 = Σₙ dYₙ, and the "
        "same one layer further down with dZ and X.",
        "mlpkit.losses has `huber`, to be called with the outputs, T and delta; it has the 1/N in it. Then one line "
        "for dZ, and one `return` with four differences: old minus lr times gradient.",
    ),
)


def _answers(rng: np.random.Generator) -> Iterator[Inputs]:
    for dtype in ("float32", "float64"):
        for shape in ((6,), (5, 1), (8, 3), (2, 2)):
            T = rng.normal(2, 1, shape) + np.arange(shape[0]).reshape(-1, *[1] * (len(shape) - 1))
            yield Inputs(((T + rng.normal(0, 0.7, shape)).astype(dtype), T.astype(dtype)))
        T = rng.normal(size=7)
        yield Inputs((np.full(7, 3.0, dtype), T.astype(dtype)))


def _without_units(run, case, outputs):
    Y, T = case.args
    other = run(1 + 4 * Y, 1 + 4 * T)[0]
    return None if abs(other - outputs[0]) <= 1e-3 * max(1, abs(other)) else "in other units, R² comes out different"


exercise(
    lib.r_squared,
    lecture="11",
    points=2,
    topics="O13 O18",
    cases=_answers,
    holds=(Property("other units of outputs and targets give the same R²", _without_units),),
    wrong={
        "mean square": (
            lambda Y, T: float(np.mean((Y - T) ** 2)),
            "This is the mean squared error. R² compares it with the error of always saying the mean.",
        ),
        "not taken from 1": (
            lambda Y, T: float(np.sum((Y - T) ** 2) / np.sum((T - T.mean(axis=0)) ** 2)),
            "This is the fraction of the variation that is left over. R² is 1 minus that.",
        ),
        "mean of the outputs": (
            lambda Y, T: 1 - float(np.sum((Y - T) ** 2) / np.sum((T - Y.mean(axis=0)) ** 2)),
            "The comparison is with the mean of the outputs. It should be with the mean of the targets.",
        ),
        "variation of the outputs": (
            lambda Y, T: float(np.sum((Y - T.mean(axis=0)) ** 2) / np.sum((T - T.mean(axis=0)) ** 2)),
            "This divides the variation of the outputs by that of the targets. The two definitions agree for least "
            "squares on its own training data only; wild outputs would score above 1 here.",
        ),
        "squared correlation": (
            lambda Y, T: float(np.corrcoef(Y.ravel(), T.ravel())[0, 1] ** 2),
            "This is the squared correlation. It forgives outputs that are all too large, or ten times too large; R² "
            "does not. And constant outputs have none.",
        ),
        "one minus the mean square": (
            lambda Y, T: 1 - float(np.mean((Y - T) ** 2)),
            "This is 1 minus the mean squared error. The error has to be divided by that of the mean first; otherwise "
            "the result depends on the units.",
        ),
        "clipped at 0": (
            lambda Y, T: max(0.0, 1 - float(np.sum((Y - T) ** 2) / np.sum((T - T.mean(axis=0)) ** 2))),
            "It never goes below 0. Outputs that are worse than the mean have a negative R².",
        ),
        "mean over the columns": (
            lambda Y, T: float(np.mean(1 - np.sum((Y - T) ** 2, axis=0) / np.sum((T - T.mean(axis=0)) ** 2, axis=0))),
            "With several outputs this is the mean of the columns' R². The two sums run over all entries first.",
        ),
        "spread of the outputs below": (
            lambda Y, T: 1 - float(np.sum((Y - T) ** 2) / np.sum((Y - Y.mean(axis=0)) ** 2)),
            "Below the fraction stands the variation of the outputs. It should be that of the targets.",
        ),
        "not squared": (
            lambda Y, T: 1 - float(np.sum(np.abs(Y - T)) / np.sum(np.abs(T - T.mean(axis=0)))),
            "Absolute values where squares belong.",
        ),
        "one mean for all columns": (
            lambda Y, T: 1 - float(np.sum((Y - T) ** 2) / np.sum((T - T.mean()) ** 2)),
            "With several outputs, the comparison uses one mean for all of them. Each column has its own.",
        ),
        "mean below": (
            lambda Y, T: 1 - float(np.sum((Y - T) ** 2) / np.mean((T - T.mean(axis=0)) ** 2)),
            "A sum stands above the fraction line, and a mean below it. Take sums on both sides.",
        ),
        "compared with 0": (
            lambda Y, T: 1 - float(np.sum((Y - T) ** 2) / np.sum(T**2)),
            "Below the fraction the targets are squared as they are. Take the mean of each column off first: the "
            "comparison is with always answering the mean.",
        ),
    },
    hints=(
        "Two sums of squares over all entries: what the network leaves over, and what the mean leaves over.",
        "R² = 1 − Σ (t − y)² / Σ (t − t̄)², with t̄ the mean of each column of T.",
        "T.mean(axis=0) is a mean for each column, and broadcasts over the rows (for a flat array it is one number). "
        "Return a float.",
    ),
)


def _candidates(rng: np.random.Generator) -> Iterator[Inputs]:
    """Settings (numbers) and the error of each on validation data; ties, a single one, errors below 0."""
    for n in (1, 2, 5, 8):
        yield Inputs(([round(float(s), 4) for s in rng.uniform(1, 9, n)], [float(e) for e in rng.normal(size=n)]))
    yield Inputs(([3.0, 2.0, 1.0], [0.5, 0.25, 0.25]))
    yield Inputs(([1.5, 2.5], [0.25, 0.25]))
    errors = [float(e) for e in rng.permutation([0.1, 0.2, 0.3, 0.4])]
    yield Inputs(([4.0, 3.0, 2.0, 1.0], errors))
    yield Inputs(([1.0, 2.0, 3.0], [float(e) for e in rng.permutation([10.0, 14.0, 20.0])]))


def _choose(choose, given, errors):
    """The choice when the error of each setting is looked up in a table."""
    known = dict(zip(given, errors, strict=True))
    return choose(list(given), lambda setting: known[setting])


def _no_numbers(run, case, outputs):
    """A row of an array is no tuple, and None no number."""
    for settings in ([(8, 0.0), (32, 0.01), (8, 0.1)], ["relu", "tanh", "elu"], [0.1, None, 0.01], [(3,), (2, 2), ()]):
        best, *more = run(settings, [0.5, 0.25, 0.75]) or ("",)
        if not more:
            return f"with the settings {settings} it stops with an error: a setting may be anything"
        if not isinstance(best, type(settings[1])) or best != settings[1]:
            return f"of the settings {settings} the second is best, and {best!r} comes back, which is another thing"
    return None


def _from_one(settings, error):
    best, low = None, 1.0
    for setting in settings:
        if error(setting) < low:
            best, low = setting, error(setting)
    return best, low


exercise(
    metrics.choose_on_validation,
    lecture="11",
    points=2,
    topics="O18 K19",
    cases=_candidates,
    call=_choose,
    outputs=("the setting", "its error"),
    holds=(Property("settings may be tuples, text or None", _no_numbers, once=True),),
    wrong={
        "largest error": (
            lambda settings, error: (max(settings, key=error), max(map(error, settings))),
            "This chooses the setting with the largest error.",
        ),
        "smallest setting": (
            lambda settings, error: (min(settings), error(min(settings))),
            "This chooses the smallest setting, whatever its error.",
        ),
        "last of equals": (
            lambda settings, error: (min(settings[::-1], key=error), min(map(error, settings))),
            "Where several settings have the smallest error, this takes the last of them. The first should win.",
        ),
        "smaller of equals": (
            lambda settings, error: min((error(s), s) for s in settings)[::-1],
            "Where several settings have the smallest error, this takes the smallest of them, as `min` does with "
            "pairs. The first should win; and settings need not be numbers that can be compared.",
        ),
        "its position": (
            lambda settings, error: (int(np.argmin([error(s) for s in settings])), min(map(error, settings))),
            "The first result is the position of the best setting in the list, not the setting itself.",
        ),
        "starts at 1": (
            _from_one,
            "When all errors are above 1 nothing is chosen: the search begins with 1 as the smallest so far. Begin "
            "with infinity, or with the first one.",
        ),
        "other way round": (
            lambda settings, error: (min(map(error, settings)), min(settings, key=error)),
            "The two results have changed places: first the setting, then its error.",
        ),
        "first setting": (
            lambda settings, error: (settings[0], error(settings[0])),
            "This always takes the first setting.",
        ),
        "nearest to 0": (
            lambda settings, error: (lambda best: (best, error(best)))(min(settings, key=lambda s: abs(error(s)))),
            "This takes the error nearest to 0. A negative error is smaller than 0.",
        ),
    },
    hints=(
        "Try every setting once, and remember each one together with its error.",
        "The result is the pair (s, e) with e = validation_error(s) as small as possible; of several, the first.",
        "A list of pairs (error, setting), and `min` of it with a key that looks at the error only. Without the key, "
        "`min` would compare the settings where errors tie.",
    ),
)
