"""What hangs on single accounts, and who follows (S0-4, S0-5, S2-19, S2-20)."""

import numpy as np
import pandas as pd
import pytest

from kam.dependence import Rates, cut, followers, loss, spread
from kam.dependence.cascade import links
from kam.dependence.loss import break_even, word_of_mouth


def edges(*rows: tuple[str, str, float]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["source", "target", "chance"])


def test_a_chain_of_two_halves_is_a_quarter():
    chance, exact = spread(edges(("a", "b", 0.5), ("b", "c", 0.5)), "a")
    assert exact
    assert chance.to_dict() == pytest.approx({"b": 0.5, "c": 0.25})


def test_a_triangle_of_halves_is_five_eighths(golden):
    chance, exact = spread(edges(("a", "b", 0.5), ("a", "c", 0.5), ("b", "c", 0.5)), "a")
    assert exact
    assert chance["c"] == pytest.approx(golden["ic_triangle_half"])


def test_beyond_twenty_links_a_sample_agrees_with_what_is_known():
    ring = [(f"n{i}", f"n{i + 1}", 0.9) for i in range(25)]
    chance, exact = spread(edges(*ring), "n0")
    assert not exact
    assert chance["n25"] == pytest.approx(0.9**25, abs=0.01)


def test_many_direct_followers_are_still_counted_exactly():
    star = edges(*[("a", f"f{i}", 0.05) for i in range(500)])
    chance, exact = spread(star, "a")
    assert exact
    assert (chance == 0.05).all()
    assert len(chance) == 500


ACCOUNTS = pd.DataFrame(
    {
        "region": ["N", "N", "N", "S", None],
        "industry": ["x", "x", "y", "x", "x"],
        "reference_id": [None, None, None, "A", "D"],
        "top_id": ["A", "B", "B", "D", "E"],
    },
    index=pd.Index(["A", "B", "C", "D", "E"], name="account_id"),
)


def test_links_follow_reference_group_region_and_industry():
    found = links(ACCOUNTS, "A", Rates(0.3, 0.5, 0.05, 0.01))
    told = {(r.source, r.target): (r.link, r.chance) for r in found.itertuples()}
    assert told[("A", "D")] == ("reference", 0.3)
    assert told[("D", "E")] == ("reference", 0.3)
    assert told[("A", "B")] == ("industry", 0.05)
    assert told[("A", "C")] == ("region", 0.01)
    assert told[("B", "C")] == ("group", 0.5)


def test_expected_loss_is_chance_times_value_and_idle_accounts_cannot_be_lost():
    value = pd.Series({"A": 100.0, "B": 10.0, "C": 0.0, "D": 50.0, "E": 20.0})
    found = followers(ACCOUNTS, "A", value, Rates(0.3, 0, 0, 0))
    assert set(found.rows["account_id"]) == {"D", "E"}
    assert found.expected == pytest.approx(0.3 * 50 + 0.09 * 20)


def test_no_link_no_followers():
    alone = followers(ACCOUNTS, "A", pd.Series(1.0, ACCOUNTS.index), Rates(0, 0, 0, 0))
    assert alone.expected == 0
    assert alone.rows.empty


def lost(**changes) -> object:
    yearly = pd.DataFrame(
        {"revenue": [100.0, 60.0, 40.0], "margin": [30.0, 20.0, 10.0], "region": ["N", "N", "S"]},
        index=["A", "B", "C"],
    )
    families = pd.DataFrame(
        {"account_id": ["A"], "part": ["Hinges"], "value": [100.0], "share": [0.5]}
    )
    accounts = ACCOUNTS.loc[["A", "B", "C"]]
    settings = {"owed": pd.Series({"A": 7.0}), "profit_left": 60.0} | changes
    return loss(
        "A", pd.Series({"A": "Acme"}), yearly, settings["owed"], families,
        followers(accounts, "A", yearly["revenue"], Rates(0, 0, 0, 0)),
        settings["profit_left"], "EUR",
    )  # fmt: skip


def test_a_loss_names_revenue_margin_region_and_receivables():
    found = lost()
    assert (found.share, found.region_share, found.owed) == (0.5, 0.625, 7.0)
    assert str(found.reading) == (
        "If Acme leaves, €100 of revenue and €30 of gross profit a year go with it:"
        " 50.0% of the whole."
    )


def test_so_many_such_losses_until_no_profit_is_left():
    assert lost().bearable == 2
    assert lost(profit_left=float("nan")).bearable is None


def test_a_business_without_profit_can_bear_no_loss_and_says_so():
    assert "could bear a loss" in str(lost(profit_left=-5.0).rings)


def test_without_invoices_what_is_owed_is_unknown_not_zero():
    assert np.isnan(lost(owed=None).owed)


def test_word_of_mouth_balances_at_twenty_five_of_thirty_three(golden):
    assert break_even() == pytest.approx(golden["wom_breakeven"])
    assert "75.8%" in str(word_of_mouth(8, 25))
    assert "a saying" in str(word_of_mouth(8, 25))


PAIRS = pd.DataFrame(
    {
        "account_id": ["A", "B", "C", "A"],
        "part": ["N", "N", "S", None],
        "value": [90.0, 10.0, 50.0, 5.0],
    }
)


def test_a_cut_says_which_part_hangs_on_one_account():
    found = cut(PAIRS, pd.Series({"A": "Acme", "B": "Bolt", "C": "Cog"}), "region")
    north = found.parts.set_index("part").loc["N"]
    assert (north["largest_name"], north["largest_share"], north["accounts"]) == ("Acme", 0.9, 2)
    assert north["n_eff"] == pytest.approx(1 / 0.82)
    assert found.parts["value"].sum() == PAIRS["value"].sum()


def test_a_cut_without_sales_says_nothing():
    empty = cut(PAIRS.head(0), pd.Series(dtype=str), "region")
    assert empty.parts.empty
    assert empty.reading is None
