"""The rules of CONTRIBUTING for the text of a lecture, as far as a machine can tell."""

import ast
import doctest
import re

import jupytext
import nbformat
import pytest

from autograder.authoring import notebooks
from autograder.authoring.lecture_text import Passage, passages, terms, words
from autograder.course.paths import HOME
from tests.support.lecture_code import taken_from_drawings
from tests.support.peers import torch_or_skip

SOURCES = notebooks.sources()
DECKS = re.compile(
    r"\b(UNICAMP|Falcão|JKU|Linz|Klambauer|Tsinghua|Kharagpur|IIT|Sarkar|UMass|Oke|decks?'?s?|slides?)\b"
)
PRIVATE = re.compile(r"\b(dear(er)?|shares? right|first weights|put aside|spoilt|bends?|blows? up)\b")
# True only where answers are shipped: what runs in place of a missing answer the first cell says, by the edition.
OPEN_EDITION = re.compile(r"\b(call|use|take) the library's\b|\bthe library's (own )?(\w+ )?(is used|runs?) instead\b")
TEMPLATE = HOME / "autograder" / "template" / "solutions" / "NN-lecture-name.py"
LIMIT = 4500
SHORT = 10  # lines of code that may stand open although they draw


LECTURES = [pytest.param(s, id=s.stem) for s in SOURCES]


@pytest.mark.parametrize("source", LECTURES)
def test_the_decks_are_named_in_their_box_and_nowhere_else(source):
    text = passages(source)
    assert sum(p.decks for p in text) == 1
    named = [(p.section, found[0]) for p in text if not p.decks and (found := DECKS.search(p.text))]
    assert not [found for found in named if found != ("Further reading", "Klambauer")], "SELU's first author may stand"


@pytest.mark.parametrize("source", LECTURES)
def test_the_core_path_is_short_enough_to_read(source):
    assert words(passages(source)) <= LIMIT


@pytest.mark.parametrize("source", LECTURES)
def test_what_is_bold_is_a_term_a_label_or_a_sentence(source):
    long = [term for term in terms(passages(source)) if len(term.split()) > 4]
    assert not long, f"end a sentence with its full stop inside the stars, or make it a term: {long}"


@pytest.mark.parametrize("source", LECTURES)
def test_a_training_shows_how_far_it_has_come(source):
    """A cell of minutes without a sign of life looks like one that hangs; where `fit` is called, its bar is seen."""
    calls = [node for node in ast.walk(ast.parse(source.read_text(encoding="utf-8"))) if isinstance(node, ast.Call)]
    silent = [ast.unparse(call) for call in calls for word in call.keywords if ast.unparse(word) == "progress=False"]
    assert not silent


def draws(source):
    """Whether a statement of this cell draws for the reader: `plots.…(…)` with a text for it, or an explorer."""
    called = (n.value.func for n in ast.parse(source).body if isinstance(n, ast.Expr) and isinstance(n.value, ast.Call))
    return any(
        re.match(r"(plots\.(describe|weight_images|confusion_matrix|activation)|explore\.\w+)$", ast.unparse(f))
        for f in called
    )


@pytest.mark.parametrize("source", LECTURES)
def test_every_picture_that_is_drawn_is_shown(source):
    cells = nbformat.read(source.with_suffix(".ipynb"), as_version=4).cells
    drawing = [c for c in cells if c.cell_type == "code" and draws(c.source)]
    assert drawing
    for cell in drawing:
        kinds = {kind for output in cell.outputs for kind in output.get("data", {})}
        assert "image/png" in kinds or "<img" in str(cell.outputs), cell.source[-300:]


@pytest.mark.parametrize("source", [*LECTURES, pytest.param(TEMPLATE, id="template")])
def test_every_column_of_a_table_has_a_heading(source):
    cells = jupytext.reads(source.read_text(encoding="utf-8"), fmt="py:percent").cells
    text = "\n\n".join(cell.source for cell in cells if cell.cell_type == "markdown")
    heads = re.findall(r"^\|(.*)\|[ \t]*\n\|[-:| ]+\|[ \t]*$", text, re.MULTILINE)
    # A formula alone has no text once it is drawn.
    nameless = [
        head for head in heads if not all(re.sub(r"\$[^$]*\$", "", heading).strip() for heading in head.split("|"))
    ]
    assert not nameless, "say what the rows of each column are: a screen reader names a cell by its heading"


