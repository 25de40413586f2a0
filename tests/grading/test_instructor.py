"""What an instructor meets: odd folders and names, a full disk, Ctrl-C. Each gets one line that says what to do."""

import errno
import os
import shutil
import signal
import subprocess
import sys
import time

import nbformat
import pytest
from sqlalchemy import text
from typer.testing import CliRunner

from autograder.authoring import notebooks
from autograder.cli import app
from autograder.cli import console as main
from autograder.cli.grade import _say
from autograder.gradebook.writer import GradebookWriter
from autograder.grading.collect import check_folder, collect, safe
from autograder.grading.grade import Graded
from autograder.grading.run import Options, grade_class, read_assignments
from autograder.sandbox import backends
from autograder.sandbox.limits import Limits
from tests.support import farm

NOTEBOOK = f"{farm.NAME}.ipynb"

confined = pytest.mark.skipif(
    bool(backends.why_no_bwrap() and backends.why_no_landlock()),
    reason=f"bubblewrap: {backends.why_no_bwrap()}; Landlock: {backends.why_no_landlock()}",
)


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    return farm.make(tmp_path_factory.mktemp("class") / "course")


@pytest.fixture
def given(course):
    return course / "submitted" / "ada" / farm.NAME / NOTEBOOK


def found(course, folder):
    """(students, lines) of a folder of submissions."""
    handed, lines = collect(folder, read_assignments(course, (), "seed", Limits()))
    return [h.student for h in handed], lines


def test_what_is_no_notebook_is_named_and_what_is_lies_on_its_own_is_left(course, given, tmp_path):
    shutil.copy(given, tmp_path / f"ada_1_2_{NOTEBOOK}")
    for name in ("all.zip", "essay.docx", "boris_3_4_answers.py"):
        (tmp_path / name).write_bytes(b"PK")
    for name in ("empty", "Li Lee_5_assignsubmission_file_", f"deep/deeper/{farm.NAME}", f"dir_6_7_{NOTEBOOK}"):
        (tmp_path / name).mkdir(parents=True)
    (tmp_path / "Li Lee_5_assignsubmission_file_" / "scan.pdf").touch()
    shutil.copy(given, tmp_path / "deep" / "deeper" / farm.NAME)
    students, lines = found(course, tmp_path)
    assert students == ["ada", "deeper"]
    assert sorted(lines) == [
        "Li Lee: handed in no notebook, but scan.pdf",
        "all.zip: an archive, not looked into; unpack it there and grade again",
        "boris: handed in no notebook, but boris_3_4_answers.py",
        f"dir_6_7_{NOTEBOOK}: no notebook in this folder, which holds nothing",
        "empty: no notebook in this folder, which holds nothing",
        "left out, because they are not notebooks: essay.docx",
    ]


def test_a_folder_that_cannot_be_read_stops_nobody(course, given, tmp_path, monkeypatch):
    from autograder.grading.downloads import Downloads

    for student in ("ada", "chen"):
        (tmp_path / student / farm.NAME).mkdir(parents=True)
        shutil.copy(given, tmp_path / student / farm.NAME)
    entries = Downloads._entries

    def locked(self, folder):
        if folder.name == "chen":
            raise PermissionError(errno.EACCES, "Permission denied", str(folder))
        return entries(self, folder)

    monkeypatch.setattr(Downloads, "_entries", locked)
    students, (line,) = found(course, tmp_path)
    assert students == ["ada"] and line.startswith("chen: left out, Permission denied")


def test_names_of_people_stay_what_they_are(course, given, tmp_path):
    names = (
        "O'Brien, Pat",
        "😀",
        "🙂",
        "👩\u200d🔬",
        "Zoë",
        "李",
        "pat+ml@uni.example",
        "=SUM(1)",
        "-2",
        "@x",
        "50% (a)",
    )
    for name in names:
        (tmp_path / name / farm.NAME).mkdir(parents=True)
        shutil.copy(given, tmp_path / name / farm.NAME)
    assert found(course, tmp_path) == (sorted(names), [])
    assert len(safe("👩" * 300).encode()) <= 200
    assert not set(safe("a\x1b[31m/b\\c*?[d]\u202e")) & set("\x1b/\\*?[]\u202e")


def test_a_file_name_in_another_encoding_gives_a_line_that_can_be_written(course, given, tmp_path):
    shutil.copy(given, os.path.join(os.fsencode(tmp_path), b"zo\xeb_1_2_mine.ipynb"))
    students, lines = found(course, tmp_path)
    assert students == ["zo_"] and "by its content" in lines[0]
    lines[0].encode()


