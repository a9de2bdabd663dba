"""A change of a measure, said in its own unit: "pays 9 days sooner", "orders twice more a year"."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from kam.indicators import MEASURES
from kam.units import Days, Money, Number, Percent
from kam.words import N_, Sentence, say, say_count

# What an account does when the measure rises, and when it falls. {n} is the change in its unit.
PHRASES: dict[str, tuple[str, str]] = {
    "contribution_margin": (
        N_("leaves {n} more contribution margin"), N_("leaves {n} less contribution margin"),
    ),
    "profit_share": (N_("brings {n} more of all profit"), N_("brings {n} less of all profit")),
    "order_value": (N_("orders for {n} more at a time"), N_("orders for {n} less at a time")),
    "kinds_per_order": (N_("mixes {n} more kinds per order"), N_("mixes {n} fewer kinds per order")),
    "credit_days": (N_("takes {n} more credit"), N_("takes {n} less credit")),
    "npd_success": (
        N_("turns {n} more of its inquiries for new products into orders"),
        N_("turns {n} less of its inquiries for new products into orders"),
    ),
    "ship_delay": (N_("lets finished goods wait {n} longer"), N_("lets finished goods wait {n} less")),
    "days_past_due": (N_("pays {n} later"), N_("pays {n} sooner")),
    "price_pressure": (N_("presses prices by {n} more"), N_("presses prices by {n} less")),
    "claim_rate": (N_("claims {n} more of its sales"), N_("claims {n} less of its sales")),
}  # fmt: skip

_QUANTITIES: dict[str, Callable[[float], Any]] = {
    "days": Days,
    "share": lambda change: Percent(change, 1),
    "money": Money,
    "number": lambda change: Number(change, 1),
}


def phrase(measure: str, change: float) -> Sentence:
    """What an account does differently when one of its measures changes.

    >>> str(phrase("days_past_due", -9)), str(phrase("order_frequency", 2))
    ('pays 9 days sooner', 'orders 2 times more a year')
    """
    size, more = abs(change), change > 0
    whole = round(size)
    if measure == "order_frequency":
        if more:
            return say_count(
                "orders once more a year", "orders {n} times more a year", whole, n=Number(whole)
            )
        return say_count(
            "orders once less a year", "orders {n} times less a year", whole, n=Number(whole)
        )
    if measure == "npd_count":
        if more:
            return say_count(
                "buys one more new product a year",
                "buys {n} more new products a year",
                whole,
                n=Number(whole),
            )
        return say_count(
            "buys one new product a year less",
            "buys {n} new products a year less",
            whole,
            n=Number(whole),
        )
    if measure == "reply_hours":
        if more:
            return say_count(
                "answers one hour later", "answers {n} hours later", whole, n=Number(whole)
            )
        return say_count(
            "answers one hour sooner", "answers {n} hours sooner", whole, n=Number(whole)
        )
    rises, falls = PHRASES[measure]
    quantity = _QUANTITIES[MEASURES[measure].unit](size)
    return say(rises if more else falls, n=quantity)


def joined(parts: Sequence[Sentence]) -> Sentence:
    """Several phrases as one: "a, b and c".

    >>> str(joined([say("a"), say("b"), say("c")]))
    'a, b and c'
    """
    first, *others = parts
    if not others:
        return first
    if len(others) == 1:
        return say("{first} and {last}", first=first, last=others[0])
    return say("{first}, {others}", first=first, others=joined(others))
