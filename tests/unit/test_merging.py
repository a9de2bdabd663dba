"""One customer, one account: merged by a person, found again by later imports, taken apart exactly."""

import shutil

import duckdb
import pandas as pd
import pytest

from kam import imports, merging
from kam.errors import KamError, UnknownName
from kam.portfolio import Portfolio
from kam.schema import TABLES
from kam.store import MIGRATIONS, Store
from tests.importing import bring, codes, revenue


def digest(store):
    """Every fact and every alias, whatever the order of rows."""
    return {
        name: store.query(f"SELECT * FROM {name} ORDER BY ALL").astype(str).to_dict("list")
        for name in (*TABLES, "account_alias")
    }


@pytest.fixture
def sample():
    store = Store.open(None)
    imports.load_sample(store)
    return store


def some(store, *places):
    ids = store.query("SELECT account_id FROM account ORDER BY account_id")["account_id"].tolist()
    return [ids[p] for p in places]


ACCOUNTS = (
    "account_id,account_name,region,credit_limit,parent_id\n"
    "A,Acme GmbH,,100,\nB,ACME,North,200,A\nC,Child,South,,B\n"
)
SALES = (
    "customer id,date,amount\nA,2024-01-05,10\nB,2024-01-06,20.5\nC,2024-01-07,5\nB,2024-02-01,7\n"
)
PAYMENTS = "account_id,paid_date,amount\nB,2024-03-01,20.50\nA,2024-03-02,10\n"
TARGETS = (
    "account_id,owner,month,amount\nA,Eva,2024-01-01,100\nB,Eva,2024-01-01,50.25\n"
    "B,Eva,2024-02-01,60\n"
)
SCORES = (
    "account_id,indicator_id,rater,grade\nA,industry_influence,Eva,5\n"
    "B,industry_influence,Eva,1\nB,communication,Eva,3\n"
)
FILES = {
    "account.csv": ACCOUNTS,
    "sales.csv": SALES,
    "payment.csv": PAYMENTS,
    "sales_target.csv": TARGETS,
    "judged_score.csv": SCORES,
}


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    path = tmp_path_factory.mktemp("books") / "books.duckdb"
    store = Store.open(path)
    for name, text in FILES.items():
        entries = bring(store, {name: text})
        assert all(not e["rejected"] for e in entries.values()), entries
    store.close()
    return path


@pytest.fixture
def books(written, tmp_path):
    store = Store.open(shutil.copy(written, tmp_path / "books.duckdb"))
    yield store
    store.close()


def test_merging_adds_revenue_and_counts_one_account_less(books):
    assert revenue(books) == {"A": 10, "B": 27.5, "C": 5}
    merging.merge(books, "A", ["B"], "test")
    assert revenue(books) == {"A": 37.5, "C": 5}
    assert books.rows_by_table()["account"] == 2
    assert Portfolio(books).concentration().total == pytest.approx(42.5)


def test_the_kept_account_keeps_what_it_knows_and_learns_the_rest(books):
    merging.merge(books, "A", ["B"], "test")
    row = books.query("SELECT * FROM account WHERE account_id = 'A'").iloc[0]
    assert (row["account_name"], row["region"], row["credit_limit"]) == ("Acme GmbH", "North", 100)
    assert pd.isna(row["parent_id"])
    parents = books.query("SELECT account_id, parent_id FROM account WHERE parent_id IS NOT NULL")
    assert parents.to_dict("records") == [{"account_id": "C", "parent_id": "A"}]


def test_records_both_had_become_one(books):
    merging.merge(books, "A", ["B"], "test")
    targets = books.query("SELECT month, amount FROM sales_target ORDER BY month")
    assert targets["amount"].tolist() == [150.25, 60]
    scores = books.query("SELECT indicator_id, grade FROM judged_score ORDER BY 1")
    assert scores["grade"].tolist() == [3, 5]


def test_a_merge_raises_the_revision_once_and_leaves_a_line_in_the_audit(books):
    before = books.revision
    merging.merge(books, "A", ["B", "C"], "Eva")
    assert books.revision == before + 1
    line = books.query("SELECT who, what FROM audit ORDER BY revision DESC LIMIT 1")
    assert line.to_dict("records") == [{"who": "Eva", "what": "merge accounts"}]


@pytest.mark.parametrize("drops", [["B"], ["C"], ["B", "C"], ["C", "B"]])
@pytest.mark.parametrize("keep", ["A", "B", "C"])
def test_taking_apart_restores_every_fact(books, keep, drops):
    drops = [d for d in drops if d != keep] or ["A"]
    before = digest(books)
    merge_id = merging.merge(books, keep, drops, "test")
    assert digest(books) != before
    merging.unmerge(books, merge_id, "test")
    assert digest(books) == before


def test_taking_the_sample_company_apart_restores_every_fact(sample):
    before = digest(sample)
    keep, *drops = some(sample, 3, 0, 7, 20)
    first = merging.merge(sample, keep, drops, "test")
    second = merging.merge(sample, some(sample, 30)[0], [keep], "test")
    assert sample.rows_by_table()["order_header"] == len(before["order_header"]["order_id"])
    merging.unmerge(sample, second, "test")
    merging.unmerge(sample, first, "test")
    assert digest(sample) == before


def test_totals_of_the_sample_company_stay(sample):
    before = Portfolio(sample).concentration().total
    keep, drop = some(sample, 3, 4)
    merging.merge(sample, keep, [drop], "test")
    assert Portfolio(sample).concentration().total == pytest.approx(before)


