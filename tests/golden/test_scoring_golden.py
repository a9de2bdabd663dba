"""Published values for the score: value function, additive model, missing values, no rank reversal."""

import numpy as np
import pandas as pd
import pytest

from kam.indicators import INDICATORS
from kam.scoring import Worths, add_up, piecewise, worth


def test_the_value_function_is_that_of_the_r_package_smaa(golden):
    case = golden["pvf"]
    points = list(zip(case["cutoffs"], case["values"], strict=True))
    assert piecewise(np.array(case["x"], dtype=float), points) == pytest.approx(case["v"])


def test_the_weighted_sum_is_that_of_triantaphyllou_and_sanchez_1997(golden):
    case = golden["triantaphyllou_sanchez"]
    worths = pd.DataFrame(case["V"], index=list("ABCD"))
    known = pd.DataFrame(1.0, index=worths.index, columns=worths.columns)
    found = add_up(Worths(worths, worths, known), dict(enumerate(case["w"])))
    assert (found.table["score"] / 100).tolist() == pytest.approx(case["scores"], abs=1e-4)
    assert found.table["rank"].tolist() == [1, 2, 3, 4]


def test_missing_values_give_the_interval_and_coverage_of_methods_2_2(golden):
    values, case = golden["counterfactual"], golden["missing"]
    names = list(INDICATORS)
    known = [0.0 if k in case["missing"] else 1.0 for k in range(12)]
    measured = [v * k for v, k in zip(values["v"], known, strict=True)]
    neutral = [v if k else 0.5 for v, k in zip(values["v"], known, strict=True)]

    def row(numbers):
        return pd.DataFrame([numbers], columns=names, index=["A"])

    found = add_up(
        Worths(row(neutral), row(measured), row(known)),
        dict(zip(names, values["w"], strict=True)),
    )
    account = found.table.loc["A"]
    assert account["completeness"] == pytest.approx(case["coverage"])
    assert [account["low"] / 100, account["high"] / 100] == pytest.approx(case["interval"])
    assert account["score"] / 100 == pytest.approx(case["neutral"])


def test_another_account_cannot_turn_two_others_round_as_min_max_does(golden):
    case = golden["rank_reversal_minmax"]
    yardstick = pd.DataFrame(
        {"worst": [0.0, 0.0], "typical": [50.0, 35.0], "best": [100.0, 70.0]}, index=["x", "y"]
    )

    def scores(rows):
        values = pd.DataFrame(rows, columns=["x", "y"], dtype=float)
        return worth(values, yardstick).mean(axis=1).tolist()

    before, after = scores(case["before"]), scores([*case["before"], case["after_add"]])
    assert before == pytest.approx(case["s_before"])
    assert after[:3] == before, "min-max gives other scores and another winner here"
