"""Damaged notebooks through the whole of grading: the run goes on, everybody has a record, no readable answer is lost.

Readable means: the file is not too large, decodes (UTF-8, or UTF-16 with its mark) and is JSON with cells; and of the
cells that claim an answer (by grade id, else by cell id, else by the function they define) those that differ from the
stub hold the text that the student wrote. Whatever else is damaged, that answer keeps its marks.
"""

import copy
import csv
import json
import random
import re

import nbformat
import pytest

from autograder.grading.notebook_reader import LARGEST_FILE
from autograder.grading.run import Options, grade_class
from tests.support import grading_class as small

KEPT = ("setup", "double", "check-double", "relu", "check-relu", "why")
ANSWERS = {"double": 2.0, "relu": 1.0}
confined = pytest.mark.skipif(
    all(why() for why in small.BACKENDS.values()),
    reason="; ".join(f"{b}: {why()}" for b, why in small.BACKENDS.items()),
)


def text_of(cell):
    source = cell.get("source", cell.get("input", ""))
    if isinstance(source, list):
        source = "".join(s for s in source if isinstance(s, str))
    return source.replace("\r\n", "\n") if isinstance(source, str) else ""


def grade_id(cell):
    given = cell.get("metadata")
    given = given.get("nbgrader") if isinstance(given, dict) else None
    return given.get("grade_id") if isinstance(given, dict) else None


def notebook():
    made = small.source_notebook()
    made.cells = [c for c in made.cells if grade_id(c) in KEPT]
    return made


STUB = json.loads(nbformat.writes(small.released(notebook())))
WHOLE = json.loads(nbformat.writes(notebook()))


def any_cell(raw, rng):
    return rng.choice(raw["cells"])


def drop_metadata(raw, rng):
    any_cell(raw, rng)["metadata"] = rng.choice([{}, None, [], "x", {"nbgrader": None}, {"nbgrader": {"grade_id": 7}}])


def swap_metadata(raw, rng):
    a, b = rng.sample(raw["cells"], 2)
    a["metadata"], b["metadata"] = b.get("metadata"), a.get("metadata")


def swap_ids(raw, rng):
    a, b = rng.sample(raw["cells"], 2)
    a["id"], b["id"] = b.get("id"), a.get("id")


def flags(raw, rng):
    claim = rng.choice([True, False, None, "yes", 10**40, -1])
    flag = rng.choice(["grade", "solution", "locked", "points", "task", "schema_version"])
    any_cell(raw, rng)["metadata"] = {
        "nbgrader": {"grade_id": rng.choice(KEPT), flag: claim},
        "tags": ["skip-execution"],
    }


def change_type(raw, rng):
    any_cell(raw, rng)["cell_type"] = rng.choice(["markdown", "raw", "code", "heading", None, 3, "\0"])


def change_source(raw, rng):
    any_cell(raw, rng)["source"] = rng.choice(
        [
            "",
            [],
            None,
            5,
            {"a": 1},
            [["x"]],
            ["def relu(z):\n", 3, None],
            "x" * 300_000,
            "#" + "é\ud800\0" * 99,
            "\r\n" * 9,
        ]
    )


def split_source(raw, rng):
    for cell in raw["cells"]:
        if isinstance(cell.get("source"), str):
            cell["source"] = cell["source"].splitlines(keepends=True)


def duplicate(raw, rng):
    raw["cells"].insert(rng.randrange(len(raw["cells"]) + 1), copy.deepcopy(any_cell(raw, rng)))


def duplicate_many(raw, rng):
    raw["cells"] += [copy.deepcopy(any_cell(raw, rng))] * 100


def same_ids(raw, rng):
    for cell in raw["cells"]:
        cell["id"] = rng.choice(["", "same", "x" * 500, 7, None, "a b\0"])


def no_ids(raw, rng):
    raw["nbformat_minor"] = 4
    for cell in raw["cells"]:
        cell.pop("id", None)


def shuffle(raw, rng):
    rng.shuffle(raw["cells"])


def delete(raw, rng):
    raw["cells"].remove(any_cell(raw, rng))


def junk_cells(raw, rng):
    raw["cells"] += [None, 3, "cell", [], {}, {"cell_type": "code"}, {"source": "1 / 0", "cell_type": "code"}]


def outputs(raw, rng):
    junk = [None, "x", [1], [{"output_type": "x"}], [{"output_type": "stream", "text": "<script>" * 9}], {"a": []}]
    any_cell(raw, rng).update(outputs=rng.choice(junk), execution_count=rng.choice(["9", -1, 1e400, None]))


def nested(raw, rng):
    """As deep as JSON is read at all, and a little deeper."""
    deep = 1
    for _ in range(rng.choice([300, 600, 900])):
        deep = rng.choice([[deep], {"a": deep}])
    given = rng.choice([deep, {"a.png": deep}, {"a.png": {"image/png": deep}}])
    any_cell(raw, rng)[rng.choice(["attachments", "outputs", "metadata", "source", "more"])] = given


def version(raw, rng):
    raw["nbformat"] = rng.choice([3, 4, 5, 99, "4", None, [], 4.0, -1])
    raw["nbformat_minor"] = rng.choice([0, 5, 99, "0", None, {}])


