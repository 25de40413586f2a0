"""Redraws leave nothing behind, in any explorer."""

import gc
import sys

import pytest

from mlpkit import explore
from tests.support.explorers import EXPLORERS, moves

PIXELS = 0.25  # of each direction: what is left behind does not depend on the size of the picture


def grown(name, redraws):
    """Blocks of memory that so many moves leave behind, after enough that fill the caches."""
    first = max(40, redraws // 4)
    explorer, move = moves(name, places=10)
    explorer.picture.ratio = PIXELS
    frame = explorer.picture.frame
    move(first)
    gc.collect()
    before = sys.getallocatedblocks()
    move(redraws)
    gc.collect()
    left = sys.getallocatedblocks() - before
    assert explorer.problem.value == "" and explorer.picture.frame == frame + first + redraws
    return left


def test_all_explorers_are_here():
    assert set(EXPLORERS) == set(explore.__all__)


QUICK = ("activations", "softmax", "playground", "digit_pad")  # the others in `make test-slow`


@pytest.mark.parametrize(
    "name", [pytest.param(n, marks=() if n in QUICK else pytest.mark.slow, id=n) for n in EXPLORERS]
)
def test_memory_is_flat_over_forty_redraws(name):
    assert grown(name, 40) < 400  # an artist left behind by each redraw would be 1200


@pytest.mark.slow
@pytest.mark.parametrize("name", EXPLORERS)
def test_memory_is_flat_over_a_thousand_redraws(name):
    assert grown(name, 1000) < 500
