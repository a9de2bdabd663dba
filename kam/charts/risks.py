"""Who may leave: each account's probability with its interval, beside the rhythm rule."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from kam.charts.figure import HEIGHT, Chart, axis, cut, draw, nothing, shown
from kam.charts.palette import AMBER, NEUTRAL, ORANGE, RED
from kam.charts.ticks import percent_axis
from kam.units import Day, Days, Number, Percent
from kam.words import Sentence, say, say_count

MOST_ROWS = 60
# From this probability on: colour, shape.
STEPS: tuple[tuple[float, str, str], ...] = (
    (0.5, RED, "diamond"),
    (0.25, ORANGE, "circle"),
    (0.0, AMBER, "circle"),
)


def risk(
    rows: pd.DataFrame,
    names: pd.Series,
    horizon_days: int,
    lang: str,
    *,
    as_of: date | None = None,
    top: int = 15,
) -> Chart:
    """Probability to leave as a dot, its 95 % interval as a bar, the rhythm rule as a tick.

    Parameters
    ----------
    rows : ``Churn.rows``: probability, low, high, baseline, indexed by account_id
    names : Series account_id → name; accounts not in it are left out (a filter)

    Traces: interval, baseline, probability.

    Source: look.md (Risk); S2-10, S2-17.
    """
    rated = rows[rows.index.isin(names.index) & rows["probability"].notna()]
    rated = rated.sort_values("probability", ascending=False, kind="stable")
    if rated.empty:
        return nothing(say("No account has a known probability to leave."), lang)
    worst = rated.head(min(top, MOST_ROWS))
    places = np.arange(len(worst))
    reach = float(worst[["probability", "high", "baseline"]].max().max()) * 1.06 + 0.01
    looks = [_look(p) for p in worst["probability"]]
    traces = [
        _intervals(worst, places),
        {
            "type": "scatter", "name": "baseline", "mode": "markers",
            "x": worst["baseline"].to_numpy(), "y": places,
            "marker": {"symbol": "line-ns", "size": 6, "line": {"color": NEUTRAL, "width": 2}},
            "hovertext": [
                say("By order rhythm alone: {p}", p=Percent(b)).in_language(lang)
                for b in worst["baseline"]
            ],
            "hoverinfo": "text",
        },
        {
            "type": "scatter", "name": "probability", "mode": "markers",
            "x": worst["probability"].to_numpy(), "y": places,
            "marker": {
                "size": [13 if shape == "diamond" else 12 for _, shape in looks],
                "color": [colour for colour, _ in looks],
                "symbol": [shape for _, shape in looks],
                "line": {"width": 0},
                "opacity": 1,
            },
            "hovertext": [
                say("{p}, between {low} and {high}", p=Percent(r.probability), low=Percent(r.low),
                    high=Percent(r.high)).in_language(lang)
                for r in worst.itertuples()
            ],
            "hoverinfo": "text",
            "cliponaxis": False,
        },
    ]  # fmt: skip
    title = _message(rated, names, horizon_days)
    return draw(
        traces,
        title,
        _about(horizon_days, len(worst), len(rated), as_of),
        say("{title}. Rated are {n} accounts.", title=title, n=Number(len(rated))),
        lang,
        height=max(HEIGHT, 96 + 22 * len(worst)),
        xaxis=axis(range=[-0.004, reach], showgrid=True) | percent_axis(0, reach, lang),
        yaxis=axis(
            range=[len(worst) - 0.4, -0.6], tickmode="array", tickvals=places.tolist(),
            ticktext=[
                f"{shown(str(names[i]), 34)}  <b>{Percent(p).in_language(lang)}</b>  "
                for i, p in worst["probability"].items()
            ],
        ),
    )  # fmt: skip


def _look(probability: float) -> tuple[str, str]:
    return next((colour, shape) for least, colour, shape in STEPS if probability >= least)


def _intervals(worst: pd.DataFrame, places: np.ndarray) -> dict[str, Any]:
    x: list[float | None] = []
    y: list[float | None] = []
    for (low, high), place in zip(worst[["low", "high"]].to_numpy(), places, strict=True):
        if low == low and high == high:
            x += [float(low), float(high), None]
            y += [int(place), int(place), None]
    return {
        "type": "scatter",
        "name": "interval",
        "mode": "lines",
        "x": x,
        "y": y,
        "line": {"color": NEUTRAL, "width": 3},
        "hoverinfo": "skip",
    }


def _message(rated: pd.DataFrame, names: pd.Series, horizon_days: int) -> Sentence:
    more = int((rated["probability"] >= 0.5).sum())
    if more:
        return say_count(
            "{count} account will more likely leave than stay within {horizon}",
            "{count} accounts will more likely leave than stay within {horizon}",
            more,
            horizon=Days(horizon_days),
        )
    return say(
        "{name} is the nearest to leaving: {p} within {horizon}",
        horizon=Days(horizon_days),
        name=cut(str(names[rated.index[0]]), 32),
        p=Percent(rated["probability"].iloc[0]),
    )


def _about(horizon_days: int, n: int, of: int, as_of: date | None) -> Sentence:
    told = say(
        "Dot: probability of no order for {horizon}; bar: {sure} interval; tick: by order rhythm"
        " alone; the first {n} of {of} accounts",
        horizon=Days(horizon_days),
        sure=Percent(0.95),
        n=Number(n),
        of=Number(of),
    )
    return told if as_of is None else say("{told}; as of {day}", told=told, day=Day(as_of))
