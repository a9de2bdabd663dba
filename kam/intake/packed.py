"""Files in files: .gz and .zip, unpacked within bounds before anything reads them."""

from __future__ import annotations

import gzip
import zipfile
import zlib
from pathlib import Path
from typing import Any

from kam.intake.sheets import Refused
from kam.intake.shelf import Shelf

MAX_UNPACKED = 500 * 1024 * 1024
MAX_PARTS = 1_000
CHUNK = 1 << 20


def is_gzip(data: bytes) -> bool:
    """Whether bytes are a gzip stream."""
    return data[:3] == b"\x1f\x8b\x08"


def is_zip(data: bytes) -> bool:
    """Whether bytes are a zip, as every XLSX and ODS is."""
    return data[:4] == b"PK\x03\x04"


def unpack_gzip(path: Path, shelf: Shelf) -> Path:
    """The file inside a .gz."""
    try:
        with gzip.open(path) as stream:
            return _copy(stream, shelf, 0)[0]
    except (OSError, EOFError, zlib.error) as error:
        raise Refused("E_CORRUPT") from error


def unpack_zip(path: Path, shelf: Shelf) -> list[tuple[str, Path]]:
    """The files inside a .zip by name, folders and hidden ones left out."""
    try:
        with zipfile.ZipFile(path) as archive:
            parts = [i for i in archive.infolist() if not i.is_dir() and not _hidden(i.filename)]
            if len(parts) > MAX_PARTS or sum(i.file_size for i in parts) > MAX_UNPACKED:
                raise Refused("E_TOO_LARGE_UNPACKED")
            if any(i.flag_bits & 1 for i in parts):
                raise Refused("E_ENCRYPTED")
            found, size = [], 0
            for part in parts:
                with archive.open(part) as stream:
                    place, size = _copy(stream, shelf, size)
                found.append((part.filename.rsplit("/", 1)[-1], place))
            return found
    except (zipfile.BadZipFile, zlib.error, OSError, EOFError, NotImplementedError) as error:
        raise Refused("E_CORRUPT") from error


def _hidden(name: str) -> bool:
    return any(part.startswith((".", "__MACOSX")) for part in name.split("/"))


def _copy(stream: Any, shelf: Shelf, size: int) -> tuple[Path, int]:
    place = shelf.place(".unpacked")
    with place.open("wb") as sink:
        while chunk := stream.read(CHUNK):
            size += len(chunk)
            if size > MAX_UNPACKED:
                raise Refused("E_TOO_LARGE_UNPACKED")
            sink.write(chunk)
    return place, size
