"""What tries a ranking: one weight more or less, and what lists brought at past quarter ends."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from kam.backtest import RULES, Backtest
from kam.charts.figure import Chart, axis, cut, draw, note, nothing, shown
from kam.charts.palette import ACCENT, AMBER, GREEN, GRID, NEUTRAL, OUTLINE
from kam.charts.ticks import amount_in, money_axis
from kam.indicators import INDICATORS
from kam.units import Day, Money, Number
from kam.words import N_, Sentence, say, translate

_LINES: dict[str, tuple[str, str]] = {
    "score": (ACCENT, "solid"),
    "revenue": (NEUTRAL, "solid"),
    "equal": (AMBER, "dot"),
    "fitted": (GREEN, "dash"),
}


def tornado(table: pd.DataFrame, name: str, score: float, lang: str) -> Chart:
    """How far one account's score moves when one weight is a quarter smaller or larger.

    Parameters
    ----------
    table : ``scoring.tornado``: score_less, score_more, rank_less, rank_more by indicator
    name : the account's

    Traces: less, more (bars from the present score).

    Source: methods.md 2.5.
    """
    moved = table[(table["score_more"] - table["score_less"]).abs() > 5e-3]
    if moved.empty:
        return nothing(say("No single weight moves this score."), lang)
    places = np.arange(len(moved))
    ranks = moved[["rank_less", "rank_more"]].to_numpy()
    title = say(
        "{account}: rank {best} to {worst} while one weight moves by a quarter",
        account=cut(name, 36),
        best=Number(int(ranks.min())),
        worst=Number(int(ranks.max())),
    )
    reach = float((moved[["score_less", "score_more"]] - score).abs().to_numpy().max()) * 1.25
    return draw(
        [
            _side(moved, "less", OUTLINE, score, places, lang),
            _side(moved, "more", ACCENT, score, places, lang),
        ],
        title,
        say("Points of 100; blue: the weight a quarter larger, grey: a quarter smaller; now {score}",
            score=Number(score, 1)),
        say("{title}.", title=title),
        lang,
        barmode="overlay",
        bargap=0.35,
        height=110 + 24 * len(moved),
        xaxis=axis(range=[-reach, reach], showticklabels=False, showgrid=True),
        yaxis=axis(
            range=[len(moved) - 0.4, -0.6], tickmode="array", tickvals=list(places),
            ticktext=[f"{shown(translate(INDICATORS[str(i)].label, lang))}  " for i in moved.index],
            gridcolor=GRID,
        ),
        shapes=[{
            "type": "line", "x0": 0, "x1": 0, "y0": 0, "y1": 1, "xref": "x", "yref": "paper",
            "line": {"color": NEUTRAL, "width": 1},
        }],
        margin={"b": 12},
    )  # fmt: skip


def _side(
    moved: pd.DataFrame, side: str, color: str, score: float, places: np.ndarray, lang: str
) -> dict[str, Any]:
    change = (moved[f"score_{side}"] - score).to_numpy()
    return {
        "type": "bar",
        "orientation": "h",
        "name": side,
        "x": change,
        "y": places,
        "marker": {"color": color, "line": {"width": 0}},
        "text": [
            shown(say("rank {rank}", rank=Number(int(r))).in_language(lang))
            for r in moved[f"rank_{side}"]
        ],
        "textposition": "outside",
        "textfont": {"size": 11},
        "cliponaxis": False,
        "hoverinfo": "skip",
    }


def lists(found: Backtest, currency: str | None, lang: str) -> Chart:
    """What the first k by each rule brought in the year after each quarter end.

    Traces: best (what the best list would have brought), then one line per rule.

    Source: issue 4 (backtest).
    """
    if found.quarters.empty:
        return nothing(say("No quarter end with a year before and a year after it yet."), lang)
    wide = found.quarters.pivot(index="day", columns="rule", values="captured").sort_index()
    best = found.quarters.groupby("day")["best"].first().sort_index()
    places = np.arange(len(wide))
    rules = [r for r in RULES if r in wide.columns]
    values = np.concatenate([wide[rules].to_numpy().ravel(), best.to_numpy(), [0.0]])
    low, high = float(np.nanmin(values)), float(np.nanmax(values)) or 1.0
    traces = [_line("best", best.to_numpy(), places, OUTLINE, "dot", currency, lang, width=1.5)]
    traces += [
        _line(rule, wide[rule].to_numpy(), places, *_LINES[rule], currency, lang) for rule in rules
    ]
    ends = {rule: float(wide[rule].iloc[-1]) for rule in rules} | {"best": float(best.iloc[-1])}
    title = say(
        "The first {top} by your weights against other lists, by what the next year brought",
        top=Number(found.top),
    )
    span = (high - min(low, 0.0)) * 1.1
    labels, top = _labels(ends, span, lang)
    return draw(
        traces,
        title,
        say(
            "{amount} of the twelve months after each quarter end; dotted on top: the best list there was",
            amount=amount_in(_amount(found), currency),
        ),
        say("{title}.", title=title),
        lang,
        height=340,
        xaxis=axis(
            range=[-0.3, len(wide) - 0.7], tickmode="array", tickvals=list(places),
            ticktext=[Day(d).in_language(lang) for d in wide.index],
        ),
        yaxis=axis(range=[min(low, 0.0) - 0.04 * span, max(high, top) + 0.06 * span], showgrid=True)
        | money_axis(min(low, 0.0), high, currency, lang),
        annotations=labels,
        margin={"r": 190, "b": 40},
    )  # fmt: skip


def _amount(found: Backtest) -> Sentence:
    return say("Gross profit") if found.amount == "gross_profit" else say("Revenue")


def _line(
    name: str,
    values: np.ndarray,
    places: np.ndarray,
    color: str,
    dash: str,
    currency: str | None,
    lang: str,
    width: float = 2.5,
) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "lines+markers",
        "name": name,
        "x": places,
        "y": values,
        "line": {"color": color, "dash": dash, "width": width},
        "marker": {"color": color, "size": 7},
        "hovertext": [Money(v, currency, exact=True).in_language(lang) for v in values],
        "hoverinfo": "text",
        "cliponaxis": False,
    }


def _labels(ends: dict[str, float], span: float, lang: str) -> tuple[list[dict[str, Any]], float]:
    """Each line's name at its end, moved apart where lines end close together; and the highest."""
    labels = {rule: translate(RULES[rule], lang) for rule in RULES}
    labels["best"] = translate(N_("The best list"), lang)
    notes, free, y = [], -np.inf, 0.0
    for rule in sorted(ends, key=lambda r: ends[r]):
        y = max(ends[rule], free)
        free = y + 0.075 * span
        color = OUTLINE if rule == "best" else _LINES[rule][0]
        notes.append(
            note(shown(labels[rule], 26), x=1.0, xref="paper", y=y, xanchor="left", xshift=8,
                 font={"size": 12, "color": color})
        )  # fmt: skip
    return notes, y
