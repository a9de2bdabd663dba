"""The ranking as whole numbers: what a browser and the server both rank on, and rank alike."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from kam.scoring.exact import GRID, on_grid
from kam.scoring.rank import Worths

ALL_KNOWN = 3  # code of an indicator that is wholly measured; 0 of one that is not at all


@dataclass(frozen=True)
class Board:
    """Every account's worths in 1/65535, accounts in the order of their ids, so that rows break ties.

    ``ids`` (accounts,): account ids in rising order. ``names``: indicator ids, as weights go.
    ``q`` (indicators, accounts): worths as uint16, one indicator after the other.
    ``known`` (accounts,): two bits per indicator: 0 nothing measured, 3 all, 1 and 2 a part.
    ``levels`` (indicators, 4, 2): what a code means: the share measured, and the part of the worth
    that was imputed for the rest.

    Source: performance.md section 3; methods.md 2.2 (interval).
    """

    ids: np.ndarray
    names: tuple[str, ...]
    q: np.ndarray
    known: np.ndarray
    levels: np.ndarray

    def __len__(self) -> int:
        return len(self.ids)

    def scores(self, units: Sequence[int]) -> np.ndarray:
        """Every account's score as a whole number: 655,350,000 is 100 points.

        Parameters
        ----------
        units : weights in ten-thousandths, adding up to 10,000 (``Policy.units``)
        """
        total = np.zeros(len(self), dtype=np.int32)  # below 2³¹ by construction
        part = np.empty(len(self), dtype=np.int32)
        for column, unit in zip(self.q, units, strict=True):
            if unit:
                np.multiply(column, np.int32(unit), out=part, dtype=np.int32)
                total += part
        return total

    def best(self, scores: np.ndarray, count: int) -> np.ndarray:
        """The rows of the best accounts, best first; equal scores in the order of ids.

        >>> board = Board(np.array(list("abc")), ("x",), np.zeros((1, 3), np.uint16),
        ...               np.zeros(3, np.uint32), np.zeros((1, 4, 2)))
        >>> board.best(np.array([5, 7, 7]), 2)
        array([1, 2])
        """
        count = min(count, len(scores))
        if count == 0:
            return np.array([], dtype=int)
        least = np.partition(scores, len(scores) - count)[len(scores) - count]
        better = np.flatnonzero(scores > least)
        equal = np.flatnonzero(scores == least)[: count - len(better)]
        rows = np.concatenate([better, equal])
        return rows[np.lexsort((rows, -scores[rows].astype(np.int64)))]

    def place(self, scores: np.ndarray, row: int) -> int:
        """The rank of one account: 1 is best."""
        equal = scores[:row] == scores[row]
        return 1 + int((scores > scores[row]).sum() + equal.sum())

    def ranks(self, scores: np.ndarray) -> np.ndarray:
        """The rank of every account: 1 is best."""
        found = np.empty(len(scores), dtype=np.int64)
        found[np.argsort(-scores.astype(np.int64), kind="stable")] = np.arange(1, len(scores) + 1)
        return found

    def details(self, rows: np.ndarray, units: Sequence[int]) -> pd.DataFrame:
        """Score, completeness, and the score if all that is unknown were worst or best, of some rows.

        Returns
        -------
        DataFrame[score, completeness, low, high], in the order of ``rows``; points of 100, share
        """
        weights = 100 * np.asarray(units) / sum(units)
        worths = self.q[:, rows] / GRID
        codes = (self.known[rows] >> (2 * np.arange(len(self.names))[:, None])) & 3
        shares, imputed = np.moveaxis(self.levels[np.arange(len(codes))[:, None], codes], -1, 0)
        measured = np.where(codes == 0, 0.0, np.maximum(worths - imputed, 0.0))
        score, low = weights @ worths, weights @ measured
        return pd.DataFrame(
            {
                "score": score,
                "completeness": weights @ shares / 100,
                "low": np.minimum(low, score),
                "high": np.maximum(low + weights @ (1 - shares), score),
            }
        )

    def differences(self, row: int, units: Sequence[int]) -> pd.Series:
        """Points of 100 above or below the average account, by indicator.

        Source: methods.md 2.6.
        """
        weights = 100 * np.asarray(units) / sum(units)
        means = self.q.mean(axis=1)
        return pd.Series(weights * (self.q[:, row] - means) / GRID, index=list(self.names))


def board(worths: Worths) -> Board:
    """The worths of all accounts (``worths_of``) as whole numbers."""
    ids = worths.imputed.index.astype(str).to_numpy(dtype=str)
    order = np.argsort(ids, kind="stable")
    imputed, measured, known = (
        frame.to_numpy()[order] for frame in (worths.imputed, worths.measured, worths.known)
    )
    codes = np.zeros(len(ids), dtype=np.uint32)
    levels = np.zeros((known.shape[1], 4, 2))
    for place in range(known.shape[1]):
        code, levels[place] = _coded(known[:, place], imputed[:, place] - measured[:, place])
        codes |= code << np.uint32(2 * place)
    q = np.ascontiguousarray(on_grid(imputed).T)
    return Board(ids[order], tuple(worths.imputed.columns), q, codes, levels)


def _coded(known: np.ndarray, imputed: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Codes of the shares measured, and what each means; more than two partial shares are pooled."""
    shares = np.round(known, 6)
    code = np.where(shares >= 1, ALL_KNOWN, 0).astype(np.uint32)
    partial = (shares > 0) & (shares < 1)
    levels = np.zeros((4, 2))
    levels[ALL_KNOWN, 0] = 1.0
    if partial.any():
        least = shares[partial].min()
        for level, members in ((1, shares == least), (2, partial & (shares != least))):
            if members.any():
                code[members] = level
                levels[level] = known[members].mean(), imputed[members].mean()
    return code, levels
