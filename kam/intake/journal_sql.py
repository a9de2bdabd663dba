"""The statements of the journal: what an import changed, and how it is taken back.

Names come from the schema only; values go through ``?`` or stand in tables.
"""

from __future__ import annotations

from collections.abc import Sequence

from kam.schema import SQL_TYPES, Table

QUARANTINE = (
    "import_id", "file", "row_number", "column_name", "value", "code", "row_text", "reject_id",
    "cells",
)  # fmt: skip


def _content(columns: Sequence[str], row: str) -> str:
    """A record as a map of texts, from which every value comes back as it was."""
    pairs = ", ".join(f"'{c}': CAST({row}.{c} AS VARCHAR)" for c in columns)
    return f"MAP {{{pairs}}}"


def _same(table: Table) -> str:
    return " AND ".join(f"t.{k} IS NOT DISTINCT FROM f.{k}" for k in table.key)


def _recorded(table: Table, change: str = "changed") -> str:
    """The journal's changed or removed records of a table, typed again: rows named j."""
    typed = ", ".join(
        f"CAST(content['{c.name}'] AS {SQL_TYPES[c.type]}) AS {c.name}" for c in table.columns
    )
    return (
        f"(SELECT {typed}, content['import_id'] AS import_id FROM import_journal"
        f" WHERE import_id = ? AND table_name = '{table.name}' AND change = '{change}') j"
    )


def _named(table: Table) -> str:
    return " AND ".join(f"t.{k} IS NOT DISTINCT FROM j.{k}" for k in table.key)


def former(table: Table, differs: str) -> str:
    """Keep the stored rows that fresh ones will change; not those of the same import."""
    columns = [*(c.name for c in table.columns), "import_id"]
    return (
        f"INSERT INTO import_journal SELECT ?, '{table.name}', 'changed', {_content(columns, 't')}"
        f" FROM {table.name} t JOIN fresh f ON {_same(table)}"
        f" WHERE ({differs}) AND t.import_id IS DISTINCT FROM ?"
    )


def gone(table: Table, condition: str) -> str:
    """Keep stored rows that are about to be removed."""
    columns = [*(c.name for c in table.columns), "import_id"]
    return (
        f"INSERT INTO import_journal SELECT ?, '{table.name}', 'removed', {_content(columns, 't')}"
        f" FROM {table.name} t WHERE {condition}"
    )


def bring_back(table: Table) -> str:
    """Store the records again that an import removed."""
    return f"INSERT INTO {table.name} BY NAME SELECT * FROM {_recorded(table, 'removed')}"


def altered(table: Table) -> str:
    """How many changed records no longer stand as the import left them."""
    return (
        f"SELECT count(*) AS n FROM {_recorded(table)} LEFT JOIN {table.name} t ON {_named(table)}"
        " WHERE t.import_id IS DISTINCT FROM ?"
    )


def restore(table: Table) -> str:
    """Give changed records their former content."""
    others = [c.name for c in table.columns if c.name not in table.key] + ["import_id"]
    sets = ", ".join(f"{n} = j.{n}" for n in others)
    return f"UPDATE {table.name} AS t SET {sets} FROM {_recorded(table)} WHERE {_named(table)}"


def remove_new(table: Table) -> str:
    """Remove the records an import brought."""
    return f"DELETE FROM {table.name} WHERE import_id = ?"


def snapshot(table: str) -> str:
    """Remember a housekeeping table as it stands."""
    return f"CREATE OR REPLACE TEMP TABLE {table}_before AS SELECT * FROM {table}"


def compared(table: str, columns: Sequence[str], change: str) -> str:
    """Keep the rows that were added to or removed from a housekeeping table."""
    sides = (table, f"{table}_before")
    here, there = sides if change == "added" else sides[::-1]
    listed = ", ".join(columns)
    return (
        f"INSERT INTO import_journal SELECT ?, '{table}', '{change}', {_content(columns, 'r')}"
        f" FROM (SELECT {listed} FROM {here} EXCEPT SELECT {listed} FROM {there}) r"
    )


def remove_added(table: str, columns: Sequence[str]) -> str:
    """Remove the rows an import added to a housekeeping table."""
    same = " AND ".join(
        f"CAST(t.{c} AS VARCHAR) IS NOT DISTINCT FROM content['{c}']" for c in columns
    )
    return (
        f"DELETE FROM {table} AS t WHERE EXISTS (SELECT 1 FROM import_journal"
        f" WHERE import_id = ? AND table_name = '{table}' AND change = 'added' AND {same})"
    )


def put_back(table: str, columns: Sequence[str]) -> str:
    """Put back the rows an import removed from a housekeeping table."""
    listed = ", ".join(columns)
    texts = ", ".join(f"content['{c}']" for c in columns)
    return (
        f"INSERT INTO {table} ({listed}) SELECT {texts} FROM import_journal"
        f" WHERE import_id = ? AND table_name = '{table}' AND change = 'removed'"
    )


FORMER_QUARANTINE = (
    f"INSERT INTO import_journal SELECT ?, 'quarantine', 'removed', {_content(QUARANTINE, 'q')}"
    " FROM quarantine q WHERE reject_id IN (SELECT unnest(?))"
)
