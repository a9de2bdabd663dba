"""Who is key and why: the score under weights that the reader moves."""

import streamlit as st

from kam import charts, scoring
from kam.key_list import KeyList
from kam.ui import filters, live, proof, scenarios, show, weights, worth
from kam.ui.frame import begin
from kam.words import say

view = begin()


@st.fragment(key="moving")
def moving() -> None:
    """The live ranking, and what the page says of it once the hand rests."""
    now = live.now(view)
    show.reading(view, now.reading)
    live.draw(view, now)
    scenarios.bar(view, steps=False)
    live.rest(view, now)


@st.fragment(key="standing")
def standing() -> None:
    """What the list withstands; works longer, so the ranking does not wait for it."""
    live.stands(view, live.now(view))


@st.fragment
def plainly() -> None:
    """Weights on the left, the ranking they make on the right; each move asks the server."""
    scenarios.bar(view)
    left, right = st.columns([2, 3], gap="medium")
    with left:
        judged = weights.form(view)
    now = view.portfolio.judged_by(judged)
    preset = view.portfolio.judged_by(judged.with_preset(judged.preset))
    names = now.measures.accounts["account_name"]
    with right:
        show.reading(view, scoring.reading(now.scores, names, preset.scores))
        show.kpis(view, scoring.summary(now.scores, preset.scores))
        show.table(
            view,
            now.ranking(preset),
            ("account_name", "rank", "moved", "score", "completeness"),
            more=("low", "high"),
            key="ranking",
            alt=say("Accounts by customer value score, best first."),
            bar="score",
            height=330,
        )
        listed = KeyList(now.within())
        st.markdown(view.prose(listed.reading, listed.untold))
    worth.vetoed(view, listed)
    chosen = filters.account(view.lang, now)
    if chosen is not None:
        shown = scoring.explain(now.scores, chosen)
        st.markdown(view.text(shown.sentence))
        score = now.scores.table.loc[chosen]
        show.chart(view, charts.breakdown(shown, score, view.lang), key="breakdown")
    proof.shown(view, now, chosen)


ranking, foot = st.container(), st.container()
with foot:
    wanted = live.plain(view)
with ranking:
    if wanted:
        plainly()
    else:
        live.carry(view, "accounts")
        moving()
        live.carry(view, "details")
        standing()
show.next_steps(view, ("weigh", "worth", "scenarios", "account", "method"))
if not wanted:
    live.carry(view, "risk")  # last: the model takes seconds where no page has asked for it yet
