"""The checks at work: over the rows of a file, and beside what is on file."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any, Protocol

import duckdb
import pandas as pd

from kam.intake import rows_sql, sql
from kam.intake.checks import Fault, faults
from kam.intake.facts import first_row
from kam.intake.findings import Entry, Finding
from kam.intake.headers import column_of, targets


class Reader(Protocol):
    """A store, or a transaction of it."""

    def query(self, sql: str, params: Any = ()) -> pd.DataFrame:
        """Rows of a statement."""


def over_file(db: duckdb.DuckDBPyConnection, table: str, have: Collection[str]) -> list[Finding]:
    """What is odd about the rows that stay, ``flat`` in the scratch database; one look at each.

    ``have`` names their columns.

    Source: issue "Any file in", section 3.
    """
    looked_for = [(code, f) for code, f in faults("file", table) if set(f.reads) <= set(have)]
    if not looked_for:
        return []
    db.execute(rows_sql.checked([column_of(table, n) for n in targets(table)], have))
    told = first_row(db, rows_sql.at_fault([fault for _, fault in looked_for])) or ()
    found = []
    for (code, fault), (many, row) in zip(looked_for, told, strict=True):
        if many:
            example = _example(db, fault, row) if fault.example else ""
            found.append(Finding(code, row, value=str(many), example=example))
    return found


def _example(db: duckdb.DuckDBPyConnection, fault: Fault, row: int) -> str:
    shown = db.execute(rows_sql.example_of(fault), [row]).fetchall()
    return str(shown[0][0] or "") if shown else ""


def beside_store(facts: Reader, import_id: str, entries: Iterable[Entry]) -> None:
    """Add to the entries of an import what is odd about its records beside those on file."""
    looked_at: set[str] = set()
    for entry in entries:
        if entry.table is None or entry.table in looked_at or not (entry.inserted or entry.updated):
            continue
        looked_at.add(entry.table)
        for code, fault in faults("store", entry.table):
            row = facts.query(sql.at_fault(fault), [import_id]).iloc[0]
            if int(row["n"]):
                found = Finding(code, value=str(int(row["n"])), example=str(row["example"] or ""))
                entry.findings.append(found)
