"""A CSV file of another system, in which single cells are changed and every other byte stays as it is."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

_BOM = "\ufeff"
_NUMBER = re.compile(r"-?[\d.,\s']*\d(?P<sign>[.,])\d+")


class Sheet:
    """Rows of raw cells, quotes included. `cell` and `put` are the texts within."""

    def __init__(self, content: bytes, name: str = "the file"):
        self.name = name
        text = _text(content, name)
        self.bom = text.startswith(_BOM)
        text = text.removeprefix(_BOM)
        self.delimiter = _delimiter(text)
        self.rows, self.ends = _scan(text, self.delimiter, name)
        if not self.rows:
            raise ValueError(f"{name} is empty: download it again")
        # Where marks stand, once that is known: a section 2.1 says nothing about how marks are written.
        self.mark_columns: set[int] | None = None
        self.header = [self.cell(0, c).strip() for c in range(len(self.rows[0]))]

    def __len__(self) -> int:
        return len(self.rows)

    def cell(self, row: int, column: int) -> str:
        """The text of a cell; one that the row does not have is empty."""
        cells = self.rows[row]
        return _inner(cells[column]) if column < len(cells) else ""

    def put(self, row: int, column: int, value: str) -> None:
        """Change a cell, quoted where it was or must be."""
        cells = self.rows[row]
        cells += [""] * (column + 1 - len(cells))
        special = any(x in value for x in (self.delimiter, '"', "\n", "\r")) or value != value.strip()
        quote = special or cells[column].startswith('"')
        cells[column] = '"' + value.replace('"', '""') + '"' if quote else value

    def column(self, *names: str) -> int | None:
        """The first column with one of these names, whatever their case."""
        wanted = [n.casefold() for n in names]
        return next((i for i, h in enumerate(self.header) if h.casefold() in wanted), None)

    def after(self, name: str) -> int:
        """The number of the column behind this one, which the file has to have."""
        where = self.column(name)
        if where is None:
            raise ValueError(f"there is no column {name}")
        return where + 1

    def number(self, value: float) -> str:
        """A number as this file writes them: with a decimal comma where it has nothing but those."""
        text = f"{value:.2f}".rstrip("0").rstrip(".")
        return text.replace(".", ",") if self.has_decimal_commas() else text

    def has_decimal_commas(self) -> bool:
        """Whether the decimal numbers in the columns of marks are written with a comma."""
        columns = self.mark_columns
        cells = (_inner(c).strip() for row in self.rows for i, c in enumerate(row) if columns is None or i in columns)
        signs = [number["sign"] for c in cells if (number := _NUMBER.fullmatch(c))]
        return bool(signs) and set(signs) == {","}

    def value(self, text: str) -> float | None:
        """A number as this file writes them, with or without signs between thousands; None for anything else.

        A comma or point before three digits at the end ("1,000") stands between thousands, unless the file writes
        decimals with it.
        """
        text = re.sub(r"[\s'\u2019]", "", text)
        if not re.fullmatch(r"-?\d{1,3}([.,]?\d{3})*([.,]\d+)?|-?\d+([.,]\d+)?", text):
            return None
        last = max(text.rfind(","), text.rfind("."))
        sign = text[last] if last >= 0 else ""
        many = text.count(sign) > 1 if sign else False
        thousands = len(text) - last == 4 and (sign == ",") != self.has_decimal_commas() and not {",", "."} <= set(text)
        if sign and not many and not thousands:
            text = re.sub(r"[.,]", "", text[:last]) + "." + text[last + 1 :]
        else:
            text = re.sub(r"[.,]", "", text)
        return float(text)

    def content(self) -> bytes:
        """The file again."""
        lines = (self.delimiter.join(r) + e for r, e in zip(self.rows, self.ends, strict=True))
        return ((_BOM if self.bom else "") + "".join(lines)).encode()


def read_sheet(path: Path) -> Sheet:
    """Another system's CSV file, or a ValueError that says what it is instead."""
    if not path.is_file():
        raise ValueError(f"{path} is not a file: name the CSV file that you downloaded")
    return Sheet(path.read_bytes(), str(path))


def _text(content: bytes, name: str) -> str:
    if content.startswith(b"PK"):
        raise ValueError(f"{name} is a workbook, not CSV: save it as `CSV UTF-8`")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        pass
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        raise ValueError(f"{name} is UTF-16: save it as `CSV UTF-8`")
    raise ValueError(f"{name} is not UTF-8, so names could be damaged: save it as `CSV UTF-8`")


def _delimiter(text: str) -> str:
    """The one of comma, semicolon and tab that the header, outside its quotes, has most of."""
    header = re.sub(r'"(?:[^"]|"")*"', "", text).lstrip("\r\n").split("\n", 1)[0]
    return max(",;\t", key=header.count)


def _scan(text: str, delimiter: str, name: str) -> tuple[list[list[str]], list[str]]:
    """(rows of raw cells, the line ends after them)."""
    token = re.compile(rf'("(?:[^"]|"")*"|(?!")[^{delimiter}\r\n]*)({delimiter}|\r\n|\n|\r|\Z)')
    rows, ends, row, at = [], [], [], 0
    while at < len(text):
        match = token.match(text, at)
        if match is None:
            raise ValueError(f"{name}: line {text.count(chr(10), 0, at) + 1} has quotes that do not close")
        row.append(match[1])
        at = match.end()
        if match[2] != delimiter:
            rows.append(row)
            ends.append(match[2])
            row = []
    if row:
        rows.append([*row, ""])
        ends.append("")
    return rows, ends


def _inner(raw: str) -> str:
    return raw[1:-1].replace('""', '"') if raw.startswith('"') else raw


def is_blank(cells: Iterable[str]) -> bool:
    """Whether a row holds nothing."""
    return not any(_inner(c).strip() for c in cells)
