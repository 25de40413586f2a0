"""Settings for all tests: no window, no progress record of the person who runs them."""

import importlib
import os

import matplotlib
import pytest

from autograder.own import REGISTRIES

matplotlib.use("agg")


@pytest.fixture(autouse=True)
def empty_home(tmp_path_factory, monkeypatch):
    """Every test starts with an empty progress record."""
    monkeypatch.setenv("MLPKIT_HOME", str(tmp_path_factory.mktemp("home")))
    for name in ("MLPKIT_GRADING_SEED", "NBGRADER_EXECUTION"):
        monkeypatch.delenv(name, raising=False)
    os.environ.setdefault("JUPYTER_PLATFORM_DIRS", "1")


@pytest.fixture(autouse=True)
def library_in_place():
    """What a passed check put into mlpkit's registries serves that test only."""
    registries = [getattr(importlib.import_module(module), name) for module, name in REGISTRIES]
    before = [dict(registry) for registry in registries]
    yield
    for registry, entries in zip(registries, before, strict=True):
        registry.clear()
        registry.update(entries)
