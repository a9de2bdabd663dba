"""What goes with an account that leaves, and which parts of the business hang on one account."""

import streamlit as st

from kam.ui import filters, judging, show
from kam.ui.frame import begin

view = begin()
with st.container(horizontal=True, vertical_alignment="bottom"):
    account = filters.account(view.lang, view.portfolio)
    used = judging.rates(view)
if account is None:
    show.nothing(view)
else:
    found = view.portfolio.loss(account, used)
    judging.lost(view, found)
    judging.following(view, found, view.portfolio.measures.accounts["account_name"])
judging.cut_by(view)
judging.talk(view, used)
show.next_steps(view, ("churn", "account", "segments"))
