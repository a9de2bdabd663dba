"""Doors: how few accounts carry how much, how sure that is, and how it changed."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd

from kam import concentration, months
from kam.concentration import Boundary, Drift
from kam.errors import NotEnoughData, UnknownName
from kam.periods import WINDOWS
from kam.portfolio.earning import Earning
from kam.portfolio.ground import shared
from kam.words import N_, say

# The amounts accounts can be ranked by: label and the measure's column, per window.
AMOUNTS: dict[str, str] = {
    "revenue": N_("Revenue"),
    "gross_profit": N_("Gross profit"),
    "net_profit": N_("Net of service"),
}

_IN_A_SENTENCE: dict[str, str] = {
    "revenue": N_("revenue"),
    "gross_profit": N_("gross profit"),
    "net_profit": N_("profit after service"),
}
# What is known month by month: service costs are not.
MONTHLY = ("revenue", "gross_profit")
_MOST_MONTHS = 120


class VitalFew(Earning):
    """Who carries the business, by size alone."""

    def concentration(
        self, amount: str = "revenue", window: str = "all"
    ) -> concentration.Concentration:
        """How few accounts carry how much of an amount, among those with a line in the window.

        Source: S0-1, S1-22, C6.
        """
        frame = self.amount_of(amount, window).sort_values(
            ["revenue", "first_order", "account_id"], ascending=[False, True, True]
        )
        return concentration.concentrate(
            frame[["account_id", "account_name", "value", "profit"]],
            self.policy.key_share,
            self.policy.b_share,
            say(_IN_A_SENTENCE[amount]),
            len(self.chosen),
        )

    def amount_of(self, amount: str, window: str) -> pd.DataFrame:
        """An amount of every account chosen with a line in the window.

        Returns
        -------
        DataFrame[account_id, account_name, value (NaN unknown), profit, revenue, first_order]

        Raises
        ------
        UnknownName, NotEnoughData
            There is no such amount or window; profit is asked for and no cost is known.
        """
        if amount not in AMOUNTS:
            raise UnknownName.nearest("measure", amount, AMOUNTS)
        if window not in WINDOWS:
            raise UnknownName.nearest("window", window, WINDOWS)
        suffix = "" if window == "all" else f"_{window}"
        accounts = self.measures.accounts.loc[self.chosen]
        universe = accounts[accounts[f"lines{suffix}"] > 0]
        values = (
            self.service_cost(window).accounts["net_profit"].reindex(universe.index)
            if amount == "net_profit"
            else universe[f"{amount}{suffix}"]
        )
        if len(universe) and values.isna().all():
            raise NotEnoughData(
                say("No file says what the goods cost, so profit is unknown."),
                say("Import order lines with a cost, or products with a unit cost."),
                "E_NO_COST",
            )
        return pd.DataFrame(
            {
                "account_id": universe.index.astype(str),
                "account_name": universe["account_name"].to_numpy(),
                "value": values.to_numpy(),
                "profit": universe[f"gross_profit{suffix}"].to_numpy(),
                "revenue": universe[f"revenue{suffix}"].to_numpy(),
                "first_order": universe["first_order"].to_numpy(),
            }
        )

    @shared
    def monthly(self) -> pd.DataFrame:
        """What each account bought in each month, counted back from the as-of day (0 the newest)."""
        return months.monthly(self.facts, self.as_of, self.months_on_file)

    @shared
    def months_on_file(self) -> int:
        """How many months back the sales reach, at most ten years."""
        first = self.first_order_day or self.as_of
        return min(months.between(first, self.as_of), _MOST_MONTHS)

    def _by_month(self, value: str, window: str) -> pd.DataFrame:
        """Account × month of the accounts chosen with a line in the window."""
        back = 12 if window == "12m" else self.months_on_file
        rows = self.monthly[self.monthly["month"] < back]
        return months.grid(rows[rows["account_id"].isin(self.chosen)], value, back)

    def boundary(
        self,
        amount: str = "revenue",
        window: str = "all",
        draws: int | None = None,
        heard: Callable[[int, int], None] | None = None,
    ) -> Boundary:
        """How sure the cut is: months drawn again.

        Raises
        ------
        UnknownName
            The amount is not known month by month.

        Source: S2-5; methods.md section 1.
        """
        if amount not in MONTHLY:
            raise UnknownName.nearest("measure", amount, MONTHLY)
        table = self._by_month(amount, window)
        return concentration.redraw(table, self.policy.key_share, draws, heard=heard)

    def drift(self, amount: str = "revenue") -> Drift | None:
        """The last twelve months beside the twelve before; None without 24 months on file.

        Source: S2-17; methods.md section 1.
        """
        if amount not in MONTHLY:
            raise UnknownName.nearest("measure", amount, MONTHLY)
        rows = self.monthly[self.monthly["account_id"].isin(self.chosen)].assign(line=1)
        back = self.months_on_file
        found = concentration.drift(
            months.grid(rows, amount, back),
            months.grid(rows, "orders", back),
            months.grid(rows, "line", back),
            self.policy.key_share,
            self.policy.b_share,
            self.currency,
        )
        if found is None:
            return None
        names = self.measures.accounts["account_name"].reindex(found.moves["account_id"])
        found.moves.insert(1, "account_name", names.to_numpy())
        return found
