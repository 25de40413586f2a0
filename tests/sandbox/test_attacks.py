"""Every attack of the corpus under both Linux backends: no point gained, nothing leaked, nobody else harmed."""

import ast
import contextlib
import functools
import json
import os
import socket
from pathlib import Path

import pytest

from autograder.grading.grade import grade
from tests.support import grading_class as small

FOLDER = Path(__file__).parents[1] / "attacks"
ATTACKS = sorted(p for p in FOLDER.glob("*.py") if p.name != "__init__.py")
# What one submission may take of the grader's memory, for as long as it is graded.
MOST_MEGABYTES = 300
CANARY = "the-instructors-private-words"


@pytest.fixture(scope="module")
def target(tmp_path_factory):
    """A private folder with a secret, a gradebook, and a server that nobody may reach."""
    folder = tmp_path_factory.mktemp("private")
    (folder / "secret.txt").write_text(CANARY)
    (folder / "gradebook.db").write_text(CANARY)
    folder.chmod(0o700)
    for path in folder.iterdir():
        path.chmod(0o644)
        os.utime(path, (1e9, 1e9))
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen()
        server.setblocking(False)
        yield folder, server


# Of each kind every second attack, under the backends by turns; all under all of them in the long run.
PAIRS = [
    pytest.param(backend, path, id=f"{backend}-{path.stem}", marks=[pytest.mark.slow] if (n + 2 * k) % 4 else [])
    for k, backend in enumerate(small.BACKENDS)
    for n, path in enumerate(ATTACKS)
]


@pytest.fixture(scope="module")
def machines(target):
    """machines(backend, names): its one sandbox for all attacks on these exercises, as in a class."""
    with contextlib.ExitStack() as running:

        @functools.cache
        def machine(backend, names=small.NAMES):
            missing = small.BACKENDS[backend]()
            if missing:
                pytest.skip(f"{backend}: {missing}")
            assignment = small.make_assignment(names=names)
            return assignment, running.enter_context(small.Machine(backend, assignment, (str(target[0]),)))

        yield machine


def read(path, target):
    """(what must happen, the cell's text) of an attack file."""
    text = path.read_text(encoding="utf-8")
    head = text.split('"""')[1]
    expected = dict(line.split(": ", 1) for line in head.splitlines()[2:] if ": " in line)
    code = text.split('"""', 2)[2].strip()
    folder, server = target
    given = {"secret": folder / "secret.txt", "gradebook": folder / "gradebook.db", "folder": folder,
             "port": server.getsockname()[1], "seed": small.SEED}  # fmt: skip
    for key, value in given.items():
        code = code.replace("{" + key + "}", str(value))
    return expected, code


def marks(graded):
    """Points by grade id, reasons as text, and everything that goes out."""
    notebook = graded.notebooks[0]
    said = json.dumps(notebook.findings, ensure_ascii=False)
    return notebook.scores, said, said + json.dumps(notebook.notebook) + json.dumps([graded.odd, graded.deaths])


def connected(server):
    try:
        server.accept()
    except BlockingIOError:
        return False
    return True


@pytest.mark.parametrize(("backend", "path"), PAIRS)
def test_attack(backend, path, machines, target):
    expected, code = read(path, target)
    exercise = expected.get("exercise", "relu")
    names = small.names_with(exercise)
    assignment, sandbox = machines(backend, names)
    notebook = small.source_notebook(names)
    small.cell(notebook, exercise).source = code
    with small.memory() as grew:
        scores, said, everything = marks(grade(assignment, small.submission("mallory", notebook), sandbox))

    assert grew() < MOST_MEGABYTES
    if expected["points"] != "any":
        assert scores[f"check-{exercise}"] == float(expected["points"]), said
    assert expected.get("says", "") in said
    if expected.get("others") != "any":
        kept = {k: v for k, v in small.FULL.items() if k in scores and k != f"check-{exercise}"}
        assert {k: scores[k] for k in kept} == kept, said
    assert CANARY not in everything and small.SEED not in everything
    assert len(everything) < 2_000_000
    unharmed(target)


def unharmed(target):
    """Nothing outside was changed or reached."""
    folder, server = target
    assert folder.stat().st_mode & 0o777 == 0o700 and not os.listxattr(folder / "secret.txt")
    assert all((p.stat().st_mode & 0o777, p.stat().st_mtime) == (0o644, 1e9) for p in folder.iterdir())
    assert not any(os.path.exists(f"{place}/left-for-you") for place in ("/tmp", "/var/tmp", "/dev/shm", "/run"))
    assert sorted(p.name for p in folder.iterdir()) == ["gradebook.db", "secret.txt"]
    assert {p.read_text() for p in folder.iterdir()} == {CANARY}
    assert not connected(server)


@pytest.mark.parametrize("backend", small.BACKENDS)
def test_the_next_student_is_graded_as_if_nothing_had_been(backend, machines, target):
    assignment, sandbox = machines(backend)
    scores, said, _ = marks(grade(assignment, small.submission("ada", small.source_notebook()), sandbox))
    assert {k: scores[k] for k in small.FULL} == small.FULL, said
    assert scores["why"] in (0.0, None)
    unharmed(target)


def test_the_corpus_is_large_and_each_attack_says_what_it_tries():
    assert len(ATTACKS) >= 160
    for path in ATTACKS:
        text = path.read_text(encoding="utf-8")
        assert "points: " in text.split('"""')[1], path.name
        if not path.stem.startswith("escape_bang"):
            ast.parse(text.replace("{port}", "1"))


def test_the_same_attacks_succeed_without_confinement(target):
    """The corpus can fail: unconfined, one leaks the secret and one reaches the server."""
    assignment = small.make_assignment()
    with small.Machine("none", assignment) as sandbox:
        found = {}
        for name in ("read_secret_file", "net_connect"):
            notebook = small.source_notebook()
            small.cell(notebook, "relu").source = read(FOLDER / f"{name}.py", target)[1]
            found[name] = marks(grade(assignment, small.submission("mallory", notebook), sandbox))[2]
    assert CANARY in found["read_secret_file"]
    assert connected(target[1])
    while connected(target[1]):
        pass
