"""What a ranking withstands, shown: two sentences for everybody, the rest folded for analysts."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
import streamlit as st

from kam import backtest as time_machine
from kam import charts
from kam.backtest import RULES, Backtest
from kam.certificate import Certificate, html_bytes, of_account, of_list
from kam.figures import Figure
from kam.indicators import INDICATORS
from kam.portfolio import Portfolio
from kam.scoring import CAVEAT
from kam.selection import TOP, Selection
from kam.ui import data, links, show, tables
from kam.ui.view import View
from kam.units import Money, Number, Percent
from kam.words import N_, say

LONGEST = 200
TALLEST = 620  # of a table on a certificate, in pixels
OF_WHAT: dict[str, str] = {"account": N_("One account"), "list": N_("The whole list")}


def selection(
    view: View, judged: Portfolio, changed: Callable[[], None] | None = None
) -> Selection:
    """Draw the length of the list; returns the list of that length under these weights.

    ``changed`` is called when the reader asks for another length.
    """
    most = min(LONGEST, max(1, len(judged.scores.table)))
    top = st.number_input(
        view.label(N_("Length of the list")),
        1,
        most,
        value=min(TOP, most),
        step=1,
        key="top",
        bind="query-params",
        width=220,
        help=view.label(N_("How many accounts you want to treat as key accounts.")),
        on_change=changed,
    )
    return data.selection(judged, int(top))


def shown(
    view: View,
    judged: Portfolio,
    account_id: str | None,
    changed: Callable[[], None] | None = None,
) -> None:
    """Does the list hold under other weights, and this account's place in it; analysts below."""
    st.subheader(view.label(N_("Does the list hold under other weights?")), anchor=False)
    chosen = selection(view, judged, changed)
    st.markdown(view.prose(chosen.robustness.reading, chosen.gaps.reading))
    if account_id is not None and account_id in chosen.robustness.accounts.index:
        name = chosen.names[account_id]
        told = chosen.robustness.told(account_id, chosen.names)
        st.markdown(
            view.prose(
                say("{name}: {told}", name=name, told=told),
                chosen.reach(account_id).sentence,
                say(CAVEAT),
            )
        )
    if len(chosen.contested):
        _contested(view, chosen)
    show.next_steps(view, ("certificate", "backtest"))
    panel = st.expander(view.label(N_("For analysts")), on_change="rerun", key="proof_panel")
    if panel.open:
        with panel:
            analysts(view, chosen, account_id)


def _contested(view: View, chosen: Selection) -> None:
    found = chosen.contested
    ids = [str(i) for i in found.index]
    show.table(
        view,
        pd.DataFrame(
            {
                "account_id": ids,
                "account_name": [chosen.names[i] for i in ids],
                "rank": found["rank"].to_numpy(),
                "acceptability": found["acceptability"].to_numpy(),
                "turning_point": [chosen.robustness.turning_point(i) for i in ids],
                "rival": [chosen.names.get(str(r), "") for r in found["rival"]],
            }
        ),
        ("account_name", "rank", "acceptability", "turning_point", "rival"),
        key="contested",
        alt=say("Accounts that reasonable weightings do not agree on."),
        bar="acceptability",
        height=220,
    )


def analysts(view: View, chosen: Selection, account_id: str | None) -> None:
    """Tornado, weight audit, what counts twice, second opinion, dominance."""
    if account_id is not None and account_id in chosen.portfolio.scores.table.index:
        score = float(chosen.portfolio.scores.table.at[account_id, "score"])
        drawn = charts.tornado(
            chosen.tornado(account_id), chosen.names[account_id], score, view.lang
        )
        show.chart(view, drawn, key="tornado")
        better = chosen.better_in_everything(account_id)
        st.markdown(
            view.text(
                say(
                    "{account} is better in everything: no weights put it behind.",
                    account=chosen.names[better[0]],
                )
                if better
                else say("Nobody is better in everything: some weights would make it first.")
            )
        )
    st.markdown(view.prose(chosen.audit.reading, chosen.second_opinion.reading))
    show.table(
        view,
        _weights(chosen),
        ("indicator", "weight", "effective", "weight_low", "weight_high"),
        key="weight_audit",
        alt=say("What each weight really does, and between which ends the list stays."),
    )


