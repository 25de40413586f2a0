"""The command line: bad input gives one clear line and a code that is not zero."""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
import urllib.request

import pytest

from tests.support import readme

ROOT = readme.ROOT


def run(*args, cwd=ROOT):
    return subprocess.run(
        [sys.executable, "-m", "autograder", *args], cwd=cwd, capture_output=True, text=True, encoding="utf-8"
    )


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (("build", "99"), "there is no lecture '99'; known: 00-start-here"),
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


@pytest.mark.skipif(shutil.which("make") is None, reason="make is not installed")
@pytest.mark.skipif(not (ROOT / ".venv" / "ready").exists(), reason="this runs outside `make`: there is no .venv/ready")
def test_make_lab_serves_the_lectures(tmp_path):
    settings = {"open_browser": False, "allow_root": True, "port": 0}
    (tmp_path / "jupyter_server_config.json").write_text(json.dumps({"ServerApp": settings}), encoding="utf-8")
    own = {f"JUPYTER_{k}_DIR": str(tmp_path) for k in ("CONFIG", "DATA", "RUNTIME")}
    lab = subprocess.Popen(
        ["make", "lab"], cwd=ROOT, env={**os.environ, **own}, start_new_session=True,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        found, until = None, time.monotonic() + 120
        while found is None and time.monotonic() < until and lab.poll() is None:
            found = next(tmp_path.glob("jpserver-*.json"), None)
            time.sleep(0.2)
        assert found, "no server started"
        time.sleep(0.5)
        server = json.loads(found.read_text(encoding="utf-8"))
        address = f"{server['url']}api/contents?token={server['token']}"
        with urllib.request.urlopen(address, timeout=30) as answer:
            names = [f["name"] for f in json.load(answer)["content"]]
        assert {"00-start-here.ipynb", "02-activations.ipynb"} <= set(names)
    finally:
        os.killpg(lab.pid, signal.SIGTERM)
        lab.wait(30)


# Where each is run: here, in another test, or (the Windows lines) nowhere on this machine.
RUN = {
    "git clone REPOSITORY mlp-course": "CI begins with a clone",
    "cd mlp-course": "CI",
    "make lab": "test_make_lab_serves_the_lectures",
    "git clone REPOSITORY mlp-course && cd mlp-course": "CI begins with a clone",
    "make .venv/ready": "CI: the first step of each target",
    ".venv/bin/python -m autograder build --course build/class 02": "test_class_report, read from there",
    ".venv/bin/python tests/submissions/make_class.py build/class --students 300 --seed 1": "the same, with 30",
    ".venv/bin/python -m autograder grade build/class/submitted --out build/class": "test_class_report",
    "nbgrader autograde 02-activations": "test_stock",
    "nbgrader generate_feedback 02-activations": "test_stock",
    "nbgrader export": "test_stock",
    "python -m autograder build --course COURSE 02": "make demo, test_stock",
    "python -m autograder bundle 00 01 02 --out course.zip": "test_handout",
    "python -m autograder grade DOWNLOADS --out COURSE": "test_run",
    "python -m autograder report COURSE": "make demo",
    "python -m autograder report COURSE --anonymise": "test_class_report",
    "python -m autograder export canvas COURSE --assignment 02-activations --into gradebook.csv --out filled.csv": (
        "test_export"
    ),
    "python -m autograder export moodle COURSE --assignment 02-activations --into worksheet.csv --out filled.csv "
    "--scale": "test_export",
    "python -m autograder export csv COURSE --out marks.csv": "test_export",
    "python -m autograder export json COURSE --out marks.json --anonymise": "test_export",
    "python -m autograder export feedback COURSE --out feedback.zip": "test_export",
    "python -m autograder export gradescope 02 --out autograder.zip": "test_gradescope",
    "python -m autograder once 02 < notebook.ipynb > result.json": "test_once",
    "dask scheduler": "test_cluster",
    "dask worker tcp://10.0.0.5:8786 --nthreads 1 --nworkers 2": "test_cluster",
    "python -m autograder grade DOWNLOADS --out COURSE --scheduler tcp://10.0.0.5:8786": "test_cluster",
    "nbgrader release_assignment 02-activations": "test_exchange",
    "nbgrader collect 02-activations": "test_exchange",
    "python -m autograder grade submitted --out . --assignment 02-activations": "test_exchange",
    "nbgrader release_feedback 02-activations": "test_exchange",
    "py -m venv .venv": "Windows only",
    r".venv\Scripts\python -m pip install .": "Windows only; the same wheel in test_wheel",
    r".venv\Scripts\mlp-course lab": "Windows only; test_wheel",
    "uv tool install .": "the same wheel in test_wheel",
    "pipx install .": "the same wheel in test_wheel",
}


def test_every_command_of_the_readme_is_run_somewhere():
    assert set(readme.commands()) == set(RUN)
