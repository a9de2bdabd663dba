"""The twelve indicators in five groups, so that AHP needs 19 comparisons instead of 66."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from kam.indicators import INDICATORS
from kam.weighting.ahp import Ahp, ahp
from kam.words import N_, Sentence, say

GROUPS: dict[str, tuple[str, tuple[str, ...]]] = {
    "profit": (N_("Profit and size"), ("order_margin", "order_size_freq")),
    "cash": (N_("Cash"), ("payment_terms", "payment_efficiency")),
    "future": (N_("Future"), ("industry_influence", "new_product_dev", "tenure")),
    "handling": (N_("Handling"), ("order_mix", "shipping_efficiency")),
    "manners": (
        N_("Working together"),
        ("price_sensitivity", "communication", "claim_reasonableness"),
    ),
}
STEPS = 8  # of Saaty's scale to either side: 1 to 9 times as important

Pair = tuple[str, str]


def pairs() -> dict[str, list[Pair]]:
    """What is compared with what: the groups among each other, then within each group.

    >>> sum(len(p) for p in pairs().values())
    19
    """
    asked = {"groups": list(combinations(GROUPS, 2))}
    return asked | {name: list(combinations(members, 2)) for name, (_, members) in GROUPS.items()}


def label_of(name: str) -> str:
    """The name of a group or an indicator."""
    return GROUPS[name][0] if name in GROUPS else INDICATORS[name].label


def steps_of(fractions: Mapping[str, float]) -> dict[Pair, int]:
    """The judgements that present weights would make, in steps of the scale (above 0: the second).

    A weight of 0 is as far behind as the scale reaches.
    """
    whole = dict(fractions) | {
        g: sum(fractions[m] for m in members) for g, (_, members) in GROUPS.items()
    }
    found = {}
    for a, b in (pair for listed in pairs().values() for pair in listed):
        heavy, light = max(whole[a], whole[b]), min(whole[a], whole[b])
        times = min(round(heavy / light), STEPS + 1) if light > 0 else STEPS + 1 if heavy else 1
        found[a, b] = (times - 1) * (1 if whole[b] > whole[a] else -1)
    return found


@dataclass(frozen=True)
class Grouped:
    """``weights`` (shares) by indicator in declared order; ``parts`` the comparisons by group;
    ``worst`` names the judgement that fits least, None where all are consistent.
    """

    weights: tuple[float, ...]
    parts: dict[str, Ahp]
    worst: Sentence | None

    @property
    def ratio(self) -> float:
        """The largest consistency ratio; up to 0.10 the judgements fit together."""
        return max(part.consistency_ratio for part in self.parts.values())


def grouped(steps: Mapping[Pair, int]) -> Grouped:
    """Weights from comparisons of the groups and within them.

    Parameters
    ----------
    steps : judgement by pair: 0 equal, +k the second is k + 1 times as important, −k the first

    Source: methods.md 2.3 ("use 5 groups then within").
    """
    members = {"groups": tuple(GROUPS)} | {name: m for name, (_, m) in GROUPS.items()}
    parts = {name: ahp(_matrix(names, steps)) for name, names in members.items()}
    shares = {}
    for place, (name, (_, listed)) in enumerate(GROUPS.items()):
        for k, indicator in enumerate(listed):
            shares[indicator] = float(parts["groups"].weights[place] * parts[name].weights[k])
    return Grouped(tuple(shares[i] for i in INDICATORS), parts, _worst(parts, members))


def _matrix(names: tuple[str, ...], steps: Mapping[Pair, int]) -> np.ndarray:
    matrix = np.ones((len(names), len(names)))
    for (i, a), (j, b) in combinations(enumerate(names), 2):
        step = steps.get((a, b), 0)
        times = float(abs(step) + 1)
        matrix[i, j], matrix[j, i] = (1 / times, times) if step > 0 else (times, 1 / times)
    return matrix


def _worst(parts: Mapping[str, Ahp], members: Mapping[str, tuple[str, ...]]) -> Sentence | None:
    name = max(parts, key=lambda n: parts[n].consistency_ratio)
    judged = parts[name].worst
    if judged is None or parts[name].consistency_ratio < 1e-6:
        return None
    a, b = (say(label_of(members[name][k])) for k in (judged.row, judged.column))
    return say(
        "Fits least: {a} against {b} ({judged} times; the others say {implied}).",
        a=a, b=b, judged=_times(judged.judged), implied=_times(judged.implied),
    )  # fmt: skip


def _times(ratio: float) -> str:
    return f"{ratio:.1f}" if ratio >= 1 else f"1/{1 / ratio:.1f}"
