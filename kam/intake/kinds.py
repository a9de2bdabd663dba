"""Which table a sheet is, decided by its headers and values, and by what comes with it."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from kam.errors import UnknownName
from kam.intake import taxes
from kam.intake.guess import choices, distinct
from kam.intake.headers import FLAT, columns_of, key_of, targets
from kam.intake.mapping import Mapping
from kam.intake.sales_file import LEDGER_DAYS, LEDGER_PARTIES, flat_columns
from kam.intake.sheets import Sheet
from kam.intake.telling import NAME_HINTS, TELLING
from kam.schema import TABLES

# Headers that group anything at all: alone they make no complaint of a row.
_ANY_CATEGORY = frozenset(
    key_of(h) for h in ("category", "type", "product", "Produkt", "reason", "issue type")
)

FORECAST_WORDS = re.compile(
    r"forecast|demand|expected|prognose|prévision|previsión|预测|需货", re.I
)
_OF_A_SALE = {"account_id", "order_id", "product_id", "quantity", "amount"}  # no rate has these
TARGET_WORDS = re.compile(
    r"target|quota|budget|plan|soll|ziel|objecti|objetivo|目标|计划|指标", re.I
)


@dataclass
class Assignment:
    """What a sheet is: its table (None: nothing of ours) and column → header position.

    ``flat`` says that it feeds accounts, orders and products as well; ``missing`` names required
    columns without a header; ``guessed`` those taken by content; ``open`` a column for which
    several headers may stand, with them.
    """

    table: str | None
    columns: dict[str, int] = field(default_factory=dict)
    flat: bool = False
    missing: tuple[str, ...] = ()
    guessed: tuple[str, ...] = ()
    open: tuple[str, tuple[str, ...]] | None = None


def decide(
    sheets: Sequence[Sheet], table: str | None, mapping: Mapping, told: Sequence[Mapping]
) -> list[Assignment]:
    """What every sheet of a command is; ``told`` is what was said of each.

    Source: import-rules.md ("Which table", "Guessing"); data-model.md (importer rules).
    """
    _know_mapped(sheets, mapping)
    found = [
        Assignment(None) if s.refused else _assign(s, table or m.table, m)
        for s, m in zip(sheets, told, strict=True)
    ]
    settled = {i: found[i] for i, m in enumerate(told) if table or m.table}
    if len(settled) == len(found):
        return found
    priced = any(a.table == "product" and "list_price" in a.columns for a in found)
    for i, (sheet, a) in enumerate(zip(sheets, found, strict=True)):
        if not sheet.refused and a.table in (None, "order_header", "account", "product"):
            found[i] = _almost_a_sale(sheet, a, priced, told[i])
    _drifted(sheets, found)
    _with_its_neighbours(sheets, found)
    if not any(a.table == FLAT and not a.missing for a in found):
        for i, (sheet, a) in enumerate(zip(sheets, found, strict=True)):
            if a.table is None and not sheet.refused:
                found[i] = _guess(sheet, a, _given(sheet, told[i]), told[i].constants)
    for i, a in settled.items():
        found[i] = a
    for sheet, a, m in zip(sheets, found, told, strict=True):
        if a.table:
            a.columns = taxes.as_said(sheet, a.table, a.columns, m.options.get("tax"))
            fixed = m.constants_of(a.table)
            a.columns = {c: p for c, p in a.columns.items() if c not in fixed}
            a.guessed = tuple(c for c in a.guessed if c not in fixed)
    return found


def _given(sheet: Sheet, mapping: Mapping, table: str = FLAT) -> dict[str, int]:
    """The columns a person named, as far as the sheet has the headers and the table the columns."""
    own = targets(table)
    return {
        c: sheet.headers.index(h)
        for c, h in mapping.columns.items()
        if h in sheet.headers and c in own
    }


def _and_given(columns: dict[str, int], given: dict[str, int]) -> dict[str, int]:
    """What was found, less what a person said otherwise: no header feeds two columns by itself."""
    said = set(given.values())
    kept = {
        c: p
        for c, p in columns.items()
        if p not in said or (c == "product_id" and given.get("product_name") == p)
    }
    return kept | given


def _know_mapped(sheets: Sequence[Sheet], mapping: Mapping) -> None:
    headers = {h for s in sheets for h in s.headers}
    for header in mapping.columns.values():
        if headers and header not in headers:
            raise UnknownName.nearest("header", header, sorted(h for h in headers if h))


# --- one sheet ----------------------------------------------------------------------------------


def _assign(sheet: Sheet, forced: str | None, mapping: Mapping) -> Assignment:
    constants = set(mapping.constants)
    if forced:
        return _forced(sheet, forced, _given(sheet, mapping, forced), constants, mapping.alone)
    best, best_fit = Assignment(None), 0.0
    for candidate in TABLES:
        given = _given(sheet, mapping, candidate)
        offers = [(_plain(sheet, candidate, given), False)]
        if candidate == FLAT:
            offers.append((_and_given(flat_columns(sheet), given), True))
        for columns, flat in offers:
            fit = _fit(sheet, candidate, columns, constants, flat)
            if fit > best_fit:
                best, best_fit = Assignment(candidate, columns, flat), fit
    return best


def _plain(sheet: Sheet, table: str, given: dict[str, int]) -> dict[str, int]:
    columns = columns_of(table, sheet.headers)
    key = TABLES[table].key[-1 if table == FLAT else 0]
    if key not in columns and (key != "account_id" or table == "account"):
        columns |= _by_a_bare_id(sheet, table, key, set(columns.values()))
    if "account_id" in TABLES[table].by_name and "account_id" not in columns:
        columns |= _party_by_name(sheet, set(columns.values()))
    return _and_given(columns, given)


# Headers that name a record without saying of what.
GENERIC_IDS = frozenset(
    key_of(h)
    for h in ("id", "no", "nr", "code", "number", "key", "record id", "编号", "编码", "代码", "Nummer")
)  # fmt: skip


def _by_a_bare_id(sheet: Sheet, table: str, key: str, taken: set[int]) -> dict[str, int]:
    """A bare "Id" or "No." is the record's own where the file's name says what it lists."""
    if not key.endswith("_id") or not _named_for(sheet, table):
        return {}
    bare = [i for i, h in enumerate(sheet.headers) if key_of(h) in GENERIC_IDS and i not in taken]
    return {key: bare[0]} if bare else {}


def _named_for(sheet: Sheet, table: str) -> bool:
    """Whether the name of the file or sheet says what it holds."""
    name = sheet.file.rsplit(" · ", 1)[-1] if " · " in sheet.file else Path(sheet.file).stem
    return bool(re.search(NAME_HINTS[table], name.lower()))


def _party_by_name(sheet: Sheet, taken: set[int]) -> dict[str, int]:
    """Where no account number is given, the account's name links; a supplier is no account."""
    if any(key_of(h) in LEDGER_PARTIES for h in sheet.headers):
        return {}
    named = columns_of("account", sheet.headers, ("account_name",), taken)
    return {"account_id": named["account_name"]} if named else {}


