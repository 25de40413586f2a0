"""The examples on the page about kinds of exercise are complete: each is described, built, solved and judged."""

import re
from pathlib import Path

import pytest

import autograder.checking.exercise as module
from autograder.authoring.given_stubs import STUB
from autograder.authoring.notebooks import _exercise_cells
from autograder.checking.cases import cases_for
from autograder.checking.judge import Unsolved, judge

PAGE = Path(module.__file__).parents[1] / "template" / "KINDS.md"
EXAMPLES = re.findall(r"```python\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.S)


def described(text, monkeypatch):
    """The exercise of an example, registered nowhere."""
    made = []
    monkeypatch.setattr(module.EXERCISES, "add", made.append)
    monkeypatch.setattr(module, "LECTURES", {"20": "20-example"})
    exec(compile(text, str(PAGE), "exec"), {"__name__": "example"})
    (exercise,) = made
    return exercise


@pytest.mark.parametrize("text", EXAMPLES, ids=lambda t: re.search(r"task=(\w+)", t)[1])
def test_an_example_is_whole(text, monkeypatch):
    exercise = described(text, monkeypatch)
    cell, *_ = _exercise_cells(exercise, "", set())
    spaces = []
    for source in (cell.source, cell.metadata["mlpkit"][STUB]):
        space = {}
        exec(source, space)
        spaces.append(space)
    solved, stub = (space[exercise.name] for space in spaces)
    result = judge(exercise, solved, cases_for(exercise))
    assert result.passed, str(result)
    with pytest.raises(Unsolved):
        judge(exercise, stub, cases_for(exercise))
    assert exercise.wrong and all(exercise.misconceptions[name] for name in exercise.wrong)


def test_the_listed_slips_of_the_derivation_are_named(monkeypatch):
    exercise = described(next(t for t in EXAMPLES if "derivation(" in t), monkeypatch)
    for slip, forms in exercise.task.slips.items():
        for form in forms:
            result = judge(exercise, f"{exercise.task.first}\n= {form}", cases_for(exercise))
            assert result.misconceptions[0] == slip
