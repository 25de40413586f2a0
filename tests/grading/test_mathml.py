"""Formulas on a feedback page: MathML where they can be read, and otherwise what was typed."""

import re

import pytest
from bs4 import BeautifulSoup

from autograder.grading.feedback import _markdown
from autograder.grading.mathml import LONGEST, MOST


def page(text):
    return BeautifulSoup(_markdown(text), "html.parser")


def test_a_fraction_is_drawn_as_one():
    (fraction,) = page(r"So $\frac{1}{1 + e^{-z}}$ it is.")("mfrac")
    assert [row.text for row in fraction("mrow", recursive=False)] == ["1", "1+e−z"]


@pytest.mark.parametrize(
    ("text", "display"),
    [("that $x^2$ is", "inline"), ("that $$x^2$$ is", "block"), ("$$x^2$$", "block"), ("$$\nx^2\n$$\n\nNext", "block"),
     ("* a\n* that $x^2$", "inline"), ("that $x\n^2$ is", "inline")],
)  # fmt: skip
def test_inside_a_sentence_and_on_a_line_of_its_own(text, display):
    (formula,) = page(text)("math")
    assert formula["display"] == display and formula.text == "x2"


@pytest.mark.parametrize("name", ["align", "align*", "aligned", "split"])
def test_the_lines_of_a_derivation_stand_below_each_other(name):
    shown = page(f"$$\n\\begin{{{name}}}\na &= b \\\\\n- c &= d < e\n\\end{{{name}}}\n$$")
    assert [[cell.text for cell in row("mtd")] for row in shown("mtr")] == [["a", "=b"], ["−c", "=d<e"]]
    assert shown.find("ul") is None


@pytest.mark.parametrize(
    "text",
    ["It costs $5 or $7.", r"It costs \$5, not \$7.", r"$\frac{1}{$", "$" + "{" * 1500 + "$", f"${'x' * LONGEST}y$",
     "$ x $ y"],
    ids=["prices", "escaped", "unfinished", "nested", "long", "blanks"],
)  # fmt: skip
def test_what_is_no_formula_stays_as_it_was_typed(text):
    shown = page(text)
    assert shown.find("math") is None
    assert shown.text.strip() == text.replace("\\$", "$")


def test_code_is_shown_as_it_was_typed():
    assert page("`a < b & $c$`").code.text == "a < b & $c$"
    assert page("```\na < b & $c$\n```").code.text.strip() == "a < b & $c$"


@pytest.mark.parametrize(
    "latex",
    [r"\text{<img src=x onerror=hit()>}", r"\text{&lt;script&gt;hit()&lt;/script&gt;}", r"\style{behavior:url(x)}{x}",
     r"\href{https://a.b}{x}", r"\class{warn}{x}", r'\color{red"onload="hit()}x'],
)  # fmt: skip
def test_nothing_but_a_formula_comes_of_it(latex):
    (formula,) = page(f"${latex}$")("math")
    for element in [formula, *formula(True)]:
        assert re.fullmatch("m[a-z]+", element.name)
        assert not set(element.attrs) & {"style", "href", "class", "onload", "id"}
    assert "<script" not in str(formula) and "<img" not in str(formula)


def test_there_is_an_end_to_the_formulas_of_a_text():
    shown = page("$x$ " * 2000)
    assert len(shown("math")) == MOST // 51
    assert shown.text.rstrip().endswith("$x$")
