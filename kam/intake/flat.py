"""A flat sales file, taken apart: its lines, and the orders, accounts and products it names."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import duckdb
import pyarrow as pa

from kam.intake import flat_sql as sql
from kam.intake.facts import Fed, first_row, number
from kam.intake.findings import Entry, Finding
from kam.intake.sheets import Sheet
from kam.intake.shelf import Shelf
from kam.schema import TABLES


def split(
    db: duckdb.DuckDBPyConnection, names: Sequence[str], entry: Entry, shelf: Shelf
) -> list[Fed]:
    """Take a flat sales file (or plain lines), which is ``flat`` in the scratch database, apart.

    Source: import-rules.md ("Revenue of a line", "Cost", "Returns", "Keys that link", "Lines and
    repeats").
    """
    have = set(names)
    flat = {"account_id", "order_date"} <= have
    if "order_id" not in have:
        entry.findings.append(Finding("W_ORDER_ID_BUILT"))
    largest = first_row(db, sql.LARGEST_DISCOUNT) if "discount" in have else None
    percent = bool(largest and largest[0] is not None and largest[0] > 1)
    db.execute(sql.make_lines(have, percent, shared=False))
    if flat:
        db.execute(sql.orders(have, one_day=True))
        if "order_id" in have and number(db, sql.COUNT_SHARED_ORDERS):
            db.execute(sql.SHARED_ORDERS)
            db.execute(sql.make_lines(have, percent, shared=True))
            db.execute(sql.orders(have, one_day=True))
        if number(db, sql.COUNT_SEVERAL_DAYS):
            db.execute(sql.orders(have, one_day=False))
    numbered = "line_id" in have and not number(db, sql.COUNT_UNNUMBERED)
    repeats = 0
    if not numbered and number(db, sql.COUNT_ALIKE):
        db.execute(sql.REPEATED)
        repeats = number(db, sql.COUNT_REPEATS)
    if repeats:
        entry.findings.append(Finding("W_DUPLICATE_ROW", value=str(repeats)))
    lines = shelf.keep(db, sql.lines(have, numbered, repeats > 0))
    feds = [Fed("order_line", entry, lines, sound=flat)]
    if flat:
        feds += _parents(db, have, entry, shelf)
    return feds


def _parents(
    db: duckdb.DuckDBPyConnection, have: set[str], entry: Entry, shelf: Shelf
) -> list[Fed]:
    feds = []
    for table, key in (
        ("order_header", "order_id"),
        ("account", "account_id"),
        ("product", "product_id"),
    ):
        if table == "product" and key not in have:
            continue
        known = table == "order_header"
        rows = shelf.keep(db, sql.ORDERS if known else sql.parents(table, key, have))
        fed = Fed(table, _derived(entry, table), rows, derived=True)
        if table == "account" and "account_name" in have:
            fed.names = shelf.keep(db, sql.NAMES_SEEN)
        feds.append(fed)
    return feds


def _derived(entry: Entry, table: str) -> Entry:
    fed = {n: h for n, h in entry.mapping.items() if n in TABLES[table].by_name}
    return Entry(entry.file, table, mapping=fed, source=entry.source)


# What a line says of itself; all else it may take from the order it stands under.
_OF_A_LINE = {
    "line_id", "product_id", "product_name", "category", "quantity", "unit_price", "discount",
    "amount", "cost", "list_value", "unit_cost", "profit", "discount_amount", "is_return",
}  # fmt: skip


def filled_down(sheet: Sheet, columns: dict[str, int]) -> Sheet:
    """Give lines the order they stand under: some exports name order, account and day only once."""
    keys = [columns.get(n, -1) for n in ("order_id", "account_id", "order_date")]
    if min(*keys, columns.get("product_id", -1)) < 0:
        return sheet
    if not all(pa.types.is_string(sheet.values(p).type) for p in keys):
        return sheet
    goods = _filled(sheet, columns["product_id"])
    named = [any(told) for told in zip(*(_filled(sheet, p) for p in keys), strict=True)]
    below = [good and not name for good, name in zip(goods, named, strict=True)]
    if not any(below) or below[0]:
        return sheet
    cells = sheet.cells
    for p in {p for n, p in columns.items() if n not in _OF_A_LINE}:
        values = sheet.values(p).to_pylist()
        for i, inherits in enumerate(below):
            if inherits and not values[i]:
                values[i] = values[i - 1]
        place = cells.column_names.index(f"c{p}")
        cells = cells.set_column(place, f"c{p}", pa.array(values, sheet.values(p).type))
    note = Finding("W_FILLED_DOWN", value=str(sum(below)))
    return replace(sheet, cells=cells, findings=[*sheet.findings, note])


def _filled(sheet: Sheet, position: int) -> list[bool]:
    return [bool(v and str(v).strip()) for v in sheet.values(position).to_pylist()]
