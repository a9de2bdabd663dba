"""The twelve value indicators and what each is measured by, declared once."""

from __future__ import annotations

from dataclasses import dataclass, field

from kam.words import N_


@dataclass(frozen=True)
class Measure:
    """One number per account that an indicator is read from.

    ``worst``, ``typical`` and ``best`` are the anchors worth 0, ½ and 1 in the measure's unit; None
    takes the 5th, 50th and 95th percentile of the accounts when the measure is first seen.
    ``needs`` names the tables any of which unlocks it, ``reads`` the columns such a table must bring
    beside its required ones; ``empty`` says what no rows mean.
    """

    id: str
    label: str
    meaning: str
    formula: str
    unit: str
    better: str
    needs: tuple[str, ...]
    reads: dict[str, tuple[str, ...]] = field(default_factory=dict, kw_only=True, hash=False)
    worst: float | None = None
    typical: float | None = None
    best: float | None = None
    empty: str = "unknown"
    judged: bool = False
    source: str = "S1-21"


@dataclass(frozen=True)
class Indicator:
    """One of the twelve: its weight in points of 100 and the measures it is made of.

    ``fallback`` is the judged measure that stands in where none of the parts is measured;
    ``actionable`` is False for a trait nobody can change (tenure).
    """

    id: str
    label: str
    meaning: str
    family: str
    points: int
    parts: tuple[tuple[str, float], ...]
    fallback: str = ""
    actionable: bool = True
    source: str = "S1-21"


FAMILIES: dict[str, str] = {
    "value": N_("Value"),
    "cash": N_("Cash"),
    "growth": N_("Growth"),
    "ease": N_("Ease"),
}

MEASURES: dict[str, Measure] = {
    m.id: m
    for m in (
        Measure(
            "contribution_margin", N_("Contribution margin"),
            N_("What is left of a year's sales after the cost of goods and settled claims."),
            N_("(revenue − cost − claims paid and not recovered) ÷ revenue, twelve months"),
            "share", "high", ("order_line", "product"), 0.0, None, None,
            reads={"order_line": ("cost",), "product": ("unit_cost",)},
        ),
        Measure(
            "profit_share", N_("Share of profit"),
            N_("The account's part of all positive gross profit of a year."),
            N_("gross profit ÷ sum of positive gross profits, twelve months"),
            "share", "high", ("order_line", "product"), 0.0, 0.01, 0.08,
            reads={"order_line": ("cost",), "product": ("unit_cost",)},
        ),
        Measure(
            "order_value", N_("Order value"),
            N_("The size of a usual order; the median, so that one bulk order does not count."),
            N_("median revenue per order, twelve months"),
            "money", "high", ("order_line",),
        ),
        Measure(
            "order_frequency", N_("Orders per year"),
            N_("How often the account orders."),
            N_("number of orders in twelve months"),
            "count", "high", ("order_line",), 1.0, 4.0, 12.0,
        ),
        Measure(
            "kinds_per_order", N_("Kinds per order"),
            N_("How many different products a usual order mixes; many are costly to handle."),
            N_("mean over orders of exp(entropy of the order's value by product), twelve months"),
            "number", "low", ("order_line",), 12.0, 4.0, 1.0,
            reads={"order_line": ("product_id",)},
        ),
        Measure(
            "credit_days", N_("Credit days"),
            N_("How long the terms let the account wait; prepayment counts below zero."),
            N_("agreed days × (1 − deposit share) − 30 × deposit share"),
            "days", "low", ("account", "order_header"), 120.0, 45.0, -30.0,
            reads={"account": ("credit_days",), "order_header": ("deposit_share",)},
        ),
        Measure(
            "influence_grade", N_("Influence"),
            N_("Judged: 1 unknown, 3 known in its region, 5 sets the buying trend of its industry."),
            N_("mean of the raters' grades"),
            "grade", "high", ("judged_score",), 1.0, 3.0, 5.0, judged=True,
        ),
        Measure(
            "tenure_years", N_("Years together"),
            N_("Time since the first order, without pauses longer than a year."),
            N_("(as-of day − first order day − pauses over twelve months) ÷ 365.25"),
            "years", "high", ("order_line",), 0.0, 2.0, 10.0,
        ),
        Measure(
            "npd_success", N_("New products: success"),
            N_("How many of its inquiries for new products become orders."),
            N_("(won + κ × average rate) ÷ (inquiries + κ), κ from the policy"),
            "share", "high", ("opportunity",),
            reads={"opportunity": ("is_new_product", "is_won")},
        ),
        Measure(
            "npd_count", N_("New products: number"),
            N_("Products the account bought for the first time in the last twelve months."),
            N_("count of products first bought in twelve months, from its second order day on"),
            "count", "high", ("order_line",),
            reads={"order_line": ("product_id",)},
        ),
        Measure(
            "ship_delay", N_("Days to load"),
            N_("How long finished goods wait for the customer; waits others caused are left out."),
            N_("median days from goods ready to shipped, twelve months"),
            "days", "low", ("order_header",), 21.0, 7.0, 1.0,
            reads={"order_header": ("ready_date", "ship_date")},
        ),
        Measure(
            "days_past_due", N_("Days past due"),
            N_("How late it pays, weighted by amount; unpaid invoices count with their age."),
            N_("amount-weighted median of (paid or as-of day − due day), twelve months"),
            "days", "low", ("invoice",), 45.0, 7.0, 0.0,
            reads={"invoice": ("due_date", "paid_date")},
        ),
        Measure(
            "price_pressure", N_("Price pressure"),
            N_("How much it presses prices: discount against list and quotes lost on price."),
            N_("mean of discount depth and share of quotes lost on price, twelve months"),
            "share", "low", ("order_line", "opportunity"),
            reads={"order_line": ("unit_price",), "opportunity": ("lost_reason",)},
        ),
        Measure(
            "price_grade", N_("Price steadiness"),
            N_("Judged: 1 haggles over every order, 3 asks once a year, 5 never asks."),
            N_("mean of the raters' grades"),
            "grade", "high", ("judged_score",), 1.0, 3.0, 5.0, judged=True,
        ),
        Measure(
            "reply_hours", N_("Hours to reply"),
            N_("How long the customer takes to answer us."),
            N_("median working hours until the answer, twelve months"),
            "hours", "low", ("interaction",), 72.0, 24.0, 2.0,
            reads={"interaction": ("reply_hours",)},
        ),
        Measure(
            "communication_grade", N_("Ease of communication"),
            N_("Judged: 1 needs mails and calls for each answer, 3 answers in days, 5 the same day."),
            N_("mean of the raters' grades"),
            "grade", "high", ("judged_score",), 1.0, 3.0, 5.0, judged=True,
        ),
        Measure(
            "claim_rate", N_("Claim rate"),
            N_("Money claimed per sales; claims that supplier or carrier caused are left out."),
            N_("(claims + k × average rate) ÷ (revenue + k), k = one month's average sales"),
            "share", "low", ("complaint",), 0.03, 0.008, 0.0, empty="zero",
            reads={"complaint": ("claim_amount",)},
        ),
        Measure(
            "settlement_grade", N_("Reasonableness in claims"),
            N_("Judged: 1 insists on everything, 3 negotiates, 5 accepts reasonable settlements."),
            N_("mean of the raters' grades"),
            "grade", "high", ("judged_score",), 1.0, 3.0, 5.0, judged=True,
        ),
    )
}  # fmt: skip

