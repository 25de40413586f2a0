"""Marks go out to Canvas, Moodle and spreadsheets in their real layouts, and come back as those systems read them."""

import csv
import io
import json
import os
import re
import shutil
import sys
import zipfile
from pathlib import Path

import pytest
from nbgrader.api import Gradebook
from typer.testing import CliRunner

from autograder.authoring import notebooks
from autograder.cli import app
from autograder.export.moodle import comment, entries
from autograder.export.pair_students import MISSING, Entry, pair
from autograder.export.sheet import Sheet
from autograder.gradebook.marks import Mark, Part, Person
from autograder.gradebook.url import url
from autograder.gradebook.writer import GradebookWriter
from autograder.grading.grade import Graded, GradedNotebook

NAME = "02-activations"
# id -> (first, last, email, points of relu (2) and why (3), manual score of why)
CLASS = {
    "ada": ("Ada", "Lovelace", "ada@uni.example", 2.0, 0.0, 2.5),
    "zoe": ("Zoë", 'Ångström, "Z"', "zoe@uni.example", 1.5, 0.0, 3.0),
    "li1": ("Wei", "Li", "li1@uni.example", 2.0, 0.0, 1.0),
    "li2": ("Wei", "Li", "li2@uni.example", 0.5, 0.0, 0.0),
    "late": ("Late", "Student", "late@uni.example", 2.0, 0.0, 3.0),
    "mark": ("=Mark", "+One", "mark@uni.example", 1.0, None, None),
    "gone": ("Never", "Came", "gone@uni.example", None, None, None),
}
MARKS = {"ada": 4.5, "zoe": 4.5, "li1": 3.0, "li2": 0.5, "late": 4.0, "mark": 1.0}


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    """A course folder as grading leaves it: nbgrader's gradebook, records and feedback pages."""
    folder = tmp_path_factory.mktemp("course")
    with pytest.MonkeyPatch.context() as patch:
        # A new gradebook asks the program alembic for its version.
        patch.setenv("PATH", os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]]))
        _fill(folder)
    return folder


def _fill(folder):
    with Gradebook(url(folder)) as book:
        book.add_assignment(NAME)
        book.add_notebook(NAME, NAME)
        book.add_grade_cell("check-relu", NAME, NAME, max_score=2, cell_type="code")
        book.add_grade_cell("why", NAME, NAME, max_score=3, cell_type="markdown")
        book.add_solution_cell("why", NAME, NAME)
        for student, (first, last, email, *_) in CLASS.items():
            book.add_student(student, first_name=first, last_name=last, email=email)
    for student, (*_, relu, why, manual) in CLASS.items():
        if relu is not None:
            with GradebookWriter(url(folder)) as book:
                notebook = GradedNotebook(NAME, scores={"check-relu": relu, "why": why})
                book.record(Graded(student, NAME, "digest", [notebook]))
                _by_hand(book.gradebook, student, manual)
            _files(folder, student, relu)


def _by_hand(book, student, manual):
    """What a person adds in Formgrader, and a late penalty."""
    grade = book.find_grade("why", NAME, NAME, student)
    grade.manual_score, grade.needs_manual_grade = manual, manual is None
    book.find_comment("why", NAME, NAME, student).manual_comment = "Good <b>start</b>"
    if student == "late":
        book.find_submission_notebook(NAME, NAME, student).late_submission_penalty = 1.0
    book.db.commit()


def _files(folder, student, relu):
    record = folder / "results" / student / f"{NAME}.json"
    record.parent.mkdir(parents=True)
    found = [{"status": "no", "text": f"{student}: below 0 this gives <-1>", "misconception": "sign"}]
    notebook = {"name": NAME, "findings": {"check-relu": found if relu < 2 else []}}
    record.write_text(json.dumps({"notebooks": [notebook]}))
    page = folder / "feedback" / student / NAME / f"{NAME}.html"
    page.parent.mkdir(parents=True)
    page.write_text(f"page of {student}")


def export(*words, code=0):
    """Run the command: (what it said about students, all it said)."""
    result = CliRunner().invoke(app, ["export", *map(str, words)])
    assert result.exit_code == code, result.output
    return result.stderr.replace("\n", " ")


