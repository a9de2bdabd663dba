"""Whether monthly sales grow, by how much, and how sure that is; the season taken out first."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import NormalDist

import numpy as np

YEAR = 12
_SURE = NormalDist().inv_cdf(0.975)


@dataclass(frozen=True)
class Trend:
    """Growth per month with its 95 % interval, and the probability of seeing it by chance.

    ``level`` is the newest month's expected amount. NaN for fewer than three months.
    """

    slope: float
    low: float
    high: float
    p: float
    s: float
    z: float
    tau: float
    level: float

    def months_until(self, wanted: float) -> float:
        """Months until the expected amount reaches another; 0 where it has, inf where it never will.

        >>> Trend(2.0, 1.0, 3.0, 0.01, 9.0, 2.0, 0.9, 10.0).months_until(16.0)
        3.0
        """
        if self.level >= wanted:
            return 0.0
        return (wanted - self.level) / self.slope if self.slope > 0 else float("inf")


def trend(amounts: np.ndarray) -> Trend:
    """Theil–Sen slope with interval, and the Mann–Kendall test.

    Parameters
    ----------
    amounts : one number per month, the oldest first

    Source: Theil (1950), Sen (1968), Mann (1945); methods.md section 3 (potential).
    """
    y = np.asarray(amounts, dtype=float)
    n = len(y)
    if n < 3:
        nan = float("nan")
        return Trend(nan, nan, nan, nan, nan, nan, nan, nan)
    first, later = np.triu_indices(n, 1)
    rises = y[later] - y[first]
    slopes = np.sort(rises / (later - first))
    s = float(np.sign(rises).sum())
    _, ties = np.unique(y, return_counts=True)
    spread = (n * (n - 1) * (2 * n + 5) - (ties * (ties - 1) * (2 * ties + 5)).sum()) / 18
    z = (s - np.sign(s)) / np.sqrt(spread) if spread > 0 else 0.0
    slope, reach = float(np.median(slopes)), _SURE * np.sqrt(max(spread, 0.0))
    low = slopes[max(int(np.round((len(slopes) - reach) / 2)) - 1, 0)]
    high = slopes[min(int(np.round((len(slopes) + reach) / 2)), len(slopes) - 1)]
    # Months are lumpy: the mean carries the level of sums, the median would miss large orders.
    level = float(y.mean() + slope * (n - 1) / 2)
    p = 2 * NormalDist().cdf(-abs(float(z)))
    return Trend(slope, float(low), float(high), p, s, float(z), 2 * s / (n * (n - 1)), level)


def season(totals: np.ndarray, month: int) -> np.ndarray:
    """How strong each month of the year is, 1 for an average one, drawn towards 1.

    Parameters
    ----------
    totals : sales of all accounts by month, the oldest first
    month : the calendar month (1 to 12) of the newest

    Returns
    -------
    One factor per month of ``totals``; with less than two years all are 1

    Source: methods.md section 6 (shrunk seasonality: 1 + (s − 1) · c / (c + 1), c years).
    """
    count = len(totals)
    place = (month - 1 - np.arange(count - 1, -1, -1)) % YEAR
    years = count / YEAR
    if years < 2 or totals.sum() <= 0:
        return np.ones(count)
    means = np.array([totals[place == m].mean() for m in range(YEAR)])
    factors = 1 + (means / means.mean() - 1) * years / (years + 1)
    return np.clip(factors, 0.2, None)[place]
