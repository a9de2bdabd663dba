"""Published and recomputed values for what the ranking withstands."""

import numpy as np
import pandas as pd
import pytest

from kam.scoring import least_change, sensitivity, smaa
from kam.scoring.agreement import agreement
from kam.scoring.second_opinion import closeness


@pytest.fixture
def wsm(golden):
    """The case of Triantaphyllou & Sánchez 1997; its printed weights add up to 1.0001."""
    case = golden["triantaphyllou_sanchez"]
    weights = np.array(case["w"])
    return case, np.array(case["V"]), weights / weights.sum()


@pytest.mark.parametrize(("top", "name"), [(1, "wsi_top1"), (2, "wsi_top2set")])
def test_weight_intervals_of_the_first_are_those_of_triantaphyllou_and_sanchez(wsm, top, name):
    case, values, weights = wsm
    found = [sensitivity.set_interval(values, weights, k, top) for k in range(4)]
    assert [[i.low, i.high] for i in found] == pytest.approx(np.array(case[name]), abs=1e-8)


def test_weight_intervals_of_the_whole_ranking_are_those_of_triantaphyllou_and_sanchez(wsm):
    case, values, weights = wsm
    found = [sensitivity.ranking_interval(values, weights, k) for k in range(4)]
    assert [[i.low, i.high] for i in found] == pytest.approx(np.array(case["wsi_full"]), abs=1e-8)


def test_the_rival_that_binds_is_named(wsm):
    _, values, weights = wsm
    above = sensitivity.set_interval(values, weights, 0, 2).above
    assert (above.leaves, above.enters) == (1, 2), "delta of A2 and A3 on C1 gives .366825"


def test_the_least_change_that_dethrones_is_that_of_the_linear_programme(wsm):
    case, values, weights = wsm
    for account, name in ((1, "A2"), (2, "A3")):
        wanted = case["l1_to_dethrone"][name]
        assert least_change.to_pass(values[account], values[0], weights) == pytest.approx(wanted)
        found = least_change.to_enter(values, weights, account)
        assert found.total == pytest.approx(wanted)
        assert (values @ found.weights).argmax() in (0, account)


def test_no_weighting_makes_a_dominated_account_first(wsm):
    case, values, weights = wsm
    assert case["l1_to_dethrone"]["A4"] is None
    assert not least_change.to_enter(values, weights, 3).is_possible
    assert least_change.to_pass(values[3], values[0], weights) == np.inf
    assert least_change.dominators(values, 3).tolist() == [0]


def test_acceptability_is_exact_within_the_error_of_drawing(golden):
    case = golden["smaa_exact"]
    values = np.array(case["V"])
    weightings = smaa.global_draws(3, 40_000)
    first = smaa.acceptance(values, weightings, 1)
    for account, share in enumerate(case["rank1"]):
        assert first.share[account] == pytest.approx(share, abs=4 * first.error(account))
    assert first.central[0] == pytest.approx(case["central_A"], abs=0.01)
    assert first.central[3] == pytest.approx(case["central_D"], abs=0.01)
    ranks = smaa.rank_acceptance(values, weightings)
    assert ranks[3] == pytest.approx(case["D_ranks"], abs=0.01)
    assert ranks[:, 0] == pytest.approx(first.share)


def test_weightings_that_keep_an_order_average_to_the_rank_order_centroid(golden):
    found = smaa.ranked_draws(np.array([2, 0, 3, 1]), 40_000).mean(axis=0)
    assert found[[2, 0, 3, 1]] == pytest.approx(golden["roc"]["4"], abs=0.01)


def test_rankings_are_compared_as_methods_2_5_prints():
    found = agreement(np.array([1, 2, 3, 4, 5]), np.array([2, 1, 3, 5, 4]), 3)
    assert (found.kendall, found.spearman) == pytest.approx((0.6, 0.8))


def test_topsis_is_that_of_tzeng_and_huang_2011(golden):
    case = golden["topsis_tzeng"]
    matrix = np.array(case["M"])
    assert closeness(matrix, case["w"]) == pytest.approx(case["closeness"], abs=1e-7)
    assert closeness(matrix, case["w"], normalisation="minmax") == pytest.approx(
        case["closeness_minmax"], abs=1e-7
    )


@pytest.mark.parametrize(("name", "key"), [("topsis_car", "closeness"), ("fighter", "topsis")])
def test_topsis_with_a_cost_is_as_published(golden, name, key):
    case = golden[name]
    found = closeness(np.array(case["M"], dtype=float), case["w"], case["types"])
    assert found == pytest.approx(case[key], abs=1e-5)


def test_topsis_and_the_weighted_sum_disagree_on_the_fighter_aircraft(golden):
    case = golden["fighter"]
    matrix, types = np.array(case["M"], dtype=float), np.array(case["types"])
    scaled = np.where(types > 0, matrix / matrix.max(axis=0), matrix.min(axis=0) / matrix)
    weighted = scaled @ case["w"]
    assert weighted == pytest.approx(case["saw"], abs=1e-5)
    assert weighted.argmax() != closeness(matrix, case["w"], types).argmax()


def test_effective_weights_add_up_to_one():
    from kam.scoring.audit import effective_weights

    dice = np.random.default_rng(5)
    points = pd.DataFrame(dice.uniform(size=(40, 5)) * [30, 10, 5, 1, 0])
    found = effective_weights(points)
    assert found.sum() == pytest.approx(1)
    assert found.iloc[0] > found.iloc[2] > abs(found.iloc[4])
