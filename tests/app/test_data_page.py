"""The data page: what was imported, and taking the last import back."""

from kam import imports
from kam.ui import data
from tests.app.screen import TINY, to, words
from tests.app.test_flows import NORTH, pressed, table


def own():
    return data.store_in_use(sample=False)


def upload(opened, name, content):
    opened.file_uploader[0].set_value((name, content, "text/csv")).run()
    return pressed(opened, "Import now")


def test_the_last_import_is_undone_after_a_confirmation(app, filled):
    opened = app(filled(TINY), "data")
    before = own().digest()
    upload(opened, "umsatz.csv", NORTH)
    rows = table(opened, "made_at", "standing")
    assert rows["file"].tolist()[0] == "umsatz.csv"
    assert rows["standing"].tolist()[0] == "Can be undone."
    assert set(rows["standing"][rows["file"] == "sales.csv"]) == {
        "A later import rests on it: undo that one first."
    }
    assert "The last import, umsatz.csv" in words(opened)
    pressed(opened, "Yes, undo this import")
    assert "The import is undone" in words(opened)
    assert own().digest() == before
    rows = table(opened, "made_at", "standing")
    assert rows["standing"].tolist()[0].startswith("Undone on ")
    assert "The last import, sales.csv" in words(opened), "the one before is the next to undo"


def test_an_undo_that_is_refused_says_why(app, filled):
    opened = app(filled(TINY), "data")
    accounts = b"customer id,customer name,city\nHengtai,Hengtai,%s\nNordhaus,Nordhaus,Bern\n"
    upload(opened, "a.csv", accounts % b"Rome")
    upload(opened, "b.csv", accounts % b"Basel")
    button = next(b for b in opened.button if b.label == "Yes, undo this import")
    with own().transaction("somebody", "an edit by hand") as tx:
        tx.execute("UPDATE account SET city = 'Chur', import_id = NULL")
    button.click()
    opened.run()
    assert not opened.exception
    assert any("changed since by hand" in e.value for e in opened.error)
    assert imports.history(own())["undone_at"].isna().all(), "nothing was undone"


def test_no_import_no_history(app, filled):
    opened = app(filled(None), "data")
    assert "No file was imported yet." in "\n".join(i.value for i in opened.info)


def test_the_sample_company_has_nothing_to_undo(app, filled):
    opened = app(filled(TINY), "data", sample="true")
    assert not [b for b in opened.button if "undo" in b.label]
    to(opened, "overview")
    assert not opened.exception
