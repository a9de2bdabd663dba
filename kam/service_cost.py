"""From list price to pocket: what each account leaves us after discounts, goods and service."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from kam.store import Facts
from kam.words import N_, Sentence, say

# The steps down from list value, in order; each is an amount that is taken off.
LEAKS: dict[str, str] = {
    "discount": N_("Discounts"),
    "returns": N_("Returns"),
    "goods": N_("Cost of goods"),
    "rebate": N_("Rebates"),
    "freight": N_("Freight"),
    "claims": N_("Claims paid"),
    "credit": N_("Days of credit"),
    "visits": N_("Visits"),
    "contacts": N_("Other contacts"),
    "complaints": N_("Work on complaints"),
    "samples": N_("Samples"),
}
# What serving costs: everything below gross profit.
SERVICE = tuple(LEAKS)[3:]
# What an account presses out of us: all steps but the goods themselves and what it sent back.
PRESSED = ("discount", *SERVICE)
_EVER = date(1, 1, 1)

_SOLD = """
    SELECT account_id,
           CAST(coalesce(sum(coalesce(list_value, revenue)) FILTER (NOT is_return), 0) AS DOUBLE)
               AS list_value,
           CAST(coalesce(sum(revenue) FILTER (NOT is_return), 0) AS DOUBLE) AS sold,
           CAST(coalesce(sum(revenue), 0) AS DOUBLE) AS revenue
    FROM sale WHERE order_date > $2 AND order_date <= $1 GROUP BY account_id
"""
_MET = """
    SELECT account_id,
           count(*) FILTER (regexp_matches(lower(channel), $3)) AS visits,
           count(*) FILTER (NOT coalesce(regexp_matches(lower(channel), $3), false)) AS contacts
    FROM interaction WHERE interaction_date > $2 AND interaction_date <= $1 GROUP BY account_id
"""
_VISIT = "visit|meeting|besuch|reunión|rendez|拜访|走访|来访|面谈"
_COMPLAINED = """
    SELECT account_id, count(*) AS complaints,
           CAST(sum(coalesce(settled_amount, 0) - coalesce(recovered_amount, 0)) AS DOUBLE) AS claims
    FROM complaint WHERE opened_date > $2 AND opened_date <= $1 GROUP BY account_id
"""
_SAMPLED = """
    SELECT account_id, count(*) AS samples FROM opportunity
    WHERE account_id IS NOT NULL AND sample_date > $2 AND sample_date <= $1 GROUP BY account_id
"""
# Money times days from the invoice until it was paid, or until today while it is open.
_LENT = """
    WITH received AS (
        SELECT invoice_id, max(paid_date) AS day, sum(amount) AS amount FROM payment
        WHERE invoice_id IS NOT NULL AND paid_date <= $1 GROUP BY invoice_id
    )
    SELECT i.account_id,
           CAST(sum(i.amount * date_diff('day', i.invoice_date, coalesce(
               CASE WHEN i.paid_date <= $1 THEN i.paid_date END,
               CASE WHEN r.amount >= i.amount THEN r.day END, CAST($1 AS DATE)))) AS DOUBLE) AS lent
    FROM invoice i LEFT JOIN received r USING (invoice_id)
    WHERE i.invoice_date > $2 AND i.invoice_date <= $1 AND i.amount > 0 GROUP BY i.account_id
