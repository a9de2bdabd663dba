"""What it would take: cheapest, sufficient, and said in the units of the trade."""

import numpy as np
import pandas as pd
import pytest
from scipy.optimize import linprog

from kam.indicators import INDICATORS, MEASURES
from kam.policy import Policy
from kam.scoring import score
from kam.scoring.changes import PHRASES, phrase
from kam.scoring.reach import EFFORT, cheapest, reach
from kam.scoring.value_functions import worth

ANCHORS = {"money": (0, 500, 2000), "days": (45, 7, 0), "count": (0, 4, 12), "share": (0, 0.1, 0.5)}


def yardstick():
    rows = {}
    for name, m in MEASURES.items():
        worst, typical, best = ANCHORS.get(m.unit, (0, 2, 10))
        if (m.better == "high") != (best > worst):
            worst, best = best, worst
        rows[name] = {"worst": worst, "typical": typical, "best": best, "median": typical}
    return pd.DataFrame.from_dict(rows, orient="index").astype(float)


def portfolio(n=40, seed=4):
    dice = np.random.default_rng(seed)
    ends = yardstick()
    low, high = ends[["worst", "best"]].min(axis=1), ends[["worst", "best"]].max(axis=1)
    spread = dice.beta(1.2, 1.2, (n, len(MEASURES)))
    found = low.to_numpy() + spread * 1.2 * (high - low).to_numpy()
    found = pd.DataFrame(found, columns=list(MEASURES), index=[f"A{i:02}" for i in range(n)])
    for name, m in MEASURES.items():
        if m.unit in ("count", "days"):
            found[name] = found[name].round()
    return found.mask(dice.random(found.shape) < 0.15)


def test_the_cheapest_changes_are_those_of_methods_2_6(golden):
    case = golden["counterfactual"]
    v, w, costs = (np.array(case[key], dtype=float) for key in ("v", "w", "cost"))
    assert v @ w == pytest.approx(case["score"])
    steps = cheapest(w, 1 - v, costs, case["target"] - case["score"])
    assert steps @ costs == pytest.approx(case["lp_cost"])
    assert w @ steps == pytest.approx(case["target"] - case["score"])


def test_nothing_cheaper_does_against_a_linear_programme_on_500_problems():
    for seed in range(500):
        dice = np.random.default_rng(seed)
        m = int(dice.integers(1, 13))
        gains, room = dice.dirichlet(np.ones(m)), dice.uniform(0, 1, m)
        costs = dice.uniform(0.5, 6, m)
        gap = dice.uniform(0, 1.2) * float(gains @ room)
        found = cheapest(gains, room, costs, gap)
        programme = linprog(
            costs, A_ub=-gains[None], b_ub=[-gap], bounds=list(zip(0 * room, room, strict=True))
        )
        if programme.success:
            assert found @ costs == pytest.approx(programme.fun, abs=1e-8), seed
        else:
            assert np.isnan(found).all(), seed


@pytest.mark.parametrize("top", [1, 5, 12])
def test_applied_it_does_enter_or_leave_the_first(top):
    values, ends, policy = portfolio(), yardstick(), Policy()
    scores = score(values, ends, policy)
    told = 0
    for account in values.index:
        found = reach(scores, values, ends, policy, account, top)
        inside = scores.table.at[account, "rank"] <= top
        assert found.enters is not inside
        for changes in (found.changes, *[found.alone.iloc[[i]] for i in range(len(found.alone))]):
            if changes.empty:
                continue
            moved = values.copy()
            for change in changes.itertuples():
                moved.loc[account, change.measure] = change.then
            rank = score(moved, ends, policy).table.at[account, "rank"]
            assert (rank <= top) is not inside, (account, changes)
            told += 1
    assert told > 30


@pytest.mark.parametrize("top", [3, 10])
def test_no_cheaper_change_of_measures_does_it_either(top):
    """The whole answer against a linear programme over every measure that can change."""
    values, ends, policy = portfolio(), yardstick(), Policy()
    scores = score(values, ends, policy)
    table, solved = scores.table.sort_values("rank"), 0
    for account in values.index:
        found = reach(scores, values, ends, policy, account, top)
        sign = 1 if found.enters else -1
        rival = table["score"].iloc[top - 1 if found.enters else top]
        v = worth(values.loc[[account]], ends.assign(shape="linear")).loc[account]
        parts = [
            (n, 100 * policy.fractions[i.id] * share)
            for i in INDICATORS.values()
            for n, share in i.parts
            if i.actionable and not MEASURES[n].judged and not np.isnan(v[n])
        ]
        gains = np.array([points for _, points in parts])
        room = np.array([1 - v[n] if sign > 0 else v[n] for n, _ in parts])
        gap = sign * (rival - table.at[account, "score"])
        programme = linprog(
            [EFFORT[n] for n, _ in parts], A_ub=-gains[None], b_ub=[-gap],
            bounds=list(zip(0 * room, room, strict=True)),
        )  # fmt: skip
        if np.isnan(found.cost):
            assert not programme.success or gains @ room < gap + 0.002
            continue
        solved += 1
        # A hair more than the programme's: worths are rounded to the grid afterwards.
        assert programme.fun - 1e-7 <= found.cost <= programme.fun + 0.01, account
    assert solved > 10


def test_fixed_traits_grades_and_unknown_values_are_left_alone():
    values, ends, policy = portfolio(), yardstick(), Policy()
    scores = score(values, ends, policy)
    for account in values.index:
        named = set(reach(scores, values, ends, policy, account, 5).changes["measure"])
        assert "tenure_years" not in named
        assert not any(MEASURES[name].judged for name in named)
        assert values.loc[account, list(named)].notna().all()


def test_the_sentence_speaks_in_days_and_orders():
    values, ends = portfolio(2), yardstick()
    values.loc["A00"] = 0.0
    values.loc["A01"] = 0.0
    values.loc["A00", ["days_past_due", "order_frequency"]] = [5.0, 8.0]
    values.loc["A01", ["days_past_due", "order_frequency"]] = [20.0, 8.0]
    policy = Policy()
    found = reach(score(values, ends, policy), values, ends, policy, "A01", 1)
    assert str(found.sentence) == "It enters the first 1 if it pays 16 days sooner."
    out = reach(score(values, ends, policy), values, ends, policy, "A00", 1)
    assert str(out.sentence) == "It drops out of the first 1 if it pays 16 days later."
    assert found.gap == pytest.approx(out.gap)


def test_out_of_reach_is_said():
    values, ends = portfolio(3), yardstick()
    values.loc["A00"] = ends["best"]
    values.loc["A01"] = ends["best"]
    values.loc["A02"] = ends["worst"]
    values.loc["A02", [m for m in MEASURES if m != "reply_hours"]] = np.nan
    policy = Policy()
    found = reach(score(values, ends, policy), values, ends, policy, "A02", 1)
    assert found.changes.empty
    assert np.isnan(found.cost)
    assert str(found.sentence).startswith("Nothing it can change brings it among the first 1")


def test_everybody_inside_has_nothing_to_fear():
    values, ends, policy = portfolio(3), yardstick(), Policy()
    found = reach(score(values, ends, policy), values, ends, policy, "A00", 3)
    assert str(found.sentence) == "Everybody is among the first 3."
    assert found.changes.empty


def test_every_changeable_measure_has_an_effort_and_a_phrase():
    for indicator in INDICATORS.values():
        for name, _ in indicator.parts:
            if indicator.actionable and not MEASURES[name].judged:
                assert EFFORT[name] > 0
                assert str(phrase(name, 3)) != str(phrase(name, -3))
    assert set(PHRASES) <= set(MEASURES)
