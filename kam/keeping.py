"""Keeping a store whole: confirm, back up, restore, check, and recover what was cut off."""

from __future__ import annotations

import contextlib
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kam import confirmed, copies, periods
from kam.errors import DataError
from kam.schema import (
    KEPT_TABLES,
    clear_sql,
    columns_sql,
    put_back_sql,
    read_all_sql,
)
from kam.store import Store, unwritable
from kam.units import Moment
from kam.words import Sentence, say, say_count

_ROOM = 2  # times the store and the files: what an import may need before it is told "no room"


@dataclass(frozen=True)
class Trouble:
    """Something a check found: its code, what is wrong and how to mend it."""

    code: str
    problem: Sentence
    mend: Sentence


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
    here = store.path or Path("kam.duckdb")  # without a file of its own it refuses to be copied
    place = target or copies.beside(here, "backup", periods.now())
    if place.exists():
        raise DataError(
            say("{file} is there already.", file=place.name),
            say("Give the backup another name."),
            "E_FILE_EXISTS",
        )
    store.copy_to(place)
    return place


@contextlib.contextmanager
def copied(store: Store, reason: str) -> Iterator[Path | None]:
    """An automatic copy of what a store holds before the ``with``; old ones are removed at its end.

    Gives the copy, None while there is nothing worth one. When the ``with`` ends by an error nothing
    was changed: the copy would tell nothing new, so it is removed.

    ``reason`` is one of ``copies.AUTOMATIC``.
    """
    if store.path is None or store.revision == 0:
        yield None
        return
    target = copies.beside(store.path, reason, periods.now())
    store.copy_to(target)
    try:
        yield target
    except BaseException:
        target.unlink(missing_ok=True)
        raise
    copies.prune(store.path, periods.now())


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
        lay(source, scratch)
        backup = Store.open(scratch)
        try:
            with (
                copied(store, "before-restore") as kept,
                store.transaction(who, f"restore {source.name}") as tx,
            ):
                for name in KEPT_TABLES:
                    columns = tx.query(columns_sql(), [name])["column_name"].tolist()
                    tx.execute(clear_sql(name))
                    with tx.offered(kept_rows=backup.stream(read_all_sql(name, columns))):
                        tx.execute(put_back_sql(name, columns))
        finally:
            backup.close()
    confirm(store, "restore")
    return kept


def wal_of(path: Path) -> Path:
    """Where the engine keeps what it has not yet brought into a store's file."""
    return path.with_name(path.name + ".wal")


def keep_damaged(path: Path) -> list[Path]:
    """Lay copies of a store that does not open beside it: its file, and its write-ahead file."""
    kept = [copies.beside(path, "damaged", periods.now())]
    lay(path, kept[0])
    if wal_of(path).exists():
        kept.append(wal_of(kept[0]))
        lay(wal_of(path), kept[1])
    return kept


def lay(source: Path, target: Path) -> None:
    """``copies.lay``, its failure in the reader's words.

    Raises
    ------
    DataError
        The target cannot be written.
    """
    try:
        copies.lay(source, target)
    except OSError as error:
        raise unwritable(target) from error


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
    kept = keep_damaged(path)[0]
    lay(source, path)
    wal_of(path).unlink(missing_ok=True)
    store = Store.open(path)
    with store.closing():
        confirm(store, "restore")
    return kept
