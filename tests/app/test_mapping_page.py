"""Mapping on the page: a drop-down per column, answers to questions, mappings kept for next time."""

import pytest

from kam import profiles
from kam.ui import data
from tests.app.screen import words
from tests.app.test_flows import pressed, table

SALES = "Customer,Order no,Date,Net,Other\nAcme,1,2024-01-05,10,70\nBeta,2,2024-01-06,20,80\n"
ASKS = "Customer,Date,Amount\nAcme,03/04/2024,10\nBeta,05/06/2024,20\n"


@pytest.fixture
def opened(app, filled):
    return app(filled(None), "data")


def own():
    return data.store_in_use(sample=False)


def upload(opened, text, name="a.csv"):
    opened.file_uploader[0].set_value((name, text.encode(), "text/csv")).run()
    return opened


def becomes(opened, header):
    return next(s for s in opened.selectbox if s.label == f"What {header} becomes")


def can_import(opened):
    return not next(b for b in opened.button if b.label == "Import now").disabled


def amounts():
    return [float(a) for a in own().query("SELECT amount FROM order_line ORDER BY 1")["amount"]]


def test_every_column_has_a_drop_down_and_the_unused_ones_are_seen(opened):
    upload(opened, SALES)
    assert becomes(opened, "Net").value == "amount"
    assert becomes(opened, "Other").value == ""
    assert "1 column is not." in words(opened).replace("*", "")
    assert "Acme · Beta" in words(opened), "sample values"


def test_changing_a_column_plans_anew_and_holds_in_the_import(opened):
    upload(opened, SALES)
    becomes(opened, "Other").set_value("amount").run()
    assert becomes(opened, "Net").value == "", "no column of ours has two headers"
    assert own().revision == 0
    pressed(opened, "Import now")
    assert amounts() == [70, 80]


def test_a_needed_column_taken_away_is_said_and_can_be_given_back(opened):
    upload(opened, SALES)
    becomes(opened, "Net").set_value("").run()
    assert not can_import(opened)
    assert any("columns are missing" in p for p in table(opened, "problem", "mend")["problem"])
    pressed(opened, "Forget my changes")
    assert becomes(opened, "Net").value == "amount"
    assert can_import(opened)


def test_a_question_is_answered_on_the_page(opened):
    upload(opened, ASKS)
    assert not can_import(opened)
    assert "03/04/2024" in opened.radio[0].label.replace("\\", "")
    opened.radio[0].set_value("%m/%d/%Y").run()
    assert not opened.radio, "it is answered"
    assert can_import(opened)
    pressed(opened, "Import now")
    day = own().query("SELECT min(order_date) AS d FROM order_header")["d"].iloc[0]
    assert (day.month, day.day) == (3, 4)


def test_a_file_nothing_is_used_of_can_be_told_what_it_is(opened):
    upload(opened, "Ref,Wert,Tag\nA,5,2024-01-02\nB,6,2024-01-03\n")
    next(s for s in opened.selectbox if s.label == "This file holds").set_value("account").run()
    becomes(opened, "Ref").set_value("account_id").run()
    assert can_import(opened)
    pressed(opened, "Import now")
    assert own().rows_by_table()["account"] == 2


def test_whether_amounts_include_tax_is_answered_on_the_page(opened):
    upload(opened, "客户,日期,金额,含税金额\nA,2024-01-05,113,113\nB,2024-01-06,226,226\n")
    assert not can_import(opened)
    assert "include tax" in opened.radio[0].label
    opened.radio[0].set_value("gross").run()
    assert not opened.radio, "it is answered"
    assert becomes(opened, "含税金额").value == "amount"
    pressed(opened, "Import now")
    assert own().rows_by_table()["order_line"] == 2


def test_a_saved_mapping_holds_for_the_next_file_until_it_is_forgotten(opened):
    upload(opened, SALES)
    becomes(opened, "Other").set_value("amount").run()
    next(t for t in opened.text_input if t.key == "profile_a.csv").set_value("Our ERP").run()
    pressed(opened, "Save mapping")
    assert "The mapping is saved as Our ERP." in words(opened)
    assert profiles.listed(own())["name"].tolist() == ["Our ERP"]
    pressed(opened, "Take none of them")
    upload(opened, SALES.replace("Acme", "Gamma"), "july.csv")
    assert becomes(opened, "Other").value == "amount"
    assert any("saved under the name Our ERP" in p for p in table(opened, "problem")["problem"])
    becomes(opened, "Order no").set_value("").run()
    assert becomes(opened, "Other").value == "amount", "a change is added to what was saved"
    pressed(opened, "Forget mapping")
    assert profiles.listed(own()).empty


def test_what_was_said_of_files_put_away_is_forgotten(opened):
    upload(opened, SALES)
    becomes(opened, "Other").set_value("amount").run()
    pressed(opened, "Take none of them")
    upload(opened, SALES)
    assert becomes(opened, "Net").value == "amount"
