"""Is the gate of lecture 13 fair? Its own solution with other seeds: how many networks pass, their mean and spread.

`MLPKIT_BENCH_SEEDS=100 python -m tests.benchmarks gate`; 5 seeds by default. MNIST where MLPKIT_DATA has it.
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

ROOT = Path(__file__).resolve().parents[2]
OUT = ROOT / "build" / "bench"


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


def main() -> None:
    """Measure, print and write."""
    seeds, found = int(os.environ.get("MLPKIT_BENCH_SEEDS", "5")), {}
    every = [load_handwriting(small=True)]
    if os.environ.get("MLPKIT_DATA"):
        every.append(load_handwriting())
    else:
        print("MNIST left out: set MLPKIT_DATA to a folder with it")
    for digits in every:
        gate, shares = GATES[digits.side**2], []
        for seed in range(seeds):
            shares.append(accuracy_score(digits, seed))
            found[digits.name] = {"gate": gate, "shares": shares}
            OUT.mkdir(parents=True, exist_ok=True)
            (OUT / "gate.json").write_text(json.dumps(found, indent=1), encoding="utf-8")
        passed = sum(share >= gate for share in shares)
        spread = statistics.stdev(shares) if seeds > 1 else 0.0
        said = f"{digits.name:<11} {passed} of {seeds} seeds pass the gate at {gate:.0%}: "
        said += f"mean {statistics.mean(shares):.2%}, standard deviation {spread:.3%}, worst {min(shares):.2%}"
        print(said, flush=True)


if __name__ == "__main__":
    main()