INDICATORS: dict[str, Indicator] = {
    i.id: i
    for i in (
        Indicator(
            "order_margin", N_("Order margin"),
            N_("Margin of its orders and its share of our whole profit."),
            "value", 20, (("contribution_margin", 0.4), ("profit_share", 0.6)),
        ),
        Indicator(
            "order_size_freq", N_("Order size and reorder frequency"),
            N_("How large its orders are and how often they come back."),
            "value", 15, (("order_value", 0.4), ("order_frequency", 0.6)),
        ),
        Indicator(
            "order_mix", N_("Order mix"),
            N_("Fewer kinds per order are easier to serve; the direction can be turned."),
            "ease", 6, (("kinds_per_order", 1.0),), source="S1-21, C2",
        ),
        Indicator(
            "payment_terms", N_("Payment terms"),
            N_("Prepayment scores high, long credit low."),
            "cash", 8, (("credit_days", 1.0),),
        ),
        Indicator(
            "industry_influence", N_("Industry influence"),
            N_("A well-known name draws other buyers."),
            "growth", 7, (("influence_grade", 1.0),),
        ),
        Indicator(
            "tenure", N_("Length of cooperation"),
            N_("How long we have worked together."),
            "value", 6, (("tenure_years", 1.0),), actionable=False, source="S1-21, C15",
        ),
        Indicator(
            "new_product_dev", N_("New-product development"),
            N_("Success rate and number of new products with this account."),
            "growth", 9, (("npd_success", 2 / 3), ("npd_count", 1 / 3)),
        ),
        Indicator(
            "shipping_efficiency", N_("Shipping efficiency"),
            N_("Goods that leave quickly turn into cash sooner."),
            "cash", 5, (("ship_delay", 1.0),), source="S1-21, C16",
        ),
        Indicator(
            "payment_efficiency", N_("Payment punctuality"),
            N_("Pays on time."),
            "cash", 9, (("days_past_due", 1.0),),
        ),
        Indicator(
            "price_sensitivity", N_("Price sensitivity (reverse)"),
            N_("The more an account presses on price, the lower it scores."),
            "ease", 6, (("price_pressure", 1.0),), "price_grade", source="S1-21, C1",
        ),
        Indicator(
            "communication", N_("Communication efficiency"),
            N_("Answers quickly."),
            "ease", 4, (("reply_hours", 1.0),), "communication_grade", source="S1-21, C16",
        ),
        Indicator(
            "claim_reasonableness", N_("Claim reasonableness"),
            N_("Claims rarely and settles reasonably."),
            "ease", 5, (("claim_rate", 0.6), ("settlement_grade", 0.4)), source="S1-21, C16",
        ),
    )
}  # fmt: skip
