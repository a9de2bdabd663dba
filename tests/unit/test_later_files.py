"""Files that belong together but come in different commands: nothing counts twice, names stay.

Source: import-rules.md ("Lines and repeats", "employee files give names").
"""

import pytest

from kam import imports
from kam.store import Store
from tests.importing import bring, codes, last, revenue, state

TOTALS = "Order no,Customer,Date,Total\n1,A,2024-01-05,100\n2,B,2024-01-06,50\n"
LINES = "Order no,Product,Quantity,Price\n1,P,2,30\n1,Q,4,10\n"  # 100 in all
FLAT = (
    "Order no,Customer,Date,Product,Quantity,Net amount\n1,A,2024-01-05,P,2,60\n"
    "1,A,2024-01-05,Q,4,40\n"
)
ORDERS = (
    "Order ID,Customer ID,Employee ID,Order date,Freight\n1,A,5,2024-01-05,3\n2,B,6,2024-02-06,4\n"
)
DETAILS = "Order ID,Product ID,Unit price,Quantity\n1,P,10,2\n2,P,10,3\n"
EMPLOYEES = "Employee ID,Last name,First name\n5,Buchanan,Steven\n6,Suyama,Michael\n"


@pytest.fixture
def store():
    store = Store.open(None)
    yield store
    store.close()


@pytest.mark.parametrize("lines", [LINES, FLAT])
def test_totals_give_way_to_the_lines_that_come_later(store, lines):
    bring(store, {"totals.csv": TOTALS})
    told = bring(store, {"lines.csv": lines})
    assert revenue(store) == {"A": 100, "B": 50}
    assert "W_TOTALS_AND_LINES" in codes(told["lines.csv"])
    # The same files again change nothing.
    before = store.revision, store.digest()
    assert bring(store, {"lines.csv": lines})["lines.csv"]["status"] == "unchanged"
    assert bring(store, {"totals.csv": TOTALS})["totals.csv"]["status"] == "unchanged"
    assert (store.revision, store.digest()) == before


@pytest.mark.parametrize("lines", [FLAT])
def test_totals_that_come_after_their_lines_do_not_count(store, lines):
    bring(store, {"lines.csv": lines})
    told = bring(store, {"totals.csv": TOTALS})["totals.csv"]
    assert revenue(store) == {"A": 100, "B": 50}
    assert (told["inserted"], told["skipped"]) == (1, 1)
    assert "W_TOTALS_AND_LINES" in codes(told)


def test_undo_brings_the_totals_back(store):
    bring(store, {"totals.csv": TOTALS})
    before = state(store)
    bring(store, {"lines.csv": LINES})
    imports.undo(store, last(store), "ada")
    assert state(store) == before
    assert revenue(store) == {"A": 100, "B": 50}


def test_a_line_without_goods_beside_lines_with_them_counts(store):
    freight = "1,A,2024-01-05,,,7\n"
    bring(store, {"lines.csv": FLAT})
    bring(store, {"lines.csv": FLAT + freight})
    assert revenue(store) == {"A": 107}


def owners(store):
    return store.query("SELECT owner FROM order_header ORDER BY order_id")["owner"].tolist()


def test_orders_that_come_again_without_the_list_of_employees_keep_their_names(store):
    bring(store, {"orders.csv": ORDERS, "details.csv": DETAILS, "employees.csv": EMPLOYEES})
    assert owners(store) == ["Steven Buchanan", "Michael Suyama"]
    told = bring(store, {"orders.csv": ORDERS})
    assert told["orders.csv"]["status"] == "unchanged"
    more = ORDERS + "3,A,6,2024-03-01,2\n4,A,7,2024-03-02,2\n"
    bring(store, {"orders.csv": more})
    # Nobody said who 7 is.
    assert owners(store) == ["Steven Buchanan", "Michael Suyama", "Michael Suyama", "7"]


def test_the_latest_list_says_what_a_code_means_and_undo_takes_that_back(store):
    bring(store, {"orders.csv": ORDERS, "details.csv": DETAILS, "employees.csv": EMPLOYEES})
    before = store.query("FROM code_name ORDER BY ALL")
    wed = EMPLOYEES.replace("Suyama", "Smith")
    bring(store, {"orders.csv": ORDERS, "employees.csv": wed})
    assert owners(store) == ["Steven Buchanan", "Michael Smith"]
    imports.undo(store, last(store), "ada")
    assert owners(store) == ["Steven Buchanan", "Michael Suyama"]
    assert store.query("FROM code_name ORDER BY ALL").equals(before)


def test_colleagues_on_file_give_names_to_codes_that_come_later(store):
    colleagues = "Employee ID,Employee name,Team\n5,Steven Buchanan,North\n6,Michael Suyama,South\n"
    bring(store, {"colleagues.csv": colleagues})
    bring(store, {"orders.csv": ORDERS, "details.csv": DETAILS})
    assert owners(store) == ["Steven Buchanan", "Michael Suyama"]
