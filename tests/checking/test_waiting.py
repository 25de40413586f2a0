"""In a hand-out: what the opening says, and cells that need what a waiting cell makes."""

import sys
from types import ModuleType

import pytest
from IPython.core.interactiveshell import InteractiveShell

from autograder import start
from autograder.checking.opening import Opening
from autograder.checking.waiting import watch
from autograder.runtime.placeholder import WaitsForYours

WAITS = "selu is yours to write in lecture 02; this waits until its check is passed"


@pytest.fixture
def handed_out(monkeypatch):
    library = ModuleType("mlpkit.yours")
    library.CLOSED, library.ANSWERS, library.CURRENT, library.standing_in = {"selu": "02"}, {}, [""], str
    monkeypatch.setitem(sys.modules, "mlpkit.yours", library)
    return library


@pytest.fixture
def shell():
    def selu(z):
        raise WaitsForYours(WAITS)

    made = InteractiveShell()
    made.user_ns["selu"] = selu
    watch(made)
    yield made
    made.history_manager.end_session()


def run(shell, source, capsys):
    """What a cell shows, without colours."""
    result = shell.run_cell(source)
    return result, capsys.readouterr().out.strip()


def test_the_opening_says_what_happens_in_this_edition(handed_out):
    said = Opening("02", [])
    assert "missing here until its check is passed" in repr(said) and "library's functions run" not in repr(said)
    handed_out.CLOSED.clear()
    assert "The library's functions run" in repr(said)


def test_it_says_that_a_passed_check_is_no_mark(monkeypatch):
    monkeypatch.setattr("autograder.checking.opening.load_record", lambda: {"relu": {"passed": 1.0}})
    assert "1 of " in repr(start("02")) and "A check passed at home earns no mark" in repr(start("02"))


def test_a_cell_that_needs_what_a_waiting_cell_makes_says_so_in_one_line(shell, capsys):
    run(shell, "curves = {}", capsys)
    _, first = run(shell, "for name in ('relu', 'selu'):\n    curves[name] = selu(1) if name == 'selu' else 1", capsys)
    assert first == WAITS
    result, second = run(shell, "top = curves['selu'] + 1", capsys)
    assert isinstance(result.error_in_exec, KeyError)
    assert second.splitlines() == [f"{WAITS}. Then run the cells again from there. (KeyError: 'selu')"]
    assert "Traceback" not in run(shell, "print(top)", capsys)[1]


def test_other_errors_keep_their_traceback(shell, capsys):
    run(shell, "y = selu(1)", capsys)
    assert "Traceback" in run(shell, "1 / 0", capsys)[1]
    assert "Traceback" in run(shell, "unheard_of", capsys)[1]


def test_once_the_cell_runs_nothing_waits_any_more(shell, capsys):
    run(shell, "y = selu(1)", capsys)
    shell.user_ns["selu"] = lambda z: z
    run(shell, "y = selu(1)", capsys)
    assert "Traceback" in run(shell, "y[3]", capsys)[1]
