"""The tables, declared once: import mapping, checks, empty store, documentation read from here."""

from kam.schema.declared import SQL_TYPES, Column, Table
from kam.schema.registry import PARENTS, TABLES
from kam.schema.storage import (
    COLUMNS_SQL,
    EMPTY_SQL,
    INTERNAL_SQL,
    SCENARIO_SQL,
    VIEW_SQL,
    count_rows_sql,
    create_table_sql,
    digest_sql,
    sale_sql,
)

__all__ = [
    "COLUMNS_SQL",
    "EMPTY_SQL",
    "INTERNAL_SQL",
    "PARENTS",
    "SCENARIO_SQL",
    "SQL_TYPES",
    "TABLES",
    "VIEW_SQL",
    "Column",
    "Table",
    "count_rows_sql",
    "create_table_sql",
    "digest_sql",
    "sale_sql",
]
