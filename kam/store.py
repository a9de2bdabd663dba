"""One DuckDB behind one wrapper: the only place with a connection; a cursor per call."""

from __future__ import annotations

import contextlib
import hashlib
import re
import threading
import uuid
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, Protocol

import duckdb
import pandas as pd
import pyarrow as pa

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
    count_rows_sql,
    create_table_sql,
    digest_sql,
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
}


class Facts(Protocol):
    """Whatever answers a query: a store, or a transaction in the making."""

    def query(self, sql: str, params: Sequence[Any] = ()) -> pd.DataFrame:
        """Rows of a statement; values only through ``?``."""


class Source(Facts, Protocol):
    """Facts that others are told from: by group, by day, in one currency."""

    def source(self, table: str) -> str:
        """The name a table's rows are read by from above."""

    def query_with(
        self, frames: Mapping[str, Any], sql: str, params: Sequence[Any] = ()
    ) -> pd.DataFrame:
        """Rows of a statement that may read frames by name, too."""


def with_tables(told: str, sql: str) -> str:
    """A statement that reads tables told by others instead of those in the store.

    >>> with_tables("sale AS (SELECT 1)", "WITH x AS (FROM sale) FROM x")
    'WITH sale AS (SELECT 1), x AS (FROM sale) FROM x'
    """
    first, _, rest = sql.strip().partition(" ")
    return f"WITH {told}, {rest}" if first.upper() == "WITH" else f"WITH {told} {sql}"


class Transaction:
    """One write: everything in it happens, or nothing does."""

    def __init__(self, cursor: duckdb.DuckDBPyConnection) -> None:
        self._cursor = cursor

    def execute(self, sql: str, params: Sequence[Any] = ()) -> None:
        """Run a statement; values only through ``?``."""
        self._cursor.execute(sql, list(params))

    def query(self, sql: str, params: Sequence[Any] = ()) -> pd.DataFrame:
        """Rows as this transaction sees them."""
        return self._cursor.execute(sql, list(params)).df()

    def source(self, table: str) -> str:
        """The name a table's rows are read by from above."""
        return f"main.{table}"

    def query_with(
        self, frames: Mapping[str, Any], sql: str, params: Sequence[Any] = ()
    ) -> pd.DataFrame:
        """Rows of a statement that may read frames by name, too."""
        with self.offered(**frames):
            return self.query(sql, params)

    @contextlib.contextmanager
    def offered(self, **frames: Any) -> Iterator[None]:
        """Make frames or Arrow tables readable by name inside the ``with``."""
        for name, frame in frames.items():
            self._cursor.register(name, frame)
        try:
            yield
        finally:
            # An aborted transaction lets nothing go; its cursor ends with it.
            with contextlib.suppress(duckdb.Error):
                for name in frames:
                    self._cursor.unregister(name)


