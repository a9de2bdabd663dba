"""The frame around every page: filters, notices, errors; and the way into a page."""

from __future__ import annotations

from typing import Any

import streamlit as st

from kam import demo
from kam.errors import KamError
from kam.ui import acting, boot, data, filters, menu, settings, show, state
from kam.ui.view import View, current, handed_over
from kam.words import N_, say, translate


def run(page: Any, entry: menu.Entry, lang: str) -> None:
    """Draw everything below the title; called by the door only."""
    try:
        with handed_over(_view(entry, lang)):
            page.run()
    except KamError as error:
        show.problem(error, lang)
    boot.settle()


def begin() -> View:
    """Open a page: the state of the data, and all it may see.

    A deep link right after a start runs the page without app.py: then the menu is announced, which
    makes Streamlit run app.py, and the page begins anew inside its frame.
    """
    view = current()
    if view is None:
        st.navigation(menu.pages("en"), position="hidden")
        st.rerun()
    acting.tell(view.lang)
    if view.portfolio.is_empty:
        if not view.entry.works_empty:
            _empty(view)
            st.stop()
        return view
    st.caption(view.prose(view.stand, say(view.entry.help)))
    for notice in view.portfolio.notices:
        st.warning(view.text(notice.text), icon=":material/warning:")
    return view


def _view(entry: menu.Entry, lang: str) -> View:
    with st.sidebar:
        place = st.container()
        sample = filters.sample(lang)
        store = data.store_in_use(sample)
        judged = settings.policy(store, weights_elsewhere=entry.stem != "scoring")
        with place:
            portfolio = filters.portfolio(lang, store, judged)
    if sample:
        _banner(lang)
    return View(entry, lang, portfolio, sample)


def _banner(lang: str) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(
            show.badge(translate(N_("Sample company"), lang))
            + " "
            + translate(N_("You see a fictional company; your own data are untouched."), lang),
            width="content",
            help=demo.COMPANY,
        )
        st.button(
            translate(N_("Leave the sample"), lang),
            type="tertiary",
            on_click=filters.leave_sample,
        )


def _empty(view: View) -> None:
    st.markdown(
        view.text(
            say(
                "Nothing is on file yet. Try everything with a fictional company, or import your own."
            )
        )
    )
    with st.container(horizontal=True):
        st.button(
            view.label(N_("Load the sample company")),
            type="primary",
            icon=":material/play_circle:",
            on_click=state.put,
            args=("sample", True),
        )
        st.button(
            view.label(N_("Import your files")),
            icon=":material/upload_file:",
            on_click=st.switch_page,
            args=(menu.path_of("data"),),
        )
    st.caption(
        view.text(
            say(
                "A sales file with customer, date and amount is enough; each further file answers more."
            )
        )
    )
