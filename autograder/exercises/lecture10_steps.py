"""Lecture 10: steps with a memory."""

import numpy as np

from autograder.checking.exercise import UNTOLD, Inputs, Property, exercise
from autograder.checking.given_own import Step
from mlpkit import clip, optim

BOTH = ("float32", "float64")


def weights_and_velocities(rng):
    for dtype in BOTH:
        for shape in ((4,), (1,), (3, 2)):
            w, dw, v = (rng.normal(size=shape).astype(dtype) for _ in range(3))
            yield Inputs((w, dw, v, float(rng.choice([0.05, 0.3])), float(rng.choice([0.5, 0.75]))))
        yield Inputs((w, dw, v, 0.1))
        yield Inputs((w, dw, np.zeros_like(v), 0.1, 0.5))
        yield Inputs((w, dw, v, 0.2, 0.0))


def by_velocity(outputs, w, dw, v, lr, momentum=0.9):
    """The velocity, and the weights that the answer's own velocity leads to."""
    yield Step(1, "the new v", outputs[1], momentum * v + dw)
    yield Step(0, "how the new w comes from the new v", outputs[0], w - lr * np.asarray(outputs[1]))


def momentum_in_place(w, dw, v, lr, momentum=0.9):
    v *= momentum
    v += dw
    w -= lr * v
    return w, v


