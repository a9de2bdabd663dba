"""The cached door to the facts: stores opened once, portfolios kept per revision, policy and day.

In demo mode (``KAM_MODE=demo``) every browser session has stores of its own in memory; otherwise all
sessions share the file, and one sample company that nobody can change.
"""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import date

import streamlit as st

from kam import imports, scenarios
from kam.cli import store_path
from kam.policy import Policy
from kam.portfolio import Portfolio
from kam.scenarios import Saved
from kam.segments import Segments
from kam.selection import Selection
from kam.store import Store
from kam.ui.blocks import Blocks

KEPT_PORTFOLIOS = 12
PAGE_LIMIT, TEAM_LIMIT = 200, 50  # megabytes
KEPT_SELECTIONS = 24
KEPT_BLOCKS = 4


def demo_mode() -> bool:
    """Whether each visitor has stores of his own."""
    return os.environ.get("KAM_MODE") == "demo"


def may_change(sample: bool) -> bool:
    """Whether a session may change the facts it looks at: the shared sample company stays as it is."""
    return demo_mode() or not sample


def page_limit() -> int:
    """How many megabytes of files the page takes at once; more goes by the command line.

    Source: import-rules.md ("Limits").
    """
    return TEAM_LIMIT if os.environ.get("KAM_MODE") == "team" else PAGE_LIMIT


def _sample() -> Store:
    store = Store.open(None)
    imports.load_sample(store)
    return store


@st.cache_resource(show_spinner=False)
def _file_store(path: str) -> Store:
    return Store.open(path)


@st.cache_resource(show_spinner=False)
def _shared_sample() -> Store:
    return _sample()


@st.cache_resource(show_spinner=False, scope="session")
def _own_store() -> Store:
    return Store.open(None)


@st.cache_resource(show_spinner=False, scope="session")
def _own_sample() -> Store:
    return _sample()


def store_in_use(sample: bool) -> Store:
    """The store a session looks at: its own facts, or the sample company.

    Raises
    ------
    StoreBusy, DataError
        The file cannot be opened.
    """
    if demo_mode():
        return _own_sample() if sample else _own_store()
    return _shared_sample() if sample else _file_store(str(store_path(None)))


@st.cache_resource(show_spinner=False, max_entries=KEPT_PORTFOLIOS, hash_funcs={Policy: repr})
def _portfolio(
    store_id: str,
    revision: int,
    policy: Policy,
    as_of: date | None,
    rolled_up: bool,
    _store: Store,
) -> Portfolio:
    return Portfolio(_store, policy, as_of, rolled_up=rolled_up)


def portfolio(
    store: Store, policy: Policy, as_of: date | None, rolled_up: bool = False
) -> Portfolio:
    """The portfolio of a store's present facts, judged by a policy, as of a day.

    Weights measure nothing anew: all their settings share one measured portfolio.
    """
    base = _portfolio(store.id, store.revision, policy.unweighted, as_of, rolled_up, store)
    return base.judged_by(policy)


@st.cache_resource(show_spinner=False, max_entries=KEPT_PORTFOLIOS)
def _scenarios(store_id: str, revision: int, who: str, _store: Store) -> tuple[Saved, ...]:
    return scenarios.saved(_store, who)


def offered(store: Store, who: str) -> tuple[Saved, ...]:
    """The saved scenarios a person is offered: everybody's and his own."""
    return _scenarios(store.id, store.revision, who, store)


@st.cache_resource(show_spinner=False, max_entries=KEPT_BLOCKS, hash_funcs={Policy: repr})
def _blocks(
    store_id: str,
    revision: int,
    policy: Policy,
    as_of: date,
    rolled_up: bool,
    _portfolio: Portfolio,
) -> Blocks:
    return Blocks.of(_portfolio)


def blocks(judged: Portfolio) -> Blocks:
    """All accounts as whole numbers, whatever their weights and filters: shared by all sessions."""
    policy, store = judged.policy, judged.store
    plain = replace(
        policy.unweighted,
        order_mix_better=policy.order_mix_better,
        curves=policy.curves,
        missing=policy.missing,
        red_lines=policy.red_lines,
    )
    whole = judged.within().judged_by(plain)
    return _blocks(store.id, store.revision, plain, judged.as_of, judged.rolled_up, whole)


@st.cache_resource(show_spinner=False, max_entries=3 * KEPT_BLOCKS)
def _packed(name: str, part: str, window: str, _blocks: Blocks) -> bytes:
    return getattr(_blocks, part)(window)


def packed(blocks: Blocks, part: str, window: str) -> bytes:
    """A part of the accounts ("accounts", "details", "risk") as the browser takes it, packed once."""
    return _packed(blocks.name(window), part, window, blocks)


@st.cache_resource(show_spinner=False, max_entries=KEPT_SELECTIONS, hash_funcs={Policy: repr})
def _selection(
    store_id: str,
    revision: int,
    policy: Policy,
    as_of: date,
    rolled_up: bool,
    top: int,
    _portfolio: Portfolio,
) -> Selection:
    return Selection(_portfolio, top)


def selection(judged: Portfolio, top: int) -> Selection:
    """The list of the first ``top`` of all accounts, whatever region is looked at."""
    store = judged.store
    whole = judged.within()
    return _selection(
        store.id, store.revision, judged.policy, judged.as_of, judged.rolled_up, top, whole
    )


@st.cache_resource(show_spinner=False, max_entries=KEPT_SELECTIONS, hash_funcs={Policy: repr})
def _segments(
    store_id: str, revision: int, policy: Policy, as_of: date, rolled_up: bool, _judged: Portfolio
) -> Segments:
    return _judged.all_segments


def segments(judged: Portfolio) -> Segments:
    """The verdicts on the accounts chosen; all are judged once for all regions looked at."""
    store = judged.store
    found = _segments(
        store.id, store.revision, judged.policy, judged.as_of, judged.rolled_up, judged
    )
    return found.among(judged.chosen)
