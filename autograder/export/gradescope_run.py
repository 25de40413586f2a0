"""Grade one submission in Gradescope's container and write results.json, whatever happens.

Folders as https://gradescope-autograders.readthedocs.io/en/latest/specs/ describes: ROOT/submission is the student's,
ROOT/submission_metadata.json says who and when, ROOT/source is our ZIP, ROOT/results/results.json is the answer. Its
fields: score, execution_time, output, output_format, visibility, stdout_visibility, tests with name, score, max_score,
status, output, output_format, visibility. What is printed goes to the instructor.

Confinement: bubblewrap where the container allows it, otherwise Landlock with a system-call filter, otherwise none is
offered and nothing is run: 0 points are on record, the student reads that this is not a judgement, and a hidden test
tells the instructor why. Exporting with `--sandbox none` grades there all the same, and every result says so.
"""

from __future__ import annotations

import contextlib
import json
import os
import sys
import time
import traceback
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path, PurePath

from autograder.checking.result import Finding, Result, number
from autograder.files import write_whole
from autograder.grading.assignment import AssignmentNotebook
from autograder.grading.feedback import UNCONFINED
from autograder.grading.grade import Submission
from autograder.grading.notebook_reader import LARGEST_FILE, Unreadable, grade_ids, parse, read_bytes
from autograder.grading.once import grade_submission, lecture_assignment
from autograder.grading.safe_text import printable
from autograder.sandbox.limits import Limits

# Of a submission that holds more files, and more bytes of notebooks with other names, the rest is not looked at.
MOST_FILES, MOST_READ = 5000, 4 * LARGEST_FILE
_TELL = "This says nothing about your work, and no points are lost by it: please tell your instructor."


def main(root: Path) -> None:
    """Grade ROOT/submission."""
    start = time.monotonic()
    config = {"visibility": "visible"}
    try:
        config |= json.loads((root / "source" / "gradescope.json").read_text(encoding="utf-8"))
        answer = _graded(root, config)
    except Exception as error:
        traceback.print_exc(file=sys.stdout)
        answer = _not_graded(f"the autograder stopped with {type(error).__name__}", str(error))
    answer["execution_time"] = round(time.monotonic() - start, 2)
    write_whole(root / "results" / "results.json", json.dumps(answer, indent=1) + "\n")


def _graded(root: Path, config: dict) -> dict:
    assignment = lecture_assignment(config["lecture"], seed(root), Limits())
    (template,) = assignment.templates.values()
    submission = find(root / "submission", template)
    # Each new submission meets inputs of its own, the same one the same.
    assignment = replace(assignment, seed=f"{assignment.seed}/{submission.digest[:16]}")
    _say(root, assignment.seed, config["lecture"])
    return results(grade_submission(assignment, submission, config["sandbox"]), config["visibility"])


def _say(root: Path, drawn: str, lecture: str) -> None:
    """For the instructor: what repeats this grading."""
    print(f"seed of this submission: {drawn}; repeat with `python -m autograder once {lecture[:2]} --seed {drawn}`")
    try:
        metadata = json.loads((root / "submission_metadata.json").read_text(encoding="utf-8"))
        print(f"submission {metadata.get('id')} of {metadata.get('created_at')}")
    except (OSError, ValueError, AttributeError) as error:
        print(f"submission_metadata.json: {error}")


def seed(root: Path) -> str:
    """The seed that setup.sh drew in the image."""
    return (root / "grading_seed.txt").read_text(encoding="utf-8").strip()


def find(folder: Path, template: AssignmentNotebook) -> Submission:
    """The notebook of the lecture among the files of a submission: by its name, else by its cells."""
    every = _files(folder)
    notebooks = [p for p in every if p.suffix == ".ipynb" and not any(x.startswith(".") for x in p.parts)]
    named = sorted((p for p in notebooks if p.stem == template.name), key=lambda p: len(p.parts))
    odd = (
        [f"{len(named)} files are called {template.name}.ipynb; {printable(str(named[0]))} counts"]
        if len(named) > 1
        else []
    )
    best = named[0] if named else _most_alike(folder, notebooks, template)
    if best is None:
        held = ", ".join(printable(str(p)) for p in sorted(every)[:10]) or "nothing"
        return _missing(template, f"is missing; the submission holds {held}")
    if not named:
        odd.append(f"{printable(str(best))} was taken for {template.name}.ipynb: the notebook had been renamed")
    try:
        return Submission("", template.name, {template.name: read_bytes(folder / best)}, odd=tuple(odd))
    except Unreadable as why:
        return _missing(template, str(why))


