"""What scores are made of: stacked points of the first accounts, and one against the average."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from kam.charts.figure import HEIGHT, MOST_MARKS, Chart, axis, cut, draw, nothing, shown
from kam.charts.palette import ACCENT, GRID, INDICATOR_HUES, NEUTRAL
from kam.charts.ticks import signed
from kam.indicators import INDICATORS
from kam.scoring import Explanation, Scores
from kam.units import Day, Number
from kam.words import Sentence, say, translate

MOST_ROWS = MOST_MARKS // 16  # twelve segments, a total and a whisker of three points
UNSURE = 0.05  # points below which an interval is not worth a line


def score_bars(scores: Scores, names: pd.Series, top: int, as_of: date, lang: str) -> Chart:
    """Stacked points of the best accounts by rank, total at the end, a line for what is unknown.

    Parameters
    ----------
    names : Series account_id → name; accounts not in it are left out (a filter), ranks stay as
        they are among all
    top : how many accounts; at most 62

    Traces: one per indicator (its name is the indicator's id in ``meta``), interval, total.

    Source: look.md (Scores); S1-21.
    """
    best = scores.table[scores.table.index.isin(names.index)].sort_values("rank")
    best = best.head(min(top, MOST_ROWS))
    if best.empty:
        return nothing(say("There is no account to score yet."), lang)
    places = np.arange(len(best))
    traces = [
        _segment(name, scores.contributions.loc[best.index, name], places, lang)
        for name in INDICATOR_HUES
        if name in scores.contributions.columns
    ]
    unsure = best["high"] - best["low"] > UNSURE
    traces.append(_whiskers(best[unsure], places[unsure]))
    traces.append(_totals(best, places, lang))
    reach = float(best[["score", "high"]].max().max())
    labels = [
        f"{Number(rank).in_language(lang)}  {shown(str(names[i]), 26)}"
        for i, rank in best["rank"].items()
    ]
    leader = say(
        "{name} leads with {score} of 100 points",
        name=cut(str(names[best.index[0]]), 32),
        score=Number(best["score"].iloc[0], 1),
    )
    loose = best["worst_rank"].iloc[0] > best["rank"].iloc[0]
    title = (
        say(
            "{leader}; unknown facts could move it to rank {rank}",
            leader=leader,
            rank=Number(best["worst_rank"].iloc[0]),
        )
        if loose
        else leader
    )
    return draw(
        traces,
        title,
        _about(best, int(unsure.sum()), len(scores.table), as_of),
        _in_words(best, names),
        lang,
        height=max(HEIGHT, 96 + 27 * len(best)),
        barmode="stack",
        bargap=0.38,
        showlegend=True,
        legend={
            "x": 1.01, "xanchor": "left", "y": 1, "yanchor": "top", "traceorder": "grouped",
            "tracegroupgap": 8, "font": {"size": 11}, 
            "itemclick": False, "itemdoubleclick": False, "itemwidth": 30,
        },
        xaxis=axis(
            range=[0, min(reach, 100) * 1.07 + 1], showgrid=True, tickmode="array",
            tickvals=[0, 20, 40, 60, 80, 100],
            ticktext=[Number(v).in_language(lang) for v in (0, 20, 40, 60, 80, 100)],
        ),
        yaxis=_rows(labels),
    )  # fmt: skip


def _segment(name: str, points: pd.Series, places: np.ndarray, lang: str) -> dict[str, Any]:
    indicator = INDICATORS[name]
    label = translate(indicator.label, lang)
    return {
        "type": "bar",
        "orientation": "h",
        "name": shown(label),
        "meta": name,
        "legendgroup": indicator.family,
        "x": points.to_numpy(),
        "y": places,
        "marker": {"color": INDICATOR_HUES[name], "line": {"width": 0}},
        "hovertext": [f"{shown(label)}: {Number(p, 1).in_language(lang)}" for p in points],
        "hoverinfo": "text",
    }


def _whiskers(unsure: pd.DataFrame, places: np.ndarray) -> dict[str, Any]:
    """Thin lines under the bars from the worst to the best possible score."""
    x: list[float | None] = []
    y: list[float | None] = []
    for (low, high), place in zip(unsure[["low", "high"]].to_numpy(), places, strict=True):
        x += [float(low), float(high), None]
        y += [float(place) + 0.42] * 2 + [None]
    return {
        "type": "scatter",
        "name": "interval",
        "mode": "lines+markers",
        "x": x,
        "y": y,
        "line": {"color": NEUTRAL, "width": 1.5},
        "marker": {"symbol": "line-ns", "size": 6, "line": {"color": NEUTRAL, "width": 1.5}},
        "hoverinfo": "skip",
        "showlegend": False,
        "cliponaxis": False,
    }


def _totals(best: pd.DataFrame, places: np.ndarray, lang: str) -> dict[str, Any]:
    return {
        "type": "scatter",
        "name": "total",
        "mode": "text",
        "x": best["score"].to_numpy(),
        "y": places,
        "text": [f" <b>{Number(s, 1).in_language(lang)}</b>" for s in best["score"]],
        "textposition": "middle right",
        "textfont": {"size": 12},
        "hoverinfo": "skip",
        "showlegend": False,
        "cliponaxis": False,
    }


def _about(best: pd.DataFrame, unsure: int, of: int, as_of: date) -> Sentence:
    told = say(
        "Points of 100 by indicator; the first {n} of {of} accounts by rank; as of {day}",
        n=Number(len(best)),
        of=Number(of),
        day=Day(as_of),
    )
    if not unsure:
        return told
    return say("{told}; thin line: the score if the unknown were worst or best", told=told)


def _in_words(best: pd.DataFrame, names: pd.Series) -> Sentence:
    listed = None
    for account, row in best.head(5).iloc[::-1].iterrows():
        one = say(
            "{rank}. {name} {score}",
            rank=Number(row["rank"]),
            name=str(names[account]),
            score=Number(row["score"], 1),
        )
        listed = one if listed is None else say("{first}, {others}", first=one, others=listed)
    return say("Scores of the best accounts, in points of 100: {listed}.", listed=listed)


def breakdown(explanation: Explanation, score: pd.Series, lang: str) -> Chart:
    """Points by indicator above or below the average account; they add up to the difference.

    Parameters
    ----------
    score : the account's row of ``Scores.table`` (score, low, high)

    Traces: difference (bars, the largest lift on top).

    Source: methods.md 2.6.
    """
    differences = explanation.differences
    if differences.empty:
        return nothing(say("There is no account to score yet."), lang)
    places = np.arange(len(differences))
    told = [shown(signed(round(d, 1), Number(abs(d), 1)).in_language(lang)) for d in differences]
    labels = [shown(translate(INDICATORS[str(i)].label, lang)) for i in differences.index]
    low, high = min(float(differences.min()), 0.0), max(float(differences.max()), 0.0)
    room = max(high - low, 1.0) * 0.09
    total = float(score["score"])
    return draw(
        [
            {
                "type": "bar",
                "orientation": "h",
                "name": "difference",
                "x": differences.to_numpy(),
                "y": places,
                "marker": {
                    "color": [ACCENT if d >= 0 else NEUTRAL for d in differences],
                    "line": {"width": 0},
                },
                "text": told,
                "textposition": "outside",
                "textfont": {"size": 12},
                "cliponaxis": False,
                "hovertext": [f"{n}: {t}" for n, t in zip(labels, told, strict=True)],
                "hoverinfo": "text",
            }
        ],
        _against_average(total, explanation.average_score),
        _unknown_part(score),
        say(
            "{title}. {sentence}",
            title=_against_average(total, explanation.average_score),
            sentence=explanation.sentence,
        ),
        lang,
        bargap=0.32,
        xaxis=axis(range=[low - room, high + room], showticklabels=False),
        yaxis=_rows(labels),
        shapes=[
            {
                "type": "line", "x0": 0, "x1": 0, "y0": 0, "y1": 1, "xref": "x", "yref": "paper",
                "line": {"color": NEUTRAL, "width": 1},
            }
        ],
        margin={"b": 16},
    )  # fmt: skip


def _against_average(score: float, average: float) -> Sentence:
    points, difference = Number(score, 1), round(score - average, 1)
    apart = Number(abs(difference), 1)
    if difference > 0:
        return say("{score} of 100 points: {apart} above the average account",
                   score=points, apart=apart)  # fmt: skip
    if difference < 0:
        return say("{score} of 100 points: {apart} below the average account",
                   score=points, apart=apart)  # fmt: skip
    return say("{score} of 100 points, as the average account", score=points)


def _unknown_part(score: pd.Series) -> Sentence:
    told = say("Points above (+) or below (−) the average account, by indicator")
    if not score["high"] - score["low"] > UNSURE:
        return told
    return say(
        "{told}; with the unknown at worst {low}, at best {high} points",
        told=told,
        low=Number(score["low"], 1),
        high=Number(score["high"], 1),
    )


def _rows(labels: list[str]) -> dict[str, Any]:
    """An axis of named rows from top to bottom; places are numbers, so equal names stay apart."""
    return axis(
        range=[len(labels) - 0.35, -0.6],
        tickmode="array",
        tickvals=list(range(len(labels))),
        ticktext=[f"{label}  " for label in labels],
        gridcolor=GRID,
    )
