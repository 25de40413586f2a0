"""Files are written whole or not at all."""

import pytest

from autograder.files import whole, write_whole


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
