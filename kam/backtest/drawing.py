"""Bootstrap over accounts: what a list would have brought had other accounts been on file."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

DRAWS = 1_000
SEED = 20_260_918
_CELLS = 4_000_000  # counts held at a time


def draws_of(accounts: int, draws: int = DRAWS, seed: int = SEED) -> Iterator[np.ndarray]:
    """How often each account is drawn, shape (some draws, accounts), until all draws are told."""
    dice = np.random.default_rng(seed)
    step = max(1, _CELLS // max(accounts, 1))
    for begin in range(0, draws, step):
        many = min(step, draws - begin)
        yield dice.multinomial(accounts, np.full(accounts, 1 / accounts), many)


def of_the_first(
    order: np.ndarray, counts: np.ndarray, top: int, amounts: np.ndarray
) -> np.ndarray:
    """Sums of amounts over the first ``top`` accounts of each draw.

    Parameters
    ----------
    order : positions of the accounts, the best first
    counts : shape (draws, accounts), how often each is drawn
    amounts : shape (amounts, accounts)

    Returns
    -------
    shape (draws, amounts)

    >>> of_the_first(np.array([1, 0]), np.array([[1, 1], [0, 2]]), 1, np.array([[5.0, 7.0]]))
    array([[7.],
           [7.]])
    """
    drawn = counts[:, order]
    before = np.cumsum(drawn, axis=1) - drawn
    taken = np.clip(top - before, 0, drawn)
    return taken @ amounts[:, order].T


def rank_correlations(values: np.ndarray, others: np.ndarray, counts: np.ndarray) -> np.ndarray:
    """Spearman's ρ of two columns in each draw; NaN where one of them is constant.

    >>> rank_correlations(np.array([1., 2., 3.]), np.array([2., 4., 9.]), np.ones((1, 3))).round(6)
    array([1.])
    """
    x, y = _ranks(values, counts), _ranks(others, counts)
    total = counts.sum(axis=1, keepdims=True)
    x = x - (x * counts).sum(axis=1, keepdims=True) / total
    y = y - (y * counts).sum(axis=1, keepdims=True) / total
    both = (x * y * counts).sum(axis=1)
    own = (x * x * counts).sum(axis=1) * (y * y * counts).sum(axis=1)
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where(own > 1e-12, both / np.sqrt(own), np.nan)


def _ranks(values: np.ndarray, counts: np.ndarray) -> np.ndarray:
    """Mid-ranks of the values in each draw, up to a constant."""
    order = np.argsort(values, kind="stable")
    ordered = values[order]
    starts = np.flatnonzero(np.append(True, ordered[1:] != ordered[:-1]))
    group = np.cumsum(np.append(True, ordered[1:] != ordered[:-1])) - 1
    drawn = np.add.reduceat(counts[:, order], starts, axis=1)
    middle = np.cumsum(drawn, axis=1) - drawn / 2
    ranks = np.empty((len(counts), len(values)))
    ranks[:, order] = middle[:, group]
    return ranks


def interval(draws: np.ndarray) -> tuple[float, float]:
    """The middle 95 % of draws; NaN where so many are unknown that its ends are."""
    seen = draws[~np.isnan(draws)]
    if len(seen) < 0.975 * len(draws):
        return float("nan"), float("nan")
    low, high = np.percentile(seen, [2.5, 97.5])
    return float(low), float(high)
