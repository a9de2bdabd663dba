"""Which currency amounts are told in, and the facts told in that one currency."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from kam.schema import sale_sql
from kam.store import Facts, Source, with_tables
from kam.words import Sentence, say

MIXED = "mixed"
SHOWN = 6  # months without a rate that a notice names
# What files call a currency beside its code.
CODES: dict[str, str] = {
    "RMB": "CNY", "人民币": "CNY", "人民币元": "CNY", "CN¥": "CNY", "€": "EUR", "EURO": "EUR",
    "欧元": "EUR", "US$": "USD", "美元": "USD", "£": "GBP", "英镑": "GBP", "日元": "JPY",
    "港币": "HKD", "港元": "HKD", "SFR": "CHF", "FR.": "CHF",
}  # fmt: skip

# Every (currency, month) that amounts stand in.
_USED = """
    SELECT currency, CAST(date_trunc('month', day) AS DATE) AS month,
           bool_or(is_order) AS is_order FROM (
        SELECT DISTINCT currency, order_date AS day, true AS is_order FROM order_header
        WHERE currency IS NOT NULL AND NOT coalesce(is_cancelled, false)
        UNION ALL SELECT DISTINCT currency, invoice_date, false FROM invoice
        WHERE currency IS NOT NULL
        UNION ALL SELECT DISTINCT currency, paid_date, false FROM payment
        WHERE currency IS NOT NULL
    ) GROUP BY ALL ORDER BY ALL
"""
# A month's rates are averaged.
_RATES = """
    SELECT currency, coalesce(to_currency, '') AS to_currency,
           CAST(date_trunc('month', rate_date) AS DATE) AS month, avg(rate) AS rate
    FROM rate WHERE rate > 0 GROUP BY ALL ORDER BY ALL
