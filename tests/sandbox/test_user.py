"""Grading as an ordinary user, also where user namespaces are forbidden (as in many containers): marks and escapes."""

import json
import os
import shutil
import subprocess
import sys
import sysconfig
import tempfile
from pathlib import Path

import pytest

from autograder.authoring import notebooks
from autograder.sandbox import backends
from autograder.sandbox.inside import landlock

DROP = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "--inh-caps=-all", "--bounding-set=-all"]
AS_USER = DROP if os.geteuid() == 0 else []

# What a container's own filter does: a new user namespace is refused, by unshare and by clone, to this process and all
# that it starts.
FORBID = """
import ctypes, errno, struct
from autograder.sandbox.inside import seccomp
column, architecture = seccomp._ARCHITECTURES[__import__("platform").machine()]
op, allow, deny = seccomp._op, seccomp._ALLOW, seccomp._ERRNO | errno.EPERM
unshare, clone = seccomp._DENIED["unshare"][column], seccomp._CLONE[column]
code = [op(0x20, 0), op(0x15, unshare, 0, 2), op(0x20, 16), op(0x45, 0x10000000, 3, 4), op(0x15, clone, 0, 3),
        op(0x20, 16), op(0x45, 0x10000000, 0, 1), op(0x06, deny), op(0x06, allow)]
given = seccomp._Program(len(code), b"".join(code))
libc = ctypes.CDLL(None, use_errno=True)
assert not libc.prctl(38, 1, 0, 0, 0) and not libc.prctl(22, 2, ctypes.byref(given), 0, 0)
assert libc.unshare(0x10000000) == -1
"""
# Attack by attack: what it earned, where that is more than it may.
ATTACK = """
import contextlib, functools, json, os, sys
from pathlib import Path
from autograder.sandbox import backends
from autograder.grading.grade import grade
from tests.support import grading_class as small
folder = Path(sys.argv[2])
secret = folder / "secret.txt"
secret.write_text("the-instructors-private-words")
gained = {}
with contextlib.ExitStack() as running:
    @functools.cache
    def place(names):
        assignment = small.make_assignment(names=names)
        machine = small.Machine(backends.choose(sys.argv[1]), assignment, (str(folder),))
        return assignment, running.enter_context(machine)
    for path in sorted(Path("tests/attacks").glob("[a-z]*_*.py")):
        text = path.read_text(encoding="utf-8")
        expected = dict(x.split(": ", 1) for x in text.split('\"\"\"')[1].splitlines()[2:] if ": " in x)
        name = expected.get("exercise", "relu")
        for key, value in {"secret": secret, "gradebook": secret, "folder": folder, "port": 1, "seed": "?"}.items():
            text = text.replace("{" + key + "}", str(value))
        notebook = small.source_notebook(small.names_with(name))
        small.cell(notebook, name).source = text.split('\"\"\"', 2)[2].strip()
        assignment, sandbox = place(small.names_with(name))
        done = grade(assignment, small.submission("mallory", notebook), sandbox)
        scores = done.notebooks[0].scores
        kept = {k: scores[k] for k in small.FULL if k in scores and k != f"check-{name}"}
        spoilt = expected.get("others") != "any" and kept != {k: small.FULL[k] for k in kept}
        if spoilt or (expected["points"] != "any" and scores[f"check-{name}"] != float(expected["points"])):
            gained[path.stem] = scores
    assignment, sandbox = place(small.NAMES)
    honest = grade(assignment, small.submission("ada", small.source_notebook()), sandbox)
untouched = [oct(secret.stat().st_mode)[-3:], secret.read_text(), sorted(os.listdir(folder))]
print(json.dumps([gained, honest.notebooks[0].scores, untouched]))
"""
EXAMINE = """
import json, os, sys
from autograder.sandbox import backends, doctor
from autograder.grading.grade import grade
from tests.support import grading_class as small
backend = sys.argv[1] if sys.argv[1] != "auto" else backends.choose()
assignment = small.make_assignment()
with small.Machine(backend, assignment) as sandbox:
    done = grade(assignment, small.submission("ada", small.source_notebook()), sandbox)
escaped = [t.what for t in doctor.escapes(backend) if t.worked]
print(json.dumps([os.geteuid(), backend, done.notebooks[0].scores, escaped]))
"""


def python_for(home, environment):
    """A Python that an ordinary user may run: this one, or, if it lies in root's home, the system's with its packages.

    The latter is a virtual environment made by hand: its packages are a line in a `.pth` file.
    """
    version = f"python{sys.version_info.major}.{sys.version_info.minor}"
    system = Path(home, "venv", "bin", "python")
    packages = Path(home, "venv", "lib", version, "site-packages")
    for folder in (system.parent, packages):
        folder.mkdir(parents=True)
    system.symlink_to(f"/usr/bin/{version}")
    Path(home, "venv", "pyvenv.cfg").write_text("home = /usr/bin\ninclude-system-site-packages = false\n")
    (packages / "packages.pth").write_text(sysconfig.get_path("purelib") + "\n")
    usable = "import os, sys, numpy, autograder; sys.exit(not os.access(os.path.realpath(sys.executable), os.X_OK))"
    for python in (sys.executable, str(system)):
        tried = subprocess.run(
            [*AS_USER, python, "-c", usable], cwd=notebooks.root(), env=environment, capture_output=True
        )
        if tried.returncode == 0:
            return python
    return pytest.skip("an ordinary user may not run this Python, nor the system's with its packages")


def ordinary(backend, home, before="", program=EXAMINE, *more):
    """What a program prints that an ordinary user runs: of a grading (user, backend, scores, escapes that worked)."""
    if AS_USER and not shutil.which("setpriv"):
        pytest.skip("run by root, and setpriv, which drops the rights, is not installed")
    environment = {"PATH": "/usr/bin:/bin", "HOME": home, "TMPDIR": home, "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(
        [*AS_USER, python_for(home, environment), "-c", before + program, backend, *more], cwd=notebooks.root(),
        env=environment, capture_output=True, text=True, timeout=3600,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-3000:]
    return json.loads(done.stdout.splitlines()[-1])


@pytest.fixture
def home():
    """A folder of the ordinary user's own; pytest's are closed to other users."""
    with tempfile.TemporaryDirectory(prefix="home-") as folder:
        os.chmod(folder, 0o777)
        yield folder


def all_is_well(found, backend):
    from tests.support import grading_class as small

    user, used, scores, escaped = found
    assert user != 0 and used == backend and escaped == []
    assert {k: scores[k] for k in small.FULL} == small.FULL


@pytest.mark.skipif(bool(backends.why_no_bwrap()), reason=f"bubblewrap: {backends.why_no_bwrap()}")
def test_an_ordinary_user_grades_with_bubblewrap(home):
    all_is_well(ordinary("bwrap", home), "bwrap")


@pytest.mark.skipif(not landlock.version(), reason="this kernel has no Landlock")
def test_without_user_namespaces_an_ordinary_user_grades_with_landlock(home):
    all_is_well(ordinary("auto", home, FORBID), "landlock")


@pytest.mark.slow
@pytest.mark.skipif(not landlock.version(), reason="this kernel has no Landlock")
def test_no_attack_gains_or_harms_where_student_code_has_the_graders_user(home):
    from tests.support import grading_class as small

    folder = Path(home, "private")
    folder.mkdir(mode=0o777)
    folder.chmod(0o777)
    gained, honest, untouched = ordinary("landlock", home, "", ATTACK, str(folder))
    assert gained == {} and {k: honest[k] for k in small.FULL} == small.FULL
    assert untouched == ["644", "the-instructors-private-words", ["secret.txt"]]