def _files(folder: Path) -> list[PurePath]:
    """Files and links, those nearest to the top first: no depth is too large, and no link is followed."""
    found: list[PurePath] = []
    waiting, left = deque([folder]), MOST_FILES
    while waiting and left > 0:
        with contextlib.suppress(OSError), os.scandir(waiting.popleft()) as entries:
            here = sorted(entries, key=lambda entry: entry.name)[:left]
            left -= len(here)
            waiting += [Path(entry) for entry in here if entry.is_dir(follow_symlinks=False)]
            found += [Path(entry).relative_to(folder) for entry in here if entry.is_symlink() or entry.is_file()]
    return found


def _likely(folder: Path, notebooks: Iterable[PurePath]) -> Iterator[PurePath]:
    """The notebooks that are read to find the one of the lecture, while there is room."""
    room = MOST_READ
    for file in notebooks:
        size = Path(folder, file).lstat().st_size
        if size <= room:
            room -= size
            yield file


def _missing(template: AssignmentNotebook, why: str) -> Submission:
    return Submission("", template.name, {}, {template.name: why})


def _most_alike(folder: Path, notebooks: Iterable[PurePath], template: AssignmentNotebook) -> PurePath | None:
    """The notebook that has most of the lecture's cells; None where none has any."""
    shared = {p: _shared(folder / p, template) for p in _likely(folder, notebooks)}
    return max(shared, key=lambda p: shared[p]) if any(shared.values()) else None


def _shared(path: Path, template: AssignmentNotebook) -> int:
    """How many of the lecture's exercises a notebook has cells for."""
    try:
        claimed = grade_ids(parse(read_bytes(path))[0])
    except Unreadable:
        return 0
    return len(claimed & (template.tests.keys() | set(template.manual)))


def results(result: dict, visibility: str = "visible") -> dict:
    """results.json from the result of `once`, without the time it took."""
    if result["status"] not in ("graded", "bad input") or not result["exercises"]:
        return _not_graded(result["status"], result["error"])
    said = [result["error"]] if result["error"] else []
    said += [UNCONFINED] if result["confinement"] == "none" else []
    by_hand = [e for e in result["exercises"] if e["score"] is None]
    said += [f"{e['name']}: a person grades this ({number(e['max_score'])} points)" for e in by_hand]
    said += [f"Odd about the file, and without effect on the points: {x}" for x in result["odd"]]
    said += result["deaths"]
    tests = [_test(e, visibility) for e in result["exercises"] if e["score"] is not None]
    tests += [_hidden("the grader's own failures", "\n".join(result["failures"]))] if result["failures"] else []
    total = f"{number(result['score'])} of {number(sum(t.get('max_score', 0) for t in tests))} points"
    return {
        "score": result["score"], "output": "\n".join([total, *said]), "output_format": "text",
        "visibility": visibility, "stdout_visibility": "hidden", "tests": tests,
    }  # fmt: skip


def _test(exercise: dict, visibility: str) -> dict:
    report = str(Result(exercise["score"], exercise["name"], exercise["max_score"], _findings(exercise)))
    return {
        "name": exercise["name"], "score": exercise["score"], "max_score": exercise["max_score"],
        "status": "passed" if exercise["score"] == exercise["max_score"] else "failed",
        "output": "\n".join(report.splitlines()[1:]), "output_format": "text", "visibility": visibility,
    }  # fmt: skip


def _findings(exercise: dict) -> list[Finding]:
    return [Finding(f["status"], f["text"], f.get("misconception")) for f in exercise["findings"]]


def _hidden(name: str, text: str) -> dict:
    """A test without points that the instructor alone sees."""
    return {"name": name, "status": "failed", "output": text, "output_format": "text", "visibility": "hidden"}


def _not_graded(what: str, why: str) -> dict:
    """0 on record, no judgement for the student, and the reason for the instructor."""
    print(f"not graded: {what}: {why}")
    return {
        "score": 0, "output": f"Not graded: {what}. {_TELL}", "output_format": "text", "visibility": "visible",
        "stdout_visibility": "hidden", "tests": [_hidden("why nothing was graded", f"{what}: {why}")],
    }  # fmt: skip


if __name__ == "__main__":
    main(Path(sys.argv[1]))
