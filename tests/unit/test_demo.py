"""The sample company: its truth agrees with what its facts say, whatever the seed."""

from datetime import date

import numpy as np
import pandas as pd
import pytest

from kam import demo, measure
from kam.demo.accounts import SIGNS
from kam.demo.names import MARKETS
from kam.policy import Policy
from kam.portfolio import Portfolio
from kam.schema import TABLES
from kam.store import Store

LAST = pd.Timestamp(demo.LAST_DAY)
# The seed that is shipped in full; a second one shows that nothing hangs on a lucky draw.
SEEDS = (demo.SEED, 7)
# What the sample company brings; the other tables stay empty.
FILLED = tuple(name for name in demo.tables() if name in TABLES)


@pytest.fixture(scope="module", params=SEEDS)
def facts(request):
    return demo.tables(request.param)


@pytest.fixture(scope="module")
def sales(facts):
    """Sales without returns and cancelled orders: one row per order, with account and profit."""
    heads = facts["order_header"]
    heads = heads[~heads["is_return"] & ~heads["is_cancelled"]]
    money = facts["order_line"].groupby("order_id")[["amount", "cost"]].sum()
    return heads.join(money, on="order_id")


def of(facts, column):
    return facts["truth"].set_index("account_id")[column]


# --- what is there ---------------------------------------------------------------------------------


def test_every_declared_table_is_filled_with_declared_columns_only(facts):
    assert list(facts) == [*(n for n in TABLES if n in facts), "truth"]
    for name in FILLED:
        table = TABLES[name]
        declared = [c.name for c in table.columns]
        assert len(facts[name]) > 20
        assert [c for c in declared if c in facts[name]] == list(facts[name].columns)
        for column in table.columns:
            if column.required:
                assert facts[name][column.name].notna().all(), f"{name}.{column.name}"
        assert not facts[name].duplicated(list(table.key)).any(), name


@pytest.mark.parametrize(
    ("child", "column", "parent"),
    [
        (child.name, column.name, parent)
        for child in (TABLES[n] for n in FILLED)
        for column in child.columns
        for parent, key in (
            ("account", "account_id"), ("product", "product_id"), ("order_header", "order_id"),
            ("invoice", "invoice_id"),
        )
        if column.name == key and child.name != parent
    ],
)  # fmt: skip
def test_every_link_leads_somewhere(facts, child, column, parent):
    assert set(facts[child][column].dropna()) <= set(facts[parent][column])


def test_about_two_hundred_accounts_over_thirty_six_months(facts):
    assert len(facts["account"]) == 200
    days = facts["order_header"]["order_date"]
    assert days.min() >= pd.Timestamp(demo.FIRST_DAY)
    assert days.max() <= LAST
    assert demo.LAST_DAY.replace(year=demo.LAST_DAY.year - 3) == demo.FIRST_DAY
    assert facts["order_header"].groupby(days.dt.to_period("M")).size().size == 37
    assert set(facts["order_header"]["account_id"]) == set(facts["account"]["account_id"])


def test_the_same_seed_gives_equal_tables_and_another_one_does_not():
    first, again, other = demo.tables(), demo.tables(), demo.tables(7)
    for name in first:
        pd.testing.assert_frame_equal(first[name], again[name])
    assert not first["order_header"].equals(other["order_header"])


def test_nothing_is_dated_after_the_last_day(facts):
    later_by_nature = {("order_header", "promised_date"), ("sales_target", "month"),
                       ("invoice", "due_date"), ("payment", "due_date")}  # fmt: skip
    for name in FILLED:
        for column in facts[name].select_dtypes("datetime"):
            if (name, column) not in later_by_nature:
                assert facts[name][column].max() <= LAST, f"{name}.{column}"


# --- what it is like -------------------------------------------------------------------------------


def test_sizes_are_heavy_tailed(sales):
    money = sales.groupby("account_id")["amount"].sum().sort_values(ascending=False)
    share = money.cumsum() / money.sum()
    assert 40 <= (share < 0.8).sum() + 1 <= 70
    assert share.iloc[9] > 0.25
    assert money.iloc[0] > 30 * money.median()


