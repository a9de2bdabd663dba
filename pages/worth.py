"""What counts, how much each value is worth, and what overrides the sum."""

import streamlit as st

from kam.ui import show, worth
from kam.ui.frame import begin
from kam.words import N_

view = begin()
indicators, red_lines, tiers = st.tabs(
    [view.label(N_("Indicators")), view.label(N_("Red lines")), view.label(N_("Tiers"))],
    key="worth_tabs",
    on_change="rerun",
)
if indicators.open:
    with indicators:
        worth.indicators(view)
if red_lines.open:
    with red_lines:
        worth.red_lines(view)
if tiers.open:
    with tiers:
        worth.tiers(view)
show.next_steps(view, ("scoring", "weigh", "scenarios"))
