"""The merging page: a person decides pair by pair, takes decisions back, and sets parents."""

import pytest

from kam import families, merging
from kam.ui import data
from tests.app.screen import to, words
from tests.app.test_flows import figures, pressed, table

BOOKS = b"""Customer id,Customer name,Order no,Date,Amount
A,Bosch GmbH,1,2024-01-05,100
B,BOSCH,2,2024-02-05,300
C,Nordhaus,3,2024-01-20,250
D,Nordhaus AG,4,2024-02-11,50
E,Lvyuan,5,2024-02-12,70
"""


@pytest.fixture
def opened(app, filled):
    return app(filled(BOOKS), "merging")


def own():
    return data.store_in_use(sample=False)


def pairs_of(opened):
    return set(opened.selectbox(key="pair_choice").options)


def test_nothing_is_merged_by_looking(opened):
    assert "2 pairs of accounts may be one customer" in words(opened).replace("*", "")
    assert merging.merges(own()).empty
    assert own().revision == 1


def test_a_person_merges_and_chooses_which_id_stays(opened):
    revision = own().revision
    opened.selectbox(key="pair_choice").set_value("A|B").run()
    keep = opened.radio(key="keep_A|B")
    assert keep.value == "B", "the one that bought more is proposed"
    keep.set_value("A").run()
    pressed(opened, "Same customer: merge")
    assert "BOSCH is now part of Bosch GmbH" in words(opened)
    merges = merging.merges(own())
    assert (merges["keep_id"].iloc[0], merges["drop_id"].iloc[0]) == ("A", "B")
    assert own().revision == revision + 1
    assert "1 pair of accounts" in words(opened).replace("*", "")
    to(opened, "pareto")
    assert figures(opened)["Total"] == "770"
    assert table(opened, "rank", "value")["value"].tolist()[0] == 400.0


def test_a_merge_is_undone(opened):
    before = own().digest()
    pressed(opened, "Same customer: merge")
    assert own().digest() != before
    pressed(opened, "Yes, undo this merge")
    assert "The merge is undone." in words(opened)
    assert own().digest() == before
    assert "2 pairs" in words(opened).replace("*", ""), "the pair waits again"
    assert table(opened, "keep_name", "standing")["standing"].tolist()[0].startswith("Undone on")


def test_a_pair_kept_apart_is_not_offered_until_asked(opened):
    opened.selectbox(key="pair_choice").set_value("C|D").run()
    pressed(opened, "Not the same")
    assert "1 pair of accounts" in words(opened).replace("*", "")
    assert merging.apart(own())[["account_id", "other_id"]].values.tolist() == [["C", "D"]]
    pressed(opened, "Offer this pair again")
    assert merging.apart(own()).empty
    assert "2 pairs" in words(opened).replace("*", "")


def test_a_parent_is_set_and_taken_away_by_hand(opened):
    opened.selectbox(key="group_account").set_value("C").run()
    opened.selectbox(key="group_parent").set_value("E").run()
    pressed(opened, "Set parent")
    assert "Nordhaus now belongs to Lvyuan" in words(opened)
    assert families.of_store(own()).top == {"C": "E"}
    assert table(opened, "parent_name")["parent_name"].tolist() == ["Lvyuan"]
    opened.selectbox(key="group_account").set_value("E").run()
    opened.selectbox(key="group_parent").set_value("C").run()
    pressed(opened, "Set parent")
    assert any("belongs to E itself" in e.value for e in opened.error)
    opened.selectbox(key="group_account").set_value("C").run()
    opened.selectbox(key="group_parent").set_value(None).run()
    pressed(opened, "Set parent")
    assert families.of_store(own()).top == {}


def test_groups_count_as_one_account_on_every_page(app, filled):
    path = filled(BOOKS)
    opened = app(path, "pareto")
    assert not [t for t in opened.toggle if t.key == "rolled_up"], "no parents, no switch"
    families.set_parent(own(), "C", "E", "test")
    opened.run()
    assert figures(opened)["Total"] == "770"
    assert len(table(opened, "rank", "value")) == 5
    opened.toggle(key="rolled_up").set_value(True).run()
    rows = table(opened, "rank", "value").set_index("account_name")["value"]
    assert len(rows) == 4
    assert rows["Lvyuan"] == 320.0
    assert figures(opened)["Total"] == "770", "each sale counts once"
    assert "Groups count as one account." in words(opened)
    to(opened, "overview")
    assert "Groups count as one account." in words(opened), "the switch holds on every page"


def test_a_link_carries_the_roll_up(app, filled):
    path = filled(BOOKS)
    app(path)
    families.set_parent(own(), "C", "E", "test")
    opened = app(path, "pareto", rolled_up="true")
    assert len(table(opened, "rank", "value")) == 4


def test_the_shared_sample_company_is_not_changed(app, filled):
    opened = app(filled(None), "merging", sample="true")
    assert "pair of accounts may be one customer" in words(opened).replace("*", "")
    for label in ("Same customer: merge", "Not the same", "Set parent"):
        assert next(b for b in opened.button if b.label == label).disabled


def test_a_search_that_was_stopped_can_be_started_again(opened):
    opened.session_state["_job_pairs"][1].cancel()
    opened.run()
    assert any("was stopped" in i.value for i in opened.info)
    pressed(opened, "Search again")
    assert "2 pairs of accounts" in words(opened).replace("*", "")
