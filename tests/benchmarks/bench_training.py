"""How fast is training? `python -m tests.benchmarks.bench_training [epoch sizes …] [--threads 1 2] [--rounds 5]`

Parts: an MNIST-sized epoch against peers; optimisers and dropout against plain SGD; batch sizes and widths; prediction;
augmentation and loading, against an epoch; memory; and a profile, which says where a training's time goes. Contenders
take turns in one process, so that a busy machine slows them all alike; what counts are the ratios. Writes its tables
anew: all in this folder's README, the rows that have a target in the course's.
"""

import argparse
import json
import os
import tracemalloc
from functools import partial

import numpy as np

from mlpkit import MLP, SGD, Adam, fit
from mlpkit.datasets import load_mnist
from mlpkit.datasets.augment import augment
from tests.benchmarks.machine import OUT, alternate, circumstances, described, limit_threads
from tests.benchmarks.pages import write_measured
from tests.benchmarks.peers import AT_ONCE, EPOCHS, PREDICTIONS, WAYS, make
from tests.benchmarks.profiles import by_module, shares

SIZES = [784, 256, 128, 10]


def row(label, seconds, unit, base="mlpkit"):
    """One line of the table: the time of `base`, and the others as ratios to it."""
    times = {name: value / unit for name, value in seconds.items()}
    ratios = {name: value / times[base] for name, value in times.items() if name != base}
    if "products" in ratios:
        ratios["products"] = 1 / ratios["products"]
    said = "; ".join(_said(name, ratio, base) for name, ratio in ratios.items())
    print(f"{label:<52} {1000 * times[base]:9.2f} ms  {said}", flush=True)
    return {"what": label, "seconds": times, "ratios": ratios, "said": said}


def _said(name, ratio, base):
    if name == "products":
        return f"{ratio:.2f} × the time of its matrix products alone"
    return f"{name} {ratio:.2f} ×" if base != "mlpkit" else f"{ratio:.2f} × as fast as {name}"


def random_digits(N, D=784, K=10):
    rng = np.random.default_rng(0)
    return rng.random((N, D), dtype=np.float32), rng.integers(0, K, N)


def part_epoch(rounds):
    contenders = make(EPOCHS, *random_digits(60_000), SIZES, 128)
    return [row("epoch, 60,000 × 784-256-128-10, batch 128", alternate(contenders, rounds), AT_ONCE)]


def part_ways(rounds):
    contenders = make(WAYS, *random_digits(20_000), SIZES, 128)
    label = "epoch, 20,000 × 784-256-128-10, plain SGD"
    return [row(label, alternate(contenders, rounds), AT_ONCE, base="plain SGD")]


