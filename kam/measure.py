"""One row per account: each fact table is summed up first and only then joined."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

import numpy as np
import pandas as pd

from kam.indicators import MEASURES, Measure
from kam.measure_sql import ACCOUNTS, CLAIMS, GRADED, GRADES, INQUIRIES, VALUES
from kam.periods import months_before
from kam.schema import TABLES
from kam.store import Facts
from kam.words import Sentence, say

# A profit is known where at least this part of the account's sales has a cost.
COST_COVERAGE = 0.95
# So many average inquiries are added before an account's success rate is believed (kappa).
NPD_CAUTION = 5.0
# What single accounts are shrunk towards is kept beside the anchors, under names of its own.
RATES = ("npd_success", "claim_rate", "claim_caution")
_RATE = "rate:"


class Writer(Facts, Protocol):
    """A transaction."""

    def execute(self, sql: str, params: Sequence[Any] = ()) -> None:
        """Run a statement."""


@dataclass(frozen=True)
class Measures:
    """What the files say about every account on a day.

    ``accounts`` is indexed by account_id, one row per account on file or in a sale: account_name,
    region, manager, industry, country, tier, first_order, last_order, and for the whole history
    and the last twelve months (``_12m``): orders, lines, revenue, gross_profit (NaN unknown).
    ``values`` has one column per measure (NaN unknown) for the accounts that ever bought.
    ``missing`` says for each measure that is unknown for everybody which file would tell.
    ``rates`` are the averages (RATES) that single accounts were shrunk towards, as far as known.
    """

    accounts: pd.DataFrame
    values: pd.DataFrame
    missing: dict[str, Sentence]
    rates: dict[str, float]


def last_order_day(facts: Facts) -> date | None:
    """The last day with a sale; None when there is none."""
    day = facts.query("SELECT max(order_date) AS day FROM sale")["day"].iloc[0]
    return None if pd.isna(day) else pd.Timestamp(day).date()


def first_order_day(facts: Facts) -> date | None:
    """The first day with a sale; None when there is none."""
    day = facts.query("SELECT min(order_date) AS day FROM sale")["day"].iloc[0]
    return None if pd.isna(day) else pd.Timestamp(day).date()


def purchases(facts: Facts, as_of: date) -> pd.DataFrame:
    """What each account bought on each day.

    Returns
    -------
    DataFrame[account_id, day (datetime64), product_id (may be missing), revenue], summed per
    account, day and product, sales and returns (negative) in rows of their own; nothing later than
    ``as_of``.
    """
    return facts.query(
        """
        SELECT account_id, CAST(order_date AS TIMESTAMP) AS day, product_id,
               CAST(sum(revenue) AS DOUBLE) AS revenue
        FROM sale WHERE order_date <= $1 AND revenue IS NOT NULL
        GROUP BY account_id, order_date, product_id, is_return
        ORDER BY account_id, day, product_id, is_return
        """,
        [as_of],
    )


def measure(
    facts: Facts,
    as_of: date,
    npd_caution: float = NPD_CAUTION,
    rates: Mapping[str, float] | None = None,
) -> Measures:
    """Measure every account on a day, from whichever tables are filled.

    ``npd_caution`` is the number of average inquiries that a success rate is shrunk by; ``rates``
    are frozen averages (``frozen_rates``): those not given are taken from the facts.

    Accounts that bought before but not in the last twelve months have an order value, a margin and
    a share of profit of 0: that is known, not missing.

    Source: S1-21, C16; methods.md 2.3.
    """
    window = [as_of, months_before(as_of, 12)]
    accounts = facts.query(ACCOUNTS, window).set_index("account_id")
    for suffix in ("", "_12m"):
        known = accounts[f"covered{suffix}"] >= COST_COVERAGE
        accounts[f"gross_profit{suffix}"] = accounts[f"gross_profit{suffix}"].where(known)
    ever_cost = accounts["gross_profit"].notna()
    quiet = (accounts["lines_12m"] == 0) & ever_cost
    accounts.loc[quiet, "gross_profit_12m"] = 0.0
    counts = ["orders", "orders_12m", "lines", "lines_12m", "revenue", "revenue_12m"]
    accounts[counts] = accounts[counts].fillna(0)
    accounts = accounts.drop(columns=["covered", "covered_12m"])
    used = dict(rates or {})
    values = _values(facts, accounts[accounts["lines"] > 0], window, npd_caution, used)
    missing = {m.id: _reason(m) for m in MEASURES.values() if values[m.id].isna().all()}
    return Measures(accounts, values, missing, used)


def _values(
    facts: Facts,
    buyers: pd.DataFrame,
    window: list[date],
    npd_caution: float,
    rates: dict[str, float],
) -> pd.DataFrame:
    values = pd.DataFrame(np.nan, index=buyers.index, columns=list(MEASURES))
    for name, sql in VALUES.items():
        found = facts.query(sql, _used(sql, window)).set_index("account_id")["value"]
        values[name] = found.reindex(buyers.index).astype(float)
    asked = facts.query(INQUIRIES, window).set_index("account_id")
    if len(asked):
        rate = rates.setdefault("npd_success", float(asked["won"].sum() / asked["inquiries"].sum()))
        success = (asked["won"] + npd_caution * rate) / (asked["inquiries"] + npd_caution)
        values["npd_success"] = success.reindex(buyers.index).astype(float)
    values["order_frequency"] = buyers["orders_12m"].astype(float)
    idle = buyers["orders_12m"] == 0
    values.loc[idle, "order_value"] = 0.0
    profit = buyers["gross_profit_12m"]
    gains = profit.clip(lower=0)
    if gains.sum() > 0:
        values["profit_share"] = gains / gains.sum()
    claims = facts.query(CLAIMS, window).set_index("account_id").reindex(buyers.index)
    paid = claims["paid"].fillna(0.0)
    revenue = buyers["revenue_12m"]
    margin = (profit - paid) / revenue.where(revenue > 0)
    values["contribution_margin"] = margin.mask(idle & profit.notna(), 0.0)
    if not facts.query("SELECT 1 FROM complaint LIMIT 1").empty and revenue.sum() > 0:
        claimed = claims["claimed"].fillna(0.0)
        whole = rates.setdefault("claim_rate", float(claimed.sum() / revenue.sum()))
        caution = rates.setdefault("claim_caution", float(revenue.mean() / 12))
        values["claim_rate"] = (claimed + caution * whole) / (revenue.clip(lower=0) + caution)
    grades = facts.query(GRADES, window[:1])
    for indicator, name in GRADED.items():
        given = grades[grades["indicator_id"] == indicator].set_index("account_id")["grade"]
        values[name] = given.reindex(buyers.index).astype(float)
    return values


def _used(sql: str, window: list[date]) -> list[date]:
    return window if "$2" in sql else window[:1]


def _reason(measure_: Measure) -> Sentence:
    first, *others = (say(TABLES[name].label) for name in measure_.needs)
    needed = say("{first} or {second}", first=first, second=others[0]) if others else first
    return say(
        "{measure} is unknown: no file tells it yet ({tables}).",
        measure=say(measure_.label),
        tables=needed,
    )


def anchors(values: pd.DataFrame) -> pd.DataFrame:
    """Anchors and median of every measure that somebody has a value of.

    Parameters
    ----------
    values : DataFrame (accounts, measures), NaN unknown

    Returns
    -------
    DataFrame[worst, typical, best, median] by measure_id: the declared anchors, else the 5th, 50th
    and 95th percentile of the accounts, in falling or rising order.

    Source: methods.md 2.1.
    """
    rows = {}
    for item in MEASURES.values():
        seen = values[item.id].dropna()
        if seen.empty:
            continue
        low, middle, high = (float(q) for q in np.percentile(seen, [5, 50, 95]))
        ends = (low, high) if item.better == "high" else (high, low)
        worst = ends[0] if item.worst is None else item.worst
        typical = middle if item.typical is None else item.typical
        best = ends[1] if item.best is None else item.best
        if item.better == "high":
            typical, best = max(typical, worst), max(best, typical, worst)
        else:
            typical, best = min(typical, worst), min(best, typical, worst)
        rows[item.id] = (worst, typical, best, middle)
    columns = ["worst", "typical", "best", "median"]
    found = pd.DataFrame.from_dict(rows, orient="index", columns=columns)
    return found.rename_axis("measure_id")


def freeze(tx: Writer, as_of: date, facts: Facts | None = None) -> None:
    """Fix the anchors and medians of every measure that is seen for the first time, and the rates.

    ``facts`` are those the transaction sees, told in one currency.

    From then on a score moves only when the account itself changes, never because another came.

    Source: import-rules.md ("Frozen"); methods.md 2.1.
    """
    frozen, rates = set(yardstick(tx).index), frozen_rates(tx)
    found = measure(facts or tx, as_of, rates=rates)
    for row in anchors(found.values).itertuples():
        if row.Index not in frozen:
            tx.execute(_FREEZE, [row.Index, row.worst, row.typical, row.best, row.median, as_of])
    for name, rate in found.rates.items():
        if name not in rates:
            tx.execute(_FREEZE, [_RATE + name, *[rate] * 4, as_of])


_FREEZE = "INSERT INTO yardstick VALUES (?, ?, ?, ?, ?, ?)"


def yardstick(facts: Facts) -> pd.DataFrame:
    """The frozen anchors: worst, typical, best, median, frozen_as_of, indexed by measure_id."""
    found = facts.query("SELECT * FROM yardstick ORDER BY measure_id").set_index("measure_id")
    return found[~found.index.astype(str).str.startswith(_RATE)]


def frozen_rates(facts: Facts) -> dict[str, float]:
    """The frozen averages that single accounts are shrunk towards, by name in RATES."""
    found = facts.query("SELECT measure_id, median FROM yardstick").set_index("measure_id")
    kept = {name: found["median"].get(_RATE + name) for name in RATES}
    return {name: float(rate) for name, rate in kept.items() if rate is not None}
