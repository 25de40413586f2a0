"""A term: two lectures, hand marks, lateness, a resubmission, a correction, a moved folder, a forgotten student.

After each step every place that says a mark says the same, to the cent: the gradebook (asked through nbgrader's own
API), grades.csv, results.json, the feedback pages, the report in the terminal, the class report, and what is exported.
"""

import copy
import csv
import dataclasses
import io
import json
import re
import shutil
import zipfile
from html import unescape
from statistics import mean, median

import nbformat
import pytest
from nbgrader.api import Gradebook
from typer.testing import CliRunner

from autograder.checking.exercise import EXERCISES
from autograder.cli import app, console
from autograder.gradebook.settings import EXPORTED
from autograder.gradebook.url import url
from autograder.sandbox import backends

SHORT, LONG, PAPER = "00-start-here", "04-softmax-cross-entropy", "derive-softmax-ce"
PLUGIN = """
from nbgrader.plugins import BasePlugin

class TenPerCent(BasePlugin):
    def late_submission_penalty(self, student_id, score, total_seconds_late):
        return 0.1 * score
"""
DUE, IN_TIME, LATE, AFTER = (f"2026-01-{day} 12:00:00 UTC" for day in ("10", "09", "12", "13"))
COMMENT = "Where is the Jacobian?\nSee <section 5>."

pytestmark = pytest.mark.skipif(
    bool(backends.why_no_bwrap() and backends.why_no_landlock()),
    reason=f"bubblewrap: {backends.why_no_bwrap()}; Landlock: {backends.why_no_landlock()}",
)


def cell(notebook, grade_id):
    return next(c for c in notebook.cells if c.metadata.get("nbgrader", {}).get("grade_id") == grade_id)


class Term:
    """A course folder with a class; commands are given as they are typed."""

    def __init__(self, folder, students):
        self.course, self.students = folder / "course", [f"s{i:02}-q{'xyz'[i % 3]}" for i in range(students)]
        self.names = {s: f"First{i} Last{i}" for i, s in enumerate(self.students)}
        self.run("build", "--course", self.course, "00", "04")
        self.files = folder / "files"
        self.files.mkdir()
        (self.course / "docking.py").write_text(PLUGIN)
        with (self.course / "nbgrader_config.py").open("a") as config:
            config.write('c.AssignLatePenalties.plugin_class = "docking.TenPerCent"\n')
        for i, student in enumerate(self.students):
            self.hand_in(student, SHORT, wrong=i % 2, time=IN_TIME)
            self.hand_in(student, LONG, wrong=i % 4, paper=f"Proof of {student}" if i % 3 != 2 else None, time=IN_TIME)
        with Gradebook(url(self.course)) as book:
            for name in (SHORT, LONG):
                book.update_or_create_assignment(name, duedate=DUE)
            for student, name in self.names.items():
                book.update_or_create_student(student, first_name=name.split()[0], last_name=name.split()[1])

    def run(self, *words, code=0):
        """Type a command; what it printed."""
        done = CliRunner().invoke(app, [str(w) for w in words])
        assert done.exit_code == code, (words, done.output, done.exception)
        return done.output

    def hand_in(self, student, name, wrong, paper=None, time=None):
        """The lecture's answers but for the first few, and a text on paper."""
        released, solved = (
            nbformat.read(self.course / step / name / f"{name}.ipynb", as_version=4) for step in ("release", "source")
        )
        notebook = copy.deepcopy(released)
        for exercise in EXERCISES.of(name[:2])[wrong:]:
            cell(notebook, exercise.name).source = cell(solved, exercise.name).source
        if paper:
            cell(notebook, PAPER).source = paper
        place = self.course / "submitted" / student / name
        place.mkdir(parents=True, exist_ok=True)
        nbformat.write(notebook, place / f"{name}.ipynb")
        if time:
            (place / "timestamp.txt").write_text(time + "\n")

    def grade(self, *words):
        return self.run("grade", self.course / "submitted", "--out", self.course, "--seed", "a", *words)

    def mark(self, student, points, comment=None):
        """As Formgrader does it."""
        with Gradebook(url(self.course)) as book:
            grade = book.find_grade(PAPER, LONG, LONG, student)
            grade.manual_score, grade.needs_manual_grade = points, False
            if comment:
                book.find_comment(PAPER, LONG, LONG, student).manual_comment = comment
            book.db.commit()

    def flag(self, student):
        """(manual score, whether a person must look) of the text on paper."""
        with Gradebook(url(self.course)) as book:
            grade = book.find_grade(PAPER, LONG, LONG, student)
            return grade.manual_score, bool(grade.needs_manual_grade)

    def expected(self):
        """(student, assignment) -> (raw, penalty, score, possible, needs a person), from nbgrader itself."""
        with Gradebook(url(self.course)) as book:
            rows = [s for a in book.assignments for s in book.assignment_submissions(a.name)]
            return {
                (s.student.id, s.assignment.name): (
                    s.score, s.late_submission_penalty, max(0.0, s.score - s.late_submission_penalty), s.max_score,
                    s.needs_manual_grade,
                )
                for s in rows
            }  # fmt: skip

    def page(self, student, name):
        """The text of a feedback page."""
        html = (self.course / "feedback" / student / name / f"{name}.html").read_text(encoding="utf-8")
        return unescape(re.sub(r"<[^>]*>", " ", html.split("</style>")[1]))


