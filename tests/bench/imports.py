"""Large files in, against the least the engine itself could do: read them into one bare table.

The file is an ERP's usual export: 16 columns, 14 of them ours. ``KAM_BENCH_LINES`` sets its lines.
Both sides write a database file. Freezing the yardstick, which follows a first import, measures
accounts and is no part of this.
"""

from __future__ import annotations

import functools
import os
import tempfile
from pathlib import Path

import duckdb

from kam import imports, intake
from kam.intake import Upload, worker
from kam.store import Store
from tests.bench.timing import in_turn

LINES = int(os.environ.get("KAM_BENCH_LINES", "10000000"))
MOST_MEMORY = 2 << 30
_ACCOUNT = "hash(i // 4) % 20000"
_PRODUCT = "hash(i + 1) % 500"
_PRICE = f"round(8.0 + ({_PRODUCT}) / 7.0, 2)"
_EXPORT = f"""
    SELECT 'SO' || (i // 4) AS "order no",
           DATE '2015-01-01' + CAST((i // 4) % 3650 AS INTEGER) AS "order date",
           'A' || ({_ACCOUNT}) AS "customer id",
           'Customer ' || ({_ACCOUNT}) || ' GmbH' AS "customer name",
           'Region ' || (({_ACCOUNT}) % 4) AS region,
           'Manager ' || (({_ACCOUNT}) % 40) AS "sales rep",
           'P' || ({_PRODUCT}) AS "product id",
           'Product number ' || ({_PRODUCT}) AS "product name",
           'Category ' || (({_PRODUCT}) % 12) AS category,
           'WH' || (i % 7) AS warehouse, 'EUR' AS currency,
           'shipped ' || (i % 3) || ' days late' AS remark,
           1 + i % 9 AS quantity, {_PRICE} AS "unit price",
           round((1 + i % 9) * {_PRICE}, 2) AS "net amount",
           round((1 + i % 9) * round(5.0 + ({_PRODUCT}) / 9.0, 2), 2) AS cost
    FROM range({LINES}) t(i)
"""


@functools.cache
def _folder() -> tempfile.TemporaryDirectory[str]:
    return tempfile.TemporaryDirectory()


@functools.cache
def _file(ending: str) -> Path:
    path = Path(_folder().name) / f"export.{ending}"
    with duckdb.connect() as db:
        db.execute("COPY (" + _EXPORT + ") TO '" + str(path) + "'")
    return path


def _new_place() -> Path:
    place = Path(_folder().name) / "store.duckdb"
    for old in (place, place.with_name(place.name + ".wal")):
        old.unlink(missing_ok=True)
    return place


def _import(path: Path) -> None:
    store = Store.open(_new_place())
    plan = imports.plan(store, [Upload(path.name, path)])
    with store.transaction("bench", "import") as tx:
        report = intake.load(tx, plan, "bench")
        intake.journal.settle(tx, report.import_id)
    assert store.rows_by_table()["order_line"] == LINES
    assert worker.LAST["memory"] < MOST_MEMORY
    store.close()


def _bare(path: Path) -> None:
    with duckdb.connect(str(_new_place())) as db:
        db.execute("CREATE TABLE t AS SELECT * FROM read_csv(?)", [str(path)])


def _peak() -> int | None:
    """The most memory this process held since it was last asked; None where no system says so."""
    try:
        told = Path("/proc/self/status").read_text(encoding="ascii")
        Path("/proc/self/clear_refs").write_text("5", encoding="ascii")
    except OSError:
        return None
    return int(told.split("VmHWM:")[1].split()[0]) << 10


def bench_import_against_a_bare_read() -> tuple[float, float, str]:
    """A flat CSV through every check into four tables, against DuckDB reading it into one."""
    csv = _file("csv")
    _peak()
    _import(csv)
    peak = _peak()
    assert peak is None or peak < MOST_MEMORY
    held = f"{(peak or 0) >> 20} MB, its reader {worker.LAST['memory'] >> 20} MB"
    ours, rival = in_turn(lambda: _import(csv), lambda: _bare(csv), 1)
    return ours, rival, f"{LINES:,} lines; import against read_csv; at most {held}"


def bench_parquet_import_against_csv_import() -> tuple[float, float, str]:
    """The same sales as Parquet, against CSV."""
    csv, parquet = _file("csv"), _file("parquet")
    ours, rival = in_turn(lambda: _import(parquet), lambda: _import(csv), 1)
    return ours, rival, f"{LINES:,} lines; Parquet against CSV"
