"""What a store keeps of an import beside its facts: the files, what was found, the rejected rows."""

from __future__ import annotations

import dataclasses
import json
from collections import Counter
from collections.abc import Sequence
from typing import Any, Protocol

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from kam import periods
from kam.intake import journal
from kam.intake.checks import CHECKS
from kam.intake.corrected import group_of, id_of
from kam.intake.facts import Reading, Rejected
from kam.intake.findings import Entry, Finding
from kam.intake.mapping import Mapping


class Reader(Protocol):
    """A store, or a transaction of it."""

    def query(self, sql: str, params: Any = ()) -> pd.DataFrame:
        """Rows of a statement."""


class Writer(Reader, Protocol):
    """A transaction of the store."""

    def execute(self, sql: str, params: Any = ()) -> None:
        """Run a statement."""

    def offered(self, **frames: Any) -> Any:
        """Make tables readable by name."""


def give_cells(readings: Sequence[Reading], rejected: Sequence[Rejected]) -> None:
    """Give rows that only the store could reject the cells they have in their file."""
    for reading in readings:
        if reading.cells is None:
            continue
        mine = {r.row: r for r in rejected if r.file == reading.entry.file and not r.text}
        lines = pa.array(list(mine), pa.int64())
        told = reading.cells.filter(pc.is_in(reading.cells.column("row"), value_set=lines))
        for row, *cells in zip(*(c.to_pylist() for c in told.columns), strict=True):
            mine[row].cells = cells
            mine[row].text = "\t".join(c or "" for c in cells)


def clear_corrected(tx: Writer, import_id: str, readings: Sequence[Reading]) -> bool:
    """Let rejected rows go that came back: they are stored now, or rejected anew.

    Source: reliability.md promise 4.
    """
    cleared = False
    for reading in readings:
        ids = list(reading.corrects.values())
        if not ids or reading.entry.status not in ("loaded", "partial", "unchanged"):
            continue
        back = int(tx.query(_COUNT_BACK, [ids])["n"].iloc[0])
        if back:
            journal.note_removed(tx, import_id, ids)
            tx.execute("DELETE FROM quarantine WHERE reject_id IN (SELECT unnest(?))", [ids])
            reading.entry.findings.append(Finding("W_CORRECTED", value=str(back)))
            cleared = True
    return cleared


_COUNT_BACK = "SELECT count(*) AS n FROM quarantine WHERE reject_id IN (SELECT unnest(?))"


def how_read(facts: Reader) -> dict[str, Mapping]:
    """How files with rejected rows were read, by what the ids of those rows have in common."""
    rows = facts.query(_HOW_READ)
    return {
        str(group): Mapping(**json.loads(told))
        for group, told in zip(rows["shared"], rows["as_read"], strict=True)
    }


_HOW_READ = """
    SELECT DISTINCT regexp_extract(q.reject_id, '^row-(.+)[.][0-9]+$', 1) AS shared, f.as_read
    FROM quarantine q JOIN import_file f ON f.import_id = q.import_id AND f.file = q.file
    WHERE q.reject_id IS NOT NULL AND f.as_read IS NOT NULL
"""


def remember(
    tx: Writer,
    import_id: str,
    entries: Sequence[Entry],
    rejected: Sequence[Rejected],
    digests: dict[str, str],
    who: str,
    readings: Sequence[Reading],
) -> None:
    """Write down an import: a line per file and table, one per kind of finding, and rejected rows."""
    made_at = periods.now()
    as_read = {id(r.entry): json.dumps(dataclasses.asdict(r.mapping)) for r in readings}
    for e in entries:
        tx.execute(
            "INSERT INTO import_file (import_id, made_at, who, file, table_name, sha256, rows_read,"
            " inserted, updated, unchanged, rejected, skipped, mapping, headers, as_read, revision)"
            " SELECT ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, revision + 1 FROM meta",
            [import_id, made_at, who, e.file, e.table, digests.get(e.source, ""), e.rows_read,
             e.inserted, e.updated, e.unchanged, e.rejected, e.skipped,
             json.dumps(e.mapping, ensure_ascii=False), e.headers,
             as_read.get(id(e))],
        )  # fmt: skip
    found = _counted(import_id, entries, rejected)
    if not found.empty:
        with tx.offered(found=found):
            tx.execute("INSERT INTO import_finding BY NAME SELECT * FROM found")
    if rejected:
        places = {r.entry.file: place for place, r in reversed(list(enumerate(readings)))}
        frame = pd.DataFrame(
            [
                (import_id, r.file, r.row, r.column, r.value, r.code, r.text,
                 id_of(group_of(import_id, places[r.file]), number),
                 None if r.cells is None else json.dumps(r.cells, ensure_ascii=False))
                for number, r in enumerate(rejected)
            ],
            columns=["import_id", "file", "row_number", "column_name", "value", "code", "row_text",
                     "reject_id", "cells"],
        )  # fmt: skip
        with tx.offered(kept=frame):
            tx.execute("INSERT INTO quarantine BY NAME SELECT * FROM kept")


def _counted(
    import_id: str, entries: Sequence[Entry], rejected: Sequence[Rejected]
) -> pd.DataFrame:
    """How many rows each check had something to say of, by file, table and column."""
    told: Counter[tuple[str, str, str, str]] = Counter()
    table_of: dict[str, str] = {}
    for entry in entries:
        table_of.setdefault(entry.file, entry.table or "")
        for f in entry.findings:
            if f.code in CHECKS and f.severity != "reject":
                told[entry.file, entry.table or "", f.code, f.column] += f.number
    # Of rejected rows an entry names only the first ones.
    told.update((r.file, table_of.get(r.file, ""), r.code, r.column) for r in rejected)
    return pd.DataFrame(
        [
            (import_id, file, table, code, CHECKS[code].severity, column, number)
            for (file, table, code, column), number in told.items()
        ],
        columns=["import_id", "file", "table_name", "code", "severity", "column_name", "number"],
    )
