"""What happened with accounts: dated facts, read as they are, never later than the as-of day."""

from __future__ import annotations

from datetime import date
from typing import Any

import pandas as pd

from kam.store import Facts

# What is still owed on each invoice as of a day: one row per invoice, payments summed first.
# An invoice counts as paid by its own settling day, else by the payments that name it.
_OPEN_INVOICES = """
    WITH received AS (
        SELECT invoice_id, sum(amount) AS amount FROM payment
        WHERE paid_date <= ? AND invoice_id IS NOT NULL GROUP BY invoice_id
    )
    SELECT i.account_id, i.invoice_id, i.invoice_date, i.due_date,
           CASE WHEN i.paid_date <= ? THEN 0
                ELSE i.amount - greatest(coalesce(r.amount, 0),
                                         CASE WHEN i.paid_date IS NULL
                                              THEN coalesce(i.paid_amount, 0) ELSE 0 END)
           END AS owed
    FROM invoice i LEFT JOIN received r USING (invoice_id)
    WHERE i.invoice_date <= ?
"""


_OVERDUE = (
    "SELECT account_id, CAST(sum(owed) AS DOUBLE) AS overdue,"
    " max(date_diff('day', due_date, CAST(? AS DATE))) AS oldest_days FROM ("
    + _OPEN_INVOICES
    + ") WHERE due_date < ? AND owed > 0 GROUP BY account_id ORDER BY account_id"
)


def overdue(facts: Facts, as_of: date) -> pd.DataFrame:
    """Money past due by account.

    Returns
    -------
    DataFrame indexed by account_id: overdue (money), oldest_days (days past due of the oldest
    open invoice). Empty when nothing is overdue; ask the invoice table whether there is a file.

    Source: S2-6.
    """
    return facts.query(_OVERDUE, [as_of] * 5).set_index("account_id")


def owed(facts: Facts, as_of: date) -> pd.Series:
    """What each account still owes on a day, due or not; only accounts that owe something.

    Source: S0-5, S2-6.
    """
    sql = (
        "SELECT account_id, CAST(sum(owed) AS DOUBLE) AS owed FROM ("
        + _OPEN_INVOICES
        + ") WHERE owed > 0 GROUP BY account_id ORDER BY account_id"
    )
    return facts.query(sql, [as_of] * 3).set_index("account_id")["owed"]


def open_complaints(facts: Facts, as_of: date) -> pd.DataFrame:
    """Complaints not settled on a day.

    Returns
    -------
    DataFrame[account_id, complaint_id, opened_date, last_feedback_date, severity, category]

    Source: S0-28.
    """
    return facts.query(
        """
        SELECT account_id, complaint_id, opened_date, last_feedback_date, severity, category
        FROM complaint
        WHERE opened_date <= ? AND (closed_date IS NULL OR closed_date > ?)
        ORDER BY opened_date, complaint_id
        """,
        [as_of, as_of],
    )


MAJOR = ("major", "severe", "critical", "high", "urgent", "重大", "严重", "紧急", "高")


