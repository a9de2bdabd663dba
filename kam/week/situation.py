"""Where each account stands on a day: its rhythm, its last months, its share."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from kam import periods
from kam.concentration import smallest_set

NEWS_MONTHS = 3  # who has been a key account for longer than this is no news


@dataclass(frozen=True)
class Situation:
    """Each account's sales on one day, as the triggers read them.

    ``accounts`` is indexed by account_id, largest revenue of twelve months first: name, margin_rate
    (NaN unknown), yearly_margin (of twelve months; an unknown rate is taken as the average, and as
    1 where no cost is known at all), last (day), recency (days since), last_year_recency (days, on
    the same day a year before; NaN if it had not ordered yet), order_days, usual_gap and long_gap
    (days: median and 90th percentile of its own gaps), usual_order (median amount), r3, r6, r12
    (revenue of the last 3, 6, 12 months), p3, p6, p12 (of the same months a year before), p6_orders
    (order days in p6), orders_12m, active_quarters and largest_order of the last twelve months,
    share (of all r12), rank, was_key (in the key set three months ago), is_key (then or now).
    """

    day: date
    history_months: int
    accounts: pd.DataFrame
    currency: str | None
    silent_factor: float
    falling_ratio: float
    dependence_share: float

    @property
    def has_margin(self) -> bool:
        """Whether any account's cost is known, so that money at stake is margin."""
        return bool(self.accounts["margin_rate"].notna().any())


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
    ordered = daily[daily["revenue"] > 0]
    frame = pd.DataFrame(index=pd.Index(accounts.index, name="account_id"))
    frame["name"] = accounts["account_name"]
    frame = _rhythm(frame, ordered, day)
    sums = {
        "r3": (3, 0), "r6": (6, 0), "r12": (12, 0), "p3": (15, 12), "p6": (18, 12), "p12": (24, 12),
    }  # fmt: skip
    for column, (first, last) in sums.items():
        inside = _between(daily, day, first, last)
        frame[column] = inside.groupby("account_id")["revenue"].sum()
    frame["p6_orders"] = _between(ordered, day, 18, 12).groupby("account_id").size()
    recent = _between(ordered, day, 12, 0)
    year = recent.assign(quarter=recent["day"].dt.to_period("Q")).groupby("account_id")
    frame["orders_12m"] = year.size()
    frame["active_quarters"] = year["quarter"].nunique()
    frame["largest_order"] = year["revenue"].max()
    numbers = [*sums, "p6_orders", "orders_12m", "active_quarters", "largest_order", "order_days"]
    frame[numbers] = frame[numbers].fillna(0.0)
    frame = _margin(frame, accounts)
    total = frame["r12"].sum()
    frame["share"] = frame["r12"] / total if total > 0 else np.nan
    earlier = _between(daily, day, 12 + NEWS_MONTHS, NEWS_MONTHS).groupby("account_id")
    frame["was_key"] = _in_key_set(
        earlier["revenue"].sum().reindex(frame.index).fillna(0.0), key_share
    )
    # A key account that falls stays one for a quarter: it is then that it needs somebody.
    frame["is_key"] = _in_key_set(frame["r12"], key_share) | frame["was_key"]
    frame = frame.sort_values("r12", ascending=False, kind="stable")
    frame["rank"] = np.arange(1, len(frame) + 1)
    first_day = daily["day"].min() if len(daily) else pd.Timestamp(day)
    months = (day.year - first_day.year) * 12 + day.month - first_day.month
    return Situation(
        day, int(months), frame, currency, silent_factor, falling_ratio, dependence_share
    )


def _rhythm(frame: pd.DataFrame, ordered: pd.DataFrame, day: date) -> pd.DataFrame:
    days = ordered.groupby("account_id")["day"]
    year_ago = pd.Timestamp(periods.months_before(day, 12))
    last_then = ordered[ordered["day"] <= year_ago].groupby("account_id")["day"].max()
    gaps = days.diff().dt.days.groupby(ordered["account_id"])
    return frame.assign(
        last=days.max(),
        recency=(pd.Timestamp(day) - days.max()).dt.days,
        last_year_recency=(year_ago - last_then).dt.days,
        order_days=days.size(),
        usual_gap=gaps.median(),
        long_gap=gaps.quantile(0.9),
        usual_order=ordered.groupby("account_id")["revenue"].median(),
    )


def _margin(frame: pd.DataFrame, accounts: pd.DataFrame) -> pd.DataFrame:
    profit = accounts["gross_profit_12m"].astype(float)
    revenue = accounts["revenue_12m"].astype(float)
    rate = profit / revenue.where(revenue > 0)
    known = rate.notna()
    average = profit[known].sum() / revenue[known].sum() if known.any() else 1.0
    return frame.assign(margin_rate=rate, yearly_margin=frame["r12"] * rate.fillna(average))


def _in_key_set(revenue: pd.Series, share: float) -> pd.Series:
    ranked = revenue.sort_values(ascending=False, kind="stable")
    size = smallest_set(ranked.to_numpy(), share) or 0
    return revenue.index.to_series().isin(ranked.index[:size])


def _between(daily: pd.DataFrame, day: date, first: int, last: int) -> pd.DataFrame:
    after = pd.Timestamp(periods.months_before(day, first))
    until = pd.Timestamp(periods.months_before(day, last))
    return daily[(daily["day"] > after) & (daily["day"] <= until)]