def rows(content, delimiter=","):
    text = content.decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))


CANVAS = (
    'Student,ID,SIS User ID,SIS Login ID,Section,"Essay (77)",02-activations (4711),Current Score,Final Score\r\n'
    ",,,,,,Manual Posting,,\r\n"
    "    Points Possible,,,,,10,5.00,(read only),(read only)\r\n"
    '"Lovelace, Ada",101,s101,ada@uni.example,"Mo 9:00, ""A""",7.5,,12,12\r\n'
    '"Ångström, ""Z"", Zoë",102,s102,ZOE,Mo,,2,,\r\n'
    '"Li, Wei",103,s103,li1,Mo,,,,\r\n'
    '"Li, Wei",104,s104,nobody-knows,Mo,,,,\r\n'
    '"Student, Late",late,s105,,Mo,,EX,,\r\n'
    '"New, Nora",106,s106,nora,Mo,,,,\r\n'
    '"Student, Test",,,,Mo,,,,\r\n'
)


def canvas_file(tmp_path, text=CANVAS, encoding="utf-8"):
    path = tmp_path / "theirs.csv"
    path.write_bytes(text.encode(encoding))
    return path


def test_canvas_is_filled_in_by_id_and_nothing_else_changes(course, tmp_path):
    theirs, out, book = canvas_file(tmp_path), tmp_path / "out.csv", (course / "gradebook.db").read_bytes()
    said = export("canvas", course, "--into", theirs, "--out", out)
    was, now = rows(theirs.read_bytes()), rows(out.read_bytes())
    changed = {(r, c): now[r][c] for r in range(len(was)) for c in range(len(was[r])) if was[r][c] != now[r][c]}
    assert changed == {(3, 6): "4.5", (4, 6): "4.5", (5, 6): "3"}
    # Byte for byte: quotes, ends of lines, everything but the three cells.
    assert out.read_bytes().decode() == (
        CANVAS.replace("7.5,,12", "7.5,4.5,12").replace("Mo,,2,,", "Mo,,4.5,,").replace("li1,Mo,,,", "li1,Mo,,3,")
    )
    assert theirs.read_bytes().decode() == CANVAS and (course / "gradebook.db").read_bytes() == book
    assert "late: the file says EX, which was kept" in said
    assert "li2: 2 rows fit" in said
    assert "3 students: in the file, but not in the gradebook: Li, Wei (nobody-knows, 104, s104); New, Nora" in said
    assert "Student, Test (no id)" in said and "has this id, address or name: gone; mark" in said
    assert "1 student: 02-activations: an answer waits for a person; until then it counts 0: mark" in said
    assert "1 student: 02-activations: in the gradebook, but nothing was handed in: gone" in said


def test_what_is_usual_is_counted_and_does_not_hide_what_is_not(course, tmp_path):
    """Twenty rows of people who are not in the course, and two that need a look."""
    strangers = "".join(f'"Stranger, No {i}",{900 + i},s{900 + i},no{i},Mo,,,,\r\n' for i in range(20))
    theirs = canvas_file(tmp_path, CANVAS + strangers)
    command = ["export", "canvas", str(course), "--into", str(theirs), "--out", str(tmp_path / "out.csv")]
    result = CliRunner().invoke(app, command)
    lines = result.stderr.splitlines()
    assert [x.split(":")[0] for x in lines[:2]] == ["li2", "late"] and len(lines) == 6
    (usual,) = (x for x in lines if "in the file, but not in the gradebook" in x)
    assert usual.startswith("23 students: ") and usual.endswith(" and 13 more") and usual.count(";") == 9
    assert "6 warnings above" in result.stdout


def test_strict_gives_exit_code_1_and_writes_all_the_same(course, tmp_path):
    export("canvas", course, "--into", canvas_file(tmp_path), "--out", tmp_path / "out.csv", "--strict", code=1)
    assert (tmp_path / "out.csv").exists()


