"""What a person sees before saying that two accounts are one: pairs in words, both side by side."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any

import pandas as pd

from kam.schema import TABLES
from kam.store import Facts
from kam.units import Day, Money, Number, is_unknown
from kam.words import N_, Sentence, say, say_count

NEARLY_SURE = 0.9
_FROM_FILES = (
    "SELECT count(*) AS files, max(made_at) AS last, count(undone_at) AS undone FROM import_file"
)
_ACCOUNTS = "SELECT account_id FROM account"
_APART = "SELECT account_id, other_id FROM not_duplicate"
_SIDE = """
    SELECT a.account_id, a.account_name, a.region, a.city, a.tax_id, a.owner,
           count(DISTINCT s.order_id) AS orders, sum(s.revenue) AS revenue,
           max(s.order_date) AS last_order
    FROM account a LEFT JOIN sale s USING (account_id) WHERE a.account_id IN (?, ?) GROUP BY ALL
"""
_COUNTED: dict[str, str] = {
    "orders": N_("Orders"), "revenue": N_("Revenue"), "last_order": N_("Last order"),
}  # fmt: skip


def basis(facts: Facts) -> tuple[Hashable, ...]:
    """What a search for pairs rests on: another where an import brought accounts or was undone."""
    row = facts.query(_FROM_FILES).iloc[0]
    return (int(row["files"]), str(row["last"]), int(row["undone"]))


def still_open(facts: Facts, found: pd.DataFrame) -> pd.DataFrame:
    """Pairs found earlier that nobody has decided since: both on file, and not kept apart."""
    known = set(facts.query(_ACCOUNTS)["account_id"])
    apart = set(facts.query(_APART).itertuples(index=False, name=None))
    keep = [
        a in known and b in known and (a, b) not in apart
        for a, b in zip(found["account_id"], found["other_id"], strict=True)
    ]
    return found[keep].reset_index(drop=True)


def answer(pairs: pd.DataFrame) -> Sentence:
    """How many pairs wait for a person, in a sentence."""
    if pairs.empty:
        return say("No two accounts look like one customer.")
    sure = int((pairs["likeness"] >= NEARLY_SURE).sum())
    waiting = say_count(
        "{n} pair of accounts may be one customer", "{n} pairs of accounts may be one customer",
        len(pairs), n=Number(len(pairs)),
    )  # fmt: skip
    if not sure:
        return say("{waiting}; none is nearly certain.", waiting=waiting)
    return say("{waiting}; nearly certain: {sure}.", waiting=waiting, sure=Number(sure))


def beside(
    facts: Facts, account_id: str, other_id: str, currency: str | None
) -> tuple[pd.DataFrame, str]:
    """Two accounts side by side, and the id of the one that bought more.

    Returns
    -------
    DataFrame[name, one, other] of sentences and quantities, only of what at least one of them has.
    """
    found = facts.query(_SIDE, [account_id, other_id]).set_index("account_id")
    one, other = found.loc[account_id], found.loc[other_id]
    columns = TABLES["account"].by_name
    rows = [
        (say(_COUNTED.get(name) or columns[name].meaning), _told(name, one[name], currency),
         _told(name, other[name], currency))
        for name in found.columns
        if not (is_unknown(one[name]) and is_unknown(other[name]))
    ]  # fmt: skip
    more = account_id if _amount(one) >= _amount(other) else other_id
    return pd.DataFrame(rows, columns=["name", "one", "other"], dtype=object), more


def _amount(row: pd.Series) -> float:
    return 0.0 if is_unknown(row["revenue"]) else float(row["revenue"])


def _told(name: str, value: Any, currency: str | None) -> Any:
    if is_unknown(value):
        return None
    if name == "orders":
        return Number(int(value))
    if name == "revenue":
        return Money(float(value), currency)
    return Day(pd.Timestamp(value).date()) if name == "last_order" else str(value)


def standing(merges: pd.DataFrame) -> pd.DataFrame:
    """Merges with ``standing``: a sentence that says what became of each."""
    told = [_standing(row) for row in merges.to_dict("records")]
    return merges.assign(standing=pd.Series(told, index=merges.index, dtype=object))


def _standing(row: dict[Hashable, Any]) -> Sentence:
    if not pd.isna(row["undone_at"]):
        return say("Undone on {day}.", day=Day(row["undone_at"].date()))
    if not row["can_undo"]:
        return say("A later merge stands on it: undo that one first.")
    return say("Can be undone.")
