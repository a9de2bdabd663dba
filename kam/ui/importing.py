"""The import desk: choose files, see what they are and would change, confirm, see what happened."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from typing import Any

import pandas as pd
import streamlit as st

from kam import imports, intake
from kam.background import Job
from kam.errors import KamError
from kam.intake import Cancelled
from kam.schema import TABLES
from kam.store import Store
from kam.ui import data, mapping, show, state, working
from kam.ui.history import REPORT
from kam.ui.view import View
from kam.units import Number
from kam.words import N_, Sentence, say, say_count

UPLOADER = "files"
READING, STORING = "reading", "storing"  # names of the work behind the page
KINDS = ["csv", "tsv", "txt", "json", "jsonl", "xlsx", "xls", "ods", "parquet", "gz", "zip"]
STATUS: dict[str, str] = {
    "loaded": N_("Taken"),
    "partial": N_("Taken in part"),
    "unchanged": N_("Nothing new"),
    "ignored": N_("Not used"),
    "asks": N_("A question is open"),
    "refused": N_("Refused"),
}
GRAVITY = ("refuse", "ask", "reject", "warn", "note")
GRAVE = GRAVITY[:3]
COUNTS = ("rows_read", "inserted", "updated", "unchanged", "rejected", "skipped")


def desk(view: View) -> None:
    """Draw the import: uploader, preview, confirmation, report of the last import."""
    if view.sample:
        st.info(
            view.text(say("Files go into your own store. Leave the sample company to import.")),
            icon=":material/info:",
        )
        return
    storing = working.running(STORING)
    if storing is not None:
        if not working.ended(view, storing, N_("Waiting for another import to end …")):
            return
        working.stop(STORING)
        _keep_outcome(storing)
    _report(view)
    reading = working.running(READING)
    if reading is not None and reading.ended and reading.stopping:
        _put_away()
        st.info(view.text(Cancelled().problem), icon=":material/info:")
    files = _files(view)
    if not files:
        working.stop(READING)
        st.caption(
            view.text(
                say(
                    "More than {limit} MB? Stop the dashboard and run: {command}",
                    limit=Number(data.page_limit()),
                    command=_command(["FILE"]),
                )
            )
        )
        return
    state.forget(REPORT)
    if sum(f.size for f in files) > data.page_limit() << 20:
        _too_large(view, files)
        return
    _preview(view, files)


def _files(view: View) -> list[Any]:
    files = st.file_uploader(
        view.label(N_("Files from your ERP or CRM: CSV, Excel or Parquet, several at once")),
        type=KINDS,
        accept_multiple_files=True,
        key=state.fresh(UPLOADER),
        max_upload_size=data.page_limit(),
    )
    return list(files or [])


def _too_large(view: View, files: list[Any]) -> None:
    """Files past the page's limit: the command that takes them.

    Source: import-rules.md ("Limits").
    """
    st.warning(
        view.text(
            say(
                "These files are larger than {limit} MB together. Stop the dashboard and run this "
                "where they lie:",
                limit=Number(data.page_limit()),
            )
        ),
        icon=":material/terminal:",
    )
    st.code(_command([f.name for f in files]), language="bash", wrap_lines=True)


def _command(names: Sequence[str]) -> str:
    return shlex.join(["python", "-m", "kam", "import", *names])


def _preview(view: View, files: list[Any]) -> None:
    store = view.portfolio.store
    uploads = [intake.Upload(f.name, f.getvalue()) for f in files]
    each = mapping.decided()
    reading = working.asked(
        READING,
        (store.id, store.revision, mapping.key(), *(f.file_id for f in files)),
        lambda watch: imports.prepare(store, uploads, each=each, watch=watch),
    )
    if not working.ended(view, reading, N_("Waiting for other files to be read …")):
        return
    try:
        plan, preview = reading.result()
    except KamError as error:
        show.problem(error, view.lang)
        return
    entries = [r.entry for r in plan.readings]
    st.markdown(f"##### {view.text(said_before(plan, preview))}")
    mapping.questions(view, entries)
    with st.container(horizontal=True):
        st.button(
            view.label(N_("Import now")),
            type="primary",
            disabled=plan.refused or plan.asks,
            icon=":material/download_done:",
            on_click=_carry_out,
            args=(store, plan),
        )
        st.button(view.label(N_("Take none of them")), on_click=_put_away)
    _entries(view, preview)
    found = _noticed(preview)
    if found:
        grave = found[0][1].severity in GRAVE
        with st.expander(view.label(N_("What was noticed")), expanded=grave):
            _findings(view, found)
    mapping.columns(view, entries)


def _carry_out(store: Store, plan: intake.Plan) -> None:
    """Callback: import what was previewed, behind the page, and empty the uploader."""
    _put_away()
    working.begin(STORING, lambda watch: imports.carry_out(store, plan, "page", watch))


def _put_away() -> None:
    """Callback: empty the uploader and forget what was read."""
    working.stop(READING)
    mapping.start_over()
    state.renew(UPLOADER)


def _keep_outcome(storing: Job[intake.Report]) -> None:
    """Remember how an import ended, to be told until the next one."""
    try:
        state.put(REPORT, storing.result())
    except KamError as error:
        state.put(REPORT, error)


def _report(view: View) -> None:
    report = state.get(REPORT)
    if report is None:
        return
    if isinstance(report, Cancelled):
        st.info(view.prose(report.problem, report.mend), icon=":material/info:")
    elif isinstance(report, KamError):
        show.problem(report, view.lang)
    else:
        st.success(view.text(told(report)), icon=":material/check_circle:")
        with st.expander(view.label(N_("What each file brought"))):
            _entries(view, report)
            _findings(view, _noticed(report))


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


def _entries(view: View, report: intake.Report) -> None:
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
        view, rows, ("file", "table", "status", *COUNTS), key="entries",
        alt=say("What each file is and brings."), download=False,
    )  # fmt: skip


def _noticed(report: intake.Report) -> list[tuple[str, intake.Finding]]:
    """What there is to know of each file, the gravest first; questions stand above, with answers."""
    found = [(e.file, f) for e in report.entries for f in e.findings if not mapping.answerable(f)]
    return sorted(found, key=lambda told: GRAVITY.index(told[1].severity))


def _findings(view: View, found: list[tuple[str, intake.Finding]]) -> None:
    if not found:
        return
    rows = [{"file": file, "row": f.row, "problem": f.problem, "mend": f.mend} for file, f in found]
    show.table(
        view, pd.DataFrame(rows), ("file", "row", "problem", "mend"), key="findings",
        alt=say("Findings by file, with what to do."),
    )  # fmt: skip
