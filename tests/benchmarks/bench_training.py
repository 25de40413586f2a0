"""How fast is training? `python -m tests.benchmarks.bench_training [a b c d e accuracy] [--threads 2] [--rounds 5]`

Every time is the median of runs that alternate between the contenders in one process, so that a busy machine slows them
all alike; what counts are the ratios. Parts: (a) one MNIST-sized epoch; (b) batch sizes and widths; (c) inference;
(d) memory against data size; (e) time to a test accuracy, and `accuracy`, which need MNIST in MLPKIT_DATA. Parts a and
accuracy write the table in the README anew.
"""

import argparse
import json
import os
import platform
import statistics
import sys
import time
import tracemalloc
from contextlib import suppress
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import numpy as np
from threadpoolctl import threadpool_info, threadpool_limits

from mlpkit import MLP, SGD, accuracy, fit
from mlpkit.datasets import load_mnist
from tests.benchmarks.pages import write_measured
from tests.benchmarks.peers import EPOCHS, PREDICTIONS, make

PARTS = ("a", "b", "c", "d", "e", "accuracy")
SIZES = [784, 256, 128, 10]
OUT = Path(__file__).parents[2] / "build" / "bench"


def alternate(contenders, rounds):
    """Medians of the times of each contender, in seconds, over rounds in which each runs once."""
    times = {name: [] for name in contenders}
    for _ in range(rounds):
        for name, run in contenders.items():
            start = time.perf_counter()
            run()
            times[name].append(time.perf_counter() - start)
    return {name: statistics.median(values) for name, values in times.items()}


def row(label, seconds):
    """One line of the table: mlpkit's time, and how many times longer the others take."""
    ours = seconds["mlpkit"]
    against = {name: value / ours for name, value in seconds.items() if name != "mlpkit"}
    if "floor" in against:
        against["floor"] = 1 / against["floor"]
    shown = "".join(
        f"  {name}: {ratio:.2f} x {'its time' if name == 'floor' else 'faster'}" for name, ratio in against.items()
    )
    print(f"{label:<42} {1000 * ours:9.1f} ms{shown}", flush=True)
    return {"what": label, "seconds": seconds, "ratios": against}


def random_digits(N, D=784, K=10):
    rng = np.random.default_rng(0)
    return rng.random((N, D), dtype=np.float32), rng.integers(0, K, N)


def part_a(rounds):
    label = "epoch, 60,000 x 784-256-128-10, batch 128"
    return [row(label, alternate(make(EPOCHS, *random_digits(60_000), SIZES, 128), rounds))]


def part_b(rounds):
    rows = []
    for batch_size, N in ((1, 1_000), (32, 12_000), (128, 30_000), (1024, 61_440)):
        seconds = alternate(make(EPOCHS, *random_digits(N), SIZES, batch_size), rounds)
        rows.append(row(f"{N:,} examples, batch {batch_size}", seconds))
    for width in (512, 1024, 2048):
        contenders = make(EPOCHS, *random_digits(5_120), [784, width, width, 10], 128)
        rows.append(row(f"5,120 examples, 784-{width}-{width}-10, batch 128", alternate(contenders, rounds)))
    return rows


def part_c(rounds):
    rows = []
    for N in (1, 100, 10_000, 60_000):
        contenders = make(PREDICTIONS, *random_digits(N), SIZES)
        rows.append(row(f"predict {N:,} rows", alternate(contenders, rounds * (5 if N < 1000 else 1))))
    return rows


def part_d(rounds):
    rows = []
    for N in (1_000, 10_000, 60_000):
        X, t = random_digits(N)
        tracemalloc.start()
        net = MLP(SIZES)
        fit(net, X, t, epochs=1, progress=False)
        training = tracemalloc.get_traced_memory()[1]
        tracemalloc.reset_peak()
        net.predict(X)
        predicting = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        megabytes = {"data": X.nbytes / 1e6, "training": training / 1e6, "predicting": predicting / 1e6}
        print(f"{N:>6,} rows: " + "  ".join(f"{name} {size:.1f} MB" for name, size in megabytes.items()))
        rows.append({"what": f"memory beside the data, {N:,} rows", "megabytes": megabytes})
    return rows


def trained(digits, sizes, epochs, seed, **settings):
    """Test accuracy after each epoch, and the seconds spent in training until then."""
    X, t, X_test, t_test = digits
    dropout = settings.pop("dropout", 0.0)
    rate = settings.pop("lr", 0.1)
    net, after = MLP(sizes, dropout=dropout, seed=seed), []
    optimizer = SGD(net.params, lr=rate, momentum=0.9, weight_decay=settings.pop("weight_decay", 1e-4))
    settings = {"schedule": "cosine", "seed": seed, "progress": False, **settings}

    def note(net, history):
        after.append(accuracy(net, X_test, t_test))

    history = fit(net, X, t, epochs=epochs, optimizer=optimizer, on_epoch=note, **settings)
    return after, np.cumsum(history.seconds)


def digits_or_none():
    if not os.environ.get("MLPKIT_DATA"):
        print("left out: set MLPKIT_DATA to a folder with MNIST")
        return None
    return load_mnist()


def part_e(rounds):
    """Seconds until the test accuracy first reaches a goal; 20 epochs, median over the seeds that reach it."""
    digits = digits_or_none()
    if digits is None:
        return []
    rows, runs = [], [trained(digits, SIZES, 20, seed) for seed in range(rounds)]
    for goal in (0.97, 0.98, 0.985):
        reached = [
            seconds[next(i for i, a in enumerate(after) if a >= goal)] for after, seconds in runs if max(after) >= goal
        ]
        median = statistics.median(reached) if reached else None
        print(
            f"{goal:.1%} of the test digits: {len(reached)} of {len(runs)} seeds, median {median or float('nan'):.1f} s"
        )
        rows.append({"what": f"time to {goal:.1%}", "seconds": reached, "seeds": len(runs)})
    return rows


