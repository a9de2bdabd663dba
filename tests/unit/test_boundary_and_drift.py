"""How sure the cut is, and how it moved, on months one can check by hand."""

import numpy as np
import pandas as pd
import pytest

from kam.concentration import drift, redraw


def table(rows: dict[str, list[float]]) -> pd.DataFrame:
    length = len(next(iter(rows.values())))
    return pd.DataFrame.from_dict(
        {k: [float(x) for x in v] for k, v in rows.items()},
        orient="index",
        columns=range(length - 1, -1, -1),
    )


def test_accounts_that_buy_the_same_each_month_leave_no_doubt():
    found = redraw(table({"A": [9] * 12, "B": [3] * 12, "C": [1] * 12}), draws=200)
    assert (found.low, found.high, found.undecided) == (2, 2, 0)
    assert found.probability.tolist() == [1.0, 1.0, 0.0]


def test_a_single_large_order_makes_the_account_uncertain():
    steady = {f"S{i}": [10.0] * 12 for i in range(8)}
    found = redraw(table(steady | {"ONE": [0] * 11 + [260], "LOW": [1] * 12}), draws=2_000)
    # The month of the order is drawn at all with probability 1 - (11/12)**12 = 0.648.
    assert found.probability["ONE"] == pytest.approx(0.648, abs=0.04)
    assert found.undecided >= 1
    assert found.low < found.high


def test_the_same_seed_gives_the_same_answer_and_progress_is_told():
    months = table({"A": list(range(12)), "B": [5] * 12, "C": [4, 9] * 6})
    heard: list[tuple[int, int]] = []
    first = redraw(months, draws=300, heard=lambda done, of: heard.append((done, of)))
    pd.testing.assert_series_equal(first.probability, redraw(months, draws=300).probability)
    assert heard[-1] == (300, 300)


def test_a_total_around_zero_is_said_to_be_unsure():
    found = redraw(table({"A": [-5] * 12, "B": [1] * 12}), draws=50)
    assert found.low is None
    assert "too close to zero" in str(found.reading)


YEARS = {
    "STAYS": [10] * 12 + [12] * 12,
    "GOES": [8] * 12 + [0] * 12,
    "COMES": [0] * 12 + [9] * 12,
    "SMALL": [1] * 24,
}


def moved() -> object:
    values = table(YEARS)
    return drift(values, (values > 0).astype(int), (values != 0).astype(int))


def test_who_came_in_and_who_went_adds_up_to_the_whole_change():
    found = moved()
    flows = found.flows.set_index("flow")
    assert flows["accounts"].to_dict() == {"stayed": 1, "came": 1, "went": 1, "others": 1}
    assert flows["change"].to_dict() == {"stayed": 24, "came": 108, "went": -96, "others": 0}
    assert flows["change"].sum() == table(YEARS).iloc[:, 12:].sum().sum() - 19 * 12


def test_growth_of_those_who_stayed_and_exchange_make_the_change_of_the_share():
    found = moved()
    assert found.by_growth + found.by_exchange == pytest.approx(
        found.share_now - found.share_before
    )
    assert found.by_growth == pytest.approx(12 / 22 - 10 / 19)


def test_each_move_says_why():
    moves = moved().moves.set_index("account_id")
    assert set(moves.index) == {"COMES", "GOES", "SMALL"}
    assert str(moves.at["COMES", "why"]) == "New, or back after a year without an order."
    assert str(moves.at["GOES", "why"]) == "No order in twelve months."
    assert (moves.at["GOES", "was"], moves.at["GOES", "is"]) == ("A", "–")


def test_a_move_by_fewer_orders_names_the_orders():
    values = table({"A": [10] * 12 + [2] * 12, "B": [5] * 24, "C": [1] * 24})
    orders = table({"A": [4] * 12 + [1] * 12, "B": [1] * 24, "C": [1] * 24})
    found = drift(values, orders, (values != 0).astype(int), key_share=0.6)
    why = found.moves.set_index("account_id")["why"]
    assert str(why["A"]) == "12 orders instead of 48."
    assert str(why["B"]) == "Its own sales held; the others moved the cut."


def test_the_rolling_year_has_one_row_per_month_end_and_ends_today():
    rolling = moved().rolling
    assert rolling["month"].tolist() == list(range(12, -1, -1))
    assert rolling["total"].iloc[-1] == 22 * 12
    assert rolling["k80"].iloc[-1] == 2


def test_less_than_two_years_give_no_comparison():
    short = table({"A": [1] * 23})
    assert drift(short, short, short) is None


def test_values_are_not_changed():
    values = table(YEARS)
    before = values.copy()
    drift(values, values, values)
    redraw(values, draws=10)
    pd.testing.assert_frame_equal(values, before)
    assert np.isfinite(values.to_numpy()).all()
