"""Every declared table can be brought as a file: under its own names, and under people's headers."""

import pytest

from kam.intake.headers import columns_of
from kam.schema import PARENTS, TABLES
from kam.store import Store
from tests.importing import bring, codes

VALUES = {
    "text": "word", "integer": "3", "number": "2.5", "quantity": "4", "price": "12.5",
    "money": "99.5", "share": "0.25", "rate": "7.25", "date": "2024-03-31", "boolean": "yes",
}  # fmt: skip
SPECIAL = {"account_id": "A1", "order_id": "O1", "product_id": "P1", "currency": "EUR"}
BEFORE = {
    "accounts.csv": "account id,account name,city\nA1,Acme,Rome\n",
    "orders.csv": "order no,customer id,order date\nO1,A1,2024-01-05\n",
    "complaint.csv": "complaint_id,account_id,opened_date,note\nword,A1,2024-01-05,late\n",
    "plan.csv": "plan_id,account_id,plan_name\nword,A1,Growth\n",
    "plan_objective.csv": "objective_id,plan_id,objective_name\nword,word,More\n",
}
# Whom, when, how much: only the name of their file tells these from sales.
NAMED = {"sales_target": "sales_target.csv", "forecast": "forecast.csv"}


def row_of(table, columns):
    return ",".join(SPECIAL.get(c.name, VALUES[c.type]) for c in columns)


@pytest.fixture
def store():
    store = Store.open(None)
    bring(store, BEFORE)
    yield store
    store.close()


@pytest.mark.parametrize("name", TABLES)
def test_a_file_with_the_tables_own_columns_is_that_table(store, name):
    columns = TABLES[name].columns
    text = f"{','.join(c.name for c in columns)}\n{row_of(name, columns)}\n"
    before = store.rows_by_table()[name]
    file = NAMED.get(name, "x.csv")
    entry = bring(store, {file: text})[file]
    assert (entry["table"], entry["rejected"]) == (name, 0), entry
    assert set(entry["mapping"]) == {c.name for c in columns}
    assert store.rows_by_table()[name] == max(before, 1)
    assert bring(store, {file: text})[file]["status"] == "unchanged"


@pytest.mark.parametrize("name", [n for n in TABLES if n not in ("order_header", "order_line")])
def test_a_file_with_ordinary_headers_is_recognised(store, name):
    table = TABLES[name]
    headers = [c.aliases[0] for c in table.columns]
    found = columns_of(name, headers)
    assert {c.name for c in table.columns} == set(found), "two columns share their first header"
    text = f"{','.join(headers)}\n{row_of(name, table.columns)}\n"
    entry = bring(store, {f"{name}.csv": text})[f"{name}.csv"]
    assert (entry["table"], entry["rejected"]) == (name, 0), entry


@pytest.mark.parametrize("name", PARENTS)
def test_a_record_that_names_an_unknown_one_is_kept_aside(store, name):
    column, _ = PARENTS[name]
    columns = TABLES[name].columns
    rows = [row_of(name, columns).split(",") for _ in range(2)]
    rows[1][[c.name for c in columns].index(column)] = "nobody's"
    rows[1][0] = "other"
    text = "\n".join([",".join(c.name for c in columns), *(",".join(r) for r in rows)])
    entry = bring(store, {"x.csv": text})["x.csv"]
    assert (entry["inserted"] + entry["updated"] + entry["unchanged"], entry["rejected"]) == (1, 1)
    assert "R_UNKNOWN_PARENT" in codes(entry)


def test_suppliers_and_carriers_that_both_count_from_one_stay_apart(store):
    bring(
        store,
        {
            "suppliers.csv": "supplierID,companyName,city\n1,Tins Ltd,Bonn\n2,Screws KG,Kiel\n",
            "shippers.csv": "shipperID,companyName,phone\n1,Speedy,555\n",
        },
    )
    kept = store.query("SELECT partner_kind, partner_id, partner_name FROM partner ORDER BY ALL")
    assert kept.to_numpy().tolist() == [
        ["carrier", "1", "Speedy"], ["supplier", "1", "Tins Ltd"], ["supplier", "2", "Screws KG"],
    ]  # fmt: skip


def test_a_list_of_colleagues_names_the_sellers_of_the_same_command(store):
    bring(
        store,
        {
            "sales.csv": "customer,order no,date,amount,employee id\nA1,7,2024-02-01,5,e9\n",
            "employees.csv": "employee id,employee name,department\ne9,Ada Byron,North\n",
        },
    )
    owner = store.query("SELECT owner FROM order_header WHERE order_id = '7'")["owner"]
    assert owner.tolist() == ["Ada Byron"]
