"""From assigned sheets to typed rows, with what had to be kept aside."""

from __future__ import annotations

from collections.abc import Collection
from copy import deepcopy
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.compute as pc

from kam.errors import DataError
from kam.intake import rows_sql
from kam.intake.findings import Entry, Finding
from kam.intake.formats import date_format, latest_day
from kam.intake.headers import FLAT, column_of
from kam.intake.kinds import Assignment
from kam.intake.mapping import Mapping
from kam.intake.sheets import Sheet, Stream
from kam.intake.values import INVISIBLE, Format, Typed, typed
from kam.schema import TABLES
from kam.words import say

# Faults in these columns cost the row; elsewhere the value is left empty and counted.
ESSENTIAL = frozenset({"quantity", "unit_price", "amount", "cost", "amount_net", "claim_amount"})
MEMORY = 1 << 30  # bytes of a scratch database; beyond them, it writes into its folder


@dataclass
class Fed:
    """What a sheet brings for one table: typed rows with ``_row``, the line of the file.

    ``derived`` marks a by-product of a flat file; ``names`` are the names accounts go by there.
    ``sound`` says that each row's key is its own and its order stands in the same file;
    ``skip_repeats`` that equal lines count once.
    """

    table: str
    entry: Entry
    rows: pa.Table
    derived: bool = False
    names: pa.Table | None = None
    sound: bool = False
    skip_repeats: bool = False

    def __deepcopy__(self, known: dict[int, Any]) -> Fed:
        # Rows are never changed in place: a copy may share them.
        return replace(self, entry=deepcopy(self.entry, known))


@dataclass
class Rejected:
    """A row kept aside, with where it came from and why.

    ``cells`` are the row's own, under the file's headers; None where it does not fit under them.
    """

    file: str
    row: int
    column: str
    value: str
    code: str
    text: str
    cells: list[str | None] | None = None


@dataclass
class Reading:
    """All a sheet gives: facts, rejected rows, and its entry in the report.

    ``cells`` are all rows as the file has them (``row``, c0, c1 …), in words; ``corrects`` says which
    rejected row of an earlier import a line stands for; ``mapping`` how all of it was read; ``codes``
    what files beside it say its codes mean, by "column/header".
    """

    entry: Entry
    feds: list[Fed] = field(default_factory=list)
    rejected: list[Rejected] = field(default_factory=list)
    cells: pa.Table | None = None
    corrects: dict[int, str] = field(default_factory=dict)
    mapping: Mapping = field(default_factory=Mapping)
    codes: dict[str, dict[str, str]] = field(default_factory=dict)

    def __deepcopy__(self, known: dict[int, Any]) -> Reading:
        # Rows are never changed in place: a copy may share them.
        own, feds = deepcopy(self.entry, known), deepcopy(self.feds, known)
        return replace(self, entry=own, feds=feds, rejected=list(self.rejected))


@dataclass
class Read:
    """What was typed: the target columns of ``flat`` (beside ``_row``), and what was not.

    ``line`` is SQL for the line of the file a row of ``read_rows`` came from.
    """

    names: list[str]
    rows_read: int
    rejected: list[Rejected]
    findings: list[Finding]
    line: str


def scratch(folder: Path, files: Collection[Path] = ()) -> duckdb.DuckDBPyConnection:
    """A private database to read values in: of all files it sees one folder and those named."""
    db = duckdb.connect(
        ":memory:",
        config={
            "autoinstall_known_extensions": False,
            "autoload_known_extensions": False,
            "python_enable_replacements": False,
            "memory_limit": f"{_memory() >> 20}MiB",
        },
    )
    # Of numbers that are none a Parquet file's statistics say nothing, and the engine believes them.
    db.execute("SET disabled_optimizers = 'statistics_propagation'")
    db.execute("SET enable_progress_bar = false")
    for statement in rows_sql.fence(str(folder), [str(f) for f in files]):
        db.execute(statement)
    return db


