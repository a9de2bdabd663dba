"""What every certificate holds: verdict, sections, day, scenario and the fingerprints of both."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any

import pandas as pd

from kam.columns import shown
from kam.policy import PRESETS, Policy
from kam.selection import Selection
from kam.units import UNITS, UNKNOWN, Day, Number, is_unknown
from kam.words import N_, Sentence, say


@dataclass(frozen=True)
class Section:
    """A part of a certificate: its title, sentences, and a table where there is one.

    ``columns`` are names of ``kam.columns`` in ``rows``.
    """

    id: str
    title: str
    sentences: tuple[Sentence, ...]
    rows: pd.DataFrame = field(default_factory=pd.DataFrame)
    columns: tuple[str, ...] = ()
    labels: Mapping[str, str] = field(default_factory=dict)

    def heading(self, column: str) -> str:
        """What a column of the table is called (a message id)."""
        return self.labels.get(column) or shown(column).label


@dataclass(frozen=True)
class Certificate:
    """A decision on paper, about one account or (``account_id`` None) about the list.

    ``verdict`` is a code of ``kam.selection.VERDICTS``, "list" for the list; ``answer`` the same in
    words; ``figures`` are the numbers behind it, for machines.
    """

    account_id: str | None
    title: Sentence
    verdict: str
    answer: Sentence
    sections: tuple[Section, ...]
    figures: Mapping[str, Any]
    as_of: date
    top: int
    currency: str | None
    policy: Policy
    fingerprint: str
    facts: str

    @property
    def stem(self) -> str:
        """A file name without its end; an id may hold anything, so only plain letters of it stay."""
        kept = "".join(c for c in (self.account_id or "list") if c.isascii() and c.isalnum())
        return f"certificate_{kept[:40] or 'account'}_{self.as_of.isoformat()}"

    @property
    def foot(self) -> tuple[tuple[str, Sentence], ...]:
        """What it holds for: label and value."""
        return (
            (N_("Data to"), say("{day}", day=Day(self.as_of))),
            (N_("Length of the list"), say("{n}", n=Number(self.top))),
            (N_("Weights started from"), say(PRESETS[self.policy.preset][0])),
            (N_("Scenario fingerprint"), say("{code}", code=grouped(self.fingerprint))),
            (N_("Facts fingerprint"), say("{code}", code=grouped(self.facts))),
        )


def grouped(code: str) -> str:
    """A fingerprint as people compare it.

    >>> grouped("0123456789ab")
    '0123 4567 89ab'
    """
    return " ".join(code[i : i + 4] for i in range(0, len(code), 4))


def fingerprint(chosen: Selection) -> str:
    """The scenario in one word: equal judgements on an equal day give equal words.

    Covers every knob, the proportions of the weights, the anchors, the length of the list and the
    day; not the facts, which have a word of their own.
    """
    portfolio = chosen.portfolio
    anchors = portfolio.yardstick[["worst", "typical", "best", "median"]]
    said = asdict(portfolio.policy) | {
        "weights": [round(f, 12) for f in portfolio.policy.fractions.values()],
        # Sums of many floats differ in their last digits from run to run.
        "anchors": {str(i): [f"{a:.9g}" for a in row] for i, *row in anchors.itertuples()},
        "top": chosen.top,
        "as_of": portfolio.as_of,
        "rolled_up": portfolio.rolled_up,
    }
    text = json.dumps(said, sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def cell(value: Any, unit: str, currency: str | None, lang: str) -> str:
    """A value of a table as text."""
    if isinstance(value, Sentence):
        return value.in_language(lang)
    if is_unknown(value):
        return UNKNOWN
    if unit == "text":
        return str(value)
    return str(UNITS[unit].quantity(value, currency).in_language(lang))
