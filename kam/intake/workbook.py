"""Excel workbooks: checked before any parser sees them, then one sheet of cells per table."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from typing import Any

import pyarrow as pa

from kam.intake.findings import Finding
from kam.intake.sheets import MAX_COLUMNS, Refused, Sheet, check_headers, header_row, sheet

MAX_UNPACKED = 500 * 1024 * 1024
MAX_PARTS = 1_000


def is_zip(data: bytes) -> bool:
    """Whether bytes are a zip, as every XLSX is."""
    return data[:4] == b"PK\x03\x04"


def read_workbook(name: str, data: bytes) -> list[Sheet]:
    """The filled sheets of a workbook."""
    import python_calamine

    _preflight(data)
    try:
        book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
        grids = [
            (s, book.get_sheet_by_name(s).to_python(skip_empty_area=False))
            for s in book.sheet_names
        ]
    except (python_calamine.CalamineError, ValueError, OSError) as error:
        raise Refused("E_CORRUPT") from error
    filled = [(s, grid) for s, grid in grids if any(any(c != "" for c in r) for r in grid)]
    if not filled:
        raise Refused("E_EMPTY_FILE")
    alone = len(filled) == 1
    found = []
    for s, grid in filled:
        shown = name if alone else f"{name} · {s}"
        try:
            found.append(_from_grid(shown, [[_text(c) for c in row] for row in grid]))
        except Refused as refusal:
            # A title page or an empty form beside the tables is nothing of ours, not a fault.
            if alone or refusal.finding.code not in ("E_NO_ROWS", "E_EMPTY_FILE"):
                raise
    if not found:
        raise Refused("E_NO_ROWS")
    return found


def _preflight(data: bytes) -> None:
    """Refuse bombs, entities and cells out of bounds before any parser sees the workbook."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as book:
            names = set(book.namelist())
            if not {"[Content_Types].xml", "xl/workbook.xml"} <= names:
                raise Refused("E_NOT_XLSX")
            parts = book.infolist()
            if len(parts) > MAX_PARTS or sum(i.file_size for i in parts) > MAX_UNPACKED:
                raise Refused("E_TOO_LARGE_UNPACKED")
            _check_parts(book, names)
    except zipfile.BadZipFile as error:
        raise Refused("E_CORRUPT" if "CRC" in str(error) else "E_NOT_XLSX") from error
    except (OSError, zlib.error) as error:
        raise Refused("E_CORRUPT") from error


def _check_parts(book: zipfile.ZipFile, names: set[str]) -> None:
    unpacked = 0
    for part in names:
        with book.open(part) as stream:
            while chunk := stream.read(1 << 20):
                unpacked += len(chunk)
                if unpacked > MAX_UNPACKED:
                    raise Refused("E_TOO_LARGE_UNPACKED")
                if b"<!DOCTYPE" in chunk or b"<!ENTITY" in chunk:
                    raise Refused("E_XML_FORBIDDEN")
                if part.startswith("xl/worksheets/") and _beyond_columns(chunk):
                    raise Refused("E_TOO_MANY_COLUMNS")


def _beyond_columns(chunk: bytes) -> bool:
    for letters in set(re.findall(rb'<c r="([A-Z]{3})\d', chunk)):
        number = 0
        for letter in letters:
            number = number * 26 + letter - 64
        if number > MAX_COLUMNS:
            return True
    return False


def _text(cell: Any) -> str:
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float) and cell == int(cell) and abs(cell) < 1e15:
        return str(int(cell))
    return cell.isoformat() if hasattr(cell, "isoformat") else str(cell)


def _from_grid(name: str, grid: list[list[str]]) -> Sheet:
    start = header_row(grid)
    headers = [h.strip() for h in grid[start]]
    while headers and not headers[-1]:
        headers.pop()
    rows = [(i, r) for i, r in enumerate(grid[start + 1 :], start + 2) if any(c.strip() for c in r)]
    check_headers(headers, len(rows))
    columns = [pa.array([r[i] for _, r in rows], pa.string()) for i in range(len(headers))]
    found = sheet(name, headers, columns, [i for i, _ in rows])
    if start:
        found.findings.append(Finding("W_HEADER_ROW_FOUND", value=str(start + 1)))
    return found
