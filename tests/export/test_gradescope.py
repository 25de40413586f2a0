"""The ZIP for Gradescope, unpacked and run in the folder layout that Gradescope documents."""

import json
import os
import re
import shutil
import stat
import subprocess
import sys
import zipfile
from pathlib import Path

import jsonschema
import nbformat
import pytest
from typer.testing import CliRunner

from autograder import EXERCISES
from autograder.authoring import notebooks
from autograder.cli import app
from autograder.export import gradescope_run
from autograder.export.gradescope_run import main
from autograder.sandbox import backends
from tests.submissions.make_class import cell, write

POINTS = sum(e.points for e in EXERCISES.of("02"))
NAME = "02-activations"
VISIBILITY = {"enum": ["hidden", "after_due_date", "after_published", "visible"]}
FORMAT = {"enum": ["text", "html", "simple_format", "md", "ansi"]}
TEXT, NUMBER = {"type": "string"}, {"type": "number"}
# https://gradescope-autograders.readthedocs.io/en/latest/specs/, "Output format".
SPECIFICATION = {
    "type": "object",
    "properties": {
        "score": NUMBER, "execution_time": NUMBER, "output": TEXT, "output_format": FORMAT,
        "test_output_format": FORMAT, "test_name_format": FORMAT, "visibility": VISIBILITY,
        "stdout_visibility": VISIBILITY, "extra_data": {"type": "object"}, "leaderboard": {"type": "array"},
        "tests": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {
                    "score": NUMBER, "max_score": NUMBER, "status": {"enum": ["passed", "failed"]}, "name": TEXT,
                    "name_format": FORMAT, "number": TEXT, "output": TEXT, "output_format": FORMAT,
                    "tags": {"type": "array"}, "visibility": VISIBILITY, "extra_data": {"type": "object"},
                },
                "additionalProperties": False,
            },
        },
    },
    "required": ["score", "output"],
    "additionalProperties": False,
}  # fmt: skip

confined = pytest.mark.skipif(
    bool(backends.why_no_bwrap() and backends.why_no_landlock()),
    reason=f"bubblewrap: {backends.why_no_bwrap()}; Landlock: {backends.why_no_landlock()}",
)


@pytest.fixture(scope="module")
def archive(tmp_path_factory):
    path = tmp_path_factory.mktemp("zip") / "autograder.zip"
    result = CliRunner().invoke(app, ["export", "gradescope", "02", "--out", str(path)])
    assert result.exit_code == 0, result.output
    assert "1.5 GB" in result.stderr.replace("\n", " ")
    return path


@pytest.fixture(scope="module")
def image(archive, tmp_path_factory):
    """What the image holds after setup.sh, without the packages."""
    root = tmp_path_factory.mktemp("image")
    with zipfile.ZipFile(archive) as z:
        z.extractall(root / "source")
        for entry in z.infolist():
            (root / "source" / entry.filename).chmod(entry.external_attr >> 16)
    shutil.copy(root / "source" / "run_autograder", root)
    (root / "grading_seed.txt").write_text("5eed" * 8 + "\n")
    return root


@pytest.fixture
def root(image, tmp_path):
    """/autograder as a submission finds it."""
    for entry in image.iterdir():
        (tmp_path / entry.name).symlink_to(entry)
    (tmp_path / "submission").mkdir()
    metadata = {"id": 1, "created_at": "2026-11-02T09:00:00-07:00", "users": [{"name": "Ada Lovelace", "id": 7}]}
    (tmp_path / "submission_metadata.json").write_text(json.dumps(metadata))
    return tmp_path


def released():
    return nbformat.read(notebooks.root() / "notebooks" / f"{NAME}.ipynb", as_version=4)


def results(root):
    """results.json, which fits the specification, and no test of which loses points without a reason."""
    text = (root / "results" / "results.json").read_text(encoding="utf-8")
    found = json.loads(text)
    jsonschema.validate(found, SPECIFICATION)
    tests = {t["name"]: t for t in found.get("tests", [])}
    assert found["score"] == pytest.approx(sum(t.get("score", 0) for t in tests.values()))
    for t in tests.values():
        if "score" in t:
            assert (t["status"] == "passed") == (t["score"] == t["max_score"])
            assert t["status"] == "passed" or ("NO" in t["output"] and len(t["output"]) > 20), t
    return found, tests, text


ATTACKS = {
    "tanh": "def tanh(z):\n    raise ValueError(open('{seed}').read())",
    "elu": "class Any(float):\n    __eq__ = __ge__ = __le__ = lambda *_: True\ndef elu(z, *_):\n    return Any(1)",
    "softplus": "import os\ndef softplus(z):\n    os._exit(0)",
    "gelu": "def gelu(z):\n    open('{results}', 'w').write('full marks')\n    return z",
}


