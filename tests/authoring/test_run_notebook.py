"""Running a notebook: a kernel that does not announce the end of a cell is noticed, and everything is run once more."""

import gc
import os
import time

import nbclient.output_widget
import nbformat
import pytest
from nbclient.exceptions import CellExecutionError

from autograder.authoring import run_notebook as module
from autograder.authoring.lectures import BuildError
from autograder.authoring.run_notebook import run_notebook

# Within the kernel: what it would send at the end of a cell gets lost, the first time that the notebook is run.
LOSE = """
import pathlib
kernel = get_ipython().kernel
def lose(what):
    mark = pathlib.Path({mark!r})
    if mark.exists() and {once}:
        return
    mark.touch()
    if "idle" in what:
        kernel._publish_status = lambda *a, **k: None
    if "reply" in what:
        send = kernel.session.send
        def but_replies(stream, msg, *a, **k):
            lost = msg == "execute_reply"
            return kernel.session.msg(msg, *a[:1]) if lost else send(stream, msg, *a, **k)
        kernel.session.send = but_replies
"""


def notebook(*cells):
    return nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(c) for c in cells])


def run(cells, folder, **more):
    made = notebook(*cells)
    run_notebook(made, folder, os.environ, **more)
    return made


@pytest.fixture
def impatient(monkeypatch):
    monkeypatch.setattr(module, "SILENCE", 2.0)


@pytest.mark.parametrize("what", ["idle", "reply", "idle and reply"])
def test_a_kernel_that_loses_the_end_of_a_cell_is_run_once_more(what, impatient, tmp_path):
    told, cells = [], [LOSE.format(mark=str(tmp_path / "mark"), once=True), f"lose({what!r})\n6 * 7"]
    made = run(cells, tmp_path, on_retry=told.append)
    assert len(told) == 1 and f"cell 2 of 2 (lose({what!r}))" in told[0] and "idle" in told[0]
    assert made.cells[1].outputs[0]["data"]["text/plain"] == "42"


def test_no_task_is_left_behind_that_asks_a_kernel_that_is_gone(impatient, tmp_path, caplog):
    cells = [
        LOSE.format(mark=str(tmp_path / "mark"), once=True),
        "lose('reply')",
        "import time\nend = time.time() + 2.5\nwhile time.time() < end: pass",
    ]
    run(cells, tmp_path)
    gc.collect()
    assert not [r.getMessage() for r in caplog.records if r.name == "asyncio"]


def test_the_second_time_it_is_an_error_that_names_the_cell(impatient, tmp_path):
    cells = [LOSE.format(mark=str(tmp_path / "mark"), once=False), "lose('idle')"]
    with pytest.raises(BuildError, match=r"cell 2 of 2 \(lose\('idle'\)\): the kernel is idle.*second time"):
        run(cells, tmp_path)


def test_a_cell_that_works_in_silence_is_left_to_work(impatient, tmp_path):
    told = []
    run(["import time\nend = time.monotonic() + 5\nwhile time.monotonic() < end: pass"], tmp_path, on_retry=told.append)
    assert not told


def test_a_cell_that_says_something_now_and_then_is_not_idle(impatient, tmp_path):
    told = []
    run(["import time\nfor _ in range(5):\n    time.sleep(1)\n    print('.')"], tmp_path, on_retry=told.append)
    assert not told


def test_a_widget_that_is_answered_while_the_reply_comes_in_does_not_stop_everything(monkeypatch, tmp_path):
    """The cause of builds that hung: nbclient answers an Output widget just when the cell's reply has come in."""
    send = nbclient.output_widget.OutputWidget.send

    def late(self, *args, **kwargs):
        time.sleep(0.3)
        send(self, *args, **kwargs)

    monkeypatch.setattr(nbclient.output_widget.OutputWidget, "send", late)
    told = []
    made = run(
        ["import ipywidgets\nipywidgets.interact(lambda k: print(k), k=(1, 31, 2));", "1"],
        tmp_path,
        on_retry=told.append,
    )
    assert not told and made.cells[1].outputs


def test_progress_names_the_cell_and_an_error_comes_through(tmp_path):
    seen = []
    with pytest.raises(CellExecutionError, match="ZeroDivisionError"):
        run(["\nx = 1", "1 / 0"], tmp_path, on_cell=lambda *what: seen.append(what))
    assert seen == [(1, 2, "x = 1"), (2, 2, "1 / 0")]
