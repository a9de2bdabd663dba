"""From assigned sheets to typed rows, with what had to be kept aside."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import duckdb
import pyarrow as pa

from kam.intake import sql
from kam.intake.findings import Entry, Finding
from kam.intake.formats import date_format, latest_day
from kam.intake.headers import column_of
from kam.intake.kinds import Assignment
from kam.intake.mapping import Mapping
from kam.intake.sheets import Sheet
from kam.intake.values import Format, typed
from kam.schema import TABLES

# Faults in these columns cost the row; elsewhere the value is left empty and counted.
ESSENTIAL = frozenset({"quantity", "unit_price", "amount", "cost", "amount_net", "claim_amount"})
_TOTAL = re.compile(
    r"(grand |sub ?)?totals?:?|sum|summe|gesamt(summe|betrag)?|zwischensumme|合计|总计|小计|总合计"
    r"|total g[eé]n[eé]ral|suma|subtotal", re.I
)  # fmt: skip


@dataclass
class Fed:
    """What a sheet brings for one table: typed rows with ``_row``, the line of the file.

    ``derived`` marks a by-product of a flat file; ``names`` are the names accounts go by there.
    """

    table: str
    entry: Entry
    rows: pa.Table
    derived: bool = False
    names: pa.Table | None = None


@dataclass
class Rejected:
    """A row kept aside, with where it came from and why."""

    file: str
    row: int
    column: str
    value: str
    code: str
    text: str


@dataclass
class Reading:
    """All a sheet gives: facts, rejected rows, and its entry in the report."""

    entry: Entry
    feds: list[Fed] = field(default_factory=list)
    rejected: list[Rejected] = field(default_factory=list)


def scratch() -> duckdb.DuckDBPyConnection:
    """A private database in memory, without files or network, to read values in."""
    return duckdb.connect(
        ":memory:",
        config={
            "enable_external_access": False,
            "autoinstall_known_extensions": False,
            "autoload_known_extensions": False,
            "python_enable_replacements": False,
        },
    )


def first_row(db: duckdb.DuckDBPyConnection, statement: str) -> tuple[Any, ...] | None:
    """The first row of a statement; fetching all of them frees the connection."""
    rows = db.execute(statement).fetchall()
    return rows[0] if rows else None


def read_rows(
    db: duckdb.DuckDBPyConnection,
    sheet: Sheet,
    assignment: Assignment,
    forms: dict[str, Format],
    mapping: Mapping,
    today: date,
) -> tuple[pa.Table, list[Rejected], list[Finding]]:
    """Type every row of a sheet; rows with a fault in a column that counts are kept aside.

    Returns
    -------
    rows : Arrow table: _row and one typed column per target column
    rejected, findings
    """
    table, latest = assignment.table or "", latest_day(today)
    names = list(assignment.columns)
    columns = {n: column_of(table, n) for n in names}
    required = _required(table, assignment.flat)
    cells = {n: f"c{assignment.columns[n]}" for n in names}
    types = {n: typed(cells[n], f"x_{n}", sheet.cells.schema.field(cells[n]).type, columns[n],
                      forms[n], latest) for n in names}  # fmt: skip
    _make_constants(db, table, mapping, latest)
    db.register("sheet", sheet.cells)
    db.execute(sql.read_rows(types, columns, required, mapping.constants))
    counts = [n for n in names if n in required or n in ESSENTIAL]
    rejected = _rejected(db, sheet, assignment, counts)
    findings = _ignored(db, sheet, assignment, [n for n in names if n not in counts])
    rows = db.sql(sql.fine_rows(names, counts)).to_arrow_table()
    named = assignment.columns.get("account_name")
    if named is not None and first_row(db, sql.invisible_in(named)):
        findings.append(Finding("W_INVISIBLE_REMOVED"))
    db.unregister("sheet")
    return rows, rejected, findings


def _make_constants(
    db: duckdb.DuckDBPyConnection, table: str, mapping: Mapping, latest: date
) -> None:
    for name, value in mapping.constants.items():
        db.register("constant", pa.table({"c": pa.array([value], pa.string())}))
        form = Format(date=str(mapping.options.get("date_format") or date_format([value])[0]))
        db.execute(
            sql.constant(name, typed("c", "x", pa.string(), column_of(table, name), form, latest))
        )
        db.unregister("constant")


def _required(table: str, flat: bool) -> Collection[str]:
    if flat:
        return {"account_id", "order_date"}
    return {c.name for c in TABLES[table].columns if c.required}


def _rejected(
    db: duckdb.DuckDBPyConnection, sheet: Sheet, assignment: Assignment, counts: list[str]
) -> list[Rejected]:
    found = [Rejected(sheet.file, row, "", "", code, text) for row, code, text in sheet.bad_rows]
    if not counts:
        return found
    for row, name, code, values in db.execute(
        sql.faulty_rows(counts, len(sheet.headers))
    ).fetchall():
        position = assignment.columns[name]
        text = "\t".join("" if v is None else v for v in values)
        value = (values[position] or "")[:200]
        found.append(Rejected(sheet.file, row, sheet.headers[position], value, code, text))
    return found


def without_totals(rejected: list[Rejected]) -> tuple[list[Rejected], int]:
    """Rejected rows less those that only sum up the rows above them, and how many those are."""
    kept = [
        r
        for r in rejected
        if r.code == "R_COLUMN_COUNT"
        or not any(_TOTAL.fullmatch(c.strip()) for c in r.text.split("\t"))
    ]
    return kept, len(rejected) - len(kept)


def _ignored(
    db: duckdb.DuckDBPyConnection, sheet: Sheet, assignment: Assignment, names: list[str]
) -> list[Finding]:
    counted = first_row(db, sql.count_faults(names)) if names else None
    return [
        Finding("W_VALUE_IGNORED", column=sheet.headers[assignment.columns[n]], value=str(number))
        for n, number in zip(names, counted or (), strict=False)
        if number
    ]
