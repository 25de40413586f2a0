"""The rooms of the autograder: who may import whom, and that what runs beside student code is a folder of its own."""

import ast
from collections import Counter
from pathlib import Path

import pytest

import autograder
import mlpkit
from autograder.sandbox.redacted_library import _INSIDE
from autograder.sandbox.session import Session
from tests.support import grading_class as small

ROOT = Path(autograder.__file__).parent
# What is copied into a hand-out or a new course is another program's.
LIBRARY = sorted(Path(mlpkit.__file__).parent.rglob("*.py"))
FILES = sorted(p for p in ROOT.rglob("*.py") if "template" not in p.parts and "student" not in p.parts)
SUBROOMS = {("sandbox", "inside"): "sandbox.inside", ("grading", "cluster"): "grading.cluster"}

# What each room may import at the top of its modules; `autograder.check` and the like are what `/__init__` gives.
MAY_IMPORT = {
    "/__init__": {"checking"},
    "/__main__": {"cli"},
    "/describe": {"checking", "runtime"},
    "/files": set(),
    "runtime": set(),
    "course": {"/files"},
    "sandbox.inside": {"runtime"},
    "checking": {"/files", "authoring", "course", "runtime"},
    "authoring": {"checking", "course", "runtime"},
    "exercises": {"checking", "runtime"},
    "sandbox": {"checking", "course", "runtime", "sandbox.inside"},
    "grading": {
        "/__init__", "/files", "authoring", "checking", "course", "gradebook", "report", "runtime", "sandbox"
    },
    "grading.cluster": {"/__init__", "checking", "course", "grading", "sandbox"},
    "gradebook": {"/files", "checking", "course", "grading", "hub"},
    "report": {"/files", "checking", "gradebook", "grading"},
    "export": {"/files", "authoring", "checking", "course", "gradebook", "grading", "sandbox"},
    "handout": {"/files", "authoring", "checking", "course", "runtime", "sandbox"},
    "site": {"authoring", "checking", "course"},
    "hub": set(),
    "cli": {"/files", "export", "gradebook", "sandbox"},
}  # fmt: skip
# Rooms that import each other, and why that is so.
CIRCLES = {
    frozenset({"checking", "authoring"}): "an exercise's stub is made from the library that the check compares with",
    frozenset({"gradebook", "grading"}): "grading writes into the gradebook what its own types hold",
    frozenset({"report", "grading"}): "grading ends with the report, which reads the records that grading wrote",
}
# Imports within functions, beside those of the commands, which import when they run: `--help` is there at once.
LATE = {
    ("authoring", "gradebook"): "nbgrader takes seconds to import, and most builds do not need it",
    ("gradebook", "grading"): "where no gradebook is, the marks are those of grading's records",
    ("grading", "grading.cluster"): "dask is there only where a cluster is used",
    ("handout", "checking"): "read in the process that records calls",
    ("handout", "runtime"): "read in the process that records calls",
    ("sandbox", "checking"): "the doctor needs no exercise until it tries one",
}
# Within a room.
LATE_AT_HOME = {
    "authoring": "what runs notebooks, or reads all lectures, brings Jupyter with it",
    "gradebook": "nbgrader takes seconds to import",
    "grading": "nbgrader takes seconds to import, and one notebook of this course is graded without it",
    "handout": "read in the process that records calls",
    "report": "figures take seconds to import",
    "sandbox.inside": "read after the first process is confined, or in the student's process alone",
}
# Of other packages.
SLOW = {
    **dict.fromkeys(("nbgrader", "sqlalchemy", "traitlets"), "nbgrader and its database take seconds to import"),
    **dict.fromkeys(("jupytext", "nbformat", "IPython", "sphinx"), "half a second or more, for what builds or shows"),
    **dict.fromkeys(("matplotlib", "matplotlib_inline", "mlpkit"), "most commands draw and train nothing"),
    **dict.fromkeys(("pandas", "sklearn", "pooch"), "a second or more, for what few notebooks use"),
    "numpy": "the first process starts with what it is told to import",
    "resource": "not there on Windows",
}


def room(path):
    parts = path.relative_to(ROOT).with_suffix("").parts
    return SUBROOMS.get(parts[:2]) or (parts[0] if len(parts) > 1 else f"/{parts[0]}")


def target(name):
    parts = tuple(name.split(".")[1:])
    if not parts:
        return "/__init__"
    return SUBROOMS.get(parts[:2]) or (parts[0] if (ROOT / parts[0]).is_dir() else f"/{parts[0]}")


