"""Keys of records: those a file gives, and for the rest one made from the content."""

from __future__ import annotations

import hashlib

import pyarrow as pa

from kam.schema import Table


def keyed(rows: pa.Table, table: Table) -> pa.Table:
    """Rows with every key column: a record without a number gets one from its content.

    Equal rows get the ordinals 1, 2 …, so the same file again finds every one of them.
    """
    if table.keyed:
        for name in (k for k in table.key if not table.column(k).required):
            rows = _or_empty(rows, name)
    absent = [k for k in table.key if k not in rows.column_names]
    if not absent and all(rows.column(k).null_count == 0 for k in table.key):
        return rows
    name = table.key[-1] if not absent else absent[0]
    content = [n for n in sorted(rows.column_names) if n not in ("_row", name)]
    columns = [rows.column(n).to_pylist() for n in content]
    given = rows.column(name).to_pylist() if name in rows.column_names else [None] * len(rows)
    times: dict[str, int] = {}
    ids = []
    for own, values in zip(given, zip(*columns, strict=True), strict=True):
        if own is not None:
            ids.append(own)
            continue
        digest = hashlib.md5(repr(values).encode(), usedforsecurity=False).hexdigest()[:20]
        times[digest] = times.get(digest, 0) + 1
        ids.append(f"{digest}-{times[digest]}")
    if name in rows.column_names:
        rows = rows.drop_columns([name])
    return rows.append_column(name, pa.array(ids, pa.string()))


def _or_empty(rows: pa.Table, name: str) -> pa.Table:
    """A part of the key that may be left out: empty stands for all."""
    given = rows.column(name).to_pylist() if name in rows.column_names else [None] * len(rows)
    rows = rows.drop_columns([name]) if name in rows.column_names else rows
    return rows.append_column(name, pa.array([v or "" for v in given], pa.string()))
