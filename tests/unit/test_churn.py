"""Who may leave: order days, labels, features, training and verdict, on data one can check by hand."""

import numpy as np
import pandas as pd
import pytest

from kam import churn
from kam.churn import _history, _known, _rated
from kam.churn.evaluate import auc, calibration_slope, judge, lift, metrics
from kam.churn.features import FEATURES, snapshot
from kam.churn.labels import events_of, population, schedule, usual_horizon
from kam.churn.model import single, together, train
from kam.churn.rhythm import no_order_within

START = pd.Timestamp(2024, 1, 1)
NAMES = list(FEATURES)


def bought(**days_by_account):
    """Purchases of 100 on the given day numbers; a tuple gives (day, amount)."""
    rows = []
    for name, days in days_by_account.items():
        for day in days:
            day, amount = day if isinstance(day, tuple) else (day, 100.0)
            rows.append((name, START + pd.Timedelta(days=day), "P", amount))
    purchases = pd.DataFrame(rows, columns=["account_id", "day", "product_id", "revenue"])
    return purchases.astype({"day": "datetime64[us]", "revenue": float})


def company(accounts=120, days=900, seed=3):
    """Buyers with a rhythm of their own; two in five leave after a few slower, smaller orders."""
    dice = np.random.default_rng(seed)
    rows = []
    for number in range(accounts):
        gap, day = dice.uniform(12, 40), dice.uniform(0, 200)
        end = dice.uniform(250, days) if dice.random() < 0.4 else days + 1
        while day < min(end, days):
            fading = end - day < 120
            for product in range(1 if fading else int(dice.integers(2, 6))):
                amount = dice.uniform(20, 60) if fading else dice.uniform(60, 200)
                rows.append((f"A{number}", START + pd.Timedelta(days=int(day)), product, amount))
            day += gap * dice.uniform(0.5, 1.5) * (1.6 if fading else 1)
    frame = pd.DataFrame(rows, columns=["account_id", "day", "product_id", "revenue"])
    return frame.astype({"product_id": str})


def day_of(number):
    return (START + pd.Timedelta(days=number)).date()


# --- order days, horizon, snapshots ----------------------------------------------------------------


def test_an_event_is_a_day_with_a_positive_amount():
    purchases = bought(a=[0, (0, 50.0), (3, -100.0), (5, 0.0), (7, 80.0), (7, -500.0)])
    events = events_of(purchases)
    assert events.day.tolist() == [0, 7]
    assert events.revenue.tolist() == [150.0, 80.0]


def test_accounts_quiet_for_the_horizon_or_longer_are_not_rated():
    events = events_of(bought(other=[0], quiet=[10], nearly=[11], later=[101]))
    codes, _ = population(events, 100, 90)
    assert events.ids[codes].tolist() == ["nearly"]


def test_an_order_on_the_last_day_of_the_horizon_means_that_they_stayed():
    events = events_of(bought(stays=[0, 190], leaves=[0, 191], returns=[0, (150, -10.0), 400]))
    codes, left = population(events, 100, 90)
    assert len(codes) == 0
    codes, left = population(events, 50, 140)
    assert dict(zip(events.ids[codes].tolist(), left.tolist(), strict=True)) == {
        "stays": False, "leaves": True, "returns": True,
    }  # fmt: skip


def test_an_order_on_the_snapshot_day_itself_is_known_and_no_answer():
    events = events_of(bought(a=[0, 50]))
    codes, left = population(events, 50, 60)
    assert left.tolist() == [True]
    assert snapshot(events, 50, 60, codes).recency.tolist() == [0.0]


@pytest.mark.parametrize(
    ("gaps", "horizon"),
    [
        ([7] * 20, 30),  # never below 30 days
        ([92] * 12, 180),  # all order quarterly: 90 days would call each of them gone
        ([30] * 8 + [100] * 2, 90),
        ([20] * 17 + [200] * 3, 180),
        ([2000] * 3, 730),
    ],
)
def test_the_horizon_follows_the_gaps(gaps, horizon):
    assert usual_horizon(events_of(bought(a=[0, *np.cumsum(gaps)]))) == horizon


def test_a_few_who_order_daily_do_not_set_the_horizon_of_the_others():
    weekly = {f"w{i}": range(0, 700, 60) for i in range(9)}
    assert usual_horizon(events_of(bought(daily=range(700), **weekly))) == 90


def test_with_a_single_order_there_is_no_gap_and_the_horizon_is_a_quarter():
    assert usual_horizon(events_of(bought(a=[0]))) == 90