def cents(numbers):
    return tuple(round(float(x), 2) for x in numbers)


def columns(row):
    """What a table says of a mark, by its columns."""
    numbers = cents(row[c] for c in ("raw", "penalty", "score", "max_score"))
    return *numbers, row["needs_manual_grade"] in (True, "yes")


def agree(term):
    """Every place says what the gradebook says. `report` and `feedback` write theirs anew."""
    printed = term.run("report", term.course)
    term.run("feedback", term.course)
    expected = {key: (*cents(row[:4]), bool(row[4])) for key, row in term.expected().items()}
    assert expected and {s for s, _ in expected} == set(term.students)
    tables(term, expected)
    pages(term, expected, printed)
    for name in (SHORT, LONG):
        scores = {s: row[2] for (s, n), row in expected.items() if n == name}
        systems(term, name, scores, next(row[3] for (_, n), row in expected.items() if n == name))
    return expected


def tables(term, expected):
    term.run("export", "csv", term.course, "--out", term.files / "marks.csv")
    term.run("export", "json", term.course, "--out", term.files / "marks.json")
    for path in (term.course / "grades.csv", term.files / "marks.csv"):
        rows = list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig"))))
        assert {(r["student"], r["assignment"]): columns(r) for r in rows} == expected, path
    for path in (term.course / "results.json", term.files / "marks.json"):
        rows = json.loads(path.read_text(encoding="utf-8"))
        assert {(r["student"], r["assignment"]): columns(r) for r in rows} == expected, path
        for row in rows:
            parts = [s for n in row.get("notebooks", ()) for s in n["scores"].values()]
            parts += [e["score"] for e in row.get("exercises", ())]
            assert cents([sum(x or 0 for x in parts)]) == cents([row["raw"]])


def pages(term, expected, printed):
    report = (term.course / "class_report.html").read_text(encoding="utf-8")
    for (student, name), (raw, penalty, score, possible, _) in expected.items():
        text = term.page(student, name)
        said = re.search(r"([\d.]+) of ([\d.]+) points(?: \(([\d.]+), less ([\d.]+) because it was late\))?", text)
        assert cents(said.groups()[:2]) == (score, possible), (student, name)
        assert cents(said.groups()[2:] if said[3] else (raw, 0)) == (raw, penalty)
    for name in (SHORT, LONG):
        scores = [row[2] for (_, n), row in expected.items() if n == name]
        middle = f"median <b>{median(scores):.2f}".rstrip("0").rstrip(".")
        assert middle in report and f"mean {mean(scores):.2f}".rstrip("0").rstrip(".") in report
        table = printed.split(f"{name}: points")[1].split("possible")[0]
        total = dict(re.findall(r"^│\s*(s\d\d-q\w)\s*│\s*([\d.]+)", table, re.M))
        assert {s: cents([x])[0] for s, x in total.items()} == {s: r[2] for (s, n), r in expected.items() if n == name}


