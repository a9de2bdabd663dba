"""Sales by month: one account's course, and the key accounts against last year."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import numpy as np
import pandas as pd

from kam.charts.figure import Chart, axis, draw, note, nothing, shown
from kam.charts.palette import ACCENT, GREEN, NEUTRAL, OUTLINE, PROFIT, RED
from kam.charts.ticks import amount_in, day_of_month, money_axis, month_axis, month_name, signed
from kam.units import Day, Money, Number, Percent
from kam.words import Sentence, say

YEAR = 12
SHOWN = 2 * YEAR


def months(
    frame: pd.DataFrame, currency: str | None, lang: str, *, as_of: date | None = None
) -> Chart:
    """An account's revenue by month, gross profit as a line where it is known.

    The last twelve whole months are solid, those before outlined, 24 at most; a month without sales
    is a month of zero. A month that ``as_of`` cuts off stands at the end, says so, and is in no
    sum.

    Parameters
    ----------
    frame : DataFrame[month (first day), revenue, gross_profit (NaN unknown)], gaps left out
    as_of : the day of the answer; without it the last month with sales counts as whole

    Traces: revenue (bars), gross profit (line; absent where nothing is known).

    Source: S3-10; look.md (IBCS).
    """
    if frame.empty:
        return nothing(say("This account has no sales yet."), lang)
    course, cut_off = _course(frame, as_of)
    days = [stamp.date() for stamp in course.index]
    whole = len(course) - cut_off
    earlier = max(whole - YEAR, 0)
    revenue = course["revenue"].to_numpy(dtype=float)
    profit = course["gross_profit"].to_numpy(dtype=float)
    colours = [ACCENT] * len(course)
    low = float(np.nanmin([0.0, *revenue, *profit]))
    high = float(np.nanmax([0.0, *revenue, *profit])) or 1.0
    up, down = high * 1.12, low * 1.12
    traces: list[dict[str, Any]] = [
        {
            "type": "bar", "name": "revenue", "x": np.arange(len(course)), "y": revenue,
            "marker": {
                "color": ["rgba(0,0,0,0)"] * earlier + colours[earlier:],
                "line": {"color": [OUTLINE] * earlier + colours[earlier:], "width": 1.5},
            },
            "hovertext": [
                f"{month_name(d, lang)}: {Money(v, currency, exact=True).in_language(lang)}"
                for d, v in zip(days, revenue, strict=True)
            ],
            "hoverinfo": "text",
        }
    ]  # fmt: skip
    notes = []
    if not np.isnan(profit).all():
        traces.append(_profit_line(profit, days, currency, lang))
        notes.append(_at_line_end(profit, lang))
    if cut_off and as_of is not None:
        until = say("to {day}", day=day_of_month(as_of, lang)).in_language(lang)
        end = len(course) - 1
        top = float(np.nanmax([0.0, revenue[end], profit[end]]))
        notes.append(note(shown(until), x=end, y=top, yanchor="bottom", font={"size": 11}))
    title = _course_message(course.iloc[:whole], currency)
    return draw(
        traces,
        title,
        _course_about(course.iloc[:whole], currency, as_of, earlier, len(traces) > 1),
        say("Revenue by month. {title}.", title=title),
        lang,
        bargap=0.25,
        xaxis=axis(range=[-0.6, len(course) - 0.4]) | month_axis(days, lang),
        yaxis=axis(range=[down, up], showgrid=True) | money_axis(down, up, currency, lang),
        shapes=[_zero(len(course))],
        annotations=notes,
        margin={"r": 96 if len(traces) > 1 else 24, "b": 44},
    )


def barometer(
    frame: pd.DataFrame, currency: str | None, lang: str, *, as_of: date | None = None
) -> Chart:
    """Twelve months of sales to key accounts, the year before outlined, differences above.

    Parameters
    ----------
    frame : DataFrame[month (first day), revenue, revenue_last_year (NaN unknown)], in order
    as_of : the day of the answer; a month it cuts off says so and is left out of the sums

    Traces: last year (outlined bars), revenue (solid bars), difference (bars on y2).

    Source: look.md (IBCS).
    """
    if frame.empty or frame["revenue"].isna().all():
        return nothing(say("No account has a sale in this period."), lang)
    days = [pd.Timestamp(m).date() for m in frame["month"]]
    now = frame["revenue"].to_numpy(dtype=float)
    before = frame["revenue_last_year"].to_numpy(dtype=float)
    places = np.arange(len(frame))
    whole = np.array([as_of is None or _month_end(d) <= as_of for d in days])
    traces: list[dict[str, Any]] = [
        {
            "type": "bar", "name": "last year", "x": places - 0.07, "y": before, "width": 0.56,
            "marker": {"color": "rgba(0,0,0,0)", "line": {"color": OUTLINE, "width": 1.5}},
            "hovertext": [Money(v, currency, exact=True).in_language(lang) for v in before],
            "hoverinfo": "text",
        },
        {
            "type": "bar", "name": "revenue", "x": places + 0.07, "y": now, "width": 0.56,
            "marker": {"color": ACCENT, "line": {"width": 0}},
            "hovertext": [Money(v, currency, exact=True).in_language(lang) for v in now],
            "hoverinfo": "text",
        },
    ]  # fmt: skip
    scales, letter = _one_scale(now, before)
    notes = [
        note(Money(v, currency).in_language(lang), x=x, y=y, yanchor="bottom")
        for v, (x, y) in zip(now, _label_places(now, before, letter), strict=True)
    ]
    shapes = [_zero(len(frame))]
    if len(scales) > 1:
        traces.append(_differences(places, now - before, currency, lang))
        shapes.append(_zero(len(frame), "y2"))
        said = shown(say("Change").in_language(lang))
        notes.append(
            note(said, x=0, xref="paper", y=0, yref="y2", xanchor="right", font={"size": 11})
        )
    ticks = month_axis(days, lang)
    if not whole.all() and as_of is not None:
        until = say("to {day}", day=day_of_month(as_of, lang)).in_language(lang)
        ticks["ticktext"][-1] += "<br>" + shown(until)
    title = _year_message(now[whole], before[whole], currency)
    return draw(
        traces,
        title,
        _barometer_about(currency, as_of, differences=len(scales) > 1),
        say("Sales to key accounts by month against the year before. {title}.", title=title),
        lang,
        barmode="overlay",
        shapes=shapes,
        annotations=notes,
        margin={"l": 60, "b": 46},
        xaxis=axis(range=[-0.55, len(frame) - 0.45]) | ticks,
        **scales,
    )


def _one_scale(now: np.ndarray, before: np.ndarray) -> tuple[dict[str, Any], float]:
    """The axis of the months and, above it, that of the differences, a unit as long on both.

    Also the height of a label in money, to place labels by.
    """
    change = now - before
    low = float(np.nanmin([0.0, *now, *before]))
    high = float(np.nanmax([0.0, *now, *before])) or 1.0
    quiet = {"showticklabels": False, "tickmode": "array", "tickvals": []}
    if np.isnan(change).all():
        letter = 0.08 * (high - low)
        return {"yaxis": axis(range=[low - letter * (low < 0), high + letter], **quiet)}, letter
    down, up = min(0.0, float(np.nanmin(change))), max(0.0, float(np.nanmax(change)))
    letter = 0.09 * (high - low + up - down)
    months = high - low + letter * 1.3
    whole = months + up - down + 2 * letter
    split = months / whole
    return {
        "yaxis": axis(range=[low, low + months], domain=[0, split], **quiet),
        "yaxis2": axis(range=[down - letter, up + letter], domain=[split, 1], **quiet),
    }, letter


def _label_places(now: np.ndarray, before: np.ndarray, letter: float) -> list[tuple[float, float]]:
    """Where a month's label stands: on its bar, in the outline, or above an outline too near."""
    places = []
    for place, (bar, outline) in enumerate(zip(now, before, strict=True)):
        bar, outline = np.nan_to_num([bar, outline])
        inside = outline > bar + 1.2 * letter
        high = bar if inside else max(bar, outline)
        places.append((place + (-0.07 if inside else 0.07), max(float(high), 0.0)))
    return places


