"""A personal table of results: one line for each network you have entered, kept in a file on your own machine."""

import html
import json
import os
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

from mlpkit.home import home


@dataclass(frozen=True)
class Entry:
    """One result: what it is called, on which data, its accuracy on validation images, and the day."""

    name: str
    data: str
    right: float
    day: str


class Leaderboard(list):
    """Entries, the best first; shows itself as a table."""

    def __repr__(self) -> str:
        return "\n".join(f"{e.right:7.2%}  {e.data:10}  {e.name}  ({e.day})" for e in self) or "no entries yet"

    def _repr_html_(self) -> str:
        cells = ([f"{e.right:.2%}", e.data, e.name, e.day] for e in self)
        rows = ("".join(f"<td>{html.escape(c)}</td>" for c in line) for line in cells)
        head = "<tr><th>accuracy</th><th>data</th><th>network</th><th>day</th></tr>"
        return f"<table>{head}{''.join(f'<tr>{row}</tr>' for row in rows)}</table>"


def default_path() -> Path:
    """leaderboard.json in the folder of what you have done so far."""
    return home() / "leaderboard.json"


def leaderboard(path: str | os.PathLike | None = None) -> Leaderboard:
    """All entries so far; none where there is no file. ValueError for a file that holds something else."""
    path = Path(path) if path is not None else default_path()
    if not path.exists():
        return Leaderboard()
    try:
        entries = [Entry(**line) for line in json.loads(path.read_text(encoding="utf-8"))]
        return Leaderboard(sorted(entries, key=lambda e: -e.right))
    except (TypeError, ValueError) as error:
        raise ValueError(f"{path} is not a leaderboard: {error}") from error


def enter(name: str, data: str, right: float, path: str | os.PathLike | None = None) -> Leaderboard:
    """Add a network's accuracy on validation images, `right`, and give the table.

    An entry of the same name on the same data is replaced if the new one is better.
    """
    if not 0 <= right <= 1:
        raise ValueError(f"right must be a fraction from 0 to 1, got {right}")
    path = Path(path) if path is not None else default_path()
    new = Entry(name, data, float(right), date.today().isoformat())
    entries = leaderboard(path)
    same = [e for e in entries if (e.name, e.data) == (name, data)]
    kept = Leaderboard(e for e in entries if e not in same)
    kept.append(max([*same, new], key=lambda e: e.right))
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(".part")
    part.write_text(json.dumps([asdict(e) for e in kept], indent=1), encoding="utf-8")
    part.replace(path)
    return leaderboard(path)
