"""Downloads of many systems: every file is somebody's, or gets a line; one person is one person."""

import os
import shutil
import subprocess
import sys
import unicodedata

import pytest

from autograder.grading.collect import collect
from autograder.grading.download_names import around, without_copy
from autograder.grading.run import read_assignments
from autograder.sandbox.limits import Limits
from tests.support import farm

N = farm.NAME
TIME = "2026-11-27-10-20-30"


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    return farm.make(tmp_path_factory.mktemp("class") / "course")


@pytest.fixture(scope="module")
def assignments(course):
    return read_assignments(course, (), "seed", Limits())


@pytest.fixture
def given(course):
    return course / "submitted" / "ada" / N / f"{N}.ipynb"


# What was downloaded -> whose it is. Paths as each system writes them, or as people unpack and rename them.
LAYOUTS = {
    "nbgrader": ([f"jdoe/{N}/{N}.ipynb", f"alee/{N}/{N}.ipynb"], ["alee", "jdoe"]),
    "nbgrader in a folder of its own": ([f"submitted/jdoe/{N}/{N}.ipynb"], ["jdoe"]),
    "nbgrader, other case": ([f"jdoe/{N.upper()}/{N}.ipynb"], ["jdoe"]),
    "nbgrader, underscore": ([f"jdoe/{N.replace('-', '_')}/{N}.ipynb"], ["jdoe"]),
    "nbgrader, blank behind": ([f"jdoe/{N} /{N}.ipynb"], ["jdoe"]),
    "nbgrader, renamed": ([f"jdoe/{N}/my homework.ipynb"], ["jdoe"]),
    "nbgrader's manual": ([f"{N}_jdoe_attempt_{TIME}_{N}.ipynb"], ["jdoe"]),
    "Moodle, folders": ([f"Jane Doe_1234567_assignsubmission_file_/{N}.ipynb"], ["Jane Doe"]),
    "Moodle, flat": ([f"Jane Doe_1234567_assignsubmission_file_{N}.ipynb"], ["Jane Doe"]),
    "Moodle, no blank behind": ([f"Jane Doe_1234567_assignsubmission_file/{N}.ipynb"], ["Jane Doe"]),
    "Moodle, a folder in the ZIP": ([f"Jane Doe_1234567_assignsubmission_file_/homework/{N}.ipynb"], ["Jane Doe"]),
    "Moodle, Copy of": ([f"Jane Doe_1234567_assignsubmission_file_Copy of {N}.ipynb"], ["Jane Doe"]),
    "Moodle, folder and Copy of": ([f"Jane Doe_1234567_assignsubmission_file_/Copy of {N}.ipynb"], ["Jane Doe"]),
    "Moodle, name in front": ([f"Jane Doe_1234567_assignsubmission_file_Doe_{N}.ipynb"], ["Jane Doe"]),
    "Moodle, unpacked folder": ([f"Lab 2-{N}-999/Jane Doe_1234567_assignsubmission_file_{N}.ipynb"], ["Jane Doe"]),
    "Moodle, blind": ([f"Participant_1234_assignsubmission_file_{N}.ipynb"], ["Participant_1234"]),
    "Moodle, blind, two": (
        [f"Participant_{n}_assignsubmission_file_/{N}.ipynb" for n in (1, 2)],
        ["Participant_1", "Participant_2"],
    ),
    "Moodle, blind, German": ([f"Teilnehmer_in_7_assignsubmission_file_{N}.ipynb"], ["Teilnehmer_in_7"]),
    "Moodle, another folder of nbgrader's inside": (
        [f"Jane Doe_1_assignsubmission_file_/{N}/{N}.ipynb"],
        ["Jane Doe"],
    ),
    "Canvas": ([f"doejane_12345_678901_{N}.ipynb"], ["doejane"]),
    "Canvas, LATE": ([f"doejane_LATE_12345_678901_{N}.ipynb"], ["doejane"]),
    "Canvas, again": ([f"doejane_12345_678901_{N}-1.ipynb", f"doejane_12345_678902_{N}-2.ipynb"], ["doejane"]),
    "nbgrader, numbers in the ids": (
        [f"s_2026_{n}_a/{N}/{N}.ipynb" for n in (101, 102)],
        ["s_2026_101_a", "s_2026_102_a"],
    ),
    "brackets": ([f"[{N}] Max One.ipynb", f"Zoë ({N}).ipynb", f"Jane (JD) {N}.ipynb"], ["Jane (JD)", "Max One", "Zoë"]),
    "Canvas, an unpacked ZIP": ([f"doejane_12345_678901_hw/hw/{N}.ipynb"], ["doejane"]),
    "Canvas, hidden names": (
        [
            f"anon_Ab3xY_678901_{N}.ipynb",
            f"anon_Ab3xY_678999_{N}-2.ipynb",
            f"LATE_anon_12345_678902_{N}.ipynb",
            f"anon_12346_678903_{N}.ipynb",
        ],
        ["anon_12345", "anon_12346", "anon_Ab3xY"],
    ),
    "Canvas, Copy of": ([f"doejane_LATE_12345_678901_Copy of {N} (1).ipynb"], ["doejane"]),
    "Moodle, a team": ([f"Group A_55_assignsubmission_file/{N}.ipynb"], ["Group A"]),
    "Moodle, nobody's team": ([f"Default group_assignsubmission_file/{N}.ipynb"], ["Default group"]),
    "Moodle, teams before 4.2": (
        [f"Lab A-{name}_1{n}_assignsubmission_file_/{N}.ipynb" for n, name in enumerate(["Anna-Lena Doe", "Max One"])]
        + [f"Lab B-Ann Lee_13_assignsubmission_file_/{N}.ipynb"],
        ["Ann Lee", "Anna-Lena Doe", "Max One"],
    ),
    "Moodle, hyphens": (
        [f"Anna-Lena Doe_1_assignsubmission_file_/{N}.ipynb", f"Jean-Luc Kim_2_assignsubmission_file_/{N}.ipynb"],
        ["Anna-Lena Doe", "Jean-Luc Kim"],
    ),
    "Moodle, a team and hidden names": ([f"Lab A-Participant_12_assignsubmission_file_/{N}.ipynb"], ["Participant_12"]),
    "Canvas, unpacked folder": (
        [f"submissions/doejane_12345_678901_{N}.ipynb", f"submissions/leeann_12346_678902_{N}.ipynb"],
        ["doejane", "leeann"],
    ),
    "Canvas, one in its folder": ([f"submissions/doejane_12345_678901_{N}.ipynb"], ["doejane"]),
    "Blackboard": ([f"{N}_jdoe_attempt_{TIME}_{N}.ipynb", f"{N}_alee_attempt_{TIME}_hw.ipynb"], ["alee", "jdoe"]),
    "Blackboard, another title": (
        [f"Lab 2_jdoe_attempt_{TIME}_hw.ipynb", f"Lab 2_a_lee_attempt_{TIME}_{N}.ipynb"],
        ["a_lee", "jdoe"],
    ),
    "Brightspace": ([f"12345-67890 - Jane Doe - Nov 27, 2026 1020 AM/{N}.ipynb"], ["Jane Doe"]),
    "Brightspace, flat": ([f"12345-67890 - Jane Doe - Nov 27, 2026 1020 AM - {N}.ipynb"], ["Jane Doe"]),
    "Sakai": ([f"Lab 2/Doe, Jane(jdoe)/Submission attachment(s)/{N}.ipynb"], ["jdoe"]),
    "Sakai, feedback beside": (
        [f"Lab 2/Doe, Jane(jdoe)/{side} attachment(s)/{N}.ipynb" for side in ("Submission", "Feedback")],
        ["jdoe"],
    ),
    "Brightspace, one name": (
        [f"{n}-77 - Jane Doe - Nov 27, 2026 1020 AM/{N}.ipynb" for n in (11, 12)],
        ["Jane Doe_11", "Jane Doe_12"],
    ),
    "ILIAS, teams and odd names": (
        [
            f"Ex 1/Submissions/Team_7/van der Berg_Ann_a_lee_1235/20261127102030_{N}.ipynb",
            f"Ex 1/Submissions/Team_8/Doe_Jane_jdoe_1234/20261127102030_{N}.ipynb",
        ],
        ["a_lee", "jdoe"],
    ),
    "ILIAS": ([f"submissions/Doe_Jane_jdoe_1234/20261127102030_{N}.ipynb"], ["jdoe"]),
    "Google Classroom": ([f"Jane Doe - {N}.ipynb", f"Ann Lee - Copy of {N}.ipynb"], ["Ann Lee", "Jane Doe"]),
    "Classroom, in a folder": ([f"{N}/Jane Doe - {N}.ipynb", f"{N}/Ann Lee - {N}.ipynb"], ["Ann Lee", "Jane Doe"]),
    "Classroom, copies": ([f"Copy of Jane Doe - {N}.ipynb", f"Zoë - Copy of Copy of {N}.ipynb"], ["Jane Doe", "Zoë"]),
    "a folder for each": ([f"jdoe/{N}.ipynb", f"alee/{N} (1).ipynb"], ["alee", "jdoe"]),
    "a folder around": ([f"week 2/jdoe/{N}.ipynb", f"week 2/alee/{N}.ipynb"], ["alee", "jdoe"]),
    "a folder around flat files": ([f"week 2/jdoe_{N}.ipynb", f"week 2/alee_{N}.ipynb"], ["alee", "jdoe"]),
    "two folders around": ([f"download/Lab 2/jdoe/{N}.ipynb", f"download/Lab 2/alee/{N}.ipynb"], ["alee", "jdoe"]),
    "two folders around flat files": (
        [f"download/Lab 2/jdoe_{N}.ipynb", f"download/Lab 2/alee_{N}.ipynb"],
        ["alee", "jdoe"],
    ),
    "sections, one of them of one": (
        [f"A/jdoe/{N}.ipynb", f"A/alee/{N}.ipynb", f"B/max/{N}.ipynb", f"B/zoe/{N}.ipynb", f"C/kim/{N}.ipynb"],
        ["alee", "jdoe", "kim", "max", "zoe"],
    ),
    "drafts of one": ([f"jdoe/final/{N}.ipynb", f"jdoe/draft/{N}.ipynb", f"alee/{N}.ipynb"], ["alee", "jdoe"]),
    "the assignment within around": ([f"week 2/{N}/jdoe/{N}.ipynb", f"week 2/{N}/alee/{N}.ipynb"], ["alee", "jdoe"]),
    "a folder called like a file": ([f"jdoe_{N}.ipynb/{N}.ipynb"], ["jdoe"]),
    "numbers": (
        [
            f"student-12_{N}.ipynb",
            f"student-13_{N}.ipynb",
            f"{N}_s-1.ipynb",
            f"{N}_s-2.ipynb",
            f"team (1)_{N}.ipynb",
            f"team (2)_{N}.ipynb",
        ],
        ["s-1", "s-2", "student-12", "student-13", "team (1)", "team (2)"],
    ),
    "numbers alone": (["student-12.ipynb", "student-13.ipynb"], ["student-12", "student-13"]),
    "signs that nobody sees": (
        [f"דוד כהן\u200f_55_assignsubmission_file_/{N}.ipynb", f"\u202bעלי\u202c/{N}.ipynb"],
        ["דוד כהן", "עלי"],
    ),
    "the assignment around": ([f"{N}/jdoe/{N}.ipynb", f"{N}/alee/{N}.ipynb"], ["alee", "jdoe"]),
    "an old copy in a folder": ([f"jdoe/{N}.ipynb", f"jdoe/old/{N}.ipynb"], ["jdoe"]),
    "names behind": ([f"{N}_jdoe.ipynb", f"{N} - Ann Lee.ipynb"], ["Ann Lee", "jdoe"]),
    "endings": ([f"jdoe_{N}.ipynb.json", f"alee_{N}.ipynb.txt", f"max_{N}.IPYNB"], ["alee", "jdoe", "max"]),
    "other endings": (
        [f"a_{N}.json", f"b_{N}", f"c_{N}.ipynb ", f"d_{N}.ipynb(1)", f"e_{N}.ipynb.xml", f"f.f_{N}.txt"],
        ["a", "b", "c", "d", "e", "f.f"],
    ),
    "copies that systems make": (
        [f"a/{N} 2.ipynb", f"b/{N}-Copy1.ipynb", f"c/{N} copy 2.ipynb", f"d/Kopie van {N}.ipynb", f"e_{N} 2.ipynb"],
        ["a", "b", "c", "d", "e"],
    ),
    "macOS": (
        [f"Jane Doe_1_assignsubmission_file_/{N}.ipynb", f"Jane Doe_1_assignsubmission_file_/._{N}.ipynb"],
        ["Jane Doe"],
    ),
    "macOS, flat": ([f"jdoe_{N}.ipynb", f"__MACOSX/._jdoe_{N}.ipynb"], ["jdoe"]),
    "checkpoints": ([f"jdoe/{N}.ipynb", f"jdoe/.ipynb_checkpoints/{N}-checkpoint.ipynb"], ["jdoe"]),
}


