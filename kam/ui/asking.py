"""Weights from what people know: accounts put into three groups, and duels between accounts."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np
import pandas as pd
import streamlit as st

from kam.indicators import INDICATORS, MEASURES
from kam.portfolio import Portfolio
from kam.scoring import Scores
from kam.ui import settings, show, state
from kam.ui.text import md
from kam.ui.view import View
from kam.units import UNITS, Number, Percent, is_unknown
from kam.weighting import duels, examples
from kam.weighting.telling import stated_and_revealed
from kam.words import N_, say

BINS: dict[str, str] = {
    "key": N_("Key accounts"),
    "ordinary": N_("Ordinary accounts"),
    "no": N_("Not worth the effort"),
}
FEW, ENOUGH = 6, 15  # examples and duels
FAMOUS = 40  # the largest accounts take part in duels: people know them
FACTS = 5
_DUELS = "_duels"


def shown_weights(view: View, weights: Iterable[float], key: str) -> None:
    """The weights found beside those in use, where they differ, and a button to use them."""
    found = [float(w) for w in weights]
    stated = list(settings.moved().fractions.values())
    st.markdown(view.text(stated_and_revealed(stated, found)))
    frame = pd.DataFrame(
        {
            "indicator": pd.Series([say(i.label) for i in INDICATORS.values()], dtype=object),
            "stated": stated,
            "revealed": found,
        }
    )
    st.button(
        view.label(N_("Use these weights")), type="primary", key=f"{key}_use",
        on_click=settings.use, args=(tuple(found),),
    )  # fmt: skip
    show.table(
        view, frame, ("indicator", "stated", "revealed"), key=f"{key}_weights", bar="revealed",
        alt=say("Weights in use and weights found, by indicator."), download=False, height=446,
    )  # fmt: skip


# --- by example -----------------------------------------------------------------------------------


def by_example(view: View) -> None:
    """Accounts somebody knows, put into three groups; the weights that keep the groups apart."""
    st.markdown(
        view.text(say("Put 10 to 20 accounts that you know well into three groups, from memory."))
    )
    names, worths = view.portfolio.names, _judged(view).worths
    taken: dict[str, list[str]] = {}
    ids = [i for i in names if i in worths.index]
    for code, label in BINS.items():
        others = {i for other, picked in taken.items() if other != code for i in picked}
        taken[code] = st.multiselect(
            view.label(label), [i for i in ids if i not in others], key=f"bin_{code}",
            format_func=lambda i: names[i], persist_state="session",
        )  # fmt: skip
    chosen = [(i, 2 - place) for place, picked in enumerate(taken.values()) for i in picked]
    if len(chosen) < FEW or len({b for _, b in chosen}) < 2:
        show.nothing(view, say("At least {n} accounts in two groups are needed.", n=Number(FEW)))
        return
    known = worths.loc[[i for i, _ in chosen]].to_numpy()
    prior = np.array(list(settings.moved().fractions.values()))
    found = examples.by_example(known, [b for _, b in chosen], prior)
    if found.contradictions:
        better, worse = (chosen[k][0] for k in found.contradictions[0])
        st.warning(
            view.text(
                say(
                    "No weights keep your groups apart: {better} stays below {worse} (pairs: {n}).",
                    better=names[better],
                    worse=names[worse],
                    n=Number(len(found.contradictions)),
                )
            )
        )
    else:
        st.success(view.text(say("These weights put every account where you put it.")))
    shown_weights(view, found.weights, "example")


def _judged(view: View) -> Scores:
    return view.portfolio.within().judged_by(settings.moved()).scores


# --- duels ----------------------------------------------------------------------------------------


def duel(view: View) -> None:
    """Two accounts at a time: which matters more? The pair that tells most comes next."""
    portfolio = view.portfolio.within().judged_by(settings.moved())
    scores = portfolio.scores
    ids = [i for i in portfolio.names if i in scores.worths.index][:FAMOUS]
    if len(ids) < 3:
        show.nothing(view, say("Duels need at least three accounts."))
        return
    place = {i: k for k, i in enumerate(ids)}
    answers = [a for a in state.get(_DUELS, []) if a[0] in place and a[1] in place]
    worths = scores.worths.loc[ids].to_numpy()
    prior = np.array(list(scores.fractions.values()))
    fought = [duels.Duel(place[w], place[x]) for w, x, kept in answers if kept]
    found = duels.revealed(worths, fought, prior)
    asked = {frozenset((place[w], place[x])) for w, x, _ in answers}
    pair = duels.next_duel(worths, found, asked)
    st.progress(
        min(len(fought) / ENOUGH, 1.0),
        text=view.text(say("{n} answered; about {of} are enough.", n=Number(len(fought)),
                           of=Number(ENOUGH))),
    )  # fmt: skip
    if pair is not None:
        _fight(view, portfolio, ids[pair[0]], ids[pair[1]], answers)
    if fought:
        st.markdown(
            view.text(
                say("These weights explain {share} of your answers.",
                    share=Percent(found.explained))
            )
        )  # fmt: skip
        shown_weights(view, found.weights, "duel")


def _fight(view: View, portfolio: Portfolio, one: str, other: str, answers: list[Any]) -> None:
    st.subheader(view.label(N_("Which of the two matters more to us?")), anchor=False)
    left, right, skip, back = st.columns([3, 3, 2, 2])
    names = portfolio.names
    for cell, winner, loser in ((left, one, other), (right, other, one)):
        cell.button(
            md(names[winner]), key=f"duel_{winner}", width="stretch", type="primary",
            on_click=_answer, args=([*answers, (winner, loser, True)],),
        )  # fmt: skip
    skip.button(
        view.label(N_("Cannot say")), key="duel_skip", width="stretch",
        on_click=_answer, args=([*answers, (one, other, False)],),
    )  # fmt: skip
    back.button(
        view.label(N_("Take back answer")), key="duel_back", width="stretch",
        disabled=not answers, on_click=_answer, args=(answers[:-1],),
    )  # fmt: skip
    frame = _facts(portfolio, one, other)
    show.table(
        view, frame, ("indicator", "one", "other"), key="duel_facts", download=False,
        labels={"one": names[one], "other": names[other]},
        alt=say("What tells the two accounts apart."),
    )  # fmt: skip


def _answer(answers: list[Any]) -> None:
    state.put(_DUELS, answers)


def _facts(portfolio: Portfolio, one: str, other: str) -> pd.DataFrame:
    """The measures in which two accounts differ most, weighted, in their own units."""
    c, values = portfolio.scores.contributions, portfolio.measures.values
    apart = (c.loc[one] - c.loc[other]).abs().sort_values(ascending=False)
    rows = []
    for name in apart.index[:FACTS]:
        measures = [m for m, _ in INDICATORS[str(name)].parts]
        for measure in measures:
            told = [_told(measure, values.at[i, measure], portfolio) for i in (one, other)]
            if told[0] is not None or told[1] is not None:
                rows.append((say(MEASURES[measure].label), *told))
    return pd.DataFrame(rows, columns=["indicator", "one", "other"]).astype(object)


def _told(measure: str, value: float, portfolio: Portfolio) -> Any:
    if is_unknown(value):
        return None
    quantity = UNITS[MEASURES[measure].unit].quantity(value, portfolio.currency)
    return say("{value}", value=quantity)
