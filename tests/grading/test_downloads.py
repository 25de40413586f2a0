"""Downloads of many systems: every file is somebody's, or gets a line; one person is one person."""

import shutil
import unicodedata

import pytest

from autograder.grading.collect import collect
from autograder.grading.download_names import around, without_copy
from autograder.grading.run import read_bundles
from autograder.sandbox.limits import Limits
from tests.support import farm

N = farm.NAME
TIME = "2026-11-27-10-20-30"


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    return farm.make(tmp_path_factory.mktemp("class") / "course")


@pytest.fixture(scope="module")
def bundles(course):
    return read_bundles(course, (), "seed", Limits())


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
    "Canvas, Copy of": ([f"doejane_LATE_12345_678901_Copy of {N} (1).ipynb"], ["doejane"]),
    "Canvas, unpacked folder": (
        [f"submissions/doejane_12345_678901_{N}.ipynb", f"submissions/leeann_12346_678902_{N}.ipynb"],
        ["doejane", "leeann"],
    ),
    "Canvas, one in its folder": ([f"submissions/doejane_12345_678901_{N}.ipynb"], ["doejane"]),
    "Blackboard": ([f"{N}_jdoe_attempt_{TIME}_{N}.ipynb", f"{N}_alee_attempt_{TIME}_hw.ipynb"], ["alee", "jdoe"]),
    "Brightspace": ([f"12345-67890 - Jane Doe - Nov 27, 2026 1020 AM/{N}.ipynb"], ["Jane Doe"]),
    "Brightspace, flat": ([f"12345-67890 - Jane Doe - Nov 27, 2026 1020 AM - {N}.ipynb"], ["Jane Doe"]),
    "Sakai": ([f"Lab 2/Doe, Jane(jdoe)/Submission attachment(s)/{N}.ipynb"], ["jdoe"]),
    "ILIAS": ([f"submissions/Doe_Jane_jdoe_1234/20261127102030_{N}.ipynb"], ["jdoe"]),
    "Google Classroom": ([f"Jane Doe - {N}.ipynb", f"Ann Lee - Copy of {N}.ipynb"], ["Ann Lee", "Jane Doe"]),
    "Classroom, in a folder": ([f"{N}/Jane Doe - {N}.ipynb", f"{N}/Ann Lee - {N}.ipynb"], ["Ann Lee", "Jane Doe"]),
    "a folder for each": ([f"jdoe/{N}.ipynb", f"alee/{N} (1).ipynb"], ["alee", "jdoe"]),
    "a folder around": ([f"week 2/jdoe/{N}.ipynb", f"week 2/alee/{N}.ipynb"], ["alee", "jdoe"]),
    "a folder around flat files": ([f"week 2/jdoe_{N}.ipynb", f"week 2/alee_{N}.ipynb"], ["alee", "jdoe"]),
    "the assignment around": ([f"{N}/jdoe/{N}.ipynb", f"{N}/alee/{N}.ipynb"], ["alee", "jdoe"]),
    "an old copy in a folder": ([f"jdoe/{N}.ipynb", f"jdoe/old/{N}.ipynb"], ["jdoe"]),
    "names behind": ([f"{N}_jdoe.ipynb", f"{N} - Ann Lee.ipynb"], ["Ann Lee", "jdoe"]),
    "endings": ([f"jdoe_{N}.ipynb.json", f"alee_{N}.ipynb.txt", f"max_{N}.IPYNB"], ["alee", "jdoe", "max"]),
    "macOS": (
        [f"Jane Doe_1_assignsubmission_file_/{N}.ipynb", f"Jane Doe_1_assignsubmission_file_/._{N}.ipynb"],
        ["Jane Doe"],
    ),
    "macOS, flat": ([f"jdoe_{N}.ipynb", f"__MACOSX/._jdoe_{N}.ipynb"], ["jdoe"]),
    "checkpoints": ([f"jdoe/{N}.ipynb", f"jdoe/.ipynb_checkpoints/{N}-checkpoint.ipynb"], ["jdoe"]),
}


