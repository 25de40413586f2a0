"""The first minute: which Python makes .venv, and when it is made anew."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

STUDENT = Path(__file__).parents[2] / "autograder" / "handout" / "student"
pytestmark = pytest.mark.skipif(shutil.which("make") is None, reason="make is not installed")

# A venv is made as usual; what would be installed is written down instead.
PYTHON = f"""#!/bin/sh
if [ "$1" = -m ] && [ "$2" = venv ]; then
    mkdir -p "$3/bin" && cp "$0" "$3/bin/python" && echo made >> made.txt
elif [ "$1" = -m ] && [ "$2" = pip ]; then
    [ -e offline ] && echo "ERROR: No matching distribution found for numpy" >&2 && exit 1
    echo "$@" >> pip.txt
else
    exec {sys.executable} "$@"
fi
"""
OLD = """#!/bin/sh
if [ "$1" = -V ]; then echo "Python 3.10.12"; else exit 1; fi
"""


# As Debian's without python3-venv: what it leaves has no pip.
NO_VENV = f"""#!/bin/sh
if [ "$1" = -m ] && [ "$2" = venv ]; then
    mkdir -p "$3/bin"
    printf '#!/bin/sh\\ncase "$2" in *pip*) exit 1;; esac\\nexec {sys.executable} "$@"' > "$3/bin/python"
    chmod +x "$3/bin/python"
    echo "ensurepip is not available"
    exit 1
fi
exec {sys.executable} "$@"
"""


@pytest.fixture
def course(tmp_path):
    """A folder with the two makefiles, and a folder of programs that is all there is on the path."""
    (tmp_path / "course").mkdir()
    for name in ("Makefile", "python.mk"):
        shutil.copy(STUDENT / name, tmp_path / "course")
    for name in ("requirements.txt", "pyproject.toml"):
        (tmp_path / "course" / name).touch()
    (tmp_path / "bin").mkdir()
    for name in ("make", "sh", "cat", "rm", "mkdir", "cp", "touch", "chmod"):
        (tmp_path / "bin" / name).symlink_to(shutil.which(name))
    return tmp_path / "course"


def program(course, name, text):
    path = course.parent / "bin" / name
    path.write_text(text, encoding="utf-8")
    path.chmod(0o755)


def make(course, *words):
    # As from a terminal, also where these tests are run by make itself.
    around = {name: value for name, value in os.environ.items() if not name.startswith(("MAKE", "MFLAGS"))}
    return subprocess.run(
        ["make", *(words or [".venv/ready"])], cwd=course, capture_output=True, text=True,
        env={**around, "PATH": str(course.parent / "bin")},
    )  # fmt: skip


def lines(course, name):
    path = course / name
    return path.read_text(encoding="utf-8").splitlines() if path.exists() else []


def test_an_old_python_gets_one_line_and_nothing_is_installed(course):
    program(course, "python3", OLD)
    done = make(course, "lab")
    assert done.returncode == 2 and not lines(course, "pip.txt") and not (course / ".venv").exists()
    (said,) = [line for line in done.stderr.splitlines() if not line.startswith("make: ***")]
    assert "3.11 or newer is needed" in said and "3.10.12" in said and "make lab PYTHON=" in said


def test_a_newer_python_beside_the_old_one_is_found(course):
    program(course, "python3", OLD)
    program(course, "python3.12", PYTHON)
    done = make(course)
    assert done.returncode == 0, done.stderr
    assert lines(course, "made.txt") == ["made"] and len(lines(course, "pip.txt")) == 1
    assert "some minutes" in done.stdout


def test_the_python_that_is_named_comes_first(course):
    program(course, "mine", PYTHON)
    assert make(course, ".venv/ready", "PYTHON=mine").returncode == 0
    assert lines(course, "made.txt") == ["made"]


def test_it_is_installed_once(course):
    program(course, "python3", PYTHON)
    assert make(course).returncode == make(course).returncode == 0
    assert len(lines(course, "pip.txt")) == 1


def test_a_venv_whose_python_is_gone_is_made_anew(course):
    program(course, "python3", PYTHON)
    make(course)
    (course / ".venv" / "bin" / "python").unlink()
    assert make(course).returncode == 0
    assert lines(course, "made.txt") == ["made", "made"]


def test_after_the_folder_was_moved_it_is_filled_again(course):
    program(course, "python3", PYTHON)
    make(course)
    moved = course.parent / "elsewhere"
    course.rename(moved)
    assert make(moved).returncode == 0
    assert lines(moved, "made.txt") == ["made"] and len(lines(moved, "pip.txt")) == 2


def test_uv_is_used_where_it_is(course):
    program(course, "python3", PYTHON)
    program(course, "uv", '#!/bin/sh\necho "$@" >> uv.txt\n')
    assert make(course).returncode == 0
    assert lines(course, "uv.txt") and not lines(course, "pip.txt")


def test_without_the_module_venv_one_line_says_what_to_install_and_nothing_is_left(course):
    program(course, "python3", NO_VENV)
    done = make(course, "lab")
    assert done.returncode == 2 and not (course / ".venv").exists()
    (said,) = [line for line in done.stderr.splitlines() if not line.startswith("make: ***")]
    assert "apt install python3-venv" in said and "ensurepip is not available" in said
    # As it was left by somebody who typed it by hand.
    subprocess.run([course.parent / "bin" / "python3", "-m", "venv", ".venv"], cwd=course, capture_output=True)
    assert (course / ".venv" / "bin" / "python").exists()
    program(course, "python3", PYTHON)
    assert make(course).returncode == 0
    assert lines(course, "made.txt") == ["made"] and len(lines(course, "pip.txt")) == 1


def test_without_a_network_the_last_line_says_what_to_do(course):
    program(course, "python3", PYTHON)
    (course / "offline").touch()
    done = make(course, "lab")
    said = [line for line in done.stderr.splitlines() if not line.startswith("make: ***")]
    assert done.returncode == 2 and "Is this computer online?" in said[-1]
    assert not (course / ".venv" / "ready").exists()
    (course / "offline").unlink()
    assert make(course).returncode == 0 and (course / ".venv" / "ready").exists()
