"""The site that runs in a browser: what lies in it, and that pages lead to it."""

import os
import subprocess
import sys
import zipfile

import nbformat
import pytest

from autograder.authoring import notebooks
from autograder.course.paths import HOME
from autograder.site import lite
from autograder.site.browser_wheel import NEEDED, write_wheel

bs4 = pytest.importorskip("bs4", reason="nbconvert brings beautifulsoup4; without it there is no nbconvert")


def test_the_wheel_has_the_packages_and_no_copy_of_the_lectures(tmp_path):
    wheel = write_wheel([HOME / "mlpkit", HOME / "autograder"], HOME / "pyproject.toml", tmp_path)
    with zipfile.ZipFile(wheel) as packed:
        names = packed.namelist()
        about = packed.read(next(name for name in names if name.endswith("METADATA"))).decode()
        record = packed.read(next(name for name in names if name.endswith("RECORD"))).decode()
    assert wheel.stat().st_size < 2_000_000
    assert {"mlpkit/losses.py", "autograder/checking/check.py"} < set(names)
    assert any(name.endswith(".js") for name in names)
    assert not any("/files/" in name or name.endswith((".pyc", ".ipynb")) for name in names)
    assert [line.removeprefix("Requires-Dist: ") for line in about.splitlines() if "Requires-Dist" in line] == [*NEEDED]
    assert [line.split(",")[0] for line in record.splitlines()] == names
    again = write_wheel([HOME / "mlpkit", HOME / "autograder"], HOME / "pyproject.toml", tmp_path / "again")
    assert again.read_bytes() == wheel.read_bytes()


def test_mnist_comes_along_where_it_is_named(tmp_path, monkeypatch):
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "t10k-labels-idx1-ubyte.gz").write_bytes(b"packed")
    monkeypatch.setenv("MLPKIT_DATA", str(tmp_path / "data"))
    lite._copy_mnist(tmp_path / "files")
    assert (tmp_path / "files" / "mlp-course" / "mnist" / "t10k-labels-idx1-ubyte.gz").read_bytes() == b"packed"


def test_the_cell_that_installs_the_library_stands_before_all_other_code(tmp_path):
    source = notebooks.student_path(notebooks.sources(["02"])[0])
    lite._write_notebook(source, tmp_path / "files" / "02.ipynb")
    before, after = (nbformat.read(path, as_version=4) for path in (source, tmp_path / "files" / "02.ipynb"))
    codes = [cell for cell in after.cells if cell.cell_type == "code"]
    assert codes[0].source == lite.INSTALL
    assert [c for c in after.cells if c is not codes[0]] == before.cells
    said, *_, install = lite.INSTALL.splitlines()
    assert install == "%pip install -q mlpkit-course" and said.startswith("# Python is loaded into this page")


def test_the_first_page_is_the_first_lecture_and_keeps_the_settings(tmp_path):
    settings = '<script id="jupyter-config-data" data-jupyter-lite-root=".">{}</script>'
    script = '<script type="module">\n  await import("./config-utils.js");\n</script>'
    (tmp_path / "index.html").write_text(f"<html><head>{settings}{script}</head></html>", encoding="utf-8")
    lite._lead_to("00-start-here.ipynb", tmp_path)
    text = (tmp_path / "index.html").read_text(encoding="utf-8")
    page = bs4.BeautifulSoup(text, "html.parser")
    refresh = page.find("meta", {"http-equiv": "refresh"})["content"]
    assert refresh == "0; url=lab/index.html?path=00-start-here.ipynb"
    assert settings in text and "config-utils" not in text
    with pytest.raises(notebooks.BuildError, match="not the page that was expected"):
        lite._lead_to("00-start-here.ipynb", tmp_path)


def environment():
    return {**os.environ, "PYTHONPATH": os.pathsep.join([str(HOME), os.environ.get("PYTHONPATH", "")])}


def test_pages_lead_to_it_where_it_is_built(tmp_path):
    pytest.importorskip("sphinx_book_theme", reason="the extra `site` is not installed")
    code = "from pathlib import Path; from autograder.site.make import make_site; make_site(Path('site'), ['00'], True)"
    subprocess.run([sys.executable, "-c", code], cwd=tmp_path, env=environment(), check=True, capture_output=True)
    page = bs4.BeautifulSoup((tmp_path / "site" / "00-start-here.html").read_text(encoding="utf-8"), "html.parser")
    link = page.find("a", class_="btn-run-in-browser-button")
    assert link["href"] == "lite/lab/index.html?path=00-start-here.ipynb"
    index = bs4.BeautifulSoup((tmp_path / "site" / "index.html").read_text(encoding="utf-8"), "html.parser")
    assert not index.find("a", class_="btn-run-in-browser-button")


def test_what_is_wrong_is_said(tmp_path, monkeypatch):
    pytest.importorskip("jupyterlite_pyodide_kernel", reason="the extra `lite` is not installed")
    (tmp_path / "thesis.txt").write_text("years of work", encoding="utf-8")
    with pytest.raises(notebooks.BuildError, match="not a site"):
        lite.make_lite(tmp_path)
    with pytest.raises(notebooks.BuildError, match="not an unpacked hand-out"):
        lite.make_lite(tmp_path / "out", tmp_path)
    monkeypatch.setattr(lite, "MODULES", ("jupyterlite_that_nobody_has",))
    with pytest.raises(notebooks.BuildError, match=r"needs jupyterlite_that_nobody_has: .*\[lite\]"):
        lite.make_lite(tmp_path / "out")
