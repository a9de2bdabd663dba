"""What every import is checked for, declared once: one entry per check, named by its stable code.

A check with faults is looked for by their SQL; the others belong to the step that ``found`` names.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from kam.words import N_


@dataclass(frozen=True)
class Code:
    """A kind of finding. ``severity``: refuse (the file), ask, reject (the row), warn or note.

    ``sets`` says which part of a mapping the answer to a question is.
    """

    severity: str
    problem: str
    mend: str
    sets: str = field(default="", kw_only=True)


@dataclass(frozen=True)
class Fault:
    """Where a check looks: a condition in SQL on the rows of a table.

    ``reads`` are the columns a file must have to be looked at; columns of the table that it lacks
    count as empty. ``against`` is a statement whose one row the condition may read, too; ``example``
    the value shown of the first row at fault.
    """

    table: str
    reads: tuple[str, ...]
    sql: str
    against: str = ""
    example: str = ""


@dataclass(frozen=True)
class Check(Code):
    """One check. ``problem`` may name {column}, {value} (how many rows, or the value at fault) and
    {example}; ``found`` is the step that looks, a key of FOUND.
    """

    label: str
    found: str
    faults: tuple[Fault, ...] = ()


FOUND: dict[str, str] = {
    "layout": N_("while the file is read"),
    "value": N_("while values are typed"),
    "row": N_("within a row"),
    "file": N_("over the rows of a file"),
    "store": N_("beside what is on file"),
}

# Amounts lie in steps of a quarter of e: from how many stand on which the quartiles follow, and five
# times their distance above the upper one lies what is implausible.
_FAR_OUT = """
    SELECT exp(upper + 5 * greatest(upper - lower, 0.7)) AS far, n AS amounts FROM (
        SELECT min(step) FILTER (up_to >= 0.25 * n) / 4 AS lower,
               min(step) FILTER (up_to >= 0.75 * n) / 4 AS upper, max(n) AS n
        FROM (SELECT step, sum(many) OVER (ORDER BY step) AS up_to, sum(many) OVER () AS n
              FROM (SELECT CAST(round(4 * ln(abs(CAST({amount} AS DOUBLE)))) AS INTEGER) AS step,
                           count(*) AS many
                    FROM checked WHERE {amount} <> 0 GROUP BY 1)))
"""


def _short(amount: str) -> str:
    """An amount without the zeros behind its digits."""
    return f"regexp_replace(CAST({amount} AS VARCHAR), '[.]0+$|([.][0-9]*[1-9])0+$', '\\1')"


def _far_out(table: str, amount: str, reads: str) -> Fault:
    return Fault(
        table, (reads,), f"amounts >= 20 AND abs({amount}) > far",
        _FAR_OUT.replace("{amount}", amount), _short(amount),
    )  # fmt: skip


def _without_currency(table: str) -> Fault:
    named = "SELECT count(currency) AS named FROM checked"
    return Fault(table, ("currency",), "currency IS NULL AND named > 0", named)


_LINE_AMOUNT = "coalesce(amount, CAST(quantity * unit_price AS DECIMAL(18,4)))"
# 13 is 13 % where any discount of the file is above 1.
_WHOLE = "SELECT CASE WHEN max(abs(discount)) > 1 THEN 100.0 ELSE 1.0 END AS whole FROM checked"
_WORKED_OUT = (
    "abs(CAST(quantity AS DOUBLE) * CAST(unit_price AS DOUBLE))"
    " * (1 - coalesce(abs(discount), 0) / whole)"
    " - CASE WHEN discount IS NULL THEN coalesce(abs(CAST(discount_amount AS DOUBLE)), 0) ELSE 0 END"
)
# Names, in small letters, that stand for nobody in particular or for a trial.
_NOBODY = (
    "^(zz+|xx+)?[ _-]*(test|tests|testing|dummy|demo|prueba|essai)[ _-]*"
    "(account|customer|client|company|user|kunde|kunden|debitor|firma|gmbh|ltd|cliente)?[ _-]*[0-9]*$"
    "|^(walk[ -]?in|cash|counter|one[ -]?time|misc|miscellaneous|various|sundry|divers|diverse|sonstige"
    "|unknown|unbekannt|default|guest|anonymous|cpd|conto pro diverse|laufkundschaft|barverkauf"
    "|einmalkunde|varios|contado|comptoir)( (customer|customers|sale|sales|account|accounts|client"
    "|clients|kunde|kunden|debitor|debitoren|cliente|clientes))?[ _-]*[0-9]*$"
    "|^(测试.*|散客|散户|零散客户|零星客户|零售客户|其他客户|其它客户|一次性客户|现金客户|临时客户|普通客户|默认客户"
    "|无名客户|未知客户?|个人客户|门市客户)[0-9]*$"
)
# A cancelled order that a return of the same account and amount takes back once more.
_TAKEN_BACK_TOO = """
    coalesce(t.is_cancelled, false) AND EXISTS (
        SELECT 1 FROM order_header r
        WHERE r.account_id = t.account_id AND r.order_id <> t.order_id
          AND r.order_date >= t.order_date AND NOT coalesce(r.is_cancelled, false)
          AND coalesce((SELECT sum(l.amount) FROM order_line l WHERE l.order_id = r.order_id),
                       r.amount_net)
            = -nullif(coalesce((SELECT sum(l.amount) FROM order_line l
                                WHERE l.order_id = t.order_id), t.amount_net), 0))
