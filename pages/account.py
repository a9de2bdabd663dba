"""Everything about one account on one page."""

import streamlit as st

from kam import charts
from kam.card import Card
from kam.ui import filters, show
from kam.ui.frame import begin
from kam.words import N_, say

view = begin()
chosen = filters.account(view.lang, view.portfolio)
if chosen is None:
    show.nothing(view, say("No account fits these filters."))
    st.stop()
card = Card(view.portfolio, chosen)

show.reading(view, card.headline)
show.kpis(view, card.summary)
show.bullets(view, card.findings)

show.chart(
    view,
    charts.months(card.months, view.portfolio.currency, view.lang, as_of=view.portfolio.as_of),
    key="months",
)
show.chart(view, charts.breakdown(card.explanation, card.score, view.lang), key="breakdown")

events, people, record, missing = st.tabs(
    [
        view.label(N_("What happened")),
        view.label(N_("Contacts")),
        view.label(N_("On file")),
        view.label(N_("What is missing")),
    ]
)
with events:
    show.table(
        view,
        card.told_timeline,
        ("day", "kind", "reference", "detail", "amount"),
        key="timeline",
        alt=say("What happened with {name}, the latest first.", name=card.name),
    )
with people:
    if card.contacts.empty:
        show.nothing(view, say("No contacts on file. Import a contact list."))
    else:
        show.table(
            view,
            card.contacts,
            ("contact_name", "title", "department", "contact_level", "our_counterpart"),
            key="contacts",
            alt=say("The people known at {name}.", name=card.name),
        )
with record:
    show.record(view, card.record)
with missing:
    if card.missing:
        show.bullets(view, card.missing)
    else:
        show.nothing(view, say("Every indicator is measured for this account."))
show.next_steps(view, ("certificate", "scoring"))
