"""Rejected rows that come back corrected: the columns that said why are set aside, ids are read."""

from __future__ import annotations

import re
from collections.abc import Mapping as Map
from dataclasses import dataclass, field, replace

import pyarrow as pa

from kam.formulas import unguarded
from kam.intake.mapping import Mapping
from kam.intake.sheets import Sheet

MARK = "[KAM]"  # begins every header that is ours and none of the file's
ID = f"{MARK} id"
_WHOLE_ID = re.compile(r"row-([0-9a-f]+[.][0-9]+)[.][0-9]+")


@dataclass(frozen=True)
class Corrected:
    """A sheet in its own columns, and which rejected rows its rows stand for.

    ``ids`` maps a line of the file to the rejected row it corrects.
    """

    sheet: Sheet
    ids: dict[int, str] = field(default_factory=dict)

    def as_read_before(self, saved: Map[str, Mapping]) -> Mapping | None:
        """How the file the rows come from was read, where the store remembers it."""
        found = next((_WHOLE_ID.fullmatch(i) for i in self.ids.values()), None)
        known = saved.get(found[1]) if found else None
        if known is None:
            return None
        columns = {c: h for c, h in known.columns.items() if h in self.sheet.headers}
        return replace(known, columns=columns)


def group_of(import_id: str, place: int) -> str:
    """The key under which a file of an import is known: what the ids of its rows have in common."""
    return f"{import_id}.{place}"


def id_of(group: str, number: int) -> str:
    """The id of a rejected row: no spreadsheet takes it for a number or a day."""
    return f"row-{group}.{number}"


def own_columns(sheet: Sheet) -> Corrected:
    """A sheet without the columns that said why its rows were rejected.

    Source: reliability.md promise 4.
    """
    ours = [i for i, h in enumerate(sheet.headers) if h.startswith(MARK)]
    if not ours or sheet.stream is not None:
        return Corrected(sheet)
    ids = {}
    if ID in sheet.headers:
        told = sheet.values(sheet.headers.index(ID)).to_pylist()
        lines = sheet.cells.column("row").to_pylist()
        ids = {
            line: str(i).strip()
            for line, i in zip(lines, told, strict=True)
            if i is not None and _WHOLE_ID.fullmatch(str(i).strip())
        }
    own = [i for i in range(len(sheet.headers)) if i not in ours]
    columns = {f"c{place}": _as_it_was(sheet.values(i)) for place, i in enumerate(own)}
    cells = pa.table({"row": sheet.cells.column("row"), **columns})
    return Corrected(replace(sheet, headers=[sheet.headers[i] for i in own], cells=cells), ids)


def _as_it_was(cells: pa.ChunkedArray) -> pa.ChunkedArray:
    if not pa.types.is_string(cells.type):
        return cells
    told = [None if v is None else unguarded(v) for v in cells.to_pylist()]
    return pa.chunked_array([pa.array(told, pa.string())])
