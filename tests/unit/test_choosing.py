"""The doors about who carries the business, and their commands, on the sample company."""

import json

import pandas as pd
import pytest

from kam import demo, dependence, imports, months, segments
from kam.cli import main
from kam.errors import NotMeaningful, UnknownName
from kam.portfolio import AMOUNTS, Portfolio
from kam.store import Store


@pytest.fixture(scope="module")
def sample():
    store = Store.open(None)
    imports.load_sample(store)
    return Portfolio(store)


def test_twelve_months_counted_back_are_exactly_the_last_twelve_months(sample):
    rows = sample.monthly[sample.monthly["month"] < 12]
    by_account = rows.groupby("account_id")["revenue"].sum()
    yearly = sample.measures.accounts["revenue_12m"]
    pd.testing.assert_series_equal(
        by_account.reindex(yearly.index).fillna(0), yearly, check_names=False, atol=1e-6
    )


def test_all_months_together_are_all_sales(sample):
    assert sample.monthly["revenue"].sum() == pytest.approx(
        sample.measures.accounts["revenue"].sum()
    )
    table = months.grid(sample.monthly, "revenue", sample.months_on_file)
    assert table.to_numpy().sum() == pytest.approx(sample.measures.accounts["revenue"].sum())


@pytest.mark.parametrize("window", ["all", "12m"])
def test_net_profit_is_gross_profit_less_service_to_the_cent(sample, window):
    gross = sample.concentration("gross_profit", window)
    net = sample.concentration("net_profit", window)
    served = sample.service_cost(window).accounts
    assert net.total == pytest.approx(gross.total - served["cost_to_serve"].sum(), abs=0.01)
    assert net.accounts == gross.accounts
    steps = sample.whale(window).waterfall()
    assert steps["level"].iloc[-1] == pytest.approx(net.total, abs=0.01)


def test_the_cuts_part_the_revenue_without_loss(sample):
    whole = sample.measures.accounts["revenue_12m"].sum()
    for by in dependence.CUTS:
        assert sample.cut(by).parts["value"].sum() == pytest.approx(whole), by
    assert sample.cut("region", "net_profit").total == pytest.approx(sample.whale().total)
    with pytest.raises(NotMeaningful):
        sample.cut("product", "net_profit")
    with pytest.raises(UnknownName):
        sample.cut("colour")


def test_the_change_of_sales_is_reconciled_to_the_cent(sample):
    found = sample.drift()
    assert found.flows["now"].sum() == pytest.approx(
        sample.measures.accounts["revenue_12m"].sum(), abs=0.01
    )
    assert found.flows["change"].sum() == pytest.approx(
        found.flows["now"].sum() - found.flows["before"].sum(), abs=0.01
    )
    assert found.rolling["total"].iloc[-1] == pytest.approx(found.flows["now"].sum())
    assert found.rolling["k80"].iloc[-1] == sample.concentration(window="12m").k80


def test_the_interval_of_k80_and_who_stands_near_the_cut(sample):
    found, whole = sample.boundary("revenue", "12m", draws=400), sample.concentration(window="12m")
    assert found.low <= whole.k80 <= found.high
    first, last = whole.rows["account_id"].iloc[0], whole.rows["account_id"].iloc[-1]
    assert found.probability[first] == 1
    assert found.probability[last] == 0
    assert 0 < found.undecided < whole.accounts / 2


def test_losing_the_largest_account_takes_its_own_sales_and_more(sample):
    largest = sample.concentration(window="12m").rows["account_id"].iloc[0]
    found = sample.loss(largest)
    assert found.revenue == sample.measures.accounts.at[largest, "revenue_12m"]
    assert found.owed > 0
    assert found.followers.expected > 0
    assert sample.loss(largest, dependence.Rates(0, 0, 0, 0)).followers.expected == 0
    with pytest.raises(UnknownName):
        sample.loss("nobody")


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    path = tmp_path_factory.mktemp("store") / "kam.duckdb"
    assert main(["demo", "--db", str(path)]) == 0
    return path


def ask(capsys, place, *words):
    capsys.readouterr()
    code = main([*words, "--db", str(place), "--json"])
    return code, json.loads(capsys.readouterr().out)


