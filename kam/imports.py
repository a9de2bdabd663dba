"""The import door: files in, facts and yardstick stored in one transaction, or nothing at all."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from copy import deepcopy
from pathlib import Path
from typing import Any

import pandas as pd

from kam import demo, intake, keeping, measure, periods, profiles, rates
from kam.errors import DataError, UnknownName
from kam.merge_tables import FORGET_MERGES_SQL
from kam.schema import EMPTY_SQL
from kam.store import Store
from kam.units import Day
from kam.words import Sentence, say


class _TakenBack(Exception):
    """Ends a transaction that is to leave no trace; never leaves this module."""


def plan(
    store: Store | None,
    uploads: Sequence[intake.Upload],
    *,
    table: str | None = None,
    mapping: intake.Mapping | None = None,
    each: Mapping[str, intake.Mapping] | None = None,
    watch: intake.Watch | None = None,
) -> intake.Plan:
    """Read, map and check files against what a store holds; None is a store yet to be made.

    ``each`` holds what was said of single files or sheets. Of the others, those whose headers a
    saved mapping knows are mapped by it, unless something was said of the whole command. Rejected
    rows that come back (``to_correct``) are read as their file was.

    ``watch`` is told how far it is and may cancel; a cancelled plan leaves nothing behind.
    """
    if store is not None:
        keeping.make_sure_of_room(store, sum(u.size for u in uploads))
    return intake.plan(
        uploads,
        periods.now().date(),
        table=table,
        mapping=mapping,
        each=each,
        saved=profiles.known(store) | intake.how_read(store) if store else None,
        sold=intake.sold_ids(store) if store else None,
        codes=intake.known_codes(store) if store else None,
        watch=watch,
    )


def prepare(
    store: Store,
    uploads: Sequence[intake.Upload],
    *,
    table: str | None = None,
    mapping: intake.Mapping | None = None,
    each: Mapping[str, intake.Mapping] | None = None,
    watch: intake.Watch | None = None,
) -> tuple[intake.Plan, intake.Report]:
    """Read, map and check files, and say what storing them would change; nothing is stored.

    The report's counts are those of a trial import that is taken back.
    """
    watch = watch or intake.Watch()
    planned = plan(store, uploads, table=table, mapping=mapping, each=each, watch=watch)
    if planned.refused or planned.asks:
        return planned, planned.report
    trial = deepcopy(planned)
    report = trial.report
    try:
        with store.transaction("trial", "import") as tx:
            report = intake.load(tx, trial, "trial", watch.comparing())
            raise _TakenBack
    except _TakenBack:
        return planned, report


def carry_out(
    store: Store, planned: intake.Plan, who: str, watch: intake.Watch | None = None
) -> intake.Report:
    """Store what a plan says, and freeze the yardstick of measures seen for the first time.

    Returns
    -------
    The report; a refused file or an open question stores nothing from any file. Files that bring
    nothing new leave no trace: the revision stays. A watch that cancels takes all of it back. The
    store is copied before, and what is returned as done is on the disk.

    Source: import-rules.md ("Frozen", "Lines and repeats"), cli.md (import), reliability.md
    promises 1 and 2.
    """
    report = planned.report
    if report.stores_nothing:
        return report
    try:
        with keeping.copied(store, "before-import"), store.transaction(who, "import") as tx:
            report = intake.load(tx, planned, who, watch)
            planned.let_go()
            kept_aside = any(e.rejected for e in report.entries)
            if not report.changed and (report.seen_before or not kept_aside):
                raise _TakenBack
            last_day = measure.last_order_day(tx)
            if last_day is not None:
                measure.freeze(tx, last_day, rates.in_one_currency(tx))
            intake.journal.settle(tx, report.import_id)
            if watch is not None:
                watch.check()  # the last moment to stop: what is committed stays
    except _TakenBack:
        report.import_id = ""
        return report
    keeping.confirm(store, "import", report.import_id)
    return report


_HISTORY = """
    SELECT import_id, revision, made_at, who, file, table_name AS "table", sha256, rows_read,
           inserted, updated, unchanged, rejected, skipped, mapping, undone_at, undone_by
    FROM import_file ORDER BY made_at DESC, revision DESC NULLS LAST, file, table_name
