"""Score and rank every account, with an interval for what is not known."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from kam.indicators import INDICATORS
from kam.policy import Policy
from kam.scoring.exact import places, snapped
from kam.scoring.value_functions import ruler, worth


@dataclass(frozen=True)
class Scores:
    """Every account's score under one policy.

    ``table``, indexed by account_id: rank (1 is best; ties by id), score (0–100), completeness
    (share of the weight that is measured), low and high (the score if everything unknown were worst
    or best), best_rank and worst_rank (possible within these intervals).
    ``contributions`` (accounts, 12): points of the score; they add up to it.
    ``worths`` (accounts, 12): worth of each indicator in [0, 1], unknown ones imputed.
    ``known`` (accounts, 12): share of the indicator that is measured.
    """

    table: pd.DataFrame
    contributions: pd.DataFrame
    worths: pd.DataFrame
    known: pd.DataFrame
    fractions: dict[str, float]


@dataclass(frozen=True)
class Worths:
    """What each indicator is worth per account, as DataFrames (accounts, 12) in [0, 1].

    ``imputed`` has a worth for everybody; ``measured`` is the part of it that facts show; ``known``
    the share of the indicator that is measured.
    """

    imputed: pd.DataFrame
    measured: pd.DataFrame
    known: pd.DataFrame


def indicator_worths(values: pd.DataFrame, yardstick: pd.DataFrame, policy: Policy) -> Worths:
    """Each indicator's worth per account, and how much of it is measured.

    A part that is unknown takes the worth of the frozen median of all accounts (½ where there is
    none): leaving an answer blank neither helps nor hurts; a policy may say ½ or nothing instead.
    Where no part is measured a judged grade stands in, if there is one.

    Source: methods.md 2.2; import-rules.md ("Frozen").
    """
    marks = ruler(yardstick, policy)
    v = worth(values, marks)
    medians = yardstick["median"].reindex(values.columns).to_frame().T
    usual = worth(medians, marks).iloc[0].fillna(0.5)
    unknown = {"half": 0.5, "worst": 0.0}
    otherwise = {name: unknown[way] for name, way in policy.missing if way in unknown}
    imputed, measured, known = {}, {}, {}
    for indicator in INDICATORS.values():
        names = [name for name, _ in indicator.parts]
        shares = np.array([share for _, share in indicator.parts])
        parts = v[names].to_numpy()
        seen = ~np.isnan(parts)
        instead = otherwise.get(indicator.id)
        blank = usual[names].to_numpy() if instead is None else np.full(len(names), instead)
        whole = np.where(seen, parts, blank) @ shares
        shown = np.where(seen, parts, 0.0) @ shares
        share_seen = seen @ shares
        if indicator.fallback:
            judged = v[indicator.fallback].to_numpy()
            use = ~seen.any(axis=1) & ~np.isnan(judged)
            whole, shown = np.where(use, judged, whole), np.where(use, judged, shown)
            share_seen = np.where(use, 1.0, share_seen)
        imputed[indicator.id], measured[indicator.id] = whole, shown
        known[indicator.id] = share_seen
    return Worths(*(pd.DataFrame(w, index=values.index) for w in (imputed, measured, known)))


def add_up(worths: Worths, fractions: dict[str, float]) -> Scores:
    """The additive score of given worths: Σ weight × worth, in points of 100.

    ``fractions`` are the weights by indicator, adding up to 1.

    Source: S1-21; methods.md 2.1, 2.2 (interval).
    """
    weights = 100 * np.array([fractions[name] for name in worths.imputed.columns])
    contributions = worths.imputed * weights
    score = contributions.sum(axis=1).to_numpy()
    low = worths.measured.to_numpy() @ weights
    high = low + (1 - worths.known.to_numpy()) @ weights
    low, high = np.minimum(low, score), np.maximum(high, score)  # rounding never leaves it
    n = len(score)
    touch = 1e-9  # intervals that only touch by rounding overlap
    table = pd.DataFrame(
        {
            # Whole weights on whole worths differ by 1.5e-7 or not at all: equal is equal.
            "rank": places(score.round(9), worths.imputed.index.astype(str)),
            "score": score,
            "completeness": worths.known.to_numpy() @ weights / 100,
            "low": low,
            "high": high,
            "best_rank": 1 + n - np.searchsorted(np.sort(low), high + touch, side="right"),
            "worst_rank": n - np.searchsorted(np.sort(high), low - touch, side="left"),
        },
        index=worths.imputed.index,
    )
    return Scores(table, contributions, worths.imputed, worths.known, dict(fractions))


def worths_of(values: pd.DataFrame, yardstick: pd.DataFrame, policy: Policy) -> Worths:
    """Each indicator's worth per account in whole multiples of 1/65535, as every view holds it."""
    exact = indicator_worths(values, yardstick, policy)
    return Worths(snapped(exact.imputed), snapped(exact.measured), exact.known)


def score(values: pd.DataFrame, yardstick: pd.DataFrame, policy: Policy) -> Scores:
    """Score and rank accounts under a policy, on worths that are whole multiples of 1/65535.

    Parameters
    ----------
    values : DataFrame (accounts, measures), NaN unknown
    yardstick : frozen anchors and medians by measure_id

    Source: S1-21; methods.md 2.
    """
    return add_up(worths_of(values, yardstick, policy), policy.fractions)
