"""The backtest in plain words."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from kam.backtest.replay import Backtest
from kam.units import Day, Money, Number, Percent, is_unknown
from kam.words import N_, Sentence, say, say_count

_RIVALS: dict[str, str] = {
    "revenue": N_("revenue"),
    "equal": N_("equal weights"),
    "fitted": N_("weights learned from earlier quarters"),
}
_DOUBLE = 1.0  # a gain beyond it is told in money: a percentage of next to nothing says little


def reading(found: Backtest, currency: str | None) -> Sentence:
    """Did the weights choose well: what the list brought, and how it did against revenue.

    Source: issue 4 (backtest, "in plain words").
    """
    if found.verdict == "too_little_history":
        return say(
            "Too little history to try the weights on the past: sales from {first} to {last} are on"
            " file, and two years with a quarter end between them are needed.",
            first=Day(found.first_order),
            last=Day(found.as_of),
        )
    ours, rival = found.rules.loc["score"], found.rules.loc["revenue"]
    brought = say_count(
        "Tried on {n} past quarter end: the first {top} by your weights brought {ours} of {amount} in"
        " the year that followed, the first {top} by revenue {rival}.",
        "Tried on {n} past quarter ends: the first {top} by your weights brought {ours} of {amount} in"
        " the year that followed, the first {top} by revenue {rival}.",
        int(ours["quarters"]),
        n=Number(int(ours["quarters"])),
        top=Number(found.top),
        ours=Money(ours["captured"], currency),
        rival=Money(rival["captured"], currency),
        amount=amount_of(found),
    )
    return say("{verdict} {brought}", verdict=against(found, "revenue", currency), brought=brought)


def amount_of(found: Backtest) -> Sentence:
    """By what a list is judged."""
    return say("gross profit") if found.amount == "gross_profit" else say("revenue")


def against(found: Backtest, rule: str, currency: str | None) -> Sentence:
    """The score against one other rule, in a sentence; honest where it is no better."""
    row, named = found.rules.loc[rule], say(_RIVALS[rule])
    n = int(row["quarters"])
    if n == 0:
        return say("Too little history to learn weights from earlier quarters.")
    values = {"rule": named, "n": Number(n), "wins": Number(int(row["wins"]))}
    if row["same"] == n:
        return say("Your weights choose the same accounts as {rule}.", rule=named)
    if row["verdict"] == "better":
        low, high = _range(row, currency)
        return say(
            "Your weights beat {rule} at {wins} of {n} quarter ends, by {low} to {high}.",
            low=low,
            high=high,
            **values,
        )
    if row["verdict"] == "worse":
        return say(
            "Your weights choose worse than {rule}: ahead at {wins} of {n} quarter ends, and behind by"
            " more than chance.",
            **values,
        )
    return say(
        "Your weights choose no better than {rule}: ahead at {wins} of {n} quarter ends; the difference"
        " may be chance.",
        **values,
    )


def _range(row: pd.Series, currency: str | None) -> tuple[Money | Percent, Money | Percent]:
    """How far ahead: in percent of what the rival brought, or in money a year."""
    ends = row["gain_low"], row["gain_high"]
    if not any(is_unknown(e) for e in ends) and ends[0] >= 0 and ends[1] <= _DOUBLE:
        return Percent(ends[0]), Percent(ends[1])
    return Money(row["ahead_low"], currency), Money(row["ahead_high"], currency)


def notes(found: Backtest, currency: str | None) -> Iterator[Sentence]:
    """What a reader must know beside the answer, the other rivals first."""
    if found.verdict == "too_little_history":
        return
    yield against(found, "equal", currency)
    yield against(found, "fitted", currency)
    if found.amount == "revenue":
        yield say("No cost is on file for enough of the sales, so lists are judged by revenue.")
    if found.unheard:
        yield say_count(
            "{n} indicator ({share} of the weight) had no facts then and counts alike for everybody.",
            "{n} indicators ({share} of the weight) had no facts then and count alike for everybody.",
            len(found.unheard),
            n=Number(len(found.unheard)),
            share=Percent(found.unheard_share),
        )
    yield say(
        "Only facts known on each day are used, with anchors set anew from them; what carries no day"
        " (agreed payment terms, an undated grade) is left out. Accounts without an order in the"
        " twelve months before are not looked at."
    )
    yield say(
        "Ranges hold in 95 of 100 random draws of the accounts; the years after neighbouring quarter"
        " ends overlap."
    )
