"""Whole numbers: page, link, live view and command line hold the same ranking."""

import numpy as np
import pandas as pd
import pytest

from kam.indicators import INDICATORS, MEASURES
from kam.policy import PRESETS, Policy
from kam.scoring import score
from kam.scoring.exact import GRID, on_grid, places, whole_scores

YARDSTICK = pd.DataFrame(
    {"worst": 0.0, "typical": 50.0, "best": 100.0, "median": 40.0}, index=list(MEASURES)
)


def portfolio(n, seed=11):
    dice = np.random.default_rng(seed)
    values = dice.uniform(-20, 120, (n, len(MEASURES)))
    values[dice.random(values.shape) < 0.1] = np.nan
    values[n // 2 :: 3] = values[:1]
    return pd.DataFrame(values, columns=list(MEASURES), index=[f"A{i:04}" for i in range(n)])


@pytest.mark.parametrize("name", PRESETS)
def test_units_add_up_to_ten_thousand_and_are_nearest(name):
    policy = Policy().with_preset(name)
    assert sum(policy.units) == 10_000
    fractions = policy.fractions.values()
    assert all(abs(u - 10_000 * f) < 1 for u, f in zip(policy.units, fractions, strict=True))
    assert policy.rounded.units == policy.units
    assert policy.rounded.rounded is policy.rounded or policy.rounded.rounded == policy.rounded


def test_the_ranking_is_that_of_whole_numbers():
    policy = Policy().with_points({"tenure": 7.5, "payment_terms": 3.25}).rounded
    found = score(portfolio(600), YARDSTICK, policy)
    q = on_grid(found.worths.to_numpy())
    assert (q / GRID == found.worths.to_numpy()).all()
    exact = whole_scores(q, policy.units)
    assert exact.max() < 2**31
    assert places(exact, list(found.worths.index)).tolist() == found.table["rank"].tolist()
    assert found.table["score"].to_numpy() == pytest.approx(exact * 100 / (GRID * 10_000))


def test_finer_weights_keep_the_same_worths():
    fine = Policy().with_points({"tenure": 6.0001234})
    values = portfolio(50)
    first, second = (score(values, YARDSTICK, p) for p in (fine, fine.rounded))
    assert first.worths.equals(second.worths)
    assert first.fractions != second.fractions


def test_equal_accounts_are_equal_to_the_last_digit_and_ordered_by_id():
    found = score(portfolio(90), YARDSTICK, Policy()).table
    twins = found.loc[[f"A{i:04}" for i in range(45, 90, 3)]]
    assert twins["score"].nunique() == 1
    assert twins["rank"].is_monotonic_increasing
    assert len(INDICATORS) == 12
