"""From bytes to sheets of cells: what a file is, decided by its content."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Mapping
from typing import Any

import pyarrow as pa

from kam.intake.findings import Finding
from kam.intake.sheets import (
    HEAD,
    MAX_FIELD,
    Refused,
    Sheet,
    Upload,
    check_headers,
    header_row,
    refused,
    sheet,
)
from kam.intake.shelf import Shelf
from kam.intake.workbook import is_zip, read_workbook

DELIMITERS = (",", ";", "\t", "|")


def read(upload: Upload, options: Mapping[str, Any], shelf: Shelf) -> list[Sheet]:
    """The sheets of a file; a file that cannot be read is one empty sheet with its finding."""
    data = upload.read()
    try:
        sheets = next((r(upload.name, data) for is_it, r in READERS if is_it(data)), None)
    except Refused as refusal:
        sheets = [refused(upload.name, refusal.finding)]
    sheets = sheets or [refused(upload.name, Finding("E_NOT_TEXT"))]
    for found in sheets:
        found.source = upload.name
    return sheets


# --- Parquet ----------------------------------------------------------------------------------


def _is_parquet(data: bytes) -> bool:
    return data[:4] == b"PAR1"


def _read_parquet(name: str, data: bytes) -> list[Sheet]:
    from pyarrow import parquet

    try:
        table = parquet.read_table(io.BytesIO(data))
    except (pa.ArrowException, OSError, ValueError) as error:
        raise Refused("E_CORRUPT") from error
    headers = table.column_names
    check_headers(headers, table.num_rows)
    columns = [_simple(table.column(i)) for i in range(len(headers))]
    return [sheet(name, headers, columns, range(1, table.num_rows + 1))]


def _simple(cells: pa.ChunkedArray) -> pa.ChunkedArray:
    """Cells as numbers, days, booleans or words; anything else in words."""
    kind = cells.type
    if pa.types.is_primitive(kind) or pa.types.is_decimal(kind) or pa.types.is_string(kind):
        return cells
    if pa.types.is_large_string(kind) or pa.types.is_string_view(kind):
        return cells.cast(pa.string())
    if pa.types.is_dictionary(kind):
        return _simple(cells.cast(kind.value_type))
    words = [None if v is None else str(v) for v in cells.to_pylist()]
    return pa.chunked_array([pa.array(words, pa.string())])


# --- Excel of old -------------------------------------------------------------------------------


def _is_ole(data: bytes) -> bool:
    return data[:8] == bytes.fromhex("d0cf11e0a1b11ae1")


def _read_ole(name: str, data: bytes) -> list[Sheet]:
    locked = "EncryptedPackage".encode("utf-16le") in data
    raise Refused("E_ENCRYPTED" if locked else "E_UNSUPPORTED_TYPE")


# --- text -------------------------------------------------------------------------------------


def _is_text(data: bytes) -> bool:
    if _utf_16(data):
        return True
    head = data[:65536]
    control = sum(head.count(bytes([b])) for b in range(32) if b not in (0, 9, 10, 12, 13, 27))
    return control == 0 and head.count(0) <= len(head) / 100


def _utf_16(data: bytes) -> str | None:
    """The kind of UTF-16 bytes are in: by their mark, or by the zeros beside every digit."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return "utf-16"
    head = data[:4096]
    first, second = head[0::2], head[1::2]
    if second.count(0) > len(second) / 4 and first.count(0) == 0:
        return "utf-16-le"
    return "utf-16-be" if first.count(0) > len(first) / 4 and second.count(0) == 0 else None


def _decode(data: bytes) -> tuple[str, str]:
    wide = _utf_16(data)
    if wide or data.startswith(b"\xef\xbb\xbf"):
        encoding = wide or "utf-8-sig"
        try:
            return data.decode(encoding), encoding
        except UnicodeDecodeError as error:
            raise Refused("E_CORRUPT") from error
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        encoding = _eight_bit(data)
    try:
        return data.decode(encoding), encoding
    except UnicodeDecodeError:
        return data.decode("latin-1"), "latin-1"


