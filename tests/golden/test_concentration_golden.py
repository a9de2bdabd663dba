"""Concentration against published vectors (S0-1, S1-22; methods.md section 1)."""

import numpy as np
import pandas as pd
import pytest

from kam.concentration import concentrate, gini_with_returns, smallest_set, top_share


def frame(values):
    ids = [str(i) for i in range(len(values))]
    return pd.DataFrame({"account_id": ids, "account_name": ids, "value": values})


def test_the_vector_of_the_r_packages_ineq_and_desctools(golden):
    case = golden["gini_ineq"]
    answer = concentrate(frame(case["x"]))
    assert answer.gini == pytest.approx(case["gini"], abs=1e-12)
    assert answer.gini_unbiased == pytest.approx(case["gini_unbiased"], abs=1e-12)
    assert answer.hhi == pytest.approx(case["hhi"], abs=1e-12)
    assert answer.n_eff == pytest.approx(case["n_eff"], abs=1e-9)
    assert answer.k80 == case["k80"]
    assert answer.share_top_20_percent == pytest.approx(case["share_top20pct"], abs=1e-12)


def test_ten_equal_accounts_need_eight_for_eighty_percent(golden):
    case = golden["ten_equal"]
    assert concentrate(frame(case["x"])).k80 == case["k80"]


def test_hhi_of_the_published_market_shares(golden):
    for case in golden["hhi"]:
        assert concentrate(frame(case["shares"])).hhi * 10_000 == pytest.approx(case["hhi"])


def test_k80_of_a_net_total_with_negative_accounts(golden):
    case = golden["negatives"]
    answer = concentrate(frame(case["x"]))
    assert answer.k80 == case["k80_net"]
    assert answer.rows["cumulative_share"].max() == pytest.approx(case["peak"])


def test_a_pareto_law_of_eighty_twenty_gives_its_known_shares(golden):
    case = golden["pareto_8020"]
    n = 200_000
    # Amounts whose cumulative share is exactly p ** (1 - 1 / alpha) at every rank.
    curve = (np.arange(n + 1) / n) ** (1 - 1 / case["alpha"])
    x = np.diff(curve)
    assert smallest_set(x, 0.8) == pytest.approx(0.2 * n, abs=2)
    assert top_share(x, 0.04) == pytest.approx(case["top4pct"], abs=1e-6)
    assert top_share(x, 0.01) == pytest.approx(case["top1pct"], abs=1e-6)
    assert concentrate(frame(x)).gini == pytest.approx(case["gini"], abs=1e-4)


def test_the_three_readings_of_a_total_with_returns(golden):
    case = golden["negatives"]
    answer = concentrate(frame(case["x"]))
    assert (answer.k80, answer.k80_gross) == (case["k80_net"], case["k80_gross"])
    assert answer.peak_share == pytest.approx(case["peak"])
    assert (answer.total, answer.gross_total) == (case["net"], case["gross"])
    assert answer.gini_returns == pytest.approx(case["gini_rsv"], abs=1e-9)


def test_gini_with_returns_is_the_unbiased_gini_where_nothing_is_negative(golden):
    case = golden["gini_ineq"]
    assert gini_with_returns(np.array(case["x"])) == pytest.approx(case["gini_unbiased"])
    assert gini_with_returns(np.array([1, 3, 4, 30, 100])) == pytest.approx(0.8152174, abs=1e-7)
