"""Scenarios side by side: two by who enters and leaves, a workshop's by where they differ, quarters."""

from __future__ import annotations

from datetime import date

import pandas as pd
import streamlit as st

from kam import charts, scenarios
from kam.indicators import INDICATORS
from kam.key_list import Comparison, KeyList
from kam.policy import PRESETS, Policy
from kam.scenarios import Scenario
from kam.snapshots import quarter_ends, why_moved
from kam.ui import data, filters, links, settings, show
from kam.ui import scenarios as shelf
from kam.ui.view import View
from kam.units import Day, Number
from kam.weighting.groups import CONSENSUS
from kam.words import N_, Sentence, say

IN_USE = "in_use"
WAYS: dict[str, str] = {
    "geometric": N_("Geometric mean: one small weight pulls it down"),
    "median": N_("Median: one extreme view moves little"),
}


def choices(view: View) -> dict[str, Scenario]:
    """All one can compare: what is in use, saved scenarios, presets; by code."""
    found = {IN_USE: Scenario(view.label(N_("In use now")), settings.current())}
    found |= {shelf.code_of(s): s.scenario for s in shelf.offered(view)}
    rules = settings.current()
    for name, (label, _) in PRESETS.items():
        code = f"preset|{name}"
        short = view.label(label).partition("\uff08")[0].partition(" (")[0]
        found[code] = Scenario(short, rules.with_preset(name))
    return found


def listed(view: View, scenario: Scenario) -> KeyList:
    """The key-account list under a scenario, of its own day where it keeps one."""
    portfolio = view.portfolio
    if scenario.as_of is None or scenario.as_of == portfolio.as_of:
        return KeyList(portfolio.within().judged_by(scenario.policy))
    return KeyList(
        data.portfolio(portfolio.store, scenario.policy, scenario.as_of, portfolio.rolled_up)
    )


def two(view: View) -> None:
    """Two scenarios: the slope graph, who enters and who leaves, and why."""
    known = choices(view)
    codes = list(known)
    other = [c for c in codes if scenarios.changes(known[c].policy, known[IN_USE].policy)]
    start = [*other, *(c for c in codes[1:] if c not in other)]
    left, right = st.columns(2)
    with left:
        first = links.choice(
            st.selectbox, view.label(N_("First scenario")), start, key="from_scenario",
            format_func=lambda c: known[c].name,
        )  # fmt: skip
    with right:
        second = links.choice(
            st.selectbox, view.label(N_("Second scenario")), codes, key="to_scenario",
            format_func=lambda c: known[c].name,
        )  # fmt: skip
    if first == second:
        show.nothing(view, say("Choose two different scenarios."))
        return
    names = _apart(known[first].name, known[second].name)
    pair = (known[first], known[second])
    found = Comparison({n: listed(view, s) for n, s in zip(names, pair, strict=True)})
    show.reading(view, found.reading)
    show.chart(view, charts.slopes(found, view.lang), key="slopes")
    for frame, title, key in (
        (found.swapped.enters, N_("Enters the list"), "enters"),
        (found.swapped.leaves, N_("Leaves the list"), "leaves"),
    ):
        st.subheader(view.label(title), anchor=False)
        if frame.empty:
            st.caption(view.text(say("Nobody.")))
        else:
            show.table(
                view, frame, ("account_name", "rank_before", "rank", "why"), key=key,
                alt=say(title),
            )  # fmt: skip


def _apart(first: str, second: str) -> tuple[str, str]:
    return (first, second) if first != second else (f"{first} (1)", f"{second} (2)")


