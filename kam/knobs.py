"""Knobs of the policy that belong together: what service costs, and what makes a key account true."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from kam.words import N_


def knob(
    default: Any, label: str, reason: str, unit: str = "", bounds: tuple[float, float] | None = None
) -> Any:
    """A field of the policy with what a form and a document say about it."""
    about = {"label": label, "reason": reason, "unit": unit, "bounds": bounds}
    return field(default=default, metadata=about)


@dataclass(frozen=True)
class ServiceRates:
    """What serving an account costs us, where no file says so.

    Source: S2-22, S2-17; methods.md section 3 (pocket margin).
    """

    hour_cost: float = knob(
        150.0, N_("Cost of an hour of ours"),
        N_("Wages with all extras, in the currency of the sales; our guess, enter yours."),
        "number", (0.0, 100_000.0),
    )  # fmt: skip
    visit_hours: float = knob(
        6.0, N_("Hours a visit takes"), N_("With journey and preparation."), "hours", (0.0, 100.0)
    )
    contact_hours: float = knob(
        0.5, N_("Hours another contact takes"), N_("A call, a mail, a talk."), "hours", (0.0, 100.0)
    )
    complaint_hours: float = knob(
        8.0, N_("Hours a complaint takes"),
        N_("Finding the cause, answering, putting it right."), "hours", (0.0, 1_000.0),
    )  # fmt: skip
    sample_cost: float = knob(
        300.0, N_("Cost of a sample"),
        N_("Made and sent, in the currency of the sales; our guess, enter yours."),
        "number", (0.0, 1_000_000.0),
    )  # fmt: skip
    freight_share: float = knob(
        0.0, N_("Freight we bear, of revenue"),
        N_("No file tells it; 0 until you enter yours, so that nothing is counted twice."),
        "share", (0.0, 0.5),
    )  # fmt: skip
    rebate_share: float = knob(
        0.0, N_("Rebates at year end, of revenue"),
        N_("No file tells them; 0 until you enter yours."), "share", (0.0, 0.5),
    )  # fmt: skip
    floor_margin: float = knob(
        0.0, N_("Service cost bottom line: least net margin"),
        N_("Below it an account has lost its meaning: reprice, serve less, prepay only, or give it up."),
        "share", (-0.5, 0.5),
    )  # fmt: skip
    fixed_costs: int | None = knob(
        None, N_("Fixed costs a year"),
        N_("What profit must cover before there is any; empty: not known."),
        "number", (0, 1_000_000_000_000),
    )  # fmt: skip

    @property
    def rates(self) -> dict[str, float]:
        """The rates that costs of service are worked out with."""
        names = ("hour_cost", "visit_hours", "contact_hours", "complaint_hours", "sample_cost",
                 "freight_share", "rebate_share")  # fmt: skip
        return {name: float(getattr(self, name)) for name in names}


@dataclass(frozen=True)
class KeyTests:
    """What tells a true key account from a false one, and a potential one from a small one.

    Source: S2-1 to S2-4, S0-9, C19; methods.md section 3.
    """

    one_order_share: float = knob(
        0.5, N_("One-off: share of the largest order"),
        N_("One order that is half of a year's sales is no custom."), "share", (0.1, 1.0),
    )  # fmt: skip
    few_months: int = knob(
        3, N_("One-off: months with an order, at most"),
        N_("Together with sales as uneven as if they fell into fewer than so many months."),
        "count", (1, 12),
    )  # fmt: skip
    young_months: int = knob(
        6, N_("Under observation for months"),
        N_("Too early to judge before so many months have passed since the first order."),
        "count", (0, 60),
    )  # fmt: skip
    profit_ratio: float = knob(
        0.5, N_("Volume without profit: profit share to revenue share"),
        N_("Below it an account brings far less of the profit than of the revenue."),
        "share", (0.0, 1.0),
    )  # fmt: skip
    leak_place: float = knob(
        0.8, N_("Squeezing: leaks more than this part of accounts"),
        N_("What is lost between list price and pocket, against all other accounts."),
        "share", (0.5, 1.0),
    )  # fmt: skip
    leak_rise: float = knob(
        0.01, N_("Squeezing: leak that grew by at least"),
        N_("Of list value, against the year before: the trend is getting worse."),
        "share", (0.0, 0.5),
    )  # fmt: skip
    score_part: float = knob(
        0.5, N_("Part of the buying accounts that is high by score"),
        N_("The score confirms what size and profit say; it does not choose by size again."),
        "share", (0.01, 1.0),
    )  # fmt: skip
    sure: float = knob(
        0.8, N_("Sure from this share of weightings"),
        N_("So many reasonable weightings must agree before a verdict is said."), "share", (0.5, 1.0),
    )  # fmt: skip
    trend_doubt: float = knob(
        0.10, N_("Growth: probability of chance, at most"),
        N_("Mann–Kendall test over the months."), "share", (0.001, 0.5),
    )  # fmt: skip
    months_to_key: int = knob(
        24, N_("Potential: key within months, at most"),
        N_("If it goes on growing as it does, it reaches the size of the key accounts by then."),
        "count", (1, 120),
    )  # fmt: skip
    potential_orders: int = knob(
        3, N_("Potential: orders, at least"),
        N_("A fast-growing small buyer may be a one-off."), "count", (1, 100),
    )  # fmt: skip
    potential_quarters: int = knob(
        2, N_("Potential: quarters with an order, at least"),
        N_("A fast-growing small buyer may be a one-off."), "count", (1, 40),
    )  # fmt: skip
    potential_base: float = knob(
        0.1, N_("Potential: least size, of the smallest key account"),
        N_("Below it growth rates say nothing."), "share", (0.0, 1.0),
    )  # fmt: skip
