"""Who carries the business, shown: the cut and how sure it is, what changed, who really earns."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pandas as pd
import streamlit as st

from kam import charts
from kam.concentration import Boundary
from kam.concentration.drift import FLOWS
from kam.errors import KamError
from kam.portfolio import AMOUNTS, Portfolio
from kam.portfolio.vital_few import MONTHLY
from kam.ui import links, show, working
from kam.ui.view import View
from kam.units import Number, Percent
from kam.whale import STEPS, Whale
from kam.words import N_, say, say_count

NEAR_THE_CUT = 40  # accounts listed whose place is unsure


def key_share(view: View) -> Portfolio:
    """Draw the threshold; returns the portfolio under it."""
    usual = round(100 * view.portfolio.policy.key_share)
    share = st.slider(
        view.label(N_("Share that makes the vital few")),
        50, 95, value=min(max(usual, 50), 95), step=5, format="%d%%", key="share",
        bind="query-params", width=300,
        help=view.label(N_("80/20 is a tendency, not a law: move it and see how many it takes.")),
    )  # fmt: skip
    policy = view.portfolio.policy
    return view.portfolio.judged_by(
        replace(policy, key_share=share / 100, b_share=max(policy.b_share, share / 100))
    )


def universe(view: View, found: Any) -> None:
    """Of which accounts the percentages speak, ties and returns, in small print."""
    told = say("{universe}.", universe=found.universe)
    st.caption(view.prose(told, found.tie, found.returns))


def both_ways(view: View, found: Any) -> None:
    """How much the first N bring, N chosen by the reader."""
    if not found.accounts or found.k80 is None:
        return
    count = st.number_input(
        view.label(N_("The first … accounts")), 1, found.accounts,
        value=min(10, found.accounts), step=1, key="first", bind="query-params", width=220,
    )  # fmt: skip
    st.markdown(
        view.text(
            say_count(
                "The first account brings {share} of {amount}; half of it comes from {half}.",
                "The first {n} accounts bring {share} of {amount}; half of it comes from {half}.",
                int(count), n=Number(count), share=Percent(found.brought_by(int(count)), 1),
                amount=found.amount, half=Number(found.fewest(0.5)),
            )
        )
    )  # fmt: skip


def certainty(view: View, portfolio: Portfolio, amount: str, window: str) -> None:
    """How sure the cut is; worked out behind the page when the panel is opened."""
    panel = st.expander(
        view.label(N_("How sure is the cut?")), on_change="rerun", key="certainty_panel"
    )
    if not panel.open or amount not in MONTHLY:
        if panel.open:
            panel.caption(view.label(N_("Service costs are not known month by month.")))
        return
    with panel:
        key = (portfolio.store.id, portfolio.store.revision, portfolio.as_of, portfolio.region,
               portfolio.manager, portfolio.policy.key_share, amount, window)  # fmt: skip
        job = working.asked(
            "boundary", key, lambda watch: portfolio.boundary(
                amount, window, heard=lambda done, of: watch.check()
            )
        )  # fmt: skip
        if working.ended(view, job, N_("Drawing the months again …")):
            _near_the_cut(view, portfolio, job.result(), amount, window)


def _near_the_cut(
    view: View, portfolio: Portfolio, sure: Boundary, amount: str, window: str
) -> None:  # fmt: skip
    st.markdown(view.text(sure.reading))
    rows = portfolio.concentration(amount, window).rows
    chance = sure.probability.reindex(rows["account_id"]).to_numpy()
    rows = rows.assign(chance_inside=chance)
    open_ = rows[(chance > 0.025) & (chance < 0.975)].head(NEAR_THE_CUT)
    show.table(
        view, open_, ("account_name", "rank", "value", "class", "chance_inside"),
        key="near_the_cut", alt=say("Accounts whose place among the vital few is unsure."),
        bar="chance_inside", height=300,
    )  # fmt: skip


def change(view: View, portfolio: Portfolio, amount: str) -> None:
    """The last twelve months beside the twelve before: who came in, who went, why."""
    panel = st.expander(
        view.label(N_("What changed against the year before?")), on_change="rerun",
        key="change_panel",
    )  # fmt: skip
    if not panel.open:
        return
    with panel:
        if amount not in MONTHLY:
            st.caption(view.label(N_("Service costs are not known month by month.")))
            return
        found = portfolio.drift(amount)
        if found is None:
            st.caption(view.label(N_("This needs two years of sales.")))
            return
        st.markdown(view.text(found.reading))
        named = {"before": "amount_before", "now": "amount_now", "change": "amount_change"}
        flows = found.flows.rename(columns=named)
        flows["flow"] = pd.Series([say(FLOWS[f]) for f in flows["flow"]], dtype=object)
        show.table(
            view, flows, ("flow", "accounts", "amount_before", "amount_now", "amount_change"),
            key="flows", alt=say("Where the change of sales comes from."), download=False,
        )  # fmt: skip
        moves = found.moves.rename(
            columns=named | {"was": "class_before", "is": "class_now", "why": "moved_by"}
        )
        show.table(
            view, moves,
            ("account_name", "class_before", "class_now", "amount_before", "amount_now",
             "amount_change", "moved_by"),
            key="moves", alt=say("Accounts that changed their class, and why."), height=320,
        )  # fmt: skip


def compared(view: View, portfolio: Portfolio, window: str) -> None:
    """The same question asked of revenue, gross profit and profit after service."""
    told = []
    for name, label in AMOUNTS.items():
        try:
            found = portfolio.concentration(name, window)
        except KamError:
            continue
        if found.k80 is not None:
            told.append(
                say("{amount}: {k} of {n} accounts, as if you had {equal} equal customers",
                    amount=say(label), k=Number(found.k80), n=Number(found.accounts),
                    equal=Number(round(found.n_eff)))
            )  # fmt: skip
    if len(told) > 1:
        show.bullets(view, told)


def window(view: View) -> str:
    """Draw the choice of the period for profit after service."""
    from kam.ui.filters import PERIODS

    return links.choice(
        st.segmented_control, view.label(N_("Period")), ["12m", "all"], key="served",
        format_func=lambda w: view.label(PERIODS[w]), required=True,
    )  # fmt: skip


def earners(view: View, found: Whale) -> None:
    """Every account by what it leaves after service."""
    show.table(
        view, found.rows,
        ("account_name", "net_profit", "net_margin", "revenue", "gross_profit", "cost_to_serve",
         "tenth"),
        key="whale", alt=say("Accounts by profit after service, the best first."),
    )  # fmt: skip


def pocket(view: View, found: Whale) -> None:
    """From list price to pocket of all accounts, the tenths, and what no file tells."""
    portfolio = view.portfolio
    panel = st.expander(
        view.label(N_("From list price to pocket")), on_change="rerun", key="pocket_panel"
    )
    if panel.open:
        with panel:
            drawn = charts.waterfall(
                found.waterfall(), say("All accounts"), portfolio.currency, portfolio.as_of,
                view.lang,
            )  # fmt: skip
            show.chart(view, drawn, key="waterfall")
            show.table(
                view, found.tenths, ("tenth", "accounts", "revenue", "net_profit", "share"),
                key="tenths", alt=say("Ten groups of accounts by profit after service."),
                download=False,
            )  # fmt: skip
    rates = portfolio.policy
    st.caption(
        view.prose(
            say(
                "Reckoned with {hour} an hour, {visit} hours a visit, {contact} hours another contact,"
                " {complaint} hours a complaint and {capital} a year for lent money; the rules hold"
                " these rates.",
                hour=Number(rates.hour_cost), visit=Number(rates.visit_hours, 1),
                contact=Number(rates.contact_hours, 1), complaint=Number(rates.complaint_hours, 1),
                capital=Percent(rates.discount_rate),
            ),
            *found.missing,
        )
    )  # fmt: skip


def exit_ladder(view: View, found: Whale, account_id: str) -> None:
    """Where an account stands against the bottom line, and the steps from mild to final."""
    told = found.ladder(account_id)
    st.markdown(view.text(told.reading))
    if told.gap <= 0:
        return
    rows = told.steps.assign(
        step_name=pd.Series([say(STEPS[s]) for s in told.steps["step"]], dtype=object),
        margin_after=told.steps["net_margin"],
        enough=pd.Series([say("yes") if e else say("no") for e in told.steps["enough"]], dtype=object),
    )  # fmt: skip
    show.table(
        view, rows, ("step_name", "effect", "margin_after", "enough", "volume"), key="ladder",
        alt=say("Steps for an account below the bottom line."), download=False,
    )  # fmt: skip


def below_the_line(view: View, found: Whale) -> None:
    """The worst account below the service bottom line, or another one chosen, with its steps."""
    rows = found.rows
    below = rows[rows["net_margin"].fillna(-1.0) < found.floor].sort_values("net_profit")
    if below.empty:
        return
    st.subheader(view.label(N_("Below the bottom line: what to do")), anchor=False)
    names = dict(zip(below["account_id"], below["account_name"], strict=True))
    chosen = links.choice(
        st.selectbox, view.label(N_("Account")), list(names), key="loser",
        format_func=lambda i: names.get(i, i),
    )  # fmt: skip
    exit_ladder(view, found, chosen)
