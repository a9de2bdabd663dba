"""Every statement that stores what an import brings: from the schema's names and generated column names only.

No word of a file is ever part of a statement; values go through ``?`` or stand in tables.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from kam.intake.checks import Fault
from kam.schema import SQL_TYPES, Table

# --- storing: ``fresh`` holds the rows of one table, inside the store's transaction ----------------

COLUMNS_OF_FRESH = "SELECT column_name FROM (DESCRIBE fresh)"
REPEATED_LINE = "_repeat > 1"
NO_ACCOUNT = (
    "coalesce(account_id, '') <> ''"
    " AND NOT EXISTS (SELECT 1 FROM account a WHERE a.account_id = fresh.account_id)"
)
NO_ORDER = "NOT EXISTS (SELECT 1 FROM order_header h WHERE h.order_id = fresh.order_id)"


def take(table: Table, given: Sequence[str]) -> str:
    """Make ``fresh`` of incoming rows; of lines it has every column, those not given are empty."""
    absent = [c for c in table.columns if c.name not in given] if table.name == "order_line" else []
    empty = "".join(f", CAST(NULL AS {SQL_TYPES[c.type]}) AS {c.name}" for c in absent)
    return f"CREATE OR REPLACE TEMP TABLE fresh AS SELECT *{empty} FROM incoming"


def no_parent(column: str, parent: str) -> str:
    """The condition of rows that name a record of another table which nobody knows."""
    return (
        f"{column} IS NOT NULL"
        f" AND NOT EXISTS (SELECT 1 FROM {parent} p WHERE p.{column} = fresh.{column})"
    )


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


def differs(others: Sequence[str]) -> str:
    """The condition that a fresh row f says something else than the stored row t."""
    told = (f"(f.{n} IS NOT NULL AND f.{n} IS DISTINCT FROM t.{n})" for n in others)
    return " OR ".join(told) or "false"


def count_known(table: Table, others: Sequence[str]) -> str:
    """How many fresh rows are stored already, and how many of those say something new."""
    return (
        f"SELECT count(*) AS n, count(*) FILTER ({differs(others)}) AS changed,"
        f" (SELECT count(*) FROM fresh) AS total FROM fresh f JOIN {table.name} t ON {_same(table)}"
    )


def update(table: Table, others: Sequence[str]) -> str:
    """Change stored rows to what the fresh ones say; an empty value changes nothing."""
    sets = ", ".join(f"{n} = coalesce(f.{n}, t.{n})" for n in others)
    return (
        f"UPDATE {table.name} AS t SET {sets}, import_id = ? FROM fresh f"
        f" WHERE {_same(table)} AND ({differs(others)})"
    )


def append(table: Table, names: Sequence[str]) -> str:
    """Store incoming rows, of which none can be on file."""
    listed = ", ".join(names)
    return f"INSERT INTO {table.name} ({listed}, import_id) SELECT {listed}, ? FROM incoming"


def insert(table: Table, names: Sequence[str]) -> str:
    """Store fresh rows whose key is new."""
    listed = ", ".join(names)
    return (
        f"INSERT INTO {table.name} ({listed}, import_id) SELECT {listed}, ? FROM fresh f"
        f" WHERE NOT EXISTS (SELECT 1 FROM {table.name} t WHERE {_same(table)})"
    )


def matching(condition: str) -> str:
    """The fresh rows for which a condition of this module holds, in words."""
    return f"SELECT CAST(COLUMNS(*) AS VARCHAR) FROM fresh WHERE {condition} ORDER BY fresh._row"


def delete(condition: str) -> str:
    """Drop fresh rows for which a condition of this module holds."""
    return f"DELETE FROM fresh WHERE {condition}"


def count(condition: str) -> str:
    """How many fresh rows a condition of this module holds for."""
    return f"SELECT count(*) AS n FROM fresh WHERE {condition}"


def at_fault(fault: Fault) -> str:
    """How many records of an import have a fault beside what is on file, and one of them."""
    example = f"min(CAST({fault.example} AS VARCHAR))" if fault.example else "NULL"
    return (
        f"SELECT count(*) AS n, {example} AS example FROM {fault.table} t"
        f" WHERE t.import_id = ? AND ({fault.sql})"
    )


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
