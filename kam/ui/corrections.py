"""Rejected rows to take away: a file for each file they come from, to correct and import again."""

from __future__ import annotations

import re
from functools import partial

import streamlit as st

from kam import exports, quarantine
from kam.ui import show
from kam.ui.text import md, plain
from kam.ui.view import View
from kam.units import Number
from kam.words import say, say_count

OFFERED = 12  # files; correcting the latest ones comes first


def downloads(view: View) -> None:
    """A button for each file with rejected rows: its own columns, and why each row was rejected."""
    files = quarantine.files(view.portfolio.store).head(OFFERED)
    if files.empty:
        return
    st.markdown(
        view.text(
            say(
                "Take the rows away, correct them in their own columns and import the file: what is"
                " right then leaves this list. The columns that begin with [KAM] are ignored."
            )
        )
    )
    for place, row in enumerate(files.itertuples()):
        label = say_count(
            "{file}: {n} row to correct", "{file}: {n} rows to correct", int(row.rows),
            file=str(row.file), n=Number(row.rows),
        )  # fmt: skip
        st.download_button(
            md(view.plain(label)),
            data=partial(_file, view, str(row.import_id), str(row.file)),
            file_name=named(str(row.file)),
            mime="text/csv",
            key=f"correct_{place}",
            on_click="ignore",
            icon=":material/download:",
        )


def _file(view: View, import_id: str, file: str) -> bytes:
    return exports.csv_bytes(
        *quarantine.to_correct(view.portfolio.store, import_id, file, view.lang)
    )


def rejected(view: View) -> None:
    """Rows that imports kept aside, with the reason of each, and a way to bring them back."""
    rows = quarantine.rows(view.portfolio.store)
    if rows.empty:
        show.nothing(view, say("No row was rejected."))
        return
    downloads(view)
    show.table(
        view, rows, ("file", "row", "column", "found", "problem", "mend"), key="rejected",
        alt=say("Rows that were kept aside, with the reason."),
    )  # fmt: skip


def named(file: str) -> str:
    """The name of the file with the rejected rows of another; it still says what it holds.

    >>> named("sales 2024.csv"), named("book.xlsx · Accounts/EU")
    ('sales 2024 rejected.csv', 'book - Accounts EU rejected.csv')
    """
    stem, dot, rest = plain(file).partition(" · ")
    stem = re.sub(r"[.][A-Za-z0-9]{1,8}$", "", stem)
    whole = f"{stem} - {rest}" if dot else stem
    return re.sub(r'[\\/:*?"<>|]+', " ", whole).strip() + " rejected.csv"
