"""Copies of the store: when there is one, how to make one now, how to go back to one."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import streamlit as st

from kam import copies, keeping
from kam.copies import REASONS, Copy
from kam.store import Store
from kam.ui import acting, data, links, show
from kam.ui.history import here
from kam.ui.view import View
from kam.units import Moment
from kam.words import N_, Sentence, say


def backups(view: View) -> None:
    """The last copy in a sentence, one made by a button, and going back after a confirmation."""
    store = view.portfolio.store
    if store.path is None or view.sample:
        show.nothing(view, say("The sample company is made anew each time; your own data is kept."))
        return
    made = copies.of(store.path)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(view.text(_last(made)), width="content")
        st.button(
            view.label(N_("Back up now")),
            key="back_up",
            icon=":material/save:",
            disabled=not data.may_change(view.sample),
            on_click=acting.act,
            args=(keeping.back_up, store),
            kwargs={"done": say("Backed up: the copy lies beside the store.")},
        )
    if not made:
        return
    show.table(
        view, _rows(made), ("made_at", "reason_kept", "megabytes", "file"), key="backups",
        alt=say("Copies of the store, the latest first."), download=False,
    )  # fmt: skip
    _going_back(view, store, made)


def _last(made: list[Copy]) -> Sentence:
    if not made:
        return say("No backup yet. One is made before each import.")
    return say("Backed up {moment}.", moment=Moment(here(made[0].made_at)))


def _rows(made: list[Copy]) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "made_at": [c.made_at for c in made],
            "reason_kept": pd.Series([say(REASONS[c.reason]) for c in made], dtype=object),
            "megabytes": [c.size / 1e6 for c in made],
            "file": [c.path.name for c in made],
        }
    )


def _going_back(view: View, store: Store, made: list[Copy]) -> None:
    by_name = {c.path.name: c for c in made if c.reason != "damaged"}
    if not by_name or not data.may_change(view.sample):
        return
    chosen = links.choice(
        st.selectbox,
        view.label(N_("Go back to")),
        list(by_name),
        key="backup",
        format_func=lambda name: view.plain(
            say(
                "{moment}: {reason}",
                moment=Moment(here(by_name[name].made_at)),
                reason=say(REASONS[by_name[name].reason]),
            )
        ),
    )
    with st.popover(view.label(N_("Restore this backup"))):
        st.markdown(
            view.text(
                say(
                    "The store will hold what it held then. "
                    "What it holds now is copied first, so this can be taken back."
                )
            )
        )
        st.button(
            view.label(N_("Yes, restore it")),
            type="primary",
            key="restore",
            on_click=acting.act,
            args=(_restore, store, by_name[chosen].path),
            kwargs={"done": say("Restored. What was there before is kept as a copy.")},
        )


def _restore(store: Store, copy: Path) -> None:
    keeping.restore(store, copy, "page")
