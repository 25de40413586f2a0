"""The site, built once, and its pages served on a port of this machine."""

import fcntl
import functools
import http.server
import os
import subprocess
import sys
import threading
from contextlib import contextmanager
from importlib.util import find_spec

import pytest

from autograder.authoring import notebooks


def make(out, *lectures, cwd=None, **environment):
    """Build by the command, as its user does."""
    for package in ("sphinx", "myst_nb", "sphinx_book_theme", "sphinx-mathjax-offline"):
        if find_spec(package) is None:
            pytest.skip(f"{package} is not installed: python -m pip install -e '.[site]'")
    environment = {k: v for k, v in os.environ.items() if k != "MLPKIT_REPOSITORY"} | environment
    command = [sys.executable, "-m", "autograder", "site", "--out", str(out), *lectures]
    done = subprocess.run(command, cwd=cwd or notebooks.root(), env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
    return out


def site(factory):
    """The folder of the whole site, built once for all workers; `factory` is pytest's tmp_path_factory."""
    base = factory.getbasetemp()
    base = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    with (base / "site.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        built = base / "site.built"
        if not built.exists():
            make(base / "site")
            built.touch()
    return base / "site"


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_):
        """Say nothing."""


@contextmanager
def served(folder):
    """The address of the folder's pages while they are served."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(_Quiet, directory=str(folder)))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()
