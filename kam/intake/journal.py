"""What an import changed, kept so that it can be taken back to the letter."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol

import pandas as pd

from kam.intake import journal_sql as sql
from kam.intake.sql import differs
from kam.schema import TABLES, Table


class Writer(Protocol):
    """A transaction of the store."""

    def execute(self, sql: str, params: Any = ()) -> None:
        """Run a statement."""

    def query(self, sql: str, params: Any = ()) -> pd.DataFrame:
        """Rows of a statement."""


# Tables whose rows carry no import's id: what was there before is compared with what is there after.
# yardstick: only whole rows come and go, never with another content.
COMPARED: dict[str, tuple[str, ...]] = {
    "account_alias": ("account_id", "alias", "kind"),
    "code_name": ("column_name", "header", "code", "name"),
    "yardstick": ("measure_id", "worst", "typical", "best", "median", "frozen_as_of"),
}


def begin(tx: Writer) -> None:
    """Remember how the tables stand that are compared at the end."""
    for table in COMPARED:
        tx.execute(sql.snapshot(table))


def settle(tx: Writer, import_id: str) -> None:
    """Write down what an import added to and removed from those tables."""
    for table, columns in COMPARED.items():
        for change in ("added", "removed"):
            tx.execute(sql.compared(table, columns, change), [import_id])


def note_former(tx: Writer, import_id: str, table: Table, others: list[str]) -> None:
    """Keep the records an import is about to change, once each, as they were before it."""
    tx.execute(sql.former(table, differs(others)), [import_id, import_id])


def note_gone(
    tx: Writer, import_id: str, table: Table, condition: str, params: Sequence[Any]
) -> None:
    """Keep the records of a fact table that an import is about to remove."""
    tx.execute(sql.gone(table, condition), [import_id, *params])


def note_removed(tx: Writer, import_id: str, reject_ids: list[str]) -> None:
    """Keep the rows that leave the quarantine because they were brought again."""
    tx.execute(sql.FORMER_QUARANTINE, [import_id, reject_ids])


def altered_since(tx: Writer, import_id: str) -> int:
    """How many records an import changed that are not as it left them."""
    return sum(
        int(tx.query(sql.altered(table), [import_id, import_id])["n"].iloc[0])
        for table in TABLES.values()
    )


def take_back(tx: Writer, import_id: str) -> None:
    """Bring every table back to what it was before an import; children before parents."""
    for table in reversed(TABLES.values()):
        tx.execute(sql.restore(table), [import_id])
        tx.execute(sql.remove_new(table), [import_id])
        tx.execute(sql.bring_back(table), [import_id])
    for name, columns in COMPARED.items():
        tx.execute(sql.remove_added(name, columns), [import_id])
        tx.execute(sql.put_back(name, columns), [import_id])
    tx.execute("DELETE FROM quarantine WHERE import_id = ?", [import_id])
    tx.execute(sql.put_back("quarantine", sql.QUARANTINE), [import_id])
    for statement in (
        "DELETE FROM import_journal WHERE import_id = ?",
        "DELETE FROM import_finding WHERE import_id = ?",
    ):
        tx.execute(statement, [import_id])
