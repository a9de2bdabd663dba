"""Which column of a master file is its id: the one whose values occur in the files of facts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from collections.abc import Mapping as Map

import pyarrow as pa

from kam.intake.guess import distinct
from kam.intake.headers import columns_of, key_of
from kam.intake.kinds import GENERIC_IDS, Assignment
from kam.intake.sheets import Sheet
from kam.intake.telling import TELLING

_PARTY = (
    "customer",
    "client",
    "account",
    "cust",
    "kunde",
    "debitor",
    "reseller",
    "客户",
    "cliente",
)


def link_masters(
    sheets: Sequence[Sheet], found: list[Assignment], sold: Map[str, set[str]]
) -> None:
    """Let each list of accounts or products go by the id its facts use; the other id is kept.

    A sheet nothing else recognised is a list of accounts when it names those of the sales.
    ``sold`` holds the ids the stored sales use, by table.

    Source: import-rules.md ("Keys that link").
    """
    for table in ("account", "product"):
        key = f"{table}_id"
        facts = set(sold.get(table, ()))
        for sheet, a in zip(sheets, found, strict=True):
            if a.table not in (None, table) and key in a.columns:
                facts |= words(sheet.values(a.columns[key]))
        if not facts:
            continue
        for i, (sheet, a) in enumerate(zip(sheets, found, strict=True)):
            if a.table == table and not a.missing:
                _relink(sheet, a, key, facts)
            elif a.table is None and table == "account" and not sheet.refused:
                found[i] = _recognised(sheet, a, facts)


def _relink(sheet: Sheet, a: Assignment, key: str, facts: set[str]) -> None:
    now = len(words(sheet.values(a.columns[key])) & facts)
    position, hits = _best(sheet, range(len(sheet.headers)), facts)
    if hits <= now or position == a.columns[key]:
        return
    old = a.columns[key]
    a.columns = {c: p for c, p in a.columns.items() if p != position or c.endswith("_name")}
    a.columns[key] = position
    a.columns["alternate_id"] = old


def _recognised(sheet: Sheet, a: Assignment, facts: set[str]) -> Assignment:
    columns = columns_of("account", sheet.headers)
    offered = [
        i
        for i, h in enumerate(sheet.headers)
        if key_of(h) in GENERIC_IDS
        or any(w in key_of(h) for w in _PARTY)
        or columns.get("account_name") == i
    ]
    position, hits = _best(sheet, offered, facts)
    told = {c for c, p in columns.items() if p != position or c == "account_name"}
    if hits * 2 < len(facts) or not told & set(TELLING["account"]):
        return a
    columns = {c: p for c, p in columns.items() if c in told}
    return Assignment("account", columns | {"account_id": position})


def _best(sheet: Sheet, positions: Iterable[int], facts: set[str]) -> tuple[int, int]:
    """The column that names each row once and most of the facts' ids, and how many it names."""
    best = (-1, 0)
    for position in positions:
        if pa.types.is_temporal(sheet.values(position).type):
            continue
        named = words(sheet.values(position))
        hits = len(named & facts)
        if hits > best[1] and distinct(sheet, position) >= 0.98 * len(sheet.cells):
            best = (position, hits)
    return best


def words(cells: pa.ChunkedArray) -> set[str]:
    """A column's values as ids: trimmed, whole numbers without a point."""
    if pa.types.is_floating(cells.type) or pa.types.is_decimal(cells.type):
        values = (str(int(v)) if v == v and v == int(v) else str(v)
                  for v in cells.unique().to_pylist() if v is not None)  # fmt: skip
        return set(values)
    return {
        str(v).strip().removesuffix(".0") for v in cells.unique().to_pylist() if v is not None
    } - {""}
