"""Doors: what each account is worth by its score, today and on past days."""

from __future__ import annotations

from functools import cached_property

import pandas as pd

from kam import backtest, ledger, measure, scoring
from kam.portfolio.ground import Ground, shared


class Worth(Ground):
    """Who is key by the customer value score."""

    @shared
    def yardstick(self) -> pd.DataFrame:
        """The frozen anchors of every measure."""
        return measure.yardstick(self.store)

    @cached_property
    def scores(self) -> scoring.Scores:
        """Every account's score under the policy's weights, with rank and interval.

        Source: S1-21.
        """
        return scoring.score(self.measures.values, self.yardstick, self.policy)

    @shared
    def standing(self) -> pd.DataFrame:
        """What red lines are held against: overdue, margin, complaints, by account."""
        found = self.measures
        return ledger.standing(self.facts, self.as_of, found.accounts, found.values)

    def ranking(self, before: Worth) -> pd.DataFrame:
        """The accounts chosen, best score first, with their move against another ranking.

        Returns
        -------
        DataFrame[account_id, account_name, rank, moved ("▲3", "▼2", "" unmoved), score, low, high,
        completeness]
        """
        table = self.scores.table.loc[self.scores.table.index.isin(self.chosen)].sort_values("rank")
        moved = scoring.moves(self.scores, before.scores).reindex(table.index)
        return pd.DataFrame(
            {
                "account_id": table.index.astype(str),
                "account_name": self.measures.accounts["account_name"].reindex(table.index),
                "moved": ["" if not m else f"▲{m}" if m > 0 else f"▼{-m}" for m in moved],
                **{n: table[n] for n in ("rank", "score", "low", "high", "completeness")},
            }
        ).reset_index(drop=True)

    @shared
    def past_quarters(self) -> tuple[backtest.Quarter, ...]:
        """What was known at past quarter ends, and what the year after brought."""
        first = self.first_order_day or self.as_of
        top = self.families.top if self.rolled_up else {}
        return backtest.quarters(
            self.converted, self.facts, top, first, self.as_of, self.policy.npd_kappa
        )
