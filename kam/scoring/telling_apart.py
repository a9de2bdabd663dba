"""Which value functions tell accounts apart, and whom their anchors cut off."""

from __future__ import annotations

import numpy as np
import pandas as pd

from kam.indicators import INDICATORS, MEASURES
from kam.policy import Policy
from kam.scoring.value_functions import ruler, worth
from kam.units import Number
from kam.words import Sentence, say

FLAT = 0.01  # a spread of worths below which a measure tells nobody apart


def telling_apart(values: pd.DataFrame, yardstick: pd.DataFrame, policy: Policy) -> pd.DataFrame:
    """How each measure's value function meets the accounts.

    Parameters
    ----------
    values : DataFrame (accounts, measures), NaN unknown

    Returns
    -------
    DataFrame indexed by measure_id, of measured ones: known (accounts), at_worst and at_best (part
    of them at or beyond the anchor), spread (between the 10th and 90th percentile of worth),
    is_flat (tells nobody apart).

    Source: methods.md 2.1 ("indicator does not discriminate", "clipped").
    """
    worths = worth(values, ruler(yardstick, policy))
    rows = {}
    for name in MEASURES:
        v = worths[name].dropna()
        if v.empty:
            continue
        low, high = (float(q) for q in np.percentile(v, [10, 90]))
        rows[name] = (
            len(v), float((v <= 0).mean()), float((v >= 1).mean()), high - low,
            float(v.max() - v.min()) < FLAT,
        )  # fmt: skip
    columns = ["known", "at_worst", "at_best", "spread", "is_flat"]
    return pd.DataFrame.from_dict(rows, orient="index", columns=columns)


def reading_of_worth(found: pd.DataFrame, policy: Policy) -> Sentence:
    """How many indicators count, and which of them do not tell accounts apart.

    ``found`` is what ``telling_apart`` says.
    """
    on = [i for i in INDICATORS.values() if policy.fractions[i.id] > 0]
    told = say("{n} of {of} indicators count.", n=Number(len(on)), of=Number(len(INDICATORS)))
    flat = [
        i
        for i in on
        if any(p in found.index for p, _ in i.parts)
        and all(bool(found.at[p, "is_flat"]) for p, _ in i.parts if p in found.index)
    ]
    if not flat:
        return told
    names = say(flat[-1].label)
    for indicator in reversed(flat[:-1]):
        names = say("{first}, {others}", first=say(indicator.label), others=names)
    return say("{told} These do not tell accounts apart: {names}.", told=told, names=names)
