"""What needs the director this week: who went quiet, who falls, who grew, who is too big to lose."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import pandas as pd

from kam import periods
from kam.figures import Figure
from kam.units import Day, Days, Money, Number, Percent
from kam.week.barometer import barometer
from kam.week.situation import Situation, situation
from kam.week.triggers import TRIGGERS, WORRIES, Alert, alerts_of
from kam.words import N_, Sentence, say, say_count

__all__ = [
    "TRIGGERS", "Alert", "Figure", "Situation", "Week", "against_last_year", "alerts_of", "barometer",
    "situation", "work_out",
]  # fmt: skip

ROWS = 5


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
        answer=_answer(
            _need(len(worried), len(keys)),
            _risk_sentence(at_risk, horizon_days, stake, now, len(worried)),
            _change(len(worried - worried_before), len(worried_before - worried)),
        ),
        figures=_figures(
            purchases, now, keys, overdue, complaints_waiting, at_risk, horizon_days, stake
        ),
        alerts=alerts,
        foot=_foot(len(keys - {a.account_id for a in alerts})),
        key_accounts=keys,
    )


def _foot(rest: int) -> Sentence:
    if rest == 0:
        return say("Every key account has an alert.")
    return say_count(
        "The other {count} key account: no alert.",
        "The other {count} key accounts: no alert.",
        rest,
    )


def _answer(need: Sentence, money: Sentence | None, change: Sentence) -> Sentence:
    if money is None:
        return say("{need} {change}", need=need, change=change)
    return say("{need} {money} {change}", need=need, money=money, change=change)


def _need(worried: int, keys: int) -> Sentence:
    n, whole = Number(worried), Number(keys)
    if worried == 0:
        return say_count(
            "Your only key account has neither gone quiet nor fallen.",
            "None of your {all} key accounts has gone quiet or fallen.",
            keys, all=whole,
        )  # fmt: skip
    return say_count(
        "{n} of {all} key accounts needs you this week.",
        "{n} of {all} key accounts need you this week.",
        worried, n=n, all=whole,
    )  # fmt: skip


def _risk_sentence(
    at_risk: float | None, horizon_days: int | None, stake: float, now: Situation, worried: int
) -> Sentence | None:
    if at_risk is not None:
        return say(
            "{money} of yearly gross profit is at risk within {horizon}.",
            money=Money(at_risk, now.currency),
            horizon=Days(horizon_days),
        )
    if worried == 0:
        return None
    money = Money(stake, now.currency)
    if now.has_margin:
        return say_count(
            "{money} of yearly margin hangs on it.",
            "{money} of yearly margin hangs on them.", worried, money=money,
        )  # fmt: skip
    return say_count(
        "{money} of yearly revenue hangs on it.",
        "{money} of yearly revenue hangs on them.", worried, money=money,
    )  # fmt: skip


def _change(worse: int, better: int) -> Sentence:
    if worse == better == 0:
        return say("No change since last week.")
    return say("{worse} got worse, {better} recovered.", worse=Number(worse), better=Number(better))


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
    change = against_last_year(sales, last_year)
    no_cost = say("No cost on file yet.")
    return (
        Figure(
            "key_sales", N_("Key accounts this month"), Money(sales, now.currency), change,
            about=say("Sales to key accounts from the first of the month on, net of returns."),
            tone="" if change is None else "gain" if sales >= last_year else "loss",
        ),
        Figure(
            "overdue", N_("Overdue"), Money(overdue, now.currency),
            missing=None if overdue is not None else say("No invoice file yet."),
            about=say("Unpaid after its due day, all accounts."),
        ),
        Figure(
            "at_risk", N_("Profit at risk"),
            Money(at_risk if at_risk is not None else stake if now.has_margin else None,
                  now.currency),
            say("a year, within {horizon}", horizon=Days(horizon_days)) if at_risk is not None
            else say("a year, by order rhythm") if now.has_margin else None,
            missing=None if at_risk is not None or now.has_margin else no_cost,
            about=say("Key accounts: probability of leaving × gross profit of twelve months."),
        ),
        Figure(
            "complaints", N_("Complaints to answer"), Number(complaints_waiting),
            about=say("Complaints that are not closed, all accounts."),
            missing=None if complaints_waiting is not None
            else say("No complaint file yet."),
        ),
    )  # fmt: skip


def against_last_year(sales: float, last_year: float) -> Sentence | None:
    """How sales stand against the same time a year before; None where there was nothing."""
    if last_year <= 0:
        return None
    share = sales / last_year - 1
    if round(share, 2) == 0:
        return say("as much as last year")
    moved = Percent(abs(share))
    if share > 0:
        return say("{share} more than last year", share=moved)
    return say("{share} less than last year", share=moved)
