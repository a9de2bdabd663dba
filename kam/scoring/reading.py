"""The ranking in a sentence and its head figures."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from kam.figures import Figure
from kam.indicators import INDICATORS
from kam.scoring.board import Board
from kam.scoring.explain import explain
from kam.scoring.rank import Scores
from kam.units import Number, Percent
from kam.words import N_, Sentence, say, say_count

TOP = 10


def moves(scores: Scores, before: Scores) -> pd.Series:
    """By how many ranks each account rose (+) or fell (−) against another ranking."""
    return (before.table["rank"].reindex(scores.table.index) - scores.table["rank"]).astype(int)


def reading(scores: Scores, names: pd.Series, before: Scores) -> Sentence:
    """Who leads and why, and what the weights changed against the preset.

    Parameters
    ----------
    names : account names by account_id
    before : the ranking under the preset the weights started from
    """
    if scores.table.empty:
        return say("No account has a score yet.")
    leader = scores.table["rank"].idxmin()
    strongest = explain(scores, leader).differences.index[0]
    told = _leads(str(names[leader]), float(scores.table.at[leader, "score"]), strongest)
    if scores.fractions == before.fractions:
        return told
    ranks = before.table["rank"].reindex(scores.table.index)
    entered = int(((scores.table["rank"] <= TOP) & (ranks > TOP)).sum())
    change = (
        say_count(
            "Your weights bring {n} other account into the first ten.",
            "Your weights bring {n} other accounts into the first ten.",
            entered,
            n=Number(entered),
        )
        if entered
        else say("Your weights change nobody in the first ten.")
    )
    return say("{leader} {change}", leader=told, change=change)


def standing(board: Board, units: Sequence[int], names: Sequence[str]) -> Sentence:
    """Who leads and why, from whole numbers, for as many accounts as there are.

    Parameters
    ----------
    units : weights in ten-thousandths
    names : account names in the order of the board
    """
    if not len(board):
        return say("No account has a score yet.")
    leader = board.best(board.scores(units), 1)
    score = float(board.details(leader, units)["score"].iloc[0])
    strongest = str(board.differences(leader[0], units).idxmax())
    return _leads(str(names[leader[0]]), score, strongest)


def _leads(name: str, score: float, strongest: str) -> Sentence:
    return say(
        "{name} leads with {score} of 100 points, above all for {indicator}.",
        name=name,
        score=Number(score),
        indicator=say(INDICATORS[strongest].label),
    )


def summary(scores: Scores, before: Scores) -> tuple[Figure, ...]:
    """Head figures of the score page."""
    table = scores.table
    moved = moves(scores, before)
    known = scores.known.mean()
    unknown = [say(INDICATORS[i].label) for i, share in known.items() if share == 0]
    return (
        Figure(
            "completeness", N_("Measured"), Percent(float(table["completeness"].mean())),
            say("of the weight"),
            about=say(
                "Mean part of the score's weight that files tell; the rest counts as the median account."
            ),
        ),
        Figure(
            "unknown", N_("Without data"), Number(len(unknown)),
            say("of {n} indicators", n=Number(len(INDICATORS))),
            about=say("No file on record tells anything about them."),
        ),
        Figure(
            "moved", N_("Moved"), Number(int((moved != 0).sum())),
            say("of {n} accounts", n=Number(len(table))),
            about=say("Accounts with another rank than under the preset's weights."),
        ),
    )  # fmt: skip
