"""The gradebook on a real PostgreSQL server: the marks of SQLite, while others read, and after an interruption."""

import os
import pwd
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from nbgrader.api import Gradebook

from autograder.gradebook.move import move_gradebook
from autograder.gradebook.query import read_marks
from autograder.gradebook.url import same, shown, url
from autograder.gradebook.writer import GradebookWriter, opened
from autograder.grading.run import Options, grade_class
from autograder.sandbox import backends
from tests.support import farm

pytest.importorskip("psycopg", reason="psycopg is not installed: pip install -e '.[campus]'")
pytestmark = pytest.mark.skipif(
    bool(backends.why_no_bwrap() and backends.why_no_landlock()),
    reason=f"bubblewrap: {backends.why_no_bwrap()}; Landlock: {backends.why_no_landlock()}",
)
SEED = "one-seed"


def program(name):
    """Where one of the server's programs is: on the PATH, or where Debian puts it."""
    places = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    found = shutil.which(name) or next((str(p / name) for p in places if (p / name).exists()), None)
    return found or pytest.skip(f"there is no {name} here: apt install postgresql")


@pytest.fixture(scope="module")
def server():
    """A server of the tests' own, reached through a socket in its folder, which is what this gives."""
    initdb, pg_ctl, server = program("initdb"), program("pg_ctl"), program("postgres")
    # A socket's path is short, and a server does not run as root: neither fits pytest's folders.
    folder = Path(tempfile.mkdtemp(prefix="pg-", dir="/tmp"))
    who = []
    if os.geteuid() == 0:
        if not shutil.which("setpriv"):
            pytest.skip("as root, a server is started with setpriv (package util-linux), which is not here")
        user = pwd.getpwnam("nobody")
        os.chown(folder, user.pw_uid, user.pw_gid)
        who = ["setpriv", f"--reuid={user.pw_uid}", f"--regid={user.pw_gid}", "--clear-groups"]
    options = f"-F -k {folder} -c listen_addresses= -c max_connections=20"
    base = {"cwd": folder, "check": True, "capture_output": True, "env": {**os.environ, "LC_ALL": "C"}}
    control = [*who, pg_ctl, "-p", server, "-D", str(folder / "data"), "-w", "-l", str(folder / "log")]
    try:
        create = ["-D", str(folder / "data"), "-U", "course", "-A", "trust", "-E", "UTF8", "--no-sync"]
        subprocess.run([*who, initdb, *create], **base)
        subprocess.run([*control, "-o", options, "start"], **base)
        yield folder
    finally:
        subprocess.run([*control, "-m", "immediate", "stop"], **{**base, "check": False})
        shutil.rmtree(folder)


@pytest.fixture
def database(server):
    """The address of an empty database."""
    import psycopg

    with psycopg.connect(f"host={server} user=course dbname=postgres", autocommit=True) as connection:
        connection.execute("DROP DATABASE IF EXISTS grades WITH (FORCE)")
        connection.execute("CREATE DATABASE grades")
    return f"postgresql+psycopg://course:secret@/grades?host={server}"


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    return farm.make(tmp_path_factory.mktemp("course"))


@pytest.fixture(scope="module")
def sqlite(course, tmp_path_factory):
    """What the same class leaves in SQLite."""
    out = tmp_path_factory.mktemp("sqlite") / "out"
    grade_class(course / "submitted", out, Options(jobs=2, seed=SEED))
    return farm.book(url(out))


READER = """
import pathlib, sys, time
from nbgrader.api import Gradebook
address, assignment, stop, seen = sys.argv[1], sys.argv[2], pathlib.Path(sys.argv[3]), 0
with Gradebook(address) as gradebook:
    while not stop.exists():
        # Its transaction stays open over the writer's.
        rows = [s.score for s in gradebook.assignment_submissions(assignment)] if seen else []
        seen += bool(gradebook.assignments is not None and len(rows) < 1000)
        print(seen, flush=True)
        time.sleep(0.05)
        gradebook.db.expire_all()
"""


