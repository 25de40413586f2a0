"""A course folder in which something is damaged, gone or in use: one line that names it and says what to do."""

import re
import shutil
import sqlite3
from pathlib import Path

import nbgrader
import pytest
from typer.testing import CliRunner

from autograder.cli import app
from autograder.cli import console as main
from autograder.grading.run import Options, grade_class
from autograder.sandbox import backends
from tests.support import farm

NOTEBOOK = f"{farm.NAME}.ipynb"
PLUGIN = """
from nbgrader.plugins import BasePlugin

class Dear(BasePlugin):
    def late_submission_penalty(self, *of):
        return {}
"""

pytestmark = pytest.mark.skipif(
    bool(backends.why_no_bwrap() and backends.why_no_landlock()),
    reason=f"bubblewrap: {backends.why_no_bwrap()}; Landlock: {backends.why_no_landlock()}",
)


@pytest.fixture(scope="module")
def graded(tmp_path_factory):
    out = farm.make(tmp_path_factory.mktemp("class") / "course")
    grade_class(out / "submitted", out, Options(only=("ada", "boris"), jobs=1))
    return out


@pytest.fixture
def course(graded, tmp_path):
    return shutil.copytree(graded, tmp_path / "course")


def said(*words):
    """The one line of a command that ends with exit code 2."""
    done = CliRunner().invoke(app, [str(w) for w in words])
    assert done.exit_code == 2 and "Traceback" not in done.output, (words, done.output, done.exception)
    (line,) = [x for x in done.stderr.splitlines() if x]
    assert line.startswith("error: ")
    return line


def commands(course):
    """Those that read marks."""
    return ("report", course), ("feedback", course), ("export", "csv", course, "--out", course / "marks.csv")


RECORD, GRADED = f"results/ada/{farm.NAME}.json", f"autograded/ada/{farm.NAME}/{NOTEBOOK}"
SOURCE, RELEASE = (f"{step}/{farm.NAME}/{NOTEBOOK}" for step in ("source", "release"))


@pytest.mark.parametrize("content", ["", "{", "[1]", "{}", "null"])
@pytest.mark.parametrize(
    ("file", "command", "then"),
    [
        (RECORD, "report", "delete"),
        (RECORD, "feedback", "delete"),
        (GRADED, "report", "grade that student again"),
        (GRADED, "feedback", "grade that student again"),
        (SOURCE, "report", "put it back with `python -m autograder build"),
        (SOURCE, "feedback", "put it back with `python -m autograder build"),
        (RELEASE, "report", "put it back with `python -m autograder build"),
    ],
)
def test_a_damaged_file_is_named(course, file, command, content, then):
    (course / file).write_text(content, encoding="utf-8")
    line = said(command, course)
    assert (str(course / file) in line) and then in line


def test_damaged_notes_of_the_last_run_are_named(course):
    (course / "results" / ".lines.json").write_text("{}", encoding="utf-8")
    assert "it holds a dict, not a list): delete it" in said("report", course)


def test_a_gradebook_that_is_damaged_empty_or_in_use(course):
    book = course / "gradebook.db"
    with sqlite3.connect(book) as other:
        other.execute("BEGIN EXCLUSIVE")
        # The default is to wait for five seconds.
        line = said("report", course)
        other.rollback()
    assert str(book) in line and "is locked. Another program is writing to it" in line
    book.write_bytes(b"not a database" * 100)
    for command in (*commands(course), ("build", "--course", course, "00"), ("forget", course, "ada", "--yes")):
        line = said(*command)
        assert str(book) in line and "file is not a database. Put it back from a backup" in line
    book.write_bytes(b"")
    for command in commands(course):
        assert "is empty: grade an assignment first" in said(*command)


def test_settings_that_do_not_load_are_named_with_their_line(course):
    config = course / "nbgrader_config.py"
    lines = config.read_text(encoding="utf-8").count("\n")
    for bad, what in (("c.A.b = (\n", "SyntaxError"), ("c.A.b = unknown\n", "NameError")):
        config.write_text("".join(config.read_text(encoding="utf-8").splitlines(True)[:lines]) + bad, encoding="utf-8")
        for command in commands(course):
            line = said(*command)
            assert f"{config}, line {lines + 1}: {what}" in line and "Fix that" in line


@pytest.mark.parametrize(
    ("body", "what"), [("1 / 0", "ZeroDivisionError"), ("'ten'", "ValueError"), ("[]", "TypeError")]
)
def test_a_plugin_that_fails_is_named_with_the_line_that_asks_for_it(course, body, what):
    module = f"dear_{what}"  # a name of its own: Python keeps what it has imported
    (course / f"{module}.py").write_text(PLUGIN.format(body), encoding="utf-8")
    with (course / "nbgrader_config.py").open("a", encoding="utf-8") as config:
        config.write(f'c.AssignLatePenalties.plugin_class = "{module}.Dear"\n')
    with sqlite3.connect(course / "gradebook.db") as book:
        book.execute("UPDATE assignment SET duedate = '2026-01-01 12:00:00.000000'")
        book.execute("UPDATE submitted_assignment SET timestamp = '2026-01-02 12:00:00.000000'")
    line = said("report", course)
    assert f"Dear, failed for ada: {what}" in line and "take its line out of" in line


