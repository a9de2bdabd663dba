"""Every statement a merge makes: from the schema's names only; ids go through ``?``."""

from __future__ import annotations

from kam.schema import SQL_TYPES, TABLES, Column, Table

# Tables whose rows belong to an account: those with a key of their own, and those it is part of.
OWNED: tuple[Table, ...] = tuple(
    t for t in TABLES.values() if "account_id" in t.by_name and t.name != "account"
)
MOVED: tuple[Table, ...] = tuple(t for t in OWNED if "account_id" not in t.key)
SHARED: tuple[Table, ...] = tuple(t for t in OWNED if "account_id" in t.key)

ALIASES: tuple[str, ...] = (
    "DELETE FROM account_alias WHERE kind = 'merged'",
    """
    INSERT INTO account_alias
    WITH RECURSIVE way AS (
        SELECT drop_id, drop_name, keep_id FROM account_merge WHERE undone_at IS NULL
        UNION
        SELECT w.drop_id, w.drop_name, m.keep_id FROM way w
        JOIN account_merge m ON m.drop_id = w.keep_id AND m.undone_at IS NULL
    ), last AS (SELECT * FROM way JOIN account a ON a.account_id = way.keep_id)
    SELECT keep_id, drop_id, 'merged' FROM last
    UNION SELECT keep_id, drop_name, 'merged' FROM last WHERE drop_name IS NOT NULL
    """,
)
MERGES = """
    SELECT m.merge_id, m.made_at, m.who, m.keep_id, k.account_name AS keep_name, m.drop_id,
           m.drop_name, m.undone_at, m.undone_by,
           m.undone_at IS NULL AND k.account_id IS NOT NULL AND NOT EXISTS (
               SELECT 1 FROM account_merge later
               WHERE later.undone_at IS NULL AND later.keep_id = m.keep_id
                 AND later.merge_id <> m.merge_id AND later.made_at > m.made_at) AS can_undo
    FROM account_merge m LEFT JOIN account k ON k.account_id = m.keep_id
    ORDER BY m.made_at DESC, m.merge_id, m.position
"""


def key_text(table: Table, of: str = "t") -> str:
    """A row's key without the account, as one text."""
    names = [k for k in table.key if k != "account_id" or table.name == "account"]
    told = ", ".join(f"CAST({of}.{k} AS VARCHAR)" for k in names)
    return f"CAST(to_json([{told}]) AS VARCHAR)"


def row_text(table: Table, of: str = "t") -> str:
    """A whole row as one text, every value as text."""
    names = [*table.by_name, "import_id"]
    told = ", ".join(f"{n}: CAST({of}.{n} AS VARCHAR)" for n in names)
    return f"CAST(to_json({{{told}}}) AS VARCHAR)"


def _value(column: Column) -> str:
    return f"CAST(json_extract_string(r.row_text, '$.{column.name}') AS {SQL_TYPES[column.type]})"


def note_moved(table: Table, column: str = "account_id") -> str:
    """Remember which rows name an account; merge, drop, table and column, then the account."""
    return (
        f"INSERT INTO merge_moved SELECT ?, ?, ?, ?, {key_text(table)} FROM {table.name} t"
        f" WHERE t.{column} = ?"
    )


def move(table: Table, column: str = "account_id") -> str:
    """Let rows of one account belong to another: the new, then the old."""
    return f"UPDATE {table.name} SET {column} = ? WHERE {column} = ?"


def move_back(table: Table, column: str = "account_id") -> str:
    """Give rows back: to whom, from whom, then merge, drop, table and column."""
    return (
        f"UPDATE {table.name} AS t SET {column} = ? WHERE t.{column} = ? AND {key_text(table)} IN"
        " (SELECT row_key FROM merge_moved WHERE merge_id = ? AND drop_id = ? AND table_name = ?"
        " AND column_name = ?)"
    )


# --- records both accounts have -------------------------------------------------------------------


def sums(table: Table) -> list[str]:
    """Columns that add up where two records become one."""
    return [c.name for c in table.columns if c.type in ("money", "price", "quantity")]


