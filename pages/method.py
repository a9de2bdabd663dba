"""How each number is made: read from the registries, so that it cannot say anything else."""

import streamlit as st

from kam import method
from kam.ui import show
from kam.ui.frame import begin
from kam.words import N_, say

view = begin()
show.reading(
    view,
    say("Twelve indicators, weighted and added; the weights are our default, and yours to move."),
)
for title, frame, columns, key in method.chapters(view.portfolio.policy):
    with st.expander(view.label(title), expanded=key == "indicators"):
        show.table(
            view,
            frame,
            columns,
            key=key,
            alt=say("{title}: definitions, units and sources.", title=say(title)),
        )
st.caption(
    view.label(N_("Sources: rules (S…), contradictions (C…) and methods of the documentation."))
)