def _eight_bit(data: bytes) -> str:
    """Which old code page bytes beyond ASCII are most likely in.

    Chinese comes in pairs whose first byte is mostly that of a frequent character; a Western
    letter stands alone between ASCII ones; Cyrillic comes in whole words of high bytes.
    """
    runs = re.findall(rb"[\x80-\xff]+", data[: 1 << 20])
    high = b"".join(runs)
    alone = sum(len(r) == 1 for r in runs) / len(runs)
    if alone > 0.3:
        return "cp1252"
    leads = b"".join(r[0::2] for r in runs)
    frequent = sum(0xA1 <= b <= 0xD7 for b in leads) / len(leads)
    if frequent > 0.6:
        return "gb18030"
    cyrillic = sum(b >= 0xC0 for b in high) / len(high)
    return "cp1251" if cyrillic > 0.8 and len(high) / len(runs) > 2 else "gb18030"


def _read_text(name: str, data: bytes) -> list[Sheet]:
    text, encoding = _decode(data)
    if not text.strip("\ufeff \t\r\n"):
        raise Refused("E_EMPTY_FILE")
    if re.match(r"\s*<(!doctype html|html|table|\?xml)", text[:500], re.I):
        raise Refused("E_NOT_XLSX")
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    delimiter = _delimiter(text)
    csv.field_size_limit(2**31 - 1)
    reader = csv.reader(io.StringIO(text), delimiter=delimiter)
    records = [(reader.line_num, r) for r in reader if any(cell.strip() for cell in r)]
    start = header_row([r for _, r in records[:HEAD]])
    headers = [h.replace("\u00a0", " ").strip("\ufeff \t\n") for h in records[start][1]]
    below = records[start + 1 :]
    if below and all(len(r) == len(headers) + 1 and not r[-1].strip() for _, r in below):
        below = [(line, r[:-1]) for line, r in below]  # every line ends with a delimiter
    rows: list[int] = []
    kept: list[list[str]] = []
    bad: list[tuple[int, str, str]] = []
    for line, record in below:
        fault = _fault(record, len(headers))
        if fault:
            bad.append((line, fault, delimiter.join(record)[:500]))
        else:
            rows.append(line)
            kept.append(record)
    check_headers(headers, len(rows) + len(bad))
    cells = zip(*kept, strict=True) if kept else ([] for _ in headers)
    found = sheet(name, headers, [pa.array(c, pa.string()) for c in cells], rows)
    found.bad_rows = bad
    if encoding not in ("utf-8", "utf-8-sig"):
        found.findings.append(Finding("W_ENCODING", value=encoding))
    if start:
        found.findings.append(Finding("W_HEADER_ROW_FOUND", value=str(records[start][0])))
    return [found]


def _fault(record: list[str], width: int) -> str | None:
    if len(record) != width:
        return "R_COLUMN_COUNT"
    if any("\0" in cell for cell in record):
        return "R_NUL_BYTE"
    return "R_FIELD_TOO_LONG" if any(len(cell) > MAX_FIELD for cell in record) else None


def _delimiter(text: str) -> str:
    """The delimiter under which most lines have the same number of fields, and most fields."""
    head = text[:65536].splitlines()[:50]

    def _fit(delimiter: str) -> tuple[float, int]:
        widths = Counter(len(r) for r in csv.reader(head, delimiter=delimiter) if r)
        width, lines = max(widths.items(), key=lambda w: (w[1] * (w[0] > 1), w[0]), default=(0, 0))
        return (lines / widths.total() if width > 1 else 0.0), width

    return max(DELIMITERS, key=_fit)


# A format is one entry: how its content is recognised and how it is read.
READERS = (
    (_is_parquet, _read_parquet),
    (is_zip, read_workbook),
    (_is_ole, _read_ole),
    (_is_text, _read_text),
)
