"""How much of an amount hangs on how few accounts, how sure that is, and how it changed."""

from kam.concentration.boundary import Boundary, redraw
from kam.concentration.curve import (
    CLASSES,
    Concentration,
    concentrate,
    gini,
    gini_with_returns,
    n_eff,
    smallest_set,
    top_share,
)
from kam.concentration.drift import Drift, drift

__all__ = [
    "CLASSES", "Boundary", "Concentration", "Drift", "concentrate", "drift", "gini",
    "gini_with_returns", "n_eff", "redraw", "smallest_set", "top_share",
]  # fmt: skip
