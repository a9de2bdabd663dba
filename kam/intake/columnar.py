"""Parquet: its footer is checked before a page is read; large files stay where they are."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pyarrow as pa

from kam.intake.sheets import Refused, Sheet, Stream, check_headers, sheet

CODECS = frozenset({"UNCOMPRESSED", "SNAPPY", "GZIP", "ZSTD"})
LARGE = 200_000  # rows; larger files stream
GROUPS, ROWS = 12, 10_000  # of so many row groups the first rows tell what a large file is


def is_parquet(data: bytes) -> bool:
    """Whether a file is Parquet, by its first bytes."""
    return data[:4] == b"PAR1"


def read_parquet(name: str, path: Path) -> list[Sheet]:
    """The one sheet of a Parquet file."""
    from pyarrow import parquet

    try:
        with parquet.ParquetFile(path) as file:
            _check(file)
            rows = file.metadata.num_rows
            headers = file.schema_arrow.names
            check_headers(headers, rows)
            table = file.read() if rows <= LARGE else _head(file)
    except (pa.ArrowException, OSError, ValueError) as error:
        raise Refused("E_CORRUPT") from error
    columns = [_simple(table.column(i)) for i in range(len(headers))]
    found = sheet(name, headers, columns, range(1, len(table) + 1))
    if rows > LARGE:
        found.stream = Stream("parquet", path, rows=rows)
    return [found]


def _check(file: Any) -> None:
    footer = file.metadata
    for group in range(min(footer.num_row_groups, GROUPS)):
        for column in range(footer.num_columns):
            codec = footer.row_group(group).column(column).compression
            if codec not in CODECS:
                raise Refused("E_CODEC", codec)


def _head(file: Any) -> pa.Table:
    step = max(file.num_row_groups // GROUPS, 1)
    groups = range(0, file.num_row_groups, step)
    return pa.Table.from_batches(
        [next(file.iter_batches(ROWS, row_groups=[group])) for group in groups]
    )


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