class Store:
    """The facts of one company, in a file or in memory.

    Every write raises ``revision`` in its own transaction, so (id, revision) names the facts.
    """

    def __init__(self, connection: duckdb.DuckDBPyConnection, path: Path | None) -> None:
        self._connection = connection
        self._write_lock = threading.RLock()
        self.path = path
        self.id: str = str(self._one("SELECT store_id FROM meta"))

    @classmethod
    def open(cls, path: Path | str | None, *, read_only: bool = False) -> Store:
        """Open the store at a path; None is a store in memory. A missing file is created.

        Raises
        ------
        StoreBusy
            Another program holds the file.
        DataError
            The file is no DuckDB database, is damaged, was made by a newer version, or is to be
            read and does not exist.
        """
        target = None if path is None else Path(path)
        if target is not None and not target.exists():
            if read_only:
                raise DataError(
                    say("There is no store at {path}.", path=str(target)),
                    say("Import a file or load the sample company first."),
                    "E_NO_STORE",
                )
            _create_aside(target)
        connection = _connect(target, read_only)
        try:
            _bring_up_to_date(connection, target, read_only)
        except BaseException:
            connection.close()
            raise
        _lock_down(connection)
        return cls(connection, target)

    def _one(self, sql: str) -> Any:
        with self._connection.cursor() as cursor:
            row = cursor.execute(sql).fetchone()
        return row[0] if row else None

    @property
    def revision(self) -> int:
        """How many writes the store has seen."""
        return int(self._one("SELECT revision FROM meta"))

    def query(self, sql: str, params: Sequence[Any] = ()) -> pd.DataFrame:
        """Rows of a statement as a frame; values only through ``?``."""
        with self._connection.cursor() as cursor:
            return cursor.execute(sql, list(params)).df()

    def query_with(
        self, frames: Mapping[str, Any], sql: str, params: Sequence[Any] = ()
    ) -> pd.DataFrame:
        """Rows of a statement that may read frames by name, too."""
        with self._connection.cursor() as cursor:
            for name, frame in frames.items():
                cursor.register(name, frame)
            return cursor.execute(sql, list(params)).df()

    def stream(self, sql: str, params: Sequence[Any] = ()) -> pa.RecordBatchReader:
        """Rows of a statement in batches, for tables that need not fit into memory at once."""
        return self._connection.cursor().sql(sql, params=list(params)).to_arrow_reader(100_000)

    def source(self, table: str) -> str:
        """The name a table's rows are read by from above."""
        return f"main.{table}"

    def rows_by_table(self) -> dict[str, int]:
        """How many rows each fact table holds, in declared order."""
        return {name: int(self._one(count_rows_sql(table))) for name, table in TABLES.items()}

    def digest(self) -> str:
        """What all fact tables hold, in one word: equal facts give equal digests.

        Neither the order of rows nor the imports they came by count. Compare digests made by
        one version of the engine only.
        """
        with self._connection.cursor() as cursor:
            told = [(n, *cursor.execute(digest_sql(t)).fetchall()[0]) for n, t in TABLES.items()]
        return hashlib.sha256(repr([t for t in told if t[1]]).encode()).hexdigest()

    @contextlib.contextmanager
    def transaction(self, who: str, what: str) -> Iterator[Transaction]:
        """One write: commits with a raised revision and a line in the audit, or changes nothing."""
        with self._write_lock, self._connection.cursor() as cursor:
            cursor.execute("BEGIN")
            try:
                yield Transaction(cursor)
                # DuckDB answers OK to COMMIT of an aborted transaction and stores nothing: any
                # statement here makes it say so.
                cursor.execute("UPDATE meta SET revision = revision + 1")
                _audit(cursor, who, what)
                cursor.execute("COMMIT")
            except BaseException:
                with contextlib.suppress(
                    duckdb.Error
                ):  # nothing to roll back after a failed COMMIT
                    cursor.execute("ROLLBACK")
                raise

    def settle(self) -> None:
        """Bring everything committed into the one file and onto the disk; nothing in memory.

        DuckDB syncs its files, but not the folder that names them: a power cut could lose a name.

        Source: reliability.md section 4.1.
        """
        if self.path is None:
            return
        with self._write_lock, self._connection.cursor() as cursor:
            cursor.execute("CHECKPOINT")
            copies.sync(self.path.parent)

    def copy_to(self, target: Path) -> None:
        """Write a whole, consistent copy of the store's file; writers wait while it is copied.

        Raises
        ------
        DataError
            The store is in memory, or the copy cannot be written.
        """
        if self.path is None:
            raise DataError(
                say("A store in memory has no file to copy."),
                say("Keep your own data in a file (KAM_DB)."),
                "E_NO_FILE",
            )
        try:
            with self._write_lock:
                with self._connection.cursor() as cursor:
                    cursor.execute("CHECKPOINT")
                aside = copies.begin(self.path, target)
            copies.finish(aside, target)
        except OSError as error:
            raise _unwritable(target) from error

    @contextlib.contextmanager
    def closing(self) -> Iterator[None]:
        """Let go of the file at the end of the ``with``."""
        try:
            yield
        finally:
            self.close()

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()


def _create_aside(target: Path) -> None:
    # A kill during DuckDB's first writes leaves a file that cannot be opened: make it aside.
    target.parent.mkdir(parents=True, exist_ok=True)
    aside = target.with_name(f"{target.name}.new{uuid.uuid4().hex[:8]}")
    connection = _connect(aside, read_only=False)
    _migrate(connection, set())
    connection.execute("CHECKPOINT")
    connection.close()
    aside.chmod(0o600)
    aside.rename(target)


def _connect(path: Path | None, read_only: bool) -> duckdb.DuckDBPyConnection:
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
        return _unwritable(path)
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


def _unwritable(path: Path | None) -> DataError:
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


def _bring_up_to_date(
    connection: duckdb.DuckDBPyConnection, path: Path | None, read_only: bool
) -> None:
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
            raise _unwritable(path) from error
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


def _lock_down(connection: duckdb.DuckDBPyConnection) -> None:
    # A second handle of this process on the same file finds the configuration locked already.
    locked = connection.execute("SELECT current_setting('lock_configuration')").fetchone()
    if locked is None or not locked[0]:
        connection.execute("SET lock_configuration = true")


def _audit(cursor: duckdb.DuckDBPyConnection, who: str, what: str) -> None:
    """Add the line of a write, sealed together with the line before it.

    Source: reliability.md promise 13.
    """
    last = cursor.execute("SELECT hash FROM audit ORDER BY revision DESC LIMIT 1").fetchone()
    (revision,) = cursor.execute("SELECT revision FROM meta").fetchall()[0]
    moment = periods.now()
    cursor.execute(
        "INSERT INTO audit (revision, made_at, who, what, hash) VALUES (?, ?, ?, ?, ?)",
        [revision, moment, who, what, audit_seal((last or [""])[0], revision, moment, who, what)],
    )


def audit_seal(before: str | None, revision: int, moment: datetime, who: str, what: str) -> str:
    """The seal of an audit line: it changes with the line and with every line before it."""
    told = "\x1f".join((before or "", str(revision), moment.isoformat(), who, what))
    return hashlib.sha256(told.encode()).hexdigest()
