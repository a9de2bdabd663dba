"""data/demo/*.csv: what scripts.make_demo writes, and importing it gives the sample company back."""

from pathlib import Path

import pandas as pd
import pytest

from kam import demo, imports, intake
from kam.policy import Policy
from kam.portfolio import Portfolio
from kam.schema import TABLES
from kam.store import Store
from scripts.make_demo import write

ROOT = Path(__file__).resolve().parents[2]
FILES = sorted((ROOT / "data" / "demo").glob("*.csv"))


def test_the_committed_files_are_what_the_script_writes(tmp_path):
    written = write(tmp_path)
    assert {p.name for p in FILES} == {f"{n}.csv" for n in demo.tables() if n in TABLES}
    for path in written:
        committed = ROOT / "data" / path.relative_to(tmp_path)
        assert committed.read_bytes() == path.read_bytes(), (
            f"{committed}: python -m scripts.make_demo"
        )


def test_they_are_small_enough_to_be_committed():
    assert sum(p.stat().st_size for p in FILES) < 3_000_000


def test_the_truth_is_no_fact_and_stands_apart():
    assert not any("truth" in p.name for p in FILES)
    truth = pd.read_csv(ROOT / "data" / "demo_truth.csv")
    assert len(truth) == 200
    assert "truth" not in TABLES


@pytest.fixture(scope="module")
def both(tmp_path_factory):
    """The sample company as loaded by one click, and as imported from its files."""
    folder = tmp_path_factory.mktemp("demo")
    loaded, imported = (Store.open(folder / f"{n}.duckdb") for n in ("loaded", "imported"))
    with loaded.transaction("sample", "load the sample company") as tx:
        demo.fill(tx)
    planned = imports.plan(imported, [intake.Upload(p.name, p) for p in FILES])
    report = imports.carry_out(imported, planned, "test")
    yield loaded, imported, report
    loaded.close()
    imported.close()


def test_every_file_is_loaded_whole(both):
    loaded, imported, report = both
    assert {e.status for e in report.entries} == {"loaded"}
    assert imported.rows_by_table() == loaded.rows_by_table()


@pytest.mark.parametrize("amount", ["revenue", "gross_profit"])
def test_imported_files_give_the_same_pareto_as_the_loaded_sample(both, amount):
    answers = [Portfolio(store, Policy()).concentration(amount) for store in both[:2]]
    assert answers[0].k80 == answers[1].k80
    assert answers[0].total == pytest.approx(answers[1].total, abs=1e-6)
    pd.testing.assert_frame_equal(answers[0].rows, answers[1].rows)


def test_imported_files_hold_the_same_facts(both):
    loaded, imported, _ = both
    for name, table in TABLES.items():
        order = ", ".join(table.key)
        frames = []
        for store in (loaded, imported):
            rows = store.query("SELECT * FROM {} ORDER BY {}".format(name, order))  # noqa: UP032
            frames.append(rows[[c.name for c in table.columns if c.name != "list_value"]])
        pd.testing.assert_frame_equal(*frames, check_dtype=False)
