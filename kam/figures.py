"""A head figure: one number with its label, its change, and what it means."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from kam.words import Sentence


@dataclass(frozen=True)
class Figure:
    """One of the three to five figures at the head of a page.

    ``quantity`` says itself in a language (kam.units). ``change`` stands under it; ``tone`` is
    "gain" or "loss" where the change is good or bad news, else "". ``missing`` says why the figure is
    unknown and which file would tell. ``about`` is the tooltip: meaning, unit, source, day.
    """

    id: str
    label: str
    quantity: Any
    change: Sentence | None = None
    missing: Sentence | None = None
    about: Sentence | None = None
    tone: str = ""
