"""What a person says of single files: columns, answers, saved mappings, and mapping files from them."""

import pytest

from kam import imports, intake, profiles
from kam.errors import UnknownName
from kam.intake import Mapping
from kam.store import Store
from tests.importing import upload

SALES = "Customer,Order no,Date,Net,Other\nAcme,1,2024-01-05,10,70\nBeta,2,2024-01-06,20,80\n"
ASKS = "Customer,Date,Amount\nAcme,03/04/2024,10\nBeta,05/06/2024,20\n"


@pytest.fixture
def store():
    store = Store.open(None)
    yield store
    store.close()


def entry(planned, name):
    return next(r.entry for r in planned.readings if r.entry.file == name)


def test_a_column_is_fixed_for_one_file_only(store):
    files = [upload("a.csv", SALES), upload("b.csv", SALES.replace("Acme", "Gamma"))]
    columns = {**entry(imports.plan(store, files), "a.csv").mapping, "amount": "Other"}
    own = Mapping("order_line", columns, {"only": True})
    planned = imports.plan(store, files, each={"a.csv": own})
    assert entry(planned, "a.csv").mapping["amount"] == "Other"
    assert entry(planned, "b.csv").mapping["amount"] == "Net"
    imports.carry_out(store, planned, "ada")
    amounts = store.query("SELECT amount FROM order_line ORDER BY amount")["amount"]
    assert [float(a) for a in amounts] == [10, 20, 70, 80]


def test_only_what_a_person_named_is_used(store):
    columns = {"account_id": "Customer", "order_date": "Date", "amount": "Net"}
    planned = imports.plan(
        store, [upload("a.csv", SALES)],
        each={"a.csv": Mapping("order_line", columns, {"only": True})},
    )  # fmt: skip
    found = entry(planned, "a.csv")
    assert found.mapping == columns
    assert found.unmapped == ["Order no", "Other"]
    assert {m["how"] for m in found.matches.values()} == {"given"}


def test_a_required_column_taken_away_is_named(store):
    columns = {"account_id": "Customer", "order_date": "Date"}
    planned = imports.plan(
        store, [upload("a.csv", SALES)],
        each={"a.csv": Mapping("order_line", columns, {"only": True})},
    )  # fmt: skip
    assert planned.refused
    assert [f.code for f in entry(planned, "a.csv").findings] == ["E_MISSING_COLUMNS"]


def test_a_question_about_days_offers_both_orders_and_takes_the_answer(store):
    planned = imports.plan(store, [upload("a.csv", ASKS)])
    asked = next(f for f in entry(planned, "a.csv").findings if f.severity == "ask")
    assert (asked.code, asked.column) == ("Q_DAY_MONTH_ORDER", "Date")
    assert asked.options == ("%d/%m/%Y", "%m/%d/%Y")
    for form, month in zip(asked.options, (4, 3), strict=True):
        said = {"a.csv": Mapping(options={"date_format": form})}
        fresh = Store.open(None)
        imports.carry_out(fresh, imports.plan(fresh, [upload("a.csv", ASKS)], each=said), "ada")
        day = fresh.query("SELECT min(order_date) AS d FROM order_header")["d"].iloc[0]
        assert day.month == month


def test_an_answer_about_days_leaves_columns_written_otherwise_alone(store):
    text = "Customer,Date,Ship date,Amount\nA,03/04/2024,2024-04-09,10\nB,05/06/2024,2024-06-09,2\n"
    said = {"a.csv": Mapping(options={"date_format": "%d/%m/%Y"})}
    imports.carry_out(store, imports.plan(store, [upload("a.csv", text)], each=said), "ada")
    row = store.query("SELECT * FROM order_header ORDER BY order_date").iloc[0]
    assert (row["order_date"].month, row["ship_date"].month) == (4, 4)


def test_a_question_about_columns_takes_the_answer(store):
    text = "xx,yy,zz,ww\nA,2024-01-05,10.50,7.10\nB,2024-01-06,20.75,8.25\nA,2024-01-07,1.5,2.5\n"
    planned = imports.plan(store, [upload("a.csv", text)])
    asked = next(f for f in entry(planned, "a.csv").findings if f.severity == "ask")
    assert asked.options == ("zz", "ww")
    said = {"a.csv": Mapping(columns={asked.column: "ww"})}
    planned = imports.plan(store, [upload("a.csv", text)], each=said)
    assert entry(planned, "a.csv").status == "loaded"
    assert entry(planned, "a.csv").mapping["amount"] == "ww"


def test_entries_show_what_their_columns_hold(store):
    found = entry(imports.plan(store, [upload("a.csv", SALES)]), "a.csv")
    assert found.samples["Customer"] == ["Acme", "Beta"]
    assert list(found.samples) == found.headers


def test_a_saved_mapping_is_recognised_by_the_headers_of_the_next_file(store):
    columns = {"account_id": "Customer", "order_date": "Date", "amount": "Other"}
    mapping = Mapping("order_line", columns, {"only": True})
    key = profiles.save(store, "Our ERP", ["Other", "Net", "Date", "Order no", "Customer"],
                        mapping, "ada")  # fmt: skip
    found = entry(imports.plan(store, [upload("june.csv", SALES)]), "june.csv")
    assert found.mapping == columns
    assert [f.value for f in found.findings if f.code == "W_PROFILE"] == ["Our ERP"]
    assert profiles.listed(store)["name"].tolist() == ["Our ERP"]
    profiles.forget(store, key, "ada")
    assert entry(imports.plan(store, [upload("june.csv", SALES)]), "june.csv").mapping != columns
    with pytest.raises(UnknownName):
        profiles.forget(store, key, "ada")


def test_what_is_said_of_a_file_or_command_goes_before_what_is_saved(store):
    columns = {"account_id": "Customer", "order_date": "Date", "amount": "Other"}
    headers = SALES.splitlines()[0].split(",")
    profiles.save(store, "x", headers, Mapping("order_line", columns, {"only": True}), "ada")
    net = Mapping(columns={"amount": "Net"})
    for said in ({"each": {"a.csv": net}}, {"mapping": net}):
        planned = imports.plan(store, [upload("a.csv", SALES)], **said)
        assert entry(planned, "a.csv").mapping["amount"] == "Net"


def test_a_mapping_is_written_as_a_mapping_file_and_read_again(tmp_path):
    mapping = Mapping(
        "order_line", {"account_id": '客户 "名"', "amount": "a\\b"}, {"only": True, "unit_factor": 1e4},
        {"order_date": "2024-01-01"},
    )  # fmt: skip
    path = tmp_path / "map.toml"
    path.write_text(intake.written(mapping), encoding="utf-8")
    assert intake.read_mapping(path) == mapping
