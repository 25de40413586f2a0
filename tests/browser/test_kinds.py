"""A derivation in JupyterLab: typed wrong, read typeset, typed right."""

START = "import numpy as np\nfrom autograder import check"
WRONG = 'sigmoid_derivation = """\nd(1 / (1 + exp(-z)), z)\n= exp(-z) / (1 + exp(-z))\n= 1 - s\n"""'
RIGHT = 'sigmoid_derivation = """\nd(1 / (1 + exp(-z)), z)\n= exp(-z) / (1 + exp(-z))**2\n= s * (1 - s)\n"""'
CHECK = 'check("sigmoid_derivation", sigmoid_derivation)'


def test_a_student_derives_and_sees_what_was_read(open_notebook):
    page = open_notebook([START, WRONG, CHECK])
    page.run(0)
    page.run(1)
    page.run(2)
    said = page.output(2)
    assert "0 of 2 points" in said and "line 2 is not line 1: at z = " in said
    assert "The denominator is not squared" in said
    formulas = page.cell(2).locator("mjx-container")
    formulas.nth(2).wait_for()
    assert formulas.count() == 3, "every line is typeset"
    page.screenshot("derivation", page.cell(2))
    page.type_into(1, RIGHT)
    page.run(1)
    page.run(2)
    assert "2 of 2 points" in page.output(2)
