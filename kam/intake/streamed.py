"""Text too large to hold: looked at in places, its rows left where the engine reads them."""

from __future__ import annotations

import codecs
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pyarrow as pa

from kam.intake.corrected import MARK
from kam.intake.delimited import BLANKS, delimiter_of, records
from kam.intake.encodings import encoding_of
from kam.intake.sheets import Refused, Sheet, Stream, check_headers, sheet
from kam.intake.shelf import Shelf
from kam.intake.text import encoding_note, is_html, under_headers

LARGE = 16 * 1024 * 1024  # bytes; larger files stream
CHUNK = 8 * 1024 * 1024
LOOKS, LOOK = 24, 128 * 1024  # so many looks of so many bytes tell what a large file is


def read_streamed(
    name: str, path: Path, options: Mapping[str, Any], shelf: Shelf
) -> list[Sheet] | None:
    """The one sheet of a large text file; None where it must be read cell by cell."""
    if path.stat().st_size <= LARGE:
        return None
    head = _head(path)
    encoding = _encoding_of_all(path, head, options.get("encoding"))
    if encoding is None:
        return None
    mac_lines = b"\r" in head and b"\n" not in head
    if encoding not in ("utf-8", "utf-8-sig", "ascii") or mac_lines:
        path = _as_utf_8(path, encoding, shelf)
        head = _head(path)
    text = head.decode("utf-8", "ignore").lstrip("\ufeff").replace("\r\n", "\n")
    text = text[: text.rfind("\n") + 1]
    delimiter = delimiter_of(text, options.get("delimiter"))
    if delimiter == BLANKS or not text or is_html(text) or MARK in text.split("\n", 1)[0]:
        return None
    found = _laid(name, path, text, delimiter, options)
    found.findings = encoding_note(encoding) + found.findings
    return [found]


def _laid(name: str, path: Path, text: str, delimiter: str, options: Mapping[str, Any]) -> Sheet:
    laid = list(records(text, delimiter))
    headers, below, notes = under_headers(laid, options)
    width = len(headers)
    # Where every line ends with a delimiter, a row has one cell more than there are headers.
    wide = width + (bool(below) and all(len(r) > width and not r[-1].strip() for _, r in below))
    fitting = [r[:width] for _, r in below if len(r) == wide]
    for look in _looks(path, len(text)):
        fitting += [r[:width] for _, r in records(look, delimiter) if len(r) == wide]
    check_headers(headers, len(fitting))
    columns = [pa.array(c, pa.string()) for c in zip(*fitting, strict=True)]
    found = sheet(name, headers, columns, range(1, len(fitting) + 1))
    above = laid[len(laid) - len(below) - 1][0] if len(below) < len(laid) else 0
    found.stream = Stream("text", path, delimiter, above, width=wide)
    found.findings += notes
    return found


def _head(path: Path) -> bytes:
    with path.open("rb") as stream:
        return stream.read(4 * LOOK)


def _encoding_of_all(path: Path, head: bytes, told: str | None) -> str | None:
    """The encoding of a large file; None where it holds NUL bytes or lines of another encoding."""
    if told:
        return encoding_of(head, told)
    wide = encoding_of(head)
    if wide.startswith("utf-16"):
        return wide
    decoder = codecs.getincrementaldecoder("utf-8")()
    with path.open("rb") as stream:
        while chunk := stream.read(CHUNK):
            if b"\0" in chunk:
                return None
            try:
                decoder.decode(chunk)
            except UnicodeDecodeError:
                encoding = encoding_of(chunk)
                return None if encoding.startswith("utf-8") else encoding
    return "utf-8"


def _as_utf_8(path: Path, encoding: str, shelf: Shelf) -> Path:
    target = shelf.place(".utf8")
    try:
        with (
            path.open("r", encoding=encoding, newline=None) as source,
            target.open("w", encoding="utf-8", newline="\n") as sink,
        ):
            while chunk := source.read(CHUNK):
                sink.write(chunk)
    except UnicodeDecodeError as error:
        raise Refused("E_CORRUPT") from error
    return target


def _looks(path: Path, behind: int) -> Iterator[str]:
    """Whole lines from places spread over a file: what its first lines do not show."""
    size = path.stat().st_size
    with path.open("rb") as stream:
        for i in range(LOOKS):
            stream.seek(behind + max(size - behind - LOOK, 0) * i // LOOKS)
            lines = stream.read(LOOK).split(b"\n")[1:-1]
            yield b"\n".join(lines).decode("utf-8", "ignore").replace("\r", "")
