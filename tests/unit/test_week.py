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


def test_who_buys_by_season_is_missed_only_when_the_season_comes_without_an_order():
    season = [date(y, m, d) for y in (2023, 2024, 2025) for m in (5, 6, 7) for d in (3, 10, 17, 24)]
    facts = sales(
        seasonal=[(d, 100.0) for d in season],
        steady=every(20, date(2026, 9, 18), since=date(2023, 1, 1)),
    )
    assert "silent" not in triggers(facts, date(2025, 10, 1)).values()
    late = sales(
        seasonal=[(d, 100.0) for d in season] + [(date(2026, 3, 20), 100.0)],
        steady=every(20, date(2026, 9, 18), since=date(2023, 1, 1)),
    )
    assert triggers(late, date(2026, 6, 15))["seasonal"] == "silent"


def test_an_account_long_gone_is_not_this_weeks_news():
    facts = sales(gone=every(20, date(2025, 2, 1)), steady=every(20, AS_OF))
    assert "gone" not in triggers(facts)


def test_falling_needs_the_same_months_of_last_year():
    half = every(10, date(2026, 3, 1)) + every(10, AS_OF, 20.0, date(2026, 3, 2))
    facts = sales(falls=half, steady=every(10, AS_OF))
    assert triggers(facts)["falls"] == "falling"
    young = facts[facts["day"] > "2026-01-01"]
    assert triggers(young).get("falls") != "falling"


def test_the_stake_of_a_fall_is_the_margin_it_costs_in_a_year_but_never_more_than_there_was():
    half = every(10, date(2026, 3, 1)) + every(10, AS_OF, 20.0, date(2026, 3, 2))
    facts = sales(falls=half, steady=every(10, AS_OF))
    now = situation(facts, accounts(facts, 0.3), AS_OF, "CNY")
    (alert,) = [a for a in alerts_of(now) if a.trigger == "falling"]
    row = now.accounts.loc["falls"]
    assert alert.stake == pytest.approx((row["p3"] - row["r3"]) * 4 * 0.3)
    assert alert.stake <= row["p12"] * 0.3
    assert str(alert.fact) == "falls: ¥200 in three months, ¥900 in the same months last year."


def test_one_order_moved_out_of_the_three_months_is_no_fall():
    quarterly = every(91, AS_OF)
    moved = [(d, a) for d, a in quarterly if d < AS_OF] + [(date(2026, 6, 17), 90.0)]
    assert "moved" not in triggers(sales(moved=moved, steady=every(10, AS_OF)))


def test_who_bought_nothing_at_all_is_silent_or_gone_but_not_falling():
    stopped = every(10, date(2026, 5, 1))
    facts = sales(stopped=stopped, steady=every(10, AS_OF))
    assert triggers(facts)["stopped"] == "dependence"  # half of the revenue, falling nor silent
    assert triggers(facts, date(2026, 6, 20))["stopped"] == "silent"


def grown_since(day, since=date(2024, 1, 1)):
    bought = [(d, 100.0 if d < day else 2000.0) for d, _ in every(30, AS_OF, since=since)]
    return sales(
        grows=[(d, amount) for d, amount in bought if amount],
        **{f"old{i}": every(30, AS_OF, 1000.0) for i in range(8)},
    )


def test_one_bulk_order_makes_nobody_newly_large():
    trials = every(60, date(2026, 7, 1), 10.0)
    facts = sales(
        bulk=[*trials, (date(2026, 8, 1), 150_000.0)],
        **{f"old{i}": every(30, AS_OF, 9000.0) for i in range(8)},
    )
    now = situation(facts, accounts(facts), AS_OF, "CNY")
    assert now.accounts.at["bulk", "is_key"]
    assert triggers(facts).get("bulk") != "newly_large"


def test_growth_over_several_quarters_into_the_key_set_is_news():
    facts = grown_since(date(2026, 2, 15))
    assert triggers(facts)["grows"] == "newly_large"
    now = situation(facts, accounts(facts), AS_OF, "CNY")
    (alert,) = [a for a in alerts_of(now) if a.trigger == "newly_large"]
    assert str(alert.fact) == (
        "grows: ¥16.5K in twelve months after ¥1.2K the year before; now number 1."
    )


