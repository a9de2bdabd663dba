"""Doors: what accounts leave us after service, and who really earns."""

from __future__ import annotations

from kam import service_cost, whale
from kam.periods import window_start
from kam.portfolio.ground import Ground, shared


class Earning(Ground):
    """What remains of each account's sales."""

    @shared
    def _served(self) -> dict[str, service_cost.ServiceCost]:
        return {}

    def service_cost(self, window: str = "12m") -> service_cost.ServiceCost:
        """What each account leaves us in a window, step by step from list value.

        Source: S2-22.
        """
        if window not in self._served:
            suffix = "" if window == "all" else f"_{window}"
            self._served[window] = service_cost.service_cost(
                self.facts,
                self.as_of,
                window_start(window, self.as_of),
                self.measures.accounts[f"gross_profit{suffix}"],
                self.policy.rates,
                self.policy.discount_rate,
            )
        return self._served[window]

    def whale(self, window: str = "12m") -> whale.Whale:
        """The accounts chosen by net profit, the best first, with the curve's peak.

        Source: S2-22, S1-22; methods.md section 3.
        """
        found = self.service_cost(window)
        mine = found.accounts[found.accounts.index.isin(self.chosen)]
        return whale.whale(
            service_cost.ServiceCost(mine, found.missing),
            self.measures.accounts["account_name"],
            self.policy.floor_margin,
            self.currency,
        )
