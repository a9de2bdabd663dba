"""What holds for all amounts."""

import numpy as np
import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from kam.concentration import concentrate, gini_with_returns
from kam.service_cost import LEAKS, ServiceCost
from kam.whale import whale

positive = st.lists(st.integers(1, 10**9), min_size=1, max_size=60)


def frame(values):
    ids = [f"{i:03d}" for i in range(len(values))]
    return pd.DataFrame(
        {"account_id": ids, "account_name": ids, "value": np.asarray(values, float)}
    )


@given(positive)
def test_doubling_every_amount_changes_no_share(values):
    once, twice = concentrate(frame(values)), concentrate(frame([2 * v for v in values]))
    np.testing.assert_allclose(once.rows["share"], twice.rows["share"])
    assert once.k80 == twice.k80
    assert once.rows["class"].tolist() == twice.rows["class"].tolist()


@given(positive, st.integers(1, 30))
def test_accounts_without_sales_change_neither_k80_nor_hhi(values, zeros):
    bare, padded = concentrate(frame(values)), concentrate(frame([*values, *[0] * zeros]))
    assert bare.k80 == padded.k80
    np.testing.assert_allclose(bare.hhi, padded.hhi)


@given(positive)
def test_k80_is_the_smallest_set_that_reaches_the_share(values):
    answer = concentrate(frame(values))
    shares = answer.rows["share"].to_numpy()
    assert shares[: answer.k80].sum() >= 0.8 - 1e-8
    assert shares[: answer.k80 - 1].sum() < 0.8 + 1e-8


amounts_with_returns = st.lists(st.integers(-(10**6), 10**9), min_size=2, max_size=40)


@given(amounts_with_returns)
def test_the_gini_that_keeps_returns_stays_between_0_and_1(values):
    g = gini_with_returns(np.asarray(values, float))
    assert np.isnan(g) or -1e-9 <= g <= 1 + 1e-9


@given(positive, st.floats(0.05, 1.0))
def test_fewest_and_brought_by_are_each_others_inverse(values, share):
    answer = concentrate(frame(values))
    n = answer.fewest(share)
    assert answer.brought_by(n) >= share - 1e-8
    assert answer.brought_by(n - 1) < share + 1e-8


@given(st.lists(st.integers(-500, 500), min_size=1, max_size=30), st.integers(0, 400))
def test_the_waterfall_of_all_accounts_ends_at_their_net_profit(profits, discount):
    columns = pd.DataFrame(0.0, index=[str(i) for i in range(len(profits))], columns=list(LEAKS))
    columns["discount"] = discount
    columns["revenue"], columns["net_profit"] = 1000.0, [float(p) for p in profits]
    columns["list_value"] = columns["revenue"] + discount
    columns["gross_profit"], columns["cost_to_serve"] = columns["net_profit"], 0.0
    columns["goods"] = columns["revenue"] - columns["gross_profit"]
    found = whale(ServiceCost(columns, ()), pd.Series(dtype=str), 0.0, None)
    steps = found.waterfall()
    first, last = steps["amount"].iloc[0], steps["level"].iloc[-1]
    assert first + steps.loc[~steps["total"], "amount"].sum() == np.float64(last).round(6)
