"""A feedback page on a telephone: nothing in its table lies over anything else, and only code scrolls."""

import pytest

from autograder.checking.exercise import EXERCISES
from autograder.grading.feedback import _PAGES

PHONE, DESKTOP = {"width": 390, "height": 844}, {"width": 1280, "height": 900}

# Pairs of cells of one row whose words lie over each other.
OVER = """() => {
  const words = (cell) => {
    const range = document.createRange();
    range.selectNodeContents(cell);
    return [...range.getClientRects()];
  };
  const meet = (a, b) => a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 1 && b.top < a.bottom - 1;
  return [...document.querySelectorAll("tr")].flatMap((row) => [...row.cells].flatMap((cell, k, cells) =>
    cells.slice(k + 1).filter((other) => words(cell).some((a) => words(other).some((b) => meet(a, b))))
      .map((other) => `${cell.textContent} | ${other.textContent}`)));
}"""


def feedback_page():
    """Every exercise of the course in one table, the longest names among them, half of them without all points."""
    why = "no: below 0 this gives −1, as the sign function does; expected is 0, for inputs of shape (7,)"
    rows = [
        {
            "id": e.name,
            "name": e.name,
            "lost": k % 2,
            "points": f"{0.5 if k % 2 else 1} of 1",
            "why": why if k % 2 else "",
        }
        for k, e in enumerate(EXERCISES.values())
    ]
    parts = [{"kind": "source", "text": "def f(z):\n    return " + " + ".join(["np.maximum(z, 0)"] * 9)}]
    told = {"title": "02", "warning": "", "name": "02", "student": "Ada", "total": "3 of 28 points"}
    return _PAGES.get_template("feedback.html").render(**told, rows=rows, odd=[], reason=None, parts=parts)


@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_no_words_of_its_table_lie_over_others_and_the_page_is_no_wider_than_the_screen(browser, tmp_path, size):
    path = tmp_path / "feedback.html"
    path.write_text(feedback_page(), encoding="utf-8")
    page = browser.new_page()
    page.set_viewport_size(size)
    page.goto(path.as_uri())
    assert page.locator("tbody tr").count() == len(EXERCISES) > 60
    assert page.evaluate(OVER) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]
    page.close()
