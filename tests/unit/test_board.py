"""The board: whole numbers that rank as the scores do."""

import numpy as np
import pandas as pd
import pytest

from kam import measure, scoring
from kam.imports import load_sample
from kam.policy import PRESETS, Policy
from kam.portfolio import Portfolio
from kam.scoring import Worths
from kam.store import Store
from kam.ui.blocks import WHOLE, Blocks


@pytest.fixture(scope="module")
def company():
    store = Store.open(None)
    load_sample(store)
    return Portfolio(store)


@pytest.fixture(scope="module")
def blocks(company):
    return Blocks.of(company)


@pytest.mark.parametrize("preset", PRESETS)
def test_the_board_ranks_as_the_scores_do(company, blocks, preset):
    policy = Policy().with_preset(preset).rounded
    table = company.judged_by(policy).scores.table
    board = blocks.board
    rows = board.best(board.scores(policy.units), len(board))
    assert board.ids[rows].tolist() == table.sort_values("rank").index.tolist()
    ranks = board.ranks(board.scores(policy.units))
    assert ranks[rows].tolist() == list(range(1, len(board) + 1))
    assert [board.place(board.scores(policy.units), row) for row in rows[:5]] == [1, 2, 3, 4, 5]


def test_details_are_those_of_the_scores(company, blocks):
    policy = Policy().with_preset("growth").rounded
    table = company.judged_by(policy).scores.table.sort_index()
    found = blocks.board.details(np.arange(len(blocks.board)), policy.units)
    for name in ("score", "completeness", "low", "high"):
        assert found[name].to_numpy() == pytest.approx(table[name].to_numpy(), abs=0.01), name


def test_differences_are_those_of_the_explanation(company, blocks):
    account = company.scores.table.index[0]
    row = int(np.searchsorted(blocks.board.ids, account))
    wanted = scoring.explain(company.scores, account)
    found = blocks.board.differences(row, company.policy.units)
    assert found.sort_index().to_numpy() == pytest.approx(
        wanted.differences.sort_index().to_numpy(), abs=1e-6
    )
    assert str(scoring.told(found)) == str(wanted.sentence)


def test_the_ranking_of_the_page_is_the_portfolios(company, blocks):
    before, after = Policy(), Policy().with_preset("cash_safe").rounded
    wanted = company.judged_by(after).ranking(company.judged_by(before))
    found = blocks.ranking(after.units, before.units, len(blocks.board))
    assert found["account_id"].tolist() == wanted["account_id"].tolist()
    assert found["moved"].tolist() == wanted["moved"].tolist()
    assert found["account_name"].tolist() == wanted["account_name"].tolist()
    assert found["score"].to_numpy() == pytest.approx(wanted["score"].to_numpy(), abs=1e-6)
    few = blocks.ranking(after.units, before.units, 3)
    pd.testing.assert_frame_equal(few, found.head(3))


def test_the_sentence_of_the_page_is_the_scores(company, blocks):
    names = company.measures.accounts["account_name"]
    wanted = scoring.reading(company.scores, names, company.scores)
    told = scoring.standing(
        blocks.board, company.policy.units, names.reindex(blocks.board.ids).to_numpy()
    )
    assert str(told) == str(wanted)


def test_equal_scores_stand_in_the_order_of_ids():
    half = pd.DataFrame(0.5, index=["b", "a", "c"], columns=["x", "y"])
    board = scoring.board(Worths(half, half, half * 2))
    scores = board.scores([5000, 5000])
    assert board.ids[board.best(scores, 2)].tolist() == ["a", "b"]
    assert board.ids[board.best(scores, 9)].tolist() == ["a", "b", "c"]
    assert board.best(scores, 0).size == 0


def test_what_is_partly_known_keeps_its_share():
    imputed = pd.DataFrame({"x": [0.5, 0.7, 0.9], "y": [0.5, 0.5, 0.5]}, index=list("abc"))
    measured = pd.DataFrame({"x": [0.0, 0.5, 0.9], "y": [0.1, 0.4, 0.5]}, index=list("abc"))
    known = pd.DataFrame({"x": [0.0, 0.6, 1.0], "y": [0.4, 0.6, 1.0]}, index=list("abc"))
    board = scoring.board(Worths(imputed, measured, known))
    found = board.details(np.arange(3), [10_000, 0])
    assert found["completeness"].tolist() == pytest.approx([0.0, 0.6, 1.0])
    assert found["low"].tolist() == pytest.approx([0.0, 50.0, 90.0], abs=0.01)
    assert found["high"].tolist() == pytest.approx([100.0, 90.0, 90.0], abs=0.01)
    other = board.details(np.arange(3), [0, 10_000])
    assert other["low"].tolist() == pytest.approx([10.0, 40.0, 50.0], abs=0.01)


def test_amounts_travel_as_parts_of_their_gross_total(company, blocks):
    found = blocks.amounts("all")
    assert {"revenue", "gross_profit"} <= set(found)
    revenue = company.measures.accounts["revenue"].reindex(blocks.board.ids)
    assert np.abs(found["revenue"].astype(np.int64)).sum() == pytest.approx(WHOLE, rel=1e-6)
    assert found["revenue"] / WHOLE == pytest.approx(
        (revenue / revenue.abs().sum()).to_numpy(), abs=1e-8
    )


def test_other_facts_are_another_set(company, blocks):
    assert blocks.name("all") == Blocks.of(company).name("all")
    assert blocks.name("all") != blocks.name("12m")
    turned = company.judged_by(Policy(order_mix_better="high"))
    assert Blocks.of(turned).name("all") != blocks.name("all")
    assert measure.yardstick(company.store).index.is_unique


def test_risk_travels_in_percent_and_red_lines_as_marks(company, blocks):
    p = company.churn.rows["probability"].reindex(blocks.board.ids)
    body = blocks.risk("all")[-len(p) :]
    wanted = [255 if np.isnan(x) else round(100 * x) for x in p]
    assert list(body) == pytest.approx(wanted, abs=1)
    assert b"barred" in blocks.details("all")
    assert b"barred" not in Blocks.of(company.judged_by(Policy(red_lines=()))).details("all")


def test_a_name_with_line_breaks_stays_on_its_line(blocks, monkeypatch):
    about = blocks.about.copy()
    about.iloc[0, about.columns.get_loc("account_name")] = "one\ntwo\tthree\u2028"
    other = Blocks(blocks.portfolio, blocks.board)
    other.__dict__["about"] = about
    lines = other.details("all").split(b"one two three")
    assert len(lines) == 2
