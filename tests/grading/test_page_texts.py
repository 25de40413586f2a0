"""The texts of a feedback page: as much work as a page may take, whatever a notebook holds, and no text is lost."""

import html
import time

from nbformat.v4 import new_markdown_cell, new_notebook

from autograder.grading import feedback
from autograder.grading.feedback import PAGE_SECONDS, Texts, _cell


def shown(notebook):
    """What a page shows of a notebook's cells."""
    texts = Texts()
    return [part["text"] for cell in notebook.cells for part in _cell(cell, texts, shown=True)]


def notebook_of(*sources):
    return new_notebook(cells=[new_markdown_cell(source) for source in sources])


def test_texts_that_take_long_are_drawn_until_the_pages_time_is_used_and_then_shown_as_typed(monkeypatch):
    drawn, clock = [], [0.0]

    def slow(source):
        drawn.append(source)
        clock[0] += 0.9
        return f"<p>{source}</p>"

    monkeypatch.setattr(feedback, "_markdown", slow)
    monkeypatch.setattr(time, "process_time", lambda: clock[0])
    sources = [f"<b>answer {n}</b>" for n in range(200)]
    parts = shown(notebook_of(*sources))
    assert len(drawn) <= PAGE_SECONDS / 0.9 + 1 and clock[0] < PAGE_SECONDS + 1
    assert parts[0] == f"<p>{sources[0]}</p>" and len(parts) == 200
    assert all(
        html.escape(source) in part for source, part in zip(sources[len(drawn) :], parts[len(drawn) :], strict=True)
    )
    again = shown(notebook_of(sources[0]))
    assert again == parts[:1]


def test_a_page_stays_as_small_as_what_was_typed_where_its_html_grows(monkeypatch):
    monkeypatch.setattr(feedback, "_markdown", lambda source: 1000 * source)
    sources = [f"{n:04}" * 1000 for n in range(100)]
    parts = shown(notebook_of(*sources))
    assert sum(map(len, parts)) <= feedback.LARGEST_PAGE + 2 * sum(map(len, sources))
    assert all(source in part for source, part in zip(sources, parts, strict=True))


def test_an_ordinary_notebook_is_drawn_whole():
    parts = shown(notebook_of(*(f"## Part {n}\n\n" + "Because *f* is $x^2$. " * 100 for n in range(50))))
    assert len(parts) == 50 and all("<h2>" in part and "<math" in part for part in parts)
