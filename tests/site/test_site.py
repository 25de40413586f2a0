"""The site: every page whole, every link leads somewhere, no page gives an answer away."""

import copy
import json
import math
import re
from urllib.parse import unquote, urlsplit

import nbformat
import pygments
import pytest
from pygments.formatters import HtmlFormatter
from pygments.lexers import PythonLexer

from autograder import EXERCISES
from autograder.authoring import notebooks
from autograder.authoring.glossary import glossary as terms
from autograder.authoring.stub_source import BEGIN, END, exercise_source
from mlpkit import explore
from tests.authoring.test_build import solution_lines
from tests.support import site_pages

bs4 = pytest.importorskip("bs4", reason="nbconvert brings beautifulsoup4; without it there is no nbconvert")
LECTURES = [path.stem for path in notebooks.sources()]
OTHERS = ["index", "explorers", "glossary", "coverage", "teaching"]


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    return site_pages.site(tmp_path_factory)


@pytest.fixture(scope="module")
def pages(site):
    """name -> parsed page."""
    return {p.stem: bs4.BeautifulSoup(p.read_text(encoding="utf-8"), "html.parser") for p in site.glob("*.html")}


@pytest.fixture
def committed():
    """(solution, student) of a lecture, as committed."""
    return lambda name: tuple(
        nbformat.read(notebooks.root() / folder / f"{name}.ipynb", as_version=4)
        for folder in ("solutions", "notebooks")
    )


def test_it_has_all_pages_and_each_says_what_it_is(pages):
    assert set(pages) == {*LECTURES, *OTHERS, "search"}
    titles = {name: page.title.text for name, page in pages.items()}
    assert len(set(titles.values())) == len(titles)
    for name in LECTURES:
        assert titles[name].startswith(f"{name[:2]} · ")
        assert len(pages[name].find("meta", {"name": "description"})["content"]) > 60


def test_pages_are_reached_one_from_another_and_offer_the_student_notebook(site, pages):
    for name, after in zip(LECTURES, [*LECTURES[1:], "explorers"], strict=True):
        assert pages[name].find("a", class_="right-next")["href"] == f"{after}.html"
        assert pages[name].find("a", class_="btn-download-notebook-button")["href"] == f"{name}.ipynb"
        assert (site / f"{name}.ipynb").read_bytes() == (notebooks.root() / "notebooks" / f"{name}.ipynb").read_bytes()
        assert pages[name].find("button", class_="theme-switch-button")
    assert not pages["index"].find("a", class_="btn-download-notebook-button")


def targets(page):
    for tag in page.find_all(["a", "link", "img", "script"]):
        for attribute in ("href", "src"):
            if tag.get(attribute):
                yield tag.name, tag[attribute]


def test_links_inside_lead_somewhere_and_links_outside_are_well_formed(site, pages):
    names = {name: {tag["id"] for tag in page.find_all(id=True)} for name, page in pages.items()}
    for name, page in pages.items():
        for tag, target in targets(page):
            parts = urlsplit(target)
            if parts.scheme:
                assert parts.scheme in ("https", "http"), f"{name}: {target}"
                assert "." in parts.netloc, f"{name}: {target}"
                assert tag == "a", f"{name} loads {target} from another host"
                continue
            assert not parts.netloc, f"{name}: {target}"
            file = parts.path or f"{name}.html"
            assert (site / unquote(file)).is_file(), f"{name}: {target} leads nowhere"
            if parts.fragment and file.endswith(".html"):
                assert unquote(parts.fragment) in names[file[:-5]], f"{name}: {target} has no such place"


def test_every_picture_is_described(pages):
    for name, page in pages.items():
        for picture in page.find_all("img"):
            assert len(picture.get("alt", "")) > 20, f"{name}: {picture}"


def test_explorers_move_or_stand_still_and_say_so(pages, committed):
    for name in LECTURES:
        code = "\n".join(c.source for c in committed(name)[0].cells if c.cell_type == "code")
        shown = pages[name].find_all("a", href=re.compile(r"^explorers\.html#\w+"))
        calls = re.findall(r"^(?!#).*\bexplore\.\w+\((.*)\)", code, re.M)
        assert len(shown) == len(calls), name
        alive = len(pages[name].select(".mlpkit-recording, .mlpkit-digit-pad"))
        assert alive == len([c for c in calls if "net" not in c and "deep" not in c]), name
    assert not any(page.find("script", type=re.compile("widget")) for page in pages.values())


