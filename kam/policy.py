"""Every judgement a manager may change, with its default, unit, bounds and reason."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import Any

from kam.curves import MISSING, SHAPES, Curve
from kam.errors import PolicyError, UnknownName
from kam.indicators import INDICATORS, MEASURES
from kam.knobs import KeyTests, ServiceRates, knob
from kam.red_lines import DRAWN, RED_LINES
from kam.tiers import RULES
from kam.words import N_, say

# Presets: label and points by indicator; every preset adds up to 100.
_IDS = tuple(INDICATORS)


def _points(*numbers: float) -> dict[str, float]:
    return dict(zip(_IDS, numbers, strict=True))


PRESETS: dict[str, tuple[str, dict[str, float]]] = {
    # margin size mix terms influence tenure npd shipping payment price communication claims
    "balanced": (
        N_("Balanced (our default: the source article's table is lost)"),
        {i.id: i.points for i in INDICATORS.values()},
    ),
    "profit_first": (N_("Profit first"), _points(36, 18, 4, 6, 4, 4, 6, 4, 7, 6, 2, 3)),
    "cash_safe": (N_("Cash safe"), _points(14, 10, 4, 20, 4, 5, 4, 8, 22, 4, 2, 3)),
    "growth": (N_("Growth"), _points(14, 16, 4, 5, 16, 3, 20, 4, 6, 4, 4, 4)),
    "cost_to_serve": (N_("Easy to serve"), _points(14, 10, 13, 5, 4, 4, 5, 10, 7, 9, 9, 10)),
    "equal": (N_("All equal"), {i: 100 / len(_IDS) for i in _IDS}),
}


def _known(kind: str, name: str, names: Any) -> Any:
    """A registry's entry of that name (or just the name); UnknownName when there is none."""
    if name not in names:
        raise UnknownName.nearest(kind, name, names)
    return names[name] if isinstance(names, Mapping) else name


def _check_anchors(curve: Curve) -> None:
    """Anchors are finite and run from worst over typical to best, the way the measure is declared.

    So nobody rewards haggling by mistake; only the order mix can be turned, by its own knob.

    Source: methods.md 2.1; C1, C2.
    """
    given = [a for a in curve.anchors.values() if a is not None]
    sign = 1 if MEASURES[curve.measure].better == "high" else -1
    rising = all(sign * (b - a) >= 0 for a, b in zip(given, given[1:], strict=False))
    if not all(abs(a) < float("inf") for a in given) or not rising:
        label = say(MEASURES[curve.measure].label)
        raise PolicyError(
            say("{measure}: the typical value must lie between worst and best.", measure=label)
            if curve.worst is None or curve.best is None or sign * (curve.best - curve.worst) >= 0
            else say("{measure}: more is better, so the best value is the larger.", measure=label)
            if sign > 0
            else say("{measure}: less is better, so the best value is the smaller.", measure=label),
            say("Order the three values from worst to best."),
            "E_ANCHORS",
        )