@pytest.mark.parametrize("layout", LAYOUTS)
def test_whose_it_is(layout, bundles, given, tmp_path):
    paths, students = LAYOUTS[layout]
    for path in paths:
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(given, tmp_path / path)
    handed, lines = collect(tmp_path, bundles)
    assert [h.student for h in handed] == students, lines
    assert all(h.files[N].is_file() for h in handed)


def test_an_accent_as_one_character_or_two_is_one_person(bundles, given, tmp_path):
    for form in ("NFC", "NFD"):
        name = unicodedata.normalize(form, "José Núñez")
        (tmp_path / f"{form}_{name}_7_assignsubmission_file_").mkdir()
        place = tmp_path / f"{name}_7_assignsubmission_file_"
        place.mkdir(exist_ok=True)
        shutil.copy(given, place / f"{N}{' (1)' if form == 'NFD' else ''}.ipynb")
    handed, _ = collect(tmp_path, bundles)
    assert unicodedata.normalize("NFC", "José Núñez") in [h.student for h in handed]
    assert len(handed) == 1


def test_names_that_a_file_system_takes_for_one_stay_two(bundles, given, tmp_path):
    for name in ("bob", "Bob", "bob.", "a_b", "a*b"):
        (tmp_path / name / N).mkdir(parents=True)
        shutil.copy(given, tmp_path / name / N)
    handed, lines = collect(tmp_path, bundles)
    students = [h.student for h in handed]
    assert len({s.casefold() for s in students}) == 5
    assert sum("looks like" in line for line in lines) == 3


def test_gradescope_names_its_students_in_a_list(bundles, given, tmp_path):
    listed = (
        "submission_11:\n  :submitters:\n  - :name: Jane Doe\n    :sid: '77'\n"
        "submission_12:\n  :submitters:\n  - :name: Ann Lee\n    :sid:\n    :email: alee@uni.example\n"
    )
    export = tmp_path / "assignment_5_export"
    for number in (11, 12):
        (export / f"submission_{number}").mkdir(parents=True)
        shutil.copy(given, export / f"submission_{number}" / f"{N}.ipynb")
    (export / "submission_metadata.yml").write_text(listed, encoding="utf-8")
    handed, _ = collect(tmp_path, bundles)
    assert [h.student for h in handed] == ["77", "alee@uni.example"]


def test_nothing_is_passed_over_in_silence(bundles, given, tmp_path):
    (tmp_path / "jdoe" / N).mkdir(parents=True)
    shutil.copy(given, tmp_path / "jdoe" / N)
    for path in ("kim/essay.pdf", "lee/hw.zip", "max/deep/notes.txt", "all.zip", "list.csv"):
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_bytes(b"PK")
    (tmp_path / "none").mkdir()
    (tmp_path / "nora" / "x").mkdir(parents=True)
    (tmp_path / "nora" / "x" / "scratch.ipynb").write_text('{"cells": []}', encoding="utf-8")
    handed, lines = collect(tmp_path, bundles)
    assert [h.student for h in handed] == ["jdoe"]
    for words in ("kim: no notebook", "lee: no notebook in this folder, which holds hw.zip", "max: no notebook",
                  "none: no notebook in this folder, which holds nothing", "all.zip: an archive", "list.csv",
                  "scratch.ipynb: no assignment could be recognised"):  # fmt: skip
        assert any(words in line for line in lines), (words, lines)


def test_other_lectures_of_the_course_are_no_reason_to_speak(bundles, given, tmp_path):
    for student in ("jdoe", "alee"):
        (tmp_path / student / "01-linear-models").mkdir(parents=True)
        (tmp_path / student / "01-linear-models" / "01-linear-models.ipynb").write_text("{}", encoding="utf-8")
    (tmp_path / "jdoe" / N).mkdir()
    shutil.copy(given, tmp_path / "jdoe" / N)
    handed, lines = collect(tmp_path, bundles)
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
    ],
)
def test_copies_are_what_they_are_copies_of(text, found):
    assert without_copy(text) == found


def test_what_stands_around_a_name():
    assert around("Jane Doe - 02_Activations (1)", "02-activations") == ("Jane Doe", "")
    assert around("02-activations_jdoe", "02-activations") == ("", "jdoe")
    assert around("02-activationsX", "02-activations") is None
    assert around("notes", "02-activations") is None
