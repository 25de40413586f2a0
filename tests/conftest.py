"""Settings for all tests: no window, no progress record of the person who runs them."""

import os

import matplotlib
import pytest

matplotlib.use("agg")


@pytest.fixture(autouse=True)
def empty_home(tmp_path_factory, monkeypatch):
    """Every test starts with an empty progress record."""
    monkeypatch.setenv("MLPKIT_HOME", str(tmp_path_factory.mktemp("home")))
    for name in ("MLPKIT_GRADING_SEED", "NBGRADER_EXECUTION"):
        monkeypatch.delenv(name, raising=False)
    os.environ.setdefault("JUPYTER_PLATFORM_DIRS", "1")
