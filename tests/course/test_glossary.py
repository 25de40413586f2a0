"""The glossary: every bold term once, the standard word, and no use before its definition."""

import re

import pytest

from autograder.authoring import glossary, notebooks
from autograder.authoring.lecture_text import Passage, passages, terms

TERMS = glossary.glossary()
LECTURES = {source.stem: passages(source) for source in notebooks.sources()}

# Words that are terms in one lecture and plain words, or another term, in an earlier one: (term, lecture): why.
PLAIN = {
    ("bias", "00"): "names a letter of the table of shapes, which says that the lectures explain the words",
    ("loss", "00"): "names a letter of the table of shapes, which says that the lectures explain the words",
    ("backpropagation", "00"): "the way through the course, a lecture for each word",
    ("layer", "00"): "the way through the course, a lecture for each word",
    ("layer", "01"): "what it is stands in the sentence: a row of units that feed a unit",
    ("activation function", "01"): "one row of a table that sets the words of biology beside ours",
    ("activation", "01"): "one row of a table that sets the words of biology beside ours",
    ("divergence", "03"): "short for the Kullback–Leibler divergence, which is defined there",
    ("pre-activation", "01"): "one row of a table that sets the words of biology beside ours",
    ("cost", "00"): "to cost time",
    ("cost", "01"): "to cost operations",
    ("cost", "02"): "to cost computing time",
    ("cost", "03"): "what a mistake costs",
    ("cost", "04"): "to cost operations",
    ("temperature", "03"): "of the air, in degrees",
    ("plateau", "05"): "the flat top of a tower",
    ("parity", "01"): "explained in brackets where it stands, as Minsky and Papert's example",
    ("patience", "01"): "of a person",
    ("patience", "02"): "of a person",
    ("patience", "08"): "of a person",
}


def early_uses(term: glossary.Term) -> list[tuple[str, str, str]]:
    """(lecture, section, paragraph) of each use before the definition that does not say where the definition stands."""
    found, number = [], term.lecture[:2]
    word = re.compile(_pattern(term.name), re.I)
    longer = [_pattern(t.name) for t in TERMS if word.search(t.name) and t != term]  # they have a test of their own
    others = re.compile("|".join(longer) or "(?!)", re.I)
    for lecture, text in LECTURES.items():
        for passage in text:
            before, defined = passage.text, False
            if lecture == term.lecture and passage.section == term.section:
                before, *rest = re.split(rf"\*\*{re.escape(term.name)}\*\*".replace(r"\ ", r"\s+"), before, flags=re.I)
                defined = bool(rest)
            if _read_in_order(passage):
                uses = (p for p in re.split(r"\n\s*\n|\n(?=[-|])", _prose(before)) if word.search(others.sub("", p)))
                found += [(lecture, passage.section, p) for p in uses if not _points_there(p, lecture, term, number)]
            if defined:
                return found
    raise AssertionError(f"{term} is defined nowhere")


def _points_there(paragraph, lecture, term, number):
    section = term.section.partition(" · ")[0]
    here = lecture == term.lecture and f"ection {section}" in paragraph
    return here or re.search(rf"lectures? [\d, and]*\b{number}\b", paragraph) is not None


def _read_in_order(passage: Passage) -> bool:
    """The opening cell announces, the box on decks is folded, references have titles that are others' words."""
    return bool(passage.section) and not passage.decks and passage.section != "Further reading"


def _prose(text: str) -> str:
    """Without headings, labels, code and formulas, which say nothing before their section does."""
    for gone in (
        r"```.*?```",
        r"\$\$.+?\$\$",
        r"\$.+?\$",
        r"`[^`]+`",
        r"^#+ .*$",
        r"\*\*[^*]{1,40}[.:?!]\*\*",
        r"\(http\S+\)",
    ):
        text = re.sub(gone, " ", text, flags=re.S if "^" not in gone else re.M)
    return text


def _pattern(name: str) -> str:
    stem = name if name.endswith(("ss", "is")) else name.removesuffix("s")
    plural = r"(e?s)?" if stem == name or name.endswith("s") else ""
    return rf"(?<![\w-]){re.escape(stem)}{plural}(?![\w-])".replace(r"\ ", r"[\s-]+").replace(r"\-", r"[-\s]?")


def test_a_term_is_bold_once_in_the_course():
    places: dict[str, list[str]] = {}
    for lecture, text in LECTURES.items():
        for term in terms(text):
            places.setdefault(term.casefold(), []).append(lecture)
    assert {term: where for term, where in places.items() if len(where) > 1} == {}
    assert len(places) == len(TERMS) > 150


@pytest.mark.parametrize("term", TERMS, ids=lambda term: term.name)
def test_no_term_is_used_before_its_definition(term):
    uses = [use for use in early_uses(term) if (term.name, use[0][:2]) not in PLAIN]
    assert not uses, (
        f"{term.name} is defined in {term.lecture}, {term.section!r}; say there in the text, or say it otherwise"
    )


def test_no_exception_is_left_over():
    named = {term.name: term for term in TERMS}
    assert not [(t, n) for t, n in PLAIN if n not in {use[0][:2] for use in early_uses(named[t])}]


def test_every_term_has_a_sentence_that_names_it():
    nameless = [t for t in TERMS if t.name.casefold() not in t.says.casefold() or len(t.says.split()) < 4]
    assert not nameless


def test_a_term_has_its_usual_capitals():
    assert [glossary._name(bold) for bold in ("Batch normalisation", "Huber's loss", "SiLU", "Softplus", "R²")] == [
        "batch normalisation", "Huber's loss", "SiLU", "softplus", "R²",
    ]  # fmt: skip


def test_a_sentence_that_points_back_brings_the_one_before_and_a_colon_its_formula():
    text = [
        Passage(
            "1 · A",
            "Half are 0. Such a layer is\ncalled **sparse**. The **loss** is\n\n$$L = 1$$\n\nThe **gate** is:\n\n$$g$$",
        )
    ]
    assert glossary._definition(text, "sparse", "1 · A") == "Half are 0. Such a layer is called sparse."
    assert glossary._definition(text, "loss", "1 · A") == "The loss is $L = 1$"
    assert glossary._definition(text, "gate", "1 · A") == "The gate is: $g$"


def test_a_sentence_brings_the_formula_that_it_points_back_to_and_what_follows_its_colon():
    derived = "$$\\begin{aligned}\n L &= a && \\text{why} \\\\\n &= b && \\text{why}\n\\end{aligned}$$"
    text = [
        Passage("1 · A", f"$$s = 1$$\n\nThis is **one**. A **rule**: *do it*. More.\n\n{derived}\n\nThis is **two**.")
    ]
    assert glossary._definition(text, "one", "1 · A") == "$s = 1$ This is one."
    assert glossary._definition(text, "rule", "1 · A") == "A rule: *do it*."
    assert glossary._definition(text, "two", "1 · A") == "$L = b$ This is two."


def test_no_definition_is_a_mere_this_is():
    assert not [term for term in TERMS if re.match(r"(This|It) is\b", term.says)]
