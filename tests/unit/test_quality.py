"""How far the data can be trusted: counts, coverage and the next file, on data one can check by hand.

Source: issue "Any file in", section 6; S0-21; features.md 3.
"""

import numpy as np
import pytest

from kam import charts, imports
from kam.indicators import INDICATORS, MEASURES
from kam.policy import Policy
from kam.portfolio import Portfolio
from kam.schema import TABLES
from kam.store import Store
from tests.importing import bring, last

HEAD = "customer,order no,order date,product,quantity,unit price,amount,line cost\n"
SALES = HEAD + "".join(
    f"C{i % 2},{i},2024-{i:02d}-05,P{i % 3},{i},10,{10 * i},{7 * i}\n" for i in range(1, 13)
)
INVOICES = "invoice no,customer id,invoice date,due date,invoice amount,settled date\n"


@pytest.fixture
def store():
    store = Store.open(None)
    yield store
    store.close()


def quality(store):
    return Portfolio(store).quality


def told(frame, *columns):
    return [
        tuple(v.in_language("en") if hasattr(v, "in_language") else v for v in row)
        for row in frame[list(columns)].itertuples(index=False)
    ]


def figures(found):
    return {f.id: (f.quantity.in_language("en"), f.missing is not None) for f in found.figures}


def test_an_empty_store_says_what_to_export_first(store):
    found = quality(store)
    assert found.answer.in_language("en").startswith("Nothing is on file yet")
    assert [len(f) for f in (found.coverage, found.trend, found.findings)] == [0, 0, 0]
    assert told(found.next_files, "table")[0] == ("Order lines",)
    assert {state for _, state in told(found.answers, "feature", "state")} == {"Locked"}
    assert all(missing for _, missing in figures(found).values())


def test_findings_count_rows_by_code_the_worst_first(store):
    text = (
        SALES
        + "C1,90,2024-12-06,P1,1,10,10,7\nC1,91,never,P1,1,10,10,7\nC1,92,2024-12-07,P1,1,10,13,7\n"
    )
    bring(store, {"x.csv": text})
    found = quality(store)
    assert told(found.findings, "code", "severity", "number", "files") == [
        ("R_DATE_INVALID", "Rejected", 1, 1),
        ("W_AMOUNT_MISMATCH", "Warning", 1, 1),
    ]
    assert all(mend for (mend,) in told(found.findings, "mend"))
    assert figures(found)["waiting"] == ("1", False)
    assert figures(found)["taken"] == ("93.3%", False)
    assert found.answer.in_language("en").startswith("1 rejected row waits to be corrected.")


def test_a_later_version_of_a_file_speaks_for_it_and_corrected_rows_are_gone(store):
    bring(store, {"x.csv": SALES + "C1,92,2024-12-07,P1,1,10,13,7\n"})
    assert told(quality(store).findings, "code", "number") == [("W_AMOUNT_MISMATCH", 1)]
    bring(store, {"x.csv": SALES + "C1,92,2024-12-07,P1,1,10,10,7\n"})
    found = quality(store)
    assert found.findings.empty
    assert found.answer.in_language("en").startswith("No row waits to be corrected.")


def test_the_trend_has_a_line_per_import_that_stands_the_latest_first(store):
    bring(store, {"x.csv": SALES})
    bring(store, {"y.csv": HEAD + "C1,90,never,P1,1,10,10,7\nC1,91,2024-12-08,P1,1,10,13,7\n"})
    rows = quality(store).trend
    assert rows["rows_read"].tolist() == [2, 12]
    assert rows["rejected_share"].tolist() == [0.5, 0.0]
    assert rows["warnings"].tolist() == [1, 0]
    imports.undo(store, last(store), "test")
    assert quality(store).trend["rows_read"].tolist() == [12]


def test_coverage_is_the_measured_part_of_the_accounts_that_buy_and_of_their_revenue(store):
    """C0 has all the even numbers, 42 of 78; only C0 has invoices."""
    bring(store, {"x.csv": SALES})
    bring(store, {"invoices.csv": INVOICES + "1,C0,2024-12-01,2024-12-05,10,2024-12-05\n"})
    covered = quality(store).coverage.set_index("id")
    assert covered.loc["payment_efficiency", "accounts_share"] == 0.5
    assert covered.loc["payment_efficiency", "revenue_share"] == pytest.approx(42 / 78)
    assert covered.loc["order_size_freq", "accounts_share"] == 1.0
    assert covered.loc["industry_influence", "accounts_share"] == 0.0
    assert set(covered.index) == set(INDICATORS)
    gaps = covered["weight"] * (1 - covered["accounts_share"])
    assert gaps.is_monotonic_decreasing


