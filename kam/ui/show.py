"""Ways to show an answer: sentence, figures, chart, table, error; labels come from the registries."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

import pandas as pd
import streamlit as st

from kam import exports
from kam.columns import Shown, shown
from kam.errors import KamError
from kam.figures import Figure
from kam.schema import TABLES
from kam.ui import menu, state
from kam.ui.text import md, said
from kam.ui.view import View
from kam.units import UNITS, UNKNOWN, Number, Scale, currency_sign, is_unknown, money_scale
from kam.week import TRIGGERS, Week
from kam.words import N_, Sentence, say, translate

ROW_HEIGHT = 34
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
    """An error in the reader's words: what is wrong and how to mend it."""
    st.error(f"**{said(error.problem, lang)}** {said(error.mend, lang)}", icon=":material/error:")


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


def table(
    view: View,
    frame: pd.DataFrame,
    columns: Sequence[str],
    *,
    key: str,
    alt: Sentence,
    bar: str | None = None,
    height: int | None = None,
    download: bool = True,
    more: Sequence[str] = (),
    labels: dict[str, str] | None = None,
) -> None:
    """A table with units in its headings; a column of account names opens the account file.

    Parameters
    ----------
    frame : one row per line; ``account_id`` must be there where ``account_name`` is shown
    columns : names from kam.columns, in order; the first is pinned
    bar : the column the page is about, drawn as bars
    more : further columns of the downloads
    labels : headings that differ from the registry's, by column, in the reader's language
    """
    currency = view.portfolio.currency if not view.portfolio.is_empty else None
    ready, settings = {}, {}
    for place, name in enumerate(columns):
        about = shown(name)
        heading = (labels or {}).get(name) or view.label(about.label)
        ready[name], settings[name] = _column(
            view, frame[name], about, heading, currency, bar=name == bar, pinned=place == 0
        )
    body = pd.DataFrame(ready).reset_index(drop=True)
    if "account_name" in columns and "account_id" in frame:
        ids = frame["account_id"].astype(str).tolist()
        settings["account_name"] = st.column_config.ButtonColumn(
            view.label(shown("account_name").label),
            help=view.label(shown("account_name").meaning),
            type="tertiary",
            alignment="left",
            pinned=True,
            width="medium",
            key=f"{key}_open",
            on_click=state.chosen,
            args=(f"{key}_open", open_account, ids),
        )
    st.dataframe(
        body,
        column_config=settings,
        hide_index=True,
        row_height=ROW_HEIGHT,
        height=height or min(ROW_HEIGHT * (len(body) + 1) + 3, 420),
        key=key,
        alt=view.plain(alt),
        placeholder=UNKNOWN,
    )
    if download:
        downloads(view, frame, (*columns, *more), key, alt, labels)


def open_account(account_id: str) -> None:
    """Go to an account's file."""
    st.switch_page(menu.path_of("account"), query_params={"account": account_id})