exercise(
    optim.momentum_step,
    lecture="10",
    points=2,
    topics="H32",
    cases=weights_and_velocities,
    follows=by_velocity,
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
        "velocity downhill, with the rate inside": (
            lambda w, dw, v, lr, momentum=0.9: (w + momentum * v - lr * dw, momentum * v - lr * dw),
            "This is v ← γv − η ∂L/∂w, w ← w + v, as other books write it. In the docstring v adds up gradients, "
            "without η, and the minus comes once, in the update of w.",
        ),
        "uphill": (
            lambda w, dw, v, lr, momentum=0.9: (w + lr * (momentum * v + dw), momentum * v + dw),
            "w goes uphill: subtract.",
        ),
        "Nesterov": (
            lambda w, dw, v, lr, momentum=0.9: (w - lr * (momentum * (momentum * v + dw) + dw), momentum * v + dw),
            "w moves by η(γv + ∂L/∂w) with the new v: Nesterov's variant, which looks one step ahead.",
        ),
        "in place": (
            momentum_in_place,
            "w and v of the caller are overwritten. A pure step returns new arrays.",
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
    step="section 4",
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


def by_moments(outputs, w, dw, m, s, t, lr=0.001, beta1=0.9, beta2=0.999, eps=1e-8):
    """The two means, and the weights that the answer's own means lead to."""
    _, mine, square = outputs
    yield Step(1, "the new m", mine, beta1 * m + (1 - beta1) * dw)
    yield Step(2, "the new s", square, beta2 * s + (1 - beta2) * dw * dw)
    step = np.asarray(mine) / (1 - beta1**t) / (np.sqrt(np.asarray(square) / (1 - beta2**t)) + eps)
    yield Step(0, "how the new w comes from the new m and s", outputs[0], w - lr * step)


def adam_of_sizes(w, dw, m, s, t, lr, beta1, beta2, eps):
    m, s = beta1 * m + (1 - beta1) * dw, beta2 * s + (1 - beta2) * np.abs(dw)
    return w - lr * (m / (1 - beta1**t)) / (np.sqrt(s / (1 - beta2**t)) + eps), m, s


def adam_with_gradient_in_s(w, dw, m, s, t, lr, beta1, beta2, eps):
    m, s = beta1 * m + (1 - beta1) * dw, beta2 * s + (1 - beta2) * dw
    return w - lr * (m / (1 - beta1**t)) / (np.sqrt(s / (1 - beta2**t)) + eps), m, s


def adam_with_old_moments(w, dw, m, s, t, lr=0.001, beta1=0.9, beta2=0.999, eps=1e-8):
    new = beta1 * m + (1 - beta1) * dw, beta2 * s + (1 - beta2) * dw * dw
    return w - lr * (m / (1 - beta1**t)) / (np.sqrt(s / (1 - beta2**t)) + eps), *new


def as_it_is(moment, beta, t):
    return moment


exercise(
    optim.adam_step,
    lecture="10",
    points=3,
    topics="H31 H32",
    cases=adam_states,
    follows=by_moments,
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
        "only s corrected": (
            adam(correct_m=as_it_is),
            "s is corrected, m is not: it starts at zero as well, so that the first steps are too short.",
        ),
        "corrected with β instead of βᵗ": (
            adam(correct_m=lambda m, beta, t: m / (1 - beta), correct_s=lambda s, beta, t: s / (1 - beta)),
            "The correction is 1 − β at every step. It is 1 − βᵗ, which tends to 1: after many steps there is nothing "
            "left to correct.",
        ),
        "corrected values returned": (
            adam(keep_corrected=True),
            "The corrected m̂ and ŝ are returned. The next step needs m and s themselves, and "
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
        "gradient not squared": (
            lambda w, dw, m, s, t, lr=0.001, beta1=0.9, beta2=0.999, eps=1e-8: adam_of_sizes(
                w, dw, m, s, t, lr, beta1, beta2, eps
            ),
            "s is a mean of |∂L/∂w|: the square is missing.",
        ),
        "old moments": (
            adam_with_old_moments,
            "w moves with m and s as they were before this step. Renew them first.",
        ),
        "uphill": (adam(step=lambda w, m, s, lr, eps: w + lr * m / (np.sqrt(s) + eps)), "w goes uphill: subtract."),
        "sums instead of means": (
            adam(mean=lambda m, dw, beta: beta * m + dw),
            "The new gradient enters m and s with the weight 1. In Adam both are means: the weights are β and 1 − β.",
        ),
        "gradient in place of its square": (
            lambda w, dw, m, s, t, lr=0.001, beta1=0.9, beta2=0.999, eps=1e-8: adam_with_gradient_in_s(
                w, dw, m, s, t, lr, beta1, beta2, eps
            ),
            "s is a mean of the gradients. It should be one of their squares: its root is taken.",
        ),
    },
    hints=(
        "Which mean is renewed from g, and which from its square? Then come the two corrections, and last the step.",
        "m ← β₁ m + (1 − β₁) g, s ← β₂ s + (1 − β₂) g², m̂ = m / (1 − β₁ᵗ), ŝ = s / (1 − β₂ᵗ), "
        "w ← w − η m̂ / (√ŝ + ε), with g for ∂L/∂w.",
        "All powers and products of plain numbers stay plain and keep the dtype. Use new names for the corrected "
        "moments, since the uncorrected ones are returned.",
    ),
    step="section 5",
)


def gradients_and_limits(rng):
    """Some arrays of gradients each, and a limit below, above and equal to their common length; all zeros."""
    for dtype in BOTH:
        for shapes in (((3,), (2, 2)), ((2, 3), (4,)), ((1, 2), (5, 1))):
            grads = [rng.normal(size=shape).astype(dtype) for shape in shapes]
            length = float(np.sqrt(sum(np.sum(g.astype(float) ** 2) for g in grads)))
            for part in (0.3, 0.8, 2.0):
                yield Inputs((round(part * length, 3), *grads))
        yield Inputs((1.0, np.zeros((2, 3), dtype), np.zeros(3, dtype)))
        yield Inputs((5.0, np.array([3.0, 0.0], dtype), np.array([[4.0]], dtype)))


ARE_NEW = "whether the arrays that come back are new ones"


def clipped(shorten, limit, *grads):
    """The exercise's list as separate outputs; or whether its arrays are new ones."""
    if limit == ARE_NEW:
        return _are_new(shorten, *grads)
    found = shorten(list(grads), limit)
    return tuple(found) if isinstance(found, (list, tuple)) else found


def _are_new(shorten, limit, *grads):
    found = shorten(list(grads), limit)
    arrays = [g for g in found if isinstance(g, np.ndarray)] if isinstance(found, (list, tuple)) else []
    return not any(np.may_share_memory(g, old) for g in arrays for old in grads)


def _handed_back(run, case, outputs):
    limit, *grads = case.args
    if _length(*grads) > limit or run(ARE_NEW, limit, *grads)[0]:
        return None
    # Where long gradients come back as well they have been shortened in place, which is another mistake.
    if not run(ARE_NEW, limit, *_longer(grads, limit))[0]:
        return UNTOLD
    return (
        "the arrays that were passed in come back themselves, where they are short enough. Return new ones, equal to "
        "them: else whoever changes the result changes the gradients of the caller"
    )


def _longer(grads, limit):
    return [g + g.dtype.type(2 * limit) for g in grads]


def _length(*grads):
    return float(np.sqrt(sum(float(np.sum(g.astype(float) ** 2)) for g in grads)))


exercise(
    clip.clip_by_norm,
    lecture="10",
    points=2,
    topics="H31",
    cases=gradients_and_limits,
    call=clipped,
    outputs=("the first gradient", "the second gradient"),
    holds=(Property("new arrays come back", _handed_back),),
    wrong={
        "each array by itself": (
            lambda grads, limit: [g * (limit / max(_length(g), limit)) for g in grads],
            "Each array is shortened by itself, so the direction of the whole gradient changes. There is one length, "
            "over all arrays, and one factor.",
        ),
        "entry by entry": (
            lambda grads, limit: [np.clip(g, -limit, limit) for g in grads],
            "The entries are cut one by one. That turns the direction; shorten the whole gradient by one factor.",
        ),
        "always to the limit": (
            lambda grads, limit: [g * (limit / (_length(*grads) or 1)) for g in grads],
            "Every gradient gets the length of the limit. One that is short enough stays as it is.",
        ),
        "square of the length": (
            lambda grads, limit: [g * (limit / max(_length(*grads) ** 2, limit)) for g in grads],
            "This divides by the square of the length: the root is missing.",
        ),
        "sum of the lengths": (
            lambda grads, limit: [g * (limit / max(sum(map(_length, grads)), limit)) for g in grads],
            "The lengths of the arrays are added up. The squares are added, and one root is taken at the end.",
        ),
        "largest entry": (
            lambda grads, limit: [g * (limit / max(*(float(np.abs(g).max()) for g in grads), limit)) for g in grads],
            "The size is taken from the largest entry. It is the root of the sum of all squares.",
        ),
    },
    hints=(
        "How long is the gradient if all arrays are one vector, and by which one number do you shorten it?",
        "g · min(1, limit / ‖g‖), with ‖g‖² the sum of the squares of all entries of all arrays.",
        "Add up (g ** 2).sum() over the list and take the root. If it is above the limit the factor is limit over the "
        "root, else 1; return a list of each g times the factor, a plain float.",
    ),
    step="section 6",
)