def _both(table: Table) -> str:
    return f"{key_text(table, 't')} = {key_text(table, 'o')}"


def note_both(table: Table, what: str) -> str:
    """Remember the records of one account that another has as well: … account, other account."""
    return (
        f"INSERT INTO merge_row SELECT ?, ?, ?, '{what}', {row_text(table)} FROM {table.name} t"
        f" WHERE t.account_id = ? AND EXISTS (SELECT 1 FROM {table.name} o"
        f" WHERE o.account_id = ? AND {_both(table)})"
    )


def add_up(table: Table) -> str:
    """Add the amounts of one account's records to the same records of another: to, from."""
    told = ", ".join(
        f"{n} = CASE WHEN t.{n} IS NULL THEN o.{n} ELSE t.{n} + coalesce(o.{n}, 0) END"
        for n in sums(table)
    )
    return (
        f"UPDATE {table.name} AS t SET {told} FROM {table.name} o"
        f" WHERE t.account_id = ? AND o.account_id = ? AND {_both(table)}"
    )


def drop_both(table: Table) -> str:
    """Remove the records of one account that another has as well: account, other account."""
    return (
        f"DELETE FROM {table.name} AS t WHERE t.account_id = ? AND EXISTS (SELECT 1 FROM"
        f" {table.name} o WHERE o.account_id = ? AND {_both(table)})"
    )


def as_before(table: Table) -> str:
    """Give records the amounts they had before: the account, then merge, drop and table."""
    told = ", ".join(f"{n} = {_value(table.column(n))}" for n in sums(table))
    keys = " AND ".join(
        f"CAST(t.{k} AS VARCHAR) IS NOT DISTINCT FROM json_extract_string(r.row_text, '$.{k}')"
        for k in table.key
    )
    return (
        f"UPDATE {table.name} AS t SET {told} FROM merge_row r WHERE t.account_id = ?"
        f" AND r.merge_id = ? AND r.drop_id = ? AND r.table_name = ? AND r.what = 'before'"
        f" AND {keys}"
    )


def put_back(table: Table) -> str:
    """Store removed rows again: merge, drop and table."""
    names = ", ".join([*table.by_name, "import_id"])
    values = ", ".join(_value(c) for c in table.columns)
    return (
        f"INSERT INTO {table.name} ({names}) SELECT {values},"
        " json_extract_string(r.row_text, '$.import_id') FROM merge_row r"
        " WHERE r.merge_id = ? AND r.drop_id = ? AND r.table_name = ? AND r.what = 'gone'"
    )


# --- the account itself ---------------------------------------------------------------------------

NOTE_ACCOUNT = (
    "INSERT INTO merge_row SELECT ?, ?, 'account', 'gone', "
    + row_text(TABLES["account"])
    + " FROM account t WHERE t.account_id = ?"
)
FORGET: tuple[str, ...] = (
    "DELETE FROM merge_moved WHERE merge_id = ? AND drop_id = ?",
    "DELETE FROM merge_row WHERE merge_id = ? AND drop_id = ?",
    "DELETE FROM merge_learnt WHERE merge_id = ? AND drop_id = ?",
)
LEARNABLE: tuple[str, ...] = tuple(n for n in TABLES["account"].by_name if n != "account_id")


def values_of() -> str:
    """All of an account's values as text."""
    told = ", ".join(f"CAST({n} AS VARCHAR) AS {n}" for n in LEARNABLE)
    return f"SELECT {told} FROM account WHERE account_id = ?"


def learn(column: str) -> str:
    """Give an account a value from text: the value, the account."""
    kind = SQL_TYPES[TABLES["account"].column(column).type]
    return f"UPDATE account SET {column} = CAST(? AS {kind}) WHERE account_id = ?"


def unlearn(column: str) -> str:
    """Take a value back where it still is the one learnt: before, account, after."""
    kind = SQL_TYPES[TABLES["account"].column(column).type]
    return (
        f"UPDATE account SET {column} = CAST(? AS {kind}) WHERE account_id = ?"
        f" AND CAST({column} AS VARCHAR) IS NOT DISTINCT FROM ?"
    )
