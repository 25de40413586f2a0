"""Do the tests notice a slip? `python -m tests.mutation [MODULE …] [--jobs 2]`: the mutation score of mlpkit.

Every function of a module is changed in one place at a time (`autograder.authoring.mutants`); the module's own tests
run against each changed copy, in a process of its own that begins with all libraries loaded. No file is touched: the
import system hands out the changed source. A mutant is killed if a test fails or the time runs out. One that no test
can kill, because it computes the same, stands in mutation_equivalent.txt with the reason, and is counted apart.
"""

import argparse
import ast
import difflib
import json
import os
import signal
import sys
import time
from importlib.machinery import SourceFileLoader
from importlib.util import spec_from_loader
from pathlib import Path

import pytest

from autograder.authoring.mutants import mutants

ROOT = Path(__file__).parents[1]
OUT = ROOT / "build" / "mutation"
LEFT_OUT = {"__init__", "palette", "types", "data", "unitwise"}  # names and registries, not mathematics
TESTS = {f"activations.{name}": "activations" for name in ("base", "classic", "rectified", "smooth")} | {
    "datasets.toy": "datasets",
    "datasets.batches": "datasets",
    "datasets.mnist": "mnist",
    "datasets.digits": "digits",
    "datasets.augment": "augment",
    **{f"layers.{name}": "layers" for name in ("base", "dense", "elementwise", "losses")},
    "evaluation": "train",
}
GOAL = 0.95


class ChangedSource(SourceFileLoader):
    """Finds and loads one module of mlpkit from the text given here instead of its file."""

    def __init__(self, module: str, text: str):
        super().__init__(f"mlpkit.{module}", str(source_file(module)))
        self.text = text

    def find_spec(self, name, path=None, target=None):
        return spec_from_loader(name, self) if name == self.name else None

    def get_code(self, fullname):
        return compile(self.text, self.path, "exec", dont_inherit=True)


class QuickToFail:
    """A pytest plugin: worked examples before drawn ones, and the end of the process at the first failure."""

    def pytest_collection_modifyitems(self, items):
        items.sort(key=lambda item: hasattr(getattr(item, "obj", None), "hypothesis"))

    def pytest_runtest_logreport(self, report):
        if report.failed:
            os._exit(1)


def source_file(module: str) -> Path:
    return (ROOT / "mlpkit").joinpath(*module.split(".")).with_suffix(".py")


def test_file(module: str) -> str:
    return str(ROOT / "tests" / "mlpkit" / f"test_{TESTS.get(module, module)}.py")


def run_pytest(*arguments: str, plugins=()) -> int:
    # Looking for unraisable exceptions means collecting all garbage several times, a tenth of the whole run.
    without = [option for name in ("cacheprovider", "unraisableexception") for option in ("-p", f"no:{name}")]
    return int(pytest.main(["-x", "-q", *without, *arguments], plugins=list(plugins)))


def load_libraries(module: str) -> None:
    """Import what the tests import, then forget our own modules, so that each child imports only those."""
    silence()
    run_pytest("--collect-only", test_file(module))
    for name in [n for n in sys.modules if n.split(".")[0] in ("mlpkit", "autograder", "tests", "conftest")]:
        if name not in ("tests", "autograder.authoring.mutants", "tests.mutation"):
            del sys.modules[name]


def silence() -> None:
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)


def start(module: str, text: str, limit: float) -> int:
    """A child process that runs the tests against `text`; it exits with 0 if none of them notices."""
    pid = os.fork()
    if pid == 0:
        import hypothesis

        signal.alarm(int(limit) + 1)
        # The same examples for every mutant, none recorded, and none made smaller: a failure is enough.
        phases = (hypothesis.Phase.explicit, hypothesis.Phase.generate)
        hypothesis.settings.register_profile("mutation", derandomize=True, database=None, phases=phases)
        hypothesis.settings.load_profile("mutation")
        sys.meta_path.insert(0, ChangedSource(module, text))
        os._exit(run_pytest(test_file(module), plugins=[QuickToFail()]))
    return pid


def survivors(module: str, texts: list[str], limit: float, jobs: int) -> list[int]:
    """Which of the texts pass all tests of the module."""
    running, waiting, alive = {}, list(enumerate(texts)), []
    while waiting or running:
        while waiting and len(running) < jobs:
            n, text = waiting.pop(0)
            running[start(module, text, limit)] = n
        pid, status = os.wait()
        n = running.pop(pid)
        if status == 0:
            alive.append(n)
    return sorted(alive)


