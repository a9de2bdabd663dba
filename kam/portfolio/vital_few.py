"""Doors: how few accounts carry how much."""

from __future__ import annotations

import pandas as pd

from kam import concentration
from kam.errors import NotEnoughData, UnknownName
from kam.periods import WINDOWS
from kam.portfolio.ground import Ground
from kam.words import N_, say

# The amounts accounts can be ranked by: label and the measure's column, per window.
AMOUNTS: dict[str, str] = {
    "revenue": N_("Revenue"),
    "gross_profit": N_("Gross profit"),
}

_IN_A_SENTENCE: dict[str, str] = {
    "revenue": N_("revenue"),
    "gross_profit": N_("gross profit"),
}


class VitalFew(Ground):
    """Who carries the business, by size alone."""

    def concentration(
        self, amount: str = "revenue", window: str = "all"
    ) -> concentration.Concentration:
        """How few accounts carry how much of an amount, among those with a line in the window.

        Source: S0-1, S1-22, C6.
        """
        if amount not in AMOUNTS:
            raise UnknownName.nearest("measure", amount, AMOUNTS)
        if window not in WINDOWS:
            raise UnknownName.nearest("window", window, WINDOWS)
        suffix = "" if window == "all" else f"_{window}"
        accounts = self.measures.accounts.loc[self.chosen]
        universe = accounts[accounts[f"lines{suffix}"] > 0]
        values = universe[f"{amount}{suffix}"]
        if len(universe) and values.isna().all():
            raise NotEnoughData(
                say("No file says what the goods cost, so profit is unknown."),
                say("Import order lines with a cost, or products with a unit cost."),
                "E_NO_COST",
            )
        frame = pd.DataFrame(
            {
                "account_id": universe.index.astype(str),
                "account_name": universe["account_name"].to_numpy(),
                "value": values.to_numpy(),
                "profit": universe[f"gross_profit{suffix}"].to_numpy(),
                "revenue": universe[f"revenue{suffix}"].to_numpy(),
                "first_order": universe["first_order"].to_numpy(),
            }
        ).sort_values(["revenue", "first_order", "account_id"], ascending=[False, True, True])
        return concentration.concentrate(
            frame[["account_id", "account_name", "value", "profit"]],
            self.policy.key_share,
            self.policy.b_share,
            say(_IN_A_SENTENCE[amount]),
        )