def standing(
    facts: Facts, as_of: date, accounts: pd.DataFrame, values: pd.DataFrame
) -> pd.DataFrame:
    """What red lines are held against.

    Parameters
    ----------
    accounts, values : what was measured on the day (``measure.Measures``)

    Returns
    -------
    DataFrame indexed by account_id like ``values``: overdue_days, overdue_share, margin,
    complaint_days, claim_rate, silent_days. NaN where no file tells; 0 where there is a file and
    nothing is overdue or open.

    Source: S2-22, S0-28.
    """
    owed = overdue(facts, as_of).reindex(values.index)
    if len(facts.query("SELECT 1 FROM invoice LIMIT 1")):
        owed = owed.fillna(0)
    waiting = open_complaints(facts, as_of)
    waiting = waiting[waiting["severity"].astype(str).str.strip().str.lower().isin(MAJOR)]
    since = pd.to_datetime(waiting.groupby("account_id")["opened_date"].min())
    open_days = (pd.Timestamp(as_of) - since).dt.days.reindex(values.index)
    if len(facts.query("SELECT 1 FROM complaint WHERE severity IS NOT NULL LIMIT 1")):
        open_days = open_days.fillna(0)
    sales = accounts["revenue_12m"].reindex(values.index)
    last = pd.to_datetime(accounts["last_order"]).reindex(values.index)
    return pd.DataFrame(
        {
            "overdue_days": owed["oldest_days"].astype(float),
            "overdue_share": (owed["overdue"] / sales.where(sales > 0)).astype(float),
            "margin": values["contribution_margin"],
            "complaint_days": open_days.astype(float),
            "claim_rate": values["claim_rate"],
            "silent_days": (pd.Timestamp(as_of) - last).dt.days.astype(float),
        }
    )


def monthly_sales(facts: Facts, account_id: str, as_of: date) -> pd.DataFrame:
    """An account's sales by calendar month, gaps left out.

    Returns
    -------
    DataFrame[month (first day), revenue, gross_profit (NaN where a cost is unknown)]
    """
    return facts.query(
        """
        SELECT CAST(date_trunc('month', order_date) AS DATE) AS month,
               CAST(sum(revenue) AS DOUBLE) AS revenue,
               CASE WHEN count(cost) = count(*) THEN CAST(sum(revenue - cost) AS DOUBLE) END
                   AS gross_profit
        FROM sale WHERE account_id = ? AND order_date <= ?
        GROUP BY 1 ORDER BY 1
        """,
        [account_id, as_of],
    )


def timeline(facts: Facts, account_id: str, as_of: date, limit: int = 200) -> pd.DataFrame:
    """Everything that happened with an account, the latest first.

    Returns
    -------
    DataFrame[day, kind, reference, detail, amount]; kind is order, return, payment, interaction
    or complaint; amount NaN where the event has none.

    Source: S3-10, S1-7.
    """
    return facts.query(
        """
        SELECT day, kind, reference, detail, CAST(amount AS DOUBLE) AS amount FROM (
            SELECT order_date AS day, 'order' AS kind, order_id AS reference,
                   CAST(NULL AS VARCHAR) AS detail, revenue AS amount
            FROM placed_order WHERE account_id = $1
            UNION ALL
            SELECT order_date, 'return', order_id, NULL, sum(revenue)
            FROM sale WHERE account_id = $1 AND is_return GROUP BY order_date, order_id
            UNION ALL
            SELECT paid_date, 'payment', payment_id, invoice_id, amount
            FROM payment WHERE account_id = $1
            UNION ALL
            SELECT interaction_date, 'interaction', channel,
                   concat_ws(' · ', contact_name, note), NULL
            FROM interaction WHERE account_id = $1
            UNION ALL
            SELECT opened_date, 'complaint', complaint_id,
                   concat_ws(' · ', category, severity, note), claim_amount
            FROM complaint WHERE account_id = $1
        )
        WHERE day <= $2 ORDER BY day DESC, kind, reference LIMIT $3
        """,
        [account_id, as_of, limit],
    )


def account_facts(facts: Facts, account_id: str) -> dict[str, Any]:
    """An account's own record as name → value; empty when there is none."""
    frame = facts.query(
        "SELECT * EXCLUDE (import_id) FROM account WHERE account_id = ?", [account_id]
    )
    return {} if frame.empty else dict(frame.iloc[0])


def contacts(facts: Facts, account_id: str) -> pd.DataFrame:
    """The people known at an account.

    Returns
    -------
    DataFrame[contact_name, title, department, contact_level, our_counterpart]
    """
    return facts.query(
        """
        SELECT contact_name, title, department, contact_level, our_counterpart
        FROM contact WHERE account_id = ? ORDER BY contact_level, contact_name
        """,
        [account_id],
    )
