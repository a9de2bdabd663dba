"""One customer, one account: pairs that look alike, merges, and who belongs to whom."""

import streamlit as st

from kam.ui import merging, show
from kam.ui.frame import begin
from kam.words import N_

view = begin()
pairs, groups, merged, apart = st.tabs(
    [
        view.label(N_("Pairs")),
        view.label(N_("Groups")),
        view.label(N_("Merges")),
        view.label(N_("Kept apart")),
    ],
    key="merging_part",
)
with pairs:
    merging.pairs(view)
with groups:
    merging.groups(view)
with merged:
    merging.merged(view)
with apart:
    merging.apart(view)
show.next_steps(view, ("data",))