def test_canvas_with_bom_semicolons_decimal_commas_and_split_names(course, tmp_path):
    text = (
        "LastName;FirstName;ID;SIS Login ID;Section;02-activations (4711)\n"
        '    Points Possible;;;;;10,0\n="=Li";Wei;1;li2;Mo;\nLovelace;Ada;2;;Mo;3,5\n'
    )
    theirs, out = canvas_file(tmp_path, text, "utf-8-sig"), tmp_path / "out.csv"
    said = export("canvas", course, "--into", theirs, "--out", out, code=2)
    assert "has the maximum 10 in the file and 5 in the gradebook: add --scale" in said and not out.exists()
    export("canvas", course, "--into", theirs, "--out", out, "--scale")
    assert out.read_bytes().startswith(b"\xef\xbb\xbfLastName;")
    assert [r[-1] for r in rows(out.read_bytes(), ";")] == ["02-activations (4711)", "10,0", "1", "9"]
    export("canvas", course, "--into", theirs, "--out", out, "--no-scale")
    assert [r[-1] for r in rows(out.read_bytes(), ";")][2:] == ["0,5", "4,5"]


def test_a_new_canvas_gradebook_is_read_back_as_canvas_reads_it(course, tmp_path):
    out = tmp_path / "new.csv"
    export("canvas", course, "--out", out)
    header, points, *students = rows(out.read_bytes())
    assert header[:5] == ["Student", "ID", "SIS User ID", "SIS Login ID", "Section"] and header[5] == NAME
    assert "Points Possible" in points[0] and points[5] == "5"
    assert {r[3]: float(r[5]) for r in students if r[5]} == MARKS and len(students) == len(CLASS)
    assert {r[0] for r in students if r[3] == "zoe"} == {'Ångström, "Z", Zoë'}
    assert not export("canvas", course, "--into", out, "--out", tmp_path / "again.csv").count("rows fit")
    assert (tmp_path / "again.csv").read_bytes() == out.read_bytes()


@pytest.mark.parametrize(
    ("text", "words", "more"),
    [
        ("a,b\n1,2\n", "is not a gradebook of Canvas: its header begins a, b", ()),
        ("", "is empty", ()),
        ('Student,ID,SIS Login ID,Section\n"Li', "line 2 has quotes that do not close", ()),
        (CANVAS.replace("02-act", "03-act"), "has no column called 02-activations; assignments there: 'Essay", ()),
        (CANVAS, "has no column called Quiz", ("--column", "Quiz")),
        (CANVAS.replace("Essay (77)", "02-activations (78)"), "has 2 columns called 02-activations", ()),
    ],
)
def test_a_wrong_canvas_file_gets_one_clear_line(course, tmp_path, text, words, more):
    said = export("canvas", course, "--into", canvas_file(tmp_path, text), "--out", tmp_path / "out.csv", *more, code=2)
    assert words in said and "Traceback" not in said and not (tmp_path / "out.csv").exists()


def test_wrong_places_get_one_clear_line(course, tmp_path):
    theirs = canvas_file(tmp_path)
    assert "the downloaded one is only read" in export("canvas", course, "--into", theirs, "--out", theirs, code=2)
    assert theirs.read_bytes().decode() == CANVAS
    assert "has no gradebook.db" in export("csv", tmp_path, "--out", tmp_path / "x.csv", code=2)
    assert not (tmp_path / "gradebook.db").exists()
    assert "no assignment 99" in export("csv", course, "--assignment", "99", "--out", tmp_path / "x.csv", code=2)
    assert "is not a file" in export("canvas", course, "--into", tmp_path / "no", "--out", tmp_path / "x", code=2)
    for content, words in ((b"PK\3\4", "is a workbook"), (b"Zo\xeb,1", "not UTF-8"), (b"\xff\xfea\0", "UTF-16")):
        theirs.write_bytes(content)
        assert words in export("canvas", course, "--into", theirs, "--out", tmp_path / "x", code=2)


