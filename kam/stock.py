"""What is on file and what is missing: tables with their days, and what each further file answers."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

import pandas as pd

from kam.indicators import INDICATORS, MEASURES
from kam.schema import TABLES
from kam.store import Facts
from kam.units import Day, Number
from kam.words import N_, Sentence, say, say_count

# The day that tells how far a table reaches.
DAYS: dict[str, str] = {
    "order_header": "order_date",
    "invoice": "invoice_date",
    "payment": "paid_date",
    "interaction": "interaction_date",
    "complaint": "opened_date",
    "opportunity": "created_date",
    "judged_score": "judged_on",
    "sales_target": "month",
}
_SPANS: dict[str, str] = {
    name: "SELECT min({0}) AS first_day, max({0}) AS last_day FROM {1}".format(day, name)  # noqa: UP032
    for name, day in DAYS.items()
}


@dataclass(frozen=True)
class Feature:
    """Something the product answers, and what it still needs; ``needs`` empty when it answers."""

    id: str
    label: str
    needs: tuple[str, ...] = ()


_SALES_ANSWERS: dict[str, str] = {
    "pareto": N_("Pareto (80/20)"),
    "rank": N_("Customer value score"),
    "churn": N_("Churn risk"),
    "gross_profit": N_("Gross profit"),
    "profit_at_risk": N_("Profit at risk"),
}


# What further files answer by themselves: label and table.
_FILE_ANSWERS: dict[str, tuple[str, str]] = {
    "overdue": (N_("Overdue receivables"), "invoice"),
    "complaints": (N_("Complaints awaiting our reply"), "complaint"),
}
_OF_COST = ("gross_profit", "profit_at_risk")


def features(
    measured: set[str] | None, *, costed: bool, filled: Collection[str]
) -> tuple[Feature, ...]:
    """Everything the product can answer, with what each still needs.

    Parameters
    ----------
    measured : ids of the measures known of some account; None when there are no sales at all
    costed : whether the cost of goods is known
    filled : tables with rows

    Source: data-model.md (unlock list).
    """
    sales = (TABLES["order_line"].label,)
    cost = (N_("Cost per line or product"),)
    told = []
    for name, label in _SALES_ANSWERS.items():
        lacking = sales if measured is None else cost if name in _OF_COST else ()
        told.append(Feature(name, label, () if name in _OF_COST and costed else lacking))
    for name, (label, table) in _FILE_ANSWERS.items():
        told.append(Feature(name, label, () if table in filled else (TABLES[table].label,)))
    for indicator in INDICATORS.values():
        known = any(part in (measured or ()) for part, _ in indicator.parts)
        told.append(
            Feature(indicator.id, indicator.label, () if known else _tables_of(indicator.id))
        )
    return tuple(told)


def _tables_of(indicator_id: str) -> tuple[str, ...]:
    """Labels of the tables any of which would measure an indicator, without repeats."""
    parts = INDICATORS[indicator_id].parts
    names = dict.fromkeys(table for part, _ in parts for table in MEASURES[part].needs)
    return tuple(TABLES[name].label for name in names)


@dataclass(frozen=True)
class Stock:
    """``tables``: table, rows, first_day, last_day of every filled one; ``locked``: feature, needs."""

    answer: Sentence
    tables: pd.DataFrame
    locked: pd.DataFrame


def take(
    facts: Facts,
    rows: dict[str, int],
    last_day: date | None,
    features: list[tuple[str, tuple[str, ...]]],
) -> Stock:
    """Take stock of a store.

    Parameters
    ----------
    rows : rows by table
    features : label and what is still needed, of everything the product answers

    Source: data-model.md (unlock list).
    """
    filled = [name for name, count in rows.items() if count]
    spans = {name: facts.query(_SPANS[name]).iloc[0] for name in filled if name in _SPANS}
    tables = pd.DataFrame(
        {
            "table": pd.Series([say(TABLES[n].label) for n in filled], dtype=object),
            "rows": [rows[n] for n in filled],
            "first_day": [_day(spans, n, "first_day") for n in filled],
            "last_day": [_day(spans, n, "last_day") for n in filled],
        }
    )
    locked = [(label, needs) for label, needs in features if needs]
    return Stock(
        _answer(rows, last_day, len(features) - len(locked), len(features)),
        tables,
        pd.DataFrame(
            {
                "feature": pd.Series([say(label) for label, _ in locked], dtype=object),
                "needs": pd.Series([_any_of(needs) for _, needs in locked], dtype=object),
            }
        ),
    )


def _day(spans: dict[str, pd.Series], name: str, which: str) -> pd.Timestamp:
    return pd.Timestamp(spans[name][which]) if name in spans else pd.NaT


def _any_of(needs: tuple[str, ...]) -> Sentence:
    first, *others = needs
    return (
        say("{first} or {rest}", first=say(first), rest=_any_of(tuple(others)))
        if others
        else say(first)
    )


def _answer(rows: dict[str, int], last_day: date | None, open_: int, all_: int) -> Sentence:
    if last_day is None:
        return say("Nothing is on file yet: import a sales file, or load the sample company.")
    return say(
        "{orders} up to {day} are on file; {open} of {all} questions can be answered from it.",
        orders=say_count(
            "{n} order", "{n} orders", rows["order_header"], n=Number(rows["order_header"])
        ),
        day=Day(last_day),
        open=Number(open_),
        all=Number(all_),
    )