def systems(term, name, scores, possible):
    """Canvas, Moodle and the zip of pages."""
    new, theirs, out = (term.files / f"{x}.csv" for x in ("new", "theirs", "out"))
    term.run("export", "canvas", term.course, "--assignment", name, "--out", new)
    theirs.write_text(re.sub(r",[\d.]*$", ",", new.read_text(), flags=re.M).replace(
        '"    Points Possible",,,,,', f'"    Points Possible",,,,,{possible}'))  # fmt: skip
    term.run("export", "canvas", term.course, "--assignment", name, "--into", theirs, "--out", out, "--no-scale")
    for path in (new, out):
        rows = list(csv.reader(io.StringIO(path.read_text())))[2:]
        assert {r[3]: cents([r[5]])[0] for r in rows if r[5]} == scores, path
    lines = ['Identifier,"Full name","Email address",Status,Grade,"Maximum Grade","Grade can be changed",'
             '"Last modified (submission)","Last modified (grade)","Feedback comments"']  # fmt: skip
    lines += [f'"Participant {i}",{term.names[s]},{s}@x.org,ok,,{possible},Yes,-,-,' for i, s in enumerate(scores)]
    theirs.write_text("\n".join(lines) + "\n")
    term.run("export", "moodle", term.course, "--assignment", name, "--into", theirs, "--out", out)
    rows = list(csv.reader(io.StringIO(out.read_text())))[1:]
    assert {r[2].removesuffix("@x.org"): cents([r[4]])[0] for r in rows} == scores
    for row in rows:
        parts = sum(float(x) for x in re.findall(r": ([\d.]+) of [\d.]+", row[9]))
        late = sum(float(x) for x in re.findall(r"Late: ([\d.]+) points", row[9]))
        assert abs(parts - late - float(row[4])) < 0.02
    term.run("export", "feedback", term.course, "--assignment", name, "--out", term.files / "f.zip")
    with zipfile.ZipFile(term.files / "f.zip") as packed:
        for student in scores:
            page = term.course / "feedback" / student / name / f"{name}.html"
            assert packed.read(f"{student}/{name}.html") == page.read_bytes()


@pytest.fixture(params=[5, pytest.param(30, marks=pytest.mark.slow)])
def term(request, tmp_path, monkeypatch):
    monkeypatch.setattr(console.out, "_width", 80)
    return Term(tmp_path, request.param)


def test_a_term(term, tmp_path, monkeypatch):
    first, second, silent, *_, last = term.students
    term.grade()
    fresh = agree(term)
    assert fresh[first, LONG][4] and not fresh[silent, LONG][4], "a text waits, an untouched cell does not"
    assert "to be graded by a person" in term.page(first, LONG)
    pages_before = {p: p.read_bytes() for p in (term.course / "feedback").rglob("*.html")}
    term.grade()
    assert {p: p.read_bytes() for p in pages_before} == pages_before, "`grade` and `feedback` write the same pages"

    for i, student in enumerate(term.students):
        if i % 3 != 2:
            term.mark(student, 2 - 0.25 * (i % 3), COMMENT)
    marked = agree(term)
    assert marked[first, LONG][0] == fresh[first, LONG][0] + 2
    assert "Where is the Jacobian?" in term.page(first, LONG) and "<section 5>" in term.page(first, LONG)
    term.grade()
    assert agree(term) == marked and term.flag(first) == (2, False), "nobody is asked twice about the same text"
    assert "Where is the Jacobian?" in term.page(first, LONG)

    late_one(term, last)
    now = resubmitted(term, first, second)
    now = corrected(term, now, monkeypatch)
    moved(term, now, tmp_path)
    forgotten(term, now, second)


