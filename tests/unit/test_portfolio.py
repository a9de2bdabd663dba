"""The walk: pages, command line and reports read the same answers from it."""

from datetime import date

import pytest

from kam import imports
from kam.card import Card
from kam.columns import COLUMNS, shown
from kam.errors import NotEnoughData, UnknownName
from kam.indicators import INDICATORS
from kam.method import chapters
from kam.policy import PRESETS, Policy
from kam.portfolio import Portfolio
from kam.store import Store
from kam.units import UNITS


@pytest.fixture(scope="module")
def sample():
    store = Store.open(None)
    imports.load_sample(store)
    return Portfolio(store)


def test_an_empty_store_has_no_day_and_says_what_to_do():
    empty = Portfolio(Store.open(None))
    assert empty.is_empty
    with pytest.raises(NotEnoughData, match="no sales in the store"):
        _ = empty.as_of
    assert all(f.needs for f in empty.features)


def test_the_as_of_day_is_the_last_order_day_unless_another_is_asked(sample):
    last = sample.store.query("SELECT max(order_date) AS d FROM sale")["d"].iloc[0]
    assert sample.as_of == last.date()
    assert Portfolio(sample.store, as_of=date(2025, 1, 31)).as_of == date(2025, 1, 31)


def test_narrowing_shares_what_was_measured_and_other_weights_too(sample):
    narrow = sample.within(region=sample.regions[0])
    other = sample.judged_by(Policy().with_preset("growth"))
    assert narrow.measures is sample.measures
    assert narrow.churn is sample.churn
    assert other.measures is sample.measures
    assert not other.scores.table.equals(sample.scores.table)
    assert sample.judged_by(Policy(npd_kappa=1)).measures is not sample.measures


def test_regions_part_the_revenue_without_loss(sample):
    whole = sample.concentration().total
    parts = sum(sample.within(region=r).concentration().total for r in sample.regions)
    nowhere = sample.measures.accounts.query("region.isna()")["revenue"].sum()
    assert parts + nowhere == pytest.approx(whole)


def test_a_score_does_not_depend_on_the_region_looked_at(sample):
    narrow = sample.within(region=sample.regions[0])
    assert narrow.scores.table.equals(sample.scores.table)
    assert set(narrow.ranking(narrow)["account_id"]) == {
        i for i in narrow.chosen if i in sample.scores.table.index
    }


def test_unknown_names_offer_the_nearest(sample):
    with pytest.raises(UnknownName, match="revenue"):
        sample.concentration("revenu")
    with pytest.raises(UnknownName, match="growth"):
        Policy().with_preset("grwth")


def test_expected_loss_counts_an_accounts_own_risk_once(sample):
    losses, churn = sample.losses.dropna(), sample.churn
    row = losses.iloc[0]
    p = churn.rows.at[losses.index[0], "probability"]
    margin = sample.measures.accounts.at[losses.index[0], "gross_profit_12m"]
    kept = (1 - churn.base_rate) ** (365 / churn.horizon_days)
    assert row["margin_at_risk"] == pytest.approx(p * margin)
    assert row["expected_loss"] == pytest.approx(p * margin * 1.1 / (1.1 - kept))


def test_the_churn_list_holds_active_accounts_the_most_likely_first(sample):
    leaving = sample.leaving
    known = leaving.rows["probability"].dropna()
    assert known.is_monotonic_decreasing
    assert "lapsed" not in set(leaving.rows["state"])
    assert leaving.likely <= set(leaving.rows["account_id"])
    assert len(leaving.figures) == 4


def test_the_barometer_adds_up_to_the_key_accounts_sales(sample):
    bars = sample.barometer
    keys = sample.week.key_accounts
    bought = sample.purchases
    year = bought[bought["account_id"].isin(keys) & (bought["day"] >= bars["month"].iloc[0])]
    assert len(bars) == 12
    same_part = bars["revenue"].iloc[:-1].sum() + bars["revenue"].iloc[-1]
    assert same_part == pytest.approx(year["revenue"].sum(), rel=0.02)


def test_the_stock_names_what_a_further_file_would_answer(tmp_path):
    from kam import intake

    store = Store.open(tmp_path / "s.duckdb")
    upload = intake.Upload("s.csv", b"Customer,Date,Amount\nA,2024-01-05,100\nB,2024-02-05,3\n")
    imports.carry_out(store, intake.plan([upload], date(2024, 6, 1)), "test")
    stock = Portfolio(store).stock
    needs = {
        str(f): str(n) for f, n in zip(stock.locked["feature"], stock.locked["needs"], strict=True)
    }
    assert needs["Payment punctuality"] == "Invoices"
    assert "2 orders up to Feb 5, 2024 are on file" in str(stock.answer)
    store.close()


def test_the_card_says_the_same_as_the_lists(sample):
    first = sample.concentration().rows.iloc[0]
    card = Card(sample, first["account_id"])
    assert card.name == first["account_name"]
    assert card.figures["revenue"] == pytest.approx(first["value"])
    assert card.contributions.sum() == pytest.approx(card.score["score"])
    assert card.months["revenue"].sum() == pytest.approx(first["value"])
    assert {f.id for f in card.summary} == {
        "revenue_12m",
        "gross_profit_12m",
        "score",
        "risk",
        "overdue",
    }
    assert card.timeline["day"].is_monotonic_decreasing
    with pytest.raises(UnknownName):
        Card(sample, "nobody")


def test_the_method_shows_every_indicator_and_rule_with_its_source():
    found = {key: frame for _, frame, _, key in chapters(Policy())}
    assert len(found["indicators"]) == len(INDICATORS)
    assert found["indicators"]["weight"].sum() == pytest.approx(1)
    assert found["indicators"]["source"].str.startswith("S1-21").all()
    assert len(found["presets"]) == len(PRESETS)


@pytest.mark.parametrize("name", COLUMNS)
def test_a_shown_column_is_whole(name):
    column = shown(name)
    assert column.name == name
    assert column.label
    assert column.unit in UNITS


@pytest.mark.parametrize("preset", PRESETS)
def test_a_preset_weighs_every_indicator_and_adds_up_to_100(preset):
    points = PRESETS[preset][1]
    assert list(points) == list(INDICATORS)
    assert sum(points.values()) == pytest.approx(100)
