"""The account's own order rhythm as a probability: BG/NBD by maximum likelihood."""

from __future__ import annotations

import numpy as np

DAYS_PER_WEEK = 7.0
Rhythm = tuple[float, float, float, float]


def log_likelihood(params: Rhythm, x: np.ndarray, t_x: np.ndarray, t: np.ndarray) -> np.ndarray:
    """BG/NBD log-likelihood of each account.

    Parameters
    ----------
    params : r, α, a, b
    x : repeat order days; t_x : age at the last one; t : age now; all ages in weeks

    Source: Fader, Hardie, Lee (2005), equation 3.
    """
    from scipy.special import betaln, gammaln

    r, alpha, a, b = params
    ordering = gammaln(r + x) - gammaln(r) + r * np.log(alpha)
    alive = betaln(a, b + x) - betaln(a, b) - (r + x) * np.log(alpha + t)
    with np.errstate(divide="ignore", invalid="ignore"):
        gone = betaln(a + 1, b + x - 1) - betaln(a, b) - (r + x) * np.log(alpha + t_x)
    return ordering + np.where(x > 0, np.logaddexp(alive, np.where(x > 0, gone, 0.0)), alive)


def fit(x: np.ndarray, t_x: np.ndarray, t: np.ndarray, start: Rhythm | None = None) -> Rhythm:
    """The maximum-likelihood r, α, a, b of a group of accounts.

    Equal accounts are counted once with their number, which makes large groups quick.
    """
    from scipy.optimize import minimize

    table = np.column_stack([x, t_x, t])
    unique, counts = np.unique(table, axis=0, return_counts=True)
    ux, ut_x, ut = unique.T

    def _loss(logs: np.ndarray) -> float:
        values = log_likelihood(tuple(np.exp(logs)), ux, ut_x, ut)
        return float(-(counts * values).sum() / len(x))

    begin = np.log(start or (1.0, max(float(t.mean()) / 4, 1.0), 1.0, 3.0))
    bounds = [(-7.0, 7.0), (-5.0, 9.0), (-7.0, 7.0), (-7.0, 9.0)]
    found = minimize(_loss, begin, method="L-BFGS-B", bounds=bounds)
    r, alpha, a, b = np.exp(found.x)
    return float(r), float(alpha), float(a), float(b)


def no_order_within(
    params: Rhythm, x: np.ndarray, t_x: np.ndarray, t: np.ndarray, weeks: float
) -> np.ndarray:
    """Probability of no order in the next weeks: L(x, t_x, T + H) / L(x, t_x, T).

    Never 1 − P(alive), which calls every one-time buyer certainly alive.

    Source: churn.md section 3.
    """
    now = log_likelihood(params, x, t_x, t)
    later = log_likelihood(params, x, t_x, t + weeks)
    return np.exp(np.clip(later - now, -50, 0))
