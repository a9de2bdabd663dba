"""Round ticks and their labels in the reader's language, made here and not by plotly's locale."""

from __future__ import annotations

import math
from datetime import date
from typing import Any

from kam.units import Money, Number, Percent
from kam.words import Sentence, say


def round_steps(low: float, high: float, count: int = 5) -> list[float]:
    """Round values from below ``low`` to ``high``, about ``count`` steps, zero among them.

    >>> round_steps(0, 31.3)
    [0.0, 10.0, 20.0, 30.0]
    """
    span = high - low
    if not span > 0 or not math.isfinite(span):
        return [0.0]
    rough = span / count
    size = 10.0 ** math.floor(math.log10(rough))
    step = next(s * size for s in (1, 2, 2.5, 5, 10) if s * size >= rough * 0.999)
    first, last = math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9)
    return [round(i * step, 10) + 0.0 for i in range(first, last + 1)]


def money_axis(low: float, high: float, currency: str | None, lang: str) -> dict[str, Any]:
    """Ticks of a money axis: compact amounts."""
    values = round_steps(low, high)
    texts = [Money(v, currency).in_language(lang) for v in values]
    return {"tickmode": "array", "tickvals": values, "ticktext": texts}


def percent_axis(low: float, high: float, lang: str) -> dict[str, Any]:
    """Ticks of a share axis."""
    values = round_steps(low, high)
    digits = 0 if all(abs(v * 100 - round(v * 100)) < 1e-6 for v in values) else 1
    texts = [Percent(v, digits).in_language(lang) for v in values]
    return {"tickmode": "array", "tickvals": values, "ticktext": texts}


def rank_axis(count: int, lang: str) -> dict[str, Any]:
    """Ticks of a rank axis: the first rank, then round ones."""
    step = next(s for s in _whole_steps() if count / s <= 10)
    values = sorted({1, *range(step, count + 1, step)})
    if len(values) > 1 and values[1] - values[0] < step / 2 and step > 2:
        values.pop(1)
    texts = [Number(v).in_language(lang) for v in values]
    return {"tickmode": "array", "tickvals": values, "ticktext": texts}


def _whole_steps() -> Any:
    size = 1
    while True:
        yield from (size, 2 * size, 5 * size)
        size *= 10


def month_axis(months: list[date], lang: str) -> dict[str, Any]:
    """Ticks at 0, 1, 2 … named by month; the year stands under the first tick and each January.

    Of more than thirteen months every second one is named, January among them.
    """
    from babel.dates import format_date, format_skeleton

    named = [i for i, m in enumerate(months) if len(months) <= 13 or m.month % 2]
    texts = []
    for place in named:
        month = months[place]
        text = format_date(month, "LLL", locale=lang)
        if place == named[0] or month.month == 1:
            text += "<br>" + format_skeleton("y", month, locale=lang)
        texts.append(text)
    return {"tickmode": "array", "tickvals": named, "ticktext": texts, "tickangle": 0}


def month_name(month: date, lang: str) -> str:
    """A month with its year ("Sep 2026", "2026年9月")."""
    from babel.dates import format_skeleton

    return format_skeleton("yMMM", month, locale=lang)


def day_of_month(day: date, lang: str) -> str:
    """A day without its year ("Sep 18", "9月18日")."""
    from babel.dates import format_skeleton

    return format_skeleton("MMMd", day, locale=lang)


def signed(amount: float, quantity: Any) -> Sentence:
    """A difference with its sign; ``quantity`` says the absolute amount."""
    if amount > 0:
        return say("+{n}", n=quantity)
    return say("−{n}", n=quantity) if amount < 0 else say("±{n}", n=quantity)


def amount_in(label: Sentence, currency: str | None) -> Sentence:
    """What an axis shows, with its currency where there is one."""
    named = currency is not None and len(currency) == 3 and currency.isalpha()
    return say("{amount} in {currency}", amount=label, currency=currency) if named else label