def late_one(term, student):
    """Ten per cent of what counts, hand marks with it."""
    term.hand_in(student, LONG, wrong=0, paper=f"Proof of {student}", time=LATE)
    term.grade("--only", student)
    before = cents(term.expected()[student, LONG][:4])
    term.mark(student, 3)
    assert "late penalties: 1 changed" in term.run("report", term.course)
    raw, penalty, _, possible, waits = agree(term)[student, LONG]
    assert raw == possible and penalty == round(0.1 * raw, 2) and not waits and before[1] < penalty
    assert "because it was late" in term.page(student, LONG)
    for due, left in ((None, 0), (DUE, penalty), (AFTER, 0)):
        with Gradebook(url(term.course)) as book:
            book.update_or_create_assignment(LONG, duedate=due)
        term.run("report", term.course)
        assert cents(term.expected()[student, LONG][:2]) == (raw, left), "the due date is moved"
    assert agree(term)[student, LONG][:3] == (raw, 0, raw)


def resubmitted(term, same, other):
    """One with the same text on paper and better code; one with another text."""
    term.hand_in(same, LONG, wrong=0, paper=f"Proof of {same}", time=IN_TIME)
    term.hand_in(other, LONG, wrong=0, paper="Now with the Jacobian.", time=IN_TIME)
    term.grade("--only", same, "--only", other)
    found = agree(term)
    assert term.flag(same) == (2, False) and term.flag(other) == (1.75, True)
    assert found[other, LONG][4] and not found[same, LONG][4]
    page = term.page(other, LONG)
    assert "1.75 of 3, for an earlier version; to be graded again" in page and "on an earlier version" in page
    assert "1.75*" in term.run("report", term.course)
    term.grade("--only", other)
    assert term.flag(other) == (1.75, True), "a regrade of the new text does not make the old mark its own"
    term.mark(other, 3)
    found = agree(term)
    assert "earlier version" not in term.page(other, LONG)
    return found


def corrected(term, before, monkeypatch):
    """An exercise turns out to be worth more: said before grading, and everywhere once the folder is built again."""
    name = EXERCISES.of("00")[0].name
    better = dataclasses.replace(EXERCISES[name], points=EXERCISES[name].points + 1.5)
    monkeypatch.setitem(EXERCISES._all, name, better)
    said = term.grade("--assignment", SHORT)
    assert f"{SHORT}: the lecture or a description is newer than the course folder (points: {name}" in said
    term.run("build", "--course", term.course, "00")
    assert "newer than the course folder" not in term.grade("--assignment", SHORT)
    after = agree(term)
    for key, row in after.items():
        assert row[3] == before[key][3] + 1.5 * (key[1] == SHORT)
    assert sum(r[0] for r in after.values()) > sum(r[0] for r in before.values())
    return after


def moved(term, before, tmp_path):
    place = tmp_path / "elsewhere" / "course 2"
    place.parent.mkdir()
    shutil.move(term.course, place)
    term.course = place
    assert agree(term) == before
    term.grade("--assignment", SHORT)
    assert term.expected().keys() == before.keys()


def forgotten(term, before, student):
    """No file of the course, the gradebook among them, holds the name."""
    term.run("report", term.course, "--anonymise")
    term.run("export", "csv", term.course, "--anonymise", "--out", term.files / "anonymous.csv")
    (term.course / EXPORTED).write_text(f"assignment,student_id\n{SHORT},{student}\n", encoding="utf-8")
    holds = [p for p in term.course.rglob("*") if p.is_file() and student.encode() in p.read_bytes()]
    assert {p.name for p in holds} >= {"gradebook.db", "grades.csv", "results.json", "pseudonyms.csv"}
    assert "cannot be undone" in term.run("forget", term.course, student, code=1)
    assert f"{student} is forgotten: gradebook, submitted" in term.run("forget", term.course, student, "--yes")
    term.students.remove(student)
    assert agree(term) == {key: row for key, row in before.items() if key[0] != student}
    assert [p for p in term.course.rglob("*") if student in p.name] == []
    assert [p for p in term.course.rglob("*") if p.is_file() and student.encode() in p.read_bytes()] == []
    assert "has no student" in term.run("forget", term.course, student, "--yes", code=2)
