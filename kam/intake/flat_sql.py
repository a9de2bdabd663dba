"""Statements that take a flat sales file apart: ``flat`` becomes ``line``, orders, accounts, products."""

from __future__ import annotations

from collections.abc import Collection

from kam.intake.headers import FLAT_PARTS
from kam.schema import TABLES

LARGEST_DISCOUNT = "SELECT max(abs(discount)) FROM flat"
NAMES_SEEN = (
    "SELECT DISTINCT account_id, account_name AS alias FROM flat"
    " WHERE account_id IS NOT NULL AND account_name IS NOT NULL ORDER BY ALL"
)
# A number that two accounts share is no key by itself.
SHARED_ORDERS = (
    "CREATE OR REPLACE TEMP TABLE shared_order AS SELECT order_id FROM flat"
    " WHERE order_id IS NOT NULL GROUP BY order_id HAVING min(account_id) <> max(account_id)"
)
COUNT_SHARED_ORDERS = "SELECT count(*) FROM order_seen WHERE shared"
COUNT_SEVERAL_DAYS = "SELECT count(*) FROM order_seen WHERE several_days"
ORDERS = "SELECT * EXCLUDE (shared, several_days) FROM order_seen"
COUNT_UNNUMBERED = (
    "SELECT count(*) - count(DISTINCT CASE WHEN given IS NOT NULL THEN hash(order_id, given) END)"
    " FROM line"
)
COUNT_REPEATS = "SELECT count(*) FROM repeated_line WHERE _repeat > 1"


def make_lines(have: Collection[str], percent: bool, shared: bool) -> str:
    """Make ``line``: revenue, cost, returns and order numbers as import-rules.md says.

    ``shared`` says that some order numbers (``shared_order``) are used by several accounts.
    """

    def _col(name: str, otherwise: str = "NULL") -> str:
        return name if name in have else otherwise

    built = "account_id || ' ' || CAST(order_date AS VARCHAR)"
    order = "order_id"
    if "order_id" not in have:
        order = built
    elif {"account_id", "order_date"} <= set(have):
        several = (
            " WHEN order_id IN (SELECT order_id FROM shared_order)"
            " THEN account_id || '/' || order_id"
        )
        order = (
            f"CASE WHEN order_id IS NULL THEN {built}{several if shared else ''} ELSE order_id END"
        )
    discount = "0"
    if "discount" in have:
        discount = f"coalesce(abs(discount), 0) {'/ 100' if percent else ''}"
    marked = "coalesce(is_return, false)" if "is_return" in have else "false"
    amount = _col("amount")
    if {"quantity", "unit_price"} <= set(have):
        gross = "CAST(quantity * unit_price AS DECIMAL(18,4))"
        money_off = f"coalesce(abs({_col('discount_amount')}), 0)"
        if "discount" in have or "discount_amount" not in have:
            money_off = "0"  # a discount is not applied twice
        worked = f"CAST(CAST({gross} AS DOUBLE) * (1 - {discount}) - {money_off} AS DECIMAL(18,4))"
        amount = f"coalesce({_col('amount')}, {worked})"
    else:
        gross = "CAST(NULL AS DECIMAL(18,4))"
        amount = f"CAST({amount} AS DECIMAL(18,4))"
    costs = [c for c in (_cost(have, amount)) if c] or ["CAST(NULL AS DECIMAL(18,4))"]
    cost = costs[0] if len(costs) == 1 else f"coalesce({', '.join(costs)})"
    listed = [n for n in ("list_value",) if n in have]
    if gross[:9] != "CAST(NULL":
        listed.append(gross)
    if "discount" in have:
        listed.append(
            f"CASE WHEN {discount} < 1 THEN CAST(({amount}) / (1 - {discount})"
            " AS DECIMAL(18,4)) END"
        )
    value = f"coalesce({', '.join(listed)})" if listed else "CAST(NULL AS DECIMAL(18,4))"
    told = {
        "order_id": order,
        "product_id": _col("product_id", "CAST(NULL AS VARCHAR)"),
        "quantity": _negated("quantity", marked) if "quantity" in have else "NULL::DECIMAL(18,4)",
        "unit_price": _col("unit_price", "CAST(NULL AS DECIMAL(18,4))"),
        "discount": discount if "discount" in have else "CAST(NULL AS DOUBLE)",
        "amount": _negated(amount, marked),
        "cost": _negated(cost, marked),
        "list_value": _negated(value, marked),
        "is_return": f"{marked} OR coalesce({_col('quantity', '0')} < 0, false)"
        f" OR coalesce({amount} < 0, false)",
        "given": _col("line_id", "CAST(NULL AS VARCHAR)"),
    }
    others = "".join(f", {n}" for n in sorted(set(have) - set(told) - {"line_id"}))
    made = ", ".join(f"{sql} AS {n}" for n, sql in told.items())
    return f"CREATE OR REPLACE TEMP VIEW line AS SELECT _row, {made}{others} FROM flat"


