"""Lecture 09, second half: steps with a memory, and learning with random feedback."""

from math import degrees

import numpy as np

from autograder.checking.exercise import Inputs, Property, exercise
from autograder.exercises.lecture06 import LAYERS, network
from mlpkit import backprop, diagnostics, optim

BOTH = ("float32", "float64")


def weights_and_velocities(rng):
    for dtype in BOTH:
        for shape in ((4,), (1,), (3, 2)):
            w, dw, v = (rng.normal(size=shape).astype(dtype) for _ in range(3))
            yield Inputs((w, dw, v, float(rng.choice([0.05, 0.3])), float(rng.choice([0.5, 0.75]))))
        yield Inputs((w, dw, v, 0.1))
        yield Inputs((w, dw, np.zeros_like(v), 0.1, 0.5))
        yield Inputs((w, dw, v, 0.2, 0.0))


def momentum_in_place(w, dw, v, lr, momentum=0.9):
    v *= momentum
    v += dw
    w -= lr * v
    return w, v


exercise(
    optim.momentum_step,
    lecture="09",
    points=2,
    topics="H32",
    cases=weights_and_velocities,
    outputs=("the new w", "the new v"),
    wrong={
        "weighted mean": (
            lambda w, dw, v, lr, momentum=0.9: (
                w - lr * (momentum * v + (1 - momentum) * dw),
                momentum * v + (1 - momentum) * dw,
            ),
            "The new gradient gets the weight 1 − γ here. That makes v a mean of the gradients, and every step smaller "
            "by that factor. The docstring adds the gradient as it is.",
        ),
        "old velocity": (
            lambda w, dw, v, lr, momentum=0.9: (w - lr * v, momentum * v + dw),
            "The weights move with the old velocity. Renew v first, then step with it.",
        ),
        "rate inside": (
            lambda w, dw, v, lr, momentum=0.9: (w - (momentum * v + lr * dw), momentum * v + lr * dw),
            "The rate is inside the velocity here: v ← γv + η ∂L/∂w, w ← w − v. Others write it so; the docstring "
            "keeps η outside, so that a new rate acts at once on all of v.",
        ),
        "no memory": (
            lambda w, dw, v, lr, momentum=0.9: (w - lr * dw, dw.copy()),
            "The old velocity has no effect: this is plain gradient descent.",
        ),
        "velocity stored with a minus": (
            lambda w, dw, v, lr, momentum=0.9: (w + lr * (momentum * v - dw), momentum * v - dw),
            "The gradient is subtracted from the velocity. In the docstring v adds up gradients, and points uphill; "
            "the minus comes once, in the update of w.",
        ),
        "uphill": (
            lambda w, dw, v, lr, momentum=0.9: (w + lr * (momentum * v + dw), momentum * v + dw),
            "v is right, but w goes uphill: subtract.",
        ),
        "Nesterov": (
            lambda w, dw, v, lr, momentum=0.9: (w - lr * (momentum * (momentum * v + dw) + dw), momentum * v + dw),
            "v is right. But w moves by η(γv + ∂L/∂w) with the new v: Nesterov's variant, which looks one step ahead.",
        ),
        "in place": (
            momentum_in_place,
            "The numbers are right, but w and v of the caller are overwritten. A pure step returns new arrays.",
        ),
        "swapped": (
            lambda w, dw, v, lr, momentum=0.9: (momentum * v + dw, w - lr * (momentum * v + dw)),
            "The two results are exchanged: return the new w first, then the new v.",
        ),
    },
    hints=(
        "Two lines. Which of the two has to come first?",
        "v ← γ v + ∂L/∂w, and with this new v: w ← w − η v.",
        "Give the new velocity a name, made of momentum, v and dw. Then return two things: w less the rate times that "
        "velocity, and the velocity.",
    ),
    step="section 8",
)


