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
from pathlib import Path

import pytest
from typer.main import get_command
from typer.testing import CliRunner

from autograder.cli import app
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
        (("report", "nowhere"), "nowhere does not exist: name the course folder"),
        (("report", "tests"), "tests holds no released assignment"),
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
        with urllib.request.urlopen(f"{server['url']}lab?token={server['token']}", timeout=30) as answer:
            config = answer.read().decode().partition('<script id="jupyter-config-data"')[2].partition("</script>")[0]
        assert not {f"@jupyter/nbgrader:{part}" for part in ("create-assignment", "formgrader")} - set(
            json.loads(config.partition(">")[2])["disabledExtensions"]
        )
    finally:
        os.killpg(lab.pid, signal.SIGTERM)
        lab.wait(30)


def test_students_get_nothing_of_instructors_from_nbgrader(monkeypatch, tmp_path):
    started = []
    monkeypatch.setattr("autograder.cli.lab.subprocess.call", lambda *args, env, **_: started.append(env) or 0)
    monkeypatch.setenv("JUPYTER_CONFIG_PATH", "their-own")
    CliRunner().invoke(app, ["lab", str(tmp_path / "work")])
    first, *others = started[0]["JUPYTER_CONFIG_PATH"].split(os.pathsep)
    config = json.loads((Path(first) / "labconfig" / "page_config.json").read_text(encoding="utf-8"))
    assert config["disabledExtensions"]["@jupyter/nbgrader:create-assignment"] and others == ["their-own"]


HERE, CLASS = "tests/cli/test_pages.py", "tests/report/test_class_report.py"
STOCK, EXCHANGE = "tests/gradebook/test_stock.py", "tests/gradebook/test_exchange.py"
CLUSTER, HUB, FOREIGN = "tests/grading/test_cluster.py", "tests/hub/test_hub_page.py", "tests/grading/test_foreign.py"
CI, WHEEL, HANDOUT = ".ci/run", "tests/packaging/test_wheel.py", "tests/handout/test_handout.py"
LECTURE, FOLDER = "tests/authoring/test_new_lecture.py", "tests/authoring/test_author_folder.py"
# Which file types or runs each; the lines for Windows run nowhere on this machine, and install the same wheel.
RUN = {
    "git clone REPOSITORY mlp-course": CI,
    "cd mlp-course": CI,
    "make lab": "tests/cli/test_commands.py",
    "git clone REPOSITORY mlp-course && cd mlp-course": CI,
    "make .venv/ready": CI,
    ".venv/bin/python -m autograder build --course build/class 02": CLASS,
    ".venv/bin/python tests/submissions/make_class.py build/class --students 300 --seed 1": CLASS,
    ".venv/bin/python -m autograder grade build/class/submitted --out build/class": CLASS,
    "nbgrader autograde 02-activations": STOCK,
    "nbgrader generate_feedback 02-activations": STOCK,
    "nbgrader export": STOCK,
    "python -m autograder build --course COURSE 02": HERE,
    "python -m autograder bundle 00 01 02 --out course.zip": HANDOUT,
    "python -m autograder grade DOWNLOADS --out COURSE": HERE,
    "python -m autograder report COURSE": HERE,
    "python -m autograder feedback COURSE": HERE,
    "python -m autograder report COURSE --anonymise": HERE,
    'nbgrader db assignment add 02-activations --duedate "2026-11-30 12:00:00 UTC"': HERE,
    "python -m autograder forget COURSE STUDENT": HERE,
    "python -m autograder export canvas COURSE --assignment 02-activations --into gradebook.csv --out filled.csv": HERE,
    "python -m autograder export moodle COURSE --assignment 02-activations --into worksheet.csv --out filled.csv "
    "--scale": HERE,
    "python -m autograder export csv COURSE --out marks.csv": HERE,
    "python -m autograder export json COURSE --out marks.json --anonymise": HERE,
    "python -m autograder export feedback COURSE --out feedback.zip": HERE,
    "python -m autograder export gradescope 02 --out autograder.zip": HERE,
    "python -m autograder once 02 < notebook.ipynb > result.json": HERE,
    "dask scheduler": CLUSTER,
    "dask worker tcp://10.0.0.5:8786 --nthreads 1 --nworkers 2": CLUSTER,
    "python -m autograder grade DOWNLOADS --out COURSE --scheduler tcp://10.0.0.5:8786": CLUSTER,
    "python -m autograder grade downloads --out course --scheduler tcp://10.0.0.5:8786": CLUSTER,
    "python -m autograder gradebook course --to postgresql+psycopg://grader@db.example.org/grades": (
        "tests/gradebook/test_postgres.py"
    ),
    "nbgrader release_assignment 02-activations": EXCHANGE,
    "nbgrader collect 02-activations": EXCHANGE,
    "python -m autograder grade submitted --out . --assignment 02-activations": EXCHANGE,
    "python -m autograder feedback . --assignment 02-activations": EXCHANGE,
    "nbgrader release_feedback 02-activations": EXCHANGE,
    "python3 -m venv /opt/hub": HUB,
    "/opt/hub/bin/pip install '.[hub]'": HUB,
    "npm install -g configurable-http-proxy@4": CI,
    "install -d -m 777 /srv/mlp/exchange": HUB,
    "/opt/hub/bin/python -m autograder build --course /srv/mlp/course": HUB,
    "chown -R mlp-course: /srv/mlp/course && chmod 700 /srv/mlp/course": "tests/hub/test_hub.py",
    "python -m autograder grade course101/submitted --out graded": FOREIGN,
    "python -m autograder grade course101/submitted --out outside --tests outside": FOREIGN,
    "python -m autograder grade course101/submitted --out inside --tests inside": FOREIGN,
    "python -m autograder grade course101/submitted --out patient --call-seconds 60 --cell-seconds 600 "
    "--notebook-seconds 1800": FOREIGN,
    "py -m venv .venv": WHEEL,
    r".venv\Scripts\python -m pip install .": WHEEL,
    r".venv\Scripts\mlp-course lab": WHEEL,
    "uv tool install .": WHEEL,
    "pipx install .": WHEEL,
    'python -m autograder new 20 batch-normalisation "Batch normalisation" --folder my-lectures': LECTURE,
    "cd my-lectures": LECTURE,
    "python -m autograder build": LECTURE,
    "python -m doctest batch_normalisation.py": LECTURE,
    "python -m autograder try 20": LECTURE,
    "python -m autograder build --course course 20": LECTURE,
    "python -m autograder grade downloads --out course": LECTURE,
    "python -m autograder report course": LECTURE,
    "python -m autograder bundle 20 --due course --out course.zip": FOLDER,
    "python -m autograder site 00 20 --out build/site": FOLDER,
    "python -m autograder export gradescope 20 --out autograder.zip": FOLDER,
    "python -m autograder once 20 < notebook.ipynb > result.json": FOLDER,
    r".venv\Scripts\python -m pip install -r requirements.txt": HANDOUT,
    r".venv\Scripts\python course.py check": HANDOUT,
    r".venv\Scripts\python course.py lab": HANDOUT,
}


