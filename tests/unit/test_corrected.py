"""Rejected rows go out in their file's own columns, come back corrected, and leave the rejected ones.

Source: reliability.md promise 4; issue "Any file in", section 3.
"""

import csv
import io
import json

import pytest

from kam import exports, imports, intake, quarantine
from kam.errors import UnknownName
from kam.store import Store
from tests.importing import bring, codes, last, revenue, state, workbook

ODD = [
    ["Kundennr.", "客户名称", "Notiz", "Bestelldatum", "Umsatz"],
    ["0042", 'Müller "Süd"; & Co', "first\nsecond", "01.02.2024", "1.234"],
    ["0043", "上海机电有限公司", "=1+1", "32.02.2024", "1.234"],
    ["0044", "'=cmd", "-", "03.02.2024", "zwölf"],
    ["0045", "NA", "\t@x", "04.02.2024", "7,50"],
]


def as_csv(rows, delimiter=";", encoding="utf-8"):
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=delimiter, lineterminator="\r\n").writerows(rows)
    return text.getvalue().encode(encoding)


def taken_away(store, file="umsatz.csv", lang="en"):
    """The download of a file's rejected rows, as records."""
    found = quarantine.files(store)
    import_id = found[found["file"] == file]["import_id"].iloc[0]
    data = exports.csv_bytes(*quarantine.to_correct(store, import_id, file, lang))
    assert data.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))


@pytest.fixture
def store():
    store = Store.open(None)
    yield store
    store.close()


@pytest.mark.parametrize("lang", ["en", "zh_CN"])
def test_rejected_rows_go_out_in_the_files_own_columns_with_the_reason(store, lang):
    entry = bring(store, {"umsatz.csv": as_csv(ODD)})["umsatz.csv"]
    assert (entry["inserted"], entry["rejected"]) == (2, 2)
    head, *rows = taken_away(store, lang=lang)
    assert head[:5] == ODD[0]
    assert all(h.startswith("[KAM] ") for h in head[5:])
    # What a spreadsheet would run has a ' before it, and one more where it began with one.
    assert rows[0][:5] == ["0043", "上海机电有限公司", "'=1+1", "32.02.2024", "1.234"]
    assert rows[1][:5] == ["0044", "''=cmd", "'-", "03.02.2024", "zwölf"]
    reasons = dict(zip(head, rows[0], strict=True))
    assert "32.02.2024" in reasons[head[5]]
    assert "Bestelldatum" in rows[0]


def test_corrected_rows_come_in_as_their_file_was_read_and_leave_the_rejected_ones(store):
    """1.234 alone would be read as a decimal: the file it comes from says it is a thousand."""
    bring(store, {"umsatz.csv": as_csv(ODD)})
    rows = taken_away(store)
    rows[1][3] = "02.02.2024"
    rows[2][4] = "12"
    entries = bring(store, {"umsatz rejected.csv": as_csv(rows, ",", "utf-8-sig")})
    entry = entries["umsatz rejected.csv"]
    assert (entry["status"], entry["inserted"], entry["rejected"]) == ("loaded", 2, 0)
    assert "W_CORRECTED" in codes(entry)
    assert revenue(store) == {"0042": 1234.0, "0043": 1234.0, "0044": 12.0, "0045": 7.5}
    assert store.query("SELECT * FROM quarantine").empty
    assert quarantine.files(store).empty
    names = store.query("SELECT account_name FROM account ORDER BY account_id")["account_name"]
    assert names.tolist() == ['Müller "Süd"; & Co', "上海机电有限公司", "'=cmd", "NA"]
    # The whole file, corrected at its source, then holds nothing new.
    whole = [ODD[0], ODD[1], [*ODD[2][:3], "02.02.2024", "1.234"], [*ODD[3][:4], "12"], ODD[4]]
    assert all(
        e["status"] == "unchanged" for e in bring(store, {"umsatz.csv": as_csv(whole)}).values()
    )


def test_what_is_still_wrong_is_kept_aside_anew_and_once(store):
    bring(store, {"umsatz.csv": as_csv(ODD)})
    rows = taken_away(store)
    rows[1][3] = "02.02.2024"
    entry = bring(store, {"again.csv": as_csv(rows, ",")})["again.csv"]
    assert (entry["status"], entry["inserted"], entry["rejected"]) == ("partial", 1, 1)
    kept = store.query("SELECT file, value FROM quarantine")
    assert kept.to_dict("records") == [{"file": "again.csv", "value": "zwölf"}]
    _, row = taken_away(store, "again.csv")
    assert row[:5] == ["0044", "''=cmd", "'-", "03.02.2024", "zwölf"]


def test_undoing_the_corrections_brings_the_rejected_rows_back(store):
    bring(store, {"umsatz.csv": as_csv(ODD)})
    before = state(store)
    rows = taken_away(store)
    rows[1][3], rows[2][4] = "02.02.2024", "12"
    bring(store, {"fixed.csv": as_csv(rows, ",")})
    assert state(store) != before
    imports.undo(store, last(store), "test")
    assert state(store) == before
    assert taken_away(store)[1][:2] == ["0043", "上海机电有限公司"]


