"""Pages about a hostile submission in a real browser: Formgrader's, nbgrader's feedback, ours. No script of it runs."""

import json
import shutil
from urllib.parse import quote

import pytest
from nbconvert import HTMLExporter
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from autograder.authoring.nbgrader_course import api, prepare
from autograder.grading.run import Options, grade_class
from tests.grading.test_safe_text import PAYLOADS
from tests.support import grading_class as small
from tests.support import stock_nbgrader

from .server import PATIENCE, Server

SHOWN = """
from IPython.display import HTML, Latex, Markdown, SVG, display
text = {text!r}
print(text)
display(Markdown(text), HTML(text), Latex(text), {{"image/svg+xml": "<svg onload=window.hit=1>"}})
display({{"text/html": text, "application/javascript": "window.hit=1", "text/plain": text}}, raw=True)
raise type(text[:40], (Exception,), {{}})(text)
"""
# A folder's name is the student's; these two are allowed in one, and a quote would end an attribute.
STUDENTS = ("<img src=x onerror=window.hit=1>", "\"><svg onload='window.hit=1'>")
# Wherever the page is read: what would run on a click, on a touch, or later.
FOUND = """() => {
  const active = [...document.querySelectorAll("a[href], area[href]")]
    .filter(a => ["javascript:", "vbscript:", "data:"].includes(a.protocol)).map(a => a.outerHTML);
  for (const one of document.querySelectorAll("*")) {
    active.push(...[...one.attributes].filter(a => a.name.startsWith("on") && a.value.includes("hit"))
      .map(a => one.outerHTML.slice(0, 200)));
    if (one.closest(".rendered_html, .output, body > p, pre"))
      for (const event of ["focus", "mouseover", "toggle", "load", "error"]) one.dispatchEvent(new Event(event));
  }
  return active;
}"""


def hostile():
    """A notebook that holds every payload wherever a student can put text."""
    notebook = small.source_notebook()
    own = []
    for number, text in enumerate(PAYLOADS):
        attached = {text: {"image/svg+xml": "<svg onload=window.hit=1>", "text/html": text}}
        own += [new_markdown_cell(text, attachments=attached), new_code_cell(SHOWN.format(text=text))]
        own[-1].metadata = {"name": text, "tags": [text], "nbgrader": {"grade_id": f"{text}{number}", "solution": True}}
    notebook.cells[1:1] = own
    small.cell(notebook, "why").source += "\n\n".join([" By $f'(z) = 1$:", *PAYLOADS])
    small.cell(notebook, "why").attachments = {PAYLOADS[0]: {"image/png": PAYLOADS[0]}}
    refused = "def relu(z):\n    raise ValueError({!r})".format("".join(PAYLOADS[:6]))
    small.cell(notebook, "relu").source = refused
    named = "class Result:\n    pass\nResult.__name__ = Result.__qualname__ = {!r}\n\ndef tanh(z):\n    return Result()"
    small.cell(notebook, "tanh").source = named.format(PAYLOADS[1])
    notebook.metadata |= {"title": PAYLOADS[0], "authors": [{"name": PAYLOADS[4]}]}
    notebook.metadata["language_info"] = {"name": "python", "pygments_lexer": PAYLOADS[0]}
    return json.dumps(small.without_hidden_tests(notebook)).encode()


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    """A graded course, with our feedback beside nbgrader's own."""
    if all(why() for why in small.BACKENDS.values()):
        pytest.skip("; ".join(f"{b}: {why()}" for b, why in small.BACKENDS.items()))
    folder = tmp_path_factory.mktemp("scripts") / "course"
    source = small.source_notebook()
    files = dict(zip(STUDENTS, (hostile(), small.handed_in(source)), strict=True))
    submitted = small.write_course(folder, source, small.released(source), files)
    summary = grade_class(submitted, folder, Options(jobs=1, limits=small.Limits(notebook=300)))
    assert (summary.failed, summary.graded) == ([], len(STUDENTS))
    shutil.move(folder / "feedback", folder / "ours")
    assert all(why == "" for _, why in stock_nbgrader.feedback(folder, small.NAME))
    return folder


