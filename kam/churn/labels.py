"""What counts as leaving: order days, the horizon, the snapshots a model may learn from.

Protocol (churn.md section 1): an event is a day with a positive amount; the population at a
snapshot are accounts whose last event is less than H days old; they left when no event follows
within H.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

SPANS = (30, 60, 90, 120, 180, 270, 365, 545, 730)
TESTS = 6
FEWEST_TESTS = 3


@dataclass(frozen=True)
class Schedule:
    """Snapshot days, oldest first, in days since the first event; the last ``tests`` are tests."""

    horizon: int
    step: int
    snapshots: tuple[int, ...]
    tests: int


@dataclass(frozen=True)
class Events:
    """Order days of all accounts as flat arrays sorted by account, then day.

    ``account`` are codes into ``ids``; ``day`` counts days since ``start``; ``revenue`` is the
    positive amount of a day. ``lines`` are (account, day, product code) of what was bought.
    """

    ids: np.ndarray
    account: np.ndarray
    day: np.ndarray
    revenue: np.ndarray
    lines: np.ndarray
    start: pd.Timestamp
    last: int


def events_of(purchases: pd.DataFrame) -> Events:
    """The order days in a purchases frame[account_id, day, product_id, revenue].

    A day with a positive amount is an event; returns on it are left out of its amount.
    """
    bought = purchases[purchases["revenue"] > 0]
    start = bought["day"].min() if len(bought) else pd.Timestamp(1970, 1, 1)
    ids, account = np.unique(bought["account_id"].astype(str).to_numpy(), return_inverse=True)
    day = (bought["day"] - start).dt.days.to_numpy(dtype=np.int64)
    product = pd.factorize(bought["product_id"])[0].astype(np.int64)
    key = account.astype(np.int64) * 100_000 + day
    unique, inverse = np.unique(key, return_inverse=True)
    revenue = (
        np.bincount(inverse, weights=bought["revenue"].to_numpy(dtype=float))
        if len(key)
        else np.array([])
    )
    return Events(
        ids,
        unique // 100_000,
        unique % 100_000,
        revenue,
        np.column_stack([account, day, product]) if len(key) else np.empty((0, 3), dtype=np.int64),
        start,
        int(day.max()) if len(day) else 0,
    )


def gaps_of(events: Events) -> np.ndarray:
    """Days between an account's consecutive order days, all accounts together."""
    same = np.diff(events.account) == 0
    return np.diff(events.day)[same]


def usual_horizon(events: Events) -> int:
    """Days without an order that count as leaving, one of SPANS, from the accounts' own gaps.

    The longest span not above the 90th percentile of all gaps, but no less than one and a half
    usual gaps of the typical account: where everybody orders each quarter, 90 quiet days are no
    leaving, and a few who order weekly do not set the measure for the rest.

    Source: churn.md section 1, whose five horizons it gives.
    """
    gaps = gaps_of(events)
    if len(gaps) == 0:
        return 90
    wanted = max(s for s in SPANS if s <= max(np.percentile(gaps, 90), SPANS[0]))
    owner = events.account[1:][np.diff(events.account) == 0]
    least = 1.5 * float(pd.Series(gaps).groupby(owner).median().median())
    return next((s for s in SPANS if s >= max(wanted, least)), SPANS[-1])


def schedule(
    last: int,
    horizon: int,
    *,
    history: int | None = None,
    step: int | None = None,
    tests: int = TESTS,
) -> Schedule:
    """The snapshots a history of ``last`` days allows; the last ``tests`` of them are tests.

    Snapshots lie a step apart and end at last − H; a test needs an older snapshot whose outcome
    was known on its day. Left to themselves, first history is max(90, H) and step max(15, H/3),
    both halved while fewer than three tests fit.

    Source: churn.md section 1.

    >>> schedule(671, 120).snapshots
    (151, 191, 231, 271, 311, 351, 391, 431, 471, 511, 551)
    """
    first, apart = history or max(90, horizon), step or max(15, horizon // 3)
    while True:
        days = np.arange(last - horizon, first - 1, -apart)[::-1]
        fit = sum(1 for t in days if days[0] + horizon <= t)
        if fit >= FEWEST_TESTS or first <= 15 or history is not None:
            return Schedule(horizon, apart, tuple(int(d) for d in days), min(tests, fit))
        first, apart = first // 2, max(apart // 2, 1)


def population(events: Events, day: int, horizon: int) -> tuple[np.ndarray, np.ndarray]:
    """Accounts active at a snapshot and whether they left within the horizon after it.

    Returns
    -------
    codes, left : shape (active accounts,)
    """
    before = events.day <= day
    n = len(events.ids)
    latest = np.full(n, -1)
    np.maximum.at(latest, events.account[before], events.day[before])
    active = np.flatnonzero((latest >= 0) & (day - latest < horizon))
    follows = np.zeros(n, dtype=bool)
    follows[events.account[(events.day > day) & (events.day <= day + horizon)]] = True
    return active, ~follows[active]
