"""Every figure on a page was written by a benchmark, and every benchmark finds the page that it writes."""

import json
import re

import pytest

from tests.benchmarks import bench_gate, pages
from tests.benchmarks.__main__ import KNOWN

MARKED = {
    (name, str(page.relative_to(pages.TOP)))
    for page in (*pages.TOP.rglob("*.md"), *pages.TOP.glob("solutions/*.py"))
    if not {".venv", "build"} & set(page.relative_to(pages.TOP).parts)
    for name in re.findall(r"<!-- measured: written by `python -m tests.benchmarks (\w+)` -->", page.read_text("utf-8"))
}


def test_marks_and_benchmarks_belong_together():
    written = {(name, page) for name, where in pages.PAGES.items() for page in where}
    assert written == MARKED
    assert set(pages.PAGES) <= set(KNOWN)


@pytest.mark.parametrize(("name", "page"), sorted(MARKED))
def test_a_measured_table_stands_between_two_marks(name, page):
    _, table, _ = pages.between_marks(pages.TOP / page, name)
    assert re.search(r"\d", table), f"`python -m tests.benchmarks {name}` has not written its figures in {page}"


def test_the_lecture_says_of_the_gate_what_its_runs_came_to():
    runs = json.loads(bench_gate.KEPT.read_text("utf-8"))
    said = " ".join(bench_gate.sentence(name, **found) for name, found in runs.items())
    before, text, after = pages.between_marks(pages.TOP / "solutions/13-mnist.py", "gate")
    assert text == f"\n# {said}\n# "
    section = before.rpartition("## 7")[2] + after.partition("## 8")[0].partition("# %%")[0]
    assert not re.search(r"\d\.\d+ ?%|\d+ seeds", section), (
        "figures stand between the marks, where the benchmark writes them"
    )


def test_in_the_source_of_a_lecture_every_measured_line_is_a_comment(tmp_path, monkeypatch):
    monkeypatch.setattr(pages, "TOP", tmp_path)
    monkeypatch.setitem(pages.PAGES, "gate", ["lecture.py"])
    mark = f"# {pages.mark('gate')}"
    (tmp_path / "lecture.py").write_text(f"# before\n{mark}\n# old\n{mark}\n# after\n", "utf-8")
    pages.write_measured("gate", ["one", "two"])
    assert (tmp_path / "lecture.py").read_text("utf-8") == f"# before\n{mark}\n# one\n# two\n{mark}\n# after\n"


def test_a_table_goes_to_each_page_of_its_benchmark(tmp_path, monkeypatch):
    monkeypatch.setattr(pages, "TOP", tmp_path)
    monkeypatch.setitem(pages.PAGES, "training", ["one.md", "two.md"])
    old = "\n".join(["before", pages.mark("training"), "old", pages.mark("training"), "after"])
    for name in pages.PAGES["training"]:
        (tmp_path / name).write_text(old, "utf-8")
    pages.write_measured("training", ["a short table"], ["a long", "table"])
    assert (tmp_path / "two.md").read_text("utf-8").split("\n")[:5] == [
        "before", pages.mark("training"), "a long", "table", pages.mark("training"),
    ]  # fmt: skip
    assert "old" not in (tmp_path / "one.md").read_text("utf-8")
    with pytest.raises(ValueError, match=r"argument|shorter|longer"):
        pages.write_measured("training", ["one table for two pages"])


def test_a_page_without_marks_is_named(tmp_path):
    (tmp_path / "page.md").write_text("no figures here\n", "utf-8")
    with pytest.raises(ValueError, match=r"page\.md must have the line .* twice, it has it 0 times"):
        pages.between_marks(tmp_path / "page.md", "check")
