"""Past quarter ends: what was known of every account then, and what its next year brought."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

import pandas as pd

from kam.measure import COST_COVERAGE, anchors, measure
from kam.past import Known
from kam.periods import months_before
from kam.store import Facts, Source

MOST = 24  # quarter ends looked at: six years
HISTORY = 12  # months of sales before a quarter end that is judged
LEARNED = 3  # months of sales before a quarter end that weights may be learned from

_NEXT_YEAR = """
    SELECT account_id, CAST(coalesce(sum(revenue), 0) AS DOUBLE) AS revenue,
           CAST(coalesce(sum(revenue - cost), 0) AS DOUBLE) AS gross_profit,
           CAST(coalesce(sum(abs(revenue)), 0) AS DOUBLE) AS sold,
           CAST(coalesce(sum(abs(revenue)) FILTER (cost IS NOT NULL), 0) AS DOUBLE) AS covered
    FROM sale WHERE order_date > $1 AND order_date <= $2 GROUP BY account_id
"""


@dataclass(frozen=True)
class Quarter:
    """One quarter end.

    ``values`` (accounts, measures) and ``yardstick`` are as known on ``day``, the anchors frozen
    anew from them. ``outcome``, indexed by the accounts with an order in the twelve months before:
    past_revenue (those twelve months), revenue and gross_profit (the twelve months after).
    ``covered`` is the part of the next year's sales with a known cost. ``is_judged``: a whole year
    was known; a quarter end with less serves only to learn weights from.
    """

    day: date
    values: pd.DataFrame
    yardstick: pd.DataFrame
    outcome: pd.DataFrame
    covered: float
    is_judged: bool

    @property
    def ends(self) -> date:
        """The last day of the year that followed."""
        return months_before(self.day, -12)

    @property
    def knows_cost(self) -> bool:
        """Whether enough of the next year's sales have a cost to speak of profit."""
        return self.covered >= COST_COVERAGE


def ends_of_quarters(first: date, last: date) -> list[tuple[date, bool]]:
    """The quarter ends whose next year is over by ``last``, and whether a year lies before each.

    >>> [d.isoformat() for d, whole in ends_of_quarters(date(2022, 1, 1), date(2024, 1, 15)) if whole]
    ['2022-12-31']
    """
    found = []
    for year in range(first.year, last.year + 1):
        for month, day in ((3, 31), (6, 30), (9, 30), (12, 31)):
            end = date(year, month, day)
            begins = [months_before(end, m) + timedelta(1) for m in (LEARNED, HISTORY)]
            if first <= begins[0] and months_before(end, -12) <= last:
                found.append((end, first <= begins[1]))
    return found[-MOST:]


def quarters(
    source: Source,
    facts: Facts,
    top: Mapping[str, str],
    first: date,
    last: date,
    npd_caution: float,
) -> tuple[Quarter, ...]:
    """Every past quarter end whose next year is over, oldest first.

    Parameters
    ----------
    source, top : where the past is read from, told by topmost parent
    facts : the same facts as they stand, for what happened next
    first, last : first order day, and the day whose end is "now"

    Source: import-rules.md ("Frozen": the backtest freezes anchors anew at each origin).
    """
    found = []
    for day, whole in ends_of_quarters(first, last):
        known = measure(Known(source, day, top), day, npd_caution)
        active = known.values.index[known.values["order_frequency"] > 0]
        after = facts.query(_NEXT_YEAR, [day, months_before(day, -12)]).set_index("account_id")
        after = after.reindex(active).fillna(0.0)
        past = known.accounts["revenue_12m"].reindex(active)
        outcome = after[["revenue", "gross_profit"]].assign(past_revenue=past)
        sold = float(after["sold"].sum())
        covered = float(after["covered"].sum()) / sold if sold > 0 else 0.0
        found.append(Quarter(day, known.values, anchors(known.values), outcome, covered, whole))
    return tuple(found)
