"""Quantities that say themselves in a language: money, shares, days, counts."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from kam.words import say_count

UNKNOWN = "–"
_TAGS = {"en": "en", "zh_CN": "zh_Hans_CN"}


def is_unknown(value: Any) -> bool:
    """Whether a value is missing: None, NaN or NaT.

    >>> is_unknown(float("nan")), is_unknown(0)
    (True, False)
    """
    return value is None or value != value


def _decimal(value: float, lang: str, pattern: str) -> str:
    from babel.numbers import format_decimal

    return format_decimal(value, format=pattern, locale=_TAGS[lang])


def _digits(digits: int) -> str:
    return "#,##0" + ("." + "0" * digits if digits else "")


@dataclass(frozen=True)
class Number:
    """A plain number; ``digits`` decimals."""

    value: float | None
    digits: int = 0

    def in_language(self, lang: str) -> str:
        """The number with the language's separators; a dash when unknown."""
        if is_unknown(self.value):
            return UNKNOWN
        return _decimal(self.value, lang, _digits(self.digits))  # type: ignore[arg-type]


@dataclass(frozen=True)
class Percent:
    """A share given as a fraction (0.8 is 80 %)."""

    value: float | None
    digits: int = 0

    def in_language(self, lang: str) -> str:
        """The share as percent; a dash when unknown."""
        from babel.numbers import format_percent

        if is_unknown(self.value):
            return UNKNOWN
        pattern = _digits(self.digits) + "%"
        return format_percent(float(self.value), format=pattern, locale=_TAGS[lang])  # type: ignore[arg-type]


@dataclass(frozen=True)
class Money:
    """An amount of money; compact (¥1.2亿, €1.2M) unless ``exact``.

    ``currency`` None or "mixed" shows the bare number: no file named a single currency.
    """

    value: float | None
    currency: str | None = None
    exact: bool = False

    def in_language(self, lang: str) -> str:
        """The amount with symbol and unit of the language; a dash when unknown."""
        from babel.numbers import (
            format_compact_currency,
            format_compact_decimal,
            format_currency,
        )

        if is_unknown(self.value):
            return UNKNOWN
        value = float(self.value)  # type: ignore[arg-type]
        tag, code = _TAGS[lang], self.currency or ""
        named = len(code) == 3 and code.isalpha()
        steps = (1e8, 1e4) if lang == "zh_CN" else (1e9, 1e6, 1e3)
        step = next((s for s in steps if abs(value) >= s), 1.0)
        if self.exact or step == 1.0:
            pattern = "#,##0.00" if self.exact else "#,##0"
            if not named:
                return _decimal(value, lang, pattern)
            said = format_currency(
                value, code, format="¤" + pattern, locale=tag, currency_digits=False
            )
        else:
            digits = 0 if abs(value) / step >= 100 else 1
            if not named:
                return format_compact_decimal(value, fraction_digits=digits, locale=tag)
            said = format_compact_currency(value, code, fraction_digits=digits, locale=tag)
        return said.replace("CN¥", "¥")  # English readers of this product know which yuan


@dataclass(frozen=True)
class Days:
    """A span of whole days, said with its word ("61 days", "61天")."""

    value: float | None

    def in_language(self, lang: str) -> str:
        """The span; a dash when unknown."""
        if is_unknown(self.value):
            return UNKNOWN
        whole = math.floor(float(self.value) + 0.5)  # type: ignore[arg-type]
        return say_count("{count} day", "{count} days", whole).in_language(lang)


@dataclass(frozen=True)
class Day:
    """A calendar day."""

    value: date | None

    def in_language(self, lang: str) -> str:
        """The day in the language's medium form; a dash when unknown."""
        from babel.dates import format_date

        if is_unknown(self.value):
            return UNKNOWN
        return format_date(self.value, format="medium", locale=_TAGS[lang])


@dataclass(frozen=True)
class Moment:
    """A day with hour and minute, as a clock in the reader's place shows it."""

    value: datetime | None

    def in_language(self, lang: str) -> str:
        """The moment in the language's order of day and hour; a dash when unknown."""
        from babel.dates import format_datetime

        if is_unknown(self.value):
            return UNKNOWN
        pattern = "y年M月d日 HH:mm" if lang == "zh_CN" else "d MMM y, HH:mm"
        return format_datetime(self.value, format=pattern, locale=_TAGS[lang])


@dataclass(frozen=True)
class Scale:
    """One unit for a whole column of money, so that its numbers can be compared and sorted.

    Values are divided by ``step`` and shown with ``digits`` decimals; ``suffix`` (K, 万, …) goes into
    the heading.
    """

    step: float
    suffix: str
    digits: int


def money_scale(largest: float, lang: str) -> Scale:
    """The scale in which a column whose largest amount is ``largest`` reads best.

    >>> money_scale(877_107, "en"), money_scale(877_107, "zh_CN")
    (Scale(step=1000.0, suffix='K', digits=1), Scale(step=10000.0, suffix='万', digits=1))
    """
    steps = ((1e8, "亿"), (1e4, "万")) if lang == "zh_CN" else ((1e9, "B"), (1e6, "M"), (1e3, "K"))
    for step, suffix in steps:
        if largest >= 10 * step:
            return Scale(step, suffix, 0 if largest >= 1e4 * step else 1)
    return Scale(1.0, "", 0)


def currency_sign(currency: str | None, lang: str) -> str:
    """The sign of a currency in a language, "" when no single currency is known.

    >>> currency_sign("EUR", "en"), currency_sign("CNY", "en"), currency_sign("mixed", "en")
    ('€', '¥', '')
    """
    from babel.numbers import get_currency_symbol

    code = currency or ""
    if not (len(code) == 3 and code.isalpha()):
        return ""
    return get_currency_symbol(code, locale=_TAGS[lang]).replace("CN¥", "¥")


@dataclass(frozen=True)
class Unit:
    """How a column of numbers is shown: which quantity, how many decimals."""

    id: str
    digits: int = 0

    def quantity(self, value: Any, currency: str | None = None) -> Any:
        """The value as a quantity that can say itself.

        >>> UNITS["share"].quantity(0.256).in_language("en")
        '25.6%'
        """
        if self.id == "money":
            return Money(value, currency)
        if self.id in ("share", "percent", "probability"):
            return Percent(value, self.digits)
        if self.id == "day":
            return Day(value)
        if self.id == "moment":
            return Moment(value)
        if self.id == "days":
            return Days(value)
        return Number(value, self.digits)


UNITS: dict[str, Unit] = {
    u.id: u
    for u in (
        Unit("money"),
        Unit("share", 1),
        Unit("percent"),
        Unit("probability"),
        Unit("days"),
        Unit("day"),
        Unit("moment"),
        Unit("hours", 1),
        Unit("years", 1),
        Unit("count"),
        Unit("number", 1),
        Unit("coefficient", 3),
        Unit("points", 1),
        Unit("grade", 1),
        Unit("text"),
    )
}
