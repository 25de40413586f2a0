"""The rooms of the autograder: who may import whom, and that what runs beside student code is a folder of its own."""

import ast
from collections import Counter
from pathlib import Path

import pytest

import autograder
from autograder.sandbox.redacted_library import _INSIDE
from autograder.sandbox.session import Session
from tests.support import grading_class as small

ROOT = Path(autograder.__file__).parent
# What is copied into a hand-out or a new course is another program's.
FILES = sorted(p for p in ROOT.rglob("*.py") if "template" not in p.parts and "student" not in p.parts)
SUBROOMS = {("sandbox", "inside"): "sandbox.inside", ("grading", "cluster"): "grading.cluster"}

# What each room may import at the top of its modules; `autograder.check` and the like are what `/__init__` gives.
MAY_IMPORT = {
    "/__init__": {"checking"},
    "/__main__": {"cli"},
    "/describe": {"checking", "runtime"},
    "/files": set(),
    "runtime": set(),
    "course": set(),
    "sandbox.inside": {"runtime"},
    "checking": {"/files", "authoring", "course", "runtime"},
    "authoring": {"checking", "course", "runtime"},
    "exercises": {"checking", "runtime"},
    "sandbox": {"checking", "course", "runtime", "sandbox.inside"},
    "grading": {
        "/__init__", "/files", "authoring", "checking", "course", "gradebook", "report", "runtime", "sandbox"
    },
    "grading.cluster": {"/__init__", "checking", "course", "grading", "sandbox"},
    "gradebook": {"checking", "grading", "hub"},
    "report": {"/files", "checking", "gradebook", "grading"},
    "export": {"/files", "authoring", "checking", "course", "gradebook", "grading", "sandbox"},
    "handout": {"/files", "authoring", "checking", "course", "runtime", "sandbox"},
    "site": {"authoring", "checking", "course"},
    "hub": set(),
    "cli": {"/files", "export", "sandbox"},
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
    ("grading", "report"): "figures take seconds to import, and workers draw none",
    ("grading", "export"): "one column of the class's table is the exports' own",
    ("grading", "grading.cluster"): "dask is there only where a cluster is used",
    ("handout", "checking"): "read in the process that records calls",
    ("handout", "runtime"): "read in the process that records calls",
    ("report", "/files"): "the page is written seldom",
    ("report", "export"): "names are paired as in an export",
    ("sandbox", "checking"): "the doctor needs no exercise until it tries one",
    ("sandbox.inside", "runtime"): "a refusal is made in the student's process",
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
    assert apart <= set(LATE), sorted(apart - set(LATE))
    assert sum(n for pair, n in found.items() if pair in apart) <= 25


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
    bundle = small.make_bundle()
    with small.Machine(backend, bundle) as sandbox:
        session = Session(sandbox, bundle.limits)
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
