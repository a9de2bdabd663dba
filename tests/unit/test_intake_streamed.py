"""A file too large to hold gives what the same file read cell by cell gives."""

import io
from datetime import date

import pyarrow as pa
import pytest
from pyarrow import parquet

from kam import intake
from kam.intake import columnar, planning, streamed
from kam.intake.shelf import Shelf
from kam.store import Store

TODAY = date(2025, 6, 30)
HEADER = "customer,order no,date,product,quantity,amount\n"
LINES = "".join(
    f"C{i % 7},O{i // 3},2024-{i % 12 + 1:02d}-1{i % 7},P{i % 5},{i % 9 + 1},{i % 50}.{i % 10}\n"
    for i in range(3, 60)
)


def imported(content, large, monkeypatch, store=None, **options):
    """Entries, rejected rows and facts of a file, streamed or held."""
    for module in (streamed, columnar):
        monkeypatch.setattr(module, "LARGE", 0 if large else 1 << 40)
    if isinstance(content, str):
        content = content.encode()
    shelf = Shelf()
    place = shelf.place(".csv")
    place.write_bytes(content)
    question = planning.Question(
        [intake.Upload("x.csv", place)], TODAY, mapping=intake.Mapping(options=options)
    )
    answer = planning.answer(question, shelf, lambda stage, file: None)
    streams = [s for s in SEEN if s.stream]
    assert bool(streams) == large
    SEEN.clear()
    store = store or Store.open(None)
    plan = intake.Plan(answer.readings, answer.digests, shelf=shelf)
    with store.transaction("t", "import") as tx:
        report = intake.load(tx, plan, "t") if not plan.report.stores_nothing else plan.report
    told = [
        {k: v for k, v in e.as_dict("en").items() if k not in ("mapping", "unmapped")}
        for e in report.entries
    ]
    kept_aside = store.query(
        "SELECT row_number, column_name, value, code FROM quarantine ORDER BY ALL"
    )
    facts = {
        t: store.query(f"FROM {t} ORDER BY ALL").drop(columns="import_id")
        for t in ("account", "product", "order_header", "order_line")
    }
    return told, kept_aside, facts


SEEN = []


@pytest.fixture(autouse=True)
def seen(monkeypatch):
    whole = planning.read

    def read(*words):
        sheets = whole(*words)
        SEEN.extend(sheets)
        return sheets

    monkeypatch.setattr(planning, "read", read)


MESSY = {
    "plain": HEADER + LINES,
    "windows line ends": (HEADER + LINES).replace("\n", "\r\n"),
    "old mac line ends": (HEADER + LINES).replace("\n", "\r"),
    "semicolons and decimal commas": (HEADER + LINES).replace(",", ";").replace(".", ","),
    "a title above": "Sales report\n\nas of 2024\n" + HEADER + LINES,
    "blank lines": HEADER + LINES.replace("\n", "\n\n", 9),
    "a total below": HEADER + "A,O1,2024-01-05,P1,1,10\nB,O2,2024-01-06,P1,2,20\n"
    + "Grand Total,,,,,30\n",
    "a total with a day": HEADER + "A,O1,2024-01-05,P1,1,10\nB,O2,2024-01-06,P1,2,20\n"
    + "Grand Total,O9,2024-01-31,P1,3,30\n",
    "bad values": HEADER + LINES + "C1,O90,2024-13-05,P1,1,10\nC1,O91,2024-01-05,P1,1,rubbish\n"
    + ",O92,2024-01-05,P1,1,10\nC1,O93,2024-01-05,P1,-1,10\n" + LINES.replace("O", "Q"),
    "too few and too many fields": HEADER + "C1,O1,2024-01-05\n" + LINES
    + "C1,O1,2024-01-05,P1,1,10,11\n" + LINES.replace("O", "Q") + "C1,OX,2024-01-05,P1,1,bad\n",
    "a bad line, then a total": HEADER + "A,O1,2024-01-05\nA,O1,2024-01-05,P1,1,10\n"
    + "B,O2,2024-01-06,P1,2,20\nGrand Total,O9,2024-01-31,P1,3,30\nC,O3,2024-01-06,P1,2,x\n",
    "equal lines": HEADER + LINES + "C1,O90,2024-01-05,P1,1,10\n" * 3,
    "a number two accounts share": HEADER + LINES + "C8,O7,2024-01-05,P1,1,10\n",
    "orders without a number": HEADER + LINES.replace(",O3,", ",,"),
    "quotes": HEADER + LINES + '"Smith, Jones","O90",2024-01-05,"P ""1""",1,10\n',
    "ids as a spreadsheet leaves them": HEADER + LINES.replace("C1,", "17850.0,").replace("P1", " P1 "),
    "invisible letters": HEADER + LINES.replace("C1,", "C\u200b1,").replace("P2", "P2\u00a0"),
    "not a number and none": HEADER + LINES.replace("P1", "NA").replace("C2,", "-,"),
    "another encoding": (HEADER + LINES.replace("C1,", "北京华联集团,")).encode("gb18030"),
    "utf-16": (HEADER + LINES.replace("C1,", "Łódź,")).encode("utf-16"),
    "a mark": (HEADER + LINES).encode("utf-8-sig"),
    "a delimiter at each end": (HEADER + LINES).replace("\n", ",\n").replace("amount,", "amount"),
    "line numbers": "customer,order no,line no,date,amount\n"
    + "".join(f"C{i % 7},O{i // 3},{i % 3},2024-01-05,{i}\n" for i in range(3, 60)),
    "line numbers given twice": "customer,order no,line no,date,amount\n"
    + "".join(f"C{i % 7},O{i // 3},{i % 2},2024-01-05,{i}\n" for i in range(3, 60)),
    "no order number": "customer,date,amount\n"
    + "".join(f"C{i % 7},2024-01-{i % 28 + 1:02d},{i}\n" for i in range(3, 60)),
}  # fmt: skip


