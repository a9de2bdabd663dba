"""Potential key accounts: small today, growing for sure, and on the way to a key account's size."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from kam.knobs import KeyTests
from kam.segments.evidence import Evidence
from kam.segments.lookalike import Lookalike, lookalike
from kam.segments.trend import YEAR, Trend, season, trend
from kam.units import Money, Number
from kam.words import Sentence, say

LONGEST, SHORTEST = 24, 9  # months a trend is read from


@dataclass(frozen=True)
class Potential:
    """Why an account may become key: its growth, how far it has to go, and whose path it follows.

    ``months_to_key`` is the time until it has a key account's revenue or gross profit, whichever
    comes first, if it goes on growing as it does; not a forecast.
    """

    account_id: str
    trend: Trend
    months: int
    months_to_key: float
    lookalike: Lookalike | None
    currency: str | None

    def named(self, names: pd.Series) -> Potential:
        """The same with its role model's name."""
        if self.lookalike is None:
            return self
        model = self.lookalike.account_id
        return replace(self, lookalike=replace(self.lookalike, name=str(names.get(model, model))))

    @property
    def sentence(self) -> Sentence:
        """Growth and distance in words."""
        told = say(
            "Its monthly sales grew by {slope} a month over {n} months ({low} to {high}).",
            slope=Money(self.trend.slope, self.currency), n=Number(self.months),
            low=Money(self.trend.low, self.currency), high=Money(self.trend.high, self.currency),
        )  # fmt: skip
        if self.months_to_key < 1:
            return say("{told} It has a key account's size already.", told=told)
        return say(
            "{told} Going on like this it has a key account's size in {n} months.",
            told=told, n=Number(np.ceil(self.months_to_key)),
        )  # fmt: skip

    @property
    def evidence(self) -> tuple[Evidence, ...]:
        """The lines of its hearing."""
        lines = [
            Evidence("growth", self.trend.slope, 0.0, "for", self.sentence),
        ]
        if self.lookalike is not None:
            lines.append(
                Evidence(
                    "lookalike", self.lookalike.distance, self.lookalike.usual, "for",
                    self.lookalike.sentence,
                )
            )  # fmt: skip
        return tuple(lines)


@dataclass(frozen=True)
class Cuts:
    """Yearly revenue and gross profit of the smallest account in each set of the vital few."""

    revenue: float
    profit: float


def potentials(
    facts: pd.DataFrame,
    revenue: pd.DataFrame,
    profit: pd.DataFrame | None,
    models: pd.Index,
    cuts: Cuts,
    month: int,
    rules: KeyTests,
    currency: str | None,
) -> dict[str, Potential]:
    """Which of the small accounts may become key.

    Guards: large enough that growth says something, enough orders in enough quarters, no single
    order that is half of the sales, and not under observation.

    Parameters
    ----------
    facts : DataFrame indexed by account_id, of the accounts that are neither big nor young:
        revenue, orders, quarters, largest_order, age (months since the first order)
    revenue, profit : account × month, the oldest first, all accounts; None without a cost
    models : today's true key accounts, whose first quarters others are compared with
    month : the calendar month of the newest

    Source: S0-9, S0-10, C15, C19; methods.md section 3 (potential).
    """
    season_of = season(revenue.sum().to_numpy(), month)
    worth = facts[
        (facts["revenue"] >= rules.potential_base * cuts.revenue)
        & (facts["orders"] >= rules.potential_orders)
        & (facts["quarters"] >= rules.potential_quarters)
        & (facts["largest_order"] < rules.one_order_share)
        & (facts["age"] >= SHORTEST)
    ]
    found = {}
    for account_id in worth.index.astype(str):
        span = int(min(LONGEST, worth.at[account_id, "age"], revenue.shape[1]))
        grown = trend((revenue.loc[account_id].to_numpy() / season_of)[-span:])
        if not (grown.low > 0 and grown.p < rules.trend_doubt):
            continue
        wait = grown.months_until(cuts.revenue / YEAR)
        if profit is not None and cuts.profit > 0:
            earned = trend((profit.loc[account_id].to_numpy() / season_of)[-span:])
            wait = min(wait, earned.months_until(cuts.profit / YEAR))
        if wait <= rules.months_to_key:
            like = lookalike(account_id, revenue, models)
            found[account_id] = Potential(account_id, grown, span, wait, like, currency)
    return found