"""

# fmt: off
CHECKS: dict[str, Check] = {
    # --- the row does not fit under its headers
    "R_COLUMN_COUNT": Check(
        "reject", N_("The row has more or fewer fields than the header."),
        N_("Put quotes around text that holds the delimiter."), N_("Number of fields"), "layout",
    ),
    "R_UNCLOSED_QUOTE": Check(
        "reject", N_("A quote opens here and is never closed."),
        N_("Close it; the lines it swallowed are not read."), N_("Quote never closed"), "layout",
    ),
    "R_ENCODING": Check(
        "reject", N_("The row is written in another encoding than the file."),
        N_("Export the whole file in one encoding."), N_("Another encoding"), "layout",
    ),
    "R_FIELD_TOO_LONG": Check(
        "reject", N_("A field is longer than 32,767 characters."), N_("Check for a lost quote."),
        N_("Field too long"), "layout",
    ),
    "R_NUL_BYTE": Check(
        "reject", N_("A field holds a NUL byte."), N_("Export the row again."), N_("NUL byte"),
        "layout",
    ),
    # --- required, type and range
    "R_VALUE_MISSING": Check(
        "reject", N_("{column} is empty."), N_("Fill it in."), N_("Required value missing"), "value",
    ),
    "R_AMOUNT_MISSING": Check(
        "reject", N_("{column} is empty."), N_("Fill in the amount."), N_("Amount missing"), "value",
    ),
    "R_AMOUNT_NOT_NUMBER": Check(
        "reject", N_("{column} is not a number: {value}."), N_("Write it like 1234.56."),
        N_("No number"), "value",
    ),
    "R_AMOUNT_NOT_FINITE": Check(
        "reject", N_("{column} is not a finite number: {value}."), N_("Write it like 1234.56."),
        N_("No finite number"), "value",
    ),
    "R_AMOUNT_RANGE": Check(
        "reject", N_("{column} is beyond any amount: {value}."), N_("Correct the amount."),
        N_("Amount out of range"), "value",
    ),
    "R_DATE_MISSING": Check(
        "reject", N_("{column} is empty."), N_("Fill in the day."), N_("Day missing"), "value",
    ),
    "R_DATE_INVALID": Check(
        "reject", N_("{column} is not a date: {value}."), N_("Write it as 2024-03-31."),
        N_("No date"), "value",
    ),
    "R_DATE_RANGE": Check(
        "reject", N_("{column} lies outside 1990 and next year: {value}."),
        N_("Correct the year."), N_("Day out of range"), "value",
    ),
    "W_VALUE_IGNORED": Check(
        "warn", N_("{column}: values that cannot be read were left empty ({value})."),
        N_("Correct them and import the file again."), N_("Value left empty"), "value",
    ),
    # --- within a row
    "R_SIGN_MISMATCH": Check(
        "reject", N_("Quantity is below 0 but the amount is above: {value}."),
        N_("A return has both below 0."), N_("Signs contradict"), "row",
        (Fault("order_line", ("quantity", "amount"), "quantity < 0 AND amount > 0"),),
    ),
    "W_RETURN": Check(
        "note", N_("Rows below 0 without a mark count as returns: {value}."),
        N_("Export the mark of returns too, if there is one."), N_("Return without a mark"), "file",
        (
            Fault("order_line", (), "(coalesce(quantity < 0, false) OR coalesce(amount < 0, false))"
                  " AND NOT coalesce(is_return, false)"),
            Fault("order_header", ("amount_net",), "amount_net < 0 AND NOT coalesce(is_return, false)"),
        ),
    ),
    "W_ZERO_PRICE": Check(
        "note", N_("Lines that deliver goods for nothing: {value}."),
        N_("Check whether they are samples or lack a price."), N_("Price of zero"), "file",
        (Fault("order_line", ("quantity",), f"quantity <> 0 AND {_LINE_AMOUNT} = 0",
               example="product_id"),),
    ),
    "W_AMOUNT_MISMATCH": Check(
        "warn", N_("Amounts that are not quantity × price × (1 − discount): {value}, for example {example}."),
        N_("Check whether price or amount holds tax, and what the discount is of."),
        N_("Amount does not fit its price"), "file",
        (Fault("order_line", ("amount", "quantity", "unit_price"),
               f"abs(abs(CAST(amount AS DOUBLE)) - abs({_WORKED_OUT}))"
               " > greatest(0.02, 0.01 * abs(CAST(amount AS DOUBLE)))", _WHOLE, _short("amount")),),
    ),
    "W_SHIP_BEFORE_ORDER": Check(
        "warn", N_("Shipped before it was ordered: {value}, for example on {example}."),
        N_("Check whether the two days are exchanged."), N_("Shipped before ordered"), "file",
        tuple(Fault(t, ("order_date", "ship_date"), "ship_date < order_date", example="ship_date")
              for t in ("order_line", "order_header")),
    ),
    # --- over the rows of a file
    "W_OUTLIER": Check(
        "warn", N_("Amounts far beyond all others: {value}, for example {example}."),
        N_("Check the decimal sign and the unit."), N_("Implausible amount"), "file",
        (
            _far_out("order_line", _LINE_AMOUNT, "amount"),
            _far_out("order_header", "amount_net", "amount_net"),
            _far_out("invoice", "amount", "amount"),
            _far_out("payment", "amount", "amount"),
        ),
    ),
    "W_CURRENCY_MISSING": Check(
        "warn", N_("Rows that name no currency while others do: {value}."),
        N_("Fill in the currency, or give one for all with a mapping: [constants] currency."),
        N_("Currency missing"), "file",
        tuple(map(_without_currency, ("order_line", "order_header", "invoice", "payment"))),
    ),
    "W_DUPLICATE_ROW": Check(
        "warn", N_("{value} rows are repeats of another row."),
        N_("They count; skip them with [options] duplicates = \"skip\"."),
        N_("The same row twice"), "file",
    ),
    "R_KEY_CONFLICT": Check(
        "reject", N_("Two rows of {value} say different things."), N_("Keep the right one."),
        N_("Key used twice"), "file",
    ),
    # --- beside what is on file
    "R_UNKNOWN_CUSTOMER": Check(
        "reject", N_("No account has the id {value}."), N_("Import the account list first."),
        N_("Unknown account"), "store",
    ),
    "R_UNKNOWN_ORDER": Check(
        "reject", N_("No order has the number {value}."), N_("Import the orders too."),
        N_("Unknown order"), "store",
    ),
    "R_UNKNOWN_PARENT": Check(
        "reject", N_("{column} {value} is nowhere on file."), N_("Import the file that lists it."),
        N_("Unknown record"), "store",
    ),
    "W_UNKNOWN_PRODUCT": Check(
        "note", N_("{value} products are in no product list."), N_("Import the product list."),
        N_("Unknown product"), "store",
    ),
    "W_PAID_BEFORE_INVOICE": Check(
        "warn", N_("Paid before it was billed: {value}, for example on {example}."),
        N_("Check whether they are prepayments or the days are exchanged."),
        N_("Paid before billed"), "store",
        (
            Fault("invoice", (), "t.paid_date < t.invoice_date", example="paid_date"),
            Fault("payment", (), "t.paid_date < (SELECT i.invoice_date FROM invoice i"
                  " WHERE i.invoice_id = t.invoice_id)", example="paid_date"),
        ),
    ),
    "W_CANCELLED_TWICE": Check(
        "warn", N_("Cancelled orders that a return takes back once more: {value}, for example {example}."),
        N_("Export either the cancelled order or its reversal."), N_("Cancelled and reversed"), "store",
        (Fault("order_header", (), _TAKEN_BACK_TOO, example="order_id"),),
    ),
    "W_TEST_ACCOUNT": Check(
        "warn",
        N_("Accounts that stand for a trial or for nobody in particular: {value}, for example {example}."),
        N_("Leave them out of the export, or split them up by customer."),
        N_("Test or catch-all account"), "store",
        (Fault("account", (), "regexp_matches(lower(trim(coalesce(t.account_name, t.account_id))),"
               f" '{_NOBODY}')", example="coalesce(t.account_name, t.account_id)"),),
    ),
}
# fmt: on


def faults(found: str, table: str) -> Iterator[tuple[str, Fault]]:
    """Code and fault of every check that looks at a table in a step of FOUND."""
    for code, check in CHECKS.items():
        if check.found == found:
            yield from ((code, fault) for fault in check.faults if fault.table == table)
