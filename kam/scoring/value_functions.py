"""What a measured value is worth, from 0 to 1, on frozen anchors."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

Points = Sequence[tuple[float, float]]


def piecewise(x: np.ndarray, points: Points) -> np.ndarray:
    """The worth of each value along straight lines between points; flat outside, NaN unknown.

    Parameters
    ----------
    x : shape (accounts,)
    points : (value, worth) pairs in any order; worth rises or falls with value

    Source: methods.md 2.1 and 2.4 (R package smaa).

    >>> piecewise(np.array([10.0, 60.0, 120.0]), [(50, 1), (75, 0.8), (90, 0.5), (100, 0)])
    array([1.  , 0.92, 0.  ])
    """
    ordered = sorted(points, key=lambda p: p[0])  # stable: equal values keep the given order
    return np.interp(x, [p[0] for p in ordered], [p[1] for p in ordered])


def worth(values: pd.DataFrame, yardstick: pd.DataFrame, turned: frozenset[str]) -> pd.DataFrame:
    """The worth of every measure: 0 at its worst anchor, ½ at typical, 1 at best.

    Parameters
    ----------
    values : DataFrame (accounts, measures), NaN unknown
    yardstick : anchors by measure_id: worst, typical, best
    turned : measures whose direction the policy turns round

    Returns
    -------
    DataFrame like ``values``, in [0, 1], NaN unknown. A measure whose anchors are all equal does
    not discriminate: everybody gets ½.
    """
    found = pd.DataFrame(np.nan, index=values.index, columns=values.columns)
    for name in values.columns.intersection(yardstick.index):
        worst, typical, best = yardstick.loc[name, ["worst", "typical", "best"]].astype(float)
        x = values[name].to_numpy(dtype=float)
        if worst == best:
            found[name] = np.where(np.isnan(x), np.nan, 0.5)
        else:
            found[name] = piecewise(x, _along(worst, typical, best, turned=name in turned))
    return found


def value_at(worth_wanted: float, anchors: pd.Series, *, turned: bool = False) -> float:
    """The value that has a worth: the value function read backwards, between its anchors.

    Parameters
    ----------
    anchors : worst, typical, best of the measure (a row of the yardstick)

    >>> value_at(0.75, pd.Series({"worst": 45.0, "typical": 7.0, "best": 0.0}))
    3.5
    """
    x = [float(anchors[name]) for name in ("worst", "typical", "best")]
    return float(np.interp(1 - worth_wanted if turned else worth_wanted, [0.0, 0.5, 1.0], x))


def _along(worst: float, typical: float, best: float, *, turned: bool) -> list[tuple[float, float]]:
    """The three anchors as points in rising order, also where two of them coincide."""
    points = [(worst, 0.0), (typical, 0.5), (best, 1.0)]
    rises = best > worst
    if turned:
        points = [(x, 1 - v) for x, v in points]
        rises = not rises
    return sorted(points, key=lambda p: (p[0], p[1] if rises else -p[1]))