# label: sizes, epochs, settings. Rate and decay of the second were chosen on 10,000 held-out training digits.
RECIPES = {
    "784-256-128-10, 10 epochs": (SIZES, 10, {}),
    "784-256-128-10, 20 epochs": (SIZES, 20, {"lr": 0.2, "weight_decay": 5e-4}),
    "784-512-256-10, dropout 0.25, 20 epochs": ([784, 512, 256, 10], 20, {"dropout": 0.25}),
}


def part_accuracy(rounds):
    """Test accuracy after the last epoch, never the best one on the way, over seeds."""
    digits = digits_or_none()
    if digits is None:
        return []
    rows = []
    for label, (sizes, epochs, settings) in RECIPES.items():
        runs = [trained(digits, sizes, epochs, seed, **settings) for seed in range(rounds)]
        last, seconds = [after[-1] for after, _ in runs], [float(s[-1]) for _, s in runs]
        mean, spread = statistics.mean(last), statistics.stdev(last) if len(last) > 1 else 0.0
        print(
            f"{label:<42} {mean:.2%} ± {spread:.2%} over {rounds} seeds, {statistics.median(seconds):.0f} s", flush=True
        )
        rows.append({"what": label, "accuracies": last, "seconds": seconds})
    return rows


def circumstances(threads):
    """Machine, how busy it is, versions and the number of threads that each library really uses."""
    versions = {}
    for name in ("numpy", "scipy", "torch", "scikit-learn"):
        try:
            versions[name] = version(name)
        except PackageNotFoundError:
            versions[name] = "not installed"
    pools = sorted({(pool["internal_api"], pool["num_threads"]) for pool in threadpool_info()})
    machine = {"processor": platform.machine(), "cores": os.cpu_count(), "python": platform.python_version()}
    load = [round(n, 1) for n in os.getloadavg()] if hasattr(os, "getloadavg") else None
    return {**machine, "load": load, "threads asked for": threads, "pools": pools, "versions": versions}


def limit_threads(threads):
    """The same number of threads for every library that multiplies matrices here."""
    try:
        import torch

        torch.set_num_threads(threads)
    except ImportError:
        print("PyTorch is not installed: pip install '.[bench]'")
    # Only libraries that are loaded can be limited, and scikit-learn loads SciPy's own.
    with suppress(ImportError):
        import sklearn.neural_network  # noqa: F401
    threadpool_limits(limits=threads)


def readme_lines():
    """The README's table, from what was measured last: part a with one and with two threads, and part accuracy."""
    paths = sorted(OUT.glob("training-*.json"), key=lambda path: path.stat().st_mtime)
    runs = [json.loads(path.read_text("utf-8")) for path in paths]
    last = {(p, run["circumstances"]["threads asked for"]): run for run in runs for p in run["results"]}
    facts = runs[-1]["circumstances"]
    versions = ", ".join(f"{name} {number}" for name, number in facts["versions"].items())
    lines = [
        f"Measured on {facts['cores']} cores ({facts['processor']}), Python {facts['python']}, {versions}; medians of "
        f"{runs[-1]['rounds']} runs.",
        "",
        "| work | measured |",
        "| --- | --- |",
    ]
    for (part, threads), run in sorted(last.items()):
        for row in run["results"]["a"] if part == "a" else ():
            said = [f"{r:.2f} × as fast as {n}" for n, r in row["ratios"].items() if n != "floor"]
            said.append(f"{row['ratios']['floor']:.2f} × the time of its matrix products alone")
            lines.append(f"| {row['what']}, {threads} thread{'s' * (threads > 1)} | {'; '.join(said)} |")
        for row in run["results"]["accuracy"] if part == "accuracy" else ():
            mean, seconds = statistics.mean(row["accuracies"]), statistics.median(row["seconds"])
            many = f"{mean:.2%} of MNIST's test digits, mean of {len(row['accuracies'])} seeds; {seconds:.0f} s each"
            lines.append(f"| {row['what']} | {many} |")
    return lines


def main(arguments=()):
    """Run the parts that are named, print a table and write JSON."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("parts", nargs="*", help=f"any of {', '.join(PARTS)}; all if none is named")
    parser.add_argument("--threads", type=int, default=min(2, os.cpu_count() or 1))
    parser.add_argument("--rounds", type=int, default=5)
    asked = parser.parse_args(arguments)
    parts = asked.parts or PARTS
    if unknown := set(parts) - set(PARTS):
        parser.error(f"unknown parts {sorted(unknown)}; known: {', '.join(PARTS)}")
    limit_threads(asked.threads)
    facts = circumstances(asked.threads)
    print(json.dumps(facts), flush=True)
    results = {part: globals()[f"part_{part}"](asked.rounds) for part in parts}
    OUT.mkdir(parents=True, exist_ok=True)
    path = OUT / f"training-{''.join(parts)}-threads{asked.threads}.json"
    path.write_text(json.dumps({"circumstances": facts, "rounds": asked.rounds, "results": results}, indent=1), "utf-8")
    print(f"written: {path.relative_to(OUT.parents[1])}")
    if {"a", "accuracy"} & set(parts):
        write_measured(OUT.parents[1] / "README.md", "training", readme_lines())


if __name__ == "__main__":
    main(sys.argv[1:])
