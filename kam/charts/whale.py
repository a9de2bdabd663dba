"""Who really earns: the cumulative profit curve, and the way from list price to pocket."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from kam.charts.figure import MOST_MARKS, Chart, axis, draw, note, nothing, shown
from kam.charts.palette import ACCENT, GREEN, NEUTRAL, RED
from kam.charts.ticks import amount_in, money_axis, rank_axis
from kam.units import Day, Money, Number, Percent
from kam.whale import Whale
from kam.words import Sentence, say, say_count


def whale_curve(found: Whale, as_of: date, lang: str) -> Chart:
    """Cumulative net profit by rank: it climbs to the peak, then those at a loss take some back.

    Traces: start (the curve up to the peak), end (after it), peak (one point).

    Source: methods.md section 3 (whale curve); S2-22.
    """
    if found.rows.empty:
        return nothing(found.reading, lang)
    count = len(found.rows)
    x = np.concatenate([[0], found.rows["rank"].to_numpy()])
    y = np.concatenate([[0.0], found.rows["cumulative"].to_numpy()])
    step = max(1, int(np.ceil(count / (MOST_MARKS // 2))))
    keep = np.zeros(len(x), dtype=bool)
    keep[::step] = keep[-1] = keep[found.peak] = True
    up, down = keep & (x <= found.peak), keep & (x >= found.peak)
    high, low = max(float(y.max()), 0.0), min(float(y.min()), 0.0)
    high = high or 1.0
    traces = [
        _curve("start", x[up], y[up], ACCENT, found, lang),
        _curve("end", x[down], y[down], RED, found, lang),
        {
            "type": "scatter", "name": "peak", "mode": "markers",
            "x": [found.peak], "y": [found.peak_profit],
            "marker": {"color": NEUTRAL, "size": 11}, "hoverinfo": "skip",
        },
    ]  # fmt: skip
    label = say(
        "{k} accounts: {money}",
        k=Number(found.peak), money=Money(found.peak_profit, found.currency),
    )  # fmt: skip
    right = found.peak < 0.6 * count
    notes = [
        note(
            f"<b>{shown(label.in_language(lang))}</b>", x=found.peak, y=found.peak_profit,
            xanchor="left" if right else "right", xshift=10 if right else -10,
            yanchor="bottom", yshift=4,
        )
    ]  # fmt: skip
    lost = found.peak_profit - found.total
    title = (
        say("Every account earns its service")
        if found.losers.empty
        else say_count(
            "{n} account takes {lost} of the profit away again",
            "{n} accounts take {lost} of the profit away again",
            len(found.losers), n=Number(len(found.losers)), lost=Money(lost, found.currency),
        )
    )  # fmt: skip
    if not found.losers.empty:
        end = say("Left: {money}", money=Money(found.total, found.currency))
        notes.append(
            note(
                shown(end.in_language(lang)), x=count, y=found.total, xanchor="right",
                yanchor="top", yshift=-6,
            )
        )  # fmt: skip
    amount = say("Cumulative profit after service")
    return draw(
        traces, title,
        say(
            "{amount}, accounts from the most to the least profitable; as of {day}",
            amount=amount_in(amount, found.currency), day=Day(as_of),
        ),
        say("{title}. {reading}", title=title, reading=found.reading),
        lang, head=26, annotations=notes,
        xaxis=axis(range=[0, count + 0.5]) | rank_axis(count, lang),
        yaxis=axis(range=[low * 1.1, high * 1.14], showgrid=True)
        | money_axis(low, high, found.currency, lang),
    )  # fmt: skip


def _curve(
    name: str, x: np.ndarray, y: np.ndarray, colour: str, found: Whale, lang: str
) -> dict[str, Any]:
    return {
        "type": "scatter", "name": name, "mode": "lines", "x": x, "y": y,
        "line": {"color": colour, "width": 3}, "fill": "tozeroy",
        "fillcolor": "rgba(47,111,208,0.10)" if name == "start" else "rgba(214,58,63,0.12)",
        "hovertext": [
            say("The first {n} earn {money}", n=Number(int(a)), money=Money(b, found.currency))
            .in_language(lang)
            for a, b in zip(x, y, strict=True)
        ],
        "hoverinfo": "text",
    }  # fmt: skip


def waterfall(
    steps: pd.DataFrame, whose: Sentence, currency: str | None, as_of: date, lang: str
) -> Chart:
    """From list value down to net profit: what is taken off at each step, and what is left.

    Parameters
    ----------
    steps : as ``Whale.waterfall`` gives them

    Traces: levels (grey bars from zero), taken (red, hanging bars).

    Source: methods.md section 3 (price waterfall).
    """
    if steps.empty or not steps["amount"].iloc[0]:
        return nothing(say("Nothing was sold in this period."), lang)
    places = np.arange(len(steps))
    whole = steps["total"].to_numpy()
    amounts, levels = steps["amount"].to_numpy(), steps["level"].to_numpy()
    base = np.where(whole, 0.0, levels)
    height = np.where(whole, amounts, -amounts)
    first, last = float(amounts[0]), float(levels[-1])
    colours = np.where(whole, NEUTRAL, np.where(amounts < 0, RED, GREEN))
    colours[-1] = ACCENT
    title = say(
        "{whose}: of {list} at list price {net} is left",
        whose=whose, list=Money(first, currency), net=Money(last, currency),
    )  # fmt: skip
    texts = [Money(a, currency).in_language(lang) for a in amounts]
    high, low = float(max(levels.max(), first)), min(0.0, float(levels.min()))
    return draw(
        [
            {
                "type": "bar", "name": "steps", "x": places, "y": height, "base": base,
                "marker": {"color": colours.tolist(), "line": {"width": 0}}, "width": 0.7,
                "text": texts, "textposition": "outside", "cliponaxis": False,
                "hovertext": [
                    say(
                        "{label}: {share} of list value", label=say(str(label)),
                        share=Percent(abs(a) / first, 1),
                    ).in_language(lang)
                    for label, a in zip(steps["label"], amounts, strict=True)
                ],
                "hoverinfo": "text",
            }
        ],
        title,
        say(
            "{amount}, step by step; as of {day}",
            amount=amount_in(say("Sums"), currency), day=Day(as_of),
        ),
        say("{title}.", title=title), lang, head=8,
        xaxis=axis(
            tickmode="array", tickvals=places.tolist(),
            ticktext=[_broken(say(str(n)).in_language(lang)) for n in steps["label"]],
            tickangle=0,
        ),
        yaxis=axis(range=[low * 1.15, high * 1.12], showgrid=True)
        | money_axis(low, high, currency, lang),
    )  # fmt: skip


def _broken(label: str) -> str:
    """A label in lines of a word each, so that neighbours do not meet."""
    return shown(label).replace(" ", "<br>")
