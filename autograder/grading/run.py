"""Grade a class: find, grade in parallel, write down one by one, report. Interrupt it anywhere and go on later."""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from autograder.authoring import notebooks
from autograder.course import author_folder
from autograder.gradebook.query import marks_of_class
from autograder.gradebook.url import remember, shown, to_write
from autograder.gradebook.writer import GradebookWriter
from autograder.grading import rounds
from autograder.grading.assignment import Assignment, read_assignment
from autograder.grading.class_seed import SEED, grading_seed, keep_seed
from autograder.grading.collect import SubmittedFiles, check_folder, chosen, collect, is_course
from autograder.grading.course_age import outdated_notices
from autograder.grading.feedback_pages import write_feedback
from autograder.grading.notebook_reader import read_trusted
from autograder.grading.plan import make_plan
from autograder.grading.pool import Pool, close_sandboxes
from autograder.grading.rehearse import TESTS
from autograder.grading.release import missing_releases
from autograder.grading.results import done_before, keep, records, remove, result_path
from autograder.grading.tables import left_out, write_tables
from autograder.grading.workers import Done, Workers
from autograder.report.write import write_report
from autograder.sandbox import backends
from autograder.sandbox.limits import Limits


@dataclass(frozen=True)
class Options:
    """What an instructor may choose."""

    jobs: int = 0
    seed: str | None = None
    sandbox: str = "auto"
    resume: bool = False
    only: tuple[str, ...] = ()
    assignments: tuple[str, ...] = ()
    limits: Limits = field(default_factory=Limits)
    scheduler: str | None = None
    db: str | None = None
    tests: str = "auto"


def _nothing(*_: object) -> None:
    pass


@dataclass
class Summary:
    """What a run did. `failed` were not graded; `incomplete` were, but not all of what they hold."""

    mode: str
    report: Path
    gradebook: str = ""
    graded: int = 0
    skipped: int = 0
    lines: list[str] = field(default_factory=list)
    failed: list[tuple[str, str]] = field(default_factory=list)
    incomplete: list[tuple[str, str]] = field(default_factory=list)


def grade_class(
    submitted: Path, out: Path, options: Options, progress: Callable = _nothing, say: Callable = _nothing
) -> Summary:
    """Grade everything in `submitted` into the course folder `out`.

    `progress(done, total, student, by)` is told, and `say(line)` what a person should know before it begins.
    """
    # On a cluster the workers choose; this machine runs no student's code.
    mode = "" if options.scheduler else backends.choose(options.sandbox)
    if options.tests not in TESTS:
        raise ValueError(f"--tests is one of {', '.join(TESTS)}, not {options.tests!r}")
    check_folder(submitted, out)
    notes = prepare(submitted, out)
    seed = grading_seed(out, options.seed)
    assignments = read_assignments(out, options.assignments, seed, options.limits, options.tests)
    every, odd = collect(submitted, assignments, known_assignments(out))
    every = chosen(every, list(options.only))
    left = [h for h in every if not (options.resume and done_before(out, assignments[h.assignment], h))]
    book, about = to_write(out, options.db, next(records(out), None) is not None, options.resume)
    notes += [*about, *(_again(out, left) if options.resume else [])]
    notes += outdated_notices(out, sorted({h.assignment for h in left}))
    for line in notes:
        say(line)
    summary = Summary(mode, out / "class_report.html", skipped=len(every) - len(left))
    needed = {h.assignment: assignments[h.assignment] for h in left}
    with GradebookWriter(book, out) as gradebook, _workers(options, needed, mode, out, len(left)) as workers:
        # Nothing of a command that ends before here, over something typed wrong, is remembered.
        keep_seed(out, seed)
        if options.db:
            remember(out, book)
        summary.gradebook = shown(book)
        _grade_all(left, assignments, workers, gradebook, out, summary, progress)
        odd += workers.notices
    summary.mode, marks = mode or weakest(out), marks_of_class(out, book)
    summary.lines = [*odd, *left_out(write_tables(out, marks))]
    by_hand = [key for key, mark in marks.by_key().items() if not mark.is_from_checks_alone]
    write_feedback(out, assignments, marks, by_hand)
    write_report(out, [*odd, *(f"{s}: {why}" for s, why in summary.failed)], marks)
    return summary


def _again(out: Path, left: list[SubmittedFiles]) -> list[str]:
    """A line when --resume does what had been done."""
    count = sum(result_path(out, h.student, h.assignment).exists() for h in left)
    said = "were graded before, but their file, the lecture or the seed has changed: graded again"
    return [f"{count} {said}"] if count else []


