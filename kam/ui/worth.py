"""What an account is worth: indicators and their value functions, red lines, tiers, to change."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import streamlit as st

from kam import charts, scoring
from kam.curves import MISSING, SHAPES, Curve
from kam.indicators import INDICATORS, MEASURES
from kam.key_list import KeyList
from kam.method import UNIT_NAMES
from kam.policy import Policy
from kam.red_lines import RED_LINES
from kam.tiers import RULES
from kam.ui import acting, links, settings, show, state
from kam.ui.text import md
from kam.ui.view import View
from kam.units import Number, currency_sign
from kam.words import N_, say, say_count

ANCHORS: dict[str, str] = {
    "worst": N_("Worth 0%"),
    "typical": N_("Worth 50%"),
    "best": N_("Worth 100%"),
}
DIRECTIONS: dict[str, str] = {
    "low": N_("Fewer kinds are better"),
    "high": N_("More kinds are better"),
}


# --- indicators -----------------------------------------------------------------------------------


def indicators(view: View) -> None:
    """One indicator at a time: on or off, direction, how the unknown counts, its value functions."""
    portfolio, policy = view.portfolio, settings.current()
    found = scoring.telling_apart(portfolio.measures.values, portfolio.yardstick, policy)
    show.reading(view, scoring.reading_of_worth(found, policy))
    name = links.choice(
        st.selectbox, view.label(N_("Indicator")), list(INDICATORS), key="indicator",
        format_func=lambda i: view.label(INDICATORS[i].label),
    )  # fmt: skip
    st.caption(view.label(INDICATORS[name].meaning))
    with st.container(horizontal=True, vertical_alignment="bottom"):
        _switch(view, name, policy)
        _unknown(view, name, policy)
        if name == "order_mix":
            _direction(view, policy)
    indicator = INDICATORS[name]
    parts = [*indicator.parts, *([(indicator.fallback, 1.0)] if indicator.fallback else [])]
    for measure, _ in parts:
        if measure in portfolio.yardstick.index:
            _curve(view, measure, policy)
        else:
            reason = portfolio.measures.missing.get(measure)
            show.nothing(view, reason)


def _switch(view: View, name: str, policy: Policy) -> None:
    state.put("indicator_on", name not in policy.off)
    st.toggle(
        view.label(N_("Counts")), key="indicator_on", on_change=acting.act, args=(_set_off, name),
        help=view.label(N_("Switched off it keeps its points but counts nothing.")),
    )  # fmt: skip


def _set_off(name: str) -> None:
    policy = settings.current()
    others = [n for n in policy.off if n != name]
    off = others if state.get("indicator_on") else [*others, name]
    settings.change(replace(policy, off=tuple(i for i in INDICATORS if i in off)))


def _unknown(view: View, name: str, policy: Policy) -> None:
    state.put("indicator_unknown", dict(policy.missing).get(name, "median"))
    st.selectbox(
        view.label(N_("What is unknown counts")), list(MISSING), key="indicator_unknown",
        format_func=lambda w: view.label(MISSING[w]), on_change=_set_unknown, args=(name,),
        width=300,
        help=view.label(
            N_("As for the median account leaving an answer blank neither helps nor hurts.")
        ),
    )  # fmt: skip


def _set_unknown(name: str) -> None:
    policy, way = settings.current(), str(state.get("indicator_unknown"))
    ways = dict(policy.missing) | {name: way}
    kept = tuple((i, ways[i]) for i in INDICATORS if ways.get(i, "median") != "median")
    settings.change(replace(policy, missing=kept))


def _direction(view: View, policy: Policy) -> None:
    state.put("indicator_better", policy.order_mix_better)
    st.segmented_control(
        view.label(N_("Direction")), list(DIRECTIONS), key="indicator_better", required=True,
        format_func=lambda d: view.label(DIRECTIONS[d]), on_change=_set_direction,
        help=view.label(
            N_("Few kinds per order are easy to serve; who sells a full range turns it.")
        ),
    )  # fmt: skip


def _set_direction() -> None:
    better = str(state.get("indicator_better"))
    settings.change(replace(settings.current(), order_mix_better=better))


def _curve(view: View, measure: str, policy: Policy) -> None:
    about = MEASURES[measure]
    marks = scoring.ruler(view.portfolio.yardstick, replace(policy, order_mix_better="low"))
    mark, curve = marks.loc[measure], policy.curve(measure)
    unit = currency_sign(view.portfolio.currency, view.lang) if about.unit == "money" else ""
    named = f"{view.label(about.label)} ({unit or view.label(UNIT_NAMES[about.unit])})"
    st.subheader(md(named), anchor=False, help=view.label(about.formula))
    left, right = st.columns([2, 3], gap="medium")
    keys = {n: f"curve_{measure}_{n}" for n in ("shape", *ANCHORS)}
    with left:
        state.put(keys["shape"], curve.shape)
        st.selectbox(
            view.label(N_("Shape")), list(SHAPES), key=keys["shape"],
            format_func=lambda s: view.label(SHAPES[s].label),
            help=view.label(SHAPES[curve.shape].meaning),
            on_change=acting.act, args=(_set_curve, measure, keys),
        )  # fmt: skip
        boxes = st.columns(3)
        for box, (anchor, label) in zip(boxes, ANCHORS.items(), strict=True):
            step, form, factor = _boxes(about.unit, float(mark["best"]) - float(mark["worst"]))
            state.put(keys[anchor], round(float(mark[anchor]) * factor, 6))
            box.number_input(
                view.label(label), key=keys[anchor], step=step, format=form,
                disabled=anchor == "typical" and not SHAPES[curve.shape].uses_typical,
                on_change=acting.act, args=(_set_curve, measure, keys),
            )  # fmt: skip
        frozen = curve == Curve(measure)
        st.caption(
            view.text(
                say(
                    "Frozen when the measure was first seen: 5th, 50th and 95th percentile, or ours."
                )
                if frozen
                else say("Set by hand; it is kept with the scenario.")
            )
        )
        st.button(
            view.label(N_("Back to the frozen values")), key=f"{measure}_frozen", type="tertiary",
            disabled=frozen, on_click=_unset_curve, args=(measure,),
        )  # fmt: skip
    with right:
        portfolio = view.portfolio
        turned = scoring.ruler(portfolio.yardstick, policy).loc[measure]
        values = portfolio.measures.values[measure]
        show.chart(
            view,
            charts.value_function(measure, values, turned, portfolio.currency, view.lang),
            key=f"curve_{measure}",
        )


def _boxes(unit: str, span: float) -> tuple[float, str, float]:
    """Step, format and factor of a number box for a measure's unit; shares stand as percent."""
    if unit == "share":
        return 0.5, "%.1f", 100.0
    if unit in ("days", "count", "hours"):
        return 1.0, "%.0f", 1.0
    if unit == "money":
        return max(10.0 ** (len(str(int(abs(span)))) - 2), 1.0), "%.0f", 1.0
    return 0.1, "%.1f", 1.0


