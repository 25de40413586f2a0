"""Whatever file a student hands in is read as text or refused in one line; none stops the run."""

import copy
import json
import os
import random

import nbformat
import pytest

from autograder.grading.notebook_reader import Unreadable, grade_ids, parse, read_bytes
from autograder.grading.pictures import MOST, beside
from autograder.grading.rebuild import rebuild
from tests.support import grading_class as small


def content(**changes):
    notebook = small.source_notebook()
    return json.dumps({**json.loads(nbformat.writes(notebook)), **changes}).encode()


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (b"", "is empty"), (b"  \n", "is empty"), (b"{", "is not JSON"), (b"\x89PNG\r\n", "is not JSON"),
        (b"[1, 2]", "not a notebook"), (b'{"a": 1}', "has no cells"), (b"[" * 100_000, "is not JSON"),
        (b'{"cells": 3}', "has no cells"), (b"null", "not a notebook"),
    ],
)  # fmt: skip
def test_what_is_no_notebook_is_said_in_one_line(given, said):
    with pytest.raises(Unreadable, match=said):
        parse(given)


@pytest.mark.parametrize(
    "change",
    [
        lambda c: b"\xef\xbb\xbf" + c, lambda c: c.replace(b"\n", b"\r\n"), lambda c: c.decode().encode("utf-16"),
        lambda c: c.replace(b'"nbformat": 4', b'"nbformat": 99'), lambda c: content(metadata=None),
        lambda c: content(nbformat="four"), lambda c: content(extra="x" * 10**6),
    ],
)  # fmt: skip
def test_odd_files_are_read_nevertheless(change):
    notebook, _ = parse(change(content()))
    assert {"relu", "check-relu", "why"} <= grade_ids(notebook)


def test_of_a_cell_only_text_type_and_names_are_taken():
    cells = [
        {"cell_type": "code", "source": ["a\r\n", "b\0", 3], "metadata": {"tags": ["skip-execution"], "nbgrader": 7}},
        {"cell_type": "raw", "source": {"x": 1}, "outputs": [{"output_type": "error"}]},
        "no cell",
        {"cell_type": "code", "source": "x" * (3 << 20), "id": 5, "metadata": {"nbgrader": {"grade_id": "relu"}}},
    ]
    notebook, odd = parse(json.dumps({"cells": cells}).encode())
    first, second, third = notebook.cells
    assert first.source == "a\nb\ufffd" and first.metadata == {}
    assert second.cell_type == "markdown" and second.source == ""
    assert len(third.source) == 1 << 20 and third.metadata.nbgrader == {"grade_id": "relu"}
    assert any("cut to" in x for x in odd) and any("without text" in x for x in odd)


@pytest.mark.parametrize("depth", [300, 480, 970, 5000])
@pytest.mark.parametrize("nest", ['{{"a":{}}}', "[{}]", '{{"a":[{}]}}'])
@pytest.mark.parametrize("where", ["source", "attachments", "metadata", "id", "cell_type", "outputs"])
def test_what_is_nested_deeply_is_read_or_said(where, nest, depth):
    """Also before grading begins, where cells tell which notebook it is: one file must not stop a class."""
    deep = "1"
    for _ in range(depth):
        deep = nest.format(deep)
    for value in (deep, f'{{"a.png": {deep}}}', f'{{"a.png": {{"image/png": {deep}}}}}'):
        written = f'{{"cells": [{{"cell_type": "markdown", "source": "x", "{where}": {value}}}]}}'
        try:
            cells = parse(written.encode())[0].cells
        except Unreadable as why:
            assert "not JSON" in str(why)
        else:
            assert len(json.dumps(cells)) < 200


def test_pictures_that_are_none_get_few_lines_and_no_text_is_lost_by_them():
    kinds = {f"kind/{n}": 1 for n in range(20)}
    cells = [{"cell_type": "markdown", "source": "x" * n, "attachments": {f"{m}.png": kinds for m in range(60)}}
             for n in range(1, 100)]  # fmt: skip
    submitted, odd = parse(json.dumps({"cells": cells}).encode())
    rebuilt, more = rebuild(small.released(small.source_notebook()), submitted)
    assert 0 < sum("picture" in said for said in [*odd, *more]) <= MOST
    assert {"x" * n for n in range(1, 100)} <= {c.source for c in rebuilt.cells}


@pytest.mark.parametrize("name", ["", "a [b", "a! b", "photo!", "![ ![a", "x" * 500])
def test_a_picture_is_found_whatever_its_name_says(name, tmp_path):
    (tmp_path / "page.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    text = f"{'![' * 1000}\n![{name}](page.png)"
    assert [*beside(tmp_path / "x.ipynb", text.encode())] == ["page.png"]


def test_links_pipes_and_folders_are_not_read(tmp_path):
    (tmp_path / "secret").write_text("x")
    (tmp_path / "link.ipynb").symlink_to(tmp_path / "secret")
    os.mkfifo(tmp_path / "pipe.ipynb")
    (tmp_path / "folder.ipynb").mkdir()
    for name, said in (
        ("link", "is a link"),
        ("pipe", "is not a file"),
        ("folder", "not a file"),
        ("none", "cannot be opened"),
    ):
        with pytest.raises(Unreadable, match=said):
            read_bytes(tmp_path / f"{name}.ipynb")


def mutated(rng, original):
    """A damaged notebook: bytes changed, cut, doubled, or values of its JSON replaced."""
    kind = rng.randrange(5)
    if kind == 0:
        body = bytearray(original)
        for _ in range(rng.randrange(1, 30)):
            body[rng.randrange(len(body))] = rng.randrange(256)
        return bytes(body)
    if kind == 1:
        return original[: rng.randrange(len(original))]
    if kind == 2:
        a, b = sorted(rng.randrange(len(original)) for _ in range(2))
        return original[:b] + original[a:]
    notebook = json.loads(original)
    for _ in range(rng.randrange(1, 8)):
        _spoil(rng, notebook)
    return json.dumps(notebook).encode()


VALUES = (None, True, -1, 1e308, "", "x", "\ud800", [], [[]], {}, {"a": {}}, "relu", ["code"], {"nbgrader": None})


def _spoil(rng, tree):
    """Replace, remove or copy one value somewhere in the tree."""
    while True:
        keys = list(tree) if isinstance(tree, dict) else list(range(len(tree)))
        if not keys:
            return
        key = rng.choice(keys)
        if isinstance(tree[key], (dict, list)) and tree[key] and rng.random() < 0.8:
            tree = tree[key]
            continue
        tree[key] = copy.deepcopy(rng.choice(VALUES))
        return


def test_a_thousand_damaged_notebooks_give_a_rebuilt_notebook_or_one_line():
    rng, original = random.Random(0), nbformat.writes(small.source_notebook()).encode()
    template = small.make_assignment().templates[small.NAME]
    read = 0
    for _ in range(1000):
        try:
            notebook, odd = parse(mutated(rng, original))
        except Unreadable as why:
            assert "\n" not in str(why)[:60]
            continue
        rebuilt, more = rebuild(template.released, notebook)
        nbformat.validate(rebuilt)
        assert all(isinstance(x, str) for x in [*odd, *more])
        assert {c.metadata["nbgrader"]["grade_id"] for c in rebuilt.cells if "nbgrader" in c.metadata} == grade_ids(
            template.released
        )
        read += 1
    assert 200 < read < 1000