@confined
def test_a_right_a_wrong_a_missing_and_hostile_answers_under_the_real_script(root):
    notebook, solved = released(), nbformat.read(notebooks.root() / "solutions" / f"{NAME}.ipynb", as_version=4)
    write(notebook, "relu", cell(solved, "relu").source)
    write(notebook, "sigmoid", "def sigmoid(z):\n    return 1 / (1 + np.exp(z))")
    for name, code in ATTACKS.items():
        code = code.replace("{seed}", f"{root}/grading_seed.txt").replace("{results}", f"{root}/results/results.json")
        write(notebook, name, code)
    nbformat.write(notebook, root / "submission" / f"{NAME}.ipynb")
    done = run(root)
    found, tests, text = results(root)
    assert found["score"] == tests["relu"]["score"] == tests["relu"]["max_score"]
    assert found["output"].startswith(f"1 of {POINTS:g} points") and "ended the Python process" in found["output"]
    assert found["stdout_visibility"] == "hidden" and found["execution_time"] > 0
    assert all(tests[name]["score"] == 0 for name in ("sigmoid", "step", *ATTACKS))
    assert {t["visibility"] for t in tests.values()} == {"visible"}
    assert "5eed" * 8 not in text and "Lovelace" not in text and "5eed" * 8 in done.stdout
    assert [p.name for p in (root / "results").iterdir()] == ["results.json"]


def run(root, python=sys.executable):
    """As Gradescope runs it: the script that was copied to the root, without arguments."""
    environment = {**os.environ, "AUTOGRADER_ROOT": str(root), "AUTOGRADER_PYTHON": str(python)}
    return subprocess.run([root / "run_autograder"], cwd=root, env=environment, text=True, capture_output=True)


def test_the_packages_come_from_the_archive(root):
    """The machine of these tests has the project installed; Gradescope's has not."""
    script = (root / "run_autograder").read_text()
    code = "import importlib.util as u; print(*(u.find_spec(n).origin for n in ('mlpkit', 'autograder')))"
    assert 'PYTHONPATH="$root/source"' in script
    environment = {**os.environ, "PYTHONPATH": str(root / "source")}
    said = subprocess.run(
        [sys.executable, "-c", code], env=environment, cwd=root, text=True, capture_output=True, check=True
    )
    assert [Path(p).parent.parent for p in said.stdout.split()] == [root / "source"] * 2


def test_a_grader_that_does_not_start_still_leaves_results(root):
    run(root, "/nowhere/python")
    found, tests, _ = results(root)
    assert found["score"] == 0 and not tests and "did not start" in found["output"]


BROKEN = {
    "broken": ({f"{NAME}.ipynb": b"not json"}, "is not JSON"),
    # The last name has bytes that are no text, and signs that a terminal would obey.
    "missing": (
        {"notes.txt": b"x", "sub/other.ipynb": b'{"cells": []}', "\udcff\x1b[2J\u202e.txt": b"x"},
        "the submission holds notes.txt, sub/other.ipynb, \ufffd\ufffd[2J\ufffd.txt",
    ),
    "nothing": ({}, "the submission holds nothing"),
    "link": ({f"{NAME}.ipynb": None}, "is a link, which is not followed"),
}


@confined
@pytest.mark.parametrize("case", BROKEN)
def test_what_cannot_be_graded_gets_0_and_a_clear_line(root, case):
    files, words = BROKEN[case]
    for name, content in files.items():
        path = root / "submission" / name
        path.parent.mkdir(exist_ok=True)
        path.symlink_to("/etc/passwd") if content is None else path.write_bytes(content)
    main(root)
    found, tests, _ = results(root)
    assert found["score"] == 0 and len(tests) == len(EXERCISES.of(NAME[:2])) and f"{NAME}.ipynb is" in found["output"]
    assert words in found["output"] and all(words in t["output"] for t in tests.values())


@confined
def test_a_renamed_notebook_is_found_by_its_cells(root):
    (root / "submission" / "homework").mkdir()
    (root / "submission" / ".ipynb_checkpoints").mkdir()
    nbformat.write(released(), root / "submission" / "homework" / "final (2).ipynb")
    (root / "submission" / ".ipynb_checkpoints" / f"{NAME}.ipynb").write_text("old")
    main(root)
    found, tests, _ = results(root)
    assert "homework/final (2).ipynb was taken for 02-activations.ipynb" in found["output"]
    assert found["score"] == 0 and all("not written" in t["output"] or "NO" in t["output"] for t in tests.values())


def test_without_confinement_nobody_gets_a_mark_and_the_instructor_reads_why(root, monkeypatch):
    nbformat.write(released(), root / "submission" / f"{NAME}.ipynb")
    monkeypatch.setattr(backends, "why_no_bwrap", lambda: "no user namespaces")
    monkeypatch.setattr(backends, "why_no_landlock", lambda: "this kernel has none")
    main(root)
    found, tests, _ = results(root)
    assert found["score"] == 0 and "says nothing about your work" in found["output"] and "kernel" not in found["output"]
    ((_, test),) = tests.items()
    assert test["visibility"] == "hidden" and "score" not in test
    assert "no user namespaces" in test["output"] and "this kernel has none" in test["output"]