def test_recordings_have_their_pictures_words_and_size(site, pages):
    recordings = pages["explorers"].select(".mlpkit-recording")
    assert len(recordings) == len(explore.__all__) - 2  # the pad works, and a prediction needs a kernel
    for recording in recordings:
        told = json.loads(recording.script.string)
        assert len(told["frames"]) == math.prod(len(c["values"]) for c in told["controls"])
        assert all(len(f["alt"]) > 10 and (site / f["src"]).is_file() for f in told["frames"])
        assert recording.img["src"] in [f["src"] for f in told["frames"]] and recording.img["loading"] == "lazy"
    for name, page in pages.items():
        files = {img["src"] for img in page.find_all("img")}
        for recording in page.select(".mlpkit-recording"):
            files |= {f["src"] for f in json.loads(recording.script.string)["frames"]}
        size = sum((site / file).stat().st_size for file in files) + (site / f"{name}.html").stat().st_size
        assert size < 3_000_000, f"{name} with all its pictures has {size} bytes"


def test_hints_are_folded_three_deep_and_self_tests_are_folded(pages):
    for name in LECTURES:
        hints = [d for d in pages[name].find_all("details") if d.summary.text.startswith("Hint 3")]
        assert len(hints) == len(EXERCISES.of(name[:2]))
        assert all(len(h.find_parents("details")) == 2 for h in hints)
        folded = pages[name].find_all("details")
        answers = [d for d in folded if not d.summary.text.startswith("Hint") and "hide" not in d.get("class", ())]
        assert len(answers) >= 5, name
        assert not any(d.has_attr("open") for d in folded)


# Answers.


def spaced(text):
    """The text with each run of white space as one blank."""
    return " ".join(text.split())


def texts(site):
    """(file, its text without markup) of everything that can be read on the site."""
    for path in (
        *site.glob("*.html"),
        *site.glob("*.ipynb"),
        *site.glob("searchindex.js"),
        *site.glob("_static/sections.js"),
    ):
        text = path.read_text(encoding="utf-8")
        if path.suffix == ".html":
            text = bs4.BeautifulSoup(text, "html.parser").text
        elif path.suffix == ".js":
            text = text.replace("\\n", "\n")
        else:
            cells = nbformat.reads(text, as_version=4).cells
            text = "\n".join(str(c.source) + str(c.get("outputs", "")) for c in cells)
        yield path.name, spaced(text)


def answers():
    """exercise -> its reference's statements; those too short to be an answer by themselves are left out."""
    for exercise in EXERCISES.values():
        if not exercise.is_value:
            source = exercise_source(exercise.reference)
            for body in re.findall(f"{BEGIN}\n(.*?)\n *{END}", source, re.S):
                if len(spaced(body)) >= 30:
                    yield exercise.name, spaced(body)


def leaks(site):
    """(file, exercise) for every answer that stands in a file of the site, and lines of answers in their lecture."""
    bodies, found = list(answers()), []
    for name, text in texts(site):
        found += [(name, exercise) for exercise, body in bodies if body in text]
        source = notebooks.root() / "solutions" / name.replace(".html", ".ipynb")
        if source.suffix == ".ipynb" and source.exists():
            lines = solution_lines(nbformat.read(source, as_version=4))
            found += [(name, line) for line in lines if spaced(line) in text]
    return found


def test_no_answer_stands_on_the_site(site):
    assert len(dict(answers())) > 60
    assert leaks(site) == []


def test_an_answer_would_be_noticed(site, tmp_path):
    body = re.search(f"{BEGIN}\n(.*?)\n *{END}", exercise_source(EXERCISES["numerical_gradient"].reference), re.S)[1]
    page = (site / "06-backpropagation.html").read_text(encoding="utf-8")
    coloured = pygments.highlight(body, PythonLexer(), HtmlFormatter())
    (tmp_path / "06-backpropagation.html").write_text(page.replace("</body>", coloured + "</body>"), encoding="utf-8")
    (tmp_path / "searchindex.js").write_text(f"Search.setIndex({body!r})", encoding="utf-8")
    found = leaks(tmp_path)
    assert ("06-backpropagation.html", "numerical_gradient") in found
    assert ("searchindex.js", "numerical_gradient") in found


