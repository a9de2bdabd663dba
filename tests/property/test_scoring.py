"""What holds for the score whatever the accounts are."""

import numpy as np
import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from kam.indicators import INDICATORS, MEASURES
from kam.policy import Policy
from kam.scoring import explain, score

YARDSTICK = pd.DataFrame(
    {
        "worst": [0.0 if m.better == "high" else 100.0 for m in MEASURES.values()],
        "typical": 50.0,
        "best": [100.0 if m.better == "high" else 0.0 for m in MEASURES.values()],
        "median": 45.0,
    },
    index=list(MEASURES),
)
number = st.one_of(st.floats(-50, 150), st.just(float("nan")))
account = st.lists(number, min_size=len(MEASURES), max_size=len(MEASURES))
weights = st.lists(st.floats(0, 50), min_size=12, max_size=12).filter(lambda w: sum(w) > 1)


def frame(rows):
    return pd.DataFrame(rows, columns=list(MEASURES), index=[f"A{i}" for i in range(len(rows))])


@settings(max_examples=60, deadline=None)
@given(st.lists(account, min_size=1, max_size=6), weights)
def test_the_score_lies_in_its_interval_and_between_0_and_100(rows, points):
    policy = Policy().with_points(dict(zip(INDICATORS, points, strict=True)))
    found = score(frame(rows), YARDSTICK, policy).table
    slack = 1e-9
    assert (found["low"] <= found["score"] + slack).all()
    assert (found["score"] <= found["high"] + slack).all()
    assert found["low"].min() >= -slack
    assert found["high"].max() <= 100 + slack
    assert (found["best_rank"] <= found["rank"]).all()
    assert (found["rank"] <= found["worst_rank"]).all()
    assert sorted(found["rank"]) == list(range(1, len(rows) + 1))


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.floats(0, 100), min_size=18, max_size=18),
    st.lists(st.floats(0, 30), min_size=18, max_size=18),
    weights,
)
def test_better_on_every_indicator_ranks_no_lower(values, gains, points):
    policy = Policy().with_points(dict(zip(INDICATORS, points, strict=True)))
    signs = np.array([1 if m.better == "high" else -1 for m in MEASURES.values()])
    better = np.array(values) + signs * np.array(gains)
    found = score(frame([values, better.tolist()]), YARDSTICK, policy).table["score"]
    assert found["A1"] >= found["A0"] - 1e-9


@settings(max_examples=40, deadline=None)
@given(st.lists(account, min_size=2, max_size=5), weights)
def test_a_score_does_not_depend_on_the_other_accounts(rows, points):
    policy = Policy().with_points(dict(zip(INDICATORS, points, strict=True)))
    together = score(frame(rows), YARDSTICK, policy).table["score"]
    alone = score(frame(rows[:1]), YARDSTICK, policy).table["score"]
    assert abs(together["A0"] - alone["A0"]) < 1e-9


@settings(max_examples=40, deadline=None)
@given(weights, st.floats(0.1, 20))
def test_only_the_proportions_of_weights_count(points, factor):
    values = frame([list(np.linspace(0, 100, 18)), list(np.linspace(100, 0, 18))])
    plain = Policy().with_points(dict(zip(INDICATORS, points, strict=True)))
    scaled = Policy().with_points(dict(zip(INDICATORS, [p * factor for p in points], strict=True)))
    first, second = (score(values, YARDSTICK, p).table["score"] for p in (plain, scaled))
    assert np.allclose(first, second)


@settings(max_examples=60, deadline=None)
@given(st.lists(account, min_size=1, max_size=6), weights)
def test_contributions_add_up_to_the_score_and_differences_to_its_distance_from_the_mean(
    rows, points
):
    policy = Policy().with_points(dict(zip(INDICATORS, points, strict=True)))
    found = score(frame(rows), YARDSTICK, policy)
    assert np.allclose(found.contributions.sum(axis=1), found.table["score"], atol=1e-9)
    told = explain(found, "A0")
    apart = found.table.at["A0", "score"] - found.table["score"].mean()
    assert abs(told.differences.sum() - apart) < 1e-9