"""
_TERMS = "SELECT account_id, CAST(credit_days AS DOUBLE) AS days FROM account"


@dataclass(frozen=True)
class ServiceCost:
    """What each account leaves us in a window of time.

    ``accounts`` is indexed by account_id, for accounts with a line in the window: list_value, the
    steps of LEAKS (amounts taken off), revenue (list_value − discount − returns), gross_profit
    (revenue − goods), cost_to_serve (the steps below gross profit), net_profit. Where the cost of
    goods is unknown, goods and both profits are NaN. ``missing`` names what no file tells.
    """

    accounts: pd.DataFrame
    missing: tuple[Sentence, ...]


def service_cost(
    facts: Facts,
    as_of: date,
    since: date | None,
    gross_profit: pd.Series,
    rates: Mapping[str, float],
    capital_cost: float,
) -> ServiceCost:
    """Work out what each account leaves us, step by step from list value to net profit.

    Parameters
    ----------
    since : the day after which facts count; None for all
    gross_profit : account_id → gross profit in that window (NaN: no cost known)
    rates : as ``ServiceRates.rates`` gives them
    capital_cost : what lending money for a year costs, as a fraction

    Source: S2-22, S2-17; methods.md section 3 (price waterfall).
    """
    days = [as_of, since or _EVER]
    table = facts.query(_SOLD, days).set_index("account_id").sort_index()
    table["discount"] = table["list_value"] - table["sold"]
    table["returns"] = table["sold"] - table["revenue"]
    table["gross_profit"] = gross_profit.reindex(table.index).astype(float)
    table["goods"] = table["revenue"] - table["gross_profit"]

    def _counted(sql: str, name: str, *more: Any) -> pd.Series:
        found = facts.query(sql, [*days, *more]).set_index("account_id")[name]
        return found.reindex(table.index).fillna(0).astype(float)

    hour = rates["hour_cost"]
    table["rebate"] = table["revenue"].clip(lower=0) * rates["rebate_share"]
    table["freight"] = table["revenue"].clip(lower=0) * rates["freight_share"]
    table["claims"] = _counted(_COMPLAINED, "claims")
    table["credit"] = _credit(facts, days, table, capital_cost)
    table["visits"] = _counted(_MET, "visits", _VISIT) * rates["visit_hours"] * hour
    table["contacts"] = _counted(_MET, "contacts", _VISIT) * rates["contact_hours"] * hour
    table["complaints"] = _counted(_COMPLAINED, "complaints") * rates["complaint_hours"] * hour
    table["samples"] = _counted(_SAMPLED, "samples") * rates["sample_cost"]
    table["cost_to_serve"] = table[list(SERVICE)].sum(axis=1)
    table["net_profit"] = table["gross_profit"] - table["cost_to_serve"]
    order = ["list_value", *LEAKS, "revenue", "gross_profit", "cost_to_serve", "net_profit"]
    return ServiceCost(table[order], _missing(facts, table, rates))


def _credit(
    facts: Facts, days: list[date], table: pd.DataFrame, capital_cost: float
) -> pd.Series:  # fmt: skip
    """What lending costs: the invoices' own days where there are any, else the agreed terms."""
    lent = facts.query(_LENT, days).set_index("account_id")["lent"].reindex(table.index)
    terms = facts.query(_TERMS).drop_duplicates("account_id").set_index("account_id")["days"]
    agreed = table["revenue"].clip(lower=0) * terms.reindex(table.index).fillna(0)
    return lent.fillna(agreed).astype(float) / 365 * capital_cost


def _missing(facts: Facts, table: pd.DataFrame, rates: Mapping[str, float]) -> tuple[Sentence, ...]:
    def _empty(sql: str) -> bool:
        return facts.query(sql).empty

    told = []
    if len(table) and table["goods"].isna().all():
        told.append(say("Cost of goods: no file tells it, so no profit is known."))
    if np.allclose(table["discount"], 0):
        told.append(say("Discounts: no list prices on file."))
    if _empty("SELECT 1 FROM interaction LIMIT 1"):
        told.append(say("Visits and contacts: no file yet."))
    if _empty("SELECT 1 FROM complaint LIMIT 1"):
        told.append(say("Complaints and claims: no file yet."))
    if _empty("SELECT 1 FROM invoice LIMIT 1"):
        told.append(say("Days of credit: no invoices; the agreed terms are taken where known."))
    if _empty("SELECT 1 FROM opportunity WHERE sample_date IS NOT NULL LIMIT 1"):
        told.append(say("Samples: no file yet."))
    if not rates["freight_share"]:
        told.append(say("Freight: no file tells it and no rate is entered."))
    if not rates["rebate_share"]:
        told.append(say("Rebates: no file tells them and no rate is entered."))
    return tuple(told)
