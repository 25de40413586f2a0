"""The instructor's page: from nothing to a graded class, what the page says, and whom it does not name."""

import csv
import json
import re
import shutil
import subprocess
import sys
from html.parser import HTMLParser
from itertools import pairwise
from urllib.parse import unquote

import pytest
from nbgrader.api import Gradebook

from autograder import EXERCISES, check
from autograder.authoring import notebooks
from autograder.gradebook.query import marks_of_class
from autograder.gradebook.url import configured, url
from autograder.gradebook.writer import GradebookWriter
from autograder.grading.grade import Graded, GradedNotebook
from autograder.grading.late_penalty import Late
from autograder.grading.tables import COLUMNS, write_tables
from autograder.report.hide import Hide
from autograder.report.pseudonyms import of_course
from autograder.report.suspects import suspects
from autograder.report.tally import tally
from autograder.report.write import ANONYMISED, NAME, rewrite_report
from autograder.sandbox import backends
from tests.browser.chromium import launch
from tests.submissions import make_class, synthetic
from tests.support import readme

LECTURE = make_class.ASSIGNMENT
STUDENTS, SEED = 30, 1

confined = pytest.mark.skipif(
    bool(backends.why_no_bwrap() and backends.why_no_landlock()),
    reason=f"bubblewrap: {backends.why_no_bwrap()}; Landlock: {backends.why_no_landlock()}",
)


def as_in_the_readme(course):
    """The README's way to a graded class, after its `git clone` and `make`: with fewer students, in this folder."""
    clone, ready, *steps = readme.graded_class()
    assert clone.startswith("git clone") and ready == "make .venv/ready" and len(steps) == 3
    typed = " ".join(steps)
    for shown, count in ((".venv/bin/python ", 3), ("build/class", 4), ("--students 300 --seed 1", 1)):
        assert typed.count(shown) == count, shown
    size = f"--students {STUDENTS} --seed {SEED}"
    steps = [s.replace("build/class", str(course)).replace("--students 300 --seed 1", size) for s in steps]
    return [s.removeprefix(".venv/bin/python ").split() for s in steps]


@pytest.fixture(scope="module")
def graded(tmp_path_factory):
    """The README's commands, run: (course folder, what the last one printed)."""
    course = tmp_path_factory.mktemp("class") / "course"
    for words in (*as_in_the_readme(course), f"-m autograder report {course} --anonymise".split()):
        done = subprocess.run([sys.executable, *words], cwd=notebooks.root(), capture_output=True, text=True)
        assert done.returncode == 0, (words, done.stderr)
    return course, done.stdout


class Page(HTMLParser):
    """Elements with their attributes, and the text, of a page."""

    def __init__(self, path):
        super().__init__()
        self.elements, self.text = [], []
        self.feed(path.read_text(encoding="utf-8"))

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, data):
        self.text.append(data)

    def all(self, *tags):
        return [(t, a) for t, a in self.elements if t in tags]


def check_page(path):
    """One file, no script, nothing loaded, headings in order, text for every picture, a header for every table."""
    page = Page(path)
    assert not page.all("script", "iframe", "object", "link", "form", "base")
    assert all(not name.startswith("on") for _, attributes in page.elements for name in attributes)
    assert all(a["src"].startswith("data:image/png;base64,") and len(a["alt"]) > 30 for _, a in page.all("img"))
    targets = [a["href"] for _, a in page.all("a")]
    assert {t[1:] for t in targets if t.startswith("#")} <= {a.get("id") for _, a in page.elements}
    assert all((path.parent / unquote(t)).is_file() for t in targets if not t.startswith("#"))
    levels = [int(t[1]) for t, _ in page.all("h1", "h2", "h3", "h4")]
    assert levels[0] == 1 and all(b - a <= 1 for a, b in pairwise(levels))
    tables = [a for _, a in page.all("table") if a.get("role") != "presentation"]
    assert len(tables) == len(page.all("thead")) and all(a["scope"] == "col" for _, a in page.all("th"))
    assert "default-src 'none'" in path.read_text(encoding="utf-8") and ("html", {"lang": "en"}) in page.elements
    return page