def test_an_error_of_the_grader_itself_is_no_judgement(root, monkeypatch, capsys):
    def broken(*_):
        raise RuntimeError("out of order")

    monkeypatch.setattr(gradescope_run, "lecture_assignment", broken)
    main(root)
    found, tests, _ = results(root)
    assert found["score"] == 0 and "out of order" not in found["output"] and "Traceback" in capsys.readouterr().out
    assert "out of order" in next(iter(tests.values()))["output"]


def test_unconfined_by_wish_says_so():
    said = gradescope_run.results(
        {"status": "graded", "error": "", "score": 1.0, "confinement": "none", "odd": [], "deaths": [], "failures": [],
         "exercises": [{"name": "why", "score": None, "max_score": 3.0, "findings": []},
                       {"name": "relu", "score": 1.0, "max_score": 1.0, "findings": []}]}, "after_published",
    )  # fmt: skip
    assert "without confinement" in said["output"] and "why: a person grades this (3 points)" in said["output"]
    assert [(t["name"], t["visibility"]) for t in said["tests"]] == [("relu", "after_published")]
    assert said["output"].startswith("1 of 1 points")


def test_the_archive_holds_what_it_must_and_no_gradebook_seed_name_or_other_solution(archive):
    with zipfile.ZipFile(archive) as z:
        texts = {i.filename: z.read(i) for i in z.infolist()}
        modes = {i.filename: i.external_attr >> 16 for i in z.infolist()}
    assert {"setup.sh", "run_autograder", "requirements.txt", "gradescope.json"} <= set(texts)
    assert all(modes[name] & stat.S_IXUSR for name in ("setup.sh", "run_autograder"))
    assert {n for n in texts if n.startswith(("solutions", "notebooks"))} == {
        f"solutions/{NAME}.ipynb", f"notebooks/{NAME}.ipynb",
    }  # fmt: skip
    tops = {n.split("/")[0] for n in texts if "/" in n}
    assert tops == {"mlpkit", "autograder", "solutions", "notebooks"}
    wrong = re.compile(r"gradebook\.db|_seed\.txt|pseudonyms\.csv|results/|submitted|\.pyc$|\.git|tests/")
    assert not [n for n in texts if wrong.search(n)]
    every = b"\n".join(texts.values()).decode()
    assert str(notebooks.root()) not in every
    notebook = json.loads(texts[f"solutions/{NAME}.ipynb"])
    assert not any(c.get("outputs") for c in notebook["cells"])
    required = texts["requirements.txt"].decode().splitlines()
    assert any(x.startswith("nbgrader>=") for x in required) and not any("playwright" in x for x in required)


def test_bad_options_get_one_line(tmp_path):
    for words, said in ((["99"], "there is no lecture"), (["02", "--visibility", "all"], "--visibility is one of")):
        result = CliRunner().invoke(app, ["export", "gradescope", *words, "--out", str(tmp_path / "x.zip")])
        assert result.exit_code == 2 and said in result.stderr and not list(tmp_path.iterdir())


APT = '#!/bin/sh\necho "$@" >>"$LOG"\ncase "$*" in *python3.13*) exit 100;; esac\n'
PYTHON = """#!/bin/sh
echo "$@" >>"$LOG"
case "$2" in
venv) mkdir -p "$3/bin" && cp "$0" "$3/bin/python";;
pip) ;;
*) exec {real} "$@";;
esac
"""


def test_setup_takes_the_newest_python_there_is_and_draws_a_seed_of_its_own(image, tmp_path):
    """With the system's package manager and pip replaced by scripts that write down what was asked of them."""
    (tmp_path / "source").symlink_to(image / "source")
    bin_ = tmp_path / "bin"
    bin_.mkdir()
    for name, text in (("apt-get", APT), ("python3.12", PYTHON.format(real=sys.executable))):
        (bin_ / name).write_text(text)
        (bin_ / name).chmod(0o755)
    log = tmp_path / "log"
    environment = {**os.environ, "PATH": f"{bin_}:{os.environ['PATH']}", "LOG": str(log)}
    environment |= {"AUTOGRADER_ROOT": str(tmp_path)}
    seeds = set()
    for _ in range(2):
        subprocess.run([image / "source" / "setup.sh"], env=environment, check=True, capture_output=True)
        seeds.add((tmp_path / "grading_seed.txt").read_text())
    assert len(seeds) == 2 and all(re.fullmatch(r"[0-9a-f]{32}\n", s) for s in seeds)
    assert (tmp_path / "grading_seed.txt").stat().st_mode & 0o077 == 0
    asked = log.read_text()
    assert "install -y --no-install-recommends bubblewrap" in asked and "python3.12-venv" in asked
    assert f"-r {tmp_path}/source/requirements.txt" in asked and "python3.11" not in asked