@contextlib.contextmanager
def _workers(
    options: Options, assignments: dict[str, Assignment], mode: str, out: Path, count: int
) -> Iterator[Workers]:
    """Those of a scheduler, or of this machine."""
    if options.scheduler and assignments:
        from autograder.grading.cluster.coordinator import Cluster

        with Cluster(options.scheduler, assignments, options.sandbox, out) as cluster:
            yield cluster
        return
    with tempfile.TemporaryDirectory(prefix="grading-") as folder:
        os.chmod(folder, 0o755)
        plan = make_plan(Path(folder), assignments, mode, out)
        yield Pool(plan, min(options.jobs or os.cpu_count() or 1, max(1, count)))
        close_sandboxes()


def _grade_all(
    left: list[SubmittedFiles], assignments: dict[str, Assignment], workers: Workers, book: GradebookWriter, out: Path,
    summary: Summary, progress: Callable,
) -> None:  # fmt: skip
    ordered = sorted(left, key=lambda h: h.assignment)
    # Records of an earlier grading go first: should this run end half-way, they must not pass for its own.
    for handed in ordered:
        remove(out, handed.student, handed.assignment)
        handed.before = rounds.graded_before(out, handed.student, handed.assignment)

    def on_progress(student: str) -> None:
        progress(summary.graded + len(summary.failed), len(left), student, workers.worker_summary)

    for handed, result in workers.grade_each(ordered, on_progress):
        if isinstance(result, Done):
            book.record(result.graded)
            keep(out, assignments[handed.assignment], result.graded, result.files, handed, result.mode)
            rounds.remember(out, handed.student, handed.assignment, result.graded.digest)
            summary.graded += 1
            summary.incomplete += [(handed.student, why) for why in result.graded.failures]
        else:
            summary.failed.append((handed.student, f"{handed.assignment}: not graded: {result.why}"))
        on_progress(handed.student)


def prepare(submitted: Path, out: Path) -> list[str]:
    """Make `out` a course folder: from the one that the submissions lie in, or by building the course.

    Lines say what a person might take for granted.
    """
    course = submitted.resolve().parent
    if is_course(out):
        changed = _changed(course, out) if is_course(course) else []
        what = f"is graded as {out} has it; to take the other, delete {out / 'source'}"
        told = [f"{', '.join(changed)} differs in {course} and {what}"] if changed else []
        return [*told, *missing_releases(out)]
    if is_course(course):
        for path in sorted((course / "source").glob("*/*.ipynb")):
            # What is wrong with one is said of the instructor's file, before there is a copy.
            read_trusted(path)
        out.mkdir(parents=True, exist_ok=True)
        for name in ("source", "release"):
            if (course / name).is_dir():
                skipped = shutil.ignore_patterns(".ipynb_checkpoints", "__pycache__")
                shutil.copytree(course / name, out / name, dirs_exist_ok=True, ignore=skipped)
        for path in course.iterdir():
            # Its settings may name modules and tables beside them: plugins, autotests.yml.
            wanted = path.name in ("gradebook.db", SEED) or path.suffix in (".py", ".yml", ".yaml", ".ipynb")
            if wanted and path.is_file() and not (out / path.name).exists():
                shutil.copy2(path, out / path.name)
        author_folder.write_pointer(out)
        return missing_releases(out)
    made = notebooks.make_course(out)
    return [f"{out} was not a course folder yet: {len(made)} lectures were built into it"]


def _changed(course: Path, out: Path) -> list[str]:
    """Assignments that both folders have, but not the same."""
    places = [p.relative_to(course) for p in sorted((course / "source").glob("*/*.ipynb"))]
    both = [p for p in places if (out / p).is_file()]
    return sorted({p.parts[1] for p in both if (course / p).read_bytes() != (out / p).read_bytes()})


def known_assignments(out: Path) -> list[str]:
    """The names of the course's assignments."""
    return sorted(p.name for p in (out / "source").iterdir() if p.is_dir() and any(p.glob("*.ipynb")))


def read_assignments(
    out: Path, wanted: tuple[str, ...], seed: str, limits: Limits, tests: str = "auto"
) -> dict[str, Assignment]:
    """The assignments of the course, all or the named ones."""
    known = known_assignments(out)
    unknown = [w for w in wanted if w not in known]
    if unknown:
        raise ValueError(f"there is no assignment {', '.join(unknown)}; known: {', '.join(known)}")
    return {name: read_assignment(out, name, seed, limits, tests) for name in known if not wanted or name in wanted}


def weakest(out: Path) -> str:
    """The weakest confinement in which anything of a results folder was graded: its report speaks of that one."""
    used = {record["sandbox"] for record in records(out)}
    return next((mode for mode in ("none", "landlock") if mode in used), "bwrap")
