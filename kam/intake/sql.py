"""Every statement the import makes: from the schema's names and generated column names only.

No word of a file is ever part of a statement; values go through ``?`` or stand in tables.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from kam.intake.headers import FLAT_PARTS
from kam.intake.values import Typed, tidy
from kam.schema import TABLES, Column, Table

# --- reading a sheet: c0, c1 … become typed columns with a fault beside each ----------------------


def _empty(column: Column) -> str:
    if column.type == "date":
        return "R_DATE_MISSING"
    return "R_VALUE_MISSING" if column.type == "text" else "R_AMOUNT_MISSING"


def read_rows(
    typed: dict[str, Typed],
    columns: dict[str, Column],
    required: Collection[str],
    constants: Iterable[str],
) -> str:
    """Make ``read_rows`` from ``sheet``: ``_row``, a value and a ``fault_`` per column."""
    prepared, values, faults = ["row AS _row"], ["_row"], []
    for name, sql in typed.items():
        prepared.append(f"{sql.prepared} AS x_{name}")
        values.append(f"{sql.value} AS {name}")
        fault = sql.fault
        if name in required:
            empty = _empty(columns[name])
            fault = f"coalesce({fault}, CASE WHEN {sql.value} IS NULL THEN '{empty}' END)"
        faults.append(f"{fault} AS fault_{name}")
    values += [f"(SELECT v FROM constant_{name}) AS {name}" for name in constants]
    return (
        f"CREATE OR REPLACE TEMP TABLE read_rows AS SELECT {', '.join([*values, *faults])}"
        f" FROM (SELECT {', '.join(prepared)} FROM sheet)"
    )


def constant(name: str, typed: Typed) -> str:
    """Make ``constant_NAME`` from the one value in ``constant``."""
    return (
        f"CREATE OR REPLACE TEMP TABLE constant_{name} AS SELECT {typed.value} AS v"
        f" FROM (SELECT {typed.prepared} AS x FROM constant)"
    )


def fine_rows(names: Collection[str], counts: Collection[str]) -> str:
    """The rows without a fault in a column that counts."""
    hidden = ", ".join(f"fault_{n}" for n in names)
    fine = " AND ".join(f"fault_{n} IS NULL" for n in counts) or "true"
    return f"SELECT * {f'EXCLUDE ({hidden})' if names else ''} FROM read_rows WHERE {fine}"


def faulty_rows(counts: Sequence[str], width: int) -> str:
    """Row, faulty column, code and all cells of rows that are kept aside."""
    first = "coalesce(" + ", ".join(f"fault_{n}" for n in counts) + ")"
    which = "CASE " + " ".join(f"WHEN fault_{n} IS NOT NULL THEN '{n}'" for n in counts) + " END"
    cells = ", ".join(f"CAST(s.c{i} AS VARCHAR)" for i in range(width))
    return (
        f"SELECT r._row, {which}, {first}, [{cells}] FROM read_rows r JOIN sheet s ON s.row = r._row"
        f" WHERE {first} IS NOT NULL ORDER BY r._row"
    )


def count_faults(names: Sequence[str]) -> str:
    """How many values of each column could not be read."""
    return f"SELECT {', '.join(f'count(fault_{n})' for n in names)} FROM read_rows"


def invisible_in(position: int) -> str:
    """Whether a column holds invisible characters."""
    cell = f"CAST(c{position} AS VARCHAR)"
    return f"SELECT 1 FROM sheet WHERE {tidy(cell)} <> trim({cell}) LIMIT 1"


# --- taking a flat sales file apart: ``flat`` becomes ``line``, orders, accounts, products ---------

LARGEST_DISCOUNT = "SELECT max(abs(discount)) FROM flat"
SHARED_LINE_NUMBER = (
    "SELECT 1 FROM line GROUP BY order_id, given HAVING count(*) > 1 OR given IS NULL LIMIT 1"
)
NAMES_SEEN = (
    "SELECT DISTINCT account_id, account_name AS alias FROM flat"
    " WHERE account_id IS NOT NULL AND account_name IS NOT NULL ORDER BY ALL"
)


def make_lines(have: Collection[str], percent: bool) -> str:
    """Make ``line``: revenue, cost, returns and order numbers as import-rules.md says."""

    def _col(name: str, otherwise: str = "NULL") -> str:
        return name if name in have else otherwise

    built = "account_id || ' ' || CAST(order_date AS VARCHAR)"
    order = "order_id"
    if "order_id" not in have:
        order = built
    elif {"account_id", "order_date"} <= set(have):
        # A number that two accounts share is no key by itself.
        order = (
            f"CASE WHEN order_id IS NULL THEN {built}"
            " WHEN min(account_id) OVER (PARTITION BY order_id)"
            " <> max(account_id) OVER (PARTITION BY order_id)"
            " THEN account_id || '/' || order_id ELSE order_id END"
        )
    discount = "0"
    if "discount" in have:
        discount = f"coalesce(abs(discount), 0) {'/ 100' if percent else ''}"
    marked = f"coalesce({_col('is_return', 'false')}, false)"
    gross = f"CAST({_col('quantity')} * {_col('unit_price')} AS DECIMAL(18,4))"
    money_off = f"coalesce(abs({_col('discount_amount')}), 0)"
    if "discount" in have or "discount_amount" not in have:
        money_off = "0"  # a discount is not applied twice
    worked_out = f"CAST(CAST({gross} AS DOUBLE) * (1 - {discount}) - {money_off} AS DECIMAL(18,4))"
    amount = f"coalesce({_col('amount')}, {worked_out})"
    signed = f"CASE WHEN {marked} AND ({amount}) > 0 THEN -({amount}) ELSE {amount} END"
    units = f"CASE WHEN {marked} AND {_col('quantity')} > 0 THEN -{_col('quantity')}"
    units += f" ELSE {_col('quantity')} END"
    cost = (
        f"coalesce({_col('cost')}, CAST({_col('quantity')} * {_col('unit_cost')} AS DECIMAL(18,4)),"
        f" {amount} - {_col('profit')})"
    )
    before = (
        f"CASE WHEN {discount} < 1 THEN CAST(({amount}) / (1 - {discount}) AS DECIMAL(18,4)) END"
    )
    listed = f"coalesce({_col('list_value')}, {gross}" + (
        f", {before})" if "discount" in have else ")"
    )
    return (
        f"CREATE OR REPLACE TEMP TABLE line AS SELECT _row, {order} AS order_id,"
        f" {_col('product_id')} AS product_id, {units if 'quantity' in have else 'NULL'} AS quantity,"
        f" {_col('unit_price')} AS unit_price, {discount if 'discount' in have else 'NULL'} AS discount,"
        f" {signed} AS amount, CASE WHEN {marked} AND ({cost}) > 0 THEN -({cost}) ELSE {cost} END"
        f" AS cost, CASE WHEN {marked} AND ({listed}) > 0 THEN -({listed}) ELSE {listed} END"
        f" AS list_value, {marked} OR coalesce({_col('quantity', '0')} < 0, false)"
        f" OR coalesce({amount} < 0, false) AS is_return, {_col('line_id')} AS given,"
        f" {_col('account_id')} AS account_id, {_col('order_date')} AS order_date FROM flat"
    )


# A line without a number is its content plus its place among equal ones.
_CONTENT = (
    "md5(concat_ws('|', order_id, coalesce(product_id, ''), coalesce(CAST(quantity AS VARCHAR), ''),"
    " coalesce(CAST(unit_price AS VARCHAR), ''), coalesce(CAST(discount AS VARCHAR), ''),"
    " coalesce(CAST(amount AS VARCHAR), ''), coalesce(CAST(cost AS VARCHAR), '')))"
)


def lines(numbered: bool) -> str:
    """The lines with their id; ``_repeat`` counts equal ones from 1."""
    repeat = f"row_number() OVER (PARTITION BY {_CONTENT} ORDER BY _row)"
    line_id = "given" if numbered else f"substr({_CONTENT}, 1, 20) || '-' || {repeat}"
    return (
        f"SELECT _row, order_id, {line_id} AS line_id, product_id, quantity, unit_price, discount,"
        f" amount, cost, list_value, is_return, {'1' if numbered else repeat} AS _repeat"
        " FROM line ORDER BY _row"
    )


def parents(table: str, key: str, have: Collection[str]) -> str:
    """One row per order, account or product of a flat file: its latest attributes win.

    Among rows of one day the larger value wins, so the order of rows changes nothing.
    """
    names = [n for n in FLAT_PARTS[table] if n in have and n in TABLES[table].by_name]
    if table == "account":
        names += [n for n in ("country",) if n in have]
    skipped = {"order_id", "account_id", "order_date", "is_return", key}
    latest = "".join(
        f", arg_max({n}, (o.order_date, {n})) FILTER ({n} IS NOT NULL) AS {n}"
        for n in names
        if n not in skipped
    )
    links = ", any_value(o.account_id) AS account_id" if table == "order_header" else ""
    day = ", min(o.order_date) AS order_date" if table == "order_header" else ""
    day = ", max(o.order_date) AS _day" if table == "account" else day
    hidden = "account_id, order_date" + (", order_id" if "order_id" in have else "")
    return (
        f"SELECT min(o._row) AS _row, o.{key}{links}{day}{latest}"
        f" FROM (SELECT flat.* EXCLUDE ({hidden}), line.order_id, line.account_id,"
        f" line.order_date FROM flat JOIN line USING (_row)) o"
        f" WHERE o.{key} IS NOT NULL GROUP BY o.{key} ORDER BY 1"
    )


# --- storing: ``fresh`` holds the rows of one table, inside the store's transaction ----------------

TAKE = "CREATE OR REPLACE TEMP TABLE fresh AS SELECT * FROM incoming"
COLUMNS_OF_FRESH = "SELECT column_name FROM (DESCRIBE fresh)"
REPEATED_LINE = "_repeat > 1"
NO_ACCOUNT = (
    "coalesce(account_id, '') <> ''"
    " AND NOT EXISTS (SELECT 1 FROM account a WHERE a.account_id = fresh.account_id)"
)
NO_ORDER = "NOT EXISTS (SELECT 1 FROM order_header h WHERE h.order_id = fresh.order_id)"
LIST_PRICED = (
    "amount IS NULL AND quantity IS NOT NULL AND product_id IN"
    " (SELECT product_id FROM product WHERE list_price IS NOT NULL)"
)
NO_AMOUNT = f"amount IS NULL AND NOT coalesce({LIST_PRICED}, false)"
MAKE_ACCOUNTS = (
    "INSERT INTO account (account_id, import_id) SELECT DISTINCT account_id, ? FROM fresh"
    " WHERE coalesce(account_id, '') <> ''"
    " AND NOT EXISTS (SELECT 1 FROM account a WHERE a.account_id = fresh.account_id)"
)
MAKE_PRODUCTS = (
    "INSERT INTO product (product_id, import_id) SELECT DISTINCT product_id, ? FROM fresh"
    " WHERE product_id IS NOT NULL"
    " AND NOT EXISTS (SELECT 1 FROM product p WHERE p.product_id = fresh.product_id)"
)
COUNT_NEW_PRODUCTS = (
    "SELECT count(DISTINCT product_id) AS n FROM fresh WHERE product_id IS NOT NULL"
    " AND NOT EXISTS (SELECT 1 FROM product p WHERE p.product_id = fresh.product_id)"
)
# Other words an account goes by, each only where it means one account.
OTHER_WORDS = """
    SELECT word, min(account_id) AS account_id FROM (
        SELECT lower(trim(alias)) AS word, account_id FROM account_alias WHERE kind <> 'merged'
        UNION SELECT lower(trim(drop_name)), drop_id FROM account_merge
        WHERE undone_at IS NULL AND drop_name IS NOT NULL
        UNION SELECT lower(trim(account_name)), account_id FROM account
        WHERE account_name IS NOT NULL
        UNION SELECT lower(trim(account_id)), account_id FROM account
    ) GROUP BY word HAVING count(DISTINCT account_id) = 1
