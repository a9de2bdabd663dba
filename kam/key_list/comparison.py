"""Scenarios side by side: two by who enters and leaves, any number by where they differ."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from kam.indicators import INDICATORS
from kam.key_list.tiered import KeyList
from kam.units import Number
from kam.weighting.groups import CONSENSUS, kendall_w
from kam.words import N_, Sentence, say, say_count


@dataclass(frozen=True)
class Swapped:
    """``enters`` and ``leaves``: account_id, account_name, rank_before, rank, why; best first."""

    enters: pd.DataFrame
    leaves: pd.DataFrame


class Comparison:
    """Several key-account lists under their scenarios' names, in the order given.

    Source: features.md 20; journeys J2 and J6.
    """

    def __init__(self, lists: Mapping[str, KeyList]) -> None:
        self.lists = dict(lists)
        self.names = tuple(self.lists)

    @cached_property
    def account_names(self) -> dict[str, str]:
        """Account names by id."""
        found: dict[str, str] = {}
        for one in self.lists.values():
            named = one.portfolio.measures.accounts["account_name"]
            found |= {str(i): str(n) for i, n in named.items()}
        return found

    @cached_property
    def ranks(self) -> pd.DataFrame:
        """Rank by account and scenario; NaN where an account has no score."""
        return pd.DataFrame({n: k.portfolio.scores.table["rank"] for n, k in self.lists.items()})

    @cached_property
    def inside(self) -> pd.DataFrame:
        """Whether an account is key, by account and scenario."""
        key = {n: k.tiers.reindex(self.ranks.index) == "key" for n, k in self.lists.items()}
        return pd.DataFrame(key, index=self.ranks.index)

    @cached_property
    def weights(self) -> pd.DataFrame:
        """Weight (fraction) by indicator and scenario."""
        return pd.DataFrame({n: k.policy.fractions for n, k in self.lists.items()})

    # --- any number ----------------------------------------------------------------------------

    @cached_property
    def spread(self) -> pd.DataFrame:
        """How far the scenarios differ by indicator, the most disputed first.

        Returns
        -------
        DataFrame[indicator (id), low, high, low_by, high_by, spread, geometric, median]

        Source: issue 4, section 4 ("spread per indicator, consensus").
        """
        w = self.weights
        frame = pd.DataFrame(
            {
                "indicator": w.index,
                "low": w.min(axis=1),
                "high": w.max(axis=1),
                "low_by": w.idxmin(axis=1),
                "high_by": w.idxmax(axis=1),
                "spread": w.max(axis=1) - w.min(axis=1),
                **{way: self.consensus(way) for way in ("geometric", "median")},
            }
        )
        return frame.sort_values("spread", ascending=False, kind="stable")

    def consensus(self, way: str = "geometric") -> pd.Series:
        """One weight vector for all scenarios: geometric mean renormalised, or median.

        Source: methods.md 2.7; issue 4 ("consensus").
        """
        found = CONSENSUS[way](self.weights.to_numpy().T)
        return pd.Series(found, index=self.weights.index)

    @property
    def agreed(self) -> tuple[str, ...]:
        """Accounts that are key in every scenario, best mean rank first."""
        return self._ordered(self.inside.all(axis=1))

    @cached_property
    def contested(self) -> pd.DataFrame:
        """Accounts that are key in some scenarios and not in others, the most divided first.

        Returns
        -------
        DataFrame[account_id, account_name, inside (how many), inside_by (their names), rank,
        worst_rank]
        """
        count = self.inside.sum(axis=1)
        ids = self._ordered((count > 0) & (count < len(self.names)))
        rows = [
            {
                "account_id": i,
                "account_name": self.account_names[i],
                "inside": int(count[i]),
                "inside_by": " · ".join(self.inside.columns[self.inside.loc[i]]),
                "rank": self.ranks.loc[i].min(),
                "worst_rank": self.ranks.loc[i].max(),
            }
            for i in ids
        ]
        columns = ["account_id", "account_name", "inside", "inside_by", "rank", "worst_rank"]
        frame = pd.DataFrame(rows, columns=columns)
        divided = (frame["inside"] - len(self.names) / 2).abs()
        return frame.iloc[np.argsort(divided, kind="stable")].reset_index(drop=True)

    def _ordered(self, chosen: pd.Series) -> tuple[str, ...]:
        means = self.ranks[chosen].mean(axis=1).sort_values(kind="stable")
        return tuple(means.index.astype(str))

    @property
    def concordance(self) -> float:
        """Kendall's W of the scenarios' rankings: 1 all the same, 0 no agreement."""
        known = self.ranks.dropna()
        return kendall_w(known.to_numpy().T) if len(known) > 1 else float("nan")

    # --- two -----------------------------------------------------------------------------------

    @cached_property
    def swapped(self) -> Swapped:
        """Who enters the last scenario's list and who leaves the first one's, and why."""
        first, last = self.names[0], self.names[-1]
        was, now = self.inside[first], self.inside[last]
        return Swapped(self._swaps(now & ~was, enters=True), self._swaps(was & ~now, enters=False))

    def _swaps(self, chosen: pd.Series, *, enters: bool) -> pd.DataFrame:
        first, last = self.names[0], self.names[-1]
        ids = self.ranks[chosen].sort_values(last if enters else first).index.astype(str)
        return pd.DataFrame(
            {
                "account_id": ids,
                "account_name": [self.account_names[i] for i in ids],
                "rank_before": self.ranks[first].reindex(ids).to_numpy(),
                "rank": self.ranks[last].reindex(ids).to_numpy(),
                "why": pd.Series([self.why(i) for i in ids], dtype=object),
            }
        )

    def why(self, account_id: str) -> Sentence:
        """What tells an account's place in the last scenario from that in the first.

        A red line first; else the indicator that moved it most against the average account; else
        the length of the list.
        """
        before, after = (self.lists[n] for n in (self.names[0], self.names[-1]))
        held, holds = before.evidence(account_id), after.evidence(account_id)
        if holds is not None and held is None:
            return say("A red line: {evidence}.", evidence=holds)
        if held is not None and holds is None:
            return say("No red line any more: {evidence}.", evidence=held)
        c = [k.portfolio.scores.contributions for k in (before, after)]
        if any(account_id not in frame.index for frame in c):
            return say("It has a score in one of them only.")
        moved = c[1].loc[account_id] - c[0].loc[account_id] - (c[1].mean() - c[0].mean())
        rises = self.inside.at[account_id, self.names[-1]]
        gain = float(moved.max() if rises else moved.min())
        risen = self.ranks.at[account_id, self.names[0]] - self.ranks.at[account_id, self.names[-1]]
        if abs(gain) < 0.05 or (risen <= 0) == bool(rises):
            return (
                say("It keeps its worth; the list has another length.")
                if not risen
                else say("Others gave way or passed by; its own points hardly moved.")
            )
        name = str(moved.idxmax() if rises else moved.idxmin())
        points = Number(abs(gain), 1)
        return say(
            N_("{indicator}: {points} points more than for the average account.")
            if rises
            else N_("{indicator}: {points} points less than for the average account."),
            indicator=say(INDICATORS[name].label),
            points=points,
        )

    @property
    def reading(self) -> Sentence:
        """The comparison in a sentence."""
        if len(self.names) == 2:
            return self._of_two()
        agreed, open_ones = len(self.agreed), len(self.contested)
        told = say_count(
            "{n} account is key in all {of} scenarios.",
            "{n} accounts are key in all {of} scenarios.",
            agreed, n=Number(agreed), of=Number(len(self.names)),
        )  # fmt: skip
        if not open_ones:
            return say("{told} They differ about nobody.", told=told)
        top = self.spread.iloc[0]
        return say(
            "{told} {contested} {spread}",
            told=told,
            contested=say("They differ about {n}.", n=Number(open_ones)),
            spread=say(
                "Most disputed is {indicator}.", indicator=say(INDICATORS[top["indicator"]].label)
            ),
        )

    def _of_two(self) -> Sentence:
        enters, leaves = len(self.swapped.enters), len(self.swapped.leaves)
        if not enters and not leaves:
            return say(
                "{a} and {b} choose the same key accounts.", a=self.names[0], b=self.names[1]
            )
        return say_count(
            "{b} takes {n} account into the list that {a} leaves out, and drops {m}.",
            "{b} takes {n} accounts into the list that {a} leaves out, and drops {m}.",
            enters, a=self.names[0], b=self.names[1], n=Number(enters), m=Number(leaves),
        )  # fmt: skip
