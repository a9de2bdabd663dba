"""In how many reasonable weightings an account is among the first: weights drawn at random.

Stochastic multicriteria acceptability analysis. *Local* draws lie around the chosen weights
(Dirichlet with their mean), *global* ones are uniform over all weightings.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from threadpoolctl import threadpool_limits

DRAWS = 10_000
SEED = 20_260_918
LOCAL = 50.0  # concentration around the chosen weights: a weight of 20 % keeps to about 9–32 %
_CELLS = 400_000  # scores worked on at a time: they stay in the processor's cache
_ROUGH = np.float32(4e-6)  # more than single precision can be wrong by in a score


def local_draws(
    weights: np.ndarray, draws: int = DRAWS, seed: int = SEED, concentration: float = LOCAL
) -> np.ndarray:
    """Weightings around the chosen one, shape (draws, indicators); a weight of 0 stays 0."""
    found = np.zeros((draws, len(weights)))
    used = np.flatnonzero(weights > 0)
    dice = np.random.default_rng(seed)
    found[:, used] = dice.dirichlet(concentration * weights[used] / weights.sum(), draws)
    return found


def global_draws(indicators: int, draws: int = DRAWS, seed: int = SEED) -> np.ndarray:
    """Weightings uniform over all there are, shape (draws, indicators)."""
    return np.random.default_rng(seed).dirichlet(np.ones(indicators), draws)


def ranked_draws(order: np.ndarray, draws: int = DRAWS, seed: int = SEED) -> np.ndarray:
    """Weightings uniform over those that keep an order of importance; most important first.

    Their mean is the rank-order centroid.
    """
    found = np.empty((draws, len(order)))
    found[:, order] = -np.sort(-global_draws(len(order), draws, seed), axis=1)
    return found


@dataclass(frozen=True)
class Acceptance:
    """How often each account is among the first ``top``, and under which weights.

    ``share`` (accounts,) adds up to ``top``. ``central`` (accounts, indicators) is the mean weighting
    under which it is; NaN for those that never are.
    """

    share: np.ndarray
    central: np.ndarray
    top: int
    draws: int

    def error(self, account: int) -> float:
        """Standard error of a share, from the number of draws."""
        p = float(self.share[account])
        return math.sqrt(p * (1 - p) / self.draws)


def acceptance(values: np.ndarray, weightings: np.ndarray, top: int) -> Acceptance:
    """In which share of the weightings each account is among the first ``top``.

    Parameters
    ----------
    values : shape (accounts, indicators), rows in order of id (earlier wins a tie)
    weightings : shape (draws, indicators)

    Source: methods.md 2.5; Lahdelma & Salminen 2001.
    """
    n, m = values.shape
    top = min(top, n)
    counts, sums = np.zeros(n), np.zeros((n, m))
    columns = values.T.astype(np.float32)
    usual = values @ weightings.mean(axis=0)
    step = max(1, _CELLS // max(n, 1))
    # Products this small gain nothing from a second thread, and lose much where others compute.
    with threadpool_limits(1, user_api="blas"):
        for begin in range(0, len(weightings), step):
            block = weightings[begin : begin + step]
            likely = _likely(counts + usual, 3 * top + 20)
            draw, account = _first(block, values, columns, likely, top)
            counts += np.bincount(account, minlength=n)
            for k in range(m):
                sums[:, k] += np.bincount(account, weights=block[draw, k], minlength=n)
    with np.errstate(invalid="ignore"):
        central = sums / counts[:, None]
    return Acceptance(counts / len(weightings), central, top, len(weightings))


def _likely(hopes: np.ndarray, many: int) -> np.ndarray:
    return np.arange(len(hopes)) if many >= len(hopes) else np.argpartition(-hopes, many)[:many]


def _first(
    block: np.ndarray, values: np.ndarray, columns: np.ndarray, likely: np.ndarray, top: int
) -> tuple[np.ndarray, np.ndarray]:
    """Draw and account of every place among the first ``top``.

    The top-th best of a few likely accounts is a floor under the true one; whatever reaches it in
    single precision is scored and sorted in double. Who is likely matters for speed alone.
    """
    draws, n = len(block), len(values)
    rough = block.astype(np.float32) @ columns
    floor = np.partition(rough[:, likely], len(likely) - top, axis=1)[:, len(likely) - top]
    draw, account = np.divmod(np.flatnonzero(rough >= (floor - _ROUGH)[:, None]), n)
    if len(draw) == draws * top:
        return draw, account
    scores = np.einsum("ij,ij->i", values[account], block[draw])
    order = np.argsort(2 * draw - scores, kind="stable")
    draw, account = draw[order], account[order]
    keep = np.arange(len(draw)) - np.searchsorted(draw, np.arange(draws))[draw] < top
    return draw[keep], account[keep]


def _scored(values: np.ndarray, weightings: np.ndarray) -> Iterator[np.ndarray]:
    """Scores by blocks of weightings, shape (draws, accounts)."""
    step = max(1, _CELLS // max(len(values), 1))
    for begin in range(0, len(weightings), step):
        yield weightings[begin : begin + step] @ values.T


def rank_acceptance(values: np.ndarray, weightings: np.ndarray) -> np.ndarray:
    """How often each account has each rank, shape (accounts, ranks); rows and columns add up to 1."""
    n = len(values)
    counts = np.zeros((n, n))
    for scores in _scored(values, weightings):
        order = np.argsort(-scores.round(12), axis=1, kind="stable")
        for place in range(n):
            counts[:, place] += np.bincount(order[:, place], minlength=n)
    return counts / len(weightings)


def winning(values: np.ndarray, weightings: np.ndarray) -> np.ndarray:
    """How often each account (row) scores higher than each other (column), shape (n, n)."""
    n = len(values)
    found = np.zeros((n, n))
    for scores in _scored(values, weightings):
        for a in range(n):
            found[a] += (scores[:, [a]] > scores).sum(axis=0)
    return found / len(weightings)
