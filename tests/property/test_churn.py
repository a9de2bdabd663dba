"""What holds for every churn model, whatever the past was."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from kam.churn.features import FEATURES
from kam.churn.model import SIGNS, Training, train
from kam.churn.rhythm import log_likelihood, no_order_within

SEEDS = st.integers(0, 10_000)


def past(seed, accounts=60, snapshots=3):
    """Random features and leavers, the true weights as often against the trade as with it."""
    dice = np.random.default_rng(seed)
    rows = accounts * snapshots
    x = dice.standard_normal((rows, len(FEATURES))) * dice.uniform(0.1, 5, len(FEATURES))
    eta = x @ dice.standard_normal(len(FEATURES)) * dice.uniform(0, 1.5) - 1
    left = (dice.random(rows) < 1 / (1 + np.exp(-eta))).astype(int)
    left[:2] = 0, 1
    account, day = (
        np.tile(np.arange(accounts), snapshots),
        np.repeat(np.arange(snapshots), accounts),
    )
    return Training(x, left, account, day, x[:, 0], x[:, 1])


@settings(max_examples=25, deadline=None)
@given(SEEDS)
def test_no_weight_ever_has_the_wrong_sign(seed):
    model = train(past(seed))
    assert (model.weights * SIGNS >= 0).all()


@settings(max_examples=15, deadline=None)
@given(SEEDS, st.integers(0, len(FEATURES) - 1), st.floats(0, 10))
def test_more_of_what_the_trade_fears_never_lowers_the_risk(seed, feature, more):
    rows = past(seed)
    model = train(rows)
    worse = rows.x.copy()
    worse[:, feature] += more * SIGNS[feature]
    assert (model.probability(worse) >= model.probability(rows.x) - 1e-12).all()


@settings(max_examples=10, deadline=None)
@given(SEEDS)
def test_on_its_own_past_the_mean_probability_is_the_share_that_left(seed):
    rows = past(seed)
    assert abs(train(rows).probability(rows.x).mean() - rows.left.mean()) < 1e-4


@settings(max_examples=8, deadline=None)
@given(SEEDS)
def test_the_probability_lies_inside_its_interval_and_effects_add_up(seed):
    rows = past(seed)
    model = train(rows, intervals=True)
    p = model.probability(rows.x)
    low, high = model.interval(rows.x)
    assert ((low <= p + 1e-12) & (p <= high + 1e-12)).all()
    eta = model.intercept + model.effects(rows.x).sum(axis=1)
    np.testing.assert_allclose(np.log(p / (1 - p)), eta, atol=1e-8)


@settings(max_examples=50, deadline=None)
@given(
    st.tuples(*(st.floats(0.05, 8) for _ in range(4))),
    st.integers(0, 60), st.floats(0.1, 100), st.floats(0, 60), st.floats(0.1, 60),
)  # fmt: skip
def test_the_chance_of_no_order_is_a_chance(params, x, t_x, quiet, weeks):
    seen = np.array([float(x)]), np.array([t_x if x else 0.0]), np.array([t_x + quiet])
    p = no_order_within(params, *seen, weeks)[0]
    assert 0 <= p <= 1
    assert np.isfinite(log_likelihood(params, *seen)[0])
    assert no_order_within(params, *seen, weeks * 2)[0] <= p + 1e-9
