"""What a director reads of robustness, on a portfolio one can follow by hand."""

import pandas as pd
import pytest

from kam.indicators import INDICATORS
from kam.scoring import Worths, add_up, audit, robustness, second_opinion, tornado

IDS = list(INDICATORS)


def scored(rows, weights):
    """Worths by account for the named indicators; the others are ½ for everybody."""
    worths = pd.DataFrame(0.5, index=list(rows), columns=IDS)
    for account, given in rows.items():
        for name, value in given.items():
            worths.loc[account, name] = value
    known = pd.DataFrame(1.0, index=worths.index, columns=worths.columns)
    fractions = dict.fromkeys(IDS, 0.0) | weights
    return add_up(Worths(worths, worths, known), fractions)


@pytest.fixture
def duel():
    """Rich earns, Prompt pays; equal when margin weighs as much as payment."""
    rows = {
        "Prompt": {"order_margin": 0.2, "payment_efficiency": 0.8},
        "Rich": {"order_margin": 0.8, "payment_efficiency": 0.2},
        "Weak": {"order_margin": 0.1, "payment_efficiency": 0.1},
    }
    return scored(rows, {"order_margin": 0.6, "payment_efficiency": 0.4})


def test_the_interval_ends_where_the_two_are_equal(duel):
    found = robustness(duel, 1, draws=500)
    margin = found.weights.loc["order_margin"]
    assert (margin["top1_low"], margin["top1_high"]) == pytest.approx((0.5, 1.0))
    assert (margin["low_leaves"], margin["low_enters"]) == ("Rich", "Prompt")
    assert margin["high_leaves"] is None
    assert found.accounts.loc["Rich", "rival"] == "Prompt"
    assert found.accounts["acceptability"].sum() == pytest.approx(1)


def test_an_account_that_no_weight_brings_in_says_so(duel):
    names = {name: name for name in duel.table.index}
    found = robustness(duel, 1, draws=500)
    assert str(found.told("Weak", names)) == (
        "Would be a key account in 0% of reasonable weightings. No single weight brings it in."
    )


def test_the_sentence_names_share_limit_and_rival(duel):
    names = {name: f"{name} Ltd" for name in duel.table.index}
    told = str(robustness(duel, 1).told("Rich", names))
    assert told.startswith("Stays a key account in 9")
    assert told.endswith(
        "Prompt Ltd takes its place once Order margin weighs less than 50.0% (now 60.0%)."
    )
    other = str(robustness(duel, 1).told("Prompt", names))
    assert "It takes the place of Rich Ltd once Order margin weighs less than 50.0%" in other


def test_the_list_in_one_sentence(duel):
    assert str(robustness(duel, 2, draws=500).reading) == (
        "2 of the first 2 stay there in at least 80% of reasonable weightings."
    )


def test_a_first_k_larger_than_the_portfolio_is_the_portfolio(duel):
    found = robustness(duel, 99, draws=100)
    assert found.top == 3
    assert found.accounts["acceptability"].tolist() == [1, 1, 1]
    assert (found.low.to_numpy() == 0).all()
    assert (found.high.to_numpy() == 1).all()


def test_the_tornado_moves_one_weight_by_a_quarter(duel):
    found = tornado(duel, "Rich")
    assert found.loc["order_margin", "score_more"] == pytest.approx(100 * (0.75 * 0.8 + 0.25 * 0.2))
    assert found.loc["order_margin", "rank_less"] == 2
    assert found.index[0] == "order_margin"


def test_the_audit_adds_up_and_names_what_counts_twice(duel):
    found = audit(duel)
    assert found.weights["effective"].sum() == pytest.approx(1)
    assert not found.weights.loc["tenure", "discriminates"]
    assert found.pairs.empty
    twice = scored(
        {a: {"order_margin": x, "order_size_freq": x, "tenure": 1 - x * x} for a, x in
         (("A", 0.1), ("B", 0.5), ("C", 0.9))},
        {"order_margin": 0.5, "order_size_freq": 0.3, "payment_terms": 0.2},
    )  # fmt: skip
    told = str(audit(twice).reading)
    assert "20% of the weight lies on indicators in which all accounts are equal" in told
    assert "Order margin and Order size and reorder frequency go together" in told


def test_the_second_opinion_tells_how_far_it_agrees(duel):
    found = second_opinion(duel, 1)
    assert found.table["rank"].tolist() == [2, 1, 3]
    assert str(found.reading) == (
        "A second method (TOPSIS) names 1 of the first 1 too; the rankings correlate by 1.00."
    )
