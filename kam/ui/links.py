"""Choices that a link carries by their code, whatever the language they are shown in.

``bind="query-params"`` writes what is *shown* into the URL: right for days, numbers and names, but a
translated label would make a link work in one language only.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import streamlit as st

from kam.ui import state


def choice(
    widget: Callable[..., Any],
    label: str,
    options: Sequence[str],
    *,
    key: str,
    format_func: Callable[[str], str],
    on_change: Callable[[], None] | None = None,
    **settings: Any,
) -> str:
    """Draw a single choice; the URL's code wins, then what was chosen before, then the first.

    Parameters
    ----------
    widget : st.selectbox or st.segmented_control
    options : codes, not empty
    key : the URL's key
    on_change : called after the choice changed
    """
    asked = (st.query_params.get(key), state.get(_memory(key)))
    value: str = next((str(code) for code in asked if code in options), options[0])
    state.put(_memory(key), value)
    state.put(_widget(key), value)
    widget(
        label,
        options,
        key=_widget(key),
        format_func=format_func,
        on_change=_chosen,
        args=(key, on_change),
        **settings,
    )
    return value


def _chosen(key: str, after: Callable[[], None] | None) -> None:
    """Callback: the link says what was chosen."""
    value = state.get(_widget(key))
    if value is None:
        return
    say(key, value)
    if after is not None:
        after()


def say(key: str, code: str) -> None:
    """Callback: let a choice stand at a code, here and in the link."""
    state.put(_memory(key), code)
    st.query_params[key] = code


def chosen(key: str) -> str | None:
    """The code chosen under a key so far; None before it was ever drawn."""
    return state.get(_memory(key))


def said(key: str) -> str | None:
    """What the link says under a key, else what was chosen before; not checked by anybody."""
    return st.query_params.get(key) or chosen(key)


def _memory(key: str) -> str:
    return f"_{key}"


def _widget(key: str) -> str:
    return f"{key}_choice"
