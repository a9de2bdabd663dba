"""Red lines: what overrides the sum of a score, declared once; thresholds are the policy's."""

from __future__ import annotations

from dataclasses import dataclass

from kam.words import N_


@dataclass(frozen=True)
class RedLine:
    """A rule that keeps an account off the key-account list, whatever its score.

    ``limit`` is the default threshold in ``unit``, within ``bounds``; ``above``: crossed when the fact
    is above the threshold (else when below). ``told`` is the evidence with {found} and {limit};
    ``needs`` the tables any of which tells the fact; ``drawn``: whether the line holds by default.
    """

    id: str
    label: str
    meaning: str
    told: str
    unit: str
    limit: float
    bounds: tuple[float, float]
    above: bool
    drawn: bool
    needs: tuple[str, ...]
    source: str


RED_LINES: dict[str, RedLine] = {
    r.id: r
    for r in (
        RedLine(
            "overdue_days", N_("Overdue for longer than"),
            N_("Age of its oldest invoice past due."),
            N_("an invoice is overdue for {found} (red line {limit})"),
            "days", 90, (0, 3650), True, True, ("invoice",), "S2-22",
        ),
        RedLine(
            "overdue_share", N_("Overdue money above this part of its yearly sales"),
            N_("Money past due against its revenue of twelve months."),
            N_("{found} of its yearly sales are overdue (red line {limit})"),
            "share", 0.25, (0, 10), True, False, ("invoice",), "S2-22",
        ),
        RedLine(
            "margin", N_("Contribution margin below"),
            N_("What is left of a year's sales after the cost of goods and settled claims."),
            N_("its contribution margin is {found} (red line {limit})"),
            "share", 0.0, (-1, 1), False, True, ("order_line", "product"), "S2-22, C17",
        ),
        RedLine(
            "complaint_days", N_("Major complaint open for longer than"),
            N_("Age of its oldest major complaint that is not settled."),
            N_("a major complaint is open for {found} (red line {limit})"),
            "days", 30, (0, 3650), True, True, ("complaint",), "S0-28",
        ),
        RedLine(
            "claim_rate", N_("Claims above this part of its sales"),
            N_("Money claimed per sales; claims that supplier or carrier caused are left out."),
            N_("it claims {found} of its sales (red line {limit})"),
            "share", 0.05, (0, 1), True, False, ("complaint",), "S1-21, C16",
        ),
        RedLine(
            "silent_days", N_("No order for longer than"),
            N_("Days since its last order."),
            N_("it has not ordered for {found} (red line {limit})"),
            "days", 365, (30, 3650), True, False, ("order_line",), "S2-22",
        ),
    )
}  # fmt: skip

DRAWN: tuple[tuple[str, float], ...] = tuple(
    (r.id, float(r.limit)) for r in RED_LINES.values() if r.drawn
)
