"""The course in a browser with nothing installed: a JupyterLite site whose kernel is Pyodide."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from importlib.util import find_spec
from pathlib import Path

import nbformat

from autograder.authoring import notebooks
from autograder.authoring.install_line import without_install
from autograder.authoring.notebooks import BuildError
from autograder.checking import library_packages
from autograder.course.extras import needs
from autograder.course.paths import HOME, PACKAGE
from autograder.site.browser_wheel import NAME, write_wheel

MODULES = ("jupyterlite_core", "jupyterlite_pyodide_kernel")
# JupyterLab's extensions that explorers and the kernel need. Others that are installed want a server.
EXTENSIONS = ("@jupyter-widgets/jupyterlab-manager", "anywidget", "@jupyterlite/pyodide-kernel-extension")
MNIST_FOLDER = "mlp-course/mnist"
INSTALL = f"""\
# Python is loaded into this page, which takes a while the first time. Where [*] or a red sign stays,
# it could not be loaded: try another network, or install the course on your computer.
%pip install -q {NAME}"""
# JupyterLite's own first page leads to its launcher. The rest of that page is read by the others for their settings.
_LEADS = re.compile(r'<script type="module">.*?</script>', re.DOTALL)


def make_lite(out: Path, handout: Path | None = None, pyodide: Path | None = None) -> list[str]:
    """Build the site into `out`, of the course or of an unpacked hand-out; the names of its lectures.

    The runtime comes from Pyodide's own address when a page is opened, or is the distribution in the folder `pyodide`,
    which then lies in the site.
    """
    if missing := [m for m in MODULES if find_spec(m) is None]:
        raise BuildError(needs("the site", missing, "lite"))
    lectures = sorted((handout / "lectures").glob("*.ipynb")) if handout else _released()
    if not lectures:
        raise BuildError(f"{handout} is not an unpacked hand-out: it has no folder `lectures` with notebooks")
    _clear(out)
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        for path in lectures:
            _write_notebook(path, folder / "files" / path.name)
        homes = [h for top in [handout or PACKAGE.parent] for h in _packages(top, handout is not None)]
        write_wheel(homes, (handout or HOME) / "pyproject.toml", folder / "pypi")
        _copy_mnist(folder / "files")
        if pyodide:
            shutil.copytree(pyodide, folder / "static" / "pyodide")
        _run(folder, out.resolve())
    _lead_to(lectures[0].name, out)
    return [path.stem for path in lectures]


def _released() -> list[Path]:
    return [notebooks.student_path(source) for source in notebooks.sources()]


def _packages(top: Path, closed: bool) -> list[Path]:
    """The library's packages, and the autograder."""
    homes = [top / home.name for home in library_packages.homes()] if closed else list(library_packages.homes())
    return [*homes, top / "autograder"]


def _write_notebook(path: Path, target: Path) -> None:
    """The student notebook with a cell above the first code cell that installs the library."""
    try:
        notebook = without_install(nbformat.read(path, as_version=4))
    except FileNotFoundError:
        raise BuildError(f"{path} is missing: run `{notebooks.again()}`") from None
    cell = nbformat.v4.new_code_cell(INSTALL, id="install-in-browser")
    place = next((i for i, c in enumerate(notebook.cells) if c.cell_type == "code"), 0)
    notebook.cells.insert(place, cell)
    notebook.metadata["kernelspec"] = {"display_name": "Python (Pyodide)", "language": "python", "name": "python"}
    target.parent.mkdir(exist_ok=True)
    nbformat.write(notebook, target)


def _copy_mnist(files: Path) -> None:
    """MNIST's files, where MLPKIT_DATA names a folder that has them, for the place in which the library looks."""
    data = os.environ.get("MLPKIT_DATA")
    for path in Path(data).glob("*-ubyte.gz") if data else ():
        (files / MNIST_FOLDER).mkdir(parents=True, exist_ok=True)
        shutil.copy(path, files / MNIST_FOLDER)


def _run(folder: Path, out: Path) -> None:
    installed = Path(sys.prefix) / "share" / "jupyter" / "labextensions"
    for name in EXTENSIONS:
        if (installed / name).is_dir():
            shutil.copytree(installed / name, folder / "extensions" / name)
    settings = {
        "LiteBuildConfig": {"ignore_sys_prefix": ["federated_extensions"], "no_sourcemaps": True},
        "FederatedExtensionAddon": {"extra_labextensions_path": [str(folder / "extensions")]},
    }
    (folder / "jupyter_lite_config.json").write_text(json.dumps(settings), encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "jupyterlite_core", "build", "--lite-dir", folder, "--output-dir", out],
        cwd=folder, capture_output=True, text=True, encoding="utf-8", errors="replace",
    )  # fmt: skip
    if done.returncode:
        raise BuildError(f"JupyterLite could not build the site:\n{done.stdout[-2000:]}{done.stderr[-2000:]}")


def _lead_to(lecture: str, out: Path) -> None:
    """Whoever opens the site reads this lecture, which says how to go on."""
    path, address = out / "index.html", f"lab/index.html?path={lecture}"
    link = f'<meta http-equiv="refresh" content="0; url={address}">'
    page, times = _LEADS.subn(link, path.read_text(encoding="utf-8"))
    if times != 1:
        wanted = needs("the site", ["the JupyterLite that this course was written for"], "lite")
        raise BuildError(f"{path} is not the page that was expected; {wanted}")
    path.write_text(page, encoding="utf-8")


def _clear(out: Path) -> None:
    """Remove an older site; refuse to remove anything else."""
    if out.exists() and any(out.iterdir()):
        if not (out / "jupyter-lite.json").exists():
            raise BuildError(f"{out} holds something that is not a site: name another folder")
        shutil.rmtree(out)
