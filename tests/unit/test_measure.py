"""Measures per account, on facts one can add up by hand."""

from datetime import date

import numpy as np
import pytest

from kam import measure
from kam.indicators import MEASURES
from kam.store import Store

AS_OF = date(2024, 12, 31)


@pytest.fixture
def store():
    return Store.open(None)


def put(store, *statements):
    with store.transaction("test", "put") as tx:
        for sql, *params in statements:
            tx.execute(sql, params)


def account(name, **columns):
    names = ", ".join(["account_id", *columns])
    marks = ", ".join("?" * (1 + len(columns)))
    return (f"INSERT INTO account ({names}) VALUES ({marks})", name, *columns.values())


def order(name, account_id, day, **columns):
    names = ", ".join(["order_id", "account_id", "order_date", *columns])
    marks = ", ".join("?" * (3 + len(columns)))
    sql = f"INSERT INTO order_header ({names}) VALUES ({marks})"
    return (sql, name, account_id, day, *columns.values())


def line(order_id, number, amount, cost=None, product=None, **columns):
    names = ", ".join(["order_id", "line_id", "amount", "cost", "product_id", *columns])
    marks = ", ".join("?" * (5 + len(columns)))
    sql = f"INSERT INTO order_line ({names}) VALUES ({marks})"
    return (sql, order_id, number, amount, cost, product, *columns.values())


INVOICE = (
    "INSERT INTO invoice (invoice_id, account_id, invoice_date, due_date, amount, paid_date)"
    " VALUES (?, ?, ?, ?, ?, ?)"
)
CLAIM = (
    "INSERT INTO complaint (complaint_id, account_id, opened_date, claim_amount, cause_party)"
    " VALUES (?, ?, ?, ?, ?)"
)
COMPLAINT = "INSERT INTO complaint (complaint_id, account_id, opened_date) VALUES (?, ?, ?)"
VISIT = "INSERT INTO interaction (interaction_id, account_id, interaction_date) VALUES (?, ?, ?)"


def values(store, as_of=AS_OF):
    return measure.measure(store, as_of).values


def test_a_complaint_never_multiplies_revenue(store):
    put(
        store, account("A"), order("1", "A", "2024-05-01"), line("1", "1", 100, 60),
        *[(COMPLAINT, str(i), "A", "2024-06-01") for i in range(3)],
        *[(VISIT, str(i), "A", "2024-06-01") for i in range(4)],
    )  # fmt: skip
    found = measure.measure(store, AS_OF).accounts.loc["A"]
    assert (found["revenue"], found["gross_profit"], found["orders"]) == (100, 40, 1)


def test_returns_reduce_revenue_but_are_no_orders(store):
    put(
        store, account("A"), order("1", "A", "2024-05-01"), line("1", "1", 100),
        order("2", "A", "2024-06-01"), line("2", "1", -30),
    )  # fmt: skip
    found = measure.measure(store, AS_OF).accounts.loc["A"]
    assert (found["revenue"], found["orders"]) == (70, 1)


def test_a_cancelled_order_counts_nothing(store):
    put(
        store, account("A"), order("1", "A", "2024-05-01"), line("1", "1", 100),
        order("2", "A", "2024-06-01", is_cancelled=True), line("2", "1", 900),
    )  # fmt: skip
    found = measure.measure(store, AS_OF).accounts.loc["A"]
    assert (found["revenue"], found["orders"]) == (100, 1)


def test_profit_is_unknown_where_too_little_of_the_sales_has_a_cost(store):
    put(
        store, account("A"), order("1", "A", "2024-05-01"), line("1", "1", 100, 60),
        line("1", "2", 100),
    )  # fmt: skip
    assert np.isnan(measure.measure(store, AS_OF).accounts.at["A", "gross_profit"])


def test_an_account_with_no_orders_has_no_measures_but_is_listed(store):
    put(store, account("A"), account("B"), order("1", "A", "2024-05-01"), line("1", "1", 5))
    found = measure.measure(store, AS_OF)
    assert found.accounts.index.tolist() == ["A", "B"]
    assert found.values.index.tolist() == ["A"]


def test_nothing_later_than_the_as_of_day_counts(store):
    put(
        store, account("A"), order("1", "A", "2024-05-01"), line("1", "1", 100, 60, "P"),
        order("2", "A", "2025-01-01"), line("2", "1", 999, 1, "Q"),
    )  # fmt: skip
    found = measure.measure(store, AS_OF)
    assert found.accounts.at["A", "revenue"] == 100
    assert found.values.at["A", "npd_count"] == 0
    assert measure.purchases(store, AS_OF)["revenue"].tolist() == [100.0]


def test_pauses_longer_than_a_year_are_no_cooperation(store):
    days = ("2018-01-01", "2018-12-31", "2022-01-01", "2024-12-31")
    put(store, account("A"), *[order(d, "A", d) for d in days], *[line(d, "1", 1) for d in days])
    # 364 days, a pause of 1,097 days, a pause of 1,095 days.
    assert values(store).at["A", "tenure_years"] == pytest.approx(364 / 365.25)


