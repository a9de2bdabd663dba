"""What is known about each active account at a snapshot: seven features with sensible signs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from kam.churn.labels import Events
from kam.churn.rhythm import DAYS_PER_WEEK, Rhythm, fit, no_order_within
from kam.units import Days, Number
from kam.words import N_, Sentence, say, say_count


@dataclass(frozen=True)
class Feature:
    """A feature: its label, the sign its weight must have, and how a reason reads.

    ``reason`` takes the account's facts and whether the feature raises the risk.
    """

    id: str
    label: str
    sign: int
    reason: Callable[[Facts, bool], Sentence]


@dataclass(frozen=True)
class Facts:
    """An account's plain numbers behind its features, for sentences."""

    recency: float
    usual_gap: float
    orders: float
    recent_orders: float
    earlier_orders: float
    products: float


def _rhythm(f: Facts, raises: bool) -> Sentence:
    days, gap = Days(f.recency), Days(f.usual_gap)
    if f.usual_gap != f.usual_gap:
        return say("last order {days} ago, its only one", days=days)
    if raises:
        return say("no order for {days}, usually one every {gap}", days=days, gap=gap)
    return say("last order {days} ago, usually one every {gap}", days=days, gap=gap)


def _orders(f: Facts, raises: bool) -> Sentence:
    n = int(f.orders)
    if raises:
        return say_count("only {count} order day so far", "only {count} order days so far", n)
    return say_count("{count} order day so far", "{count} order days so far", n)


def _trend(f: Facts, _raises: bool) -> Sentence:
    return say_count(
        "{count} order lately, {before} in the period before",
        "{count} orders lately, {before} in the period before",
        int(f.recent_orders), before=Number(f.earlier_orders),
    )  # fmt: skip


def _products(f: Facts, raises: bool) -> Sentence:
    n = int(f.products)
    if raises:
        return say_count("buys only {count} product", "buys only {count} products", n)
    return say_count("buys {count} product", "buys {count} products", n)


def _fixed(up: str, down: str) -> Callable[[Facts, bool], Sentence]:
    return lambda _facts, raises: say(up if raises else down)


FEATURES: dict[str, Feature] = {
    f.id: f
    for f in (
        Feature("rhythm", N_("Order rhythm"), 1, _rhythm),
        Feature("orders", N_("Number of orders"), -1, _orders),
        Feature(
            "order_value", N_("Order value"), -1,
            _fixed(N_("small orders"), N_("large orders")),
        ),
        Feature(
            "recent_revenue", N_("Recent revenue"), -1,
            _fixed(N_("little bought lately"), N_("much bought lately")),
        ),
        Feature("order_trend", N_("Order trend"), -1, _trend),
        Feature("products", N_("Breadth of range"), -1, _products),
        Feature(
            "gap_variation", N_("Irregular gaps"), 1,
            _fixed(N_("orders irregularly"), N_("orders regularly")),
        ),
    )
}  # fmt: skip


@dataclass(frozen=True)
class Snapshot:
    """Features of the active accounts on a day; nothing later than the day was read.

    ``x`` (accounts, 7) in the order of FEATURES; ``p0`` BG/NBD probability of no order in H;
    ``recency`` and ``usual_gap`` in days (NaN with a single order day); ``plain`` the raw numbers.
    """

    day: int
    codes: np.ndarray
    x: np.ndarray
    p0: np.ndarray
    recency: np.ndarray
    usual_gap: np.ndarray
    plain: dict[str, np.ndarray]
    rhythm: Rhythm

    def facts(self, place: int) -> Facts:
        """The plain numbers of the account at a place of ``codes``."""
        return Facts(
            float(self.recency[place]),
            float(self.usual_gap[place]),
            *(float(self.plain[n][place]) for n in ("orders", "recent", "earlier", "products")),
        )


def snapshot(
    events: Events, day: int, horizon: int, codes: np.ndarray, start: Rhythm | None = None
) -> Snapshot:
    """Work out the features of accounts on a day; windows are no longer than the horizon.

    Source: churn.md section 3 (3, 4).
    """
    n = len(events.ids)
    past = events.day <= day
    account, days, revenue = events.account[past], events.day[past], events.revenue[past]

    def _count(mask: Any) -> np.ndarray:
        return np.bincount(account[mask], minlength=n)[codes].astype(float)

    orders = np.bincount(account, minlength=n).astype(float)
    first, last = np.full(n, day), np.zeros(n, dtype=int)
    np.minimum.at(first, account, days)
    np.maximum.at(last, account, days)
    x = orders - 1
    t_x, age = (last - first) / DAYS_PER_WEEK, (day - first) / DAYS_PER_WEEK
    seen = orders > 0
    rhythm = fit(x[seen], t_x[seen], age[seen], start)
    p0 = no_order_within(rhythm, x[codes], t_x[codes], age[codes], horizon / DAYS_PER_WEEK)
    safe = np.clip(p0, 1e-4, 1 - 1e-4)
    total = np.bincount(account, weights=revenue, minlength=n)[codes]
    recent_sum = np.bincount(
        account[days > day - horizon], weights=revenue[days > day - horizon], minlength=n
    )[codes]
    late = _count(days > day - horizon / 2)
    early = _count((days > day - horizon) & (days <= day - horizon / 2))
    lines = events.lines
    inside = lines[(lines[:, 1] <= day) & (lines[:, 1] > day - horizon) & (lines[:, 2] >= 0)]
    pairs = np.unique(inside[:, [0, 2]], axis=0)
    products = np.bincount(pairs[:, 0], minlength=n)[codes].astype(float)
    usual_gap, variation = _gaps(account, days, n, codes)
    features = np.column_stack([
        np.log(safe / (1 - safe)),
        np.log(orders[codes]),
        np.log1p(total / orders[codes]),
        np.log1p(recent_sum),
        late - early,
        np.log1p(products),
        variation,
    ])  # fmt: skip
    plain = {"orders": orders[codes], "recent": late, "earlier": early, "products": products}
    return Snapshot(
        day, codes, features, p0, (day - last[codes]).astype(float), usual_gap, plain, rhythm
    )


def _gaps(
    account: np.ndarray, days: np.ndarray, n: int, codes: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Median gap (NaN without one) and coefficient of variation (0 below two gaps)."""
    same = np.diff(account) == 0
    owner, gap = account[1:][same], np.diff(days)[same].astype(float)
    order = np.lexsort((gap, owner))
    owner, gap = owner[order], gap[order]
    number = np.bincount(owner, minlength=n)
    begin = np.concatenate([[0], np.cumsum(number)[:-1]])
    median = np.full(n, np.nan)
    has = number > 0
    lower, upper = begin[has] + (number[has] - 1) // 2, begin[has] + number[has] // 2
    median[has] = (gap[lower] + gap[upper]) / 2
    with np.errstate(divide="ignore", invalid="ignore"):
        mean = np.bincount(owner, weights=gap, minlength=n) / number
        square = np.bincount(owner, weights=gap**2, minlength=n) / number
        variation = np.sqrt(np.maximum(square - mean**2, 0)) / mean
    variation[number < 2] = 0.0
    return median[codes], np.nan_to_num(variation)[codes]
