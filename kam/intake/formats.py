"""How a column is written: one date format, one decimal sign, one unit for all its values."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping as Map
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pyarrow as pa

from kam.intake.findings import Finding
from kam.intake.headers import column_of, header_factor, is_net
from kam.intake.sheets import Sheet
from kam.intake.values import DATE_FORMATS, EPOCH_MS, MISSING, SERIAL, SERIAL_1904, Format

SAMPLES = 2000
_TAXED = frozenset({"amount", "amount_net", "unit_price", "list_value"})
_SWAPPED = {
    "%d/%m/%Y": "%m/%d/%Y", "%d-%m-%Y": "%m-%d-%Y", "%d/%m/%y": "%m/%d/%y",
}  # fmt: skip
_SWAPPED |= {v: k for k, v in _SWAPPED.items()}


def formats(
    sheet: Sheet,
    table: str,
    columns: Map[str, int],
    options: Map[str, Any],
    together: Map[tuple[str, str], list[str]],
) -> tuple[dict[str, Format], list[Finding]]:
    """How each column of a sheet is written, and questions where that cannot be told.

    ``together`` holds the samples of every date column of the command by (table, column): files of
    one export are read in one format.
    """
    found, findings = {}, []
    signs = {
        n: decimal_sign(samples(sheet.values(p))) for n, p in columns.items() if _counts(n, table)
    }
    usual = Counter(s for s in signs.values() if s).most_common(1)
    for name, position in columns.items():
        column, header = column_of(table, name), sheet.headers[position]
        cells = sheet.values(position)
        form = Format(date=DATE_FORMATS[0])
        if column.type == "date" and not pa.types.is_temporal(cells.type):
            day, question = _day_format(samples(cells), together.get((table, name), []), options)
            form = Format(date=day)
            if question:
                findings.append(replace(question, column=header))
            if day in (SERIAL, SERIAL_1904):
                findings.append(Finding("W_DATE_SERIAL", column=header))
        elif name in signs:
            words = pa.types.is_string(cells.type)
            sign = _told_sign(options) or signs[name] or (usual[0][0] if usual else ".")
            factor = float(options.get("unit_factor", header_factor(header)))
            form = Format(
                decimal=sign if words else ".",
                factor=factor if _is_money(name, table) else 1.0,
                thousands=str(options.get("thousands", "")),
            )
            if form.decimal == "," and signs[name] == "," and not _told_sign(options):
                findings.append(Finding("W_DECIMAL_COMMA", column=header))
            if form.factor != 1.0:
                findings.append(Finding("W_UNIT_FACTOR", column=header, value=f"{form.factor:g}"))
            tax = _tax_rate(header, name, options)
            if tax:
                form = replace(form, factor=form.factor / (1 + tax))
                findings.append(Finding("W_TAX_REMOVED", column=header, value=f"{100 * tax:g} %"))
        found[name] = form
    return found, findings


def _told_sign(options: Map[str, Any]) -> str:
    """The decimal sign a person said, be it by that of the thousands."""
    said = str(options.get("decimal") or "")
    return said or {".": ",", ",": "."}.get(str(options.get("thousands")), "")


def _tax_rate(header: str, column: str, options: Map[str, Any]) -> float:
    """The rate of tax a column is to be freed of; 0 for none."""
    tax = options.get("tax")
    if isinstance(tax, str) or not tax or column not in _TAXED or is_net(header):
        return 0.0
    return float(tax)


def common_forms(
    sheet: Sheet, table: str, columns: Map[str, int], forms: Map[str, Format]
) -> dict[str, str]:
    """The options under which a few rows of a sheet, in words, are read as the whole sheet was."""
    days, signs = set(), set()
    for name, position in columns.items():
        words = pa.types.is_string(sheet.values(position).type)
        if column_of(table, name).type == "date":
            days.add(forms[name].date if words else DATE_FORMATS[0])
        elif _counts(name, table):
            signs.add(forms[name].decimal)
    told = {"date_format": days, "decimal": signs}
    return {option: values.pop() for option, values in told.items() if len(values) == 1}


def _counts(name: str, table: str) -> bool:
    column = column_of(table, name)
    return column.role == "" and column.type not in ("text", "date", "boolean")


def _is_money(name: str, table: str) -> bool:
    column = column_of(table, name)
    return column.unit == "money" or column.type in ("money", "price")


def date_samples(
    sheet: Sheet, table: str, columns: Map[str, int]
) -> dict[tuple[str, str], list[str]]:
    """What the date columns of a sheet hold, by (table, column)."""
    return {
        (table, name): samples(sheet.values(position))
        for name, position in columns.items()
        if column_of(table, name).type == "date" and pa.types.is_string(sheet.values(position).type)
    }


def _day_format(
    own: Sequence[str], pooled: Sequence[str], options: Map[str, Any]
) -> tuple[str, Finding | None]:
    """The column's format: what a person said, else its own, else that of the files beside it.

    What a person said holds for the columns that can be read so: another may be written otherwise.
    """
    said = options.get("date_format")
    if said and (not own or any(reads_as(s, str(said)) for s in own)):
        return str(said), None
    form, question = date_format(own)
    if question is None or len(pooled) <= len(own):
        return form, question
    common, still = date_format(pooled)
    readable = sum(reads_as(s, common) for s in own) >= 0.9 * len(own)
    return (common, still) if readable else (form, question)


def samples(cells: pa.ChunkedArray) -> list[str]:
    """Up to SAMPLES distinct filled values of a column, in order of appearance."""
    seen = dict.fromkeys(
        str(v).strip() for v in cells.slice(0, 50_000).unique().to_pylist() if v is not None
    )
    return [v for v in seen if v.lower() not in MISSING][:SAMPLES]


def decimal_sign(values: Sequence[str]) -> str | None:
    """The decimal sign most values of a column show; None where none of them tells.

    >>> decimal_sign(["1 234,56", "1.234,56", "12"]), decimal_sign(["1,234", "5"])
    (',', None)
    """
    votes = Counter(filter(None, map(_sign_in, values))).most_common(1)
    return votes[0][0] if votes else None


def _sign_in(text: str) -> str | None:
    plain = re.sub(r"[^\d.,]", "", text)
    comma, dot = plain.rfind(","), plain.rfind(".")
    if comma >= 0 and dot >= 0:
        return "," if comma > dot else "."
    last, sign = (comma, ",") if comma >= 0 else (dot, ".")
    if last < 0:
        return None
    if plain.count(sign) > 1:
        return "." if sign == "," else ","
    groups = len(plain) - last - 1 == 3 and not plain.startswith("0")
    return None if groups else sign


def date_format(values: Sequence[str]) -> tuple[str, Finding | None]:
    """The format most values of a column are written in, and a question where two fit equally.

    Returns
    -------
    (format, None), or (format, Q_DAY_MONTH_ORDER) when day and month cannot be told apart.

    Source: import-rules.md; data-model.md rule 4.
    """
    days = [without_time(s) for s in values]
    if not days:
        return DATE_FORMATS[0], None
    if _share(days, r"\d{5}(\.\d+)?") > 0.8:
        return SERIAL, None
    if _share(days, r"\d{13}") > 0.8:
        return EPOCH_MS, None
    if _share(days, r"\d{6}") > 0.8:
        return "%Y%m", None
    near = [f for f in DATE_FORMATS if any(reads_as(s, f) for s in days[:60])] or DATE_FORMATS
    fits = {f: sum(reads_as(s, f) for s in days) for f in near}
    best = max(fits, key=lambda f: fits[f])
    other = _SWAPPED.get(best)
    if other and fits[best] and fits.get(other) == fits[best]:
        differs = next((s for s in days if _read(s, best) != _read(s, other)), None)
        if differs is not None:
            orders = tuple(sorted((best, other)))
            return best, Finding("Q_DAY_MONTH_ORDER", value=differs, options=orders)
    return best, None


def without_time(text: str) -> str:
    """A date's text without the time of day behind it."""
    return re.split(r"[T ](?=\d{1,2}[:h])", text.strip())[0]


def reads_as(text: str, form: str) -> bool:
    """Whether a text is a day in a format."""
    if form in (SERIAL, SERIAL_1904, EPOCH_MS):
        return bool(re.fullmatch(r"\d{5}(\.\d+)?|\d{13}", text.strip()))
    return _read(without_time(text), form) is not None


def _share(values: Sequence[str], pattern: str) -> float:
    return sum(bool(re.fullmatch(pattern, v)) for v in values) / len(values)


def _read(text: str, form: str) -> date | None:
    try:
        return datetime.strptime(text, form).date()
    except ValueError:
        return None


def latest_day(today: date) -> date:
    """The last day an import accepts: a year from now."""
    return today + timedelta(days=366)
