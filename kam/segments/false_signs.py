"""The three tests of a false key account, each with its evidence."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from kam.knobs import KeyTests
from kam.segments.evidence import Evidence
from kam.service_cost import LEAKS
from kam.units import Money, Number, Percent
from kam.words import say, say_count

# Same months of the year before that brought at least so much of this year's sales: a season.
_SEASON_HELD = 0.5


def one_off(row: Mapping[str, Any], rules: KeyTests) -> Evidence:
    """Whether a year's sales are one order, or fall into very few months out of season.

    Parameters
    ----------
    row : largest_order (share of the year's sales), n_eff (months as even), months (with an
        order), same_season (same months' sales a year before, as a part of this year's)

    Source: S2-2; methods.md section 3 (one-off).
    """
    few = row["n_eff"] < rules.few_months and row["months"] <= rules.few_months
    lumpy = row["largest_order"] >= rules.one_order_share
    flagged = (lumpy or few) and not row["same_season"] >= _SEASON_HELD
    sentence = say_count(
        "Its largest order is {share} of the year's sales; it ordered in {n} month of twelve.",
        "Its largest order is {share} of the year's sales; it ordered in {n} months of twelve.",
        int(row["months"]), share=Percent(row["largest_order"]), n=Number(row["months"]),
    )  # fmt: skip
    mend = say(
        "Orders in more than {n} months of a year, none of them {share} of its sales.",
        n=Number(rules.few_months), share=Percent(rules.one_order_share),
    )  # fmt: skip
    return Evidence(
        "one_off_buyer", float(row["largest_order"]), rules.one_order_share,
        "against" if flagged else "for", sentence, mend if flagged else None,
    )  # fmt: skip


def profitless(row: Mapping[str, Any], rules: KeyTests, currency: str | None) -> Evidence | None:
    """Whether an account brings far less of the profit than of the revenue; None: unknown.

    Parameters
    ----------
    row : revenue_share, profit_share (of net totals), revenue, profit (money of twelve months)

    Source: S2-3; methods.md section 3 (volume without profit).
    """
    if pd.isna(row["profit_share"]) or not row["revenue_share"] > 0:
        return None
    ratio = float(row["profit_share"] / row["revenue_share"])
    flagged = ratio < rules.profit_ratio
    sentence = say(
        "It brings {revenue} of the revenue and {profit} of the gross profit.",
        revenue=Percent(row["revenue_share"], 1), profit=Percent(row["profit_share"], 1),
    )  # fmt: skip
    needed = row["profit"] * rules.profit_ratio / ratio if ratio > 0 else float("nan")
    mend = (
        say(
            "A gross profit of {money} a year at the same sales; now it is {now}.",
            money=Money(needed, currency), now=Money(row["profit"], currency),
        )
        if ratio > 0
        else say("Any gross profit at all; now it is {now}.", now=Money(row["profit"], currency))
    )  # fmt: skip
    return Evidence(
        "profitless_volume", ratio, rules.profit_ratio, "against" if flagged else "for",
        sentence, mend if flagged else None,
    )  # fmt: skip


def squeezer(row: Mapping[str, Any], rules: KeyTests, currency: str | None) -> Evidence | None:
    """Whether an account presses more out of us than others do, and ever more; None: unknown.

    Parameters
    ----------
    row : leak (part of list value lost to the pocket), leak_before (a year before), leak_line (what
        most others lose), granted and granted_before (discounts alone: claims come by chance, these
        are agreed), largest_leak, largest_leak_money, profit (gross), net (after service; NaN
        unknown)

    Source: S2-4; methods.md section 3 (squeezer).
    """
    if pd.isna(row["leak"]):
        return None
    rise = float(row["leak"] - row["leak_before"])
    more = float(row["granted"] - row["granted_before"])
    worse = rise >= rules.leak_rise or more >= rules.leak_rise
    # Sold below cost is no squeezing: then the goods are the loss, not what is given on top.
    loses = bool(row["net"] < 0 < row["profit"])
    flagged = loses or (row["leak"] > row["leak_line"] and worse)
    leak = say(LEAKS[row["largest_leak"]])
    amount = Money(row["largest_leak_money"], currency)
    if pd.isna(rise):
        sentence = say(
            "Between list price and pocket {leak} is lost; for {place} of accounts it is below {line}.",
            leak=Percent(row["leak"], 1), place=Percent(rules.leak_place),
            line=Percent(row["leak_line"], 1),
        )  # fmt: skip
    else:
        sentence = say(
            "Between list price and pocket {leak} is lost, a year before {before}; for {place} of"
            " accounts it is below {line}.",
            leak=Percent(row["leak"], 1), before=Percent(row["leak_before"], 1),
            place=Percent(rules.leak_place), line=Percent(row["leak_line"], 1),
        )  # fmt: skip
    if flagged and more >= rules.leak_rise:
        sentence = say(
            "{told} Discounts alone went from {before} to {now}.", told=sentence,
            before=Percent(row["granted_before"], 1), now=Percent(row["granted"], 1),
        )  # fmt: skip
    mend = say("To negotiate first: {leak}, {money} a year.", leak=leak, money=amount)
    return Evidence(
        "squeezer", float(row["leak"]), float(row["leak_line"]), "against" if flagged else "for",
        sentence, mend if flagged else None,
    )  # fmt: skip