def worksheets(raw, rng):
    cells = raw.pop("cells")
    for cell in cells:
        if isinstance(cell, dict) and cell.get("cell_type") == "code":
            cell.update(input=cell.pop("source", ""), language="python", collapsed=False, prompt_number=None)
            cell["outputs"] = []
    raw.update(nbformat=3, nbformat_minor=0, worksheets=[{"cells": cells, "metadata": {}}])
    raw["metadata"] = {"name": "old"}


def notebook_metadata(raw, rng):
    raw["metadata"] = rng.choice([None, [], {}, {"kernelspec": {"name": "bash"}}, {"kernelspec": 3}, "x"])


def other_top(raw, rng):
    raw["cells"] = rng.choice([{}, None, "cells", 3, [], {"0": raw["cells"][0]}])


STRUCTURAL = [drop_metadata, swap_metadata, swap_ids, flags, change_type, change_source, split_source, duplicate,
              duplicate_many, same_ids, no_ids, shuffle, delete, junk_cells, outputs, nested,
              version, notebook_metadata]  # fmt: skip
AT_LAST = [worksheets, other_top]


def flip(data, rng):
    damaged = bytearray(data)
    for _ in range(rng.choice([1, 1, 3, 30])):
        damaged[rng.randrange(len(damaged))] = rng.randrange(256)
    return bytes(damaged)


def insert(data, rng):
    where = rng.randrange(len(data))
    return data[:where] + rng.choice([b"\0", b"\0" * 1000, b"\xff\xfe", b"{", b'"', b"\xc3", b"]" * 9]) + data[where:]


BYTES = [
    flip, flip, insert, insert, lambda data, rng: data[: rng.randrange(len(data))],
    lambda data, rng: data[rng.randrange(len(data)) :], lambda data, rng: b"\xef\xbb\xbf" + data,
    lambda data, rng: data.decode().encode(rng.choice(["utf-16", "utf-16-le", "utf-32", "utf-7"])),
    lambda data, rng: data.replace(b"\n", b"\r\n"), lambda data, rng: data + b"\0" * 64, lambda data, rng: b"",
    lambda data, rng: rng.randbytes(3000), lambda data, rng: b"[" * 100_000, lambda data, rng: b"null",
    lambda data, rng: b'{"cells": ' + b'{"a":' * 5000, lambda data, rng: data[:-2] + b', "cells": []}',
    lambda data, rng: b"<html>" + data, lambda data, rng: data + data, lambda data, rng: bytes(len(data)),
]  # fmt: skip


def mutated(number):
    """Damaged notebook number `number`: up to three structural changes, then perhaps one of the bytes."""
    rng, raw = random.Random(number), copy.deepcopy(WHOLE)
    for change in rng.choices(STRUCTURAL, k=rng.randrange(4)):
        try:
            change(raw, rng)
        except (AttributeError, TypeError, ValueError):
            break
    if rng.random() < 0.1:
        rng.choice(AT_LAST)(raw, rng)
    data = json.dumps(raw, indent=1).encode()
    return rng.choice(BYTES)(data, rng) if rng.random() < 0.4 else data


def readable(data):
    """The answers that this file still holds as the student wrote them, judged without the code under test."""
    if len(data) > LARGEST_FILE:
        return set()
    try:
        raw = json.loads(data.decode("utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"))
        cells = [c for c in (raw.get("cells") or raw["worksheets"][0]["cells"]) if isinstance(c, dict)]
    except (ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError):
        return set()
    found = set()
    for number, original in enumerate(WHOLE["cells"]):
        name, stub = grade_id(original), text_of(STUB["cells"][number]).strip()
        claims = [c for c in cells if grade_id(c) == name] or [c for c in cells if c.get("id") == original["id"]]
        claims = claims or [c for c in cells if re.search(rf"^(def|class)\s+{name}\b", text_of(c), re.M)]
        texts = {text_of(c).strip() for c in claims} - {stub}
        if name in ANSWERS and texts == {text_of(original).strip()}:
            found.add(name)
    return found


def graded(folder, numbers):
    """(readable answers, record) of each damaged notebook, graded as one class."""
    files = {f"student{n:04}": mutated(n) for n in numbers}
    submitted = small.write_course(folder, WHOLE, STUB, files)
    summary = grade_class(submitted, folder / "out", Options(jobs=2, seed="s", limits=small.TIGHT))
    assert (summary.graded, summary.failed) == (len(files), [])
    records = {r["student"]: r for r in json.loads((folder / "out" / "results.json").read_text(encoding="utf-8"))}
    assert set(records) == set(files)
    with (folder / "out" / "grades.csv").open(encoding="utf-8", newline="") as file:
        assert {row["student"] for row in csv.DictReader(file)} == set(files)
    return {student: (readable(data), records[student]) for student, data in files.items()}


def nobody_lost_anything(every):
    for student, (answers, record) in every.items():
        (done,) = record["notebooks"]
        for name, points in ANSWERS.items():
            score = done["scores"][f"check-{name}"]
            assert score == points or name not in answers, f"{student} lost {name}: {record['odd']}, {done}"
            if score < points:
                assert any(f["status"] == "no" and f["text"] for f in done["findings"][f"check-{name}"]), student


@confined
def test_damaged_notebooks_stop_nothing_and_lose_nothing(tmp_path):
    every = graded(tmp_path, range(150))
    nobody_lost_anything(every)
    held = [len(answers) for answers, _ in every.values()]
    assert held.count(2) > 50 and held.count(0) > 20


@pytest.mark.slow
@confined
def test_a_thousand_damaged_notebooks(tmp_path):
    nobody_lost_anything(graded(tmp_path, range(1000)))