def _course(frame: pd.DataFrame, as_of: date | None) -> tuple[pd.DataFrame, int]:
    """Every month of the last two years with zeros in the gaps; 1 when the last one is cut off."""
    found = frame.assign(month=pd.to_datetime(frame["month"])).set_index("month")
    last = found.index.max() if as_of is None else pd.Timestamp(as_of.replace(day=1))
    cut_off = int(as_of is not None and _month_end(as_of) > as_of)
    every = pd.date_range(found.index.min(), max(last, found.index.min()), freq="MS")
    course = found[["revenue", "gross_profit"]].reindex(every)
    gap = ~every.isin(found.index)
    course.loc[gap, ["revenue", "gross_profit"]] = 0.0
    if found["gross_profit"].isna().all():
        course["gross_profit"] = np.nan
    return course.tail(SHOWN + cut_off), cut_off


def _month_end(day: date) -> date:
    following = (day.replace(day=28) + timedelta(days=4)).replace(day=1)
    return following - timedelta(days=1)


def _profit_line(
    profit: np.ndarray, days: list[date], currency: str | None, lang: str
) -> dict[str, Any]:
    return {
        "type": "scatter",
        "name": "gross profit",
        "mode": "lines+markers",
        "x": np.arange(len(profit)),
        "y": profit,
        "line": {"color": PROFIT, "width": 2.5},
        "marker": {"color": PROFIT, "size": 6},
        "connectgaps": False,
        "hovertext": [
            f"{month_name(d, lang)}: {Money(v, currency, exact=True).in_language(lang)}"
            for d, v in zip(days, profit, strict=True)
        ],
        "hoverinfo": "text",
    }


