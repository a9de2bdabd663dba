"""Doors: what is on file, and what each further file would answer."""

from __future__ import annotations

from kam import stock
from kam.portfolio.ground import Ground, shared


class OnFile(Ground):
    """What is there and what is missing."""

    @shared
    def features(self) -> tuple[stock.Feature, ...]:
        """Everything the product can answer, with what each still needs."""
        if self.is_empty:
            return stock.features(None, costed=False)
        known = self.measures.values.notna().any()
        costed = bool(self.measures.accounts["gross_profit"].notna().any())
        return stock.features(set(known.index[known]), costed=costed)

    @shared
    def stock(self) -> stock.Stock:
        """What is on file and what each further file answers."""
        asked = [(f.label, f.needs) for f in self.features]
        return stock.take(self.store, self.store.rows_by_table(), self.last_order_day, asked)