def test_kinds_per_order_is_the_effective_number_of_products(store):
    put(
        store, account("A"), order("1", "A", "2024-05-01"),
        line("1", "1", 50, None, "P"), line("1", "2", 50, None, "Q"),
        order("2", "A", "2024-06-01"), line("2", "1", 100, None, "P"),
    )  # fmt: skip
    assert values(store).at["A", "kinds_per_order"] == pytest.approx((2 + 1) / 2)


def test_only_waits_the_customer_caused_count_c16(store):
    base = {"ready_date": "2024-05-01"}
    put(
        store, account("A"),
        order("1", "A", "2024-04-01", **base, ship_date="2024-05-05", delay_cause="customer"),
        order("2", "A", "2024-04-01", **base, ship_date="2024-06-30", delay_cause="carrier"),
        line("1", "1", 1), line("2", "1", 1),
    )  # fmt: skip
    assert values(store).at["A", "ship_delay"] == 4


def test_an_unpaid_invoice_counts_with_its_age_and_one_not_due_says_nothing(store):
    put(
        store, account("A"), order("1", "A", "2024-05-01"), line("1", "1", 1),
        (INVOICE, "1", "A", "2024-05-01", "2024-06-01", 100, "2024-06-03"),
        (INVOICE, "2", "A", "2024-11-01", "2024-12-01", 300, None),
        (INVOICE, "3", "A", "2024-12-20", "2025-02-01", 900, None),
    )  # fmt: skip
    assert values(store).at["A", "days_past_due"] == 30


def test_a_third_party_cause_is_no_unreasonable_claim_c16(store):
    put(
        store, account("A"), account("B"),
        order("1", "A", "2024-05-01"), line("1", "1", 1200),
        order("2", "B", "2024-05-01"), line("2", "1", 1200),
        (CLAIM, "1", "A", "2024-06-01", 100, "carrier"), (CLAIM, "2", "B", "2024-06-01", 100, "customer"),
    )  # fmt: skip
    found = values(store)["claim_rate"]
    assert found["A"] < found["B"]


def test_what_no_file_tells_is_unknown_with_the_file_that_would(store):
    put(store, account("A"), order("1", "A", "2024-05-01"), line("1", "1", 1))
    found = measure.measure(store, AS_OF)
    assert found.values["days_past_due"].isna().all()
    assert str(found.missing["days_past_due"]) == (
        "Days past due is unknown: no file tells it yet (Invoices)."
    )
    assert "order_value" not in found.missing


def test_the_yardstick_stays_frozen_when_another_account_comes(store):
    put(store, account("A"), order("1", "A", "2024-05-01"), line("1", "1", 100))
    with store.transaction("test", "freeze") as tx:
        measure.freeze(tx, AS_OF)
    before = measure.yardstick(store)
    put(store, account("B"), order("2", "B", "2024-05-01"), line("2", "1", 1e6))
    with store.transaction("test", "freeze") as tx:
        measure.freeze(tx, AS_OF)
    assert measure.yardstick(store).equals(before)


def test_the_arrival_of_others_moves_nobodys_shrunk_measures(store):
    """import-rules.md: shrinkage rates are frozen; issue 4: another's arrival changes no score."""
    inquiry = (
        "INSERT INTO opportunity (opportunity_id, account_id, created_date, is_won)"
        " VALUES (?, ?, '2024-05-01', ?)"
    )
    put(
        store, account("A"), order("1", "A", "2024-05-01"), line("1", "1", 1200),
        (inquiry, "O1", "A", True), (CLAIM, "C1", "A", "2024-05-02", 12, "customer"),
    )  # fmt: skip
    with store.transaction("test", "freeze") as tx:
        measure.freeze(tx, AS_OF)
    rates = measure.frozen_rates(store)
    assert rates == {"npd_success": 1.0, "claim_rate": 0.01, "claim_caution": 100.0}
    assert not measure.yardstick(store).index.str.contains("rate:").any()
    names = ["npd_success", "claim_rate", "order_value", "days_past_due"]
    before = measure.measure(store, AS_OF, rates=rates).values.loc["A", names]
    put(
        store, account("B"), order("2", "B", "2024-05-01"), line("2", "1", 1e6),
        (inquiry, "O2", "B", False), (CLAIM, "C2", "B", "2024-05-02", 5e5, "customer"),
    )  # fmt: skip
    with store.transaction("test", "freeze") as tx:
        measure.freeze(tx, AS_OF)
    assert measure.frozen_rates(store) == rates
    after = measure.measure(store, AS_OF, rates=measure.frozen_rates(store)).values.loc["A", names]
    assert after.equals(before)
    assert measure.measure(store, AS_OF).values.at["A", "npd_success"] < before["npd_success"]


def test_every_measure_is_worked_out_or_says_why_not(store):
    put(store, account("A"), order("1", "A", "2024-05-01"), line("1", "1", 1))
    found = measure.measure(store, AS_OF)
    for name in MEASURES:
        assert found.values[name].notna().any() != (name in found.missing), name
