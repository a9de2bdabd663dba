"""The score: what it promises about unknown values, ties, directions and its explanation."""

import numpy as np
import pandas as pd
import pytest

from kam.indicators import INDICATORS, MEASURES
from kam.policy import Policy
from kam.scoring import explain, reading, score, summary, worth


def yardstick():
    return pd.DataFrame(
        {"worst": 0.0, "typical": 50.0, "best": 100.0, "median": 40.0}, index=list(MEASURES)
    )


def measured(**rows):
    frame = pd.DataFrame(rows).T.reindex(columns=list(MEASURES))
    return frame.astype(float)


def full(value):
    return dict.fromkeys(MEASURES, value)


def test_all_at_best_scores_100_and_all_at_worst_0():
    found = score(measured(good=full(100), bad=full(0)), yardstick(), Policy()).table
    assert found["score"].to_dict() == pytest.approx({"good": 100, "bad": 0})
    assert found["rank"].to_dict() == {"good": 1, "bad": 2}


def test_contributions_add_up_to_the_score_s1_21():
    dice = np.random.default_rng(3)
    values = measured(
        **{f"A{i}": dict(zip(MEASURES, dice.uniform(-20, 120, 18), strict=True)) for i in range(9)}
    )
    found = score(values, yardstick(), Policy())
    assert found.contributions.sum(axis=1).tolist() == pytest.approx(found.table["score"].tolist())


def test_an_unknown_part_counts_as_the_frozen_median_and_widens_the_interval():
    known = full(100)
    some = {**known, "tenure_years": np.nan}
    found = score(measured(some=some), yardstick(), Policy()).table.loc["some"]
    weight = 100 * Policy().fractions["tenure"]
    assert found["score"] == pytest.approx(100 - weight * (1 - 0.4))
    assert found["low"] == pytest.approx(100 - weight)
    assert found["high"] == pytest.approx(100)
    assert found["completeness"] == pytest.approx(1 - weight / 100)


def test_a_judged_grade_stands_in_only_where_nothing_is_measured():
    values = full(np.nan) | {"price_grade": 100.0}
    both = full(np.nan) | {"price_grade": 100.0, "price_pressure": 0.0}
    found = score(measured(judged=values, measured=both), yardstick(), Policy())
    assert found.worths.loc["judged", "price_sensitivity"] == 1.0
    assert found.worths.loc["measured", "price_sensitivity"] == 0.0


def test_equal_scores_are_ordered_by_id():
    found = score(measured(B=full(50), A=full(50)), yardstick(), Policy()).table
    assert found["rank"].to_dict() == {"A": 1, "B": 2}


def test_the_order_mix_turns_with_one_knob_c2():
    values = measured(few=full(10), many=full(90))
    as_article = score(values, yardstick(), Policy()).worths["order_mix"]
    turned = score(values, yardstick(), Policy(order_mix_better="high")).worths["order_mix"]
    assert turned.tolist() == pytest.approx((1 - as_article).tolist(), abs=1 / 65_535)


def test_equal_anchors_do_not_discriminate():
    flat = yardstick().assign(worst=5.0, typical=5.0, best=5.0)
    values = measured(A=full(1), B=full(9), C=full(np.nan))
    found = worth(values, flat)
    assert found.loc[["A", "B"]].to_numpy() == pytest.approx(0.5)
    assert found.loc["C"].isna().all()


def test_a_falling_measure_is_worth_most_at_its_low_end():
    falling = yardstick().assign(worst=45.0, typical=7.0, best=0.0)
    found = worth(measured(A=full(0), B=full(7), C=full(60)), falling)
    assert found["days_past_due"].tolist() == pytest.approx([1, 0.5, 0])


def test_the_explanation_adds_up_to_the_distance_from_the_average():
    values = measured(A=full(100), B=full(20), C=full(60))
    found = score(values, yardstick(), Policy())
    told = explain(found, "A")
    assert told.differences.sum() == pytest.approx(
        found.table.at["A", "score"] - told.average_score
    )
    assert str(told.sentence).startswith("Lifted by Order margin")


def test_the_reading_names_the_leader_and_what_the_weights_changed():
    strong = full(20) | {"tenure_years": 100.0}
    values = measured(**{f"A{i:02}": full(50 + i) for i in range(12)}, Old=strong)
    names = pd.Series(values.index, index=values.index)
    before = score(values, yardstick(), Policy())
    same = reading(before, names, before)
    assert str(same).startswith("A11 leads with 61 of 100 points")
    moved = score(
        values, yardstick(), Policy().with_points(dict.fromkeys(INDICATORS, 0) | {"tenure": 9})
    )
    told = str(reading(moved, names, before))
    assert told.startswith("Old leads with 100 of 100 points, above all for Length of cooperation.")
    assert told.endswith("bring 1 other account into the first ten.")
    figures = {f.id: f.quantity.value for f in summary(moved, before)}
    assert figures["moved"] == 13
    assert figures["unknown"] == 0
