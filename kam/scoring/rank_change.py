"""Why a rank changed: own facts, other weights, what the others did; the three add up exactly."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product

import numpy as np
import pandas as pd

from kam.indicators import INDICATORS
from kam.scoring.rank import Scores
from kam.units import Number
from kam.words import N_, Sentence, say, say_count

PARTS: dict[str, str] = {
    "facts": N_("its own figures"),
    "weights": N_("other weights and rules"),
    "others": N_("what the others did"),
}
NOTABLE = 0.5  # points below which an indicator's part in a change is not worth a word


@dataclass(frozen=True)
class RankChange:
    """What moved every account that had a score both then and now.

    ``rows``, indexed by account_id, best rank first: rank_before, rank, moved (places risen, below
    0 fallen), facts, weights, others (places; they add up to moved), score_before, score,
    score_facts, score_weights (points; they add up to score − score_before).
    ``facts`` and ``weights`` (accounts, 12): the same points by indicator.
    ``new`` are the accounts that had no score then.
    """

    rows: pd.DataFrame
    facts: pd.DataFrame
    weights: pd.DataFrame
    new: tuple[str, ...]

    def told(self, account_id: str) -> Sentence:
        """One account's move in words, with the indicator behind most of it.

        Source: features.md 67.
        """
        row = self.rows.loc[account_id]
        moved = int(row["moved"])
        if not moved and not row[[*PARTS]].abs().max() >= 0.5:
            return say("It keeps rank {rank}.", rank=Number(int(row["rank"])))
        return say("{move} {why}", move=_move(moved, row), why=self._why(account_id))

    def _why(self, account_id: str) -> Sentence:
        both = self.facts.loc[account_id] + self.weights.loc[account_id]
        name = str(both.abs().idxmax())
        if abs(both[name]) < NOTABLE:
            return say("Its own score hardly changed; the accounts stand close.")
        gain = both[name] > 0
        points = Number(abs(float(both[name])), 1)
        return say(
            "Most of its score's change: {indicator} {points}.",
            indicator=say(INDICATORS[name].label),
            points=say("+{n} points", n=points) if gain else say("−{n} points", n=points),
        )


def _move(moved: int, row: pd.Series) -> Sentence:
    whole = _whole(row[[*PARTS]].to_numpy(dtype=float), moved)
    listed = None
    for places, name in sorted(zip(whole, PARTS, strict=True), key=lambda p: abs(p[0])):
        if places:
            n = Number(abs(places))
            sign = say("+{n}", n=n) if places > 0 else say("−{n}", n=n)
            one = say("{places} {part}", places=sign, part=say(PARTS[name]))
            listed = one if listed is None else say("{first}, {others}", first=one, others=listed)
    n = Number(abs(moved))
    if not moved:
        return say("It keeps its rank: {parts}.", parts=listed)
    if moved > 0:
        return say_count(
            "It rose {n} place: {parts}.", "It rose {n} places: {parts}.", moved, n=n, parts=listed
        )
    return say_count(
        "It fell {n} place: {parts}.", "It fell {n} places: {parts}.", -moved, n=n, parts=listed
    )


def _whole(parts: np.ndarray, total: int) -> list[int]:
    """The parts in whole places that still add up (largest remainders).

    >>> _whole(np.array([1.5, 1.5, -1.0]), 2)
    [2, 1, -1]
    """
    floors = np.floor(parts + 1e-9)
    lacking = int(round(total - floors.sum()))
    for k in np.argsort(floors - parts, kind="stable")[:lacking]:
        floors[k] += 1
    return [int(f) for f in floors]


def rank_change(states: dict[tuple[int, int], Scores]) -> RankChange:
    """Split every move in rank into own facts, weights and others, each its fair (Shapley) share.

    The rank of an account follows from its own facts, from weights and rules, and from the others'
    facts. Each part is the mean effect of changing it over all orders of changing the three, so
    that no order is preferred and the parts add up to the move.

    Parameters
    ----------
    states : scores by (facts, weights), each 0 as before or 1 as now; four of them

    Source: features.md 67; Shapley 1953.
    """
    now, before = states[1, 1], states[0, 0]
    ids = now.table.sort_values("rank").index
    kept = ids[ids.isin(before.table.index)]
    ranks = _ranks(states, kept)
    start, end = ranks[0, 0, 0], ranks[1, 1, 1]
    parts = {name: -_share(ranks, place) for place, name in enumerate(PARTS)}
    c = {key: s.contributions.reindex(kept) for key, s in states.items()}
    facts = (c[1, 0] - c[0, 0] + c[1, 1] - c[0, 1]) / 2
    weights = (c[0, 1] - c[0, 0] + c[1, 1] - c[1, 0]) / 2
    rows = pd.DataFrame(
        {
            "rank_before": start,
            "rank": end,
            "moved": start - end,
            **parts,
            "score_before": before.table["score"].reindex(kept),
            "score": now.table["score"].reindex(kept),
            "score_facts": facts.sum(axis=1),
            "score_weights": weights.sum(axis=1),
        },
        index=kept,
    )
    new = ids[~ids.isin(before.table.index)].astype(str)
    return RankChange(rows, facts, weights, tuple(new))


def _ranks(
    states: dict[tuple[int, int], Scores], kept: pd.Index
) -> dict[tuple[int, int, int], np.ndarray]:
    """The rank each account would have: own facts f, weights w, the others' facts g."""
    everyone = states[0, 0].table.index.union(states[1, 1].table.index)
    place = pd.Series(np.argsort(np.argsort(everyone.astype(str))), index=everyone)
    keys = {}
    for state, scores in states.items():
        whole = np.rint(scores.table["score"].to_numpy() * 1e9).astype(np.int64)
        tie = len(everyone) - 1 - place.reindex(scores.table.index).to_numpy()
        keys[state] = pd.Series(whole * len(everyone) + tie, index=scores.table.index)
    found = {}
    for f, w, g in product((0, 1), repeat=3):
        own, theirs = keys[f, w].reindex(kept).to_numpy(), keys[g, w]
        ahead = len(theirs) - np.searchsorted(np.sort(theirs.to_numpy()), own, side="right")
        ahead = ahead - (theirs.reindex(kept).to_numpy() > own)  # nobody is ahead of himself
        found[f, w, g] = ahead + 1
    return found


def _share(ranks: dict[tuple[int, int, int], np.ndarray], place: int) -> np.ndarray:
    """The Shapley share of one of the three in the change of every rank."""
    total = np.zeros(len(ranks[0, 0, 0]))
    for others in product((0, 1), repeat=2):
        off, on = list(others), list(others)
        off.insert(place, 0)
        on.insert(place, 1)
        weight = 1 / 6 if sum(others) == 1 else 1 / 3
        total += weight * (ranks[on[0], on[1], on[2]] - ranks[off[0], off[1], off[2]])
    return total
