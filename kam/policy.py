"""Every judgement a manager may change, with its default, unit, bounds and reason."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from typing import Any

from kam.errors import PolicyError, UnknownName
from kam.indicators import INDICATORS
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


def knob(
    default: Any, label: str, reason: str, unit: str = "", bounds: tuple[float, float] | None = None
) -> Any:
    """A field of the policy with what a form and a document say about it."""
    about = {"label": label, "reason": reason, "unit": unit, "bounds": bounds}
    return field(default=default, metadata=about)


@dataclass(frozen=True)
class Policy:
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

    def __post_init__(self) -> None:
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
        usable = len(self.weights) == len(_IDS) and sum(self.weights) > 0
        if not usable or any(not 0 <= w < float("inf") for w in self.weights):
            raise PolicyError(
                say("Weights are twelve numbers, none below 0 and not all 0."),
                say("Give at least one indicator a weight above 0."),
                "E_WEIGHTS",
            )

    @property
    def points(self) -> dict[str, float]:
        """The weights as given, by indicator."""
        return dict(zip(_IDS, self.weights, strict=True))

    @property
    def fractions(self) -> dict[str, float]:
        """The weights by indicator, adding up to 1."""
        total = sum(self.weights)
        return {name: weight / total for name, weight in self.points.items()}

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
        if self.units == tuple(round(100 * w, 9) for w in self.weights):
            return self
        return replace(self, weights=tuple(unit / 100 for unit in self.units))

    @property
    def unweighted(self) -> Policy:
        """The same policy with every knob at its default that only weighs what was measured."""
        return Policy(
            npd_kappa=self.npd_kappa,
            churn_horizon=self.churn_horizon,
            discount_rate=self.discount_rate,
        )

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
