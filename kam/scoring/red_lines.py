"""Which accounts crossed a red line, and what shows it."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from kam.red_lines import RED_LINES
from kam.units import UNITS
from kam.words import Sentence, say

COLUMNS = ["account_id", "line", "found", "limit", "evidence"]


def crossed(standing: pd.DataFrame, lines: Iterable[tuple[str, float]]) -> pd.DataFrame:
    """The accounts beyond a red line, one row per account and line, with the evidence.

    What is not known crosses nothing.

    Parameters
    ----------
    standing : DataFrame (accounts, facts by red line id), NaN unknown
    lines : red line and threshold (``Policy.red_lines``)

    Returns
    -------
    DataFrame[account_id, line, found, limit, evidence (Sentence)], in order of declaration.

    Source: S2-22; issue 4 ("red lines").
    """
    limits, rows = dict(lines), []
    for name, line in RED_LINES.items():
        if name not in limits:
            continue
        facts, limit = standing[name].astype(float), limits[name]
        beyond = facts > limit if line.above else facts < limit
        for account_id, found in facts[beyond].items():
            rows.append((str(account_id), name, float(found), limit, _evidence(name, found, limit)))
    return pd.DataFrame(rows, columns=COLUMNS)


def _evidence(name: str, found: float, limit: float) -> Sentence:
    line = RED_LINES[name]
    unit = UNITS[line.unit]
    return say(line.told, found=unit.quantity(found), limit=unit.quantity(limit))


def untold(standing: pd.DataFrame, lines: Iterable[tuple[str, float]]) -> tuple[str, ...]:
    """The red lines that are drawn but that no file tells anything about."""
    return tuple(name for name, _ in lines if standing[name].isna().all())


def evidence_of(found: pd.DataFrame, account_id: str) -> Sentence | None:
    """All that was found about one account, as one sentence; None where it crossed nothing."""
    return evidence_joined(found.loc[found["account_id"] == account_id, "evidence"])


def evidence_joined(evidence: Iterable[Sentence]) -> Sentence | None:
    """Several pieces of evidence as one; None where there are none."""
    told = list(evidence)
    if len(told) < 2:
        return told[0] if told else None
    return say("{first}; {rest}", first=told[0], rest=evidence_joined(told[1:]))
