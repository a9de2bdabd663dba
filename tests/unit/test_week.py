"""The week's triggers, on sales one can read off a calendar."""

from datetime import date, timedelta

import pandas as pd
import pytest

from kam.week import alerts_of, situation, work_out

AS_OF = date(2026, 9, 18)  # a Friday


def sales(**by_account):
    rows = [
        {"account_id": name, "day": pd.Timestamp(day), "product_id": "P", "revenue": amount}
        for name, bought in by_account.items()
        for day, amount in bought
    ]
    return pd.DataFrame(rows)


def every(days, until, amount=100.0, since=date(2024, 1, 1)):
    day, bought = until, []
    while day >= since:
        bought.append((day, amount))
        day -= timedelta(days=days)
    return bought


def accounts(purchases, rate=0.3):
    ids = sorted(purchases["account_id"].unique())
    year = purchases[purchases["day"] > pd.Timestamp(AS_OF) - pd.Timedelta(days=365)]
    revenue = year.groupby("account_id")["revenue"].sum().reindex(ids).fillna(0.0)
    return pd.DataFrame(
        {"account_name": ids, "revenue_12m": revenue, "gross_profit_12m": revenue * rate},
        index=pd.Index(ids, name="account_id"),
    )


def triggers(purchases, day=AS_OF):
    now = situation(purchases, accounts(purchases), day, "CNY")
    return {a.account_id: a.trigger for a in alerts_of(now)}


def test_an_account_quiet_for_two_and_a_half_of_its_own_gaps_is_named():
    facts = sales(quiet=every(24, AS_OF - timedelta(days=61)), steady=every(24, AS_OF))
    now = situation(facts, accounts(facts), AS_OF, "CNY")
    (alert,) = [a for a in alerts_of(now) if a.trigger == "silent"]
    assert alert.account_id == "quiet"
    assert str(alert.fact).startswith("quiet: no order for 61 days, usually one every 24 days;")
    assert str(alert.act) == "Call the buyer by Sep 23, 2026 and ask why."


def test_a_seasonal_pause_as_long_as_last_years_is_no_alarm():
    spring = [
        (date(year, month, 5), 100.0) for year in (2023, 2024, 2025, 2026) for month in (3, 4, 5)
    ]
    facts = sales(seasonal=spring, steady=every(20, AS_OF, since=date(2023, 1, 1)))
    assert "seasonal" not in triggers(facts)


def test_an_account_long_gone_is_not_this_weeks_news():
    facts = sales(gone=every(20, date(2025, 2, 1)), steady=every(20, AS_OF))
    assert "gone" not in triggers(facts)


def test_falling_needs_the_same_months_of_last_year():
    half = every(10, date(2026, 6, 1)) + every(10, AS_OF, 20.0, date(2026, 6, 2))
    facts = sales(falls=half, steady=every(10, AS_OF))
    assert triggers(facts)["falls"] == "falling"
    young = facts[facts["day"] > "2026-01-01"]
    assert triggers(young).get("falls") != "falling"


def test_one_bulk_order_makes_nobody_newly_large():
    base = every(30, AS_OF, 100.0)
    grown = [(d, 100.0 if d < date(2025, 9, 18) else 900.0) for d, _ in base]
    bulk = [*every(60, date(2025, 9, 1), 10.0), (date(2026, 8, 1), 90_000.0)]
    facts = sales(grows=grown, bulk=bulk, steady=every(30, AS_OF, 3000.0))
    found = triggers(facts)
    assert found.get("bulk") != "newly_large"


def test_growth_over_several_quarters_into_the_key_set_is_news():
    base = every(30, AS_OF)
    grown = [(d, 100.0 if d < date(2025, 9, 18) else 2000.0) for d, _ in base]
    facts = sales(grows=grown, **{f"old{i}": every(30, AS_OF, 1000.0) for i in range(8)})
    assert triggers(facts)["grows"] == "newly_large"


def test_one_account_with_a_sixth_of_revenue_is_a_dependence():
    facts = sales(big=every(30, AS_OF, 1000.0), **{f"s{i}": every(30, AS_OF) for i in range(30)})
    assert triggers(facts)["big"] == "dependence"


def test_the_week_compares_with_seven_days_before_and_counts_key_accounts():
    facts = sales(quiet=every(10, AS_OF - timedelta(days=24)), steady=every(10, AS_OF))
    week = work_out(facts, accounts(facts), AS_OF, "CNY")
    assert str(week.line) == "Data to Sep 18, 2026, compared with Sep 11, 2026."
    assert str(week.answer).startswith("1 of 2 key accounts needs you this week.")
    assert str(week.answer).endswith("1 got worse, 0 recovered.")


def test_an_unknown_figure_says_which_file_is_missing():
    facts = sales(steady=every(10, AS_OF))
    figures = {f.id: f for f in work_out(facts, accounts(facts), AS_OF, "CNY").figures}
    assert str(figures["overdue"].missing) == "No invoice file yet. Import one."
    assert figures["overdue"].quantity.in_language("en") == "–"


def test_without_any_cost_the_stake_is_revenue_and_says_so():
    facts = sales(quiet=every(24, AS_OF - timedelta(days=61)), steady=every(24, AS_OF))
    frame = accounts(facts, rate=float("nan"))
    (alert,) = [a for a in alerts_of(situation(facts, frame, AS_OF, None)) if a.trigger == "silent"]
    assert "revenue a year" in str(alert.fact)
    assert alert.stake == pytest.approx(frame.at["quiet", "revenue_12m"], rel=0.1)
