"""How a store's file is made, opened, brought up to date and locked down."""

from __future__ import annotations

import re
import uuid
from pathlib import Path
from typing import Any

import duckdb

from kam import copies, periods
from kam.errors import DataError, KamError, StoreBusy
from kam.merge_tables import MERGE_SQL
from kam.schema import (
    AUDIT_SEAL_SQL,
    COLUMNS_SQL,
    INTERNAL_SQL,
    SCENARIO_SQL,
    TABLES,
    VIEW_SQL,
    create_table_sql,
)
from kam.words import say

_LOCKED_DOWN: dict[str, Any] = {
    # The engine may touch neither files nor the network; imports hand over tables in memory.
    "enable_external_access": False,
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
    "allow_community_extensions": False,
    "allow_persistent_secrets": False,
    "python_enable_replacements": False,
    # Bounds, so that no question takes the machine down with it.
    "memory_limit": "75%",
    "max_temp_directory_size": "64GB",
    "max_execution_time": "1800000",  # milliseconds
}


def _create_tables(cursor: duckdb.DuckDBPyConnection) -> None:
    for statement in (*INTERNAL_SQL, *(create_table_sql(t) for t in TABLES.values()), *VIEW_SQL):
        cursor.execute(statement)
    cursor.execute("INSERT INTO meta VALUES (?, 0)", [uuid.uuid4().hex])


def _catch_up(cursor: duckdb.DuckDBPyConnection) -> None:
    """Give an older store the tables and columns declared since, and today's views."""
    for statement in (*INTERNAL_SQL, *(create_table_sql(t) for t in TABLES.values())):
        cursor.execute(statement)
    for statement in (*COLUMNS_SQL, *VIEW_SQL):
        cursor.execute(statement)


def _remember_merges(cursor: duckdb.DuckDBPyConnection) -> None:
    for statement in MERGE_SQL:
        cursor.execute(statement)


def _keep_scenarios(cursor: duckdb.DuckDBPyConnection) -> None:
    for statement in SCENARIO_SQL:
        cursor.execute(statement)


def _chain_audit(cursor: duckdb.DuckDBPyConnection) -> None:
    cursor.execute(AUDIT_SEAL_SQL)


# Named steps, each applied once and recorded; a change of the tables adds a step.
MIGRATIONS: dict[str, Any] = {
    "0001_create_tables": _create_tables,
    "0002_all_tables_and_undo": _catch_up,
    "0003_remember_merges": _remember_merges,
    "0004_keep_scenarios": _keep_scenarios,
    "0005_chain_audit": _chain_audit,
    "0006_keep_rejected_cells": _catch_up,
    "0007_remember_codes": _catch_up,
}


def create_aside(target: Path) -> None:
    """Make an empty store, whole or not at all."""
    # A kill during DuckDB's first writes leaves a file that cannot be opened: make it aside.
    target.parent.mkdir(parents=True, exist_ok=True)
    aside = target.with_name(f"{target.name}.new{uuid.uuid4().hex[:8]}")
    connection = connect(aside, read_only=False)
    _migrate(connection, set())
    connection.execute("CHECKPOINT")
    connection.close()
    copies.finish(aside, target)


def connect(path: Path | None, read_only: bool) -> duckdb.DuckDBPyConnection:
    """A connection with the ways out shut; None is a store in memory. Raises KamError."""
    try:
        return duckdb.connect(
            ":memory:" if path is None else str(path), read_only=read_only, config=_LOCKED_DOWN
        )
    except duckdb.Error as error:
        raise _explained(error, path) from error


def _explained(error: duckdb.Error, path: Path | None) -> KamError:
    text, name = str(error), "" if path is None else path.name
    holder = re.search(r"PID (\d+)", text)
    if "lock" in text.lower() and holder:
        return StoreBusy(
            say("{file} is open in another program (process {pid}).", file=name, pid=holder[1]),
            say("Close that program, or work there."),
            "E_STORE_BUSY",
        )
    if "Read-only file system" in text or "Permission denied" in text:
        return unwritable(path)
    if "we can only read versions" in text:
        return _made_by_newer(path)
    if "Corrupt WAL file" in text or "WAL does not match" in text:
        return DataError(
            say("The last writes to {file} were cut off.", file=name),
            say("Run python -m kam recover: it keeps a copy and brings back what is whole."),
            "E_STORE_TORN",
        )
    return DataError(
        say("{file} is not a store of this product, or it is damaged.", file=name),
        say("Run python -m kam recover, restore a backup, or choose another file with KAM_DB."),
        "E_STORE_DAMAGED",
    )


def unwritable(path: Path | None) -> DataError:
    """What to say when a file cannot be written."""
    return DataError(
        say("{file} cannot be written here.", file="" if path is None else path.name),
        say("Make room or choose another place with KAM_DB."),
        "E_STORE_READ_ONLY",
    )


def _made_by_newer(path: Path | None) -> DataError:
    return DataError(
        say("{file} was made by a newer version.", file="" if path is None else path.name),
        say("Update this program, or open a backup made before."),
        "E_STORE_NEWER",
    )


def bring_up_to_date(
    connection: duckdb.DuckDBPyConnection, path: Path | None, read_only: bool
) -> None:
    """Apply the steps a store lacks, after a copy of it was made; refuse one of a newer version."""
    done = _steps_done(connection)
    unknown = done - set(MIGRATIONS)
    if unknown:
        raise _made_by_newer(path)
    if read_only or done == set(MIGRATIONS):
        return
    if path is not None and done:
        # What an upgrade does to a store is taken back by this copy alone.
        connection.execute("CHECKPOINT")
        try:
            copies.lay(path, copies.beside(path, "before-upgrade", periods.now()))
            copies.prune(path, periods.now())
        except OSError as error:
            raise unwritable(path) from error
    _migrate(connection, done)


def _steps_done(connection: duckdb.DuckDBPyConnection) -> set[str]:
    try:
        return {r[0] for r in connection.execute("SELECT name FROM migration").fetchall()}
    except duckdb.CatalogException:
        return set()


def _migrate(connection: duckdb.DuckDBPyConnection, done: set[str]) -> None:
    connection.execute(INTERNAL_SQL[1])
    for name, step in MIGRATIONS.items():
        if name in done:
            continue
        connection.execute("BEGIN")
        step(connection)
        connection.execute("INSERT INTO migration VALUES (?, ?)", [name, periods.now()])
        connection.execute("COMMIT")


def lock_down(connection: duckdb.DuckDBPyConnection) -> None:
    """Nothing of the configuration can be changed from here on."""
    # A second handle of this process on the same file finds the configuration locked already.
    locked = connection.execute("SELECT current_setting('lock_configuration')").fetchone()
    if locked is None or not locked[0]:
        connection.execute("SET lock_configuration = true")
