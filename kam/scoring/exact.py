"""Worths and scores in whole numbers, so that every view of a ranking is the same ranking.

A worth is q/65535 with a whole q (two bytes in a browser); weights are whole ten-thousandths. Every
score is then a whole number below 2³¹, and two accounts are equal or they are not, on any machine.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

GRID = 65_535


def on_grid(worths: np.ndarray) -> np.ndarray:
    """Each worth as the whole number q (uint16) with q/65535 nearest to it.

    >>> on_grid(np.array([0.0, 0.4, 1.0]))
    array([    0, 26214, 65535], dtype=uint16)
    """
    return np.rint(np.clip(worths, 0, 1) * GRID).astype(np.uint16)


def snapped(worths: pd.DataFrame) -> pd.DataFrame:
    """The worths moved to the nearest q/65535."""
    return pd.DataFrame(
        on_grid(worths.to_numpy()) / GRID, index=worths.index, columns=worths.columns
    )


def whole_scores(q: np.ndarray, units: Sequence[int]) -> np.ndarray:
    """Every account's score as a whole number: 655,350,000 is 100 points.

    Parameters
    ----------
    q : shape (accounts, indicators), whole numbers of ``on_grid``
    units : weights in ten-thousandths, adding up to 10,000 (``Policy.units``)

    >>> whole_scores(np.array([[65535, 0], [0, 65535]], dtype=np.uint16), [7500, 2500])
    array([491512500, 163837500])
    """
    return q.astype(np.int64) @ np.asarray(units, dtype=np.int64)


def places(scores: np.ndarray, ids: Sequence[str]) -> np.ndarray:
    """The rank of each account: 1 has the highest score, equal ones are ordered by id.

    >>> places(np.array([5, 7, 7]), ["C", "B", "A"])
    array([3, 2, 1])
    """
    ranks = np.empty(len(scores), dtype=int)
    order = np.lexsort((np.asarray(ids, dtype=str), -scores))
    ranks[order] = np.arange(1, len(scores) + 1)
    return ranks
