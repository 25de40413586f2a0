"""Settings for all tests: no window, no progress record of the person who runs them."""

import importlib
import os

import matplotlib
import pytest

from autograder.checking.progress import REGISTRIES

matplotlib.use("agg")


def pytest_addoption(parser):
    parser.addoption("--lecture", help="Only the tests of this lecture's exercises and notebooks, such as 05.")


def pytest_configure(config):
    config.pluginmanager.register(FailureLines(config))


class FailureLines:
    """Each failure gets its line when it happens: a run that is ended from outside has no summary."""

    def __init__(self, config):
        self.config = config

    def pytest_runtest_logreport(self, report):
        reporter = self.config.pluginmanager.get_plugin("terminalreporter")
        if report.failed and reporter is not None and not hasattr(self.config, "workerinput"):
            crash = getattr(report.longrepr, "reprcrash", None)
            why = str(crash.message if crash else report.longrepr).strip().splitlines()[:3]
            reporter.write_line("\n".join([f"\n{report.nodeid} ({report.when}, {report.duration:.0f} s)", *why]))


def pytest_collection_modifyitems(config, items):
    wanted = config.getoption("--lecture")
    if wanted:
        config.hook.pytest_deselected(items=[i for i in items if not is_about(i, wanted)])
        items[:] = [i for i in items if is_about(i, wanted)]


def is_about(item, lecture):
    """Whether a parameter of the test is the lecture, its notebook, or an exercise of it."""
    given = getattr(item, "callspec", None)
    names = [getattr(v, "lecture", getattr(v, "stem", v)) for v in given.params.values()] if given else []
    return any(isinstance(name, str) and name.split("-")[0] == lecture for name in names)


@pytest.fixture(autouse=True, scope="session")
def no_real_home(tmp_path_factory):
    """What outlives a test, such as a Jupyter server, leaves the home of who runs the tests alone."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MLPKIT_HOME", str(tmp_path_factory.mktemp("home")))
        yield


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
