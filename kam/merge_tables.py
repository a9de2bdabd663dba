"""The tables that remember which accounts are one, which are not, and how to take a merge apart."""

from __future__ import annotations

MERGE_SQL: tuple[str, ...] = (
    # One row per account merged away; several may share a merge, in the order of ``position``.
    "CREATE TABLE IF NOT EXISTS account_merge (merge_id VARCHAR, position INTEGER,"
    " made_at TIMESTAMP, who VARCHAR, keep_id VARCHAR, drop_id VARCHAR, drop_name VARCHAR,"
    " undone_at TIMESTAMP, undone_by VARCHAR, PRIMARY KEY (merge_id, drop_id))",
    # Rows that went over as they were: the table, the column that changed, the row's other key.
    "CREATE TABLE IF NOT EXISTS merge_moved (merge_id VARCHAR, drop_id VARCHAR,"
    " table_name VARCHAR, column_name VARCHAR, row_key VARCHAR)",
    # Rows that could not: the dropped account itself, and records both accounts had.
    "CREATE TABLE IF NOT EXISTS merge_row (merge_id VARCHAR, drop_id VARCHAR,"
    " table_name VARCHAR, what VARCHAR, row_text VARCHAR)",
    # What the kept account learnt from the dropped one.
    "CREATE TABLE IF NOT EXISTS merge_learnt (merge_id VARCHAR, drop_id VARCHAR,"
    " column_name VARCHAR, before VARCHAR, after VARCHAR)",
    # Pairs a person said are two customers; the smaller id first.
    "CREATE TABLE IF NOT EXISTS not_duplicate (account_id VARCHAR, other_id VARCHAR,"
    " made_at TIMESTAMP, who VARCHAR, PRIMARY KEY (account_id, other_id))",
)

FORGET_MERGES_SQL: tuple[str, ...] = (
    "DELETE FROM account_merge",
    "DELETE FROM merge_moved",
    "DELETE FROM merge_row",
    "DELETE FROM merge_learnt",
    "DELETE FROM not_duplicate",
)
