"""Accounts told by their topmost parent: every fact once, circles a finding and no hang."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kam import imports
from kam.card import Card
from kam.errors import KamError, UnknownName
from kam.families import families, set_parent
from kam.portfolio import Portfolio
from kam.store import Store
from tests.importing import bring


def of(**parents):
    return families(pd.DataFrame({"account_id": list(parents), "parent_id": parents.values()}))


def test_a_chain_of_three_rolls_up_to_its_top():
    found = of(A=None, B="A", C="B", D=None)
    assert found.top == {"B": "A", "C": "A"}
    assert found.members("A") == ["B", "C"]
    assert found.top_of("D") == "D"
    assert found.findings == []


def test_a_circle_is_a_finding_and_its_members_stay_by_themselves():
    found = of(A="B", B="C", C="A", D="A", E="D")
    assert found.in_circle == ("A", "B", "C")
    assert found.top == {"D": "A", "E": "A"}
    assert str(found.findings[0][1]) == "Parents go round in a circle: A, B, C."


def test_own_and_unknown_parents_are_findings():
    found = of(A="A", B="Z", C="A")
    assert (found.own_parent, found.unknown_parent, found.top) == (("A",), ("B",), {"C": "A"})
    assert [code for code, _ in found.findings] == ["W_PARENT_ITSELF", "W_PARENT_UNKNOWN"]


@given(st.lists(st.integers(-1, 15), max_size=15))
def test_every_family_has_one_top_that_has_none(parents):
    ids = [str(i) for i in range(len(parents))]
    found = of(**{i: None if p < 0 else str(p) for i, p in zip(ids, parents, strict=True)})
    assert all(top not in found.top for top in found.top.values())
    assert set(found.top) <= set(ids)


@pytest.fixture(scope="module")
def group():
    store = Store.open(None)
    imports.load_sample(store)
    ids = Portfolio(store).concentration().rows["account_id"].tolist()
    with store.transaction("test", "parents") as tx:
        tx.execute("UPDATE account SET parent_id = NULL")
        for child, parent in ((1, 0), (2, 1), (5, 4), (6, 7), (7, 6), (8, 8)):
            tx.execute(
                "UPDATE account SET parent_id = ? WHERE account_id = ?", [ids[parent], ids[child]]
            )
    return store, ids


def test_totals_are_equal_with_and_without_roll_up(group):
    store, ids = group
    plain, rolled = Portfolio(store), Portfolio(store, rolled_up=True)
    for amount in ("revenue", "gross_profit"):
        one, other = plain.concentration(amount), rolled.concentration(amount)
        assert other.total == pytest.approx(one.total)
        assert one.accounts - other.accounts == 3
    assert rolled.purchases["revenue"].sum() == pytest.approx(plain.purchases["revenue"].sum())
    assert len(rolled.scores.table) == len(plain.scores.table) - 3


def test_the_sample_company_has_groups_of_its_own():
    store = Store.open(None)
    imports.load_sample(store)
    plain, rolled = Portfolio(store), Portfolio(store, rolled_up=True)
    assert len(rolled.families.top) > 5
    assert rolled.notices == ()
    assert rolled.concentration().total == pytest.approx(plain.concentration().total)
    assert rolled.concentration().accounts < plain.concentration().accounts


def test_a_chain_counts_for_its_top_once(group):
    store, ids = group
    plain, rolled = Portfolio(store), Portfolio(store, rolled_up=True)
    sums = plain.measures.accounts.loc[ids[:3]]
    top = rolled.measures.accounts.loc[ids[0]]
    for figure in ("revenue", "revenue_12m", "orders", "lines", "gross_profit"):
        assert top[figure] == pytest.approx(sums[figure].sum())
    assert top["first_order"] == sums["first_order"].min()
    assert ids[1] not in rolled.measures.accounts.index
    assert top["account_name"] == sums.loc[ids[0], "account_name"]


def test_lists_week_and_card_speak_of_the_top(group):
    store, ids = group
    rolled = Portfolio(store, rolled_up=True)
    assert not set(rolled.ranking(rolled)["account_id"]) & {ids[1], ids[2], ids[5]}
    assert not {a.account_id for a in rolled.week.alerts} & {ids[1], ids[2], ids[5]}
    kept = rolled.measures.accounts.loc[ids[0], "revenue"]
    assert Card(rolled, ids[0]).months["revenue"].sum() == pytest.approx(kept)
    narrow = rolled.within(region=rolled.regions[0])
    assert narrow.measures is rolled.measures


def test_what_is_wrong_with_parents_stands_beside_every_result(group):
    store, _ = group
    codes = {n.code for n in Portfolio(store, rolled_up=True).notices}
    assert codes == {"W_PARENT_CIRCLE", "W_PARENT_ITSELF"}
    assert Portfolio(store).notices == ()


def test_parents_come_from_a_file_or_by_hand():
    store = Store.open(None)
    bring(
        store,
        {"accounts.csv": "account_id,account_name,Parent Account ID\nA,Top,\nB,Mid,A\nC,Low,\n"},
    )
    bring(
        store,
        {"s.csv": "customer id,date,amount\nA,2024-01-01,1\nB,2024-01-02,2\nC,2024-01-03,4\n"},
    )
    revision = store.revision
    set_parent(store, "C", "B", "Eva")
    assert store.revision == revision + 1
    rolled = Portfolio(store, rolled_up=True).measures.accounts["revenue"]
    assert rolled.to_dict() == {"A": 7}
    set_parent(store, "C", None, "Eva")
    rolled = Portfolio(store, rolled_up=True).measures.accounts["revenue"]
    assert rolled.to_dict() == {"A": 3, "C": 4}


def test_a_parent_by_hand_makes_no_circle():
    store = Store.open(None)
    bring(store, {"accounts.csv": "account_id,account_name,parent_id\nA,Top,\nB,Mid,A\nC,Low,B\n"})
    for parent in ("C", "A"):
        with pytest.raises(KamError, match="belongs to A itself"):
            set_parent(store, "A", parent, "Eva")
    with pytest.raises(UnknownName, match="no account named"):
        set_parent(store, "A", "Z", "Eva")
    assert store.query("SELECT count(parent_id) AS n FROM account")["n"].iloc[0] == 2
