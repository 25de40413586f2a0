"""Handing out and in through nbgrader's exchange: its own commands, a real folder, an instructor and three students."""

import copy
import re
import shutil
import sys
from datetime import datetime, timezone

import nbformat
import pytest

import autograder.hub
from autograder import EXERCISES
from autograder.gradebook import marks_with_reasons
from autograder.grading import collect
from tests.submissions import make_class
from tests.support import accounts

NAME = make_class.ASSIGNMENT
FULL = sum(e.points for e in EXERCISES.of("02"))
STUDENTS = ("ada", "dana", "kofi")

if accounts.missing():
    pytest.skip(accounts.missing(), allow_module_level=True)
separate = pytest.mark.skipif(not accounts.SEPARATE, reason="one user cannot be kept from their own files: needs root")


class Term:
    """A course in the home of grace, who teaches it, and an exchange folder that everyone may write to."""

    def __init__(self, folder):
        self.people = accounts.Accounts(folder, ("grace", *STUDENTS))
        self.exchange = folder / "exchange"
        self.exchange.mkdir()
        self.exchange.chmod(0o777)
        self.course = self.people.home("grace") / "course"
        self.said = {}

    def run(self, who, *command, cwd=None, fails=False):
        """Run Python with these arguments as someone; the output of both streams."""
        more = {"MLPKIT_EXCHANGE": str(self.exchange), "MLPKIT_COURSE_ID": "mlp", "TZ": "America/New_York"}
        if who != "grace":
            more["JUPYTER_CONFIG_PATH"] = str(autograder.hub.STUDENT)
        done = self.people.run(who, sys.executable, "-m", *command, cwd=cwd, **more)
        assert bool(done.returncode) == fails, f"{command}: {done.stdout}\n{done.stderr}"
        return done.stdout + done.stderr

    def nbgrader(self, who, *command, **kwargs):
        """One of nbgrader's commands, in the course for grace, at home for the others."""
        return self.run(who, "nbgrader", *command, cwd=self.course if who == "grace" else None, **kwargs)

    def place(self, student):
        """Where a student works on the assignment."""
        return self.people.home(student) / "mlp" / NAME

    def write(self, student, fill):
        """The student's notebook, filled in from the released one."""
        blank = nbformat.read(self.course / "release" / NAME / f"{NAME}.ipynb", as_version=4)
        notebook = copy.deepcopy(blank)
        fill(notebook)
        path = self.place(student) / f"{NAME}.ipynb"
        path.write_text(nbformat.writes(notebook), encoding="utf-8")

    def pages(self, student):
        """Fetched feedback: name of the folder (a time) -> page."""
        found = sorted((self.place(student) / "feedback").glob(f"*/{NAME}.html"))
        return {p.parent.name: p.read_text(encoding="utf-8") for p in found}


@pytest.fixture(scope="module")
def term(tmp_path_factory):
    """Released, fetched, handed in (twice, late, renamed, with other files beside it) and collected."""
    t = Term(tmp_path_factory.mktemp("term"))
    t.run("grace", "autograder", "build", "--course", str(t.course), "02")
    t.said["release"] = t.nbgrader("grace", "release_assignment", NAME)
    t.said["list"] = t.nbgrader("ada", "list")
    for student in STUDENTS:
        t.nbgrader(student, "fetch_assignment", NAME)
    t.write("ada", make_class.chen)
    t.nbgrader("ada", "submit", NAME)
    t.write("ada", make_class.ada)
    t.nbgrader("ada", "submit", NAME)
    due = datetime.now(timezone.utc).strftime("%Y-%m-%d %H:%M:%S.%f UTC")
    t.nbgrader("grace", "db", "assignment", "add", NAME, "--duedate", due)
    hand_in_oddly(t)
    t.said["collect"] = t.nbgrader("grace", "collect", NAME)
    return t


def hand_in_oddly(t):
    """After the hour: dana with other files beside the notebook, kofi under another name."""
    t.write("dana", make_class.dana)
    (t.place("dana") / "numpy.py").write_text("raise SystemExit('not numpy')\n", encoding="utf-8")
    (t.place("dana") / "notes.txt").write_text("my notes\n", encoding="utf-8")
    t.nbgrader("dana", "submit", NAME)
    t.write("kofi", make_class.ada)
    (t.place("kofi") / f"{NAME}.ipynb").rename(t.place("kofi") / "final.ipynb")
    t.said["renamed"] = t.nbgrader("kofi", "submit", NAME, fails=True)
    t.nbgrader("kofi", "submit", NAME, "--ExchangeSubmit.strict=False")


@pytest.fixture(scope="module")
def returned(term):
    """Graded with nbgrader's own commands; feedback released and fetched."""
    for student in ("ada", "dana"):
        term.nbgrader("grace", "autograde", NAME, "--student", student)
    term.said["kofi"] = term.nbgrader("grace", "autograde", NAME, "--student", "kofi", fails=True)
    term.nbgrader("grace", "generate_feedback", NAME)
    term.nbgrader("grace", "release_feedback", NAME)
    for student in ("ada", "dana"):
        term.nbgrader(student, "fetch_feedback", NAME)
    return term


def total(term, student):
    """A student's points in the course's gradebook."""
    return {m.student: m for m in marks_with_reasons.marks(term.course, NAME)}[student].total


