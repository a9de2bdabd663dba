"""Whether amounts include tax: what the header says, what the values show, and what a person said."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from kam.intake.findings import Finding
from kam.intake.formats import decimal_sign
from kam.intake.headers import columns_of, is_gross, is_net
from kam.intake.sheets import Sheet

# Amounts that are revenue; a payment or an invoice is what it is, tax and all.
AMOUNTS: dict[str, str] = {"order_line": "amount", "order_header": "amount_net"}
LOOKED_AT = 300  # rows


def as_said(sheet: Sheet, table: str, columns: dict[str, int], tax: Any) -> dict[str, int]:
    """The columns, with the amount that includes tax where a person said so."""
    amount = AMOUNTS.get(table, "")
    gross = _gross(sheet, table, columns) if amount in columns else None
    if tax in (None, "net") or gross is None:
        return columns
    return columns | {amount: gross}


def told(sheet: Sheet, table: str, columns: Mapping[str, int], tax: Any) -> list[Finding]:
    """What there is to say or ask of tax in the amounts of sales.

    Asked where an amount that says nothing stands beside one with tax, and the values do not show
    that it is the smaller one.

    Source: data-model.md (importer rule 2); import-rules.md ("Revenue of a line": net before gross).
    """
    position = columns.get(AMOUNTS.get(table, ""), -1)
    if position < 0 or isinstance(tax, float | int):
        return []
    header = sheet.headers[position]
    if is_gross(header):
        return [Finding("W_TAX_INCLUDED", column=header)]
    gross = _gross(sheet, table, columns)
    if tax or is_net(header) or gross is None or _is_smaller(sheet, position, gross):
        return []
    both = f"{header}, {sheet.headers[gross]}"
    return [Finding("Q_TAX", column=header, value=both, options=("net", "gross"))]


def _gross(sheet: Sheet, table: str, columns: Mapping[str, int]) -> int | None:
    """The column of amounts that says it includes tax, the one in use first."""
    amount = AMOUNTS[table]
    used = set(columns.values()) - {columns[amount]}
    for position, header in enumerate(sheet.headers):
        if position in used or not is_gross(header):
            continue
        if position == columns[amount] or columns_of(table, [header], [amount]):
            return position
    return None


def _is_smaller(sheet: Sheet, plain: int, gross: int) -> bool:
    """Whether most amounts are below those with tax beside them."""
    pairs = zip(_numbers(sheet, plain), _numbers(sheet, gross), strict=True)
    both = [(abs(p), abs(g)) for p, g in pairs if p and g]
    return bool(both) and sum(g > p * 1.001 for p, g in both) >= 0.8 * len(both)


def _numbers(sheet: Sheet, position: int) -> list[float | None]:
    cells = [str(v or "") for v in sheet.values(position).slice(0, LOOKED_AT).to_pylist()]
    comma = decimal_sign(cells) == ","
    found: list[float | None] = []
    for cell in cells:
        plain = re.sub(r"[^\d.,\-]", "", cell)
        plain = plain.replace(".", "").replace(",", ".") if comma else plain.replace(",", "")
        try:
            found.append(float(plain))
        except ValueError:
            found.append(None)
    return found