"""
ACCOUNT_WORDS = f"""
    SELECT given.account_id AS word, known.account_id IS NOT NULL AS is_id, other.account_id
    FROM (SELECT DISTINCT account_id FROM incoming WHERE account_id IS NOT NULL) given
    LEFT JOIN account known ON known.account_id = given.account_id
    LEFT JOIN ({OTHER_WORDS}) other ON other.word = lower(trim(given.account_id))
"""
# What a list of accounts said stands; a sales file names its own accounts anew, the latest wins.
KEEP_LISTED = (
    "(t.account_name IS NOT NULL AND NOT EXISTS (SELECT 1 FROM account_alias n"
    " WHERE n.account_id = t.account_id AND n.alias = t.account_name AND n.kind = 'name'))"
)
KEEP_NEWER = (
    "coalesce(fresh._day < (SELECT max(h.order_date) FROM order_header h"
    " WHERE h.account_id = t.account_id), false)"
)


def keep_older_words(names: Sequence[str]) -> str:
    """Let stored attributes stand where a flat file may not overrule them."""
    sets = ", ".join(f"{n} = coalesce(t.{n}, fresh.{n})" for n in names)
    return (
        f"UPDATE fresh SET {sets} FROM account t WHERE t.account_id = fresh.account_id"
        f" AND (t.account_id IN (SELECT account_id FROM listed) OR {KEEP_NEWER})"
    )


def _same(table: Table) -> str:
    return " AND ".join(f"t.{k} IS NOT DISTINCT FROM f.{k}" for k in table.key)


def _differs(others: Sequence[str]) -> str:
    told = (f"(f.{n} IS NOT NULL AND f.{n} IS DISTINCT FROM t.{n})" for n in others)
    return " OR ".join(told) or "false"


def count_known(table: Table, others: Sequence[str]) -> str:
    """How many fresh rows are stored already, and how many of those say something new."""
    return (
        f"SELECT count(*) AS n, count(*) FILTER ({_differs(others)}) AS changed,"
        f" (SELECT count(*) FROM fresh) AS total FROM fresh f JOIN {table.name} t ON {_same(table)}"
    )


def update(table: Table, others: Sequence[str]) -> str:
    """Change stored rows to what the fresh ones say; an empty value changes nothing."""
    sets = ", ".join(f"{n} = coalesce(f.{n}, t.{n})" for n in others)
    return (
        f"UPDATE {table.name} AS t SET {sets}, import_id = ? FROM fresh f"
        f" WHERE {_same(table)} AND ({_differs(others)})"
    )


def insert(table: Table, names: Sequence[str]) -> str:
    """Store fresh rows whose key is new."""
    listed = ", ".join(names)
    return (
        f"INSERT INTO {table.name} ({listed}, import_id) SELECT {listed}, ? FROM fresh f"
        f" WHERE NOT EXISTS (SELECT 1 FROM {table.name} t WHERE {_same(table)})"
    )


def matching(condition: str, column: str) -> str:
    """Row and value of the fresh rows for which a condition of this module holds."""
    return f"SELECT _row, {column} AS value FROM fresh WHERE {condition} ORDER BY _row"


def delete(condition: str) -> str:
    """Drop fresh rows for which a condition of this module holds."""
    return f"DELETE FROM fresh WHERE {condition}"


def count(condition: str) -> str:
    """How many fresh rows a condition of this module holds for."""
    return f"SELECT count(*) AS n FROM fresh WHERE {condition}"


def _keys(table: Table, folded: bool) -> str:
    return ", ".join(f"lower(trim({k}))" if folded else k for k in table.key)


def repeated(table: Table, has: Iterable[str], folded: bool) -> str:
    """The condition of rows that repeat another one's content."""
    content = ", ".join(
        (f"lower(trim({n}))" if folded and n in table.key else n) for n in has if n[0] != "_"
    )
    return f"_row NOT IN (SELECT min(_row) FROM fresh GROUP BY {content})"


def clashing(table: Table, folded: bool) -> str:
    """The condition of rows that share their key with another row."""
    keys = _keys(table, folded)
    return f"({keys}) IN (SELECT {keys} FROM fresh GROUP BY {keys} HAVING count(*) > 1)"
