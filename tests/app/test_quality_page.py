"""The page of data quality, driven through the real app: numbers are those of the portfolio."""

import csv
import io

from kam import exports, quarantine
from kam.portfolio import Portfolio
from kam.ui import data
from kam.ui.corrections import named
from tests.app.screen import TINY, words

BAD = TINY + b"Lvyuan,2024-02-12,lots\nNordhaus,2024-02-30,70\n"


def table(opened, *columns):
    return next(d.value for d in opened.dataframe if set(columns) <= set(d.value.columns))


def test_the_page_answers_how_far_the_data_can_be_trusted(app, filled):
    opened = app(filled(BAD), "quality")
    assert not opened.exception
    found = Portfolio(data.store_in_use(sample=False)).quality
    assert found.answer.in_language("en") in words(opened).replace("*", "")
    shown = {m.label: m.value for m in opened.metric}
    assert shown["Rows to correct"] == "2"
    assert len(opened.metric) == 4
    assert table(opened, "table", "gain")["gain"].tolist() == found.next_files["gain"].tolist()
    assert table(opened, "check", "number")["number"].tolist() == [1, 1]
    assert table(opened, "feature", "state")["state"].tolist()[0] == "Locked"
    coverage = table(opened, "indicator", "accounts_share")["accounts_share"]
    assert coverage.tolist() == (100 * found.coverage["accounts_share"]).tolist()


def test_rejected_rows_are_taken_away_corrected_and_brought_back(app, filled):
    database = filled(BAD)
    opened = app(database, "quality")
    assert "correct them in their own columns" in words(opened)
    button = next(b for b in opened.download_button if "rows to correct" in b.label)
    assert button.label.replace("\\", "") == "sales.csv: 2 rows to correct"
    store = data.store_in_use(sample=False)
    import_id = quarantine.files(store)["import_id"].iloc[0]
    taken = exports.csv_bytes(*quarantine.to_correct(store, import_id, "sales.csv", "en"))
    rows = list(csv.reader(io.StringIO(taken.decode("utf-8-sig"))))
    rows[1][2], rows[2][1] = "80", "2024-02-29"
    back = io.StringIO()
    csv.writer(back).writerows(rows)
    opened = app(database, "data")
    content = back.getvalue().encode()
    opened.file_uploader[0].set_value((named("sales.csv"), content, "text/csv")).run()
    next(b for b in opened.button if b.label == "Import now").click()
    opened.run()
    store = data.store_in_use(sample=False)
    assert store.rows_by_table()["order_line"] == 6
    assert quarantine.files(store).empty
    assert "No row was rejected" in words(app(database, "quality"))


def test_an_empty_store_says_what_to_export(app, filled):
    opened = app(filled(None), "quality")
    assert not opened.exception
    assert "Nothing is on file yet" in words(opened)
    assert table(opened, "table", "gain")["table"].tolist()[0] == "Order lines"