def _fit(
    sheet: Sheet, table: str, columns: dict[str, int], constants: set[str], flat: bool
) -> float:
    """How well a table fits a sheet; 0 where it does not."""
    present = set(columns) | constants
    if flat:
        if not _is_sale(present):
            return 0.0
    elif table == FLAT:
        whole = set(flat_columns(sheet)) | constants
        lines = {"product_id", "amount", "quantity"} & present
        if {"account_id", "order_date"} <= whole or not lines or "order_id" not in present:
            return 0.0
    else:
        needed = {c.name for c in TABLES[table].columns if c.required}
        telling = TELLING.get(table)
        if not needed <= present or (telling and not set(telling) & present):
            return 0.0
        if table == "complaint" and set(telling or ()) & present == {"category"}:
            header = sheet.headers[columns["category"]] if "category" in columns else ""
            if key_of(header) in _ANY_CATEGORY:
                return 0.0
        if table == "sales_target" and not TARGET_WORDS.search(
            f"{sheet.file} {sheet.headers[columns['amount']] if 'amount' in columns else ''}"
        ):
            return 0.0
        if table == "rate" and set(flat_columns(sheet)) & _OF_A_SALE:
            return 0.0
        if table == "forecast" and not FORECAST_WORDS.search(
            " ".join((sheet.file, *sheet.headers))
        ):
            return 0.0
        if table == "payment" and not ("payment_id" in columns or _wholly_ours(sheet, table)):
            return 0.0  # whom, when, how much: a flat file, unless sales come with it
        if table == "invoice" and {"product_id", "quantity"} <= set(flat_columns(sheet)):
            return 0.0
    fit = len(set(columns.values())) + 2.0 * _named_for(sheet, table)
    fit += 100.0 * (not flat and _wholly_ours(sheet, table))
    return fit + 0.6 * (table == "invoice") + 0.5 * flat


def _wholly_ours(sheet: Sheet, table: str) -> bool:
    return all(h in TABLES[table].by_name for h in sheet.headers)


def _is_sale(present: Iterable[str]) -> bool:
    columns = set(present)
    priced = "amount" in columns or {"quantity", "unit_price"} <= columns
    return priced and {"account_id", "order_date"} <= columns


def _forced(
    sheet: Sheet, table: str, given: dict[str, int], constants: set[str], alone: bool
) -> Assignment:
    if table == FLAT:
        flat = given if alone else _and_given(flat_columns(sheet), given)
        known = set(flat) | constants
        if "order_id" not in known or {"account_id", "order_date"} & known:
            needed = ["account_id", "order_date"]
            if not {"quantity", "unit_price"} <= known:
                needed.append("amount")
            missing = tuple(n for n in needed if n not in known)
            return Assignment(table, flat, flat=True, missing=missing)
    columns = given if alone else _plain(sheet, table, given)
    if not alone and table == "payment" and "account_id" not in columns:
        columns |= {c: p for c, p in flat_columns(sheet).items() if c == "account_id"}
    needed = [c.name for c in TABLES[table].columns if c.required]
    missing = tuple(n for n in needed if n not in columns and n not in constants)
    return Assignment(table, columns, missing=missing)


