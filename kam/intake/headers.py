"""What a header says: one spelling of it, the column it names, and the unit it hides."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable
from functools import lru_cache

from kam.intake.likeness import Near, nearest
from kam.schema import TABLES, Column
from kam.words import N_

# A flat sales file feeds several tables at once: its columns are theirs together.
FLAT = "order_line"

# Columns a file may bring that only serve to work out others.
HELPERS: dict[str, tuple[Column, ...]] = {
    FLAT: (
        Column("unit_cost", "price", N_("Cost of one unit"), (
            "unit cost", "standard cost", "product standard cost", "purchase_price",
            "incoming_rate", "cost price", "成本价", "单位成本", "Einstandspreis", "EK-Preis",
            "coût unitaire", "prix de revient", "coste unitario", "costo unitario",
        )),
        Column("profit", "price", N_("Profit of the line"), (
            "profit", "gross profit", "margin", "Gewinn", "Deckungsbeitrag", "Rohertrag",
            "bénéfice", "marge", "beneficio", "margen", "毛利", "毛利额", "利润",
        )),
        Column("discount_amount", "price", N_("Discount of the line in money"), (
            "discount amount", "discount value", "FDiscount", "rebate", "Rabattbetrag", "montant remise",
            "importe descuento", "折扣额", "折扣金额", "优惠金额",
        )),
    ),
    "account": (
        Column("alternate_id", "text", N_("Another id of the account"), (
            "customer alternate key", "account alternate key", "reseller alternate key",
            "search name", "Matchcode", "Suchbegriff", "short name", "external id", "old customer no",
            "助记码",
        ), role="id"),
    ),
    "product": (
        Column("alternate_id", "text", N_("Another id of the product"), (
            "product alternate key",
        ), role="id"),
    ),
}  # fmt: skip

# A unit in the header multiplies every value of its column.
UNIT_FACTORS: dict[str, float] = {
    "万元": 1e4, "万": 1e4, "亿元": 1e8, "亿": 1e8, "千元": 1e3, "百万元": 1e6, "百万": 1e6,
    "k$": 1e3, "k€": 1e3, "t€": 1e3, "teur": 1e3, "keur": 1e3, "kusd": 1e3, "m€": 1e6, "m$": 1e6,
    "tsd. eur": 1e3, "tsd. €": 1e3, "mio. eur": 1e6, "thousands": 1e3,
}  # fmt: skip

_KEY_WORDS = {"id", "nr", "no", "key", "number", "code", "num", "nummer", "#", "numero", "codigo"}
_LEADING = _KEY_WORDS | {"n°", "nº", "n", "cod", "ref", "id."}
_SHORT = {
    "nett": "net", "inv": "invoice", "prod": "product", "cust": "customer", "amt": "amount",
    "acct": "account", "acc": "account", "desc": "description", "ord": "order", "nbr": "id",
}  # fmt: skip
_LINKING = {"de", "du", "d", "del", "da", "la", "le", "el", "of", "the", "des"}
_CURRENCIES = {"eur", "usd", "cny", "rmb", "gbp", "chf", "jpy", "hkd", "euro", "€", "$", "£", "¥"}
_STEMS = (
    "customer|cust|client|account|acct|invoice|inv|order|product|prod|item|article|material|doc"
    "|document|debtor|ticket|case|line|kunden?|debitoren?|artikel|auftrags?|rechnungs?|beleg"
    "|bestell|material|positions?"
)
_COMPOUND = re.compile(rf"^({_STEMS})(?:id|no|nr|num|number|nummer|code|key)$")
_CHINESE_KEY = re.compile(r"(?<=[\u4e00-\u9fff])\s*(?:编号|编码|代码|号码|号|id|no)$")
# Amounts in our own or the document's currency: 本币金额, 原币单价.
_LOCAL = re.compile(r"^(?:本币|原币)(?=[\u4e00-\u9fff])(?!币)")
_SECTIONS = re.compile(r"^(?:order lines?|order_lines?|invoice lines?|lines|items)\s*/\s*", re.I)


def header_factor(header: str) -> float:
    """By how much the unit in a header multiplies its values; 1 where it names none.

    >>> header_factor("金额(万元)"), header_factor("Amount")
    (10000.0, 1.0)
    """
    for unit in re.findall(r"[(\[（【]([^)\]）】]*)[)\]）】]", header):
        factor = UNIT_FACTORS.get(unicodedata.normalize("NFKC", unit).strip().lower())
        if factor:
            return factor
    return UNIT_FACTORS.get(header.strip().split(" ")[-1].lower(), 1.0)


@lru_cache(maxsize=20_000)
def normalised(header: str) -> str:
    """A header as aliases are compared: one spelling for case, accents, separators, units and keys.

    >>> normalised("CustomerNo"), normalised("customer_key"), normalised("销售订单行.金额(元)")
    ('customer id', 'customer id', '金额')
    >>> normalised("Kunden-Nr."), normalised("N° de commande"), normalised("Umsatz in EUR")
    ('kunden id', 'commande id', 'umsatz')
    """
    text = unicodedata.normalize("NFKC", re.sub("[\u200b-\u200f\ufeff]", "", header))
    text = re.sub(r"[(\[【][^)\]】]*[)\]】]", " ", text).strip() or text.strip()
    text = _LOCAL.sub("", _field_of_a_record(_SECTIONS.sub("", text)))
    if re.fullmatch(r"[^\s.]+(\.[^\s.]+)+", text):
        last = text.rsplit(".", 1)[1]
        if len(last) > 1 and last.casefold() not in {*_KEY_WORDS, "name"}:
            text = last
    text = re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", " ", text)
    text = unicodedata.normalize("NFKD", re.sub(r"[_\-./:\\,'’]+", " ", text.casefold()))
    text = "".join(c for c in text if not unicodedata.combining(c))
    text = unicodedata.normalize("NFC", text)
    text = _CHINESE_KEY.sub(" id", text.strip())
    words = text.split()
    while len(words) > 1 and (words[-1] in _CURRENCIES or words[-1] in {"in", "%"}):
        words.pop()
    if len(words) > 1 and words[0] in _LEADING and words[1] != "of" and words[-1] != "id":
        words = [*words[1:], "id"]
    if len(words) > 1 and words[-1] in _KEY_WORDS:
        words[-1] = "id"
    words = " ".join(_SHORT.get(w, _COMPOUND.sub(r"\1 id", w)) for w in words).split()
    meaning = [w for w in words if w not in _LINKING]
    return " ".join(meaning or words)


def _field_of_a_record(text: str) -> str:
    """Kingdee's path to a record's number or name, said in words: FCustId.FName is Cust name."""
    found = re.fullmatch(r"F(\w+?)(?:I[dD])?\.F(Number|Name)", text)
    if not found:
        return text
    return f"{found[1]} {'id' if found[2] == 'Number' else 'name'}"


def key_of(header: str) -> str:
    """A header as it is looked up: blanks count nothing (``custname`` is ``Cust Name``)."""
    return normalised(header).replace(" ", "")


def is_gross(header: str) -> bool:
    """Whether a header says that its amounts include tax.

    >>> is_gross("Betrag (brutto)"), is_gross("Amount"), is_gross("不含税金额")
    (True, False, False)
    """
    text = unicodedata.normalize("NFKC", header).casefold()
    if re.search(r"不含税|excl|without|ohne|sans", text):
        return False
    return bool(re.search(r"含税|价税|incl|\bttc\b|brutto|\bgross\b|con iva|mit mwst", text))


_NET = re.compile(
    r"不含税|未税|无税|\bexcl|\bex vat|\bnet\b|\bnett|netto|\bht\b|hors tax|untaxed|\bsin iva|imponible"
    r"|ohne (mwst|ust)|subtotal"
)


def is_net(header: str) -> bool:
    """Whether a header says that its amounts are without tax.

    >>> is_net("Net amount"), is_net("不含税金额"), is_net("Amount")
    (True, True, False)
    """
    text = unicodedata.normalize("NFKC", header).casefold().replace("_", " ")
    return bool(_NET.search(text))


@lru_cache
def _aliases(table: str) -> dict[str, tuple[tuple[str, int], ...]]:
    """Header key → (column, priority) pairs of a table; a lower priority is nearer."""
    found: dict[str, list[tuple[str, int]]] = {}
    columns = (*TABLES[table].columns, *HELPERS.get(table, ()))
    ids = {key_of(a) for c in columns if c.role == "id" for a in c.aliases}
    for column in columns:
        keys = list(dict.fromkeys(key_of(a) for a in column.aliases))
        own = key_of(column.name)
        for priority, key in enumerate(keys if own in keys else [own, *keys]):
            # A bare "Customer" is the id; the name only where another header is the id.
            late = 100 * (column.role == "name" and key in ids)
            found.setdefault(key, []).append((column.name, priority + late))
    return {key: tuple(pairs) for key, pairs in found.items()}


@lru_cache
def _vocabulary() -> dict[str, frozenset[str]]:
    """Every header known to any table, normalised, with the columns it may feed."""
    found: dict[str, set[str]] = {}
    for table in TABLES:
        for column in (*TABLES[table].columns, *HELPERS.get(table, ())):
            for alias in (column.name, *column.aliases):
                found.setdefault(normalised(alias), set()).add(column.name)
    return {words: frozenset(columns) for words, columns in found.items()}


@lru_cache
def _known_keys() -> frozenset[str]:
    return frozenset(words.replace(" ", "") for words in _vocabulary())


def is_known(header: str) -> bool:
    """Whether some column of some table goes by this header."""
    return key_of(header) in _known_keys()


@lru_cache(maxsize=20_000)
def near(header: str) -> Near | None:
    """The known header that an unknown one nearly is; None for a header any table knows.

    >>> near("Ordr Date").key, near("Order Date")
    ('orderdate', None)
    """
    if is_known(header):
        return None
    return nearest(normalised(header), _vocabulary())


# A header that is only near waits until all that say it outright have chosen.
_LATER = {"token": 5_000, "fuzzy": 10_000}


def columns_of(
    table: str,
    headers: Iterable[str],
    allowed: Collection[str] | None = None,
    taken: Collection[int] = (),
) -> dict[str, int]:
    """Column → position of the header that feeds it; no header feeds two columns.

    A header goes to the column it names best; a column takes its nearest header, one that is only
    near to a known one last. Amounts with tax are taken only where none without is.
    """
    offers = []
    for position, header in enumerate(headers):
        if position in taken:
            continue
        like = near(header)
        for column, priority in _aliases(table).get(like.key if like else key_of(header), ()):
            priority += _LATER[like.how] if like else 0
            if allowed is None or column in allowed:
                exact = header == column and column != "amount"
                if column == "order_date":
                    priority -= 1000  # no sale without a day: it chooses first
                elif column == "amount" and is_gross(header):
                    priority += 1000
                offers.append((not exact, priority, position, column))
    used: set[int] = set(taken)
    found: dict[str, int] = {}
    for _, _, position, column in sorted(offers):
        if position not in used and column not in found:
            found[column] = position
            used.add(position)
    return found


def known_header(table: str, column: str, header: str) -> bool:
    """Whether a header is an alias of the column it feeds; case, blanks and dashes count nothing."""
    written = _plain(header)
    return any(written == _plain(a) for a in (column, *column_of(table, column).aliases))


def _plain(header: str) -> str:
    return re.sub(r"[\s_\-./]+", "", unicodedata.normalize("NFKC", header).casefold())


# Of which tables a flat sales file brings which columns; order: who picks a header first.
FLAT_PARTS: dict[str, tuple[str, ...]] = {
    "order_header": ("order_id", "account_id", "order_date", "promised_date", "ready_date",
                     "ship_date", "deposit_share", "currency", "owner", "region", "country",
                     "status", "is_cancelled", "is_return"),
    "order_line": ("line_id", "product_id", "quantity", "unit_price", "discount", "amount", "cost",
                   "list_value", *(c.name for c in HELPERS[FLAT])),
    "account": ("account_name", "account_type", "industry", "city"),
    "product": ("product_name", "category"),
}  # fmt: skip


def targets(table: str) -> dict[str, str]:
    """What a column of a file may become in a table, with its meaning; a flat file feeds several.

    >>> list(targets("account"))[:2]
    ['account_id', 'account_name']
    """
    names = [c.name for c in TABLES[table].columns]
    if table == FLAT:
        names += [n for part in FLAT_PARTS.values() for n in part]
    names += [c.name for c in HELPERS.get(table, ())]
    return {n: column_of(table, n).meaning for n in dict.fromkeys(names)}


def column_of(table: str, name: str) -> Column:
    """The declaration of a target column, helpers and the other parts of a flat file included."""
    for helper in HELPERS.get(table, ()):
        if helper.name == name:
            return helper
    for part in (table, *(FLAT_PARTS if table == FLAT else ())):
        if name in TABLES[part].by_name:
            return TABLES[part].by_name[name]
    raise KeyError(name)
