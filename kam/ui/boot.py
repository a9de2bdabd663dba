"""Once per server: what is loaded stays, so the garbage collector need not look at it again."""

from __future__ import annotations

import gc

import streamlit as st


@st.cache_resource(show_spinner=False)
def settle() -> bool:
    """Freeze everything alive after the first page was drawn.

    Source: performance.md section 1 (collections were 60 to 85 % of each interaction).
    """
    gc.collect()
    gc.freeze()
    return True
