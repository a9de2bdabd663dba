"""The time machine: only what was known then, told honestly (issue 4, section 5)."""

from datetime import date

import numpy as np
import pandas as pd
import pytest
from scipy.stats import spearmanr

from kam import imports
from kam.backtest import Quarter, backtest, drawing, notes, reading
from kam.backtest.quarters import ends_of_quarters, quarters
from kam.backtest.replay import learned_weights
from kam.indicators import INDICATORS, MEASURES
from kam.measure import anchors
from kam.policy import Policy
from kam.portfolio import Portfolio
from kam.store import Store

THEN = date(2024, 9, 30)
FIRST, LAST = date(2023, 1, 1), date(2026, 1, 1)


@pytest.fixture
def sample():
    store = Store.open(None)
    imports.load_sample(store)
    return store


def looked_back(store):
    portfolio = Portfolio(store)
    return {q.day: q for q in portfolio.past_quarters}


# Each statement makes something known later than THEN, or changes what carries no day at all.
FUTURE = (
    "INSERT INTO order_header (order_id, account_id, order_date) SELECT 'F' || account_id,"
    " account_id, DATE '2024-10-01' FROM account",
    "INSERT INTO order_line (order_id, line_id, product_id, quantity, amount, cost) SELECT"
    " 'F' || account_id, '1', 'NEW', 9, 1e6, 1 FROM account",
    "UPDATE order_line SET amount = 7, cost = 9, discount = 0.9 WHERE order_id IN"
    " (SELECT order_id FROM order_header WHERE order_date > '2024-09-30')",
    "UPDATE order_header SET ready_date = '2024-10-01' WHERE ready_date > '2024-09-30'",
    "UPDATE order_header SET ship_date = '2031-01-01' WHERE ship_date > '2024-09-30'",
    "UPDATE invoice SET paid_date = '2030-01-01', paid_amount = 0 WHERE paid_date > '2024-09-30'",
    "UPDATE payment SET amount = 0 WHERE paid_date > '2024-09-30'",
    "INSERT INTO payment (payment_id, account_id, invoice_id, paid_date, amount) SELECT"
    " 'F' || invoice_id, account_id, invoice_id, DATE '2024-10-01', amount FROM invoice",
    "UPDATE complaint SET settled_amount = 1e7, recovered_amount = 0, cause_party = 'carrier'"
    " WHERE closed_date > '2024-09-30' OR closed_date IS NULL",
    "UPDATE complaint SET claim_amount = 1e8 WHERE opened_date > '2024-09-30'",
    "UPDATE opportunity SET is_won = NOT is_won, stage = 'won', lost_reason = 'price'"
    " WHERE closed_date > '2024-09-30' OR closed_date IS NULL",
    "UPDATE interaction SET reply_hours = 999 WHERE interaction_date > '2024-09-30'",
    "UPDATE judged_score SET grade = 1 WHERE judged_on > '2024-09-30'",
    "INSERT INTO judged_score (account_id, indicator_id, rater, grade) SELECT account_id,"
    " 'industry_influence', 'nobody', 5 FROM account",
    "UPDATE account SET credit_days = 999, tier = 'KA', status = 'left'",
    "UPDATE yardstick SET worst = 1, typical = 2, best = 3",
)


def test_facts_planted_in_the_future_change_nothing(sample):
    """Issue 4: only the data known then; import-rules.md (anchors frozen anew)."""
    before = looked_back(sample)[THEN]
    top_before = backtest([before], Policy(), 10, FIRST, LAST, draws=50)
    with sample.transaction("test", "plant") as tx:
        for statement in FUTURE:
            tx.execute(statement)
    after = looked_back(sample)[THEN]
    pd.testing.assert_frame_equal(before.values, after.values)
    pd.testing.assert_frame_equal(before.yardstick, after.yardstick)
    assert before.outcome["past_revenue"].equals(after.outcome["past_revenue"])
    # What happened next did change, and only that: the same lists are judged by other outcomes.
    assert not before.outcome["gross_profit"].equals(after.outcome["gross_profit"])
    top_after = backtest([after], Policy(), 10, FIRST, LAST, draws=50)
    assert top_before.unheard == top_after.unheard


def test_nothing_after_the_as_of_day_is_an_outcome(sample):
    early = Portfolio(sample, as_of=date(2026, 3, 31)).past_quarters
    assert early[-1].day == date(2025, 3, 31)
    late = {q.day: q for q in Portfolio(sample).past_quarters}
    assert early[-1].outcome.equals(late[early[-1].day].outcome)
    assert max(late) == date(2025, 6, 30)


