"""The sales barometer: the key accounts' sales month by month, beside the year before."""

from __future__ import annotations

from datetime import date

import pandas as pd

MONTHS = 12


def barometer(purchases: pd.DataFrame, accounts: frozenset[str], as_of: date) -> pd.DataFrame:
    """Sales of some accounts in the last twelve calendar months and in the same months before.

    The month of the as-of day is counted up to that day, and so is the month a year before.

    Parameters
    ----------
    purchases : DataFrame[account_id, day, product_id, revenue]

    Returns
    -------
    DataFrame[month (first day), revenue, revenue_last_year], twelve rows, oldest first; last year is
    NaN where the data begin later.

    Source: S0-20.
    """
    chosen = purchases[purchases["account_id"].isin(accounts)]
    last = pd.Timestamp(as_of)
    until = (chosen["day"].dt.month != last.month) | (chosen["day"].dt.day <= last.day)
    sums = chosen[until].groupby(chosen["day"].dt.to_period("M"))["revenue"].sum()
    months = pd.period_range(last.to_period("M") - (MONTHS - 1), periods=MONTHS, freq="M")
    begin = purchases["day"].min().to_period("M") if len(purchases) else last.to_period("M")
    before = months - 12
    last_year = sums.reindex(before).fillna(0.0).where(before >= begin)
    return pd.DataFrame(
        {
            "month": months.to_timestamp(),
            "revenue": sums.reindex(months).fillna(0.0).to_numpy(),
            "revenue_last_year": last_year.to_numpy(),
        }
    )
