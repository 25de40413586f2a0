"""python course.py lab: new lectures go to `notebooks`, and JupyterLab opens there.

python course.py correct takes over what was corrected in lectures since you began them, and keeps what you wrote.
python course.py check says whether everything on this machine is as the course needs it.
"""

import importlib.util
import json
import os
import re
import subprocess
import sys
from importlib import metadata
from pathlib import Path

HERE = Path(__file__).resolve().parent
OLDEST = (3, 11)


def update():
    """Put lectures that are not there yet into `notebooks`, and say which were corrected. What you have stays."""
    place = HERE / "notebooks"
    place.mkdir(exist_ok=True)
    new = [path for path in sorted((HERE / "lectures").glob("*.ipynb")) if not (place / path.name).exists()]
    sys.path.insert(0, str(HERE))
    from autograder.course.corrected import announcement, begin

    for path in new:
        begin(path, place)
        print(f"new: notebooks/{path.name}")
    for path in sorted(place.glob("[0-9][0-9]-*.ipynb")):
        if said := announcement(path.stem, place):
            print(said)
    return place


def correct():
    """Take over corrections; the notebooks as they were stay beside the new ones."""
    sys.path.insert(0, str(HERE))
    from autograder.course.corrected import correct

    print("\n".join(correct(HERE / "notebooks")))
    return 0


def lab():
    """JupyterLab in `notebooks`."""
    place = update()
    return subprocess.call([sys.executable, "-m", "jupyter", "lab", *sys.argv[2:]], cwd=place)


def python_version():
    if sys.version_info < OLDEST:
        raise ValueError(f"Python {sys.version.split()[0]}; this needs {'.'.join(map(str, OLDEST))} or newer")
    return f"Python {sys.version.split()[0]}"


def packages():
    lines = (HERE / "requirements.txt").read_text(encoding="utf-8").splitlines()
    names = [re.split(r"[<>=!~\[ ]", line)[0] for line in lines if line and line[0] not in "#-"]
    missing = []
    for name in names:
        try:
            metadata.version(name)
        except metadata.PackageNotFoundError:
            missing.append(name)
    if missing:
        raise ValueError(
            f"not installed: {', '.join(missing)}; run  {sys.executable} -m pip install -r requirements.txt"
        )
    return f"{len(names)} packages"


def library():
    sys.path.insert(0, str(HERE))
    for name in ("mlpkit", "autograder"):
        found = importlib.util.find_spec(name)
        if found is None or HERE not in Path(found.origin).resolve().parents:
            raise ValueError(
                f"another {name} is found first, in {found and found.origin}: use an environment of its own"
            )
    import mlpkit.explore
    import mlpkit.plots  # noqa: F401

    return "mlpkit and autograder"


def lectures():
    import nbformat

    paths = sorted((HERE / "lectures").glob("*.ipynb"))
    if not paths:
        raise ValueError("there is no lecture in `lectures`: unpack the hand-out again")
    for path in paths:
        try:
            nbformat.validate(nbformat.read(path, as_version=4))
        except (ValueError, nbformat.ValidationError, json.JSONDecodeError) as error:
            raise ValueError(f"lectures/{path.name} is damaged ({error}): unpack the hand-out again") from None
    return f"{len(paths)} lecture{'s' * (len(paths) != 1)}"


def records():
    from autograder.checking.cases import cases_for
    from autograder.checking.exercise import EXERCISES

    if not EXERCISES:
        raise ValueError("there are no checks: unpack the hand-out again")
    for exercise in EXERCISES.values():
        try:
            cases = cases_for(exercise)
        except Exception as error:
            raise ValueError(f"the check of {exercise.name} is damaged ({error}): unpack the hand-out again") from None
        if not cases and exercise.task is None:
            raise ValueError(f"the check of {exercise.name} has no cases: unpack the hand-out again")
    return f"{len(EXERCISES)} checks"


def stubs():
    """Every exercise that is still empty is turned away with one line, not with points and not with a traceback."""
    import nbformat

    from autograder.checking.cases import cases_for
    from autograder.checking.exercise import EXERCISES
    from autograder.checking.judge import Unsolved, judge

    count = 0
    for path in sorted((HERE / "lectures").glob("*.ipynb")):
        for cell in nbformat.read(path, as_version=4).cells:
            name = cell.metadata.get("nbgrader", {}).get("grade_id")
            if name not in EXERCISES or EXERCISES[name].is_value:
                continue
            space = {"__name__": "stub"}
            exec("import numpy as np\n" + cell.source, space)
            try:
                result = judge(EXERCISES[name], space[name], cases_for(EXERCISES[name]))
            except Unsolved:
                count += 1
                continue
            raise ValueError(f"the empty {name} got {float(result):g} points, and should get none")
    return f"{count} empty exercises"


def check():
    """Every line says what was looked at; the last one says whether all is well."""
    os.environ.setdefault("MPLBACKEND", "agg")
    for step in (python_version, packages, library, lectures, records, stubs):
        try:
            print(f"  ok  {step()}", flush=True)
        except Exception as error:
            print(f"  NO  {error}")
            print("Not ready: fix the line with NO, and run this again.")
            return 1
    print("Ready: everything is as the course needs it.")
    return 0


if __name__ == "__main__":
    command = {"lab": lab, "check": check, "correct": correct, "update": lambda: update() and 0}.get(
        (sys.argv[1:] or [""])[0]
    )
    if command is None:
        sys.exit(__doc__)
    sys.exit(command())