def _cost(have: Collection[str], amount: str) -> list[str]:
    return [
        "cost" if "cost" in have else "",
        "CAST(quantity * unit_cost AS DECIMAL(18,4))"
        if {"quantity", "unit_cost"} <= set(have)
        else "",
        f"{amount} - profit" if "profit" in have else "",
    ]


def _negated(amount: str, marked: str) -> str:
    if marked == "false" or amount.startswith("CAST(NULL"):
        return amount
    return f"CASE WHEN {marked} AND ({amount}) > 0 THEN -({amount}) ELSE {amount} END"


# A line without a number is its content plus its place among equal ones in its order.
_OF_CONTENT = ("product_id", "quantity", "unit_price", "discount", "amount", "cost")
_PLACE = "hash(order_id, product_id, quantity, unit_price, discount, amount, cost)"
COUNT_ALIKE = f"SELECT count(*) - count(DISTINCT {_PLACE}) FROM line"
# Rows whose content stands more than once: found by a hash, told apart by the content itself.
REPEATED = (
    "CREATE OR REPLACE TEMP TABLE repeated_line AS SELECT _row, row_number() OVER (PARTITION BY"
    f" order_id, {', '.join(_OF_CONTENT)} ORDER BY _row) AS _repeat FROM line WHERE {_PLACE} IN"
    f" (SELECT {_PLACE} FROM line GROUP BY 1 HAVING count(*) > 1)"
)


def told(have: Collection[str]) -> set[str]:
    """What the lines of a file with these columns can say, beside their number."""
    found = {"product_id", "quantity", "unit_price", "discount"} & set(have)
    if {"cost", "unit_cost", "profit"} & set(have):
        found.add("cost")
    if {"list_value", "discount"} & set(have) or {"quantity", "unit_price"} <= set(have):
        found.add("list_value")
    return found | {"amount"}


def content(have: Collection[str]) -> str:
    """SQL for a short word that names a line's content within its order.

    Nine letters are 54 bits, more than the lines of any order need to be told apart, and with
    their ordinal they stay within the twelve bytes the engine keeps in place.
    """
    parts = ", ".join(
        f"coalesce(CAST({n} AS VARCHAR), '')" if n in told(have) else "''" for n in _OF_CONTENT
    )
    # Of the digest only what nine letters need is turned into letters.
    return f"substr(to_base64(unhex(left(md5(concat_ws('|', {parts})), 14))), 1, 9)"


def lines(have: Collection[str], numbered: bool, repeats: bool) -> str:
    """The lines with their id; ``_repeat`` counts equal ones from 1."""
    repeat = "coalesce(r._repeat, 1)" if repeats else "1"
    ordinal = f"'-' || {repeat}" if repeats else "'-1'"
    line_id = "given" if numbered else f"{content(have)} || {ordinal}"
    joined = " LEFT JOIN repeated_line r USING (_row)" if repeats else ""
    listed = "".join(f", {c.name}" for c in TABLES["order_line"].columns if c.name in told(have))
    return (
        f"SELECT _row, order_id, {line_id} AS line_id{listed}, is_return,"
        f" CAST({repeat} AS INTEGER) AS _repeat FROM line{joined}"
    )


def orders(have: Collection[str], one_day: bool) -> str:
    """Make ``order_seen``: the orders, and whether several accounts share their number.

    ``one_day`` takes all lines of an order to bear one day, as nearly always: of each attribute
    the largest value is then the latest, and found far sooner; ``several_days`` says where not.
    """
    made = parents("order_header", "order_id", have, one_day)
    return f"CREATE OR REPLACE TEMP TABLE order_seen AS {made}"


def parents(table: str, key: str, have: Collection[str], one_day: bool = False) -> str:
    """One row per order, account or product of a flat file: its latest attributes win.

    Among rows of one day the larger value wins, so the order of rows changes nothing.
    """
    names = [n for n in FLAT_PARTS[table] if n in have and n in TABLES[table].by_name]
    if table == "account":
        names += [n for n in ("country",) if n in have]
    skipped = {"order_id", "account_id", "order_date", "is_return", key}
    latest = "".join(
        f", max({n}) AS {n}"
        if one_day
        else f", arg_max({n}, (order_date, {n})) FILTER ({n} IS NOT NULL) AS {n}"
        for n in names
        if n not in skipped
    )
    links = ""
    if table == "order_header":
        links = (
            ", min(account_id) AS account_id, min(account_id) <> max(account_id) AS shared,"
            " min(order_date) < max(order_date) AS several_days"
        )
    day = ", min(order_date) AS order_date" if table == "order_header" else ""
    day = ", max(order_date) AS _day" if table == "account" else day
    return (
        f"SELECT min(_row) AS _row, {key}{links}{day}{latest} FROM line"
        f" WHERE {key} IS NOT NULL GROUP BY {key} ORDER BY 1"
    )
