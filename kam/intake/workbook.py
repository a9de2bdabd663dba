"""Workbooks (XLSX, ODS, XLS): checked before any parser sees them, then one sheet per table."""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa

from kam.intake.merged_header import Merged, one_header
from kam.intake.packed import MAX_PARTS, MAX_UNPACKED
from kam.intake.sheets import MAX_COLUMNS, MAX_FIELD, Refused, Sheet, check_headers, sheet
from kam.intake.text import under_headers

_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_ODS = b"application/vnd.oasis.opendocument.spreadsheet"


def is_ole(data: bytes) -> bool:
    """Whether a file is a compound file, as XLS and encrypted XLSX are."""
    return data[:8] == _OLE


def holds_workbook(path: Path) -> bool:
    """Whether a zip is meant as a workbook, sound or not, rather than as a parcel of files."""
    try:
        with zipfile.ZipFile(path) as book:
            names = set(book.namelist())
    except (zipfile.BadZipFile, OSError):
        return True
    return any(n.startswith("xl/") for n in names) or {"content.xml", "mimetype"} <= names


def read_ole(name: str, path: Path, options: Mapping[str, Any]) -> list[Sheet]:
    """The sheets of an old Excel file."""
    data = path.read_bytes()
    if "EncryptedPackage".encode("utf-16le") in data:
        raise Refused("E_ENCRYPTED")
    if not any(word.encode("utf-16le") in data for word in ("Workbook", "Book")):
        raise Refused("E_UNSUPPORTED_TYPE")
    return _sheets(name, path, options, "E_UNSUPPORTED_TYPE")


def read_workbook(name: str, path: Path, options: Mapping[str, Any]) -> list[Sheet]:
    """The filled sheets of an XLSX or ODS workbook."""
    _preflight(path)
    return _sheets(name, path, options, "E_CORRUPT")


def _sheets(name: str, path: Path, options: Mapping[str, Any], fault: str) -> list[Sheet]:
    import python_calamine

    try:
        book = python_calamine.CalamineWorkbook.from_path(str(path))
        wanted = _wanted(book.sheet_names, options)
        grids = [(s, *_grid(book.get_sheet_by_name(s))) for s in wanted]
    except (python_calamine.CalamineError, ValueError, OSError) as error:
        raise Refused(fault) from error
    filled = [g for g in grids if any(any(c != "" for c in r) for r in g[1])]
    if not filled:
        raise Refused("E_EMPTY_FILE")
    alone = len(filled) == 1
    found = []
    for s, grid, merged in filled:
        shown = name if alone else f"{name} · {s}"
        try:
            words = [[_text(c) for c in row] for row in grid]
            found.append(_from_grid(shown, words, merged, options))
        except Refused as refusal:
            # A title page or an empty form beside the tables is nothing of ours, not a fault.
            if alone or refusal.finding.code not in ("E_NO_ROWS", "E_EMPTY_FILE"):
                raise
    if not found:
        raise Refused("E_NO_ROWS")
    return found


def _wanted(names: Sequence[str], options: Mapping[str, Any]) -> list[str]:
    """The sheets to read: all, or the one a person named or numbered."""
    told = options.get("sheet")
    if told is None:
        return list(names)
    if isinstance(told, int) and 1 <= told <= len(names):
        return [names[told - 1]]
    chosen = [n for n in names if n == str(told)]
    if not chosen:
        raise Refused("E_NO_SHEET", str(told))
    return chosen


def _grid(page: Any) -> tuple[list[list[Any]], list[Merged]]:
    merged = getattr(page, "merged_cell_ranges", None) or []
    return page.to_python(skip_empty_area=False), list(merged)


def _preflight(path: Path) -> None:
    """Refuse bombs, entities and cells out of bounds before any parser sees the workbook."""
    try:
        with zipfile.ZipFile(path) as book:
            names = set(book.namelist())
            xlsx = {"[Content_Types].xml", "xl/workbook.xml"} <= names
            if not xlsx and not ("mimetype" in names and book.read("mimetype").startswith(_ODS)):
                raise Refused("E_NOT_XLSX")
            parts = book.infolist()
            if len(parts) > MAX_PARTS or sum(i.file_size for i in parts) > MAX_UNPACKED:
                raise Refused("E_TOO_LARGE_UNPACKED")
            _check_parts(book, names)
    except zipfile.BadZipFile as error:
        raise Refused("E_CORRUPT" if "CRC" in str(error) else "E_NOT_XLSX") from error
    except (OSError, zlib.error, EOFError, RuntimeError) as error:
        raise Refused("E_CORRUPT") from error


def _check_parts(book: zipfile.ZipFile, names: set[str]) -> None:
    unpacked = 0
    for part in names:
        with book.open(part) as stream:
            tail = b""
            while chunk := stream.read(1 << 20):
                unpacked += len(chunk)
                if unpacked > MAX_UNPACKED:
                    raise Refused("E_TOO_LARGE_UNPACKED")
                seam, tail = tail + chunk, chunk[-16:]
                if b"<!DOCTYPE" in seam or b"<!ENTITY" in seam:
                    raise Refused("E_XML_FORBIDDEN")
                if part.startswith("xl/worksheets/") and _beyond_columns(seam):
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


def _from_grid(
    name: str, grid: list[list[str]], merged: Sequence[Merged], options: Mapping[str, Any]
) -> Sheet:
    laid = [(i, r) for i, r in enumerate(grid, 1) if any(c.strip() for c in r)]
    headers, below, notes = under_headers(one_header(laid, merged), options)
    while headers and not headers[-1] and not any(r[len(headers) - 1] for _, r in below):
        headers.pop()
    long = {i for i, r in below if max(map(len, r)) > MAX_FIELD}
    rows = [(i, r) for i, r in below if i not in long]
    check_headers(headers, len(below))
    columns = [pa.array([r[i] for _, r in rows], pa.string()) for i in range(len(headers))]
    found = sheet(name, headers, columns, [i for i, _ in rows])
    found.bad_rows = [(i, "R_FIELD_TOO_LONG", "\t".join(r)[:500]) for i, r in below if i in long]
    found.findings += notes
    return found