def test_a_plugin_that_does_not_load_is_named(course):
    (course / "dear_broken.py").write_text("x = (\n", encoding="utf-8")
    with (course / "nbgrader_config.py").open("a", encoding="utf-8") as config:
        config.write('c.AssignLatePenalties.plugin_class = "dear_broken.Dear"\n')
    line = said("report", course)
    assert "cannot be loaded: SyntaxError" in line and "dear_broken.py, line 1" in line and "Fix " in line


def test_forget_that_was_stopped_is_typed_again(course):
    record, page = course / RECORD, course / "class_report.html"
    sound = record.read_bytes()
    record.write_text("{", encoding="utf-8")
    assert str(record) in said("forget", course, "boris", "--yes")
    assert b"boris" in page.read_bytes()
    record.write_bytes(sound)
    done = CliRunner().invoke(app, ["forget", str(course), "boris", "--yes"])
    assert done.exit_code == 0, done.output
    left = [p for p in course.rglob("*") if p.is_file() and b"boris" in p.read_bytes()]
    assert left == [] and b"ada" in page.read_bytes()


def test_a_spoilt_key_and_an_empty_seed_of_pseudonyms_are_named(course):
    assert CliRunner().invoke(app, ["report", str(course), "--anonymise"]).exit_code == 0
    (course / "pseudonyms.csv").write_text("a\n\nb,c,d\n", encoding="utf-8")
    assert f"{course / 'pseudonyms.csv'} is damaged: delete it" in said("forget", course, "boris", "--yes")
    (course / "pseudonym_seed.txt").write_text("\n", encoding="utf-8")
    assert "delete pseudonym_seed.txt" in said("report", course, "--anonymise")


@pytest.mark.parametrize(
    "option", ["--jobs=-2", "--call-seconds=0", "--cell-seconds=-1", "--notebook-seconds=0", "--memory=0", "--tests=x"]
)
def test_limits_that_nobody_could_keep_are_refused(course, option):
    done = CliRunner().invoke(app, ["grade", str(course / "submitted"), "--out", str(course), option])
    assert done.exit_code == 2 and option.partition("=")[0] in done.output and "Traceback" not in done.output


@pytest.mark.parametrize("command", [0, 1, 2, 3, 4])
def test_a_folder_that_is_none_is_named(tmp_path, command):
    words = [
        *commands(tmp_path / "nope"),
        ("forget", tmp_path / "nope", "ada"),
        ("gradebook", tmp_path / "nope", "--to", "x"),
    ]
    assert f"{tmp_path / 'nope'} does not exist: name the course folder" in said(*words[command])
    (tmp_path / "nope").touch()
    assert f"{tmp_path / 'nope'} is not a folder" in said(*words[command])


def test_ctrl_c_and_what_nobody_foresaw_end_in_one_line(capsys):
    def interrupted():
        raise KeyboardInterrupt

    def broken():
        return {}["no such key"]

    for command, code, line in (
        (interrupted, 130, "interrupted; every file is"),
        (broken, 1, "KeyError is a fault of the program"),
    ):
        with pytest.raises(main.typer.Exit) as end:
            main.clear_errors(command)()
        assert end.value.exit_code == code and line in capsys.readouterr().err.splitlines()[-1]


def test_nobody_is_named_in_an_anonymised_run(course):
    """Neither who has left the gradebook, nor by names that it alone knows."""
    notebook = course / GRADED
    text = notebook.read_text(encoding="utf-8").replace('"odd": []', '"odd": ["by Adelina Quux"]', 1)
    assert "Quux" in text
    notebook.write_text(text, encoding="utf-8")
    with sqlite3.connect(course / "gradebook.db") as book:
        book.execute("UPDATE student SET first_name = 'Adelina', last_name = 'Quux' WHERE id = 'ada'")
    shutil.copytree(course / "results" / "boris", course / "results" / "gustav")
    record = course / "results" / "gustav" / f"{farm.NAME}.json"
    record.write_text(record.read_text(encoding="utf-8").replace("boris", "gustav"), encoding="utf-8")
    open_, hidden = (CliRunner().invoke(app, ["report", str(course), *more]) for more in ([], ["--anonymise"]))
    assert "Adelina Quux" in open_.output and "gustav: graded here, but not in the gradebook" in open_.output
    said = hidden.output + (course / "class_report_anonymised.html").read_text(encoding="utf-8")
    assert "1 of the class: graded here" in said
    words = set(re.findall(r"\w+", re.sub(r"base64,[^\"]*", "", said.replace(str(course), ""))))
    assert not words & {"ada", "boris", "gustav", "Adelina", "Quux"}


@pytest.mark.parametrize("version", ["v1", "v2"])
def test_metadata_that_nbgrader_refuses_is_named_with_the_command_that_helps(tmp_path, version):
    old = Path(nbgrader.__file__).parent / "tests" / "apps" / "files" / f"test-{version}.ipynb"
    path = tmp_path / "course" / "source" / "ps" / "p.ipynb"
    for place in (path, tmp_path / "course" / "submitted" / "ada" / "ps" / "p.ipynb"):
        place.parent.mkdir(parents=True)
        shutil.copy(old, place)
    (tmp_path / "course" / "nbgrader_config.py").write_text("c = get_config()\n", encoding="utf-8")
    words = ["grade", str(tmp_path / "course" / "submitted"), "--out", str(tmp_path / "graded")]
    done = CliRunner().invoke(app, words)
    assert done.exit_code == 2 and "Traceback" not in done.output
    said = "".join(done.output.split())
    assert f"version{version[1]}," in said and f"`nbgraderupdate{path}`" in said
    assert not (tmp_path / "graded" / "source").exists()