@confined
def test_the_commands_of_the_readme_grade_a_class(graded):
    course, _ = graded
    with (course / "grades.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == STUDENTS and len({float(r["score"]) for r in rows}) > 5
    page = check_page(course / NAME)
    text = "".join(page.text)
    assert f"{STUDENTS} submissions" in text and len(page.all("img")) == 2
    for said in (
        "Most frequent misconception",
        "an example",
        "A place to look, not a verdict",
        "Tampering",
        "could not be read",
        "attempts",
        "bubblewrap",
        "grading_seed.txt in the course folder",
    ):
        assert said in text or said == "bubblewrap", said  # fmt: skip
    assert (course / "grading_seed.txt").read_text().strip() not in text


@confined
def test_the_planted_copy_is_shown_with_both_codes(graded):
    copy = next(p for p in synthetic.people(STUDENTS, SEED) if p.model)
    text = "".join(check_page(graded[0] / NAME).text)
    pair = " and ".join(sorted((copy.name, copy.model)))
    assert re.search(rf"{re.escape(pair)} share \d\d+% of the uncommon code", text)


@confined
def test_an_anonymised_report_names_nobody(graded):
    course, printed = graded
    page = (course / ANONYMISED).read_text(encoding="utf-8")
    text = re.sub(r'base64,[^"]*', "", page) + printed
    for person in synthetic.people(STUDENTS, SEED):
        for name in (person.name, *person.name.split()):
            assert not re.search(rf"(?<![^\W_]){re.escape(name)}(?![^\W_])", text, re.I), name
    shown = re.findall(r"\bs-[a-z2-7]{8}\b", text)
    # The same for a person in every output of the course, and in no order that the roster would give away.
    assert set(shown) == set(of_course(course, [p.name for p in synthetic.people(STUDENTS, SEED)]).values())
    in_table = list(dict.fromkeys(re.findall(r"\bs-[a-z2-7]{8}\b", printed)))
    assert in_table[:STUDENTS] == sorted(in_table[:STUDENTS])
    assert (course / "grading_seed.txt").read_text().strip() not in page
    check_page(course / ANONYMISED)


@confined
def test_students_stand_in_two_orders_with_their_feedback_and_misconceptions_say_who(graded):
    course, _ = graded
    text = (course / NAME).read_text(encoding="utf-8")
    by_name, by_points = (
        re.search(rf"Students, {order}</summary>(.*?)</table>", text, re.S)[1]
        for order in ("by name", "fewest points first")
    )
    links = {order: re.findall(r'href="(feedback/[^"]+)">([^<]+)</a>', order) for order in (by_name, by_points)}
    assert by_name.count("<tr>") == by_points.count("<tr>") == STUDENTS + 1  # and the header
    assert len(links[by_name]) > 0.8 * STUDENTS and sorted(links[by_points]) == sorted(links[by_name])
    names = [name.casefold() for _, name in links[by_name]]
    assert names == sorted(names)
    points = [float(p) for p in re.findall(r"<tr><td>.*?</td><td>([\d.]+) of ", by_points)]
    assert points == sorted(points) and points[0] < points[-1]
    who = re.findall(r"<td><details><summary>(\d+)</summary>(.*?)</details></td><td><code>", text, re.S)
    assert who and all(len(re.findall("<a ", names)) == int(count) for count, names in who)
    hidden = (course / ANONYMISED).read_text(encoding="utf-8")
    assert "Students, by name" in hidden and "feedback/" not in hidden
    seed = (course / "grading_seed.txt").read_text(encoding="utf-8").strip()
    pages = [course / NAME, course / ANONYMISED, *course.glob("feedback/**/*.html")]
    assert not any(seed in page.read_text(encoding="utf-8") for page in pages)


@confined
@pytest.mark.parametrize("width", [1280, pytest.param(390, marks=pytest.mark.slow)])
@pytest.mark.parametrize("scheme", ["light", pytest.param("dark", marks=pytest.mark.slow)])
def test_axe_finds_nothing_on_the_report_and_the_feedback(graded, scheme, width):
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="the extra test is not installed")
    course, found = graded[0], {}
    with playwright.sync_playwright() as driver:
        chrome = launch(driver) or pytest.skip("no Chromium on this machine (Debian: apt-get install chromium)")
        screen = {"width": width, "height": 844}
        page = chrome.new_context(color_scheme=scheme, bypass_csp=True, viewport=screen).new_page()
        for path in (course / NAME, course / ANONYMISED, *sorted(course.glob("feedback/*/*/*.html"))[:2]):
            page.goto(path.as_uri())
            page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
            found[path.name] = [v["id"] for v in axe.Axe().run(page).response["violations"]]
        chrome.close()
    assert not any(found.values()), found


