"""A derivation as it was read, typeset: LaTeX made from the tree, so that a misread bracket is seen."""

from __future__ import annotations

import ast

from autograder.checking.derivation.allowed import name_of

_GREEK = set(
    "alpha beta gamma delta epsilon eta theta kappa lambda mu nu xi pi rho sigma tau phi chi psi omega".split()
)
_GREEK |= {g.capitalize() for g in ("gamma", "delta", "theta", "lambda", "xi", "pi", "sigma", "phi", "psi", "omega")}
# The course's letters where the name alone would give another sign, or is a word of Python.
_LETTERS = {"phi": "varphi", "epsilon": "varepsilon", "lam": "lambda"}
_ACCENTS = ("bar", "hat", "tilde")
_WORDS = {"log": r"\log", "ln": r"\ln", "tanh": r"\tanh", "sinh": r"\sinh", "cosh": r"\cosh", "sin": r"\sin"}
_WORDS |= {"cos": r"\cos", "max": r"\max", "min": r"\min"}
_SUM, _PRODUCT, _SIGN, _POWER, _ATOM = range(5)


def latex(node: ast.expr) -> str:
    """LaTeX of an expression."""
    return _of(node)[0]


def symbol(name: str) -> str:
    """A name: a letter, a Greek letter, one with an accent (ybar), one with an index, or a word."""
    stem, _, below = name.partition("_")
    head, digits = stem.rstrip("0123456789"), stem[len(stem.rstrip("0123456789")) :]
    below = " ".join(x for x in (digits, below) if x)
    if head in _GREEK or head in _LETTERS:
        text = f"\\{_LETTERS.get(head, head)}"
    elif head[1:] in _ACCENTS:
        text = rf"\{head[1:]}{{{head[0]}}}"
    else:
        text = head if len(head) == 1 else rf"\mathrm{{{head}}}"
    return text + (f"_{{{below}}}".replace("_", r"\_").replace(r"\_", "_", 1) if below else "")


def _of(node: ast.expr) -> tuple[str, int]:
    """(LaTeX, how tightly it binds)."""
    if isinstance(node, ast.Constant):
        return f"{node.value:g}" if isinstance(node.value, float) else str(node.value), _ATOM
    if isinstance(node, ast.Name):
        return symbol(node.id), _ATOM
    if isinstance(node, ast.BinOp):
        return _operation(node)
    if isinstance(node, ast.UnaryOp):
        return ("-" if isinstance(node.op, ast.USub) else "+") + _inside(node.operand, _PRODUCT), _SIGN
    if isinstance(node, ast.Attribute):
        return _inside(node.value, _ATOM) + r"^{\top}", _POWER
    if isinstance(node, ast.Subscript):
        parts = node.slice.elts if isinstance(node.slice, ast.Tuple) else [node.slice]
        return f"{_inside(node.value, _ATOM)}_{{{' '.join(symbol(name_of(p)) for p in parts)}}}", _ATOM
    if isinstance(node, ast.Call):
        return _call(node)
    raise TypeError(f"{ast.unparse(node)} has no place in a derivation")


def _inside(node: ast.expr, least: int) -> str:
    text, binds = _of(node)
    return text if binds >= least else _bracket(text)


def _bracket(text: str) -> str:
    return rf"\left({text}\right)"


def _operation(node: ast.BinOp) -> tuple[str, int]:
    left, right, kind = node.left, node.right, type(node.op)
    if kind is ast.Div:
        return rf"\frac{{{latex(left)}}}{{{latex(right)}}}", _PRODUCT
    if kind is ast.Pow:
        base = _inside(left, _ATOM) if not _is(left, "exp") else _bracket(latex(left))
        return f"{base}^{{{latex(right)}}}", _POWER
    if kind in (ast.Add, ast.Sub):
        sign = "+" if kind is ast.Add else "-"
        least = _SUM if kind is ast.Add and not _signed(right) else _PRODUCT
        return f"{_inside(left, _SUM)} {sign} {_inside(right, least)}", _SUM
    sign = r" \cdot " if kind is ast.Mult and _number_first(right) else r"\, "
    a = _inside(left, _PRODUCT) if not isinstance(left, ast.UnaryOp) else _bracket(latex(left))
    return f"{a}{sign}{_inside(right, _PRODUCT if not _signed(right) else _ATOM)}", _PRODUCT


def _signed(node: ast.expr) -> bool:
    return isinstance(node, ast.UnaryOp)


def _is(node: ast.expr, name: str) -> bool:
    return isinstance(node, ast.Call) and name_of(node.func) == name


def _number_first(node: ast.expr) -> bool:
    while isinstance(node, ast.BinOp) and isinstance(node.op, (ast.Mult, ast.Pow, ast.MatMult)):
        node = node.left
    return isinstance(node, ast.Constant)


def _call(node: ast.Call) -> tuple[str, int]:
    name, args = name_of(node.func), node.args
    if name == "d":
        return rf"\frac{{\partial}}{{\partial {latex(args[1])}}}{_bracket(latex(args[0]))}", _PRODUCT
    if name == "exp":
        return f"e^{{{latex(args[0])}}}", _POWER
    if name == "sqrt":
        return rf"\sqrt{{{latex(args[0])}}}", _ATOM
    if name == "abs":
        return rf"\left|{latex(args[0])}\right|", _ATOM
    if name in ("sum", "mean") and len(args) == 2:
        before = r"\sum" if name == "sum" else r"\operatorname{mean}"
        return rf"{before}_{{{symbol(name_of(args[0]))}}} {_inside(args[1], _PRODUCT)}", _SIGN
    if name == "delta":
        return rf"\Delta_{{{' '.join(map(latex, args))}}}", _ATOM
    word = _WORDS.get(name, rf"\operatorname{{{name}}}")
    return f"{word}{_bracket(', '.join(map(latex, args)))}", _ATOM
