"""What the live ranking in the browser works on, packed once and kept for every session."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

from kam import measure, scoring
from kam.errors import NotEnoughData
from kam.portfolio import AMOUNTS, Portfolio
from kam.scoring import Board
from kam.ui.components.ranking import packed

GROUPS = ("region", "manager", "tier")
MOST_GROUPS = 250
KEPT_RANKS = 8
RISKS_UP_TO = 20_000  # accounts beyond which nobody waits for the risk model and red lines here
UNKNOWN_RISK = 255
WHOLE = 2**30  # an amount travels in such parts of its gross total: sums stay below 2³¹

_LINE_BREAKS = re.compile(r"[\x00-\x1f\x7f\x85\u2028\u2029]")


@dataclass(frozen=True, eq=False)
class Blocks:
    """The accounts of a portfolio as bytes, in the order of the board.

    ``portfolio``: whole, under whatever weights. ``accounts`` is what a ranking needs;
    ``details`` (names, groups, red lines) and ``risk``, which takes seconds, come after the first paint.
    """

    portfolio: Portfolio
    board: Board

    @classmethod
    def of(cls, portfolio: Portfolio) -> Blocks:
        """The blocks of a portfolio's accounts that ever bought."""
        yardstick = measure.yardstick(portfolio.store)
        worths = scoring.worths_of(portfolio.measures.values, yardstick, portfolio.policy)
        return cls(portfolio, scoring.board(worths))

    @cached_property
    def about(self) -> pd.DataFrame:
        """The accounts' own facts, in the order of the board."""
        return self.portfolio.measures.accounts.reindex(self.board.ids)

    @cached_property
    def _ranks(self) -> dict[tuple[int, ...], np.ndarray]:
        return {}

    def ranks(self, units: tuple[int, ...]) -> np.ndarray:
        """Ranks by row under weights that many readers start from; the latest few are kept."""
        kept = self._ranks
        if units not in kept:
            while len(kept) >= KEPT_RANKS:
                kept.pop(next(iter(kept)), None)
            kept[units] = self.board.ranks(self.board.scores(units))
        return kept[units]

    def ranking(self, units: tuple[int, ...], before: tuple[int, ...], count: int) -> pd.DataFrame:
        """The best accounts under some weights, with their moves against others.

        Returns
        -------
        DataFrame like ``Portfolio.ranking``; ``count`` rows, rank 1 first
        """
        rows = self.board.best(self.board.scores(units), count)
        details = self.board.details(rows, units)
        ranks = np.arange(1, len(rows) + 1)
        moved = self.ranks(before)[rows] - ranks
        return pd.DataFrame(
            {
                "account_id": self.board.ids[rows],
                "account_name": self.about["account_name"].to_numpy()[rows],
                "moved": ["" if not m else f"▲{m}" if m > 0 else f"▼{-m}" for m in moved],
                "rank": ranks,
                **{name: details[name] for name in ("score", "low", "high", "completeness")},
            }
        )

    def amounts(self, window: str) -> dict[str, np.ndarray]:
        """Each known amount in whole parts of its gross total, by name; unknown ones count 0."""
        kept = self._amounts
        if window not in kept:
            kept[window] = {
                name: whole for name in AMOUNTS if (whole := self._amount(name, window)) is not None
            }
        return kept[window]

    @cached_property
    def _amounts(self) -> dict[str, dict[str, np.ndarray]]:
        return {}

    def _amount(self, name: str, window: str) -> np.ndarray | None:
        try:
            rows = self.portfolio.amount_of(name, window).set_index("account_id")
        except NotEnoughData:
            return None
        values = np.nan_to_num(rows["value"].reindex(self.board.ids).to_numpy(dtype=float))
        gross = float(np.abs(values).sum())
        return np.rint(values / gross * WHOLE).astype(np.int32) if gross > 0 else None

    def accounts(self, window: str) -> bytes:
        """Worths, what is known, and amounts."""
        arrays = {"worth": self.board.q.reshape(-1), "known": self.board.known}
        head = {
            "part": "accounts",
            "set": self.name(window),
            "n": len(self.board),
            "levels": self.board.levels.round(6).tolist(),
        }
        return packed(head, arrays | self.amounts(window))

    def name(self, window: str) -> str:
        """What tells this set of accounts from any other."""
        return f"{self._digest}-{window}"

    @cached_property
    def _digest(self) -> str:
        told = hashlib.sha256(np.ascontiguousarray(self.board.q).tobytes())
        told.update(self.board.known.tobytes())
        told.update("\n".join(self.board.ids.tolist()).encode())
        facts = (
            self.portfolio.store.revision,
            self.portfolio.as_of,
            self.portfolio.policy.red_lines,
        )
        told.update(repr(facts).encode())
        return told.hexdigest()[:16]

    def details(self, window: str) -> bytes:
        """Names and ids, the groups to filter by, and who is beyond a red line."""
        lines = [
            f"{_one_line(name)}\t{_one_line(account_id)}\n"
            for account_id, name in zip(self.board.ids, self.about["account_name"], strict=True)
        ]
        names = np.frombuffer("".join(lines).encode("utf-8", "replace"), dtype=np.uint8)
        arrays: dict[str, np.ndarray] = {"names": names}
        groups: dict[str, list[str]] = {}
        for name in GROUPS:
            codes, labels = pd.factorize(self.about[name], sort=True)
            if 2 <= len(labels) <= MOST_GROUPS:
                arrays[name] = np.where(codes < 0, 65_535, codes).astype(np.uint16)
                groups[name] = [str(label) for label in labels]
        barred = self._barred()
        if barred is not None:
            arrays["barred"] = barred
        head: dict[str, Any] = {"part": "details", "set": self.name(window), "groups": groups}
        return packed(head, arrays)

    def risk(self, window: str) -> bytes:
        """How likely each account leaves, in percent; nothing where no model is of use."""
        known = self._risk()
        arrays = {} if known is None else {"risk": known}
        return packed({"part": "risk", "set": self.name(window)}, arrays)

    def _risk(self) -> np.ndarray | None:
        if len(self.board) > RISKS_UP_TO:
            return None
        try:
            churn = self.portfolio.churn
        except NotEnoughData:
            return None
        if churn.verdict != "usable":
            return None
        p = churn.rows["probability"].reindex(self.board.ids).to_numpy(dtype=float)
        return np.where(np.isnan(p), UNKNOWN_RISK, np.rint(100 * np.nan_to_num(p))).astype(np.uint8)

    def _barred(self) -> np.ndarray | None:
        """1 for accounts beyond a red line."""
        lines = self.portfolio.policy.red_lines
        if not lines or len(self.board) > RISKS_UP_TO:
            return None
        crossed = scoring.crossed(self.portfolio.standing, lines)["account_id"]
        return np.isin(self.board.ids, crossed.astype(str)).astype(np.uint8)


def _one_line(text: Any) -> str:
    return _LINE_BREAKS.sub(" ", str(text))