def test_february_is_quiet_in_china_and_august_abroad(facts, sales):
    language = {m.region: m.language for m in MARKETS}
    region = sales["account_id"].map(facts["account"].set_index("account_id")["region"])
    month = sales["order_date"].dt.month
    money = sales.groupby([region.map(language) == "zh", month])["amount"].sum()
    assert money[True][2] < 0.75 * money[True].mean()
    assert money[False][8] < 0.85 * money[False].mean()


def test_there_are_parent_groups_references_and_three_levels_of_contacts(facts):
    account, contact = facts["account"], facts["contact"]
    groups = account.groupby("parent_id").size()
    assert len(groups) == 6
    assert groups.between(1, 3).all()
    assert not set(account["account_id"]) & set(
        account.query("parent_id == account_id")["parent_id"]
    )
    levels = contact.groupby("contact_level")["account_id"].nunique()
    assert set(levels.index) == {"executive", "middle", "base"}
    assert levels["executive"] < levels["middle"] == 200
    references = of(facts, "reference_id")
    assert references.nunique() == 3
    assert of(facts, "is_key").reindex(references.dropna().unique()).sum() == 2  # the third left


def test_some_pay_late_and_some_still_owe(facts):
    invoice = facts["invoice"]
    late = (invoice["paid_date"] - invoice["due_date"]).dt.days
    usual = late.groupby(invoice["account_id"]).median()
    assert 0.08 < (usual > 14).mean() < 0.4
    assert (usual < 8).mean() > 0.5
    owing = invoice[invoice["paid_date"].isna() & (invoice["due_date"] < LAST)]
    assert 20 < len(owing) < 0.1 * len(invoice)
    assert invoice["disputed"].any()
    paid = facts["payment"].groupby("invoice_id")["amount"].sum()
    settled = invoice[invoice["paid_date"].notna()].set_index("invoice_id")["amount"]
    np.testing.assert_allclose(paid.reindex(settled.index), settled, atol=0.02)


def test_complaints_have_causes_and_third_parties_pay_part_back(facts):
    complaint = facts["complaint"]
    assert {"ours", "supplier", "carrier", "customer"} <= set(complaint["cause_party"].dropna())
    back = complaint[complaint["recovered_amount"].notna()]
    assert len(back) > 20
    assert set(back["cause_party"]) <= {"supplier", "carrier"}
    assert (back["recovered_amount"] <= back["settled_amount"]).all()
    assert (complaint["closed_date"].isna() == (complaint["status"] == "open")).all()
    assert 5 < complaint["closed_date"].isna().sum() < 60


def test_values_are_missing_here_and_there_but_never_much(facts):
    gaps = facts["account"].isna().mean()
    for column in ("industry", "region", "city", "credit_days", "employees"):
        assert 0 < gaps[column] < 0.3
    assert facts["interaction"]["note"].isna().any()
    assert gaps["account_name"] == 0


def test_names_are_chinese_and_western_and_none_comes_twice(facts):
    names = facts["account"]["account_name"]
    chinese = names.str.contains(r"[\u4e00-\u9fff]")
    assert names.is_unique
    assert 0.3 < chinese.mean() < 0.7


# --- the truth agrees with the facts ---------------------------------------------------------------


def test_the_truth_says_one_thing_of_each_account(facts):
    truth = facts["truth"]
    assert len(truth) == truth["account_id"].nunique() == 200
    said = truth[["is_key", "is_potential"]].sum(axis=1) + truth["false_type"].notna()
    assert said.max() == 1
    assert truth["is_key"].sum() == 37
    assert truth["is_potential"].sum() == 14
    assert truth["false_type"].value_counts().to_dict() == {
        "one_off_buyer": 7, "profitless_volume": 7, "squeezer": 7,
    }  # fmt: skip
    assert set(truth["defection_sign"].dropna()) == set(SIGNS)
    assert truth.loc[truth["defection_sign"].notna(), "leaves_on"].notna().all()


