"""What a store keeps of an import beside its facts: the files, what was found, the rejected rows."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from typing import Any, Protocol

import pandas as pd

from kam import periods
from kam.intake.checks import CHECKS
from kam.intake.facts import Rejected
from kam.intake.findings import Entry


class Writer(Protocol):
    """A transaction of the store."""

    def execute(self, sql: str, params: Any = ()) -> None:
        """Run a statement."""

    def offered(self, **frames: Any) -> Any:
        """Make tables readable by name."""


def remember(
    tx: Writer,
    import_id: str,
    entries: Sequence[Entry],
    rejected: Sequence[Rejected],
    digests: dict[str, str],
    who: str,
) -> None:
    """Write down an import: a line per file and table, one per kind of finding, and rejected rows."""
    made_at = periods.now()
    for e in entries:
        tx.execute(
            "INSERT INTO import_file (import_id, made_at, who, file, table_name, sha256, rows_read,"
            " inserted, updated, unchanged, rejected, skipped, mapping, headers, revision)"
            " SELECT ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, revision + 1 FROM meta",
            [import_id, made_at, who, e.file, e.table, digests.get(e.source, ""), e.rows_read,
             e.inserted, e.updated, e.unchanged, e.rejected, e.skipped,
             json.dumps(e.mapping, ensure_ascii=False), e.headers],
        )  # fmt: skip
    found = _counted(import_id, entries, rejected)
    if not found.empty:
        with tx.offered(found=found):
            tx.execute("INSERT INTO import_finding BY NAME SELECT * FROM found")
    if rejected:
        frame = pd.DataFrame(
            [(import_id, r.file, r.row, r.column, r.value, r.code, r.text) for r in rejected],
            columns=["import_id", "file", "row_number", "column_name", "value", "code", "row_text"],
        )
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
