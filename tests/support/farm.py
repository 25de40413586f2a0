"""A small class, and a scheduler with workers as processes of their own, ended with everything that they started."""

import contextlib
import copy
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time

import nbformat
from nbgrader.api import Gradebook

from autograder.authoring import notebooks
from autograder.authoring.task_cells import solution_source
from autograder.checking.exercise import EXERCISES
from autograder.gradebook.url import url
from tests.submissions.make_class import write

NAME = "00-start-here"
SOURCES = {e.name: solution_source(e, set()) for e in EXERCISES.of("00")}
FIRST = next(iter(SOURCES))
PATIENCE = 90
# Where a sandbox's library lay is in the text of an import error.
TEMPORARY = re.compile(rb"/[^\s\"'()]*/grading-\w+/(tmp\w+/)?")
# Student -> what is typed; the rest stays as it was handed out.
STUDENTS = {
    "ada": SOURCES,
    "boris": {FIRST: SOURCES[FIRST]},
    "chen": {**SOURCES, FIRST: f"def {FIRST}(*given):\n    return 1"},
    "dana": {},
    "emil": {**SOURCES, FIRST: "import os\nos._exit(3)"},
    "fatima": SOURCES,
}


def make(folder):
    """A course folder with a class of six."""
    notebooks.make_course(folder, ["00"])
    blank = nbformat.read(folder / "release" / NAME / f"{NAME}.ipynb", as_version=4)
    for student, typed in STUDENTS.items():
        notebook = copy.deepcopy(blank)
        for name, source in typed.items():
            write(notebook, name, source)
        place = folder / "submitted" / student / NAME
        place.mkdir(parents=True)
        nbformat.write(notebook, place / f"{NAME}.ipynb")
    return folder


def book(address):
    """(student, grade id) -> (automatic score, manual score, needs a person), one entry for each row."""
    with Gradebook(address) as gradebook:
        rows = [g for s in gradebook.assignment_submissions(NAME) for n in s.notebooks for g in n.grades]
        found = {(g.student.id, g.name): (g.auto_score, g.manual_score, bool(g.needs_manual_grade)) for g in rows}
        assert len(found) == len(rows) > 0
        return found


def everything(out):
    """What a run must leave the same wherever it was done: records, tables, pages, gradebook."""
    files = {
        str(p.relative_to(out)): TEMPORARY.sub(b"", p.read_bytes())
        for folder in ("results", "autograded", "feedback")
        for p in sorted((out / folder).rglob("*"))
        if p.is_file() and p.parent != out / "results"
    }
    return files, (out / "results.json").read_bytes(), (out / "grades.csv").read_bytes(), book(url(out))


class Farm:
    """Starts `dask scheduler` and `dask worker` as documented."""

    def __init__(self, folder):
        self.folder, self.processes = folder, []
        (folder / "tmp").mkdir(parents=True)
        self.scheduler = self.address = None

    def __enter__(self):
        self.start()
        return self

    def __exit__(self, *problem):
        for process in self.processes:
            self.kill(process)

    def start(self):
        """Start a scheduler on a free port."""
        told = self.folder / f"scheduler{len(self.processes)}.json"
        self.scheduler = self._start("scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard", "--no-show",
                                     "--scheduler-file", str(told))  # fmt: skip
        wait_for(told.exists, "the scheduler does not start")
        wait_for(told.read_text, "the scheduler does not say its address")
        self.address = json.loads(told.read_text())["address"]

    def work(self, *options, **environment):
        """Start `dask worker` with one thread a process, and these options."""
        threads = () if "--nthreads" in options else ("--nthreads", "1")
        return self._start("worker", self.address, *threads, "--no-dashboard", *options, **environment)

    def one(self, *options, **environment):
        """Start a worker without a nanny: the process is the worker."""
        return self.work("--no-nanny", *options, **environment)

    def _start(self, what, *arguments, **environment):
        place = {"TMPDIR": str(self.folder / "tmp"), "DASK_TEMPORARY_DIRECTORY": str(self.folder / "dask")}
        path = os.pathsep.join([str(notebooks.root()), os.environ.get("PYTHONPATH", "")])
        with (self.folder / f"{what}.log").open("ab") as log:
            process = subprocess.Popen(
                [sys.executable, "-m", "dask", what, *arguments], cwd=self.folder, start_new_session=True,
                stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                env={**os.environ, "PYTHONPATH": path, **place, **environment},
            )  # fmt: skip
        self.processes.append(process)
        return process

    def wait_for_workers(self, count):
        """Wait until so many workers have joined."""
        from distributed import Client

        with Client(self.address, set_as_default=False) as client:
            wait_for(lambda: len(client.scheduler_info(n_workers=-1)["workers"]) >= count, f"not {count} workers")

    def kill(self, process):
        """SIGKILL, with everything that the process has started."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def wait_for(ready, what):
    """Wait until `ready()` is true."""
    deadline = time.monotonic() + PATIENCE
    while not ready():
        assert time.monotonic() < deadline, what
        time.sleep(0.05)


def another_version(folder):
    """A copy of the course that differs in a line; its path."""
    for package in ("mlpkit", "autograder"):
        shutil.copytree(notebooks.root() / package, folder / package, ignore=shutil.ignore_patterns("__pycache__"))
    with (folder / "mlpkit" / "losses.py").open("a", encoding="utf-8") as file:
        file.write("\nCHANGED = True\n")
    return folder
