"""Rows that imports kept aside: which, why, and as a file to correct and bring back."""

from __future__ import annotations

import json
from typing import Any

import pandas as pd

from kam import intake
from kam.errors import UnknownName
from kam.store import Store
from kam.words import N_, translate

_KEPT_ASIDE = """
    SELECT q.import_id, q.file, any_value(f.table_name) AS "table", max(f.made_at) AS made_at,
           count(DISTINCT q.reject_id) AS rows
    FROM quarantine q
    JOIN import_file f ON f.import_id = q.import_id AND f.file = q.file AND len(f.headers) > 0
    WHERE q.reject_id IS NOT NULL
    GROUP BY ALL ORDER BY made_at DESC, max(f.revision) DESC, q.file
"""
_TO_CORRECT = """
    SELECT q.reject_id, q.row_number, q.column_name, q.value, q.code, q.row_text, q.cells, f.headers
    FROM quarantine q
    JOIN import_file f ON f.import_id = q.import_id AND f.file = q.file AND len(f.headers) > 0
    WHERE q.import_id = ? AND q.file = ? AND q.reject_id IS NOT NULL
    ORDER BY q.row_number, q.reject_id
"""
# What a corrected file carries beside its own columns, all of it set aside when it comes back.
_REASONS: dict[str, str] = {
    "reason": N_("Reason"),
    "mend": N_("What to do"),
    "column": N_("Column"),
    "row": N_("Row in the file"),
    "as_read": N_("The row as it was read"),
}


def rows(store: Store, limit: int = 1000) -> pd.DataFrame:
    """Rows that imports kept aside, the latest import first.

    Returns
    -------
    DataFrame[file, row, column, found, problem, mend]; problem and mend are sentences.

    Source: reliability.md promise 4.
    """
    found = store.query(
        """
        SELECT q.file, q.row_number AS "row", q.column_name AS "column", q.value AS found, q.code
        FROM quarantine q
        LEFT JOIN (SELECT import_id, max(made_at) AS made_at FROM import_file GROUP BY import_id) i
            USING (import_id)
        ORDER BY i.made_at DESC, q.file, q.row_number LIMIT ?
        """,
        [limit],
    )
    told = [intake.Finding(r.code, None, r.column or "", r.found or "") for r in found.itertuples()]
    found["problem"] = pd.Series([f.problem for f in told], index=found.index, dtype=object)
    found["mend"] = pd.Series([f.mend for f in told], index=found.index, dtype=object)
    return found


def files(store: Store) -> pd.DataFrame:
    """Files of which rows are kept aside, the latest import first.

    Returns
    -------
    DataFrame[import_id, file, table, made_at, rows]

    Source: reliability.md promise 4.
    """
    return store.query(_KEPT_ASIDE)


def to_correct(
    store: Store, import_id: str, file: str, lang: str
) -> tuple[pd.DataFrame, dict[str, str]]:
    """Rejected rows of a file in the file's own columns, with the reasons: to correct and import.

    A row that did not fit under the headers stands in the reasons as it was read, its own columns
    are empty. Imported again, rows go where they belong and leave the rejected ones.

    Returns
    -------
    (rows, column → heading), as ``exports.csv_bytes`` takes them.

    Raises
    ------
    UnknownName
        No row of such a file is kept aside.

    Source: reliability.md promise 4.
    """
    found = store.query(_TO_CORRECT, [import_id, file])
    if found.empty:
        raise UnknownName.nearest("file", file, files(store)["file"])
    headers = list(found["headers"].iloc[0])
    own = [_own_cells(r.cells, len(headers)) for r in found.itertuples()]
    told = [
        intake.Finding(r.code, None, r.column_name or "", r.value or "") for r in found.itertuples()
    ]
    frame = pd.DataFrame(own, columns=[f"c{i}" for i in range(len(headers))], dtype=object)
    frame["reason"] = [f.problem.in_language(lang) for f in told]
    frame["mend"] = [f.mend.in_language(lang) for f in told]
    frame["column"] = found["column_name"].tolist()
    frame["row"] = found["row_number"].astype(str).tolist()
    frame["as_read"] = [r.row_text if pd.isna(r.cells) else None for r in found.itertuples()]
    frame["id"] = found["reject_id"].tolist()
    headings = {f"c{i}": header for i, header in enumerate(headers)}
    headings |= {n: f"{intake.MARK} {translate(label, lang)}" for n, label in _REASONS.items()}
    return frame, headings | {"id": intake.ID}


def _own_cells(cells: Any, width: int) -> list[str | None]:
    told = [None] * width if pd.isna(cells) else json.loads(cells)
    return list(told[:width]) + [None] * (width - len(told))
