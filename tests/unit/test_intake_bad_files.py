"""Files that cannot be taken: nothing is stored, and the message names the mend."""

import io
import zipfile

import pytest

from kam.store import Store
from tests.importing import bring, revenue, workbook

GOOD = "customer,date,amount\nAcme,2024-01-05,100\n"


def repacked(part="xl/worksheets/sheet1.xml", found=b"", put=b"", bulk=0):
    """A sound workbook with one part altered, and zeros beside it."""
    source = io.BytesIO(workbook(S=[["customer", "date", "amount"], ["Acme", "2024-01-05", 1]]))
    into = io.BytesIO()
    with (
        zipfile.ZipFile(source) as old,
        zipfile.ZipFile(into, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as new,
    ):
        for name in old.namelist():
            content = old.read(name)
            assert name != part or found in content
            new.writestr(name, content.replace(found, put, 1) if name == part else content)
        if bulk:
            with new.open("xl/media/bulk", "w") as stream:
                for _ in range(bulk):
                    stream.write(bytes(1 << 20))
    return into.getvalue()


def damaged():
    """A workbook one byte of whose cells has flipped on the way."""
    book = bytearray(repacked())
    at = book.index(b"xl/worksheets/sheet1.xml") + len("xl/worksheets/sheet1.xml") + 40
    book[at] ^= 0xFF
    return bytes(book)


OLE = bytes.fromhex("d0cf11e0a1b11ae1")
ENTITIES = b'<!DOCTYPE x [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;">]><worksheet'
FAR = b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
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
    "old excel": ("x.xls", OLE + bytes(2000), "E_UNSUPPORTED_TYPE"),
    "cut parquet": ("x.parquet", b"PAR1 cut", "E_CORRUPT"),
    "a workbook that unpacks without end": ("x.xlsx", repacked(bulk=501), "E_TOO_LARGE_UNPACKED"),
    "a workbook with entities": (
        "x.xlsx", repacked(found=b"<worksheet", put=ENTITIES), "E_XML_FORBIDDEN",
    ),
    "a cell at the end of the sheet": (
        "x.xlsx",
        repacked(found=b"</sheetData>", put=FAR + b"</sheetData>"),
        "E_TOO_MANY_COLUMNS",
    ),
    "a damaged workbook": ("x.xlsx", damaged(), "E_CORRUPT"),
    "a workbook with a password": (
        "x.xlsx", OLE + bytes(504) + "EncryptedPackage".encode("utf-16le") + bytes(3000), "E_ENCRYPTED",
    ),
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


def test_a_row_with_a_nul_another_encoding_or_an_endless_field_is_kept_aside_alone():
    good = "C{},2024-01-0{},1\n"
    text = "customer,date,amount\n" + good.format(1, 1)
    content = (
        text.encode() + b"C\0x,2024-01-02,2\n" + "Soci\u00e9t\u00e9,2024-01-03,3\n".encode("cp1252")
        + b"x" * 10_000_000 + b",2024-01-04,4\n" + "M\u00fcller,2024-01-05,5\n".encode()
        + "\u0141\u00f3d\u017a,2024-01-06,6\n".encode()
    )  # fmt: skip
    store = Store.open(None)
    entry = bring(store, {"x.csv": content})["x.csv"]
    assert (entry["inserted"], entry["rejected"]) == (3, 3)
    told = {f["row"]: f["code"] for f in entry["findings"] if f["severity"] == "reject"}
    assert told == {3: "R_NUL_BYTE", 4: "R_ENCODING", 5: "R_FIELD_TOO_LONG"}
    assert revenue(store) == {"C1": 1, "M\u00fcller": 5, "\u0141\u00f3d\u017a": 6}


@pytest.mark.parametrize(
    ("encoding", "name"),
    [
        ("gb18030", "\u5e7f\u5dde\u3402\u5546\u4e8b\u6709\u9650\u516c\u53f8"),
        ("cp1251", "\u0417\u0430\u0432\u043e\u0434 \u21165"),
        ("cp1252", "M\u00fcller & S\u00f6hne"),
        ("cp1250", "\u0141\u00f3d\u017a \u015awiat\u0142o"),
        ("cp932", "\u30ab\u30cd\u30e4\u5546\u4e8b\u306e\u4f1a\u793e"),
        ("utf-16", "\u017dalgiris"),
        ("utf-16-le", "\u017dalgiris"),
        ("utf-8-sig", "\u5317\u4eac"),
    ],
)
def test_a_name_comes_out_letter_by_letter_of_any_encoding(encoding, name):
    text = f"customer;date;amount\n{name};2024-01-05;1,50\n{name};2024-01-06;2,50\n"
    store = Store.open(None)
    bring(store, {"x.csv": text.encode(encoding)})
    assert revenue(store) == {name: 4}


def test_lines_may_end_as_on_an_old_mac():
    store = Store.open(None)
    bring(store, {"x.csv": "customer,date,amount\rA,2024-01-05,1\rB,2024-01-06,2\r"})
    assert revenue(store) == {"A": 1, "B": 2}
