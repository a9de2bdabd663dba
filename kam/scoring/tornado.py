"""What an account's score and rank become when one weight grows or shrinks by a part of itself."""

from __future__ import annotations

import numpy as np
import pandas as pd

from kam.scoring.exact import places
from kam.scoring.rank import Scores
from kam.scoring.sensitivity import lines

PART = 0.25


def tornado(scores: Scores, account_id: str, part: float = PART) -> pd.DataFrame:
    """Each weight a quarter smaller and a quarter larger, the others keeping their proportions.

    Returns
    -------
    DataFrame indexed by indicator, widest span first: score_less, score_more (points of 100),
    rank_less, rank_more.

    Source: methods.md 2.5.
    """
    values, ids = scores.worths.to_numpy(), scores.worths.index.astype(str).to_numpy()
    weights = np.array([scores.fractions[name] for name in scores.worths.columns])
    place = scores.worths.index.get_loc(account_id)
    rows = {}
    for k, name in enumerate(scores.worths.columns):
        start, slope = lines(values, weights, k)
        found = {}
        for word, factor in (("less", 1 - part), ("more", 1 + part)):
            moved = start + slope * min(1.0, weights[k] * factor)
            found[f"score_{word}"] = 100 * moved[place]
            found[f"rank_{word}"] = places(moved.round(12), list(ids))[place]
        rows[name] = found
    table = pd.DataFrame.from_dict(rows, orient="index")
    span = (table["score_more"] - table["score_less"]).abs()
    columns = ["score_less", "score_more", "rank_less", "rank_more"]
    return table.loc[span.sort_values(ascending=False, kind="stable").index, columns]
