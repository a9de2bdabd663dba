"""How much hangs on how few: bars by rank, the cumulative line, the crossing at k."""

from __future__ import annotations

import math
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from kam.charts.figure import Chart, axis, cut, draw, letters, note, nothing, shown
from kam.charts.palette import ABC, NEUTRAL
from kam.charts.ticks import amount_in, money_axis, percent_axis, rank_axis
from kam.concentration import Concentration
from kam.units import Day, Money, Number, Percent
from kam.words import Sentence, say, say_count

NAMED_ON_AXIS = 10  # so few accounts carry their names under the bars
LISTED = 4  # the largest accounts, named inside the figure
SINGLE = 100  # ranks that keep a bar of their own however many accounts there are
MOST_BARS = 400
PIXELS = 860  # usual width of the plot; labels are spaced by it


def pareto(
    found: Concentration, amount_label: str, currency: str | None, as_of: date, lang: str
) -> Chart:
    """Bars by rank in the tones of A, B and C, the cumulative share, and where k80 crosses.

    Beyond 400 accounts the ranks after 100 are drawn as averages of neighbours of one class; the
    subtitle says of how many. Negative accounts hang below the line. Traces: accounts (bars),
    cumulative (line on y2), crossing (one point on y2; absent when the total is not positive).

    Source: look.md (Pareto); S0-1, S1-22.
    """
    if found.accounts == 0:
        return nothing(found.reading, lang)
    amount = say(amount_label)
    bars, size = condensed(found.rows)
    high = max(float(bars["value"].max()), 0.0)
    low = min(float(bars["value"].min()), 0.0)
    high = high or (-low / 12 or 1.0)
    crowded = _crowded(found)
    air = 1.2 if crowded else 1.08
    up, down = high * air, low * 1.12
    layout: dict[str, Any] = {
        "xaxis": axis(range=[0.5 - found.accounts * 0.004, found.accounts + 0.5])
        | _rank_ticks(found, lang),
        "yaxis": axis(range=[down, up], showgrid=True) | money_axis(down, up, currency, lang),
        "bargap": 0.0 if len(bars) > 60 else 0.15,
    }
    traces = [_bars(bars, currency, lang)]
    shapes, notes = _class_strip(found, lang)
    shapes.append(_line([0.5, found.accounts + 0.5], [0, 0], "y", dash="solid", width=1))
    if found.k80 is not None:
        top = max(1.0, float(bars["cumulative_share"].max())) * air
        layout["yaxis2"] = axis(
            range=[top * down / up, top], overlaying="y", side="right", showgrid=False
        ) | percent_axis(0, 1, lang)
        crossing, lines, label = _crossing(found, top, crowded, lang)
        traces += [_cumulative(bars, lang), crossing]
        shapes += lines
        notes += [label, *_largest(found, high, lang)]
    title = (
        say_count(
            "{amount}: {share} comes from {k} of {of} account",
            "{amount}: {share} comes from {k} of {of} accounts",
            found.accounts,
            amount=amount, share=Percent(found.key_share), k=Number(found.k80),
            of=Number(found.accounts),
        )
        if found.k80 is not None
        else say("{amount}: the total is not positive, so shares of it have no meaning", amount=amount)
    )  # fmt: skip
    return draw(
        traces,
        title,
        _subtitle(amount_in(amount, currency), found, as_of, size),
        say(
            "{amount} by account from large to small, with the cumulative share. {reading}",
            amount=amount,
            reading=found.reading,
        ),
        lang,
        head=30,
        shapes=shapes,
        annotations=notes,
        **layout,
    )


