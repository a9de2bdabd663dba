"""Draws that come out the same on every machine: one stream of uniform numbers, shaped by hand."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

Shape = int | tuple[int, ...]


class Dice:
    """Random draws of one part of the sample company.

    Only uniform numbers are taken from numpy: its other distributions may change between
    versions, and a sample company whose numbers move is no sample. Each part has a stream of its
    own, so that a change in one part leaves the others alone.
    """

    def __init__(self, seed: int, stream: int) -> None:
        self._generator = np.random.Generator(np.random.PCG64([seed, stream]))

    def uniform(self, shape: Shape, low: Any = 0.0, high: Any = 1.0) -> NDArray[np.float64]:
        """Numbers between two bounds, each as likely as the next."""
        return low + (high - low) * self._generator.random(shape)

    def whole(self, shape: Shape, low: Any, high: Any) -> NDArray[np.int64]:
        """Whole numbers from ``low`` to ``high``, both possible."""
        return np.floor(self.uniform(shape, low, np.asarray(high) + 1)).astype(np.int64)

    def chance(self, shape: Shape, probability: Any) -> NDArray[np.bool_]:
        """True with the given probability."""
        return self._generator.random(shape) < probability

    def normal(self, shape: Shape) -> NDArray[np.float64]:
        """Standard normal numbers, by Box and Muller."""
        radius = np.sqrt(-2 * np.log1p(-self._generator.random(shape)))
        return radius * np.cos(2 * np.pi * self._generator.random(shape))

    def factor(self, shape: Shape, sigma: Any) -> NDArray[np.float64]:
        """Factors around 1: log-normal with median 1, cut at 2.5 standard deviations."""
        return np.exp(sigma * np.clip(self.normal(shape), -2.5, 2.5))

    def wait(self, shape: Shape, regularity: int) -> NDArray[np.float64]:
        """Waiting times with mean 1: the higher the regularity, the nearer to 1 (Erlang)."""
        size = shape if isinstance(shape, tuple) else (shape,)
        draws = -np.log1p(-self._generator.random((*size, regularity)))
        return draws.sum(axis=-1) / regularity

    def pick(
        self, options: Sequence[Any], shape: Shape, weights: Sequence[float] | None = None
    ) -> NDArray[Any]:
        """One of the options each time, by weight when given."""
        shares = np.asarray(weights if weights is not None else [1.0] * len(options))
        edges = np.cumsum(shares / shares.sum())
        chosen = np.searchsorted(edges[:-1], self._generator.random(shape), side="right")
        return np.array(options, dtype=object)[chosen]

    def order(self, count: int) -> NDArray[np.int64]:
        """The numbers 0 … count − 1 in random order."""
        return np.argsort(self._generator.random(count), kind="stable")


def where_known(known: ArrayLike, values: ArrayLike) -> NDArray[Any]:
    """The values, None where they are not known.

    >>> where_known([True, False], ["a", "b"]).tolist()
    ['a', None]
    """
    found = np.array(np.broadcast_to(np.asarray(values, dtype=object), np.shape(known)))
    found[~np.asarray(known, dtype=bool)] = None
    return found
