"""The shape of the library: imports point one way, modules stay short, examples hold, one place to extend."""

import ast
import doctest
import importlib
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

import mlpkit
from mlpkit import ACTIVATIONS, LOSSES, MLP, fit
from mlpkit.activations import Activation
from mlpkit.schedules import SCHEDULES

ROOT = Path(mlpkit.__file__).parent
FILES = sorted(ROOT.rglob("*.py"))
OLD_NAMES = {"data": "datasets", "unitwise": "loops"}
TOPS = ("plots", "explore", "show", "__init__")


def place(path):
    """`activations.smooth` for mlpkit/activations/smooth.py; of the rooms on top, and of packages, the name alone."""
    parts = path.relative_to(ROOT).with_suffix("").parts
    return parts[0] if parts[0] in TOPS else ".".join(p for i, p in enumerate(parts) if p != "__init__" or not i)


LAYER_OF = {path: place(path) for path in FILES}

# What each module may lean on, beside Python, NumPy and SciPy. Everything else in mlpkit is above it.
_FAMILIES = {"activations.classic", "activations.rectified", "activations.smooth"}
MAY_IMPORT = {
    "types": set(),
    "validate": set(),
    "palette": set(),
    "dark": set(),
    "activations.base": {"types", "validate"},
    "activations.classic": {"activations.base"},
    "activations.rectified": {"activations.base"},
    "activations.smooth": {"activations.base", "activations.classic"},
    "activations": {"activations.base", *_FAMILIES},
    "gradcheck": {"types"},
    "probability": {"validate"},
    "preprocessing": {"validate"},
    "losses": {"validate", "activations", "probability", "preprocessing"},
    "init": {"validate"},
    "layers.base": set(),
    "layers.dense": {"validate", "layers.base", "init"},
    "layers.elementwise": {"validate", "activations", "layers.base", "generalisation"},
    "layers.losses": {"losses"},
    "layers": {"layers.base", "layers.dense", "layers.elementwise", "layers.losses"},
    "autodiff": set(),
    "sequential": {"optim"},
    "network": {"validate", "losses", "layers", "sequential"},
    "clip": {"validate"},
    "optim": {"validate"},
    "schedules": {"validate"},
    "generalisation": {"validate"},
    "metrics": {"validate"},
    "datasets.toy": {"validate"},
    "datasets.batches": {"validate"},
    "datasets.mnist": {"validate", "home"},
    "datasets.digits": {"datasets.mnist", "home"},
    "datasets.augment": {"types", "validate"},
    "datasets": {"datasets.toy", "datasets.batches", "datasets.mnist", "datasets.digits"},
    "data": {"datasets"},
    "home": set(),
    "leaderboard": {"home"},
    "evaluation": {"validate", "losses", "network", "metrics"},
    "progress": set(),
    "train": {"validate", "network", "datasets", "optim", "schedules", "evaluation", "progress"},
    "linear": {"validate", "losses"},
    "regression": {"validate", "activations", "losses"},
    "backprop": {"activations", "types", "validate"},
    "loops": {"activations", "types", "validate"},
    "unitwise": {"loops"},
    "diagnostics": {"activations", "types", "validate", "backprop"},
    "constructions": {"validate", "activations"},
}
ON_TOP = {"plots": {"explore"}, "explore": set(), "show": {"plots", "explore"}, "__init__": {"plots", "explore"}}


