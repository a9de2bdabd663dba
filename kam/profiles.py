"""How a file was mapped, saved so that the next one with the same headers is mapped alike."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Sequence

import pandas as pd

from kam import intake, periods
from kam.errors import UnknownName
from kam.store import Facts, Store

_KNOWN = "SELECT signature, name, headers, mapping, saved_at, saved_by FROM mapping_profile ORDER BY name"


def save(store: Store, name: str, headers: Sequence[str], mapping: intake.Mapping, who: str) -> str:
    """Save a mapping for files with these headers; one saved before for them is replaced.

    Returns
    -------
    The signature it is known by.
    """
    key = intake.signature(headers)
    content = json.dumps(
        dataclasses.asdict(dataclasses.replace(mapping, name=name)), ensure_ascii=False
    )
    with store.transaction(who, "save a mapping") as tx:
        tx.execute(
            "INSERT OR REPLACE INTO mapping_profile VALUES (?, ?, ?, ?, ?, ?)",
            [key, name, list(headers), content, periods.now(), who],
        )
    return key


def listed(facts: Facts) -> pd.DataFrame:
    """Saved mappings by name: signature, name, headers, mapping (JSON), saved_at, saved_by."""
    return facts.query(_KNOWN)


def known(facts: Facts) -> dict[str, intake.Mapping]:
    """Every saved mapping by the signature of its headers."""
    rows = facts.query(_KNOWN)
    return {
        str(key): intake.Mapping(**json.loads(content))
        for key, content in zip(rows["signature"], rows["mapping"], strict=True)
    }


def forget(store: Store, signature: str, who: str) -> None:
    """Forget a saved mapping.

    Raises
    ------
    UnknownName
        There is none of that signature.
    """
    with store.transaction(who, "forget a mapping") as tx:
        known_ones = tx.query("SELECT signature FROM mapping_profile")["signature"].tolist()
        if signature not in known_ones:
            raise UnknownName.nearest("saved mapping", signature, known_ones)
        tx.execute("DELETE FROM mapping_profile WHERE signature = ?", [signature])