def test_key_accounts_are_large_profitable_and_still_there(facts, sales):
    key = of(facts, "is_key")
    year = sales[sales["order_date"] > LAST - pd.DateOffset(months=12)]
    money = year.groupby("account_id")[["amount", "cost"]].sum().reindex(key.index).fillna(0)
    margin = 1 - money["cost"] / money["amount"]
    assert (money.loc[key, "amount"] > 1_000_000).all()
    assert margin[key].min() > 0.33
    left = of(facts, "leaves_on")
    assert not (left[key] <= LAST).any()


def test_who_left_ordered_before_and_never_after(facts, sales):
    left = of(facts, "leaves_on").dropna()
    last = sales.groupby("account_id")["order_date"].max().reindex(left.index)
    assert (last < left).all()
    gone = left[left <= LAST]
    assert len(gone) > 50
    pause = (gone - last.reindex(gone.index)).dt.days
    assert pause.median() < 75  # half of them stop while one can still expect an order
    assert pause.max() < 365
    every_order = facts["order_header"].groupby("account_id")["order_date"].max()
    assert (every_order.reindex(left.index) <= left).all()  # returns and cancelled ones too
    for name, column in (("interaction", "interaction_date"), ("opportunity", "created_date")):
        talk = facts[name].groupby("account_id")[column].max().reindex(gone.index)
        assert (talk.dropna() <= gone[talk.notna()] + pd.Timedelta(days=2)).all(), name


def test_a_one_off_buyer_lives_on_one_or_two_orders(facts, sales):
    buyers = of(facts, "false_type") == "one_off_buyer"
    for account in buyers.index[buyers]:
        orders = sales[sales["account_id"] == account].sort_values("amount", ascending=False)
        top = orders["amount"].cumsum() / orders["amount"].sum()
        assert top.iloc[min(1, len(top) - 1)] > 0.9
        assert orders["amount"].iloc[0] > 0.5 * orders["amount"].sum()
        days = orders["order_date"].iloc[:2]
        assert top.iloc[0] > 0.9 or abs((days.iloc[0] - days.iloc[1]).days) < 60


def test_profitless_volume_brings_less_than_half_its_share_of_profit(facts, sales):
    money = sales.groupby("account_id")[["amount", "cost"]].sum()
    profit = money["amount"] - money["cost"]
    revenue_share, profit_share = money["amount"] / money["amount"].sum(), profit / profit.sum()
    kind = of(facts, "false_type").reindex(money.index)
    ratio = profit_share / revenue_share
    assert (ratio[kind == "profitless_volume"] < 0.5).all()
    assert (ratio[kind.isna()] > 0.8).all()
    assert (money["amount"].rank(ascending=False)[kind == "profitless_volume"] <= 70).all()


def test_a_squeezer_gets_ever_more_and_complains_ever_more(facts, sales):
    kind = of(facts, "false_type")
    squeezers = kind.index[kind == "squeezer"]
    line = facts["order_line"].merge(sales[["order_id", "account_id", "order_date"]])
    year = line["order_date"].dt.year
    discount = line.groupby([line["account_id"].isin(squeezers), year])["discount"].mean()
    assert discount[True][2026] > 2 * discount[True][2023]
    assert abs(discount[False][2026] - discount[False][2023]) < 0.02
    complaint = facts["complaint"]["account_id"].isin(squeezers).sum() / 7
    assert complaint > 5 * (~facts["complaint"]["account_id"].isin(squeezers)).sum() / 193
    recent = line[line["order_date"] > LAST - pd.DateOffset(months=12)]
    money = recent.groupby("account_id")[["amount", "cost"]].sum().loc[squeezers]
    assert (1 - money["cost"] / money["amount"] < 0.3).all()


def test_a_potential_account_grows_on_several_orders_in_several_quarters(facts, sales):
    for account in of(facts, "is_potential").pipe(lambda s: s.index[s]):
        orders = sales[sales["account_id"] == account]
        year = orders[orders["order_date"] > LAST - pd.DateOffset(months=12)]
        before = orders[~orders.index.isin(year.index)]
        assert len(year) >= 3
        assert year["order_date"].dt.to_period("Q").nunique() >= 3
        assert year["amount"].sum() > 1.3 * before["amount"].sum()
        assert year["amount"].max() < 0.4 * year["amount"].sum()


