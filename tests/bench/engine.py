"""Facts in and measures out, against the least work the engine itself could do."""

from __future__ import annotations

import tempfile
from datetime import date
from pathlib import Path

import duckdb

from kam import imports, measure
from kam.intake import Upload
from kam.policy import Policy
from kam.portfolio import Portfolio
from kam.store import Store
from tests.bench.timing import in_turn

LINES, ACCOUNTS, PRODUCTS = 1_000_000, 20_000, 500
IMPORTED = 300_000
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
_SALES = (
    "SELECT 'A' || (hash(i) % 20000) AS customer, 'O' || (i // 4) AS \"order no\","
    " DATE '2023-01-01' + CAST((i // 4) % 1000 AS INTEGER) AS date, 'P' || (hash(i + 1) % 500) AS product,"
    " 1 + i % 9 AS quantity, round(10.0 * (1 + i % 9), 2) AS amount FROM range(300000) t(i)"
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


def _files(folder: Path) -> tuple[Path, Path]:
    csv, parquet = folder / "sales.csv", folder / "sales.parquet"
    with duckdb.connect() as db:
        db.execute("COPY (" + _SALES + ") TO '" + str(csv) + "' (HEADER)")
        db.execute("COPY (" + _SALES + ") TO '" + str(parquet) + "'")
    return csv, parquet


def _import(path: Path) -> None:
    store = Store.open(None)
    plan = imports.plan(store, [Upload(path.name, path)])
    imports.carry_out(store, plan, "bench")
    assert store.rows_by_table()["order_line"] == IMPORTED
    store.close()


def bench_import_against_a_bare_read() -> tuple[float, float, str]:
    """A flat CSV through every check into four tables, against DuckDB reading it into one."""
    with tempfile.TemporaryDirectory() as folder:
        csv, _ = _files(Path(folder))

        def bare() -> None:
            with duckdb.connect() as db:
                db.execute("CREATE TABLE t AS SELECT * FROM read_csv(?)", [str(csv)])

        ours, rival = in_turn(lambda: _import(csv), bare, 3)
    return ours, rival, f"{IMPORTED:,} lines; import against read_csv"


def bench_parquet_import_against_csv_import() -> tuple[float, float, str]:
    """The same sales as Parquet, against CSV."""
    with tempfile.TemporaryDirectory() as folder:
        csv, parquet = _files(Path(folder))
        ours, rival = in_turn(lambda: _import(parquet), lambda: _import(csv), 3)
    return ours, rival, f"{IMPORTED:,} lines; Parquet against CSV"
