"""What the numbers alone would weigh: entropy and CRITIC. Diagnostics of spread, not of importance."""

from __future__ import annotations

import numpy as np


def entropy(matrix: np.ndarray) -> np.ndarray:
    """Weights by how unevenly each column is spread over the rows; add up to 1.

    Parameters
    ----------
    matrix : shape (accounts, criteria), not negative

    Source: Shannon; Hwang & Yoon 1981.
    """
    x = np.asarray(matrix, dtype=float)
    total = x.sum(axis=0)
    shares = x / np.where(total > 0, total, 1)
    logs = np.log(np.where(shares > 0, shares, 1))
    spread = 1 + (shares * logs).sum(axis=0) / np.log(max(len(x), 2))
    spread = np.where(total > 0, spread, 0.0)
    return _shares(spread)


def critic(matrix: np.ndarray) -> np.ndarray:
    """Weights by spread and by how little a column repeats the others; add up to 1.

    Parameters
    ----------
    matrix : shape (accounts, criteria), more is better in every column

    Source: Diakoulaki et al. 1995.
    """
    x = np.asarray(matrix, dtype=float)
    span = np.ptp(x, axis=0)
    scaled = (x - x.min(axis=0)) / np.where(span > 0, span, 1)
    deviation = scaled.std(axis=0, ddof=1)
    varies = deviation > 0
    conflict = np.zeros(x.shape[1])
    if varies.any():
        correlation = np.atleast_2d(np.corrcoef(scaled[:, varies], rowvar=False))
        conflict[varies] = (1 - correlation).sum(axis=1)
    return _shares(deviation * conflict)


def _shares(amounts: np.ndarray) -> np.ndarray:
    total = amounts.sum()
    return amounts / total if total > 1e-15 else np.full(len(amounts), 1 / len(amounts))
