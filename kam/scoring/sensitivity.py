"""How far one weight may move before the ranking changes, in closed form.

While one weight moves to t and the others keep their proportions, every score is a straight line in
t. What is true at the present weight stays true until two lines cross; no grid, no sampling.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

TOUCH = 1e-12  # scores this close are equal: worths are whole multiples of 1/65535


class Swap(NamedTuple):
    """At weight ``at`` the account at position ``leaves`` falls behind the one that ``enters``."""

    at: float
    leaves: int
    enters: int


@dataclass(frozen=True)
class Interval:
    """The weights between which something stays as it is, with what ends it on either side.

    ``below`` and ``above`` are None where nothing ends it: the weight may go to 0 or to 1.
    """

    low: float
    high: float
    below: Swap | None = None
    above: Swap | None = None


def lines(values: np.ndarray, weights: np.ndarray, k: int) -> tuple[np.ndarray, np.ndarray]:
    """Each score as a line in weight k: its value at 0 and its slope.

    Where weight k is everything, the others' proportions are unknown and taken as equal.
    """
    rest = np.delete(weights, k)
    rest = rest / rest.sum() if rest.sum() > TOUCH else np.full(len(rest), 1 / max(len(rest), 1))
    start = np.delete(values, k, axis=1) @ rest
    return start, values[:, k] - start


def best(scores: np.ndarray, top: int) -> np.ndarray:
    """Which accounts are the first ``top``; of equal scores the earlier row is the better."""
    inside = np.zeros(len(scores), dtype=bool)
    inside[np.argsort(-scores.round(12), kind="stable")[:top]] = True
    return inside


def set_interval(values: np.ndarray, weights: np.ndarray, k: int, top: int) -> Interval:
    """Between which values of weight k the first ``top`` accounts stay the same set.

    Parameters
    ----------
    values : shape (accounts, indicators), rows in order of id
    weights : shape (indicators,), adding up to 1

    Source: methods.md 2.5; O'Shea et al. 2026.
    """
    below, above = (next(walk, None) for walk in _both_ways(values, weights, k, top))
    return Interval(below.at if below else 0.0, above.at if above else 1.0, below, above)


def ranking_interval(values: np.ndarray, weights: np.ndarray, k: int) -> Interval:
    """Between which values of weight k the whole ranking stays as it is.

    The first two to change places are neighbours, so only those are looked at.
    """
    start, slope = lines(values, weights, k)
    order = np.argsort(-(values @ weights).round(12), kind="stable")
    upper, lower = order[:-1], order[1:]
    gap = (start + slope * weights[k])[upper] - (start + slope * weights[k])[lower]
    closing = slope[lower] - slope[upper]
    with np.errstate(divide="ignore", invalid="ignore"):
        at = np.where(np.abs(closing) > TOUCH, weights[k] + np.maximum(gap, 0) / closing, np.nan)
    found: dict[int, Swap | None] = {}
    for side in (-1, 1):
        meets = (side * closing > TOUCH) & (at >= 0) & (at <= 1)
        where = np.flatnonzero(meets)
        nearest = where[np.argmin(side * at[where])] if len(where) else None
        found[side] = (
            None
            if nearest is None
            else Swap(float(at[nearest]), int(upper[nearest]), int(lower[nearest]))
        )
    below, above = found[-1], found[1]
    return Interval(below.at if below else 0.0, above.at if above else 1.0, below, above)


@dataclass(frozen=True)
class Memberships:
    """For every account and weight, between which values it stays inside (or outside) the first k.

    Arrays (accounts, indicators). ``low`` and ``high`` are the ends of the interval that holds the
    present weight; beyond it the account may come back. ``low_rival`` and ``high_rival`` are the
    positions of the accounts it changes places with, −1 for nobody.
    """

    inside: np.ndarray
    low: np.ndarray
    high: np.ndarray
    low_rival: np.ndarray
    high_rival: np.ndarray


def memberships(values: np.ndarray, weights: np.ndarray, top: int) -> Memberships:
    """How far each weight may move before each account enters or leaves the first ``top``.

    One walk along each weight finds every change of the set, and so every account's first one.
    """
    n, m = values.shape
    low, high = np.zeros((n, m)), np.ones((n, m))
    rivals = np.full((2, n, m), -1)
    for k in range(m):
        for side, walk in enumerate(_both_ways(values, weights, k, top)):
            ends = high if side else low
            for at, leaves, enters in walk:
                for account, rival in ((leaves, enters), (enters, leaves)):
                    if rivals[side, account, k] < 0:
                        ends[account, k], rivals[side, account, k] = at, rival
    return Memberships(best(values @ weights, top), low, high, rivals[0], rivals[1])


def _both_ways(
    values: np.ndarray, weights: np.ndarray, k: int, top: int
) -> tuple[Iterator[Swap], Iterator[Swap]]:
    """The changes of the set when weight k goes down to 0, and when it goes up to 1."""
    start, slope = lines(values, weights, k)
    inside = best(values @ weights, top)
    if inside.all() or not inside.any():
        return iter(()), iter(())
    here = float(weights[k])
    down = (Swap(abs(s.at), *s[1:]) for s in _walk(start, -slope, -here, 0.0, inside))
    return down, _walk(start, slope, here, 1.0, inside)


def _walk(
    start: np.ndarray, slope: np.ndarray, here: float, end: float, inside: np.ndarray
) -> Iterator[Swap]:
    inside = inside.copy()
    while True:
        swap = _next(start, slope, here, end, np.flatnonzero(inside), np.flatnonzero(~inside))
        if swap is None:
            return
        yield swap
        inside[swap.leaves], inside[swap.enters] = False, True
        here = swap.at


def _next(
    start: np.ndarray,
    slope: np.ndarray,
    here: float,
    end: float,
    members: np.ndarray,
    others: np.ndarray,
) -> Swap | None:
    """The first crossing after ``here``: Newton's steps on min(members) − max(others).

    That difference is concave and made of straight pieces, so that steps from the far end never
    pass its root and stop exactly on the crossing of the two lines that bind.
    """
    at, pair = end, None
    while True:
        scores = start + slope * at
        a = members[np.argmin(scores[members])]
        b = others[np.argmax(scores[others])]
        gap, closing = scores[a] - scores[b], slope[b] - slope[a]
        if gap >= -TOUCH or closing <= TOUCH:
            return pair and Swap(float(max(at, here)), *pair)
        at, pair = at + gap / closing, (int(a), int(b))
        if at <= here:
            return Swap(float(here), *pair)
