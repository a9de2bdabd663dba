"""One row per account: each fact table is summed up first and only then joined."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

import numpy as np
import pandas as pd

from kam.indicators import MEASURES, Measure
from kam.periods import months_before
from kam.schema import TABLES
from kam.store import Facts
from kam.words import Sentence, say

# A profit is known where at least this part of the account's sales has a cost.
COST_COVERAGE = 0.95
# So many average inquiries are added before an account's success rate is believed (kappa).
NPD_CAUTION = 5.0


class Writer(Facts, Protocol):
    """A transaction."""

    def execute(self, sql: str, params: Sequence[Any] = ()) -> None:
        """Run a statement."""


@dataclass(frozen=True)
class Measures:
    """What the files say about every account on a day.

    ``accounts`` is indexed by account_id, one row per account on file or in a sale: account_name,
    region, manager, industry, country, tier, first_order, last_order, and for the whole history
    and the last twelve months (``_12m``): orders, lines, revenue, gross_profit (NaN unknown).
    ``values`` has one column per measure (NaN unknown) for the accounts that ever bought.
    ``missing`` says for each measure that is unknown for everybody which file would tell.
    """

    accounts: pd.DataFrame
    values: pd.DataFrame
    missing: dict[str, Sentence]


_SOLD = """
    SELECT account_id,
           min(order_date) FILTER (NOT is_return) AS first_order,
           max(order_date) FILTER (NOT is_return) AS last_order,
           count(DISTINCT order_id) FILTER (NOT is_return) AS orders,
           count(DISTINCT order_id) FILTER (NOT is_return AND order_date > $2) AS orders_12m,
           count(*) AS lines,
           count(*) FILTER (order_date > $2) AS lines_12m,
           CAST(coalesce(sum(revenue), 0) AS DOUBLE) AS revenue,
           CAST(coalesce(sum(revenue) FILTER (order_date > $2), 0) AS DOUBLE) AS revenue_12m,
           CAST(sum(revenue - cost) AS DOUBLE) AS gross_profit,
           CAST(sum(revenue - cost) FILTER (order_date > $2) AS DOUBLE) AS gross_profit_12m,
           CAST(sum(abs(revenue)) FILTER (cost IS NOT NULL) / nullif(sum(abs(revenue)), 0)
                AS DOUBLE) AS covered,
           CAST(sum(abs(revenue)) FILTER (cost IS NOT NULL AND order_date > $2)
                / nullif(sum(abs(revenue)) FILTER (order_date > $2), 0) AS DOUBLE) AS covered_12m
    FROM sale WHERE order_date <= $1 GROUP BY account_id
