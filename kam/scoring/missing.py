"""What is not known: whether it decides who is key, and which question is worth asking next."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from kam.indicators import INDICATORS
from kam.scoring.rank import Scores, Worths
from kam.scoring.smaa import SEED
from kam.units import Number, Percent
from kam.words import Sentence, say, say_count

COVERAGE = 0.70  # measured part of the weight below which a crossing interval leaves it open
DRAWS = 2_000
BINS = 5
OPEN = 60  # accounts nearest to the cut that are looked at for questions
_CELLS = 20_000_000  # drawn answers held at a time


@dataclass(frozen=True)
class Gaps:
    """What the unknown leaves open about the first ``top``.

    ``accounts``, indexed by account_id: rank, coverage, low, high (points), verdict ("in", "out" or
    "undecided"), chance (share of fillings of the unknown in which it is among the first).
    ``questions``, best first: account_id, indicator, gain (expected fall of Σ p(1−p), the
    uncertainty about who is among the first).
    ``silent`` are indicators that no file tells about anybody, ``silent_share`` their weight: they
    cannot tell accounts apart, so that coverage and interval are those of the others.
    """

    top: int
    accounts: pd.DataFrame
    questions: pd.DataFrame
    silent: tuple[str, ...]
    silent_share: float
    reading: Sentence

    def told(self, account_id: str) -> Sentence:
        """What is open about one account, and what to ask."""
        row = self.accounts.loc[account_id]
        if row["verdict"] == "undecided":
            return say(
                "Undecided: only {share} of the weight is known; ask about {question}.",
                share=Percent(float(row["coverage"])),
                question=say(INDICATORS[row["ask"]].label),
            )
        if row["ask"] is None:
            return say("Everything that is known about others is known about it.")
        return say(
            "{share} of the weight is known, enough for the verdict. Next, ask about {question}.",
            share=Percent(float(row["coverage"])),
            question=say(INDICATORS[row["ask"]].label),
        )


def gaps(worths: Worths, scores: Scores, top: int, draws: int = DRAWS, seed: int = SEED) -> Gaps:
    """Who is undecided among the first ``top`` for want of data, and what to ask next.

    An account is undecided where less than 70 % of the weight is known and its interval crosses the
    cut. Unknown worths are drawn from the accounts whose indicator is wholly known.

    Source: methods.md 2.2 (gate, next best question).
    """
    known = worths.known
    heard = known.max() > 0
    weights = pd.Series(scores.fractions).reindex(known.columns)
    told = weights.where(heard, 0.0)
    coverage = known @ told / (told.sum() or 1.0)
    low = 100 * (worths.measured @ told + worths.imputed @ (weights - told))
    high = low + 100 * (1 - known) @ told
    rank = scores.table["rank"]
    inside, crosses = _crossing(scores.table["score"], rank, low, high, top)
    undecided = crosses & (coverage < COVERAGE)
    verdict = np.where(undecided, "undecided", np.where(inside, "in", "out"))
    chance, questions = _questions(worths, weights, heard, crosses, top, draws, seed)
    best = questions.drop_duplicates("account_id").set_index("account_id")["indicator"]
    heaviest = _heaviest_unknown(known, told)
    asks = [best.get(i, heaviest[i]) for i in known.index]
    accounts = pd.DataFrame(
        {
            "rank": rank,
            "coverage": coverage,
            "low": low,
            "high": high,
            "verdict": pd.Series(verdict, index=known.index, dtype=object),
            "chance": chance,
            "ask": pd.Series(asks, index=known.index, dtype=object),
        },
        index=known.index,
    ).sort_values("rank")
    silent = tuple(heard.index[~heard])
    silent_share = float((weights - told).sum())
    reading = _reading(accounts, top, silent, silent_share)
    return Gaps(top, accounts, questions, silent, silent_share, reading)


def _crossing(
    score: pd.Series, rank: pd.Series, low: pd.Series, high: pd.Series, top: int
) -> tuple[pd.Series, pd.Series]:
    inside = rank <= top
    if inside.all():
        return inside, pd.Series(False, index=score.index)
    last_in, first_out = score[inside].min(), score[~inside].max()
    crosses = (inside & (low < first_out)) | (~inside & (high > last_in))
    return inside, crosses


def _heaviest_unknown(known: pd.DataFrame, told: pd.Series) -> dict[str, str | None]:
    missing = (1 - known) * told
    names = missing.idxmax(axis=1)
    return {i: str(names[i]) if missing.at[i, names[i]] > 1e-9 else None for i in known.index}


def _questions(
    worths: Worths,
    weights: pd.Series,
    heard: pd.Series,
    crosses: pd.Series,
    top: int,
    draws: int,
    seed: int,
) -> tuple[pd.Series, pd.DataFrame]:
    """Chance of each account to be among the first, and what each question is worth."""
    ids, columns = worths.known.index, list(worths.known.columns)
    missing = (1 - worths.known.to_numpy()) * heard.to_numpy()
    fixed = np.where(missing > 0, worths.measured, worths.imputed) @ weights.to_numpy()
    most = fixed + missing @ weights.to_numpy()
    above = np.sort(fixed), np.sort(most)
    surely_in = len(ids) - np.searchsorted(above[1], fixed) <= top
    surely_out = len(ids) - np.searchsorted(above[0], most, side="right") >= top
    chance = pd.Series(np.where(surely_in, 1.0, 0.0), index=ids)
    between = np.flatnonzero(~surely_in & ~surely_out)
    places = top - int(surely_in.sum())
    if places <= 0 or places >= len(between):
        chance.iloc[between] = float(places > 0)
        return chance, pd.DataFrame(columns=["account_id", "indicator", "gain"])
    rows, kinds = np.nonzero(missing[between] > 1e-9)
    draws = max(200, min(draws, _CELLS // max(len(rows), 1)))
    dice = np.random.default_rng(seed)
    filled = np.empty((len(rows), draws), dtype=np.float32)
    for k in np.unique(kinds):
        cells = kinds == k
        filled[cells] = _observed(worths, columns[k], dice, int(cells.sum()), draws)
    scores = np.repeat(fixed[between, None].astype(np.float32), draws, axis=1)
    parts = (missing[between][rows, kinds] * weights.to_numpy()[kinds]).astype(np.float32)
    np.add.at(scores, rows, parts[:, None] * filled)
    members = scores >= np.partition(scores, -places, axis=0)[-places]
    chance.iloc[between] = members.mean(axis=1)
    doubt = members.mean(axis=1) * (1 - members.mean(axis=1))
    hopes = doubt * crosses.to_numpy()[between]
    asked = {i for i in np.argsort(-hopes, kind="stable")[:OPEN] if hopes[i] > 0}
    unsure = members[doubt > 0]
    found = [
        (str(ids[between[i]]), columns[k], _gain(unsure, filled[cell], float(doubt.sum())))
        for cell, (i, k) in enumerate(zip(rows, kinds, strict=True))
        if i in asked
    ]
    table = pd.DataFrame(found, columns=["account_id", "indicator", "gain"])
    return chance, table[table["gain"] > 0].sort_values(
        ["gain", "account_id"], ascending=[False, True], ignore_index=True
    )


def _observed(
    worths: Worths, name: str, dice: np.random.Generator, cells: int, draws: int
) -> np.ndarray:
    whole = worths.known[name] > 1 - 1e-9
    seen = worths.imputed.loc[whole, name].to_numpy()
    return dice.choice(seen, (cells, draws)) if len(seen) else dice.random((cells, draws))


def _gain(members: np.ndarray, answers: np.ndarray, doubt: float) -> float:
    """By how much Σ p(1−p) falls, on average, once the answer is known to a fifth."""
    order = np.argsort(answers, kind="stable")
    left = 0.0
    for part in np.array_split(order, BINS):
        p = members[:, part].mean(axis=1)
        left += len(part) / len(order) * float((p * (1 - p)).sum()) * len(part) / (len(part) - 1)
    return doubt - left


def _reading(
    accounts: pd.DataFrame, top: int, silent: tuple[str, ...], silent_share: float
) -> Sentence:
    undecided = accounts.index[accounts["verdict"] == "undecided"]
    told = (
        say("What is unknown leaves nobody undecided.")
        if not len(undecided)
        else say_count(
            "{n} account is undecided about the first {top}: too little is known.",
            "{n} accounts are undecided about the first {top}: too little is known.",
            len(undecided),
            n=Number(len(undecided)),
            top=Number(top),
        )
    )
    if not silent:
        return told
    return say(
        "{sentence} {silent}",
        sentence=told,
        silent=say_count(
            "No file tells about {n} indicator ({share} of the weight).",
            "No file tells about {n} indicators ({share} of the weight).",
            len(silent),
            n=Number(len(silent)),
            share=Percent(silent_share),
        ),
    )


def question(row: pd.Series, names: Mapping[str, str]) -> Sentence:
    """A row of ``Gaps.questions`` as a question to somebody."""
    return say(
        "Ask about {indicator} of {account}.",
        indicator=say(INDICATORS[row["indicator"]].label),
        account=str(names[row["account_id"]]),
    )
