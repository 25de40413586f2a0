"""From the built notebooks to a folder of HTML."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterable
from importlib.util import find_spec
from pathlib import Path

import nbformat

from autograder.authoring.notebooks import BuildError, again, sources, student_path
from autograder.authoring.repository import source_address
from autograder.course.extras import needs
from autograder.site import digit_pad, texts
from autograder.site.pages import lecture_page

NEEDED = ("sphinx", "myst_nb", "sphinx_book_theme", "sphinx-mathjax-offline")


def make_site(out: Path, names: Iterable[str] = (), lite: bool = False) -> list[str]:
    """Build the site of all (or the named) lectures into `out`; their names. A warning of Sphinx is an error.

    lite: with a button that opens the lecture in the folder `lite` (`make_lite` makes that).
    """
    if missing := [m for m in NEEDED if find_spec(m) is None]:
        raise BuildError(needs("the site", missing, "site"))
    from sphinx.cmd.build import build_main

    _clear(out)
    with tempfile.TemporaryDirectory() as temporary:
        pages = Path(temporary) / "pages"
        made = write_pages(pages, names)
        also = ["--tag", "lite"] if lite else []
        options = [*also, "--fail-on-warning", "--keep-going", "--fresh-env", "--conf-dir", str(Path(__file__).parent)]
        if build_main([*options, "--doctree-dir", f"{temporary}/doctrees", str(pages), str(out)]):
            raise BuildError("Sphinx could not build the site; its messages are above")
        shutil.copytree(pages / "frames", out / "frames")
        digit_pad.write_script(out / "_static" / "digit_pad.js")
    for source in made:
        shutil.copy(student_path(source), out)
    return [source.stem for source in made]


def write_pages(folder: Path, names: Iterable[str] = ()) -> list[Path]:
    """What Sphinx reads: a notebook for each lecture, and the pages round them. Returns the lectures' sources.

    Where lectures are named, which is for a quick look, the page of all explorers stands still.
    """
    (folder / "frames").mkdir(parents=True)
    found = sources(names, course=True)
    lectures = {source.stem: _lecture(source, folder) for source in found}
    for name, page in lectures.items():
        nbformat.write(page, folder / f"{name}.ipynb")
    to = texts.linker(folder, source_address())
    pages = {
        "index": texts.index(lectures, to),
        "explorers": to(texts.explorers(folder, still=bool(names)), "mlpkit/explore/README.md"),
        "glossary": texts.glossary(lectures),
        "coverage": to(texts.coverage(), "solutions/COVERAGE.md"),
        "teaching": to(texts.teaching(), "README.md"),
    }
    for name, text in pages.items():
        (folder / f"{name}.md").write_text(text, encoding="utf-8")
    return found


def _lecture(source: Path, folder: Path) -> nbformat.NotebookNode:
    both = [source.with_suffix(".ipynb"), student_path(source)]
    try:
        solution, student = (nbformat.read(path, as_version=4) for path in both)
        return lecture_page(solution, student, folder)
    except FileNotFoundError as error:
        raise BuildError(f"{error.filename} is missing: run `{again()}`") from None
    except BuildError as error:
        raise BuildError(f"{source.stem}: {error}") from None


def _clear(out: Path) -> None:
    """Remove an older site; refuse to remove anything else."""
    if out.exists() and any(out.iterdir()):
        if not (out / "searchindex.js").exists():
            raise BuildError(f"{out} holds something that is not a site: name another folder")
        shutil.rmtree(out)
