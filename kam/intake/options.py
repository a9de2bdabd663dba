"""The [options] of a mapping file: what may be said of how a file is written."""

from __future__ import annotations

import codecs
import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from kam.errors import DataError, UnknownName
from kam.intake.delimited import BLANKS, NAMED
from kam.intake.values import EPOCH_MS, SERIAL, SERIAL_1904
from kam.words import N_, say

# Directives that day, month and year are written with, and what may stand between them.
_DAY, _MONTH, _YEAR = set("d"), set("mbB"), set("yY")
_BETWEEN = re.compile(r"[ ./,\-'年月日T:HMSfp]*")


@dataclass(frozen=True)
class Option:
    """One option: what may be said, in words, and whether a value is that."""

    allowed: str
    fits: Callable[[Any], bool]


def _one_of(*values: Any) -> Callable[[Any], bool]:
    return lambda value: any(value == v and type(value) is type(v) for v in values)


def _is_number(value: Any) -> bool:
    return (
        isinstance(value, int | float)
        and not isinstance(value, bool)
        and math.isfinite(value)
        and value > 0
    )


def _is_count(value: Any, least: int) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= least


def _is_encoding(value: Any) -> bool:
    try:
        return isinstance(value, str) and bool(codecs.lookup(value))
    except LookupError:
        return False


def _is_delimiter(value: Any) -> bool:
    return isinstance(value, str) and (len(value) == 1 or value == BLANKS or value.lower() in NAMED)


def is_date_format(value: Any) -> bool:
    """Whether a text tells how days or months are written.

    >>> is_date_format("%d.%m.%Y"), is_date_format("%Y-%m"), is_date_format("dd/mm/yyyy")
    (True, True, False)
    """
    if value in (SERIAL, SERIAL_1904, EPOCH_MS):
        return True
    if not isinstance(value, str):
        return False
    said = re.findall("%(.)", value)
    between = re.sub("%.", "", value)
    known = set(said) <= _DAY | _MONTH | _YEAR | set("HIMSfpjz")
    return known and bool(_BETWEEN.fullmatch(between) and set(said) & _MONTH and set(said) & _YEAR)


def _is_currency(value: Any) -> bool:
    return isinstance(value, str) and bool(re.fullmatch("[A-Z]{3}", value))


OPTIONS: dict[str, Option] = {
    "encoding": Option(N_("the name of an encoding, such as \"gb18030\""), _is_encoding),
    "delimiter": Option(
        N_("one character, \"tab\", or \"blanks\" for columns at fixed places"), _is_delimiter
    ),
    "header_row": Option(
        N_("the line the header stands in, from 1; 0 for none"), lambda v: _is_count(v, 0)
    ),
    "sheet": Option(
        N_("the name of a sheet of a workbook, or its place from 1"),
        lambda v: (isinstance(v, str) and bool(v)) or _is_count(v, 1),
    ),
    "decimal": Option(N_("\".\" or \",\""), _one_of(".", ",")),
    "thousands": Option(
        N_("\".\", \",\", \"'\" or a blank; not the decimal sign"), _one_of(".", ",", "'", " ")
    ),
    "date_format": Option(
        N_("a format such as \"%d/%m/%Y\", \"excel serial\", \"excel serial 1904\" or \"epoch ms\""),
        is_date_format,
    ),
    "unit_factor": Option(N_("a number above 0 that every amount is multiplied by"), _is_number),
    "currency": Option(N_("the currency of all amounts, such as \"EUR\""), _is_currency),
    "default_currency": Option(
        N_("the currency of rows that name none, such as \"EUR\""), _is_currency
    ),
    "tax": Option(
        N_("\"net\", \"gross\", or the rate in amounts to be freed of it, such as 0.19"),
        lambda v: _one_of("net", "gross")(v) or (_is_number(v) and v < 1),
    ),
    "skip_totals": Option(N_("true or false"), _one_of(True, False)),
    "duplicates": Option(N_("\"keep\" or \"skip\""), _one_of("keep", "skip")),
    "only": Option(
        N_("true to use no column but those under [columns], else false"), _one_of(True, False)
    ),
}  # fmt: skip


def check(options: Mapping[str, Any]) -> None:
    """Refuse an option nobody knows, or a value it cannot have.

    Raises
    ------
    UnknownName, DataError
    """
    for name, value in options.items():
        if name not in OPTIONS:
            raise UnknownName.nearest("mapping option", name, OPTIONS)
        if not OPTIONS[name].fits(value):
            raise DataError(
                say("The option {option} cannot be {value}.", option=name, value=repr(value)),
                say("It may be: {allowed}.", allowed=say(OPTIONS[name].allowed)),
                "E_MAPPING",
            )
    if "thousands" in options and options.get("decimal") == options["thousands"]:
        raise DataError(
            say("The options decimal and thousands name the same sign."),
            say("Leave one of them out."),
            "E_MAPPING",
        )
