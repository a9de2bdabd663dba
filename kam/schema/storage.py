"""How the declared tables lie in the store: statements made from the schema's own names."""

from __future__ import annotations

from kam.schema.declared import SQL_TYPES, Table
from kam.schema.registry import TABLES

# Housekeeping tables: not facts, so status and the import never name them.
INTERNAL_SQL: tuple[str, ...] = (
    "CREATE TABLE IF NOT EXISTS meta (store_id VARCHAR, revision BIGINT)",
    "CREATE TABLE IF NOT EXISTS migration (name VARCHAR PRIMARY KEY, applied_at TIMESTAMP)",
    "CREATE TABLE IF NOT EXISTS audit (revision BIGINT, made_at TIMESTAMP, who VARCHAR, what VARCHAR)",
    "CREATE TABLE IF NOT EXISTS account_alias (account_id VARCHAR, alias VARCHAR, kind VARCHAR,"
    " PRIMARY KEY (account_id, alias, kind))",
    "CREATE TABLE IF NOT EXISTS import_file (import_id VARCHAR, made_at TIMESTAMP, who VARCHAR,"
    " file VARCHAR, table_name VARCHAR, sha256 VARCHAR, rows_read BIGINT, inserted BIGINT,"
    " updated BIGINT, unchanged BIGINT, rejected BIGINT, skipped BIGINT, mapping VARCHAR,"
    " headers VARCHAR[], revision BIGINT, undone_at TIMESTAMP, undone_by VARCHAR,"
    " as_read VARCHAR)",
    "CREATE TABLE IF NOT EXISTS quarantine (import_id VARCHAR, file VARCHAR, row_number BIGINT,"
    " column_name VARCHAR, value VARCHAR, code VARCHAR, row_text VARCHAR,"
    " reject_id VARCHAR, cells VARCHAR)",
    # What an import changed: content is the former record, or for "added" the new one.
    "CREATE TABLE IF NOT EXISTS import_journal (import_id VARCHAR, table_name VARCHAR,"
    " change VARCHAR, content MAP(VARCHAR, VARCHAR))",
    "CREATE TABLE IF NOT EXISTS import_finding (import_id VARCHAR, file VARCHAR,"
    " table_name VARCHAR, code VARCHAR, severity VARCHAR, column_name VARCHAR, number BIGINT)",
    "CREATE TABLE IF NOT EXISTS code_name (column_name VARCHAR, header VARCHAR, code VARCHAR,"
    " name VARCHAR)",
    "CREATE TABLE IF NOT EXISTS mapping_profile (signature VARCHAR PRIMARY KEY, name VARCHAR,"
    " headers VARCHAR[], mapping VARCHAR, saved_at TIMESTAMP, saved_by VARCHAR)",
    "CREATE TABLE IF NOT EXISTS yardstick (measure_id VARCHAR PRIMARY KEY, worst DOUBLE,"
    " typical DOUBLE, best DOUBLE, median DOUBLE, frozen_as_of DATE)",
    "CREATE TABLE IF NOT EXISTS truth (account_id VARCHAR PRIMARY KEY, is_key BOOLEAN,"
    " false_type VARCHAR, is_potential BOOLEAN, leaves_on DATE, defection_sign VARCHAR,"
    " reference_id VARCHAR)",
)

# Scenarios are no facts: they outlive the facts they were made for. ``owner`` "" is everybody.
SCENARIO_SQL: tuple[str, ...] = (
    "CREATE TABLE IF NOT EXISTS scenario (name VARCHAR, owner VARCHAR, locked BOOLEAN,"
    " body VARCHAR, saved_at TIMESTAMP, saved_by VARCHAR,"
    " PRIMARY KEY (name, owner))",
    "CREATE TABLE IF NOT EXISTS scenario_step (name VARCHAR, owner VARCHAR, number BIGINT,"
    " made_at TIMESTAMP, who VARCHAR, step VARCHAR, body VARCHAR)",
)

# Columns that housekeeping tables gained since the first release.
COLUMNS_SQL: tuple[str, ...] = (
    "ALTER TABLE import_file ADD COLUMN IF NOT EXISTS headers VARCHAR[]",
    "ALTER TABLE import_file ADD COLUMN IF NOT EXISTS revision BIGINT",
    "ALTER TABLE import_file ADD COLUMN IF NOT EXISTS undone_at TIMESTAMP",
    "ALTER TABLE import_file ADD COLUMN IF NOT EXISTS undone_by VARCHAR",
    "ALTER TABLE quarantine ADD COLUMN IF NOT EXISTS reject_id VARCHAR",
    # What rejected rows need to come back: their own cells and how their file was read, as JSON.
    "ALTER TABLE quarantine ADD COLUMN IF NOT EXISTS cells VARCHAR",
    "ALTER TABLE import_file ADD COLUMN IF NOT EXISTS as_read VARCHAR",
)

# The seal of each audit line; lines older than this step have none.
AUDIT_SEAL_SQL = "ALTER TABLE audit ADD COLUMN IF NOT EXISTS hash VARCHAR"


