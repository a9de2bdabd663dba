"""Rows that name an account merged into another land on the other: the last step before storing.

Keys built from a row's content are made before, with the id the file names, so that a file imported
before the merge still finds its rows afterwards.
"""

from __future__ import annotations

from typing import Any, Protocol

import pandas as pd

from kam.intake.findings import Entry, Finding
from kam.schema import Table


class Writer(Protocol):
    """A transaction of the store."""

    def execute(self, sql: str, params: Any = ()) -> None:
        """Run a statement."""

    def query(self, sql: str, params: Any = ()) -> pd.DataFrame:
        """Rows of a statement."""


# Words of accounts merged away, each only where it means one account and is nobody's own.
_WORDS = """
    CREATE OR REPLACE TEMP TABLE merged_word AS
    SELECT lower(trim(alias)) AS word, min(account_id) AS account_id FROM account_alias
    WHERE kind = 'merged'
      AND lower(trim(alias)) NOT IN (SELECT lower(trim(account_id)) FROM account)
      AND lower(trim(alias)) NOT IN (SELECT lower(trim(account_name)) FROM account
                                     WHERE account_name IS NOT NULL)
    GROUP BY ALL HAVING count(DISTINCT account_id) = 1
"""
_ANY = "SELECT count(*) AS n FROM account_alias WHERE kind = 'merged'"
_LANDING = (
    "SELECT count(*) AS n FROM fresh WHERE lower(trim(account_id)) IN"
    " (SELECT word FROM merged_word)"
)
# A list that names the account itself says what it is; its other rows only repeat that.
_REPEATED = (
    "lower(trim(account_id)) IN (SELECT m.word FROM merged_word m JOIN fresh f USING (account_id))"
    " OR _row NOT IN (SELECT min(f._row) FROM fresh f LEFT JOIN merged_word m"
    " ON m.word = lower(trim(f.account_id)) GROUP BY coalesce(m.account_id, f.account_id))"
    " AND lower(trim(account_id)) IN (SELECT word FROM merged_word)"
)


def land(tx: Writer, table: Table, entry: Entry) -> None:
    """Give the rows in ``fresh`` the account theirs was merged into; a note says how many."""
    columns = set(tx.query("SELECT column_name FROM (DESCRIBE fresh)")["column_name"])
    if "account_id" not in columns or not int(tx.query(_ANY)["n"].iloc[0]):
        return
    tx.execute(_WORDS)
    landing = int(tx.query(_LANDING)["n"].iloc[0])
    if landing:
        entry.findings.append(Finding("W_MERGED", value=str(landing)))
        if table.name == "account":
            _accounts(tx, entry, named="account_name" in columns)
        elif "account_id" in table.key:
            _records(tx, table, entry, columns)
        else:
            tx.execute(_rename("account_id"))
    if table.name == "account" and "parent_id" in columns:
        tx.execute(_rename("parent_id"))
    tx.execute("DROP TABLE merged_word")


def _rename(column: str) -> str:
    return (
        f"UPDATE fresh SET {column} = m.account_id FROM merged_word m"
        f" WHERE m.word = lower(trim(fresh.{column}))"
    )


def _accounts(tx: Writer, entry: Entry, named: bool) -> None:
    """One row per account; the kept account's name stands."""
    before = int(tx.query("SELECT count(*) AS n FROM fresh")["n"].iloc[0])
    tx.execute(f"DELETE FROM fresh WHERE {_REPEATED}")
    entry.skipped += before - int(tx.query("SELECT count(*) AS n FROM fresh")["n"].iloc[0])
    if named:
        tx.execute(
            "UPDATE fresh SET account_name = NULL"
            " WHERE lower(trim(account_id)) IN (SELECT word FROM merged_word)"
        )
    tx.execute(_rename("account_id"))


def _records(tx: Writer, table: Table, entry: Entry, columns: set[str]) -> None:
    """Records both accounts have become one: amounts add up, of the rest the kept one's stand."""
    keys = ", ".join(table.key)
    tx.execute("ALTER TABLE fresh ADD COLUMN _from VARCHAR")
    tx.execute("UPDATE fresh SET _from = account_id")
    tx.execute(_rename("account_id"))
    told = []
    for name in columns - set(table.key) - {"_row"}:
        money = name in table.by_name and table.column(name).type in ("money", "price", "quantity")
        told.append(
            f"sum({name}) AS {name}"
            if money
            else f"arg_min({name}, (_from <> account_id, _row)) AS {name}"
        )
    before = int(tx.query("SELECT count(*) AS n FROM fresh")["n"].iloc[0])
    # Two rows of one account under one key contradict each other, as they did before.
    once = f"SELECT {keys} FROM fresh GROUP BY {keys} HAVING count(*) = count(DISTINCT _from)"
    tx.execute(
        f"CREATE OR REPLACE TEMP TABLE joined AS SELECT min(_row) AS _row, {keys},"
        f" {', '.join(told)} FROM fresh WHERE ({keys}) IN ({once}) GROUP BY {keys}"
        f" UNION ALL BY NAME SELECT * EXCLUDE (_from) FROM fresh WHERE ({keys}) NOT IN ({once})"
    )
    tx.execute("CREATE OR REPLACE TEMP TABLE fresh AS SELECT * FROM joined")
    tx.execute("DROP TABLE joined")
    entry.skipped += before - int(tx.query("SELECT count(*) AS n FROM fresh")["n"].iloc[0])
