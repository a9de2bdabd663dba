"""True, false, potential, and what goes with an account that leaves, shown."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from kam import charts
from kam.dependence import CUTS, INFLUENCES, LINKS, TELLS, Loss, Rates, word_of_mouth
from kam.figures import Figure
from kam.segments import FALSE_TYPES, SETS, TICKS, VERDICTS, Segments
from kam.ui import choosing, links, show
from kam.ui.view import View
from kam.units import Money, Number, Percent
from kam.whale import Whale
from kam.words import N_, Sentence, say

_TICKS: dict[bool | None, str] = {True: "✓", False: "–", None: "?"}
FIRST = ("true", "contested", "false", "potential", "too_early", "ordinary")
WHICH: dict[str, str] = {
    "notable": N_("Big and coming"),
    "false": N_("Big, but not valuable"),
    "potential": N_("Potential key account"),
    "contested": N_("Contested"),
    "every": N_("All accounts"),
}


def verdict(row: pd.Series) -> Sentence:
    """A verdict with its kind, in words."""
    if row["type"] is None or row["type"] != row["type"]:
        return say(VERDICTS[row["verdict"]])
    return say(FALSE_TYPES[row["type"]])


def listed(view: View, found: Segments) -> None:
    """The accounts with their three ticks, verdict and the line that decided."""
    which = links.choice(
        st.segmented_control, view.label(N_("Show")), list(WHICH), key="which",
        format_func=lambda w: view.label(WHICH[w]), required=True,
    )  # fmt: skip
    rows = found.rows
    if which == "notable":
        rows = rows[rows["verdict"].isin(["true", "contested", "false", "potential"])]
    elif which != "every":
        rows = rows[rows["verdict"] == which]
    if rows.empty:
        show.nothing(view, say("No account has this verdict."))
        return
    shown = rows.assign(
        judged=pd.Series([verdict(r) for _, r in rows.iterrows()], index=rows.index, dtype=object),
        **{name.replace("in_", "by_"): [_tick(v) for v in rows[name]] for name in SETS},
        revenue_12m=rows["revenue"],
        deciding=rows["why"],
    )
    show.table(
        view, shown,
        ("account_name", "judged", "by_revenue", "by_profit", "by_score", "revenue_12m", "deciding"),
        key="segments", alt=say("Accounts with their verdict and what decided it."),
    )  # fmt: skip


def _tick(value: object) -> str:
    return _TICKS[None if value is None or value != value else bool(value)]


def hearing(view: View, found: Segments, account_id: str) -> None:
    """One account's hearing: verdict, sets and ticks, claims for and against, what would change it."""
    row = found.rows.set_index("account_id").loc[account_id]
    name = str(row["account_name"])
    lines = found.evidence[account_id]
    show.reading(
        view, say("{name}: {verdict}. {why}", name=name, verdict=verdict(row), why=row["why"])
    )
    show.kpis(view, _head(view, row))
    sides = st.columns(2, gap="large")
    for side, speaks, title in (
        (sides[0], "for", N_("Speaks for it")), (sides[1], "against", N_("Speaks against it")),
    ):  # fmt: skip
        with side:
            st.subheader(view.label(title), anchor=False)
            said = [e.sentence for e in lines if e.speaks == speaks]
            said += [
                say("{mark}.", mark=say(TICKS[t]))
                for t in TICKS
                if speaks == "for" and _tick(row[t]) == "✓"
            ]
            if said:
                show.bullets(view, said)
            else:
                st.markdown(view.label(N_("Nothing.")))
    others = [e.sentence for e in lines if not e.speaks]
    if others:
        show.bullets(view, others)
    mends = found.mends(account_id)
    if mends and row["verdict"] in ("false", "contested"):
        st.subheader(view.label(N_("What would make it a true key account")), anchor=False)
        show.bullets(view, mends)


def _head(view: View, row: pd.Series) -> tuple[Figure, ...]:
    sets = sum(_tick(row[s]) == "✓" for s in SETS)
    ticks = sum(_tick(row[t]) == "✓" for t in TICKS)
    currency = view.portfolio.currency
    return (
        Figure(
            "revenue", N_("Revenue, 12 months"), Money(row["revenue"], currency),
            about=say("Net of returns."),
        ),
        Figure(
            "profit", N_("Gross profit, 12 months"), Money(row["profit"], currency),
            missing=say("No cost on file.") if row["profit"] != row["profit"] else None,
            about=say("Revenue less cost of goods."),
        ),
        Figure(
            "sets", N_("In the sets of the vital few"), Number(sets),
            say("of 3: revenue, profit, score"),
            about=say("Among the fewest that bring the key share of revenue and of profit, and in the"
                      " better half by score."),
        ),
        Figure(
            "ticks", N_("Key-account marks"), Number(ticks), say("of 4"),
            about=say("Of four: orders at least as often as the usual account, is large, has at least"
                      " the usual margin, and counts in our result."),
        ),
    )  # fmt: skip


