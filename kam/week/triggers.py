"""What makes an account this week's business, each rule with its sentence and its money."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import numpy as np
import pandas as pd

from kam.units import Day, Days, Money, Number, Percent
from kam.week.situation import Situation
from kam.words import N_, Sentence, say

LEAST_SILENCE = 14  # days: no fortnight is a silence
LOST_AFTER = 90  # days
SEASON = 0.6  # of today's silence already seen at this time last year: a season, no silence
BULK = 5  # times the usual order


@dataclass(frozen=True)
class Alert:
    """One account that needs somebody, with the money at stake and what to do."""

    account_id: str
    trigger: str
    stake: float
    fact: Sentence
    act: Sentence


def _margin_said(now: Situation, row: Any) -> Sentence:
    """The account's margin of twelve months; its revenue where the cost is unknown."""
    if row.margin_rate == row.margin_rate:
        return say("{money} margin a year", money=Money(row.r12 * row.margin_rate, now.currency))
    return say("{money} revenue a year", money=Money(row.r12, now.currency))


def _by_wednesday(day: date) -> Day:
    return Day(day + timedelta(days=(2 - day.weekday() - 1) % 7 + 1))


def _lives_on_one_order(f: pd.DataFrame) -> pd.Series:
    """Whether half of the year's revenue came in one order far above the account's usual one."""
    largest = f["largest_order"]
    return (largest >= 0.5 * f["r12"]) & (largest > BULK * f["usual_order"])


def silent(now: Situation) -> list[Alert]:
    """Accounts that ordered in the last year and are now quiet against their own rhythm.

    Quiet: no order for more than ``silent_factor`` usual gaps, longer than nine of ten of its own
    gaps and two weeks; at least four order days, and a year that does not live on one bulk order,
    so that there is a rhythm. Who was about as quiet at this time last year buys by season. Who
    has been quiet for twice as long as it takes to be noticed, and
    for a quarter, is lost and no longer this week's news.

    Source: S0-25, S2-10 (1); menu.md.
    """
    f = now.accounts
    noticed = now.silent_factor * f["usual_gap"]
    quiet = f[
        (f["order_days"] >= 4)
        & (f["recency"] > noticed)
        & (f["recency"] > f["long_gap"])
        & (f["recency"] >= LEAST_SILENCE)
        & (f["recency"] <= np.maximum(2 * noticed, LOST_AFTER))
        & ~(f["last_year_recency"] >= SEASON * f["recency"])
        & (f["r12"] > 0)
        & ~_lives_on_one_order(f)
    ]
    alerts = []
    for row in quiet.itertuples():
        days, gap = Days(row.recency), Days(row.usual_gap)
        margin = _margin_said(now, row)
        fact = say(
            "{name}: no order for {days}, usually one every {gap}; {margin}.",
            name=row.name, days=days, gap=gap, margin=margin,
        ) if row.usual_gap >= 1.5 else say(
            "{name}: no order for {days}, usually one every day; {margin}.",
            name=row.name, days=days, margin=margin,
        )  # fmt: skip
        act = say("Call the buyer by {day} and ask why.", day=_by_wednesday(now.day))
        alerts.append(Alert(str(row.Index), "silent", max(row.yearly_margin, 0.0), fact, act))
    return alerts


def falling(now: Situation) -> list[Alert]:
    """Accounts that still order, but far less than in the same months a year before.

    Three months below ``falling_ratio`` of last year's, six months less than half as far below,
    and the twelve months down too, so that a shifted order is no alarm; at least two orders in
    last year's six months. The stake is the margin of the fall, carried on for a year.

    Source: S2-10 (1), S2-17; menu.md.
    """
    if now.history_months < 18:
        return []
    f = now.accounts
    down = f[
        (f["r3"] > 0)
        & (f["r3"] < now.falling_ratio * f["p3"])
        & (f["r6"] < (1 + now.falling_ratio) / 2 * f["p6"])
        & (f["r12"] < f["p12"])
        & (f["p6_orders"] >= 2)
    ]
    alerts = []
    for row in down.itertuples():
        rate = row.yearly_margin / row.r12
        lost = min((row.p3 - row.r3) * 4, row.p12)
        fact = say(
            "{name}: {now} in three months, {before} in the same months last year.",
            name=row.name, now=Money(row.r3, now.currency), before=Money(row.p3, now.currency),
        )  # fmt: skip
        act = say(
            "Ask what changed and who else supplies them by {day}.", day=_by_wednesday(now.day)
        )
        alerts.append(Alert(str(row.Index), "falling", max(lost * rate, 0.0), fact, act))
    return alerts


def newly_large(now: Situation) -> list[Alert]:
    """Accounts that grew into the key set in the last three months, on more than one large order.

    At least three orders in two quarters, none of them half of the year's revenue: a single bulk
    order is no star.

    Source: S0-9, S0-10, C19; menu.md.
    """
    if now.history_months < 24:
        return []
    f = now.accounts
    grown = f[
        f["is_key"]
        & ~f["was_key"]
        & (f["r12"] >= 1.5 * f["p12"])
        & (f["orders_12m"] >= 3)
        & (f["active_quarters"] >= 2)
        & (f["largest_order"] < 0.5 * f["r12"])
    ]
    alerts = []
    for row in grown.itertuples():
        year, rank = Money(row.r12, now.currency), Number(row.rank)
        fact = say(
            "{name}: {now} in twelve months after {before} the year before; now number {rank}.",
            name=row.name, now=year, before=Money(row.p12, now.currency), rank=rank,
        ) if row.p12 > 0 else say(
            "{name}: a new account with {now} in its first months; now number {rank}.",
            name=row.name, now=year, rank=rank,
        )  # fmt: skip
        act = say("Arrange a first executive visit.")
        alerts.append(Alert(str(row.Index), "newly_large", max(row.yearly_margin, 0.0), fact, act))
    return alerts


def dependence(now: Situation) -> list[Alert]:
    """Accounts that alone hold a dangerous share of the business.

    Source: S0-4, S0-5.
    """
    f = now.accounts
    alerts = []
    for row in f[f["share"] >= now.dependence_share].itertuples():
        fact = say(
            "{name} alone brings {share} of revenue; {margin}.",
            name=row.name, share=Percent(row.share, 1), margin=_margin_said(now, row),
        )  # fmt: skip
        act = say("Agree a second contact on their side and a plan for their loss.")
        alerts.append(Alert(str(row.Index), "dependence", max(row.yearly_margin, 0.0), fact, act))
    return alerts


# What each trigger is called on screen, and the rule that finds it; the first that fires for an
# account speaks for it.
TRIGGERS: dict[str, tuple[str, Callable[[Situation], list[Alert]]]] = {
    "silent": (N_("Unusually quiet"), silent),
    "falling": (N_("Falling orders"), falling),
    "newly_large": (N_("Newly large"), newly_large),
    "dependence": (N_("Dependence"), dependence),
}
WORRIES = frozenset({"silent", "falling"})


def alerts_of(now: Situation) -> tuple[Alert, ...]:
    """Every alert of a day, one per account, the largest stake first; ties by account id."""
    found: dict[str, Alert] = {}
    for _, trigger in TRIGGERS.values():
        for alert in trigger(now):
            found.setdefault(alert.account_id, alert)
    return tuple(sorted(found.values(), key=lambda a: (-a.stake, a.account_id)))