@confined
def test_scores_by_hand_show_when_the_page_is_written_again(graded):
    course, _ = graded
    before = "".join(Page(course / NAME).text)
    with Gradebook(url(course)) as book:
        for submission in book.assignment_submissions(LECTURE):
            for grade in submission.notebooks[0].grades:
                grade.manual_score, grade.extra_credit = grade.max_score, None
        book.find_grade("check-step", LECTURE, LECTURE, synthetic.people(STUDENTS, SEED)[0].name).extra_credit = 2
        book.db.commit()
    after = "".join(Page(rewrite_report(course)).text)
    assert "Everyone got everything right" in after and "Everyone got everything right" not in before
    assert f"{STUDENTS} submissions with scores given by hand" in after


@confined
def test_feedback_says_what_cost_points_and_leaves_out_what_is_not_the_students(graded):
    course, _ = graded
    record = next(
        r for r in json.loads((course / "results.json").read_text(encoding="utf-8")) if 0.5 < r["score"] / 28 < 0.95
    )
    path = course / "feedback" / record["student"] / LECTURE / f"{LECTURE}.html"
    page = check_page(path)
    text = "".join(page.text)
    assert "What the demonstrations" not in text and "start(" not in text and 'check("' not in text
    (notebook,) = record["notebooks"]
    lost = [g for g, s in notebook["scores"].items() if s < notebook["points"][g]]
    assert sum(a.get("class") == "lost" for _, a in page.all("tr")) == len(lost) > 0


def record(student, scores, findings=None, **more):
    """A stored result with one point for each check."""
    notebook = {"name": "n", "auto_scores": {f"check-{k}": v for k, v in scores.items()}, "untouched": [],
                "points": {f"check-{k}": 1.0 for k in scores}, "findings": findings or {}}  # fmt: skip
    return {"student": student, "assignment": "n", "auto_score": sum(v or 0 for v in scores.values()),
            "sandbox": "bwrap", "max_score": float(len(scores)), "odd": [], "failures": [], "deaths": [],
            "notebooks": [notebook], **more}  # fmt: skip


def no(text, misconception=None):
    return {"status": "no", "text": text, "misconception": misconception}


def store(out, records):
    (out / "grading_seed.txt").write_text("seed-for-the-test\n")
    for r in records:
        path = out / "results" / r["student"] / "n.json"
        path.parent.mkdir(parents=True)
        path.write_text(json.dumps(r), encoding="utf-8")


def judged(records):
    return suspects(tally(records)["n"])


def test_many_failing_in_one_way_that_is_not_listed_point_at_the_check():
    same = [record(f"s{i}", {"a": 0.0}, {"check-a": [no("differs most at index 4")]}) for i in range(3)]
    (found,) = judged(same)
    assert (found.exercise, found.quote, len(found.students)) == ("a", "differs most at index 4", 3)
    assert judged(same[:2]) == []
    for text, listed in (("This is the sum", "sum"), ("a is not written yet. Write it", None)):
        assert judged([record(f"s{i}", {"a": 0.0}, {"check-a": [no(text, listed)]}) for i in range(9)]) == []


