"""Tables: units in their headings, account names that open the file, and a way to take them away."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import pandas as pd
import streamlit as st

from kam import exports
from kam.columns import Shown, shown
from kam.ui import menu, state
from kam.ui.view import View
from kam.units import UNITS, UNKNOWN, Scale, currency_sign, is_unknown, money_scale
from kam.words import N_, Sentence, translate

ROW_HEIGHT = 34
PINNED_WIDTH = 236  # the longest name of an indicator fits


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
    whole: Callable[[], pd.DataFrame] | None = None,
) -> None:
    """A table with units in its headings; a column of account names opens the account file.

    Parameters
    ----------
    frame : one row per line; ``account_id`` must be there where ``account_name`` is shown
    columns : names from kam.columns, in order; the first is pinned
    bar : the column the page is about, drawn as bars
    more : further columns of the downloads
    labels : headings that differ from the registry's, by column, in the reader's language
    whole : more rows than are shown, for the downloads; worked out when somebody takes them
    """
    ready, settings = {}, {}
    for place, name in enumerate(columns):
        about = shown(name)
        heading = (labels or {}).get(name) or view.label(about.label)
        ready[name], settings[name] = _column(
            view, frame[name], about, heading, view.currency, bar=name == bar, pinned=place == 0
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
        downloads(view, frame, (*columns, *more), key, alt, labels, whole)


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
    if about.unit == "moment":
        moments = pd.to_datetime(values).dt.tz_localize("UTC")
        return moments.array, config.DatetimeColumn(
            heading,
            help=tip,
            format="YYYY-MM-DD HH:mm",
            pinned=pinned,
            timezone=st.context.timezone,
        )
    if about.unit == "text":
        words = [_word(view, v) for v in values]
        return words, config.TextColumn(
            heading, help=tip, pinned=pinned, width=PINNED_WIDTH if pinned else None
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
    if hasattr(value, "in_language"):
        return str(value.in_language(view.lang))
    return "" if is_unknown(value) else str(value)


def downloads(
    view: View,
    frame: pd.DataFrame,
    columns: Sequence[str],
    key: str,
    what: Sentence,
    labels: dict[str, str] | None = None,
    whole: Callable[[], pd.DataFrame] | None = None,
) -> None:
    """The table as CSV and as Excel: full numbers, formula-safe, with day, filters and source."""
    headings = {
        n: (labels or {}).get(n) or view.label(shown(n).label)
        for n in (*(("account_id",) if "account_id" in frame else ()), *columns)
    }

    def _ready() -> pd.DataFrame:
        rows = (frame if whole is None else whole())[list(dict.fromkeys(headings))].copy()
        for name in rows.columns:
            if shown(name).unit == "text":
                rows[name] = [_word(view, v) for v in rows[name]]
        return rows

    stem = f"{key}_{view.portfolio.as_of.isoformat()}" if not view.portfolio.is_empty else key
    units = {n: shown(n).unit for n in headings}
    with st.container(horizontal=True):
        st.download_button(
            translate(N_("Download CSV"), view.lang),
            data=lambda: exports.csv_bytes(_ready(), headings),
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
                _ready(), headings, key, about(view, what), units=units, lang=view.lang
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