MOODLE = (
    'Identifier,"Full name","Email address",Status,Grade,"Maximum Grade","Grade can be changed",'
    '"Last modified (submission)","Last modified (grade)","Feedback comments"\n'
    '"Participant 9001","Ada Lovelace",ada@uni.example,"Submitted for grading - Graded",1.00,5.00,Yes,'
    '"Monday, 2 November 2026, 9:00 AM",-,\n'
    '"Participant 9002","Zoë Ångström, ""Z""\n(2nd line)",zoe@uni.example,"Submitted for grading",,5.00,Yes,-,-,\n'
    '"Participant 9003","Wei Li",li1@uni.example,"Submitted for grading",,5.00,Yes,-,-,"<p>by hand</p>"\n'
    '"Participant 9004","Wei Li",li2@uni.example,"Submitted for grading",,5.00,No,-,-,\n'
    '"Participant 9005","Someone Else",else@uni.example,"No submission",,5.00,Yes,-,-,\n'
)


def test_moodles_worksheet_keeps_rows_quotes_and_dates_and_takes_marks_and_reasons(course, tmp_path):
    theirs, out = canvas_file(tmp_path, MOODLE, "utf-8-sig"), tmp_path / "out.csv"
    said = export("moodle", course, "--into", theirs, "--out", out)
    was, now = rows(theirs.read_bytes()), rows(out.read_bytes())
    assert [r[4] for r in now[1:]] == ["4.5", "4.5", "3", "", ""]
    assert [[x for i, x in enumerate(r) if i not in (4, 9)] for r in now] == [
        [x for i, x in enumerate(r) if i not in (4, 9)] for r in was
    ]
    assert out.read_bytes().startswith(b'\xef\xbb\xbfIdentifier,"Full name"') and b"\r" not in out.read_bytes()
    zoe = now[2][9]
    assert "relu: 1.5 of 2<br>zoe: below 0 this gives &lt;&#45;1&gt;" in zoe and "Good &lt;b&gt;start" in zoe
    assert now[3][9] == "<p>by hand</p>" and "li1: there is a comment already; kept" in said
    assert "li2: the grade is locked in Moodle" in said
    assert "1 student: in the file, but not in the gradebook: Someone Else (Participant 9005)" in said
    # A second round replaces our comments and nothing else.
    export("moodle", course, "--into", out, "--out", tmp_path / "again.csv")
    assert (tmp_path / "again.csv").read_bytes() == out.read_bytes()


def test_moodle_in_another_language_with_decimal_commas(course, tmp_path):
    text = (
        "ID;Vollständiger Name;E-Mail-Adresse;Status;Bewertung;Bestwertung;Bewertung kann geändert werden;"
        "Zuletzt geändert (Bewertung)\r\nTeilnehmer/in 7;Ada Lovelace;ada@uni.example;x;;100,00;Ja;-\r\n"
    )
    theirs, out = canvas_file(tmp_path, text), tmp_path / "out.csv"
    assert "name the column for marks with --column" in export("moodle", course, "--into", theirs, "--out", out, code=2)
    assert "--scale" in export("moodle", course, "--into", theirs, "--out", out, "--column", "Bewertung", code=2)
    export("moodle", course, "--into", theirs, "--out", out, "--column", "Bewertung", "--scale")
    assert out.read_bytes().decode() == text.replace("x;;100,00", "x;90;100,00")


def test_names_alone_pair_only_where_they_differ(course, tmp_path):
    text = MOODLE.replace("@uni.example", "@elsewhere.example").replace("li1@", "a@").replace("li2@", "b@")
    text = text.replace("ada@", "c@").replace("zoe@", "d@")
    out = tmp_path / "out.csv"
    said = export("moodle", course, "--into", canvas_file(tmp_path, text), "--out", out)
    assert [r[4] for r in rows(out.read_bytes())[1:]] == ["4.5", "", "", "", ""]
    assert "li1: 2 rows fit" in said and "li2: 2 rows fit" in said and "no mark was written" in said


