"""The methods against other people's libraries, on 200 random problems each (scripts/make_oracles.py)."""

import json
from pathlib import Path

import numpy as np
import pytest

from kam.scoring import smaa
from kam.scoring.second_opinion import closeness
from kam.weighting import ahp, bwm, objective

PROBLEMS = 200
DRAWS = 10_000


@pytest.fixture(scope="module")
def oracles():
    return json.loads(Path(__file__).with_name("oracles.json").read_text())


@pytest.mark.parametrize(
    ("normalisation", "answer"), [("vector", "skcriteria_vector"), ("minmax", "pymcdm_minmax")]
)
def test_topsis_is_that_of_scikit_criteria_and_pymcdm(oracles, normalisation, answer):
    assert len(oracles["topsis"]) == PROBLEMS
    for place, case in enumerate(oracles["topsis"]):
        found = closeness(np.array(case["matrix"]), case["weights"], case["types"], normalisation)
        assert found == pytest.approx(case[answer], abs=1e-9), place


@pytest.mark.parametrize("library", ["skcriteria", "pymcdm"])
def test_critic_and_entropy_are_those_of_both(oracles, library):
    assert len(oracles["critic"]) == PROBLEMS
    for place, case in enumerate(oracles["critic"]):
        matrix = np.array(case["matrix"])
        assert objective.critic(matrix) == pytest.approx(case[library], abs=1e-9), place
        wanted = case[f"{library}_entropy"]
        assert objective.entropy(matrix) == pytest.approx(wanted, abs=1e-9), place


def test_ahp_is_that_of_pymcdm_and_ahpy(oracles):
    """Weights of both and the consistency index; ratios differ by the table of random indices."""
    assert len(oracles["ahp"]) == PROBLEMS
    answered = 0
    for place, case in enumerate(oracles["ahp"]):
        matrix = np.ones((case["n"], case["n"]))
        for row, column, judged in case["upper"]:
            matrix[row, column], matrix[column, row] = judged, 1 / judged
        found = ahp.ahp(matrix)
        assert found.weights == pytest.approx(case["pymcdm"], abs=1e-9), place
        if case["ahpy"] is not None:  # a few it does not solve
            answered += 1
            assert found.weights == pytest.approx(case["ahpy"], abs=1e-9), place
        assert found.consistency_index == pytest.approx(case["pymcdm_index"], abs=1e-9), place
        ratio = found.consistency_index / ahp.RANDOM_INDEX[case["n"] - 3]
        assert found.consistency_ratio == pytest.approx(ratio, abs=1e-9), place
    assert answered > 180


def test_the_linear_best_worst_method_is_that_of_symphysis(oracles):
    assert len(oracles["bwm"]) == PROBLEMS
    for place, case in enumerate(oracles["bwm"]):
        found = bwm.linear(case["best_to"], case["to_worst"])
        assert found.xi == pytest.approx(case["xi"], abs=1e-9), place
        assert found.weights == pytest.approx(case["weights"], abs=1e-9), place


def test_acceptability_is_the_exact_one_of_pysensmcda_within_the_error_of_drawing(oracles):
    """2,900 standard errors at once: five of them are the bound, and their spread is that of chance."""
    assert len(oracles["smaa"]) == PROBLEMS
    scaled = []
    for place, case in enumerate(oracles["smaa"]):
        matrix = np.array(case["matrix"])
        weightings = smaa.global_draws(matrix.shape[1], DRAWS, seed=place)
        found = smaa.acceptance(matrix, weightings, 1)
        for account, (exact, central) in enumerate(
            zip(case["acceptability"], case["central"], strict=True)
        ):
            error = np.sqrt(exact * (1 - exact) / DRAWS)
            off = found.share[account] - exact
            assert abs(off) <= 5 * error + 1e-6, (place, account)
            if error > 1e-3:
                scaled.append(off / error)
            if central is not None and exact > 0.05:
                spread = 5 * 0.3 / np.sqrt(DRAWS * exact)
                assert found.central[account] == pytest.approx(central, abs=spread), place
    assert np.std(scaled) == pytest.approx(1, abs=0.15)
    assert np.mean(scaled) == pytest.approx(0, abs=0.2)
