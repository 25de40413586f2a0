"""Chromium, and a notebook opened in it."""

import shutil

import nbformat

from .notebook_page import NotebookPage
from .server import PATIENCE

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def launch(driver):
    """The browser, or None where there is no Chromium."""
    names = ("chromium", "chromium-browser", "google-chrome")
    path = next(filter(None, map(shutil.which, names)), None)
    return path and driver.chromium.launch(executable_path=path, args=FLAGS, timeout=1000 * PATIENCE)


def open_page(context, server, what, *, app="lab", width=1280, height=900, number=0):
    """A NotebookPage of a file, copied into the server's folder, or of strings that become code cells."""
    name = _place(what, server.folder, number)
    page = context.new_page()
    page.set_viewport_size({"width": width, "height": height})
    page.set_default_timeout(1000 * PATIENCE)
    where = f"lab/tree/{name}?reset&" if app == "lab" else f"notebooks/{name}?"
    page.goto(f"{server.url}/{where}token={server.token}")
    opened = NotebookPage(page, app, server)
    opened.wait_idle()
    return opened


def _place(what, folder, number):
    if isinstance(what, list):
        name = f"made-{number}.ipynb"
        cells = [nbformat.v4.new_code_cell(source) for source in what]
        kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
        nbformat.write(nbformat.v4.new_notebook(cells=cells, metadata=kernel), folder / name)
        return name
    return shutil.copy(what, folder / what.name).name