def sale_sql(rate: str = "", joined: str = "", place: str = "") -> str:
    """What every sale is: the statement behind the view ``sale``.

    An order without lines counts with its own amount; a cancelled order counts nothing. A line
    without an amount is worth quantity x list price, without a cost quantity x product cost.

    Parameters
    ----------
    rate, joined : what amounts of lines ``l`` and orders ``h`` are multiplied by, and the join that
        brings it; list prices and product costs are in our own currency already
    place : where the tables are read, "main." or nothing
    """
    return f"""
    SELECT h.order_id, l.line_id, h.account_id, h.order_date, l.product_id, l.quantity,
           coalesce(l.amount{rate}, CAST(l.quantity * p.list_price * (1 - coalesce(l.discount, 0))
               AS DECIMAL(18,4))) AS revenue,
           coalesce(l.cost{rate}, CAST(l.quantity * p.unit_cost AS DECIMAL(18,4))) AS cost,
           coalesce(l.list_value, CAST(l.quantity * l.unit_price AS DECIMAL(18,4))){rate}
               AS list_value,
           coalesce(l.is_return, false) OR coalesce(h.is_return, false)
               OR coalesce(l.quantity < 0, false) OR coalesce(l.amount < 0, false) AS is_return
    FROM {place}order_line l
    JOIN {place}order_header h USING (order_id)
    LEFT JOIN {place}product p ON p.product_id = l.product_id{joined}
    WHERE NOT coalesce(h.is_cancelled, false)
    UNION ALL
    SELECT h.order_id, NULL, h.account_id, h.order_date, NULL, NULL, h.amount_net{rate}, NULL, NULL,
           coalesce(h.is_return, false) OR coalesce(h.amount_net < 0, false)
    FROM {place}order_header h{joined}
    WHERE h.amount_net IS NOT NULL AND NOT coalesce(h.is_cancelled, false)
      AND NOT EXISTS (SELECT 1 FROM {place}order_line l WHERE l.order_id = h.order_id)
    """


# What judgements read: lines and orders that count, whatever files they came from.
VIEW_SQL: tuple[str, ...] = (
    f"CREATE OR REPLACE VIEW sale AS {sale_sql()}",
    # One row per order that has a line which is no return.
    """
    CREATE OR REPLACE VIEW placed_order AS
    SELECT s.order_id, s.account_id, s.order_date, sum(s.revenue) AS revenue,
           sum(s.cost) AS cost, count(DISTINCT s.product_id) AS products
    FROM sale s WHERE NOT s.is_return GROUP BY ALL
    """,
)


# Tables of millions of rows: an index of their keys takes longer to build than all other work of an
# import and more memory than the rows. Only the import adds to them, each key once.
UNINDEXED = frozenset({"order_header", "order_line"})


def create_table_sql(table: Table) -> str:
    """The statement that creates a fact table; ``import_id`` says which import a row came from."""
    columns = ", ".join(f"{c.name} {SQL_TYPES[c.type]}" for c in table.columns)
    key = "" if table.name in UNINDEXED else f", PRIMARY KEY ({', '.join(table.key)})"
    return f"CREATE TABLE IF NOT EXISTS {table.name} ({columns}, import_id VARCHAR{key})"


def count_twice_sql(table: Table) -> str:
    """The statement that counts the keys of a fact table that more than one row has."""
    keys = ", ".join(table.key)
    return (
        "SELECT count(*) AS n"
        f" FROM (SELECT {keys} FROM {table.name} GROUP BY {keys} HAVING count(*) > 1)"
    )


def count_rows_sql(table: Table) -> str:
    """The statement that counts a fact table's rows."""
    return f"SELECT count(*) FROM {table.name}"


def count_filled_sql(table: Table) -> str:
    """The statement that counts, for each column of a fact table, the rows that fill it."""
    counted = ", ".join(f"count({c.name}) AS {c.name}" for c in table.columns)
    return f"SELECT {counted} FROM {table.name}"


def digest_sql(table: Table) -> str:
    """The statement that sums up a fact table's content, whatever the order of its rows.

    Leaves out which import a row came from.
    """
    row = f"hash({', '.join(c.name for c in table.columns)})"
    return (
        "SELECT count(*), coalesce(bit_xor(h), 0), coalesce(sum(h), 0)"
        f" FROM (SELECT CAST({row} AS HUGEINT) AS h FROM {table.name})"
    )


# What a restore brings back: all but the audit, which goes on, and the store's own name.
KEPT_TABLES: tuple[str, ...] = (
    *TABLES, "account_alias", "import_file", "import_journal", "import_finding", "quarantine",
    "code_name", "mapping_profile", "yardstick", "truth", "scenario", "scenario_step", "account_merge",
    "merge_moved", "merge_row", "merge_learnt", "not_duplicate",
)  # fmt: skip
OWN_TABLES: tuple[str, ...] = ("meta", "migration", "audit")


def columns_sql() -> str:
    """The statement that names a table's columns; the table's name is its parameter."""
    return (
        "SELECT column_name FROM information_schema.columns"
        " WHERE table_schema = 'main' AND table_name = ? ORDER BY ordinal_position"
    )


def clear_sql(name: str) -> str:
    """The statement that removes all rows of one of the kept tables."""
    assert name in KEPT_TABLES
    return f"DELETE FROM {name}"


def read_all_sql(name: str, columns: list[str]) -> str:
    """The statement that reads all rows of one of the kept tables."""
    assert name in KEPT_TABLES
    return f"SELECT {', '.join(columns)} FROM {name}"


def put_back_sql(name: str, columns: list[str]) -> str:
    """The statement that inserts the rows offered as ``kept_rows`` into one of the kept tables."""
    assert name in KEPT_TABLES
    listed = ", ".join(columns)
    return f"INSERT INTO {name} ({listed}) SELECT {listed} FROM kept_rows"


# What emptying a store removes: facts and all that was worked out from them; the audit stays.
EMPTY_SQL: tuple[str, ...] = tuple(
    f"DELETE FROM {name}"
    for name in (
        *TABLES,
        "account_alias",
        "import_file",
        "import_journal",
        "import_finding",
        "code_name",
        "quarantine",
        "yardstick",
        "truth",
    )
)
