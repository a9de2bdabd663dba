"""The way in: language, menu and title stand before anything heavy has been loaded."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from kam.ui import menu, state
from kam.words import LANGUAGES, language_of, translate

ICON = Path(__file__).with_name("icon.png")
_SPOKEN = "_lang"  # what is known before the switch is drawn in a run
LANGUAGE = "Language / 语言"


def run() -> None:
    """Draw the whole screen; called by app.py only.

    What loads something heavy comes later: the switch of languages brings Streamlit's table of emoji,
    the icon NumPy, the frame pandas and DuckDB; a server just started takes seconds for them.
    """
    st.set_page_config(page_title="KAM", layout="wide")
    lang = asked()
    page = st.navigation(menu.pages(lang), expanded=True)
    entry = menu.ENTRIES.get(page.url_path, menu.FIRST)
    st.title(translate(entry.question, lang), anchor=False)
    with st.sidebar:
        _switch(lang)
    from kam.ui import frame

    st.set_page_config(page_icon=str(ICON))
    frame.run(page, entry, lang)


def asked() -> str:
    """The reader's language: what was switched to, else what the link says, else the browser.

    The URL carries the name that is shown; a link may say the code as well (``lang=zh_CN``).
    """
    told = st.query_params.get("lang")
    if told in LANGUAGES:
        state.put("lang", told)
    named = {name: code for code, name in LANGUAGES.items()}
    known = (state.get("lang"), state.get(_SPOKEN), named.get(told or ""))
    lang = next((str(code) for code in known if code in LANGUAGES), None)
    lang = lang or language_of(st.context.locale)
    state.put(_SPOKEN, lang)
    return lang


def _switch(lang: str) -> None:
    st.segmented_control(
        LANGUAGE,
        list(LANGUAGES),
        default=lang,
        format_func=lambda code: LANGUAGES[code],
        required=True,
        key="lang",
        bind="query-params",
    )