def workshop(view: View) -> None:
    """Any number of scenarios, one per person: where weights differ, consensus, open accounts."""
    known = {c: s for c, s in choices(view).items() if not c.startswith("preset|") and c != IN_USE}
    if len(known) < 2:
        show.nothing(
            view, say("Let each participant save a scenario under a name: two are needed.")
        )
        return
    picked = st.multiselect(
        view.label(N_("Scenarios")), list(known), default=list(known), key="workshop",
        format_func=lambda c: known[c].name,
    )  # fmt: skip
    if len(picked) < 2:
        show.nothing(view, say("Choose at least two."))
        return
    found = Comparison(_named(view, [known[c] for c in picked]))
    show.reading(view, found.reading)
    show.chart(view, charts.opinions(found, view.lang), key="opinions")
    if len(found.contested):
        st.subheader(view.label(N_("About these they differ")), anchor=False)
        show.table(
            view, found.contested, ("account_name", "inside", "inside_by", "rank", "worst_rank"),
            key="contested_by", alt=say("Accounts that are key in some scenarios only."),
        )  # fmt: skip
    way = links.choice(
        st.segmented_control, view.label(N_("Agree on")), list(WAYS), key="consensus",
        format_func=lambda w: view.label(WAYS[w]), required=True,
    )  # fmt: skip
    st.button(
        view.label(N_("Use the agreed weights")), type="primary", key="use_consensus",
        on_click=settings.use, args=(CONSENSUS[way](found.weights.to_numpy().T),),
    )  # fmt: skip
    with st.expander(view.label(N_("For analysts"))):
        spread = found.spread.rename(columns={"low": "share_low", "high": "share_high"})
        spread["indicator"] = _labels(spread["indicator"])
        show.table(
            view, spread,
            ("indicator", "share_low", "low_by", "share_high", "high_by", "geometric", "median"),
            key="spread", alt=say("Weights of all scenarios by indicator."),
        )  # fmt: skip
        st.caption(
            view.text(
                say("How far the rankings agree (Kendall's W): {w}", w=Number(found.concordance, 2))
            )
        )


def _labels(ids: pd.Series) -> pd.Series:
    return pd.Series([say(INDICATORS[i].label) for i in ids], index=ids.index, dtype=object)


def _named(view: View, chosen: list[Scenario]) -> dict[str, KeyList]:
    found: dict[str, KeyList] = {}
    for scenario in chosen:
        name = scenario.name if scenario.name not in found else f"{scenario.name} ({len(found)})"
        found[name] = listed(view, scenario)
    return found


def since(view: View) -> None:
    """Why ranks changed since a quarter end: own figures, weights and rules, the others."""
    whole = view.portfolio.within()
    first = whole.first_order_day
    days = quarter_ends(first, whole.as_of) if first is not None else ()
    if not days:
        show.nothing(
            view,
            say("There is no quarter end between the first order and this day: import more sales."),
        )
        return
    by_code = {d.isoformat(): d for d in days}
    left, right = st.columns(2)
    code = links.choice(
        left.selectbox, view.label(N_("Since")), list(by_code), key="since",
        format_func=lambda c: Day(by_code[c]).in_language(view.lang),
    )  # fmt: skip
    day = by_code[code]
    now = whole.judged_by(settings.current())
    then = data.portfolio(whole.store, _policy_then(view, day), day, whole.rolled_up)
    found = why_moved(then, now)
    names = now.measures.accounts["account_name"]
    rows = found.rows[found.rows.index.isin(view.portfolio.chosen)]
    key_ids = set(KeyList(now).ids) | set(KeyList(then).ids)
    shown = rows[rows.index.astype(str).isin(key_ids)]
    frame = pd.DataFrame(
        {
            "account_id": shown.index.astype(str),
            "account_name": names.reindex(shown.index).to_numpy(),
            "rank_before": shown["rank_before"].to_numpy(),
            "rank": shown["rank"].to_numpy(),
            "places": shown["moved"].to_numpy(),
            **{f"part_{n}": shown[n].to_numpy() for n in ("facts", "weights", "others")},
        }
    )
    with right:
        chosen = filters.account(view.lang, now)
    if chosen is not None and chosen in found.rows.index.astype(str):
        show.reading(view, say("{name}: {told}", name=names[chosen], told=found.told(chosen)))
    st.caption(view.text(_basis()))
    show.table(
        view, frame,
        ("account_name", "rank_before", "rank", "places", "part_facts", "part_weights",
         "part_others"),
        key="since_table", alt=say("Key accounts of then and now, and why their ranks moved."),
    )  # fmt: skip


def _policy_then(view: View, day: date) -> Policy:
    """The scenario in use as it stood at the end of that day; else the policy in use."""
    saved = settings.chosen()
    if saved is None:
        return settings.current()
    store, name, owner = view.portfolio.store, saved.scenario.name, saved.owner
    stood = scenarios.scenario_at(store, name, owner, day)
    return settings.current() if stood is None else stood.policy


def _basis() -> Sentence:
    saved = settings.chosen()
    if saved is None:
        return say(
            "Both days are judged by the weights and rules in use; a saved scenario as it stood then."
        )
    return say(
        "Then: {name} as it stood on that day, else as in use; now: as in use.",
        name=saved.scenario.name,
    )