def test_who_has_been_large_for_longer_than_a_quarter_is_no_news():
    assert triggers(grown_since(date(2025, 10, 1))).get("grows") != "newly_large"


def test_a_new_account_in_the_key_set_is_called_new():
    facts = sales(
        young=every(15, AS_OF, 1500.0, since=date(2026, 4, 20)),
        **{f"old{i}": every(30, AS_OF, 1000.0) for i in range(8)},
    )
    now = situation(facts, accounts(facts), AS_OF, "CNY")
    (alert,) = [a for a in alerts_of(now) if a.trigger == "newly_large"]
    assert str(alert.fact) == (
        "young: a new account with ¥16.5K in its first months; now number 1."
    )


def test_one_account_with_a_sixth_of_revenue_is_a_dependence():
    facts = sales(big=every(30, AS_OF, 1000.0), **{f"s{i}": every(30, AS_OF) for i in range(30)})
    assert triggers(facts)["big"] == "dependence"


def test_a_fortnight_is_no_silence_even_for_who_orders_every_second_day():
    facts = sales(busy=every(2, AS_OF - timedelta(days=13)), steady=every(10, AS_OF))
    assert triggers(facts)["busy"] != "silent"
    daily = sales(busy=every(1, AS_OF - timedelta(days=15)), steady=every(10, AS_OF))
    now = situation(daily, accounts(daily), AS_OF, None)
    (alert,) = alerts_of(now)[:1]
    assert str(alert.fact).startswith("busy: no order for 15 days, usually one every day;")


def test_a_single_bulk_order_is_no_rhythm_to_be_quiet_against():
    trials = [(date(2025, 3, d), 10.0) for d in (1, 11, 21)]
    facts = sales(bulk=[*trials, (date(2026, 5, 1), 9000.0)], steady=every(10, AS_OF))
    assert triggers(facts)["bulk"] != "silent"


def test_the_largest_margin_at_stake_comes_first_and_each_account_once():
    facts = sales(
        small=every(24, AS_OF - timedelta(days=61), 100.0),
        large=every(24, AS_OF - timedelta(days=61), 900.0),
        steady=every(24, AS_OF, 5000.0),
    )
    found = alerts_of(situation(facts, accounts(facts), AS_OF, "CNY"))
    assert [a.account_id for a in found] == ["steady", "large", "small"]
    assert [a.trigger for a in found] == ["dependence", "silent", "silent"]
    assert len({a.account_id for a in found}) == len(found)


@pytest.mark.parametrize(
    ("day", "wednesday"),
    [(14, 16), (15, 16), (16, 23), (17, 23), (18, 23), (19, 23), (20, 23)],  # Monday to Sunday
)
def test_the_call_is_due_on_the_next_wednesday(day, wednesday):
    as_of = date(2026, 9, day)
    facts = sales(quiet=every(24, as_of - timedelta(days=61)), steady=every(24, as_of))
    (alert,) = [
        a for a in alerts_of(situation(facts, accounts(facts), as_of, None))
        if a.trigger == "silent"
    ]  # fmt: skip
    assert str(alert.act) == f"Call the buyer by Sep {wednesday}, 2026 and ask why."


def test_the_facts_after_the_day_change_nothing():
    facts = sales(quiet=every(24, AS_OF - timedelta(days=61)), steady=every(24, AS_OF))
    later = pd.concat([facts, sales(quiet=[(AS_OF + timedelta(days=1), 9e9)])])
    frame = accounts(facts)
    found = [alerts_of(situation(f, frame, AS_OF, None)) for f in (facts, later)]
    assert found[0] == found[1]


def test_the_week_compares_with_seven_days_before_and_counts_key_accounts():
    facts = sales(quiet=every(10, AS_OF - timedelta(days=24)), steady=every(10, AS_OF))
    week = work_out(facts, accounts(facts), AS_OF, "CNY")
    assert str(week.line) == "Data to Sep 18, 2026, compared with Sep 11, 2026."
    assert str(week.answer).startswith("1 of 2 key accounts needs you this week.")
    assert str(week.answer).endswith("1 got worse, 0 recovered.")


