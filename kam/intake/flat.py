"""A flat sales file, taken apart: its lines, and the orders, accounts and products it names."""

from __future__ import annotations

from dataclasses import replace

import duckdb
import pyarrow as pa
import pyarrow.compute as pc

from kam.intake import sql
from kam.intake.facts import Fed, Rejected, first_row
from kam.intake.findings import Entry, Finding
from kam.intake.sheets import Sheet
from kam.schema import TABLES


def split(db: duckdb.DuckDBPyConnection, rows: pa.Table, entry: Entry) -> list[Fed]:
    """Take a flat sales file (or plain lines) apart.

    Source: import-rules.md ("Revenue of a line", "Cost", "Returns", "Keys that link", "Lines and
    repeats").
    """
    have = set(rows.column_names)
    db.register("flat", rows)
    flat = {"account_id", "order_date"} <= have
    if "order_id" not in have:
        entry.findings.append(Finding("W_ORDER_ID_BUILT"))
    largest = first_row(db, sql.LARGEST_DISCOUNT) if "discount" in have else None
    percent = bool(largest and largest[0] is not None and largest[0] > 1)
    db.execute(sql.make_lines(have, percent))
    numbered = "line_id" in have and first_row(db, sql.SHARED_LINE_NUMBER) is None
    lines = db.sql(sql.lines(numbered)).to_arrow_table()
    repeats = pc.sum(pc.greater(lines["_repeat"], 1)).as_py() or 0
    if repeats:
        entry.findings.append(Finding("W_DUPLICATE_ROW", value=str(repeats)))
    feds = [Fed("order_line", entry, lines)]
    if flat:
        feds += _parents(db, have, entry)
    db.unregister("flat")
    return feds


def _parents(db: duckdb.DuckDBPyConnection, have: set[str], entry: Entry) -> list[Fed]:
    feds = []
    for table, key in (
        ("order_header", "order_id"),
        ("account", "account_id"),
        ("product", "product_id"),
    ):
        if table == "product" and key not in have:
            continue
        rows = db.sql(sql.parents(table, key, have)).to_arrow_table()
        fed = Fed(table, _derived(entry, table), rows, derived=True)
        if table == "account" and "account_name" in have:
            fed.names = db.sql(sql.NAMES_SEEN).to_arrow_table()
        feds.append(fed)
    return feds


def _derived(entry: Entry, table: str) -> Entry:
    fed = {n: h for n, h in entry.mapping.items() if n in TABLES[table].by_name}
    return Entry(entry.file, table, mapping=fed, source=entry.source)


def unusable(
    rows: pa.Table, sheet: Sheet, columns: dict[str, int]
) -> tuple[pa.Table, list[Rejected]]:
    """Keep aside rows whose quantity and amount contradict each other, or without any amount."""
    have = set(rows.column_names)
    rejected: list[Rejected] = []
    if {"quantity", "amount"} <= have:
        quantity, amount = (pc.sign(rows[n].cast(pa.float64())) for n in ("quantity", "amount"))
        wrong = pc.fill_null(pc.and_(pc.less(quantity, 0), pc.greater(amount, 0)), False)
        bad = rows.filter(wrong)
        both = zip(bad["quantity"].to_pylist(), bad["amount"].to_pylist(), strict=True)
        values = [f"{q} / {a}" for q, a in both]
        rejected += _aside(sheet, bad, columns, "amount", values, "R_SIGN_MISMATCH")
        rows = rows.filter(pc.invert(wrong))
    if "amount" in have or "unit_price" in have:
        factors = pc.or_(_empty(rows, "quantity"), _empty(rows, "unit_price"))
        unknown = pc.and_(_empty(rows, "amount"), factors)
        column = "amount" if "amount" in have else "unit_price"
        bad = rows.filter(unknown)
        rejected += _aside(sheet, bad, columns, column, [""] * len(bad), "R_AMOUNT_MISSING")
        rows = rows.filter(pc.invert(unknown))
    return rows, rejected


def _empty(rows: pa.Table, name: str) -> pa.ChunkedArray:
    if name in rows.column_names:
        return pc.is_null(rows[name])
    return pa.chunked_array([pa.array([True] * len(rows), pa.bool_())])


def _aside(
    sheet: Sheet, bad: pa.Table, columns: dict[str, int], column: str, values: list[str], code: str
) -> list[Rejected]:
    header = sheet.headers[columns[column]] if column in columns else column
    texts = _texts(sheet, bad["_row"].to_pylist())
    return [
        Rejected(sheet.file, row, header, value, code, texts[row])
        for row, value in zip(bad["_row"].to_pylist(), values, strict=True)
    ]


def _texts(sheet: Sheet, rows: list[int]) -> dict[int, str]:
    """The cells of some rows, as one text each."""
    if not rows:
        return {}
    chosen = sheet.cells.filter(pc.is_in(sheet.cells["row"], pa.array(rows, pa.int64())))
    lines = zip(*(c.to_pylist() for c in chosen.columns), strict=True)
    return {line[0]: "\t".join("" if v is None else str(v) for v in line[1:]) for line in lines}


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
