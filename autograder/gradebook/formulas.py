"""Formulas in Formgrader without the internet: MathJax in the page, from the package that the site takes it from."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

from markupsafe import Markup

PACKAGE = "sphinx-mathjax-offline"
_TEMPLATES = Path(__file__).parent / "formgrader"


def formulas(config) -> None:
    """Let Formgrader take MathJax from `PACKAGE`; where that is not installed, from the internet, as nbgrader does."""
    if find_spec(PACKAGE) is None:
        return
    nbgrader = find_spec("nbgrader")
    assert nbgrader and nbgrader.origin
    own = Path(nbgrader.origin).parent / "server_extensions" / "formgrader" / "templates"
    config.HTMLExporter.extra_template_basedirs = [str(_TEMPLATES), str(own)]
    config.HTMLExporter.filters = {"mathjax": f"{__name__}.mathjax"}


def mathjax(file: str) -> Markup:
    """A script of MathJax that needs no other file."""
    spec = find_spec(PACKAGE)
    assert spec and spec.origin
    return Markup((Path(spec.origin).parent / "static" / "mathjax" / file).read_text(encoding="utf-8"))
