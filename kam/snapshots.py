"""Scores at past quarter ends, and why ranks changed since."""

from __future__ import annotations

from datetime import date

from kam import scoring
from kam.periods import months_before
from kam.portfolio import Portfolio
from kam.scoring import RankChange


def quarter_ends(first: date, last: date, most: int = 8) -> tuple[date, ...]:
    """The quarter ends after ``first`` and before ``last``, the latest first.

    >>> quarter_ends(date(2024, 5, 2), date(2025, 1, 15))
    (datetime.date(2024, 12, 31), datetime.date(2024, 9, 30), datetime.date(2024, 6, 30))
    """
    found: list[date] = []
    # March has the most days of all ends: going back from it never shortens a month for good.
    for back in range(12 * (last.year - first.year + 1)):
        month = months_before(date(last.year, 12, 31), back)
        if month.month % 3 == 0 and first < month < last:
            found.append(month)
    return tuple(found[:most])


def why_moved(before: Portfolio, now: Portfolio) -> RankChange:
    """Why every account's rank is another than then: own facts, weights, the others.

    Parameters
    ----------
    before : the same store on an earlier day, under the policy of then

    Source: features.md 67.
    """
    values = (before.measures.values, now.measures.values)
    policies = (before.policy, now.policy)
    return scoring.rank_change(
        {
            (f, w): scoring.score(values[f], now.yardstick, policies[w])
            for f in (0, 1)
            for w in (0, 1)
        }
    )
