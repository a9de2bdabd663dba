"""The live page as the dashboard draws it, on made-up accounts."""

import streamlit as st

from kam.ui import boot, live, settings, show
from kam.ui.components import ranking
from kam.ui.live import Now
from kam.ui.menu import FIRST
from kam.ui.view import View
from kam.words import say
from tests.bench.live import company

st.set_page_config(layout="wide")
N = company.accounts()


@st.cache_resource(show_spinner=False)
def packed():
    """Blocks and both parts of them, packed once."""
    found = company.blocks(N)
    return found, found.accounts("all"), found.details("all")


blocks, accounts, details = packed()
view = View(FIRST, "en", blocks.portfolio, True)


@st.fragment(key="moving")
def moving() -> None:
    """As pages/scoring.py draws it, without the proof below the table."""
    policy = settings.hold(settings.moved()).rounded
    now = Now(blocks, policy, 20, policy.with_preset(policy.preset).units)
    show.reading(view, now.reading)
    live.draw(view, now)
    show.table(
        view,
        blocks.ranking(now.units, now.before, live.SHOWN),
        ("account_name", "rank", "moved", "score", "completeness"),
        key="ranking",
        alt=say("Accounts by rank"),
        bar="score",
        height=250,
        download=False,
    )


@st.fragment(key="standing")
def standing() -> None:
    """The dashboard proves the list here, on request with so many accounts."""


st.title("Live")
ranking.block(accounts, key="accounts")
moving()
ranking.block(details, key="details")
standing()
boot.settle()
