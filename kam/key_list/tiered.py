"""The key-account list under a policy: tiers by rank, minus who crossed a red line."""

from __future__ import annotations

from functools import cached_property

import pandas as pd

from kam import scoring
from kam.portfolio import Portfolio
from kam.red_lines import RED_LINES
from kam.tiers import TIERS
from kam.units import Number
from kam.words import Sentence, say, say_count


class KeyList:
    """Who is key, major and ordinary in a portfolio, and whom a red line keeps off the list.

    Source: S2-22, S2-14, S4-14.
    """

    def __init__(self, portfolio: Portfolio) -> None:
        self.portfolio = portfolio
        self.policy = portfolio.policy

    @cached_property
    def crossed(self) -> pd.DataFrame:
        """Accounts beyond a red line: account_id, line, found, limit, evidence."""
        return scoring.crossed(self.portfolio.standing, self.policy.red_lines)

    @cached_property
    def tiers(self) -> pd.Series:
        """Tier by account_id."""
        vetoed = set(self.crossed["account_id"])
        return scoring.tiers(self.portfolio.scores.table, vetoed, self.policy)

    @property
    def ids(self) -> tuple[str, ...]:
        """The key accounts, best first."""
        ranks = self.portfolio.scores.table["rank"][self.tiers == "key"]
        return tuple(ranks.sort_values().index.astype(str))

    @cached_property
    def vetoed(self) -> pd.DataFrame:
        """Accounts that would be key but for a red line, best first.

        Returns
        -------
        DataFrame[account_id, account_name, rank, score, evidence]
        """
        table = self.portfolio.scores.table
        without = scoring.tiers(table, (), self.policy)
        would = set(without.index[without == "key"].astype(str)) & set(self.crossed["account_id"])
        chosen = table[table.index.astype(str).isin(would)].sort_values("rank")
        told = [scoring.evidence_of(self.crossed, str(i)) for i in chosen.index]
        names = self.portfolio.measures.accounts["account_name"]
        return pd.DataFrame(
            {
                "account_id": chosen.index.astype(str),
                "account_name": names.reindex(chosen.index).to_numpy(),
                "rank": chosen["rank"].to_numpy(),
                "score": chosen["score"].to_numpy(),
                "evidence": pd.Series(told, dtype=object),
            }
        )

    def evidence(self, account_id: str) -> Sentence | None:
        """Which red lines an account crossed; None when none."""
        return scoring.evidence_of(self.crossed, account_id)

    @cached_property
    def service(self) -> pd.DataFrame:
        """What each tier is promised, and how many accounts are in it.

        Returns
        -------
        DataFrame[tier, accounts, visits, executive_visits, reply_hours, supply, terms, incentive]

        Source: S2-14, S4-14.
        """
        counts = self.tiers.value_counts()
        return pd.DataFrame(
            [
                {
                    "tier": say(t.label), "accounts": int(counts.get(t.id, 0)),
                    "visits": t.visits, "executive_visits": t.executive_visits,
                    "reply_hours": t.reply_hours, "supply": say(t.supply),
                    "terms": say(t.terms), "incentive": say(t.incentive),
                }
                for t in TIERS.values()
            ]
        )  # fmt: skip

    @property
    def promises(self) -> tuple[Sentence, ...]:
        """What each tier is promised, one sentence a tier.

        Source: S4-14 (first, best, preferential), S2-14.
        """
        return tuple(
            say(
                "{tier}: {supply} {terms} {incentive}", tier=say(t.label), supply=say(t.supply),
                terms=say(t.terms), incentive=say(t.incentive),
            )
            for t in TIERS.values()
        )  # fmt: skip

    @property
    def reading(self) -> Sentence:
        """How many are key, and how many a red line keeps off the list."""
        n = len(self.ids)
        told = say_count("{n} account is key.", "{n} accounts are key.", n, n=Number(n))
        kept_off = len(self.vetoed)
        if not kept_off:
            return told
        return say(
            "{told} {vetoed}",
            told=told,
            vetoed=say_count(
                "A red line keeps {n} account off the list.",
                "Red lines keep {n} accounts off the list.",
                kept_off,
                n=Number(kept_off),
            ),
        )

    @property
    def untold(self) -> Sentence | None:
        """Which red lines are drawn although no file tells about them; None when none."""
        names = scoring.untold(self.portfolio.standing, self.policy.red_lines)
        if not names:
            return None
        listed = scoring.evidence_joined([say(RED_LINES[n].label) for n in names])
        return say("No file tells yet: {lines}.", lines=listed)
