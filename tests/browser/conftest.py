"""One Jupyter server and one Chromium for all browser tests; skipped where there is no Chromium.

The scope is the package, not the session: Playwright keeps an event loop running in the main thread, and the other
tests must not find it there.
"""

import shutil

import nbformat
import pytest

from .notebook_page import NotebookPage
from .server import Server

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="package")
def browser():
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if chromium is None:
        pytest.skip("no Chromium on this machine (Debian: apt-get install chromium)")
    with playwright.sync_playwright() as driver:
        chrome = driver.chromium.launch(executable_path=chromium, args=FLAGS)
        yield chrome.new_context()  # one for all, so that JupyterLab's scripts are loaded once
        chrome.close()


@pytest.fixture(scope="package")
def server(browser, tmp_path_factory):
    running = Server(tmp_path_factory.mktemp("jupyter"))
    yield running
    running.stop()


@pytest.fixture
def open_notebook(browser, server):
    """`open_notebook(path or list of cells, app="lab", width=1280)` → NotebookPage.

    app is "lab" or "notebook". A path is copied into the server's folder; strings become code cells.
    """
    pages = []

    def open_(what, app="lab", width=1280, height=900):
        name = _place(what, server.folder, len(pages))
        page = browser.new_page()
        pages.append(page)
        page.set_viewport_size({"width": width, "height": height})
        page.set_default_timeout(20_000)
        where = f"lab/tree/{name}?reset&" if app == "lab" else f"notebooks/{name}?"
        page.goto(f"{server.url}/{where}token={server.token}")
        opened = NotebookPage(page, app)
        opened.wait_idle()
        return opened

    yield open_
    for page in pages:
        page.close(run_before_unload=False)
    server.end_kernels()


def _place(what, folder, number):
    if isinstance(what, list):
        name = f"made-{number}.ipynb"
        cells = [nbformat.v4.new_code_cell(source) for source in what]
        kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
        nbformat.write(nbformat.v4.new_notebook(cells=cells, metadata=kernel), folder / name)
        return name
    return shutil.copy(what, folder / what.name).name
