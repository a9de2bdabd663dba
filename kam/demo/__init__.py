"""A fictional maker of furniture fittings whose truth is known: who is key, false, or will leave."""

from __future__ import annotations

from typing import Any

import pandas as pd

from kam.demo.accounts import account_table, plan
from kam.demo.days import FIRST_DAY, LAST_DAY
from kam.demo.money import invoice_tables
from kam.demo.outlook import judged_score_table, opportunity_table, sales_target_table
from kam.demo.products import product_plan, product_table
from kam.demo.sales import lines, order_tables, orders
from kam.demo.service import complaint_table, contact_table, interaction_table
from kam.demo.truth import truth_table
from kam.schema import TABLES

__all__ = ["COMPANY", "FIRST_DAY", "LAST_DAY", "SEED", "fill", "kinds", "tables"]

COMPANY = "Lanting Fittings 澜汀五金"
SEED = 20260918
TRUTH = "truth"

_INSERTS: dict[str, str] = {
    name: "INSERT INTO {} BY NAME SELECT * FROM sample_rows".format(name)  # noqa: UP032
    for name in (*TABLES, TRUTH)
}


def tables(seed: int = SEED) -> dict[str, pd.DataFrame]:
    """Every fact table of the sample company, and its truth.

    Parameters
    ----------
    seed : int
        Which company; the same number always gives the same one.

    Returns
    -------
    dict of DataFrame
        The tables of the schema by name, in declared order, with columns named and ordered as
        there (a column may be left out), then "truth". Money in CNY, days without time of day.
    """
    accounts, products = plan(seed), product_plan(seed)
    placed = orders(seed, accounts)
    sold = lines(seed, accounts, products, placed)
    headers, order_lines = order_tables(seed, accounts, placed, sold)
    invoices, payments = invoice_tables(seed, accounts, headers, order_lines)
    contacts = contact_table(seed, accounts)
    return {
        "account": account_table(seed, accounts),
        "product": product_table(products),
        "order_header": headers,
        "order_line": order_lines,
        "invoice": invoices,
        "payment": payments,
        "interaction": interaction_table(seed, accounts, contacts),
        "complaint": complaint_table(seed, accounts, headers, order_lines),
        "contact": contacts,
        "opportunity": opportunity_table(seed, accounts, products),
        "judged_score": judged_score_table(seed, accounts),
        "sales_target": sales_target_table(seed, accounts, placed),
        TRUTH: truth_table(accounts),
    }


def kinds(seed: int = SEED) -> pd.Series:
    """The script each account follows (``seasonal``, ``newcomer``, …), by account_id.

    Finer than the truth table; for tests only, as no buyer by season may be called false.
    """
    accounts = plan(seed)
    return accounts.set_index("account_id")["kind"].astype("str").rename("kind")


def fill(tx: Any, seed: int = SEED) -> None:
    """Write the whole sample company into an empty store.

    Parameters
    ----------
    tx : kam.store.Transaction
        The write it becomes part of.
    seed : int
        Which company.
    """
    for name, frame in tables(seed).items():
        with tx.offered(sample_rows=frame):
            tx.execute(_INSERTS[name])