def test_what_a_terminal_obeys_is_not_printed(capsys):
    _say("ada\x1b[2J\x07: [bold]odd[/bold]")
    assert capsys.readouterr().out == "ada\ufffd[2J\ufffd: [bold]odd[/bold]\n"


def test_folders_that_are_no_submissions_are_refused_before_anything_is_made(course, tmp_path):
    (tmp_path / "empty").mkdir()
    submitted = course / "submitted"
    for folder, out, words in (
        (course, tmp_path / "out", "is a course folder: submissions lie in"),
        (course / "release", tmp_path / "out", "is a part of the course"),
        (submitted, submitted / "out", "would be taken for one"),
        (submitted, submitted, "would be taken for one"),
        (tmp_path / "empty", tmp_path / "out", "it is empty: unpack the download"),
        (tmp_path / "gone", tmp_path / "out", "is not a folder"),
    ):
        with pytest.raises(ValueError, match=words):
            grade_class(folder, out, Options(sandbox="none"))
        assert not (tmp_path / "out").exists() and not (submitted / "out").exists()
    check_folder(submitted, course)
    with pytest.raises(ValueError, match="nothing was handed in by dama; there is, for example, dana"):
        grade_class(submitted, course, Options(sandbox="none", seed="another", only=("dama",)))
    assert "another" not in (course / "grading_seed.txt").read_text(encoding="utf-8")


@confined
def test_a_renamed_and_a_wrong_notebook_an_archive_and_a_new_seed(course, given, tmp_path):
    out = tmp_path / "course"
    shutil.copytree(course, out, ignore=shutil.ignore_patterns("submitted"))
    for student, name in (("greta", "mine.ipynb"), ("ida", NOTEBOOK), ("kim", "mine.zip")):
        (out / "submitted" / student / farm.NAME).mkdir(parents=True)
        source = notebooks.root() / "notebooks" / "02-activations.ipynb" if student == "ida" else given
        shutil.copy(source, out / "submitted" / student / farm.NAME / name)
    (out / "submitted" / "kim" / farm.NAME / "mine.zip").write_bytes(b"PK")
    summary = grade_class(out / "submitted", out, Options(jobs=1, seed="one"))
    lost = dict(summary.incomplete)
    assert "holds no answer of this lecture: is it another notebook?" in lost["ida"]
    assert "cannot be opened" in lost["kim"] and "greta" not in lost
    # A copy under the notebook's proper name would be taken before a newer file under the student's own.
    assert [p.name for p in (out / "submitted" / "greta" / farm.NAME).iterdir()] == ["mine.ipynb"]
    said = []
    options = Options(jobs=1, seed="two", resume=True, only=("greta",))
    again = grade_class(out / "submitted", out, options, say=said.append)
    assert again.graded == 1 and any("1 were graded before, but" in x for x in said)


def test_errors_of_the_file_system_are_one_line(tmp_path):
    def full():
        raise OSError(errno.ENOSPC, "No space left on device", str(tmp_path / ".grades.csv.123.part"))

    with pytest.raises(main.typer.Exit), pytest.MonkeyPatch.context() as patch:
        said = []
        patch.setattr(main.err, "print", lambda text, **_: said.append(text))
        main.clear_errors(full)()
    assert said == [f"error: {tmp_path / 'grades.csv'}: No space left on device. Make room on that disk, and type the "
                    "command again"]  # fmt: skip


def test_a_gradebook_that_cannot_be_written_is_one_line(course, tmp_path):
    shutil.copy(course / "gradebook.db", tmp_path / "gradebook.db")
    with GradebookWriter(f"sqlite:///{tmp_path / 'gradebook.db'}", course) as book:
        book.gradebook.db.execute(text("PRAGMA query_only = ON"))
        with pytest.raises(ValueError, match=r"gradebook\.db: attempt to write a readonly database\. Look whether"):
            book.record(Graded("ada", farm.NAME, "digest"))


def heard():
    """What a shell starts in the background does not hear Ctrl-C, nor do these tests then."""
    signal.signal(signal.SIGINT, signal.default_int_handler)


