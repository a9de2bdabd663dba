"""The import desk: choose files, see what they are and would change, confirm, see what happened."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from kam import imports, intake
from kam.columns import shown
from kam.schema import TABLES
from kam.store import Store
from kam.ui import data, show, state
from kam.ui.view import View
from kam.units import Number
from kam.words import N_, Sentence, say, say_count

UPLOADER = "files"
REPORT = "_report"
KINDS = ["csv", "tsv", "txt", "xlsx", "parquet"]
STATUS: dict[str, str] = {
    "loaded": N_("Taken"),
    "partial": N_("Taken in part"),
    "unchanged": N_("Nothing new"),
    "ignored": N_("Not used"),
    "asks": N_("A question is open"),
    "refused": N_("Refused"),
}
COUNTS = ("rows_read", "inserted", "updated", "unchanged", "rejected", "skipped")


def desk(view: View) -> None:
    """Draw the import: uploader, preview, confirmation, report of the last import."""
    report = state.take(REPORT)
    if report is not None:
        st.success(view.text(told(report)), icon=":material/check_circle:")
        _entries(view, report, "report")
    if view.sample:
        st.info(
            view.text(say("Files go into your own store. Leave the sample company to import.")),
            icon=":material/info:",
        )
        return
    files = st.file_uploader(
        view.label(N_("Files from your ERP or CRM: CSV, Excel or Parquet, several at once")),
        type=KINDS,
        accept_multiple_files=True,
        key=state.fresh(UPLOADER),
    )
    if not files:
        return
    store = view.portfolio.store
    plan, preview = data.preview(store, files)
    st.markdown(f"##### {view.text(said_before(plan, preview))}")
    _entries(view, preview, "preview")
    _mappings(view, plan)
    blocked = plan.refused or plan.asks
    with st.container(horizontal=True):
        st.button(
            view.label(N_("Import now")),
            type="primary",
            disabled=blocked,
            icon=":material/download_done:",
            on_click=_carry_out,
            args=(store, plan),
        )
        st.button(view.label(N_("Take none of them")), on_click=state.renew, args=(UPLOADER,))


def _carry_out(store: Store, plan: intake.Plan) -> None:
    """Callback: import what was previewed and empty the uploader."""
    state.put(REPORT, imports.carry_out(store, plan, "page"))
    state.renew(UPLOADER)


def rejected(view: View) -> None:
    """Rows that imports kept aside, with the reason of each."""
    rows = imports.rejected(view.portfolio.store)
    if rows.empty:
        show.nothing(view, say("No row was rejected."))
        return
    show.table(
        view, rows, ("file", "row", "column", "found", "problem", "mend"), key="rejected",
        alt=say("Rows that were kept aside, with the reason."),
    )  # fmt: skip


def told(report: intake.Report) -> Sentence:
    """What an import did, in a sentence."""
    new = sum(e.inserted for e in report.entries)
    changed = sum(e.updated for e in report.entries)
    rejected = sum(e.rejected for e in report.entries)
    return say(
        "Done: {new} new records, {changed} changed, {rejected} rejected rows.",
        new=_number(new), changed=_number(changed), rejected=_number(rejected),
    )  # fmt: skip


def said_before(plan: intake.Plan, report: intake.Report) -> Sentence:
    """What an import would do, in a sentence; nothing is stored yet."""
    if plan.refused:
        return say("One of the files cannot be taken, so none is. See below what to mend.")
    if plan.asks:
        return say("A question must be answered before anything is stored. See below.")
    new = sum(e.inserted for e in report.entries)
    changed = sum(e.updated for e in report.entries)
    return say_count(
        "Nothing is stored yet. {count} file would bring {new} new records and change {changed}.",
        "Nothing is stored yet. {count} files would bring {new} new records and change {changed}.",
        len({e.file for e in report.entries}),
        new=_number(new),
        changed=_number(changed),
    )


def _number(value: int) -> Any:
    return Number(value)


def _entries(view: View, report: intake.Report, key: str) -> None:
    rows = pd.DataFrame(
        [
            {
                "file": e.file,
                "table": view.label(TABLES[e.table].label) if e.table else "",
                "status": view.label(STATUS[e.status]),
                **{n: getattr(e, n) for n in COUNTS},
            }
            for e in report.entries
        ]
    )
    show.table(
        view, rows, ("file", "table", "status", *COUNTS), key=key,
        alt=say("What each file is and brings."), download=False,
    )  # fmt: skip
    found = [(e.file, f) for e in report.entries for f in e.findings]
    if not found:
        return
    serious = any(f.severity in ("refuse", "ask", "reject") for _, f in found)
    with st.expander(view.label(N_("What was noticed")), expanded=serious):
        findings = pd.DataFrame(
            [
                {"file": file, "row": f.row, "problem": f.problem, "mend": f.mend}
                for file, f in found
            ]
        )
        show.table(
            view, findings, ("file", "row", "problem", "mend"), key=f"{key}_findings",
            alt=say("Findings by file, with what to do."),
        )  # fmt: skip


def _mappings(view: View, plan: intake.Plan) -> None:
    with st.expander(view.label(N_("How each column is understood"))):
        for place, entry in enumerate(r.entry for r in plan.readings):
            if not entry.table:
                continue
            st.markdown(f"**{view.text(entry.file)}** → {view.label(TABLES[entry.table].label)}")
            rows = [
                {"header": header, "target": view.label(_meaning(entry.table, target))}
                for target, header in entry.mapping.items()
            ]
            rows += [
                {"header": header, "target": view.label(N_("not used"))}
                for header in entry.unmapped
            ]
            show.table(
                view, pd.DataFrame(rows), ("header", "target"), key=f"mapping_{place}",
                alt=say("Columns of {file}.", file=entry.file), download=False,
            )  # fmt: skip


def _meaning(table: str, target: str) -> str:
    columns = TABLES[table].by_name
    return columns[target].meaning if target in columns else shown(target).label
