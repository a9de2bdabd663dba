"""Keeping a store whole: confirm, back up, restore, check, and recover what was cut off."""

from __future__ import annotations

import os
import re
import shutil
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from kam import confirmed, copies, periods
from kam.errors import DataError, KamError
from kam.schema import (
    KEPT_TABLES,
    TABLES,
    clear_sql,
    columns_sql,
    put_back_sql,
    read_all_sql,
)
from kam.store import MIGRATIONS, Store, audit_seal
from kam.units import Moment
from kam.words import Sentence, say, say_count

# A file that cannot be read at all has two header slots; DuckDB writes them in turn.
_SLOT = 4096
_ROOM = 2  # times the store and the files: what an import may need before it is told "no room"


@dataclass(frozen=True)
class Trouble:
    """Something a check found: its code, what is wrong and how to mend it."""

    code: str
    problem: Sentence
    mend: Sentence


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


def confirm(store: Store, what: str, import_id: str = "") -> None:
    """Bring a committed write to the disk and seal that it was; only then may it be told.

    Parameters
    ----------
    what : "import", "undo", "empty" or "restore"

    Source: reliability.md promise 2.
    """
    if store.path is None:
        return
    store.settle()
    told: dict[str, Any] = {
        "store_id": store.id,
        "revision": store.revision,
        "audit": _last_seal(store),
    }
    now = periods.now()
    try:
        if not confirmed.read(store.path).lines:
            confirmed.confirm(store.path, now, what="start", **told)
        confirmed.confirm(store.path, now, what=what, import_id=import_id, **told)
    except OSError as error:
        raise DataError(
            say("{file} cannot be written here.", file=confirmed.path_of(store.path).name),
            say("The import is stored. Make room, then check the store: python -m kam check."),
            "E_STORE_READ_ONLY",
        ) from error


def _last_seal(store: Store) -> str:
    seals = store.query("SELECT hash FROM audit ORDER BY revision DESC LIMIT 1")["hash"]
    return str(seals.iloc[0]) if len(seals) and isinstance(seals.iloc[0], str) else ""


def missing(store: Store) -> tuple[confirmed.Line, ...]:
    """Imports that were confirmed and are not in the store: it was put back, or cut.

    Source: reliability.md promise 2.
    """
    if store.path is None:
        return ()
    lines = confirmed.read(store.path).standing
    if not lines:
        return ()
    there = set(store.query("SELECT DISTINCT import_id FROM import_file")["import_id"])
    return tuple(x for x in lines if x.import_id not in there)


def told_missing(lines: tuple[confirmed.Line, ...]) -> Trouble:
    """What to say when confirmed imports are not in the store."""
    return Trouble(
        "E_CONFIRMED_MISSING",
        say_count(
            "{count} import that was confirmed is not in the store, the last of {moment}.",
            "{count} imports that were confirmed are not in the store, the last of {moment}.",
            len(lines),
            moment=Moment(periods.moment(lines[-1].at)),
        ),
        say("Restore a backup, or import those files again."),
    )


def back_up(store: Store, target: Path | None = None) -> Path:
    """One whole copy of the store, taken while people work; beside it, or where asked.

    Raises
    ------
    DataError
        The copy cannot be written, or there is a file already.

    Source: reliability.md promise 14.
    """
    if target is None and store.path is not None:
        target = copies.beside(store.path, "backup", periods.now())
    if target is not None and target.exists():
        raise DataError(
            say("{file} is there already.", file=target.name),
            say("Give the backup another name."),
            "E_FILE_EXISTS",
        )
    store.copy_to(target or Path("kam.backup.duckdb"))
    return target or Path("kam.backup.duckdb")


def copy_before(store: Store, reason: str) -> Path | None:
    """An automatic copy, old ones removed; None while there is nothing worth a copy.

    ``reason`` is one of ``copies.AUTOMATIC``.
    """
    if store.path is None or store.revision == 0:
        return None
    target = copies.beside(store.path, reason, periods.now())
    store.copy_to(target)
    copies.prune(store.path, periods.now())
    return target


def make_sure_of_room(store: Store, coming: int) -> None:
    """Refuse an import the disk has no room for; removing rows would need room, too.

    Parameters
    ----------
    coming : bytes of the files to be imported

    Raises
    ------
    DataError
        Less than twice the store and the files is free.

    Source: reliability.md section 4.4.
    """
    if store.path is None:
        return
    need = _ROOM * (store.path.stat().st_size + coming)
    free = shutil.disk_usage(store.path.parent).free
    if free < need:
        raise DataError(
            say(
                "The disk of the store has {free} MB left; this import may need {need} MB.",
                free=free // 2**20,
                need=-(-need // 2**20),
            ),
            say("Make room, or keep the store on another disk (KAM_DB)."),
            "E_NO_ROOM",
        )


def restore(store: Store, source: Path, who: str) -> Path | None:
    """Let the store hold what a backup holds, in one transaction; a copy of it is made before.

    Readers are not disturbed; the audit goes on. A backup of an older version is brought up to
    date on the way.

    Returns
    -------
    The copy of what the store held before; None when it held nothing.

    Raises
    ------
    DataError
        The backup cannot be read; nothing was changed.

    Source: reliability.md promises 14 and 15.
    """
    if not source.exists():
        raise DataError(
            say("There is no file {file}.", file=source.name),
            say("Choose one of the backups."),
            "E_NO_FILE",
        )
    beside = None if store.path is None else store.path.parent
    with tempfile.TemporaryDirectory(dir=beside, prefix=".restore") as folder:
        scratch = Path(folder) / "backup.duckdb"
        copies.lay(source, scratch)
        backup = Store.open(scratch)
        try:
            kept = copy_before(store, "before-restore")
            with store.transaction(who, f"restore {source.name}") as tx:
                for name in KEPT_TABLES:
                    columns = tx.query(columns_sql(), [name])["column_name"].tolist()
                    tx.execute(clear_sql(name))
                    with tx.offered(kept_rows=backup.stream(read_all_sql(name, columns))):
                        tx.execute(put_back_sql(name, columns))
        finally:
            backup.close()
    confirm(store, "restore")
    return kept


def put_in_place(path: Path, source: Path) -> Path:
    """Put a backup in the place of a store that does not open, which is kept beside it.

    Returns
    -------
    Where the damaged file was kept.

    Raises
    ------
    KamError
        The backup cannot be opened; nothing was changed.
    """
    Store.open(source, read_only=True).close()
    kept = copies.beside(path, "damaged", periods.now())
    copies.lay(path, kept)
    copies.lay(source, path)
    path.with_name(path.name + ".wal").unlink(missing_ok=True)
    store = Store.open(path)
    with store.closing():
        confirm(store, "restore")
    return kept


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
        return []
    return [
        Trouble(
            "E_STRUCTURE",
            say("The store lacks its tables {names}.", names=", ".join(absent[:5])),
            say("Restore a backup."),
        )
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
    now, wal = periods.now(), path.with_name(path.name + ".wal")
    kept = [copies.beside(path, "damaged", now)]
    copies.lay(path, kept[0])
    if wal.exists():
        kept.append(kept[0].with_name(kept[0].name + ".wal"))
        copies.lay(wal, kept[1])
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
    copies.lay(kept[0], path)
    if len(kept) > 1:
        copies.lay(kept[1], wal)
