"""Invoices and payments of the sample company: who pays on the day, who late, who not yet."""

from __future__ import annotations

import numpy as np
import pandas as pd

from kam.demo.days import DAYS, FIRST_DAY, as_dates
from kam.demo.dice import Dice


def invoice_tables(
    seed: int, accounts: pd.DataFrame, headers: pd.DataFrame, sold: pd.DataFrame
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Invoices (one per shipped order) and the payments that settle them.

    Parameters
    ----------
    accounts : DataFrame
        The plan of accounts.
    headers, sold : DataFrame
        The tables order_header and order_line.

    Returns
    -------
    tuple of DataFrame
        The tables invoice and payment. Amounts are without tax; credit notes are settled outside.
    """
    dice = Dice(seed, 7)
    billed = headers[headers["ship_date"].notna()].reset_index(drop=True)
    count = len(billed)
    amount = sold.groupby("order_id")["amount"].sum().reindex(billed["order_id"]).to_numpy()
    place = pd.Index(accounts["account_id"]).get_indexer(billed["account_id"])
    of = {c: accounts[c].to_numpy()[place] for c in ("kind", "credit_days", "late_days", "leave")}
    first = np.datetime64(FIRST_DAY, "D")
    ship, placed = (
        (billed[c].to_numpy().astype("datetime64[D]") - first).astype(np.int64)
        for c in ("ship_date", "order_date")
    )
    invoiced = np.minimum(ship + dice.whole(count, 0, 2), DAYS - 1)
    due = invoiced + np.maximum(of["credit_days"], 0)
    # Those about to leave let invoices wait longer.
    leaving = np.clip(1 - (of["leave"] - invoiced) / 150, 0, 1)
    late = of["late_days"] * dice.factor(count, 0.45) + leaving * 18 + dice.uniform(count, -2, 3)
    paid = np.where(
        of["credit_days"] < 0,
        np.minimum(placed + dice.whole(count, 1, 6), invoiced),
        np.maximum(due + np.rint(late).astype(np.int64), invoiced),
    )
    # A squeezer, or one who left in anger, disputes what is open and pays only part of it.
    angry = (of["kind"] == "squeezer") | ((of["kind"] == "gone_key") & (leaving > 0.6))
    disputed = dice.chance(count, np.where(angry, 0.12, 0.006)) & (of["credit_days"] >= 0)
    never = disputed & dice.chance(count, 0.45)
    settled = (paid < DAYS) & ~never
    part = (disputed | dice.chance(count, 0.04)) & (due < DAYS - 25) & (of["credit_days"] >= 0)
    part_day = due + dice.whole(count, 0, 20)
    part_money = np.where(part, np.round(amount * dice.uniform(count, 0.3, 0.6), 2), 0.0)
    invoice_ids = np.array([f"IV{20001 + i}" for i in range(count)], dtype=object)
    invoices = pd.DataFrame(
        {
            "invoice_id": invoice_ids,
            "account_id": billed["account_id"],
            "order_id": billed["order_id"],
            "invoice_date": as_dates(invoiced),
            "due_date": as_dates(due),
            "amount": amount,
            "paid_amount": np.where(settled, amount, part_money),
            "paid_date": as_dates(np.maximum(paid, np.where(part, part_day, 0)), settled),
            "disputed": disputed,
            "currency": "CNY",
        }
    )
    return invoices, _payments(invoices, part, part_day, part_money)


def _payments(
    invoices: pd.DataFrame, part: np.ndarray, part_day: np.ndarray, part_money: np.ndarray
) -> pd.DataFrame:
    partly = invoices[part].assign(paid_date=as_dates(part_day[part]), amount=part_money[part])
    settled = invoices["paid_date"].notna().to_numpy()
    rest = invoices[settled].assign(
        amount=np.round(invoices["amount"].to_numpy() - part_money, 2)[settled]
    )
    received = pd.concat([partly, rest], ignore_index=True)
    received = received.sort_values(
        ["paid_date", "invoice_id", "amount"], kind="stable", ignore_index=True
    )
    received.insert(0, "payment_id", [f"PM{30001 + i}" for i in range(len(received))])
    return received[
        ["payment_id", "account_id", "invoice_id", "paid_date", "due_date", "amount", "currency"]
    ]
