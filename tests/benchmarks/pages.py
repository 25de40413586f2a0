"""Pages and lectures that show measured figures: a benchmark writes them between two marks, nobody types them."""

from collections.abc import Sequence
from pathlib import Path

TOP = Path(__file__).resolve().parents[2]
FULL = "tests/benchmarks/README.md"

# benchmark -> the pages that it writes in
PAGES = {
    "accuracy": ["README.md"],
    "check": ["README.md"],
    "cluster": ["autograder/grading/SCALE.md"],
    "explore": [FULL],
    "gate": ["solutions/13-mnist.py"],
    "grading": ["autograder/README.md"],
    "tests": [FULL],
    "training": ["README.md", FULL],
    "waiting": ["README.md"],
}


def mark(benchmark: str) -> str:
    """The line before and after what a benchmark writes."""
    return f"<!-- measured: written by `python -m tests.benchmarks {benchmark}` -->"


def between_marks(page: Path, benchmark: str) -> list[str]:
    """A page's text before the first mark of this benchmark, between both, and after; ValueError for any other page."""
    parts = page.read_text(encoding="utf-8").split(mark(benchmark))
    if len(parts) != 3:
        raise ValueError(f"{page.name} must have the line {mark(benchmark)} twice, it has it {len(parts) - 1} times")
    return parts


def write_measured(benchmark: str, *tables: Sequence[str]) -> None:
    """Put these lines, one table for each of the benchmark's pages, between its two marks there."""
    for name, lines in zip(PAGES[benchmark], tables, strict=True):
        before, _, after = between_marks(TOP / name, benchmark)
        in_comment = "# " if name.endswith(".py") else ""  # text of a lecture's source
        text = f"\n{in_comment}".join(["", *lines, ""])
        (TOP / name).write_text(mark(benchmark).join([before, text, after]), encoding="utf-8")
