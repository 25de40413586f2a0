"""Binder's files: what they name is there; and, among the slow tests, the whole way but for Docker itself."""

import json
import os
import re
import shutil
import subprocess
import time
import urllib.error
import urllib.request
import venv
from pathlib import Path

import pytest
import tomllib

from tests.support.ports import free_ports

ROOT = Path(__file__).parents[2]
BINDER = ROOT / "binder"
LINK = re.compile(r"https://mybinder\.org/v2/gh/[^/\s]+/[^/\s]+/[^/?\s]+\?urlpath=lab/tree/([^)\s\"]+)")


def names(path):
    """The packages that a requirements file names, without options."""
    lines = (line.split("#")[0].strip() for line in path.read_text(encoding="utf-8").splitlines())
    return {re.split(r"[<>=!~\[ ]", line)[0].lower() for line in lines if line and not line.startswith("-")}


def test_every_package_has_a_tested_version_and_is_one_of_the_courses():
    wanted = names(BINDER / "requirements.txt")
    assert wanted and wanted <= names(ROOT / "requirements.lock")
    assert wanted <= names(ROOT / "requirements.txt")


def test_the_python_is_one_that_the_course_supports():
    version = (BINDER / "runtime.txt").read_text(encoding="utf-8").strip().removeprefix("python-")
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["requires-python"] == f">={version}"


def test_the_dev_container_is_made_from_the_same_files():
    made = json.loads((ROOT / ".devcontainer" / "devcontainer.json").read_text(encoding="utf-8"))
    version = (BINDER / "runtime.txt").read_text(encoding="utf-8").strip().removeprefix("python-")
    assert made["image"] == f"python:{version}"
    named = re.findall(r"binder/\S+", made["onCreateCommand"])
    assert named == ["binder/requirements.txt", "binder/postBuild"] and all((ROOT / path).is_file() for path in named)
    assert "ms-toolsai.jupyter" in made["customizations"]["vscode"]["extensions"]


def test_launch_links_open_a_notebook_that_is_there():
    pages = {p: LINK.findall(p.read_text(encoding="utf-8")) for p in (ROOT / "README.md", BINDER / "README.md")}
    assert pages[BINDER / "README.md"] == ["notebooks/00-start-here.ipynb"]
    for page, paths in pages.items():
        for path in paths:
            assert (ROOT / path).is_file(), f"{page.name}: {path}"
        assert page.read_text(encoding="utf-8").count("mybinder.org/v2") == len(paths), page


def run(*command, cwd, seconds=1800, **more):
    """Run a command to its end; its output when it succeeds."""
    done = subprocess.run(
        [str(c) for c in command], cwd=cwd, env=os.environ | more, capture_output=True, text=True, timeout=seconds
    )
    assert done.returncode == 0, f"{command}: {done.stdout[-3000:]}\n{done.stderr[-3000:]}"
    return done.stdout + done.stderr


@pytest.fixture(scope="module")
def image(tmp_path_factory):
    """What Binder's image would hold: a copy of the committed files, and an environment with the course installed."""
    folder = tmp_path_factory.mktemp("binder")
    tracked = run("git", "ls-files", "--cached", "--others", "--exclude-standard", "-z", cwd=ROOT).split("\0")
    for name in filter(None, tracked):
        if (ROOT / name).is_file():
            (folder / "repo" / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, folder / "repo" / name)
    venv.create(folder / "env", with_pip=True)
    if subprocess.run([folder / "env/bin/pip", "download", "-q", "--no-deps", "-d", folder / "x", "tqdm"]).returncode:
        pytest.skip("no package index can be reached")
    run(folder / "env/bin/pip", "install", "-q", "-r", "binder/requirements.txt", cwd=folder / "repo")
    return folder


@pytest.mark.slow
def test_repo2docker_reads_the_files(image):
    venv.create(image / "tool", with_pip=True)
    run(image / "tool/bin/pip", "install", "-q", "jupyter-repo2docker", cwd=image)
    said = run(image / "tool/bin/repo2docker", "--no-build", "--debug", image / "repo", cwd=image)
    assert 'pip install --no-cache-dir -r "binder/requirements.txt"' in said
    assert "RUN ./binder/postBuild" in said
    assert re.search(r"py-2d3-2e11.*lock", said), "the environment of Python 3.11"


@pytest.mark.slow
def test_in_the_new_environment_the_link_opens_and_the_first_lectures_run(image):
    repo, bin_ = image / "repo", image / "env" / "bin"
    home = {"HOME": str(image / "home"), "PATH": f"{bin_}{os.pathsep}{os.environ['PATH']}", "MPLBACKEND": ""}
    (image / "home").mkdir()
    run("./binder/postBuild", cwd=repo, **home)
    offline = {
        **home,
        "XDG_CACHE_HOME": str(image / "home"),
        "https_proxy": "http://127.0.0.1:9",
        "http_proxy": "http://127.0.0.1:9",
    }
    for name in ("00-start-here", "01-linear-models", "09-signals", "13-mnist"):
        options = ["--to", "notebook", "--execute", f"solutions/{name}.ipynb", "--output-dir", image / "ran"]
        run(bin_ / "jupyter", "nbconvert", *options, cwd=repo, **offline)
    last = (image / "ran" / "13-mnist.ipynb").read_text(encoding="utf-8")
    assert "8×8" in last or "8\\u00d78" in last

    (port,) = free_ports(1)
    options = ["--no-browser", f"--port={port}", "--IdentityProvider.token=", "--ServerApp.allow_root=True"]
    with (image / "lab.log").open("wb") as log:
        lab = subprocess.Popen(
            [bin_ / "jupyter", "lab", *options], cwd=repo, env=os.environ | home, stdout=log, stderr=log
        )
    try:
        (path,) = LINK.findall((BINDER / "README.md").read_text(encoding="utf-8"))
        assert b"JupyterLab" in answer(f"http://127.0.0.1:{port}/lab/tree/{path}")
        assert json.loads(answer(f"http://127.0.0.1:{port}/api/contents/{path}"))["type"] == "notebook"
        settings = answer(f"http://127.0.0.1:{port}/lab/api/settings/@jupyterlab/apputils-extension:notification")
        assert json.loads(settings)["settings"]["fetchNews"] == "false"
    finally:
        lab.terminate()
        lab.wait(20)


def answer(url, seconds=60):
    """What a server sends, once it is up."""
    until = time.monotonic() + seconds
    while True:
        try:
            with urllib.request.urlopen(url, timeout=10) as page:
                return page.read()
        except urllib.error.HTTPError:
            raise
        except (urllib.error.URLError, ConnectionError):
            if time.monotonic() > until:
                raise
            time.sleep(0.3)