@pytest.fixture(scope="module")
def watched(browser):
    """A context in which setting `window.hit` is told, in every frame; pages' own policies are switched off."""
    told = []
    context = browser.browser.new_context(bypass_csp=True)
    context.set_default_timeout(1000 * PATIENCE)
    context.expose_function("caught", lambda where: told.append(where))
    context.add_init_script("Object.defineProperty(window, 'hit', {set() { caught(location.href) }})")
    context.route(lambda address: not address.startswith(("http://127.0.0.1", "file:")), lambda route: route.abort())
    context.on("dialog", lambda dialog: dialog.dismiss())
    yield context, told
    context.close()


def runs(watched, address):
    """What of a page ran or would run, and its text."""
    context, told = watched
    told.clear()
    page = context.new_page()
    try:
        page.goto(address)
        page.wait_for_function("() => !document.body.innerText.includes('Loading, please wait')")
        found = page.evaluate(FOUND)
        page.wait_for_timeout(150)
        return [*found, *told], page.content()
    finally:
        page.close()


def test_the_payloads_run_where_nothing_is_made_harmless(watched, tmp_path):
    exporter = HTMLExporter(template_name="classic")
    exporter.mathjax_url = exporter.require_js_url = exporter.jquery_url = ""
    for number, text in enumerate((*PAYLOADS[:4], *PAYLOADS[32:34])):
        page = tmp_path / f"{number}.html"
        page.write_text(exporter.from_notebook_node(new_notebook(cells=[new_markdown_cell(text)]))[0], encoding="utf-8")
        assert runs(watched, page.as_uri())[0], text


def test_no_script_runs_on_pages_of_feedback_and_report(watched, course):
    pages = [*course.glob("ours/*/*/*.html"), *course.glob("feedback/*/*/*.html"), course / "class_report.html"]
    assert len(pages) == 2 * len(STUDENTS) + 1
    for path in pages:
        found, text = runs(watched, path.as_uri())
        assert found == [], path
        assert "hit=1" in text or STUDENTS[0] not in str(path), f"{path} shows nothing of the student"


@pytest.fixture(scope="module")
def formgrader(watched, course, tmp_path_factory):
    """Its address, the students, and the numbers of their notebooks."""
    prepare(course)
    server = Server(tmp_path_factory.mktemp("formgrader"), course)
    with api(course).gradebook as book:
        rows = [(s.student.id, n.id) for s in book.assignment_submissions(small.NAME) for n in s.notebooks]
    watched[0].set_extra_http_headers({"Authorization": f"token {server.token}"})
    yield f"{server.url}/formgrader", [quote(name, safe="") for name, _ in rows], [number for _, number in rows]
    server.stop()


def test_no_script_runs_in_formgrader(watched, formgrader):
    address, students, numbers = formgrader
    listed = [f"manage_submissions/{small.NAME}", f"gradebook/{small.NAME}/{small.NAME}", "manage_students"]
    listed += [f"manage_students/{students[0]}/{small.NAME}"]
    for place in [*(f"submissions/{number}/" for number in numbers), *listed]:
        found, text = runs(watched, f"{address}/{place}")
        assert found == [], place
        assert "hit=1" in text, f"{place} shows nothing of a student"


def test_formgrader_sets_formulas_without_the_internet(watched, formgrader):
    """As `watched` lets no request to another host through, MathJax must come with the page."""
    pytest.importorskip("sphinx-mathjax-offline", reason="the extra site is not installed")
    address, _, numbers = formgrader
    page, wrong = watched[0].new_page(), []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    for number in numbers:
        page.goto(f"{address}/submissions/{number}/")
        page.wait_for_function("() => MathJax.loaded")  # Formgrader's own script has gone on
        if page.locator("mjx-container").count():
            break
    shown = page.locator("mjx-container svg").first.bounding_box()
    assert shown["width"] > 20 and "f'(z)" not in page.locator("body").inner_text()
    page.close()
    assert wrong == []