def late(term):
    """Seconds after the deadline, by student, as the gradebook has it."""
    from nbgrader.api import Gradebook

    with Gradebook(f"sqlite:///{term.course / 'gradebook.db'}", "mlp") as book:
        return {s.student.id: s.total_seconds_late for s in book.assignment_submissions(NAME)}


def test_the_released_lecture_is_listed_and_fetched_as_it_was_released(term):
    assert f"mlp {NAME}" in term.said["list"]
    released = [p.name for p in (term.course / "release" / NAME).iterdir()]
    assert released == [f"{NAME}.ipynb"]
    outbound = term.exchange / "mlp" / "outbound" / NAME / f"{NAME}.ipynb"
    assert outbound.read_bytes() == (term.course / "release" / NAME / f"{NAME}.ipynb").read_bytes()


def test_what_was_fetched_runs_where_the_students_are(term):
    """The setup cell and a check, in a student's account and folder."""
    notebook = nbformat.read(term.place("ada") / f"{NAME}.ipynb", as_version=4)
    sources = [make_class.cell(notebook, name).source for name in ("setup", "relu", "check-relu")]
    program = term.people.home("ada") / "three_cells.py"
    program.write_text("\n".join(x for x in sources if x).replace("%matplotlib inline", ""), encoding="utf-8")
    done = term.people.run("ada", sys.executable, str(program), cwd=term.place("ada"))
    assert done.returncode == 0, done.stderr
    assert (term.people.home("ada") / ".mlpkit").is_dir(), "the check kept its record in the student's home"


@pytest.mark.parametrize("text", ["soon", "2026-99-99", "\xff"])
def test_a_time_that_is_none_makes_nobody_late_and_stops_nothing(tmp_path, text):
    (tmp_path / "timestamp.txt").write_bytes(text.encode("latin-1"))
    odd = []
    assert collect._handed_in(tmp_path, odd) is None
    assert odd == ["timestamp.txt holds no time; the submission counts as one without a timestamp"]


def test_the_last_of_two_submissions_counts(returned):
    assert len(list((returned.exchange / "mlp" / "inbound").glob(f"ada+{NAME}+*"))) == 2
    assert total(returned, "ada") == FULL


def test_a_renamed_notebook_is_refused_with_both_names_while_it_can_be_named_back(term):
    assert "final.ipynb: EXTRA" in term.said["renamed"]
    assert f"{NAME}.ipynb: MISSING" in term.said["renamed"]


def test_a_late_submission_is_late_by_the_clock_and_not_by_the_time_zone(returned):
    seconds = late(returned)
    assert seconds["ada"] == 0
    assert 0 < seconds["dana"] < 600


def test_each_student_fetches_the_feedback_of_their_own_work(returned):
    ada, dana = returned.pages("ada"), returned.pages("dana")
    assert len(ada) == len(dana) == 1, "of two submissions the one that counts has feedback"
    (ada,), (dana,) = ada.values(), dana.values()
    assert re.search(rf"Score: {FULL:g}", ada) and not re.search(rf"Score: {FULL:g}", dana)


@separate
def test_no_student_can_look_at_the_work_feedback_or_marks_of_another(returned):
    exchange = returned.exchange / "mlp"
    (dana,) = exchange.glob(f"inbound/dana+{NAME}+*")
    pages = sorted((exchange / "feedback").glob("*.html"))
    assert len(pages) == 2
    closed = [exchange / "inbound", exchange / "feedback", returned.place("dana"), returned.people.home("grace")]
    closed += [returned.course / "grading_seed.txt", returned.course / "gradebook.db"]
    for path in closed:
        for who, readable in (("ada", False), ("grace", True)):
            done = returned.people.run(who, "test", "-r", str(path))
            expected = readable and not path.is_relative_to(returned.people.home("dana"))
            assert (done.returncode == 0) == expected, f"{who}: {path}"
    assert dana.name not in returned.people.run("ada", "sh", "-c", f"ls {exchange}/* 2>&1").stdout


def test_graded_by_the_confined_grader_the_feedback_finds_its_way_as_well(returned):
    stock = {student: total(returned, student) for student in ("ada", "dana")}
    before = returned.pages("dana")
    for folder in ("autograded", "feedback"):
        shutil.rmtree(returned.course / folder)
    command = ("autograder", "grade", "submitted", "--out", ".", "--jobs", "1", "--assignment", NAME)
    said = returned.run("grace", *command, cwd=returned.course)
    assert "final.ipynb was taken for" in said
    assert {student: total(returned, student) for student in stock} == stock, "both ways of grading give the same"
    assert total(returned, "kofi") == FULL
    seconds = late(returned)
    assert seconds["ada"] == 0 and 0 < seconds["dana"] < 600

    returned.nbgrader("grace", "release_feedback", NAME)
    for student in ("ada", "dana"):
        returned.nbgrader(student, "fetch_feedback", NAME)
        assert len(returned.pages(student)) == 1
    assert returned.pages("dana").keys() == before.keys()
    assert returned.pages("dana") != before, "the new page took the place of the old"
    kept = (returned.course / "feedback" / "dana" / NAME / f"{NAME}.html").read_text(encoding="utf-8")
    assert list(returned.pages("dana").values()) == [kept]


@separate
def test_handing_in_under_the_name_of_another_is_noticed_when_it_is_collected(returned):
    returned.nbgrader("ada", "submit", NAME, "--student", "dana")
    said = returned.nbgrader("grace", "collect", NAME, "--update")
    assert "claims to be submitted by dana but is owned by ada" in said
