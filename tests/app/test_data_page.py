"""The data page: what was imported, and taking the last import back."""

from kam import imports
from kam.ui import data, working
from tests.app.screen import TINY, to, words
from tests.app.test_flows import NORTH, pressed, table


def own():
    return data.store_in_use(sample=False)


def upload(opened, name, content):
    opened.file_uploader[0].set_value((name, content, "text/csv")).run()
    return pressed(opened, "Import now")


def ended(opened, name):
    assert opened.session_state[f"_job_{name}"][1].wait(20)


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
    assert "Done: " not in words(opened)
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


def test_work_behind_the_page_is_shown_and_can_be_cancelled(app, filled):
    opened = app(filled(TINY), "data", patience=0.3)
    before = own().digest()
    with own().transaction("somebody", "a long import"):
        opened.file_uploader[0].set_value(("umsatz.csv", NORTH, "text/csv")).run()
        assert not opened.exception
        assert not [b for b in opened.button if b.label == "Import now"]
        assert opened.get("progress"), "how far it is"
        assert table(opened, "table", "rows") is not None, "the page stays usable"
        pressed(opened, "Cancel")
        assert next(b for b in opened.button if b.label == "Cancel").disabled
    ended(opened, "reading")
    opened.run()
    assert "The import was stopped." in words(opened)
    assert not opened.file_uploader[0].value
    assert own().digest() == before


def test_an_import_waits_for_another_and_then_tells_what_it_did(app, filled, monkeypatch):
    opened = app(filled(TINY), "data")
    opened.file_uploader[0].set_value(("umsatz.csv", NORTH, "text/csv")).run()
    monkeypatch.setattr(working, "PATIENCE", 0.3)
    with own().transaction("somebody", "another import"):
        pressed(opened, "Import now")
        assert opened.get("progress")
        assert not opened.file_uploader, "one import at a time"
        to(opened, "pareto")
        assert not opened.exception, "other pages go on"
        to(opened, "data")
    ended(opened, "storing")
    opened.run()
    assert "Done: " in words(opened)
    assert own().rows_by_table()["order_line"] == 6


def test_files_past_the_limit_get_the_command_that_takes_them(app, filled, monkeypatch):
    monkeypatch.setattr(data, "PAGE_LIMIT", 1)
    opened = app(filled(TINY), "data")
    large = NORTH + b"C;15.02.2024;200,00\n" * 35_000  # 0.7 MB
    files = [(name, large, "text/csv") for name in ("my sales.csv", "b.csv")]
    opened.file_uploader[0].set_value(files).run()
    assert [c.value for c in opened.code] == ["python -m kam import 'my sales.csv' b.csv"]
    assert not [b for b in opened.button if b.label == "Import now"]


def test_a_team_brings_less_at_once(monkeypatch):
    monkeypatch.setenv("KAM_MODE", "team")
    assert data.page_limit() == 50
    monkeypatch.delenv("KAM_MODE")
    assert data.page_limit() == 200


def test_a_backup_is_made_and_restored_on_the_page(app, filled):
    """Reliability promise 14."""
    opened = app(filled(TINY), "data")
    assert "No backup yet" in words(opened)
    before = own().digest()
    pressed(opened, "Back up now")
    assert "Backed up" in words(opened)
    upload(opened, "umsatz.csv", NORTH)
    assert own().digest() != before
    assert table(opened, "reason_kept")["reason_kept"].tolist() == ["Before an import", "By hand"]
    by_hand = next(s for s in opened.selectbox if s.label == "Go back to")
    by_hand.set_value(table(opened, "reason_kept")["file"].tolist()[1]).run()
    pressed(opened, "Yes, restore it")
    assert "Restored." in words(opened)
    assert own().digest() == before
