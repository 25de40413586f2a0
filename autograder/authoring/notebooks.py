"""solutions/NN-name.py -> the solution notebook (stubs, hints, checks) and, by nbgrader's converter, the student's."""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path

import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from autograder.authoring.given_stubs import with_stub
from autograder.authoring.install_line import CELL, install_cells, with_hint
from autograder.authoring.lectures import DECKS_BOX, BuildError, again, made, root, sources, student_path
from autograder.authoring.nbgrader_course import api, prepare, release, student_notebooks, without_outputs
from autograder.authoring.same_numbers import same_numbers
from autograder.authoring.stub_source import BEGIN, END, exercise_source
from autograder.authoring.task_cells import task_cells
from autograder.checking.exercise import EXERCISES, Exercise
from autograder.checking.last_typed import cell_id
from autograder.course import author_folder

# The lectures and nbgrader's side of a build belong to a build: whoever builds finds them here as well.
__all__ = [
    "BuildError", "again", "api", "built", "execute", "made", "make_course", "normal", "release", "root",
    "solution_notebook", "sources", "stale", "student_notebooks", "student_path", "without_outputs",
]  # fmt: skip

KERNEL = {"kernelspec": {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}}
WIDGET = "application/vnd.jupyter.widget-view+json"
LANGUAGE = {"language_info": {"name": "python", "file_extension": ".py", "mimetype": "text/x-python"}}
STEPS = ("direction", "formula", "almost code")


def solution_notebook(source: Path) -> nbformat.NotebookNode:
    """The notebook with solutions, checks, hints and nbgrader's metadata, not yet run."""
    import jupytext  # which takes half a second, and most commands build nothing

    lecture = source.stem[:2]
    try:
        text = jupytext.reads(source.read_text(encoding="utf-8"), fmt="py:percent")
    except UnicodeDecodeError as error:
        raise BuildError(f"{source} is not UTF-8 (byte {error.start}): save it as UTF-8") from None
    cells: list[NotebookNode] = []
    names: list[str] = []
    for cell in text.cells:
        try:
            cells += _expand(cell, lecture, names)
        except BuildError as error:
            raise BuildError(f"{source.name}: {error}") from None
    missing = [e.name for e in EXERCISES.described(lecture) if e.name not in names]
    if missing:
        raise BuildError(f"{source.name}: described exercises have no cell: {', '.join(missing)}")
    if sum(bool(cell.metadata.get("decks")) for cell in text.cells) > 1:
        raise BuildError(f"{source.name}: more than one cell has `decks=true`; a lecture has one such box")
    _name_cells(cells, lecture)
    return new_notebook(cells=cells, metadata={**KERNEL, **LANGUAGE})


def _expand(cell: nbformat.NotebookNode, lecture: str, names: list[str]) -> list[nbformat.NotebookNode]:
    """One cell of the source as the cells of the notebook."""
    given, cell.source = cell.metadata, cell.source.strip("\n")
    if "exercise" in given:
        item = _exercise(given["exercise"], lecture)
        known = set(names)
        names.append(item.name)
        return _exercise_cells(item, cell.source, known)
    if "answer" in given or "asserts" in given:
        return [_plain_cell(cell)]
    if "manual" in given:
        return [_manual_cell(cell, given["manual"], float(given.get("points", 1)))]
    if given.get("decks"):
        return [new_markdown_cell(f"<details><summary>{DECKS_BOX}</summary>\n\n{cell.source}\n\n</details>")]
    if cell.cell_type == "markdown":
        return [new_markdown_cell(cell.source)]
    if given.get("setup"):
        return [*install_cells(), new_code_cell(with_hint(cell.source), metadata=_nbgrader("setup", locked=True))]
    folded = {"jupyter": {"source_hidden": True}} if given.get("drawing") else {}
    return [new_code_cell(cell.source, metadata={**{k: given[k] for k in ("tags",) if k in given}, **folded})]


def _exercise(name: str, lecture: str) -> Exercise:
    if name not in EXERCISES:
        raise BuildError(f"the cell `exercise={name!r}` names no described exercise")
    item = EXERCISES[name]
    if item.lecture != lecture:
        raise BuildError(f"{name} is described as an exercise of lecture {item.lecture}, and stands in {lecture}")
    return item


def _exercise_cells(item: Exercise, typed: str, known: set[str]) -> list[nbformat.NotebookNode]:
    metadata = _nbgrader(item.name, solution=True)
    if item.task is not None:
        if typed.strip():
            raise BuildError(f"the cell of {item.name} must be empty: its text comes from its description")
        source, stub = task_cells(item, known)
        if item.kind == "prediction":
            return [new_code_cell(source), new_code_cell(f'check("{item.name}", {item.name})')]
        return _with_check(item, new_code_cell(source, metadata=with_stub(metadata, stub)))
    if item.is_value and BEGIN not in typed:
        raise BuildError(f"the value exercise {item.name} needs its solution between {BEGIN} and {END}")
    if not item.is_value and typed.strip():
        raise BuildError(f"the cell of {item.name} must be empty: its source comes from {item.reference.__module__}")
    source = typed if item.is_value else exercise_source(item.reference, known, item.shows_formula, item.forbid)
    return _with_check(item, new_code_cell(source, metadata=metadata))


def _with_check(item: Exercise, cell: nbformat.NotebookNode) -> list[nbformat.NotebookNode]:
    """An exercise's cell, its hints and its check."""
    return [
        cell,
        new_markdown_cell(_hints(item)),
        new_code_cell(
            f'check("{item.name}", {item.name})',
            metadata=_nbgrader(f"check-{item.name}", grade=True, locked=True, points=item.points),
        ),
    ]


