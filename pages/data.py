"""What is on file, what is missing, and the way in for files."""

import streamlit as st

from kam.ui import backups, corrections, history, importing, mapping, on_file, show, state
from kam.ui.frame import begin
from kam.words import N_, say

view = begin()
stock = view.portfolio.stock

show.reading(view, stock.answer)
importing.desk(view)

held, missing, imports, rejected, mappings, kept = st.tabs(
    [
        view.label(N_("On file")),
        view.label(N_("What each further file answers")),
        view.label(N_("Imports")),
        view.label(N_("Rejected rows")),
        view.label(N_("Saved mappings")),
        view.label(N_("Backups")),
    ],
    key="data_part",
)
with held:
    if stock.tables.empty and not view.sample:
        st.button(
            view.label(N_("Load the sample company")),
            icon=":material/play_circle:",
            on_click=state.put,
            args=("sample", True),
        )
    on_file.tables(view)
    history.emptying(view)
with missing:
    if stock.locked.empty:
        show.nothing(view, say("Everything can be answered from what is on file."))
    else:
        show.table(
            view,
            stock.locked,
            ("feature", "needs"),
            key="locked",
            alt=say("Answers that still need a file."),
        )
with imports:
    history.history(view)
with rejected:
    corrections.rejected(view)
with mappings:
    mapping.saved(view)
with kept:
    backups.backups(view)
if not stock.tables.empty:
    show.next_steps(view, ("quality", "merging"))
