"""Published values for every way to get weights."""

import numpy as np
import pytest

from kam.weighting import ahp, bwm, groups, objective, ranks


@pytest.mark.parametrize("name", ["saaty_house", "wang_chin", "ahp_consistent"])
def test_ahp_is_as_published(golden, name):
    case = golden[name]
    found = ahp.ahp(case["A"])
    assert found.weights == pytest.approx(case["w"], abs=1e-5)
    assert found.consistency_ratio == pytest.approx(case["cr"], abs=1e-5)
    if "lambda_max" in case:
        assert found.lambda_max == pytest.approx(case["lambda_max"], abs=1e-5)
    if "ci" in case:
        assert found.consistency_index == pytest.approx(case["ci"], abs=1e-9)


def test_the_least_consistent_judgement_of_saatys_house_is_named(golden):
    case = golden["saaty_house"]
    worst = ahp.ahp(case["A"]).worst
    assert (worst.row, worst.column) == (2, 6), "size against surroundings: 6 judged, 1/6 near by"
    assert worst.judged == 6
    assert worst.implied == pytest.approx(case["w"][2] / case["w"][6], abs=1e-4)


@pytest.mark.parametrize("n", ["3", "4", "12"])
def test_rank_order_centroid_is_as_published(golden, n):
    assert ranks.rank_order_centroid(int(n)) == pytest.approx(golden["roc"][n], abs=1e-4)


@pytest.mark.parametrize("case", [0, 1])
def test_linear_best_worst_is_as_rezaei_2016_prints(golden, case):
    case = golden["bwm"][case]
    found = bwm.linear(case["BO"], case["OW"])
    assert found.weights == pytest.approx(case["linear"], abs=1e-6)
    assert found.xi == pytest.approx(case["xiL"], abs=1e-6)


def test_nonlinear_best_worst_is_as_rezaei_2015_prints(golden):
    case = golden["bwm"][0]
    found = bwm.nonlinear(case["BO"], case["OW"])
    assert found.xi == pytest.approx(case["xi"], abs=1e-7)
    assert found.xi == pytest.approx(4 - np.sqrt(14), abs=1e-7)
    assert found.weights == pytest.approx(case["nonlinear"], abs=1e-4)
    assert found.consistency_ratio == pytest.approx(0.058, abs=5e-4)


def test_entropy_is_that_of_hwang_and_yoons_fighter_aircraft(golden):
    case = golden["fighter"]
    assert objective.entropy(np.array(case["M"])) == pytest.approx(case["entropy_w"], abs=1e-5)


def test_critic_is_that_of_diakoulaki_1995(golden):
    case = golden["critic_diakoulaki"]
    assert objective.critic(np.array(case["M"])) == pytest.approx(case["w"], abs=1e-7)


def test_kendalls_w_is_as_printed(golden):
    case = golden["kendall_w"]
    found = groups.kendall_w(np.array(case["R"]))
    assert found == pytest.approx(case["W"], abs=1e-6)
    assert groups.mean_spearman(found, 3) == pytest.approx(case["mean_spearman"], abs=1e-6)


def test_groups_are_taken_together_as_forman_and_peniwati_1998_say(golden):
    case = golden["aij"]
    matrices = np.array([[[1, case[k]], [1 / case[k], 1]] for k in ("A", "B")])
    together = groups.judgements_as_one(matrices)
    assert together[0, 1] == pytest.approx(case["geo"])
    assert together[0, 1] * together[1, 0] == pytest.approx(1)
    assert ahp.ahp(together).weights[0] == pytest.approx(case["w"])
    own = np.array([ahp.ahp(m).weights for m in matrices])
    assert groups.mean(own)[0] == pytest.approx(case["aip_arith"], abs=1e-6)
    assert groups.geometric(own)[0] == pytest.approx(case["aip_geo"])
