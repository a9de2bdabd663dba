"""What a button did: told at the head of the run that follows, be it done or refused."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import streamlit as st

from kam.errors import KamError
from kam.ui import show, state
from kam.ui.text import said
from kam.words import Sentence

DONE, REFUSED = "_done", "_refused"


def act(work: Callable[..., Any], *args: Any, done: Sentence | None = None) -> None:
    """Callback: do something that may be refused, and remember what there is to tell."""
    try:
        work(*args)
    except KamError as error:
        state.put(REFUSED, error)
    else:
        if done is not None:
            state.put(DONE, done)


def waits() -> bool:
    """Whether there is something to tell that the frame has not told yet."""
    return state.get(DONE) is not None or state.get(REFUSED) is not None


def tell(lang: str) -> None:
    """Say once what the last button did."""
    done, refused = state.take(DONE), state.take(REFUSED)
    if done is not None:
        st.success(said(done, lang), icon=":material/check_circle:")
    if refused is not None:
        show.problem(refused, lang)
