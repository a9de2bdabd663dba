"""What is different between two versions of a scenario, in words."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

from kam.curves import MISSING, SHAPES
from kam.indicators import INDICATORS, MEASURES
from kam.policy import PRESETS, Policy
from kam.red_lines import RED_LINES
from kam.tiers import RULES
from kam.units import UNITS, Number, Percent
from kam.words import N_, Sentence, say

SMALLEST = 0.0005  # share of the weight below which a change is not worth a line
_OWN = {"weights", "curves", "missing", "red_lines", "off", "preset"}
_CHOICES: dict[str, dict[str, str]] = {
    "tier_by": RULES,
    "order_mix_better": {"low": N_("fewer kinds"), "high": N_("more kinds")},
}


def changes(before: Policy, after: Policy) -> tuple[Sentence, ...]:
    """Everything a manager changed from one policy to another, one sentence each.

    >>> [str(s) for s in changes(Policy(), Policy(key_places=7))]
    ['Places for key accounts: 10 → 7']
    """
    return (
        *_weights(before, after),
        *_knobs(before, after),
        *_red_lines(before, after),
        *_values(before, after),
    )


def _moved(label: str, was: Any, now: Any) -> Sentence:
    return say("{what}: {was} → {now}", what=say(label), was=was, now=now)


def _weights(before: Policy, after: Policy) -> list[Sentence]:
    if before.preset != after.preset:
        said = [
            _moved(N_("Start from"), say(PRESETS[before.preset][0]), say(PRESETS[after.preset][0]))
        ]
    else:
        said = []
    for name, share in after.fractions.items():
        was = before.fractions[name]
        if (name in before.off) != (name in after.off):
            label = say(INDICATORS[name].label)
            off = name in after.off
            said.append(
                say("{what}: switched off", what=label) if off
                else say("{what}: switched on", what=label)
            )  # fmt: skip
        elif abs(share - was) > SMALLEST:
            said.append(_moved(INDICATORS[name].label, Percent(was, 1), Percent(share, 1)))
    return said


def _knobs(before: Policy, after: Policy) -> list[Sentence]:
    said = []
    for knob in fields(Policy):
        was, now = getattr(before, knob.name), getattr(after, knob.name)
        if knob.name in _OWN or was == now:
            continue
        told = [_knob(knob.name, knob.metadata["unit"], v) for v in (was, now)]
        said.append(_moved(knob.metadata["label"], *told))
    return said


def _knob(name: str, unit: str, value: Any) -> Any:
    if name in _CHOICES:
        return say(_CHOICES[name][value])
    if value is None:
        return say("from the data")
    if isinstance(value, str):
        return value
    return UNITS[unit].quantity(value) if unit in UNITS else Number(float(value), 1)


def _red_lines(before: Policy, after: Policy) -> list[Sentence]:
    was, now = dict(before.red_lines), dict(after.red_lines)
    said = []
    for name, line in RED_LINES.items():
        if was.get(name) == now.get(name):
            continue
        told = [
            say("not drawn") if lines.get(name) is None else UNITS[line.unit].quantity(lines[name])
            for lines in (was, now)
        ]
        said.append(_moved(line.label, *told))
    return said


def _values(before: Policy, after: Policy) -> list[Sentence]:
    said = []
    for measure in dict.fromkeys(c.measure for c in (*before.curves, *after.curves)):
        was, now = before.curve(measure), after.curve(measure)
        label = MEASURES[measure].label
        if was.shape != now.shape:
            said.append(_moved(label, say(SHAPES[was.shape].label), say(SHAPES[now.shape].label)))
        if was.anchors != now.anchors:
            unit = UNITS[MEASURES[measure].unit]
            told = [
                say("{a} / {b} / {c}", **{
                    key: say("as frozen") if v is None else unit.quantity(v)
                    for key, v in zip("abc", curve.anchors.values(), strict=True)
                })
                for curve in (was, now)
            ]  # fmt: skip
            said.append(_moved(label, *told))
    for name in dict.fromkeys(n for n, _ in (*before.missing, *after.missing)):
        ways = [dict(p.missing).get(name, "median") for p in (before, after)]
        if ways[0] != ways[1]:
            told = [say("unknown counts: {way}", way=say(MISSING[w])) for w in ways]
            said.append(_moved(INDICATORS[name].label, *told))
    return said
