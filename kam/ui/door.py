"""The way in: language, menu and title stand before anything heavy has been loaded."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from kam.ui import menu, state
from kam.words import LANGUAGES, language_of, translate

ICON = Path(__file__).with_name("icon.png")
LANGUAGE = "Language / 语言"


def run() -> None:
    """Draw the whole screen; called by app.py only."""
    st.set_page_config(page_title="KAM", page_icon=str(ICON), layout="wide")
    with st.sidebar:
        lang = language()
    page = st.navigation(menu.pages(lang), expanded=True)
    entry = menu.ENTRIES.get(page.url_path, menu.FIRST)
    st.title(translate(entry.question, lang), anchor=False)
    # Here and not above: a server just started takes a second to load pandas and DuckDB.
    from kam.ui import frame

    frame.run(page, entry, lang)


def language() -> str:
    """The reader's language: from the switch, else the link, else the browser.

    The URL carries the name that is shown; a link may say the code as well (``lang=zh_CN``).
    """
    code = st.query_params.get("lang")
    if code in LANGUAGES:
        state.put("lang", code)
    chosen = st.segmented_control(
        LANGUAGE,
        list(LANGUAGES),
        default=language_of(st.context.locale),
        format_func=lambda code: LANGUAGES[code],
        required=True,
        key="lang",
        bind="query-params",
    )
    return chosen if chosen in LANGUAGES else "en"
