"""How accurate, and how soon? MNIST's test digits, over seeds; `python -m tests.benchmarks.bench_accuracy [--rounds 5]`

Test accuracy after the last epoch, never the best one on the way, and the seconds until a goal is first reached. Needs
MNIST in MLPKIT_DATA. Writes its table in the README anew.
"""

import argparse
import json
import os
import statistics

import numpy as np

from mlpkit import MLP, SGD, accuracy, fit
from mlpkit.datasets import load_mnist
from tests.benchmarks.machine import OUT, circumstances, described
from tests.benchmarks.pages import write_measured

# label: sizes, epochs, settings. Rate and decay of the second were chosen on 10,000 held-out training digits.
RECIPES = {
    "784-256-128-10, 10 epochs": ([784, 256, 128, 10], 10, {}),
    "784-256-128-10, 20 epochs": ([784, 256, 128, 10], 20, {"lr": 0.2, "weight_decay": 5e-4}),
    "784-512-256-10, dropout 0.25, 20 epochs": ([784, 512, 256, 10], 20, {"dropout": 0.25}),
}
GOALS = (0.97, 0.98, 0.985)


def trained(digits, sizes, epochs, seed, dropout=0.0, lr=0.1, weight_decay=1e-4):
    """Test accuracy after each epoch, and the seconds spent in training until then."""
    X, t, X_test, t_test = digits
    net, after = MLP(sizes, dropout=dropout, seed=seed), []
    optimizer = SGD(net.params, lr=lr, momentum=0.9, weight_decay=weight_decay)

    def note(net, history):
        after.append(accuracy(net, X_test, t_test))

    settings = {"schedule": "cosine", "seed": seed, "progress": False, "on_epoch": note}
    history = fit(net, X, t, epochs=epochs, optimizer=optimizer, **settings)
    return after, np.cumsum(history.seconds)


def measured(label, runs):
    """What the runs of one recipe came to."""
    last, seconds = [after[-1] for after, _ in runs], [float(s[-1]) for _, s in runs]
    spread = statistics.stdev(last) if len(last) > 1 else 0.0
    said = f"{statistics.mean(last):.2%} ± {spread:.2%} of MNIST's test digits over {len(runs)} seeds; "
    said += f"{statistics.median(seconds):.0f} s each"
    soon = {f"{goal:.1%}": [t for t in (_reached(goal, *run) for run in runs) if t is not None] for goal in GOALS}
    first = "; ".join(f"{goal} after {statistics.median(t):.0f} s" for goal, t in soon.items() if len(t) == len(runs))
    print(f"{label:<42} {said}; {first}", flush=True)
    return {"what": label, "accuracies": last, "seconds": seconds, "soon": soon, "said": said, "first": first}


def _reached(goal, after, seconds):
    """The seconds until the accuracy first reached the goal, or None."""
    return next((float(s) for a, s in zip(after, seconds, strict=True) if a >= goal), None)


def main(arguments=()):
    """Train every recipe with every seed, print, and write JSON and the README's table."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--rounds", type=int, default=5)
    rounds = parser.parse_args(arguments).rounds
    if not os.environ.get("MLPKIT_DATA"):
        print("left out: set MLPKIT_DATA to a folder with MNIST")
        return
    facts, digits = circumstances(("numpy", "scipy")), load_mnist()
    print("\n".join(described(facts)), flush=True)
    rows = []
    for label, (sizes, epochs, settings) in RECIPES.items():
        rows.append(measured(label, [trained(digits, sizes, epochs, seed, **settings) for seed in range(rounds)]))
    OUT.mkdir(parents=True, exist_ok=True)
    (OUT / "accuracy.json").write_text(json.dumps({"circumstances": facts, "results": rows}, indent=1), "utf-8")
    lines = [*described(facts), "", "| network | test accuracy | all seeds reach |", "| --- | --- | --- |"]
    lines += [f"| {one['what']} | {one['said']} | {one['first']} |" for one in rows]
    write_measured("accuracy", lines)


if __name__ == "__main__":
    import sys

    main(sys.argv[1:])
