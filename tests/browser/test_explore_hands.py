"""Every explorer under fast hands, on a fresh kernel: drawn in one thread, no error, and the right picture at rest."""

import pytest

from tests.support.explorers import EXPLORERS, FIRST

from .hands import at_rest, cells, fast_hands
from .server import NO_SUBSHELLS, Server


def tried(page, seed=0):
    """What is wrong after it; nothing should be."""
    page.run(0)
    page.run(1)
    fast_hands(page, seed)
    threads, problem, same = at_rest(page)
    return [] if (threads, problem, same) == (["MainThread"], "", [True, True]) else [threads, problem, same]


@pytest.mark.parametrize("name", EXPLORERS)
def test_fast_hands_leave_the_right_picture(open_notebook, name):
    page = open_notebook(cells(FIRST, EXPLORERS[name][0]), width=1400, height=1000)
    assert tried(page) == []


@pytest.fixture(scope="module")
def no_subshells(browser, tmp_path_factory):
    running = Server(tmp_path_factory.mktemp("no-subshells"), settings=NO_SUBSHELLS)
    yield running
    running.stop()


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("subshells", [True, False], ids=["subshells", "no-subshells"])
@pytest.mark.parametrize("name", EXPLORERS)
def test_on_five_fresh_kernels_with_and_without_subshells(open_notebook, no_subshells, name, subshells, seed):
    where = {} if subshells else {"on": no_subshells}
    page = open_notebook(cells(FIRST, EXPLORERS[name][0]), width=1400, height=1000, **where)
    assert tried(page, seed) == []