@confined
def test_ctrl_c_says_what_is_kept(course, tmp_path):
    out = tmp_path / "course"
    shutil.copytree(course, out)
    last = out / "submitted" / max(farm.STUDENTS) / farm.NAME / NOTEBOOK
    notebook = nbformat.read(last, as_version=4)
    farm.write(notebook, farm.FIRST, f"def {farm.FIRST}(*given):\n    while True:\n        pass")
    nbformat.write(notebook, last)
    command = [sys.executable, "-m", "autograder", "grade", str(out / "submitted"), "--out", str(out), "--jobs", "1"]
    run = subprocess.Popen(
        command, cwd=notebooks.root(), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, start_new_session=True,
        text=True, preexec_fn=heard,
    )  # fmt: skip
    until = time.monotonic() + 120
    while not list(out.glob("results/*/*.json")) and time.monotonic() < until:
        time.sleep(0.02)
    # As a terminal does it: to the command and all that it started.
    os.killpg(run.pid, signal.SIGINT)
    said, _ = run.communicate(timeout=120)
    assert run.returncode == 130 and "Traceback" not in said
    kept = len(list(out.glob("results/*/*.json")))
    # One may have been written, but not counted.
    end = f" of {len(farm.STUDENTS)} were graded and are kept; the same command with --resume"
    assert f"{kept}{end}" in said or f"{kept - 1}{end}" in said


def examined(monkeypatch, bwrap, landlock, worked=()):
    """(what `doctor` says, its exit code) where these are why the two are missing, and an attempt got through there."""
    from autograder.sandbox import doctor

    monkeypatch.setattr(backends, "why_no_bwrap", lambda: bwrap)
    monkeypatch.setattr(backends, "why_no_landlock", lambda: landlock)
    monkeypatch.setattr(doctor, "escapes", lambda b: [doctor.Tried("read a private file", b in worked, "an [error]")])
    done = CliRunner().invoke(app, ["doctor"])
    return " ".join(done.output.split()), done.exit_code


def test_the_doctor_says_what_grade_would_do_and_what_to_do_about_it(monkeypatch):
    said, code = examined(monkeypatch, "", "")
    assert code == 0 and "`grade` uses bubblewrap here; there is nothing to do." in said and "[error]" not in said
    assert "1 of 1 attempts were stopped stopped read a private file" in said
    said, code = examined(monkeypatch, backends.NOT_INSTALLED, "")
    assert code == 0 and "bubblewrap: not available: not installed" in said and "uses Landlock" in said
    # `grade` takes the first that is available, and does not try to break out.
    said, code = examined(monkeypatch, "", "", ["bwrap"])
    assert code == 1 and "WORKED read a private file" in said and "grade with --sandbox landlock" in said
    said, code = examined(monkeypatch, "", "none", ["bwrap"])
    assert code == 1 and "do not grade on this machine" in said
    said, code = examined(monkeypatch, backends.NOT_INSTALLED, "none")
    assert code == 1 and said.count("apt install bubblewrap") == 1 and "--sandbox none" in said
    said, code = examined(monkeypatch, "does not work here: No permissions", "none")
    assert code == 1 and "unprivileged_userns_clone=1" in said and "apt install" not in said


def test_a_page_of_what_could_not_be_read_says_it_once():
    from autograder.gradebook.marks import from_record
    from autograder.grading.feedback import feedback
    from autograder.grading.grade import GradedNotebook
    from autograder.grading.results import as_record
    from tests.support import grading_class as small

    assignment, found = small.make_assignment(), [{"status": "no", "text": "x.ipynb is empty", "misconception": None}]
    names = {f"check-{n}": 0.0 for n in small.NAMES}
    broken = GradedNotebook(small.NAME, names, {n: 1.0 for n in names}, {n: found for n in names})
    graded = Graded("ada", small.NAME, "digest", [broken])
    page = feedback(assignment, graded, broken, from_record(as_record(graded, assignment, "bwrap")), unconfined=False)
    assert page.count("x.ipynb is empty") == 1 and "0 of 3 points" in page and "href=" not in page


def test_a_reason_that_a_colon_announces_stands_in_the_table():
    from autograder.grading.feedback import _why

    assert _why([{"status": "no", "text": "stops with an error:\n  Exited: it ended\nmore"}]) == (
        "stops with an error: Exited: it ended"
    )
    assert _why([{"status": "no", "text": "differs\nmore"}]) == "differs" and _why([{"status": "no", "text": ""}]) == ""


def test_a_source_that_was_corrected_elsewhere_is_not_passed_over_in_silence(course, tmp_path):
    from autograder.grading.run import prepare

    out, place = tmp_path / "out", course / "source" / farm.NAME / NOTEBOOK
    assert prepare(course / "submitted", out) == [] == prepare(course / "submitted", out)
    before = place.read_bytes()
    try:
        place.write_bytes(before.replace(b"one_hot", b"one_cold"))
        (line,) = prepare(course / "submitted", out)
        assert f"{farm.NAME} differs in {course}" in line and f"delete {out / 'source'}" in line
        shutil.rmtree(out / "source")
        assert prepare(course / "submitted", out) == []
        assert (out / "source" / farm.NAME / NOTEBOOK).read_bytes() == place.read_bytes()
    finally:
        place.write_bytes(before)
