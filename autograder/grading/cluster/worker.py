"""A worker of a cluster: what the coordinator asks of it, each a dask task in the worker's one thread.

Who trusts whom. Dask pickles, and whoever reaches a scheduler runs code on its workers: scheduler, workers and
coordinator are machines of the instructor, on a closed network or under dask's TLS (https://distributed.dask.org,
"TLS/SSL"). A worker unpickles the assignments, which only the coordinator sends. It answers with bytes that hold JSON,
written on the trusted side of the border: student code runs in the sandbox, which has no network, and nothing that it
made is ever pickled.
"""

from __future__ import annotations

import functools
import hashlib
import importlib.metadata
import json
import multiprocessing
import os
import pickle
import platform
import tempfile
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path

import autograder
from autograder.checking import library_packages
from autograder.course import author_folder
from autograder.grading.assignment import Assignment
from autograder.grading.grade import Graded, GradedNotebook, Submission
from autograder.grading.plan import make_plan
from autograder.grading.pool import Child, begin
from autograder.grading.workers import Done, NotDone
from autograder.sandbox import backends

_stations: dict[str, WorkerSession] = {}


@functools.cache
def versions() -> dict[str, str]:
    """What must be the same on a worker as here for the same marks; read once, as the code itself is."""
    text = hashlib.sha256()
    mine = author_folder.folder()
    described = [mine / "exercises"] if mine else []
    for root in [*library_packages.homes(), Path(autograder.__file__).parent, *described]:
        for path in library_packages.files(root):
            text.update(str(path.relative_to(root.parent)).encode() + b"\0" + path.read_bytes() + b"\0")
    libraries = {name: importlib.metadata.version(name) for name in ("numpy", "scipy")}
    data = "set" if os.environ.get("MLPKIT_DATA") else "not set"
    python = ".".join(platform.python_version_tuple()[:2])
    return {"course": text.hexdigest()[:12], "Python": python, **libraries, "MLPKIT_DATA": data}


class WorkerSession:
    """What a worker holds for one run: a process that grades, with its sandbox, kept from task to task.

    The process is one of its own because only a main thread can be stopped in the middle of a call.
    """

    def __init__(self, assignments: dict[str, Assignment], mode: str, out: str):
        self.mode = mode
        self.folder = tempfile.TemporaryDirectory(prefix="grading-", ignore_cleanup_errors=True)
        os.chmod(self.folder.name, 0o755)
        # Dask's workers are daemons, and those may not start processes; ours ends with its parent all the same.
        vars(multiprocessing.current_process())["_config"]["daemon"] = False
        self.child = Child(_begin, (assignments, mode, out, self.folder.name, os.getpid()))

    def close(self) -> None:
        self.child.close()
        self.folder.cleanup()


def _begin(assignments: dict[str, Assignment], mode: str, out: str, folder: str, parent: int) -> None:
    place = Path(tempfile.mkdtemp(dir=folder))
    place.chmod(0o755)
    begin(make_plan(place, assignments, mode, Path(out)), parent)


def introduce(run: str, known: dict[str, str], assignments: bytes, sandbox: str, out: str) -> bytes:
    """Get ready for a run, or say why not: {"mode"} or {"refused"}."""
    dismiss()
    if versions() != known:
        named = [f"{k} {v} there, {known.get(k)} here" for k, v in versions().items() if v != known.get(k)]
        why = f"it has another version ({'; '.join(named)}): install the same on both and restart it"
        return json.dumps({"refused": why}).encode()
    try:
        mode = backends.choose(sandbox)
    except backends.NoConfinement:
        why = f"bubblewrap: {backends.why_no_bwrap()}; Landlock: {backends.why_no_landlock()}"
        return json.dumps({"refused": f"it offers no confinement for student code ({why})"}).encode()
    _stations[run] = WorkerSession(pickle.loads(assignments), mode, out)
    return json.dumps({"mode": mode}).encode()


def work(run: str, submission: Submission) -> bytes:
    """Grade one submission: {"graded", "files", "mode"} or {"failure"} or {"stranger"} after a restart."""
    station = _stations.get(run)
    if station is None:
        return json.dumps({"stranger": True}).encode()
    try:
        result = station.child.grade(submission)
    except Exception as error:
        result = NotDone(f"the worker stopped with {type(error).__name__}: {error}")
    if isinstance(result, NotDone):
        return json.dumps({"failure": result.why}).encode()
    return json.dumps(asdict(result)).encode()


def result_of(answer: dict, submission: Submission, notebooks: Iterable[str]) -> Done | NotDone:
    """At the coordinator, an answer of `work` as a result, if it is one for this submission and for its files."""
    if "failure" in answer:
        return NotDone(answer["failure"])
    given, files = answer["graded"], answer["files"]
    graded = Graded(**{**given, "notebooks": [GradedNotebook(**notebook) for notebook in given["notebooks"]]})
    place = f"{submission.student}/{submission.assignment}"
    known = {
        f"{top}/{place}/{n}.{end}" for n in notebooks for top, end in (("autograded", "ipynb"), ("feedback", "html"))
    }
    same = (submission.student, submission.assignment, submission.digest)
    if (graded.student, graded.assignment, graded.digest) != same or not set(files) <= known:
        return NotDone("the worker answered for something else")
    return Done(graded, files, answer["mode"])


def dismiss() -> None:
    """End what earlier runs have left: the process, its sandbox, the library folder."""
    while _stations:
        _stations.popitem()[1].close()