@pytest.mark.parametrize("layout", LAYOUTS)
def test_whose_it_is(layout, assignments, given, tmp_path):
    paths, students = LAYOUTS[layout]
    for path in paths:
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(given, tmp_path / path)
    handed, lines = collect(tmp_path, assignments)
    assert [h.student for h in handed] == students, lines
    assert all(h.files[N].is_file() for h in handed)


@pytest.mark.parametrize("layout", ["Brightspace", "Canvas", "Blackboard"])
def test_the_later_by_what_the_system_wrote_counts(layout, assignments, given, tmp_path):
    """All files of a download may have the time at which it was made."""
    earlier, later = {
        "Brightspace": [f"1-2 - Jane - Nov {day} PM/{N}.ipynb" for day in ("9, 2026 900", "10, 2026 130")],
        "Canvas": [f"jane_1_{number}_{N}.ipynb" for number in (99, 100)],
        "Blackboard": [f"{N}_jane_attempt_2026-11-{day}-10-20-30_{N}.ipynb" for day in ("09", "10")],
    }[layout]
    for path in (earlier, later):
        (tmp_path / path).parent.mkdir(exist_ok=True)
        shutil.copy(given, tmp_path / path)
        os.utime(tmp_path / path, (1e9, 1e9 + (path == earlier)))
    (handed,), lines = collect(tmp_path, assignments)
    assert handed.files[N] == tmp_path / later and f"the newer, {later}, counts. For the older" in lines[-1]


