"""One account, gathered: what it is worth, whether it may leave, what happened, what is unknown."""

from __future__ import annotations

from functools import cached_property
from typing import Any

import pandas as pd

from kam import ledger
from kam.figures import Figure
from kam.indicators import INDICATORS, MEASURES
from kam.periods import months_before
from kam.portfolio import Portfolio
from kam.scoring import Explanation, explain
from kam.units import Days, Money, Number, Percent, is_unknown
from kam.week import against_last_year
from kam.words import N_, Sentence, say

# What a line of the timeline is called.
KINDS: dict[str, str] = {
    "order": N_("Order"),
    "return": N_("Return"),
    "payment": N_("Payment"),
    "interaction": N_("Interaction"),
    "complaint": N_("Complaint"),
}


class Card:
    """The account file of one account, read from the same portfolio as every list.

    Raises
    ------
    UnknownName
        The portfolio has no such account.

    Source: S3-10, S1-7.
    """

    def __init__(self, portfolio: Portfolio, account_id: str) -> None:
        self.portfolio = portfolio
        self.account_id = account_id
        self.name = portfolio.account_name(account_id)

    @cached_property
    def record(self) -> dict[str, Any]:
        """The account's own record, column → value, unknown ones left out."""
        facts = ledger.account_facts(self.portfolio.facts, self.account_id)
        return {k: v for k, v in facts.items() if not pd.isna(v)}

    @property
    def figures(self) -> pd.Series:
        """The account's sums and days: revenue, gross profit, orders, first and last day."""
        return self.portfolio.measures.accounts.loc[self.account_id]

    @property
    def score(self) -> pd.Series:
        """Rank, score, completeness and interval."""
        return self.portfolio.scores.table.loc[self.account_id]

    @property
    def contributions(self) -> pd.Series:
        """Points of the score by indicator; they add up to the score."""
        return self.portfolio.scores.contributions.loc[self.account_id]

    @cached_property
    def explanation(self) -> Explanation:
        """What lifts the score above the average account and what holds it back."""
        return explain(self.portfolio.scores, self.account_id)

    @property
    def risk(self) -> pd.Series | None:
        """Probability to leave with interval and baseline; None when never an order was seen."""
        rows = self.portfolio.churn.rows
        return rows.loc[self.account_id] if self.account_id in rows.index else None

    @cached_property
    def reasons(self) -> tuple[Sentence, ...]:
        """Why the probability is what it is, strongest reason first."""
        return tuple(r.sentence for r in self.portfolio.churn.reasons_of(self.account_id))

    @cached_property
    def overdue(self) -> float | None:
        """Money past due on the day; None when no invoice file is there."""
        if not self.portfolio.store.rows_by_table()["invoice"]:
            return None
        owed = ledger.overdue(self.portfolio.facts, self.portfolio.as_of)["overdue"]
        return float(owed.get(self.account_id, 0.0))

    @cached_property
    def summary(self) -> tuple[Figure, ...]:
        """The head figures of the account file."""
        figures, currency = self.figures, self.portfolio.currency
        risk = self.risk
        probability = None if risk is None else risk["probability"]
        return (
            Figure(
                "revenue_12m", N_("Yearly revenue"), Money(figures["revenue_12m"], currency),
                against_last_year(float(figures["revenue_12m"]), self._last_year), tone=self._tone,
                about=say("Net of returns, twelve months to the day."),
            ),
            Figure(
                "gross_profit_12m", N_("Yearly profit"),
                Money(figures["gross_profit_12m"], currency), self._margin,
                missing=say("No cost on file yet.")
                if is_unknown(figures["gross_profit_12m"]) else None,
                about=say("Revenue less cost of goods, twelve months to the day."),
            ),
            Figure(
                "score", N_("Value score"), Number(float(self.score["score"])),
                say(
                    "number {rank} of {count}", rank=Number(int(self.score["rank"])),
                    count=Number(len(self.portfolio.scores.table)),
                ),
                about=say(
                    "Between {low} and {high}, whatever the unknown indicators turn out to be.",
                    low=Number(float(self.score["low"])), high=Number(float(self.score["high"])),
                ),
            ),
            Figure(
                "risk", N_("Churn risk"), Percent(probability),
                say("within {horizon}", horizon=self.portfolio.churn.horizon),
                missing=self._risk_missing if is_unknown(probability) else None,
                about=self.portfolio.churn.label,
            ),
            Figure(
                "overdue", N_("Overdue"), Money(self.overdue, currency),
                missing=say("No invoice file yet.") if self.overdue is None else None,
                about=say("Unpaid after its due day."),
            ),
        )  # fmt: skip

    @property
    def _last_year(self) -> float:
        """Revenue of the twelve months before the last twelve."""
        bought = self.portfolio.purchases
        mine = bought[bought["account_id"] == self.account_id]
        end, begin = (pd.Timestamp(months_before(self.portfolio.as_of, m)) for m in (12, 24))
        return float(mine.loc[(mine["day"] > begin) & (mine["day"] <= end), "revenue"].sum())

    @property
    def _tone(self) -> str:
        now, before = float(self.figures["revenue_12m"]), self._last_year
        return "" if before <= 0 else "gain" if now >= before else "loss"

    @property
    def _margin(self) -> Sentence | None:
        revenue, profit = self.figures["revenue_12m"], self.figures["gross_profit_12m"]
        if is_unknown(profit) or revenue <= 0:
            return None
        return say("{share} of revenue", share=Percent(profit / revenue, 1))

    @property
    def _risk_missing(self) -> Sentence:
        risk = self.risk
        if risk is not None and risk["state"] == "lapsed":
            return say("No order for {days}.", days=Days(risk["recency_days"]))
        if self.portfolio.churn.verdict != "usable":
            return say("No usable model.")
        return say("Too early to say.")

    @cached_property
    def months(self) -> pd.DataFrame:
        """Sales by calendar month."""
        return ledger.monthly_sales(self.portfolio.facts, self.account_id, self.portfolio.as_of)

    @cached_property
    def timeline(self) -> pd.DataFrame:
        """What happened, the latest first."""
        return ledger.timeline(self.portfolio.facts, self.account_id, self.portfolio.as_of)

    @cached_property
    def contacts(self) -> pd.DataFrame:
        """The people known there."""
        return ledger.contacts(self.portfolio.facts, self.account_id)

    @property
    def alerts(self) -> tuple[Any, ...]:
        """This week's alerts about the account."""
        return tuple(a for a in self.portfolio.week.alerts if a.account_id == self.account_id)

    @property
    def measured(self) -> pd.Series:
        """The raw measures, measure id → value; NaN unknown."""
        return self.portfolio.measures.values.loc[self.account_id]

    @cached_property
    def missing(self) -> tuple[Sentence, ...]:
        """What the score does not know about this account, and which file would tell."""
        told = []
        for indicator in INDICATORS.values():
            unknown = [p for p, _ in indicator.parts if is_unknown(self.measured[p])]
            for part in unknown:
                reason = self.portfolio.measures.missing.get(part)
                told.append(
                    reason
                    or say(
                        "{measure}: nothing on file for this account.",
                        measure=say(MEASURES[part].label),
                    )
                )
        return tuple(told)

    @property
    def headline(self) -> Sentence:
        """The account's name and its answer."""
        return say("{name}: {answer}", name=self.name, answer=self.answer)

    @property
    def findings(self) -> tuple[Sentence, ...]:
        """What one should know first: this week's alert, the score's drivers, the risk's reasons."""
        alerts = tuple(say("{fact} {act}", fact=a.fact, act=a.act) for a in self.alerts)
        risk = (say("Risk: {reasons}.", reasons=_listed(self.reasons)),) if self.reasons else ()
        return (*alerts, self.explanation.sentence, *risk)

    @property
    def told_timeline(self) -> pd.DataFrame:
        """The timeline with its kinds in words."""
        kinds = [say(KINDS[kind]) for kind in self.timeline["kind"]]
        return self.timeline.assign(kind=pd.Series(kinds, index=self.timeline.index, dtype=object))

    @property
    def answer(self) -> Sentence:
        """The account in one sentence."""
        figures, currency = self.figures, self.portfolio.currency
        known = not is_unknown(figures["gross_profit_12m"])
        worth = (
            say(
                "{revenue} revenue and {profit} gross profit in twelve months",
                revenue=Money(figures["revenue_12m"], currency),
                profit=Money(figures["gross_profit_12m"], currency),
            )
            if known
            else say(
                "{revenue} revenue in twelve months",
                revenue=Money(figures["revenue_12m"], currency),
            )
        )
        return say(
            "{worth}; number {rank} of {count} by score. {risk}",
            worth=worth,
            rank=Number(self.score["rank"]),
            count=Number(len(self.portfolio.scores.table)),
            risk=self._risk_in_words(),
        )

    def _risk_in_words(self) -> Sentence:
        risk = self.risk
        if risk is None or is_unknown(risk["probability"]):
            return say("Its churn risk is unknown.")
        return say(
            "It leaves within {horizon} with a probability of {p}.",
            horizon=self.portfolio.churn.horizon,
            p=Percent(risk["probability"]),
        )


def _listed(sentences: tuple[Sentence, ...]) -> Sentence:
    first, *others = sentences
    return say("{first}; {rest}", first=first, rest=_listed(tuple(others))) if others else first
