"""True, false and potential key accounts (S2-1 to S2-4, S0-9, C15, C17, C19; methods.md section 3)."""

import numpy as np
import pandas as pd
import pytest

from kam.knobs import KeyTests
from kam.segments import Cuts, judge, lookalike, potentials, season, trend
from kam.segments.false_signs import one_off, profitless, squeezer
from kam.segments.lookalike import beginnings, indexed

RULES = KeyTests()


def test_theil_sen_and_mann_kendall_as_scipy_and_pymannkendall_give_them(golden):
    case = golden["theilsen_mk"]
    found = trend(np.array(case["x"], float))
    assert found.slope == pytest.approx(case["slope"], abs=1e-6)
    assert [found.low, found.high] == pytest.approx(case["ci"], abs=1e-6)
    assert (found.s, found.tau) == (case["S"], pytest.approx(case["tau"], abs=1e-6))
    assert found.z == pytest.approx(case["z"], abs=1e-7)
    assert found.p == pytest.approx(case["p"], abs=1e-9)


def test_months_until_is_distance_over_slope_and_never_without_growth():
    up, down = trend(np.arange(12.0)), trend(-np.arange(12.0))
    assert up.months_until(15) == pytest.approx(4)
    assert up.months_until(5) == 0
    assert down.months_until(1) == np.inf
    assert np.isnan(trend(np.array([1.0, 2.0])).slope)


def test_a_season_is_taken_out_and_drawn_towards_one():
    two_years = np.tile([10.0] * 6 + [20.0] * 6, 2)
    found = season(two_years, 12)
    # Raw factors 2/3 and 4/3; with two years they keep two thirds of their distance from 1.
    assert found[0] == pytest.approx(1 - 1 / 3 * 2 / 3)
    assert found[-1] == pytest.approx(1 + 1 / 3 * 2 / 3)
    assert season(two_years[:23], 11).tolist() == [1.0] * 23


def year(values) -> pd.Series:
    x = np.array(values, float)
    return pd.Series(
        {
            "largest_order": x.max() / x.sum(),
            "n_eff": x.sum() ** 2 / (x**2).sum(),
            "months": int((x > 0).sum()),
            "same_season": 0.0,
        }
    )


def test_evenness_of_the_worked_years(golden):
    case = golden["evenness"]
    assert year(case["seasonal"]["v"])["n_eff"] == pytest.approx(case["seasonal"]["neff"])
    assert year([6, 6] + [0] * 10)["n_eff"] == pytest.approx(case["two_neff"])


def test_a_seasonal_buyer_is_not_flagged_and_a_bulk_buyer_is(golden):
    assert one_off(year(golden["evenness"]["seasonal"]["v"]), RULES).speaks == "for"
    bulk = one_off(year([100] + [0] * 11), RULES)
    assert bulk.speaks == "against"
    assert str(bulk.sentence) == (
        "Its largest order is 100% of the year's sales; it ordered in 1 month of twelve."
    )


def test_two_even_months_are_one_off_unless_the_same_months_sold_a_year_before():
    row = year([6, 6] + [0] * 10)
    assert one_off(row, RULES).speaks == "against"
    row["same_season"] = 0.8
    assert one_off(row, RULES).speaks == "for"


def margins(revenue_share, profit_share, profit=50.0) -> pd.Series:
    return pd.Series(
        {"revenue_share": revenue_share, "profit_share": profit_share, "profit": profit}
    )


def test_volume_without_profit_is_half_the_share_of_profit():
    assert profitless(margins(0.10, 0.051), RULES, "EUR").speaks == "for"
    found = profitless(margins(0.10, 0.04), RULES, "EUR")
    assert found.speaks == "against"
    assert str(found.mend) == ("A gross profit of €63 a year at the same sales; now it is €50.")
    assert profitless(margins(0.10, float("nan")), RULES, "EUR") is None


def leaks(**changes) -> pd.Series:
    usual = {
        "leak": 0.3, "leak_before": 0.2, "leak_line": 0.1, "granted": 0.2, "granted_before": 0.2,
        "largest_leak": "discount", "largest_leak_money": 70.0, "profit": 40.0, "net": 10.0,
    }  # fmt: skip
    return pd.Series(usual | changes)


def test_a_squeezer_leaks_more_than_others_and_ever_more():
    found = squeezer(leaks(), RULES, "EUR")
    assert found.speaks == "against"
    assert str(found.mend) == "To negotiate first: Discounts, €70 a year."
    assert squeezer(leaks(leak_before=0.3), RULES, "EUR").speaks == "for"
    assert squeezer(leaks(leak=0.09), RULES, "EUR").speaks == "for"
    assert squeezer(leaks(leak=float("nan")), RULES, "EUR") is None


def test_rising_discounts_count_even_where_fewer_claims_hide_them():
    found = squeezer(leaks(leak_before=0.3, granted_before=0.15), RULES, "EUR")
    assert found.speaks == "against"
    assert str(found.sentence).endswith("Discounts alone went from 15.0% to 20.0%.")


def test_a_loss_after_service_squeezes_but_a_sale_below_cost_does_not():
    assert squeezer(leaks(leak=0.05, net=-1.0), RULES, "EUR").speaks == "against"
    assert squeezer(leaks(leak=0.05, net=-9.0, profit=-5.0), RULES, "EUR").speaks == "for"


