"""What is on file, what is missing, and the way in for files."""

import streamlit as st

from kam.ui import importing, show, state
from kam.ui.frame import begin
from kam.words import N_, say

view = begin()
stock = view.portfolio.stock

show.reading(view, stock.answer)
importing.desk(view)

left, right = st.columns(2, gap="medium")
with left:
    st.subheader(view.label(N_("On file")), anchor=False)
    if stock.tables.empty:
        if not view.sample:
            st.button(
                view.label(N_("Load the sample company")),
                icon=":material/play_circle:",
                on_click=state.put,
                args=("sample", True),
            )
        show.nothing(view, say("No table has a row yet."))
    else:
        show.table(
            view,
            stock.tables,
            ("table", "rows", "first_day", "last_day"),
            key="stock",
            alt=say("Tables on file with their rows and days."),
        )
with right:
    st.subheader(view.label(N_("What each further file answers")), anchor=False)
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

rejected = importing.rejected(view)
if not rejected.empty:
    st.subheader(view.label(N_("Rejected rows")), anchor=False)
    show.table(
        view,
        rejected,
        ("file", "row", "column", "found", "problem", "mend"),
        key="rejected",
        alt=say("Rows that were kept aside, with the reason."),
    )

importing.emptying(view)
