"""The imports there were, the way to undo the last one, and the way to empty the store."""

from __future__ import annotations

from datetime import UTC
from typing import Any
from zoneinfo import ZoneInfo

import pandas as pd
import streamlit as st

from kam import imports
from kam.schema import TABLES
from kam.store import Store
from kam.ui import acting, show, state
from kam.ui.view import View
from kam.units import Moment, Number
from kam.words import N_, Sentence, say, say_count

EMPTIED = "_emptied"
REPORT = "_report"  # what the last import of this session did, told until it is taken back
COLUMNS = ("made_at", "file", "table", "inserted", "updated", "rejected", "standing")


def history(view: View) -> None:
    """Every import, the latest first; the last one can be undone after a confirmation."""
    rows = imports.history(view.portfolio.store)
    if rows.empty:
        show.nothing(view, say("No file was imported yet."))
        return
    _undoing(view, rows[rows["undoable"]])
    labels = [say(TABLES[t].label) if t in TABLES else None for t in rows["table"]]
    told = rows.assign(table=pd.Series(labels, index=rows.index, dtype=object))
    show.table(
        view, told, COLUMNS, more=("rows_read", "unchanged", "skipped", "who"), key="imports",
        alt=say("Imports with what each brought, the latest first."),
    )  # fmt: skip


def _undoing(view: View, rows: pd.DataFrame) -> None:
    if rows.empty:
        return
    import_id = str(rows["import_id"].iloc[0])
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(view.text(last_import(rows)), width="content")
        with st.popover(view.label(N_("Undo import"))):
            st.markdown(
                view.text(
                    say(
                        "Its new records go, changed ones get their former content back. "
                        "The files can be imported again."
                    )
                )
            )
            st.button(
                view.label(N_("Yes, undo this import")),
                type="primary",
                key="undo_import",
                on_click=acting.act,
                args=(_undo, view.portfolio.store, import_id),
                kwargs={"done": say("The import is undone: the store is as it was before it.")},
            )


def _undo(store: Store, import_id: str) -> None:
    """Undo an import; what it did is no longer told."""
    imports.undo(store, import_id, "page")
    state.forget(REPORT)


def last_import(rows: pd.DataFrame) -> Sentence:
    """Which import could be undone: its files, when, and what it brought."""
    files = list(dict.fromkeys(rows["file"].dropna().astype(str)))
    return say(
        "The last import, {files} on {moment}, brought {new} new records and changed {changed}.",
        files=files[0]
        if len(files) == 1
        else say_count("{first} and {count} further file", "{first} and {count} further files",
                       len(files) - 1, first=files[0]),
        moment=Moment(here(rows["made_at"].iloc[0])),
        new=Number(int(rows["inserted"].sum())),
        changed=Number(int(rows["updated"].sum())),
    )  # fmt: skip


def here(moment: Any) -> Any:
    """A moment (UTC) on the clock of the reader's place."""
    zone = st.context.timezone
    return moment.replace(tzinfo=UTC).astimezone(ZoneInfo(zone)) if zone else moment


def _empty(store: Store) -> None:
    """Empty the store and remember where its copy went."""
    copy = imports.empty(store, "page")
    state.forget(REPORT)
    state.put(EMPTIED, copy.name if copy else "–")


def emptying(view: View) -> None:
    """A closed panel to remove everything from the reader's own store, after a backup."""
    copied = state.take(EMPTIED)
    if copied is not None:
        st.success(
            view.text(say("The store is empty. A copy of it was kept: {file}.", file=copied)),
            icon=":material/check_circle:",
        )
    if view.sample or view.portfolio.stock.tables.empty:
        return
    with st.expander(view.label(N_("Empty the store"))):
        st.markdown(
            view.text(say("Removes every record. A copy of the file is laid beside it first."))
        )
        sure = st.checkbox(view.label(N_("Yes, remove everything")), key="sure")
        st.button(
            view.label(N_("Empty the store")),
            disabled=not sure,
            key="empty_store",
            on_click=acting.act,
            args=(_empty, view.portfolio.store),
        )
