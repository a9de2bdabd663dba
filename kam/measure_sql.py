"""What measuring asks the store: one statement per fact table or measure, one row per account each."""

from __future__ import annotations

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
ACCOUNTS = (
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
VALUES: dict[str, str] = {
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
CLAIMS = """
    SELECT account_id,
           CAST(sum(coalesce(claim_amount, settled_amount, 0))
                FILTER (coalesce(lower(cause_party), 'customer') = 'customer') AS DOUBLE) AS claimed,
           CAST(sum(coalesce(settled_amount, 0) - coalesce(recovered_amount, 0)) AS DOUBLE) AS paid
    FROM complaint WHERE opened_date > $2 AND opened_date <= $1 GROUP BY account_id
"""

GRADES = """
    SELECT account_id, indicator_id, avg(grade) AS grade FROM judged_score
    WHERE coalesce(judged_on <= $1, true) GROUP BY account_id, indicator_id
"""
GRADED: dict[str, str] = {
    "industry_influence": "influence_grade",
    "price_sensitivity": "price_grade",
    "communication": "communication_grade",
    "claim_reasonableness": "settlement_grade",
}

# Inquiries for new products and how many of them became orders.
INQUIRIES = """
    WITH inquiry AS (
        SELECT account_id,
               coalesce(is_won, lower(stage) IN ('won', 'closed won', '赢单', '成交'), false)
                   AND coalesce(closed_date <= $1, true) AS won
        FROM opportunity
        WHERE account_id IS NOT NULL AND coalesce(is_new_product, true)
          AND coalesce(created_date > $2 AND created_date <= $1, false)
    )
    SELECT account_id, count(*) AS inquiries, count(*) FILTER (won) AS won
    FROM inquiry GROUP BY account_id
"""