def imported(path):
    """(module of the autograder, whether the import stands in a function) of every import in a file."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    functions = [n for n in ast.walk(tree) if isinstance(n, (ast.FunctionDef, ast.AsyncFunctionDef))]
    late = {id(inner) for f in functions for inner in ast.walk(f)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names = [a.name for a in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names = [f"{node.module}.{a.name}" if node.module == "autograder" else node.module for a in node.names]
        else:
            assert not isinstance(node, ast.ImportFrom), f"{path.name}: a relative import"
            continue
        yield from ((n, id(node) in late) for n in dict.fromkeys(names) if n.split(".")[0] == "autograder")


def test_rooms_import_what_they_may():
    for path in FILES:
        for name, late in imported(path):
            here, there = room(path), target(name)
            if there != here and not late:
                assert there in MAY_IMPORT[here], f"{path.relative_to(ROOT)} imports {name}"


def test_imports_within_functions_have_a_reason():
    found = Counter()
    for path in FILES:
        found.update((room(path), target(name)) for name, late in imported(path) if late and room(path) != "cli")
    apart = {pair for pair in found if pair[0] != pair[1]}
    assert apart == set(LATE), sorted(apart ^ set(LATE))
    assert {here for here, there in found if here == there} == set(LATE_AT_HOME)
    assert found.total() <= 28


def test_only_slow_packages_are_imported_within_functions():
    apart_from_commands = [p for p in FILES if room(p) != "cli"]
    late = [name for path in [*apart_from_commands, *LIBRARY] for name in others_imported_late(path)]
    assert set(late) <= set(SLOW), sorted(set(late) - set(SLOW))
    assert len(late) <= 43


def others_imported_late(path):
    """The packages, other than its own, that a file's functions import."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    functions = [n for n in ast.walk(tree) if isinstance(n, (ast.FunctionDef, ast.AsyncFunctionDef))]
    inside = {id(n): n for f in functions for n in ast.walk(f) if isinstance(n, (ast.Import, ast.ImportFrom))}
    for node in inside.values():
        for name in [a.name for a in node.names] if isinstance(node, ast.Import) else [node.module]:
            if name.split(".")[0] not in ("autograder", path.relative_to(ROOT.parent).parts[0]):
                yield name.split(".")[0]


def test_no_module_needs_itself_by_way_of_others():
    """Imports within functions included; those for types alone are not there when a module is imported."""
    needs = {module_name(path): needed_modules(path) for path in [*FILES, *LIBRARY]}
    left = {module: set(names) & set(needs) - {module} for module, names in needs.items()}
    while leaves := [module for module, names in left.items() if not names & set(left)]:
        for module in leaves:
            del left[module]
    assert not left, sorted(left)


def module_name(path):
    parts = path.relative_to(ROOT.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def needed_modules(path):
    """Every module, by its full name, that a file imports when it runs."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for_types = [n for n in ast.walk(tree) if isinstance(n, ast.If) and ast.unparse(n.test) == "TYPE_CHECKING"]
    skipped = {id(inner) for n in for_types for inner in ast.walk(n)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import) and id(node) not in skipped:
            yield from (a.name for a in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and id(node) not in skipped:
            inside = {f"{node.module}.{a.name}": a.name for a in node.names}
            modules = [name for name in inside if (ROOT.parent / Path(*name.split("."))).with_suffix(".py").is_file()]
            modules += [name for name in inside if (ROOT.parent / Path(*name.split(".")) / "__init__.py").is_file()]
            yield from modules
            if len(modules) < len(inside):
                yield node.module


def test_the_only_circles_are_the_known_ones():
    pairs = {frozenset({a, b}) for a, some in MAY_IMPORT.items() for b in some if a in MAY_IMPORT[b]}
    assert pairs == set(CIRCLES)


def test_what_runs_beside_student_code_is_two_folders():
    """By their imports: nothing outside them is needed there; the package's own name is the stub's."""
    assert _INSIDE == ("runtime", "sandbox/inside")
    inside = [p for p in FILES if room(p) in ("runtime", "sandbox.inside")]
    assert len(inside) > 8
    for path in inside:
        for name, _ in imported(path):
            assert target(name) in ("runtime", "sandbox.inside"), f"{path.relative_to(ROOT)} imports {name}"


@pytest.mark.parametrize("backend", small.BACKENDS)
def test_a_students_process_has_nothing_else_of_the_autograder(backend):
    if why := small.BACKENDS[backend]():
        pytest.skip(why)
    assignment = small.make_assignment()
    with small.Machine(backend, assignment) as sandbox:
        session = Session(sandbox, assignment.limits)
        session.cell("import os, sys, autograder")
        session.cell("loaded = sorted(m for m in sys.modules if m.split('.')[0] == 'autograder')")
        walk = "os.walk(os.path.dirname(autograder.__file__))"
        session.cell(f"there = [os.path.join(d, f) for d, _, names in {walk} for f in names if f.endswith('.py')]")
        found = session.names(["loaded", "there"])
        session.close()
    rooms = ("autograder", "autograder.runtime", "autograder.sandbox", "autograder.sandbox.inside")
    assert found["loaded"] and all(m in rooms or m.rpartition(".")[0] in rooms[1::2] for m in found["loaded"])
    places = {"/".join(Path(p).parts[Path(p).parts.index("autograder") + 1 : -1]) for p in found["there"]}
    assert places == {"", "runtime", "sandbox", "sandbox/inside"}
