"""Concentration: what each number promises, on amounts one can check by hand."""

import numpy as np
import pandas as pd
import pytest

from kam.concentration import concentrate, gini
from kam.errors import NotMeaningful
from kam.words import say


def amounts(*values: float) -> pd.DataFrame:
    ids = [f"A{i}" for i in range(len(values))]
    return pd.DataFrame({"account_id": ids, "account_name": ids, "value": values})


def test_the_largest_account_comes_first_and_shares_add_up():
    answer = concentrate(amounts(1, 3, 6))
    assert answer.rows["account_id"].tolist() == ["A2", "A1", "A0"]
    assert answer.rows["cumulative_share"].tolist() == pytest.approx([0.6, 0.9, 1.0])
    assert answer.k80 == 2


def test_equal_amounts_keep_the_given_order_and_say_how_many_tie_at_the_cut():
    answer = concentrate(amounts(5, 1, 1, 1, 1, 1))
    assert answer.k80 == 4
    assert answer.rows["account_id"].tolist()[1:4] == ["A1", "A2", "A3"]
    assert answer.tied_at_cut == 2


def test_one_account_with_ninety_percent_is_class_a():
    assert concentrate(amounts(90, 6, 4)).rows["class"].tolist() == ["A", "B", "C"]


def test_zero_and_negative_accounts_have_a_class_of_their_own():
    assert concentrate(amounts(10, 0, -1)).rows["class"].tolist() == ["A", "Z", "Z"]


def test_a_total_that_is_not_positive_has_no_shares_but_says_so():
    answer = concentrate(amounts(5, -5))
    assert answer.k80 is None
    assert np.isnan(answer.share_top_20_percent)
    assert "not positive" in str(answer.reading)


def test_no_account_at_all_is_said_in_words():
    answer = concentrate(amounts())
    assert answer.accounts == 0
    assert "No account" in str(answer.reading)


def test_an_unknown_amount_is_left_out_not_counted_as_zero():
    assert concentrate(amounts(4, float("nan"), 1)).accounts == 2


def test_gini_refuses_negative_amounts():
    with pytest.raises(NotMeaningful):
        gini(np.array([3.0, -1.0]))


def test_the_reading_says_how_few_bring_how_much():
    found = concentrate(amounts(60, 25, 10, 5), amount=say("revenue"))
    assert str(found.reading) == "2 of 4 accounts bring 80% of revenue."


def test_the_reading_counts_the_large_ones_that_bring_no_profit():
    frame = amounts(60, 25, 10, 5).assign(profit=[10.0, -1.0, 3.0, -2.0])
    found = concentrate(frame)
    assert found.profitless == 1
    assert str(found.reading).endswith("1 of them brings no profit.")
    assert concentrate(frame.assign(profit=float("nan"))).profitless is None


def test_the_summary_names_the_largest_account_and_the_equal_customers():
    figures = {f.id: f for f in concentrate(amounts(60, 25, 10, 5)).summary("EUR")}
    assert figures["total"].quantity.in_language("en") == "€100"
    assert figures["largest"].quantity.in_language("en") == "60.0%"
    assert figures["n_eff"].quantity.in_language("en") == "2"


def test_n_accounts_make_x_percent_both_ways():
    found = concentrate(amounts(60, 25, 10, 5))
    assert [found.fewest(s) for s in (0.5, 0.85, 0.9, 1.0)] == [1, 2, 3, 4]
    assert [found.brought_by(n) for n in (0, 1, 2, 9)] == pytest.approx([0, 0.6, 0.85, 1.0])


def test_a_fifth_of_all_on_file_is_more_accounts_than_a_fifth_of_the_active():
    found = concentrate(amounts(50, 20, 10, 10, 10), on_file=10)
    assert found.share_top_20_percent == pytest.approx(0.5)
    assert found.share_top_20_percent_of_all == pytest.approx(0.7)
    assert str(found.universe) == "5 accounts with a sale or return in the period, of 10 on file"


def test_returns_and_ties_are_said_only_where_there_are_any():
    plain = concentrate(amounts(60, 25, 10, 5))
    assert plain.returns is None
    assert plain.tie is None
    odd = concentrate(amounts(100, 60, 30, 10, -20, -30))
    assert str(odd.returns).startswith("2 accounts are below zero. Of the net total it takes 2")
    assert "2 accounts outside" in str(concentrate(amounts(5, 1, 1, 1, 1, 1)).tie)
