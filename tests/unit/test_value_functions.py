"""What a value is worth: five shapes, read both ways, on anchors a policy may set."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kam.curves import SHAPES, Curve
from kam.policy import Policy
from kam.scoring import ruler, score, worth_of
from kam.scoring.value_functions import value_at

YARDSTICK = pd.DataFrame(
    {"worst": [0.0, 12.0], "typical": [10.0, 4.0], "best": [50.0, 1.0], "median": [9.0, 4.0]},
    index=["order_value", "kinds_per_order"],
)


def mark(shape, worst=0.0, typical=10.0, best=50.0):
    return pd.Series({"worst": worst, "typical": typical, "best": best, "shape": shape})


@pytest.mark.parametrize(
    ("shape", "at_half_way"), [("linear", 0.6875), ("concave", 0.75), ("convex", 0.25),
                               ("threshold", 1.0), ("log", 0.86)],
)  # fmt: skip
def test_each_shape_half_way_between_worst_and_best(shape, at_half_way):
    found = worth_of(np.array([0.0, 25.0, 50.0]), mark(shape))
    assert found == pytest.approx([0, at_half_way, 1], abs=0.01)


def test_by_ratio_every_doubling_counts_the_same():
    found = worth_of(np.array([100.0, 200.0, 400.0, 800.0, 1600.0]), mark("log", 100, 300, 1600))
    assert np.diff(found) == pytest.approx([0.25] * 4, abs=0.002)


def test_a_threshold_pays_from_the_typical_value_on_in_either_direction():
    assert worth_of(np.array([9.9, 10, np.nan]), mark("threshold"))[:2].tolist() == [0, 1]
    falling = worth_of(np.array([7.0, 7.1]), mark("threshold", 45, 7, 0))
    assert falling.tolist() == [1, 0]


@given(
    st.sampled_from(sorted(SHAPES)),
    st.floats(-100, 100), st.floats(0, 1), st.floats(0.1, 100), st.booleans(), st.floats(0, 1),
)  # fmt: skip
def test_worth_never_falls_from_worst_to_best_and_reads_back(shape, worst, part, span, up, v):
    best = worst + span if up else worst - span
    row = mark(shape, worst, worst + part * (best - worst), best)
    x = np.linspace(worst, best, 50)
    found = worth_of(x, row)
    assert (np.diff(found) >= -1e-9).all()
    assert found.min() >= 0
    assert found.max() <= 1 + 1e-12
    back = worth_of(np.array([value_at(v, row)]), row)[0]
    if shape != "threshold" and (shape != "linear" or 0.01 < part < 0.99):
        assert back == pytest.approx(v, abs=1e-6)
    else:
        assert back >= v - 1e-9


def test_c2_turning_the_order_mix_exchanges_its_anchors():
    turned = ruler(YARDSTICK, Policy(order_mix_better="high"))
    assert turned.loc["kinds_per_order", ["worst", "best"]].tolist() == [1.0, 12.0]
    assert turned.loc["order_value", ["worst", "best"]].tolist() == [0.0, 50.0]


def test_a_policy_sets_single_anchors_and_keeps_the_typical_one_between():
    set_one = Policy().with_curve(Curve("order_value", "concave", best=5.0))
    assert ruler(YARDSTICK, set_one).loc["order_value"].tolist() == [0.0, 5.0, 5.0, 9.0, "concave"]
    assert "shape" not in YARDSTICK


def values(**columns):
    from kam.indicators import MEASURES

    frame = pd.DataFrame(np.nan, index=["A", "B"], columns=list(MEASURES))
    return frame.assign(**columns)


@pytest.mark.parametrize(("way", "worth"), [("median", 0.5), ("half", 0.5), ("worst", 0.0)])
def test_the_unknown_counts_as_the_policy_says(way, worth):
    policy = Policy(missing=(("order_mix", way),))
    found = score(values(kinds_per_order=[1.0, np.nan]), YARDSTICK, policy)
    assert found.worths.at["B", "order_mix"] == pytest.approx(worth, abs=1e-4)
    assert found.worths.at["A", "order_mix"] == 1
    assert found.table.at["B", "low"] <= found.table.at["B", "score"] <= found.table.at["B", "high"]


def test_an_indicator_switched_off_counts_nothing_and_keeps_its_points():
    policy = Policy(off=("order_mix",))
    assert policy.fractions["order_mix"] == 0
    assert sum(policy.fractions.values()) == pytest.approx(1)
    assert policy.points["order_mix"] == 6
    assert policy.rounded.points["order_mix"] == 6
    assert sum(policy.units) == 10_000
