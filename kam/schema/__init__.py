"""The tables, declared once: import mapping, checks, empty store, documentation read from here."""

from kam.schema.declared import SQL_TYPES, Column, Table
from kam.schema.registry import PARENTS, TABLES
from kam.schema.storage import (
    AUDIT_SEAL_SQL,
    COLUMNS_SQL,
    EMPTY_SQL,
    INTERNAL_SQL,
    KEPT_TABLES,
    OWN_TABLES,
    SCENARIO_SQL,
    VIEW_SQL,
    clear_sql,
    columns_sql,
    count_filled_sql,
    count_rows_sql,
    create_table_sql,
    digest_sql,
    put_back_sql,
    read_all_sql,
    sale_sql,
)

__all__ = [
    "AUDIT_SEAL_SQL",
    "COLUMNS_SQL",
    "EMPTY_SQL",
    "INTERNAL_SQL",
    "KEPT_TABLES",
    "OWN_TABLES",
    "PARENTS",
    "SCENARIO_SQL",
    "SQL_TYPES",
    "TABLES",
    "VIEW_SQL",
    "Column",
    "Table",
    "clear_sql",
    "columns_sql",
    "count_filled_sql",
    "count_rows_sql",
    "create_table_sql",
    "digest_sql",
    "put_back_sql",
    "read_all_sql",
    "sale_sql",
]
