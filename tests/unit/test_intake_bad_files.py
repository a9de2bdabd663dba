"""Files that cannot be taken: nothing is stored, and the message names the mend."""

import pytest

from kam.store import Store
from tests.importing import bring, workbook

GOOD = "customer,date,amount\nAcme,2024-01-05,100\n"

BAD = {
    "empty": ("x.csv", b"", "E_EMPTY_FILE"),
    "only a mark": ("x.csv", b"\xef\xbb\xbf", "E_EMPTY_FILE"),
    "header only": ("x.csv", b"customer,date,amount\n", "E_NO_ROWS"),
    "no amount": ("x.csv", b"customer,date,product,qty\nA,2024-01-05,P,2\n", "E_MISSING_COLUMNS"),
    "no customer": ("x.csv", b"date,product,qty,amount\n2024-01-05,P,2,5\n", "E_MISSING_COLUMNS"),
    "no date": ("x.csv", b"customer,product,qty,amount\nA,P,2,5\n", "E_MISSING_COLUMNS"),
    "unreadable dates": (
        "x.csv",
        b"customer,date,amount\nA,soon,5\nB,someday,6\n",
        "E_NO_VALID_ROWS",
    ),
    "binary rubbish": ("x.csv", b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 40, "E_NOT_TEXT"),
    "a header twice": ("x.csv", b"customer,date,amount,Amount\nA,2024-01-05,1,2\n", "E_DUPLICATE_COLUMN"),
    "html named xlsx": ("x.xlsx", b"<html><table><tr><td>1</td></tr></table></html>", "E_NOT_XLSX"),
    "zip named xlsx": ("x.xlsx", b"PK\x03\x04 nothing", "E_NOT_XLSX"),
    "old excel": ("x.xls", bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 2000, "E_UNSUPPORTED_TYPE"),
    "cut parquet": ("x.parquet", b"PAR1 cut", "E_CORRUPT"),
    "501 columns": ("x.csv", b",".join([b"c%d" % i for i in range(501)]) + b"\n1\n", "E_TOO_MANY_COLUMNS"),
}  # fmt: skip


@pytest.mark.parametrize("case", BAD, ids=str)
def test_a_bad_file_stores_nothing_of_the_command_and_names_its_mend(case):
    name, content, code = BAD[case]
    store = Store.open(None)
    bring(store, {"before.csv": GOOD})
    before = store.revision, store.rows_by_table()
    entries = bring(store, {"good.csv": GOOD.replace("Acme", "Beta"), name: content})
    entry = entries[name]
    assert (entry["status"], entry["code"]) == ("refused", code)
    assert entry["rows_read"] == entry["rejected"] + entry["skipped"]
    assert all(f["mend"] for f in entry["findings"])
    assert (entries["good.csv"]["status"], entries["good.csv"]["code"]) == (
        "refused",
        "E_OTHER_FILE",
    )
    assert (store.revision, store.rows_by_table()) == before


def test_a_missing_column_is_named():
    entry = bring(Store.open(None), {BAD["no amount"][0]: BAD["no amount"][1]})["x.csv"]
    assert "amount" in next(f["problem"] for f in entry["findings"] if f["severity"] == "refuse")


def test_content_decides_what_a_file_is_whatever_it_is_called():
    book = workbook(Sheet1=[["customer", "date", "amount"], ["Acme", "2024-01-05", 100]])
    assert bring(Store.open(None), {"x.csv": book})["x.csv"]["status"] == "loaded"
    assert bring(Store.open(None), {"x.xlsx": GOOD})["x.xlsx"]["status"] == "loaded"


def test_a_row_with_lost_delimiters_is_rejected_and_never_shifted():
    text = "customer,city,date,amount\nAcme,Rome,2024-01-05,100\nBeta,12, Main St,2024-01-06,5\n"
    entry = bring(Store.open(None), {"x.csv": text})["x.csv"]
    assert (entry["inserted"], entry["rejected"]) == (1, 1)
    assert [f["row"] for f in entry["findings"] if f["code"] == "R_COLUMN_COUNT"] == [3]
