"""An order's total and its lines tell the same sale: it counts once, in whatever order they come."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, Protocol

import pandas as pd

from kam.intake import journal
from kam.schema import TABLES

_GOODS = frozenset({"product_id", "quantity"})
# The only line of its order, without goods: what is on file is the order's total.
_TOTAL = (
    "product_id IS NULL AND quantity IS NULL AND import_id IS DISTINCT FROM ?"
    " AND order_id IN (SELECT order_id FROM fresh WHERE product_id IS NOT NULL)"
    " AND order_id IN (SELECT order_id FROM order_line GROUP BY order_id HAVING count(*) = 1)"
)
_ANY = "SELECT 1 FROM order_line WHERE product_id IS NULL AND quantity IS NULL LIMIT 1"
_COUNT = "SELECT count(*) AS n FROM order_line WHERE " + _TOTAL
_REMOVE = "DELETE FROM order_line WHERE " + _TOTAL
# Rows of a list of totals whose orders are on file with their goods.
TOLD_BY_LINES = (
    "EXISTS (SELECT 1 FROM order_line l WHERE l.order_id = fresh.order_id"
    " AND l.product_id IS NOT NULL)"
    " AND order_id IN (SELECT order_id FROM fresh GROUP BY order_id HAVING count(*) = 1)"
)


class Writer(Protocol):
    """A transaction of the store."""

    def execute(self, sql: str, params: Any = ()) -> None:
        """Run a statement."""

    def query(self, sql: str, params: Any = ()) -> pd.DataFrame:
        """Rows of a statement."""


def tell_totals(columns: Collection[str]) -> bool:
    """Whether lines of these columns say no more than what an order comes to."""
    return not _GOODS & set(columns)


def give_way(tx: Writer, import_id: str, columns: Collection[str]) -> int:
    """Let totals on file go for the lines that come with goods; returns how many.

    ``fresh`` holds the lines. The journal keeps what goes: undoing the import brings it back.

    Source: import-rules.md ("Revenue of a line"): a sale is told once.
    """
    if "product_id" not in columns or tx.query(_ANY).empty:
        return 0
    number = int(tx.query(_COUNT, [import_id])["n"].iloc[0])
    if number:
        journal.note_gone(tx, import_id, TABLES["order_line"], _TOTAL, [import_id])
        tx.execute(_REMOVE, [import_id])
    return number
