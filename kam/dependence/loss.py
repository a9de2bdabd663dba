"""If this account leaves: what goes with it at once, who may follow, and how often that is bearable."""

from __future__ import annotations

import math
from dataclasses import dataclass

import pandas as pd

from kam.dependence.cascade import Followers
from kam.figures import Figure
from kam.units import Money, Number, Percent
from kam.words import N_, Sentence, say, say_count

# What a satisfied customer tells and a dissatisfied one influences: folklore, editable (C9).
TELLS, INFLUENCES = 8, 25
_WORTH_A_WORD = 0.05  # of all sales; a smaller family frees no capacity worth naming


@dataclass(frozen=True)
class Loss:
    """What the business would lose in a year, at once and through those who follow.

    Money of the last twelve months; NaN where no file tells. ``share`` is of all revenue,
    ``region_share`` of its region's. ``owed`` is what it still owes. ``profit_left`` is the whole
    business' profit that bears the losses, ``families`` the product families it takes most of
    (part, value, share).
    """

    account_id: str
    name: str
    revenue: float
    margin: float
    share: float
    region: str | None
    region_share: float
    owed: float
    families: pd.DataFrame
    followers: Followers
    follower_margin: float
    profit_left: float
    currency: str | None
    missing: tuple[Sentence, ...] = ()

    @property
    def bearable(self) -> int | None:
        """So many such losses, followers included, until no profit is left; None: unknown.

        Source: features.md (chain-reaction stress test).
        """
        each = self.margin + self.follower_margin
        if math.isnan(each) or math.isnan(self.profit_left) or each <= 0:
            return None
        return max(0, math.ceil(self.profit_left / each - 1e-9))

    @property
    def reading(self) -> Sentence:
        """What would be lost, in a sentence.

        Source: S0-5.
        """
        told = say(
            "If {name} leaves, {revenue} of revenue a year goes with it: {share} of the whole.",
            name=self.name, revenue=Money(self.revenue, self.currency), share=Percent(self.share, 1),
        )  # fmt: skip
        if not math.isnan(self.margin):
            told = say(
                "If {name} leaves, {revenue} of revenue and {margin} of gross profit a year go with"
                " it: {share} of the whole.",
                name=self.name, revenue=Money(self.revenue, self.currency),
                margin=Money(self.margin, self.currency), share=Percent(self.share, 1),
            )  # fmt: skip
        if self.followers.expected < 0.005 * max(self.revenue, 0.0):
            return told
        return say(
            "{told} Those who may follow would take another {more} on average.",
            told=told, more=Money(self.followers.expected, self.currency),
        )  # fmt: skip

    @property
    def rings(self) -> Sentence | None:
        """How often such a loss can be borne; None where profit is unknown."""
        if self.profit_left <= 0:
            return say(
                "As it is, the business makes no profit after service that could bear a loss."
            )
        if self.bearable is None:
            return None
        return say_count(
            "{count} such loss, followers included, and no profit is left.",
            "{count} such losses, followers included, and no profit is left.",
            self.bearable,
        )

    def summary(self) -> tuple[Figure, ...]:
        """The head figures: revenue, gross profit, its part of the region, what it owes, followers."""
        unknown = self.missing[0] if self.missing and math.isnan(self.margin) else None
        return (
            Figure(
                "revenue", N_("Revenue a year"), Money(self.revenue, self.currency),
                say("{share} of the whole", share=Percent(self.share, 1)),
                about=say("Net of returns, last twelve months."),
            ),
            Figure(
                "margin", N_("Gross profit a year"), Money(self.margin, self.currency),
                missing=unknown, about=say("Revenue less cost of goods, last twelve months."),
            ),
            Figure(
                "region", N_("Share of its region"), Percent(self.region_share, 1),
                say("{name}", name=self.region) if self.region else None,
                missing=None if self.region else say("Its region is not on file."),
                about=say("Part of the region's revenue of the last twelve months."),
            ),
            Figure(
                "owed", N_("Still owed"), Money(self.owed, self.currency),
                missing=say("No invoice file yet. Import one.") if math.isnan(self.owed) else None,
                about=say("Open invoices on the day, due or not."),
            ),
            Figure(
                "followers", N_("May follow"), Money(self.followers.expected, self.currency),
                say("{n} linked", n=Number(len(self.followers.rows))),
                about=say("Sum of chance of following × yearly revenue; the chances are yours to move."),
            ),
        )  # fmt: skip


def break_even(tells: float = TELLS, influences: float = INFLUENCES) -> float:
    """Which share of customers must be satisfied for good and bad word of mouth to balance.

    Source: S2-20, C9; methods.md 5.

    >>> round(break_even(), 4)
    0.7576
    """
    return influences / (tells + influences)


def word_of_mouth(tells: float, influences: float) -> Sentence:
    """What the saying means, and how far it carries.

    Source: S2-20, C9.
    """
    return say(
        "If a satisfied customer tells {tells} and a dissatisfied one influences {influences}, more"
        " than {share} must be satisfied for the talk to do more good than harm. The two numbers are"
        " a saying, not a measurement; studies find a smaller difference.",
        tells=Number(tells), influences=Number(influences),
        share=Percent(break_even(tells, influences), 1),
    )  # fmt: skip


def loss(
    account_id: str,
    names: pd.Series,
    yearly: pd.DataFrame,
    owed: pd.Series | None,
    families: pd.DataFrame,
    followers: Followers,
    profit_left: float,
    currency: str | None,
) -> Loss:
    """Gather what goes with an account.

    Parameters
    ----------
    names : account_id → name
    yearly : DataFrame indexed by account_id: revenue, margin (money of twelve months; NaN unknown),
        region
    owed : account_id → what it still owes; None without an invoice file
    families : DataFrame[account_id, part, value, share] of product families
    followers : who may follow
    profit_left : the whole business' yearly profit; NaN unknown

    Source: S0-4, S0-5, S2-19.
    """
    mine = yearly.loc[account_id]
    region = mine["region"] if isinstance(mine["region"], str) else None
    whole = float(yearly["revenue"].sum())
    there = float(yearly.loc[yearly["region"] == region, "revenue"].sum()) if region else 0.0
    margins = yearly["margin"].reindex(followers.rows["account_id"]).clip(lower=0).to_numpy()
    follows = followers.rows["probability"].to_numpy()
    known = not yearly["margin"].isna().all()
    return Loss(
        account_id=account_id,
        name=str(names.get(account_id, account_id)),
        revenue=float(mine["revenue"]),
        margin=float(mine["margin"]),
        share=float(mine["revenue"]) / whole if whole > 0 else float("nan"),
        region=region,
        region_share=float(mine["revenue"]) / there if there > 0 else float("nan"),
        owed=float("nan") if owed is None else float(owed.get(account_id, 0.0)),
        families=_families(families, account_id),
        followers=followers,
        follower_margin=float(pd.Series(margins * follows).sum()) if known else float("nan"),
        profit_left=profit_left,
        currency=currency,
        missing=() if known else (say("No file says what the goods cost, so profit is unknown."),),
    )


def _families(pairs: pd.DataFrame, account_id: str) -> pd.DataFrame:
    """The product families worth a word that an account takes, the largest share first."""
    whole = float(pairs["value"].sum())
    large = pairs.groupby("part")["value"].transform("sum") >= _WORTH_A_WORD * whole
    mine = pairs[large & (pairs["account_id"] == account_id) & (pairs["share"] > 0)]
    return mine.sort_values("share", ascending=False, kind="stable").reset_index(drop=True)
