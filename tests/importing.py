"""Files for the import's tests: small ones written here, stored in memory, asked by SQL."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

from kam import imports, intake
from kam.store import Store


def upload(name: str, text: str | bytes, encoding: str = "utf-8") -> intake.Upload:
    """A file as a person would bring it."""
    return intake.Upload(name, text if isinstance(text, bytes) else text.encode(encoding))


def workbook(**sheets: Sequence[Sequence[Any]]) -> bytes:
    """An XLSX with a sheet per argument."""
    import xlsxwriter

    into = io.BytesIO()
    with xlsxwriter.Workbook(into, {"default_date_format": "yyyy-mm-dd"}) as book:
        for title, rows in sheets.items():
            page = book.add_worksheet(title)
            for number, row in enumerate(rows):
                page.write_row(number, 0, list(row))
    return into.getvalue()


def bring(store: Store, files: dict[str, str | bytes], **decided: Any) -> dict[str, dict[str, Any]]:
    """Import files as the command line does; the report by file, and by table for by-products."""
    uploads = [upload(name, content) for name, content in files.items()]
    planned = imports.plan(store, uploads, **decided)
    report = imports.carry_out(store, planned, "test").as_dict()
    entries: dict[str, dict[str, Any]] = {}
    for entry in report["files"]:
        parts = ("inserted", "updated", "unchanged", "rejected", "skipped")
        assert entry["rows_read"] == sum(entry[p] for p in parts), entry
        name = entry["file"]
        entries[name if name not in entries else f"{name} {entry['table']}"] = entry
    return entries


def codes(entry: dict[str, Any]) -> set[str]:
    """The codes of an entry's findings."""
    return {f["code"] for f in entry["findings"]}


def revenue(store: Store) -> dict[str, float]:
    """Revenue by account, as every judgement reads it."""
    rows = store.query(
        "SELECT account_id, CAST(sum(revenue) AS DOUBLE) AS r FROM sale GROUP BY 1 ORDER BY 1"
    )
    return {a: round(r, 4) for a, r in zip(rows["account_id"], rows["r"], strict=True)}


def state(store: Store) -> dict[str, Any]:
    """All an undo must bring back: facts with their imports' ids, names, yardstick, quarantine."""
    told: dict[str, Any] = {"digest": store.digest()}
    for table in (*store.rows_by_table(), "account_alias", "yardstick", "quarantine"):
        rows = store.query("SELECT * FROM {}".format(table))  # noqa: UP032
        told[table] = sorted(map(str, rows.to_numpy().tolist()))
    return told


def last(store: Store) -> str:
    """The import that undo would take back."""
    found = imports.history(store)
    return str(found[found["undoable"]]["import_id"].iloc[0])