def test_a_number_or_the_same_word_before_another_at_is_nobody():
    people = [Person("9001"), Person("ada", email="ada@uni.example"), Person("wei", email="li@uni.example")]
    text = MOODLE.replace("ada@uni.example", "ada@uni.example ").replace("li1@uni.example", "li@elsewhere.example")
    sheet = Sheet(text.encode())
    pairs = pair(entries(sheet, list(range(1, len(sheet)))), people)
    assert {r: p.id for r, p in pairs.students.items()} == {1: "ada"}
    assert pairs.counted[MISSING] == ["9001", "wei"]
    # An id fits an address; a surer sign comes first.
    rows = [Entry(1, "A", ("ada@a.example",)), Entry(2, "B", ("x",), ("Ada",))]
    pairs = pair(rows, [Person("ada"), Person("other", "", "Ada", "x")])
    assert {r: p.id for r, p in pairs.students.items()} == {1: "ada", 2: "other"}
    pairs = pair(rows[1:], [Person("x"), Person("Ada")])
    assert pairs.students[2].id == "x" and "by a closer match" in pairs.lines[0]


def test_a_scale_of_words_takes_no_points(course, tmp_path):
    theirs = canvas_file(tmp_path, MOODLE.replace("5.00", '"poor\ngood"').replace("Maximum Grade", "Scale"))
    assert "not marked in points" in export("moodle", course, "--into", theirs, "--out", tmp_path / "o", code=2)


def test_the_table_is_quoted_and_no_formula(course, tmp_path):
    out = tmp_path / "out.csv"
    export("csv", course, "--out", out)
    header, *found = rows(out.read_bytes())
    table = {r[0]: dict(zip(header, r, strict=True)) for r in found}
    assert {s: float(r["score"]) for s, r in table.items()} == MARKS
    assert [table["late"][column] for column in ("raw", "penalty", "score")] == ["5.0", "1.0", "4.0"]
    assert table["mark"]["needs_manual_grade"] == "yes"
    assert (table["mark"]["first_name"], table["mark"]["last_name"]) == ("'=Mark", "'+One")
    assert table["zoe"]["last_name"] == 'Ångström, "Z"'


def test_json_has_points_reasons_and_comments(course, tmp_path):
    export("json", course, "--out", tmp_path / "out.json")
    found = {m["student"]: m for m in json.loads((tmp_path / "out.json").read_text(encoding="utf-8"))}
    assert {s: m["score"] for s, m in found.items()} == MARKS
    relu, why = found["li2"]["exercises"]
    assert relu["findings"][0]["text"].startswith("li2: below 0") and why["comment"] == "Good <b>start</b>"
    assert (why["auto_score"], why["manual_score"]) == (0.0, 0.0)


@pytest.mark.parametrize("form", ["csv", "json"])
def test_pseudonyms_are_stable_and_nothing_names_a_student(course, tmp_path, form):
    texts = []
    for n in (1, 2):
        export(form, course, "--anonymise", "--out", tmp_path / f"{n}")
        texts.append((tmp_path / f"{n}").read_text(encoding="utf-8-sig"))
    assert texts[0] == texts[1]
    for student, (first, last, email, *_) in CLASS.items():
        for word in (f'"{student}"', first, last, email, f"{student}: below", "Good"):
            assert word not in texts[0], word
    key = dict(rows((course / "pseudonyms.csv").read_bytes())[1:])
    assert set(key.values()) == set(CLASS) and (course / "pseudonyms.csv").stat().st_mode & 0o077 == 0
    assert {p for p in key if p in texts[0]} == {p for p, s in key.items() if s in MARKS}
    there = [p for p in re.findall(r"s-[a-z2-7]{8}", texts[0]) if p in key]
    assert there == sorted(there)


def pages(path):
    with zipfile.ZipFile(path) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name).decode() for name in archive.namelist()}


def test_feedback_by_student(course, tmp_path):
    (course / "feedback" / "mark" / NAME / f"{NAME}.html").rename(tmp_path / "kept")
    said = export("feedback", course, "--out", tmp_path / "f.zip")
    (tmp_path / "kept").rename(course / "feedback" / "mark" / NAME / f"{NAME}.html")
    assert pages(tmp_path / "f.zip") == {f"{s}/{NAME}.html": f"page of {s}" for s in MARKS if s != "mark"}
    assert "1 student: no feedback page is there; left out: mark (02-activations)" in said
    first = (tmp_path / "f.zip").read_bytes()
    export("feedback", course, "--out", tmp_path / "g.zip")
    assert (tmp_path / "g.zip").read_bytes() != first


