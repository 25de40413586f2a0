"""The answers of a class, right and wrong, and how well the checks judge them: `python -m tests.support.answers`."""

import importlib
import pkgutil
import re
import sys
import time
import warnings
from collections import Counter

import numpy as np

from autograder import EXERCISES
from autograder.checking.cases import cases_for
from autograder.checking.judge import Unsolved, judge
from tests import mistakes, variants

VAGUE = re.compile(r"differs most|the smallest input|has shape|returns? |stops with|is float|is int|gives |complex")


def right():
    """(exercise, label, function) of every right answer of tests/variants."""
    for module in pkgutil.iter_modules(variants.__path__):
        found = importlib.import_module(f"tests.variants.{module.name}")
        for name, functions in getattr(found, "RIGHT", {}).items():
            if name not in EXERCISES:
                continue
            yield from ((EXERCISES[name], f"{module.name} {k}", f) for k, f in enumerate(functions))


def wrong():
    """(exercise, what is wrong, function, pattern of a report that names it) of every answer of tests/mistakes."""
    for module in pkgutil.iter_modules(mistakes.__path__):
        found = importlib.import_module(f"tests.mistakes.{module.name}")
        for name, answers in found.WRONG.items():
            if name not in EXERCISES:
                continue
            yield from ((EXERCISES[name], *answer) for answer in answers)


def wrong_as(module, name, what):
    """The wrong answer to an exercise in a module of tests/mistakes of which this is said first."""
    found = importlib.import_module(f"tests.mistakes.{module}").WRONG[name]
    return next(answer for said_of_it, answer, *_ in found if said_of_it.startswith(what))


def judged(exercise, function, seed=None):
    """The result of a check, without its warnings."""
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        return judge(exercise, function, cases_for(exercise, seed))


def said(result):
    """What a report holds against an answer, without the inputs."""
    return "\n".join(f.text for f in result.findings if f.status == "no")


def kind_of(result, pattern):
    """Precise (it says what is wrong), vague (only where and by how much), or generic (something true between)."""
    text = said(result)
    if re.search(pattern, text) or result.misconceptions:
        return "precise"
    if all(VAGUE.search(f.text) and not f.misconception for f in result.findings if f.status == "no"):
        return "vague"
    return "generic"


def main(show=()):
    """Judge all and print the table."""
    lost, kinds, passed, failed, slow = [], Counter(), [], [], []
    for e, label, f in right():
        for seed in [None, *map(str, range(3))]:
            result = judged(e, f, seed)
            if float(result) < e.points:
                lost.append((e.name, label, seed, float(result), said(result)))
                break
    for e, what, f, pattern in wrong():
        begin = time.perf_counter()
        try:
            result = judged(e, f)
        except Unsolved:
            continue
        except Exception as error:
            failed.append((e.name, what, repr(error)))
            continue
        slow.append((time.perf_counter() - begin, e.name, what))
        if float(result) == e.points:
            passed.append((e.name, what))
        kind = kind_of(result, pattern)
        kinds[kind] += 1
        if kind in show:
            print(f"[{kind}] {e.name}: {what} ({float(result)}/{e.points})\n    {said(result)[:700]}")
    total = sum(kinds.values())
    print(f"right answers that lose points: {len(lost)}")
    for row in lost:
        print("   ", *map(str, row))
    print(f"wrong answers that earn all points: {len(passed)} of {total} {passed}")
    print(f"check raises: {failed}")
    print("reports:", {k: f"{100 * n / total:.1f} %" for k, n in kinds.items()}, total)
    print("slowest:", [(f"{1000 * t:.0f} ms", n, w) for t, n, w in sorted(slow)[-4:]])


if __name__ == "__main__":
    main(sys.argv[1:])
