"""Whether a store holds together, and bringing back one that does not open."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, field
from pathlib import Path

from kam import confirmed
from kam.errors import DataError, KamError
from kam.keeping import Trouble, keep_damaged, lay, missing, told_missing, wal_of
from kam.schema import KEPT_TABLES, TABLES, UNINDEXED, count_twice_sql
from kam.store import MIGRATIONS, Store, audit_seal
from kam.words import Sentence, say

# A file has two header slots; DuckDB writes them in turn.
_SLOT = 4096


@dataclass(frozen=True)
class Health:
    """What a check found out about a store."""

    path: Path
    revision: int
    rows: dict[str, int]
    digest: str
    confirmed: int
    audit_lines: int
    troubles: tuple[Trouble, ...]

    @property
    def sound(self) -> bool:
        """Whether nothing is wrong."""
        return not self.troubles


@dataclass(frozen=True)
class Recovered:
    """What a recovery did: the copies of what was found, the bytes cut, and the store's health."""

    kept: tuple[Path, ...]
    cut: int
    did: tuple[Sentence, ...]
    health: Health = field(repr=False)


def check(path: Path) -> Health:
    """Read every row and every seal of a store, and say what does not hold.

    Raises
    ------
    KamError
        The file cannot be opened at all.

    Source: reliability.md promises 2, 3 and 13.
    """
    store = Store.open(path, read_only=True)
    with store.closing():
        return examine(store)


def examine(store: Store) -> Health:
    """What ``check`` finds out, of a store that is open; its path must be one."""
    assert store.path is not None
    troubles = (*_structure(store), *_chain(store), *_audit(store))
    rows = {} if _absent(store) else store.rows_by_table()
    return Health(
        store.path,
        store.revision,
        {n: c for n, c in rows.items() if c},
        store.digest() if rows else "",
        len(confirmed.read(store.path).lines),
        int(store.query("SELECT count(*) AS n FROM audit")["n"].iloc[0]),
        troubles,
    )


def _absent(store: Store) -> list[str]:
    there = set(
        store.query("SELECT table_name FROM information_schema.tables WHERE table_schema = 'main'")[
            "table_name"
        ]
    )
    return [n for n in (*TABLES, *KEPT_TABLES) if n not in there]


def _structure(store: Store) -> list[Trouble]:
    steps = set(store.query("SELECT name FROM migration")["name"])
    if set(MIGRATIONS) - steps:
        return [
            Trouble(
                "W_STORE_OLDER",
                say("The store was made by an older version."),
                say("Open it once to bring it up to date; a copy is made before."),
            )
        ]
    absent = _absent(store)
    if not absent:
        return _twice(store)
    return [
        Trouble(
            "E_STRUCTURE",
            say("The store lacks its tables {names}.", names=", ".join(absent[:5])),
            say("Restore a backup."),
        )
    ]


def _twice(store: Store) -> list[Trouble]:
    """Records that stand twice where no index keeps them from it."""
    counted = {n: int(store.query(count_twice_sql(TABLES[n]))["n"].iloc[0]) for n in UNINDEXED}
    return [
        Trouble(
            "E_KEY_TWICE",
            say("{count} keys of {table} stand in more than one row.", count=many, table=name),
            say("Restore a backup."),
        )
        for name, many in sorted(counted.items())
        if many
    ]


def _chain(store: Store) -> list[Trouble]:
    assert store.path is not None
    chain = confirmed.read(store.path)
    found = []
    if chain.altered_at is not None:
        found.append(
            Trouble(
                "E_LEDGER_ALTERED",
                say("Line {line} of the import ledger was altered.", line=chain.altered_at),
                say("Compare with a backup; the next import begins a new ledger."),
            )
        )
    lost = missing(store)
    if lost:
        found.append(told_missing(lost))
    elif chain.lines and chain.lines[-1].revision > store.revision:
        found.append(
            Trouble(
                "E_OLDER_THAN_LEDGER",
                say("The store is older than its ledger."),
                say("Restore the latest backup, or import what came after this store."),
            )
        )
    return found


def _audit(store: Store) -> list[Trouble]:
    there = store.query("SELECT column_name FROM information_schema.columns"
                        " WHERE table_name = 'audit'")["column_name"]  # fmt: skip
    if "hash" not in set(there):
        return []
    lines = store.query("SELECT revision, made_at, who, what, hash FROM audit ORDER BY revision")
    before, begun = "", False
    for line in lines.itertuples():
        sealed = isinstance(line.hash, str)
        expected = audit_seal(before, line.revision, line.made_at, line.who, line.what)
        if (begun and not sealed) or (sealed and line.hash != expected):
            return [
                Trouble(
                    "E_AUDIT_ALTERED",
                    say("The audit does not hold from revision {revision} on.",
                        revision=int(line.revision)),
                    say("Compare with a backup made before."),
                )
            ]  # fmt: skip
        begun, before = sealed, line.hash if sealed else ""
    return []


def recover(path: Path) -> Recovered:
    """Bring a store that does not open back to its last whole state; what was found is kept.

    The end of a torn write-ahead file is cut at the place the engine names: everything committed
    before it comes back. A damaged header slot is replaced by the other one.

    Raises
    ------
    KamError
        The file cannot be brought back; copies of it were kept and it is unchanged.

    Source: reliability.md promise 3.
    """
    if not path.exists():
        raise DataError(
            say("There is no store at {path}.", path=str(path)),
            say("Give the place of the store with --db."),
            "E_NO_STORE",
        )
    kept, wal = keep_damaged(path), wal_of(path)
    cut, did = 0, []
    for _ in range(1000):  # each turn cuts at least one byte or ends
        try:
            Store.open(path).close()
            break
        except DataError as error:
            step = _mend(path, wal, error)
            if step is None:
                _put_back(kept, path, wal)
                raise
            cut += step[0]
            did.append(step[1])
    store = Store.open(path)
    store.settle()
    store.close()
    return Recovered(tuple(kept), cut, tuple(did), check(path))


def _mend(path: Path, wal: Path, error: KamError) -> tuple[int, Sentence] | None:
    cause = str(error.__cause__)
    place = re.search(r"byte position (\d+)", cause)
    if place and wal.exists():
        size, keep = wal.stat().st_size, int(place[1])
        if keep < size:
            os.truncate(wal, keep)
            return size - keep, say(
                "The last {bytes} bytes of unfinished writes were cut off.", bytes=size - keep
            )
    if "WAL" in cause and wal.exists():
        size = wal.stat().st_size
        wal.unlink()
        return size, say("A write-ahead file of another store was laid aside.")
    if _other_slot(path):
        return 0, say("The damaged header was replaced by its twin.")
    return None


def _other_slot(path: Path) -> bool:
    """Replace one header slot by the other, whichever way opens; False when neither does."""
    whole = path.read_bytes()[: 3 * _SLOT]
    if len(whole) < 3 * _SLOT:
        return False
    slots = whole[_SLOT : 2 * _SLOT], whole[2 * _SLOT :]
    for target, good in ((1, slots[1]), (2, slots[0])):
        with path.open("r+b") as file:
            file.seek(target * _SLOT)
            file.write(good)
        try:
            Store.open(path, read_only=True).close()
        except KamError:
            with path.open("r+b") as file:
                file.write(whole)
            continue
        return True
    return False


def _put_back(kept: list[Path], path: Path, wal: Path) -> None:
    lay(kept[0], path)
    if len(kept) > 1:
        lay(kept[1], wal)