def account(**changes) -> dict:
    return {
        "account_name": "Acme", "revenue": 100.0, "profit": 40.0, "revenue_share": 0.1,
        "profit_share": 0.1, "revenue_place": 1, "revenue_cut": 3, "profit_place": 1,
        "profit_cut": 3, "in_revenue": True, "was_big": False, "in_profit": True, "in_score": True,
        "score_rank": 1, "score_cut": 5, "scored": 10, "acceptability": 0.95, "young": False,
        "age": 30.0, "orders": 12, "usual_orders": 4, "margin": 0.4, "usual_margin": 0.35,
        **year([1] * 12), **leaks(leak_before=0.3), **changes,
    }  # fmt: skip


def verdict(**changes) -> tuple[str, str | None]:
    facts = pd.DataFrame([account(**changes)], index=["A"]).astype(object)
    row = judge(facts, {}, RULES, "EUR").rows.iloc[0]
    return row["verdict"], row["type"]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({}, ("true", None)),
        ({"acceptability": 0.5}, ("contested", None)),
        ({"in_score": False, "acceptability": 0.0}, ("contested", None)),
        ({"in_profit": False}, ("contested", None)),
        ({"in_profit": None, "profit_share": float("nan")}, ("contested", None)),
        ({"young": True}, ("too_early", None)),
        ({"in_revenue": False}, ("ordinary", None)),
        ({"in_revenue": False, "was_big": True}, ("true", None)),
        ({"in_revenue": False, "was_big": True, "in_profit": False}, ("ordinary", None)),
        ({"largest_order": 0.9}, ("false", "one_off_buyer")),
        ({"profit_share": 0.01}, ("false", "profitless_volume")),
        ({"leak_before": 0.1}, ("false", "squeezer")),
        ({"leak": 0.05, "net": -1.0, "profit_share": 0.01}, ("false", "profitless_volume")),
    ],
)
def test_the_verdict_follows_from_all_tests_together(changes, said):
    assert verdict(**changes) == said


def test_every_flag_prints_its_evidence_and_what_would_make_it_true():
    facts = pd.DataFrame([account(profit_share=0.01, in_profit=False)], index=["A"]).astype(object)
    found = judge(facts, {}, RULES, "EUR")
    against = [e.rule for e in found.evidence["A"] if e.speaks == "against"]
    assert against == ["profitless_volume", "profit_set"]
    assert len(found.mends("A")) == 2
    assert "0 of 1 big account" in str(found.reading)


def growing(slope=3.0, start=10.0, months=24):
    return [start + slope * m for m in range(months)]


def small(**changes) -> pd.DataFrame:
    usual = {"revenue": 500.0, "orders": 12, "quarters": 4, "largest_order": 0.1, "age": 24}
    return pd.DataFrame([usual | changes], index=["P"])


def found_in(facts, path, cut=1_500.0, models=()):
    # Together with the others no month of the year stands out.
    table = pd.DataFrame([path, [1_000 - x for x in path]], index=["P", "OTHERS"])
    cuts = Cuts(cut, float("nan"))
    return potentials(facts, table, None, pd.Index(models), cuts, 12, RULES, "EUR")


def test_steady_growth_towards_a_key_accounts_size_is_potential():
    found = found_in(small(), growing())["P"]
    # It grows by 3 a month from 79 now; 1,500 a year are 125 a month.
    assert found.trend.slope == pytest.approx(3)
    assert found.months_to_key == pytest.approx((125 - 79) / 3)
    assert "key account's size in 16 months" in str(found.sentence)


@pytest.mark.parametrize(
    "changes",
    [{"orders": 2}, {"quarters": 1}, {"largest_order": 0.6}, {"age": 5}, {"revenue": 10.0}],
)
def test_the_guards_of_c19_keep_a_one_off_from_being_potential(changes):
    assert found_in(small(**changes), growing()) == {}


def test_no_growth_or_a_goal_too_far_is_not_potential():
    assert found_in(small(), [30.0, 10.0] * 12) == {}
    assert found_in(small(), growing(), cut=5_000.0) == {}


def test_a_lookalike_is_named_with_the_difference_in_size():
    path = [0.0] * 3 + [10.0, 12, 14, 16, 18, 20, 22, 24, 26, 28, 30, 32]
    months = pd.DataFrame(
        {i: row for i, row in enumerate(zip(
            path, [5 * x for x in path], [0.0] * 3 + [30.0] * 12, [9.0] * 15, strict=True,
        ))}, index=["P", "MODEL", "FLAT", "OLD"],
    )  # fmt: skip
    found = lookalike("P", months, pd.Index(["MODEL", "FLAT", "OLD"]))
    assert (found.account_id, found.times_larger) == ("MODEL", pytest.approx(5))
    assert found.distance == pytest.approx(0, abs=1e-9)
    assert "was 5.0 times as large then" in str(found.sentence)
    # Who bought in the file's first month began earlier than the file.
    assert "OLD" not in beginnings(months, 4).index
    assert lookalike("P", months, pd.Index([])) is None


def test_few_quarters_are_drawn_towards_the_average_path():
    steep = pd.DataFrame([[1.0, 10, 100], [10, 10, 10]], index=["A", "B"])
    drawn = indexed(steep)
    assert drawn.loc["A"].max() < np.log(10)
    assert drawn.loc["B"].max() > 0
    assert indexed(steep, caution=0).loc["B"].tolist() == [0, 0, 0]
