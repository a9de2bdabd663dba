"""Where big accounts stand by size and margin, and which parts of the business hang on one account."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from kam.charts.figure import HEIGHT, MOST_MARKS, Chart, axis, draw, note, nothing, shown
from kam.charts.palette import ACCENT, AMBER, GREEN, NEUTRAL, RED
from kam.charts.ticks import amount_in, money_axis, percent_axis
from kam.dependence import CUTS, Cut
from kam.segments import VERDICTS, Segments
from kam.units import Day, Money, Number, Percent
from kam.words import say, say_count

# A verdict's colour and shape, and the order of drawing.
_LOOKS: dict[str, tuple[str, str]] = {
    "potential": (GREEN, "triangle-up"),
    "contested": (AMBER, "square"),
    "true": (ACCENT, "circle"),
    "false": (RED, "x"),
}
_NAMED = 5
MOST_PARTS = 14


def verdicts(found: Segments, currency: str | None, as_of: date, lang: str) -> Chart:
    """Big and coming accounts by yearly revenue and margin: false ones lie low or stand alone.

    One trace per verdict, named by its code.

    Source: S2-1 to S2-4.
    """
    rows = found.rows[found.rows["verdict"].isin(list(_LOOKS)) & (found.rows["revenue"] > 0)]
    rows = rows[rows["profit"].notna()].head(MOST_MARKS)
    if rows.empty:
        return nothing(found.reading, lang)
    x = rows["revenue"].astype(float)
    y = rows["profit"].astype(float) / x
    low, high = min(0.0, float(y.quantile(0.01))), max(0.1, float(y.max()))
    y = y.clip(lower=low)
    traces = [_points(rows, x, y, name, currency, lang) for name in _LOOKS]
    traces = [t for t in traces if len(t["x"])]
    left, right = float(x.min()) * 0.85, float(x.max()) * 1.6
    notes = [
        note(
            shown(str(row.account_name), 22), x=float(np.log10(row.revenue)), y=float(height),
            xanchor="left", xshift=9, font={"size": 11},
        )
        for row, height in _apart(rows[rows["verdict"] == "false"], y, low, high)
    ]  # fmt: skip
    title = say_count(
        "{n} of {big} big accounts is big without being valuable",
        "{n} of {big} big accounts are big without being valuable",
        found.count("false"), n=Number(found.count("false")),
        big=Number(sum(found.count(v) for v in ("true", "contested", "false"))),
    )  # fmt: skip
    legend = say(
        "{true}: circle; {contested}: square; {false}: cross; {potential}: triangle",
        **{name: say(VERDICTS[name]) for name in ("true", "contested", "false", "potential")},
    )  # fmt: skip
    return draw(
        traces, title,
        say(
            "Across: {amount} of twelve months; up: gross margin. {legend}; as of {day}",
            amount=amount_in(say("revenue"), currency), legend=legend, day=Day(as_of),
        ),
        say("{title}. {reading}", title=title, reading=found.reading),
        lang, annotations=notes,
        xaxis=axis(type="log", range=[np.log10(left), np.log10(right)], showgrid=True)
        | _log_ticks(left, right, currency, lang),
        yaxis=axis(range=[low - 0.03, high * 1.1], showgrid=True) | percent_axis(low, high, lang),
    )  # fmt: skip


def _apart(
    rows: pd.DataFrame, y: pd.Series, low: float, high: float
) -> list[tuple[Any, float]]:  # fmt: skip
    """The largest of the rows whose labels stand clear of one another, with their heights."""
    taken: list[tuple[Any, float]] = []
    for row in rows.itertuples():
        height = float(y[row.Index])
        if all(abs(height - other) > 0.05 * (high - low) for _, other in taken):
            taken.append((row, height))
        if len(taken) == _NAMED:
            break
    return taken


def _points(
    rows: pd.DataFrame, x: pd.Series, y: pd.Series, name: str, currency: str | None, lang: str
) -> dict[str, Any]:
    mine = rows["verdict"] == name
    colour, shape = _LOOKS[name]
    return {
        "type": "scatter", "name": name, "mode": "markers",
        "x": x[mine].to_numpy(), "y": y[mine].to_numpy(),
        "marker": {"color": colour, "symbol": shape, "size": 10, "opacity": 0.85},
        "hovertext": [
            "<br>".join((
                shown(str(r.account_name)), say(VERDICTS[name]).in_language(lang),
                Money(r.revenue, currency).in_language(lang),
            ))
            for r in rows[mine].itertuples()
        ],
        "hoverinfo": "text",
    }  # fmt: skip


def _log_ticks(low: float, high: float, currency: str | None, lang: str) -> dict[str, Any]:
    values = [
        m * 10.0**e
        for e in range(int(np.floor(np.log10(low))), int(np.ceil(np.log10(high))) + 1)
        for m in (1, 2, 5)
        if low <= m * 10.0**e <= high
    ]
    texts = [Money(v, currency).in_language(lang) for v in values]
    return {"tickmode": "array", "tickvals": values, "ticktext": texts}


def parts(found: Cut, currency: str | None, as_of: date, lang: str) -> Chart:
    """Each region, manager … as a bar of its sales; the largest account's part of it marked.

    Traces: largest, others.

    Source: S0-4, S1-15.
    """
    rows = found.parts[found.parts["value"] > 0].head(MOST_PARTS)
    if rows.empty or found.reading is None:
        return nothing(say("Nothing was sold in this period."), lang)
    names = [str(p) or say("not on file").in_language(lang) for p in rows["part"]]
    places = np.arange(len(rows))
    largest = (rows["value"] * rows["largest_share"].clip(0, 1)).to_numpy()
    high = float(rows["value"].max())
    notes = [
        note(
            f"{shown(str(r.largest_name), 26)} <b>{Percent(r.largest_share).in_language(lang)}</b>",
            x=float(r.value), y=int(p), xanchor="left", xshift=6,
        )
        for p, r in zip(places, rows.itertuples(), strict=True)
    ]  # fmt: skip
    worst = rows.loc[rows["largest_share"].idxmax()]
    title = say(
        "{part}: {share} of sales from one account",
        part=str(worst["part"]) or say("not on file"), share=Percent(worst["largest_share"]),
    )  # fmt: skip
    hover = [
        say("{n} accounts, as if {equal} equal ones", n=Number(r.accounts), equal=Number(r.n_eff, 1))
        .in_language(lang)
        for r in rows.itertuples()
    ]  # fmt: skip

    def _bar(name: str, amounts: np.ndarray, colour: str) -> dict[str, Any]:
        return {
            "type": "bar", "name": name, "orientation": "h", "y": places, "x": amounts,
            "marker": {"color": colour, "line": {"width": 0}}, "width": 0.62,
            "hovertext": hover, "hoverinfo": "text",
        }  # fmt: skip

    return draw(
        [
            _bar("largest", largest, ACCENT),
            _bar("others", rows["value"].to_numpy() - largest, NEUTRAL),
        ],
        title,
        say(
            "{amount} by {cut}; blue: the largest account and its share; as of {day}",
            amount=amount_in(say("Sales"), currency), cut=say(CUTS[found.by]), day=Day(as_of),
        ),
        say("{title}. {reading}", title=title, reading=found.reading),
        lang, height=max(HEIGHT - 120, 110 + 30 * len(rows)), annotations=notes, barmode="stack",
        xaxis=axis(range=[0, high * 1.42], showgrid=True) | money_axis(0, high, currency, lang),
        yaxis=axis(
            range=[len(rows) - 0.4, -0.6], tickmode="array", tickvals=places.tolist(),
            ticktext=[shown(n, 26) + "  " for n in names],
        ),
    )  # fmt: skip
