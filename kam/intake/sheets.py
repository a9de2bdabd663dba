"""Cells under headers: what every reader hands on, and how rows are laid under a header."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pyarrow as pa

from kam.intake.findings import Finding

MAX_COLUMNS = 500
MAX_FIELD = 32_767
HEAD = 30  # a header stands in the first rows, below a title at most


@dataclass(frozen=True)
class Upload:
    """A file as it came: its shown name and its bytes, or the path that holds them."""

    name: str
    data: bytes | Path

    @property
    def size(self) -> int:
        """How many bytes it has."""
        return len(self.data) if isinstance(self.data, bytes) else self.data.stat().st_size

    def read(self) -> bytes:
        """The content."""
        return self.data if isinstance(self.data, bytes) else self.data.read_bytes()


@dataclass(frozen=True)
class Stream:
    """A file too large to hold: where it is and how the engine reads it, row by row.

    ``above`` lines stand above the first row; ``rows`` is their number where it is known. Rows are
    told by their line; empty lines, and line ends within quotes, are not counted there.
    """

    kind: str  # "text" or "parquet"
    path: Path
    delimiter: str = ""
    above: int = 0
    rows: int | None = None
    width: int = 0  # cells in a row of the file, where a delimiter ends each


@dataclass
class Sheet:
    """Cells under headers. ``cells`` has one Arrow column per header, named c0, c1 …, and ``row``,
    the line of the file each came from; ``bad_rows`` could not be laid under the headers. Of a
    ``stream`` the cells are only the first rows: enough to know what it is.
    """

    file: str
    headers: list[str]
    cells: pa.Table
    bad_rows: list[tuple[int, str, str]] = field(default_factory=list)  # row, code, text
    findings: list[Finding] = field(default_factory=list)
    source: str = ""  # the upload's name: a workbook has several sheets
    stream: Stream | None = None

    @property
    def refused(self) -> bool:
        """Whether the file cannot be used at all."""
        return any(f.severity == "refuse" for f in self.findings)

    @property
    def rows_read(self) -> int:
        """Rows below the header, bad ones too."""
        if self.stream and self.stream.rows is not None:
            return self.stream.rows
        return len(self.cells) + len(self.bad_rows)

    def values(self, position: int) -> pa.ChunkedArray:
        """The cells of one column."""
        return self.cells.column(f"c{position}")


class Refused(Exception):
    """A file that cannot be read; never leaves the readers."""

    def __init__(self, code: str, value: str = "") -> None:
        super().__init__(code)
        self.finding = Finding(code, value=value)


def refused(name: str, finding: Finding) -> Sheet:
    """The empty sheet that stands for a file nobody can read."""
    return Sheet(name, [], pa.table({"row": pa.array([], pa.int64())}), findings=[finding])


def sheet(name: str, headers: list[str], columns: Sequence[Any], rows: Sequence[int]) -> Sheet:
    """Columns of cells under their headers; ``rows`` are the lines of the file."""
    named = {f"c{i}": c for i, c in enumerate(columns)}
    return Sheet(name, headers, pa.table({"row": pa.array(rows, pa.int64()), **named}))


def check_headers(headers: Sequence[str], rows: int) -> None:
    """Refuse what cannot be mapped: no header, too many, the same twice, or nothing below it."""
    if not any(h.strip() for h in headers):
        raise Refused("E_EMPTY_FILE")
    if len(headers) > MAX_COLUMNS:
        raise Refused("E_TOO_MANY_COLUMNS")
    seen: set[str] = set()
    for header in headers:
        word = header.strip().casefold()
        if word and word in seen:
            raise Refused("E_DUPLICATE_COLUMN", header.strip())
        seen.add(word)
    if rows == 0:
        raise Refused("E_NO_ROWS")


def header_row(grid: Sequence[Sequence[str]]) -> int:
    """Where the header stands: the first row nearly as wide as the widest that holds only words.

    >>> header_row([["Sales report", "", ""], ["Customer", "Date", "Amount"], ["A", "x", "5"]])
    1
    """
    head = grid[:HEAD]
    widest = max((sum(bool(c.strip()) for c in row) for row in head), default=0)
    for number, row in enumerate(head):
        cells = [c for c in row if c.strip()]
        if len(cells) >= max(0.6 * widest, 1) and not any(map(_is_number, cells)):
            return number
    return 0


def nameless(row: Sequence[str]) -> bool:
    """Whether a row has no word in it, so that it is no header.

    >>> nameless(["00004", "19970101", "29.33"]), nameless(["customer", "2024"])
    (True, False)
    """
    cells = [c.strip() for c in row if c.strip()]
    words = any(re.search(r"[^\W\d_]{2,}", c) for c in cells)
    return bool(cells) and not words and any(map(_is_number, cells))


def _is_number(text: str) -> bool:
    return bool(re.fullmatch(r"[-+]?[\d.,\s]*\d", text.strip()))
