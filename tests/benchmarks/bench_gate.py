"""Is the gate of lecture 13 fair? Its own solution with other seeds: how many networks pass, their mean and spread.

`MLPKIT_BENCH_SEEDS=100 python -m tests.benchmarks gate`; 5 seeds by default. With MNIST in MLPKIT_DATA the accuracies
are kept in gate.json beside this file, and lecture 13 says anew what they come to.
"""

import contextlib
import io
import json
import os
import re
import statistics
from pathlib import Path

from autograder.exercises.lecture13_gate import GATES, _judged
from mlpkit import MLP, SGD, accuracy, fit
from mlpkit.datasets.digits import load_handwriting
from tests.benchmarks.pages import write_measured

ROOT = Path(__file__).resolve().parents[2]
KEPT = Path(__file__).with_name("gate.json")


def solution() -> str:
    """The lecture's own answer, as it stands in its source."""
    source = next((ROOT / "solutions").glob("13-*.py")).read_text("utf-8")
    return re.search(r'# %% exercise="digit_net"\n### BEGIN SOLUTION\n(.*?)### END SOLUTION', source, re.S)[1]


def accuracy_score(digits, seed: int) -> float:
    """The share of held-out images that the solution gets right when weights and shuffling begin from `seed`."""
    space = {"MLP": MLP, "SGD": SGD, "fit": fit, "accuracy": accuracy, "digits": digits}
    with contextlib.redirect_stdout(io.StringIO()):
        exec(solution().replace("seed=0", f"seed={seed}"), space)
    right, n, _ = _judged(space["digit_net"], "counts")
    return right / n


def sentence(name: str, gate: float, accuracies: list[float]) -> str:
    """What the lecture says of these runs on one set of digits."""
    n, passed = len(accuracies), sum(accuracy >= gate for accuracy in accuracies)
    mean, spread, worst = statistics.mean(accuracies), 100 * statistics.stdev(accuracies), min(accuracies)
    where = name if name == "MNIST" else f"the {name}"
    said = (
        f"With {n} seeds on {where} it got {mean:.2%} of the test images right on average, with a standard deviation "
    )
    said += f"of {spread:.2f} points; the worst seed had {worst:.2%}, and {passed} of {n} pass the gate of {gate:.0%}."
    return said.replace("%", " %")


def main() -> None:
    """Measure, print and write."""
    seeds, found = max(2, int(os.environ.get("MLPKIT_BENCH_SEEDS", "5"))), {}
    every = [load_handwriting(small=True)]
    if os.environ.get("MLPKIT_DATA"):
        every.append(load_handwriting())
    else:
        print("MNIST left out: set MLPKIT_DATA to a folder with it")
    for digits in every:
        accuracies = [accuracy_score(digits, seed) for seed in range(seeds)]
        found[digits.name] = {"gate": GATES[digits.side**2], "accuracies": accuracies}
        print(sentence(digits.name, **found[digits.name]), flush=True)
    if len(found) == 2:
        KEPT.write_text(json.dumps(found) + "\n", encoding="utf-8")
        write_measured("gate", [" ".join(sentence(name, **runs) for name, runs in found.items())])


if __name__ == "__main__":
    main()