def adam_states(rng):
    for dtype in BOTH:
        for shape in ((4,), (1,), (3, 2)):
            w, dw, m = (rng.normal(size=shape).astype(dtype) for _ in range(3))
            s = rng.uniform(0.2, 1.0, shape).astype(dtype)
            yield Inputs((w, dw, m, s, int(rng.integers(2, 9)), 0.1, 0.5, 0.75, 0.5))
            yield Inputs((w, dw, m, s, int(rng.integers(2, 30)), 0.1))
        yield Inputs((w, dw, np.zeros_like(m), np.zeros_like(s), 1, 0.05, 0.9, 0.99))
        yield Inputs((w, dw, np.zeros_like(m), np.zeros_like(s), 1))
        yield Inputs((w, np.zeros_like(dw), np.zeros_like(m), np.zeros_like(s), 3, 0.1))


def adam(
    step=lambda w, m, s, lr, eps: w - lr * m / (np.sqrt(s) + eps),
    correct_m=lambda m, beta, t: m / (1 - beta**t),
    correct_s=lambda s, beta, t: s / (1 - beta**t),
    mean=lambda m, dw, beta: beta * m + (1 - beta) * dw,
    keep_corrected=False,
):
    def adam_step(w, dw, m, s, t, lr=0.001, beta1=0.9, beta2=0.999, eps=1e-8):
        m, s = mean(m, dw, beta1), mean(s, dw * dw, beta2)
        m_hat, s_hat = correct_m(m, beta1, t), correct_s(s, beta2, t)
        kept = (m_hat, s_hat) if keep_corrected else (m, s)
        return step(w, m_hat, s_hat, lr, eps), *kept

    return adam_step


def as_it_is(moment, beta, t):
    return moment


exercise(
    optim.adam_step,
    lecture="09",
    points=3,
    topics="H31 H32",
    cases=adam_states,
    outputs=("the new w", "the new m", "the new s"),
    wrong={
        "not corrected": (
            adam(correct_m=as_it_is, correct_s=as_it_is),
            "m and s are used as they are. They start at zero and are too small at first: divide by 1 − βᵗ before use.",
        ),
        "only m corrected": (
            adam(correct_s=as_it_is),
            "m is corrected, s is not: it starts at zero as well, and with β₂ near 1 is too small for much longer.",
        ),
        "corrected with β instead of βᵗ": (
            adam(correct_m=lambda m, beta, t: m / (1 - beta), correct_s=lambda s, beta, t: s / (1 - beta)),
            "The correction is 1 − β at every step. It is 1 − βᵗ, which tends to 1: after many steps there is nothing "
            "left to correct.",
        ),
        "corrected values returned": (
            adam(keep_corrected=True),
            "The new w is right, but the corrected m̂ and ŝ are returned. The next step needs m and s themselves, and "
            "will correct them with its own t.",
        ),
        "no root": (
            adam(step=lambda w, m, s, lr, eps: w - lr * m / (s + eps)),
            "m̂ is divided by ŝ, not by its root. ŝ is a mean of squares; its root has the gradient's own unit.",
        ),
        "eps inside the root": (
            adam(step=lambda w, m, s, lr, eps: w - lr * m / np.sqrt(s + eps)),
            "ε stands inside the root. The docstring adds it to the root. Near a gradient of 0 it is √ε against ε.",
        ),
        "uphill": (adam(step=lambda w, m, s, lr, eps: w + lr * m / (np.sqrt(s) + eps)), "w goes uphill: subtract."),
        "sums instead of means": (
            adam(mean=lambda m, dw, beta: beta * m + dw),
            "The new gradient enters m and s with the weight 1. In Adam both are means: the weights are β and 1 − β.",
        ),
    },
    hints=(
        "Four lines, in the order of the docstring: m, s, the two corrected ones, the step.",
        "m ← β₁ m + (1 − β₁) g, s ← β₂ s + (1 − β₂) g², m̂ = m / (1 − β₁ᵗ), ŝ = s / (1 − β₂ᵗ), "
        "w ← w − η m̂ / (√ŝ + ε), with g for ∂L/∂w.",
        "All powers and products of plain numbers stay plain and keep the dtype. Use new names for the corrected "
        "moments, since the uncorrected ones are returned.",
    ),
    step="section 9",
)


