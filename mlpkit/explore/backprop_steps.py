"""One example through a 2-3-2 network and back: every number, and every step in words with the numbers in it."""

from types import SimpleNamespace

import numpy as np

from mlpkit import backprop
from mlpkit.activations import ACTIVATIONS
from mlpkit.explore.fast_text import brief
from mlpkit.explore.student import library_activation

STEPS = (
    "inputs", "hidden z", "hidden a", "output z", "loss", "output δ",
    "gradients of W₂, b₂", "hidden δ", "gradients of W₁, b₁", "update",
)  # fmt: skip
RULES = ("output_delta", "hidden_delta", "weight_gradient", "bias_gradient")


def _run(rule, shape, *args):
    """What the reader's rule returns, an array of this shape; a ValueError for anything else."""
    made = rule(*args)
    if np.shape(made) != shape:
        got = f"an array of shape {np.shape(made)}" if isinstance(made, np.ndarray) else repr(made)
        raise ValueError(f"it returns {got} where an array of shape {shape} is expected")
    return made


def everything(weights, biases, x, t, f, student, attempt):
    """All numbers of both passes, with the rules of `mlpkit.backprop` or the reader's: a namespace of vectors.

    attempt: as `Explorer.attempt`, which runs a rule of the reader's; where it fails, its numbers are NaN.
    """

    def rule(name, shape, *args):
        if name not in student:
            return getattr(backprop, name)(*args)
        return attempt(name, _run, student[name], shape, *args, otherwise=np.full(shape, np.nan))

    activation, X, T = ACTIVATIONS[f], np.array([x]), np.array([t])
    Zs, As = backprop.forward_pass(X, weights, biases, [activation, library_activation("identity")])
    slope = activation.grad(Zs[0])
    d2 = rule("output_delta", As[2].shape, As[2], T, np.ones_like(As[2]))
    d1 = rule("hidden_delta", slope.shape, d2, weights[1], slope)
    layers = list(zip(weights, (d1, d2), As, strict=False))
    return SimpleNamespace(
        x=X[0], z1=Zs[0][0], a1=As[1][0], y=As[2][0], t=T[0],
        slope=slope[0], d2=np.ravel(d2), d1=np.ravel(d1), loss=float(np.sum((As[2] - T) ** 2) / 2),
        dW=[rule("weight_gradient", W.shape, d, A) for W, d, A in layers],
        db=[rule("bias_gradient", W.shape[:1], d) for W, d, _ in layers],
    )  # fmt: skip


def formulas(step, v, weights, biases, f, rate, after, marked=None):
    """The lines of this step as HTML: formula, numbers, result; those of the unit `marked` stand out.

    `after` is the loss after the update; marked: (layer, number) of a unit, from 0.
    """
    W1, W2 = weights
    if step == 0:
        return [f"x = ({_n(v.x[0])}, {_n(v.x[1])}), target t = ({_n(v.t[0])}, {_n(v.t[1])})"]
    if step == 1:
        lines = [f"z{_s(j)} = {_sum(W1[j], v.x, biases[0][j])} = {_r(v.z1[j])}" for j in range(3)]
    elif step == 2:
        lines = [f"a{_s(j)} = {f}({_n(v.z1[j])}) = {_r(v.a1[j])}" for j in range(3)]
    elif step == 3:
        lines = [f"y{_s(k)} = {_sum(W2[k], v.a1, biases[1][k])} = {_r(v.y[k])}" for k in range(2)]
    elif step == 4:
        terms = " + ".join(f"({_n(y, 4)} − {_p(t)})²" for y, t in zip(v.y, v.t, strict=True))
        return [f"L = ½ [{terms}] = {_r(v.loss, 4)}"]
    elif step == 5:
        lines = [f"δ{_s(k)} = ∂L/∂y{_s(k)} = y − t = {_n(v.y[k])} − {_p(v.t[k])} = {_r(v.d2[k])}" for k in range(2)]
    elif step == 7:
        lines = [
            f"δ{_s(j)} = f′(z{_s(j)}) ∑<sub>k</sub> δ<sub>k</sub> w<sub>k{j + 1}</sub> = {_n(v.slope[j])} · "
            f"({_sum(v.d2, W2[:, j])}) = {_r(v.d1[j])}"
            for j in range(3)
        ]
    elif step in (6, 8):
        layer, delta, source, letter = (1, v.d2, v.a1, "a") if step == 6 else (0, v.d1, v.x, "x")
        lines = []
        for j, d in enumerate(delta):
            products = ", ".join(f"{_n(d)} · {_p(a)} = {_r(g)}" for a, g in zip(source, v.dW[layer][j], strict=True))
            rule = f"∂L/∂w<sub>{j + 1}i</sub> = δ{_s(j)} {letter}<sub>i</sub>"
            lines.append(f"{rule}: {products}; ∂L/∂b{_s(j)} = δ{_s(j)} = {_r(v.db[layer][j])}")
    else:
        return [
            f"w ← w − {rate:.2f} · ∂L/∂w for all 17 numbers: the loss goes from {brief(v.loss, 4)} to {_r(after, 4)}",
            "<i>forward</i> carries this update out and begins the next round; <i>back</i>, right after it, undoes it",
        ]
    layer = 1 if step in (1, 2, 7, 8) else 2
    return [f"<mark>{line}</mark>" if marked == (layer, j) else line for j, line in enumerate(lines)]


def _n(value, digits=3):
    """A number that enters a formula: with two digits where it has no more, so that the result can be worked out."""
    value = float(value)
    return brief(value, 2 if round(value, digits) == round(value, 2) else digits)


def _p(value):
    """A number after an operator: in brackets where it is negative."""
    text = _n(value)
    return f"({text})" if text[0] == "−" else text


def _r(value, digits=3):
    """A result."""
    return f"<b>{brief(float(value), digits)}</b>"


def _s(index):
    return f"<sub>{index + 1}</sub>"


def _sum(w, a, b=None):
    """p · q + …; brackets around what is negative, but for the first number."""
    first, *terms = [f"{_p(p)} · {_p(q)}" for p, q in zip(w, a, strict=True)]
    first = first.replace("(", "", 1).replace(")", "", 1) if first.startswith("(") else first
    return " + ".join([first, *terms, *([] if b is None else [_p(b)])])
