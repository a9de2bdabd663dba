"""One DuckDB behind one wrapper: the only place with a connection; a cursor per call."""

from __future__ import annotations

import contextlib
import hashlib
import threading
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, Protocol

import duckdb
import pandas as pd
import pyarrow as pa

from kam import copies, periods
from kam.errors import DataError
from kam.schema import TABLES, count_rows_sql, digest_sql
from kam.store.opening import (
    MIGRATIONS,
    bring_up_to_date,
    connect,
    create_aside,
    lock_down,
    unwritable,
)
from kam.words import say

__all__ = [
    "MIGRATIONS", "Facts", "Source", "Store", "Transaction", "audit_seal", "unwritable", "with_tables",
]  # fmt: skip


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
            create_aside(target)
        connection = connect(target, read_only)
        try:
            bring_up_to_date(connection, target, read_only)
        except BaseException:
            connection.close()
            raise
        lock_down(connection)
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
            raise unwritable(target) from error

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