def test_a_check_that_stopped_points_at_itself():
    stopped = ["check-a: the check stopped with KeyError: 3"]
    (found,) = judged([record("s", {"a": 0.0}, failures=stopped)])
    assert (found.exercise, found.quote) == ("a", "KeyError: 3")


def test_an_exercise_that_the_strong_fail_points_at_its_check():
    def made(wrong_among):
        return [record(f"s{i:02}", {"a": float(i not in wrong_among), **{f"e{k}": float(k < i) for k in range(14)}},
                       {"check-a": [no(f"way {i}")]}) for i in range(20)]  # fmt: skip

    assert [s.exercise for s in judged(made(range(14, 20)))] == ["a"]
    assert judged(made(range(6))) == []


def test_what_students_write_is_text_on_the_page(tmp_path):
    bad = '</pre><script>alert(1)</script><img src=x onerror="alert(2)">'
    findings = {"check-a": [no(bad)]}
    records = [record(f"s{i}", {"a": 0.0}, findings, odd=[bad], deaths=[bad]) for i in range(3)]
    store(tmp_path, records)
    page = check_page(rewrite_report(tmp_path))
    assert "".join(page.text).count(bad) == 7


def test_the_step_on_which_a_derivation_fails_is_counted(tmp_path):
    name = "sigmoid_derivation"
    texts = [
        "= exp(-z) / (1 + exp(-z))**2\n= s + 7",
        "= exp(-z) / (1 + exp(-z))**2\n= s - s",
        "= -exp(-z) / (1 + exp(-z))**2",
    ]
    results = [check(name, f"{EXERCISES[name].task.first}\n{text}").as_dict() for text in texts]
    store(tmp_path, [record(f"s{i}", {name: 0.5}, {f"check-{name}": r["findings"]}) for i, r in enumerate(results)])
    counts = tally([json.loads(p.read_text()) for p in (tmp_path / "results").rglob("*.json")])["n"].ranked()
    assert [(slip, len(students)) for _, slip, students in counts] == [
        ("the step to: the last line", 2),
        ("minus of the chain rule lost", 1),
    ]
    page = "".join(Page(rewrite_report(tmp_path)).text)
    assert "The lines go wrong, or end, before they reach the last line." in page


def test_names_are_hidden_in_files_tracebacks_and_odd_lines(tmp_path):
    names = ("Zoë Müller", "ada@uni.example", "max")
    odd = [
        "Zoë Müller_12345_assignsubmission_file_n.ipynb was renamed",
        "submitted/ada/x.py",
        "np.max(z)",
        "ZOË's laptop",
    ]
    store(tmp_path, [record(n, {"a": 1.0}, odd=odd) for n in names])
    (tmp_path / "results" / ".lines.json").write_text(json.dumps(["n: nothing from ada@uni.example"]))
    text = "".join(Page(rewrite_report(tmp_path, anonymise=True)).text)
    assert not re.search("zoë|müller|ada|uni.example", text, re.I) and "np.max(z)" in text
    assert "Zoë Müller" in "".join(Page(rewrite_report(tmp_path)).text)


def test_a_name_of_the_gradebook_is_hidden_too():
    hide = Hide({"k123": ("Anna Lena", "Groß", "al@x.org")}, "seed", everywhere=True)
    said = hide.text("k123 al@x.org Anna_1_2.ipynb GROß anna lena; annals")
    assert re.fullmatch(r"s-\w{8} \[name\] \[file\] \[name\] \[name\]; annals", said)


def test_without_names_no_trace_of_a_person_is_left_either():
    """Addresses, times, folders and files tell who it is; code stays what it is."""
    traces = (
        "k9@uni.example", "/home/k9/Desktop/answers.py", r"C:\Users\k9\x.py", "2026-01-05 12:13:14.5",
        "k9_attempt_2026-01-01-10-00-00_n.ipynb", "~/work/k9/n.ipynb", "K9_LATE_4711_n-2.ipynb",
    )  # fmt: skip
    hide = Hide({"s1": ()}, "seed", everywhere=True)
    for trace in traces:
        said = hide.text(f"before {trace}, after")
        assert re.fullmatch(r"before \[(address|path|time|file)\],? ?(after)?", said), said
        assert trace in Hide({"s1": ()}, "").text(trace)
    code = "y = np.exp(-z) / (1 + np.exp(-z)) ** 2  # a/b/c\nX @ W.T, x[1:-1], 'n.T'"
    assert hide.text(code) == code


