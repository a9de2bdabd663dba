"""Files that are taken away: CSV and Excel in which foreign text is never a formula or a link."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO, StringIO
from typing import Any

import pandas as pd

from kam.errors import NotMeaningful
from kam.formulas import guarded, looks_like_formula
from kam.units import UNITS, Number, Percent, Unit, is_unknown
from kam.words import N_, say, translate

MOST_ROWS = 1_048_575  # of an Excel sheet, without its header
MOST_LETTERS = 32_767  # of an Excel cell
MOST_EXACT = 2**53  # a whole number beyond it is an id, and Excel would round it
NOTE_SHEET = N_("About this file")


def _format_of(unit: Unit) -> str:
    if unit.id == "money":
        return "#,##0.00"
    pattern = "#,##0" + ("." + "0" * unit.digits if unit.digits else "")
    shares = isinstance(unit.quantity(0.5), Percent)
    return pattern + "%" if shares else pattern


# How Excel shows the numbers of a unit; text and days go by what the cells are.
FORMATS: dict[str, str] = {
    u.id: _format_of(u) for u in UNITS.values() if u.id not in ("text", "day")
}
DAY, MOMENT = "yyyy-mm-dd", "yyyy-mm-dd hh:mm"


def csv_bytes(frame: pd.DataFrame, labels: Mapping[str, str]) -> bytes:
    """A table as CSV that Excel opens rightly in any language.

    Parameters
    ----------
    labels : column → heading; its order is the order of the columns, others are left out

    Returns
    -------
    UTF-8 with a byte order mark, lines ended by CR LF. Text is quoted, with a leading ' where a
    spreadsheet would run it; numbers keep their full precision, days are ISO, unknown is empty.

    Source: reliability.md rule 8.
    """
    columns = _columns(frame, labels)
    target = StringIO(newline="")
    write = target.write
    write(",".join(_quoted(str(labels[name])) for name in columns) + "\r\n")
    for row in zip(*(frame[name] for name in columns), strict=True):
        write(",".join(_written(value) for value in row) + "\r\n")
    return b"\xef\xbb\xbf" + target.getvalue().encode("utf-8")


def xlsx_bytes(
    frame: pd.DataFrame,
    labels: Mapping[str, str],
    sheet: str,
    note: Sequence[tuple[str, str]],
    *,
    units: Mapping[str, str] | None = None,
    lang: str = "en",
) -> bytes:
    """A table as an Excel file whose second sheet says what a reader must know.

    Parameters
    ----------
    labels : column → heading; its order is the order of the columns, others are left out
    sheet : name of the first sheet
    note : (what, value) pairs: as-of day, filters, source, warnings
    units : column → id of ``kam.units.UNITS``, for the number formats

    Returns
    -------
    The file. Text is always a text cell, never a formula or a link; numbers and days are typed,
    unknown is an empty cell. The same table gives the same bytes.

    Raises
    ------
    NotMeaningful
        More rows than a sheet holds.

    Source: reliability.md rule 8.
    """
    import xlsxwriter

    if len(frame) > MOST_ROWS:
        raise NotMeaningful(
            say(
                "An Excel sheet holds {most} rows, this table has {n}.",
                most=Number(MOST_ROWS),
                n=Number(len(frame)),
            ),
            say("Download it as CSV, or narrow the filters."),
            "E_TOO_MANY_ROWS",
        )
    columns = _columns(frame, labels)
    target = BytesIO()
    book = xlsxwriter.Workbook(
        target,
        {
            "in_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
        },
    )
    book.set_properties({"created": datetime(2000, 1, 1)})  # not the clock: equal bytes
    guard = {"quote_prefix": True}  # stays text even when somebody edits the cell
    guarded = book.add_format(guard)
    head = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1, **guard})
    wrapped = book.add_format({"text_wrap": True, "valign": "top", **guard})
    first = _sheet_name(sheet, ())
    page = book.add_worksheet(first)
    page.freeze_panes(1, 0)
    for place, name in enumerate(columns):
        page.write_string(0, place, _text(str(labels[name])), head)
        values = list(frame[name])
        numbers = book.add_format({"num_format": _number_format(values, (units or {}).get(name))})
        for row, value in enumerate(values, start=1):
            _write(page, row, place, value, numbers, guarded)
        page.set_column(place, place, _width(str(labels[name]), values))
    if len(frame) and columns:
        page.autofilter(0, 0, len(frame), len(columns) - 1)
    about = book.add_worksheet(_sheet_name(translate(NOTE_SHEET, lang), (first,)))
    about.set_column(0, 0, 24)
    about.set_column(1, 1, 80)
    for row, (what, value) in enumerate(note):
        about.write_string(row, 0, _text(str(what)), head)
        about.write_string(row, 1, _text(str(value)), wrapped)
    book.close()
    return target.getvalue()


def _columns(frame: pd.DataFrame, labels: Mapping[str, str]) -> list[str]:
    return [name for name in labels if name in frame.columns]


def _plain(value: Any) -> Any:
    """A cell as str, bool, int, float, Decimal, date or datetime; None when unknown."""
    if value is None or value is pd.NaT or value is pd.NA:
        return None
    if hasattr(value, "item") and not isinstance(value, pd.Timestamp):
        value = value.item()
    if isinstance(value, pd.Timestamp):
        value = value.to_pydatetime()
    if isinstance(value, datetime):
        value = value.replace(tzinfo=None)
        return value.date() if value.time() == datetime.min.time() else value
    if isinstance(value, bool | int | date | Decimal):
        return value
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    return None if is_unknown(value) else str(value)


def _storable(text: str) -> str:
    """The text without halves of characters, which no file can hold."""
    return text.encode("utf-8", "replace").decode("utf-8")


def _text(text: str) -> str:
    """A text as an Excel cell holds it."""
    return _storable(text)[:MOST_LETTERS]


def _quoted(text: str) -> str:
    text = _storable(text)
    return '"' + guarded(text).replace('"', '""') + '"'


def _written(value: Any) -> str:
    """A cell of a CSV line."""
    plain = _plain(value)
    if plain is None:
        return ""
    if isinstance(plain, str):
        return _quoted(plain)
    if isinstance(plain, bool):
        return "TRUE" if plain else "FALSE"
    if isinstance(plain, datetime):
        return plain.isoformat(sep=" ")
    return plain.isoformat() if isinstance(plain, date) else str(plain)


def _write(page: Any, row: int, place: int, value: Any, typed: Any, guarded: Any) -> None:
    """A cell of its type; nothing for the unknown."""
    plain = _plain(value)
    if plain is None:
        return
    if isinstance(plain, bool):
        page.write_boolean(row, place, plain)
    elif isinstance(plain, date):
        page.write_datetime(row, place, plain, typed)
    elif isinstance(plain, str) or (isinstance(plain, int) and abs(plain) > MOST_EXACT):
        text = _text(str(plain))
        page.write_string(row, place, text, guarded if looks_like_formula(text) else None)
    else:
        page.write_number(row, place, plain, typed)


def _number_format(values: Iterable[Any], unit: str | None) -> str:
    """The format of a column: by its unit; days and moments by what they are."""
    kinds = {type(plain) for plain in map(_plain, values) if plain is not None}
    if datetime in kinds:
        return MOMENT
    if date in kinds:
        return DAY
    return FORMATS.get(unit or "", "General")


def _sheet_name(wanted: str, taken: tuple[str, ...]) -> str:
    """A name Excel accepts: 31 letters, no brackets, slashes, : * ?, no ' at the ends, not reserved."""
    name = "".join(" " if c in "[]:*?/\\" or not c.isprintable() else c for c in wanted)
    name = name[:31].strip(" '") or "KAM"
    if name.casefold() in {"history", *(t.casefold() for t in taken)}:
        name = f"{name[:29]} 2"
    return name


def _width(heading: str, values: list[Any]) -> float:
    """A column's width by its heading and first cells, within reason."""
    longest = max((_letters(str(v)) for v in values[:200] if _plain(v) is not None), default=0)
    return min(max(longest, _letters(heading) * 0.8, 8) + 2, 48)


def _letters(text: str) -> int:
    return sum(2 if ord(c) > 0x2E7F else 1 for c in text)
