"""Twelve weights to move: a slider and a number box each, and presets to start from."""

from __future__ import annotations

import streamlit as st

from kam.indicators import FAMILIES, INDICATORS
from kam.policy import PRESETS, Policy
from kam.ui import filters, links, settings, state
from kam.ui.settings import LARGEST
from kam.ui.text import md
from kam.ui.view import View
from kam.units import Percent
from kam.words import N_

HEIGHT = 560


def form(view: View) -> Policy:
    """Draw the weights; returns the policy they say. Must stand inside a fragment or a page."""
    links.choice(
        st.selectbox,
        view.label(N_("Start from")),
        list(PRESETS),
        format_func=lambda name: view.label(PRESETS[name][0]),
        key="preset",
        on_change=_to_preset,
        help=view.label(
            N_("A set of weights to start from; moving a weight keeps the set as the yardstick.")
        ),
    )
    base = settings.moved()
    points = {}
    with st.container(height=HEIGHT, border=True):
        for family, label in FAMILIES.items():
            st.markdown(f"**{view.label(label)}**")
            for indicator in INDICATORS.values():
                if indicator.family == family:
                    points[indicator.id] = _weight(view, indicator.id, base)
    if not sum(w for name, w in points.items() if name not in base.off) > 0:
        st.warning(view.label(N_("All weights are 0: the set you started from is used.")))
        return base.with_preset(base.preset)
    return settings.hold(base.with_points(points))


def _weight(view: View, name: str, base: Policy) -> float:
    indicator, key = INDICATORS[name], filters.WEIGHT_KEYS[name]
    box = f"n_{name}"
    share = view.label(N_("off")) if name in base.off else _share(view, base.fractions[name])
    label = f"{md(view.label(indicator.label))} :small[:gray[{share}]]"
    if state.get(key) is None and base.points[name] != Policy().points[name]:
        state.put(key, min(base.points[name], LARGEST))
    left, right = st.columns([3, 1], vertical_alignment="bottom")
    moved = left.slider(
        label,
        0.0,
        LARGEST,
        value=Policy().points[name],
        step=0.5,
        format="%.1f",
        key=key,
        bind="query-params",
        help=view.label(indicator.meaning),
        disabled=name in base.off,
        on_change=state.same,
        args=(key, box),
    )
    state.put(box, float(moved))
    right.number_input(
        label,
        0.0,
        LARGEST,
        step=0.5,
        format="%.1f",
        key=box,
        label_visibility="collapsed",
        disabled=name in base.off,
        on_change=state.same,
        args=(box, key),
    )
    return float(moved)


def _share(view: View, fraction: float) -> str:
    return Percent(fraction, 1).in_language(view.lang)


def _to_preset() -> None:
    """Callback: every weight goes back to the chosen preset."""
    settings.take(settings.current().with_preset(links.chosen("preset") or "balanced"))
