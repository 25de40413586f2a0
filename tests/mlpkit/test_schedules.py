"""Learning rates over time: by hand and against PyTorch's schedulers."""

import numpy as np
import pytest

from mlpkit.schedules import SCHEDULES, TrainingState, constant, cosine, cyclical, inverse_time, plateau, step_halving
from tests.support.peers import torch_or_skip


def test_by_hand():
    assert constant(0.1, 99) == 0.1
    assert [step_halving(0.8, t, 3) for t in (0, 2.99, 3, 8, 9)] == [0.8, 0.8, 0.4, 0.2, 0.1]
    assert [inverse_time(0.6, t, 2) for t in (0, 2, 4)] == pytest.approx([0.6, 0.3, 0.2])
    assert [cyclical(0.5, t, 0.1, 2) for t in (0, 0.5, 1, 2, 3, 4, 6)] == pytest.approx(
        [0.1, 0.2, 0.3, 0.5, 0.3, 0.1, 0.5]
    )
    assert [cosine(1.0, t, 3) for t in (0, 1, 2, 3)] == pytest.approx([1, 0.75, 0.25, 0])
    assert [cosine(1.0, t, 4, 0.2) for t in (0, 2, 4)] == pytest.approx([1, 0.6, 0.2])


def test_plateau_by_hand():
    assert plateau(0.8, []) == 0.8
    assert plateau(0.8, [3, 2, 1, 0.5, 0.4]) == 0.8
    assert plateau(0.8, [1, 1, 1], patience=2) == 0.4
    assert plateau(0.8, [1, 2, 2, 2, 2], patience=2) == 0.2
    assert plateau(0.8, [1, 2, 0.5, 2, 0.4, 2], patience=2) == 0.8
    assert plateau(0.8, [1, 2, 2, 0.5, 2, 2], patience=2, factor=0.1) == pytest.approx(0.008)
    assert plateau(0.8, [1, 1, 1]) == 0.8 and plateau(0.8, [1, 1, 1, 1]) == 0.4


def by_torch(make, lr, steps, values=None):
    torch = torch_or_skip()
    optimizer = torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=lr)
    schedule, rates = make(torch.optim.lr_scheduler, optimizer), []
    for t in range(steps):
        rates.append(optimizer.param_groups[0]["lr"])
        optimizer.step()
        schedule.step(*([values[t]] if values else []))
    return rates


def test_agree_with_torch():
    epochs = range(25)
    peer = by_torch(lambda module, opt: module.StepLR(opt, 7, 0.5), 0.8, 25)
    np.testing.assert_allclose([step_halving(0.8, t, 7) for t in epochs], peer)
    peer = by_torch(lambda module, opt: module.CosineAnnealingLR(opt, 25, 0.05), 0.8, 25)
    np.testing.assert_allclose([cosine(0.8, t, 25, 0.05) for t in epochs], peer)
    peer = by_torch(lambda module, opt: module.CyclicLR(opt, 0.05, 0.8, 4, cycle_momentum=False), 0.8, 25)
    np.testing.assert_allclose([cyclical(0.8, t, 0.05, 4) for t in epochs], peer, atol=1e-12)
    errors = list(np.random.default_rng(0).uniform(0.5, 1, 25))
    settings = {"factor": 0.5, "patience": 2, "threshold": 0}
    peer = by_torch(lambda module, opt: module.ReduceLROnPlateau(opt, **settings), 0.8, 25, errors)
    np.testing.assert_allclose([plateau(0.8, errors[:t], patience=3) for t in epochs], peer)
    assert peer[-1] < 0.1


@pytest.mark.parametrize(
    "name, expected",
    [
        ("constant", 0.8),
        ("step_halving", 0.4),
        ("plateau", 0.4),
        ("inverse_time", 0.8 * 10 / 22),
        ("cyclical", 0.0),
        ("cosine", 0.8 * (1 + np.cos(np.pi * 0.6)) / 2),
    ],
)
def test_by_name(name, expected):
    assert SCHEDULES[name](0.8, TrainingState(12.0, 20, [0.3, 0.4, 0.4, 0.4])) == pytest.approx(expected)


def test_bad_arguments():
    for schedule in (constant, step_halving, inverse_time, cyclical):
        with pytest.raises(ValueError, match="t must be a finite number of at least 0, got -1"):
            schedule(0.1, -1)
        with pytest.raises(ValueError, match="lr must be a finite number above 0, got 0"):
            schedule(0, 1)
    for call in (
        lambda: step_halving(0.1, 1, 0),
        lambda: inverse_time(0.1, 1, 0),
        lambda: cyclical(0.1, 1, half_cycle=0),
        lambda: cosine(0.1, 1, 0),
        lambda: plateau(0.1, [], patience=0),
        lambda: plateau(0.1, [], factor=1),
        lambda: cyclical(0.1, 1, low=-1),
        lambda: cosine(0.1, 1, 2, low=-1),
    ):
        with pytest.raises(ValueError, match="must be"):
            call()
