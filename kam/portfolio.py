"""The walk: the facts, as of a day, judged by a policy. Pages, CLI and reports ask this."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

import pandas as pd

from kam import backtest, concentration, families, leaving, ledger, measure, scoring, stock, week
from kam import churn as churn_model
from kam.errors import NotEnoughData, UnknownName
from kam.periods import WINDOWS
from kam.policy import Policy
from kam.store import Facts, Store
from kam.words import N_, Sentence, say

# The amounts accounts can be ranked by: label and the measure's column, per window.
AMOUNTS: dict[str, str] = {
    "revenue": N_("Revenue"),
    "gross_profit": N_("Gross profit"),
}


_IN_A_SENTENCE: dict[str, str] = {
    "revenue": N_("revenue"),
    "gross_profit": N_("gross profit"),
}


@dataclass(frozen=True)
class Notice:
    """Something every reader of a result must know (several currencies summed, say)."""

    code: str
    text: Sentence


class shared(cached_property):  # noqa: N801 - reads as the decorator it is
    """An answer that narrowing or other weights do not change: worked out once for all of them."""

    def __get__(self, instance: Any, owner: type | None = None) -> Any:
        """The answer, kept with the portfolio the others were narrowed from."""
        return self if instance is None else super().__get__(instance.whole, owner)


class Portfolio:
    """All accounts of a store on one day under one policy; each answer is worked out when asked.

    Parameters
    ----------
    store : the facts
    policy : every judgement a manager may change
    as_of : the day whose end is "now"; by default the last order day in the store
    region, manager : keep only accounts of this region or account manager in lists and
        concentration; scores do not depend on it, for their anchors are frozen
    rolled_up : let accounts count for their topmost parent, each fact once
    """

    def __init__(
        self,
        store: Store,
        policy: Policy | None = None,
        as_of: date | None = None,
        region: str | None = None,
        manager: str | None = None,
        rolled_up: bool = False,
    ) -> None:
        self.store = store
        self.policy = policy or Policy()
        self._as_of = as_of
        self.region = region
        self.manager = manager
        self.rolled_up = rolled_up
        self.whole: Portfolio = self

    def within(self, region: str | None = None, manager: str | None = None) -> Portfolio:
        """The same portfolio, narrowed to a region or a manager; what is measured is shared."""
        other = Portfolio(self.store, self.policy, self._as_of, region, manager, self.rolled_up)
        other.whole = self.whole
        return other

    def judged_by(self, policy: Policy) -> Portfolio:
        """The same facts under another policy; under other weights what is measured is shared."""
        other = Portfolio(
            self.store, policy, self._as_of, self.region, self.manager, self.rolled_up
        )
        if policy.unweighted == self.policy.unweighted:
            other.whole = self.whole
        return other

    # --- the facts ---------------------------------------------------------------------------

    @shared
    def families(self) -> families.Families:
        """Which accounts belong to which topmost parent, and what is wrong with parents on file."""
        return families.of_store(self.store)

    @shared
    def facts(self) -> Facts:
        """Where figures are read from: the store, or the same facts told by topmost parent."""
        return families.RolledUp(self.store, self.families) if self.rolled_up else self.store

    @shared
    def last_order_day(self) -> date | None:
        """The last day with an order in the store; None while there is none."""
        return measure.last_order_day(self.store)

    @shared
    def first_order_day(self) -> date | None:
        """The first day with an order in the store; None while there is none."""
        return measure.first_order_day(self.store)

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to judge yet."""
        return self.last_order_day is None

    @shared
    def as_of(self) -> date:
        """The day the answers hold for."""
        day = self._as_of or self.last_order_day
        if day is None:
            raise NotEnoughData(
                say("There are no sales in the store yet."),
                say("Import a sales file, or load the sample company."),
                "E_NO_SALES",
            )
        return day

    @shared
    def currency(self) -> str | None:
        """ISO code of the amounts; None when no file names one, "mixed" when several are summed."""
        return measure.currency_of(self.store)

    @shared
    def notices(self) -> tuple[Notice, ...]:
        """What must stand beside every result."""
        told = []
        if self.currency == "mixed":
            text = say(
                "Amounts in several currencies are added one to one: no rate table is known."
            )
            told.append(Notice("W_MIXED_CURRENCY", text))
        if self.rolled_up:
            told += [Notice(code, text) for code, text in self.families.findings]
        return tuple(told)

    @shared
    def measures(self) -> measure.Measures:
        """One row per account: what the files say about each measure."""
        return measure.measure(self.facts, self.as_of, self.policy.npd_kappa)

    @shared
    def purchases(self) -> pd.DataFrame:
        """What each account bought on each day, up to the as-of day."""
        return measure.purchases(self.facts, self.as_of)

    @cached_property
    def chosen(self) -> pd.Index:
        """Ids of the accounts inside the region and manager chosen."""
        accounts = self.measures.accounts
        keep = pd.Series(True, index=accounts.index)
        if self.region is not None:
            keep &= accounts["region"] == self.region
        if self.manager is not None:
            keep &= accounts["manager"] == self.manager
        return accounts.index[keep]

    @shared
    def regions(self) -> list[str]:
        """The regions accounts belong to, in alphabetical order."""
        return sorted(self.measures.accounts["region"].dropna().astype(str).unique())

    @shared
    def managers(self) -> list[str]:
        """The account managers, in alphabetical order."""
        return sorted(self.measures.accounts["manager"].dropna().astype(str).unique())

    @property
    def names(self) -> dict[str, str]:
        """Id → name of the accounts chosen that ever bought, largest revenue first."""
        accounts = self.measures.accounts.loc[self.chosen]
        buyers = accounts[accounts["lines"] > 0].sort_values(
            "revenue", ascending=False, kind="stable"
        )
        return dict(zip(buyers.index.astype(str), buyers["account_name"].astype(str), strict=True))

    def account_name(self, account_id: str) -> str:
        """The name of an account; UnknownName, with the nearest id, when there is none."""
        accounts = self.measures.accounts
        if account_id not in accounts.index:
            raise UnknownName.nearest("account", account_id, accounts.index.astype(str))
        return str(accounts.at[account_id, "account_name"])

    # --- the judgements ----------------------------------------------------------------------

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

    def ranking(self, before: Portfolio) -> pd.DataFrame:
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
            self.store, self.facts, top, first, self.as_of, self.policy.npd_kappa
        )

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

    # --- what is there and what is missing ---------------------------------------------------

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
