"""What holds for every file: rows are counted, none is lost or made up, order changes nothing."""

import csv
import gzip
import io
import json
import zipfile
from datetime import date

import pyarrow as pa
import pyarrow.parquet
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kam.store import Store
from tests.importing import bring, revenue, workbook

rows = st.lists(
    st.tuples(
        st.sampled_from(["C1", "C2", "007", "NA", "上海"]),
        st.dates(min_value=date(2020, 1, 1), max_value=date(2024, 12, 31)),
        st.sampled_from(["P1", "P2"]),
        st.one_of(st.integers(-10_000, 10_000).map(lambda c: f"{c / 100:.2f}"), st.just("rubbish")),
    ),
    min_size=2,
    max_size=12,
).filter(lambda r: any(a != "rubbish" for *_, a in r))


def as_csv(lines, delimiter=","):
    text = io.StringIO()
    writer = csv.writer(text, delimiter=delimiter)
    writer.writerow(["customer id", "date", "product", "amount"])
    writer.writerows(lines)
    return text.getvalue()


@settings(max_examples=15, deadline=None)
@given(rows, st.randoms())
def test_no_row_is_lost_or_made_up_and_their_order_and_delimiter_change_nothing(lines, dice):
    store = Store.open(None)
    good = [r for r in lines if r[3] != "rubbish"]
    entry = bring(store, {"x.csv": as_csv(lines)})["x.csv"]
    assert (entry["rows_read"], entry["rejected"]) == (len(lines), len(lines) - len(good))
    assert store.rows_by_table()["order_line"] == len(good)
    told: dict[str, float] = {}
    for account, _, _, amount in good:
        told[account] = round(told.get(account, 0) + float(amount), 2)
    assert revenue(store) == told
    shuffled = list(lines)
    dice.shuffle(shuffled)
    again = bring(store, {"y.csv": as_csv(shuffled, ";")})
    assert all(e["inserted"] == e["updated"] == 0 for e in again.values())
    store.close()


# --- round trips ----------------------------------------------------------------------------------

HEADER = ["customer", "order_id", "date", "product", "qty", "amount"]
tables = st.lists(
    st.tuples(
        st.sampled_from(["C1", "C2", "007", "NA", "上海", "Müller"]),
        st.sampled_from(["O1", "O2", "0003"]),
        st.dates(min_value=date(2020, 1, 1), max_value=date(2024, 12, 31)),
        st.sampled_from(["P1", "12", "-"]),
        st.integers(1, 2_000),
        st.integers(0, 10_000_000),  # cents
    ),
    min_size=2,
    max_size=10,
    # With a day beyond the twelfth no order of day and month is in doubt.
).filter(lambda rows: any(r[2].day > 12 for r in rows))


def plain(cents):
    return f"{cents / 100:.2f}"


def grouped(cents):
    return f"{cents / 100:,.2f}"


def continental(cents):
    return grouped(cents).translate(str.maketrans(",.", ".,"))


def text(rows, delimiter=",", day="%Y-%m-%d", money=plain):
    into = io.StringIO()
    writer = csv.writer(into, delimiter=delimiter, lineterminator="\r\n")
    writer.writerow(HEADER)
    writer.writerows([a, o, d.strftime(day), p, q, money(c)] for a, o, d, p, q, c in rows)
    return into.getvalue()


def objects(rows):
    return [
        dict(zip(HEADER, (a, o, d.isoformat(), p, q, c / 100), strict=True))
        for a, o, d, p, q, c in rows
    ]


def columns(rows):
    a, o, d, p, q, c = zip(*rows, strict=True)
    return dict(zip(HEADER, (a, o, d, p, q, [cents / 100 for cents in c]), strict=True))


def parquet(rows):
    into = io.BytesIO()
    pa.parquet.write_table(pa.table({n: list(v) for n, v in columns(rows).items()}), into)
    return into.getvalue()


def in_places(rows):
    lines = [HEADER, *([a, o, d.isoformat(), p, str(q), plain(c)] for a, o, d, p, q, c in rows)]
    return "".join("".join(f"{cell:<14}" for cell in line).rstrip() + "\n" for line in lines)


def zipped(rows):
    into = io.BytesIO()
    with zipfile.ZipFile(into, "w") as archive:
        archive.writestr("sales.csv", text(rows))
    return into.getvalue()


def open_document(rows):
    def cell(value):
        if isinstance(value, date):
            return f'office:value-type="date" office:date-value="{value.isoformat()}"', str(value)
        if isinstance(value, str):
            return 'office:value-type="string"', value
        return f'office:value-type="float" office:value="{value}"', str(value)

    lines = [HEADER, *([*r[:5], r[5] / 100] for r in rows)]
    body = "".join(
        "<table:table-row>"
        + "".join(
            f"<table:table-cell {kind}><text:p>{shown}</text:p></table:table-cell>"
            for kind, shown in map(cell, line)
        )
        + "</table:table-row>"
        for line in lines
    )
    name = "urn:oasis:names:tc:opendocument:xmlns"
    into = io.BytesIO()
    with zipfile.ZipFile(into, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr(
            "META-INF/manifest.xml",
            f'<manifest:manifest xmlns:manifest="{name}:manifest:1.0"/>',
        )
        archive.writestr(
            "content.xml",
            f'<office:document-content xmlns:office="{name}:office:1.0" xmlns:table="{name}:table:1.0"'
            f' xmlns:text="{name}:text:1.0"><office:body><office:spreadsheet>'
            f'<table:table table:name="S">{body}</table:table>'
            "</office:spreadsheet></office:body></office:document-content>",
        )
    return into.getvalue()


WAYS = {
    "excel": lambda rows: workbook(S=[HEADER, *([*r[:5], r[5] / 100] for r in rows)]),
    "open document": open_document,
    "parquet": parquet,
    "json": lambda rows: json.dumps(objects(rows), ensure_ascii=False),
    "json lines": lambda rows: "\n".join(json.dumps(o) for o in objects(rows)),
    "gzip": lambda rows: gzip.compress(text(rows).encode()),
    "zip": zipped,
    "fixed places": in_places,
    "german": lambda rows: text(rows, ";", "%d.%m.%Y", continental),
    "american": lambda rows: text(rows, ",", "%m/%d/%Y", grouped),
    "british, tabs, utf-16": lambda rows: text(rows, "\t", "%d/%m/%Y", grouped).encode("utf-16"),
    "chinese, gb18030": lambda rows: text(rows, ",", "%Y年%m月%d日").encode("gb18030"),
    "compact days": lambda rows: text(rows, "|", "%Y%m%d"),
    "with a mark": lambda rows: text(rows).encode("utf-8-sig"),
}  # fmt: skip


@pytest.mark.parametrize("way", WAYS)
@settings(max_examples=4, deadline=None)
@given(tables)
def test_any_table_comes_out_the_same_through_any_format_and_locale(way, rows):
    reference, store = Store.open(None), Store.open(None)
    bring(reference, {"sales.csv": text(rows)})
    entry = next(iter(bring(store, {"file": WAYS[way](rows)}).values()))
    assert (entry["rows_read"], entry["inserted"]) == (len(rows), len(rows)), entry
    assert store.digest() == reference.digest()
    again = bring(store, {"sales.csv": text(rows)})
    assert all(e["inserted"] == e["updated"] == 0 for e in again.values())
    reference.close(), store.close()