def part_sizes(rounds):
    rows = []
    for batch_size, N in ((1, 500), (32, 6_000), (1024, 20_480)):
        seconds = alternate(make(EPOCHS, *random_digits(N), SIZES, batch_size), rounds)
        rows.append(row(f"step with batch {batch_size}", seconds, AT_ONCE * -(-N // batch_size)))
    for width, N in ((512, 2_560), (1024, 1_280), (2048, 640)):
        contenders = make(EPOCHS, *random_digits(N), [784, width, width, 10], 128)
        rows.append(row(f"step of 784-{width}-{width}-10, batch 128", alternate(contenders, rounds), AT_ONCE * N / 128))
    return rows


def part_predict(rounds):
    rows = []
    for N in (1, 100, 10_000, 60_000):
        contenders = make(PREDICTIONS, *random_digits(N), SIZES)
        rows.append(row(f"predict {N:,} rows", alternate(contenders, rounds * (5 if N < 1000 else 1)), 1))
    return rows


def part_data(rounds):
    """Augmentation of as many images as an epoch has, and MNIST from where it lies, beside that epoch."""
    X, t = random_digits(10_000)
    net, rng = MLP(SIZES), np.random.default_rng(0)
    contenders = {
        "an epoch of as many": lambda: fit(net, X, t, epochs=1, progress=False),
        "affine and elastic": lambda: [augment(rng, X[i : i + 128]) for i in range(0, len(X), 128)],
    }
    rows = [row("10,000 images distorted", alternate(contenders, rounds), 1, base="affine and elastic")]
    if os.environ.get("MLPKIT_DATA"):
        rows.append(row("load_mnist from a folder", alternate({"load": load_mnist}, rounds), 1, base="load"))
    return rows


def part_memory(rounds):
    rows = []
    for N in (1_000, 60_000):
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
        said = ", ".join(f"{name} {size:.1f} MB" for name, size in megabytes.items())
        print(f"memory, {N:,} rows: {said}", flush=True)
        rows.append({"what": f"memory, {N:,} rows", "megabytes": megabytes, "said": said})
    return rows


def part_profile(rounds):
    """The time inside each module's own code during an epoch, in hundredths; NumPy's belongs to who called it."""
    X, t = random_digits(20_000)
    rows = []
    for name, optimizer in (("plain SGD", SGD), ("Adam", Adam)):
        net = MLP(SIZES)
        train = partial(fit, net, X, t, optimizer=optimizer(net.params, lr=0.01), progress=False)
        train(epochs=1)
        spent = by_module(partial(train, epochs=rounds), ("mlpkit",))
        print(f"profile of an epoch with {name}: {shares(spent)}", flush=True)
        rows.append({"what": f"profile of an epoch with {name}", "spent": spent, "said": shares(spent)})
    return rows


PARTS = {name.removeprefix("part_"): part for name, part in list(globals().items()) if name.startswith("part_")}
# With two threads, matrix products are faster and all else is not: these parts are measured with both.
WITH_BOTH = ("epoch", "ways", "sizes", "predict", "profile")


# What the course's page shows, by the first words of the row, and at what it aims with one thread and with two.
SHOWN = {
    "epoch, 60,000": {1: "1.25 × PyTorch; 1.3 × the products", 2: "1.05 × PyTorch; 1.7 × the products"},
    "epoch, 20,000": {1: "1.25 × plain SGD", 2: "1.25 × plain SGD"},
    "profile": {},
    "10,000 images distorted": {},
    "load_mnist": {1: "500 ms"},
}


def tables(found):
    """The lines of both pages: what has a target, with it and with profiles; and everything."""
    head = [*described(found["circumstances"], found["rounds"]), ""]
    short = [*head, "| work | measured | target |", "| --- | --- | --- |"]
    full = [*head, "| work | time | compared |", "| --- | --- | --- |"]
    for threads, parts in found["results"].items():
        said = f", {threads} thread{'s' * (threads > 1)}"
        for one in (one for rows in parts.values() for one in rows):
            time = f"{_milliseconds(one)} ms" if "seconds" in one else ""
            full.append(f"| {one['what']}{said} | {time} | {one['said']} |")
            aims = [aims for words, aims in SHOWN.items() if one["what"].startswith(words)]
            if aims:
                measured = "; ".join(part for part in (time, one["said"]) if part)
                short.append(f"| {one['what']}{said} | {measured} | {aims[0].get(threads, '')} |")
    return short, full


def _milliseconds(one):
    """The time of the first contender, with three digits."""
    time = 1000 * next(iter(one["seconds"].values()))
    return f"{time:,.0f}" if time >= 100 else f"{time:.3g}"


def main(arguments=()):
    """Run the parts that are named, or all; print them, and write JSON and both pages."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("parts", nargs="*", help=f"any of {', '.join(PARTS)}; all if none is named")
    parser.add_argument("--threads", type=int, nargs="+", default=[1, 2] if (os.cpu_count() or 1) > 1 else [1])
    parser.add_argument("--rounds", type=int, default=5)
    asked = parser.parse_args(arguments)
    parts = asked.parts or list(PARTS)
    if unknown := set(parts) - set(PARTS):
        parser.error(f"unknown parts {sorted(unknown)}; known: {', '.join(PARTS)}")
    facts = circumstances()
    print("\n".join(described(facts, asked.rounds)), flush=True)
    results = {}
    for threads in asked.threads:
        limit_threads(threads)
        print(f"-- {threads} thread{'s' * (threads > 1)}", flush=True)
        wanted = [name for name in parts if threads == asked.threads[0] or name in WITH_BOTH]
        results[threads] = {name: PARTS[name](asked.rounds) for name in wanted}
    found = {"circumstances": facts, "rounds": asked.rounds, "results": results}
    OUT.mkdir(parents=True, exist_ok=True)
    (OUT / "training.json").write_text(json.dumps(found, indent=1), "utf-8")
    if set(parts) == set(PARTS):
        write_measured("training", *tables(found))


if __name__ == "__main__":
    import sys

    main(sys.argv[1:])
