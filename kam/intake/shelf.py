"""Where typed rows wait between reading and storing: Arrow files in a private folder."""

from __future__ import annotations

import shutil
import tempfile
import weakref
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

BATCH = 100_000  # rows


class Shelf:
    """A private folder of Arrow files, gone when nobody holds it any more.

    >>> shelf = Shelf()
    >>> place = shelf.folder
    >>> shelf.clear()
    >>> place.exists()
    False
    """

    def __init__(self, folder: Path | None = None) -> None:
        self.folder = folder or Path(tempfile.mkdtemp(prefix="kam-"))
        # Whoever made the folder removes it; a reader in a child process only writes into it.
        self._gone = None if folder else weakref.finalize(self, _remove, self.folder)
        self._kept: dict[int, str] = {}
        self._made = 0

    def __deepcopy__(self, known: dict[int, Any]) -> Shelf:
        return self

    def place(self, ending: str = "") -> Path:
        """A path nobody uses yet."""
        self._made += 1
        return self.folder / f"{self._made}{ending}"

    def keep(self, db: duckdb.DuckDBPyConnection, statement: str) -> pa.Table:
        """The rows of a statement, laid down as a file and mapped into memory only when read."""
        path = self.place(".arrow")
        reader = db.sql(statement).to_arrow_reader(BATCH)
        with pa.OSFile(str(path), "wb") as sink, pa.ipc.new_file(sink, reader.schema) as writer:
            for batch in reader:
                writer.write_batch(batch)
        return self.fetch(path.name)

    def lay(self, rows: pa.Table) -> pa.Table:
        """Lay rows down as a file."""
        path = self.place(".arrow")
        with pa.OSFile(str(path), "wb") as sink, pa.ipc.new_file(sink, rows.schema) as writer:
            writer.write_table(rows)
        return self.fetch(path.name)

    def fetch(self, name: str) -> pa.Table:
        """The rows of a kept file."""
        rows = pa.ipc.open_file(pa.memory_map(str(self.folder / name))).read_all()
        self._kept[id(rows)] = name
        return rows

    def name_of(self, rows: pa.Table) -> str:
        """The file that holds kept rows."""
        return self._kept[id(rows)]

    def clear(self) -> None:
        """Remove the folder now."""
        if self._gone is not None:
            self._gone()


def _remove(folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)
