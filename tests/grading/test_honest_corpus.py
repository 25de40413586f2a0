"""Honest notebooks, habits times ways to write an answer: all right marks."""

import json

import pytest

from autograder.grading.grade import grade
from tests.support import grading_class as small
from tests.support import honest

EVERY = list(honest.notebooks())
# A stride that meets every habit and every style.
SAMPLE = EVERY[:: len(EVERY) // 24]


@pytest.fixture(scope="module", params=small.BACKENDS)
def machine(request):
    if why := small.BACKENDS[request.param]():
        pytest.skip(why)
    bundle = small.make_bundle(small.Limits(memory=1024, file=8))
    with small.Machine(request.param, bundle) as sandbox:
        yield bundle, sandbox


def lost(machine, notebook):
    """What an honest notebook lost, with the reasons."""
    bundle, sandbox = machine
    result = grade(bundle, small.submission("ada", notebook), sandbox)
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


def test_the_corpus_is_large():
    assert len({name for name, _ in EVERY}) >= 150 and len(SAMPLE) >= 24