def _weights(chosen: Selection) -> pd.DataFrame:
    audit, found = chosen.audit.weights, chosen.robustness.weights
    return pd.DataFrame(
        {
            "indicator": pd.Series(
                [say(INDICATORS[str(i)].label) for i in found.index], dtype=object
            ),
            "weight": found["weight"].to_numpy(),
            "effective": audit["effective"].reindex(found.index).to_numpy(),
            "weight_low": found["low"].to_numpy(),
            "weight_high": found["high"].to_numpy(),
        }
    )


def certificate(view: View, chosen: Selection, account_id: str | None) -> None:
    """A certificate on the screen, with the page to print as a download."""
    found = of_list(chosen) if account_id is None else of_account(chosen, account_id)
    show.reading(view, found.answer)
    st.download_button(
        view.label(N_("Download to print and sign")),
        data=lambda: html_bytes(found, view.lang),
        file_name=f"{found.stem}.html",
        mime="text/html",
        key="certificate_html",
        on_click="ignore",
        type="primary",
        icon=":material/print:",
    )
    for section in found.sections:
        st.subheader(view.label(section.title), anchor=False)
        if len(section.sentences) == 1:
            st.markdown(view.text(section.sentences[0]))
        else:
            show.bullets(view, section.sentences)
        if len(section.rows):
            show.table(
                view, section.rows, section.columns, key=f"certificate_{section.id}",
                alt=found.title, height=min(tables.ROW_HEIGHT * (len(section.rows) + 1) + 3, TALLEST),
            )  # fmt: skip
    _foot(view, found)


def _foot(view: View, found: Certificate) -> None:
    st.caption(
        " · ".join(f"{view.label(label)}: {view.text(value)}" for label, value in found.foot)
    )


def of_what(view: View) -> str:
    """Draw the choice between one account's certificate and the list's."""
    return links.choice(
        st.segmented_control,
        view.label(N_("Certificate of")),
        list(OF_WHAT),
        key="about",
        format_func=lambda code: view.label(OF_WHAT[code]),
        required=True,
    )


def time_travel(view: View, chosen: Selection) -> None:
    """The backtest: its answer, what lists brought, and the rules beside one another."""
    found, currency = chosen.backtest, chosen.portfolio.currency
    show.reading(view, time_machine.reading(found, currency))
    if found.verdict == "too_little_history":
        return
    show.kpis(view, _figures(found, currency))
    show.chart(view, charts.lists(found, currency, view.lang), key="lists")
    rows = found.rules[found.rules["quarters"] > 0].reset_index()
    rows["rule"] = pd.Series([say(RULES[r]) for r in rows["rule"]], dtype=object)
    show.table(
        view,
        rows,
        ("rule", "captured", "of_best", "spearman", "retained", "quarters"),
        more=(
            "of_best_low", "of_best_high", "spearman_low", "spearman_high",
            "retained_low", "retained_high",
        ),
        key="rules",
        alt=say("What the list by each rule brought in the year that followed."),
    )  # fmt: skip
    show.bullets(view, time_machine.notes(found, currency))


def _figures(found: Backtest, currency: str | None) -> tuple[Figure, ...]:
    ours, revenue = found.rules.loc["score"], found.rules.loc["revenue"]
    return (
        Figure(
            "captured", N_("Your list brought"), Money(ours["captured"], currency),
            say("a year; by revenue {rival}", rival=Money(revenue["captured"], currency)),
            about=say("Mean over the quarter ends, in the twelve months that followed."),
        ),
        Figure(
            "of_best", N_("Of the best list"), Percent(ours["of_best"]),
            say("95% range {low} to {high}", low=Percent(ours["of_best_low"]),
                high=Percent(ours["of_best_high"])),
            about=say("Part of what the best list of that length would have brought."),
        ),
        Figure(
            "wins", N_("Ahead of revenue"), Number(int(revenue["wins"])),
            say("of {n} quarter ends", n=Number(int(revenue["quarters"]))),
            about=say("Quarter ends at which your list brought more than the largest accounts."),
        ),
        Figure(
            "retained", N_("Revenue that came back"), Percent(ours["retained"]),
            say("by revenue {rival}", rival=Percent(revenue["retained"])),
            about=say("Of the list's revenue of the year before; growth does not count."),
        ),
    )  # fmt: skip