def test_those_who_hand_in_together_all_have_it(assignments, given, tmp_path):
    people = "\n".join(f"  - :name: {name}\n    :sid: '{sid}'" for name, sid in (("Jane", 77), ("Ann", 78)))
    listed = f"submission_1:\n  :submitters:\n{people}\nsubmission_2:\n  :submitters: []\n"
    listed += "submission_3:\n  :submitters:\n  - :name: Max\n    :sid: '79'\n"
    for number, name in ((1, f"{N}.ipynb"), (2, f"{N}.ipynb"), (3, "essay.pdf")):
        (tmp_path / f"submission_{number}").mkdir()
        shutil.copy(given, tmp_path / f"submission_{number}" / name)
    (tmp_path / "submission_3" / "essay.pdf").write_bytes(b"%PDF")
    (tmp_path / "submission_metadata.yml").write_text(listed, encoding="utf-8")
    handed, lines = collect(tmp_path, assignments)
    assert [h.student for h in handed] == ["77", "78", "submission_2"]
    assert lines == ["79: handed in no notebook, but essay.pdf"]


def test_a_list_that_was_handed_in_names_nobody(assignments, given, tmp_path):
    """Another's submission cannot be claimed, and a list of aliases is not written out."""
    for number in (1, 2):
        (tmp_path / f"submission_{number}").mkdir()
        shutil.copy(given, tmp_path / f"submission_{number}" / f"{N}.ipynb")
    mine = "submission_1:\n  :submitters:\n  - :sid: thief\nsubmission_2:\n  :submitters:\n  - :sid: thief\n"
    (tmp_path / "submission_2" / "submission_metadata.yml").write_text(mine, encoding="utf-8")
    assert [h.student for h in collect(tmp_path, assignments)[0]] == ["submission_1", "submission_2"]
    levels = "\n".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 30))
    bomb = f"a0: &a0 [x]\n{levels}\nsubmission_1:\n  :submitters:\n  - :sid: *a29\n"
    (tmp_path / "submission_metadata.yml").write_text(bomb, encoding="utf-8")
    assert [h.student for h in collect(tmp_path, assignments)[0]] == ["submission_1", "submission_2"]