def test_rows_only_the_store_could_reject_keep_their_own_cells(store):
    """An invoice of nobody: every column of its file comes out, used or not."""
    bring(store, {"accounts.csv": "customer id,customer name,city\nC1,Acme,Rome\n"})
    head = [
        "invoice no",
        "customer id",
        "invoice date",
        "due date",
        "invoice amount",
        "clerk's word",
    ]
    lines = [["007", "C1", "2024-01-05", "2024-02-05", "10", "ok"],
             ["008", "C9", "2024-01-06", "2024-02-06", "0020.50", "a, \"b\"\nc"]]  # fmt: skip
    entry = bring(store, {"invoices.csv": as_csv([head, *lines], ",")})["invoices.csv"]
    assert [f["code"] for f in entry["findings"] if f["severity"] == "reject"] == [
        "R_UNKNOWN_CUSTOMER"
    ]
    rows = taken_away(store, "invoices.csv")
    assert rows[1][:6] == lines[1]
    # With the account on file the very same rows come in.
    bring(store, {"accounts.csv": "customer id,customer name,city\nC9,Neu,Bern\n"})
    entry = bring(store, {"back.csv": as_csv(rows, ",")})["back.csv"]
    assert (entry["table"], entry["inserted"]) == ("invoice", 1)
    assert store.query("SELECT * FROM quarantine").empty


def test_a_workbooks_rejected_rows_come_back_from_a_workbook(store):
    book = workbook(
        发票=[["客户编码", "下单日期", "金额"], ["007", "2024-01-05", 10], ["008", "soon", 20]]
    )
    bring(store, {"账.xlsx": book})
    file = quarantine.files(store)["file"].iloc[0]
    rows = taken_away(store, file)
    rows[1][1] = "2024-01-06"
    entry = next(iter(bring(store, {"back.xlsx": workbook(Sheet1=rows)}).values()))
    assert (entry["inserted"], entry["rejected"]) == (1, 0)
    assert revenue(store) == {"007": 10.0, "008": 20.0}
    assert store.query("SELECT * FROM quarantine").empty


def test_a_row_that_does_not_fit_under_the_headers_is_never_shifted(store):
    text = "customer,city,date,amount\nAcme,Rome,2024-01-05,100\nBeta,12, Main St,2024-01-06,5\n"
    bring(store, {"umsatz.csv": text})
    head, row = taken_away(store)
    assert row[:4] == ["", "", "", ""]
    assert "Main St" in row[head.index("[KAM] The row as it was read")]
    row[:4] = ["Beta", "12, Main St", "2024-01-06", "5"]
    assert bring(store, {"x.csv": as_csv([head, row], ",")})["x.csv"]["inserted"] == 1
    assert store.query("SELECT * FROM quarantine").empty


def test_a_mapping_a_person_gave_holds_for_the_corrected_rows_too(store):
    text = "who,when,worth\nA,05/04/2024,1\nB,06/04/2024,x\n"
    mapping = intake.Mapping(
        "order_line",
        {"account_id": "who", "order_date": "when", "amount": "worth"},
        {"date_format": "%d/%m/%Y", "unit_factor": 1000},
    )
    bring(store, {"umsatz.csv": text}, mapping=mapping)
    rows = taken_away(store)
    rows[1][2] = "2"
    entry = bring(store, {"x.csv": as_csv(rows, ",")})["x.csv"]
    assert (entry["status"], entry["inserted"]) == ("loaded", 1)
    assert revenue(store) == {"A": 1000.0, "B": 2000.0}
    days = store.query("SELECT CAST(order_date AS VARCHAR) AS d FROM order_header ORDER BY 1")["d"]
    assert days.tolist() == ["2024-04-05", "2024-04-06"]


def test_reason_columns_alone_are_ignored_even_where_the_store_knows_no_such_row(store):
    other = Store.open(None)
    bring(other, {"umsatz.csv": as_csv(ODD)})
    rows = taken_away(other)
    other.close()
    rows[1][3], rows[2][4] = "02.02.2024", "12,00"
    entry = bring(store, {"x.csv": as_csv(rows, ",")})["x.csv"]
    assert (entry["inserted"], entry["rejected"]) == (2, 0)
    assert not any("[KAM]" in h for h in entry["unmapped"])
    assert "W_CORRECTED" not in codes(entry)


def test_a_file_without_rejected_rows_has_nothing_to_correct(store):
    bring(store, {"umsatz.csv": as_csv(ODD)})
    with pytest.raises(UnknownName):
        quarantine.to_correct(store, "nothing", "umsatz.csv", "en")


def test_the_store_keeps_each_cell_of_a_rejected_row_apart(store):
    bring(store, {"umsatz.csv": as_csv(ODD)})
    cells = store.query("SELECT cells FROM quarantine ORDER BY row_number")["cells"]
    assert [json.loads(c) for c in cells] == [ODD[2], ODD[3]]
