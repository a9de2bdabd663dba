"""JSON: a list of objects, one object a line, or an object that holds such a list."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pyarrow as pa

from kam.intake.encodings import decoded
from kam.intake.sheets import Refused, Sheet, check_headers, sheet


def is_json(data: bytes) -> bool:
    """Whether bytes open an object or a list of objects."""
    head = data[:4096].lstrip(b"\xef\xbb\xbf \t\r\n")
    if head[:1] == b"[":
        return head[1:].lstrip(b" \t\r\n")[:1] in (b"{", b"]")
    return head[:1] == b"{" and head[1:].lstrip(b" \t\r\n")[:1] in (b'"', b"}")


def read_json(name: str, path: Path, options: Mapping[str, Any]) -> list[Sheet]:
    """The one sheet of a JSON file; numbers keep the digits they are written with."""
    text, _ = decoded(path.read_bytes(), options.get("encoding"))
    flat = [(row, _flat(told)) for row, told in _objects(text.lstrip("\ufeff"))]
    headers = list(dict.fromkeys(key for _, told in flat for key in told))
    if not flat:
        raise Refused("E_NO_ROWS")
    check_headers(headers, len(flat))
    columns = [pa.array([told.get(h) for _, told in flat], pa.string()) for h in headers]
    return [sheet(name, headers, columns, [row for row, _ in flat])]


def _objects(text: str) -> list[tuple[int, Any]]:
    try:
        told = _read(text)
    except json.JSONDecodeError:
        return _lines(text)
    except RecursionError as error:
        raise Refused("E_CORRUPT") from error
    if isinstance(told, dict):
        lists = [v for v in told.values() if isinstance(v, list) and v and isinstance(v[0], dict)]
        told = lists[0] if len(lists) == 1 else [told]
    if not all(isinstance(row, dict) for row in told):
        raise Refused("E_CORRUPT")
    return list(enumerate(told, 1))


def _lines(text: str) -> list[tuple[int, Any]]:
    found = []
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        try:
            told = _read(line)
        except (json.JSONDecodeError, RecursionError) as error:
            raise Refused("E_CORRUPT", str(number)) from error
        if not isinstance(told, dict):
            raise Refused("E_CORRUPT", str(number))
        found.append((number, told))
    return found


def _read(text: str) -> Any:
    return json.loads(text, parse_float=str, parse_int=str, object_pairs_hook=_object)


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    told = dict(pairs)
    if len(told) != len(pairs):
        names = [key for key, _ in pairs]
        raise Refused("E_DUPLICATE_COLUMN", next(n for n in names if names.count(n) > 1))
    return told


def _flat(told: dict[str, Any], before: str = "") -> dict[str, str | None]:
    """An object's values as words; objects inside it by dotted names."""
    found: dict[str, str | None] = {}
    for key, value in told.items():
        if isinstance(value, dict):
            found |= _flat(value, f"{before}{key}.")
        elif isinstance(value, bool):
            found[before + key] = "true" if value else "false"
        elif isinstance(value, list):
            found[before + key] = json.dumps(value, ensure_ascii=False)
        else:
            found[before + key] = None if value is None else str(value)
    return found