def as_moodle_reads(name):
    """Moodle's rule, from importziplib.php: a part of the path is name_number_type_plugin, the rest is the file."""
    parts = name.split("/")
    while parts:
        info = parts.pop(0).split("_", 4)
        if len(info) < 4 or not info[1].isdigit():
            continue
        return int(info[1]), tuple(info[2:4]), "/".join([*info[4:5], *parts]).lstrip("/")
    return None


def test_feedback_finds_its_way_in_moodle(course, tmp_path):
    theirs = canvas_file(tmp_path, MOODLE.replace("Wei Li", "Wei_Li/2", 1))
    export("feedback", course, "--like", "moodle", "--into", theirs, "--out", tmp_path / "f.zip")
    found = {as_moodle_reads(n): text for n, text in pages(tmp_path / "f.zip").items()}
    assert {k[0]: text for k, text in found.items()} == {
        9001: "page of ada", 9002: "page of zoe", 9003: "page of li1", 9004: "page of li2",
    }  # fmt: skip
    assert {(*k[1], k[2]) for k in found} == {("assignsubmission", "file", f"{NAME}.html")}
    for words, more in (("needs --into", ("moodle",)), ("needs --downloads", ("canvas",)), ("is plain", ("ilias",))):
        assert words in export("feedback", course, "--like", *more, "--out", tmp_path / "x.zip", code=2)


def test_feedback_takes_the_names_of_the_download_for_canvas(course, tmp_path):
    for step, place in (("source", "solutions"), ("release", "notebooks")):
        (course / step / NAME).mkdir(parents=True, exist_ok=True)
        shutil.copy(notebooks.root() / place / f"{NAME}.ipynb", course / step / NAME)
    downloads = tmp_path / "submissions"
    downloads.mkdir()
    names = (f"ada_101_555_{NAME}.ipynb", f"late_LATE_105_556_{NAME}-1.ipynb", f"stranger_109_557_{NAME}.ipynb")
    for name in names:
        (downloads / name).write_text("{}")
    said = export("feedback", course, "--like", "canvas", "--downloads", downloads, "--out", tmp_path / "f.zip")
    found = pages(tmp_path / "f.zip")
    # Canvas's rule: the first two numbers between underscores are user and attachment.
    ids = {tuple(x for x in name.split("_") if x.isdigit())[:2]: text for name, text in found.items()}
    assert ids == {("101", "555"): "page of ada", ("105", "556"): "page of late"}
    assert "no feedback page is there; left out: stranger" in said and "zoe (02-activations)" in said


def test_raw_cells_are_those_of_the_csv_module():
    """Also at the ends: no last line end, an empty last cell, a quote within a quoted cell, line ends of all kinds."""
    for text in ('a,b\r\n"x,""y""\n",\r\n,\n', "a;b\nü;", "a\tb\n1\t2", '"a\r\nb",c', "a,b,\n"):
        sheet = Sheet(text.encode())
        ours = [[sheet.cell(r, c) for c in range(len(sheet.rows[r]))] for r in range(len(sheet))]
        assert ours == list(csv.reader(io.StringIO(text, newline=""), delimiter=sheet.delimiter)), text
        assert sheet.content().decode() == text


def test_a_changed_cell_is_quoted_where_it_was_and_where_it_must_be():
    sheet = Sheet(b'"1",2,3\n4\n')
    for row, column, value in ((0, 0, "x"), (0, 1, "y"), (0, 2, 'a,"b"'), (1, 2, "z")):
        sheet.put(row, column, value)
    assert sheet.content() == b'"x",y,"a,""b"""\n4,,z\n'