@pytest.mark.parametrize("source", LECTURES)
def test_code_that_draws_is_folded(source):
    cells = jupytext.reads(source.read_text(encoding="utf-8"), fmt="py:percent").cells
    draws = [c for c in cells if c.cell_type == "code" and re.search(r"\bpanels\(", c.source)]
    assert draws
    long = [c.source for c in draws if len(c.source.splitlines()) > SHORT and not c.metadata.get("drawing")]
    assert not long, f"mark it `# %% drawing=true`, and leave what it computes in a cell before it:\n{long[0]}"


@pytest.mark.parametrize("source", LECTURES)
def test_code_that_stands_open_takes_nothing_from_folded_code(source):
    assert not taken_from_drawings(source), "set it in an open cell, where a reader sees it"


@pytest.mark.parametrize("source", LECTURES)
def test_a_lecture_ends_in_one_optional_challenge_without_a_scaffold(source):
    cells = jupytext.reads(source.read_text(encoding="utf-8"), fmt="py:percent").cells
    (at,) = [i for i, cell in enumerate(cells) if "Challenge (optional)" in cell.source]
    assert cells[at].source.startswith("**Challenge (optional).** ") and "\n" not in cells[at].source
    assert cells[at + 1].metadata.get("decks"), "it stands before the box on decks"
    assert not [c for c in cells[at:] if "exercise" in c.metadata or "manual" in c.metadata]


@pytest.mark.parametrize("source", LECTURES)
def test_the_words_are_those_of_the_field(source):
    named = [(p.section, found[0]) for p in passages(source) if (found := PRIVATE.search(p.text))]
    assert not named, "CONTRIBUTING has the standard term"


def test_the_words_of_explorers_checks_and_messages_are_those_of_the_field():
    named = [
        f"{file.relative_to(HOME)}:{node.lineno}: {found[0]}"
        for folder in ("mlpkit", "autograder")
        for file in sorted((HOME / folder).rglob("*.py"))
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and (found := PRIVATE.search(node.value))
    ]
    assert not named, "CONTRIBUTING has the standard term"


@pytest.mark.parametrize("source", [*LECTURES, pytest.param(TEMPLATE, id="template")])
def test_what_runs_where_an_answer_is_missing_is_left_to_the_first_cell(source):
    assert not [p.section for p in passages(source) if OPEN_EDITION.search(p.text)]


@pytest.mark.parametrize("source", LECTURES)
def test_transpose_has_one_sign(source):
    assert not [
        p.section for p in passages(source) if re.search(r"\\(mathsf|mathrm|text)\s*\{?T\b|\^T\b|\^\{T\}", p.text)
    ]


SESSIONS = [
    pytest.param(found[1], id=source.stem)
    for source in SOURCES
    for p in passages(source)
    if (found := re.search(r"### In PyTorch.*?```python\n(.*?)```", p.text, re.S))
]


@pytest.mark.parametrize("session", SESSIONS)
def test_what_is_said_about_pytorch_is_what_it_does(session):
    torch_or_skip()
    test = doctest.DocTestParser().get_doctest(session, {}, "In PyTorch", None, 0)
    assert test.examples
    failures = []
    doctest.DocTestRunner(verbose=False).run(test, out=failures.append)
    assert not failures, "".join(failures)


def test_terms_are_bold_words_that_do_not_end_a_sentence():
    text = [
        Passage("", "**You need** no term."),
        Passage(
            "1 · A",
            "**By hand.** The **log-sum-exp** is\na **soft\nmaximum**. **All is lost.**\n```\n**not this**\n```",
        ),
        Passage("2 · B", "Here the **log-sum-exp** again.", decks=False),
        Passage("2 · B", "A **local sensitivity**.", decks=True),
    ]
    assert terms(text) == {"log-sum-exp": "1 · A", "soft maximum": "1 · A"}


def test_words_are_those_of_the_core_path_without_formulas_and_code():
    text = [
        Passage("1 · A", "Four words of prose $x + y$ and `some code here`.\n\n| a | table |\n<details>\n$$\nx\n$$\n"),
        Passage("1 · A", "### BEGIN SOLUTION\nThe model answer.\n### END SOLUTION\n", manual=True),
        Passage("2 · B (optional)", "Not for everybody."),
        Passage("Further reading", "A. Author, *Title*."),
        Passage("1 · A", "What decks say.", decks=True),
    ]
    assert words(text) == 5
