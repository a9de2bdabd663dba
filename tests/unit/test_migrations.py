"""An older store opens: it gains what was declared since, and loses nothing."""

from pathlib import Path

import duckdb
import pytest

from kam import quarantine
from kam.schema import TABLES
from kam.store import MIGRATIONS, Store
from tests.importing import bring, revenue

FIRST = (Path(__file__).parent / "store_0001.sql").read_text(encoding="utf-8")


@pytest.fixture
def old(tmp_path):
    path = tmp_path / "old.duckdb"
    with duckdb.connect(str(path)) as db:
        db.execute(FIRST)
        db.execute("INSERT INTO meta VALUES ('the-store', 3)")
        db.execute("INSERT INTO migration VALUES ('0001_create_tables', TIMESTAMP '2026-01-01')")
        db.execute("INSERT INTO account (account_id, account_name) VALUES ('A', 'Acme')")
        db.execute(
            "INSERT INTO order_header (order_id, account_id, order_date)"
            " VALUES ('1', 'A', DATE '2024-01-05')"
        )
        db.execute("INSERT INTO order_line (order_id, line_id, amount) VALUES ('1', '1', 10)")
        db.execute("INSERT INTO import_file (import_id, file) VALUES ('x', 'old.csv')")
    return path


def test_a_store_of_the_first_release_gains_every_table_and_keeps_its_facts(old):
    store = Store.open(old)
    assert set(store.rows_by_table()) == set(TABLES)
    assert (store.id, store.revision) == ("the-store", 3)
    assert revenue(store) == {"A": 10}
    assert store.query("SELECT name FROM migration ORDER BY 1")["name"].tolist() == list(MIGRATIONS)
    bring(store, {"new.csv": "customer,date,amount\nA,2024-02-01,5\n"})
    assert revenue(store) == {"A": 15}
    store.close()


def test_a_migrated_store_has_the_columns_of_a_new_one(old):
    columns = (
        "SELECT table_name, column_name, data_type FROM duckdb_columns()"
        " WHERE NOT internal ORDER BY ALL"
    )
    migrated, new = Store.open(old), Store.open(None)
    assert migrated.query(columns).equals(new.query(columns))
    migrated.close()


def test_opening_again_changes_nothing(old):
    Store.open(old).close()
    store = Store.open(old)
    assert len(store.query("SELECT * FROM migration")) == len(MIGRATIONS)
    assert quarantine.rows(store).empty
    store.close()
