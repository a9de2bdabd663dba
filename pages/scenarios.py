"""Which list results from which weights and rules, and why it is another than before."""

import streamlit as st

from kam.ui import comparing, scenarios, show
from kam.ui.frame import begin
from kam.words import N_

view = begin()
two, workshop, since, desk = st.tabs(
    [
        view.label(N_("Two scenarios")),
        view.label(N_("Workshop")),
        view.label(N_("Since last quarter")),
        view.label(N_("Save and share")),
    ],
    key="scenario_tabs",
    on_change="rerun",
)
if two.open:
    with two:
        comparing.two(view)
if workshop.open:
    with workshop:
        comparing.workshop(view)
if since.open:
    with since:
        comparing.since(view)
if desk.open:
    with desk:
        scenarios.desk(view)
show.next_steps(view, ("scoring", "worth", "weigh"))