def _manual_cell(cell: nbformat.NotebookNode, name: str, points: float) -> nbformat.NotebookNode:
    """A derivation on paper: nbgrader's manually graded answer, the model answer and rubric between the markers."""
    make = new_markdown_cell if cell.cell_type == "markdown" else new_code_cell
    return make(cell.source, metadata=_nbgrader(name, solution=True, grade=True, points=points))


def _plain_cell(cell: nbformat.NotebookNode) -> nbformat.NotebookNode:
    """A cell of plain nbgrader: an answer between the markers, or asserts with points."""
    if "answer" in cell.metadata:
        if BEGIN not in cell.source:
            raise BuildError(f"the answer {cell.metadata['answer']} needs its solution between {BEGIN} and {END}")
        return new_code_cell(cell.source, metadata=_nbgrader(cell.metadata["answer"], solution=True))
    points = float(cell.metadata.get("points", 1))
    name = f"test-{cell.metadata['asserts']}"
    return new_code_cell(cell.source, metadata=_nbgrader(name, grade=True, locked=True, points=points))


def _nbgrader(grade_id: str, **flags) -> dict:
    given = {
        "grade": False,
        "grade_id": grade_id,
        "locked": False,
        "schema_version": 3,
        "solution": False,
        "task": False,
    }
    return {"nbgrader": {**given, **flags}}


def _hints(item: Exercise) -> str:
    """Three folded steps, each inside the one before, so that they are opened one at a time."""
    opened = "".join(
        f"<details><summary>Hint {n}: {step}</summary>\n\n{hint}\n\n"
        for n, (step, hint) in enumerate(zip(STEPS, item.hints, strict=True), 1)
    )
    return opened + "</details>" * len(item.hints)


def _name_cells(cells: list[nbformat.NotebookNode], lecture: str) -> None:
    """Stable ids: the grade id, else the lecture and a digest of the text."""
    seen: dict[str, int] = {}
    for cell in cells:
        grade_id = cell.metadata.get("nbgrader", {}).get("grade_id")
        name = (
            grade_id
            or (CELL if cell.get("id") == CELL else None)
            or f"{lecture}-{hashlib.sha1(cell.source.encode()).hexdigest()[:10]}"
        )
        seen[name] = seen.get(name, 0) + 1
        cell["id"] = cell_id(name if seen[name] == 1 else f"{name}-{seen[name]}")


def execute(notebook: nbformat.NotebookNode, folder: Path, **told: Callable) -> None:
    """Run a notebook in place, from an empty progress record. The first error ends it with its traceback.

    `told` are `on_cell` and `on_retry` of `run_notebook`.
    """
    from autograder.authoring.run_notebook import run_notebook  # which brings Jupyter's client with it

    with tempfile.TemporaryDirectory() as home:
        # No bar of a training stays in what is stored.
        run_notebook(
            notebook, folder, {**os.environ, **same_numbers(), "MLPKIT_HOME": home, "TQDM_DISABLE": "1"}, **told
        )
    for cell in notebook.cells:
        cell.metadata.pop("execution", None)
        if "outputs" in cell:  # without a kernel there is no widget: readers see the picture that stands before it
            cell.outputs = [o for o in cell.outputs if WIDGET not in o.get("data", {})]
        for output in cell.get("outputs", ()):
            data = output.get("data", {})
            if "image/png" in data:  # the same picture: a stored notebook holds it once
                data.pop("text/html", None)
    notebook.metadata.pop("widgets", None)
    # The kernel writes its own Python version here; a rebuild elsewhere would differ by that alone.
    notebook.metadata.update(nbformat.from_dict(LANGUAGE))


def normal(notebook: nbformat.NotebookNode) -> str:
    """A notebook's text as it is compared: sources, ids and metadata, without outputs."""
    return nbformat.writes(without_outputs(notebook))


def built(names: Iterable[str] = ()) -> list[tuple[Path, nbformat.NotebookNode, Path, nbformat.NotebookNode]]:
    """(solution path, solution notebook, student path, student notebook) of each lecture, freshly built, not run."""
    solutions = {p: solution_notebook(p) for p in sources(names)}
    students = student_notebooks({p.stem: s for p, s in solutions.items()})
    return [(p.with_suffix(".ipynb"), s, student_path(p), students[p.stem]) for p, s in solutions.items()]


def generated_pages() -> dict[Path, str]:
    """The pages that a build writes beside the lectures, and what stands on them; none in another author's folder."""
    if author_folder.folder() is not None:
        return {}
    from autograder.authoring import coverage, glossary

    folder = root() / "solutions"
    return {folder / "COVERAGE.md": coverage.page(), folder / "GLOSSARY.md": glossary.page()}


def stale(names: Iterable[str] = ()) -> list[Path]:
    """Committed notebooks, and generated pages, that differ from a rebuild."""
    pages = generated_pages().items()
    found = [page for page, text in pages if not (page.exists() and page.read_text(encoding="utf-8") == text)]
    for solution_path, solution, released, student in built(names):
        for path, notebook in ((solution_path, solution), (released, student)):
            if not path.exists() or normal(nbformat.read(path, as_version=4)) != normal(notebook):
                found.append(path)
    return found


def make_course(course: Path, names: Iterable[str] = ()) -> list[str]:
    """A folder in which nbgrader's own commands work: source, release, gradebook, configuration, a secret seed."""
    prepare(course)
    solutions = {p.stem: solution_notebook(p) for p in sources(names)}
    student_notebooks(solutions, course)
    return list(solutions)
