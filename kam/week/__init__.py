"""What needs the director this week: who went quiet, who falls, who grew, who is too big to lose."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pandas as pd

from kam import periods
from kam.units import Day, Days, Money, Number, Percent
from kam.week.situation import Situation, situation
from kam.week.triggers import TRIGGERS, WORRIES, Alert, alerts_of
from kam.words import N_, Sentence, say, say_count

__all__ = ["TRIGGERS", "Alert", "Figure", "Situation", "Week", "alerts_of", "situation", "work_out"]

ROWS = 5


@dataclass(frozen=True)
class Figure:
    """One of the head figures; ``missing`` says why it is unknown and how to unlock it."""

    id: str
    label: str
    quantity: Any
    change: Sentence | None = None
    missing: Sentence | None = None


@dataclass(frozen=True)
class Week:
    """The first page's answer, from the data up to ``as_of``.

    ``alerts`` holds every alert, largest stake first, one per account; ``rows`` the first five.
    """

    as_of: date
    compared_with: date
    line: Sentence
    answer: Sentence
    figures: tuple[Figure, ...]
    alerts: tuple[Alert, ...]
    foot: Sentence
    key_accounts: frozenset[str]

    @property
    def rows(self) -> tuple[Alert, ...]:
        """The rows the first page shows."""
        return self.alerts[:ROWS]


def _month_sales(purchases: pd.DataFrame, day: date, accounts: frozenset[str]) -> float:
    chosen = purchases[
        purchases["account_id"].isin(accounts)
        & (purchases["day"] >= pd.Timestamp(day.replace(day=1)))
        & (purchases["day"] <= pd.Timestamp(day))
    ]
    return float(chosen["revenue"].sum())


def work_out(
    purchases: pd.DataFrame,
    accounts: pd.DataFrame,
    as_of: date,
    currency: str | None,
    *,
    overdue: float | None = None,
    complaints_waiting: int | None = None,
    at_risk: float | None = None,
    horizon_days: int | None = None,
    key_share: float = 0.8,
    silent_factor: float = 2.0,
    falling_ratio: float = 0.6,
    dependence_share: float = 0.15,
) -> Week:
    """The week's list, its answer and its figures, from sales alone; more files sharpen it.

    Parameters
    ----------
    purchases, accounts : see ``situation``
    overdue : money past due on ``as_of``; None when no invoice file is there
    complaints_waiting : open complaints; None when no complaint file is there
    at_risk : yearly margin times probability to leave within ``horizon_days``, summed over key
        accounts; None when there is no usable model

    Source: S0-20, S0-25; menu.md (overview).
    """
    rules = {
        "key_share": key_share,
        "silent_factor": silent_factor,
        "falling_ratio": falling_ratio,
        "dependence_share": dependence_share,
    }
    compared = as_of - timedelta(days=7)
    now = situation(purchases, accounts, as_of, currency, **rules)
    before = situation(purchases, accounts, compared, currency, **rules)
    alerts = alerts_of(now)
    keys = frozenset(now.accounts.index[now.accounts["is_key"]].astype(str))
    worried = {a.account_id for a in alerts if a.trigger in WORRIES and a.account_id in keys}
    worried_before = {
        a.account_id for a in alerts_of(before) if a.trigger in WORRIES and a.account_id in keys
    }
    stake = sum(a.stake for a in alerts if a.account_id in worried)
    return Week(
        as_of=as_of,
        compared_with=compared,
        line=say("Data to {day}, compared with {before}.", day=Day(as_of), before=Day(compared)),
        answer=say(
            "{need} {money} {change}",
            need=say_count(
                "{n} of {all} key accounts needs you this week.",
                "{n} of {all} key accounts need you this week.",
                len(worried), n=Number(len(worried)), all=Number(len(keys)),
            ),
            money=_risk_sentence(at_risk, horizon_days, stake, currency),
            change=say(
                "{worse} got worse, {better} recovered.",
                worse=Number(len(worried - worried_before)),
                better=Number(len(worried_before - worried)),
            ),
        ),
        figures=_figures(
            purchases, now, keys, overdue, complaints_waiting, at_risk, horizon_days, stake
        ),
        alerts=alerts,
        foot=say_count(
            "The other {count} key account: no alert.",
            "The other {count} key accounts: no alert.",
            len(keys - {a.account_id for a in alerts}),
        ),
        key_accounts=keys,
    )  # fmt: skip


def _risk_sentence(
    at_risk: float | None, horizon_days: int | None, stake: float, currency: str | None
) -> Sentence:
    if at_risk is not None:
        return say(
            "{money} of yearly gross profit is at risk within {horizon}.",
            money=Money(at_risk, currency),
            horizon=Days(horizon_days),
        )
    return say("{money} a year hangs on them.", money=Money(stake, currency))


def _figures(
    purchases: pd.DataFrame,
    now: Situation,
    keys: frozenset[str],
    overdue: float | None,
    complaints_waiting: int | None,
    at_risk: float | None,
    horizon_days: int | None,
    stake: float,
) -> tuple[Figure, ...]:
    sales = _month_sales(purchases, now.day, keys)
    last_year = _month_sales(purchases, periods.months_before(now.day, 12), keys)
    change = (
        say("{share} against last year", share=Percent(sales / last_year - 1))
        if last_year > 0
        else None
    )
    return (
        Figure("key_sales", N_("Key-account sales this month"), Money(sales, now.currency), change),
        Figure(
            "overdue", N_("Overdue"), Money(overdue, now.currency),
            missing=None if overdue is not None else say("No invoice file yet. Import one."),
        ),
        Figure(
            "at_risk", N_("Profit at risk"),
            Money(at_risk if at_risk is not None else stake, now.currency),
            say("a year, within {horizon}", horizon=Days(horizon_days)) if at_risk is not None
            else say("a year, by order rhythm"),
        ),
        Figure(
            "complaints", N_("Complaints awaiting our reply"), Number(complaints_waiting),
            missing=None if complaints_waiting is not None
            else say("No complaint file yet. Import one."),
        ),
    )  # fmt: skip