def difference(old: str, new: str) -> tuple[str, str]:
    """The lines that differ, before and after."""
    changed = [line for line in difflib.ndiff(old.splitlines(), new.splitlines()) if line[0] in "-+"]
    return tuple(" ".join(line[1:].strip() for line in changed if line[0] == sign) for sign in "-+")


def equivalents() -> dict[tuple[str, str, str], str]:
    """(module, line before, line after) → why no test can tell them apart."""
    blocks = (Path(__file__).parent / "mutation_equivalent.txt").read_text("utf-8").split("\n\n")
    entries = [[line.strip() for line in block.strip().splitlines()] for block in blocks[1:]]
    return {(module, old[2:], new[2:]): " ".join(why) for module, old, new, *why in entries}


def run(module: str, jobs: int, explained: dict) -> dict:
    """The result for one module; in a process of its own, which stays quiet."""
    began, source = time.time(), source_file(module).read_text("utf-8")
    plain = ast.unparse(ast.parse(source))
    texts = {text: what for what, text in mutants(source)}
    load_libraries(module)
    if survivors(module, [plain], 600, 1) != [0]:
        return {"module": module, "error": "its tests fail without any change"}
    limit = 10 + 5 * (time.time() - began)
    alive = survivors(module, list(texts), limit, jobs)
    shown = [(what, *difference(plain, text)) for n, (text, what) in enumerate(texts.items()) if n in set(alive)]
    same = [
        {"old": old, "new": new, "why": explained[module, old, new]}
        for _, old, new in shown
        if (module, old, new) in explained
    ]
    left = [{"what": w, "old": old, "new": new} for w, old, new in shown if (module, old, new) not in explained]
    total = len(texts) - len(same)
    return {
        "module": module,
        "mutants": len(texts),
        "killed": total - len(left),
        "equivalent": same,
        "survived": left,
        "score": (total - len(left)) / total if total else 1.0,
        "seconds": round(time.time() - began, 1),
    }


def report(result: dict) -> None:
    """One line for the module, and what survived."""
    if "error" in result:
        print(f"{result['module']:<22} not run: {result['error']}", flush=True)
        return
    same, total = len(result["equivalent"]), result["mutants"] - len(result["equivalent"])
    killed = f"{result['killed']} of {total} killed, {result['score']:.1%}"
    print(f"{result['module']:<22} {killed}, {same} equivalent, {result['seconds']:.0f} s", flush=True)
    for mutant in result["survived"]:
        print(f"  - {mutant['old']}\n  + {mutant['new']}", flush=True)


def main(arguments: list[str]) -> int:
    """Run the modules that are named, or all; 1 if fewer than GOAL of all mutants are killed."""
    top = ROOT / "mlpkit"
    files = [path for folder in ("", "activations/", "datasets/", "layers/") for path in top.glob(f"{folder}*.py")]
    names = {".".join(path.relative_to(top).with_suffix("").parts): path.stem for path in files}
    known = sorted(name for name, stem in names.items() if not {name, stem} & LEFT_OUT)
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("modules", nargs="*", help=f"any of {', '.join(known)}")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    asked = parser.parse_args(arguments)
    if unknown := set(asked.modules) - set(known):
        parser.error(f"unknown modules {sorted(unknown)}; known: {', '.join(known)}")
    OUT.mkdir(parents=True, exist_ok=True)
    explained, results = equivalents(), []
    for module in asked.modules or known:
        path = OUT / f"{module}.json"
        path.unlink(missing_ok=True)
        pid = os.fork()
        if pid == 0:
            path.write_text(json.dumps(run(module, asked.jobs, explained), indent=1, ensure_ascii=False), "utf-8")
            os._exit(0)
        os.waitpid(pid, 0)
        found = path.exists()
        results.append(json.loads(path.read_text("utf-8")) if found else {"module": module, "error": "it crashed"})
        report(results[-1])
    run_to_the_end = [result for result in results if "error" not in result]
    killed = sum(result["killed"] for result in run_to_the_end)
    total = sum(result["mutants"] - len(result["equivalent"]) for result in run_to_the_end)
    score = killed / max(1, total)
    print(f"{killed} of {total} mutants killed, {score:.1%}")
    return int(score < GOAL or len(run_to_the_end) < len(results))


if __name__ == "__main__":
    # Children share the machine's cores already; set before the libraries that read it are loaded.
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    sys.exit(main(sys.argv[1:]))