def test_completeness_is_the_mean_completeness_of_the_scores(store):
    bring(store, {"x.csv": SALES})
    portfolio = Portfolio(store)
    expected = portfolio.scores.table["completeness"].mean()
    shown = dict((f.id, f.quantity) for f in portfolio.quality.figures)["weight"]
    assert shown.in_language("en") == f"{expected:.0%}"


def test_the_next_file_is_ranked_by_the_weight_it_would_measure(store):
    bring(store, {"x.csv": SALES})
    found = quality(store)
    rows = dict(zip(found.next_files["name"], found.next_files["gain"], strict=True))
    # Of 100 points: payment terms 8 and shipping 5 from orders, punctuality 9 from invoices.
    assert rows["order_header"] == pytest.approx(13)
    assert rows["invoice"] == pytest.approx(9)
    assert found.next_files["name"].iloc[-1] == "judged_score", "no system exports judgements"
    exported = found.next_files.iloc[:-1]["gain"]
    assert exported.is_monotonic_decreasing
    assert found.next_files["table"].iloc[0].in_language("en") in found.answer.in_language("en")


def test_under_other_weights_another_file_comes_first(store):
    bring(store, {"x.csv": SALES})
    weights = {"communication": 60.0, "payment_efficiency": 1.0}
    found = Portfolio(store, Policy().with_points(weights)).quality
    assert found.next_files["name"].iloc[0] == "interaction"


def test_a_file_on_file_is_named_again_only_for_the_columns_it_lacks(store):
    bring(store, {"x.csv": SALES})
    bring(store, {"invoices.csv": INVOICES + "1,C0,2024-12-01,2024-12-05,10,2024-12-05\n"})
    found = quality(store).next_files
    assert "invoice" not in set(found["name"]), "every column it needs is filled"
    orders = found[found["name"] == "order_header"].iloc[0]
    assert orders["table"].in_language("en") == "Orders, with more columns"
    columns = orders["columns"].in_language("en")
    assert "Day the goods left" in columns
    assert "Day the order was placed" not in columns


def test_an_answer_is_locked_or_known_of_part_of_the_accounts(store):
    bring(store, {"x.csv": SALES})
    bring(store, {"invoices.csv": INVOICES + "1,C0,2024-12-01,2024-12-05,10,2024-12-05\n"})
    states = dict(told(quality(store).answers, "feature", "state"))
    assert states["Complaints awaiting our reply"] == "Locked"
    assert states["Payment punctuality"] == "Known of 50% of the accounts"
    assert "Overdue receivables" not in states
    assert "Pareto (80/20)" not in states


def test_every_column_a_measure_reads_is_declared():
    for measure in MEASURES.values():
        assert set(measure.reads) <= set(measure.needs), measure.id
        for table, columns in measure.reads.items():
            assert set(columns) <= set(TABLES[table].by_name), measure.id


@pytest.mark.parametrize("lang", ["en", "zh_CN"])
def test_the_chart_of_coverage_says_how_many_indicators_are_measured(store, lang):
    empty = charts.coverage(quality(store).coverage, lang)
    assert len(empty.figure.data) == 0
    bring(store, {"x.csv": SALES})
    found = quality(store)
    drawn = charts.coverage(found.coverage, lang, as_of=Portfolio(store).as_of)
    bars, ticks = drawn.figure.data
    assert list(bars.x) == found.coverage["accounts_share"].tolist()
    measured = found.coverage["revenue_share"] > 0
    assert np.array_equal(np.isfinite(ticks.x), measured), "nothing is no mark at 0"
    assert ticks.x[measured].tolist() == found.coverage["revenue_share"][measured].tolist()
    assert len(drawn.figure.layout.yaxis.ticktext) == 12
    assert drawn.title.in_language("en").endswith("for none")
