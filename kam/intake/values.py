"""From the words in a column to typed values: one date and one number format per column.

Everything here makes SQL text for the import's own scratch database. Column names in it are c0, c1 …,
formats come from the tables below: no word of a file ever becomes part of a statement.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pyarrow as pa

from kam.schema import SQL_TYPES, Column

# Missing marks; ids and names have none but the empty field ("NA" and "-" are names).
MISSING = ("", "null", "n/a", "na", "-", "none", "#n/a", "nat")
DATE_FORMATS: tuple[str, ...] = (
    "%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%Y年%m月%d日", "%Y%m%d",
    "%d.%m.%Y", "%d/%m/%Y", "%m/%d/%Y", "%d-%m-%Y", "%m-%d-%Y",
    "%d.%m.%y", "%d/%m/%y", "%m/%d/%y",
    "%d-%b-%Y", "%d %b %Y", "%b %d, %Y", "%d %B %Y", "%B %d, %Y", "%d-%b-%y", "%d-%m-%y",
    # A month stands for its first day.
    "%Y-%m", "%Y/%m", "%Y年%m月", "%Y%m", "%m/%Y", "%m.%Y", "%b %Y", "%b-%Y", "%b-%y", "%B %Y",
)  # fmt: skip
SERIAL, SERIAL_1904, EPOCH_MS = "excel serial", "excel serial 1904", "epoch ms"
_DAY_0 = {SERIAL: "1899-12-30", SERIAL_1904: "1904-01-01"}  # of Excel on Windows, and on old Macs
EARLIEST = date(1990, 1, 1)
LARGEST = 10.0**14


@dataclass(frozen=True)
class Format:
    """How one column is written: date format, or decimal sign, and the factor of its unit."""

    date: str = ""
    decimal: str = "."
    factor: float = 1.0
    thousands: str = ""  # told by a person; else the sign the decimal one leaves


@dataclass(frozen=True)
class Typed:
    """SQL for a column, in steps: most values are plain and ``fast`` reads them (f_NAME); the rest
    are ``prepared`` (x_NAME). ``value``, NULL where missing or unreadable, reads both; ``fault``, a
    code or NULL, reads the value (NAME) too.
    """

    prepared: str
    value: str
    fault: str
    fast: str = ""


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


_MISSING_SQL = "(" + ", ".join(_quoted(m) for m in MISSING) + ")"
INVISIBLE = r"[\x{200b}-\x{200f}\x{202a}-\x{202e}\x{2060}-\x{2069}\x{feff}\x{00ad}]"


def tidy(cell: str) -> str:
    """SQL for a text without invisible characters and outer blanks; NULL when nothing is left."""
    clean = f"regexp_replace({cell}, {_quoted(INVISIBLE)}, '', 'g')"
    tidied = f"nullif(trim(replace({clean}, '\u00a0', ' ')), '')"
    # Plain ASCII without outer blanks, as nearly all ids are, is tidy as it is.
    return (
        f"CASE WHEN strlen({cell}) <> length({cell}) THEN {tidied}"
        f" WHEN {cell} > '!' AND NOT suffix({cell}, ' ') THEN {cell}"
        f" ELSE nullif(trim({cell}), '') END"
    )


def _present(cell: str) -> str:
    text = tidy(cell)
    return f"CASE WHEN lower({text}) IN {_MISSING_SQL} THEN NULL ELSE {text} END"


def typed(
    cell: str, name: str, arrow: pa.DataType, column: Column, form: Format, latest: date
) -> Typed:
    """The SQL that reads one column of a sheet.

    Parameters
    ----------
    cell : the column's name in the scratch table
    name : the name its value gets; f_NAME and x_NAME are its steps on the way
    arrow : its type there; text, or what Parquet said
    latest : the last day a date may have
    """
    x = f"x_{name}"
    if column.role in ("id", "name") or column.type == "text":
        return _as_text(cell, x, arrow, column)
    if column.type == "date":
        return _as_date(cell, name, arrow, form, latest)
    if column.type == "boolean":
        return _as_boolean(cell, x, arrow, column)
    if pa.types.is_integer(arrow) or pa.types.is_decimal(arrow) or pa.types.is_floating(arrow):
        return _from_number(cell, name, arrow, SQL_TYPES[column.type], form)
    return _from_words(cell, name, column, form)


def _as_text(cell: str, x: str, arrow: pa.DataType, column: Column) -> Typed:
    if pa.types.is_floating(arrow) or pa.types.is_decimal(arrow):
        whole = f"CAST(CAST({cell} AS HUGEINT) AS VARCHAR)"
        prepared = (
            f"CASE WHEN NOT isfinite(CAST({cell} AS DOUBLE)) THEN NULL"
            f" WHEN {cell} = floor({cell}) THEN {whole} ELSE CAST({cell} AS VARCHAR) END"
        )
        return Typed(prepared, x, "NULL")
    prepared = tidy(cell if pa.types.is_string(arrow) else f"CAST({cell} AS VARCHAR)")
    if column.role == "id":
        # 17850.0 is the id 17850, written by a spreadsheet.
        whole = f"regexp_replace({x}, {_quoted(_WHOLE_FLOAT)}, {_quoted(_FIRST)})"
        pointed = f"suffix({x}, '0') AND contains({x}, '.')"
        return Typed(prepared, f"CASE WHEN {pointed} THEN {whole} ELSE {x} END", "NULL")
    if column.role == "name":
        return Typed(prepared, x, "NULL")
    present = f"CASE WHEN length({x}) < 6 AND lower({x}) IN {_MISSING_SQL} THEN NULL ELSE {x} END"
    return Typed(prepared, present, "NULL")


_WHOLE_FLOAT = r"^(\d+)\.0+$"
_FIRST = r"\1"


def _as_boolean(cell: str, x: str, arrow: pa.DataType, column: Column) -> Typed:
    if pa.types.is_boolean(arrow):
        return Typed(cell, x, "NULL")
    yes = "('true', 't', 'yes', 'y', '1', 'ja', 'j', 'oui', 'sí', 'si', 'x', '是', '√')"
    no = "('false', 'f', 'no', 'n', '0', 'nein', 'non', '否')"
    prepared = f"lower({_present(f'CAST({cell} AS VARCHAR)')})"
    if column.name in _SAID_IN_WORDS:
        # A kind of document: 退货, credit note; every other kind is none.
        told = f"regexp_matches({x}, {_quoted(_SAID_IN_WORDS[column.name])})"
        return Typed(prepared, f"({x} IN {yes} OR {told})", "NULL")
    return Typed(
        prepared,
        f"CASE WHEN {x} IN {yes} THEN true WHEN {x} IN {no} THEN false END",
        f"CASE WHEN {x} NOT IN {yes} AND {x} NOT IN {no} THEN 'W_VALUE_IGNORED' END",
    )


_SAID_IN_WORDS = {
    "is_return": "退|红字|冲销|return|credit|refund|gutschrift|retour|avoir|abono|devoluci|rma",
    "is_cancelled": "cancel|storn|annul|anulad|void|取消|作废",
}


def _as_date(cell: str, name: str, arrow: pa.DataType, form: Format, latest: date) -> Typed:
    f, x = f"f_{name}", f"x_{name}"
    if pa.types.is_temporal(arrow):
        fast, prepared, slow = "", f"CAST({cell} AS DATE)", x
        day = x
    else:
        fast = f"CAST(try_strptime({cell}, {_quoted(form.date)}) AS DATE)"
        prepared, slow = _present(f"CAST({cell} AS VARCHAR)"), _parsed(x, form.date)
        if form.date in (SERIAL, SERIAL_1904, EPOCH_MS):
            fast = "CAST(NULL AS DATE)"
        day = f"coalesce({f}, {slow})"
    inside = f"BETWEEN DATE '{EARLIEST}' AND DATE '{latest}'"
    read = f"CASE WHEN {day} {inside} THEN {day} END"
    if fast:
        read = f"CASE WHEN {f} {inside} THEN {f} WHEN {slow} {inside} THEN {slow} END"
    early = f" WHEN {f} IS NOT NULL THEN 'R_DATE_RANGE'" if fast else ""
    return Typed(
        prepared,
        read,
        f"CASE WHEN {name} IS NOT NULL THEN NULL{early} WHEN {x} IS NULL THEN NULL"
        f" WHEN {slow} IS NULL THEN 'R_DATE_INVALID' ELSE 'R_DATE_RANGE' END",
        fast,
    )


# The time of day, a zone and the like follow the day and are cut off; a time must be one.
_TIME = (
    r"[T ]+(?:[01]?\d|2[0-3])[:h][0-5]?\d(?::[0-5]?\d(?:[.,]\d+)?)?"
    r"\s*(?:[AaPp][Mm])?\s*(?:Z|[+-]\d\d:?\d\d)?$"
)


def _parsed(x: str, form: str) -> str:
    if form in _DAY_0:
        number = f"TRY_CAST({x} AS DOUBLE)"
        days = f"CAST(floor({number}) AS INTEGER)"
        return f"CASE WHEN {number} BETWEEN 1 AND 2958465 THEN DATE '{_DAY_0[form]}' + {days} END"
    if form == EPOCH_MS:
        return f"CAST(epoch_ms(TRY_CAST({x} AS BIGINT)) AS DATE)"
    day = f"regexp_replace({x}, {_quoted(_TIME)}, '')"
    return f"CAST(try_strptime({day}, {_quoted(form)}) AS DATE)"


def _from_number(cell: str, name: str, arrow: pa.DataType, target: str, form: Format) -> Typed:
    x = f"x_{name}"
    factor = f" * {form.factor!r}" if form.factor != 1.0 else ""
    if pa.types.is_floating(arrow):
        prepared = f"CASE WHEN isnan({cell}) THEN NULL ELSE {cell}{factor} END"
        kept = f"TRY_CAST({x} AS {target})"
        value = f"CASE WHEN abs({x}) < {LARGEST} AND ({kept} <> 0 OR {x} = 0) THEN {kept} END"
    else:
        prepared, value = f"{cell}{factor}", f"TRY_CAST({x} AS {target})"
    return Typed(
        prepared,
        value,
        f"CASE WHEN {name} IS NULL AND {x} IS NOT NULL THEN 'R_AMOUNT_RANGE' END",
    )


_NUMBER = r"[+-]?(\d+(\.\d*)?|\.\d+)"
_NOISE = r"[\s\x{00a0}\x{202f}\x{2009}\x{200b}\x{feff}'’¥￥$€£元]+|CNY|RMB|EUR|USD|GBP"
_ZERO = r"[+-]?[0.]*"
_BRACKETS = r"^[(](.*)[)]$"
_TRAILING = r"^([^-]+)-$"
_SCALES = {"share": (("%", 0.01),), "": (("万", 1e4), ("亿", 1e8))}


# Digits behind the point that a type keeps: more of them take the slow road and its checks.
_PLACES = {"DECIMAL(18,8)": 8, "DECIMAL(18,4)": 4, "DECIMAL(18,2)": 2, "DOUBLE": 6, "BIGINT": 0}


def _plain_number(cell: str, target: str, form: Format) -> str:
    """SQL for cells that are plain numbers, as nearly all are; NULL for all others."""
    if form.factor != 1.0:
        return ""
    places = _PLACES[target]
    sign = "," if form.decimal == "," else "[.]"
    tail = f"({sign}[0-9]{{1,{places}}})?" if places else ""
    plain = _quoted(f"-?[0-9]{{1,13}}{tail}")
    number = f"replace({cell}, ',', '.')" if form.decimal == "," else cell
    return f"TRY_CAST(CASE WHEN regexp_full_match({cell}, {plain}) THEN {number} END AS {target})"


def _from_words(cell: str, name: str, column: Column, form: Format) -> Typed:
    target, x = SQL_TYPES[column.type], f"x_{name}"
    plain = _present(f"CAST({cell} AS VARCHAR)")
    plain = f"translate({plain}, '０１２３４５６７８９．，－（）％', '0123456789.,-()%')"
    plain = f"regexp_replace({plain}, {_quoted(_NOISE)}, '', 'g')"
    plain = f"regexp_replace({plain}, {_quoted(_BRACKETS)}, {_quoted('-' + _FIRST)})"
    plain = f"regexp_replace({plain}, {_quoted(_TRAILING)}, {_quoted('-' + _FIRST)})"
    thousands = form.thousands or ("." if form.decimal == "," else ",")
    grouped = r"^[+-]?\d{1,3}([" + thousands + r"]\d{3})+([" + form.decimal + r"]\d*)?(%|万|亿)?$"
    plain = (
        f"CASE WHEN regexp_matches({plain}, {_quoted(grouped)})"
        f" THEN replace({plain}, {_quoted(thousands)}, '') ELSE {plain} END"
    )
    if form.decimal == ",":
        plain = f"replace({plain}, ',', '.')"
    scales = _SCALES["share" if column.type == "share" else ""]
    signs = "".join(sign for sign, _ in scales)
    whens = " ".join(f"WHEN {_quoted(sign)} THEN {factor}" for sign, factor in scales)
    digits = f"regexp_replace({x}, {_quoted('[' + signs + ']$')}, '')"
    fits = f"regexp_full_match({x}, {_quoted(_NUMBER + '[' + signs + ']?')})"
    factor = f" * {form.factor!r}" if form.factor != 1.0 else ""
    number = f"TRY_CAST({digits} AS DECIMAL(32,6)) * CASE right({x}, 1) {whens} ELSE 1 END{factor}"
    kept = f"TRY_CAST({number} AS {target})"
    # An amount that rounds to nothing is a fault, not nothing.
    whole = f"({kept} <> 0 OR regexp_full_match({digits}, {_quoted(_ZERO)}))"
    value = f"CASE WHEN {fits} AND abs({number}) < {LARGEST} AND {whole} THEN {kept} END"
    infinite = r"[+-]?(nan|inf|infinity)|[+-]?[0-9.]+e[+]?0*([4-9]\d\d|3[1-9]\d|309|\d{4,})"
    power = r"[+-]?[0-9.]+e[+-]?\d+"
    fast = _plain_number(cell, target, form)
    return Typed(
        plain,
        f"coalesce(f_{name}, {value})" if fast else value,
        f"CASE WHEN {x} IS NULL OR {name} IS NOT NULL THEN NULL"
        f" WHEN regexp_full_match(lower({x}), {_quoted(infinite)}) THEN 'R_AMOUNT_NOT_FINITE'"
        f" WHEN regexp_full_match(lower({x}), {_quoted(power)}) THEN 'R_AMOUNT_RANGE'"
        f" WHEN {fits} THEN 'R_AMOUNT_RANGE' ELSE 'R_AMOUNT_NOT_NUMBER' END",
        fast,
    )