def test_each_sign_of_leaving_shows_in_the_facts(facts, sales):
    truth = facts["truth"].set_index("account_id")
    signs, left = truth["defection_sign"].dropna(), truth["leaves_on"]
    end = left.where(left <= LAST, LAST)
    for account, sign in signs.items():
        orders = sales[sales["account_id"] == account]
        late = orders["order_date"] > end[account] - pd.Timedelta(days=180)
        span = (end[account] - orders["order_date"].min()).days - 180
        pace_late = orders.loc[late, "amount"].sum() / 180
        pace_before = orders.loc[~late, "amount"].sum() / span
        assert pace_late < 0.8 * pace_before, (account, sign)
    notes = facts["interaction"].groupby("account_id")["note"].agg(lambda n: " ".join(n.dropna()))
    angry = signs.index[signs == "channel_conflict"]
    about = facts["complaint"].query("category == 'channel conflict'")["account_id"]
    assert set(about) == set(angry)
    split = signs.index[signs == "purchasing_model_change"]
    regions = facts["order_header"].groupby("account_id")["region"].nunique()
    assert (regions[split] > 1).mean() >= 0.75
    assert notes[split].str.contains("Tender|招标").any()


# --- what the product makes of it ------------------------------------------------------------------


@pytest.fixture(scope="module")
def portfolio(tmp_path_factory):
    store = Store.open(tmp_path_factory.mktemp("sample") / "sample.duckdb")
    with store.transaction("sample", "load the sample company") as tx:
        demo.fill(tx)
    yield Portfolio(store, Policy())
    store.close()


def test_it_fills_a_store_whole(portfolio):
    rows = portfolio.store.rows_by_table()
    assert {n: c for n, c in rows.items() if c} == {n: len(demo.tables()[n]) for n in FILLED}
    kept = portfolio.store.query("SELECT count(*) AS n FROM truth")
    assert kept["n"].iloc[0] == 200
    assert measure.last_order_day(portfolio.store) == demo.LAST_DAY == date(2026, 9, 18)


def test_churn_can_be_told_and_its_probabilities_taken_at_their_word(portfolio):
    found = portfolio.churn.evaluation
    model, rivals = found.models["logistic"], found.models
    assert portfolio.churn.verdict == "usable"
    assert portfolio.churn.horizon_days == 90
    assert model["auc"] > 0.74
    assert model["ece"] < 0.05
    assert 0.8 < model["calibration_slope"] < 1.25
    assert model["log_loss"] < 0.9 * rivals["base_rate"]["log_loss"]
    assert model["log_loss"] < min(rivals[r]["log_loss"] for r in rivals if r != "logistic")


def test_the_weeks_list_names_those_who_are_leaving_and_few_others(portfolio):
    week, truth = portfolio.week, demo.tables()["truth"].set_index("account_id")
    worried = {a.account_id for a in week.alerts if a.trigger in ("silent", "falling")}
    keys = worried & week.key_accounts
    assert 3 <= len(keys) <= 0.2 * len(week.key_accounts)
    leaving = truth.index[truth["is_key"] & truth["leaves_on"].notna()]
    assert len(worried & set(leaving)) >= 4
    assert len(keys - set(leaving)) <= 2
    assert len(week.rows) == 5
    assert len({a.account_id for a in week.alerts}) == len(week.alerts)
    assert len(worried) < 0.15 * 200


def test_false_key_accounts_are_in_the_eighty_percent_but_not_at_the_top_of_the_scores(portfolio):
    truth = demo.tables()["truth"].set_index("account_id")
    rows = portfolio.concentration("revenue", "12m").rows
    by_revenue = set(rows["account_id"][rows["cumulative_share"] <= 0.9])
    false = set(truth.index[truth["false_type"].notna()])
    assert len(false & by_revenue) >= 18
    with portfolio.store.transaction("sample", "freeze") as tx:
        measure.freeze(tx, demo.LAST_DAY)
    rank = Portfolio(portfolio.store, Policy()).scores.table["rank"]
    assert rank[list(false)].median() > 2 * rank[truth.index[truth["is_key"]]].median()
