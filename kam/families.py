"""Which accounts belong together: groups under their topmost parent, and facts told by group."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from kam.errors import KamError, UnknownName
from kam.schema import TABLES
from kam.store import Facts, Source, Store, with_tables
from kam.words import Sentence, say, say_count

# A query may read these; each tells the topmost parent instead of the account.
_OWNED = (
    *(t.name for t in TABLES.values() if "account_id" in t.by_name and t.name != "account"),
    "sale",
    "placed_order",
)
_RECORD = (
    "{0} AS (SELECT t.* REPLACE (coalesce(f.top_id, t.account_id) AS account_id) FROM {1} t"
    " LEFT JOIN family f ON f.account_id = t.account_id)"
)
_TOPS = "account AS (SELECT * FROM main.account WHERE account_id NOT IN (SELECT account_id FROM family))"


@dataclass(frozen=True)
class Families:
    """Each account's topmost parent, and what is wrong with the parents on file.

    ``top`` holds the accounts that have a parent: id → id of the topmost. An account that is its
    own parent, has one that is not on file, or belongs to a circle stays by itself there.
    """

    top: Mapping[str, str] = field(default_factory=dict)
    own_parent: tuple[str, ...] = ()
    unknown_parent: tuple[str, ...] = ()
    in_circle: tuple[str, ...] = ()

    def top_of(self, account_id: str) -> str:
        """The topmost parent of an account; itself where it has none."""
        return self.top.get(account_id, account_id)

    def members(self, top_id: str) -> list[str]:
        """The accounts below a topmost parent, in order of their ids."""
        return sorted(account for account, top in self.top.items() if top == top_id)

    @property
    def findings(self) -> list[tuple[str, Sentence]]:
        """What is wrong, as code and sentence."""
        told = []
        if self.in_circle:
            told.append(
                ("W_PARENT_CIRCLE", say("Parents go round in a circle: {accounts}.",
                                        accounts=_listed(self.in_circle)))
            )  # fmt: skip
        if self.own_parent:
            told.append(
                ("W_PARENT_ITSELF", say("These accounts are their own parent: {accounts}.",
                                        accounts=_listed(self.own_parent)))
            )  # fmt: skip
        if self.unknown_parent:
            number = len(self.unknown_parent)
            told.append(
                ("W_PARENT_UNKNOWN", say_count("{count} account has a parent that is not on file.",
                                               "{count} accounts have a parent that is not on file.",
                                               number))
            )  # fmt: skip
        return told


def _listed(ids: Sequence[str], most: int = 5) -> str:
    return ", ".join(ids[:most]) + (" …" if len(ids) > most else "")


def families(accounts: pd.DataFrame) -> Families:
    """Who belongs to whom.

    Parameters
    ----------
    accounts : DataFrame[account_id, parent_id (missing: none)]

    Source: data-model.md (parent_id).

    >>> frame = pd.DataFrame({"account_id": ["A", "B", "C"], "parent_id": [None, "A", "B"]})
    >>> families(frame).top
    {'B': 'A', 'C': 'A'}
    """
    told = accounts.dropna(subset=["parent_id"]).sort_values("account_id")
    known = set(accounts["account_id"])
    given = dict(zip(told["account_id"], told["parent_id"], strict=True))
    own = tuple(a for a, p in given.items() if a == p)
    unknown = tuple(a for a, p in given.items() if p not in known)
    parent = {a: p for a, p in given.items() if a != p and p in known}
    circle = _in_circle(parent)
    parent = {a: p for a, p in parent.items() if a not in circle}
    top: dict[str, str] = {}
    for account in parent:
        way = [account]
        while way[-1] in parent and way[-1] not in top:
            way.append(parent[way[-1]])
        end = top.get(way[-1], way[-1])
        top |= dict.fromkeys(way[:-1], end)
    return Families(dict(sorted(top.items())), own, unknown, tuple(sorted(circle)))


def _in_circle(parent: dict[str, str]) -> set[str]:
    seen: set[str] = set()
    circle: set[str] = set()
    for start in parent:
        way: list[str] = []
        at = start
        while at in parent and at not in seen:
            seen.add(at)
            way.append(at)
            at = parent[at]
        if at in way:
            circle |= set(way[way.index(at) :])
    return circle


def of_store(facts: Facts) -> Families:
    """The families of the accounts on file."""
    return families(facts.query("SELECT account_id, parent_id FROM account"))


def listed(facts: Facts) -> pd.DataFrame:
    """Every account with its group, by name.

    Returns
    -------
    DataFrame[account_id, account_name, parent_id, parent_name, top_name]; an account without a
    parent has none of the last three.
    """
    rows = facts.query(
        "SELECT account_id, coalesce(account_name, account_id) AS account_name, parent_id"
        " FROM account ORDER BY account_name COLLATE zh, account_id"
    )
    names = dict(zip(rows["account_id"], rows["account_name"], strict=True))
    tops = families(rows).top
    rows["parent_name"] = rows["parent_id"].map(names)
    rows["top_name"] = rows["account_id"].map(tops).map(names)
    return rows


class RolledUp:
    """Facts as if every account were its topmost parent: each row counts once, for the top.

    Answers any query over accounts, their records, ``sale`` and ``placed_order``.
    """

    def __init__(self, facts: Source, known: Families) -> None:
        self._facts = facts
        self._told = ", ".join([_TOPS, *(_RECORD.format(n, facts.source(n)) for n in _OWNED)])
        self._family = pd.DataFrame(
            {
                "account_id": pd.Series(list(known.top), dtype=str),
                "top_id": pd.Series(list(known.top.values()), dtype=str),
            }
        )

    def query(self, sql: str, params: Sequence[Any] = ()) -> pd.DataFrame:
        """Rows of a statement; values only through ``?``."""
        frames = {"family": self._family}
        return self._facts.query_with(frames, with_tables(self._told, sql), params)


def set_parent(store: Store, account_id: str, parent_id: str | None, who: str) -> None:
    """Say by hand which account another belongs to; None takes it out of its group.

    Raises
    ------
    UnknownName
        One of the two is not on file.
    KamError
        The parent is the account itself or belongs to it.
    """
    with store.transaction(who, "set the parent account") as tx:
        accounts = tx.query("SELECT account_id, parent_id FROM account")
        known = set(accounts["account_id"])
        for name in (account_id, parent_id):
            if name is not None and name not in known:
                raise UnknownName.nearest("account", name, sorted(known))
        changed = accounts.astype(object).where(accounts.notna(), None)
        changed.loc[changed["account_id"] == account_id, "parent_id"] = parent_id
        after = families(changed)
        if account_id in (*after.own_parent, *after.in_circle):
            raise KamError(
                say("{parent} belongs to {account} itself.", parent=parent_id, account=account_id),
                say("Choose another parent, or change that one first."),
                "E_PARENT",
            )
        tx.execute("UPDATE account SET parent_id = ? WHERE account_id = ?", [parent_id, account_id])
