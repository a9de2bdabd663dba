"""Where each account stands on a day: its rhythm, its last months, its share."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from kam import periods
from kam.concentration import smallest_set


@dataclass(frozen=True)
class Situation:
    """Each account's sales on one day, as the triggers read them.

    ``accounts`` is indexed by account_id: name, margin_rate (NaN unknown), last (day), order_days,
    usual_gap and long_gap (days: median and 90th percentile of its own gaps), r3, p3 (revenue of
    the last three months and of the same months a year before), r12, p12 (twelve months, and the
    twelve before), active_quarters, share (of all r12), rank, is_key.
    """

    day: date
    history_months: int
    accounts: pd.DataFrame
    currency: str | None
    silent_factor: float
    falling_ratio: float
    dependence_share: float


def situation(
    purchases: pd.DataFrame,
    accounts: pd.DataFrame,
    day: date,
    currency: str | None,
    *,
    key_share: float = 0.8,
    silent_factor: float = 2.0,
    falling_ratio: float = 0.6,
    dependence_share: float = 0.15,
) -> Situation:
    """Work out each account's recent sales as of a day.

    Parameters
    ----------
    purchases : DataFrame[account_id, day, product_id, revenue]
    accounts : DataFrame indexed by account_id with account_name, gross_profit_12m, revenue_12m
    """
    facts = purchases[purchases["day"] <= pd.Timestamp(day)]
    daily = facts.groupby(["account_id", "day"], sort=True)["revenue"].sum().reset_index()
    frame = pd.DataFrame(index=pd.Index(accounts.index, name="account_id"))
    frame["name"] = accounts["account_name"]
    with np.errstate(divide="ignore", invalid="ignore"):
        rate = accounts["gross_profit_12m"] / accounts["revenue_12m"].where(
            accounts["revenue_12m"] > 0
        )
    frame["margin_rate"] = rate
    ordered = daily[daily["revenue"] > 0]
    by_account = ordered.groupby("account_id")["day"]
    frame["last"] = by_account.max()
    frame["order_days"] = by_account.size().reindex(frame.index).fillna(0)
    gaps = by_account.diff().dt.days
    per_account = gaps.groupby(ordered["account_id"])
    frame["usual_gap"] = per_account.median()
    frame["long_gap"] = per_account.quantile(0.9)
    for column, first, last in (
        ("r3", 3, 0), ("p3", 15, 12), ("r12", 12, 0), ("p12", 24, 12),
    ):  # fmt: skip
        frame[column] = _sum_between(daily, day, first, last).reindex(frame.index).fillna(0.0)
    recent = ordered[ordered["day"] > pd.Timestamp(periods.months_before(day, 12))]
    quarters = recent.assign(quarter=recent["day"].dt.to_period("Q"))
    frame["active_quarters"] = (
        quarters.groupby("account_id")["quarter"].nunique().reindex(frame.index).fillna(0)
    )
    frame["orders_12m"] = recent.groupby("account_id").size().reindex(frame.index).fillna(0)
    frame = frame.sort_values("r12", ascending=False, kind="stable")
    total = frame["r12"].sum()
    frame["share"] = frame["r12"] / total if total > 0 else np.nan
    frame["rank"] = np.arange(1, len(frame) + 1)
    frame["is_key"] = frame["rank"] <= (smallest_set(frame["r12"].to_numpy(), key_share) or 0)
    first_day = daily["day"].min() if len(daily) else pd.Timestamp(day)
    months = (day.year - first_day.year) * 12 + day.month - first_day.month
    return Situation(
        day, int(months), frame, currency, silent_factor, falling_ratio, dependence_share
    )


def _sum_between(daily: pd.DataFrame, day: date, first: int, last: int) -> pd.Series:
    after = pd.Timestamp(periods.months_before(day, first))
    until = pd.Timestamp(periods.months_before(day, last))
    inside = daily[(daily["day"] > after) & (daily["day"] <= until)]
    return inside.groupby("account_id")["revenue"].sum()