def _almost_a_sale(sheet: Sheet, a: Assignment, priced: bool, mapping: Mapping) -> Assignment:
    """A customer, a day and goods without any amount: a mistake to be told, not a foreign file."""
    flat = flat_columns(sheet)
    known = set(flat) | set(mapping.constants)
    goods = {"quantity", "product_id"} & known
    if a.table in ("account", "product") and "quantity" not in known:
        return a
    if {"account_id", "order_date"} <= known and goods and not _is_sale(known):
        if priced and goods == {"quantity", "product_id"}:
            return Assignment(FLAT, flat, flat=True)
        return Assignment(FLAT, flat, flat=True, missing=("amount",))
    if a.table is None and "amount" in known and len(goods) == 2 and "order_id" not in known:
        missing = tuple(c for c in ("account_id", "order_date") if c not in known)
        return Assignment(FLAT, flat, flat=True, missing=missing)
    return a


# --- all sheets together ------------------------------------------------------------------------


def _drifted(sheets: Sequence[Sheet], found: list[Assignment]) -> None:
    """Files of one export whose headers drift are mapped as one set: by place in the row."""
    whole = [i for i, a in enumerate(found) if a.flat and not a.missing]
    for i, (sheet, a) in enumerate(zip(sheets, found, strict=True)):
        if sheet.refused or not (a.table is None or a.missing or a.flat):
            continue
        mine = flat_columns(sheet) if a.table is None else a.columns
        for model in whole:
            other = found[model].columns
            if model == i or len(sheet.headers) != len(sheets[model].headers):
                continue
            alike = sum(mine.get(c) == p for c, p in other.items())
            free = {c: p for c, p in other.items() if c not in mine and p not in mine.values()}
            if alike * 2 >= len(other) and free:
                columns = mine | free
                if _is_sale(columns):
                    found[i] = Assignment(FLAT, columns, flat=True, guessed=tuple(free))
                    break


def _with_its_neighbours(sheets: Sequence[Sheet], found: list[Assignment]) -> None:
    """A sale is told once: totals beside lines are orders, a ledger beside sales is payments."""
    brings_lines = [
        a for a in found if a.table == FLAT and {"product_id", "quantity"} & set(a.columns)
    ]
    brings_accounts = any(a.table == "account" for a in found)
    for i, (sheet, a) in enumerate(zip(sheets, found, strict=True)):
        others = [b for j, b in enumerate(found) if j != i]
        sales = [b for b in others if b.table in (FLAT, "order_header") and not b.missing]
        if not a.flat or a.missing or {"product_id", "quantity"} & set(a.columns) or not sales:
            continue
        day = key_of(sheet.headers[a.columns["order_date"]]) if "order_date" in a.columns else ""
        if brings_accounts and day in LEDGER_DAYS:
            columns = columns_of("payment", sheet.headers)
            party = {"account_id": a.columns["account_id"], "paid_date": a.columns["order_date"]}
            found[i] = Assignment("payment", columns | party | {"amount": a.columns["amount"]})
        elif "order_id" in a.columns and brings_lines and _unique(sheet, a.columns["order_id"]):
            invoice = columns_of("invoice", sheet.headers)
            if invoice.get("invoice_id") == a.columns["order_id"]:
                found[i] = Assignment("invoice", invoice | _only(a, "account_id", "amount"))
            else:
                columns = columns_of("order_header", sheet.headers)
                columns |= _only(a, "account_id", "order_date")
                found[i] = Assignment("order_header", columns | {"amount_net": a.columns["amount"]})


def _only(a: Assignment, *names: str) -> dict[str, int]:
    return {n: a.columns[n] for n in names if n in a.columns}


def _unique(sheet: Sheet, position: int) -> bool:
    return distinct(sheet, position) == len(sheet.cells)


def _guess(
    sheet: Sheet, a: Assignment, given: dict[str, int], constants: Collection[str]
) -> Assignment:
    """Columns by content where no alias fits; several candidates ask."""
    columns = _and_given(flat_columns(sheet), given)
    known = {*columns, *constants}
    missing = [c for c in ("account_id", "order_date", "amount") if c not in known]
    if "quantity" in columns and "unit_price" in columns and "amount" in missing:
        missing.remove("amount")
    free = [i for i in range(len(sheet.headers)) if i not in columns.values()]
    offered = {c: found for c, found in choices(sheet, free).items() if c in missing}
    if not missing or any(not offered[c] for c in missing):
        return a
    for column in missing:
        if len(offered[column]) > 1:
            headers = tuple(sheet.headers[p] for p in offered[column])
            return replace(a, table=FLAT, columns=columns, flat=True, open=(column, headers))
    taken = {c: offered[c][0] for c in missing}
    return Assignment(FLAT, columns | taken, flat=True, guessed=tuple(missing))