@dataclass(frozen=True)
class Policy(KeyTests, ServiceRates):
    """All knobs; hashable, so it is part of every cache key.

    Raises
    ------
    PolicyError
        A knob is outside its bounds, or the weights are negative or all zero.
    """

    key_share: float = knob(
        0.80,
        N_("Share that makes a key account"),
        N_("The vital few are those who together bring this share; a tendency, not a law."),
        "share",
        (0.5, 0.99),
    )
    b_share: float = knob(
        0.95,
        N_("Share where class B ends"),
        N_("Usual in ABC analysis."),
        "share",
        (0.5, 1.0),
    )
    preset: str = knob("balanced", N_("Preset of weights"), N_("Where the weights started from."))
    weights: tuple[float, ...] = knob(
        tuple(float(i.points) for i in INDICATORS.values()),
        N_("Weights"),
        N_("Relative importance of the twelve indicators; only their proportions count."),
        "points",
    )
    order_mix_better: str = knob(
        "low",
        N_("Order mix: better is"),
        N_("Fewer kinds are easier to serve; who sells a full range turns it."),
    )
    npd_kappa: float = knob(
        5.0,
        N_("Caution with few inquiries"),
        N_("So many average inquiries are added before a success rate is believed."),
        "count",
        (0.0, 100.0),
    )
    churn_horizon: int | None = knob(
        None,
        N_("Days without an order that count as leaving"),
        N_("Empty: taken from the accounts' own order gaps."),
        "days",
        (30, 730),
    )
    discount_rate: float = knob(
        0.10,
        N_("Discount rate"),
        N_("Worth of next year's money today."),
        "share",
        (0.0, 0.5),
    )
    silent_factor: float = knob(
        2.0,
        N_("Quiet after so many usual gaps"),
        N_("An account is unusually quiet after this multiple of its own order gap."),
        "number",
        (1.0, 10.0),
    )
    falling_ratio: float = knob(
        0.6,
        N_("Falling below this part of last year"),
        N_("Three months against the same three months a year before."),
        "share",
        (0.1, 1.0),
    )
    dependence_share: float = knob(
        0.15, N_("Share of revenue that is a dependence"),
        N_("One account above this share endangers the business if it leaves."),
        "share", (0.01, 1.0),
    )  # fmt: skip
    currency: str | None = knob(
        None, N_("Currency amounts are told in"),
        N_("ISO code. Empty: the one the rates lead to; without rates, as in the files."),
    )  # fmt: skip
    curves: tuple[Curve, ...] = knob(
        (), N_("Value functions"),
        N_("What a value is worth, where it differs from the frozen anchors; by measure."),
    )  # fmt: skip
    off: tuple[str, ...] = knob(
        (), N_("Indicators switched off"), N_("They keep their points but do not count.")
    )
    missing: tuple[tuple[str, str], ...] = knob(
        (), N_("What is unknown counts"),
        N_("As for the median account, unless an indicator says otherwise."),
    )  # fmt: skip
    red_lines: tuple[tuple[str, float], ...] = knob(
        DRAWN, N_("Red lines"),
        N_("An account beyond one of them is not a key account, whatever its score."),
    )  # fmt: skip
    tier_by: str = knob(
        "capacity", N_("Tiers are drawn"), N_("A team can serve only so many accounts well.")
    )
    key_places: int = knob(
        10, N_("Places for key accounts"), N_("How many the team can look after as key accounts."),
        "count", (1, 10_000),
    )  # fmt: skip
    major_places: int = knob(
        20, N_("Places for major accounts"), N_("The next ones by rank."), "count", (0, 10_000)
    )
    key_part: float = knob(
        0.1, N_("Part of the accounts that is key"),
        N_("Used when tiers are drawn by share of the accounts."), "share", (0.001, 1.0),
    )  # fmt: skip
    major_part: float = knob(
        0.2, N_("Part of the accounts that is major"),
        N_("Used when tiers are drawn by share of the accounts."), "share", (0.0, 1.0),
    )  # fmt: skip
    key_score: float = knob(
        60.0, N_("Score from which an account is key"),
        N_("Used when tiers are drawn by score."), "points", (0.0, 100.0),
    )  # fmt: skip
    major_score: float = knob(
        45.0, N_("Score from which an account is major"),
        N_("Used when tiers are drawn by score."), "points", (0.0, 100.0),
    )  # fmt: skip

    def __post_init__(self) -> None:
        self._check_bounds()
        self._check_names()
        usable = len(self.weights) == len(_IDS) and sum(self._counting) > 0
        if not usable or any(not 0 <= w < float("inf") for w in self.weights):
            raise PolicyError(
                say("Weights are twelve numbers, none below 0 and not all 0."),
                say("Give at least one indicator a weight above 0."),
                "E_WEIGHTS",
            )

    def _check_bounds(self) -> None:
        for known in fields(self):
            value, bounds = getattr(self, known.name), known.metadata["bounds"]
            if bounds and value is not None and not bounds[0] <= value <= bounds[1]:
                raise PolicyError(
                    say(
                        "{knob} cannot be {value}.", knob=say(known.metadata["label"]), value=value
                    ),
                    say("Choose from {low} to {high}.", low=bounds[0], high=bounds[1]),
                    "E_OUT_OF_BOUNDS",
                )
        for name, limit in self.red_lines:
            low, high = _known("red line", name, RED_LINES).bounds
            if not low <= limit <= high:
                raise PolicyError(
                    say("{knob} cannot be {value}.", knob=say(RED_LINES[name].label), value=limit),
                    say("Choose from {low} to {high}.", low=low, high=high),
                    "E_OUT_OF_BOUNDS",
                )

    def _check_names(self) -> None:
        if self.currency is not None and not re.fullmatch("[A-Z]{3}", self.currency):
            raise PolicyError(
                say("{code} is no currency.", code=self.currency),
                say("Write its three letters, such as EUR."),
                "E_CURRENCY",
            )
        _known("preset", self.preset, PRESETS)
        _known("direction", self.order_mix_better, ("low", "high"))
        _known("rule for tiers", self.tier_by, RULES)
        for name in self.off:
            _known("indicator", name, _IDS)
        for name, way in self.missing:
            _known("indicator", name, _IDS)
            _known("way to count the unknown", way, MISSING)
        for curve in self.curves:
            _known("measure", curve.measure, MEASURES)
            _known("shape", curve.shape, SHAPES)
            _check_anchors(curve)

    @property
    def _counting(self) -> tuple[float, ...]:
        """The weights as given, 0 for indicators switched off."""
        return tuple(
            0.0 if name in self.off else weight
            for name, weight in zip(_IDS, self.weights, strict=False)
        )

    @property
    def points(self) -> dict[str, float]:
        """The weights as given, by indicator."""
        return dict(zip(_IDS, self.weights, strict=True))

    @property
    def fractions(self) -> dict[str, float]:
        """The weights by indicator, adding up to 1; 0 for indicators switched off."""
        total = sum(self._counting)
        return {n: w / total for n, w in zip(_IDS, self._counting, strict=True)}

    @property
    def units(self) -> tuple[int, ...]:
        """The weights as whole ten-thousandths that add up to 10,000 (largest remainders).

        >>> Policy().with_preset("equal").units[:5]
        (834, 834, 834, 834, 833)
        """
        exact = [10_000 * fraction for fraction in self.fractions.values()]
        whole = [int(x + 1e-9) for x in exact]
        order = sorted(range(len(exact)), key=lambda k: round(whole[k] - exact[k], 9))
        for k in order[: 10_000 - sum(whole)]:
            whole[k] += 1
        return tuple(whole)

    @property
    def rounded(self) -> Policy:
        """The policy as pages, links and the live view know it: weights in whole ten-thousandths.

        >>> Policy().rounded == Policy()
        True
        """
        if self.units == tuple(round(100 * w, 9) for w in self._counting):
            return self
        kept = zip(_IDS, self.units, self.weights, strict=True)
        return replace(
            self, weights=tuple(w if name in self.off else unit / 100 for name, unit, w in kept)
        )

    @property
    def unweighted(self) -> Policy:
        """The same policy with every knob at its default that only weighs what was measured."""
        return Policy(
            npd_kappa=self.npd_kappa,
            churn_horizon=self.churn_horizon,
            discount_rate=self.discount_rate,
            currency=self.currency,
            **{f.name: getattr(self, f.name) for f in fields(ServiceRates)},
        )

    def curve(self, measure: str) -> Curve:
        """The value function set for a measure; the frozen one when nothing is set."""
        return next((c for c in self.curves if c.measure == measure), Curve(measure))

    def with_curve(self, curve: Curve) -> Policy:
        """The policy with one value function replaced; one that says nothing is dropped."""
        others = [c for c in self.curves if c.measure != curve.measure]
        kept = [curve] if curve != Curve(curve.measure) else []
        return replace(self, curves=tuple(sorted([*others, *kept], key=lambda c: c.measure)))

    @property
    def week_rules(self) -> dict[str, float]:
        """The knobs the week's triggers read."""
        names = ("key_share", "silent_factor", "falling_ratio", "dependence_share")
        return {name: getattr(self, name) for name in names}

    def with_preset(self, name: str) -> Policy:
        """The policy under a preset's weights; UnknownName when there is no such preset."""
        if name not in PRESETS:
            raise UnknownName.nearest("preset", name, PRESETS)
        _, points = PRESETS[name]
        return replace(self, preset=name, weights=tuple(float(points[i]) for i in _IDS))

    def with_points(self, points: Mapping[str, float]) -> Policy:
        """The policy with some indicators' points replaced; the others keep theirs.

        >>> Policy().with_points({"tenure": 0}).fractions["tenure"]
        0.0
        """
        for name in points:
            if name not in INDICATORS:
                raise UnknownName.nearest("indicator", name, INDICATORS)
        return replace(self, weights=tuple(float((self.points | dict(points))[i]) for i in _IDS))
