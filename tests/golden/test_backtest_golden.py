"""The time machine on data whose story is known: where revenue misleads, and where it does not."""

import pytest

from kam import backtest as time_machine
from kam import imports, intake
from kam.certificate import of_account
from kam.portfolio import Portfolio
from kam.selection import Selection
from kam.store import Store


@pytest.fixture(scope="module")
def adventureworks(shared):
    store = Store.open(None)
    folder = shared / "adventureworks_reseller"
    uploads = [intake.Upload(p.name, p) for p in sorted(folder.glob("*.parquet"))]
    portfolio = Portfolio(store)
    imports.carry_out(store, imports.plan(store, uploads), "test")
    return portfolio


@pytest.mark.shared
def test_on_adventureworks_the_score_beats_revenue_whose_giants_are_sold_to_below_cost(
    adventureworks,
):
    """README of the data sets: 21,829 lines below cost, gross margin 0.6 % of sales."""
    found = Selection(adventureworks, 10).backtest
    assert [str(d) for d in found.quarters["day"].unique()] == [
        "2011-12-31", "2012-03-31", "2012-06-30", "2012-09-30",
    ]  # fmt: skip
    rules = found.rules
    assert (found.amount, found.verdict) == ("gross_profit", "better")
    assert rules.loc["revenue", ["wins", "quarters"]].tolist() == [4, 4]
    assert rules.at["revenue", "captured"] < 0 < rules.at["score", "captured"]
    assert rules.at["score", "of_best"] == pytest.approx(0.602, abs=0.02)
    assert rules.at["score", "spearman"] == pytest.approx(0.52, abs=0.02)
    assert rules.at["revenue", "spearman"] == pytest.approx(0, abs=0.05)
    told = str(time_machine.reading(found, None))
    assert told.startswith("Your weights beat revenue at 4 of 4 quarter ends, by ")
    assert "%" not in told.split("quarter ends, by ")[1].split(".")[0], "no gain over a loss"


@pytest.mark.shared
def test_where_all_accounts_together_lose_money_a_rank_is_told_and_no_share(adventureworks):
    chosen = Selection(adventureworks, 10)
    first = of_account(chosen, str(chosen.accounts.index[0])).sections[0].sentences[0]
    assert str(first).endswith("by gross profit; all accounts together made a loss.")


def test_on_the_sample_company_revenue_is_as_good_and_it_is_said():
    store = Store.open(None)
    imports.load_sample(store)
    found = Selection(Portfolio(store), 10).backtest
    assert found.verdict == "even"
    assert found.rules.at["equal", "verdict"] == "better"
    assert found.rules.at["score", "of_best"] == pytest.approx(0.77, abs=0.03)
    told = str(time_machine.reading(found, "CNY"))
    assert "no better than revenue" in told
