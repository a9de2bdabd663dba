"""What holds for all amounts."""

import numpy as np
import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from kam.concentration import concentrate

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
