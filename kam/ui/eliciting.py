"""Ways to get weights that need an analyst: swing, ranks, AHP, best–worst; and what spread says."""

from __future__ import annotations

from functools import partial

import pandas as pd
import streamlit as st

from kam.indicators import INDICATORS
from kam.ui import asking, links, settings, show, state
from kam.ui.text import md
from kam.ui.view import View
from kam.units import Number
from kam.weighting import bwm, grouped, objective, ranks
from kam.weighting.ahp import CONSISTENT
from kam.words import N_, say

WAYS: dict[str, str] = {
    "swing": N_("Swing"),
    "order": N_("Order of importance"),
    "ahp": N_("AHP in five groups"),
    "bwm": N_("Best–worst method"),
    "spread": N_("What the numbers' spread says"),
}


def panel(view: View) -> None:
    """The closed panel: one way at a time, each ends in the same vector of weights."""
    folded = st.expander(view.label(N_("For analysts")), on_change="rerun", key="eliciting")
    if not folded.open:
        return
    with folded:
        way = links.choice(
            st.segmented_control, view.label(N_("Way")), list(WAYS), key="way", required=True,
            format_func=lambda w: view.label(WAYS[w]),
        )  # fmt: skip
        {"swing": swing, "order": order, "ahp": ahp, "bwm": best_worst, "spread": spread}[way](view)


def _label(view: View, name: str) -> str:
    return md(view.label(INDICATORS[name].label))


def _box(view: View, name: str, key: str, usual: float, low: float, high: float) -> float:
    if state.get(key) is None:
        state.put(key, min(max(usual, low), high))
    return float(
        st.number_input(
            _label(view, name), low, high, step=1.0, format="%.0f", key=key, persist_state="session"
        )
    )


def swing(view: View) -> None:
    """Which swing from worst to best matters most (100), and the others against it."""
    st.markdown(
        view.prose(
            say(
                "Imagine an account at its worst in everything: which indicator would you lift first?"
            ),
            say("That swing is 100; give every other one its part of it."),
        )
    )
    now = settings.moved().fractions
    widest = max(now.values())
    points, cells = {}, st.columns(3)
    for k, name in enumerate(INDICATORS):
        with cells[k % 3]:
            points[name] = _box(
                view, name, f"swing_{name}", round(100 * now[name] / widest), 0.0, 100.0
            )
    if sum(points.values()) > 0:
        asking.shown_weights(view, list(ranks.swing(points).values()), "swing")


def order(view: View) -> None:
    """Indicators in order of importance; what is not listed shares the last place."""
    now = settings.moved().fractions
    usual = sorted(INDICATORS, key=lambda n: -now[n])
    picked = st.multiselect(
        view.label(N_("From most to least important")), list(INDICATORS), default=usual[:5],
        key="order_of", format_func=lambda n: view.label(INDICATORS[n].label),
        help=view.label(N_("Choose in this order; what you leave out shares the last place.")),
    )  # fmt: skip
    rest = [n for n in INDICATORS if n not in picked]
    found = ranks.from_order([[n] for n in picked] + ([rest] if rest else []))
    asking.shown_weights(view, [found[n] for n in INDICATORS], "order")


def ahp(view: View) -> None:
    """Pairwise comparisons of five groups and within them, with their consistency."""
    usual, steps = grouped.steps_of(settings.moved().fractions), {}
    scale = list(range(-grouped.STEPS, grouped.STEPS + 1))
    for group, pairs in grouped.pairs().items():
        title = N_("Between the groups") if group == "groups" else grouped.label_of(group)
        st.markdown(f"**{md(view.label(title))}**")
        sides = st.columns(2, gap="large")
        for k, (a, b) in enumerate(pairs):
            key = f"ahp_{a}_{b}"
            if state.get(key) is None:
                state.put(key, usual[a, b])
            left, right = (view.label(grouped.label_of(n)) for n in (a, b))
            steps[a, b] = sides[k % 2].select_slider(
                md(f"{left} – {right}"), scale, key=key, persist_state="session",
                format_func=partial(_judged, view, left, right),
            )  # fmt: skip
    found = grouped.grouped(steps)
    told = say(
        N_("Consistency ratio {ratio}: the judgements fit together.")
        if found.ratio <= CONSISTENT
        else N_("Consistency ratio {ratio}, above 0.10: look at the judgements again."),
        ratio=Number(found.ratio, 2),
    )
    st.markdown(view.prose(told, found.worst))
    asking.shown_weights(view, found.weights, "ahp")


def _judged(view: View, left: str, right: str, step: int) -> str:
    if step == 0:
        return view.label(N_("equal"))
    return f"{left} × {1 - step}" if step < 0 else f"{right} × {1 + step}"


def best_worst(view: View) -> None:
    """The most important against all, all against the least important: 21 judgements."""
    now, names = settings.moved().fractions, list(INDICATORS)
    heavy, light = max(names, key=lambda n: now[n]), min(names, key=lambda n: now[n])
    left, right = st.columns(2)
    with left:
        best = links.choice(
            st.selectbox, view.label(N_("Most important")), [heavy, *(n for n in names if n != heavy)],
            key="best", format_func=lambda n: view.label(INDICATORS[n].label),
        )  # fmt: skip
        st.caption(view.label(N_("How many times as important as each of the others (1 to 9)?")))
        ahead = [
            1.0
            if n == best
            else _box(view, n, f"best_{best}_{n}", _times(now[best], now[n]), 1.0, 9.0)
            for n in names
        ]
    with right:
        others = [n for n in names if n != best]
        first = light if light != best else others[0]
        worst = links.choice(
            st.selectbox, view.label(N_("Least important")), [first, *(n for n in others if n != first)],
            key="worst", format_func=lambda n: view.label(INDICATORS[n].label),
        )  # fmt: skip
        st.caption(view.label(N_("How many times is each of the others as important as it?")))
        behind = [
            1.0 if n == worst
            else ahead[names.index(worst)] if n == best
            else _box(view, n, f"worst_{worst}_{n}", _times(now[n], now[worst]), 1.0, 9.0)
            for n in names
        ]  # fmt: skip
    found = bwm.linear(ahead, behind)
    st.markdown(
        view.text(
            say("Largest departure from a judgement (ξ): {xi}; 0 is fully consistent.",
                xi=Number(found.xi, 3))
        )
    )  # fmt: skip
    asking.shown_weights(view, found.weights, "bwm")


def _times(more: float, less: float) -> float:
    return float(min(max(round(more / less), 1), 9)) if less > 0 else 9.0


def spread(view: View) -> None:
    """Entropy and CRITIC: how much the numbers differ, which is not how much they matter."""
    scores = view.portfolio.within().judged_by(settings.moved()).scores
    worths = scores.worths.to_numpy()
    frame = pd.DataFrame(
        {
            "indicator": pd.Series([say(i.label) for i in INDICATORS.values()], dtype=object),
            "stated": list(scores.fractions.values()),
            "entropy": objective.entropy(worths),
            "critic": objective.critic(worths),
        }
    )
    st.caption(
        view.label(
            N_("They measure how far accounts differ in an indicator, not how much it matters.")
        )
    )
    show.table(
        view, frame, ("indicator", "stated", "entropy", "critic"), key="spread_weights",
        alt=say("Weights in use beside what spread alone would give."),
    )  # fmt: skip