def two_arrays(rng):
    for dtype in BOTH:
        for shape in ((3,), (4, 2), (1, 6), (5, 5), (2,)):
            A, B = rng.normal(size=(2, *shape))
            yield Inputs((A.astype(dtype), (rng.uniform(0.2, 4) * (B + rng.normal() * A)).astype(dtype)))
        yield Inputs((A.astype(dtype), (-3 * A).astype(dtype)))
        yield Inputs((A.astype(dtype), (3 * A).astype(dtype)))


def true_angle(A, B):
    """By the sum and the difference of the two directions: exact at 0° and at 180°, too."""
    a, b = (x.astype(float).ravel() / np.linalg.norm(x.astype(float)) for x in (A, B))
    found = degrees(2 * np.arctan2(np.linalg.norm(a - b), np.linalg.norm(a + b)))
    return ((found, found, 0.1),)


def clipped_cosine(A, B):
    return np.clip(np.sum(A * B, dtype=float) / np.linalg.norm(A) / np.linalg.norm(B), -1, 1)


def column_by_column(A, B):
    A, B = np.atleast_2d(A), np.atleast_2d(B)
    each = [clipped_cosine(a, b) for a, b in zip(A, B, strict=True)]
    return float(np.degrees(np.arccos(each)).mean())


exercise(
    diagnostics.angle,
    lecture="09",
    points=1,
    topics="H33",
    cases=two_arrays,
    accept=true_angle,
    outputs=("the angle",),
    wrong={
        "radians": (
            lambda A, B: float(np.arccos(clipped_cosine(A, B))),
            "This is in radians. A full turn has 360 degrees.",
        ),
        "cosine": (
            lambda A, B: float(clipped_cosine(A, B)),
            "This is the cosine of the angle. The angle itself is its arccos, in degrees.",
        ),
        "not normalised": (
            lambda A, B: float(np.degrees(np.arccos(np.clip(np.sum(A * B, dtype=float), -1, 1)))),
            "The lengths have not been divided out: ⟨A, B⟩ is the cosine only for vectors of length 1.",
        ),
        "mean over the rows": (
            column_by_column,
            "This is the mean of the angles between the rows. Read the whole array as one long vector.",
        ),
        "never above 90": (
            lambda A, B: float(np.degrees(np.arccos(np.abs(clipped_cosine(A, B))))),
            "Opposite arrays come out as parallel: the sign of the product is lost. Angles go up to 180 degrees.",
        ),
        "arcsin": (
            lambda A, B: float(np.degrees(np.arcsin(clipped_cosine(A, B)))),
            "This is 90 degrees minus the angle: arcsin in place of arccos.",
        ),
    },
    hints=(
        "In the plane you know it: the inner product is the product of the lengths times the cosine.",
        "cos φ = ⟨A, B⟩ / (‖A‖ ‖B‖), with sums over all entries.",
        "Multiply entry by entry and sum everything; divide by the two norms; keep the quotient between −1 and 1; then "
        "arccos, and from radians to degrees.",
    ),
)


def deltas_networks_and_feedback(rng):
    for dtype in BOTH:
        for rows, sizes in ((4, (3, 3, 3, 3)), (4, (3, 2, 4, 2)), (1, (2, 4, 3, 5)), (3, (4, 1, 2, 3))):
            dZ, net = rng.normal(size=(rows, sizes[-1])).astype(dtype), network(rng, rows, sizes, dtype)
            feedback = [rng.normal(size=W.shape).astype(dtype) for W in net[1::2]]
            yield Inputs((dZ, *net, *feedback))


def updates_of(backward, dZ, X, *rest):
    """The exercise's function on this network, and its two lists as separate outputs."""
    layers = len(rest) // 3
    params, feedback = rest[: 2 * layers], list(rest[2 * layers :])
    Zs, As = backprop.forward_pass(X, list(params[0::2]), list(params[1::2]), LAYERS[-layers:])
    found = backward(dZ, Zs, As, feedback, LAYERS[-layers:])
    pair = isinstance(found, tuple) and len(found) == 2 and all(isinstance(part, (list, tuple)) for part in found)
    return (*found[0], *found[1]) if pair else found