def options():
    """command -> the options that it has."""
    found = {}
    todo = [("", get_command(app))]
    while todo:
        name, command = todo.pop()
        found[name] = {o for p in command.params for o in (*p.opts, *p.secondary_opts) if o.startswith("--")}
        todo += [(f"{name} {n}".strip(), c) for n, c in getattr(command, "commands", {}).items()]
    return found


@pytest.mark.parametrize("page", readme.every_page())
def test_commands_and_options_that_stand_in_sentences_are_there(page):
    known = options()
    of_others = {"--nworkers", "--update"}
    for said in re.findall(r"`([^`\n]+)`", (ROOT / page).read_text(encoding="utf-8")):
        words = re.sub(r"^(\S*python -m autograder|\S*mlp-course) ", "", said).split()
        wanted = {w.partition("=")[0] for w in words if re.match(r"--[a-z]", w)} - of_others
        named = next((" ".join(words[:n]) for n in (2, 1) if " ".join(words[:n]) in known), None)
        if "-m autograder " in said and "…" not in said:
            assert named, said
        assert wanted <= (known[named] if named else set().union(*known.values())), said


def test_every_command_of_the_pages_is_run_by_a_file_that_is_there():
    assert set(readme.commands()) == set(RUN)
    assert all((ROOT / place).is_file() for place in RUN.values())


def test_no_page_with_commands_is_left_out():
    assert {page for page in readme.every_page() if readme.commands(page)} == set(readme.PAGES)


@pytest.mark.parametrize("module", ["mlpkit.activations", "autograder.cli.grade"])
@pytest.mark.parametrize("started_as", ["-m", "bin/mlp-course"])
def test_ctrl_c_while_a_command_is_loaded_ends_it_without_a_traceback(module, started_as):
    code = (
        "import runpy, sys\n"
        "class Interrupted:\n"
        "    def find_spec(self, name, *rest):\n"
        f"        if name == {module!r}: raise KeyboardInterrupt\n"
        "sys.meta_path.insert(0, Interrupted())\n"
        f"sys.argv = [{started_as!r}, 'doctor']\n"
        "runpy.run_module('autograder', run_name='__main__')\n"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)
    assert (done.returncode, done.stdout, done.stderr) == (130, "", "")
