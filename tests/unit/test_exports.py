"""Files that are taken away: typed numbers, Chinese, and no text that a spreadsheet would run."""

import csv
import re
import zipfile
from datetime import date, datetime
from io import BytesIO, StringIO

import pandas as pd
import pytest
from python_calamine import CalamineWorkbook

from kam.exports import FORMATS, csv_bytes, xlsx_bytes
from kam.units import UNITS

PAYLOADS = [
    "=1+1",
    "=HYPERLINK(\"http://evil.example\",\"click\")",
    "=cmd|' /C calc'!A0",
    "+1+1",
    "+86 10 8888",
    "-1+1",
    "-2+3+cmd|' /C calc'!A0",
    "@SUM(A1:A9)",
    "\t=1+1",
    "\r=1+1",
    "\n=1+1",
    "\0=1+1",
    "   =1+1",
    "\u00a0=1+1",
    "\u3000=1+1",
    "\u200b=1+1",
    "\ufeff=1+1",
    "＝1+1",
    "＋1",
    "＠SUM(A1)",
]  # fmt: skip
LABELS = {"name": "Account", "value": "Revenue", "day": "Day"}
NAMED = {"name": "Account"}


@pytest.fixture
def frame():
    return pd.DataFrame(
        {
            "name": ["岑野装饰工程有限公司", 'Quote " and, comma', "two\nlines"],
            "value": [31272295.58, float("nan"), -0.1],
            "day": [date(2026, 9, 18), None, date(2024, 2, 29)],
            "hidden": ["x", "y", "z"],
        }
    )


def rows_of_csv(content):
    return list(csv.reader(StringIO(content.decode("utf-8-sig"), newline="")))


def sheets(content):
    book = CalamineWorkbook.from_filelike(BytesIO(content))
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


@pytest.mark.parametrize("payload", PAYLOADS)
def test_a_formula_is_inert_in_csv(payload):
    (_, (cell,)) = rows_of_csv(csv_bytes(pd.DataFrame({"name": [payload]}), NAMED))
    assert cell == "'" + payload


def test_a_formula_as_heading_is_inert_in_csv():
    content = csv_bytes(pd.DataFrame({"name": ["a"]}), {"name": "=1+1"})
    assert rows_of_csv(content)[0] == ["'=1+1"]


def test_formulas_are_plain_text_cells_in_xlsx():
    content = xlsx_bytes(
        pd.DataFrame({"name": PAYLOADS}), {"name": "=1+1"}, "=1+1", [("=1+1", p) for p in PAYLOADS]
    )
    with zipfile.ZipFile(BytesIO(content)) as parts:
        pages = [parts.read(n).decode() for n in parts.namelist() if "worksheets/" in n]
    assert pages
    for page in pages:
        assert "<f>" not in page
        assert "<f " not in page
        assert "hyperlink" not in page.lower()
        assert set(re.findall(r'<c r="\w+"[^>]* t="(\w+)"', page)) <= {"s"}
    table, note = sheets(content).values()
    assert [row[0] for row in table] == ["=1+1", *PAYLOADS]
    assert [row[1] for row in note] == PAYLOADS


def test_an_address_is_no_link_in_xlsx():
    content = xlsx_bytes(pd.DataFrame({"name": ["http://evil.example"]}), NAMED, "x", [])
    with zipfile.ZipFile(BytesIO(content)) as parts:
        assert not any("rels" in n and "sheet" in n for n in parts.namelist())


@pytest.mark.parametrize("text", ["A-1", "a=b", "Müller + Söhne", "5 - 3", "'already"])
def test_harmless_text_is_left_alone(text):
    assert rows_of_csv(csv_bytes(pd.DataFrame({"name": [text]}), NAMED))[1] == [text]


def test_csv_opens_in_excel_in_any_language(frame):
    content = csv_bytes(frame, LABELS | {"name": "客户"})
    assert content.startswith(b"\xef\xbb\xbf")
    found = rows_of_csv(content)
    assert found[0] == ["客户", "Revenue", "Day"]
    assert [row[0] for row in found[1:]] == list(frame["name"])


def test_csv_quotes_text_and_leaves_numbers_and_days_typed(frame):
    lines = csv_bytes(frame, LABELS).decode("utf-8-sig").split("\r\n")
    assert lines[1] == '"岑野装饰工程有限公司",31272295.58,2026-09-18'
    assert lines[2] == '"Quote "" and, comma",,'
    assert lines[-2].endswith(",-0.1,2024-02-29")


