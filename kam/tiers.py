"""The tiers of accounts, how they are drawn, and what service each is promised, declared once."""

from __future__ import annotations

from dataclasses import dataclass

from kam.words import N_


@dataclass(frozen=True)
class Tier:
    """A service class: its name and what accounts in it are promised.

    ``visits`` a year by us, ``executive_visits`` by our management; ``reply_hours`` until we answer.

    Source: C12; S2-14 (incentives by tier), S4-14 (first, best, preferential).
    """

    id: str
    label: str
    visits: int
    executive_visits: int
    reply_hours: int
    supply: str
    terms: str
    incentive: str


TIERS: dict[str, Tier] = {
    t.id: t
    for t in (
        Tier(
            "key", N_("Key account"), 12, 2, 4,
            N_("First: its orders are served before all others, stock is reserved."),
            N_("Preferential: yearly price agreement, green channel for samples and repairs."),
            N_("Rebate and goods; certificate and a seat on the customer council."),
        ),
        Tier(
            "major", N_("Major account"), 4, 0, 8,
            N_("After key accounts; forecast shared every quarter."),
            N_("Volume discount by list."),
            N_("Rebate by volume; letter of thanks."),
        ),
        Tier(
            "ordinary", N_("Ordinary account"), 1, 0, 24,
            N_("In order of entry."),
            N_("Price list."),
            N_("Seasonal offers."),
        ),
    )
}  # fmt: skip

# How the tiers are drawn.
RULES: dict[str, str] = {
    "capacity": N_("By places: as many as the team can serve"),
    "share": N_("By share of the accounts"),
    "score": N_("By score"),
}
