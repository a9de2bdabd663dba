"""Which store a command works on, and how it is opened: reading never creates or writes."""

from __future__ import annotations

import argparse
import contextlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

from kam.errors import PolicyError
from kam.store import Store
from kam.words import say

DEFAULT_PATH = Path("data/kam.duckdb")


def store_path(given: str | None) -> Path:
    """Where the store is: ``--db``, else ``KAM_DB``, else ``KAM_ENGINE``, else data/kam.duckdb."""
    if given or os.environ.get("KAM_DB"):
        return Path(given or os.environ["KAM_DB"])
    engine, _, place = os.environ.get("KAM_ENGINE", "duckdb:").partition(":")
    if engine != "duckdb":
        raise PolicyError(
            say("There is no engine named '{name}'.", name=engine),
            say("Use KAM_ENGINE=duckdb: or leave it out."),
            "E_UNKNOWN_ENGINE",
        )
    return Path(place) if place else DEFAULT_PATH


@contextlib.contextmanager
def opened(options: argparse.Namespace, *, read_only: bool = True) -> Iterator[Store]:
    """The store of a command, closed at the end."""
    store = Store.open(store_path(options.db), read_only=read_only)
    try:
        yield store
    finally:
        store.close()


@contextlib.contextmanager
def scratch_copy(path: Path) -> Iterator[Store]:
    """A copy of a store to try an import on; the store itself is not touched."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / path.name
        for part in (path, path.with_name(path.name + ".wal")):
            if part.exists():
                shutil.copy(part, copy.with_name(part.name))
        store = Store.open(copy)
        try:
            yield store
        finally:
            store.close()
