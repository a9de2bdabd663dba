"""TOPSIS, a second opinion: which accounts are nearest to the best in everything.

Never the ranking itself: its ideal points depend on the other accounts, so that a newcomer can turn
two others round, and its distances cannot be told in points.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from kam.scoring.agreement import Agreement, agreement
from kam.scoring.exact import places
from kam.scoring.rank import Scores
from kam.units import Number
from kam.words import Sentence, say


def by_length(matrix: np.ndarray, types: np.ndarray) -> np.ndarray:
    """Each column divided by its Euclidean length; costs turn into the negative."""
    length = np.sqrt((matrix**2).sum(axis=0))
    return types * matrix / np.where(length > 0, length, 1)


def by_range(matrix: np.ndarray, types: np.ndarray) -> np.ndarray:
    """Each column from 0 (worst) to 1 (best)."""
    turned = types * matrix
    span = np.ptp(turned, axis=0)
    return (turned - turned.min(axis=0)) / np.where(span > 0, span, 1)


NORMALISATIONS: dict[str, Callable[[np.ndarray, np.ndarray], np.ndarray]] = {
    "vector": by_length,
    "minmax": by_range,
}


def closeness(
    matrix: np.ndarray,
    weights: Sequence[float],
    types: Sequence[int] | None = None,
    normalisation: str = "vector",
) -> np.ndarray:
    """TOPSIS closeness of each row: 0 the worst in everything, 1 the best in everything.

    Parameters
    ----------
    matrix : shape (accounts, criteria)
    types : 1 where more is better, −1 where less is; all 1 by default

    Source: Hwang & Yoon 1981; Tzeng & Huang 2011.
    """
    signs = np.ones(matrix.shape[1]) if types is None else np.asarray(types, dtype=float)
    scaled = NORMALISATIONS[normalisation](np.asarray(matrix, dtype=float), signs) * weights
    to_best = np.sqrt(((scaled - scaled.max(axis=0)) ** 2).sum(axis=1))
    to_worst = np.sqrt(((scaled - scaled.min(axis=0)) ** 2).sum(axis=1))
    whole = to_best + to_worst
    return np.where(whole > 0, to_worst / np.where(whole > 0, whole, 1), 0.5)


@dataclass(frozen=True)
class SecondOpinion:
    """``table``, indexed by account_id: closeness, rank; ``agreement`` with the score's ranking."""

    table: pd.DataFrame
    agreement: Agreement
    reading: Sentence


def second_opinion(scores: Scores, top: int) -> SecondOpinion:
    """The ranking by TOPSIS on the same worths and weights, beside the score's."""
    worths = scores.worths
    found = closeness(worths.to_numpy(), [scores.fractions[name] for name in worths.columns])
    table = pd.DataFrame(
        {
            "closeness": found,
            "rank": places(found.round(12), list(worths.index.astype(str))),
        },
        index=worths.index,
    )
    agreed = agreement(scores.table["rank"].to_numpy(), table["rank"].to_numpy(), top)
    reading = say(
        "A second method (TOPSIS) names {kept} of the first {top} too; the rankings correlate by {r}.",
        kept=Number(agreed.kept),
        top=Number(min(top, len(table))),
        r=Number(agreed.spearman, 2),
    )
    return SecondOpinion(table, agreed, reading)
