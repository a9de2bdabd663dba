"""How much of each indicator is measured: share of accounts, beside the share of revenue."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd

from kam.charts.figure import Chart, axis, draw, nothing, shown
from kam.charts.palette import ACCENT, NEUTRAL
from kam.charts.ticks import percent_axis
from kam.units import Day, Number, Percent
from kam.words import Sentence, say

MOSTLY = 0.8  # of the accounts: from here on an indicator counts as measured


def coverage(covered: pd.DataFrame, lang: str, *, as_of: date | None = None) -> Chart:
    """Share of the accounts each indicator is measured for as a bar, of the revenue as a tick.

    Parameters
    ----------
    covered : ``Quality.coverage``: indicator, weight, accounts_share, revenue_share

    Traces: accounts, revenue.

    Source: features.md 3; look.md.
    """
    if covered.empty:
        return nothing(say("There is no account to measure yet."), lang)
    places = np.arange(len(covered))
    names = [shown(s.in_language(lang)) for s in covered["indicator"]]
    parts = [Percent(p).in_language(lang) for p in covered["accounts_share"]]
    traces = [
        {
            "type": "bar", "orientation": "h", "name": "accounts",
            "x": covered["accounts_share"].to_numpy(), "y": places,
            "marker": {"color": ACCENT, "line": {"width": 0}},
            "hovertext": [f"{n}: {p}" for n, p in zip(names, parts, strict=True)],
            "hoverinfo": "text",
        },
        {
            "type": "scatter", "name": "revenue", "mode": "markers",
            "x": covered["revenue_share"].replace(0.0, np.nan).to_numpy(), "y": places,
            "marker": {"symbol": "line-ns", "size": 9, "line": {"color": NEUTRAL, "width": 3}},
            "hovertext": [
                say("Of revenue: {p}", p=Percent(p)).in_language(lang)
                for p in covered["revenue_share"]
            ],
            "hoverinfo": "text",
            "cliponaxis": False,
        },
    ]  # fmt: skip
    title = _message(covered)
    ticks = [f"{n}  <b>{p}</b>  " for n, p in zip(names, parts, strict=True)]
    return draw(
        traces,
        title,
        _about(as_of),
        say("{title}. Indicators are sorted by what is missing.", title=title),
        lang,
        height=92 + 24 * len(covered),
        bargap=0.35,
        xaxis=axis(range=[0, 1.02], showgrid=True) | percent_axis(0, 1, lang),
        yaxis=axis(
            range=[len(covered) - 0.4, -0.6], tickmode="array", tickvals=places.tolist(),
            ticktext=ticks,
        ),
    )  # fmt: skip


def _message(covered: pd.DataFrame) -> Sentence:
    shares = covered["accounts_share"]
    silent = int((shares == 0).sum())
    mostly = int((shares >= MOSTLY).sum())
    if silent:
        return say(
            "{n} of {all} indicators are measured for most accounts, {silent} for none",
            n=Number(mostly), all=Number(len(covered)), silent=Number(silent),
        )  # fmt: skip
    return say(
        "{n} of {all} indicators are measured for most accounts",
        n=Number(mostly),
        all=Number(len(covered)),
    )


def _about(as_of: date | None) -> Sentence:
    told = say(
        "Bar: share of the accounts that buy; tick: their share of revenue; what is missing most first"
    )
    return told if as_of is None else say("{told}; as of {day}", told=told, day=Day(as_of))
