"""Who may leave, told: the answer, the head figures and the list behind them."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from kam.churn import Churn
from kam.figures import Figure
from kam.units import Days, Money, Number, Percent, is_unknown
from kam.words import N_, Sentence, say, say_count

# An account is called likely to leave from twice the usual rate on, but never below this.
LEAST_LIKELY = 0.3


@dataclass(frozen=True)
class Leaving:
    """The churn page's answer for the accounts chosen.

    ``rows``: account_id, account_name, state, probability, probability_low, probability_high,
    baseline, gross_profit_12m, margin_at_risk, expected_loss, recency_days, usual_gap_days, reason
    (a sentence, empty without one); the most likely to leave first.
    """

    answer: Sentence
    figures: tuple[Figure, ...]
    rows: pd.DataFrame
    likely: frozenset[str]

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns worth showing: without a usable model the rhythm alone."""
        if self.rows["probability"].isna().all():
            return (
                "account_name",
                "baseline",
                "recency_days",
                "usual_gap_days",
                "gross_profit_12m",
            )
        return (
            "account_name", "probability", "probability_low", "probability_high", "baseline",
            "margin_at_risk", "expected_loss", "reason",
        )  # fmt: skip

    @property
    def rated(self) -> pd.DataFrame:
        """The rows as the churn model names them, by account_id: for charts."""
        back = {"probability_low": "low", "probability_high": "high"}
        return self.rows.set_index("account_id").rename(columns=back)


def tell(
    churn: Churn,
    losses: pd.DataFrame,
    accounts: pd.DataFrame,
    chosen: pd.Index,
    currency: str | None,
) -> Leaving:
    """Put a churn assessment into words and order.

    Parameters
    ----------
    losses : margin_at_risk and expected_loss by account_id
    accounts : account_name, gross_profit_12m by account_id
    chosen : ids of the accounts the reader looks at

    Source: S2-10, S2-17; churn.md 3 (7).
    """
    rows = churn.rows.loc[churn.rows.index.isin(chosen)]
    rows = rows.join(losses).join(accounts[["account_name", "gross_profit_12m"]])
    rows = rows.rename(columns={"low": "probability_low", "high": "probability_high"})
    active = rows[rows["state"] != "lapsed"]
    cut = max(2 * churn.base_rate, LEAST_LIKELY) if not is_unknown(churn.base_rate) else 1.0
    likely = active[active["probability"] >= cut]
    listed = active.sort_values(
        ["probability", "baseline", "expected_loss"], ascending=False, kind="stable"
    )
    listed = listed.reset_index(names="account_id")
    listed["reason"] = [_first_reason(churn, i) for i in listed["account_id"]]
    return Leaving(
        _answer(churn, active, likely, currency),
        _figures(churn, active, likely, currency),
        listed,
        frozenset(likely.index.astype(str)),
    )


def _first_reason(churn: Churn, account_id: str) -> Sentence | str:
    found = churn.reasons_of(account_id)
    return found[0].sentence if found else ""


def _answer(
    churn: Churn, active: pd.DataFrame, likely: pd.DataFrame, currency: str | None
) -> Sentence:
    if churn.verdict != "usable":
        return churn.verdict_text
    told = say_count(
        "{n} of {all} active accounts is likely to leave within {horizon}.",
        "{n} of {all} active accounts are likely to leave within {horizon}.",
        len(likely),
        n=Number(len(likely)),
        all=Number(len(active)),
        horizon=Days(churn.horizon_days),
    )
    stake = likely["gross_profit_12m"].clip(lower=0).sum(min_count=1)
    if is_unknown(stake):
        return told
    return say(
        "{told} They bring {money} of gross profit a year.", told=told, money=Money(stake, currency)
    )


def _figures(
    churn: Churn, active: pd.DataFrame, likely: pd.DataFrame, currency: str | None
) -> tuple[Figure, ...]:
    unusable = None if churn.verdict == "usable" else churn.verdict_text
    no_cost = say("No cost on file yet.")
    at_risk = active["margin_at_risk"].sum(min_count=1)
    late = int((active["recency_days"] > 2 * active["usual_gap_days"]).sum())
    return (
        Figure(
            "likely", N_("Likely to leave"),
            Number(None if unusable else len(likely)),
            say("of {n} active", n=Number(len(active))),
            missing=say("No usable model.") if unusable else None,
            about=say(
                "Accounts with at least twice the usual rate, never below {least}.",
                least=Percent(LEAST_LIKELY),
            ),
        ),
        Figure(
            "at_risk", N_("Profit at risk"), Money(at_risk, currency),
            say("a year, within {horizon}", horizon=Days(churn.horizon_days)),
            missing=(say("No usable model.") if unusable else no_cost) if is_unknown(at_risk) else None,
            about=say("Probability × gross profit of twelve months, all active accounts."),
        ),
        Figure(
            "base_rate", N_("Usual rate of leaving"), Percent(churn.base_rate),
            say("within {horizon}", horizon=Days(churn.horizon_days)),
            about=churn.label,
        ),
        Figure(
            "late", N_("Late against own rhythm"), Number(late),
            say("more than two usual gaps"),
            about=say("Active accounts whose last order is more than twice their usual gap ago."),
        ),
    )  # fmt: skip
