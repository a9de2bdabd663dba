"""What holds for any table that is taken away."""

import csv
import zipfile
from io import BytesIO, StringIO

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from kam.exports import csv_bytes, xlsx_bytes
from kam.formulas import unguarded

TEXT = st.text(st.characters(exclude_categories=("Cs",)), max_size=30)
SIGNS = tuple("=+-@＝＋－＠\t\r\0")


@given(st.lists(TEXT, min_size=1, max_size=8))
def test_no_text_cell_of_a_csv_starts_like_a_formula_and_each_comes_back(texts):
    made = pd.DataFrame({"t": pd.Series(texts, dtype=object)})
    content = csv_bytes(made, {"t": "t"}).decode("utf-8-sig")
    cells = [row[0] for row in csv.reader(StringIO(content, newline=""))][1:]
    assert [unguarded(c) for c in cells] == texts
    assert not any(cell.lstrip().startswith(SIGNS) for cell in cells)


@given(st.lists(st.floats(allow_nan=False, allow_infinity=False), min_size=1, max_size=8))
def test_every_number_comes_back_exactly_from_csv(values):
    content = csv_bytes(pd.DataFrame({"v": values}), {"v": "v"}).decode("utf-8-sig")
    assert [float(line) for line in content.split("\r\n")[1:-1]] == values


@settings(max_examples=40, deadline=None)
@given(st.lists(TEXT, min_size=1, max_size=6), TEXT)
def test_xlsx_holds_no_formula_whatever_the_text(texts, sheet):
    made = pd.DataFrame({"t": pd.Series(texts, dtype=object)})
    content = xlsx_bytes(made, {"t": "t"}, sheet, [(t, t) for t in texts])
    with zipfile.ZipFile(BytesIO(content)) as parts:
        for name in parts.namelist():
            if "worksheets/" in name:
                assert b"<f" not in parts.read(name)
    assert len(CalamineWorkbook.from_filelike(BytesIO(content)).sheet_names) == 2
