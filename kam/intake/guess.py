"""What a column may be by its content alone: an id that repeats, a day, or money."""

from __future__ import annotations

import re
from collections.abc import Sequence

import pyarrow as pa
import pyarrow.compute as pc

from kam.intake.formats import date_format, reads_as, samples
from kam.intake.sheets import Sheet

LOOKED_AT = 100_000  # rows looked at; a guess needs no more
_NUMBER = re.compile(r"[(+-]?[¥￥$€£]?\s*[\d.,' \u00a0\u202f]*\d\)?-?\s*[¥￥$€£元]?")


def distinct(sheet: Sheet, position: int) -> int:
    """How many different filled values a column has."""
    cells = sheet.values(position).slice(0, LOOKED_AT)
    if pa.types.is_string(cells.type):
        cells = pc.utf8_trim_whitespace(cells)
        cells = cells.filter(pc.not_equal(cells, ""))
    return int(pc.count_distinct(cells, mode="only_valid").as_py())


def choices(sheet: Sheet, positions: Sequence[int]) -> dict[str, list[int]]:
    """Which of these columns may be the account, the day or the amount of a sale.

    An account is text or a whole number that repeats; a day reads as one date format throughout;
    money is a number with decimals, or the only other number there is.

    Source: import-rules.md ("Guessing").
    """
    days = [p for p in positions if _is_day(sheet, p)]
    numbers = [p for p in positions if p not in days and _is_number(sheet, p)]
    decimals = [p for p in numbers if _has_decimals(sheet, p)]
    repeating = [
        p
        for p in positions
        if p not in days and p not in decimals and 1 < distinct(sheet, p) < _filled(sheet, p)
    ]
    words = [p for p in repeating if p not in numbers]
    accounts = words or _once_each(sheet, _like_ids(sheet, repeating))
    money = decimals or [p for p in numbers if p not in accounts or len(accounts) > 1]
    return {"account_id": accounts, "order_date": days, "amount": money}


def _like_ids(sheet: Sheet, positions: Sequence[int]) -> list[int]:
    """Of columns of whole numbers those written as ids, with zeros in front, if any is."""
    padded = [
        p
        for p in positions
        if any(v.startswith("0") and len(v) > 1 and v.isdigit() for v in samples(sheet.values(p)))
    ]
    return padded or list(positions)


def _once_each(sheet: Sheet, positions: Sequence[int]) -> list[int]:
    """Columns of numbers without those that only number anew what one before them numbers."""
    kept: list[int] = []
    for position in positions:
        cells = sheet.values(position).slice(0, LOOKED_AT).to_pylist()
        if not any(
            _one_to_one(sheet.values(k).slice(0, LOOKED_AT).to_pylist(), cells) for k in kept
        ):
            kept.append(position)
    return kept


def _one_to_one(some: Sequence[object], others: Sequence[object]) -> bool:
    pairs = set(zip(some, others, strict=True))
    return len(pairs) == len(set(some)) == len(set(others))


def _filled(sheet: Sheet, position: int) -> int:
    cells = sheet.values(position).slice(0, LOOKED_AT)
    if pa.types.is_string(cells.type):
        return sum(bool(v and v.strip()) for v in cells.to_pylist())
    return len(cells) - cells.null_count


def _is_day(sheet: Sheet, position: int) -> bool:
    cells = sheet.values(position)
    if pa.types.is_temporal(cells.type):
        return True
    if not pa.types.is_string(cells.type):
        return False
    words = samples(cells)[:200]
    if not words or all(re.fullmatch(r"\d{1,7}([.,]\d+)?", w) for w in words):
        return False  # a plain number is no day unless a header says so
    form, _ = date_format(words)
    return sum(reads_as(w, form) for w in words) > 0.9 * len(words)


def _is_number(sheet: Sheet, position: int) -> bool:
    kind = sheet.values(position).type
    if pa.types.is_boolean(kind) or pa.types.is_temporal(kind):
        return False
    if pa.types.is_primitive(kind) or pa.types.is_decimal(kind):
        return True
    words = samples(sheet.values(position))[:200]
    return bool(words) and sum(bool(_NUMBER.fullmatch(w)) for w in words) > 0.9 * len(words)


def _has_decimals(sheet: Sheet, position: int) -> bool:
    cells = sheet.values(position)
    if pa.types.is_integer(cells.type):
        return False
    values = samples(cells)[:200]
    return any(re.search(r"[.,]\d{1,2}\D*$", v) and not v.endswith((".0", ",0")) for v in values)
