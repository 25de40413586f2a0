"""A cell that trains for long says how far it is, in a kernel; the word goes with the cell."""

from types import SimpleNamespace

import numpy as np
import pytest
from IPython.core.events import EventManager

from mlpkit import MLP, fit, progress
from mlpkit.datasets import gaussians


class Kernel:
    """A kernel's shell, as far as a line below a cell needs one."""

    kernel = "here"

    def __init__(self):
        self.events = EventManager(self, {"post_run_cell": lambda result: None})
        self.display_pub, self.said = SimpleNamespace(publish=self.publish), []

    def publish(self, data, transient, update):
        self.said.append((transient["display_id"], update, data.get("text/html")))


@pytest.fixture
def kernel(monkeypatch):
    shell = Kernel()
    monkeypatch.setattr("IPython.get_ipython", lambda: shell)
    monkeypatch.setattr(progress, "PAUSE", 0.0)
    monkeypatch.delenv("TQDM_DISABLE", raising=False)
    return shell


def train(n=1, **settings):
    for seed in range(n):
        fit(MLP([2, 4, 3], seed=seed), *gaussians(np.random.default_rng(0), 60, 3), epochs=2, batch_size=10, **settings)


def test_all_trainings_of_a_cell_share_one_line_which_its_end_empties(kernel, monkeypatch, capsys):
    monkeypatch.setattr(progress, "PATIENCE", 0.0)
    train(3)
    ids, updates, texts = zip(*kernel.said, strict=True)
    assert len(set(ids)) == 1 and updates == (False, *[True] * (len(ids) - 1))
    assert "training 1 in this cell, epoch 1 of 2" in texts[0] and "loss=" in texts[-1]
    assert "training 3 in this cell, epoch 2 of 2" in texts[-1] and len(texts) >= 3 * 2 * 6  # more than one an epoch
    kernel.events.trigger("post_run_cell", None)
    assert kernel.said[-1] == (ids[0], True, None)
    train()  # the next cell has a line of its own
    assert kernel.said[-1][0] != ids[0] and "training 1 in this cell" in kernel.said[-1][2]
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize("why", ["short", "off", "switched off"])
def test_a_short_cell_and_one_that_wants_no_line_have_none(kernel, monkeypatch, why):
    if why != "short":
        monkeypatch.setattr(progress, "PATIENCE", 0.0)
    if why == "switched off":
        monkeypatch.setenv("TQDM_DISABLE", "1")
    train(progress=why != "off")
    kernel.events.trigger("post_run_cell", None)
    assert kernel.said == [] and kernel.events.callbacks["post_run_cell"] == []
