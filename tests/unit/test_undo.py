"""Undoing an import: the store is what it was before, to the letter."""

import pytest

from kam import imports, quarantine
from kam.errors import DataError, UnknownName
from kam.store import Store
from tests.importing import bring, last, revenue, state

ACCOUNTS = "customer id,customer name,city\nC1,Acme,Rome\nC2,Beta,Bern\n"
SALES = "customer id,order no,date,product,amount\n" + "".join(
    f"C{i % 3 + 1},{i},2024-0{i % 9 + 1}-05,P{i % 4},{i + 1}\n" for i in range(30)
)


@pytest.fixture
def store():
    store = Store.open(None)
    yield store
    store.close()


def test_undoing_the_first_import_leaves_an_empty_store(store):
    before = state(store)
    bring(store, {"x.csv": SALES + "C1,99,never,P,5\n"})
    assert len(store.query("SELECT * FROM yardstick"))
    imports.undo(store, last(store), "ada")
    assert state(store) == before


def test_changed_records_get_their_former_content_back(store):
    bring(store, {"a.csv": ACCOUNTS, "x.csv": SALES})
    before = state(store)
    bring(
        store,
        {
            "a.csv": ACCOUNTS.replace("Bern", "Basel").replace("Acme", "Acme AG"),
            "orders.csv": "order no,customer id,order date,status\n3,C1,2024-02-09,Cancelled\n",
            "y.csv": SALES.replace("2024", "2025").replace(",1,", ",901,"),
        },
    )
    assert state(store) != before
    imports.undo(store, last(store), "ada")
    assert state(store) == before


def test_names_learnt_are_forgotten_and_names_forgotten_are_learnt_again(store):
    sale = "customer id,customer name,date,amount\n1,{},2024-0{}-01,1\n"
    bring(store, {"old.csv": sale.format("Acme", 1)})
    before = state(store)
    bring(store, {"list.csv": "account id,account name,city\n1,Acme,Rome\n"})
    bring(store, {"new.csv": sale.format("Acme Holding", 5)})
    imports.undo(store, last(store), "ada")
    imports.undo(store, last(store), "ada")
    assert state(store) == before


def test_an_undo_is_audited_and_stays_in_the_history(store):
    bring(store, {"x.csv": SALES})
    name, revision = last(store), store.revision
    imports.undo(store, name, "ada")
    assert store.revision == revision + 1
    audit = store.query("SELECT who, what FROM audit ORDER BY revision").iloc[-1]
    assert (audit["who"], audit["what"]) == ("ada", f"undo import {name}")
    row = imports.history(store).iloc[0]
    assert row["undone_by"] == "ada"
    assert not row["undoable"]
    again = bring(store, {"x.csv": SALES})["x.csv"]
    assert (again["status"], again["inserted"]) == ("loaded", 30)


def test_rejected_rows_of_an_undone_import_can_be_rejected_again(store):
    bad = SALES.splitlines()[0] + "\nC1,1,2024-01-05,P,5\nC1,2,never,P,5\n"
    bring(store, {"x.csv": bad})
    imports.undo(store, last(store), "ada")
    assert quarantine.rows(store).empty
    bring(store, {"x.csv": bad})
    assert len(quarantine.rows(store)) == 1


def test_only_the_latest_import_can_be_undone_and_the_message_names_the_later_ones(store):
    bring(store, {"x.csv": SALES})
    first = last(store)
    bring(store, {"a.csv": ACCOUNTS})
    with pytest.raises(DataError, match=r"a\.csv") as caught:
        imports.undo(store, first, "ada")
    assert caught.value.code == "E_UNDO_LATER"
    before = state(store)
    imports.undo(store, last(store), "ada")
    imports.undo(store, first, "ada")
    assert state(store) != before
    with pytest.raises(DataError, match="already"):
        imports.undo(store, first, "ada")
    with pytest.raises(UnknownName):
        imports.undo(store, "nothing", "ada")


def test_records_changed_by_hand_since_are_not_overwritten(store):
    bring(store, {"a.csv": ACCOUNTS})
    bring(store, {"a.csv": ACCOUNTS.replace("Bern", "Basel")})
    with store.transaction("ada", "edit an account") as tx:
        tx.execute("UPDATE account SET city = 'Chur', import_id = NULL WHERE account_id = 'C2'")
    before = state(store)
    with pytest.raises(DataError) as caught:
        imports.undo(store, last(store), "ada")
    assert caught.value.code == "E_UNDO_CHANGED"
    assert state(store) == before


def test_the_history_says_who_when_which_file_and_how_many(store):
    bring(store, {"a.csv": ACCOUNTS, "x.csv": SALES})
    rows = imports.history(store).set_index(["file", "table"])
    sales = rows.loc[("x.csv", "order_line")]
    assert (sales["who"], sales["rows_read"], sales["inserted"]) == ("test", 30, 30)
    assert len(sales["sha256"]) == 64
    assert '"amount": "amount"' in sales["mapping"]
    assert rows["import_id"].nunique() == 1
    assert rows["undoable"].all()


def test_the_digest_knows_facts_only_and_not_their_order(store):
    bring(store, {"x.csv": SALES})
    digest = store.digest()
    lines = SALES.splitlines()
    bring(store, {"y.csv": "\n".join([lines[0], *reversed(lines[1:])])})
    bring(store, {"z.csv": ("\ufeff" + SALES).encode("utf-16-le")})
    assert store.digest() == digest
    other = Store.open(None)
    bring(other, {"other.csv": SALES})
    assert other.digest() == digest
    bring(store, {"y.csv": SALES + "C1,99,2024-01-05,P,5\n"})
    assert store.digest() != digest
    assert revenue(store) != revenue(other)