def test_the_same_marks_while_others_read_and_after_an_interruption(course, sqlite, database, tmp_path):
    out, stop = tmp_path / "out", tmp_path / "stop"
    opened(database).close()

    class Interrupted(Exception):
        pass

    def progress(done, total, student, by):
        if done == 3:
            raise Interrupted

    # Another process, as Formgrader is: a connection must not be there twice after the grader's workers are forked.
    command = [sys.executable, "-c", READER, database, farm.NAME, str(stop)]
    reader = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert reader.stdout.readline() == "1\n"
    try:
        with pytest.raises(Interrupted):
            grade_class(course / "submitted", out, Options(jobs=2, seed=SEED, db=database), progress)
        summary = grade_class(course / "submitted", out, Options(jobs=2, seed=SEED, db=database, resume=True))
    finally:
        stop.touch()
        seen = reader.communicate(timeout=60)[0]
    assert (summary.skipped, summary.graded) == (3, 3) and reader.returncode == 0 and int(seen.split()[-1]) > 2
    assert farm.book(database) == sqlite
    assert not (out / "gradebook.db").exists() or "secret" not in summary.gradebook


def test_a_course_that_names_its_database_is_graded_into_it_and_keeps_manual_scores(course, sqlite, database, tmp_path):
    out = tmp_path / "out"
    shutil.copytree(course, out)
    config = out / "nbgrader_config.py"
    config.write_text(config.read_text() + f"\nc.CourseDirectory.db_url = {database!r}\n", encoding="utf-8")
    assert url(out) == database
    summary = grade_class(out / "submitted", out, Options(jobs=2, seed=SEED))
    assert farm.book(database) == sqlite and "***" in summary.gradebook and "secret" not in summary.gradebook
    with Gradebook(database) as gradebook:
        gradebook.find_grade(f"check-{farm.FIRST}", farm.NAME, farm.NAME, "chen").manual_score = 0.25
        gradebook.db.commit()
    grade_class(out / "submitted", out, Options(jobs=2, seed=SEED, only=("chen",)))
    assert farm.book(database)["chen", f"check-{farm.FIRST}"][1:] == (0.25, False)


def test_a_gradebook_moves_from_sqlite_with_all_that_it_holds(course, database, tmp_path):
    out = tmp_path / "out"
    shutil.copytree(course, out)
    grade_class(out / "submitted", out, Options(jobs=2, seed=SEED))
    with Gradebook(url(out)) as gradebook:
        gradebook.update_or_create_assignment(farm.NAME, duedate="2026-01-01 12:00:00 UTC")
        grade = gradebook.find_grade(f"check-{farm.FIRST}", farm.NAME, farm.NAME, "chen")
        grade.manual_score, grade.extra_credit = 0.25, 0.5
        gradebook.find_comment(farm.FIRST, farm.NAME, farm.NAME, "chen").manual_comment = "Look again"
        gradebook.db.commit()
    before, marks = farm.book(url(out)), read_marks(out)
    (line, password) = move_gradebook(out, database)
    assert "uses postgresql" in line and "secret" not in line + password and "~/.pgpass" in password
    assert same(url(out), database) and (out / "gradebook.db").exists()
    address = url(out).replace("course@", "course:secret@")
    assert farm.book(address) == before and read_marks(out, None, address) == marks
    with Gradebook(address) as gradebook:
        assert gradebook.find_assignment(farm.NAME).duedate.isoformat() == "2026-01-01T12:00:00"
        assert gradebook.find_comment(farm.FIRST, farm.NAME, farm.NAME, "chen").comment == "Look again"
    with pytest.raises(ValueError, match="is not empty: name a new database"):
        move_gradebook(course, database)


def test_an_address_that_does_not_work_gives_one_line(tmp_path):
    for address in (f"postgresql+psycopg://course@/grades?host={tmp_path}", "postgresql+pg8000://x/y", "no address"):
        with pytest.raises(ValueError, match=r"postgresql\+psycopg://USER@HOST/NAME") as said:
            GradebookWriter(address)
        assert "\n" not in str(said.value)
    assert shown("sqlite:////a/b.db") == "/a/b.db"
