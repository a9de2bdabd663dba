"""One customer, one account: merge what a person confirms, take it apart again, remember both."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence
from typing import Any

import pandas as pd

from kam import duplicates, periods
from kam.errors import KamError, UnknownName
from kam.merging import sql
from kam.merging.telling import answer, basis, beside, standing, still_open
from kam.schema import TABLES
from kam.store import Facts, Store, Transaction
from kam.words import say

__all__ = [
    "answer", "apart", "basis", "beside", "candidates", "keep_apart", "merge", "merges", "offer_again",
    "standing", "still_open", "unmerge",
]  # fmt: skip

ACCOUNT = TABLES["account"]
# Contacts lend accounts their mail domain and telephone.
_CONTACTS = "SELECT account_id, email, phone FROM contact ORDER BY account_id, contact_id"
_ACCOUNTS = "SELECT * FROM account ORDER BY account_id"


def candidates(
    store: Store, limit: int = 500, check: Callable[[], None] = lambda: None
) -> pd.DataFrame:
    """Pairs of accounts that may be one customer, the likeliest first; see ``duplicates``.

    ``check`` is called now and then; what it raises ends the search. Pairs a person
    kept apart are not offered again.
    """
    decided = apart(store)
    pairs = set(zip(decided["account_id"], decided["other_id"], strict=True))
    return duplicates.candidates(
        store.query(_ACCOUNTS), store.query(_CONTACTS), apart=pairs, limit=limit, check=check
    )


def apart(facts: Facts) -> pd.DataFrame:
    """Pairs a person said are two customers: account_id, other_id, made_at, who."""
    return facts.query("SELECT * FROM not_duplicate ORDER BY account_id, other_id")


def keep_apart(store: Store, account_id: str, other_id: str, who: str) -> None:
    """Remember that two accounts are two customers, so that the pair is not offered again."""
    one, other = sorted((account_id, other_id))
    with store.transaction(who, "not the same customer") as tx:
        _known(tx, one, other)
        tx.execute(
            "INSERT INTO not_duplicate VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
            [one, other, periods.now(), who],
        )


def offer_again(store: Store, account_id: str, other_id: str, who: str) -> None:
    """Forget that two accounts were kept apart."""
    with store.transaction(who, "offer a pair again") as tx:
        tx.execute(
            "DELETE FROM not_duplicate WHERE account_id = ? AND other_id = ?",
            sorted((account_id, other_id)),
        )


def merges(facts: Facts) -> pd.DataFrame:
    """Every merge, the latest first, one row per account merged away.

    Returns
    -------
    DataFrame[merge_id, made_at, who, keep_id, keep_name, drop_id, drop_name, undone_at, undone_by,
    can_undo]; of several merges into one account the latest must be undone first.
    """
    return facts.query(sql.MERGES)


# --- merge ----------------------------------------------------------------------------------------


def merge(store: Store, keep_id: str, drop_ids: Sequence[str], who: str) -> str:
    """Make several accounts one: their facts go to the kept one, their ids and names stay known.

    Empty attributes of the kept account are filled from the dropped ones, the first that has one.
    Records both had under one key (a target, a judgement) become one: amounts add up, of the rest
    the kept account's stand.

    Returns
    -------
    The merge's id, for ``unmerge``.

    Raises
    ------
    UnknownName
        An account is not on file.
    KamError
        There is nothing to merge.

    Source: S3-3; data-model.md (account_alias).
    """
    drops = [d for d in dict.fromkeys(drop_ids) if d != keep_id]
    if not drops:
        raise KamError(
            say("An account cannot be merged with itself."), say("Choose two accounts."), "E_MERGE"
        )
    merge_id, made_at = uuid.uuid4().hex, periods.now()
    with store.transaction(who, "merge accounts") as tx:
        _known(tx, keep_id, *drops)
        for position, drop_id in enumerate(drops):
            name = _name(tx, drop_id)
            tx.execute(
                "INSERT INTO account_merge VALUES (?, ?, ?, ?, ?, ?, ?, NULL, NULL)",
                [merge_id, position, made_at, who, keep_id, drop_id, name],
            )
            _hand_over(tx, merge_id, keep_id, drop_id)
        _name_aliases(tx)
    return merge_id


def _known(tx: Transaction, *ids: str) -> None:
    known = set(tx.query("SELECT account_id FROM account")["account_id"])
    for account_id in ids:
        if account_id not in known:
            raise UnknownName.nearest("account", account_id, sorted(known))


def _name(tx: Transaction, account_id: str) -> str | None:
    rows = tx.query("SELECT account_name AS n FROM account WHERE account_id = ?", [account_id])
    return None if pd.isna(rows["n"].iloc[0]) else str(rows["n"].iloc[0])


def _hand_over(tx: Transaction, merge_id: str, keep: str, drop: str) -> None:
    ids = [merge_id, drop]
    for table in sql.SHARED:
        if sql.sums(table):
            tx.execute(sql.note_both(table, "before"), [*ids, table.name, keep, drop])
        tx.execute(sql.note_both(table, "gone"), [*ids, table.name, drop, keep])
        if sql.sums(table):
            tx.execute(sql.add_up(table), [keep, drop])
        tx.execute(sql.drop_both(table), [drop, keep])
    for table in sql.OWNED:
        tx.execute(sql.note_moved(table), [*ids, table.name, "account_id", drop])
        tx.execute(sql.move(table), [keep, drop])
    _learn(tx, ids, keep, drop)
    tx.execute(sql.note_moved(ACCOUNT, "parent_id"), [*ids, "account", "parent_id", drop])
    tx.execute(sql.move(ACCOUNT, "parent_id"), [keep, drop])
    tx.execute(sql.NOTE_ACCOUNT, [*ids, drop])
    tx.execute("DELETE FROM account WHERE account_id = ?", [drop])


def _learn(tx: Transaction, ids: list[str], keep: str, drop: str) -> None:
    """Fill what the kept account does not know; no account becomes its own parent."""
    mine, theirs = (_values(tx, account) for account in (keep, drop))
    for column in sql.LEARNABLE:
        before, after = mine[column], theirs[column]
        if column == "parent_id":
            after = None if after == keep else after
        known = before is not None and not (column == "parent_id" and before == drop)
        if known or before == after:
            continue
        tx.execute("INSERT INTO merge_learnt VALUES (?, ?, ?, ?, ?)", [*ids, column, before, after])
        tx.execute(sql.learn(column), [after, keep])


def _values(tx: Transaction, account_id: str) -> dict[str, str | None]:
    row = tx.query(sql.values_of(), [account_id]).iloc[0]
    return {str(n): None if pd.isna(v) else str(v) for n, v in row.items()}


def _name_aliases(tx: Transaction) -> None:
    """Ids and names merged away mean the account they are part of now, over several merges too."""
    for statement in sql.ALIASES:
        tx.execute(statement)


# --- and apart again ------------------------------------------------------------------------------


def unmerge(store: Store, merge_id: str, who: str) -> None:
    """Take a merge apart: every row goes back to the account it came from.

    What was imported for the merged account since then stays with the kept one.

    Raises
    ------
    UnknownName
        There is no such merge.
    KamError
        It was undone before, or a later merge stands on it.
    """
    with store.transaction(who, "undo a merge") as tx:
        found = merges(tx)
        rows = found[found["merge_id"] == merge_id]
        if rows.empty:
            raise UnknownName.nearest("merge", merge_id, found["merge_id"].unique())
        _may_undo(rows.iloc[0])
        keep = str(rows["keep_id"].iloc[0])
        for drop in reversed(rows["drop_id"].tolist()):
            _give_back(tx, merge_id, keep, str(drop))
        tx.execute(
            "UPDATE account_merge SET undone_at = ?, undone_by = ? WHERE merge_id = ?",
            [periods.now(), who, merge_id],
        )
        _name_aliases(tx)


def _may_undo(row: Any) -> None:
    if not pd.isna(row["undone_at"]):
        raise KamError(
            say("This merge was undone already."), say("Look at the list of merges."), "E_MERGE"
        )
    if not row["can_undo"]:
        raise KamError(
            say("{account} was merged again since.", account=row["keep_id"]),
            say("Undo the later merge first."),
            "E_MERGE",
        )


def _give_back(tx: Transaction, merge_id: str, keep: str, drop: str) -> None:
    ids = [merge_id, drop]
    tx.execute(sql.put_back(ACCOUNT), [*ids, "account"])
    tx.execute(sql.move_back(ACCOUNT, "parent_id"), [drop, keep, *ids, "account", "parent_id"])
    for row in tx.query(
        "SELECT * FROM merge_learnt WHERE merge_id = ? AND drop_id = ?", ids
    ).itertuples():
        before, after = (None if pd.isna(v) else v for v in (row.before, row.after))
        tx.execute(sql.unlearn(str(row.column_name)), [before, keep, after])
    for table in sql.OWNED:
        tx.execute(sql.move_back(table), [drop, keep, *ids, table.name, "account_id"])
    for table in sql.SHARED:
        if sql.sums(table):
            tx.execute(sql.as_before(table), [keep, *ids, table.name])
        tx.execute(sql.put_back(table), [*ids, table.name])
    for statement in sql.FORGET:
        tx.execute(statement, ids)
