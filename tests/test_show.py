"""Sentences and tables of a lecture."""

import pytest

from mlpkit.show import below, say, table


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


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (0.0, "below 1e-13"),
        (3e-9, "below 1e-8"),
        (8e-7, "below 1e-6"),
        (1e-6, "below 1e-4"),
        (2e-5, "below 1e-4"),
        (0.02, "2.0e-02"),
    ],
)
def test_rounding_errors_are_given_by_their_bound(error, words):
    assert below(error) == words
