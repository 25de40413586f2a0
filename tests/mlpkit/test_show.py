"""Sentences and tables of a lecture."""

import pytest

from mlpkit.show import below, number, say, table


@pytest.fixture
def shown(monkeypatch):
    seen = []
    monkeypatch.setattr("IPython.display.display", lambda item: seen.append(item.data))
    return seen


def test_a_sentence_is_shown_as_markdown(shown):
    say("The error is **0.5**.")
    assert shown == ["The error is **0.5**."]


def test_a_table_has_a_head_and_a_line_a_row(shown):
    table(["a", "b"], [[1, "x"], (2.5, None)])
    assert shown == ["| a | b |\n| --- | --- |\n| 1 | x |\n| 2.5 | None |"]


def test_a_row_of_another_length_is_named(shown):
    with pytest.raises(ValueError, match=r"row 1 must have 2 values as the head has, got 1"):
        table(["a", "b"], [[1, 2], [3]])
    assert shown == []


@pytest.mark.parametrize("blank", ["", " "])
def test_a_column_without_a_heading_is_named(shown, blank):
    with pytest.raises(ValueError, match=r"column 1 must have a heading, got ' ?'; name what its rows are"):
        table(["a", blank], [[1, 2]])
    assert shown == []


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (0.0, "below 10⁻¹³"),
        (3e-9, "below 10⁻⁸"),
        (8e-7, "below 10⁻⁶"),
        (1e-6, "below 10⁻⁴"),
        (2e-5, "below 10⁻⁴"),
        (0.02, "2.0 · 10⁻²"),
    ],
)
def test_rounding_errors_are_given_by_their_bound(error, words):
    assert below(error) == words


@pytest.mark.parametrize(
    ("x", "spec", "printed"),
    [
        (-0.0004, ".3f", "0.000"),
        (-0.0, ".3g", "0"),
        (-0.031, ".3f", "\N{MINUS SIGN}0.031"),
        (12345.0, ",.0f", "12,345"),
        (2.5e-9, ".2g", "2.5 · 10⁻⁹"),
        (-1e20, ".1e", "\N{MINUS SIGN}1.0 · 10²⁰"),
        (float("-inf"), ".3g", "\N{MINUS SIGN}inf"),
    ],
)
def test_numbers_are_printed_with_true_minus_signs_and_none_before_zero(x, spec, printed):
    assert number(x, spec) == printed
