"""Honest notebooks, habits times ways to write an answer: all right marks."""

import json

import nbformat
import pytest

from autograder.grading.grade import grade
from tests.support import grading_class as small
from tests.support import honest, stock_nbgrader

EVERY = list(honest.notebooks())
# A stride that meets every habit and every style.
SAMPLE = EVERY[:: len(EVERY) // 24]


@pytest.fixture(scope="module", params=small.BACKENDS)
def machine(request):
    if why := small.BACKENDS[request.param]():
        pytest.skip(why)
    assignment = small.make_assignment(small.Limits(memory=1024, file=8))
    with small.Machine(request.param, assignment) as sandbox:
        yield assignment, sandbox


def lost(machine, notebook):
    """What an honest notebook lost, with the reasons."""
    assignment, sandbox = machine
    result = grade(assignment, small.submission("ada", notebook), sandbox)
    (done,) = result.notebooks
    missing = {k: done.findings[k] for k, v in small.FULL.items() if done.scores[k] != v}
    return json.dumps([missing, result.deaths, result.failures]) if missing or result.failures else ""


@pytest.mark.parametrize("name, notebook", SAMPLE, ids=[name for name, _ in SAMPLE])
def test_right_answers_earn_everything(machine, name, notebook):
    assert lost(machine, notebook) == ""


@pytest.mark.slow
@pytest.mark.parametrize("name, notebook", EVERY, ids=[name for name, _ in EVERY])
def test_right_answers_earn_everything_whatever_the_habit(machine, name, notebook):
    assert lost(machine, notebook) == ""


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")
def test_nbgraders_own_autograde_gives_no_more(tmp_path, monkeypatch):
    """Every habit, and every style, once: what a kernel credits is credited here, too."""
    monkeypatch.setenv("MLPKIT_GRADING_SEED", small.SEED)
    chosen = [*EVERY[: len(honest.HABITS)], *EVERY[len(honest.HABITS) :: len(honest.HABITS)]]
    source, files = small.source_notebook(), {f"s{n}": nbformat.writes(x).encode() for n, (_, x) in enumerate(chosen)}
    small.write_course(tmp_path, source, small.released(source), files)
    nbgrader = stock_nbgrader.defaults(tmp_path)
    assert nbgrader.generate_assignment(small.NAME, force=True, create=True)["success"]
    given = {name: stock_nbgrader.marks(tmp_path, small.NAME, f"s{n}", nbgrader) for n, (name, _) in enumerate(chosen)}
    # Of a check whose cell was deleted, nbgrader has no mark, and counts it as 0.
    more = {
        n: m for n, m in given.items() if isinstance(m, dict) and any((m[k] or 0) > v for k, v in small.FULL.items())
    }
    full = [n for n, m in given.items() if isinstance(m, dict) and all(m[k] == v for k, v in small.FULL.items())]
    assert more == {} and len(full) > len(given) / 2, given


def test_the_corpus_is_large():
    assert len({name for name, _ in EVERY}) >= 150 and len(SAMPLE) >= 24