def _set_curve(measure: str, keys: dict[str, str]) -> None:
    policy = settings.current()
    before = policy.curve(measure)
    factor = _boxes(MEASURES[measure].unit, 1.0)[2]
    shape = str(state.get(keys["shape"]))
    if shape != before.shape:
        settings.change(policy.with_curve(replace(before, shape=shape)))
        return
    anchors = {n: float(state.get(keys[n])) / factor for n in ANCHORS}
    settings.change(policy.with_curve(Curve(measure, shape, **anchors)))


def _unset_curve(measure: str) -> None:
    settings.change(settings.current().with_curve(Curve(measure)))


# --- red lines and tiers --------------------------------------------------------------------------


def red_lines(view: View) -> None:
    """Which rules keep an account off the list, their thresholds, and whom they hit now."""
    policy = settings.current()
    listed = KeyList(view.portfolio.within().judged_by(policy))
    show.reading(view, listed.reading)
    if listed.untold is not None:
        st.caption(view.text(listed.untold))
    limits = dict(policy.red_lines)
    hits = listed.crossed["line"].value_counts()
    for name, line in RED_LINES.items():
        drawn, box, hit = st.columns([4, 2, 3], vertical_alignment="center")
        factor = 100.0 if line.unit == "share" else 1.0
        keys = (f"line_{name}", f"limit_{name}")
        state.put(keys[0], name in limits)
        state.put(keys[1], round(limits.get(name, line.limit) * factor, 6))
        drawn.toggle(
            md(view.label(line.label)), key=keys[0], help=view.label(line.meaning),
            on_change=acting.act, args=(_set_line, name, keys, factor),
        )  # fmt: skip
        unit = view.label(N_("percent")) if line.unit == "share" else view.label(N_("days"))
        box.number_input(
            unit, key=keys[1], step=1.0, format="%.0f", label_visibility="collapsed",
            min_value=line.bounds[0] * factor, max_value=line.bounds[1] * factor,
            icon=":material/percent:" if line.unit == "share" else ":material/calendar_today:",
            disabled=name not in limits,
            on_change=acting.act, args=(_set_line, name, keys, factor),
        )  # fmt: skip
        if name in limits:
            n = int(hits.get(name, 0))
            hit.caption(
                view.text(
                    say_count("{n} account beyond it", "{n} accounts beyond it", n, n=Number(n))
                )
            )
    vetoed(view, listed)


