"""What the list of the first k accounts withstands when weights are other than chosen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from kam.indicators import INDICATORS
from kam.scoring.rank import Scores
from kam.scoring.sensitivity import Interval, Memberships, memberships, set_interval
from kam.scoring.smaa import DRAWS, SEED, Acceptance, acceptance, global_draws, local_draws
from kam.units import Number, Percent
from kam.words import Sentence, say, say_count

SAFE, LOST = 0.8, 0.2  # acceptability above and below which membership is not contested


@dataclass(frozen=True)
class Robustness:
    """How firm the first ``top`` accounts are.

    ``weights``, indexed by indicator: weight, top1_low, top1_high (the leader stays), low, high
    (the first ``top`` stay the same set), low_leaves, low_enters, high_leaves, high_enters (ids of
    the accounts that change places there, None where the weight may go to the end).
    ``accounts``, indexed by account_id: rank, inside, acceptability (share of reasonable weightings
    in which it is among the first), global_acceptability (of all weightings), and the weight that
    decides soonest: indicator, low, high, rival (None where no single weight does).
    ``low`` and ``high`` (accounts, indicators): between which values of each weight an account
    stays inside or outside.
    """

    top: int
    weights: pd.DataFrame
    accounts: pd.DataFrame
    low: pd.DataFrame
    high: pd.DataFrame
    reading: Sentence

    def told(self, account_id: str, names: Mapping[str, str]) -> Sentence:
        """One account in two sentences: how often it stays, and which weight decides.

        ``names`` are the accounts' names by id.
        """
        row = self.accounts.loc[account_id]
        share = Percent(float(row["acceptability"]))
        often = (
            say("Stays a key account in {share} of reasonable weightings.", share=share)
            if row["inside"]
            else say("Would be a key account in {share} of reasonable weightings.", share=share)
        )
        return say("{often} {limit}", often=often, limit=self.limit(account_id, names))

    def limit(self, account_id: str, names: Mapping[str, str]) -> Sentence:
        """Which single weight, moved how far, brings an account in or throws it out."""
        row = self.accounts.loc[account_id]
        if row["rival"] is None:
            return (
                say("No single weight throws it out.")
                if row["inside"]
                else say("No single weight brings it in.")
            )
        now = float(self.weights.at[row["indicator"], "weight"])
        upward = self._is_upward(row)
        values = {
            "indicator": say(INDICATORS[row["indicator"]].label),
            "limit": Percent(float(row["high"] if upward else row["low"]), 1),
            "now": Percent(now, 1),
            "rival": str(names[row["rival"]]),
        }
        if row["inside"] and upward:
            return say(
                "{rival} takes its place once {indicator} weighs more than {limit} (now {now}).",
                **values,
            )
        if row["inside"]:
            return say(
                "{rival} takes its place once {indicator} weighs less than {limit} (now {now}).",
                **values,
            )
        if upward:
            return say(
                "It takes the place of {rival} once {indicator} weighs more than {limit} (now {now}).",
                **values,
            )
        return say(
            "It takes the place of {rival} once {indicator} weighs less than {limit} (now {now}).",
            **values,
        )

    def _is_upward(self, row: pd.Series) -> bool:
        """Whether the nearer end of the deciding weight lies above its present value."""
        now = float(self.weights.at[row["indicator"], "weight"])
        return bool(row["high"] < 1 and (row["high"] - now <= now - row["low"] or row["low"] <= 0))

    def turning_point(self, account_id: str) -> Sentence | None:
        """The weight that decides soonest and its limit, in a few words; None where none does."""
        row = self.accounts.loc[account_id]
        if row["rival"] is None:
            return None
        values = {"indicator": say(INDICATORS[row["indicator"]].label)}
        if self._is_upward(row):
            return say("{indicator} above {limit}", limit=Percent(float(row["high"]), 1), **values)
        return say("{indicator} below {limit}", limit=Percent(float(row["low"]), 1), **values)


def in_order_of_id(scores: Scores) -> tuple[np.ndarray, np.ndarray, pd.Index]:
    """Worths, weights and ids as the robustness functions want them: rows in order of id."""
    worths = scores.worths
    worths = worths.loc[worths.index[np.argsort(worths.index.astype(str))]]
    weights = np.array([scores.fractions[name] for name in worths.columns])
    return worths.to_numpy(), weights, worths.index


def robustness(scores: Scores, top: int, draws: int = DRAWS, seed: int = SEED) -> Robustness:
    """How firm the first ``top`` accounts are against other weights.

    Source: methods.md 2.5; issue 4 ("weight intervals", "SMAA").
    """
    values, weights, ids = in_order_of_id(scores)
    top = max(1, min(top, len(ids)))
    columns = list(scores.worths.columns)
    members = memberships(values, weights, top)
    local = acceptance(values, local_draws(weights, draws, seed), top)
    uniform = acceptance(values, global_draws(len(weights), draws, seed), top)
    accounts = _accounts(members, local, uniform, weights, ids, columns)
    accounts.insert(0, "rank", scores.table["rank"].reindex(ids))
    return Robustness(
        top,
        _weights(values, weights, top, ids, columns),
        accounts.sort_values("rank"),
        pd.DataFrame(members.low, index=ids, columns=columns),
        pd.DataFrame(members.high, index=ids, columns=columns),
        _reading(accounts, top),
    )


def _weights(
    values: np.ndarray, weights: np.ndarray, top: int, ids: pd.Index, columns: list[str]
) -> pd.DataFrame:
    first, group = (
        [set_interval(values, weights, k, n) for k in range(len(columns))] for n in (1, top)
    )
    found = pd.DataFrame({"weight": weights}, index=columns)
    for word, intervals in (("top1_", first), ("", group)):
        found[f"{word}low"] = [i.low for i in intervals]
        found[f"{word}high"] = [i.high for i in intervals]
    ends = [_ends(i, ids) for i in group]
    for name in ends[0]:  # object: pandas would turn None into NaN
        found[name] = pd.Series([e[name] for e in ends], index=columns, dtype=object)
    return found


def _ends(found: Interval, ids: pd.Index) -> dict[str, str | None]:
    ends: dict[str, str | None] = {}
    for word, swap in (("low", found.below), ("high", found.above)):
        ends[f"{word}_leaves"] = None if swap is None else str(ids[swap.leaves])
        ends[f"{word}_enters"] = None if swap is None else str(ids[swap.enters])
    return ends


def _accounts(
    members: Memberships,
    local: Acceptance,
    uniform: Acceptance,
    weights: np.ndarray,
    ids: pd.Index,
    columns: list[str],
) -> pd.DataFrame:
    rivals = np.stack([members.low_rival, members.high_rival])
    room = np.stack([weights - members.low, members.high - weights])
    room = np.where(rivals >= 0, room, np.inf)
    flat = room.transpose(1, 0, 2).reshape(len(ids), -1)
    nearest = flat.argmin(axis=1)
    side, k = np.divmod(nearest, len(columns))
    rows = np.arange(len(ids))
    decided = np.isfinite(flat[rows, nearest])
    rival = rivals[side, rows, k]
    return pd.DataFrame(
        {
            "inside": members.inside,
            "acceptability": local.share,
            "global_acceptability": uniform.share,
            "indicator": pd.Series(
                [columns[j] if d else None for j, d in zip(k, decided, strict=True)],
                index=ids,
                dtype=object,
            ),
            "low": np.where(decided, members.low[rows, k], 0.0),
            "high": np.where(decided, members.high[rows, k], 1.0),
            "rival": pd.Series(
                [str(ids[r]) if d else None for r, d in zip(rival, decided, strict=True)],
                index=ids,
                dtype=object,
            ),
        },
        index=ids,
    )


def _reading(accounts: pd.DataFrame, top: int) -> Sentence:
    share = accounts["acceptability"]
    safe = int((accounts["inside"] & (share >= SAFE)).sum())
    contested = int(((share > LOST) & (share < SAFE)).sum())
    told = say_count(
        "{n} of the first {top} stays there in at least {share} of reasonable weightings.",
        "{n} of the first {top} stay there in at least {share} of reasonable weightings.",
        safe,
        n=Number(safe),
        top=Number(top),
        share=Percent(SAFE),
    )
    if not contested:
        return told
    return say(
        "{sentence} {others}",
        sentence=told,
        others=say_count(
            "{n} account is contested: in some it is in, in others out.",
            "{n} accounts are contested: in some they are in, in others out.",
            contested,
            n=Number(contested),
        ),
    )
