"""Lecture 02 as a student uses it: Run All, a wrong answer, a right one, the explorer, nbgrader's Validate."""

import re

from .server import ROOT

NOTEBOOK = ROOT / "notebooks" / "02-activations.ipynb"
WRONG = "def step(z):\n    return np.sign(z)"
RIGHT = "def step(z):\n    return np.where(z < 0, 0, 1).astype(z.dtype)"
ERRORS = "[data-mime-type='application/vnd.jupyter.error'], [data-mime-type='application/vnd.jupyter.stderr']"


def test_a_student_works_through_the_first_exercise(open_notebook):
    lecture = open_notebook(NOTEBOOK, height=1000)
    lecture.run_all()
    stopped = lecture.cell('check("step"')
    assert "step is not written yet" in stopped.locator(".jp-Cell-outputArea").inner_text()
    assert lecture.page.locator(ERRORS).count() == 1, "Run All shows another error than the unsolved exercise"
    assert lecture.cell('check("sigmoid"').locator(".jp-Cell-outputArea").inner_text().strip() == ""
    lecture.screenshot("lecture-02-stopped")

    lecture.type_into("def step(z)", WRONG)
    lecture.run("def step(z)")
    lecture.run('check("step"')
    report = lecture.output('check("step"')
    assert "0 of 1 points" in report
    assert re.search(r"NO\s+.*(sign|−1)", report), report
    stopped.scroll_into_view_if_needed()
    lecture.screenshot("lecture-02-wrong")

    lecture.type_into("def step(z)", RIGHT)
    lecture.run("def step(z)")
    lecture.run('check("step"')
    assert "1 of 1 points" in lecture.output('check("step"')
    lecture.screenshot("lecture-02-right")

    lecture.run("explore.activations(")
    explorer = lecture.explorer()
    before = explorer.numbers
    explorer.move("z", "ArrowRight", 5)
    assert explorer.numbers != before
    lecture.screenshot("lecture-02-explorer")

    lecture.press_button("Validate")
    dialog = lecture.page.locator(".jp-Dialog, .validate-dialog").filter(
        has_text=re.compile("failed|passed|error", re.I)
    )
    dialog.wait_for()
    said = dialog.inner_text()
    lecture.screenshot("lecture-02-validate")
    assert "failed" in said.lower()
    assert "sigmoid is not written yet" in said
    assert "step is not written yet" not in said