def test_no_cell_of_a_new_canvas_gradebook_is_a_formula_of_a_students_making():
    from autograder.export import canvas
    from autograder.gradebook.marks import Mark, Marks

    names = ('=1"&HYPERLINK("http://x.example")&"', "+1", "-2", "@SUM(1)", "\u200b=1", "O'Brien", "😀")
    people = [Person(n) for n in names]
    marks = Marks(people, {NAME: 5.0}, [Mark(p, NAME, 5.0, ()) for p in people])
    made = canvas.new(marks)
    cells = [c for row in rows(made.content)[2:] for c in row]
    # In a formula that is nothing but a text, every quote within is doubled.
    live = [c for c in cells if c.lstrip()[:1] in tuple("=+-@")]
    assert len(live) == 10 and all(c[:2] == '="' and '"' not in c[2:-1].replace('""', "") for c in live)
    assert len(made.lines) == 5 and "Canvas may not find it" in made.lines[0]
    read = [canvas._entry(Sheet(made.content), r) for r in range(2, 9)]
    assert sorted(e.names[0] for e in read) == sorted(names) == sorted(e.ids[0] for e in read)


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_no_part_of_an_id_in_a_new_canvas_gradebook_is_a_formula(delimiter):
    from autograder.export import canvas
    from autograder.gradebook.marks import Mark, Marks

    people = [Person(n) for n in ("x;=cmd|' /C calc'!A0;", "=1;=1", 'x;"=1;', "x\t=1\t", "ada")]
    made = canvas.new(Marks(people, {NAME: 5.0}, [Mark(p, NAME, 5.0, ()) for p in people]))
    text = io.StringIO(made.content.decode(), newline="")
    cells = [c for row in csv.reader(text, delimiter=delimiter) for c in row]
    assert not [c for c in cells if c.lstrip()[:1] in tuple("=+-@")]
    assert len(made.lines) == 4 and all("Canvas may not find it" in line for line in made.lines)


def test_the_key_of_pseudonyms_is_no_formula(tmp_path):
    from autograder.report.pseudonyms import of_course

    of_course(tmp_path, ["@SUM(1)", "ada"])
    assert {r[1] for r in rows((tmp_path / "pseudonyms.csv").read_bytes())[1:]} == {"'@SUM(1)", "ada"}


# What spreadsheets, languages and blind marking make of the files.


def sheet(text):
    made = Sheet(text.encode(), "theirs.csv")
    made.mark_columns = set(range(1, len(made.header)))
    return made


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("28.00", 28),
        ("28", 28),
        ("1,000.00", 1000),
        ("1,000", 1000),
        ("1 000.5", 1000.5),
        ("1\u00a0000", 1000),
        ("1'000.00", 1000),
        ("1,000,000", 1e6),
        ("12.5", 12.5),
        ("1.125", 1.125),
        ("", None),
        ("A+", None),
        ("1,00,0", None),
    ],
)
def test_numbers_as_a_file_with_decimal_points_writes_them(text, value):
    assert sheet("Student,x\na,9.5\n").value(text) == value


@pytest.mark.parametrize(("text", "value"), [("1.000,00", 1000), ("1.000", 1000), ("28,00", 28), ("1,125", 1.125)])
def test_numbers_as_a_file_with_decimal_commas_writes_them(text, value):
    assert sheet("Student;x\na;9,5\n").value(text) == value


def test_a_maximum_with_a_sign_between_thousands_is_read(course, tmp_path):
    theirs, out = canvas_file(tmp_path, CANVAS.replace("10,5.00", '10,"1,000.00"')), tmp_path / "out.csv"
    assert "has the maximum 1000 in the file" in export("canvas", course, "--into", theirs, "--out", out, code=2)
    export("canvas", course, "--into", theirs, "--out", out, "--scale")
    assert rows(out.read_bytes())[3][6] == "900"


@pytest.mark.parametrize("maximum", ["five", "0"])
def test_scale_without_a_maximum_is_an_error(course, tmp_path, maximum):
    theirs, out = canvas_file(tmp_path, CANVAS.replace("10,5.00", f"10,{maximum}")), tmp_path / "out.csv"
    said = export("canvas", course, "--into", theirs, "--out", out, "--scale", code=2)
    assert f"--scale needs a maximum above 0 in the file, which says '{maximum}'" in said and not out.exists()


