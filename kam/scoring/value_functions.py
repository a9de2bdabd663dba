"""What a measured value is worth, from 0 to 1, on frozen anchors."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

import numpy as np
import pandas as pd

from kam.policy import Policy

TURNABLE = "kinds_per_order"  # the one measure whose direction a policy may turn round (C2)

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


def ruler(yardstick: pd.DataFrame, policy: Policy) -> pd.DataFrame:
    """What every value is measured against: frozen anchors, and what the policy says otherwise.

    Parameters
    ----------
    yardstick : frozen anchors by measure_id: worst, typical, best, median

    Returns
    -------
    DataFrame like ``yardstick`` with a column shape. Where the policy turns a measure round, worst
    and best are exchanged.

    Source: methods.md 2.1; C2.
    """
    found = yardstick.assign(shape="linear")
    for curve in policy.curves:
        if curve.measure not in found.index:
            continue
        for name, anchor in curve.anchors.items():
            if anchor is not None:
                found.at[curve.measure, name] = anchor
        worst, typical, best = (float(found.at[curve.measure, n]) for n in curve.anchors)
        found.at[curve.measure, "typical"] = min(max(typical, min(worst, best)), max(worst, best))
        found.at[curve.measure, "shape"] = curve.shape
    if policy.order_mix_better == "high" and TURNABLE in found.index:
        found.loc[TURNABLE, ["worst", "best"]] = found.loc[TURNABLE, ["best", "worst"]].to_numpy()
    return found


def worth(values: pd.DataFrame, marks: pd.DataFrame) -> pd.DataFrame:
    """The worth of every measure: 0 at its worst anchor, 1 at its best, between them by its shape.

    Parameters
    ----------
    values : DataFrame (accounts, measures), NaN unknown
    marks : anchors and shape by measure_id (``ruler``)

    Returns
    -------
    DataFrame like ``values``, in [0, 1], NaN unknown. A measure whose anchors are all equal does
    not discriminate: everybody gets ½.
    """
    found = pd.DataFrame(np.nan, index=values.index, columns=values.columns)
    for name in values.columns.intersection(marks.index):
        found[name] = worth_of(values[name].to_numpy(dtype=float), marks.loc[name])
    return found


def worth_of(x: np.ndarray, mark: pd.Series) -> np.ndarray:
    """The worth of values of one measure.

    Parameters
    ----------
    mark : worst, typical, best and shape (a row of ``ruler``; without a shape it is linear)

    >>> mark = pd.Series({"worst": 0.0, "typical": 2.0, "best": 10.0, "shape": "concave"})
    >>> worth_of(np.array([-1.0, 5.0, 10.0]), mark)
    array([0.  , 0.75, 1.  ])
    """
    worst, typical, best = (float(mark[name]) for name in ("worst", "typical", "best"))
    shape = str(mark.get("shape", "linear"))
    if worst == best:
        return np.where(np.isnan(x), np.nan, 0.5)
    if shape == "linear":
        return piecewise(x, _along(worst, typical, best))
    if shape == "threshold":
        reached = x >= typical if best > worst else x <= typical
        return np.where(np.isnan(x), np.nan, reached.astype(float))
    bend, _ = _BENDS[shape]
    return bend(x.clip(min(worst, best), max(worst, best)), worst, best)


def value_at(worth_wanted: float, mark: pd.Series) -> float:
    """The value that has a worth: the value function read backwards, between its anchors.

    >>> mark = {"worst": 45.0, "typical": 7.0, "best": 0.0, "shape": "linear"}
    >>> value_at(0.75, pd.Series(mark)), value_at(0.25, pd.Series(mark | {"shape": "convex"}))
    (3.5, 22.5)
    """
    worst, typical, best = (float(mark[name]) for name in ("worst", "typical", "best"))
    shape = str(mark.get("shape", "linear"))
    if shape == "linear":
        return float(np.interp(worth_wanted, [0.0, 0.5, 1.0], [worst, typical, best]))
    if shape == "threshold":
        return typical if worth_wanted > 0 else worst
    _, back = _BENDS[shape]
    return float(back(worth_wanted, worst, best))


def _along(worst: float, typical: float, best: float) -> list[tuple[float, float]]:
    """The three anchors as points in rising order, also where two of them coincide."""
    points = [(worst, 0.0), (typical, 0.5), (best, 1.0)]
    return sorted(points, key=lambda p: (p[0], p[1] if best > worst else -p[1]))


def _part(x: np.ndarray, worst: float, best: float) -> np.ndarray:
    return (x - worst) / (best - worst)


def _ratio(x: np.ndarray | float, worst: float, best: float) -> np.ndarray:
    """A scale on which equal ratios are equal steps; near 0, where there are none, equal steps.

    Amounts and days may be 0 or negative (prepayment), hence asinh and not the logarithm.
    """
    return np.arcsinh(np.asarray(x) / _unit(worst, best))


def _unit(worst: float, best: float) -> float:
    """The size below which values count as near 0: one hundredth of the larger anchor."""
    return max(abs(worst), abs(best)) / 100


# A shape by id: the worth of values between the anchors, and the value of a worth.
_BENDS: dict[str, tuple[Callable[..., np.ndarray], Callable[[float, float, float], float]]] = {
    "concave": (
        lambda x, a, b: 1 - (1 - _part(x, a, b)) ** 2,
        lambda v, a, b: a + (b - a) * (1 - math.sqrt(1 - v)),
    ),
    "convex": (
        lambda x, a, b: _part(x, a, b) ** 2,
        lambda v, a, b: a + (b - a) * math.sqrt(v),
    ),
    "log": (
        lambda x, a, b: _part(_ratio(x, a, b), float(_ratio(a, a, b)), float(_ratio(b, a, b))),
        lambda v, a, b: _unit(a, b) * math.sinh(
            float(_ratio(a, a, b)) + v * (float(_ratio(b, a, b)) - float(_ratio(a, a, b)))
        ),
    ),
}  # fmt: skip
