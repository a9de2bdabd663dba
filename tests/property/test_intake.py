"""What holds for every file: rows are counted, none is lost or made up, order changes nothing."""

import csv
import io

from hypothesis import given, settings
from hypothesis import strategies as st

from kam.store import Store
from tests.importing import bring, revenue

rows = st.lists(
    st.tuples(
        st.sampled_from(["C1", "C2", "007", "NA", "上海"]),
        st.dates(
            min_value=__import__("datetime").date(2020, 1, 1),
            max_value=__import__("datetime").date(2024, 12, 31),
        ),
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