@pytest.mark.parametrize(("last", "horizon"), [(1000, 90), (671, 120), (400, 120), (300, 90)])
def test_every_test_has_an_older_snapshot_whose_outcome_was_known(last, horizon):
    plan = schedule(last, horizon)
    days = np.array(plan.snapshots)
    assert plan.tests >= 3
    assert days[-1] == last - horizon
    assert (np.diff(days) == plan.step).all()
    for test in days[-plan.tests :]:
        assert (days + horizon <= test).any()


def test_a_history_too_short_for_any_test_has_none():
    assert schedule(100, 90).tests == 0
    assert schedule(20, 90).snapshots == ()


# --- nothing later than the day is read ------------------------------------------------------------


def test_features_of_a_snapshot_do_not_change_when_rows_after_it_do():
    purchases = company(40, 500)
    later = purchases["day"] > purchases["day"].min() + pd.Timedelta(days=300)
    changed = purchases.copy()
    changed.loc[later, "revenue"] *= 7
    changed = changed[~later | (np.arange(len(changed)) % 3 > 0)]
    found = []
    for frame in (purchases, changed, purchases[~later]):
        events = events_of(frame)
        codes, _ = population(events, 300, 90)
        snap = snapshot(events, 300, 90, codes)
        found.append(pd.DataFrame(snap.x, index=events.ids[codes], columns=NAMES))
    pd.testing.assert_frame_equal(found[0], found[1])
    pd.testing.assert_frame_equal(found[0], found[2])


def test_what_comes_after_the_as_of_day_changes_no_answer():
    purchases = company(120, 900)
    as_of = day_of(700)
    known = purchases[purchases["day"] <= pd.Timestamp(as_of)]
    wild = purchases.copy()
    wild.loc[wild["day"] > pd.Timestamp(as_of), "revenue"] *= 1000
    answers = [churn.assess(f, as_of, horizon_days=90) for f in (known, purchases, wild)]
    for other in answers[1:]:
        pd.testing.assert_frame_equal(answers[0].rows, other.rows)
        assert answers[0].evaluation.as_dict() == other.evaluation.as_dict()


def test_no_label_from_after_the_test_day_is_learnt_from():
    purchases, horizon = company(120, 900), 90
    events = events_of(purchases)
    plan = schedule(events.last, horizon)
    history = _history(events, plan)
    test, _ = history[-2]
    rows = _known(history, test.day, horizon)
    assert rows.day.max() + horizon <= test.day
    # Someone who knew the future would rate otherwise once it is another one.
    future = events.day > test.day
    other = purchases[
        (purchases["day"] <= START + pd.Timedelta(days=int(test.day) + (events.start - START).days))
        | (purchases["account_id"].str[1:].astype(int) % 2 == 0)
    ]
    assert future.any()
    changed = _history(events_of(other), plan)
    same = next(snap for snap, _ in changed if snap.day == test.day)
    before, after = _rated(test, rows), _rated(same, _known(changed, test.day, horizon))
    for model in before:
        np.testing.assert_allclose(before[model], after[model], rtol=1e-9)
    labels = [dict((s.day, left.sum()) for s, left in h) for h in (history, changed)]
    assert labels[0][test.day] != labels[1][test.day]


# --- features --------------------------------------------------------------------------------------


def test_the_seven_features_of_an_account_by_hand():
    purchases = pd.concat(
        [
            bought(a=[0, 20, 40, (70, 400.0), (95, 200.0)], b=[0, 100]),
            bought(a=[(95, 100.0)]).assign(product_id="Q"),
        ]
    )
    events = events_of(purchases)
    snap = snapshot(events, 100, 60, np.array([0]))
    x = dict(zip(NAMES, snap.x[0], strict=True))
    assert x["orders"] == pytest.approx(np.log(5))
    assert x["order_value"] == pytest.approx(np.log1p(1000 / 5))
    assert x["recent_revenue"] == pytest.approx(np.log1p(700))  # days 41 to 100
    assert x["order_trend"] == 1 - 1  # day 95; day 70 is just in the half before
    assert x["products"] == pytest.approx(np.log1p(2))
    gaps = np.array([20, 20, 30, 25])
    assert x["gap_variation"] == pytest.approx(gaps.std() / gaps.mean())
    assert snap.recency.tolist() == [5.0]
    assert snap.usual_gap.tolist() == [22.5]
    assert x["rhythm"] == pytest.approx(np.log(snap.p0[0] / (1 - snap.p0[0])))


