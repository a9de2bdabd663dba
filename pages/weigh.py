"""Which weights are really ours: from accounts one knows, from duels, from judgements."""

import streamlit as st

from kam.ui import asking, eliciting, show
from kam.ui.frame import begin
from kam.words import N_

view = begin()
example, duel = st.tabs(
    [view.label(N_("By example")), view.label(N_("Duels"))], key="weigh_tabs", on_change="rerun"
)
if example.open:
    with example:
        asking.by_example(view)
if duel.open:
    with duel:
        asking.duel(view)
eliciting.panel(view)
show.next_steps(view, ("scoring", "worth", "scenarios"))