def test_the_year_that_followed_is_that_of_the_order_lines(sample):
    found = looked_back(sample)[THEN].outcome
    lines = sample.query(
        "SELECT account_id, revenue - cost AS profit FROM sale"
        " WHERE order_date > '2024-09-30' AND order_date <= '2025-09-30'"
    )
    wanted = lines.groupby("account_id")["profit"].sum().reindex(found.index).fillna(0)
    assert found["gross_profit"].to_numpy() == pytest.approx(wanted.to_numpy(dtype=float))


def test_a_quarter_end_needs_a_year_before_and_a_year_after():
    found = ends_of_quarters(date(2022, 1, 1), date(2024, 12, 31))
    assert [d.isoformat() for d, whole in found if whole] == [
        "2022-12-31", "2023-03-31", "2023-06-30", "2023-09-30", "2023-12-31",
    ]  # fmt: skip
    assert [d.isoformat() for d, whole in found if not whole] == [
        "2022-03-31", "2022-06-30", "2022-09-30",
    ]  # fmt: skip
    assert ends_of_quarters(date(2024, 1, 1), date(2024, 12, 31)) == []


def quarter(day, margin, revenue, outcome, *, cost=1.0, judged=True):
    """Accounts told apart by their contribution margin alone."""
    ids = [f"A{i:02}" for i in range(len(margin))]
    values = pd.DataFrame(np.nan, index=ids, columns=list(MEASURES))
    values["contribution_margin"] = margin
    values["order_frequency"] = 1.0
    after = pd.DataFrame(
        {"revenue": revenue, "gross_profit": outcome, "past_revenue": revenue}, index=ids
    ).astype(float)
    return Quarter(day, values, anchors(values), after, cost, judged)


MARGINS = np.linspace(0.1, 0.9, 12)
ONLY_MARGIN = Policy().with_points({i: 0.0 for i in INDICATORS} | {"order_margin": 1.0})


def test_weights_that_foresee_profit_beat_revenue():
    known = [
        quarter(date(2024, 3, 31), MARGINS, 100 - 50 * MARGINS, 1000 * MARGINS),
        quarter(date(2024, 6, 30), MARGINS, 100 - 50 * MARGINS, 1000 * MARGINS),
    ]
    found = backtest(known, ONLY_MARGIN, 3, FIRST, LAST)
    row = found.rules.loc["revenue"]
    best = 1000 * MARGINS[-3:].sum()
    assert found.rules.at["score", "of_best"] == pytest.approx(1)
    assert found.rules.at["score", "captured"] == pytest.approx(best)
    assert row["captured"] == pytest.approx(1000 * MARGINS[:3].sum())
    assert row["ahead"] == pytest.approx(best - 1000 * MARGINS[:3].sum())
    assert (row["wins"], row["quarters"], found.verdict) == (2, 2, "better")
    assert row["spearman"] == pytest.approx(-1)
    told = str(reading(found, "EUR"))
    assert told.startswith("Your weights beat revenue at 2 of 2 quarter ends, by €")
    assert "the first 3 by your weights brought €2.5K of gross profit" in told


def test_the_same_list_is_said_to_be_the_same_and_no_difference_is_claimed():
    known = [quarter(date(2024, 3, 31), MARGINS, MARGINS, MARGINS)]
    found = backtest(known, ONLY_MARGIN, 4, FIRST, LAST)
    assert found.verdict == "even"
    told = str(reading(found, None))
    assert told.startswith("Your weights choose the same accounts as revenue.")
    assert "Too little history to learn weights" in " ".join(map(str, notes(found, None)))


def test_chance_is_no_better_and_worse_is_said():
    rng = np.random.default_rng(5)
    noise = rng.permutation(12).astype(float)
    even = backtest(
        [quarter(date(2024, 3, 31), MARGINS, rng.permutation(12) + 1.0, noise)],
        ONLY_MARGIN, 3, FIRST, LAST,
    )  # fmt: skip
    assert even.verdict == "even"
    assert "no better than revenue" in str(reading(even, None))
    worse = backtest(
        [quarter(date(2024, 3, 31), MARGINS, 1 - MARGINS, 100 * (1 - MARGINS))],
        ONLY_MARGIN, 3, FIRST, LAST,
    )  # fmt: skip
    assert worse.verdict == "worse"
    assert "choose worse than revenue" in str(reading(worse, None))