def condensed(rows: pd.DataFrame) -> tuple[pd.DataFrame, int]:
    """The bars to draw, and how many accounts the widest of them stands for.

    Returns
    -------
    DataFrame[first, last (ranks), value (mean), cumulative_share (at ``last``), class], and a count

    >>> rows = pd.DataFrame({"rank": [1, 2], "value": [3.0, 1.0], "account_name": ["a", "b"],
    ...                      "cumulative_share": [0.75, 1.0], "class": ["A", "C"]})
    >>> condensed(rows)[0]["value"].tolist()
    [3.0, 1.0]
    """
    n = len(rows)
    size = 1 if n <= MOST_BARS else math.ceil((n - SINGLE) / (MOST_BARS - SINGLE))
    run = (rows["class"] != rows["class"].shift()).cumsum()
    within = rows.groupby(run).cumcount()
    place = np.arange(n)
    part = np.where(place < SINGLE, place, SINGLE + within // size) if size > 1 else place
    grouped = rows.groupby([run.to_numpy(), part], sort=True)
    bars = grouped.agg(
        first=("rank", "min"),
        last=("rank", "max"),
        value=("value", "mean"),
        cumulative_share=("cumulative_share", "last"),
        name=("account_name", "first"),
    )
    bars["class"] = grouped["class"].first()
    return bars.reset_index(drop=True), size


def _bars(bars: pd.DataFrame, currency: str | None, lang: str) -> dict[str, Any]:
    width = bars["last"] - bars["first"] + 1
    told = [
        "<br>".join((
            shown(str(b.name_)) if b.first == b.last else
            say("Ranks {first} to {last}, on average", first=Number(b.first), last=Number(b.last))
            .in_language(lang),
            Money(b.value, currency, exact=True).in_language(lang),
        ))
        for b in bars.rename(columns={"name": "name_"}).itertuples()
    ]  # fmt: skip
    return {
        "type": "bar",
        "name": "accounts",
        "x": ((bars["first"] + bars["last"]) / 2).to_numpy(),
        "y": bars["value"].to_numpy(),
        "width": (width * (1.0 if len(bars) > 60 else 0.85)).to_numpy(),
        "marker": {"color": [ABC[c] for c in bars["class"]], "line": {"width": 0}},
        "hovertext": told,
        "hoverinfo": "text",
    }


def _cumulative(bars: pd.DataFrame, lang: str) -> dict[str, Any]:
    return {
        "type": "scatter",
        "name": "cumulative",
        "mode": "lines+markers" if len(bars) <= 30 else "lines",
        "x": bars["last"].to_numpy(),
        "y": bars["cumulative_share"].to_numpy(),
        "yaxis": "y2",
        "line": {"color": NEUTRAL, "width": 2.5},
        "marker": {"size": 5, "color": NEUTRAL},
        "hovertext": [
            say(
                "The first {n} bring {share}",
                n=Number(b.last),
                share=Percent(b.cumulative_share, 1),
            ).in_language(lang)
            for b in bars.itertuples()
        ],
        "hoverinfo": "text",
    }


def _crowded(found: Concentration) -> bool:
    """Whether the bars right of k are so high that labels must stand above all bars."""
    if found.k80 is None:
        return False
    beside = float(found.rows["value"].iloc[min(found.k80, found.accounts - 1)])
    return found.k80 > 0.75 * found.accounts or beside > 0.6 * float(found.rows["value"].iloc[0])


def _crossing(
    found: Concentration, top: float, crowded: bool, lang: str
) -> tuple[dict[str, Any], list[dict[str, Any]], dict[str, Any]]:
    """The point at k, its lines to both axes, and its label where nothing is drawn."""
    k = found.k80 or 0
    reached = float(found.rows["cumulative_share"].iloc[k - 1])
    point = {
        "type": "scatter",
        "name": "crossing",
        "mode": "markers",
        "x": [k],
        "y": [reached],
        "yaxis": "y2",
        "marker": {"color": NEUTRAL, "size": 11, "symbol": "circle"},
        "hoverinfo": "skip",
    }
    lines = [
        _line([k, k], [0, 0.93 * top if crowded else reached], "y2"),
        _line([k, found.accounts + 0.5], [reached, reached], "y2"),
    ]
    text = say_count(
        "{k} account: {share}",
        "{k} accounts: {share}",
        k,
        k=Number(k),
        share=Percent(found.key_share),
    )
    label = note(
        f"<b>{shown(text.in_language(lang))}</b>",
        x=k if crowded else k + 0.5,
        y=top if crowded else reached,
        yref="y2",
        xanchor="center" if crowded else "left",
        xshift=0 if crowded else 6,
        yanchor="top" if crowded else "middle",
        yshift=0 if crowded else -13,
        font={"size": 13},
    )
    return point, lines, label


def _line(
    x: list[float], y: list[float], yref: str, dash: str = "dot", width: float = 1.5
) -> dict[str, Any]:
    return {
        "type": "line",
        "x0": x[0], "x1": x[1], "y0": y[0], "y1": y[1],
        "xref": "x", "yref": yref,
        "line": {"color": NEUTRAL, "width": width, "dash": dash},
    }  # fmt: skip


def _class_strip(
    found: Concentration, lang: str
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """A thin strip above the bars: where A, B and C begin, labelled where there is room."""
    shapes: list[dict[str, Any]] = []
    notes: list[dict[str, Any]] = []
    taken = 0.0
    for name, part in found.rows.groupby("class", sort=True):
        first, last, count = part["rank"].min(), part["rank"].max(), len(part)
        shapes.append(
            {
                "type": "rect",
                "x0": first - 0.5, "x1": last + 0.5, "y0": 1.01, "y1": 1.03,
                "xref": "x", "yref": "paper",
                "fillcolor": ABC[str(name)], "line": {"width": 0}, "layer": "above",
            }
        )  # fmt: skip
        text = _class_label(str(name), count).in_language(lang)
        width = (letters(text) * 6.6 + 14) / PIXELS
        centre = (first + last - 1) / 2 / found.accounts
        start = min(max(centre - width / 2, taken), 1 - width)
        if start < taken - 1e-9:
            continue
        taken = start + width
        notes.append(
            note(
                shown(text),
                x=0.5 + (start + width / 2) * found.accounts,
                y=1.035,
                yref="paper",
                xanchor="center",
                yanchor="bottom",
            )
        )
    return shapes, notes


def _class_label(name: str, count: int) -> Sentence:
    if name == "Z":
        return say("{n} zero or negative", n=Number(count))
    return say_count(
        "{name}: {n} account", "{name}: {n} accounts", count, name=name, n=Number(count)
    )


def _largest(found: Concentration, high: float, lang: str) -> list[dict[str, Any]]:
    """The names of the first accounts, in the free room between low bars and the curve.

    Nothing where there is no such room (few accounts, or none that stands out): the names are then
    under the bars, or no account is key by size.
    """
    n, k = found.accounts, found.k80 or 0
    left = max(k / n + 0.04, 0.34)
    beside = float(found.rows["value"].iloc[min(int(left * n), n - 1)])
    if n <= NAMED_ON_AXIS or left > 0.68 or beside > 0.3 * high:
        return []
    head = say("The largest").in_language(lang)
    lines = [f"<b>{shown(head)}</b>"]
    for row in found.rows.head(min(LISTED, k)).itertuples():
        share = Percent(row.share, 1).in_language(lang)
        lines.append(f"{row.rank}  {shown(str(row.account_name), 30)}  {share}")
    return [
        note(
            "<br>".join(lines),
            x=0.5 + left * n,
            y=0.68,
            yref="y2",
            xanchor="left",
            yanchor="top",
        )
    ]


def _rank_ticks(found: Concentration, lang: str) -> dict[str, Any]:
    if found.accounts > NAMED_ON_AXIS:
        return rank_axis(found.accounts, lang)
    room = max(6, int(PIXELS / found.accounts / 7.5))
    return {
        "tickmode": "array",
        "tickvals": found.rows["rank"].tolist(),
        "ticktext": [shown(cut(str(n), room)) for n in found.rows["account_name"]],
        "tickangle": 0,
    }


def _subtitle(amount: Sentence, found: Concentration, as_of: date, size: int) -> Sentence:
    bars = say("Bars: {amount} by account, from rank 1 on", amount=amount)
    if found.k80 is not None:
        bars = say("{bars}; line: cumulative share", bars=bars)
    told = say("{told}; as of {day}", told=bars, day=Day(as_of))
    if size == 1:
        return told
    return say(
        "{told}; of {count} accounts those after rank {single} as averages of up to {size}",
        told=told,
        count=Number(found.accounts),
        single=Number(SINGLE),
        size=Number(size),
    )
