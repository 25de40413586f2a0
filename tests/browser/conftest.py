"""One Jupyter server and one Chromium for all browser tests; skipped where there is no Chromium.

The scope is the package, not the session: Playwright keeps an event loop running in the main thread, and the other
tests must not find it there.
"""

import pytest

from .chromium import launch, open_page
from .server import PATIENCE, Server


@pytest.fixture(scope="package")
def browser():
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    with playwright.sync_playwright() as driver:
        chrome = launch(driver)
        if chrome is None:
            pytest.skip("no Chromium on this machine (Debian: apt-get install chromium)")
        context = chrome.new_context()  # one for all, so that JupyterLab's scripts are loaded once
        context.set_default_timeout(1000 * PATIENCE)
        yield context
        chrome.close()


@pytest.fixture(scope="package")
def server(browser, tmp_path_factory):
    running = Server(tmp_path_factory.mktemp("jupyter"))
    yield running
    running.stop()


@pytest.fixture
def open_notebook(browser, server):
    """`open_notebook(path or list of cells, app="lab", width=1280, on=server)` → NotebookPage."""
    pages, servers = [], {server}

    def open_(what, on=server, **options):
        opened = open_page(browser, on, what, number=len(pages), **options)
        pages.append(opened.page)
        servers.add(on)
        return opened

    yield open_
    for page in pages:
        page.close(run_before_unload=False)
    for used in servers:
        used.end_kernels()
