"""Weights from an order of importance, or from how much each swing from worst to best matters."""

from __future__ import annotations

from collections.abc import Mapping, Sequence


def rank_order_centroid(n: int) -> list[float]:
    """The mean of all weightings in which the first matters most, then the second, and so on.

    Source: methods.md 2.3; Barron & Barrett 1996.

    >>> [round(w, 4) for w in rank_order_centroid(4)]
    [0.5208, 0.2708, 0.1458, 0.0625]
    """
    return [sum(1 / k for k in range(j, n + 1)) / n for j in range(1, n + 1)]


def rank_sum(n: int) -> list[float]:
    """Weights that fall by the same step from rank to rank.

    >>> rank_sum(3)
    [0.5, 0.3333333333333333, 0.16666666666666666]
    """
    return [2 * (n + 1 - j) / (n * (n + 1)) for j in range(1, n + 1)]


def from_order(groups: Sequence[Sequence[str]]) -> dict[str, float]:
    """Rank-order centroid of an order with ties: those in one group get the group's mean.

    >>> {k: round(w, 4) for k, w in from_order([["profit"], ["cash", "growth"], ["ease"]]).items()}
    {'profit': 0.5208, 'cash': 0.2083, 'growth': 0.2083, 'ease': 0.0625}
    """
    weights = rank_order_centroid(sum(len(group) for group in groups))
    found: dict[str, float] = {}
    for group in groups:
        mine, weights = weights[: len(group)], weights[len(group) :]
        found |= dict.fromkeys(group, sum(mine) / len(group)) if group else {}
    return found


def swing(points: Mapping[str, float]) -> dict[str, float]:
    """Weights from swing points: 100 for the swing from worst to best that matters most, and so on.

    >>> swing({"profit": 100, "cash": 60, "ease": 40})
    {'profit': 0.5, 'cash': 0.3, 'ease': 0.2}
    """
    total = sum(points.values())
    return {name: p / total for name, p in points.items()}
