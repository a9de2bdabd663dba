"""Rows that only sum up the rows above them: no facts of their own."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

import duckdb

from kam.intake import rows_sql
from kam.intake.facts import Rejected

_TOTAL = re.compile(
    r"(grand |sub ?|report )?totals?:?|sum|summe|gesamt(summe|betrag)?|zwischensumme|endsumme"
    r"|合计|总计|小计|总合计|本页合计|本月合计|累计|total g[eé]n[eé]ral|sous-total|suma|subtotal",
    re.I,
)  # fmt: skip
NEAR = Decimal("0.05")


def is_total(text: str | None) -> bool:
    """Whether a cell says that its row is a sum.

    >>> is_total("Grand Total"), is_total("合 计"), is_total("TotalEnergies SE")
    (True, True, False)
    """
    plain = (text or "").replace("\u00a0", " ").strip().strip(":：")
    plain = re.sub(r"(?<=[\u4e00-\u9fff])\s+(?=[\u4e00-\u9fff])", "", plain)
    return bool(_TOTAL.fullmatch(plain))


def without_totals(rejected: list[Rejected]) -> tuple[list[Rejected], int]:
    """Rejected rows less those that only sum up the rows above them, and how many those are."""
    kept = [
        r
        for r in rejected
        if r.code == "R_COLUMN_COUNT" or not any(is_total(c) for c in r.text.split("\t"))
    ]
    return kept, len(rejected) - len(kept)


def drop_totals(db: duckdb.DuckDBPyConnection, names: Sequence[str], line: str) -> int:
    """Remove accepted rows whose account is called a total and whose amount is one.

    An account may be called so: only an amount that is the sum of the rows above, since the last
    such row or since the first, makes the row a total.
    """
    amount = next((n for n in ("amount", "amount_net") if n in names), None)
    if amount is None or "account_id" not in names:
        return 0
    gone = []
    for account in (a for (a,) in db.execute(rows_sql.ACCOUNTS).fetchall() if is_total(a)):
        told = db.execute(rows_sql.sums_above(amount), [account]).fetchall()
        for row, value, *sums in told:
            if value is not None and any(s is not None and abs(s - value) <= NEAR for s in sums):
                gone.append(row)
    for row in gone:
        db.execute(rows_sql.drop_row(line), [row])
    return len(gone)