def test_an_account_with_one_order_day_has_no_usual_gap():
    events = events_of(bought(once=[90], often=[0, 30, 60, 90]))
    snap = snapshot(events, 100, 60, np.array([0, 1]))
    by_name = dict(zip(events.ids.tolist(), snap.usual_gap, strict=True))
    assert np.isnan(by_name["once"])
    assert by_name["often"] == 30.0


def test_silence_makes_no_order_likelier_and_a_longer_horizon_less_likely():
    params = (0.24, 4.4, 0.79, 2.4)
    x, t_x = np.full(3, 6.0), np.full(3, 20.0)
    quiet = no_order_within(params, x, t_x, np.array([20.0, 30.0, 60.0]), 12)
    assert (np.diff(quiet) > 0).all()
    spans = [no_order_within(params, x[:1], t_x[:1], t_x[:1] + 5, w)[0] for w in (1, 12, 52)]
    assert 1 > spans[0] > spans[1] > spans[2] > 0
    once = no_order_within(params, np.zeros(1), np.zeros(1), np.array([50.0]), 12)
    assert once[0] > 0.5  # P(alive) would call a one-time buyer certainly alive


# --- model, verdict, reasons -----------------------------------------------------------------------


@pytest.fixture(scope="module")
def answer():
    purchases = company()
    return churn.assess(purchases, purchases["day"].max().date(), horizon_days=90)


def test_a_company_whose_leavers_fade_first_can_be_told(answer):
    found = answer.evaluation
    assert found.verdict == answer.verdict == "usable"
    assert found.models["logistic"]["auc"] > 0.8
    assert found.models["logistic"]["log_loss"] < found.models["base_rate"]["log_loss"]
    assert set(found.models) == {"logistic", "rhythm_rule", "recency", "bg_nbd", "base_rate"}
    text = str(answer.verdict_text)
    assert f"{100 * found.models['logistic']['auc']:.0f} of 100 pairs" in text
    assert str(answer.label) == (
        "Leaving means: no order for 90 days. Rated are accounts with an order in the last 90 days."
    )


def test_only_active_accounts_are_rated_and_each_inside_its_interval(answer):
    rows = answer.rows
    rated = rows["probability"].notna()
    assert rated.equals(rows["recency_days"] < 90)
    assert (rows.loc[~rated, "state"] == "lapsed").all()
    assert rows.loc[rated, "probability"].between(0.001, 0.999).all()
    assert (rows.loc[rated, "low"] <= rows.loc[rated, "probability"]).all()
    assert (rows.loc[rated, "probability"] <= rows.loc[rated, "high"]).all()


def test_contributions_and_intercept_add_up_to_the_log_odds():
    events = events_of(company())
    plan = schedule(events.last, 90)
    rows = together(_history(events, plan))
    model = train(rows)
    p = model.probability(rows.x)
    summed = model.intercept + model.effects(rows.x).sum(axis=1)
    np.testing.assert_allclose(summed, np.log(p / (1 - p)), rtol=1e-9, atol=1e-9)


def test_the_rule_of_thumb_never_calls_the_later_account_the_safer_one():
    late = np.linspace(-2, 2, 400)
    often = (np.arange(400) % 10 < 2).astype(int)
    rising = single(late, ((late > 0) & (np.arange(400) % 3 > 0)).astype(int))
    assert (np.diff(rising(late)) >= 0).all()
    against = single(late, ((late < 0) & (np.arange(400) % 3 > 0)).astype(int))
    assert against(late) == pytest.approx(1 / 3, abs=0.01)
    assert single(late, often)(late).mean() == pytest.approx(0.2, abs=1e-3)


def test_the_reasons_of_an_account_are_its_largest_effects(answer):
    rows = answer.rows
    riskiest = rows["probability"].idxmax()
    effects = answer.effects[answer.places[riskiest]]
    given = answer.reasons_of(riskiest)
    assert 1 <= len(given) <= 3
    assert given[0].effect == pytest.approx(effects[np.argmax(np.abs(effects))])
    sizes = [abs(r.effect) for r in given]
    assert sizes == sorted(sizes, reverse=True)
    assert given[0].effect > 0
    assert answer.reasons_of("nobody") == ()


