"""The import door: a trial that stores nothing, a yardstick frozen once, one transaction."""

from pathlib import Path

import pytest

from kam import imports
from kam.store import Store
from tests.importing import bring, upload

SALES = "customer,order no,date,amount\n" + "".join(
    f"C{i % 5},{i},2024-0{i % 9 + 1}-05,{i + 1}\n" for i in range(40)
)


@pytest.fixture
def store():
    store = Store.open(None)
    yield store
    store.close()


def test_a_trial_says_what_storing_would_change_and_stores_nothing(store):
    planned, report = imports.prepare(store, [upload("x.csv", SALES)])
    assert report.entries[0].inserted == 40
    assert (store.revision, store.rows_by_table()["order_line"]) == (0, 0)
    assert planned.previews["x.csv → order_line"].num_rows == 8
    assert imports.carry_out(store, planned, "me").entries[0].inserted == 40
    assert store.revision == 1


def test_the_yardstick_is_frozen_with_the_first_sales(store):
    bring(store, {"x.csv": SALES})
    first = store.query("SELECT * FROM yardstick ORDER BY measure_id")
    assert len(first)
    bring(store, {"y.csv": SALES.replace("C0", "Z9").replace("2024", "2023")})
    again = store.query("SELECT * FROM yardstick ORDER BY measure_id")
    assert again[again["measure_id"].isin(first["measure_id"])].reset_index(drop=True).equals(first)


def test_files_are_loaded_parents_first_whatever_order_they_come_in(store):
    files = {
        "lines.csv": "order no,product,quantity,amount\n1,P,2,60\n",
        "orders.csv": "order no,customer id,order date\n1,C1,2024-01-01\n",
        "accounts.csv": "customer id,customer name,city\nC1,Acme,Rome\n",
    }
    entries = bring(store, files)
    assert {e["status"] for e in entries.values()} == {"loaded"}
    assert list(entries) == list(files)


def test_an_import_leaves_who_what_and_the_files_digest(store):
    bring(store, {"x.csv": SALES + "C1,99,never,5\n"})
    kept = store.query(
        "SELECT file, table_name, who, length(sha256) AS n, rejected FROM import_file"
    )
    assert set(kept["table_name"]) == {"order_line", "account", "order_header"}
    assert set(kept["n"]) == {64}
    row = store.query("SELECT * FROM quarantine").iloc[0]
    assert (row["row_number"], row["code"], row["value"]) == (42, "R_DATE_INVALID", "never")
    assert "never" in row["row_text"]


def test_rejected_rows_of_a_file_brought_twice_are_kept_once(store):
    for _ in range(2):
        bring(store, {"x.csv": SALES + "C1,99,never,5\n"})
    assert len(store.query("SELECT * FROM quarantine")) == 1
    assert store.revision == 1


def test_a_corrected_file_updates_what_it_names(store):
    accounts = "customer id,customer name,city\nC1,Acme,Rome\nC2,Beta,Bern\n"
    bring(store, {"a.csv": accounts})
    entry = bring(store, {"a.csv": accounts.replace("Bern", "Basel")})["a.csv"]
    assert (entry["status"], entry["updated"], entry["unchanged"]) == ("loaded", 1, 1)
    assert store.query("SELECT city FROM account ORDER BY 1")["city"].tolist() == ["Basel", "Rome"]


def test_the_sample_companys_own_files_import_to_the_same_revenue(store):
    folder = Path(__file__).resolve().parents[2] / "data" / "demo"
    if not folder.is_dir():
        pytest.skip("data/demo is not made yet")
    files = {p.name: p.read_bytes() for p in folder.glob("*.csv")}
    entries = bring(store, files)
    assert {e["status"] for e in entries.values()} == {"loaded"}
    assert {Path(f).stem: e["table"] for f, e in entries.items()} == {
        Path(f).stem: Path(f).stem for f in files
    }