def _memory() -> int:
    """What a scratch database may hold: less than half of what this process may."""
    try:
        import resource
    except ImportError:
        return MEMORY
    bound = resource.getrlimit(resource.RLIMIT_AS)[0]
    return MEMORY if bound == resource.RLIM_INFINITY else min(MEMORY, bound * 2 // 5)


def first_row(db: duckdb.DuckDBPyConnection, statement: str) -> tuple[Any, ...] | None:
    """The first row of a statement; fetching all of them frees the connection."""
    rows = db.execute(statement).fetchall()
    return rows[0] if rows else None


def number(db: duckdb.DuckDBPyConnection, statement: str) -> int:
    """The one number of a counting statement."""
    row = first_row(db, statement)
    return int(row[0]) if row else 0


def read_rows(
    db: duckdb.DuckDBPyConnection,
    sheet: Sheet,
    assignment: Assignment,
    forms: dict[str, Format],
    mapping: Mapping,
    today: date,
) -> Read:
    """Type every row of a sheet into ``flat``; rows that cannot stay are kept aside."""
    table, latest = assignment.table or "", latest_day(today)
    names = list(assignment.columns)
    columns = {n: column_of(table, n) for n in names}
    kinds = {n: sheet.values(p).type for n, p in assignment.columns.items()}
    types: dict[str, Typed] = {
        n: typed(f"c{p}", n, kinds[n], columns[n], forms[n], latest)
        for n, p in assignment.columns.items()
    }
    required = _required(table, assignment.flat)
    counts = [n for n in names if n in required or n in ESSENTIAL]
    constants = list(mapping.constants_of(table))
    wanted = rows_sql.Wanted(
        len(sheet.headers), _checked(sheet, assignment), assignment.columns, types, columns,
        required, counts, constants, sale=table == FLAT,
    )  # fmt: skip
    _make_constants(db, table, mapping, latest)
    bad, line = _fill(db, sheet, wanted)
    if "currency" in names and mapping.options.get("default_currency"):
        db.execute(rows_sql.FILL_CURRENCY, [mapping.options["default_currency"]])
    rejected = [Rejected(sheet.file, row, "", "", code, text) for row, code, text in bad]
    kept_aside = number(db, rows_sql.COUNT_ASIDE)
    if kept_aside:
        rejected += _rejected(db, sheet, assignment)
    findings = _ignored(db, sheet, assignment, wanted.lenient)
    findings += _invisible(sheet, assignment)
    db.execute(rows_sql.fine_rows([*names, *constants], bool(kept_aside)))
    rows_read = number(db, rows_sql.COUNT_ROWS) + len(bad)
    return Read([*names, *constants], rows_read, rejected, findings, line)


def _fill(
    db: duckdb.DuckDBPyConnection, sheet: Sheet, wanted: rows_sql.Wanted
) -> tuple[list[tuple[int, str, str]], str]:
    """Make ``read_rows`` and ``typed_rows``; returns rows that fit under no header, and Read.line."""
    stream = sheet.stream
    bad, line = sheet.bad_rows, rows_sql.LINE
    if stream is None:
        db.register("sheet", sheet.cells)
        db.execute(rows_sql.read_rows("sheet", wanted, numbered=True))
        db.unregister("sheet")
    elif stream.kind == "parquet":
        source = rows_sql.parquet_source(len(sheet.headers), _worded(sheet))
        db.execute(rows_sql.read_rows(source, wanted, numbered=False), [str(stream.path)])
        line = rows_sql.line_below(stream.above)
    else:
        bad, line = _fill_from_text(db, stream, wanted)
    db.execute(rows_sql.typed_rows(line))
    return bad, line


def _fill_from_text(
    db: duckdb.DuckDBPyConnection, stream: Stream, wanted: rows_sql.Wanted
) -> tuple[list[tuple[int, str, str]], str]:
    for statement in rows_sql.FORGET_CSV_REJECTS:
        db.execute(statement)
    source = rows_sql.csv_source(stream.width or wanted.width)
    given = [str(stream.path), stream.delimiter, stream.above]
    db.execute(rows_sql.read_rows(source, wanted, numbered=False), given)
    lost = [_csv_fault(*row) for row in db.execute(rows_sql.CSV_REJECTS).fetchall()]
    if not lost:
        return [], rows_sql.line_below(stream.above)
    begin = stream.above + 1
    first = {at - begin - i: i + 1 for i, (at, _, _) in enumerate(lost)}
    db.register("lost", pa.table({"first": list(first), "lines": list(first.values())}))
    db.execute(rows_sql.NUMBERED[0], [begin])
    db.unregister("lost")
    for statement in rows_sql.NUMBERED[1:]:
        db.execute(statement)
    return [fault for fault in lost if fault[1]], rows_sql.LINE


def _csv_fault(line: int, kind: str, text: str) -> tuple[int, str, str]:
    blank = not (text or "").strip()
    code = {
        "INVALID ENCODING": "R_ENCODING",
        "UNQUOTED VALUE": "R_UNCLOSED_QUOTE",
        "LINE SIZE OVER MAXIMUM": "R_FIELD_TOO_LONG",
    }.get(kind, "R_COLUMN_COUNT")
    return line, "" if blank else code, (text or "")[:500].strip("\r\n")


def _checked(sheet: Sheet, assignment: Assignment) -> set[int]:
    """Columns whose length nobody has looked at: all of a text, of other files those used."""
    whole = sheet.stream is not None and sheet.stream.kind == "text"
    return _worded(sheet) & set(range(len(sheet.headers)) if whole else assignment.columns.values())


def _worded(sheet: Sheet) -> set[int]:
    """Columns that are read as words."""
    return {i for i in range(len(sheet.headers)) if pa.types.is_string(sheet.values(i).type)}


def _make_constants(
    db: duckdb.DuckDBPyConnection, table: str, mapping: Mapping, latest: date
) -> None:
    for name, value in mapping.constants_of(table).items():
        db.register("constant", pa.table({"c": pa.array([value], pa.string())}))
        form = Format(date=str(mapping.options.get("date_format") or date_format([value])[0]))
        if date_format([value])[0] == "%Y-%m-%d":
            form = Format(date="%Y-%m-%d")
        db.execute(
            rows_sql.constant(
                name, typed("c", "k", pa.string(), column_of(table, name), form, latest)
            )
        )
        db.unregister("constant")
        if number(db, rows_sql.count_known(name)) == 0:
            raise DataError(
                say("The constant {column} cannot be {value}.", column=name, value=repr(value)),
                say("Write a date as 2024-03-31 and a number as 1234.5."),
                "E_MAPPING",
            )


def _required(table: str, flat: bool) -> Collection[str]:
    if flat:
        return {"account_id", "order_date"}
    return {c.name for c in TABLES[table].columns if c.required}


def _rejected(
    db: duckdb.DuckDBPyConnection, sheet: Sheet, assignment: Assignment
) -> list[Rejected]:
    found = []
    for row, (name, code, value, *cells) in db.execute(rows_sql.ASIDE).fetchall():
        header = sheet.headers[assignment.columns[name]] if name in assignment.columns else name
        text = "\t".join("" if v is None else v for v in cells)
        found.append(Rejected(sheet.file, row, header, (value or "")[:200], code, text, cells))
    return found


def _ignored(
    db: duckdb.DuckDBPyConnection, sheet: Sheet, assignment: Assignment, names: list[str]
) -> list[Finding]:
    counted = first_row(db, rows_sql.count_faults(names)) if names else None
    return [
        Finding("W_VALUE_IGNORED", column=sheet.headers[assignment.columns[n]], value=str(many))
        for n, many in zip(names, counted or (), strict=False)
        if many
    ]


def _invisible(sheet: Sheet, assignment: Assignment) -> list[Finding]:
    position = assignment.columns.get("account_name")
    if position is None or not pa.types.is_string(sheet.values(position).type):
        return []
    found = pc.any(
        pc.match_substring_regex(sheet.values(position), INVISIBLE + r"|\x{00a0}")
    ).as_py()
    return [Finding("W_INVISIBLE_REMOVED")] if found else []