@pytest.mark.parametrize("measure", sorted(AMOUNTS))
def test_pareto_answers_for_every_measure(place, capsys, measure):
    code, answer = ask(capsys, place, "pareto", "--measure", measure)
    assert code == 0
    assert sum(r["value"] for r in answer["rows"]) == pytest.approx(answer["total"], abs=1)
    assert answer["returns"]["negative"] == sum(r["value"] < 0 for r in answer["rows"])


@pytest.mark.parametrize("by", ["region", "manager", "product"])
def test_pareto_tells_the_parts_of_the_business(place, capsys, by):
    _, answer = ask(capsys, place, "pareto", "--by", by, "--window", "12m")
    assert sum(g["total"] for g in answer["groups"]) == pytest.approx(answer["total"], abs=1)
    assert all(0 < g["largest_share"] <= 1 for g in answer["groups"])


def test_pareto_compares_measures_and_years(place, capsys):
    _, answer = ask(capsys, place, "pareto", "--compare")
    assert [m["measure"] for m in answer["compare"]["measures"]] == list(AMOUNTS)
    low, high = answer["compare"]["k80_interval"]
    assert low <= high
    assert {f["flow"] for f in answer["compare"]["change"]["flows"]} == {
        "stayed", "came", "went", "others",
    }  # fmt: skip


def test_whatif_loss_answers_and_moves_with_its_rates(place, capsys):
    _, usual = ask(capsys, place, "whatif-loss", "A1046")
    _, none = ask(
        capsys, place, "whatif-loss", "A1046", "--industry-rate", "0", "--region-rate", "0",
        "--group-rate", "0", "--reference-rate", "0",
    )  # fmt: skip
    assert usual["revenue"] == none["revenue"] > 0
    assert usual["followers"]["expected"] > none["followers"]["expected"] == 0
    assert ask(capsys, place, "whatif-loss", "NOBODY")[0] == 2
    assert ask(capsys, place, "whatif-loss", "A1046", "--region-rate", "2")[0] == 2


def test_verdicts_against_the_truth_of_the_sample_company(sample):
    """Precision and recall of each verdict; no buyer by season is called false (S2-1 to S2-4, S0-9)."""
    truth = sample.store.query("SELECT * FROM truth").set_index("account_id")
    found = sample.segments.rows.set_index("account_id")
    told = {
        "true": (found.index[found["verdict"] == "true"], truth.index[truth["is_key"]]),
        "potential": (found.index[found["verdict"] == "potential"],
                      truth.index[truth["is_potential"]]),
        **{
            name: (found.index[found["type"] == name], truth.index[truth["false_type"] == name])
            for name in segments.FALSE_TYPES
        },
    }  # fmt: skip
    for name, (said, real) in told.items():
        hits = len(said.intersection(real))
        precision, recall = hits / len(said), hits / len(real)
        print(f"{name}: precision {precision:.2f}, recall {recall:.2f} ({hits} of {len(real)})")
        wanted = (0.6, 0.8) if name == "potential" else (0.9, 0.9)
        assert precision >= wanted[0], name
        assert recall >= wanted[1], name
    kinds = demo.kinds()
    seasonal = kinds.index[kinds.isin(["seasonal", "seasonal_key"])]
    assert not (found["verdict"].reindex(seasonal) == "false").any()
    newcomers = kinds.index[kinds == "newcomer"]
    assert (found["verdict"].reindex(newcomers) == "too_early").all()


def test_narrowing_tells_fewer_accounts_and_changes_no_verdict(sample):
    region = sample.regions[0]
    narrow = sample.within(region=region).segments.rows.set_index("account_id")["verdict"]
    whole = sample.segments.rows.set_index("account_id")["verdict"]
    assert 0 < len(narrow) < len(whole)
    assert narrow.equals(whole.reindex(narrow.index))


def test_segments_answer_as_the_issue_says(place, capsys):
    _, answer = ask(capsys, place, "segments")
    rows = {r["account_id"]: r for r in answer["rows"]}
    false = [r for r in rows.values() if r["verdict"] == "false"]
    assert {r["type"] for r in false} == set(segments.FALSE_TYPES)
    for row in false:
        assert any(e["speaks"] == "against" and e["sentence"] for e in row["evidence"])
        assert row["would_make_it_true"]
        assert set(row["sets"]) == {"revenue", "profit", "score"}
    coming = next(r["potential"] for r in rows.values() if r["potential"])
    assert coming["low"] <= coming["slope"] <= coming["high"]
    assert set(coming) == {"slope", "low", "high", "months_to_key", "lookalike"}
