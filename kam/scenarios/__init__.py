"""Scenarios: named policies, as text to hand on and in the store to share; who changed what."""

from kam.scenarios.changes import changes
from kam.scenarios.scenario import Scenario, fixed, settled
from kam.scenarios.shelf import (
    Saved,
    delete,
    find,
    history,
    joined,
    lock,
    save,
    saved,
    scenario_at,
    unlock,
)
from kam.scenarios.toml import from_toml, packed, to_toml, unpacked

__all__ = [
    "Saved", "Scenario", "changes", "delete", "find", "fixed", "from_toml", "history", "joined", "lock",
    "packed", "save", "saved", "scenario_at", "settled", "to_toml", "unlock", "unpacked",
]  # fmt: skip