"""

# Region and manager: the account's own, else the orders' (most revenue; latest order).
_ACCOUNTS = (
    "WITH sold AS ("
    + _SOLD
    + """),
    order_region AS (
        SELECT account_id, region FROM (
            SELECT h.account_id, h.region,
                   row_number() OVER (PARTITION BY h.account_id
                                      ORDER BY sum(s.revenue) DESC NULLS LAST, h.region) AS place
            FROM order_header h JOIN sale s USING (order_id)
            WHERE h.region IS NOT NULL AND h.order_date <= $1 GROUP BY h.account_id, h.region
        ) WHERE place = 1
    ),
    order_owner AS (
        SELECT account_id, owner FROM (
            SELECT account_id, owner,
                   row_number() OVER (PARTITION BY account_id
                                      ORDER BY order_date DESC, order_id DESC) AS place
            FROM order_header WHERE owner IS NOT NULL AND order_date <= $1
        ) WHERE place = 1
    )
    SELECT coalesce(a.account_id, s.account_id) AS account_id,
           coalesce(a.account_name, a.account_id, s.account_id) AS account_name,
           coalesce(a.region, r.region) AS region, coalesce(a.owner, o.owner) AS manager,
           a.industry, a.country, a.tier, s.* EXCLUDE (account_id)
    FROM account a FULL JOIN sold s ON s.account_id = a.account_id
    LEFT JOIN order_region r ON r.account_id = coalesce(a.account_id, s.account_id)
    LEFT JOIN order_owner o ON o.account_id = coalesce(a.account_id, s.account_id)
    ORDER BY 1
    """
)

# One statement per measure: account_id and value. $1 is the as-of day, $2 twelve months earlier.
_VALUES: dict[str, str] = {
    "order_value": """
        SELECT account_id, median(CAST(revenue AS DOUBLE)) AS value FROM placed_order
        WHERE order_date > $2 AND order_date <= $1 GROUP BY account_id
    """,
    "kinds_per_order": """
        WITH kind AS (
            SELECT account_id, order_id, product_id, CAST(sum(revenue) AS DOUBLE) AS v FROM sale
            WHERE NOT is_return AND product_id IS NOT NULL AND revenue > 0
              AND order_date > $2 AND order_date <= $1
            GROUP BY account_id, order_id, product_id
        ), mix AS (
            SELECT account_id, exp(ln(sum(v)) - sum(v * ln(v)) / sum(v)) AS kinds
            FROM kind GROUP BY account_id, order_id
        )
        SELECT account_id, avg(kinds) AS value FROM mix GROUP BY account_id
    """,
    "credit_days": """
        WITH deposit AS (
            SELECT h.account_id, CAST(sum(h.deposit_share * p.revenue) / nullif(sum(p.revenue), 0)
                                      AS DOUBLE) AS share
            FROM order_header h JOIN placed_order p USING (order_id)
            WHERE h.deposit_share IS NOT NULL AND h.order_date > $2 AND h.order_date <= $1
            GROUP BY h.account_id
        )
        SELECT a.account_id, a.credit_days * (1 - coalesce(d.share, 0))
                             - 30 * coalesce(d.share, 0) AS value
        FROM account a LEFT JOIN deposit d USING (account_id) WHERE a.credit_days IS NOT NULL
    """,
    # Pauses longer than a year are no cooperation.
    "tenure_years": """
        WITH gap AS (
            SELECT account_id, order_date,
                   date_diff('day', lag(order_date) OVER (PARTITION BY account_id
                                                          ORDER BY order_date), order_date) AS days
            FROM (SELECT DISTINCT account_id, order_date FROM placed_order WHERE order_date <= $1)
        )
        SELECT account_id,
               (date_diff('day', min(order_date), CAST($1 AS DATE))
                - coalesce(sum(days) FILTER (days > 365), 0)
                - CASE WHEN date_diff('day', max(order_date), CAST($1 AS DATE)) > 365
                       THEN date_diff('day', max(order_date), CAST($1 AS DATE)) ELSE 0 END)
               / 365.25 AS value
        FROM gap GROUP BY account_id
    """,
    "npd_success": """
        WITH inquiry AS (
            SELECT account_id,
                   coalesce(is_won, lower(stage) IN ('won', 'closed won', '赢单', '成交'), false)
                       AND coalesce(closed_date <= $1, true) AS won
            FROM opportunity
            WHERE account_id IS NOT NULL AND coalesce(is_new_product, true)
              AND coalesce(created_date > $2 AND created_date <= $1, false)
        ), whole AS (SELECT avg(CAST(won AS INTEGER)) AS rate FROM inquiry)
        SELECT account_id, (count(*) FILTER (won) + $3 * any_value(rate)) / (count(*) + $3) AS value
        FROM inquiry, whole GROUP BY account_id
    """,
    "npd_count": """
        WITH first_bought AS (
            SELECT account_id, product_id, min(order_date) AS day FROM sale
            WHERE NOT is_return AND product_id IS NOT NULL AND order_date <= $1
            GROUP BY account_id, product_id
        ), since AS (
            SELECT account_id, min(day) AS day FROM first_bought GROUP BY account_id
        )
        SELECT f.account_id, count(*) FILTER (f.day > $2 AND f.day > s.day) AS value
        FROM first_bought f JOIN since s USING (account_id) GROUP BY f.account_id
    """,
    # C16: only waits the customer caused, or that nobody explained, speak about the customer.
    "ship_delay": """
        SELECT account_id, median(date_diff('day', ready_date, ship_date)) AS value
        FROM order_header
        WHERE ready_date IS NOT NULL AND ship_date >= ready_date AND ship_date <= $1
          AND order_date > $2 AND order_date <= $1
          AND NOT coalesce(is_cancelled, false) AND NOT coalesce(is_return, false)
          AND coalesce(lower(delay_cause), 'customer') = 'customer'
        GROUP BY account_id
    """,
    # An unpaid invoice counts with its age from its due day on; one not yet due says nothing.
    "days_past_due": """
        WITH received AS (
            SELECT invoice_id, max(paid_date) AS day, sum(amount) AS amount FROM payment
            WHERE invoice_id IS NOT NULL AND paid_date <= $1 GROUP BY invoice_id
        ), settled AS (
            SELECT i.account_id, i.amount, i.due_date,
                   CASE WHEN i.paid_date <= $1 THEN i.paid_date
                        WHEN r.amount >= i.amount THEN r.day END AS day
            FROM invoice i LEFT JOIN received r USING (invoice_id)
            WHERE i.due_date IS NOT NULL AND i.amount > 0
              AND i.invoice_date > $2 AND i.invoice_date <= $1
        ), late AS (
            SELECT account_id, amount,
                   date_diff('day', due_date, coalesce(day, CAST($1 AS DATE))) AS days
            FROM settled WHERE day IS NOT NULL OR due_date < $1
        ), ordered AS (
            SELECT account_id, days,
                   sum(amount) OVER (PARTITION BY account_id ORDER BY days
                                     RANGE UNBOUNDED PRECEDING) AS until_here,
                   sum(amount) OVER (PARTITION BY account_id) AS whole
            FROM late
        )
        SELECT account_id, min(days) AS value FROM ordered WHERE until_here * 2 >= whole
        GROUP BY account_id
    """,
    "price_pressure": """
        WITH discount AS (
            SELECT account_id, CAST(1 - sum(revenue) / sum(list_value) AS DOUBLE) AS depth FROM sale
            WHERE NOT is_return AND list_value > 0 AND order_date > $2 AND order_date <= $1
            GROUP BY account_id
        ), quote AS (
            SELECT account_id,
                   count(*) FILTER (NOT coalesce(is_won, false)
                                    AND regexp_matches(lower(lost_reason), 'price|价|preis|prix'))
                   / CAST(count(*) AS DOUBLE) AS lost
            FROM opportunity
            WHERE account_id IS NOT NULL AND closed_date > $2 AND closed_date <= $1
            GROUP BY account_id
        )
        SELECT coalesce(d.account_id, q.account_id) AS account_id,
               CASE WHEN d.depth IS NULL THEN q.lost WHEN q.lost IS NULL THEN d.depth
                    ELSE (d.depth + q.lost) / 2 END AS value
        FROM discount d FULL JOIN quote q ON q.account_id = d.account_id
    """,
    "reply_hours": """
        SELECT account_id, median(reply_hours) AS value FROM interaction
        WHERE reply_hours IS NOT NULL AND interaction_date > $2 AND interaction_date <= $1
        GROUP BY account_id
    """,
}

# C16: what supplier, carrier or we ourselves caused is no unreasonable claim.
_CLAIMS = """
    SELECT account_id,
           CAST(sum(coalesce(claim_amount, settled_amount, 0))
                FILTER (coalesce(lower(cause_party), 'customer') = 'customer') AS DOUBLE) AS claimed,
           CAST(sum(coalesce(settled_amount, 0) - coalesce(recovered_amount, 0)) AS DOUBLE) AS paid
    FROM complaint WHERE opened_date > $2 AND opened_date <= $1 GROUP BY account_id