def updates_by(
    back=lambda dZ, B, Zs, As, f, r: dZ @ B * f[r - 1].grad(Zs[r - 1]),
    weight=lambda dZ, As, r: dZ.T @ As[r],
    bias=lambda dZ: dZ.sum(axis=0),
):
    def backward(dZ, Zs, As, feedback, activations):
        dWs, dbs = [], []
        for r in reversed(range(len(feedback))):
            dWs.insert(0, weight(dZ, As, r))
            dbs.insert(0, bias(dZ))
            if r:
                dZ = back(dZ, feedback[r], Zs, As, activations, r)
        return dWs, dbs

    return backward


def wrong_layer(dZ, Zs, As, feedback, activations):
    shifted = [feedback[0], *feedback[:-1]]
    return updates_by()(dZ, Zs, As, shifted, activations)


def _last_layer_not_exact(run, case, outputs):
    dZ, X, *rest = case.args
    layers = len(rest) // 3
    other = [-2 * B for B in rest[2 * layers :]]
    found = run(dZ, X, *rest[: 2 * layers], *other)
    if len(found) == 2 * layers and np.allclose(found[layers - 1], outputs[layers - 1], rtol=1e-3, atol=1e-4):
        return None
    return "with other feedback the last layer's dW changes: that layer gets the true δ, and needs none"


exercise(
    backprop.feedback_alignment,
    lecture="09",
    points=2,
    topics="H33",
    cases=deltas_networks_and_feedback,
    call=updates_of,
    outputs=tuple(f"{what} of layer {r}" for what in ("dW", "db") for r in range(3)),
    holds=[Property("the last layer gets its true gradient, whatever the feedback", _last_layer_not_exact)],
    wrong={
        "no slope": (
            updates_by(back=lambda dZ, B, Zs, As, f, r: dZ @ B),
            "On the way back through a hidden layer the factor f'(Z) is missing. Only the weights are replaced, the "
            "slopes stay.",
        ),
        "slope taken at the activation": (
            updates_by(back=lambda dZ, B, Zs, As, f, r: dZ @ B * f[r - 1].grad(As[r])),
            "The slope is taken at A instead of Z. f' wants what f was given: the pre-activations of that layer.",
        ),
        "signs only": (
            updates_by(back=lambda dZ, B, Zs, As, f, r: dZ @ np.sign(B) * f[r - 1].grad(Zs[r - 1])),
            "Only the signs of the feedback are used here, not their sizes.",
        ),
        "feedback of the layer before": (
            wrong_layer,
            "The feedback matrix of the wrong layer is used: δ comes back from layer r through feedback[r], as it "
            "would through weights[r].",
        ),
        "feedback transposed": (
            updates_by(back=lambda dZ, B, Zs, As, f, r: dZ @ B.T * f[r - 1].grad(Zs[r - 1])),
            "The feedback matrix is transposed. It has the layout of the weights, (n_out, n_in), and stands where they "
            "stood.",
        ),
        "divided by N again": (
            updates_by(
                weight=lambda dZ, As, r: dZ.T @ As[r] / len(dZ), bias=lambda dZ: dZ.sum(axis=0) / np.float32(len(dZ))
            ),
            "This divides by N once more. The deltas carry the 1/N of the mean already.",
        ),
        "last layer first": (
            lambda *args: tuple(part[::-1] for part in updates_by()(*args)),
            "The results come in the order in which they were found, last layer first. Return them in the order of "
            "the layers.",
        ),
    },
    hints=(
        "Compare the argument list with that of your backward pass. Only one thing in it is another.",
        "δᵢ = f'(zᵢ) Σⱼ δⱼ bⱼᵢ, then dW and db from these deltas as always. How does this differ from backpropagation?",
        "Nothing needs to be written twice: the backward pass of lecture 06 never asks where its matrices come from.",
    ),
    step="section 10",
)
