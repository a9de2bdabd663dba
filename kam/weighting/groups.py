"""Several people's weights or judgements as one, and how far they agree."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

FLOOR = 0.005  # a weight of 0 would be a veto in a geometric mean


def judgements_as_one(matrices: np.ndarray) -> np.ndarray:
    """One comparison matrix for a group that acts as one: the geometric mean (AIJ).

    The arithmetic mean would break reciprocity.

    Parameters
    ----------
    matrices : shape (people, criteria, criteria)

    Source: Forman & Peniwati 1998.
    """
    return np.exp(np.log(np.asarray(matrices, dtype=float)).mean(axis=0))


def geometric(weights: np.ndarray) -> np.ndarray:
    """The geometric mean of people's weights, adding up to 1; a weight counts at least ½ %."""
    held = np.maximum(np.asarray(weights, dtype=float), FLOOR)
    return _shares(np.exp(np.log(held).mean(axis=0)))


def mean(weights: np.ndarray) -> np.ndarray:
    """The arithmetic mean of people's weights."""
    return _shares(np.asarray(weights, dtype=float).mean(axis=0))


def median(weights: np.ndarray) -> np.ndarray:
    """The median of people's weights, adding up to 1: one extreme view moves little."""
    middle = np.median(np.asarray(weights, dtype=float), axis=0)
    return _shares(middle) if middle.sum() > 0 else mean(weights)


def _shares(weights: np.ndarray) -> np.ndarray:
    return weights / weights.sum()


# How separate persons' weights (people, criteria) become one vector.
CONSENSUS: dict[str, Callable[[np.ndarray], np.ndarray]] = {
    "geometric": geometric,
    "median": median,
    "mean": mean,
}


def kendall_w(ranks: np.ndarray) -> float:
    """How far people's rankings agree: 1 all the same, 0 no agreement; ties are corrected for.

    Parameters
    ----------
    ranks : shape (people, criteria)

    Source: Kendall & Babington Smith 1939.

    >>> round(kendall_w(np.array([[1, 2, 3, 4], [2, 1, 3, 4], [1, 3, 2, 4]])), 4)
    0.7778
    """
    people, n = ranks.shape
    totals = ranks.sum(axis=0)
    ties = sum(
        float((counts**3 - counts).sum())
        for counts in (np.unique(row, return_counts=True)[1] for row in ranks)
    )
    most = people**2 * (n**3 - n) - people * ties
    return float(12 * ((totals - totals.mean()) ** 2).sum() / most) if most > 0 else float("nan")


def mean_spearman(w: float, people: int) -> float:
    """The mean rank correlation of all pairs of people, from Kendall's W."""
    return (people * w - 1) / (people - 1)