def test_the_later_merge_is_undone_first(books):
    first = merging.merge(books, "A", ["B"], "test")
    second = merging.merge(books, "C", ["A"], "test")
    with pytest.raises(KamError, match="merged again since"):
        merging.unmerge(books, first, "test")
    merging.unmerge(books, second, "test")
    merging.unmerge(books, first, "test")
    with pytest.raises(KamError, match="undone already"):
        merging.unmerge(books, first, "test")
    assert merging.merges(books)["undone_by"].tolist() == ["test", "test"]


def test_words_merged_away_mean_the_last_account_over_two_merges(books):
    merging.merge(books, "A", ["B"], "test")
    merging.merge(books, "C", ["A"], "test")
    words = books.query("SELECT account_id, alias FROM account_alias WHERE kind = 'merged'")
    assert set(words["account_id"]) == {"C"}
    assert set(words["alias"]) == {"A", "B", "Acme GmbH", "ACME"}


@pytest.mark.parametrize("name", FILES)
def test_a_file_imported_before_the_merge_changes_nothing_after_it(books, name):
    merging.merge(books, "A", ["B"], "test")
    before = digest(books)
    revision = books.revision
    entries = bring(books, {name: FILES[name]})
    assert {e["status"] for e in entries.values()} == {"unchanged"}, entries
    assert digest(books) == before
    assert books.revision == revision
    assert any("W_MERGED" in codes(e) for e in entries.values())


def test_later_sales_of_the_old_id_land_on_the_merged_account(books):
    merging.merge(books, "A", ["B"], "test")
    bring(books, {"more.csv": "customer id,date,amount\nB,2024-05-01,100\nC,2024-05-02,1\n"})
    assert revenue(books) == {"A": 137.5, "C": 6}
    assert books.rows_by_table()["account"] == 2


def test_later_sales_under_the_old_name_land_on_the_merged_account(books):
    merging.merge(books, "A", ["B"], "test")
    bring(books, {"more.csv": "customer,date,amount\nACME,2024-05-01,100\nChild,2024-05-02,1\n"})
    assert revenue(books) == {"A": 137.5, "C": 6}
    assert books.rows_by_table()["account"] == 2


def test_accounts_known_by_name_only_are_found_again_too():
    store = Store.open(None)
    sales = "customer,date,amount\nBosch GmbH,2024-01-05,10\nBOSCH,2024-01-06,20\n"
    bring(store, {"sales.csv": sales})
    merging.merge(store, "Bosch GmbH", ["BOSCH"], "test")
    before = digest(store)
    entries = bring(store, {"sales.csv": sales})
    assert {e["status"] for e in entries.values()} == {"unchanged"}
    assert digest(store) == before
    bring(store, {"more.csv": "customer,date,amount\nbosch,2024-05-01,5\nOther,2024-05-02,1\n"})
    assert revenue(store) == {"Bosch GmbH": 35, "Other": 1}


def test_a_list_that_names_only_the_old_id_still_tells_of_the_account(books):
    merging.merge(books, "A", ["B"], "test")
    entries = bring(books, {"accounts.csv": "account_id,account_name,city\nB,ACME New,Bonn\n"})
    row = books.query("SELECT * FROM account WHERE account_id = 'A'").iloc[0]
    assert (row["account_name"], row["city"]) == ("Acme GmbH", "Bonn")
    assert entries["accounts.csv"]["updated"] == 1


def test_two_rows_of_one_account_under_one_key_still_contradict_each_other(books):
    merging.merge(books, "A", ["B"], "test")
    text = "account_id,owner,month,amount\nB,Eva,2024-07-01,1\nB,Eva,2024-07-01,2\n"
    entries = bring(books, {"sales_target.csv": text})
    assert "R_KEY_CONFLICT" in codes(entries["sales_target.csv"])


def test_candidates_come_from_the_store_and_pairs_kept_apart_do_not(books):
    bring(books, {"accounts.csv": "account_id,account_name\nD,Child Ltd.\nE,Somebody else\n"})
    found = merging.candidates(books)
    assert found[["account_id", "other_id"]].values.tolist() == [["C", "D"]]
    merging.keep_apart(books, "D", "C", "test")
    assert merging.candidates(books).empty
    assert merging.apart(books)["account_id"].tolist() == ["C"]
    merging.offer_again(books, "C", "D", "test")
    assert len(merging.candidates(books)) == 1


def test_what_cannot_be_merged_says_so_and_changes_nothing(books):
    before, revision = digest(books), books.revision
    with pytest.raises(UnknownName, match="no account named"):
        merging.merge(books, "A", ["B", "Z"], "test")
    with pytest.raises(KamError, match="itself"):
        merging.merge(books, "A", ["A"], "test")
    with pytest.raises(UnknownName):
        merging.unmerge(books, "no such merge", "test")
    assert digest(books) == before
    assert books.revision == revision


def test_emptying_a_store_forgets_its_merges(books):
    merging.merge(books, "A", ["B"], "test")
    imports.empty(books, "test")
    assert merging.merges(books).empty


def test_a_store_made_before_gains_the_tables_that_remember_merges(tmp_path):
    path = tmp_path / "old.duckdb"
    Store.open(path).close()
    with duckdb.connect(str(path)) as db:
        for (table,) in db.execute(
            "SELECT table_name FROM duckdb_tables() WHERE table_name LIKE 'merge%'"
            " OR table_name IN ('account_merge', 'not_duplicate')"
        ).fetchall():
            db.execute(f"DROP TABLE {table}")
        db.execute("DELETE FROM migration WHERE name = '0003_remember_merges'")
    store = Store.open(path)
    assert merging.merges(store).empty
    assert merging.apart(store).empty
    done = store.query("SELECT name FROM migration")["name"]
    assert set(done) == set(MIGRATIONS)
    store.close()
