"""One example through a 2-3-2 network and back: every number, and every step in words with the numbers in it."""

from types import SimpleNamespace

import numpy as np

from mlpkit import backprop
from mlpkit.activations import ACTIVATIONS
from mlpkit.explore.student import library_activation

STEPS = (
    "inputs", "hidden z", "hidden a", "output z", "loss", "output δ",
    "gradients of W₂, b₂", "hidden δ", "gradients of W₁, b₁", "update",
)  # fmt: skip
RULES = ("output_delta", "hidden_delta", "weight_gradient", "bias_gradient")


def everything(weights, biases, x, t, f, student):
    """All numbers of both passes, with the rules of `mlpkit.backprop` or the reader's: a namespace of vectors."""
    rule = {name: student.get(name) or getattr(backprop, name) for name in RULES}
    activation, X, T = ACTIVATIONS[f], np.array([x]), np.array([t])
    Zs, As = backprop.forward_pass(X, weights, biases, [activation, library_activation("identity")])
    slope = activation.grad(Zs[0])
    d2 = rule["output_delta"](As[2], T, np.ones_like(As[2]))
    d1 = rule["hidden_delta"](d2, weights[1], slope)
    return SimpleNamespace(
        x=X[0], z1=Zs[0][0], a1=As[1][0], y=As[2][0], t=T[0],
        slope=slope[0], d2=np.ravel(d2), d1=np.ravel(d1), loss=float(np.sum((As[2] - T) ** 2) / 2),
        dW=[rule["weight_gradient"](d1, X), rule["weight_gradient"](d2, As[1])],
        db=[np.ravel(rule["bias_gradient"](d1)), np.ravel(rule["bias_gradient"](d2))],
    )  # fmt: skip


def formulas(step, v, weights, biases, f, rate, after):
    """The lines of this step: formula, numbers, result. `after` is the loss after the update."""
    W1, W2 = weights
    if step == 0:
        return [f"x = ({_n(v.x[0])}, {_n(v.x[1])}), target t = ({_n(v.t[0])}, {_n(v.t[1])})"]
    if step == 1:
        return [f"z{_s(j)} = {_sum(W1[j], v.x, biases[0][j])} = <b>{v.z1[j]:.3f}</b>" for j in range(3)]
    if step == 2:
        return [f"a{_s(j)} = {f}({_n(v.z1[j])}) = <b>{v.a1[j]:.3f}</b>" for j in range(3)]
    if step == 3:
        return [f"y{_s(k)} = {_sum(W2[k], v.a1, biases[1][k])} = <b>{v.y[k]:.3f}</b>" for k in range(2)]
    if step == 4:
        terms = " + ".join(f"({_n(y)} − {_n(t)})²" for y, t in zip(v.y, v.t, strict=True))
        return [f"L = ½ [{terms}] = <b>{v.loss:.4f}</b>"]
    if step == 5:
        return [
            f"δ{_s(k)} = ∂L/∂y{_s(k)} = y − t = {_n(v.y[k])} − {_n(v.t[k])} = <b>{v.d2[k]:.3f}</b>" for k in range(2)
        ]
    if step == 7:
        return [
            f"δ{_s(j)} = f′(z{_s(j)}) Σₖ δₖ wₖ{_s(j)} = {_n(v.slope[j])} · "
            f"({_sum(v.d2, W2[:, j])}) = <b>{v.d1[j]:.3f}</b>"
            for j in range(3)
        ]
    if step in (6, 8):
        layer, delta, source = (1, v.d2, v.a1) if step == 6 else (0, v.d1, v.x)
        lines = []
        for j, d in enumerate(delta):
            products = ", ".join(
                f"{_n(d)} · {_n(a)} = <b>{g:.3f}</b>" for a, g in zip(source, v.dW[layer][j], strict=True)
            )
            lines.append(f"unit {j + 1}: ∂L/∂w = δ · input: {products}; ∂L/∂b = δ = <b>{v.db[layer][j]:.3f}</b>")
        return lines
    return [f"w ← w − {rate:.2f} · ∂L/∂w for all 17 numbers: the loss falls from {v.loss:.4f} to <b>{after:.4f}</b>"]


def _n(value):
    value = round(float(value), 2)
    return f"(−{-value:.2f})" if value < 0 else f"{abs(value):.2f}"


def _s(index):
    return "₁₂₃"[index]


def _sum(w, a, b=None):
    terms = [f"{_n(p)} · {_n(q)}" for p, q in zip(w, a, strict=True)]
    return " + ".join(terms if b is None else [*terms, _n(b)])
