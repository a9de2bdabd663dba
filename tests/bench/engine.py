"""Measures out of facts, against the least work the engine itself could do."""

from __future__ import annotations

from datetime import date

from kam import measure
from kam.policy import Policy
from kam.portfolio import Portfolio
from kam.store import Store
from tests.bench.timing import in_turn

LINES, ACCOUNTS, PRODUCTS = 1_000_000, 20_000, 500
AS_OF = date(2025, 12, 31)

_FILL = (
    "INSERT INTO account (account_id, account_name, credit_days)"
    " SELECT 'A' || i, 'Account ' || i, 30 FROM range(20000) t(i)",
    "INSERT INTO product (product_id, unit_cost) SELECT 'P' || i, 5 FROM range(500) t(i)",
    "INSERT INTO order_header (order_id, account_id, order_date)"
    " SELECT 'O' || i, 'A' || CAST(floor(20000 * pow((hash(i) % 10000) / 10000.0, 2)) AS BIGINT),"
    " DATE '2023-01-01' + CAST(hash(i + 7) % 1095 AS INTEGER) FROM range(250000) t(i)",
    "INSERT INTO order_line (order_id, line_id, product_id, quantity, unit_price, amount)"
    " SELECT 'O' || (i // 4), i % 4, 'P' || (hash(i) % 500), 1 + hash(i + 3) % 9, 10,"
    " 10 * (1 + hash(i + 3) % 9) FROM range(1000000) t(i)",
)


def _large_store() -> Store:
    store = Store.open(None)
    with store.transaction("bench", "fill") as tx:
        for statement in _FILL:
            tx.execute(statement)
        measure.freeze(tx, AS_OF)
    return store


def bench_all_measures_against_one_sum() -> tuple[float, float, str]:
    """Every measure of every account, against one sum of revenue by account."""
    store = _large_store()
    one_sum = "SELECT account_id, sum(revenue) FROM sale GROUP BY account_id"
    ours, rival = in_turn(lambda: measure.measure(store, AS_OF), lambda: store.query(one_sum), 3)
    return ours, rival, f"{LINES:,} lines, {ACCOUNTS:,} accounts; all measures against one sum"


def bench_new_weights_against_measuring_anew() -> tuple[float, float, str]:
    """A ranking under other weights, against measuring and ranking from the facts."""
    store = _large_store()
    whole = Portfolio(store, as_of=AS_OF)
    _ = whole.scores
    weights = [Policy().with_points({"tenure": n}) for n in range(1, 50)]
    ours, rival = in_turn(
        lambda: whole.judged_by(weights.pop()).scores,
        lambda: Portfolio(store, as_of=AS_OF).scores,
        3,
    )
    return ours, rival, f"{ACCOUNTS:,} accounts; moved weights against measuring anew"