@pytest.mark.parametrize("name", LECTURES)
def test_outputs_of_answers_and_checks_are_left_out_and_all_others_kept(name, committed, tmp_path):
    from autograder.site.pages import lecture_page, role_of

    solution, student = committed(name)
    page = lecture_page(solution, student, tmp_path)
    for shown, cell in zip(page.cells, solution.cells, strict=True):
        if cell.cell_type == "code":
            assert len(shown.outputs) == (0 if role_of(cell) else len(cell.outputs))
    assert {c.source for c in page.cells} == {c.source for c in student.cells}


def test_notebooks_that_do_not_belong_together_are_refused(committed, tmp_path):
    from autograder.site.pages import lecture_page

    solution, student = committed("00-start-here")
    changed = copy.deepcopy(student)
    next(c for c in changed.cells if c.cell_type == "code" and "nbgrader" not in c.metadata).source += "\n# other"
    with pytest.raises(notebooks.BuildError, match="make build"):
        lecture_page(solution, changed, tmp_path)
    for cell in solution.cells:
        for output in cell.get("outputs", ()):
            output.get("metadata", {}).pop("image/png", None)
    with pytest.raises(notebooks.BuildError, match="alternative text"):
        lecture_page(solution, student, tmp_path)


def test_terms_lead_to_their_sections_and_no_address_is_made_up(pages):
    links = pages["glossary"].select("article dt a[href*='.html#']")
    assert len(links) == len(terms()) > 100
    assert not any("REPOSITORY" in page.text for page in pages.values())
    assert "make lab" in pages["index"].text


# Where it is published.


def test_launch_links_stand_on_the_lectures_where_a_repository_is_named(tmp_path, pages):
    assert not any("mybinder" in str(page) or "colab" in str(page) for page in pages.values())
    folder = site_pages.make(tmp_path / "s", "00", MLPKIT_REPOSITORY="https://github.com/someone/course.git")
    page, index = ((folder / f"{n}.html").read_text(encoding="utf-8") for n in ("00-start-here", "teaching"))
    notebook = "notebooks/00-start-here.ipynb"
    assert f"https://mybinder.org/v2/gh/someone/course/main?urlpath=lab/tree/{notebook}" in page
    assert f"https://colab.research.google.com/github/someone/course/blob/main/{notebook}" in page
    assert "https://github.com/someone/course/blob/main/CONTRIBUTING.md" in index
    assert "git clone https://github.com/someone/course mlp-course" in bs4.BeautifulSoup(index, "html.parser").text


def test_elsewhere_than_on_github_there_is_no_colab(monkeypatch):
    from autograder.site.launch import theme_options

    monkeypatch.setenv("MLPKIT_REPOSITORY", "https://gitlab.com/someone/course")
    assert list(theme_options()["launch_buttons"]) == ["binderhub_url", "notebook_interface"]
    monkeypatch.setenv("MLPKIT_REPOSITORY", "git@github.com:someone/course")
    with pytest.raises(notebooks.BuildError, match=r"written https://host/owner/name"):
        theme_options()


def test_a_folder_with_other_things_is_left_alone(tmp_path):
    from autograder.site.make import make_site

    (tmp_path / "thesis.txt").write_text("years of work", encoding="utf-8")
    with pytest.raises(notebooks.BuildError, match="not a site"):
        make_site(tmp_path, ["00"])
    assert (tmp_path / "thesis.txt").exists()


def test_what_is_not_installed_is_named(tmp_path, monkeypatch):
    from autograder.site import make

    monkeypatch.setattr(make, "NEEDED", ("sphinx_that_nobody_has",))
    with pytest.raises(notebooks.BuildError, match=r"needs sphinx_that_nobody_has: .*\[site\]"):
        make.make_site(tmp_path, ["00"])
