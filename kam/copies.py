"""Copies of a store's file: laid aside first, whole or not there at all, the automatic ones few."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from kam.words import N_

# Why a copy was made; one made by hand stays until somebody removes it.
REASONS: dict[str, str] = {
    "backup": N_("By hand"),
    "before-import": N_("Before an import"),
    "before-upgrade": N_("Before an upgrade"),
    "before-restore": N_("Before a restore"),
    "damaged": N_("The damaged file"),
}
AUTOMATIC = ("before-import", "before-upgrade", "before-restore")
KEEP_COPIES, KEEP_DAYS = 5, 30
_STAMP = "%Y%m%d-%H%M%S"


@dataclass(frozen=True)
class Copy:
    """One copy: its file, the moment it was made (UTC), why, and its bytes."""

    path: Path
    made_at: datetime
    reason: str
    size: int


def lay(source: Path, target: Path) -> None:
    """Copy a closed or checkpointed file; the target appears whole or not at all.

    Raises
    ------
    OSError
        The target cannot be written; nothing is left behind.
    """
    finish(begin(source, target), target)


def begin(source: Path, target: Path) -> Path:
    """Copy a file aside, beside its target; the part of the work a writer must wait for."""
    aside = target.with_name(f"{target.name}.new{uuid.uuid4().hex[:8]}")
    target.parent.mkdir(parents=True, exist_ok=True)
    with _or_remove(aside):
        shutil.copyfile(source, aside)
    return aside


def finish(aside: Path, target: Path) -> None:
    """Bring what was copied aside to the disk, and give it its name."""
    with _or_remove(aside):
        aside.chmod(0o600)
        sync(aside)
        aside.replace(target)
        sync(target.parent)


@contextlib.contextmanager
def _or_remove(aside: Path) -> Iterator[None]:
    try:
        yield
    except OSError:
        with contextlib.suppress(OSError):
            aside.unlink()
        raise


def sync(path: Path) -> None:
    """Bring a file or the names in a folder to the disk; where folders cannot be, do nothing."""
    if path.is_dir() and os.name == "nt":
        return
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def beside(store: Path, reason: str, at: datetime) -> Path:
    """A free name for a copy beside its store.

    >>> beside(Path("data/kam.duckdb"), "backup", datetime(2026, 1, 2, 8, 10)).name
    'kam.20260102-081000.backup.duckdb'
    """
    for again in range(1, 1000):
        more = "" if again == 1 else f"-{again}"
        name = f"{store.stem}.{at:{_STAMP}}{more}.{reason}.duckdb"
        if not store.with_name(name).exists():
            return store.with_name(name)
    raise FileExistsError(store)


def of(store: Path) -> list[Copy]:
    """The copies beside a store, the latest first."""
    pattern = re.compile(
        rf"{re.escape(store.stem)}\.(\d{{8}}-\d{{6}})(-\d+)?\.({'|'.join(REASONS)})\.duckdb"
    )
    found = []
    for path in store.parent.glob(f"{store.stem}.*.duckdb") if store.parent.exists() else ():
        told = pattern.fullmatch(path.name)
        if told:
            made_at = datetime.strptime(told[1], _STAMP)
            found.append((made_at, int((told[2] or "-1")[1:]), path, told[3]))
    return [Copy(p, at, reason, p.stat().st_size) for at, _, p, reason in sorted(found)[::-1]]


def prune(store: Path, now: datetime) -> list[Path]:
    """Remove automatic copies past the newest few and those too old; the newest always stays.

    Returns
    -------
    The files removed.
    """
    automatic = [c for c in of(store) if c.reason in AUTOMATIC]
    oldest = now - timedelta(days=KEEP_DAYS)
    gone = []
    for place, copy in enumerate(automatic):
        if place and (place >= KEEP_COPIES or copy.made_at < oldest):
            with contextlib.suppress(OSError):  # one that cannot go is no fault of what was done
                copy.path.unlink(missing_ok=True)
                gone.append(copy.path)
    return gone
