"""A scenario: a policy with a name, and the anchors that make it the same tomorrow."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pandas as pd

from kam.curves import Curve
from kam.errors import PolicyError
from kam.policy import Policy
from kam.words import plain, say

LONGEST_NAME = 80


@dataclass(frozen=True)
class Scenario:
    """Weights and rules under a name.

    ``as_of`` None means the last order day, whatever it is then. ``note`` says what it is for.

    Raises
    ------
    PolicyError
        The name is empty or too long.
    """

    name: str
    policy: Policy
    as_of: date | None = None
    note: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "name", plain(self.name).strip())
        object.__setattr__(self, "note", plain(self.note).strip())
        if not 0 < len(self.name) <= LONGEST_NAME:
            raise PolicyError(
                say("A scenario needs a name of at most {n} letters.", n=LONGEST_NAME),
                say("Give it a name that says what it stands for."),
                "E_SCENARIO_NAME",
            )


def fixed(policy: Policy, yardstick: pd.DataFrame) -> Policy:
    """The policy with every anchor written into it, so that it values the same in any store.

    Parameters
    ----------
    yardstick : the store's frozen anchors by measure_id

    Source: methods.md 2.1 ("stored in the scenario file").
    """
    for measure in yardstick.index:
        curve, row = policy.curve(str(measure)), yardstick.loc[measure]
        anchors = [float(row[n]) if a is None else a for n, a in curve.anchors.items()]
        policy = policy.with_curve(Curve(curve.measure, curve.shape, *anchors))
    return policy


def settled(policy: Policy, yardstick: pd.DataFrame) -> Policy:
    """The policy without anchors that say what the store's frozen ones say anyway."""
    for curve in policy.curves:
        if curve.measure in yardstick.index:
            row = yardstick.loc[curve.measure]
            same = curve.anchors == {n: float(row[n]) for n in curve.anchors}
            policy = policy.with_curve(Curve(curve.measure, curve.shape) if same else curve)
    return policy
