"""Every definition with formula, unit and source, read from the registries."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields
from typing import Any

import pandas as pd

from kam.churn import FEATURES
from kam.columns import COLUMNS
from kam.indicators import INDICATORS, MEASURES, Measure
from kam.policy import PRESETS, Policy
from kam.units import Number, Percent
from kam.words import N_, Sentence, say

Chapter = tuple[str, pd.DataFrame, tuple[str, ...], str]

UNIT_NAMES: dict[str, str] = {
    "money": N_("money"), "share": N_("percent"), "percent": N_("percent"),
    "probability": N_("percent"), "days": N_("days"), "day": N_("day"), "hours": N_("hours"),
    "years": N_("years"), "count": N_("count"), "number": N_("number"), "points": N_("points"),
    "grade": N_("grade 1 to 5"), "coefficient": N_("number"), "text": N_("text"), "": N_("text"),
}  # fmt: skip


def chapters(policy: Policy) -> Iterator[Chapter]:
    """The chapters of the method: title, rows, columns in order, key.

    Source: S0-21; platform.md section 4 (6).
    """
    yield (
        N_("The twelve indicators"), _indicators(policy),
        ("name", "weight", "meaning", "formula", "source"), "indicators",
    )  # fmt: skip
    yield (
        N_("What they are measured by"), _measures(),
        ("name", "meaning", "formula", "unit", "anchors", "source"), "measures",
    )  # fmt: skip
    yield N_("Sets of weights"), _presets(), ("name", *INDICATORS), "presets"
    yield N_("Churn model: features"), _features(), ("name", "meaning"), "features"
    yield N_("Rules you may change"), _knobs(), ("name", "default", "unit", "meaning"), "knobs"
    yield N_("Columns of lists"), _columns(), ("name", "meaning", "unit"), "columns"


def _indicators(policy: Policy) -> pd.DataFrame:
    return pd.DataFrame(
        [
            {
                "name": say(i.label),
                "weight": policy.fractions[i.id],
                "meaning": say(i.meaning),
                "formula": _parts(i.parts),
                "source": i.source,
            }
            for i in INDICATORS.values()
        ]
    )


def _parts(parts: tuple[tuple[str, float], ...]) -> Sentence:
    (name, share), *others = parts
    first = say("{share} {measure}", share=Percent(share), measure=say(MEASURES[name].label))
    return say("{first} + {rest}", first=first, rest=_parts(tuple(others))) if others else first


def _measures() -> pd.DataFrame:
    return pd.DataFrame(
        [
            {
                "name": say(m.label),
                "meaning": say(m.meaning),
                "formula": say(m.formula),
                "unit": say(UNIT_NAMES[m.unit]),
                "anchors": _anchors(m),
                "source": m.source,
            }
            for m in MEASURES.values()
        ]
    )


def _anchors(m: Measure) -> Sentence:
    ends = ("P5", "P50", "P95") if m.better == "high" else ("P95", "P50", "P5")
    shown = [
        end if value is None else Percent(value, 1) if m.unit == "share" else Number(value)
        for value, end in zip((m.worst, m.typical, m.best), ends, strict=True)
    ]
    return say("{worst} / {typical} / {best}", worst=shown[0], typical=shown[1], best=shown[2])


def _presets() -> pd.DataFrame:
    return pd.DataFrame([{"name": say(label), **points} for label, points in PRESETS.values()])


def _features() -> pd.DataFrame:
    return pd.DataFrame(
        [
            {
                "name": say(f.label),
                "meaning": say("More of it raises the risk.")
                if f.sign > 0
                else say("More of it lowers the risk."),
            }
            for f in FEATURES.values()
        ]
    )


def _knobs() -> pd.DataFrame:
    rows: list[dict[str, Any]] = []
    for knob in fields(Policy):
        about = knob.metadata
        if not about.get("unit") or knob.name == "weights":
            continue
        default: Any = knob.default
        if default is None:
            shown: Any = say("from the data")
        elif about["unit"] == "share":
            shown = Percent(float(default), 0)
        else:
            shown = Number(float(default), 1)
        rows.append(
            {
                "name": say(about["label"]),
                "default": say("{value}", value=shown),
                "unit": say(UNIT_NAMES[about["unit"]]),
                "meaning": say(about["reason"]),
            }
        )
    return pd.DataFrame(rows)


def _columns() -> pd.DataFrame:
    return pd.DataFrame(
        [
            {"name": say(c.label), "meaning": say(c.meaning), "unit": say(UNIT_NAMES[c.unit])}
            for c in COLUMNS.values()
            if c.meaning
        ]
    )
