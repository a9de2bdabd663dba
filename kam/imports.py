"""The import door: files in, facts and yardstick stored in one transaction, or nothing at all."""

from __future__ import annotations

from collections.abc import Sequence
from copy import deepcopy
from pathlib import Path

import pandas as pd

from kam import demo, intake, measure, periods
from kam.merge_tables import FORGET_MERGES_SQL
from kam.schema import EMPTY_SQL
from kam.store import Store


class _TakenBack(Exception):
    """Ends a transaction that is to leave no trace; never leaves this module."""


def plan(
    store: Store | None,
    uploads: Sequence[intake.Upload],
    *,
    table: str | None = None,
    mapping: intake.Mapping | None = None,
    watch: intake.Watch | None = None,
) -> intake.Plan:
    """Read, map and check files against what a store holds; None is a store yet to be made.

    ``watch`` is told how far it is and may cancel; a cancelled plan leaves nothing behind.
    """
    return intake.plan(
        uploads,
        periods.now().date(),
        table=table,
        mapping=mapping,
        sold=intake.sold_ids(store) if store else None,
        watch=watch,
    )


def prepare(
    store: Store,
    uploads: Sequence[intake.Upload],
    *,
    table: str | None = None,
    mapping: intake.Mapping | None = None,
) -> tuple[intake.Plan, intake.Report]:
    """Read, map and check files, and say what storing them would change; nothing is stored.

    The report's counts are those of a trial import that is taken back.
    """
    planned = plan(store, uploads, table=table, mapping=mapping)
    if planned.refused or planned.asks:
        return planned, planned.report
    trial = deepcopy(planned)
    report = trial.report
    try:
        with store.transaction("trial", "import") as tx:
            report = intake.load(tx, trial, "trial")
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
    nothing new leave no trace: the revision stays. A watch that cancels takes all of it back.

    Source: import-rules.md ("Frozen", "Lines and repeats"), cli.md (import).
    """
    report = planned.report
    if report.stores_nothing:
        return report
    try:
        with store.transaction(who, "import") as tx:
            report = intake.load(tx, planned, who, watch)
            kept_aside = any(e.rejected for e in report.entries)
            if not report.changed and (report.seen_before or not kept_aside):
                raise _TakenBack
            last_day = measure.last_order_day(tx)
            if last_day is not None:
                measure.freeze(tx, last_day)
    except _TakenBack:
        pass
    return report


def rejected(store: Store, limit: int = 1000) -> pd.DataFrame:
    """Rows that imports kept aside, the latest import first.

    Returns
    -------
    DataFrame[file, row, column, found, problem, mend]; problem and mend are sentences.

    Source: reliability.md promise 4.
    """
    rows = store.query(
        """
        SELECT q.file, q.row_number AS "row", q.column_name AS "column", q.value AS found, q.code
        FROM quarantine q
        LEFT JOIN (SELECT import_id, max(made_at) AS made_at FROM import_file GROUP BY import_id) i
            USING (import_id)
        ORDER BY i.made_at DESC, q.file, q.row_number LIMIT ?
        """,
        [limit],
    )
    told = [intake.Finding(r.code, None, r.column or "", r.found or "") for r in rows.itertuples()]
    rows["problem"] = pd.Series([f.problem for f in told], index=rows.index, dtype=object)
    rows["mend"] = pd.Series([f.mend for f in told], index=rows.index, dtype=object)
    return rows


def empty(store: Store, who: str) -> Path | None:
    """Remove every fact from a store, after a copy of its file was laid beside it.

    Returns
    -------
    The copy; None for a store in memory, which has no file.

    Source: import-rules.md ("Sample and real never mix").
    """
    copy = None
    if store.path is not None:
        stamp = f"{periods.now():%Y%m%d-%H%M%S}"
        copy = store.path.with_name(f"{store.path.stem}.{stamp}.backup.duckdb")
        store.copy_to(copy)
    with store.transaction(who, "empty the store") as tx:
        for statement in (*EMPTY_SQL, *FORGET_MERGES_SQL):
            tx.execute(statement)
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
