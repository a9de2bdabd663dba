"""What every door of the portfolio stands on: the facts, as of a day, and who is chosen of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, Self

import pandas as pd

from kam import families, keeping, measure, rates
from kam.errors import NotEnoughData, UnknownName
from kam.policy import Policy
from kam.store import Facts, Source, Store
from kam.words import Sentence, say


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


class Ground:
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
        self.whole = self

    def within(self, region: str | None = None, manager: str | None = None) -> Self:
        """The same portfolio, narrowed to a region or a manager; what is measured is shared."""
        other = type(self)(self.store, self.policy, self._as_of, region, manager, self.rolled_up)
        other.whole = self.whole
        return other

    def judged_by(self, policy: Policy) -> Self:
        """The same facts under another policy; under other weights what is measured is shared."""
        other = type(self)(
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
    def exchange(self) -> rates.Exchange:
        """How amounts become amounts in the policy's currency."""
        return rates.exchange(self.store, self.policy.currency)

    @shared
    def converted(self) -> Source:
        """The facts with amounts in one currency, as far as rates are known."""
        return rates.in_one_currency(self.store, self.exchange)

    @shared
    def facts(self) -> Facts:
        """Where figures are read from: in one currency, and told by topmost parent if wanted."""
        if self.rolled_up:
            return families.RolledUp(self.converted, self.families)
        return self.converted

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
        return self.exchange.currency

    @shared
    def notices(self) -> tuple[Notice, ...]:
        """What must stand beside every result."""
        told = []
        lost = keeping.missing(self.store)
        if lost:
            trouble = keeping.told_missing(lost)
            told.append(Notice(trouble.code, trouble.problem))
        if self.exchange.notice:
            told.append(Notice(*self.exchange.notice))
        if self.rolled_up:
            told += [Notice(code, text) for code, text in self.families.findings]
        return tuple(told)

    @shared
    def measures(self) -> measure.Measures:
        """One row per account: what the files say about each measure."""
        frozen = measure.frozen_rates(self.store)
        return measure.measure(self.facts, self.as_of, self.policy.npd_kappa, frozen)

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
