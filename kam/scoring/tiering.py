"""Which tier each account is in, by places, share or score; beyond a red line nobody is key."""

from __future__ import annotations

import math
from collections.abc import Collection

import numpy as np
import pandas as pd

from kam.policy import Policy


def places(policy: Policy, accounts: int) -> tuple[int, int]:
    """How many accounts may be key and how many major; not bounded by places when by score.

    >>> places(Policy(tier_by="share", key_part=0.1, major_part=0.2), 25)
    (3, 5)
    """
    if policy.tier_by == "capacity":
        return policy.key_places, policy.major_places
    if policy.tier_by == "share":
        return math.ceil(policy.key_part * accounts), round(policy.major_part * accounts)
    return accounts, accounts


def tiers(table: pd.DataFrame, vetoed: Collection[str], policy: Policy) -> pd.Series:
    """The tier of each account: "key", "major" or "ordinary".

    A vetoed account is never key; the next one by rank takes its place, and it competes for the
    tier below.

    Parameters
    ----------
    table : rank and score by account_id (``Scores.table``)
    vetoed : ids of accounts beyond a red line

    Source: features.md 23; S2-14, C12.
    """
    by_rank = table.sort_values("rank")
    score, allowed = by_rank["score"], ~by_rank.index.astype(str).isin([*vetoed])
    by_score = policy.tier_by == "score"
    most_key, most_major = places(policy, len(table))
    key = allowed & ((score >= policy.key_score).to_numpy() if by_score else True)
    key &= key.cumsum() <= most_key
    rest = ~key & ((score >= policy.major_score).to_numpy() if by_score else True)
    rest &= rest.cumsum() <= most_major
    found = np.select([key, rest], ["key", "major"], "ordinary")
    return pd.Series(found, index=by_rank.index, name="tier").reindex(table.index)
