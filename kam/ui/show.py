"""Ways to show an answer: sentence, figures, chart, table, error; labels come from the registries."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import pandas as pd
import streamlit as st

from kam.errors import KamError, NotEnoughData
from kam.figures import Figure
from kam.schema import TABLES
from kam.ui import menu
from kam.ui.tables import table
from kam.ui.text import md, said
from kam.ui.view import View
from kam.units import UNITS, Number
from kam.week import TRIGGERS, Week
from kam.words import N_, Sentence, say

__all__ = [
    "alerts", "badge", "bullets", "chart", "evaluation", "for_analysts", "kpis", "next_steps", "nothing",
    "problem", "reading", "record", "table",
]  # fmt: skip

MODELS: dict[str, str] = {
    "logistic": N_("The model"),
    "rhythm_rule": N_("Lateness against own rhythm"),
    "recency": N_("Days since last order"),
    "bg_nbd": N_("Order rhythm of all accounts (BG/NBD)"),
    "base_rate": N_("The average rate"),
}
CHART_CONFIG = {"displayModeBar": False, "responsive": True}


def reading(view: View, sentence: Sentence | None) -> None:
    """The answer, as one sentence with its numbers bold."""
    if sentence is not None:
        st.markdown(f"#### {view.text(sentence)}")


def badge(text: str) -> str:
    """A small label inside a line of markdown."""
    return f":primary-badge[{md(text)}]"


def problem(error: KamError, lang: str) -> None:
    """An error in the reader's words: what is wrong and how to mend it.

    That a file is still missing is no fault of anybody, so it is told without alarm.
    """
    told = f"**{said(error.problem, lang)}** {said(error.mend, lang)}"
    if isinstance(error, NotEnoughData):
        st.info(told, icon=":material/info:")
    else:
        st.error(told, icon=":material/error:")


def kpis(view: View, figures: Sequence[Figure]) -> None:
    """Up to five figures in a row; an unknown one says which file would tell."""
    for cell, figure in zip(st.columns(len(figures)), figures, strict=True):
        note = figure.missing or figure.change
        plain = figure.missing is not None or not figure.tone
        cell.metric(
            md(view.label(figure.label)),
            md(figure.quantity.in_language(view.lang)),
            delta=view.text(note).replace("**", "") if note is not None else None,
            delta_color="off" if plain else "normal" if figure.tone == "gain" else "inverse",
            delta_arrow="off" if plain else "up" if figure.tone == "gain" else "down",
            help=view.text(figure.about) or None,
            border=True,
            height="stretch",
        )


def chart(view: View, drawn: Any, key: str) -> None:
    """A chart with its message for those who do not see it."""
    st.plotly_chart(
        drawn.figure, key=key, config=CHART_CONFIG, alt=view.plain(drawn.alt), width="stretch"
    )


def alerts(view: View, week: Week) -> None:
    """The week's rows: one account each, its fact, what to do, and the way to its file."""
    for alert in week.rows:
        link, fact = st.columns([1, 5], vertical_alignment="top", gap="small")
        link.page_link(
            menu.path_of("account"),
            label=view.label(TRIGGERS[alert.trigger][0]),
            icon=":material/arrow_forward:",
            query_params={"account": alert.account_id},
        )
        fact.markdown(view.prose(alert.fact, alert.act))
    st.caption(view.prose(week.foot, week.line))


def for_analysts(view: View, values: Sequence[tuple[str, Any, str]]) -> None:
    """A closed panel with the figures a director does not need: label, value, unit."""
    with st.expander(view.label(N_("For analysts"))):
        rows = [
            {"figure": say(label), "shown": UNITS[unit].quantity(value).in_language(view.lang)}
            for label, value, unit in values
        ]
        table(
            view, pd.DataFrame(rows), ("figure", "shown"), key="analysts",
            alt=say("Further figures for analysts."),
        )  # fmt: skip


def evaluation(view: View, churn: Any) -> None:
    """How the model would have done on the reader's own past, for analysts."""
    found = churn.evaluation
    with st.expander(view.label(N_("How good is this? Tried on your own past"))):
        st.markdown(view.prose(churn.label, found.verdict_text))
        if not found.models:
            return
        rows = pd.DataFrame(found.models).T.reset_index(names="model")
        rows["model"] = pd.Series([say(MODELS[m]) for m in rows["model"]], dtype=object)
        table(
            view, rows, tuple(rows.columns), key="evaluation",
            alt=say("Model and rivals on past snapshots."),
        )  # fmt: skip
        st.caption(
            view.text(
                say(
                    "{slices} test days, {accounts} accounts, {events} of them left.",
                    slices=Number(found.slices),
                    accounts=Number(found.accounts),
                    events=Number(found.events),
                )
            )
        )


def record(view: View, facts: dict[str, Any]) -> None:
    """An account's own record as names and values."""
    columns = TABLES["account"].by_name
    rows = [
        {
            "name": say(columns[name].meaning),
            "shown": UNITS[columns[name].unit]
            .quantity(value, view.portfolio.currency)
            .in_language(view.lang)
            if columns[name].unit
            else str(value),
        }
        for name, value in facts.items()
        if name in columns
    ]
    table(
        view, pd.DataFrame(rows), ("name", "shown"), key="record",
        alt=say("The account's own record."),
    )  # fmt: skip


def bullets(view: View, sentences: Iterable[Sentence]) -> None:
    """A short list of sentences."""
    st.markdown("\n".join(f"- {view.text(s)}" for s in sentences))


def next_steps(view: View, pages: Sequence[str]) -> None:
    """Where to go from here, as links."""
    with st.container(horizontal=True):
        for stem in pages:
            entry = menu.ENTRIES[stem]
            st.page_link(menu.path_of(stem), label=view.label(entry.question), icon=entry.icon)


def nothing(view: View, sentence: Sentence | None = None) -> None:
    """An empty answer in words instead of an empty chart."""
    st.info(view.text(sentence or say("Nothing to show here yet.")), icon=":material/info:")
