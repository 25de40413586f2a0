"""Pages that show measured figures: a benchmark writes them between two marks, nobody types them."""

from pathlib import Path


def mark(benchmark: str) -> str:
    """The line before and after what a benchmark writes."""
    return f"<!-- measured: written by `python -m tests.benchmarks {benchmark}` -->"


def write_measured(page: Path, benchmark: str, lines: list[str]) -> None:
    """Put the lines between the two marks of this benchmark in a page."""
    parts = page.read_text(encoding="utf-8").split(mark(benchmark))
    if len(parts) != 3:
        raise ValueError(f"{page.name} must have the line {mark(benchmark)} twice, it has it {len(parts) - 1} times")
    text = "\n".join(["", *lines, ""])
    page.write_text(mark(benchmark).join([parts[0], text, parts[2]]), encoding="utf-8")