"""


def history(store: Store) -> pd.DataFrame:
    """Every import there was, the latest first: one row per file and table.

    Returns
    -------
    DataFrame[import_id, revision, made_at, who, file, table, sha256 (of the file), rows_read,
    inserted, updated, unchanged, rejected, skipped, mapping (column → header, as JSON), undone_at,
    undone_by, undoable (whether undo would take it back now), standing (a sentence: what became of
    it, or why it cannot be undone now)]

    Source: issue "Any file in", section 4.
    """
    rows = store.query(_HISTORY)
    rows["undoable"] = rows["import_id"] == _latest(rows)
    told = [_standing(row) for row in rows.to_dict("records")]
    rows["standing"] = pd.Series(told, index=rows.index, dtype=object)
    return rows


def _standing(row: dict[Hashable, Any]) -> Sentence:
    if not pd.isna(row["undone_at"]):
        return say("Undone on {day}.", day=Day(row["undone_at"].date()))
    if pd.isna(row["revision"]):
        return say("Made before imports could be undone.")
    if not row["undoable"]:
        return say("A later import rests on it: undo that one first.")
    return say("Can be undone.")


def _latest(rows: pd.DataFrame) -> str | None:
    standing = rows[rows["undone_at"].isna() & rows["revision"].notna()]
    return None if standing.empty else str(standing.sort_values("revision")["import_id"].iloc[-1])


def undo(store: Store, import_id: str, who: str) -> None:
    """Bring the store back to what it held before an import: facts, names, yardstick, quarantine.

    The import stays in the history, marked as undone; the audit gains a line.

    Raises
    ------
    UnknownName
        There was no such import.
    DataError
        It is undone already, a later import rests on it, or its records were changed since.

    Source: reliability.md rule 9.
    """
    with store.transaction(who, f"undo import {import_id}") as tx:
        rows = tx.query(_HISTORY)
        mine = rows[rows["import_id"] == import_id]
        if mine.empty:
            raise UnknownName.nearest("import", import_id, rows["import_id"].unique())
        if mine["undone_at"].notna().any():
            raise DataError(
                say("This import is undone already."), say("Import the files again."), "E_UNDONE"
            )
        if mine["revision"].isna().any():
            raise DataError(
                say("This import is older than the memory of what imports changed."),
                say("Restore a backup made before it."),
                "E_UNDO_TOO_OLD",
            )
        if _latest(rows) != import_id:
            later = rows[(rows["revision"] > mine["revision"].iloc[0]) & rows["undone_at"].isna()]
            raise DataError(
                say("Later imports rest on this one: {files}.", files=_few(later["file"])),
                say("Undo those first, the latest one first."),
                "E_UNDO_LATER",
            )
        if intake.journal.altered_since(tx, import_id):
            raise DataError(
                say("Records of this import were changed since by hand."),
                say("Correct the file and import it again instead."),
                "E_UNDO_CHANGED",
            )
        intake.journal.take_back(tx, import_id)
        tx.execute(
            "UPDATE import_file SET undone_at = ?, undone_by = ? WHERE import_id = ?",
            [periods.now(), who, import_id],
        )
    keeping.confirm(store, "undo", import_id)


def _few(names: pd.Series) -> str:
    listed = list(dict.fromkeys(names.dropna().astype(str)))
    return ", ".join(listed[:5]) + (" …" if len(listed) > 5 else "")


def empty(store: Store, who: str) -> Path | None:
    """Remove every fact from a store, after a copy of its file was laid beside it.

    Returns
    -------
    The copy; None for a store in memory, which has no file.

    Source: import-rules.md ("Sample and real never mix").
    """
    copy = None if store.path is None else keeping.back_up(store)
    with store.transaction(who, "empty the store") as tx:
        for statement in (*EMPTY_SQL, *FORGET_MERGES_SQL):
            tx.execute(statement)
    keeping.confirm(store, "empty")
    return copy


def load_sample(store: Store) -> None:
    """Fill an empty store with the sample company.

    Source: import-rules.md ("Sample and real never mix").
    """
    with store.transaction("sample", "load the sample company") as tx:
        demo.fill(tx)
        last_day = measure.last_order_day(tx)
        if last_day is not None:
            measure.freeze(tx, last_day)