def _set_line(name: str, keys: tuple[str, str], factor: float) -> None:
    policy = settings.current()
    limits = {n: v for n, v in policy.red_lines if n != name}
    if state.get(keys[0]):
        limits[name] = float(state.get(keys[1])) / factor
    lines = tuple((n, limits[n]) for n in RED_LINES if n in limits)
    settings.change(replace(policy, red_lines=lines))


def vetoed(view: View, listed: KeyList) -> None:
    """Whom a red line keeps off the list, with the evidence."""
    if listed.vetoed.empty:
        return
    st.subheader(view.label(N_("Kept off the list by a red line")), anchor=False)
    show.table(
        view, listed.vetoed.rename(columns={"evidence": "red_line"}),
        ("account_name", "rank", "score", "red_line"), key="vetoed", download=False,
        alt=say("Accounts that would be key but for a red line, and what it found."),
    )  # fmt: skip


_CUTS: dict[str, tuple[str, str]] = {
    "capacity": ("key_places", "major_places"),
    "share": ("key_part", "major_part"),
    "score": ("key_score", "major_score"),
}


def tiers(view: View) -> None:
    """How accounts become key, major or ordinary, and what service each tier is promised."""
    policy = settings.current()
    listed = KeyList(view.portfolio.within().judged_by(policy))
    show.reading(view, listed.reading)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        state.put("tier_by", policy.tier_by)
        st.selectbox(
            view.label(N_("Tiers are drawn")), list(RULES), key="tier_by", width=340,
            format_func=lambda r: view.label(RULES[r]), on_change=_set_knob, args=("tier_by", 1.0),
        )  # fmt: skip
        for name in _CUTS[policy.tier_by]:
            _cut(view, name, policy)
    show.table(
        view, listed.service, ("tier", "accounts", "visits", "executive_visits", "reply_hours"),
        key="service", more=("supply", "terms", "incentive"), alt=say("What each tier is promised."),
    )  # fmt: skip
    show.bullets(view, listed.promises)


def _cut(view: View, name: str, policy: Policy) -> None:
    about = Policy.__dataclass_fields__[name].metadata
    factor: Any = 100.0 if about["unit"] == "share" else 1 if about["unit"] == "count" else 1.0
    low, high = about["bounds"]
    kind = type(factor)
    state.put(name, kind(round(getattr(policy, name) * factor, 6)))
    st.number_input(
        view.label(about["label"]) + (" (%)" if about["unit"] == "share" else ""),
        min_value=kind(low * factor), max_value=kind(high * factor), step=kind(1), key=name,
        format="%d" if kind is int else "%.0f", width=260,
        help=view.label(about["reason"]), on_change=acting.act, args=(_set_knob, name, factor),
    )  # fmt: skip


def _set_knob(name: str, factor: Any) -> None:
    value = state.get(name)
    knobs: dict[str, Any] = {name: value if isinstance(value, str | int) else value / factor}
    settings.change(replace(settings.current(), **knobs))
