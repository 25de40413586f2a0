"""Formgrader's page brings MathJax with it, where the package that holds it is installed."""

import importlib.util

import pytest
from nbconvert import HTMLExporter
from nbformat.v4 import new_markdown_cell, new_notebook
from traitlets.config import Config

from autograder.gradebook import formulas

NOTEBOOK = new_notebook(cells=[new_markdown_cell(r"It is $\sigma'(z)$.")])


def page(config, template="formgrade"):
    config.HTMLExporter.template_name = template
    resources = dict.fromkeys(("base_url", "notebook_id", "submission_id", "student_id", "assignment_id"), "")
    return HTMLExporter(config=config).from_notebook_node(NOTEBOOK, resources | {"index": 0, "total": 1})[0]


@pytest.fixture
def there():
    if importlib.util.find_spec(formulas.PACKAGE) is None:
        pytest.skip(f"{formulas.PACKAGE} is not installed")


def test_formgraders_page_fetches_nothing_for_formulas(there):
    config = Config()
    formulas.formulas(config)
    text = page(config)
    assert "cdnjs" not in text and "MathJax.Hub" in text and "mjx-container" in text


def test_without_the_package_it_is_as_nbgrader_makes_it(monkeypatch):
    monkeypatch.setattr(formulas, "find_spec", lambda name: None)
    config = Config()
    formulas.formulas(config)
    assert config == {}