def test_csv_keeps_full_precision():
    content = csv_bytes(pd.DataFrame({"v": [0.1 + 0.2, 1 / 3]}), {"v": "v"})
    assert [float(row[0]) for row in rows_of_csv(content)[1:]] == [0.1 + 0.2, 1 / 3]


@pytest.mark.parametrize("unknown", [float("nan"), None, pd.NaT, float("inf")])
def test_unknown_is_an_empty_cell(unknown):
    made = pd.DataFrame({"name": ["a"], "v": pd.Series([unknown], dtype=object)})
    labels = {"name": "n", "v": "v"}
    assert csv_bytes(made, labels).decode("utf-8-sig") == '"n","v"\r\n"a",\r\n'
    assert sheets(xlsx_bytes(made, labels, "x", []))["x"][1:] in ([["a", ""]], [["a"]])


def test_xlsx_round_trip_keeps_types_and_chinese(frame):
    content = xlsx_bytes(frame, LABELS, "账户", [("As of", "2026-09-18")], units={"value": "money"})
    found = sheets(content)
    assert list(found) == ["账户", "About this file"]
    head, first, second, third = found["账户"]
    assert head == ["Account", "Revenue", "Day"]
    assert first == ["岑野装饰工程有限公司", 31272295.58, date(2026, 9, 18)]
    assert second[:1] == ['Quote " and, comma']
    assert third == ["two\nlines", -0.1, date(2024, 2, 29)]
    assert found["About this file"] == [["As of", "2026-09-18"]]


def test_xlsx_formats_numbers_by_their_unit(frame):
    content = xlsx_bytes(frame, LABELS, "x", [], units={"value": "money"})
    with zipfile.ZipFile(BytesIO(content)) as parts:
        styles = parts.read("xl/styles.xml").decode()
        page = parts.read("xl/worksheets/sheet1.xml").decode()
    assert 'formatCode="#,##0.00"' in styles
    assert 'formatCode="yyyy-mm-dd"' in styles
    assert 'state="frozen"' in page


def test_every_numeric_unit_has_a_format():
    assert set(FORMATS) == set(UNITS) - {"day", "text"}
    assert FORMATS["share"] == "#,##0.0%"
    assert FORMATS["probability"] == "#,##0%"
    assert FORMATS["money"] == "#,##0.00"


def test_a_moment_keeps_its_time():
    made = pd.DataFrame({"t": [pd.Timestamp("2026-09-18 14:30")]})
    assert rows_of_csv(csv_bytes(made, {"t": "t"}))[1] == ["2026-09-18 14:30:00"]
    assert sheets(xlsx_bytes(made, {"t": "t"}, "x", []))["x"][1] == [datetime(2026, 9, 18, 14, 30)]


def test_columns_follow_the_labels_and_others_stay_out(frame):
    content = csv_bytes(frame, {"value": "V", "absent": "?", "name": "N"})
    assert rows_of_csv(content)[0] == ["V", "N"]


def test_a_long_whole_number_is_an_id_and_stays_exact_in_xlsx():
    made = pd.DataFrame({"id": [2**60 + 1]})
    assert sheets(xlsx_bytes(made, {"id": "id"}, "x", []))["x"][1] == [str(2**60 + 1)]


@pytest.mark.parametrize(
    "wanted", ["", "a/b[c]:*?\\", "'quoted'", "x" * 60, "History", "About this file"]
)
def test_any_sheet_name_becomes_one_that_excel_accepts(wanted):
    first, second = sheets(xlsx_bytes(pd.DataFrame({"a": [1]}), {"a": "a"}, wanted, [("x", "y")]))
    assert 0 < len(first) <= 31
    assert first.casefold() != second.casefold()
    assert not set("[]:*?/\\") & set(first)


def test_an_empty_table_has_its_headings():
    empty = pd.DataFrame({"name": pd.Series([], dtype=str)})
    assert rows_of_csv(csv_bytes(empty, NAMED)) == [["Account"]]
    assert sheets(xlsx_bytes(empty, NAMED, "x", []))["x"] == [["Account"]]


def test_the_same_table_gives_the_same_bytes(frame):
    first, second = (xlsx_bytes(frame, LABELS, "x", [("a", "b")]) for _ in range(2))
    assert first == second
