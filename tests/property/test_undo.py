"""Whatever is imported in whatever order: undoing each import leads back through every state."""

from hypothesis import given, settings
from hypothesis import strategies as st

from kam import imports
from kam.store import Store
from tests.importing import bring, last, state

ids = st.sampled_from(["A", "B", "C", "007"])
days = st.sampled_from(["2024-01-05", "2024-02-06", "2023-12-31", "never"])
amounts = st.sampled_from(["10", "20.5", "-3", "rubbish"])
words = st.sampled_from(["Acme", "ACME Ltd", "Beta", ""])


def csv_of(header, rows):
    return "\n".join([header, *(",".join(r) for r in rows)]) + "\n"


sales = st.lists(
    st.tuples(ids, words, st.sampled_from(["1", "2", "3"]), days, amounts), min_size=1, max_size=6
).map(lambda r: {"sales.csv": csv_of("customer id,customer name,order no,date,amount", r)})
accounts = st.lists(
    st.tuples(ids, words, st.sampled_from(["Rome", "Bern", ""])), min_size=1, max_size=4
).map(lambda r: {"accounts.csv": csv_of("account id,account name,city", r)})
payments = st.lists(st.tuples(ids, days, amounts), min_size=1, max_size=4).map(
    lambda r: {"payment.csv": csv_of("account_id,paid_date,amount", r)}
)
steps = st.lists(st.one_of(sales, accounts, payments, st.just("undo")), min_size=1, max_size=6)


@settings(max_examples=12, deadline=None)
@given(steps)
def test_imports_and_undos_in_any_order_lead_back_the_way_they_came(walk):
    store = Store.open(None)
    past = []
    for step in walk:
        if step == "undo":
            if past:
                imports.undo(store, last(store), "test")
                assert state(store) == past.pop()
            continue
        before, revision = state(store), store.revision
        bring(store, step)
        if store.revision != revision:
            past.append(before)
        else:
            assert state(store) == before
    while past:
        imports.undo(store, last(store), "test")
        assert state(store) == past.pop()
    store.close()
