"""Files are written whole or not at all; no cell of a table is a formula."""

import csv
import html
import io

import pytest

from autograder.files import csv_safe, csv_safe_html, is_formula, whole, write_whole


def test_text_and_bytes_arrive_and_folders_are_made(tmp_path):
    write_whole(tmp_path / "a" / "b.txt", "né\n")
    write_whole(tmp_path / "a" / "b.bin", b"\x00\r\n")
    assert (tmp_path / "a" / "b.txt").read_bytes() == "né\n".encode()
    assert (tmp_path / "a" / "b.bin").read_bytes() == b"\x00\r\n"


def test_after_an_error_the_old_file_stays_and_nothing_is_left_beside_it(tmp_path):
    write_whole(tmp_path / "marks.csv", "old")
    with pytest.raises(ValueError, match="half way"), whole(tmp_path / "marks.csv") as part:
        part.write_text("ne", encoding="utf-8")
        assert (tmp_path / "marks.csv").read_text(encoding="utf-8") == "old"
        raise ValueError("half way")
    assert [p.name for p in tmp_path.iterdir()] == ["marks.csv"]
    assert (tmp_path / "marks.csv").read_text(encoding="utf-8") == "old"


FORMULAS = (
    "=1", "+1", "-1", "@SUM(1)", "\t=1", "\r=1", "\n=1", " =1", "\u00a0=1", "\x00=1", "\ufeff=1", "\u200b=1",
    "\u202e=1", "\uff1d1", "\uff0b1", "a;=cmd|' /C calc'!A0;", "a; \u200b=1;", "a\t=1\t", "a\n=1", "a\r\n@x", "a;;==1;",
    'a";=1;"', "a;\"=cmd|' /C calc'!A0;", 'a;" "=1;', "a\t-1\t\t@x", "-\t=1",
)  # fmt: skip


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("text", FORMULAS)
def test_no_text_is_a_formula_wherever_a_spreadsheet_parts_the_file(text, delimiter):
    """In many languages a spreadsheet parts every file at semicolons."""
    file = io.StringIO()
    comment = csv_safe_html(f"<p>{html.escape(text)}</p>")
    csv.writer(file, quoting=csv.QUOTE_ALL).writerow(["ada", csv_safe(text), comment])
    rows = list(csv.reader(io.StringIO(file.getvalue(), newline=""), delimiter=delimiter))
    assert not [c for row in rows for c in row if is_formula(c)]
    assert html.unescape(comment) == html.unescape(f"<p>{html.escape(text)}</p>")


@pytest.mark.parametrize("text", ["ada", "O'Brien, Pat", "a-b", "x = 1", "said: -1, +2; 3", "größe", "1;2"])
def test_a_text_that_is_none_stays_as_it_is(text):
    assert csv_safe(text) == text and csv_safe_html(text) == text