def test_reasons_count_one_order_and_many(answer):
    rhythm, orders, trend, products = (
        FEATURES[name].reason for name in ("rhythm", "orders", "order_trend", "products")
    )
    facts = answer.now.facts(0).__class__
    one, many = facts(5, np.nan, 1, 1, 0, 1), facts(40, 20, 12, 3, 5, 8)
    assert str(orders(one, True)) == "only 1 order day so far"
    assert str(orders(many, False)) == "12 order days so far"
    assert str(trend(one, True)) == "1 order lately, 0 in the period before"
    assert str(products(one, True)) == "buys only 1 product"
    assert str(rhythm(one, True)) == "last order 5 days ago, its only one"
    assert str(rhythm(many, True)) == "no order for 40 days, usually one every 20 days"
    assert str(rhythm(many, False)) == "last order 40 days ago, usually one every 20 days"


def test_with_too_few_leavers_nothing_is_claimed():
    steady = bought(**{f"a{i}": range(i % 20, 900, 20) for i in range(60)})
    answer = churn.assess(steady, steady["day"].max().date())
    assert answer.verdict == "too_few_events"
    assert str(answer.verdict_text).startswith("Too few accounts left in the past")
    assert answer.rows[["probability", "low", "high"]].isna().all(axis=None)
    assert answer.reasons_of("a0") == ()
    assert answer.base_rate == 0.0


@pytest.mark.parametrize("purchases", [bought(), bought(a=[0]), bought(a=[0, 5], b=[3])])
def test_next_to_no_history_is_an_answer_not_an_error(purchases):
    answer = churn.assess(purchases, day_of(10))
    assert answer.verdict == "too_few_events"
    assert answer.rows["probability"].isna().all()
    assert answer.evaluation.as_dict()["models"] == {}


def test_an_account_with_one_order_day_is_new_and_a_silent_one_lapsed():
    answer = churn.assess(bought(new=[395], old=[0, 30], busy=[0, 200, 390]), day_of(400),
                          horizon_days=90)  # fmt: skip
    assert answer.rows["state"].to_dict() == {"busy": "active", "new": "new", "old": "lapsed"}


def test_noise_is_no_signal():
    dice = np.random.default_rng(5)
    y = (dice.random(2000) < 0.2).astype(int)
    noise = np.clip(0.2 + 0.05 * dice.standard_normal(2000), 0.01, 0.99)
    verdict, text = judge(y, noise, np.arange(2000) // 4, 0.5, 100)
    assert verdict == "no_signal"
    assert "No usable signal" in str(text)
    knowing = np.where(y == 1, 0.4, 0.15)
    assert judge(y, knowing, np.arange(2000) // 4, 1.0, 100)[0] == "usable"
    assert judge(y, knowing, np.arange(2000) // 4, 1.0, 19)[0] == "too_few_events"


def test_a_level_that_only_fits_on_the_whole_is_no_signal():
    """Knowing how many leave, not who, must not pass, however wrong the trained rate was."""
    y = np.array([1] * 200 + [0] * 800)
    assert judge(y, np.full(1000, 0.2), np.arange(1000), 0.5, 100)[0] == "no_signal"


def test_accounts_rated_alike_share_their_places_in_the_lift():
    y = np.array([1] * 10 + [0] * 90)
    assert lift(y, np.full(100, 0.1)) == pytest.approx(1.0)
    assert lift(y[::-1], np.full(100, 0.1)) == pytest.approx(1.0)
    assert lift(y, y.astype(float)) == pytest.approx(10.0)


def test_metrics_that_one_class_cannot_give_are_unknown():
    p = np.array([0.1, 0.4])
    assert np.isnan(auc(np.zeros(2), p))
    assert np.isnan(calibration_slope(np.zeros(2), p))
    assert np.isnan(lift(np.zeros(2), p))


def test_the_auc_is_the_mean_over_snapshots_not_the_pooled_one():
    y = np.array([1, 0, 1, 0])
    p = np.array([0.2, 0.1, 0.9, 0.8])
    assert auc(y, p) == 0.75
    assert metrics(y, p, np.array([1, 1, 2, 2]))["auc"] == 1.0


def test_a_level_too_sure_has_a_slope_below_one():
    dice = np.random.default_rng(1)
    eta = dice.standard_normal(20_000)
    y = (dice.random(20_000) < 1 / (1 + np.exp(-eta))).astype(int)
    assert calibration_slope(y, 1 / (1 + np.exp(-eta))) == pytest.approx(1, abs=0.05)
    assert calibration_slope(y, 1 / (1 + np.exp(-2 * eta))) == pytest.approx(0.5, abs=0.03)