def test_a_section_says_nothing_about_decimal_signs(course, tmp_path):
    text = (
        "Student;ID;SIS Login ID;Section;02-activations (555);Quiz (556)\n"
        '    Points Possible;;;;5,00;10,00\n"Lovelace, Ada";1001;ada;2.1;;9,5\n'
    )
    theirs, out = canvas_file(tmp_path, text), tmp_path / "out.csv"
    export("canvas", course, "--into", theirs, "--out", out)
    assert rows(out.read_bytes(), ";")[2][4] == "4,5"


def test_somebody_in_two_sections_gets_the_mark_in_both(course, tmp_path):
    row = '"Lovelace, Ada",101,s101,ada@uni.example,"Mo 9:00, ""A""",7.5,,12,12\r\n'
    theirs, out = canvas_file(tmp_path, CANVAS + row.replace("Mo 9:00", "Lab")), tmp_path / "out.csv"
    said = export("canvas", course, "--into", theirs, "--out", out)
    assert [r[6] for r in rows(out.read_bytes()) if r[1] == "101"] == ["4.5", "4.5"] and "ada:" not in said


def test_an_id_that_belongs_to_another_name_gets_no_mark(course, tmp_path):
    theirs, out = canvas_file(tmp_path, CANVAS.replace('"Li, Wei",103', '"Zero, Max",103')), tmp_path / "out.csv"
    said = export("canvas", course, "--into", theirs, "--out", out)
    assert [r[6] for r in rows(out.read_bytes()) if r[1] == "103"] == [""]
    assert "has the id of li1, whose name in the gradebook is Li, Wei; no mark was written" in said


def test_a_german_worksheet_is_read_by_the_place_of_its_columns(course, tmp_path):
    text = (
        'ID,"Vollständiger Name","E-Mail-Adresse",Status,Bewertung,Bestwertung,"Bewertung kann geändert werden",'
        '"Zuletzt geändert (Abgabe)","Zuletzt geändert (Bewertung)","Feedback als Kommentar"\n'
        'Teilnehmer/in1,"Ada Lovelace",ada@uni.example,Abgegeben,,"5,00",Nein,-,-,\n'
        'Teilnehmer/in2,"Zoë Z",zoe@uni.example,Abgegeben,,"5,00",Ja,-,-,\n'
        'Teilnehmer/in3,"Wei Li",li1@uni.example,Abgegeben,,"5,00",Vielleicht,-,-,\n'
    )
    theirs, out = canvas_file(tmp_path, text), tmp_path / "out.csv"
    said = export("moodle", course, "--into", theirs, "--out", out, "--column", "Bewertung")
    _, ada, zoe, li = rows(out.read_bytes())
    assert li[4] and "li1: whether Moodle takes the mark is not known, its file says 'Vielleicht'" in said
    assert "zoe: whether" not in said
    assert ada[4] == "" and "ada: the grade is locked" in said
    assert zoe[4] == "4,5" and "Points by exercise" in zoe[9]


def test_blind_marking_pairs_participants_by_their_numbers():
    text = (
        'Identifier,Status,Grade,"Maximum Grade","Grade can be changed","Last modified (submission)",'
        '"Last modified (grade)","Feedback comments"\n"Participant 1234","Submitted for grading",,28.00,Yes,-,-,\n'
        '"Participant 1235","No submission",,28.00,Yes,-,-,\n'
    )
    there = entries(Sheet(text.encode(), "blind.csv"), [1, 2])
    found = pair(there, [Person("Participant_1235"), Person("Participant_1234")])
    assert {row: p.id for row, p in found.students.items()} == {1: "Participant_1234", 2: "Participant_1235"}
    assert not found.lines


def test_a_comment_that_is_written_into_a_table_is_plain_text(tmp_path):
    """What MarkupSafe makes would escape the quotes that a cell is put into."""
    mark = Mark(Person("ada"), "n", 1.0, (Part("n", "check-f", 1.0, 0.0),), reasons={
        ("n", "check-f"): [{"status": "no", "text": 'says "1, 2" & <3>'}]})  # fmt: skip
    said = comment(mark)
    assert type(said) is str and "says &#34;1, 2&#34; &amp; &lt;3&gt;" in said
