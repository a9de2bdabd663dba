"""Scenarios drawn: two rankings as a slope graph, many people's weights as dots, a value function."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from kam.charts.figure import Chart, axis, cut, draw, nothing, shown
from kam.charts.palette import ACCENT, AMBER, GRID, NEUTRAL
from kam.indicators import INDICATORS, MEASURES
from kam.key_list import Comparison
from kam.scoring import worth_of
from kam.units import UNITS, Number, Percent
from kam.words import N_, Sentence, say, translate

MOST_LINES = 40
BINS = 24


def slopes(found: Comparison, lang: str) -> Chart:
    """The key accounts of two scenarios, left and right by rank; who enters and who leaves.

    Traces: one line per account (its id in ``meta``); entering blue, leaving amber and dashed.

    Source: look.md (Rank changes); features.md 20.
    """
    first, last = found.names[0], found.names[-1]
    inside = found.inside[[first, last]]
    chosen = found.ranks[inside.any(axis=1)].dropna(subset=[first, last])
    chosen = chosen.sort_values(last).head(MOST_LINES)
    if chosen.empty:
        return nothing(say("There is no key account to compare."), lang)
    places = {n: chosen[n].rank(method="first").to_numpy() for n in (first, last)}
    traces = [
        _line(str(i), inside.loc[i].tolist(), places[first][k], places[last][k])
        for k, i in enumerate(chosen.index)
    ]
    notes = [
        _end(found, str(i), name, float(places[name][k]), left=name == first, lang=lang)
        for k, i in enumerate(chosen.index)
        for name in dict.fromkeys((first, last))
    ]
    head = [
        {
            "text": f"<b>{shown(name, 34)}</b>", "x": x, "y": 0.2, "xref": "x", "yref": "y",
            "xanchor": anchor, "yanchor": "bottom", "showarrow": False, "font": {"size": 13},
        }
        for name, x, anchor in ((first, 0, "right"), (last, 1, "left"))
    ]  # fmt: skip
    return draw(
        traces,
        say("{stay} stay, {enter} enter, {leave} leave", **_counts(inside)),
        say("Key accounts by rank; blue: enters, amber: leaves, grey: stays"),
        say("{reading} Left {a}, right {b}.", reading=found.reading, a=first, b=last),
        lang,
        height=110 + 25 * len(chosen),
        annotations=head + notes,
        xaxis=axis(range=[-0.75, 1.75], showticklabels=False),
        yaxis=axis(range=[len(chosen) + 0.6, -0.6], showticklabels=False),
        margin={"l": 8, "r": 8, "b": 8},
    )


def _counts(inside: pd.DataFrame) -> dict[str, Number]:
    was, now = inside.iloc[:, 0], inside.iloc[:, 1]
    sums = {"stay": was & now, "enter": now & ~was, "leave": was & ~now}
    return {name: Number(int(chosen.sum())) for name, chosen in sums.items()}


def _line(account: str, inside: list[bool], left: float, right: float) -> dict[str, Any]:
    stays, enters = all(inside), inside[1]
    color = NEUTRAL if stays else ACCENT if enters else AMBER
    return {
        "type": "scatter",
        "mode": "lines+markers",
        "meta": account,
        "x": [0, 1],
        "y": [left, right],
        "line": {
            "color": color, "width": 1.2 if stays else 2.4,
            "dash": "solid" if stays or enters else "dash",
        },
        "marker": {"size": 5 if stays else 7, "color": color},
        "hoverinfo": "skip",
    }  # fmt: skip


def _end(
    found: Comparison, account: str, name: str, place: float, *, left: bool, lang: str
) -> dict[str, Any]:
    rank = Number(int(found.ranks.at[account, name])).in_language(lang)
    label = shown(found.account_names[account], 30)
    key = bool(found.inside.at[account, name])
    text = f"{label}  {rank}" if left else f"{rank}  {label}"
    return {
        "text": f"<b>{text}</b>" if key else text,
        "x": 0 if left else 1,
        "y": place,
        "xref": "x",
        "yref": "y",
        "xanchor": "right" if left else "left",
        "xshift": -8 if left else 8,
        "showarrow": False,
        "font": {"size": 12},
    }


def opinions(found: Comparison, lang: str) -> Chart:
    """Every scenario's weight by indicator as dots, the agreed weight as a bar across them.

    Traces: range, one per scenario (its name), consensus.

    Source: issue 4, section 4 ("spread per indicator, consensus").
    """
    spread = found.spread
    places = np.arange(len(spread))
    symbols = ("circle", "diamond", "square", "triangle-up", "x", "star", "cross", "hexagon")
    ranges = {
        "type": "scatter", "mode": "lines", "name": "range", "hoverinfo": "skip",
        "x": [v for row in spread.itertuples() for v in (row.low, row.high, None)],
        "y": [v for p in places for v in (p, p, None)],
        "line": {"color": NEUTRAL, "width": 3}, "opacity": 0.4, "showlegend": False,
    }  # fmt: skip
    dots = [
        {
            "type": "scatter", "mode": "markers", "name": shown(name, 26), "meta": name,
            "x": found.weights[name].reindex(spread.index).to_numpy(), "y": places,
            "marker": {"size": 9, "symbol": symbols[k % len(symbols)], "color": NEUTRAL,
                       "line": {"width": 1, "color": NEUTRAL}},
            "hovertext": [
                f"{shown(name)}: {Percent(float(v), 1).in_language(lang)}"
                for v in found.weights[name].reindex(spread.index)
            ],
            "hoverinfo": "text",
        }
        for k, name in enumerate(found.names)
    ]  # fmt: skip
    agreed = {
        "type": "scatter", "mode": "markers", "meta": "consensus",
        "name": shown(translate(N_("Consensus"), lang)),
        "x": spread["geometric"].to_numpy(), "y": places, "hoverinfo": "skip",
        "marker": {"symbol": "line-ns", "size": 18, "line": {"width": 3, "color": ACCENT},
                   "color": ACCENT},
    }  # fmt: skip
    top = spread.iloc[0]
    title = say(
        "{indicator}: {low} for {a}, {high} for {b}",
        indicator=say(INDICATORS[top["indicator"]].label),
        low=Percent(float(top["low"])), a=cut(str(top["low_by"]), 26),
        high=Percent(float(top["high"])), b=cut(str(top["high_by"]), 26),
    )  # fmt: skip
    high = max(float(spread["high"].max()) * 1.08, 0.05)
    ticks = [t for t in (0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.8, 1.0) if t <= high]
    return draw(
        [ranges, *dots, agreed],
        title,
        say("Weight by indicator, the most disputed first; blue: geometric mean of all"),
        say("{title}. {reading}", title=title, reading=found.reading),
        lang,
        height=150 + 28 * len(spread),
        head=22,
        showlegend=True,
        legend={"orientation": "h", "x": 0, "y": -0.06, "yanchor": "top", "font": {"size": 12},
                "itemclick": False, "itemdoubleclick": False},
        xaxis=axis(range=[-0.005, high], showgrid=True, tickmode="array", tickvals=ticks,
                   ticktext=[Percent(t).in_language(lang) for t in ticks], side="top"),
        yaxis=axis(range=[len(spread) - 0.5, -0.6], tickmode="array", tickvals=list(places),
                   ticktext=[
                       f"{shown(translate(INDICATORS[str(i)].label, lang))}  " for i in spread.index
                   ], gridcolor=GRID),
        margin={"b": 60},
    )  # fmt: skip


def value_function(
    measure: str, values: pd.Series, mark: pd.Series, currency: str | None, lang: str
) -> Chart:
    """What a value is worth, over how many accounts have it; who is beyond the anchors is counted.

    Parameters
    ----------
    values : the accounts' values, NaN unknown
    mark : worst, typical, best and shape (a row of ``scoring.ruler``)

    Traces: accounts (bars), worth (line), anchors (markers).

    Source: methods.md 2.1; features.md 17.
    """
    known = values.dropna().astype(float)
    anchors = [float(mark[n]) for n in ("worst", "typical", "best")]
    low, high = _reach(known, anchors)
    x = np.unique(np.concatenate([np.linspace(low, high, 160), anchors, _steps(mark)]))
    x = x[(x >= low) & (x <= high)]
    counts, edges = np.histogram(known.clip(low, high), bins=BINS, range=(low, high))
    tallest = max(int(counts.max()), 1) if len(counts) else 1
    unit = UNITS[MEASURES[measure].unit]
    ticks = sorted({low, *anchors, high}) if len({*anchors}) > 1 else [low, high]
    ticks = _apart(ticks, anchors, (high - low) * 0.13)
    return draw(
        [
            {
                "type": "bar", "name": "accounts", "x": (edges[:-1] + edges[1:]) / 2,
                "y": counts / tallest, "width": np.diff(edges),
                "marker": {"color": NEUTRAL, "opacity": 0.35, "line": {"width": 0}},
                "hoverinfo": "skip",
            },
            {
                "type": "scatter", "mode": "lines", "name": "worth", "x": x,
                "y": worth_of(x, mark), "line": {"color": ACCENT, "width": 3},
                "hoverinfo": "skip",
            },
            {
                "type": "scatter", "mode": "markers", "name": "anchors", "x": anchors,
                "y": worth_of(np.array(anchors), mark), "hoverinfo": "skip",
                "marker": {"color": ACCENT, "size": 9},
            },
        ],
        beyond(known, anchors),
        say("Line: worth; grey: how many of {n} accounts have the value", n=Number(len(known))),
        say("{measure}: {told}", measure=say(MEASURES[measure].label),
            told=beyond(known, anchors)),
        lang,
        height=250,
        bargap=0,
        xaxis=axis(
            range=[low, high], tickmode="array", tickvals=ticks,
            ticktext=[shown(unit.quantity(t, currency).in_language(lang)) for t in ticks],
        ),
        yaxis=axis(range=[0, 1.08], showgrid=True, tickmode="array", tickvals=[0, 0.5, 1],
                   ticktext=[Percent(t).in_language(lang) for t in (0, 0.5, 1)]),
    )  # fmt: skip


def beyond(known: pd.Series, anchors: list[float]) -> Sentence:
    """How many accounts lie beyond the anchors, where nothing more is won or lost.

    >>> str(beyond(pd.Series([1.0, 2.0, 9.0]), [2.0, 3.0, 5.0]))
    '1 beyond the best value, 1 beyond the worst'
    """
    worst, _, best = anchors
    up = best >= worst
    above = int((known > best).sum() if up else (known < best).sum())
    below = int((known < worst).sum() if up else (known > worst).sum())
    if worst == best or known.nunique() < 2:
        return say("It does not tell accounts apart")
    return say(
        "{above} beyond the best value, {below} beyond the worst",
        above=Number(above),
        below=Number(below),
    )


def _reach(known: pd.Series, anchors: list[float]) -> tuple[float, float]:
    """From where to where to draw: the anchors and the bulk of the accounts."""
    ends = [*anchors]
    if len(known):
        ends += [float(q) for q in np.percentile(known, [2, 98])]
    low, high = min(ends), max(ends)
    room = (high - low) * 0.04 or max(abs(high), 1.0) * 0.1
    return low - room, high + room


def _steps(mark: pd.Series) -> list[float]:
    """Points just before and on a threshold, so that the line is upright there."""
    if mark.get("shape") != "threshold":
        return []
    typical, worst = float(mark["typical"]), float(mark["worst"])
    return [typical, typical + 1e-6 * (worst - typical)]


def _apart(ticks: list[float], first: list[float], least: float) -> list[float]:
    """Ticks at least so far apart; the anchors before the ends."""
    kept: list[float] = []
    for tick in [*first, *ticks]:
        if all(abs(tick - other) >= least for other in kept):
            kept.append(tick)
    return sorted(kept)
