"""Doors: what is on file, and what each further file would answer."""

from __future__ import annotations

from functools import cached_property

from kam import quality, stock
from kam.portfolio.ground import shared
from kam.portfolio.worth import Worth


class OnFile(Worth):
    """What is there and what is missing."""

    @shared
    def features(self) -> tuple[stock.Feature, ...]:
        """Everything the product can answer, with what each still needs."""
        filled = {name for name, count in self.store.rows_by_table().items() if count}
        if self.is_empty:
            return stock.features(None, costed=False, filled=filled)
        known = self.measures.values.notna().any()
        costed = bool(self.measures.accounts["gross_profit"].notna().any())
        return stock.features(set(known.index[known]), costed=costed, filled=filled)

    @shared
    def stock(self) -> stock.Stock:
        """What is on file and what each further file answers."""
        asked = [(f.label, f.needs) for f in self.features]
        return stock.take(self.store, self.store.rows_by_table(), self.last_order_day, asked)

    @cached_property
    def quality(self) -> quality.Quality:
        """How far the data can be trusted, and which file would help most.

        Source: S0-21; features.md 3.
        """
        known = None
        if not self.is_empty:
            accounts = self.measures.accounts
            buyers = accounts.index[accounts["lines"] > 0]
            known = quality.Known(
                self.scores.known.loc[buyers],
                self.measures.values.loc[buyers],
                accounts.loc[buyers, "revenue"],
                self.policy.fractions,
            )
        return quality.assess(
            self.store,
            self.store.rows_by_table(),
            known,
            [(f.id, f.label, f.needs) for f in self.features],
        )
