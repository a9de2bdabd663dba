"""AHP: weights from judgements "how many times as important", and how consistent these are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

# Saaty's random indices for 3 to 12 criteria; newer tables differ a little.
RANDOM_INDEX = (0.58, 0.90, 1.12, 1.24, 1.32, 1.41, 1.45, 1.49, 1.51, 1.48)
CONSISTENT = 0.10


@dataclass(frozen=True)
class Judgement:
    """One comparison: row against column, as judged and as the weights say."""

    row: int
    column: int
    judged: float
    implied: float


@dataclass(frozen=True)
class Ahp:
    """``weights`` add up to 1; ``consistency_ratio`` is below 0.10 where judgements fit together.

    ``worst`` is the judgement that fits least with the others, None with fewer than three criteria.
    """

    weights: np.ndarray
    lambda_max: float
    consistency_index: float
    consistency_ratio: float
    geometric_index: float
    worst: Judgement | None


def ahp(matrix: Sequence[Sequence[float]] | np.ndarray) -> Ahp:
    """The principal eigenvector of a matrix of pairwise comparisons, and its consistency.

    Parameters
    ----------
    matrix : shape (criteria, criteria), positive and reciprocal

    Raises
    ------
    ValueError
        The matrix is not square, positive and reciprocal, or has more than 12 criteria.

    Source: methods.md 2.3; Saaty 1980; geometric index of Aguarón & Moreno-Jiménez 2003.
    """
    a = np.asarray(matrix, dtype=float)
    n = len(a)
    if a.shape != (n, n) or (a <= 0).any() or not np.allclose(a * a.T, 1, rtol=1e-6) or n > 12:
        raise ValueError("a square, positive, reciprocal matrix of at most 12 criteria is needed")
    values, vectors = np.linalg.eig(a)
    principal = int(np.argmax(values.real))
    weights = np.abs(vectors[:, principal].real)
    weights = weights / weights.sum()
    largest = float(values[principal].real)
    if n < 3:
        return Ahp(weights, largest, 0.0, 0.0, 0.0, None)
    index = max(0.0, (largest - n) / (n - 1))
    ratio = index / RANDOM_INDEX[n - 3]
    errors = np.log(a * weights[None, :] / weights[:, None])
    geometric = float(2 * (np.triu(errors, 1) ** 2).sum() / ((n - 1) * (n - 2)))
    row, column = np.unravel_index(np.argmax(np.abs(np.triu(errors, 1))), a.shape)
    worst = Judgement(
        int(row), int(column), float(a[row, column]), float(weights[row] / weights[column])
    )
    return Ahp(weights, largest, index, ratio if ratio > 1e-12 else 0.0, geometric, worst)


def in_groups(groups: np.ndarray, within: Sequence[np.ndarray]) -> np.ndarray:
    """Weights of all criteria: each group's weight times the weights within it, in order."""
    return np.concatenate([share * part for share, part in zip(groups, within, strict=True)])
