"""Why an account scores as it does, against the average account."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from kam.indicators import INDICATORS
from kam.scoring.rank import Scores
from kam.units import Number
from kam.words import Sentence, say

NOTABLE = 1.0  # points of 100 below which a difference is not worth a word


@dataclass(frozen=True)
class Explanation:
    """``differences``: points by indicator above (+) or below (−) the average account, largest
    lift first; they add up to the score minus the average score. ``sentence`` names the strongest.
    """

    differences: pd.Series
    average_score: float
    sentence: Sentence


def explain(scores: Scores, account_id: str) -> Explanation:
    """What lifts an account's score above the average account and what holds it back.

    Source: methods.md 2.6 (equals the linear Shapley value).
    """
    averages = scores.contributions.mean()
    differences = (scores.contributions.loc[account_id] - averages).sort_values(ascending=False)
    return Explanation(differences, float(averages.sum()), told(differences))


def told(differences: pd.Series) -> Sentence:
    """What lifts and what holds back, from points above and below the average account."""
    differences = differences.sort_values(ascending=False)
    lifts = [i for i, d in differences.head(3).items() if d >= NOTABLE]
    drags = [i for i, d in differences.tail(2)[::-1].items() if d <= -NOTABLE]
    return _sentence(differences, [*lifts], [*drags])


def _sentence(differences: pd.Series, lifts: list[str], drags: list[str]) -> Sentence:
    if lifts and drags:
        return say(
            "Lifted by {lifts}; held back by {drags}.",
            lifts=_named(lifts, differences),
            drags=_named(drags, differences),
        )
    if lifts:
        return say("Lifted by {lifts}; nothing holds it back.", lifts=_named(lifts, differences))
    if drags:
        return say("Held back by {drags}; nothing stands out.", drags=_named(drags, differences))
    return say("Close to the average account in everything.")


def _named(names: list[str], differences: pd.Series) -> Sentence:
    first, *others = names
    told = say(
        "{indicator} ({points} points)",
        indicator=say(INDICATORS[first].label),
        points=_signed(float(differences[first])),
    )
    return (
        say("{first}, {others}", first=told, others=_named(others, differences)) if others else told
    )


def _signed(points: float) -> Sentence:
    number = Number(abs(points), 1)
    return say("+{n}", n=number) if points > 0 else say("−{n}", n=number)