def _at_line_end(profit: np.ndarray, lang: str) -> dict[str, Any]:
    end = int(np.flatnonzero(~np.isnan(profit))[-1])
    text = shown(say("Gross profit").in_language(lang))
    return note(
        text,
        x=len(profit) - 0.5,
        y=float(profit[end]),
        xanchor="left",
        xshift=4,
        font={"size": 12, "color": PROFIT},
    )


def _differences(
    places: np.ndarray, change: np.ndarray, currency: str | None, lang: str
) -> dict[str, Any]:
    return {
        "type": "bar",
        "name": "difference",
        "x": places,
        "y": change,
        "yaxis": "y2",
        "width": 0.3,
        "marker": {"color": [GREEN if c >= 0 else RED for c in change], "line": {"width": 0}},
        "text": [
            "" if np.isnan(c) else
            shown(signed(c, Money(abs(c), currency)).in_language(lang))
            for c in change
        ],
        "textposition": "outside",
        "textfont": {"size": 11},
        "cliponaxis": False,
        "constraintext": "none",
        "textangle": 0,
        "hoverinfo": "skip",
    }  # fmt: skip


def _zero(count: int, yref: str = "y") -> dict[str, Any]:
    return {
        "type": "line", "x0": -0.5, "x1": count - 0.5, "y0": 0, "y1": 0, "xref": "x", "yref": yref,
        "line": {"color": NEUTRAL, "width": 1},
    }  # fmt: skip


def _course_message(whole: pd.DataFrame, currency: str | None) -> Sentence:
    revenue = whole["revenue"].to_numpy(dtype=float)
    now = float(revenue[-YEAR:].sum())
    if len(revenue) < SHOWN:
        return say(
            "{revenue} revenue in {n} whole months",
            revenue=Money(now, currency),
            n=Number(min(len(revenue), YEAR)),
        )
    return _year_message(revenue[-YEAR:], revenue[-SHOWN:-YEAR], currency)


def _year_message(now: np.ndarray, before: np.ndarray, currency: str | None) -> Sentence:
    total, earlier = float(np.nansum(now)), float(np.nansum(before))
    told = say(
        "{revenue} revenue in {n} whole months",
        revenue=Money(total, currency),
        n=Number(len(now)),
    )
    if np.isnan(before).any() or not earlier > 0:
        return told
    if total == 0:
        return say(
            "No revenue in {n} whole months; {before} a year before",
            n=Number(len(now)),
            before=Money(earlier, currency),
        )
    change = total / earlier - 1
    if abs(change) < 0.005:
        return say("{told}: as much as a year before", told=told)
    if change > 0:
        return say("{told}: {p} more than a year before", told=told, p=Percent(change))
    return say("{told}: {p} less than a year before", told=told, p=Percent(-change))


def _course_about(
    whole: pd.DataFrame, currency: str | None, as_of: date | None, earlier: int, profit: bool
) -> Sentence:
    told = amount_in(say("Revenue by month"), currency)
    if earlier:
        told = say("{told}; outlined: the year before", told=told)
    if profit:
        told = say("{told}; line: gross profit", told=told)
    return told if as_of is None else say("{told}; as of {day}", told=told, day=Day(as_of))


def _barometer_about(currency: str | None, as_of: date | None, *, differences: bool) -> Sentence:
    told = amount_in(say("Revenue of key accounts by month"), currency)
    if differences:
        told = say("{told}; outlined: the year before; above: the difference", told=told)
    return told if as_of is None else say("{told}; as of {day}", told=told, day=Day(as_of))
