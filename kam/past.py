"""The facts as they were known on a past day: whatever was written down later is not there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import pandas as pd

from kam.store import Source, with_tables

# The day a row came to be known, and what of it was known only later: that is unknown before.
_DATED: dict[str, tuple[str, str]] = {
    "sale": ("order_date", ""),
    "placed_order": ("order_date", ""),
    "order_header": ("order_date", "ready_date ready_date, ship_date ship_date"),
    "invoice": ("invoice_date", "paid_date paid_date, paid_amount paid_date"),
    "payment": ("paid_date", ""),
    "interaction": ("interaction_date", ""),
    "opportunity": (
        "coalesce(t.created_date, t.closed_date)",
        "closed_date closed_date, stage closed_date, is_won closed_date, lost_reason closed_date",
    ),
    "complaint": (
        "opened_date",
        "closed_date closed_date, settled_amount closed_date, recovered_amount closed_date,"
        " cause_party closed_date",
    ),
    "judged_score": ("judged_on", ""),
}
_ROW = (
    "{name} AS (SELECT t.* REPLACE (coalesce(f.top_id, t.account_id) AS account_id{later})"
    " FROM {source} t LEFT JOIN family f ON f.account_id = t.account_id"
    " WHERE {since} <= (SELECT day FROM then_known))"
)
_LATER = ", CASE WHEN t.{since} <= (SELECT day FROM then_known) THEN t.{column} END AS {column}"


def _as_known(name: str, source: str) -> str:
    since, later = _DATED[name]
    pairs = [pair.split() for pair in later.split(", ") if pair]
    told = "".join(_LATER.format(column=column, since=day) for column, day in pairs)
    since = since if "(" in since else "t." + since
    return _ROW.format(name=name, source=source, later=told, since=since)


# An account's record carries no days: what it says now about terms need not have held then.
_ACCOUNTS = (
    "account AS (SELECT * REPLACE (CAST(NULL AS INTEGER) AS credit_days) FROM main.account"
    " WHERE account_id NOT IN (SELECT account_id FROM family))"
)


class Known:
    """Facts as known at the end of a day; answers the queries that ``measure`` asks.

    Rows of later days are not there. Of earlier rows, what a later day decided is unknown: whether
    an inquiry was won, what a complaint cost and who caused it, when an invoice was paid. Without a
    day of its own a grade or an agreed term is unknown too. Two things carry no day and are taken
    as they are now: that an order was cancelled, and a product's cost where the line has none.

    Parameters
    ----------
    top : account → topmost parent, for facts told by group (``families.Families.top``)

    Source: issue 4 (backtest); methods.md 4 (leakage traps).
    """

    def __init__(self, facts: Source, day: date, top: Mapping[str, str]) -> None:
        self._facts = facts
        self._told = ", ".join([_ACCOUNTS, *(_as_known(n, facts.source(n)) for n in _DATED)])
        self._frames = {
            "family": pd.DataFrame(
                {
                    "account_id": pd.Series(list(top), dtype=str),
                    "top_id": pd.Series(list(top.values()), dtype=str),
                }
            ),
            "then_known": pd.DataFrame({"day": [pd.Timestamp(day)]}),
        }

    def query(self, sql: str, params: Sequence[Any] = ()) -> pd.DataFrame:
        """Rows of a statement; values only through ``?``."""
        return self._facts.query_with(self._frames, with_tables(self._told, sql), params)
