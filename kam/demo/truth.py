"""What is true of the sample company: the answers that judgements are checked against."""

from __future__ import annotations

import numpy as np
import pandas as pd

from kam.demo.accounts import FALSE_TYPES, IS_KEY
from kam.demo.days import NEVER, as_dates


def truth_table(accounts: pd.DataFrame) -> pd.DataFrame:
    """One row per account: what it really is, and the day it leaves.

    Returns
    -------
    DataFrame
        account_id, is_key (a true key account on the last day), false_type (one_off_buyer,
        profitless_volume, squeezer or unknown), is_potential, leaves_on (unknown for those who
        stay; may lie after the last day), defection_sign (one of the four, or unknown),
        reference_id (the benchmark account it followed).

    Source: rules.md S2-1 … S2-4, S0-9, S2-10, S2-19.
    """
    kind, leave = accounts["kind"], accounts["leave"].to_numpy()
    return pd.DataFrame(
        {
            "account_id": accounts["account_id"],
            "is_key": kind.isin(IS_KEY),
            "false_type": [FALSE_TYPES.get(k) for k in kind],
            "is_potential": kind == "potential",
            "leaves_on": as_dates(np.minimum(leave, NEVER), leave < NEVER),
            "defection_sign": accounts["sign"],
            "reference_id": accounts["reference_id"],
        }
    )