def test_without_costs_lists_are_judged_by_revenue_and_it_is_said():
    known = [quarter(date(2024, 3, 31), MARGINS, MARGINS, -MARGINS, cost=0.5)]
    found = backtest(known, ONLY_MARGIN, 3, FIRST, LAST)
    assert found.amount == "revenue"
    assert "judged by revenue" in " ".join(map(str, notes(found, None)))


def test_retained_revenue_counts_nothing_beyond_what_was_there():
    one = quarter(date(2024, 3, 31), MARGINS, [100.0] * 12, MARGINS)
    one.outcome["revenue"] = [50.0] * 10 + [30.0, 500.0]
    found = backtest([one], ONLY_MARGIN, 2, FIRST, LAST)
    assert found.rules.at["score", "retained"] == pytest.approx((30 + 100) / 200)


def test_weights_are_learned_only_from_years_that_were_over():
    """A quarter end less than a year earlier has an outcome nobody knew yet."""
    lesson = quarter(date(2023, 3, 31), MARGINS, MARGINS, MARGINS, judged=False)
    trap = quarter(date(2023, 6, 30), MARGINS, MARGINS, -MARGINS, judged=False)
    test = quarter(date(2024, 3, 31), MARGINS, MARGINS, MARGINS)
    both = backtest([lesson, trap, test], Policy(), 3, FIRST, LAST)
    alone = backtest([lesson, test], Policy(), 3, FIRST, LAST)
    assert both.fitted == alone.fitted
    assert both.fitted["order_margin"] == pytest.approx(1)
    assert backtest([trap, test], Policy(), 3, FIRST, LAST).fitted is None
    assert both.rules.at["fitted", "quarters"] == 1


def test_learned_weights_find_the_indicator_that_counts():
    rng = np.random.default_rng(1)
    worths = pd.DataFrame(rng.random((200, 12)), columns=list(INDICATORS))
    outcome = 3 * worths["tenure"] + worths["order_mix"] - worths["communication"]
    found = dict(zip(INDICATORS, learned_weights([(worths, outcome)]), strict=True))
    assert sum(found.values()) == pytest.approx(1)
    assert found["tenure"] > 2 * found["order_mix"] > 0.2
    assert found["communication"] == 0
    assert learned_weights([]) is None


def test_sums_and_correlations_of_draws_are_those_of_the_drawn_accounts():
    rng = np.random.default_rng(3)
    n = 9
    values = rng.integers(0, 5, n).astype(float)
    others = rng.integers(0, 4, n).astype(float)
    amounts = rng.random((2, n))
    counts = next(iter(drawing.draws_of(n, 40)))
    order = np.argsort(-values, kind="stable")
    sums = drawing.of_the_first(order, counts, 3, amounts)
    rho = drawing.rank_correlations(values, others, counts)
    for drawn, total, r in zip(counts, sums, rho, strict=True):
        first = [i for i in order for _ in range(drawn[i])][:3]
        assert total == pytest.approx(amounts[:, first].sum(axis=1))
        rows = np.repeat(np.arange(n), drawn)
        if np.ptp(values[rows]) and np.ptp(others[rows]):
            assert r == pytest.approx(spearmanr(values[rows], others[rows]).statistic)


def test_groups_are_tried_as_groups(sample):
    rolled = Portfolio(sample, rolled_up=True)
    whole, single = rolled.past_quarters[-1], Portfolio(sample).past_quarters[-1]
    families = rolled.families
    assert families.top, "the sample company has groups"
    assert set(whole.values.index) == {families.top_of(i) for i in single.values.index}
    assert whole.outcome["revenue"].sum() >= single.outcome["revenue"].sum()
    top = next(iter(families.top.values()))
    lines = sample.query(
        "SELECT account_id, revenue FROM sale WHERE order_date > ? AND order_date <= ?",
        [whole.day, whole.ends],
    )
    mine = lines[lines["account_id"].map(families.top_of) == top]["revenue"].astype(float)
    assert whole.outcome.at[top, "revenue"] == pytest.approx(mine.sum())


def test_a_store_with_half_a_year_has_no_quarter_to_try(sample):
    assert quarters(sample, sample, {}, date(2023, 9, 18), date(2024, 3, 1), 5.0) == ()