def _column(
    view: View,
    values: pd.Series,
    about: Shown,
    heading: str,
    currency: str | None,
    *,
    bar: bool,
    pinned: bool,
) -> tuple[Any, Any]:
    """A column's values in the unit of its heading, and how Streamlit shows them."""
    tip = view.label(about.meaning) or None
    config = st.column_config
    if about.unit == "money":
        numbers = values.astype(float)
        scale: Scale = money_scale(float(numbers.abs().max()) if len(numbers) else 0.0, view.lang)
        unit = currency_sign(currency, view.lang) + scale.suffix
        title = f"{heading} ({unit})" if unit else heading
        form = f"%,.{scale.digits}f"
        shown_values = (numbers / scale.step).to_numpy()
        if bar:
            top = float(numbers.max() / scale.step) if len(numbers) else 1.0
            return shown_values, config.ProgressColumn(
                title, help=tip, format=form, min_value=0.0, max_value=max(top, 1e-9)
            )
        return shown_values, config.NumberColumn(title, help=tip, format=form, pinned=pinned)
    if about.unit in ("share", "percent", "probability"):
        digits = UNITS[about.unit].digits
        numbers = (values.astype(float) * 100).to_numpy()
        form = f"%.{digits}f%%"
        if bar:
            return numbers, config.ProgressColumn(
                heading, help=tip, format=form, min_value=0.0, max_value=100.0
            )
        return numbers, config.NumberColumn(heading, help=tip, format=form, pinned=pinned)
    if about.unit == "day":
        return values.to_numpy(), config.DateColumn(
            heading, help=tip, format="YYYY-MM-DD", pinned=pinned
        )
    if about.unit == "text":
        words = [_word(view, v) for v in values]
        return words, config.TextColumn(
            heading, help=tip, pinned=pinned, width="medium" if pinned else None
        )
    digits = UNITS[about.unit].digits
    numbers = values.astype(float).to_numpy()
    form = f"%,.{digits}f"
    if bar:
        return numbers, config.ProgressColumn(
            heading, help=tip, format=f"%.{digits}f", min_value=0.0, max_value=100.0
        )
    return numbers, config.NumberColumn(heading, help=tip, format=form, pinned=pinned)


def _word(view: View, value: Any) -> str:
    if isinstance(value, Sentence):
        return view.plain(value)
    return "" if is_unknown(value) else str(value)


def downloads(
    view: View,
    frame: pd.DataFrame,
    columns: Sequence[str],
    key: str,
    what: Sentence,
    labels: dict[str, str] | None = None,
) -> None:
    """The table as CSV and as Excel: full numbers, formula-safe, with day, filters and source."""
    headings = {
        n: (labels or {}).get(n) or view.label(shown(n).label)
        for n in (*(("account_id",) if "account_id" in frame else ()), *columns)
    }
    ready = frame[list(dict.fromkeys(headings))].copy()
    for name in ready.columns:
        if shown(name).unit == "text":
            ready[name] = [_word(view, v) for v in ready[name]]
    stem = f"{key}_{view.portfolio.as_of.isoformat()}" if not view.portfolio.is_empty else key
    units = {n: shown(n).unit for n in headings}
    with st.container(horizontal=True):
        st.download_button(
            translate(N_("Download CSV"), view.lang),
            data=lambda: exports.csv_bytes(ready, headings),
            file_name=f"{stem}.csv",
            mime="text/csv",
            key=f"{key}_csv",
            on_click="ignore",
            type="tertiary",
            icon=":material/download:",
        )
        st.download_button(
            translate(N_("Download Excel"), view.lang),
            data=lambda: exports.xlsx_bytes(
                ready, headings, key, about(view, what), units=units, lang=view.lang
            ),
            file_name=f"{stem}.xlsx",
            mime="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            key=f"{key}_xlsx",
            on_click="ignore",
            type="tertiary",
            icon=":material/download:",
        )


def about(view: View, what: Sentence) -> list[tuple[str, str]]:
    """What a file must say beside its numbers: subject, day, accounts, currency, warnings."""
    lines = [(view.label(N_("Content")), view.plain(what))]
    if not view.portfolio.is_empty:
        lines.append((view.label(N_("As of")), view.plain(view.stand)))
        currency = view.portfolio.currency or view.label(N_("not named in the files"))
        lines.append((view.label(N_("Currency")), currency))
        lines += [(n.code, view.plain(n.text)) for n in view.portfolio.notices]
    if view.sample:
        lines.append(
            (view.label(N_("Sample company")), view.label(N_("All accounts are fictional.")))
        )
    return lines


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


def day_of(value: Any) -> date | None:
    """A day out of a frame; None when unknown."""
    return None if is_unknown(value) else pd.Timestamp(value).date()


def nothing(view: View, sentence: Sentence | None = None) -> None:
    """An empty answer in words instead of an empty chart."""
    st.info(view.text(sentence or say("Nothing to show here yet.")), icon=":material/info:")