def test_an_unknown_figure_says_which_file_is_missing():
    facts = sales(steady=every(10, AS_OF))
    figures = {f.id: f for f in work_out(facts, accounts(facts), AS_OF, "CNY").figures}
    assert str(figures["overdue"].missing) == "No invoice file yet."
    assert figures["overdue"].quantity.in_language("en") == "–"


def test_without_any_cost_the_stake_is_revenue_and_says_so():
    facts = sales(quiet=every(24, AS_OF - timedelta(days=61)), steady=every(24, AS_OF))
    frame = accounts(facts, rate=float("nan"))
    (alert,) = [a for a in alerts_of(situation(facts, frame, AS_OF, None)) if a.trigger == "silent"]
    assert "revenue a year" in str(alert.fact)
    assert alert.stake == pytest.approx(frame.at["quiet", "revenue_12m"], rel=0.1)


def answer(facts, rate=0.3, **more):
    return str(work_out(facts, accounts(facts, rate), AS_OF, "CNY", **more).answer)


def test_the_answer_counts_one_account_and_many():
    one = sales(q0=every(10, AS_OF - timedelta(days=24)), steady=every(10, AS_OF, 200.0))
    assert "needs you this week. ¥1K of yearly margin hangs on it." in answer(one)
    assert "of yearly revenue hangs on it." in answer(one, float("nan"))
    two = sales(
        q0=every(10, AS_OF - timedelta(days=24)),
        q1=every(10, AS_OF - timedelta(days=25)),
        steady=every(10, AS_OF, 200.0),
    )
    assert answer(two).startswith("2 of 3 key accounts need you this week.")
    assert "of yearly margin hangs on them." in answer(two)
    assert "¥5K of yearly gross profit is at risk within 90 days." in answer(
        two, at_risk=5000.0, horizon_days=90
    )


def test_a_quiet_week_says_so_and_claims_no_money():
    calm = sales(**{f"s{i}": every(10, AS_OF) for i in range(10)})
    assert answer(calm) == (
        "None of your 8 key accounts has gone quiet or fallen. No change since last week."
    )
    week = work_out(calm, accounts(calm), AS_OF, "CNY")
    assert str(week.foot) == "The other 8 key accounts: no alert."


def test_without_any_cost_profit_at_risk_is_unknown_not_revenue():
    facts = sales(quiet=every(24, AS_OF - timedelta(days=61)), steady=every(24, AS_OF))
    week = work_out(facts, accounts(facts, float("nan")), AS_OF, None)
    (figure,) = [f for f in week.figures if f.id == "at_risk"]
    assert figure.quantity.in_language("en") == "–"
    assert str(figure.missing) == "No cost on file yet."


def test_sales_of_the_month_are_set_against_last_years():
    facts = sales(up=[*every(365, AS_OF, 130.0), (date(2025, 9, 2), 100.0)])
    facts = facts[facts["day"] != pd.Timestamp(AS_OF) - pd.Timedelta(days=365)]
    (figure,) = [
        f for f in work_out(facts, accounts(facts), AS_OF, None).figures if f.id == "key_sales"
    ]
    assert str(figure.change) == "30% more than last year"


def test_a_key_account_that_falls_out_of_the_set_stays_one_for_a_quarter():
    falls = every(10, date(2026, 3, 1)) + every(10, AS_OF, 1.0, date(2026, 3, 2))
    facts = sales(falls=falls, **{f"s{i}": every(30, AS_OF, 200.0) for i in range(8)})
    frame = accounts(facts)
    keys = {
        day: situation(facts, frame, day, None).accounts.at["falls", "is_key"]
        for day in (date(2026, 3, 1), AS_OF, AS_OF + timedelta(days=200))
    }
    assert list(keys.values()) == [True, True, False]


def test_an_account_without_a_known_cost_is_ranked_by_the_average_margin():
    facts = sales(
        known=every(24, AS_OF - timedelta(days=61), 400.0),
        unknown=every(24, AS_OF - timedelta(days=61), 300.0),
        steady=every(24, AS_OF, 100.0),
    )
    frame = accounts(facts)
    frame.loc["unknown", "gross_profit_12m"] = float("nan")
    found = [a for a in alerts_of(situation(facts, frame, AS_OF, None)) if a.trigger == "silent"]
    assert [a.account_id for a in found] == ["known", "unknown"]
    assert "revenue a year" in str(found[1].fact)
