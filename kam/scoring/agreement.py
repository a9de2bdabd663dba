"""How far two rankings of the same accounts agree."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Agreement:
    """Kendall's τ-b and Spearman's ρ (1 the same order, 0 unrelated, −1 reversed), and the share
    of accounts among the first ``top`` of either that are among the first of both (Jaccard).
    """

    kendall: float
    spearman: float
    jaccard: float
    top: int
    kept: int


def agreement(ranks: np.ndarray, others: np.ndarray, top: int) -> Agreement:
    """Compare two rankings, given as the rank of each account in each.

    Source: methods.md 2.5.

    >>> found = agreement(np.array([1, 2, 3, 4, 5]), np.array([2, 1, 3, 5, 4]), 2)
    >>> round(found.kendall, 3), round(found.spearman, 3), found.jaccard
    (0.6, 0.8, 1.0)
    """
    from scipy.stats import kendalltau, rankdata

    first, second = np.flatnonzero(ranks <= top), np.flatnonzero(others <= top)
    both = len(np.intersect1d(first, second))
    either = len(np.union1d(first, second))
    rho = np.nan
    if len(ranks) > 1 and np.ptp(ranks) and np.ptp(others):
        rho = float(np.corrcoef(rankdata(ranks), rankdata(others))[0, 1])
    tau = float(kendalltau(ranks, others).statistic) if len(ranks) > 1 else np.nan
    return Agreement(tau, rho, both / either if either else np.nan, top, both)
