"""What makes an account this week's business, each rule with its sentence and its money."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import numpy as np
import pandas as pd

from kam.concentration import smallest_set
from kam.units import Day, Days, Money, Number, Percent
from kam.week.situation import Situation
from kam.words import N_, Sentence, say


@dataclass(frozen=True)
class Alert:
    """One account that needs somebody, with the money at stake and what to do."""

    account_id: str
    trigger: str
    stake: float
    fact: Sentence
    act: Sentence


def _yearly_margin(now: Situation, row: Any) -> tuple[float, Sentence]:
    """The account's margin of twelve months and how to say it; revenue where cost is unknown."""
    known = row.margin_rate == row.margin_rate
    amount = row.r12 * (row.margin_rate if known else 1.0)
    money = Money(amount, now.currency)
    said = say("{money} margin a year", money=money) if known else say(
        "{money} revenue a year", money=money
    )  # fmt: skip
    return max(float(amount), 0.0), said


def _by_wednesday(day: date) -> Day:
    return Day(day + timedelta(days=(2 - day.weekday() - 1) % 7 + 1))


def silent(now: Situation) -> list[Alert]:
    """Accounts that ordered in the last year and are now quiet against their own rhythm.

    Quiet: no order for more than ``silent_factor`` usual gaps and longer than nine of ten of its
    own gaps; at least four order days, so that there is a rhythm.

    Source: S0-25, S2-10 (1); menu.md.
    """
    f = now.accounts
    recency = (pd.Timestamp(now.day) - f["last"]).dt.days
    quiet = f[
        (f["order_days"] >= 4)
        & (recency > now.silent_factor * f["usual_gap"])
        & (recency > f["long_gap"])
        & (recency >= 14)
        & (f["r12"] > 0)
    ]
    alerts = []
    for row in quiet.itertuples():
        stake, margin = _yearly_margin(now, row)
        alerts.append(Alert(
            str(row.Index), "silent", stake,
            say(
                "{name}: no order for {days}, usually one every {gap}; {margin}.",
                name=row.name, days=Days(recency[row.Index]), gap=Days(row.usual_gap),
                margin=margin,
            ),
            say("Call the buyer by {day} and ask why.", day=_by_wednesday(now.day)),
        ))  # fmt: skip
    return alerts


def falling(now: Situation) -> list[Alert]:
    """Accounts whose last three months fell far below the same months a year before.

    The twelve months must have fallen too, so that a shifted order is no alarm. The stake is the
    margin of the fall, carried on for a year.

    Source: S2-10 (1), S2-17; menu.md.
    """
    if now.history_months < 15:
        return []
    f = now.accounts
    down = f[(f["p3"] > 0) & (f["r3"] < now.falling_ratio * f["p3"]) & (f["r12"] < f["p12"])
             & (f["r12"] > 0) & (f["order_days"] >= 4)]  # fmt: skip
    alerts = []
    for row in down.itertuples():
        rate = row.margin_rate if row.margin_rate == row.margin_rate else 1.0
        before, after = Money(row.p3, now.currency), Money(row.r3, now.currency)
        alerts.append(Alert(
            str(row.Index), "falling", max((row.p3 - row.r3) * 4 * rate, 0.0),
            say(
                "{name}: {now} in three months, {before} in the same months last year.",
                name=row.name, now=after, before=before,
            ),
            say("Ask what changed and who else supplies them by {day}.",
                day=_by_wednesday(now.day)),
        ))  # fmt: skip
    return alerts


def newly_large(now: Situation) -> list[Alert]:
    """Accounts that grew into the key set within a year, on more than one large order.

    At least three orders in two quarters, so that a single bulk order is no star.

    Source: S0-9, S0-10, C19; menu.md.
    """
    if now.history_months < 24:
        return []
    f = now.accounts
    cut = smallest_set(np.sort(f["p12"].to_numpy())[::-1], 0.8) or 0
    was_key = f["p12"].rank(ascending=False, method="first") <= cut
    grown = f[f["is_key"] & ~was_key & (f["r12"] >= 2 * f["p12"]) & (f["orders_12m"] >= 3)
              & (f["active_quarters"] >= 2)]  # fmt: skip
    return [
        Alert(
            str(row.Index), "newly_large", _yearly_margin(now, row)[0],
            say(
                "{name}: {now} in twelve months after {before} the year before; now number {rank}.",
                name=row.name, now=Money(row.r12, now.currency),
                before=Money(row.p12, now.currency), rank=Number(row.rank),
            ),
            say("Arrange a first executive visit."),
        )
        for row in grown.itertuples()
    ]  # fmt: skip


def dependence(now: Situation) -> list[Alert]:
    """Accounts that alone hold a dangerous share of the business.

    Source: S0-4, S0-5.
    """
    f = now.accounts
    big = f[f["share"] >= now.dependence_share]
    return [
        Alert(
            str(row.Index), "dependence", _yearly_margin(now, row)[0],
            say("{name} alone brings {share} of revenue; {margin}.", name=row.name,
                share=Percent(row.share, 1), margin=_yearly_margin(now, row)[1]),
            say("Agree a second contact on their side and a plan for their loss."),
        )
        for row in big.itertuples()
    ]  # fmt: skip


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