"""

_MONTH = "CAST(date_trunc('month', {day}) AS DATE)"
_RATE = " LEFT JOIN rate_of {name} ON {name}.currency = {currency} AND {name}.month = " + _MONTH
_FACTOR = " * coalesce({name}.factor, 1.00000000)"
# A payment is told as its invoice is: what settles it then still settles it.
_CONVERTED: dict[str, str] = {
    "sale": sale_sql(
        _FACTOR.format(name="r"),
        _RATE.format(name="r", currency="h.currency", day="h.order_date"),
        "main.",
    ),
    "placed_order": "SELECT s.order_id, s.account_id, s.order_date, sum(s.revenue) AS revenue,"
    " sum(s.cost) AS cost, count(DISTINCT s.product_id) AS products FROM converted_sale s"
    " WHERE NOT s.is_return GROUP BY ALL",
    "invoice": "SELECT i.* REPLACE (i.amount{0} AS amount, i.paid_amount{0} AS paid_amount)"
    " FROM main.invoice i{1}".format(
        _FACTOR.format(name="r"),
        _RATE.format(name="r", currency="i.currency", day="i.invoice_date"),
    ),
    "payment": "SELECT p.* REPLACE (p.amount * coalesce(b.factor, r.factor, 1.00000000) AS amount)"
    " FROM main.payment p LEFT JOIN main.invoice i ON i.invoice_id = p.invoice_id{}"
    " AND coalesce(p.currency, i.currency) = i.currency{}".format(
        _RATE.format(name="b", currency="i.currency", day="i.invoice_date"),
        _RATE.format(name="r", currency="p.currency", day="p.paid_date"),
    ),
}
_BELOW = ", ".join(
    (
        "rate_of AS (SELECT currency, month, CAST(factor AS DECIMAL(18,8)) AS factor FROM exchange)",
        *("converted_{} AS ({})".format(*told) for told in _CONVERTED.items()),
    )
)
_ABOVE = ", ".join(map("{0} AS (SELECT * FROM converted_{0})".format, _CONVERTED))


@dataclass(frozen=True)
class Exchange:
    """How amounts become amounts in one currency.

    ``currency`` is what they are told in: its code, None where no file names one, "mixed" where
    several are added one to one. ``factors``: currency (as files write it), month, factor.
    ``missing``: currency and months that lack a rate to ``target``.
    """

    currency: str | None
    target: str | None
    factors: pd.DataFrame
    missing: tuple[tuple[str, tuple[str, ...]], ...] = ()

    @property
    def notice(self) -> tuple[str, Sentence] | None:
        """What must stand beside every result, as code and sentence; None where nothing must."""
        if self.currency == MIXED and self.target is None:
            return "W_MIXED_CURRENCY", say(
                "Amounts in several currencies are added one to one: no rate table is known."
            )
        if not self.missing:
            return None
        lacking = "; ".join(
            f"{code} {', '.join(months[:SHOWN])}{' …' if len(months) > SHOWN else ''}"
            for code, months in self.missing
        )
        if self.currency == MIXED:
            return "W_MIXED_CURRENCY", say(
                "Amounts in several currencies are added one to one where a rate to {target} is"
                " missing: {months}.", target=self.target, months=lacking,
            )  # fmt: skip
        return "W_NO_RATE", say(
            "Amounts are in {currency}: there is no rate to {target}.",
            currency=self.currency, target=self.target,
        )  # fmt: skip


def exchange(facts: Facts, wanted: str | None = None) -> Exchange:
    """The exchange of what is on file.

    Parameters
    ----------
    wanted : ISO code of the currency to tell amounts in. None: the one all rates lead to, else the
        only one in use that has no rates of its own; amounts in one currency stay in it.

    Source: import-rules.md ("Currencies").
    """
    used = facts.query(_USED)
    used["code"] = used["currency"].map(code_of)
    codes = sorted(set(used["code"]))
    rates = facts.query(_RATES) if wanted or len(codes) > 1 else pd.DataFrame()
    for column in ("currency", "to_currency") if len(rates) else ():
        rates[column] = rates[column].map(code_of)
    target = wanted or _lead(rates, codes)
    if target is None:
        currency = None if not codes else codes[0] if len(codes) == 1 else MIXED
        return Exchange(currency, None, _factors([]))
    by_pair = {(r.currency, r.to_currency, r.month): float(r.rate) for r in rates.itertuples()}
    told: list[tuple[str, Any, float]] = []
    lacking: dict[str, list[str]] = {}
    for row in used[used["code"] != target].itertuples():
        factor = _factor(by_pair, row.code, target, row.month)
        if factor is None:
            lacking.setdefault(row.code, []).append(f"{row.month:%Y-%m}")
        else:
            told.append((row.currency, row.month, factor))
    missing = tuple((code, tuple(dict.fromkeys(months))) for code, months in lacking.items())
    currency = target if codes else None
    if missing:
        currency = codes[0] if len(codes) == 1 and not told else MIXED
    return Exchange(currency, target, _factors(told), missing)


def code_of(text: str) -> str:
    """The ISO code of a currency as files write it.

    >>> code_of("eur "), code_of("人民币")
    ('EUR', 'CNY')
    """
    word = str(text).strip().upper()
    return CODES.get(word, word)


def _lead(rates: pd.DataFrame, codes: Sequence[str]) -> str | None:
    """The currency the rates lead to where amounts stand in several; None where they do not tell."""
    if rates.empty:
        return None
    leads = sorted(set(rates["to_currency"]) - {""})
    without = sorted(set(codes) - set(rates["currency"]))
    return leads[0] if len(leads) == 1 else without[0] if len(without) == 1 else None


def _factor(
    by_pair: Mapping[tuple[str, str, Any], float], code: str, target: str, month: Any
) -> float | None:
    """Units of the target for one unit of a currency, straight or by way of a third one."""
    for lead in (target, ""):
        if (code, lead, month) in by_pair:
            return by_pair[code, lead, month]
    for source, lead, when in by_pair:
        if source == target and lead and when == month:
            first = 1.0 if lead == code else by_pair.get((code, lead, month))
            if first is not None:
                return first / by_pair[target, lead, month]
    return None


def _factors(told: Sequence[tuple[str, Any, float]]) -> pd.DataFrame:
    frame = pd.DataFrame(told, columns=["currency", "month", "factor"])
    return frame.astype({"currency": "str", "month": "datetime64[us]", "factor": "float64"})


class Converted:
    """Facts told in one currency: sales, orders, invoices and payments; all else as it is."""

    def __init__(self, facts: Source, exchange: Exchange) -> None:
        self._facts = facts
        self._frames = {"exchange": exchange.factors}

    def source(self, table: str) -> str:
        """The name a table's rows are read by from above."""
        return f"converted_{table}" if table in _CONVERTED else self._facts.source(table)

    def query(self, sql: str, params: Sequence[Any] = ()) -> pd.DataFrame:
        """Rows of a statement; values only through ``?``."""
        return self.query_with({}, with_tables(_ABOVE, sql), params)

    def query_with(
        self, frames: Mapping[str, Any], sql: str, params: Sequence[Any] = ()
    ) -> pd.DataFrame:
        """Rows of a statement that may read frames by name, too."""
        return self._facts.query_with({**frames, **self._frames}, with_tables(_BELOW, sql), params)


def in_one_currency(facts: Source, found: Exchange | None = None) -> Source:
    """Facts with amounts in one currency, as far as rates are known."""
    found = found or exchange(facts)
    return Converted(facts, found) if len(found.factors) else facts
