"""How each column found its header, and how sure that is: for the report and the page."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from kam.intake.findings import Finding
from kam.intake.headers import column_of, columns_of, is_known, key_of, known_header, near
from kam.schema import TABLES

# How → how sure where the way itself says so; "token" and "fuzzy" bring their own figure.
SURE: dict[str, float] = {"given": 1.0, "exact": 1.0, "alias": 0.95, "name": 0.95, "guess": 0.5}
# Columns that make a sale: a header that is only nearly theirs is worth a look.
_ESSENTIAL = frozenset({"account_id", "order_id", "order_date", "amount", "quantity", "unit_price"})


def matches(
    table: str,
    mapping: Mapping[str, str],
    guessed: Collection[str],
    given: Mapping[str, str],
) -> dict[str, dict[str, Any]]:
    """How each column found its header.

    Parameters
    ----------
    mapping : column → header
    guessed : columns taken by their content
    given : column → header as a person said

    Returns
    -------
    Column → header, how and confidence (0 to 1): "given" by a mapping file, "exact" the header is
    known but for case, blanks and dashes, "alias" known in another spelling, "token" the same words
    in another order, "fuzzy" nearly a known one, "name" known for another column whose part it
    takes (a name that serves as the id), "guess" by the column's values.

    >>> matches("account", {"account_name": "Custmer Name"}, (), {})["account_name"]["how"]
    'fuzzy'
    """
    return {
        column: {"header": header, **_how(table, column, header, column in guessed, given)}
        for column, header in mapping.items()
    }


def _how(
    table: str, column: str, header: str, guessed: bool, given: Mapping[str, str]
) -> dict[str, Any]:
    like = near(header)
    if given.get(column) == header:
        how = "given"
    elif guessed or not table:
        how = "guess"
    elif known_header(table, column, header):
        how = "exact"
    elif key_of(header) in {key_of(w) for w in (column, *column_of(table, column).aliases)}:
        how = "alias"
    elif like:
        return {"how": like.how, "confidence": like.confidence}
    elif is_known(header):
        how = "name"
    else:
        how = "guess"
    return {"how": how, "confidence": SURE[how]}


def notes_on(
    table: str, found: Mapping[str, Mapping[str, Any]], unmapped: Collection[str]
) -> list[Finding]:
    """What the report says of headers not written as known, and of those another one outdid."""
    essential = _ESSENTIAL | {c.name for c in TABLES[table].columns if c.required}
    nearly = [
        f"{m['header']} → {column} ({round(100 * m['confidence'])} %)"
        for column, m in found.items()
        if m["how"] == "fuzzy" and column in essential
    ]
    notes = [Finding("W_FUZZY_HEADER", value=", ".join(nearly))] if nearly else []
    other = [
        f"{m['header']} → {column}"
        for column, m in found.items()
        if m["how"] in ("alias", "token") or (m["how"] == "fuzzy" and column not in essential)
    ]
    if other:
        notes.append(Finding("W_HEADER_NORMALISED", value=", ".join(other)))
    passed = [
        f"{header} ({column} = {found[column]['header']})"
        for header in unmapped
        for column in columns_of(table, [header], list(found))
        if near(header) is None
    ]
    if passed:
        notes.append(Finding("W_PASSED_OVER", value=", ".join(passed)))
    return notes
