"""Text under headers, cell by cell."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pyarrow as pa

from kam.intake.delimited import delimiter_of, records
from kam.intake.encodings import decoded, encoding_of
from kam.intake.findings import Finding
from kam.intake.sheets import (
    HEAD,
    MAX_FIELD,
    Refused,
    Sheet,
    check_headers,
    header_row,
    nameless,
    sheet,
)

_HTML = re.compile(r"\s*<(!doctype html|html|table|\?xml)", re.I)


def is_text(data: bytes) -> bool:
    """Whether bytes are text: UTF-16, or hardly any control characters."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return True
    head = data[:65536]
    if max(head[1::2].count(0), head[0::2].count(0)) > len(head) / 40:
        return encoding_of(head).startswith("utf-16")
    control = sum(head.count(bytes([b])) for b in range(32) if b not in (0, 9, 10, 12, 13, 27))
    return control == 0 and head.count(0) <= len(head) / 100


def is_html(text: str) -> bool:
    """Whether a text is a page rather than a table, whatever the file is called."""
    return bool(_HTML.match(text[:500]))


def read_text(name: str, path: Path, options: Mapping[str, Any]) -> list[Sheet]:
    """The one sheet of a text file."""
    text, encoding = decoded(path.read_bytes(), options.get("encoding"))
    if not text.strip("\ufeff \t\r\n"):
        raise Refused("E_EMPTY_FILE")
    if is_html(text):
        raise Refused("E_NOT_XLSX")
    text = text.lstrip("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    laid = list(records(text, delimiter_of(text, options.get("delimiter"))))
    headers, below, notes = under_headers(laid, options)
    if below and all(len(r) == len(headers) + 1 and not r[-1].strip() for _, r in below):
        below = [(line, r[:-1]) for line, r in below]  # every line ends with a delimiter
    rows: list[int] = []
    kept: list[list[str]] = []
    bad: list[tuple[int, str, str]] = []
    for line, record in below:
        fault = _fault(record, len(headers))
        if fault:
            bad.append((line, fault, _plain("\t".join(record)[:500])))
        else:
            rows.append(line)
            kept.append(record)
    _lost_quote(bad, below)
    check_headers(headers, len(rows) + len(bad))
    cells = zip(*kept, strict=True) if kept else ([] for _ in headers)
    found = sheet(name, headers, [pa.array(c, pa.string()) for c in cells], rows)
    found.bad_rows = bad
    found.findings += encoding_note(encoding) + notes
    return [found]


def under_headers(
    laid: list[tuple[int, list[str]]], options: Mapping[str, Any]
) -> tuple[list[str], list[tuple[int, list[str]]], list[Finding]]:
    """Headers, the records below them, and what is to be said of it."""
    if not laid:
        raise Refused("E_EMPTY_FILE")
    told = options.get("header_row")
    start: int | None
    if told is None:
        start = header_row([r for _, r in laid[:HEAD]])
        start = None if nameless(laid[start][1]) else start
    elif int(told) == 0:
        start = None
    else:
        start = next((i for i, (line, _) in enumerate(laid) if line >= int(told)), -1)
        if start < 0:
            raise Refused("E_NO_ROWS")
    if start is None:
        width = max(len(r) for _, r in laid[:HEAD])
        headers = [f"column {i + 1}" for i in range(width)]
        return headers, laid, [Finding("W_NO_HEADER", value=str(width))]
    line, names = laid[start]
    headers = [h.replace("\u00a0", " ").strip("\ufeff \t\n") for h in names]
    notes = [Finding("W_HEADER_ROW_FOUND", value=str(line))] if start and told is None else []
    padded = [h for h, n in zip(headers, names, strict=True) if h and h != n.strip("\ufeff")]
    if padded:
        notes.append(Finding("W_HEADER_NORMALISED", value=", ".join(padded)))
    return headers, laid[start + 1 :], notes


def encoding_note(encoding: str) -> list[Finding]:
    """What is to be said of a reading that is not plain UTF-8."""
    plain = encoding in ("utf-8", "utf-8-sig", "ascii")
    return [] if plain else [Finding("W_ENCODING", value=encoding)]


def _fault(record: list[str], width: int) -> str | None:
    if len(record) != width:
        return "R_COLUMN_COUNT"
    for cell in record:
        if "\0" in cell:
            return "R_NUL_BYTE"
        if len(cell) > MAX_FIELD:
            return "R_FIELD_TOO_LONG"
        if not cell.isascii() and any("\ud800" <= c <= "\udfff" for c in cell):
            return "R_ENCODING"
    return None


def _plain(text: str) -> str:
    return text.encode("utf-8", "replace").decode("utf-8")


def _lost_quote(bad: list[tuple[int, str, str]], below: list[tuple[int, list[str]]]) -> None:
    """Name the fault of a last record that swallowed the lines below it."""
    if not bad or bad[-1][0] != below[-1][0]:
        return
    line, code, text = bad[-1]
    swallowed = max(cell.count("\n") for cell in below[-1][1])
    if code in ("R_COLUMN_COUNT", "R_FIELD_TOO_LONG") and swallowed:
        bad[-1] = (line - swallowed + 1, "R_UNCLOSED_QUOTE", text)