@pytest.mark.parametrize("case", MESSY)
def test_a_streamed_file_gives_what_a_held_one_gives(case, monkeypatch):
    held, aside, facts = imported(MESSY[case], False, monkeypatch)
    told, streamed_aside, streamed_facts = imported(MESSY[case], True, monkeypatch)
    if case == "blank lines":  # a stream counts records, not the blank lines between them
        for finding in (f for e in (*held, *told) for f in e["findings"]):
            del finding["row"]
    assert told == held
    assert streamed_aside.equals(aside)
    for table, rows in facts.items():
        assert streamed_facts[table].equals(rows), table


@pytest.mark.parametrize("case", ["plain", "equal lines", "line numbers", "blank lines"])
def test_a_streamed_file_again_or_held_changes_nothing(case, monkeypatch):
    store = Store.open(None)
    _, _, before = imported(MESSY[case], True, monkeypatch, store)
    for large in (True, False):
        told, _, after = imported(MESSY[case], large, monkeypatch, store)
        assert all(e["inserted"] == e["updated"] == 0 for e in told)
        assert told[0]["unchanged"] == len(after["order_line"])
        assert all(rows.equals(before[t]) for t, rows in after.items())


def test_an_order_over_several_days_bears_its_first_and_what_its_latest_line_says(monkeypatch):
    text = "customer,order no,date,region,amount\n" + (
        "A,O1,2024-01-05,West,1\nA,O1,2024-01-07,East,2\nA,O1,2024-01-06,,3\nB,O2,2024-01-05,North,4\n"
        "B,O2,2024-01-05,South,4\n"
    )
    for large in (False, True):
        _, _, facts = imported(text, large, monkeypatch)
        told = facts["order_header"][["order_id", "order_date", "region"]].astype(str)
        assert told.to_numpy().tolist() == [
            ["O1", "2024-01-05", "East"], ["O2", "2024-01-05", "South"],
        ]  # fmt: skip


def test_orders_beside_those_on_file_are_added_and_known_ones_stay(monkeypatch):
    store = Store.open(None)
    imported(HEADER + LINES, True, monkeypatch, store)
    more = HEADER + LINES + LINES.replace(",O", ",Q")
    told, _, facts = imported(more, True, monkeypatch, store)
    assert (told[0]["inserted"], told[0]["unchanged"]) == (57, 57)
    alone, _, _ = imported(HEADER + LINES.replace(",O", ",R"), True, monkeypatch, store)
    assert (alone[0]["inserted"], alone[0]["unchanged"]) == (57, 0)
    keys = ["order_id", "line_id"]
    assert not store.query("FROM order_line").duplicated(keys).any()
    assert len(facts["order_line"]) == 114


def as_parquet(**columns):
    into = io.BytesIO()
    parquet.write_table(pa.table(columns), into)
    return into.getvalue()


def test_streamed_parquet_gives_what_a_held_one_gives(monkeypatch):
    n = range(3, 60)
    content = as_parquet(
        customer=[f"C{i % 7}" for i in n],
        date=pa.array([date(2024, i % 12 + 1, 5) if i != 20 else date(1970, 1, 1) for i in n]),
        product=[None if i == 9 else f"P{i % 5}" for i in n],
        quantity=pa.array([i % 9 + 1 for i in n], pa.int32()),
        amount=pa.array([float("nan") if i == 30 else i / 7 for i in n]),
        remark=["x" * 40_000 if i == 40 else "y" for i in n],
    )
    held = imported(content, False, monkeypatch)
    told = imported(content, True, monkeypatch)
    assert told[0] == held[0]
    assert told[1].equals(held[1])
    assert all(rows.equals(held[2][t]) for t, rows in told[2].items())
