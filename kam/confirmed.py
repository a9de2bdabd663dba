"""What was confirmed to a person: a chain of lines beside the store, each sealed by the next.

A line is written and synced after its import is safe on the disk, before anybody is told. So what
the chain names must be in the store; a store put back by hand, or cut, is noticed.

Source: reliability.md promises 2 and 13.
"""

from __future__ import annotations

import hashlib
import json
import os
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from kam import copies

# After these the store holds what it then held, whatever earlier lines name.
BASELINES = ("start", "restore", "empty")


@dataclass(frozen=True)
class Line:
    """One confirmation: its place, moment (UTC), store, revision, what it was, and seals."""

    n: int
    at: str
    store: str
    revision: int
    what: str
    import_id: str
    audit: str
    previous: str
    hash: str


@dataclass(frozen=True)
class Chain:
    """The chain as read: its whole lines, and where it was altered (None: nowhere)."""

    lines: tuple[Line, ...]
    altered_at: int | None = None

    @property
    def standing(self) -> tuple[Line, ...]:
        """The imports confirmed since the store was begun, emptied or restored."""
        start = max((k for k, x in enumerate(self.lines) if x.what in BASELINES), default=-1)
        return tuple(x for x in self.lines[start + 1 :] if x.what == "import")


def path_of(store: Path) -> Path:
    """Where the chain of a store lies."""
    return store.with_name(store.name + ".ledger")


def read(store: Path) -> Chain:
    """The chain beside a store; empty where there is none.

    A last line without its end was never confirmed, so it does not count.
    """
    try:
        raw = path_of(store).read_bytes()
    except FileNotFoundError:
        return Chain(())
    whole = raw[: raw.rfind(b"\n") + 1]
    lines: list[Line] = []
    for text in whole.splitlines():
        line = _line(text)
        before = lines[-1].hash if lines else ""
        if line is None or line.previous != before or line.hash != _seal(asdict(line)):
            return Chain(tuple(lines), len(lines) + 1)
        lines.append(line)
    return Chain(tuple(lines))


def confirm(
    store: Path,
    at: datetime,
    *,
    store_id: str,
    revision: int,
    what: str,
    audit: str,
    import_id: str = "",
) -> Line:
    """Add a line and bring it to the disk.

    Raises
    ------
    OSError
        The line cannot be written.
    """
    chain = read(store)
    told: dict[str, Any] = {
        "n": len(chain.lines) + 1,
        "at": at.isoformat(),
        "store": store_id,
        "revision": revision,
        "what": what,
        "import_id": import_id,
        "audit": audit,
        "previous": chain.lines[-1].hash if chain.lines else "",
    }
    line = Line(**told, hash=_seal(told))
    target = path_of(store)
    if chain.altered_at is not None:
        # Nothing can follow a line that does not hold: keep it as it is, begin anew.
        target.rename(copies.beside(store, "damaged", at).with_suffix(".ledger"))
        return confirm(
            store, at, store_id=store_id, revision=revision, what=what, audit=audit,
            import_id=import_id,
        )  # fmt: skip
    _append(target, json.dumps(asdict(line), ensure_ascii=False).encode() + b"\n")
    return line


def _append(target: Path, text: bytes) -> None:
    fresh = not target.exists()
    handle = os.open(target, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        size = os.lseek(handle, 0, os.SEEK_END)
        os.lseek(handle, 0, os.SEEK_SET)
        whole = os.read(handle, size).rfind(b"\n") + 1 if size else 0
        os.truncate(handle, whole)  # a torn last line was never confirmed
        os.lseek(handle, whole, os.SEEK_SET)
        os.write(handle, text)
        os.fsync(handle)
    finally:
        os.close(handle)
    if fresh:
        copies.sync(target.parent)


def _line(text: bytes) -> Line | None:
    try:
        return Line(**json.loads(text))
    except (ValueError, TypeError):
        return None


def _seal(told: dict[str, Any]) -> str:
    parts = {k: v for k, v in told.items() if k != "hash"}
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()
