"""Scenarios in the store: per person or shared, locked or not, with the history of each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

import pandas as pd

from kam import periods
from kam.errors import NotAllowed, PolicyError, UnknownName
from kam.measure import yardstick
from kam.scenarios.changes import changes
from kam.scenarios.scenario import Scenario, fixed, settled
from kam.scenarios.toml import from_toml, to_toml
from kam.store import Facts, Store, Transaction
from kam.words import Sentence, plain, say

_SAVED = """
    SELECT name, owner, locked, body, saved_at, saved_by FROM scenario
    ORDER BY locked DESC, owner = '' DESC, lower(name), owner
"""
# A store of an earlier release that is only read has no such table yet.
_SHELVED = "SELECT 1 FROM duckdb_tables() WHERE table_name = 'scenario'"
_STEPS = """
    SELECT made_at, who, step, body FROM scenario_step WHERE name = ? AND owner = ?
    ORDER BY made_at, number
"""
STEPS: tuple[str, ...] = ("saved", "locked", "unlocked", "deleted")


@dataclass(frozen=True)
class Saved:
    """A scenario on file: whose it is (``owner`` "" is everybody's) and whether it may change."""

    scenario: Scenario
    owner: str
    locked: bool
    saved_at: datetime
    saved_by: str

    @property
    def shared(self) -> bool:
        """Whether everybody sees it."""
        return self.owner == ""


def saved(facts: Facts, who: str | None = None) -> tuple[Saved, ...]:
    """The scenarios on file, locked and shared ones first; of private ones only ``who``'s.

    ``who`` None lists all. Private means not offered to others; it is no protection.
    """
    if facts.query(_SHELVED).empty:
        return ()
    rows = facts.query(_SAVED)
    marks = yardstick(facts)
    mine = rows if who is None else rows[rows["owner"].isin(["", _person(who)])]
    return tuple(
        Saved(
            _settled(from_toml(r.body, r.name), marks), r.owner, bool(r.locked),
            pd.Timestamp(r.saved_at).to_pydatetime(), r.saved_by,
        )
        for r in mine.itertuples()
    )  # fmt: skip


def _settled(scenario: Scenario, marks: pd.DataFrame) -> Scenario:
    policy = settled(scenario.policy, marks)
    return Scenario(scenario.name, policy, scenario.as_of, scenario.note)


def find(facts: Facts, name: str, who: str | None = None) -> Saved:
    """The scenario of a name: the person's own one before a shared one.

    Raises
    ------
    UnknownName
        There is none; the nearest is offered.
    """
    known = saved(facts, who)
    found = [s for s in known if s.scenario.name == name]
    if not found:
        raise UnknownName.nearest("scenario", name, [s.scenario.name for s in known])
    return min(found, key=lambda s: s.shared)


def save(store: Store, scenario: Scenario, who: str, *, shared: bool = False) -> None:
    """Save a scenario, over the one of that name; anchors are written into it.

    Raises
    ------
    NotAllowed
        The one of that name is locked.
    PolicyError
        It is to be a person's own, and nobody is named.

    Source: features.md 20; methods.md 2.1.
    """
    owner = "" if shared else _person(who)
    if not shared and not owner:
        raise PolicyError(
            say("Nobody is named whose scenario this is."),
            say("Give your name, or save it for everybody."),
            "E_SCENARIO_OWNER",
        )
    with store.transaction(who, f"save scenario {scenario.name}") as tx:
        _open_for_change(tx, scenario.name, owner)
        whole = fixed(scenario.policy, yardstick(tx))
        body = to_toml(Scenario(scenario.name, whole, scenario.as_of, scenario.note))
        tx.execute(
            "INSERT OR REPLACE INTO scenario VALUES (?, ?, false, ?, ?, ?)",
            [scenario.name, owner, body, periods.now(), who],
        )
        _note(tx, scenario.name, owner, who, "saved", body)


def lock(store: Store, name: str, owner: str, who: str) -> None:
    """Let a scenario stand as it is: a baseline nobody changes by accident."""
    _set_lock(store, name, owner, who, locked=True)


def unlock(store: Store, name: str, owner: str, who: str) -> None:
    """Let a scenario be changed again; the history says who did."""
    _set_lock(store, name, owner, who, locked=False)


def _set_lock(store: Store, name: str, owner: str, who: str, *, locked: bool) -> None:
    step = "locked" if locked else "unlocked"
    with store.transaction(who, f"{step}: scenario {name}") as tx:
        _on_file(tx, name, owner)
        tx.execute(
            "UPDATE scenario SET locked = ? WHERE name = ? AND owner = ?", [locked, name, owner]
        )
        _note(tx, name, owner, who, step, "")


def delete(store: Store, name: str, owner: str, who: str) -> None:
    """Take a scenario off the list; its history stays.

    Raises
    ------
    NotAllowed
        It is locked.
    """
    with store.transaction(who, f"delete scenario {name}") as tx:
        _on_file(tx, name, owner)
        _open_for_change(tx, name, owner)
        tx.execute("DELETE FROM scenario WHERE name = ? AND owner = ?", [name, owner])
        _note(tx, name, owner, who, "deleted", "")


def _on_file(tx: Transaction, name: str, owner: str) -> None:
    rows = tx.query("SELECT name, owner FROM scenario")
    if not ((rows["name"] == name) & (rows["owner"] == owner)).any():
        raise UnknownName.nearest("scenario", name, rows["name"].astype(str))


def _open_for_change(tx: Transaction, name: str, owner: str) -> None:
    found = tx.query("SELECT locked FROM scenario WHERE name = ? AND owner = ?", [name, owner])
    if len(found) and bool(found["locked"].iloc[0]):
        raise NotAllowed(
            say("The scenario {name} is locked.", name=name),
            say("Save under another name, or unlock it first."),
            "E_LOCKED",
        )


def _note(tx: Transaction, name: str, owner: str, who: str, step: str, body: str) -> None:
    tx.execute(
        "INSERT INTO scenario_step SELECT ?, ?, count(*) + 1, ?, ?, ?, ? FROM scenario_step",
        [name, owner, periods.now(), who, step, body],
    )


def history(facts: Facts, name: str, owner: str) -> pd.DataFrame:
    """Who changed what in a scenario, the latest first.

    Returns
    -------
    DataFrame[made_at, who, step (a key of STEPS), change (Sentence)]

    Source: issue 4, section 4 ("history of who changed what").
    """
    rows, told = facts.query(_STEPS, [name, owner]), []
    before: Scenario | None = None
    for row in rows.itertuples():
        after = from_toml(row.body, name) if row.step == "saved" else None
        told.append(_told(row.step, before, after))
        before = after or (None if row.step == "deleted" else before)
    frame = rows[["made_at", "who", "step"]].assign(
        change=pd.Series(told, index=rows.index, dtype=object)
    )
    return frame.iloc[::-1].reset_index(drop=True)


def _told(step: str, before: Scenario | None, after: Scenario | None) -> Sentence:
    if after is None:
        return {
            "locked": say("Locked as baseline"),
            "unlocked": say("Unlocked"),
            "deleted": say("Deleted"),
        }[step]
    if before is None:
        return say("First saved")
    return joined(changes(before.policy, after.policy)) or say("Saved without a change")


def joined(sentences: Sequence[Sentence]) -> Sentence | None:
    """Several changes as one line; None where there are none."""
    if not sentences:
        return None
    first, *others = sentences
    rest = joined(others)
    return first if rest is None else say("{first}; {rest}", first=first, rest=rest)


def scenario_at(facts: Facts, name: str, owner: str, day: date) -> Scenario | None:
    """The scenario as it stood at the end of a day; None when it was not on file then.

    Source: features.md 67.
    """
    rows = facts.query(_STEPS, [name, owner])
    rows = rows[pd.to_datetime(rows["made_at"]).dt.date <= day]
    stood: Scenario | None = None
    for row in rows.itertuples():
        if row.step == "saved":
            stood = from_toml(row.body, name)
        elif row.step == "deleted":
            stood = None
    return None if stood is None else _settled(stood, yardstick(facts))


def _person(who: str) -> str:
    return plain(who).strip()
