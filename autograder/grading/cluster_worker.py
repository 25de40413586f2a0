"""A worker of a cluster: what the coordinator asks of it, each a dask task in the worker's one thread.

Who trusts whom. Dask pickles, and whoever reaches a scheduler runs code on its workers: scheduler, workers and
coordinator are machines of the instructor, on a closed network or under dask's TLS (https://distributed.dask.org,
"TLS/SSL"). A worker unpickles the bundles, which only the coordinator sends. It answers with bytes that hold JSON,
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
from dataclasses import asdict
from pathlib import Path

import autograder
import mlpkit
from autograder import further
from autograder.grading import confine
from autograder.grading.bundle import Bundle
from autograder.grading.pool import Child, begin
from autograder.grading.run import make_plan
from autograder.grading.work import Submission

_stations: dict[str, Station] = {}


@functools.cache
def versions() -> dict[str, str]:
    """What must be the same on a worker as here for the same marks; read once, as the code itself is."""
    text = hashlib.sha256()
    own = [Path(package.__file__).parent for package in (mlpkit, autograder)]
    for root in [*own, *([further.folder()] if further.folder() else [])]:
        for path in sorted(root.rglob("*.py")):
            text.update(str(path.relative_to(root)).encode() + b"\0" + path.read_bytes() + b"\0")
    libraries = {name: importlib.metadata.version(name) for name in ("numpy", "scipy")}
    data = "set" if os.environ.get("MLPKIT_DATA") else "not set"
    return {
        "course": text.hexdigest()[:12],
        "Python": platform.python_version(),
        **libraries,
        "MLPKIT_DATA": data,
    }


class Station:
    """What a worker holds for one run: a process that grades, with its sandbox, kept from task to task.

    The process is one of its own because only a main thread can be stopped in the middle of a call.
    """

    def __init__(self, bundles: dict[str, Bundle], mode: str, out: str):
        self.mode = mode
        self.folder = tempfile.TemporaryDirectory(prefix="grading-", ignore_cleanup_errors=True)
        os.chmod(self.folder.name, 0o755)
        # Dask's workers are daemons, and those may not start processes; ours ends with its parent all the same.
        multiprocessing.current_process()._config["daemon"] = False
        self.child = Child(_begin, (bundles, mode, out, self.folder.name, os.getpid()))

    def close(self) -> None:
        self.child.close()
        self.folder.cleanup()


def _begin(bundles: dict[str, Bundle], mode: str, out: str, folder: str, parent: int) -> None:
    place = Path(tempfile.mkdtemp(dir=folder))
    place.chmod(0o755)
    begin(make_plan(place, bundles, mode, Path(out)), parent)


def introduce(run: str, known: dict[str, str], bundles: bytes, sandbox: str, out: str) -> bytes:
    """Get ready for a run, or say why not: {"mode"} or {"versions"} or {"refused"}."""
    dismiss()
    if versions() != known:
        return json.dumps({"versions": versions()}).encode()
    try:
        mode = confine.choose(sandbox)
    except confine.NoConfinement:
        why = f"bubblewrap: {confine.why_no_bwrap()}; Landlock: {confine.why_no_landlock()}"
        return json.dumps({"refused": f"it offers no confinement for student code ({why})"}).encode()
    _stations[run] = Station(pickle.loads(bundles), mode, out)
    return json.dumps({"mode": mode}).encode()


def work(run: str, submission: Submission) -> bytes:
    """Grade one submission: {"graded", "files", "mode"} or {"failure"} or {"stranger"} after a restart."""
    station = _stations.get(run)
    if station is None:
        return json.dumps({"stranger": True}).encode()
    result = station.child.grade(submission)
    if isinstance(result, str):
        return json.dumps({"failure": result}).encode()
    graded, files, mode = result
    return json.dumps({"graded": asdict(graded), "files": files, "mode": mode}).encode()


def dismiss() -> None:
    """End what earlier runs have left: the process, its sandbox, the library folder."""
    while _stations:
        _stations.popitem()[1].close()
