"""The list of the first k accounts, gathered: what it withstands, what is open, how it would have done."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from kam import backtest as time_machine
from kam import scoring
from kam.indicators import INDICATORS
from kam.portfolio import Portfolio
from kam.scoring import least_change
from kam.scoring.robustness import in_order_of_id
from kam.units import Number
from kam.words import N_, Sentence, say

TOP = scoring.TOP

# What is decided about an account.
VERDICTS: dict[str, str] = {
    "key": N_("Key account"),
    "contested": N_("Contested"),
    "undecided": N_("Undecided"),
    "vetoed": N_("Behind a red line"),
    "ordinary": N_("Not in the list"),
}
_MOVED = 0.0005  # a weight that changes by less is not worth a word
_NAMED = 3  # moves up and moves down that are named


@dataclass(frozen=True)
class LeastChange:
    """The least total change of the weights, told: which rise and which fall, in points of 100.

    ``moves`` are the changes of the weights (fractions) by indicator; ``is_dominated``: so many
    accounts are better in everything that no weighting can bring it in.
    """

    inside: bool
    change: least_change.Change
    moves: pd.Series
    is_dominated: bool

    @property
    def sentence(self) -> Sentence:
        """The change in words.

        Source: methods.md 2.5 ("least change", pairwise dominance).
        """
        if not self.change.is_possible:
            return (
                say("No weighting can throw it out.")
                if self.inside
                else say("No weighting can bring it in: enough others are better in everything.")
                if self.is_dominated
                else say("No weighting can bring it in.")
                if self.change.proven
                else say("How much the weights would have to change together is not known.")
            )
        rises = _told(self.moves[self.moves > 0])
        falls = _told(self.moves[self.moves < 0][::-1])
        if rises is None or falls is None:
            return say("It stands exactly on the edge of the list.")
        points = 50 * float(self.change.total or 0.0)
        message = (
            N_("Moving {n} points of weight throws it out: {rises}, {falls}.")
            if self.inside
            else N_("Moving {n} points of weight brings it in: {rises}, {falls}.")
        )
        return say(message, n=Number(points, 1), rises=rises, falls=falls)


def _told(moves: pd.Series) -> Sentence | None:
    """The largest moves first; the rest is only mentioned."""
    told = say("smaller ones") if len(moves) > _NAMED else None
    for name, move in moves.head(_NAMED).iloc[::-1].items():
        points = Number(abs(100 * float(move)), 1)
        one = say(
            "{indicator} {points}",
            indicator=say(INDICATORS[str(name)].label),
            points=say("+{n}", n=points) if move > 0 else say("−{n}", n=points),
        )
        told = one if told is None else say("{first}, {others}", first=one, others=told)
    return told


class Selection:
    """The first ``top`` accounts of a portfolio's ranking; each answer is worked out when asked.

    Parameters
    ----------
    top : how many accounts the list has; at most all

    Source: issue 4 (ranking and its truth); journey J2.
    """

    def __init__(self, portfolio: Portfolio, top: int = TOP) -> None:
        self.portfolio = portfolio
        self.top = max(1, min(top, len(portfolio.scores.table)))

    @cached_property
    def names(self) -> dict[str, str]:
        """Names of all accounts by id."""
        return {str(i): str(n) for i, n in self.portfolio.measures.accounts["account_name"].items()}

    @cached_property
    def accounts(self) -> pd.DataFrame:
        """The list: rank, score, low, high, completeness by account_id, best first."""
        table = self.portfolio.scores.table.sort_values("rank").head(self.top)
        return table[["rank", "score", "low", "high", "completeness"]]

    @cached_property
    def robustness(self) -> scoring.Robustness:
        """What the list withstands when weights are other than chosen."""
        return scoring.robustness(self.portfolio.scores, self.top)

    @cached_property
    def gaps(self) -> scoring.Gaps:
        """What the unknown leaves open, and what to ask next."""
        found = self.portfolio
        worths = scoring.worths_of(found.measures.values, found.yardstick, found.policy)
        return scoring.gaps(worths, found.scores, self.top)

    @cached_property
    def audit(self) -> scoring.Audit:
        """What the weights really do, and which indicators count the same twice."""
        return scoring.audit(self.portfolio.scores)

    @cached_property
    def second_opinion(self) -> scoring.SecondOpinion:
        """The ranking by TOPSIS beside the score's."""
        return scoring.second_opinion(self.portfolio.scores, self.top)

    @cached_property
    def backtest(self) -> time_machine.Backtest:
        """How lists of this length, made by these weights, would have done at past quarter ends."""
        found = self.portfolio
        first, last = found.first_order_day or found.as_of, found.as_of
        return time_machine.backtest(found.past_quarters, found.policy, self.top, first, last)

    @cached_property
    def contested(self) -> pd.DataFrame:
        """Accounts that are in under some reasonable weightings and out under others, by rank."""
        share = self.robustness.accounts["acceptability"]
        return self.robustness.accounts[(share > scoring.LOST) & (share < scoring.SAFE)]

    @cached_property
    def crossed(self) -> pd.DataFrame:
        """Accounts beyond a red line: account_id, line, found, limit, evidence."""
        return scoring.crossed(self.portfolio.standing, self.portfolio.policy.red_lines)

    def red_line(self, account_id: str) -> Sentence | None:
        """What keeps an account off any list, whatever its score; None when nothing does."""
        return scoring.evidence_of(self.crossed, account_id)

    @cached_property
    def verdicts(self) -> pd.Series:
        """What is decided about each account, one of VERDICTS, best rank first.

        Behind a red line whatever the score; undecided where too little is known of it; contested
        where reasonable weightings differ.

        Source: S2-22; methods.md 2.2 (gate), 3 (true, contested).
        """
        found, share = self.robustness.accounts, self.robustness.accounts["acceptability"]
        inside = found["inside"].astype(bool)
        beyond = found.index.astype(str).isin(self.crossed["account_id"])
        said = np.select(
            [
                beyond & (inside | (share > scoring.LOST)),
                self.gaps.accounts["verdict"].reindex(found.index) == "undecided",
                inside & (share >= scoring.SAFE),
                ~inside & (share <= scoring.LOST),
            ],
            ["vetoed", "undecided", "key", "ordinary"],
            "contested",
        )
        return pd.Series(said, index=found.index, dtype=object)

    def reach(self, account_id: str) -> scoring.Reach:
        """The cheapest changes that bring an account in, or what must go wrong to drop it."""
        found = self.portfolio
        return scoring.reach(
            found.scores,
            found.measures.values,
            found.yardstick,
            found.policy,
            account_id,
            self.top,
        )

    def tornado(self, account_id: str) -> pd.DataFrame:
        """An account's score and rank with each weight a quarter smaller and larger."""
        return scoring.tornado(self.portfolio.scores, account_id)

    def better_in_everything(self, account_id: str) -> list[str]:
        """Ids of the accounts that are no worse in any indicator and better in one, best first."""
        values, _, ids = in_order_of_id(self.portfolio.scores)
        found = ids[least_change.dominators(values, int(ids.get_loc(account_id)))]
        return list(self.portfolio.scores.table["rank"].reindex(found).sort_values().index)

    def least_change(self, account_id: str) -> LeastChange:
        """The smallest change of all weights together that lets an account in, or throws it out."""
        values, weights, ids = in_order_of_id(self.portfolio.scores)
        place = int(ids.get_loc(account_id))
        inside = account_id in self.accounts.index
        find = least_change.to_leave if inside else least_change.to_enter
        found = find(values, weights, place, self.top)
        moved = np.zeros(len(weights)) if found.weights is None else found.weights - weights
        moves = pd.Series(moved, index=self.portfolio.scores.worths.columns)
        return LeastChange(
            inside,
            found,
            moves[moves.abs() >= _MOVED].sort_values(ascending=False),
            len(self.better_in_everything(account_id)) >= self.top,
        )