def imports(path):
    """The modules that a file imports, as dotted names."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path.name} imports relatively"
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names if node.module == "mlpkit")


def known(name):
    """The place of an imported module or name: `activations` for mlpkit.activations.ACTIVATIONS."""
    parts = name.split(".")[1:]
    return next((p for n in range(len(parts), 0, -1) if (p := ".".join(parts[:n])) in set(LAYER_OF.values())), None)


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_imports_point_one_way(path):
    module = LAYER_OF[path]
    used = {known(name) for name in imports(path) if name.startswith("mlpkit.")} - {module, None}
    if module in ON_TOP:
        assert not used & ON_TOP[module], f"{module} must not import {used & ON_TOP[module]}"
    elif module in MAY_IMPORT:
        assert used <= MAY_IMPORT[module], f"{module} must not import {used - MAY_IMPORT[module]}"
    else:
        assert not used & set(ON_TOP), f"{module} must not import {used & set(ON_TOP)}"
    assert not any(name.split(".")[0] == "autograder" for name in imports(path))


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_the_core_needs_few_packages(path):
    if LAYER_OF[path] not in ON_TOP:
        outside = {name.split(".")[0] for name in imports(path)} - set(sys.stdlib_module_names) - {"mlpkit"}
        # scikit-learn only inside load_digits, which says so when it is missing.
        allowed = {"numpy", "scipy", "pooch", "tqdm"} | ({"sklearn"} if LAYER_OF[path] == "datasets.digits" else set())
        assert outside <= allowed


def test_importing_the_library_is_light():
    code = (
        "import mlpkit, sys; print([m for m in ('matplotlib', 'sklearn', 'torch', 'ipywidgets') if m in sys.modules])"
    )
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert result.stdout.strip() == "[]"


def test_every_core_module_has_its_place():
    core = {module for module in LAYER_OF.values() if module not in ON_TOP}
    assert core <= set(MAY_IMPORT), f"say in MAY_IMPORT what {core - set(MAY_IMPORT)} may lean on"
    assert set(MAY_IMPORT) <= core


@pytest.mark.parametrize(
    "path", [path for path in FILES if LAYER_OF[path] != "explore"], ids=lambda path: str(path.relative_to(ROOT))
)
def test_modules_stay_short_and_functions_on_a_screen(path):
    source = path.read_text("utf-8")
    assert len(source.splitlines()) <= 200
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef):
            body = node.body[1:] if ast.get_docstring(node) else node.body
            length = body[-1].end_lineno - body[0].lineno + 1 if body else 0
            assert length <= 40, f"{node.name} has {length} lines"


@pytest.mark.parametrize(
    "path",
    [path for path in FILES if LAYER_OF[path] not in {*ON_TOP, *OLD_NAMES}],
    ids=lambda path: str(path.relative_to(ROOT)),
)
def test_public_names_are_documented_and_their_examples_hold(path):
    module = importlib.import_module(".".join(path.relative_to(ROOT.parent).with_suffix("").parts))
    assert module.__doc__
    for node in ast.parse(path.read_text("utf-8")).body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_"):
            assert ast.get_docstring(node), f"{node.name} has no docstring"
    failed, _ = doctest.testmod(module, extraglobs={"np": np})
    assert failed == 0


@pytest.mark.parametrize(("old", "new"), OLD_NAMES.items())
def test_old_names_work_and_say_the_new_one(old, new):
    sys.modules.pop(f"mlpkit.{old}", None)
    with pytest.warns(DeprecationWarning, match=f"mlpkit.{old} is now mlpkit.{new}"):
        module = importlib.import_module(f"mlpkit.{old}")
    home = importlib.import_module(f"mlpkit.{new}")
    public = getattr(home, "__all__", None) or [name for name in vars(home) if not name.startswith("_")]
    assert public and all(getattr(module, name) is getattr(home, name) for name in public)


# One place to edit: each of these is all that it takes to add one of its kind.


def data():
    X = np.random.default_rng(0).standard_normal((60, 2)).astype(np.float32)
    return X, (X[:, 0] > 0).astype(np.int64)


def learns(net, T=None, **settings):
    X, t = data()
    history = fit(net, X, t if T is None else T, epochs=20, batch_size=10, progress=False, **settings)
    assert history.loss[-1] < 0.5 * history.loss[0]
    return history


def test_adding_an_activation(monkeypatch):
    square = Activation(lambda z: z * z / 4 + z, lambda z: z / 2 + 1)
    monkeypatch.setitem(ACTIVATIONS, "square", square)
    learns(MLP([2, 8, 2], "square"))


def test_adding_a_loss(monkeypatch):
    def log_cosh(Y, T):
        return float(np.sum(np.log(np.cosh(Y - T)))) / len(Y), np.tanh(Y - T) / len(Y)

    monkeypatch.setitem(LOSSES, "log_cosh", log_cosh)
    learns(MLP([2, 8, 1], loss="log_cosh"), T=data()[0][:, :1])


def test_adding_a_schedule(monkeypatch):
    monkeypatch.setitem(SCHEDULES, "warm_up", lambda lr, now: lr * min(1, (1 + now.epoch) / 5))
    assert learns(MLP([2, 8, 2]), schedule="warm_up").lr[-1] == pytest.approx(0.1)


def test_adding_an_optimiser():
    class SignDescent:
        def __init__(self, params, lr):
            self.params, self.lr = params, lr

        def step(self, grads):
            for w, dw in zip(self.params, grads, strict=True):
                w -= self.lr * np.sign(dw)

    net = MLP([2, 8, 2])
    learns(net, optimizer=SignDescent(net.params, 0.01))


def test_adding_an_init():
    from mlpkit.init import INITS

    INITS["ones"] = lambda n_out, n_in, rng, dtype: np.ones((n_out, n_in), dtype)
    try:
        np.testing.assert_array_equal(MLP([2, 3], init="ones").params[0], 1)
    finally:
        del INITS["ones"]
