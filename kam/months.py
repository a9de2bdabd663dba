"""Sales by account and month, counted back from the as-of day: month 0 ends on that day."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd

from kam.periods import months_before
from kam.store import Facts

# Boundaries not earlier than a day, counted: the day's place among the months before the as-of day.
_MONTHLY = """
    WITH daily AS (
        SELECT account_id, order_date, sum(revenue) AS revenue, sum(revenue - cost) AS gross_profit,
               count(DISTINCT order_id) FILTER (NOT is_return) AS orders
        FROM sale WHERE order_date <= $1 AND order_date > $2 GROUP BY account_id, order_date
    ), counted AS (
        SELECT *, len(list_filter($3, lambda b: b >= order_date)) AS month FROM daily
    )
    SELECT account_id, CAST(month AS INTEGER) AS month,
           CAST(coalesce(sum(revenue), 0) AS DOUBLE) AS revenue,
           CAST(sum(gross_profit) AS DOUBLE) AS gross_profit,
           CAST(sum(orders) AS INTEGER) AS orders
    FROM counted GROUP BY account_id, month ORDER BY account_id, month
"""


def monthly(facts: Facts, as_of: date, months: int) -> pd.DataFrame:
    """What each account bought in each of the last ``months`` months.

    A month runs from after the same day of the month before to the day itself, so that twelve of
    them are exactly the last twelve months.

    Returns
    -------
    DataFrame[account_id, month (0 the newest), revenue (net of returns), gross_profit (NaN without
    a cost), orders]; months without a line are left out.
    """
    ends = [months_before(as_of, n) for n in range(1, months + 1)]
    return facts.query(_MONTHLY, [as_of, ends[-1], ends])


def grid(rows: pd.DataFrame, value: str, months: int) -> pd.DataFrame:
    """Monthly rows as a table: account_id down, month ``months``−1 (oldest) to 0 across.

    A month without a line is 0.

    >>> rows = pd.DataFrame({"account_id": ["A"], "month": [1], "revenue": [5.0]})
    >>> grid(rows, "revenue", 3).loc["A"].tolist()
    [0.0, 5.0, 0.0]
    """
    codes, ids = pd.factorize(rows["account_id"], sort=True)
    table = np.zeros((len(ids), months))
    table[codes, months - 1 - rows["month"].to_numpy()] = rows[value].fillna(0.0)
    columns = pd.RangeIndex(months - 1, -1, -1, name="month")
    return pd.DataFrame(table, index=pd.Index(ids, name="account_id"), columns=columns)


def between(first: date, as_of: date) -> int:
    """How many months back from a day reach another day, the last one begun counted whole.

    >>> between(date(2024, 1, 15), date(2024, 3, 15)), between(date(2024, 1, 16), date(2024, 3, 15))
    (3, 2)
    """
    months = (as_of.year - first.year) * 12 + as_of.month - first.month
    return months + 1 if months_before(as_of, months) >= first else max(months, 1)