def pocket_of(view: View, found: Whale, account_id: str, name: str) -> None:
    """The account's way from list price to pocket, and its steps if it is below the bottom line."""
    if account_id not in found.steps.index:
        return
    drawn = charts.waterfall(
        found.waterfall(account_id), say("{name}", name=name), view.portfolio.currency,
        view.portfolio.as_of, view.lang,
    )  # fmt: skip
    show.chart(view, drawn, key="account_waterfall")
    choosing.exit_ladder(view, found, account_id)


def rates(view: View) -> Rates:
    """Draw how strongly others follow; one slider for everybody, the links folded away."""
    strength = st.slider(
        view.label(N_("How strongly others follow")), 0, 300, value=100, step=25, format="%d%%",
        key="follow", bind="query-params", width=300,
        help=view.label(
            N_("100% are our assumptions, not measurements; 0% means nobody follows anybody.")
        ),
    )  # fmt: skip
    return Rates().scaled(strength / 100)


def lost(view: View, found: Loss) -> None:
    """What goes with an account, and who may follow it."""
    show.reading(view, found.reading)
    show.kpis(view, found.summary())
    told = [t for t in (found.rings, _families(found)) if t is not None]
    if told:
        st.markdown(view.prose(*told))


def _families(found: Loss) -> Sentence | None:
    if found.families.empty:
        return None
    first = found.families.iloc[0]
    return say(
        "It takes {share} of all {family}: so much capacity would be free.",
        share=Percent(first["share"]), family=str(first["part"]),
    )  # fmt: skip


def following(view: View, found: Loss, names: pd.Series) -> None:
    """Who may follow, with the link and what that would cost on average."""
    rows = found.followers.rows.head(200)
    if rows.empty:
        show.nothing(view, say("No account has a link to this one."))
        return
    rows = rows.assign(
        account_name=names.reindex(rows["account_id"]).to_numpy(),
        link_name=pd.Series([say(LINKS[n]) for n in rows["link"]], dtype=object),
        chance=rows["probability"],
        revenue_12m=rows["value"],
    )
    show.table(
        view, rows, ("account_name", "link_name", "chance", "revenue_12m", "expected"),
        key="followers", alt=say("Accounts that may follow, the largest loss first."), height=300,
    )  # fmt: skip


def talk(view: View, used: Rates) -> None:
    """Word of mouth with its two numbers, and the chances behind the slider, folded away."""
    with st.expander(view.label(N_("Word of mouth, and the chances used"))):
        with st.container(horizontal=True):
            tells = st.number_input(
                view.label(N_("A satisfied customer tells")), 1, 100, value=TELLS, key="tells",
                bind="query-params", width=220,
            )  # fmt: skip
            influences = st.number_input(
                view.label(N_("A dissatisfied one influences")), 1, 100, value=INFLUENCES,
                key="influences", bind="query-params", width=220,
            )  # fmt: skip
        st.markdown(view.text(word_of_mouth(tells, influences)))
        show.bullets(
            view,
            [
                say("{link}: {chance}", link=say(label), chance=Percent(getattr(used, name), 1))
                for name, label in LINKS.items()
            ],
        )


def cut_by(view: View) -> None:
    """Draw the choice of a dimension, its chart and its table."""
    st.subheader(view.label(N_("What hangs on single accounts?")), anchor=False)
    by = links.choice(
        st.segmented_control, view.label(N_("Split by")), list(CUTS), key="cut",
        format_func=lambda c: view.label(CUTS[c]), required=True,
    )  # fmt: skip
    found = view.portfolio.cut(by)
    if found.reading is None:
        show.nothing(view)
        return
    st.markdown(view.text(found.reading))
    drawn = charts.parts(found, view.portfolio.currency, view.portfolio.as_of, view.lang)
    show.chart(view, drawn, key="parts")
    rows = found.parts.assign(
        equal_customers=found.parts["n_eff"],
        revenue_12m=found.parts["value"],
        part=[p or view.label(N_("not on file")) for p in found.parts["part"]],
    )
    show.table(
        view, rows,
        ("part", "accounts", "revenue_12m", "share", "largest_name", "largest_share",
         "equal_customers"),
        key="parts", alt=say("Parts of the business and their largest account."),
    )  # fmt: skip
