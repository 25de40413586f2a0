"""The command line: bad input gives one clear line and a code that is not zero."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


def run(*args, cwd=ROOT):
    return subprocess.run(
        [sys.executable, "-m", "autograder", *args], cwd=cwd, capture_output=True, text=True, encoding="utf-8"
    )


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (("build", "99"), "there is no lecture '99'; known: 00-start-here"),
        (("autograde", "nowhere"), "nowhere holds no released assignment"),
        (("report", "nowhere"), "nowhere holds no released assignment"),
        (("report", "nowhere", "02-activations"), "does not exist"),
    ],
)
def test_bad_input_gives_one_line(args, said):
    done = run(*args)
    assert done.returncode == 2
    assert said in done.stderr
    assert "Traceback" not in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


def test_outside_the_course_folder_the_build_uses_the_installed_one(tmp_path):
    assert "there is no lecture" in run("build", "99", cwd=tmp_path).stderr


def test_every_make_target_in_the_readme_exists_and_every_target_is_in_the_readme():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z-]+):", makefile, re.M)) - {"clean"}
    assert set(re.findall(r"`make ([a-z-]+)`", readme)) == targets


def test_ci_calls_the_readmes_test_command():
    script = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    assert "\nmake test\n" in script
    assert "bash .ci/run" in (ROOT / ".github" / "workflows" / "ci.yml").read_text(encoding="utf-8")