# What else lies in a download of one notebook -> what must be said of it, "" where it is that student's or a system's.
BESIDE = {
    "submissions/leeann_2_3_hw.zip": "submissions/leeann_2_3_hw.zip: an archive",
    "submissions/maxone_LATE_4_5_essay.pdf": "maxone: handed in no notebook, but maxone_LATE_4_5_essay.pdf",
    "submissions/list.xlsx": "left out, because they are not notebooks: submissions/list.xlsx",
    "submissions/kim/deep/essay.pdf": "submissions/kim: no notebook in this folder",
    "submissions/.hidden.ipynb": "submissions/.hidden.ipynb: a hidden file",
    "submissions/zoe_6_text.html": "submissions/zoe_6_text.html",
    "submissions/leeann_2_7_01-linear-models.ipynb": "they are notebooks of 01-linear-models: submissions/leeann_2_7",
    "submissions/janedoe_1_9_figure.png": "",
    "Jane Doe_1_assignsubmission_onlinetext_/onlinetext.html": "Jane Doe: handed in no notebook",
    "Ann_2_assignfeedback_file_/00-start-here.ipynb": "feedback to a student, not a submission",
    "__MACOSX/submissions/._a.ipynb": "written by macOS",
}


@pytest.mark.parametrize("path", BESIDE)
def test_what_lies_beside_a_notebook_gets_a_line_or_is_somebodys(path, assignments, given, tmp_path):
    (tmp_path / "submissions").mkdir()
    shutil.copy(given, tmp_path / "submissions" / f"janedoe_1_2_{N}.ipynb")
    (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / path).write_bytes(b"PK")
    (handed,), lines = collect(tmp_path, assignments)
    assert handed.student == "janedoe"
    assert any(BESIDE[path] in line for line in lines) if BESIDE[path] else lines == []