"""

_GRADES = """
    SELECT account_id, indicator_id, avg(grade) AS grade FROM judged_score
    WHERE coalesce(judged_on <= $1, true) GROUP BY account_id, indicator_id
"""
_GRADED: dict[str, str] = {
    "industry_influence": "influence_grade",
    "price_sensitivity": "price_grade",
    "communication": "communication_grade",
    "claim_reasonableness": "settlement_grade",
}


def last_order_day(facts: Facts) -> date | None:
    """The last day with a sale; None when there is none."""
    day = facts.query("SELECT max(order_date) AS day FROM sale")["day"].iloc[0]
    return None if pd.isna(day) else pd.Timestamp(day).date()


def first_order_day(facts: Facts) -> date | None:
    """The first day with a sale; None when there is none."""
    day = facts.query("SELECT min(order_date) AS day FROM sale")["day"].iloc[0]
    return None if pd.isna(day) else pd.Timestamp(day).date()


def purchases(facts: Facts, as_of: date) -> pd.DataFrame:
    """What each account bought on each day.

    Returns
    -------
    DataFrame[account_id, day (datetime64), product_id (may be missing), revenue], summed per
    account, day and product, sales and returns (negative) in rows of their own; nothing later than
    ``as_of``.
    """
    return facts.query(
        """
        SELECT account_id, CAST(order_date AS TIMESTAMP) AS day, product_id,
               CAST(sum(revenue) AS DOUBLE) AS revenue
        FROM sale WHERE order_date <= $1 AND revenue IS NOT NULL
        GROUP BY account_id, order_date, product_id, is_return
        ORDER BY account_id, day, product_id, is_return
        """,
        [as_of],
    )


def measure(facts: Facts, as_of: date, npd_caution: float = NPD_CAUTION) -> Measures:
    """Measure every account on a day, from whichever tables are filled.

    ``npd_caution`` is the number of average inquiries that a success rate is shrunk by.

    Accounts that bought before but not in the last twelve months have an order value, a margin and
    a share of profit of 0: that is known, not missing.

    Source: S1-21, C16; methods.md 2.3.
    """
    window = [as_of, months_before(as_of, 12)]
    accounts = facts.query(_ACCOUNTS, window).set_index("account_id")
    for suffix in ("", "_12m"):
        known = accounts[f"covered{suffix}"] >= COST_COVERAGE
        accounts[f"gross_profit{suffix}"] = accounts[f"gross_profit{suffix}"].where(known)
    ever_cost = accounts["gross_profit"].notna()
    quiet = (accounts["lines_12m"] == 0) & ever_cost
    accounts.loc[quiet, "gross_profit_12m"] = 0.0
    counts = ["orders", "orders_12m", "lines", "lines_12m", "revenue", "revenue_12m"]
    accounts[counts] = accounts[counts].fillna(0)
    accounts = accounts.drop(columns=["covered", "covered_12m"])
    values = _values(facts, accounts[accounts["lines"] > 0], window, npd_caution)
    missing = {m.id: _reason(m) for m in MEASURES.values() if values[m.id].isna().all()}
    return Measures(accounts, values, missing)


def _values(
    facts: Facts, buyers: pd.DataFrame, window: list[date], npd_caution: float
) -> pd.DataFrame:
    values = pd.DataFrame(np.nan, index=buyers.index, columns=list(MEASURES))
    for name, sql in _VALUES.items():
        params = [*window, npd_caution] if "$3" in sql else _used(sql, window)
        found = facts.query(sql, params).set_index("account_id")["value"]
        values[name] = found.reindex(buyers.index).astype(float)
    values["order_frequency"] = buyers["orders_12m"].astype(float)
    idle = buyers["orders_12m"] == 0
    values.loc[idle, "order_value"] = 0.0
    profit = buyers["gross_profit_12m"]
    gains = profit.clip(lower=0)
    if gains.sum() > 0:
        values["profit_share"] = gains / gains.sum()
    claims = facts.query(_CLAIMS, window).set_index("account_id").reindex(buyers.index)
    paid = claims["paid"].fillna(0.0)
    revenue = buyers["revenue_12m"]
    margin = (profit - paid) / revenue.where(revenue > 0)
    values["contribution_margin"] = margin.mask(idle & profit.notna(), 0.0)
    if not facts.query("SELECT 1 FROM complaint LIMIT 1").empty and revenue.sum() > 0:
        claimed = claims["claimed"].fillna(0.0)
        whole, caution = claimed.sum() / revenue.sum(), revenue.mean() / 12
        values["claim_rate"] = (claimed + caution * whole) / (revenue.clip(lower=0) + caution)
    grades = facts.query(_GRADES, window[:1])
    for indicator, name in _GRADED.items():
        given = grades[grades["indicator_id"] == indicator].set_index("account_id")["grade"]
        values[name] = given.reindex(buyers.index).astype(float)
    return values


def _used(sql: str, window: list[date]) -> list[date]:
    return window if "$2" in sql else window[:1]


def _reason(measure_: Measure) -> Sentence:
    first, *others = (say(TABLES[name].label) for name in measure_.needs)
    needed = say("{first} or {second}", first=first, second=others[0]) if others else first
    return say(
        "{measure} is unknown: no file tells it yet ({tables}).",
        measure=say(measure_.label),
        tables=needed,
    )


def anchors(values: pd.DataFrame) -> pd.DataFrame:
    """Anchors and median of every measure that somebody has a value of.

    Parameters
    ----------
    values : DataFrame (accounts, measures), NaN unknown

    Returns
    -------
    DataFrame[worst, typical, best, median] by measure_id: the declared anchors, else the 5th, 50th
    and 95th percentile of the accounts, in falling or rising order.

    Source: methods.md 2.1.
    """
    rows = {}
    for item in MEASURES.values():
        seen = values[item.id].dropna()
        if seen.empty:
            continue
        low, middle, high = (float(q) for q in np.percentile(seen, [5, 50, 95]))
        ends = (low, high) if item.better == "high" else (high, low)
        worst = ends[0] if item.worst is None else item.worst
        typical = middle if item.typical is None else item.typical
        best = ends[1] if item.best is None else item.best
        if item.better == "high":
            typical, best = max(typical, worst), max(best, typical, worst)
        else:
            typical, best = min(typical, worst), min(best, typical, worst)
        rows[item.id] = (worst, typical, best, middle)
    columns = ["worst", "typical", "best", "median"]
    found = pd.DataFrame.from_dict(rows, orient="index", columns=columns)
    return found.rename_axis("measure_id")


def freeze(tx: Writer, as_of: date, facts: Facts | None = None) -> None:
    """Fix the anchors and medians of every measure that is seen for the first time.

    ``facts`` are those the transaction sees, told in one currency.

    From then on a score moves only when the account itself changes, never because another came.

    Source: import-rules.md ("Frozen"); methods.md 2.1.
    """
    frozen = set(yardstick(tx).index)
    found = anchors(measure(facts or tx, as_of).values)
    for row in found[~found.index.isin(frozen)].itertuples():
        tx.execute(
            "INSERT INTO yardstick VALUES (?, ?, ?, ?, ?, ?)",
            [row.Index, row.worst, row.typical, row.best, row.median, as_of],
        )


def yardstick(facts: Facts) -> pd.DataFrame:
    """The frozen anchors: worst, typical, best, median, frozen_as_of, indexed by measure_id."""
    return facts.query("SELECT * FROM yardstick ORDER BY measure_id").set_index("measure_id")
