"""One line of a hearing: a rule, what was found, where the line is drawn, and for whom it speaks."""

from __future__ import annotations

from dataclasses import dataclass

from kam.words import N_, Sentence

FALSE_TYPES: dict[str, str] = {
    "one_off_buyer": N_("One-off bulk buyer"),
    "squeezer": N_("Squeezing account"),
    "profitless_volume": N_("Volume without profit"),
}
VERDICTS: dict[str, str] = {
    "true": N_("True key account"),
    "contested": N_("Contested"),
    "false": N_("Big, but not valuable"),
    "too_early": N_("Under observation"),
    "potential": N_("Potential key account"),
    "ordinary": N_("Ordinary account"),
}


@dataclass(frozen=True)
class Evidence:
    """What one rule found about one account.

    ``speaks``: "for" (it is key), "against", or "" (it only says how things are). ``value`` and
    ``threshold`` are in the rule's own unit; NaN where unknown. ``mend`` says what would change it.
    """

    rule: str
    value: float
    threshold: float
    speaks: str
    sentence: Sentence
    mend: Sentence | None = None
