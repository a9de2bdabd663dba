"""The decision on one page: about one account, or about the whole list."""

import streamlit as st

from kam.ui import filters, proof, show
from kam.ui.frame import begin

view = begin()
with st.container(horizontal=True, vertical_alignment="bottom"):
    about = proof.of_what(view)
    chosen = proof.selection(view, view.portfolio)
    account = filters.account(view.lang, view.portfolio) if about == "account" else None
if about == "account" and account is None:
    show.nothing(view)
else:
    proof.certificate(view, chosen, account)
show.next_steps(view, ("scoring", "account", "backtest"))
