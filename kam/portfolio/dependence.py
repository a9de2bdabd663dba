"""Doors: what hangs on single accounts, and what goes with one that leaves."""

from __future__ import annotations

from datetime import date

import pandas as pd

from kam import dependence, ledger
from kam.errors import NotMeaningful, UnknownName
from kam.periods import window_start
from kam.portfolio.ground import shared
from kam.portfolio.vital_few import VitalFew
from kam.words import say

_BY_FAMILY = """
    SELECT s.account_id, coalesce(p.category, p.product_name, s.product_id) AS part,
           CAST(coalesce(sum(s.revenue), 0) AS DOUBLE) AS revenue,
           CAST(sum(s.revenue - s.cost) AS DOUBLE) AS gross_profit
    FROM sale s LEFT JOIN product p ON p.product_id = s.product_id
    WHERE s.order_date <= $1 AND s.order_date > $2 GROUP BY ALL ORDER BY ALL
"""


class Depending(VitalFew):
    """What the business hangs on."""

    def cut(self, by: str, amount: str = "revenue", window: str = "12m") -> dependence.Cut:
        """How far each region, manager, product family … hangs on single accounts.

        Raises
        ------
        NotMeaningful
            Profit after service by product: service is given to an account, not to a product.

        Source: S0-4, S1-15.
        """
        if by not in dependence.CUTS:
            raise UnknownName.nearest("cut", by, dependence.CUTS)
        accounts = self.measures.accounts.loc[self.chosen]
        if by == "product":
            pairs = self._families(amount, window)
            pairs = pairs[pairs["account_id"].isin(self.chosen)]
        else:
            pairs = self.amount_of(amount, window)[["account_id", "value"]].dropna()
            pairs = pairs.assign(part=accounts[by].reindex(pairs["account_id"]).to_numpy())
        return dependence.cut(pairs, accounts["account_name"], by, self.policy.key_share)

    def _families(self, amount: str, window: str) -> pd.DataFrame:
        if amount == "net_profit":
            raise NotMeaningful(
                say("Service is given to an account, so no product has a profit after service."),
                say("Choose revenue or gross profit."),
            )
        start = window_start(window, self.as_of) or date(1, 1, 1)
        found = self.facts.query(_BY_FAMILY, [self.as_of, start])
        return found.rename(columns={amount: "value"})[["account_id", "part", "value"]].dropna(
            subset=["value"]
        )

    @shared
    def links(self) -> pd.DataFrame:
        """What ties accounts together: region, industry, reference_id, top_id, by account_id."""
        accounts = self.measures.accounts
        top = {} if self.rolled_up else self.families.top
        return pd.DataFrame(
            {
                "region": accounts["region"],
                "industry": accounts["industry"],
                "reference_id": pd.Series(None, index=accounts.index, dtype=object),
                "top_id": [top.get(str(i), str(i)) for i in accounts.index],
            },
            index=accounts.index,
        )

    def loss(self, account_id: str, rates: dependence.Rates | None = None) -> dependence.Loss:
        """What goes with an account that leaves, and who may follow.

        Source: S0-5, S2-19.
        """
        self.account_name(account_id)
        accounts = self.measures.accounts
        yearly = pd.DataFrame(
            {
                "revenue": accounts["revenue_12m"],
                "margin": accounts["gross_profit_12m"],
                "region": accounts["region"],
            }
        )
        families = self._families("revenue", "12m").assign(
            share=lambda t: t["value"] / t.groupby("part")["value"].transform("sum")
        )
        has_invoices = bool(self.store.rows_by_table()["invoice"])
        profit = float(self.service_cost("12m").accounts["net_profit"].sum(min_count=1))
        return dependence.loss(
            account_id,
            accounts["account_name"],
            yearly,
            ledger.owed(self.facts, self.as_of) if has_invoices else None,
            families,
            dependence.followers(
                self.links, account_id, accounts["revenue_12m"], rates or dependence.Rates()
            ),
            profit - (self.policy.fixed_costs or 0),
            self.currency,
        )
