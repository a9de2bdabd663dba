"""Scenarios side by side: who enters and leaves and why, where any number of people differ."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from kam.imports import load_sample
from kam.key_list import Comparison, KeyList
from kam.policy import Policy
from kam.portfolio import Portfolio
from kam.snapshots import quarter_ends, why_moved
from kam.store import Store


@pytest.fixture(scope="module")
def sample():
    store = Store.open(None)
    load_sample(store)
    return Portfolio(store)


def lists(sample, **policies):
    return Comparison({n: KeyList(sample.judged_by(p)) for n, p in policies.items()})


def test_two_lists_differ_by_who_enters_and_leaves(sample):
    found = lists(
        sample, Cash=Policy().with_preset("cash_safe"), Growth=Policy().with_preset("growth")
    )
    cash, growth = (set(k.ids) for k in found.lists.values())
    assert set(found.swapped.enters["account_id"]) == growth - cash
    assert set(found.swapped.leaves["account_id"]) == cash - growth
    assert len(growth - cash) > 0
    assert f"takes {len(growth - cash)} accounts into the list" in str(found.reading)
    for swap, word in ((found.swapped.enters, "more"), (found.swapped.leaves, "less")):
        assert any(f"points {word} than for" in str(w) for w in swap["why"])


def test_a_red_line_and_a_longer_list_are_told_as_reasons(sample):
    drawn = lists(sample, With=Policy(), Without=Policy(red_lines=()))
    reasons = [str(w) for w in drawn.swapped.enters["why"]]
    assert any(r.startswith("No red line any more: an invoice is overdue for") for r in reasons)
    back = lists(sample, Without=Policy(red_lines=()), With=Policy())
    assert any(str(w).startswith("A red line:") for w in back.swapped.leaves["why"])
    longer = lists(sample, Ten=Policy(), Twelve=replace(Policy(), key_places=12))
    assert len(longer.swapped.enters) == 2
    assert {str(w) for w in longer.swapped.enters["why"]} == {
        "It keeps its worth; the list has another length."
    }


def test_any_number_of_people_spread_consensus_and_contested_accounts(sample):
    people = {
        "Li": Policy().with_preset("cash_safe"),
        "Wang": Policy().with_preset("growth"),
        "Zhao": Policy().with_preset("profit_first"),
    }
    found = lists(sample, **people)
    spread = found.spread
    assert spread["spread"].is_monotonic_decreasing
    top = spread.iloc[0]
    shares = {n: p.fractions[top["indicator"]] for n, p in people.items()}
    assert (top["low_by"], top["high_by"]) == (
        min(shares, key=shares.get),
        max(shares, key=shares.get),
    )
    w = np.array([list(p.fractions.values()) for p in people.values()])
    geometric = np.exp(np.log(w).mean(axis=0))
    assert found.consensus().to_numpy() == pytest.approx(geometric / geometric.sum())
    middle = np.median(w, axis=0)
    assert found.consensus("median").to_numpy() == pytest.approx(middle / middle.sum())
    sets = [set(k.ids) for k in found.lists.values()]
    assert set(found.agreed) == set.intersection(*sets)
    assert set(found.contested["account_id"]) == set.union(*sets) - set.intersection(*sets)
    row = found.contested.iloc[0]
    assert row["inside_by"].split(" · ") == [
        n for n, k in found.lists.items() if row["account_id"] in k.ids
    ]
    assert 0 < found.concordance < 1
    assert "Most disputed is" in str(found.reading)


def test_the_same_list_is_said_to_be_the_same(sample):
    found = lists(sample, A=Policy(), B=Policy())
    assert str(found.reading) == "A and B choose the same key accounts."
    assert found.concordance == pytest.approx(1)


def test_why_ranks_moved_since_the_last_quarter_adds_up(sample):
    day = quarter_ends(sample.first_order_day, sample.as_of)[0]
    before = Portfolio(sample.store, Policy().with_preset("growth"), day)
    found = why_moved(before, sample)
    rows = found.rows
    assert (rows["moved"] != 0).any()
    assert (rows[["facts", "weights", "others"]].sum(axis=1) - rows["moved"]).abs().max() < 1e-9
    expected = before.scores.table["rank"].reindex(rows.index)
    assert (rows["rank_before"] == expected).all()
    assert (rows["rank"] == sample.scores.table["rank"].reindex(rows.index)).all()


def test_quarter_ends_lie_between_first_and_last():
    assert quarter_ends(date(2024, 3, 31), date(2024, 3, 31)) == ()
    assert quarter_ends(date(2023, 1, 1), date(2024, 4, 1))[0] == date(2024, 3, 31)
    assert len(quarter_ends(date(2000, 1, 1), date(2024, 4, 1))) == 8
