"""Which column of a flat sales file is what: orders, lines, accounts and products in one."""

from __future__ import annotations

import re

from kam.intake.formats import samples
from kam.intake.guess import distinct
from kam.intake.headers import FLAT_PARTS, columns_of, key_of
from kam.intake.sheets import Sheet

# A counterparty ledger has the shape of a sales file: whom, when, how much.
LEDGER_PARTIES = tuple(
    key_of(h)
    for h in (
        "supplier name", "supplier", "supplier id", "vendor name", "vendor", "vendor id",
        "vendor code", "payee name", "payee", "beneficiary name", "beneficiary", "merchant name",
        "merchant", "merchant id", "creditor name", "creditor", "recipient", "counterparty",
        "Lieferant", "Lieferantenname", "Kreditor", "Empfänger", "fournisseur", "bénéficiaire",
        "proveedor", "beneficiario", "供应商", "供应商名称", "收款方", "收款人", "往来单位名称", "对方户名",
    )
)  # fmt: skip
LEDGER_DAYS = frozenset(
    key_of(h)
    for h in (
        "paid", "paid date", "date paid", "paid on", "payment date", "date of payment",
        "settled date", "Zahldatum", "Zahlungsdatum", "date de paiement", "fecha de pago",
        "付款日期", "支付日期", "收款日期", "回款日期",
    )
)  # fmt: skip
# Headers that may hold our own name; alone and with a single value they are no customer.
OWN_BODY = frozenset(
    key_of(h)
    for h in (
        "company", "company name", "body", "organisation", "organization", "entity", "name",
        "公司", "公司名称", *(p for p in LEDGER_PARTIES),
    )
)  # fmt: skip
# In a line that names its order and its account a bare number is the product's.
_BARE_NUMBERS = frozenset(key_of(h) for h in ("no", "nr", "number", "code", "Nummer"))


def flat_columns(sheet: Sheet) -> dict[str, int]:
    """The columns of a flat sales file: orders, lines, accounts and products in one."""
    found: dict[str, int] = {}
    for table, names in FLAT_PARTS.items():
        found |= columns_of(table, sheet.headers, names, set(found.values()))
    _as_orders_say(sheet, found)
    found |= _party(sheet, found)
    if "product_name" in found and "product_id" not in found:
        bare = [i for i in _free(sheet, found) if key_of(sheet.headers[i]) in _BARE_NUMBERS]
        known = "order_id" in found and "account_id" in found
        found["product_id"] = bare[0] if known and bare else found["product_name"]
    if "order_date" not in found:
        days = [i for i, h in enumerate(sheet.headers) if key_of(h) in LEDGER_DAYS]
        if days and days[0] not in found.values():
            found["order_date"] = days[0]
    return found


_ORDER_STATES = re.compile(
    r"draft|quot|sale|sent|open|done|paid|cancel.*|confirm.*|complete.*|deliver.*"
)


_BILLED = "invoice|posting|rechnung|factur|开票"


def _as_orders_say(sheet: Sheet, found: dict[str, int]) -> None:
    """In a list of orders ``state`` is the order's, and ``name`` its number, as the values show."""
    region, name = found.get("region", -1), found.get("account_name", -1)
    if region >= 0 and key_of(sheet.headers[region]) == "state" and "status" not in found:
        states = [v.lower() for v in samples(sheet.values(region))]
        if states and all(_ORDER_STATES.fullmatch(s) for s in states):
            found["status"] = found.pop("region")
    own = next((i for i, h in enumerate(sheet.headers) if key_of(h) == "name"), -1)
    if (
        own >= 0
        and own in (name, *_free(sheet, found))
        and "order_id" not in found
        and "account_id" in found
    ):
        numbered = samples(sheet.values(own))[:100]
        if numbered and all(re.search(r"\d", n) for n in numbered):
            if own == name:
                found.pop("account_name")
            found["order_id"] = own
    # What an invoice calls due is its payment.
    promised, day = found.get("promised_date", -1), found.get("order_date", -1)
    due = promised >= 0 and key_of(sheet.headers[promised]) == "duedate"
    if due and day >= 0 and re.search(_BILLED, sheet.headers[day], re.I):
        found.pop("promised_date")


def _free(sheet: Sheet, found: dict[str, int]) -> list[int]:
    return [i for i in range(len(sheet.headers)) if i not in found.values()]


def _party(sheet: Sheet, found: dict[str, int]) -> dict[str, int]:
    """Who the other side is: a column with a single value is our own body, never the account."""
    ranked = [found[c] for c in ("account_id", "account_name") if c in found]
    ledger = [
        i
        for key in LEDGER_PARTIES
        for i, h in enumerate(sheet.headers)
        if key_of(h) == key and i not in found.values()
    ]
    several = [i for i in (*ranked, *ledger) if distinct(sheet, i) > 1]
    number = found.get("account_id", -1)
    if several and number >= 0 and number not in several and set(several) <= set(ranked):
        # One customer under several names is a customer; several names of nobody are customers.
        several = [number, *several] if key_of(sheet.headers[number]) not in OWN_BODY else several
    if not several:
        several = [i for i in (*ranked, *ledger) if key_of(sheet.headers[i]) not in OWN_BODY]
        several = several or ([*ranked, *ledger] if sheet.rows_read < 2 else [])
    for column in ("account_id", "account_name"):
        found.pop(column, None)
    if not several:
        return {}
    party = {"account_id": several[0]}
    name = next((i for i in several[1:] if i in ranked), None)
    if several[0] in ledger:
        name = next((i for i in several[1:] if i in ledger), None)
        if name is not None and key_of(sheet.headers[name]).endswith("id"):
            party, name = {"account_id": name}, several[0]
    return party | ({"account_name": name} if name is not None else {})
