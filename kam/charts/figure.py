"""A chart: its message, its figure, and what a screen reader says; how every figure is laid out."""

from __future__ import annotations

import html
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from kam.charts.palette import GRID
from kam.words import Sentence

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

HEIGHT = 380
MOST_MARKS = 1000
LINE = 21  # pixels a line of the title block takes
# One text with the title, not plotly's own subtitle: that one is misplaced under two-line titles.
SMALL = "font-size:12px;font-weight:400;fill-opacity:0.8"
TITLE_WIDTH = 108  # in letters; wide (Chinese) letters count double
SUBTITLE_WIDTH = 150


@dataclass(frozen=True)
class Chart:
    """A drawn answer: ``title`` is the message (it also stands in the figure), ``alt`` says it."""

    figure: Figure
    title: Sentence
    alt: Sentence


def draw(
    traces: list[dict[str, Any]],
    title: Sentence,
    subtitle: Sentence,
    alt: Sentence,
    lang: str,
    *,
    height: int = HEIGHT,
    head: int = 0,
    margin: dict[str, int] | None = None,
    **layout: Any,
) -> Chart:
    """A chart in the house's look: message on top, axes and units under it, no ink of its own.

    Font colour and background are left to the theme. ``head`` keeps so many pixels free between the
    subtitle and the plot; ``margin`` overrides single sides; ``layout`` is plotly's.
    """
    from plotly.graph_objects import Figure

    message = wrapped(title.in_language(lang), TITLE_WIDTH)
    small = wrapped(subtitle.in_language(lang), SUBTITLE_WIDTH)
    top = 14 + LINE * (len(message) + len(small)) + head
    figure = Figure(data=traces)
    figure.update_layout(
        template="none",
        height=height,
        margin={"l": 12, "r": 16, "t": top, "b": 34} | (margin or {}),
        title={
            "text": "<br>".join([*message, *(f'<span style="{SMALL}">{s}</span>' for s in small)]),
            "font": {"size": 16, "weight": 600},
            "x": 0,
            "xref": "container",
            "xanchor": "left",
            "y": 1,
            "yref": "container",
            "yanchor": "top",
            # plotly forgets the first line's ascent when there are several.
            "pad": {"t": 6 if len(message) + len(small) == 1 else 17, "l": 4},
        },
        paper_bgcolor="rgba(0,0,0,0)",
        plot_bgcolor="rgba(0,0,0,0)",
        showlegend=False,
        dragmode=False,
        hoverlabel={"align": "left"},
    )
    figure.update_layout(layout)
    return Chart(figure, title, alt)


def nothing(sentence: Sentence, lang: str) -> Chart:
    """A chart without marks whose title says why there is nothing to draw."""
    hidden = {"visible": False, "fixedrange": True}
    return draw([], sentence, Sentence(""), sentence, lang, height=120, xaxis=hidden, yaxis=hidden)


def axis(**settings: Any) -> dict[str, Any]:
    """A quiet axis: faint grid or none, no box, no zoom, room for its labels."""
    quiet = {
        "showgrid": False,
        "gridcolor": GRID,
        "zeroline": False,
        "showline": False,
        "ticks": "",
        "automargin": True,
        "fixedrange": True,
        "tickfont": {"size": 12},
    }
    return quiet | settings


def note(text: str, **place: Any) -> dict[str, Any]:
    """A label inside the figure, without an arrow; ``text`` is shown as it is, so escape it."""
    return {"text": text, "showarrow": False, "font": {"size": 12}, "align": "left"} | place


def shown(text: str, width: int = 0) -> str:
    """Anybody's text made safe for plotly, which reads HTML in texts: cleaned, cut, escaped.

    >>> shown("<a href='http://x'>A & B</a>")
    "&lt;a href='http://x'&gt;A &amp; B&lt;/a&gt;"
    >>> shown("Ernst Handel", 8)
    'Ernst H…'
    """
    return html.escape(cut(cleaned(text), width) if width else cleaned(text), quote=False)


def cleaned(text: str) -> str:
    """Text without line breaks, control, direction-changing and invisible characters."""
    kept = []
    for letter in text:
        kind = unicodedata.category(letter)
        if kind in {"Cc", "Zl", "Zp"}:
            kept.append(" ")
        elif kind not in {"Cf", "Cs", "Co", "Cn"}:
            kept.append(letter)
    return " ".join("".join(kept).split())


def letters(text: str) -> int:
    """How wide a text is, in Latin letters; Chinese letters count double."""
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def cut(text: str, width: int) -> str:
    """The text, cut to a width with an ellipsis."""
    if letters(text) <= width:
        return text
    kept = ""
    for letter in text:
        if letters(kept + letter) > width - 1:
            break
        kept += letter
    return kept.rstrip() + "…"


def wrapped(text: str, width: int) -> list[str]:
    """A sentence in escaped lines of at most ``width`` letters; Chinese breaks anywhere."""
    lines, line = [], ""
    for piece in _pieces(cleaned(text)):
        if line and letters(line + piece.rstrip()) > width:
            lines.append(line.rstrip())
            line = ""
        line += piece
    return [html.escape(done, quote=False) for done in [*lines, line.rstrip()] if done]


def _pieces(text: str) -> list[str]:
    """Words with the blank after them; wide letters each on their own, closing marks kept back."""
    pieces: list[str] = []
    for letter in text:
        wide = unicodedata.east_asian_width(letter) in "WF"
        closing = letter in "，。；：、！？）》”」』"
        new_word = not pieces or pieces[-1].endswith(" ") or wide
        after_wide = bool(pieces) and unicodedata.east_asian_width(pieces[-1][-1]) in "WF"
        if closing and pieces:
            pieces[-1] += letter
        elif new_word or (after_wide and letter != " "):
            pieces.append(letter)
        else:
            pieces[-1] += letter
    return pieces
