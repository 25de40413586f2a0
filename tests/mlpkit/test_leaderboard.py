"""The personal table of results."""

from pathlib import Path

import pytest

from mlpkit.leaderboard import default_path, enter, leaderboard


def test_the_best_come_first_and_stay(tmp_path):
    path = tmp_path / "new" / "and newer" / "table.json"
    assert leaderboard(path) == [] and repr(leaderboard(path)) == "no entries yet"
    enter("small", "MNIST", 0.97, path)
    enter("large", "MNIST", 0.985, path)
    table = enter("<b>", "8×8 digits", 0.98, path)
    assert [e.name for e in table] == ["large", "<b>", "small"] == [e.name for e in leaderboard(path)]
    assert "98.50%" in repr(table) and "&lt;b&gt;" in table._repr_html_() and "<b>" not in table._repr_html_()


def test_a_name_keeps_its_better_result_on_each_data(tmp_path):
    path = tmp_path / "table.json"
    enter("net", "MNIST", 0.98, path)
    assert [e.right for e in enter("net", "MNIST", 0.97, path)] == [0.98]
    assert [e.right for e in enter("net", "MNIST", 0.99, path)] == [0.99]
    assert [(e.data, e.right) for e in enter("net", "8×8 digits", 0.5, path)] == [("MNIST", 0.99), ("8×8 digits", 0.5)]


def test_bad_files_and_numbers(tmp_path, monkeypatch):
    monkeypatch.setenv("MLPKIT_HOME", str(tmp_path))
    assert default_path() == tmp_path / "leaderboard.json"
    monkeypatch.setenv("MLPKIT_HOME", "")
    assert default_path() == Path.home() / ".mlpkit" / "leaderboard.json"
    monkeypatch.setenv("MLPKIT_HOME", str(tmp_path))
    for right in (98, 1.5, -0.1):
        with pytest.raises(ValueError, match=f"fraction from 0 to 1, got {right}"):
            enter("net", "MNIST", right)
    for text in ("{", "[1]", '[{"name": "x"}]'):
        default_path().write_text(text, encoding="utf-8")
        with pytest.raises(ValueError, match="is not a leaderboard"):
            leaderboard()
