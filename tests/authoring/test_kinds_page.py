"""The examples on the page about kinds of exercise are complete: each is described, built, solved and judged."""

import io
import linecache
import re
import sys
import tokenize
from types import ModuleType

import numpy as np
import pytest

import autograder.checking.exercise as module
from autograder.authoring.given_stubs import STUB
from autograder.authoring.kinds_page import _renamed, examples
from autograder.authoring.notebooks import _exercise_cells
from autograder.checking.cases import cases_for
from autograder.checking.judge import Unsolved, judge

# Kinds whose description stands alone; the others are built and tried below.
KINDS = ("derivation", "test", "counterexample", "repair", "prediction")
EXAMPLES = [blocks["exercises"] for kind, (_, blocks) in examples().items() if kind in KINDS]


def described(text, monkeypatch):
    """The exercise of an example, registered nowhere."""
    made = []
    monkeypatch.setattr(module.EXERCISES, "add", made.append)
    monkeypatch.setattr(module, "LECTURES", {"20": "20-example"})
    space = sys.modules["example"] = ModuleType("example")
    linecache.cache["example"] = (len(text), None, text.splitlines(keepends=True), "example")
    space.__file__ = "example"
    exec(compile(text, "example", "exec"), vars(space))
    (exercise,) = made
    return exercise


@pytest.mark.parametrize("text", EXAMPLES, ids=lambda t: re.search(r"task=(\w+)", t)[1])
def test_an_example_is_whole(text, monkeypatch):
    exercise = described(text, monkeypatch)
    cell, *_ = _exercise_cells(exercise, "", set())
    stub = cell.metadata.get("mlpkit", {}).get(STUB, cell.source)
    if exercise.kind == "prediction":
        assert exercise.task.question in cell.source
        return
    solved, unsolved = (run(source)[exercise.name] for source in (cell.source, stub))
    result = judge(exercise, solved, cases_for(exercise))
    assert result.passed, str(result)
    if exercise.kind in ("derivation", "counterexample"):
        with pytest.raises(Unsolved):
            judge(exercise, unsolved, cases_for(exercise))
    elif exercise.kind == "repair":
        assert float(judge(exercise, unsolved, cases_for(exercise))) == 0
        for name, (function, _) in exercise.wrong.items():
            assert name in judge(exercise, function, cases_for(exercise)).misconceptions
    assert exercise.wrong and all(exercise.misconceptions[name] for name in exercise.wrong)


def run(source):
    space = {"np": np}
    exec(source, space)
    return space


def test_the_listed_slips_of_the_derivation_are_named(monkeypatch):
    exercise = described(next(t for t in EXAMPLES if "derivation(" in t), monkeypatch)
    for slip, forms in exercise.task.slips.items():
        for form in forms:
            result = judge(exercise, f"{exercise.task.first}\n= {form}", cases_for(exercise))
            assert result.misconceptions[0] == slip


def test_no_sentence_of_an_example_holds_its_name_which_authors_replace():
    """Named `steepest`, the question "where is it steepest?" became "where is it guess?" for an exercise `guess`."""
    for name, blocks in examples().values():
        for target, text in blocks.items():
            renamed = _renamed(text, name, "NAME", "neighbours", "20")
            tokens = tokenize.generate_tokens(io.StringIO(renamed).readline)
            said = [t.string for t in tokens if t.type in (tokenize.STRING, tokenize.COMMENT)]
            lines = [line for x in said for line in x.splitlines() if "NAME" in line]
            code = r"""\s*>>> NAME\(.*|# NAME = .*|# %% .*="NAME".*|.?"?NAME"?"""
            assert not [x for x in lines if not re.fullmatch(code, x)], (name, target)
