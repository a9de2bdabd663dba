"""What it would take: the cheapest changes of an account's own figures that bring it in or out.

Arithmetic on the score with all else equal, not a forecast: nobody says that a customer who pays
sooner becomes a better one.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import pandas as pd

from kam.indicators import INDICATORS, MEASURES
from kam.policy import Policy
from kam.scoring.changes import joined, phrase
from kam.scoring.exact import GRID
from kam.scoring.rank import Scores
from kam.scoring.value_functions import ruler, value_at, worth
from kam.units import Number
from kam.words import N_, Sentence, say

CAVEAT = N_("Arithmetic on the score with all else equal, not a forecast.")

# How hard a measure is to move from its worst to its best anchor, against paying on time (1). Our
# default: what the customer decides alone is easy, what the market decides is hard.
EFFORT: dict[str, float] = {
    "days_past_due": 1.0, "ship_delay": 1.0, "reply_hours": 1.0, "kinds_per_order": 1.5,
    "claim_rate": 1.5, "order_frequency": 2.0, "credit_days": 2.0, "price_pressure": 2.0,
    "npd_count": 2.0, "order_value": 3.0, "contribution_margin": 3.0, "npd_success": 3.0,
    "profit_share": 5.0,
}  # fmt: skip

# The smallest change worth naming, by unit; money to two digits.
STEPS: dict[str, float] = {
    "days": 1.0, "count": 1.0, "share": 0.001, "hours": 1.0, "number": 0.1, "years": 0.1,
}  # fmt: skip

_MARGIN = 100 * 1.1 / GRID  # points that rounding worths to the grid may take away


@dataclass(frozen=True)
class Reach:
    """What brings an account among the first ``top`` (``enters``), or what throws it out.

    ``gap`` in points of the score; ``cost`` of the cheapest changes (effort × worth), NaN where
    nothing suffices. ``changes``, easiest first: measure, indicator, now, then (raw units, rounded
    so that they suffice), points. ``alone``: the same for each measure that would do by itself.
    """

    enters: bool
    top: int
    gap: float
    cost: float
    changes: pd.DataFrame
    alone: pd.DataFrame
    sentence: Sentence


def cheapest(gains: np.ndarray, room: np.ndarray, costs: np.ndarray, gap: float) -> np.ndarray:
    """The cheapest steps Δ with gains · Δ ≥ gap and 0 ≤ Δ ≤ room; NaN where none are enough.

    A fractional knapsack: most gain for its cost first is the optimum of the linear programme.

    Parameters
    ----------
    gains, room, costs : shape (measures,); an infinite cost is never paid

    Source: methods.md 2.6.
    """
    steps = np.zeros(len(gains))
    payable = np.isfinite(costs) & (gains > 0) & (room > 0)
    for j in sorted(np.flatnonzero(payable), key=lambda j: -gains[j] / costs[j]):
        if gap <= 0:
            break
        steps[j] = min(room[j], gap / gains[j])
        gap -= gains[j] * steps[j]
    return steps if gap <= 1e-9 else np.full(len(gains), np.nan)


def reach(
    scores: Scores,
    values: pd.DataFrame,
    yardstick: pd.DataFrame,
    policy: Policy,
    account_id: str,
    top: int,
) -> Reach:
    """The cheapest changes that bring an account in among the first ``top``, or out of them.

    Only what is measured and can change is moved: no grades (an opinion is not a deed) and no fixed
    traits (``Indicator.actionable``).

    Parameters
    ----------
    values, yardstick, policy : what the scores were worked out from

    Source: methods.md 2.6; journey J2.
    """
    table = scores.table.sort_values("rank")
    enters = int(table.at[account_id, "rank"]) > top
    marks = ruler(yardstick, policy)
    moves = _movable(values.loc[account_id], marks, scores.fractions)
    nobody = len(table) <= top
    rival = table["score"].iloc[(top if not enters else top - 1) if not nobody else -1]
    gap = abs(float(table.at[account_id, "score"]) - float(rival)) + _MARGIN
    room = 1 - moves["worth"] if enters else moves["worth"]
    gains, costs = moves["points"].to_numpy(), moves["effort"].to_numpy()
    steps = cheapest(gains, room.to_numpy(), costs, math.inf if nobody else gap)
    sign = 1 if enters else -1
    ordered = np.argsort(-gains / costs, kind="stable")
    changes = _changes(moves, steps, sign, marks).iloc[ordered]
    with np.errstate(divide="ignore"):
        single = np.where(gap <= gains * room.to_numpy(), gap / gains, np.nan)
    alone = _changes(moves, single, sign, marks).iloc[ordered]
    changes, alone = (
        c[c["step"] > 0].drop(columns="step").reset_index(drop=True) for c in (changes, alone)
    )
    lacking = gap - float(gains @ room.to_numpy())
    return Reach(
        enters,
        top,
        gap - _MARGIN,
        float(steps @ costs) if len(steps) and not np.isnan(steps).any() else math.nan,
        changes,
        alone,
        _sentence(enters, nobody, top, changes, lacking),
    )


def _movable(known: pd.Series, marks: pd.DataFrame, fractions: dict[str, float]) -> pd.DataFrame:
    """The measured, changeable measures: now, worth, points (of the score for a whole worth)."""
    v = worth(known.to_frame().T.astype(float), marks).iloc[0]
    rows = {
        name: {
            "indicator": indicator.id,
            "now": float(known[name]),
            "worth": float(v[name]),
            "points": 100 * fractions[indicator.id] * share,
            "effort": EFFORT.get(name, math.inf),
        }
        for indicator in INDICATORS.values()
        for name, share in indicator.parts
        if indicator.actionable
        and not MEASURES[name].judged
        and not math.isnan(v[name])
        and marks.at[name, "worst"] != marks.at[name, "best"]
    }
    columns = ["indicator", "now", "worth", "points", "effort"]
    return pd.DataFrame.from_dict(rows, orient="index", columns=columns)


def _changes(
    moves: pd.DataFrame, steps: np.ndarray, sign: int, marks: pd.DataFrame
) -> pd.DataFrame:
    rows = []
    for (name, move), step in zip(moves.iterrows(), steps, strict=True):
        wanted = float(np.clip(move["worth"] + sign * np.nan_to_num(step), 0, 1))
        mark = marks.loc[str(name)]
        then = value_at(wanted, mark)
        if sign < 0 and mark.get("shape") == "threshold" and wanted < move["worth"]:
            then += 1e-6 * float(
                mark["worst"] - mark["typical"]
            )  # on the threshold it still counts
        rows.append(
            {
                "measure": name,
                "indicator": move["indicator"],
                "now": move["now"],
                "then": _rounded_away(move["now"], then, MEASURES[str(name)].unit),
                "points": sign * move["points"] * step,
                "step": step,
            }
        )
    names = ["measure", "indicator", "now", "then", "points", "step"]
    return pd.DataFrame(rows, columns=names)


def _rounded_away(now: float, then: float, unit: str) -> float:
    """The value wanted, reached in whole steps from the present one; never short of it."""
    change = then - now
    step = STEPS.get(unit)
    if step is None:
        step = 10.0 ** (math.floor(math.log10(abs(change))) - 1) if change else 1.0
    whole = math.ceil(abs(change) / step - 1e-9) * step
    return now + math.copysign(whole, change)


def _sentence(
    enters: bool, nobody: bool, top: int, changes: pd.DataFrame, lacking: float
) -> Sentence:
    n = Number(top)
    if nobody:
        return say("Everybody is among the first {top}.", top=n)
    told = [phrase(c.measure, c.then - c.now) for c in changes.itertuples()]
    if enters and told:
        return say("It enters the first {top} if it {changes}.", top=n, changes=joined(told))
    if enters:
        return say(
            "Nothing it can change brings it among the first {top}: {points} points are lacking even then.",
            top=n,
            points=Number(max(lacking, 0.0), 1),
        )
    if told:
        return say("It drops out of the first {top} if it {changes}.", top=n, changes=joined(told))
    return say("Nothing that is measured throws it out of the first {top} by itself.", top=n)
