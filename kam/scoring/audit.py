"""What the weights really do: how much of the differences between scores each indicator makes."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from kam.indicators import INDICATORS
from kam.scoring.rank import Scores
from kam.units import Number, Percent
from kam.words import Sentence, say

CLOSE = 0.7  # correlation from which two indicators say the same twice


@dataclass(frozen=True)
class Audit:
    """``weights``, indexed by indicator: nominal (share of the weight), effective (share of the
    variance of the scores; they add up to 1), discriminates (whether accounts differ in it).
    ``pairs``: first, second, correlation of indicators that move together, strongest first.
    ``reading`` says what stands out.
    """

    weights: pd.DataFrame
    correlations: pd.DataFrame
    pairs: pd.DataFrame
    reading: Sentence


def audit(scores: Scores) -> Audit:
    """Nominal against effective weights, and which indicators count the same thing twice.

    Source: methods.md 2.5 ("effective weight"), 2.3 (known overlaps).
    """
    effective = effective_weights(scores.contributions)
    varies = scores.worths.nunique() > 1
    weights = pd.DataFrame(
        {
            "nominal": pd.Series(scores.fractions).reindex(effective.index),
            "effective": effective,
            "discriminates": varies,
        }
    )
    correlations = scores.worths.loc[:, varies].corr()
    pairs = _pairs(correlations)
    return Audit(weights, correlations, pairs, _reading(weights, pairs))


def effective_weights(contributions: pd.DataFrame) -> pd.Series:
    """Each indicator's share of the variance of the scores: Cov(wₖvₖ, S) / Var(S).

    They add up to 1; one below 0 works against the others. NaN where all scores are equal.
    """
    total = contributions.sum(axis=1)
    around = total - total.mean()
    spread = float(around @ around)
    if spread <= 1e-12:
        return pd.Series(np.nan, index=contributions.columns)
    return (contributions - contributions.mean()).T @ around / spread


def _pairs(correlations: pd.DataFrame) -> pd.DataFrame:
    names = list(correlations.columns)
    rows = [
        (a, b, float(correlations.at[a, b]))
        for i, a in enumerate(names)
        for b in names[i + 1 :]
        if abs(correlations.at[a, b]) >= CLOSE
    ]
    found = pd.DataFrame(rows, columns=["first", "second", "correlation"])
    return found.sort_values("correlation", key=abs, ascending=False, ignore_index=True)


def _reading(weights: pd.DataFrame, pairs: pd.DataFrame) -> Sentence:
    if weights["effective"].isna().all():
        return say("All accounts have the same score.")
    strongest = weights["effective"].idxmax()
    told = say(
        "{indicator} makes {effective} of the differences between scores, with {nominal} of the weight.",
        indicator=say(INDICATORS[strongest].label),
        effective=Percent(float(weights.at[strongest, "effective"])),
        nominal=Percent(float(weights.at[strongest, "nominal"])),
    )
    idle = weights[(weights["nominal"] > 0) & ~weights["discriminates"]]
    if len(idle):
        told = say(
            "{sentence} {share} of the weight lies on indicators in which all accounts are equal.",
            sentence=told,
            share=Percent(float(idle["nominal"].sum())),
        )
    if len(pairs):
        told = say(
            "{sentence} {first} and {second} go together (correlation {r}): they count in part twice.",
            sentence=told,
            first=say(INDICATORS[pairs.at[0, "first"]].label),
            second=say(INDICATORS[pairs.at[0, "second"]].label),
            r=Number(float(pairs.at[0, "correlation"]), 2),
        )
    return told
