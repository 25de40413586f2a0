"""No script of a student runs on any page that is made of what is stored: Formgrader's, nbgrader's feedback, ours."""

import re
from html.parser import HTMLParser

import nbformat
import pytest
from hypothesis import given
from hypothesis import strategies as st
from nbconvert import HTMLExporter
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from autograder.grading.feedback import _markdown
from autograder.grading.outputs import notebook_outputs
from autograder.grading.safe_text import harmless

CALL = "window.hit=1"
TAGS = (
    "<script>{}</script>",
    "# <script>{}</script>",
    "<SCRIPT>{}</SCRIPT>",
    "<script\n>{}</script>",
    "<img src=x onerror={}>",
    "<svg onload={}>",
    "<svg/onload={}>",
    "<body onload={}>",
    "<iframe srcdoc='<script>{}</script>'>",
    "<a href='javascript:{}'>x</a>",
    "<details open ontoggle={}>",
    "<math><mtext><script>{}</script></mtext></math>",
    "<b onclick={}>x</b>",
    "<p style='x' onfocus={}>",
    "<br onload={}>",
    "<input autofocus onfocus={}>",
    "<video><source onerror={}></video>",
    "<object data='javascript:{}'>",
    "<embed src='javascript:{}'>",
    "<form action='javascript:{}'><button>",
    "<meta http-equiv=refresh content='0;javascript:{}'>",
    "<base href='javascript:{}//'>",
    "<link rel=import href='javascript:{}'>",
    "<!--><script>{}</script>-->",
    "<![CDATA[<script>{}</script>]]>",
    "<?xml <script>{}</script>?>",
    "a<script>{}</script>b",
    "$a<script>{}</script>$",
    "| a |\n|---|\n| <script>{}</script> |",
    "- x\n\n  <script>{}</script>",
    "<<script>script>{}</script>",
    "<scr<script>ipt>{}</script>",
)
LINKS = (
    "[x](javascript:{})",
    "[x](JaVaScRiPt:{})",
    "[x](javascript&colon;{})",
    "[x](javascript&#58;{})",
    "[x](javascript&#x3a;{})",
    "[x](java&#115;cript:{})",
    "[x](java&Tab;script:{})",
    "[x](&#106;avascript:{})",
    "[x](javascript\\:{})",
    "[x](<javascript:{}>)",
    "<javascript:{}>",
    "[x][1]\n\n[1]: javascript:{}",
    "![x](javascript:{})",
    "[x](vbscript:{})",
    "[x](data:text/html,<script>{}</script>)",
    "[x](data&colon;text/html;base64,PHNjcmlwdD4=)",
    "$\\href{{javascript:{}}}{{x}}$",
    "[x](javascript&amp;colon;{})",
    "[x]( javascript:{})",
    "[x](java\\script:{})",
)
PAYLOADS = [text.format(CALL) for text in (*TAGS, *LINKS)]
HARMLESS_TAGS = "b i u em strong br sub sup p ul ol li table thead tbody tr td th".split()


class Reader(HTMLParser):
    """What of a page would run, as a browser reads it: scripts, handlers, and links of other schemes."""

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.found, self.inside = [], ""

    def handle_starttag(self, tag, attrs):
        self.inside = tag
        for name, value in attrs:
            link = re.sub(r"[\x00-\x20]", "", value or "").lower()
            if name.startswith("on") or name == "srcdoc":
                self.found += [f"{tag} {name}"] * (CALL in (value or ""))
            elif link.startswith(("javascript:", "vbscript:", "data:text")) or "url=javascript:" in link:
                self.found.append(f"{tag} {name}={value}")

    def handle_endtag(self, tag):
        self.inside = ""

    def handle_data(self, data):
        if self.inside == "script" and CALL in data:
            self.found.append(f"script {data}")
        if "\\href{javascript:" in data:
            self.found.append("MathJax follows this link")


def active(page):
    reader = Reader()
    reader.feed(page)
    return reader.found


def pages(text):
    """Pages of nbconvert, whose way with markdown is Formgrader's and nbgrader's, and our own."""
    shown = notebook_outputs([{"kind": "display_data", "data": {"text/markdown": text, "text/html": text}}])
    cells = [new_markdown_cell(harmless(text)), new_code_cell("", outputs=[new_output(**o) for o in shown])]
    exporter = HTMLExporter(template_name="classic")
    exporter.mathjax_url = exporter.require_js_url = exporter.jquery_url = ""
    return exporter.from_notebook_node(new_notebook(cells=cells))[0], _markdown(harmless(text))


@pytest.mark.parametrize("text", PAYLOADS)
def test_nothing_of_it_can_run(text):
    for page in pages(text):
        assert active(page) == [], page[-600:]


def test_the_payloads_would_run_as_they_are():
    """The test can fail: most of them are active where nothing is made harmless."""
    exporter = HTMLExporter(template_name="classic")
    raw = [exporter.from_notebook_node(new_notebook(cells=[new_markdown_cell(p)]))[0] for p in PAYLOADS]
    assert sum(bool(active(page)) for page in raw) > 25
    assert len(PAYLOADS) >= 50


@pytest.mark.parametrize(
    "text",
    ["If a < b and b > c, then $a < c$.", "A<sub>1</sub>, <b>bold</b><br>", "`x < y` and `&amp;`", "[link](https://a.b/c?d=1)",
     "![p](attachment:p.png)", "$$a &= b \\\\ c &= d$$", "1 <2, a: b, C:\\path", "![x](data:image/png;base64,iVBOR)"],
)  # fmt: skip
def test_what_is_harmless_stays(text):
    assert harmless(text).replace("< 2", "<2") == text


@given(st.text(alphabet="<>/!&#;:jJaAvVsScCrRiIpPtT \t\n\\scriptdata[]()x1", max_size=60))
def test_no_tag_with_anything_in_it_is_left_and_twice_is_once(text):
    once = harmless(text)
    assert all(
        re.fullmatch(rf"/?(?:{'|'.join(HARMLESS_TAGS)})\s*/?", t) for t in re.findall(r"<([a-zA-Z/!?][^>]*)>", once)
    )
    assert harmless(once) == once


def test_what_is_stored_is_what_was_made_harmless():
    from autograder.grading.rebuild import rebuild
    from tests.support import grading_class as small

    notebook = small.source_notebook()
    small.cell(notebook, "why").source += "\n\n<script>window.hit=1</script>"
    notebook.cells.append(new_markdown_cell("[x](javascript:window.hit=1)"))
    rebuilt, _ = rebuild(small.released(small.source_notebook()), nbformat.from_dict(notebook))
    assert not any("<script" in c.source or "javascript:" in c.source for c in rebuilt.cells)
