"""The filters every page shares, drawn once; their keys are the URL's."""

from __future__ import annotations

from datetime import date, timedelta

import streamlit as st

from kam.indicators import INDICATORS
from kam.periods import WINDOWS
from kam.policy import Policy
from kam.portfolio import AMOUNTS, Portfolio
from kam.store import Store
from kam.ui import data, links, state
from kam.words import N_, translate

WEIGHT_KEYS: dict[str, str] = {name: f"w_{name}" for name in INDICATORS}


def sample(lang: str) -> bool:
    """Whether the sample company is shown instead of the reader's own facts."""
    return st.toggle(
        translate(N_("Sample company"), lang),
        key="sample",
        bind="query-params",
        help=translate(N_("Fictional accounts to try everything with; your own data stay."), lang),
    )


def leave_sample() -> None:
    """Callback: back to the reader's own facts; filters that named sample accounts are cleared."""
    state.put("sample", False)
    for key in ("region", "manager"):
        state.put(key, None)


def portfolio(lang: str, store: Store, judged: Policy) -> Portfolio:
    """The facts in use, narrowed by as-of day, region and manager; draws the filters."""
    latest = data.portfolio(store, judged, None)
    last_day = latest.last_order_day
    if last_day is None:
        return latest
    state.follow((store.id, last_day), last_day)
    held, latest_day = state.get("as_of"), last_day + timedelta(days=366)
    if isinstance(held, date) and not (latest.first_order_day or last_day) <= held <= latest_day:
        state.put("as_of", last_day)  # a scenario's day may lie outside of these facts
    chosen = st.date_input(
        translate(N_("Data to"), lang),
        value=last_day,
        min_value=latest.first_order_day,
        max_value=latest_day,
        key="as_of",
        bind="query-params",
        format="YYYY-MM-DD",
        help=translate(
            N_(
                "Everything is worked out as it was known on this day; by default the last order day."
            ),
            lang,
        ),
    )
    as_of = chosen if isinstance(chosen, date) else last_day
    groups = rolled_up(lang, latest)
    same_day = None if as_of == last_day else as_of
    dated = data.portfolio(store, judged, same_day, groups)
    region = _choice(lang, N_("Region"), N_("All regions"), "region", dated.regions)
    manager = _choice(lang, N_("Account manager"), N_("All managers"), "manager", dated.managers)
    return dated.within(region, manager)


def rolled_up(lang: str, whole: Portfolio) -> bool:
    """Whether accounts count for their topmost parent; asked only where accounts have parents."""
    if not whole.families.top:
        return False
    return st.toggle(
        translate(N_("Groups as one account"), lang),
        key="rolled_up",
        bind="query-params",
        help=translate(
            N_("Accounts count for their topmost parent; each sale still counts once."), lang
        ),
    )


def _choice(lang: str, label: str, everything: str, key: str, options: list[str]) -> str | None:
    if len(options) < 2:
        return None
    return st.selectbox(
        translate(label, lang),
        options,
        index=None,
        placeholder=translate(everything, lang),
        key=key,
        bind="query-params",
    )


PERIODS: dict[str, str] = {"all": N_("All time"), "12m": N_("Last 12 months")}


def amount_and_window(lang: str, whole: Portfolio) -> tuple[str, str]:
    """What accounts are ranked by, and over which time. Profit is offered where a cost is known."""
    costed = bool(whole.measures.accounts["gross_profit"].notna().any())
    amounts = list(AMOUNTS) if costed else ["revenue"]
    with st.container(horizontal=True):
        amount = links.choice(
            st.segmented_control,
            translate(N_("Rank by"), lang),
            amounts,
            key="measure",
            format_func=lambda a: translate(AMOUNTS[a], lang),
            required=True,
        )
        window = links.choice(
            st.segmented_control,
            translate(N_("Period"), lang),
            list(WINDOWS),
            key="window",
            format_func=lambda w: translate(PERIODS[w], lang),
            required=True,
        )
    return amount, window


def account(lang: str, whole: Portfolio) -> str | None:
    """The account in question, chosen by name; from the link when it says one."""
    names = whole.names
    ids = list(names)
    if not ids:
        return None
    return links.choice(
        st.selectbox,
        translate(N_("Account"), lang),
        ids,
        key="account",
        format_func=lambda i: _named(names, i),
        placeholder=translate(N_("Type a name or an id"), lang),
    )


def _named(names: dict[str, str], account_id: str) -> str:
    name = names.get(account_id, account_id)
    return name if name == account_id else f"{name} · {account_id}"
