"""Real data sets nobody here wrote, through the command line, against their reference figures."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from kam.store import Store

ROOT = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.shared


def kam(*words):
    done = subprocess.run(
        [sys.executable, "-m", "kam", *map(str, words), "--json"],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    return done.returncode, json.loads(done.stdout)


def brought(db, *files):
    code, report = kam("import", *files, "--db", db)
    for entry in report["files"]:
        parts = ("inserted", "updated", "unchanged", "rejected", "skipped")
        assert entry["rows_read"] == sum(entry[p] for p in parts), entry["file"]
    return code, {(e["file"], e["table"]): e for e in report["files"]}


def agrees(found, truth):
    """Every figure both name."""
    assert found["accounts"] == truth["n_accounts"]
    assert found["total"] == truth["total_revenue"]
    assert found["k80"] == truth["n_accounts_for_80pct"]
    low, high = sorted((truth["top20pct_share_floor"], truth["top20pct_share"]))
    assert low - 1e-6 <= found["share_top_20_percent"] <= high + 1e-6
    assert found["gini"] == pytest.approx(truth["gini_clipped_at_zero"], abs=1e-6)
    assert found["hhi"] * 10_000 == pytest.approx(truth["hhi_0_10000"], abs=1e-2)
    rows = found["rows"]
    assert rows[0]["share"] == pytest.approx(truth["top1_share"], abs=1e-6)
    assert rows[9]["cumulative_share"] == pytest.approx(truth["top10_share"], abs=1e-6)
    # The reference sums floats: an account whose sales and returns cancel is a hair above 0 there.
    net = [r["value"] for r in rows]
    below, at_most = sum(v < 0 for v in net), sum(v <= 0 for v in net)
    assert below <= truth["accounts_with_net_le_zero"] <= at_most
    assert [r["account_id"] for r in rows[:10]] == [t["account"] for t in truth["top10"]]
    # To the cent: an exact half cent is rounded up here, by float chance there.
    assert net[:10] == pytest.approx([t["revenue"] for t in truth["top10"]], abs=0.0101)


def truth_of(shared, name):
    return json.loads((shared / "truth" / f"dev_{name}.json").read_text())


def facts(db):
    store = Store.open(db, read_only=True)
    tables = ("account", "order_header", "order_line")
    found = {t: store.query(f"FROM {t} ORDER BY ALL").drop(columns="import_id") for t in tables}
    store.close()
    return found


@pytest.fixture(scope="module")
def northwind(shared, tmp_path_factory):
    db = tmp_path_factory.mktemp("northwind") / "kam.duckdb"
    files = sorted(p for p in (shared / "northwind").glob("*.csv") if "malformed" not in p.name)
    return db, brought(db, *files)


def test_northwind_equals_its_reference_figures(shared, northwind):
    db, (code, _) = northwind
    assert code == 0
    _, found = kam("pareto", "--db", db)
    truth = truth_of(shared, "northwind")["accounts"]
    agrees(found, truth)
    assert found["as_of"] == truth["last_date"]
    assert (found["currency"], found["warnings"]) == (None, [])


def test_northwinds_malformed_files_are_rejected_row_by_row_and_never_shifted(
    shared, northwind, tmp_path
):
    db = tmp_path / "all.duckdb"
    code, entries = brought(db, shared / "northwind")
    assert code == 3
    assert entries["orders_as_found_malformed.csv", "order_header"]["rejected"] == 176
    assert entries["customers_as_found_malformed.csv", "account"]["rejected"] == 24
    for table, rows in facts(db).items():
        assert rows.equals(facts(northwind[0])[table]), table


def test_northwinds_sellers_have_names_and_its_suppliers_are_no_accounts(northwind):
    store = Store.open(northwind[0], read_only=True)
    owners = set(store.query("SELECT DISTINCT owner FROM order_header")["owner"])
    assert {"Nancy Davolio", "Steven Buchanan"} <= owners
    assert len(owners) == 9
    assert store.rows_by_table()["account"] == 91
    store.close()


def test_northwind_again_changes_nothing(shared, northwind):
    db, _ = northwind
    before = facts(db)
    _, report = kam("import", shared / "northwind", "--db", db)
    assert {e["status"] for e in report["files"]} <= {"unchanged", "ignored", "partial"}
    assert all(e["inserted"] == e["updated"] == 0 for e in report["files"])
    assert all(rows.equals(before[t]) for t, rows in facts(db).items())


def test_adventureworks_equals_its_reference_figures_with_five_currencies(shared, tmp_path):
    db = tmp_path / "kam.duckdb"
    code, entries = brought(db, shared / "adventureworks_reseller")
    assert code == 0
    assert entries["FactResellerSales.parquet", "order_line"]["inserted"] == 60_855
    truth = truth_of(shared, "adventureworks_reseller")
    _, found = kam("pareto", "--db", db)
    agrees(found, truth["accounts"])
    assert found["currency"] == "mixed"
    assert [w["code"] for w in found["warnings"]] == ["W_MIXED_CURRENCY"]
    assert [r["account_name"] for r in found["rows"][:10]] == [
        t["name"] for t in truth["accounts"]["top10"]
    ]
    _, profit = kam("pareto", "--db", db, "--measure", "gross_profit")
    assert profit["total"] == truth["margin"]["gross_margin"]


def test_online_retail_equals_its_reference_figures_without_rows_of_nobody(shared, tmp_path):
    db = tmp_path / "kam.duckdb"
    code, entries = brought(db, shared / "online_retail" / "online_retail.parquet")
    entry = entries["online_retail.parquet", "order_line"]
    assert (code, entry["rejected"], entry["inserted"]) == (3, 135_080, 406_829)
    _, found = kam("pareto", "--db", db)
    agrees(found, truth_of(shared, "online_retail")["A_known_customers_net_of_returns"])


def test_superstore_equals_its_reference_figures(shared, tmp_path):
    db = tmp_path / "kam.duckdb"
    assert brought(db, shared / "superstore" / "superstore.csv")[0] == 0
    _, found = kam("pareto", "--db", db)
    agrees(found, truth_of(shared, "superstore")["accounts"])


@pytest.mark.parametrize(
    ("folder", "code", "tables"),
    [
        ("ibm_accounts_receivable", 0, {"invoice": 2586}),
        ("crm_maven", 0, {"account": 85, "product": 7, "opportunity": 8800}),
        ("cfpb_complaints", 0, {"complaint": 2000}),
        ("telco_churn", 0, {}),
        ("lambeth_payments", 3, {"order_line": 2516}),
    ],
)
def test_other_sets_feed_the_tables_they_hold(shared, tmp_path, folder, code, tables):
    done, entries = brought(tmp_path / "kam.duckdb", shared / folder)
    assert done == code
    fed = {t: e["inserted"] for (f, t), e in entries.items() if e["status"] != "ignored"}
    assert {t: fed.get(t) for t in tables} == tables


def test_cdnow_equals_its_reference_figures_from_fixed_width_in_gzip(shared, tmp_path):
    db = tmp_path / "kam.duckdb"
    code, entries = brought(db, shared / "cdnow" / "CDNOW_master.txt.gz")
    assert code == 0
    assert entries["CDNOW_master.txt.gz", "order_line"]["inserted"] == 69_659
    _, found = kam("pareto", "--db", db)
    truth = truth_of(shared, "cdnow")["accounts"]
    agrees(found, truth)
    assert found["as_of"] == truth["last_date"]


def test_cdnows_sample_without_a_header_agrees_with_its_master(shared, tmp_path):
    whole, part = tmp_path / "whole.duckdb", tmp_path / "part.duckdb"
    brought(whole, shared / "cdnow" / "CDNOW_master.txt.gz")
    code, entries = brought(part, shared / "cdnow" / "CDNOW_sample.txt")
    entry = entries["CDNOW_sample.txt", "order_line"]
    assert (code, entry["inserted"]) == (0, 6_919)
    assert {"W_NO_HEADER", "W_GUESSED"} <= {f["code"] for f in entry["findings"]}
    statement = "SELECT account_id, sum(revenue) AS r, count(*) AS n FROM sale GROUP BY 1"
    sums = []
    for db in (whole, part):
        store = Store.open(db, read_only=True)
        sums.append(store.query(statement).set_index("account_id"))
        store.close()
    assert len(sums[1]) == 2_357
    assert sums[0].loc[sums[1].index].equals(sums[1])


def test_lambeths_totals_count_with_the_day_a_person_names(shared, tmp_path):
    db, day = tmp_path / "kam.duckdb", tmp_path / "day.toml"
    day.write_text('[constants]\norder_date = "2011-07-31"\n', encoding="utf-8")
    file = shared / "lambeth_payments" / "2011-07-payments.csv"
    code, report = kam("import", file, "--map", day, "--db", db)
    entry = report["files"][0]
    assert (code, entry["inserted"], entry["skipped"]) == (0, 1_043, 1)
    _, found = kam("pareto", "--db", db)
    assert (found["accounts"], found["total"]) == (1_043, 36_508_441.64)
    # From the 912th line on the published file has lost its line ends: one record, kept aside.
    day.write_text('[constants]\norder_date = "2011-11-30"\n', encoding="utf-8")
    file = shared / "lambeth_payments" / "2011-11-payments.csv"
    code, report = kam("import", file, "--map", day, "--db", tmp_path / "second.duckdb")
    entry = report["files"][0]
    assert (code, entry["inserted"], entry["rejected"]) == (3, 909, 1)
