"""Why an account's risk is what it is: each feature's part of the log-odds, with its sentence."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kam.churn.features import FEATURES, Snapshot
from kam.words import Sentence

SHOWN = 3
NOTABLE = 0.05  # log-odds below which a feature is not a reason


@dataclass(frozen=True)
class Reason:
    """One feature's part: ``effect`` in log-odds against the average account, + raises the risk."""

    feature: str
    effect: float
    sentence: Sentence


def reasons(effects: np.ndarray, snap: Snapshot, place: int) -> tuple[Reason, ...]:
    """The strongest reasons of one account, the largest effect first.

    Source: methods.md section 4 (explain).
    """
    facts = snap.facts(place)
    row = effects[place]
    names = list(FEATURES)
    order = sorted(range(len(names)), key=lambda k: (-abs(row[k]), k))
    return tuple(
        Reason(names[k], float(row[k]), FEATURES[names[k]].reason(facts, bool(row[k] > 0)))
        for k in order[:SHOWN]
        if abs(row[k]) >= NOTABLE
    )
