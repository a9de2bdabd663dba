"""From files to sheets of cells: what a file is, decided by its content."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from kam.intake.columnar import is_parquet, read_parquet
from kam.intake.objects import is_json, read_json
from kam.intake.packed import is_gzip, is_zip, unpack_gzip, unpack_zip
from kam.intake.sheets import Refused, Sheet, Upload, refused
from kam.intake.shelf import Shelf
from kam.intake.streamed import read_streamed
from kam.intake.text import is_text, read_text
from kam.intake.workbook import holds_workbook, is_ole, read_ole, read_workbook

HEAD = 65536  # bytes that tell what a file is


def read(upload: Upload, options: Mapping[str, Any], shelf: Shelf) -> list[Sheet]:
    """The sheets of a file; a file that cannot be read is one empty sheet with its finding."""
    path = upload.data
    if isinstance(path, bytes):
        path = shelf.place(".upload")
        path.write_bytes(upload.read())
    try:
        sheets = _read(upload.name, path, options, shelf)
    except Refused as refusal:
        sheets = [refused(upload.name, refusal.finding)]
    for found in sheets:
        found.source = upload.name
    return sheets


def _read(
    name: str, path: Path, options: Mapping[str, Any], shelf: Shelf, packed: bool = False
) -> list[Sheet]:
    with path.open("rb") as stream:
        head = stream.read(HEAD)
    if is_gzip(head) and not packed:
        return _read(name, unpack_gzip(path, shelf), options, shelf, packed=True)
    if is_zip(head) and not packed and not holds_workbook(path):
        return _archive(name, path, options, shelf)
    for is_it, reader in READERS:
        if is_it(head):
            return reader(name, path, options, shelf)
    raise Refused("E_NOT_TEXT")


def _archive(name: str, path: Path, options: Mapping[str, Any], shelf: Shelf) -> list[Sheet]:
    """The files of a zip, each a sheet or more; what is no table at all is left aside there."""
    parts = unpack_zip(path, shelf)
    found = []
    for part, place in parts:
        shown = f"{name} · {part}"
        try:
            found += _read(shown, place, options, shelf, packed=True)
        except Refused as refusal:
            if len(parts) == 1:
                raise
            if refusal.finding.code != "E_NOT_TEXT":
                found.append(refused(shown, refusal.finding))
    if not found:
        raise Refused("E_NOT_TEXT" if parts else "E_EMPTY_FILE")
    return found


# A format is one entry: how its content is recognised and how it is read.
READERS = (
    (is_parquet, lambda name, path, options, shelf: read_parquet(name, path)),
    (is_zip, lambda name, path, options, shelf: read_workbook(name, path, options)),
    (is_ole, lambda name, path, options, shelf: read_ole(name, path, options)),
    (is_json, lambda name, path, options, shelf: read_json(name, path, options)),
    (
        is_text,
        lambda name, path, options, shelf: (
            read_streamed(name, path, options, shelf) or read_text(name, path, options)
        ),
    ),
)
