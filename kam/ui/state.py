"""The session's memory: the only place that touches st.session_state, and what may live there.

What a link must carry lives in the URL (widgets with ``bind="query-params"``); here are only values of
widgets that code sets, and what must survive one rerun.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import streamlit as st

_FACTS = "_facts"
_ROUND = "_round"


def get(key: str, default: Any = None) -> Any:
    """A remembered value."""
    return st.session_state.get(key, default)


def put(key: str, value: Any) -> None:
    """Remember a value; for a widget's key only before the widget is drawn in this run."""
    st.session_state[key] = value


def forget(*keys: str) -> None:
    """Drop values; their widgets start from their defaults again."""
    for key in keys:
        st.session_state.pop(key, None)


def take(key: str) -> Any:
    """A value for one time only."""
    return st.session_state.pop(key, None)


def same(source: str, target: str) -> None:
    """Callback: give a widget the value of another (slider and number box)."""
    st.session_state[target] = st.session_state[source]


def chosen(key: str, act: Callable[[str], None], values: list[str]) -> None:
    """Callback of a button in a table row: act on the row's own value."""
    click = st.session_state.get(key)
    if click is not None and 0 <= int(click["row"]) < len(values):
        act(values[int(click["row"])])


def follow(facts: tuple[str, Any], last_day: Any) -> None:
    """Let the as-of day follow the data: new facts start from their own last day.

    A day the user chose stays while the facts stay; on the first run one from a link is kept.
    """
    known = get(_FACTS)
    if known is not None and known != facts:
        put("as_of", last_day)
    put(_FACTS, facts)


def fresh(name: str) -> str:
    """A widget key that ``renew`` replaces, so that an uploader can be emptied."""
    return f"{name}_{get(_ROUND + name, 0)}"


def renew(name: str) -> None:
    """Give the widget of that name a new key at the next run."""
    put(_ROUND + name, get(_ROUND + name, 0) + 1)