def test_everybody_without_a_notebook_is_named(assignments, given, tmp_path):
    shutil.copy(given, tmp_path / f"janedoe_1_2_{N}.ipynb")
    for n in range(20):
        (tmp_path / f"s{n}_{n}_{n}_essay.pdf").write_bytes(b"%PDF")
        (tmp_path / f"essay of p{n}.pdf").write_bytes(b"%PDF")
    _, lines = collect(tmp_path, assignments)
    said = "\n".join(lines)
    assert all(f"s{n}: handed in no notebook" in said and f"essay of p{n}.pdf" in said for n in range(20))


def test_an_accent_as_one_character_or_two_is_one_person(assignments, given, tmp_path):
    for form in ("NFC", "NFD"):
        name = unicodedata.normalize(form, "José Núñez")
        (tmp_path / f"{form}_{name}_7_assignsubmission_file_").mkdir()
        place = tmp_path / f"{name}_7_assignsubmission_file_"
        place.mkdir(exist_ok=True)
        shutil.copy(given, place / f"{N}{' (1)' if form == 'NFD' else ''}.ipynb")
    handed, _ = collect(tmp_path, assignments)
    assert unicodedata.normalize("NFC", "José Núñez") in [h.student for h in handed]
    assert len(handed) == 1


@pytest.mark.skipif(os.name == "nt", reason="names are never bytes there")
def test_where_names_cannot_be_read_nothing_is_graded(tmp_path):
    (tmp_path / "submitted" / "José").mkdir(parents=True)
    code = "from pathlib import Path; from autograder.grading.collect import collect; collect(Path('submitted'), {})"
    environment = {**os.environ, "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=60)
    said = done.stderr.splitlines()[-1]
    assert "read as ascii here" in said and r"'Jos\xe9'" in said and "export PYTHONUTF8=1" in said


def test_names_that_a_file_system_takes_for_one_stay_two(assignments, given, tmp_path):
    for name in ("bob", "Bob", "bob.", "a_b", "a*b"):
        (tmp_path / name / N).mkdir(parents=True)
        shutil.copy(given, tmp_path / name / N)
    handed, lines = collect(tmp_path, assignments)
    students = [h.student for h in handed]
    assert len({s.casefold() for s in students}) == 5
    assert sum("looks like" in line for line in lines) == 3


def test_gradescope_names_its_students_in_a_list(assignments, given, tmp_path):
    listed = (
        "submission_11:\n  :submitters:\n  - :name: Jane Doe\n    :sid: '77'\n"
        "submission_12:\n  :submitters:\n  - :name: Ann Lee\n    :sid:\n    :email: alee@uni.example\n"
    )
    export = tmp_path / "assignment_5_export"
    for number in (11, 12):
        (export / f"submission_{number}").mkdir(parents=True)
        shutil.copy(given, export / f"submission_{number}" / f"{N}.ipynb")
    (export / "submission_metadata.yml").write_text(listed, encoding="utf-8")
    handed, _ = collect(tmp_path, assignments)
    assert [h.student for h in handed] == ["77", "alee@uni.example"]


def test_nothing_is_passed_over_in_silence(assignments, given, tmp_path):
    (tmp_path / "jdoe" / N).mkdir(parents=True)
    shutil.copy(given, tmp_path / "jdoe" / N)
    for path in ("kim/essay.pdf", "lee/hw.zip", "max/deep/notes.txt", "all.zip", "list.csv"):
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_bytes(b"PK")
    (tmp_path / "none").mkdir()
    (tmp_path / "nora" / "x").mkdir(parents=True)
    (tmp_path / "nora" / "x" / "scratch.ipynb").write_text('{"cells": []}', encoding="utf-8")
    handed, lines = collect(tmp_path, assignments)
    assert [h.student for h in handed] == ["jdoe"]
    for words in ("kim: no notebook", "lee: no notebook in this folder, which holds hw.zip", "max: no notebook",
                  "none: no notebook in this folder, which holds nothing", "all.zip: an archive", "list.csv",
                  "scratch.ipynb: no assignment could be recognised"):  # fmt: skip
        assert any(words in line for line in lines), (words, lines)


def test_other_lectures_of_the_course_are_no_reason_to_speak(assignments, given, tmp_path):
    for student in ("jdoe", "alee"):
        (tmp_path / student / "01-linear-models").mkdir(parents=True)
        (tmp_path / student / "01-linear-models" / "01-linear-models.ipynb").write_text("{}", encoding="utf-8")
    (tmp_path / "jdoe" / N).mkdir()
    shutil.copy(given, tmp_path / "jdoe" / N)
    handed, lines = collect(tmp_path, assignments)
    assert [h.student for h in handed] == ["jdoe"] and lines == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Copy of Copy of x (2)", "x"),
        ("Kopie von x", "x"),
        ("x-1", "x"),
        ("x copy", "x"),
        ("x - Copy (3)", "x"),
        ("x", "x"),
        ("x copy 2", "x"),
        ("Copy of", ""),
    ],
)
def test_copies_are_what_they_are_copies_of(text, found):
    assert without_copy(text) == found


def test_what_stands_around_a_name():
    assert around("Jane Doe - 02_Activations (1)", "02-activations") == ("Jane Doe", "")
    assert around("02-activations_jdoe", "02-activations") == ("", "jdoe")
    assert around("02-activationsX", "02-activations") is None
    assert around("notes", "02-activations") is None
