"""Doors: who may leave, and what needs somebody this week."""

from __future__ import annotations

from functools import cached_property

import pandas as pd

from kam import churn as churn_model
from kam import leaving, ledger, week
from kam.portfolio.ground import Ground, shared


class Keeping(Ground):
    """Who is at risk, and what that would cost."""

    @shared
    def churn(self) -> churn_model.Churn:
        """Who is likely to stop ordering within the horizon, beside the order-rhythm rule.

        Source: S2-10, S2-17.
        """
        return churn_model.assess(
            self.purchases, self.as_of, horizon_days=self.policy.churn_horizon
        )

    @shared
    def losses(self) -> pd.DataFrame:
        """What each leaving account would cost.

        Returns
        -------
        DataFrame indexed by account_id: margin_at_risk (probability × yearly gross profit) and
        expected_loss (probability × value if it stays, where value if it stays is the yearly
        gross profit × (1 + d) / (1 + d − r), r the base rate's yearly retention: the account's
        own risk is not counted twice). NaN where probability or margin is unknown.

        Source: methods.md section 4 (expected loss).
        """
        p = self.churn.rows["probability"]
        margin = self.measures.accounts["gross_profit_12m"].reindex(p.index).clip(lower=0)
        d = self.policy.discount_rate
        retention = (1 - self.churn.base_rate) ** (365 / self.churn.horizon_days)
        return pd.DataFrame(
            {
                "margin_at_risk": p * margin,
                "expected_loss": p * margin * (1 + d) / (1 + d - retention),
            }
        )

    @cached_property
    def week(self) -> week.Week:
        """What needs somebody this week.

        Source: S0-20, S0-25.
        """
        accounts = self.measures.accounts.loc[self.chosen]
        rows = self.store.rows_by_table()
        overdue = complaints = at_risk = None
        if rows["invoice"]:
            owed = ledger.overdue(self.facts, self.as_of)["overdue"]
            overdue = float(owed[owed.index.isin(self.chosen)].sum())
        if rows["complaint"]:
            waiting = ledger.open_complaints(self.facts, self.as_of)
            complaints = int(waiting["account_id"].isin(self.chosen).sum())
        purchases = self.purchases[self.purchases["account_id"].isin(self.chosen)]
        rules = self.policy.week_rules
        if self.churn.verdict == "usable":
            today = week.situation(purchases, accounts, self.as_of, self.currency, **rules)
            keys = today.accounts.index[today.accounts["is_key"]]
            risk = self.losses["margin_at_risk"].reindex(keys)
            at_risk = None if risk.isna().all() else float(risk.sum())
        return week.work_out(
            purchases, accounts, self.as_of, self.currency,
            overdue=overdue, complaints_waiting=complaints, at_risk=at_risk,
            horizon_days=self.churn.horizon_days, **rules,
        )  # fmt: skip

    @cached_property
    def leaving(self) -> leaving.Leaving:
        """Who may leave among the accounts chosen, and what that would cost.

        Source: S2-17, S0-5.
        """
        return leaving.tell(
            self.churn, self.losses, self.measures.accounts, self.chosen, self.currency
        )

    @cached_property
    def barometer(self) -> pd.DataFrame:
        """The key accounts' sales of the last twelve months beside the year before.

        Source: S0-20.
        """
        return week.barometer(self.purchases, self.week.key_accounts, self.as_of)
