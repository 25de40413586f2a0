"""What people wait for before anything happens: processor seconds of whole processes, beside the least they could take.

Processor time hardly depends on what else the machine does. The least is what a process needs that only imports the
libraries, or does nothing. Medians of runs that take turns; writes its table in the README anew.
"""

import json
import os
import resource
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median

from autograder.authoring.notebooks import make_course
from tests.benchmarks.machine import OUT, TOP, circumstances, described
from tests.benchmarks.pages import write_measured
from tests.submissions import make_class

ROUNDS = 5
LIBRARIES = "import numpy, scipy.special, IPython.display"
START = "from autograder import check, start; start('02')"
CHECK = START + "; from mlpkit import ACTIVATIONS; check('relu', ACTIVATIONS['relu'].f)"
# what is waited for: the program, and the least it could be
WAITS = {
    "import mlpkit.explore": ("import mlpkit.explore", "import numpy, matplotlib.figure, ipywidgets"),
    "first cell of a lecture": (START, LIBRARIES),
    "first cell and first check": (CHECK, LIBRARIES),
    "python -m autograder once": ("", "import numpy, nbformat"),
    "make lab, before Jupyter": ("", "pass"),
}


def processor_seconds(command: list[str], home: str, standard_input: bytes = b"") -> float:
    """Of a command and all that it starts."""

    def used() -> float:
        spent = resource.getrusage(resource.RUSAGE_CHILDREN)
        return spent.ru_utime + spent.ru_stime

    before, environment = used(), {**os.environ, "MLPKIT_HOME": home, "OMP_NUM_THREADS": "1"}
    subprocess.run(command, cwd=TOP, env=environment, input=standard_input, check=True, capture_output=True)
    return used() - before


def commands() -> dict[str, tuple[list[str], list[str]]]:
    """What is waited for: its command, and that of the least."""
    special = {
        "python -m autograder once": [sys.executable, "-m", "autograder", "once", make_class.ASSIGNMENT],
        "make lab, before Jupyter": ["make", "-s", ".venv/ready"],
    }
    own = {name: special.get(name, [sys.executable, "-c", code]) for name, (code, _) in WAITS.items()}
    return {name: (own[name], [sys.executable, "-c", least]) for name, (_, least) in WAITS.items()}


def submission(course: Path) -> bytes:
    """A notebook in which all is right."""
    make_course(course, [make_class.ASSIGNMENT])
    (path,) = make_class.make_class(course, {"ada": make_class.ada})
    return path.read_bytes()


def main() -> None:
    """Measure, print and write."""
    facts = circumstances(("numpy", "matplotlib", "ipywidgets"))
    with tempfile.TemporaryDirectory() as top:
        notebook = submission(Path(top) / "course")
        found: dict[str, list[tuple[float, float]]] = {name: [] for name in WAITS}
        for _ in range(ROUNDS):
            for name, (own, least) in commands().items():
                times = processor_seconds(own, top, notebook), processor_seconds(least, top, notebook)
                found[name].append(times)
    lines = [
        *described(facts, ROUNDS),
        "",
        "| what one waits for | processor time | against the least |",
        "| --- | --- | --- |",
    ]
    for name, times in found.items():
        own, least = (median(column) for column in zip(*times, strict=True))
        lines.append(f"| {name} | {own:.2f} s | {own / least:.1f} × `{WAITS[name][1]}` ({least:.2f} s) |")
    print("\n".join(lines))
    OUT.mkdir(parents=True, exist_ok=True)
    (OUT / "waiting.json").write_text(json.dumps({"circumstances": facts, "seconds": found}, indent=1), "utf-8")
    write_measured("waiting", lines)


if __name__ == "__main__":
    main()