def test_without_results_it_says_what_to_do(tmp_path):
    (tmp_path / "grading_seed.txt").write_text("x\n")
    with pytest.raises(ValueError, match="holds no results: run `python -m autograder grade"):
        rewrite_report(tmp_path)


def test_the_table_is_quoted_and_no_cell_is_a_formula(tmp_path):
    names = ('=HYPERLINK("x")', "+1", "@sum", "-2", 'O"Brien, Pat', "Zoë")
    store(tmp_path, [record(n, {"a": 1.0}, odd=["=1+1", "a;b\nc"]) for n in names])
    assert write_tables(tmp_path, marks_of_class(tmp_path)) == []
    raw = (tmp_path / "grades.csv").read_text(encoding="utf-8")
    rows = list(csv.reader(raw.splitlines(keepends=True), strict=True))
    assert {len(r) for r in rows} == {len(COLUMNS)} and len(rows) == 1 + len(names)
    assert not [c for row in rows for c in row if c[:1] in ("=", "+", "-", "@")]
    assert {r[0].removeprefix("'") for r in rows[1:]} == set(names)


PLUGIN = """
from nbgrader.plugins import BasePlugin

class Dock(BasePlugin):
    def late_submission_penalty(self, student_id, score, total_seconds_late):
        return 1.5 * (total_seconds_late // 3600)
"""


@confined
@pytest.mark.parametrize(
    ("time", "penalty"), [("14:30", 3.0), ("11:00", 0.0), ("12:00:30", 0.0), ("23:00", 4.0)]
)  # 4 points: a penalty is no more than the score
def test_the_courses_plugin_for_late_submissions_is_asked(graded, tmp_path, time, penalty):
    for name in ("gradebook.db", "nbgrader_config.py"):
        shutil.copy(graded[0] / name, tmp_path / name)
    (tmp_path / "docking.py").write_text(PLUGIN)
    with (tmp_path / "nbgrader_config.py").open("a") as config:
        config.write('c.AssignLatePenalties.plugin_class = "docking.Dock"\n')
    with Gradebook(url(tmp_path)) as book:
        book.update_or_create_assignment(LECTURE, duedate="2026-01-01 12:00:00 UTC")
    scores = {"check-relu": 1.0, "check-step": 1.0, "check-sigmoid": 2.0}
    for _ in range(2):
        # The first time is looked at as well: exports go out after it.
        with GradebookWriter(url(tmp_path), tmp_path) as book:
            handed = [GradedNotebook(LECTURE, scores)]
            book.record(Graded("late", LECTURE, "x", handed, timestamp=f"2026-01-01 {time} UTC"))
        with Gradebook(url(tmp_path)) as book:
            submission = book.find_submission(LECTURE, "late")
            assert (submission.score, submission.late_submission_penalty) == (4.0, penalty)


def test_two_courses_may_have_plugins_of_one_name(tmp_path):
    for name in ("Dock", "Moor"):
        course = tmp_path / name
        course.mkdir()
        (course / "docking.py").write_text(PLUGIN.replace("Dock", name))
        config = f'c = get_config()\nc.AssignLatePenalties.plugin_class = "docking.{name}"\n'
        (course / "nbgrader_config.py").write_text(config)
        assert type(Late(configured(course), course).nbgrader.plugin_inst).__name__ == name


def test_a_plugin_that_is_not_there_is_named(tmp_path):
    (tmp_path / "nbgrader_config.py").write_text('c = get_config()\nc.AssignLatePenalties.plugin_class = "gone.Dock"\n')
    with pytest.raises(ValueError, match=r"the plugin for late submissions cannot be loaded.*plugin_class in"):
        GradebookWriter(url(tmp_path), tmp_path)
