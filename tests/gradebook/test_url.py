"""A gradebook named with `grade --db` is found again by report and export, and its password is kept nowhere."""

import os
import shutil
import stat
import subprocess
import sys

import pytest
from nbgrader.api import Gradebook
from typer.testing import CliRunner

from autograder.authoring.notebooks import api
from autograder.cli import app
from autograder.course import author_folder
from autograder.gradebook import url
from autograder.gradebook.writer import reading
from autograder.sandbox import backends
from tests.support import farm

SERVER = "postgresql+psycopg://grader:hush@db.example.org/grades?host=/run/pg"

confined = pytest.mark.skipif(
    bool(backends.why_no_bwrap() and backends.why_no_landlock()),
    reason=f"bubblewrap: {backends.why_no_bwrap()}; Landlock: {backends.why_no_landlock()}",
)


def run(*words, code=0):
    """What the command printed, without line ends."""
    done = CliRunner().invoke(app, [*map(str, words)])
    assert done.exit_code == code, done.output
    return " ".join((done.stdout + done.stderr).split())


@pytest.mark.parametrize("typed", [SERVER, SERVER.replace(":hush", "") + "&password=hush"])
def test_no_password_is_kept_or_shown(tmp_path, typed):
    assert url.has_password(typed) and "hush" not in url.shown(typed)
    url.remember(tmp_path, typed)
    file = tmp_path / url.NAME
    assert "hush" not in file.read_text(encoding="utf-8") and stat.S_IMODE(file.stat().st_mode) == 0o600
    assert url.same(url.url(tmp_path), typed) and not url.has_password(url.url(tmp_path))
    with pytest.raises(ValueError, match="not the address of a database") as said:
        url.shown("grader:hush@db")
    assert "hush" not in str(said.value)


def test_what_was_typed_comes_before_the_configuration_and_nbgrader_itself_finds_it(tmp_path):
    config = tmp_path / "nbgrader_config.py"
    config.write_text("c = get_config()\nc.CourseDirectory.db_url = 'sqlite:///configured.db'\n", encoding="utf-8")
    # As nbgrader's commands, which run in the folder, find it.
    assert url.url(tmp_path) == f"sqlite:///{tmp_path}/configured.db"
    place = f"sqlite:///{tmp_path / 'other.db'}"
    url.remember(tmp_path, place)
    assert url.url(tmp_path) == place
    shutil.copy(farm.notebooks.root() / "nbgrader_config.py", config)
    assert url.configured(tmp_path).CourseDirectory.db_url == place
    assert api(tmp_path).coursedir.db_url == place


def test_resume_does_not_go_on_in_another_gradebook(tmp_path):
    ours, other = f"sqlite:///{tmp_path / 'gradebook.db'}", f"sqlite:///{tmp_path / 'other.db'}"
    assert url.to_write(tmp_path, None, True, True) == (ours, [])
    assert url.to_write(tmp_path, ours, True, True) == (ours, [])
    assert url.to_write(tmp_path, other, False, True) == (other, [])
    with pytest.raises(ValueError, match="--resume continues there: omit --db"):
        url.to_write(tmp_path, other, True, True)
    assert "it is" in url.to_write(tmp_path, other, True, False)[1][0]
    assert "is not kept" in url.to_write(tmp_path, SERVER, False, False)[1][0]


def test_a_gradebook_that_is_not_there_is_not_made(tmp_path):
    with (
        pytest.raises(ValueError, match=r"has no gone.db.*--db the database"),
        reading(f"sqlite:///{tmp_path}/gone.db"),
    ):
        pass
    assert not list(tmp_path.iterdir())


@confined
def test_a_class_from_elsewhere_in_another_database_is_reported_and_exported(tmp_path):
    course, flat, place = farm.make(tmp_path / "course"), tmp_path / "flat", f"sqlite:///{tmp_path / 'other.db'}"
    flat.mkdir()
    for student in ("ada", "boris"):
        name = f"{farm.NAME}.ipynb"
        os.rename(course / "submitted" / student / farm.NAME / name, flat / f"{student}_1_2_{name}")
    (flat / f"zed_3_4_{farm.NAME}.ipynb").write_text("no notebook", encoding="utf-8")
    shutil.rmtree(course / "submitted")
    said = run("grade", flat, "--out", course, "--db", place, "--jobs", 1)
    assert f"gradebook {tmp_path / 'other.db'}" in said
    with Gradebook(place) as book:
        assert {s.id for s in book.students} == {"ada", "boris", "zed"}
    # Nothing of what was handed in needs to be there any more.
    shutil.rmtree(course / "submitted")
    said = run("report", course)
    assert all(student in said for student in ("ada", "boris", "zed")) and str(tmp_path / "other.db") in said
    for form in ("csv", "json", "canvas", "feedback"):
        run("export", form, course, "--out", tmp_path / form)
        assert b"zed" in (tmp_path / form).read_bytes(), form
    said = run("export", "csv", course, "--out", tmp_path / "x", "--db", f"sqlite:///{course / 'gradebook.db'}")
    assert f"{course / 'gradebook.db'} is read, as --db says" in said and b"zed" not in (tmp_path / "x").read_bytes()


def test_the_address_of_a_file_in_the_folder_moves_with_it(tmp_path):
    course, there = tmp_path / "course", tmp_path / "there"
    course.mkdir()
    url.remember(course, f"sqlite:///{course}/marks.db")
    assert "/" not in (course / url.NAME).read_text().removeprefix("sqlite:///")
    course.rename(there)
    assert url.url(there) == f"sqlite:///{there}/marks.db"
    url.remember(there, f"sqlite:///{tmp_path}/outside.db")
    assert url.url(there) == f"sqlite:///{tmp_path}/outside.db"


def test_a_course_folder_finds_the_authors_lectures_when_either_or_both_are_moved(tmp_path, monkeypatch):
    own, course = tmp_path / "a" / "own", tmp_path / "a" / "course"
    for folder in (own, course):
        folder.mkdir(parents=True)
    (own / "mlpkit.toml").write_text('[lectures]\n20 = "20-x"\n')
    monkeypatch.setattr(author_folder, "folder", lambda: own)
    author_folder.write_pointer(course)
    assert author_folder._meant(course) == own
    moved = tmp_path / "b" / "deep" / "course"
    moved.parent.mkdir(parents=True)
    course.rename(moved)
    assert author_folder._meant(moved) == own, "the course folder alone"
    moved.rename(course)
    (tmp_path / "a").rename(tmp_path / "c")
    assert author_folder._meant(tmp_path / "c" / "course") == tmp_path / "c" / "own", "both"
    (tmp_path / "c" / "own" / "mlpkit.toml").unlink()
    with pytest.raises(ValueError, match=r"mlpkit.toml: the lectures are not in .* any more"):
        author_folder._meant(tmp_path / "c" / "course")


def test_nbgrader_says_in_one_line_that_the_lectures_are_gone(tmp_path):
    shutil.copy(farm.notebooks.root() / "nbgrader_config.py", tmp_path)
    (tmp_path / "mlpkit.toml").write_text('folder = "gone"\n')
    done = subprocess.run(
        [sys.executable, "-m", "nbgrader", "autograde", "20-x"], cwd=tmp_path, capture_output=True, text=True
    )
    assert done.returncode != 0 and "Traceback" not in done.stderr
    assert "mlpkit.toml: the lectures are not in" in done.stderr.strip().splitlines()[-1]
