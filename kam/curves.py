"""The shapes a value function may have, and the anchors a manager may set, declared once."""

from __future__ import annotations

from dataclasses import dataclass

from kam.words import N_


@dataclass(frozen=True)
class Shape:
    """A shape: its name and what it says; ``uses_typical`` where the middle anchor matters."""

    id: str
    label: str
    meaning: str
    uses_typical: bool


SHAPES: dict[str, Shape] = {
    s.id: s
    for s in (
        Shape(
            "linear", N_("Straight"),
            N_("Rises evenly from worst to typical (half) and from typical to best (full)."), True,
        ),
        Shape(
            "concave", N_("First steps count most"),
            N_("Much is gained near the worst value, little near the best."), False,
        ),
        Shape(
            "convex", N_("Last steps count most"),
            N_("Little is gained near the worst value, much near the best."), False,
        ),
        Shape(
            "threshold", N_("All or nothing"),
            N_("Nothing until the typical value, everything from it on."), True,
        ),
        Shape(
            "log", N_("By ratio"),
            N_("Every doubling counts the same: for amounts of very different size."), False,
        ),
    )
}  # fmt: skip


@dataclass(frozen=True)
class Curve:
    """A measure's value function as a manager set it.

    ``worst``, ``typical`` and ``best`` in the measure's unit; None takes the store's frozen anchor.

    Source: methods.md 2.1.
    """

    measure: str
    shape: str = "linear"
    worst: float | None = None
    typical: float | None = None
    best: float | None = None

    @property
    def anchors(self) -> dict[str, float | None]:
        """The three anchors by name."""
        return {"worst": self.worst, "typical": self.typical, "best": self.best}


# How an indicator counts for an account of which nothing is known.
MISSING: dict[str, str] = {
    "median": N_("As for the median account"),
    "half": N_("Half of the points"),
    "worst": N_("No points"),
}
